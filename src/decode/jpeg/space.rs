//! Which colours the components of a JPEG are: nothing in the process itself says it (T.81 leaves it to the
//! application), so that JFIF's header, Adobe's marker and the names of the components are asked, in libjpeg's order.

use crate::decode::jpeg_header::Markers;
use crate::decode::pixels::Kind;

/// How the components of a frame make colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::decode) enum Space {
    Gray,
    YCbCr,
    Rgb,
    /// Four inks, stored as the light that they leave.
    Cmyk,
    /// The same, the first three of them as Y, Cb and Cr.
    Ycck,
    /// Up to four samples that stay as they are; whoever holds the stream knows what they are.
    Plain,
}

impl Space {
    /// That of a file of one, three or four components.
    pub(super) fn of(markers: &Markers) -> Self {
        match (markers.components, markers.adobe) {
            (1, _) => Self::Gray,
            // Adobe's 0 is no transform; 1 and 2 are, and what is unknown is taken for one.
            (4, Some(1..)) => Self::Ycck,
            (4, _) => Self::Cmyk,
            // JFIF knows no other colours (JFIF 1.02).
            _ if markers.has_jfif => Self::YCbCr,
            (_, Some(0)) => Self::Rgb,
            (_, Some(_)) => Self::YCbCr,
            _ if markers.ids == *b"RGB" => Self::Rgb,
            _ => Self::YCbCr,
        }
    }

    /// What its pixels are.
    pub(super) fn kind(self) -> Kind {
        if matches!(self, Self::Cmyk | Self::Ycck) { Kind::Cmyk } else { Kind::Opaque }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jfif_goes_before_adobe_and_adobe_before_names() {
        let of = |components, has_jfif, adobe, ids: &[u8]| {
            let mut markers = Markers::default();
            (markers.components, markers.has_jfif, markers.adobe) = (components, has_jfif, adobe);
            markers.ids = ids.to_vec();
            Space::of(&markers)
        };
        assert_eq!(of(1, true, Some(0), b"R"), Space::Gray);
        assert_eq!(of(3, true, Some(0), b"RGB"), Space::YCbCr);
        assert_eq!(of(3, false, Some(0), &[1, 2, 3]), Space::Rgb);
        assert_eq!([1, 2, 9].map(|transform| of(3, false, Some(transform), b"RGB")), [Space::YCbCr; 3]);
        assert_eq!((of(3, false, None, b"RGB"), of(3, false, None, b"rgb")), (Space::Rgb, Space::YCbCr));
        assert_eq!((of(4, false, None, b"CMYK"), of(4, true, Some(0), b"")), (Space::Cmyk, Space::Cmyk));
        assert_eq!((of(4, false, Some(2), b""), of(4, false, Some(7), b"")), (Space::Ycck, Space::Ycck));
    }
}
