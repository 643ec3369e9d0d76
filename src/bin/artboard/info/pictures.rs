//! `artboard info --pictures`: what documents name, and where it would be read, so that it can be fetched by other tools.

use crate::args::InfoArgs;
use crate::designs::assets_for;
use crate::exit::Exit;
use crate::inputs::{self, Input};
use crate::options::AssetFolders;
use crate::{options, terminal};
use artboard::assets::DirAssets;
use artboard::design::{Design, LayerKind};
use artboard::error::escape_controls;
use artboard::report::Report;
use artboard::source::Bytes;
use artboard::{Engine, Error, Result, Source};
use serde::Serialize;
use std::path::Path;

/// Something that documents name. Each stands once, with all documents that name it.
#[derive(Debug, Serialize)]
struct Named {
    /// `picture`, `font` or `profile`.
    kind: &'static str,
    /// As the documents write it; of a font its family.
    address: String,
    /// `found`, `missing`, or `refused` when no file would be read for it.
    status: &'static str,
    /// The file that it is read from, there or not; none for fonts and for what is refused.
    path: Option<String>,
    /// Why it is refused.
    reason: Option<String>,
    documents: Vec<String>,
}

/// Runs the command: lines of KIND, STATUS, ADDRESS and PATH between tabs, or one JSON object.
pub(super) fn list(args: &InfoArgs) -> Result<Exit> {
    let engine = options::plain_engine(&args.resources)?;
    let folders = AssetFolders::of(&args.resources.assets)?;
    let (mut all, mut exit) = (Vec::new(), Exit::DONE);
    for file in &args.files {
        if let Err(error) = document(&engine, &folders, file, &mut all) {
            terminal::complain(&error);
            exit = Exit::FAILED;
        }
    }
    if args.json {
        let value = serde_json::json!({ "schema": 1, "named": all });
        let text = serde_json::to_string_pretty(&value).map_err(|cause| Error::internal("info").caused_by(cause))?;
        terminal::give_line(&text)?;
    } else {
        all.iter().try_for_each(|named| terminal::give_line(&line(named)))?;
    }
    Ok(exit)
}

fn line(named: &Named) -> String {
    let path = named.path.as_deref().unwrap_or("-");
    let parts = [named.kind, named.status, &named.address, path].map(escape_controls);
    parts.join("\t")
}

fn document(engine: &Engine, folders: &AssetFolders, file: &Path, all: &mut Vec<Named>) -> Result<()> {
    let input = match file == Path::new("-") {
        true => Input::Stdin(inputs::read_stdin(engine.limits().input_bytes)?),
        false => Input::File(file.to_owned()),
    };
    let read = || -> Result<Vec<Named>> {
        let bytes = input.read(engine.limits().input_bytes)?;
        let assets = assets_for(folders, &input)?;
        match artboard::dialect::looks_like_design(&bytes) {
            true => Ok(of_design(engine, assets.as_ref(), &engine.read_design(&bytes)?.value)),
            false => of_template(engine, assets.as_ref(), &bytes),
        }
    };
    let label = input.label();
    for named in read().map_err(|error| error.at(label.as_str()))? {
        let is_it =
            |other: &&mut Named| (other.kind, &other.address, &other.path) == (named.kind, &named.address, &named.path);
        match all.iter_mut().find(is_it) {
            Some(known) if known.documents.contains(&label) => {}
            Some(known) => known.documents.push(label.clone()),
            None => all.push(Named { documents: vec![label.clone()], ..named }),
        }
    }
    Ok(())
}

fn of_design(engine: &Engine, assets: Option<&DirAssets>, design: &Design) -> Vec<Named> {
    let mut all = Vec::new();
    for side in &design.sides {
        all.extend(side.sources().into_iter().filter_map(|(_, source)| of_source("picture", source, assets)));
        side.walk(&mut |layer| {
            if let LayerKind::Text(text) = &layer.kind {
                all.push(of_family(engine, &text.look.family));
                all.extend(text.styles.iter().map(|span| of_family(engine, &span.look.family)));
            }
        });
    }
    all
}

fn of_template(engine: &Engine, assets: Option<&DirAssets>, bytes: &Bytes) -> Result<Vec<Named>> {
    let template = artboard::dialect::template::read(bytes, engine.limits(), &mut Report::new())
        .map_err(|error| Error::input(format!("neither a design nor a template: {}", error.what())))?;
    let profiles = template.outputs.iter().filter_map(|output| output.profile.as_ref());
    Ok(profiles.filter_map(|source| of_source("profile", source, assets)).collect())
}

/// A source that is a path or an address; what documents bring along is not listed.
fn of_source(kind: &'static str, source: &Source, assets: Option<&DirAssets>) -> Option<Named> {
    let Source::Path(address) = source else { return None };
    let none =
        Named { kind, address: address.clone(), status: "refused", path: None, reason: None, documents: Vec::new() };
    let Some(assets) = assets else {
        return Some(Named { reason: Some("no folder of assets is open".to_owned()), ..none });
    };
    Some(match assets.locate(address) {
        Ok(path) => {
            let status = if path.is_file() { "found" } else { "missing" };
            Named { status, path: Some(path.display().to_string()), ..none }
        }
        Err(error) => Named { reason: Some(error.what()), ..none },
    })
}

fn of_family(engine: &Engine, family: &str) -> Named {
    let is_found = engine.fonts().find(family, 400, false).is_some_and(|found| found.missing.is_none());
    Named {
        kind: "font",
        address: family.to_owned(),
        status: if is_found { "found" } else { "missing" },
        path: None,
        reason: None,
        documents: Vec::new(),
    }
}
