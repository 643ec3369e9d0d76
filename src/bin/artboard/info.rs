//! `artboard info`: what a file is, by its content.

mod pictures;
mod table;

use crate::args::InfoArgs;
use crate::designs::engine_for;
use crate::exit::Exit;
use crate::inputs::{self, Input};
use crate::report::Failure;
use crate::{options, terminal};
use artboard::design::{Design, LayerKind, Side};
use artboard::picture::Picture;
use artboard::report::{NoteKind, Report};
use artboard::source::Bytes;
use artboard::{Engine, Error, Fault, Result, Source};
use serde::Serialize;
use serde_json::Number;
use std::path::Path;

/// What a file is. Fields that its kind does not have are null.
#[derive(Debug, Serialize)]
struct Info {
    schema: u32,
    file: String,
    kind: &'static str,
    format: Option<String>,
    width: Option<Number>,
    height: Option<Number>,
    dpi: Option<Number>,
    alpha: Option<bool>,
    depth: Option<u8>,
    orientation: Option<u8>,
    profile: Option<String>,
    frames: Option<u32>,
    name: Option<String>,
    outputs: Option<usize>,
    sides: Vec<SideInfo>,
    fonts: Vec<FontInfo>,
    notes: Report,
}

/// A side of a design, in its canvas's own unit.
#[derive(Debug, Serialize)]
struct SideInfo {
    name: Option<String>,
    code: Option<String>,
    width: Option<Number>,
    height: Option<Number>,
    unit: &'static str,
    dpi: Option<Number>,
    layers: usize,
}

/// A family that a design names.
#[derive(Debug, Serialize)]
struct FontInfo {
    family: String,
    found: bool,
}

/// Runs the command.
pub(crate) fn info(args: &InfoArgs) -> Result<Exit> {
    if args.pictures {
        return pictures::list(args);
    }
    let engine = options::plain_engine(&args.resources)?;
    let (mut told, mut exit) = (Vec::new(), Exit::DONE);
    for file in &args.files {
        match look_at(&engine, args, file) {
            Ok(info) => {
                let value = serde_json::to_value(&info).map_err(|cause| Error::internal("info").caused_by(cause))?;
                told.push(value);
            }
            Err(error) => {
                terminal::complain(&error);
                exit = Exit::FAILED;
                if args.json {
                    let file = file.to_string_lossy();
                    told.push(serde_json::json!({ "schema": 1, "file": file, "error": Failure::from(&error) }));
                }
            }
        }
        if !args.json {
            told.drain(..).try_for_each(|info| terminal::give(table::text(&info).as_bytes()))?;
        }
    }
    if args.json {
        let all = if args.files.len() == 1 { told.pop() } else { Some(told.into()) };
        let text = serde_json::to_string_pretty(&all).map_err(|cause| Error::internal("info").caused_by(cause))?;
        terminal::give_line(&text)?;
    }
    Ok(exit)
}

fn look_at(engine: &Engine, args: &InfoArgs, file: &Path) -> Result<Info> {
    let input = match file == Path::new("-") {
        true => Input::Stdin(inputs::read_stdin(engine.limits().input_bytes)?),
        false => Input::File(file.to_owned()),
    };
    let bytes = input.read(engine.limits().input_bytes)?;
    let engine = engine_for(engine, &options::AssetFolders::of(&args.resources.assets)?, &input)?;
    let looked = if artboard::dialect::looks_like_design(&bytes) {
        design(&engine, &input, &bytes)
    } else {
        picture(&engine, &input, &bytes).or_else(|error| match reads_as_template(file, &bytes) {
            true => template(&engine, &input, &bytes),
            false => Err(error),
        })
    };
    looked.map_err(|error| error.at(input.label()))
}

/// Whether what is no picture and no design may be a template: text in JSON, TOML or XML.
fn reads_as_template(file: &Path, bytes: &Bytes) -> bool {
    let extension = file.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    matches!(extension.as_deref(), Some("json" | "toml" | "xml")) || first == Some(&b'{')
}

fn empty(input: &Input, kind: &'static str) -> Info {
    Info {
        schema: 1,
        file: input.label(),
        kind,
        format: None,
        width: None,
        height: None,
        dpi: None,
        alpha: None,
        depth: None,
        orientation: None,
        profile: None,
        frames: None,
        name: None,
        outputs: None,
        sides: Vec::new(),
        fonts: Vec::new(),
        notes: Report::new(),
    }
}

fn picture(engine: &Engine, input: &Input, bytes: &Bytes) -> Result<Info> {
    let source = Source::Bytes(bytes.clone());
    let picture = engine.probe(&source)?;
    let mut notes = Report::new();
    picture.remarks.iter().for_each(|remark| notes.note(NoteKind::Doubtful, "", remark));
    crate::thumb::note_extension(engine, input, &source, &mut notes);
    Ok(Info {
        format: Some(format!("{:?}", picture.format).to_ascii_lowercase()),
        width: Some(picture.size.width.into()),
        height: Some(picture.size.height.into()),
        dpi: picture.dpi.and_then(number),
        alpha: Some(picture.has_alpha),
        depth: Some(picture.depth),
        orientation: Some(picture.orientation.exif()),
        profile: profile(&picture),
        frames: Some(picture.frames),
        notes,
        ..empty(input, "picture")
    })
}

