//! Any bytes as a picture: what is decoded has the size that the header promised, as a whole and in rows, or is
//! refused.
#![no_main]

use artboard::geometry::Size;
use artboard::picture::PictureFormat;
use artboard::raster::{Planes, TakeRows};
use artboard::source::Content;
use artboard::{Limits, Result, decode};
use libfuzzer_sys::fuzz_target;

/// What rows came to, or planes.
#[derive(Default)]
struct Seen {
    size: Size,
    bytes: u64,
    wants_planes: bool,
    chroma: Option<(u64, u64)>,
}

impl TakeRows for Seen {
    fn begin(&mut self, size: Size) -> Result<()> {
        (self.size, self.bytes, self.chroma) = (size, 0, None);
        Ok(())
    }

    fn take(&mut self, rows: &[u8], _: bool) -> Result<()> {
        self.bytes += rows.len() as u64;
        Ok(())
    }

    fn begin_planes(&mut self, size: Size, planes: Planes) -> Result<bool> {
        if self.wants_planes {
            self.begin(size)?;
            let (across, down) = planes.per_sample;
            self.chroma = Some((u64::from(size.width.div_ceil(across)) * u64::from(size.height.div_ceil(down)), 0));
        }
        Ok(self.wants_planes)
    }

    fn take_luma(&mut self, row: &[u8]) -> Result<()> {
        self.bytes += row.len() as u64 * 4;
        Ok(())
    }

    fn take_chroma(&mut self, [blue, red]: [&[u8]; 2]) -> Result<()> {
        assert_eq!(blue.len(), red.len());
        if let Some((_, seen)) = &mut self.chroma {
            *seen += blue.len() as u64;
        }
        Ok(())
    }
}

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits { source_pixels: 1 << 18, seconds: 5.0, ..Limits::strict() };
    let Ok(picture) = decode::probe(Content::Bytes(bytes.into()), &limits) else { return };
    if picture.format == PictureFormat::Svg {
        return;
    }
    // Parts of the size for which a JPEG is decoded whole, and at a half, a quarter and an eighth.
    for part in [1, 4, 10, 24] {
        let wanted = Size::new(picture.size.width.div_ceil(part), picture.size.height.div_ceil(part));
        if let Ok(raster) = decode::at_least(&picture, wanted, &limits, &limits.deadline()) {
            assert!(raster.size().covers(wanted));
        }
        for wants_planes in [false, true] {
            let mut seen = Seen { wants_planes, ..Seen::default() };
            if let Ok(None) = decode::rows(&picture, wanted, None, &limits, &limits.deadline(), &mut seen) {
                assert_eq!(seen.bytes, seen.size.pixels() * 4);
                assert!(seen.chroma.is_none_or(|(wanted, seen)| wanted == seen));
            }
        }
    }
});
