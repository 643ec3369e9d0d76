//! JPEG at its size, a half, a quarter or an eighth of it, without the pixels in between.
//!
//! In: a file. Out: the planes of each row of units as soon as they are ready; a sequential file is never
//! held as a frame and an open one is read as it is decoded, a progressive one is held as the coefficients that are
//! kept. Taken: Huffman-coded files of 8 bits, sequential in one scan or progressive, of one component, or of three
//! with 4:4:4, 4:2:2, 4:4:0, 4:2:0 and (reduced) 4:1:1 sampling. Everything else, and every doubt, is
//! [`Outcome::Doubt`]: the full decoder then has the verdict, and what has gone out before is void. One thing the full
//! decoder refuses passes here: at an eighth, damage in those scans of a progressive file that no pixel of an eighth
//! depends on, for they are not decoded.

use super::band::{Plane, Sink, planes};
use super::color::Space;
use super::frame::{Frame, Scan, Segments};
use super::join::{Join, TakeRow};
use super::stop::{Step, Stop};
use super::window::Window;
use super::{baseline, progressive};
use crate::decode::jpeg_header::Markers;
use crate::error::Result;
use crate::limits::Deadline;
use crate::source::Content;

/// How decoding ended, when not with an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::decode) enum Outcome {
    /// All rows have gone out.
    Done,
    /// The file is unusual or damaged: rows that went out are void.
    Doubt,
}

/// A file whose first scan begins.
pub(in crate::decode) struct Opened {
    window: Window,
    segments: Segments,
    frame: Frame,
    scan: Scan,
    planes: Vec<Plane>,
    denominator: usize,
}

impl Opened {
    /// To be decoded to one `denominator`th (1, 2, 4 or 8) of either side, rounded up; `None` is a doubt.
    ///
    /// # Errors
    /// [`Fault::Io`](crate::Fault::Io).
    pub(in crate::decode) fn new(content: &Content, markers: &Markers, denominator: usize) -> Result<Option<Self>> {
        // Sequential in several scans: a doubt in any case.
        let is_known = markers.is_one_scan() || markers.process == 2;
        if !matches!(denominator, 1 | 2 | 4 | 8) || !is_known {
            return Ok(None);
        }
        let window = match markers.is_one_scan() {
            true => Window::new(content, markers.scan)?,
            false => Window::whole(content)?,
        };
        let found = Segments::new(window.bytes()).and_then(|(segments, frame, scan)| {
            let planes = planes(&frame, &segments, denominator)?;
            Ok((segments, frame, scan, planes))
        });
        Ok(found.ok().map(|(segments, frame, scan, planes)| Self {
            window,
            segments,
            frame,
            scan,
            planes,
            denominator,
        }))
    }

    /// What makes rows of the planes; `None` is a doubt.
    pub(in crate::decode) fn join(&self, space: Space) -> Option<Join> {
        let size = [self.frame.width, self.frame.height].map(|side| side.div_ceil(self.denominator));
        Join::new(self.planes.iter().map(Plane::shape).collect(), space, size.into()).ok()
    }

    /// Decodes; the planes of each row of units go to `sink`.
    ///
    /// # Errors
    /// [`Fault::TimedOut`](crate::error::Fault::TimedOut), and what `sink` gives.
    pub(in crate::decode) fn decode(self, deadline: &Deadline, sink: Sink) -> Result<Outcome> {
        match self.run(deadline, sink) {
            Ok(()) => Ok(Outcome::Done),
            Err(Stop::Doubt) => Ok(Outcome::Doubt),
            Err(Stop::Failed(error)) => Err(error),
        }
    }

    fn run(self, deadline: &Deadline, sink: Sink) -> Step<()> {
        let Self { window, mut segments, frame, scan, mut planes, .. } = self;
        if frame.is_progressive {
            progressive::decode(window.bytes(), &frame, &mut segments, scan, &mut planes, deadline, sink)
        } else {
            baseline::decode(window, &frame, &segments, &scan, &mut planes, deadline, sink)
        }
    }
}

/// Decodes to rows of pixels, where they are decoded.
///
/// # Errors
/// As [`Opened::decode`].
pub(in crate::decode) fn decode(opened: Opened, space: Space, deadline: &Deadline, take: TakeRow) -> Result<Outcome> {
    let Some(mut join) = opened.join(space) else { return Ok(Outcome::Doubt) };
    let mut unit = Vec::with_capacity(join.bytes());
    opened.decode(deadline, &mut |planes| {
        unit.clear();
        planes.iter().for_each(|plane| unit.extend_from_slice(plane.pixels()));
        join.join(&unit, take)
    })
}
