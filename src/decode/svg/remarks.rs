//! What of an SVG is not drawn as browsers draw it.
//!
//! Input: a document. Output: a sentence for each kind of feature that is not drawn. Errors: none.

use super::css::sheets;
use super::media::holds;
use super::style::{declarations, rules};
use roxmltree::{Document, Node};

/// A sentence for each kind of feature that is not drawn as in a browser, in the order of the document.
pub(super) fn remarks(document: &Document<'_>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut say = |what: &str| {
        if !found.iter().any(|said| said == what) {
            found.push(what.to_owned());
        }
    };
    for node in document.descendants().filter(Node::is_element) {
        of_element(&node, &mut say);
        for attribute in node.attributes() {
            match attribute.name() {
                "style" => declarations(attribute.value()).for_each(|(name, value)| of_property(name, value, &mut say)),
                name => of_property(name, attribute.value(), &mut say),
            }
        }
    }
    for sheet in sheets(document) {
        let at_rules = ["@import", "@font-face", "@supports", "@layer", "@keyframes"];
        at_rules
            .into_iter()
            .filter(|rule| sheet.contains(rule))
            .for_each(|rule| say(&format!("`{rule}` is not followed")));
        if sheet.split("@media").skip(1).any(|rest| holds(rest.split('{').next().unwrap_or_default()).is_none()) {
            say("rules under a condition of `@media` that is not known here are left out");
        }
        for (selectors, text) in rules(&sheet) {
            if selectors.contains(':') && !selectors.contains(":first-child") && !selectors.contains("root") {
                say("style rules with pseudo-classes are left out");
            }
            declarations(text).for_each(|(name, value)| of_property(name, value, &mut say));
        }
    }
    found
}

fn of_element(node: &Node<'_, '_>, say: &mut impl FnMut(&str)) {
    match node.tag_name().name() {
        "foreignObject" => say("`foreignObject` is not drawn"),
        "animate" | "animateTransform" | "animateMotion" | "set" => say("animations stand still at their start"),
        "image" | "feImage" => {
            let href =
                node.attributes().find(|attribute| attribute.name() == "href").map_or("", |href| href.value().trim());
            if !href.is_empty()
                && !href.starts_with(['#'])
                && !href.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("data:"))
            {
                say("a picture at an address is not drawn: an SVG brings its pictures along");
            }
        }
        _ => {}
    }
}

fn of_property(name: &str, value: &str, say: &mut impl FnMut(&str)) {
    match name {
        "vector-effect" if value.contains("non-scaling") => {
            say("`vector-effect` is not followed: strokes grow with the drawing");
        }
        "pathLength" => say("`pathLength` is not followed: dashes count in the outline's own length"),
        "clip-path" if value.contains('(') && !value.contains("url(") => {
            say("a clip path that is a function is not followed");
        }
        "in" | "in2" if matches!(value, "BackgroundImage" | "BackgroundAlpha" | "FillPaint" | "StrokePaint") => {
            say(&format!("a filter's input `{value}` is not followed"));
        }
        "offset-path" | "shape-inside" | "d" if name != "d" || value.contains("path(") => {
            say(&format!("the property `{name}` is not followed"));
        }
        _ if value.contains("color-mix(") || value.contains("color(") => {
            say("colours by `color()` and `color-mix()` are not followed");
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_said_once() {
        let text = "<svg><path vector-effect='non-scaling-stroke'/><path style='vector-effect:non-scaling-stroke' pathLength='9'/>\
            <g clip-path='circle(5px)'/><image href='a.png'/><style>a:hover{fill:red}</style></svg>";
        assert_eq!(remarks(&Document::parse(text).unwrap()).len(), 5);
        assert!(
            remarks(&Document::parse("<svg><g clip-path='url(#a)'/><image href='data:,'/></svg>").unwrap()).is_empty()
        );
    }
}
