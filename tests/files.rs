//! What goes in and comes out besides one picture: folders by content, order, names, plans, several files of one photo.

#![cfg(all(feature = "cli", feature = "jpeg", feature = "png", feature = "webp", feature = "svg"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a broken fact should stop at its line")]

mod desk;

use artboard::decode;
use artboard::limits::{Deadline, Limits};
use artboard::output::WRITES_LOSSY_WEBP;
use artboard::raster::Raster;
use desk::Desk;
use serde_json::Value;

const PHOTO: &str = "photos/landscape.jpg"; // 640 x 480

fn pixels(bytes: Vec<u8>) -> Raster {
    let limits = Limits::default();
    let picture = decode::probe(bytes, &limits).unwrap();
    decode::at_least(&picture, picture.size, &limits, &Deadline::NEVER).unwrap()
}

fn size(bytes: Vec<u8>) -> (u32, u32) {
    let size = decode::probe(bytes, &Limits::default()).unwrap().size;
    (size.width, size.height)
}

fn inputs(report: &Value) -> Vec<&str> {
    report["items"].as_array().unwrap().iter().map(|item| item["input"].as_str().unwrap()).collect()
}

#[test]
fn folders_are_searched_by_content_and_nothing_is_passed_over_in_silence() {
    let desk = Desk::new(&[]);
    for name in ["a.jfif", "b.jpg_large", "c"] {
        desk.copy(PHOTO, &format!("in/{name}"));
    }
    desk.write("in/notes.txt", "no picture");
    desk.write("in/plan.pdf", "%PDF-1.7");
    desk.write("in/phone.heic", "\0\0\0\x18ftypheic\0\0\0\0mif1heic");
    desk.write("in/empty.jpg", "");
    let ran = desk.run(&["thumb", "-r", "in", "-w", "20", "-o", "out/", "--json"]).ends(1);
    let report = ran.json();
    assert_eq!(inputs(&report), ["in/a.jfif", "in/b.jpg_large", "in/c", "in/empty.jpg", "in/phone.heic"]);
    let over: Vec<_> = report["passed_over"].as_array().unwrap().iter().map(|file| file["input"].clone()).collect();
    assert_eq!(over, ["in/notes.txt", "in/plan.pdf"]);
    let heic = &report["items"][4]["error"];
    assert_eq!(heic["fault"], "unsupported");
    assert!(heic["message"].as_str().unwrap().contains("HEIC"), "{heic}");
    let ran = ran.says("2 files were passed over (-v names them)");
    assert!(!ran.stderr.contains("notes.txt"));
    desk.run(&["thumb", "-r", "in", "-w", "20", "-o", "v/", "-v"]).ends(1).says("passed over: in/notes.txt: not a");
    let lines = desk.run(&["thumb", "-r", "in", "-n", "--json=lines"]).ends(1).text();
    assert_eq!(lines.matches("\"type\":\"passed_over\"").count(), 2);
    desk.run(&["sheet", "-r", "in", "-o", "sheet.png"]).ends(0).says("2 files were passed over");
}

#[test]
fn a_plan_sees_names_that_only_sizes_make_the_same() {
    let desk = Desk::new(&[]);
    desk.copy(PHOTO, "a/x.jpg");
    desk.copy(PHOTO, "b/x.jpg");
    let run =
        |more: &[&str]| desk.run(&[&["thumb", "a/x.jpg", "b/x.jpg", "-s", "40x", "-o", "out/", "-n"], more].concat());
    run(&[]).ends(1).says("would write out/x-40x30.png from a/x.jpg").says("for `a/x.jpg`").says("out/x-40x30.png");
    run(&["--on-conflict", "suffix"]).ends(0).says("out/x-40x30-2.png");
    assert!(!desk.has("out"));
    desk.run(&["thumb", "a/x.jpg", "-s", "40x", "-o", "out/"]).ends(0);
    desk.run(&["thumb", "a/x.jpg", "-s", "40x", "-o", "out/", "-n"]).ends(1).says("exists already");
    desk.run(&["thumb", "a/x.jpg", "b/x.jpg", "-o", "{stem}-{hash}.png", "-n"]).ends(0).says("x-{hash}.png");
    desk.write("box.toml", "schema = 1\ncanvas = { width = 50, height = 40 }");
    let apply = ["apply", "box.toml", "a/x.jpg", "b/x.jpg", "-o", "{stem}-{size}.{ext}", "-n"];
    desk.run(&apply).ends(1).says("would write x-50x40.png");
}

