//! Assets below one folder.
//!
//! In: paths as documents write them. Out: bytes of regular files below the root. Refused, as missing: absolute paths,
//! `..` that leaves the root, drive letters, network shares, URLs, device names, and links that point out of the root
//! (the real path is compared with the real root). A refused name is never opened; one that is refused by its spelling
//! is not even looked up.

use crate::assets::addresses::{self, Addresses, Place};
use crate::assets::file;
use crate::assets::memory::inline;
use crate::assets::spelling::{candidates, confined, refused};
use crate::error::{Error, Fault, Result};
use crate::limits::Limits;
use crate::source::{Assets, Bytes, Source};
use std::path::{Path, PathBuf};

/// One folder: a path in a document is relative to it, and nothing outside it is read.
///
/// When the literal name is not there, the name without its `?query` and `#fragment` is tried, then the
/// percent-decoded one (`my%20logo.png`): documents out of editors carry URLs where they mean files. A backslash
/// separates folders as well as a slash does.
#[derive(Debug, Clone)]
pub struct DirAssets {
    root: PathBuf,
    /// Names and the real paths of their folders.
    named: Vec<(String, PathBuf)>,
    /// Folders and files for URLs and for paths that start with `/`.
    addresses: Addresses,
}

impl DirAssets {
    /// Assets below `root`.
    ///
    /// # Errors
    /// [`Fault::Missing`] when the folder is not there, [`Fault::Input`] when it is not a folder, [`Fault::Io`] when
    /// the system refuses.
    pub fn new(root: impl AsRef<Path>) -> Result<Self> {
        Ok(Self { root: real_folder(root.as_ref())?, named: Vec::new(), addresses: Addresses::default() })
    }

    /// With another folder for paths that begin with `name/`: some documents write a word where a folder of the shop is
    /// meant. Nothing but what lies below that folder is read for them. The last folder of a name counts.
    ///
    /// # Errors
    /// As [`DirAssets::new`]; [`Fault::Input`] for a name that is empty or has a separator in it.
    pub fn with_root(mut self, name: impl Into<String>, folder: impl AsRef<Path>) -> Result<Self> {
        let name = name.into();
        if name.is_empty() || name.contains(['/', '\\']) {
            return Err(Error::input(format!("`{name}` cannot name a folder of assets"))
                .with_help("use one word, without / and \\"));
        }
        self.named.retain(|(known, _)| *known != name);
        self.named.push((name, real_folder(folder.as_ref())?));
        Ok(self)
    }

    /// With a folder for all addresses that begin with `prefix`: a URL (`https://cdn.example.com/pictures`) or a path from
    /// a site's root (`/uploads`). The longest prefix counts; query and fragment are passed over and percent signs decoded
    /// as for other names. Nothing but what lies below the folder is read for them, and nothing is fetched.
    ///
    /// # Errors
    /// As [`DirAssets::new`]; [`Fault::Input`] for a prefix that is no address.
    pub fn with_prefix(mut self, prefix: &str, folder: impl AsRef<Path>) -> Result<Self> {
        self.addresses.add_folder(prefix, real_folder(folder.as_ref())?)?;
        Ok(self)
    }

    /// With a map of addresses: a JSON object, or lines of `ADDRESS=PATH`, from prefixes to folders and from whole
    /// addresses to files. Paths are relative to the map's own folder. What is not there is passed over: a map may be
    /// larger than what one document needs.
    ///
    /// # Errors
    /// [`Fault::Missing`] when the map is not there, [`Fault::Input`] when it cannot be read.
    pub fn with_map(mut self, map: impl AsRef<Path>) -> Result<Self> {
        let map = map.as_ref();
        let placed = |error: Error| error.at(map.display().to_string());
        let text = file::read_within("json_bytes", map, Limits::default().json_bytes).map_err(placed)?;
        let folder = map.parent().unwrap_or(Path::new(""));
        for (address, path) in addresses::entries(&text).map_err(placed)? {
            let path = folder.join(path);
            match path.canonicalize() {
                Ok(real) if real.is_dir() => self.addresses.add_folder(&address, real).map_err(placed)?,
                Ok(real) => self.addresses.add_file(&address, real).map_err(placed)?,
                Err(_) => self.addresses.check(&address).map_err(placed)?,
            }
        }
        Ok(self)
    }

