//! PSD: layers and the composite, 8-bit RGB, rows packed by PackBits.
//!
//! By Adobe's "Photoshop File Formats Specification" (November 2019), which the section names here are from. Each layer
//! is as large as what can be seen of it, with straight colours and its alpha; layers that are clear all over are left
//! out. The composite of a canvas that shows through lies on white with its alpha beside it, as Photoshop writes it and
//! readers take it back. The resolution (ResolutionInfo) and the profile, sRGB's too, stand in the image resources.

use crate::error::{Error, Fault, Result};
use crate::geometry::Size;
use crate::output::{Output, Strip};
use crate::raster::Raster;
use crate::write::layers::{Layer, Layers};
use crate::write::sides::check_sides;
use moxcms::{ColorProfile, LocalizableString, ProfileText, Xyzd};

/// The most pixels a side of a PSD; beyond them it would be a PSB, which fewer programs read.
const SIDE: u32 = 30_000;
/// The most bytes of a PSD: 2 GiB.
const BYTES: usize = 1 << 31;
/// The four channels of a layer, in the order in which they are written: alpha, red, green, blue.
const CHANNELS: [(i16, usize); 4] = [(-1, 3), (0, 0), (1, 1), (2, 2)];
/// Rows packed by PackBits.
const PACKED: u16 = 1;

/// A PSD file with one layer.
///
/// # Errors
/// As [`layered`].
pub fn write(raster: Raster, output: &Output) -> Result<Vec<u8>> {
    let layer = Layer { name: "picture".to_owned(), raster: raster.clone() };
    layered(Layers { composite: raster, layers: &mut std::iter::once(Ok(layer)) }, output)
}

/// A PSD file of layers, the first lowest, all as large as the composite.
///
/// # Errors
/// [`Fault::TooLarge`] for more than 30,000 pixels a side and for more than 2 GiB.
pub fn layered(layers: Layers<'_>, output: &Output) -> Result<Vec<u8>> {
    let composite = layers.composite.with_opacity_found();
    let (size, has_alpha) = (composite.size(), !composite.is_opaque());
    check_sides("PSD", size, SIDE)?;
    let mut file = header(size, has_alpha);
    // Color Mode Data: none for RGB.
    file.extend(0u32.to_be_bytes());
    sized(&mut file, 1, |file| resources(file, output))?;
    let packed = layers.layers.filter_map(|layer| layer.and_then(|layer| pack(layer, size)).transpose());
    let packed = packed.collect::<Result<Vec<Packed>>>()?;
    sized(&mut file, 1, |file| {
        sized(file, 2, |file| layer_info(file, &packed, has_alpha))?;
        // Global layer mask info: none.
        file.extend(0u32.to_be_bytes());
        Ok(())
    })?;
    drop(packed);
    image_data(&mut file, composite, has_alpha)?;
    match file.len() <= BYTES {
        true => Ok(file),
        false => Err(too_large()),
    }
}

/// File Header: RGB of 8 bits, with one channel more for the alpha of the composite.
fn header(size: Size, has_alpha: bool) -> Vec<u8> {
    let mut file = b"8BPS\0\x01\0\0\0\0\0\0".to_vec();
    file.extend((3 + u16::from(has_alpha)).to_be_bytes());
    file.extend(size.height.to_be_bytes());
    file.extend(size.width.to_be_bytes());
    file.extend([0, 8, 0, 3]);
    file
}

/// Image Resources: 1005 ResolutionInfo, 1039 ICC Profile, 1057 VersionInfo, which says that the composite is real.
fn resources(file: &mut Vec<u8>, output: &Output) -> Result<()> {
    if let Some(dpi) = output.dpi {
        // 16.16 fixed; 1 is pixels per inch, and inches for the sides.
        let fixed = ((dpi * 65_536.0).round() as u32).to_be_bytes();
        let half = [&fixed[..], &[0, 1, 0, 1]].concat();
        resource(file, 1005, &half.repeat(2))?;
    }
    if output.strip != Strip::All {
        let profile = output.profile.profile().map(|profile| profile.bytes().to_vec()).or_else(srgb);
        profile.map_or(Ok(()), |profile| resource(file, 1039, &profile))?;
    }
    let name = unicode("artboard");
    resource(file, 1057, &[&[0, 0, 0, 1, 1][..], &name, &name, &[0, 0, 0, 1]].concat())
}

