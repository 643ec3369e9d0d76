//! Cells in rows, and what is done to all of them: means, distances, spreading.

use crate::raster::Raster;
use crate::runner::Runner;

/// Red, green and blue as coded in sRGB, 0 to 255.
pub(super) type Rgb = [f32; 3];

/// The most cells that a picture is looked at with. A quarter of a megapixel is enough to tell a subject from its
/// backdrop, and bounds the work on cells whatever the picture's size.
const MOST_CELLS: u64 = 130_000;

/// Cells that are made by one thread before it looks for more.
const PIECE: usize = 1 << 15;

/// Cells in rows from the top.
#[derive(Debug, Clone)]
pub(super) struct Grid<T> {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) cells: Vec<T>,
}

impl<T: Copy> Grid<T> {
    pub(super) fn filled(width: usize, height: usize, value: T) -> Self {
        Self { width, height, cells: vec![value; width * height] }
    }

    /// A grid of the same shape.
    pub(super) fn map<U>(&self, of: impl Fn(T) -> U) -> Grid<U> {
        Grid { width: self.width, height: self.height, cells: self.cells.iter().map(|cell| of(*cell)).collect() }
    }

    /// A grid of the same shape, each cell from its index.
    pub(super) fn make<U: Send>(&self, on: &impl Runner, of: impl Fn(usize) -> U + Send + Sync) -> Grid<U> {
        let width = self.width;
        self.rows(on, |y, row| row.extend((y * width..(y + 1) * width).map(&of)))
    }

    /// A grid of the same shape, row by row: `of` is given a row's number, and adds its cells to what it is handed.
    pub(super) fn rows<U: Send>(&self, on: &impl Runner, of: impl Fn(usize, &mut Vec<U>) + Send + Sync) -> Grid<U> {
        let (width, height) = (self.width, self.height);
        let deep = (PIECE / width.max(1)).max(1);
        let piece = |number: usize| {
            let rows = number * deep..((number + 1) * deep).min(height);
            // What the others are added to has room for all.
            let mut made = Vec::with_capacity(width * if number == 0 { height } else { rows.len() });
            rows.for_each(|y| of(y, &mut made));
            made
        };
        let mut done = on.map(height.div_ceil(deep), piece).into_iter();
        let mut cells = done.next().unwrap_or_default();
        done.for_each(|more| cells.extend(more));
        Grid { width, height, cells }
    }

    /// The cell at this place, or the nearest one inside.
    pub(super) fn near(&self, x: isize, y: isize) -> T {
        self.cells[self.index_near(x, y)]
    }

    /// The index of the cell at this place, or of the nearest one inside.
    pub(super) fn index_near(&self, x: isize, y: isize) -> usize {
        let inside = |at: isize, length: usize| at.clamp(0, length as isize - 1) as usize;
        inside(y, self.height) * self.width + inside(x, self.width)
    }

    /// The indexes of the up to four neighbours across edges.
    pub(super) fn beside(&self, index: usize) -> impl Iterator<Item = usize> + use<T> {
        let (x, width, count) = (index % self.width, self.width, self.cells.len());
        let left = (x > 0).then(|| index - 1);
        let right = (x + 1 < width).then_some(index + 1);
        let up = index.checked_sub(width);
        let down = Some(index + width).filter(|down| *down < count);
        [left, right, up, down].into_iter().flatten()
    }
}

/// Pixels to a cell, on both sides, so that the picture has at most [`MOST_CELLS`] or a little more: from one step to
/// the next the cells become fewer by a lot while steps are small, and shadows would look like edges in the coarser
/// ones.
pub(super) fn step_of(width: u32, height: u32) -> u32 {
    let cells = |step: u32| u64::from(width.div_ceil(step)) * u64::from(height.div_ceil(step));
    (1..).find(|step| cells(*step) <= MOST_CELLS + MOST_CELLS / u64::from(*step)).unwrap_or(1)
}

