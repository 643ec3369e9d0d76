//! What is done to a photo besides giving it a size, in its order: see [`crate::edits`].

use super::Engine;
use crate::edits::{Edits, Flip, Turn};
use crate::error::Result;
use crate::filter::{Filter, Gray};
use crate::geometry::{Rect, Size};
use crate::layout::{self, Measure};
use crate::picture::{Picture, PictureFormat};
use crate::profile::Profile;
use crate::report::{NoteKind, Report};
use crate::scene::{ItemKind, Scene, Slot};
use crate::transform::Transform;
use std::sync::Arc;

/// The photo turned and mirrored as it is asked for.
pub(super) fn turned(picture: Arc<Picture>, edits: &Edits) -> Arc<Picture> {
    match (edits.rotate, edits.flip) {
        (Turn::None, Flip::None) => picture,
        (turn, flip) => Arc::new(picture.turned(turn, flip)),
    }
}

/// The part of the photo that is kept; `None`: all of it.
pub(super) fn crop(edits: &Edits, size: Size, report: &mut Report) -> Result<Option<Rect>> {
    let Some(crop) = &edits.crop else { return Ok(None) };
    let (part, is_cut) = crop.within(size)?;
    if is_cut {
        let message =
            format!("it reaches beyond the photo of {size} px: {} x {} px of it are kept", part.width, part.height);
        report.note(NoteKind::Chosen, "crop", message);
    }
    Ok((part != size.rect()).then_some(part))
}

/// Sharpens and grays the photo, which is the scene's first slot.
pub(super) fn touch(scene: &mut Scene, edits: &Edits) {
    let sharpen = edits.sharpen.map(|sharpen| Filter::Sharpen { amount: sharpen.amount, sigma: sharpen.sigma });
    let gray = edits.grayscale.then_some(Filter::Grayscale(Gray::Luminosity));
    let filters: Vec<Filter<Slot>> = sharpen.into_iter().chain(gray).collect();
    if !filters.is_empty() {
        as_pixels(scene, 0);
        if let Some(slot) = scene.slots.first_mut() {
            slot.filters = filters;
        }
    }
}

/// Makes a slot that is drawn one of pixels: on the whole pixels that it covers of the canvas.
fn as_pixels(scene: &mut Scene, index: usize) {
    let canvas = scene.size.rect();
    let drawn =
        scene.items.iter_mut().find(|item| matches!(item.kind, ItemKind::Drawing { slot, .. } if slot == index));
    let (Some(item), Some(slot)) = (drawn, scene.slots.get_mut(index)) else { return };
    let ItemKind::Drawing { dest, .. } = item.kind else { return };
    let dest = item.transform.bounds_of(dest);
    let (left, top) = (dest.x.max(0.0).floor(), dest.y.max(0.0).floor());
    let (right, bottom) = (dest.right().min(canvas.width).ceil(), dest.bottom().min(canvas.height).ceil());
    let seen = Rect::new(left, top, (right - left).max(1.0), (bottom - top).max(1.0));
    let (across, down) = (slot.crop.width / dest.width, slot.crop.height / dest.height);
    let (x, y) = ((seen.x - dest.x) * across, (seen.y - dest.y) * down);
    slot.crop = Rect::new(slot.crop.x + x, slot.crop.y + y, seen.width * across, seen.height * down);
    slot.size = Size::new(seen.width as u32, seen.height as u32);
    slot.as_pixels = true;
    item.transform = Transform::IDENTITY;
    item.kind = ItemKind::Picture { slot: index, dest: seen, is_smooth: true };
}

impl Engine {
    /// Lays the overlays on a scene whose colours are those of `space` (`None`: sRGB).
    pub(super) fn overlay(
        &self,
        scene: &mut Scene,
        edits: &Edits,
        (space, measure): (Option<&Profile>, Measure),
        report: &mut Report,
    ) -> Result<()> {
        for (index, overlay) in edits.overlays.iter().enumerate() {
            let place = || match edits.overlays.len() {
                1 => "overlay".to_owned(),
                _ => format!("overlay {}", index + 1),
            };
            let mut own = Report::new();
            let laid = self.probe(&overlay.picture).and_then(|picture| {
                let picture = self.noted(picture, &mut own);
                let slot = scene.slots.len();
                layout::overlay(scene, overlay, &picture, measure)?;
                // Vector art has the colours of sRGB: as pixels they are converted.
                if space.is_some() && picture.format == PictureFormat::Svg {
                    as_pixels(scene, slot);
                }
                Ok(())
            });
            laid.map_err(|error| error.at(place()))?;
            for note in own.notes() {
                report.note(note.kind, place(), note.message.clone());
            }
        }
        Ok(())
    }
}

/// Says which edits mean nothing to a design.
pub(super) fn note_of_design(edits: &Edits, report: &mut Report) {
    for name in edits.of_photos() {
        report.note(NoteKind::Chosen, name, "ignored: it changes photos, and this is a design");
    }
}
