//! A picture that cannot be had: an error, a crossed box, or nothing, as was asked; never silent.

use super::context::Context;
use crate::ask::Missing;
use crate::color::Color;
use crate::error::{Error, Result};
use crate::geometry::Rect;
use crate::outline::{FillRule, Outline, Segment};
use crate::picture::Picture;
use crate::report::NoteKind;
use crate::scene::{Brush, Coat, ItemKind, Stroke};
use crate::source::Source;
use crate::style::{Cap, Join};
use std::sync::Arc;

/// What the box is filled with; a pattern that is missing, too: a light gray that no print mistakes for a design.
pub(super) const GRAY: Color = Color::rgb(217, 217, 217);
/// Its frame and its cross.
const DARK: Color = Color::rgb(140, 140, 140);
/// The lines are this share of the box's shorter side: seen in a thumbnail, not heavy in print.
const LINE: f64 = 0.02;
/// Units across and down when neither the document nor a picture says how large the box is: seen, and in no way large.
pub(super) const SIDE: f64 = 100.0;

/// A picture, or what stands in for it.
pub(super) enum Found {
    /// It is there.
    Picture(Arc<Picture>),
    /// A box is to stand in its place.
    Placeholder,
    /// Nothing is to stand in its place.
    Nothing,
}

/// The picture of a source.
///
/// # Errors
/// [`Fault::Missing`](crate::Fault::Missing) when it cannot be had and that is to be an error.
pub(super) fn find(source: &Source, context: &mut Context<'_>, place: &str) -> Result<Found> {
    if let Some(picture) = context.pictures.get(source) {
        return Ok(Found::Picture(Arc::clone(picture)));
    }
    let message = format!("the picture {source} cannot be had");
    match context.ask.missing {
        Missing::Error => {
            Err(Error::missing(message).with_help("give it, or ask for a placeholder or to skip what is missing"))
        }
        Missing::Placeholder => {
            context.report.note(NoteKind::Replaced, place, format!("{message}; a gray box stands in its place"));
            Ok(Found::Placeholder)
        }
        Missing::Skip => {
            context.report.note(NoteKind::Ignored, place, format!("{message}; it is left out"));
            Ok(Found::Nothing)
        }
    }
}

/// A crossed box.
pub(super) fn placeholder(frame: Rect) -> ItemKind {
    let width = frame.width.min(frame.height) * LINE;
    let inner = frame.grown(-width / 2.0);
    let mut outline = Outline::rect(inner);
    outline.segments.extend([
        Segment::Move(inner.x, inner.y),
        Segment::Line(inner.right(), inner.bottom()),
        Segment::Move(inner.right(), inner.y),
        Segment::Line(inner.x, inner.bottom()),
    ]);
    let stroke = Stroke {
        brush: Brush::Solid(DARK),
        width,
        dashes: Vec::new(),
        dash_offset: 0.0,
        cap: Cap::Butt,
        join: Join::Miter,
        miter_limit: 4.0,
        space: None,
    };
    let coat = Coat { fill: Some(Brush::Solid(GRAY)), stroke: Some(stroke), stroke_first: false };
    ItemKind::Shape { outline, fill_rule: FillRule::Nonzero, coat }
}
