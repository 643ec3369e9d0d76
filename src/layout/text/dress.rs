//! Every grapheme gets the face it is drawn with.
//!
//! The face of its look where that has the characters, else the first other face that has them, else a visible box.
//! What is replaced is noted once for each text. What asks to be an emoji (U+FE0F, or a character that is one by
//! itself) is drawn with the first face that has it in colour, without a note; what asks to be text (U+FE0E) with one
//! without colours, if any has it.

use super::content::Content;
use super::emoji::{self, Presentation};
use crate::fonts::{Face, Fonts, Found, Like};
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
        let is_thin = found.embolden && !found.face.is_colored();
        Self { face: found.face.clone(), slant: by_hand(found.slant, SLANT), embolden: by_hand(is_thin, EMBOLDEN) }
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
        let Some(font) = self.used.get(main).cloned() else { return main };
        let wanted = emoji::presentation(letters);
        let has_all = font.face.has_glyphs(needed);
        let is_as_wanted = match wanted {
            Presentation::Any => true,
            Presentation::Color => font.face.is_colored(),
            Presentation::Text => !font.face.is_colored(),
        };
        if has_all && is_as_wanted {
            return main;
        }
        let as_wanted = match wanted {
            Presentation::Any => self.listed(look, needed),
            Presentation::Color => self.other(&font, look, needed, true),
            Presentation::Text => self.other(&font, look, needed, false).filter(|_| has_all),
        };
        if let Some(face) = as_wanted {
            return self.index(by_hand(face, look));
        }
        if has_all {
            return main;
        }
        // A base letter with a box for its mark is better than a box for both.
        let base = needed.get(..1).unwrap_or_default();
        let has_base = font.face.has_glyphs(base);
        let plain_first = |characters: &[char]| {
            let plain = self.other(&font, look, characters, false);
            plain.or_else(|| self.other(&font, look, characters, true))
        };
        let Some(face) = plain_first(needed).or_else(|| if has_base { None } else { plain_first(base) }) else {
            self.replace(main, None, letters);
            return if has_base { main } else { self.index(self.with_box(font)) };
        };
        let index = self.index(by_hand(face, look));
        self.replace(main, Some(index), letters);
        index
    }

    /// A face that the document names after the first: it replaces nothing.
    fn listed(&self, look: &TextLook, characters: &[char]) -> Option<Face> {
        let mut named = self.fonts.listed(&look.family, look.weight, look.is_italic);
        named.find(|face| face.has_glyphs(characters)).cloned()
    }

    /// Another face that has these, in colour or not: first of those that the document names.
    fn other(&self, font: &Font, look: &TextLook, characters: &[char], is_colored: bool) -> Option<Face> {
        let is_fit = |face: &Face| *face != font.face && face.is_colored() == is_colored;
        let mut named = self.fonts.listed(&look.family, look.weight, look.is_italic);
        let named = named.find(|face| is_fit(face) && face.has_glyphs(characters)).cloned();
        let like = Like { families: &look.family, weight: look.weight, is_italic: look.is_italic };
        named.or_else(|| self.fonts.with_glyphs(characters, like, is_fit))
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

/// A face that stands in for a moment. What has colours is slanted, but not thickened, as browsers do.
fn by_hand(face: Face, look: &TextLook) -> Font {
    let slant = if look.is_italic && !face.is_italic() { SLANT } else { 0.0 };
    let is_thin = look.weight >= 600 && face.weight() < 600 && !face.is_colored();
    Font { slant, embolden: if is_thin { EMBOLDEN } else { 0.0 }, face }
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
