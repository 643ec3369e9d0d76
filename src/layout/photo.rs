//! A photo and an ask become a scene: thumbnails.
//!
//! In: what is asked, the picture's header. Out: a scene with what lies behind, and one picture at its final size.
//! Promised: one resampling, none at scale 1; vector art is drawn at the size, never resampled. Refused: sizes that
//! [`geometry::place`] refuses, and canvases over the limits.

use super::{margins, present};
use crate::ask::{Ask, Backdrop};
use crate::error::{Error, Result};
use crate::fit::{Enlarge, Wanted};
use crate::geometry::{self, Placement, Rect, Size};
use crate::limits::Limits;
use crate::picture::{Picture, PictureFormat};
use crate::report::{NoteKind, Report};
use crate::scene::{Brush, Item, Scene};
use crate::transform::Transform;
use crate::units::DEFAULT_DPI;
use crate::units::round_side;
use std::sync::Arc;

/// Lays out one thumbnail of the picture or of a part of it, in its pixels. Physical sizes are at `ask.output.dpi`, 300
/// without.
///
/// # Errors
/// [`Fault::Input`](crate::Fault::Input) for a ratio with a fit that makes no box,
/// [`Fault::TooLarge`](crate::Fault::TooLarge) when the canvas is over the limits.
pub fn place(
    ask: &Ask,
    picture: &Arc<Picture>,
    part: Option<Rect>,
    limits: &Limits,
    report: &mut Report,
) -> Result<Scene> {
    let enlarge = if picture.format == PictureFormat::Svg { Enlarge::Always } else { ask.enlarge };
    let dpi = ask.output.dpi.unwrap_or(DEFAULT_DPI);
    let part = part.unwrap_or(picture.size.rect());
    let placement = placement(ask, size_of(part), enlarge, dpi)?;
    let canvas = placement.canvas;
    limits.check_canvas(u64::from(canvas.width), u64::from(canvas.height)).map_err(|error| error.at("size"))?;
    note(ask, size_of(part), &placement, report);

    let mut scene = present::canvas(canvas);
    match ask.background {
        None => {}
        Some(Backdrop::Color(color)) if color.a == 0 => {}
        Some(Backdrop::Color(color)) => present::cover(&mut scene, Brush::Solid(color)),
        Some(Backdrop::Gradient(first, last)) => {
            let brush = present::gradient(canvas, first, last);
            present::cover(&mut scene, brush);
        }
    }
    let crop = Rect { x: part.x + placement.crop.x, y: part.y + placement.crop.y, ..placement.crop };
    let (slot, kind) = present::picture(picture, crop, placement.dest, ask.kernel, ask.linear);
    scene.slots.push(slot);
    scene.items.push(present::turned(Item::new("picture", Transform::IDENTITY, kind), picture));
    Ok(scene)
}

/// The part of a photo of this size that a thumbnail shows, in its pixels.
///
/// # Errors
/// As [`place`].
pub fn crop(ask: &Ask, size: Size) -> Result<Rect> {
    Ok(placement(ask, size, ask.enlarge, ask.output.dpi.unwrap_or(DEFAULT_DPI))?.crop)
}

fn size_of(part: Rect) -> Size {
    Size::new(round_side(part.width), round_side(part.height))
}

/// The picture is placed in what the margins leave of the box, which they then surround again.
fn placement(ask: &Ask, source: Size, enlarge: Enlarge, dpi: f64) -> Result<Placement> {
    let place = |wanted| geometry::place(source, wanted, ask.fit, ask.align, enlarge, dpi);
    if ask.margins.is_zero() {
        return place(ask.size);
    }
    let Wanted::Box { width: Some(width), height: Some(height) } = ask.size else {
        return Err(Error::input("margins need a box").at("margin").with_help("give a size with both sides: 500x500"));
    };
    let canvas = Size::new(round_side(width.to_px(0.0, dpi)), round_side(height.to_px(0.0, dpi)));
    let frame = margins::inset(ask.margins, canvas, dpi, (1.0, 1.0))?;
    let inner = place(Wanted::pixels(frame.size.width, frame.size.height))?;
    let around = |whole: u32, frame: u32, inner: u32| whole - frame + inner;
    Ok(Placement {
        canvas: Size::new(
            around(canvas.width, frame.size.width, inner.canvas.width),
            around(canvas.height, frame.size.height, inner.canvas.height),
        ),
        dest: Rect { x: inner.dest.x + f64::from(frame.left), y: inner.dest.y + f64::from(frame.top), ..inner.dest },
        ..inner
    })
}

