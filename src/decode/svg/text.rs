//! The bytes of an SVG or SVGZ become text.
//!
//! Promised: never more than `svg_bytes` come out of a compressed file, whatever its header says. Refused: encodings
//! other than UTF-8.

use crate::error::{Error, Result};
use crate::limits::{Limits, within};
use std::borrow::Cow;
use std::io::Read;

/// The text, without a byte order mark.
pub(super) fn read<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Cow<'a, str>> {
    limits.check_input_bytes(bytes.len() as u64)?;
    if bytes.starts_with(&[0x1f, 0x8b]) {
        let text = utf8(&inflate(bytes, limits.svg_bytes)?)?.to_owned();
        return Ok(Cow::Owned(text));
    }
    within("svg_bytes", bytes.len() as u64, limits.svg_bytes)?;
    utf8(bytes).map(Cow::Borrowed)
}

fn inflate(bytes: &[u8], maximum: u64) -> Result<Vec<u8>> {
    let mut text = Vec::new();
    flate2::read::GzDecoder::new(bytes)
        .take(maximum.saturating_add(1))
        .read_to_end(&mut text)
        .map_err(|cause| Error::input("the compressed SVG is damaged").caused_by(cause))?;
    within("svg_bytes", text.len() as u64, maximum)?;
    Ok(text)
}

fn utf8(bytes: &[u8]) -> Result<&str> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|cause| {
        let what = match bytes {
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "the SVG is in UTF-16",
            _ => "the SVG is not in UTF-8",
        };
        Error::unsupported(what).with_help("save it in UTF-8").caused_by(cause)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Fault;
    use std::io::Write;

    fn gzip(data: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(data).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn a_compressed_file_is_inflated_up_to_the_limit() {
        let limits = Limits { svg_bytes: 1000, ..Limits::default() };
        assert_eq!(read(&gzip(b"<svg/>"), &limits).unwrap(), "<svg/>");
        assert_eq!(read(&gzip(&[b' '; 1000]), &limits).unwrap().len(), 1000);
        assert_eq!(read(&gzip(&[b' '; 1001]), &limits).unwrap_err().fault(), Fault::TooLarge);
        assert_eq!(read(&gzip(&vec![b' '; 50 << 20]), &limits).unwrap_err().fault(), Fault::TooLarge);
        assert_eq!(read(&gzip(b"<svg/>")[..12], &limits).unwrap_err().fault(), Fault::Input);
    }

    #[test]
    fn utf8_is_read_and_nothing_else() {
        let limits = Limits::default();
        assert_eq!(read("\u{feff}<svg/>".as_bytes(), &limits).unwrap(), "<svg/>");
        let utf16: Vec<u8> = "\u{feff}<svg/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&utf16, &limits).unwrap_err().to_string(), "the SVG is in UTF-16");
        assert_eq!(read(b"<svg>\xe4</svg>", &limits).unwrap_err().fault(), Fault::Unsupported);
    }
}
