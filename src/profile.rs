//! ICC profiles, and the way from the colours of one to those of another.
//!
//! The rendering intent is the one that the source's profile names in its header, as browsers do it; without black
//! point compensation. Absolute colorimetric is taken as relative, so that paper white becomes white. Profiles that
//! come to the same colours within one level of 255 are taken for the same, and pixels stay as they are.

use crate::color::{Color, ColorModel};
use crate::error::{Error, Result};
use crate::limits::Deadline;
use moxcms::{CmsError, ColorProfile, DataColorSpace, Layout, RenderingIntent, TransformExecutor, TransformOptions};
use std::fmt;
use std::sync::Arc;

/// Pixels converted at a time: they stay in the first cache, and the clock is asked between chunks.
const CHUNK: usize = 4096;

/// Colours that tell whether two profiles are the same: grays, primaries and some between.
const PROBES: [[u8; 4]; 12] = [
    [16, 16, 16, 255],
    [64, 64, 64, 255],
    [128, 128, 128, 255],
    [200, 200, 200, 255],
    [255, 0, 0, 255],
    [0, 255, 0, 255],
    [0, 0, 255, 255],
    [255, 255, 0, 255],
    [200, 30, 90, 255],
    [30, 160, 220, 255],
    [90, 200, 40, 255],
    [250, 180, 120, 255],
];

/// An ICC profile that was read and can be used: of gray, RGB or CMYK. Where there is none, colours are sRGB.
#[derive(Clone, PartialEq, Eq)]
pub struct Profile {
    bytes: Arc<[u8]>,
    model: ColorModel,
}

impl Profile {
    /// Reads a profile.
    ///
    /// # Errors
    /// [`Fault::Input`](crate::Fault::Input) when it is broken, [`Fault::Unsupported`](crate::Fault::Unsupported) when
    /// it is for other colours than gray, RGB and CMYK.
    pub fn read(bytes: impl Into<Arc<[u8]>>) -> Result<Self> {
        let bytes = bytes.into();
        let profile = parse(&bytes)?;
        let model = match profile.color_space {
            DataColorSpace::Gray => ColorModel::Gray,
            DataColorSpace::Rgb => ColorModel::Rgb,
            DataColorSpace::Cmyk => ColorModel::Cmyk,
            other => return Err(Error::unsupported(format!("ICC profiles for {other:?} are not used"))),
        };
        check(&profile, model)?;
        Ok(Self { bytes, model })
    }

    /// What its samples mean.
    pub fn model(&self) -> ColorModel {
        self.model
    }

    /// An sRGB colour in the colours of this profile, which must be one of RGB; alpha stays.
    ///
    /// # Errors
    /// [`Fault::Input`](crate::Fault::Input) when the profile cannot be applied.
    pub fn color(&self, color: Color) -> Result<Color> {
        let mut pixel = [color.r, color.g, color.b, color.a];
        if let Some(conversion) = Conversion::between(None, Some(self))? {
            conversion.apply(&mut pixel, &Deadline::NEVER)?;
        }
        let [r, g, b, _] = pixel;
        Ok(Color { r, g, b, a: color.a })
    }

    /// The whole profile, as it was read.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

impl fmt::Debug for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Profile({:?}, {} bytes)", self.model, self.bytes.len())
    }
}

fn parse(bytes: &[u8]) -> Result<ColorProfile> {
    ColorProfile::new_from_slice(bytes)
        .map_err(|cause| Error::input(format!("the ICC profile is broken ({cause})")).caused_by(cause))
}

/// Whether colours can be converted with a profile: by a table, or by curves and, of red, green and blue, a matrix.
fn check(profile: &ColorProfile, model: ColorModel) -> Result<()> {
    let lacks = |what: &str| Err(Error::input(format!("the ICC profile has no {what}")));
    let has_table = [&profile.lut_a_to_b_perceptual, &profile.lut_a_to_b_colorimetric, &profile.lut_a_to_b_saturation]
        .iter()
        .any(|table| table.is_some());
    match model {
        _ if has_table => {
            // Tables may be broken in many ways: what tells is the library.
            let done = u8::transform(profile, layout(model), &ColorProfile::new_srgb());
            done.map(drop).map_err(|cause| Error::input("the ICC profile cannot be applied").caused_by(cause))
        }
        ColorModel::Gray if profile.gray_trc.is_none() => lacks("curve"),
        ColorModel::Gray => Ok(()),
        ColorModel::Cmyk => lacks("table"),
        ColorModel::Rgb => {
            let curves = [&profile.red_trc, &profile.green_trc, &profile.blue_trc];
            let [[a, b, c], [d, e, f], [g, h, i]] = profile.colorant_matrix().v;
            let size = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
            // The matrix leads to the space that its columns are of.
            match (curves.iter().all(|curve| curve.is_some()), profile.pcs, size.is_finite() && size.abs() > FLAT) {
                (false, ..) => lacks("curves"),
                (_, DataColorSpace::Xyz, true) => Ok(()),
                (_, DataColorSpace::Xyz, false) => lacks("matrix"),
                _ => lacks("table for its connection space"),
            }
        }
    }
}

