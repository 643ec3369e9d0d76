//! What `thumb` and `render` share: a document, its own assets, its sides.

use crate::inputs::Input;
use crate::options::{AssetFolders, assets_folder};
use crate::plan::{Job, View};
use crate::run::Done;
use artboard::ask::Ask;
use artboard::assets::DirAssets;
use artboard::data;
use artboard::design::Design;
use artboard::dialect::Dialect;
use artboard::geometry::Size;
use artboard::source::Bytes;
use artboard::{Engine, Read, Result};
use std::path::{Path, PathBuf};

/// Draws documents as the options say.
pub(crate) struct Desk {
    /// Fonts, limits, memory.
    pub(crate) engine: Engine,
    /// The folders of assets that were given.
    pub(crate) assets: AssetFolders,
    /// What is asked, once for each file, at least once.
    pub(crate) asks: Vec<Ask>,
    /// The dialect that was given.
    pub(crate) dialect: Option<Dialect>,
    /// Whether every side is a job of its own.
    pub(crate) all_views: bool,
    /// Whether scenes are printed.
    pub(crate) explain: bool,
}

impl Desk {
    /// The engine that reads this input's assets. A document from stdin has no folder.
    pub(crate) fn engine_for(&self, input: &Input) -> Result<Engine> {
        engine_for(&self.engine, &self.assets, input)
    }

    /// Renders a document, or the one side of it that the job names.
    pub(crate) fn render(&self, job: &Job, bytes: &Bytes) -> Result<Done> {
        let (engine, Read { value: design, report: read }) = self.read(job, bytes)?;
        let explain = |ask: &Ask| {
            let scene = engine.scene(&design, ask)?;
            let rules = scene.report.rules().iter().map(|rule| format!("{rule}\n"));
            Ok(rules.chain([scene.to_string()]).collect::<String>())
        };
        let explained = || self.asks.iter().map(explain).collect::<Result<String>>();
        let explained = self.explain.then(explained).transpose()?;
        let render = |ask: &Ask| {
            let mut rendered = engine.render(&design, ask)?;
            let mut report = read.clone();
            report.append(rendered.report);
            rendered.report = report;
            Ok(rendered)
        };
        Ok(Done { files: self.asks.iter().map(render).collect::<Result<_>>()?, explained })
    }

    /// The sizes that [`Desk::render`] would make.
    pub(crate) fn sizes(&self, job: &Job, bytes: &Bytes) -> Result<Vec<Size>> {
        let (engine, design) = self.read(job, bytes)?;
        self.asks.iter().map(|ask| Ok(engine.scene(&design, ask)?.value.size)).collect()
    }

    /// The document with its row of data, and who reads its assets.
    fn read(&self, job: &Job, bytes: &Bytes) -> Result<(Engine, Read<Design>)> {
        let engine = self.engine_for(&job.input)?;
        let read = engine.read_design_as(bytes, self.dialect)?;
        let (mut design, report) = (read.value, read.report);
        if let Some(side) = job.side.filter(|side| *side < design.sides.len()) {
            design.sides = vec![design.sides.swap_remove(side)];
        }
        if let Some(row) = &job.row {
            if row.has_more {
                let is_name = |column: &str| job.targets.iter().any(|target| target.pattern.has_column(column));
                data::check(&design, row.row.columns(), is_name).map_err(|error| error.at(row.place()))?;
            }
            design = data::merged(&design, &row.row, engine.limits()).map_err(|error| error.at(row.place()))?;
        }
        Ok((engine, Read { value: design, report }))
    }

