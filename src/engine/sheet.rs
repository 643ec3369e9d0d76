//! A contact sheet: pictures fetched, made small and stamped on one raster, a few at a time.
//!
//! However many there are, no more are held at once than there are threads; what grows is only the sheet itself. A
//! picture that cannot be read leaves a gray cell and a note, and costs only itself.

use super::{Engine, Rendered, canvas};
use crate::ask::Ask;
use crate::color::Color;
use crate::decode;
use crate::dialect;
use crate::error::Result;
use crate::geometry::Size;
use crate::layout;
use crate::limits::Deadline;
use crate::outline::{FillRule, Outline};
use crate::paint::{self, Window};
use crate::raster::{Raster, byte_count};
use crate::report::{NoteKind, Report};
use crate::scene::{Brush, Coat, Item, ItemKind, Scene};
use crate::sheet::Sheet;
use crate::source::Content;
use crate::transform::Transform;
use crate::write;
use std::sync::Arc;

impl Engine {
    /// Makes a contact sheet with a picture for each caption; `fetch` gives the file of the one at an index, and is
    /// called from several threads. Photos, SVG files and designs are all pictures here.
    ///
    /// # Errors
    /// [`Fault::TooLarge`](crate::Fault::TooLarge) when the sheet is over the limits; any [`Fault`](crate::Fault) of
    /// writing. A picture that fails is a note.
    pub fn sheet(
        &self,
        sheet: &Sheet,
        captions: &[String],
        fetch: impl Fn(usize) -> Result<Content> + Sync,
    ) -> Result<Rendered> {
        let deadline = self.limits.deadline();
        let mut report = Report::new();
        let means = (&*self.fonts, &self.limits, &deadline);
        let scene = layout::sheet::place(sheet, captions, means, &mut report)?;
        let _permit = self.memory.as_ref().map(|memory| memory.admit(2 * byte_count(scene.size) as u64));
        let mut raster = canvas::whole(self, &scene, self.load_all(&scene, None, &deadline)?, &deadline)?;
        let indices: Vec<usize> = (0..captions.len()).collect();
        for some in indices.chunks(self.threads.max(1)) {
            let cells = self.in_parallel(some.to_vec(), |index| {
                // Each picture has the time of an input of its own.
                fetch(index).and_then(|content| self.small(content, sheet.cell, &self.limits.deadline()))
            });
            for (index, cell) in some.iter().zip(cells) {
                let place = sheet.place(u32::try_from(*index).unwrap_or(u32::MAX));
                let cell = cell.or_else(|error| {
                    let name = captions.get(*index).map(String::as_str).unwrap_or_default();
                    report.note(NoteKind::Replaced, name, format!("a gray cell stands in for it: {error}"));
                    self.gray(sheet, &deadline)
                })?;
                let free = |whole: f64, part: u32| ((whole - f64::from(part)) / 2.0).floor().max(0.0);
                let left = place.x + free(place.width, cell.size().width);
                // Pictures stand on the line of their captions' cell, in its middle down too.
                let top = place.y + free(place.height, cell.size().height);
                paint::stamp(&mut raster, &cell, left as u32, top as u32);
            }
        }
        let (raster, size) = (raster.with_opacity_found(), scene.size);
        let bytes = write::raster_by(raster, &sheet.output, self)?;
        Ok(Rendered { bytes, size, format: sheet.output.format, report })
    }

    /// A picture or a design, at most as large as a cell.
    fn small(&self, content: Content, cell: Size, deadline: &Deadline) -> Result<Raster> {
        let ask = Ask::inside(cell.width, cell.height);
        // What is doubtful about a picture matters little at this size.
        let mut report = Report::new();
        let scene = match dialect::design_in(&content)? {
            Some(bytes) => self.lay_out(&*self.read_design(&bytes)?, &ask, report, deadline)?.0,
            None => {
                let picture = Arc::new(decode::probe(content, &self.limits)?);
                layout::photo::place(&ask, &picture, None, &self.limits, &mut report)?
            }
        };
        // All at once: a cell is small.
        canvas::whole(self, &scene, self.load_all(&scene, None, deadline)?, deadline)
    }

    /// What stands in for a picture that cannot be read: the ink of the sheet at an eighth.
    fn gray(&self, sheet: &Sheet, deadline: &Deadline) -> Result<Raster> {
        let size = sheet.cell;
        let Color { r, .. } = sheet.ink();
        let ink = Color { a: 32, ..Color::rgb(r, r, r) };
        let coat = Coat { fill: Some(Brush::Solid(ink)), ..Coat::default() };
        let kind = ItemKind::Shape { outline: Outline::rect(size.rect()), fill_rule: FillRule::Nonzero, coat };
        let items = vec![Item::new("missing", Transform::IDENTITY, kind)];
        let scene = Scene { size, items, ..Scene::default() };
        paint::paint(&scene, &[], Window::whole(size), deadline)
    }
}
