//! The words of a contact sheet become a scene: its ground, a title, a caption under each picture.
//!
//! In: the sheet, the captions. Out: a scene of the whole sheet without its pictures, which are stamped on it one by
//! one. Promised: a caption is as wide as its picture at most; a longer one loses its middle, so that its end (the
//! number, the extension) stays. Refused: sheets over the limits.

use super::side::side;
use super::text;
use crate::ask::{Ask, Backdrop};
use crate::design::{Canvas, Layer, LayerKind, Pose, Side};
use crate::error::Result;
use crate::fonts::Fonts;
use crate::limits::{Deadline, Limits};
use crate::picture::Pictures;
use crate::report::Report;
use crate::scene::Scene;
use crate::sheet::Sheet;
use crate::style::{Blend, Paint, Style};
use crate::text::{Text, TextLook};

/// Lays out a sheet of as many pictures as there are captions.
///
/// # Errors
/// [`Fault::TooLarge`](crate::Fault::TooLarge) when the sheet is over the limits.
pub fn place(
    sheet: &Sheet,
    captions: &[String],
    (fonts, limits, deadline): (&Fonts, &Limits, &Deadline),
    report: &mut Report,
) -> Result<Scene> {
    let size = sheet.size(u32::try_from(captions.len()).unwrap_or(u32::MAX));
    limits.check_canvas(u64::from(size.width), u64::from(size.height)).map_err(|error| error.at("sheet"))?;
    let mut layers = Vec::new();
    let across = f64::from(size.width.saturating_sub(2 * sheet.margin));
    if let Some(title) = &sheet.title {
        let words = fitted(title, &look(sheet, sheet.title_size()), across, fonts, limits)?;
        let margin = f64::from(sheet.margin);
        layers.push(layer("title".to_owned(), words, (margin, margin), 0.0));
    }
    for (index, caption) in captions.iter().enumerate().filter(|_| sheet.font_size > 0) {
        let cell = sheet.place(index as u32);
        let words = fitted(caption, &look(sheet, sheet.font_size), cell.width, fonts, limits)?;
        // A third of the letters' size stands between a picture and its caption.
        let top = cell.bottom() + f64::from(sheet.font_size) / 3.0;
        layers.push(layer(format!("caption {}", index + 1), words, (cell.x + cell.width / 2.0, top), 0.5));
    }
    let canvas =
        Canvas { width: Some(f64::from(size.width)), height: Some(f64::from(size.height)), ..Canvas::default() };
    let ask = Ask { background: Some(Backdrop::Color(sheet.background)), ..Ask::default() };
    let words = Side { canvas, layers, ..Side::default() };
    side(&words, &ask, &Pictures::default(), fonts, limits, deadline, report)
}

fn look(sheet: &Sheet, size: u32) -> TextLook {
    TextLook {
        family: sheet.family.clone(),
        size: f64::from(size),
        fill: Paint::Solid(sheet.ink()),
        ..TextLook::default()
    }
}

/// The words on one line, or as much of their beginning and end as is not wider than `width`, in this look.
fn fitted(words: &str, look: &TextLook, width: f64, fonts: &Fonts, limits: &Limits) -> Result<Text> {
    // Longer names than any file system has; what shaping costs stays bounded.
    let letters: Vec<char> = words.chars().filter(|letter| !letter.is_control()).take(1024).collect();
    let text = |words: String| Text { text: words, look: look.clone(), ..Text::default() };
    let fits = |text: &Text| -> Result<bool> {
        // What is replaced is said once, when the words are set.
        Ok(text::place(text, fonts, limits, "", &mut Report::new())?.width <= width)
    };
    let whole = text(letters.iter().collect());
    if letters.is_empty() || fits(&whole)? {
        return Ok(whole);
    }
    let shortened = |kept: usize| {
        let (head, tail) = (kept - kept / 2, kept / 2);
        let head = letters.iter().take(head);
        text(head.chain(&['…']).chain(letters.iter().skip(letters.len() - tail)).collect())
    };
    let (mut good, mut bad) = (0, letters.len());
    while bad - good > 1 {
        let middle = usize::midpoint(good, bad);
        if fits(&shortened(middle))? { good = middle } else { bad = middle }
    }
    Ok(shortened(good))
}

fn layer(place: String, text: Text, (left, top): (f64, f64), origin_x: f64) -> Layer {
    let style = Style { fill: text.look.fill.clone(), ..Style::default() };
    Layer {
        name: None,
        id: None,
        place,
        kind: LayerKind::Text(Box::new(text)),
        pose: Pose { left, top, origin_x, ..Pose::default() },
        style,
        opacity: 1.0,
        blend: Blend::SourceOver,
        shadow: None,
        clip: None,
        box_color: None,
        is_isolated: true,
    }
}

#[cfg(test)]
#[cfg(feature = "bundled-fonts")]
mod tests {
    use super::*;
    use crate::geometry::Size;

    #[test]
    fn long_captions_lose_their_middle() {
        let (fonts, limits) = (Fonts::bundled(), Limits::default());
        let sheet = Sheet::default();
        let set = |words: &str, width: f64| fitted(words, &look(&sheet, 13), width, &fonts, &limits).unwrap().text;
        assert_eq!(set("shoe.jpg", 240.0), "shoe.jpg");
        let long = set("a-very-long-name-of-a-photo-of-a-shoe-from-the-left-0042.jpg", 160.0);
        assert!(long.starts_with("a-very") && long.ends_with("42.jpg") && long.contains('…'), "{long}");
        assert_eq!((set("abc", 0.0), set("", 5.0)), ("…".into(), String::new()));
    }

    #[test]
    fn the_scene_is_the_sheet_with_a_caption_each() {
        let (fonts, limits) = (Fonts::bundled(), Limits::default());
        let sheet = Sheet { title: Some("All".into()), ..Sheet::default() };
        let captions = ["one".to_owned(), "two".to_owned()];
        let means = (&fonts, &limits, &limits.deadline());
        let scene = place(&sheet, &captions, means, &mut Report::new()).unwrap();
        assert_eq!(scene.size, sheet.size(2));
        let places: Vec<&str> = scene.items.iter().map(|item| item.place.as_str()).collect();
        assert!(places.contains(&"title") && places.contains(&"caption 2"), "{places:?}");
        let huge = Sheet { cell: Size::new(100_000, 100_000), ..sheet };
        assert!(place(&huge, &captions, means, &mut Report::new()).is_err());
    }
}
