//! What a gallery shows: pairs found by name, or the items of a batch's report.

use super::page::Figure;
use crate::inputs::Input;
use artboard::{Error, Method, Result};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// One thing to show.
#[derive(Debug, Clone, Default)]
pub(super) struct Entry {
    /// Its name.
    pub(super) name: String,
    /// What it was made of.
    pub(super) before: Option<Input>,
    /// What came out.
    pub(super) after: Option<Input>,
    /// How its subject was found, and how sure that is, 0 to 1.
    pub(super) found: Option<(Method, Option<f64>)>,
    /// Lines about it.
    facts: Vec<String>,
    warnings: Vec<String>,
    remarks: Vec<String>,
    /// Why nothing came out.
    pub(super) error: Option<String>,
}

impl Entry {
    /// How its subject was found, for people; nothing where nothing was to be told.
    fn found_text(&self) -> Option<String> {
        let (method, confidence) = self.found?;
        let confidence = confidence.map(|share| format!(", confidence {:.0} %", share * 100.0)).unwrap_or_default();
        match method {
            Method::Whole => None,
            Method::None => Some(format!("not cut out{confidence}")),
            method => Some(format!("cut out by {method}{confidence}")),
        }
    }

    /// What wants to be looked at first comes first: what failed, then what has warnings, the least sure before, then
    /// the rest.
    fn order(&self) -> (u8, f64) {
        match (&self.error, self.warnings.is_empty()) {
            (Some(_), _) => (0, 0.0),
            (None, false) => (1, self.found.and_then(|(_, confidence)| confidence).unwrap_or(1.0)),
            (None, true) => (2, 0.0),
        }
    }

    /// Whether it was cut out, as far as that is known.
    fn is_cut(&self) -> bool {
        !matches!(self.found, Some((Method::None | Method::Whole, _)))
    }

    /// What is shown, with pictures made small by `small` and subjects cut out by `cut`. One that cannot be read is the
    /// figure's error; without a cutout there is none.
    pub(super) fn figure(
        &self,
        small: impl Fn(&Input) -> Result<String>,
        cut: impl Fn(&Input) -> Result<Option<String>>,
    ) -> Figure {
        let mut error = self.error.clone();
        let mut uri = |input: &Option<Input>| match input.as_ref().map(&small).transpose() {
            Ok(uri) => uri,
            Err(cause) => {
                error = error.take().or(Some(cause.to_string()));
                None
            }
        };
        let (after, before) = (uri(&self.after), uri(&self.before));
        let original = self.before.as_ref().filter(|_| after.is_some() && before.is_some() && self.is_cut());
        let cutout = original.and_then(|original| cut(original).ok().flatten());
        Figure {
            name: self.name.clone(),
            before,
            after,
            cutout,
            facts: self.facts.clone(),
            warnings: self.warnings.clone(),
            remarks: self.remarks.clone(),
            error,
        }
    }
}

/// An entry for each picture; with a folder of originals, beside the one whose name without extension is its own, or
/// else the longest that its own begins with (`shoe-white` was made of `shoe`).
pub(super) fn of_pictures(inputs: Vec<Input>, before: Option<&Path>) -> Vec<Entry> {
    let originals: BTreeMap<String, PathBuf> = before.map(originals).unwrap_or_default();
    let entry = |input: Input| {
        let stem = input.path().and_then(Path::file_stem).unwrap_or_default().to_string_lossy().into_owned();
        let begins = |name: &&String| {
            let rest = stem.strip_prefix(name.as_str());
            rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        };
        let found = originals.keys().filter(begins).max_by_key(|name| name.len());
        let before = found.and_then(|name| originals.get(name)).cloned().map(Input::File);
        Entry { name: input.label(), before, after: Some(input), ..Entry::default() }
    };
    inputs.into_iter().map(entry).collect()
}

/// The pictures of a folder by their names without extension.
fn originals(folder: &Path) -> BTreeMap<String, PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let files = entries.map(|entry| entry.path()).filter(|path| path.is_file());
    let named = |path: PathBuf| (path.file_stem().unwrap_or_default().to_string_lossy().into_owned(), path);
    let mut all: Vec<_> = files.map(named).collect();
    // Of `shoe.jpg` and `shoe.png` the first by name counts, in every run.
    all.sort_by(|a, b| b.cmp(a));
    all.into_iter().collect()
}

/// The items of a report, `--json` or `--json=lines`: what failed or is doubtful first, else in its order.
///
/// # Errors
/// What is no report.
pub(super) fn of_report(text: &[u8]) -> Result<Vec<Entry>> {
    let refuse = || Error::input("this is not a report").with_help("write one with --json > report.json");
    let text = std::str::from_utf8(text).map_err(|_| refuse())?;
    let items: Vec<Value> = match serde_json::from_str::<Value>(text) {
        Ok(document) => match document.get("items").and_then(Value::as_array) {
            Some(items) => items.clone(),
            None if document.get("type").is_some_and(|kind| kind == "item") => vec![document],
            None => return Err(refuse()),
        },
        Err(_) => {
            let lines = text.lines().filter(|line| !line.trim().is_empty());
            let all: Vec<Value> = lines.map(serde_json::from_str).collect::<Result<_, _>>().map_err(|_| refuse())?;
            all.into_iter().filter(|line| line.get("type").is_some_and(|kind| kind == "item")).collect()
        }
    };
    let mut entries: Vec<Entry> = items.iter().map(of_item).collect();
    let compare = |a: &(u8, f64), b: &(u8, f64)| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1));
    entries.sort_by(|a, b| compare(&a.order(), &b.order()));
    Ok(entries)
}

