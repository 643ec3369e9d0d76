//! How many pixels a format can hold.

use crate::error::{Error, Result};
use crate::geometry::Size;
use crate::limits::within;

/// Refuses what a format cannot hold: sides from 1 to `maximum` pixels.
pub(super) fn check_sides(format: &str, size: Size, maximum: u32) -> Result<()> {
    if size.width == 0 || size.height == 0 {
        return Err(Error::input(format!("a picture of {size} px has no pixels to write")));
    }
    within(&format!("{format} side"), u64::from(size.width.max(size.height)), u64::from(maximum)).map_err(|error| {
        error.with_help(format!("{format} holds at most {maximum} px a side: write a smaller picture, or PNG"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sides_are_held_to_the_format() {
        assert!(check_sides("JPEG", Size::new(65_535, 1), 65_535).is_ok());
        assert_eq!(check_sides("JPEG", Size::new(1, 65_536), 65_535).unwrap_err().fault(), crate::Fault::TooLarge);
        assert!(check_sides("JPEG", Size::new(0, 1), 65_535).is_err());
    }
}
