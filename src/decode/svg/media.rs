//! Rules of style sheets under `@media`.
//!
//! Input: the text of a style sheet. Output: the same text with the rules that hold for a light screen, without their
//! `@media`; those of other conditions are left out. Errors: none.

/// Rules for screens and for light grounds as rules for all.
pub(super) fn unwrapped(sheet: &str) -> String {
    let mut out = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some((before, after)) = rest.split_once("@media") {
        out.push_str(before);
        let Some((condition, body)) = after.split_once('{') else {
            rest = "";
            break;
        };
        let mut open = 1u32;
        let end = body.char_indices().find(|(_, c)| {
            open = if *c == '{' {
                open + 1
            } else if *c == '}' {
                open - 1
            } else {
                open
            };
            open == 0
        });
        let (inside, after) = end.map_or((body, ""), |(at, _)| (&body[..at], &body[at + 1..]));
        if holds(condition) == Some(true) {
            out.push_str(inside);
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Whether rules under a condition hold for a picture on a light screen; `None`: that depends.
pub(super) fn holds(condition: &str) -> Option<bool> {
    let one = |part: &str| match part.trim().to_ascii_lowercase().replace(' ', "").as_str() {
        "" | "all" | "screen" | "onlyscreen" | "notprint" | "(prefers-color-scheme:light)" => Some(true),
        "print"
        | "speech"
        | "notall"
        | "notscreen"
        | "(prefers-color-scheme:dark)"
        | "(prefers-reduced-motion:reduce)" => Some(false),
        _ => None,
    };
    let all = |list: &str| list.split(" and ").map(one).try_fold(true, |all, one| Some(all && one?));
    condition.split(',').map(all).try_fold(false, |any, one| Some(any || one?))
}
