//! Sides, layers and pictures to test the layout with.

use super::slots::tests::picture;
use crate::ask::Ask;
use crate::color::Color;
use crate::design::{Canvas, Clip, Group, Image, Layer, LayerKind, Pose, Shape, Side, Window};
use crate::error::{Error, Result};
use crate::fonts::Fonts;
use crate::limits::{Deadline, Limits};
use crate::picture::{PictureFormat, Pictures};
use crate::report::Report;
use crate::scene::Scene;
use crate::source::Source;
use crate::style::{Blend, Paint, Shadow, Style};

pub(super) const SHADOW: Shadow =
    Shadow { color: Color::BLACK, dx: 4.0, dy: 2.0, blur: 6.0, from_stroke: false, ignores_scale: false };

pub(super) fn of_kind(place: &str, kind: LayerKind) -> Layer {
    Layer {
        name: None,
        id: None,
        place: place.into(),
        kind,
        pose: Pose { origin_x: 0.5, origin_y: 0.5, ..Pose::default() },
        style: Style { stroke_width: 0.0, ..Style::default() },
        opacity: 1.0,
        blend: Blend::SourceOver,
        shadow: None,
        clip: None,
        box_color: None,
        is_isolated: true,
    }
}

/// A black box of 20 x 10 around (left, top).
pub(super) fn boxed(place: &str, left: f64, top: f64) -> Layer {
    let mut layer = of_kind(place, LayerKind::Shape(Shape::Rect { width: 20.0, height: 10.0, rx: 0.0, ry: 0.0 }));
    (layer.pose.left, layer.pose.top) = (left, top);
    layer
}

pub(super) fn grouped(place: &str, layers: Vec<Layer>) -> Layer {
    let mut layer = of_kind(place, LayerKind::Group(Group { width: 40.0, height: 40.0, layers }));
    (layer.pose.left, layer.pose.top) = (50.0, 50.0);
    layer
}

pub(super) fn pictured(place: &str, file: &str, window: Window) -> Layer {
    let image = Image {
        source: Source::path(file),
        width: Some(30.0),
        height: Some(20.0),
        window,
        is_smooth: true,
        filters: Vec::new(),
    };
    of_kind(place, LayerKind::Image(image))
}

pub(super) fn clipping(layer: Layer, is_absolute: bool) -> Option<Box<Clip>> {
    Some(Box::new(Clip { layer, is_inverted: false, is_absolute }))
}

pub(super) fn stroked(mut layer: Layer, width: f64) -> Layer {
    layer.style.stroke = Paint::Solid(Color::rgb(255, 0, 0));
    layer.style.stroke_width = width;
    layer
}

pub(super) fn on_canvas(layers: Vec<Layer>) -> Side {
    Side { canvas: Canvas { width: Some(100.0), height: Some(100.0), ..Canvas::default() }, layers, ..Side::default() }
}

pub(super) fn scene_with(side: &Side, ask: &Ask, limits: &Limits, report: &mut Report) -> Result<Scene> {
    let mut pictures = Pictures::default();
    pictures.insert(Source::path("photo"), Some(picture(60, 40, PictureFormat::Jpeg)));
    pictures.insert(Source::path("art"), Some(picture(60, 40, PictureFormat::Svg)));
    pictures.insert(Source::path("gone"), None);
    super::side::side(side, ask, &pictures, &Fonts::default(), limits, &Deadline::NEVER, report)
}

pub(super) fn text_of(side: &Side, ask: &Ask) -> String {
    scene_with(side, ask, &Limits::default(), &mut Report::new()).unwrap().to_string()
}

pub(super) fn text(layers: Vec<Layer>) -> String {
    text_of(&on_canvas(layers), &Ask::default())
}

pub(super) fn fault(side: &Side, ask: &Ask, limits: &Limits) -> Error {
    scene_with(side, ask, limits, &mut Report::new()).unwrap_err()
}

/// Compares line by line, so that a failure shows the line.
pub(super) fn assert_lines(found: &str, expected: &[&str]) {
    assert_eq!(found.lines().collect::<Vec<_>>(), expected, "\n{found}");
}
