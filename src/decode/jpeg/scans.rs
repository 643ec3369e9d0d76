//! Files in several scans: component by component, or progressive (T.81, annex G), where the coefficients come band by
//! band and bit by bit.
//!
//! Only the coefficients that are kept are stored. Scans that refine need to know of every other coefficient whether it
//! is zero: one bit each says so. Where only the mean of a block is kept, scans of other coefficients are passed over.

use super::band::{Plane, Target, zeros};
use super::baseline::{self, Lane, Restarts};
use super::bits::Bits;
use super::coefficients::Coefficients;
use super::frame::{Begun, Frame, Scan, Segments};
use super::huffman::Table;
use super::refuse::{damaged, no_code, too_short};
use super::transform::ROOM;
use crate::decode::reader::truncated;
use crate::error::{Error, Result};
use crate::limits::Deadline;

/// What is held of one component until all scans are through.
struct Store {
    /// Blocks across.
    across: usize,
    /// Blocks across and down that hold picture: fewer where units stand over.
    filled_across: usize,
    filled_down: usize,
    /// Kept coefficients, block by block.
    kept: Vec<i16>,
    /// By block: which of the 64 coefficients are not zero; empty when scans of others than the first are passed over.
    nonzero: Vec<u64>,
    has_mean: bool,
    /// By coefficient in the order of the file: whether it has all its bits.
    whole: u64,
}

impl Store {
    fn new(frame: &Frame, index: usize, plane: &Plane, holds_all: bool) -> Result<Self> {
        let component = frame.components.get(index).ok_or_else(no_code)?;
        let (across, down) = (frame.units_across * component.across, frame.units_down * component.down);
        Ok(Self {
            across,
            filled_across: (frame.width * component.across).div_ceil(8 * frame.most_across),
            filled_down: (frame.height * component.down).div_ceil(8 * frame.most_down),
            kept: zeros(across * down * plane.kept)?,
            nonzero: zeros(if holds_all && frame.is_progressive { across * down } else { 0 })?,
            has_mean: false,
            whole: 0,
        })
    }

    /// Notes what a scan brings of it.
    fn note(&mut self, scan: &Scan, is_progressive: bool) {
        let (first, last, low) = if is_progressive { (scan.first, scan.last, scan.low) } else { (0, 63, 0) };
        self.has_mean |= first == 0;
        if low == 0 {
            self.whole |= (first..=last).fold(0, |whole, index| whole | 1u64.checked_shl(index).unwrap_or(0));
        }
    }

    /// The kept coefficients of a block.
    #[inline(always)]
    fn block(&mut self, (column, row): (usize, usize), kept: usize) -> Result<&mut [i16]> {
        let at = (row * self.across + column) * kept;
        self.kept.get_mut(at..at + kept).ok_or_else(no_code)
    }
}

/// Decodes all scans, then transforms row by row. A file that `has_end` says where its picture ends.
pub(super) fn decode(bytes: &[u8], has_end: bool, begun: Begun, mut target: Target) -> Result<()> {
    let Begun { frame, mut segments, scan: first } = begun;
    // Where the end is not marked, what is passed over could be missing.
    let stores = target.planes.iter().enumerate().map(|(index, plane)| {
        let holds_all = plane.kept > 1 || !has_end;
        Store::new(&frame, index, plane, holds_all)
    });
    let mut stores = stores.collect::<Result<Vec<Store>>>()?;
    let mut next = Some(first);
    while let Some(scan) = next {
        target.begin(&frame, &segments, &scan)?;
        let pass = Pass { bytes, frame: &frame, segments: &segments, scan: &scan, deadline: target.deadline };
        let end = pass.decode(&target.planes, &mut stores)?;
        next = segments.next_scan_at(bytes, end)?;
    }
    if !has_end && stores.iter().any(|store| store.whole != u64::MAX) {
        return Err(truncated("JPEG"));
    }
    if !stores.iter().all(|store| store.has_mean) {
        return Err(damaged("a component is missing"));
    }
    let Target { mut planes, deadline, sink } = target;
    for row in 0..frame.units_down {
        deadline.check()?;
        for ((store, plane), component) in stores.iter().zip(&mut planes).zip(&frame.components) {
            for line in 0..component.down {
                put_line(store, plane, row * component.down + line, line);
            }
        }
        sink(&planes)?;
    }
    Ok(())
}

/// Transforms a row of blocks, which is number `line` within its unit.
fn put_line(store: &Store, plane: &mut Plane, row: usize, line: usize) {
    let start = row * store.across * plane.kept;
    let blocks = store.kept.get(start..).unwrap_or_default().chunks_exact(plane.kept);
    let mut coefficients = [0; ROOM];
    for (column, block) in blocks.take(store.across).enumerate() {
        coefficients.iter_mut().zip(block).for_each(|(to, from)| *to = i32::from(*from));
        let is_flat = block.iter().skip(1).all(|coefficient| *coefficient == 0);
        plane.put(column, line, &coefficients, is_flat);
    }
}

