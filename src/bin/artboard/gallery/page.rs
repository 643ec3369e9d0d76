//! The page of a gallery: one file of HTML that needs nothing else.
//!
//! In: what is to be shown, pictures as `data:` URIs. Out: the page. Promised: every name, note and error is escaped,
//! in text and in attributes; control characters and overrides of direction are written out; the page asks for nothing
//! from outside and forbids itself to (its content security policy). The markup is well-formed XML too, so that a
//! strict parser can be held against it.

use artboard::error::escape_controls;
use std::fmt::Write;

const STYLE: &str = include_str!("page.css");
/// Without `<` and `&`, which XML would read.
const SCRIPT: &str = include_str!("page.js");

/// A page.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// Above everything.
    pub(super) title: String,
    /// In their order.
    pub(super) figures: Vec<Figure>,
}

/// One picture, perhaps with the one that it was made of.
#[derive(Debug, Default, Clone)]
pub(super) struct Figure {
    /// Its name.
    pub(super) name: String,
    /// What it was made of, as a `data:` URI.
    pub(super) before: Option<String>,
    /// What came out, as a `data:` URI.
    pub(super) after: Option<String>,
    /// Its subject alone, cut out again, as a `data:` URI.
    pub(super) cutout: Option<String>,
    /// Lines about it: size, method, time.
    pub(super) facts: Vec<String>,
    /// What was ignored, replaced or doubtful.
    pub(super) warnings: Vec<String>,
    /// What else there is to say.
    pub(super) remarks: Vec<String>,
    /// Why there is none.
    pub(super) error: Option<String>,
}

impl Figure {
    fn kind(&self) -> &'static str {
        match (&self.error, self.warnings.is_empty()) {
            (Some(_), _) => "failed",
            (None, false) => "warned",
            (None, true) => "good",
        }
    }
}

/// The whole file.
pub(super) fn html(page: &Page) -> String {
    let count = |kind: &str| page.figures.iter().filter(|figure| figure.kind() == kind).count();
    let (all, warned, failed) = (page.figures.len(), count("warned"), count("failed"));
    let title = escaped(&page.title);
    let mut html = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\" />\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src \
         'unsafe-inline'; script-src 'unsafe-inline'\" />\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n<title>{title}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<header>\n<h1>{title}</h1>\n\
         <p>{all} pictures, {warned} with warnings, {failed} failed; <span id=\"shown\">{all} of {all}</span> shown</p>\n"
    );
    for (kind, label, is_pressed) in
        [("all", "All", true), ("warned", "With warnings", false), ("failed", "Failed", false)]
    {
        put(
            &mut html,
            format_args!(
                "<button type=\"button\" data-show=\"{kind}\" aria-pressed=\"{is_pressed}\">{label}</button>\n"
            ),
        );
    }
    html.push_str(
        "<input id=\"search\" type=\"search\" placeholder=\"Search names ( / )\" aria-label=\"Search names\" />\n\
         <button type=\"button\" id=\"ground\">As it is ( b )</button>\n\
         <button type=\"button\" id=\"theme\">Dark / light</button>\n</header>\n<main>\n",
    );
    page.figures.iter().for_each(|figure| self::figure(&mut html, figure));
    put(&mut html, format_args!("</main>\n<script>\n{SCRIPT}</script>\n</body>\n</html>\n"));
    html
}

