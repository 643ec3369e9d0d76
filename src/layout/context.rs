//! What every file of the layout works with.

use super::colored::Bitmaps;
use super::slots::Slots;
use crate::ask::Ask;
use crate::error::Result;
use crate::fonts::Fonts;
use crate::limits::{Deadline, Limits, within};
use crate::picture::Pictures;
use crate::report::Report;

/// What is given and what comes together during one layout.
pub(super) struct Context<'a> {
    /// What is asked for.
    pub(super) ask: &'a Ask,
    /// The pictures that the document names.
    pub(super) pictures: &'a Pictures,
    /// What text is drawn with.
    pub(super) fonts: &'a Fonts,
    /// What may not be exceeded.
    pub(super) limits: &'a Limits,
    /// When it must be done.
    pub(super) deadline: &'a Deadline,
    /// What there is to remark.
    pub(super) report: &'a mut Report,
    /// The pictures that the scene wants so far.
    pub(super) slots: Slots,
    /// The pictures of glyphs that were read so far.
    pub(super) bitmaps: Bitmaps,
    /// How many layers were laid out so far.
    pub(super) layers: u64,
}

impl Context<'_> {
    /// Counts a layer at a depth of groups and clips.
    ///
    /// # Errors
    /// When there are too many layers, they are nested too deep, or the time is over.
    pub(super) fn count_layer(&mut self, depth: u32) -> Result<()> {
        self.layers += 1;
        within("layers", self.layers, u64::from(self.limits.layers))?;
        within("layer_depth", u64::from(depth), u64::from(self.limits.layer_depth))?;
        self.deadline.check()
    }
}
