//! Progressive files (T.81, annex G): the coefficients come in scans, band by band and bit by bit.
//!
//! Only the coefficients that are kept are stored. Scans that refine need to know of every other coefficient whether it
//! is zero: one bit each says so. Where only the mean of a block is kept, scans of other coefficients are passed over.

use super::band::{Plane, Sink};
use super::baseline::Restarts;
use super::bits::Bits;
use super::coefficients::Coefficients;
use super::frame::{Frame, Scan, Segments};
use super::huffman::Table;
use super::stop::{Step, Stop};
use super::transform::ROOM;
use crate::error::Error;
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
    has_means: bool,
}

impl Store {
    fn new(frame: &Frame, index: usize, plane: &Plane) -> Step<Self> {
        let (component, widest) = (frame.components.get(index), frame.components.first());
        let (component, widest) = component.zip(widest).ok_or(Stop::Doubt)?;
        let (across, down) = (frame.units_across * component.across, frame.units_down * component.down);
        Ok(Self {
            across,
            filled_across: (frame.width * component.across).div_ceil(8 * widest.across),
            filled_down: (frame.height * component.down).div_ceil(8 * widest.down),
            kept: zeros(across * down * plane.kept)?,
            nonzero: zeros(if plane.kept > 1 { across * down } else { 0 })?,
            has_means: false,
        })
    }
}

fn zeros<T: Clone + Default>(length: usize) -> Result<Vec<T>, Error> {
    let mut zeros = Vec::new();
    zeros
        .try_reserve_exact(length)
        .map_err(|cause| Error::beyond("values to hold at once", length, "what the system gives").caused_by(cause))?;
    zeros.resize(length, T::default());
    Ok(zeros)
}

