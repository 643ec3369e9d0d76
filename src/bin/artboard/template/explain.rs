//! `artboard template explain`: what a template does to a photo, in plain words and in numbers.
//!
//! The numbers are those of the engine's own arithmetic, for the photo that is given or for one of an example size.
//! Where the product stands is found in the photo as `apply` finds it; without a photo it is said to be found later.

use crate::args::ExplainArgs;
use crate::options::AssetFolders;
use crate::{model, template, terminal};
use artboard::color::Color;
use artboard::fit::{Align, Margins, Wanted};
use artboard::geometry::{Rect, Size};
use artboard::layout::{Presented, SubjectBox, present_photo};
use artboard::output::{ProfileRule, Strip};
use artboard::template::{Background, CanvasRule, Cutout, ShadowForm, ShadowRule, Template, TemplateOutput};
use artboard::units::{DEFAULT_DPI, Length};
use artboard::{Engine, Error, Found, Method, Result, Source, assets};
use std::fmt::Write;
use std::path::Path;

/// A photo of a common camera, when none is given.
const EXAMPLE: Size = Size { width: 3000, height: 2000 };

/// The photo that is spoken of.
struct Photo {
    size: Size,
    subject: Option<SubjectBox>,
    /// How the subject was found in a photo that was given.
    found: Option<Found>,
    words: String,
}

/// Runs the command.
pub(super) fn explain(args: &ExplainArgs) -> Result<()> {
    let engine = Engine::builder().build();
    // With a preset the one name that was typed is the photo.
    let (template, photo) = match &args.preset {
        Some(preset) => (engine.read_template(preset.text)?, args.photo.as_deref().or(args.template.as_deref())),
        None => {
            let path = args.template.as_deref().unwrap_or(Path::new("-"));
            (template::read(&engine, &AssetFolders::default(), path)?, args.photo.as_deref())
        }
    };
    for note in template.report.notes() {
        terminal::say(&terminal::note_text("template", note));
    }
    // A photo is looked at as `apply` would.
    let model = photo.filter(|_| args.subject.is_none()).map(|_| model::in_use(engine.limits())).transpose()?;
    let engine = engine.with_cutout_model(model.flatten());
    let photo = photo_of(args, &engine, &template, photo)?;
    terminal::give(text(&template, &photo, &engine)?.as_bytes())
}

fn photo_of(args: &ExplainArgs, engine: &Engine, template: &Template, path: Option<&Path>) -> Result<Photo> {
    let (size, looked, name) = match path {
        None => (args.photo_size.unwrap_or(EXAMPLE), None, "a photo".to_owned()),
        Some(path) => {
            let source = Source::from(assets::file::content(path, engine.limits().input_bytes)?);
            let placed = |error: Error| error.at(path.display().to_string());
            let size = engine.probe(&source).map_err(placed)?.size;
            // Where it stands was typed: nothing is looked for.
            let looked =
                args.subject.is_none().then(|| engine.subject(template, &source).map_err(placed)).transpose()?;
            (size, looked, terminal::shown(path))
        }
    };
    for note in looked.iter().flat_map(|looked| looked.report.notes()) {
        terminal::say(&terminal::note_text(&name, note));
    }
    let found = looked.as_ref().and_then(|looked| looked.report.cutout());
    let middle = |subject: Size| {
        let subject = subject.smaller_of(size);
        let free = |whole: u32, part: u32| f64::from((whole - part) / 2);
        Rect { x: free(size.width, subject.width), y: free(size.height, subject.height), ..subject.rect() }
    };
    let subject = args.subject.map(|size| middle(size).into()).or(looked.and_then(|looked| looked.value));
    let words = match subject {
        Some(SubjectBox { rect, .. }) => {
            format!("{name} of {size} px, with a subject of {} x {} px", rect.width, rect.height)
        }
        None => format!("{name} of {size} px"),
    };
    Ok(Photo { size, subject, found, words })
}

fn text(template: &Template, photo: &Photo, engine: &Engine) -> Result<String> {
    let arranged = |wanted| present_photo(template, wanted, photo.size, photo.subject, engine.limits());
    let main = arranged(Wanted::Natural)?;
    let name = template.name.as_deref().map_or_else(|| "the template".to_owned(), |name| format!("template {name:?}"));
    let mut text = format!("{name} and {}:\n\n", photo.words);
    let mut line = |name: &str, words: String| {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{name:11} {words}");
    };
    line("background", background(template.background));
    line("cutout", cutout(template, photo));
    if template.background.removes_own() {
        line("in doubt", in_doubt(template).to_owned());
    }
    line("canvas", canvas(template, &main));
    line("margins", margins(template.margins, &main));
    if let Some(tolerance) = template.trim {
        line(
            "trim",
            format!("uniform borders of an opaque photo go first; a difference of more than {tolerance} ends them"),
        );
    }
    line("subject", subject(template, &main));
    line("shadow", shadow(template.shadow));
    line(
        "resolution",
        match template.dpi {
            Some(dpi) => format!("{dpi} dpi, written to the file"),
            None => "none is written".to_owned(),
        },
    );
    for (index, output) in template.outputs.iter().enumerate() {
        line(&format!("file {}", index + 1), file(output, &arranged(output.size)?));
    }
    Ok(text)
}

