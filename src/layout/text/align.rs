//! Where a line stands in its box, and how far its spaces stretch.

use super::content::Content;
use super::wrap::Row;
use crate::text::TextAlign;

/// How much each space of a line grows so that the line fills the box. `free` is the box's width less the line's.
pub(super) fn gap(align: TextAlign, row: &Row, content: &Content<'_>, free: f64) -> f64 {
    let is_stretched = match align {
        TextAlign::Left | TextAlign::Center | TextAlign::Right => false,
        TextAlign::Justify => true,
        TextAlign::JustifyLeft | TextAlign::JustifyCenter | TextAlign::JustifyRight => !row.is_end,
    };
    let graphemes = content.graphemes.get(row.graphemes.clone()).unwrap_or_default();
    let spaces = graphemes.iter().filter(|grapheme| grapheme.is_space).count();
    if is_stretched && free > 0.0 && spaces > 0 { free / spaces as f64 } else { 0.0 }
}

/// From the box's left edge to the line's. Left and right are the box's own in either direction; what should be
/// stretched and has no spaces stands where reading begins.
pub(super) fn offset(align: TextAlign, is_rtl: bool, is_end: bool, gap: f64, free: f64) -> f64 {
    if gap > 0.0 {
        return 0.0;
    }
    match align {
        TextAlign::Left => 0.0,
        TextAlign::Center => free / 2.0,
        TextAlign::Right => free,
        TextAlign::JustifyLeft if is_end => 0.0,
        TextAlign::JustifyCenter if is_end => free / 2.0,
        TextAlign::JustifyRight if is_end => free,
        _ => {
            if is_rtl {
                free
            } else {
                0.0
            }
        }
    }
}
