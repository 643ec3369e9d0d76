//! Which fabric.js wrote an object, and what that changes.
//!
//! Facts of its releases: 2.0 first writes `version`, and a picture's width and height become a window on the source;
//! 5.0 counts the angles of circles in degrees (radians before); 6.0 counts the stroke at the butt ends of lines; 7.0
//! places objects by their centre unless they say otherwise (left top before). Nothing said: left top.

use crate::dialect::lenient::Fields;
use crate::dialect::remarks::{Remarks, short};
use serde_json::Value;

/// Properties that only fabric.js 1.x writes: it names no version.
const OF_ONE: [&str; 4] = ["alignX", "alignY", "meetOrSlice", "resizeFilters"];

/// The release that wrote an object, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Version {
    major: Option<u32>,
}

impl Version {
    /// The version that an object or document names, else the one around it.
    pub(crate) fn of(self, fields: &mut Fields, remarks: &mut Remarks) -> Self {
        let version = self.named(fields, remarks);
        fields.fades_stops = version.fades_stops();
        version
    }

    fn named(self, fields: &mut Fields, remarks: &mut Remarks) -> Self {
        let Some(value) = fields.get("version") else {
            let is_one = self.major.is_none() && OF_ONE.iter().any(|key| fields.has(key));
            return if is_one { Self { major: Some(1) } } else { self };
        };
        let text = match value {
            Value::String(text) => text.trim().trim_start_matches('v').to_owned(),
            other => other.to_string(),
        };
        let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        match text.get(..digits).and_then(|digits| digits.parse().ok()) {
            Some(major) => Self { major: Some(major) },
            None => {
                remarks.doubtful(fields.place(), format!("version `{}` is not understood", short(&text)));
                self
            }
        }
    }

    /// The origin of an object that names none: 0 its left or top edge, 0.5 its centre.
    pub(crate) fn default_origin(self) -> f64 {
        if self.major.is_some_and(|major| major >= 7) { 0.5 } else { 0.0 }
    }

    /// What says so, for people.
    pub(crate) fn origin_rule(self) -> &'static str {
        match self.major {
            None => "no version, no origin: left top",
            Some(0..7) => "the default origin before fabric 7",
            Some(_) => "fabric 7's default origin",
        }
    }

    /// Whether a picture's width and height are what it is drawn at, not a window on its pixels.
    pub(crate) fn stretches_pictures(self) -> bool {
        self.major.is_some_and(|major| major < 2)
    }

    /// Whether the stroke of a level or upright line with butt ends reaches beyond them in its box.
    pub(crate) fn counts_butt_ends(self) -> bool {
        self.major.is_some_and(|major| major >= 6)
    }

    /// Whether a filter's amount counts in levels, not in shares. Without a version one beyond 1 tells.
    pub(crate) fn counts_levels(self, amount: f64) -> bool {
        self.major.map_or(amount.abs() > 1.0, |major| major < 2)
    }

    /// Whether the angles of a circle are radians. Without a version it was 1.x that wrote them, unless they are more
    /// than a full turn (and what rounding adds to one).
    pub(crate) fn counts_radians(self, start: f64, end: f64) -> bool {
        match self.major {
            Some(major) => major < 5,
            None => start.abs().max(end.abs()) < std::f64::consts::TAU + 0.01,
        }
    }

    /// Whether a stop's own opacity replaces the alpha of its colour. From 7.0 on a stop has none, and one that an
    /// older release left in the document does nothing (`Gradient.toLive`).
    pub(crate) fn fades_stops(self) -> bool {
        self.major.is_none_or(|major| major < 7)
    }

    /// Whether a group paints the colour behind its box.
    pub(crate) fn colors_groups(self) -> bool {
        self.major.is_some_and(|major| major >= 6)
    }

    /// Whether a hidden clip path leaves nothing of what it clips: before 6 it was painted as an object is.
    pub(crate) fn hides_by_hidden_clips(self) -> bool {
        self.major.is_none_or(|major| major < 6)
    }

    /// Whether the lines of a text box break at its own width although a longer word widens the box.
    pub(crate) fn breaks_at_own_width(self) -> bool {
        self.major.is_none_or(|major| major < 6)
    }

    /// Whether the box of text on a path may be larger than the path. Only the last release of 5.x makes it so, but
    /// does not say its own version.
    pub(crate) fn may_leave_room_around_paths(self) -> bool {
        self.major.is_none_or(|major| major == 5)
    }

    /// Whether a line without a place stands with its own left top edge, stroke included, not with its centre.
    pub(crate) fn places_lines_by_edge(self) -> bool {
        self.major.is_none_or(|major| major < 6)
    }
}

#[cfg(test)]
#[allow(clippy::needless_pass_by_value, reason = "helpers take what `json!` gives")]
mod tests {
    use super::*;
    use serde_json::json;

    fn of(value: Value) -> Version {
        let map = value.as_object().unwrap().clone();
        Version::default().of(&mut Fields::new(&map, ""), &mut Remarks::default())
    }

    #[test]
    fn from_seven_on_the_centre_is_the_origin() {
        for (version, origin) in [("4.6.0", 0.0), ("6.9.1", 0.0), ("7.0.0-beta1", 0.5), ("10.1", 0.5), ("v7", 0.5)] {
            assert_eq!(of(json!({ "version": version })).default_origin(), origin, "{version}");
        }
        assert_eq!(of(json!({})).default_origin(), 0.0);
        assert_eq!(of(json!({"version": 7})).default_origin(), 0.5);
        assert_eq!(of(json!({"version": "next"})).default_origin(), 0.0);
    }

    #[test]
    fn the_first_release_stretches_and_is_known_by_its_properties() {
        assert!(of(json!({"alignX": "none"})).stretches_pictures());
        assert!(of(json!({"version": "1.7.22"})).stretches_pictures());
        assert!(!of(json!({"version": "2.0.0"})).stretches_pictures());
        assert!(!of(json!({})).stretches_pictures());
    }
}