#[cfg(unix)]
#[test]
fn names_that_are_no_text_stay_as_they_are() {
    use std::os::unix::ffi::OsStrExt;
    let name = |bytes: &'static [u8]| std::ffi::OsStr::from_bytes(bytes);
    let desk = Desk::new(&[PHOTO]);
    std::fs::create_dir_all(desk.path("in")).unwrap();
    for from in [&b"in/caf\xe9.jpg"[..], b"in/caf\xe8.jpg"] {
        std::fs::copy(desk.path("landscape.jpg"), desk.path("").join(name(from))).unwrap();
    }
    desk.run(&["thumb", "-r", "in", "-w", "20", "-o", "out/{stem}.{ext}"]).ends(0);
    for made in [&b"out/caf\xe9.png"[..], b"out/caf\xe8.png"] {
        assert!(desk.path("").join(name(made)).exists());
    }
}

#[test]
fn several_sizes_and_formats_are_one_item() {
    let desk = Desk::new(&[PHOTO]);
    let ran =
        desk.run(&["thumb", "landscape.jpg", "-s", "320,160", "-s", "80", "-f", "jpg,png", "-o", "out/", "--json"]);
    let report = ran.ends(0).json();
    let expected = ["landscape-160w.jpg", "landscape-160w.png", "landscape-320w.jpg", "landscape-320w.png"];
    assert_eq!(desk.names("out")[..4], expected);
    assert_eq!((report["summary"]["total"].clone(), inputs(&report).len()), (1.into(), 1));
    let outputs = report["items"][0]["outputs"].as_array().unwrap();
    let told: Vec<_> = outputs.iter().map(|one| (one["format"].as_str().unwrap(), one["width"].clone())).collect();
    assert_eq!(told[..2], [("jpeg", 320.into()), ("jpeg", 160.into())]);
    assert_eq!((told.len(), &report["items"][0]["output"]), (6, &outputs[0]["output"]));
    // Each is what it would be by itself, but for the last bits of a picture that is decoded larger.
    desk.run(&["thumb", "landscape.jpg", "-s", "80", "-o", "alone.png"]).ends(0);
    let (together, alone) = (pixels(desk.read("out/landscape-80w.png")), pixels(desk.read("alone.png")));
    let far = together.data().iter().zip(alone.data()).map(|(a, b)| u64::from(a.abs_diff(*b))).sum::<u64>();
    assert!(far as f64 / alone.data().len() as f64 <= 1.0, "{far}");
    desk.run(&["thumb", "landscape.jpg", "-s", "80,160", "-o", "one.png"]).ends(2).says("same name");
    desk.run(&["thumb", "landscape.jpg", "-s", "80,80"]).ends(2).says("--size");
    desk.run(&["thumb", "landscape.jpg", "-s", "80x80,80x40"]).ends(0);
    assert!(desk.has("landscape-80x60.png") && desk.has("landscape-53x40.png"));
    desk.run(&["thumb", "landscape.jpg", "-s", "80,160", "-n"])
        .ends(0)
        .says("landscape-80w.png")
        .says("landscape-160w.png");
    desk.copy("card/card.json", "card.json");
    desk.run(&["render", "card.json", "-s", "50,100", "--missing", "skip", "-o", "r/"]).ends(0);
    assert_eq!(desk.names("r"), ["card-100x140.png", "card-50x70.png"]);
    desk.write("two.toml", "schema = 1\n[[outputs]]\nsize = \"40x\"\n[[outputs]]\nsize = \"20x\"\nname = \"s.{ext}\"");
    desk.run(&["apply", "two.toml", "landscape.jpg", "-f", "jpg,webp", "-o", "a/{size}.{ext}"]).ends(0);
    assert_eq!(desk.names("a"), ["20x15.jpg", "20x15.webp", "40x30.jpg", "40x30.webp"]);
}

/// A picture of four corners: red, green / blue, white.
fn corners(desk: &Desk) {
    desk.write(
        "corners.svg",
        "<svg xmlns='http://www.w3.org/2000/svg' width='80' height='40'><rect width='40' height='20' fill='#f00'/>\
         <rect x='40' width='40' height='20' fill='#0f0'/><rect y='20' width='40' height='20' fill='#00f'/>\
         <rect x='40' y='20' width='40' height='20' fill='#fff'/></svg>",
    );
    desk.run(&["thumb", "corners.svg", "-o", "corners.png"]).ends(0);
}

/// The letters of the corners' colours, row by row, and the size.
fn read_corners(bytes: Vec<u8>) -> (String, (u32, u32)) {
    let raster = pixels(bytes);
    let (width, height) = (raster.size().width as usize, raster.size().height as usize);
    let letter = |x: usize, y: usize| match raster.data()[(y * width + x) * 4..][..3] {
        [r, g, b] if r > 200 && g < 60 && b < 60 => 'r',
        [r, g, b] if r < 60 && g > 200 && b < 60 => 'g',
        [r, g, b] if r < 60 && g < 60 && b > 200 => 'b',
        [r, g, b] if r > 200 && g > 200 && b > 200 => 'w',
        _ => '?',
    };
    let places = [(1, 1), (width - 2, 1), (1, height - 2), (width - 2, height - 2)];
    (places.map(|(x, y)| letter(x, y)).iter().collect(), (width as u32, height as u32))
}

