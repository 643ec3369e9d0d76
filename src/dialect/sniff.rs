//! Whether JSON is a design document, by the names of its outer keys: values are skipped, nothing is built.

use crate::error::Result;
use crate::source::{Bytes, Content};
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// Whether bytes are a design document of any dialect. False for what is not JSON.
pub fn looks_like_design(json: &[u8]) -> bool {
    let json = json.strip_prefix(b"\xef\xbb\xbf").unwrap_or(json);
    let keys = serde_json::from_slice(json).unwrap_or(Keys::default());
    keys.is_design || keys.has_version && keys.has_ground || keys.is_typed && keys.is_placed == 2
}

/// All bytes of a design document of any dialect; `None` for anything else, of which, in an open file, no more is read
/// than its beginning.
///
/// # Errors
/// [`Fault::Io`](crate::Fault::Io).
pub fn design_in(content: &Content) -> Result<Option<Bytes>> {
    let head = content.part(0, HEAD)?;
    let first = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head).trim_ascii_start().first();
    // White space alone may go on to anything.
    match first {
        Some(b'{' | b'[' | b'"') | None => {
            content.whole().map(|bytes| Some(bytes).filter(|bytes| looks_like_design(bytes)))
        }
        Some(_) => Ok(None),
    }
}

/// Bytes in which the first one that is no white space stands.
const HEAD: usize = 256;

/// What the outer keys of a value say.
#[derive(Default)]
struct Keys {
    is_design: bool,
    has_version: bool,
    has_ground: bool,
    is_typed: bool,
    /// How many of `left` and `top` there are.
    is_placed: u32,
}

impl<'de> Deserialize<'de> for Keys {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_any(KeysVisitor)
    }
}

struct KeysVisitor;

impl<'de> Visitor<'de> for KeysVisitor {
    type Value = Keys;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or a list of objects")
    }

    /// `data` and the like are envelopes: what is inside it counts too.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Keys, A::Error> {
        let mut keys = Keys::default();
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "data" | "Data" | "variant" => {
                    keys.is_design |= map.next_value::<Keys>()?.is_design;
                    continue;
                }
                "objects" | "layers" | "designs" | "sides" => keys.is_design = true,
                "DesignJson" | "designJson" | "CartJson" | "cartJson" | "designDetails" | "views" => {
                    keys.is_design = true;
                }
                "version" => keys.has_version = true,
                "background" | "backgroundImage" => keys.has_ground = true,
                "type" => keys.is_typed = true,
                "left" | "top" => keys.is_placed += 1,
                _ => {}
            }
            map.next_value::<IgnoredAny>()?;
        }
        Ok(keys)
    }

    /// The first element speaks for all.
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Keys, A::Error> {
        let first = list.next_element::<Keys>()?.unwrap_or_default();
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(first)
    }

    /// A document written as a text inside JSON.
    fn visit_str<E>(self, text: &str) -> Result<Keys, E> {
        let is_design = text.trim_start().starts_with('{') && looks_like_design(text.as_bytes());
        Ok(Keys { is_design, ..Keys::default() })
    }

    fn visit_bool<E>(self, _: bool) -> Result<Keys, E> {
        Ok(Keys::default())
    }

    fn visit_i64<E>(self, _: i64) -> Result<Keys, E> {
        Ok(Keys::default())
    }

    fn visit_u64<E>(self, _: u64) -> Result<Keys, E> {
        Ok(Keys::default())
    }

    fn visit_f64<E>(self, _: f64) -> Result<Keys, E> {
        Ok(Keys::default())
    }

    fn visit_unit<E>(self) -> Result<Keys, E> {
        Ok(Keys::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outer_keys_tell() {
        for design in [
            r#"{"version": "5", "objects": []}"#,
            r#"{"version": "5", "background": "red"}"#,
            r#"{"data": {"layers": []}, "message": "ok"}"#,
            r#"[{"layers": []}, 5]"#,
            r#"{"designs": []}"#,
            r#"{"type": "rect", "left": 1, "top": 2}"#,
            r#"{"schema": 1, "sides": []}"#,
            r#"{"variant": {"name": "a", "sides": []}}"#,
            r#"{"CanvasWidth": 5, "DesignJson": "{}"}"#,
            r#"{"Data": {"DesignId": 1, "CartJson": {}}}"#,
            r#""{\"objects\": []}""#,
        ] {
            assert!(looks_like_design(design.as_bytes()), "{design}");
            assert!(design_in(&Content::from(design.as_bytes())).unwrap().is_some(), "{design}");
        }
        for other in ["", "{}", "[]", "5", "null", r#"{"name": "t", "canvas": {"objects": 1}}"#, r#"{"objects": [}"#] {
            assert!(!looks_like_design(other.as_bytes()), "{other}");
        }
        let deep = "[".repeat(100_000);
        assert!(!looks_like_design(deep.as_bytes()));
        let deep = format!("{}\"objects\"", "{\"data\":".repeat(100_000));
        assert!(!looks_like_design(deep.as_bytes()));
    }
}
