//! One item of an area becomes a layer.

use crate::color::Color;
use crate::design::{Image, Layer, LayerKind, Pose, Rules, Window};
use crate::dialect::fabric::layers::{Spot, layer};
use crate::dialect::fabric::reader::Reader;
use crate::dialect::fabric::version::Version;
use crate::dialect::json;
use crate::dialect::lenient::Fields;
use crate::dialect::remarks::{Remarks, short};
use crate::error::Result;
use crate::geometry::Rect;
use crate::source::Source;
use crate::style::{Blend, Paint, Style};
use crate::text::{Text, TextFrame, TextLook, VerticalAlign, Wrap};
use serde_json::{Map, Value, json};

/// Letters of a text whose box has no height, in canvas units: the default of fabric.js.
const FONT_SIZE: f64 = 40.0;

/// The line box of fabric.js over the font size.
const LINE_BOX: f64 = 1.13;

/// Addresses of an item's picture, the best first.
const PICTURES: [&str; 3] = ["sourceImageUrl", "previewImageUrl", "urlDesignItem"];

/// What places an item without `json`, and gives it its size.
const RULES: Rules = Rules { place: "its coordinates in millimetres", size: "its dimensions in millimetres" };

/// An item that has been read.
pub(super) struct Item {
    /// `None` when there is nothing to draw.
    pub(super) layer: Option<Layer>,
    /// Its box in pixels; `None` when it has no extent.
    pub(super) frame: Option<Rect>,
}

