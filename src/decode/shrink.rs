//! How far a JPEG is reduced while it is decoded, what that costs, and where the picture then lies.

use super::header::stored_size;
#[cfg(feature = "png")]
use super::png;
use crate::geometry::{Rect, Size};
use crate::picture::{ColorModel, Picture, PictureFormat};

/// The reductions, and what each must leave, in quarters of what is wanted: an eighth 2.5 times, a quarter 2 times, a
/// half 1.75 times. Then the result stays above 50 dB against a full decode (Lanczos3 after it, colour photos of 6 to
/// 24 MP: 51.2 to 51.9, 51.5 to 52.6 and 53.7 to 54.3 dB; an eighth that leaves 2 times: 48.7 to 49.7).
const REDUCTIONS: [(u32, u64); 3] = [(8, 10), (4, 8), (2, 7)];

/// The largest denominator of [`REDUCTIONS`] that leaves enough of a stored size for `wanted`; 1 when none does.
pub(super) fn denominator(stored: Size, wanted: Size) -> u32 {
    let enough = |side: u32, denominator: u32, left: u64, wanted: u32| {
        u64::from(side) * 4 >= left * u64::from(denominator) * u64::from(wanted)
    };
    let leaves = |(denominator, left)| {
        enough(stored.width, denominator, left, wanted.width) && enough(stored.height, denominator, left, wanted.height)
    };
    REDUCTIONS.into_iter().find(|reduction| leaves(*reduction)).map_or(1, |(denominator, _)| denominator)
}

/// Whether a JPEG is reduced for `wanted`.
pub(super) fn is_reduced(picture: &Picture, wanted: Size) -> bool {
    denominator(stored_size(picture), in_stored_directions(picture, wanted)) > 1
}

/// A stored size reduced to one `denominator`th: rounded up, as decoders do.
pub(super) fn reduced(stored: Size, denominator: u32) -> Size {
    Size::new(stored.width.div_ceil(denominator), stored.height.div_ceil(denominator))
}

/// `wanted` in the directions of the stored pixels.
pub(super) fn in_stored_directions(picture: &Picture, wanted: Size) -> Size {
    if picture.orientation.turns_sides() { wanted.turned() } else { wanted }
}

/// See [`extent`](super::extent).
pub(super) fn extent(picture: &Picture, decoded: Size) -> Rect {
    let stored = stored_size(picture);
    let decoded_stored = in_stored_directions(picture, decoded);
    let found = REDUCTIONS.into_iter().find(|(denominator, _)| reduced(stored, *denominator) == decoded_stored);
    let Some((denominator, _)) = found else {
        return decoded.rect();
    };
    if stored == decoded_stored {
        return decoded.rect();
    }
    let factor = 1.0 / f64::from(denominator);
    let (width, height) = (f64::from(picture.size.width) * factor, f64::from(picture.size.height) * factor);
    // The partial column was last as stored; these orientations bring it to the left, and the partial row to the top.
    let is_first = |orientations: [u8; 4]| orientations.contains(&picture.orientation.exif());
    let x = if is_first([2, 3, 6, 7]) { f64::from(decoded.width) - width } else { 0.0 };
    let y = if is_first([3, 4, 7, 8]) { f64::from(decoded.height) - height } else { 0.0 };
    Rect::new(x, y, width, height)
}

/// How a picture comes in rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InRows {
    /// The size of the rows together, as stored.
    pub size: Size,
    /// Bytes of memory that decoding them holds at its peak; the encoded bytes, strips on their way and what takes the
    /// rows are not counted.
    pub cost: u64,
}

/// See [`in_rows`](super::in_rows).
pub(super) fn in_rows(picture: &Picture, wanted: Size) -> Option<InRows> {
    // Turned when it is small, the two passes of the resize would change places, between which numbers are rounded and
    // cut.
    if picture.orientation.turns_sides() {
        return None;
    }
    let stored = stored_size(picture);
    match picture.format {
        #[cfg(feature = "jpeg")]
        PictureFormat::Jpeg => {
            let denominator = denominator(stored, in_stored_directions(picture, wanted));
            let channels = channels(picture);
            // A row of units: 16 rows of each channel at most of usual files, and the rows in which chroma is stretched.
            let size = reduced(stored, denominator);
            let units = u64::from(size.width) * 24 * channels;
            Some(InRows { size, cost: coefficients(picture, denominator) + units })
        }
        #[cfg(feature = "png")]
        PictureFormat::Png if png::comes_in_rows(picture) => {
            Some(InRows { size: stored, cost: png::WORKING_BYTES + u64::from(stored.width) * 16 })
        }
        _ => None,
    }
}

/// See [`stored_part`](super::stored_part).
pub(super) fn stored_part(picture: &Picture, part: Rect, stored: Size) -> Rect {
    let own = stored_size(picture);
    let found = REDUCTIONS.into_iter().find(|(denominator, _)| reduced(own, *denominator) == stored && own != stored);
    let factor = found.map_or(1.0, |(denominator, _)| 1.0 / f64::from(denominator));
    let is_one_of = |orientations: [u8; 2]| orientations.contains(&picture.orientation.exif());
    let Rect { x, y, width, height } = part;
    let x = if is_one_of([2, 3]) { f64::from(own.width) - x - width } else { x };
    let y = if is_one_of([3, 4]) { f64::from(own.height) - y - height } else { y };
    Rect::new(x * factor, y * factor, width * factor, height * factor)
}

fn channels(picture: &Picture) -> u64 {
    match picture.model {
        ColorModel::Gray => 1,
        ColorModel::Rgb => 3,
        ColorModel::Cmyk => 4,
    }
}

