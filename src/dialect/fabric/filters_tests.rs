//! What filters of documents mean.

use super::{Version, filters};
use crate::color::Color;
use crate::dialect::lenient::Fields;
use crate::dialect::remarks::Remarks;
use crate::filter::{Filter, Gray, ImageMix, Look, Mix};
use crate::report::Report;
use crate::source::Source;
use serde_json::{Value, json};

fn read(version: &str, list: &Value) -> (Vec<Filter>, Vec<String>) {
    let value = json!({"version": version, "filters": list});
    let map = value.as_object().unwrap();
    let mut remarks = Remarks::default();
    let mut fields = Fields::new(map, "layer 1");
    let version = Version::default().of(&mut fields, &mut remarks);
    let found = filters(&mut fields, version, &mut remarks).unwrap();
    let mut report = Report::new();
    remarks.finish(&mut report);
    (found, report.notes().iter().map(|note| note.message.clone()).collect())
}

fn one(list: &Value) -> Filter {
    let (mut found, notes) = read("5.3.0", &json!([list]));
    assert!(found.len() == 1 && notes.is_empty(), "{list}: {found:?}, {notes:?}");
    found.remove(0)
}

#[test]
fn every_filter_is_read() {
    assert_eq!(one(&json!({"type": "Brightness", "brightness": 0.5})), Filter::Brightness(0.5));
    assert_eq!(one(&json!({"type": "Contrast", "contrast": -0.5})), Filter::Contrast(-0.5));
    assert_eq!(one(&json!({"type": "Saturation", "saturation": 0.5})), Filter::Saturation(0.5));
    assert_eq!(one(&json!({"type": "Vibrance", "vibrance": 0.5})), Filter::Vibrance(0.5));
    assert_eq!(one(&json!({"type": "HueRotation", "rotation": 0.5})), Filter::HueRotation(0.5));
    assert_eq!(one(&json!({"type": "Gamma", "gamma": [1, 0, 2.2]})), Filter::Gamma([1.0, 0.01, 2.2]));
    assert_eq!(one(&json!({"type": "Grayscale", "mode": "lightness"})), Filter::Grayscale(Gray::Lightness));
    assert_eq!(one(&json!({"type": "Invert"})), Filter::Invert { with_alpha: false });
    assert_eq!(one(&json!({"type": "Invert", "alpha": true})), Filter::Invert { with_alpha: true });
    for (name, look) in [
        ("Sepia", Look::Sepia),
        ("BlackWhite", Look::BlackWhite),
        ("Brownie", Look::Brownie),
        ("Vintage", Look::Vintage),
        ("Kodachrome", Look::Kodachrome),
        ("Technicolor", Look::Technicolor),
        ("polaroid", Look::Polaroid),
    ] {
        assert_eq!(one(&json!({"type": name})), Filter::Look(look));
    }
    assert_eq!(one(&json!({"type": "Blur", "blur": 0.2})), Filter::Blur(0.2));
    assert_eq!(one(&json!({"type": "Pixelate"})), Filter::Pixelate { block: 4.0 });
    assert_eq!(one(&json!({"type": "Resize", "scaleX": 0.5})), Filter::Resize { x: 0.5, y: 1.0 });
    let filter = Filter::RemoveColor { color: Color::WHITE, distance: 0.02 };
    assert_eq!(one(&json!({"type": "RemoveColor"})), filter);
    let filter = Filter::BlendColor { color: Color::rgb(255, 0, 0), mode: Mix::Tint, alpha: 0.3 };
    assert_eq!(one(&json!({"type": "BlendColor", "color": "red", "mode": "tint", "alpha": 0.3})), filter);
    let filter = Filter::Convolute { weights: vec![0.0; 9], keeps_alpha: true };
    assert_eq!(one(&json!({"type": "Convolute", "opaque": true, "matrix": vec![0; 9]})), filter);
    let filter = Filter::Matrix { matrix: [0.5; 20], colors_only: false };
    assert_eq!(one(&json!({"type": "ColorMatrix", "colorsOnly": false, "matrix": vec![0.5; 20]})), filter);
    let image = json!({"type": "image", "src": "b.png", "left": 3, "scaleX": 2});
    let filter = Filter::BlendImage {
        picture: Source::path("b.png"),
        mode: ImageMix::Mask,
        scale: (2.0, 1.0),
        offset: (3.0, 0.0),
    };
    assert_eq!(one(&json!({"type": "BlendImage", "mode": "mask", "image": image})), filter);
}

#[test]
fn what_changes_nothing_is_left_out_and_composed_filters_are_laid_out() {
    let list = json!([null, {"type": "Blur", "blur": 0}, {"type": "Invert", "invert": false}, {"type": "Composed",
        "subFilters": [{"type": "Sepia"}, {"type": "Composed", "subFilters": [{"type": "Invert"}]}]}, {"type": "Vintage"}]);
    let expected = [Filter::Look(Look::Sepia), Filter::Invert { with_alpha: false }, Filter::Look(Look::Vintage)];
    assert_eq!(read("5.3.0", &list), (expected.into(), vec![]));
}

#[test]
fn what_is_not_understood_is_named() {
    let list = json!([{"type": "Swirl"}, {"type": "Convolute", "matrix": [1, 2, 3]}, {"type": "Gamma", "gamma": [1]},
        {"type": "BlendColor", "mode": "burn"}, {"type": "BlendImage"}, {"type": "RemoveColor", "color": "bluish"}, 7]);
    let (found, notes) = read("5.3.0", &list);
    assert!(found.is_empty());
    for name in
        ["`Swirl`", "`Convolute`", "`Gamma`", "`BlendColor`", "`BlendImage`", "`RemoveColor`", "`bluish`", "no object"]
    {
        assert!(notes.iter().any(|note| note.contains(name)), "{name}: {notes:?}");
    }
    let many = Value::Array(vec![json!({"type": "Sepia"}); 60]);
    let (found, notes) = read("5.3.0", &many);
    assert_eq!((found.len(), notes.len()), (50, 1));
}

#[test]
fn the_first_release_counts_in_levels() {
    let list = json!([{"type": "Brightness", "brightness": 51}, {"type": "Saturate", "saturate": 50},
        {"type": "Tint", "color": "#ff0000", "opacity": 0.5}, {"type": "Multiply", "color": "#00f"}]);
    let expected = vec![
        Filter::Brightness(0.2),
        Filter::Saturation(0.5),
        Filter::BlendColor { color: Color::rgb(255, 0, 0), mode: Mix::Tint, alpha: 0.5 },
        Filter::BlendColor { color: Color::rgb(0, 0, 255), mode: Mix::Multiply, alpha: 1.0 },
    ];
    assert_eq!(read("1.7.22", &list), (expected.clone(), vec![]));
    assert_eq!(read("", &list).0, expected);
    let mut levels = vec![0; 20];
    levels[4] = 51;
    let (found, _) = read("1.7.22", &json!([{"type": "ColorMatrix", "matrix": levels}]));
    assert!(matches!(&found[..], [Filter::Matrix { matrix, colors_only: false }] if matrix[4] == 0.2));
    let (found, _) = read("1.7.22", &json!([{"type": "Sepia"}]));
    assert!(matches!(found[..], [Filter::Matrix { .. }]));
}

#[test]
fn noise_hangs_on_its_place_in_the_document() {
    let list = json!([{"type": "Noise", "noise": 90}, {"type": "Noise", "noise": 90}]);
    let (found, _) = read("5.3.0", &list);
    assert_ne!(found[0], found[1]);
    assert_eq!(found, read("5.3.0", &list).0);
}
