//! BMP: palettes of 1, 2, 4 and 8 bits, 16, 24 and 32 bits a pixel, run lengths, colours by masks with alpha; headers of
//! Windows from 3 on and of OS/2.
//!
//! Pixels that a run-length picture passes over are those of its first colour, as Pillow and Windows have it. Not read,
//! and named: JPEGs, PNGs and fax rows inside, 64 bits a pixel.

mod runs;

use super::exif::sane_dpi;
use super::header::{Header, stored_size};
use super::pixels::{Kind, Pixels, Sample, allocate};
use super::reader::{le32, truncated};
use crate::error::{Error, Result};
use crate::geometry::Size;
use crate::limits::{Deadline, Limits};
use crate::picture::{Picture, PictureFormat};
use crate::source::Bytes;
use runs::Pen;

/// Where the second header begins (BITMAPFILEHEADER is 14 bytes).
const INFO: usize = 14;

/// Rows between two looks at the clock.
const ROWS: usize = 64;

/// What the headers say.
struct Info {
    width: u32,
    height: u32,
    is_top_down: bool,
    bits: u32,
    coding: Coding,
    /// Bits of red, green, blue and alpha in a pixel of 16 or 32 bits.
    masks: [u32; 4],
    palette: Vec<[u8; 3]>,
    /// Where the pixels begin.
    data: usize,
    per_metre: u32,
}

/// How rows are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Coding {
    Plain,
    /// In runs of so many bits a pixel: 4, 8 or 24.
    Runs(u32),
}

/// The longest of the headers in use, BITMAPV5HEADER.
const LONGEST: u32 = 124;

fn le16(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?)))
}

impl Info {
    fn read(bytes: &[u8], limits: &Limits) -> Result<Self> {
        let word = |at: usize| le32(bytes, INFO + at).ok_or_else(|| truncated("BMP"));
        let half = |at: usize| le16(bytes, INFO + at).ok_or_else(|| truncated("BMP"));
        let length = word(0)?;
        let is_core = length == 12;
        if !is_core && !(16..=LONGEST).contains(&length) {
            return Err(Error::unsupported(format!("BMPs with a header of {length} bytes cannot be read")));
        }
        // A field that the header is too short for is 0.
        let field = |at: usize| if at + 4 <= length as usize { word(at) } else { Ok(0) };
        let (width, height, bits) = match is_core {
            true => (half(4)?, half(6)?, half(10)?),
            // The sides are signed; a negative height means rows from the top.
            false => (word(4)?, word(8)?, half(14)?),
        };
        let (is_top_down, height) = match is_core {
            true => (false, height),
            false => (height.cast_signed() < 0, height.cast_signed().unsigned_abs()),
        };
        if width == 0 || height == 0 || !is_core && width.cast_signed() < 0 {
            let width = width.cast_signed();
            return Err(Error::input(format!("the BMP is damaged: its size is {width}x{height}")));
        }
        limits.check_source(u64::from(width), u64::from(height))?;
        let compression = field(16)?;
        let coding = coding(compression, bits, length)?;
        let (masks, behind) = masks(bytes, length, compression, bits)?;
        let mut info = Self {
            width,
            height,
            is_top_down,
            bits,
            coding,
            masks,
            palette: Vec::new(),
            data: le32(bytes, 10).unwrap_or(0) as usize,
            per_metre: field(24)?,
        };
        info.take_palette(bytes, behind, (is_core, field(32)?));
        Ok(info)
    }

    /// The palette stands behind the header and ends at the pixels at the latest.
    fn take_palette(&mut self, bytes: &[u8], behind: usize, (is_core, used): (bool, u32)) {
        let entry = if is_core { 3 } else { 4 };
        let most = if self.bits <= 8 { 1usize << self.bits } else { 0 };
        let announced = if used == 0 { most } else { (used as usize).min(most) };
        let room = if self.data > behind { (self.data - behind) / entry } else { announced };
        let colors = bytes.get(behind..).unwrap_or_default().chunks_exact(entry).take(announced.min(room));
        self.palette = colors.map(|color| [color[2], color[1], color[0]]).collect();
        if self.data < behind {
            self.data = behind + announced * entry;
        }
    }

    fn has_alpha(&self) -> bool {
        self.coding == Coding::Plain && matches!(self.bits, 16 | 32) && self.masks[3] != 0
    }

