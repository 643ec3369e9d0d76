//! Which cells are subject for sure, which are in between, and what the subject looks like beside the edge.
use super::grid::{Grid, Rgb, apart, distance, dot, flood, length, minus, spread, true_cells};
use super::segment::Region;
use crate::runner::Runner;

/// Cells that are always in between, from the backdrop inwards: the step itself, softened by the lens and by the cells.
const EDGE: f32 = 2.6;
/// The widest soft edge in cells: beyond it, what still changes is the subject's own look.
const WIDEST: f32 = 4.0;
/// By how much a soft edge must still rise over two cells, as a share of what it has reached, and in levels: the shading
/// of a pale body rises more slowly.
const RISE: (f32, f32) = (1.06, 4.0);
/// How far from the edge, in cells, strands are followed on either side of it.
const STRANDS: f32 = 8.0;
/// The share of subject below which a cell inside the edge shows backdrop through.
const SHOWS_THROUGH: f32 = 0.6;
/// The share of subject above which a cell outside the edge is a strand.
const FAINTEST: f32 = 0.12;
/// The least contrast, in levels, at which a mixture is told from a shade of the surface.
const PLAIN: f32 = 52.0;
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
}

/// Tells apart what is sure from what is not.
pub(super) fn sort(on: &impl Runner, cells: &Grid<Rgb>, region: &Region) -> Trimap {
    let depth = distance(&region.is_backdrop);
    let contrast = cells.make(on, |index| apart(cells.cells[index], region.color.cells[index]));
    let mut share = region.is_backdrop.map(|is| if is { Share::Backdrop } else { Share::Subject });
    for index in inwards(&depth) {
        let far = depth.cells[index];
        if far < EDGE || still_rises(index, &depth, &contrast, &share, region.tolerance) {
            share.cells[index] = Share::Between;
        }
    }
    let solid = spread(on, cells, |index| f32::from(u8::from(share.cells[index] == Share::Subject)));
    add_strands(on, cells, region, &depth, &solid, &mut share);
    let subject = subject_colors(on, (cells, &contrast), region, &share, &solid);
    let place = region.is_backdrop.map(|is| if is { 0.0 } else { 1.0 });
    Trimap { share, subject, place }
}

/// Cells that are not backdrop, from the edge inwards.
fn inwards(depth: &Grid<f32>) -> Vec<usize> {
    let is_near = |index: &usize| depth.cells[*index] > 0.0 && depth.cells[*index] < WIDEST;
    let mut order: Vec<usize> = (0..depth.cells.len()).filter(is_near).collect();
    order.sort_by(|a, b| depth.cells[*a].total_cmp(&depth.cells[*b]));
    order
}

/// Whether the way from the backdrop has been rising up to here without a rest: a soft edge.
fn still_rises(index: usize, depth: &Grid<f32>, contrast: &Grid<f32>, share: &Grid<Share>, tolerance: f32) -> bool {
    let parent = towards_edge(depth, index);
    let before = towards_edge(depth, parent);
    share.cells[parent] == Share::Between
        && contrast.cells[index] > contrast.cells[before] * RISE.0 + (tolerance * 0.5).max(RISE.1)
}

/// The neighbour that is nearest to the backdrop.
fn towards_edge(depth: &Grid<f32>, index: usize) -> usize {
    let (x, y) = ((index % depth.width) as isize, (index / depth.width) as isize);
    let around = (-1..=1).flat_map(|dy| (-1..=1).map(move |dx| (dx, dy)));
    let near = around.map(|(dx, dy)| depth.index_near(x + dx, y + dy));
    near.min_by(|a, b| depth.cells[*a].total_cmp(&depth.cells[*b])).unwrap_or(index)
}

/// Follows hair, fur and leaves: cells that are mixtures of what is on both sides of the edge and hang together with it.
fn add_strands(
    on: &impl Runner,
    cells: &Grid<Rgb>,
    region: &Region,
    depth: &Grid<f32>,
    solid: &Grid<Rgb>,
    share: &mut Grid<Share>,
) {
    let beyond = distance(&region.is_backdrop.map(|is| !is));
    let is_strand = cells.make(on, |index| {
        let backdrop = region.color.cells[index];
        let (way, own) = (minus(solid.cells[index], backdrop), minus(cells.cells[index], backdrop));
        let whole = length(way).max(1.0);
        let part = dot(own, way) / (whole * whole);
        let off = length(minus(own, way.map(|channel| channel * part)));
        let is_mixture = whole > PLAIN && off < region.tolerance + 0.12 * whole;
        let inside = depth.cells[index] > 0.0 && depth.cells[index] < STRANDS && part < SHOWS_THROUGH;
        let outside = beyond.cells[index] > 0.0
            && beyond.cells[index] < STRANDS
            && part > FAINTEST
            && length(own) > 2.0 * region.tolerance;
        is_mixture && (inside || outside)
    });
    let open = share.make(on, |index| is_strand.cells[index] || share.cells[index] == Share::Between);
    let seeds: Vec<usize> = (0..open.cells.len()).filter(|index| share.cells[*index] == Share::Between).collect();
    let reached = flood(&open, seeds.into_iter());
    for index in true_cells(&reached) {
        share.cells[index] = Share::Between;
    }
}

/// The subject's colour in every cell: from sure cells near by; of thin parts from their own strongest cells, where
/// these are no mixture of backdrop and what is near.
fn subject_colors(
    on: &impl Runner,
    (cells, contrast): (&Grid<Rgb>, &Grid<f32>),
    region: &Region,
    share: &Grid<Share>,
    solid: &Grid<Rgb>,
) -> Grid<Rgb> {
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