    /// The sides of an input that are jobs of their own. What cannot be read is one job, and fails in it.
    pub(crate) fn views(&self, input: &Input, names_view: bool) -> Vec<View> {
        let one = || vec![View::default()];
        if !(self.all_views || names_view) {
            return one();
        }
        let read = || {
            let bytes = input.read(self.engine.limits().input_bytes).ok()?;
            let is_design = self.dialect.is_some() || artboard::dialect::looks_like_design(&bytes);
            is_design.then(|| self.engine.read_design_as(&bytes, self.dialect).ok()).flatten()
        };
        let Some(design) = read().map(|read| read.value).filter(|design| !design.sides.is_empty()) else {
            return one();
        };
        match self.all_views {
            true => {
                labels(&design).into_iter().enumerate().map(|(side, label)| View { side: Some(side), label }).collect()
            }
            false => vec![View {
                side: None,
                label: label_of(&design, self.asks.first().and_then(|ask| ask.view.as_deref())),
            }],
        }
    }
}

/// An engine that reads the files below a document's own folder, or below the one that was given.
pub(crate) fn engine_for(engine: &Engine, given: &AssetFolders, input: &Input) -> Result<Engine> {
    match assets_for(given, input)? {
        Some(assets) => Ok(engine.with_assets(assets)),
        None => Ok(engine.clone()),
    }
}

/// The folders of assets for an input; `None`: none are open.
pub(crate) fn assets_for(given: &AssetFolders, input: &Input) -> Result<Option<DirAssets>> {
    let Some(folder) = assets_folder(given.own.as_deref(), input.path()) else {
        // What comes on stdin has no folder: only the named ones are open, and one of them must stand for it.
        let map = given.maps.first().map(|map| map.parent().unwrap_or(Path::new("")));
        let Some(first) = given.named.first().map(|(_, first)| first.as_path()).or(map) else {
            return Ok(None);
        };
        return named(DirAssets::new(first)?, given).map(Some);
    };
    named(DirAssets::new(folder)?, given).map(Some)
}

fn named(assets: DirAssets, given: &AssetFolders) -> Result<DirAssets> {
    let with =
        |assets: DirAssets, (name, folder): &(String, PathBuf)| match name.starts_with('/') || name.contains("//") {
            true => assets.with_prefix(name, folder).map_err(|error| error.at("--assets")),
            false => assets.with_root(name.as_str(), folder),
        };
    let assets = given.named.iter().try_fold(assets, with)?;
    given.maps.iter().try_fold(assets, DirAssets::with_map)
}

/// The sides' labels, each made different from the earlier ones.
fn labels(design: &Design) -> Vec<String> {
    let mut labels: Vec<String> = Vec::new();
    for (index, side) in design.sides.iter().enumerate() {
        let label = side.label(index);
        let is_new = |candidate: &String| labels.iter().all(|other| other.to_lowercase() != candidate.to_lowercase());
        let mut candidates = std::iter::once(label.clone()).chain((2u32..).map(|number| format!("{label}-{number}")));
        let label = candidates.find(is_new).unwrap_or(label);
        labels.push(label);
    }
    labels
}

/// The label of the side that a name, code or index means; what was typed when the design has no such side.
fn label_of(design: &Design, view: Option<&str>) -> String {
    let labels = labels(design);
    let Some(view) = view else { return labels.into_iter().next().unwrap_or_default() };
    let is_named =
        |names: [&Option<String>; 2]| names.into_iter().flatten().any(|name| name.eq_ignore_ascii_case(view));
    let named = design.sides.iter().position(|side| is_named([&side.name, &side.code]));
    let index = named.or_else(|| view.parse().ok());
    index.and_then(|index| labels.get(index).cloned()).unwrap_or_else(|| view.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use artboard::design::Side;

    fn side(name: Option<&str>, code: Option<&str>) -> Side {
        Side { name: name.map(Into::into), code: code.map(Into::into), ..Side::default() }
    }

    #[test]
    fn labels_differ_and_are_found_by_name_code_or_index() {
        let sides = vec![side(Some("Front"), Some("f")), side(Some("front"), None), side(None, None)];
        let design = Design { sides, ..Design::default() };
        assert_eq!(labels(&design), ["Front", "front-2", "2"]);
        for (view, expected) in [(None, "Front"), (Some("F"), "Front"), (Some("1"), "front-2"), (Some("top"), "top")] {
            assert_eq!(label_of(&design, view), expected);
        }
    }
}
