//! The arithmetic of size and place, against tables worked out by hand and against slow, exact twins.
//!
//! The twins know nothing of the formulas: they try every size and keep the one that the rule's words describe, in
//! whole numbers.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests stop at a broken fact too")]

use artboard::Fault;
use artboard::fit::{Align, Enlarge, Fit, Kernel, Margins, Wanted};
use artboard::geometry::{Placement, Rect, Resolution, Size, align_offset, place, scale_canvas};
use artboard::geometry::{size_inside, size_outside};
use artboard::units::{Length, Unit};
use artboard::units::{round_px, round_side};
use proptest::prelude::{any, prop_assert, prop_assert_eq, prop_assume, proptest};

fn wanted(text: &str) -> Wanted {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn placed(source: (u32, u32), size: &str, fit: Fit, align: &str, enlarge: Enlarge) -> Placement {
    let source = Size::new(source.0, source.1);
    place(source, wanted(size), fit, align.parse().unwrap(), enlarge, 300.0).unwrap()
}

/// Left, top, width, height of whole pixels.
fn whole(rect: Rect) -> [u32; 4] {
    assert!(rect.is_on_pixels(), "{rect:?}");
    [rect.x as u32, rect.y as u32, rect.width as u32, rect.height as u32]
}

// ---------------------------------------------------------------------------------------------------- words

#[test]
fn sizes_are_read() {
    let px = |side: f64| Some(Length::px(side));
    let of = |value: f64, unit| Some(Length::Absolute(value, unit));
    let boxed = |width, height| Wanted::Box { width, height };
    for (text, expected) in [
        ("500x500", boxed(px(500.0), px(500.0))),
        ("500X400", boxed(px(500.0), px(400.0))),
        ("500×400", boxed(px(500.0), px(400.0))),
        (" 500 x 400 ", boxed(px(500.0), px(400.0))),
        ("500x", boxed(px(500.0), None)),
        ("x500", boxed(None, px(500.0))),
        ("0x500", boxed(None, px(500.0))),
        ("500x0", boxed(px(500.0), None)),
        ("500", boxed(px(500.0), None)),
        ("500px", boxed(px(500.0), None)),
        ("500pxx400px", boxed(px(500.0), px(400.0))),
        ("500px x 400px", boxed(px(500.0), px(400.0))),
        ("12.5x7", boxed(px(12.5), px(7.0))),
        ("50mmx70mm", boxed(of(50.0, Unit::Mm), of(70.0, Unit::Mm))),
        ("2inx3in", boxed(of(2.0, Unit::In), of(3.0, Unit::In))),
        ("2inchx3cm", boxed(of(2.0, Unit::In), of(3.0, Unit::Cm))),
        ("x10pt", boxed(None, of(10.0, Unit::Pt))),
        ("50mm", boxed(of(50.0, Unit::Mm), None)),
        ("50%", Wanted::Scale(0.5)),
        ("12.5 %", Wanted::Scale(0.125)),
        ("250%", Wanted::Scale(2.5)),
        ("16:9", Wanted::Ratio(16, 9)),
        (" 3 : 4 ", Wanted::Ratio(3, 4)),
    ] {
        assert_eq!(wanted(text), expected, "{text}");
    }
    for bad in [
        "",
        "x",
        "0x0",
        "0",
        "x0",
        "axb",
        "500x500x500",
        "-5",
        "-5x5",
        "5x-5",
        "1e3",
        "nan",
        "inf",
        "infx5",
        "50%x50%",
        "50%x",
        "0%",
        "-5%",
        "nan%",
        "inf%",
        "%",
        "16:0",
        "0:9",
        "16:9:3",
        "16:",
        ":9",
        "-16:9",
        "1.5:1",
        "5ell",
        "500pxx",
        "px",
        "10000000000x5",
        "5 5",
        "5,5",
    ] {
        // `500pxx` is a width and an absent height.
        assert_eq!(bad.parse::<Wanted>().is_err(), bad != "500pxx", "{bad}");
    }
}

#[test]
fn fits_have_one_meaning_each_and_ambiguous_ones_are_refused() {
    for (text, fit) in [
        ("inside", Fit::Inside),
        ("max", Fit::Inside),
        ("contain", Fit::Contain),
        ("pad", Fit::Contain),
        ("cover", Fit::Cover),
        ("crop", Fit::Cover),
        ("stretch", Fit::Stretch),
        ("force", Fit::Stretch),
        ("outside", Fit::Outside),
        ("min", Fit::Outside),
        ("none", Fit::None),
        ("keep", Fit::None),
        ("COVER", Fit::Cover),
    ] {
        assert_eq!(text.parse::<Fit>().unwrap(), fit, "{text}");
    }
    for (text, readings) in [("fill", ["stretch", "cover"]), ("fit", ["inside", "contain"])] {
        let help = text.parse::<Fit>().unwrap_err().help().unwrap();
        assert!(readings.iter().all(|reading| help.contains(reading)), "{help}");
    }
    assert!("".parse::<Fit>().is_err() && "insides".parse::<Fit>().is_err());
}

#[test]
fn aligns_are_read() {
    for (text, x, y) in [
        ("center", 0.5, 0.5),
        ("centre", 0.5, 0.5),
        ("top", 0.5, 0.0),
        ("bottom", 0.5, 1.0),
        ("left", 0.0, 0.5),
        ("right", 1.0, 0.5),
        ("top-left", 0.0, 0.0),
        ("right-top", 1.0, 0.0),
        ("bottom-left", 0.0, 1.0),
        ("bottom-right", 1.0, 1.0),
        ("north", 0.5, 0.0),
        ("southeast", 1.0, 1.0),
        (" Top ", 0.5, 0.0),
        ("0.3,0.6", 0.3, 0.6),
        ("0, 1", 0.0, 1.0),
    ] {
        assert_eq!(text.parse::<Align>().unwrap(), Align { x, y }, "{text}");
    }
    for bad in ["", "middleish", "1.1,0", "-0.1,0", "0.5", "nan,0", "0,0,0", "top,left", "inf,0"] {
        assert!(bad.parse::<Align>().is_err(), "{bad}");
    }
}

#[test]
fn margins_are_read_in_css_order() {
    let px = Length::px;
    for (text, [top, right, bottom, left]) in [
        ("5%", [Length::Percent(5.0); 4]),
        ("20px 40px", [px(20.0), px(40.0), px(20.0), px(40.0)]),
        ("1 2 3", [px(1.0), px(2.0), px(3.0), px(2.0)]),
        ("1 2 3 4", [px(1.0), px(2.0), px(3.0), px(4.0)]),
        ("3mm  0", [Length::Absolute(3.0, Unit::Mm), px(0.0), Length::Absolute(3.0, Unit::Mm), px(0.0)]),
    ] {
        assert_eq!(text.parse::<Margins>().unwrap(), Margins { top, right, bottom, left }, "{text}");
    }
    assert!("0 0% 0px 0mm".parse::<Margins>().unwrap().is_zero());
    for bad in ["", "a", "1 2 3 4 5", "-1px", "5 -1%", "5% auto", "5,5"] {
        assert!(bad.parse::<Margins>().is_err(), "{bad}");
    }
}

#[test]
fn kernels_are_read() {
    for (text, kernel) in [
        ("nearest", Kernel::Nearest),
        ("box", Kernel::Box),
        ("bilinear", Kernel::Bilinear),
        ("catmull-rom", Kernel::CatmullRom),
        ("mitchell", Kernel::Mitchell),
        ("Lanczos3", Kernel::Lanczos3),
    ] {
        assert_eq!(text.parse::<Kernel>().unwrap(), kernel, "{text}");
    }
    assert!("lanczos".parse::<Kernel>().is_err());
}

// ------------------------------------------------------------------------------------------------- rounding

#[test]
fn numbers_round_as_people_write_them() {
    for (value, expected) in [
        (0.0, 0),
        (0.4999, 0),
        (0.5, 1),
        (1.499, 1),
        (1.5, 2),
        (2.5, 3),
        (-3.0, 0),
        (1e20, u32::MAX),
        (f64::NAN, 0),
        (50.0 * 0.29, 15),
        (12.7 * 301.0 / 25.4, 151),
    ] {
        assert_eq!(round_px(value), expected, "{value}");
    }
    assert_eq!(round_side(0.2), 1);
    for (free, fraction, offset) in
        [(5.0, 0.5, 2.0), (100.0, 0.29, 29.0), (10.0, 0.3, 3.0), (7.0, 1.0, 7.0), (7.0, 0.0, 0.0), (3.0, 0.999, 2.0)]
    {
        assert_eq!(align_offset(free, fraction), offset, "{free} × {fraction}");
    }
}

// ------------------------------------------------------------------------------------------- sizes, by twins

/// The side nearest to `side × to / from`, the larger of two as near, at least 1: found by trying all.
fn nearest_side(side: u64, to: u64, from: u64) -> u64 {
    let error = |candidate: u64| (candidate * from).abs_diff(side * to);
    (1..=side * to / from + 2).min_by_key(|candidate| (error(*candidate), u64::MAX - candidate)).unwrap()
}

/// Tries both sides of the frame as the one that is met, and keeps the one that lies inside (or covers).
fn met(source: (u64, u64), frame: (u64, u64), inside: bool) -> (u64, u64) {
    let by_width = (frame.0, nearest_side(source.1, frame.0, source.0));
    let by_height = (nearest_side(source.0, frame.1, source.1), frame.1);
    // Exactly: the other side at this width against the frame, before rounding.
    let width_binds = source.1 * frame.0 <= frame.1 * source.0;
    if width_binds == inside { by_width } else { by_height }
}

#[test]
fn sizes_agree_with_trying_all() {
    let sides = [1, 2, 3, 5, 7, 16, 33, 100];
    let mut rows = 0;
    for (w, h) in sides.iter().flat_map(|w| sides.map(|h| (*w, h))) {
        for (fw, fh) in [(1, 1), (1, 9), (10, 10), (33, 7), (64, 48), (100, 1), (50, 101)] {
            let (source, frame) = (Size::new(w, h), Size::new(fw, fh));
            let exact = ((u64::from(w), u64::from(h)), (u64::from(fw), u64::from(fh)));
            let size = |(width, height): (u64, u64)| Size::new(width as u32, height as u32);
            assert_eq!(size_inside(source, frame), size(met(exact.0, exact.1, true)), "{source} in {frame}");
            let outside = size_outside(source, frame);
            let twin = size(met(exact.0, exact.1, false));
            // Where both sides bind the two candidates are one.
            assert_eq!(outside, twin, "{source} over {frame}");
            rows += 1;
        }
    }
    assert_eq!(rows, 448);
}

proptest! {
    #[test]
    fn inside_is_inside_and_the_largest(w in 1u32..9000, h in 1u32..9000, fw in 1u32..9000, fh in 1u32..9000) {
        let (source, frame) = (Size::new(w, h), Size::new(fw, fh));
        let size = size_inside(source, frame);
        prop_assert!(frame.covers(size));
        prop_assert!(size.width == fw || size.height == fh, "it touches the frame");
        let exact_height = f64::from(size.width) * f64::from(h) / f64::from(w);
        let exact_width = f64::from(size.height) * f64::from(w) / f64::from(h);
        let off = (exact_height - f64::from(size.height)).abs().min((exact_width - f64::from(size.width)).abs());
        prop_assert!(off < 1.0, "the ratio is off by {} px", off);
        let outside = size_outside(source, frame);
        prop_assert!(outside.covers(frame) && (outside.width == fw || outside.height == fh));
    }

    #[test]
    fn a_larger_frame_never_makes_it_smaller(w in 1u32..500, h in 1u32..500, fw in 1u32..500, fh in 1u32..500, more in 0u32..50) {
        let source = Size::new(w, h);
        let smaller = size_inside(source, Size::new(fw, fh));
        prop_assert!(size_inside(source, Size::new(fw + more, fh)).covers(smaller));
        prop_assert!(size_inside(source, Size::new(fw, fh + more)).covers(smaller));
    }

    #[test]
    fn nothing_overflows(w in 1u32.., h in 1u32.., fw in 1u32.., fh in 1u32..) {
        let (source, frame) = (Size::new(w, h), Size::new(fw, fh));
        prop_assert!(frame.covers(size_inside(source, frame)));
        prop_assert!(size_outside(source, frame).covers(frame));
    }

    #[test]
    fn every_placement_lies_on_its_canvas(
        w in 1u32..400, h in 1u32..400, fw in 1u32..400, fh in 1u32..400, x in 0.0..=1.0f64, y in 0.0..=1.0f64,
        grows in any::<bool>(),
    ) {
        let source = Size::new(w, h);
        let enlarge = if grows { Enlarge::Always } else { Enlarge::Never };
        for fit in [Fit::Inside, Fit::Contain, Fit::Cover, Fit::Stretch, Fit::Outside, Fit::None] {
            let placed = place(source, Wanted::pixels(fw, fh), fit, Align { x, y }, enlarge, 300.0).unwrap();
            let (canvas, crop, dest) = (placed.canvas.rect(), placed.crop, placed.dest);
            prop_assert!(dest.is_on_pixels() && dest.width >= 1.0 && dest.height >= 1.0);
            prop_assert!(dest.x >= 0.0 && dest.y >= 0.0 && dest.right() <= canvas.width && dest.bottom() <= canvas.height);
            prop_assert!(crop.x >= 0.0 && crop.y >= 0.0 && crop.width > 0.0 && crop.height > 0.0);
            prop_assert!(crop.right() <= f64::from(w) + 1e-9 && crop.bottom() <= f64::from(h) + 1e-9);
            if !grows {
                prop_assert!(dest.width <= f64::from(w) && dest.height <= f64::from(h), "{:?} grew", fit);
            }
            if matches!(fit, Fit::Contain | Fit::None) || (grows && matches!(fit, Fit::Cover | Fit::Stretch)) {
                prop_assert_eq!(placed.canvas, Size::new(fw, fh));
            }
        }
    }

    #[test]
    fn the_side_that_is_asked_for_is_met(w in 1u32..3000, h in 1u32..3000, side in 1u32..3000) {
        for fit in [Fit::Inside, Fit::Contain, Fit::Cover, Fit::Stretch, Fit::Outside, Fit::None] {
            let at = |size| place(Size::new(w, h), size, fit, Align::CENTER, Enlarge::Always, 300.0).unwrap().canvas;
            prop_assert_eq!(at(Wanted::pixels(side, 0)).width, side);
            prop_assert_eq!(at(Wanted::pixels(0, side)).height, side);
        }
    }

    #[test]
    fn a_cover_crop_has_the_ratio_of_its_canvas(w in 1u32..400, h in 1u32..400, fw in 1u32..400, fh in 1u32..400) {
        prop_assume!(w != fw && h != fh);
        let placed = place(Size::new(w, h), Wanted::pixels(fw, fh), Fit::Cover, Align::CENTER, Enlarge::Always, 300.0).unwrap();
        let (crop, canvas) = (placed.crop, placed.canvas);
        let off = crop.width * f64::from(canvas.height) - crop.height * f64::from(canvas.width);
        prop_assert!(off.abs() < 1e-6 * f64::from(canvas.width.max(canvas.height)) * crop.width.max(crop.height));
        prop_assert!((crop.width - f64::from(w)).abs() < 1e-9 || (crop.height - f64::from(h)).abs() < 1e-9, "the largest");
    }
}

// --------------------------------------------------------------------------------------- places, by hand

/// Fit, size, align, enlarging? → canvas, dest. Source 400 × 300 unless named.
#[test]
fn places_by_hand() {
    use Fit::{Contain, Cover, Inside, None, Outside, Stretch};
    type Row = ((u32, u32), &'static str, Fit, &'static str, bool, [u32; 2], [u32; 4]);
    let rows: [Row; 67] = [
        // Inside: one side met, nothing added.
        ((400, 300), "200x200", Inside, "center", false, [200, 150], [0, 0, 200, 150]),
        ((400, 300), "200x", Inside, "center", false, [200, 150], [0, 0, 200, 150]),
        ((400, 300), "x200", Inside, "center", false, [267, 200], [0, 0, 267, 200]),
        ((400, 300), "0x200", Inside, "top", false, [267, 200], [0, 0, 267, 200]),
        ((400, 300), "200", Inside, "center", false, [200, 150], [0, 0, 200, 150]),
        ((400, 300), "800x800", Inside, "center", false, [400, 300], [0, 0, 400, 300]),
        ((400, 300), "800x800", Inside, "center", true, [800, 600], [0, 0, 800, 600]),
        ((400, 300), "800x", Inside, "center", false, [400, 300], [0, 0, 400, 300]),
        ((400, 300), "800x", Inside, "center", true, [800, 600], [0, 0, 800, 600]),
        ((400, 300), "800x150", Inside, "center", false, [200, 150], [0, 0, 200, 150]),
        ((400, 300), "1x1", Inside, "center", false, [1, 1], [0, 0, 1, 1]),
        ((400, 300), "50%", Inside, "center", false, [200, 150], [0, 0, 200, 150]),
        ((50, 50), "29%", Inside, "center", false, [15, 15], [0, 0, 15, 15]),
        ((400, 300), "0.1%", Inside, "center", false, [1, 1], [0, 0, 1, 1]),
        ((400, 300), "200%", Inside, "center", false, [400, 300], [0, 0, 400, 300]),
        ((400, 300), "200%", Inside, "center", true, [800, 600], [0, 0, 800, 600]),
        ((700, 500), "100x", Inside, "center", false, [100, 71], [0, 0, 100, 71]),
        ((500, 702), "x100", Inside, "center", false, [71, 100], [0, 0, 71, 100]),
        ((3, 2), "2x", Inside, "center", false, [2, 1], [0, 0, 2, 1]),
        ((1000, 1), "10x10", Inside, "center", false, [10, 1], [0, 0, 10, 1]),
        ((4928, 3279), "500x500", Inside, "center", false, [500, 333], [0, 0, 500, 333]),
        ((4000, 3000), "2inx3in", Inside, "center", false, [600, 450], [0, 0, 600, 450]),
        ((4000, 3000), "50.8mm", Inside, "center", false, [600, 450], [0, 0, 600, 450]),
        // Outside: one side met, the other over.
        ((400, 300), "200x200", Outside, "center", false, [267, 200], [0, 0, 267, 200]),
        ((400, 300), "400x100", Outside, "center", false, [400, 300], [0, 0, 400, 300]),
        ((400, 300), "500x100", Outside, "center", false, [400, 300], [0, 0, 400, 300]),
        ((400, 300), "500x100", Outside, "center", true, [500, 375], [0, 0, 500, 375]),
        ((400, 300), "100x", Outside, "center", false, [100, 75], [0, 0, 100, 75]),
        ((700, 502), "100x", Outside, "center", false, [100, 72], [0, 0, 100, 72]),
        // Contain: the exact box.
        ((700, 500), "100x", Contain, "center", false, [100, 71], [0, 0, 100, 71]),
        ((400, 300), "200x200", Contain, "center", false, [200, 200], [0, 25, 200, 150]),
        ((400, 300), "200x200", Contain, "top", false, [200, 200], [0, 0, 200, 150]),
        ((400, 300), "200x200", Contain, "bottom", false, [200, 200], [0, 50, 200, 150]),
        ((400, 300), "200x201", Contain, "center", false, [200, 201], [0, 25, 200, 150]),
        ((400, 300), "200x200", Contain, "0.3,0.29", false, [200, 200], [0, 14, 200, 150]),
        ((100, 100), "200x100", Contain, "0.29,0", false, [200, 100], [29, 0, 100, 100]),
        ((400, 300), "800x800", Contain, "center", false, [800, 800], [200, 250, 400, 300]),
        ((400, 300), "800x800", Contain, "bottom-right", false, [800, 800], [400, 500, 400, 300]),
        ((400, 300), "800x800", Contain, "center", true, [800, 800], [0, 100, 800, 600]),
        ((400, 300), "500x200", Contain, "right", false, [500, 200], [233, 0, 267, 200]),
        ((400, 300), "100x", Contain, "center", false, [100, 75], [0, 0, 100, 75]),
        ((400, 300), "16:9", Contain, "center", false, [533, 300], [66, 0, 400, 300]),
        ((400, 300), "1:1", Contain, "top", false, [400, 400], [0, 0, 400, 300]),
        ((400, 300), "4:3", Contain, "top", false, [400, 300], [0, 0, 400, 300]),
        // Cover: the exact box, cut.
        ((400, 300), "200x200", Cover, "center", false, [200, 200], [0, 0, 200, 200]),
        ((400, 300), "800x800", Cover, "center", false, [300, 300], [0, 0, 300, 300]),
        ((400, 300), "800x800", Cover, "center", true, [800, 800], [0, 0, 800, 800]),
        ((400, 300), "800x200", Cover, "center", false, [400, 100], [0, 0, 400, 100]),
        ((400, 300), "16:9", Cover, "center", false, [400, 225], [0, 0, 400, 225]),
        ((400, 300), "1:1", Cover, "center", false, [300, 300], [0, 0, 300, 300]),
        ((1000, 1000), "16:9", Cover, "center", false, [1000, 563], [0, 0, 1000, 563]),
        ((400, 300), "1:1000", Cover, "center", false, [1, 300], [0, 0, 1, 300]),
        ((400, 300), "x150", Cover, "center", false, [200, 150], [0, 0, 200, 150]),
        // Stretch: the exact box, distorted.
        ((400, 300), "200x200", Stretch, "center", false, [200, 200], [0, 0, 200, 200]),
        ((400, 300), "800x800", Stretch, "center", false, [300, 300], [0, 0, 300, 300]),
        ((400, 300), "800x800", Stretch, "center", true, [800, 800], [0, 0, 800, 800]),
        ((400, 300), "401x1", Stretch, "center", false, [400, 1], [0, 0, 400, 1]),
        ((400, 300), "100x", Stretch, "center", false, [100, 75], [0, 0, 100, 75]),
        // None: the exact box, unscaled.
        ((400, 300), "200x200", None, "center", false, [200, 200], [0, 0, 200, 200]),
        ((400, 300), "500x400", None, "center", false, [500, 400], [50, 50, 400, 300]),
        ((400, 300), "501x401", None, "center", false, [501, 401], [50, 50, 400, 300]),
        ((400, 300), "500x200", None, "left", false, [500, 200], [0, 0, 400, 200]),
        ((400, 300), "500x200", None, "right", true, [500, 200], [100, 0, 400, 200]),
        ((400, 300), "500x", None, "center", false, [500, 300], [50, 0, 400, 300]),
        ((400, 300), "x500", None, "bottom", false, [400, 500], [0, 200, 400, 300]),
        ((400, 300), "50%", None, "center", false, [200, 150], [0, 0, 200, 150]),
        ((1, 1), "1x1", None, "center", false, [1, 1], [0, 0, 1, 1]),
    ];
    for (source, size, fit, align, grows, canvas, dest) in rows {
        let enlarge = if grows { Enlarge::Always } else { Enlarge::Never };
        let found = placed(source, size, fit, align, enlarge);
        let row = format!("{source:?} {size} {fit:?} {align} {grows}");
        assert_eq!([found.canvas.width, found.canvas.height], canvas, "{row}");
        assert_eq!(whole(found.dest), dest, "{row}");
    }
}

#[test]
fn crops_by_hand() {
    type Row = ((u32, u32), &'static str, Fit, &'static str, [f64; 4]);
    let rows: [Row; 17] = [
        ((400, 300), "200x200", Fit::Cover, "center", [50.0, 0.0, 300.0, 300.0]),
        ((400, 300), "200x200", Fit::Cover, "left", [0.0, 0.0, 300.0, 300.0]),
        ((400, 300), "200x200", Fit::Cover, "right", [100.0, 0.0, 300.0, 300.0]),
        ((400, 300), "200x200", Fit::Cover, "0.25,0.5", [25.0, 0.0, 300.0, 300.0]),
        ((300, 400), "100x100", Fit::Cover, "bottom", [0.0, 100.0, 300.0, 300.0]),
        ((300, 400), "150x50", Fit::Cover, "top", [0.0, 0.0, 300.0, 100.0]),
        ((401, 300), "200x200", Fit::Cover, "center", [50.5, 0.0, 300.0, 300.0]),
        // At scale 1 the cut is on whole pixels, or all of it would be blurred.
        ((401, 300), "300x300", Fit::Cover, "center", [50.0, 0.0, 300.0, 300.0]),
        ((1000, 1000), "16:9", Fit::Cover, "center", [0.0, 218.0, 1000.0, 563.0]),
        ((400, 300), "16:9", Fit::Cover, "center", [0.0, 37.0, 400.0, 225.0]),
        ((400, 300), "200x100", Fit::None, "center", [100.0, 100.0, 200.0, 100.0]),
        ((400, 300), "201x101", Fit::None, "center", [99.0, 99.0, 201.0, 101.0]),
        ((400, 300), "200x100", Fit::None, "bottom-right", [200.0, 200.0, 200.0, 100.0]),
        ((400, 300), "500x100", Fit::None, "top", [0.0, 0.0, 400.0, 100.0]),
        ((400, 300), "200x200", Fit::Stretch, "left", [0.0, 0.0, 400.0, 300.0]),
        ((400, 300), "200x200", Fit::Inside, "left", [0.0, 0.0, 400.0, 300.0]),
        ((400, 300), "200x200", Fit::Contain, "left", [0.0, 0.0, 400.0, 300.0]),
    ];
    for (source, size, fit, align, [x, y, width, height]) in rows {
        let found = placed(source, size, fit, align, Enlarge::Never).crop;
        let expected = Rect::new(x, y, width, height);
        let off = [found.x - x, found.y - y, found.width - width, found.height - height];
        assert!(
            off.iter().all(|off| off.abs() < 1e-9),
            "{source:?} {size} {fit:?} {align}: {found:?}, not {expected:?}"
        );
    }
}

#[test]
fn a_box_that_shrank_says_so() {
    for (size, fit, enlarge, shrank) in [
        ("800x800", Fit::Cover, Enlarge::Never, true),
        ("800x800", Fit::Stretch, Enlarge::Never, true),
        ("400x301", Fit::Cover, Enlarge::Never, true),
        ("400x300", Fit::Cover, Enlarge::Never, false),
        ("800x800", Fit::Cover, Enlarge::Always, false),
        ("800x800", Fit::Contain, Enlarge::Never, false),
        ("800x800", Fit::Inside, Enlarge::Never, false),
        ("16:9", Fit::Cover, Enlarge::Never, false),
    ] {
        assert_eq!(placed((400, 300), size, fit, "center", enlarge).box_shrunk, shrank, "{size} {fit:?}");
    }
}

#[test]
fn a_ratio_needs_a_fit_that_makes_a_box() {
    for fit in [Fit::Inside, Fit::Outside, Fit::Stretch, Fit::None] {
        let error = place(Size::new(4, 3), wanted("16:9"), fit, Align::CENTER, Enlarge::Never, 300.0).unwrap_err();
        let help = error.help().unwrap();
        assert!(error.fault() == Fault::Input && help.contains("cover") && help.contains("contain"), "{help}");
    }
    for factor in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let wanted = Wanted::Scale(factor);
        assert!(place(Size::new(4, 3), wanted, Fit::Inside, Align::CENTER, Enlarge::Always, 300.0).is_err());
        assert!(scale_canvas(4.0, 3.0, wanted, asked(300.0)).is_err());
    }
}

