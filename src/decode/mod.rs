//! Bytes become a [`Picture`](crate::picture::Picture) (its header), then pixels of a wanted size.
