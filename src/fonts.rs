//! Faces by family: what text is drawn with, and what is missing.
//!
//! Font files go in, a family list, a weight and a style become a face. Bundled faces are listed without being parsed,
//! so that a start costs nothing; a file that is added is parsed once, for its names. Nothing is looked up on the
//! system.

mod composite;
mod face;

pub use self::face::Face;

use self::face::{FaceData, FontBytes, WEIGHT_AXIS};
use crate::error::{Error, Result};
use crate::families::{self, Class};
use crate::source::Bytes;
use std::sync::Arc;
use ttf_parser::name_id;
use unicode_script::UnicodeScript;

/// All faces that text may be drawn with: those that were added, in that order, then the bundled ones.
#[derive(Clone, Debug, Default)]
pub struct Fonts {
    faces: Vec<Face>,
    added: usize,
}

/// What a face that stands in should be like.
#[derive(Clone, Copy, Debug)]
pub struct Like<'a> {
    /// A CSS list of families: their class is wanted.
    pub families: &'a str,
    /// 1 to 1000.
    pub weight: u16,
    /// Italic or oblique.
    pub is_italic: bool,
}

/// The answer to a search for a face.
#[derive(Clone, Debug)]
pub struct Found {
    /// The face to draw with.
    pub face: Face,
    /// The family that was asked for and is not there, when another of its class stands in.
    pub missing: Option<String>,
    /// The family that was asked for and is not there, when one with the same widths stands in.
    pub stands_in: Option<String>,
    /// Whether the face must be made bolder by hand, because the family has no bold.
    pub embolden: bool,
    /// Whether the face must be slanted by hand, because the family has no italic.
    pub slant: bool,
}

impl Fonts {
    /// No face at all.
    pub fn none() -> Self {
        Self::default()
    }

    /// The free families inside this build: Liberation Sans, Serif and Mono, Carlito, Caladea, in four styles each;
    /// none without the feature `bundled-fonts`. Nothing is parsed.
    pub fn bundled() -> Self {
        Self { faces: bundled_faces(), added: 0 }
    }

    /// Adds all faces of a font file (TrueType, OpenType or a collection of them) before the bundled ones; says how
    /// many. A variable font counts once for each hundred of its weights.
    ///
    /// # Errors
    /// [`Fault::Input`](crate::Fault::Input) when it is no font file.
    pub fn add(&mut self, bytes: impl Into<Bytes>) -> Result<usize> {
        let bytes = bytes.into();
        let count = ttf_parser::fonts_in_collection(&bytes).unwrap_or(1);
        let mut faces = Vec::new();
        for index in 0..count {
            faces.extend(read_faces(&bytes, index)?);
        }
        let added = faces.len();
        self.faces.splice(self.added..self.added, faces);
        self.added += added;
        Ok(added)
    }

    /// All faces: those that were added, then the bundled ones.
    pub fn faces(&self) -> &[Face] {
        &self.faces
    }

    /// The face for a CSS list of families, a weight from 1 to 1000 and a style. `None` only when there is no face
    /// at all.
    ///
    /// Each name of the list is tried as a family, as the name of one face, and as a family with the same widths;
    /// then the list's generic name, or a guess from its first name, picks a bundled family.
    pub fn find(&self, families: &str, weight: u16, is_italic: bool) -> Option<Found> {
        let names = families::list(families);
        let mut missing = None;
        for name in &names {
            if let Some(face) = self.named(name, weight, is_italic) {
                return Some(found(face, weight, is_italic));
            }
            if let Some(face) = families::same_widths(name).and_then(|same| self.in_family(same, weight, is_italic)) {
                let stands_in = Some(as_written(families, name));
                return Some(Found { stands_in, ..found(face, weight, is_italic) });
            }
            let generic = Class::of_generic(name);
            if let Some(class) = generic {
                return self.of_class(class, missing, weight, is_italic);
            }
            missing = missing.or_else(|| Some(as_written(families, name)));
        }
        let class = names.first().map_or(Class::Sans, |name| Class::guess(name));
        self.of_class(class, missing, weight, is_italic)
    }

    /// The faces that a CSS list names, in its order, as far as they are there.
    pub fn listed(&self, families: &str, weight: u16, is_italic: bool) -> impl Iterator<Item = &Face> {
        families::list(families).into_iter().filter_map(move |name| self.named(&name, weight, is_italic))
    }

    /// A face that `is_fit` and has a glyph for every one of these characters: of a family of the wanted class where
    /// there is one, then of that which has most letters of their script, so that a word comes out of one face; of that
    /// family the one nearest in weight and style.
    pub fn with_glyphs(&self, characters: &[char], like: Like<'_>, is_fit: impl Fn(&Face) -> bool) -> Option<Face> {
        let has_all = |face: &&Face| is_fit(face) && face.has_glyphs(characters);
        let class = families::class_of(like.families);
        let script: Vec<char> = characters.first().map_or_else(Vec::new, |first| neighbours(*first));
        let rank = |face: &&Face| {
            let is_other_class = families::class_of(face.family()) != class;
            let letters =
                face.tables().map_or(0, |tables| script.iter().filter(|c| tables.glyph_index(**c).is_some()).count());
            (is_other_class, std::cmp::Reverse(letters))
        };
        let best = self.faces.iter().filter(has_all).min_by_key(rank)?;
        let family = self.faces.iter().filter(|face| face.family() == best.family()).filter(has_all);
        family.min_by_key(|face| face.distance(like.weight, like.is_italic)).cloned()
    }

