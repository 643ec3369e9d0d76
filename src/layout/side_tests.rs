use super::super::samples::{
    SHADOW, assert_lines, boxed, clipping, fault, grouped, of_kind, on_canvas, stroked, text, text_of,
};
use super::*;
use crate::color::Color;
use crate::design::Shape;
use crate::error::Fault;
use crate::fit::Wanted;
use crate::style::{Gradient, Paint};
use crate::text::{Text, TextLook};

#[test]
fn grounds_lie_under_and_over_the_layers_and_a_size_scales_all() {
    let mut side = on_canvas(vec![boxed("layer 1", 50.0, 30.0)]);
    side.background.paint = Paint::Solid(Color::WHITE);
    side.overlay.layer = Some(Box::new(boxed("overlay", 10.0, 10.0)));
    assert_lines(
        &text_of(&side, &Ask::width(200)),
        &[
            "scene 200x200",
            "background: shape of 5 at 0 0 200 200 fill #ffffff",
            "layer 1: shape of 5 at -10 -5 20 10 fill #000000 transform [2 0 0 2 100 60]",
            "overlay: shape of 5 at -10 -5 20 10 fill #000000 transform [2 0 0 2 20 20]",
        ],
    );
}

#[test]
fn a_backdrop_replaces_the_paint_and_keeps_the_layer() {
    let mut side = on_canvas(Vec::new());
    side.background.paint = Paint::Solid(Color::WHITE);
    side.background.layer = Some(Box::new(boxed("photo", 50.0, 30.0)));
    let with = |backdrop| text_of(&side, &Ask { background: Some(backdrop), ..Ask::default() });
    let found = with(Backdrop::Color(Color::TRANSPARENT));
    assert_lines(
        &found,
        &["scene 100x100", "photo: shape of 5 at -10 -5 20 10 fill #000000 transform [1 0 0 1 50 30]"],
    );
    let found = with(Backdrop::Gradient(Color::WHITE, Color::BLACK));
    assert!(found.contains("fill linear(0 0 to 0 100, 0 #ffffff, 1 #000000) [1 0 0 1 0 0]"), "{found}");
}

#[test]
fn the_viewport_moves_layers_and_what_is_in_a_ground_but_not_its_edge() {
    let mut side = on_canvas(vec![boxed("layer 1", 10.0, 10.0)]);
    side.viewport = Transform::new(2.0, 0.0, 0.0, 2.0, 5.0, 0.0);
    let gradient = Gradient {
        shape: GradientShape::Linear { from: (0.0, 0.0), to: (1.0, 0.0) },
        stops: vec![Stop { at: 0.0, color: Color::BLACK }, Stop { at: 1.0, color: Color::WHITE }],
        is_relative: true,
        transform: Transform::IDENTITY,
        offset: (0.0, 0.0),
    };
    side.background.paint = Paint::Gradient(gradient);
    let found = text_of(&side, &Ask::default());
    assert!(
        found.contains("at 0 0 100 100 fill linear(0 0 to 1 0, 0 #000000, 1 #ffffff) [200 0 0 200 5 0]"),
        "{found}"
    );
    assert!(found.contains("transform [2 0 0 2 25 20]"), "{found}");
    side.background.ignores_viewport = true;
    assert!(text_of(&side, &Ask::default()).contains(" [100 0 0 100 0 0]"));
}

#[test]
fn the_clip_of_the_canvas_cuts_everything_but_the_overlay() {
    let mut side = on_canvas(vec![boxed("layer 1", 50.0, 30.0)]);
    side.overlay.paint = Paint::Solid(Color::WHITE);
    side.clip = clipping(boxed("clip", 50.0, 50.0), false);
    assert_lines(
        &text_of(&side, &Ask::default()),
        &[
            "scene 100x100",
            "canvas: group isolated",
            "  layer 1: shape of 5 at -10 -5 20 10 fill #000000 transform [1 0 0 1 50 30]",
            "  mask",
            "    clip: shape of 5 at -10 -5 20 10 fill #000000 transform [1 0 0 1 50 50]",
            "overlay: shape of 5 at 0 0 100 100 fill #ffffff",
        ],
    );
}

#[test]
fn children_lie_around_the_centre_of_their_group() {
    let mut inner = grouped("layer 1.2", vec![boxed("layer 1.2.1", 1.0, 0.0)]);
    (inner.pose.left, inner.pose.top, inner.pose.scale_x) = (10.0, 0.0, 3.0);
    let mut outer = grouped("layer 1", vec![boxed("layer 1.1", -10.0, 5.0), inner]);
    outer.pose.angle = 90.0;
    assert_lines(
        &text(vec![outer]),
        &[
            "scene 100x100",
            "layer 1: group",
            "  layer 1.1: shape of 5 at -10 -5 20 10 fill #000000 transform [0 1 -1 0 45 40]",
            "  layer 1.2: group",
            "    layer 1.2.1: shape of 5 at -10 -5 20 10 fill #000000 transform [0 3 -1 0 50 63]",
        ],
    );
}

