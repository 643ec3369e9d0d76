//! Where installed networks lie: a folder with NAME.onnx, NAME.toml beside it, and the name of the one in use.
//!
//! In: networks to keep. Out: the ones there are. Promised: files are whole or not there; a network counts once its TOML
//! is there, which is written last and removed first.

use super::card::Card;
use crate::args::OnConflict;
use crate::save::{Inputs, Saver};
use artboard::cutout::Model;
use artboard::{Error, Fault, Limits, Result, assets};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Names the folder instead of the user's own.
const VARIABLE: &str = "ARTBOARD_MODELS";
/// The file that names the network in use. No network's files are called so: theirs have an extension.
const IN_USE: &str = "in-use";
/// Bytes of the two small kinds of files, at most.
const SMALL: u64 = 1 << 16;

/// The folder.
#[derive(Debug, Clone)]
pub(super) struct Store(PathBuf);

impl Store {
    /// The user's own, or the one that the environment names.
    ///
    /// # Errors
    /// When the environment says nothing about where a user's files go.
    pub(super) fn of_user() -> Result<Self> {
        let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let home = || variable("HOME");
        // The XDG base directory specification: a path that is not absolute is not there.
        let data = || variable("XDG_DATA_HOME").filter(|path| path.is_absolute());
        let base = match () {
            () if cfg!(windows) => variable("LOCALAPPDATA").or_else(|| variable("APPDATA")),
            () if cfg!(target_os = "macos") => home().map(|home| home.join("Library/Application Support")),
            () => data().or_else(|| home().map(|home| home.join(".local/share"))),
        };
        let folder = variable(VARIABLE).or_else(|| base.map(|base| base.join("artboard").join("models")));
        folder.map(Self).ok_or_else(|| {
            Error::new(Fault::Io, "it is not known where this user's files lie")
                .with_help(format!("name a folder in the variable {VARIABLE}"))
        })
    }

    /// The networks there are, by name. A TOML that cannot be read is passed over: `install` writes it anew.
    pub(super) fn cards(&self) -> Vec<Card> {
        let entries = fs::read_dir(&self.0).into_iter().flatten().flatten().map(|entry| entry.path());
        let named = |path: PathBuf| Some(path.file_name()?.to_str()?.strip_suffix(".toml")?.to_owned());
        let mut cards: Vec<Card> = entries.filter_map(named).filter_map(|name| self.card(&name).ok()).collect();
        cards.sort_by(|a, b| a.name.cmp(&b.name));
        cards
    }

    /// The network of this name.
    ///
    /// # Errors
    /// [`Fault::Missing`] with the ones there are, [`Fault::Input`] for a TOML that is not ours.
    pub(super) fn card(&self, name: &str) -> Result<Card> {
        let missing = || {
            let names: Vec<String> = self.cards_there();
            let help = match names.is_empty() {
                true => "none is: artboard model install FILE".to_owned(),
                false => format!("installed: {}", names.join(", ")),
            };
            Error::missing(format!("no network `{name}` is installed")).with_help(help)
        };
        let path = self.path(name, "toml");
        if !is_name(name) || !path.is_file() || !self.path(name, "onnx").is_file() {
            return Err(missing());
        }
        let bytes = assets::file::read_within("json_bytes", &path, SMALL)?;
        Card::read(&bytes).map_err(|error| error.at(path.display().to_string()))
    }

