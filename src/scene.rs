//! The waist: a list of things to paint, every place and colour resolved, nothing left to look up.
//!
//! Transforms are absolute: from an item's own coordinates to pixels of the scene. Items are painted in order, the
//! first lowest. A scene prints as text, for tests and for `--explain`.

use crate::color::Color;
use crate::filter::Filter;
use crate::fit::Kernel;
use crate::fonts::Face;
use crate::geometry::{Rect, Size};
use crate::outline::{FillRule, Outline};
use crate::picture::Picture;
use crate::raster::Decoded;
use crate::style::{Blend, Cap, GradientShape, Join, Stop};
use crate::transform::Transform;
use std::sync::Arc;

/// All that is to be painted on a canvas of whole pixels.
#[derive(Debug, Clone, Default)]
pub struct Scene {
    /// The canvas in pixels.
    pub size: Size,
    /// In painting order.
    pub items: Vec<Item>,
    /// The pictures that the items name by index: what to decode, and how large.
    pub slots: Vec<Slot>,
}

/// A picture to be had in a certain size.
#[derive(Debug, Clone)]
pub struct Slot {
    /// The encoded picture.
    pub picture: Arc<Picture>,
    /// The part that is wanted, in pixels of the upright picture.
    pub crop: Rect,
    /// How many pixels that part is to have. SVG is drawn as it is, not rasterised first.
    pub size: Size,
    /// Whether SVG is rasterised all the same: for the tile of a pattern.
    pub as_pixels: bool,
    /// With which filter.
    pub kernel: Kernel,
    /// Whether to resample in linear light.
    pub linear: bool,
    /// Pixels of the whole upright picture at its own size where they are at hand already, to be used instead of
    /// decoding it: those of a photo whose background was taken away.
    pub ready: Option<Arc<Decoded>>,
    /// What is done to the pixels then, in order. A second picture has a slot of its own, for all of it.
    pub filters: Vec<Filter<Slot>>,
}

/// One thing to paint.
#[derive(Debug, Clone)]
pub struct Item {
    /// Where it comes from, for people: `layer 3 "Logo"`.
    pub place: String,
    /// What is painted.
    pub kind: ItemKind,
    /// From the item's coordinates to pixels of the scene. For a group it is already in its children's.
    pub transform: Transform,
    /// 0 to 1.
    pub opacity: f64,
    /// How it meets what lies under it.
    pub blend: Blend,
    /// Painted under it, from its own pixels.
    pub shadow: Option<DropShadow>,
    /// What is left of it.
    pub mask: Option<Box<Mask>>,
}

/// What is painted.
#[derive(Debug, Clone)]
pub enum ItemKind {
    /// A raster picture.
    Picture {
        /// Index into [`Scene::slots`].
        slot: usize,
        /// Where it goes, in the item's coordinates.
        dest: Rect,
        /// Whether pixels are blended when the transform is not whole.
        is_smooth: bool,
    },
    /// An outline.
    Shape {
        /// In the item's coordinates.
        outline: Outline,
        /// Which points are inside.
        fill_rule: FillRule,
        /// How it is painted.
        coat: Coat,
    },
    /// Glyphs of one face, size and look.
    Glyphs {
        /// Which, and where.
        run: Run,
        /// How they are painted.
        coat: Coat,
    },
    /// Vector art.
    Drawing {
        /// Index into [`Scene::slots`].
        slot: usize,
        /// Where its frame goes, in the item's coordinates.
        dest: Rect,
    },
    /// Items that are painted together.
    Group {
        /// In painting order.
        items: Vec<Item>,
        /// Whether they are painted on a surface of their own first, which opacity, blend and mask are applied to.
        is_isolated: bool,
    },
}

/// Glyphs of one face and size.
#[derive(Debug, Clone)]
pub struct Run {
    /// The face.
    pub face: Face,
    /// Pixels to the em, in the item's coordinates.
    pub size: f64,
    /// x grows by this share of the height above the baseline: for a family without an italic. 0 is upright.
    pub slant: f64,
    /// Which glyph where.
    pub glyphs: Vec<Glyph>,
}

/// A glyph at its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glyph {
    /// Index in the face.
    pub id: u16,
    /// Of its origin, in the item's coordinates.
    pub x: f64,
    /// Of its baseline.
    pub y: f64,
    /// Degrees clockwise about its origin; 0 for text that is not on a path.
    pub angle: f64,
}

