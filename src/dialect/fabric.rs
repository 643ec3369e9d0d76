//! A fabric.js document, of any release from 1 to 7, becomes a design of one side; a list of documents becomes one
//! side each.
//!
//! The canvas's size stands in extra `width` and `height` fields, or nowhere. All old meanings (origins, windows of
//! pictures, angles, styles, stops) are settled here; the design knows no version.

mod filters;
mod image;
mod kind;
mod known;
pub(crate) mod layers;
mod look;
pub(crate) mod paint;
pub(crate) mod path;
mod pose;
pub(crate) mod reader;
pub(crate) mod shape;
mod single;
pub(crate) mod style;
mod styles;
mod text;
mod text_path;
pub(crate) mod version;

use self::layers::{Spot, clip, layer, list};
use self::reader::Reader;
use self::version::Version;
use super::lenient::Fields;
use crate::design::{Canvas, Clip, Design, Ground, Image, Layer, LayerKind, Pose, Side, Window};
use crate::error::{Error, Result};
use crate::source::Source;
use crate::style::{Blend, Paint, Style};
use serde_json::{Map, Value};

/// Whether a value is a document, or a list of them.
pub(super) fn looks_like(value: &Value) -> bool {
    match value {
        Value::Object(map) => {
            let has = |key: &str| map.contains_key(key);
            has("objects") || has("version") && (has("background") || has("backgroundImage")) || single::is_object(map)
        }
        Value::Array(documents) => {
            !documents.is_empty() && documents.iter().all(|document| document.get("objects").is_some())
        }
        _ => false,
    }
}

/// The design that a document, or each document of a list, describes.
pub(super) fn read(value: &Value, reader: &mut Reader) -> Result<Design> {
    let refuse =
        || Error::input("the fabric.js document is not an object").with_help("it looks like {\"objects\": [...]}");
    match value {
        Value::Object(map) => {
            let side = match single::is_object(map) {
                true => single::side(value, map, reader)?,
                false => side(map, "canvas", reader)?,
            };
            Ok(Design { name: side.name.clone(), sides: vec![side] })
        }
        Value::Array(documents) if !documents.is_empty() => {
            let mut sides = Vec::new();
            for (index, document) in documents.iter().enumerate() {
                let place = format!("side {}", index + 1);
                let map = document.as_object().ok_or_else(|| refuse().at(place.as_str()))?;
                sides.push(
                    side(map, &place, reader)
                        .map_err(|error| if documents.len() > 1 { error.at(place.as_str()) } else { error })?,
                );
            }
            Ok(Design { name: None, sides })
        }
        _ => Err(refuse()),
    }
}

fn side(map: &Map<String, Value>, place: &str, reader: &mut Reader) -> Result<Side> {
    let mut fields = Fields::new(map, place);
    fields.known(known::OF_CANVASES);
    let version = Version::default().of(&mut fields, &mut reader.remarks);
    let rules = handed_over(&mut fields);
    reader.place_rule = rules.map(|(place, _)| place);
    let canvas = Canvas {
        width: extent(&mut fields, "width", reader)?,
        height: extent(&mut fields, "height", reader)?,
        rule: rules.map_or("the document's width and height", |(_, canvas)| canvas),
        ..Canvas::default()
    };
    let spot = Spot { address: place, version, depth: 0 };
    let side = Side {
        name: fields.text("name", &mut reader.remarks)?,
        code: fields.text("id", &mut reader.remarks)?,
        viewport: paint::matrix(&mut fields, "viewportTransform", &mut reader.remarks)?,
        background: ground(&mut fields, &BACKGROUND, &canvas, version, reader)?,
        layers: list(fields.list("objects", &mut reader.remarks)?, "layer ", version, 0, reader)?,
        clip: canvas_clip(&mut fields, spot, reader)?,
        overlay: ground(&mut fields, &OVERLAY, &canvas, version, reader)?,
        canvas,
    };
    fields.finish(&mut reader.remarks);
    Ok(side)
}

/// The canvas's own clip path, which is never cut out (fabric.js, `StaticCanvas.drawClipPathOnCanvas`).
fn canvas_clip(fields: &mut Fields, spot: Spot, reader: &mut Reader) -> Result<Option<Box<Clip>>> {
    let Some(mut clip) = clip(fields, spot, reader)? else { return Ok(None) };
    if clip.is_inverted {
        reader.remarks.ignored(spot.address, "`inverted` does nothing for the clip path of a canvas and was ignored");
        clip.is_inverted = false;
    }
    Ok(Some(clip))
}

