//! A design document, free of its dialect and version: what was asked, layered.
//!
//! Lengths are in units of the side's canvas; angles are degrees clockwise; every default is settled by the reader.

use crate::color::Color;
use crate::error::{Error, Result};
use crate::filter::Filter;
use crate::outline::Outline;
use crate::source::Source;
use crate::style::{Blend, Paint, Shadow, Style};
use crate::text::{Text, TextPath};
use crate::transform::Transform;

/// A layered document of one or more sides.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Design {
    /// What the document calls itself.
    pub name: Option<String>,
    /// At least one side.
    pub sides: Vec<Side>,
}

/// One printable face: front, back, sleeve.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Side {
    /// For people: `Front`.
    pub name: Option<String>,
    /// For machines: a view code or an id.
    pub code: Option<String>,
    /// The drawing area.
    pub canvas: Canvas,
    /// Applied to the layers, and to grounds that follow it, before the output's scale. Default identity.
    pub viewport: Transform,
    /// Painted first.
    pub background: Ground,
    /// Painted in order, the first lowest.
    pub layers: Vec<Layer>,
    /// What cuts background and layers, not the overlay.
    pub clip: Option<Box<Clip>>,
    /// Painted last.
    pub overlay: Ground,
}

/// The drawing area of a side.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Canvas {
    /// Extent across in canvas units (px of the editor). `None`: the document does not say.
    pub width: Option<f64>,
    /// Extent down in canvas units.
    pub height: Option<f64>,
    /// Canvas units to the inch, when the document says how large it is on paper.
    pub dpi: Option<f64>,
    /// How far the print goes beyond the canvas on every side before it is cut, in canvas units; not drawn. Default 0.
    pub bleed: f64,
    /// Where the print is cut: this far inside the canvas's edges, across and down, in canvas units. Drawn only as a
    /// guide. `None`: the document does not say.
    pub cut: Option<(f64, f64)>,
    /// What matters should stand at least this far inside the canvas's edges, across and down, in canvas units. Drawn
    /// only as a guide. `None`: the document does not say.
    pub safe: Option<(f64, f64)>,
    /// Where the document says its extent, for people. Default empty.
    pub rule: &'static str,
}

/// What lies under all layers, or over them: a paint over the whole canvas, then a layer.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ground {
    /// Over the whole canvas. Default [`Paint::None`].
    pub paint: Paint,
    /// A picture or group placed like a layer.
    pub layer: Option<Box<Layer>>,
    /// Whether the paint and the layer stay in place when the viewport moves. Default false.
    pub ignores_viewport: bool,
}

/// One object of a design.
#[derive(Debug, Clone, PartialEq)]
pub struct Layer {
    /// For data rows and reports.
    pub name: Option<String>,
    /// For data rows and reports.
    pub id: Option<String>,
    /// Where it stands in the document, for people: `layer 3 "Logo"`, `layer 4.2`.
    pub place: String,
    /// What it draws.
    pub kind: LayerKind,
    /// Where and how it lies.
    pub pose: Pose,
    /// How its shape or glyphs are painted. Pictures and groups paint no fill of their own.
    pub style: Style,
    /// 0 to 1. Default 1.
    pub opacity: f64,
    /// Default [`Blend::SourceOver`].
    pub blend: Blend,
    /// Default none.
    pub shadow: Option<Shadow>,
    /// Default none.
    pub clip: Option<Box<Clip>>,
    /// A colour behind the object's own box with its stroke, as fabric.js has it. Default none.
    pub box_color: Option<Color>,
    /// Whether a translucent group or clipped object is painted on a surface of its own first. Default true.
    pub is_isolated: bool,
}

/// How an object lies. The object's centre is found from `left`, `top`, the origin, and its own transformed box with
/// its stroke; then: translate(centre) · rotate · scale and flip · skew x · skew y.
#[derive(Debug, Clone, PartialEq)]
pub struct Pose {
    /// x of the origin point, in the parent's units; inside a group relative to the group's centre.
    pub left: f64,
    /// y of the origin point.
    pub top: f64,
    /// Which point of the box `left` means: 0 its left edge, 0.5 its centre, 1 its right edge.
    pub origin_x: f64,
    /// Which point of the box `top` means: 0 its top edge, 0.5 its centre, 1 its bottom edge.
    pub origin_y: f64,
    /// Degrees clockwise. Default 0.
    pub angle: f64,
    /// Negative flips. Default 1.
    pub scale_x: f64,
    /// Negative flips. Default 1.
    pub scale_y: f64,
    /// Degrees; slants by the tangent. Default 0.
    pub skew_x: f64,
    /// Degrees; slants by the tangent. Default 0.
    pub skew_y: f64,
    /// Why it lies and measures as it does. Default nothing.
    pub rules: Rules,
}

