//! Without feature `model` there is no network.

use crate::cutout::coarse::Coarse;
use crate::error::{Error, Result};
use crate::geometry::Size;
use crate::raster::Raster;

/// Nothing can be one.
pub(super) enum Network {}

impl Network {
    pub(super) fn read(_: Vec<u8>) -> Result<Self> {
        Err(Error::unsupported("this build has no support for segmentation models")
            .with_help("build with feature `model`"))
    }

    pub(super) fn size(&self) -> Size {
        match *self {}
    }

    pub(super) fn look(&self, _: &Raster) -> Result<Coarse> {
        match *self {}
    }
}
