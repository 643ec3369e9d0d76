//! What a slot of a scene holds once it is loaded.

use crate::error::Result;
use crate::geometry::{Rect, Size};
use crate::raster::Raster;
use std::fmt;
use std::sync::Arc;

/// Loaded art for one [`Slot`](crate::scene::Slot).
#[derive(Debug, Clone)]
pub enum Art {
    /// Pixels of exactly the slot's size.
    Raster(Raster),
    /// Pixels of the slot's size, too many to hold: made part by part.
    Parts(Parts),
    /// Vector art, drawn at any size.
    Drawing(Drawing),
}

/// Makes the pixels of a rectangle that lies inside, its edges on whole pixels.
pub type Cut = dyn Fn(Rect) -> Result<Raster> + Send + Sync;

/// Pixels of which any part can be had, as often as it is asked for.
#[derive(Clone)]
pub struct Parts {
    /// All of it.
    pub size: Size,
    /// Makes a part.
    pub cut: Arc<Cut>,
}

impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Parts({})", self.size)
    }
}

/// A parsed SVG that refers to nothing outside itself.
#[derive(Debug, Clone)]
pub struct Drawing {
    /// The resolved tree. Only with feature `svg`.
    #[cfg(feature = "svg")]
    pub tree: Arc<usvg::Tree>,
    /// Its own extent in its own units, at the origin.
    pub frame: Rect,
}

/// Who paints what of a tree: the painter itself or the SVG library. Both the painter and the estimate of its work ask
/// here.
#[cfg(feature = "svg")]
pub mod by {
    use usvg::filter::{CompositeOperator, Filter, Kind};
    use usvg::{Group, Node, Paint, Path, Tree};

    /// Whether our painter draws the tree node by node. It leaves a tree to the library when a group blends with what
    /// lies below it, or when a path with a pattern is a straight line.
    pub fn walk(tree: &Tree) -> bool {
        let mut groups = vec![tree.root()];
        while let Some(group) = groups.pop() {
            if group.blend_mode() != usvg::BlendMode::Normal {
                return false;
            }
            for node in group.children() {
                match node {
                    Node::Group(group) => groups.push(group),
                    Node::Text(text) => groups.push(text.flattened()),
                    // The library paints no node by itself that has no extent: a straight line with a pattern.
                    Node::Path(path) if !has_no_pattern(path) && node.abs_layer_bounding_box().is_none() => {
                        return false;
                    }
                    Node::Path(_) | Node::Image(_) => {}
                }
            }
        }
        true
    }

    /// Whether neither the fill nor the stroke of a path is a pattern.
    pub fn has_no_pattern(path: &Path) -> bool {
        let is_pattern = |paint: &Paint| matches!(paint, Paint::Pattern(_));
        !path.fill().is_some_and(|fill| is_pattern(fill.paint()))
            && !path.stroke().is_some_and(|stroke| is_pattern(stroke.paint()))
    }

    /// Whether a group has no filter, mask or clip path. It may have an opacity.
    pub fn is_plain(group: &Group) -> bool {
        group.filters().is_empty() && group.mask().is_none() && group.clip_path().is_none()
    }

    /// Blurs from here on, in user units, are the painter's: the library fills a window of that size for every row.
    const WIDE: f32 = 500.0;

    /// Whether our painter applies the filters of a group. It does when it supports all of their primitives, the group has
    /// no mask or clip path, and one primitive is bad in the library: morphology, whose time grows there with the square
    /// of the radius; a blur with a sigma over 500 user units; an arithmetic composite, which panics there when the filter's region is
    /// larger than the layer.
    pub fn filters(group: &Group) -> bool {
        let is_hard = |filter: &std::sync::Arc<Filter>| {
            filter.primitives().iter().any(|primitive| match primitive.kind() {
                Kind::Morphology(_) => true,
                Kind::Composite(fe) => matches!(fe.operator(), CompositeOperator::Arithmetic { .. }),
                Kind::GaussianBlur(fe) => fe.std_dev_x().get().max(fe.std_dev_y().get()) > WIDE,
                Kind::DropShadow(fe) => fe.std_dev_x().get().max(fe.std_dev_y().get()) > WIDE,
                _ => false,
            })
        };
        let is_fit =
            |filter: &std::sync::Arc<Filter>| filter.primitives().iter().all(|primitive| is_ours(primitive.kind()));
        let is_alone = group.mask().is_none() && group.clip_path().is_none();
        is_alone && group.filters().iter().any(is_hard) && group.filters().iter().all(is_fit)
    }

    fn is_ours(kind: &Kind) -> bool {
        matches!(
            kind,
            Kind::Morphology(_)
                | Kind::Flood(_)
                | Kind::Offset(_)
                | Kind::Composite(_)
                | Kind::Merge(_)
                | Kind::Blend(_)
                | Kind::GaussianBlur(_)
                | Kind::DropShadow(_)
                | Kind::ColorMatrix(_)
                | Kind::ComponentTransfer(_)
        )
    }
}