    /// The file that a name stands for, whether it is there or not.
    ///
    /// # Errors
    /// [`Fault::Missing`] with the reason when no file would be read for it.
    pub fn locate(&self, name: &str) -> Result<PathBuf> {
        if let Some(Place::File(file)) = self.addresses.find(name) {
            return Ok(file.to_owned());
        }
        let spellings = candidates(name);
        for spelling in &spellings {
            if let Some(real) = self.find(spelling)? {
                return Ok(real);
            }
        }
        // The last spelling is the plainest: without query, percent signs decoded.
        let plain = spellings.last().map_or(name, String::as_str);
        let (root, rest) = self.root_of(plain);
        Ok(root.join(confined(&rest)?))
    }

    /// The real path of the root.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folder that a name is relative to, and the rest of the name.
    fn root_of(&self, name: &str) -> (&Path, String) {
        if let Some(Place::Below(folder, rest)) = self.addresses.find(name) {
            return (folder, rest);
        }
        let first = name.split_once(['/', '\\']);
        let named = first.and_then(|(first, rest)| {
            let (_, folder) = self.named.iter().find(|(known, _)| known == first)?;
            Some((folder.as_path(), rest))
        });
        let (folder, rest) = named.unwrap_or((&self.root, name));
        (folder, rest.to_owned())
    }

    /// The real path of a name; `None` when nothing is there.
    fn find(&self, name: &str) -> Result<Option<PathBuf>> {
        let (root, name) = self.root_of(name);
        let path = root.join(confined(&name)?);
        let real = match path.canonicalize() {
            Ok(real) => real,
            Err(cause) if is_absent(&cause) => return Ok(None),
            Err(_) if path.is_symlink() => return Err(refused("is a link that leads nowhere")),
            Err(cause) => return Err(file::explain(cause)),
        };
        match real.starts_with(root) {
            true => Ok(Some(real)),
            false => Err(refused("is a link out of the folder of assets")),
        }
    }

    fn fetch_path(&self, name: &str, maximum: u64) -> Result<Bytes> {
        if let Some(Place::File(file)) = self.addresses.find(name) {
            return file::read(file, maximum);
        }
        for candidate in candidates(name) {
            if let Some(real) = self.find(&candidate)? {
                return file::read(real, maximum).map_err(|error| match error.fault() {
                    // A folder or a pipe: for a document there is no picture at that name.
                    Fault::Input => Error::missing(format!("it cannot be used: {}", error.what())),
                    _ => error,
                });
            }
        }
        Err(Error::missing("there is no such file in the folder of assets").with_help(format!(
            "put the file below {}, or pass another folder of assets",
            self.root_of(name).0.display()
        )))
    }
}

impl Assets for DirAssets {
    fn fetch(&self, source: &Source, maximum: u64) -> Result<Bytes> {
        match (inline(source, maximum), source) {
            (Some(bytes), _) => bytes,
            (None, Source::Path(name)) => {
                self.fetch_path(name, maximum).map_err(|error| error.at(format!("asset {source}")))
            }
            (None, _) => Err(Error::internal(format!("{source} is of an unknown kind"))),
        }
    }
}

/// The real path of a folder.
fn real_folder(root: &Path) -> Result<PathBuf> {
    let place = || root.display().to_string();
    // An empty path is what the parent of a bare file name is: the current folder.
    let named = if root.as_os_str().is_empty() { Path::new(".") } else { root };
    let real = named.canonicalize().map_err(|cause| match cause.kind() {
        std::io::ErrorKind::NotFound => Error::missing("there is no such folder of assets").at(place()),
        _ => file::explain(cause).at(place()),
    })?;
    match real.is_dir() {
        true => Ok(real),
        false => Err(Error::input("the root of the assets is not a folder").at(place())),
    }
}

