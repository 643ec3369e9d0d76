mod matrix;
mod writer;

use super::super::{at_least, probe};
use crate::error::{Fault, Result};
use crate::geometry::Size;
use crate::limits::{Deadline, Limits};
use crate::picture::ColorModel;
use crate::raster::Raster;
use crate::source::Bytes;
use std::io::Cursor;
use tiff::encoder::{Rational, TiffEncoder, colortype};
use tiff::tags::{ResolutionUnit, Tag};

fn decode(bytes: &Bytes) -> Result<Raster> {
    let picture = probe(bytes, &Limits::default())?;
    at_least(&picture, picture.size, &Limits::default(), &Deadline::NEVER)
}

fn encode<C: colortype::ColorType>(data: &[C::Inner], size: (u32, u32), tags: &[(Tag, u16)]) -> Bytes
where
    [C::Inner]: tiff::encoder::TiffValue,
{
    let mut bytes = Cursor::new(Vec::new());
    let mut encoder = TiffEncoder::new(&mut bytes).unwrap();
    let mut image = encoder.new_image::<C>(size.0, size.1).unwrap();
    for (tag, value) in tags {
        image.encoder().write_tag(*tag, *value).unwrap();
    }
    image.write_data(data).unwrap();
    bytes.into_inner().into()
}

#[test]
fn inks_deep_samples_and_alpha_become_pixels() {
    let cmyk = encode::<colortype::CMYK8>(&[255, 0, 0, 128], (1, 1), &[]);
    assert_eq!(decode(&cmyk).unwrap().data(), [0, 127, 127, 255]);
    let gray = encode::<colortype::Gray16>(&[65_535, 0], (2, 1), &[]);
    assert_eq!(decode(&gray).unwrap().data(), [255, 255, 255, 255, 0, 0, 0, 255]);
    let straight = encode::<colortype::RGBA8>(&[200, 100, 0, 128], (1, 1), &[]);
    let associated = encode::<colortype::RGBA8>(&[100, 50, 0, 128], (1, 1), &[(Tag::ExtraSamples, 1)]);
    assert_eq!(decode(&associated).unwrap().data(), [100, 50, 0, 128]);
    assert_eq!(decode(&straight).unwrap().data()[3], 128);
}

#[test]
fn the_header_tells_model_and_orientation() {
    let bytes = encode::<colortype::CMYK8>(&[0; 8], (2, 1), &[(Tag::Orientation, 8)]);
    let picture = probe(&bytes, &Limits::default()).unwrap();
    assert_eq!((picture.size, picture.model), (Size::new(1, 2), ColorModel::Cmyk));
    assert_eq!(decode(&bytes).unwrap().size(), Size::new(1, 2));
}

#[test]
fn the_resolution_is_a_fraction_of_its_unit() {
    for (unit, expected) in [(ResolutionUnit::Inch, Some(72.5)), (ResolutionUnit::None, None)] {
        let mut bytes = Cursor::new(Vec::new());
        let mut encoder = TiffEncoder::new(&mut bytes).unwrap();
        let mut image = encoder.new_image::<colortype::Gray8>(1, 1).unwrap();
        image.resolution(unit, Rational { n: 145, d: 2 });
        image.write_data(&[0]).unwrap();
        assert_eq!(probe(bytes.into_inner(), &Limits::default()).unwrap().dpi, expected);
    }
}

#[test]
fn a_cut_and_a_bomb_are_refused() {
    let bytes = encode::<colortype::Gray8>(&[7; 64], (8, 8), &[]);
    // The last four bytes say that no other page follows.
    for length in 4..bytes.len() - 4 {
        let cut: Bytes = bytes[..length].into();
        assert!(matches!(decode(&cut).unwrap_err().fault(), Fault::Input | Fault::Unsupported), "{length}");
    }
    let small = Limits { source_pixels: 63, ..Limits::default() };
    assert_eq!(probe(&bytes, &small).unwrap_err().fault(), Fault::TooLarge);
}