#[test]
fn edits_act_in_their_order_on_photos_and_on_vector_art() {
    let desk = Desk::new(&[]);
    corners(&desk);
    for (args, expected) in [
        (&["--rotate", "90"][..], ("brwg", (40, 80))),
        (&["--rotate", "-90"], ("gwrb", (40, 80))),
        (&["--rotate", "180"], ("wbgr", (80, 40))),
        (&["--flip", "horizontal"], ("grwb", (80, 40))),
        (&["--flip", "vertical"], ("bwrg", (80, 40))),
        // Turned first, then mirrored, whatever comes first on the command line.
        (&["--flip", "horizontal", "--rotate", "90"], ("rbgw", (40, 80))),
        // The crop is of the turned photo.
        (&["--rotate", "90", "--crop", "0,0,40,40"], ("brbr", (40, 40))),
        (&["--crop", "50%,0,50%,100%"], ("ggww", (40, 40))),
        (&["--crop", "40,0,40,20", "-s", "20x"], ("gggg", (20, 10))),
    ] {
        for input in ["corners.png", "corners.svg"] {
            let all = [&["thumb", input, "-o", "out.png"], args].concat();
            desk.run(&all).ends(0);
            let (letters, size) = read_corners(desk.read("out.png"));
            assert_eq!((letters.as_str(), size), expected, "{input} {args:?}");
        }
        if !args.contains(&"-s") {
            desk.write("keep.toml", "schema = 1");
            desk.run(&[&["apply", "keep.toml", "corners.png", "-o", "out.png"], args].concat()).ends(0);
            let (letters, size) = read_corners(desk.read("out.png"));
            assert_eq!((letters.as_str(), size), expected, "apply {args:?}");
        }
    }
    desk.run(&["thumb", "corners.png", "--crop", "70,0,40,40", "-o", "out.png"]).ends(0).says("reaches beyond");
    desk.run(&["thumb", "corners.png", "--crop", "80,0,40,40", "-o", "out.png"]).ends(1).says("crop");
    desk.run(&["thumb", "corners.png", "--rotate", "45"]).ends(2).says("90, 180 or 270");
}

#[test]
fn a_point_stays_in_a_crop_that_covers() {
    let desk = Desk::new(&[]);
    corners(&desk);
    let run = |place: &[&str]| {
        let args = ["thumb", "corners.png", "-s", "20x20", "--fit", "cover", "--enlarge", "always", "-o", "out.png"];
        desk.run(&[&args, place].concat()).ends(0);
        read_corners(desk.read("out.png")).0
    };
    assert_eq!(run(&[]), "rgbw");
    assert_eq!(run(&["--focus", "0.75,0.5"]), "ggww");
    assert_eq!(run(&["--align", "focus:0.1,0.5"]), "rrbb");
    desk.write(
        "cover.toml",
        "schema = 1\nfit = \"cover\"\nalign = \"focus:0.9,0.5\"\ncanvas = { width = 20, height = 20 }",
    );
    desk.run(&["apply", "cover.toml", "corners.png", "-o", "out.png"]).ends(0);
    assert_eq!(read_corners(desk.read("out.png")).0, "ggww");
    desk.run(&["thumb", "corners.png", "--focus", "2,0"]).ends(2).says("0 to 1");
}

