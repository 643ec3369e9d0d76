//! One raster laid on another at whole pixels: what a contact sheet is made of.

use crate::raster::{Raster, times};

/// Lays `from` over `onto` with its upper left corner at `left`, `top`; what stands out is cut off.
pub fn stamp(onto: &mut Raster, from: &Raster, left: u32, top: u32) {
    let (size, own) = (onto.size(), from.size());
    let wide = own.width.min(size.width.saturating_sub(left)) as usize * 4;
    let (stride, own_stride) = (size.width as usize * 4, own.width as usize * 4);
    if wide == 0 {
        return;
    }
    let rows = onto.data_mut().chunks_exact_mut(stride).skip(top as usize);
    for (row, source) in rows.zip(from.data().chunks_exact(own_stride)) {
        let start = left as usize * 4;
        let (Some(row), Some(source)) = (row.get_mut(start..start + wide), source.get(..wide)) else { return };
        for (under, over) in row.as_chunks_mut::<4>().0.iter_mut().zip(source.as_chunks::<4>().0) {
            let free = 255 - u32::from(over[3]);
            for (under, over) in under.iter_mut().zip(over) {
                *under = over.saturating_add(times(u32::from(*under), free));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::Size;

    fn flat(size: (u32, u32), pixel: [u8; 4]) -> Raster {
        let size = Size::new(size.0, size.1);
        Raster::from_premultiplied(size, pixel.repeat(size.pixels() as usize), false).unwrap()
    }

    #[test]
    fn what_is_translucent_lets_through_and_what_stands_out_is_cut() {
        let mut onto = flat((3, 2), [200, 200, 200, 255]);
        stamp(&mut onto, &flat((2, 2), [0, 0, 0, 128]), 2, 1);
        let pixels = onto.data().as_chunks::<4>().0;
        assert_eq!(pixels[5], [100, 100, 100, 255]);
        assert_eq!(pixels[..5], [[200, 200, 200, 255]; 5]);
        stamp(&mut onto, &flat((1, 1), [1; 4]), 3, 0);
        stamp(&mut onto, &flat((1, 1), [1; 4]), 0, 2);
        assert_eq!(onto.data()[0], 200, "beside the raster nothing happens");
    }
}
