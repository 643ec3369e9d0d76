//! What the tags of a directory say about the samples, and what of it can be read.
//!
//! Errors: [`Fault::Unsupported`](crate::Fault::Unsupported), named, for what is not read;
//! [`Fault::Input`](crate::Fault::Input) for what contradicts itself.

use super::directory::Directory;
use super::samples::{Meaning, Packing, Tint};
use crate::decode::color::high_to_8;
use crate::error::{Error, Result};

/// The most samples of a pixel: pictures have four and alpha, and some inks or bands more.
const MOST_SAMPLES: u32 = 64;

/// The values of tag Compression that are read; JPEG streams are those of TIFF technical note 2.
pub(super) mod compression {
    pub(crate) const NONE: u32 = 1;
    pub(crate) const FAX_ROWS: u32 = 2;
    pub(crate) const FAX_3: u32 = 3;
    pub(crate) const FAX_4: u32 = 4;
    pub(crate) const LZW: u32 = 5;
    pub(crate) const JPEG: u32 = 7;
    pub(crate) const DEFLATE: u32 = 8;
    pub(crate) const OLD_DEFLATE: u32 = 32_946;
    pub(crate) const FAX_WORDS: u32 = 32_771;
    pub(crate) const PACK_BITS: u32 = 32_773;
}

/// How alpha stands in the samples.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Alpha {
    /// Which sample it is.
    pub(super) place: usize,
    /// Whether it is multiplied into the others.
    pub(super) is_associated: bool,
}

/// What is said about the samples.
pub(super) struct Facets {
    pub(super) meaning: Meaning,
    pub(super) packing: Packing,
    pub(super) samples: usize,
    pub(super) alpha: Option<Alpha>,
    pub(super) is_planar: bool,
    pub(super) compression: u32,
    /// Chroma of YCbCr for so many pixels across and down, where it is packed in blocks.
    pub(super) halving: Option<(usize, usize)>,
    pub(super) predictor: u32,
}

fn unsupported<T>(what: &str) -> Result<T> {
    Err(Error::unsupported(format!("TIFFs with {what} cannot be read"))
        .with_help("save it uncompressed or with LZW or Deflate, as gray, RGB or CMYK of 8 or 16 bits a sample"))
}

impl Facets {
    pub(super) fn of(tags: &Directory<'_>) -> Result<Self> {
        let samples = tags.number(277, 1)?;
        let compression = known_compression(tags.number(259, 1)?)?;
        let meaning = meaning(tags, samples, compression)?;
        let packing = packing(tags)?;
        let is_planar = samples > 1 && tags.number(284, 1)? == 2;
        if samples == 0 || (samples as usize) < meaning.channels() {
            return Err(Error::input(format!("the TIFF is damaged: {samples} samples a pixel are too few")));
        }
        if samples > MOST_SAMPLES {
            return unsupported(&format!("{samples} samples a pixel"));
        }
        if matches!(meaning, Meaning::Palette(_)) && (packing.bits > 16 || packing.is_float) {
            return unsupported("palettes of more than 16 bits");
        }
        let is_fax = matches!(compression, 2..=4 | compression::FAX_WORDS);
        if is_fax && (packing.bits != 1 || samples != 1 && !is_planar) {
            return Err(Error::input("the TIFF is damaged: fax compression is for one bit a pixel"));
        }
        let halving = halving(tags, &meaning, &packing, (samples, compression, is_planar))?;
        let predictor = predictor(tags, compression, &packing)?;
        let (samples, alpha) = (samples as usize, alpha(tags, &meaning, samples as usize)?);
        Ok(Self { meaning, packing, samples, alpha, is_planar, compression, halving, predictor })
    }
}

/// Tag Compression, when it is one that is read.
fn known_compression(value: u32) -> Result<u32> {
    let name = match value {
        1..=5 | 7 | 8 | compression::OLD_DEFLATE | compression::FAX_WORDS | compression::PACK_BITS => return Ok(value),
        6 => "old-style JPEG compression (6)",
        9 | 10 | 34_661 => "JBIG compression",
        32_766 => "NeXT compression",
        32_809 => "ThunderScan compression",
        32_908 | 32_909 => "Pixar compression",
        33_003 | 33_004 | 33_005 | 34_712 => "JPEG 2000 compression",
        34_676 | 34_677 => "SGI LogLuv compression",
        34_887 => "LERC compression",
        34_925 => "LZMA compression",
        34_933 | 50_001 => "WebP compression",
        34_926 | 50_000 => "Zstandard compression",
        50_002 | 52_546 => "JPEG XL compression",
        _ => return unsupported(&format!("compression {value}")),
    };
    unsupported(name)
}

