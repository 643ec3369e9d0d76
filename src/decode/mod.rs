//! Bytes become a [`Picture`](crate::picture::Picture) (its header), then pixels of a wanted size.

#[cfg(feature = "svg")]
pub mod svg;

/// Placeholder of the roof: the header of any picture.
pub fn probe(bytes: &crate::source::Bytes, limits: &crate::Limits) -> crate::Result<crate::picture::Picture> {
    #[cfg(feature = "svg")]
    return svg::probe(bytes, limits);
    #[cfg(not(feature = "svg"))]
    Err(crate::Error::unsupported(format!("{} bytes under {limits:?}", bytes.len())))
}
