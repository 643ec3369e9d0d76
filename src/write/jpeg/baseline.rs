//! A baseline JPEG in strips that do not depend on each other.
//!
//! A strip is some rows of units, and begins anew as after a restart marker (ITU-T T.81, E.1.4): so strips can be made
//! in any order and joined. Where they begin depends on the picture's size alone, and so do the bytes.

use super::bits::{Bits, Coder};
use super::header;
use super::planes::Planes;
use super::tables::{HUFFMAN, steps};
use super::transform::{Block, Quantiser};
use crate::color::Color;
use crate::error::{Error, Result};
use crate::geometry::{Rect, Size};
use crate::output::Output;
use crate::runner::Runner;
use crate::write::Parts;
use crate::write::sides::check_sides;

/// Pixels of a strip, about: a marker and what begins anew cost some five bytes, which of the 30 to 80 kB that so
/// many pixels make is about 0.01 %. A small picture is one strip, without markers.
const STRIP: usize = 1 << 18;
/// ITU-T T.81, B.2.2: lines and samples a line are 16 bits.
const SIDE: u32 = 65_535;
/// From this quality on chroma keeps its full size.
pub(super) const FULL_CHROMA: u8 = 90;

/// What all strips share.
pub(super) struct Plan {
    /// Pixels.
    pub(super) width: u16,
    pub(super) height: u16,
    /// Of brightness and of colour.
    pub(super) steps: [[u8; 64]; 2],
    /// How many there are, and their rows of pixels (the last may have fewer).
    pub(super) strips: usize,
    pub(super) rows: usize,
    /// A unit's side in pixels.
    unit: usize,
    quantisers: [Quantiser; 2],
    coders: [Coder; 2],
}

impl Plan {
    /// For a picture of this size.
    ///
    /// # Errors
    /// [`Fault::TooLarge`](crate::Fault::TooLarge) for more than 65,535 px a side.
    pub(super) fn of(size: Size, quality: u8) -> Result<Self> {
        let (width, height) = sides(size)?;
        let unit = if quality < FULL_CHROMA { 16 } else { 8 };
        let most = STRIP.div_ceil(usize::from(width)).next_multiple_of(unit);
        // As many as that makes, all about as high: threads end together.
        let rows = usize::from(height).div_ceil(usize::from(height).div_ceil(most)).next_multiple_of(unit);
        let steps = steps(quality);
        let quantisers = [Quantiser::of(&steps[0], quality), Quantiser::of(&steps[1], quality)];
        let coders = [Coder::of(&HUFFMAN[0]), Coder::of(&HUFFMAN[1])];
        let strips = usize::from(height).div_ceil(rows);
        Ok(Self { width, height, steps, strips, rows, unit, quantisers, coders })
    }

    /// Whether colour has half the size.
    pub(super) fn is_half(&self) -> bool {
        self.unit == 16
    }

    /// Bytes of a strip's pixels.
    pub(super) fn bytes(&self) -> usize {
        self.rows * usize::from(self.width) * 4
    }

    /// Units between two markers. A strip has at most one row of units more than its pixels need: 4096 + 8192.
    pub(super) fn interval(&self) -> u16 {
        u16::try_from(usize::from(self.width).div_ceil(self.unit) * (self.rows / self.unit)).unwrap_or(u16::MAX)
    }