/// Whether the system's answer means that nothing is there by that name.
fn is_absent(cause: &std::io::Error) -> bool {
    use std::io::ErrorKind;
    matches!(cause.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::InvalidFilename)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> (tempfile::TempDir, DirAssets) {
        let outer = tempfile::tempdir().unwrap();
        let root = outer.path().join("base");
        std::fs::create_dir_all(root.join("sub")).unwrap();
        std::fs::write(outer.path().join("secret.png"), b"secret").unwrap();
        std::fs::write(root.join("a b.png"), b"ab").unwrap();
        std::fs::write(root.join("sub/c.png"), b"c").unwrap();
        std::fs::write(root.join("odd%20.png"), b"odd").unwrap();
        let assets = DirAssets::new(&root).unwrap();
        (outer, assets)
    }

    fn fetch(assets: &DirAssets, name: &str) -> Result<Bytes> {
        assets.fetch(&Source::path(name), 100)
    }

    #[test]
    fn names_below_the_root_are_read_in_every_usual_spelling() {
        let (_keep, assets) = folder();
        for (name, bytes) in [
            ("a b.png", "ab"),
            ("./a b.png", "ab"),
            ("a%20b.png", "ab"),
            ("a%20b.png?v=3#top", "ab"),
            ("sub/c.png", "c"),
            ("sub\\c.png", "c"),
            ("sub/../sub//c.png", "c"),
            ("odd%20.png", "odd"),
        ] {
            assert_eq!(&*fetch(&assets, name).unwrap(), bytes.as_bytes(), "{name}");
        }
    }

    #[test]
    fn what_leaves_the_root_is_refused() {
        let (outer, assets) = folder();
        let absolute = outer.path().join("secret.png").display().to_string();
        for name in [
            absolute.as_str(),
            "/etc/passwd",
            "../secret.png",
            "sub/../../secret.png",
            "..\\secret.png",
            "%2e%2e/secret.png",
            "%2Fetc%2Fpasswd",
            "//host/share/x.png",
            "\\\\host\\share\\x.png",
            "C:\\x.png",
            "c:x.png",
            "http://host/x.png",
            "file:///etc/passwd",
            "a\0.png",
            "a%00.png",
            "NUL",
            "sub/com1.png",
            "",
            ".",
            "sub",
            "none.png",
            "a b.png/x",
        ] {
            assert_eq!(fetch(&assets, name).unwrap_err().fault(), Fault::Missing, "{name:?}");
        }
        assert!(fetch(&assets, "none.png").unwrap_err().help().unwrap().contains("put the file below"));
    }

    #[test]
    fn a_file_over_the_maximum_is_too_large() {
        let (_keep, assets) = folder();
        assert_eq!(assets.fetch(&Source::path("a b.png"), 1).unwrap_err().fault(), Fault::TooLarge);
    }

    #[cfg(unix)]
    #[test]
    fn links_stay_inside_and_pipes_do_not_block() {
        let (outer, assets) = folder();
        let root = outer.path().join("base");
        std::os::unix::fs::symlink(outer.path().join("secret.png"), root.join("out.png")).unwrap();
        std::os::unix::fs::symlink(outer.path(), root.join("up")).unwrap();
        std::os::unix::fs::symlink(root.join("sub/c.png"), root.join("in.png")).unwrap();
        std::os::unix::fs::symlink(root.join("loop"), root.join("loop")).unwrap();
        std::os::unix::fs::symlink("/dev/zero", root.join("zero")).unwrap();
        assert!(std::process::Command::new("mkfifo").arg(root.join("pipe")).status().unwrap().success());
        for name in ["out.png", "up/secret.png", "loop", "zero", "pipe"] {
            assert_eq!(fetch(&assets, name).unwrap_err().fault(), Fault::Missing, "{name}");
        }
        assert_eq!(&*fetch(&assets, "in.png").unwrap(), b"c");
    }

    #[test]
    fn a_named_root_is_a_folder_of_its_own() {
        let (outer, assets) = folder();
        std::fs::create_dir_all(outer.path().join("shop/a")).unwrap();
        std::fs::write(outer.path().join("shop/a/b.png"), b"shop").unwrap();
        let assets = assets.with_root("Admin", outer.path().join("shop")).unwrap();
        for name in ["Admin/a/b.png", "Admin\\a\\b.png", "Admin/a//./b.png?v=1", "Admin/a/../a/b.png"] {
            assert_eq!(&*fetch(&assets, name).unwrap(), b"shop", "{name}");
        }
        assert_eq!(&*fetch(&assets, "sub/c.png").unwrap(), b"c");
        for name in ["Admin/../secret.png", "Admin/..", "Admin/a b.png", "Admin//etc/passwd", "Admin/../base/sub/c.png"]
        {
            assert_eq!(fetch(&assets, name).unwrap_err().fault(), Fault::Missing, "{name}");
        }
        assert!(DirAssets::new(outer.path()).unwrap().with_root("a/b", outer.path()).is_err());
    }

    #[test]
    fn addresses_are_read_below_the_folders_that_stand_for_them() {
        let (outer, assets) = folder();
        let cdn = outer.path().join("cdn");
        std::fs::create_dir_all(cdn.join("a")).unwrap();
        std::fs::write(cdn.join("a/b c.png"), b"cdn").unwrap();
        let assets = assets.with_prefix("https://cdn.example.com/v1", &cdn).unwrap();
        for name in [
            "https://cdn.example.com/v1/a/b%20c.png",
            "https://CDN.example.com/v1/a/b%20c.png?width=5#x",
            "//cdn.example.com/v1/a/../a/b c.png",
        ] {
            assert_eq!(&*fetch(&assets, name).unwrap(), b"cdn", "{name}");
            assert_eq!(assets.locate(name).unwrap(), cdn.canonicalize().unwrap().join("a/b c.png"), "{name}");
        }
        for name in [
            "https://cdn.example.com/v1/../secret.png",
            "https://cdn.example.com/v1/%2e%2e/secret.png",
            "https://cdn.example.com/v1//etc/passwd",
            "https://cdn.example.com/v2/a/b%20c.png",
            "https://cdn.example.com/v1/",
        ] {
            assert_eq!(fetch(&assets, name).unwrap_err().fault(), Fault::Missing, "{name}");
        }
        let absent = assets.locate("https://cdn.example.com/v1/new%20one.png?x=1").unwrap();
        assert_eq!(absent, cdn.canonicalize().unwrap().join("new one.png"));
        assert!(assets.locate("https://other.example.com/x.png").is_err());
    }

    #[test]
    fn a_map_names_folders_and_files() {
        let (outer, assets) = folder();
        let json = outer.path().join("map.json");
        std::fs::write(
            &json,
            br#"{"https://x.com/": "base", "https://y.com/get?id=1": "secret.png", "/none": "none"}"#,
        )
        .unwrap();
        let mapped = assets.clone().with_map(&json).unwrap();
        assert_eq!(&*fetch(&mapped, "https://x.com/a%20b.png").unwrap(), b"ab");
        assert_eq!(&*fetch(&mapped, "https://y.com/get?id=1").unwrap(), b"secret");
        assert!(fetch(&mapped, "https://y.com/get?id=2").is_err());
        let lines = outer.path().join("map.txt");
        std::fs::write(&lines, "# pictures\nhttps://x.com = base\n\nhttps://y.com/get?id=1=secret.png\n").unwrap();
        let mapped = assets.clone().with_map(&lines).unwrap();
        assert_eq!(&*fetch(&mapped, "https://x.com/a%20b.png").unwrap(), b"ab");
        assert_eq!(&*fetch(&mapped, "https://y.com/get?id=1").unwrap(), b"secret");
        std::fs::write(&lines, "no address").unwrap();
        assert!(assets.with_map(&lines).unwrap_err().to_string().contains("map.txt"));
    }

    #[test]
    fn the_root_must_be_a_folder() {
        let (outer, _) = folder();
        assert_eq!(DirAssets::new(outer.path().join("none")).unwrap_err().fault(), Fault::Missing);
        assert_eq!(DirAssets::new(outer.path().join("secret.png")).unwrap_err().fault(), Fault::Input);
        assert!(DirAssets::new("").is_ok());
    }
}
