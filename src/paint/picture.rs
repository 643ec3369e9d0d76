//! Pixels go onto a surface: copied where they land on whole pixels, else sampled.

use super::blend;
use super::path::{Figure, fill_figure};
use super::surface::{Surface, single};
use crate::art::Parts;
use crate::error::{Error, Result};
use crate::geometry::{Rect, Size};
use crate::outline::{FillRule, Outline};
use crate::raster::Raster;
use crate::transform::Transform;
use std::borrow::Cow;
use tiny_skia::{FilterQuality, Pattern, PixmapRef, SpreadMode};

/// Closer than this to a whole pixel is on it: half a step of the 1/256 in which edges are painted.
const ON_PIXEL: f64 = 1.0 / 512.0;
/// A picture that grows by more than this is sampled with a cubic: below it the gain cannot be seen.
const GROWS: f64 = 1.02;

/// How far from a point the cubic looks, in pixels, and one more for rounding.
const SAMPLED: f64 = 3.0;

/// A slot's pixels: all at hand, or to be had part by part.
#[derive(Clone, Copy)]
pub(super) enum Pixels<'a> {
    /// All.
    Whole(&'a Raster),
    /// Parts, of which a surface asks for what it shows.
    Parts(&'a Parts),
}

impl Pixels<'_> {
    fn size(&self) -> Size {
        match self {
            Self::Whole(raster) => raster.size(),
            Self::Parts(parts) => parts.size,
        }
    }
}

/// Pixels and where they go.
#[derive(Clone, Copy)]
pub(super) struct Placed<'a> {
    /// The pixels.
    pub pixels: Pixels<'a>,
    /// In the item's coordinates.
    pub dest: Rect,
    /// Whether pixels are blended.
    pub is_smooth: bool,
    /// From the item's coordinates to the scene.
    pub transform: Transform,
}

impl Placed<'_> {
    /// From its pixels to the scene's.
    fn to_scene(self) -> Transform {
        let Size { width, height } = self.pixels.size();
        let dest = self.dest;
        let per_pixel = Transform::scale(dest.width / f64::from(width), dest.height / f64::from(height));
        self.transform.then_inner(Transform::translate(dest.x, dest.y)).then_inner(per_pixel)
    }
}

/// Paints pixels over what is there.
pub(super) fn paint(surface: &mut Surface<'_>, placed: Placed<'_>, opacity: f64) -> Result<()> {
    let Some(part) = shown(surface, placed)? else { return Ok(()) };
    match whole_pixels(placed) {
        Some((x, y)) => {
            blend::over_raster(surface, &part.raster, x + part.left as i32, y + part.top as i32, opacity);
            Ok(())
        }
        None => sample(surface, placed, &part, opacity),
    }
}

/// Pixels that begin somewhere in a slot's.
struct Part<'a> {
    raster: Cow<'a, Raster>,
    left: u32,
    top: u32,
}

/// The part that a surface shows; it depends on nothing but the surface, so that every window of
/// a scene asks for the same parts.
fn shown<'a>(surface: &Surface<'_>, placed: Placed<'a>) -> Result<Option<Part<'a>>> {
    let parts = match placed.pixels {
        Pixels::Whole(raster) => return Ok(Some(Part { raster: Cow::Borrowed(raster), left: 0, top: 0 })),
        Pixels::Parts(parts) => parts,
    };
    let Some(to_pixels) = placed.to_scene().inverse() else { return Ok(None) };
    let seen = to_pixels.bounds_of(surface.area().rect()).grown(SAMPLED);
    let Some(seen) = seen.intersect(parts.size.rect()) else { return Ok(None) };
    let (left, top) = (seen.x.floor(), seen.y.floor());
    let part = Rect::new(left, top, seen.right().ceil() - left, seen.bottom().ceil() - top);
    Ok(Some(Part { raster: Cow::Owned((parts.cut)(part)?), left: left as u32, top: top as u32 }))
}

/// Where the left top pixel goes, when each pixel covers exactly one of the scene.
fn whole_pixels(placed: Placed<'_>) -> Option<(i32, i32)> {
    let transform = placed.transform;
    if !(transform.is_upright() && transform.a > 0.0 && transform.d > 0.0) {
        return None;
    }
    let Size { width, height } = placed.pixels.size();
    let bounds = transform.bounds_of(placed.dest);
    let near = |value: f64, whole: f64| (value - whole).abs() <= ON_PIXEL && whole.abs() < f64::from(1 << 28);
    let (x, y) = (bounds.x.round(), bounds.y.round());
    let lands = near(bounds.x, x)
        && near(bounds.y, y)
        && near(bounds.right(), x + f64::from(width))
        && near(bounds.bottom(), y + f64::from(height));
    lands.then_some((x as i32, y as i32))
}

