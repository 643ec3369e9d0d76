//! By what a photo is cut out: its backdrop, or the network that the user named.

use super::Engine;
use crate::cutout::{self, DOUBTFUL, Matte, Method, Model};
use crate::error::{Error, Result};
use crate::fit::Kernel;
use crate::limits::Deadline;
use crate::raster::{Decoded, Raster};
use crate::report::{NoteKind, Report};
use crate::resize;
use crate::template::{Cutout, Holes, ShadowRule, Template};

impl Engine {
    /// The matte of a photo whose background is to go, by what the template asks; `None` where the photo stays whole,
    /// as the report says then. The photo is handed back.
    ///
    /// # Errors
    /// [`Fault::Input`](crate::Fault::Input) when the template asks for a model and none is named, or the one that is
    /// named cannot be run; [`Fault::TimedOut`](crate::Fault::TimedOut).
    pub(super) fn matte(
        &self,
        mut raster: Raster,
        template: &Template,
        report: &mut Report,
        deadline: &Deadline,
    ) -> Result<(Raster, Option<Matte>)> {
        deadline.check()?;
        let mut found = match template.cutout {
            Cutout::Model => None,
            _ => Some((
                cutout::matte(self, &raster, template.holes, template.shadow == ShadowRule::Keep),
                Method::Backdrop,
            )),
        };
        deadline.check()?;
        if let Some(model) = self.asked(template.cutout, found.as_ref().map(|(matte, _)| matte))? {
            let (same, seen) = self.seen(model, raster)?;
            raster = same;
            deadline.check()?;
            if found.as_ref().is_none_or(|(matte, _)| matte.confidence() < seen.confidence()) {
                found = Some((seen, Method::Model));
            }
        }
        let Some((matte, method)) = found else { return Ok((raster, None)) };
        let is_cut = cutout::judge(&matte, method, report);
        if is_cut && method == Method::Model {
            note_left_out(template, report);
        }
        Ok((raster, is_cut.then_some(matte)))
    }

    /// The network, if it is to look at a photo for which the backdrop gave this.
    fn asked(&self, cutout: Cutout, by_backdrop: Option<&Matte>) -> Result<Option<&Model>> {
        let model = self.model.as_ref();
        match cutout {
            Cutout::Model => model.map(Some).ok_or_else(none_named),
            Cutout::Auto => Ok(model.filter(|_| by_backdrop.is_none_or(|matte| matte.confidence() < DOUBTFUL))),
            Cutout::Off | Cutout::Alpha | Cutout::Backdrop => Ok(None),
        }
    }

    /// What the network sees in a photo, stretched to its size as it was in training.
    fn seen(&self, model: &Model, raster: Raster) -> Result<(Raster, Matte)> {
        let (whole, size) = (raster.size().rect(), model.size());
        let photo = Decoded::from(raster);
        let small = resize::part(self, &photo, whole, size, size.rect(), Kernel::Lanczos3, false)?;
        let raster = photo.into_raster();
        let coarse = model.look(&small)?;
        let matte = cutout::from_coarse(self, &raster, &coarse);
        Ok((raster, matte))
    }

    /// Bytes that the network may need beside a photo's pixels.
    pub(super) fn cost_of_model(&self, template: &Template) -> u64 {
        let may_look = matches!(template.cutout, Cutout::Auto | Cutout::Model) && template.background.removes_own();
        self.model.as_ref().filter(|_| may_look).map_or(0, Model::cost)
    }
}

fn none_named() -> Error {
    let what = "the template cuts out by a segmentation model";
    match cfg!(feature = "model") {
        true => Error::input(format!("{what}, and none is named"))
            .with_help("name one: --cutout-model FILE, or EngineBuilder::cutout_model"),
        false => Error::unsupported(format!("{what}, for which this build has no support"))
            .with_help("build with feature `model`, or use cutout = \"auto\""),
    }
    .at("cutout")
}

/// What a network cannot do.
fn note_left_out(template: &Template, report: &mut Report) {
    if template.shadow == ShadowRule::Keep {
        report.note(NoteKind::Ignored, "shadow", "a model does not tell the photo's own shadow: none is kept");
    }
    if template.holes != Holes::Auto {
        report.note(NoteKind::Ignored, "holes", "the model alone says what is a hole");
    }
}
