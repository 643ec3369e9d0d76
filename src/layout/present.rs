//! What templates and thumbnails put into a scene: what lies behind, and the picture.

use crate::color::Color;
use crate::fit::Kernel;
use crate::geometry::{Rect, Size};
use crate::outline::{FillRule, Outline};
use crate::picture::{Picture, PictureFormat};
use crate::scene::{Brush, Coat, Item, ItemKind, Scene, Slot};
use crate::style::{GradientShape, Stop};
use crate::transform::Transform;
use std::sync::Arc;

/// A canvas with nothing on it.
pub(crate) fn canvas(size: Size) -> Scene {
    Scene { size, ..Scene::default() }
}

/// Covers the whole canvas.
pub(crate) fn cover(scene: &mut Scene, brush: Brush) {
    let coat = Coat { fill: Some(brush), ..Coat::default() };
    let outline = Outline::rect(scene.size.rect());
    let kind = ItemKind::Shape { outline, fill_rule: FillRule::Nonzero, coat };
    scene.items.push(Item::new("background", Transform::IDENTITY, kind));
}

/// From the first row, which is exactly `first`, to the last, which is exactly `last`.
///
/// Rows get their colour at their centres, so the line of the gradient runs from the centre of the first row to that of
/// the last. A single row is the first.
pub(crate) fn gradient(size: Size, first: Color, last: Color) -> Brush {
    if size.height < 2 {
        return Brush::Solid(first);
    }
    let shape = GradientShape::Linear { from: (0.0, 0.5), to: (0.0, f64::from(size.height) - 0.5) };
    let stops = vec![Stop { at: 0.0, color: first }, Stop { at: 1.0, color: last }];
    Brush::Gradient { shape, stops, transform: Transform::IDENTITY }
}

/// The part `crop` of a picture on the part `dest` of the canvas; what of vector art lies outside `crop` is drawn
/// beside `dest`.
pub(crate) fn picture(
    picture: &Arc<Picture>,
    crop: Rect,
    dest: Rect,
    kernel: Kernel,
    linear: bool,
) -> (Slot, ItemKind) {
    let slot = |crop, dest: Rect| {
        let size = Size::new(dest.width as u32, dest.height as u32);
        let (picture, filters) = (Arc::clone(picture), Vec::new());
        Slot { picture, crop, size, as_pixels: false, kernel, linear, filters, ready: None }
    };
    if picture.format != PictureFormat::Svg {
        return (slot(crop, dest), ItemKind::Picture { slot: 0, dest, is_smooth: true });
    }
    let whole = picture.size.rect();
    let (across, down) = (dest.width / crop.width, dest.height / crop.height);
    let (x, y) = (dest.x - crop.x * across, dest.y - crop.y * down);
    let frame = Rect::new(x, y, whole.width * across, whole.height * down);
    (slot(whole, dest), ItemKind::Drawing { slot: 0, dest: frame })
}

/// The item of vector art that was turned or mirrored.
pub(crate) fn turned(item: Item, picture: &Picture) -> Item {
    match item.kind {
        ItemKind::Drawing { slot, dest } => {
            let (dest, transform) = picture.stored_in(dest);
            Item { kind: ItemKind::Drawing { slot, dest }, transform, ..item }
        }
        _ => item,
    }
}

/// A picture of a size, for tests.
#[cfg(test)]
pub(crate) fn test_picture(width: u32, height: u32, format: PictureFormat) -> Arc<Picture> {
    Arc::new(Picture {
        content: Vec::new().into(),
        format,
        size: Size::new(width, height),
        orientation: crate::picture::Orientation::UPRIGHT,
        has_alpha: false,
        model: crate::picture::ColorModel::Rgb,
        depth: 8,
        dpi: None,
        profile: None,
        frames: 1,
        remarks: Vec::new(),
    })
}
