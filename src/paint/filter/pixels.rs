//! Straight pixels, and how numbers become bytes.

use crate::geometry::Size;

/// Rows between two looks at the clock.
pub(super) const ROWS: usize = 64;

/// Straight RGBA pixels.
pub(super) struct Pixels {
    /// How many.
    pub(super) size: Size,
    /// Four bytes each.
    pub(super) data: Vec<u8>,
}

impl Pixels {
    /// Pixels in a row; at least 1, so that rows can be cut.
    pub(super) fn width(&self) -> usize {
        (self.size.width as usize).max(1)
    }

    /// Calls `change` for every pixel: red, green, blue, alpha.
    pub(super) fn each(&mut self, change: impl Fn(&mut [u8; 4])) {
        self.data.as_chunks_mut::<4>().0.iter_mut().for_each(change);
    }

    /// A row of pixels.
    pub(super) fn row(&self, y: usize) -> &[[u8; 4]] {
        let row = self.data.chunks_exact(self.width() * 4).nth(y).unwrap_or_default();
        row.as_chunks().0
    }
}

/// The nearest byte, of two the even one, as a clamped array of JavaScript takes numbers; what is no number is 0.
pub(super) fn byte(value: f64) -> u8 {
    /// 1.5 · 2^52: adding it leaves no room for a fraction, and the sum is rounded to even.
    const WHOLE: f64 = 6_755_399_441_055_744.0;
    ((value.clamp(0.0, 255.0) + WHOLE) - WHOLE) as u8
}

#[cfg(test)]
mod tests {
    use super::byte;

    #[test]
    fn bytes_are_rounded_as_canvas_does() {
        let read = [-3.0, 0.5, 1.5, 2.5, 2.5001, 254.5, 300.0, f64::NAN].map(byte);
        assert_eq!(read, [0, 0, 2, 2, 3, 254, 255, 0]);
    }
}
