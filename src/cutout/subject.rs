//! How the subject was found, and where it is.
//!
//! In: the upright pixels of a picture that may have transparent parts (none for an opaque one) and what the template
//! asks. Out: a [`Subject`]. What was asked and cannot be done is an `Ignored` note, so that `--strict` fails.

use super::alpha::alpha_box;
use super::matte::{DOUBTFUL, Matte};
use crate::geometry::Rect;
use crate::raster::Raster;
use crate::report::{Found, Method, NoteKind, Report};
use crate::template::{Background, Cutout};

/// Where the subject is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Subject {
    /// In pixels of the raster that was looked at; `None`: the whole picture.
    pub rect: Option<Rect>,
    /// How it was found.
    pub method: Method,
}

/// Finds the subject, and puts down how: see [`Report::cutout`]. `raster` is the upright picture, `None` for one that
/// has no alpha channel. With [`Method::None`], [`Cutout::Auto`] and [`Cutout::Backdrop`] go on to look for a backdrop.
pub fn find(raster: Option<&Raster>, background: Background, cutout: Cutout, report: &mut Report) -> Subject {
    let found = by_alpha_or_not(raster, background, cutout, report);
    // Transparency says it for sure, and so does who wants nothing taken away; nothing to see is no subject.
    let is_sure = found.method == Method::Whole || found.rect.is_some();
    let confidence = if is_sure { 1.0 } else { 0.0 };
    report.set_cutout(Found { method: found.method, confidence, subject: found.rect });
    found
}

fn by_alpha_or_not(raster: Option<&Raster>, background: Background, cutout: Cutout, report: &mut Report) -> Subject {
    if let Some(raster) = raster.filter(|raster| !raster.is_opaque()) {
        match alpha_box(raster) {
            Some(rect) if is_matte(raster) => return by_alpha(rect, cutout, report),
            Some(_) => {}
            None => {
                report.note(NoteKind::Doubtful, "", "the picture is transparent all over: its whole area is presented");
                return Subject { rect: None, method: Method::Alpha };
            }
        }
    }
    if !background.removes_own() || cutout == Cutout::Off {
        return Subject { rect: None, method: Method::Whole };
    }
    let message = match cutout {
        Cutout::Alpha => "the photo has no transparency to tell its background by: its own background stays",
        _ => return Subject { rect: None, method: Method::None },
    };
    report.note(NoteKind::Ignored, "cutout", message);
    Subject { rect: None, method: Method::None }
}

/// The alpha decides, whatever was asked: an alpha channel that is not opaque is the matte.
fn by_alpha(rect: Rect, cutout: Cutout, report: &mut Report) -> Subject {
    if matches!(cutout, Cutout::Backdrop | Cutout::Model) {
        report.note(NoteKind::Chosen, "cutout", "the picture has transparency of its own, which is the matte");
    }
    Subject { rect: Some(rect), method: Method::Alpha }
}

/// Says how sure a cutout by the backdrop or by a model is, and puts it down. Whether it is used: below
/// [`USELESS`](super::USELESS) the photo stays whole.
pub fn judge(matte: &Matte, method: Method, report: &mut Report) -> bool {
    let confidence = matte.confidence();
    let (by, nothing) = match method {
        Method::Model => ("the model", "it sees no subject plainly"),
        _ => ("its backdrop", "no subject stands before an even backdrop"),
    };
    let told = |rest: &str| format!("by {by}, confidence {confidence:.2}{rest}");
    if matte.is_useless() {
        let message = told(&format!(": {nothing}, so the photo's own background stays"));
        report.note(NoteKind::Doubtful, "cutout", message);
        report.set_cutout(Found { method: Method::None, confidence, subject: None });
        return false;
    }
    if confidence < DOUBTFUL {
        report.note(NoteKind::Doubtful, "cutout", told(": look whether the subject is whole"));
    }
    report.set_cutout(Found { method, confidence, subject: Some(matte.around()) });
    true
}

/// The share of clear pixels from which an alpha channel is a matte wherever they lie.
const MOSTLY_CLEAR: f64 = 0.1;
/// The same for those inside: neither along the sides nor in the corners.
const CLEAR_INSIDE: f64 = 0.005;
/// How much of a side, at either end, is its corner, and how much of the picture along a side is its rim.
const CORNER: f64 = 0.2;
const RIM: f64 = 0.025;