#[test]
fn a_translucent_group_is_one_surface_unless_a_child_casts_a_shadow() {
    let mut child = boxed("layer 1.1", 0.0, 0.0);
    child.opacity = 0.5;
    let mut group = grouped("layer 1", vec![child.clone(), boxed("layer 1.2", 0.0, 0.0)]);
    group.opacity = 0.4;
    let found = text(vec![group.clone()]);
    assert!(found.contains("layer 1: group isolated opacity 0.4\n"), "{found}");
    assert!(
        found.contains("layer 1.1: shape of 5 at -10 -5 20 10 fill #000000 transform [1 0 0 1 50 50] opacity 0.5\n")
    );

    child.shadow = Some(SHADOW);
    let LayerKind::Group(inside) = &mut group.kind else { panic!() };
    inside.layers[0] = child;
    let found = text(vec![group.clone()]);
    assert!(found.contains("layer 1: group\n"), "{found}");
    assert!(found.contains("opacity 0.2 shadow #000000 4 2 sigma 3\n"), "{found}");
    assert!(found.contains("[1 0 0 1 50 50] opacity 0.4\n"), "{found}");

    group.clip = clipping(boxed("clip", 0.0, 0.0), false);
    assert!(text(vec![group]).contains("layer 1: group isolated opacity 0.4\n"));
}

#[test]
fn a_group_without_a_surface_leaves_opacity_and_shadow_to_its_children() {
    let mut group = grouped("layer 1", vec![boxed("layer 1.1", 0.0, 0.0)]);
    (group.opacity, group.shadow, group.is_isolated) = (0.5, Some(SHADOW), false);
    (group.pose.scale_x, group.pose.scale_y) = (2.0, 2.0);
    let found = text(vec![group]);
    assert!(found.contains("layer 1: group\n"), "{found}");
    assert!(found.contains("opacity 0.5 shadow #000000 8 4 sigma 6 from stroke\n"), "{found}");
}

#[test]
fn a_childs_blend_stays_inside_its_group() {
    let mut child = boxed("layer 1.1", 0.0, 0.0);
    child.blend = Blend::ColorDodge;
    let found = text(vec![grouped("layer 1", vec![child])]);
    assert!(found.contains("layer 1: group isolated\n") && found.contains(" blend color-dodge\n"), "{found}");
}

#[test]
fn a_shadow_counts_the_scaling_of_all_groups() {
    let mut child = boxed("layer 1.1", 0.0, 0.0);
    child.shadow = Some(SHADOW);
    (child.pose.scale_y, child.pose.angle) = (3.0, 90.0);
    let mut group = grouped("layer 1", vec![child]);
    (group.pose.scale_x, group.pose.scale_y) = (2.0, 2.0);
    let found = text_of(&on_canvas(vec![group]), &Ask::width(200));
    // 4 x 2 x 2 across, 2 x 6 x 2 down; sigma 6 x mean(2, 6) x 2 / 2.
    assert!(found.contains("shadow #000000 16 24 sigma 24\n"), "{found}");
}

#[test]
fn a_clip_lies_around_its_object_or_on_the_canvas() {
    let mut layer = boxed("layer 1", 50.0, 30.0);
    layer.pose.scale_x = 2.0;
    layer.clip = clipping(boxed("clip", 3.0, 0.0), false);
    assert!(
        text(vec![layer.clone()])
            .contains("    clip: shape of 5 at -10 -5 20 10 fill #000000 transform [2 0 0 1 56 30]\n")
    );
    layer.clip = clipping(boxed("clip", 3.0, 0.0), true);
    let mut outer = grouped("layer 2", vec![layer]);
    outer.pose.scale_x = 5.0;
    assert!(text(vec![outer]).contains("clip: shape of 5 at -10 -5 20 10 fill #000000 transform [1 0 0 1 3 0]\n"));
}

#[test]
fn a_clip_is_opaque_and_unstroked_but_its_stroke_counts_for_its_place() {
    let mut clip = stroked(boxed("clip", 0.0, 0.0), 4.0);
    (clip.opacity, clip.style.fill, clip.pose.origin_x) = (0.1, Paint::None, 0.0);
    clip.clip = clipping(boxed("clip of clip", 1.0, 1.0), false);
    let mut layer = boxed("layer 1", 50.0, 50.0);
    layer.clip = clipping(clip, false);
    assert_lines(
        &text(vec![layer]),
        &[
            "scene 100x100",
            "layer 1: shape of 5 at -10 -5 20 10 fill #000000 transform [1 0 0 1 50 50]",
            "  mask",
            "    clip: shape of 5 at -10 -5 20 10 fill #000000 transform [1 0 0 1 62 50]",
            "      mask",
            "        clip of clip: shape of 5 at -10 -5 20 10 fill #000000 transform [1 0 0 1 63 51]",
        ],
    );
}

