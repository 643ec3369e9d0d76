//! A file within a number of bytes.
//!
//! The quality of a lossy file is searched by halves between 1 and what was asked for: at most nine files are made, the
//! best that fits is taken, and nothing that was not made and measured is given out. Files without loss are tried again
//! at the highest effort. Refused: what fits in no way, naming the smallest that was reached.

use crate::error::{Error, Fault, Result};
use crate::output::{Format, Output};

/// A file and how it came to fit.
pub(super) type Fitting = (Vec<u8>, Output);

/// The best file of at most `maximum` bytes that `encode` makes of `output` with another quality or effort.
pub(super) fn within(
    output: &Output,
    maximum: u64,
    mut encode: impl FnMut(&Output) -> Result<Vec<u8>>,
) -> Result<Fitting> {
    let fits = |file: &Vec<u8>| file.len() as u64 <= maximum;
    let first = encode(output)?;
    if fits(&first) {
        return Ok((first, output.clone()));
    }
    let (mut best, mut least) = (None, first.len());
    // Qualities below `low` are known to fit or not to be there, those from `high` on not to fit.
    let (mut low, mut high) = if output.is_lossy() { (1, output.used_quality()) } else { (0, 0) };
    while low < high {
        let quality = low.midpoint(high);
        let asked = Output { quality: Some(quality), ..output.clone() };
        let file = encode(&asked)?;
        least = least.min(file.len());
        match fits(&file) {
            true => (low, best) = (quality + 1, Some((file, asked))),
            false => high = quality,
        }
    }
    if let Some(best) = best {
        return Ok(best);
    }
    let quality = if output.is_lossy() { Some(1) } else { output.quality };
    let smallest = Output { effort: 9, quality, ..output.clone() };
    if smallest != *output {
        let file = encode(&smallest)?;
        least = least.min(file.len());
        if fits(&file) {
            return Ok((file, smallest));
        }
    }
    Err(refused(output, least, maximum))
}

fn refused(output: &Output, least: usize, maximum: u64) -> Error {
    let format = output.format;
    let other = match format {
        _ if output.is_lossy() => "",
        Format::Webp if output.lossless => ", or leave out `lossless`",
        _ => ", or write jpg, whose quality can be lowered",
    };
    let what = format!("this {format} has at least {least} bytes, which is over max_bytes {maximum}");
    Error::new(Fault::TooLarge, what).with_help(format!("allow {least} bytes, or ask for a smaller size{other}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As large as `quality` times 100 bytes, at effort 9 half of it.
    fn search(output: &Output, maximum: u64) -> (Result<Fitting>, usize) {
        let mut made = 0;
        let found = within(output, maximum, |output| {
            made += 1;
            let bytes = usize::from(output.used_quality()) * 100;
            Ok(vec![0; if output.effort == 9 { bytes / 2 } else { bytes }])
        });
        (found, made)
    }

    #[test]
    fn the_best_quality_that_fits_is_found_in_few_tries() {
        for quality in [1, 2, 50, 85, 99, 100] {
            let output = Output { quality: Some(quality), ..Output::of(Format::Jpeg) };
            for maximum in 100..=10_000 {
                let (found, made) = search(&output, maximum);
                let (file, used) = found.unwrap();
                assert_eq!(u64::from(used.used_quality()), (maximum / 100).min(quality.into()));
                assert!(file.len() as u64 <= maximum && made <= 9, "{made} tries for {maximum}");
            }
        }
    }

    #[test]
    fn effort_is_the_last_resort_and_what_fits_in_no_way_says_the_least() {
        let (found, _) = search(&Output::of(Format::Jpeg), 70);
        let used = found.unwrap().1;
        assert_eq!((used.quality, used.effort), (Some(1), 9));
        let error = search(&Output::of(Format::Jpeg), 49).0.unwrap_err();
        assert_eq!(error.fault(), Fault::TooLarge);
        assert!(error.what().contains("at least 50 bytes"), "{error}");
        let (found, made) = search(&Output::of(Format::Png), 5_000);
        assert_eq!((found.unwrap().1.effort, made), (9, 2));
        assert!(search(&Output::of(Format::Png), 4_000).0.unwrap_err().help().unwrap().contains("write jpg"));
    }
}
