//! How a network takes a photo and what its numbers mean: what an ONNX file does not say.

use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};

/// The longest side of an input: twice that of the largest networks for mattes in use (1024), and 1 GB of what layers
/// hold.
pub(super) const LONGEST_SIDE: u32 = 2048;

/// How a segmentation network is fed and read. The default is that of U²-Net and what is trained like it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Parameters {
    /// The side of its input where the file leaves it open, in pixels. Default 320.
    pub input_side: u32,
    /// What the photo's values are divided by. Default [`Scale::Brightest`].
    pub scale: Scale,
    /// What is then taken from red, green and blue. Default ImageNet's mean, 0.485, 0.456, 0.406.
    pub mean: [f32; 3],
    /// What they are then divided by. Default ImageNet's deviation, 0.229, 0.224, 0.225.
    pub std: [f32; 3],
    /// Which of its outputs is the mask, from 0. Default 0.
    pub output: usize,
    /// Whether the sigmoid is still to be taken. Default [`Sigmoid::Auto`].
    pub sigmoid: Sigmoid,
}

/// What a photo's values are divided by before a network sees them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scale {
    /// The brightest value of the photo: it has all of 0 to 1.
    #[default]
    Brightest,
    /// 255.
    Full,
}

/// Whether the last step of such networks is still to be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sigmoid {
    /// Where what it gives goes beyond 0 to 1.
    #[default]
    Auto,
    /// Yes: it gives logits.
    Yes,
    /// No: it gives shares.
    No,
}

impl Parameters {
    /// U²-Net's: u2net, u2netp, silueta.
    pub const U2NET: Self = Self {
        input_side: 320,
        scale: Scale::Brightest,
        mean: [0.485, 0.456, 0.406],
        std: [0.229, 0.224, 0.225],
        output: 0,
        sigmoid: Sigmoid::Auto,
    };

    /// Refuses what no network can be fed with.
    ///
    /// # Errors
    /// [`Fault::Input`](crate::Fault::Input) naming the field.
    pub fn check(&self) -> Result<()> {
        let refuse = |field: &str, allowed: &str| Err(Error::input(format!("{field} must be {allowed}")).at(field));
        if !(1..=LONGEST_SIDE).contains(&self.input_side) {
            return refuse("input_side", &format!("1 to {} pixels", LONGEST_SIDE));
        }
        if !self.mean.iter().all(|mean| mean.is_finite()) {
            return refuse("mean", "three plain numbers");
        }
        if !self.std.iter().all(|std| std.is_finite() && *std > 0.0) {
            return refuse("std", "three numbers above 0");
        }
        Ok(())
    }
}

impl Default for Parameters {
    fn default() -> Self {
        Self::U2NET
    }
}
