//! The walls of the house: who may import whom, how long a file may be, where the outside world and threads are.
//!
//! Reads `src/` as text. A broken rule fails with file, line and the rule.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test stops at the line that is wrong")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Rooms by floor. A room may import what stands in `may_import`, and its own files.
const WORDS: &[&str] = &[
    "color",
    "edits",
    "error",
    "families",
    "filter",
    "fit",
    "geometry",
    "limits",
    "outline",
    "report",
    "runner",
    "source",
    "style",
    "transform",
    "units",
];
const THINGS: &[&str] = &[
    "art", "ask", "design", "explain", "fonts", "output", "picture", "profile", "raster", "scene", "sheet", "template",
    "text",
];
const STAGES: &[&str] = &["assets", "cutout", "decode", "dialect", "layout", "paint", "resize", "write"];
const ORDER: &[&str] = &["batch", "data", "engine", "memory", "photo"];

/// The few things that hold other things.
const THINGS_OF_THINGS: &[(&str, &[&str])] = &[
    ("art", &["raster"]),
    ("ask", &["output"]),
    ("design", &["text"]),
    ("explain", &["scene"]),
    ("output", &["profile"]),
    ("picture", &["profile"]),
    ("scene", &["picture", "fonts", "raster"]),
    ("sheet", &["output"]),
    ("template", &["output"]),
];

/// The longest file, tests at its foot not counted. Tables of plain data may be longer.
const LONGEST: usize = 400;

fn may_import(room: &str, other: &str) -> bool {
    if room == other || WORDS.contains(&other) {
        return true;
    }
    if THINGS.contains(&room) {
        return THINGS_OF_THINGS.iter().any(|(thing, others)| *thing == room && others.contains(&other));
    }
    if STAGES.contains(&room) {
        return THINGS.contains(&other);
    }
    match room {
        "engine" => THINGS.contains(&other) || STAGES.contains(&other) || other == "memory",
        "batch" | "data" | "memory" => THINGS.contains(&other),
        "photo" => THINGS.contains(&other) || other == "engine" || other == "assets",
        _ => false,
    }
}

struct Line {
    file: PathBuf,
    number: usize,
    text: String,
}

/// Every line of code in `src/` that is not a comment, with tests at the foot left out.
fn code_lines() -> Vec<Line> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut lines = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") && !is_test_file(&path) {
                let text = fs::read_to_string(&path).unwrap();
                let code = text.lines().take_while(|line| !line.starts_with("#[cfg(test)]"));
                for (index, line) in code.enumerate() {
                    if !line.trim_start().starts_with("//") {
                        let file = path.strip_prefix(&root).unwrap().to_owned();
                        lines.push(Line { file, number: index + 1, text: line.to_owned() });
                    }
                }
            }
        }
    }
    lines
}

fn is_test_file(path: &Path) -> bool {
    let in_folder = path.parent().and_then(Path::file_name).is_some_and(|folder| folder == "tests");
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    in_folder || stem == "tests" || stem == "samples" || stem.ends_with("_tests")
}

/// The room a file belongs to: the first part of its path, without the extension.
fn room_of(file: &Path) -> String {
    let first = file.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

/// The rooms that a line names with `crate::room`, also in `use crate::{a::…, b::…}` written on one line.
fn imported_rooms(line: &str) -> Vec<String> {
    let mut rooms = Vec::new();
    for (at, _) in line.match_indices("crate::") {
        let is_word = line[..at].chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '$');
        let rest = &line[at + "crate::".len()..];
        let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        if !is_word {
            rooms.push(name);
        }
    }
    rooms
}

fn fail_if_any(rule: &str, offences: &[String]) {
    assert!(offences.is_empty(), "{rule}\n  {}", offences.join("\n  "));
}

#[test]
fn every_room_imports_only_what_its_floor_allows() {
    let mut offences = Vec::new();
    for line in code_lines() {
        let room = room_of(&line.file);
        if room == "lib" || room == "bin" {
            continue;
        }
        for other in imported_rooms(&line.text) {
            let is_face = other.chars().next().is_none_or(char::is_uppercase) || other == "*";
            let rule = match is_face {
                // `crate::Fault` in a path of the face: inside the crate import from the room.
                true => Some("imports from the crate's face; import from the room".to_owned()),
                false if !may_import(&room, &other) => Some(format!("`{room}` may not import `{other}`")),
                false => None,
            };
            if let Some(rule) = rule {
                offences.push(format!("src/{}:{}: {rule}: {}", line.file.display(), line.number, line.text.trim()));
            }
        }
    }
    fail_if_any("The import table is broken:", &offences);
}

