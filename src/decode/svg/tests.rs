use super::*;
use crate::Fault;
use crate::fonts::Fonts;
use crate::geometry::Size;
use crate::limits::Deadline;
use std::time::{Duration, Instant};

const XMLNS: &str = "xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'";

fn bytes(body: &str) -> Bytes {
    format!("<svg {XMLNS} width='200' height='100'>{body}</svg>").into_bytes().into()
}

fn draw(body: &str) -> Result<Drawing> {
    // Of the test's patience: what is let through is painted.
    let limits = Limits { seconds: 5.0, ..Limits::default() };
    let (fonts, deadline) = (Fonts::bundled(), Deadline::NEVER);
    let vector = Vector { shown: SHOWN, fonts: &fonts, limits: &limits, deadline: &deadline };
    drawing(&probe(&bytes(body), &limits)?, vector)
}

/// Ten times the size of what is drawn here: a print.
const SHOWN: Size = Size::new(2_000, 1_000);

fn paint(drawing: &Drawing) -> tiny_skia::Pixmap {
    let mut pixmap = tiny_skia::Pixmap::new(drawing.frame.width as u32, drawing.frame.height as u32).unwrap();
    resvg::render(&drawing.tree, tiny_skia::Transform::identity(), &mut pixmap.as_mut());
    pixmap
}

/// Probes, resolves and paints on a thread with the stack that threads have unless asked otherwise.
fn on_a_small_stack(body: String) -> Result<()> {
    let work = move || draw(&body).map(|drawing| drop(paint(&drawing)));
    std::thread::Builder::new().stack_size(2 << 20).spawn(work).unwrap().join().unwrap()
}

#[test]
fn a_drawing_has_its_size_and_its_pixels() {
    let drawing = draw("<rect width='200' height='50' fill='#f00'/>").unwrap();
    assert_eq!((drawing.frame.width, drawing.frame.height), (200.0, 100.0));
    let pixmap = paint(&drawing);
    assert_eq!(&pixmap.data()[..4], [255, 0, 0, 255]);
    assert_eq!(&pixmap.data()[200 * 4 * 60..][..4], [0; 4]);
}

#[test]
fn the_size_that_is_probed_is_the_size_that_is_drawn() {
    for attributes in [
        "",
        "width='30'",
        "viewBox='0 0 40 20'",
        "viewBox='0 0 40 20' width='50%'",
        "width='1in' height='2cm'",
        "width='3em' height='4ex'",
        "viewBox='0 0 40 20' width='90'",
        "viewBox='0 0 40 20' height='5rem'",
    ] {
        let svg: Bytes = format!("<svg {XMLNS} {attributes}><path d='M0 0h9v9'/></svg>").into_bytes().into();
        let limits = Limits::default();
        let picture = probe(&svg, &limits).unwrap();
        let vector = Vector { shown: SHOWN, fonts: &Fonts::none(), limits: &limits, deadline: &Deadline::NEVER };
        let frame = drawing(&picture, vector).unwrap().frame;
        let whole = Size::new(frame.width.round() as u32, frame.height.round() as u32);
        if attributes.contains("viewBox") || attributes.contains("height") {
            assert_eq!(picture.size, whole, "{attributes}");
        }
        assert_eq!(picture.remarks.is_empty(), attributes.contains("viewBox") || attributes.contains("height"));
    }
}

#[cfg(feature = "bundled-fonts")]
#[test]
fn text_is_drawn_with_our_faces_alone() {
    let drawing = draw("<text x='10' y='60' font-size='40' font-family='No Such Face'>Hi</text>").unwrap();
    assert!(paint(&drawing).data().iter().any(|&byte| byte > 200));
    assert_eq!(drawing.tree.fontdb().faces().count(), 1, "only the face that is used is read");
}

