//! The program over product photos: presets, checks and explanations of templates, crops, contact sheets, galleries.

#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a broken fact should stop at its line")]

mod desk;

use desk::Desk;
use serde_json::Value;
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
    desk.run(&["template", "explain", "t.toml", MUG]).ends(0).tells("with a subject of");
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