/// A number as people write it: whole ones without a decimal point.
fn number(value: f64) -> Option<Number> {
    // Below 2^53 every whole number is exact.
    let is_whole = value.fract() == 0.0 && value.abs() < 9.0e15;
    if is_whole { Some((value as i64).into()) } else { Number::from_f64(value) }
}

/// What the embedded profile calls itself, else that there is one.
fn profile(picture: &Picture) -> Option<String> {
    let profile = picture.profile.as_ref()?.bytes();
    Some(profile_name(profile).unwrap_or_else(|| format!("ICC, {} bytes", profile.len())))
}

/// The description of an ICC profile: tag `desc` as text of version 2 (ICC.1:2001-04, 6.5.17) or as multi-localised
/// text of version 4 (ICC.1:2022, 10.15).
fn profile_name(profile: &[u8]) -> Option<String> {
    let number = |at: usize| -> Option<usize> {
        let bytes: [u8; 4] = profile.get(at..at.checked_add(4)?)?.try_into().ok()?;
        usize::try_from(u32::from_be_bytes(bytes)).ok()
    };
    // The table of tags follows the header of 128 bytes: a count, then twelve bytes each.
    let tags = number(128)?.min(100);
    let is_description = |at: &usize| profile.get(*at..*at + 4) == Some(b"desc".as_slice());
    let tag = (0..tags).map(|tag| 132 + tag * 12).find(is_description)?;
    let start = number(tag + 4)?;
    let text = match profile.get(start..start.checked_add(4)?)? {
        b"desc" => {
            let length = number(start + 8)?.min(256);
            String::from_utf8_lossy(profile.get(start + 12..start + 12 + length)?).into_owned()
        }
        b"mluc" => {
            let (length, offset) = (number(start + 20)?.min(512), number(start + 24)?);
            let from = start.checked_add(offset)?;
            let units = profile.get(from..from.checked_add(length)?)?.as_chunks::<2>().0;
            String::from_utf16_lossy(&units.iter().map(|unit| u16::from_be_bytes(*unit)).collect::<Vec<_>>())
        }
        _ => return None,
    };
    let text = text.trim_end_matches('\0').trim().to_owned();
    (!text.is_empty()).then_some(text)
}

fn template(engine: &Engine, input: &Input, bytes: &Bytes) -> Result<Info> {
    let read = engine.read_template(bytes)?;
    Ok(Info {
        format: Some(if bytes.trim_ascii_start().starts_with(b"{") { "json" } else { "toml" }.to_owned()),
        dpi: read.dpi.and_then(number),
        name: read.name.clone(),
        outputs: Some(read.outputs.len()),
        notes: read.report,
        ..empty(input, "template")
    })
}

fn design(engine: &Engine, input: &Input, bytes: &Bytes) -> Result<Info> {
    let read = engine.read_design(bytes)?;
    let (design, mut notes) = (read.value, read.report);
    for side in &design.sides {
        missing_pictures(engine, side, &mut notes);
    }
    let first = design.sides.first().map(|side| &side.canvas);
    Ok(Info {
        format: Some("json".to_owned()),
        width: first.and_then(|canvas| number(canvas.width?)),
        height: first.and_then(|canvas| number(canvas.height?)),
        dpi: first.and_then(|canvas| number(canvas.dpi?)),
        name: design.name.clone(),
        sides: design.sides.iter().map(side_info).collect(),
        fonts: fonts(engine, &design),
        notes,
        ..empty(input, "design")
    })
}

fn side_info(side: &Side) -> SideInfo {
    let (mut layers, canvas) = (0, &side.canvas);
    side.walk(&mut |_| layers += 1);
    SideInfo {
        name: side.name.clone(),
        code: side.code.clone(),
        width: canvas.width.and_then(number),
        height: canvas.height.and_then(number),
        unit: "px",
        dpi: canvas.dpi.and_then(number),
        layers,
    }
}

fn missing_pictures(engine: &Engine, side: &Side, notes: &mut Report) {
    for (place, source) in side.sources() {
        if let Err(error) = engine.probe(source) {
            let kind = if error.fault() == Fault::Missing { NoteKind::Replaced } else { NoteKind::Doubtful };
            notes.note(kind, place, error.to_string());
        }
    }
}

/// Every family that texts name, in the order in which they name it, each once.
fn fonts(engine: &Engine, design: &Design) -> Vec<FontInfo> {
    let mut named: Vec<String> = Vec::new();
    let mut add = |family: &str| {
        if !named.iter().any(|other| other == family) {
            named.push(family.to_owned());
        }
    };
    for side in &design.sides {
        side.walk(&mut |layer| {
            if let LayerKind::Text(text) = &layer.kind {
                add(&text.look.family);
                text.styles.iter().for_each(|span| add(&span.look.family));
            }
        });
    }
    let is_found = |family: &str| engine.fonts().find(family, 400, false).is_some_and(|found| found.missing.is_none());
    named.into_iter().map(|family| FontInfo { found: is_found(&family), family }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn profiles_say_their_names() {
        let mut profile = vec![0; 128];
        profile.extend(1u32.to_be_bytes());
        profile.extend(b"desc");
        profile.extend(144u32.to_be_bytes());
        profile.extend(17u32.to_be_bytes());
        profile.extend(b"desc\0\0\0\0");
        profile.extend(5u32.to_be_bytes());
        profile.extend(b"sRGB\0");
        assert_eq!(profile_name(&profile).as_deref(), Some("sRGB"));
        for end in 0..profile.len() {
            assert_eq!(profile_name(&profile[..end]), None);
        }
    }
}
