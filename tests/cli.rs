//! The program as its users see it: files, names, reports, exit codes.

#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a broken fact should stop at its line")]

mod desk;

use desk::{Desk, Ran};
use serde_json::Value;
use std::fs;
use std::process::{Command, Stdio};

fn png_size(bytes: &[u8]) -> (u32, u32) {
    assert!(bytes.starts_with(b"\x89PNG"), "not a PNG");
    let side = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
    (side(16), side(20))
}

const PHOTO: &str = "photos/landscape.jpg"; // 640 x 480

fn card() -> Desk {
    let desk = Desk::new(&[]);
    for file in ["card.json", "photo.jpg", "heart.svg", "leaf-branch.svg", "ribbon.svg", "wreath.svg"] {
        desk.copy(&format!("card/{file}"), file);
    }
    desk
}

#[test]
fn a_thumbnail_has_its_size_and_name() {
    let desk = Desk::new(&[PHOTO]);
    desk.run(&["thumb", "landscape.jpg", "-s", "100x100"]).ends(0).says("landscape-100x75.png");
    assert_eq!(png_size(&desk.read("landscape-100x75.png")), (100, 75));
    desk.run(&["thumb", "landscape.jpg", "-s", "100x100", "--fit", "cover", "-o", "a.png"]).ends(0);
    assert_eq!(png_size(&desk.read("a.png")), (100, 100));
    desk.run(&["thumb", "landscape.jpg", "-w", "0", "-H", "60", "-o", "b.jpg"]).ends(0);
    assert!(desk.read("b.jpg").starts_with(&[0xff, 0xd8]));
    desk.run(&["thumb", "landscape.jpg", "--scale", "0.5", "-o", "new/folder/c.png"]).ends(0);
    assert_eq!(png_size(&desk.read("new/folder/c.png")), (320, 240));
}

#[test]
fn names_are_made_of_tokens() {
    let desk = Desk::new(&[PHOTO, "photos/gray.png"]);
    let pattern = "out/{index:03}-{stem}-{size}.{ext}";
    desk.run(&["thumb", "gray.png", "landscape.jpg", "-s", "32x", "-f", "jpg", "-o", pattern]).ends(0);
    let names = desk.names("out");
    assert!(names[0].starts_with("001-gray-32x") && names[1] == "002-landscape-32x24.jpg", "{names:?}");
    // The order of the command line, not that of names.
    desk.run(&["thumb", "landscape.jpg", "gray.png", "-s", "32x", "-f", "jpg", "-o", "again/{index}-{stem}.{ext}"])
        .ends(0);
    assert_eq!(desk.names("again"), ["1-landscape.jpg", "2-gray.jpg"]);
    desk.run(&["thumb", "gray.png", "-o", "{nothing}.png"]).ends(2).says("{nothing}").says("{stem}");
}

#[test]
fn the_format_is_f_then_the_extension_then_png() {
    let desk = Desk::new(&[PHOTO]);
    let small = ["thumb", "landscape.jpg", "-w", "20"];
    let run = |more: &[&str]| desk.run(&[&small, more].concat());
    run(&["-o", "a.webp"]).ends(0);
    assert_eq!(&desk.read("a.webp")[8..12], b"WEBP");
    run(&["-o", "b.jpg", "-f", "png"]).ends(0).says("-f wins");
    assert!(desk.read("b.jpg").starts_with(b"\x89PNG"));
    run(&["-o", "c"]).ends(0);
    assert!(desk.read("c").starts_with(b"\x89PNG"));
    run(&["-o", "d.xyz"]).ends(2).says("xyz");
}

#[test]
fn physical_sizes_have_a_resolution() {
    let desk = Desk::new(&[PHOTO]);
    desk.run(&["thumb", "landscape.jpg", "-s", "1inx1in", "--dpi", "200", "-o", "a.png"]).ends(0);
    let a = desk.read("a.png");
    assert_eq!(png_size(&a), (200, 150));
    // 200 dpi are 7874 pixels a metre.
    assert!(
        a.windows(12).any(|window| window == [b"pHYs", &7874u32.to_be_bytes()[..], &7874u32.to_be_bytes()].concat())
    );
}

