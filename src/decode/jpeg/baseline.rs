//! Sequential files: all coefficients of a block stand together. Where all components do so too, in the first scan,
//! blocks are transformed as they come.

use super::band::{Plane, Target};
use super::bits::Bits;
use super::frame::{Begun, Frame, Part, Scan, Segments, marker};
use super::huffman::{Table, after};
use super::refuse::{damaged, no_code, too_short};
use super::transform::ROOM;
use super::window::Window;
use crate::error::{Error, Result};

/// One component in the loop.
pub(super) struct Lane<'a> {
    dc: &'a Table,
    ac: &'a Table,
    pub(super) across: usize,
    pub(super) down: usize,
    pub(super) predicted: i32,
}

/// The components of a scan, in its order.
pub(super) fn lanes<'a>(frame: &Frame, segments: &'a Segments, scan: &Scan) -> Result<Vec<Lane<'a>>> {
    let lane = |part: &Part| {
        let component = frame.components.get(part.component).ok_or_else(|| damaged("a scan header"))?;
        let (dc, ac) = (segments.dc(part)?, segments.ac(part)?);
        Ok(Lane { dc, ac, across: component.across, down: component.down, predicted: 0 })
    };
    scan.parts.iter().map(lane).collect()
}

/// Decodes a scan of all components, whose rows go to `sink` as they get ready. What follows it is not looked at: a
/// component has one scan.
pub(super) fn decode(mut window: Window, begun: &Begun, target: Target) -> Result<()> {
    let Begun { frame, segments, scan } = begun;
    let Target { mut planes, deadline, sink } = target;
    let mut lanes = lanes(frame, segments, scan)?;
    let order: Vec<usize> = scan.parts.iter().map(|part| part.component).collect();
    let mut restarts = Restarts::new(segments.restart);
    let mut bits = Bits::new(window.bytes(), scan.data);
    let mut limit = window.limit();
    for _ in 0..frame.units_down {
        deadline.check()?;
        for unit in 0..frame.units_across {
            if restarts.is_due() {
                let mut at = bits.end().ok_or_else(no_restart)?;
                // Bytes that only fill may reach over the end of the window.
                while marker(window.bytes(), at).is_none() && window.limit() < usize::MAX {
                    at = window.advance(window.bytes().len().saturating_sub(1))?;
                }
                limit = window.limit();
                bits = restarts.next_at(window.bytes(), at)?;
                lanes.iter_mut().for_each(|lane| lane.predicted = 0);
            }
            // Behind a marker, before which any number of bytes may stand that only fill.
            if bits.place() > limit {
                let ahead = bits.ahead();
                let at = window.advance(bits.place())?;
                bits = Bits::resumed(window.bytes(), at, ahead);
                limit = window.limit();
            }
            for (lane, index) in lanes.iter_mut().zip(&order) {
                let plane = planes.get_mut(*index).ok_or_else(no_code)?;
                bits = unit_of(lane, plane, unit, bits).ok_or_else(no_code)?;
            }
        }
        if bits.is_overdrawn() {
            return Err(too_short());
        }
        sink(&planes)?;
    }
    bits.end().map(drop).ok_or_else(|| damaged("bytes are left over behind the last block"))
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
pub(super) fn block(bits: &mut Bits, lane: &mut Lane, plane: &Plane, coefficients: &mut [i32; ROOM]) -> Option<bool> {
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
    pub(super) fn next<'a>(&mut self, bytes: &'a [u8], bits: &Bits) -> Result<Bits<'a>> {
        self.next_at(bytes, bits.end().ok_or_else(no_restart)?)
    }

    fn next_at<'a>(&mut self, bytes: &'a [u8], at: usize) -> Result<Bits<'a>> {
        match marker(bytes, at) {
            Some((found, behind)) if found == 0xD0 + self.number => {
                self.number = (self.number + 1) % 8;
                Ok(Bits::new(bytes, behind))
            }
            _ => Err(no_restart()),
        }
    }
}

fn no_restart() -> Error {
    damaged("a restart marker is missing")
}
