//! The nodes of a drawing go onto a surface, in their order.
//!
//! Paths and plain layers are ours: layers no larger than what is seen, laid down by our own source-over, and a group
//! of one figure needs none. Pictures, patterns, masks, clips and filters are resvg's. Promised: the look of
//! [`resvg::render`] within rounding, nothing painted that the surface does not show, the deadline asked at every node.

use super::super::area::Area;
use super::super::blend;
use super::super::surface::{Layer, Surface, single};
use super::filter;
use super::shape;
use crate::art::by;
use crate::error::{Error, Result};
use crate::geometry::Rect;
use crate::limits::Deadline;
use crate::style::Blend;
use crate::transform::Transform;
use std::panic::{AssertUnwindSafe, catch_unwind};
use usvg::{Group, Node, Tree};

/// Filters look at pixels around; resvg itself cuts them two surfaces away from the surface's edge, so a narrow strip
/// of a tile is painted with this much around it.
pub(super) const AROUND_FILTERS: f64 = 256.0;
/// Pixels that antialiasing reaches beyond a box, with room for rounding in `f32`.
const AROUND_EDGES: f64 = 2.0;

/// What is left to do; the last comes first.
enum Step<'a> {
    /// Filters the topmost layer for this group, whose own coordinates the transform takes to the scene, cuts it to the
    /// area, and lays it on the one below.
    Filter(&'a Group, Transform, Area),
    /// Paints a node; the transform takes its parent's coordinates to the scene.
    Paint(&'a Node, Transform),
    /// Lays the topmost layer on the one below, with this opacity.
    Lay(f64),
}

/// Paints a tree that is [walked](by::walk); the transform takes its units to the scene.
pub(super) fn paint(tree: &Tree, surface: &mut Surface<'_>, to_scene: Transform, deadline: &Deadline) -> Result<()> {
    let mut layers = Vec::new();
    let mut steps = Vec::new();
    push_children(&mut steps, tree.root(), to_scene);
    while let Some(step) = steps.pop() {
        deadline.check()?;
        match step {
            Step::Lay(opacity) => {
                if let Some(layer) = layers.pop() {
                    blend::composite(&layer, &mut top(&mut layers, surface), Blend::SourceOver, opacity);
                }
            }
            Step::Filter(group, to_scene, kept) => {
                if let Some(layer) = layers.pop() {
                    let filtered = filter::filtered(group, layer, to_scene, deadline)?;
                    let opacity = f64::from(group.opacity().get());
                    let mut below = top(&mut layers, surface);
                    if let Some(kept) = filtered.part(kept)? {
                        blend::composite(&kept, &mut below, Blend::SourceOver, opacity);
                    }
                }
            }
            Step::Paint(Node::Path(path), to_scene) if by::has_no_pattern(path) => {
                shape::paint(path, &mut top(&mut layers, surface), to_scene, 1.0);
            }
            Step::Paint(Node::Text(text), to_scene) => {
                let group = text.flattened();
                push_children(&mut steps, group, to_scene.then_inner(double(group.transform())));
            }
            Step::Paint(Node::Group(group), to_scene) if by::is_plain(group) => {
                let to_scene = to_scene.then_inner(double(group.transform()));
                let opacity = f64::from(group.opacity().get());
                let seen = top(&mut layers, surface).area();
                match only_figure(group) {
                    _ if !group.should_isolate() => push_children(&mut steps, group, to_scene),
                    Some(path) => shape::paint(path, &mut top(&mut layers, surface), to_scene, opacity),
                    None => {
                        let Some(area) = touched(group, to_scene).and_then(|area| area.intersect(seen)) else {
                            continue;
                        };
                        layers.push(Layer::clear(area)?);
                        steps.push(Step::Lay(opacity));
                        push_children(&mut steps, group, to_scene);
                    }
                }
            }
            Step::Paint(Node::Group(group), to_scene) if by::filters(group) => {
                let to_scene = to_scene.then_inner(double(group.transform()));
                let seen = top(&mut layers, surface).area();
                let Some(region) = filter::region(group, to_scene) else { continue };
                let Some((area, kept)) = filter::needed(group, region, to_scene, seen) else { continue };
                layers.push(Layer::clear(area)?);
                steps.push(Step::Filter(group, to_scene, kept));
                push_children(&mut steps, group, to_scene);
            }
            Step::Paint(node, to_scene) => {
                by_resvg(node, !tree.filters().is_empty(), &mut top(&mut layers, surface), to_scene)?;
            }
        }
    }
    Ok(())
}

fn push_children<'a>(steps: &mut Vec<Step<'a>>, group: &'a Group, to_scene: Transform) {
    steps.extend(group.children().iter().rev().map(|node| Step::Paint(node, to_scene)));
}

