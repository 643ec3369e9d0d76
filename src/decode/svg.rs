//! SVG and SVGZ: no pixels of its own, drawn at any size.
//!
//! In: untrusted bytes. Out: a [`Picture`] with the SVG's own size, then a [`Drawing`] that refers to nothing outside
//! itself. Promised: linear time and bounded stack before anything is expanded; no file, address, font or document type
//! is opened or even looked up. Refused: what grows over the limits when compression, entities or references are
//! expanded, and what would take too long to paint.
//!
//! The checks, each before the step that it protects: [`text`] inflates up to a cap; [`scan`] counts elements, nesting,
//! attributes and entities before the XML parser; [`references`] and [`style`] add up what `use`, patterns, masks,
//! markers and filters multiply to before the SVG library expands them; [`cost`] estimates the painter's work. What the
//! library would not take as browsers do is changed in the text first: see [`edit`].

mod cost;
mod css;
mod draw;
mod edit;
mod embedded;
mod links;
mod media;
mod references;
mod remarks;
mod scan;
mod size;
mod style;
#[cfg(test)]
mod tests;
mod text;

use super::Vector;
use crate::art::Drawing;
use crate::error::{Error, Result, shortened};
use crate::geometry::Rect;
use crate::limits::Limits;
use crate::picture::{ColorModel, Orientation, Picture, PictureFormat};
use crate::source::Bytes;
use std::borrow::Cow;
use std::sync::Arc;

/// Reads and checks an SVG. Its size is its own `width` and `height` at 96 pixels an inch, else its `viewBox`, else
/// 100 × 100 with a remark.
///
/// # Errors
/// [`Fault::TooLarge`](crate::Fault::TooLarge) over a limit, [`Fault::Input`](crate::Fault::Input) when it is damaged,
/// [`Fault::Unsupported`](crate::Fault::Unsupported) when it is in an encoding that is not read.
pub(super) fn probe(bytes: &Bytes, limits: &Limits) -> Result<Picture> {
    let mut remarks = Vec::new();
    let (size, remark, left) = guarded(bytes, limits, &mut remarks, |document| {
        let (size, remark) = size::of(document.root_element())?;
        Ok((size, remark, remarks::remarks(document)))
    })?;
    remarks.extend(remark.into_iter().chain(left));
    Ok(Picture {
        content: bytes.into(),
        format: PictureFormat::Svg,
        size,
        orientation: Orientation::UPRIGHT,
        has_alpha: true,
        model: ColorModel::Rgb,
        depth: 8,
        dpi: None,
        profile: None,
        frames: 1,
        remarks,
    })
}

/// The resolved tree of an SVG that was probed, its text set.
///
/// # Errors
/// Those of [`probe`], and [`Fault::TooLarge`](crate::Fault::TooLarge) when painting it would take longer than the
/// limit `seconds` or too much memory, [`Fault::TimedOut`](crate::Fault::TimedOut) when the deadline has passed.
pub(super) fn drawing(picture: &Picture, vector: Vector<'_>) -> Result<Drawing> {
    let Vector { shown, fonts, limits, deadline } = vector;
    deadline.check()?;
    let tree = guarded(&picture.content.whole()?, limits, &mut Vec::new(), |document| {
        size::of(document.root_element())?;
        deadline.check()?;
        draw::tree(document, fonts, limits)
    })?;
    deadline.check()?;
    cost::check(&tree, shown, limits)?;
    let frame = Rect::new(0.0, 0.0, f64::from(tree.size().width()), f64::from(tree.size().height()));
    Ok(Drawing { tree: Arc::new(tree), frame })
}

/// Nesting that the SVG library and the painter, which recurse, stand on a stack of 2 MiB, whatever the limits say. See
/// the test `the_deepest_svg_stands_on_a_small_stack`.
const DEPTH: u32 = 512;

/// Times that a text is changed and looked at again: after the first nothing should be left to change.
const ROUNDS: usize = 4;

/// Gives a document to `use_it` once it has passed all checks of its text and references, and what browsers see
/// otherwise than the library has been changed. What there is to say of that is added to `remarks`.
fn guarded<T>(
    bytes: &[u8],
    limits: &Limits,
    remarks: &mut Vec<String>,
    mut use_it: impl FnMut(&roxmltree::Document<'_>) -> Result<T>,
) -> Result<T> {
    let limits = &Limits { svg_depth: limits.svg_depth.min(DEPTH), ..limits.clone() };
    let mut text = text::read(bytes, limits)?;
    for _ in 0..ROUNDS {
        scan::check(&text, limits)?;
        let document = parsed(&text, limits)?;
        let mut edits = size::edits(document.root_element());
        edits.extend(css::edits(&document));
        edits.extend(links::without_old_ones(&document));
        for (edit, said) in references::check(&document, limits)? {
            edits.push(edit);
            if !said.is_empty() && !remarks.contains(&said) {
                remarks.push(said);
            }
        }
        if edits.is_empty() {
            return use_it(&document);
        }
        let changed = edit::apply(&text, edits);
        drop(document);
        text = Cow::Owned(changed);
    }
    Err(Error::input("references of the SVG lead back to themselves").with_help("take them out of the SVG"))
}

fn parsed<'a>(text: &'a str, limits: &Limits) -> Result<roxmltree::Document<'a>> {
    // Text and comments are nodes as well: a few for each element.
    let nodes_limit = u32::try_from(limits.svg_elements.saturating_mul(4).saturating_add(1_000)).unwrap_or(u32::MAX);
    let options = roxmltree::ParsingOptions { allow_dtd: true, nodes_limit, ..Default::default() };
    let document = roxmltree::Document::parse_with_options(text, options).map_err(|cause| match cause {
        roxmltree::Error::NodesLimitReached => {
            Error::too_large("svg_elements", format!("with texts and comments {nodes_limit}"), limits.svg_elements)
        }
        cause => {
            Error::input(format!("the SVG is not well-formed: {}", shortened(&cause.to_string()))).caused_by(cause)
        }
    })?;
    let root = document.root_element();
    let is_svg = root.tag_name().name() == "svg"
        && matches!(root.tag_name().namespace(), None | Some("http://www.w3.org/2000/svg"));
    if !is_svg {
        let name = shortened(root.tag_name().name());
        return Err(Error::input(format!("this is XML but not SVG: its root is `{name}`")));
    }
    Ok(document)
}
