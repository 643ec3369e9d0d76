//! How much one piece of work may cost. Checked before anything is paid for.

use crate::error::{Error, Fault, Result};
use std::time::{Duration, Instant};

/// Bounds on inputs and outputs. The default is safe for untrusted input; [`Limits::none`] is for trusted work.
///
/// Every error made from a limit names the field, the value and the maximum.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Bytes of one input file. Default 64 MiB.
    pub input_bytes: u64,
    /// Bytes of all assets that one document fetches. Default 512 MiB.
    pub total_asset_bytes: u64,
    /// Bytes of a segmentation network. Default 256 MiB: those in use for mattes have 5 to 180 MB, few have more.
    pub model_bytes: u64,
    /// Pixels of one source frame. Default 100 million.
    pub source_pixels: u64,
    /// Pixels of the canvas that is written. Default 100 million.
    pub canvas_pixels: u64,
    /// Pixels on one side, of sources and canvases. Default 32,767.
    pub side: u32,
    /// Frames of an animation. Default 1,000.
    pub frames: u64,
    /// Bytes of metadata (profile, text) after inflating. Default 16 MiB.
    pub metadata_bytes: u64,
    /// Scans of a progressive JPEG. Default 100.
    pub jpeg_scans: u32,
    /// Bytes of an SVG after inflating. Default 16 MiB.
    pub svg_bytes: u64,
    /// Elements of an SVG after references are expanded. Default 200,000.
    pub svg_elements: u64,
    /// Nesting of an SVG. Default 512.
    pub svg_depth: u32,
    /// Comparisons of an SVG's style rules with its elements: a selector of several parts takes many for one element.
    /// Default 50 million, which take about a second.
    pub svg_style_comparisons: u64,
    /// Surfaces as large as an SVG that painting it may need at once, for groups, masks and filters. Default 64: a
    /// drawing of ten nested groups with a filter of ten steps needs 25.
    pub svg_layers: u64,
    /// Bytes of a design document or template. Default 16 MiB.
    pub json_bytes: u64,
    /// Nesting of JSON. Default 128.
    pub json_depth: u32,
    /// Layers of a design, groups and their children counted. Default 10,000.
    pub layers: u32,
    /// Nesting of groups. Default 50.
    pub layer_depth: u32,
    /// Characters of one text layer. Default 100,000.
    pub text_characters: u32,
    /// Font size in pixels of the canvas that is written. Default 10,000.
    pub font_size: f64,
    /// Seconds for one item. Default 30.
    pub seconds: f64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            input_bytes: 64 << 20,
            total_asset_bytes: 512 << 20,
            model_bytes: 256 << 20,
            source_pixels: 100_000_000,
            canvas_pixels: 100_000_000,
            side: 32_767,
            frames: 1_000,
            metadata_bytes: 16 << 20,
            jpeg_scans: 100,
            svg_bytes: 16 << 20,
            svg_elements: 200_000,
            svg_depth: 512,
            svg_style_comparisons: 50_000_000,
            svg_layers: 64,
            json_bytes: 16 << 20,
            json_depth: 128,
            layers: 10_000,
            layer_depth: 50,
            text_characters: 100_000,
            font_size: 10_000.0,
            seconds: 30.0,
        }
    }
}

impl Limits {
    /// A tenth of the default in bytes and pixels and 5 seconds: for thumbnails of uploads.
    pub fn strict() -> Self {
        let default = Self::default();
        Self {
            input_bytes: 16 << 20,
            total_asset_bytes: 64 << 20,
            model_bytes: 32 << 20,
            source_pixels: 40_000_000,
            canvas_pixels: 16_000_000,
            side: 16_384,
            seconds: 5.0,
            ..default
        }
    }

