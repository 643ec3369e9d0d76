//! A [`Raster`](crate::raster::Raster) becomes a raster of another size.