fn note(ask: &Ask, source: Size, placement: &Placement, report: &mut Report) {
    let (canvas, format) = (placement.canvas, ask.output.format);
    if placement.box_shrunk {
        let message = format!(
            "the picture of {source} px does not cover the box, which shrank to {canvas} px; to enlarge the picture \
             instead, ask for `--enlarge always`"
        );
        report.note(NoteKind::Chosen, "size", message);
    }
    let is_clear = matches!(ask.background, None | Some(Backdrop::Color(crate::color::Color { a: 0, .. })));
    if placement.dest != canvas.rect() && is_clear && !format.has_alpha() {
        let message = format!("{format} has no transparency: the free canvas becomes {}", ask.output.matte);
        report.note(NoteKind::Chosen, "background", message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::Color;
    use crate::fit::Fit;
    use crate::output::{Format, Output};
    use crate::scene::ItemKind;

    fn laid_out(ask: &Ask, size: (u32, u32), format: PictureFormat) -> (Scene, Report) {
        let mut report = Report::new();
        let picture = present::test_picture(size.0, size.1, format);
        let scene = place(ask, &picture, None, &Limits::default(), &mut report).unwrap();
        (scene, report)
    }

    fn dest(scene: &Scene) -> Rect {
        match scene.items[scene.items.len() - 1].kind {
            ItemKind::Picture { dest, .. } | ItemKind::Drawing { dest, .. } => dest,
            _ => panic!("not a picture"),
        }
    }

    #[test]
    fn contain_letterboxes_and_tells_of_white() {
        let mut ask = Ask { fit: Fit::Contain, ..Ask::inside(500, 500) };
        let (scene, report) = laid_out(&ask, (1000, 500), PictureFormat::Jpeg);
        assert_eq!((scene.size, scene.items.len()), (Size::new(500, 500), 1));
        assert_eq!(dest(&scene), Rect::new(0.0, 125.0, 500.0, 250.0));
        assert!(report.is_empty());
        ask.output = Output::of(Format::Jpeg);
        assert_eq!(laid_out(&ask, (1000, 500), PictureFormat::Jpeg).1.notes().len(), 1);
        ask.background = Some(Backdrop::Color(Color::BLACK));
        let (scene, report) = laid_out(&ask, (1000, 500), PictureFormat::Jpeg);
        assert_eq!((scene.items.len(), report.is_empty()), (2, true));
    }

    #[test]
    fn margins_stay_free_inside_the_box() {
        let margins = "10% 20px".parse().unwrap();
        let ask = Ask { fit: Fit::Contain, margins, ..Ask::inside(200, 100) };
        let (scene, _) = laid_out(&ask, (1000, 1000), PictureFormat::Jpeg);
        assert_eq!((scene.size, dest(&scene)), (Size::new(200, 100), Rect::new(60.0, 10.0, 80.0, 80.0)));
        let (scene, _) = laid_out(&Ask { fit: Fit::Inside, ..ask.clone() }, (1000, 1000), PictureFormat::Jpeg);
        assert_eq!((scene.size, dest(&scene)), (Size::new(120, 100), Rect::new(20.0, 10.0, 80.0, 80.0)));
        let picture = present::test_picture(10, 10, PictureFormat::Png);
        for ask in [Ask { size: Ask::width(100).size, ..ask.clone() }, Ask { margins: "50%".parse().unwrap(), ..ask }] {
            assert!(place(&ask, &picture, None, &Limits::default(), &mut Report::new()).is_err());
        }
    }

    #[test]
    fn a_box_that_is_not_covered_shrinks_and_is_told() {
        let ask = Ask { fit: Fit::Cover, ..Ask::inside(500, 250) };
        let (scene, report) = laid_out(&ask, (100, 100), PictureFormat::Png);
        assert_eq!((scene.size, report.notes().len()), (Size::new(100, 50), 1));
        assert_eq!(scene.slots[0].crop, Rect::new(0.0, 25.0, 100.0, 50.0));
        let grown = Ask { enlarge: Enlarge::Always, ..ask };
        let (scene, report) = laid_out(&grown, (100, 100), PictureFormat::Png);
        assert_eq!((scene.size, report.is_empty()), (Size::new(500, 250), true));
    }

    #[test]
    fn vector_art_is_drawn_at_any_size_and_beside_its_crop() {
        let ask = Ask { fit: Fit::Cover, ..Ask::inside(400, 200) };
        let (scene, report) = laid_out(&ask, (100, 100), PictureFormat::Svg);
        assert_eq!((scene.size, report.is_empty()), (Size::new(400, 200), true));
        assert_eq!(dest(&scene), Rect::new(0.0, -100.0, 400.0, 400.0));
        assert!(matches!(scene.items[0].kind, ItemKind::Drawing { .. }));
    }

    #[test]
    fn a_canvas_over_the_limits_is_refused() {
        let ask = Ask { enlarge: Enlarge::Always, ..Ask::inside(40_000, 40_000) };
        let picture = present::test_picture(10, 10, PictureFormat::Png);
        let error = place(&ask, &picture, None, &Limits::default(), &mut Report::new()).unwrap_err();
        assert_eq!(error.fault(), crate::Fault::TooLarge);
    }
}
