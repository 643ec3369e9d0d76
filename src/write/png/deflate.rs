//! Bytes and where they repeat become Deflate blocks (RFC 1951) with codes of their own.

use super::huffman::{codes, lengths};
use super::matches::Sequence;

/// The longest literal code: four of them fit into the 56 bits that can wait.
const LITERAL: usize = 14;
/// The longest code, and that of the table of lengths.
const CODE: usize = 15;
const TABLE: usize = 7;
/// Symbols: literals, the end, lengths; distances.
const SYMBOLS: usize = 286;
const END: usize = 256;
const DISTANCES: usize = 30;

/// Bits on their way to bytes, the first bit lowest.
pub(super) struct Bits {
    /// Longer than what is written, so that eight bytes can always be put at `at`.
    bytes: Vec<u8>,
    at: usize,
    /// Under eight bits between flushes.
    waiting: u64,
    used: u32,
}

impl Bits {
    /// Goes on after these bytes.
    pub(super) fn after(bytes: Vec<u8>) -> Self {
        Self { at: bytes.len(), bytes, waiting: 0, used: 0 }
    }

    /// Makes room for so many bits.
    fn reserve(&mut self, bits: usize) {
        let needed = self.at + bits / 8 + 16;
        if self.bytes.len() < needed {
            self.bytes.resize(needed, 0);
        }
    }

    /// Up to 56 bits can be added before a flush.
    #[inline(always)]
    fn add(&mut self, bits: u32, count: u32) {
        self.waiting |= u64::from(bits) << self.used;
        self.used += count;
    }

    /// Without a branch: eight bytes are written, those that are not whole again by the next one.
    #[inline(always)]
    fn flush(&mut self) {
        if let Some(eight) = self.bytes.get_mut(self.at..).and_then(|rest| rest.first_chunk_mut()) {
            *eight = self.waiting.to_le_bytes();
        }
        self.at += (self.used / 8) as usize;
        self.waiting >>= self.used & 56;
        self.used &= 7;
    }

    fn put(&mut self, bits: u32, count: u32) {
        self.add(bits, count);
        self.flush();
    }

    fn align(&mut self) {
        self.used = self.used.next_multiple_of(8);
        self.flush();
    }

    /// The bytes; unless it `is_last`, an empty stored block ends them at a whole byte, so that another stream can
    /// follow.
    pub(super) fn finish(mut self, is_last: bool) -> Vec<u8> {
        self.reserve(64);
        if !is_last {
            self.put(0, 3);
            self.align();
            self.put(0xffff_0000, 32);
        }
        self.align();
        self.bytes.truncate(self.at);
        self.bytes
    }

    /// One block that says `bytes`: the sequences, and literals for the rest.
    pub(super) fn block(&mut self, bytes: &[u8], sequences: &[Sequence], is_last: bool) {
        let counts = Counts::of(bytes, sequences);
        let mut symbols = lengths(&counts.symbols, LITERAL);
        symbols.resize(SYMBOLS, 0);
        let distances = lengths(&counts.distances, CODE);
        // No symbol has more than 14 bits, no repetition more than 14 + 5 + 15 + 13 for its three bytes; the tables are
        // short.
        self.reserve(bytes.len() * 16 + (1 << 13));
        self.put(u32::from(is_last) | 2 << 1, 3);
        self.tables(&symbols, &distances);
        let (symbols, distances) = (codes(&symbols), codes(&distances));
        let mut rest = bytes;
        for sequence in sequences {
            let (literals, after) = rest.split_at_checked(sequence.literals as usize).unwrap_or((rest, &[]));
            self.literals(literals, &symbols);
            rest = after.get(usize::from(sequence.length)..).unwrap_or_default();
            let (symbol, bits, value) = length_symbol(sequence.length);
            let code = symbols[symbol];
            self.add(code >> 8 | value << (code & 255), (code & 255) + bits);
            let (symbol, bits, value) = distance_symbol(sequence.distance);
            let code = distances[symbol];
            self.put(code >> 8 | value << (code & 255), (code & 255) + bits);
        }
        self.literals(rest, &symbols);
        self.put(symbols[END] >> 8, symbols[END] & 255);
    }

    #[inline(always)]
    fn literals(&mut self, bytes: &[u8], codes: &[u32]) {
        let Some(codes) = codes.first_chunk::<256>() else { return };
        let (fours, rest) = bytes.as_chunks::<4>();
        for four in fours {
            for byte in four {
                let code = codes[usize::from(*byte)];
                self.add(code >> 8, code & 255);
            }
            self.flush();
        }
        for byte in rest {
            let code = codes[usize::from(*byte)];
            self.put(code >> 8, code & 255);
        }
    }

