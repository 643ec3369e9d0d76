//! Rows on their way out of a decoder: what is known before the first, and what gives them colours and alpha.

use super::finish::Colors;
use super::pixels::Kind;
use crate::error::Result;
use crate::geometry::Size;
use crate::limits::Deadline;
use crate::picture::Picture;
use crate::profile::Profile;
use crate::raster::{Carry, TakeRows, Unpack, multiply_alpha};

/// Bytes of rows that are worked on together: they stay in the second cache, and starting is paid seldom.
pub(super) const TOGETHER: usize = 64 << 10;

/// What is known of the way before the first row: whose rows, into which colours, by whom, until when.
pub(super) struct Way<'a> {
    pub(super) picture: &'a Picture,
    /// The RGB profile in whose colours pixels are wanted; `None`: sRGB.
    pub(super) space: Option<&'a Profile>,
    pub(super) deadline: &'a Deadline,
    pub(super) carry: &'a mut dyn Carry,
}

impl Way<'_> {
    /// Begins a picture of this stored size, whose strips are rows of four samples a pixel.
    pub(super) fn begin(&mut self, size: Size, kind: Kind) -> Result<()> {
        let colored = self.colored(kind)?;
        self.carry.begin(Box::new(move |taker| {
            taker.begin(size)?;
            Ok(Box::new(colored))
        }))
    }

    /// What gives rows of this kind their colours and their alpha.
    pub(super) fn colored(&self, kind: Kind) -> Result<Colored> {
        let colors = Colors::new(kind, self.picture, self.space)?;
        Ok(Colored { colors, kind, deadline: *self.deadline })
    }
}

/// What is left to do for rows of four samples a pixel as stored.
pub(super) struct Colored {
    colors: Colors<u8>,
    kind: Kind,
    deadline: Deadline,
}

impl Colored {
    /// Whether opaque pixels stay as they are.
    pub(super) fn is_nothing(&self) -> bool {
        self.kind == Kind::Opaque && self.colors.is_nothing()
    }
}

impl Unpack for Colored {
    fn unpack(&mut self, strip: &mut [u8], taker: &mut dyn TakeRows) -> Result<()> {
        self.deadline.check()?;
        self.colors.apply(strip, &self.deadline)?;
        let is_opaque = self.kind != Kind::Straight || multiply_alpha(strip);
        taker.take(strip, is_opaque)
    }
}
