//! Steps that put two images together (Filter Effects 1, feComposite, feBlend, feMerge).

use super::super::super::area::Area;
use super::image::Image;
use tiny_skia::{BlendMode, PixmapMut, PixmapPaint, PixmapRef, Transform};
use usvg::filter::CompositeOperator;

/// The first with the second by an operator of Porter and Duff, or by arithmetic.
pub(super) fn composite(first: Image, second: &Image, operator: CompositeOperator) -> Image {
    let mode = match operator {
        CompositeOperator::Over => BlendMode::SourceOver,
        CompositeOperator::In => BlendMode::SourceIn,
        CompositeOperator::Out => BlendMode::SourceOut,
        CompositeOperator::Atop => BlendMode::SourceAtop,
        CompositeOperator::Xor => BlendMode::Xor,
        CompositeOperator::Arithmetic { k1, k2, k3, k4 } => return arithmetic(first, second, [k1, k2, k3, k4]),
    };
    laid(&first, second.clone(), mode)
}

/// What of an image lies inside of another.
pub(super) fn inside(image: &Image, other: &Image) -> Image {
    laid(image, other.clone(), BlendMode::SourceIn)
}

/// One over the other, the first lowest.
pub(super) fn merged(images: &[Image]) -> Image {
    let mut images = images.iter();
    let Some(lowest) = images.next() else { return Image::clear(Area { x: 0, y: 0, width: 1, height: 1 }) };
    images.fold(lowest.clone(), |under, image| laid(image, under, BlendMode::SourceOver))
}

/// The first over the second by a mode of blending.
pub(super) fn blended(first: &Image, second: Image, mode: usvg::BlendMode) -> Image {
    laid(first, second, mode_of(mode))
}

fn laid(image: &Image, mut under: Image, mode: BlendMode) -> Image {
    let (width, height) = (under.area.width, under.area.height);
    let from = PixmapRef::from_bytes(image.pixels.as_flattened(), image.area.width, image.area.height);
    let to = PixmapMut::from_bytes(under.pixels.as_flattened_mut(), width, height);
    if let (Some(from), Some(mut to)) = (from, to) {
        let paint = PixmapPaint { blend_mode: mode, ..PixmapPaint::default() };
        to.draw_pixmap(0, 0, from, &paint, Transform::identity(), None);
    }
    under
}

fn arithmetic(mut first: Image, second: &Image, [k1, k2, k3, k4]: [f32; 4]) -> Image {
    for (a, b) in first.pixels.iter_mut().zip(&second.pixels) {
        let channel = |index: usize| {
            let (a, b) = (f32::from(a[index]) / 255.0, f32::from(b[index]) / 255.0);
            (k1 * a * b + k2 * a + k3 * b + k4).clamp(0.0, 1.0)
        };
        let alpha = channel(3);
        // No premultiplied channel is above its alpha.
        let level = |index: usize| (channel(index).min(alpha) * 255.0 + 0.5) as u8;
        *a = [level(0), level(1), level(2), (alpha * 255.0 + 0.5) as u8];
    }
    first
}

fn mode_of(mode: usvg::BlendMode) -> BlendMode {
    match mode {
        usvg::BlendMode::Normal => BlendMode::SourceOver,
        usvg::BlendMode::Multiply => BlendMode::Multiply,
        usvg::BlendMode::Screen => BlendMode::Screen,
        usvg::BlendMode::Overlay => BlendMode::Overlay,
        usvg::BlendMode::Darken => BlendMode::Darken,
        usvg::BlendMode::Lighten => BlendMode::Lighten,
        usvg::BlendMode::ColorDodge => BlendMode::ColorDodge,
        usvg::BlendMode::ColorBurn => BlendMode::ColorBurn,
        usvg::BlendMode::HardLight => BlendMode::HardLight,
        usvg::BlendMode::SoftLight => BlendMode::SoftLight,
        usvg::BlendMode::Difference => BlendMode::Difference,
        usvg::BlendMode::Exclusion => BlendMode::Exclusion,
        usvg::BlendMode::Hue => BlendMode::Hue,
        usvg::BlendMode::Saturation => BlendMode::Saturation,
        usvg::BlendMode::Color => BlendMode::Color,
        usvg::BlendMode::Luminosity => BlendMode::Luminosity,
    }
}
