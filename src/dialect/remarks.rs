//! Notes about many layers, gathered: each remark once, with the layers that it concerns.
//!
//! A hostile document cannot make the report long: names of layers are counted after the first few, and remarks after
//! the first [`MOST`] are only counted.

use crate::report::{NoteKind, Report};
use std::collections::HashMap;

/// Places that one note names before it counts the rest: a line that can still be read.
const NAMED: usize = 5;

/// Remarks that are kept apart: far more than a real document gives.
const MOST: usize = 200;

/// Longest name from a document that a remark repeats, in characters.
const LONGEST_NAME: usize = 60;

/// Remarks by kind and message, in the order of their first place.
#[derive(Debug, Default)]
pub(crate) struct Remarks {
    remarks: Vec<Remark>,
    index: HashMap<(NoteKind, String), usize>,
    dropped: usize,
}

#[derive(Debug)]
struct Remark {
    kind: NoteKind,
    message: String,
    places: Vec<String>,
    last: String,
    more: usize,
}

impl Remarks {
    /// Adds a place to a remark.
    pub(crate) fn add(&mut self, kind: NoteKind, place: &str, message: impl Into<String>) {
        let key = (kind, message.into());
        if let Some(remark) = self.index.get(&key).and_then(|&at| self.remarks.get_mut(at)) {
            if remark.last != place {
                remark.last = place.to_owned();
                match remark.places.len() < NAMED {
                    true => remark.places.push(place.to_owned()),
                    false => remark.more += 1,
                }
            }
        } else if self.remarks.len() < MOST {
            let (message, places, last) = (key.1.clone(), vec![place.to_owned()], place.to_owned());
            self.remarks.push(Remark { kind, message, places, last, more: 0 });
            self.index.insert(key, self.remarks.len() - 1);
        } else {
            self.dropped += 1;
        }
    }

    /// Something was left out.
    pub(crate) fn ignored(&mut self, place: &str, message: impl Into<String>) {
        self.add(NoteKind::Ignored, place, message);
    }

    /// Something was replaced.
    pub(crate) fn replaced(&mut self, place: &str, message: impl Into<String>) {
        self.add(NoteKind::Replaced, place, message);
    }

    /// Something may not be what was meant.
    pub(crate) fn doubtful(&mut self, place: &str, message: impl Into<String>) {
        self.add(NoteKind::Doubtful, place, message);
    }

    /// Something was read leniently.
    pub(crate) fn lenient(&mut self, place: &str, message: impl Into<String>) {
        self.add(NoteKind::Lenient, place, message);
    }

    /// Hands all remarks to a report.
    pub(crate) fn finish(self, report: &mut Report) {
        for remark in self.remarks {
            let mut place = remark.places.join(", ");
            if remark.more > 0 {
                place.push_str(&format!(" and {} more", remark.more));
            }
            report.note(remark.kind, place, remark.message);
        }
        if self.dropped > 0 {
            report.note(NoteKind::Ignored, "", format!("{} more remarks are not listed", self.dropped));
        }
    }
}

/// A name from the document, short enough to repeat.
pub(crate) fn short(name: &str) -> String {
    match name.char_indices().nth(LONGEST_NAME) {
        Some((end, _)) => format!("{}…", name.get(..end).unwrap_or_default()),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remark_stands_once_with_its_places() {
        let mut remarks = Remarks::default();
        for layer in 1..=8 {
            remarks.ignored(&format!("layer {layer}"), "property `foo` is unknown");
            remarks.ignored(&format!("layer {layer}"), "property `foo` is unknown");
        }
        let mut report = Report::new();
        remarks.finish(&mut report);
        let places: Vec<_> = report.notes().iter().map(|note| note.place.as_str()).collect();
        assert_eq!(places, ["layer 1, layer 2, layer 3, layer 4, layer 5 and 3 more"]);
    }

    #[test]
    fn remarks_beyond_the_most_are_counted() {
        let mut remarks = Remarks::default();
        for number in 0..MOST + 3 {
            remarks.ignored("", format!("{number}"));
        }
        let mut report = Report::new();
        remarks.finish(&mut report);
        assert_eq!(report.notes().len(), MOST + 1);
        assert_eq!(report.notes()[MOST].message, "3 more remarks are not listed");
    }
}
