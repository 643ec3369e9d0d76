//! How far a JPEG is reduced while it is decoded, what that costs, and where the picture then lies.

use super::header::stored_size;
use crate::geometry::{Rect, Size};
use crate::picture::{Picture, PictureFormat};

/// The reductions that are used, in eighths, and what each must leave, in halves of what is wanted: a quarter 2.5 times,
/// a half 2 times. Then the result stays above 50 dB against a full decode (measured on a 6 MP photo with halved chroma,
/// Lanczos3 after it: 50.3 and 51.4 dB; a quarter that leaves 2 times: 48.5; less than 1.25 times: 41 to 44).
///
/// An eighth is not used: the decoder's one-pixel transform cuts fractions off instead of rounding (44 to 48 dB whatever
/// is left), and it saves next to nothing over a quarter, since reading the code words is what takes the time.
const REDUCTIONS: [(u32, u64); 2] = [(2, 5), (4, 4)];

/// The smallest of [`REDUCTIONS`] of a stored size that leaves enough for `wanted`, in eighths; 8 when none does.
pub(super) fn eighths(stored: Size, wanted: Size) -> u32 {
    let enough = |side: u32, eighths: u32, left: u64, wanted: u32| {
        u64::from(side) * u64::from(eighths) * 2 >= 8 * left * u64::from(wanted)
    };
    let leaves = |(eighths, left)| {
        enough(stored.width, eighths, left, wanted.width) && enough(stored.height, eighths, left, wanted.height)
    };
    REDUCTIONS.into_iter().find(|reduction| leaves(*reduction)).map_or(8, |(eighths, _)| eighths)
}

/// A stored size reduced to some eighths: rounded up, as decoders do.
pub(super) fn reduced(stored: Size, eighths: u32) -> Size {
    let side = |side: u32| (u64::from(side) * u64::from(eighths)).div_ceil(8) as u32;
    Size::new(side(stored.width), side(stored.height))
}

/// `wanted` in the directions of the stored pixels.
pub(super) fn in_stored_directions(picture: &Picture, wanted: Size) -> Size {
    if picture.orientation.turns_sides() { wanted.turned() } else { wanted }
}

/// See [`extent`](super::extent).
pub(super) fn extent(picture: &Picture, decoded: Size) -> Rect {
    let stored = stored_size(picture);
    let decoded_stored = in_stored_directions(picture, decoded);
    let Some(eighths) = [2, 4].into_iter().find(|eighths| reduced(stored, *eighths) == decoded_stored) else {
        return decoded.rect();
    };
    if stored == decoded_stored {
        return decoded.rect();
    }
    let factor = f64::from(eighths) / 8.0;
    let (width, height) = (f64::from(picture.size.width) * factor, f64::from(picture.size.height) * factor);
    // The partial column was last as stored; these orientations bring it to the left, and the partial row to the top.
    let is_first = |orientations: [u8; 4]| orientations.contains(&picture.orientation.exif());
    let x = if is_first([2, 3, 6, 7]) { f64::from(decoded.width) - width } else { 0.0 };
    let y = if is_first([3, 4, 7, 8]) { f64::from(decoded.height) - height } else { 0.0 };
    Rect::new(x, y, width, height)
}

/// See [`cost`](super::cost).
pub(super) fn cost(picture: &Picture, wanted: Size) -> u64 {
    let stored = stored_size(picture);
    let full = stored.pixels();
    let channels = match picture.model {
        crate::picture::ColorModel::Gray => 1,
        crate::picture::ColorModel::Rgb => 3,
        crate::picture::ColorModel::Cmyk => 4,
    };
    // Four samples a pixel, of two bytes where the file has more than 8 bits.
    let frame = full * if is_deep(picture) { 8 } else { 4 };
    // Quarter turns need a second frame; it comes when the decoder's own memory is free again.
    let turning = if picture.orientation.turns_sides() { frame } else { 0 };
    let decoding = match picture.format {
        PictureFormat::Jpeg => {
            return jpeg_cost(picture, eighths(stored, in_stored_directions(picture, wanted)), channels);
        }
        // Rows go straight into the frame; only interlaced ones (byte 28, PNG 3, section 11.2.1) and those of animations
        // go through a frame of the file's own depth.
        PictureFormat::Png if picture.bytes.get(28) == Some(&0) && picture.frames == 1 => 0,
        PictureFormat::Png => full * u64::from(picture.depth).div_ceil(8) * 4,
        // Three channels before the four; of an animation also its canvas.
        PictureFormat::Webp => full * if picture.frames > 1 { 8 } else { 4 },
        // One strip may be the whole picture: as it is stored, and unpacked.
        PictureFormat::Tiff => {
            full * (channels + u64::from(picture.has_alpha)) * u64::from(picture.depth).div_ceil(8) * 2
        }
        PictureFormat::Gif => full,
        PictureFormat::Bmp => full * 4,
        PictureFormat::Svg => return 0,
    };
    frame + decoding.max(turning)
}

