//! Reads a network out of a Python wheel, which is a ZIP archive (APPNOTE.TXT 6.3).
//!
//! In: the bytes of the archive. Out: those of one file in it. Promised: no more is inflated than the limit, whatever the
//! archive says; the file's CRC-32 is checked; nothing is written anywhere. Refused: encrypted files, ZIP64, methods other
//! than stored and deflated, archives of several parts.

use artboard::limits::within;
use artboard::{Error, Result};
use flate2::bufread::DeflateDecoder;
use std::io::Read;

/// How an archive begins that has a file in it.
const MARK: &[u8] = b"PK\x03\x04";
/// The end of the central directory: its mark, and its length without the comment behind it.
const END: (&[u8], usize) = (b"PK\x05\x06", 22);
const COMMENT: usize = 0xffff;
/// An entry of the central directory, and a file's own header.
const ENTRY: (&[u8], usize) = (b"PK\x01\x02", 46);
const HEADER: usize = 30;

/// Whether bytes are an archive.
pub(crate) fn is_one(bytes: &[u8]) -> bool {
    bytes.starts_with(MARK)
}

/// A file in the archive, as the central directory has it.
struct Entry {
    name: String,
    flags: u16,
    method: u16,
    crc: u32,
    packed: u32,
    size: u32,
    at: u32,
}

/// The network in an archive: the file of that path, or else the only one that ends in `.onnx`. `limit`: the most bytes
/// that it may have.
///
/// # Errors
/// [`Fault::Input`](artboard::Fault::Input) for what is no such archive or has not exactly one,
/// [`Fault::TooLarge`](artboard::Fault::TooLarge) over the limit.
pub(crate) fn network(bytes: &[u8], member: Option<&str>, limit: u64) -> Result<Vec<u8>> {
    let all = entries(bytes)?;
    let is_network = |entry: &&Entry| match member {
        Some(path) => entry.name == path,
        None => entry.name.to_ascii_lowercase().ends_with(".onnx"),
    };
    let found: Vec<&Entry> = all.iter().filter(is_network).collect();
    match (found.as_slice(), member) {
        ([one], _) => unpacked(bytes, one, limit).map_err(|error| error.at(one.name.as_str())),
        ([], Some(path)) => Err(Error::missing(format!("there is no `{path}` in the wheel"))),
        ([], None) => Err(Error::missing("there is no ONNX file in the wheel")
            .with_help("its name would end in .onnx; --member names another")),
        (several, _) => {
            let names: Vec<&str> = several.iter().map(|entry| entry.name.as_str()).collect();
            Err(Error::input(format!("there are {} ONNX files in the wheel", several.len()))
                .with_help(format!("choose one with --member: {}", names.join(", "))))
        }
    }
}

fn unpacked(bytes: &[u8], entry: &Entry, limit: u64) -> Result<Vec<u8>> {
    within("model_bytes", u64::from(entry.size), limit)?;
    if entry.flags & 1 != 0 {
        return Err(Error::unsupported("the file in the wheel is encrypted"));
    }
    let head = bytes.get(entry.at as usize..).filter(|head| head.starts_with(MARK)).ok_or_else(damaged)?;
    let skipped = HEADER + usize::from(number(head, 26)?) + usize::from(number(head, 28)?);
    let packed = head.get(skipped..).and_then(|rest| rest.get(..entry.packed as usize)).ok_or_else(damaged)?;
    let mut data = Vec::new();
    match entry.method {
        0 => data.extend_from_slice(packed),
        8 => {
            // One more than is promised is enough to see that the promise is broken.
            let mut inflated = DeflateDecoder::new(packed).take(u64::from(entry.size) + 1);
            inflated.read_to_end(&mut data).map_err(|cause| damaged().caused_by(cause))?;
        }
        other => return Err(Error::unsupported(format!("the wheel is packed by method {other}, not deflated"))),
    }
    let mut crc = flate2::Crc::new();
    crc.update(&data);
    match data.len() as u64 == u64::from(entry.size) && crc.sum() == entry.crc {
        true => Ok(data),
        false => Err(damaged()),
    }
}

/// The files of an archive, by its central directory.
fn entries(bytes: &[u8]) -> Result<Vec<Entry>> {
    let from = bytes.len().saturating_sub(END.1 + COMMENT);
    let tail = bytes.get(from..).unwrap_or_default();
    let at = tail.windows(END.0.len()).rposition(|window| window == END.0).ok_or_else(damaged)?;
    let end = tail.get(at..at + END.1).ok_or_else(damaged)?;
    let (count, start) = (number(end, 10)?, long(end, 16)?);
    if count == u16::MAX || start == u32::MAX {
        return Err(Error::unsupported("the archive is ZIP64").with_help("take the ONNX file out of it"));
    }
    let mut rest = bytes.get(start as usize..).ok_or_else(damaged)?;
    let mut all = Vec::new();
    for _ in 0..count {
        let entry = rest.get(..ENTRY.1).filter(|entry| entry.starts_with(ENTRY.0)).ok_or_else(damaged)?;
        let name_length = usize::from(number(entry, 28)?);
        let name = rest.get(ENTRY.1..ENTRY.1 + name_length).ok_or_else(damaged)?;
        all.push(Entry {
            name: String::from_utf8_lossy(name).into_owned(),
            flags: number(entry, 8)?,
            method: number(entry, 10)?,
            crc: long(entry, 16)?,
            packed: long(entry, 20)?,
            size: long(entry, 24)?,
            at: long(entry, 42)?,
        });
        let length = ENTRY.1 + name_length + usize::from(number(entry, 30)?) + usize::from(number(entry, 32)?);
        rest = rest.get(length..).ok_or_else(damaged)?;
    }
    Ok(all)
}

