//! The frame, its tables and scans (ITU-T T.81, annex B.2), as far as our own decoder takes them.
//!
//! In: the bytes of a file. Out: what its segments say. Everything out of the ordinary is a doubt.

use super::huffman::{Kind, Table};
use super::stop::{Step, Stop};
use crate::decode::reader::be16;

/// Coefficients in the order of the file: where each lies in its block, row by row (T.81, figure 5).
pub(super) const ZIGZAG: [u8; 64] = [
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21,
    28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54,
    47, 55, 62, 63,
];

/// One component of the frame.
#[derive(Debug, Clone, Copy)]
pub(super) struct Component {
    id: u8,
    /// Blocks across and down in a unit of interleaved data.
    pub(super) across: usize,
    pub(super) down: usize,
    quantization: usize,
}

/// What the frame header says, and what the sizes come to.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) is_progressive: bool,
    pub(super) components: Vec<Component>,
    /// Units of interleaved data across and down.
    pub(super) units_across: usize,
    pub(super) units_down: usize,
}

/// A component of a scan: which it is, and its tables.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    pub(super) component: usize,
    dc: usize,
    ac: usize,
}

/// What a scan header says.
#[derive(Debug, Clone)]
pub(super) struct Scan {
    pub(super) parts: Vec<Part>,
    /// First and last coefficient, in the order of the file.
    pub(super) first: u32,
    pub(super) last: u32,
    /// Successive approximation: bits of earlier scans (0 = none) and the lowest bit of this one.
    pub(super) high: u32,
    pub(super) low: u32,
    /// Where its data begin.
    pub(super) data: usize,
}

/// Segments read one after the other, and the tables as they stand.
pub(super) struct Segments {
    /// Where the next one begins.
    at: usize,
    frame: Option<Frame>,
    quantization: [Option<[u16; 64]>; 4],
    dc: [Option<Table>; 4],
    ac: [Option<Table>; 4],
    /// Whether a scan has come.
    has_begun: bool,
    /// Units between restart markers; 0 = no restarts.
    pub(super) restart: usize,
}

impl Segments {
    /// Reads the beginning of a file up to the first scan.
    pub(super) fn new(bytes: &[u8]) -> Step<(Self, Frame, Scan)> {
        let none = || [None, None, None, None];
        let mut segments =
            Self { at: 2, frame: None, quantization: [None; 4], dc: none(), ac: none(), has_begun: false, restart: 0 };
        let scan = segments.next_scan(bytes)?.ok_or(Stop::Doubt)?;
        segments.has_begun = true;
        let frame = segments.frame.clone().ok_or(Stop::Doubt)?;
        Ok((segments, frame, scan))
    }

    /// Goes on at the marker that stands at `at`, up to the header of the next scan. `None` at the end of the picture.
    pub(super) fn next_scan_at(&mut self, bytes: &[u8], at: usize) -> Step<Option<Scan>> {
        self.at = at;
        self.next_scan(bytes)
    }

    fn next_scan(&mut self, bytes: &[u8]) -> Step<Option<Scan>> {
        loop {
            let (marker, at) = marker(bytes, self.at).ok_or(Stop::Doubt)?;
            if marker == 0xD9 {
                return Ok(None);
            }
            let length = usize::from(be16(bytes, at).filter(|length| *length >= 2).ok_or(Stop::Doubt)?);
            let segment = bytes.get(at + 2..at + length).ok_or(Stop::Doubt)?;
            self.at = at + length;
            match marker {
                0xC0..=0xC2 if self.frame.is_none() => self.frame = Some(frame(segment, marker == 0xC2)?),
                0xC4 => self.take_huffman(bytes, segment)?,
                // Later tables would mean quantization by scan.
                0xDB if !self.has_begun => self.take_quantization(segment)?,
                0xDD => self.restart = usize::from(be16(segment, 0).filter(|_| segment.len() == 2).ok_or(Stop::Doubt)?),
                0xDA => return self.scan(segment).map(Some),
                0xE0..=0xEF if !self.has_begun => {}
                0xFE => {}
                _ => return Err(Stop::Doubt),
            }
        }
    }

    fn take_quantization(&mut self, mut segment: &[u8]) -> Step<()> {
        while let [which, rest @ ..] = segment {
            let size = match which >> 4 {
                0 => 1,
                1 => 2,
                _ => return Err(Stop::Doubt),
            };
            let (steps, rest) = rest.split_at_checked(64 * size).ok_or(Stop::Doubt)?;
            let mut table = [0; 64];
            for (step, bytes) in table.iter_mut().zip(steps.chunks_exact(size)) {
                *step = bytes.iter().fold(0, |step, byte| step << 8 | u16::from(*byte));
            }
            *self.quantization.get_mut(usize::from(which & 15)).ok_or(Stop::Doubt)? = Some(table);
            segment = rest;
        }
        Ok(())
    }

