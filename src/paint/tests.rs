//! Facts about pixels of tiny scenes.

use super::{Window, paint};
use crate::art::{Art, Parts};
use crate::color::Color;
use crate::geometry::{Rect, Size};
use crate::limits::{Deadline, Limits};
use crate::outline::{FillRule, Outline};
use crate::raster::{Raster, byte_count};
use crate::scene::{Brush, Coat, DropShadow, Item, ItemKind, Mask, Scene, Stroke};
use crate::style::{Blend, Cap, GradientShape, Join, Stop};
use crate::transform::Transform;
use std::f64::consts::PI;
use std::sync::Arc;

const RED: Color = Color::rgb(255, 0, 0);
const BLUE: Color = Color::rgb(0, 0, 255);

fn filled(outline: Outline, brush: Brush) -> Item {
    coated(outline, Coat { fill: Some(brush), ..Coat::default() })
}

fn coated(outline: Outline, coat: Coat) -> Item {
    Item::new("shape", Transform::IDENTITY, ItemKind::Shape { outline, fill_rule: FillRule::Nonzero, coat })
}

fn rect(x: f64, y: f64, width: f64, height: f64, color: Color) -> Item {
    filled(Outline::rect(Rect::new(x, y, width, height)), Brush::Solid(color))
}

fn group(items: Vec<Item>, is_isolated: bool) -> Item {
    Item::new("group", Transform::IDENTITY, ItemKind::Group { items, is_isolated })
}

fn picture(slot: usize, dest: Rect, transform: Transform) -> Item {
    Item::new("picture", transform, ItemKind::Picture { slot, dest, is_smooth: true })
}

fn line(brush: Brush, width: f64) -> Stroke {
    Stroke {
        brush,
        width,
        dashes: Vec::new(),
        dash_offset: 0.0,
        cap: Cap::Butt,
        join: Join::Miter,
        miter_limit: 4.0,
        space: None,
    }
}

fn circle(x: f64, y: f64, r: f64) -> Outline {
    let points: Vec<_> = (0..64).map(|i| (f64::from(i) * PI / 32.0).sin_cos()).collect();
    Outline::polyline(&points.iter().map(|(s, c)| (x + r * c, y + r * s)).collect::<Vec<_>>(), true)
}

fn scene(width: u32, height: u32, items: Vec<Item>) -> Scene {
    Scene { size: Size::new(width, height), items, slots: Vec::new() }
}

fn painted(scene: &Scene, art: &[Art]) -> Raster {
    paint(scene, art, Window::whole(scene.size), &Deadline::NEVER).unwrap()
}

fn pixel(raster: &Raster, x: usize, y: usize) -> [u8; 4] {
    raster.data().as_chunks::<4>().0[y * raster.size().width as usize + x]
}

fn checks(size: Size) -> Raster {
    let at = |index: u64| {
        let (x, y) = (index % u64::from(size.width), index / u64::from(size.width));
        [(x * 37) as u8, (y * 53) as u8, ((x ^ y) & 1) as u8 * 255, if (x + y) % 3 == 0 { 120 } else { 255 }]
    };
    Raster::from_straight(size, (0..size.pixels()).flat_map(at).collect()).unwrap()
}

#[test]
fn a_box_on_whole_pixels_covers_exactly_those() {
    let raster = painted(&scene(4, 4, vec![rect(1.0, 1.0, 2.0, 2.0, RED)]), &[]);
    for (index, pixel) in raster.data().as_chunks::<4>().0.iter().enumerate() {
        let is_inside = (1..3).contains(&(index % 4)) && (1..3).contains(&(index / 4));
        assert_eq!(*pixel, if is_inside { [255, 0, 0, 255] } else { [0; 4] }, "{index}");
    }
    assert!(!raster.is_opaque());
    assert!(painted(&scene(2, 2, vec![rect(-1.0, -1.0, 9.0, 9.0, RED)]), &[]).is_opaque());
}

#[test]
fn half_a_pixel_is_half_covered_and_a_tenth_a_tenth() {
    let raster = painted(&scene(3, 3, vec![rect(0.5, 0.0, 2.0, 2.1, RED)]), &[]);
    let alpha = |x, y| pixel(&raster, x, y)[3];
    assert_eq!((alpha(0, 0), alpha(1, 1), alpha(2, 1)), (128, 255, 128));
    assert!((24..=27).contains(&alpha(1, 2)) && (12..=14).contains(&alpha(0, 2)), "{} {}", alpha(1, 2), alpha(0, 2));
}

