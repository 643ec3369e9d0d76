//! What is meant: the typed options turned into the library's, checked against each other.

use crate::args::{
    DesignArgs, EditArgs, JsonStyle, LimitsPreset, OutputArgs, RenderArgs, ResourceArgs, SizeArgs, ThumbArgs,
    Verbosity, WorkArgs,
};
use crate::inputs::{Collected, Input, PassedOver};
use crate::outputs::twice;
use crate::terminal;
use artboard::ask::{Ask, Missing};
use artboard::edits::{Edits, Overlay};
use artboard::fit::{Enlarge, Fit, Wanted};
use artboard::units::DEFAULT_DPI;
use artboard::{Engine, EngineBuilder, Error, Fonts, Format, Limits, Output, Result, Source};
use std::path::{Path, PathBuf};

/// How a batch runs and what it tells.
#[derive(Debug, Clone)]
pub(crate) struct RunOptions {
    /// Inputs at once.
    pub(crate) jobs: usize,
    /// Only say what would be written.
    pub(crate) dry_run: bool,
    /// Serious notes are errors.
    pub(crate) strict: bool,
    /// A cutout that is not sure is an error.
    pub(crate) require_cutout: bool,
    /// The report on stdout.
    pub(crate) json: Option<JsonStyle>,
    /// Print the scenes.
    pub(crate) explain: bool,
    /// Print times.
    pub(crate) timings: bool,
    /// What people are told.
    pub(crate) verbosity: Verbosity,
    /// Files in folders that are no inputs.
    pub(crate) passed_over: Vec<PassedOver>,
}

impl RunOptions {
    /// The options of a batch.
    pub(crate) fn of(work: &WorkArgs, verbosity: Verbosity) -> Self {
        let cores = || std::thread::available_parallelism().map_or(1, Into::into);
        Self {
            jobs: work.jobs.map_or_else(cores, usize::from),
            dry_run: work.dry_run,
            strict: work.strict,
            require_cutout: false,
            json: work.json,
            explain: work.explain,
            timings: work.timings,
            verbosity,
            passed_over: Vec::new(),
        }
    }

    /// The inputs that were found; what was passed over is kept for the report.
    pub(crate) fn take(&mut self, collected: Collected) -> Vec<Input> {
        self.passed_over = collected.passed_over;
        collected.inputs
    }
}

/// The engine of a batch: fonts, limits, memory. Assets come with each input.
pub(crate) fn batch_engine(resources: &ResourceArgs, work: &WorkArgs, options: &RunOptions) -> Result<Engine> {
    Ok(batch_builder(resources, work, options)?.build())
}

fn batch_builder(resources: &ResourceArgs, work: &WorkArgs, options: &RunOptions) -> Result<EngineBuilder> {
    let fonts = fonts(&resources.font_dir, resources.system_fonts)?;
    let limits = limits(resources.limits, &resources.limit)?;
    let memory = work.memory.unwrap_or_else(crate::bytes::default_budget);
    Ok(Engine::builder().fonts(fonts).limits(limits).memory(memory).threads(options.jobs))
}

/// The engine of a command that looks at a few files.
pub(crate) fn plain_engine(resources: &ResourceArgs) -> Result<Engine> {
    let fonts = fonts(&resources.font_dir, resources.system_fonts)?;
    Ok(Engine::builder().fonts(fonts).limits(limits(resources.limits, &resources.limit)?).build())
}

/// The bundled fonts and those that were asked for. A damaged font file is passed over with a word.
pub(crate) fn fonts(folders: &[PathBuf], system: bool) -> Result<Fonts> {
    let mut fonts = Fonts::bundled();
    for folder in folders {
        let mut added = 0;
        for bytes in artboard::assets::fonts::from_dir(folder)? {
            match fonts.add(bytes) {
                Ok(faces) => added += faces,
                Err(error) => terminal::say(&format!("warning: {}: a font was passed over: {error}", folder.display())),
            }
        }
        if added == 0 {
            terminal::say(&format!("warning: {}: no fonts in this folder", terminal::shown(folder)));
        }
    }
    if system {
        // Systems carry damaged and bitmap fonts; nobody wants to hear of them in every run.
        artboard::assets::fonts::system().into_iter().for_each(|bytes| drop(fonts.add(bytes)));
    }
    Ok(fonts)
}

/// The preset with single limits changed: their names are the fields of [`Limits`].
pub(crate) fn limits(preset: LimitsPreset, changes: &[String]) -> Result<Limits> {
    let base = match preset {
        LimitsPreset::None => Limits::none(),
        LimitsPreset::Default => Limits::default(),
        LimitsPreset::Strict => Limits::strict(),
    };
    let as_json = serde_json::to_value(&base).map_err(|cause| Error::internal("limits").caused_by(cause))?;
    let serde_json::Value::Object(mut fields) = as_json else { return Ok(base) };
    let mut seconds = base.seconds;
    for change in changes {
        let refuse = || Error::input(format!("`--limit {change}` is not NAME=VALUE")).with_help("seconds=120");
        let (name, value) = change.split_once('=').ok_or_else(refuse)?;
        let names: Vec<&String> = fields.keys().collect();
        if !fields.contains_key(name) {
            let names: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
            return Err(Error::input(format!("there is no limit `{name}`"))
                .with_help(format!("the limits are: {}", names.join(", "))));
        }
        let number = limit_value(value).ok_or_else(refuse)?;
        if name == "seconds" {
            seconds = number.as_f64().unwrap_or(seconds);
        }
        fields.insert(name.to_owned(), number);
    }
    // JSON has no infinity: the field goes by itself.
    fields.remove("seconds");
    let limits: Limits = serde_json::from_value(serde_json::Value::Object(fields))
        .map_err(|cause| Error::input(format!("a limit is out of range: {cause}")))?;
    Ok(Limits { seconds, ..limits })
}

