//! Templates over photos, down to the pixel: every worked case of the rules, in the vendor's fields and in the native
//! form, and the resolution in the file as a reader of our own finds it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests stop at a broken fact too")]

use artboard::geometry::Size;
use artboard::raster::Raster;
use artboard::source::Bytes;
use artboard::{Engine, Error, Fault, Format, Limits, Output, Rendered, Result, Source, decode, write};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

const RED: [u8; 4] = [200, 30, 40, 255];
const CLEAR: [u8; 4] = [0; 4];

/// A photo of `size` with a red box on nothing, as PNG.
fn photo(size: (u32, u32), subject: [u32; 4]) -> Source {
    let [left, top, width, height] = subject;
    let is_inside = |x: u32, y: u32| (left..left + width).contains(&x) && (top..top + height).contains(&y);
    let pixels = (0..size.1).flat_map(|y| (0..size.0).map(move |x| (x, y)));
    let data = pixels.flat_map(|(x, y)| if is_inside(x, y) { RED } else { CLEAR }).collect();
    let raster = Raster::from_straight(Size::new(size.0, size.1), data).unwrap();
    Source::bytes(write::raster(raster, &Output::default()).unwrap())
}

/// An opaque photo of one colour.
fn opaque(width: u32, height: u32) -> Source {
    photo((width, height), [0, 0, width, height])
}

fn apply(template: &str, source: &Source) -> Result<Vec<Rendered>> {
    let engine = Engine::builder().build();
    let template = engine.read_template(template)?;
    engine.apply(&template, source)
}

fn only(template: &str, source: &Source) -> Rendered {
    let mut files = apply(template, source).unwrap_or_else(|error| panic!("{template}: {error}"));
    assert_eq!(files.len(), 1, "{template}");
    files.remove(0)
}

fn pixels(file: &Rendered) -> Raster {
    let limits = Limits::default();
    let picture = decode::probe(Bytes::from(file.bytes.clone()), &limits).unwrap();
    decode::at_least(&picture, picture.size, &limits, &limits.deadline()).unwrap()
}

fn pixel(raster: &Raster, x: u32, y: u32) -> [u8; 4] {
    let at = (y as usize * raster.size().width as usize + x as usize) * 4;
    raster.data()[at..at + 4].try_into().unwrap()
}

/// Left, top, width, height of what is nearer to red than to white: where it is scaled, its edge is soft.
fn red_box(raster: &Raster) -> [u32; 4] {
    let Size { width, height } = raster.size();
    let all = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    let red: Vec<(u32, u32)> = all.filter(|(x, y)| pixel(raster, *x, *y)[1] < 140).collect();
    let (left, top) = (red.iter().map(|at| at.0).min().unwrap(), red.iter().map(|at| at.1).min().unwrap());
    let (right, bottom) = (red.iter().map(|at| at.0).max().unwrap(), red.iter().map(|at| at.1).max().unwrap());
    [left, top, right - left + 1, bottom - top + 1]
}

/// A template of the vendor with these fields.
fn vendor(fields: &Value) -> String {
    let mut all = json!({ "templateName": "Case", "templateOutputFormat": "PNG", "backgroundType": "1",
        "backgroundColor": "FFFFFF" });
    all.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    all.to_string()
}

