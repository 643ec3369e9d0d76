//! Golden cases: every folder of `testdata/cases/` is a test of its own.
//!
//! `case.json` says what to call; beside it lie the inputs and one or more expectations: `scene.txt` (where things lie,
//! as text), `rules.txt` (which rules placed and sized them), `notes.txt` (what the report says) and `expected.png`
//! (pixels). `BLESS=1 cargo test --test golden NAME` rewrites the expectations of the cases whose name contains NAME. A
//! picture that differs leaves expected | difference | actual side by side in the target folder.

use artboard::ask::Missing;
use artboard::assets::DirAssets;
use artboard::fit::{Enlarge, Wanted};
use artboard::fonts::Fonts;
use artboard::geometry::Size;
use artboard::raster::Raster;
use artboard::{Ask, Engine, Limits, Output, Report, Source, decode, write};
use libtest_mimic::{Arguments, Failed, Trial};
use serde::Deserialize;
use std::fs;
use std::path::{Path, PathBuf};

/// `case.json`. What is silent has the library's default.
#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct Case {
    /// `render`, `thumb` or `apply`.
    call: String,
    /// The document or photo; also a path from the root of `testdata/`, beginning with `/`.
    input: String,
    /// For `apply`.
    template: String,
    /// For `apply`: which of the template's outputs. Default the first.
    output: usize,
    size: String,
    scale: f64,
    canvas: Option<(f64, f64)>,
    fit: String,
    align: String,
    kernel: String,
    enlarge: bool,
    linear: bool,
    view: Option<String>,
    missing: String,
    guides: bool,
    dpi: Option<f64>,
    /// Paths of fonts that text may be drawn with before the bundled ones.
    fonts: Vec<String>,
    /// Mean absolute difference in levels (0 to 255) that a picture may have. Default 0: the same pixels.
    tolerance: f64,
}

/// What a case comes to.
struct Actual {
    scene: Option<String>,
    rules: Option<String>,
    notes: String,
    picture: Raster,
}

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> std::process::ExitCode {
    let folder = testdata().join("cases");
    let mut names: Vec<PathBuf> = fs::read_dir(&folder)
        .map(|entries| entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()).collect())
        .unwrap_or_default();
    names.sort();
    let trial = |path: PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Trial::test(name, move || check(&path).map_err(|error| Failed::from(error.to_string())))
    };
    let mut trials: Vec<Trial> = names.into_iter().map(trial).collect();
    let count = trials.len();
    trials.push(Trial::test("there_are_cases", move || match count {
        0..40 => Err(format!("only {count} cases in {}", folder.display()).into()),
        _ => Ok(()),
    }));
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn testdata() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata")
}

fn check(folder: &Path) -> Outcome<()> {
    let case: Case = serde_json::from_slice(&fs::read(folder.join("case.json"))?)?;
    let actual = run(&case, folder)?;
    let bless = std::env::var_os("BLESS").is_some();
    let mut compared = 0;
    let texts = [
        ("scene.txt", actual.scene.as_deref()),
        ("rules.txt", actual.rules.as_deref()),
        ("notes.txt", Some(actual.notes.as_str())),
    ];
    for (file, text) in texts {
        let (path, Some(text)) = (folder.join(file), text) else { continue };
        if path.exists() {
            compared += 1;
            check_text(&path, text, bless)?;
        }
    }
    let path = folder.join("expected.png");
    if path.exists() {
        compared += 1;
        check_picture(&path, &actual.picture, case.tolerance, bless)?;
    }
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    match (compared, bless) {
        (0, true) => {
            // A new case: its place is asserted as text where there is a scene, else its pixels.
            match &actual.scene {
                Some(scene) => fs::write(folder.join("scene.txt"), scene)?,
                None => fs::write(&path, write::raster(actual.picture, &Output::default())?)?,
            }
            Ok(())
        }
        (0, false) => Err(format!("nothing is expected yet: BLESS=1 cargo test --test golden {name}").into()),
        _ => Ok(()),
    }
}

fn run(case: &Case, folder: &Path) -> Outcome<Actual> {
    let locate = |input: &str| match input.strip_prefix('/') {
        Some(input) => testdata().join(input),
        None => folder.join(input),
    };
    let input = locate(&case.input);
    let bytes = fs::read(&input).map_err(|error| format!("{}: {error}", input.display()))?;
    let mut fonts = Fonts::bundled();
    for font in &case.fonts {
        fonts.add(fs::read(locate(font))?)?;
    }
    let engine = Engine::builder().assets(DirAssets::new(input.parent().unwrap_or(folder))?).fonts(fonts).build();
    let ask = ask(case)?;
    let (scene, rules, report, file) = match case.call.as_str() {
        "render" => {
            let design = engine.read_design(&bytes)?;
            let scene = engine.scene(&design, &ask)?;
            let rendered = engine.render(&design, &ask)?;
            let mut report = design.report.clone();
            report.append(rendered.report);
            let rules = scene.report.rules().iter().map(|rule| format!("{rule}\n")).collect();
            (Some(scene.to_string()), Some(rules), report, rendered.bytes)
        }
        "thumb" => {
            let rendered = engine.thumbnail(&Source::bytes(bytes), &ask)?;
            (None, None, rendered.report, rendered.bytes)
        }
        "apply" => {
            let template = engine.read_template(fs::read(locate(&case.template))?)?;
            let rendered = engine.apply(&template, &Source::bytes(bytes))?.swap_remove(case.output);
            let mut report = template.report;
            report.append(rendered.report);
            (None, None, report, rendered.bytes)
        }
        other => return Err(format!("`{other}` is not a call: use render, thumb or apply").into()),
    };
    Ok(Actual { scene, rules, notes: notes(&report), picture: pixels(file)? })
}

