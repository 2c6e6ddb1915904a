//! Graphs to measure by, made from a seed: the same seed, the same graph on every machine.
//!
//! | family | shape |
//! |---|---|
//! | stages | single steps and stages of parallel branches, one to three steps deep, taking turns |
//! | hosts | a chain for each host between a start and an end, 4 % of the steps also lead to another host |
//! | fan | start, half of the steps side by side, a join, the other half, gathered by tens |
//! | diamonds | series-parallel blocks within blocks: can be drawn without a crossing |
//! | layered | random layers, two edges a node, a quarter of the further ones long |
//!
//! The numbers of the nodes are shuffled, for a server tells steps in no helpful order.

/// Names of the families.
pub const FAMILIES: [&str; 5] = ["stages", "fan", "diamonds", "hosts", "layered"];

/// A graph with its name.
pub struct Case {
    /// One of [`FAMILIES`].
    pub family: &'static str,
    /// How many nodes it has.
    pub nodes: u32,
    /// From, to.
    pub edges: Vec<(u32, u32)>,
}

impl Case {
    /// The graph of a family (by its place in [`FAMILIES`]) with so many nodes.
    pub fn new(family: usize, nodes: u32, seed: u64) -> Self {
        let mut sketch =
            Sketch { nodes: 0, edges: Vec::new(), random: Random(seed ^ (family as u64) << 32 | u64::from(nodes)) };
        match family {
            0 => sketch.stages(nodes),
            1 => sketch.fan(nodes),
            2 => sketch.diamonds(nodes),
            3 => sketch.hosts(nodes),
            _ => sketch.layered(nodes),
        }
        sketch.shuffle();
        sketch.edges.sort_unstable();
        sketch.edges.dedup();
        Self { family: FAMILIES.get(family).copied().unwrap_or("layered"), nodes: sketch.nodes, edges: sketch.edges }
    }

    /// The graph as text: how many nodes and edges, then a line for each edge.
    pub fn to_text(&self) -> String {
        let edges: String = self.edges.iter().map(|(a, b)| format!("{a} {b}\n")).collect();
        format!("{} {}\n{edges}", self.nodes, self.edges.len())
    }
}

/// Numbers that look random (splitmix64, Steele et al. 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 up to `bound`, without it.
    fn below(&mut self, bound: u32) -> u32 {
        (((self.next() >> 32) * u64::from(bound)) >> 32) as u32
    }

    /// From `least` to `most`.
    fn within(&mut self, least: u32, most: u32) -> u32 {
        least + self.below(most - least + 1)
    }

    fn percent(&mut self, share: u32) -> bool {
        self.below(100) < share
    }
}

/// A graph in the making.
struct Sketch {
    nodes: u32,
    edges: Vec<(u32, u32)>,
    random: Random,
}

impl Sketch {
    /// Adds a node behind others.
    fn node(&mut self, behind: &[u32]) -> u32 {
        let node = self.nodes;
        self.nodes += 1;
        self.edges.extend(behind.iter().map(|&before| (before, node)));
        node
    }

    fn chain(&mut self, mut last: u32, count: u32) -> u32 {
        for _ in 0..count {
            last = self.node(&[last]);
        }
        last
    }

    fn stages(&mut self, count: u32) {
        let widest = f64::from(count).sqrt().clamp(3.0, 200.0) as u32;
        let mut last = self.node(&[]);
        while self.nodes < count {
            let left = count - self.nodes;
            if left <= 3 || self.random.percent(35) {
                last = self.node(&[last]);
                continue;
            }
            let depth = [1, 1, 1, 2, 2, 3][self.random.below(6) as usize].min(left - 1);
            let width = self.random.within(2, widest).min((left - 1) / depth).max(1);
            let ends: Vec<u32> = (0..width).map(|_| self.chain(last, depth)).collect();
            last = self.node(&ends);
        }
    }

    fn fan(&mut self, count: u32) {
        let start = self.node(&[]);
        let wide = count * 45 / 100;
        let gathered = count.saturating_sub(wide + 3) * 10 / 11;
        let first: Vec<u32> = (0..wide).map(|_| self.node(&[start])).collect();
        let join = self.node(&first);
        let mut second: Vec<u32> = (0..gathered).map(|_| self.node(&[join])).collect();
        for i in (1..second.len()).rev() {
            second.swap(i, self.random.below(i as u32 + 1) as usize);
        }
        let groups: Vec<u32> = second.chunks(10).map(|group| self.node(group)).collect();
        self.node(&groups);
    }

