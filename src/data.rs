//! A row of data over a design: one design, many names.
//!
//! In: a design and a row of columns with values. Out: the design with the layers that the columns name changed: a text
//! gets the value as its words, a picture as its source, `NAME.fill` as its colour. Columns name layers by `name`, or,
//! where no layer has that name, by `id`; every layer of that name on every side changes. Promised: nothing else does.
//! Refused: columns that name no layer, unless they are used elsewhere; values that are no colour.

use crate::color::Color;
use crate::design::{Clip, Design, Layer, LayerKind};
use crate::error::{Error, Result};
use crate::limits::{Limits, within};
use crate::source::Source;
use crate::style::Paint;

/// What a column changes beside a layer's content.
const FILL: &str = ".fill";

/// Names of columns and their values, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    values: Vec<(String, String)>,
}

impl Row {
    /// A row of columns with values.
    pub fn new(values: impl IntoIterator<Item = (String, String)>) -> Self {
        Self { values: values.into_iter().collect() }
    }

    /// The columns, in order.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.values.iter().map(|(column, _)| column.as_str())
    }

    /// The value of a column.
    pub fn value(&self, column: &str) -> Option<&str> {
        self.values.iter().find(|(known, _)| known == column).map(|(_, value)| value.as_str())
    }
}

/// What a column means in a design.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// The words of a text, the source of a picture.
    Content,
    /// The colour of a text or figure.
    Fill,
}

/// Whether layers are found by name or by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Name,
    Id,
}

/// Refuses columns that change nothing in a design, before anything is drawn. `elsewhere` says whether a column has
/// another use, such as the names of files.
///
/// # Errors
/// [`Fault::Input`](crate::Fault::Input) naming the column and the layers that there are.
pub fn check<'a>(
    design: &Design,
    columns: impl IntoIterator<Item = &'a str>,
    elsewhere: impl Fn(&str) -> bool,
) -> Result<()> {
    for column in columns {
        if target(design, column).is_none() && !elsewhere(column) {
            return Err(Error::input("no layer has this name, or it has nothing to change")
                .at(format!("column `{column}`"))
                .with_help(known_names(design)));
        }
    }
    Ok(())
}

/// The design with a row's values in it. An empty value leaves a picture or a colour as it is, and empties a text.
/// Columns that name no layer are passed over: [`check`] refuses them.
///
/// # Errors
/// [`Fault::Input`](crate::Fault::Input) for what is no colour, [`Fault::TooLarge`](crate::Fault::TooLarge) over
/// [`Limits::text_characters`], with the column.
pub fn merged(design: &Design, row: &Row, limits: &Limits) -> Result<Design> {
    let mut design = design.clone();
    for (column, value) in &row.values {
        let Some((name, by, part)) = target(&design, column) else { continue };
        let name = name.to_owned();
        let change = change(part, value, limits).map_err(|error| error.at(format!("column `{column}`")))?;
        let mut visit = |layer: &mut Layer| {
            if is_called(layer, &name, by) {
                change.apply(layer);
            }
        };
        for side in &mut design.sides {
            let grounds = [&mut side.background, &mut side.overlay];
            grounds
                .into_iter()
                .filter_map(|ground| ground.layer.as_deref_mut())
                .for_each(|layer| walk(layer, &mut visit));
            side.layers.iter_mut().for_each(|layer| walk(layer, &mut visit));
        }
    }
    Ok(design)
}

/// A value that has been read.
enum Change {
    Nothing,
    Content(String),
    Fill(Color),
}

fn change(part: Part, value: &str, limits: &Limits) -> Result<Change> {
    Ok(match part {
        Part::Content => {
            let count = value.chars().count() as u64;
            within("text_characters", count, u64::from(limits.text_characters))?;
            Change::Content(value.replace("\r\n", "\n"))
        }
        Part::Fill if value.trim().is_empty() => Change::Nothing,
        Part::Fill => Change::Fill(value.trim().parse()?),
    })
}

