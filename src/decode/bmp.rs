//! BMP, through `image`: palettes, run lengths, 16, 24 and 32 bits.

use super::exif::sane_dpi;
use super::header::{Header, stored_size};
use super::pixels::{Kind, Pixels, allocate, from_rgb};
use super::reader::{Timed, damaged, le32, truncated};
use crate::error::{Error, Result};
use crate::limits::{Deadline, Limits};
use crate::picture::{Picture, PictureFormat};
use crate::raster::byte_count;
use crate::source::Bytes;
use image::codecs::bmp::BmpDecoder;
use image::{ColorType, ImageDecoder, ImageError};

/// Where the second header and its fields begin (BITMAPFILEHEADER is 14 bytes, then BITMAPINFOHEADER).
const INFO: usize = 14;

pub(super) fn probe(bytes: &Bytes, limits: &Limits) -> Result<Picture> {
    let length = le32(bytes, INFO).ok_or_else(|| truncated("BMP"))?;
    // The sides are signed; a negative height means rows from the top. The oldest header has 16-bit sides.
    if length >= 40 {
        let (width, height) = le32(bytes, INFO + 4).zip(le32(bytes, INFO + 8)).ok_or_else(|| truncated("BMP"))?;
        let (width, height) = (width.cast_signed(), height.cast_signed());
        if width < 0 {
            return Err(Error::input(format!("the BMP is damaged: its width is {width}")));
        }
        limits.check_source(u64::from(width.unsigned_abs()), u64::from(height.unsigned_abs()))?;
    }
    let decoder = BmpDecoder::new(Timed::new(bytes, &Deadline::NEVER)).map_err(refused)?;
    let (width, height) = decoder.dimensions();
    let mut header = Header::new(PictureFormat::Bmp, width, height);
    header.has_alpha = decoder.color_type() == ColorType::Rgba8;
    if length >= 40 {
        let per_metre = le32(bytes, INFO + 24).unwrap_or(0);
        header.dpi = sane_dpi((f64::from(per_metre) * 0.0254 * 100.0).round() / 100.0);
    }
    header.into_picture(&bytes.into(), limits)
}

pub(super) fn decode(picture: &Picture, deadline: &Deadline) -> Result<Pixels> {
    let size = stored_size(picture);
    let bytes = picture.content.whole()?;
    let decoder = BmpDecoder::new(Timed::new(&bytes, deadline)).map_err(refused)?;
    if decoder.dimensions() != (size.width, size.height) {
        return Err(Error::internal("a BMP changed its size"));
    }
    let (data, kind) = match decoder.color_type() {
        ColorType::Rgba8 => {
            let mut data = allocate(size)?;
            decoder.read_image(&mut data).map_err(refused)?;
            (data, Kind::Straight)
        }
        ColorType::Rgb8 => {
            let mut rgb = vec![0; byte_count(size) / 4 * 3];
            decoder.read_image(&mut rgb).map_err(refused)?;
            (from_rgb(&rgb), Kind::Opaque)
        }
        other => return Err(Error::unsupported(format!("a BMP of {other:?} samples cannot be read"))),
    };
    Ok(Pixels { size, data, kind })
}

fn refused(cause: ImageError) -> Error {
    match cause {
        ImageError::Unsupported(what) => Error::unsupported(format!("this BMP cannot be read: {what}")),
        ImageError::IoError(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => truncated("BMP"),
        cause => damaged("BMP", &cause),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{at_least, probe};
    use crate::error::Fault;
    use crate::geometry::Size;
    use crate::limits::{Deadline, Limits};

    /// Two by one: red, then blue; 100 dots per inch.
    fn sample() -> Vec<u8> {
        let mut bytes = b"BM\x3E\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x02\0\0\0\x01\0\0\0\x01\0\x18\0".to_vec();
        bytes.extend([0; 8]);
        bytes.extend(3937u32.to_le_bytes().repeat(2));
        bytes.extend([0; 8]);
        bytes.extend([0, 0, 255, 255, 0, 0, 0, 0]);
        bytes
    }

    #[test]
    fn pixels_and_resolution_are_read() {
        let picture = probe(sample(), &Limits::default()).unwrap();
        assert_eq!((picture.size, picture.dpi), (Size::new(2, 1), Some(100.0)));
        let raster = at_least(&picture, picture.size, &Limits::default(), &Deadline::NEVER).unwrap();
        assert_eq!(raster.data(), [255, 0, 0, 255, 0, 0, 255, 255]);
    }

    #[test]
    fn sides_are_judged_before_the_library_runs() {
        let mut bytes = sample();
        bytes[18..22].copy_from_slice(&0x00FF_FFFFu32.to_le_bytes());
        assert_eq!(probe(bytes.clone(), &Limits::default()).unwrap_err().fault(), Fault::TooLarge);
        bytes[18..22].copy_from_slice(&u32::MAX.to_le_bytes());
        assert_eq!(probe(bytes, &Limits::default()).unwrap_err().fault(), Fault::Input);
    }
}
