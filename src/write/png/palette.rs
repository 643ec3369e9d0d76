//! A palette of at most 256 colours.

use crate::raster::divide_alpha;
use png::BitDepth;

/// The most that a PNG holds.
const MOST: usize = 256;
/// Places to look for a colour: four times the colours, so that few share one.
const PLACES: usize = 4 * MOST;

/// Colours and their numbers.
pub(super) struct Palette {
    /// Straight RGBA; those that are not opaque come first, because only they need an entry of tRNS.
    straight: Vec<[u8; 4]>,
    /// Numbers by premultiplied colour, found by hash and, where it is taken, on the next free place.
    places: Vec<Option<([u8; 4], u8)>>,
}

impl Palette {
    /// The colours of premultiplied RGBA pixels; `None` when there are too many.
    pub(super) fn of(pixels: &[u8]) -> Option<Self> {
        let pixels = pixels.as_chunks::<4>().0;
        let (mut places, mut found) = (vec![None; PLACES], Vec::new());
        let mut last = None;
        for pixel in pixels {
            // Neighbours are alike where there are few colours.
            if last == Some(pixel) {
                continue;
            }
            last = Some(pixel);
            let place = place(&places, pixel);
            if let Some(free @ None) = places.get_mut(place) {
                if found.len() == MOST {
                    return None;
                }
                *free = Some((*pixel, 0));
                found.push(*pixel);
            }
        }
        found.sort_by_key(|color| color[3] == 255);
        for (number, color) in (0..=u8::MAX).zip(&found) {
            let place = place(&places, color);
            if let Some(entry) = places.get_mut(place) {
                *entry = Some((*color, number));
            }
        }
        divide_alpha(found.as_flattened_mut());
        Some(Self { straight: found, places })
    }

    /// How many.
    pub(super) fn colors(&self) -> usize {
        self.straight.len()
    }

    /// What PLTE and tRNS hold; no tRNS when all are opaque.
    pub(super) fn chunks(&self) -> (Vec<u8>, Option<Vec<u8>>) {
        let colors = self.straight.iter().flat_map(|[r, g, b, _]| [*r, *g, *b]).collect();
        let alphas: Vec<u8> = self.straight.iter().map(|color| color[3]).take_while(|alpha| *alpha < 255).collect();
        (colors, (!alphas.is_empty()).then_some(alphas))
    }

    /// Bits a pixel.
    pub(super) fn depth(&self) -> BitDepth {
        match self.straight.len() {
            ..=2 => BitDepth::One,
            3..=4 => BitDepth::Two,
            5..=16 => BitDepth::Four,
            _ => BitDepth::Eight,
        }
    }

    /// Appends a row of numbers, the first pixel in the highest bits.
    pub(super) fn row(&self, pixels: &[[u8; 4]], to: &mut Vec<u8>) {
        let bits = self.depth() as u32;
        let mut last = ([0; 4], self.number(&[0; 4]));
        for some in pixels.chunks(8 / bits as usize) {
            let mut byte = 0;
            for (index, pixel) in (1..).zip(some) {
                if last.0 != *pixel {
                    last = (*pixel, self.number(pixel));
                }
                byte |= last.1 << (8 - index * bits);
            }
            to.push(byte);
        }
    }

    fn number(&self, color: &[u8; 4]) -> u8 {
        self.places.get(place(&self.places, color)).copied().flatten().map_or(0, |entry| entry.1)
    }
}

/// Where a colour is, or the free place where it would be.
fn place(places: &[Option<([u8; 4], u8)>], color: &[u8; 4]) -> usize {
    // Fibonacci hashing: 2³² over the golden ratio.
    let hash = u32::from_le_bytes(*color).wrapping_mul(0x9e37_79b1) >> (32 - PLACES.ilog2());
    let is_it = |place: &usize| places.get(*place).copied().flatten().is_none_or(|entry| entry.0 == *color);
    // There are always free places: a quarter is taken at most.
    (0..PLACES).map(|step| (hash as usize + step) % PLACES).find(is_it).unwrap_or_default()
}