    /// The colour of an index; what the palette does not have is black.
    fn color(&self, index: usize) -> [u8; 4] {
        let [r, g, b] = self.palette.get(index).copied().unwrap_or_default();
        [r, g, b, 255]
    }

    /// Writes the pixels of a row as it is stored.
    fn unpack(&self, row: &[u8], to: &mut [[u8; 4]]) {
        match self.bits {
            24 => {
                for (to, [b, g, r]) in to.iter_mut().zip(row.as_chunks().0) {
                    *to = [*r, *g, *b, 255];
                }
            }
            16 | 32 => {
                let channels = self.masks.map(Channel::of);
                for (to, pixel) in to.iter_mut().zip(row.chunks_exact(self.bits as usize / 8)) {
                    let pixel = pixel.iter().rev().fold(0, |word, byte| word << 8 | u32::from(*byte));
                    let [r, g, b, a] = channels.each_ref().map(|channel| channel.value(pixel));
                    *to = [r, g, b, if self.masks[3] == 0 { 255 } else { a }];
                }
            }
            bits => {
                let in_byte = (8 / bits).max(1) as usize;
                for (x, to) in to.iter_mut().enumerate() {
                    let byte = row.get(x / in_byte).copied().unwrap_or(0);
                    let shift = 8 - bits as usize * (x % in_byte + 1);
                    *to = self.color(usize::from(byte >> shift) & ((1 << bits) - 1));
                }
            }
        }
    }
}

fn coding(compression: u32, bits: u32, length: u32) -> Result<Coding> {
    let unsupported = |what: &str| Err(Error::unsupported(format!("BMPs with {what} cannot be read")));
    // In headers of OS/2 (all but Windows's 40, 52, 56, 108 and 124 bytes) 3 and 4 mean others.
    let is_windows = matches!(length, 40 | 52 | 56 | 108 | 124);
    match (compression, bits) {
        (0, 1 | 2 | 4 | 8 | 16 | 24 | 32) => Ok(Coding::Plain),
        (1, 8) => Ok(Coding::Runs(8)),
        (2, 4) => Ok(Coding::Runs(4)),
        (3 | 6, 16 | 32) if is_windows => Ok(Coding::Plain),
        (4, 24) if !is_windows => Ok(Coding::Runs(24)),
        (3, 1) if !is_windows => unsupported("fax rows"),
        (4, _) if is_windows => unsupported("a JPEG inside"),
        (5, _) => unsupported("a PNG inside"),
        _ => unsupported(&format!("{bits} bits a pixel and compression {compression}")),
    }
}

/// The masks, and where what follows header and masks begins.
fn masks(bytes: &[u8], length: u32, compression: u32, bits: u32) -> Result<([u32; 4], usize)> {
    let behind = INFO + length as usize;
    if !matches!((compression, length), (3 | 6, 40 | 52 | 56 | 108 | 124)) {
        let masks = if bits == 16 { [0x7C00, 0x03E0, 0x001F, 0] } else { [0x00FF_0000, 0xFF00, 0xFF, 0] };
        return Ok((masks, behind));
    }
    let count = match (length, compression) {
        (40, 3) | (52, _) => 3,
        _ => 4,
    };
    // In the header, or behind the shortest of them, at the same place.
    let mut masks = [0; 4];
    for (index, mask) in masks.iter_mut().take(count).enumerate() {
        *mask = le32(bytes, INFO + 40 + index * 4).ok_or_else(|| truncated("BMP"))?;
    }
    Ok((masks, if length == 40 { behind + count * 4 } else { behind }))
}

/// One channel of pixels by masks.
#[derive(Clone, Copy)]
struct Channel {
    mask: u32,
    shift: u32,
    bits: u32,
}

impl Channel {
    fn of(mask: u32) -> Self {
        let shift = mask.trailing_zeros() % 32;
        Self { mask, shift, bits: (32 - (mask >> shift).leading_zeros()).max(1) }
    }

    fn value(self, pixel: u32) -> u8 {
        u8::scaled((pixel & self.mask) >> self.shift, self.bits)
    }
}

pub(super) fn probe(bytes: &Bytes, limits: &Limits) -> Result<Picture> {
    let info = Info::read(bytes, limits)?;
    let mut header = Header::new(PictureFormat::Bmp, info.width, info.height);
    header.has_alpha = info.has_alpha();
    header.dpi = sane_dpi((f64::from(info.per_metre) * 0.0254 * 100.0).round() / 100.0);
    header.into_picture(&bytes.into(), limits)
}