/// Fill and stroke.
#[derive(Debug, Clone, Default)]
pub struct Coat {
    /// `None`: not filled.
    pub fill: Option<Brush>,
    /// `None`: not stroked.
    pub stroke: Option<Stroke>,
    /// Whether the stroke lies under the fill.
    pub stroke_first: bool,
}

/// A stroke, centred on the outline.
#[derive(Debug, Clone)]
pub struct Stroke {
    /// What it is painted with.
    pub brush: Brush,
    /// In the coordinates of `space`.
    pub width: f64,
    /// In the coordinates of `space`; empty is solid.
    pub dashes: Vec<f64>,
    /// Where in the dashes it starts.
    pub dash_offset: f64,
    /// How it ends.
    pub cap: Cap,
    /// How it turns.
    pub join: Join,
    /// How far a miter may reach, in widths.
    pub miter_limit: f64,
    /// The space in which the outline is stroked, as a transform of the item's coordinates: the outline goes through
    /// it before stroking and comes back after. `None`: the item's own. Set for strokes that ignore the object's scale.
    pub space: Option<Transform>,
}

/// Resolved colour: of a point in the item's coordinates.
#[derive(Debug, Clone)]
pub enum Brush {
    /// One colour.
    Solid(Color),
    /// Colours along a line or between circles.
    Gradient {
        /// In coordinates before `transform`.
        shape: GradientShape,
        /// Sorted.
        stops: Vec<Stop>,
        /// From the gradient's coordinates to the item's.
        transform: Transform,
    },
    /// A picture, repeated.
    Pattern {
        /// Index into [`Scene::slots`].
        slot: usize,
        /// The extent of one tile in its own coordinates.
        tile: (f64, f64),
        /// Whether it repeats across and down.
        repeats: (bool, bool),
        /// From the tile's coordinates to the item's.
        transform: Transform,
    },
}

/// A blurred, moved copy of an item's own pixels in one colour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DropShadow {
    /// Its colour; the item's alpha multiplies it.
    pub color: Color,
    /// Pixels of the scene across.
    pub dx: f64,
    /// Pixels of the scene down.
    pub dy: f64,
    /// Sigma of the Gaussian in pixels of the scene.
    pub sigma: f64,
    /// Whether a stroke casts it too; without a fill it always does.
    pub from_stroke: bool,
    /// Whether only a part of the item casts it, made higher or lower.
    pub squeeze: Option<Squeeze>,
    /// Whether what casts it is not painted: for a layer of its own.
    pub is_alone: bool,
}

/// A shadow is cast by the rows of an item between two heights, made higher or lower: they still end at `bottom`,
/// before the shadow is moved.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Squeeze {
    /// Where the rows begin, in pixels of the scene.
    pub top: f64,
    /// Where they end; below `top`.
    pub bottom: f64,
    /// How high they become, in pixels; above 0.
    pub height: f64,
}

/// What is left of an item: the alpha of other items.
#[derive(Debug, Clone)]
pub struct Mask {
    /// Painted to an empty surface of the scene's size.
    pub items: Vec<Item>,
    /// Whether their alpha cuts instead of keeps.
    pub is_inverted: bool,
}

impl Item {
    /// An item without opacity, blend, shadow or mask.
    pub fn new(place: impl Into<String>, transform: Transform, kind: ItemKind) -> Self {
        Self { place: place.into(), kind, transform, opacity: 1.0, blend: Blend::SourceOver, shadow: None, mask: None }
    }
}

impl Brush {
    /// The colour, when it is one.
    pub fn color(&self) -> Option<Color> {
        match self {
            Self::Solid(color) => Some(*color),
            _ => None,
        }
    }
}

impl Scene {
    /// Whether no pixel can be transparent, as far as the items tell without being painted: an opaque one covers the
    /// canvas, and nothing above it takes away what is there.
    pub fn is_opaque(&self) -> bool {
        let lowest = |item: &Item| item.blend == Blend::SourceOver && self.is_covered_by(item);
        self.items.first().is_some_and(lowest) && self.items.iter().all(|item| item.blend.keeps_opaque())
    }