/// Whether the picture is decoded to 16 bits a sample.
fn is_deep(picture: &Picture) -> bool {
    // Palettes of TIFF have more bits an index only; they are rare enough to be counted as deep.
    picture.depth > 8 && matches!(picture.format, PictureFormat::Png | PictureFormat::Tiff)
}

/// A baseline JPEG at full size is decoded row by row into its frame; a reduced one has its planes and their three
/// channels beside it. A progressive one holds all coefficients too, two bytes each, as does one in several scans.
fn jpeg_cost(picture: &Picture, eighths: u32, channels: u64) -> u64 {
    let stored = stored_size(picture);
    let decoded = reduced(stored, eighths).pixels();
    let is_whole = eighths == 8 && channels < 4;
    let coefficients = if is_baseline(picture) { 0 } else { stored.pixels() * channels * 2 };
    let planes = if is_whole { 0 } else { decoded * channels * 2 };
    let turning = if picture.orientation.turns_sides() { decoded * 4 } else { 0 };
    decoded * 4 + turning.max(coefficients + planes)
}

/// Whether all coefficients of a block stand together.
#[cfg(feature = "jpeg")]
fn is_baseline(picture: &Picture) -> bool {
    super::jpeg_header::read(&picture.bytes).is_ok_and(|markers| markers.process < 2 && markers.is_interleaved)
}

#[cfg(not(feature = "jpeg"))]
fn is_baseline(_: &Picture) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::{ColorModel, Orientation};

    fn picture(width: u32, height: u32, orientation: u32) -> Picture {
        let orientation = Orientation::from_exif(orientation);
        let stored = Size::new(width, height);
        Picture {
            bytes: Vec::new().into(),
            format: PictureFormat::Jpeg,
            size: if orientation.turns_sides() { stored.turned() } else { stored },
            orientation,
            has_alpha: false,
            model: ColorModel::Rgb,
            depth: 8,
            dpi: None,
            profile: None,
            frames: 1,
            remarks: Vec::new(),
        }
    }

    #[test]
    fn enough_is_left_for_the_resize() {
        let stored = Size::new(6000, 4000);
        for (wanted, expected) in [(1, 2), (600, 2), (603, 4), (1500, 4), (1503, 8), (6000, 8)] {
            assert_eq!(eighths(stored, Size::new(wanted, wanted * 2 / 3)), expected, "{wanted}");
        }
        assert_eq!(eighths(stored, Size::new(1, 1001)), 8, "the side that wants more decides");
    }

    #[test]
    fn the_picture_lies_where_its_pixels_lie() {
        assert_eq!(extent(&picture(801, 403, 1), Size::new(201, 101)), Rect::new(0.0, 0.0, 200.25, 100.75));
        assert_eq!(extent(&picture(801, 403, 3), Size::new(201, 101)), Rect::new(0.75, 0.25, 200.25, 100.75));
        assert_eq!(extent(&picture(801, 403, 6), Size::new(101, 201)), Rect::new(0.25, 0.0, 100.75, 200.25));
        assert_eq!(extent(&picture(801, 403, 8), Size::new(101, 201)), Rect::new(0.0, 0.75, 100.75, 200.25));
        assert_eq!(extent(&picture(801, 403, 6), Size::new(403, 801)), Size::new(403, 801).rect());
    }
}