impl Change {
    fn apply(&self, layer: &mut Layer) {
        match (self, &mut layer.kind) {
            (Self::Content(value), LayerKind::Text(text)) => {
                // Looks of single characters were made for other words.
                if text.text != *value {
                    text.styles.clear();
                }
                text.text.clone_from(value);
            }
            (Self::Content(value), LayerKind::Image(image)) if !value.trim().is_empty() => {
                image.source = Source::from_reference(value.trim());
            }
            (Self::Fill(color), LayerKind::Text(text)) => {
                let old = std::mem::replace(&mut text.look.fill, Paint::Solid(*color));
                let same = text.styles.iter_mut().filter(|span| span.look.fill == old);
                same.for_each(|span| span.look.fill = Paint::Solid(*color));
                layer.style.fill = Paint::Solid(*color);
            }
            (Self::Fill(color), LayerKind::Shape(_)) => layer.style.fill = Paint::Solid(*color),
            _ => {}
        }
    }
}

/// The layer's name, how it is found, and what of it changes; `None` when there is no such layer.
fn target<'a>(design: &Design, column: &'a str) -> Option<(&'a str, By, Part)> {
    let whole = Some((column, Part::Content));
    let fill = column.strip_suffix(FILL).map(|name| (name, Part::Fill));
    let meanings = [whole, fill].into_iter().flatten();
    let mut found = meanings.flat_map(|(name, part)| [(name, By::Name, part), (name, By::Id, part)]);
    found.find(|(name, by, part)| any(design, |layer| is_called(layer, name, *by) && takes(layer, *part)))
}

fn is_called(layer: &Layer, name: &str, by: By) -> bool {
    let own = match by {
        By::Name => &layer.name,
        By::Id => &layer.id,
    };
    own.as_deref() == Some(name)
}

fn takes(layer: &Layer, part: Part) -> bool {
    match layer.kind {
        LayerKind::Text(_) => true,
        LayerKind::Image(_) => part == Part::Content,
        LayerKind::Shape(_) => part == Part::Fill,
        LayerKind::Group(_) => false,
    }
}

fn any(design: &Design, is_it: impl Fn(&Layer) -> bool) -> bool {
    let mut found = false;
    design.sides.iter().for_each(|side| side.walk(&mut |layer| found |= is_it(layer)));
    found
}

/// What columns could have been called.
fn known_names(design: &Design) -> String {
    let mut names: Vec<String> = Vec::new();
    let mut add = |layer: &Layer| {
        let name = layer.name.as_ref().or(layer.id.as_ref());
        let name = name.filter(|_| takes(layer, Part::Content) || takes(layer, Part::Fill));
        let suffix = if matches!(layer.kind, LayerKind::Shape(_)) { FILL } else { "" };
        if let Some(name) = name.map(|name| format!("{name}{suffix}")).filter(|name| !names.contains(name)) {
            names.push(name);
        }
    };
    design.sides.iter().for_each(|side| side.walk(&mut add));
    // More would not be read.
    let shown = names.iter().take(20).map(String::as_str).collect::<Vec<_>>().join(", ");
    match names.len() {
        0 => "no layer of the design has a name or an id".to_owned(),
        1..=20 => format!("columns may be: {shown}; NAME{FILL} for a colour"),
        more => format!("columns may be: {shown} and {} more; NAME{FILL} for a colour", more - 20),
    }
}

