use super::*;
use crate::Fault;
use crate::color::Color;
use crate::fit::Wanted;
use crate::output::{Format, Output, ProfileRule, Strip};
use crate::report::Report;
use crate::template::Background;
use crate::units::Unit;

fn read_text(text: &str) -> (Result<Template>, Report) {
    let mut report = Report::new();
    let template = super::super::template::read(text.as_bytes(), &crate::Limits::default(), &mut report);
    (template, report)
}

/// A template of `schema = 1` and these lines.
fn template(lines: &str) -> Template {
    let (template, report) = read_text(&format!("schema = 1\n{lines}"));
    assert!(report.is_empty(), "{report:?}");
    template.unwrap_or_else(|error| panic!("{lines}: {error}"))
}

#[test]
fn the_sample_is_a_template_with_two_outputs() {
    let (template, report) = read_text(sample());
    let template = template.unwrap();
    assert!(report.is_empty());
    let side = Some(Length::px(2000.0));
    assert_eq!(template.canvas, CanvasRule::Fixed { width: side, height: side });
    assert_eq!((template.background, template.dpi), (Background::Color(Color::WHITE), Some(300.0)));
    assert_eq!((template.shadow, template.enlarge), (ShadowRule::Off, true));
    assert_eq!(template.margins, "5%".parse().unwrap());
    let [first, second] = template.outputs.as_slice() else { panic!("two outputs") };
    let jpeg = Output { quality: Some(90), dpi: Some(300.0), max_bytes: Some(2_000_000), ..Output::of(Format::Jpeg) };
    assert_eq!(first.encoding, jpeg);
    assert_eq!((second.size, second.encoding.format), (Wanted::pixels(500, 500), Format::Png));
    assert_eq!(second.name.as_deref(), Some("{stem}-thumb.{ext}"));
}

#[test]
fn an_output_says_its_colours_its_bytes_and_what_is_left_out() {
    let lines = "[[outputs]]\nprofile = \"keep\"\nstrip = \"none\"\nmax_bytes = 5000\n\
                 [[outputs]]\nprofile = \"colours/p3.icc\"\nmax_bytes = \"1.5 MiB\"\n[[outputs]]\nstrip = \"all\"";
    let outputs = template(lines).outputs;
    let [first, second, third] = outputs.as_slice() else { panic!("three outputs") };
    let expected =
        Output { profile: ProfileRule::Keep, strip: Strip::None, max_bytes: Some(5000), ..Output::default() };
    assert_eq!((&first.encoding, &first.profile), (&expected, &None));
    assert_eq!(second.profile, Some(crate::source::Source::path("colours/p3.icc")), "to be read");
    assert_eq!(second.encoding.max_bytes, Some(3 << 19));
    assert_eq!((third.encoding.strip, &third.encoding.profile), (Strip::All, &ProfileRule::Srgb));
    for (bad, named) in [
        ("profile = \"\"", "outputs[0].profile"),
        ("profile = 5", "outputs[0].profile"),
        ("strip = \"some\"", "outputs[0].strip"),
        ("max_bytes = 0", "outputs[0].max_bytes"),
        ("max_bytes = 1.5", "outputs[0].max_bytes"),
        ("max_bytes = \"5 apples\"", "5 apples"),
        ("strip = \"all\"\nprofile = \"keep\"", "outputs[0]"),
        ("strip = \"all\"\nprofile = \"p3.icc\"", "outputs[0]"),
    ] {
        let error = read_text(&format!("schema = 1\n[[outputs]]\n{bad}")).0.unwrap_err();
        assert!(error.to_string().contains(named), "{bad}: {error}");
        assert!(error.help().is_some(), "{bad}");
    }
}

#[test]
fn what_is_left_out_has_the_documented_default() {
    assert_eq!(template(""), Template::default());
}

#[test]
fn every_form_of_a_canvas_is_read() {
    let length = |value, unit| Some(Length::Absolute(value, unit));
    for (text, expected) in [
        ("\"keep\"", CanvasRule::Keep),
        ("\"subject\"", CanvasRule::Subject),
        ("{ ratio = \"3:4\" }", CanvasRule::Ratio(3, 4)),
        ("{ dpi = 72 }", CanvasRule::Keep),
        (
            "{ min = 500, max = 2000 }",
            CanvasRule::MinMax { min: length(500.0, Unit::Px), max: length(2000.0, Unit::Px) },
        ),
        ("{ max = 20 , unit = \"cm\" }", CanvasRule::MinMax { min: None, max: length(20.0, Unit::Cm) }),
        ("{ width = 5.5, unit = \"inch\" }", CanvasRule::Fixed { width: length(5.5, Unit::In), height: None }),
        (
            "{ width = \"50mm\", height = 7, unit = \"px\" }",
            CanvasRule::Fixed { width: length(50.0, Unit::Mm), height: length(7.0, Unit::Px) },
        ),
    ] {
        assert_eq!(template(&format!("canvas = {text}")).canvas, expected, "{text}");
    }
    assert_eq!(template("canvas = { width = \"50mm\" }").outputs[0].encoding.dpi, Some(300.0));
    assert_eq!(template("margin = \"3mm\"").dpi, Some(300.0));
    assert_eq!(template("canvas = { width = 50 }").dpi, None);
}

