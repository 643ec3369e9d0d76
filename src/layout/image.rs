//! A picture or vector art meets its drawn box.

use super::context::Context;
use super::finish::{Drawn, colored_box};
use super::missing::{self, Found};
use super::paint;
use super::pose::{self, Extent, Posed, Spot};
use crate::ask::Missing;
use crate::color::Color;
use crate::design::{Image, Layer, Window};
use crate::error::{Error, Result};
use crate::filter::Filter;
use crate::geometry::{Rect, Size};
use crate::outline::{FillRule, Outline};
use crate::picture::{Picture, PictureFormat};
use crate::report::NoteKind;
use crate::scene::{Item, ItemKind, Mask};
use crate::style::{Paint, Style};
use std::sync::Arc;

/// A picture at its place, with its frame's stroke; `None` when nothing of it can be seen.
///
/// # Errors
/// When its place is not finite, or the picture is missing and that is to be an error.
pub(super) fn draw(layer: &Layer, image: &Image, spot: &Spot, context: &mut Context<'_>) -> Result<Option<Drawn>> {
    let picture = match missing::find(&image.source, context, &layer.place)? {
        Found::Picture(picture) => Some(picture),
        Found::Placeholder => None,
        Found::Nothing => return Ok(None),
    };
    let style = &layer.style;
    let (width, height) = drawn_size(image, picture.as_ref().map(|picture| picture.size));
    let extent = Extent { width, height, stroke: style.stroke_width, stroke_is_uniform: style.stroke_is_uniform };
    let Some(posed) = pose::lay(&layer.pose, extent, spot)? else { return Ok(None) };
    let has_area = width > 0.0 && height > 0.0;
    let mut parts: Vec<Item> = match picture {
        _ if !has_area => Vec::new(),
        Some(picture) => content(layer, image, &picture, &posed, context)?.into_iter().collect(),
        None => vec![Item::new(&layer.place, posed.to_scene, missing::placeholder(extent.frame()))],
    };
    if let Some(frame) = frame(layer, &posed, context)? {
        parts.insert(if style.stroke_first { 0 } else { parts.len() }, frame);
    }
    Ok(Some(Drawn { posed, parts }))
}

/// What the document says, else what the picture has.
fn drawn_size(image: &Image, natural: Option<Size>) -> (f64, f64) {
    let own = |side: fn(Size) -> u32| natural.map_or(missing::SIDE, |size| f64::from(side(size)));
    (image.width.unwrap_or_else(|| own(|size| size.width)), image.height.unwrap_or_else(|| own(|size| size.height)))
}

/// The stroke around the picture's box. Pictures paint no fill of their own.
fn frame(layer: &Layer, posed: &Posed, context: &mut Context<'_>) -> Result<Option<Item>> {
    let style = Style { fill: Paint::None, ..layer.style.clone() };
    let coat = paint::coat(&style, posed, context, &layer.place)?;
    if coat.stroke.is_none() {
        return Ok(None);
    }
    let kind = ItemKind::Shape { outline: Outline::rect(posed.extent.frame()), fill_rule: FillRule::Nonzero, coat };
    Ok(Some(Item::new(&layer.place, posed.to_scene, kind)))
}

fn content(
    layer: &Layer,
    image: &Image,
    picture: &Arc<Picture>,
    posed: &Posed,
    context: &mut Context<'_>,
) -> Result<Option<Item>> {
    let frame = posed.extent.frame();
    let filters = filters(image, context, &layer.place)?;
    // Filters change pixels: what is filtered is painted as pixels, vector art too.
    if picture.format == PictureFormat::Svg && filters.is_empty() {
        return Ok(drawing(layer, image, picture, posed, context));
    }
    let found = match image.window {
        Window::Stretch => Some((picture.size.rect(), frame)),
        Window::Crop { x, y } => cropped(frame, (x, y), picture.size),
        Window::Contain => Some((picture.size.rect(), in_ratio(frame, picture.size, f64::min))),
        Window::Cover => Some((covering(frame, picture.size), frame)),
    };
    let Some((crop, dest)) = found else { return Ok(None) };
    let placed = context.slots.place(picture, crop, dest, posed.to_scene, image.is_smooth, &filters);
    let kind = ItemKind::Picture { slot: placed.slot, dest: placed.dest, is_smooth: image.is_smooth };
    Ok(Some(Item::new(&layer.place, placed.transform, kind)))
}

/// The filters with the second pictures that they name; one whose picture cannot be had is left out.
///
/// # Errors
/// When one cannot be had and that is to be an error.
fn filters(image: &Image, context: &mut Context<'_>, place: &str) -> Result<Vec<Filter<Arc<Picture>>>> {
    let mut found = Vec::new();
    for filter in &image.filters {
        match filter.try_map(|source| context.pictures.get(source).cloned().ok_or_else(|| source.to_string())) {
            Ok(filter) => found.push(filter),
            Err(source) if context.ask.missing == Missing::Error => {
                return Err(Error::missing(format!("the picture {source} of a filter cannot be had"))
                    .with_help("give it, or ask for a placeholder or to skip what is missing"));
            }
            Err(source) => {
                let message = format!("the picture {source} of a filter cannot be had; the filter is left out");
                context.report.note(NoteKind::Ignored, place, message);
            }
        }
    }
    Ok(found)
}

