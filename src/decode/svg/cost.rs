//! What painting an SVG would cost, estimated before it is painted.
//!
//! Painting cannot be interrupted inside the SVG library, so its time and memory are bounded up front. The tree is
//! walked as the painter walks it (patterns for each shape, masks for each group), at the size that it is painted at, and
//! every step is charged with nanoseconds of one core of a server. The prices are rounded up
//! from measurements and meant to tell a bomb from a drawing, which lie factors of a thousand apart, not to predict.
//! Refused: what would take longer than the limit `seconds`, and layers that together need more memory than a real
//! drawing ever does.

use crate::art::by;
use crate::error::{Error, Result};
use crate::geometry::Size;
use crate::limits::{Limits, within};
use usvg::filter::{Filter, Kind};
use usvg::{Group, Node, Paint, Transform, Tree};

/// The smallest canvas to divide by, in pixels: a hair-thin one has layers much larger than itself.
const SMALLEST: f32 = 10_000.0;
/// Any node at all.
const NODE: f64 = 500.0;
/// A point of a path: transformed, clipped, made an edge.
const POINT: f64 = 60.0;
/// An edge on one row of pixels, four samples each.
const EDGE_ROW: f64 = 15.0;
/// A dash, outlined and capped. The painter gives up at a million in one path.
const DASH: f64 = 1_500.0;
const DASHES: f64 = 1.0e6;

/// The farthest edge of a filter region from the origin, in pixels. The library panics near 2^31.
const FARTHEST: f32 = 1.0e8;

/// Refuses a tree that costs too much time or memory when it is painted at about the size `shown`.
pub(super) fn check(tree: &Tree, shown: Size, limits: &Limits) -> Result<()> {
    let size = tree.size();
    let (across, down) = (shown.width as f32 / size.width(), shown.height as f32 / size.height());
    let canvas = Area::new(0.0, 0.0, shown.width as f32, shown.height as f32);
    let mut walk = Walk { canvas, nanoseconds: 0.0, limits, open: Vec::new(), layers: 0.0, farthest: 0.0 };
    let ground = Ground { clip: canvas, layers: canvas.pixels(), by_library: !by::walk(tree) };
    walk.visit(tree.root(), Transform::from_scale(across, down), ground);
    walk.run()
}

/// What a group is painted on.
#[derive(Clone, Copy)]
struct Ground {
    clip: Area,
    /// The pixels of all layers open around it.
    layers: f32,
    /// Whether the SVG library paints it, not our own painter.
    by_library: bool,
}

/// An upright box in reference pixels.
#[derive(Debug, Clone, Copy)]
struct Area {
    left: f32,
    top: f32,
    right: f32,
    bottom: f32,
}

impl Area {
    fn new(left: f32, top: f32, width: f32, height: f32) -> Self {
        Self { left, top, right: left + width, bottom: top + height }
    }

    fn of(rect: usvg::Rect, transform: Transform) -> Self {
        match rect.transform(transform) {
            Some(rect) => Self::new(rect.x(), rect.y(), rect.width(), rect.height()),
            // Beyond single precision: whatever it covers, it covers all of it.
            None => Self { left: f32::MIN, top: f32::MIN, right: f32::MAX, bottom: f32::MAX },
        }
    }

    fn within(self, other: Self) -> Self {
        let (left, top) = (self.left.max(other.left), self.top.max(other.top));
        Self { left, top, right: self.right.min(other.right).max(left), bottom: self.bottom.min(other.bottom).max(top) }
    }

    fn width(self) -> f32 {
        self.right - self.left
    }

    fn height(self) -> f32 {
        self.bottom - self.top
    }

    fn pixels(self) -> f32 {
        self.width() * self.height()
    }
}

/// A group still to be walked: where it stands, and on what.
struct Open<'a> {
    group: &'a Group,
    transform: Transform,
    ground: Ground,
}

struct Walk<'a> {
    canvas: Area,
    nanoseconds: f64,
    limits: &'a Limits,
    open: Vec<Open<'a>>,
    /// The pixels of the largest stack of layers.
    layers: f32,
    /// How far the region of a filter reaches that the library applies.
    farthest: f32,
}

impl<'a> Walk<'a> {
    fn visit(&mut self, group: &'a Group, transform: Transform, ground: Ground) {
        self.open.push(Open { group, transform, ground });
    }

    fn run(mut self) -> Result<()> {
        while let Some(open) = self.open.pop() {
            self.group(&open);
            if self.nanoseconds > self.limits.seconds * 1.0e9 {
                return Err(Error::too_large("seconds", "of painting this SVG, by estimate,", self.limits.seconds));
            }
            if self.farthest > FARTHEST {
                return Err(Error::beyond("pixels that a filter reaches", self.farthest, FARTHEST));
            }
            within("svg_layers", self.canvases(self.layers) as u64, self.limits.svg_layers)?;
        }
        Ok(())
    }

