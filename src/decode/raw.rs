//! Camera raw files, told from TIFFs: most are TIFFs whose first picture is a small preview, and the preview is not what
//! anybody means by the photo.
//!
//! In: the first bytes of a file. Out: a name, or nothing. Not read: the raw data.

/// The name that people know raw files by.
const NAME: &str = "camera raw";

/// Tags of TIFF 6.0, of its technical note 1 (SubIFDs), of TIFF/EP and of DNG 1.6.
const SUBFILE_TYPE: u16 = 254;
const PHOTOMETRIC: u16 = 262;
const MAKE: u16 = 271;
const SUB_IFDS: u16 = 330;
const DNG_VERSION: u16 = 50_706;
/// Photometric interpretations of sensor data: a filter's mosaic, and linear raw.
const MOSAIC: u32 = 32_803;
const LINEAR: u32 = 34_892;

/// "camera raw", when the first bytes are those of such a file.
pub(super) fn name(bytes: &[u8]) -> Option<&'static str> {
    let is_raw = match bytes {
        // Canon CR2: a TIFF with a mark of its own.
        [b'I', b'I', 42, 0, _, _, _, _, b'C', b'R', ..] => true,
        // Olympus, Panasonic: TIFFs with another version.
        [b'I', b'I', b'R', b'O' | b'S', ..] | [b'M', b'M', b'O', b'R', ..] | [b'I', b'I', b'U', 0, ..] => true,
        // Canon CRW, Fujifilm RAF, Sigma X3F, Minolta MRW.
        [b'I', b'I', _, 0, 0, 0, b'H', b'E', b'A', b'P', ..] => true,
        [b'F', b'U', b'J', b'I', b'F', b'I', b'L', b'M', b'C', b'C', b'D', ..] => true,
        [b'F', b'O', b'V', b'b', ..] | [0, b'M', b'R', b'M', ..] => true,
        [b'I', b'I', 42, 0, ..] => is_raw_tiff(bytes, true),
        [b'M', b'M', 0, 42, ..] => is_raw_tiff(bytes, false),
        _ => false,
    };
    is_raw.then_some(NAME)
}

/// Whether the first directory is that of a DNG, holds sensor data, or is a camera's preview with the photo below it.
fn is_raw_tiff(bytes: &[u8], is_little: bool) -> bool {
    let short = |at: usize| {
        let two = *bytes.get(at..)?.first_chunk()?;
        Some(if is_little { u16::from_le_bytes(two) } else { u16::from_be_bytes(two) })
    };
    let long = |at: usize| {
        let four = *bytes.get(at..)?.first_chunk()?;
        Some(if is_little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) })
    };
    let Some(directory) = long(4).map(|at| at as usize) else { return false };
    let (mut is_preview, mut has_make, mut has_more) = (false, false, false);
    for entry in 0..usize::from(short(directory).unwrap_or_default()) {
        // An offset has 32 bits, and an entry's number 16.
        let at = directory + 2 + entry * 12;
        let (Some(tag), Some(kind)) = (short(at), short(at + 2)) else { break };
        // A short stands at the beginning of the four bytes for a value.
        let value = if kind == 3 { short(at + 8).map(u32::from) } else { long(at + 8) };
        let value = value.unwrap_or_default();
        match tag {
            DNG_VERSION => return true,
            PHOTOMETRIC if matches!(value, MOSAIC | LINEAR) => return true,
            SUBFILE_TYPE => is_preview = value & 1 == 1,
            MAKE => has_make = true,
            SUB_IFDS => has_more = true,
            _ => {}
        }
    }
    is_preview && has_make && has_more
}

#[cfg(test)]
mod tests {
    use super::name;

    fn tiff(entries: &[(u16, u16, u32)], is_little: bool) -> Vec<u8> {
        let mut bytes = if is_little { b"II*\0".to_vec() } else { b"MM\0*".to_vec() };
        let long = |value: u32| if is_little { value.to_le_bytes() } else { value.to_be_bytes() };
        let short = |value: u16| if is_little { value.to_le_bytes() } else { value.to_be_bytes() };
        bytes.extend(long(8));
        bytes.extend(short(entries.len() as u16));
        for (tag, kind, value) in entries {
            bytes.extend(short(*tag));
            bytes.extend(short(*kind));
            bytes.extend(long(1));
            match kind {
                3 => bytes.extend([short(*value as u16), [0, 0]].concat()),
                _ => bytes.extend(long(*value)),
            }
        }
        bytes
    }

    #[test]
    fn raw_files_are_told_from_tiffs() {
        for is_little in [true, false] {
            let is_raw = |entries: &[(u16, u16, u32)]| name(&tiff(entries, is_little)).is_some();
            assert!(is_raw(&[(254, 4, 1), (50_706, 1, 0x0104)]), "DNG");
            assert!(is_raw(&[(254, 4, 1), (271, 2, 100), (330, 4, 200)]), "a preview with the photo below it");
            assert!(is_raw(&[(262, 3, 32_803)]), "a mosaic");
            assert!(!is_raw(&[(254, 4, 0), (262, 3, 2), (271, 2, 100), (330, 4, 200)]), "a scan with a smaller copy");
            assert!(!is_raw(&[(254, 4, 1), (262, 3, 2)]), "a reduced picture");
        }
        assert!(name(b"II*\0\x10\0\0\0CR\x02\0").is_some() && name(b"FUJIFILMCCD-RAW 0201").is_some());
        for cut in ["II*\0", "II*\0\u{8}\0\0\0", "MM\0*\u{7f}\u{7f}\u{7f}\u{7f}"] {
            assert!(name(cut.as_bytes()).is_none());
        }
    }
}