    /// The coded data of one strip: premultiplied RGBA rows, laid over the matte unless they are opaque.
    pub(super) fn strip(&self, rows: &[u8], matte: Option<Color>) -> Vec<u8> {
        let mut bits = Bits::with_capacity(rows.len() / 16);
        let mut planes = Planes::new(self.width.into(), self.unit);
        let mut before = [0; 3];
        let mut to = [0; 64];
        let [luma, chroma] = &self.quantisers;
        let [luma_coder, chroma_coder] = &self.coders;
        for line in rows.chunks(self.unit * usize::from(self.width) * 4) {
            planes.fill(line, matte);
            let stride = planes.stride;
            for column in 0..stride / self.unit {
                for (y, x) in [(0, 0), (0, 8), (8, 0), (8, 8)].into_iter().take(self.unit * self.unit / 64) {
                    let mut samples = block(&planes.luma, stride, y, column * self.unit + x);
                    luma.transform(&mut samples, &mut to);
                    bits.block(&to, &mut before[0], luma_coder);
                }
                for (plane, before) in planes.chroma.iter().zip(&mut before[1..]) {
                    let mut samples = block(plane, stride / (self.unit / 8), 0, column * 8);
                    chroma.transform(&mut samples, &mut to);
                    bits.block(&to, before, chroma_coder);
                }
            }
        }
        bits.finish()
    }
}

/// Width and height as the format counts them.
pub(super) fn sides(size: Size) -> Result<(u16, u16)> {
    check_sides("JPEG", size, SIDE)?;
    let side = |side: u32| u16::try_from(side).map_err(|_| Error::internal("a JPEG side was not checked"));
    Ok((side(size.width)?, side(size.height)?))
}

#[inline(always)]
fn block(plane: &[i16], stride: usize, y: usize, x: usize) -> Block {
    let mut block = [[0; 8]; 8];
    for (row, line) in block.iter_mut().zip(plane.chunks_exact(stride).skip(y)) {
        if let Some(eight) = line.get(x..).and_then(|line| line.first_chunk()) {
            *row = *eight;
        }
    }
    block
}

/// A file that grows by strips, from top to bottom.
pub(super) struct File {
    bytes: Vec<u8>,
    strips: usize,
}

impl File {
    /// With its header written.
    ///
    /// # Errors
    /// [`Fault::TooLarge`](crate::Fault::TooLarge) for more EXIF or a larger profile than a JPEG holds.
    pub(super) fn begin(plan: &Plan, output: &Output) -> Result<Self> {
        Ok(Self { bytes: header::write(plan, output)?, strips: 0 })
    }

    /// Codes whole strips, of which only the picture's last may be short.
    pub(super) fn add(&mut self, plan: &Plan, pixels: &[u8], matte: Option<Color>, runner: &impl Runner) {
        let strips: Vec<&[u8]> = pixels.chunks(plan.bytes()).collect();
        let made = runner.map(strips.len(), |index| strips.get(index).map(|rows| plan.strip(rows, matte)));
        made.into_iter().flatten().for_each(|strip| self.join(&strip));
    }

    /// Codes all strips of a picture, each by whoever makes its pixels.
    ///
    /// # Errors
    /// What a part says when it fails.
    pub(super) fn add_cut(
        &mut self,
        plan: &Plan,
        Parts { size, cut, .. }: Parts<'_>,
        matte: Option<Color>,
        runner: &impl Runner,
    ) -> Result<()> {
        let make = |index: usize, rows: &mut Vec<u8>| {
            let (first, end) = (index * plan.rows, ((index + 1) * plan.rows).min(size.height as usize));
            let part = Rect::new(0.0, first as f64, f64::from(size.width), (end - first) as f64);
            rows.resize((end - first) * size.width as usize * 4, 0);
            cut(part, rows).map(|()| plan.strip(rows, matte))
        };
        let mut outcome = Ok(());
        runner.hand_on((0..plan.strips).collect(), make, |strip: Result<Vec<u8>>| {
            if outcome.is_ok() {
                outcome = strip.map(|strip| self.join(&strip));
            }
        });
        outcome
    }

    /// The next strip.
    fn join(&mut self, strip: &[u8]) {
        if self.strips > 0 {
            // RST0 to RST7 in turn.
            self.bytes.extend_from_slice(&[0xff, 0xd0 + ((self.strips - 1) % 8) as u8]);
        }
        self.bytes.extend_from_slice(strip);
        self.strips += 1;
    }

    /// The whole file.
    pub(super) fn finish(mut self) -> Vec<u8> {
        self.bytes.extend_from_slice(&[0xff, 0xd9]);
        self.bytes
    }
}
