//! What is left of a layer: the alpha of another multiplies it.

use super::surface::Layer;
use crate::raster::times;

/// Multiplies a layer by the alpha of `mask`, or by what that leaves when it is inverted. Both have the same area.
pub(super) fn apply(layer: &mut Layer, mask: &mut Layer, is_inverted: bool) {
    let mut surface = layer.surface();
    let mut mask = mask.surface();
    for (pixel, mask) in surface.pixels().chunks_exact_mut(4).zip(mask.pixels().chunks_exact(4)) {
        let alpha = u32::from(if is_inverted { 255 - mask[3] } else { mask[3] });
        if alpha != 255 {
            for channel in pixel {
                *channel = times(u32::from(*channel), alpha);
            }
        }
    }
}
