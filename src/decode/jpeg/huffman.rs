//! Huffman tables (ITU-T T.81, annex C and F.2.2.3), laid out for speed: one look resolves a code together with the
//! magnitude bits behind it, and where coefficients are not wanted, several codes at once.

use super::bits::Bits;

/// Bits of one look that resolves code and magnitude: 4 KiB a table, and 19 of 20 coefficients of photos fit.
const LOOK: u32 = 10;

/// Bits of one look that passes over coefficients.
const PASS: u32 = 12;

/// Added to a position by the end of a block or of a band. [`Table::pass`] relies on the odd value: with it the
/// position stays at or below 64 modulo 128 exactly when the block had not been full before.
pub(super) const END: u32 = 129;

/// What a table is for: the same symbols mean different things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Differences of DC coefficients, in every process.
    Dc,
    /// AC coefficients of the sequential process.
    Ac,
    /// AC coefficients of the progressive process, where blocks end in runs.
    Band,
}

/// One decoded symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Symbol {
    /// The coefficient or difference; at the end of a band how many more blocks end with it.
    pub(super) value: i32,
    /// How far the position moves, the coefficient itself counted; [`END`] at the end of a block or band.
    pub(super) advance: u32,
}

/// A table ready to decode with.
pub(super) struct Table {
    /// By the next [`LOOK`] bits: value << 16 | advance << 8 | length; with [`LONG`] set it does not fit.
    looks: Box<[u32; 1 << LOOK]>,
    /// By the next [`PASS`] bits: advance << 4 | length, of as many codes as fit.
    passes: Box<[u16; 1 << PASS]>,
    /// By length of code: the first 16 bits that are beyond it, and what leads from a code to its symbol.
    beyond: [u32; 17],
    offsets: [i32; 17],
    symbols: [u8; 256],
    count: u32,
    kind: Kind,
}

const LONG: u32 = 0x80;

/// In [`Table::passes`] when not even one code fits: from any position of a block it leads between 65 and 127.
const STUCK: u16 = 64 << 4;

impl Table {
    /// Takes the number of codes of each length from 1 on, and the symbols by length. `None` when they make no code.
    pub(super) fn new(counts: &[u8; 16], symbols: &[u8], kind: Kind) -> Option<Self> {
        let mut table = Self {
            looks: Box::new([LONG; 1 << LOOK]),
            passes: Box::new([STUCK; 1 << PASS]),
            beyond: [0; 17],
            offsets: [0; 17],
            symbols: [0; 256],
            count: 0,
            kind,
        };
        table.symbols.get_mut(..symbols.len())?.copy_from_slice(symbols);
        let (mut code, mut index) = (0u32, 0u32);
        for (length, count) in (1u32..).zip(counts) {
            let count = u32::from(*count);
            *table.offsets.get_mut(length as usize)? = index as i32 - code as i32;
            code += count;
            index += count;
            // No code may be all ones.
            if count > 0 && code >= 1 << length {
                return None;
            }
            *table.beyond.get_mut(length as usize)? = code << (16 - length);
            code <<= 1;
        }
        table.count = index;
        let are_fine = kind != Kind::Dc || symbols.iter().all(|size| *size <= 15);
        (index as usize == symbols.len() && are_fine).then(|| table.with_looks())
    }

    /// Fills what is looked up, code by code.
    fn with_looks(mut self) -> Self {
        let mut singles = [(0u32, 0u32); 1 << PASS];
        for (length, code, symbol) in self.codes() {
            let total = length + self.size(symbol);
            for window in windows(code, length, LOOK).filter(|_| total <= LOOK) {
                let bits = (window << length & ((1 << LOOK) - 1)) >> (LOOK + length - total);
                if let Some(Symbol { value, advance }) = self.meaning(symbol, bits as i32) {
                    self.looks[window as usize] = (value as u32 & 0xFFFF) << 16 | advance << 8 | total;
                }
            }
            if let Some(Symbol { advance, .. }) = self.meaning(symbol, 0).filter(|_| self.kind == Kind::Ac) {
                windows(code, length, PASS).for_each(|window| singles[window as usize] = (total, advance));
            }
        }
        if self.kind == Kind::Ac {
            (0..1 << PASS).for_each(|window| self.passes[window] = combined(&singles, window));
        }
        self
    }

