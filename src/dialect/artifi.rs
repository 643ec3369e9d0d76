//! Designs of Artifi become a design with one side for each view.
//!
//! In: views `{CanvasWidth, CanvasHeight, PrintWidth, PrintHeight, DesignJson}`, alone, in a list or in an envelope,
//! where `DesignJson` is an object or JSON text; or the `CartJson` of an order, whose views have texts and pictures
//! without places. Out: what fabric.js would have drawn. Each view becomes a fabric.js document in which the vendor's
//! own meanings are settled, and the fabric reader reads it. Refused: text that is no JSON, views that are no objects.

mod objects;
mod stack;

use super::fabric;
use super::fabric::reader::Reader;
use super::json;
use super::lenient::Fields;
use crate::design::Design;
use crate::error::{Error, Result};
use crate::report::NoteKind;
use serde_json::{Map, Value, json};
use std::borrow::Cow;

/// Envelopes around views, from the outside in.
const ENVELOPES: [&str; 7] =
    ["Data", "data", "CartJson", "cartJson", "designDetails", "DesignDetails", "productDesign"];

/// Where an envelope keeps its views.
const VIEWS: [&str; 3] = ["views", "Views", "designViews"];

/// Properties of the shop, not of the drawing.
const OF_THE_SHOP: [&str; 23] = [
    "Id",
    "id",
    "DesignId",
    "designId",
    "ViewId",
    "viewId",
    "decorationMethodCode",
    "DesignImage",
    "PreviewImage",
    "ThumbnailImage",
    "PrintUnit",
    "printUnit",
    "Sequence",
    "sequence",
    "IsDefault",
    "isDefault",
    "ProductId",
    "ProductCode",
    "Sku",
    "WebsiteId",
    "ModifiedDate",
    "CreatedDate",
    "embroideryData",
];

/// Whether a value is a view, or an envelope or list of them.
pub(super) fn looks_like(value: &Value) -> bool {
    let mut value = value;
    // An envelope inside another, each named once.
    for _ in 0..=ENVELOPES.len() {
        let first = match value {
            Value::Array(views) => views.first(),
            value => VIEWS.iter().find_map(|key| value.get(key)?.as_array()?.first()),
        };
        if is_view(value) || first.is_some_and(|first| is_view(first) || first.get("viewCode").is_some()) {
            return true;
        }
        match ENVELOPES.iter().find_map(|key| value.get(key).map(|inner| (*key, inner))) {
            Some(("CartJson" | "cartJson", _)) => return true,
            Some((_, inner)) => value = inner,
            None => return false,
        }
    }
    false
}

fn is_view(value: &Value) -> bool {
    ["DesignJson", "designJson", "CanvasWidth"].iter().any(|key| value.get(key).is_some())
}

/// The design that a document describes.
pub(super) fn read(value: &Value, reader: &mut Reader) -> Result<Design> {
    let mut value = Cow::Borrowed(value);
    let mut name = None;
    while let Some(inner) = ENVELOPES.iter().find_map(|key| value.get(key)) {
        name = name.or_else(|| product_name(&value));
        value = Cow::Owned(opened(inner, "the envelope", reader)?.into_owned());
    }
    name = name.or_else(|| product_name(&value));
    let single = std::slice::from_ref(&*value);
    let views = match &*value {
        Value::Array(views) => views,
        value => VIEWS.iter().find_map(|key| value.get(key)?.as_array()).map_or(single, Vec::as_slice),
    };
    if views.is_empty() {
        return Err(Error::input("the document has no views").with_help("a view has `DesignJson`, or texts and images"));
    }
    let several = views.len() > 1;
    let document = |(index, view): (usize, &Value)| {
        let place = if several { format!("view {}", index + 1) } else { "view".to_owned() };
        let view = view.as_object().ok_or_else(|| Error::input("the view is not an object").at(place.as_str()))?;
        document(view, &place, reader).map_err(|error| match error.place() {
            Some(known) if known.starts_with(&place) => error,
            _ => error.at(place),
        })
    };
    let mut documents = views.iter().enumerate().map(document).collect::<Result<Vec<_>>>()?;
    let documents = match documents.pop() {
        Some(only) if documents.is_empty() => only,
        last => Value::Array(documents.into_iter().chain(last).collect()),
    };
    let design = fabric::read(&documents, reader)?;
    Ok(Design { name: name.or(design.name), ..design })
}

fn product_name(value: &Value) -> Option<String> {
    value.get("productDetails")?.get("productName")?.as_str().map(str::to_owned)
}

/// JSON inside a JSON text, read; anything else as it is.
fn opened<'a>(value: &'a Value, place: &str, reader: &Reader) -> Result<Cow<'a, Value>> {
    match value {
        Value::String(text) => {
            json::parse(text.as_bytes(), reader.limits).map(Cow::Owned).map_err(|error| error.at(place))
        }
        value => Ok(Cow::Borrowed(value)),
    }
}

/// The fabric.js document of a view.
fn document(view: &Map<String, Value>, place: &str, reader: &mut Reader) -> Result<Value> {
    let mut fields = Fields::new(view, place);
    fields.known(&OF_THE_SHOP);
    let mut extent = |keys: &[&'static str]| -> Result<Option<f64>> {
        let key = keys.iter().copied().find(|key| view.contains_key(*key));
        let extent = key.map(|key| fields.number(key, &mut reader.remarks)).transpose()?.flatten();
        Ok(extent.filter(|extent| *extent > 0.0))
    };
    let width = extent(&["CanvasWidth", "canvasWidth"])?;
    let height = extent(&["CanvasHeight", "canvasHeight"])?;
    let print = (extent(&["PrintWidth", "printWidth"])?, extent(&["PrintHeight", "printHeight"])?);
    if let (Some(width), Some(height), (Some(across), Some(down))) = (width, height, print) {
        let scale = (across / width).min(down / height);
        let message = format!("the print of {across} x {down} is {scale} times the canvas, ask for it with that scale");
        reader.remarks.add(NoteKind::Chosen, place, message);
    }
    let name = fields.first(&["viewName", "ViewName", "name", "Name"]).and_then(Value::as_str).map(str::to_owned);
    let code = fields.first(&["viewCode", "ViewCode", "code", "Code"]).cloned();
    let design = fields.first(&["DesignJson", "designJson"]);
    // For those who ask why: never drawn.
    let made_from = if design.is_some() { "view" } else { "stack" };
    let mut document = match design {
        Some(design) => match opened(design, "DesignJson", reader)?.into_owned() {
            Value::Object(document) => document,
            _ => return Err(Error::input("`DesignJson` is not an object").at("DesignJson")),
        },
        None => stack::document(&mut fields, (width, height), reader)?,
    };
    fields.finish(&mut reader.remarks);
    objects::settle(&mut document, &mut reader.remarks);
    for (key, value) in [("width", width), ("height", height)] {
        if let Some(value) = value {
            document.insert(key.to_owned(), json!(value));
        }
    }
    for (key, value) in [("name", name.map(Value::from)), ("id", code), ("madeFrom", Some(json!(made_from)))] {
        if let Some(value) = value {
            document.insert(key.to_owned(), value);
        }
    }
    Ok(Value::Object(document))
}

#[cfg(test)]
#[allow(clippy::needless_pass_by_value, reason = "helpers take what `json!` gives")]
mod tests;
