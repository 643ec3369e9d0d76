//! What is painted on: bytes of premultiplied RGBA that stand for an [`Area`] of the scene.

use super::area::Area;
use crate::error::{Error, Result};
use crate::transform::Transform;
use tiny_skia::{PixmapMut, PixmapRef};

/// Pixels of one surface, 400 MB. Tiles are a fiftieth of it; only a shadow with a blur of thousands of pixels asks
/// for more.
pub(super) const MAX_PIXELS: u64 = 100_000_000;

/// Borrowed pixels of an area.
pub(super) struct Surface<'a> {
    area: Area,
    pixels: &'a mut [u8],
}

/// Owned pixels of an area, at first clear.
pub(super) struct Layer {
    area: Area,
    pixels: Vec<u8>,
}

impl<'a> Surface<'a> {
    /// Takes the bytes of an area, four a pixel, without padding.
    pub(super) fn new(area: Area, pixels: &'a mut [u8]) -> Result<Self> {
        if usize::try_from(area.pixels() * 4) != Ok(pixels.len()) {
            return Err(Error::internal(format!("{} bytes do not make {area:?}", pixels.len())));
        }
        Ok(Self { area, pixels })
    }

    /// The same pixels, lent for a while.
    #[cfg(feature = "svg")]
    pub(super) fn again(&mut self) -> Surface<'_> {
        Surface { area: self.area, pixels: self.pixels }
    }

    /// Which pixels of the scene these are.
    pub(super) fn area(&self) -> Area {
        self.area
    }

    /// From pixels of the scene to pixels of the surface.
    pub(super) fn to_pixels(&self, transform: Transform) -> Transform {
        Transform::translate(-f64::from(self.area.x), -f64::from(self.area.y)).then_inner(transform)
    }

    /// For tiny-skia. `None` beyond its own bounds, which [`MAX_PIXELS`] is below.
    pub(super) fn pixmap(&mut self) -> Option<PixmapMut<'_>> {
        PixmapMut::from_bytes(self.pixels, self.area.width, self.area.height)
    }

    /// All bytes.
    pub(super) fn pixels(&mut self) -> &mut [u8] {
        self.pixels
    }

    /// The bytes of one row between two columns of the scene, which must lie on the surface; else empty.
    pub(super) fn row(&mut self, y: i32, left: i32, right: i32) -> &mut [u8] {
        row_range(self.area, y, left, right).and_then(|range| self.pixels.get_mut(range)).unwrap_or_default()
    }
}

impl Layer {
    /// A clear layer.
    ///
    /// # Errors
    /// [`Fault::TooLarge`](crate::Fault::TooLarge) over [`MAX_PIXELS`].
    pub(super) fn clear(area: Area) -> Result<Self> {
        if area.pixels() > MAX_PIXELS {
            return Err(Error::new(
                crate::error::Fault::TooLarge,
                format!("a layer of {} x {} px is over {MAX_PIXELS} px", area.width, area.height),
            )
            .with_help("make the blur of the shadow smaller, or the output"));
        }
        Ok(Self { area, pixels: vec![0; (area.pixels() * 4) as usize] })
    }

    /// Which pixels of the scene these are.
    pub(super) fn area(&self) -> Area {
        self.area
    }

    /// The area and its bytes.
    #[cfg(feature = "svg")]
    pub(super) fn into_parts(self) -> (Area, Vec<u8>) {
        (self.area, self.pixels)
    }

    /// What [`Layer::into_parts`] gave, its bytes changed but not their number.
    #[cfg(feature = "svg")]
    pub(super) fn from_parts(area: Area, pixels: Vec<u8>) -> Self {
        Self { area, pixels }
    }

    /// The pixels of a part.
    ///
    /// # Errors
    /// As [`Layer::clear`].
    #[cfg(feature = "svg")]
    pub(super) fn part(self, kept: Area) -> Result<Option<Self>> {
        let Some(kept) = kept.intersect(self.area) else { return Ok(None) };
        if kept == self.area {
            return Ok(Some(self));
        }
        let mut part = Self::clear(kept)?;
        for y in kept.y..kept.bottom() {
            part.surface().row(y, kept.x, kept.right()).copy_from_slice(self.row(y, kept.x, kept.right()));
        }
        Ok(Some(part))
    }

    /// To paint on.
    pub(super) fn surface(&mut self) -> Surface<'_> {
        Surface { area: self.area, pixels: &mut self.pixels }
    }

    /// For tiny-skia.
    pub(super) fn pixmap(&self) -> Option<PixmapRef<'_>> {
        PixmapRef::from_bytes(&self.pixels, self.area.width, self.area.height)
    }

    /// The bytes of one row between two columns of the scene, which must lie on the layer; else empty.
    pub(super) fn row(&self, y: i32, left: i32, right: i32) -> &[u8] {
        row_range(self.area, y, left, right).and_then(|range| self.pixels.get(range)).unwrap_or_default()
    }
}

fn row_range(area: Area, y: i32, left: i32, right: i32) -> Option<std::ops::Range<usize>> {
    let row = usize::try_from(y.checked_sub(area.y)?).ok()?;
    let column = |x: i32| usize::try_from(x.checked_sub(area.x)?).ok();
    let start = row * area.width as usize;
    (right <= area.right()).then_some(())?;
    Some((start + column(left)?) * 4..(start + column(right)?) * 4)
}

/// In the precision of tiny-skia.
pub(super) fn single(transform: Transform) -> tiny_skia::Transform {
    let Transform { a, b, c, d, e, f } = transform;
    tiny_skia::Transform::from_row(a as f32, b as f32, c as f32, d as f32, e as f32, f as f32)
}
