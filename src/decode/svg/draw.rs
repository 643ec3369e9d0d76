//! A checked SVG document becomes a resolved tree.
//!
//! Promised: no file, address or system font is opened. A reference to anything but a `data:` URI is dropped before a
//! path is made of it; text is drawn with the faces of [`Fonts`] alone, found as text layers find them.

use super::{embedded, size};
use crate::error::{Error, Result};
use crate::fonts::{Face, Fonts, Like};
use crate::limits::Limits;
use fontdb::{Database, FaceInfo, ID, Source, Style};
use std::sync::Arc;
use usvg::{FontResolver, ImageHrefResolver, Options, Tree};

/// The family of text that names none. SVG leaves it to the program; browsers take a serif face.
const FAMILY: &str = "Times New Roman";

/// The tree of a document that has passed all checks.
pub(super) fn tree(document: &roxmltree::Document<'_>, fonts: &Fonts, limits: &Limits) -> Result<Tree> {
    let options = Options {
        resources_dir: None,
        font_family: FAMILY.to_owned(),
        font_size: size::FONT_SIZE as f32,
        image_href_resolver: ImageHrefResolver {
            resolve_data: embedded::resolver(limits),
            resolve_string: Box::new(|_, _| None),
        },
        font_resolver: font_resolver(fonts),
        ..Options::default()
    };
    Tree::from_xmltree(document, &options)
        .map_err(|cause| Error::input(format!("the SVG cannot be read: {cause}")).caused_by(cause))
}

/// Finds faces as text layers do and hands over only those that are used: reading all of them takes longer than most
/// drawings.
fn font_resolver(fonts: &Fonts) -> FontResolver<'_> {
    FontResolver {
        select_font: Box::new(move |font, database| {
            let families: Vec<String> = font.families().iter().map(ToString::to_string).collect();
            let is_italic = font.style() != usvg::FontStyle::Normal;
            let found = fonts.find(&families.join(", "), font.weight(), is_italic)?;
            loaded(&found.face, database)
        }),
        select_fallback: Box::new(move |character, used, database| {
            let first = database.face(*used.first()?)?;
            let (weight, is_italic) = (first.weight.0, first.style != Style::Normal);
            let families = first.families.first().map_or(FAMILY, |(name, _)| name.as_str());
            let like = Like { families, weight, is_italic };
            let face = fonts.with_glyphs(&[character], like, |_| true)?;
            loaded(&face, database).filter(|id| !used.contains(id))
        }),
    }
}

/// A face's bytes, shared with the database instead of copied.
struct Shared(Face);

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        self.0.bytes()
    }
}

/// The face's id in the database, its file added when it is not there yet.
fn loaded(face: &Face, database: &mut Arc<Database>) -> Option<ID> {
    let is_it = |info: &FaceInfo| match &info.source {
        Source::Binary(bytes) => {
            info.index == face.index() && std::ptr::eq(bytes.as_ref().as_ref().as_ptr(), face.bytes().as_ptr())
        }
        #[allow(unreachable_patterns, reason = "reached when another crate turns on fontdb's files")]
        _ => false,
    };
    if let Some(info) = database.faces().find(|info| is_it(info)) {
        return Some(info.id);
    }
    Arc::make_mut(database).load_font_source(Source::Binary(Arc::new(Shared(face.clone()))));
    database.faces().find(|info| is_it(info)).map(|info| info.id)
}