/// The part of the source that the window shows, and where it goes: what of the window lies outside the source stays
/// empty. `None` when that is all of it.
fn cropped(frame: Rect, (x, y): (f64, f64), natural: Size) -> Option<(Rect, Rect)> {
    let crop = Rect::new(x, y, frame.width, frame.height).intersect(natural.rect())?;
    let dest = Rect::new(frame.x + crop.x - x, frame.y + crop.y - y, crop.width, crop.height);
    Some((crop, dest))
}

/// The picture's ratio around the frame's middle, scaled by one of the two quotients of their sides.
fn in_ratio(frame: Rect, natural: Size, which: fn(f64, f64) -> f64) -> Rect {
    let (width, height) = (f64::from(natural.width.max(1)), f64::from(natural.height.max(1)));
    let scale = which(frame.width / width, frame.height / height);
    let (width, height) = (width * scale, height * scale);
    Rect::new(frame.x + (frame.width - width) / 2.0, frame.y + (frame.height - height) / 2.0, width, height)
}

/// The middle part of a picture that has the frame's ratio, as large as the picture holds.
fn covering(frame: Rect, natural: Size) -> Rect {
    let (width, height) = (f64::from(natural.width), f64::from(natural.height));
    let scale = (width / frame.width).min(height / frame.height);
    let (across, down) = (frame.width * scale, frame.height * scale);
    Rect::new((width - across) / 2.0, (height - down) / 2.0, across, down)
}

/// Vector art is painted whole and cut by a mask where the window is smaller.
fn drawing(
    layer: &Layer,
    image: &Image,
    picture: &Arc<Picture>,
    posed: &Posed,
    context: &mut Context<'_>,
) -> Option<Item> {
    let frame = posed.extent.frame();
    let whole = picture.size.rect();
    let dest = match image.window {
        Window::Stretch => frame,
        Window::Crop { x, y } => Rect::new(frame.x - x, frame.y - y, whole.width, whole.height),
        Window::Contain => in_ratio(frame, picture.size, f64::min),
        Window::Cover => in_ratio(frame, picture.size, f64::max),
    };
    let seen = dest.intersect(frame)?;
    let slot = context.slots.drawing(picture, dest, posed.to_scene);
    let item = Item::new(&layer.place, posed.to_scene, ItemKind::Drawing { slot, dest });
    let window = || {
        let items = vec![colored_box(&layer.place, seen, Color::BLACK, posed.to_scene)];
        Box::new(Mask { items, is_inverted: false })
    };
    Some(Item { mask: (seen != dest).then(window), ..item })
}

#[cfg(test)]
mod tests {
    use super::super::samples::{assert_lines, boxed, fault, on_canvas, pictured, scene_with, text};
    use super::*;
    use crate::ask::Ask;
    use crate::design::LayerKind;
    use crate::error::Fault;
    use crate::filter::ImageMix;
    use crate::limits::Limits;
    use crate::report::Report;
    use crate::source::Source;
    use crate::style::Pattern;
    use crate::transform::Transform;

    #[test]
    fn a_picture_is_contained_in_its_box_or_covers_it() {
        let frame = Rect::new(-30.0, -20.0, 60.0, 40.0);
        assert_eq!(in_ratio(frame, Size::new(100, 100), f64::min), Rect::new(-20.0, -20.0, 40.0, 40.0));
        assert_eq!(in_ratio(frame, Size::new(100, 100), f64::max), Rect::new(-30.0, -30.0, 60.0, 60.0));
        assert_eq!(covering(frame, Size::new(90, 90)), Rect::new(0.0, 15.0, 90.0, 60.0));
    }

    #[test]
    fn a_window_inside_the_source_shows_its_part() {
        let frame = Rect::new(-30.0, -20.0, 60.0, 40.0);
        let (crop, dest) = cropped(frame, (10.0, 5.0), Size::new(100, 100)).unwrap();
        assert_eq!((crop, dest), (Rect::new(10.0, 5.0, 60.0, 40.0), frame));
    }

    #[test]
    fn what_lies_outside_the_source_stays_empty() {
        let frame = Rect::new(-30.0, -20.0, 60.0, 40.0);
        let (crop, dest) = cropped(frame, (80.0, -10.0), Size::new(100, 100)).unwrap();
        assert_eq!(crop, Rect::new(80.0, 0.0, 20.0, 30.0));
        assert_eq!(dest, Rect::new(-30.0, -10.0, 20.0, 30.0));
        assert!(cropped(frame, (100.0, 0.0), Size::new(100, 100)).is_none());
    }