#[test]
fn align_and_shadow_have_short_and_long_forms() {
    for (text, x, y) in [
        ("\"bottom-right\"", 1.0, 1.0),
        ("\"0.25,0.75\"", 0.25, 0.75),
        ("{ x = \"left\", y = \"bottom\" }", 0.0, 1.0),
        ("{ y = 0.2 }", 0.5, 0.2),
        ("{ x = \"Center\", y = \"top\" }", 0.5, 0.0),
    ] {
        assert_eq!(template(&format!("align = {text}")).align, Align { x, y }, "{text}");
    }
    let default = DropShadow::default();
    let contact = DropShadow::of(ShadowForm::Contact);
    let (dx, dy, blur, color) = (Length::px(4.0), Length::px(-3.0), Length::ZERO, Color::WHITE);
    let custom = DropShadow { dx, dy, blur, color, opacity: 1.0, ..default };
    let dark = DropShadow { blur: Length::Percent(1.0), opacity: 0.6, ..contact };
    for (text, expected) in [
        ("\"off\"", ShadowRule::Off),
        ("\"keep\"", ShadowRule::Keep),
        ("\"drop\"", ShadowRule::Drop(default)),
        ("{}", ShadowRule::Drop(default)),
        ("\"contact\"", ShadowRule::Drop(contact)),
        ("{ form = \"contact\", blur = \"1%\", opacity = 0.6 }", ShadowRule::Drop(dark)),
        ("{ dy = \"2%\", blur = \"1.5%\", color = \"black\", opacity = 0.35 }", ShadowRule::Drop(default)),
        ("{ dx = 4, dy = \"-3px\", blur = 0, color = \"white\", opacity = 1 }", ShadowRule::Drop(custom)),
    ] {
        assert_eq!(template(&format!("shadow = {text}")).shadow, expected, "{text}");
    }
}

#[test]
fn errors_name_the_field() {
    for (lines, place) in [
        ("colour = \"red\"", "colour"),
        ("background = \"redd\"", "background"),
        ("background = 5", "background"),
        ("cutout = \"magic\"", "cutout"),
        ("holes = \"maybe\"", "holes"),
        ("canvas = \"big\"", "canvas"),
        ("canvas = { widht = 5 }", "canvas.widht"),
        ("canvas = { width = 0 }", "canvas.width"),
        ("canvas = { width = \"5%\" }", "canvas.width"),
        ("canvas = { height = -1 }", "canvas.height"),
        ("canvas = { width = 5, ratio = \"3:4\" }", "canvas"),
        ("canvas = { width = 5, max = 4 }", "canvas"),
        ("canvas = { ratio = \"3x4\" }", "canvas.ratio"),
        ("canvas = { ratio = \"0:4\" }", "canvas.ratio"),
        ("canvas = { width = 5, unit = \"ell\" }", "canvas.unit"),
        ("canvas = { width = 5, dpi = 0.5 }", "canvas.dpi"),
        ("margin = \"-5px\"", "margin"),
        ("margin = \"50%\"", "margin"),
        ("margin = \"1 2 3 4 5\"", "margin"),
        ("align = \"middleish\"", "align"),
        ("align = { x = \"top\" }", "align.x"),
        ("align = { y = 1.5 }", "align.y"),
        ("enlarge = \"yes\"", "enlarge"),
        ("fit = \"contain\"", "fit"),
        ("fit = \"cover\"", "fit"),
        ("fit = \"cover\"\ncanvas = { width = 50 }", "fit"),
        ("trim = 256", "trim"),
        ("trim = \"yes\"", "trim"),
        ("bleed = \"on\"", "bleed"),
        ("require_cutout = 1", "require_cutout"),
        ("require_cutout = true", "require_cutout"),
        ("require_cutout = true\nbackground = \"white\"\ncutout = \"off\"", "require_cutout"),
        ("require_whole = \"yes\"", "require_whole"),
        ("shadow = \"hard\"", "shadow"),
        ("shadow = { opacity = 2 }", "shadow.opacity"),
        ("shadow = { blur = \"-1px\" }", "shadow.blur"),
        ("shadow = { color = \"nocolour\" }", "shadow.color"),
        ("outputs = []", "outputs"),
        ("outputs = [{ format = \"gif\" }]", "outputs[0].format"),
        ("outputs = [{}, { quality = 0 }]", "outputs[1].quality"),
        ("outputs = [{ quality = 50.5 }]", "outputs[0].quality"),
        ("outputs = [{ quality = 300 }]", "outputs[0].quality"),
        ("outputs = [{ effort = 10 }]", "outputs[0].effort"),
        ("outputs = [{ size = \"16:9\" }]", "outputs[0].size"),
        ("outputs = [{ size = \"0x0\" }]", "outputs[0].size"),
        ("outputs = [{ sise = 5 }]", "outputs[0].sise"),
        ("outputs = 5", "outputs"),
        ("outputs = [5]", "outputs[0]"),
        ("shadow = { colour = \"red\" }", "shadow.colour"),
        ("align = { z = 0 }", "align.z"),
        ("canvas = { width = 100, height = 100 }\nmargin = \"0 50px\"", "margin"),
        ("canvas = { height = 10, unit = \"mm\", dpi = 254 }\nmargin = \"5mm 0\"", "margin"),
        ("background = \"transparent\"\noutputs = [{ format = \"jpg\" }]", "outputs[0].format"),
    ] {
        let error = read_text(&format!("schema = 1\n{lines}")).0.unwrap_err();
        assert_eq!(error.place().as_deref(), Some(place), "{lines}: {error}");
    }
    for other in ["schema = 2", "schema = \"1\"", "schema = -1"] {
        assert_eq!(read_text(other).0.unwrap_err().place().as_deref(), Some("schema"));
    }
    let psd = read_text("schema = 1\noutputs = [{ format = \"psd\" }]").0;
    assert_eq!(psd.err().map(|error| error.fault()), (!cfg!(feature = "psd")).then_some(Fault::Unsupported));
}