    /// What the first item is called that names a slot.
    pub fn place_of(&self, slot: usize) -> Option<&str> {
        let mut open: Vec<&Item> = self.items.iter().rev().collect();
        while let Some(item) = open.pop() {
            let inner = match &item.kind {
                ItemKind::Picture { slot: own, .. } | ItemKind::Drawing { slot: own, .. } if *own == slot => {
                    return Some(item.place.as_str()).filter(|place| !place.is_empty());
                }
                ItemKind::Group { items, .. } => items.as_slice(),
                _ => &[],
            };
            open.extend(item.mask.iter().flat_map(|mask| &mask.items).chain(inner).rev());
        }
        None
    }

    fn is_covered_by(&self, item: &Item) -> bool {
        let covers = |rect: Rect| {
            let canvas = self.size.rect();
            let own = item.transform.bounds_of(rect);
            let is_around = own.x <= canvas.x && own.y <= canvas.y;
            is_around && own.right() >= canvas.right() && own.bottom() >= canvas.bottom()
        };
        let is_plain = item.opacity == 1.0 && item.mask.is_none() && item.transform.is_upright();
        is_plain
            && match &item.kind {
                ItemKind::Shape { outline, coat: Coat { fill: Some(brush), .. }, .. } => {
                    let bounds = outline.bounds().unwrap_or_default();
                    *outline == Outline::rect(bounds) && covers(bounds) && brush.is_opaque()
                }
                ItemKind::Picture { slot, dest, .. } => {
                    let is_opaque = |slot: &Slot| !slot.picture.has_alpha && slot.filters.is_empty();
                    covers(*dest) && self.slots.get(*slot).is_some_and(is_opaque)
                }
                _ => false,
            }
    }

    /// Whether every window of the scene can be painted by itself, wherever it lies: there are only colours over the
    /// whole canvas, and pictures pixel for pixel. So it is for pictures that are held as a whole.
    pub fn is_seamless(&self) -> bool {
        self.items.iter().all(|item| {
            let is_plain = item.opacity == 1.0 && item.shadow.is_none() && item.mask.is_none();
            is_plain
                && item.blend == Blend::SourceOver
                && item.transform == Transform::IDENTITY
                && match &item.kind {
                    ItemKind::Shape { coat: Coat { fill: Some(Brush::Solid(_)), stroke: None, .. }, .. } => {
                        self.is_covered_by(item)
                    }
                    ItemKind::Picture { slot, dest, .. } => self.slots.get(*slot).is_some_and(|slot| {
                        let at = Rect { x: dest.x.floor(), y: dest.y.floor(), ..slot.size.rect() };
                        *dest == at
                    }),
                    _ => false,
                }
        })
    }

    /// Whether the scene is one picture over the whole canvas, pixel for pixel, with nothing done to it: then the
    /// loaded picture is what painting would make.
    pub fn is_bare_picture(&self) -> bool {
        let ([item], [slot]) = (self.items.as_slice(), self.slots.as_slice()) else { return false };
        let ItemKind::Picture { dest, .. } = &item.kind else { return false };
        let is_plain = item.opacity == 1.0 && item.shadow.is_none() && item.mask.is_none();
        is_plain
            && item.blend == Blend::SourceOver
            && item.transform == Transform::IDENTITY
            && *dest == self.size.rect()
            && slot.size == self.size
    }
}

impl Brush {
    /// Whether all that it paints is opaque.
    pub fn is_opaque(&self) -> bool {
        match self {
            Self::Solid(color) => color.a == 255,
            Self::Gradient { shape: GradientShape::Linear { .. }, stops, .. } => {
                !stops.is_empty() && stops.iter().all(|stop| stop.color.a == 255)
            }
            // Two circles may leave parts of the plane clear, and a pattern has gaps.
            Self::Gradient { .. } | Self::Pattern { .. } => false,
        }
    }
}

impl Slot {
    /// The size that the whole picture must at least have so that the crop has the slot's size.
    pub fn whole_size(&self) -> Size {
        let side = |whole: u32, crop: f64, size: u32| {
            let side = f64::from(whole) * f64::from(size) / crop.max(f64::MIN_POSITIVE);
            // Noise in the fraction must not cost a pixel, nor a whole step of shrinking while decoding.
            (side - 1e-6).ceil().clamp(1.0, f64::from(u32::MAX)) as u32
        };
        Size::new(
            side(self.picture.size.width, self.crop.width, self.size.width),
            side(self.picture.size.height, self.crop.height, self.size.height),
        )
    }
}
