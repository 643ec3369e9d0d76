//! Which pictures a scene wants, and how large; the same picture in the same size is wanted once.

use crate::ask::Ask;
use crate::filter::Filter;
use crate::fit::Kernel;
use crate::geometry::{Rect, Size};
use crate::picture::{Picture, PictureFormat};
use crate::scene::Slot;
use crate::transform::Transform;
use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::Arc;

/// A place this near to whole pixels counts as on them: it is rounding, and nothing that can be seen.
const NEAR: f64 = 1e-6;

/// What makes two slots the same: the picture by identity, its part by its bits, the size, the kernel.
type Key = (usize, [u64; 4], Size, Kernel, bool);

/// What is done to the pixels of slots that are otherwise the same, second pictures by identity; and their indices.
type Filtered = Vec<(Vec<Filter<usize>>, usize)>;

/// The slots of a scene that comes together.
#[derive(Debug)]
pub(super) struct Slots {
    canvas: Size,
    kernel: Kernel,
    linear: bool,
    list: Vec<Slot>,
    known: HashMap<Key, Filtered>,
}

/// A picture in its slot, and where it goes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Placed {
    /// Index of the slot.
    pub(super) slot: usize,
    /// Where it goes, in coordinates before `transform`.
    pub(super) dest: Rect,
    /// To pixels of the scene.
    pub(super) transform: Transform,
}

impl Slots {
    /// No slots yet, for a canvas in pixels.
    pub(super) fn new(canvas: Size, ask: &Ask) -> Self {
        Self { canvas, kernel: ask.kernel, linear: ask.linear, list: Vec::new(), known: HashMap::new() }
    }

    /// All slots, in the order of their indices.
    pub(super) fn into_list(self) -> Vec<Slot> {
        self.list
    }

    /// A slot for the part `crop` of a picture that is painted to `dest`.
    ///
    /// A smooth picture that lies upright on whole pixels is asked for in exactly that size, so that the painter
    /// copies it; one that lies upright between pixels in the nearest size; any other in the size that it covers, but
    /// never in more pixels than its part has: the painter enlarges as well while it turns. A picture that is not
    /// smooth is asked for as it is. No slot holds more pixels than both the canvas and the part do. A picture that is
    /// filtered in another way is another picture.
    pub(super) fn place(
        &mut self,
        picture: &Arc<Picture>,
        crop: Rect,
        dest: Rect,
        transform: Transform,
        is_smooth: bool,
        filters: &[Filter<Arc<Picture>>],
    ) -> Placed {
        let own = Size::new(whole(crop.width), whole(crop.height));
        let as_it_lies = |slot| Placed { slot, dest, transform };
        if !is_smooth {
            return as_it_lies(self.slot(picture, crop, own, Kernel::Nearest, filters));
        }
        let (across, down) = transform.scales();
        let (width, height) = (dest.width * across, dest.height * down);
        if transform.is_upright() {
            let rounded = Size::new(round(width), round(height));
            if rounded.pixels() <= self.canvas.pixels().max(own.pixels()) {
                let slot = self.slot(picture, crop, rounded, self.kernel, filters);
                return on_pixels(dest, transform).map_or(as_it_lies(slot), |(dest, transform)| Placed {
                    slot,
                    dest,
                    transform,
                });
            }
        }
        let covered = Size::new(whole(width).min(own.width), whole(height).min(own.height));
        as_it_lies(self.slot(picture, crop, covered, self.kernel, filters))
    }

    /// A slot for the tile of a pattern that is painted through `transform`.
    pub(super) fn tile(&mut self, picture: &Arc<Picture>, transform: Transform) -> usize {
        let (across, down) = transform.scales();
        let (width, height) = (f64::from(picture.size.width) * across, f64::from(picture.size.height) * down);
        let size = self.bounded(picture, Size::new(whole(width), whole(height)));
        // Tiles are laid beside one another as pixels, vector art too.
        let as_pixels = picture.format == PictureFormat::Svg;
        self.slot_of(self.fresh(picture, picture.size.rect(), size, self.kernel), as_pixels, &[])
    }

    /// A slot for vector art whose frame is painted to `dest`. Its size only says how large it shows.
    pub(super) fn drawing(&mut self, picture: &Arc<Picture>, dest: Rect, transform: Transform) -> usize {
        let (across, down) = transform.scales();
        let (width, height) = (dest.width * across, dest.height * down);
        // Where it reaches far beyond the canvas, no more of it is painted than the canvas has pixels.
        let share = (self.canvas.pixels() as f64 / (width * height).max(1.0)).sqrt().min(1.0);
        let size = Size::new(whole(width * share), whole(height * share));
        self.slot(picture, picture.size.rect(), size, self.kernel, &[])
    }