/// Tag PhotometricInterpretation.
fn meaning(tags: &Directory<'_>, samples: u32, compression: u32) -> Result<Meaning> {
    let is_fax = matches!(compression, 2..=4 | compression::FAX_WORDS);
    let guess = match samples {
        // A missing tag: what libtiff guesses.
        1 | 2 => u32::from(!is_fax),
        3 | 4 => 2,
        _ => u32::MAX,
    };
    Ok(match tags.number(262, guess)? {
        0 => Meaning::InvertedGray,
        1 => Meaning::Gray,
        2 => Meaning::Rgb,
        3 => Meaning::Palette(palette(tags)?),
        4 => return unsupported("a transparency mask in place of a picture"),
        // Tag InkSet: 1 CMYK.
        5 if tags.number(332, 1)? != 1 => return unsupported("inks that are not CMYK"),
        5 => Meaning::Cmyk,
        6 => Meaning::YCbCr(tint(tags)?),
        8..=10 => return unsupported("Lab colours"),
        32_803 | 34_892 => return unsupported("the raw samples of a camera"),
        32_844 | 32_845 => return unsupported("LogLuv colours"),
        u32::MAX => return Err(Error::input("the TIFF is damaged: it does not say what its samples mean")),
        _ => return unsupported("this kind of colour"),
    })
}

/// Tags BitsPerSample and SampleFormat: 1 unsigned, 2 signed, 3 floating, 4 undefined, 5 and 6 complex.
fn packing(tags: &Directory<'_>) -> Result<Packing> {
    let Some(bits) = tags.shared(258, 1)? else { return unsupported("samples of different depths") };
    let Some(format) = tags.shared(339, 1)? else { return unsupported("samples of different formats") };
    match format {
        1 | 3 | 4 => Packing { bits, is_float: format == 3, is_little_endian: tags.is_little_endian }.check(),
        2 => unsupported("signed samples"),
        _ => unsupported("complex samples"),
    }
}

/// Tag ExtraSamples: 1 associated alpha, 2 unassociated; others are no alpha.
fn alpha(tags: &Directory<'_>, meaning: &Meaning, samples: usize) -> Result<Option<Alpha>> {
    let extra = tags.numbers(338)?.unwrap_or_default();
    let place = meaning.channels();
    Ok(match (extra.first(), meaning) {
        (Some(kind @ (1 | 2)), _) if samples > place => Some(Alpha { place, is_associated: *kind == 1 }),
        // Writers that forget the tag mean straight alpha by a fourth sample of RGB; Pillow and libtiff take it so too.
        (None, Meaning::Rgb) if samples == 4 => Some(Alpha { place, is_associated: false }),
        _ => None,
    })
}

/// Tag ColorMap: all reds, all greens, all blues, 16 bits each. Old writers put 8 bits in; libtiff tells them the same
/// way.
fn palette(tags: &Directory<'_>) -> Result<Vec<[u8; 3]>> {
    let values = tags.numbers(320)?.unwrap_or_default();
    let count = values.len() / 3;
    let is_narrow = values.iter().all(|value| *value < 256);
    let byte = |value: u64| if is_narrow { value as u8 } else { high_to_8(value as u16) };
    let [reds, greens, blues] = [0, 1, 2].map(|i| values.get(i * count..(i + 1) * count).unwrap_or_default());
    match count {
        0 => Err(Error::input("the TIFF is damaged: its palette is missing")),
        _ => Ok(reds.iter().zip(greens).zip(blues).map(|((r, g), b)| [byte(*r), byte(*g), byte(*b)]).collect()),
    }
}

/// Tags YCbCrCoefficients and ReferenceBlackWhite, whose defaults are those of BT.601 and the full range.
fn tint(tags: &Directory<'_>) -> Result<Tint> {
    let values = |tag, count| Ok::<_, Error>(tags.fractions(tag)?.filter(|values| values.len() >= count));
    let mut tint = Tint::default();
    if let Some(luma) = values(529, 3)? {
        tint.luma = [luma[0], luma[1], luma[2]];
    }
    if let Some(ends) = values(532, 6)? {
        tint.ends = [[ends[0], ends[1]], [ends[2], ends[3]], [ends[4], ends[5]]];
    }
    match tint.is_sane() {
        true => Ok(tint),
        false => Ok(Tint::default()),
    }
}

/// Tag YCbCrSubSampling, which is 2 x 2 when it is absent. JPEG streams have their own.
fn halving(
    tags: &Directory<'_>,
    meaning: &Meaning,
    packing: &Packing,
    (samples, compression, is_planar): (u32, u32, bool),
) -> Result<Option<(usize, usize)>> {
    if !matches!(meaning, Meaning::YCbCr(_)) || compression == compression::JPEG {
        return Ok(None);
    }
    let halving = tags.numbers(530)?.unwrap_or_else(|| vec![2, 2]);
    match halving[..] {
        [1, 1] => Ok(None),
        [h @ (1 | 2 | 4), v @ (1 | 2 | 4)] if packing.bits == 8 && samples == 3 && !is_planar => {
            Ok(Some((h as usize, v as usize)))
        }
        _ => unsupported("this kind of subsampled chroma"),
    }
}

/// Tag Predictor, which only some compressions know: 1 none, 2 differences, 3 differences of floating numbers.
fn predictor(tags: &Directory<'_>, compression: u32, packing: &Packing) -> Result<u32> {
    if !matches!(compression, compression::LZW | compression::DEFLATE | compression::OLD_DEFLATE) {
        return Ok(1);
    }
    match (tags.number(317, 1)?, packing.bits, packing.is_float) {
        (predictor @ (0 | 1), ..) => Ok(predictor.max(1)),
        (2, 8 | 16 | 32 | 64, _) => Ok(2),
        (3, 32 | 64, true) => Ok(3),
        (predictor, bits, _) => unsupported(&format!("predictor {predictor} for samples of {bits} bits")),
    }
}
