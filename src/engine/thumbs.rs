//! Thumbnails: one or several of one picture or design, from one decode.
//!
//! A single one may be resized while its rows are decoded; of several, the picture is decoded once as large as the
//! largest of them takes, and each is resized from that.

use super::{Engine, Rendered, colors, edits};
use crate::ask::Ask;
use crate::decode;
use crate::dialect;
use crate::error::{Error, Result};
use crate::geometry::Size;
use crate::layout::{self, Measure};
use crate::limits::Deadline;
use crate::memory::Permit;
use crate::picture::{Picture, PictureFormat};
use crate::profile::Profile;
use crate::raster::{Decoded, byte_count};
use crate::report::Report;
use crate::scene::{Scene, Slot};
use crate::source::Source;
use std::sync::Arc;

/// A thumbnail before anything but headers was read.
struct Laid {
    scene: Scene,
    space: Option<Profile>,
    ask: Ask,
    report: Report,
}

impl Engine {
    /// Makes a thumbnail: of a picture as [`Ask`] says, of a design document by rendering it.
    ///
    /// # Errors
    /// Any [`Fault`](crate::Fault).
    pub fn thumbnail(&self, source: &Source, ask: &Ask) -> Result<Rendered> {
        let made = self.thumbnails(source, std::slice::from_ref(ask))?;
        made.into_iter().next().ok_or_else(|| Error::internal("no thumbnail was made"))
    }

    /// Makes several thumbnails of one picture or design, in their order: it is read once, and a picture decoded once
    /// for all that turn it alike and have the same colours.
    ///
    /// # Errors
    /// Any [`Fault`](crate::Fault): of none is anything given out then.
    pub fn thumbnails(&self, source: &Source, asks: &[Ask]) -> Result<Vec<Rendered>> {
        let deadline = self.limits.deadline();
        let content = self.content(source)?;
        if let Some(bytes) = dialect::design_in(&content)? {
            let design = self.read_design(&bytes)?;
            let render = |ask: &Ask| {
                let rendered = self.render(&design, ask)?;
                let mut report = design.report.clone();
                report.append(rendered.report);
                Ok(Rendered { report, ..rendered })
            };
            return asks.iter().map(render).collect();
        }
        let mut report = Report::new();
        let picture = self.noted(decode::probe(content, &self.limits)?, &mut report);
        let (decoded, mut permit) = self.decoded_first(&picture, asks, &deadline)?;
        // What is admitted holds for all of them: waiting again with pixels in hand, photos could wait for each other.
        let memory = self.memory.clone().filter(|_| permit.is_none());
        let mut engine = Self { memory, ..self.clone() };
        let lay = |ask: &Ask| engine.laid(&picture, ask, (report.clone(), decoded.as_ref()), &deadline);
        let mut laid = asks.iter().map(lay).collect::<Result<Vec<Laid>>>()?;
        permit = permit.or(engine.admitted(&laid));
        engine.memory = engine.memory.filter(|_| permit.is_none());
        engine.share(&mut laid, &deadline)?;
        let finish =
            |Laid { scene, space, ask, report }| engine.finish(&scene, space.as_ref(), &ask.output, report, &deadline);
        laid.into_iter().map(finish).collect()
    }

    /// The sizes of the files that [`Engine::thumbnails`] would make. A picture is decoded only where borders are to be
    /// trimmed.
    ///
    /// # Errors
    /// As [`Engine::thumbnails`], as far as headers and documents tell.
    pub fn thumbnail_sizes(&self, source: &Source, asks: &[Ask]) -> Result<Vec<Size>> {
        let deadline = self.limits.deadline();
        let content = self.content(source)?;
        if let Some(bytes) = dialect::design_in(&content)? {
            let design = self.read_design(&bytes)?;
            return asks.iter().map(|ask| Ok(self.scene(&design, ask)?.value.size)).collect();
        }
        let picture = Arc::new(decode::probe(content, &self.limits)?);
        // Where a crop goes does not change its size.
        let size = |ask: &Ask| {
            let ask = Ask { focus: None, ..ask.clone() };
            Ok(self.laid(&picture, &ask, (Report::new(), None), &deadline)?.scene.size)
        };
        asks.iter().map(size).collect()
    }

