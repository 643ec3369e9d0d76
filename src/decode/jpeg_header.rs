//! The markers of a JPEG (ITU-T T.81, annex B), walked without decoding anything.

use super::exif::{self, Facts};
use super::reader::{Timed, be16, truncated};
use crate::error::{Error, Result};
use crate::limits::within;
use crate::source::Content;
use crate::source::unreadable;
use std::io::{self, BufRead, Seek, SeekFrom};

/// What the markers before the first scan say.
#[derive(Debug, Default)]
pub(super) struct Markers {
    pub(super) width: u16,
    pub(super) height: u16,
    pub(super) depth: u8,
    pub(super) components: u8,
    /// The number of the frame marker SOFn: 0 baseline, 1 extended, 2 progressive, others not decoded.
    pub(super) process: u8,
    /// Names of the first components.
    pub(super) ids: Vec<u8>,
    /// Whether the first scan holds all components.
    is_interleaved: bool,
    /// Whether a JFIF header (APP0) is there.
    pub(super) has_jfif: bool,
    /// The transform that an Adobe marker (APP14) names: 0 none, 1 YCbCr, 2 YCCK.
    pub(super) adobe: Option<u8>,
    /// Dots per inch of the JFIF header.
    pub(super) dpi: Option<f64>,
    pub(super) exif: Option<Facts>,
    /// Pieces of the ICC profile: number, count, bytes.
    profile: Vec<(u8, u8, Vec<u8>)>,
    /// Where the entropy-coded data of the first scan begin.
    pub(super) scan: usize,
}

/// Bytes that are looked at first: more than the headers of most files.
const HEAD: usize = 64 << 10;

/// Reads the markers of a file up to the first scan.
pub(super) fn of(content: &Content) -> Result<Markers> {
    let mut length = HEAD;
    loop {
        let head = content.part(0, length)?;
        match walk(&head)? {
            Some(markers) => return Ok(markers),
            None if head.len() < length => return Err(truncated("JPEG")),
            None => length = length.saturating_mul(4),
        }
    }
}

/// Reads the markers up to the first scan.
pub(super) fn read(bytes: &[u8]) -> Result<Markers> {
    walk(bytes)?.ok_or_else(|| truncated("JPEG"))
}

/// As [`read`]; `None` when the bytes end before the first scan.
fn walk(bytes: &[u8]) -> Result<Option<Markers>> {
    let mut markers = Markers::default();
    let mut at = 2;
    loop {
        let Some((marker, next)) = next_marker(bytes, at) else { return Ok(None) };
        // Markers without a segment: TEM, restarts, a second start of image.
        if matches!(marker, 0x01 | 0xD0..=0xD8) {
            at = next;
            continue;
        }
        if marker == 0xD9 {
            return Err(Error::input("the JPEG ends before its first scan"));
        }
        let Some(length) = be16(bytes, next).map(usize::from) else { return Ok(None) };
        let Some(segment) = bytes.get(next + 2..next + length.max(2)) else { return Ok(None) };
        at = next + length.max(2);
        markers.take(marker, segment)?;
        if marker == 0xDA {
            markers.scan = at;
            markers.is_interleaved = segment.first() == Some(&markers.components);
            return if markers.components > 0 {
                Ok(Some(markers))
            } else {
                Err(Error::input("the JPEG has no frame header"))
            };
        }
    }
}

/// The next marker from `at` on and the place after it.
pub(super) fn next_marker(bytes: &[u8], at: usize) -> Option<(u8, usize)> {
    let mut rest = bytes.get(at..)?;
    let marker = marker_in(&mut rest).ok()??;
    Some((marker, bytes.len() - rest.len()))
}

/// The next marker, which is read over; `None` at the end. Bytes between segments are passed over, as all decoders do.
fn marker_in(bytes: &mut impl BufRead) -> io::Result<Option<u8>> {
    loop {
        if bytes.skip_until(0xFF)? == 0 {
            return Ok(None);
        }
        loop {
            let Some(&byte) = bytes.fill_buf()?.first() else { return Ok(None) };
            bytes.consume(1);
            match byte {
                0xFF => {}
                0 => break,
                marker => return Ok(Some(marker)),
            }
        }
    }
}

