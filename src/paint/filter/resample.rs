//! A filter that takes pixels away takes detail, not place.

use super::frame::Frame;
use super::pixels::Pixels;
use crate::error::{Error, Result};
use crate::geometry::Size;
use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};

/// Where the source has fewer pixels than the raster, makes them that few, and as many as before again.
///
/// # Errors
/// [`Fault::Internal`](crate::Fault::Internal) when the library fails.
pub(super) fn coarser(pixels: Pixels, frame: &Frame) -> Result<Pixels> {
    let few = |count: u32, scale: f64| ((f64::from(count) / scale.max(1.0)).ceil() as u32).clamp(1, count.max(1));
    let size = pixels.size;
    let small = Size::new(few(size.width, frame.scale.0), few(size.height, frame.scale.1));
    if small == size {
        return Ok(pixels);
    }
    let small = resized(&pixels, small)?;
    resized(&small, size)
}

/// Linear, as a browser enlarges; colours weighed by alpha.
fn resized(pixels: &Pixels, to: Size) -> Result<Pixels> {
    let failed = |cause: &dyn std::fmt::Display| Error::internal(format!("the resize of a filter failed: {cause}"));
    let Size { width, height } = pixels.size;
    let source = ImageRef::new(width, height, &pixels.data, PixelType::U8x4).map_err(|cause| failed(&cause))?;
    let mut target = Image::new(to.width, to.height, PixelType::U8x4);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Bilinear)).use_alpha(true);
    Resizer::new().resize(&source, &mut target, &options).map_err(|cause| failed(&cause))?;
    Ok(Pixels { size: to, data: target.into_vec() })
}

#[cfg(test)]
mod tests {
    use super::super::straight::filtered_rows;
    use crate::filter::Filter;

    #[test]
    fn fewer_pixels_lose_detail_and_more_lose_none() {
        let rows: Vec<[u8; 4]> = (0..64).map(|index| if index % 2 == 0 { [0, 0, 0, 255] } else { [255; 4] }).collect();
        let found = filtered_rows(&rows, 8, &[Filter::Resize { x: 0.25, y: 0.25 }]);
        assert!(found.iter().all(|pixel| pixel[0].abs_diff(128) < 40), "{found:?}");
        assert_eq!(filtered_rows(&rows, 8, &[Filter::Resize { x: 2.0, y: 3.0 }]), rows);
    }

    #[test]
    fn blocks_after_a_resize_are_blocks_of_its_pixels() {
        let row: Vec<[u8; 4]> = (0..8).map(|value| [value, 0, 0, 255]).collect();
        let filters = [Filter::Resize { x: 2.0, y: 1.0 }, Filter::Pixelate { block: 4.0 }];
        let found: Vec<u8> = filtered_rows(&row, 8, &filters).iter().map(|pixel| pixel[0]).collect();
        assert_eq!(found, [0, 0, 2, 2, 4, 4, 6, 6]);
    }
}
