//! Graphemes become glyphs: a shaper says which, how wide, and how they kern, join and reorder.
//!
//! One run is one face, size, script and direction. Colours do not part runs, so that kerning and joining go through
//! a change of colour; only a ligature is not made across one. Spaces are runs of their own: browsers shape word by
//! word, so nothing kerns with a space.

use super::bidi;
use super::content::Content;
use super::dress::Dress;
use crate::error::Result;
use crate::text::{Text, TextLook};
use rustybuzz::{Direction, Feature, ShapePlan, UnicodeBuffer, script};
use std::collections::HashMap;
use std::ops::Range;
use ttf_parser::Tag;
use unicode_bidi::Level;
use unicode_script::{Script, UnicodeScript};

/// A shaped line, from left to right.
#[derive(Default)]
pub(super) struct Shaped {
    pub(super) clusters: Vec<Cluster>,
    pub(super) glyphs: Vec<ShapedGlyph>,
}

/// Graphemes that share glyphs: mostly one, two or three in a ligature.
pub(super) struct Cluster {
    pub(super) graphemes: Range<usize>,
    /// Into [`Shaped::glyphs`].
    pub(super) glyphs: Range<usize>,
    /// Canvas units to the next cluster.
    pub(super) advance: f64,
    pub(super) is_rtl: bool,
}

/// A glyph in canvas units.
pub(super) struct ShapedGlyph {
    /// Into [`Dress::fonts`].
    pub(super) font: usize,
    pub(super) id: u16,
    pub(super) advance: f64,
    pub(super) dx: f64,
    /// Upwards.
    pub(super) dy: f64,
}

/// Neighbouring graphemes that are shaped together.
struct Run {
    graphemes: Range<usize>,
    kind: RunKind,
}

#[derive(Clone, Copy, PartialEq)]
struct RunKind {
    font: Option<usize>,
    size: f64,
    level: Level,
    script: Script,
    is_space: bool,
}

/// What a shaping plan depends on: font, direction, script, ligatures.
type PlanKey = (usize, bool, Script, bool);

/// Shapes parts of one text.
pub(super) struct Shaper<'a> {
    content: &'a Content<'a>,
    dress: &'a Dress,
    faces: Vec<rustybuzz::Face<'a>>,
    plans: HashMap<PlanKey, ShapePlan>,
    /// Widths of letters of one look, without spacing: texts repeat words, and spaces above all.
    widths: HashMap<(usize, &'a str), f64>,
    spacing: f64,
    is_rtl: bool,
    manner: Manner,
}

/// How letters of a run stand together.
#[derive(Clone, Copy, PartialEq)]
enum Manner {
    /// As the font joins them.
    Joined,
    /// Without ligatures: on a path every letter turns by itself.
    Apart,
    /// Each drawn by itself, as the editor draws letters that have spacing between them.
    Alone,
}

impl<'a> Shaper<'a> {
    /// `spacing` is what stands after every grapheme, in canvas units.
    ///
    /// # Errors
    /// [`Fault::Input`](crate::Fault::Input) for a damaged font.
    pub(super) fn new(content: &'a Content<'a>, dress: &'a Dress, spacing: f64, text: &Text) -> Result<Self> {
        let face = |font: &'a super::dress::Font| Ok(rustybuzz::Face::from_face(font.face.tables()?));
        let faces = dress.fonts.iter().map(face).collect::<Result<Vec<_>>>()?;
        let (plans, widths) = (HashMap::new(), HashMap::new());
        let manner = match &text.path {
            Some(_) => Manner::Apart,
            None if spacing != 0.0 => Manner::Alone,
            None => Manner::Joined,
        };
        Ok(Self { content, dress, faces, plans, widths, spacing, is_rtl: text.is_rtl, manner })
    }

    /// The width of some graphemes that stand alone, with spacing after every one, as the editor measures it.
    pub(super) fn width(&mut self, graphemes: Range<usize>) -> f64 {
        let spacing = self.spacing * graphemes.len() as f64;
        let first = graphemes.start;
        spacing + graphemes.map(|at| if at == first { self.alone(at) } else { self.added(at) }).sum::<f64>()
    }