impl Markers {
    fn take(&mut self, marker: u8, segment: &[u8]) -> Result<()> {
        match marker {
            // SOF0 to SOF15 without DHT, JPG and DAC, which stand among them.
            0xC0..=0xCF if !matches!(marker, 0xC4 | 0xC8 | 0xCC) => self.take_frame(marker, segment)?,
            0xE0 => {
                self.has_jfif |= segment.starts_with(b"JFIF\0");
                self.dpi = jfif_dpi(segment).or(self.dpi);
            }
            0xE1 if self.exif.is_none() && segment.starts_with(b"Exif\0") => {
                self.exif = Some(exif::read(segment.get(6..).unwrap_or_default()));
            }
            0xE2 => self.take_profile(segment),
            // Adobe TN 5116: version, two words of flags, and the transform.
            0xEE if segment.starts_with(b"Adobe") => self.adobe = segment.get(11).copied().or(self.adobe),
            _ => {}
        }
        Ok(())
    }

    fn take_frame(&mut self, marker: u8, segment: &[u8]) -> Result<()> {
        if self.components > 0 {
            return Err(Error::unsupported("hierarchical JPEGs cannot be read"));
        }
        let [depth, h1, h0, w1, w0, components, ref triples @ ..] = *segment else { return Err(truncated("JPEG")) };
        self.ids = triples.as_chunks::<3>().0.iter().take(4).map(|[id, ..]| *id).collect();
        self.process = marker - 0xC0;
        (self.depth, self.components) = (depth, components);
        (self.width, self.height) = (u16::from_be_bytes([w1, w0]), u16::from_be_bytes([h1, h0]));
        if self.height == 0 && self.width > 0 {
            return Err(Error::unsupported("a JPEG that says its height after the picture (DNL) cannot be read"));
        }
        Ok(())
    }

    fn take_profile(&mut self, segment: &[u8]) {
        if let Some([number, count, piece @ ..]) = segment.strip_prefix(b"ICC_PROFILE\0") {
            self.profile.push((*number, *count, piece.to_vec()));
        }
    }

    /// The ICC profile put together from its pieces (ICC.1, annex B.4); an error says what is wrong with them.
    pub(super) fn profile(&mut self) -> Result<Option<Vec<u8>>, String> {
        if self.profile.is_empty() {
            return Ok(None);
        }
        self.profile.sort_by_key(|(number, ..)| *number);
        let count = self.profile.len();
        let complete = (self.profile.iter().zip(1..))
            .all(|((number, of, _), expected)| usize::from(*number) == expected && usize::from(*of) == count);
        let pieces = std::mem::take(&mut self.profile);
        match complete {
            true => Ok(Some(pieces.into_iter().flat_map(|(.., piece)| piece).collect())),
            false => Err("pieces of the ICC profile are missing or doubled: ignored".to_owned()),
        }
    }

    /// Whether the first scan should be the only one: of a sequential file, with all components.
    pub(super) fn is_one_scan(&self) -> bool {
        self.process < 2 && self.is_interleaved
    }

    /// Counts the scans of these bytes against the limit, to the end of the picture.
    pub(super) fn check_scans(&self, bytes: Timed<'_>, maximum: u32) -> Result<()> {
        let mut scans = 1;
        let is_last = |marker| {
            if marker == 0xDA {
                scans += 1;
                within("jpeg_scans", scans, u64::from(maximum))?;
            }
            Ok(marker == 0xD9)
        };
        self.find_behind(bytes, is_last).map(drop)
    }

    /// Whether the end of the picture is in these bytes.
    pub(super) fn is_complete(&self, bytes: Timed<'_>) -> Result<bool> {
        self.find_behind(bytes, |marker| Ok(marker == 0xD9))
    }