    /// Length, code and symbol of all codes.
    fn codes(&self) -> Vec<(u32, u32, u8)> {
        let mut codes = Vec::with_capacity(256);
        let (mut length, mut code) = (1usize, 0u32);
        for index in 0..self.count as i32 {
            while length < 16 && code << (16 - length) >= self.beyond[length] {
                code <<= 1;
                length += 1;
            }
            codes.push((length as u32, code, self.symbols[index as usize & 255]));
            code += 1;
        }
        codes
    }

    /// The length of the code at the top of 16 bits, and its symbol.
    fn code(&self, window: u32) -> Option<(u32, u8)> {
        let length = (1..=16).find(|length| window < self.beyond[*length as usize])?;
        let index = (window >> (16 - length)) as i32 + self.offsets[length as usize];
        Some((length, *self.symbols.get(usize::try_from(index).ok()?)?))
    }

    /// How many magnitude bits follow a symbol.
    fn size(&self, symbol: u8) -> u32 {
        let (run, size) = (u32::from(symbol >> 4), u32::from(symbol & 15));
        if self.kind == Kind::Band && size == 0 && run < 15 { run } else { size }
    }

    fn meaning(&self, symbol: u8, bits: i32) -> Option<Symbol> {
        let (run, size) = (u32::from(symbol >> 4), u32::from(symbol & 15));
        match (self.kind, run, size) {
            (Kind::Dc, ..) => Some(Symbol { value: extend(bits, size), advance: 0 }),
            (Kind::Ac, 0, 0) => Some(Symbol { value: 0, advance: END }),
            (Kind::Band, 0..15, 0) => Some(Symbol { value: (1 << run) - 1 + bits, advance: END }),
            (_, 15, 0) => Some(Symbol { value: 0, advance: 16 }),
            (_, _, 0) => None,
            _ => Some(Symbol { value: extend(bits, size), advance: run + 1 }),
        }
    }

    /// Takes the next symbol; [`Bits::refill`] must have come before it. `None` when there is none of this code.
    #[inline(always)]
    pub(super) fn next(&self, bits: &mut Bits) -> Option<Symbol> {
        let entry = self.looks[bits.peek(LOOK)];
        if entry & LONG != 0 {
            let (length, symbol) = self.next_long(bits.window())?;
            bits.take(length);
            return Some(symbol);
        }
        bits.take(entry & 0x1F);
        Some(Symbol { value: entry as i32 >> 16, advance: entry >> 8 & 0xFF })
    }

    #[inline(never)]
    fn next_long(&self, window: u64) -> Option<(u32, Symbol)> {
        let (length, symbol) = self.code((window >> 48) as u32)?;
        let size = self.size(symbol);
        // At most 15 bits, and none at all where the size is 0.
        let bits = (window << length) >> 1 >> (63 - size);
        Some((length + size, self.meaning(symbol, bits as i32)?))
    }

    /// Passes over what is left of a block from `position` (1 to 63) on. `None` when the codes do not fit the block.
    #[inline(always)]
    pub(super) fn pass(&self, bits: &mut Bits, mut position: u32) -> Option<()> {
        while position < 64 {
            bits.refill();
            let entry = u32::from(self.passes[bits.peek(PASS)]);
            let reached = position + (entry >> 4);
            if reached & 127 <= 64 {
                bits.take(entry & 15);
                position = reached;
            } else {
                let is_end;
                (position, is_end) = after(position, self.next(bits)?.advance)?;
                if is_end {
                    return Some(());
                }
            }
        }
        Some(())
    }
}

/// The windows of `width` bits that begin with a code; none when it is longer.
fn windows(code: u32, length: u32, width: u32) -> std::ops::Range<u32> {
    match width.checked_sub(length) {
        Some(free) => code << free..(code + 1) << free,
        None => 0..0,
    }
}

/// As many codes with their magnitudes as fit in one window, out of the length and the advance of each single one.
fn combined(singles: &[(u32, u32); 1 << PASS], window: usize) -> u16 {
    let (mut taken, mut advance) = (0, 0);
    while advance < END {
        let (length, by) = singles[window << taken & ((1 << PASS) - 1)];
        // Beyond 63 positions no block has room.
        if length == 0 || taken + length > PASS || by < END && advance + by > 63 {
            break;
        }
        taken += length;
        advance += by;
    }
    if taken == 0 { STUCK } else { (advance << 4 | taken) as u16 }
}

