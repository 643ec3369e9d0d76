//! The program over product photos: presets, checks and explanations of templates, crops, contact sheets, galleries.

#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a broken fact should stop at its line")]

mod desk;

use artboard::geometry::Size;
use artboard::raster::Raster;
use artboard::{Limits, Output, decode, write};
use desk::Desk;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;

const MUG: &str = "studio-mug-cutout.png"; // 800 x 800, alpha
const LANDSCAPE: &str = "landscape.jpg"; // 640 x 480

/// A folder to work in, with photos copied into it.
fn desk(photos: &[&str]) -> Desk {
    let desk = Desk::new(&[]);
    photos.iter().for_each(|photo| copy(&desk, photo, photo));
    desk
}

fn copy(desk: &Desk, photo: &str, to: &str) {
    desk.copy(&format!("photos/{photo}"), to);
}

/// Width and height of a picture, asked of the program itself.
fn size(desk: &Desk, name: &str) -> (u64, u64) {
    let info = desk.run(&["info", "--json", name]).ends(0).json();
    (info["width"].as_u64().unwrap(), info["height"].as_u64().unwrap())
}

/// A studio shot of our own: a dark box with a lit side on a graded gray backdrop, 240 x 200.
fn shot(desk: &Desk, name: &str, [left, top, width, height]: [u32; 4]) {
    paint(desk, name, |x, y| {
        let is_inside = (left..left + width).contains(&x) && (top..top + height).contains(&y);
        let ground = 225 + (y / 16) as u8;
        if is_inside { [150, 40 + (x % 60) as u8, 50] } else { [ground; 3] }
    });
}

/// A picture of one colour: there is nothing in it.
fn even(desk: &Desk, name: &str) {
    paint(desk, name, |_, _| [240; 3]);
}

fn paint(desk: &Desk, name: &str, color: impl Fn(u32, u32) -> [u8; 3]) {
    let size = Size::new(240, 200);
    let pixels = (0..size.height).flat_map(|y| (0..size.width).map(move |x| (x, y)));
    let data = pixels.flat_map(|(x, y)| [&color(x, y)[..], &[255]].concat()).collect();
    let raster = Raster::from_straight(size, data).unwrap();
    let path = desk.path(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, write::raster(raster, &Output::default()).unwrap()).unwrap();
}

const WHITE: &str = "schema = 1\nname = \"white\"\nbackground = \"white\"\ncanvas = { width = 120, height = 120 }\n\
                     [[outputs]]\nformat = \"jpeg\"\n[[outputs]]\nsize = \"40x40\"\nname = \"{stem}-small.{ext}\"\n";

/// The items of a report, by the name of their output.
fn items(report: &Value) -> BTreeMap<String, Value> {
    let items = report["items"].as_array().unwrap();
    items.iter().map(|item| (item["output"].as_str().unwrap().to_owned(), item.clone())).collect()
}

