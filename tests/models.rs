//! The program and segmentation networks: installed, listed, used, removed. The networks are made by hand; u2netp is looked
//! at where `testdata/fetch_model.py` has put it.

#![cfg(all(feature = "cli", feature = "model"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr, reason = "a broken fact should stop at its line")]

mod desk;
#[path = "desk/onnx.rs"]
mod onnx;

use artboard::geometry::Size;
use artboard::raster::Raster;
use artboard::{Output, write};
use desk::Desk;
use std::fs;
use std::path::Path;
use std::process::Command;

const WHITE: &str = "schema = 1\nname = \"t\"\nbackground = \"white\"\n[[outputs]]\nformat = \"png\"\n";

/// A network of 8 x 8 that takes what is more red than blue for the subject.
fn redness(desk: &Desk, name: &str) {
    fs::write(desk.path(name), onnx::file(&[1, 3, 8, 8], &onnx::REDNESS)).unwrap();
}

/// A red block before stripes of blue, of which no backdrop can be told.
fn scene(desk: &Desk, name: &str) {
    let size = Size::new(160, 120);
    let pixel = |index: u32| {
        let (x, y) = (index % size.width, index / size.width);
        let is_in = (40..120).contains(&x) && (30..90).contains(&y);
        let stripe = 60 + (x * 7 + y * 13) % 150;
        if is_in { [220, 40, 30, 255] } else { [20, (stripe / 2) as u8, (100 + stripe / 2) as u8, 255] }
    };
    let data = (0..size.width * size.height).flat_map(pixel).collect();
    let raster = Raster::from_straight(size, data).unwrap();
    fs::write(desk.path(name), write::raster(raster, &Output::default()).unwrap()).unwrap();
}

#[test]
fn a_network_is_installed_used_and_removed() {
    let desk = Desk::new(&[]);
    redness(&desk, "net.onnx");
    scene(&desk, "scene.png");
    desk.write("t.toml", WHITE);
    let method = |args: &[&str]| {
        let all = [&["apply", "t.toml", "scene.png", "-o", "out.png", "--json"][..], args].concat();
        desk.run(&all).ends(0).json()["items"][0]["method"].as_str().unwrap().to_owned()
    };
    assert_ne!(method(&[]), "model");
    desk.run(&["model", "list"]).ends(0).tells("no network is installed").tells("u2netp").tells("Apache-2.0");
    // Not known: it has to be named.
    desk.run(&["model", "install", "net.onnx"]).ends(2).says("SHA-256").says("--name");
    let install = ["model", "install", "net.onnx", "--name", "red", "--licence", "ours", "--input-side", "8"];
    desk.run(&install).ends(0).says("it is in use").says("8x8");
    assert_eq!(desk.names(".models"), ["in-use", "red.onnx", "red.toml"]);
    assert_ne!(method(&["--cutout-model", "none"]), "model");
    assert_ne!(method(&["--cutout", "backdrop"]), "model");
    assert_eq!(method(&["--cutout", "model", "--cutout-model", "red"]), "model");
    assert_eq!(method(&["--cutout", "model", "--cutout-model", "./net.onnx"]), "model");
    desk.run(&["template", "explain", "t.toml", "scene.png"]).ends(0).tells("by its");
    let list = desk.run(&["model", "list", "--json"]).ends(0).json();
    let red = &list["models"][0];
    assert_eq!(
        (red["name"].as_str(), red["in_use"].as_bool(), red["licence"].as_str()),
        (Some("red"), Some(true), Some("ours"))
    );
    assert_eq!(red["parameters"]["input_side"], 8);
    assert_eq!(list["known"].as_array().unwrap().len(), 5);
    // The same again is fine; another of the name is not.
    desk.run(&install).ends(0);
    fs::write(desk.path("other.onnx"), onnx::file(&[1, 3, 8, 8], &[1.0, 2.0, 3.0])).unwrap();
    desk.run(&["model", "install", "other.onnx", "--name", "red"]).ends(2).says("another network").says("remove red");
    desk.run(&["model", "install", "other.onnx", "--name", "dull"]).ends(0).says("model use dull");
    desk.run(&["model", "use", "dull"]).ends(0);
    desk.run(&["model", "list"]).ends(0).tells("in use");
    desk.run(&["model", "remove", "dull"]).ends(0).says("no network is in use now");
    assert_ne!(method(&[]), "model");
    desk.run(&["model", "use", "red"]).ends(0);
    assert_eq!(method(&["--cutout", "model"]), "model");
    desk.run(&["model", "use", "none"]).ends(0);
    assert_ne!(method(&[]), "model");
    desk.run(&["model", "use", "dull"]).ends(2).says("installed: red");
    desk.run(&["apply", "t.toml", "scene.png", "-o", "x.png", "--cutout-model", "dull"]).ends(2).says("installed: red");
    desk.run(&["model", "remove", "red"]).ends(0);
    assert_eq!(desk.names(".models"), Vec::<String>::new());
    desk.run(&["apply", "t.toml", "scene.png", "-o", "x.png", "--cutout", "model"]).ends(1).says("model install");
}