/// A whole number, a decimal above 0, or a number of bytes with its unit.
fn limit_value(text: &str) -> Option<serde_json::Value> {
    if let Ok(whole) = text.parse::<u64>() {
        return Some(whole.into());
    }
    let decimal = text.parse::<f64>().ok().filter(|number| number.is_finite() && *number > 0.0);
    decimal.map(Into::into).or_else(|| crate::bytes::parse(text).ok().map(Into::into))
}

/// The sizes that were asked for, at least one.
pub(crate) fn wanted(size: &SizeArgs) -> Vec<Wanted> {
    match (size.size.as_slice(), size.scale) {
        ([], Some(scale)) => vec![Wanted::Scale(scale)],
        ([], None) => vec![Wanted::pixels(size.width.unwrap_or(0), size.height.unwrap_or(0))],
        (several, _) => several.to_vec(),
    }
}

/// What is asked, once for every size in every format: `srcset` order, by format and then by size.
///
/// # Errors
/// A size that stands there twice; values out of range.
pub(crate) fn for_each_file(ask: &Ask, sizes: &[Wanted], formats: &[Format]) -> Result<Vec<Ask>> {
    twice(sizes, "--size")?;
    let one = |format: Format, size: Wanted| {
        // A size on paper means nothing to the next reader unless the file says its resolution.
        let dpi = ask.output.dpi.or(size.is_physical().then_some(DEFAULT_DPI));
        let output = Output { format, dpi, ..ask.output.clone() };
        output.check().map(|()| Ask { size, output, ..ask.clone() })
    };
    formats.iter().flat_map(|format| sizes.iter().map(move |size| one(*format, *size))).collect()
}

/// How files are encoded: what was typed over `base`. The format is settled elsewhere.
pub(crate) fn encoding(args: &OutputArgs, base: &Output) -> Output {
    Output {
        quality: args.quality.or(base.quality),
        alpha_quality: args.alpha_quality.or(base.alpha_quality),
        lossless: args.lossless || base.lossless,
        effort: args.effort.unwrap_or(base.effort),
        progressive: args.progressive || base.progressive,
        dpi: args.dpi.or(base.dpi),
        profile: args.profile.clone().unwrap_or_else(|| base.profile.clone()),
        strip: args.strip.unwrap_or(base.strip),
        max_bytes: args.max_bytes.or(base.max_bytes),
        ..base.clone()
    }
}

/// What `thumb` asks.
///
/// # Errors
/// A ratio with a fit that makes no box.
pub(crate) fn thumb_ask(args: &ThumbArgs) -> Result<Ask> {
    let has_ratio = args.size.size.iter().any(|size| matches!(size, Wanted::Ratio(..)));
    if has_ratio && !matches!(args.fit, Fit::Cover | Fit::Contain) {
        return Err(Error::input("a ratio needs a fit that makes a box")
            .at("--size")
            .with_help("add --fit cover (the largest crop of it) or --fit contain (the smallest canvas of it)"));
    }
    let (align, focus) = args.align.parts();
    Ok(Ask {
        fit: args.fit,
        align,
        focus: args.edits.focus.or(focus),
        edits: edits(&args.edits)?,
        trim: args.trim,
        enlarge: if args.enlarge == "always" { Enlarge::Always } else { Enlarge::Never },
        background: args.background,
        margins: args.margin.unwrap_or_default(),
        kernel: args.kernel,
        linear: args.linear,
        ..common_ask(&args.design, &args.output)
    })
}

/// What `render` asks.
///
/// # Errors
/// A ratio: a design has its own.
pub(crate) fn render_ask(args: &RenderArgs) -> Result<Ask> {
    if args.size.size.iter().any(|size| matches!(size, Wanted::Ratio(..))) {
        return Err(Error::input("a design has its own ratio")
            .at("--size")
            .with_help("give a width, a height or both"));
    }
    Ok(Ask {
        background: args.background,
        kernel: args.kernel,
        linear: args.linear,
        guides: args.guides,
        ..common_ask(&args.design, &args.output)
    })
}

