//! Facts about drawings.

use super::{Art, Color, Item, ItemKind, Raster, Rect, Transform, painted, pixel, rect, scene};
use crate::art::Drawing;
use std::sync::Arc;

fn drawing(body: &str) -> Art {
    let text = format!("<svg xmlns='http://www.w3.org/2000/svg' width='4' height='4'>{body}</svg>");
    let tree = usvg::Tree::from_str(&text, &usvg::Options::default()).unwrap();
    Art::Drawing(Drawing { tree: Arc::new(tree), frame: Rect::new(0.0, 0.0, 4.0, 4.0) })
}

fn drawn(body: &str, opacity: f64) -> Raster {
    let dest = Rect::new(1.0, 1.0, 4.0, 4.0);
    let mut item = Item::new("art", Transform::scale(2.0, 2.0), ItemKind::Drawing { slot: 0, dest });
    item.opacity = opacity;
    painted(&scene(12, 12, vec![rect(0.0, 0.0, 12.0, 12.0, Color::WHITE), item]), &[drawing(body)])
}

#[test]
fn the_frame_fills_its_place_and_cuts_what_reaches_beyond() {
    for opacity in [1.0, 0.5] {
        let raster = drawn("<rect x='-9' y='1' width='30' height='2' fill='red'/>", opacity);
        let green = |x, y| pixel(&raster, x, y)[1];
        let inside = if opacity == 1.0 { 0 } else { 127 };
        assert!(green(2, 5).abs_diff(inside) <= 1 && green(9, 6).abs_diff(inside) <= 1, "{}", green(2, 5));
        assert_eq!([green(1, 5), green(10, 5), green(5, 3), green(5, 8)], [255; 4]);
    }
}

#[test]
fn modes_inside_a_drawing_do_not_see_what_lies_under_it() {
    let body = "<rect width='4' height='4' fill='#00f' style='mix-blend-mode:difference'/>";
    assert_eq!(pixel(&drawn(body, 1.0), 5, 5), [0, 0, 255, 255]);
}