#[test]
fn every_output_says_how_its_subject_was_found_and_how_sure_that_is() {
    let desk = desk(&[MUG, LANDSCAPE]);
    desk.write("t.toml", WHITE);
    shot(&desk, "shot.png", [60, 50, 100, 80]);
    let ran = desk.run(&["apply", "t.toml", MUG, LANDSCAPE, "shot.png", "-o", "out/", "--json"]).ends(0);
    let report = ran.json();
    let items = items(&report);
    assert_eq!(items.len(), 6);
    for (photo, method, least, most) in
        [("studio-mug-cutout", "alpha", 1.0, 1.0), ("landscape", "none", 0.0, 0.5), ("shot", "backdrop", 0.5, 1.0)]
    {
        for output in [format!("out/{photo}-white.jpg"), format!("out/{photo}-small.png")] {
            let item = &items[&output];
            let confidence = item["confidence"].as_f64().unwrap();
            assert_eq!(item["method"], method, "{item}");
            assert!((least..=most).contains(&confidence), "{item}");
        }
    }
    assert!(ran.stderr.contains("cut out: 2 by backdrop, 2 by alpha, 2 not; 2 doubtful"), "{}", ran.stderr);
    desk.run(&["apply", "t.toml", "shot.png", "-o", "v/"]).ends(0).says("cut out by backdrop, confidence ");
    // What keeps its background has nothing to be sure of; a thumbnail has no subject at all.
    desk.write("keep.toml", "schema = 1\n");
    let kept = desk.run(&["apply", "keep.toml", LANDSCAPE, "-o", "kept.png", "--json"]).ends(0).json();
    assert_eq!(
        (kept["items"][0]["method"].as_str(), kept["items"][0]["confidence"].as_f64()),
        (Some("whole"), Some(1.0))
    );
    let thumb = desk.run(&["thumb", LANDSCAPE, "-s", "50x50", "-o", "thumb.png", "--json"]).ends(0).json();
    assert!(thumb["items"][0].get("method").is_none(), "{thumb}");
    // The gallery shows them, the doubtful first, and its own report has them too.
    desk.write("report.json", &ran.text());
    let gallery = desk.run(&["gallery", "--report", "report.json", "-o", "look.html", "--json"]).ends(0).json();
    let methods: Vec<&str> =
        gallery["items"].as_array().unwrap().iter().filter_map(|item| item["method"].as_str()).collect();
    assert_eq!(methods, ["none", "none", "alpha", "alpha", "backdrop", "backdrop"]);
    let page = desk.text("look.html");
    for text in ["<p>cut out by alpha, confidence 100 %</p>", "<p>cut out by backdrop, confidence ", "<p>not cut out, "]
    {
        assert_eq!(page.matches(text).count(), 2, "{text}");
    }
}

#[test]
fn a_photo_without_a_subject_or_a_backdrop_stays_whole_with_a_warning() {
    let desk = desk(&[LANDSCAPE]);
    desk.write("t.toml", "schema = 1\nbackground = \"#ff0000\"\ncanvas = { width = 240, height = 200 }\n");
    even(&desk, "even.png");
    // It fills the frame but for a thin rim of its backdrop at the top.
    shot(&desk, "full.png", [0, 4, 240, 196]);
    for photo in ["even.png", "full.png", LANDSCAPE] {
        let out = format!("out/{photo}.png");
        let ran = desk.run(&["apply", "t.toml", photo, "-o", &out, "--json"]).ends(0);
        let (report, stderr) = (ran.json(), &ran.stderr);
        let item = &report["items"][0];
        assert_eq!(item["method"], "none", "{item}");
        assert!(item["confidence"].as_f64().unwrap() < 0.5, "{item}");
        assert!(item["notes"].as_array().unwrap().iter().any(|note| note["kind"] == "doubtful"), "{item}");
        assert!(stderr.contains("warning") && stderr.contains("stays"), "{stderr}");
        // Nothing of it was taken: where the photo lies, no red shows through.
        let picture = decode::probe(desk.read(&out), &Limits::default()).unwrap();
        let raster =
            decode::at_least(&picture, picture.size, &Limits::default(), &Limits::default().deadline()).unwrap();
        let is_red = |pixel: &&[u8]| pixel[..3] == [255, 0, 0];
        let red = raster.data().chunks_exact(4).filter(is_red).count();
        let free = if photo == LANDSCAPE { 240 * 20 } else { 0 };
        assert_eq!(red, free, "{photo}");
        let strict = format!("strict/{photo}.png");
        let ran = desk.run(&["apply", "t.toml", photo, "-o", &strict, "--strict", "--json"]).ends(1);
        let item = &ran.json()["items"][0];
        assert_eq!((item["status"].as_str(), item["method"].as_str()), (Some("failed"), Some("none")), "{item}");
        assert!(item["error"]["message"].as_str().unwrap().contains("confidence"), "{item}");
        assert!(!desk.has(&strict), "nothing is written");
    }
}

