//! `artboard apply`: photos are presented as a template says.

use crate::args::{ApplyArgs, Doubtful, EditArgs, InputArgs, Verbosity};
use crate::exit::Exit;
use crate::inputs::{self, Input, Wanted};
use crate::model;
use crate::names::{Pattern, harmless};
use crate::options::{self, AssetFolders, RunOptions};
use crate::outputs::{Naming, twice};
use crate::plan::{Job, Place, Target, View, facts};
use crate::run::{Done, Plan, run};
use crate::save::{Inputs, Saver};
use crate::template;
use crate::terminal;
use crate::thumb::note_extension;
use artboard::edits::{Flip, Turn};
use artboard::report::NoteKind;
use artboard::template::{Cutout, Template, TemplateOutput};
use artboard::{Error, Format, Rendered, Report, Result, Source};
use std::path::{Component, Path, PathBuf};

/// Runs the command.
pub(crate) fn apply(args: &ApplyArgs, verbosity: Verbosity) -> Result<Exit> {
    let mut options = RunOptions::of(&args.work, verbosity);
    let engine = options::batch_engine(&args.resources, &args.work, &options)?;
    let naming = Naming::of(args.output.output.as_deref())?;
    let (path, typed) = template_and_inputs(args);
    let read = match &args.preset {
        Some(preset) => engine.read_template(preset.text)?,
        None => template::read(&engine, &AssetFolders::of(&args.resources.assets)?, &path)?,
    };
    let (mut template, mut notes) = (read.value, Report::new());
    tell(&path, &read.report, &options)?;
    let formats = settle_outputs(args, &naming, &mut template, &mut notes)?;
    let engine = engine.with_cutout_model(model::for_apply(args, &template, engine.limits())?);
    options.require_cutout = requires_cutout(args, &mut template, &mut notes);
    let name = template.name.clone().unwrap_or_else(|| stem_of(&path));
    let patterns = patterns(&naming, &template)?;
    note_names(&naming, &template, &mut notes);
    let inputs = options.take(inputs::collect(&typed, Wanted::Pictures, engine.limits().input_bytes)?);
    let kept = inputs.iter().filter_map(Input::path).chain([path.as_path()]);
    let job = |(index, input): (usize, &Input)| {
        let target = |(pattern, format): (&Pattern, &Format)| Target {
            pattern: pattern.clone(),
            facts: facts(input, index + 1, &View::default(), &name, *format),
            place: Place::Late,
        };
        let targets = patterns.iter().zip(&formats).map(target).collect();
        Job { input: input.clone(), side: None, row: None, targets, is_one: false, after: None }
    };
    let plan = Plan {
        command: "apply",
        to_stdout: naming == Naming::Stdout,
        saver: Saver::new(naming.conflict(args.output.on_conflict), Inputs::of(kept)),
        jobs: inputs.iter().enumerate().map(job).collect(),
        data: None,
        options,
        notes,
    };
    let open = |job: &Job| job.input.open(engine.limits().input_bytes).map(Source::from);
    let work = |job: &Job| {
        let source = open(job)?;
        let mut files = engine.apply(&template, &source)?;
        files.iter_mut().for_each(|file| note_extension(&engine, &job.input, &source, &mut file.report));
        Ok(Done { explained: Some(explained(&name, &files)), files })
    };
    run(plan, work, |job| engine.apply_sizes(&template, &open(job)?))
}

/// What was done with the photo, then the canvas of each file.
fn explained(name: &str, files: &[Rendered]) -> String {
    let rules = files.first().map(|file| file.report.rules()).unwrap_or_default();
    let canvas = |file: &Rendered| format!("template {name}: {} {}", file.size, file.format);
    let lines: Vec<String> = rules.iter().map(ToString::to_string).chain(files.iter().map(canvas)).collect();
    lines.join("\n")
}

/// With a preset the first name that was typed is an input like the others.
fn template_and_inputs(args: &ApplyArgs) -> (PathBuf, InputArgs) {
    let mut inputs = args.inputs.clone();
    let template = args.template.clone().unwrap_or_default();
    match args.preset {
        Some(preset) => {
            inputs.inputs.splice(0..0, args.template.clone());
            (PathBuf::from(preset.name), inputs)
        }
        None => (template, inputs),
    }
}

/// What reading the template gave to say, once, before the work. With `--strict` a serious note ends the run.
fn tell(path: &Path, report: &Report, options: &RunOptions) -> Result<()> {
    if let Some(note) = report.serious().next().filter(|_| options.strict) {
        let error = Error::input(note.to_string()).at(path.display().to_string());
        return Err(error.with_help("--strict makes this an error"));
    }
    if options.verbosity > Verbosity::Quiet {
        report.notes().iter().for_each(|note| terminal::say(&terminal::note_text(&path.to_string_lossy(), note)));
    }
    Ok(())
}

