//! The first directory of a TIFF (TIFF 6.0, section 2; BigTIFF has 64-bit offsets and counts): its tags and their
//! values.
//!
//! In: the bytes of a file. Errors: [`Fault::Input`](crate::Fault::Input) when a directory or a value is not there;
//! nothing is allocated that the file does not hold.

use crate::decode::reader::{damaged, truncated};
use crate::error::{Error, Result};

/// One entry.
#[derive(Debug, Clone, Copy)]
struct Entry {
    tag: u16,
    kind: u16,
    count: u64,
    /// Where its values stand.
    place: usize,
}

/// The tags of a picture.
pub(super) struct Directory<'a> {
    bytes: &'a [u8],
    entries: Vec<Entry>,
    pub(super) is_little_endian: bool,
    /// Whether another directory follows.
    pub(super) has_next: bool,
}

/// How numbers stand in a file.
#[derive(Debug, Clone, Copy)]
struct Words<'a> {
    bytes: &'a [u8],
    is_little_endian: bool,
}

impl Words<'_> {
    /// An unsigned number of so many bytes.
    fn number(self, at: usize, size: usize) -> Option<u64> {
        let bytes = self.bytes.get(at..at.checked_add(size)?)?;
        let join = |number: u64, byte: &u8| number << 8 | u64::from(*byte);
        Some(match self.is_little_endian {
            true => bytes.iter().rev().fold(0, join),
            false => bytes.iter().fold(0, join),
        })
    }

    fn place(self, at: usize, size: usize) -> Option<usize> {
        usize::try_from(self.number(at, size)?).ok()
    }
}

/// Bytes of a value of a type; `None` for types that do not exist.
fn size_of(kind: u16) -> Option<usize> {
    Some(match kind {
        1 | 2 | 6 | 7 => 1,
        3 | 8 => 2,
        4 | 9 | 11 | 13 => 4,
        5 | 10 | 12 | 16..=18 => 8,
        _ => return None,
    })
}

impl<'a> Directory<'a> {
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self> {
        let is_little_endian = bytes.starts_with(b"II");
        let words = Words { bytes, is_little_endian };
        // Version 43 is BigTIFF: what is 2, 4 and 4 bytes in others is 8, 8 and 8.
        let is_big = words.number(2, 2) == Some(43);
        let (count_size, offset_size, entry_size) = if is_big { (8, 8, 20) } else { (2, 4, 12) };
        let cut = || truncated("TIFF");
        let at = words.place(if is_big { 8 } else { 4 }, offset_size).ok_or_else(cut)?;
        let count = words.place(at, count_size).ok_or_else(cut)?;
        let first = at + count_size;
        let end = count.checked_mul(entry_size).and_then(|length| first.checked_add(length));
        let end = end.filter(|end| *end <= bytes.len()).ok_or_else(cut)?;
        let entry = |at: usize| {
            let (tag, kind) = (words.number(at, 2)? as u16, words.number(at + 2, 2)? as u16);
            let count = words.number(at + 4, offset_size)?;
            let value = at + 4 + offset_size;
            let length = count.checked_mul(size_of(kind)? as u64)?;
            let place = if length <= offset_size as u64 { value } else { words.place(value, offset_size)? };
            Some(Entry { tag, kind, count, place })
        };
        let entries = (first..end).step_by(entry_size).filter_map(entry).collect();
        let has_next = words.number(end, offset_size).is_some_and(|next| next != 0);
        Ok(Self { bytes, entries, is_little_endian, has_next })
    }

    /// The first entry of a tag and the size of its values, all of which are there.
    fn entry(&self, tag: u16) -> Result<Option<(Entry, usize)>> {
        let Some(entry) = self.entries.iter().find(|entry| entry.tag == tag).copied() else { return Ok(None) };
        let size = size_of(entry.kind).unwrap_or(1);
        let length = usize::try_from(entry.count).ok().and_then(|count| count.checked_mul(size));
        let end = length.and_then(|length| entry.place.checked_add(length));
        match end {
            Some(end) if end <= self.bytes.len() => Ok(Some((entry, size))),
            _ => Err(truncated("TIFF")),
        }
    }