/// What is painted on now.
fn top<'a>(layers: &'a mut [Layer], surface: &'a mut Surface<'_>) -> Surface<'a> {
    match layers.last_mut() {
        Some(layer) => layer.surface(),
        None => surface.again(),
    }
}

/// The one path of a group, when nothing in it overlaps: its opacity is then the group's.
fn only_figure(group: &Group) -> Option<&usvg::Path> {
    match group.children() {
        [Node::Path(path)] if by::has_no_pattern(path) && path.fill().is_some() != path.stroke().is_some() => {
            Some(path)
        }
        _ => None,
    }
}

/// The pixels that a group may touch; the transform takes its own coordinates to the scene.
fn touched(group: &Group, to_scene: Transform) -> Option<Area> {
    let bounds = group.layer_bounding_box();
    let [x, y, width, height] = [bounds.x(), bounds.y(), bounds.width(), bounds.height()].map(f64::from);
    Area::around(to_scene.bounds_of(Rect::new(x, y, width, height)).grown(AROUND_EDGES))
}

/// Leaves a node to resvg: onto the surface, or beside it with what its filters look at.
fn by_resvg(node: &Node, has_filters: bool, surface: &mut Surface<'_>, to_scene: Transform) -> Result<()> {
    let group = match node {
        Node::Group(group) if has_filters => group,
        _ => {
            return render(node, surface, to_scene);
        }
    };
    let visible = Area::around(surface.area().rect().grown(AROUND_FILTERS));
    let touched = touched(group, to_scene.then_inner(double(group.transform())));
    let Some(area) = touched.and_then(|area| area.intersect(visible?)) else { return Ok(()) };
    if area.intersect(surface.area()).is_some() {
        let mut layer = Layer::clear(area)?;
        render(node, &mut layer.surface(), to_scene)?;
        blend::composite(&layer, surface, Blend::SourceOver, 1.0);
    }
    Ok(())
}

fn render(node: &Node, surface: &mut Surface<'_>, to_scene: Transform) -> Result<()> {
    // resvg brings the corner of the node's box to the origin: this undoes it.
    let Some(bounds) = node.abs_layer_bounding_box() else { return Ok(()) };
    let corner = Transform::translate(f64::from(bounds.x()), f64::from(bounds.y()));
    let to_surface = single(surface.to_pixels(to_scene.then_inner(corner)));
    let Some(mut pixmap) = surface.pixmap() else { return Ok(()) };
    guarded(|| {
        // `None` means that there was nothing to paint.
        let _ = resvg::render_node(node, to_surface, &mut pixmap);
    })
}

/// Runs the library. It panics on some filters whose region is larger than their layer; that becomes an error.
pub(super) fn guarded(work: impl FnOnce()) -> Result<()> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| {
        let error = Error::unsupported("the SVG has a filter that cannot be painted at this size");
        error.with_help("make the filter's region smaller, or draw without it")
    })
}

/// In our precision.
fn double(transform: usvg::Transform) -> Transform {
    let usvg::Transform { sx, ky, kx, sy, tx, ty } = transform;
    let [a, b, c, d, e, f] = [sx, ky, kx, sy, tx, ty].map(f64::from);
    Transform::new(a, b, c, d, e, f)
}
