//! Which cells are subject for sure, which are in between, and what the subject looks like beside the edge.

use super::enclosed::leaks;
use super::grid::{Grid, Rgb, apart, distance, dot, flood, length, minus, sample, spread};
use super::region::{Region, contrast};
use crate::runner::Runner;

/// Cells that are always in between, from the backdrop inwards: the step itself, softened by the lens and by the cells.
const EDGE: f32 = 2.6;
/// The widest edge in cells: beyond it, what still changes is the subject's own look.
const WIDEST: f32 = 16.0;
/// By how much an edge must still rise over two cells to go on, as a share of what it has reached.
const RISE: f32 = 1.06;

/// By how many levels at least: the shading of a pale body rises more slowly than the edge of one that stands out.
const STEEP: f32 = 4.0;

/// The most of subject in a mixture that still is one: above it, its own colours vary as much.
const SEEN_THROUGH: f32 = 0.85;

/// The least contrast, in levels, at which a mixture is told from a shade of the surface.
const PLAIN: f32 = 52.0;
/// The share of subject below which the backdrop is plainly seen.
const SHINES_THROUGH: f32 = 0.55;

/// How much the ways agree, see [`agreement`], below which there are strands.
const AGREED: f32 = 0.6;
/// Cells around a mixture in which strands still go on: their tips.
const STRAND: f32 = 12.0;
/// The cosine of two ways from the backdrop from which on they lead to the same colour, more or less of it.
const SAME_WAY: f32 = 0.94;

/// What a cell is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Share {
    /// All backdrop.
    Backdrop,
    /// Some of both, or not known.
    Between,
    /// All subject.
    Subject,
}

/// What is known of every cell.
#[derive(Debug, Clone)]
pub(super) struct Trimap {
    pub(super) share: Grid<Share>,
    /// The subject's colour, beside the edge taken from further in.
    pub(super) subject: Grid<Rgb>,
    /// How much of each cell is subject as its place tells, 0 to 1: what stands in where colours tell nothing.
    pub(super) place: Grid<f32>,
    /// By how much, in levels, colours may be off from what stands for both sides, where they vary.
    pub(super) doubt: Option<Grid<f32>>,
}

/// Tells apart what is sure from what is not.
pub(super) fn sort(on: &impl Runner, cells: &Grid<Rgb>, region: &Region) -> Trimap {
    let depth = distance(&region.is_backdrop);
    let contrast = contrast(on, region, cells);
    let mut share = region.is_backdrop.map(|is| if is { Share::Backdrop } else { Share::Subject });
    for index in inwards(&depth) {
        let far = depth.cells[index];
        if far < EDGE || (far < WIDEST && still_rises(index, &depth, &contrast, &share, region.tolerance)) {
            share.cells[index] = Share::Between;
        }
    }
    let strong = strong_colors(on, cells, &contrast, &share);
    let strands = add_porous(on, cells, region, &depth, &strong, &mut share);
    let mut subject = subject_colors(on, cells, region, &share, &contrast);
    color_strands(region, &strong, &strands, &mut subject);
    let place = share.map(|share| if share == Share::Backdrop { 0.0 } else { 1.0 });
    Trimap { share, subject, place, doubt: None }
}

/// Half of the widest patch, in cells, between solid parts that is a pale or lively surface and no gap among strands.
const PATCH: f32 = 12.0;
/// Cells of the block in which the subject's strongest colour is looked for.
const BLOCK: usize = 8;

