//! How many paints a glyph of `COLR` version 1 has, before they are walked.
//!
//! Paints refer to paints, so that a small font may ask for more of them than can ever be painted, and the walker
//! cannot be stopped. Counted level by level, each paint with the number of ways that lead to it.

use super::MOST_LAYERS;
use std::collections::BTreeMap;
use ttf_parser::{Face, Tag};

/// The walker's own bound (ttf-parser, `RecursionStack`).
const MOST_LEVELS: usize = 64;

/// Whether a glyph's paints can be walked in reasonable time: not too many, not too deep, no circle. True for glyphs
/// that have none.
pub(super) fn is_fit(face: &Face<'_>, glyph: u16) -> bool {
    face.raw_face().table(Tag::from_bytes(b"COLR")).is_none_or(|table| Table(table).is_fit(glyph))
}

/// The bytes of a `COLR` table; places are counted from its start.
struct Table<'a>(&'a [u8]);

impl Table<'_> {
    fn is_fit(&self, glyph: u16) -> bool {
        let Some(root) = self.paint_of(glyph) else { return true };
        let mut level = BTreeMap::from([(root, 1_usize)]);
        let mut count = 1_usize;
        for _ in 0..MOST_LEVELS {
            let mut next = BTreeMap::new();
            for (paint, ways) in level {
                for child in self.children(paint) {
                    count = count.saturating_add(ways);
                    if count > MOST_LAYERS {
                        return false;
                    }
                    *next.entry(child).or_insert(0_usize) += ways;
                }
            }
            if next.is_empty() {
                return true;
            }
            level = next;
        }
        false
    }

    fn number(&self, at: usize, bytes: usize) -> Option<usize> {
        let slice = self.0.get(at..at.checked_add(bytes)?)?;
        Some(slice.iter().fold(0, |number, byte| number << 8 | usize::from(*byte)))
    }

    /// Where the paint of a base glyph begins.
    fn paint_of(&self, glyph: u16) -> Option<usize> {
        const RECORD: usize = 6;
        let list = self.number(14, 4).filter(|list| *list > 0)?;
        let count = self.number(list, 4)?;
        let record = |index: usize| list + 4 + index * RECORD;
        let (mut low, mut high) = (0, count);
        while low < high {
            let middle = low.midpoint(high);
            match self.number(record(middle), 2)?.cmp(&usize::from(glyph)) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return Some(list + self.number(record(middle) + 2, 4)?),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// The paints that a paint refers to. OpenType 1.9.1, `COLR`, formats of paint tables.
    fn children(&self, paint: usize) -> Vec<usize> {
        let beside = |at: usize| Some(paint + self.number(paint + at, 3)?);
        match self.number(paint, 1) {
            Some(1) => self.layers(paint).unwrap_or_default(),
            Some(10 | 12..=31) => beside(1).into_iter().collect(),
            Some(11) => self.number(paint + 1, 2).and_then(|glyph| self.paint_of(glyph as u16)).into_iter().collect(),
            Some(32) => beside(1).into_iter().chain(beside(5)).collect(),
            _ => Vec::new(),
        }
    }

    fn layers(&self, paint: usize) -> Option<Vec<usize>> {
        let (count, first) = (self.number(paint + 1, 1)?, self.number(paint + 2, 4)?);
        let list = self.number(18, 4)?;
        let layer = |index: usize| {
            Some(
                list + self
                    .number(list.checked_add(4)?.checked_add((first.checked_add(index)?).checked_mul(4)?)?, 4)?,
            )
        };
        Some((0..count).filter_map(layer).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A table whose only glyph, 1, begins with the first of these paints.
    fn table(layers: &[u32], paints: &[u8]) -> Vec<u8> {
        let mut table = vec![0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        let base = 34_u32;
        let list = base + 4 + 6;
        let first = list + 4 + 4 * layers.len() as u32;
        [base, list, 0, 0, 0].iter().for_each(|place| table.extend(place.to_be_bytes()));
        table.extend(1_u32.to_be_bytes());
        table.extend([0, 1]);
        table.extend((first - base).to_be_bytes());
        table.extend((layers.len() as u32).to_be_bytes());
        layers.iter().for_each(|layer| table.extend((first - list + layer).to_be_bytes()));
        table.extend(paints);
        table
    }

    #[test]
    fn layers_are_counted_by_the_ways_that_lead_to_them() {
        let leaf = [2, 0, 0, 0x40, 0];
        let two = [[1, 2, 0, 0, 0, 0].as_slice(), &leaf].concat();
        assert!(Table(&table(&[6, 6], &two)).is_fit(1));
        // Seven levels of four are 4^7 paints of a table of some 100 bytes.
        let level = |index: u8| [1, 4, 0, 0, 0, index * 4];
        let paints: Vec<u8> = (0..7).flat_map(level).chain(leaf).collect();
        let layers: Vec<u32> = (1..=7).flat_map(|level| [level * 6; 4]).collect();
        assert!(!Table(&table(&layers, &paints)).is_fit(1));
    }

    #[test]
    fn circles_and_broken_places_are_seen() {
        // A translation of itself.
        assert!(!Table(&table(&[], &[14, 0, 0, 0, 0, 0, 0, 0])).is_fit(1));
        assert!(!Table(&table(&[], &[11, 0, 1])).is_fit(1));
        assert!(Table(&table(&[], &[10, 255, 255, 255, 0, 1])).is_fit(1));
        assert!(Table(&table(&[], &[1, 255, 255, 255, 255, 255])).is_fit(1));
        assert!(Table(&[0, 1]).is_fit(1));
    }
}
