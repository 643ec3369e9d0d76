//! `artboard render`: design documents become images.

use crate::args::{RenderArgs, Verbosity};
use crate::designs::Desk;
use crate::exit::Exit;
use crate::inputs::{self, Input, Wanted};
use crate::names::Pattern;
use crate::options::{self, AssetFolders, RunOptions};
use crate::outputs::Naming;
use crate::plan::Job;
use crate::rows::Data;
use crate::run::{Plan, run};
use crate::save::{Inputs, Saver};
use crate::thumb;
use artboard::{Error, Report, Result};
use std::path::Path;

/// Runs the command.
pub(crate) fn render(args: &RenderArgs, verbosity: Verbosity) -> Result<Exit> {
    let mut options = RunOptions::of(&args.work, verbosity);
    let engine = options::batch_engine(&args.resources, &args.work, &options)?;
    let is_stdin = |path: &Path| path == Path::new("-");
    if args.data.as_deref().is_some_and(is_stdin) && args.inputs.inputs.iter().any(|path| is_stdin(path)) {
        return Err(Error::input("stdin cannot be a design and the data at once"));
    }
    let data = args.data.as_deref().map(|path| Data::open(path, engine.limits())).transpose()?;
    let columns = data.as_ref().map_or(&[][..], |data| &data.columns);
    let naming = Naming::with_columns(args.output.output.as_deref(), columns)?;
    let mut notes = Report::new();
    let formats = naming.formats(&args.output.format, &mut notes)?;
    let sizes = options::wanted(&args.size);
    let desk = Desk {
        engine,
        assets: AssetFolders::of(&args.resources.assets)?,
        asks: options::for_each_file(&options::render_ask(args)?, &sizes, &formats)?,
        dialect: args.dialect,
        all_views: args.design.all_views,
        explain: options.explain,
    };
    let inputs = inputs::collect(&args.inputs, Wanted::Designs, desk.engine.limits().input_bytes)?;
    let inputs = options.take(inputs);
    let number = match (data.is_some(), sizes.len() > 1) {
        (false, false) => "",
        (true, false) => "-{index}",
        (false, true) => "-{width}x{height}",
        (true, true) => "-{index}-{width}x{height}",
    };
    let one = naming.pattern(&Pattern::parse(&format!("{{stem}}{number}.{{ext}}"))?);
    let many = naming.pattern(&Pattern::parse(&format!("{{stem}}{number}-{{view}}.{{ext}}"))?);
    check_columns(&desk, &inputs, columns, &one)?;
    let plan = Plan {
        command: "render",
        to_stdout: naming == Naming::Stdout,
        saver: Saver::new(naming.conflict(args.output.on_conflict), Inputs::of(inputs.iter().filter_map(Input::path))),
        jobs: thumb::jobs(&desk, inputs, &one, &many),
        data,
        options,
        notes,
    };
    let bytes = |job: &Job| job.input.read(desk.engine.limits().input_bytes);
    run(plan, |job| desk.render(job, &bytes(job)?), |job| desk.sizes(job, &bytes(job)?))
}

/// Columns that neither a document nor the names of its outputs use are refused before anything is drawn. A document
/// that cannot be read fails by itself later.
fn check_columns(desk: &Desk, inputs: &[Input], columns: &[String], names: &Pattern) -> Result<()> {
    for input in inputs.iter().filter(|_| !columns.is_empty()) {
        let Ok(bytes) = input.read(desk.engine.limits().input_bytes) else { continue };
        let Ok(design) = desk.engine.read_design_as(&bytes, desk.dialect) else { continue };
        let columns = columns.iter().map(String::as_str);
        artboard::data::check(&design, columns, |column| names.has_column(column))
            .map_err(|error| error.at(input.label()))?;
    }
    Ok(())
}