#[test]
fn one_bad_file_costs_only_itself() {
    let desk = Desk::new(&[PHOTO, "photos/gray.png", "hostile/png-header-cut.png"]);
    let ran =
        desk.run(&["thumb", "landscape.jpg", "png-header-cut.png", "gone.jpg", "gray.png", "-w", "20", "-o", "out/"]);
    let ran = ran.ends(1).says("gone.jpg").says("png-header-cut.png").says("2 done, 2 failed");
    assert_eq!(ran.stderr.lines().filter(|line| line.starts_with("error")).count(), 2, "{}", ran.stderr);
    assert_eq!(desk.names("out").len(), 2);
}

#[test]
fn folders_globs_and_lists_are_inputs() {
    let desk = Desk::new(&[]);
    for name in ["in/b.jpg", "in/sub/a.jpg", "in/.hidden/c.jpg"] {
        desk.copy(PHOTO, name);
    }
    desk.write("in/notes.txt", "no picture");
    let inputs = |args: &[&str]| -> Vec<String> {
        let ran = desk.run(&[&["thumb", "-n", "--json", "-o", "out/{index}.png"], args].concat());
        let items = ran.json()["items"].as_array().unwrap().clone();
        items.iter().map(|item| item["input"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(inputs(&["-r", "in"]), ["in/b.jpg", "in/sub/a.jpg"]);
    assert_eq!(inputs(&["in/*.jpg"]), ["in/b.jpg"]);
    assert_eq!(inputs(&["in/**/*.jpg", "in/b.jpg"]), ["in/b.jpg", "in/sub/a.jpg"]);
    assert_eq!(inputs(&["in/sub/a.jpg", "-r", "in"]), ["in/sub/a.jpg", "in/b.jpg"]);
    desk.write("list", "in/sub/a.jpg\nin/b.jpg\n");
    assert_eq!(inputs(&["--files-from", "list"]), ["in/sub/a.jpg", "in/b.jpg"]);
    let listed = desk.run_with_stdin(&["thumb", "-n", "--json", "-0", "--files-from", "-"], b"in/b.jpg\0");
    assert_eq!(listed.ends(0).json()["items"][0]["input"], "in/b.jpg");
    desk.run(&["thumb", "in"]).ends(1).says("-r");
    desk.run(&["thumb", "in/*.webp"]).ends(3).says("no input matched");
    desk.run(&["thumb"]).ends(3);
    assert!(!desk.has("out"), "a dry run writes nothing");
}

#[test]
fn a_dry_run_says_what_it_would_do() {
    let desk = Desk::new(&[PHOTO]);
    desk.run(&["thumb", "landscape.jpg", "-n", "-o", "x/{stem}.png"]).ends(0).says("would write x/landscape.png");
    desk.run(&["thumb", "gone.jpg", "-n"]).ends(1).says("gone.jpg");
    assert_eq!(desk.names("."), ["landscape.jpg"]);
}

#[test]
fn outputs_that_are_there_follow_the_rule() {
    let desk = Desk::new(&[PHOTO]);
    let run =
        |rule: &[&str]| desk.run(&[&["thumb", "landscape.jpg", "-w", "20", "-o", "out/{stem}.png"], rule].concat());
    run(&[]).ends(0);
    desk.write("out/landscape.png", "mine");
    run(&[]).ends(1).says("exists already").says("--on-conflict");
    run(&["--on-conflict", "skip"]).ends(0);
    run(&["--on-conflict", "suffix"]).ends(0);
    assert_eq!(desk.read("out/landscape.png"), b"mine");
    assert_eq!(desk.names("out"), ["landscape-2.png", "landscape.png"]);
    run(&["--on-conflict", "overwrite"]).ends(0);
    assert_eq!(desk.read("out/landscape.png"), desk.read("out/landscape-2.png"));
    desk.write("one.png", "old");
    desk.run(&["thumb", "landscape.jpg", "-w", "20", "-o", "one.png"]).ends(0);
    assert_eq!(desk.read("one.png"), desk.read("out/landscape-2.png"));
}

#[test]
fn names_known_only_afterwards_are_never_written_twice() {
    let desk = Desk::new(&[]);
    for name in ["a/x.jpg", "b/x.jpg", "c/x.jpg"] {
        desk.copy(PHOTO, name);
    }
    for jobs in ["1", "3"] {
        let run = |rule: &[&str]| {
            desk.run(
                &[&["thumb", "-r", ".", "-s", "16x", "-o", "out/{stem}-{width}.png", "-j", jobs, "--json"], rule]
                    .concat(),
            )
        };
        let report = run(&["--on-conflict", "overwrite"]).ends(1).json();
        let states: Vec<_> = report["items"].as_array().unwrap().iter().map(|item| item["status"].clone()).collect();
        assert_eq!(states, ["ok", "failed", "failed"]);
        fs::remove_dir_all(desk.path("out")).unwrap();
        run(&["--on-conflict", "suffix"]).ends(0);
        assert_eq!(desk.names("out"), ["x-16-2.png", "x-16-3.png", "x-16.png"]);
        fs::remove_dir_all(desk.path("out")).unwrap();
    }
}

#[test]
fn collisions_are_found_before_the_run() {
    let desk = Desk::new(&[]);
    for name in ["a/x.jpg", "b/X.jpg"] {
        desk.copy(PHOTO, name);
    }
    desk.run(&["thumb", "-r", "a", "b", "-o", "out/{stem}.png"]).ends(2).says("a/x.jpg").says("b/X.jpg").says("{dir}");
    desk.run(&["thumb", "-r", "a", "b", "-o", "one.png"]).ends(2);
    desk.run(&["thumb", "-r", "a", "b", "-w", "16", "-o", "-"]).ends(2).says("stdout");
    assert_eq!(desk.names("."), ["a", "b"]);
    desk.run(&["thumb", "-r", "a", "b", "-w", "16", "-o", "{dir}/{stem}.png"]).ends(0);
    assert!(desk.has("a/x.png") && desk.has("b/X.png"));
}

#[test]
fn an_input_is_never_overwritten() {
    let desk = Desk::new(&["photos/rgb.png"]);
    let before = desk.read("rgb.png");
    for output in ["rgb.png", "./rgb.png", "{name}"] {
        desk.run(&["thumb", "rgb.png", "-w", "9", "-o", output, "--on-conflict", "overwrite"]).ends(2).says("input");
    }
    fs::hard_link(desk.path("rgb.png"), desk.path("other.png")).unwrap();
    desk.run(&["thumb", "rgb.png", "-w", "9", "-o", "other.png"]).ends(2);
    assert_eq!(desk.read("rgb.png"), before);
    assert_eq!(desk.read("other.png"), before);
}

#[test]
fn stdin_and_stdout_are_files_too() {
    let desk = Desk::new(&[PHOTO]);
    let photo = desk.read("landscape.jpg");
    let ran = desk.run_with_stdin(&["thumb", "-", "-w", "40", "-o", "-"], &photo).ends(0);
    assert_eq!(png_size(&ran.stdout), (40, 30));
    desk.run_with_stdin(&["thumb", "-", "-w", "40", "-o", "{stem}.png"], &photo).ends(0);
    assert_eq!(desk.read("stdin.png"), ran.stdout);
    desk.run(&["thumb", "landscape.jpg", "-o", "-", "--json"]).ends(2).says("stdout");
}

#[test]
fn the_report_has_its_shape() {
    let desk = Desk::new(&[PHOTO]);
    let ran = desk.run(&["thumb", "landscape.jpg", "gone.jpg", "-w", "20", "-o", "out/", "--json"]).ends(1);
    let report = ran.json();
    assert_eq!((&report["schema"], &report["command"]), (&1.into(), &"thumb".into()));
    let items = report["items"].as_array().unwrap();
    let keys = ["input", "output", "status", "width", "height", "format", "bytes", "ms", "notes", "error"];
    for item in items {
        assert_eq!(item.as_object().unwrap().keys().collect::<Vec<_>>(), keys);
    }
    let (done, failed) = (&items[0], &items[1]);
    assert_eq!((&failed["status"], &failed["error"]["fault"]), (&"failed".into(), &"missing".into()));
    assert_eq!(failed["error"].as_object().unwrap().keys().collect::<Vec<_>>(), ["fault", "place", "message", "help"]);
    assert_eq!((&done["status"], &done["output"]), (&"ok".into(), &"out/landscape-20x15.png".into()));
    assert_eq!((&done["width"], &done["height"], &done["format"]), (&20.into(), &15.into(), &"png".into()));
    assert_eq!(done["bytes"], desk.read("out/landscape-20x15.png").len());
    assert!(done["error"].is_null() && done["ms"].as_f64().unwrap() > 0.0);
    let summary = &report["summary"];
    assert_eq!(
        (&summary["total"], &summary["ok"], &summary["failed"], &summary["skipped"]),
        (&2.into(), &1.into(), &1.into(), &0.into())
    );
    let ran = desk.run(&["thumb", "landscape.jpg", "-w", "21", "-o", "out/", "--json=lines"]).ends(0);
    let lines: Vec<Value> = ran
        .stdout
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_slice(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 2);
    assert_eq!((&lines[0]["type"], &lines[1]["type"]), (&"item".into(), &"summary".into()));
    assert_eq!(lines[1]["ok"], 1);
}

#[test]
fn the_number_of_jobs_changes_nothing() {
    let desk = Desk::new(&[]);
    for name in ["landscape.jpg", "portrait.jpg", "sticker.png", "rgb16.png", "lossy.webp", "tiled.tif", "alpha32.bmp"]
    {
        desk.copy(&format!("photos/{name}"), &format!("in/{name}"));
    }
    let reports: Vec<String> = ["1", "2", "8"]
        .map(|jobs| {
            let out = format!("out{jobs}/");
            let ran = desk.run(&["thumb", "-r", "in", "-s", "64x64", "-j", jobs, "-o", &out, "--json=lines"]).ends(0);
            let text = String::from_utf8(ran.stdout).unwrap().replace(&out, "");
            text.lines().map(|line| line.split("\"ms\"").next().unwrap().to_owned()).collect::<Vec<_>>().join("\n")
        })
        .into();
    assert!(reports.iter().all(|report| *report == reports[0]), "{reports:?}");
    for name in desk.names("out1") {
        let one = desk.read(&format!("out1/{name}"));
        assert!(one == desk.read(&format!("out2/{name}")) && one == desk.read(&format!("out8/{name}")), "{name}");
    }
}

#[test]
fn designs_are_rendered_side_by_side() {
    let desk = card();
    desk.run(&["render", "card.json", "-w", "150", "-o", "front.png"]).ends(0);
    assert_eq!(png_size(&desk.read("front.png")), (150, 210));
    desk.run(&["render", "card.json", "-w", "100", "--view", "back", "-o", "{stem}-{view}.png"]).ends(0);
    assert!(desk.has("card-Back.png"), "{:?}", desk.names("."));
    assert_ne!(desk.read("card-Back.png"), desk.read("front.png"));
    desk.run(&["render", "card.json", "-w", "100", "--all-views", "-o", "all/"]).ends(0);
    assert_eq!(desk.names("all"), ["card-Back.png", "card-Front.png"]);
    assert_eq!(desk.read("all/card-Back.png"), desk.read("card-Back.png"));
    desk.run(&["render", "card.json", "--view", "sleeve"]).ends(1).says("sleeve").says("Front");
    desk.run(&["thumb", "card.json", "-s", "70x70", "-o", "thumb.png"]).ends(0);
    assert_eq!(png_size(&desk.read("thumb.png")), (50, 70));
}

#[test]
fn a_design_reads_its_own_folder_only() {
    let desk = card();
    let json = desk.read("card.json");
    desk.run_with_stdin(&["render", "-", "-w", "50", "-o", "a.png"], &json).ends(1).says("error");
    assert!(!desk.has("a.png"));
    desk.run_with_stdin(&["render", "-", "-w", "50", "-o", "a.png", "--assets", "."], &json).ends(0);
    fs::remove_file(desk.path("photo.jpg")).unwrap();
    desk.run(&["render", "card.json", "-w", "50", "-o", "b.png"]).ends(1).says("photo.jpg").says("layer");
    let skipped = desk.run(&["render", "card.json", "-w", "50", "-o", "b.png", "--missing", "placeholder"]).ends(0);
    assert!(skipped.stderr.contains("warning") && desk.has("b.png"));
    desk.run(&["render", "card.json", "-w", "50", "-o", "c.png", "--missing", "skip", "--strict"])
        .ends(1)
        .says("--strict");
    assert!(!desk.has("c.png"));
}

#[test]
fn a_canvas_is_given_to_a_document_without_one() {
    let desk = Desk::new(&[]);
    desk.write(
        "bare.json",
        r##"{"version":"5.3.0","objects":[{"type":"rect","left":0,"top":0,"width":10,"height":10,"fill":"#f00"}]}"##,
    );
    desk.run(&["render", "bare.json", "--canvas", "80x60", "--scale", "2", "-o", "a.png"]).ends(0);
    assert_eq!(png_size(&desk.read("a.png")), (160, 120));
    desk.run(&["render", "bare.json", "--canvas", "80x60", "--explain", "-o", "b.png"]).ends(0).says("80");
    desk.run(&["render", "bare.json", "--canvas", "wide"]).ends(2);
    desk.write("broken.json", "{\"objects\": [");
    desk.run(&["thumb", "broken.json"]).ends(1).says("JSON");
}

#[test]
fn a_template_makes_its_outputs() {
    let desk = Desk::new(&[PHOTO]);
    desk.run(&["template", "init", "two.toml"]).ends(0);
    desk.run(&["template", "init", "two.toml"]).ends(2).says("exists already");
    desk.run(&["template", "check", "two.toml"]).ends(0).says("2 outputs");
    desk.run(&["apply", "two.toml", "landscape.jpg", "-o", "out/"]).ends(0);
    assert_eq!(desk.names("out").len(), 2, "{:?}", desk.names("out"));
    desk.write("one.json", r#"{"resizeType":2,"resizeWidth":60,"resizeHeight":60,"templateOutputFormat":"PNG"}"#);
    desk.run(&["apply", "one.json", "landscape.jpg"]).ends(0);
    assert_eq!(png_size(&desk.read("landscape-one.png")), (60, 60));
    desk.write("bad.json", r#"{"resizeType":99}"#);
    desk.run(&["apply", "bad.json", "landscape.jpg"]).ends(2).says("resizeType").says("99");
    desk.run(&["template", "check", "bad.json"]).ends(2);
    desk.run(&["apply", "gone.json", "landscape.jpg"]).ends(2).says("gone.json");
}

#[test]
fn info_knows_pictures_designs_and_templates() {
    let desk = card();
    desk.copy("photos/orientation-6.jpg", "turned.jpg");
    desk.copy("photos/really-a-png.jpg", "lie.jpg");
    let info = |file: &str| desk.run(&["info", "--json", file]).ends(0).json();
    let picture = info("turned.jpg");
    assert_eq!(
        (&picture["kind"], &picture["format"], &picture["orientation"]),
        (&"picture".into(), &"jpeg".into(), &6.into())
    );
    assert_eq!((&picture["width"], &picture["height"]), (&160.into(), &120.into()));
    assert_eq!(info("lie.jpg")["notes"][0]["kind"], "lenient");
    fs::remove_file(desk.path("photo.jpg")).unwrap();
    let design = info("card.json");
    let sides = design["sides"].as_array().unwrap();
    assert_eq!((&design["kind"], sides.len(), &sides[1]["name"]), (&"design".into(), 2, &"Back".into()));
    assert!(design["fonts"].as_array().unwrap().iter().any(|font| font["family"] == "Arial"));
    assert!(design["notes"].to_string().contains("photo.jpg"));
    desk.run(&["template", "init", "t.toml"]).ends(0);
    assert_eq!(info("t.toml")["kind"], "template");
    desk.run(&["info", "gone.jpg"]).ends(1);
    let text = String::from_utf8(desk.run(&["info", "card.json"]).ends(0).stdout).unwrap();
    assert!(text.contains("Front") && text.contains("Arial"), "{text}");
}

#[test]
fn comparing_says_how_far_apart() {
    let desk = Desk::new(&[PHOTO, "photos/444.jpg", "photos/gray.png"]);
    desk.run(&["compare", "landscape.jpg", "landscape.jpg"]).ends(0);
    let ran = desk.run(&["compare", "landscape.jpg", "444.jpg", "--json", "-o", "difference.png"]);
    if ran.json()["same_size"] == true {
        assert!(ran.ends(1).json()["share"].as_f64().unwrap() > 0.0);
        assert_eq!(png_size(&desk.read("difference.png")), (640, 480));
        desk.run(&["compare", "landscape.jpg", "444.jpg", "--threshold", "1"]).ends(0);
    }
    let ran = desk.run(&["compare", "landscape.jpg", "gray.png"]).ends(1);
    assert!(String::from_utf8_lossy(&ran.stdout).contains("sizes differ"));
    desk.run(&["compare", "landscape.jpg", "gone.png"]).ends(1);
}

#[test]
fn limits_are_set_by_name() {
    let desk = Desk::new(&[PHOTO]);
    let small = ["thumb", "landscape.jpg", "-w", "20", "-o", "a.png"];
    let run = |more: &[&str]| desk.run(&[&small, more].concat());
    run(&["--limit", "source_pixels=1000"]).ends(1).says("source_pixels").says("1000");
    run(&["--limit", "nothing=1"]).ends(2).says("source_pixels");
    run(&["--limits", "none", "--memory", "100MB"]).ends(0);
}

#[test]
fn the_command_line_explains_itself() {
    let desk = Desk::new(&[]);
    for (command, example) in [
        ("thumb", "--fit"),
        ("render", "--all-views"),
        ("apply", "--on-conflict"),
        ("info", "--json"),
        ("compare", "--threshold"),
        ("fonts", "--font-dir"),
        ("template", "init"),
        ("sheet", "--columns"),
        ("gallery", "--report"),
        ("model", "install"),
        ("completions", "bash"),
        ("man", "--dir"),
    ] {
        let help = String::from_utf8(desk.run(&[command, "--help"]).ends(0).stdout).unwrap();
        assert!(help.contains(example) && help.contains("Examples:"), "{help}");
    }
    desk.run(&["thumb", "a.jpg", "--fit", "fill"]).ends(2).says("stretch").says("cover");
    desk.run(&["thumb", "a.jpg", "-s", "16:9"]).ends(2).says("cover").says("contain");
    desk.run(&["render", "a.json", "-s", "16:9"]).ends(2).says("ratio");
    desk.run(&["thumb", "a.jpg", "-q", "101"]).ends(2);
    desk.run(&["nonsense"]).ends(2);
    desk.run(&["--version"]).ends(0);
    let completions = desk.run(&["completions", "bash"]).ends(0);
    assert!(String::from_utf8_lossy(&completions.stdout).contains("artboard"));
    desk.run(&["man", "--dir", "man1"]).ends(0);
    assert!(desk.has("man1/artboard.1") && desk.has("man1/artboard-thumb.1"));
    let schema = desk.run(&["template", "schema"]).ends(0).json();
    assert!(schema.is_object());
    let fonts = desk.run(&["fonts", "--json"]).ends(0).json();
    assert!(!fonts["fonts"].as_array().unwrap().is_empty());
}

#[cfg(unix)]
#[test]
fn pipes_and_loops_do_not_hang() {
    let desk = Desk::new(&[PHOTO]);
    assert!(Command::new("mkfifo").arg(desk.path("pipe.jpg")).status().unwrap().success());
    std::os::unix::fs::symlink(".", desk.path("again")).unwrap();
    desk.run(&["thumb", "pipe.jpg", "-w", "20"]).ends(1).says("pipe.jpg");
    desk.run(&["thumb", "-r", ".", "-w", "20", "-o", "out/"]).ends(0);
    assert_eq!(desk.names("out"), ["landscape-20x15.png"]);
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let desk = Desk::new(&[]);
    for args in [&["--help"][..], &["completions", "zsh"], &["template", "schema"]] {
        let mut child = desk.command(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        Ran::of(child.wait_with_output().unwrap()).ends(0);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn an_interrupted_run_finishes_what_runs_and_reports() {
    let desk = Desk::new(&[]);
    for number in 0..200 {
        desk.copy("photos/studio-mug.jpg", &format!("in/{number}.jpg"));
    }
    let mut command = desk.command(&["thumb", "-r", "in", "-j", "1", "-s", "700x", "-o", "out/", "--json"]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    while !desk.has("out") {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let ran = Ran::of(child.wait_with_output().unwrap()).ends(130).says("interrupted");
    let report = ran.json();
    let (ok, skipped) = (report["summary"]["ok"].as_u64().unwrap(), report["summary"]["skipped"].as_u64().unwrap());
    assert!(ok > 0 && skipped > 0 && ok + skipped == 200, "{ok} {skipped}");
    assert_eq!(desk.names("out").len() as u64, ok, "every file is whole and none is temporary");
}

#[test]
fn control_characters_never_reach_the_terminal() {
    let desk = Desk::new(&[]);
    let ran = desk.run(&["thumb", "\u{1b}[2Jgone.jpg"]).ends(1);
    assert!(!ran.stderr.contains('\u{1b}') && ran.stderr.contains("\\u{1b}[2Jgone.jpg"), "{}", ran.stderr);
}

/// A badge whose layers have names, as our own form has it.
const BADGE: &str = r#"{"schema": 1, "sides": [
    {"name": "Front", "canvas": {"width": 60, "height": 30}, "layers": [
        {"kind": "rect", "name": "Bar", "width": 60, "height": 10},
        {"kind": "text", "name": "Guest", "text": "?", "size": 10, "y": 12}]},
    {"name": "Back", "canvas": {"width": 60, "height": 30}, "layers": []}]}"#;

#[test]
fn every_row_of_data_is_an_output() {
    let desk = Desk::new(&[]);
    desk.write("badge.json", BADGE);
    desk.write("rows.csv", "\u{feff}Guest,number,Bar.fill\nAda,a/1,red\n\"Émile, Z.\",2,\n");
    let ran = desk.run(&["render", "badge.json", "--data", "rows.csv", "-o", "out/{number}-{index}.png"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(desk.names("out"), ["2-2.png", "a-1-1.png"]);
    assert_ne!(desk.read("out/2-2.png"), desk.read("out/a-1-1.png"));
    let ran = desk.run(&["render", "badge.json", "--data", "rows.csv", "--all-views", "-o", "all/{view}-{number}.png"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(desk.names("all"), ["Back-2.png", "Back-a-1.png", "Front-2.png", "Front-a-1.png"]);
    desk.write("rows.json", r#"[{"Guest": "Ada"}, {"Guest": null}]"#);
    let ran = desk.run(&["render", "badge.json", "--data", "rows.json", "-o", "json/"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(desk.names("json"), ["badge-1.png", "badge-2.png"]);
}

#[test]
fn a_column_that_names_no_layer_ends_the_run_before_anything_is_drawn() {
    let desk = Desk::new(&[]);
    desk.write("badge.json", BADGE);
    for (rows, output, word) in [
        ("Guest,gast\na,b\n", "out/{index}.png", "`gast`"),
        ("Guest\na\n", "out/{gast}.png", "{gast}"),
        ("Guest\n", "out/{index}.png", "no rows"),
        ("Guest\na\nb\n", "out/same.png", "same output"),
    ] {
        desk.write("rows.csv", rows);
        let ran = desk.run(&["render", "badge.json", "--data", "rows.csv", "-o", output]);
        assert_eq!(ran.code, 2, "{rows}: {}", ran.stderr);
        assert!(ran.stderr.contains(word) || ran.stderr.contains("same name"), "{rows}: {}", ran.stderr);
        assert!(!desk.has("out"), "{rows}");
    }
    desk.write("rows.csv", "Guest,Bar.fill\na,reddish\nb,blue\n");
    let ran = desk.run(&["render", "badge.json", "--data", "rows.csv", "-o", "out/{Guest}.png"]);
    assert_eq!(ran.code, 1, "one bad row costs only itself: {}", ran.stderr);
    assert!(ran.stderr.contains("row 1: column `Bar.fill`"), "{}", ran.stderr);
    assert_eq!(desk.names("out"), ["b.png"]);
}

#[test]
fn rows_may_be_objects_a_line_or_come_through_a_pipe_and_a_later_one_fails_alone() {
    let desk = Desk::new(&[]);
    desk.write("badge.json", BADGE);
    let rows = "{\"Guest\": \"Ada\"}\n{\"Guest\": \"Bob\", \"gast\": 1}\n{\"Guest\": \"Cy\", \"Bar.fill\": \"red\"}\n";
    desk.write("rows.json", rows);
    let ran = desk.run(&["render", "badge.json", "--data", "rows.json", "-o", "out/{Guest}.png"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert!(ran.stderr.contains("row 2: column `gast`"), "{}", ran.stderr);
    assert_eq!(desk.names("out"), ["Ada.png", "Cy.png"]);
    let ran = desk.run_with_stdin(&["render", "badge.json", "--data", "-", "-o", "piped/{Guest}.png"], b"Guest\nAda\n");
    assert_eq!((ran.code, desk.names("piped")), (0, vec!["Ada.png".to_owned()]), "{}", ran.stderr);
}

#[test]
fn rows_far_apart_cannot_have_one_output() {
    let desk = Desk::new(&[]);
    desk.write("badge.json", BADGE);
    let rows = (1..=1200).map(|row| format!("g{}\n", row % 1199)).collect::<String>();
    desk.write("rows.csv", &format!("Guest\n{rows}"));
    let ran = desk.run(&["render", "badge.json", "--data", "rows.csv", "-o", "out/{Guest}.png"]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains("badge.json, row 1` and `badge.json, row 1200`"), "{}", ran.stderr);
    assert!(!desk.has("out"));
}

#[test]
fn folders_of_assets_have_names() {
    let desk = Desk::new(&[]);
    desk.copy("photos/gray.png", "shop/a/gray.png");
    let object = r#"{"type": "image", "src": "AdminFolderPathKey/a/gray.png", "left": 20, "top": 20, "width": 40, "height": 40}"#;
    desk.write(
        "view.json",
        &format!(r#"{{"CanvasWidth": 40, "CanvasHeight": 40, "DesignJson": {{"objects": [{object}]}}}}"#),
    );
    assert_eq!(desk.run(&["render", "view.json", "-o", "none.png"]).code, 1);
    let ran = desk.run(&["render", "view.json", "--assets", "AdminFolderPathKey=shop", "-o", "out.png"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(desk.has("out.png"));
}

#[test]
fn the_schema_of_designs_is_printed() {
    let ran = Desk::new(&[]).run(&["template", "schema", "--design"]);
    let schema: Value = serde_json::from_slice(&ran.stdout).unwrap();
    assert_eq!((ran.code, schema["title"].as_str()), (0, Some("artboard design")));
}

#[test]
fn explain_says_which_rule_placed_each_layer_and_nobody_else_does() {
    let desk = Desk::new(&[]);
    desk.write("badge.json", BADGE);
    let ran = desk.run(&["render", "badge.json", "--explain", "-o", "a.png"]).ends(0);
    let ran = ran.says("canvas: 60 x 30 (the side's canvas); one pixel a unit: 60x30 px\n");
    ran.says("layer 2 \"Guest\": placed by its left top (the default anchor) at 0 12; ").says("scene 60x30\n");
    let ran = desk.run(&["render", "badge.json", "-o", "b.png"]).ends(0);
    assert!(!ran.stderr.contains("placed by"), "{}", ran.stderr);
    assert_eq!(desk.read("a.png"), desk.read("b.png"));
}

#[test]
fn a_canvas_with_a_size_on_paper_has_it_at_the_resolution_that_is_asked_for() {
    let desk = Desk::new(&[]);
    let side = r#""layers": [{"kind": "rect", "width": 5, "height": 5}]"#;
    let paper = format!(
        r#"{{"schema": 1, "sides": [{{"canvas": {{"width": 25.4, "height": 12.7, "unit": "mm", "safe": 1}}, {side}}}]}}"#
    );
    desk.write("paper.json", &paper);
    desk.write(
        "plain.json",
        &format!(r#"{{"schema": 1, "sides": [{{"canvas": {{"width": 60, "height": 30}}, {side}}}]}}"#),
    );
    for (args, size) in [
        (&["render", "paper.json", "--dpi", "100"][..], (100, 50)),
        (&["render", "paper.json"], (300, 150)),
        (&["render", "paper.json", "--dpi", "100", "-w", "60"], (60, 30)),
        (&["render", "plain.json", "--dpi", "200"], (60, 30)),
    ] {
        let ran = desk.run(&[args, &["-o", "out.png"]].concat());
        assert_eq!((ran.code, png_size(&desk.read("out.png"))), (0, size), "{args:?}: {}", ran.stderr);
    }
    desk.run(&["render", "paper.json", "-o", "plain.png"]).ends(0);
    desk.run(&["render", "paper.json", "--guides", "-o", "guides.png"]).ends(0);
    assert_ne!(desk.read("plain.png"), desk.read("guides.png"));
    desk.run(&["render", "plain.json", "--guides", "-o", "none.png"]).ends(0).says("no guides are drawn");
}