    fn canvases(&self, pixels: f32) -> f32 {
        pixels / self.canvas.pixels().max(SMALLEST)
    }

    fn reaches(&mut self, region: usvg::NonZeroRect, transform: Transform) {
        let Area { left, top, right, bottom } = Area::of(region.to_rect(), transform);
        self.farthest = [left, top, right, bottom].iter().fold(self.farthest, |most, side| most.max(side.abs()));
    }

    fn charge(&mut self, nanoseconds: f64) {
        self.nanoseconds += nanoseconds;
    }

    fn charge_pixels(&mut self, area: Area, each: f64) {
        self.charge(f64::from(area.pixels()) * each);
    }

    /// The library cuts layers to five canvases across and down.
    fn largest_layer(&self) -> Area {
        let (width, height) = (self.canvas.width(), self.canvas.height());
        Area::new(-2.0 * width, -2.0 * height, 5.0 * width, 5.0 * height)
    }

    fn group(&mut self, open: &Open<'a>) {
        let group = open.group;
        let transform = open.transform.pre_concat(group.transform());
        let mut ground = open.ground;
        self.charge(NODE);
        if group.should_isolate() {
            let is_ours = !ground.by_library && by::filters(group);
            let layer = Area::of(group.layer_bounding_box().to_rect(), transform).within(self.largest_layer());
            ground.clip = Area { right: layer.right + 4.0, bottom: layer.bottom + 4.0, ..layer };
            ground.layers += ground.clip.pixels();
            ground.by_library |= !by::is_plain(group) && !is_ours;
            // Cleared, and laid over what lies below.
            self.charge_pixels(ground.clip, 10.0);
            let steps: usize = group.filters().iter().map(|filter| filter.primitives().len() + 2).sum();
            let extra = steps + 2 * usize::from(group.mask().is_some()) + usize::from(group.clip_path().is_some());
            self.layers = self.layers.max(ground.layers + ground.clip.pixels() * extra as f32);
            for filter in group.filters() {
                self.filter(filter, transform, Ground { by_library: !is_ours, ..ground });
            }
            self.clip_paths(group, transform, ground);
            self.masks(group, transform, ground);
        }
        for node in group.children() {
            self.node(node, transform, ground);
        }
    }

    fn clip_paths(&mut self, group: &'a Group, transform: Transform, ground: Ground) {
        let mut next = group.clip_path();
        while let Some(path) = next {
            self.charge_pixels(ground.clip, 10.0);
            let layers = ground.layers + ground.clip.pixels();
            self.visit(path.root(), transform.pre_concat(path.transform()), Ground { layers, ..ground });
            next = path.clip_path();
        }
    }

    fn masks(&mut self, group: &'a Group, transform: Transform, mut ground: Ground) {
        let mut next = group.mask();
        while let Some(mask) = next {
            ground.layers += 1.5 * ground.clip.pixels();
            self.layers = self.layers.max(ground.layers);
            self.charge_pixels(ground.clip, 30.0);
            self.visit(mask.root(), transform, ground);
            next = mask.mask();
        }
    }

    fn node(&mut self, node: &'a Node, transform: Transform, ground: Ground) {
        match node {
            Node::Group(group) => self.visit(group, transform, ground),
            Node::Text(text) => self.visit(text.flattened(), transform, ground),
            Node::Path(path) => self.path(path, transform, ground),
            Node::Image(image) => match image.kind() {
                usvg::ImageKind::SVG(tree) => {
                    self.charge_pixels(ground.clip, 10.0);
                    let layers = ground.layers + ground.clip.pixels();
                    self.visit(tree.root(), transform, Ground { layers, by_library: true, ..ground });
                }
                _ => {
                    // Decoded anew each time it is painted.
                    let size = image.size();
                    self.charge(NODE + f64::from(size.width()) * f64::from(size.height()) * 15.0);
                    self.charge_pixels(Area::of(image.bounding_box(), transform).within(ground.clip), 50.0);
                }
            },
        }
    }

