//! The first bytes say what a file is; its name is not asked.

use crate::error::{Error, Result};
use crate::picture::PictureFormat;

/// How far into a text the root element of an SVG may stand: prologs, comments and DTDs of editors are below this.
pub(super) const SEARCHED: usize = 16 << 10;

/// The format that the first bytes of a file show; no more than [`SEARCHED`] of them are looked at.
///
/// # Errors
/// [`Fault::Input`](crate::Fault::Input) for an empty file, [`Fault::Unsupported`](crate::Fault::Unsupported) for what
/// is no picture known here.
pub(super) fn sniff(bytes: &[u8]) -> Result<PictureFormat> {
    if bytes.is_empty() {
        return Err(Error::input("the file is empty"));
    }
    if let Some(format) = by_signature(bytes) {
        return Ok(format);
    }
    if is_svg(bytes) {
        return Ok(PictureFormat::Svg);
    }
    let what = known_elsewhere(bytes)
        .map_or("not a picture of a known format".to_owned(), |name| format!("{name} pictures cannot be read"));
    Err(Error::unsupported(what).with_help("give a JPEG, PNG, WebP, TIFF, GIF, BMP or SVG"))
}

fn by_signature(bytes: &[u8]) -> Option<PictureFormat> {
    Some(match bytes {
        [0xFF, 0xD8, 0xFF, ..] => PictureFormat::Jpeg,
        [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => PictureFormat::Png,
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => PictureFormat::Webp,
        // Classic TIFF has 42 as its version, BigTIFF 43.
        [b'I', b'I', 42 | 43, 0, ..] | [b'M', b'M', 0, 42 | 43, ..] => PictureFormat::Tiff,
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => PictureFormat::Gif,
        // "BM" alone begins many texts: the two reserved words after the file size are 0 in every bitmap.
        [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..] => PictureFormat::Bmp,
        // Gzip: of the pictures only SVG comes so.
        [0x1F, 0x8B, 8, ..] => PictureFormat::Svg,
        _ => return None,
    })
}

/// A text with an `<svg` element, perhaps with a prefix, after nothing but a prolog.
fn is_svg(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let start = &bytes[..bytes.len().min(SEARCHED)];
    // UTF-16 has a zero byte beside every ASCII letter.
    let letters: Vec<u8> = match start {
        [0xFE, 0xFF, rest @ ..] | [0xFF, 0xFE, rest @ ..] | rest @ ([b'<', 0, ..] | [0, b'<', ..]) => {
            rest.iter().copied().filter(|byte| *byte != 0).collect()
        }
        start => start.to_vec(),
    };
    if letters.trim_ascii_start().first() != Some(&b'<') {
        return false;
    }
    letters.windows(4).any(|four| four == b"<svg")
        || letters.windows(5).any(|five| five == b":svg ")
        || letters.windows(26).any(|part| part == b"http://www.w3.org/2000/svg")
}

/// The names of pictures that are recognised only to be refused by name.
fn known_elsewhere(bytes: &[u8]) -> Option<&'static str> {
    Some(match bytes {
        [_, _, _, _, b'f', b't', b'y', b'p', b'a', b'v', b'i', b'f' | b's', ..] => "AVIF",
        [_, _, _, _, b'f', b't', b'y', b'p', b'h', b'e', b'i' | b'v', ..] => "HEIC",
        [_, _, _, _, b'f', b't', b'y', b'p', b'm', b'i', b'f', ..] => "HEIF",
        [0xFF, 0x0A, ..] | [0, 0, 0, 12, b'J', b'X', b'L', b' ', ..] => "JPEG XL",
        [0, 0, 0, 12, b'j', b'P', ..] => "JPEG 2000",
        [b'8', b'B', b'P', b'S', ..] => "Photoshop",
        [b'%', b'P', b'D', b'F', ..] => "PDF",
        [0, 0, 1, 0, ..] => "ICO",
        _ => return None,
    })
}

/// The format's name for people.
pub(super) fn name(format: PictureFormat) -> &'static str {
    match format {
        PictureFormat::Jpeg => "JPEG",
        PictureFormat::Png => "PNG",
        PictureFormat::Webp => "WebP",
        PictureFormat::Tiff => "TIFF",
        PictureFormat::Gif => "GIF",
        PictureFormat::Bmp => "BMP",
        PictureFormat::Svg => "SVG",
    }
}

/// The feature that builds it in.
pub(super) fn feature(format: PictureFormat) -> &'static str {
    match format {
        PictureFormat::Jpeg => "jpeg",
        PictureFormat::Png => "png",
        PictureFormat::Webp => "webp",
        PictureFormat::Tiff => "tiff",
        PictureFormat::Gif => "gif",
        PictureFormat::Bmp => "bmp",
        PictureFormat::Svg => "svg",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Fault;

    #[test]
    fn the_content_decides() {
        for (bytes, format) in [
            (&b"\xFF\xD8\xFF\xE0"[..], PictureFormat::Jpeg),
            (b"\x89PNG\r\n\x1A\n", PictureFormat::Png),
            (b"RIFF\0\0\0\0WEBPVP8 ", PictureFormat::Webp),
            (b"II*\0", PictureFormat::Tiff),
            (b"MM\0+", PictureFormat::Tiff),
            (b"GIF89a", PictureFormat::Gif),
            (b"BM\x46\0\0\0\0\0\0\0", PictureFormat::Bmp),
            (b"<?xml version='1.0'?><!-- x --><svg/>", PictureFormat::Svg),
            (b"\xEF\xBB\xBF  <svg xmlns=''/>", PictureFormat::Svg),
            (b"\x1F\x8B\x08", PictureFormat::Svg),
        ] {
            assert_eq!(sniff(bytes).unwrap(), format);
        }
    }

    #[test]
    fn what_is_no_picture_is_unsupported_and_nothing_is_damaged() {
        for bytes in [&b"BMW is a car"[..], b"hello", b"{\"a\": \"<svg\"}", b"\x89PNG\r\n\n"] {
            assert_eq!(sniff(bytes).unwrap_err().fault(), Fault::Unsupported);
        }
        assert_eq!(sniff(b"").unwrap_err().fault(), Fault::Input);
        assert!(sniff(b"\0\0\0\x18ftypavif").unwrap_err().what().contains("AVIF"));
    }
}
