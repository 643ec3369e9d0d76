//! Templates for common marketplaces: pure data, a native template a file, with the public source of its figures.
//!
//! In: a name. Out: the text of a template, comments and all, which reads like any other. Promised: what a marketplace
//! documents is as documented; what it leaves open is marked as ours in the text. Marketplaces change their rules: the
//! source stands in the file so that it can be looked up again.

use crate::error::{Error, Result};

/// A template that comes with the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Preset {
    /// What it is called: `amazon`.
    pub name: &'static str,
    /// The template: native TOML with comments.
    pub text: &'static str,
}

/// Every preset, by name.
pub const ALL: [Preset; 11] = [
    Preset { name: "amazon", text: include_str!("presets/amazon.toml") },
    Preset { name: "bol", text: include_str!("presets/bol.toml") },
    Preset { name: "ebay", text: include_str!("presets/ebay.toml") },
    Preset { name: "etsy", text: include_str!("presets/etsy.toml") },
    Preset { name: "google-merchant", text: include_str!("presets/google-merchant.toml") },
    Preset { name: "kaufland", text: include_str!("presets/kaufland.toml") },
    Preset { name: "otto", text: include_str!("presets/otto.toml") },
    Preset { name: "shopify", text: include_str!("presets/shopify.toml") },
    Preset { name: "square", text: include_str!("presets/square.toml") },
    Preset { name: "walmart", text: include_str!("presets/walmart.toml") },
    Preset { name: "zalando", text: include_str!("presets/zalando.toml") },
];

impl Preset {
    /// The preset of this name, in letters of any case.
    ///
    /// # Errors
    /// [`Fault::Input`](crate::Fault::Input) for a name that is none, with the ones there are.
    pub fn named(name: &str) -> Result<Self> {
        let found = ALL.into_iter().find(|preset| preset.name.eq_ignore_ascii_case(name.trim()));
        found.ok_or_else(|| {
            let names: Vec<&str> = ALL.iter().map(|preset| preset.name).collect();
            Error::input(format!("there is no preset `{name}`"))
                .with_help(format!("the presets are: {}", names.join(", ")))
        })
    }

    /// What it is for, a sentence: the first line of its text.
    pub fn title(&self) -> &'static str {
        self.text.lines().next().unwrap_or_default().trim_start_matches(['#', ' '])
    }

    /// Where its figures come from.
    pub fn sources(&self) -> impl Iterator<Item = &'static str> {
        let source = |line: &'static str| line.strip_prefix("# Source:").map(str::trim);
        self.text.lines().filter_map(source).map(|line| line.split(" (").next().unwrap_or(line))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Report;
    use crate::template::{Background, CanvasRule, Template};
    use crate::units::Length;

    fn template(preset: Preset) -> Template {
        let mut report = Report::new();
        let read = super::super::template::read(preset.text.as_bytes(), &crate::Limits::default(), &mut report);
        assert!(report.is_empty(), "{}: {report:?}", preset.name);
        read.unwrap_or_else(|error| panic!("{}: {error}", preset.name))
    }

    #[test]
    fn every_preset_is_a_template_of_its_name_with_a_source() {
        for preset in ALL {
            assert_eq!(template(preset).name.as_deref(), Some(preset.name));
            assert!(preset.title().ends_with('.') && preset.title().len() > 30, "{}", preset.title());
            assert!(preset.sources().count() > 0, "{}", preset.name);
            let is_address = |source: &str| source.starts_with("https://") && !source.contains(' ');
            assert!(preset.name == "square" || preset.sources().all(is_address), "{}", preset.name);
            assert_eq!(Preset::named(&preset.name.to_uppercase()).unwrap(), preset);
        }
        assert!(ALL.is_sorted_by_key(|preset| preset.name));
        assert!(Preset::named("amazn").unwrap_err().help().unwrap().contains("amazon"));
    }

    #[test]
    fn the_canvases_are_those_of_the_sources() {
        for (name, width, height) in [
            ("amazon", 1600.0, 1600.0),
            ("google-merchant", 1500.0, 1500.0),
            ("shopify", 2048.0, 2048.0),
            ("walmart", 2200.0, 2200.0),
            ("zalando", 1801.0, 2600.0),
        ] {
            let template = template(Preset::named(name).unwrap());
            let side = |side| Some(Length::px(side));
            assert_eq!(template.canvas, CanvasRule::Fixed { width: side(width), height: side(height) }, "{name}");
            assert_eq!(template.background, Background::Color(crate::color::Color::WHITE), "{name}");
        }
    }

    #[test]
    fn who_wants_white_and_the_whole_product_says_so() {
        let named = |is: fn(&Template) -> bool| -> Vec<&str> {
            ALL.into_iter().filter(|preset| is(&template(*preset))).map(|preset| preset.name).collect()
        };
        assert_eq!(
            named(|template| template.require_cutout),
            ["amazon", "bol", "google-merchant", "kaufland", "walmart", "zalando"]
        );
        assert_eq!(named(|template| template.require_whole), ["amazon", "google-merchant", "kaufland"]);
    }
}
