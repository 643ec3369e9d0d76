//! GIF: the first frame, put on the logical screen, which a larger first frame makes larger.
//!
//! An index beyond the palette is black.

use super::header::{Header, stored_size};
use super::pixels::{Kind, Pixels, allocate};
use super::reader::{Timed, damaged, truncated};
use crate::error::{Error, Result};
use crate::limits::{Deadline, Limits, within};
use crate::picture::{Picture, PictureFormat};
use crate::source::Bytes;
use gif::{ColorOutput, DecodeOptions, Decoder, DecodingError, Frame, MemoryLimit};

/// What the library may take beside the frame, which is allocated here: a profile or text of 16 MiB.
const WORKING_BYTES: std::num::NonZeroU64 = std::num::NonZeroU64::new(16 << 20).unwrap();

fn open<'a>(bytes: &'a [u8], deadline: &'a Deadline) -> Result<Decoder<Timed<'a>>> {
    let mut options = DecodeOptions::new();
    options.set_color_output(ColorOutput::RGBA);
    options.set_memory_limit(MemoryLimit::Bytes(WORKING_BYTES));
    options.read_info(Timed::new(bytes, deadline)).map_err(|cause| refused(&cause))
}

fn refused(cause: &DecodingError) -> Error {
    match cause {
        DecodingError::UnexpectedEof => truncated("GIF"),
        cause => damaged("GIF", cause),
    }
}

pub(super) fn probe(bytes: &Bytes, limits: &Limits) -> Result<Picture> {
    let mut decoder = open(bytes, &Deadline::NEVER)?;
    let screen = (u32::from(decoder.width()), u32::from(decoder.height()));
    let first = decoder.next_frame_info().map_err(|cause| refused(&cause))?;
    let first = first.ok_or_else(|| Error::input("the GIF has no picture"))?;
    let frame = (u32::from(first.width), u32::from(first.height));
    limits.check_source(u64::from(frame.0), u64::from(frame.1))?;
    // A screen without area is one that the first frame fills; one that is too small for it grows.
    let (width, height) = match screen.0 == 0 || screen.1 == 0 {
        true => frame,
        false => (screen.0.max(u32::from(first.left) + frame.0), screen.1.max(u32::from(first.top) + frame.1)),
    };
    let mut header = Header::new(PictureFormat::Gif, width, height);
    let covers = first.left == 0 && first.top == 0 && frame.0 >= width && frame.1 >= height;
    header.has_alpha = first.transparent.is_some() || !covers;
    limits.check_source(u64::from(width), u64::from(height))?;
    loop {
        match decoder.next_frame_info() {
            Ok(Some(_)) => {
                header.frames += 1;
                within("frames", header.frames, limits.frames)?;
            }
            Ok(None) => break,
            Err(_) => {
                header.remarks.push(format!("the GIF is cut off or damaged behind its frame {}", header.frames));
                break;
            }
        }
    }
    header.into_picture(&bytes.into(), limits)
}

pub(super) fn decode(picture: &Picture, limits: &Limits, deadline: &Deadline) -> Result<Pixels> {
    let size = stored_size(picture);
    let bytes = picture.content.whole()?;
    let mut decoder = open(&bytes, deadline)?;
    let frame = decoder.next_frame_info().map_err(|cause| refused(&cause))?;
    let frame = frame.ok_or_else(|| Error::input("the GIF has no picture"))?.clone();
    limits.check_source(u64::from(frame.width), u64::from(frame.height))?;
    let frame_size = crate::geometry::Size::new(u32::from(frame.width), u32::from(frame.height));
    let mut data = allocate(frame_size)?;
    decoder.read_into_buffer(&mut data).map_err(|cause| refused(&cause))?;
    if frame.transparent.is_none() {
        // The library leaves out what the palette does not have.
        data.as_chunks_mut::<4>().0.iter_mut().for_each(|pixel| pixel[3] = 255);
    }
    if frame_size != size || frame.left > 0 || frame.top > 0 {
        data = on_screen(&data, &frame, size)?;
    }
    let kind = if picture.has_alpha { Kind::Straight } else { Kind::Opaque };
    Ok(Pixels { size, data, kind, alpha: None })
}

/// The frame at its place on a clear screen; what sticks out is cut.
fn on_screen(data: &[u8], frame: &Frame<'_>, size: crate::geometry::Size) -> Result<Vec<u8>> {
    let mut screen = allocate(size)?;
    let (left, width) = (usize::from(frame.left), size.width as usize);
    let visible = usize::from(frame.width).min(width.saturating_sub(left));
    let rows = screen.chunks_exact_mut(width * 4).skip(usize::from(frame.top));
    for (target, source) in rows.zip(data.chunks_exact(usize::from(frame.width).max(1) * 4)) {
        if let Some(target) = target.get_mut(left * 4..(left + visible) * 4) {
            target.copy_from_slice(&source[..visible * 4]);
        }
    }
    Ok(screen)
}

#[cfg(test)]
mod tests {
    use super::super::{at_least, probe};
    use crate::error::Fault;
    use crate::geometry::Size;
    use crate::limits::{Deadline, Limits};
    use crate::source::Bytes;
    use gif::{Encoder, Frame};

    /// A screen of 3 × 2; each frame one red pixel, the first at (1, 1).
    fn sample(frames: usize) -> Bytes {
        let mut bytes = Vec::new();
        let mut encoder = Encoder::new(&mut bytes, 3, 2, &[255, 0, 0, 0, 0, 255]).unwrap();
        for _ in 0..frames {
            encoder.write_frame(&Frame { left: 1, top: 1, ..Frame::from_indexed_pixels(1, 1, [0], None) }).unwrap();
        }
        drop(encoder);
        bytes.into()
    }

    #[test]
    fn the_first_frame_lies_on_the_screen() {
        let picture = probe(sample(3), &Limits::default()).unwrap();
        assert_eq!((picture.size, picture.frames, picture.has_alpha), (Size::new(3, 2), 3, true));
        let raster = at_least(&picture, picture.size, &Limits::default(), &Deadline::NEVER).unwrap();
        let alphas: Vec<u8> = raster.data().chunks_exact(4).map(|pixel| pixel[3]).collect();
        assert_eq!(alphas, [0, 0, 0, 0, 255, 0]);
        assert_eq!(raster.data()[16..20], [255, 0, 0, 255]);
    }

    #[test]
    fn frames_are_counted_no_further_than_the_limit() {
        let limits = Limits { frames: 2, ..Limits::default() };
        assert!(probe(sample(2), &limits).is_ok());
        assert_eq!(probe(sample(3), &limits).unwrap_err().fault(), Fault::TooLarge);
    }

    #[test]
    fn a_cut_is_refused_or_remarked() {
        let bytes = sample(1);
        for length in 6..bytes.len() {
            let cut: Bytes = bytes[..length].into();
            let picture = probe(&cut, &Limits::default());
            let remarks = picture.as_ref().map_or(0, |picture| picture.remarks.len());
            let result = picture.and_then(|p| at_least(&p, p.size, &Limits::default(), &Deadline::NEVER));
            match result {
                Ok(_) => assert_eq!(remarks, 1, "{length}"),
                Err(error) => assert_eq!(error.fault(), Fault::Input, "{length}"),
            }
        }
    }
}
