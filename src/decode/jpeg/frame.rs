//! The frame, its tables and scans (ITU-T T.81, annex B.2).
//!
//! In: the bytes of a file. Out: what its segments say. Errors: [`Fault::Input`](crate::Fault::Input) for what breaks
//! the rules of the annex, but for what all decoders pass over: bytes between segments, components in any order and
//! with the same name, a number of lines that is said again.

use super::huffman::{Kind, Table};
use super::refuse::damaged;
use super::standard;
use crate::decode::jpeg_header::next_marker;
use crate::decode::reader::be16;
use crate::error::Result;

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
    /// Blocks across and down in a unit, of the components that have most.
    pub(super) most_across: usize,
    pub(super) most_down: usize,
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

/// A file whose first scan begins.
pub(super) struct Begun {
    pub(super) frame: Frame,
    pub(super) segments: Segments,
    pub(super) scan: Scan,
}

impl Begun {
    /// Reads the beginning of a file up to the first scan.
    pub(super) fn read(bytes: &[u8]) -> Result<Self> {
        let none = || [None, None, None, None];
        let mut segments = Segments { at: 2, frame: None, quantization: [None; 4], dc: none(), ac: none(), restart: 0 };
        let scan = segments.next_scan(bytes)?;
        let (frame, scan) = segments.frame.clone().zip(scan).ok_or_else(|| damaged("it has no scan"))?;
        Ok(Self { frame, segments, scan })
    }
}

/// Segments read one after the other, and the tables as they stand.
pub(super) struct Segments {
    /// Where the next one begins.
    at: usize,
    frame: Option<Frame>,
    quantization: [Option<[u16; 64]>; 4],
    dc: [Option<Table>; 4],
    ac: [Option<Table>; 4],
    /// Units between restart markers; 0 = no restarts.
    pub(super) restart: usize,
}

impl Segments {
    /// Goes on at the marker that stands at `at`, up to the header of the next scan. `None` at the end of the picture
    /// or of the bytes.
    pub(super) fn next_scan_at(&mut self, bytes: &[u8], at: usize) -> Result<Option<Scan>> {
        self.at = at;
        self.next_scan(bytes)
    }

    fn next_scan(&mut self, bytes: &[u8]) -> Result<Option<Scan>> {
        loop {
            let Some((marker, at)) = next_marker(bytes, self.at) else { return Ok(None) };
            match marker {
                0xD9 => return Ok(None),
                // Markers without a segment: TEM, restarts, a second start of image.
                0x01 | 0xD0..=0xD8 => {
                    self.at = at;
                    continue;
                }
                _ => {}
            }
            let length =
                usize::from(be16(bytes, at).filter(|length| *length >= 2).ok_or_else(|| damaged("a segment"))?);
            let segment = bytes.get(at + 2..at + length).ok_or_else(|| damaged("a segment is cut off"))?;
            self.at = at + length;
            match marker {
                0xC0..=0xC2 if self.frame.is_none() => self.frame = Some(frame(segment, marker == 0xC2)?),
                0xC4 => self.take_huffman(bytes, segment)?,
                0xDB => self.take_quantization(segment)?,
                0xDD => self.restart = usize::from(be16(segment, 0).ok_or_else(|| damaged("a restart interval"))?),
                0xDA => {
                    self.use_standard_tables()?;
                    return self.scan(segment).map(Some);
                }
                0xC0..=0xCF => return Err(damaged("a second frame")),
                _ => {}
            }
        }
    }

    fn take_quantization(&mut self, mut segment: &[u8]) -> Result<()> {
        let wrong = || damaged("a quantization table");
        while let [which, rest @ ..] = segment {
            let size = match which >> 4 {
                0 => 1,
                1 => 2,
                _ => return Err(wrong()),
            };
            let (steps, rest) = rest.split_at_checked(64 * size).ok_or_else(wrong)?;
            let mut table = [0; 64];
            for (step, bytes) in table.iter_mut().zip(steps.chunks_exact(size)) {
                *step = bytes.iter().fold(0, |step, byte| step << 8 | u16::from(*byte));
            }
            *self.quantization.get_mut(usize::from(which & 15)).ok_or_else(wrong)? = Some(table);
            segment = rest;
        }
        Ok(())
    }