    /// Lays one thumbnail out.
    fn laid(
        &self,
        picture: &Arc<Picture>,
        ask: &Ask,
        (mut report, decoded): (Report, Option<&Arc<Decoded>>),
        deadline: &Deadline,
    ) -> Result<Laid> {
        let picture = edits::turned(Arc::clone(picture), &ask.edits);
        let output = colors::of_photo(&ask.output, &picture, &mut report);
        let space = colors::space(&output, &picture).cloned();
        let ask = colors::ask_in(ask, output, space.as_ref())?;
        let crop = edits::crop(&ask.edits, picture.size, &mut report)?;
        let (ask, part) = self.look(&ask, (&picture, decoded), crop, &mut report, deadline)?;
        let ask = ask.into_owned();
        let mut scene = layout::photo::place(&ask, &picture, part, &self.limits, &mut report)?;
        if let Some(slot) = scene.slots.first_mut() {
            slot.ready = decoded.cloned();
        }
        edits::touch(&mut scene, &ask.edits);
        let measure = Measure { dpi: ask.output.dpi, scale: 1.0 };
        self.overlay(&mut scene, &ask.edits, (space.as_ref(), measure), &mut report)?;
        Ok(Laid { scene, space, ask, report })
    }

    /// The whole picture where several thumbnails look for its borders: it is decoded once for that, and they are made
    /// of it. With what was admitted for all of them.
    fn decoded_first(
        &self,
        picture: &Arc<Picture>,
        asks: &[Ask],
        deadline: &Deadline,
    ) -> Result<(Option<Arc<Decoded>>, Option<Permit>)> {
        let [first, _, ..] = asks else { return Ok((None, None)) };
        let is_alike = |ask: &Ask| ask.edits.rotate == first.edits.rotate && ask.edits.flip == first.edits.flip;
        let is_srgb = |ask: &Ask| ask.output.profile == first.output.profile && ask.output.profile.profile().is_none();
        let is_one = asks.iter().all(|ask| ask.trim.is_some() && is_alike(ask) && is_srgb(ask));
        if !is_one || picture.format == PictureFormat::Svg {
            return Ok((None, None));
        }
        let picture = edits::turned(Arc::clone(picture), &first.edits);
        let space = colors::space(&colors::of_photo(&first.output, &picture, &mut Report::new()), &picture).cloned();
        // Borders are looked for in a copy, and a file is seldom larger than its picture: painted, and being encoded.
        let besides = 3 * byte_count(picture.size) as u64;
        let cost = decode::cost(&picture, picture.size) + besides;
        let permit = self.memory.as_ref().map(|memory| memory.admit(cost));
        let decoded = decode::in_depth(&picture, picture.size, space.as_ref(), &self.limits, deadline)?;
        Ok((Some(Arc::new(decoded)), permit))
    }

    /// What is admitted for several thumbnails before they share pixels; one is admitted when it is finished.
    fn admitted(&self, laid: &[Laid]) -> Option<Permit> {
        let [first, _, ..] = laid else { return None };
        let each = laid.iter().map(|one| self.cost(&one.scene, &one.ask.output)).max().unwrap_or(0);
        let wanted = |one: &Laid| one.scene.slots.first().map(Slot::whole_size);
        let whole = laid.iter().filter_map(wanted).fold(Size::new(1, 1), Size::larger_of);
        let shared = first.scene.slots.first().map_or(0, |slot| decode::cost(&slot.picture, whole));
        self.memory.as_ref().map(|memory| memory.admit(each.saturating_add(shared)))
    }

    /// Decodes what several thumbnails share, and hands it to them.
    fn share(&self, laid: &mut [Laid], deadline: &Deadline) -> Result<()> {
        for index in 0..laid.len() {
            let (before, rest) = laid.split_at_mut(index);
            let Some((one, after)) = rest.split_first_mut() else { break };
            let Some(slot) = one.scene.slots.first_mut() else { continue };
            if slot.ready.is_some() || slot.picture.format == PictureFormat::Svg {
                continue;
            }
            let is_same = |other: &&Laid| {
                let theirs = other.scene.slots.first();
                other.space == one.space
                    && theirs.is_some_and(|theirs| theirs.picture.orientation == slot.picture.orientation)
            };
            let found = before.iter().find(is_same).and_then(|other| other.scene.slots.first()?.ready.clone());
            let others = after.iter().filter(is_same).filter_map(|other| other.scene.slots.first());
            let others: Vec<Size> = others.map(Slot::whole_size).collect();
            slot.ready = match found {
                None if others.is_empty() => continue,
                None => {
                    let wanted = others.into_iter().fold(slot.whole_size(), Size::larger_of);
                    let space = one.space.as_ref();
                    Some(Arc::new(decode::in_depth(&slot.picture, wanted, space, &self.limits, deadline)?))
                }
                found => found,
            };
        }
        Ok(())
    }
}
