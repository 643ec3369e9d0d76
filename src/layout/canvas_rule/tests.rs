use super::*;
use crate::Fault;
use crate::fit::Align;
use crate::units::Unit;

fn margins(text: &str) -> Margins {
    text.parse().unwrap()
}

fn fixed(width: u32, height: u32) -> CanvasRule {
    let side = |side: u32| (side > 0).then(|| Length::px(f64::from(side)));
    CanvasRule::Fixed { width: side(width), height: side(height) }
}

fn bounds(min: u32, max: u32) -> CanvasRule {
    let side = |side: u32| (side > 0).then(|| Length::px(f64::from(side)));
    CanvasRule::MinMax { min: side(min), max: side(max) }
}

fn rule(canvas: CanvasRule, margin: &str) -> Template {
    let background = Background::Transparent;
    Template { canvas, margins: margins(margin), background, ..Template::default() }
}

fn presented(template: &Template, source: (u32, u32), subject: Option<Rect>) -> Presented {
    let source = Size::new(source.0, source.1);
    present(template, Wanted::Natural, source, subject.map(SubjectBox::from), &Limits::default()).unwrap()
}

/// canvas, dest as numbers.
fn numbers(presented: Presented) -> [u32; 6] {
    let Presented { canvas, dest, .. } = presented;
    assert!(dest.is_on_pixels());
    [canvas.width, canvas.height, dest.x as u32, dest.y as u32, dest.width as u32, dest.height as u32]
}

#[test]
fn the_worked_example_of_the_specification() {
    let template = Template { align: "bottom".parse().unwrap(), ..rule(fixed(1000, 1000), "10%") };
    let subject = Rect::new(50.0, 20.0, 300.0, 600.0);
    let presented = presented(&template, (800, 800), Some(subject));
    assert_eq!(numbers(presented), [1000, 1000, 300, 100, 400, 800]);
    assert_eq!(presented.crop, subject);
}