#[test]
fn an_even_odd_hole_stays_clear() {
    let mut ring = Outline::rect(Rect::new(0.0, 0.0, 5.0, 5.0));
    ring.segments.extend(Outline::rect(Rect::new(1.0, 1.0, 3.0, 3.0)).segments);
    let mut item = filled(ring, Brush::Solid(RED));
    assert_eq!(pixel(&painted(&scene(5, 5, vec![item.clone()]), &[]), 2, 2)[3], 255);
    if let ItemKind::Shape { fill_rule, .. } = &mut item.kind {
        *fill_rule = FillRule::Evenodd;
    }
    assert_eq!(pixel(&painted(&scene(5, 5, vec![item]), &[]), 2, 2)[3], 0);
}

#[test]
fn a_stroke_lies_half_on_each_side_and_keeps_its_width_in_its_own_space() {
    let outline = Outline::polyline(&[(0.0, 2.0), (4.0, 2.0)], false);
    let mut stroke = line(Brush::Solid(RED), 2.0);
    let rows = |stroke: &Stroke| {
        let coat = Coat { stroke: Some(stroke.clone()), ..Coat::default() };
        let mut item = coated(outline.clone(), coat);
        item.transform = Transform::scale(1.0, 3.0);
        let raster = painted(&scene(4, 12, vec![item]), &[]);
        (0..12).filter(|y| pixel(&raster, 2, *y)[3] == 255).collect::<Vec<_>>()
    };
    assert_eq!(rows(&stroke), [3, 4, 5, 6, 7, 8]);
    stroke.space = Some(Transform::scale(1.0, 3.0));
    assert_eq!(rows(&stroke), [5, 6]);
}

#[test]
fn dashes_leave_gaps_and_an_odd_list_counts_twice() {
    let outline = Outline::polyline(&[(0.0, 0.5), (9.0, 0.5)], false);
    let stroke = Stroke { dashes: vec![2.0], dash_offset: 1.0, ..line(Brush::Solid(RED), 1.0) };
    let item = coated(outline, Coat { stroke: Some(stroke), ..Coat::default() });
    let raster = painted(&scene(9, 1, vec![item]), &[]);
    let row: Vec<bool> = (0..9).map(|x| pixel(&raster, x, 0)[3] == 255).collect();
    assert_eq!(row, [true, false, false, true, true, false, false, true, true]);
}

#[test]
fn a_line_thinner_than_a_pixel_is_pale_wherever_it_lies() {
    for y in [1.1, 1.5, 1.77, 2.0] {
        let outline = Outline::polyline(&[(0.0, y), (8.0, y)], false);
        let item = coated(outline, Coat { stroke: Some(line(Brush::Solid(RED), 0.2)), ..Coat::default() });
        let raster = painted(&scene(8, 4, vec![item]), &[]);
        let sum: u32 = (0..4).map(|row| u32::from(pixel(&raster, 4, row)[3])).sum();
        assert!((46..=56).contains(&sum), "{sum} at {y}");
    }
}

#[test]
fn a_gradient_ends_in_its_end_colours_and_goes_on_with_them() {
    let stops = vec![Stop { at: 0.0, color: RED }, Stop { at: 1.0, color: BLUE }];
    let shape = GradientShape::Linear { from: (10.0, 0.0), to: (20.0, 0.0) };
    let brush = Brush::Gradient { shape, stops: stops.clone(), transform: Transform::IDENTITY };
    let raster = painted(&scene(30, 1, vec![filled(Outline::rect(Rect::new(0.0, 0.0, 30.0, 1.0)), brush)]), &[]);
    assert_eq!(pixel(&raster, 0, 0), [255, 0, 0, 255]);
    assert_eq!(pixel(&raster, 29, 0), [0, 0, 255, 255]);
    let [r, _, b, _] = pixel(&raster, 14, 0);
    assert!(r.abs_diff(140) <= 2 && b.abs_diff(115) <= 2, "{r} {b}");
    let flat = GradientShape::Linear { from: (1.0, 0.0), to: (1.0, 0.0) };
    let ring = GradientShape::Radial { from: (5.0, 5.0), from_radius: 2.0, to: (5.0, 5.0), to_radius: 2.0 };
    for shape in [flat, ring] {
        let brush = Brush::Gradient { shape, stops: stops.clone(), transform: Transform::IDENTITY };
        let raster = painted(&scene(9, 1, vec![filled(Outline::rect(Rect::new(0.0, 0.0, 9.0, 1.0)), brush)]), &[]);
        assert!(raster.data().iter().all(|byte| *byte == 0), "{shape:?}");
    }
}