#[test]
fn nothing_outside_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("outside.png");
    let mut png = Vec::new();
    {
        let mut encoder = png::Encoder::new(&mut png, 1, 1);
        encoder.set_color(png::ColorType::Rgb);
        encoder.write_header().unwrap().write_image_data(&[255, 0, 0]).unwrap();
    }
    std::fs::write(&file, png).unwrap();
    let path = file.display();
    for body in [
        format!("<image href='{path}' width='200' height='100'/>"),
        format!("<image xlink:href='file://{path}' width='200' height='100'/>"),
        "<image href='http://localhost:1/x.png' width='9' height='9'/>".to_owned(),
        format!("<use href='{path}#x'/>"),
        format!("<filter id='f'><feImage href='{path}'/></filter><rect width='9' height='9' filter='url(#f)'/>"),
        format!("<style>@import '{path}'; @font-face {{ font-family: x; src: url({path}) }}</style>"),
        format!("<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='{path}'/>"),
        "<image href='/dev/zero' width='9' height='9'/>".to_owned(),
    ] {
        let pixmap = paint(&draw(&body).unwrap());
        assert!(pixmap.data().iter().all(|&byte| byte == 0), "{body}");
    }
    let dtd = format!("<!DOCTYPE svg [<!ENTITY x SYSTEM 'file://{path}'>]><svg {XMLNS}><text>&x;</text></svg>");
    let limits = Limits::default();
    assert_eq!(probe(&dtd.into_bytes().into(), &limits).unwrap_err().fault(), Fault::Input);
}

#[test]
fn ordinary_document_types_are_read() {
    let text = format!(
        "\u{feff}<?xml version='1.0' encoding='utf-8'?><!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' \
         'http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd' [<!ENTITY red '#f00'>]><svg {XMLNS} fill='&red;'/>"
    );
    assert!(probe(&text.into_bytes().into(), &Limits::default()).is_ok());
}

#[test]
fn what_is_not_svg_is_refused() {
    for text in ["<html/>", "<svg", "", "<svg xmlns='http://other/'/>", "<svg><g></svg>"] {
        let error = probe(&text.as_bytes().into(), &Limits::default()).unwrap_err();
        assert_eq!(error.fault(), Fault::Input, "{text}");
    }
}

#[test]
fn the_deepest_svg_stands_on_a_small_stack() {
    let deep = |n: usize, open: &str| format!("{}<rect width='9' height='9'/>{}", open.repeat(n), "</g>".repeat(n));
    for open in ["<g>", "<g opacity='.5'>", "<g transform='scale(1.001)' style='isolation:isolate'>"] {
        match on_a_small_stack(deep(DEPTH as usize - 2, open)) {
            Ok(()) => {}
            Err(error) => assert_eq!(error.fault(), Fault::TooLarge),
        }
    }
    for n in [DEPTH as usize + 1, 100_000] {
        assert_eq!(on_a_small_stack(deep(n, "<g>")).unwrap_err().fault(), Fault::TooLarge);
    }
    let uses: String = (1..250).map(|n| format!("<g id='u{n}'><use href='#u{}'/></g>", n + 1)).collect();
    on_a_small_stack(format!("{uses}<rect id='u250' width='9' height='9'/>")).unwrap();
}

#[test]
fn bombs_are_refused_at_once() {
    let filter = |steps: &str| {
        format!(
            "<filter id='f' x='-9' y='-9' width='99' height='99'>{steps}</filter><rect width='200' height='100' filter='url(#f)'/>"
        )
    };
    let matrix = "1 ".repeat(90_000);
    for (name, body) in [
        ("octaves", filter("<feTurbulence baseFrequency='.5' numOctaves='100000'/>")),
        ("turbulences", filter(&"<feTurbulence baseFrequency='.5' numOctaves='10'/>".repeat(50))),
        ("morphology", filter("<feMorphology radius='5000'/>")),
        ("convolve", filter(&format!("<feConvolveMatrix order='300' kernelMatrix='{matrix}'/>"))),
        ("blurs", filter(&"<feGaussianBlur stdDeviation='9'/>".repeat(500))),
        ("rectangles", "<rect width='200' height='100' opacity='.5'/>".repeat(20_000)),
        ("groups", format!("{}<rect width='200' height='100'/>{}", "<g opacity='.9'>".repeat(400), "</g>".repeat(400))),
        ("tile", "<pattern id='p' patternUnits='userSpaceOnUse' width='1e6' height='1e6'><rect width='9' height='9'/></pattern><rect width='9' height='9' fill='url(#p)'/>".to_owned()),
        ("zigzag", format!("<path d='M0 0{}'/>", "L1 99 2 0".repeat(200_000))),
    ] {
        let start = Instant::now();
        let fault = draw(&body).err().map(|error| error.fault());
        assert_eq!(fault, Some(Fault::TooLarge), "{name}");
        assert!(start.elapsed() < Duration::from_secs(3), "{name} took {:?}", start.elapsed());
    }
}