/// A profile of sRGB that strict readers take: the library's own has a white of another rounding than D50 (ICC.1,
/// section 7.2.16), and tags off their places of four bytes, which texts of an even number of letters keep.
fn srgb() -> Option<Vec<u8>> {
    let text = |text: &str| {
        let localized = LocalizableString::new("en".to_owned(), "US".to_owned(), text.to_owned());
        Some(ProfileText::Localizable(vec![localized]))
    };
    let mut profile = ColorProfile::new_srgb();
    profile.white_point = Xyzd { x: 63_190.0 / 65_536.0, y: 1.0, z: 54_061.0 / 65_536.0 };
    profile.description = text("sRGB");
    profile.copyright = text("Public domain.");
    profile.cicp = None;
    profile.encode().ok()
}

fn resource(file: &mut Vec<u8>, id: u16, data: &[u8]) -> Result<()> {
    file.extend(b"8BIM");
    file.extend(id.to_be_bytes());
    // An empty Pascal string, padded to be even.
    file.extend([0, 0]);
    file.extend(length(data.len())?);
    file.extend(data);
    file.resize(file.len() + data.len() % 2, 0);
    Ok(())
}

/// A Unicode string: how many units of UTF-16, and these.
fn unicode(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().take(255).collect();
    let count = (units.len() as u32).to_be_bytes();
    count.into_iter().chain(units.into_iter().flat_map(u16::to_be_bytes)).collect()
}

/// A layer ready to be written.
struct Packed {
    name: String,
    /// Left, top, right, bottom.
    edges: [u32; 4],
    /// Lengths of rows and the rows, in the order of [`CHANNELS`].
    channels: [Vec<u8>; 4],
}

/// What can be seen of a layer; `None` for nothing.
fn pack(layer: Layer, size: Size) -> Result<Option<Packed>> {
    if layer.raster.size() != size {
        return Err(Error::internal(format!("a layer of {} on a canvas of {size}", layer.raster.size())));
    }
    let pixels = layer.raster.into_straight();
    let Some(edges) = seen(&pixels, size) else { return Ok(None) };
    let [left, top, right, bottom] = edges.map(|edge| edge as usize);
    let rows = |channel: usize| {
        let row = move |row: &[u8]| -> Vec<u8> { row.chunks_exact(4).map(|pixel| pixel[channel]).collect() };
        let stride = size.width as usize * 4;
        pixels.chunks_exact(stride).take(bottom).skip(top).map(move |line| row(&line[left * 4..right * 4]))
    };
    let channels = CHANNELS.map(|(_, channel)| {
        let (mut lengths, data) = packed_rows(rows(channel));
        lengths.extend(data);
        lengths
    });
    Ok(Some(Packed { name: layer.name, edges, channels }))
}

/// The edges of what is not clear.
fn seen(pixels: &[u8], size: Size) -> Option<[u32; 4]> {
    let (mut left, mut top, mut right, mut bottom) = (u32::MAX, u32::MAX, 0, 0);
    for (y, line) in (0..).zip(pixels.chunks_exact((size.width as usize * 4).max(4))) {
        let is_seen = |pixel: &[u8]| pixel[3] > 0;
        let Some(first) = line.chunks_exact(4).position(is_seen) else { continue };
        let last = line.chunks_exact(4).rposition(is_seen).unwrap_or(first);
        (left, right) = (left.min(first as u32), right.max(last as u32 + 1));
        (top, bottom) = (top.min(y), y + 1);
    }
    (right > 0).then_some([left, top, right, bottom])
}

/// Layer info: the records of all layers, then their channels.
fn layer_info(file: &mut Vec<u8>, layers: &[Packed], has_alpha: bool) -> Result<()> {
    let many = || Error::new(Fault::TooLarge, format!("{} layers are more than a PSD holds", layers.len()));
    let count = i16::try_from(layers.len()).map_err(|_| many())?;
    // Negative: the first extra channel of the composite is its transparency.
    file.extend(if has_alpha { -count } else { count }.to_be_bytes());
    for layer in layers {
        record(file, layer)?;
    }
    for channel in layers.iter().flat_map(|layer| &layer.channels) {
        file.extend(PACKED.to_be_bytes());
        file.extend(channel);
    }
    Ok(())
}