#[test]
fn a_gradient_between_circles_has_the_start_colour_inside() {
    let shape = GradientShape::Radial { from: (10.0, 10.0), from_radius: 3.0, to: (10.0, 10.0), to_radius: 9.0 };
    let stops =
        vec![Stop { at: 0.0, color: RED }, Stop { at: 0.5, color: Color::WHITE }, Stop { at: 0.5, color: BLUE }];
    let brush = Brush::Gradient { shape, stops, transform: Transform::IDENTITY };
    let raster = painted(&scene(20, 20, vec![filled(Outline::rect(Rect::new(0.0, 0.0, 20.0, 20.0)), brush)]), &[]);
    assert_eq!(pixel(&raster, 10, 10), [255, 0, 0, 255]);
    assert_eq!(pixel(&raster, 17, 10), [0, 0, 255, 255]);
    assert_eq!(pixel(&raster, 0, 0), [0, 0, 255, 255]);
}

#[test]
fn tiles_repeat_only_where_they_are_told_to() {
    let tile = Raster::from_straight(Size::new(1, 1), vec![0, 0, 255, 255]).unwrap();
    for repeats in [(true, true), (true, false), (false, true), (false, false)] {
        let transform = Transform::translate(2.0, 2.0);
        let brush = Brush::Pattern { slot: 0, tile: (3.0, 3.0), repeats, transform };
        let item = filled(Outline::rect(Rect::new(0.0, 0.0, 8.0, 8.0)), brush);
        let raster = painted(&scene(8, 8, vec![item]), &[Art::Raster(tile.clone())]);
        let alpha = |x, y| pixel(&raster, x, y)[3] == 255;
        let found = (alpha(3, 3), alpha(6, 3), alpha(3, 6), alpha(6, 6), alpha(0, 3));
        let (across, down) = repeats;
        assert_eq!(found, (true, across, down, across && down, across), "{repeats:?}");
    }
}

#[test]
fn a_shadow_moves_in_scene_pixels_however_the_item_turns() {
    for degrees in [0.0, 90.0, 180.0] {
        let mut item = rect(-1.0, -1.0, 2.0, 2.0, RED);
        item.transform = Transform::translate(3.0, 3.0).then_inner(Transform::rotate(degrees));
        let color = Color { a: 128, ..Color::BLACK };
        item.shadow = Some(DropShadow {
            color,
            dx: 3.0,
            dy: 1.0,
            sigma: 0.0,
            from_stroke: false,
            squeeze: None,
            is_alone: false,
        });
        let raster = painted(&scene(8, 8, vec![item]), &[]);
        assert_eq!(pixel(&raster, 3, 3), [255, 0, 0, 255]);
        assert_eq!(pixel(&raster, 6, 4), [0, 0, 0, 128], "{degrees}");
        assert_eq!([pixel(&raster, 6, 2), pixel(&raster, 4, 5), pixel(&raster, 7, 4)], [[0; 4]; 3], "{degrees}");
    }
}

#[test]
fn a_blurred_edge_is_the_integral_of_a_gaussian() {
    for sigma in [2.0, 3.0, 9.0, 21.0] {
        let edge = 120.0;
        let mut item = rect(-900.0, -900.0, 900.0 + edge, 1800.0, RED);
        // The item itself lies far to the left: only its shadow is seen.
        item.transform = Transform::translate(-1000.0, 0.0);
        item.shadow = Some(DropShadow {
            color: BLUE,
            dx: 1000.0,
            dy: 0.0,
            sigma,
            from_stroke: false,
            squeeze: None,
            is_alone: false,
        });
        let raster = painted(&scene(240, 4, vec![item]), &[]);
        for x in 0..240 {
            let expected = 255.0 * (0.5 - 0.5 * erf((x as f64 + 0.5 - edge) / sigma / 2f64.sqrt()));
            let found = f64::from(pixel(&raster, x, 2)[3]);
            assert!((found - expected).abs() < 1.6, "sigma {sigma}, x {x}: {found}, not {expected}");
        }
    }
}

/// Abramowitz and Stegun 7.1.26, to 1.5e-7.
fn erf(x: f64) -> f64 {
    let t = 1.0 / (1.0 + 0.327_591_1 * x.abs());
    let sum = ((((1.061_405_429 * t - 1.453_152_027) * t) + 1.421_413_741) * t - 0.284_496_736) * t + 0.254_829_592;
    (1.0 - sum * t * (-x * x).exp()).copysign(x)
}

