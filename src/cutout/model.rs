//! Runs a segmentation network of the user's to find the subject.
//!
//! In: an ONNX file and how its network is fed, then a photo resized to what the network looks at. Out: a [`Mask`].
//! Promised: nothing is fetched; a network that panics costs this photo only; the same photo gives the same mask.
//! Refused: files that are no such network, with what one looks like. Only with feature `model`.

#[cfg(not(feature = "model"))]
mod absent;
pub mod known;
mod mask;
#[cfg(feature = "model")]
mod network;
#[cfg(any(feature = "model", test))]
mod numbers;
mod parameters;

pub use known::Known;
pub use mask::Mask;
pub use parameters::{Parameters, Scale, Sigmoid};

#[cfg(not(feature = "model"))]
use self::absent as network;
use crate::error::{Error, Result};
use crate::geometry::Size;
use crate::limits::Limits;
use crate::raster::Raster;
use network::Network;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// Floats that a network of U²-Net's kind holds at once for a pixel of its input: u2netp held 490 at its peak.
const FLOATS: u64 = 512;

/// A network read from its file: cheap to clone, shared by all photos.
#[derive(Clone)]
pub struct Model {
    name: Arc<str>,
    network: Arc<Network>,
}

impl Model {
    /// Reads an ONNX file with one input of floats `[1, 3, height, width]` and a first output of floats
    /// `[1, 1, height, width]` or `[1, height, width]`, which is fed as U²-Net is. A height or width that the file leaves
    /// open is 320. `name` is what errors call it.
    ///
    /// # Errors
    /// [`Fault::TooLarge`](crate::Fault::TooLarge) over [`Limits::model_bytes`], [`Fault::Input`](crate::Fault::Input)
    /// for what is no such file, [`Fault::Unsupported`](crate::Fault::Unsupported) without feature `model`.
    pub fn read(bytes: Vec<u8>, name: &str, limits: &Limits) -> Result<Self> {
        Self::read_with(bytes, name, Parameters::default(), limits)
    }

    /// As [`Model::read`], for a network that is fed or read in another way.
    ///
    /// # Errors
    /// As [`Model::read`], and for parameters that cannot be.
    pub fn read_with(bytes: Vec<u8>, name: &str, parameters: Parameters, limits: &Limits) -> Result<Self> {
        let network =
            limits.check_model_bytes(bytes.len() as u64).and_then(|()| guarded(|| Network::read(bytes, parameters)));
        let network = network.map_err(|error| error.at(name))?;
        Ok(Self { name: name.into(), network: Arc::new(network) })
    }

    /// How large the network wants the photo.
    pub fn size(&self) -> Size {
        self.network.size()
    }

    /// Bytes that one look takes at its peak.
    pub fn cost(&self) -> u64 {
        self.size().pixels() * FLOATS * size_of::<f32>() as u64
    }

    /// Looks at a photo that was stretched to [`Model::size`], on one thread.
    ///
    /// # Errors
    /// [`Fault::Input`](crate::Fault::Input) when the network cannot be run, or what it gives is no mask.
    pub fn mask(&self, photo: &Raster) -> Result<Mask> {
        guarded(|| self.network.look(photo)).map_err(|error| error.at(&*self.name))
    }
}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Model({}, {})", self.name, self.size())
    }
}

/// Runs the library: its panic is the file's fault.
fn guarded<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(Error::input("the network cannot be run")))
}

#[cfg(test)]
mod tests;
