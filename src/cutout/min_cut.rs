//! The cheapest border between two sets of cells: a minimum cut of a grid of eight neighbours.
//!
//! Input: what it costs to call each cell backdrop or subject, and what it costs to part two neighbours. Output: the
//! labelling whose total cost is least. Guarantees: whole numbers throughout, so that the same costs give the same
//! labels on every machine. The method is augmenting paths along two search trees (Boykov and Kolmogorov 2004).

use super::grid::Grid;

/// The eight neighbours; a direction's opposite is seven less it.
pub(super) const AROUND: [(isize, isize); 8] = [(-1, -1), (0, -1), (1, -1), (-1, 0), (1, 0), (-1, 1), (0, 1), (1, 1)];
const NONE: u8 = 8;
const TERMINAL: u8 = 9;
/// Units of cost to one: costs are rounded to 1/1024.
const UNITS: f32 = 1024.0;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tree {
    Free,
    Subject,
    Backdrop,
}

/// The costs, and the search trees that find the cut.
pub(super) struct MinCut {
    width: usize,
    stride: usize,
    /// What may still flow to each neighbour.
    residual: Vec<[i32; 8]>,
    /// What may still flow from the subject's end (positive), or to the backdrop's (negative).
    terminal: Vec<i32>,
    tree: Vec<Tree>,
    parent: Vec<u8>,
    depth: Vec<u32>,
    stamp: Vec<u32>,
    clock: u32,
    active: std::collections::VecDeque<usize>,
    orphans: Vec<usize>,
}

impl MinCut {
    /// Prepares the cut. `balance`: by how much it is dearer to call a cell backdrop than subject; `parting`: what it
    /// costs to part a cell from its neighbour in a direction of [`AROUND`], asked for the last four of them only.
    pub(super) fn new(balance: &Grid<f32>, parting: impl Fn(usize, usize) -> f32) -> Self {
        let (width, height) = (balance.width, balance.height);
        let (stride, count) = (width + 2, (width + 2) * (height + 2));
        let mut cut = Self {
            width,
            stride,
            residual: vec![[0; 8]; count],
            terminal: vec![0; count],
            tree: vec![Tree::Free; count],
            parent: vec![NONE; count],
            depth: vec![0; count],
            stamp: vec![0; count],
            clock: 0,
            active: std::collections::VecDeque::new(),
            orphans: Vec::new(),
        };
        for (index, cost) in balance.cells.iter().enumerate() {
            let (x, y) = (index % width, index / width);
            let node = cut.node(index);
            cut.terminal[node] = (cost * UNITS).round() as i32;
            for (direction, (dx, dy)) in AROUND.into_iter().enumerate().skip(4) {
                let inside =
                    x as isize + dx >= 0 && x as isize + dx < width as isize && y as isize + dy < height as isize;
                if inside {
                    let cost = (parting(index, direction) * UNITS).round() as i32;
                    let other = cut.beside(node, direction);
                    cut.residual[node][direction] = cost;
                    cut.residual[other][7 - direction] = cost;
                }
            }
        }
        cut
    }

    /// Whether each cell is subject.
    pub(super) fn solve(mut self) -> Grid<bool> {
        for node in 0..self.terminal.len() {
            let tree = match self.terminal[node] {
                0 => continue,
                1.. => Tree::Subject,
                _ => Tree::Backdrop,
            };
            (self.tree[node], self.parent[node], self.depth[node]) = (tree, TERMINAL, 1);
            self.active.push_back(node);
        }
        while let Some(node) = self.active.front().copied() {
            match self.grow(node) {
                Some((from, direction)) => {
                    self.augment(from, direction);
                    self.adopt();
                }
                None => {
                    self.active.pop_front();
                }
            }
        }
        let height = self.terminal.len() / self.stride - 2;
        let cells = (0..self.width * height).map(|index| self.tree[self.node(index)] == Tree::Subject).collect();
        Grid { width: self.width, height, cells }
    }

