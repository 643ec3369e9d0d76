//! The vendors' own sample documents render, with notes that make sense. Skipped where they are not there.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a broken fact should stop at its line")]

use artboard::ask::Missing;
use artboard::{Ask, Engine, Report, dialect};
use std::path::Path;

/// The design documents in a vendor's text, as JSON.
fn documents(file: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/reference").join(file);
    let Ok(text) = std::fs::read_to_string(path) else { return Vec::new() };
    // Web pages write no-break spaces between words and quotes that curl.
    let text = text.replace('\u{a0}', " ").replace(['\u{201c}', '\u{201d}'], "\"");
    let mut found = Vec::new();
    let mut rest = text.as_str();
    while let Some(at) = rest.find('{') {
        rest = &rest[at..];
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<serde_json::Value>();
        let length = match values.next() {
            Some(Ok(value)) => {
                let json = value.to_string();
                found.extend(dialect::looks_like_design(json.as_bytes()).then_some(json));
                values.byte_offset()
            }
            _ => 1,
        };
        rest = &rest[length.max(1)..];
    }
    found
}

/// Renders every side of every document; gives how many sides there were, and all notes.
fn render_all(file: &str) -> Option<(usize, Report)> {
    let documents = documents(file);
    let engine = Engine::builder().threads(1).build();
    let (mut sides, mut notes) = (0, Report::new());
    for json in &documents {
        let design = match engine.read_design(json) {
            Ok(design) => design,
            Err(error) => panic!("{file}: {error}\n{json}"),
        };
        notes.append(design.report.clone());
        for side in 0..design.sides.len() {
            let canvas = Some((500.0, 500.0));
            let ask = Ask { missing: Missing::Placeholder, canvas, ..Ask::default().view(side.to_string()) };
            let rendered = engine.render(&design, &ask).unwrap_or_else(|error| panic!("{file}: {error}\n{json}"));
            notes.append(rendered.report);
            sides += 1;
        }
    }
    (!documents.is_empty()).then_some((sides, notes))
}

fn has(notes: &Report, words: &str) -> bool {
    notes.notes().iter().any(|note| note.message.contains(words))
}

#[test]
fn the_order_of_artifi_is_stacked_on_two_sides() {
    let Some((sides, notes)) = render_all("artifi-get-reorder.txt") else { return };
    assert_eq!(sides, 2);
    assert!(has(&notes, "stacked on a canvas of 500 x 500") && has(&notes, "Whale"), "{notes:#?}");
}

#[test]
fn the_items_of_zakeke_are_a_side() {
    let Some((sides, notes)) = render_all("zakeke-designs-api.txt") else { return };
    assert!(sides >= 1);
    assert!(has(&notes, "without `ppcm`"), "{notes:#?}");
}

#[test]
fn the_designs_of_printcart_render() {
    let Some((sides, notes)) = render_all("printcart-webhooks.txt") else { return };
    assert!(sides >= 1);
    assert!(notes.notes().len() < 40, "{notes:#?}");
}