fn background(background: Background) -> String {
    match background {
        Background::Keep => "the photo keeps its own".to_owned(),
        Background::Transparent => "the photo's own goes, nothing comes: transparent".to_owned(),
        Background::Color(color) => format!("the photo's own goes, {} comes", shown(color)),
        Background::Gradient(first, last) => {
            format!("the photo's own goes; from {} in the first row to {} in the last", shown(first), shown(last))
        }
    }
}

fn shown(color: Color) -> String {
    if color == Color::WHITE { "white".to_owned() } else { color.to_string() }
}

fn cutout(template: &Template, photo: &Photo) -> String {
    let found = match (photo.found, photo.subject, template.background.removes_own()) {
        (Some(found), ..) if found.method != Method::Whole => here(found),
        (_, Some(_), _) => String::new(),
        (_, None, true) => "; where it stands the photo will tell: the numbers below take the whole of it".to_owned(),
        (_, None, false) => "; without transparency the whole photo is the subject".to_owned(),
    };
    let by = match template.cutout {
        Cutout::Off => return "nothing is taken away: an opaque photo is its own subject".to_owned(),
        Cutout::Auto if !template.background.removes_own() => "the subject is what transparency leaves",
        Cutout::Auto => {
            "the subject is told by the photo's transparency, else by its studio backdrop and the network in use"
        }
        Cutout::Alpha => "the subject is told by the photo's transparency alone",
        Cutout::Backdrop => "the subject is told by its studio backdrop",
        Cutout::Model => "the subject is told by the network in use",
    };
    format!("{by}{found}")
}

/// What becomes of a photo whose background cannot be told for sure.
fn in_doubt(template: &Template) -> &'static str {
    match template.require_cutout {
        true => "a background that cannot be told for sure is an error",
        false => "a background that cannot be told for sure is a warning",
    }
}

/// Where the subject was found in the photo, by what, and how sure that is.
fn here(found: Found) -> String {
    let confidence = format!("confidence {:.2}", found.confidence);
    match found.subject {
        Some(Rect { x, y, width, height }) => {
            format!("; here by its {}, {confidence}: {width} x {height} px from {x}, {y}", found.method)
        }
        None => format!("; here nothing tells it, {confidence}: the photo stays whole"),
    }
}

fn canvas(template: &Template, main: &Presented) -> String {
    let side = |length: Option<Length>| length.map(|length| length.to_string());
    let rule = match template.canvas {
        CanvasRule::Keep => "as large as the photo".to_owned(),
        CanvasRule::Subject => "as large as the subject".to_owned(),
        CanvasRule::Ratio(width, height) => {
            format!("the smallest of exactly {width}:{height} that holds the subject at its own size")
        }
        CanvasRule::Fixed { width, height } => match (side(width), side(height)) {
            (Some(width), Some(height)) => format!("always {width} x {height}"),
            (Some(width), None) => format!("{width} wide, as high as the subject's ratio asks"),
            (None, Some(height)) => format!("{height} high, as wide as the subject's ratio asks"),
            (None, None) => "fixed".to_owned(),
        },
        CanvasRule::MinMax { min, max } => {
            let bounds = [
                min.map(|min| format!("shortest side at least {min}")),
                max.map(|max| format!("longest at most {max}")),
            ];
            format!("the subject's ratio, {}", bounds.into_iter().flatten().collect::<Vec<_>>().join(", "))
        }
    };
    let at = match is_physical(template) {
        true => format!(" at {} dpi", template.dpi.unwrap_or(DEFAULT_DPI)),
        false => String::new(),
    };
    format!("{} px: {rule}{at}", main.canvas)
}

fn is_physical(template: &Template) -> bool {
    match template.canvas {
        CanvasRule::Fixed { width: first, height: second } | CanvasRule::MinMax { min: first, max: second } => {
            [first, second].into_iter().flatten().any(Length::is_physical)
        }
        _ => false,
    }
}

fn margins(margins: Margins, main: &Presented) -> String {
    if margins.is_zero() {
        return "none".to_owned();
    }
    let Presented { canvas, frame, .. } = main;
    let (right, bottom) = (f64::from(canvas.width) - frame.right(), f64::from(canvas.height) - frame.bottom());
    format!(
        "{} px above, {right} right, {bottom} below, {} left, which leaves {} x {} px",
        frame.y, frame.x, frame.width, frame.height
    )
}