    /// Whether one of the markers behind the header of the first scan is wanted.
    fn find_behind(&self, mut bytes: Timed<'_>, mut is_wanted: impl FnMut(u8) -> Result<bool>) -> Result<bool> {
        bytes.seek(SeekFrom::Start(self.scan as u64)).map_err(unreadable)?;
        while let Some(marker) = marker_in(&mut bytes).map_err(unreadable)? {
            if is_wanted(marker)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Dots per inch of a JFIF header (JFIF 1.02): version, unit (1 inch, 2 centimetre), density across.
fn jfif_dpi(segment: &[u8]) -> Option<f64> {
    let [_, _, unit, x1, x0, ..] = *segment.strip_prefix(b"JFIF\0")? else { return None };
    exif::to_dpi(f64::from(u16::from_be_bytes([x1, x0])), u32::from(unit) + 1).filter(|_| unit > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Fault;
    use crate::limits::Deadline;
    use crate::source::tests::in_file;

    /// A header without tables: as much as the walk looks at.
    fn header(extra: &[u8]) -> Vec<u8> {
        let mut bytes = vec![0xFF, 0xD8];
        bytes.extend(extra);
        bytes.extend([0xFF, 0xC2, 0, 11, 8, 0, 7, 0, 9, 1, 1, 0x11, 0]);
        bytes.extend([0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0]);
        bytes
    }

    #[test]
    fn the_frame_is_read_behind_stray_bytes() {
        let markers = read(&header(&[1, 2, 3, 0xFF, 0, 0xFF, 0xFF, 0xFE, 0, 3, 7])).unwrap();
        assert_eq!((markers.width, markers.height, markers.components, markers.process), (9, 7, 1, 2));
    }

    #[test]
    fn density_is_in_inches_whatever_its_unit() {
        let with =
            |unit| header(&[&[0xFF, 0xE0, 0, 16][..], b"JFIF\0\x01\x02", &[unit, 0, 100, 0, 100, 0, 0]].concat());
        assert_eq!(read(&with(1)).unwrap().dpi, Some(100.0));
        assert_eq!(read(&with(2)).unwrap().dpi, Some(254.0));
        assert_eq!(read(&with(0)).unwrap().dpi, None);
    }

    #[test]
    fn scans_are_counted_and_the_end_is_looked_for() {
        let mut bytes = header(&[]);
        for _ in 0..4 {
            bytes.extend([0, 0xFF, 0, 0xFF, 0xD3, 5, 0xFF, 0xDA]);
        }
        let markers = read(&bytes).unwrap();
        let within = |bytes: &[u8], maximum| markers.check_scans(Timed::new(bytes, &Deadline::NEVER), maximum);
        assert!(within(&bytes, 5).is_ok());
        assert_eq!(within(&bytes, 4).unwrap_err().fault(), Fault::TooLarge);
        let is_complete = |bytes: &[u8]| markers.is_complete(Timed::new(bytes, &Deadline::NEVER)).unwrap();
        assert!(!is_complete(&bytes));
        bytes.extend([0xFF, 0xD9, 0, 0]);
        assert!(is_complete(&bytes));
    }

    #[test]
    fn a_long_header_is_read_on() {
        let comment = [&[0xFF, 0xFE, 0xFF, 0xFF][..], &[7; 0xFFFD]].concat();
        let bytes = header(&comment.repeat(9));
        let found = of(&in_file(&bytes)).unwrap();
        assert_eq!((found.width, found.height, found.scan), (9, 7, bytes.len()));
        assert_eq!(of(&in_file(&bytes[..bytes.len() - 1])).unwrap_err().fault(), Fault::Input);
    }

    #[test]
    fn a_profile_needs_all_its_pieces() {
        let piece = |number| [&[0xFF, 0xE2, 0, 17][..], b"ICC_PROFILE\0", &[number, 2, b'0' + number]].concat();
        let both = [piece(2), piece(1)].concat();
        assert_eq!(read(&header(&both)).unwrap().profile().unwrap().unwrap(), b"12");
        assert!(read(&header(&piece(2))).unwrap().profile().is_err());
        assert_eq!(read(&header(&[])).unwrap().profile(), Ok(None));
    }

    #[test]
    fn every_cut_is_an_error() {
        let bytes = header(&[]);
        for length in 2..bytes.len() {
            assert_eq!(read(&bytes[..length]).unwrap_err().fault(), Fault::Input, "{length}");
        }
    }
}
