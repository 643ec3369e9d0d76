//! Without feature `model` there is no network.

use super::mask::Mask;
use super::parameters::Parameters;
use crate::error::{Error, Result};
use crate::geometry::Size;
use crate::raster::Raster;

/// Nothing can be one.
pub(super) enum Network {}

impl Network {
    pub(super) fn read(_: Vec<u8>, _: Parameters) -> Result<Self> {
        Err(Error::unsupported("this build has no support for segmentation models")
            .with_help("build with feature `model`"))
    }

    pub(super) fn size(&self) -> Size {
        match *self {}
    }

    pub(super) fn look(&self, _: &Raster) -> Result<Mask> {
        match *self {}
    }
}
