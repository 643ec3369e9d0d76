//! What the readers of a document share: limits, remarks, and how many layers there were.

use crate::dialect::remarks::Remarks;
use crate::error::{Error, Result};
use crate::limits::{Limits, within};

/// What the readers of a document share.
pub(crate) struct Reader<'a> {
    /// What a document may cost.
    pub(crate) limits: &'a Limits,
    /// What was ignored, replaced or doubtful so far.
    pub(crate) remarks: Remarks,
    /// What placed the objects of a document that another dialect hands over, for people; `None`: they say it
    /// themselves.
    pub(crate) place_rule: Option<&'static str>,
    layers: u64,
}

impl<'a> Reader<'a> {
    /// Nothing read yet.
    pub(crate) fn new(limits: &'a Limits) -> Self {
        Self { limits, remarks: Remarks::default(), place_rule: None, layers: 0 }
    }

    /// Counts a layer, a hidden one and a clip path too, against [`Limits::layers`].
    pub(crate) fn count_layer(&mut self, place: &str) -> Result<()> {
        self.layers += 1;
        within("layers", self.layers, u64::from(self.limits.layers)).map_err(|error| error.at(place))
    }

    /// Checks the nesting of groups and clip paths against [`Limits::layer_depth`].
    pub(crate) fn check_depth(&self, depth: u32, place: &str) -> Result<()> {
        within("layer_depth", u64::from(depth), u64::from(self.limits.layer_depth)).map_err(|error| error.at(place))
    }

    /// Checks one text against [`Limits::text_characters`].
    pub(crate) fn check_text(&self, text: &str, place: &str) -> Result<()> {
        let count = text.chars().count() as u64;
        let checked = within("text_characters", count, u64::from(self.limits.text_characters));
        checked.map_err(|error: Error| error.at("text").at(place))
    }
}
