//! Networks that are known by the sum of their file: a table.
//!
//! The sums are those of the files that the rembg project publishes; several projects that pin them state the same ones.
//! How each is fed is what rembg does with it.

use super::parameters::{Parameters, Sigmoid};

/// A segmentation network that is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Known {
    /// What it is called.
    pub name: &'static str,
    /// Under what it may be used, as its authors say.
    pub licence: &'static str,
    /// SHA-256 of its ONNX file, in lower-case hexadecimal digits.
    pub sha256: &'static str,
    /// How it is fed and read.
    pub parameters: Parameters,
}

/// Every network that is known, by name.
pub const ALL: [Known; 5] = [
    Known {
        name: "birefnet-general-lite",
        licence: "MIT",
        sha256: "5600024376f572a557870a5eb0afb1e5961636bef4e1e22132025467d0f03333",
        parameters: Parameters { input_side: 1024, sigmoid: Sigmoid::Yes, ..Parameters::U2NET },
    },
    Known {
        name: "isnet-general-use",
        licence: "Apache-2.0",
        sha256: "60920e99c45464f2ba57bee2ad08c919a52bbf852739e96947fbb4358c0d964a",
        parameters: Parameters { input_side: 1024, mean: [0.5; 3], std: [1.0; 3], ..Parameters::U2NET },
    },
    Known {
        name: "silueta",
        licence: "none stated; made of U²-Net, Apache-2.0",
        sha256: "75da6c8d2f8096ec743d071951be73b4a8bc7b3e51d9a6625d63644f90ffeedb",
        parameters: Parameters::U2NET,
    },
    Known {
        name: "u2net",
        licence: "Apache-2.0",
        sha256: "8d10d2f3bb75ae3b6d527c77944fc5e7dcd94b29809d47a739a7a728a912b491",
        parameters: Parameters::U2NET,
    },
    Known {
        name: "u2netp",
        licence: "Apache-2.0",
        sha256: "309c8469258dda742793dce0ebea8e6dd393174f89934733ecc8b14c76f4ddd8",
        parameters: Parameters::U2NET,
    },
];

impl Known {
    /// The one whose file has this sum, in lower-case hexadecimal digits.
    pub fn by_sum(sha256: &str) -> Option<Self> {
        ALL.into_iter().find(|known| known.sha256 == sha256)
    }

    /// The one of this name.
    pub fn named(name: &str) -> Option<Self> {
        ALL.into_iter().find(|known| known.name == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_is_sound_and_found() {
        assert!(ALL.is_sorted_by_key(|known| known.name));
        for known in ALL {
            assert!(known.parameters.check().is_ok(), "{}", known.name);
            assert!(
                known.sha256.len() == 64
                    && known.sha256.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
            );
            assert_eq!((Known::by_sum(known.sha256), Known::named(known.name)), (Some(known), Some(known)));
        }
        assert!(Known::by_sum("").is_none() && Known::named("u2").is_none());
    }
}