fn ask(case: &Case) -> Outcome<Ask> {
    let mut ask = Ask { canvas: case.canvas, view: case.view.clone(), linear: case.linear, ..Ask::default() };
    ask.guides = case.guides;
    ask.output.dpi = case.dpi;
    if !case.size.is_empty() {
        ask.size = case.size.parse()?;
    }
    if case.scale != 0.0 {
        ask.size = Wanted::Scale(case.scale);
    }
    if !case.fit.is_empty() {
        ask.fit = case.fit.parse()?;
    }
    if !case.align.is_empty() {
        ask.align = case.align.parse()?;
    }
    if !case.kernel.is_empty() {
        ask.kernel = case.kernel.parse()?;
    }
    if case.enlarge {
        ask.enlarge = Enlarge::Always;
    }
    ask.missing = match case.missing.as_str() {
        "placeholder" => Missing::Placeholder,
        "skip" => Missing::Skip,
        _ => Missing::Error,
    };
    Ok(ask)
}

fn notes(report: &Report) -> String {
    report.notes().iter().map(|note| format!("{:?}: {note}\n", note.kind)).collect()
}

fn pixels(file: Vec<u8>) -> Outcome<Raster> {
    let limits = Limits::default();
    let picture = decode::probe(file, &limits)?;
    Ok(decode::at_least(&picture, picture.size, &limits, &limits.deadline())?)
}

fn check_text(path: &Path, actual: &str, bless: bool) -> Outcome<()> {
    if bless {
        return Ok(fs::write(path, actual)?);
    }
    let expected = fs::read_to_string(path)?;
    let mut lines = expected.lines().zip(actual.lines()).enumerate();
    match lines.find(|(_, (expected, actual))| expected != actual) {
        _ if expected == actual => Ok(()),
        Some((index, (expected, actual))) => {
            let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            Err(format!("{file} line {}:\n  expected {expected}\n  actual   {actual}", index + 1).into())
        }
        None => Err(format!("{} lines expected, {} came", expected.lines().count(), actual.lines().count()).into()),
    }
}

fn check_picture(path: &Path, actual: &Raster, tolerance: f64, bless: bool) -> Outcome<()> {
    if bless {
        return Ok(fs::write(path, write::raster(actual.clone(), &Output { effort: 9, ..Output::default() })?)?);
    }
    let expected = pixels(fs::read(path)?)?;
    if expected.size() != actual.size() {
        return Err(format!("{} expected, {} came", expected.size(), actual.size()).into());
    }
    let difference = expected.data().iter().zip(actual.data()).map(|(a, b)| f64::from(a.abs_diff(*b))).sum::<f64>()
        / expected.data().len() as f64;
    if difference <= tolerance {
        return Ok(());
    }
    let shown = show(path, &expected, actual)?;
    Err(format!("differs by {difference:.3} levels, allowed {tolerance}: see {}", shown.display()).into())
}

/// Writes expected | difference | actual side by side.
fn show(path: &Path, expected: &Raster, actual: &Raster) -> Outcome<PathBuf> {
    let Size { width, height } = expected.size();
    let mut sheet = Vec::with_capacity(expected.data().len() * 3);
    for (left, right) in
        expected.data().chunks_exact(width as usize * 4).zip(actual.data().chunks_exact(width as usize * 4))
    {
        sheet.extend_from_slice(left);
        for (a, b) in left.chunks_exact(4).zip(right.chunks_exact(4)) {
            let most = a.iter().zip(b).map(|(a, b)| a.abs_diff(*b)).max().unwrap_or(0);
            sheet.extend_from_slice(&[255, 255 - most, 255 - most, 255]);
        }
        sheet.extend_from_slice(right);
    }
    let name = path.parent().and_then(Path::file_name).unwrap_or_default();
    let shown = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name).with_extension("png");
    let sheet = Raster::from_premultiplied(Size::new(width * 3, height), sheet, false)?;
    fs::write(&shown, write::raster(sheet, &Output::default())?)?;
    Ok(shown)
}
