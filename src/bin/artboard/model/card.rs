//! What is known of an installed network: a small TOML beside its file.

use artboard::cutout::model::Parameters;
use artboard::{Error, Result};
use serde::{Deserialize, Serialize};

/// The fields of the TOML file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Card {
    /// What it is called.
    pub(super) name: String,
    /// Under what it may be used.
    pub(super) licence: String,
    /// The sum of its file.
    pub(super) sha256: String,
    /// How it is fed and read.
    #[serde(default)]
    pub(super) parameters: Parameters,
}

impl Card {
    /// Reads one.
    ///
    /// # Errors
    /// What is no such TOML, with its line.
    pub(super) fn read(bytes: &[u8]) -> Result<Self> {
        let text =
            std::str::from_utf8(bytes).map_err(|cause| Error::input("this is not UTF-8 text").caused_by(cause))?;
        toml::from_str(text).map_err(|cause| Error::input(format!("this cannot be read: {cause}")).caused_by(cause))
    }

    /// The TOML.
    ///
    /// # Errors
    /// Never, but the library may.
    pub(super) fn text(&self) -> Result<String> {
        let text = toml::to_string(self).map_err(|cause| Error::internal("a model card as TOML").caused_by(cause))?;
        Ok(format!("# A segmentation network, as `artboard model install` took it.\n{text}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use artboard::cutout::model::known::ALL;

    #[test]
    fn a_card_is_read_as_it_was_written() {
        for known in ALL {
            let (name, licence, sha256) = (known.name.into(), known.licence.into(), known.sha256.into());
            let card = Card { name, licence, sha256, parameters: known.parameters };
            assert_eq!(Card::read(card.text().unwrap().as_bytes()).unwrap(), card);
        }
        let short = "name = \"a\"\nlicence = \"b\"\nsha256 = \"c\"\n[parameters]\ninput_side = 64\n";
        assert_eq!(Card::read(short.as_bytes()).unwrap().parameters.input_side, 64);
        assert!(Card::read(b"name = \"a\"").is_err() && Card::read(b"\xff").is_err());
        assert!(Card::read(format!("{short}side = 5\n").as_bytes()).is_err());
    }
}
