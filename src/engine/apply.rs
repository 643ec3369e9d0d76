//! One photo through a template: decoded once, its subject found and freed of its background once, then laid out, painted
//! and written for every output.
//!
//! Promised: the same pixels with any number of threads (every row of the matte is worked out by itself).

use super::{Engine, Rendered, colors};
use crate::cutout::{self, Method};
use crate::decode;
use crate::error::Result;
use crate::geometry::Rect;
use crate::layout;
use crate::limits::Deadline;
use crate::picture::{Picture, PictureFormat};
use crate::raster::{Decoded, Raster};
use crate::report::{NoteKind, Report};
use crate::source::Source;
use crate::template::{Cutout, ShadowRule, Template, TemplateOutput};
use std::sync::Arc;

/// Rows that one thread refines at a time: enough that starting it costs nothing beside the work.
const BAND: usize = 64;

/// A photo as it is presented.
struct Shown {
    picture: Arc<Picture>,
    /// The box of the subject in the upright picture; `None`: all of it.
    subject: Option<Rect>,
    /// Its pixels, where they had to be looked at, freed of what was to go.
    pixels: Option<Arc<Decoded>>,
}

impl Engine {
    /// Presents one photo as the template says: a file for each of its outputs, in their order. The photo is decoded once
    /// where its subject has to be found, and cut out once.
    ///
    /// # Errors
    /// Any [`Fault`](crate::Fault).
    pub fn apply(&self, template: &Template, source: &Source) -> Result<Vec<Rendered>> {
        let deadline = self.limits.deadline();
        let mut report = Report::new();
        let picture = self.noted(self.probe(source)?, &mut report);
        if !looks(template, &picture) {
            let method = cutout::find(None, template.background, template.cutout, &mut report).method;
            note_shadow(template, method, &mut report);
            let shown = Shown { picture, subject: None, pixels: None };
            return self.present(template, &shown, report, &deadline);
        }
        // What is admitted here holds until all outputs are written: waiting again with the pixels in hand, photos could
        // wait for each other.
        let _permit = self.memory.as_ref().map(|memory| memory.admit(self.cost_of(template, &picture)));
        let inner = Self { memory: None, ..self.clone() };
        let raster = decode::at_least(&picture, picture.size, &self.limits, &deadline)?;
        let shown = inner.shown(template, picture, raster, &mut report, &deadline)?;
        inner.present(template, &shown, report, &deadline)
    }

    /// Bytes held at the peak of presenting a photo that is decoded whole.
    fn cost_of(&self, template: &Template, picture: &Arc<Picture>) -> u64 {
        let outputs = template.outputs.iter().map(|output| {
            // Without its subject the layout is not the final one, but its canvas is as large or nearly so.
            let mut unread = Report::new();
            let scene = layout::template::place(template, output, picture, None, &self.limits, &mut unread);
            scene.map_or(0, |scene| self.cost(&scene, &output.encoding))
        });
        decode::cost(picture, picture.size) + outputs.max().unwrap_or(0).max(self.cost_of_model(template))
    }

    fn present(
        &self,
        template: &Template,
        shown: &Shown,
        mut report: Report,
        deadline: &Deadline,
    ) -> Result<Vec<Rendered>> {
        let picture = &shown.picture;
        let (template, subject) = self.look_for(template, picture, shown.subject, &mut report, deadline)?;
        let finish = |output: &TemplateOutput| {
            let mut report = report.clone();
            let mut scene = layout::template::place(&template, output, picture, subject, &self.limits, &mut report)?;
            for slot in &mut scene.slots {
                slot.ready = shown.pixels.clone();
            }
            let encoding = colors::of_photo(&output.encoding, picture, &mut report);
            // What is looked at, or stands before a colour of ours, is in sRGB.
            let is_srgb = shown.pixels.is_some() || template.background.removes_own();
            let space = colors::space(&encoding, picture).filter(|_| !is_srgb);
            self.finish(&scene, space, &encoding, report, deadline)
        };
        template.outputs.iter().map(finish).collect()
    }

    /// Finds the subject in the photo's pixels, and takes its background away where the template says so.
    fn shown(
        &self,
        template: &Template,
        picture: Arc<Picture>,
        raster: Raster,
        report: &mut Report,
        deadline: &Deadline,
    ) -> Result<Shown> {
        let by_alpha = cutout::find(Some(&raster), template.background, template.cutout, report);
        if !matches!(by_alpha.method, Method::None) || !is_by_look(template.cutout) {
            note_shadow(template, by_alpha.method, report);
            return Ok(Shown { picture, subject: by_alpha.rect, pixels: Some(Arc::new(raster.into())) });
        }
        let (mut raster, matte) = self.matte(raster, template, report, deadline)?;
        let Some(matte) = matte else {
            note_shadow(template, Method::None, report);
            return Ok(Shown { picture, subject: None, pixels: Some(Arc::new(raster.into())) });
        };
        self.in_bands(&mut raster, |rows, top| matte.refine(rows, top));
        let subject = cutout::alpha_box(&raster).unwrap_or(matte.around());
        if template.shadow == ShadowRule::Keep {
            self.in_bands(&mut raster, |rows, top| matte.lay_shadow(rows, top));
        }
        let cut = Picture { has_alpha: true, ..Picture::clone(&picture) };
        Ok(Shown { picture: Arc::new(cut), subject: Some(subject), pixels: Some(Arc::new(raster.into())) })
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