/// What a reader knows about why a layer lies and measures as it does, in words for people: `fabric 7's default
/// origin`. Empty where the document itself says it. Never part of what is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rules {
    /// Where its origin or its place comes from.
    pub place: &'static str,
    /// Where its size comes from.
    pub size: &'static str,
}

impl Default for Pose {
    fn default() -> Self {
        Self {
            left: 0.0,
            top: 0.0,
            origin_x: 0.0,
            origin_y: 0.0,
            angle: 0.0,
            scale_x: 1.0,
            scale_y: 1.0,
            skew_x: 0.0,
            skew_y: 0.0,
            rules: Rules::default(),
        }
    }
}

/// What an object draws.
#[derive(Debug, Clone, PartialEq)]
pub enum LayerKind {
    /// A geometric figure.
    Shape(Shape),
    /// A picture or SVG clipart from a source.
    Image(Image),
    /// Text.
    Text(Box<Text>),
    /// Objects placed relative to the group's centre.
    Group(Group),
}

/// A geometric figure.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A box with corners rounded by `rx`, `ry`.
    Rect {
        /// Extent across.
        width: f64,
        /// Extent down.
        height: f64,
        /// Corner radius across.
        rx: f64,
        /// Corner radius down.
        ry: f64,
    },
    /// A circle or a part of its line.
    Circle {
        /// Radius.
        radius: f64,
        /// Degrees clockwise from the right where it starts.
        start: f64,
        /// Degrees where it ends.
        end: f64,
        /// Whether it runs counter-clockwise from start to end.
        counter_clockwise: bool,
    },
    /// An ellipse.
    Ellipse {
        /// Radius across.
        rx: f64,
        /// Radius down.
        ry: f64,
    },
    /// An isosceles triangle, its tip up.
    Triangle {
        /// Extent across.
        width: f64,
        /// Extent down.
        height: f64,
    },
    /// A straight line; only its direction and extent matter, the pose places it.
    Line {
        /// Start x.
        x1: f64,
        /// Start y.
        y1: f64,
        /// End x.
        x2: f64,
        /// End y.
        y2: f64,
        /// Whether the stroke counts for the box of an upright or level line at its ends, too. Fabric.js up to 5 does
        /// not count it for butt ends; later releases always do.
        ends_count: bool,
    },
    /// Straight lines through points in coordinates of their own; the pose places their box.
    Polyline {
        /// The points.
        points: Vec<(f64, f64)>,
        /// Whether the last joins the first.
        closed: bool,
    },
    /// Any outline in coordinates of its own; the pose places its box.
    Path {
        /// The outline.
        outline: Outline,
    },
}

/// A picture in a design.
#[derive(Debug, Clone, PartialEq)]
pub struct Image {
    /// Where its bytes are.
    pub source: Source,
    /// Drawn width before the pose's scale; `None`: the picture's own.
    pub width: Option<f64>,
    /// Drawn height before the pose's scale; `None`: the picture's own.
    pub height: Option<f64>,
    /// How the source meets the drawn box.
    pub window: Window,
    /// Whether pixels are blended when scaled. Default true.
    pub is_smooth: bool,
    /// What is done to its pixels, in order. Default nothing.
    pub filters: Vec<Filter>,
}

/// How a picture's pixels meet its drawn box.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Window {
    /// The box is a window on the source at one source pixel a unit, its left top corner at this source pixel. Parts
    /// outside the source stay empty.
    Crop {
        /// Source pixel at the box's left edge.
        x: f64,
        /// Source pixel at the box's top edge.
        y: f64,
    },
    /// The whole source is stretched to the box.
    Stretch,
    /// The whole source in its own ratio, as large as the box holds, in the box's middle.
    Contain,
    /// The source in its own ratio, as small as covers the box, cut evenly at the box's edges.
    Cover,
}

/// Objects that move together.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Group {
    /// Extent across, as the document says it.
    pub width: f64,
    /// Extent down.
    pub height: f64,
    /// In order, the first lowest; placed relative to the group's centre.
    pub layers: Vec<Layer>,
}