    /// Vector art in any size up to the canvas's pixels, other pictures in no more pixels than they have.
    fn bounded(&self, picture: &Picture, wanted: Size) -> Size {
        let own = picture.size;
        match picture.format {
            PictureFormat::Svg if wanted.pixels() <= self.canvas.pixels() => wanted,
            _ => Size::new(wanted.width.min(own.width).max(1), wanted.height.min(own.height).max(1)),
        }
    }

    fn slot(
        &mut self,
        picture: &Arc<Picture>,
        crop: Rect,
        size: Size,
        kernel: Kernel,
        filters: &[Filter<Arc<Picture>>],
    ) -> usize {
        self.slot_of(self.fresh(picture, crop, size, kernel), false, filters)
    }

    fn slot_of(&mut self, slot: Slot, as_pixels: bool, filters: &[Filter<Arc<Picture>>]) -> usize {
        let bits = [slot.crop.x, slot.crop.y, slot.crop.width, slot.crop.height].map(f64::to_bits);
        let key = (Arc::as_ptr(&slot.picture) as usize, bits, slot.size, slot.kernel, as_pixels);
        let identities = named(filters, |picture| Arc::as_ptr(picture) as usize);
        let known = self.known.get(&key).and_then(|all| all.iter().find(|(filters, _)| *filters == identities));
        if let Some((_, index)) = known {
            return *index;
        }
        let seconds = named(filters, |second| self.second(second, filters, slot.whole_size()));
        self.list.push(Slot { as_pixels, filters: seconds, ..slot });
        let index = self.list.len() - 1;
        self.known.entry(key).or_default().push((identities, index));
        index
    }

    fn fresh(&self, picture: &Arc<Picture>, crop: Rect, size: Size, kernel: Kernel) -> Slot {
        let (picture, linear) = (Arc::clone(picture), self.linear);
        Slot { picture, crop, size, as_pixels: false, kernel, linear, filters: Vec::new(), ready: None }
    }

    /// All of a filter's second picture, as large as it shows over a first picture of a size.
    fn second(&self, picture: &Arc<Picture>, filters: &[Filter<Arc<Picture>>], first: Size) -> Slot {
        let is_it = |filter: &&Filter<Arc<Picture>>| filter.picture().is_some_and(|own| Arc::ptr_eq(own, picture));
        let (across, down) = match filters.iter().find(is_it) {
            Some(Filter::BlendImage { scale, .. }) => (scale.0.abs(), scale.1.abs()),
            _ => (1.0, 1.0),
        };
        let wanted = Size::new(whole(f64::from(first.width) * across), whole(f64::from(first.height) * down));
        self.fresh(picture, picture.size.rect(), self.bounded(picture, wanted), self.kernel)
    }
}

/// Filters with their second pictures named otherwise.
fn named<P, Q>(filters: &[Filter<P>], name: impl Fn(&P) -> Q) -> Vec<Filter<Q>> {
    let name = |picture: &P| Ok::<Q, Infallible>(name(picture));
    filters.iter().filter_map(|filter| filter.try_map(name).ok()).collect()
}

/// Whole pixels that hold an extent, at least 1; values beyond `u32` saturate.
fn whole(extent: f64) -> u32 {
    ((extent - NEAR).ceil() as u32).max(1)
}

fn round(extent: f64) -> u32 {
    (extent.round() as u32).max(1)
}