/// The mean colours of squares of `step` pixels, clear parts left out; of squares that are clear, those around.
pub(super) fn means(on: &impl Runner, raster: &Raster, step: u32) -> Grid<Rgb> {
    let (size, stride) = (raster.size(), raster.size().width as usize * 4);
    let cells = Grid::filled(size.width.div_ceil(step) as usize, size.height.div_ceil(step) as usize, ());
    let deep = step as usize * stride;
    let sums = cells.rows(on, |y, out| {
        let lines = &raster.data()[y * deep..((y + 1) * deep).min(raster.data().len())];
        sum_row(lines, stride, step as usize, out);
    });
    let means = sums.map(|[r, g, b, alpha]| [r, g, b].map(|sum| sum as f32 * 255.0 / alpha.max(1) as f32));
    if sums.cells.iter().all(|sum| sum[3] > 0) {
        return means;
    }
    let filled = spread(on, &means, |index| f32::from(u8::from(sums.cells[index][3] > 0)));
    means.make(on, |index| if sums.cells[index][3] > 0 { means.cells[index] } else { filled.cells[index] })
}

/// Sums of premultiplied channels and alpha for one row of cells out of its lines of pixels.
fn sum_row(lines: &[u8], stride: usize, step: usize, cells: &mut Vec<[u64; 4]>) {
    let mut sums = vec![[0u32; 4]; (stride / 4).div_ceil(step)];
    let start = cells.len();
    cells.resize(start + sums.len(), [0; 4]);
    for line in lines.chunks_exact(stride) {
        sums.fill([0; 4]);
        for (sum, part) in sums.iter_mut().zip(line.chunks(step * 4)) {
            for pixel in part.chunks_exact(4) {
                sum.iter_mut().zip(pixel).for_each(|(sum, value)| *sum += u32::from(*value));
            }
        }
        for (cell, sum) in cells[start..].iter_mut().zip(&sums) {
            cell.iter_mut().zip(sum).for_each(|(all, line)| *all += u64::from(*line));
        }
    }
}

/// The mean of the 3 × 3 cells around each.
pub(super) fn smooth(on: &impl Runner, grid: &Grid<Rgb>) -> Grid<Rgb> {
    let (width, height) = (grid.width, grid.height);
    grid.rows(on, |y, out| {
        let rows = [y.saturating_sub(1), y, (y + 1).min(height - 1)].map(|y| &grid.cells[y * width..(y + 1) * width]);
        let column = |x: usize| -> Rgb { std::array::from_fn(|c| rows[0][x][c] + rows[1][x][c] + rows[2][x][c]) };
        out.extend((0..width).map(|x| {
            let (left, own, right) = (column(x.saturating_sub(1)), column(x), column((x + 1).min(width - 1)));
            std::array::from_fn::<f32, 3, _>(|c| (left[c] + own[c] + right[c]) / 9.0)
        }));
    })
}

/// Borgefors' chamfer: how long a step and a diagonal one are, in thirds of a cell. Whole numbers, because each cell
/// waits for the one before.
const STEP: u32 = 3;
const DIAGONAL: u32 = 4;
/// Farther than any cell is.
const FAR: u32 = 1 << 30;

/// How far each cell is from the nearest one that is `true`, in cells: city blocks with diagonals of 4/3, a chamfer
/// that errs by less than 6 % (Borgefors 1986).
pub(super) fn distance(from: &Grid<bool>) -> Grid<f32> {
    let mut field: Vec<u32> = from.cells.iter().map(|is| if *is { 0 } else { FAR }).collect();
    let width = from.width.max(1);
    let mut above = vec![FAR; width];
    for row in field.chunks_exact_mut(width) {
        relax(row, &above);
        along(row.iter_mut());
        above.copy_from_slice(row);
    }
    above.fill(FAR);
    for row in field.chunks_exact_mut(width).rev() {
        relax(row, &above);
        along(row.iter_mut().rev());
        above.copy_from_slice(row);
    }
    let cells = field.into_iter().map(|thirds| thirds as f32 / STEP as f32).collect();
    Grid { width: from.width, height: from.height, cells }
}

/// Distances of a row, where the way over the row beside it is shorter.
fn relax(row: &mut [u32], beside: &[u32]) {
    for (cell, other) in row.iter_mut().zip(beside) {
        *cell = (*cell).min(other + STEP);
    }
    for (cell, other) in row.iter_mut().skip(1).zip(beside) {
        *cell = (*cell).min(other + DIAGONAL);
    }
    for (cell, other) in row.iter_mut().zip(beside.iter().skip(1)) {
        *cell = (*cell).min(other + DIAGONAL);
    }
}

