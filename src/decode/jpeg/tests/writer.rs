//! Writes JPEGs of known coefficients in any process, sampling and order of scans: what no encoder at hand can.

use super::super::frame::ZIGZAG;

/// One component: its sampling factors, blocks across (units filled up) and its blocks, row by row, in the order of
/// the file.
#[derive(Clone)]
pub(super) struct Component {
    pub(super) id: u8,
    pub(super) sampling: (usize, usize),
    /// What the frame header says: of a component alone it says nothing.
    told: (usize, usize),
    pub(super) across: usize,
    pub(super) blocks: Vec<[i16; 64]>,
}

/// One scan: components, first and last coefficient, high and low bit.
#[derive(Clone)]
pub(super) struct Scan(pub(super) Vec<usize>, pub(super) (usize, usize), pub(super) (u32, u32));

impl Scan {
    /// Whole blocks of these components.
    pub(super) fn whole(components: &[usize]) -> Self {
        Self(components.to_vec(), (0, 63), (0, 0))
    }
}

/// A picture to be written.
#[derive(Clone)]
pub(super) struct File {
    pub(super) size: (usize, usize),
    pub(super) components: Vec<Component>,
    pub(super) is_progressive: bool,
    pub(super) restart: usize,
    /// The step of every coefficient.
    pub(super) step: u8,
    /// Segments before the frame.
    pub(super) head: Vec<u8>,
}