    fn take_huffman(&mut self, bytes: &[u8], mut segment: &[u8]) -> Step<()> {
        // What the codes of AC coefficients mean depends on the process, which the frame says.
        let band = match &self.frame {
            Some(frame) if !frame.is_progressive => Kind::Ac,
            Some(_) => Kind::Band,
            None => self.process_ahead(bytes),
        };
        while let [which, rest @ ..] = segment {
            let (counts, rest) = rest.split_first_chunk::<16>().ok_or(Stop::Doubt)?;
            let total = counts.iter().map(|count| usize::from(*count)).sum();
            let (symbols, rest) = rest.split_at_checked(total).ok_or(Stop::Doubt)?;
            let (tables, kind) = match which >> 4 {
                0 => (&mut self.dc, Kind::Dc),
                1 => (&mut self.ac, band),
                _ => return Err(Stop::Doubt),
            };
            let table = Table::new(counts, symbols, kind).ok_or(Stop::Doubt)?;
            *tables.get_mut(usize::from(which & 15)).ok_or(Stop::Doubt)? = Some(table);
            segment = rest;
        }
        Ok(())
    }

    /// The process of a frame header that comes after its tables.
    fn process_ahead(&self, bytes: &[u8]) -> Kind {
        let mut at = self.at;
        while let Some((found, next)) = marker(bytes, at) {
            match found {
                0xC2 => return Kind::Band,
                0xC0 | 0xC1 | 0xDA => break,
                _ => at = next + be16(bytes, next).map_or(usize::MAX >> 1, usize::from),
            }
        }
        Kind::Ac
    }

    fn scan(&self, segment: &[u8]) -> Step<Scan> {
        let frame = self.frame.as_ref().ok_or(Stop::Doubt)?;
        let [count, rest @ ..] = segment else { return Err(Stop::Doubt) };
        let (pairs, rest) = rest.split_at_checked(usize::from(*count) * 2).ok_or(Stop::Doubt)?;
        let [first, last, bits] = *rest else { return Err(Stop::Doubt) };
        let mut parts: Vec<Part> = Vec::with_capacity(frame.components.len());
        for pair in pairs.as_chunks::<2>().0 {
            let [id, tables] = *pair;
            let component = frame.components.iter().position(|component| component.id == id).ok_or(Stop::Doubt)?;
            // Components stand in the order of the frame (T.81, B.2.3), and none twice.
            if parts.last().is_some_and(|before| before.component >= component) {
                return Err(Stop::Doubt);
            }
            parts.push(Part { component, dc: usize::from(tables >> 4), ac: usize::from(tables & 15) });
        }
        let (high, low) = (u32::from(bits >> 4), u32::from(bits & 15));
        if parts.is_empty() || first > last || last > 63 || low > 13 || high > 13 {
            return Err(Stop::Doubt);
        }
        Ok(Scan { parts, first: first.into(), last: last.into(), high, low, data: self.at })
    }

    /// The table of DC differences of a part of a scan.
    pub(super) fn dc(&self, part: &Part) -> Step<&Table> {
        self.dc.get(part.dc).and_then(Option::as_ref).ok_or(Stop::Doubt)
    }

    /// The table of AC coefficients of a part of a scan.
    pub(super) fn ac(&self, part: &Part) -> Step<&Table> {
        self.ac.get(part.ac).and_then(Option::as_ref).ok_or(Stop::Doubt)
    }

    /// The quantization steps of a component, in the order of the file.
    pub(super) fn steps(&self, component: &Component) -> Step<&[u16; 64]> {
        self.quantization.get(component.quantization).and_then(Option::as_ref).ok_or(Stop::Doubt)
    }
}

/// The marker that stands at `at`, fill bytes before it passed over, and the place behind it.
pub(super) fn marker(bytes: &[u8], at: usize) -> Option<(u8, usize)> {
    let rest = bytes.get(at..)?.strip_prefix(&[0xFF])?;
    let fill = rest.iter().position(|byte| *byte != 0xFF)?;
    Some((*rest.get(fill)?, at + fill + 2))
}

/// A frame header: one component, or three of which only the first has more than one block in a unit.
fn frame(segment: &[u8], is_progressive: bool) -> Step<Frame> {
    let [8, h1, h0, w1, w0, count @ (1 | 3), rest @ ..] = segment else { return Err(Stop::Doubt) };
    let mut components = Vec::with_capacity(3);
    for triple in rest.as_chunks::<3>().0 {
        let [id, sampling, quantization] = *triple;
        let (across, down) = (usize::from(sampling >> 4), usize::from(sampling & 15));
        let is_usual = match components.len() {
            0 => matches!((across, down), (1 | 2 | 4, 1 | 2)),
            _ => (across, down) == (1, 1),
        };
        if !is_usual || components.iter().any(|before: &Component| before.id == id) {
            return Err(Stop::Doubt);
        }
        components.push(Component { id, across, down, quantization: quantization.into() });
    }
    if rest.len() != 3 * usize::from(*count) {
        return Err(Stop::Doubt);
    }
    let [first, others @ ..] = &mut components[..] else { return Err(Stop::Doubt) };
    // A component alone is never interleaved: one block is a unit, whatever the sampling says (T.81, A.2.2).
    if others.is_empty() {
        (first.across, first.down) = (1, 1);
    }
    let (width, height) = (usize::from(u16::from_be_bytes([*w1, *w0])), usize::from(u16::from_be_bytes([*h1, *h0])));
    if width == 0 || height == 0 {
        return Err(Stop::Doubt);
    }
    let (units_across, units_down) = (width.div_ceil(8 * first.across), height.div_ceil(8 * first.down));
    Ok(Frame { width, height, is_progressive, components, units_across, units_down })
}
