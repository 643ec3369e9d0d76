//! A side of a design becomes a scene: its pictures fetched and probed, then laid out.
//!
//! A picture that cannot be had is an error, or counts as missing where that was asked for; so does vector art that
//! turns out, once it is laid out, to be damaged or to cost too much.

use super::{Engine, load};
use crate::ask::{Ask, Missing};
use crate::design::{Design, Side};
use crate::error::{Error, Result};
use crate::layout;
use crate::limits::{Deadline, within};
use crate::picture::{Picture, PictureFormat, Pictures};
use crate::report::{NoteKind, Report};
use crate::scene::Scene;
use std::sync::Arc;

impl Engine {
    pub(super) fn noted(&self, picture: Picture, report: &mut Report) -> Arc<Picture> {
        for remark in &picture.remarks {
            report.note(NoteKind::Doubtful, "", remark);
        }
        if picture.frames > 1 {
            let message = format!("only the first of {} frames is drawn", picture.frames);
            report.note(NoteKind::Chosen, "", message);
        }
        Arc::new(picture)
    }

    pub(super) fn lay_out(
        &self,
        design: &Design,
        ask: &Ask,
        mut report: Report,
        deadline: &Deadline,
    ) -> Result<(Scene, Report)> {
        let side = design.side(ask.view.as_deref())?;
        let mut pictures = self.gather(side, ask.missing, &mut report)?;
        let mut laid = report.clone();
        let scene = layout::side(side, ask, &pictures, &self.fonts, &self.limits, deadline, &mut laid)?;
        if ask.missing == Missing::Error
            || !self.leave_out_refused(&scene, side, &mut pictures, (&mut report, deadline))
        {
            return Ok((scene, laid));
        }
        let scene = layout::side(side, ask, &pictures, &self.fonts, &self.limits, deadline, &mut report)?;
        Ok((scene, report))
    }

    /// Counts vector art that cannot be drawn, or would cost too much, as missing; whether there is any.
    fn leave_out_refused(
        &self,
        scene: &Scene,
        side: &Side,
        pictures: &mut Pictures,
        (report, deadline): (&mut Report, &Deadline),
    ) -> bool {
        let refused = self.refused(scene, deadline);
        for (picture, error) in &refused {
            for (place, source) in side.sources() {
                if pictures.get(source).is_some_and(|known| Arc::ptr_eq(known, picture)) {
                    report.note(NoteKind::Replaced, place, error.to_string());
                    pictures.insert(source.clone(), None);
                }
            }
        }
        !refused.is_empty()
    }

    fn refused(&self, scene: &Scene, deadline: &Deadline) -> Vec<(Arc<Picture>, Error)> {
        let means = load::Means { engine: self, space: None, deadline };
        let drawn = scene.slots.iter().filter(|slot| slot.picture.format == PictureFormat::Svg);
        drawn
            .filter_map(|slot| Some((Arc::clone(&slot.picture), load::drawing(slot, slot.whole_size(), means).err()?)))
            .collect()
    }

    /// Fetches and probes every picture that the side names.
    fn gather(&self, side: &Side, missing: Missing, report: &mut Report) -> Result<Pictures> {
        let sources = side.sources();
        let fetched = self.in_parallel(sources.iter().collect(), |(_, source)| self.probe(source));
        let mut pictures = Pictures::default();
        let mut total = 0u64;
        for ((place, source), picture) in sources.into_iter().zip(fetched) {
            let picture = match picture {
                Ok(picture) => {
                    total = total.saturating_add(picture.content.len());
                    within("total_asset_bytes", total, self.limits.total_asset_bytes)?;
                    Some(self.noted(picture, report))
                }
                Err(error) if missing == Missing::Error => return Err(error.at("picture").at(place)),
                Err(error) => {
                    report.note(NoteKind::Replaced, place, error.to_string());
                    None
                }
            };
            pictures.insert(source.clone(), picture);
        }
        Ok(pictures)
    }
}