#[test]
fn errors_say_what_is_allowed() {
    let help = |lines: &str| read_text(&format!("schema = 1\n{lines}")).0.unwrap_err().help().unwrap_or_default();
    assert!(help("cutout = \"magic\"").contains("`backdrop`"), "{}", help("cutout = \"magic\""));
    assert!(help("canvas = { width = 0 }").contains("above 0"));
    assert!(help("enlarge = \"yes\"").contains("boolean"));
    let unknown = read_text("schema = 1\nmarign = \"7%\"").0.unwrap_err();
    assert!(unknown.what().contains("`marign`") && unknown.what().contains("7%"), "{unknown}");
    assert!(unknown.help().unwrap().starts_with("did you mean `margin`?"), "{unknown:?}");
}

#[test]
fn the_schema_knows_every_field_of_the_sample() {
    let schema: Value = serde_json::from_str(&schema()).unwrap();
    let sample: Value = toml::from_str(sample()).unwrap();
    for key in sample.as_object().unwrap().keys() {
        assert!(schema["properties"][key].is_object(), "{key}");
    }
    assert_eq!(schema["required"], serde_json::json!(["schema"]));
    assert_eq!(schema["additionalProperties"], Value::Bool(false));
}

#[test]
fn holes_may_be_kept_or_removed() {
    use crate::template::Holes;
    assert_eq!(template("").holes, Holes::Auto);
    assert_eq!(template("holes = \"keep\"").holes, Holes::Keep);
    assert_eq!(template("holes = \"remove\"").holes, Holes::Remove);
}

#[test]
fn every_fault_is_found_and_none_follows_from_another() {
    let text = "schema = 1\nmarign = 5\nbackground = \"wite\"\ncutout = \"magic\"\nalign = { x = 2, y = \"left\" }\n\
                canvas = { width = 0, height = \"5%\", dpi = 0 }\nshadow = { opacity = 3, blur = \"x\" }\n\
                outputs = [{ format = \"gif\", quality = 0 }, { size = \"1:1\" }]";
    let faults = super::super::template::check(text.as_bytes(), &crate::Limits::default(), &mut Report::new());
    let mut places: Vec<String> = faults.unwrap_err().iter().map(|error| error.place().unwrap_or_default()).collect();
    places.sort();
    let expected = [
        "align.x",
        "align.y",
        "background",
        "canvas.dpi",
        "canvas.height",
        "canvas.width",
        "cutout",
        "marign",
        "outputs[0].format",
        "outputs[0].quality",
        "outputs[1].size",
        "shadow.blur",
        "shadow.opacity",
    ];
    assert_eq!(places, expected);
}

#[test]
fn cover_trim_and_focus_are_read() {
    let cover = template("fit = \"cover\"\ncanvas = { width = 5, height = 6 }\nalign = \"attention\"\ntrim = true");
    assert_eq!((cover.cover, cover.focus, cover.trim), (true, Some(crate::fit::Focus::Attention), Some(10)));
    assert_eq!(template("trim = 0").trim, Some(0));
    assert_eq!((template("trim = false").trim, template("fit = \"inside\"").cover), (None, false));
}

#[test]
fn what_is_asked_of_a_photo_is_read() {
    let strict = template("background = \"white\"\nbleed = \"off\"\nrequire_cutout = true\nrequire_whole = true");
    assert_eq!((strict.bleed, strict.require_cutout, strict.require_whole), (Bleed::Off, true, true));
    let plain = template("");
    assert_eq!((plain.bleed, plain.require_cutout, plain.require_whole), (Bleed::Auto, false, false));
}