    /// For trusted work. Structural bounds (nesting of JSON, SVG and groups) stay, because the stack is finite.
    pub fn none() -> Self {
        Self {
            input_bytes: u64::MAX,
            total_asset_bytes: u64::MAX,
            model_bytes: u64::MAX,
            source_pixels: u64::MAX,
            canvas_pixels: u64::MAX,
            side: u32::MAX >> 1,
            frames: u64::MAX,
            metadata_bytes: u64::MAX,
            jpeg_scans: u32::MAX,
            svg_bytes: u64::MAX,
            svg_elements: u64::MAX,
            svg_style_comparisons: u64::MAX,
            svg_layers: u64::MAX,
            json_bytes: u64::MAX,
            layers: u32::MAX,
            text_characters: u32::MAX,
            font_size: 1.0e6,
            seconds: f64::INFINITY,
            ..Self::default()
        }
    }

    /// Refuses an input of more than [`Limits::input_bytes`].
    pub fn check_input_bytes(&self, bytes: u64) -> Result<()> {
        within("input_bytes", bytes, self.input_bytes)
    }

    /// Refuses a segmentation network of more than [`Limits::model_bytes`].
    pub fn check_model_bytes(&self, bytes: u64) -> Result<()> {
        within("model_bytes", bytes, self.model_bytes)
    }

    /// Refuses a document of more than [`Limits::json_bytes`].
    pub fn check_json_bytes(&self, bytes: u64) -> Result<()> {
        within("json_bytes", bytes, self.json_bytes)
    }

    /// Refuses a source frame by its header: sides in pixels.
    pub fn check_source(&self, width: u64, height: u64) -> Result<()> {
        self.check_frame("source_pixels", width, height, self.source_pixels)
    }

    /// Refuses a canvas before it is allocated: sides in pixels.
    pub fn check_canvas(&self, width: u64, height: u64) -> Result<()> {
        self.check_frame("canvas_pixels", width, height, self.canvas_pixels)
    }

    fn check_frame(&self, name: &str, width: u64, height: u64, maximum: u64) -> Result<()> {
        if width == 0 || height == 0 {
            return Err(Error::input(format!("a size of {width} x {height} px has no pixels")));
        }
        within("side", width.max(height), u64::from(self.side))?;
        within(name, width.saturating_mul(height), maximum)
    }

    /// The moment at which work that starts now must end.
    pub fn deadline(&self) -> Deadline {
        let span = Duration::try_from_secs_f64(self.seconds).ok();
        Deadline { end: span.and_then(|span| Instant::now().checked_add(span)), seconds: self.seconds }
    }
}

/// `Ok` when `value` is at most `maximum`, else the error that names the limit.
pub fn within(name: &str, value: u64, maximum: u64) -> Result<()> {
    match value <= maximum {
        true => Ok(()),
        false => Err(Error::too_large(name, value, maximum)),
    }
}

/// Each worker's stack: deep vector art recurses, and the default of 2 MiB is not the same everywhere.
pub(crate) const STACK_BYTES: usize = 16 << 20;

/// The moment at which an item's work must end. Long loops ask [`Deadline::check`] now and then.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Deadline {
    end: Option<Instant>,
    seconds: f64,
}

impl Deadline {
    /// No deadline at all.
    pub const NEVER: Self = Self { end: None, seconds: f64::INFINITY };

    /// An error with [`Fault::TimedOut`] once the moment has passed.
    pub fn check(&self) -> Result<()> {
        match self.end {
            Some(end) if Instant::now() >= end => {
                Err(Error::new(Fault::TimedOut, format!("not finished within {} s", self.seconds))
                    .with_help("raise the limit `seconds` if the input is trusted"))
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_at_the_limit_passes_and_one_above_fails() {
        let limits = Limits { side: 10, source_pixels: 50, ..Limits::default() };
        assert!(limits.check_source(10, 5).is_ok());
        assert_eq!(limits.check_source(11, 1).unwrap_err().fault(), Fault::TooLarge);
        assert_eq!(limits.check_source(10, 6).unwrap_err().fault(), Fault::TooLarge);
        assert_eq!(limits.check_source(0, 6).unwrap_err().fault(), Fault::Input);
    }

    #[test]
    fn a_passed_deadline_is_an_error_and_none_never_passes() {
        let limits = Limits { seconds: 0.0, ..Limits::default() };
        assert_eq!(limits.deadline().check().unwrap_err().fault(), Fault::TimedOut);
        assert!(Limits::none().deadline().check().is_ok());
        assert!(Deadline::NEVER.check().is_ok());
    }
}
