//! A glyph that is a picture in the font (`CBDT`, `sbix`) becomes a picture of the scene, scaled smoothly.

use crate::error::Result;
use crate::fonts::Face;
use crate::geometry::{Rect, Size};
use crate::layout::context::Context;
use crate::limits::Limits;
use crate::picture::{ColorModel, Orientation, Picture, PictureFormat};
use crate::scene::{Item, ItemKind};
use crate::source::Content;
use crate::transform::Transform;
use std::collections::HashMap;
use std::sync::Arc;
use ttf_parser::{GlyphId, RasterGlyphImage, RasterImageFormat};

/// The pictures of glyphs that were read, by face: by glyph and the size of its strike. `None`: it has none to be used.
#[derive(Default)]
pub(in crate::layout) struct Bitmaps(Vec<(Face, Glyphs)>);

type Glyphs = HashMap<(u16, u16), Option<Arc<Picture>>>;

/// The picture of a glyph; `None` when it has none. `from_em` leads from a glyph whose em has so many pixels, y up.
pub(super) fn draw(
    face: &Face,
    tables: &ttf_parser::Face<'_>,
    glyph: u16,
    from_em: impl Fn(f64) -> Transform,
    place: &str,
    context: &mut Context<'_>,
) -> Result<Option<Vec<Item>>> {
    if !cfg!(feature = "png") {
        return Ok(None);
    }
    let (across, down) = from_em(1.0).scales();
    let wanted = across.max(down).ceil().clamp(1.0, f64::from(u16::MAX)) as u16;
    let Some(image) = tables.glyph_raster_image(GlyphId(glyph), wanted) else { return Ok(None) };
    let Some(picture) = context.bitmaps.of(face, glyph, &image, context.limits) else { return Ok(None) };
    // Pictures have y down.
    let em = f64::from(image.pixels_per_em.max(1));
    let to_scene = from_em(em).then_inner(Transform::scale(1.0, -1.0));
    let (width, height) = (f64::from(picture.size.width), f64::from(picture.size.height));
    let dest = Rect::new(f64::from(image.x), -f64::from(image.y) - height, width, height);
    let placed = context.slots.place(&picture, picture.size.rect(), dest, to_scene, true, &[]);
    let kind = ItemKind::Picture { slot: placed.slot, dest: placed.dest, is_smooth: true };
    Ok(Some(vec![Item::new(place, placed.transform, kind)]))
}

impl Bitmaps {
    fn of(&mut self, face: &Face, glyph: u16, image: &RasterGlyphImage<'_>, limits: &Limits) -> Option<Arc<Picture>> {
        let index = self.0.iter().position(|(own, _)| own == face).unwrap_or_else(|| {
            self.0.push((face.clone(), HashMap::new()));
            self.0.len() - 1
        });
        let (_, known) = self.0.get_mut(index)?;
        known.entry((glyph, image.pixels_per_em)).or_insert_with(|| read(image, limits).map(Arc::new)).clone()
    }
}

/// Reads the header of a PNG (PNG 3, 11.2.1): it is all that fonts hold in colour.
fn read(image: &RasterGlyphImage<'_>, limits: &Limits) -> Option<Picture> {
    const SIGNATURE_AND_HEADER: usize = 26;
    if image.format != RasterImageFormat::PNG {
        return None;
    }
    let header = image.data.get(..SIGNATURE_AND_HEADER)?;
    let (signature, header) = header.split_at(8);
    if signature != b"\x89PNG\r\n\x1a\n" || header.get(4..8)? != b"IHDR" {
        return None;
    }
    let number = |at: usize| Some(u32::from_be_bytes(header.get(at..at + 4)?.try_into().ok()?));
    let size = Size::new(number(8)?, number(12)?);
    if size.pixels() == 0 {
        return None;
    }
    limits.check_source(u64::from(size.width), u64::from(size.height)).ok()?;
    limits.check_input_bytes(image.data.len() as u64).ok()?;
    let kind = *header.get(17)?;
    Some(Picture {
        content: Content::Bytes(image.data.into()),
        format: PictureFormat::Png,
        size,
        orientation: Orientation::UPRIGHT,
        has_alpha: true,
        model: if matches!(kind, 0 | 4) { ColorModel::Gray } else { ColorModel::Rgb },
        depth: *header.get(16)?,
        dpi: None,
        profile: None,
        frames: 1,
        remarks: Vec::new(),
    })
}
