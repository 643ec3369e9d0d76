//! Pictures inside an SVG, as `data:` URIs.
//!
//! Promised: each is held against the limits by its header before it is kept; an SVG within the SVG passes the same
//! checks as the outer one, and one within that is not drawn. Damaged, unknown and excessive pictures are left out, as
//! browsers leave them out.

use super::guarded;
use crate::limits::Limits;
use crate::picture::PictureFormat;
use crate::source::Bytes;
use std::sync::Arc;
use usvg::{ImageHrefResolver, ImageKind, Options, Tree};

type Resolver<'a> = usvg::ImageHrefDataResolverFn<'a>;

/// What an SVG's own pictures are resolved with.
pub(super) fn resolver(limits: &Limits) -> Resolver<'_> {
    Box::new(move |_, data, options| match is_svg(&data) {
        true => svg(&data, limits, options),
        false => picture(&data, limits),
    })
}

/// The media type is not asked: the content decides.
fn is_svg(data: &[u8]) -> bool {
    let text = data.strip_prefix(b"\xef\xbb\xbf").unwrap_or(data).trim_ascii_start();
    text.starts_with(b"<") || text.starts_with(&[0x1f, 0x8b])
}

fn picture(data: &Arc<Vec<u8>>, limits: &Limits) -> Option<ImageKind> {
    let bytes: Bytes = data.as_slice().into();
    match crate::decode::probe(&bytes, limits).ok()?.format {
        PictureFormat::Jpeg => Some(ImageKind::JPEG(data.clone())),
        PictureFormat::Png => Some(ImageKind::PNG(data.clone())),
        PictureFormat::Gif => Some(ImageKind::GIF(data.clone())),
        PictureFormat::Webp => Some(ImageKind::WEBP(data.clone())),
        _ => None,
    }
}

fn svg(data: &[u8], limits: &Limits, outer: &Options<'_>) -> Option<ImageKind> {
    let options = Options {
        font_family: outer.font_family.clone(),
        font_size: outer.font_size,
        fontdb: outer.fontdb.clone(),
        font_resolver: usvg::FontResolver {
            select_font: Box::new(|font, database| (outer.font_resolver.select_font)(font, database)),
            select_fallback: Box::new(|c, used, database| (outer.font_resolver.select_fallback)(c, used, database)),
        },
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(move |_, data, _| if is_svg(&data) { None } else { picture(&data, limits) }),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    };
    guarded(data, limits, &mut Vec::new(), |document| Ok(Tree::from_xmltree(document, &options).ok()))
        .ok()
        .flatten()
        .map(ImageKind::SVG)
}