#[test]
fn a_clip_without_an_inside_leaves_nothing() {
    let mut layer = boxed("layer 1", 50.0, 50.0);
    layer.clip = clipping(
        of_kind("clip", LayerKind::Shape(Shape::Line { x1: 0.0, y1: 0.0, x2: 9.0, y2: 9.0, ends_count: true })),
        false,
    );
    assert!(text(vec![layer]).ends_with("  mask\n"));
}

#[test]
fn a_uniform_stroke_is_drawn_where_the_objects_scaling_is_taken_out() {
    let mut layer = stroked(boxed("layer 1", 50.0, 50.0), 4.0);
    (layer.pose.scale_x, layer.style.stroke_is_uniform) = (-2.0, true);
    let found = text_of(&on_canvas(vec![layer]), &Ask::width(300));
    assert!(
        found.contains("stroke #ff0000 width 4 butt miter 4 space [2 0 0 1 0 0] transform [-6 0 0 3 150 150]\n"),
        "{found}"
    );
}

#[test]
fn a_translucent_object_without_a_surface_fades_fill_and_stroke_apart() {
    let mut layer = stroked(boxed("layer 1", 50.0, 50.0), 4.0);
    layer.opacity = 0.5;
    assert_eq!(text(vec![layer.clone()]).lines().count(), 2);
    layer.is_isolated = false;
    let found = text(vec![layer]);
    assert!(found.contains("layer 1: group\n") && found.matches("opacity 0.5\n").count() == 2, "{found}");
}

#[test]
fn a_colour_behind_an_object_fills_its_box_with_its_stroke_and_shares_its_finish() {
    let mut layer = stroked(boxed("layer 1", 50.0, 50.0), 4.0);
    (layer.box_color, layer.shadow) = (Some(Color::WHITE), Some(SHADOW));
    let found = text(vec![layer]);
    assert!(found.contains("layer 1: group isolated shadow #000000 4 2 sigma 3\n"), "{found}");
    assert!(found.contains("  layer 1: shape of 5 at -12 -7 24 14 fill #ffffff transform"), "{found}");
}

#[test]
fn what_cannot_be_seen_is_left_out() {
    let unseen = |change: fn(&mut Layer)| {
        let mut layer = boxed("layer 1", 50.0, 50.0);
        change(&mut layer);
        text(vec![grouped("layer 2", vec![layer])])
    };
    for found in [
        unseen(|layer| layer.opacity = 0.0),
        unseen(|layer| layer.opacity = f64::NAN),
        unseen(|layer| layer.pose.scale_x = 0.0),
        unseen(|layer| layer.style.fill = Paint::None),
        unseen(|layer| {
            layer.kind = LayerKind::Shape(Shape::Line { x1: 0.0, y1: 0.0, x2: 9.0, y2: 9.0, ends_count: true });
        }),
    ] {
        assert_eq!(found, "scene 100x100\n");
    }
}

#[test]
fn a_canvas_must_be_known_and_within_the_limits() {
    let side = Side::default();
    let error = fault(&side, &Ask::default(), &Limits::default());
    assert_eq!(error.to_string(), "the document does not say how large its canvas is");
    assert!(error.help().unwrap().contains("--canvas"));
    let ask = Ask { canvas: Some((30.0, 20.0)), ..Ask::default() };
    assert_eq!(text_of(&side, &ask), "scene 30x20\n");
    let huge = Ask { size: Wanted::Scale(1e5), ..ask };
    assert_eq!(fault(&side, &huge, &Limits::default()).fault(), Fault::TooLarge);
}

#[test]
fn layers_depth_and_font_sizes_are_held_against_the_limits() {
    let nested = on_canvas(vec![grouped("layer 1", vec![grouped("layer 1.1", vec![boxed("layer 1.1.1", 0.0, 0.0)])])]);
    let few = Limits { layers: 2, ..Limits::default() };
    assert_eq!(fault(&nested, &Ask::default(), &few).to_string(), "layers 3 is over the limit of 2: layer 1.1.1");
    let flat = Limits { layer_depth: 1, ..Limits::default() };
    assert_eq!(fault(&nested, &Ask::default(), &flat).to_string(), "layer_depth 2 is over the limit of 1: layer 1.1.1");

    let words = Text { text: "a".into(), look: TextLook { size: 60.0, ..TextLook::default() }, ..Text::default() };
    let side = on_canvas(vec![of_kind("layer 1", LayerKind::Text(Box::new(words)))]);
    let small = Limits { font_size: 100.0, ..Limits::default() };
    assert_eq!(fault(&side, &Ask::width(200), &small).to_string(), "font_size 120 is over the limit of 100: layer 1");
}

#[test]
fn a_place_that_is_no_number_is_an_error_that_names_the_layer() {
    let error = fault(&on_canvas(vec![boxed("layer 1", f64::NAN, 0.0)]), &Ask::default(), &Limits::default());
    assert_eq!((error.fault(), error.place().as_deref()), (Fault::Input, Some("layer 1")));
}
