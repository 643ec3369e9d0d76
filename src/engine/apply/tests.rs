//! What the outputs of one photo share.

#![cfg(feature = "png")]

use super::*;
use crate::color::Color;
use crate::output::{Output, ProfileRule};
use crate::template::Background;
use moxcms::ColorProfile;

/// A red disc on light gray, or on nothing; as PNG, its colours those of `profile`.
fn photo(has_alpha: bool, profile: Option<&Profile>) -> Source {
    let at = |x: u32, y: u32| (f64::from(x) - 79.5).hypot(f64::from(y) - 69.5) < 40.0;
    let ground = if has_alpha { [0; 4] } else { [235, 235, 235, 255] };
    let pixels = (0..140u32).flat_map(|y| (0..160u32).map(move |x| (x, y)));
    let data = pixels.flat_map(|(x, y)| if at(x, y) { [255, 0, 0, 255] } else { ground }).collect();
    let raster = Raster::from_straight(Size::new(160, 140), data).unwrap();
    let profile = profile.map_or(ProfileRule::Srgb, |profile| ProfileRule::Profile(profile.clone()));
    Source::bytes(write::raster(raster, &Output { profile, ..Output::default() }).unwrap())
}

fn wide() -> Profile {
    Profile::read(ColorProfile::new_display_p3().encode().unwrap()).unwrap()
}

/// One thread: the counter of decodes is this thread's.
fn engine() -> Engine {
    Engine::builder().threads(1).build()
}

fn template(background: Background, profiles: &[ProfileRule]) -> Template {
    let output = |profile: &ProfileRule| TemplateOutput {
        encoding: Output { profile: profile.clone(), ..Output::default() },
        ..TemplateOutput::default()
    };
    Template { background, outputs: profiles.iter().map(output).collect(), ..Template::default() }
}

fn decodes(template: &Template, photo: &Source) -> usize {
    let before = decode::DECODED.get();
    engine().apply(template, photo).unwrap();
    decode::DECODED.get() - before
}

#[test]
fn one_decode_feeds_all_outputs() {
    let (srgb, keep) = (ProfileRule::Srgb, ProfileRule::Keep);
    let white = Background::Color(Color::WHITE);
    for has_alpha in [false, true] {
        let photo = photo(has_alpha, Some(&wide()));
        for background in [Background::Keep, white] {
            for profiles in [vec![srgb.clone()], vec![srgb.clone(); 3], vec![keep.clone(); 2]] {
                let count = profiles.len();
                let template = template(background, &profiles);
                assert_eq!(decodes(&template, &photo), 1, "{background:?}, {count} outputs, alpha: {has_alpha}");
                let trimmed = Template { trim: Some(10), ..template };
                assert_eq!(decodes(&trimmed, &photo), 1, "borders are looked for in what is there");
            }
        }
        let mixed = template(white, &[srgb.clone(), keep.clone()]);
        assert_eq!(decodes(&mixed, &photo), 1, "cut out once, then converted");
    }
}

/// The file's pixel in its middle, in the colours of the file.
fn middle(file: &Rendered) -> [u8; 4] {
    let limits = crate::limits::Limits::default();
    let picture = decode::probe(file.bytes.clone(), &limits).unwrap();
    let own = picture.profile.clone();
    let decoded = decode::in_depth(&picture, picture.size, own.as_ref(), &limits, &limits.deadline()).unwrap();
    let at = (picture.size.height as usize / 2 * picture.size.width as usize + picture.size.width as usize / 2) * 4;
    decoded.into_raster().data()[at..at + 4].try_into().unwrap()
}

#[test]
fn a_photo_that_is_cut_out_keeps_its_wide_colours_where_that_is_asked() {
    let orange = Background::Color(Color::rgb(255, 128, 0));
    let template = template(orange, &[ProfileRule::Keep, ProfileRule::Srgb]);
    let files = engine().apply(&template, &photo(false, Some(&wide()))).unwrap();
    let [kept, srgb] = files.as_slice() else { panic!("two files") };
    assert_eq!(kept.report.cutout().unwrap().method, Method::Backdrop, "{:?}", kept.report);
    assert_eq!(middle(kept), [255, 0, 0, 255], "the reddest of Display P3, which sRGB has not");
    assert_eq!(middle(srgb), [255, 0, 0, 255], "the reddest of sRGB is what is left of it");
    // The template's colours are sRGB: in the wide file other numbers stand for the same orange.
    let corner = |file: &Rendered| {
        let limits = crate::limits::Limits::default();
        let picture = decode::probe(file.bytes.clone(), &limits).unwrap();
        let raster = decode::at_least(&picture, picture.size, &limits, &limits.deadline()).unwrap();
        <[u8; 4]>::try_from(&raster.data()[..4]).unwrap()
    };
    assert_eq!(corner(srgb), [255, 128, 0, 255]);
    let near = corner(kept).iter().zip([255, 128, 0, 255]).all(|(is, should)| is.abs_diff(should) <= 2);
    assert!(near, "{:?}", corner(kept));
}

#[test]
fn where_the_subject_is_can_be_asked_alone() {
    let template = template(Background::Color(Color::WHITE), &[ProfileRule::Srgb]);
    let found = engine().subject(&template, &photo(false, None)).unwrap();
    let rect = found.value.unwrap();
    let rect = rect.rect;
    for (is, should) in [rect.x, rect.y, rect.right(), rect.bottom()].into_iter().zip([40.0, 30.0, 120.0, 110.0]) {
        assert!((is - should).abs() <= 2.0, "{rect:?}");
    }
    let told = found.report.cutout().unwrap();
    assert_eq!((told.method, told.subject), (Method::Backdrop, Some(rect)));
    assert!(told.confidence > 0.5, "{told:?}");
    let rules: Vec<&str> = found.report.rules().iter().map(|rule| rule.place.as_str()).collect();
    assert_eq!(rules, ["photo", "cutout"]);
}