    /// The width of one grapheme that stands alone.
    pub(super) fn alone(&mut self, at: usize) -> f64 {
        self.shaped_width(at..at + 1)
    }

    /// What a grapheme adds to the width of the one before it, kerning and joining included. The editor measures a line
    /// as a sum of these (`_measureChar`, `kernedWidth`): where letters join it is not the width of what is drawn.
    pub(super) fn added(&mut self, at: usize) -> f64 {
        let before = at.saturating_sub(1);
        self.shaped_width(before..at + 1) - self.shaped_width(before..at)
    }

    fn shaped_width(&mut self, graphemes: Range<usize>) -> f64 {
        let look = self.content.graphemes.get(graphemes.start).map_or(0, |grapheme| grapheme.look);
        let all = self.content.graphemes.get(graphemes.clone()).unwrap_or_default();
        let key =
            all.iter().all(|grapheme| grapheme.look == look).then(|| (look, self.content.letters(graphemes.clone())));
        if let Some(width) = key.and_then(|key| self.widths.get(&key)) {
            return *width;
        }
        let manner = std::mem::replace(&mut self.manner, Manner::Joined);
        let width = self.shape(graphemes).clusters.iter().map(|cluster| cluster.advance).sum();
        self.manner = manner;
        if let Some(key) = key {
            self.widths.insert(key, width);
        }
        width
    }

    /// Shapes graphemes that stand on one line.
    pub(super) fn shape(&mut self, graphemes: Range<usize>) -> Shaped {
        let runs = self.runs(graphemes);
        let levels: Vec<Level> = runs.iter().map(|run| run.kind.level).collect();
        let mut shaped = Shaped::default();
        for run in bidi::visual_order(&levels).into_iter().filter_map(|index| runs.get(index)) {
            self.shape_run(run, &mut shaped);
        }
        shaped
    }

    /// Splits a line where anything changes that the shaper must be told.
    fn runs(&self, graphemes: Range<usize>) -> Vec<Run> {
        let shown: Vec<String> = graphemes.clone().map(|at| self.content.shown(at).collect()).collect();
        let levels = bidi::levels(&shown, self.is_rtl);
        let scripts = scripts(&shown);
        let mut runs: Vec<Run> = Vec::new();
        for ((at, level), script) in graphemes.zip(levels).zip(scripts) {
            let font = self.dress.of.get(at).copied().flatten();
            let is_space = self.content.graphemes.get(at).is_some_and(|grapheme| grapheme.is_space);
            let kind = RunKind { font, size: self.content.look(at).size, level, script, is_space };
            match runs.last_mut() {
                Some(run) if run.kind == kind && self.manner != Manner::Alone => run.graphemes.end = at + 1,
                _ => runs.push(Run { graphemes: at..at + 1, kind }),
            }
        }
        runs
    }

    fn shape_run(&mut self, run: &Run, shaped: &mut Shaped) {
        let is_rtl = run.kind.level.is_rtl();
        let start = shaped.glyphs.len();
        let Some((font, face)) = run.kind.font.and_then(|font| Some((font, self.faces.get(font)?))) else {
            let cluster = Cluster { graphemes: run.graphemes.clone(), glyphs: start..start, advance: 0.0, is_rtl };
            shaped.clusters.push(cluster);
            return;
        };
        let mut buffer = UnicodeBuffer::new();
        for (cluster, at) in run.graphemes.clone().enumerate() {
            self.content.shown(at).for_each(|c| buffer.add(c, u32::try_from(cluster).unwrap_or(u32::MAX)));
        }
        let direction = if is_rtl { Direction::RightToLeft } else { Direction::LeftToRight };
        let script = rustybuzz::Script::from_iso15924_tag(Tag(run.kind.script.as_iso15924_tag()));
        let script = script.unwrap_or(script::COMMON);
        buffer.set_direction(direction);
        buffer.set_script(script);
        let features = self.features(&run.graphemes);
        let plan = || ShapePlan::new(face, direction, Some(script), None, &features);
        // Plans are kept unless they hold for this run alone.
        let is_general = features.iter().all(|feature| feature.start == 0 && feature.end == u32::MAX);
        let glyphs = if is_general {
            let key = (font, is_rtl, run.kind.script, features.is_empty());
            rustybuzz::shape_with_plan(face, self.plans.entry(key).or_insert_with(plan), buffer)
        } else {
            rustybuzz::shape_with_plan(face, &plan(), buffer)
        };
        let scale = run.kind.size / f64::from(face.units_per_em().max(1));
        for (info, position) in glyphs.glyph_infos().iter().zip(glyphs.glyph_positions()) {
            let units = |value: i32| f64::from(value) * scale;
            shaped.glyphs.push(ShapedGlyph {
                font,
                id: u16::try_from(info.glyph_id).unwrap_or(0),
                advance: units(position.x_advance),
                dx: units(position.x_offset),
                dy: units(position.y_offset),
            });
        }
        let firsts: Vec<usize> = glyphs.glyph_infos().iter().map(|info| info.cluster as usize).collect();
        collect_clusters(shaped, start, &firsts, &run.graphemes, is_rtl);
    }

