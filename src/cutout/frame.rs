//! A frame around a picture, as scans and slides have one, is no border to know a backdrop by.

use super::grid::{Grid, Rgb, apart};
use crate::runner::Runner;

/// The widest frame, as a share of the shorter side.
const WIDEST: f32 = 0.02;
/// By how much, in levels, a cell of a frame is off from what is inside.
const STEP: f32 = 40.0;
/// The share of a line of cells that is off where it belongs to a frame: a dark subject may cross the rest.
const SHARE: f32 = 0.5;

/// The picture with the cells of a frame replaced by the nearest ones inside; as it was where it has none.
pub(super) fn without(on: &impl Runner, cells: Grid<Rgb>) -> Grid<Rgb> {
    let (width, height) = (cells.width, cells.height);
    let most = (width.min(height) as f32 * WIDEST).round() as usize;
    if most == 0 {
        return cells;
    }
    let row = |from_edge: usize| -> (Vec<Rgb>, Vec<Rgb>) {
        let at = |y: usize| cells.cells[y * width..(y + 1) * width].to_vec();
        (at(from_edge), at(height - 1 - from_edge))
    };
    let column = |from_edge: usize| -> (Vec<Rgb>, Vec<Rgb>) {
        let at = |x: usize| cells.cells.iter().skip(x).step_by(width).copied().collect();
        (at(from_edge), at(width - 1 - from_edge))
    };
    let (rows, columns): (Vec<_>, Vec<_>) = ((0..=most).map(row).collect(), (0..=most).map(column).collect());
    let depth = |lines: &[(Vec<Rgb>, Vec<Rgb>)], is_far: bool| {
        let lines: Vec<&[Rgb]> = lines.iter().map(|(near, far)| if is_far { &far[..] } else { &near[..] }).collect();
        deep(&lines)
    };
    let (left, right) = (depth(&columns, false), depth(&columns, true));
    let (top, bottom) = (depth(&rows, false), depth(&rows, true));
    if left + right + top + bottom == 0 {
        return cells;
    }
    let inside = |at: usize, before: usize, after: usize, length: usize| at.clamp(before, length - 1 - after);
    cells.make(on, |index| {
        let (x, y) = (index % width, index / width);
        cells.cells[inside(y, top, bottom, height) * width + inside(x, left, right, width)]
    })
}

/// How many of the outer lines of one side, outermost first, belong to a frame. The last line is inside for sure.
fn deep(lines: &[&[Rgb]]) -> usize {
    let Some((inner, outer)) = lines.split_last() else { return 0 };
    let sum = |cell: &Rgb| cell[0] + cell[1] + cell[2];
    let is_frame = |line: &&[Rgb]| {
        let is_off = |(cell, inner): &(&Rgb, &Rgb)| apart(**cell, **inner) > STEP && sum(cell) < sum(inner);
        let off = line.iter().zip(*inner).filter(is_off).count();
        off as f32 > SHARE * inner.len() as f32
    };
    // The line within holds what the pixels at the frame's edge are mixed of.
    let count = outer.iter().take_while(|line| is_frame(line)).count();
    if count > 0 { (count + 1).min(outer.len()) } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runner::InTurn;

    fn grid(color: impl Fn(usize, usize) -> f32 + Send + Sync) -> Grid<Rgb> {
        Grid::filled(200, 100, [0.0; 3]).make(&InTurn, |index| [color(index % 200, index / 200); 3])
    }

    #[test]
    fn a_dark_frame_becomes_what_is_inside() {
        let framed = grid(|x, y| if x == 0 || y == 0 || x == 199 { 20.0 } else { 220.0 });
        assert!(without(&InTurn, framed).cells.iter().all(|cell| *cell == [220.0; 3]));
    }

    #[test]
    fn a_subject_that_leaves_the_picture_and_a_plain_one_are_no_frame() {
        let crossing = grid(|x, y| if y > 60 && (60..140).contains(&x) { 20.0 } else { 220.0 });
        assert_eq!(without(&InTurn, crossing.clone()).cells, crossing.cells);
        let sloped = grid(|x, y| 200.0 - x as f32 * 0.1 - y as f32 * 0.2);
        assert_eq!(without(&InTurn, sloped.clone()).cells, sloped.cells);
    }
}