    fn cards_there(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).into_iter().flatten().flatten();
        let mut names: Vec<String> =
            entries.filter_map(|entry| Some(entry.file_name().to_str()?.strip_suffix(".toml")?.to_owned())).collect();
        names.sort();
        names
    }

    /// Reads a network that is there.
    ///
    /// # Errors
    /// As [`Store::card`] and [`Model::read_with`].
    pub(super) fn model(&self, name: &str, limits: &Limits) -> Result<Model> {
        let card = self.card(name)?;
        let path = self.path(name, "onnx");
        let bytes = assets::file::read_within("model_bytes", &path, limits.model_bytes)?;
        Model::read_with(bytes.to_vec(), &path.display().to_string(), card.parameters, limits)
            .map_err(|error| error.with_help(format!("install it anew, or: artboard model remove {name}")))
    }

    /// Keeps a network; gives its path.
    ///
    /// # Errors
    /// [`Fault::Io`].
    pub(super) fn add(&self, card: &Card, network: &[u8]) -> Result<PathBuf> {
        let path = self.path(&card.name, "onnx");
        self.write(&path, network)?;
        self.write(&self.path(&card.name, "toml"), card.text()?.as_bytes())?;
        Ok(path)
    }

    /// Takes a network away.
    ///
    /// # Errors
    /// As [`Store::card`], and [`Fault::Io`].
    pub(super) fn remove(&self, name: &str) -> Result<()> {
        if !is_name(name) || !self.path(name, "toml").is_file() {
            self.card(name)?;
        }
        if self.in_use().as_deref() == Some(name) {
            self.set_in_use(None)?;
        }
        for extension in ["toml", "onnx"] {
            gone(&self.path(name, extension))?;
        }
        Ok(())
    }

    /// The name of the network in use; `None` when there is none.
    pub(super) fn in_use(&self) -> Option<String> {
        let bytes = assets::file::read_within("json_bytes", self.0.join(IN_USE), SMALL).ok()?;
        let name = std::str::from_utf8(&bytes).ok()?.trim().to_owned();
        self.card(&name).is_ok().then_some(name)
    }

    /// Says which network is in use.
    ///
    /// # Errors
    /// [`Fault::Io`].
    pub(super) fn set_in_use(&self, name: Option<&str>) -> Result<()> {
        let path = self.0.join(IN_USE);
        match name {
            Some(name) => self.write(&path, format!("{name}\n").as_bytes()),
            None => gone(&path),
        }
    }

    /// Bytes of a network's file.
    pub(super) fn bytes(&self, name: &str) -> u64 {
        self.path(name, "onnx").metadata().map_or(0, |metadata| metadata.len())
    }

    fn path(&self, name: &str, extension: &str) -> PathBuf {
        self.0.join(format!("{name}.{extension}"))
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> Result<()> {
        Saver::new(OnConflict::Overwrite, Inputs::default()).save(path, "", bytes).map(drop)
    }
}

/// Whether a name can be that of a network: it becomes part of a path.
pub(super) fn is_name(name: &str) -> bool {
    let is_fine = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
    (1..=64).contains(&name.len()) && name.chars().all(is_fine) && !name.starts_with('.') && name != "none"
}

fn gone(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(cause) if cause.kind() != ErrorKind::NotFound => {
            let what = format!("cannot be removed: {cause}");
            Err(Error::new(Fault::Io, what).at(path.display().to_string()).caused_by(cause))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use artboard::cutout::model::Parameters;

    fn card(name: &str) -> Card {
        Card { name: name.into(), licence: "ours".into(), sha256: "00".into(), parameters: Parameters::default() }
    }

    #[test]
    fn what_is_kept_is_there_until_it_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store(folder.path().join("a/models"));
        assert!(store.cards().is_empty() && store.in_use().is_none());
        assert!(store.card("a").unwrap_err().help().unwrap().contains("model install"));
        for name in ["b", "a"] {
            store.add(&card(name), b"12345").unwrap();
        }
        assert_eq!(store.cards(), [card("a"), card("b")]);
        assert_eq!((store.bytes("a"), store.in_use()), (5, None));
        store.set_in_use(Some("a")).unwrap();
        assert_eq!(store.in_use().as_deref(), Some("a"));
        assert!(store.card("c").unwrap_err().help().unwrap().contains("a, b"));
        store.remove("a").unwrap();
        assert_eq!((store.cards(), store.in_use()), (vec![card("b")], None));
        assert_eq!(store.remove("a").unwrap_err().fault(), Fault::Missing);
        // Something else in the folder is no network, and a network without its TOML is none yet.
        fs::write(store.path("c", "toml"), "nonsense = ").unwrap();
        fs::write(store.path("d", "onnx"), "d").unwrap();
        assert_eq!(store.cards(), [card("b")]);
    }

    #[test]
    fn names_stay_in_the_folder() {
        for name in ["u2net", "isnet-general-use", "a.b_c-1"] {
            assert!(is_name(name), "{name}");
        }
        for name in ["", "none", ".a", "..", "a/b", "a\\b", "a b", "ä", &"a".repeat(65)] {
            assert!(!is_name(name), "{name}");
        }
    }
}