#[test]
fn a_batch_with_two_outputs_is_the_same_with_any_number_of_jobs() {
    let desk = desk(&[]);
    desk.write("t.toml", WHITE);
    let count = 12;
    for index in 0..count {
        shot(&desk, &format!("in/{index:03}.png"), [30 + index, 60 - index, 80 + 2 * index, 100]);
    }
    let run = |jobs: &str| {
        let out = format!("out-{jobs}/");
        let ran = desk.run(&["apply", "t.toml", "-r", "in", "-o", &out, "-j", jobs, "--json", "--explain"]).ends(0);
        // The engine says so at the only place where it decodes a photo that is cut out.
        assert_eq!(ran.stderr.matches("decoded once at 240x200 px, outputs made of it: 2").count(), count as usize);
        let found = |item: &Value| (item["method"].clone(), item["confidence"].clone());
        let all: Vec<_> = ran.json()["items"].as_array().unwrap().iter().map(found).collect();
        assert_eq!(all.len(), 2 * count as usize);
        assert!(all.iter().all(|(method, confidence)| method == "backdrop" && confidence.as_f64().unwrap() > 0.5));
        let names = desk.names(&format!("out-{jobs}"));
        (all, names.iter().map(|name| desk.read(&format!("out-{jobs}/{name}"))).collect::<Vec<_>>(), names)
    };
    let (one, two) = (run("1"), run("2"));
    assert_eq!(one.2.len(), 2 * count as usize);
    assert!(one == two);
}

#[test]
fn outputs_have_colours_bytes_and_metadata_of_their_own_and_what_is_typed_wins() {
    let desk = desk(&["icc-wide.jpg"]);
    let profile = moxcms::ColorProfile::new_display_p3().encode().unwrap();
    fs::create_dir_all(desk.path("own/colours")).unwrap();
    fs::write(desk.path("own/colours/p3.icc"), profile).unwrap();
    desk.write(
        "own/t.toml",
        "schema = 1\n[[outputs]]\nprofile = \"keep\"\n[[outputs]]\nprofile = \"colours/p3.icc\"\n\
         [[outputs]]\nformat = \"jpeg\"\nmax_bytes = \"9KB\"\n[[outputs]]\nstrip = \"all\"\n",
    );
    let profile_of = |name: &str| {
        let picture = decode::probe(desk.read(name), &Limits::default()).unwrap();
        picture.profile.map(|profile| profile.bytes().to_vec())
    };
    let own = profile_of("icc-wide.jpg");
    desk.run(&["template", "check", "own/t.toml"]).ends(0).tells("good, 4 outputs");
    desk.run(&["template", "explain", "own/t.toml", "icc-wide.jpg"]).ends(0).tells("in the photo's own colours");
    desk.run(&["apply", "own/t.toml", "icc-wide.jpg", "-o", "out/{stem}-{index}-{hash}.{ext}"]).ends(0);
    let names = desk.names("out");
    let found: Vec<_> = names.iter().map(|name| profile_of(&format!("out/{name}"))).collect();
    assert_eq!(names.len(), 4);
    assert_eq!(found.iter().filter(|profile| **profile == own).count(), 1, "one keeps the photo's own");
    assert!(found.contains(&Some(desk.read("own/colours/p3.icc"))), "one has that of the file");
    let jpeg = names.iter().find(|name| name.ends_with("jpg")).unwrap();
    assert!(desk.read(&format!("out/{jpeg}")).len() <= 9000);
    // The command line wins over the template.
    desk.run(&[
        "apply",
        "own/t.toml",
        "icc-wide.jpg",
        "--profile",
        "srgb",
        "--max-bytes",
        "300KB",
        "-o",
        "typed/{index}-{hash}.{ext}",
        "--on-conflict",
        "suffix",
    ])
    .ends(0);
    assert!(desk.names("typed").iter().all(|name| profile_of(&format!("typed/{name}")) != own));
    // A profile is read below the template's folder, and nowhere else.
    desk.write("own/away.toml", "schema = 1\n[[outputs]]\nprofile = \"../p3.icc\"\n");
    desk.run(&["apply", "own/away.toml", "icc-wide.jpg"]).ends(2).tells("outputs[0].profile");
    desk.write("own/gone.toml", "schema = 1\n[[outputs]]\nprofile = \"gone.icc\"\n");
    desk.run(&["template", "check", "own/gone.toml"]).ends(2).tells("outputs[0].profile");
    let schema = desk.run(&["template", "schema"]).ends(0).text();
    for field in ["\"max_bytes\"", "\"profile\"", "\"strip\"", "\"contact\""] {
        assert!(schema.contains(field), "{field}");
    }
}