/// What placed the objects of a document that another of our readers has made, and what gave it its size; `None` for
/// fabric.js's own.
fn handed_over(fields: &mut Fields) -> Option<(&'static str, &'static str)> {
    Some(match fields.word("madeFrom")? {
        "view" => ("as Artifi places objects", "the view's CanvasWidth and CanvasHeight"),
        "stack" => ("stacked: the document has no positions", "as the view says, else 500 x 500"),
        _ => return None,
    })
}

/// An extent of the canvas: above 0, else (with a remark) not said.
fn extent(fields: &mut Fields, key: &'static str, reader: &mut Reader) -> Result<Option<f64>> {
    let extent = fields.number(key, &mut reader.remarks)?;
    if extent.is_some_and(|extent| extent <= 0.0) {
        reader.remarks.doubtful(fields.place(), format!("a `{key}` of 0 or less was ignored"));
    }
    Ok(extent.filter(|extent| *extent > 0.0))
}

/// The names of one ground's properties.
struct GroundKeys {
    name: &'static str,
    paint: &'static str,
    paint_too: &'static str,
    image: &'static str,
    stretch: &'static str,
    opacity: &'static str,
    follows: &'static str,
}

const BACKGROUND: GroundKeys = GroundKeys {
    name: "background image",
    paint: "background",
    paint_too: "backgroundColor",
    image: "backgroundImage",
    stretch: "backgroundImageStretch",
    opacity: "backgroundImageOpacity",
    follows: "backgroundVpt",
};

const OVERLAY: GroundKeys = GroundKeys {
    name: "overlay image",
    paint: "overlay",
    paint_too: "overlayColor",
    image: "overlayImage",
    stretch: "overlayImageStretch",
    opacity: "overlayImageOpacity",
    follows: "overlayVpt",
};

fn ground(
    fields: &mut Fields,
    keys: &GroundKeys,
    canvas: &Canvas,
    version: Version,
    reader: &mut Reader,
) -> Result<Ground> {
    let mut paint = paint::paint(fields, keys.paint, &Paint::None, &mut reader.remarks)?;
    if paint == Paint::None {
        paint = paint::paint(fields, keys.paint_too, &Paint::None, &mut reader.remarks)?;
    }
    if let Paint::Gradient(gradient) = &mut paint
        && gradient.is_relative
    {
        let message = "a gradient in percent is not stretched over a canvas: its coordinates are taken as pixels";
        reader.remarks.doubtful(keys.name, message);
        gradient.is_relative = false;
    }
    let stretches = fields.flag(keys.stretch, true, &mut reader.remarks);
    let opacity = fields.number_or(keys.opacity, 1.0, &mut reader.remarks)?.clamp(0.0, 1.0);
    let layer = match fields.get(keys.image) {
        None => None,
        Some(Value::String(reference)) if reference.trim().is_empty() => None,
        // The first releases name the picture alone and stretch it over the canvas.
        Some(Value::String(reference)) => {
            let unknown = Canvas::default();
            let mut layer = picture(reference, keys.name, if stretches { canvas } else { &unknown });
            layer.opacity = opacity;
            Some(layer)
        }
        Some(value) => layer(value, Spot { address: keys.name, version, depth: 0 }, reader)?,
    };
    let ignores_viewport = !fields.flag(keys.follows, true, &mut reader.remarks);
    Ok(Ground { paint, layer: layer.map(Box::new), ignores_viewport })
}

/// A picture at the left top corner, stretched over a canvas; where its size is not known, the picture's own.
pub(super) fn picture(reference: &str, place: &str, canvas: &Canvas) -> Layer {
    let image = Image {
        source: Source::from_reference(reference.trim()),
        width: canvas.width,
        height: canvas.height,
        window: Window::Stretch,
        is_smooth: true,
        filters: Vec::new(),
    };
    Layer {
        name: None,
        id: None,
        place: place.to_owned(),
        kind: LayerKind::Image(image),
        pose: Pose::default(),
        style: Style { fill: Paint::None, stroke_width: 0.0, ..Style::default() },
        opacity: 1.0,
        blend: Blend::SourceOver,
        shadow: None,
        clip: None,
        box_color: None,
        is_isolated: true,
    }
}

#[cfg(test)]
#[allow(clippy::needless_pass_by_value, reason = "helpers take what `json!` gives")]
#[path = "fabric/document_tests.rs"]
mod tests;
