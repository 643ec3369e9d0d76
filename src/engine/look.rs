//! A look at the pixels before they are laid out: borders to trim, and the place of a crop that the picture is to find.
//!
//! In: what is asked, the picture's header. Out: what is asked with the place filled in, and the part of the picture
//! that counts. Nothing is decoded unless it was asked for: trimming looks at the picture at its own size, a focus at
//! one of 256 pixels at most.

use super::Engine;
use super::load::{self, Means};
use crate::ask::Ask;
use crate::cutout::{self, FOCUS_SIDE, SMEARED};
use crate::error::Result;
use crate::fit::{Align, Focus, Kernel, Wanted};
use crate::geometry::{Rect, Size, align_on, size_inside};
use crate::layout::{self, SubjectBox};
use crate::limits::Deadline;
use crate::picture::{Picture, PictureFormat};
use crate::raster::{Decoded, Raster};
use crate::report::{NoteKind, Report};
use crate::scene::Slot;
use crate::template::Template;
use std::borrow::Cow;
use std::sync::Arc;

/// A photo, and its pixels where they are there already.
type Photo<'a> = (&'a Arc<Picture>, Option<&'a Arc<Decoded>>);

impl Engine {
    /// For a thumbnail: the ask with the crop's place in it, and the part without borders.
    pub(super) fn look<'a>(
        &self,
        ask: &'a Ask,
        photo: Photo<'_>,
        crop: Option<Rect>,
        report: &mut Report,
        deadline: &Deadline,
    ) -> Result<(Cow<'a, Ask>, Option<Rect>)> {
        let picture = photo.0;
        let part = self.trimmed(ask.trim, photo, crop, report, deadline)?.or(crop);
        let Some(focus) = ask.focus else { return Ok((Cow::Borrowed(ask), part)) };
        let whole = part.unwrap_or(picture.size.rect());
        let crop = layout::photo::crop(ask, Size::new(whole.width as u32, whole.height as u32))?;
        let align = self.aimed(focus, crop, whole, photo, deadline)?;
        Ok((Cow::Owned(Ask { align, ..ask.clone() }), part))
    }

    /// For a template: the same, of the pixels that are there already, if any. What the subject's box is, borders do
    /// not change.
    pub(super) fn look_for<'a>(
        &self,
        template: &'a Template,
        picture: &Arc<Picture>,
        (subject, ready): (Option<SubjectBox>, Option<&Arc<Decoded>>),
        report: &mut Report,
        deadline: &Deadline,
    ) -> Result<(Cow<'a, Template>, Option<SubjectBox>)> {
        let subject = match subject {
            Some(subject) => Some(subject),
            None => self.trimmed(template.trim, (picture, ready), None, report, deadline)?.map(SubjectBox::from),
        };
        let Some(focus) = template.focus else { return Ok((Cow::Borrowed(template), subject)) };
        let whole = subject.map_or(picture.size.rect(), |subject| subject.rect);
        let shown = layout::present_photo(template, Wanted::Natural, picture.size, subject, &self.limits)?.crop;
        let align = self.aimed(focus, shown, whole, (picture, ready), deadline)?;
        Ok((Cow::Owned(Template { align, ..template.clone() }), subject))
    }

    /// The picture, or this part of it, without its uniform borders, if that is asked for and there are any.
    fn trimmed(
        &self,
        tolerance: Option<u8>,
        photo: Photo<'_>,
        part: Option<Rect>,
        report: &mut Report,
        deadline: &Deadline,
    ) -> Result<Option<Rect>> {
        let Some(tolerance) = tolerance else { return Ok(None) };
        // Parts lie on whole pixels.
        let part = part.unwrap_or(photo.0.size.rect());
        let whole = Size::new(part.width as u32, part.height as u32);
        let raster = self.reduced(photo, part, whole, deadline)?;
        let smeared = if photo.0.format == PictureFormat::Jpeg { SMEARED } else { 0 };
        let Some(left) = cutout::trim(&raster, tolerance, smeared) else {
            report.note(NoteKind::Chosen, "trim", "the picture is one colour all over: nothing is trimmed");
            return Ok(None);
        };
        if left == whole.rect() {
            return Ok(None);
        }
        let (right, bottom) = (f64::from(whole.width) - left.right(), f64::from(whole.height) - left.bottom());
        let message = format!(
            "borders were cut away: {} px above, {right} right, {bottom} below, {} left, which leaves {} x {} px",
            left.y, left.x, left.width, left.height
        );
        report.note(NoteKind::Chosen, "trim", message);
        Ok(Some(Rect { x: part.x + left.x, y: part.y + left.y, ..left }))
    }

    /// Where a crop of this size goes in the part of the picture.
    fn aimed(&self, focus: Focus, crop: Rect, whole: Rect, photo: Photo<'_>, deadline: &Deadline) -> Result<Align> {
        if crop.width >= whole.width && crop.height >= whole.height {
            return Ok(Align::CENTER);
        }
        if let Focus::Point(x, y) = focus {
            return Ok(Align { x: align_on(x, whole.width, crop.width), y: align_on(y, whole.height, crop.height) });
        }
        let own = Size::new(whole.width.ceil().max(1.0) as u32, whole.height.ceil().max(1.0) as u32);
        let small = size_inside(own, Size::new(FOCUS_SIDE, FOCUS_SIDE)).smaller_of(own);
        let raster = self.reduced(photo, whole, small, deadline)?;
        let window =
            |part: f64, whole: f64, side: u32| ((part / whole * f64::from(side)).round().max(1.0) as u32).min(side);
        let window =
            Size::new(window(crop.width, whole.width, small.width), window(crop.height, whole.height, small.height));
        Ok(cutout::focus(&raster, window, focus))
    }

    /// A part of the picture at this size.
    fn reduced(&self, (picture, ready): Photo<'_>, crop: Rect, size: Size, deadline: &Deadline) -> Result<Raster> {
        // The mean of what a pixel covers: no sharpening that would look like texture.
        let picture_of = Arc::clone(picture);
        let kernel = Kernel::Box;
        let slot = Slot {
            picture: picture_of,
            crop,
            size,
            kernel,
            linear: false,
            filters: Vec::new(),
            as_pixels: false,
            ready: ready.cloned(),
        };
        let memory = self.memory.as_ref().filter(|_| ready.is_none());
        let _permit = memory.map(|memory| memory.admit(load::pixels_cost(&slot)));
        load::pixels(&slot, Means { engine: self, space: None, deadline })
    }
}