/// Below this the determinant of a matrix says that its colorants are one: that of sRGB is 0.2.
const FLAT: f64 = 1e-4;

fn layout(model: ColorModel) -> Layout {
    if model == ColorModel::Gray { Layout::Gray } else { Layout::Rgba }
}

/// A depth in which colours are converted.
pub(crate) trait Depth: Copy + Default + 'static {
    /// The library's conversion of four samples a pixel, or of one gray to three.
    fn transform(from: &ColorProfile, layout: Layout, to: &ColorProfile) -> Result<Transform<Self>, CmsError>;
}

type Transform<S> = Arc<dyn TransformExecutor<S> + Send + Sync>;

impl Depth for u8 {
    fn transform(from: &ColorProfile, layout: Layout, to: &ColorProfile) -> Result<Transform<Self>, CmsError> {
        from.create_transform_8bit(layout, to, target(layout), options(from))
    }
}

impl Depth for u16 {
    fn transform(from: &ColorProfile, layout: Layout, to: &ColorProfile) -> Result<Transform<Self>, CmsError> {
        // In fixed point the library keeps 13 bits.
        let options = TransformOptions { prefer_fixed_point: false, ..options(from) };
        from.create_transform_16bit(layout, to, target(layout), options)
    }
}

fn target(layout: Layout) -> Layout {
    if layout == Layout::Gray { Layout::Rgb } else { Layout::Rgba }
}

fn options(from: &ColorProfile) -> TransformOptions {
    let rendering_intent = match from.rendering_intent {
        RenderingIntent::AbsoluteColorimetric => RenderingIntent::RelativeColorimetric,
        named => named,
    };
    TransformOptions { rendering_intent, ..TransformOptions::default() }
}

/// The way from the colours of one profile to those of another.
pub(crate) struct Conversion<S> {
    transform: Transform<S>,
    model: ColorModel,
}

impl<S: Depth> Conversion<S> {
    /// The way between two profiles, of which the target is one of RGB; `None` stands for sRGB. Nothing when colours
    /// stay what they are.
    ///
    /// # Errors
    /// [`Fault::Input`](crate::Fault::Input) when the profiles cannot be applied, which their tables may make them.
    pub(crate) fn between(from: Option<&Profile>, to: Option<&Profile>) -> Result<Option<Self>> {
        if from == to {
            return Ok(None);
        }
        let refused = |cause| Error::input("the ICC profile cannot be applied").caused_by(cause);
        let parsed =
            |profile: Option<&Profile>| profile.map_or_else(|| Ok(ColorProfile::new_srgb()), |p| parse(&p.bytes));
        let (source, target) = (parsed(from)?, parsed(to)?);
        let model = from.map_or(ColorModel::Rgb, Profile::model);
        if model == ColorModel::Rgb && is_same(&source, &target).map_err(refused)? {
            return Ok(None);
        }
        let transform = S::transform(&source, layout(model), &target).map_err(refused)?;
        Ok(Some(Self { transform, model }))
    }

