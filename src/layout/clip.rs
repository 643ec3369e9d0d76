//! A clip becomes a layer that is painted as a mask.

use crate::color::Color;
use crate::design::{Layer, LayerKind};
use crate::style::{Blend, Paint, Style};
use crate::text::TextLook;

/// The layer as a mask sees it: its inside is black and opaque whatever its own fill; its stroke counts for its place
/// but paints nothing; opacity, blend and shadow are without meaning. A group's children and a picture keep their own
/// look (fabric.js, `drawObject` with `forClipping`; `Group.drawObject`).
pub(super) fn as_mask(layer: &Layer) -> Layer {
    let is_group = matches!(layer.kind, LayerKind::Group(_));
    let mut mask = layer.clone();
    mask.style = Style { fill: Paint::Solid(Color::BLACK), stroke: Paint::None, ..mask.style };
    mask.opacity = 1.0;
    mask.blend = Blend::SourceOver;
    mask.shadow = None;
    mask.box_color = layer.box_color.filter(|_| is_group);
    if let LayerKind::Text(text) = &mut mask.kind {
        blacken(&mut text.look);
        text.styles.iter_mut().for_each(|span| blacken(&mut span.look));
    }
    mask
}

fn blacken(look: &mut TextLook) {
    look.fill = Paint::Solid(Color::BLACK);
    look.stroke = Paint::None;
    look.decoration_color = None;
}
