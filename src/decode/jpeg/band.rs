//! Pixels of one row of units: the planes that the transforms write, and the rows that leave.

use super::color::{self, Space};
use super::frame::{Frame, Segments, ZIGZAG};
use super::stop::{Step, Stop};
use super::transform::{NOWHERE, ROOM, Transform, choose, flat, scales};
use super::upsample::Stretch;
use crate::error::Result;

/// Takes rows from the top: the number of the row, and its pixels.
pub(in crate::decode) type Sink<'a> = &'a mut dyn FnMut(usize, &[[u8; 4]]) -> Result<()>;

/// How the blocks of one component are reduced, and where its pixels are collected.
pub(super) struct Plane {
    /// Pixels that a block becomes, across and down.
    across: usize,
    down: usize,
    /// Coefficients that are kept of each block.
    pub(super) kept: usize,
    /// The last kept coefficient in the order of the file.
    pub(super) last: u32,
    /// Where each coefficient of that order goes: column by column, or nowhere.
    pub(super) places: [u8; ROOM],
    steps: [f32; 64],
    transform: Transform,
    stride: usize,
    pixels: Vec<u8>,
    /// Rows that one unit is high.
    rows: usize,
}

impl Plane {
    fn new(frame: &Frame, index: usize, denominator: usize, segments: &Segments) -> Step<Self> {
        let component = frame.components.get(index).ok_or(Stop::Doubt)?;
        let widest = frame.components.first().ok_or(Stop::Doubt)?;
        // A component with fewer samples is reduced less, so that all have as many pixels; it has no more than its own.
        let side = |most: usize, own: usize| (8 * most / own / denominator).min(8);
        let (across, down) = (side(widest.across, component.across), side(widest.down, component.down));
        let transform = choose(across, down).ok_or(Stop::Doubt)?;
        let (u, v) = (scales(across), scales(down));
        let mut places = [NOWHERE; ROOM];
        let mut steps = [0.0; 64];
        let mut last = 0;
        for (order, (at, step)) in ZIGZAG.into_iter().zip(segments.steps(component)?).enumerate() {
            let (x, y) = (usize::from(at % 8), usize::from(at / 8));
            if x < across && y < down {
                places[order] = (x * down + y) as u8;
                steps[x * down + y] = f32::from(*step) * u[x] * v[y];
                last = order as u32;
            }
        }
        let stride = frame.units_across * component.across * across;
        let rows = component.down * down;
        let pixels = vec![0; stride * rows];
        Ok(Self { across, down, kept: across * down, last, places, steps, transform, stride, pixels, rows })
    }

    /// Writes the pixels of a block, counted from the left and the top of this row of units.
    #[inline(always)]
    pub(super) fn put(&mut self, column: usize, row: usize, coefficients: &[i32; ROOM], is_flat: bool) {
        let start = row * self.down * self.stride + column * self.across;
        let Some(target) = self.pixels.get_mut(start..) else { return };
        if is_flat {
            let value = flat(coefficients[0], self.steps[0]);
            for line in target.chunks_mut(self.stride).take(self.down) {
                line.iter_mut().take(self.across).for_each(|pixel| *pixel = value);
            }
        } else {
            (self.transform)(coefficients, &self.steps, target, self.stride);
        }
    }

    fn row(&self, row: usize) -> &[u8] {
        self.pixels.get(row * self.stride..(row + 1) * self.stride).unwrap_or_default()
    }
}

/// The planes of all components, and how far the rows have come.
pub(super) struct Band {
    pub(super) planes: Vec<Plane>,
    rows: Rows,
    stretch: Stretch,
    /// Where chroma is half as high: the last row of each plane of the unit before, which waits for the next one's
    /// chroma.
    last: [Vec<u8>; 3],
}

/// Where rows become pixels.
struct Rows {
    space: Space,
    line: Vec<[u8; 4]>,
    height: usize,
    next: usize,
}