#[test]
fn the_natural_size_is_the_source() {
    for fit in [Fit::Inside, Fit::Contain, Fit::Cover, Fit::Stretch, Fit::Outside, Fit::None] {
        let found = place(Size::new(7, 5), Wanted::Natural, fit, Align::CENTER, Enlarge::Never, 300.0).unwrap();
        assert_eq!((found.canvas, whole(found.crop), whole(found.dest)), (Size::new(7, 5), [0, 0, 7, 5], [0, 0, 7, 5]));
    }
    assert_eq!(Wanted::pixels(0, 0), Wanted::Natural);
}

// -------------------------------------------------------------------------------------------------- canvases

fn asked(dpi: f64) -> Resolution {
    Resolution { own: None, asked: Some(dpi) }
}

#[test]
fn canvases_with_a_size_on_paper_have_it_at_the_resolution_that_is_asked_for() {
    for (width, height, own, dpi, expected) in [
        // 50 x 30 mm at 50.8 dots to the inch, drawn at 300: 590.55 x 354.33.
        (100.0, 60.0, Some(50.8), Some(300.0), [591, 354]),
        // A viewport of 500 x 400 over 5 inches: 5 x 500 pixels.
        (500.0, 400.0, Some(100.0), Some(500.0), [2500, 2000]),
        // The same over 5 cm at 300: 5 x 300 / 2.54 = 590.55.
        (500.0, 400.0, Some(254.0), Some(300.0), [591, 472]),
        // Half a dot rounds up, and nothing is less than a dot.
        (1.0, 0.1, Some(100.0), Some(250.0), [3, 1]),
        // The document's own resolution, and none at all: its own pixels, cut off.
        (99.6, 50.2, Some(300.0), None, [99, 50]),
        (99.6, 50.2, None, Some(300.0), [99, 50]),
        (99.6, 50.2, Some(0.0), Some(300.0), [99, 50]),
    ] {
        let (found, scale) = scale_canvas(width, height, Wanted::Natural, Resolution { own, asked: dpi }).unwrap();
        assert_eq!([found.width, found.height], expected, "{width} x {height} at {own:?}, asked {dpi:?}");
        let factor = own.filter(|own| *own > 0.0).zip(dpi).map_or(1.0, |(own, dpi)| dpi / own);
        assert!((scale - factor).abs() < 1e-12);
    }
    // Who asks for pixels or a factor gets them: then the resolution is only written to the file.
    let both = Resolution { own: Some(254.0), asked: Some(72.0) };
    for (size, expected) in [("1000x", [1000, 500]), ("200%", [1000, 500]), ("1in", [72, 36])] {
        let (found, _) = scale_canvas(500.0, 250.0, wanted(size), both).unwrap();
        assert_eq!([found.width, found.height], expected, "{size}");
    }
}

