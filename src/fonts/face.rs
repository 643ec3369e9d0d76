//! One face of a font file, and how well it fits what is wanted.

use crate::error::{Error, Result};
use crate::outline::{Outline, Segment};
use crate::source::Bytes;
use std::fmt;
use std::sync::Arc;
use ttf_parser::Tag;

/// One face of a font file. Cheap to clone.
#[derive(Clone)]
pub struct Face(pub(super) Arc<FaceData>);

pub(super) struct FaceData {
    pub(super) bytes: FontBytes,
    pub(super) index: u32,
    pub(super) family: String,
    /// What it answers to as a family, as [`families::key`] writes it.
    pub(super) keys: Vec<String>,
    /// Names of this one face (`Roboto Bold`, `Roboto-Bold`), which documents give as families too.
    pub(super) full_names: Vec<String>,
    pub(super) weight: u16,
    pub(super) is_italic: bool,
    /// Steps of OS/2 `usWidthClass` from normal.
    pub(super) width_steps: u16,
    /// Where the `wght` axis stands, for a face of a variable font.
    pub(super) axis: Option<f32>,
}

#[derive(Clone)]
pub(super) enum FontBytes {
    #[cfg(feature = "bundled-fonts")]
    Static(&'static [u8]),
    Shared(Bytes),
}

impl Face {
    /// The font file's bytes.
    pub fn bytes(&self) -> &[u8] {
        match &self.0.bytes {
            #[cfg(feature = "bundled-fonts")]
            FontBytes::Static(bytes) => bytes,
            FontBytes::Shared(bytes) => bytes,
        }
    }

    /// Which face of the file, from 0.
    pub fn index(&self) -> u32 {
        self.0.index
    }

    /// The family's name as the file says it.
    pub fn family(&self) -> &str {
        &self.0.family
    }

    /// 100 to 900.
    pub fn weight(&self) -> u16 {
        self.0.weight
    }

    /// Italic or oblique.
    pub fn is_italic(&self) -> bool {
        self.0.is_italic
    }

    /// Where the `wght` axis stands, when this is one weight of a variable font. [`Face::tables`] is set to it.
    pub fn weight_axis(&self) -> Option<f32> {
        self.0.axis
    }

    /// The parsed tables; cheap.
    ///
    /// # Errors
    /// [`Fault::Input`](crate::Fault::Input) when the file is damaged.
    pub fn tables(&self) -> Result<ttf_parser::Face<'_>> {
        let mut tables = ttf_parser::Face::parse(self.bytes(), self.index())
            .map_err(|cause| Error::input(format!("the font `{}` is damaged", self.family())).caused_by(cause))?;
        if let Some(value) = self.0.axis {
            let _ = tables.set_variation(WEIGHT_AXIS, value);
        }
        Ok(tables)
    }

    /// A glyph's contours in font units, y up; `None` when it has none.
    pub fn outline(&self, glyph: u16) -> Option<Outline> {
        let mut pen = Pen(Outline::default());
        self.tables().ok()?.outline_glyph(ttf_parser::GlyphId(glyph), &mut pen)?;
        Some(pen.0)
    }

    /// Whether every one of these characters has a glyph.
    pub fn has_glyphs(&self, characters: &[char]) -> bool {
        self.tables().is_ok_and(|tables| characters.iter().all(|&c| tables.glyph_index(c).is_some()))
    }

    /// Whether it has glyphs that carry their own colours: layers of paint (`COLR`) or PNG pictures (`CBDT`, `sbix`).
    /// Those of the table `SVG ` are drawn by their contours, as most browsers do.
    pub fn is_colored(&self) -> bool {
        self.tables().is_ok_and(|face| {
            let tables = face.tables();
            tables.colr.is_some() || tables.cbdt.is_some() || tables.sbix.is_some()
        })
    }

    /// How far it is from what is wanted; less is better. CSS Fonts 4, 5.2: width, then style, then weight.
    pub(super) fn distance(&self, weight: u16, is_italic: bool) -> (u16, bool, u8, u16) {
        let (tier, steps) = weight_distance(self.weight(), weight);
        (self.0.width_steps, self.is_italic() != is_italic, tier, steps)
    }
}

/// The axis of a variable font along which it grows heavier.
pub(super) const WEIGHT_AXIS: Tag = Tag::from_bytes(b"wght");

/// CSS Fonts 4, 5.2: from 400 to 500 first heavier up to 500, then lighter, then heavier; below 400 first lighter;
/// above 500 first heavier.
pub(super) fn weight_distance(has: u16, wanted: u16) -> (u8, u16) {
    let is_near = match wanted {
        400..=500 => (wanted..=500).contains(&has),
        0..=399 => has <= wanted,
        _ => has >= wanted,
    };
    let is_far = (400..=500).contains(&wanted) && has > 500;
    (if is_near { 0 } else { 1 + u8::from(is_far) }, has.abs_diff(wanted))
}

/// Collects a glyph's contours.
struct Pen(Outline);

impl ttf_parser::OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.segments.push(Segment::Move(x.into(), y.into()));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.segments.push(Segment::Line(x.into(), y.into()));
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.0.segments.push(Segment::Quad(x1.into(), y1.into(), x.into(), y.into()));
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.0.segments.push(Segment::Cubic(x1.into(), y1.into(), x2.into(), y2.into(), x.into(), y.into()));
    }

    fn close(&mut self) {
        self.0.segments.push(Segment::Close);
    }
}

impl PartialEq for Face {
    /// Whether both are the same loaded face.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for Face {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}{}", self.family(), self.weight(), if self.is_italic() { " italic" } else { "" })
    }
}
