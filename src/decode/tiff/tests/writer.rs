//! Writes TIFFs of known samples in any layout: what no encoder at hand can.

use flate2::write::ZlibEncoder;
use std::io::Write;
use weezl::BitOrder;
use weezl::encode::Configuration;

/// A picture to be written.
#[derive(Clone)]
pub(super) struct File {
    pub(super) size: (usize, usize),
    /// Samples of a pixel, and their bits.
    pub(super) samples: usize,
    pub(super) bits: usize,
    pub(super) is_float: bool,
    /// All samples, those of a pixel side by side.
    pub(super) values: Vec<u64>,
    pub(super) is_little_endian: bool,
    pub(super) is_big: bool,
    pub(super) is_planar: bool,
    /// Sides of tiles, or the rows of strips.
    pub(super) tile: Option<(usize, usize)>,
    pub(super) rows: usize,
    pub(super) compression: u16,
    pub(super) predictor: u16,
    pub(super) fill_order: u16,
    pub(super) lengths: Lengths,
    /// Further tags: number, values of 16 bits.
    pub(super) tags: Vec<(u16, Vec<u16>)>,
}

/// What is said about the lengths of strips and tiles.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Lengths {
    True,
    Missing,
    TooLarge,
}

impl File {
    pub(super) fn new(size: (usize, usize), samples: usize, bits: usize, photometric: u16) -> Self {
        let most = if bits == 64 { u64::MAX } else { (1 << bits) - 1 };
        let mut state = (size.0 * 31 + samples * 7 + bits) as u64;
        let values = (0..size.0 * size.1 * samples).map(|at| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            // Runs, so that what is compressed has something to compress.
            let value = if at % 5 == 0 { state >> 20 } else { (at / 9) as u64 * (most / 13).max(1) };
            value & most
        });
        Self {
            size,
            samples,
            bits,
            is_float: false,
            values: values.collect(),
            is_little_endian: true,
            is_big: false,
            is_planar: false,
            tile: None,
            rows: 5,
            compression: 1,
            predictor: 1,
            fill_order: 1,
            lengths: Lengths::True,
            tags: vec![(262, vec![photometric])],
        }
    }

    fn word(&self, value: u64, size: usize) -> Vec<u8> {
        match self.is_little_endian {
            true => value.to_le_bytes()[..size].to_vec(),
            false => value.to_be_bytes()[8 - size..].to_vec(),
        }
    }

    /// A row of samples as bytes: words, or bits from the left.
    fn row(&self, values: &[u64]) -> Vec<u8> {
        if self.bits.is_multiple_of(8) {
            return values.iter().flat_map(|value| self.word(*value, self.bits / 8)).collect();
        }
        let mut row = vec![0; (values.len() * self.bits).div_ceil(8)];
        for (at, bit) in
            values.iter().flat_map(|value| (0..self.bits).rev().map(move |bit| value >> bit & 1)).enumerate()
        {
            row[at / 8] |= (bit as u8) << (7 - at % 8);
        }
        row
    }

    /// Differences of a row.
    fn predicted(&self, values: &[u64], apart: usize) -> Vec<u8> {
        let mask = if self.bits == 64 { u64::MAX } else { (1 << self.bits) - 1 };
        match self.predictor {
            2 => {
                let difference = |at: usize| match at.checked_sub(apart) {
                    Some(before) => values[at].wrapping_sub(values[before]) & mask,
                    None => values[at],
                };
                self.row(&(0..values.len()).map(difference).collect::<Vec<u64>>())
            }
            3 => {
                let bytes = self.bits / 8;
                let by_weight: Vec<u8> = (0..bytes)
                    .flat_map(|byte| values.iter().map(move |value| (value >> ((bytes - 1 - byte) * 8)) as u8))
                    .collect();
                let difference = |at: usize| match at.checked_sub(apart) {
                    Some(before) => by_weight[at].wrapping_sub(by_weight[before]),
                    None => by_weight[at],
                };
                (0..by_weight.len()).map(difference).collect()
            }
            _ => self.row(values),
        }
    }

    fn packed(&self, rows: &[Vec<u8>], width: usize) -> Vec<u8> {
        let bytes = rows.concat();
        match self.compression {
            5 => Configuration::with_tiff_size_switch(BitOrder::Msb, 8).build().encode(&bytes).unwrap(),
            8 | 32_946 => {
                let mut encoder = ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
                encoder.write_all(&bytes).unwrap();
                encoder.finish().unwrap()
            }
            32_773 => rows.iter().flat_map(|row| pack_bits(row)).collect(),
            4 => {
                let mut encoder = fax::encoder::Encoder::new(fax::VecWriter::new());
                for row in rows {
                    let color = |bit: bool| if bit { fax::Color::Black } else { fax::Color::White };
                    let pels = fax::slice_bits(row).take(width).map(color);
                    encoder.encode_line(pels, width as u16).unwrap();
                }
                encoder.finish().unwrap().finish()
            }
            _ => bytes,
        }
    }

    /// The strips or tiles of all planes.
    fn chunks(&self) -> Vec<Vec<u8>> {
        let (width, height) = self.tile.unwrap_or((self.size.0, self.rows));
        let planes = if self.is_planar { self.samples } else { 1 };
        let apart = self.samples / planes;
        let mut chunks = Vec::new();
        for plane in 0..planes {
            for (top, left) in (0..self.size.1)
                .step_by(height)
                .flat_map(|top| (0..self.size.0).step_by(width).map(move |left| (top, left)))
            {
                let height = if self.tile.is_some() { height } else { height.min(self.size.1 - top) };
                let row = |y: usize| {
                    let value = |x: usize, sample: usize| {
                        // Beyond the picture a tile repeats its edge.
                        let (x, y) = (x.min(self.size.0 - 1), y.min(self.size.1 - 1));
                        self.values[(y * self.size.0 + x) * self.samples + sample]
                    };
                    let values: Vec<u64> = (left..left + width)
                        .flat_map(|x| (0..apart).map(move |sample| value(x, plane + sample)))
                        .collect();
                    self.predicted(&values, apart)
                };
                let rows: Vec<Vec<u8>> = (top..top + height).map(row).collect();
                let mut packed = self.packed(&rows, width);
                if self.fill_order == 2 {
                    packed.iter_mut().for_each(|byte| *byte = byte.reverse_bits());
                }
                chunks.push(packed);
            }
        }
        chunks
    }

    /// The file.
    pub(super) fn written(&self) -> Vec<u8> {
        let chunks = self.chunks();
        let offset_size = if self.is_big { 8 } else { 4 };
        let mut bytes = if self.is_little_endian { b"II".to_vec() } else { b"MM".to_vec() };
        match self.is_big {
            true => bytes.extend([self.word(43, 2), self.word(8, 2), self.word(0, 2), self.word(0, 8)].concat()),
            false => bytes.extend([self.word(42, 2), self.word(0, 4)].concat()),
        }
        let mut offsets = Vec::new();
        for chunk in &chunks {
            offsets.push(bytes.len() as u64);
            bytes.extend(chunk);
        }
        let long = if self.is_big { 16 } else { 4 };
        let short = |value: usize| (3u16, vec![value as u64]);
        let mut tags = vec![
            (256, short(self.size.0)),
            (257, short(self.size.1)),
            (258, (3, vec![self.bits as u64; self.samples])),
            (259, short(usize::from(self.compression))),
            (266, short(usize::from(self.fill_order))),
            (277, short(self.samples)),
            (284, short(if self.is_planar { 2 } else { 1 })),
            (317, short(usize::from(self.predictor))),
            (339, (3, vec![if self.is_float { 3 } else { 1 }; self.samples])),
        ];
        let lengths = match self.lengths {
            Lengths::True => Some(chunks.iter().map(|chunk| chunk.len() as u64).collect()),
            Lengths::TooLarge => Some(vec![u64::from(u32::MAX) / 2; chunks.len()]),
            Lengths::Missing => None,
        };
        match self.tile {
            Some((width, height)) => tags.extend([(322, short(width)), (323, short(height)), (324, (long, offsets))]),
            None => tags.extend([(273, (long, offsets)), (278, (4, vec![self.rows as u64]))]),
        }
        if let Some(lengths) = lengths {
            tags.push((if self.tile.is_some() { 325 } else { 279 }, (long, lengths)));
        }
        tags.extend(
            self.tags.iter().map(|(tag, values)| (*tag, (3, values.iter().map(|value| u64::from(*value)).collect()))),
        );
        tags.sort();
        self.directory(bytes, &tags, offset_size)
    }

    fn directory(&self, mut bytes: Vec<u8>, tags: &[(u16, (u16, Vec<u64>))], offset_size: usize) -> Vec<u8> {
        let mut entries = self.word(tags.len() as u64, if self.is_big { 8 } else { 2 });
        for (tag, (kind, values)) in tags {
            let size = match kind {
                3 => 2,
                4 => 4,
                _ => 8,
            };
            let data: Vec<u8> = values.iter().flat_map(|value| self.word(*value, size)).collect();
            entries.extend([self.word(u64::from(*tag), 2), self.word(u64::from(*kind), 2)].concat());
            entries.extend(self.word(values.len() as u64, offset_size));
            if data.len() <= offset_size {
                entries.extend(&data);
                entries.extend(vec![0; offset_size - data.len()]);
            } else {
                entries.extend(self.word(bytes.len() as u64, offset_size));
                bytes.extend(data);
            }
        }
        entries.extend(vec![0; offset_size]);
        let at = self.word(bytes.len() as u64, offset_size);
        let place = if self.is_big { 8 } else { 4 };
        bytes[place..place + offset_size].copy_from_slice(&at);
        bytes.extend(entries);
        bytes
    }
}

fn pack_bits(row: &[u8]) -> Vec<u8> {
    let (mut packed, mut at) = (Vec::new(), 0);
    while at < row.len() {
        let run = row[at..].iter().take(128).take_while(|byte| **byte == row[at]).count();
        if run > 1 {
            packed.extend([(257 - run) as u8, row[at]]);
            at += run;
        } else {
            packed.extend([0, row[at]]);
            at += 1;
        }
    }
    packed
}
