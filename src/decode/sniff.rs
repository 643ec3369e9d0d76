//! The first bytes say what a file is; its name is not asked.

use super::raw;
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
    let what = match content_of(bytes) {
        Shown::Picture(format) => return Ok(format),
        Shown::Compressed => return Ok(PictureFormat::Svg),
        Shown::Unsupported(name) => format!("{name} pictures cannot be read"),
        Shown::Document(name) => format!("this is {name}, not a picture"),
        Shown::Other => "not a picture of a known format".to_owned(),
    };
    Err(Error::unsupported(what).with_help("give a JPEG, PNG, WebP, TIFF, GIF, BMP or SVG"))
}

/// What the first bytes of a file show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// A picture of a format that is known here, perhaps not built in.
    Picture(PictureFormat),
    /// Something compressed by gzip: an SVG, as far as it is a picture.
    Compressed,
    /// A picture of a format that is not read: its name.
    Unsupported(&'static str),
    /// A document that is no picture: its name.
    Document(&'static str),
    /// Nothing that is known.
    Other,
}

/// What the first bytes of a file show; no more than [`TELLING`](super::TELLING) of them are looked at.
pub fn content_of(bytes: &[u8]) -> Shown {
    if let Some(name) = raw::name(bytes).or_else(|| known_elsewhere(bytes)) {
        return Shown::Unsupported(name);
    }
    match by_signature(bytes) {
        Some(PictureFormat::Svg) => Shown::Compressed,
        Some(format) => Shown::Picture(format),
        None if is_svg(bytes) => Shown::Picture(PictureFormat::Svg),
        None if bytes.starts_with(b"%PDF") => Shown::Document("a PDF"),
        None => Shown::Other,
    }
}

fn by_signature(bytes: &[u8]) -> Option<PictureFormat> {
    Some(match bytes {
        [0xFF, 0xD8, 0xFF, ..] => PictureFormat::Jpeg,
        [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => PictureFormat::Png,
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => PictureFormat::Webp,
        // Classic TIFF has 42 as its version, BigTIFF 43.
        [b'I', b'I', 42 | 43, 0, ..] | [b'M', b'M', 0, 42 | 43, ..] => PictureFormat::Tiff,
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => PictureFormat::Gif,
        // "BM" alone begins many texts: the two reserved words after the file size are 0 in every bitmap but those of OS/2
        // that name a hot spot, whose second header says its length, 12 to 124.
        [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..] => PictureFormat::Bmp,
        [b'B', b'M', _, _, _, _, _, _, _, _, _, _, _, _, 12..=124, 0, 0, 0, ..] => PictureFormat::Bmp,
        [0xFF, 0x0A, ..] | [0, 0, 0, 12, b'J', b'X', b'L', b' ', ..] => PictureFormat::Jxl,
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
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => return brand(bytes),
        [0, 0, 0, 12, b'j', b'P', b' ', b' ', ..] | [0xFF, 0x4F, 0xFF, 0x51, ..] => "JPEG 2000",
        [b'8', b'B', b'P', b'S', ..] => "Photoshop",
        [0, 0, 1, 0, count, 0, ..] if *count > 0 => "ICO",
        _ => return None,
    })
}

/// A picture in the container of ISO 14496-12: by its own brand, or where that only says that it is one, by those that
/// it is compatible with.
fn brand(bytes: &[u8]) -> Option<&'static str> {
    let length = u32::from_be_bytes(*bytes.first_chunk()?) as usize;
    let named = |brand: &[u8]| match brand {
        b"avif" | b"avis" => Some("AVIF"),
        b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"hevm" | b"hevs" => Some("HEIC"),
        b"crx " => Some("camera raw"),
        _ => None,
    };
    let own = bytes.get(8..12)?;
    let others = bytes.get(16..length.min(bytes.len())).unwrap_or_default().chunks_exact(4);
    let is_generic = matches!(own, b"mif1" | b"msf1" | b"miaf");
    named(own).or_else(|| if is_generic { others.filter_map(named).next().or(Some("HEIF")) } else { None })
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
        PictureFormat::Jxl => "JPEG XL",
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
        PictureFormat::Jxl => "jxl",
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
            (b"BM\x46\0\0\0\x07\0\x09\0\x1A\0\0\0\x0C\0\0\0", PictureFormat::Bmp),
            (b"<?xml version='1.0'?><!-- x --><svg/>", PictureFormat::Svg),
            (b"\xEF\xBB\xBF  <svg xmlns=''/>", PictureFormat::Svg),
            (b"\x1F\x8B\x08", PictureFormat::Svg),
            (b"\xFF\x0A", PictureFormat::Jxl),
            (b"\0\0\0\x0CJXL \r\n\x87\n", PictureFormat::Jxl),
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
        for (bytes, name) in [
            (&b"\0\0\0\x18ftypavif"[..], "AVIF"),
            (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "HEIC"),
            (b"\0\0\0\x18ftypmif1\0\0\0\0mif1miaf", "HEIF"),
            (b"\0\0\0\x18ftypmsf1\0\0\0\0msf1avis", "AVIF"),
            (b"\0\0\0\x18ftypcrx \0\0\0\x01", "camera raw"),
            (b"\xff\x4f\xff\x51\0", "JPEG 2000"),
            (b"%PDF-1.7", "PDF"),
        ] {
            let error = sniff(bytes).unwrap_err();
            assert!(error.fault() == Fault::Unsupported && error.what().contains(name), "{error}");
        }
        // A film in the same container is no picture.
        assert_eq!(content_of(b"\0\0\0\x18ftypisom\0\0\0\0isomavc1"), Shown::Other);
    }
}