#[test]
fn what_is_no_network_is_refused_and_leaves_nothing() {
    let desk = Desk::new(&[]);
    desk.write("text.onnx", "no network");
    fs::write(desk.path("gray.onnx"), onnx::file(&[1, 1, 8, 8], &[1.0])).unwrap();
    fs::write(desk.path("cut.whl"), b"PK\x03\x04 and no more").unwrap();
    redness(&desk, "net.onnx");
    for (args, text) in [
        (&["text.onnx", "--name", "a"][..], "no ONNX file"),
        (&["gray.onnx", "--name", "a"], "[1, 3, height, width]"),
        (&["cut.whl", "--name", "a"], "damaged"),
        (&["gone.onnx", "--name", "a"], "gone.onnx"),
        (&["net.onnx", "--name", "a/b"], "cannot be the name"),
        (&["net.onnx", "--name", "none"], "cannot be the name"),
        (&["net.onnx", "--name", "a", "--output", "3"], "no output 3"),
        (&["net.onnx", "--name", "a", "--mean", "1,2"], "three numbers"),
        (&["net.onnx", "--name", "a", "--std", "0,1,1"], "above 0"),
        (&["net.onnx", "--name", "a", "--limit", "model_bytes=20"], "model_bytes"),
    ] {
        desk.run(&[&["model", "install"][..], args].concat()).ends(2).says(text);
    }
    assert!(!desk.has(".models"), "nothing was written");
    desk.run(&["model", "remove", "../net"]).ends(2);
    desk.run(&["model", "use", "../net"]).ends(2);
    assert!(desk.has("net.onnx"));
}

#[test]
fn a_damaged_installation_says_what_to_do() {
    let desk = Desk::new(&[]);
    redness(&desk, "net.onnx");
    scene(&desk, "scene.png");
    desk.write("t.toml", WHITE);
    desk.write("keep.toml", "schema = 1\n");
    desk.run(&["model", "install", "net.onnx", "--name", "red"]).ends(0);
    desk.write(".models/red.onnx", "cut short");
    desk.run(&["apply", "t.toml", "scene.png", "-o", "x.png"]).ends(2).says("model remove red");
    // Where nothing is cut out, nobody reads it.
    desk.run(&["apply", "keep.toml", "scene.png", "-o", "y.png"]).ends(0);
}

/// A wheel made by Python, which makes them; skipped where it is absent.
#[test]
fn a_wheel_gives_its_network() {
    let desk = Desk::new(&[]);
    redness(&desk, "net.onnx");
    let zip = "import zipfile; z = zipfile.ZipFile('a.whl', 'w', zipfile.ZIP_DEFLATED); z.write('net.onnx', 'a/net.onnx'); \
               z.writestr('a/code.py', 'x = 1\\n' * 500); z.close(); z = zipfile.ZipFile('b.whl', 'w'); \
               z.write('net.onnx', 'b/1.onnx'); z.write('net.onnx', 'b/2.onnx'); z.close()";
    let made = Command::new("python3").args(["-c", zip]).current_dir(desk.path(".")).status();
    if !made.is_ok_and(|status| status.success()) {
        eprintln!("skipped: python3 is absent");
        return;
    }
    desk.run(&["model", "install", "a.whl", "--name", "red"]).ends(0).says("in use");
    assert_eq!(desk.read(".models/red.onnx"), desk.read("net.onnx"));
    desk.run(&["model", "install", "b.whl", "--name", "two"]).ends(2).says("b/1.onnx, b/2.onnx");
    desk.run(&["model", "install", "b.whl", "--name", "two", "--member", "b/2.onnx"]).ends(0);
}

#[test]
fn u2netp_is_known() {
    let desk = Desk::new(&[]);
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/u2netp.onnx");
    if !file.exists() {
        eprintln!("skipped: target/u2netp.onnx is absent; python3 testdata/fetch_model.py fetches it");
        return;
    }
    desk.run(&["model", "install", file.to_str().unwrap()]).ends(0).says("320x320").says("Apache-2.0");
    let list = desk.run(&["model", "list", "--json"]).ends(0).json();
    assert_eq!(list["models"][0]["name"], "u2netp");
    desk.copy("photos/studio-mug.jpg", "mug.jpg");
    desk.write("t.toml", WHITE);
    let report = desk.run(&["apply", "t.toml", "mug.jpg", "-o", "mug.png", "--json"]).ends(0).json();
    assert!(report["items"][0]["confidence"].as_f64().unwrap() > 0.5, "{report}");
}
