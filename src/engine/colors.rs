//! Which colours a photo is painted in, and which its file has.
//!
//! Photos are painted in the colours of their file, so that none goes through a smaller space; designs in sRGB.

use crate::ask::{Ask, Backdrop};
use crate::color::Color;
use crate::decode;
use crate::error::Result;
use crate::limits::Deadline;
use crate::output::{Format, Output, ProfileRule, Strip};
use crate::picture::{ColorModel, Picture, PictureFormat};
use crate::profile::Profile;
use crate::raster::Raster;
use crate::report::{NoteKind, Report};
use crate::runner::Runner;
use crate::source::Bytes;
use crate::template::{Background, DropShadow, ShadowRule, Template};
use crate::write;
use std::borrow::Cow;

/// What fits into one segment of a JPEG beside its length and the name of EXIF (Exif 2.32, section 4.7.2).
const MOST_EXIF: usize = 65_535 - 8;

/// The output with its colours settled for a design: it has the colours of many pictures.
pub(super) fn of_design(output: &Output, report: &mut Report) -> Output {
    if output.profile == ProfileRule::Keep {
        report.note(NoteKind::Chosen, "profile", "a design has no profile to keep: the file is in sRGB");
    }
    settled(output, None)
}

/// The output with its colours settled for a photo: what is to be kept is the photo's own.
pub(super) fn of_photo(output: &Output, picture: &Picture, report: &mut Report) -> Output {
    let own = picture.profile.as_ref();
    if let (ProfileRule::Keep, Some(model)) = (&output.profile, own.map(Profile::model))
        && model != ColorModel::Rgb
    {
        let message = format!("only RGB profiles are kept, this one is {model:?}: the file is in sRGB");
        report.note(NoteKind::Chosen, "profile", message);
    }
    let output = Output { exif: exif(output, picture, report), ..output.clone() };
    settled(&output, own.filter(|profile| profile.model() == ColorModel::Rgb))
}

/// The EXIF that travels on, when that is asked for.
fn exif(output: &Output, picture: &Picture, report: &mut Report) -> Option<Bytes> {
    if output.strip != Strip::None || output.exif.is_some() {
        return output.exif.clone();
    }
    let found = decode::metadata(picture)?;
    let refusal = match output.format {
        Format::Tiff | Format::Psd => format!("EXIF is not written to {}: left out", output.format),
        _ if found.len() > MOST_EXIF => format!("{} bytes of EXIF are too many: left out", found.len()),
        _ => return Some(found.into()),
    };
    report.note(NoteKind::Ignored, "strip", refusal);
    None
}

fn settled(output: &Output, kept: Option<&Profile>) -> Output {
    let profile = match (&output.profile, kept) {
        (ProfileRule::Keep, Some(kept)) => ProfileRule::Profile(kept.clone()),
        (ProfileRule::Keep, None) => ProfileRule::Srgb,
        (rule, _) => rule.clone(),
    };
    Output { profile, ..output.clone() }
}

/// The space that a photo is painted in: that of its file, so that no colour goes through sRGB. Vector art is drawn in
/// sRGB (`None`).
pub(super) fn space<'a>(output: &'a Output, picture: &Picture) -> Option<&'a Profile> {
    output.profile.profile().filter(|_| picture.format != PictureFormat::Svg)
}

/// The colours in which a photo is decoded for all outputs of a template: those that they share; where they differ, the
/// photo's own if one of them keeps those, else sRGB.
pub(super) fn shared(template: &Template, picture: &Picture) -> Option<Profile> {
    let mut unread = Report::new();
    let settled: Vec<Output> =
        template.outputs.iter().map(|output| of_photo(&output.encoding, picture, &mut unread)).collect();
    let spaces: Vec<Option<&Profile>> = settled.iter().map(|output| space(output, picture)).collect();
    let first = spaces.first().copied().flatten();
    match spaces.iter().all(|space| *space == first) {
        true => first.cloned(),
        false => picture.profile.clone().filter(|own| spaces.contains(&Some(own))),
    }
}

