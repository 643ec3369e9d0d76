//! Coefficients become Huffman codes (ITU-T T.81, F.1.2), ended at a whole byte.

use super::tables::{Huffman, ZIGZAG};
use super::transform::Coefficients;

/// By symbol: `code << 8 | bits`.
type Codes = [u32; 256];

/// The codes of one kind of channel.
pub(super) struct Coder {
    averages: Codes,
    rest: Codes,
}

impl Coder {
    pub(super) fn of([averages, rest]: &[Huffman; 2]) -> Self {
        Self { averages: codes(averages), rest: codes(rest) }
    }
}

/// T.81, C.2: codes of a length count up, longer ones go on at twice the number.
fn codes(table: &Huffman) -> Codes {
    let mut codes = [0; 256];
    let mut symbols = table.symbols.iter();
    let mut code = 0;
    for (bits, count) in (1u32..).zip(table.counts) {
        for symbol in symbols.by_ref().take(usize::from(count)) {
            codes[usize::from(*symbol)] = code << 8 | bits;
            code += 1;
        }
        code <<= 1;
    }
    codes
}

/// Place in the file → place among [`Coefficients`], which lie column by column; and back.
const PLACES: [u8; 64] = {
    let mut places = [0; 64];
    let mut i = 0;
    while i < 64 {
        places[i] = (ZIGZAG[i] % 8) * 8 + ZIGZAG[i] / 8;
        i += 1;
    }
    places
};
const ORDER: [u8; 64] = {
    let mut order = [0; 64];
    let mut i = 0;
    while i < 64 {
        order[PLACES[i] as usize] = i as u8;
        i += 1;
    }
    order
};

/// Symbols of their own: sixteen zeros, and nothing but zeros to the end.
const SIXTEEN: usize = 0xf0;
const END: usize = 0;

/// Bits on their way to bytes.
pub(super) struct Bits {
    bytes: Vec<u8>,
    /// The last `used` bits, under 32 between calls.
    waiting: u64,
    used: u32,
}

impl Bits {
    /// Nothing written, room for so many bytes.
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self { bytes: Vec::with_capacity(bytes), waiting: 0, used: 0 }
    }

    /// Writes a block; `before` is the average of the channel's last one, and becomes this one's.
    pub(super) fn block(&mut self, block: &Coefficients, before: &mut i16, coder: &Coder) {
        self.value(&coder.averages, 0, i32::from(block[0]) - i32::from(*before));
        *before = block[0];
        // A bit for each that is not zero, in the order of the file; the average is written.
        let mut left = in_order(nonzero(block)) & !1;
        let mut last = 0;
        while left != 0 {
            let at = left.trailing_zeros();
            left &= left - 1;
            let mut zeros = at - last - 1;
            last = at;
            while zeros > 15 {
                self.code(coder.rest[SIXTEEN]);
                zeros -= 16;
            }
            self.value(&coder.rest, zeros, i32::from(block[usize::from(PLACES[at as usize & 63] & 63)]));
        }
        if last != 63 {
            self.code(coder.rest[END]);
        }
    }

    /// The code for how many zeros come first and how many bits the value has, and those bits: negative ones less one.
    #[inline(always)]
    fn value(&mut self, codes: &Codes, zeros: u32, value: i32) {
        let bits = 32 - value.unsigned_abs().leading_zeros();
        let entry = codes[(zeros << 4 | bits) as usize & 255];
        let value = (value + (value >> 31)) as u32 & ((1 << bits) - 1);
        self.put((entry >> 8) << bits | value, (entry & 255) + bits);
    }

    #[inline(always)]
    fn code(&mut self, entry: u32) {
        self.put(entry >> 8, entry & 255);
    }

    /// At most 27 bits: 16 of a code, 11 of a value.
    #[inline(always)]
    fn put(&mut self, bits: u32, count: u32) {
        self.waiting = self.waiting << count | u64::from(bits);
        self.used += count;
        if self.used < 32 {
            return;
        }
        self.used -= 32;
        let word = (self.waiting >> self.used) as u32;
        // Whether a byte is 0xff: only then does subtracting one from each byte of the complement borrow into its top
        // bit.
        if (!word).wrapping_sub(0x0101_0101) & word & 0x8080_8080 == 0 {
            self.bytes.extend_from_slice(&word.to_be_bytes());
        } else {
            word.to_be_bytes().into_iter().for_each(|byte| self.stuffed(byte));
        }
    }

    /// T.81, F.1.2.3: a zero after 0xff says that it is no marker.
    fn stuffed(&mut self, byte: u8) {
        self.bytes.push(byte);
        if byte == 0xff {
            self.bytes.push(0);
        }
    }

    /// The bytes, the last filled up with ones.
    pub(super) fn finish(mut self) -> Vec<u8> {
        let missing = (8 - self.used % 8) % 8;
        self.waiting = self.waiting << missing | ((1 << missing) - 1);
        self.used += missing;
        while self.used > 0 {
            self.used -= 8;
            self.stuffed((self.waiting >> self.used) as u8);
        }
        self.bytes
    }
}