    /// Blocks are divided until they are small; the work still to do is on a stack.
    fn diamonds(&mut self, count: u32) {
        let (first, last) = (self.node(&[]), self.node(&[]));
        let mut open = vec![(first, last, count.saturating_sub(2))];
        while let Some((from, to, count)) = open.pop() {
            if count < 4 {
                let end = self.chain(from, count);
                self.edges.push((end, to));
            } else if count > 12 && self.random.percent(45) {
                let middle = self.node(&[]);
                let share = self.share(count - 1);
                open.extend([(from, middle, share), (middle, to, count - 1 - share)]);
            } else {
                let (fork, join) = (self.node(&[from]), self.node(&[]));
                self.edges.push((join, to));
                let mut left = count - 2;
                for _ in 1..self.random.within(2, 5) {
                    if left > 1 {
                        let share = self.share(left);
                        open.push((fork, join, share));
                        left -= share;
                    }
                }
                open.push((fork, join, left));
            }
        }
    }

    /// A part of a count that leaves something.
    fn share(&mut self, count: u32) -> u32 {
        self.random.within(count / 4, count * 3 / 4).clamp(1, count - 1)
    }

    fn hosts(&mut self, count: u32) {
        let hosts = (f64::from(count) / 2.0).sqrt().round().max(2.0) as u32;
        let length = (count.saturating_sub(2) / hosts).max(1);
        let start = self.node(&[]);
        let step = |host: u32, i: u32| 1 + host * length + i;
        let ends: Vec<u32> = (0..hosts).map(|_| self.chain(start, length)).collect();
        self.node(&ends);
        for host in 0..hosts {
            for i in 0..length.saturating_sub(1) {
                if !self.random.percent(4) {
                    continue;
                }
                let near = (host + self.random.within(0, 6)).saturating_sub(3).min(hosts - 1);
                let other = if self.random.percent(80) { near } else { self.random.below(hosts) };
                let ahead = [1, 1, 1, 2, 3][self.random.below(5) as usize];
                if other != host {
                    self.edges.push((step(host, i), step(other, (i + ahead).min(length - 1))));
                }
            }
        }
    }

    fn layered(&mut self, count: u32) {
        let layers = (f64::from(count).sqrt() * 0.9).round().max(3.0) as u32;
        let mut first = Vec::new();
        for layer in 0..layers {
            first.push(self.nodes);
            let even = (count - self.nodes) / (layers - layer);
            let size = self.random.within(even / 2, even * 3 / 2).clamp(1, (count - self.nodes).max(1));
            let size = if layer + 1 == layers { (count - self.nodes).max(1) } else { size };
            self.nodes += size;
        }
        first.push(self.nodes);
        let any = |random: &mut Random, layer: u32| match first.get(layer as usize..layer as usize + 2) {
            Some(&[from, to]) => random.within(from, to - 1),
            _ => 0,
        };
        for layer in 1..layers {
            for node in any_of(&first, layer) {
                let before = any(&mut self.random, layer - 1);
                self.edges.push((before, node));
            }
        }
        while self.edges.len() < 2 * count as usize {
            let layer = self.random.within(1, layers - 1);
            let span = if self.random.percent(75) { 1 } else { self.random.within(2, 5) };
            if span <= layer {
                let edge = (any(&mut self.random, layer - span), any(&mut self.random, layer));
                self.edges.push(edge);
            }
        }
    }

    fn shuffle(&mut self) {
        let mut number: Vec<u32> = (0..self.nodes).collect();
        for i in (1..number.len()).rev() {
            number.swap(i, self.random.below(i as u32 + 1) as usize);
        }
        for edge in &mut self.edges {
            *edge = (number[edge.0 as usize], number[edge.1 as usize]);
        }
    }
}

/// The nodes of a layer.
fn any_of(first: &[u32], layer: u32) -> std::ops::Range<u32> {
    match first.get(layer as usize..layer as usize + 2) {
        Some(&[from, to]) => from..to,
        _ => 0..0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_family_has_about_its_nodes_and_no_cycle() {
        for family in 0..FAMILIES.len() {
            for nodes in [100, 1_000] {
                let case = Case::new(family, nodes, 7);
                assert!(case.nodes.abs_diff(nodes) <= nodes / 12, "{} of {nodes}: {}", case.family, case.nodes);
                let layout = taskscope_core::layout::dag::layout(
                    &crate::graph(case.nodes as usize, &case.edges),
                    &crate::options(),
                );
                assert!(layout.edges.iter().all(|route| !route.reversed), "{}", case.family);
                let crosses = layout.crossings > 0;
                assert!(!crosses || family >= 3, "{} of {nodes}: {}", case.family, layout.crossings);
            }
        }
    }

    #[test]
    fn a_seed_gives_one_graph() {
        assert_eq!(Case::new(3, 500, 1).edges, Case::new(3, 500, 1).edges);
        assert_ne!(Case::new(3, 500, 1).edges, Case::new(3, 500, 2).edges);
    }
}