/// The template, its sRGB colours in those of the space.
pub(super) fn template_in<'a>(template: &'a Template, space: Option<&Profile>) -> Result<Cow<'a, Template>> {
    let Some(space) = space else { return Ok(Cow::Borrowed(template)) };
    let background = match template.background {
        Background::Color(color) => Background::Color(space.color(color)?),
        Background::Gradient(first, last) => Background::Gradient(space.color(first)?, space.color(last)?),
        other => other,
    };
    let shadow = match template.shadow {
        ShadowRule::Drop(drop) => ShadowRule::Drop(DropShadow { color: space.color(drop.color)?, ..drop }),
        other => other,
    };
    Ok(Cow::Owned(Template { background, shadow, ..template.clone() }))
}

/// What is asked, its sRGB colours in those of the space.
pub(super) fn ask_in(ask: &Ask, output: Output, space: Option<&Profile>) -> Result<Ask> {
    let color = |color: Color| space.map_or(Ok(color), |space| space.color(color));
    let background = match ask.background {
        Some(Backdrop::Color(only)) => Some(Backdrop::Color(color(only)?)),
        Some(Backdrop::Gradient(first, last)) => Some(Backdrop::Gradient(color(first)?, color(last)?)),
        None => None,
    };
    Ok(Ask { background, output, ..ask.clone() })
}

/// The output with its matte in the colours of the file.
pub(super) fn encoding(output: &Output) -> Result<Output> {
    let matte = output.profile.profile().map_or(Ok(output.matte), |target| target.color(output.matte))?;
    Ok(Output { matte, ..output.clone() })
}

/// A raster whose colours are those of `space`, in those of the file.
pub(super) fn in_output(
    raster: Raster,
    space: Option<&Profile>,
    output: &Output,
    deadline: &Deadline,
) -> Result<Raster> {
    write::in_space(raster, space, output.profile.profile(), deadline)
}

/// The file of a raster whose colours are those of `space`; says what it took to stay within a number of bytes.
pub(super) fn written(
    raster: Raster,
    space: Option<&Profile>,
    output: &Output,
    report: &mut Report,
    (deadline, runner): (&Deadline, &impl Runner),
) -> Result<Vec<u8>> {
    let raster = in_output(raster, space, output, deadline)?;
    let (bytes, used) = write::fitting(raster, &encoding(output)?, deadline, runner)?;
    let changed = [("quality", output.used_quality(), used.used_quality()), ("effort", output.effort, used.effort)];
    for (name, was, is) in changed.into_iter().filter(|(_, was, is)| was != is) {
        let message = format!("{is} instead of {was}: {} bytes are within max_bytes", bytes.len());
        report.note(NoteKind::Chosen, name, message);
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::Size;
    use crate::limits::Limits;
    use moxcms::ColorProfile;

    fn profile(profile: &ColorProfile) -> Profile {
        Profile::read(profile.encode().unwrap()).unwrap()
    }

    /// A gray pixel that says it has this profile.
    fn picture(profile: Option<Profile>) -> Picture {
        let raster = Raster::clear(Size::new(1, 1));
        let file = write::raster(raster, &Output::default()).unwrap();
        Picture { profile, ..decode::probe(file, &Limits::default()).unwrap() }
    }

    #[test]
    #[cfg(feature = "png")]
    fn only_an_rgb_profile_is_kept() {
        let wide = profile(&ColorProfile::new_display_p3());
        let keep = Output { profile: ProfileRule::Keep, ..Output::default() };
        let mut report = Report::new();
        assert_eq!(of_photo(&keep, &picture(Some(wide.clone())), &mut report).profile.profile(), Some(&wide));
        assert_eq!(of_photo(&keep, &picture(None), &mut report).profile, ProfileRule::Srgb);
        assert!(report.notes().is_empty());
        let gray = profile(&ColorProfile::new_gray_with_gamma(2.2));
        assert_eq!(of_photo(&keep, &picture(Some(gray)), &mut report).profile, ProfileRule::Srgb);
        assert_eq!(of_design(&keep, &mut report).profile, ProfileRule::Srgb);
        assert_eq!(report.notes().len(), 2);
    }
}