/// Distances of cells in a line, where the way over the one before is shorter.
fn along<'a>(line: impl Iterator<Item = &'a mut u32>) {
    let mut last = FAR;
    for cell in line {
        last = (*cell).min(last + STEP);
        *cell = last;
    }
}

/// All cells that can be reached from the `seeds` through cells that are `open`.
pub(super) fn flood(open: &Grid<bool>, seeds: impl Iterator<Item = usize>) -> Grid<bool> {
    flood_if(open, seeds, |_, _| true)
}

/// The same by steps that may be taken: from one cell, to another.
pub(super) fn flood_if(
    open: &Grid<bool>,
    seeds: impl Iterator<Item = usize>,
    goes: impl Fn(usize, usize) -> bool,
) -> Grid<bool> {
    let mut reached = open.map(|_| false);
    let mut ahead: Vec<usize> = seeds.filter(|seed| open.cells[*seed]).collect();
    for seed in &ahead {
        reached.cells[*seed] = true;
    }
    while let Some(cell) = ahead.pop() {
        for next in open.beside(cell) {
            if open.cells[next] && !reached.cells[next] && goes(cell, next) {
                reached.cells[next] = true;
                ahead.push(next);
            }
        }
    }
    reached
}

/// Colours known in some cells, spread to all: nearest first, smoothly. `known` is how much each cell counts.
///
/// Means of ever larger blocks, then back down, each block that knows enough keeping what it has (pull and push).
pub(super) fn spread(on: &impl Runner, colors: &Grid<Rgb>, known: impl Fn(usize) -> f32 + Send + Sync) -> Grid<Rgb> {
    let first = colors.make(on, |index| {
        let weight = known(index);
        let color = colors.cells[index];
        [color[0] * weight, color[1] * weight, color[2] * weight, weight]
    });
    let mut levels = vec![first];
    while let Some(last) = levels.last().filter(|last| last.width > 1 || last.height > 1) {
        levels.push(pulled(on, last));
    }
    let mut filled = levels.pop().unwrap_or_else(|| Grid::filled(1, 1, [0.0; 4])).map(divided);
    while let Some(level) = levels.pop() {
        filled = pushed(on, &level, &filled);
    }
    filled
}

fn divided([r, g, b, weight]: [f32; 4]) -> Rgb {
    let by = weight.max(1e-9);
    [r / by, g / by, b / by]
}

/// Sums of 2 × 2, the weight held to one cell's.
fn pulled(on: &impl Runner, grid: &Grid<[f32; 4]>) -> Grid<[f32; 4]> {
    let half = Grid::filled(grid.width.div_ceil(2), grid.height.div_ceil(2), ());
    half.rows(on, |y, out| {
        let start = out.len();
        out.resize(start + half.width, [0.0f32; 4]);
        let into = &mut out[start..];
        for row in grid.cells.chunks_exact(grid.width).skip(2 * y).take(2) {
            for (sum, cells) in into.iter_mut().zip(row.chunks(2)) {
                for cell in cells {
                    sum.iter_mut().zip(cell).for_each(|(sum, value)| *sum += value);
                }
            }
        }
        for cell in into.iter_mut().filter(|cell| cell[3] > 1.0) {
            let by = 1.0 / cell[3];
            *cell = cell.map(|value| value * by);
        }
    })
}

/// A level filled from the coarser one, read with linear interpolation.
fn pushed(on: &impl Runner, level: &Grid<[f32; 4]>, coarse: &Grid<Rgb>) -> Grid<Rgb> {
    level.rows(on, |y, out| {
        let (y0, y1) = halves(y);
        let row = &level.cells[y * level.width..(y + 1) * level.width];
        out.extend(row.iter().enumerate().map(|(x, [r, g, b, weight])| {
            let own = [*r, *g, *b];
            if *weight >= 1.0 {
                return own;
            }
            let (x0, x1) = halves(x);
            let (a, b) = (coarse.near(x0, y0), coarse.near(x1, y0));
            let (c, d) = (coarse.near(x0, y1), coarse.near(x1, y1));
            std::array::from_fn(|k| {
                let rest = a[k] * 0.5625 + (b[k] + c[k]) * 0.1875 + d[k] * 0.0625;
                own[k] + (1.0 - weight) * rest
            })
        }));
    })
}

