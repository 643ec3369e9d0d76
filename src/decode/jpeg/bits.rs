//! The bits of entropy-coded data (ITU-T T.81, F.2.2.5): stuffed zeros left out, zeros made up behind the last bit.

/// Reads bits, the most significant of each byte first. Small and `Copy`, so that a loop keeps it in registers.
#[derive(Clone, Copy)]
pub(super) struct Bits<'a> {
    data: &'a [u8],
    /// The first byte that is not in `buffer` as a whole.
    at: usize,
    /// The next bits, the first on top.
    buffer: u64,
    /// How many of them count.
    count: u32,
    /// How many of the last of them were made up, because the data have ended.
    made_up: u64,
}

/// Bits that were read and not taken yet, whatever becomes of the data.
#[derive(Clone, Copy)]
pub(super) struct Ahead {
    buffer: u64,
    count: u32,
    made_up: u64,
}

/// One symbol takes at most 16 bits of code and 15 of magnitude.
const ENOUGH: u32 = 32;

impl<'a> Bits<'a> {
    /// Starts at byte `at`.
    pub(super) fn new(data: &'a [u8], at: usize) -> Self {
        Self { data, at, buffer: 0, count: 0, made_up: 0 }
    }

    /// Goes on with bits that were read ahead, in data of which byte `at` is the first that was not.
    pub(super) fn resumed(data: &'a [u8], at: usize, ahead: Ahead) -> Self {
        let Ahead { buffer, count, made_up } = ahead;
        Self { data, at, buffer, count, made_up }
    }

    /// The bits that were read ahead.
    pub(super) fn ahead(&self) -> Ahead {
        Ahead { buffer: self.buffer, count: self.count, made_up: self.made_up }
    }

    /// The first byte that was not read ahead.
    #[inline(always)]
    pub(super) fn place(&self) -> usize {
        self.at
    }

    /// Makes sure of 32 bits.
    #[inline(always)]
    pub(super) fn refill(&mut self) {
        if self.count >= ENOUGH {
            return;
        }
        if let Some(word) = self.word() {
            // The bits below `count` are those of the byte at `at` already: laying them over each other is harmless.
            self.buffer |= word >> self.count;
            self.at += ((63 - self.count) >> 3) as usize;
            self.count |= 56;
        } else {
            let made_up;
            (self.buffer, self.count, self.at, made_up) = refilled(self.data, self.buffer, self.count, self.at);
            self.made_up += made_up;
        }
    }

    /// The next eight bytes, when none of them is 0xFF, which stands before a stuffed zero or in a marker.
    #[inline(always)]
    fn word(&self) -> Option<u64> {
        let word = u64::from_be_bytes(*self.data.get(self.at..)?.first_chunk::<8>()?);
        // A zero byte in `!word` lends a bit to its top.
        let hit = (!word).wrapping_sub(0x0101_0101_0101_0101) & word & 0x8080_8080_8080_8080;
        (hit == 0).then_some(word)
    }

    /// The next bits, the first on top; those that [`Bits::refill`] made sure of are right.
    #[inline(always)]
    pub(super) fn window(&self) -> u64 {
        self.buffer
    }

    /// The next `length` bits (1 to 16), not taken.
    #[inline(always)]
    pub(super) fn peek(&self, length: u32) -> usize {
        (self.buffer >> (64 - length)) as usize
    }

    /// Takes bits, at most those that [`Bits::refill`] made sure of.
    #[inline(always)]
    pub(super) fn take(&mut self, length: u32) {
        self.buffer <<= length;
        self.count = self.count.wrapping_sub(length);
    }

    /// Takes one bit, sure of it or not.
    #[inline(always)]
    pub(super) fn bit(&mut self) -> bool {
        self.refill();
        let bit = self.buffer >> 63 != 0;
        self.take(1);
        bit
    }

    /// Takes up to 64 bits unseen.
    #[inline(always)]
    pub(super) fn skip(&mut self, mut length: u32) {
        while length > 0 {
            self.refill();
            let part = length.min(ENOUGH);
            self.take(part);
            length -= part;
        }
    }

    /// Whether bits were taken that the data do not have.
    pub(super) fn is_overdrawn(&self) -> bool {
        self.made_up > u64::from(self.count)
    }

