//! A badge or watermark over a finished canvas.
//!
//! In: a scene, the overlay and its picture's header. Out: the scene with one more picture on top. Promised: the
//! picture keeps its ratio and stands on whole pixels inside the margins. Refused: margins that leave nothing.

use super::{margins, present};
use crate::edits::Overlay;
use crate::error::Result;
use crate::fit::Kernel;
use crate::geometry::{Size, size_inside};
use crate::picture::Picture;
use crate::scene::{Item, ItemKind, Scene};
use crate::transform::Transform;
use crate::units::{DEFAULT_DPI, Length, round_side};
use std::sync::Arc;

/// What lengths on the canvas are measured by.
#[derive(Debug, Clone, Copy)]
pub struct Measure {
    /// Dots per inch; `None`: 300.
    pub dpi: Option<f64>,
    /// Times which absolute lengths become pixels: a canvas may be a smaller copy of the one they were meant for.
    pub scale: f64,
}

/// Lays an overlay on the scene.
///
/// # Errors
/// [`Fault::Input`](crate::Fault::Input) when its margins leave nothing of the canvas, or a value is out of range.
pub fn place(scene: &mut Scene, overlay: &Overlay, picture: &Arc<Picture>, measure: Measure) -> Result<()> {
    overlay.check()?;
    let dpi = measure.dpi.unwrap_or(DEFAULT_DPI);
    let canvas = scene.size;
    let frame = margins::inset(overlay.margins, canvas, dpi, (measure.scale, measure.scale))?;
    let side = |whole: u32, free: u32| {
        let px = match overlay.size {
            Length::Percent(_) => overlay.size.to_px(f64::from(whole), dpi),
            Length::Absolute(..) => overlay.size.to_px(0.0, dpi) * measure.scale,
        };
        round_side(px).min(free)
    };
    let room = Size::new(side(canvas.width, frame.size.width), side(canvas.height, frame.size.height));
    let dest = frame.align(size_inside(picture.size, room), overlay.align);
    let (slot, kind) = present::picture(picture, picture.size.rect(), dest, Kernel::default(), false);
    let index = scene.slots.len();
    let kind = match kind {
        ItemKind::Picture { dest, is_smooth, .. } => ItemKind::Picture { slot: index, dest, is_smooth },
        ItemKind::Drawing { dest, .. } => ItemKind::Drawing { slot: index, dest },
        other => other,
    };
    scene.slots.push(slot);
    scene.items.push(Item { opacity: overlay.opacity, ..Item::new("overlay", Transform::IDENTITY, kind) });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::Rect;
    use crate::picture::PictureFormat;
    use crate::source::Source;

    fn laid(overlay: &Overlay, (width, height): (u32, u32), format: PictureFormat) -> Scene {
        let mut scene = present::canvas(Size::new(1000, 500));
        let picture = present::test_picture(width, height, format);
        place(&mut scene, overlay, &picture, Measure { dpi: None, scale: 1.0 }).unwrap();
        scene
    }

    #[test]
    fn it_fills_its_box_and_stands_where_it_is_told() {
        let badge = Overlay::of(Source::bytes(Vec::new()));
        let dest = |overlay: &Overlay, size| match laid(overlay, size, PictureFormat::Png).items[0].kind {
            ItemKind::Picture { slot: 0, dest, .. } => dest,
            _ => panic!("not a picture"),
        };
        assert_eq!(dest(&badge, (10, 10)), Rect::new(875.0, 375.0, 125.0, 125.0));
        assert_eq!(dest(&badge, (40, 10)), Rect::new(750.0, 437.0, 250.0, 63.0));
        let inset = Overlay { margins: "10%".parse().unwrap(), align: "top-left".parse().unwrap(), ..badge.clone() };
        assert_eq!(dest(&inset, (10, 10)), Rect::new(100.0, 50.0, 125.0, 125.0));
        let square = Overlay { size: Length::px(60.0), ..badge.clone() };
        assert_eq!(dest(&square, (20, 10)), Rect::new(940.0, 470.0, 60.0, 30.0));
        // No larger than the canvas.
        assert_eq!(dest(&Overlay { size: Length::px(9999.0), ..badge.clone() }, (10, 10)).height, 500.0);
        let svg = laid(&Overlay { opacity: 0.5, ..badge }, (10, 10), PictureFormat::Svg);
        assert!(matches!(svg.items[0].kind, ItemKind::Drawing { slot: 0, .. }) && svg.items[0].opacity == 0.5);
    }
}
