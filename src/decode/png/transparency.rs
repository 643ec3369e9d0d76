//! The clear colour of gray of fewer than eight bits, as everybody reads it.
//!
//! Chunk tRNS holds 16 bits, of which those that a sample does not have shall be 0 (PNG 3, section 11.3.1.1) and are left
//! out of account; the library compares them.

use crate::error::Result;
use crate::source::Content;

/// The file without such bits; `None` when there are none.
pub(super) fn patched(content: &Content, head: &[u8], transparency: Option<u64>) -> Result<Option<Content>> {
    let (Some(at), Some([bits @ (1 | 2 | 4), 0])) = (transparency, head.get(24..26)) else { return Ok(None) };
    let chunk = content.part(at.saturating_sub(8), 14)?;
    let Some([0, 0, 0, 2, _, _, _, _, high, low, ..]) = chunk.first_chunk::<14>() else { return Ok(None) };
    let value = low & ((1 << bits) - 1);
    if (*high, *low) == (0, value) {
        return Ok(None);
    }
    let mut bytes = content.whole()?.to_vec();
    let at = at as usize;
    if let Some(target) = bytes.get_mut(at..at + 2) {
        target.copy_from_slice(&[0, value]);
    }
    let sum = check_sum(bytes.get(at - 4..at + 2).unwrap_or_default());
    if let Some(target) = bytes.get_mut(at + 2..at + 6) {
        target.copy_from_slice(&sum.to_be_bytes());
    }
    Ok(Some(bytes.into()))
}

/// That of a chunk's name and data (PNG 3, annex D).
pub(super) fn check_sum(bytes: &[u8]) -> u32 {
    let step = |sum: u32, _| if sum & 1 == 1 { 0xEDB8_8320 ^ (sum >> 1) } else { sum >> 1 };
    !bytes.iter().fold(u32::MAX, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), step))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_is_that_of_the_standard() {
        assert_eq!(check_sum(b"IEND"), 0xAE42_6082);
    }
}
