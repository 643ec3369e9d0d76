//! The bytes of an SVG or SVGZ become text.
//!
//! Promised: never more than `svg_bytes` come out of a compressed file, whatever its header says; text in UTF-16,
//! Windows-1251, Windows-1252, Latin 1 and KOI8-R is converted. Refused: other encodings than these and UTF-8.

use crate::error::{Error, Result, shortened};
use crate::limits::{Limits, within};
use std::borrow::Cow;
use std::io::Read;

/// The text, without a byte order mark.
pub(super) fn read<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Cow<'a, str>> {
    limits.check_input_bytes(bytes.len() as u64)?;
    if bytes.starts_with(&[0x1f, 0x8b]) {
        let inflated = inflate(bytes, limits.svg_bytes)?;
        return decoded(&inflated).map(|text| Cow::Owned(text.into_owned()));
    }
    within("svg_bytes", bytes.len() as u64, limits.svg_bytes)?;
    decoded(bytes)
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

/// By the byte order mark, else by how `<` is written, else as the XML declaration says, else UTF-8 (XML 1.0, appendix
/// F).
fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>> {
    match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [b'<', 0, ..] => utf16(bytes, u16::from_le_bytes),
        [0, b'<', ..] => utf16(bytes, u16::from_be_bytes),
        _ => match declared(bytes).and_then(|name| Page::named(&name)) {
            Some(page) if !bytes.is_ascii() => Ok(Cow::Owned(bytes.iter().map(|&byte| page.character(byte)).collect())),
            _ => utf8(bytes),
        },
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<Cow<'_, str>> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let text = char::decode_utf16(pairs.iter().map(|pair| unit(*pair))).collect::<std::result::Result<String, _>>();
    match text {
        Ok(text) if rest.is_empty() => Ok(Cow::Owned(text)),
        _ => Err(Error::input("the SVG says that it is in UTF-16, and is not").with_help("save it in UTF-8")),
    }
}

/// The encoding that an XML declaration names, in lower case.
fn declared(bytes: &[u8]) -> Option<String> {
    /// A declaration has three short parts.
    const HEAD: usize = 200;
    let head = String::from_utf8_lossy(bytes.get(..HEAD.min(bytes.len()))?).into_owned();
    let declaration = head.trim_start().strip_prefix("<?xml")?.split_once("?>")?.0;
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    Some(value.get(1..)?.split_once(quote)?.0.to_ascii_lowercase())
}

/// An encoding of one byte a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Page {
    Cyrillic,
    Western,
    Koi8,
}

impl Page {
    /// Browsers take Latin 1 for Windows-1252 (WHATWG Encoding, "names and labels").
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "windows-1251" | "cp1251" | "x-cp1251" => Self::Cyrillic,
            "windows-1252" | "cp1252" | "x-cp1252" | "iso-8859-1" | "iso8859-1" | "latin1" | "us-ascii" | "ascii" => {
                Self::Western
            }
            "koi8-r" | "koi8" => Self::Koi8,
            _ => return None,
        })
    }

    fn character(self, byte: u8) -> char {
        let Some(above) = byte.checked_sub(0x80) else { return char::from(byte) };
        let found = match self {
            Self::Cyrillic => CYRILLIC.chars().nth(above.into()),
            Self::Western => WESTERN.chars().nth(above.into()),
            Self::Koi8 => KOI8.chars().nth(above.into()),
        };
        found.unwrap_or(char::from(byte))
    }
}

/// Windows-1251 from 0x80 on (RFC 1489's neighbour, as Unicode's `CP1251.TXT` maps it).
const CYRILLIC: &str = "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\u{fffd}™љ›њќћџ\u{a0}ЎўЈ¤Ґ¦§Ё©Є«¬\u{ad}®Ї°±Ііґµ¶·ё№є»јЅѕїАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя";
/// Windows-1252 from 0x80 to 0x9f; above that it is Latin 1.
const WESTERN: &str = "€\u{fffd}‚ƒ„…†‡ˆ‰Š‹Œ\u{fffd}Ž\u{fffd}\u{fffd}‘’“”•–—˜™š›œ\u{fffd}žŸ";
/// KOI8-R from 0x80 on (RFC 1489).
const KOI8: &str = "─│┌┐└┘├┤┬┴┼▀▄█▌▐░▒▓⌠■∙√≈≤≥\u{a0}⌡°²·÷═║╒ё╓╔╕╖╗╘╙╚╛╜╝╞╟╠╡Ё╢╣╤╥╦╧╨╩╪╫╬©юабцдефгхийклмнопярстужвьызшэщчъЮАБЦДЕФГХИЙКЛМНОПЯРСТУЖВЬЫЗШЭЩЧЪ";

fn utf8(bytes: &[u8]) -> Result<Cow<'_, str>> {
    let plain = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(plain).map(Cow::Borrowed).map_err(|cause| {
        let what = match declared(bytes).filter(|name| name != "utf-8") {
            Some(name) => format!("the SVG is in `{}`, which is not read", shortened(&name)),
            None => "the SVG is not in UTF-8".to_owned(),
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
    fn usual_encodings_are_read_and_others_named() {
        let limits = Limits::default();
        assert_eq!(read("\u{feff}<svg/>".as_bytes(), &limits).unwrap(), "<svg/>");
        let text = "<svg>Ж€</svg>";
        for (mark, bytes) in [
            ("\u{feff}", u16::to_le_bytes as fn(u16) -> [u8; 2]),
            ("\u{feff}", u16::to_be_bytes),
            ("", u16::to_le_bytes),
        ] {
            let utf16: Vec<u8> = format!("{mark}{text}").encode_utf16().flat_map(bytes).collect();
            assert_eq!(read(&utf16, &limits).unwrap(), text);
            assert!(read(&utf16[..utf16.len() - 1], &limits).is_err());
        }
        for (name, byte, expected) in
            [("windows-1251", 0xc6, 'Ж'), ("ISO-8859-1", 0xe4, 'ä'), ("windows-1252", 0x80, '€'), ("koi8-r", 0xf6, 'Ж')]
        {
            let mut bytes = format!("<?xml version='1.0' encoding=\"{name}\"?><svg>").into_bytes();
            bytes.push(byte);
            assert!(read(&bytes, &limits).unwrap().ends_with(&format!("<svg>{expected}")), "{name}");
        }
        let error = read(b"<?xml version='1.0' encoding='gb2312'?><svg>\xc4\xe3</svg>", &limits).unwrap_err();
        assert_eq!(error.to_string(), "the SVG is in `gb2312`, which is not read");
        assert_eq!(read(b"<svg>\xe4</svg>", &limits).unwrap_err().fault(), Fault::Unsupported);
    }

    #[test]
    fn tables_have_a_character_for_each_byte() {
        assert_eq!([CYRILLIC, WESTERN, KOI8].map(|page| page.chars().count()), [128, 32, 128]);
    }
}