/// Marks hair, fur and leaves, where the backdrop shines through far from any edge: cells that are a mixture of
/// backdrop and subject, beside stronger or weaker ones, and that hang together with the backdrop.
fn add_porous(
    on: &impl Runner,
    cells: &Grid<Rgb>,
    region: &Region,
    depth: &Grid<f32>,
    strong: &Grid<Rgb>,
    share: &mut Grid<Share>,
) -> Grid<f32> {
    let mixture = cells.make(on, |index| {
        let backdrop = region.color.cells[index];
        let (way, own) = (minus(strong.cells[index], backdrop), minus(cells.cells[index], backdrop));
        let whole = length(way).max(1.0);
        let part = dot(own, way) / (whole * whole);
        let off = length(minus(own, way.map(|channel| channel * part)));
        // Colours of a subject vary: a mixture is off by as much as the mixed ones are.
        if off < region.tolerance + 0.12 * whole && whole > PLAIN { part } else { 2.0 }
    });
    let porous = mixture.make(on, |index| mixture.cells[index] < SEEN_THROUGH && varies(&mixture, index));
    let open = porous.make(on, |index| porous.cells[index] || share.cells[index] == Share::Between);
    let seeds = (0..open.cells.len()).filter(|index| share.cells[*index] == Share::Between);
    let reached = flood(&open, seeds.collect::<Vec<_>>().into_iter());
    // The strands between are thin: what is within a cell of a mixture is one too.
    let seen_through = reached.make(on, |index| reached.cells[index] && porous.cells[index]);
    let leaks =
        leaks(on, &seen_through.make(on, |index| seen_through.cells[index] || region.is_backdrop.cells[index]), PATCH);
    let seen_through = seen_through.make(on, |index| seen_through.cells[index] && !leaks.cells[index]);
    let beside = distance(&seen_through);
    let strands = distance(&seen_through.make(on, |index| {
        seen_through.cells[index] && depth.cells[index] > EDGE + 2.0 && agreement(&mixture, index) < AGREED
    }));
    for (index, cell) in share.cells.iter_mut().enumerate() {
        if *cell == Share::Subject && beside.cells[index] < 1.5 {
            *cell = Share::Between;
        }
    }
    strands
}

/// Strands cover no cell wholly, so that those near by are mixtures too: where the strongest colour around is of the
/// same kind, it is what they are made of.
fn color_strands(region: &Region, strong: &Grid<Rgb>, strands: &Grid<f32>, subject: &mut Grid<Rgb>) {
    for (index, color) in subject.cells.iter_mut().enumerate().filter(|(index, _)| strands.cells[*index] < STRAND) {
        let backdrop = region.color.cells[index];
        let (way, own) = (minus(strong.cells[index], backdrop), minus(*color, backdrop));
        let cosine = dot(way, own) / (length(way) * length(own)).max(1e-3);
        if cosine > SAME_WAY && length(way) > length(own) {
            *color = strong.cells[index];
        }
    }
}

/// How much the ways along which the share of subject rises agree within two cells, 0 to 1: they do at one soft edge,
/// not among strands.
fn agreement(mixture: &Grid<f32>, index: usize) -> f32 {
    let (x, y) = ((index % mixture.width) as isize, (index / mixture.width) as isize);
    let at = |dx: isize, dy: isize| mixture.near(x + dx, y + dy).min(1.0);
    let (mut across, mut down, mut all) = (0.0, 0.0, 0.0);
    for (dx, dy) in (-2..=2).flat_map(|dy| (-2..=2).map(move |dx| (dx, dy))) {
        let (gx, gy) = (at(dx + 1, dy) - at(dx - 1, dy), at(dx, dy + 1) - at(dx, dy - 1));
        (across, down, all) = (across + gx, down + gy, all + gx.hypot(gy));
    }
    f32::hypot(across, down) / f32::max(all, 1e-3)
}

/// Whether the backdrop shines through within two cells, and shares differ much there: strands, not a pale stripe or a
/// lively surface.
fn varies(mixture: &Grid<f32>, index: usize) -> bool {
    let (x, y) = ((index % mixture.width) as isize, (index / mixture.width) as isize);
    let around = (-2..=2).flat_map(|dy| (-2..=2).map(move |dx| (dx, dy)));
    let near = around.map(|(dx, dy)| mixture.near(x + dx, y + dy)).filter(|part| *part < 1.5);
    let (least, most) = near.fold((f32::MAX, f32::MIN), |(least, most), part| (least.min(part), most.max(part)));
    least < SHINES_THROUGH && most - least > 0.2
}

