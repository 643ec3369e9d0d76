//! Letters along an outline or a circle: each turned about the point under its middle.
//!
//! Along an outline the rules are fabric.js's (`_measureLine`, `_setGraphemeOnPath`): a letter stands with half its
//! advance to either side of its point, turned to the tangent there; what goes beyond the end begins again at the
//! start; the right side is walked from the last letter to the first, turned by 180 degrees; every line begins anew.
//! Lines are not justified.
//!
//! On a circle a line stands in the middle of the top, or when flipped of the bottom; further lines lie below it.

use super::arc::Ring;
use super::content::Content;
use super::dress::{Dress, Font};
use super::line::{self, Extras, Heights, SetLine, Turn};
use super::shape::{Shaped, Shaper};
use super::track::Track;
use crate::report::{NoteKind, Report};
use crate::text::{Along, PathAlign, PathSide, Text, TextAlign, TextArc};

/// What all letters of a text on a path share.
pub(super) struct OnPath<'a> {
    pub(super) text: &'a Text,
    pub(super) content: &'a Content<'a>,
    pub(super) dress: &'a Dress,
    pub(super) spacing: f64,
}

/// Letters that stay together, and the room they have.
struct Step {
    cluster: usize,
    /// Of the letters alone, spacing included: they stand with half of it to either side of their point.
    width: f64,
    /// From the end of the letters before.
    advance: f64,
}