    fn node(&self, index: usize) -> usize {
        (index / self.width + 1) * self.stride + index % self.width + 1
    }

    fn beside(&self, node: usize, direction: usize) -> usize {
        let (dx, dy) = AROUND[direction];
        node.wrapping_add_signed(dx + dy * self.stride as isize)
    }

    /// Adds neighbours to the tree of a node; where it meets the other tree, the step from the subject's to the
    /// backdrop's.
    fn grow(&mut self, node: usize) -> Option<(usize, usize)> {
        let own = self.tree[node];
        if own == Tree::Free {
            return None;
        }
        for direction in 0..8 {
            let other = self.beside(node, direction);
            let open = match own {
                Tree::Subject => self.residual[node][direction],
                _ => self.residual[other][7 - direction],
            };
            if open == 0 {
                continue;
            }
            if self.tree[other] == Tree::Free {
                self.attach(other, 7 - direction, node);
                self.tree[other] = own;
                self.active.push_back(other);
            } else if self.tree[other] != own {
                return Some(if own == Tree::Subject { (node, direction) } else { (other, 7 - direction) });
            } else if self.stamp[other] <= self.stamp[node] && self.depth[other] > self.depth[node] + 1 {
                self.attach(other, 7 - direction, node);
            }
        }
        None
    }

    fn attach(&mut self, node: usize, direction: usize, parent: usize) {
        self.parent[node] = direction as u8;
        self.depth[node] = self.depth[parent] + 1;
        self.stamp[node] = self.stamp[parent];
    }

    /// Sends what can flow over a step and the ways from it to both ends.
    fn augment(&mut self, from: usize, direction: usize) {
        let to = self.beside(from, direction);
        let flow = self.residual[from][direction].min(self.room(from, true)).min(self.room(to, false));
        self.residual[from][direction] -= flow;
        self.residual[to][7 - direction] += flow;
        self.send(from, true, flow);
        self.send(to, false, flow);
        self.clock += 1;
    }

    /// The least that may flow between a node and its end.
    fn room(&self, mut node: usize, is_subject: bool) -> i32 {
        let mut least = i32::MAX;
        while self.parent[node] != TERMINAL {
            let direction = self.parent[node] as usize;
            let parent = self.beside(node, direction);
            let open = if is_subject { self.residual[parent][7 - direction] } else { self.residual[node][direction] };
            least = least.min(open);
            node = parent;
        }
        least.min(self.terminal[node].abs())
    }

    fn send(&mut self, mut node: usize, is_subject: bool, flow: i32) {
        while self.parent[node] != TERMINAL {
            let direction = self.parent[node] as usize;
            let parent = self.beside(node, direction);
            let (lower, upper) = if is_subject { (parent, 7 - direction) } else { (node, direction) };
            self.residual[lower][upper] -= flow;
            let other = self.beside(lower, upper);
            self.residual[other][7 - upper] += flow;
            if self.residual[lower][upper] == 0 {
                self.orphan(node);
            }
            node = parent;
        }
        self.terminal[node] -= if is_subject { flow } else { -flow };
        if self.terminal[node] == 0 {
            self.orphan(node);
        }
    }

    fn orphan(&mut self, node: usize) {
        self.parent[node] = NONE;
        self.orphans.push(node);
    }

    /// Finds a new parent for every node that lost its own, or sets it free.
    fn adopt(&mut self) {
        while let Some(node) = self.orphans.pop() {
            match self.nearest_parent(node) {
                Some((direction, parent)) => self.attach(node, direction, parent),
                None => self.set_free(node),
            }
        }
    }

