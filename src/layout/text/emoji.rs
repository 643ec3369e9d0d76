//! How a grapheme wants to be shown: as an emoji in colour or as text (Unicode Technical Standard 51).

/// What a grapheme asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Presentation {
    /// An emoji: by U+FE0F, or because one of its characters is one by itself.
    Color,
    /// Text: by U+FE0E.
    Text,
    /// Nothing: as its face has it.
    Any,
}

/// What the characters of a grapheme ask for.
pub(super) fn presentation(letters: &str) -> Presentation {
    const AS_TEXT: char = '\u{fe0e}';
    const AS_EMOJI: char = '\u{fe0f}';
    if letters.is_ascii() {
        Presentation::Any
    } else if letters.contains(AS_TEXT) {
        Presentation::Text
    } else if letters.chars().any(|c| c == AS_EMOJI || is_emoji(c)) {
        Presentation::Color
    } else {
        Presentation::Any
    }
}

/// The property `Emoji_Presentation`.
fn is_emoji(c: char) -> bool {
    let found = EMOJI.binary_search_by(|&(first, last)| match c {
        c if c < first => std::cmp::Ordering::Greater,
        c if c > last => std::cmp::Ordering::Less,
        _ => std::cmp::Ordering::Equal,
    });
    found.is_ok()
}

/// First and last characters, from `emoji-data.txt` of Unicode 17.0.
#[rustfmt::skip]
const EMOJI: &[(char, char)] = &[
    ('\u{231a}', '\u{231b}'), ('\u{23e9}', '\u{23ec}'), ('\u{23f0}', '\u{23f0}'), ('\u{23f3}', '\u{23f3}'),
    ('\u{25fd}', '\u{25fe}'), ('\u{2614}', '\u{2615}'), ('\u{2648}', '\u{2653}'), ('\u{267f}', '\u{267f}'),
    ('\u{2693}', '\u{2693}'), ('\u{26a1}', '\u{26a1}'), ('\u{26aa}', '\u{26ab}'), ('\u{26bd}', '\u{26be}'),
    ('\u{26c4}', '\u{26c5}'), ('\u{26ce}', '\u{26ce}'), ('\u{26d4}', '\u{26d4}'), ('\u{26ea}', '\u{26ea}'),
    ('\u{26f2}', '\u{26f3}'), ('\u{26f5}', '\u{26f5}'), ('\u{26fa}', '\u{26fa}'), ('\u{26fd}', '\u{26fd}'),
    ('\u{2705}', '\u{2705}'), ('\u{270a}', '\u{270b}'), ('\u{2728}', '\u{2728}'), ('\u{274c}', '\u{274c}'),
    ('\u{274e}', '\u{274e}'), ('\u{2753}', '\u{2755}'), ('\u{2757}', '\u{2757}'), ('\u{2795}', '\u{2797}'),
    ('\u{27b0}', '\u{27b0}'), ('\u{27bf}', '\u{27bf}'), ('\u{2b1b}', '\u{2b1c}'), ('\u{2b50}', '\u{2b50}'),
    ('\u{2b55}', '\u{2b55}'), ('\u{1f004}', '\u{1f004}'), ('\u{1f0cf}', '\u{1f0cf}'), ('\u{1f18e}', '\u{1f18e}'),
    ('\u{1f191}', '\u{1f19a}'), ('\u{1f1e6}', '\u{1f1ff}'), ('\u{1f201}', '\u{1f201}'), ('\u{1f21a}', '\u{1f21a}'),
    ('\u{1f22f}', '\u{1f22f}'), ('\u{1f232}', '\u{1f236}'), ('\u{1f238}', '\u{1f23a}'), ('\u{1f250}', '\u{1f251}'),
    ('\u{1f300}', '\u{1f320}'), ('\u{1f32d}', '\u{1f335}'), ('\u{1f337}', '\u{1f37c}'), ('\u{1f37e}', '\u{1f393}'),
    ('\u{1f3a0}', '\u{1f3ca}'), ('\u{1f3cf}', '\u{1f3d3}'), ('\u{1f3e0}', '\u{1f3f0}'), ('\u{1f3f4}', '\u{1f3f4}'),
    ('\u{1f3f8}', '\u{1f43e}'), ('\u{1f440}', '\u{1f440}'), ('\u{1f442}', '\u{1f4fc}'), ('\u{1f4ff}', '\u{1f53d}'),
    ('\u{1f54b}', '\u{1f54e}'), ('\u{1f550}', '\u{1f567}'), ('\u{1f57a}', '\u{1f57a}'), ('\u{1f595}', '\u{1f596}'),
    ('\u{1f5a4}', '\u{1f5a4}'), ('\u{1f5fb}', '\u{1f64f}'), ('\u{1f680}', '\u{1f6c5}'), ('\u{1f6cc}', '\u{1f6cc}'),
    ('\u{1f6d0}', '\u{1f6d2}'), ('\u{1f6d5}', '\u{1f6d8}'), ('\u{1f6dc}', '\u{1f6df}'), ('\u{1f6eb}', '\u{1f6ec}'),
    ('\u{1f6f4}', '\u{1f6fc}'), ('\u{1f7e0}', '\u{1f7eb}'), ('\u{1f7f0}', '\u{1f7f0}'), ('\u{1f90c}', '\u{1f93a}'),
    ('\u{1f93c}', '\u{1f945}'), ('\u{1f947}', '\u{1f9ff}'), ('\u{1fa70}', '\u{1fa7c}'), ('\u{1fa80}', '\u{1fa8a}'),
    ('\u{1fa8e}', '\u{1fac6}'), ('\u{1fac8}', '\u{1fac8}'), ('\u{1facd}', '\u{1fadc}'), ('\u{1fadf}', '\u{1faea}'),
    ('\u{1faef}', '\u{1faf8}'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selectors_win_and_emoji_need_none() {
        for (letters, expected) in [
            ("a", Presentation::Any),
            ("\u{e9}", Presentation::Any),
            ("\u{2764}", Presentation::Any),
            ("\u{2764}\u{fe0f}", Presentation::Color),
            ("\u{2764}\u{fe0e}", Presentation::Text),
            ("\u{1f600}", Presentation::Color),
            ("\u{1f600}\u{fe0e}", Presentation::Text),
            ("1\u{fe0f}\u{20e3}", Presentation::Color),
            ("\u{270c}\u{1f3fd}", Presentation::Color),
            ("\u{1f1e9}\u{1f1ea}", Presentation::Color),
            ("\u{1f468}\u{200d}\u{1f469}", Presentation::Color),
        ] {
            assert_eq!(presentation(letters), expected, "{letters}");
        }
    }

    #[test]
    fn the_table_is_sorted() {
        assert!(EMOJI.iter().all(|(first, last)| first <= last));
        assert!(EMOJI.windows(2).all(|pair| pair[0].1 < pair[1].0));
    }
}