#[test]
fn the_program_uses_only_the_public_face() {
    let offences: Vec<String> = code_lines()
        .iter()
        .filter(|line| room_of(&line.file) == "bin" && line.text.contains("#[path"))
        .map(|line| format!("src/{}:{}: reaches into the library's files", line.file.display(), line.number))
        .collect();
    fail_if_any("The program uses the library as any other caller does:", &offences);
}

#[test]
fn every_file_stands_on_a_floor() {
    let known = |room: &str| {
        [WORDS, THINGS, STAGES, ORDER].iter().any(|floor| floor.contains(&room)) || room == "lib" || room == "bin"
    };
    let offences: Vec<String> = code_lines()
        .iter()
        .filter(|line| !known(&room_of(&line.file)))
        .map(|line| format!("src/{}: a room that no floor lists", line.file.display()))
        .collect();
    fail_if_any("Every room stands on a floor of the table:", &offences);
}

#[test]
fn imports_are_named_one_by_one() {
    let offences: Vec<String> = code_lines()
        .iter()
        .filter(|line| {
            let text = line.text.trim_start();
            let is_use = text.starts_with("use ") || text.starts_with("pub use ");
            is_use && text.contains("::*") && !text.contains("prelude::*")
        })
        .map(|line| format!("src/{}:{}: {}", line.file.display(), line.number, line.text.trim()))
        .collect();
    fail_if_any("No glob imports, but for a library's prelude:", &offences);
}

#[test]
fn threads_exist_only_where_the_order_is_known() {
    let allowed = |line: &Line| matches!(room_of(&line.file).as_str(), "engine" | "batch" | "memory" | "bin");
    let words = ["rayon", "thread::spawn", "thread::scope", "par_iter", "Mutex", "Condvar"];
    let offences: Vec<String> = code_lines()
        .iter()
        .filter(|line| !allowed(line) && words.iter().any(|word| line.text.contains(word)))
        .map(|line| format!("src/{}:{}: {}", line.file.display(), line.number, line.text.trim()))
        .collect();
    fail_if_any("Threads exist only in engine.rs and batch.rs:", &offences);
}

#[test]
fn the_outside_world_is_touched_only_at_the_doors() {
    let words = ["std::fs", "std::net", "std::env", "std::process", "File::open", "SystemTime"];
    let allowed = |line: &Line| matches!(room_of(&line.file).as_str(), "assets" | "bin");
    let offences: Vec<String> = code_lines()
        .iter()
        .filter(|line| !allowed(line) && words.iter().any(|word| line.text.contains(word)))
        .map(|line| format!("src/{}:{}: {}", line.file.display(), line.number, line.text.trim()))
        .collect();
    fail_if_any("Files, network, clock and environment are touched only in assets/ and bin/:", &offences);
}

#[test]
fn files_stay_small_enough_to_read() {
    let mut lengths: BTreeMap<PathBuf, usize> = BTreeMap::new();
    for line in code_lines() {
        let length = lengths.entry(line.file.clone()).or_default();
        *length = line.number.max(*length);
    }
    let offences: Vec<String> = lengths
        .iter()
        .filter(|(_, length)| **length > LONGEST)
        .map(|(file, length)| format!("src/{}: {length} lines, at most {LONGEST}", file.display()))
        .collect();
    fail_if_any("A file is one room; split it when it is several:", &offences);
}

/// The names of limits that a line of code gives to a message.
fn named_limits(line: &str) -> Vec<&str> {
    let calls = ["within(\"", "too_large(\"", "check_frame(\""];
    let rests = calls.into_iter().flat_map(|call| line.split(call).skip(1));
    rests.filter_map(|rest| rest.split_once('"')).map(|(name, _)| name).collect()
}

#[test]
fn every_limit_that_a_message_names_can_be_set() {
    let limits = serde_json::to_value(artboard::Limits::default()).unwrap();
    let mut offences = Vec::new();
    let mut found = 0;
    for line in code_lines() {
        for name in named_limits(&line.text) {
            found += 1;
            if limits.get(name).is_none() {
                offences.push(format!("{}:{}: there is no limit `{name}`", line.file.display(), line.number));
            }
        }
    }
    assert!(found > 30, "{found} names: the calls have other names now");
    fail_if_any("A message names only limits that --limit takes; other bounds are `Error::beyond`", &offences);
}

#[test]
fn the_rules_themselves_can_fail() {
    assert_eq!(imported_rooms("use crate::decode::probe;"), ["decode"]);
    assert_eq!(imported_rooms("    crate::Fault::Input => crate::paint::paint(),"), ["Fault", "paint"]);
    assert!(imported_rooms("use mycrate::decode;").is_empty());
    assert!(!may_import("paint", "decode") && !may_import("color", "design") && !may_import("design", "scene"));
    assert!(may_import("paint", "scene") && may_import("engine", "paint") && may_import("scene", "picture"));
}