/// What cuts an object.
#[derive(Debug, Clone, PartialEq)]
pub struct Clip {
    /// Its shape, placed relative to the clipped object's centre, or on the canvas when absolute.
    pub layer: Layer,
    /// Whether what lies under the shape goes instead of what lies outside.
    pub is_inverted: bool,
    /// Whether it is placed on the canvas instead of relative to the object.
    pub is_absolute: bool,
}

impl Side {
    /// What people call it: its name, else its code, else its index.
    pub fn label(&self, index: usize) -> String {
        self.name.clone().or_else(|| self.code.clone()).unwrap_or_else(|| index.to_string())
    }

    /// Calls `visit` for every layer of the side, groups and clips included, parents first.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Layer)) {
        let clip = self.clip.as_deref().map(|clip| &clip.layer);
        let grounds = [&self.background, &self.overlay].into_iter().filter_map(|ground| ground.layer.as_deref());
        for layer in grounds.chain(&self.layers).chain(clip) {
            layer.walk(visit);
        }
    }

    /// Every source that the side names, each once, with the place that names it first.
    pub fn sources(&self) -> Vec<(&str, &Source)> {
        let mut found: Vec<(&str, &Source)> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        let mut add = |place, source| {
            if seen.insert(source) {
                found.push((place, source));
            }
        };
        for (place, ground) in [("background", &self.background), ("overlay", &self.overlay)] {
            pattern_of(&ground.paint).into_iter().for_each(|source| add(place, source));
        }
        self.walk(&mut |layer| layer.sources().for_each(|source| add(&layer.place, source)));
        found
    }
}

impl Layer {
    /// Calls `visit` for this layer, then for its clip and its children.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Self)) {
        visit(self);
        if let Some(clip) = &self.clip {
            clip.layer.walk(visit);
        }
        if let LayerKind::Group(group) = &self.kind {
            for layer in &group.layers {
                layer.walk(visit);
            }
        }
    }

    /// The sources that this layer names itself: its picture, its filters' second pictures, its patterns.
    fn sources(&self) -> impl Iterator<Item = &Source> {
        let (image, looks) = match &self.kind {
            LayerKind::Image(image) => (Some(image), None),
            LayerKind::Text(text) => {
                (None, Some(std::iter::once(&text.look).chain(text.styles.iter().map(|span| &span.look))))
            }
            _ => (None, None),
        };
        let pictures = image
            .into_iter()
            .flat_map(|image| std::iter::once(&image.source).chain(image.filters.iter().filter_map(Filter::picture)));
        let looks = looks.into_iter().flatten().flat_map(|look| [&look.fill, &look.stroke]);
        let path = match &self.kind {
            LayerKind::Text(text) => text.path.as_ref(),
            _ => None,
        };
        let of_path =
            path.and_then(|path| if let TextPath::Along(along) = path { along.style.as_deref() } else { None });
        let of_path = of_path.into_iter().flat_map(|style| [&style.fill, &style.stroke]);
        let paints = [&self.style.fill, &self.style.stroke].into_iter().chain(looks).chain(of_path);
        pictures.chain(paints.filter_map(pattern_of))
    }
}

fn pattern_of(paint: &Paint) -> Option<&Source> {
    match paint {
        Paint::Pattern(pattern) => Some(&pattern.source),
        _ => None,
    }
}

impl Design {
    /// A side by its name, code or index from 0; without a view the first.
    ///
    /// # Errors
    /// [`Fault::Missing`](crate::Fault::Missing) naming the sides that there are.
    pub fn side(&self, view: Option<&str>) -> Result<&Side> {
        let Some(view) = view else {
            return self.sides.first().ok_or_else(|| Error::input("the design has no sides"));
        };
        let is_named =
            |side: &&Side| [&side.name, &side.code].into_iter().flatten().any(|name| name.eq_ignore_ascii_case(view));
        let by_index = || view.parse().ok().and_then(|index: usize| self.sides.get(index));
        self.sides.iter().find(is_named).or_else(by_index).ok_or_else(|| {
            let names: Vec<String> = self.sides.iter().enumerate().map(|(index, side)| side.label(index)).collect();
            Error::missing(format!("the design has no side `{view}`"))
                .with_help(format!("it has: {}", names.join(", ")))
        })
    }
}