    /// Converts straight RGBA (gray repeated in it) or CMYK inks to straight RGBA, in place; CMYK becomes opaque.
    ///
    /// # Errors
    /// [`Fault::TimedOut`](crate::Fault::TimedOut) when the deadline passes.
    pub(crate) fn apply(&self, data: &mut [S], deadline: &Deadline) -> Result<()> {
        let failed = |cause| Error::internal("a colour conversion failed").caused_by(cause);
        let (mut from, mut to) = (vec![S::default(); CHUNK * 4], vec![S::default(); CHUNK * 3]);
        for chunk in data.chunks_mut(CHUNK * 4) {
            deadline.check()?;
            if self.model != ColorModel::Gray {
                let from = &mut from[..chunk.len()];
                from.copy_from_slice(chunk);
                self.transform.transform(from, chunk).map_err(failed)?;
                continue;
            }
            let pixels = chunk.as_chunks_mut::<4>().0;
            let (from, to) = (&mut from[..pixels.len()], &mut to[..pixels.len() * 3]);
            from.iter_mut().zip(pixels.iter()).for_each(|(from, pixel)| *from = pixel[0]);
            self.transform.transform(from, to).map_err(failed)?;
            pixels.iter_mut().zip(to.as_chunks::<3>().0).for_each(|(pixel, color)| pixel[..3].copy_from_slice(color));
        }
        Ok(())
    }
}

/// Whether colours come out as they went in.
fn is_same(from: &ColorProfile, to: &ColorProfile) -> Result<bool, CmsError> {
    let mut seen = [0; PROBES.len() * 4];
    u8::transform(from, Layout::Rgba, to)?.transform(PROBES.as_flattened(), &mut seen)?;
    Ok(seen.iter().zip(PROBES.as_flattened()).all(|(seen, given)| seen.abs_diff(*given) <= 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(profile: &ColorProfile) -> Profile {
        Profile::read(profile.encode().unwrap()).unwrap()
    }

    fn converted<S: Depth>(from: Option<&Profile>, to: Option<&Profile>, pixels: &[S]) -> Vec<S> {
        let mut data = pixels.to_vec();
        if let Some(conversion) = Conversion::between(from, to).unwrap() {
            conversion.apply(&mut data, &Deadline::NEVER).unwrap();
        }
        data
    }

    #[test]
    fn srgb_changes_nothing_and_a_wide_gamut_does() {
        let pixels = [200u8, 30, 90, 7, 128, 128, 128, 255];
        assert!(Conversion::<u8>::between(Some(&profile(&ColorProfile::new_srgb())), None).unwrap().is_none());
        let wide = profile(&ColorProfile::new_display_p3());
        let data = converted(Some(&wide), None, &pixels);
        assert!(data[0] > 205 && data[1] < 30 && data[3] == 7, "{data:?}");
        assert!(data[4..7].iter().all(|gray| gray.abs_diff(128) <= 1));
        assert_eq!(converted(Some(&wide), Some(&wide), &pixels), pixels, "kept as they are");
        // There and back, within the rounding of 8 bits.
        let there = converted(None, Some(&wide), &pixels);
        let back = converted(Some(&wide), None, &there);
        assert!(back.iter().zip(pixels).all(|(is, was)| is.abs_diff(was) <= 1), "{there:?} {back:?}");
    }

    #[test]
    fn sixteen_bits_keep_every_step_of_a_ramp() {
        let wide = profile(&ColorProfile::new_display_p3());
        let ramp: Vec<u16> = (0..=u16::MAX).step_by(16).flat_map(|v| [v, v, v, u16::MAX]).collect();
        let data = converted(Some(&wide), None, &ramp);
        let greens: Vec<u16> = data.iter().skip(1).step_by(4).copied().collect();
        assert!(greens.is_sorted());
        assert!(greens.iter().zip(ramp.chunks(4)).all(|(is, was)| is.abs_diff(was[1]) < 64), "grays stay gray");
    }

    #[test]
    fn gray_goes_through_its_curve() {
        let linear = profile(&ColorProfile::new_gray_with_gamma(1.0));
        assert_eq!(linear.model(), ColorModel::Gray);
        assert_eq!(converted(Some(&linear), None, &[55u8, 55, 55, 9]), [128, 128, 128, 9]);
        let deep = converted(Some(&linear), None, &[55 * 257u16, 55 * 257, 55 * 257, 9]);
        assert!(deep[0].abs_diff(128 * 257) < 257 && deep[3] == 9, "{deep:?}");
    }

    #[test]
    fn what_is_broken_is_refused() {
        assert_eq!(Profile::read(*b"rubbish").unwrap_err().fault(), crate::Fault::Input);
        let bytes = ColorProfile::new_srgb().encode().unwrap();
        for length in (0..bytes.len()).step_by(7) {
            if let Ok(cut) = Profile::read(&bytes[..length]) {
                let _ = Conversion::<u8>::between(Some(&cut), None);
            }
        }
    }
}
