//! Whether the glyphs of a TrueType font are made of others in a way that multiplies.
//!
//! A composite glyph names glyphs, which may be composite in turn (OpenType, `glyf`): twenty glyphs of ten parts each name
//! more outlines than there are grains of sand, and the parser follows them all.

use ttf_parser::{Face, GlyphId, Tag, loca};

/// Outlines that one glyph is made of: those of Hangul have three, of music and ligatures some twenty.
pub(super) const MOST: u64 = 5_000;

/// A glyph that is made of more than [`MOST`] outlines, or of itself.
pub(super) fn multiplied(face: &Face<'_>) -> Option<u16> {
    let glyf = face.raw_face().table(Tag::from_bytes(b"glyf"))?;
    let (heads, offsets) = (face.tables(), face.raw_face().table(Tag::from_bytes(b"loca"))?);
    let loca = loca::Table::parse(heads.maxp.number_of_glyphs, heads.head.index_to_location_format, offsets)?;
    let parts =
        |glyph: u16| loca.glyph_range(GlyphId(glyph)).and_then(|range| glyf.get(range)).map_or_else(Vec::new, parts);
    // 0: not looked at yet; u64::MAX: being looked at.
    let mut counts = vec![0u64; usize::from(face.number_of_glyphs())];
    for glyph in 0..face.number_of_glyphs() {
        let mut open: Vec<(u16, Vec<u16>, u64)> = vec![(glyph, parts(glyph), 0)];
        while let Some((at, rest, sum)) = open.last_mut() {
            let at = *at;
            match rest.pop() {
                Some(part) => match counts.get_mut(usize::from(part)) {
                    Some(&mut u64::MAX) => return Some(at),
                    Some(count) if *count > 0 => *sum = sum.saturating_add(*count),
                    Some(count) => {
                        *count = u64::MAX;
                        open.push((part, parts(part), 0));
                    }
                    None => {}
                },
                None => {
                    let total = (*sum).max(1);
                    if total > MOST {
                        return Some(at);
                    }
                    if let Some(count) = counts.get_mut(usize::from(at)) {
                        *count = total;
                    }
                    open.pop();
                    if let Some((_, _, sum)) = open.last_mut() {
                        *sum = sum.saturating_add(total);
                    }
                }
            }
        }
    }
    None
}

/// The glyphs that a composite glyph names; none for a simple one.
fn parts(glyph: &[u8]) -> Vec<u16> {
    const WORDS: u16 = 0x1;
    const SCALE: u16 = 0x8;
    const MORE: u16 = 0x20;
    const TWO_SCALES: u16 = 0x40;
    const MATRIX: u16 = 0x80;
    let number = |at: usize| Some(u16::from_be_bytes([*glyph.get(at)?, *glyph.get(at + 1)?]));
    let mut found = Vec::new();
    if number(0).is_none_or(|contours| contours < 0x8000) {
        return found;
    }
    // Behind the number of contours and four sides of a box.
    let mut at = 10;
    while let (Some(flags), Some(part)) = (number(at), number(at + 2)) {
        found.push(part);
        let scales = match flags {
            flags if flags & SCALE != 0 => 2,
            flags if flags & TWO_SCALES != 0 => 4,
            flags if flags & MATRIX != 0 => 8,
            _ => 0,
        };
        at += 4 + if flags & WORDS != 0 { 4 } else { 2 } + scales;
        if flags & MORE == 0 {
            break;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_read_and_simple_glyphs_have_none() {
        let mut glyph = vec![0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0];
        glyph.extend([0x00, 0x21, 0, 7, 0, 0, 0, 0]);
        glyph.extend([0x00, 0x08, 0, 9, 0, 0, 0x40, 0]);
        assert_eq!(parts(&glyph), [7, 9]);
        assert_eq!(parts(&glyph[..15]), [7]);
        assert!(parts(&[0, 2, 0, 0]).is_empty() && parts(&[]).is_empty());
    }

    #[cfg(feature = "bundled-fonts")]
    #[test]
    fn real_fonts_pass() {
        for face in crate::fonts::Fonts::bundled().faces() {
            assert_eq!(multiplied(&face.tables().unwrap()), None, "{face:?}");
        }
    }
}
