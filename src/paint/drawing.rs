//! Vector art goes onto a surface, sharp at any size.

#[cfg(feature = "svg")]
mod filter;
#[cfg(feature = "svg")]
mod framed;
#[cfg(feature = "svg")]
mod shape;
#[cfg(feature = "svg")]
mod tree;

#[cfg(feature = "svg")]
pub(super) use framed::paint;

/// Without feature `svg` nothing can be drawn.
#[cfg(not(feature = "svg"))]
pub(super) fn paint(
    _: &super::kit::Kit<'_>,
    _: &mut super::surface::Surface<'_>,
    _: &crate::art::Drawing,
    _: crate::geometry::Rect,
    _: crate::transform::Transform,
    _: f64,
) -> crate::error::Result<()> {
    Err(crate::error::Error::unsupported("this build has no support for SVG").with_help("build with feature `svg`"))
}
