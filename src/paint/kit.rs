//! What every kind of item needs while it is painted: art, the deadline, glyphs already read.

use crate::art::{Art, Drawing};
use crate::error::{Error, Result};
use crate::fonts::Face;
use crate::limits::Deadline;
use crate::outline::Outline;
use crate::raster::Raster;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// Lives as long as one call of paint.
pub(super) struct Kit<'a> {
    art: &'a [Art],
    pub(super) deadline: &'a Deadline,
    glyphs: RefCell<HashMap<GlyphKey, Rc<Outline>>>,
}

/// A face by the place of its bytes in memory, and the glyph.
type GlyphKey = (usize, u32, u16);

impl<'a> Kit<'a> {
    /// Nothing read yet.
    pub(super) fn new(art: &'a [Art], deadline: &'a Deadline) -> Self {
        Self { art, deadline, glyphs: RefCell::default() }
    }

    /// The pixels of a slot.
    pub(super) fn raster(&self, slot: usize) -> Result<&'a Raster> {
        match self.art.get(slot) {
            Some(Art::Raster(raster)) => Ok(raster),
            other => Err(misfit(slot, "pixels", other)),
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
        let key = (face.bytes().as_ptr().addr(), face.index(), id);
        if let Some(outline) = self.glyphs.borrow().get(&key) {
            return Rc::clone(outline);
        }
        let outline = Rc::new(read());
        self.glyphs.borrow_mut().insert(key, Rc::clone(&outline));
        outline
    }
}

fn misfit(slot: usize, wanted: &str, found: Option<&Art>) -> Error {
    let found = match found {
        None => "nothing",
        Some(Art::Raster(_)) => "pixels",
        Some(Art::Drawing(_)) => "a drawing",
    };
    Error::internal(format!("slot {slot} holds {found} where {wanted} should be"))
}
