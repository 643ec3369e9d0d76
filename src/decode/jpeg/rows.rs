//! JPEG at its size, a half, a quarter or an eighth of it, without the pixels in between.
//!
//! In: a file. Out: the planes of each row of units as soon as they are ready. A file that is one sequential scan is
//! never held as a frame, and an open one is read as it is decoded; one in several scans is held as the coefficients
//! that are kept. Taken: Huffman-coded files of 8 bits, sequential or progressive, of up to four components, with any
//! sampling, restart intervals, scans of any components in any order; also without the mark at the end, when nothing
//! is missing before it. Errors: [`Fault::Input`](crate::Fault::Input) for everything that is damaged; what has gone
//! out before is void. One damage goes unseen: at an eighth, that in those scans of a progressive file that no pixel
//! of an eighth depends on, for they are not decoded.

use super::band::{Plane, Sink, Target, planes};
use super::frame::Begun;
use super::join::{Join, TakeRow};
use super::space::Space;
use super::window::Window;
use super::{baseline, scans};
use crate::decode::jpeg_header::Markers;
use crate::error::{Error, Result};
use crate::limits::Deadline;
use crate::source::Content;

/// A file whose first scan begins.
pub(in crate::decode) struct Opened {
    window: Window,
    begun: Begun,
    planes: Vec<Plane>,
    /// Pixels that a block of the components with most samples becomes, across and down.
    base: usize,
}

impl Opened {
    /// To be decoded to one `denominator`th (1, 2, 4 or 8) of either side, rounded up.
    ///
    /// # Errors
    /// [`Fault::Io`](crate::Fault::Io), [`Fault::Input`](crate::Fault::Input) for damaged headers.
    pub(in crate::decode) fn new(content: &Content, markers: &Markers, denominator: usize) -> Result<Self> {
        let base = match denominator {
            1 | 2 | 4 | 8 => 8 / denominator,
            _ => return Err(Error::internal("a JPEG is reduced to a half, a quarter or an eighth")),
        };
        let window = match markers.is_one_scan() {
            true => Window::new(content, markers.scan)?,
            false => Window::whole(content)?,
        };
        let begun = Begun::read(window.bytes())?;
        let planes = planes(&begun.frame, base)?;
        Ok(Self { window, begun, planes, base })
    }

    /// The sides of the picture that is decoded.
    pub(in crate::decode) fn size(&self) -> (usize, usize) {
        let side = |length: usize| (length * self.base).div_ceil(8);
        (side(self.begun.frame.width), side(self.begun.frame.height))
    }

    /// What makes rows of the planes.
    pub(in crate::decode) fn join(&self, space: Space) -> Join {
        let shapes: Vec<_> = self.planes.iter().map(Plane::shape).collect();
        let across = self.begun.frame.units_across * self.begun.frame.most_across * self.base;
        Join::new(&shapes, space, (across, self.begun.frame.most_down * self.base), self.size())
    }

    /// Decodes; the planes of each row of units go to `sink`. That the file `has_end` is to be known before.
    ///
    /// # Errors
    /// [`Fault::TimedOut`](crate::error::Fault::TimedOut), [`Fault::Input`](crate::Fault::Input), and what `sink` gives.
    pub(in crate::decode) fn decode(self, has_end: bool, deadline: &Deadline, sink: Sink) -> Result<()> {
        let Self { window, begun, planes, .. } = self;
        let mut target = Target { planes, deadline, sink };
        if begun.frame.is_progressive || begun.scan.parts.len() < begun.frame.components.len() {
            return scans::decode(window.bytes(), has_end, begun, target);
        }
        target.begin(&begun.frame, &begun.segments, &begun.scan)?;
        baseline::decode(window, &begun, target)
    }
}

/// Decodes to rows of pixels, where they are decoded.
///
/// # Errors
/// As [`Opened::decode`].
pub(in crate::decode) fn decode(
    opened: Opened,
    (space, has_end): (Space, bool),
    deadline: &Deadline,
    take: TakeRow,
) -> Result<()> {
    let mut join = opened.join(space);
    let mut unit = Vec::with_capacity(join.bytes());
    opened.decode(has_end, deadline, &mut |planes| {
        unit.clear();
        planes.iter().for_each(|plane| unit.extend_from_slice(plane.pixels()));
        join.join(&unit, take)
    })
}