#[test]
fn canvases_scale_by_one_factor() {
    for (width, height, size, dpi, expected, factor) in [
        (800.0, 600.0, "400x", 300.0, [400, 300], 0.5),
        (800.0, 600.0, "x1200", 300.0, [1600, 1200], 2.0),
        (800.0, 600.0, "500x500", 300.0, [500, 375], 0.625),
        (600.0, 800.0, "500x500", 300.0, [375, 500], 0.625),
        (800.0, 600.0, "200%", 300.0, [1600, 1200], 2.0),
        (800.0, 600.0, "2in", 150.0, [300, 225], 0.375),
        (800.0, 600.0, "50.8mmx500", 150.0, [300, 225], 0.375),
        (99.5, 50.2, "100%", 300.0, [99, 50], 1.0),
        (0.4, 0.4, "100%", 300.0, [1, 1], 1.0),
        (1000.0, 1.0, "10x", 300.0, [10, 1], 0.01),
        (3.0, 1.0, "1000x1000", 300.0, [1000, 333], 1000.0 / 3.0),
        (1.0, 3.0, "1000x1000", 300.0, [333, 1000], 1000.0 / 3.0),
        (50.0, 50.0, "29%", 300.0, [14, 14], 0.29),
    ] {
        let (found, scale) = scale_canvas(width, height, wanted(size), asked(dpi)).unwrap();
        assert_eq!([found.width, found.height], expected, "{width} x {height} at {size}");
        assert!((scale - factor).abs() < 1e-12, "{width} x {height} at {size}: {scale}");
    }
    assert_eq!(scale_canvas(123.0, 45.0, Wanted::Natural, asked(300.0)).unwrap(), (Size::new(123, 45), 1.0));
    for (width, height) in [(0.0, 5.0), (5.0, -1.0), (f64::NAN, 5.0), (5.0, f64::INFINITY)] {
        assert!(scale_canvas(width, height, Wanted::Natural, asked(300.0)).is_err());
    }
    assert!(scale_canvas(8.0, 6.0, wanted("16:9"), asked(300.0)).is_err());
}

proptest! {
    #[test]
    fn the_side_that_is_given_is_met(width in 0.1..5000.0f64, height in 0.1..5000.0f64, side in 1u32..5000) {
        prop_assert_eq!(scale_canvas(width, height, Wanted::pixels(side, 0), asked(300.0)).unwrap().0.width, side);
        prop_assert_eq!(scale_canvas(width, height, Wanted::pixels(0, side), asked(300.0)).unwrap().0.height, side);
        let inside = scale_canvas(width, height, Wanted::pixels(side, side), asked(300.0)).unwrap().0;
        prop_assert!(inside.width <= side && inside.height <= side);
        prop_assert!(inside.width == side || inside.height == side);
    }
}
