//! One photo through a template: decoded once, its subject found and freed of its background once, then laid out,
//! painted and written for every output.
//!
//! Promised: the same pixels with any number of threads (every row of the matte is worked out by itself).

use super::{Engine, Read, Rendered, colors, edits};
use crate::cutout::{self, Mask};
use crate::decode;
use crate::error::{Error, Result};
use crate::geometry::{Rect, Size};
use crate::layout::{self, Measure, SubjectBox};
use crate::limits::Deadline;
use crate::memory::Permit;
use crate::picture::{Picture, PictureFormat};
use crate::profile::Profile;
use crate::raster::{Decoded, Raster, byte_count};
use crate::report::{Found, Method, NoteKind, Report};
use crate::scene::{Scene, Slot};
use crate::source::Source;
use crate::template::{CanvasRule, Cutout, ShadowRule, Template, TemplateOutput};
use crate::write;
use std::sync::Arc;

/// Rows that one thread refines at a time: enough that starting it costs nothing beside the work.
const BAND: usize = 64;

/// A photo as it is presented.
struct Shown {
    picture: Arc<Picture>,
    /// The box of the subject in the upright picture; `None`: all of it.
    subject: Option<SubjectBox>,
    /// Its pixels, freed of what was to go, where they had to be looked at or several outputs need them.
    pixels: Option<Arc<Decoded>>,
    /// The profile whose colours the pixels have; `None`: sRGB.
    space: Option<Profile>,
    /// Whether they are only a part of the file's, so that decoding again would not give them.
    is_part: bool,
}

impl Shown {
    /// The pixels in these colours, if there are any. Those that nothing was taken from are decoded again straight to
    /// other colours, so that deep ones stay deep.
    fn pixels_in(&self, space: Option<&Profile>, deadline: &Deadline) -> Result<Option<Arc<Decoded>>> {
        match self.pixels.as_ref() {
            Some(pixels) if self.space.as_ref() == space => Ok(Some(Arc::clone(pixels))),
            Some(pixels) if self.subject.is_some() || self.is_part => {
                let raster = Decoded::clone(pixels).into_raster();
                let raster = write::in_space(raster, self.space.as_ref(), space, deadline)?;
                Ok(Some(Arc::new(raster.into())))
            }
            _ => Ok(None),
        }
    }
}

impl Engine {
    /// Presents one photo as the template says: a file for each of its outputs, in their order. The photo is decoded
    /// once and cut out once for all of them; how its subject was found stands in every [`Report::cutout`]. Only where
    /// outputs have different profiles and nothing is cut out, it is decoded once for each.
    ///
    /// # Errors
    /// Any [`Fault`](crate::Fault); of [`cutout::required`] where the template demands a cutout.
    pub fn apply(&self, template: &Template, source: &Source) -> Result<Vec<Rendered>> {
        let deadline = self.limits.deadline();
        let mut report = Report::explaining();
        let (shown, permit) = self.show(template, source, &mut report, &deadline)?;
        if template.require_cutout {
            cutout::required(&report)?;
        }
        // What is admitted holds until all outputs are written: waiting again with the pixels in hand, photos could
        // wait for each other.
        let memory = self.memory.clone().filter(|_| permit.is_none());
        Self { memory, ..self.clone() }.present(template, &shown, report, &deadline)
    }

