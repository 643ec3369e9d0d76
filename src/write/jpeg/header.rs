//! Everything of a baseline JPEG before its coded data.

use super::baseline::Plan;
use super::tables::{HUFFMAN, ZIGZAG};
use crate::error::{Error, Result};
use crate::output::Output;

/// What a segment holds beside its two bytes of length.
const SEGMENT: usize = 65_535 - 2;
const EXIF: &[u8] = b"Exif\0\0";
const ICC: &[u8] = b"ICC_PROFILE\0";

/// From the first marker to the header of the only scan.
///
/// # Errors
/// [`Fault::TooLarge`](crate::Fault::TooLarge) for more EXIF or a larger profile than a JPEG holds.
pub(super) fn write(plan: &Plan, output: &Output) -> Result<Vec<u8>> {
    let mut file = vec![0xff, 0xd8];
    jfif(&mut file, output)?;
    if let Some(exif) = &output.exif {
        segment(&mut file, 0xe1, &[EXIF, exif])?;
    }
    if let Some(profile) = output.profile.profile() {
        icc(&mut file, profile.bytes())?;
    }
    for (number, steps) in (0u8..).zip(&plan.steps) {
        segment(&mut file, 0xdb, &[&[number], &ZIGZAG.map(|place| steps[usize::from(place & 63)])])?;
    }
    let ([h1, h0], [w1, w0]) = (plan.height.to_be_bytes(), plan.width.to_be_bytes());
    let sampling = if plan.is_half() { 0x22 } else { 0x11 };
    // 8 bits; three channels: number, sampling, table of steps.
    segment(&mut file, 0xc0, &[&[8, h1, h0, w1, w0, 3, 1, sampling, 0, 2, 0x11, 1, 3, 0x11, 1]])?;
    for (number, tables) in (0u8..).zip(&HUFFMAN) {
        for (class, table) in (0u8..).zip(tables) {
            segment(&mut file, 0xc4, &[&[class << 4 | number], &table.counts, table.symbols])?;
        }
    }
    if plan.strips > 1 {
        segment(&mut file, 0xdd, &[&plan.interval().to_be_bytes()])?;
    }
    // Three channels: number, Huffman tables; all coefficients at once.
    segment(&mut file, 0xda, &[&[3, 1, 0, 2, 0x11, 3, 0x11, 0, 63, 0]])?;
    Ok(file)
}

/// JFIF 1.02: dots an inch (1), or square pixels of no known size (0).
fn jfif(file: &mut Vec<u8>, output: &Output) -> Result<()> {
    // `Output::check` holds it to 1..=65,535.
    let (unit, density) = output.dpi.map_or((0, 1), |dpi| (1, dpi.round() as u16));
    let density = density.to_be_bytes();
    segment(file, 0xe0, &[b"JFIF\0\x01\x02", &[unit], &density, &density, &[0, 0]])
}

/// ICC.1:2022, B.4: numbered pieces, each with how many there are.
fn icc(file: &mut Vec<u8>, profile: &[u8]) -> Result<()> {
    let pieces = profile.chunks(SEGMENT - ICC.len() - 2);
    let count = u8::try_from(pieces.len())
        .map_err(|_| Error::beyond("pieces of the JPEG's ICC profile", pieces.len(), u8::MAX))?;
    for (number, piece) in (1..=count).zip(pieces) {
        segment(file, 0xe2, &[ICC, &[number, count], piece])?;
    }
    Ok(())
}

fn segment(file: &mut Vec<u8>, marker: u8, parts: &[&[u8]]) -> Result<()> {
    let length = parts.iter().map(|part| part.len()).sum::<usize>() + 2;
    let length =
        u16::try_from(length).map_err(|_| Error::beyond("bytes of a part of the JPEG's header", length, u16::MAX))?;
    file.extend_from_slice(&[0xff, marker]);
    file.extend_from_slice(&length.to_be_bytes());
    parts.iter().for_each(|part| file.extend_from_slice(part));
    Ok(())
}