    fn take_huffman(&mut self, bytes: &[u8], mut segment: &[u8]) -> Result<()> {
        let wrong = || damaged("a Huffman table");
        // What the codes of AC coefficients mean depends on the process, which the frame says.
        let band = match &self.frame {
            Some(frame) if !frame.is_progressive => Kind::Ac,
            Some(_) => Kind::Band,
            None => self.process_ahead(bytes),
        };
        while let [which, rest @ ..] = segment {
            let (counts, rest) = rest.split_first_chunk::<16>().ok_or_else(wrong)?;
            let total = counts.iter().map(|count| usize::from(*count)).sum();
            let (symbols, rest) = rest.split_at_checked(total).ok_or_else(wrong)?;
            let (tables, kind) = match which >> 4 {
                0 => (&mut self.dc, Kind::Dc),
                1 => (&mut self.ac, band),
                _ => return Err(wrong()),
            };
            let table = Table::new(counts, symbols, kind).ok_or_else(wrong)?;
            *tables.get_mut(usize::from(which & 15)).ok_or_else(wrong)? = Some(table);
            segment = rest;
        }
        Ok(())
    }

    /// Tables that are not there are those of annex K: frames of motion JPEG leave them out.
    fn use_standard_tables(&mut self) -> Result<()> {
        if self.frame.as_ref().is_none_or(|frame| frame.is_progressive) {
            return Ok(());
        }
        for (tables, kind, standard) in
            [(&mut self.dc, Kind::Dc, &standard::DC), (&mut self.ac, Kind::Ac, &standard::AC)]
        {
            for (table, (counts, symbols)) in tables.iter_mut().zip(standard).filter(|(table, _)| table.is_none()) {
                *table = Some(Table::new(counts, symbols, kind).ok_or_else(|| damaged("a Huffman table"))?);
            }
        }
        Ok(())
    }

    /// The process of a frame header that comes after its tables.
    fn process_ahead(&self, bytes: &[u8]) -> Kind {
        let mut at = self.at;
        while let Some((found, next)) = next_marker(bytes, at) {
            match found {
                0xC2 => return Kind::Band,
                0xC0 | 0xC1 | 0xDA => break,
                _ => at = next + be16(bytes, next).map_or(usize::MAX >> 1, usize::from),
            }
        }
        Kind::Ac
    }

    fn scan(&self, segment: &[u8]) -> Result<Scan> {
        let wrong = || damaged("a scan header");
        let frame = self.frame.as_ref().ok_or_else(|| damaged("a scan before the frame"))?;
        let [count, rest @ ..] = segment else { return Err(wrong()) };
        let (pairs, rest) = rest.split_at_checked(usize::from(*count) * 2).ok_or_else(wrong)?;
        let [first, last, bits, ..] = *rest else { return Err(wrong()) };
        let mut parts: Vec<Part> = Vec::with_capacity(frame.components.len());
        for pair in pairs.as_chunks::<2>().0 {
            let [id, tables] = *pair;
            // Where several have the same name, each stands for the next of them.
            let is_free = |index: usize| parts.iter().all(|part| part.component != index);
            let mut found = frame.components.iter().enumerate().filter(|(_, component)| component.id == id);
            let (component, _) = found.find(|(index, _)| is_free(*index)).ok_or_else(wrong)?;
            parts.push(Part { component, dc: usize::from(tables >> 4), ac: usize::from(tables & 15) });
        }
        let (high, low) = (u32::from(bits >> 4), u32::from(bits & 15));
        // What a sequential scan says of bands is not asked, by no decoder.
        let is_band = first <= last && last <= 63 && low <= 13 && high <= 13;
        if parts.is_empty() || frame.is_progressive && !is_band {
            return Err(wrong());
        }
        Ok(Scan { parts, first: first.into(), last: last.into(), high, low, data: self.at })
    }