    /// The sizes of the files that [`Engine::apply`] would make. The photo is decoded only where a canvas follows the
    /// subject or what is trimmed.
    ///
    /// # Errors
    /// As [`Engine::apply`], as far as headers tell.
    pub fn apply_sizes(&self, template: &Template, source: &Source) -> Result<Vec<Size>> {
        let is_fixed = match template.canvas {
            CanvasRule::Fixed { width, height } => width.is_some() && height.is_some(),
            CanvasRule::Keep => true,
            _ => false,
        };
        let (mut picture, mut subject) = (Arc::new(self.probe(source)?), None);
        match is_fixed && template.trim.is_none() {
            true => {
                picture = edits::turned(picture, &template.edits);
                if let Some(part) = edits::crop(&template.edits, picture.size, &mut Report::new())? {
                    picture = Arc::new(Picture { size: part_size(part), ..Picture::clone(&picture) });
                }
            }
            false => {
                let deadline = self.limits.deadline();
                let (shown, _permit) = self.show(template, source, &mut Report::new(), &deadline)?;
                let (own, pixels) = (shown.subject, shown.pixels.as_ref());
                subject = self.look_for(template, &shown.picture, (own, pixels), &mut Report::new(), &deadline)?.1;
                picture = shown.picture;
            }
        }
        let size = |output: &TemplateOutput| {
            layout::present_photo(template, output.size, picture.size, subject, &self.limits)
                .map(|presented| presented.canvas)
        };
        template.outputs.iter().map(size).collect()
    }

    /// The box in which [`Engine::apply`] would find the subject of a photo and the sides at which the photo's frame cuts
    /// it off, borders that are trimmed left out; `None`: the whole photo. The report says how it was found, see
    /// [`Report::cutout`].
    ///
    /// # Errors
    /// Any [`Fault`](crate::Fault) of reading the photo.
    pub fn subject(&self, template: &Template, source: &Source) -> Result<Read<Option<SubjectBox>>> {
        let deadline = self.limits.deadline();
        let mut report = Report::explaining();
        let (shown, _permit) = self.show(template, source, &mut report, &deadline)?;
        let pixels = shown.pixels.as_ref();
        let (_, value) = self.look_for(template, &shown.picture, (shown.subject, pixels), &mut report, &deadline)?;
        Ok(Read { value, report })
    }

    /// Fetches the photo and, where its pixels have to be looked at or several outputs need them, decodes it and finds
    /// its subject.
    fn show(
        &self,
        template: &Template,
        source: &Source,
        report: &mut Report,
        deadline: &Deadline,
    ) -> Result<(Shown, Option<Permit>)> {
        let picture = edits::turned(self.noted(self.probe(source)?, report), &template.edits);
        let crop = edits::crop(&template.edits, picture.size, report)?;
        if crop.is_some() && picture.format == PictureFormat::Svg {
            let error = Error::unsupported("a template crops photos, and this is vector art").at("crop");
            return Err(error.with_help("leave `crop` out, or crop it with thumb"));
        }
        let is_looked_at = looks(template, &picture);
        if !is_looked_at {
            let method = cutout::find(None, template.background, template.cutout, report).method;
            note_shadow(template, method, report);
            if picture.format == PictureFormat::Svg && method == Method::None {
                // Vector art is transparent where nothing is drawn: what lies behind shows there.
                report.set_cutout(Found { method: Method::Alpha, confidence: 1.0, subject: None });
            }
        }
        // Who looks for borders or for what a crop keeps, and every output, takes the same pixels.
        let takers = template.outputs.len() + usize::from(template.trim.is_some() || template.focus.is_some());
        let is_shared = picture.format != PictureFormat::Svg && (takers > 1 || crop.is_some());
        if !is_looked_at && !is_shared {
            return Ok((Shown { picture, subject: None, pixels: None, space: None, is_part: false }, None));
        }
        let permit = self.memory.as_ref().map(|memory| memory.admit(self.cost_of(template, &picture)));
        let space = colors::shared(template, &picture);
        // Of a part that is left of the photo, the network looks at that part alone.
        let (mut decoded, mask) = match is_looked_at && crop.is_none() {
            true => self.decoded_and_seen(template, &picture, space.as_ref(), deadline)?,
            false => {
                let is_whole = is_looked_at || template.trim.is_some() || crop.is_some();
                let wanted = if is_whole { picture.size } else { self.wanted(template, &picture) };
                (decode::in_depth(&picture, wanted, space.as_ref(), &self.limits, deadline)?, None)
            }
        };
        let mut picture = picture;
        if let Some(part) = crop {
            let size = part_size(part);
            decoded = decoded.part(part.x as u32, part.y as u32, size)?;
            picture = Arc::new(Picture { size, ..Picture::clone(&picture) });
        }
        report.explain("photo", || {
            let (own, size, outputs) = (picture.size, decoded.size(), template.outputs.len());
            format!("{own} px, decoded once at {size} px, outputs made of it: {outputs}")
        });
        if !is_looked_at {
            let pixels = Some(Arc::new(decoded));
            return Ok((Shown { picture, subject: None, pixels, space, is_part: crop.is_some() }, permit));
        }
        let inner = Self { memory: None, ..self.clone() };
        let shown = inner.shown(template, picture, (decoded.into_raster(), mask), report, deadline)?;
        if let Some(found) = report.cutout() {
            let subject = shown.subject.map(|subject| subject.rect);
            report.set_cutout(Found { subject, ..found });
            report.explain("cutout", || found_text(found, subject));
        }
        Ok((Shown { space, is_part: crop.is_some(), ..shown }, permit))
    }