/// The coarse cell over a fine one, and the next nearest, along one axis.
fn halves(at: usize) -> (isize, isize) {
    let over = at as isize / 2;
    (over, if at.is_multiple_of(2) { over - 1 } else { over + 1 })
}

/// Reads between the cells' centres, in cells.
pub(super) fn sample(grid: &Grid<Rgb>, x: f32, y: f32) -> Rgb {
    let (x0, y0) = (x.floor(), y.floor());
    let (fx, fy) = (x - x0, y - y0);
    let (x0, y0) = (x0 as isize, y0 as isize);
    let (a, b) = (grid.near(x0, y0), grid.near(x0 + 1, y0));
    let (c, d) = (grid.near(x0, y0 + 1), grid.near(x0 + 1, y0 + 1));
    std::array::from_fn(|k| {
        let (upper, lower) = (a[k] + (b[k] - a[k]) * fx, c[k] + (d[k] - c[k]) * fx);
        upper + (lower - upper) * fy
    })
}

/// The distance between two colours.
pub(super) fn apart(a: Rgb, b: Rgb) -> f32 {
    length(minus(a, b))
}

pub(super) fn minus(a: Rgb, b: Rgb) -> Rgb {
    [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
}

pub(super) fn dot(a: Rgb, b: Rgb) -> f32 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

pub(super) fn length(a: Rgb) -> f32 {
    dot(a, a).sqrt()
}

/// The indexes of the cells that are `true`.
pub(super) fn true_cells(grid: &Grid<bool>) -> impl Iterator<Item = usize> {
    grid.cells.iter().enumerate().filter(|(_, is)| **is).map(|(index, _)| index)
}

/// The open cells that hang together with one, marked as seen.
pub(super) fn component(open: &Grid<bool>, seen: &mut Grid<bool>, start: usize) -> Vec<usize> {
    let mut part = vec![start];
    seen.cells[start] = true;
    let mut next = 0;
    while let Some(index) = part.get(next).copied() {
        next += 1;
        for other in open.beside(index) {
            if open.cells[other] && !seen.cells[other] {
                seen.cells[other] = true;
                part.push(other);
            }
        }
    }
    part
}

/// The largest value within a square of this radius.
pub(super) fn most_around(on: &impl Runner, grid: &Grid<f32>, radius: usize) -> Grid<f32> {
    let (width, height) = (grid.width, grid.height);
    let along = grid.rows(on, |y, out| {
        let row = &grid.cells[y * width..(y + 1) * width];
        out.extend((0..width).map(|x| {
            let window = &row[x.saturating_sub(radius)..(x + radius + 1).min(width)];
            window.iter().copied().fold(f32::MIN, f32::max)
        }));
    });
    along.rows(on, |y, out| {
        let start = out.len();
        out.extend_from_slice(&along.cells[y * width..(y + 1) * width]);
        for other in (y.saturating_sub(radius)..(y + radius + 1).min(height)).filter(|other| *other != y) {
            let row = &along.cells[other * width..(other + 1) * width];
            out[start..].iter_mut().zip(row).for_each(|(most, value)| *most = most.max(*value));
        }
    })
}

/// The mean of the 5 × 5 cells around each.
pub(super) fn mean_around(on: &impl Runner, grid: &Grid<f32>) -> Grid<f32> {
    let width = grid.width as isize;
    let along = grid.rows(on, |y, out| {
        out.extend((0..width).map(|x| (-2..=2).map(|by| grid.near(x + by, y as isize)).sum::<f32>()));
    });
    along.rows(on, |y, out| {
        out.extend((0..width).map(|x| (-2..=2).map(|by| along.near(x, y as isize + by)).sum::<f32>() / 25.0));
    })
}

/// The value below which this share of all lie; 0 for none.
pub(super) fn quantile(mut values: Vec<f32>, share: f32) -> f32 {
    let at = (values.len() as f32 * share) as usize;
    if at >= values.len() {
        return 0.0;
    }
    *values.select_nth_unstable_by(at, f32::total_cmp).1
}