#[test]
fn a_preset_is_a_template_by_name() {
    let desk = desk(&[MUG]);
    desk.run(&["apply", "--preset", "walmart", MUG, "-o", "out/"]).ends(0);
    assert_eq!(size(&desk, "out/studio-mug-cutout-walmart.jpg"), (2200, 2200));
    desk.run(&["apply", "--preset", "walmrt", MUG]).ends(2).tells("walmart").tells("zalando");
    desk.run(&["template", "presets"]).ends(0).tells("marketplacelearn.walmart.com").tells("1 : 1.44");
    desk.run(&["template", "init", "--preset", "zalando", "z.toml"]).ends(0);
    assert!(desk.text("z.toml").contains("# Source: https://partner.zalando.com"));
    desk.run(&["template", "check", "z.toml"]).ends(0).tells("good, 1 output");
    desk.run(&["apply", "z.toml", MUG, "-f", "png", "-o", "z.png"]).ends(0);
    assert_eq!(size(&desk, "z.png"), (1801, 2600));
}

#[test]
fn a_check_tells_everything_at_once() {
    let desk = desk(&[]);
    desk.write("bad.toml", "schema = 1\nmarign = \"5%\"\nbackground = \"wite\"\n[[outputs]]\nquality = 0\n");
    desk.write("good.toml", "schema = 1\n");
    let ran = desk.run(&["template", "check", "bad.toml", "good.toml"]).ends(2);
    for text in ["marign", "did you mean `margin`?", "wite", "outputs[0].quality", "good.toml: good"] {
        assert!(ran.stderr.contains(text), "no `{text}` in:\n{}", ran.stderr);
    }
    assert_eq!(ran.stderr.matches("error").count(), 3, "{}", ran.stderr);
    assert_eq!(ran.stderr.matches("bad.toml").count(), 3, "each says in which file");
}

#[test]
fn explaining_says_what_applying_does() {
    let desk = desk(&[MUG, LANDSCAPE]);
    desk.write("t.toml", "schema = 1\nbackground = \"#eee\"\ncanvas = { width = 100, height = 80 }\nmargin = \"10%\"\nalign = \"bottom\"\n");
    let ran = desk.run(&["template", "explain", "t.toml", LANDSCAPE]).ends(0);
    for text in ["landscape.jpg of 640x480 px", "canvas      100x80 px", "640 x 480 px become 80 x 60 px", "300 dpi"] {
        assert_eq!(ran.text().contains(text), text != "300 dpi", "`{text}` in:\n{}", ran.text());
    }
    desk.run(&["template", "explain", "t.toml", MUG])
        .ends(0)
        .tells("with a subject of")
        .tells("here by its alpha, confidence 1.00");
    shot(&desk, "shot.png", [60, 50, 100, 80]);
    let ran = desk.run(&["template", "explain", "t.toml", "shot.png"]).ends(0);
    let words = ran.text();
    assert!(words.contains("here by its backdrop, confidence ") && words.contains(" px from 60, 50"), "{words}");
    assert!(words.contains("100 x 80 px from 60, 50 become"), "the numbers are those of the subject:\n{words}");
    even(&desk, "even.png");
    desk.run(&["template", "explain", "t.toml", "even.png"]).ends(0).tells("the photo stays whole");
    desk.run(&["template", "explain", "--preset", "zalando", "--photo-size", "4000x3000", "--subject", "900x2400"])
        .ends(0)
        .tells("1801x2600")
        .tells("1 : 1.44".split(' ').next().unwrap());
    desk.run(&["template", "explain"]).ends(2);
    desk.run(&["template", "explain", "gone.toml"]).ends(2).tells("gone.toml");
}

#[test]
fn what_contradicts_the_template_is_refused_before_the_work() {
    let desk = desk(&[MUG]);
    desk.write("clear.toml", "schema = 1\nbackground = \"transparent\"\n");
    desk.run(&["apply", "clear.toml", MUG, "-f", "jpg"]).ends(2).tells("transparent").tells("png, webp, tiff or psd");
    desk.run(&["apply", "clear.toml", MUG, "--fit", "cover"]).ends(2).tells("fixed sides");
    desk.run(&["apply", "clear.toml", MUG, "--shadow", "hard"]).ends(2).tells("contact");
    // What is typed wins over the template.
    let typed = ["--background", "#102030", "--margin", "10%", "--shadow", "contact"];
    desk.run(&[&["apply", "clear.toml", MUG, "-f", "jpg", "-o", "typed.jpg"][..], &typed].concat()).ends(0);
    desk.write("told.toml", "schema = 1\nbackground = \"#102030\"\nmargin = \"10%\"\nshadow = \"contact\"\n");
    desk.run(&["apply", "told.toml", MUG, "-f", "jpg", "-o", "told.jpg"]).ends(0);
    assert!(desk.read("typed.jpg") == desk.read("told.jpg"), "the same words mean the same");
}

