//! What is wrong in a template, all of it: a check tells every fault, a read the first.
//!
//! In: results of single fields. Out: a stand-in for each that failed, and the errors in the order of reading. A fault
//! that only follows from another is the caller's to leave out: see [`Bad`].

use crate::error::{Error, Result};

/// A field could not be read; its error stands in the [`Faults`] already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bad;

/// The errors met so far.
#[derive(Debug, Default)]
pub(super) struct Faults(Vec<Error>);

impl Faults {
    /// Keeps an error.
    pub(super) fn add(&mut self, error: Error) {
        self.0.push(error);
    }

    /// The value, or the error kept and nothing.
    pub(super) fn known<T>(&mut self, result: Result<T>) -> Result<T, Bad> {
        result.map_err(|error| {
            self.add(error);
            Bad
        })
    }

    /// The value, or the error kept and the default in its place.
    pub(super) fn or_default<T: Default>(&mut self, result: Result<T>) -> T {
        self.known(result).unwrap_or_default()
    }

    /// Whether nothing was wrong so far.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `value`, when nothing was wrong.
    pub(super) fn end<T>(self, value: T) -> Result<T, Vec<Error>> {
        if self.0.is_empty() { Ok(value) } else { Err(self.0) }
    }
}

/// Where in a text a byte stands, for people.
pub(super) fn line_and_column(text: &str, at: usize) -> String {
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    format!("line {line}, column {column}")
}

/// Help for a name that is none: the one that was probably meant, and all there are.
pub(super) fn meant(name: &str, known: &[&str]) -> String {
    let lower = name.to_ascii_lowercase();
    let distance = |known: &str| edits(&lower, &known.to_ascii_lowercase());
    let near = known.iter().map(|known| (distance(known), *known));
    // A third of the letters wrong is a slip of the hand; more is another word.
    let guess = near.filter(|(edits, known)| edits * 3 <= known.len().max(3)).min();
    let guess = guess.map(|(_, known)| format!("did you mean `{known}`? ")).unwrap_or_default();
    format!("{guess}the fields are: {}", known.join(", "))
}

/// Letters to insert, remove or replace to come from one word to the other (Levenshtein, 1965). Words are field names:
/// long ones are cut, so that the work stays small whatever a file says.
fn edits(from: &str, to: &str) -> usize {
    let from: Vec<char> = from.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=from.len()).collect();
    for (down, letter) in to.chars().enumerate() {
        let mut before = down;
        let mut left = down + 1;
        let mut next = vec![left];
        for (other, above) in from.iter().zip(row.iter().skip(1)) {
            left = (before + usize::from(*other != letter)).min(above + 1).min(left + 1);
            before = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_counted() {
        for (from, to, count) in
            [("", "", 0), ("a", "", 1), ("", "ab", 2), ("kitten", "sitting", 3), ("same", "same", 0)]
        {
            assert_eq!(edits(from, to), count, "{from} {to}");
        }
    }

    #[test]
    fn a_slip_is_guessed_and_another_word_is_not() {
        let known = ["background", "margin", "canvas"];
        assert!(meant("marign", &known).starts_with("did you mean `margin`?"));
        assert!(meant("Background", &known).starts_with("did you mean `background`?"));
        assert_eq!(meant("wobble", &known), "the fields are: background, margin, canvas");
    }

    #[test]
    fn the_first_fault_comes_first_and_none_is_lost() {
        let mut faults = Faults::default();
        assert_eq!(faults.or_default::<u8>(Err(Error::input("one"))), 0);
        assert_eq!(faults.known::<u8>(Err(Error::input("two"))), Err(Bad));
        assert_eq!(faults.known(Ok(3)), Ok(3));
        let all: Vec<String> = faults.end(()).unwrap_err().iter().map(ToString::to_string).collect();
        assert_eq!(all, ["one", "two"]);
    }
}