    /// Ligatures off: everywhere on a path, else where the look changes.
    fn features(&self, graphemes: &Range<usize>) -> Vec<Feature> {
        const LIGATURES: [Tag; 3] = [Tag::from_bytes(b"liga"), Tag::from_bytes(b"clig"), Tag::from_bytes(b"calt")];
        if self.manner == Manner::Apart {
            return LIGATURES.map(|tag| Feature::new(tag, 0, ..)).to_vec();
        }
        let has_change = |at: &usize| !shaped_alike(self.content.look(*at - 1), self.content.look(*at));
        let changes = (graphemes.start + 1..graphemes.end).filter(has_change).map(|at| at - graphemes.start);
        let off = |at: usize| {
            let tags = LIGATURES.into_iter().take(2);
            tags.map(move |tag| Feature::new(tag, 0, at - 1..at + 1))
        };
        changes.flat_map(off).collect()
    }
}

/// Whether a ligature may be made of letters in both looks.
fn shaped_alike(a: &TextLook, b: &TextLook) -> bool {
    std::ptr::eq(a, b)
        || (a.fill == b.fill && a.stroke == b.stroke && a.stroke_width == b.stroke_width && a.delta_y == b.delta_y)
}

/// Groups the glyphs from `start` on by the grapheme they begin with (`firsts`, counted in the run).
fn collect_clusters(shaped: &mut Shaped, start: usize, firsts: &[usize], run: &Range<usize>, is_rtl: bool) {
    let first = shaped.clusters.len();
    let mut at = start;
    for group in firsts.chunk_by(|a, b| a == b) {
        let glyphs = at..at + group.len();
        at = glyphs.end;
        let begins = run.start + group.first().copied().unwrap_or(0);
        let advance = shaped.glyphs.get(glyphs.clone()).unwrap_or_default().iter().map(|glyph| glyph.advance).sum();
        shaped.clusters.push(Cluster { graphemes: begins..begins, glyphs, advance, is_rtl });
    }
    // A cluster ends where the next one, as one reads, begins.
    let clusters = shaped.clusters.get_mut(first..).unwrap_or_default();
    let mut end = run.end;
    let close = |cluster: &mut Cluster| {
        cluster.graphemes.end = end;
        end = cluster.graphemes.start;
    };
    match is_rtl {
        true => clusters.iter_mut().for_each(close),
        false => clusters.iter_mut().rev().for_each(close),
    }
}

/// The script of each grapheme; signs of no script of their own take that of the letters before them, or else after.
fn scripts(graphemes: &[String]) -> Vec<Script> {
    let own = |grapheme: &String| {
        let script = grapheme.chars().next().map_or(Script::Common, |c| c.script());
        Some(script).filter(|script| !matches!(script, Script::Common | Script::Inherited | Script::Unknown))
    };
    let first = graphemes.iter().find_map(own).unwrap_or(Script::Common);
    let follow = |last: &mut Script, grapheme: &String| {
        *last = own(grapheme).unwrap_or(*last);
        Some(*last)
    };
    graphemes.iter().scan(first, follow).collect()
}