/// A bit for each coefficient that is not zero.
fn nonzero(block: &Coefficients) -> u64 {
    let mut flags = [0u8; 64];
    for (flag, value) in flags.iter_mut().zip(block) {
        *flag = u8::from(*value != 0);
    }
    let mut bits = 0;
    for (index, eight) in flags.as_chunks::<8>().0.iter().enumerate() {
        // The factor moves the lowest bit of byte i to bit 56 + i.
        bits |= (u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56) << (index * 8);
    }
    bits
}

fn in_order(mut bits: u64) -> u64 {
    let mut sorted = 0;
    while bits != 0 {
        sorted |= 1 << (ORDER[bits.trailing_zeros() as usize & 63] & 63);
        bits &= bits - 1;
    }
    sorted
}

#[cfg(test)]
mod tests {
    use super::super::tables::HUFFMAN;
    use super::*;

    #[test]
    fn codes_are_those_of_the_standard() {
        let coder = Coder::of(&HUFFMAN[0]);
        // Table K.3: category 0 is 00, 11 is 111111110; K.5: end of block 1010, fifteen zeros and ten bits sixteen ones
        // but one.
        assert_eq!((coder.averages[0], coder.averages[11]), (2, 0b1_1111_1110 << 8 | 9));
        assert_eq!((coder.rest[END], coder.rest[0xfa]), (0b1010 << 8 | 4, 0xfffe << 8 | 16));
    }

    #[test]
    fn a_block_is_written_as_the_standard_says() {
        let coder = Coder::of(&HUFFMAN[0]);
        let mut block = [0; 64];
        // An average of 2 (011 10), −1 in the first place (00 0), 1 after 17 zeros (11111111001 with one zero: 1100),
        // then the end (1010).
        block[0] = 2;
        block[usize::from(PLACES[1])] = -1;
        block[usize::from(PLACES[19])] = 1;
        let mut bits = Bits::with_capacity(0);
        let mut before = 0;
        bits.block(&block, &mut before, &coder);
        assert_eq!(before, 2);
        // 01110 000 | 11111111 001 1100 1 1010 and ones.
        assert_eq!(bits.finish(), [0b0111_0000, 0xff, 0, 0b0011_1001, 0b1010_1111]);
    }

    #[test]
    fn every_place_is_found() {
        for place in 0..64 {
            let mut block = [0; 64];
            block[place] = -3;
            assert_eq!(nonzero(&block), 1 << place);
            assert_eq!(usize::from(PLACES[in_order(1 << place).trailing_zeros() as usize]), place);
        }
        assert_eq!(in_order(u64::MAX), u64::MAX);
    }

    #[test]
    fn bytes_of_ones_are_stuffed_wherever_they_fall() {
        for shift in 0..32 {
            let mut bits = Bits::with_capacity(0);
            bits.put(0, shift.min(16));
            bits.put(0, shift.saturating_sub(16));
            bits.put(0xff, 8);
            bits.put(0, (64 - shift - 8).min(27));
            let bytes = bits.finish();
            for (index, pair) in bytes.windows(2).enumerate() {
                assert!(pair[0] != 0xff || pair[1] == 0, "{shift} {index} {bytes:?}");
            }
        }
    }
}
