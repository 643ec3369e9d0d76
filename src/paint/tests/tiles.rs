//! Windows, tiles, bands; numbers that no document should hold.

use super::super::tiles::{self, Grid};
use super::super::{Window, paint};
use super::*;

/// Every kind and effect, large enough to cross several tiles of 32 × 24.
fn everything() -> (Scene, Vec<Art>) {
    let art = vec![Art::Raster(checks(Size::new(30, 20))), Art::Raster(checks(Size::new(6, 5)))];
    let stops = vec![Stop { at: 0.0, color: RED }, Stop { at: 0.6, color: Color { a: 60, ..BLUE } }];
    let shape = GradientShape::Radial { from: (40.0, 40.0), from_radius: 4.0, to: (50.0, 44.0), to_radius: 40.0 };
    let gradient = Brush::Gradient { shape, stops, transform: Transform::skew_x(10.0) };
    let tiles =
        Brush::Pattern { slot: 1, tile: (9.0, 8.0), repeats: (true, false), transform: Transform::rotate(20.0) };
    let shadow = Some(DropShadow {
        color: Color { a: 200, ..Color::BLACK },
        dx: 5.5,
        dy: -7.0,
        sigma: 9.0,
        from_stroke: true,
        squeeze: None,
        is_alone: false,
    });
    let stroke = Stroke { dashes: vec![7.0, 3.0], ..line(gradient.clone(), 3.0) };
    let mut round =
        coated(circle(50.0, 50.0, 30.0), Coat { fill: Some(tiles), stroke: Some(stroke), stroke_first: false });
    round.shadow = shadow;
    let turned = Transform::translate(60.3, 20.0).then_inner(Transform::rotate(33.0));
    let mut photo = picture(0, Rect::new(0.0, 0.0, 45.0, 30.0), turned);
    photo.mask =
        Some(Box::new(Mask { items: vec![filled(circle(65.0, 40.0, 17.0), gradient.clone())], is_inverted: true }));
    photo.opacity = 0.8;
    photo.shadow = shadow;
    let mut soft = filled(circle(80.0, 70.0, 25.0), gradient);
    soft.blend = Blend::SoftLight;
    let mut glow = group(vec![rect(70.5, 60.25, 20.0, 30.0, BLUE), soft, round.clone()], true);
    glow.opacity = 0.7;
    glow.shadow = shadow;
    let plain = picture(0, Rect::new(5.0, 6.0, 30.0, 20.0), Transform::IDENTITY);
    let mut thin =
        coated(circle(40.0, 60.0, 33.3), Coat { stroke: Some(line(Brush::Solid(RED), 0.4)), ..Coat::default() });
    thin.blend = Blend::SourceAtop;
    (scene(110, 100, vec![rect(3.0, 3.0, 90.0, 92.0, Color::WHITE), plain, round, photo, glow, thin]), art)
}

fn paint_on(grid: Grid, scene: &Scene, art: &[Art], window: Window) -> Raster {
    let mut pixels = vec![0; byte_count(window.size)];
    tiles::paint_on(grid, &mut pixels, scene, art, window, &Deadline::NEVER).unwrap();
    Raster::from_premultiplied(window.size, pixels, false).unwrap()
}

/// The same pixels, to be had part by part.
fn in_parts(art: &Art) -> Art {
    let Art::Raster(raster) = art.clone() else { panic!("no pixels") };
    let size = raster.size();
    let cut = move |part: Rect| {
        assert!(part.is_on_pixels() && part.intersect(size.rect()) == Some(part), "{part:?}");
        let stride = size.width as usize * 4;
        let rows = raster.data().chunks(stride).skip(part.y as usize).take(part.height as usize);
        let bytes = rows.flat_map(|row| row[part.x as usize * 4..part.right() as usize * 4].to_vec()).collect();
        Raster::from_premultiplied(Size::new(part.width as u32, part.height as u32), bytes, false)
    };
    Art::Parts(Parts { size, cut: Arc::new(cut) })
}

