//! A layer meets what lies under it: the 26 modes of HTML canvas.
//!
//! The formulas are those of the Compositing and Blending specification. Source-over is our own for speed; hue,
//! saturation, color and luminosity because tiny-skia 0.12 clips their colours wrongly (it asks whether the largest
//! channel is negative where the smallest is meant).

use super::area::Area;
use super::surface::{Layer, Surface};
use super::tone;
use crate::raster::Raster;
use crate::style::Blend;
use tiny_skia::{BlendMode, FilterQuality, Paint, Pattern, SpreadMode};

/// Whether a mode changes what lies under clear parts of the source: then all of the surface is concerned, as in
/// canvas.
pub(super) fn is_everywhere(blend: Blend) -> bool {
    use Blend::{Copy, DestinationAtop, DestinationIn, SourceIn, SourceOut};
    matches!(blend, SourceIn | SourceOut | DestinationIn | DestinationAtop | Copy)
}

/// Lays a layer, multiplied by `opacity`, on a surface. Beyond the layer the source counts as clear.
pub(super) fn composite(layer: &Layer, surface: &mut Surface<'_>, blend: Blend, opacity: f64) {
    if is_everywhere(blend) {
        clear_outside(surface, layer.area().intersect(surface.area()));
    }
    let mix = match blend {
        Blend::SourceOver => over,
        Blend::Hue => |to: &mut [u8], from: &[u8], opacity| tone::blend(to, from, opacity, tone::hue),
        Blend::Saturation => |to: &mut [u8], from: &[u8], opacity| tone::blend(to, from, opacity, tone::saturation),
        Blend::Color => |to: &mut [u8], from: &[u8], opacity| tone::blend(to, from, opacity, tone::color),
        Blend::Luminosity => |to: &mut [u8], from: &[u8], opacity| tone::blend(to, from, opacity, tone::luminosity),
        _ => return composite_by_mode(layer, surface, blend, opacity),
    };
    let Some(shared) = layer.area().intersect(surface.area()) else { return };
    for y in shared.y..shared.bottom() {
        let from = layer.row(y, shared.x, shared.right());
        mix(surface.row(y, shared.x, shared.right()), from, opacity);
    }
}

/// A clear source with a mode that concerns all of the surface: all of these modes leave nothing then.
pub(super) fn composite_nothing(surface: &mut Surface<'_>, blend: Blend) {
    if is_everywhere(blend) {
        surface.pixels().fill(0);
    }
}

/// Lays a raster, its left top pixel at a pixel of the scene, over a surface.
pub(super) fn over_raster(surface: &mut Surface<'_>, raster: &Raster, x: i32, y: i32, opacity: f64) {
    let size = raster.size();
    let placed = Area { x, y, width: size.width, height: size.height };
    let Some(shared) = placed.intersect(surface.area()) else { return };
    let row_bytes = size.width as usize * 4;
    let columns = shared.x.abs_diff(x) as usize * 4..shared.right().abs_diff(x) as usize * 4;
    let rows = raster.data().chunks_exact(row_bytes.max(1)).skip(shared.y.abs_diff(y) as usize);
    for (row, y) in rows.zip(shared.y..shared.bottom()) {
        let from = row.get(columns.clone()).unwrap_or_default();
        let to = surface.row(y, shared.x, shared.right());
        if raster.is_opaque() && opacity >= 1.0 {
            to.copy_from_slice(from);
        } else {
            over(to, from, opacity);
        }
    }
}

/// `to = from·opacity + to·(1 − alpha·opacity)`, each product rounded to nearest.
fn over(to: &mut [u8], from: &[u8], opacity: f64) {
    // 16 bits of opacity: 1 is exactly 65536, so full opacity changes nothing.
    let opacity = (opacity.clamp(0.0, 1.0) * 65536.0).round() as u32;
    let (to, _) = to.as_chunks_mut::<4>();
    let (from, _) = from.as_chunks::<4>();
    for (to, from) in to.iter_mut().zip(from) {
        let from = from.map(|channel| (u32::from(channel) * opacity + (1 << 15)) >> 16);
        let rest = 255 - from[3].min(255);
        for (to, from) in to.iter_mut().zip(from) {
            *to = (from + divide_by_255(u32::from(*to) * rest)).min(255) as u8;
        }
    }
}

/// Rounded to nearest, exact up to 255².
fn divide_by_255(value: u32) -> u32 {
    let value = value + 128;
    (value + (value >> 8)) >> 8
}

fn clear_outside(surface: &mut Surface<'_>, keep: Option<Area>) {
    let Some(keep) = keep else { return surface.pixels().fill(0) };
    let area = surface.area();
    for y in area.y..area.bottom() {
        if y < keep.y || y >= keep.bottom() {
            surface.row(y, area.x, area.right()).fill(0);
        } else {
            surface.row(y, area.x, keep.x).fill(0);
            surface.row(y, keep.right(), area.right()).fill(0);
        }
    }
}

fn composite_by_mode(layer: &Layer, surface: &mut Surface<'_>, blend: Blend, opacity: f64) {
    let (x, y) = (layer.area().x - surface.area().x, layer.area().y - surface.area().y);
    let (Some(from), Some(mut to)) = (layer.pixmap(), surface.pixmap()) else { return };
    let shift = tiny_skia::Transform::from_translate(x as f32, y as f32);
    let Some(rect) = tiny_skia::Rect::from_xywh(x as f32, y as f32, from.width() as f32, from.height() as f32) else {
        return;
    };
    let paint = Paint {
        shader: Pattern::new(from, SpreadMode::Pad, FilterQuality::Nearest, opacity as f32, shift),
        blend_mode: mode(blend),
        anti_alias: false,
        // The other pipeline rounds products downwards.
        force_hq_pipeline: true,
        ..Paint::default()
    };
    to.fill_rect(rect, &paint, tiny_skia::Transform::identity(), None);
}

fn mode(blend: Blend) -> BlendMode {
    match blend {
        Blend::SourceOver => BlendMode::SourceOver,
        Blend::SourceIn => BlendMode::SourceIn,
        Blend::SourceOut => BlendMode::SourceOut,
        Blend::SourceAtop => BlendMode::SourceAtop,
        Blend::DestinationOver => BlendMode::DestinationOver,
        Blend::DestinationIn => BlendMode::DestinationIn,
        Blend::DestinationOut => BlendMode::DestinationOut,
        Blend::DestinationAtop => BlendMode::DestinationAtop,
        Blend::Lighter => BlendMode::Plus,
        Blend::Copy => BlendMode::Source,
        Blend::Xor => BlendMode::Xor,
        Blend::Multiply => BlendMode::Multiply,
        Blend::Screen => BlendMode::Screen,
        Blend::Overlay => BlendMode::Overlay,
        Blend::Darken => BlendMode::Darken,
        Blend::Lighten => BlendMode::Lighten,
        Blend::ColorDodge => BlendMode::ColorDodge,
        Blend::ColorBurn => BlendMode::ColorBurn,
        Blend::HardLight => BlendMode::HardLight,
        Blend::SoftLight => BlendMode::SoftLight,
        Blend::Difference => BlendMode::Difference,
        Blend::Exclusion => BlendMode::Exclusion,
        Blend::Hue => BlendMode::Hue,
        Blend::Saturation => BlendMode::Saturation,
        Blend::Color => BlendMode::Color,
        Blend::Luminosity => BlendMode::Luminosity,
    }
}

#[cfg(test)]
mod tests;
