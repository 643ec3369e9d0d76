//! A scene as text: for golden tests, and for whoever asks why something lies where it does.

use crate::error::escape_controls;
use crate::filter::Filter;
use crate::geometry::Rect;
use crate::outline::FillRule;
use crate::scene::{Brush, Coat, DropShadow, Glyph, Item, ItemKind, Run, Scene, Slot, Squeeze};
use crate::style::{Blend, GradientShape, Join};
use crate::transform::Transform;
use std::fmt;

/// The text form: one line an item, children and masks indented, then the slots. Numbers have at most three decimals,
/// a transform is named unless it changes nothing: what is the same reads the same, on every machine.
impl fmt::Display for Scene {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "scene {}", self.size)?;
        write_items(f, &self.items, 0)?;
        for (index, Slot { picture, crop, size, as_pixels, kernel, linear, filters, ready }) in
            self.slots.iter().enumerate()
        {
            let (format, own) = (name(picture.format), picture.size);
            let cut = if ready.is_some() { " cut out" } else { "" };
            let light = if *linear { " linear" } else { "" };
            let pixels = if *as_pixels { " as pixels" } else { "" };
            writeln!(
                f,
                "slot {index}: {format} {own} part {} to {size}{pixels} {}{light}{cut}{}",
                rect(*crop),
                name(kernel),
                done(filters)
            )?;
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
        if let Some(DropShadow { color, dx, dy, sigma, from_stroke, squeeze, is_alone }) = self.shadow {
            write!(f, " shadow {color} {} sigma {}", numbers(&[dx, dy]), number(sigma))?;
            f.write_str(if from_stroke { " from stroke" } else { "" })?;
            if let Some(Squeeze { top, bottom, height }) = squeeze {
                write!(f, " of rows {} made {} high", numbers(&[top, bottom]), number(height))?;
            }
            f.write_str(if is_alone { " alone" } else { "" })?;
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
            Self::Glyphs { run: Run { face, size, slant, glyphs }, coat } => {
                write!(f, "{} glyphs {face:?} size {}", glyphs.len(), number(*size))?;
                if *slant != 0.0 {
                    write!(f, " slant {}", number(*slant))?;
                }
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
                    GradientShape::Sweep { center: (x, y) } => write!(f, "sweep({}", numbers(&[x, y]))?,
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

/// The filters of a slot, each after a comma.
fn done(filters: &[Filter<Slot>]) -> String {
    filters.iter().map(|filter| format!(", {}", filtered(filter))).collect()
}

fn filtered(filter: &Filter<Slot>) -> String {
    let plain = |name: &str, values: &[f64]| format!("{name} {}", numbers(values));
    match filter {
        Filter::Brightness(value) => plain("brightness", &[*value]),
        Filter::Contrast(value) => plain("contrast", &[*value]),
        Filter::Saturation(value) => plain("saturation", &[*value]),
        Filter::Vibrance(value) => plain("vibrance", &[*value]),
        Filter::HueRotation(value) => plain("hue", &[*value]),
        Filter::Blur(value) => plain("blur", &[*value]),
        Filter::Gamma(gamma) => plain("gamma", gamma),
        Filter::Sharpen { amount, sigma } => plain("sharpen", &[*amount, *sigma]),
        Filter::Resize { x, y } => plain("resize", &[*x, *y]),
        Filter::Pixelate { block } => plain("pixelate", &[*block]),
        Filter::RemoveWhite { threshold, distance } => plain("remove white", &[*threshold, *distance]),
        Filter::Matrix { matrix, colors_only } => plain(if *colors_only { "color matrix" } else { "matrix" }, matrix),
        Filter::Convolute { weights, keeps_alpha } => {
            plain(if *keeps_alpha { "convolute colors" } else { "convolute" }, weights)
        }
        Filter::Noise { amount, seed } => format!("noise {} seed {seed:x}", number(*amount)),
        Filter::Grayscale(gray) => format!("grayscale {}", name(gray)),
        Filter::Look(look) => name(look),
        Filter::Invert { with_alpha } => if *with_alpha { "invert with alpha" } else { "invert" }.into(),
        Filter::RemoveColor { color, distance } => format!("remove {color} {}", number(*distance)),
        Filter::BlendColor { color, mode, alpha } => format!("{} {color} {}", name(mode), number(*alpha)),
        Filter::BlendImage { picture: Slot { picture, size, .. }, mode, scale, offset } => {
            let place = numbers(&[scale.0, scale.1, offset.0, offset.1]);
            format!("{} picture {} {} to {size} at {place}", name(mode), name(picture.format), picture.size)
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