    fn path(&mut self, path: &'a usvg::Path, transform: Transform, ground: Ground) {
        self.charge(NODE);
        if !path.is_visible() {
            return;
        }
        let area = Area::of(path.stroke_bounding_box(), transform).within(ground.clip);
        let (_, scale) = transform.get_scale();
        let extent = Extent::of(path.data(), scale, area.height());
        let outlines = 1.0 + path.stroke().map_or(0.0, |_| 3.0);
        self.charge(outlines * (extent.points * POINT + extent.rows * EDGE_ROW));
        if let Some(dashes) = path.stroke().and_then(usvg::Stroke::dasharray) {
            let length: f32 = dashes.iter().sum();
            let pieces = extent.length / f64::from(length.max(f32::MIN_POSITIVE)) * dashes.len() as f64;
            self.charge(pieces.min(DASHES) * DASH);
        }
        let paints = [path.fill().map(usvg::Fill::paint), path.stroke().map(usvg::Stroke::paint)];
        for paint in paints.into_iter().flatten() {
            match paint {
                Paint::Color(_) => self.charge_pixels(area, 1.0),
                Paint::LinearGradient(_) | Paint::RadialGradient(_) => self.charge_pixels(area, 8.0),
                Paint::Pattern(pattern) => {
                    self.charge_pixels(area, 60.0);
                    let (across, down) = transform.pre_concat(pattern.transform()).get_scale();
                    let tile = Area::new(0.0, 0.0, pattern.rect().width() * across, pattern.rect().height() * down);
                    self.charge_pixels(tile, 3.0);
                    let layers = ground.layers + tile.pixels();
                    self.layers = self.layers.max(layers);
                    let inside = Ground { clip: tile, layers, by_library: true };
                    self.visit(pattern.root(), Transform::from_scale(across, down), inside);
                }
            }
        }
    }

    fn filter(&mut self, filter: &'a Filter, transform: Transform, ground: Ground) {
        let region = Area::of(filter.rect().to_rect(), transform).within(ground.clip);
        let (across, down) = transform.get_scale();
        if ground.by_library {
            self.reaches(filter.rect(), transform);
            filter.primitives().iter().for_each(|primitive| self.reaches(primitive.rect(), transform));
        }
        for primitive in filter.primitives() {
            self.charge(NODE);
            // 40: the change of colour space and the copies on the way.
            let step = match primitive.kind() {
                Kind::Morphology(_) | Kind::GaussianBlur(_) if !ground.by_library => 100.0,
                kind => price(kind, across, down, region),
            };
            self.charge_pixels(region, 40.0 + step);
            if let Kind::Image(image) = primitive.kind() {
                let inside = Ground { clip: region, layers: ground.layers + region.pixels(), by_library: true };
                self.visit(image.root(), Transform::from_scale(across, down), inside);
            }
        }
    }
}

/// Nanoseconds a pixel of a filter's step.
fn price(kind: &Kind, across: f32, down: f32, region: Area) -> f64 {
    let window = |radius: f32, scale: f32, side: f32| f64::from((2.0 * (radius * scale).ceil()).min(side).max(1.0));
    match kind {
        Kind::Flood(_) | Kind::Image(_) | Kind::Offset(_) => 6.0,
        Kind::Blend(_) | Kind::Composite(_) | Kind::ComponentTransfer(_) | Kind::ColorMatrix(_) | Kind::Tile(_) => 30.0,
        Kind::DisplacementMap(_) | Kind::DiffuseLighting(_) | Kind::SpecularLighting(_) => 80.0,
        Kind::Merge(merge) => 20.0 * merge.inputs().len() as f64,
        Kind::GaussianBlur(blur) => 80.0 + ramp(blur.std_dev_x().get() * across, blur.std_dev_y().get() * down, region),
        Kind::DropShadow(fe) => 120.0 + ramp(fe.std_dev_x().get() * across, fe.std_dev_y().get() * down, region),
        Kind::ConvolveMatrix(fe) => 8.0 * f64::from(fe.matrix().columns()) * f64::from(fe.matrix().rows()),
        Kind::Morphology(fe) => {
            4.0 * window(fe.radius_x().get(), across, region.width())
                * window(fe.radius_y().get(), down, region.height())
        }
        Kind::Turbulence(fe) => 200.0 * f64::from(fe.num_octaves().max(1)),
    }
}

/// A blur fills its window once for each row and column, however far the window reaches beyond the picture.
fn ramp(deviation_x: f32, deviation_y: f32, region: Area) -> f64 {
    let reach = f64::from(deviation_x / region.width().max(1.0)) + f64::from(deviation_y / region.height().max(1.0));
    3.0 * 10.0 * reach
}

/// What a path's outline amounts to.
#[derive(Debug, Default)]
struct Extent {
    points: f64,
    /// Length in its own units, along the control points.
    length: f64,
    /// Rows of pixels that its edges cross, each edge at most `height` of them.
    rows: f64,
}

impl Extent {
    fn of(path: &tiny_skia::Path, scale: f32, height: f32) -> Self {
        let mut extent = Self { points: path.points().len() as f64, ..Self::default() };
        for pair in path.points().windows(2) {
            let [from, to] = pair else { continue };
            let (dx, dy) = (f64::from(to.x - from.x), f64::from(to.y - from.y));
            extent.length += dx.hypot(dy);
            extent.rows += (dy.abs() * f64::from(scale)).min(f64::from(height));
        }
        extent
    }
}
