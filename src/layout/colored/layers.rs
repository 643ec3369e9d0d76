//! A glyph of `COLR`, version 0 or 1, becomes shapes.
//!
//! Coordinates are the font's own, y up. What a paint fills is the innermost clip; the other clips become masks where
//! they cut anything off.

use super::{MOST_LAYERS, brush, budget};
use crate::color::Color;
use crate::fonts;
use crate::geometry::Rect;
use crate::layout::finish;
use crate::outline::{FillRule, Outline};
use crate::scene::{Brush, Coat, Item, ItemKind, Mask};
use crate::style::Blend;
use crate::transform::Transform;
use ttf_parser::colr::{ClipBox, CompositeMode, Paint, Painter};
use ttf_parser::{Face, GlyphId, RgbaColor};

/// The layers of a glyph, the first lowest, through `to_scene`; `None` when it has none that can be painted.
pub(super) fn read(
    font: &fonts::Face,
    face: &Face<'_>,
    glyph: u16,
    foreground: Color,
    to_scene: Transform,
    place: &str,
) -> Option<Vec<Item>> {
    if !face.is_color_glyph(GlyphId(glyph)) || !budget::is_fit(face, glyph) {
        return None;
    }
    let Color { r, g, b, a } = foreground;
    let mut walk = Walk {
        font,
        face,
        to_scene,
        place,
        transforms: Vec::new(),
        outline: None,
        clips: Vec::new(),
        groups: vec![Group { mode: CompositeMode::SourceOver, items: Vec::new() }],
        count: 0,
    };
    face.paint_color_glyph(GlyphId(glyph), 0, RgbaColor::new(r, g, b, a), &mut walk)?;
    let is_fit = walk.count <= MOST_LAYERS;
    walk.groups.into_iter().next().map(|group| group.items).filter(|_| is_fit)
}

struct Walk<'f, 'a> {
    font: &'f fonts::Face,
    face: &'f Face<'a>,
    to_scene: Transform,
    place: &'f str,
    /// Each from its own coordinates to the glyph's.
    transforms: Vec<Transform>,
    /// Of the glyph that was named last, until it is painted or becomes a clip.
    outline: Option<Outline>,
    clips: Vec<Clip>,
    /// The open groups, the outermost first; that one stays.
    groups: Vec<Group>,
    count: usize,
}

/// In coordinates of the glyph.
#[derive(Clone)]
struct Clip {
    outline: Outline,
    /// Set when the clip is a box.
    rect: Option<Rect>,
}

struct Group {
    mode: CompositeMode,
    items: Vec<Item>,
}

impl Walk<'_, '_> {
    fn transform(&self) -> Transform {
        self.transforms.last().copied().unwrap_or_default()
    }

    fn add(&mut self, item: Item) {
        if let Some(group) = self.groups.last_mut() {
            group.items.push(item);
        }
    }

    fn shape(&self, outline: Outline, brush: Brush) -> Item {
        let coat = Coat { fill: Some(brush), ..Coat::default() };
        Item::new(self.place, self.to_scene, ItemKind::Shape { outline, fill_rule: FillRule::Nonzero, coat })
    }

    /// What is left of something in `seen` by the clips: each cuts the next.
    fn mask(&self, clips: &[Clip], seen: Rect) -> Option<Box<Mask>> {
        let cuts = |clip: &&Clip| clip.rect.is_none_or(|rect| rect.union(seen) != rect);
        clips.iter().filter(cuts).fold(None, |mask, clip| {
            let item = self.shape(clip.outline.clone(), Brush::Solid(Color::BLACK));
            Some(Box::new(Mask { items: vec![Item { mask, ..item }], is_inverted: false }))
        })
    }

    /// A paint without any clip fills what the font says its glyphs cover.
    fn everything(&self) -> Clip {
        let bounds = self.face.global_bounding_box();
        let (x, y) = (f64::from(bounds.x_min), f64::from(bounds.y_min));
        clip_of(Rect::new(x, y, f64::from(bounds.x_max) - x, f64::from(bounds.y_max) - y), Transform::IDENTITY)
    }
}

fn clip_of(rect: Rect, transform: Transform) -> Clip {
    let is_box = transform.is_upright();
    Clip { outline: Outline::rect(rect).transformed(transform), rect: is_box.then(|| transform.bounds_of(rect)) }
}