/// Puts what was typed over the template's outputs; gives their formats.
fn settle_outputs(
    args: &ApplyArgs,
    naming: &Naming,
    template: &mut Template,
    notes: &mut Report,
) -> Result<Vec<Format>> {
    if let [_, _, ..] = args.output.format.as_slice() {
        twice(&args.output.format, "--format")?;
        // Every output in every format; the one that it has of itself does not count.
        let in_format = |output: &TemplateOutput, format: Format| {
            let mut output = output.clone();
            output.encoding.format = format;
            output
        };
        let outputs = template.outputs.iter();
        let each = |output| args.output.format.iter().map(move |format| in_format(output, *format));
        template.outputs = outputs.flat_map(each).collect();
    }
    for output in &mut template.outputs {
        let format = match args.output.format.as_slice() {
            [_, _, ..] => naming.format(Some(output.encoding.format), None, notes)?,
            one => naming.format(one.first().copied(), Some(output.encoding.format), notes)?,
        };
        output.encoding = options::encoding(&args.output, &output.encoding);
        output.encoding.format = format;
        output.encoding.check()?;
    }
    edit(&args.edits, template)?;
    if let Some(fit) = &args.fit {
        template.cover = fit == "cover";
    }
    if let Some(aim) = args.align {
        (template.align, template.focus) = aim.parts();
    }
    template.trim = args.trim.or(template.trim);
    template.background = args.background.unwrap_or(template.background);
    template.margins = args.margin.unwrap_or(template.margins);
    template.shadow = args.shadow.unwrap_or(template.shadow);
    template.cutout = args.cutout.unwrap_or(template.cutout);
    // What is typed may take the demand away: that is noted, not refused.
    Template { require_cutout: false, ..template.clone() }.check()?;
    if let Some(dpi) = args.output.dpi {
        template.dpi = Some(dpi);
    }
    Ok(template.outputs.iter().map(|output| output.encoding.format).collect())
}

/// Whether a doubtful cutout is an error: `--doubtful`, else the template's `require_cutout`. The field is cleared, because
/// the run checks it: an item that fails is then still reported with its method and confidence.
fn requires_cutout(args: &ApplyArgs, template: &mut Template, notes: &mut Report) -> bool {
    let demanded = std::mem::take(&mut template.require_cutout);
    if demanded && !(template.background.removes_own() && template.cutout != Cutout::Off) {
        let message = "the template demands a removed background, and the one that was typed keeps the photo's own";
        notes.note(NoteKind::Doubtful, "background", message);
    }
    args.doubtful.map_or(demanded, |rule| rule == Doubtful::Fail)
}

/// Puts what was typed over the template's edits.
fn edit(args: &EditArgs, template: &mut Template) -> Result<()> {
    let (typed, own) = (options::edits(args)?, &mut template.edits);
    own.rotate = if typed.rotate == Turn::None { own.rotate } else { typed.rotate };
    own.flip = if typed.flip == Flip::None { own.flip } else { typed.flip };
    own.crop = typed.crop.or(own.crop);
    own.sharpen = typed.sharpen.or(own.sharpen);
    own.grayscale |= typed.grayscale;
    // A badge of the day comes on top of the shop's watermark.
    own.overlays.extend(typed.overlays);
    if args.focus.is_some() {
        template.focus = args.focus;
    }
    Ok(())
}

/// A pattern for each output: `-o`, else the template's own name for it, else the program's.
fn patterns(naming: &Naming, template: &Template) -> Result<Vec<Pattern>> {
    let pattern = |(index, own): (usize, Option<&String>)| -> Result<Pattern> {
        let default = match own {
            Some(own) => confined(own)?,
            None if index == 0 => Pattern::parse("{stem}-{template}.{ext}")?,
            None => Pattern::parse(&format!("{{stem}}-{{template}}-{}.{{ext}}", index + 1))?,
        };
        Ok(naming.pattern(&default))
    };
    template.outputs.iter().map(|output| output.name.as_ref()).enumerate().map(pattern).collect()
}

/// `-o` with a name of its own wins over those of the template's outputs.
fn note_names(naming: &Naming, template: &Template, notes: &mut Report) {
    if !matches!(naming, Naming::File(_) | Naming::Pattern(_)) {
        return;
    }
    for (index, output) in template.outputs.iter().enumerate() {
        if let Some(name) = &output.name {
            let message = format!("-o names the files, not the template's `{name}`: -o FOLDER/ would keep that");
            notes.note(NoteKind::Chosen, format!("outputs[{index}].name"), message);
        }
    }
}

/// A template names files in the folder of the outputs and below it, nowhere else.
fn confined(name: &str) -> Result<Pattern> {
    let is_inside = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
    if !Path::new(name).components().all(is_inside) || name.contains("{dir}") {
        return Err(Error::input("the name of an output leaves its folder")
            .at(format!("template output `{name}`"))
            .with_help("give the folder with -o out/"));
    }
    Pattern::parse(name)
}

fn stem_of(path: &Path) -> String {
    harmless(&path.file_stem().unwrap_or_default().to_string_lossy())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_cannot_write_elsewhere() {
        for (name, is_fine) in [
            ("{stem}-thumb.{ext}", true),
            ("small/{stem}.{ext}", true),
            ("../{stem}.{ext}", false),
            ("/tmp/{stem}.{ext}", false),
            ("{dir}/{stem}.{ext}", false),
        ] {
            assert_eq!(confined(name).is_ok(), is_fine, "{name}");
        }
    }
}