/// See [`cost`](super::cost).
pub(super) fn cost(picture: &Picture, wanted: Size) -> u64 {
    let stored = stored_size(picture);
    let full = stored.pixels();
    let channels = channels(picture);
    // Four samples a pixel, of two bytes where the file has more than 8 bits.
    let frame = full * if is_deep(picture) { 8 } else { 4 };
    // Quarter turns need a second frame; it comes when the decoder's own memory is free again.
    let turning = if picture.orientation.turns_sides() { frame } else { 0 };
    let decoding = match picture.format {
        PictureFormat::Jpeg => {
            return jpeg_cost(picture, denominator(stored, in_stored_directions(picture, wanted)));
        }
        // Rows go straight into the frame; only interlaced ones and those of animations go through a frame of the
        // file's own depth.
        #[cfg(feature = "png")]
        PictureFormat::Png if png::has_rows(picture) => 0,
        PictureFormat::Png => full * u64::from(picture.depth).div_ceil(8) * 4,
        // Three channels before the four; of an animation also its canvas.
        PictureFormat::Webp => full * if picture.frames > 1 { 8 } else { 4 },
        // One strip may be the whole picture: as it is stored, and unpacked.
        PictureFormat::Tiff => {
            full * (channels + u64::from(picture.has_alpha)) * u64::from(picture.depth).div_ceil(8) * 2
        }
        PictureFormat::Gif => full,
        PictureFormat::Bmp => full * 4,
        // Floats of up to four channels, in some stages at once: measured, 23 bytes a pixel of three.
        PictureFormat::Jxl => full * 24,
        PictureFormat::Svg => return 0,
    };
    frame + decoding.max(turning)
}

/// Whether the picture is decoded to 16 bits a sample.
fn is_deep(picture: &Picture) -> bool {
    // Palettes of TIFF have more bits an index only; they are rare enough to be counted as deep.
    picture.depth > 8 && matches!(picture.format, PictureFormat::Png | PictureFormat::Tiff | PictureFormat::Jxl)
}

/// A JPEG that comes in one scan is decoded row by row into its frame; all others hold their coefficients too.
fn jpeg_cost(picture: &Picture, denominator: u32) -> u64 {
    let decoded = reduced(stored_size(picture), denominator).pixels();
    let turning = if picture.orientation.turns_sides() { decoded * 4 } else { 0 };
    decoded * 4 + turning.max(coefficients(picture, denominator))
}

/// Bytes of coefficients that are held at one `denominator`th: two each, of those that are kept, and of a progressive
/// file a bit for each of all.
fn coefficients(picture: &Picture, denominator: u32) -> u64 {
    let (stored, channels) = (stored_size(picture).pixels(), channels(picture));
    let kept = reduced(stored_size(picture), denominator).pixels() * channels * 2;
    match way(picture) {
        Way::Rows => 0,
        Way::Parts => kept,
        Way::Progressive => kept + stored * channels / 8,
    }
}

/// How the coefficients of a file come.
enum Way {
    /// All of a block together, and all components.
    Rows,
    /// All of a block together, but not all components, or a file that cannot be read.
    Parts,
    /// Band by band.
    Progressive,
}

#[cfg(feature = "jpeg")]
fn way(picture: &Picture) -> Way {
    match super::jpeg_header::of(&picture.content) {
        Ok(markers) if markers.process == 2 => Way::Progressive,
        Ok(markers) if markers.is_one_scan() => Way::Rows,
        _ => Way::Parts,
    }
}

#[cfg(not(feature = "jpeg"))]
fn way(_: &Picture) -> Way {
    Way::Parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::{ColorModel, Orientation};

    fn picture(width: u32, height: u32, orientation: u32) -> Picture {
        let orientation = Orientation::from_exif(orientation);
        let stored = Size::new(width, height);
        Picture {
            content: Vec::new().into(),
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
        for (wanted, expected) in [(1, 8), (300, 8), (303, 4), (750, 4), (753, 2), (1713, 2), (1716, 1), (6000, 1)] {
            assert_eq!(denominator(stored, Size::new(wanted, wanted * 2 / 3)), expected, "{wanted}");
        }
        assert_eq!(denominator(stored, Size::new(1, 1143)), 1, "the side that wants more decides");
    }

    #[test]
    fn the_picture_lies_where_its_pixels_lie() {
        assert_eq!(extent(&picture(801, 403, 1), Size::new(201, 101)), Rect::new(0.0, 0.0, 200.25, 100.75));
        assert_eq!(extent(&picture(801, 403, 3), Size::new(201, 101)), Rect::new(0.75, 0.25, 200.25, 100.75));
        assert_eq!(extent(&picture(801, 403, 6), Size::new(101, 201)), Rect::new(0.25, 0.0, 100.75, 200.25));
        assert_eq!(extent(&picture(801, 403, 8), Size::new(101, 201)), Rect::new(0.0, 0.75, 100.75, 200.25));
        assert_eq!(extent(&picture(801, 403, 6), Size::new(403, 801)), Size::new(403, 801).rect());
    }

    #[test]
    fn a_part_of_the_upright_picture_is_found_in_the_stored_one() {
        let stored = Size::new(801, 403);
        for (orientation, x, y) in [(1, 8.0, 16.0), (2, 769.0, 16.0), (3, 769.0, 355.0), (4, 8.0, 355.0)] {
            let picture = picture(801, 403, orientation);
            let part = stored_part(&picture, Rect::new(8.0, 16.0, 24.0, 32.0), stored);
            assert_eq!(part, Rect::new(x, y, 24.0, 32.0), "{orientation}");
            let whole = stored_part(&picture, picture.size.rect(), Size::new(201, 101));
            assert_eq!(whole, Rect::new(0.0, 0.0, 200.25, 100.75), "{orientation}");
        }
    }
}
