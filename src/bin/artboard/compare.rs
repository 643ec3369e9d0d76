//! `artboard compare`: how far two pictures are apart.
//!
//! The distance of two pixels is that of pixelmatch: both are laid on white and taken apart into YIQ, and the squared
//! differences are weighted by how well eyes tell them apart (Kotsarenko and Ramos, "Measuring perceived color
//! difference using YIQ NTSC transmission color space in mobile applications", 2010). Here it is the root of that,
//! divided by its largest value between any two colours: 0 is equal, black and white are 0.966 apart. PSNR is over the
//! three channels on white.

use crate::args::{CompareArgs, OnConflict};
use crate::designs::engine_for;
use crate::exit::Exit;
use crate::inputs::Input;
use crate::save::{Inputs, Saver};
use crate::{options, terminal};
use artboard::error::escape_controls;
use artboard::geometry::Size;
use artboard::picture::PictureFormat;
use artboard::raster::Raster;
use artboard::source::Bytes;
use artboard::{Ask, Engine, Error, Format, Output, Result, Source};
use std::path::Path;

/// The largest value of the weighted sum between any two colours, as pixelmatch gives it.
const LARGEST: f64 = 35_215.0;

/// What a comparison came to.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
struct Numbers {
    pixels: u64,
    differing: u64,
    /// The share of differing pixels, 0 to 1.
    share: f64,
    /// The largest distance, 0 to 1.
    max: f64,
    /// The mean distance, 0 to 1.
    mean: f64,
    /// Decibels; `None` when the pictures are equal on white.
    psnr: Option<f64>,
}

/// Runs the command.
pub(crate) fn compare(args: &CompareArgs) -> Result<Exit> {
    let engine = Engine::builder().limits(options::limits(args.limits, &args.limit)?).build();
    let (a, b) = match (decode(&engine, &args.a), decode(&engine, &args.b)) {
        (Ok(a), Ok(b)) => (a, b),
        (a, b) => {
            [a.err(), b.err()].iter().flatten().for_each(terminal::complain);
            return Ok(Exit::FAILED);
        }
    };
    if a.size() != b.size() {
        return different_sizes(args, a.size(), b.size());
    }
    let size = a.size();
    let (a, b) = (a.into_straight(), b.into_straight());
    let (numbers, picture) = measure(&a, &b, args.tolerance, args.output.is_some());
    if let Some(path) = &args.output {
        write_picture(args, path, size, picture)?;
    }
    let is_over = numbers.share > args.threshold;
    tell(args, numbers, is_over)?;
    Ok(if is_over { Exit::FAILED } else { Exit::DONE })
}

/// The pixels of a picture at its own size, upright. An SVG or a design is drawn first, as `thumb` draws it.
fn decode(engine: &Engine, path: &Path) -> Result<Raster> {
    let limits = engine.limits();
    let pixels = |bytes: &Bytes| -> Result<Raster> {
        let is_design = artboard::dialect::looks_like_design(bytes);
        let picture = if is_design { None } else { Some(artboard::decode::probe(bytes, limits)?) };
        let picture = match picture.filter(|picture| picture.format != PictureFormat::Svg) {
            Some(picture) => picture,
            None => {
                let engine = engine_for(engine, &options::AssetFolders::default(), &Input::File(path.to_owned()))?;
                let drawn = engine.thumbnail(&Source::Bytes(bytes.clone()), &Ask::default())?;
                artboard::decode::probe(drawn.bytes, limits)?
            }
        };
        artboard::decode::at_least(&picture, picture.size, limits, &limits.deadline())
    };
    let bytes = artboard::assets::file::read(path, limits.input_bytes)?;
    pixels(&bytes).map_err(|error| error.at(path.display().to_string()))
}

fn different_sizes(args: &CompareArgs, a: Size, b: Size) -> Result<Exit> {
    let text = format!("the sizes differ: {a} and {b}");
    match args.json {
        true => {
            let size = |size: Size| serde_json::json!({ "width": size.width, "height": size.height });
            let sizes =
                serde_json::json!({ "schema": 1, "same_size": false, "a": size(a), "b": size(b), "passed": false });
            terminal::give_line(&sizes.to_string())?;
        }
        false => terminal::give_line(&text)?,
    }
    Ok(Exit::FAILED)
}

fn tell(args: &CompareArgs, numbers: Numbers, is_over: bool) -> Result<()> {
    let psnr = numbers.psnr.map_or_else(|| "infinite".to_owned(), |psnr| format!("{psnr:.2} dB"));
    let Numbers { pixels, differing, share, max, mean, .. } = numbers;
    if !args.json {
        return terminal::give_line(&format!(
            "differing pixels  {differing} of {pixels} (share {share:.6})\n\
             largest distance  {max:.6}\nmean distance     {mean:.6}\npsnr              {psnr}"
        ));
    }
    let mut all = serde_json::json!({ "schema": 1, "same_size": true, "threshold": args.threshold,
        "tolerance": args.tolerance, "passed": !is_over });
    let numbers = serde_json::to_value(numbers).map_err(|cause| Error::internal("numbers as JSON").caused_by(cause))?;
    if let (Some(all), serde_json::Value::Object(numbers)) = (all.as_object_mut(), numbers) {
        all.extend(numbers);
    }
    terminal::give_line(&all.to_string())
}

