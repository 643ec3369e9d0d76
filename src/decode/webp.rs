//! WebP: lossy, lossless, with alpha; of an animation the first frame on its canvas.

use super::exif;
use super::header::{Header, stored_size};
use super::pixels::{Kind, Pixels, allocate, from_rgb};
use super::reader::{Timed, damaged, truncated};
use super::webp_header;
use crate::error::{Error, Result};
use crate::limits::{Deadline, Limits, within};
use crate::picture::{Picture, PictureFormat};
use crate::raster::byte_count;
use crate::source::{Bytes, Content};
use image_webp::{DecodingError, WebPDecoder};

pub(super) fn probe(bytes: &Bytes, limits: &Limits) -> Result<Picture> {
    let chunks = webp_header::read(bytes, limits.frames)?;
    let mut header = Header::new(PictureFormat::Webp, chunks.width, chunks.height);
    header.has_alpha = chunks.has_alpha;
    header.frames = chunks.frames.max(1);
    header.exif =
        chunks.exif.filter(|exif| exif.len() as u64 <= limits.metadata_bytes).map(exif::read).unwrap_or_default();
    header.profile = chunks.profile.map(<[u8]>::to_vec);
    let content = if chunks.lacks_alpha { without_alpha(bytes) } else { bytes.into() };
    header.into_picture(&content, limits)
}

/// The file without the announcement of alpha, by which the library looks for what is not there: the flag stands first
/// in the extended header (RFC 9649, section 2.7).
fn without_alpha(bytes: &Bytes) -> Content {
    let mut bytes = bytes.to_vec();
    if let Some(flags) = bytes.get_mut(20) {
        *flags &= !0x10;
    }
    bytes.into()
}

pub(super) fn decode(picture: &Picture, limits: &Limits, deadline: &Deadline) -> Result<Pixels> {
    let bytes = picture.content.whole()?;
    // Walked again: the sizes in it are what keeps the library's memory bounded.
    let chunks = webp_header::read(&bytes, limits.frames)?;
    if !chunks.is_complete {
        return Err(truncated("WebP"));
    }
    let size = stored_size(picture);
    if chunks.frames > 0 {
        // The library computes the bytes of an animation's canvas in 32 bits.
        within("source_pixels", size.pixels(), u64::from(u32::MAX / 4))?;
    }
    let mut decoder = WebPDecoder::new(Timed::new(&bytes, deadline)).map_err(refused)?;
    decoder.set_memory_limit(byte_count(size).saturating_mul(2));
    if decoder.dimensions() != (size.width, size.height) {
        return Err(Error::input("the WebP is damaged: its sizes contradict each other"));
    }
    if decoder.has_alpha() {
        let mut data = allocate(size)?;
        decoder.read_image(&mut data).map_err(refused)?;
        return Ok(Pixels { size, data, kind: Kind::Straight, alpha: None });
    }
    let mut rgb = vec![0; byte_count(size) / 4 * 3];
    decoder.read_image(&mut rgb).map_err(refused)?;
    Ok(Pixels { size, data: from_rgb(&rgb), kind: Kind::Opaque, alpha: None })
}

fn refused(cause: DecodingError) -> Error {
    match cause {
        DecodingError::UnsupportedFeature(what) => Error::unsupported(format!("this WebP cannot be read: {what}")),
        DecodingError::IoError(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => truncated("WebP"),
        cause => damaged("WebP", &cause),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{at_least, probe};
    use crate::error::Fault;
    use crate::geometry::Size;
    use crate::limits::{Deadline, Limits};
    use crate::source::Bytes;
    use image_webp::{ColorType, WebPEncoder};

    fn encode(
        color: ColorType,
        data: &[u8],
        size: (u32, u32),
        tweak: impl FnOnce(&mut WebPEncoder<&mut Vec<u8>>),
    ) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = WebPEncoder::new(&mut bytes);
        tweak(&mut encoder);
        encoder.encode(data, size.0, size.1, color).unwrap();
        bytes
    }

    #[test]
    fn pixels_alpha_and_orientation_are_read() {
        let exif = super::super::exif::tests::sample(6);
        let data = [255, 0, 0, 255, 0, 255, 0, 128];
        let bytes: Bytes = encode(ColorType::Rgba8, &data, (2, 1), |encoder| encoder.set_exif_metadata(exif)).into();
        let picture = probe(&bytes, &Limits::default()).unwrap();
        assert_eq!((picture.size, picture.has_alpha, picture.dpi), (Size::new(1, 2), true, Some(300.0)));
        let raster = at_least(&picture, picture.size, &Limits::default(), &Deadline::NEVER).unwrap();
        assert_eq!(raster.data(), [255, 0, 0, 255, 0, 128, 0, 128]);
    }

    #[test]
    fn every_cut_is_refused() {
        let data: Vec<u8> = (0..300).map(|i| (i * 7) as u8).collect();
        let bytes = encode(ColorType::Rgb8, &data, (10, 10), |_| ());
        for length in 12..bytes.len() {
            let cut: Bytes = bytes[..length].into();
            let result = probe(&cut, &Limits::default())
                .and_then(|picture| at_least(&picture, picture.size, &Limits::default(), &Deadline::NEVER));
            assert_eq!(result.unwrap_err().fault(), Fault::Input, "{length}");
        }
    }

    #[test]
    fn a_frame_larger_than_its_canvas_is_refused() {
        let plain = encode(ColorType::Rgb8, &[0; 300], (10, 10), |_| ());
        let canvas = [&b"VP8X\x0A\0\0\0\0\0\0\0"[..], &[8, 0, 0, 9, 0, 0]].concat();
        let bytes = [&plain[..4], &(plain.len() as u32 + 10).to_le_bytes(), b"WEBP", &canvas, &plain[12..]].concat();
        let error = probe(bytes, &Limits::default()).unwrap_err();
        assert!(error.what().contains("10x10 px where 9x10 px"), "{error}");
    }
}