    /// By family, else by the name of one face.
    fn named(&self, name: &str, weight: u16, is_italic: bool) -> Option<&Face> {
        let is_called = |face: &&Face| face.0.full_names.iter().any(|full| full == name);
        let by_full_name = || self.faces.iter().filter(is_called).min_by_key(|face| face.distance(weight, is_italic));
        self.in_family(name, weight, is_italic).or_else(by_full_name)
    }

    fn in_family(&self, key: &str, weight: u16, is_italic: bool) -> Option<&Face> {
        let family = self.faces.iter().filter(|face| face.0.keys.iter().any(|own| own == key));
        family.min_by_key(|face| face.distance(weight, is_italic))
    }

    /// A face of the class, or of whatever is there.
    fn of_class(&self, class: Class, missing: Option<String>, weight: u16, is_italic: bool) -> Option<Found> {
        let anything = || {
            let key = self.faces.first()?.0.keys.first()?;
            self.in_family(key, weight, is_italic)
        };
        let face = self.in_family(class.family(), weight, is_italic).or_else(anything)?;
        Some(Found { missing, ..found(face, weight, is_italic) })
    }
}

/// With what must be done by hand. From 600 on a missing bold is made (CSS Fonts 4, `font-synthesis`).
fn found(face: &Face, weight: u16, is_italic: bool) -> Found {
    let embolden = weight >= 600 && face.weight() < 600;
    let slant = is_italic && !face.is_italic();
    Found { face: face.clone(), missing: None, stands_in: None, embolden, slant }
}

/// The name of the list that has this key, as the document writes it.
fn as_written(families: &str, key: &str) -> String {
    let plain = |name: &str| name.trim().trim_matches(['"', '\'']).trim().to_owned();
    families.split(',').map(plain).find(|name| families::key(name) == key).unwrap_or_else(|| key.to_owned())
}

/// The letters of a character's script in its block: those that a word with it is likely to have.
fn neighbours(character: char) -> Vec<char> {
    let (script, block) = (character.script(), u32::from(character) & !0xff);
    (block..block + 0x100).filter_map(char::from_u32).filter(|c| c.script() == script).collect()
}

/// The faces of one font of a file: one, or one for each hundred of a `wght` axis.
fn read_faces(bytes: &Bytes, index: u32) -> Result<Vec<Face>> {
    let tables = ttf_parser::Face::parse(bytes, index).map_err(|cause| {
        Error::input("not a font that can be read").with_help("give TrueType or OpenType files").caused_by(cause)
    })?;
    if let Some(glyph) = composite::multiplied(&tables) {
        return Err(Error::beyond(
            "outlines that a glyph of the font is made of",
            format!("those of glyph {glyph}"),
            composite::MOST,
        ));
    }
    let named = |id: u16| {
        let names = tables.names().into_iter().filter(move |name| name.name_id == id);
        names.filter_map(|name| name.to_string().or_else(|| ascii(name.name))).collect::<Vec<_>>()
    };
    let families = [named(name_id::TYPOGRAPHIC_FAMILY), named(name_id::FAMILY)].concat();
    let full_names = [named(name_id::FULL_NAME), named(name_id::POST_SCRIPT_NAME)].concat();
    let keys = |names: &[String]| names.iter().map(|name| families::key(name)).collect::<Vec<_>>();
    let face = |weight: u16, axis: Option<f32>| {
        Face(Arc::new(FaceData {
            bytes: FontBytes::Shared(bytes.clone()),
            index,
            family: families.first().or(full_names.first()).map_or("unnamed", String::as_str).to_owned(),
            keys: keys(&families),
            full_names: keys(&full_names),
            weight,
            is_italic: tables.is_italic() || tables.is_oblique(),
            width_steps: tables.width().to_number().abs_diff(ttf_parser::Width::Normal.to_number()),
            axis,
        }))
    };
    let axis = tables.variation_axes().into_iter().find(|axis| axis.tag == WEIGHT_AXIS);
    let Some(axis) = axis else { return Ok(vec![face(tables.weight().to_number(), None)]) };
    let hundreds = (1..=9_u16).map(|hundred| hundred * 100);
    let inside = hundreds.filter(|&weight| (axis.min_value..=axis.max_value).contains(&f32::from(weight)));
    let faces: Vec<Face> = inside.map(|weight| face(weight, Some(f32::from(weight)))).collect();
    Ok(if faces.is_empty() { vec![face(tables.weight().to_number(), None)] } else { faces })
}

/// Names for old Macintosh systems, which ttf-parser does not decode: plain ASCII in nearly every font.
fn ascii(name: &[u8]) -> Option<String> {
    (!name.is_empty() && name.is_ascii()).then(|| String::from_utf8_lossy(name).into_owned())
}

/// The bundled faces. Each family comes as regular, bold, italic, bold italic; a test holds the crate to it.
#[cfg(feature = "bundled-fonts")]
fn bundled_faces() -> Vec<Face> {
    const STYLES: [(u16, bool); 4] = [(400, false), (700, false), (400, true), (700, true)];
    let data = oxml_layout::bundled_fonts::bundled_font_data();
    let face = |((family, bytes), (weight, is_italic)): ((&str, &'static [u8]), (u16, bool))| {
        Face(Arc::new(FaceData {
            bytes: FontBytes::Static(bytes),
            index: 0,
            family: family.to_owned(),
            keys: vec![families::key(family)],
            full_names: Vec::new(),
            weight,
            is_italic,
            width_steps: 0,
            axis: None,
        }))
    };
    data.into_iter().zip(STYLES.into_iter().cycle()).map(face).collect()
}

#[cfg(not(feature = "bundled-fonts"))]
fn bundled_faces() -> Vec<Face> {
    Vec::new()
}

#[cfg(test)]
#[path = "fonts_tests.rs"]
mod tests;