    fn nearest_parent(&mut self, node: usize) -> Option<(usize, usize)> {
        let own = self.tree[node];
        let mut best: Option<(u32, usize, usize)> = None;
        for direction in 0..8 {
            let other = self.beside(node, direction);
            let open = match own {
                Tree::Subject => self.residual[other][7 - direction],
                _ => self.residual[node][direction],
            };
            if open > 0 && self.tree[other] == own && self.has_root(other) {
                let depth = self.depth[other];
                if best.is_none_or(|(least, ..)| depth < least) {
                    best = Some((depth, direction, other));
                }
            }
        }
        best.map(|(_, direction, parent)| (direction, parent))
    }

    /// Whether a node is still connected to its terminal. The answer is cached until the next augmentation.
    fn has_root(&mut self, start: usize) -> bool {
        let (mut node, mut steps) = (start, 0);
        let depth = loop {
            if self.stamp[node] == self.clock && self.parent[node] != NONE {
                break self.depth[node] + steps;
            }
            match self.parent[node] {
                NONE => return false,
                TERMINAL => {
                    (self.stamp[node], self.depth[node]) = (self.clock, 1);
                    break 1 + steps;
                }
                direction => node = self.beside(node, direction as usize),
            }
            steps += 1;
        };
        let (mut node, mut depth) = (start, depth);
        while self.stamp[node] != self.clock {
            (self.stamp[node], self.depth[node]) = (self.clock, depth);
            depth -= 1;
            node = self.beside(node, self.parent[node] as usize);
        }
        true
    }

    fn set_free(&mut self, node: usize) {
        let own = self.tree[node];
        for direction in 0..8 {
            let other = self.beside(node, direction);
            if self.tree[other] != own {
                continue;
            }
            let open = match own {
                Tree::Subject => self.residual[other][7 - direction],
                _ => self.residual[node][direction],
            };
            if open > 0 {
                self.active.push_back(other);
            }
            if self.parent[other] as usize == 7 - direction {
                self.orphan(other);
            }
        }
        (self.tree[node], self.parent[node]) = (Tree::Free, NONE);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The least cost of all labellings of a few cells.
    fn least(balance: &Grid<f32>, parting: &dyn Fn(usize, usize) -> f32) -> f32 {
        (0..1u32 << balance.cells.len())
            .map(|bits| cost(balance, parting, &|index| bits >> index & 1 == 1))
            .fold(f32::MAX, f32::min)
    }

    /// The cost of one labelling, counted from all that are cheaper by themselves.
    fn cost(balance: &Grid<f32>, parting: &dyn Fn(usize, usize) -> f32, is_subject: &dyn Fn(usize) -> bool) -> f32 {
        let mut sum = 0.0;
        for (index, balance_of) in balance.cells.iter().enumerate() {
            sum += if is_subject(index) { (-balance_of).max(0.0) } else { balance_of.max(0.0) };
            for (direction, (dx, dy)) in AROUND.iter().enumerate().skip(4) {
                let (x, y) = ((index % balance.width) as isize + dx, (index / balance.width) as isize + dy);
                if x >= 0 && x < balance.width as isize && y < balance.height as isize {
                    let other = y as usize * balance.width + x as usize;
                    sum += if is_subject(index) == is_subject(other) { 0.0 } else { parting(index, direction) };
                }
            }
        }
        sum
    }

    #[test]
    fn no_labelling_is_cheaper() {
        let mut state = 7u64;
        let mut random = move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 40) as f32 / (1u32 << 24) as f32
        };
        for _ in 0..60 {
            let steps = |value: f32| (value * 64.0).round() / 64.0;
            let cells = (0..12).map(|_| steps(random() * 2.0 - 1.0)).collect();
            let balance = Grid { width: 4, height: 3, cells };
            let costs: Vec<f32> = (0..96).map(|_| steps(random() * 0.6)).collect();
            let parting = |index: usize, direction: usize| costs[index * 8 + direction];
            let found = MinCut::new(&balance, parting).solve();
            let own = cost(&balance, &parting, &|index| found.cells[index]);
            assert!((own - least(&balance, &parting)).abs() < 1e-3, "{own}");
        }
    }
}