    /// RFC 1951, 3.2.7: the lengths of both codes, themselves coded.
    fn tables(&mut self, symbols: &[u8], distances: &[u8]) {
        const ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
        let used = |lengths: &[u8], least: usize| {
            lengths.iter().rposition(|length| *length > 0).map_or(least, |last| least.max(last + 1))
        };
        let (symbol_count, distance_count) = (used(symbols, 257), used(distances, 1));
        let all: Vec<u8> =
            symbols.iter().take(symbol_count).chain(distances.iter().take(distance_count)).copied().collect();
        let items = run_lengths(&all);
        let mut counts = [0; 19];
        items.iter().for_each(|item| counts[item.symbol] += 1);
        let table = lengths(&counts, TABLE);
        let ordered = ORDER.map(|symbol| table[symbol]);
        let count = used(&ordered, 4);
        self.put((symbol_count - 257) as u32 | ((distance_count - 1) << 5) as u32 | ((count - 4) << 10) as u32, 14);
        ordered.iter().take(count).for_each(|length| self.put(u32::from(*length), 3));
        let codes = codes(&table);
        for item in items {
            let code = codes[item.symbol];
            self.put(code >> 8 | item.value << (code & 255), (code & 255) + item.bits);
        }
    }
}

/// A length, or how often one is repeated: a symbol and `bits` more bits.
struct Item {
    symbol: usize,
    value: u32,
    bits: u32,
}

fn run_lengths(all: &[u8]) -> Vec<Item> {
    let mut items = Vec::new();
    for run in all.chunk_by(|a, b| a == b) {
        let length = usize::from(run.first().copied().unwrap_or_default());
        let mut left = run.len();
        if length > 0 {
            items.push(Item { symbol: length, value: 0, bits: 0 });
            left -= 1;
        }
        while left >= 3 {
            let count = left.min(if length > 0 { 6 } else { 138 });
            let (symbol, least, bits) = match (length, count) {
                (0, ..11) => (17, 3, 3),
                (0, _) => (18, 11, 7),
                _ => (16, 3, 2),
            };
            items.push(Item { symbol, value: (count - least) as u32, bits });
            left -= count;
        }
        items.extend((0..left).map(|_| Item { symbol: length, value: 0, bits: 0 }));
    }
    items
}

/// How often each symbol occurs.
struct Counts {
    symbols: [u32; SYMBOLS],
    distances: [u32; DISTANCES],
}

impl Counts {
    fn of(bytes: &[u8], sequences: &[Sequence]) -> Self {
        // Four tables in turn: one would wait for itself where a byte is repeated.
        let mut tables = [[0u32; 256]; 4];
        let mut count = |bytes: &[u8]| {
            let (fours, rest) = bytes.as_chunks::<4>();
            for four in fours {
                for (table, byte) in tables.iter_mut().zip(four) {
                    table[usize::from(*byte)] += 1;
                }
            }
            rest.iter().for_each(|byte| tables[0][usize::from(*byte)] += 1);
        };
        let mut counts = Self { symbols: [0; SYMBOLS], distances: [0; DISTANCES] };
        let mut rest = bytes;
        for sequence in sequences {
            let (literals, after) = rest.split_at_checked(sequence.literals as usize).unwrap_or((rest, &[]));
            count(literals);
            rest = after.get(usize::from(sequence.length)..).unwrap_or_default();
            counts.symbols[length_symbol(sequence.length).0] += 1;
            counts.distances[distance_symbol(sequence.distance).0] += 1;
        }
        count(rest);
        for table in &tables {
            counts.symbols.iter_mut().zip(table).for_each(|(sum, count)| *sum += count);
        }
        counts.symbols[END] = 1;
        counts
    }
}

/// Symbol, number of further bits and their value of a length from 3 to 258 (RFC 1951, 3.2.5).
#[inline(always)]
fn length_symbol(length: u16) -> (usize, u32, u32) {
    let more = u32::from(length.saturating_sub(3));
    match more {
        255.. => (285, 0, 0),
        ..8 => (257 + more as usize, 0, 0),
        _ => {
            // Four symbols for each power of two.
            let bits = more.ilog2() - 2;
            (261 + 4 * bits as usize + ((more >> bits) & 3) as usize, bits, more & ((1 << bits) - 1))
        }
    }
}

/// The same of a distance from 1 to 32,768: two symbols for each power of two.
#[inline(always)]
fn distance_symbol(distance: u16) -> (usize, u32, u32) {
    let more = u32::from(distance.saturating_sub(1));
    if more < 4 {
        return (more as usize, 0, 0);
    }
    let bits = more.ilog2() - 1;
    (2 + 2 * bits as usize + ((more >> bits) & 1) as usize, bits, more & ((1 << bits) - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_are_those_of_the_standard() {
        let (mut seen, mut last) = (0, (0, 0, 0));
        for length in 3..258 {
            let now = length_symbol(length);
            // Symbols rise by one, and the value counts up between.
            assert!(now.0 == last.0 && now.2 == last.2 + 1 || now.2 == 0 && (now.0 == last.0 + 1 || length == 3));
            (seen, last) = (seen + 1, now);
        }
        assert_eq!((seen, last, length_symbol(258)), (255, (284, 5, 30), (285, 0, 0)));
        assert_eq!((length_symbol(11), length_symbol(130)), ((265, 1, 0), (280, 4, 15)));
        assert_eq!((distance_symbol(1), distance_symbol(5), distance_symbol(6)), ((0, 0, 0), (4, 1, 0), (4, 1, 1)));
        assert_eq!((distance_symbol(24_577), distance_symbol(32_768)), ((29, 13, 0), (29, 13, 8191)));
    }
}
