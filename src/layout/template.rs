//! A template and a picture become a scene.
//!
//! In: the template, one of its outputs, the picture's header and the box of its subject. Out: a scene of what lies
//! behind, and one picture, perhaps with a shadow, at its final size. Promised: one resampling, none at scale 1; the
//! picture stands on whole pixels. Refused: what the rules of the canvas refuse.

use super::bleed::{self, SubjectBox};
use super::canvas_rule::{Presented, present};
use super::present;
use crate::error::Result;
use crate::fit::Kernel;
use crate::geometry::{Rect, Size};
use crate::limits::Limits;
use crate::picture::{Picture, PictureFormat};
use crate::report::{NoteKind, Report};
use crate::scene::{Brush, DropShadow, Item, Scene, Squeeze};
use crate::template::{Background, ShadowForm, ShadowRule, Template, TemplateOutput};
use crate::transform::Transform;
use crate::units::{DEFAULT_DPI, Length};
use std::sync::Arc;

/// Above this an enlarged photo looks soft: three of four pixels, or more, are made up.
const ENLARGED: f64 = 2.0;

/// Lays out one output. `subject` is the box of the subject in the upright picture; `None`: all of it.
///
/// # Errors
/// [`Fault::Input`](crate::Fault::Input) when margins leave nothing or a rule has no numbers,
/// [`Fault::TooLarge`](crate::Fault::TooLarge) when the canvas is over the limits.
pub fn place(
    template: &Template,
    output: &TemplateOutput,
    picture: &Arc<Picture>,
    subject: Option<SubjectBox>,
    limits: &Limits,
    report: &mut Report,
) -> Result<Scene> {
    let presented = present(template, output.size, picture.size, subject, limits)?;
    bleed::note(template, subject, &presented, report);
    note_enlarged(&presented, picture, report);
    let mut scene = present::canvas(presented.canvas);
    match template.background {
        Background::Keep | Background::Transparent => note_free_canvas(&presented, output, report),
        Background::Color(color) => present::cover(&mut scene, Brush::Solid(color)),
        Background::Gradient(first, last) => {
            let brush = present::gradient(presented.canvas, first, last);
            present::cover(&mut scene, brush);
        }
    }
    let (crop, dest) = match template.shadow {
        ShadowRule::Keep if picture.has_alpha && template.background.removes_own() => {
            with_surroundings(&presented, picture.size)
        }
        _ => (presented.crop, presented.dest),
    };
    let (slot, kind) = present::picture(picture, crop, dest, Kernel::default(), false);
    let mut item = present::turned(Item::new("subject", Transform::IDENTITY, kind), picture);
    item.shadow = shadow(template, &presented);
    scene.slots.push(slot);
    scene.items.push(item);
    Ok(scene)
}

/// A photo has no more than it has: marketplaces want pixels that were seen.
fn note_enlarged(presented: &Presented, picture: &Picture, report: &mut Report) {
    let Presented { crop, dest, .. } = *presented;
    let factor = (dest.width / crop.width).max(dest.height / crop.height);
    if factor > ENLARGED && picture.format != PictureFormat::Svg {
        let message = format!("the subject is enlarged {factor:.1} times and looks soft: use a photo with more pixels");
        report.note(NoteKind::Chosen, "size", message);
    }
}

/// The canvas that the picture leaves free has to be some colour where the format has no transparency.
fn note_free_canvas(presented: &Presented, output: &TemplateOutput, report: &mut Report) {
    let format = output.encoding.format;
    if presented.dest != presented.canvas.rect() && !format.has_alpha() {
        let message = format!("{format} has no transparency: the free canvas becomes {}", output.encoding.matte);
        report.note(NoteKind::Chosen, "background", message);
    }
}

