//! Faces by family: what text is drawn with, and what is missing.

use crate::error::{Error, Result};
use crate::source::Bytes;
use std::fmt;
use std::sync::Arc;

/// One face of a font file. Cheap to clone.
#[derive(Clone)]
pub struct Face(Arc<FaceData>);

struct FaceData {
    bytes: FontBytes,
    index: u32,
    family: String,
    weight: u16,
    is_italic: bool,
}

#[derive(Clone)]
enum FontBytes {
    Static(&'static [u8]),
    Shared(Bytes),
}

impl Face {
    /// The font file's bytes.
    pub fn bytes(&self) -> &[u8] {
        match &self.0.bytes {
            FontBytes::Static(bytes) => bytes,
            FontBytes::Shared(bytes) => bytes,
        }
    }

    /// Which face of the file, from 0.
    pub fn index(&self) -> u32 {
        self.0.index
    }

    /// The family's name as the file says it.
    pub fn family(&self) -> &str {
        &self.0.family
    }

    /// 100 to 900.
    pub fn weight(&self) -> u16 {
        self.0.weight
    }

    /// Italic or oblique.
    pub fn is_italic(&self) -> bool {
        self.0.is_italic
    }

    /// The parsed tables; cheap.
    ///
    /// # Errors
    /// [`Fault::Input`](crate::Fault::Input) when the file is damaged.
    pub fn tables(&self) -> Result<ttf_parser::Face<'_>> {
        ttf_parser::Face::parse(self.bytes(), self.index())
            .map_err(|cause| Error::input(format!("the font `{}` is damaged", self.family())).caused_by(cause))
    }
}

impl PartialEq for Face {
    /// Whether both are the same loaded face.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for Face {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}{}", self.family(), self.weight(), if self.is_italic() { " italic" } else { "" })
    }
}

/// All faces that text may be drawn with.
#[derive(Clone, Debug, Default)]
pub struct Fonts {
    faces: Vec<Face>,
}

/// The answer to a search for a face.
#[derive(Clone, Debug)]
pub struct Found {
    /// The face to draw with.
    pub face: Face,
    /// The family that was asked for and is not there, when another stands in.
    pub missing: Option<String>,
    /// Whether the face must be made bolder by hand, because the family has no bold.
    pub embolden: bool,
    /// Whether the face must be slanted by hand, because the family has no italic.
    pub slant: bool,
}
