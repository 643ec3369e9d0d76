//! By what a photo is cut out: its backdrop, and the network that the user brought.

use super::Engine;
use crate::cutout::{self, Mask, Matte, MatteOptions, Method, Model};
use crate::decode;
use crate::error::{Error, Result};
use crate::fit::Kernel;
use crate::geometry::Size;
use crate::limits::Deadline;
use crate::picture::Picture;
use crate::profile::Profile;
use crate::raster::{Decoded, Raster};
use crate::report::Report;
use crate::resize;
use crate::runner::InTurn;
use crate::template::{Cutout, ShadowRule, Template};

impl Engine {
    /// The pixels of a photo that is to be cut out, in the colours of `space`, and what the network sees in it where that
    /// can be told beside: of a JPEG that is decoded small a second time, which costs less than waiting for all of it.
    ///
    /// # Errors
    /// Any [`Fault`](crate::Fault) of decoding, and of [`Model::mask`].
    pub(super) fn decoded_and_seen(
        &self,
        template: &Template,
        picture: &Picture,
        space: Option<&Profile>,
        deadline: &Deadline,
    ) -> Result<(Decoded, Option<Mask>)> {
        let whole = || decode::in_depth(picture, picture.size, space, &self.limits, deadline);
        // Of a photo with an alpha channel it is not known yet whether it is cut out at all.
        let asked = if picture.has_alpha { None } else { self.asked(template)? };
        let Some(model) = asked.filter(|model| decode::is_reduced(picture, small(model))) else {
            return Ok((whole()?, None));
        };
        let seen = || {
            let photo = decode::in_depth(picture, small(model), None, &self.limits, deadline)?;
            let part = decode::extent(picture, photo.size());
            let size = model.size();
            model.mask(&resize::exactly(&InTurn, photo, part, size, Kernel::Lanczos3, false)?)
        };
        let mut mask = None;
        let decoded = match self.has_threads() {
            true => self.beside(|scope| {
                scope.spawn(|_| mask = Some(seen()));
                whole()
            }),
            false => {
                mask = Some(seen());
                whole()
            }
        };
        Ok((decoded?, mask.transpose()?))
    }

    /// The matte of a photo whose background is to go, by what the template asks and the network saw; `None` where the
    /// photo stays whole, as the report says then. The photo is handed back.
    ///
    /// # Errors
    /// [`Fault::Input`](crate::Fault::Input) when the template asks for a model and none is named, or the one that is
    /// named cannot be run; [`Fault::TimedOut`](crate::Fault::TimedOut).
    pub(super) fn matte(
        &self,
        (mut raster, mut mask): (Raster, Option<Mask>),
        template: &Template,
        report: &mut Report,
        deadline: &Deadline,
    ) -> Result<(Raster, Option<Matte>)> {
        deadline.check()?;
        if let Some(model) = self.asked(template)?.filter(|_| mask.is_none()) {
            let (same, seen) = self.seen(model, raster)?;
            (raster, mask) = (same, Some(seen));
            deadline.check()?;
        }
        let options = MatteOptions {
            holes: template.holes,
            keeps_shadow: template.shadow == ShadowRule::Keep,
            seen: mask.as_ref(),
            by_network: template.cutout == Cutout::Model,
        };
        let matte = cutout::matte(self, &raster, options);
        let method = if template.cutout == Cutout::Model { Method::Model } else { matte.method() };
        let is_cut = cutout::judge(&matte, method, report);
        Ok((raster, is_cut.then_some(matte)))
    }

    /// The network, if it is to look at a photo that is cut out as the template says.
    fn asked(&self, template: &Template) -> Result<Option<&Model>> {
        let model = self.model.as_ref().filter(|_| template.background.removes_own());
        match template.cutout {
            Cutout::Model if template.background.removes_own() => model.map(Some).ok_or_else(none_named),
            Cutout::Auto | Cutout::Model => Ok(model),
            Cutout::Off | Cutout::Alpha | Cutout::Backdrop => Ok(None),
        }
    }

    /// What the network sees in a photo, stretched to its size as it was in training.
    fn seen(&self, model: &Model, raster: Raster) -> Result<(Raster, Mask)> {
        let (whole, size) = (raster.size().rect(), model.size());
        let photo = Decoded::from(raster);
        let small = resize::part(self, &photo, whole, size, size.rect(), Kernel::Lanczos3, false)?;
        Ok((photo.into_raster(), model.mask(&small)?))
    }

    /// Bytes that the network may need beside a photo's pixels.
    pub(super) fn cost_of_model(&self, template: &Template, picture: &Picture) -> u64 {
        let may_look = matches!(template.cutout, Cutout::Auto | Cutout::Model) && template.background.removes_own();
        let cost = |model: &Model| model.cost() + decode::cost(picture, small(model));
        self.model.as_ref().filter(|_| may_look).map_or(0, cost)
    }
}

/// What to ask a JPEG for that becomes as large as the network takes, or a little larger: a decoder gives 2.5 times as
/// much where it reduces to an eighth. What a network sees does not hang on how fine its pixels were.
fn small(model: &Model) -> Size {
    let Size { width, height } = model.size();
    Size::new((width * 2 / 5).max(1), (height * 2 / 5).max(1))
}

fn none_named() -> Error {
    let what = "the template cuts out by a segmentation model";
    match cfg!(feature = "model") {
        true => Error::input(format!("{what}, and none is named"))
            .with_help("install one with `artboard model install FILE`, name one with --cutout-model, or EngineBuilder::cutout_model"),
        false => Error::unsupported(format!("{what}, for which this build has no support"))
            .with_help("build with feature `model`, or use cutout = \"auto\""),
    }
    .at("cutout")
}
