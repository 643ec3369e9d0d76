//! `artboard render`: design documents become images.

use crate::args::{RenderArgs, Verbosity};
use crate::designs::Desk;
use crate::exit::Exit;
use crate::inputs::{self, Input};
use crate::names::Pattern;
use crate::options::{self, RunOptions};
use crate::outputs::Naming;
use crate::run::{Plan, run};
use crate::save::{Inputs, Saver};
use crate::thumb;
use artboard::{Report, Result};

/// Runs the command.
pub(crate) fn render(args: &RenderArgs, verbosity: Verbosity) -> Result<Exit> {
    let options = RunOptions::of(&args.work, verbosity);
    let engine = options::batch_engine(&args.resources, &args.work, &options)?;
    let naming = Naming::of(args.output.output.as_deref())?;
    let mut notes = Report::new();
    let format = naming.format(args.output.format, None, &mut notes)?;
    let mut ask = options::render_ask(args)?;
    ask.output.format = format;
    ask.output.check()?;
    let desk = Desk {
        engine,
        assets: args.resources.assets.clone(),
        ask,
        dialect: args.dialect,
        all_views: args.design.all_views,
        explain: options.explain,
    };
    let inputs = inputs::collect(&args.inputs, inputs::DESIGNS, desk.engine.limits().input_bytes)?;
    let one = naming.pattern(&Pattern::parse("{stem}.{ext}")?);
    let many = naming.pattern(&Pattern::parse("{stem}-{view}.{ext}")?);
    let plan = Plan {
        command: "render",
        to_stdout: naming == Naming::Stdout,
        saver: Saver::new(naming.conflict(args.output.on_conflict), Inputs::of(inputs.iter().filter_map(Input::path))),
        jobs: thumb::jobs(&desk, inputs, &one, &many),
        options,
        notes,
    };
    run(plan, |job| desk.render(job, &job.input.read(desk.engine.limits().input_bytes)?))
}