/// The box on whole pixels and the flip that is left, when `dest` lands on whole pixels but for rounding.
fn on_pixels(dest: Rect, transform: Transform) -> Option<(Rect, Transform)> {
    let bounds = transform.bounds_of(dest);
    let snap = |edge: f64| ((edge - edge.round()).abs() < NEAR).then_some(edge.round());
    let (left, top) = (snap(bounds.x)?, snap(bounds.y)?);
    let (right, bottom) = (snap(bounds.right())?, snap(bounds.bottom())?);
    if right <= left || bottom <= top {
        return None;
    }
    let (x, a) = if transform.a < 0.0 { (right, -1.0) } else { (left, 1.0) };
    let (y, d) = if transform.d < 0.0 { (bottom, -1.0) } else { (top, 1.0) };
    Some((Rect::new(0.0, 0.0, right - left, bottom - top), Transform::new(a, 0.0, 0.0, d, x, y)))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::picture::{ColorModel, Orientation};

    /// A picture of which only the header is known.
    pub(crate) fn picture(width: u32, height: u32, format: PictureFormat) -> Arc<Picture> {
        Arc::new(Picture {
            content: Vec::new().into(),
            format,
            size: Size::new(width, height),
            orientation: Orientation::UPRIGHT,
            has_alpha: false,
            model: ColorModel::Rgb,
            depth: 8,
            dpi: None,
            profile: None,
            frames: 1,
            remarks: Vec::new(),
        })
    }

    fn slots() -> Slots {
        Slots::new(Size::new(200, 200), &Ask::default())
    }

    fn size_of(transform: Transform, is_smooth: bool) -> (Size, Placed) {
        let mut slots = slots();
        let picture = picture(40, 20, PictureFormat::Png);
        let dest = Rect::new(-20.0, -10.0, 40.0, 20.0);
        let placed = slots.place(&picture, picture.size.rect(), dest, transform, is_smooth, &[]);
        (slots.into_list()[placed.slot].size, placed)
    }

    #[test]
    fn on_whole_pixels_the_size_is_exact_and_only_a_move_or_a_flip_is_left() {
        let (size, placed) = size_of(Transform::new(3.0, 0.0, 0.0, -1.5, 70.0, 25.0), true);
        assert_eq!(size, Size::new(120, 30));
        assert_eq!(placed.dest, size.rect());
        assert_eq!(placed.transform, Transform::new(1.0, 0.0, 0.0, -1.0, 10.0, 40.0));
    }

    #[test]
    fn between_pixels_the_size_is_rounded_and_the_place_stays() {
        let transform = Transform::new(0.51, 0.0, 0.0, 0.51, 70.3, 25.0);
        let (size, placed) = size_of(transform, true);
        assert_eq!(size, Size::new(20, 10));
        assert_eq!(placed.transform, transform);
    }

    #[test]
    fn turned_it_covers_its_extent_but_never_more_than_it_has() {
        let turned = |scale| Transform::rotate(30.0).then_inner(Transform::scale(scale, scale));
        assert_eq!(size_of(turned(0.51), true).0, Size::new(21, 11));
        assert_eq!(size_of(turned(4.0), true).0, Size::new(40, 20));
    }

    #[test]
    fn an_upright_picture_far_larger_than_the_canvas_is_not_asked_for_in_that_size() {
        assert_eq!(size_of(Transform::scale(1e6, 1e6), true).0, Size::new(40, 20));
    }

    #[test]
    fn a_picture_that_is_not_smooth_is_asked_for_as_it_is() {
        assert_eq!(size_of(Transform::scale(0.1, 7.0), false).0, Size::new(40, 20));
    }

    #[test]
    fn the_same_picture_in_the_same_size_is_wanted_once() {
        let mut slots = slots();
        let (one, other) = (picture(40, 20, PictureFormat::Png), picture(40, 20, PictureFormat::Png));
        let frame = one.size.rect();
        let mut place = |picture, crop, x, scale| {
            slots.place(picture, crop, frame, Transform::new(scale, 0.0, 0.0, 1.0, x, 0.0), true, &[]).slot
        };
        assert_eq!(place(&one, frame, 0.0, 1.0), 0);
        assert_eq!(place(&one, frame, 50.0, 1.0), 0);
        assert_eq!(place(&other, frame, 0.0, 1.0), 1);
        assert_eq!(place(&one, frame, 0.0, 2.0), 2);
        assert_eq!(place(&one, Rect::new(1.0, 0.0, 39.0, 20.0), 0.0, 1.0), 3);
        assert_eq!(slots.into_list().len(), 4);
    }

    #[test]
    fn the_same_picture_filtered_in_another_way_is_another() {
        let mut slots = slots();
        let (one, second) = (picture(40, 20, PictureFormat::Png), picture(400, 200, PictureFormat::Png));
        let mix = |scale| Filter::BlendImage {
            picture: Arc::clone(&second),
            mode: crate::filter::ImageMix::Mask,
            scale: (scale, scale),
            offset: (0.0, 0.0),
        };
        let frame = one.size.rect();
        let mut place = |filters: &[Filter<Arc<Picture>>]| {
            slots.place(&one, frame, frame, Transform::scale(0.5, 0.5), true, filters).slot
        };
        let (blur, other) = (Filter::Blur(0.1), Filter::Blur(0.2));
        assert_eq!([place(&[]), place(std::slice::from_ref(&blur)), place(&[other]), place(&[blur])], [0, 1, 2, 1]);
        assert_eq!([place(&[mix(1.0)]), place(&[mix(3.0)]), place(&[mix(1.0)])], [3, 4, 3]);
        let seconds: Vec<Size> = slots
            .into_list()
            .iter()
            .flat_map(|slot| slot.filters.iter().filter_map(Filter::picture).map(|slot| slot.size).collect::<Vec<_>>())
            .collect();
        assert_eq!(seconds, [Size::new(20, 10), Size::new(60, 30)]);
    }
}
