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

/// Everything that our walk paints itself, leaves to resvg, or lays on layers.
const OF_ALL_KINDS: &str = "
    <defs>
        <linearGradient id='l'><stop stop-color='red' stop-opacity='.4'/><stop offset='1' stop-color='blue'/></linearGradient>
        <radialGradient id='r' spreadMethod='reflect' r='.2'><stop stop-color='lime'/><stop offset='1'/></radialGradient>
        <pattern id='p' width='.5' height='.5' patternUnits='userSpaceOnUse'><circle cx='.2' cy='.2' r='.2'/></pattern>
        <mask id='m'><rect width='4' height='2' fill='white'/></mask>
        <clipPath id='c'><circle cx='1' cy='1' r='1'/></clipPath>
        <filter id='f'><feGaussianBlur stdDeviation='.1'/></filter>
    </defs>
    <rect width='3' height='3' fill='url(#l)' opacity='.5' transform='rotate(10)'/>
    <g opacity='.6' transform='translate(1 1)'><circle r='1' fill='url(#r)'/><circle cx='1' r='1' stroke='teal' stroke-width='.3'/></g>
    <path d='M0 3.5H4' stroke='olive' stroke-width='.4' opacity='.7'/>
    <path d='M2 2l1.5 1 -.5 -2z' fill='url(#p)' stroke='navy' stroke-width='.1' paint-order='stroke'/>
    <g mask='url(#m)'><rect x='2' width='2' height='4' fill='orange'/></g>
    <g clip-path='url(#c)' opacity='.8'><rect width='4' height='4' fill='pink'/></g>
    <circle cx='3' cy='3' r='.5' fill='black' filter='url(#f)' opacity='.5'/>";

#[test]
fn nodes_painted_one_by_one_look_as_resvg_paints_the_tree() {
    let art = drawing(OF_ALL_KINDS);
    let Art::Drawing(Drawing { tree, .. }) = &art else { panic!("{art:?}") };
    let mut expected = tiny_skia::Pixmap::new(120, 120).unwrap();
    resvg::render(tree, tiny_skia::Transform::from_scale(30.0, 30.0), &mut expected.as_mut());
    let dest = Rect::new(0.0, 0.0, 4.0, 4.0);
    let item = Item::new("art", Transform::scale(30.0, 30.0), ItemKind::Drawing { slot: 0, dest });
    let found = painted(&scene(120, 120, vec![item]), std::slice::from_ref(&art));
    let differences = found.data().iter().zip(expected.data()).map(|(a, b)| a.abs_diff(*b));
    // A step of coverage is 16, and where two edges meet both may take another step.
    assert!(differences.clone().max() <= Some(32), "{:?}", differences.max());
    let mean = differences.map(f64::from).sum::<f64>() / found.data().len() as f64;
    assert!(mean < 0.3, "{mean}");
}

#[test]
fn a_level_line_with_a_pattern_is_painted() {
    let body = "<defs><pattern id='p' width='1' height='1' patternUnits='userSpaceOnUse'><rect width='1' height='1'/></pattern>
        </defs><path d='M0 2H4' stroke='url(#p)' stroke-width='1'/>";
    assert_eq!(pixel(&drawn(body, 1.0), 5, 6), [0, 0, 0, 255]);
}

#[test]
fn what_reaches_far_beyond_the_drawing_looks_as_what_reaches_a_little_beyond() {
    let body = |far: &str| {
        format!(
            "<defs><linearGradient id='l' gradientUnits='userSpaceOnUse' x1='2' x2='4'>
            <stop stop-color='red'/><stop offset='1' stop-color='blue'/></linearGradient></defs>
            <path d='M2 -{far}V{far}H{far}V-{far}z' fill='url(#l)'/>
            <path d='M1 {far}V-{far}H-{far}' fill='none' stroke='teal'/>"
        )
    };
    let near = drawn(&body("90"), 0.5);
    assert_ne!(pixel(&near, 3, 5), [255; 4]);
    assert_ne!(pixel(&near, 8, 5), [255; 4]);
    for far in ["1e5", "1e9", "1e15"] {
        let differs = drawn(&body(far), 0.5).data().iter().zip(near.data()).map(|(a, b)| a.abs_diff(*b)).max();
        assert!(differs <= Some(1), "{far}: {differs:?}");
    }
}