impl<'a> Painter<'a> for Walk<'_, 'a> {
    fn outline_glyph(&mut self, glyph: GlyphId) {
        let outline = self.font.outline(glyph.0).unwrap_or_default();
        self.outline = Some(outline.transformed(self.transform()));
    }

    fn paint(&mut self, paint: Paint<'a>) {
        self.count += 1;
        if self.count > MOST_LAYERS {
            return;
        }
        let (filled, others) = match (self.outline.take(), self.clips.as_slice()) {
            (Some(outline), clips) => (Clip { outline, rect: None }, clips),
            (None, [others @ .., last]) => (last.clone(), others),
            (None, []) => (self.everything(), [].as_slice()),
        };
        let Some(seen) = filled.outline.bounds() else { return };
        let Some(brush) = brush::new(&paint, seen, self.transform(), self.face.variation_coordinates()) else { return };
        let mask = self.mask(others, seen);
        let shape = self.shape(filled.outline, brush);
        self.add(Item { mask, ..shape });
    }

    fn push_clip(&mut self) {
        let outline = self.outline.take().unwrap_or_default();
        self.clips.push(Clip { outline, rect: None });
    }

    fn push_clip_box(&mut self, clip: ClipBox) {
        let (x, y) = (f64::from(clip.x_min), f64::from(clip.y_min));
        let rect = Rect::new(x, y, f64::from(clip.x_max) - x, f64::from(clip.y_max) - y);
        self.clips.push(clip_of(rect, self.transform()));
    }

    fn pop_clip(&mut self) {
        self.clips.pop();
    }

    fn push_layer(&mut self, mode: CompositeMode) {
        self.groups.push(Group { mode, items: Vec::new() });
    }

    fn pop_layer(&mut self) {
        if self.groups.len() < 2 {
            return;
        }
        let Some(Group { mode, items }) = self.groups.pop() else { return };
        let Some(below) = self.groups.last_mut() else { return };
        match blend(mode) {
            Some(blend) => below.items.push(Item { blend, ..finish::bare_group(self.place, items, true) }),
            None if mode == CompositeMode::Clear => below.items.clear(),
            None => {}
        }
    }

    fn push_transform(&mut self, inner: ttf_parser::Transform) {
        let [a, b, c, d, e, f] = [inner.a, inner.b, inner.c, inner.d, inner.e, inner.f].map(f64::from);
        self.transforms.push(self.transform().then_inner(Transform::new(a, b, c, d, e, f)));
    }

    fn pop_transform(&mut self) {
        self.transforms.pop();
    }
}

/// `None` for the two modes that leave nothing of what is painted.
fn blend(mode: CompositeMode) -> Option<Blend> {
    Some(match mode {
        CompositeMode::Clear | CompositeMode::Destination => return None,
        CompositeMode::Source => Blend::Copy,
        CompositeMode::SourceOver => Blend::SourceOver,
        CompositeMode::DestinationOver => Blend::DestinationOver,
        CompositeMode::SourceIn => Blend::SourceIn,
        CompositeMode::DestinationIn => Blend::DestinationIn,
        CompositeMode::SourceOut => Blend::SourceOut,
        CompositeMode::DestinationOut => Blend::DestinationOut,
        CompositeMode::SourceAtop => Blend::SourceAtop,
        CompositeMode::DestinationAtop => Blend::DestinationAtop,
        CompositeMode::Xor => Blend::Xor,
        CompositeMode::Plus => Blend::Lighter,
        CompositeMode::Screen => Blend::Screen,
        CompositeMode::Overlay => Blend::Overlay,
        CompositeMode::Darken => Blend::Darken,
        CompositeMode::Lighten => Blend::Lighten,
        CompositeMode::ColorDodge => Blend::ColorDodge,
        CompositeMode::ColorBurn => Blend::ColorBurn,
        CompositeMode::HardLight => Blend::HardLight,
        CompositeMode::SoftLight => Blend::SoftLight,
        CompositeMode::Difference => Blend::Difference,
        CompositeMode::Exclusion => Blend::Exclusion,
        CompositeMode::Multiply => Blend::Multiply,
        CompositeMode::Hue => Blend::Hue,
        CompositeMode::Saturation => Blend::Saturation,
        CompositeMode::Color => Blend::Color,
        CompositeMode::Luminosity => Blend::Luminosity,
    })
}
