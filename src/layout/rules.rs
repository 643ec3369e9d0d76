//! Which rules placed and sized a layer, in words: for whoever asks why it lies where it does.
//!
//! In: a layer that has been laid out. Out: one sentence in a report that wants explanations; in any other nothing is
//! made, not even a string.

use super::pose::{Posed, Spot};
use crate::ask::Ask;
use crate::design::{Image, Layer, LayerKind, Pose, Side, Window};
use crate::fit::Wanted;
use crate::geometry::{Rect, Size};
use crate::report::Report;
use crate::text::{Text, TextPath, Wrap};

/// What rounding may add to a width.
const NEAR: f64 = 1e-6;

/// Says where the canvas has its size from, and the picture its scale.
pub(super) fn of_canvas(side: &Side, ask: &Ask, canvas: Rect, (size, scale): (Size, f64), report: &mut Report) {
    report.explain("canvas", || {
        let is_own = side.canvas.width.is_some() && side.canvas.height.is_some();
        let rule = if is_own { side.canvas.rule } else { "as it is asked for" };
        let extent = format!("{} x {}{}", number(canvas.width), number(canvas.height), in_brackets(rule));
        let scaled = match ask.size {
            Wanted::Natural if scale == 1.0 => "one pixel a unit".to_owned(),
            Wanted::Natural => format!("scaled {} to its size on paper", number(scale)),
            Wanted::Scale(_) => format!("scaled {} as asked", number(scale)),
            _ => format!("scaled {}, the largest inside of what is asked", number(scale)),
        };
        format!("{extent}; {scaled}: {size} px")
    });
}

/// Says which point of a layer stands where, and what its size comes from.
pub(super) fn of_layer(layer: &Layer, posed: &Posed, spot: &Spot, report: &mut Report) {
    report.explain(&layer.place, || {
        let Pose { left, top, rules, .. } = layer.pose;
        let (point, place) = (point(&layer.pose), in_brackets(rules.place));
        let at = format!("{} {}{}", number(left), number(top), spot.relative_to);
        format!("placed by its {point}{place} at {at}; {}{}", extent(layer, posed), turns(&layer.pose))
    });
}

fn in_brackets(rule: &str) -> String {
    if rule.is_empty() { String::new() } else { format!(" ({rule})") }
}

/// What people call a point of a box.
fn point(pose: &Pose) -> String {
    let name = |at: f64, names: [&'static str; 3]| {
        let index = [0.0, 0.5, 1.0].iter().position(|known| *known == at)?;
        names.get(index).copied()
    };
    match (name(pose.origin_x, ["left", "middle", "right"]), name(pose.origin_y, ["top", "middle", "bottom"])) {
        (Some("middle"), Some("middle")) => "centre".to_owned(),
        (Some(across), Some(down)) => format!("{across} {down}"),
        _ => format!("point {} {} of its box", number(pose.origin_x), number(pose.origin_y)),
    }
}

fn extent(layer: &Layer, posed: &Posed) -> String {
    let size = format!("{} x {}", number(posed.extent.width), number(posed.extent.height));
    match &layer.kind {
        LayerKind::Shape(_) => size,
        LayerKind::Group(group) => format!("a group of {}, {size}", group.layers.len()),
        LayerKind::Image(image) => picture(image, &size) + &in_brackets(layer.pose.rules.size),
        LayerKind::Text(text) => words(text, posed.extent.width, &size) + &in_brackets(layer.pose.rules.size),
    }
}

fn picture(image: &Image, size: &str) -> String {
    match image.window {
        _ if image.width.is_none() && image.height.is_none() => format!("a picture as large as its source, {size}"),
        Window::Stretch => format!("a picture stretched to width x height, {size}"),
        Window::Crop { x, y } => format!("a window of {size} on its source from {} {}", number(x), number(y)),
        Window::Contain => format!("a picture contained in {size}"),
        Window::Cover => format!("a picture covering {size}"),
    }
}

fn words(text: &Text, width: f64, size: &str) -> String {
    match (&text.path, text.wrap) {
        (Some(TextPath::Along(_)), _) => format!("text along a path, {size}"),
        (Some(TextPath::Arc(_)), _) => format!("text on an arc, {size}"),
        (None, Wrap::Never) => format!("text as wide as its longest line, {size}"),
        (None, Wrap::Words { width: said } | Wrap::Graphemes { width: said }) => {
            let part = if matches!(text.wrap, Wrap::Words { .. }) { "word" } else { "character" };
            let high = if text.frame.is_some() { "" } else { ", as high as its lines" };
            match width > said + NEAR {
                true => format!(
                    "a text box widened from {} to {} by its longest {part}, {size}{high}",
                    number(said),
                    number(width)
                ),
                false => format!("a text box of {size}{high}"),
            }
        }
    }
}

