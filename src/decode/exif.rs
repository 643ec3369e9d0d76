//! The two things wanted out of EXIF: how to turn the picture, and its resolution. And what may travel on to another
//! file.

use super::reader::Timed;
use crate::limits::Deadline;
use crate::picture::Orientation;
use crate::source::Content;
use exif::experimental::Writer;
use exif::{Context, Exif, Field, In, Reader, Tag, Value};
use std::io::Cursor;

/// Tags of the picture's own directory that are about the photo and not about how its pixels are stored.
const TRAVELLING: [Tag; 7] =
    [Tag::ImageDescription, Tag::Make, Tag::Model, Tag::Software, Tag::DateTime, Tag::Artist, Tag::Copyright];

/// What EXIF says; the default says nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Facts {
    pub(super) orientation: Orientation,
    /// Dots per inch.
    pub(super) dpi: Option<f64>,
}

/// Reads EXIF from its TIFF header on; a leading `Exif\0\0` is passed over. Broken parts are passed over too: EXIF is
/// never a reason to refuse a picture.
pub(super) fn read(bytes: &[u8]) -> Facts {
    let bytes = bytes.strip_prefix(b"Exif\0\0").unwrap_or(bytes);
    let mut reader = Reader::new();
    reader.continue_on_error(true);
    let parsed = reader.read_raw(bytes.to_vec()).or_else(|error| error.distill_partial_result(|_| ()));
    parsed.map(|exif| facts(&exif)).unwrap_or_default()
}

fn facts(exif: &Exif) -> Facts {
    let number = |tag| exif.get_field(tag, In::PRIMARY).and_then(|field| field.value.get_uint(0));
    let resolution = exif.get_field(Tag::XResolution, In::PRIMARY).and_then(|field| match &field.value {
        Value::Rational(values) => values.first().map(exif::Rational::to_f64),
        _ => None,
    });
    // ResolutionUnit is 2 (inch) when it is absent (Exif 2.32, tag 296).
    let dpi = resolution.and_then(|value| to_dpi(value, number(Tag::ResolutionUnit).unwrap_or(2)));
    Facts { orientation: Orientation::from_exif(number(Tag::Orientation).unwrap_or(1)), dpi }
}

/// The EXIF of a whole file of any format, from its TIFF header on, without what is no longer true of other pixels: the
/// orientation, the size, the resolution, the thumbnail, and the maker's note, whose offsets would be wrong.
pub(super) fn travelling(file: &Content) -> Option<Vec<u8>> {
    let mut reader = Reader::new();
    reader.continue_on_error(true);
    let parsed = reader.read_from_container(&mut Timed::of(file, &Deadline::NEVER));
    let exif = parsed.or_else(|error| error.distill_partial_result(|_| ())).ok()?;
    let travels = |field: &&Field| match field.tag.context() {
        Context::Tiff => TRAVELLING.contains(&field.tag),
        _ => !matches!(field.tag, Tag::PixelXDimension | Tag::PixelYDimension | Tag::MakerNote),
    };
    let mut writer = Writer::new();
    exif.fields()
        .filter(|field| field.ifd_num == In::PRIMARY)
        .filter(travels)
        .for_each(|field| writer.push_field(field));
    let mut bytes = Cursor::new(Vec::new());
    writer.write(&mut bytes, false).ok()?;
    Some(bytes.into_inner())
}

/// Dots per inch from a resolution and its unit (TIFF 6.0, tag 296): 2 inch, 3 centimetre, else no length at all.
pub(super) fn to_dpi(value: f64, unit: u32) -> Option<f64> {
    let dpi = match unit {
        2 => value,
        3 => value * 2.54,
        _ => return None,
    };
    sane_dpi(dpi)
}

/// A resolution that can be meant: finite and above 0, at most 100,000 (no device comes near).
pub(super) fn sane_dpi(dpi: f64) -> Option<f64> {
    (dpi.is_finite() && dpi > 0.0 && dpi <= 100_000.0).then_some(dpi)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// EXIF with an orientation and 300 dots per inch.
    pub(in crate::decode) fn sample(orientation: u8) -> Vec<u8> {
        let mut bytes = b"MM\0*\0\0\0\x08\0\x02".to_vec();
        bytes.extend([1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
        bytes.extend([1, 0x1A, 0, 5, 0, 0, 0, 1, 0, 0, 0, 38]);
        bytes.extend([0, 0, 0, 0]);
        bytes.extend([0, 0, 1, 44, 0, 0, 0, 1]);
        bytes
    }

    #[test]
    fn orientation_and_resolution_are_read_and_rubbish_says_nothing() {
        let expected = Facts { orientation: Orientation::from_exif(6), dpi: Some(300.0) };
        assert_eq!(read(&sample(6)), expected);
        assert_eq!(read(&[b"Exif\0\0", &sample(6)[..]].concat()), expected);
        assert_eq!(read(&sample(9)).orientation, Orientation::UPRIGHT);
        assert_eq!(read(b"rubbish"), Facts::default());
        assert_eq!(read(&sample(6)[..30]).dpi, None);
    }

    #[test]
    fn what_is_untrue_of_other_pixels_stays_behind() {
        // A TIFF header, the camera's maker, and an orientation.
        let mut bytes = b"MM\0*\0\0\0\x08\0\x02".to_vec();
        bytes.extend([1, 0x0F, 0, 2, 0, 0, 0, 3, b'M', b'e', 0, 0]);
        bytes.extend([1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0]);
        bytes.extend([0; 4]);
        let travels = travelling(&bytes.into()).unwrap();
        assert_eq!(read(&travels).orientation, Orientation::UPRIGHT);
        assert!(travels.windows(2).any(|pair| pair == b"Me"));
        assert_eq!(travelling(&sample(6).into()), None);
        assert_eq!(travelling(&b"rubbish".to_vec().into()), None);
    }

    #[test]
    fn units_become_inches() {
        assert_eq!(to_dpi(100.0, 3), Some(254.0));
        assert_eq!(to_dpi(100.0, 1), None);
        assert_eq!(to_dpi(f64::INFINITY, 2), None);
    }
}