    /// The table of DC differences of a part of a scan.
    pub(super) fn dc(&self, part: &Part) -> Result<&Table> {
        self.dc.get(part.dc).and_then(Option::as_ref).ok_or_else(|| damaged("a Huffman table is missing"))
    }

    /// The table of AC coefficients of a part of a scan.
    pub(super) fn ac(&self, part: &Part) -> Result<&Table> {
        self.ac.get(part.ac).and_then(Option::as_ref).ok_or_else(|| damaged("a Huffman table is missing"))
    }

    /// The quantization steps of a component as they are in force, in the order of the file.
    pub(super) fn steps(&self, component: &Component) -> Result<&[u16; 64]> {
        let steps = self.quantization.get(component.quantization).and_then(Option::as_ref);
        steps.ok_or_else(|| damaged("a quantization table is missing"))
    }
}

/// The marker that stands at `at`, fill bytes before it passed over, and the place behind it.
pub(super) fn marker(bytes: &[u8], at: usize) -> Option<(u8, usize)> {
    let rest = bytes.get(at..)?.strip_prefix(&[0xFF])?;
    let fill = rest.iter().position(|byte| *byte != 0xFF)?;
    Some((*rest.get(fill)?, at + fill + 2))
}

/// A frame header of one to four components.
fn frame(segment: &[u8], is_progressive: bool) -> Result<Frame> {
    let wrong = || damaged("its frame header");
    let [8, h1, h0, w1, w0, count @ 1..=4, rest @ ..] = segment else { return Err(wrong()) };
    let mut components = Vec::with_capacity(4);
    for [id, sampling, quantization] in rest.as_chunks::<3>().0.iter().take(usize::from(*count)) {
        let (across, down) = (usize::from(sampling >> 4), usize::from(sampling & 15));
        if !(1..=4).contains(&across) || !(1..=4).contains(&down) {
            return Err(damaged("a sampling factor that is not 1 to 4"));
        }
        components.push(Component { id: *id, across, down, quantization: usize::from(*quantization) });
    }
    let (width, height) = (usize::from(u16::from_be_bytes([*w1, *w0])), usize::from(u16::from_be_bytes([*h1, *h0])));
    if components.len() != usize::from(*count) || width == 0 || height == 0 {
        return Err(wrong());
    }
    // A component alone is never interleaved: one block is a unit, whatever the sampling says (T.81, A.2.2).
    if let [only] = &mut components[..] {
        (only.across, only.down) = (1, 1);
    }
    let most = |side: fn(&Component) -> usize| components.iter().map(side).max().unwrap_or(1);
    let (most_across, most_down) = (most(|component| component.across), most(|component| component.down));
    let (units_across, units_down) = (width.div_ceil(8 * most_across), height.div_ceil(8 * most_down));
    Ok(Frame { width, height, is_progressive, components, most_across, most_down, units_across, units_down })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(count: u8, triples: &[u8]) -> Vec<u8> {
        [&[8, 0, 20, 0, 30, count], triples].concat()
    }

    #[test]
    fn any_sampling_of_one_to_four_components_is_a_frame() {
        let found = frame(&header(3, &[1, 0x11, 0, 2, 0x42, 1, 3, 0x13, 1]), false).unwrap();
        assert_eq!((found.most_across, found.most_down, found.units_across, found.units_down), (4, 3, 1, 1));
        let alone = frame(&header(1, &[1, 0x31, 0]), true).unwrap();
        assert_eq!((alone.most_across, alone.units_across, alone.units_down), (1, 4, 3));
    }

    #[test]
    fn what_breaks_the_rules_is_refused() {
        for (count, triples) in
            [(0, &[][..]), (2, &[1, 0x11, 0]), (1, &[1, 0x51, 0]), (1, &[1, 0x10, 0]), (5, &[1, 0x11, 0].repeat(5))]
        {
            assert!(frame(&header(count, triples), false).is_err(), "{count} {triples:?}");
        }
    }
}