impl File {
    /// A frame of these samplings whose coefficients come from a seed.
    pub(super) fn random(size: (usize, usize), samplings: &[(usize, usize)], seed: u32) -> Self {
        let is_alone = samplings.len() == 1;
        let most = if is_alone { (1, 1) } else { most(samplings.iter().copied()) };
        let mut state = seed.wrapping_mul(747_796_405).wrapping_add(2_891_336_453);
        let mut next = move |below: i32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as i32 % below
        };
        let component = |(id, told): (u8, (usize, usize))| {
            let sampling = if is_alone { (1, 1) } else { told };
            let units = |side: usize, most: usize| side.div_ceil(8 * most);
            let across = units(size.0, most.0) * sampling.0;
            let down = units(size.1, most.1) * sampling.1;
            let blocks = (0..across * down).map(|_| {
                let mut block = [0i16; 64];
                block[0] = (next(120) - 60) as i16;
                for _ in 0..next(8) {
                    let at = 1 + next(63) as usize;
                    block[at] = ((next(41) - 20) / (1 + at as i32 / 8)) as i16;
                }
                block
            });
            Component { id, sampling, told, across, blocks: blocks.collect() }
        };
        let mut component = component;
        let components = (1..).zip(samplings.iter().copied()).map(&mut component).collect();
        Self { size, components, is_progressive: false, restart: 0, step: 8, head: Vec::new() }
    }

    pub(super) fn most(&self) -> (usize, usize) {
        most(self.components.iter().map(|component| component.sampling))
    }

    /// The file, in these scans.
    pub(super) fn written(&self, scans: &[Scan]) -> Vec<u8> {
        let mut bytes = vec![0xFF, 0xD8];
        bytes.extend(&self.head);
        segment(&mut bytes, 0xDB, &[&[0][..], &[self.step; 64]].concat());
        let (width, height) = (self.size.0 as u16, self.size.1 as u16);
        let mut frame = vec![8, (height >> 8) as u8, height as u8, (width >> 8) as u8, width as u8];
        frame.push(self.components.len() as u8);
        for component in &self.components {
            frame.extend([component.id, (component.told.0 << 4 | component.told.1) as u8, 0]);
        }
        segment(&mut bytes, if self.is_progressive { 0xC2 } else { 0xC0 }, &frame);
        // Tables that have a code for everything: 16 of five bits; 128 of eight and 128 of nine.
        let mut counts = [0; 16];
        counts[4] = 16;
        segment(&mut bytes, 0xC4, &[&[0x00][..], &counts, &(0..16).collect::<Vec<u8>>()].concat());
        let mut counts = [0; 16];
        (counts[7], counts[8]) = (128, 128);
        segment(&mut bytes, 0xC4, &[&[0x10][..], &counts, &(0..=255).collect::<Vec<u8>>()].concat());
        if self.restart > 0 {
            segment(&mut bytes, 0xDD, &[(self.restart >> 8) as u8, self.restart as u8]);
        }
        for scan in scans {
            self.scan(&mut bytes, scan);
        }
        bytes.extend([0xFF, 0xD9]);
        bytes
    }

    fn scan(&self, bytes: &mut Vec<u8>, scan: &Scan) {
        let Scan(parts, band, (high, low)) = scan;
        let mut header = vec![parts.len() as u8];
        parts.iter().for_each(|part| header.extend([self.components[*part].id, 0]));
        header.extend([band.0 as u8, band.1 as u8, (high << 4 | low) as u8]);
        segment(bytes, 0xDA, &header);
        let mut out = Out { bytes: Vec::new(), bits: 0, count: 0 };
        let mut predicted = [0i32; 4];
        let (mut left, mut number) = (self.restart, 0u8);
        for unit in self.units(parts) {
            if self.restart > 0 {
                if left == 0 {
                    out.flush();
                    out.bytes.extend([0xFF, 0xD0 + number]);
                    (number, left, predicted) = ((number + 1) % 8, self.restart, [0; 4]);
                }
                left -= 1;
            }
            for (part, block) in unit {
                let block = &self.components[part].blocks[block];
                match (self.is_progressive, band.0, *high) {
                    (false, ..) => out.whole(block, &mut predicted[part]),
                    (true, 0, 0) => out.difference(i32::from(block[0]) >> low, &mut predicted[part]),
                    (true, 0, _) => out.put(u32::from(block[0] as u16) >> low & 1, 1),
                    (true, _, 0) => out.band(block, *band, *low),
                    _ => out.refined(block, *band, *low),
                }
            }
        }
        out.flush();
        bytes.extend(out.bytes);
    }

    /// The blocks of each unit of a scan: component, and place of the block.
    fn units(&self, parts: &[usize]) -> Vec<Vec<(usize, usize)>> {
        let most = self.most();
        if let [only] = *parts {
            let component = &self.components[only];
            let filled = |side: usize, own: usize, most: usize| (side * own).div_ceil(most).div_ceil(8);
            let (across, down) =
                (filled(self.size.0, component.sampling.0, most.0), filled(self.size.1, component.sampling.1, most.1));
            let blocks = (0..down).flat_map(|row| (0..across).map(move |column| (row, column)));
            return blocks.map(|(row, column)| vec![(only, row * component.across + column)]).collect();
        }
        let (across, down) = (self.size.0.div_ceil(8 * most.0), self.size.1.div_ceil(8 * most.1));
        let mut units = Vec::new();
        for (y, x) in (0..down).flat_map(|y| (0..across).map(move |x| (y, x))) {
            let mut unit = Vec::new();
            for part in parts {
                let Component { sampling: (h, v), across, .. } = self.components[*part];
                unit.extend((0..h * v).map(|at| (*part, (y * v + at / h) * across + x * h + at % h)));
            }
            units.push(unit);
        }
        units
    }

    /// The samples of a component as the definition has them, and how many there are across.
    pub(super) fn samples(&self, index: usize) -> (Vec<f64>, usize) {
        let component = &self.components[index];
        let stride = component.across * 8;
        let mut samples = vec![0.0; component.blocks.len() * 64];
        let cosine = |x: usize, u: usize| {
            let weight = if u == 0 { 8.0f64.sqrt().recip() } else { 0.5 };
            weight * ((2 * x + 1) as f64 * u as f64 * std::f64::consts::PI / 16.0).cos()
        };
        for (at, block) in component.blocks.iter().enumerate() {
            let corner = at / component.across * 8 * stride + at % component.across * 8;
            for (y, x) in (0..8).flat_map(|y| (0..8).map(move |x| (y, x))) {
                let sum: f64 = (block.iter().zip(ZIGZAG))
                    .filter(|(value, _)| **value != 0)
                    .map(|(value, place)| {
                        f64::from(*value) * cosine(x, usize::from(place % 8)) * cosine(y, usize::from(place / 8))
                    })
                    .sum();
                let value = sum * f64::from(self.step) + 128.0;
                samples[corner + y * stride + x] = (value + 0.5).floor().clamp(0.0, 255.0);
            }
        }
        (samples, stride)
    }
}

