//! The filters of a group, where the SVG library would be slow: see [`by::filters`](crate::art::by::filters).
//!
//! In: what the group paints, on a layer with as much around what is seen as its filters look at. Out: the filtered
//! layer. Promised: a time that does not grow with radii; distances are those of the painted size (Filter Effects 1,
//! with the region and the subregions in whole pixels). The deadline is asked at every step.

mod blur;
mod colors;
mod image;
mod mix;
mod morphology;

use super::super::area::Area;
use super::super::surface::Layer;
use crate::error::Result;
use crate::geometry::Rect;
use crate::limits::Deadline;
use crate::transform::Transform;
use image::Image;
use std::rc::Rc;
use usvg::Group;
use usvg::filter::{ColorInterpolation, Filter, Input, Kind, Primitive};

/// Pixels around what is seen that filters look at, at most: a blur that reaches farther hardly shows what lies there.
const MOST_AROUND: f64 = 2_048.0;
/// Radii and distances beyond this many pixels reach beyond every surface.
const FARTHEST: f64 = 100_000.0;

/// The pixels that the filters of a group may show; the transform takes its own coordinates to the scene.
pub(super) fn region(group: &Group, to_scene: Transform) -> Option<Area> {
    let regions = group.filters().iter().filter_map(|filter| placed(filter.rect(), to_scene));
    regions.reduce(Area::union)
}

/// Which pixels the filters need to show what of them lies on `seen`, and which pixels those are.
pub(super) fn needed(group: &Group, region: Area, to_scene: Transform, seen: Area) -> Option<(Area, Area)> {
    let kept = region.intersect(seen)?;
    let scale = scales(to_scene);
    let reach: f64 =
        group.filters().iter().flat_map(|filter| filter.primitives()).map(|step| reach(step.kind(), scale)).sum();
    let around = Area::around(kept.rect().grown(reach.min(MOST_AROUND)))?;
    Some((around.intersect(region)?, kept))
}

/// What the layer becomes.
pub(super) fn filtered(group: &Group, layer: Layer, to_scene: Transform, deadline: &Deadline) -> Result<Layer> {
    let mut image = Image::of_layer(layer);
    for filter in group.filters() {
        image = apply(filter, image, to_scene, deadline)?;
    }
    Ok(image.into_layer())
}

/// What a filter makes of its source.
fn apply(filter: &Filter, source: Image, to_scene: Transform, deadline: &Deadline) -> Result<Image> {
    let source = Rc::new(source);
    let mut results: Vec<(&str, Rc<Image>)> = Vec::new();
    for step in filter.primitives() {
        deadline.check()?;
        let inputs = Inputs { source: &source, results: &results };
        let mut image = primitive(step, &inputs, to_scene, deadline)?;
        // An offset keeps what it moves (as browsers do, which take the region of its input).
        if !matches!(step.kind(), Kind::Offset(_)) {
            image.keep(placed(step.rect(), to_scene));
        }
        results.push((step.result(), Rc::new(image)));
    }
    let last = results.pop().map_or_else(|| Image::clear(source.area), |(_, image)| (*image).clone());
    let mut last = last.in_space(false);
    last.keep(placed(filter.rect(), to_scene));
    Ok(last)
}

/// What a step may name.
struct Inputs<'a> {
    source: &'a Rc<Image>,
    results: &'a [(&'a str, Rc<Image>)],
}

impl Inputs<'_> {
    /// An input in the colours that a step works in.
    fn get(&self, input: &Input, step: &Primitive) -> Image {
        let named = match input {
            Input::SourceGraphic => (**self.source).clone(),
            Input::SourceAlpha => self.source.alpha_only(),
            Input::Reference(name) => {
                let found = self.results.iter().rev().find(|(result, _)| result == name);
                found.map_or_else(|| (**self.source).clone(), |(_, image)| (**image).clone())
            }
        };
        match step.kind() {
            // It moves pixels and changes none.
            Kind::Offset(_) => named,
            _ => named.in_space(is_linear(step)),
        }
    }
}