#[test]
fn gray_and_sharp_photos_and_badges() {
    let desk = Desk::new(&[PHOTO]);
    corners(&desk);
    let thumb = |more: &[&str]| {
        desk.run(&[&["thumb", "landscape.jpg", "-s", "160x", "-o", "out.png"], more].concat()).ends(0);
        pixels(desk.read("out.png"))
    };
    let plain = thumb(&[]);
    let gray = thumb(&["--grayscale"]);
    assert!(gray.data().chunks(4).all(|pixel| pixel[0] == pixel[1] && pixel[1] == pixel[2]));
    let edges = |raster: &Raster| -> u64 {
        let pairs = raster.data().chunks(4).zip(raster.data().chunks(4).skip(1));
        pairs.map(|(a, b)| u64::from(a[1].abs_diff(b[1]))).sum()
    };
    let (soft, sharp) = (edges(&plain), edges(&thumb(&["--sharpen"])));
    assert!(sharp > soft * 11 / 10 && edges(&thumb(&["--sharpen=2,1"])) > sharp, "{soft} {sharp}");
    let badge = ["--overlay", "corners.svg", "--overlay-size", "50%", "--overlay-align", "top-left"];
    let marked = thumb(&badge);
    let at = |raster: &Raster, x: usize, y: usize| raster.data()[(y * 160 + x) * 4..][..4].to_vec();
    // 50 % of 160 x 120 holds 80 x 40.
    assert_eq!((at(&marked, 2, 2), at(&marked, 77, 37)), (vec![255, 0, 0, 255], vec![255, 255, 255, 255]));
    assert_eq!((at(&marked, 2, 42), at(&marked, 90, 2)), (at(&plain, 2, 42), at(&plain, 90, 2)));
    let faint = thumb(&[&badge[..], &["--overlay-opacity", "0.5"]].concat());
    let mixed = at(&plain, 2, 2).iter().zip([255, 0, 0, 255]).map(|(a, b)| (u32::from(*a) + b) / 2).collect::<Vec<_>>();
    assert!(at(&faint, 2, 2).iter().zip(&mixed).all(|(a, b)| u32::from(*a).abs_diff(*b) <= 2));
    // The badge is not made gray: it comes after that.
    assert_eq!(at(&thumb(&[&badge[..], &["--grayscale"]].concat()), 2, 2), [255, 0, 0, 255]);
    desk.write(
        "marked.toml",
        "schema = 1\ngrayscale = true\nsharpen = true\ncanvas = { width = 160, height = 120 }\n[[overlays]]\n\
         picture = \"corners.png\"\nalign = \"top-left\"\nsize = \"50%\"",
    );
    desk.run(&["apply", "marked.toml", "landscape.jpg", "-o", "out.png"]).ends(0);
    let applied = pixels(desk.read("out.png"));
    let [r, g, b, _] = at(&applied, 2, 42)[..] else { panic!() };
    assert!(at(&applied, 2, 2) == [255, 0, 0, 255] && r == g && g == b);
    desk.run(&["thumb", "landscape.jpg", "--overlay", "gone.png"]).ends(2).says("gone.png");
    desk.run(&["thumb", "landscape.jpg", "--overlay-size", "5%"]).ends(2).says("--overlay");
    desk.write("bad.toml", "schema = 1\n[[overlays]]\npicture = \"gone.png\"");
    desk.run(&["apply", "bad.toml", "landscape.jpg"]).ends(2).says("overlays[0].picture").says("gone.png");
}

#[test]
fn an_option_that_a_format_ignores_is_told() {
    let desk = Desk::new(&[PHOTO]);
    let run = |more: &[&str]| desk.run(&[&["thumb", "landscape.jpg", "-w", "64"], more].concat()).ends(0);
    run(&["-q", "50", "-o", "a.png"]).says("quality").says("png is always lossless");
    run(&["--progressive", "-o", "b.png"]).says("progressive");
    run(&["--lossless", "-o", "c.jpg"]).says("lossless");
    run(&["--alpha-quality", "50", "-o", "d.jpg"]).says("alpha_quality");
    let webp = run(&["-q", "50", "-o", "e.webp"]);
    assert_eq!(webp.stderr.contains("feature `webp-lossy` is off"), !WRITES_LOSSY_WEBP, "{}", webp.stderr);
    let lossless = run(&["-q", "50", "--lossless", "-o", "f.webp"]).says("quality");
    assert!(lossless.stderr.contains("lossless"));
}

#[test]
fn webp_is_small_and_stays_within_its_bytes() {
    let desk = Desk::new(&[PHOTO, "photos/sticker.png"]);
    let bytes = |args: &[&str]| {
        desk.run(&[&["thumb", "landscape.jpg", "-w", "320", "--on-conflict", "overwrite"], args].concat()).ends(0);
        desk.read(args.last().unwrap()).len()
    };
    if !WRITES_LOSSY_WEBP {
        return;
    }
    let (jpeg, webp) = (bytes(&["-o", "a.jpg"]), bytes(&["-o", "a.webp"]));
    assert!(webp < jpeg, "{webp} of {jpeg}");
    assert!(bytes(&["-q", "30", "-o", "b.webp"]) < webp && bytes(&["--lossless", "-o", "c.webp"]) > webp);
    assert!(bytes(&["--effort", "9", "-o", "d.webp"]) < bytes(&["--effort", "0", "-o", "e.webp"]));
    let most = webp as u64 / 2;
    let ran = desk.run(&["thumb", "landscape.jpg", "-w", "320", "--max-bytes", &most.to_string(), "-o", "f.webp"]);
    ran.ends(0).says("instead of 80");
    assert!(desk.read("f.webp").len() as u64 <= most);
    desk.run(&["thumb", "sticker.png", "-w", "64", "--dpi", "150", "-o", "g.webp"]).ends(0);
    let picture = decode::probe(desk.read("g.webp"), &Limits::default()).unwrap();
    assert!(picture.has_alpha && picture.dpi.is_some_and(|dpi| (dpi - 150.0).abs() < 0.01), "{picture:?}");
    assert_eq!(size(desk.read("g.webp")).0, 64);
}
