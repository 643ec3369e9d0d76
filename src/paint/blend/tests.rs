//! Every mode against the formulas of the Compositing and Blending specification, in floats.

use super::*;

const ALL: [Blend; 26] = [
    Blend::SourceOver,
    Blend::SourceIn,
    Blend::SourceOut,
    Blend::SourceAtop,
    Blend::DestinationOver,
    Blend::DestinationIn,
    Blend::DestinationOut,
    Blend::DestinationAtop,
    Blend::Lighter,
    Blend::Copy,
    Blend::Xor,
    Blend::Multiply,
    Blend::Screen,
    Blend::Overlay,
    Blend::Darken,
    Blend::Lighten,
    Blend::ColorDodge,
    Blend::ColorBurn,
    Blend::HardLight,
    Blend::SoftLight,
    Blend::Difference,
    Blend::Exclusion,
    Blend::Hue,
    Blend::Saturation,
    Blend::Color,
    Blend::Luminosity,
];

type Rgb = [f64; 3];

/// Fractions of source and backdrop by Porter and Duff, for the modes that do not mix colours.
fn porter_duff(blend: Blend, sa: f64, ba: f64) -> Option<(f64, f64)> {
    Some(match blend {
        Blend::SourceOver => (1.0, 1.0 - sa),
        Blend::SourceIn => (ba, 0.0),
        Blend::SourceOut => (1.0 - ba, 0.0),
        Blend::SourceAtop => (ba, 1.0 - sa),
        Blend::DestinationOver => (1.0 - ba, 1.0),
        Blend::DestinationIn => (0.0, sa),
        Blend::DestinationOut => (0.0, 1.0 - sa),
        Blend::DestinationAtop => (1.0 - ba, sa),
        Blend::Lighter => (1.0, 1.0),
        Blend::Copy => (1.0, 0.0),
        Blend::Xor => (1.0 - ba, 1.0 - sa),
        _ => return None,
    })
}

fn hard_light(b: f64, s: f64) -> f64 {
    if s <= 0.5 { b * 2.0 * s } else { b + (2.0 * s - 1.0) - b * (2.0 * s - 1.0) }
}

fn soft_light(b: f64, s: f64) -> f64 {
    let d = if b <= 0.25 { ((16.0 * b - 12.0) * b + 4.0) * b } else { b.sqrt() };
    if s <= 0.5 { b - (1.0 - 2.0 * s) * b * (1.0 - b) } else { b + (2.0 * s - 1.0) * (d - b) }
}

fn channel(blend: Blend, b: f64, s: f64) -> f64 {
    match blend {
        Blend::Multiply => b * s,
        Blend::Screen => b + s - b * s,
        Blend::Overlay => hard_light(s, b),
        Blend::Darken => b.min(s),
        Blend::Lighten => b.max(s),
        Blend::ColorDodge if b == 0.0 => 0.0,
        Blend::ColorDodge if s >= 1.0 => 1.0,
        Blend::ColorDodge => (b / (1.0 - s)).min(1.0),
        Blend::ColorBurn if b >= 1.0 => 1.0,
        Blend::ColorBurn if s <= 0.0 => 0.0,
        Blend::ColorBurn => 1.0 - ((1.0 - b) / s).min(1.0),
        Blend::HardLight => hard_light(b, s),
        Blend::SoftLight => soft_light(b, s),
        Blend::Difference => (b - s).abs(),
        Blend::Exclusion => b + s - 2.0 * b * s,
        other => panic!("{other:?} mixes no single channels"),
    }
}

fn lum(c: Rgb) -> f64 {
    0.3 * c[0] + 0.59 * c[1] + 0.11 * c[2]
}

fn sat(c: Rgb) -> f64 {
    c.iter().copied().fold(f64::MIN, f64::max) - c.iter().copied().fold(f64::MAX, f64::min)
}

fn set_lum(c: Rgb, l: f64) -> Rgb {
    let c = c.map(|channel| channel + l - lum(c));
    let (l, n, x) = (lum(c), c.iter().copied().fold(f64::MAX, f64::min), c.iter().copied().fold(f64::MIN, f64::max));
    let c = if n < 0.0 { c.map(|channel| l + (channel - l) * l / (l - n)) } else { c };
    if x > 1.0 { c.map(|channel| l + (channel - l) * (1.0 - l) / (x - l)) } else { c }
}

fn set_sat(c: Rgb, s: f64) -> Rgb {
    let n = c.iter().copied().fold(f64::MAX, f64::min);
    let range = sat(c);
    if range == 0.0 { [0.0; 3] } else { c.map(|channel| (channel - n) * s / range) }
}