#[test]
fn pictures_in_parts_are_painted_as_whole_ones() {
    let (scene, art) = everything();
    let parts: Vec<Art> = art.iter().map(in_parts).collect();
    let grid = Grid { width: 32, height: 24 };
    let whole = paint_on(grid, &scene, &art, Window::whole(scene.size));
    let pieced = paint_on(grid, &scene, &parts, Window::whole(scene.size));
    let far = whole.data().iter().zip(pieced.data()).map(|(a, b)| a.abs_diff(*b)).max();
    // A sampled part counts its pixels from another corner, in single precision.
    assert!(far <= Some(2), "{far:?}");
    let window = Window { x: 17, y: 40, size: Size::new(40, 33) };
    let part = paint_on(grid, &scene, &parts, window);
    for row in 0..33 {
        let start = ((40 + row) * 110 + 17) * 4;
        assert_eq!(part.data()[row * 160..(row + 1) * 160], pieced.data()[start..start + 160], "{row}");
    }
}

#[test]
fn a_window_is_the_crop_of_the_whole_byte_for_byte() {
    let (scene, art) = everything();
    let grid = Grid { width: 32, height: 24 };
    let whole = paint_on(grid, &scene, &art, Window::whole(scene.size));
    for (x, y, width, height) in [(0, 0, 110, 24), (0, 24, 110, 31), (17, 40, 40, 33), (63, 1, 1, 99), (90, 80, 40, 40)]
    {
        let window = Window { x, y, size: Size::new(width, height) };
        let part = paint_on(grid, &scene, &art, window);
        for row in 0..height {
            for column in 0..width {
                let inside = x + column < 110 && y + row < 100;
                let expected = if inside { pixel(&whole, (x + column) as usize, (y + row) as usize) } else { [0; 4] };
                assert_eq!(pixel(&part, column as usize, row as usize), expected, "{window:?} {column} {row}");
            }
        }
    }
}

#[test]
fn tiles_leave_no_seams() {
    let (scene, art) = everything();
    let tiled = paint_on(Grid { width: 32, height: 24 }, &scene, &art, Window::whole(scene.size));
    let whole = painted(&scene, &art);
    let far = tiled.data().iter().zip(whole.data()).filter(|(a, b)| a.abs_diff(**b) > 16).count();
    // Where an outline is cut at a tile's edge, one of the 16 samples of a pixel may fall on the other side.
    assert!(far < 20, "{far} bytes differ by more than a sample");
}

#[test]
fn bands_cover_a_scene_once() {
    for size in [Size::new(3, 5), Size::new(5000, 3000), Size::new(30_000, 2001)] {
        let mut next = 0;
        for band in Window::bands(size) {
            assert_eq!((band.x, band.y, band.size.width), (0, next, size.width));
            next += band.size.height;
        }
        assert_eq!(next, size.height);
    }
}

#[test]
fn wild_numbers_neither_panic_nor_take_memory() {
    let wild = [0.0, -0.0, 1e-30, 1e9, -1e15, 1e30, 1e300, f64::INFINITY, f64::NAN];
    for a in wild {
        for b in wild {
            let outline = Outline::polyline(&[(a, 0.0), (b, 5.0), (3.0, a), (1.0, b)], true);
            let stroke = Stroke { dashes: vec![a, b], miter_limit: b, ..line(Brush::Solid(BLUE), a) };
            let coat = Coat { fill: Some(Brush::Solid(RED)), stroke: Some(stroke), stroke_first: false };
            let mut shape = coated(outline, coat);
            let mut photo = picture(0, Rect::new(a, b, 5.0, a), Transform::new(b, 0.0, a, 1.0, 0.0, b));
            let box_ = rect(a, b, b, a, RED);
            shape.shadow = Some(DropShadow {
                color: RED,
                dx: a,
                dy: b,
                sigma: 2.0,
                from_stroke: true,
                squeeze: None,
                is_alone: false,
            });
            photo.opacity = a;
            let stops = vec![Stop { at: a, color: RED }, Stop { at: b, color: BLUE }];
            let shape_ = GradientShape::Radial { from: (a, b), from_radius: b, to: (b, 1.0), to_radius: a };
            let brush = Brush::Gradient { shape: shape_, stops, transform: Transform::scale(a, b) };
            let blended = filled(Outline::rect(Rect::new(0.0, 0.0, 9.0, 9.0)), brush);
            let tiles =
                Brush::Pattern { slot: 0, tile: (a, b), repeats: (true, false), transform: Transform::scale(b, 1.0) };
            let tiled = filled(Outline::rect(Rect::new(0.0, 0.0, 9.0, 9.0)), tiles);
            let scene = scene(9, 9, vec![shape, photo, box_, blended, tiled]);
            let _ = paint(&scene, &[Art::Raster(checks(Size::new(4, 4)))], Window::whole(scene.size), &Deadline::NEVER);
        }
    }
}