fn record(file: &mut Vec<u8>, layer: &Packed) -> Result<()> {
    let [left, top, right, bottom] = layer.edges;
    [top, left, bottom, right].into_iter().for_each(|edge| file.extend(edge.to_be_bytes()));
    file.extend((CHANNELS.len() as u16).to_be_bytes());
    for ((id, _), channel) in CHANNELS.iter().zip(&layer.channels) {
        file.extend(id.to_be_bytes());
        file.extend(length(channel.len() + 2)?);
    }
    // Normal mode, opaque, no clipping, visible.
    file.extend(b"8BIMnorm\xff\0\0\0");
    sized(file, 1, |file| {
        // No mask, no blending ranges.
        file.extend([0; 8]);
        // The name for old readers: Pascal, in ASCII, padded to four bytes.
        let plain: Vec<u8> = layer.name.chars().map(|c| if c.is_ascii() { c as u8 } else { b'?' }).take(255).collect();
        file.push(plain.len() as u8);
        file.extend(&plain);
        file.resize(file.len() + (3 - plain.len() % 4), 0);
        file.extend(b"8BIMluni");
        sized(file, 4, |file| {
            file.extend(unicode(&layer.name));
            Ok(())
        })
    })
}

/// Image Data: the composite, a plane a channel; what shows through is laid on white.
fn image_data(file: &mut Vec<u8>, composite: Raster, has_alpha: bool) -> Result<()> {
    let stride = composite.size().width as usize * 4;
    let pixels = composite.into_straight();
    let on_white = |channel: u8, alpha: u8| {
        let (channel, alpha) = (u32::from(channel), u32::from(alpha));
        ((channel * alpha + 255 * (255 - alpha) + 127) / 255) as u8
    };
    let plane = |channel: usize| {
        let sample = move |pixel: &[u8]| if channel < 3 { on_white(pixel[channel], pixel[3]) } else { pixel[3] };
        pixels.chunks_exact(stride).map(move |line| line.chunks_exact(4).map(sample).collect::<Vec<u8>>())
    };
    file.extend(PACKED.to_be_bytes());
    let (lengths, data) = packed_rows((0..3 + usize::from(has_alpha)).flat_map(plane));
    file.extend(lengths);
    match file.len().checked_add(data.len()).is_some_and(|length| length <= BYTES) {
        true => file.extend(data),
        false => return Err(too_large()),
    }
    Ok(())
}

/// The lengths of rows, two bytes each, and the rows packed. A row is at most 30,000 bytes: packed at most 30,235.
fn packed_rows(rows: impl Iterator<Item = Vec<u8>>) -> (Vec<u8>, Vec<u8>) {
    let (mut lengths, mut data) = (Vec::new(), Vec::new());
    for row in rows {
        let before = data.len();
        pack_bits(&row, &mut data);
        lengths.extend(((data.len() - before) as u16).to_be_bytes());
    }
    (lengths, data)
}

/// PackBits (TIFF 6.0, section 9): runs of 3 to 128 equal bytes become two, others are copied up to 128 at a time.
fn pack_bits(row: &[u8], packed: &mut Vec<u8>) {
    let run_at = |at: usize| {
        let same = row[at..].iter().take(128).take_while(|byte| **byte == row[at]);
        same.count()
    };
    let mut at = 0;
    while at < row.len() {
        let run = run_at(at);
        if run >= 3 {
            packed.extend([(257 - run) as u8, row[at]]);
            at += run;
            continue;
        }
        let start = at;
        while at < row.len() && at - start < 128 && !is_run(row, at) {
            at += 1;
        }
        packed.push((at - start - 1) as u8);
        packed.extend(&row[start..at]);
    }
}

/// Whether three equal bytes begin here.
fn is_run(row: &[u8], at: usize) -> bool {
    matches!(row.get(at..at + 3), Some([a, b, c]) if a == b && b == c)
}

/// What `write` adds, after its length in four bytes; zeros make the length a multiple of `multiple`.
fn sized(file: &mut Vec<u8>, multiple: usize, write: impl FnOnce(&mut Vec<u8>) -> Result<()>) -> Result<()> {
    let start = file.len();
    file.extend([0; 4]);
    write(file)?;
    let own = file.len() - start - 4;
    file.resize(file.len() + own.next_multiple_of(multiple) - own, 0);
    let found = length(file.len() - start - 4)?;
    file[start..start + 4].copy_from_slice(&found);
    Ok(())
}

fn length(bytes: usize) -> Result<[u8; 4]> {
    u32::try_from(bytes).map(u32::to_be_bytes).map_err(|_| too_large())
}

fn too_large() -> Error {
    Error::new(Fault::TooLarge, "the PSD would have more than 2 GiB")
        .with_help("ask for a smaller canvas, or write tiff")
}

#[cfg(test)]
mod tests;
