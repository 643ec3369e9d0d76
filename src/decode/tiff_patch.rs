//! A TIFF shown to the library with a few tags of its first directory changed.
//!
//! The library hands out samples only of the depths and meanings it knows; told that they are one-bit samples of gray
//! bands it hands out any, row by row, as stored. The file itself is not copied.

use super::reader::{Timed, be16, be32};
use crate::limits::Deadline;
use std::io::{self, Read, Seek, SeekFrom};

/// One value put into a directory entry.
#[derive(Debug, Clone, Copy)]
pub(super) struct Change {
    pub(super) tag: u16,
    pub(super) value: u32,
}

/// A reader over the bytes with the changes laid over them.
pub(super) struct Patched<'a> {
    inner: Timed<'a>,
    /// Where, and the bytes that stand there instead.
    patches: Vec<(usize, Vec<u8>)>,
}

impl<'a> Patched<'a> {
    /// Changes of tags that are not there are left out.
    pub(super) fn new(bytes: &'a [u8], deadline: &'a Deadline, changes: &[Change]) -> Self {
        let layout = Layout::of(bytes);
        let patch = |change: &Change| Some((layout.entry(bytes, change.tag)?, layout.long_entry(*change)));
        Self { inner: Timed::new(bytes, deadline), patches: changes.iter().filter_map(patch).collect() }
    }
}

impl Read for Patched<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let start = self.inner.stream_position()? as usize;
        let read = self.inner.read(buffer)?;
        for (at, bytes) in &self.patches {
            for (place, byte) in (*at..).zip(bytes) {
                if let Some(target) = place.checked_sub(start).and_then(|i| buffer[..read].get_mut(i)) {
                    *target = *byte;
                }
            }
        }
        Ok(read)
    }
}

impl Seek for Patched<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}

/// How numbers stand in this file: TIFF 6.0, section 2; BigTIFF has 64-bit offsets and counts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    pub(super) is_little_endian: bool,
    is_big: bool,
}

impl Layout {
    pub(super) fn of(bytes: &[u8]) -> Self {
        let is_little_endian = bytes.starts_with(b"II");
        Self { is_little_endian, is_big: bytes.get(2..4).is_some_and(|version| version.contains(&43)) }
    }

    fn short(self, bytes: &[u8], at: usize) -> Option<u16> {
        be16(bytes, at).map(|value| if self.is_little_endian { value.swap_bytes() } else { value })
    }

    fn offset(self, bytes: &[u8], at: usize) -> Option<usize> {
        let word = |at| be32(bytes, at).map(|value| if self.is_little_endian { value.swap_bytes() } else { value });
        let value = match (self.is_big, self.is_little_endian) {
            (false, _) => u64::from(word(at)?),
            (true, true) => u64::from(word(at + 4)?) << 32 | u64::from(word(at)?),
            (true, false) => u64::from(word(at)?) << 32 | u64::from(word(at + 4)?),
        };
        usize::try_from(value).ok()
    }

    /// Where the entry of a tag stands in the first directory.
    fn entry(self, bytes: &[u8], tag: u16) -> Option<usize> {
        let directory = self.offset(bytes, if self.is_big { 8 } else { 4 })?;
        let (entries, size) =
            if self.is_big { (directory.checked_add(8)?, 20) } else { (directory.checked_add(2)?, 12) };
        // Tags are 16-bit numbers and each stands once: no directory has more.
        (0..usize::from(u16::MAX))
            .map(|i| entries.saturating_add(i * size))
            .map_while(|at| Some((at, self.short(bytes, at)?)))
            .take_while(|(at, _)| bytes.len() >= at + size)
            .find(|(_, found)| *found == tag)
            .map(|(at, _)| at)
    }

    /// An entry with one LONG in it.
    fn long_entry(self, change: Change) -> Vec<u8> {
        /// The type LONG.
        const LONG: u16 = 4;
        let short = |value: u16| if self.is_little_endian { value.to_le_bytes() } else { value.to_be_bytes() };
        let long = |value: u32| if self.is_little_endian { value.to_le_bytes() } else { value.to_be_bytes() };
        let mut entry = [short(change.tag), short(LONG)].concat();
        match (self.is_big, self.is_little_endian) {
            (false, _) => entry.extend([long(1), long(change.value)].concat()),
            (true, true) => entry.extend([long(1), long(0), long(change.value), long(0)].concat()),
            // A value shorter than its field stands at the field's beginning, whatever the byte order.
            (true, false) => entry.extend([long(0), long(1), long(change.value), long(0)].concat()),
        }
        entry
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_entry_reads_changed_and_the_rest_as_it_is() {
        let mut bytes = b"II*\0\x08\0\0\0\x02\0".to_vec();
        bytes.extend([0, 1, 3, 0, 1, 0, 0, 0, 5, 0, 0, 0]);
        bytes.extend([1, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0]);
        bytes.extend([0; 4]);
        let changes = [Change { tag: 257, value: 99 }, Change { tag: 999, value: 1 }];
        let mut seen = Vec::new();
        Patched::new(&bytes, &Deadline::NEVER, &changes).read_to_end(&mut seen).unwrap();
        bytes[24] = 4;
        bytes[30] = 99;
        assert_eq!(seen, bytes);
    }
}
