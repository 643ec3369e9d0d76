//! What the steps of a filter hand on: pixels of one area, premultiplied, in sRGB or with linear light.

use super::super::super::area::Area;
use super::super::super::surface::Layer;
use std::sync::LazyLock;

/// A premultiplied pixel.
pub(super) type Pixel = [u8; 4];

/// Pixels of an area.
#[derive(Clone)]
pub(super) struct Image {
    /// Which pixels of the scene they are.
    pub(super) area: Area,
    /// Row by row.
    pub(super) pixels: Vec<Pixel>,
    /// Whether they are in linear light.
    pub(super) is_linear: bool,
}

impl Image {
    /// Nothing.
    pub(super) fn clear(area: Area) -> Self {
        Self { area, pixels: vec![[0; 4]; area.pixels() as usize], is_linear: false }
    }

    /// One colour.
    pub(super) fn flood(area: Area, color: usvg::Color, opacity: usvg::Opacity) -> Self {
        let alpha = opacity.get();
        let channel = |value: u8| (f32::from(value) * alpha + 0.5) as u8;
        let pixel = [channel(color.red), channel(color.green), channel(color.blue), (alpha * 255.0 + 0.5) as u8];
        Self { area, pixels: vec![pixel; area.pixels() as usize], is_linear: false }
    }

    /// What a layer holds.
    pub(super) fn of_layer(layer: Layer) -> Self {
        let (area, bytes) = layer.into_parts();
        Self { area, pixels: bytes.as_chunks::<4>().0.to_vec(), is_linear: false }
    }

    /// A layer of it, which must be in sRGB.
    pub(super) fn into_layer(self) -> Layer {
        Layer::from_parts(self.area, self.pixels.into_flattened())
    }

    /// Pixels in a row.
    pub(super) fn width(&self) -> usize {
        self.area.width as usize
    }

    /// Its alpha over black.
    pub(super) fn alpha_only(&self) -> Self {
        let pixels = self.pixels.iter().map(|pixel| [0, 0, 0, pixel[3]]).collect();
        Self { pixels, ..*self }
    }

    /// In linear light or in sRGB.
    pub(super) fn in_space(self, is_linear: bool) -> Self {
        if self.is_linear == is_linear {
            return self;
        }
        let table: &[u8; 256] = if is_linear { &TO_LINEAR } else { &TO_SRGB };
        let mapped = |[r, g, b, a]: Pixel| {
            let [r, g, b] = straight([r, g, b, a]).map(|channel| table[usize::from(channel)]);
            multiplied([r, g, b], a)
        };
        let pixels = self.pixels.into_iter().map(mapped).collect();
        Self { pixels, is_linear, ..self }
    }

    /// Clears what lies outside of an area; all of it when there is none.
    pub(super) fn keep(&mut self, kept: Option<Area>) {
        let (width, area) = (self.width(), self.area);
        let kept = kept.and_then(|kept| kept.intersect(area));
        if kept == Some(area) {
            return;
        }
        for (row, y) in self.pixels.chunks_exact_mut(width).zip(area.y..) {
            match kept {
                Some(kept) if (kept.y..kept.bottom()).contains(&y) => {
                    let (left, right) = (kept.x.abs_diff(area.x) as usize, kept.right().abs_diff(area.x) as usize);
                    row.iter_mut().take(left).for_each(|pixel| *pixel = [0; 4]);
                    row.iter_mut().skip(right).for_each(|pixel| *pixel = [0; 4]);
                }
                _ => row.fill([0; 4]),
            }
        }
    }

    /// Moved by whole pixels; what comes in is clear.
    pub(super) fn moved(self, dx: f64, dy: f64) -> Self {
        let (dx, dy) = (dx.round() as i64, dy.round() as i64);
        if (dx, dy) == (0, 0) {
            return self;
        }
        let (width, height) = (i64::from(self.area.width), i64::from(self.area.height));
        let mut moved = Self { is_linear: self.is_linear, ..Self::clear(self.area) };
        for y in 0.max(dy)..height.min(height + dy) {
            let (from, to) = (0.max(-dx), 0.max(dx));
            let count = (width - dx.abs()).max(0) as usize;
            let at = |row: i64, column: i64| (row * width + column) as usize;
            let source = self.pixels.get(at(y - dy, from)..at(y - dy, from) + count);
            if let (Some(source), Some(target)) = (source, moved.pixels.get_mut(at(y, to)..at(y, to) + count)) {
                target.copy_from_slice(source);
            }
        }
        moved
    }
}

/// The colour without its alpha.
pub(super) fn straight([r, g, b, a]: Pixel) -> [u8; 3] {
    match a {
        0 => [0; 3],
        255 => [r, g, b],
        a => [r, g, b].map(|channel| (f32::from(channel) * 255.0 / f32::from(a) + 0.5).min(255.0) as u8),
    }
}

/// A colour with its alpha.
pub(super) fn multiplied(color: [u8; 3], a: u8) -> Pixel {
    let [r, g, b] = color.map(|channel| (f32::from(channel) * f32::from(a) / 255.0 + 0.5) as u8);
    [r, g, b, a]
}

/// The transfer function of sRGB (IEC 61966-2-1), in levels.
static TO_LINEAR: LazyLock<[u8; 256]> = LazyLock::new(|| {
    table(|value| if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) })
});
/// Its inverse.
static TO_SRGB: LazyLock<[u8; 256]> = LazyLock::new(|| {
    table(|value| if value <= 0.003_130_8 { value * 12.92 } else { 1.055 * value.powf(1.0 / 2.4) - 0.055 })
});

fn table(of: impl Fn(f64) -> f64) -> [u8; 256] {
    std::array::from_fn(|level| (of(level as f64 / 255.0) * 255.0).round() as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(pixels: &[u8]) -> Image {
        let area = Area { x: 0, y: 0, width: pixels.len() as u32, height: 1 };
        Image { pixels: pixels.iter().map(|&value| [value; 4]).collect(), ..Image::clear(area) }
    }

    fn values(image: &Image) -> Vec<u8> {
        image.pixels.iter().map(|pixel| pixel[3]).collect()
    }

    #[test]
    fn pixels_move_by_whole_ones_and_are_kept_in_an_area() {
        assert_eq!(values(&row(&[1, 2, 3, 4]).moved(1.4, 0.0)), [0, 1, 2, 3]);
        assert_eq!(values(&row(&[1, 2, 3, 4]).moved(-3.0, 0.0)), [4, 0, 0, 0]);
        assert_eq!(values(&row(&[1, 2, 3, 4]).moved(0.0, 9.0)), [0; 4]);
        assert_eq!(values(&row(&[1, 2, 3, 4]).moved(50.0, 0.0)), [0; 4]);
        let mut image = row(&[1, 2, 3, 4]);
        image.keep(Area::between(1, 0, 3, 1));
        assert_eq!(values(&image), [0, 2, 3, 0]);
        image.keep(None);
        assert_eq!(values(&image), [0; 4]);
    }

    #[test]
    fn linear_light_and_back_is_the_same_for_bright_opaque_colours() {
        let image = Image::flood(
            Area { x: 0, y: 0, width: 1, height: 1 },
            usvg::Color::new_rgb(200, 120, 255),
            usvg::Opacity::ONE,
        );
        let there = image.clone().in_space(true);
        assert_eq!(there.pixels[0], [147, 48, 255, 255]);
        assert_eq!(there.in_space(false).pixels[0], [200, 120, 255, 255]);
    }
}