/// Two numbers of an object.
pub(super) fn pair(
    map: &Map<String, Value>,
    place: &str,
    keys: [&'static str; 2],
    remarks: &mut Remarks,
) -> Result<(Option<f64>, Option<f64>)> {
    let mut fields = Fields::new(map, place);
    let [first, second] = keys;
    Ok((fields.number(first, remarks)?, fields.number(second, remarks)?))
}

/// The layer of an item that stands at `address`.
pub(super) fn item(map: &Map<String, Value>, address: &str, px_per_mm: f64, reader: &mut Reader) -> Result<Item> {
    let mut fields = Fields::new(map, address);
    fields.known(&["code", "imageName", "customOptions", "id", "guid"]);
    if matches!(fields.get("colorMappings"), Some(Value::Object(map)) if !map.is_empty()) {
        reader.remarks.ignored(address, "`colorMappings` is not supported: the picture keeps its own colours");
    }
    let name = fields.text("name", &mut reader.remarks)?.filter(|name| !name.is_empty());
    let place = name.as_ref().map_or_else(|| address.to_owned(), |name| format!("{address} \"{}\"", short(name)));
    let box_mm = millimetres(&mut fields, reader)?;
    let (x, y) = (box_mm.x * px_per_mm, box_mm.y * px_per_mm);
    let frame = Rect::new(x, y, box_mm.width * px_per_mm, box_mm.height * px_per_mm);
    let text = fields.text("text", &mut reader.remarks)?.filter(|text| !text.is_empty());
    let family = fields.text("fontFamily", &mut reader.remarks)?.filter(|family| !family.is_empty());
    let pictures = PICTURES.map(|key| fields.word(key));
    let source = pictures.into_iter().flatten().next();
    let color = color(&mut fields, text.is_some(), reader);
    let own = fields.word("json").and_then(|text| object(text, reader));
    fields.finish(&mut reader.remarks);
    let visible = (frame.width > 0.0 && frame.height > 0.0).then_some(frame);
    let layer = match (own, text, source) {
        (Some(own), _, _) => fabric(own, name, frame, address, reader)?,
        (None, Some(text), _) => {
            reader.count_layer(&place)?;
            reader.check_text(&text, &place)?;
            Some(plain(name, &place, frame, LayerKind::Text(Box::new(words(&text, family, color, frame)))))
        }
        (None, None, Some(source)) => {
            reader.count_layer(&place)?;
            Some(plain(name, &place, frame, LayerKind::Image(picture(source, frame))))
        }
        (None, None, None) => {
            reader.remarks.ignored(&place, "the item has no text, no picture and no `json` and was skipped");
            None
        }
    };
    Ok(Item { layer, frame: visible })
}

fn millimetres(fields: &mut Fields, reader: &mut Reader) -> Result<Rect> {
    let place = fields.place();
    let (coordinates, dimensions) = (fields.object("coordinates")?, fields.object("dimensions")?);
    let unit = coordinates.and_then(|map| map.get("unit")).and_then(Value::as_str).unwrap_or("mm");
    if !unit.eq_ignore_ascii_case("mm") {
        reader
            .remarks
            .doubtful(place, format!("unit `{}` is unknown, coordinates are taken as millimetres", short(unit)));
    }
    let mut of = |map: Option<&Map<String, Value>>, keys| match map {
        Some(map) => pair(map, place, keys, &mut reader.remarks),
        None => Ok((None, None)),
    };
    let ((x, y), (width, height)) = (of(coordinates, ["x", "y"])?, of(dimensions, ["width", "height"])?);
    let extent = |extent: Option<f64>| extent.unwrap_or(0.0).max(0.0);
    Ok(Rect::new(x.unwrap_or(0.0), y.unwrap_or(0.0), extent(width), extent(height)))
}

/// The first of a text's colours. Those of a picture are what its vector art has already.
fn color(fields: &mut Fields, is_text: bool, reader: &mut Reader) -> Option<Color> {
    let colors = fields.get("itemColors")?.as_array()?;
    let first = colors.first()?;
    if is_text && colors.len() > 1 {
        let message = format!("only the first of {} colours of the text is used", colors.len());
        reader.remarks.doubtful(fields.place(), message);
    }
    let written = first.get("rgbCode").and_then(Value::as_str)?.trim();
    let css = if written.starts_with(|first: char| first.is_ascii_digit()) {
        format!("rgb({written})")
    } else {
        written.to_owned()
    };
    let color = css.parse().ok();
    if color.is_none() && is_text && !written.is_empty() {
        reader
            .remarks
            .doubtful(fields.place(), format!("colour `{}` is not understood, the text is black", short(written)));
    }
    color
}

/// A fabric.js object in a JSON text; `None` for anything else.
fn object(text: &str, reader: &Reader) -> Option<Map<String, Value>> {
    let value = json::parse(text.as_bytes(), reader.limits).ok()?;
    let Value::Object(map) = value else { return None };
    map.get("type").is_some_and(Value::is_string).then_some(map)
}

/// What the item's own JSON draws; where it says no place, at the item's.
fn fabric(
    mut own: Map<String, Value>,
    name: Option<String>,
    frame: Rect,
    address: &str,
    reader: &mut Reader,
) -> Result<Option<Layer>> {
    if !own.contains_key("left") && !own.contains_key("top") {
        let placed =
            [("left", json!(frame.x)), ("top", json!(frame.y)), ("originX", json!("left")), ("originY", json!("top"))];
        own.extend(placed.map(|(key, value)| (key.to_owned(), value)));
    }
    if let (false, Some(name)) = (own.contains_key("name"), name) {
        own.insert("name".to_owned(), Value::String(name));
    }
    layer(&Value::Object(own), Spot { address, version: Version::default(), depth: 0 }, reader)
}

/// Letters as large as the box allows: as high as it, then shrunk until no line stands out.
fn words(text: &str, family: Option<String>, color: Option<Color>, frame: Rect) -> Text {
    let size = if frame.height > 0.0 { frame.height / LINE_BOX } else { FONT_SIZE };
    let look = TextLook { size, fill: Paint::Solid(color.unwrap_or(Color::BLACK)), ..TextLook::default() };
    let box_of = TextFrame { height: frame.height, align: VerticalAlign::Middle, shrinks: true };
    Text {
        text: text.replace("\r\n", "\n"),
        look: TextLook { family: family.unwrap_or(look.family), stroke_width: 0.0, ..look },
        wrap: if frame.width > 0.0 { Wrap::Words { width: frame.width } } else { Wrap::Never },
        frame: (frame.height > 0.0).then_some(box_of),
        ..Text::default()
    }
}

fn picture(source: &str, frame: Rect) -> Image {
    let side = |side: f64| (side > 0.0).then_some(side);
    let (width, height) = (side(frame.width), side(frame.height));
    Image {
        source: Source::from_reference(source),
        width,
        height,
        window: Window::Contain,
        is_smooth: true,
        filters: Vec::new(),
    }
}

fn plain(name: Option<String>, place: &str, frame: Rect, kind: LayerKind) -> Layer {
    Layer {
        name,
        id: None,
        place: place.to_owned(),
        kind,
        pose: Pose { left: frame.x, top: frame.y, rules: RULES, ..Pose::default() },
        style: Style { stroke_width: 0.0, ..Style::default() },
        opacity: 1.0,
        blend: Blend::SourceOver,
        shadow: None,
        clip: None,
        box_color: None,
        is_isolated: true,
    }
}