/// One scan.
struct Pass<'a> {
    bytes: &'a [u8],
    frame: &'a Frame,
    segments: &'a Segments,
    scan: &'a Scan,
    deadline: &'a Deadline,
}

impl<'a> Pass<'a> {
    /// Decodes the scan and says where what follows it stands.
    fn decode(&self, planes: &'a [Plane], stores: &mut [Store]) -> Result<usize> {
        for part in &self.scan.parts {
            stores.get_mut(part.component).ok_or_else(no_code)?.note(self.scan, self.frame.is_progressive);
        }
        if !self.frame.is_progressive {
            return self.each_block(stores, Blocks::new(self, planes)?);
        }
        match (&self.scan.parts[..], self.scan.first, self.scan.last) {
            (_, 0, 0) => self.each_block(stores, Means::new(self, planes)?),
            ([only], 1.., _) => {
                let table = self.segments.ac(only)?;
                let store = stores.get_mut(only.component).ok_or_else(no_code)?;
                match planes.get(only.component).ok_or_else(no_code)? {
                    plane if !store.nonzero.is_empty() => self.decode_band(store, plane, table),
                    _ => self.pass_over(),
                }
            }
            _ => Err(damaged("a scan of means and others at once")),
        }
    }

    /// The marker behind data that are not wanted: the next that is no restart.
    fn pass_over(&self) -> Result<usize> {
        let mut at = self.scan.data;
        loop {
            let rest = self.bytes.get(at..).unwrap_or_default();
            at += rest.iter().position(|byte| *byte == 0xFF).ok_or_else(too_short)?;
            match self.bytes.get(at + 1) {
                Some(0 | 0xD0..=0xD7) => at += 2,
                Some(0xFF) => at += 1,
                Some(_) => return Ok(at),
                None => return Err(too_short()),
            }
        }
    }

    /// Gives each block of the scan, in its order, to `blocks`. A component alone comes block by block of its own, several
    /// come in units (T.81, A.2).
    #[inline(always)]
    fn each_block(&self, stores: &mut [Store], mut blocks: impl TakeBlocks<'a>) -> Result<usize> {
        if let [only] = &self.scan.parts[..] {
            let store = stores.get_mut(only.component).ok_or_else(no_code)?;
            for row in 0..store.filled_down {
                self.deadline.check()?;
                for column in 0..store.filled_across {
                    blocks.restart(self.bytes)?;
                    blocks.take(0, store, (column, row))?;
                }
                blocks.check()?;
            }
            return blocks.end();
        }
        for unit_row in 0..self.frame.units_down {
            self.deadline.check()?;
            for unit in 0..self.frame.units_across {
                blocks.restart(self.bytes)?;
                for (lane, part) in self.scan.parts.iter().enumerate() {
                    let component = self.frame.components.get(part.component).ok_or_else(no_code)?;
                    let store = stores.get_mut(part.component).ok_or_else(no_code)?;
                    for block in 0..component.across * component.down {
                        let column = unit * component.across + block % component.across;
                        let row = unit_row * component.down + block / component.across;
                        blocks.take(lane, store, (column, row))?;
                    }
                }
            }
            blocks.check()?;
        }
        blocks.end()
    }

    /// A band of AC coefficients of one component.
    fn decode_band(&self, store: &mut Store, plane: &Plane, table: &Table) -> Result<usize> {
        let mut restarts = Restarts::new(self.segments.restart);
        let mut bits = Bits::new(self.bytes, self.scan.data);
        let mut band = Coefficients::new(self.scan, plane, table);
        for row in 0..store.filled_down {
            self.deadline.check()?;
            let start = row * store.across;
            let blocks = store.kept.get_mut(start * plane.kept..).ok_or_else(no_code)?.chunks_exact_mut(plane.kept);
            let nonzero = store.nonzero.get_mut(start..).ok_or_else(no_code)?;
            for (kept, nonzero) in blocks.zip(nonzero).take(store.filled_across) {
                if restarts.is_due() {
                    // A run of ends does not reach over a restart.
                    bits = restarts.next(self.bytes, &bits).and_then(|bits| band.is_done().map(|()| bits))?;
                }
                let is_fine = match self.scan.high {
                    0 => band.first(&mut bits, kept, nonzero),
                    _ => band.refine(&mut bits, kept, nonzero),
                };
                is_fine.ok_or_else(no_code)?;
            }
            if bits.is_overdrawn() {
                return Err(too_short());
            }
        }
        band.is_done()?;
        bits.end().ok_or_else(left_over)
    }
}

fn left_over() -> Error {
    damaged("bytes are left over behind a scan")
}