    /// Where what ends the data stands, a marker or the end of the bytes: behind the last bit taken, less than a byte of
    /// padding, and zeros, which some writers fill up with. `None` when there is anything else, or bits were taken that
    /// the data do not have.
    pub(super) fn end(&self) -> Option<usize> {
        let left = u64::from(self.count).checked_sub(self.made_up)? as u32;
        let whole = self.buffer.checked_shl(left % 8).unwrap_or(0).checked_shr(64 - (left - left % 8)).unwrap_or(0);
        if whole != 0 {
            return None;
        }
        let rest = self.data.get(self.at..).unwrap_or_default();
        match rest.iter().position(|byte| *byte != 0) {
            Some(zeros) if rest[zeros] == 0xFF && rest.get(zeros + 1) != Some(&0) => Some(self.at + zeros),
            Some(_) => None,
            None => Some(self.data.len()),
        }
    }
}

/// Buffer, count and place after a refill byte by byte, and how many bits had to be made up. Apart, and by value, so
/// that the fast way stays in registers.
#[cold]
#[inline(never)]
fn refilled(data: &[u8], mut buffer: u64, mut count: u32, mut at: usize) -> (u64, u32, usize, u64) {
    let mut made_up = 0;
    while count <= 56 {
        let (byte, length) = match (data.get(at).copied(), data.get(at + 1).copied()) {
            (Some(0xFF), Some(0)) => (0xFF, 2),
            (Some(0xFF), _) | (None, _) => {
                made_up += 8;
                (0, 0)
            }
            (Some(byte), _) => (byte, 1),
        };
        buffer |= u64::from(byte) << (56 - count);
        count += 8;
        at += length;
    }
    (buffer, count, at, made_up)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(data: &[u8], bits: usize) -> (String, Bits<'_>) {
        let mut reader = Bits::new(data, 0);
        ((0..bits).map(|_| if reader.bit() { '1' } else { '0' }).collect(), reader)
    }

    #[test]
    fn stuffed_zeros_are_left_out_and_the_marker_is_found() {
        let data = [0xA5, 0xFF, 0, 0x0F, 0x12, 0x34, 0x56, 0x78, 0x9A, 0xFF, 0, 0xBC, 0xFF, 0xD9];
        let (bits, reader) = all(&data, 10 * 8 - 3);
        let expected: String =
            [0xA5u8, 0xFF, 0x0F, 0x12, 0x34, 0x56, 0x78, 0x9A, 0xFF, 0xBC].map(|byte| format!("{byte:08b}")).concat();
        assert_eq!(bits, expected[..77]);
        assert_eq!((reader.end(), reader.is_overdrawn()), (Some(12), false));
    }

    #[test]
    fn bits_that_are_not_there_are_noticed() {
        let (bits, reader) = all(&[0xFF, 0], 9);
        assert_eq!((bits.as_str(), reader.is_overdrawn(), reader.end()), ("111111110", true, None));
        let (_, reader) = all(&[1, 2, 3, 0xFF, 0xD9], 8);
        assert_eq!(reader.end(), None, "two bytes are left over");
        let (_, reader) = all(&[1, 2, 0xFF, 0, 0xFF, 0xD9], 16);
        assert_eq!(reader.end(), None, "a stuffed byte is left over");
        let (_, reader) = all(&[1, 2, 3], 24);
        assert_eq!(reader.end(), Some(3), "the end of the bytes");
        let zeros = [&[7][..], &[0; 20]].concat();
        let marked = [&zeros[..], &[0xFF, 0xD9]].concat();
        for bits in [8, 3, 40] {
            assert_eq!((all(&zeros, bits).1.end(), all(&marked, bits).1.end()), (Some(21), Some(21)), "{bits}");
        }
    }

    #[test]
    fn bits_are_taken_seen_and_unseen() {
        let mut reader = Bits::new(&[0b1011_0110, 0b1111_0000, 0xFF, 0xD9], 0);
        reader.refill();
        assert_eq!((reader.peek(3), reader.window() >> 52), (0b101, 0b1011_0110_1111));
        reader.skip(11);
        assert_eq!(reader.peek(2), 0b10);
    }
}