pub(super) fn decode(picture: &Picture, limits: &Limits, deadline: &Deadline) -> Result<Pixels> {
    let bytes = picture.content.whole()?;
    let info = Info::read(&bytes, limits)?;
    let size = stored_size(picture);
    let stored = bytes.get(info.data..).ok_or_else(|| truncated("BMP"))?;
    let data = match info.coding {
        Coding::Plain => plain(&info, stored, size, deadline)?,
        Coding::Runs(bits) => {
            let first = if bits == 24 { [0, 0, 0, 255] } else { info.color(0) };
            let mut data: Vec<u8> = allocate(size)?;
            data.as_chunks_mut::<4>().0.fill(first);
            let (color, pixels) = (|index| info.color(index), data.as_chunks_mut().0);
            runs::decode(stored, Pen { size, bits, color: &color, pixels, x: 0, y: 0 }, deadline)?;
            data
        }
    };
    let data = if info.is_top_down { data } else { upside_down(data, size) };
    let kind = if info.has_alpha() { Kind::Straight } else { Kind::Opaque };
    Ok(Pixels { size, data, kind, alpha: None })
}

/// Rows that are not compressed, each filled up to whole words of four bytes; behind the last nothing need be.
fn plain(info: &Info, stored: &[u8], size: Size, deadline: &Deadline) -> Result<Vec<u8>> {
    let used = (size.width as usize * info.bits as usize).div_ceil(8);
    let stride = used.next_multiple_of(4);
    if stored.len() < stride * (size.height as usize - 1) + used {
        return Err(truncated("BMP"));
    }
    let mut data = allocate(size)?;
    let lines = data.as_chunks_mut::<4>().0.chunks_exact_mut(size.width as usize);
    for (y, (line, row)) in lines.zip(stored.chunks(stride)).enumerate() {
        if y % ROWS == 0 {
            deadline.check()?;
        }
        info.unpack(row, line);
    }
    Ok(data)
}

/// The rows in the other order.
fn upside_down(mut data: Vec<u8>, size: Size) -> Vec<u8> {
    let stride = size.width as usize * 4;
    let (upper, lower) = data.split_at_mut(size.height as usize / 2 * stride);
    for (up, down) in upper.chunks_exact_mut(stride).zip(lower.chunks_exact_mut(stride).rev()) {
        up.swap_with_slice(down);
    }
    data
}

#[cfg(test)]
mod tests {
    use super::super::{at_least, probe};
    use crate::error::Fault;
    use crate::geometry::Size;
    use crate::limits::{Deadline, Limits};

    /// Two by one: red, then blue; 100 dots per inch.
    fn sample() -> Vec<u8> {
        let mut bytes = b"BM\x3E\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x02\0\0\0\x01\0\0\0\x01\0\x18\0".to_vec();
        bytes.extend([0; 8]);
        bytes.extend(3937u32.to_le_bytes().repeat(2));
        bytes.extend([0; 8]);
        bytes.extend([0, 0, 255, 255, 0, 0, 0, 0]);
        bytes
    }

    #[test]
    fn pixels_and_resolution_are_read() {
        let picture = probe(sample(), &Limits::default()).unwrap();
        assert_eq!((picture.size, picture.dpi), (Size::new(2, 1), Some(100.0)));
        let raster = at_least(&picture, picture.size, &Limits::default(), &Deadline::NEVER).unwrap();
        assert_eq!(raster.data(), [255, 0, 0, 255, 0, 0, 255, 255]);
    }

    #[test]
    fn sides_are_judged_before_the_library_runs() {
        let mut bytes = sample();
        bytes[18..22].copy_from_slice(&0x00FF_FFFFu32.to_le_bytes());
        assert_eq!(probe(bytes.clone(), &Limits::default()).unwrap_err().fault(), Fault::TooLarge);
        bytes[18..22].copy_from_slice(&u32::MAX.to_le_bytes());
        assert_eq!(probe(bytes, &Limits::default()).unwrap_err().fault(), Fault::Input);
    }