fn subject(template: &Template, main: &Presented) -> String {
    let Presented { dest, crop, frame, .. } = main;
    let percent = (dest.height / crop.height * 1000.0).round() / 10.0;
    let how = match percent {
        100.0 => "at its own size".to_owned(),
        _ => format!("at {percent} % of its own size"),
    };
    let stays = if template.enlarge { "" } else { "; it never grows" };
    let part = match (crop.x, crop.y) {
        (0.0, 0.0) => format!("{} x {} px", crop.width, crop.height),
        (x, y) => format!("{} x {} px from {x}, {y}", crop.width, crop.height),
    };
    let right = f64::from(main.canvas.width) - dest.right();
    let bottom = f64::from(main.canvas.height) - dest.bottom();
    let place = match (dest == frame, template.focus) {
        _ if main.bleeds.any() => {
            format!("running off the canvas where the photo's frame cuts it off ({})", main.bleeds)
        }
        (_, Some(focus)) if template.cover => format!("cropped to the frame, by {focus:?}").to_ascii_lowercase(),
        _ if template.cover => "cropped to the frame".to_owned(),
        (true, _) => "filling the frame".to_owned(),
        (false, _) => aligned(template.align),
    };
    format!(
        "{part} become {} x {} px, {how}{stays}; {place}: {} px free above, {right} right, {bottom} below, {} left",
        dest.width, dest.height, dest.y, dest.x
    )
}

fn aligned(align: Align) -> String {
    let word = |at: f64, words: [&str; 3]| match at {
        0.0 => words[0].to_owned(),
        0.5 => words[1].to_owned(),
        1.0 => words[2].to_owned(),
        other => format!("{} %", other * 100.0),
    };
    match align {
        Align::CENTER => "in the middle".to_owned(),
        Align { x, y } => format!(
            "{} across, {} down",
            word(x, ["left", "in the middle", "right"]),
            word(y, ["at the top", "in the middle", "at the bottom"])
        ),
    }
}

fn shadow(shadow: ShadowRule) -> String {
    match shadow {
        ShadowRule::Off => "none".to_owned(),
        ShadowRule::Keep => "the one that the photo has".to_owned(),
        ShadowRule::Drop(drop) => format!(
            "{}: {} across, {} down, blur {}, {} at {} %",
            match drop.form {
                ShadowForm::Soft => "drawn under the subject",
                ShadowForm::Contact => "a narrow line drawn along the subject's lower edge",
            },
            drop.dx,
            drop.dy,
            drop.blur,
            drop.color,
            drop.opacity * 100.0
        ),
    }
}

fn file(output: &TemplateOutput, arranged: &Presented) -> String {
    let format = output.encoding.format;
    let encoding = &output.encoding;
    let quality = match encoding.is_lossy() {
        true => format!(" of quality {}", encoding.used_quality()),
        false => String::new(),
    };
    let bytes = encoding.max_bytes.map(|most| format!(", at most {}", crate::bytes::shown(most))).unwrap_or_default();
    let colors = match &encoding.profile {
        ProfileRule::Srgb => "",
        ProfileRule::Keep => ", in the photo's own colours",
        ProfileRule::Profile(_) => ", in the colours of its profile",
    };
    let strip = match encoding.strip {
        Strip::Safe => "",
        Strip::All => ", nothing but pixels",
        Strip::None => ", with the photo's EXIF",
    };
    let named = output.name.as_ref().map(|name| format!(", named {name}")).unwrap_or_default();
    format!("{}{quality}, {} px{bytes}{colors}{strip}{named}", format.to_string().to_uppercase(), arranged.canvas)
}

#[cfg(test)]
mod tests {
    use super::*;
    use artboard::dialect::template::sample;

    fn explained(toml: &str, size: Size, subject: Option<Rect>) -> String {
        let subject = subject.map(SubjectBox::from);
        let engine = Engine::builder().build();
        let template = engine.read_template(toml).unwrap();
        text(&template, &Photo { size, subject, found: None, words: "a photo".into() }, &engine).unwrap()
    }

    #[test]
    fn the_numbers_are_those_of_the_engine() {
        let text = explained(sample(), EXAMPLE, None);
        for line in [
            "canvas      2000x2000 px: always 2000px x 2000px",
            "margins     100 px above, 100 right, 100 below, 100 left, which leaves 1800 x 1800 px",
            "3000 x 2000 px become 1800 x 1200 px, at 60 % of its own size; in the middle: 400 px free above, 100 right",
            "file 1      JPEG of quality 90, 2000x2000 px, at most 1.9 MiB",
            "file 2      PNG, 500x500 px, named {stem}-thumb.{ext}",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
    }

    #[test]
    fn the_worked_example_is_told_as_the_specification_has_it() {
        let toml = "schema = 1\nbackground = \"white\"\ncanvas = { width = 1000, height = 1000 }\nmargin = \"10%\"\n\
                    align = \"bottom\"";
        let text = explained(toml, Size::new(800, 800), Some(Rect::new(10.0, 20.0, 300.0, 600.0)));
        let line = "300 x 600 px from 10, 20 become 400 x 800 px, at 133.3 % of its own size; in the middle across, at \
                    the bottom down: 100 px free above, 300 right, 100 below, 300 left";
        assert!(text.contains(line), "{text}");
    }
}
