//! `artboard fonts`: the families that text is drawn with, and their styles.

use crate::args::FontsArgs;
use crate::exit::Exit;
use crate::{options, terminal};
use artboard::error::escape_controls;
use artboard::{Error, Fonts, Result};
use std::collections::{BTreeMap, BTreeSet};

/// A style: weight, and whether it is italic.
type Style = (u16, bool);

/// Runs the command.
pub(crate) fn list(args: &FontsArgs) -> Result<Exit> {
    let families = families(&options::fonts(&args.font_dir, args.system_fonts)?);
    let text = match args.json {
        true => json(&families)?,
        false => families.iter().map(|(family, styles)| line(family, styles)).collect::<Vec<_>>().join("\n"),
    };
    terminal::give_line(&text)?;
    Ok(Exit::DONE)
}

fn families(fonts: &Fonts) -> BTreeMap<String, BTreeSet<Style>> {
    let mut families: BTreeMap<String, BTreeSet<Style>> = BTreeMap::new();
    for face in fonts.faces() {
        families.entry(face.family().to_owned()).or_default().insert((face.weight(), face.is_italic()));
    }
    families
}

fn line(family: &str, styles: &BTreeSet<Style>) -> String {
    let styles: Vec<String> = styles.iter().map(|style| style_name(*style)).collect();
    format!("{}: {}", escape_controls(family), styles.join(", "))
}

fn style_name((weight, is_italic): Style) -> String {
    let weight = match weight {
        400 => "regular".to_owned(),
        700 => "bold".to_owned(),
        other => other.to_string(),
    };
    if is_italic { format!("{weight} italic") } else { weight }
}

fn json(families: &BTreeMap<String, BTreeSet<Style>>) -> Result<String> {
    let style = |(weight, italic): &Style| serde_json::json!({ "weight": weight, "italic": italic });
    let family = |(family, styles): (&String, &BTreeSet<Style>)| serde_json::json!({ "family": family, "styles": styles.iter().map(style).collect::<Vec<_>>() });
    let list = serde_json::json!({ "schema": 1, "fonts": families.iter().map(family).collect::<Vec<_>>() });
    serde_json::to_string_pretty(&list).map_err(|cause| Error::internal("the list as JSON").caused_by(cause))
}