    /// A picture of Windows's shortest header.
    fn windows(size: (i32, i32), bits: u16, compression: u32, palette: &[[u8; 4]], data: &[u8]) -> Vec<u8> {
        let offset = 54 + palette.len() as u32 * 4;
        let mut bytes = [&b"BM\0\0\0\0\0\0\0\0"[..], &offset.to_le_bytes(), &40u32.to_le_bytes()].concat();
        bytes.extend([size.0.to_le_bytes(), size.1.to_le_bytes()].concat());
        bytes.extend([&1u16.to_le_bytes()[..], &bits.to_le_bytes(), &compression.to_le_bytes()].concat());
        bytes.extend([0; 12]);
        bytes.extend([&(palette.len() as u32).to_le_bytes()[..], &[0; 4], palette.as_flattened(), data].concat());
        bytes
    }

    fn decoded(bytes: Vec<u8>) -> crate::error::Result<Vec<u8>> {
        let picture = probe(bytes, &Limits::default())?;
        at_least(&picture, picture.size, &Limits::default(), &Deadline::NEVER).map(|raster| raster.data().to_vec())
    }

    const RED: [u8; 4] = [255, 0, 0, 255];
    const BLUE: [u8; 4] = [0, 0, 255, 255];
    const PALETTE: [[u8; 4]; 2] = [[0, 0, 255, 0], [255, 0, 0, 0]];

    #[test]
    fn rows_stand_from_the_bottom_unless_the_height_says_otherwise() {
        let rows = [0x40, 0, 0, 0, 0x80, 0, 0, 0];
        let shown = |height| decoded(windows((2, height), 1, 0, &PALETTE, &rows)).unwrap();
        assert_eq!(shown(2), [BLUE, RED, RED, BLUE].concat());
        assert_eq!(shown(-2), [RED, BLUE, BLUE, RED].concat());
        // Behind the last row nothing need be, but before it.
        assert!(decoded(windows((2, 2), 1, 0, &PALETTE, &rows[..5])).is_ok());
        assert_eq!(decoded(windows((2, 2), 1, 0, &PALETTE, &rows[..4])).unwrap_err().fault(), Fault::Input);
    }

    #[test]
    fn runs_of_both_depths_are_read_and_those_beyond_a_row_are_cut() {
        // Six pixels where there are three, the end of the row, two as they are, the end.
        let four = [6, 0x01, 0, 0, 0, 3, 0x10, 0x00, 0, 1];
        let first = [RED, BLUE, RED].concat();
        assert_eq!(
            decoded(windows((3, 2), 4, 2, &PALETTE, &four)).unwrap(),
            [BLUE, RED, RED].concat().into_iter().chain(first).collect::<Vec<u8>>()
        );
        // To the right by one and up by one; what is passed over is the first colour.
        let eight = [1, 1, 0, 2, 0, 1, 2, 1, 0, 1];
        assert_eq!(
            decoded(windows((3, 2), 8, 1, &PALETTE, &eight)).unwrap(),
            [RED, BLUE, BLUE, BLUE, RED, RED].concat()
        );
        assert_eq!(decoded(windows((3, 2), 8, 1, &PALETTE, &eight[..6])).unwrap_err().fault(), Fault::Input);
    }

    #[test]
    fn masks_and_headers_of_other_times_are_read() {
        let short = decoded(windows((1, 1), 16, 0, &[], &[0x1F, 0x7C, 0, 0])).unwrap();
        assert_eq!(short, [255, 0, 255, 255]);
        let masks = [[0, 0xF8, 0, 0], [0xE0, 7, 0, 0], [0x1F, 0, 0, 0]].concat();
        let mut wide = windows((1, 1), 16, 3, &[], &[&masks[..], &[0xE0, 7, 0, 0]].concat());
        wide[10] += 12;
        assert_eq!(decoded(wide).unwrap(), [0, 255, 0, 255]);
        // OS/2: sides of 16 bits, three bytes a colour.
        let mut core = [&b"BM\0\0\0\0\0\0\0\0"[..], &[32, 0, 0, 0, 12, 0, 0, 0, 2, 0, 1, 0, 1, 0, 1, 0]].concat();
        core.extend([0, 0, 255, 255, 0, 0, 0x40, 0, 0, 0]);
        assert_eq!(decoded(core).unwrap(), [RED, BLUE].concat());
        assert_eq!(decoded(windows((1, 1), 24, 4, &[], &[0; 4])).unwrap_err().fault(), Fault::Unsupported);
    }
}
