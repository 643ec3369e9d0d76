//! Counts become the lengths of prefix codes, and those the codes of RFC 1951, 3.2.2.

/// The longest code that the format knows.
pub(super) const LONGEST: usize = 15;

/// Lengths of codes for `counts`, at most `most` bits; 0 for what does not occur. Two symbols get a code even where
/// fewer occur: a lone code is refused by some readers.
pub(super) fn lengths(counts: &[u32], most: usize) -> Vec<u8> {
    let occurs = |(symbol, count): (usize, &u32)| (*count > 0).then_some((*count, symbol));
    let mut used: Vec<(u32, usize)> = counts.iter().enumerate().filter_map(occurs).collect();
    while used.len() < 2 {
        let free = (0..2).find(|symbol| used.iter().all(|(_, other)| other != symbol)).unwrap_or_default();
        used.push((0, free));
    }
    used.sort_unstable();
    let mut of_length = [0usize; LONGEST + 1];
    for depth in depths(&used.iter().map(|(count, _)| u64::from(*count)).collect::<Vec<_>>()) {
        of_length[depth.min(most)] += 1;
    }
    fit(&mut of_length, most);
    let mut lengths = vec![0; counts.len()];
    // The rarest come first and take the longest codes.
    let mut symbols = used.into_iter().map(|(_, symbol)| symbol);
    for length in (1..=most).rev() {
        for symbol in symbols.by_ref().take(of_length[length]) {
            lengths[symbol] = length as u8;
        }
    }
    lengths
}

/// How deep each of two or more counts in rising order lies in Huffman's tree: leaves wait in one queue, joined pairs
/// in another, and both stay in order.
fn depths(counts: &[u64]) -> Vec<usize> {
    let leaves = counts.len();
    let nodes = 2 * leaves - 1;
    let mut weights = counts.to_vec();
    let mut parents = vec![0; nodes];
    let (mut leaf, mut pair) = (0, leaves);
    for node in leaves..nodes {
        let mut sum = 0;
        for _ in 0..2 {
            let takes_leaf = leaf < leaves && (pair >= node || weights[leaf] <= weights[pair]);
            let taken = if takes_leaf { &mut leaf } else { &mut pair };
            sum += weights[*taken];
            parents[*taken] = node;
            *taken += 1;
        }
        weights.push(sum);
    }
    let mut depths = vec![0; nodes];
    for node in (0..nodes - 1).rev() {
        depths[node] = depths[parents[node]] + 1;
    }
    depths.truncate(leaves);
    depths
}

/// Makes room for codes that were cut to `most` bits: until Kraft's sum is one, the longest code that can grow becomes
/// two of the next length, one of them for a cut one.
fn fit(of_length: &mut [usize; LONGEST + 1], most: usize) {
    let taken: usize = (1..=most).map(|length| of_length[length] << (most - length)).sum();
    for _ in 1 << most..taken {
        let Some(length) = (1..most).rev().find(|length| of_length[*length] > 0) else { return };
        of_length[length] -= 1;
        of_length[length + 1] += 2;
        of_length[most] -= 1;
    }
}

/// `code << 8 | bits` by symbol; the code's first bit is its lowest, as the format writes it.
pub(super) fn codes(lengths: &[u8]) -> Vec<u32> {
    let mut counts = [0u32; LONGEST + 1];
    for length in lengths.iter().filter(|length| **length > 0) {
        counts[usize::from(*length)] += 1;
    }
    let mut next = [0u32; LONGEST + 1];
    for bits in 1..=LONGEST {
        next[bits] = (next[bits - 1] + counts[bits - 1]) << 1;
    }
    let code = |length: &u8| {
        let next = &mut next[usize::from(*length)];
        let code = next.reverse_bits().checked_shr(32 - u32::from(*length)).unwrap_or_default();
        *next += 1;
        code << 8 | u32::from(*length)
    };
    lengths.iter().map(code).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Kraft's sum in units of 2^−15.
    fn kraft(lengths: &[u8]) -> u32 {
        lengths.iter().filter(|length| **length > 0).map(|length| 1 << (15 - length)).sum()
    }

    #[test]
    fn codes_are_whole_and_within_their_length() {
        let fibonacci: Vec<u32> =
            std::iter::successors(Some((1u32, 1u32)), |(a, b)| Some((*b, a + b))).take(40).map(|pair| pair.0).collect();
        let even = vec![3; 286];
        for most in [9, 14, 15] {
            for counts in [&fibonacci, &even] {
                let lengths = lengths(counts, most);
                assert!(lengths.iter().all(|length| *length > 0 && usize::from(*length) <= most));
                assert_eq!(kraft(&lengths), 1 << 15, "no room is left over and none is missing");
            }
        }
    }

    #[test]
    fn frequent_symbols_have_short_codes_and_lone_ones_get_company() {
        assert_eq!(lengths(&[1, 0, 9, 3], 15), [2, 0, 1, 2]);
        assert_eq!(lengths(&[0, 0, 9], 15), [1, 0, 1]);
        assert_eq!(lengths(&[9, 0, 0], 15), [1, 1, 0]);
        assert_eq!(lengths(&[0, 0, 0], 15), [1, 1, 0]);
    }

    #[test]
    fn codes_are_those_of_the_standard() {
        // RFC 1951, 3.2.2: lengths (3, 3, 3, 3, 3, 2, 4, 4) give 010 011 100 101 110 00 1110 1111.
        let codes = codes(&[3, 3, 3, 3, 3, 2, 4, 4]);
        let turned = [0b010, 0b110, 0b001, 0b101, 0b011, 0b00, 0b0111, 0b1111];
        assert!(codes.iter().zip(turned).all(|(code, expected)| code >> 8 == expected));
        assert_eq!(codes[6] & 255, 4);
    }
}
