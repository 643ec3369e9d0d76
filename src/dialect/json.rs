//! Bytes become a JSON value, bounded: size and nesting are checked before anything recurses.
//!
//! Refused: more than [`Limits::json_bytes`], nesting over [`Limits::json_depth`], text that is not UTF-8, anything
//! that RFC 8259 does not allow (NaN, trailing commas, numbers beyond double precision). A byte order mark is skipped.

use crate::error::{Error, Fault, Result};
use crate::limits::{Limits, within};
use serde_json::Value;

/// No limit raises the nesting above this: parsing and dropping recurse, and a test thread has 2 MiB of stack.
const DEEPEST: u32 = 1_000;

/// The value of a JSON text.
///
/// # Errors
/// [`Fault::TooLarge`] over a limit; [`Fault::Input`] for what is not JSON, with line and column.
pub(crate) fn parse(json: &[u8], limits: &Limits) -> Result<Value> {
    limits.check_json_bytes(json.len() as u64)?;
    let text = std::str::from_utf8(json).map_err(|cause| {
        Error::input("the document is not UTF-8 text")
            .at(format!("byte {}", cause.valid_up_to()))
            .with_help("save it as UTF-8 JSON")
            .caused_by(cause)
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    within("json_depth", u64::from(depth(text)), u64::from(limits.json_depth.min(DEEPEST)))?;
    from_text(text)
}

fn from_text(text: &str) -> Result<Value> {
    let mut source = serde_json::Deserializer::from_str(text);
    source.disable_recursion_limit();
    let value = serde::Deserialize::deserialize(&mut source).and_then(|value| source.end().map(|()| value));
    value.map_err(|cause: serde_json::Error| {
        let what = cause.to_string();
        let what = what.split(" at line ").next().unwrap_or_default();
        Error::new(Fault::Input, format!("the document is not JSON: {what}"))
            .at(format!("line {} column {}", cause.line(), cause.column()))
            .caused_by(cause)
    })
}

/// The deepest nesting of brackets outside strings; saturates. What is not JSON gets some number.
fn depth(text: &str) -> u32 {
    let (mut depth, mut deepest) = (0u32, 0u32);
    let (mut in_string, mut escaped) = (false, false);
    for byte in text.bytes() {
        if in_string {
            in_string = escaped || byte != b'"';
            escaped = !escaped && byte == b'\\';
            continue;
        }
        match byte {
            b'"' => in_string = true,
            b'[' | b'{' => {
                depth = depth.saturating_add(1);
                deepest = deepest.max(depth);
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn nested(depth: usize) -> Vec<u8> {
        format!("{}{}", "[".repeat(depth), "]".repeat(depth)).into_bytes()
    }

    #[test]
    fn nesting_at_the_limit_passes_and_one_more_is_refused() {
        let limits = Limits::default();
        assert!(parse(&nested(128), &limits).is_ok());
        assert_eq!(parse(&nested(129), &limits).unwrap_err().fault(), Fault::TooLarge);
        let raised = Limits { json_depth: u32::MAX, ..Limits::default() };
        assert!(parse(&nested(1_000), &raised).is_ok());
        assert_eq!(parse(&nested(100_000), &raised).unwrap_err().fault(), Fault::TooLarge);
    }

    #[test]
    fn brackets_in_strings_do_not_nest() {
        let limits = Limits { json_depth: 1, ..Limits::default() };
        assert!(parse(br#"["[[[", "\"[[", "\\"]"#, &limits).is_ok());
        assert!(parse(br#"["\\", []]"#, &limits).is_err());
    }

    #[test]
    fn size_encoding_and_numbers_are_checked() {
        let limits = Limits { json_bytes: 2, ..Limits::default() };
        assert!(parse(b"[]", &limits).is_ok());
        assert_eq!(parse(b"[] ", &limits).unwrap_err().fault(), Fault::TooLarge);
        let limits = Limits::default();
        assert!(parse("\u{feff}{}".as_bytes(), &limits).is_ok());
        assert!(parse(b"[\"\xff\"]", &limits).is_err());
        for bad in ["{\"a\":NaN}", "[1e400]", "[1,]", "{} {}", ""] {
            let error = parse(bad.as_bytes(), &limits).unwrap_err();
            assert_eq!(error.fault(), Fault::Input, "{bad}");
            assert!(error.place().unwrap().starts_with("line 1"), "{error}");
        }
    }

    /// JSONTestSuite: `y_` must be read, `n_` refused. Skipped where the corpus is not there.
    #[test]
    fn the_json_test_suite_holds() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora/json/test_parsing");
        let Ok(entries) = std::fs::read_dir(folder) else { return };
        for entry in entries {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let parsed = parse(&std::fs::read(&path).unwrap(), &Limits::default());
            match name.split('_').next() {
                Some("y") => assert!(parsed.is_ok(), "{name}: {parsed:?}"),
                Some("n") => assert!(parsed.is_err(), "{name}"),
                _ => {}
            }
        }
    }
}
