//! Text becomes a [`Design`] or a [`Template`](crate::template::Template).
//!
//! What goes in is JSON of any product that is known here; the dialect is told by the content or forced. What comes out
//! is free of dialect and version. What was ignored, replaced or read leniently is noted in the report.

mod artifi;
mod fabric;
mod faults;
mod json;
mod lenient;
pub mod native;
mod pixelz;
pub mod presets;
mod printcart;
mod remarks;
mod room;
mod sniff;
pub mod template;
mod template_native;
mod zakeke;

pub use self::sniff::{design_in, looks_like_design};

use self::fabric::reader::Reader;
use crate::design::Design;
use crate::error::{Error, Result};
use crate::limits::Limits;
use crate::report::{NoteKind, Report};
use serde_json::Value;
use std::fmt;
use std::str::FromStr;

/// Whose JSON a design document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Dialect {
    /// A canvas of fabric.js, release 1 to 7.
    Fabric,
    /// A design of Printcart: fabric objects in an envelope with sides.
    Printcart,
    /// Views or an order of Artifi: fabric objects with the vendor's own meanings.
    Artifi,
    /// The items of a design of Zakeke: sides, areas, items in millimetres.
    Zakeke,
    /// Our own form, with `schema = 1`.
    Native,
}

impl Dialect {
    /// Every dialect, in the order in which a document is held against them: the most particular first.
    pub const ALL: [Self; 5] = [Self::Native, Self::Artifi, Self::Zakeke, Self::Printcart, Self::Fabric];

    fn name(self) -> &'static str {
        match self {
            Self::Fabric => "fabric",
            Self::Printcart => "printcart",
            Self::Artifi => "artifi",
            Self::Zakeke => "zakeke",
            Self::Native => "native",
        }
    }

    /// The dialect of a value, by its content.
    fn of(value: &Value) -> Option<Self> {
        Self::ALL.into_iter().find(|dialect| match dialect {
            Self::Fabric => fabric::looks_like(value),
            Self::Printcart => printcart::looks_like(value),
            Self::Artifi => artifi::looks_like(value),
            Self::Zakeke => zakeke::looks_like(value),
            Self::Native => native::looks_like(value),
        })
    }
}

impl FromStr for Dialect {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let found = Self::ALL.into_iter().find(|dialect| dialect.name().eq_ignore_ascii_case(text.trim()));
        found.ok_or_else(|| {
            let names = Self::ALL.map(Self::name).join(", ");
            Error::input(format!("`{text}` is not a dialect")).with_help(format!("use one of: {names}"))
        })
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Reads a design document. `force`: its dialect; `None`: the content tells.
///
/// # Errors
/// [`Fault::TooLarge`](crate::Fault::TooLarge) over a limit, checked before anything recurses;
/// [`Fault::Input`](crate::Fault::Input) for what is not JSON, of no known dialect, or has a value that cannot be, with
/// its place in the document.
pub fn read(json: &[u8], force: Option<Dialect>, limits: &Limits, report: &mut Report) -> Result<Design> {
    let mut value = json::parse(json, limits)?;
    if let Value::String(text) = &value {
        let inner = json::parse(text.as_bytes(), limits)?;
        report.note(NoteKind::Lenient, "", "the document is JSON inside a JSON text and was read from it");
        value = inner;
    }
    let dialect = force.or_else(|| Dialect::of(&value)).ok_or_else(|| {
        Error::input("the document is no design that is known here").with_help(
            "a native design has `schema` and `sides`, a fabric.js canvas `objects`, a Printcart design `layers`, a view of \
             Artifi `DesignJson`, a Zakeke design a `variant` with sides; `--dialect` forces one of them",
        )
    })?;
    let mut reader = Reader::new(limits);
    let design = match dialect {
        Dialect::Fabric => fabric::read(&value, &mut reader),
        Dialect::Printcart => printcart::read(&value, &mut reader),
        Dialect::Artifi => artifi::read(&value, &mut reader),
        Dialect::Zakeke => zakeke::read(&value, &mut reader),
        Dialect::Native => native::read(&value, &mut reader),
    };
    reader.remarks.finish(report);
    design
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_content_tells_the_dialect_and_a_name_forces_it() {
        let limits = Limits::default();
        let mut report = Report::new();
        let read = |json: &str, force, report: &mut Report| read(json.as_bytes(), force, &limits, report);
        assert!(read(r#"{"objects": []}"#, None, &mut report).is_ok());
        assert!(read(r#"{"data": {"layers": []}}"#, None, &mut report).is_ok());
        assert!(read(r#""{\"objects\": []}""#, None, &mut report).is_ok());
        let error = read("{}", None, &mut report).unwrap_err();
        assert!(error.help().is_some());
        assert!(read("{}", Some(Dialect::Fabric), &mut report).is_ok());
        for dialect in Dialect::ALL {
            assert_eq!(dialect.to_string().parse::<Dialect>().unwrap(), dialect);
        }
        assert!("word".parse::<Dialect>().is_err());
    }
}
