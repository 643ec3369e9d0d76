//! A scene becomes a file with layers: its items painted one by one, and all of them together.

use super::canvas::{Painting, painted};
use super::{Engine, colors};
use crate::art::Art;
use crate::error::{Error, Fault, Result};
use crate::geometry::Size;
use crate::paint::Window;
use crate::report::{NoteKind, Report};
use crate::scene::{DropShadow, Item, ItemKind, Scene};
use crate::style::Blend;
use crate::write::{self, Layer, Layers};

/// The most layers that Photoshop opens.
const MOST: usize = 8_000;

/// The file, and whether the canvas is opaque.
pub(super) fn file(
    engine: &Engine,
    painting: Painting<'_>,
    art: &[Art],
    report: &mut Report,
) -> Result<(Vec<u8>, bool)> {
    let Painting { scene, space, output, deadline } = painting;
    let size = scene.size;
    let raster = |scene: &Scene| {
        let raster = painted(engine, scene, art, Window::whole(size), deadline)?;
        colors::in_output(raster, space, output, deadline)
    };
    let composite = raster(scene)?.with_opacity_found();
    let is_opaque = composite.is_opaque();
    let mut layers = layers(scene, report).into_iter().map(|(name, items)| {
        let part = Scene { size, items, slots: scene.slots.clone() };
        Ok(Layer { name, raster: raster(&part)? })
    });
    let bytes = write::layered(Layers { composite, layers: &mut layers }, output)?;
    match output.max_bytes.filter(|maximum| bytes.len() as u64 > *maximum) {
        Some(maximum) => {
            let what = format!("this {} has {} bytes, which is over max_bytes {maximum}", output.format, bytes.len());
            let help = "ask for a smaller size, or write jpg, whose quality can be lowered";
            Err(Error::new(Fault::TooLarge, what).with_help(help))
        }
        None => Ok((bytes, is_opaque)),
    }
}

/// Names and items of layers, the first lowest: an item each. A picture's shadow is a layer of its own under it, so
/// that it can be moved or left out.
fn layers(scene: &Scene, report: &mut Report) -> Vec<(String, Vec<Item>)> {
    let items = &scene.items;
    if items.len() > MOST || items.iter().any(|item| item.blend != Blend::SourceOver) {
        let message = match items.len() > MOST {
            true => format!("{} layers are more than the {MOST} of a PSD: they are merged into one", items.len()),
            false => "layers that mix with what lies under them are not kept apart: all are merged into one".to_owned(),
        };
        report.note(NoteKind::Replaced, "layers", message);
        return vec![("design".to_owned(), items.clone())];
    }
    items.iter().enumerate().flat_map(|(index, item)| apart(index, item)).collect()
}

fn apart(index: usize, item: &Item) -> Vec<(String, Vec<Item>)> {
    let name = if item.place.is_empty() { format!("layer {}", index + 1) } else { item.place.clone() };
    let is_picture = matches!(item.kind, ItemKind::Picture { .. } | ItemKind::Drawing { .. });
    let Some(shadow) = item.shadow.filter(|_| is_picture) else { return vec![(name, vec![item.clone()])] };
    let cast = Item { shadow: Some(DropShadow { is_alone: true, ..shadow }), ..item.clone() };
    vec![(format!("{name} shadow"), vec![cast]), (name, vec![Item { shadow: None, ..item.clone() }])]
}

/// Bytes held at once until the file is written: the composite, a layer while it is painted and packed, and the packed
/// ones with the file, which noise does not make smaller.
pub(super) fn cost(scene: &Scene) -> u64 {
    let Size { width, height } = scene.size;
    let layers = scene.items.len() as u64 + scene.items.iter().filter(|item| item.shadow.is_some()).count() as u64;
    u64::from(width) * u64::from(height) * 4 * (3 + 2 * layers.clamp(1, 4))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::Color;
    use crate::geometry::Rect;
    use crate::transform::Transform;

    fn item(place: &str, blend: Blend) -> Item {
        let kind = ItemKind::Picture { slot: 0, dest: Rect::new(0.0, 0.0, 1.0, 1.0), is_smooth: true };
        Item { blend, ..Item::new(place, Transform::IDENTITY, kind) }
    }

    fn names(items: Vec<Item>) -> (Vec<String>, usize) {
        let mut report = Report::new();
        let scene = Scene { items, ..Scene::default() };
        let names = layers(&scene, &mut report).into_iter().map(|(name, _)| name).collect();
        (names, report.serious().count())
    }

    #[test]
    fn every_item_is_a_layer_and_a_pictures_shadow_one_under_it() {
        let shadow = DropShadow {
            color: Color::BLACK,
            dx: 0.0,
            dy: 1.0,
            sigma: 1.0,
            from_stroke: false,
            squeeze: None,
            is_alone: false,
        };
        let subject = Item { shadow: Some(shadow), ..item("subject", Blend::SourceOver) };
        let (found, serious) = names(vec![item("", Blend::SourceOver), subject]);
        assert_eq!((found, serious), (vec!["layer 1".to_owned(), "subject shadow".into(), "subject".into()], 0));
    }

    #[test]
    fn layers_that_mix_are_merged_and_told() {
        let (found, serious) = names(vec![item("a", Blend::SourceOver), item("b", Blend::Multiply)]);
        assert_eq!((found, serious), (vec!["design".to_owned()], 1));
    }
}