/// Two bytes, the lower first.
fn number(bytes: &[u8], at: usize) -> Result<u16> {
    let two = bytes.get(at..).and_then(|rest| rest.first_chunk::<2>()).ok_or_else(damaged)?;
    Ok(u16::from_le_bytes(*two))
}

/// Four bytes, the lowest first.
fn long(bytes: &[u8], at: usize) -> Result<u32> {
    let four = bytes.get(at..).and_then(|rest| rest.first_chunk::<4>()).ok_or_else(damaged)?;
    Ok(u32::from_le_bytes(*four))
}

fn damaged() -> Error {
    Error::input("the wheel is damaged").with_help("fetch it again: a wheel is a ZIP archive")
}

#[cfg(test)]
mod tests {
    use super::*;
    use artboard::Fault;
    use flate2::Compression;
    use flate2::write::DeflateEncoder;
    use std::io::Write;

    /// An archive of files, deflated or stored, each said to have its length and so many bytes more.
    fn archive(files: &[(&str, &[u8])], method: u16, more: u32) -> Vec<u8> {
        let (mut bytes, mut directory) = (Vec::new(), Vec::new());
        for (name, data) in files {
            let mut crc = flate2::Crc::new();
            crc.update(data);
            let packed = if method == 0 {
                data.to_vec()
            } else {
                let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
                encoder.write_all(data).unwrap();
                encoder.finish().unwrap()
            };
            let at = bytes.len() as u32;
            let mut common = [20u16, 0, method, 0, 0].map(u16::to_le_bytes).concat();
            for number in [crc.sum(), packed.len() as u32, data.len() as u32 + more] {
                common.extend(number.to_le_bytes());
            }
            common.extend((name.len() as u16).to_le_bytes());
            common.extend(0u16.to_le_bytes());
            bytes.extend([MARK, &common, name.as_bytes(), &packed].concat());
            directory.extend([ENTRY.0, &[20, 0], &common, &[0; 10], &at.to_le_bytes(), name.as_bytes()].concat());
        }
        let (start, count) = (bytes.len() as u32, (files.len() as u16).to_le_bytes());
        let length = (directory.len() as u32).to_le_bytes();
        [&bytes[..], &directory, END.0, &[0; 4], &count, &count, &length, &start.to_le_bytes(), &[0; 2]].concat()
    }

    #[test]
    fn the_one_network_is_found() {
        let files: &[(&str, &[u8])] = &[("a/code.py", b"import this"), ("a/Net.ONNX", &[7; 5000])];
        for method in [0, 8] {
            let wheel = archive(files, method, 0);
            assert!(is_one(&wheel));
            assert_eq!(network(&wheel, None, 5000).unwrap(), [7; 5000]);
            assert_eq!(network(&wheel, Some("a/code.py"), 5000).unwrap(), b"import this");
            assert_eq!(network(&wheel, None, 4999).unwrap_err().fault(), Fault::TooLarge);
            assert_eq!(network(&wheel, Some("b"), 5000).unwrap_err().fault(), Fault::Missing);
        }
    }

    #[test]
    fn several_or_none_are_told() {
        let two = network(&archive(&[("a.onnx", b"a"), ("b.onnx", b"b")], 0, 0), None, 9).unwrap_err();
        assert!(two.help().unwrap().contains("a.onnx, b.onnx"), "{two:?}");
        assert_eq!(network(&archive(&[("a.py", b"a")], 0, 0), None, 9).unwrap_err().fault(), Fault::Missing);
    }

    #[test]
    fn what_lies_about_its_size_or_is_damaged_is_refused() {
        let zeros = vec![0; 1 << 20];
        let bomb = archive(&[("a.onnx", &zeros)], 8, 0);
        // It says 100 bytes and has a million.
        let mut lying = bomb.clone();
        let at = lying.windows(4).rposition(|window| window == ENTRY.0).unwrap();
        lying[at + 24..at + 28].copy_from_slice(&100u32.to_le_bytes());
        assert_eq!(network(&lying, None, 1000).unwrap_err().fault(), Fault::Input);
        assert!(network(&archive(&[("a.onnx", &[1, 2, 3])], 8, 5), None, 1000).is_err());
        for cut in (0..bomb.len()).step_by(17) {
            assert!(network(&bomb[..cut], None, 1 << 21).is_err(), "{cut}");
        }
        let whole = archive(&[("a.onnx", b"abcdef")], 0, 0);
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 0xff;
            let _ = network(&damaged, None, 1 << 20);
        }
    }
}
