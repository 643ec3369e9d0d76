//! Refuses a doubtful cutout where the template requires one.
//!
//! In: the report of a photo that a template presented. Out: nothing, or the error. Refused: a background that was to go
//! and stayed, or went with a confidence below [`DOUBTFUL`].

use super::matte::DOUBTFUL;
use crate::error::{Error, Result};
use crate::report::{Method, Report};

/// Refuses a photo whose background was to go and could not be told for sure.
///
/// # Errors
/// [`Fault::Input`](crate::Fault::Input) with the confidence.
pub fn required(report: &Report) -> Result<()> {
    let Some(found) = report.cutout().filter(|found| found.method != Method::Whole) else { return Ok(()) };
    let what = match found.method {
        Method::None => "its background could not be removed",
        _ if found.confidence < DOUBTFUL => "its background could not be removed for sure",
        _ => return Ok(()),
    };
    let what = format!("{what} (confidence {:.2}), and this template demands it", found.confidence);
    Err(Error::input(what)
        .at("cutout")
        .with_help("look at the photo; a segmentation model may see more: see `artboard model`; or --doubtful keep"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Found;

    #[test]
    fn what_is_doubtful_or_was_not_done_is_refused() {
        assert!(required(&Report::new()).is_ok(), "no photo was presented");
        for (method, confidence, is_fine) in [
            (Method::Alpha, 1.0, true),
            (Method::Backdrop, DOUBTFUL, true),
            (Method::Backdrop, DOUBTFUL - 0.01, false),
            (Method::Model, 0.1, false),
            (Method::None, 0.9, false),
            (Method::Whole, 0.0, true),
        ] {
            let mut report = Report::new();
            report.set_cutout(Found { method, confidence, subject: None });
            assert_eq!(required(&report).is_ok(), is_fine, "{method} {confidence}");
        }
    }
}