/// The part that shows grown by whole pixels of the canvas as far as picture and canvas go: a shadow lies outside the
/// subject's box.
fn with_surroundings(presented: &Presented, source: Size) -> (Rect, Rect) {
    let Presented { canvas, crop, dest, .. } = *presented;
    let (across, down) = (dest.width / crop.width, dest.height / crop.height);
    let whole = |room: f64, on_canvas: f64| room.min(on_canvas).floor().max(0.0);
    let left = whole(crop.x * across, dest.x);
    let top = whole(crop.y * down, dest.y);
    let right = whole((f64::from(source.width) - crop.right()) * across, f64::from(canvas.width) - dest.right());
    let bottom = whole((f64::from(source.height) - crop.bottom()) * down, f64::from(canvas.height) - dest.bottom());
    let grown = |rect: Rect, across: f64, down: f64| {
        let (width, height) = (rect.width + (left + right) / across, rect.height + (top + bottom) / down);
        Rect::new(rect.x - left / across, rect.y - top / down, width, height)
    };
    (grown(crop, across, down), grown(dest, 1.0, 1.0))
}

/// How much of a subject's height stands on the floor and casts a contact shadow: its lowest tenth. What is higher
/// hangs over the floor without touching it.
const STANDING: f64 = 0.1;
/// How high that is on the floor, which is seen from a little above: a circle on it looks half as high as wide, or
/// less.
const FORESHORTENED: f64 = 0.5;