/// What is done to photos, and what is laid over everything.
///
/// # Errors
/// An overlay that is not there, values out of range.
pub(crate) fn edits(args: &EditArgs) -> Result<Edits> {
    let overlay = |path: &PathBuf| {
        let bytes = artboard::assets::file::read(path, Limits::default().input_bytes)?;
        let plain = Overlay::of(Source::bytes(bytes));
        let overlay = Overlay {
            align: args.overlay_align.unwrap_or(plain.align),
            size: args.overlay_size.unwrap_or(plain.size),
            opacity: args.overlay_opacity.unwrap_or(plain.opacity),
            margins: args.overlay_margin.unwrap_or(plain.margins),
            ..plain
        };
        overlay.check().map(|()| overlay)
    };
    Ok(Edits {
        rotate: args.rotate,
        flip: args.flip,
        crop: args.crop,
        sharpen: args.sharpen,
        grayscale: args.grayscale,
        overlays: args.overlay.as_ref().map(overlay).transpose()?.into_iter().collect(),
    })
}

fn common_ask(design: &DesignArgs, output: &OutputArgs) -> Ask {
    Ask {
        view: design.view.clone(),
        canvas: design.canvas,
        missing: match design.missing.as_str() {
            "placeholder" => Missing::Placeholder,
            "skip" => Missing::Skip,
            _ => Missing::Error,
        },
        output: encoding(output, &Output::default()),
        ..Ask::default()
    }
}

/// The folders of assets that were given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct AssetFolders {
    /// For all paths but those of `named`; `None`: each document's own folder.
    pub(crate) own: Option<PathBuf>,
    /// For paths that begin with a name, and for addresses that begin with a prefix.
    pub(crate) named: Vec<(String, PathBuf)>,
    /// Maps of addresses.
    pub(crate) maps: Vec<PathBuf>,
}

impl AssetFolders {
    /// Reads `DIR`, `NAME=DIR` and `@MAP`; a folder that is there with an equals sign in its name is a folder.
    ///
    /// # Errors
    /// Two folders without a name.
    pub(crate) fn of(typed: &[PathBuf]) -> Result<Self> {
        let mut folders = Self::default();
        for typed in typed {
            let map = typed.to_str().and_then(|text| text.strip_prefix('@')).filter(|_| !typed.is_dir());
            if let Some(map) = map {
                folders.maps.push(map.into());
                continue;
            }
            let named = typed.to_str().and_then(|text| text.split_once('=')).filter(|_| !typed.is_dir());
            match named {
                Some((name, folder)) => folders.named.push((name.to_owned(), folder.into())),
                None if folders.own.is_none() => folders.own = Some(typed.clone()),
                None => {
                    return Err(Error::input("there is more than one folder of assets without a name")
                        .at("--assets")
                        .with_help("write NAME=DIR for paths that begin with NAME/"));
                }
            }
        }
        Ok(folders)
    }

    /// Whether anything was given.
    pub(crate) fn is_empty(&self) -> bool {
        self.own.is_none() && self.named.is_empty() && self.maps.is_empty()
    }
}

/// The folder whose files a document may read: the one that was given, else the document's own.
pub(crate) fn assets_folder<'a>(given: Option<&'a Path>, document: Option<&'a Path>) -> Option<&'a Path> {
    let own = |document: &'a Path| {
        document.parent().map(|folder| if folder == Path::new("") { Path::new(".") } else { folder })
    };
    given.or_else(|| document.and_then(own))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(preset: LimitsPreset, changes: &[&str]) -> Result<Limits> {
        limits(preset, &changes.iter().map(ToString::to_string).collect::<Vec<_>>())
    }

    #[test]
    fn limits_change_by_the_names_of_their_fields() {
        let limits = changed(LimitsPreset::Default, &["seconds=1.5", "input_bytes=2MiB", "layers=7"]).unwrap();
        let expected = Limits { seconds: 1.5, input_bytes: 2 << 20, layers: 7, ..Limits::default() };
        assert_eq!(limits, expected);
        assert_eq!(changed(LimitsPreset::None, &[]).unwrap(), Limits::none());
        for bad in ["nonsense=1", "layers", "layers=-1", "layers=x", "side=99999999999"] {
            assert!(changed(LimitsPreset::Default, &[bad]).is_err(), "{bad}");
        }
    }

    #[test]
    fn folders_of_assets_may_have_names() {
        let of = |typed: &[&str]| AssetFolders::of(&typed.iter().map(PathBuf::from).collect::<Vec<_>>());
        let folders = of(&["Admin=shop/a", "pictures", "Front=b=c", "@map.json"]).unwrap();
        assert_eq!(folders.maps, [PathBuf::from("map.json")]);
        assert_eq!(folders.own, Some("pictures".into()));
        assert_eq!(folders.named, [("Admin".to_owned(), "shop/a".into()), ("Front".to_owned(), "b=c".into())]);
        assert!(of(&["a", "b"]).is_err());
    }

    #[test]
    fn a_document_reads_its_own_folder_unless_another_is_given() {
        assert_eq!(assets_folder(None, Some(Path::new("a/b.json"))), Some(Path::new("a")));
        assert_eq!(assets_folder(None, Some(Path::new("b.json"))), Some(Path::new(".")));
        assert_eq!(assets_folder(Some(Path::new("x")), Some(Path::new("a/b.json"))), Some(Path::new("x")));
        assert_eq!(assets_folder(None, None), None);
    }
}
