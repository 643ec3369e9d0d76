//! What was ignored, replaced or doubtful, with its place: returned beside every result, never only logged.

use crate::error::escape_controls;

/// What kind of remark a [`Note`] is. `--strict` turns the [serious](NoteKind::is_serious) ones into errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum NoteKind {
    /// Something in the input was not understood or cannot be drawn, and was left out.
    Ignored,
    /// Something was replaced: a font, a glyph, a missing picture.
    Replaced,
    /// Something is drawn, but the result may not be what was meant.
    Doubtful,
    /// Something was read leniently: a number written as text, an extension that lies.
    Lenient,
    /// A choice that a rule made and that the reader may want to know.
    Chosen,
}

impl NoteKind {
    /// Whether `--strict` refuses it: what changes the picture does, what was merely read leniently or chosen does not.
    pub fn is_serious(self) -> bool {
        matches!(self, Self::Ignored | Self::Replaced | Self::Doubtful)
    }
}

/// One remark.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Note {
    /// What kind of remark it is.
    pub kind: NoteKind,
    /// Where: `layer 3 "Logo"`, a field; empty for the input as a whole.
    pub place: String,
    /// The remark, a sentence without a final stop.
    pub message: String,
}

impl std::fmt::Display for Note {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.place.is_empty() {
            true => f.write_str(&self.message),
            false => write!(f, "{}: {}", self.place, self.message),
        }
    }
}

/// The notes of one piece of work, in the order in which they arose, each once.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
#[serde(transparent)]
pub struct Report {
    notes: Vec<Note>,
    /// `None`: nobody asked why.
    #[serde(skip)]
    rules: Option<Vec<Note>>,
}

impl Report {
    /// An empty report.
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty report that wants to know which rules placed and sized what is drawn.
    pub fn explaining() -> Self {
        Self { rules: Some(Vec::new()), ..Self::default() }
    }

    /// Adds which rules placed and sized something. Without somebody who asks, the message is not even made.
    pub fn explain(&mut self, place: &str, message: impl FnOnce() -> String) {
        if let Some(rules) = &mut self.rules {
            let (place, message) = (escape_controls(place), escape_controls(&message()));
            rules.push(Note { kind: NoteKind::Chosen, place, message });
        }
    }

    /// Which rules placed and sized what is drawn, in the order of the work; none unless somebody asked.
    pub fn rules(&self) -> &[Note] {
        self.rules.as_deref().unwrap_or_default()
    }

    /// Adds a remark unless the same one stands there already. Control characters are escaped.
    pub fn note(&mut self, kind: NoteKind, place: impl AsRef<str>, message: impl AsRef<str>) {
        let note = Note { kind, place: escape_controls(place.as_ref()), message: escape_controls(message.as_ref()) };
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// Adds all remarks of another report.
    pub fn append(&mut self, other: Self) {
        for note in other.notes {
            if !self.notes.contains(&note) {
                self.notes.push(note);
            }
        }
    }

    /// All remarks.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.notes.is_empty()
    }

    /// The remarks that `--strict` refuses.
    pub fn serious(&self) -> impl Iterator<Item = &Note> {
        self.notes.iter().filter(|note| note.kind.is_serious())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_remark_stands_once() {
        let mut report = Report::new();
        report.note(NoteKind::Replaced, "layer 1", "font `X` is missing");
        report.note(NoteKind::Replaced, "layer 1", "font `X` is missing");
        report.note(NoteKind::Lenient, "", "read `\"5\"` as a number");
        assert_eq!(report.notes().len(), 2);
        assert_eq!(report.serious().count(), 1);
    }
}