/// Whether the alpha channel follows something inside the picture. Rounded corners, a clear rim, a stray clear pixel or
/// an alpha of 254 all over are leftovers of an editor: the photo's own background is still there.
fn is_matte(raster: &Raster) -> bool {
    let size = raster.size();
    let (wide, high) = (f64::from(size.width), f64::from(size.height));
    let shorter = wide.min(high);
    let (mut all, mut inside) = (0u64, 0u64);
    let stride = (size.width as usize * 4).max(4);
    for (y, row) in raster.data().chunks_exact(stride).enumerate() {
        let y = y as f64 + 0.5;
        let from_end = y.min(high - y);
        for (x, _) in row.chunks_exact(4).enumerate().filter(|(_, pixel)| pixel[3] <= super::ALPHA_THRESHOLD) {
            let x = x as f64 + 0.5;
            let from_side = x.min(wide - x);
            let at_corner = from_end < CORNER * shorter && from_side < CORNER * shorter;
            let at_rim = from_end.min(from_side) < RIM * shorter;
            all += 1;
            inside += u64::from(!at_corner && !at_rim);
        }
    }
    let pixels = size.pixels() as f64;
    all as f64 >= MOSTLY_CLEAR * pixels || inside as f64 >= CLEAR_INSIDE * pixels
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::Size;

    fn raster(alphas: [u8; 4]) -> Raster {
        let data = alphas.iter().flat_map(|alpha| [0, 0, 0, *alpha]).collect();
        Raster::from_premultiplied(Size::new(2, 2), data, false).unwrap()
    }

    #[test]
    fn transparency_is_the_matte() {
        let mut report = Report::new();
        let subject = find(Some(&raster([0, 255, 0, 0])), Background::Keep, Cutout::Auto, &mut report);
        assert_eq!(subject, Subject { rect: Some(Rect::new(1.0, 0.0, 1.0, 1.0)), method: Method::Alpha });
        assert!(report.is_empty());
        let found = Found { method: Method::Alpha, confidence: 1.0, subject: subject.rect };
        assert_eq!(report.cutout(), Some(found));
    }

    #[test]
    fn what_an_editor_left_at_the_rim_is_no_matte() {
        let square = |clear: &dyn Fn(u32, u32) -> bool| {
            let alpha = |index: u32| if clear(index % 100, index / 100) { 0 } else { 254 };
            let data = (0..100 * 100).flat_map(|index| [0, 0, 0, alpha(index)]).collect();
            is_matte(&Raster::from_premultiplied(Size::new(100, 100), data, false).unwrap())
        };
        assert!(!square(&|_, _| false), "an alpha of 254");
        assert!(!square(&|x, y| x == 50 && y == 50), "a stray pixel");
        assert!(!square(&|x, y| x.min(99 - x) + y.min(99 - y) < 12), "cut corners");
        assert!(!square(&|x, y| x.min(99 - x).min(y.min(99 - y)) < 2), "a rim");
        assert!(square(&|x, y| x.min(99 - x).min(y.min(99 - y)) < 10), "a margin");
        assert!(square(&|x, y| (40..60).contains(&x) && (40..60).contains(&y)), "a hole");
    }

    #[test]
    fn an_opaque_photo_has_nothing_to_tell_its_background_by() {
        for photo in [None, Some(raster([255; 4]))] {
            for (cutout, serious) in [(Cutout::Auto, 0), (Cutout::Backdrop, 0), (Cutout::Alpha, 1), (Cutout::Model, 0)]
            {
                let mut report = Report::new();
                let subject = find(photo.as_ref(), Background::Transparent, cutout, &mut report);
                assert_eq!(subject, Subject { rect: None, method: Method::None });
                assert_eq!(report.serious().count(), serious, "{cutout:?}");
            }
        }
    }

    #[test]
    fn nothing_is_said_where_nothing_was_to_go() {
        let mut report = Report::new();
        for (background, cutout) in [(Background::Keep, Cutout::Auto), (Background::Transparent, Cutout::Off)] {
            assert_eq!(find(None, background, cutout, &mut report).method, Method::Whole);
            assert_eq!(report.cutout().unwrap().confidence, 1.0);
        }
        assert!(report.is_empty());
    }

    #[test]
    fn a_picture_without_anything_to_see_is_doubtful() {
        let mut report = Report::new();
        assert_eq!(find(Some(&raster([0; 4])), Background::Keep, Cutout::Auto, &mut report).rect, None);
        assert_eq!((report.serious().count(), report.cutout().unwrap().confidence), (1, 0.0));
    }
}
