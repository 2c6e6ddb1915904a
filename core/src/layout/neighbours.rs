//! The edges of the drawn graph from both ends, and what can be reached along them.

/// Upstream, or the node itself: what it waits for.
pub const UP: u8 = 1;
/// Downstream, or the node itself: what waits for it.
pub const DOWN: u8 = 2;

/// Each node's upstream and downstream nodes, as compressed sparse rows.
#[derive(Clone, Debug, Default)]
pub struct Neighbours {
    up: Rows,
    down: Rows,
}

/// The one direction.
#[derive(Clone, Debug, Default)]
struct Rows {
    /// By node, where its row starts; one more at the end.
    start: Vec<u32>,
    nodes: Vec<u32>,
}

impl Rows {
    fn new(count: usize, edges: impl Iterator<Item = (u32, u32)> + Clone) -> Self {
        let mut start = vec![0_u32; count + 2];
        // Two places further on, so that after filling each row's start is where it belongs.
        edges.clone().for_each(|(from, _)| start[from as usize + 2] += 1);
        for node in 2..start.len() {
            start[node] += start[node - 1];
        }
        let mut nodes = vec![0; start.last().map_or(0, |&end| end as usize)];
        for (from, to) in edges {
            let place = &mut start[from as usize + 1];
            nodes[*place as usize] = to;
            *place += 1;
        }
        start.pop();
        Self { start, nodes }
    }

    fn of(&self, node: u32) -> &[u32] {
        let at = |node: usize| self.start.get(node).map(|&place| place as usize);
        let own = at(node as usize).zip(at(node as usize + 1));
        own.and_then(|(from, to)| self.nodes.get(from..to)).unwrap_or_default()
    }
}

impl Neighbours {
    /// The rows of so many nodes; edges that name others are left out.
    #[must_use]
    pub fn new(count: usize, edges: &[(u32, u32)]) -> Self {
        let known = edges.iter().copied().filter(move |&(from, to)| (from.max(to) as usize) < count);
        Self { up: Rows::new(count, known.clone().map(|(from, to)| (to, from))), down: Rows::new(count, known) }
    }

    /// The nodes that a node waits for.
    #[must_use]
    pub fn up(&self, node: u32) -> &[u32] {
        self.up.of(node)
    }

    /// The nodes that wait for a node.
    #[must_use]
    pub fn down(&self, node: u32) -> &[u32] {
        self.down.of(node)
    }

    /// By node, whether it is upstream ([`UP`]) or downstream ([`DOWN`]) of one, or neither (0); the node itself is both.
    /// An edge is on a way through the node where its two ends have a bit in common. `depth` is the most edges that are
    /// followed each way. O(V+E).
    #[must_use]
    pub fn reach(&self, from: u32, depth: u32) -> Vec<u8> {
        let mut found = vec![0_u8; self.up.start.len().saturating_sub(1)];
        for (rows, bit) in [(&self.up, UP), (&self.down, DOWN)] {
            let mut last = vec![from];
            if let Some(flags) = found.get_mut(from as usize) {
                *flags |= bit;
            }
            for _ in 0..depth {
                let mut next = Vec::new();
                for &node in last.iter().flat_map(|&node| rows.of(node)) {
                    if let Some(flags) = found.get_mut(node as usize).filter(|flags| **flags & bit == 0) {
                        *flags |= bit;
                        next.push(node);
                    }
                }
                if next.is_empty() {
                    break;
                }
                last = next;
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_reached_is_marked_by_its_side() {
        // 0 → 1 → 2 → 3, past 2 from 1 to 3, and 4 alone.
        let all = Neighbours::new(5, &[(0, 1), (1, 2), (2, 3), (1, 3)]);
        assert_eq!(all.reach(2, u32::MAX), [UP, UP, UP | DOWN, DOWN, 0]);
        assert_eq!(all.reach(2, 1), [0, UP, UP | DOWN, DOWN, 0]);
        assert_eq!((all.up(3), all.down(1), all.down(9)), (&[2, 1][..], &[2, 3][..], &[][..]));
    }

    #[test]
    fn a_circle_ends() {
        assert_eq!(Neighbours::new(2, &[(0, 1), (1, 0)]).reach(0, u32::MAX), [3, 3]);
        assert_eq!(Neighbours::new(0, &[(0, 1)]).reach(7, u32::MAX), [0_u8; 0]);
    }

    proptest! {
        #[test]
        fn upstream_is_downstream_seen_from_the_other_end(
            edges in prop::collection::vec((0..20_u32, 0..20_u32), 0..60),
            (a, b) in (0..20_u32, 0..20_u32),
            depth in 0..6_u32,
        ) {
            let all = Neighbours::new(20, &edges);
            let is = |from: u32, to: u32, bit: u8| all.reach(from, depth)[to as usize] & bit != 0;
            prop_assert_eq!(is(a, b, DOWN), is(b, a, UP));
        }
    }
}
