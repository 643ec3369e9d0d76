//! Every grapheme gets the face it is drawn with.
//!
//! The face of its look where that has the characters, else the first other face that has them, else a visible box. What
//! is replaced is noted once for each text.

use super::content::Content;
use crate::fonts::{Face, Fonts, Found};
use crate::report::{NoteKind, Report};
use crate::text::TextLook;
use std::collections::HashMap;

/// How far letters without an italic are slanted: Skia's quarter, about 14 degrees, as browsers do.
pub(super) const SLANT: f64 = 0.25;
/// How much letters without a bold are thickened, in ems: Skia's value for sizes from 36 px on, as browsers do.
pub(super) const EMBOLDEN: f64 = 1.0 / 32.0;

/// What a text is drawn with.
pub(super) struct Dress {
    /// The faces in use.
    pub(super) fonts: Vec<Font>,
    /// For each grapheme an index into `fonts`; `None` when it cannot be drawn.
    pub(super) of: Vec<Option<usize>>,
}

/// A face and what must be done to it by hand.
#[derive(Clone, PartialEq)]
pub(super) struct Font {
    pub(super) face: Face,
    pub(super) slant: f64,
    pub(super) embolden: f64,
}

impl Font {
    /// The face as found for a look.
    fn new(found: &Found) -> Self {
        let by_hand = |is_needed, amount| if is_needed { amount } else { 0.0 };
        Self {
            face: found.face.clone(),
            slant: by_hand(found.slant, SLANT),
            embolden: by_hand(found.embolden, EMBOLDEN),
        }
    }
}

/// Finds the faces. `place` is where the text stands in the document.
pub(super) fn dress(content: &Content<'_>, fonts: &Fonts, place: &str, report: &mut Report) -> Dress {
    let mut closet =
        Closet { fonts, used: Vec::new(), of_look: HashMap::new(), of_letters: HashMap::new(), replaced: Vec::new() };
    let mut of = Vec::with_capacity(content.graphemes.len());
    for (at, grapheme) in content.graphemes.iter().enumerate() {
        let look = content.look_at(grapheme.look);
        let letters = content.letters(at..at + 1);
        let is_drawn = look.size > 0.0 && look.size.is_finite();
        if !is_drawn {
            report.note(NoteKind::Ignored, place, format!("text of font size {} is not drawn", look.size));
        }
        let main = if is_drawn { closet.main(look, place, report) } else { None };
        of.push(main.map(|main| closet.covering(main, look, letters, content.shown(at))));
    }
    closet.note_replaced(place, report);
    Dress { fonts: closet.used, of }
}