/// The strongest colour of each block, spread: what strands of the subject look like where they cover all.
fn strong_colors(on: &impl Runner, cells: &Grid<Rgb>, contrast: &Grid<f32>, share: &Grid<Share>) -> Grid<Rgb> {
    let (width, height) = (cells.width.div_ceil(BLOCK), cells.height.div_ceil(BLOCK));
    let mut strongest = Grid::filled(width, height, (0.0f32, [0.0f32; 3]));
    for (index, cell) in cells.cells.iter().enumerate() {
        let block = &mut strongest.cells[index / cells.width / BLOCK * width + index % cells.width / BLOCK];
        if share.cells[index] == Share::Subject && contrast.cells[index] > block.0 {
            *block = (contrast.cells[index], *cell);
        }
    }
    let colors = strongest.map(|(_, color)| color);
    let filled = spread(on, &colors, |index| f32::from(u8::from(strongest.cells[index].0 > 0.0)));
    let centre = |at: usize| (at as f32 + 0.5) / BLOCK as f32 - 0.5;
    cells.make(on, |index| sample(&filled, centre(index % cells.width), centre(index / cells.width)))
}

/// Cells that are not backdrop, from the edge inwards.
fn inwards(depth: &Grid<f32>) -> Vec<usize> {
    let mut order: Vec<usize> =
        (0..depth.cells.len()).filter(|index| depth.cells[*index] > 0.0 && depth.cells[*index] < WIDEST).collect();
    order.sort_by(|a, b| depth.cells[*a].total_cmp(&depth.cells[*b]));
    order
}

/// Whether the way from the backdrop has been rising up to here without a rest: a soft edge.
fn still_rises(index: usize, depth: &Grid<f32>, contrast: &Grid<f32>, share: &Grid<Share>, tolerance: f32) -> bool {
    let towards = |from: usize| least_around(depth, from);
    let parent = towards(index);
    let before = towards(parent);
    share.cells[parent] == Share::Between
        && contrast.cells[index] > contrast.cells[before] * RISE + (tolerance * 0.5).max(STEEP)
}

/// The neighbour that is nearest to the backdrop.
fn least_around(depth: &Grid<f32>, index: usize) -> usize {
    let (x, y) = ((index % depth.width) as isize, (index / depth.width) as isize);
    let around = (-1..=1).flat_map(|dy| (-1..=1).map(move |dx| (dx, dy)));
    let near = around.map(|(dx, dy)| depth.index_near(x + dx, y + dy));
    near.min_by(|a, b| depth.cells[*a].total_cmp(&depth.cells[*b])).unwrap_or(index)
}

/// The subject's colour in every cell: from sure cells near by; of thin parts from their own strongest cells, where
/// these are no mixture of backdrop and what is near.
fn subject_colors(
    on: &impl Runner,
    cells: &Grid<Rgb>,
    region: &Region,
    share: &Grid<Share>,
    contrast: &Grid<f32>,
) -> Grid<Rgb> {
    let solid = spread(on, cells, |index| f32::from(u8::from(share.cells[index] == Share::Subject)));
    cells.make(on, |index| {
        if share.cells[index] != Share::Between {
            return solid.cells[index];
        }
        let strongest = strongest_around(cells, contrast, share, index);
        let (own, near) = (cells.cells[strongest], solid.cells[index]);
        let backdrop = region.color.cells[index];
        let (own_way, near_way) = (minus(own, region.color.cells[strongest]), minus(near, backdrop));
        let cosine = dot(own_way, near_way) / (length(own_way) * length(near_way)).max(1e-3);
        let explains = cosine > SAME_WAY && length(near_way) > 0.75 * length(own_way) && apart(near, backdrop) > 12.0;
        if explains { near } else { own }
    })
}

/// The cell not surely backdrop within two cells that stands out most.
fn strongest_around(cells: &Grid<Rgb>, contrast: &Grid<f32>, share: &Grid<Share>, index: usize) -> usize {
    let (x, y) = ((index % cells.width) as isize, (index / cells.width) as isize);
    let around = (-2..=2).flat_map(|dy| (-2..=2).map(move |dx| (dx, dy)));
    around
        .map(|(dx, dy)| cells.index_near(x + dx, y + dy))
        .filter(|at| share.cells[*at] != Share::Backdrop)
        .max_by(|a, b| contrast.cells[*a].total_cmp(&contrast.cells[*b]))
        .unwrap_or(index)
}
