//! A [`Raster`](crate::raster::Raster) becomes a file.