/// The numbers, and the picture of the differences if it is wanted.
fn measure(a: &[u8], b: &[u8], tolerance: f64, wants_picture: bool) -> (Numbers, Vec<u8>) {
    let (mut differing, mut max, mut sum, mut squares) = (0u64, 0f64, 0f64, 0f64);
    let pixels = (a.len() / 4) as u64;
    let mut picture = Vec::with_capacity(if wants_picture { a.len() } else { 0 });
    for (a, b) in a.as_chunks::<4>().0.iter().zip(b.as_chunks::<4>().0) {
        let (on_white_a, on_white_b) = (on_white(*a), on_white(*b));
        let mut apart = distance(on_white_a, on_white_b);
        // Alpha shows on every ground but white.
        if a != b {
            apart = apart.max(f64::from(a[3].abs_diff(b[3])) / 255.0);
        }
        let differs = apart > tolerance;
        differing += u64::from(differs);
        max = max.max(apart);
        sum += apart;
        squares += on_white_a.iter().zip(on_white_b).map(|(a, b)| (a - b).powi(2)).sum::<f64>();
        if wants_picture {
            picture.extend(if differs { [255, 0, 0, 255] } else { faint(on_white_a) });
        }
    }
    let of_all = |sum: f64| if pixels == 0 { 0.0 } else { sum / pixels as f64 };
    let mean_square = of_all(squares) / 3.0;
    let psnr = (mean_square > 0.0).then(|| 10.0 * (255.0 * 255.0 / mean_square).log10());
    (Numbers { pixels, differing, share: of_all(differing as f64), max, mean: of_all(sum), psnr }, picture)
}

/// A pixel laid on white, channels 0 to 255.
fn on_white([r, g, b, a]: [u8; 4]) -> [f64; 3] {
    let alpha = f64::from(a) / 255.0;
    [r, g, b].map(|channel| 255.0 + (f64::from(channel) - 255.0) * alpha)
}

/// See the head of this file.
fn distance([r1, g1, b1]: [f64; 3], [r2, g2, b2]: [f64; 3]) -> f64 {
    let (r, g, b) = (r1 - r2, g1 - g2, b1 - b2);
    let y = r * 0.298_895_31 + g * 0.586_622_47 + b * 0.114_482_23;
    let i = r * 0.595_977_99 - g * 0.274_171_6 - b * 0.321_801_89;
    let q = r * 0.211_470_17 - g * 0.522_617_11 + b * 0.311_146_94;
    ((0.5053 * y * y + 0.299 * i * i + 0.1957 * q * q) / LARGEST).sqrt().min(1.0)
}

/// A tenth of the pixel's darkness, so that differences stand out.
fn faint([r, g, b]: [f64; 3]) -> [u8; 4] {
    let gray = 255.0 - (255.0 - (r * 0.299 + g * 0.587 + b * 0.114)) * 0.1;
    let gray = gray.clamp(0.0, 255.0) as u8;
    [gray, gray, gray, 255]
}

fn write_picture(args: &CompareArgs, path: &Path, size: Size, picture: Vec<u8>) -> Result<()> {
    let extension = path.extension().map(|text| escape_controls(&text.to_string_lossy())).unwrap_or_default();
    let format = if extension.is_empty() { Format::Png } else { extension.parse()? };
    let bytes = artboard::write::raster(Raster::from_straight(size, picture)?, &Output::of(format))?;
    let inputs = Inputs::of([args.a.as_path(), args.b.as_path()].into_iter());
    Saver::new(OnConflict::Overwrite, inputs).save(path, "", &bytes)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_pictures_are_no_distance_apart_and_black_and_white_nearly_one() {
        let (black, white) = ([0, 0, 0, 255], [255; 4]);
        let (numbers, _) = measure(&white, &white, 0.0, false);
        assert_eq!((numbers.share, numbers.max, numbers.psnr), (0.0, 0.0, None));
        let (numbers, picture) = measure(&[white, white].concat(), &[white, black].concat(), 0.0, true);
        assert!((numbers.max - 0.966).abs() < 0.001, "{}", numbers.max);
        assert_eq!((numbers.differing, numbers.share), (1, 0.5));
        assert_eq!(picture, [[255; 4], [255, 0, 0, 255]].concat());
    }

    #[test]
    fn small_differences_are_within_the_tolerance() {
        let (a, b) = ([100, 100, 100, 255], [101, 100, 100, 255]);
        assert_eq!(measure(&a, &b, 0.0, false).0.differing, 1);
        assert_eq!(measure(&a, &b, 0.1, false).0.differing, 0);
        // White and nothing look alike on white, and are not.
        assert_eq!(measure(&[255; 4], &[255, 255, 255, 0], 0.5, false).0.differing, 1);
    }
}