/// What is done to the box after it was measured.
fn turns(pose: &Pose) -> String {
    let (x, y) = (pose.scale_x.abs(), pose.scale_y.abs());
    let scaled = match (x, y) {
        (1.0, 1.0) => None,
        (x, y) if x == y => Some(format!("scaled {}", number(x))),
        (x, y) => Some(format!("scaled {} x {}", number(x), number(y))),
    };
    let flipped = match (pose.scale_x < 0.0, pose.scale_y < 0.0) {
        (false, false) => None,
        (true, false) => Some("flipped across".to_owned()),
        (false, true) => Some("flipped down".to_owned()),
        (true, true) => Some("flipped across and down".to_owned()),
    };
    let turned = (pose.angle != 0.0).then(|| format!("turned {}°", number(pose.angle)));
    let is_slanted = pose.skew_x != 0.0 || pose.skew_y != 0.0;
    let slanted = is_slanted.then(|| format!("slanted {}° {}°", number(pose.skew_x), number(pose.skew_y)));
    let all = [scaled, flipped, turned, slanted].into_iter().flatten();
    all.map(|turn| format!(", {turn}")).collect()
}

/// At most three decimals.
fn number(value: f64) -> String {
    // Not -0.
    ((value * 1000.0).round() / 1000.0 + 0.0).to_string()
}

#[cfg(test)]
mod tests {
    use super::super::samples::{boxed, grouped, on_canvas, pictured, scene_with};
    use super::*;
    use crate::design::{Clip, Rules};
    use crate::limits::Limits;

    fn rules(layers: Vec<Layer>) -> Vec<String> {
        let mut report = Report::explaining();
        scene_with(&on_canvas(layers), &Ask::width(50), &Limits::default(), &mut report).unwrap();
        report.rules().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_layer_says_its_point_its_rule_and_its_turns() {
        let mut turned = boxed("layer 1 \"Logo\"", 60.0, 40.0);
        (turned.pose.scale_x, turned.pose.scale_y, turned.pose.angle) = (-1.5, 1.5, 30.0);
        turned.pose.rules = Rules { place: "fabric 7's default origin", size: "" };
        let mut cornered = boxed("layer 2", 0.0, -0.00001);
        (cornered.pose.origin_x, cornered.pose.origin_y, cornered.pose.skew_x) = (1.0, 0.25, 5.0);
        assert_eq!(
            rules(vec![turned, cornered]),
            [
                "canvas: 100 x 100; scaled 0.5, the largest inside of what is asked: 50x50 px",
                "layer 1 \"Logo\": placed by its centre (fabric 7's default origin) at 60 40; 20 x 10, scaled 1.5, \
                 flipped across, turned 30°",
                "layer 2: placed by its point 1 0.25 of its box at 0 0; 20 x 10, slanted 5° 0°",
            ]
        );
    }

    #[test]
    fn children_and_clips_say_what_their_place_counts_from() {
        let clip = |place: &str, is_absolute| {
            Some(Box::new(Clip { layer: boxed(place, 1.0, 2.0), is_inverted: false, is_absolute }))
        };
        let mut group = grouped("layer 1", vec![boxed("layer 1.1", 3.0, 4.0)]);
        group.clip = clip("layer 1: clip path", false);
        let mut other = boxed("layer 2", 0.0, 0.0);
        other.clip = clip("layer 2: clip path", true);
        let found = rules(vec![group, other]);
        let ends = |place: &str, end: &str| {
            assert!(
                found.iter().any(|rule| rule.starts_with(&format!("{place}: ")) && rule.contains(end)),
                "{found:?}"
            );
        };
        ends("layer 1", "at 50 50; a group of 1, 40 x 40");
        ends("layer 1.1", "at 3 4 from its group's centre; 20 x 10");
        ends("layer 1: clip path", "at 1 2 from the centre of what it cuts; 20 x 10");
        ends("layer 2: clip path", "at 1 2 on the canvas, wherever what it cuts lies; 20 x 10");
    }

    #[test]
    fn a_picture_says_how_it_meets_its_box() {
        let found = rules(vec![
            pictured("layer 1", "photo", Window::Stretch),
            pictured("layer 2", "photo", Window::Crop { x: 5.0, y: 0.0 }),
        ]);
        assert!(found[1].ends_with("a picture stretched to width x height, 30 x 20"), "{found:?}");
        assert!(found[2].ends_with("a window of 30 x 20 on its source from 5 0"), "{found:?}");
    }

    #[test]
    fn nothing_is_said_unless_somebody_asks() {
        let mut report = Report::new();
        report.explain("", || panic!("nobody asked"));
        assert!(report.rules().is_empty());
    }
}