    /// The unsigned values of a tag; `None` when it is not there.
    pub(super) fn numbers(&self, tag: u16) -> Result<Option<Vec<u64>>> {
        let Some((entry, size)) = self.entry(tag)? else { return Ok(None) };
        if !matches!(entry.kind, 1 | 3 | 4 | 7 | 13 | 16 | 18) {
            return Err(damaged("TIFF", &format!("tag {tag} is no whole number")));
        }
        let words = Words { bytes: self.bytes, is_little_endian: self.is_little_endian };
        let value = |index| words.number(entry.place + index * size, size).ok_or_else(|| truncated("TIFF"));
        (0..entry.count as usize).map(value).collect::<Result<_>>().map(Some)
    }

    /// The first value of a tag; a default when there is none.
    pub(super) fn number(&self, tag: u16, default: u32) -> Result<u32> {
        let value = self.numbers(tag)?.and_then(|values| values.first().copied());
        value.map_or(Ok(default), |value| {
            u32::try_from(value).map_err(|_| damaged("TIFF", &format!("tag {tag} is {value}")))
        })
    }

    /// The one value that all of a tag share; `None` when they differ.
    pub(super) fn shared(&self, tag: u16, default: u32) -> Result<Option<u32>> {
        let first = self.number(tag, default)?;
        let values = self.numbers(tag)?.unwrap_or_default();
        Ok(values.iter().all(|value| *value == u64::from(first)).then_some(first))
    }

    /// A side of the picture, which must be there.
    pub(super) fn side(&self, tag: u16) -> Result<u32> {
        self.numbers(tag)?
            .and_then(|values| values.first().copied())
            .map(|value| u32::try_from(value).unwrap_or(u32::MAX))
            .ok_or_else(|| Error::input("the TIFF is damaged: it does not say its size"))
    }

    /// Fractions or floating numbers; some writers put plain numbers there.
    pub(super) fn fractions(&self, tag: u16) -> Result<Option<Vec<f64>>> {
        let Some((entry, size)) = self.entry(tag)? else { return Ok(None) };
        let words = Words { bytes: self.bytes, is_little_endian: self.is_little_endian };
        let value = |index: usize| {
            let at = entry.place + index * size;
            let number = |at, size| words.number(at, size).unwrap_or(0);
            match entry.kind {
                5 => number(at, 4) as f64 / number(at + 4, 4) as f64,
                10 => f64::from(number(at, 4) as u32 as i32) / f64::from(number(at + 4, 4) as u32 as i32),
                11 => f64::from(f32::from_bits(number(at, 4) as u32)),
                12 => f64::from_bits(number(at, 8)),
                _ => number(at, size) as f64,
            }
        };
        Ok(Some((0..entry.count as usize).map(value).collect()))
    }

    /// The bytes of a tag.
    pub(super) fn bytes(&self, tag: u16) -> Option<&'a [u8]> {
        let (entry, size) = self.entry(tag).ok()??;
        self.bytes.get(entry.place..entry.place + entry.count as usize * size)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_in_their_entry_or_elsewhere_in_any_byte_order() {
        for is_little_endian in [true, false] {
            let word = |value: u32| if is_little_endian { value.to_le_bytes() } else { value.to_be_bytes() };
            let half = |value: u16| if is_little_endian { value.to_le_bytes() } else { value.to_be_bytes() };
            let mut bytes = if is_little_endian { b"II".to_vec() } else { b"MM".to_vec() };
            bytes.extend([&half(42)[..], &word(8), &half(3)].concat());
            bytes.extend([&half(256)[..], &half(3), &word(1), &half(7), &half(9)].concat());
            bytes.extend([&half(282)[..], &half(5), &word(1), &word(50)].concat());
            bytes.extend([&half(273)[..], &half(4), &word(2), &word(58)].concat());
            bytes.extend([&word(99)[..], &word(145), &word(2), &word(5), &word(6)].concat());
            let found = Directory::read(&bytes).unwrap();
            assert_eq!((found.number(256, 0).unwrap(), found.number(257, 3).unwrap(), found.has_next), (7, 3, true));
            assert_eq!(found.fractions(282).unwrap(), Some(vec![72.5]));
            assert_eq!(found.numbers(273).unwrap(), Some(vec![5, 6]));
            assert_eq!((found.shared(273, 0).unwrap(), found.shared(256, 0).unwrap()), (None, Some(7)));
            assert!(Directory::read(&bytes[..60]).unwrap().numbers(273).is_err());
            assert!(Directory::read(&bytes[..40]).is_err());
        }
    }
}