/// Decodes all scans, then transforms row by row.
pub(super) fn decode(
    bytes: &[u8],
    frame: &Frame,
    segments: &mut Segments,
    first: Scan,
    planes: &mut [Plane],
    deadline: &Deadline,
    sink: Sink,
) -> Step<()> {
    let stores: Step<Vec<Store>> =
        planes.iter().enumerate().map(|(index, plane)| Store::new(frame, index, plane)).collect();
    let mut stores = stores?;
    let mut next = Some(first);
    while let Some(scan) = next {
        let end = Pass { bytes, frame, segments, scan: &scan, deadline }.decode(&*planes, &mut stores)?;
        next = segments.next_scan_at(bytes, end)?;
    }
    if !stores.iter().all(|store| store.has_means) {
        return Err(Stop::Doubt);
    }
    for row in 0..frame.units_down {
        deadline.check()?;
        for ((store, plane), component) in stores.iter().zip(&mut *planes).zip(&frame.components) {
            for line in 0..component.down {
                put_line(store, plane, row * component.down + line, line);
            }
        }
        sink(planes)?;
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
    /// Decodes the scan and says where the marker behind it stands.
    fn decode(&self, planes: &[Plane], stores: &mut [Store]) -> Step<usize> {
        let is_dc = self.scan.first == 0;
        match (&self.scan.parts[..], is_dc, self.scan.last) {
            (parts, true, 0) => {
                for part in parts {
                    stores.get_mut(part.component).ok_or(Stop::Doubt)?.has_means = true;
                }
                if let [only] = parts {
                    self.decode_means_alone(stores.get_mut(only.component).ok_or(Stop::Doubt)?, planes)
                } else {
                    self.decode_means(stores, planes)
                }
            }
            ([only], false, _) => {
                let table = self.segments.ac(only)?;
                let store = stores.get_mut(only.component).ok_or(Stop::Doubt)?;
                match planes.get(only.component).ok_or(Stop::Doubt)? {
                    plane if plane.last > 0 => self.decode_band(store, plane, table),
                    _ => self.pass_over(),
                }
            }
            _ => Err(Stop::Doubt),
        }
    }

    /// The marker behind data that are not wanted: the next that is no restart.
    fn pass_over(&self) -> Step<usize> {
        let mut at = self.scan.data;
        loop {
            at +=
                self.bytes.get(at..).and_then(|rest| rest.iter().position(|byte| *byte == 0xFF)).ok_or(Stop::Doubt)?;
            match self.bytes.get(at + 1) {
                Some(0 | 0xD0..=0xD7) => at += 2,
                Some(0xFF) => at += 1,
                Some(_) => return Ok(at),
                None => return Err(Stop::Doubt),
            }
        }
    }

    /// DC coefficients of one component: its own blocks, row by row.
    fn decode_means_alone(&self, store: &mut Store, planes: &[Plane]) -> Step<usize> {
        let [part] = self.scan.parts[..] else { return Err(Stop::Doubt) };
        let kept = planes.get(part.component).ok_or(Stop::Doubt)?.kept;
        let mut means = Means::new(self, &[part.component])?;
        for row in 0..store.filled_down {
            self.deadline.check()?;
            for column in 0..store.filled_across {
                means.restart(self.bytes)?;
                let at = (row * store.across + column) * kept;
                means.take(0, store.kept.get_mut(at).ok_or(Stop::Doubt)?)?;
            }
            means.check()?;
        }
        means.bits.end().ok_or(Stop::Doubt)
    }

    /// DC coefficients of several components, unit by unit.
    fn decode_means(&self, stores: &mut [Store], planes: &[Plane]) -> Step<usize> {
        let indices: Vec<usize> = self.scan.parts.iter().map(|part| part.component).collect();
        let mut means = Means::new(self, &indices)?;
        for unit_row in 0..self.frame.units_down {
            self.deadline.check()?;
            for unit in 0..self.frame.units_across {
                means.restart(self.bytes)?;
                for (lane, index) in indices.iter().enumerate() {
                    let component = self.frame.components.get(*index).ok_or(Stop::Doubt)?;
                    let store = stores.get_mut(*index).ok_or(Stop::Doubt)?;
                    let kept = planes.get(*index).ok_or(Stop::Doubt)?.kept;
                    for block in 0..component.across * component.down {
                        let row = unit_row * component.down + block / component.across;
                        let column = unit * component.across + block % component.across;
                        let at = (row * store.across + column) * kept;
                        means.take(lane, store.kept.get_mut(at).ok_or(Stop::Doubt)?)?;
                    }
                }
            }
            means.check()?;
        }
        means.bits.end().ok_or(Stop::Doubt)
    }

    /// A band of AC coefficients of one component.
    fn decode_band(&self, store: &mut Store, plane: &Plane, table: &Table) -> Step<usize> {
        let mut restarts = Restarts::new(self.segments.restart);
        let mut bits = Bits::new(self.bytes, self.scan.data);
        let mut band = Coefficients::new(self.scan, plane, table);
        for row in 0..store.filled_down {
            self.deadline.check()?;
            let start = row * store.across;
            let blocks = store.kept.get_mut(start * plane.kept..).ok_or(Stop::Doubt)?.chunks_exact_mut(plane.kept);
            let nonzero = store.nonzero.get_mut(start..).ok_or(Stop::Doubt)?;
            for (kept, nonzero) in blocks.zip(nonzero).take(store.filled_across) {
                if restarts.is_due() {
                    // A run of ends does not reach over a restart.
                    bits = restarts.next(self.bytes, &bits).and_then(|bits| band.is_done().map(|()| bits))?;
                }
                let is_fine = match self.scan.high {
                    0 => band.first(&mut bits, kept, nonzero),
                    _ => band.refine(&mut bits, kept, nonzero),
                };
                is_fine.ok_or(Stop::Doubt)?;
            }
            if bits.is_overdrawn() {
                return Err(Stop::Doubt);
            }
        }
        band.is_done()?;
        bits.end().ok_or(Stop::Doubt)
    }
}

/// The DC coefficients of a scan: the bits, and what each component is predicted from.
struct Means<'a> {
    bits: Bits<'a>,
    restarts: Restarts,
    /// By component of the scan: table (none when one bit refines), and the last value.
    lanes: Vec<(Option<&'a Table>, i32)>,
    low: u32,
}

impl<'a> Means<'a> {
    fn new(pass: &Pass<'a>, indices: &[usize]) -> Step<Self> {
        let mut lanes = Vec::with_capacity(indices.len());
        for part in &pass.scan.parts {
            // A scan that refines needs no table; that it names one all the same is what the full decoder asks.
            let table = pass.segments.dc(part)?;
            lanes.push(((pass.scan.high == 0).then_some(table), 0));
        }
        let bits = Bits::new(pass.bytes, pass.scan.data);
        Ok(Self { bits, restarts: Restarts::new(pass.segments.restart), lanes, low: pass.scan.low })
    }

    #[inline(always)]
    fn restart(&mut self, bytes: &'a [u8]) -> Step<()> {
        if self.restarts.is_due() {
            self.bits = self.restarts.next(bytes, &self.bits)?;
            self.lanes.iter_mut().for_each(|(_, predicted)| *predicted = 0);
        }
        Ok(())
    }

    #[inline(always)]
    fn take(&mut self, lane: usize, mean: &mut i16) -> Step<()> {
        match self.lanes.get_mut(lane) {
            Some((Some(table), predicted)) => {
                self.bits.refill();
                let difference = table.next(&mut self.bits).ok_or(Stop::Doubt)?.value;
                *predicted = predicted.wrapping_add(difference);
                *mean = (*predicted << self.low) as i16;
            }
            Some((None, _)) => *mean = mean.wrapping_add(i16::from(self.bits.bit()) << self.low),
            None => return Err(Stop::Doubt),
        }
        Ok(())
    }

    fn check(&self) -> Step<()> {
        if self.bits.is_overdrawn() { Err(Stop::Doubt) } else { Ok(()) }
    }
}
