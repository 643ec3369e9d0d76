//! The part of a raster that is wanted, freed of the noise of floating-point arithmetic.

use crate::error::{Error, Result};
use crate::geometry::{Rect, Size};

/// How far a crop may stick out by rounding alone, in pixels: far below what a pixel shows, far above what sums of
/// products of 15-digit numbers lose at 32,767 pixels.
const NOISE: f64 = 1e-3;

/// The crop inside the raster; what misses an edge by noise is put on it.
pub(super) fn inside(crop: Rect, raster: Size) -> Result<Rect> {
    let (left, right) = axis(crop.x, crop.right(), raster.width)?;
    let (top, bottom) = axis(crop.y, crop.bottom(), raster.height)?;
    Ok(Rect::new(left, top, right - left, bottom - top))
}

fn axis(from: f64, to: f64, side: u32) -> Result<(f64, f64)> {
    let end = f64::from(side);
    // Written so that NaN fails it.
    let is_inside = from >= -NOISE && to <= end + NOISE && to - from > 0.0;
    if !is_inside {
        return Err(Error::internal(format!("a crop from {from} to {to} of {side} pixels")));
    }
    let snap = |value: f64| if (value - value.round()).abs() < 1e-6 { value.round() } else { value };
    let (from, to) = (snap(from).clamp(0.0, end), snap(to).clamp(0.0, end));
    // A sliver at the very edge may have been noise altogether.
    if to > from { Ok((from, to)) } else { Err(Error::internal(format!("a crop of nothing at {from} of {side}"))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noise_is_forgiven_and_more_is_not() {
        let raster = Size::new(10, 10);
        let noisy = Rect::new(-1e-9, 2.0 + 1e-12, 10.0 + 2e-9, 3.0);
        assert_eq!(inside(noisy, raster).unwrap(), Rect::new(0.0, 2.0, 10.0, 3.0));
        let fractional = Rect::new(0.25, 0.5, 9.5, 9.25);
        assert_eq!(inside(fractional, raster).unwrap(), fractional);
        for bad in [Rect::new(-1.0, 0.0, 5.0, 5.0), Rect::new(0.0, 6.0, 5.0, 5.0), Rect::new(0.0, 0.0, 0.0, 5.0)] {
            assert!(inside(bad, raster).is_err(), "{bad:?}");
        }
        assert!(inside(Rect::new(f64::NAN, 0.0, 5.0, 5.0), raster).is_err());
    }
}