fn figure(html: &mut String, figure: &Figure) {
    let (name, kind) = (escaped(&figure.name), figure.kind());
    put(html, format_args!("<figure data-name=\"{name}\" data-kind=\"{kind}\" tabindex=\"-1\">\n"));
    view(html, figure, &name);
    put(html, format_args!("<figcaption>\n<h2>{name}</h2>\n"));
    for fact in &figure.facts {
        put(html, format_args!("<p>{}</p>\n", escaped(fact)));
    }
    if let Some(error) = &figure.error {
        put(html, format_args!("<p class=\"bad\">Failed: {}</p>\n", escaped(error)));
    }
    if !figure.warnings.is_empty() || !figure.remarks.is_empty() {
        html.push_str("<ul>\n");
        for warning in &figure.warnings {
            put(html, format_args!("<li class=\"warn\">{}</li>\n", escaped(warning)));
        }
        for remark in &figure.remarks {
            put(html, format_args!("<li>{}</li>\n", escaped(remark)));
        }
        html.push_str("</ul>\n");
    }
    html.push_str("</figcaption>\n</figure>\n");
}

/// The picture; both, one over the other with a slider, where there are two.
fn view(html: &mut String, figure: &Figure, name: &str) {
    let image = |class: &str, alt: &str, uri: &str| {
        format!("<img class=\"{class}\" alt=\"{alt}\" loading=\"lazy\" src=\"{}\" />\n", escaped(uri))
    };
    match (&figure.before, &figure.after) {
        (Some(before), Some(after)) => {
            html.push_str("<div class=\"view pair\">\n");
            html.push_str(&image("after", &format!("{name}, after"), after));
            html.extend(figure.cutout.as_ref().map(|uri| image("cutout", &format!("{name}, cut out"), uri)));
            html.push_str(&image("before", &format!("{name}, before"), before));
            html.push_str("<span class=\"tag first\">before</span><span class=\"tag last\">after</span>\n");
            put(
                html,
                format_args!(
                    "<input type=\"range\" min=\"0\" max=\"100\" value=\"50\" aria-label=\"{name}: how much of before is \
                     shown, in percent\" />\n</div>\n"
                ),
            );
        }
        (Some(one), None) | (None, Some(one)) => {
            html.push_str("<div class=\"view\">\n");
            html.push_str(&image("one", name, one));
            let tag = if figure.after.is_none() { "before" } else { "after" };
            if figure.error.is_some() || figure.after.is_none() {
                put(html, format_args!("<span class=\"tag first\">{tag}</span>\n"));
            }
            html.push_str("</div>\n");
        }
        (None, None) => html.push_str("<div class=\"view\"><p class=\"none\">no picture</p></div>\n"),
    }
}

fn put(html: &mut String, words: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = html.write_fmt(words);
}

/// Text for HTML, between tags and inside quotes.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in escape_controls(text).chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            // No character of XML, and of no use in a page.
            '\u{fffe}' | '\u{ffff}' => safe.push('\u{fffd}'),
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_hostile_name_becomes_markup() {
        let hostile =
            "</title><script>alert(1)</script><img src=x onerror='a()'>\" onmouseover=\"b() &amp; \u{202e}\u{0}";
        let mut figure = Figure { name: hostile.into(), error: Some(hostile.into()), ..Figure::default() };
        figure.facts.push(hostile.into());
        figure.warnings.push(hostile.into());
        figure.remarks.push(hostile.into());
        let other = Figure { before: Some("data:,a".into()), after: Some("data:,b".into()), ..figure.clone() };
        let html = html(&Page { title: hostile.into(), figures: vec![figure, other] });
        assert_eq!(html.matches("<script").count(), 1);
        assert_eq!(html.matches("<img").count(), 2);
        for part in ["onerror='", "onmouseover=\"", "&amp;amp;\u{202e}", "\u{0}", "<script>alert"] {
            assert!(!html.contains(part), "{part}");
        }
        assert!(html.contains("&lt;script&gt;alert(1)"), "it is still shown");
    }

    #[test]
    fn the_page_asks_for_nothing_from_outside() {
        let html = html(&Page::default());
        for part in ["http://", "https://", "url(", "@import", "src=\"//", "<link", "fetch("] {
            assert!(!html.contains(part), "{part}");
        }
        assert!(!SCRIPT.contains(['<', '&']), "XML would read them");
        assert!(!STYLE.contains(['<', '&']));
    }
}
