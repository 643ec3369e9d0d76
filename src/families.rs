//! Names of font families: a CSS list becomes names, a name becomes its class and the family that has its widths.

/// What stands in for a family that is nowhere to be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Letters without feet.
    Sans,
    /// Letters with feet.
    Serif,
    /// All letters of one width.
    Mono,
}

impl Class {
    /// The free family of this class that artboard bundles.
    pub fn family(self) -> &'static str {
        match self {
            Self::Sans => "liberation sans",
            Self::Serif => "liberation serif",
            Self::Mono => "liberation mono",
        }
    }

    /// The class that a CSS generic name means; `None` for other names.
    pub fn of_generic(name: &str) -> Option<Self> {
        match name {
            "sans-serif" | "system-ui" | "ui-sans-serif" | "ui-rounded" => Some(Self::Sans),
            "serif" | "ui-serif" | "math" | "fangsong" => Some(Self::Serif),
            "monospace" | "ui-monospace" => Some(Self::Mono),
            _ => None,
        }
    }

    /// A guess from the words of a family's name (lower case); sans when nothing speaks for another.
    pub fn guess(name: &str) -> Self {
        // `sans` comes before `serif`, because `sans serif` holds both.
        const WORDS: [(Class, &[&str]); 3] = [
            (Class::Mono, &["mono", "courier", "consol", "typewriter", "code", "terminal", "menlo"]),
            (Class::Sans, &["sans", "grotesk", "gothic"]),
            (
                Class::Serif,
                &["serif", "times", "roman", "georgia", "garamond", "palatino", "baskerville", "bodoni", "slab"],
            ),
        ];
        WORDS.iter().find(|(_, words)| words.iter().any(|word| name.contains(word))).map_or(Self::Sans, |found| found.0)
    }
}

/// The class of a CSS list: of the first name that means one or has the widths of a family of one, else a guess.
pub fn class_of(families: &str) -> Class {
    let names = list(families);
    let known = |name: &String| {
        Class::of_generic(name).or_else(|| {
            let same = same_widths(name)?;
            [Class::Sans, Class::Serif, Class::Mono].into_iter().find(|class| class.family() == same)
        })
    };
    let guessed = || names.first().map_or(Class::Sans, |name| Class::guess(name));
    names.iter().find_map(known).unwrap_or_else(guessed)
}

/// The families of a CSS list, in order, unquoted, lower case, with single spaces.
pub fn list(families: &str) -> Vec<String> {
    let trim = |name: &str| name.trim().trim_matches(['"', '\'']).to_owned();
    families.split(',').map(|name| key(&trim(name))).filter(|name| !name.is_empty()).collect()
}

/// A name as it is compared: lower case, single spaces.
pub fn key(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The free family whose letters have the same widths as `name`'s (lower case).
pub fn same_widths(name: &str) -> Option<&'static str> {
    match name {
        "arial" | "helvetica" | "arimo" => Some("liberation sans"),
        "times new roman" | "times" | "tinos" => Some("liberation serif"),
        "courier new" | "courier" | "cousine" => Some("liberation mono"),
        "calibri" => Some("carlito"),
        "cambria" => Some("caladea"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_css_list_becomes_plain_names() {
        assert_eq!(list(r#" "Open  Sans" , 'Arial',serif,, "#), ["open sans", "arial", "serif"]);
        assert!(list(" , ").is_empty());
    }

    #[test]
    fn the_class_is_guessed_from_the_name() {
        for (name, class) in [
            ("roboto mono", Class::Mono),
            ("open sans", Class::Sans),
            ("ms sans serif", Class::Sans),
            ("noto serif", Class::Serif),
            ("times ten", Class::Serif),
            ("lobster", Class::Sans),
        ] {
            assert_eq!(Class::guess(name), class, "{name}");
        }
    }
}
