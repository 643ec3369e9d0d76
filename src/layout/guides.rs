//! The cut line and the safe zone of a canvas, drawn over it: for previews, when somebody asks.
//!
//! In: the canvas and how large it is drawn. Out: two dashed frames, the cut line in magenta and the safe zone in
//! green, each over a white line so that it shows on any ground. Their outer edges lie where the document says, on
//! whole pixels. What leaves nothing of the canvas is not drawn, with a note.

use crate::color::Color;
use crate::design::Canvas;
use crate::geometry::{Rect, Size};
use crate::outline::{FillRule, Outline};
use crate::report::{NoteKind, Report};
use crate::scene::{Brush, Coat, Item, ItemKind, Stroke};
use crate::style::{Cap, Join};
use crate::transform::Transform;

/// Printers' usual colour of what is to be cut.
const CUT: Color = Color::rgb(230, 0, 126);

/// Far from the cut line's colour, for eyes that do not tell red from green too: it is darker.
const SAFE: Color = Color::rgb(0, 120, 60);

/// Pixels of the canvas's shorter side to one pixel of line: a line in a preview of 500 pixels is one pixel wide, and
/// looks alike in larger ones.
const SIDE_PER_WIDTH: f64 = 500.0;

/// Line and gap over the line's width.
const DASHES: [f64; 2] = [6.0, 4.0];

/// The guides that a canvas has, to be painted last.
pub(super) fn draw(canvas: &Canvas, size: Size, scale: f64, report: &mut Report) -> Vec<Item> {
    if canvas.cut.is_none() && canvas.safe.is_none() {
        report.note(NoteKind::Chosen, "canvas", "the document says no cut line and no safe zone: no guides are drawn");
    }
    let lines = [("cut line", canvas.cut, CUT), ("safe zone", canvas.safe, SAFE)];
    let mut items = Vec::new();
    for (place, inset, color) in lines {
        let Some((x, y)) = inset else { continue };
        match frame(size, (x * scale, y * scale)) {
            Some((frame, width)) => {
                items.push(line(place, frame, Color::WHITE, width, Vec::new()));
                items.push(line(place, frame, color, width, DASHES.map(|dash| dash * width).to_vec()));
            }
            None => report.note(NoteKind::Doubtful, place, "it leaves nothing of the canvas and is not drawn"),
        }
    }
    items
}

/// The middle of a line whose outer edge is this far inside the canvas, and its width; `None` when no room is left.
fn frame(size: Size, (x, y): (f64, f64)) -> Option<(Rect, f64)> {
    let (whole_width, whole_height) = (f64::from(size.width), f64::from(size.height));
    let width = (whole_width.min(whole_height) / SIDE_PER_WIDTH).round().max(1.0);
    let inset = |by: f64| by.max(0.0).round() + width / 2.0;
    let (left, top) = (inset(x), inset(y));
    let frame = Rect::new(left, top, whole_width - 2.0 * left, whole_height - 2.0 * top);
    (frame.width >= width && frame.height >= width).then_some((frame, width))
}

fn line(place: &str, frame: Rect, color: Color, width: f64, dashes: Vec<f64>) -> Item {
    let stroke = Stroke {
        brush: Brush::Solid(color),
        width,
        dashes,
        dash_offset: 0.0,
        cap: Cap::Butt,
        join: Join::Miter,
        // Right angles need 1.42.
        miter_limit: 4.0,
        space: None,
    };
    let coat = Coat { stroke: Some(stroke), ..Coat::default() };
    let kind = ItemKind::Shape { outline: Outline::rect(frame), fill_rule: FillRule::Nonzero, coat };
    Item::new(place, Transform::IDENTITY, kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_lie_inside_their_edge_on_whole_pixels() {
        let size = Size::new(300, 200);
        assert_eq!(frame(size, (0.0, 0.0)), Some((Rect::new(0.5, 0.5, 299.0, 199.0), 1.0)));
        assert_eq!(frame(size, (10.4, 19.6)), Some((Rect::new(10.5, 20.5, 279.0, 159.0), 1.0)));
        let large = frame(Size::new(3000, 2000), (100.0, 100.0)).unwrap();
        assert_eq!(large, (Rect::new(102.0, 102.0, 2796.0, 1796.0), 4.0));
        for nothing in [(150.0, 0.0), (0.0, 1e9), (f64::INFINITY, 0.0)] {
            assert_eq!(frame(size, nothing), None);
        }
    }

    #[test]
    fn what_is_not_said_or_leaves_nothing_is_noted() {
        let mut report = Report::new();
        let canvas = Canvas { cut: Some((2.0, 2.0)), safe: Some((60.0, 5.0)), ..Canvas::default() };
        let items = draw(&canvas, Size::new(200, 200), 2.0, &mut report);
        assert_eq!(items.iter().map(|item| item.place.as_str()).collect::<Vec<_>>(), ["cut line", "cut line"]);
        assert_eq!((report.notes()[0].kind, report.notes()[0].place.as_str()), (NoteKind::Doubtful, "safe zone"));
        assert!(draw(&Canvas::default(), Size::new(9, 9), 1.0, &mut report).is_empty());
        assert_eq!(report.notes()[1].kind, NoteKind::Chosen);
    }
}