/// The general way: a pattern in the box that the picture covers, its edges anti-aliased. Beyond its edges the picture
/// goes on with its outermost pixels, so nothing dark seeps in.
fn sample(
    surface: &mut Surface<'_>,
    placed: Placed<'_>,
    Part { raster, left, top }: &Part<'_>,
    opacity: f64,
) -> Result<()> {
    let Size { width, height } = raster.size();
    let pixels = PixmapRef::from_bytes(raster.data(), width, height)
        .ok_or_else(|| Error::internal(format!("a picture of {} has no pixels", raster.size())))?;
    let part = Transform::translate(f64::from(*left), f64::from(*top));
    let pixel_to_surface = surface.to_pixels(placed.to_scene().then_inner(part));
    let outline = Outline::rect(placed.dest).transformed(surface.to_pixels(placed.transform));
    let figure = Figure::new(&outline, FillRule::Nonzero);
    let (Some(figure), Some(_), Some(mut pixmap)) = (figure, pixel_to_surface.inverse(), surface.pixmap()) else {
        return Ok(());
    };
    let quality = quality(pixel_to_surface, placed.is_smooth);
    let shader = Pattern::new(pixels, SpreadMode::Pad, quality, opacity as f32, single(pixel_to_surface));
    fill_figure(&mut pixmap, &figure, shader);
    Ok(())
}

/// Cubic where pixels are enlarged or turned, which linear sampling blurs; linear else.
fn quality(transform: Transform, is_smooth: bool) -> FilterQuality {
    let (across, down) = transform.scales();
    match is_smooth {
        false => FilterQuality::Nearest,
        true if across.max(down) > GROWS || !transform.is_upright() => FilterQuality::Bicubic,
        true => FilterQuality::Bilinear,
    }
}

#[cfg(test)]
mod tests {
    use super::super::area::Area;
    use super::super::surface::Layer;
    use super::*;

    fn noise(size: Size) -> Raster {
        let mut seed = 7u32;
        let bytes = (0..size.pixels() * 4).map(|_| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 24) as u8
        });
        Raster::from_straight(size, bytes.collect()).unwrap()
    }

    #[test]
    fn the_fast_way_agrees_with_the_general_one() {
        let raster = noise(Size::new(7, 5));
        let area = Area { x: -2, y: 3, width: 9, height: 9 };
        for (x, y) in [(0.0, 4.0), (-4.0, 1.0), (4.0, 10.0)] {
            let transform = Transform::new(0.5, 0.0, 0.0, 2.0, x, y);
            let dest = Rect::new(0.0, 0.0, 14.0, 2.5);
            let placed = Placed { pixels: Pixels::Whole(&raster), dest, is_smooth: true, transform };
            for opacity in [1.0, 0.4] {
                let (mut fast, mut slow) = (Layer::clear(area).unwrap(), Layer::clear(area).unwrap());
                for layer in [&mut fast, &mut slow] {
                    layer.surface().pixels().fill(90);
                }
                assert!(whole_pixels(placed).is_some());
                let part = Part { raster: Cow::Borrowed(&raster), left: 0, top: 0 };
                paint(&mut fast.surface(), placed, opacity).unwrap();
                sample(&mut slow.surface(), placed, &part, opacity).unwrap();
                let pairs = fast.surface().pixels().to_vec();
                let far = pairs.iter().zip(slow.surface().pixels()).map(|(a, b)| a.abs_diff(*b)).max();
                assert!(far <= Some(1), "{far:?} at {x}, {y}, opacity {opacity}");
            }
        }
    }

    #[test]
    fn only_upright_pictures_on_whole_pixels_are_copied() {
        let raster = noise(Size::new(4, 2));
        let dest = Rect::new(1.0, 1.0, 4.0, 2.0);
        let lands =
            |transform| whole_pixels(Placed { pixels: Pixels::Whole(&raster), dest, is_smooth: true, transform });
        assert_eq!(lands(Transform::translate(2.0, 3.0)), Some((3, 4)));
        assert_eq!(lands(Transform::translate(0.5, 0.0)), None);
        assert_eq!(lands(Transform::scale(-1.0, 1.0)), None);
        assert_eq!(lands(Transform::scale(1.01, 1.0)), None);
        assert_eq!(lands(Transform::rotate(90.0)), None);
    }
}
