//! A shaped line gets its place: every grapheme a cell, every glyph an x.

use super::content::Content;
use super::shape::{Cluster, ShapedGlyph};
use super::wrap::Row;
use crate::transform::Transform;
use std::ops::Range;

/// A line box over the font size. fabric `_fontSizeMult`.
const LINE_BOX: f64 = 1.13;
/// How much of the line box lies below the baseline. fabric `_fontSizeFraction`.
const BELOW_BASELINE: f64 = 0.222;

/// The heights of lines.
pub(super) struct Heights {
    /// Of each line box, without line height.
    pub(super) boxes: Vec<f64>,
    /// Of the whole text.
    pub(super) total: f64,
}

/// The largest font size of each line × 1.13.
pub(super) fn heights(content: &Content<'_>, rows: &[Row], line_height: f64) -> Heights {
    let size = |at: usize| content.look(at).size;
    let box_of = |row: &Row| {
        let empty = || row.heir.map_or(content.look_at(0).size, size);
        row.graphemes.clone().map(size).reduce(f64::max).unwrap_or_else(empty).max(0.0) * LINE_BOX
    };
    let boxes: Vec<f64> = rows.iter().map(box_of).collect();
    let advances: f64 = boxes.iter().rev().skip(1).map(|height| height * line_height).sum();
    let total = advances + boxes.last().copied().unwrap_or(0.0);
    Heights { boxes, total }
}

/// How much room a grapheme has beyond what it is wide.
pub(super) struct Extras {
    /// The first grapheme of the line.
    pub(super) first: usize,
    /// Of each grapheme of the line, after it as one reads.
    pub(super) of: Vec<f64>,
}

impl Extras {
    /// The same after every grapheme of a line but the last.
    pub(super) fn even(graphemes: Range<usize>, spacing: f64) -> Self {
        let count = graphemes.len();
        let of = (1..=count).map(|at| if at == count { 0.0 } else { spacing }).collect();
        Self { first: graphemes.start, of }
    }

    fn at(&self, grapheme: usize) -> f64 {
        grapheme.checked_sub(self.first).and_then(|at| self.of.get(at)).copied().unwrap_or(0.0)
    }
}

/// A line at its place; on a path, the glyphs of some graphemes that stay together.
pub(super) struct SetLine {
    /// From left to right.
    pub(super) cells: Vec<Cell>,
    /// From left to right.
    pub(super) glyphs: Vec<SetGlyph>,
    /// Top of the line box.
    pub(super) top: f64,
    /// Of the line box, without line height.
    pub(super) height: f64,
    /// Where on a path it stands: the line's own origin, and how it is turned there.
    pub(super) turn: Option<Turn>,
}

/// A point with a direction.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Turn {
    pub(super) x: f64,
    pub(super) y: f64,
    /// Degrees clockwise.
    pub(super) angle: f64,
}

impl Turn {
    /// From coordinates along the direction.
    pub(super) fn transform(self) -> Transform {
        Transform::translate(self.x, self.y).then_inner(Transform::rotate(self.angle))
    }
}

/// The room of one grapheme.
pub(super) struct Cell {
    pub(super) grapheme: usize,
    pub(super) left: f64,
    pub(super) width: f64,
    /// Whether it is the last of its line as one reads, and on which side its line ends.
    pub(super) ends: Option<Ends>,
}

/// On which side of the last grapheme its line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ends {
    Left,
    Right,
}

/// A glyph at its place: x in the box's coordinates, y from the baseline of its grapheme.
pub(super) struct SetGlyph {
    pub(super) grapheme: usize,
    pub(super) font: usize,
    pub(super) id: u16,
    pub(super) x: f64,
    pub(super) y: f64,
}

impl SetLine {
    /// Sets a line from `left`, `top` on.
    pub(super) fn new(
        (clusters, glyphs): (&[Cluster], &[ShapedGlyph]),
        extras: &Extras,
        (left, top): (f64, f64),
        height: f64,
    ) -> Self {
        let mut line = Self { cells: Vec::new(), glyphs: Vec::new(), top, height, turn: None };
        let last = clusters.iter().map(|cluster| cluster.graphemes.end).max();
        let mut pen = left;
        for cluster in clusters {
            let share = cluster.advance / cluster.graphemes.len().max(1) as f64;
            let extra: f64 = cluster.graphemes.clone().map(|at| extras.at(at)).sum();
            // The extra room comes after the letters as one reads.
            let mut x = if cluster.is_rtl { pen + extra } else { pen };
            for glyph in glyphs.get(cluster.glyphs.clone()).unwrap_or_default() {
                let grapheme = cluster.graphemes.start;
                line.glyphs.push(SetGlyph { grapheme, font: glyph.font, id: glyph.id, x: x + glyph.dx, y: -glyph.dy });
                x += glyph.advance;
            }
            let side = if cluster.is_rtl { Ends::Left } else { Ends::Right };
            let mut put = |at: usize| {
                let width = share + extras.at(at);
                line.cells.push(Cell { grapheme: at, left: pen, width, ends: (last == Some(at + 1)).then_some(side) });
                pen += width;
            };
            match cluster.is_rtl {
                true => cluster.graphemes.clone().rev().for_each(&mut put),
                false => cluster.graphemes.clone().for_each(&mut put),
            }
        }
        line
    }

    /// Where the letters stand.
    pub(super) fn baseline(&self) -> f64 {
        self.top + above_baseline(self.height)
    }
}

/// How much of a line box of this height lies above the baseline.
pub(super) fn above_baseline(height: f64) -> f64 {
    height * (1.0 - BELOW_BASELINE)
}