/// In pixels of the final canvas; absolute lengths shrink with it.
fn shadow(template: &Template, presented: &Presented) -> Option<DropShadow> {
    let ShadowRule::Drop(rule) = template.shadow else { return None };
    let dpi = template.dpi.unwrap_or(DEFAULT_DPI);
    let px = |length: Length, whole: u32| match length {
        Length::Percent(_) => length.to_px(f64::from(whole), dpi),
        Length::Absolute(..) => length.to_px(0.0, dpi) * presented.scale,
    };
    let Presented { canvas, dest, .. } = *presented;
    let standing = dest.height * STANDING;
    let squeeze = || Squeeze { top: dest.bottom() - standing, bottom: dest.bottom(), height: standing * FORESHORTENED };
    Some(DropShadow {
        color: rule.color.with_opacity(rule.opacity),
        dx: px(rule.dx, canvas.width),
        dy: px(rule.dy, canvas.height),
        sigma: px(rule.blur, canvas.height).max(0.0),
        from_stroke: false,
        squeeze: (rule.form == ShadowForm::Contact).then(squeeze),
        is_alone: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::Color;
    use crate::fit::Wanted;
    use crate::output::{Format, Output};
    use crate::scene::ItemKind;
    use crate::style::GradientShape;
    use crate::template::CanvasRule;

    fn fixed(width: f64, height: f64) -> Template {
        let side = |side| Some(Length::px(side));
        let canvas = CanvasRule::Fixed { width: side(width), height: side(height) };
        Template { canvas, ..Template::default() }
    }

    fn laid_out(template: &Template, output: &TemplateOutput, subject: Option<Rect>) -> (Scene, Report) {
        let mut report = Report::new();
        let picture = present::test_picture(800, 800, PictureFormat::Jpeg);
        let scene =
            place(template, output, &picture, subject.map(SubjectBox::from), &Limits::default(), &mut report).unwrap();
        (scene, report)
    }

    #[test]
    fn the_subject_alone_goes_to_its_place_and_casts_the_shadow() {
        let template = Template {
            margins: "10%".parse().unwrap(),
            align: "bottom".parse().unwrap(),
            background: Background::Color(Color::WHITE),
            shadow: ShadowRule::Drop(crate::template::DropShadow::default()),
            ..fixed(1000.0, 1000.0)
        };
        let subject = Rect::new(100.0, 150.0, 300.0, 600.0);
        let (scene, report) = laid_out(&template, &TemplateOutput::default(), Some(subject));
        assert_eq!((scene.size, scene.items.len(), report.is_empty()), (Size::new(1000, 1000), 2, true));
        assert_eq!((scene.slots[0].crop, scene.slots[0].size), (subject, Size::new(400, 800)));
        let ItemKind::Picture { dest, .. } = scene.items[1].kind else { panic!() };
        assert_eq!(dest, Rect::new(300.0, 100.0, 400.0, 800.0));
        let shadow = scene.items[1].shadow.unwrap();
        assert_eq!((shadow.dx, shadow.dy, shadow.sigma), (0.0, 20.0, 15.0));
        assert_eq!(shadow.color.a, 89, "35 % of 255 is 89.25");
        assert!(scene.items[0].shadow.is_none(), "only the subject casts it");
    }

    #[test]
    fn a_contact_shadow_is_cast_by_the_lowest_tenth() {
        let rule = crate::template::DropShadow::of(ShadowForm::Contact);
        let template = Template { shadow: ShadowRule::Drop(rule), ..fixed(1000.0, 1000.0) };
        let subject = Rect::new(0.0, 0.0, 100.0, 200.0);
        let (scene, _) = laid_out(&template, &TemplateOutput::default(), Some(subject));
        let shadow = scene.items[0].shadow.unwrap();
        assert_eq!(shadow.squeeze, Some(Squeeze { top: 900.0, bottom: 1000.0, height: 50.0 }));
        assert_eq!((shadow.dx, shadow.dy, shadow.sigma, shadow.color.a), (0.0, 5.0, 5.0, 128));
    }

    #[test]
    fn an_absolute_shadow_shrinks_with_the_output() {
        let rule = crate::template::DropShadow { dx: Length::px(10.0), ..Default::default() };
        let template = Template { shadow: ShadowRule::Drop(rule), ..fixed(1000.0, 1000.0) };
        let output = TemplateOutput { size: Wanted::pixels(500, 500), ..TemplateOutput::default() };
        let (scene, _) = laid_out(&template, &output, None);
        let shadow = scene.items[0].shadow.unwrap();
        assert_eq!((shadow.dx, shadow.dy, shadow.sigma), (5.0, 10.0, 7.5));
    }

    #[test]
    fn the_gradient_runs_from_the_first_row_to_the_last() {
        let template = Template { background: Background::Gradient(Color::WHITE, Color::BLACK), ..fixed(100.0, 50.0) };
        let (scene, _) = laid_out(&template, &TemplateOutput::default(), None);
        let ItemKind::Shape { coat, .. } = &scene.items[0].kind else { panic!() };
        let Some(Brush::Gradient { shape, stops, .. }) = &coat.fill else { panic!() };
        assert_eq!(*shape, GradientShape::Linear { from: (0.0, 0.5), to: (0.0, 49.5) });
        assert_eq!((stops[0].color, stops[1].color), (Color::WHITE, Color::BLACK));
        let flat = present::gradient(Size::new(5, 1), Color::WHITE, Color::BLACK);
        assert_eq!(flat.color(), Some(Color::WHITE), "one row is the first");
    }

    #[test]
    fn a_free_canvas_without_transparency_is_told() {
        let jpeg = TemplateOutput { encoding: Output::of(Format::Jpeg), ..TemplateOutput::default() };
        let message = |template: &Template| laid_out(template, &jpeg, None).1.notes().len();
        assert_eq!(message(&fixed(1000.0, 500.0)), 1);
        assert_eq!(message(&fixed(500.0, 500.0)), 0, "the picture covers it");
        let (_, report) = laid_out(&fixed(1000.0, 500.0), &TemplateOutput::default(), None);
        assert!(report.is_empty(), "PNG has transparency");
    }

    #[test]
    fn nothing_to_do_leaves_every_pixel_where_it_is() {
        let (scene, _) =
            laid_out(&Template::default(), &TemplateOutput::default(), Some(Rect::new(5.0, 5.0, 9.0, 9.0)));
        let whole = Rect::new(0.0, 0.0, 800.0, 800.0);
        assert_eq!((scene.slots[0].crop, scene.slots[0].size), (whole, Size::new(800, 800)));
        assert!(matches!(scene.items[0].kind, ItemKind::Picture { dest, .. } if dest == whole));
    }
}
