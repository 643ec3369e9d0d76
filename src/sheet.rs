//! A contact sheet: how many pictures a row, how large, what is written under them. Pure data and its arithmetic.

use crate::color::Color;
use crate::geometry::{Rect, Size};
use crate::output::Output;

/// How a contact sheet looks. Lengths are in pixels.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Pictures a row, at least 1. Default 5.
    pub columns: u32,
    /// The most that a picture may take. Default 240 x 240.
    pub cell: Size,
    /// Between pictures. Default 16.
    pub gap: u32,
    /// Around all of them. Default 24.
    pub margin: u32,
    /// Of the captions; 0 for none. Default 13.
    pub font_size: u32,
    /// The families of the captions, as CSS writes them. Default sans-serif.
    pub family: String,
    /// Above the pictures. Default none.
    pub title: Option<String>,
    /// Behind all of it. Default white.
    pub background: Color,
    /// The file. Default PNG.
    pub output: Output,
}

impl Default for Sheet {
    fn default() -> Self {
        Self {
            columns: 5,
            cell: Size::new(240, 240),
            gap: 16,
            margin: 24,
            font_size: 13,
            family: "sans-serif".to_owned(),
            title: None,
            background: Color::WHITE,
            output: Output::default(),
        }
    }
}

impl Sheet {
    /// Pixels of a caption's line: the letters and half of them again, so that lines do not touch pictures.
    pub fn caption_height(&self) -> u32 {
        self.font_size.saturating_mul(3) / 2
    }

    /// Pixels that the title takes, with what is free below it.
    pub fn title_height(&self) -> u32 {
        if self.title.is_some() { self.title_size().saturating_mul(2) } else { 0 }
    }

    /// Pixels of the title's letters: half as large again as the captions', and readable without them.
    pub fn title_size(&self) -> u32 {
        (self.font_size.saturating_mul(3) / 2).max(16)
    }

    /// Pixels of a sheet with this many pictures; sides over `u32` saturate.
    pub fn size(&self, pictures: u32) -> Size {
        let columns = self.columns.max(1).min(pictures.max(1));
        let rows = pictures.div_ceil(self.columns.max(1)).max(1);
        let axis = |count: u32, each: u32| {
            let all = u64::from(count) * u64::from(each) + u64::from(count - 1) * u64::from(self.gap);
            u32::try_from(all + 2 * u64::from(self.margin)).unwrap_or(u32::MAX)
        };
        let down = axis(rows, self.cell.height.saturating_add(self.caption_height()));
        Size::new(axis(columns, self.cell.width), down.saturating_add(self.title_height()))
    }

    /// Where the picture at this index, counted from 0, may stand.
    pub fn place(&self, index: u32) -> Rect {
        let (column, row) = (index % self.columns.max(1), index / self.columns.max(1));
        let start =
            |count: u32, each: u32| f64::from(self.margin) + f64::from(count) * (f64::from(each) + f64::from(self.gap));
        let top = start(row, self.cell.height + self.caption_height()) + f64::from(self.title_height());
        Rect { x: start(column, self.cell.width), y: top, ..self.cell.rect() }
    }

    /// Black or white, whichever is told from the background better: the luminance of BT.709.
    pub fn ink(&self) -> Color {
        let Color { r, g, b, a, .. } = self.background;
        let light = 0.2126 * f64::from(r) + 0.7152 * f64::from(g) + 0.0722 * f64::from(b);
        if a > 127 && light < 128.0 { Color::WHITE } else { Color::BLACK }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_tile_the_sheet() {
        let sheet =
            Sheet { columns: 3, cell: Size::new(100, 50), gap: 10, margin: 20, font_size: 10, ..Sheet::default() };
        assert_eq!(sheet.size(1), Size::new(140, 105));
        assert_eq!(sheet.size(3), Size::new(360, 105));
        assert_eq!(sheet.size(7), Size::new(360, 3 * 65 + 2 * 10 + 40));
        assert_eq!(sheet.place(0), Rect::new(20.0, 20.0, 100.0, 50.0));
        assert_eq!(sheet.place(5), Rect::new(240.0, 95.0, 100.0, 50.0));
        let titled = Sheet { title: Some("Autumn".into()), ..sheet };
        assert_eq!((titled.size(1).height, titled.place(0).y), (105 + 32, 52.0));
    }

    #[test]
    fn letters_are_told_from_the_background() {
        let on = |text: &str| Sheet { background: text.parse().unwrap(), ..Sheet::default() }.ink();
        assert_eq!((on("white"), on("#222"), on("transparent")), (Color::BLACK, Color::WHITE, Color::BLACK));
    }

    #[test]
    fn absurd_sheets_saturate() {
        let sheet = Sheet { cell: Size::new(u32::MAX, u32::MAX), gap: u32::MAX, ..Sheet::default() };
        assert_eq!(sheet.size(u32::MAX), Size::new(u32::MAX, u32::MAX));
    }
}
