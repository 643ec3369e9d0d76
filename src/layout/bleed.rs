//! A subject that the photo's frame cuts off runs off the canvas at the same side.
//!
//! In: the template, the subject's box and the sides at which it is cut off. Out: the template with the margins of those
//! sides dropped and the subject aligned to them; how a frame is filled between two cut sides; what there is to note.
//! Promised: nothing of the subject is cropped but at a side where the photo cut it already. Refused: nothing.

use super::canvas_rule::Presented;
use crate::fit::Align;
use crate::geometry::{Rect, Sides, Size, follow};
use crate::report::{NoteKind, Report};
use crate::template::{Bleed, Template};
use crate::units::Length;
use std::borrow::Cow;

/// Where the subject of a photo is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SubjectBox {
    /// In pixels of the upright photo.
    pub rect: Rect,
    /// Where the photo's frame cuts it off.
    pub cut: Sides,
}

impl From<Rect> for SubjectBox {
    /// Cut off nowhere.
    fn from(rect: Rect) -> Self {
        Self { rect, cut: Sides::default() }
    }
}

/// The sides at which a subject is to run off the canvas.
pub(super) fn sides(template: &Template, subject: Option<SubjectBox>) -> Sides {
    match template.bleed {
        Bleed::Auto => subject.map(|subject| subject.cut).unwrap_or_default(),
        Bleed::Off => Sides::default(),
    }
}

/// The template as it is for a subject that runs off at these sides.
pub(super) fn applied(template: &Template, sides: Sides) -> Cow<'_, Template> {
    if !sides.any() {
        return Cow::Borrowed(template);
    }
    let mut bled = template.clone();
    let margins = &mut bled.margins;
    for (runs_off, margin) in [
        (sides.top, &mut margins.top),
        (sides.right, &mut margins.right),
        (sides.bottom, &mut margins.bottom),
        (sides.left, &mut margins.left),
    ] {
        if runs_off {
            *margin = Length::ZERO;
        }
    }
    // A crop goes where the template wants it: it covers its frame anyway.
    if !template.cover {
        let toward = |before: bool, after: bool, own: f64| match (before, after) {
            (true, false) => 0.0,
            (false, true) => 1.0,
            _ => own,
        };
        let Align { x, y } = template.align;
        bled.align = Align { x: toward(sides.left, sides.right, x), y: toward(sides.top, sides.bottom, y) };
    }
    Cow::Owned(bled)
}

/// Where a subject of this size has to be cropped so that it reaches from one cut side of the frame to the other: which
/// part of it stays. `None`: it reaches there by itself, or may not be cropped.
pub(super) fn crop(sides: Sides, subject: Size, frame: Size) -> Option<Align> {
    // The side that is not cut stays; between two that are, the middle.
    let keep = |before: bool, after: bool| match (before, after) {
        (true, false) => Some(1.0),
        (false, true) => Some(0.0),
        (true, true) => Some(0.5),
        (false, false) => None,
    };
    let is_higher = follow(subject.height, frame.width, subject.width) > frame.height;
    let is_wider = follow(subject.width, frame.height, subject.height) > frame.width;
    match () {
        () if sides.left && sides.right && is_higher => keep(sides.top, sides.bottom).map(|y| Align { x: 0.5, y }),
        () if sides.top && sides.bottom && is_wider => keep(sides.left, sides.right).map(|x| Align { x, y: 0.5 }),
        () => None,
    }
}

/// Of these sides, those at which something on a canvas touches it.
pub(super) fn reached(sides: Sides, dest: Rect, canvas: Size) -> Sides {
    let canvas = canvas.rect();
    Sides {
        top: sides.top && dest.y <= 0.0,
        right: sides.right && dest.right() >= canvas.right(),
        bottom: sides.bottom && dest.bottom() >= canvas.bottom(),
        left: sides.left && dest.x <= 0.0,
    }
}

/// Adds the note that the frame cuts the subject off, and how it was placed.
pub(super) fn note(template: &Template, subject: Option<SubjectBox>, presented: &Presented, report: &mut Report) {
    let cut = subject.map(|subject| subject.cut).unwrap_or_default();
    if !cut.any() {
        return;
    }
    if template.require_whole {
        let message =
            format!("the photo's frame cuts the subject off ({cut}), and this template asks for the whole of it");
        report.note(NoteKind::Doubtful, "subject", message);
    }
    let what = "the photo's frame cuts the subject off";
    let message = match presented.bleeds {
        bleeds if bleeds.any() => format!("{what}: it runs off the canvas too ({bleeds})"),
        _ if template.bleed == Bleed::Off => format!("{what} ({cut}), and `bleed` is off: the cut edge shows"),
        _ => format!("{what} ({cut}), and it cannot reach these sides of the canvas: the cut edge shows"),
    };
    report.note(NoteKind::Chosen, "bleed", message);
}

#[cfg(test)]
mod tests;
