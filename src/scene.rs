//! The waist: a list of things to paint, every place and colour resolved, nothing left to look up.
//!
//! Transforms are absolute: from an item's own coordinates to pixels of the scene. Items are painted in order, the
//! first lowest. A scene prints as text, for tests and for `--explain`.

use crate::color::Color;
use crate::error::escape_controls;
use crate::fit::Kernel;
use crate::fonts::Face;
use crate::geometry::{Rect, Size};
use crate::outline::{FillRule, Outline};
use crate::picture::Picture;
use crate::style::{Blend, Cap, GradientShape, Join, Stop};
use crate::transform::Transform;
use std::fmt;
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
    /// With which filter.
    pub kernel: Kernel,
    /// Whether to resample in linear light.
    pub linear: bool,
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
        /// The face.
        face: Face,
        /// Pixels to the em, in the item's coordinates.
        size: f64,
        /// Which glyph where.
        glyphs: Vec<Glyph>,
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

/// The text form: one line an item, children and masks indented, then the slots. Numbers have at most three decimals,
/// a transform is named unless it changes nothing: what is the same reads the same, on every machine.
impl fmt::Display for Scene {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "scene {}", self.size)?;
        write_items(f, &self.items, 0)?;
        for (index, Slot { picture, crop, size, kernel, linear }) in self.slots.iter().enumerate() {
            let (format, own) = (name(picture.format), picture.size);
            let light = if *linear { " linear" } else { "" };
            writeln!(f, "slot {index}: {format} {own} part {} to {size} {}{light}", rect(*crop), name(kernel))?;
        }
        Ok(())
    }
}

fn write_items(f: &mut fmt::Formatter<'_>, items: &[Item], depth: usize) -> fmt::Result {
    let indent = |by: usize| "  ".repeat(depth + by);
    for item in items {
        writeln!(f, "{}{item}", indent(0))?;
        if let ItemKind::Group { items, .. } = &item.kind {
            write_items(f, items, depth + 1)?;
        }
        if let Some(mask) = &item.mask {
            writeln!(f, "{}{}", indent(1), if mask.is_inverted { "mask inverted" } else { "mask" })?;
            write_items(f, &mask.items, depth + 2)?;
        }
    }
    Ok(())
}

/// One line, without children and mask.
impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", escape_controls(&self.place), self.kind)?;
        if self.transform != Transform::IDENTITY {
            write!(f, " transform {}", matrix(self.transform))?;
        }
        if self.opacity != 1.0 {
            write!(f, " opacity {}", number(self.opacity))?;
        }
        if self.blend != Blend::SourceOver {
            write!(f, " blend {}", name(self.blend))?;
        }
        if let Some(DropShadow { color, dx, dy, sigma, from_stroke }) = self.shadow {
            write!(f, " shadow {color} {} sigma {}", numbers(&[dx, dy]), number(sigma))?;
            f.write_str(if from_stroke { " from stroke" } else { "" })?;
        }
        Ok(())
    }
}

impl fmt::Display for ItemKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Picture { slot, dest, is_smooth } => {
                write!(f, "picture {slot} at {}{}", rect(*dest), if *is_smooth { "" } else { " not smooth" })
            }
            Self::Drawing { slot, dest } => write!(f, "drawing {slot} at {}", rect(*dest)),
            Self::Group { is_isolated, .. } => f.write_str(if *is_isolated { "group isolated" } else { "group" }),
            Self::Shape { outline, fill_rule, coat } => {
                let bounds = outline.bounds().unwrap_or_default();
                write!(f, "shape of {} at {}", outline.segments.len(), rect(bounds))?;
                write!(f, "{}{coat}", if *fill_rule == FillRule::Evenodd { " evenodd" } else { "" })
            }
            Self::Glyphs { face, size, glyphs, coat } => {
                write!(f, "{} glyphs {face:?} size {}", glyphs.len(), number(*size))?;
                if let Some(Glyph { x, y, angle, .. }) = glyphs.first() {
                    write!(f, " from {}", numbers(&[*x, *y]))?;
                    if *angle != 0.0 {
                        write!(f, " turned {}", number(*angle))?;
                    }
                }
                write!(f, "{coat}")
            }
        }
    }
}

impl fmt::Display for Coat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(fill) = &self.fill {
            write!(f, " fill {fill}")?;
        }
        let Some(stroke) = &self.stroke else { return Ok(()) };
        write!(f, " stroke {} width {}", stroke.brush, number(stroke.width))?;
        if !stroke.dashes.is_empty() {
            write!(f, " dashes {} from {}", numbers(&stroke.dashes), number(stroke.dash_offset))?;
        }
        write!(f, " {} {}", name(stroke.cap), name(stroke.join))?;
        if stroke.join == Join::Miter {
            write!(f, " {}", number(stroke.miter_limit))?;
        }
        if let Some(space) = stroke.space {
            write!(f, " space {}", matrix(space))?;
        }
        f.write_str(if self.stroke_first { " stroke first" } else { "" })
    }
}

impl fmt::Display for Brush {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Solid(color) => write!(f, "{color}"),
            Self::Gradient { shape, stops, transform } => {
                match *shape {
                    GradientShape::Linear { from, to } => {
                        write!(f, "linear({} to {}", numbers(&[from.0, from.1]), numbers(&[to.0, to.1]))?;
                    }
                    GradientShape::Radial { from, from_radius, to, to_radius } => {
                        let (from, to) = ([from.0, from.1, from_radius], [to.0, to.1, to_radius]);
                        write!(f, "radial({} to {}", numbers(&from), numbers(&to))?;
                    }
                }
                stops.iter().try_for_each(|stop| write!(f, ", {} {}", number(stop.at), stop.color))?;
                write!(f, ") {}", matrix(*transform))
            }
            Self::Pattern { slot, tile, repeats, transform } => {
                let axes = match repeats {
                    (true, true) => "both",
                    (true, false) => "x",
                    (false, true) => "y",
                    (false, false) => "none",
                };
                let tile = numbers(&[tile.0, tile.1]);
                write!(f, "pattern({slot}, tile {tile}, repeats {axes}) {}", matrix(*transform))
            }
        }
    }
}

/// At most three decimals: a thousandth of a pixel is below what anybody sees.
fn number(value: f64) -> String {
    let text = format!("{value:.3}");
    match text.trim_end_matches('0').trim_end_matches('.') {
        "-0" => "0".into(),
        short => short.into(),
    }
}

fn numbers(values: &[f64]) -> String {
    values.iter().map(|value| number(*value)).collect::<Vec<_>>().join(" ")
}

fn rect(rect: Rect) -> String {
    numbers(&[rect.x, rect.y, rect.width, rect.height])
}

fn matrix(Transform { a, b, c, d, e, f }: Transform) -> String {
    format!("[{}]", numbers(&[a, b, c, d, e, f]))
}

/// `CatmullRom` as `catmull-rom`.
fn name(value: impl fmt::Debug) -> String {
    let mut name = String::new();
    for letter in format!("{value:?}").chars() {
        if letter.is_ascii_uppercase() && !name.is_empty() {
            name.push('-');
        }
        name.push(letter.to_ascii_lowercase());
    }
    name
}