    /// The layout of every output as far as it can be told before the subject is found: its canvas is as large or
    /// nearly so. What cannot be laid out is told later.
    fn drafts<'a>(
        &'a self,
        template: &'a Template,
        picture: &'a Arc<Picture>,
    ) -> impl Iterator<Item = (&'a TemplateOutput, Scene)> {
        template.outputs.iter().filter_map(move |output| {
            let scene = layout::template::place(template, output, picture, None, &self.limits, &mut Report::new());
            Some((output, scene.ok()?))
        })
    }

    /// Bytes held at the peak of presenting a photo that is decoded whole.
    fn cost_of(&self, template: &Template, picture: &Arc<Picture>) -> u64 {
        let outputs = self.drafts(template, picture).map(|(output, scene)| self.cost(&scene, &output.encoding));
        // Outputs in other colours are made of a copy.
        let is_other = |output: &TemplateOutput| {
            template.outputs.first().is_some_and(|first| first.encoding.profile != output.encoding.profile)
        };
        let copy = if template.outputs.iter().any(is_other) { byte_count(picture.size) as u64 } else { 0 };
        decode::cost(picture, picture.size)
            + copy
            + outputs.max().unwrap_or(0).max(self.cost_of_model(template, picture))
    }

    /// The size of the whole photo from which every output can be made.
    fn wanted(&self, template: &Template, picture: &Arc<Picture>) -> Size {
        let scenes: Vec<Scene> = self.drafts(template, picture).map(|(_, scene)| scene).collect();
        let sizes = scenes.iter().flat_map(|scene| &scene.slots).map(Slot::whole_size);
        sizes.fold(Size::new(1, 1), |most, size| Size::new(most.width.max(size.width), most.height.max(size.height)))
    }

    fn present(
        &self,
        template: &Template,
        shown: &Shown,
        mut report: Report,
        deadline: &Deadline,
    ) -> Result<Vec<Rendered>> {
        let picture = &shown.picture;
        let ready = shown.pixels.as_ref();
        let (template, subject) = self.look_for(template, picture, (shown.subject, ready), &mut report, deadline)?;
        let finish = |output: &TemplateOutput| {
            let mut report = report.clone();
            let encoding = colors::of_photo(&output.encoding, picture, &mut report);
            let space = colors::space(&encoding, picture);
            let template = colors::template_in(&template, space)?;
            let mut scene = layout::template::place(&template, output, picture, subject, &self.limits, &mut report)?;
            let pixels = shown.pixels_in(space, deadline)?;
            scene.slots.iter_mut().for_each(|slot| slot.ready = pixels.clone());
            edits::touch(&mut scene, &template.edits);
            let presented = layout::present_photo(&template, output.size, picture.size, subject, &self.limits)?;
            let measure = Measure { dpi: template.dpi, scale: presented.scale };
            self.overlay(&mut scene, &template.edits, (space, measure), &mut report)?;
            self.finish(&scene, space, &encoding, report, deadline)
        };
        template.outputs.iter().map(finish).collect()
    }

    /// Finds the subject in the photo's pixels, and takes its background away where the template says so.
    fn shown(
        &self,
        template: &Template,
        picture: Arc<Picture>,
        (raster, mask): (Raster, Option<Mask>),
        report: &mut Report,
        deadline: &Deadline,
    ) -> Result<Shown> {
        let by_alpha = cutout::find(Some(&raster), template.background, template.cutout, report);
        if !matches!(by_alpha.method, Method::None) || !is_by_look(template.cutout) {
            note_shadow(template, by_alpha.method, report);
            let subject = by_alpha.rect.map(|rect| SubjectBox { rect, cut: cutout::cut_sides(&raster, rect) });
            let pixels = Some(Arc::new(raster.into()));
            return Ok(Shown { picture, subject, pixels, space: None, is_part: false });
        }
        let (mut raster, matte) = self.matte((raster, mask), template, report, deadline)?;
        let Some(matte) = matte else {
            note_shadow(template, Method::None, report);
            return Ok(Shown {
                picture,
                subject: None,
                pixels: Some(Arc::new(raster.into())),
                space: None,
                is_part: false,
            });
        };
        self.in_bands(&mut raster, |rows, top| matte.refine(rows, top));
        let rect = cutout::alpha_box(&raster).unwrap_or(matte.around());
        let subject = SubjectBox { rect, cut: cutout::cut_sides(&raster, rect) };
        if template.shadow == ShadowRule::Keep {
            self.in_bands(&mut raster, |rows, top| matte.lay_shadow(rows, top));
        }
        let cut = Picture { has_alpha: true, ..Picture::clone(&picture) };
        let pixels = Some(Arc::new(raster.into()));
        Ok(Shown { picture: Arc::new(cut), subject: Some(subject), pixels, space: None, is_part: false })
    }

    /// Works on bands of rows in parallel; `work` is told the number of the first row.
    fn in_bands(&self, raster: &mut Raster, work: impl Fn(&mut [u8], u32) + Send + Sync) {
        let stride = raster.size().width as usize * 4;
        let bands = raster.data_mut().chunks_mut((stride * BAND).max(4)).enumerate().collect();
        self.in_parallel(bands, |(index, rows)| work(rows, (index * BAND) as u32));
    }
}