#[test]
fn crops_follow_the_picture_and_borders_go() {
    let desk = desk(&[MUG, LANDSCAPE]);
    for align in ["attention", "entropy"] {
        let out = format!("{align}.png");
        desk.run(&["thumb", LANDSCAPE, "-s", "100x100", "--fit", "cover", "--align", align, "-o", &out]).ends(0);
        assert_eq!(size(&desk, &out), (100, 100));
        desk.run(&["thumb", LANDSCAPE, "-s", "100x100", "--fit", "cover", "--align", align, "-o", "again.png"]).ends(0);
        assert_eq!(fs::read(desk.path(&out)).unwrap(), fs::read(desk.path("again.png")).unwrap(), "same bytes");
    }
    // 640 x 480 in a box of 640 x 640: borders of 80 px above and below.
    desk.run(&["thumb", LANDSCAPE, "-s", "640x640", "--fit", "contain", "--background", "white", "-o", "boxed.png"])
        .ends(0);
    desk.run(&["thumb", "boxed.png", "--trim", "-o", "bare.png"])
        .ends(0)
        .tells("80 px above, 0 right, 80 below, 0 left");
    assert_eq!(size(&desk, "bare.png"), (640, 480));
    desk.write("t.toml", "schema = 1\ncanvas = { ratio = \"1:1\" }\ntrim = true\n");
    desk.run(&["apply", "t.toml", "boxed.png", "-o", "square.png"]).ends(0).tells("borders were cut away");
    assert_eq!(size(&desk, "square.png"), (640, 640));
    desk.write("c.toml", "schema = 1\ncanvas = { width = 50, height = 70 }\n");
    desk.run(&["apply", "c.toml", LANDSCAPE, "--fit", "cover", "--align", "attention", "-o", "c.png"]).ends(0);
    assert_eq!(size(&desk, "c.png"), (50, 70));
}

#[test]
fn a_sheet_has_a_page_for_every_columns_times_rows() {
    let desk = desk(&[]);
    for index in 1..=7 {
        copy(&desk, LANDSCAPE, &format!("in/{index}.jpg"));
    }
    desk.write("in/8.jpg", "no picture");
    let small = ["--cell", "60x60", "--columns", "3", "--gap", "10", "--margin", "20", "--font-size", "10"];
    let run = |more: &[&str]| desk.run(&[&["sheet", "-r", "in"][..], &small, more].concat());
    run(&["-n"]).ends(0).tells("would write sheet.png");
    run(&[]).ends(0).tells("a gray cell stands in for it");
    assert_eq!(size(&desk, "sheet.png"), (3 * 60 + 2 * 10 + 40, 3 * 75 + 2 * 10 + 40));
    run(&["--strict", "-o", "strict.png"]).ends(1);
    let ran = run(&["--rows", "1", "--json", "-o", "pages/{index}.jpg", "--captions", "none"]).ends(0);
    let report: Value = serde_json::from_str(&ran.text()).unwrap();
    assert_eq!((report["command"].as_str(), report["summary"]["ok"].as_u64()), (Some("sheet"), Some(3)));
    assert_eq!(size(&desk, "pages/3.jpg"), (2 * 60 + 10 + 40, 100), "the last page is as wide as it needs");
    run(&["--rows", "1", "-o", "one.png"]).ends(2).tells("{index}");
    let alone = desk.run(&["sheet", "in/1.jpg", "-j", "1", "-o", "a.png"]).ends(0);
    assert!(alone.text().is_empty());
    desk.run(&["sheet", "in/none*.jpg"]).ends(3);
}

