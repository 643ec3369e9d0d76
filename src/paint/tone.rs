//! The modes that mix hue, saturation and luminosity of whole colours (Compositing and Blending, 10.2).

type Rgb = [f32; 3];

/// Blends rows of premultiplied pixels; `mix` gives the mixed colour of backdrop and source, both opaque.
pub(super) fn blend(to: &mut [u8], from: &[u8], opacity: f64, mix: fn(Rgb, Rgb) -> Rgb) {
    let (to, _) = to.as_chunks_mut::<4>();
    let (from, _) = from.as_chunks::<4>();
    for (to, from) in to.iter_mut().zip(from) {
        let ([sr, sg, sb, sa], [br, bg, bb, ba]) = (unit(*from, opacity as f32), unit(*to, 1.0));
        if sa == 0.0 {
            continue;
        }
        let (source, backdrop) = ([sr, sg, sb], [br, bg, bb]);
        let straight =
            |color: Rgb, alpha: f32| if alpha > 0.0 { color.map(|channel| channel / alpha) } else { [0.0; 3] };
        let mixed = mix(straight(backdrop, ba), straight(source, sa));
        for ((to, mixed), (s, b)) in to.iter_mut().zip(mixed).zip(source.into_iter().zip(backdrop)) {
            *to = byte(s * (1.0 - ba) + b * (1.0 - sa) + mixed * sa * ba);
        }
        to[3] = byte(sa + ba - sa * ba);
    }
}

/// The source's hue with the backdrop's saturation and luminosity.
pub(super) fn hue(backdrop: Rgb, source: Rgb) -> Rgb {
    with_luminosity(with_saturation(source, saturation_of(backdrop)), luminosity_of(backdrop))
}

/// The source's saturation with the backdrop's hue and luminosity.
pub(super) fn saturation(backdrop: Rgb, source: Rgb) -> Rgb {
    with_luminosity(with_saturation(backdrop, saturation_of(source)), luminosity_of(backdrop))
}

/// The source's hue and saturation with the backdrop's luminosity.
pub(super) fn color(backdrop: Rgb, source: Rgb) -> Rgb {
    with_luminosity(source, luminosity_of(backdrop))
}

/// The source's luminosity with the backdrop's hue and saturation.
pub(super) fn luminosity(backdrop: Rgb, source: Rgb) -> Rgb {
    with_luminosity(backdrop, luminosity_of(source))
}

/// The weights of the specification.
fn luminosity_of([r, g, b]: Rgb) -> f32 {
    0.3 * r + 0.59 * g + 0.11 * b
}

fn saturation_of([r, g, b]: Rgb) -> f32 {
    r.max(g).max(b) - r.min(g).min(b)
}

fn with_saturation(color: Rgb, saturation: f32) -> Rgb {
    let least = color[0].min(color[1]).min(color[2]);
    match saturation_of(color) {
        range if range > 0.0 => color.map(|channel| (channel - least) * saturation / range),
        _ => [0.0; 3],
    }
}

/// Moves a colour to a luminosity and, where that leaves 0 to 1, pulls it back towards gray.
fn with_luminosity(color: Rgb, luminosity: f32) -> Rgb {
    let change = luminosity - luminosity_of(color);
    let color = color.map(|channel| channel + change);
    let [least, most] = [color[0].min(color[1]).min(color[2]), color[0].max(color[1]).max(color[2])];
    let pulled = |color: Rgb, share: f32| color.map(|channel| luminosity + (channel - luminosity) * share);
    let color = if least < 0.0 { pulled(color, luminosity / (luminosity - least)) } else { color };
    if most > 1.0 { pulled(color, (1.0 - luminosity) / (most - luminosity)) } else { color }
}

fn unit(pixel: [u8; 4], opacity: f32) -> [f32; 4] {
    pixel.map(|channel| f32::from(channel) / 255.0 * opacity)
}

fn byte(value: f32) -> u8 {
    (value.clamp(0.0, 1.0) * 255.0 + 0.5) as u8
}
