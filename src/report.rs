//! What was ignored, replaced or doubtful, with its place: returned beside every result, never only logged.

use crate::error::{escape_controls, with_short_values};
use crate::geometry::Rect;

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

/// How the subject of a photo was told from its background.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Method {
    /// By the transparency that the picture has.
    Alpha,
    /// By its studio backdrop.
    Backdrop,
    /// By a segmentation model.
    Model,
    /// Not at all, as nothing was to go: its background is kept.
    Whole,
    /// Its background was to go and could not be told: it stays, and the whole picture stands in for the subject.
    None,
}

impl std::fmt::Display for Method {
    /// The word that reports have for it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Alpha => "alpha",
            Self::Backdrop => "backdrop",
            Self::Model => "model",
            Self::Whole => "whole",
            Self::None => "none",
        })
    }
}

/// How the subject of a photo was found, where, and how sure that is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    /// How.
    pub method: Method,
    /// How sure it is, 0 to 1: 1 where the picture says it itself or nothing was to be told; for [`Method::None`] that
    /// of the try that was not good enough.
    pub confidence: f64,
    /// Its box in pixels of the upright photo; `None`: the whole photo.
    pub subject: Option<Rect>,
}

/// The notes of one piece of work, in the order in which they arose, each once; with a photo that a template presents,
/// how its subject was found.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
#[serde(transparent)]
pub struct Report {
    notes: Vec<Note>,
    #[serde(skip)]
    cutout: Option<Found>,
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
        let message = with_short_values(escape_controls(message.as_ref()));
        let note = Note { kind, place: escape_controls(place.as_ref()), message };
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
        self.cutout = other.cutout.or(self.cutout);
    }

    /// Puts down how a photo's subject was found, in place of what was put down before.
    pub fn set_cutout(&mut self, found: Found) {
        self.cutout = Some(found);
    }

    /// How a photo's subject was found; `None` where no photo was presented by a template.
    pub fn cutout(&self) -> Option<Found> {
        self.cutout
    }

    /// All remarks.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// Whether there is nothing to remark.
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
    fn how_a_subject_was_found_stays_until_another_says_otherwise() {
        let found = |confidence| Found { method: Method::Backdrop, confidence, subject: None };
        let mut report = Report::new();
        report.set_cutout(found(0.5));
        report.append(Report::new());
        assert_eq!(report.cutout(), Some(found(0.5)));
        let mut other = Report::new();
        other.set_cutout(found(0.9));
        report.append(other);
        assert_eq!(report.cutout(), Some(found(0.9)));
        assert!(report.is_empty(), "it is no remark");
    }

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