#[test]
#[cfg(feature = "svg")]
fn a_gallery_is_one_well_formed_page_whatever_the_names_are() {
    let desk = desk(&[]);
    let hostile =
        ["a<script>alert(1)<!--script>.png", "\"onerror=\"alert(2)'.png", "&lt;b&gt; ]]>.png", "\u{202e}gnp.png"];
    for name in hostile {
        copy(&desk, MUG, &format!("in/{name}"));
    }
    copy(&desk, LANDSCAPE, "in/shoe.jpg");
    desk.write("t.toml", "schema = 1\nbackground = \"white\"\ncanvas = { width = 60, height = 60 }\n");
    desk.write("in/broken.png", "no picture");
    let report = desk.run(&["apply", "t.toml", "-r", "in", "-o", "out/", "--json"]).ends(1);
    desk.write("report.json", &report.text());
    desk.run(&["gallery", "--report", "report.json", "-o", "look.html", "--title", "</title><script>x</script>"])
        .ends(0);
    let page = desk.text("look.html");
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    let tree = roxmltree::Document::parse_with_options(&page, options).unwrap_or_else(|error| panic!("{error}"));
    let count = |name: &str| tree.descendants().filter(|node| node.has_tag_name(name)).count();
    assert_eq!((count("script"), count("style"), count("figure"), count("title")), (1, 1, 6, 1));
    // Five pairs, and nothing of the one that is broken.
    assert_eq!((count("img"), page.matches("type=\"range\"").count()), (10, 5));
    for node in tree.descendants().filter(roxmltree::Node::is_element) {
        for attribute in node.attributes() {
            assert!(!attribute.name().starts_with("on"), "{attribute:?}");
            let is_address = matches!(attribute.name(), "src" | "href" | "srcset" | "action" | "data");
            assert!(!is_address || attribute.value().starts_with("data:image/"), "{attribute:?}");
        }
    }
    let words: String = tree.root_element().descendants().filter_map(|node| node.text()).collect();
    for shown in ["a<script>alert(1)", "60 x 60 px jpg".trim_end_matches(" jpg"), "Failed:", "</title>"] {
        assert!(words.contains(shown), "{shown}");
    }
    // And without a report, beside a folder of originals.
    let ran = desk.run(&["gallery", "-r", "out", "--before", "in", "--json", "-o", "pairs.html"]).ends(0);
    let report: Value = serde_json::from_str(&ran.text()).unwrap();
    assert_eq!(report["summary"]["ok"], 5, "{report}");
    assert_eq!(desk.text("pairs.html").matches("class=\"view pair\"").count(), 5);
    desk.run(&["gallery", "gone.png", "-o", "gone.html"]).ends(1).tells("gone.png");
    desk.run(&["gallery", "none*.png"]).ends(3);
}

#[test]
fn a_demanded_cutout_that_is_in_doubt_fails_unless_it_may_stay() {
    let desk = desk(&[LANDSCAPE]);
    shot(&desk, "shot.png", [60, 50, 100, 80]);
    even(&desk, "even.png");
    let ran =
        desk.run(&["apply", "--preset", "amazon", "shot.png", "even.png", LANDSCAPE, "-o", "a/", "--json"]).ends(1);
    let report = ran.json();
    // Items come as they are done.
    let item = |input: &str| {
        let items = report["items"].as_array().unwrap();
        items.iter().find(|item| item["input"].as_str().unwrap().ends_with(input)).unwrap()
    };
    for (input, status) in [("shot.png", "ok"), ("even.png", "failed"), ("landscape.jpg", "failed")] {
        assert_eq!(item(input)["status"], status, "{report}");
    }
    let failed = item("even.png");
    assert_eq!(
        (failed["method"].as_str(), failed["error"]["place"].as_str()),
        (Some("none"), Some("cutout")),
        "{failed}"
    );
    assert!(failed["error"]["help"].as_str().unwrap().contains("--doubtful keep"), "{failed}");
    assert!(failed["confidence"].as_f64().unwrap() < 0.5, "{failed}");
    assert_eq!(desk.names("a"), ["shot-amazon.jpg"]);
    // Kept with a warning, or demanded of a template that does not.
    let kept = ["apply", "--preset", "amazon", "even.png", "-o", "b/", "--doubtful", "keep"];
    desk.run(&kept).ends(0).says("warning").says("stays");
    desk.write("t.toml", "schema = 1\nbackground = \"white\"\n");
    desk.run(&["apply", "t.toml", "even.png", "-o", "c/"]).ends(0).says("warning");
    desk.run(&["apply", "t.toml", "even.png", "-o", "d/", "--doubtful", "fail"]).ends(1).says("could not be removed");
    desk.write("native.toml", "schema = 1\nbackground = \"white\"\nrequire_cutout = true\n");
    desk.run(&["apply", "native.toml", "even.png", "-o", "e/"]).ends(1);
    desk.run(&["apply", "native.toml", "shot.png", "-o", "e/"]).ends(0);
    // Who keeps the background by hand is told what that means.
    desk.run(&["apply", "native.toml", "even.png", "-o", "f/", "--background", "keep"])
        .ends(0)
        .says("demands a removed");
    desk.write("contrary.toml", "schema = 1\nrequire_cutout = true\n");
    desk.run(&["apply", "contrary.toml", "even.png", "-o", "g/"]).ends(2).says("require_cutout");
    // A photo's own transparency is as good as any.
    copy(&desk, MUG, "mug.png");
    desk.run(&["apply", "--preset", "amazon", "mug.png", "-o", "h/"]).ends(0);
}