impl Rows {
    fn left(&self) -> usize {
        self.height - self.next
    }

    /// Hands out one row of three components.
    fn hand_out(&mut self, first: &[u8], [second, third]: [&[u8]; 2], sink: Sink) -> Step<()> {
        match self.space {
            Space::YCbCr => color::from_ycbcr(first, second, third, &mut self.line),
            Space::Rgb => color::from_rgb(first, second, third, &mut self.line),
            Space::Gray => return Err(Stop::Doubt),
        }
        self.sent(sink)
    }

    fn sent(&mut self, sink: Sink) -> Step<()> {
        sink(self.next, &self.line)?;
        self.next += 1;
        Ok(())
    }
}

impl Band {
    /// Planes for a frame reduced to one `denominator`th, rounded up.
    pub(super) fn new(frame: &Frame, segments: &Segments, space: Space, denominator: usize) -> Step<Self> {
        let count = frame.components.len();
        if (space == Space::Gray) != (count == 1) {
            return Err(Stop::Doubt);
        }
        let planes: Step<Vec<Plane>> =
            (0..count).map(|index| Plane::new(frame, index, denominator, segments)).collect();
        let planes = planes?;
        let stretch = match &planes[..] {
            [luma, chroma, _] => Stretch::new((luma.stride, luma.rows), (chroma.stride, chroma.rows)),
            _ => Some(Stretch::default()),
        };
        let line = vec![[0; 4]; frame.width.div_ceil(denominator)];
        let rows = Rows { space, line, height: frame.height.div_ceil(denominator), next: 0 };
        Ok(Self { planes, rows, stretch: stretch.ok_or(Stop::Doubt)?, last: <[Vec<u8>; 3]>::default() })
    }

    /// Hands out the rows of a row of units; the last one may have more than the picture.
    pub(super) fn flush(&mut self, sink: Sink) -> Step<()> {
        let count = self.planes.first().map_or(0, |plane| plane.rows);
        match &self.planes[..] {
            [gray] => {
                for row in 0..count.min(self.rows.left()) {
                    color::from_gray(gray.row(row), &mut self.rows.line);
                    self.rows.sent(sink)?;
                }
                Ok(())
            }
            [_, _, _] if self.stretch.is_taller => self.flush_taller(count, sink),
            [first, second, third] => {
                for row in 0..count.min(self.rows.left()) {
                    let others = [second.row(row), third.row(row)];
                    self.rows.hand_out(first.row(row), self.stretch.of(others, others), sink)?;
                }
                Ok(())
            }
            _ => Err(Stop::Doubt),
        }
    }

    /// Where chroma is half as high. The last row of a unit waits for the next one, whose chroma it is made of too.
    fn flush_taller(&mut self, count: usize, sink: Sink) -> Step<()> {
        let Self { planes, rows, stretch, last } = self;
        let [luma, blue, red] = &planes[..] else { return Err(Stop::Doubt) };
        let chroma = |row: usize| [blue.row(row), red.row(row)];
        let is_first = rows.next == 0;
        if !is_first {
            rows.hand_out(&last[0], stretch.of([&last[1], &last[2]], chroma(0)), sink)?;
        }
        let (is_end, half) = (rows.left() <= count, count / 2);
        for row in 0..count.min(rows.left()) {
            let near = chroma(row / 2);
            let far = match (row.is_multiple_of(2), row / 2) {
                (true, 0) if is_first => near,
                (true, 0) => [&last[1][..], &last[2][..]],
                (true, at) => chroma(at - 1),
                (false, at) if at + 1 < half => chroma(at + 1),
                (false, _) if is_end => near,
                (false, at) => {
                    *last = [luma.row(row), blue.row(at), red.row(at)].map(<[u8]>::to_vec);
                    break;
                }
            };
            rows.hand_out(luma.row(row), stretch.of(near, far), sink)?;
        }
        Ok(())
    }
}
