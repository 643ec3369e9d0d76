//! Sequential files: all coefficients of a block stand together, blocks are transformed as they come.

use super::band::{Plane, Sink};
use super::bits::Bits;
use super::frame::{Frame, Scan, Segments, marker};
use super::huffman::{Table, after};
use super::stop::{Step, Stop};
use super::transform::ROOM;
use super::window::Window;
use crate::limits::Deadline;

/// One component in the loop.
struct Lane<'a> {
    dc: &'a Table,
    ac: &'a Table,
    across: usize,
    down: usize,
    predicted: i32,
}

/// Decodes the one scan of a sequential file, whose rows go to `sink` as they get ready.
pub(super) fn decode(
    mut window: Window,
    frame: &Frame,
    segments: &Segments,
    scan: &Scan,
    planes: &mut [Plane],
    deadline: &Deadline,
    sink: Sink,
) -> Step<()> {
    if scan.parts.len() != frame.components.len() || (scan.first, scan.last, scan.high, scan.low) != (0, 63, 0, 0) {
        return Err(Stop::Doubt);
    }
    let mut lanes = Vec::with_capacity(3);
    for (part, component) in scan.parts.iter().zip(&frame.components) {
        let (dc, ac) = (segments.dc(part)?, segments.ac(part)?);
        lanes.push(Lane { dc, ac, across: component.across, down: component.down, predicted: 0 });
    }
    let mut restarts = Restarts::new(segments.restart);
    let mut bits = Bits::new(window.bytes(), scan.data);
    let mut limit = window.limit();
    for _ in 0..frame.units_down {
        deadline.check()?;
        for unit in 0..frame.units_across {
            if restarts.is_due() {
                bits = restarts.next(window.bytes(), &bits)?;
                lanes.iter_mut().for_each(|lane| lane.predicted = 0);
            }
            // Behind a marker, before which any number of bytes may stand that only fill.
            if bits.place() > limit {
                let ahead = bits.ahead();
                let at = window.advance(bits.place())?;
                bits = Bits::resumed(window.bytes(), at, ahead);
                limit = window.limit();
            }
            for (lane, plane) in lanes.iter_mut().zip(&mut *planes) {
                bits = unit_of(lane, plane, unit, bits).ok_or(Stop::Doubt)?;
            }
        }
        if bits.is_overdrawn() {
            return Err(Stop::Doubt);
        }
        sink(planes)?;
    }
    // What follows has to be the end of the picture: another scan would be one of the oddities.
    let (end, _) = bits.end().and_then(|at| marker(window.bytes(), at)).ok_or(Stop::Doubt)?;
    if end == 0xD9 { Ok(()) } else { Err(Stop::Doubt) }
}

/// Decodes the blocks of one component in one unit.
#[inline(always)]
fn unit_of<'a>(lane: &mut Lane, plane: &mut Plane, unit: usize, mut bits: Bits<'a>) -> Option<Bits<'a>> {
    let mut coefficients = [0; ROOM];
    for row in 0..lane.down {
        for column in 0..lane.across {
            // What is not kept is written beyond these, where nobody looks. Fixed lengths become a few stores.
            match plane.kept {
                ..=16 => coefficients[..16].fill(0),
                _ => coefficients[..64].fill(0),
            }
            let is_flat = block(&mut bits, lane, plane, &mut coefficients)?;
            plane.put(unit * lane.across + column, row, &coefficients, is_flat);
        }
    }
    Some(bits)
}

/// Decodes one block and says whether its mean is all that is kept of it.
#[inline(always)]
fn block(bits: &mut Bits, lane: &mut Lane, plane: &Plane, coefficients: &mut [i32; ROOM]) -> Option<bool> {
    bits.refill();
    lane.predicted = lane.predicted.wrapping_add(lane.dc.next(bits)?.value);
    coefficients[0] = lane.predicted;
    let mut position = 1;
    while position <= plane.last {
        bits.refill();
        let symbol = lane.ac.next(bits)?;
        let (reached, is_end) = after(position, symbol.advance)?;
        if is_end {
            return Some(position == 1);
        }
        position = reached;
        coefficients[usize::from(plane.places[(position as usize - 1) & (ROOM - 1)]) & (ROOM - 1)] = symbol.value;
    }
    lane.ac.pass(bits, position)?;
    Some(plane.last == 0)
}

/// Restart markers: after so many units the bits begin anew (T.81, F.2.2.4).
pub(super) struct Restarts {
    interval: usize,
    left: usize,
    number: u8,
}

impl Restarts {
    /// An interval of 0 means none.
    pub(super) fn new(interval: usize) -> Self {
        Self { interval, left: interval, number: 0 }
    }

    /// Whether a marker stands before the next unit, which is counted.
    #[inline(always)]
    pub(super) fn is_due(&mut self) -> bool {
        if self.interval == 0 {
            return false;
        }
        let is_due = self.left == 0;
        self.left = if is_due { self.interval - 1 } else { self.left - 1 };
        is_due
    }

    /// Goes over the marker that has to be here.
    pub(super) fn next<'a>(&mut self, bytes: &'a [u8], bits: &Bits) -> Step<Bits<'a>> {
        let (found, behind) = bits.end().and_then(|at| marker(bytes, at)).ok_or(Stop::Doubt)?;
        if found != 0xD0 + self.number {
            return Err(Stop::Doubt);
        }
        self.number = (self.number + 1) % 8;
        Ok(Bits::new(bytes, behind))
    }
}