fn most(samplings: impl Iterator<Item = (usize, usize)> + Clone) -> (usize, usize) {
    (samplings.clone().map(|(h, _)| h).max().unwrap(), samplings.map(|(_, v)| v).max().unwrap())
}

pub(super) fn segment(bytes: &mut Vec<u8>, marker: u8, body: &[u8]) {
    bytes.extend([0xFF, marker]);
    bytes.extend((body.len() as u16 + 2).to_be_bytes());
    bytes.extend(body);
}

/// Entropy-coded data.
struct Out {
    bytes: Vec<u8>,
    bits: u64,
    count: u32,
}

impl Out {
    fn put(&mut self, bits: u32, count: u32) {
        self.bits = self.bits << count | u64::from(bits) & ((1 << count) - 1);
        self.count += count;
        while self.count >= 8 {
            self.count -= 8;
            let byte = (self.bits >> self.count) as u8;
            self.bytes.push(byte);
            if byte == 0xFF {
                self.bytes.push(0);
            }
        }
    }

    fn flush(&mut self) {
        if self.count > 0 {
            self.put(0xFF, 8 - self.count);
        }
    }

    fn symbol(&mut self, symbol: u32) {
        match symbol {
            0..128 => self.put(symbol, 8),
            _ => self.put(symbol + 128, 9),
        }
    }

    fn magnitude(&mut self, value: i32, size: u32) {
        self.put((if value < 0 { value - 1 } else { value }) as u32, size);
    }

    fn difference(&mut self, value: i32, predicted: &mut i32) {
        let difference = value - std::mem::replace(predicted, value);
        let size = size_of(difference);
        self.put(size, 5);
        self.magnitude(difference, size);
    }

    fn whole(&mut self, block: &[i16; 64], predicted: &mut i32) {
        self.difference(i32::from(block[0]), predicted);
        self.band(block, (1, 63), 0);
    }

    /// A band's first scan; each block ends by itself.
    fn band(&mut self, block: &[i16; 64], (first, last): (usize, usize), low: u32) {
        let mut run = 0;
        for value in &block[first..=last] {
            // Towards zero (T.81, G.1.2.2).
            let value = i32::from(*value) / (1 << low);
            if value == 0 {
                run += 1;
                continue;
            }
            while run > 15 {
                self.symbol(0xF0);
                run -= 16;
            }
            let size = size_of(value);
            self.symbol(run << 4 | size);
            self.magnitude(value, size);
            run = 0;
        }
        if run > 0 {
            self.symbol(0);
        }
    }

    /// One more bit of a band.
    fn refined(&mut self, block: &[i16; 64], (first, last): (usize, usize), low: u32) {
        let level = |value: i16| i32::from(value).unsigned_abs() >> low;
        let newest = (first..=last).rev().find(|at| level(block[*at]) == 1).unwrap_or(0);
        let (mut run, mut corrections) = (0, Vec::new());
        for (at, value) in block.iter().enumerate().take(last + 1).skip(first) {
            match level(*value) {
                0 => {
                    run += 1;
                    // Sixteen zeros, with the corrections among them.
                    if run == 16 && at < newest {
                        self.symbol(0xF0);
                        corrections.drain(..).for_each(|bit| self.put(bit, 1));
                        run = 0;
                    }
                }
                1 => {
                    self.symbol(run << 4 | 1);
                    self.put(u32::from(*value > 0), 1);
                    corrections.drain(..).for_each(|bit| self.put(bit, 1));
                    run = 0;
                }
                more => corrections.push(more & 1),
            }
        }
        if run > 0 || !corrections.is_empty() {
            self.symbol(0);
            corrections.drain(..).for_each(|bit| self.put(bit, 1));
        }
    }
}

fn size_of(value: i32) -> u32 {
    32 - value.unsigned_abs().leading_zeros()
}
