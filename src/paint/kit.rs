//! What every kind of item needs while it is painted: art, the deadline, glyphs already read.

use super::picture::Pixels;
use crate::art::{Art, Drawing};
use crate::error::{Error, Result};
use crate::fonts::Face;
use crate::limits::Deadline;
use crate::outline::Outline;
use crate::raster::Raster;
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// Lives as long as one call of paint.
pub(super) struct Kit<'a> {
    art: &'a [Art],
    pub(super) deadline: &'a Deadline,
    glyphs: RefCell<Vec<Glyphs>>,
}

/// The glyphs of one face: faces that share a file may still differ in weight, so the file is no key.
struct Glyphs {
    face: Face,
    outlines: HashMap<u16, Rc<Outline>>,
}

impl<'a> Kit<'a> {
    /// Nothing read yet.
    pub(super) fn new(art: &'a [Art], deadline: &'a Deadline) -> Self {
        Self { art, deadline, glyphs: RefCell::default() }
    }

    /// The pixels of a slot.
    pub(super) fn pixels(&self, slot: usize) -> Result<Pixels<'a>> {
        match self.art.get(slot) {
            Some(Art::Raster(raster)) => Ok(Pixels::Whole(raster)),
            Some(Art::Parts(parts)) => Ok(Pixels::Parts(parts)),
            other => Err(misfit(slot, "pixels", other)),
        }
    }

    /// All pixels of a slot, held at once.
    pub(super) fn raster(&self, slot: usize) -> Result<Cow<'a, Raster>> {
        match self.pixels(slot)? {
            Pixels::Whole(raster) => Ok(Cow::Borrowed(raster)),
            Pixels::Parts(parts) => (parts.cut)(parts.size.rect()).map(Cow::Owned),
        }
    }

    /// The drawing of a slot.
    pub(super) fn drawing(&self, slot: usize) -> Result<&'a Drawing> {
        match self.art.get(slot) {
            Some(Art::Drawing(drawing)) => Ok(drawing),
            other => Err(misfit(slot, "a drawing", other)),
        }
    }

    /// A glyph's outline, read by `read` the first time.
    pub(super) fn glyph(&self, face: &Face, id: u16, read: impl FnOnce() -> Outline) -> Rc<Outline> {
        let mut faces = self.glyphs.borrow_mut();
        let known = faces.iter_mut().find(|known| known.face == *face);
        if let Some(outline) = known.as_ref().and_then(|known| known.outlines.get(&id)) {
            return Rc::clone(outline);
        }
        let outline = Rc::new(read());
        match known {
            Some(known) => drop(known.outlines.insert(id, Rc::clone(&outline))),
            None => {
                faces.push(Glyphs { face: face.clone(), outlines: HashMap::from([(id, Rc::clone(&outline))]) });
            }
        }
        outline
    }
}

fn misfit(slot: usize, wanted: &str, found: Option<&Art>) -> Error {
    let found = match found {
        None => "nothing",
        Some(Art::Raster(_) | Art::Parts(_)) => "pixels",
        Some(Art::Drawing(_)) => "a drawing",
    };
    Error::internal(format!("slot {slot} holds {found} where {wanted} should be"))
}