/// Template in both forms, photo, box of its subject, and what comes out: canvas, then the box of the subject on it.
struct Row(Value, &'static str, (u32, u32), [u32; 4], (u32, u32), [u32; 4]);

/// The tables of the rules, worked out by hand; both forms of each template give the same bytes.
#[test]
fn worked_cases_come_out_to_the_pixel_in_both_forms() {
    let (source, box_300_600) = ((800, 800), [100, 50, 300, 600]);
    let percent = |side: u32| {
        json!({ "marginType": 1, "marginTop": side, "marginRight": side, "marginBottom": side,
        "marginLeft": side })
    };
    let with = |mut fields: Value, more: Value| {
        fields.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        fields
    };
    let rows = [
        // The example of the rules: fixed 1000 x 1000, 10 %, bottom.
        Row(
            with(
                percent(10),
                json!({ "resizeType": 2, "resizeWidth": 1000, "resizeHeight": "1000",
                "marginVerticalAlignment": 3 }),
            ),
            "canvas = { width = 1000, height = 1000 }\nmargin = \"10%\"\nalign = \"bottom\"",
            source,
            box_300_600,
            (1000, 1000),
            [300, 100, 400, 800],
        ),
        Row(
            with(
                percent(10),
                json!({ "resizeType": 2, "resizeWidth": 1000, "resizeHeight": 500,
                "marginVerticalAlignment": 1 }),
            ),
            "canvas = { width = 1000, height = 500 }\nmargin = \"10%\"\nalign = \"top\"",
            source,
            [0, 0, 400, 100],
            (1000, 500),
            [100, 50, 800, 200],
        ),
        // One side missing: the subject's ratio.
        Row(
            json!({ "resizeType": 2, "resizeHeight": 300, "resizeWidth": "" }),
            "canvas = { height = 300 }",
            source,
            box_300_600,
            (150, 300),
            [0, 0, 150, 300],
        ),
        // The ratio's canvas is exact, the subject at scale 1.
        Row(
            json!({ "resizeType": 1, "resizeWidth": 3, "resizeHeight": 4, "marginType": 2, "marginTop": 10,
                "marginBottom": 10, "marginLeft": 15, "marginRight": 15 }),
            "canvas = { ratio = \"3:4\" }\nmargin = \"10px 15px\"",
            source,
            [1, 2, 301, 300],
            (333, 444),
            [16, 72, 301, 300],
        ),
        // Without margins the ratio holds the whole photo, wherever its subject is.
        Row(
            json!({ "resizeType": 1, "resizeWidth": 16, "resizeHeight": 9, "marginVerticalAlignment": 3 }),
            "canvas = { ratio = \"16:9\" }\nalign = \"bottom\"",
            (100, 100),
            [10, 20, 30, 40],
            (192, 108),
            [46 + 10, 8 + 20, 30, 40],
        ),
        // Kept size without margins: nothing moves. With margins the subject fills the frame, and may grow.
        Row(json!({ "resizeType": 0 }), "canvas = \"keep\"", (80, 60), [11, 13, 17, 19], (80, 60), [11, 13, 17, 19]),
        Row(
            with(percent(25), json!({ "resizeType": "" })),
            "margin = \"25%\"",
            (80, 60),
            [11, 13, 10, 10],
            (80, 60),
            [25, 15, 30, 30],
        ),
        // 6 is read as a tight crop.
        Row(json!({ "resizeType": 6 }), "canvas = \"subject\"", (80, 60), [11, 13, 17, 19], (17, 19), [0, 0, 17, 19]),
        // Bounds: the subject's ratio; the greatest of the longest side wins.
        Row(
            json!({ "resizeType": 3, "resizeMinSize": 500, "resizeMaxSize": 2000 }),
            "canvas = { min = 500, max = 2000 }",
            (300, 300),
            [5, 5, 100, 200],
            (500, 1000),
            [0, 0, 500, 1000],
        ),
        Row(
            json!({ "resizeType": 3, "resizeMinSize": 500, "resizeMaxSize": 300 }),
            "canvas = { min = 500, max = 300 }",
            source,
            box_300_600,
            (150, 300),
            [0, 0, 150, 300],
        ),
        // Lengths on paper: 25.4 mm at 300 dpi are 300 px, 2 inches at 96 dpi are 192 px.
        Row(
            json!({ "resizeType": 2, "resizeUnit": 1, "resizeWidth": 25.4, "resizeHeight": 25.4 }),
            "canvas = { width = 25.4, height = \"1in\", unit = \"mm\" }",
            source,
            box_300_600,
            (300, 300),
            [75, 0, 150, 300],
        ),
        Row(
            json!({ "resizeType": 2, "resizeUnit": 2, "resizeWidth": 2, "resizeHeight": 1, "dpi": 96 }),
            "canvas = { width = 2, height = 1, unit = \"in\", dpi = 96 }",
            source,
            [0, 0, 800, 800],
            (192, 96),
            [48, 0, 96, 96],
        ),
    ];
    for Row(fields, lines, source, subject, canvas, expected) in rows {
        let photo = photo(source, subject);
        // The vendor's fields know no bleed.
        let ours = format!("schema = 1\nname = \"Case\"\nbackground = \"white\"\nbleed = \"off\"\n{lines}");
        let (theirs, ours) = (only(&vendor(&fields), &photo), only(&ours, &photo));
        assert_eq!(theirs.bytes, ours.bytes, "{lines}");
        let raster = pixels(&ours);
        assert_eq!((raster.size().width, raster.size().height), canvas, "{lines}");
        assert_eq!(red_box(&raster), expected, "{lines}");
        assert!(raster.is_opaque() || raster.clone().with_opacity_found().is_opaque(), "{lines}");
    }
}

#[test]
fn a_ratio_is_exact_to_the_pixel() {
    for (a, b) in [(1, 1), (3, 4), (4, 5), (16, 9), (191, 100), (2, 3), (7, 11)] {
        for subject in [[0, 0, 1, 1], [3, 4, 50, 20], [0, 0, 99, 101]] {
            for margin in ["0", "5%", "3px 7%"] {
                let toml = format!(
                    "schema = 1\nbackground = \"white\"\ncanvas = {{ ratio = \"{a}:{b}\" }}\nmargin = \"{margin}\""
                );
                let file = only(&toml, &photo((120, 130), subject));
                assert_eq!(file.size.width * b, file.size.height * a, "{a}:{b} {subject:?} {margin}");
                assert_eq!(red_box(&pixels(&file))[2..], subject[2..], "nothing is scaled");
            }
        }
    }
}

#[test]
fn gradient_rows_are_exact_at_both_ends_and_never_step_back() {
    for (first, last) in [([255, 255, 255], [64, 64, 64]), ([0, 0, 0], [255, 255, 255]), ([10, 200, 30], [11, 20, 200])]
    {
        for height in [1, 2, 3, 10, 255, 256, 257, 1000] {
            for format in ["png", "tiff"] {
                let hex = |[r, g, b]: [u8; 3]| format!("#{r:02x}{g:02x}{b:02x}");
                let toml = format!(
                    "schema = 1\nbackground = \"linear-gradient({}, {})\"\ncanvas = {{ width = 5, height = {height} }}\n\
                     enlarge = false\n\
                     outputs = [{{ format = \"{format}\" }}]",
                    hex(first),
                    hex(last)
                );
                let raster = pixels(&only(&toml, &photo((9, 9), [4, 4, 1, 1])));
                let rgb = |y: u32| <[u8; 3]>::try_from(&pixel(&raster, 0, y)[..3]).unwrap();
                assert_eq!(rgb(0), first, "{height} {format}");
                assert_eq!(rgb(height - 1), if height == 1 { first } else { last }, "{height} {format}");
                for y in 1..height {
                    for channel in 0..3 {
                        let (before, now) = (rgb(y - 1)[channel], rgb(y)[channel]);
                        let goes_up = last[channel] >= first[channel];
                        assert!(if goes_up { now >= before } else { now <= before }, "row {y} of {height}");
                    }
                }
                for y in 0..height {
                    assert_eq!(pixel(&raster, 4, y)[..3], rgb(y), "a row has one colour");
                }
            }
        }
    }
}

#[test]
fn a_drop_shadow_lies_below_the_subject_and_ends_at_the_canvas() {
    let toml = "schema = 1\nbackground = \"white\"\ncanvas = { width = 200, height = 200 }\nmargin = \"25%\"\nshadow = \"drop\"";
    let raster = pixels(&only(toml, &photo((50, 50), [0, 0, 50, 50])));
    assert_eq!(red_box(&raster), [50, 50, 100, 100], "the subject itself has no shadow on it");
    // 2 % of 200 px down, sigma 1.5 % of 200 px, black at 35 %: its own edge stands 4 px below the subject's, at half.
    let gray = |y: u32| pixel(&raster, 100, y)[0];
    assert!(gray(40) == 255 && gray(170) == 255, "it ends");
    assert_eq!(
        gray(49),
        255 - (0.35f64 * 255.0 * 0.067).round() as u8,
        "4.5 px inside the blurred upper edge, 1.5 sigma out"
    );
    let at_edge = (f64::from(gray(153)) + f64::from(gray(154))) / 2.0;
    assert!((at_edge - 255.0 * (1.0 - 0.35 / 2.0)).abs() < 3.0, "{at_edge}");
    let left_and_right = [(45, 100), (154, 100)].map(|(x, y)| pixel(&raster, x, y));
    assert_eq!(left_and_right[0], left_and_right[1], "nothing across");
}

/// A canvas with a shadow is the crop of a larger one: what lies outside casts and receives its shadow all the same.
#[test]
fn a_shadow_that_the_canvas_crops_is_the_crop_of_a_larger_canvas() {
    let photo = photo((60, 60), [0, 0, 60, 60]);
    for form in ["form = \"soft\", dy = \"6px\"", "form = \"contact\", dy = \"3px\"", "dx = \"-40px\""] {
        let made = |canvas: &str, margin: &str| {
            let toml = format!(
                "schema = 1\nbackground = \"white\"\ncanvas = {canvas}\nmargin = \"{margin}\"\nalign = \"top-left\"\n\
                 shadow = {{ {form}, blur = \"20px\" }}"
            );
            pixels(&only(&toml, &photo))
        };
        // The subject of 60 px touches all edges of the small canvas. Blurred on cells of 5 px, so the larger one grows
        // by a multiple of them to the left and above.
        let small = made("{ width = 60, height = 60 }", "0");
        let right = made("{ width = 120, height = 100 }", "0 60px 40px 0");
        let left = made("{ width = 160, height = 140 }", "40px 60px 40px 40px");
        for y in 0..60 {
            for x in 0..60 {
                let is = pixel(&small, x, y);
                assert_eq!(is, pixel(&right, x, y), "{form}: {x}, {y}");
                assert_eq!(is, pixel(&left, x + 40, y + 40), "{form}: {x}, {y}");
            }
        }
        assert_ne!(pixel(&right, 30, 66), [255; 4], "{form}: there is a shadow beyond");
    }
}

#[test]
fn a_contact_shadow_is_a_narrow_line_along_the_lower_edge() {
    let toml = "schema = 1\nbackground = \"white\"\ncanvas = { width = 400, height = 400 }\nmargin = \"25%\"\n\
                shadow = \"contact\"";
    let raster = pixels(&only(toml, &photo((50, 50), [0, 0, 50, 50])));
    assert_eq!(red_box(&raster), [100, 100, 200, 200], "nothing of it lies on the subject");
    let gray = |x: u32, y: u32| pixel(&raster, x, y)[0];
    // Moved down by 0.5 % of 400 px, black at 50 %, blurred by 2 px: its own edge stands at 302, at half.
    let at_edge = (f64::from(gray(200, 301)) + f64::from(gray(200, 302))) / 2.0;
    assert!((at_edge - 255.0 * 0.75).abs() < 4.0, "{at_edge}");
    assert_eq!((gray(200, 312), gray(200, 99), gray(92, 200)), (255, 255, 255), "no shadow elsewhere");
    assert!(gray(98, 297) < 245 && gray(90, 297) == 255, "a little beside it");
}

#[test]
fn alpha_without_a_background_becomes_white_in_a_jpeg_and_the_report_says_so() {
    let file = only(r#"{ "templateOutputFormat": "JPG", "resizeType": 0 }"#, &photo((16, 16), [0, 0, 8, 16]));
    let white = pixel(&pixels(&file), 15, 8);
    assert!(white.iter().all(|channel| *channel > 250), "{white:?}");
    assert!(file.report.notes().iter().any(|note| note.message.contains("jpeg")), "{:?}", file.report);
}

#[test]
fn one_fetch_feeds_all_outputs() {
    #[derive(Clone)]
    struct Counted(Arc<AtomicUsize>, Bytes);
    impl artboard::Assets for Counted {
        fn fetch(&self, _: &Source, _: u64) -> Result<Bytes> {
            self.0.fetch_add(1, Ordering::SeqCst);
            Ok(self.1.clone())
        }
    }
    let Source::Bytes(bytes) = photo((40, 40), [10, 10, 20, 20]) else { panic!("bytes") };
    let count = Arc::new(AtomicUsize::new(0));
    let engine = Engine::builder().assets(Counted(Arc::clone(&count), bytes)).build();
    let template = engine
        .read_template(
            "schema = 1\nbackground = \"white\"\ncanvas = { width = 100, height = 100 }\nmargin = \"10%\"\n\
             [[outputs]]\nformat = \"png\"\n[[outputs]]\nformat = \"jpeg\"\nsize = \"50x50\"\n\
             [[outputs]]\nformat = \"tiff\"\nsize = \"25%\"\n[[outputs]]\nformat = \"webp\"\nsize = \"x10\"",
        )
        .unwrap();
    let files = engine.apply(&template, &Source::path("shoe.png")).unwrap();
    assert_eq!(count.load(Ordering::SeqCst), 1);
    let made: Vec<(Format, u32)> = files.iter().map(|file| (file.format, file.size.width)).collect();
    assert_eq!(made, [(Format::Png, 100), (Format::Jpeg, 50), (Format::Tiff, 25), (Format::Webp, 10)]);
}

#[cfg(feature = "psd")]
#[test]
fn a_psd_holds_background_shadow_and_subject() {
    let toml = "schema = 1\nbackground = \"white\"\nshadow = {}\n[[outputs]]\nformat = \"psd\"\n";
    let files = apply(toml, &photo((40, 40), [10, 10, 20, 20])).unwrap();
    let file = &files[0].bytes;
    assert!(file.starts_with(b"8BPS\0\x01") && files[0].report.is_empty());
    // Names as Pascal strings, of which each layer has one.
    let names = [&b"\x0abackground"[..], b"\x0esubject shadow", b"\x07subject"];
    let places = names.map(|name| file.windows(name.len()).position(|window| window == name).unwrap());
    assert!(places.is_sorted(), "{places:?}");
}

// ------------------------------------------------------------------------------------------------- resolution

#[test]
fn the_resolution_stands_in_every_format() {
    for (dpi, png) in [(300.0, 11_811), (72.0, 2_835), (96.0, 3_780), (150.0, 5_906), (1200.0, 47_244)] {
        let toml = format!(
            "schema = 1\ncanvas = {{ width = 10, unit = \"mm\", dpi = {dpi} }}\n[[outputs]]\nformat = \"png\"\n\
             [[outputs]]\nformat = \"jpeg\"\n[[outputs]]\nformat = \"tiff\""
        );
        let files = apply(&toml, &opaque(20, 20)).unwrap();
        let [in_png, in_jpeg, in_tiff] = files.as_slice() else { panic!("three files") };
        assert_eq!(in_png.size.width, (10.0f64 * dpi / 25.4 + 0.5).floor() as u32);
        assert_eq!(png_per_metre(&in_png.bytes), Some((png, png)), "{dpi}");
        assert_eq!(jfif_density(&in_jpeg.bytes), Some((1, dpi as u16, dpi as u16)), "1 is inches");
        assert_eq!(tiff_resolution(&in_tiff.bytes), Some((2, dpi, dpi)), "2 is inches");
    }
}

#[test]
fn no_resolution_is_written_unless_one_is_known() {
    let toml = "schema = 1\ncanvas = { width = 10 }\n[[outputs]]\nformat = \"png\"\n[[outputs]]\nformat = \"jpeg\"";
    let files = apply(toml, &opaque(20, 20)).unwrap();
    assert_eq!(png_per_metre(&files[0].bytes), None);
    assert!(jfif_density(&files[1].bytes).is_none_or(|(unit, ..)| unit == 0), "0 is a ratio");
    let given = only("schema = 1\ncanvas = { width = 10, dpi = 144 }", &opaque(20, 20));
    assert_eq!(png_per_metre(&given.bytes), Some((5_669, 5_669)), "with px units it is written when given");
}

fn be(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |sum, byte| sum << 8 | u32::from(*byte))
}

/// Pixels to the metre across and down, from the chunk pHYs (PNG, third edition, 11.3.4.3).
fn png_per_metre(file: &[u8]) -> Option<(u32, u32)> {
    let mut rest = file.get(8..)?;
    loop {
        let length = be(rest.get(..4)?) as usize;
        let body = rest.get(8..8 + length)?;
        if rest.get(4..8)? == b"pHYs" {
            return (body[8] == 1).then(|| (be(&body[..4]), be(&body[4..8])));
        }
        rest = rest.get(12 + length..)?;
    }
}

/// Unit and density across and down, from the JFIF segment (ITU-T T.871, 10.1).
fn jfif_density(file: &[u8]) -> Option<(u8, u16, u16)> {
    let at = file.windows(5).position(|window| window == b"JFIF\0")? + 5;
    let body = file.get(at..at + 7)?;
    Some((body[2], be(&body[3..5]) as u16, be(&body[5..7]) as u16))
}

/// Unit and resolution across and down, from the tags 296, 282 and 283 (TIFF 6.0).
fn tiff_resolution(file: &[u8]) -> Option<(u32, f64, f64)> {
    let is_little = file.starts_with(b"II");
    let number = |at: usize, length: usize| -> Option<u32> {
        let mut bytes = file.get(at..at + length)?.to_vec();
        if is_little {
            bytes.reverse();
        }
        Some(be(&bytes))
    };
    let directory = number(4, 4)? as usize;
    let entries = (0..number(directory, 2)? as usize).map(|index| directory + 2 + index * 12);
    let entry = |tag: u32| entries.clone().find(|at| number(*at, 2) == Some(tag)).map(|at| at + 8);
    let ratio = |tag: u32| {
        let at = number(entry(tag)?, 4)? as usize;
        Some(f64::from(number(at, 4)?) / f64::from(number(at + 4, 4)?))
    };
    Some((number(entry(296)?, 2)?, ratio(282)?, ratio(283)?))
}

// --------------------------------------------------------------------------------------------------- bad input

/// What is wrong, what the message must name (field and value), and that it says what to do.
#[test]
fn bad_templates_name_field_value_and_remedy() {
    let fixed = "canvas = { width = 100, height = 100 }";
    let native = |lines: String| format!("schema = 1\n{lines}");
    let rows: [(String, &[&str]); 15] = [
        // Transparent with JPEG.
        (
            vendor(&json!({ "backgroundType": 2, "templateOutputFormat": "JPG" })),
            &["templateOutputFormat", "JPG", "transparent"],
        ),
        (
            native("background = \"transparent\"\noutputs = [{ format = \"jpeg\" }]".into()),
            &["outputs[0].format", "jpeg", "transparent"],
        ),
        // Margins that leave no room.
        (
            vendor(&json!({ "marginType": 1, "marginLeft": 60, "marginRight": 40 })),
            &["marginLeft, marginRight", "60%", "40%"],
        ),
        (
            vendor(
                &json!({ "marginType": 2, "marginTop": 80, "marginBottom": 20, "resizeType": 2, "resizeHeight": 100 }),
            ),
            &["marginTop, marginBottom", "80px", "100 px"],
        ),
        (native(format!("{fixed}\nmargin = \"50%\"")), &["margin", "50%"]),
        (native(format!("{fixed}\nmargin = \"0 60px 0 40px\"")), &["margin", "60px", "40px"]),
        (native(format!("{fixed}\nmargin = \"5mm\"")), &["margin", "5mm", "100 px"]),
        // Units without a sensible resolution.
        (vendor(&json!({ "resizeUnit": 1, "resizeType": 2, "resizeWidth": 50, "dpi": 0 })), &["dpi", "0"]),
        (vendor(&json!({ "resizeUnit": 2, "resizeType": 2, "resizeWidth": 5, "dpi": 100_000 })), &["dpi", "100000"]),
        (vendor(&json!({ "resizeUnit": "ell", "resizeType": 2, "resizeWidth": 5 })), &["resizeUnit", "ell"]),
        (native("canvas = { width = 5, unit = \"mm\", dpi = -300 }".into()), &["canvas.dpi", "-300"]),
        (native("canvas = { width = 5, unit = \"ell\" }".into()), &["canvas.unit", "ell"]),
        // Unknown fields.
        (vendor(&json!({ "backgroundColour": "FF0000" })), &["backgroundColour", "FF0000"]),
        (native("marign = \"7%\"".into()), &["marign", "7%"]),
        (native("canvas = { widht = 70 }".into()), &["canvas.widht", "70"]),
    ];
    let engine = Engine::builder().build();
    for (template, named) in rows {
        let error = engine.read_template(&template).unwrap_err();
        assert_eq!(error.fault(), Fault::Input, "{template}");
        let text = error.to_string();
        for part in named {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(error.help().is_some_and(|help| help.len() > 10), "{text}: {:?}", error.help());
    }
}

/// A canvas that follows the photo is known only with it: the photo fails, not the template.
#[test]
fn margins_without_room_on_this_photo_are_an_error_that_says_so() {
    let toml = "schema = 1\nbackground = \"white\"\ncanvas = \"keep\"\nmargin = \"50px\"";
    let error: Error = apply(toml, &photo((100, 400), [0, 0, 100, 400])).unwrap_err();
    let text = error.to_string();
    assert!(text.contains("margin") && text.contains("100 px") && text.contains("50"), "{text}");
    assert!(error.help().is_some());
}

#[test]
fn an_empty_picture_and_one_that_is_all_subject_are_presented_and_told() {
    let toml = "schema = 1\nbackground = \"white\"\ncanvas = { width = 50, height = 50 }";
    let empty = only(toml, &photo((30, 30), [0, 0, 0, 0]));
    assert_eq!(empty.report.serious().count(), 1, "{:?}", empty.report);
    let full = only(toml, &photo((30, 30), [0, 0, 30, 29]));
    assert_eq!(red_box(&pixels(&full))[2], 50);
}