/// The position after a symbol, and whether it ended the block. `None` when it leads out of the block.
#[inline(always)]
pub(super) fn after(position: u32, advance: u32) -> Option<(u32, bool)> {
    match position + advance {
        reached @ 0..=64 => Some((reached, false)),
        _ if advance == END => Some((64, true)),
        _ => None,
    }
}

/// The value that magnitude bits stand for (T.81, figure F.12).
fn extend(bits: i32, size: u32) -> i32 {
    if size > 0 && bits < 1 << (size - 1) { bits - (1 << size) + 1 } else { bits }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Codes 00: end; 01: run 0, size 1; 100: run 1, size 2; 101: run 15, size 0; 1100: run 0, size 10.
    fn table(kind: Kind) -> Table {
        let counts = [0, 2, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        Table::new(&counts, &[0x00, 0x01, 0x12, 0xF0, 0x0A], kind).unwrap()
    }

    fn read(bytes: &[u8], kind: Kind, count: usize) -> Vec<(i32, u32)> {
        let (table, mut bits) = (table(kind), Bits::new(bytes, 0));
        let mut next = || {
            bits.refill();
            table.next(&mut bits).unwrap()
        };
        (0..count).map(|_| next()).map(|symbol| (symbol.value, symbol.advance)).collect()
    }

    #[test]
    fn codes_and_magnitudes_are_read_together() {
        // 01.1 01.0 100.11 101 1100.1000000001 00
        let bytes = [0b0110_1010, 0b0111_0111, 0b0010_0000, 0b0001_0000];
        assert_eq!(read(&bytes, Kind::Ac, 6), [(1, 1), (-1, 1), (3, 2), (0, 16), (513, 1), (0, END)]);
        assert_eq!(read(&bytes, Kind::Band, 6), [(1, 1), (-1, 1), (3, 2), (0, 16), (513, 1), (0, END)]);
    }

    #[test]
    fn passing_over_takes_the_same_bits_as_reading() {
        let table = table(Kind::Ac);
        for seed in 0..2000u32 {
            let bytes: Vec<u8> = (0..64).map(|i| (seed.wrapping_mul(2_654_435_761) >> (i % 25)) as u8 & 0x7F).collect();
            let start = 1 + seed % 63;
            let (mut fast, mut slow) = (Bits::new(&bytes, 0), Bits::new(&bytes, 0));
            let passed = table.pass(&mut fast, start).is_some();
            let mut position = start;
            let mut is_fine = true;
            while position < 64 && is_fine {
                slow.refill();
                let next = table.next(&mut slow).and_then(|symbol| after(position, symbol.advance));
                is_fine = next.is_some();
                position = next.map_or(64, |(reached, is_end)| if is_end { 64 } else { reached });
            }
            assert_eq!(passed, is_fine, "{seed}");
            if passed {
                fast.refill();
                slow.refill();
                assert_eq!(fast.peek(16), slow.peek(16), "{seed}");
            }
        }
    }

    #[test]
    fn what_makes_no_code_is_refused() {
        let counts = |first, second| [first, second, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        assert!(Table::new(&counts(2, 0), &[0, 1], Kind::Ac).is_none(), "all ones");
        assert!(Table::new(&counts(1, 3), &[0, 1, 2, 3], Kind::Ac).is_none(), "too many");
        assert!(Table::new(&counts(1, 1), &[0, 1, 2], Kind::Ac).is_none(), "symbols left over");
        assert!(Table::new(&counts(1, 1), &[0, 16], Kind::Dc).is_none(), "a difference of 16 bits");
        assert!(Table::new(&counts(1, 1), &[0, 16], Kind::Ac).is_some());
        let table = Table::new(&counts(1, 1), &[0, 1], Kind::Dc).unwrap();
        let mut ones = Bits::new(&[0xFE; 8], 0);
        ones.refill();
        assert_eq!(table.next(&mut ones), None, "a code that is not there");
    }
}
