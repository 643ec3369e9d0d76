//! Pixels of one row of units: the planes that the transforms write.

use super::frame::{Frame, Scan, Segments, ZIGZAG};
use super::refuse::damaged;
use super::transform::{NOWHERE, ROOM, Transform, choose, flat, scales};
use crate::error::{Error, Result};
use crate::limits::Deadline;

/// Takes the planes of the rows of units, from the top.
pub(in crate::decode) type Sink<'a> = &'a mut dyn FnMut(&[Plane]) -> Result<()>;

/// Where decoded rows of units go.
pub(super) struct Target<'a> {
    pub(super) planes: Vec<Plane>,
    pub(super) deadline: &'a Deadline,
    pub(super) sink: Sink<'a>,
}

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
    /// By kept coefficient: what it is multiplied with. Quantization steps go in when the component's first scan begins.
    steps: [f32; 64],
    has_steps: bool,
    transform: Transform,
    shape: Shape,
    pixels: Vec<u8>,
}

impl Plane {
    fn new(frame: &Frame, index: usize, base: usize) -> Result<Self> {
        let missing = || Error::internal("a JPEG has no such component or size");
        let component = frame.components.get(index).ok_or_else(missing)?;
        let across = side(frame.most_across, component.across, base);
        let down = side(frame.most_down, component.down, base);
        let transform = choose(across, down).ok_or_else(missing)?;
        let (u, v) = (scales(across), scales(down));
        let mut places = [NOWHERE; ROOM];
        let mut steps = [0.0; 64];
        let mut last = 0;
        for (order, at) in ZIGZAG.into_iter().enumerate() {
            let (x, y) = (usize::from(at % 8), usize::from(at / 8));
            if x < across && y < down {
                places[order] = (x * down + y) as u8;
                steps[x * down + y] = u[x] * v[y];
                last = order as u32;
            }
        }
        // Samples of the picture alone (T.81, A.1.1), each block of which becomes fewer pixels.
        let samples = |length: usize, own: usize, most: usize, side: usize| (length * own * side).div_ceil(most * 8);
        let shape = Shape {
            stride: frame.units_across * component.across * across,
            rows: component.down * down,
            columns: samples(frame.width, component.across, frame.most_across, across),
            lines: samples(frame.height, component.down, frame.most_down, down),
        };
        let pixels = zeros(shape.bytes())?;
        Ok(Self { across, down, kept: across * down, last, places, steps, has_steps: false, transform, shape, pixels })
    }

    /// Takes the quantization steps that are in force when the first scan of its component begins; later ones are for
    /// others (T.81, B.2.4.1).
    pub(super) fn take_steps(&mut self, order: &[u16; 64]) {
        self.has_steps = true;
        for (place, step) in self.places.iter().zip(order) {
            if let Some(factor) = self.steps.get_mut(usize::from(*place)) {
                *factor *= f32::from(*step);
            }
        }
    }

    /// Writes the pixels of a block, counted from the left and the top of this row of units.
    #[inline(always)]
    pub(super) fn put(&mut self, column: usize, row: usize, coefficients: &[i32; ROOM], is_flat: bool) {
        let stride = self.shape.stride;
        let start = row * self.down * stride + column * self.across;
        let Some(target) = self.pixels.get_mut(start..) else { return };
        if is_flat {
            let value = flat(coefficients[0], self.steps[0]);
            for line in target.chunks_mut(stride).take(self.down) {
                line.iter_mut().take(self.across).for_each(|pixel| *pixel = value);
            }
        } else {
            (self.transform)(coefficients, &self.steps, target, stride);
        }
    }

    /// Its pixels: as many bytes for each row of units.
    pub(super) fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    /// How its pixels lie.
    pub(super) fn shape(&self) -> Shape {
        self.shape
    }
}

/// Pixels that a side of a block becomes: those of a component with fewer samples stay more, so that it has as many as
/// the others or, where eight are too few for that, a whole fraction of them. Never more than its own.
fn side(most: usize, own: usize, base: usize) -> usize {
    let mut side = base;
    while side < 8 && (most * base).is_multiple_of(own * side * 2) {
        side *= 2;
    }
    side
}

/// How the pixels of a plane lie in a row of units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shape {
    /// Pixels of a row, and rows.
    pub(super) stride: usize,
    pub(super) rows: usize,
    /// How many of each row, and rows of all units together, belong to the picture.
    pub(super) columns: usize,
    pub(super) lines: usize,
}

impl Shape {
    pub(super) fn bytes(self) -> usize {
        self.stride * self.rows
    }
}

/// Planes for a frame whose blocks become `base` pixels across and down.
pub(super) fn planes(frame: &Frame, base: usize) -> Result<Vec<Plane>> {
    (0..frame.components.len()).map(|index| Plane::new(frame, index, base)).collect()
}

impl Target<'_> {
    /// Takes the steps of the components of a scan that begins.
    pub(super) fn begin(&mut self, frame: &Frame, segments: &Segments, scan: &Scan) -> Result<()> {
        for part in &scan.parts {
            let component = frame.components.get(part.component).ok_or_else(|| damaged("a scan header"))?;
            if let Some(plane) = self.planes.get_mut(part.component).filter(|plane| !plane.has_steps) {
                plane.take_steps(segments.steps(component)?);
            }
        }
        Ok(())
    }
}

/// So many zeros; what the machine does not have is an error.
pub(super) fn zeros<T: Clone + Default>(length: usize) -> Result<Vec<T>> {
    let mut zeros = Vec::new();
    zeros
        .try_reserve_exact(length)
        .map_err(|cause| Error::beyond("values to hold at once", length, "what the system gives").caused_by(cause))?;
    zeros.resize(length, T::default());
    Ok(zeros)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn components_with_fewer_samples_are_reduced_less() {
        // Halved chroma at 1, 1/2 and 1/8; a quarter; a third, which has no size of its own; finer than luma.
        assert_eq!([8, 4, 1].map(|base| side(2, 1, base)), [8, 8, 2]);
        assert_eq!([8, 4, 2, 1].map(|base| side(4, 1, base)), [8, 8, 8, 4]);
        assert_eq!([8, 4, 2, 1].map(|base| side(3, 1, base)), [8, 4, 2, 1]);
        assert_eq!([8, 4, 2, 1].map(|base| side(3, 2, base)), [8, 4, 2, 1]);
        assert_eq!([8, 2].map(|base| side(2, 2, base)), [8, 2]);
    }
}
