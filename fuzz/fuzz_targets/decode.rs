//! Any bytes as a picture: what is decoded has the size that the header promised, as a whole and in rows, or is
//! refused.
#![no_main]

use artboard::geometry::Size;
use artboard::picture::PictureFormat;
use artboard::raster::TakeRows;
use artboard::{Limits, Result, decode};
use libfuzzer_sys::fuzz_target;

/// What rows came to.
#[derive(Default)]
struct Seen {
    size: Size,
    bytes: u64,
}

impl TakeRows for Seen {
    fn begin(&mut self, size: Size) -> Result<()> {
        *self = Self { size, bytes: 0 };
        Ok(())
    }

    fn take(&mut self, rows: &[u8], _: bool) -> Result<()> {
        self.bytes += rows.len() as u64;
        Ok(())
    }
}

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits { source_pixels: 1 << 18, seconds: 5.0, ..Limits::strict() };
    let Ok(picture) = decode::probe(&bytes.into(), &limits) else { return };
    if picture.format == PictureFormat::Svg {
        return;
    }
    // Parts of the size for which a JPEG is decoded whole, and at a half, a quarter and an eighth.
    for part in [1, 4, 10, 24] {
        let wanted = Size::new(picture.size.width.div_ceil(part), picture.size.height.div_ceil(part));
        if let Ok(raster) = decode::at_least(&picture, wanted, &limits, &limits.deadline()) {
            assert!(raster.size().covers(wanted));
        }
        let mut seen = Seen::default();
        if let Ok(None) = decode::rows(&picture, wanted, None, &limits, &limits.deadline(), &mut seen) {
            assert_eq!(seen.bytes, seen.size.pixels() * 4);
        }
    }
});