#[test]
fn the_fill_alone_casts_the_shadow_unless_it_is_said_or_there_is_none() {
    let cast = |fill: bool, from_stroke: bool| {
        let outline = Outline::rect(Rect::new(4.0, 4.0, 8.0, 8.0));
        let fill = fill.then_some(Brush::Solid(RED));
        let coat = Coat { fill, stroke: Some(line(Brush::Solid(RED), 4.0)), stroke_first: false };
        let mut item = coated(outline, coat);
        item.shadow = Some(DropShadow {
            color: BLUE,
            dx: 14.0,
            dy: 0.0,
            sigma: 0.0,
            from_stroke,
            squeeze: None,
            is_alone: false,
        });
        let raster = painted(&scene(32, 16, vec![item]), &[]);
        (pixel(&raster, 22, 8)[3], pixel(&raster, 17, 8)[3])
    };
    assert_eq!(cast(true, false), (255, 0));
    assert_eq!(cast(true, true), (255, 255));
    assert_eq!(cast(false, false), (0, 255));
}

#[test]
fn a_mask_keeps_its_inside_and_an_inverted_one_its_outside() {
    for is_inverted in [false, true] {
        let mut item = rect(0.0, 0.0, 6.0, 6.0, RED);
        let mut cut = rect(1.0, 1.0, 3.0, 3.0, BLUE);
        cut.mask = Some(Box::new(Mask { items: vec![rect(0.0, 0.0, 2.0, 6.0, RED)], is_inverted: false }));
        item.mask = Some(Box::new(Mask { items: vec![cut], is_inverted }));
        let raster = painted(&scene(6, 6, vec![item]), &[]);
        let (inside, outside) = (pixel(&raster, 1, 1)[3], pixel(&raster, 2, 1)[3]);
        assert_eq!((inside, outside), if is_inverted { (0, 255) } else { (255, 0) });
    }
}

#[test]
fn an_isolated_group_is_translucent_as_one_and_an_open_one_item_by_item() {
    let overlap = |is_isolated| {
        let mut group = group(vec![rect(0.0, 0.0, 2.0, 1.0, RED), rect(0.0, 0.0, 2.0, 1.0, RED)], is_isolated);
        group.opacity = 0.5;
        pixel(&painted(&scene(2, 1, vec![group]), &[]), 0, 0)[3]
    };
    assert!(overlap(true).abs_diff(128) <= 1 && overlap(false).abs_diff(191) <= 1);
}

#[test]
fn a_mode_inside_an_isolated_group_stays_inside() {
    let mut child = rect(0.0, 0.0, 1.0, 1.0, BLUE);
    child.blend = Blend::Multiply;
    let below = rect(0.0, 0.0, 1.0, 1.0, RED);
    let isolated = painted(&scene(1, 1, vec![below.clone(), group(vec![child.clone()], true)]), &[]);
    let open = painted(&scene(1, 1, vec![below, group(vec![child], false)]), &[]);
    assert_eq!((pixel(&isolated, 0, 0), pixel(&open, 0, 0)), ([0, 0, 255, 255], [0, 0, 0, 255]));
}

#[test]
fn a_translucent_shape_is_one_with_its_stroke() {
    let coat = Coat { fill: Some(Brush::Solid(RED)), stroke: Some(line(Brush::Solid(BLUE), 4.0)), stroke_first: false };
    let mut item = coated(Outline::rect(Rect::new(2.0, 2.0, 8.0, 8.0)), coat);
    item.opacity = 0.5;
    let raster = painted(&scene(12, 12, vec![item]), &[]);
    assert_eq!(pixel(&raster, 3, 3)[0], 0, "the fill must not shine through the stroke");
}

#[test]
fn a_passed_deadline_and_missing_art_are_errors() {
    let deadline = Limits { seconds: 0.0, ..Limits::default() }.deadline();
    let red = scene(1, 1, vec![rect(0.0, 0.0, 1.0, 1.0, RED)]);
    let error = paint(&red, &[], Window::whole(red.size), &deadline).unwrap_err();
    assert_eq!(error.fault(), crate::Fault::TimedOut);
    let photo = scene(1, 1, vec![picture(0, Rect::new(0.0, 0.0, 1.0, 1.0), Transform::IDENTITY)]);
    let error = paint(&photo, &[], Window::whole(photo.size), &Deadline::NEVER).unwrap_err();
    assert_eq!((error.fault(), error.place().as_deref()), (crate::Fault::Internal, Some("picture")));
}

#[cfg(feature = "svg")]
mod drawings;
mod tiles;