fn walk(layer: &mut Layer, visit: &mut impl FnMut(&mut Layer)) {
    visit(layer);
    if let Some(Clip { layer, .. }) = layer.clip.as_deref_mut() {
        walk(layer, visit);
    }
    if let LayerKind::Group(group) = &mut layer.kind {
        group.layers.iter_mut().for_each(|layer| walk(layer, visit));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::{Group, Image, Pose, Shape, Side, Window};
    use crate::style::{Blend, Style};
    use crate::text::{StyleSpan, Text, TextLook};

    fn layer(name: &str, kind: LayerKind) -> Layer {
        Layer {
            name: Some(name.into()),
            id: Some(format!("{name}-id")),
            place: "layer 1".into(),
            kind,
            pose: Pose::default(),
            style: Style::default(),
            opacity: 1.0,
            blend: Blend::SourceOver,
            shadow: None,
            clip: None,
            box_color: None,
            is_isolated: true,
        }
    }

    fn words(text: &str) -> LayerKind {
        let styles = vec![StyleSpan { start: 0, end: 1, look: TextLook::default() }];
        LayerKind::Text(Box::new(Text { text: text.into(), styles, ..Text::default() }))
    }

    fn design() -> Design {
        let source = Source::path("old.png");
        let image =
            Image { source, width: None, height: None, window: Window::Stretch, is_smooth: true, filters: Vec::new() };
        let inner = Group { width: 1.0, height: 1.0, layers: vec![layer("Name", words("x"))] };
        let rect = Shape::Rect { width: 1.0, height: 1.0, rx: 0.0, ry: 0.0 };
        let layers = vec![
            layer("Name", words("you")),
            layer("Logo", LayerKind::Image(image)),
            layer("Box", LayerKind::Shape(rect)),
            layer("Group", LayerKind::Group(inner)),
        ];
        Design { name: None, sides: vec![Side { layers, ..Side::default() }] }
    }

    fn row(values: &[(&str, &str)]) -> Row {
        Row::new(values.iter().map(|(column, value)| ((*column).to_owned(), (*value).to_owned())))
    }

    #[test]
    fn texts_pictures_and_colours_change_by_name_or_id() {
        let row = row(&[("Name", "Ada"), ("Logo-id", "new.png"), ("Box.fill", "red"), ("Name.fill", "#00f")]);
        let layers = merged(&design(), &row, &Limits::default()).unwrap().sides.remove(0).layers;
        let LayerKind::Text(text) = &layers[0].kind else { panic!() };
        assert_eq!((text.text.as_str(), text.styles.len()), ("Ada", 0));
        assert_eq!(text.look.fill, Paint::Solid(Color::rgb(0, 0, 255)));
        let LayerKind::Image(image) = &layers[1].kind else { panic!() };
        assert_eq!(image.source, Source::path("new.png"));
        assert_eq!(layers[2].style.fill, Paint::Solid(Color::rgb(255, 0, 0)));
        let LayerKind::Group(group) = &layers[3].kind else { panic!() };
        assert!(matches!(&group.layers[0].kind, LayerKind::Text(text) if text.text == "Ada"));
    }

    #[test]
    fn an_empty_value_empties_a_text_and_leaves_the_rest() {
        let merged =
            merged(&design(), &row(&[("Name", ""), ("Logo", " "), ("Box.fill", "")]), &Limits::default()).unwrap();
        let layers = &merged.sides[0].layers;
        assert!(matches!(&layers[0].kind, LayerKind::Text(text) if text.text.is_empty()));
        assert_eq!(layers[1..3], design().sides[0].layers[1..3]);
    }

    #[test]
    fn columns_that_name_no_layer_are_refused_unless_they_are_used_elsewhere() {
        let design = design();
        assert!(check(&design, ["Name", "Logo", "Box.fill", "number"], |column| column == "number").is_ok());
        for column in ["name", "Box", "Logo.fill", "Group", "number", ""] {
            let error = check(&design, [column], |_| false).unwrap_err();
            assert_eq!(error.place().unwrap(), format!("column `{column}`"));
            assert_eq!(error.help(), Some("columns may be: Name, Logo, Box.fill; NAME.fill for a colour".to_owned()));
        }
    }

    #[test]
    fn values_are_checked_with_their_column() {
        let error = merged(&design(), &row(&[("Box.fill", "reddish")]), &Limits::default()).unwrap_err();
        assert_eq!(error.place().unwrap(), "column `Box.fill`");
        let limits = Limits { text_characters: 2, ..Limits::default() };
        assert!(merged(&design(), &row(&[("Name", "Ada")]), &limits).is_err());
    }
}
