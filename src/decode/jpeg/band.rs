//! Pixels of one row of units: the planes that the transforms write.

use super::frame::{Frame, Segments, ZIGZAG};
use super::stop::{Step, Stop};
use super::transform::{NOWHERE, ROOM, Transform, choose, flat, scales};
use crate::error::Result;

/// Takes the planes of the rows of units, from the top.
pub(in crate::decode) type Sink<'a> = &'a mut dyn FnMut(&[Plane]) -> Result<()>;

/// How the blocks of one component are reduced, and where its pixels are collected.
pub(in crate::decode) struct Plane {
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

    /// Its pixels: as many bytes for each row of units.
    pub(super) fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    /// How its pixels lie.
    pub(super) fn shape(&self) -> Shape {
        Shape { stride: self.stride, rows: self.rows }
    }
}

/// How the pixels of a plane lie in a row of units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shape {
    /// Pixels of a row; those beyond the picture have no meaning.
    pub(super) stride: usize,
    pub(super) rows: usize,
}

impl Shape {
    pub(super) fn bytes(self) -> usize {
        self.stride * self.rows
    }
}

/// Planes for a frame reduced to one `denominator`th, rounded up.
pub(super) fn planes(frame: &Frame, segments: &Segments, denominator: usize) -> Step<Vec<Plane>> {
    (0..frame.components.len()).map(|index| Plane::new(frame, index, denominator, segments)).collect()
}