/// The data of a scan, taken block by block.
trait TakeBlocks<'a> {
    /// Before each unit: the bits begin anew where a restart is due.
    fn restart(&mut self, bytes: &'a [u8]) -> Result<()>;

    /// The next block, which is of component `lane` of the scan and stands in this column and row.
    fn take(&mut self, lane: usize, store: &mut Store, place: (usize, usize)) -> Result<()>;

    /// An error when bits were taken that the data do not have.
    fn check(&self) -> Result<()>;

    /// Where what follows the data stands.
    fn end(&self) -> Result<usize>;
}

/// Whole blocks of a sequential file.
struct Blocks<'a> {
    bits: Bits<'a>,
    restarts: Restarts,
    lanes: Vec<(Lane<'a>, &'a Plane)>,
}

impl<'a> Blocks<'a> {
    fn new(pass: &Pass<'a>, planes: &'a [Plane]) -> Result<Self> {
        let lanes = baseline::lanes(pass.frame, pass.segments, pass.scan)?;
        let planes = pass.scan.parts.iter().filter_map(|part| planes.get(part.component));
        Ok(Self {
            bits: Bits::new(pass.bytes, pass.scan.data),
            restarts: Restarts::new(pass.segments.restart),
            lanes: lanes.into_iter().zip(planes).collect(),
        })
    }
}

impl<'a> TakeBlocks<'a> for Blocks<'a> {
    #[inline(always)]
    fn restart(&mut self, bytes: &'a [u8]) -> Result<()> {
        if self.restarts.is_due() {
            self.bits = self.restarts.next(bytes, &self.bits)?;
            self.lanes.iter_mut().for_each(|(lane, _)| lane.predicted = 0);
        }
        Ok(())
    }

    #[inline(always)]
    fn take(&mut self, lane: usize, store: &mut Store, place: (usize, usize)) -> Result<()> {
        let (lane, plane) = self.lanes.get_mut(lane).ok_or_else(no_code)?;
        let mut coefficients = [0; ROOM];
        baseline::block(&mut self.bits, lane, plane, &mut coefficients).ok_or_else(no_code)?;
        let kept = store.block(place, plane.kept)?;
        kept.iter_mut().zip(coefficients).for_each(|(to, from)| *to = from as i16);
        Ok(())
    }

    fn check(&self) -> Result<()> {
        if self.bits.is_overdrawn() { Err(too_short()) } else { Ok(()) }
    }

    fn end(&self) -> Result<usize> {
        self.bits.end().ok_or_else(left_over)
    }
}

/// DC coefficients of a progressive file: the bits, and what each component is predicted from.
struct Means<'a> {
    bits: Bits<'a>,
    restarts: Restarts,
    lanes: Vec<Mean<'a>>,
    low: u32,
}

/// Those of one component of the scan.
struct Mean<'a> {
    /// None when one bit refines.
    table: Option<&'a Table>,
    predicted: i32,
    /// Coefficients that are kept of a block.
    kept: usize,
}

impl<'a> Means<'a> {
    fn new(pass: &Pass<'a>, planes: &[Plane]) -> Result<Self> {
        let mut lanes = Vec::with_capacity(pass.scan.parts.len());
        for part in &pass.scan.parts {
            // A scan that refines needs no table.
            let table = if pass.scan.high == 0 { Some(pass.segments.dc(part)?) } else { None };
            let kept = planes.get(part.component).ok_or_else(no_code)?.kept;
            lanes.push(Mean { table, predicted: 0, kept });
        }
        let bits = Bits::new(pass.bytes, pass.scan.data);
        Ok(Self { bits, restarts: Restarts::new(pass.segments.restart), lanes, low: pass.scan.low })
    }
}

impl<'a> TakeBlocks<'a> for Means<'a> {
    #[inline(always)]
    fn restart(&mut self, bytes: &'a [u8]) -> Result<()> {
        if self.restarts.is_due() {
            self.bits = self.restarts.next(bytes, &self.bits)?;
            self.lanes.iter_mut().for_each(|lane| lane.predicted = 0);
        }
        Ok(())
    }

    #[inline(always)]
    fn take(&mut self, lane: usize, store: &mut Store, place: (usize, usize)) -> Result<()> {
        let Mean { table, predicted, kept } = self.lanes.get_mut(lane).ok_or_else(no_code)?;
        let mean = store.block(place, *kept)?.first_mut().ok_or_else(no_code)?;
        match table {
            Some(table) => {
                self.bits.refill();
                let difference = table.next(&mut self.bits).ok_or_else(no_code)?.value;
                *predicted = predicted.wrapping_add(difference);
                *mean = (*predicted << self.low) as i16;
            }
            None => *mean = mean.wrapping_add(i16::from(self.bits.bit()) << self.low),
        }
        Ok(())
    }

    fn check(&self) -> Result<()> {
        if self.bits.is_overdrawn() { Err(too_short()) } else { Ok(()) }
    }

    fn end(&self) -> Result<usize> {
        self.bits.end().ok_or_else(left_over)
    }
}