    #[test]
    fn pictures_lie_on_whole_pixels_in_shared_slots() {
        let mut first = pictured("layer 1", "photo", Window::Stretch);
        (first.pose.left, first.pose.top) = (50.0, 50.0);
        let mut second = pictured("layer 2", "photo", Window::Stretch);
        (second.pose.left, second.pose.top) = (25.0, 20.0);
        let mut third = pictured("layer 3", "photo", Window::Crop { x: 45.0, y: 0.0 });
        (third.pose.left, third.pose.top) = (50.0, 50.0);
        assert_lines(
            &text(vec![first, second, third]),
            &[
                "scene 100x100",
                "layer 1: picture 0 at 0 0 30 20 transform [1 0 0 1 35 40]",
                "layer 2: picture 0 at 0 0 30 20 transform [1 0 0 1 10 10]",
                "layer 3: picture 1 at 0 0 15 20 transform [1 0 0 1 35 40]",
                "slot 0: jpeg 60x40 part 0 0 60 40 to 30x20 lanczos3",
                "slot 1: jpeg 60x40 part 45 0 15 20 to 15x20 lanczos3",
            ],
        );
    }

    #[test]
    fn vector_art_is_painted_whole_and_cut_where_its_window_is_smaller() {
        let mut layer = pictured("layer 1", "art", Window::Crop { x: 10.0, y: 5.0 });
        (layer.pose.left, layer.pose.top) = (50.0, 50.0);
        let found = text(vec![layer]);
        assert!(found.contains("layer 1: drawing 0 at -25 -15 60 40 transform [1 0 0 1 50 50]\n  mask\n"), "{found}");
        assert!(found.contains("    layer 1: shape of 5 at -15 -10 30 20 fill #000000"), "{found}");
        assert!(text(vec![pictured("layer 1", "art", Window::Stretch)]).contains("drawing 0 at -15 -10 30 20"));
    }

    #[test]
    fn a_missing_picture_is_an_error_a_box_or_nothing() {
        let side = on_canvas(vec![pictured("layer 1", "gone", Window::Stretch)]);
        let error = fault(&side, &Ask::default(), &Limits::default());
        assert_eq!(error.fault(), Fault::Missing);
        assert_eq!(error.to_string(), "the picture `gone` cannot be had: layer 1");
        for (missing, kind, lines) in
            [(Missing::Placeholder, NoteKind::Replaced, 2), (Missing::Skip, NoteKind::Ignored, 1)]
        {
            let mut report = Report::new();
            let ask = Ask { missing, ..Ask::default() };
            let scene = scene_with(&side, &ask, &Limits::default(), &mut report).unwrap();
            assert_eq!(scene.to_string().lines().count(), lines);
            assert_eq!((report.notes()[0].kind, report.notes()[0].place.as_str()), (kind, "layer 1"));
        }
    }

    #[test]
    fn a_pattern_counts_from_the_left_top_corner_and_wants_a_slot_as_large_as_it_shows() {
        let mut layer = boxed("layer 1", 50.0, 50.0);
        layer.style.fill = Paint::Pattern(Pattern {
            source: Source::path("photo"),
            repeats_x: true,
            repeats_y: false,
            offset: (1.0, 2.0),
            transform: Transform::scale(0.5, 0.5),
        });
        let found = text(vec![layer]);
        assert!(found.contains("fill pattern(0, tile 60 40, repeats x) [0.5 0 0 0.5 -9 -3]"), "{found}");
        assert!(found.contains("slot 0: jpeg 60x40 part 0 0 60 40 to 30x20 lanczos3\n"), "{found}");
    }

    #[test]
    fn filtered_pictures_and_vector_art_are_pixels_and_a_missing_second_picture_is_noted() {
        let filters = vec![
            Filter::Blur(0.25),
            Filter::BlendImage {
                picture: Source::path("gone"),
                mode: ImageMix::Mask,
                scale: (1.0, 1.0),
                offset: (0.0, 0.0),
            },
        ];
        let with = |file| {
            let mut layer = pictured("layer 1", file, Window::Stretch);
            if let LayerKind::Image(image) = &mut layer.kind {
                image.filters.clone_from(&filters);
            }
            on_canvas(vec![layer])
        };
        assert_eq!(fault(&with("photo"), &Ask::default(), &Limits::default()).fault(), Fault::Missing);
        let mut report = Report::new();
        let ask = Ask { missing: Missing::Skip, ..Ask::default() };
        let scene = scene_with(&with("art"), &ask, &Limits::default(), &mut report).unwrap().to_string();
        assert!(scene.contains(" lanczos3, blur 0.25\n") && scene.contains("picture 0 at"), "{scene}");
        assert_eq!((report.notes().len(), report.notes()[0].kind), (1, NoteKind::Ignored));
    }
}