/// Remembers what was found.
struct Closet<'a> {
    fonts: &'a Fonts,
    used: Vec<Font>,
    /// By family, weight and style.
    of_look: HashMap<(&'a str, u16, bool), Option<usize>>,
    /// By main face and letters.
    of_letters: HashMap<(usize, &'a str), usize>,
    /// Letters that the first face lacks, and what draws them: `None` is a box.
    replaced: Vec<(usize, Option<usize>, Vec<&'a str>)>,
}

impl<'a> Closet<'a> {
    fn index(&mut self, font: Font) -> usize {
        self.used.iter().position(|used| *used == font).unwrap_or_else(|| {
            self.used.push(font);
            self.used.len() - 1
        })
    }

    /// The face of a look; notes a family that is not there.
    fn main(&mut self, look: &'a TextLook, place: &str, report: &mut Report) -> Option<usize> {
        let key = (look.family.as_str(), look.weight, look.is_italic);
        if let Some(found) = self.of_look.get(&key) {
            return *found;
        }
        let found = self.fonts.find(&look.family, look.weight, look.is_italic);
        match &found {
            None => report.note(NoteKind::Ignored, place, "text is not drawn, because there is no font at all"),
            Some(Found { face, missing: Some(family), .. }) => {
                let message = format!("the font `{family}` is missing: drawn with `{}`", face.family());
                report.note(NoteKind::Replaced, place, message);
            }
            Some(Found { face, stands_in: Some(family), .. }) => {
                let message =
                    format!("the font `{family}` is drawn with `{}`, which has the same widths", face.family());
                report.note(NoteKind::Chosen, place, message);
            }
            Some(_) => {}
        }
        let index = found.map(|found| self.index(Font::new(&found)));
        self.of_look.insert(key, index);
        index
    }

    /// The face for some letters: the main one, or another that has them.
    fn covering(&mut self, main: usize, look: &TextLook, letters: &'a str, shown: impl Iterator<Item = char>) -> usize {
        if let Some(index) = self.of_letters.get(&(main, letters)) {
            return *index;
        }
        let needed: Vec<char> = shown.filter(|c| needs_glyph(*c)).collect();
        let index = self.search(main, look, letters, &needed);
        self.of_letters.insert((main, letters), index);
        index
    }

    fn search(&mut self, main: usize, look: &TextLook, letters: &'a str, needed: &[char]) -> usize {
        const ASKS_FOR_COLOR: char = '\u{fe0f}';
        let Some(font) = self.used.get(main).cloned() else { return main };
        let wants_color = letters.contains(ASKS_FOR_COLOR);
        if wants_color && let Some(face) = self.colored(needed) {
            return self.index(Font { face, slant: 0.0, embolden: 0.0 });
        }
        if font.face.has_glyphs(needed) {
            return main;
        }
        let with =
            |characters: &[char]| self.fonts.with_glyphs(characters, look.weight, look.is_italic, Some(&font.face));
        // A base letter with a box for its mark is better than a box for both.
        let base = needed.get(..1).unwrap_or_default();
        let other = with(needed).or_else(|| if font.face.has_glyphs(base) { None } else { with(base) });
        let Some(face) = other else {
            self.replace(main, None, letters);
            let has_base = font.face.has_glyphs(base);
            return if has_base { main } else { self.index(self.with_box(font)) };
        };
        let may_change = !face.is_colored();
        let slant = if may_change && look.is_italic && !face.is_italic() { SLANT } else { 0.0 };
        let embolden = if may_change && look.weight >= 600 && face.weight() < 600 { EMBOLDEN } else { 0.0 };
        let index = self.index(Font { face, slant, embolden });
        self.replace(main, Some(index), letters);
        index
    }

    /// A face that draws these in colour.
    fn colored(&self, needed: &[char]) -> Option<Face> {
        self.fonts.faces().iter().find(|face| face.is_colored() && face.has_glyphs(needed)).cloned()
    }

    /// The font itself when its sign for a missing glyph shows, else one whose sign does.
    fn with_box(&self, font: Font) -> Font {
        let shows = |face: &&Face| face.outline(0).is_some_and(|outline| !outline.is_empty());
        if shows(&&font.face) {
            return font;
        }
        let other = self.fonts.faces().iter().find(shows).cloned();
        other.map_or(font, |face| Font { face, slant: 0.0, embolden: 0.0 })
    }

    fn replace(&mut self, main: usize, with: Option<usize>, letters: &'a str) {
        match self.replaced.iter_mut().find(|(a, b, _)| (*a, *b) == (main, with)) {
            Some((_, _, all)) => all.push(letters),
            None => self.replaced.push((main, with, vec![letters])),
        }
    }

    fn note_replaced(&self, place: &str, report: &mut Report) {
        let family = |index: usize| self.used.get(index).map_or("", |font| font.face.family());
        for (main, with, letters) in &self.replaced {
            let how = match with {
                Some(other) => format!("drawn with `{}`", family(*other)),
                None => "drawn as a box".to_owned(),
            };
            let message = format!("the font `{}` has no {}: {how}", family(*main), listed(letters));
            report.note(NoteKind::Replaced, place, message);
        }
    }
}

/// Some letters for people: `é` (U+00E9), … Only the first few, because a text may hold thousands.
fn listed(letters: &[&str]) -> String {
    const MOST: usize = 8;
    let one = |letters: &&str| {
        let codes: Vec<String> = letters.chars().map(|c| format!("U+{:04X}", u32::from(c))).collect();
        format!("`{letters}` ({})", codes.join(" "))
    };
    let named: Vec<String> = letters.iter().take(MOST).map(one).collect();
    match letters.len().saturating_sub(MOST) {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}

/// Whether a character must have a glyph: not what a shaper hides (joiners, variation selectors, direction marks) or
/// can make from the space.
fn needs_glyph(c: char) -> bool {
    let is_hidden = matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}');
    !is_hidden && !c.is_whitespace() && !c.is_control()
}