#[test]
fn odd_numbers_are_drawn_or_refused_in_no_time() {
    for body in [
        "<path d='M0 0H1e30V1e30z' stroke='red'/>",
        "<circle r='1e38' stroke='red' stroke-width='1e38'/>",
        "<path d='M0 0H1e6' stroke='red' stroke-dasharray='.001'/>",
        "<path d='M0 0H1e30' stroke='red' stroke-dasharray='1e-30 1e-30'/>",
        "<g transform='scale(1e20)'><rect width='1e20' height='1e20' opacity='.5'/></g>",
        "<g transform='matrix(1e38 0 0 1e38 1e38 1e38)'><rect width='9' height='9' fill='red'/></g>",
        "<text font-size='1e30'>x</text>",
        "<rect width='NaN' height='inf' rx='1e999'/>",
    ] {
        let start = Instant::now();
        match draw(body) {
            Ok(drawing) => drop(paint(&drawing)),
            Err(error) => assert!(matches!(error.fault(), Fault::TooLarge | Fault::Input), "{body}: {error}"),
        }
        assert!(start.elapsed() < Duration::from_secs(3), "{body} took {:?}", start.elapsed());
    }
}

#[test]
fn an_svg_within_is_drawn_and_one_within_that_is_not() {
    let inner = |body: &str| {
        format!(
            "data:image/svg+xml,{}",
            format!("<svg {XMLNS} width='9' height='9'>{body}</svg>")
                .replace('%', "%25")
                .replace('#', "%23")
                .replace('<', "%3C")
                .replace('>', "%3E")
                .replace('\'', "%27")
        )
    };
    let once = inner("<rect width='9' height='9'/>");
    let twice = inner(&format!("<image width='9' height='9' href='{once}'/>"));
    let image = |href: &str| format!("<image width='9' height='9' href='{href}'/>");
    let is_drawn = |href: &str| paint(&draw(&image(href)).unwrap()).data().iter().any(|&byte| byte != 0);
    assert!(is_drawn(&once));
    assert!(!is_drawn(&twice));
    let bomb = inner(&"<g>".repeat(600));
    assert!(!is_drawn(&bomb));
}

#[test]
fn two_thousand_elements_probe_in_a_few_milliseconds() {
    let body: String = (0..2_000)
        .map(|n| format!("<path class='a' d='M{n} 0L9 9 4 5z' fill='#123' transform='rotate({n})'/>"))
        .collect();
    let svg = bytes(&body);
    let start = Instant::now();
    probe(&svg, &Limits::default()).unwrap();
    let elapsed = start.elapsed();
    println!("probe of 2000 elements: {elapsed:?}");
    // Ten times what it takes alone, because tests share the machine.
    assert!(elapsed < Duration::from_millis(100), "{elapsed:?}");
}

#[test]
fn a_new_href_wins_and_markers_that_contain_themselves_are_left_out_at_once() {
    let gradients = "<linearGradient id='a'><stop stop-color='red'/></linearGradient>
        <linearGradient id='b'><stop stop-color='lime'/></linearGradient>";
    for links in ["href='#b' xlink:href='#a'", "xlink:href='#a' href='#b'", "xlink:href='#b'"] {
        let body = format!("{gradients}<linearGradient id='c' {links}/><rect width='9' height='9' fill='url(#c)'/>");
        assert_eq!(paint(&draw(&body).unwrap()).data()[..4], [0, 255, 0, 255], "{links}");
    }
    let markers = "marker-start='url(#m)' marker-mid='url(#m)' marker-end='url(#m)'";
    let body = format!("<g {markers}><marker id='m'><path d='M0 0H9V9z'/></marker><path d='M0 0H9V9z'/></g>");
    assert_eq!(paint(&draw(&body).unwrap()).data()[8 * 4 + 3], 255, "the path is drawn");
}

#[test]
fn a_background_is_drawn_once_however_it_is_said() {
    for style in ["background:#00f8", "background-color:#0000ff88"] {
        let svg: Bytes = format!("<svg {XMLNS} width='9' height='9' style='{style}'><g/></svg>").into_bytes().into();
        let limits = Limits::default();
        let (fonts, deadline) = (Fonts::bundled(), Deadline::NEVER);
        let vector = Vector { shown: SHOWN, fonts: &fonts, limits: &limits, deadline: &deadline };
        let drawing = drawing(&probe(&svg, &limits).unwrap(), vector).unwrap();
        assert_eq!(paint(&drawing).data()[3], 0x88, "{style}");
    }
}