#[test]
fn a_name_of_an_output_that_is_not_used_is_told() {
    let desk = desk(&[MUG]);
    desk.write("t.toml", WHITE);
    desk.run(&["apply", "t.toml", MUG, "-o", "{width}.{ext}"])
        .ends(0)
        .says("outputs[1].name")
        .says("{stem}-small.{ext}");
    let ran = desk.run(&["apply", "t.toml", MUG, "-o", "kept/"]).ends(0);
    assert!(!ran.stderr.contains("outputs[1].name"), "{}", ran.stderr);
}

#[test]
fn what_the_photos_frame_cuts_off_runs_off_the_canvas() {
    let desk = desk(&[]);
    shot(&desk, "whole.png", [60, 50, 100, 80]);
    shot(&desk, "cut.png", [60, 50, 100, 150]);
    let template = |more: &str| {
        format!(
            "schema = 1\nbackground = \"white\"\ncanvas = {{ width = 200, height = 200 }}\nmargin = \"10%\"\n{more}"
        )
    };
    desk.write("auto.toml", &template(""));
    desk.write("off.toml", &template("bleed = \"off\"\n"));
    desk.write("strict.toml", &template("require_whole = true\n"));
    // The lowest row that is not white.
    let lowest = |name: &str| {
        let picture = decode::probe(desk.read(name), &Limits::default()).unwrap();
        let raster =
            decode::at_least(&picture, picture.size, &Limits::default(), &Limits::default().deadline()).unwrap();
        raster.data().chunks_exact(200 * 4).rposition(|row| row.chunks_exact(4).any(|pixel| pixel[1] < 200)).unwrap()
    };
    desk.run(&["apply", "auto.toml", "cut.png", "-o", "auto.png"]).ends(0).says("runs off the canvas too (bottom)");
    assert_eq!(lowest("auto.png"), 199);
    desk.run(&["apply", "off.toml", "cut.png", "-o", "off.png"]).ends(0).says("`bleed` is off");
    assert!((175..185).contains(&lowest("off.png")), "{}", lowest("off.png"));
    let whole = desk.run(&["apply", "auto.toml", "whole.png", "-o", "whole.png.png"]).ends(0);
    assert!(!whole.stderr.contains("canvas too"), "{}", whole.stderr);
    desk.run(&["apply", "strict.toml", "cut.png", "-o", "s.png"]).ends(0).says("warning").says("the whole of it");
    desk.run(&["apply", "strict.toml", "cut.png", "-o", "t.png", "--strict"]).ends(1);
    desk.run(&["template", "explain", "auto.toml", "cut.png"]).ends(0).tells("running off the canvas");
}

#[test]
fn a_photo_with_too_few_pixels_is_told() {
    let desk = desk(&[]);
    shot(&desk, "shot.png", [60, 50, 100, 80]);
    desk.run(&["apply", "--preset", "amazon", "shot.png", "-o", "a.jpg"]).ends(0).says("enlarged 14.4 times");
    desk.write("t.toml", "schema = 1\ncanvas = { width = 480, height = 400 }\n");
    let ran = desk.run(&["apply", "t.toml", "shot.png", "-o", "b.png"]).ends(0);
    assert!(!ran.stderr.contains("enlarged"), "twice is not too much: {}", ran.stderr);
}