fn is_linear(step: &Primitive) -> bool {
    step.color_interpolation() == ColorInterpolation::LinearRGB
}

/// What a step makes.
fn primitive(step: &Primitive, inputs: &Inputs<'_>, to_scene: Transform, deadline: &Deadline) -> Result<Image> {
    let scale = scales(to_scene);
    let get = |input: &Input| inputs.get(input, step);
    Ok(match step.kind() {
        Kind::Morphology(fe) => {
            let radii = (distance(fe.radius_x().get(), scale.0), distance(fe.radius_y().get(), scale.1));
            morphology::apply(get(fe.input()), fe.operator(), radii, deadline)?
        }
        Kind::GaussianBlur(fe) => {
            let sigmas = (distance(fe.std_dev_x().get(), scale.0), distance(fe.std_dev_y().get(), scale.1));
            blur::apply(get(fe.input()), sigmas, deadline)?
        }
        Kind::DropShadow(fe) => {
            let input = get(fe.input());
            let sigmas = (distance(fe.std_dev_x().get(), scale.0), distance(fe.std_dev_y().get(), scale.1));
            let shadow = blur::apply(input.clone(), sigmas, deadline)?;
            let flood = Image::flood(input.area, fe.color(), fe.opacity()).in_space(is_linear(step));
            let shadow = mix::inside(&flood, &shadow).moved(distance(fe.dx(), scale.0), distance(fe.dy(), scale.1));
            mix::merged(&[shadow, input])
        }
        Kind::Flood(fe) => Image::flood(inputs.source.area, fe.color(), fe.opacity()),
        Kind::Offset(fe) => get(fe.input()).moved(distance(fe.dx(), scale.0), distance(fe.dy(), scale.1)),
        Kind::Composite(fe) => mix::composite(get(fe.input1()), &get(fe.input2()), fe.operator()),
        Kind::Blend(fe) => mix::blended(&get(fe.input1()), get(fe.input2()), fe.mode()),
        Kind::Merge(fe) => match fe.inputs() {
            [] => Image::clear(inputs.source.area),
            all => mix::merged(&all.iter().map(get).collect::<Vec<_>>()),
        },
        Kind::ColorMatrix(fe) => colors::matrix(get(fe.input()), fe.kind()),
        Kind::ComponentTransfer(fe) => colors::transfer(get(fe.input()), fe),
        // `by::filters` lets no other through.
        _ => (**inputs.source).clone(),
    })
}

/// How far a step looks, in pixels of the scene.
fn reach(kind: &Kind, (across, down): (f64, f64)) -> f64 {
    let farther = |x: f32, y: f32| distance(x.abs(), across).max(distance(y.abs(), down)).ceil();
    match kind {
        Kind::Morphology(fe) => farther(fe.radius_x().get(), fe.radius_y().get()) + 1.0,
        Kind::GaussianBlur(fe) => blur::REACH * farther(fe.std_dev_x().get(), fe.std_dev_y().get()) + 3.0,
        Kind::Offset(fe) => farther(fe.dx(), fe.dy()) + 1.0,
        Kind::DropShadow(fe) => {
            farther(fe.dx(), fe.dy()) + blur::REACH * farther(fe.std_dev_x().get(), fe.std_dev_y().get()) + 4.0
        }
        _ => 0.0,
    }
}

/// A length in pixels of the scene.
fn distance(length: f32, scale: f64) -> f64 {
    (f64::from(length) * scale).clamp(-FARTHEST, FARTHEST)
}

/// By how much lengths grow across and down.
fn scales(to_scene: Transform) -> (f64, f64) {
    to_scene.scales()
}

/// A box of the group in whole pixels of the scene.
fn placed(rect: usvg::NonZeroRect, to_scene: Transform) -> Option<Area> {
    let [x, y, width, height] = [rect.x(), rect.y(), rect.width(), rect.height()].map(f64::from);
    Area::around(to_scene.bounds_of(Rect::new(x, y, width, height)))
}
