//! A [`Scene`](crate::scene::Scene) becomes a [`Raster`](crate::raster::Raster).