impl OnPath<'_> {
    /// The letters along an outline, in coordinates around the middle of its bounds.
    pub(super) fn along(
        &self,
        (along, track): (&Along, &Track),
        (shaped, heights): (&[Shaped], &Heights),
        shaper: &mut Shaper<'_>,
        place: &str,
        report: &mut Report,
    ) -> Vec<SetLine> {
        let middle = along.outline.editor_bounds().unwrap_or_default();
        let (x, y) = (middle.x + middle.width / 2.0, middle.y + middle.height / 2.0);
        let is_reversed = along.side == PathSide::Right;
        let mut lines = Vec::new();
        for (shaped, &height) in shaped.iter().zip(&heights.boxes) {
            let mut steps = self.steps(shaped, shaper);
            let width: f64 = steps.iter().map(|step| step.advance).sum();
            self.note_what_is_doubtful(width > track.length, place, report);
            let mut at = first(self.text.align, is_reversed, track.length - width);
            at += if is_reversed { -along.start_offset } else { along.start_offset };
            if is_reversed {
                steps.reverse();
            }
            for step in steps {
                if !(0.0..=track.length).contains(&at) {
                    at = at.rem_euclid(track.length);
                }
                let turn = track.turn(at + step.advance / 2.0);
                let angle = if is_reversed { turn.angle + 180.0 } else { turn.angle };
                let turn = Turn { x: turn.x - x, y: turn.y - y, angle };
                lines.push(self.set(shaped, &step, height, along.align, turn));
                at += step.advance;
            }
        }
        lines
    }

    /// The letters along a circle, in coordinates around its centre.
    pub(super) fn on_circle(
        &self,
        arc: &TextArc,
        (shaped, heights): (&[Shaped], &Heights),
        shaper: &mut Shaper<'_>,
        place: &str,
        report: &mut Report,
    ) -> Vec<SetLine> {
        let steps: Vec<Vec<Step>> = shaped.iter().map(|shaped| self.steps(shaped, shaper)).collect();
        let width_of = |steps: &Vec<Step>| steps.iter().map(|step| step.advance).sum::<f64>() - self.spacing;
        let widest = steps.iter().map(width_of).fold(0.0, f64::max);
        let mut lines = Vec::new();
        let mut down = 0.0;
        for ((shaped, steps), &height) in shaped.iter().zip(&steps).zip(&heights.boxes) {
            let ring = Ring::new(arc, widest, height, down);
            let mut at = -width_of(steps) / 2.0;
            if ring.is_closed_by(-at) {
                report.note(NoteKind::Doubtful, place, "the text is longer than its circle and overlaps itself");
            }
            for step in steps {
                // Each letter stands upright on its own middle; what follows it does not count.
                let step = Step { width: step.width - self.spacing, ..*step };
                let turn = ring.turn(at + (step.advance - self.spacing) / 2.0);
                lines.push(self.set(shaped, &step, height, ring.align, turn));
                at += step.advance;
            }
            down += height * self.text.line_height;
        }
        lines
    }

    fn note_what_is_doubtful(&self, is_longer: bool, place: &str, report: &mut Report) {
        if is_longer {
            let message = "the text is longer than its path: what goes beyond the end begins again at the start";
            report.note(NoteKind::Doubtful, place, message);
        }
        if !matches!(self.text.align, TextAlign::Left | TextAlign::Center | TextAlign::Right) {
            report.note(NoteKind::Doubtful, place, "text on a path cannot be justified: it begins at the path's start");
        }
        if self.content.paragraphs.len() > 1 {
            report.note(NoteKind::Doubtful, place, "each line of a text on a path begins at the start of the path");
        }
    }

    /// Kerning stands before a letter, not in its own width. Letters that run from right to left join, so that what
    /// they are wide alone says nothing.
    fn steps(&self, shaped: &Shaped, shaper: &mut Shaper<'_>) -> Vec<Step> {
        let mut kerning = 0.0;
        let step = |(cluster, of): (usize, &super::shape::Cluster)| {
            let spacing = self.spacing * of.graphemes.len() as f64;
            let alone = if of.is_rtl { of.advance } else { shaper.width(of.graphemes.clone()) - spacing };
            let advance = alone + spacing + kerning;
            kerning = of.advance - alone;
            Step { cluster, width: alone + spacing, advance }
        };
        shaped.clusters.iter().enumerate().map(step).collect()
    }

    /// The letters of one step, their baseline at 0 and their middle too.
    fn set(&self, shaped: &Shaped, step: &Step, height: f64, align: PathAlign, turn: Turn) -> SetLine {
        let cluster = shaped.clusters.get(step.cluster..=step.cluster).unwrap_or_default();
        let corner = (-step.width / 2.0, -line::above_baseline(height));
        let graphemes = cluster.first().map_or(0..0, |cluster| cluster.graphemes.clone());
        let extras = Extras::even(graphemes, self.spacing);
        let mut set = SetLine::new((cluster, &shaped.glyphs), &extras, corner, height);
        set.turn = Some(turn);
        let graphemes = set.cells.len().max(1) as f64;
        for (index, cell) in set.cells.iter_mut().enumerate() {
            (cell.width, cell.ends) = (step.width / graphemes, None);
            cell.left = corner.0 + cell.width * index as f64;
        }
        for glyph in &mut set.glyphs {
            let size = self.content.look(glyph.grapheme).size;
            glyph.y += self.dress.fonts.get(glyph.font).map_or(0.0, |font| below(font, align)) * size;
        }
        set
    }
}

/// Where a line begins whose path is longer by `free`.
fn first(align: TextAlign, is_reversed: bool, free: f64) -> f64 {
    match align {
        TextAlign::Center => free / 2.0,
        TextAlign::Left if is_reversed => free,
        TextAlign::Right if !is_reversed => free,
        _ => 0.0,
    }
}

/// How far below the path the baseline lies, in ems. The em's top and bottom are the typographic ascender and
/// descender brought to one em, as browsers place the `top`, `middle` and `bottom` of a canvas.
fn below(font: &Font, align: PathAlign) -> f64 {
    let Ok(tables) = font.face.tables() else { return 0.0 };
    let ascender = f64::from(tables.typographic_ascender().unwrap_or_else(|| tables.ascender()));
    let descender = -f64::from(tables.typographic_descender().unwrap_or_else(|| tables.descender()));
    let whole = ascender + descender;
    if align == PathAlign::Baseline || whole.is_nan() || whole <= 0.0 {
        return 0.0;
    }
    match align {
        PathAlign::Baseline => 0.0,
        PathAlign::Center => (ascender - descender) / whole / 2.0,
        PathAlign::Ascender => ascender / whole,
        PathAlign::Descender => -descender / whole,
    }
}