/// Worked out by hand. Rule, margin, align down, source, subject (width, height; 0: none) → canvas, left, top, size.
#[test]
fn the_table() {
    let keep = CanvasRule::Keep;
    let subject = CanvasRule::Subject;
    let ratio = CanvasRule::Ratio;
    type Row = (CanvasRule, &'static str, f64, (u32, u32), (u32, u32), [u32; 6]);
    let rows: [Row; 62] = [
        // 0 keep: in place, whatever the subject; with margins the subject fills the frame.
        (keep, "0", 0.5, (800, 600), (0, 0), [800, 600, 0, 0, 800, 600]),
        (keep, "0", 0.0, (800, 600), (300, 300), [800, 600, 0, 0, 800, 600]),
        (keep, "10%", 0.5, (800, 600), (0, 0), [800, 600, 80, 60, 640, 480]),
        (keep, "50px", 0.5, (800, 600), (0, 0), [800, 600, 66, 50, 667, 500]),
        (keep, "50px", 0.5, (800, 600), (100, 100), [800, 600, 150, 50, 500, 500]),
        (keep, "0 0 100px 0", 0.5, (800, 600), (400, 100), [800, 600, 0, 150, 800, 200]),
        (keep, "0 0 100px 0", 0.0, (800, 600), (400, 100), [800, 600, 0, 0, 800, 200]),
        (keep, "0 0 100px 0", 1.0, (800, 600), (400, 100), [800, 600, 0, 300, 800, 200]),
        (keep, "1px", 0.5, (3, 3), (0, 0), [3, 3, 1, 1, 1, 1]),
        // Subject (the vendor's 6): the canvas is the subject's box.
        (subject, "0", 0.5, (800, 600), (0, 0), [800, 600, 0, 0, 800, 600]),
        (subject, "0", 0.5, (800, 600), (123, 45), [123, 45, 0, 0, 123, 45]),
        (subject, "10%", 0.5, (800, 600), (100, 200), [100, 200, 10, 20, 80, 160]),
        // 1 ratio: the smallest canvas of exactly the ratio; nothing is scaled.
        (ratio(1, 1), "0", 0.5, (800, 600), (0, 0), [800, 800, 0, 100, 800, 600]),
        (ratio(1, 1), "0", 0.0, (800, 600), (0, 0), [800, 800, 0, 0, 800, 600]),
        (ratio(1, 1), "0", 1.0, (800, 600), (0, 0), [800, 800, 0, 200, 800, 600]),
        (ratio(1, 1), "0", 0.5, (800, 601), (0, 0), [800, 800, 0, 99, 800, 601]),
        (ratio(1, 1), "0", 0.5, (800, 600), (10, 10), [800, 800, 0, 100, 800, 600]),
        (ratio(3, 4), "0", 0.5, (800, 600), (0, 0), [801, 1068, 0, 234, 800, 600]),
        (ratio(6, 8), "0", 0.5, (800, 600), (0, 0), [801, 1068, 0, 234, 800, 600]),
        (ratio(300, 400), "0", 0.5, (3, 4), (0, 0), [3, 4, 0, 0, 3, 4]),
        (ratio(16, 9), "0", 0.5, (100, 100), (0, 0), [192, 108, 46, 4, 100, 100]),
        (ratio(16, 9), "0", 0.5, (1, 1), (0, 0), [16, 9, 7, 4, 1, 1]),
        (ratio(191, 100), "0", 0.5, (191, 101), (0, 0), [382, 200, 95, 49, 191, 101]),
        (ratio(3, 4), "10px 15px", 0.5, (800, 800), (300, 300), [330, 440, 15, 70, 300, 300]),
        (ratio(3, 4), "10px 15px", 0.0, (800, 800), (300, 300), [330, 440, 15, 10, 300, 300]),
        (ratio(3, 4), "10px 15px", 1.0, (800, 800), (300, 300), [330, 440, 15, 130, 300, 300]),
        (ratio(3, 4), "10px 15px", 0.5, (800, 800), (301, 300), [333, 444, 16, 72, 301, 300]),
        (ratio(1, 1), "10%", 0.5, (800, 800), (80, 40), [100, 100, 10, 30, 80, 40]),
        (ratio(1, 1), "10%", 0.5, (800, 800), (81, 40), [101, 101, 10, 30, 81, 40]),
        (ratio(1, 1), "25%", 0.5, (800, 800), (1, 1), [1, 1, 0, 0, 1, 1]),
        (ratio(1, 1), "0 0 50px 50%", 0.5, (800, 800), (10, 10), [60, 60, 40, 0, 10, 10]),
        // 2 fixed: the largest inside the frame, up or down.
        (fixed(1000, 1000), "0", 0.5, (800, 600), (0, 0), [1000, 1000, 0, 125, 1000, 750]),
        (fixed(1000, 1000), "0", 0.0, (800, 600), (0, 0), [1000, 1000, 0, 0, 1000, 750]),
        (fixed(1000, 1000), "0", 1.0, (800, 600), (0, 0), [1000, 1000, 0, 250, 1000, 750]),
        (fixed(100, 100), "0", 0.5, (800, 600), (0, 0), [100, 100, 0, 12, 100, 75]),
        (fixed(100, 101), "0", 0.5, (800, 600), (0, 0), [100, 101, 0, 13, 100, 75]),
        (fixed(1000, 1000), "10%", 0.5, (800, 800), (300, 600), [1000, 1000, 300, 100, 400, 800]),
        (fixed(1000, 500), "10%", 0.5, (800, 800), (100, 100), [1000, 500, 300, 50, 400, 400]),
        (fixed(101, 101), "5%", 0.5, (800, 800), (100, 100), [101, 101, 5, 5, 91, 91]),
        (fixed(110, 110), "5%", 0.5, (800, 800), (100, 100), [110, 110, 6, 6, 98, 98]),
        (fixed(110, 110), "0 5% 0 0", 0.5, (800, 800), (104, 104), [110, 110, 0, 3, 104, 104]),
        (fixed(500, 0), "0", 0.5, (800, 600), (0, 0), [500, 375, 0, 0, 500, 375]),
        (fixed(0, 300), "0", 0.5, (800, 600), (0, 0), [400, 300, 0, 0, 400, 300]),
        (fixed(500, 0), "0", 0.5, (800, 600), (100, 200), [500, 1000, 0, 0, 500, 1000]),
        (fixed(500, 0), "0", 0.5, (3, 2), (0, 0), [500, 333, 0, 0, 500, 333]),
        (fixed(100, 0), "0", 0.5, (7, 5), (0, 0), [100, 71, 0, 0, 100, 71]),
        (bounds(0, 100), "0", 0.5, (700, 500), (0, 0), [100, 71, 0, 0, 100, 71]),
        (fixed(0, 1), "0", 0.5, (3, 2), (0, 0), [2, 1, 0, 0, 2, 1]),
        (fixed(500, 0), "50px", 0.5, (800, 600), (100, 200), [500, 1000, 50, 100, 400, 800]),
        (fixed(1, 1), "0", 0.5, (8000, 6), (0, 0), [1, 1, 0, 0, 1, 1]),
        // 3 min and max: the subject's ratio; max wins.
        (bounds(0, 400), "0", 0.5, (800, 600), (0, 0), [400, 300, 0, 0, 400, 300]),
        (bounds(0, 4000), "0", 0.5, (800, 600), (0, 0), [800, 600, 0, 0, 800, 600]),
        (bounds(1200, 0), "0", 0.5, (800, 600), (0, 0), [1600, 1200, 0, 0, 1600, 1200]),
        (bounds(500, 2000), "0", 0.5, (800, 600), (0, 0), [800, 600, 0, 0, 800, 600]),
        (bounds(500, 2000), "0", 0.5, (300, 400), (0, 0), [500, 667, 0, 0, 500, 667]),
        (bounds(500, 2000), "0", 0.5, (100, 1000), (0, 0), [200, 2000, 0, 0, 200, 2000]),
        (bounds(500, 300), "0", 0.5, (800, 600), (0, 0), [300, 225, 0, 0, 300, 225]),
        (bounds(500, 2000), "0", 0.5, (4000, 100), (0, 0), [2000, 50, 0, 0, 2000, 50]),
        (bounds(0, 100), "0", 0.5, (800, 600), (200, 100), [100, 50, 0, 0, 100, 50]),
        (bounds(0, 100), "10%", 0.5, (800, 600), (200, 100), [100, 50, 10, 5, 80, 40]),
        (bounds(0, 100), "0 0 10px 0", 1.0, (800, 600), (200, 200), [100, 100, 5, 0, 90, 90]),
        (bounds(7, 7), "0", 0.5, (3, 5), (0, 0), [4, 7, 0, 0, 4, 7]),
    ];
    for (canvas, margin, y, source, subject, expected) in rows {
        let template = Template { align: Align { x: 0.5, y }, ..rule(canvas, margin) };
        let rect = Rect::new(1.0, 2.0, f64::from(subject.0), f64::from(subject.1));
        let subject = (subject.0 > 0).then_some(rect);
        assert_eq!(numbers(presented(&template, source, subject)), expected, "{canvas:?} {margin} {y} {source:?}");
    }
}

/// Every canvas of the ratio up to the answer, one by one: none smaller does, and the answer is exact.
#[test]
fn no_smaller_canvas_of_the_ratio_would_do() {
    let mut rows = 0;
    for (a, b) in [(1, 1), (3, 4), (4, 3), (16, 9), (2, 3), (10, 1), (1, 7)] {
        for (w, h) in [(1, 1), (7, 3), (30, 60), (99, 100), (101, 17)] {
            for (left, right, top, bottom) in
                [(0.0, 0.0, 0.0, 0.0), (5.0, 5.0, 5.0, 5.0), (1.5, 2.5, 30.0, 33.3), (49.0, 49.0, 0.0, 1.0)]
            {
                let percent = Length::Percent;
                let margins =
                    Margins { top: percent(top), right: percent(right), bottom: percent(bottom), left: percent(left) };
                let template = Template { margins, ..rule(CanvasRule::Ratio(a, b), "0") };
                let subject = Rect::new(0.0, 0.0, f64::from(w), f64::from(h));
                let found =
                    present(&template, Wanted::Natural, Size::new(200, 200), Some(subject.into()), &Limits::none());
                let found = found.unwrap();
                let held = if margins.is_zero() { (200, 200) } else { (w, h) };
                // Hundredths of percent are whole numbers: no fractions here.
                let half_up = |whole: u32, percent: f64| (whole * (percent * 100.0).round() as u32 + 5_000) / 10_000;
                let free = |whole: u32, before: f64, after: f64| {
                    i64::from(whole) - i64::from(half_up(whole, before)) - i64::from(half_up(whole, after))
                };
                let smallest = (1..)
                    .map(|step| (a * step, b * step))
                    .find(|c| {
                        free(c.0, left, right) >= i64::from(held.0) && free(c.1, top, bottom) >= i64::from(held.1)
                    })
                    .unwrap();
                assert_eq!((found.canvas.width, found.canvas.height), smallest, "{a}:{b} {w}x{h} {margins:?}");
                assert_eq!((found.dest.width, found.dest.height), (f64::from(held.0), f64::from(held.1)));
                rows += 1;
            }
        }
    }
    assert_eq!(rows, 140);
}

#[test]
fn an_output_of_its_own_size_follows_the_rules_on_its_own_canvas() {
    type Row = (CanvasRule, &'static str, &'static str, (u32, u32), [u32; 6]);
    let rows: [Row; 12] = [
        (fixed(2000, 2000), "5%", "500x500", (300, 600), [500, 500, 137, 25, 225, 450]),
        (fixed(2000, 1000), "5%", "500x500", (300, 600), [500, 250, 194, 13, 112, 224]),
        (fixed(2000, 2000), "100px", "500x500", (300, 600), [500, 500, 137, 25, 225, 450]),
        (fixed(1000, 1000), "0", "50%", (300, 600), [500, 500, 125, 0, 250, 500]),
        (fixed(1000, 1000), "0", "2000x2000", (300, 600), [2000, 2000, 500, 0, 1000, 2000]),
        (fixed(1000, 500), "0", "x100", (500, 500), [200, 100, 50, 0, 100, 100]),
        (CanvasRule::Keep, "0", "100x100", (300, 600), [100, 100, 0, 0, 100, 100]),
        (CanvasRule::Ratio(2, 1), "0", "100x100", (300, 600), [100, 50, 25, 0, 50, 50]),
        (CanvasRule::Ratio(1, 1), "10%", "80x80", (80, 40), [80, 80, 8, 24, 64, 32]),
        (CanvasRule::Ratio(1, 1), "10px", "50x50", (80, 40), [50, 50, 5, 15, 40, 20]),
        (CanvasRule::Subject, "0", "30x", (300, 600), [30, 60, 0, 0, 30, 60]),
        (bounds(0, 200), "0", "50x50", (300, 600), [25, 50, 0, 0, 25, 50]),
    ];
    for (canvas, margin, size, subject, expected) in rows {
        let subject = Rect::new(0.0, 0.0, f64::from(subject.0), f64::from(subject.1));
        let (template, source) = (rule(canvas, margin), Size::new(800, 800));
        let found =
            present(&template, size.parse().unwrap(), source, Some(subject.into()), &Limits::default()).unwrap();
        assert_eq!(numbers(found), expected, "{canvas:?} {margin} {size}");
    }
}

#[test]
fn a_subject_that_may_not_grow_keeps_its_size() {
    let template = Template { enlarge: false, ..rule(fixed(1000, 1000), "10%") };
    let subject = Some(Rect::new(0.0, 0.0, 300.0, 600.0));
    assert_eq!(numbers(presented(&template, (800, 800), subject)), [1000, 1000, 350, 200, 300, 600]);
    let output = |size: &str| {
        let source = Size::new(800, 800);
        numbers(
            present(&template, size.parse().unwrap(), source, subject.map(SubjectBox::from), &Limits::default())
                .unwrap(),
        )
    };
    assert_eq!(output("500x500"), [500, 500, 175, 100, 150, 300], "the same picture, smaller");
    assert_eq!(output("2000x2000"), [2000, 2000, 850, 700, 300, 600]);
    let large = Some(Rect::new(0.0, 0.0, 800.0, 800.0));
    let small = Template { enlarge: false, ..rule(fixed(100, 100), "10%") };
    assert_eq!(numbers(presented(&small, (800, 800), large)), [100, 100, 10, 10, 80, 80], "it still shrinks");
}

#[test]
fn physical_sizes_are_pixels_at_the_resolution() {
    let canvas = CanvasRule::Fixed {
        width: Some(Length::Absolute(50.0, Unit::Mm)),
        height: Some(Length::Absolute(2.0, Unit::In)),
    };
    let template = rule(canvas, "0");
    let canvas = |dpi| presented(&Template { dpi, ..template.clone() }, (800, 800), None).canvas;
    assert_eq!(canvas(None), Size::new(591, 600), "300 dpi without one: 590.55");
    assert_eq!(canvas(Some(72.0)), Size::new(142, 144), "141.73");
    let margin = presented(&rule(fixed(1000, 1000), "25.4mm"), (10, 10), None);
    assert_eq!(numbers(margin), [1000, 1000, 300, 300, 400, 400]);
}

#[test]
fn the_subject_is_the_part_that_shows() {
    let subject = Rect::new(10.4, 20.6, 30.0, 40.0);
    let crop = |template: &Template, subject| presented(template, (100, 100), Some(subject)).crop;
    let whole = Rect::new(0.0, 0.0, 100.0, 100.0);
    assert_eq!(crop(&rule(fixed(50, 50), "0"), subject), Rect::new(10.0, 20.0, 31.0, 41.0));
    assert_eq!(crop(&rule(fixed(50, 50), "0"), Rect::new(90.0, 90.0, 50.0, 50.0)), Rect::new(90.0, 90.0, 10.0, 10.0));
    assert_eq!(crop(&rule(fixed(50, 50), "0"), Rect::new(200.0, 0.0, 5.0, 5.0)), whole, "outside is no subject");
    let kept = Template { background: Background::Keep, ..rule(bounds(0, 50), "0") };
    assert_eq!(crop(&kept, subject), whole, "bounds on a picture that keeps its background");
}

#[test]
fn what_cannot_be_is_refused() {
    let fault = |canvas: CanvasRule, margin: &str| {
        let source = Size::new(1000, 1000);
        present(&rule(canvas, margin), Wanted::Natural, source, None, &Limits::default()).unwrap_err().fault()
    };
    for (canvas, margin) in [
        (fixed(1000, 1000), "50%"),
        (fixed(1000, 1000), "0 60% 0 40%"),
        (fixed(1000, 1000), "500px"),
        (fixed(1000, 1000), "1000px 0 0 0"),
        (fixed(2, 2), "49%"),
        (CanvasRule::Keep, "500px"),
        (CanvasRule::Ratio(1, 1), "0 50%"),
        (CanvasRule::Ratio(0, 1), "0"),
        (fixed(0, 0), "0"),
        (bounds(0, 0), "0"),
    ] {
        let found = fault(canvas, margin);
        assert_eq!(found, Fault::Input, "{canvas:?} {margin}");
    }
    for (canvas, margin) in [
        (fixed(40_000, 10), "0"),
        (fixed(20_000, 20_000), "0"),
        (CanvasRule::Ratio(1, 4_000_000_000), "0"),
        (CanvasRule::Ratio(1, 1), "0 49.999999%"),
        (fixed(u32::MAX, u32::MAX), "0"),
    ] {
        assert_eq!(fault(canvas, margin), Fault::TooLarge, "{canvas:?} {margin}");
    }
    let wanted = Wanted::Ratio(16, 9);
    assert!(present(&rule(fixed(5, 5), "0"), wanted, Size::new(5, 5), None, &Limits::default()).is_err());
}

#[test]
fn cover_fills_the_frame_with_a_part_of_the_subject() {
    let template = |margin: &str| Template { cover: true, ..rule(fixed(200, 100), margin) };
    let subject = Some(Rect::new(10.0, 20.0, 300.0, 600.0));
    let found = presented(&template("0"), (800, 800), subject);
    assert_eq!((numbers(found), found.crop), ([200, 100, 0, 0, 200, 100], Rect::new(10.0, 245.0, 300.0, 150.0)));
    let found = presented(&template("10%"), (800, 800), subject);
    assert_eq!((numbers(found), found.crop.height), ([200, 100, 20, 10, 160, 80], 150.0));
    let top = Template { align: "top".parse().unwrap(), ..template("0") };
    assert_eq!(presented(&top, (800, 800), subject).crop.y, 20.0);
    let small = Template { enlarge: false, ..template("0") };
    let found = presented(&small, (80, 80), Some(Rect::new(0.0, 0.0, 40.0, 40.0)));
    assert_eq!((numbers(found), found.crop), ([200, 100, 80, 40, 40, 20], Rect::new(0.0, 10.0, 40.0, 20.0)));
    let output = present(
        &template("10%"),
        "50%".parse().unwrap(),
        Size::new(800, 800),
        subject.map(SubjectBox::from),
        &Limits::default(),
    );
    assert_eq!(numbers(output.unwrap()), [100, 50, 10, 5, 80, 40]);
}

#[test]
fn a_trimmed_photo_is_as_large_as_what_is_left() {
    let template = |canvas| Template { trim: Some(10), background: Background::Keep, ..rule(canvas, "0") };
    let left = Some(Rect::new(10.0, 20.0, 30.0, 40.0));
    for (canvas, expected) in [
        (CanvasRule::Keep, [30, 40, 0, 0, 30, 40]),
        (CanvasRule::Ratio(1, 1), [40, 40, 5, 0, 30, 40]),
        (bounds(0, 20), [15, 20, 0, 0, 15, 20]),
    ] {
        assert_eq!(numbers(presented(&template(canvas), (100, 100), left)), expected, "{canvas:?}");
    }
}
