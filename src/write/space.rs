//! A raster's colours become those of another profile.

use crate::error::Result;
use crate::limits::Deadline;
use crate::profile::{Conversion, Profile};
use crate::raster::Raster;

/// The raster in the colours of `to`, which are now those of `from`; `None` is sRGB, both are of RGB.
///
/// # Errors
/// [`Fault::Input`](crate::Fault::Input) when a profile cannot be applied,
/// [`Fault::TimedOut`](crate::Fault::TimedOut) when the deadline passes.
pub fn in_space(raster: Raster, from: Option<&Profile>, to: Option<&Profile>, deadline: &Deadline) -> Result<Raster> {
    let Some(conversion) = Conversion::between(from, to)? else { return Ok(raster) };
    let (size, is_opaque) = (raster.size(), raster.is_opaque());
    let mut data = raster.into_straight();
    conversion.apply(&mut data, deadline)?;
    match is_opaque {
        true => Raster::from_premultiplied(size, data, true),
        false => Raster::from_straight(size, data),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::Size;
    use moxcms::ColorProfile;

    #[test]
    fn colours_change_and_alpha_stays() {
        let wide = Profile::read(ColorProfile::new_display_p3().encode().unwrap()).unwrap();
        let raster = Raster::from_straight(Size::new(2, 1), vec![255, 0, 0, 255, 255, 0, 0, 128]).unwrap();
        let there = in_space(raster.clone(), None, Some(&wide), &Deadline::NEVER).unwrap();
        let straight = there.clone().into_straight();
        // sRGB red in Display P3, as CSS Color 4 gives it: 0.9175 0.2003 0.1386.
        for (is, should) in straight.iter().zip([234, 51, 35, 255, 234, 51, 35, 128]) {
            assert!(is.abs_diff(should) <= 1, "{straight:?}");
        }
        let same = in_space(raster.clone(), Some(&wide), Some(&wide), &Deadline::NEVER).unwrap();
        assert!(same == raster);
    }
}
