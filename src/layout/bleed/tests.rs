use super::*;
use crate::fit::Wanted;
use crate::limits::Limits;
use crate::template::CanvasRule;

const NONE: Sides = Sides { top: false, right: false, bottom: false, left: false };

fn sides(letters: &str) -> Sides {
    let has = |letter: char| letters.contains(letter);
    Sides { top: has('t'), right: has('r'), bottom: has('b'), left: has('l') }
}

fn template(canvas: CanvasRule, margin: &str) -> Template {
    Template { canvas, margins: margin.parse().unwrap(), ..Template::default() }
}

fn fixed(width: f64, height: f64) -> CanvasRule {
    CanvasRule::Fixed { width: Some(Length::px(width)), height: Some(Length::px(height)) }
}

fn presented(template: &Template, cut: &str, (width, height): (f64, f64)) -> Presented {
    let subject = SubjectBox { rect: Rect::new(50.0, 50.0, width, height), cut: sides(cut) };
    let source = Size::new(2000, 2000);
    super::super::present_photo(template, Wanted::Natural, source, Some(subject), &Limits::default()).unwrap()
}

/// Worked out by hand, on a canvas of 1000 x 1000 with margins of 10 %: cut sides, subject → left, top, size of what
/// stands there; top and height of what of the subject shows; where it runs off.
#[test]
fn the_table() {
    type Row = (&'static str, (f64, f64), [f64; 4], [f64; 2], &'static str);
    let rows: [Row; 11] = [
        // As ever.
        ("", (400.0, 400.0), [100.0, 100.0, 800.0, 800.0], [50.0, 400.0], ""),
        // A model at the waist: down to the lower edge, the margin above stays.
        ("b", (400.0, 800.0), [275.0, 100.0, 450.0, 900.0], [50.0, 800.0], "b"),
        ("t", (400.0, 800.0), [275.0, 0.0, 450.0, 900.0], [50.0, 800.0], "t"),
        // A sofa at the left: wider than the frame was.
        ("l", (900.0, 300.0), [0.0, 350.0, 900.0, 300.0], [50.0, 300.0], "l"),
        ("r", (900.0, 300.0), [100.0, 350.0, 900.0, 300.0], [50.0, 300.0], "r"),
        ("lb", (400.0, 400.0), [0.0, 100.0, 900.0, 900.0], [50.0, 400.0], "lb"),
        // From side to side: the whole width, in the middle down.
        ("lr", (1000.0, 400.0), [0.0, 300.0, 1000.0, 400.0], [50.0, 400.0], "lr"),
        // Too high for that: what is lost is lost at the side that the photo cut already.
        ("lrb", (500.0, 600.0), [0.0, 100.0, 1000.0, 900.0], [50.0, 450.0], "lrb"),
        ("lrt", (500.0, 600.0), [0.0, 0.0, 1000.0, 900.0], [200.0, 450.0], "lrt"),
        // Too high, and whole above and below: nothing more may be lost.
        ("lr", (400.0, 800.0), [300.0, 100.0, 400.0, 800.0], [50.0, 800.0], ""),
        ("tb", (400.0, 800.0), [250.0, 0.0, 500.0, 1000.0], [50.0, 800.0], "tb"),
    ];
    for (cut, subject, dest, crop, bleeds) in rows {
        let found = presented(&template(fixed(1000.0, 1000.0), "10%"), cut, subject);
        let [x, y, width, height] = dest;
        assert_eq!(found.dest, Rect::new(x, y, width, height), "{cut} {subject:?}");
        assert_eq!([found.crop.y, found.crop.height], crop, "{cut} {subject:?}");
        assert_eq!(found.bleeds, sides(bleeds), "{cut} {subject:?}");
    }
}

#[test]
fn it_is_for_the_subject_alone_and_may_be_off() {
    let off = Template { bleed: Bleed::Off, ..template(fixed(1000.0, 1000.0), "10%") };
    let found = presented(&off, "b", (400.0, 400.0));
    assert_eq!((found.dest, found.bleeds), (Rect::new(100.0, 100.0, 800.0, 800.0), NONE));
    // The whole photo shows, in its place.
    let keep = presented(&template(CanvasRule::Keep, "0"), "b", (400.0, 400.0));
    assert_eq!((keep.dest, keep.bleeds), (Size::new(2000, 2000).rect(), NONE));
}

#[test]
fn every_rule_of_the_canvas_knows_it() {
    // At scale 1 on the smallest canvas of the ratio: 400 below a margin of 10 px.
    let ratio = presented(&template(CanvasRule::Ratio(1, 1), "10px"), "b", (200.0, 400.0));
    assert_eq!((ratio.canvas, ratio.dest), (Size::new(410, 410), Rect::new(105.0, 10.0, 200.0, 400.0)));
    let keep = presented(&template(CanvasRule::Keep, "0 0 10% 0"), "b", (400.0, 400.0));
    assert_eq!((keep.dest, keep.bleeds), (Size::new(2000, 2000).rect(), sides("b")), "its only margin is dropped");
    let max = CanvasRule::MinMax { min: None, max: Some(Length::px(100.0)) };
    let bounded = Template { background: crate::template::Background::Transparent, ..template(max, "10px") };
    let found = presented(&bounded, "b", (400.0, 400.0));
    assert_eq!((found.canvas, found.dest), (Size::new(100, 100), Rect::new(10.0, 20.0, 80.0, 80.0)));
    let still = Template { enlarge: false, ..template(fixed(1000.0, 1000.0), "10%") };
    assert_eq!(presented(&still, "lrb", (500.0, 600.0)).dest, Rect::new(250.0, 400.0, 500.0, 600.0));
}

#[test]
fn a_crop_goes_where_the_template_wants_it() {
    let cover = Template { cover: true, align: "top".parse().unwrap(), ..template(fixed(500.0, 500.0), "10px") };
    let found = presented(&cover, "b", (400.0, 800.0));
    assert_eq!((found.dest, found.crop.y), (Rect::new(10.0, 10.0, 480.0, 490.0), 50.0));
}

#[test]
fn what_became_of_it_is_told() {
    let noted = |template: &Template, cut: &str, size: (f64, f64)| {
        let subject = SubjectBox { rect: Rect::new(50.0, 50.0, size.0, size.1), cut: sides(cut) };
        let mut report = Report::new();
        note(template, Some(subject), &presented(template, cut, size), &mut report);
        report
    };
    let auto = template(fixed(100.0, 100.0), "10%");
    let told = |template: &Template, cut: &str, size: (f64, f64), text: &str| {
        let report = noted(template, cut, size);
        assert!(report.notes().iter().any(|note| note.message.contains(text)), "{report:?}");
        report
    };
    assert!(noted(&auto, "", (50.0, 50.0)).is_empty());
    assert_eq!(told(&auto, "bl", (50.0, 50.0), "runs off the canvas too (bottom and left)").serious().count(), 0);
    told(&auto, "lr", (40.0, 90.0), "cannot reach these sides");
    told(&Template { bleed: Bleed::Off, ..auto.clone() }, "b", (50.0, 50.0), "`bleed` is off");
    let whole = Template { require_whole: true, ..auto };
    assert_eq!(told(&whole, "b", (50.0, 50.0), "asks for the whole of it").serious().count(), 1);
}