/// Whether the photo's pixels must be looked at before it is laid out.
fn looks(template: &Template, picture: &Picture) -> bool {
    let has_pixels = picture.format != PictureFormat::Svg;
    let cuts = template.background.removes_own() && is_by_look(template.cutout);
    has_pixels && template.cutout != Cutout::Off && (picture.has_alpha || cuts)
}

/// The size of a part on whole pixels.
fn part_size(part: Rect) -> Size {
    Size::new(part.width as u32, part.height as u32)
}

fn found_text(found: Found, subject: Option<Rect>) -> String {
    let place = subject.map_or_else(
        || "the whole photo".to_owned(),
        |Rect { x, y, width, height }| format!("{width} x {height} px from {x}, {y}"),
    );
    format!("method {}, confidence {:.2}: {place}", found.method, found.confidence)
}

fn is_by_look(cutout: Cutout) -> bool {
    matches!(cutout, Cutout::Auto | Cutout::Backdrop | Cutout::Model)
}

/// The photo's own shadow can only be kept where a backdrop was taken away; a photo that stays whole keeps it anyway.
fn note_shadow(template: &Template, method: Method, report: &mut Report) {
    if template.shadow == ShadowRule::Keep && method == Method::Alpha {
        let message = "the photo's own shadow is what its transparency says: none is added";
        report.note(NoteKind::Chosen, "shadow", message);
    }
}

#[cfg(test)]
mod tests;
