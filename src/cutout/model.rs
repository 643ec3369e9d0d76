//! A segmentation network that the user names says what is subject.
//!
//! In: an ONNX file, then a photo resized to what the network looks at. Out: a [`Coarse`] matte. Promised: nothing is
//! fetched; a network that panics costs this photo only; the same photo gives the same matte.
//! Refused: files that are no such network, with what one looks like. Only with feature `model`.

#[cfg(not(feature = "model"))]
mod absent;
#[cfg(feature = "model")]
mod network;
#[cfg(any(feature = "model", test))]
mod numbers;

#[cfg(not(feature = "model"))]
use self::absent as network;
use super::coarse::Coarse;
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
    /// `[1, 1, height, width]` or `[1, height, width]`. A height or width that the file leaves open is 320. `name` is
    /// what errors call it.
    ///
    /// # Errors
    /// [`Fault::TooLarge`](crate::Fault::TooLarge) over [`Limits::model_bytes`], [`Fault::Input`](crate::Fault::Input)
    /// for what is no such file, [`Fault::Unsupported`](crate::Fault::Unsupported) without feature `model`.
    pub fn read(bytes: Vec<u8>, name: &str, limits: &Limits) -> Result<Self> {
        let network = limits.check_model_bytes(bytes.len() as u64).and_then(|()| guarded(|| Network::read(bytes)));
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

    /// Looks at a photo that has [`Model::size`], on one thread.
    ///
    /// # Errors
    /// [`Fault::Input`](crate::Fault::Input) when the network cannot be run, or what it gives is no matte.
    pub fn look(&self, photo: &Raster) -> Result<Coarse> {
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
