//! How the subject was found, and where it is.
//!
//! In: the upright pixels of a picture that may have transparent parts (none for an opaque one) and what the template
//! asks. Out: a [`Subject`]. What was asked and cannot be done is an `Ignored` note, so that `--strict` fails.

use super::alpha::alpha_box;
use super::matte::{DOUBTFUL, Matte};
use crate::geometry::Rect;
use crate::raster::Raster;
use crate::report::{NoteKind, Report};
use crate::template::{Background, Cutout};

/// How the subject was told from its background.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Method {
    /// By the transparency that the picture has.
    Alpha,
    /// By its studio backdrop.
    Backdrop,
    /// By a segmentation model.
    Model,
    /// Not at all: the background is kept, the whole picture is the subject.
    Whole,
    /// Its background was to go and its alpha does not say what that is; [`Cutout::Auto`], [`Cutout::Backdrop`] and
    /// [`Cutout::Model`] go on to look at its colours, else the whole picture stands in for the subject.
    None,
}

/// Where the subject is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Subject {
    /// In pixels of the raster that was looked at; `None`: the whole picture.
    pub rect: Option<Rect>,
    /// How it was found.
    pub method: Method,
}

/// Finds the subject. `raster` is the upright picture, `None` for one that has no alpha channel.
pub fn find(raster: Option<&Raster>, background: Background, cutout: Cutout, report: &mut Report) -> Subject {
    if let Some(raster) = raster.filter(|raster| !raster.is_opaque()) {
        match alpha_box(raster) {
            Some(rect) if has_hole(raster) => return by_alpha(rect, cutout, report),
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

/// Says how sure a cutout by the backdrop or by a model is. Whether it is used: below [`USELESS`](super::USELESS) the photo
/// stays whole.
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
        return false;
    }
    match confidence < DOUBTFUL {
        true => report.note(NoteKind::Doubtful, "cutout", told(": look whether the subject is whole")),
        false => report.note(NoteKind::Chosen, "cutout", told("")),
    }
    true
}

fn has_hole(raster: &Raster) -> bool {
    raster.data().chunks_exact(4).any(|pixel| pixel.last().is_some_and(|alpha| *alpha < 255))
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
        }
        assert!(report.is_empty());
    }

    #[test]
    fn a_picture_without_anything_to_see_is_doubtful() {
        let mut report = Report::new();
        assert_eq!(find(Some(&raster([0; 4])), Background::Keep, Cutout::Auto, &mut report).rect, None);
        assert_eq!(report.serious().count(), 1);
    }
}