#[test]
fn white_is_white_around_an_enlarged_subject() {
    let desk = desk(&[]);
    // A dark square on nothing: its alpha has one hard step.
    let size = Size::new(60, 60);
    let is_in = |index: u32| (20..40).contains(&(index % 60)) && (20..40).contains(&(index / 60));
    let data = (0..3600).flat_map(|index| if is_in(index) { [20, 20, 40, 255] } else { [0; 4] }).collect();
    let raster = Raster::from_straight(size, data).unwrap();
    fs::write(desk.path("a.png"), write::raster(raster, &Output::default()).unwrap()).unwrap();
    desk.write(
        "t.toml",
        "schema = 1\nbackground = \"white\"\ncanvas = { width = 400, height = 400 }\nmargin = \"25%\"\n",
    );
    desk.run(&["apply", "t.toml", "a.png", "-o", "b.png"]).ends(0);
    let picture = decode::probe(desk.read("b.png"), &Limits::default()).unwrap();
    let raster = decode::at_least(&picture, picture.size, &Limits::default(), &Limits::default().deadline()).unwrap();
    // The edge lies at 100 and 300; a pixel of the photo is ten of the canvas.
    let far = |at: usize| !(90..310).contains(&at);
    let is_far = |index: usize| far(index % 400) || far(index / 400);
    let pixels = raster.data().as_chunks::<4>().0.iter().enumerate();
    let ripples = pixels.filter(|(index, pixel)| is_far(*index) && **pixel != [255; 4]).count();
    assert_eq!(ripples, 0);
}

#[test]
fn the_vendors_answer_in_xml_is_a_template() {
    let desk = desk(&[MUG]);
    desk.write(
        "vendor.xml",
        "<TemplateSpecResponse><ErrorCode>NoError</ErrorCode><Template><BackgroundColor>FF0000</BackgroundColor>\
         <BackgroundType>1</BackgroundType><Comment i:nil=\"true\"/><Name>red</Name><OutputFormat>PNG</OutputFormat>\
         <ResizeType>2</ResizeType><ResizeHeight>50</ResizeHeight><ResizeWidth>70</ResizeWidth></Template>\
         </TemplateSpecResponse>",
    );
    desk.run(&["apply", "vendor.xml", MUG]).ends(0);
    assert_eq!(size(&desk, "studio-mug-cutout-red.png"), (70, 50));
    desk.run(&["template", "check", "vendor.xml"]).ends(0).says("good");
    desk.run(&["info", "vendor.xml"]).ends(0).tells("template");
    desk.write("bomb.xml", "<!DOCTYPE a [<!ENTITY b \"cc\">]><Template><Name>&b;</Name></Template>");
    desk.run(&["apply", "bomb.xml", MUG]).ends(2).says("document types").says("line 1");
}

#[test]
fn a_gallery_lays_cutouts_on_other_grounds() {
    let desk = desk(&[]);
    shot(&desk, "in/shot.png", [60, 50, 100, 80]);
    even(&desk, "in/even.png");
    desk.write("t.toml", "schema = 1\nbackground = \"white\"\n[[outputs]]\nformat = \"jpeg\"\n");
    let ran = desk.run(&["apply", "t.toml", "-r", "in", "-o", "out/", "--json"]).ends(0);
    desk.write("report.json", &ran.text());
    let page = |args: &[&str]| {
        desk.run(&[&["gallery", "--report", "report.json", "-o", "look.html"][..], args].concat()).ends(0);
        desk.text("look.html")
    };
    let plain = page(&[]);
    for text in ["id=\"ground\"", "event.key === \"b\"", "magenta", "\"black\""] {
        assert!(plain.contains(text), "{text}");
    }
    assert_eq!(plain.matches("class=\"cutout\"").count(), 0);
    let cut = page(&["--cutouts"]);
    assert_eq!(cut.matches("class=\"cutout\" alt=\"out/shot-t.jpg, cut out\"").count(), 1, "only what was cut out");
    assert_eq!(cut.matches("class=\"cutout\"").count(), 1);
}