fn of_item(item: &Value) -> Entry {
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(ToOwned::to_owned);
    let number = |key: &str| item.get(key).and_then(Value::as_f64);
    let (input, output) = (text(item, "input"), text(item, "output"));
    let is_failed = item.get("status").is_some_and(|status| status == "failed");
    let file = |path: Option<String>| path.filter(|path| path != "-").map(|path| Input::File(path.into()));
    let mut entry = Entry {
        name: output.clone().filter(|_| !is_failed).or(input.clone()).unwrap_or_default(),
        before: file(input),
        after: file(output.filter(|_| !is_failed)),
        ..Entry::default()
    };
    if let (Some(width), Some(height)) = (number("width"), number("height")) {
        let bytes = number("bytes").map(|bytes| format!(", {}", crate::bytes::shown(bytes as u64))).unwrap_or_default();
        let format = text(item, "format").map(|format| format!(" {format}")).unwrap_or_default();
        entry.facts.push(format!("{width} x {height} px{format}{bytes}"));
    }
    let method = item.get("method").and_then(|method| Method::deserialize(method).ok());
    entry.found = method.map(|method| (method, number("confidence")));
    entry.facts.extend(entry.found_text());
    entry.facts.extend(number("ms").filter(|ms| *ms > 0.0).map(|ms| format!("{ms} ms")));
    for note in item.get("notes").and_then(Value::as_array).into_iter().flatten() {
        let place = text(note, "place").filter(|place| !place.is_empty()).map(|place| format!("{place}: "));
        let line = format!("{}{}", place.unwrap_or_default(), text(note, "message").unwrap_or_default());
        let is_serious =
            text(note, "kind").is_some_and(|kind| matches!(kind.as_str(), "ignored" | "replaced" | "doubtful"));
        if is_serious { entry.warnings.push(line) } else { entry.remarks.push(line) }
    }
    let error = item.get("error").filter(|error| error.is_object());
    entry.error = error.map(|error| text(error, "message").unwrap_or_else(|| "failed".to_owned()));
    entry
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn originals_are_found_by_the_longest_name() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["shoe.jpg", "shoe-red.jpg", "hat.png"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        let inputs = ["out/shoe-red-white.jpg", "out/shoe.png", "out/shoes.png", "out/hat_2.png"];
        let entries = of_pictures(inputs.iter().map(|name| Input::File(name.into())).collect(), Some(folder.path()));
        let found: Vec<_> = entries
            .iter()
            .map(|entry| entry.before.as_ref().map(|input| input.path().unwrap().file_name().unwrap().to_owned()))
            .collect();
        assert_eq!(found, [Some("shoe-red.jpg".into()), Some("shoe.jpg".into()), None, Some("hat.png".into())]);
    }

    #[test]
    fn the_doubtful_come_first_and_the_rest_keeps_its_order() {
        let item = |name: &str, method: &str, confidence: f64, notes: &str| {
            format!(
                r#"{{"input":"{name}","output":"{name}.png","status":"ok","method":"{method}",
                "confidence":{confidence},"notes":[{notes}],"error":null}}"#
            )
        };
        let doubt = r#"{"kind":"doubtful","place":"cutout","message":"low"}"#;
        let items = [
            item("sure", "backdrop", 0.9, ""),
            item("doubtful", "backdrop", 0.4, doubt),
            item("whole", "whole", 1.0, ""),
            item("kept", "none", 0.1, doubt),
        ];
        let entries = of_report(format!("{{\"items\":[{}]}}", items.join(",")).as_bytes()).unwrap();
        let names: Vec<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
        assert_eq!(names, ["kept.png", "doubtful.png", "sure.png", "whole.png"]);
        let found: Vec<Option<String>> = entries.iter().map(Entry::found_text).collect();
        let told = |text: &str| Some(text.to_owned());
        let expected = [
            told("not cut out, confidence 10 %"),
            told("cut out by backdrop, confidence 40 %"),
            told("cut out by backdrop, confidence 90 %"),
            None,
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn reports_are_read_in_both_forms() {
        let item =
            r#"{"type":"item","input":"a.jpg","output":"out/a.png","status":"ok","width":5,"height":6,"format":"png",
            "bytes":2048,"ms":1.5,"notes":[{"kind":"doubtful","place":"cutout","message":"low"}],"error":null,
            "method":"backdrop","confidence":0.912}"#
                .replace('\n', "");
        let failed = r#"{"type":"item","input":"b.jpg","output":"out/b.png","status":"failed","notes":[],
            "error":{"message":"damaged"}}"#
            .replace('\n', "");
        let lines = format!("{item}\n{failed}\n{{\"type\":\"summary\",\"total\":2}}\n");
        let document = format!("{{\"schema\":1,\"items\":[{item},{failed}]}}");
        for text in [lines, document] {
            let entries = of_report(text.as_bytes()).unwrap();
            let [second, first] = entries.as_slice() else { panic!("two items, the failed one before") };
            assert_eq!(first.facts, ["5 x 6 px png, 2.0 KiB", "cut out by backdrop, confidence 91 %", "1.5 ms"]);
            assert_eq!(
                (first.warnings.as_slice(), first.name.as_str()),
                (&["cutout: low".to_owned()][..], "out/a.png")
            );
            assert_eq!((second.error.as_deref(), second.after.is_none()), (Some("damaged"), true));
        }
        assert!(of_report(b"{}").is_err() && of_report(b"nonsense").is_err());
    }
}
