//! Which part of the source each pixel of a result is made of, along one side.

use std::ops::Range;

/// One side of a resize: the part of the source, and how many pixels it becomes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Side {
    /// Where the part begins, in pixels of the source with fractions.
    pub(super) from: f64,
    /// How long it is.
    pub(super) length: f64,
    /// Pixels of the source.
    pub(super) source: u32,
    /// Pixels of the result.
    pub(super) size: u32,
    /// How far the filter reaches, in pixels of the larger of both.
    pub(super) support: f64,
}

impl Side {
    /// Pixels of the source that become one of the result.
    pub(super) fn scale(self) -> f64 {
        self.length / f64::from(self.size)
    }

    /// Where the source of the result's pixel `at` begins, the filter left out.
    pub(super) fn edge(self, at: u32) -> f64 {
        self.from + f64::from(at) * self.scale()
    }

    /// The pixels of the source that the result's pixel `at` looks at; on either side one more, so that noise in the
    /// last bits of these numbers never cuts one off.
    pub(super) fn reach(self, at: u32) -> Range<usize> {
        let radius = self.radius();
        let centre = self.from + (f64::from(at) + 0.5) * self.scale();
        let start = ((centre - radius).floor() - 1.0).max(0.0) as usize;
        let end = ((centre + radius).ceil() + 1.0).clamp(0.0, f64::from(self.source)) as usize;
        start.min(end)..end
    }

    /// Never fewer pixels than any of [`Side::reach`].
    pub(super) fn longest(self) -> usize {
        ((2.0 * self.radius()).ceil() as usize + 4).min(self.source as usize)
    }

    /// All that any pixel of the result looks at.
    pub(super) fn all(self) -> Range<usize> {
        self.reach(0).start..self.reach(self.size.saturating_sub(1)).end
    }

    fn radius(self) -> f64 {
        self.support * self.scale().max(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reach_covers_its_own_part_and_no_more_than_the_longest() {
        for (from, length, source, size) in
            [(0.0, 100.0, 100, 7), (3.3, 90.1, 100, 90), (0.5, 1.0, 100, 9), (10.0, 20.0, 30, 21)]
        {
            for support in [0.5, 3.0] {
                let side = Side { from, length, source, size, support };
                for at in 0..size {
                    let reach = side.reach(at);
                    assert!(reach.len() <= side.longest() && reach.end <= source as usize, "{reach:?}");
                    assert!(reach.start as f64 <= side.edge(at) && reach.end as f64 >= side.edge(at + 1).floor());
                    assert!(side.all().start <= reach.start && reach.end <= side.all().end);
                }
            }
        }
    }
}