fn mixed(blend: Blend, b: Rgb, s: Rgb) -> Rgb {
    match blend {
        Blend::Hue => set_lum(set_sat(s, sat(b)), lum(b)),
        Blend::Saturation => set_lum(set_sat(b, sat(s)), lum(b)),
        Blend::Color => set_lum(s, lum(b)),
        Blend::Luminosity => set_lum(b, lum(s)),
        _ => [0, 1, 2].map(|index| channel(blend, b[index], s[index])),
    }
}

/// Premultiplied result of premultiplied bytes.
fn expected(blend: Blend, backdrop: [u8; 4], source: [u8; 4], opacity: f64) -> [f64; 4] {
    let split = |pixel: [u8; 4]| {
        let alpha = f64::from(pixel[3]) / 255.0;
        let straight = |index: usize| if alpha == 0.0 { 0.0 } else { f64::from(pixel[index]) / 255.0 / alpha };
        ([straight(0), straight(1), straight(2)], alpha)
    };
    let ((b, ba), (s, sa)) = (split(backdrop), split(source));
    let sa = sa * opacity;
    let (rgb, alpha) = match porter_duff(blend, sa, ba) {
        Some((fs, fb)) => ([0, 1, 2].map(|i| s[i] * sa * fs + b[i] * ba * fb), sa * fs + ba * fb),
        None => {
            let mixed = mixed(blend, b, s);
            let rgb = [0, 1, 2].map(|i| sa * (1.0 - ba) * s[i] + sa * ba * mixed[i] + (1.0 - sa) * ba * b[i]);
            (rgb, sa + ba - sa * ba)
        }
    };
    [rgb[0], rgb[1], rgb[2], alpha].map(|value| value.min(1.0) * 255.0)
}

fn filled(area: Area, pixel: [u8; 4]) -> Layer {
    let mut layer = Layer::clear(area).unwrap();
    layer.surface().pixels().as_chunks_mut::<4>().0.fill(pixel);
    layer
}

#[test]
fn every_mode_follows_the_specification() {
    let area = Area { x: 3, y: 4, width: 2, height: 2 };
    let backdrops = [[0, 0, 0, 0], [200, 100, 0, 255], [20, 90, 100, 128], [255, 255, 255, 255], [0, 0, 0, 255]];
    let sources = [[0, 0, 0, 0], [30, 220, 120, 255], [60, 0, 40, 80], [255, 255, 255, 255], [0, 0, 0, 255]];
    for blend in ALL {
        for (backdrop, source) in backdrops.iter().flat_map(|b| sources.iter().map(move |s| (*b, *s))) {
            for opacity in [1.0, 0.5] {
                let mut below = filled(area, backdrop);
                composite(&filled(area, source), &mut below.surface(), blend, opacity);
                let expected = expected(blend, backdrop, source, opacity);
                let found: [u8; 4] = below.row(4, 3, 4).try_into().unwrap();
                let far = found.iter().zip(expected).map(|(a, b)| (f64::from(*a) - b).abs()).fold(0.0, f64::max);
                assert!(far < 1.2, "{blend:?} {source:?}·{opacity} on {backdrop:?}: {found:?}, not {expected:?}");
            }
        }
    }
}

#[test]
fn five_modes_clear_what_the_source_does_not_cover() {
    let (large, small) = (Area { x: 0, y: 0, width: 3, height: 3 }, Area { x: 1, y: 1, width: 1, height: 1 });
    for blend in ALL {
        let mut below = filled(large, [9, 9, 9, 9]);
        composite(&filled(small, [50, 60, 70, 255]), &mut below.surface(), blend, 1.0);
        let corners = [below.row(0, 0, 1), below.row(1, 2, 3), below.row(2, 2, 3)];
        let kept: &[u8] = if is_everywhere(blend) { &[0; 4] } else { &[9; 4] };
        assert_eq!(corners, [kept; 3], "{blend:?}");
    }
    assert_eq!(ALL.iter().filter(|blend| is_everywhere(**blend)).count(), 5);
}

#[test]
fn a_layer_larger_than_the_surface_is_cut() {
    let mut below = filled(Area { x: 0, y: 0, width: 2, height: 2 }, [0; 4]);
    let above = filled(Area { x: -3, y: 1, width: 4, height: 9 }, [8, 8, 8, 255]);
    for blend in ALL {
        composite(&above, &mut below.surface(), blend, 1.0);
    }
    let mut below = filled(Area { x: 0, y: 0, width: 2, height: 2 }, [0; 4]);
    composite(&above, &mut below.surface(), Blend::SourceOver, 1.0);
    assert_eq!(below.surface().pixels(), [[0; 4], [0; 4], [8, 8, 8, 255], [0; 4]].concat());
}
