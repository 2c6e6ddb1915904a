//! Which boxes lie in a part of the picture, found without looking at each.
//!
//! A box belongs to the tile that its middle is in. A tile knows the hull of its boxes, which may reach beyond it: whoever
//! looks at a part of the picture looks at every hull, and only where that is touched at the boxes.
//!
//! ```text
//!  ┌──tile──┐┌────────┐      hull of the tile ┌─────────┐
//!  │  ▭   ▭─┼┼─       │                       │  ▭   ▭─ │
//!  │ ▭      ││   ▭    │                       │ ▭       │
//!  └────────┘└────────┘                       └─────────┘
//! ```
//!
//! A hundred thousand steps have some ten thousand hulls. Building is two passes of counting: O(boxes).

use super::dag::{Point, Rect, Routes};

/// How many boxes a tile has on average.
const PER_TILE: usize = 48;

/// A static index of boxes, each with the number of its owner.
#[derive(Clone, Debug, Default)]
pub struct Tiles {
    /// By tile, where its boxes start; one more at the end.
    start: Vec<u32>,
    /// By tile, what holds all its boxes.
    hulls: Vec<Rect>,
    /// The boxes with their owners, tile by tile.
    boxes: Vec<(Rect, u32)>,
    /// One more than the highest owner.
    owners: usize,
}

/// Whether two boxes touch.
#[must_use]
pub fn touches(a: Rect, b: Rect) -> bool {
    a.x <= b.x + b.w && b.x <= a.x + a.w && a.y <= b.y + b.h && b.y <= a.y + a.h
}

impl Tiles {
    /// An index of nodes, by their numbers.
    #[must_use]
    pub fn of_nodes(nodes: &[Rect]) -> Self {
        Self::new(&nodes.iter().copied().zip(0..).collect::<Vec<_>>())
    }

    /// An index of routes, by their numbers. Each piece of a route has a box of its own: that of a long route would hold
    /// half the picture.
    #[must_use]
    pub fn of_routes(routes: &Routes) -> Self {
        let piece =
            |a: Point, b: Point| Rect { x: a.x.min(b.x), y: a.y.min(b.y), w: (a.x - b.x).abs(), h: (a.y - b.y).abs() };
        let mut boxes = Vec::with_capacity(2 * routes.len());
        for (route, number) in routes.iter().zip(0..) {
            boxes.extend(route.points.array_windows().map(|&[a, b]| (piece(a, b), number)));
        }
        Self::new(&boxes)
    }

    fn new(boxes: &[(Rect, u32)]) -> Self {
        let owners = boxes.iter().map(|&(_, owner)| owner as usize + 1).max().unwrap_or(0);
        let middle = |rect: Rect| (rect.x + rect.w / 2.0, rect.y + rect.h / 2.0);
        let (right, bottom) = boxes.iter().fold((1.0_f32, 1.0_f32), |(right, bottom), &(rect, _)| {
            let (x, y) = middle(rect);
            (right.max(x), bottom.max(y))
        });
        // Square tiles, as many as it takes.
        let count = (boxes.len() / PER_TILE + 1) as f32;
        let side = (right / count * bottom).sqrt().max(right.max(bottom) / 4096.0).max(1.0);
        let across = (right / side) as usize + 1;
        let tiles = across * ((bottom / side) as usize + 1);
        // What has no middle, as where a coordinate is no number, is in the first tile: the cast makes it 0.
        let tile_of = |rect: Rect| {
            let (x, y) = middle(rect);
            ((y / side) as usize * across + ((x / side) as usize).min(across - 1)).min(tiles - 1)
        };
        let mut start = vec![0_u32; tiles + 1];
        for &(rect, _) in boxes {
            start[tile_of(rect) + 1] += 1;
        }
        for tile in 0..tiles {
            start[tile + 1] += start[tile];
        }
        let mut next = start.clone();
        let mut sorted = vec![(Rect::default(), 0); boxes.len()];
        for &(rect, owner) in boxes {
            let place = &mut next[tile_of(rect)];
            sorted[*place as usize] = (rect, owner);
            *place += 1;
        }
        let hull = |own: &[u32]| {
            let own = &sorted[own[0] as usize..own[1] as usize];
            own.iter().map(|&(rect, _)| rect).reduce(joined)
        };
        // No part of a picture touches the hull of nothing.
        let nothing = Rect { x: f32::NAN, ..Rect::default() };
        let hulls = start.windows(2).map(|own| hull(own).unwrap_or(nothing)).collect();
        Self { start, hulls, boxes: sorted, owners }
    }

    /// The owners whose boxes touch a part of the picture, in the order of their numbers, and whether there are more
    /// than `most`: then they are some of them.
    #[must_use]
    pub fn within(&self, part: Rect, most: usize) -> (Vec<u32>, bool) {
        let mut found = vec![0_u64; self.owners.div_ceil(64)];
        let mut count = 0;
        for (_, own) in self.hulls.iter().zip(self.start.windows(2)).filter(|(hull, _)| touches(**hull, part)) {
            for &(rect, owner) in self.boxes.get(own[0] as usize..own[1] as usize).unwrap_or_default() {
                if touches(rect, part)
                    && let Some(word) = found.get_mut(owner as usize / 64)
                {
                    count += usize::from(*word >> (owner % 64) & 1 == 0);
                    *word |= 1 << (owner % 64);
                }
            }
            if count > most {
                break;
            }
        }
        let mut owners = Vec::with_capacity(count);
        for (mut word, place) in found.into_iter().zip((0..).step_by(64)) {
            while word != 0 {
                owners.push(place + word.trailing_zeros());
                word &= word - 1;
            }
        }
        (owners, count > most)
    }
}

/// What holds both boxes.
#[must_use]
pub fn joined(a: Rect, b: Rect) -> Rect {
    let (x, y) = (a.x.min(b.x), a.y.min(b.y));
    Rect { x, y, w: (a.x + a.w).max(b.x + b.w) - x, h: (a.y + a.h).max(b.y + b.h) - y }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::dag::{Graph, Options, Size, layout};
    use super::*;

    fn rect() -> impl Strategy<Value = Rect> {
        (0.0..900.0_f32, 0.0..9000.0_f32, 0.0..300.0_f32, 0.0..3000.0_f32).prop_map(|(x, y, w, h)| Rect { x, y, w, h })
    }

    proptest! {
        #[test]
        fn nodes_are_found_as_by_looking_at_each(nodes in prop::collection::vec(rect(), 0..300), part in rect()) {
            let expected: Vec<u32> =
                nodes.iter().zip(0..).filter(|(node, _)| touches(**node, part)).map(|(_, number)| number).collect();
            prop_assert_eq!(Tiles::of_nodes(&nodes).within(part, usize::MAX), (expected, false));
        }

        #[test]
        fn an_edge_is_found_wherever_it_runs(arcs in prop::collection::vec((0..30_u32, 0..30_u32), 0..80), place in 0..1000_usize) {
            let sizes = vec![Size { w: 180.0, h: 40.0 }; 30];
            let picture = layout(&Graph { sizes, edges: arcs, ..Graph::default() }, &Options::default());
            let tiles = Tiles::of_routes(&picture.edges);
            let drawn: Vec<u32> =
                picture.edges.iter().zip(0..).filter(|(route, _)| route.points.len() > 1).map(|(_, number)| number).collect();
            prop_assert_eq!(&tiles.within(picture.bounds, usize::MAX).0, &drawn);
            for (route, number) in picture.edges.iter().zip(0..).filter(|(route, _)| route.points.len() > 1) {
                let at = route.points[place % route.points.len()];
                let part = Rect { x: at.x - 1.0, y: at.y - 1.0, w: 2.0, h: 2.0 };
                prop_assert!(tiles.within(part, usize::MAX).0.contains(&number));
            }
        }
    }

    #[test]
    fn more_than_asked_for_is_said() {
        let nodes = vec![Rect { x: 0.0, y: 0.0, w: 1.0, h: 1.0 }; 100];
        let tiles = Tiles::of_nodes(&nodes);
        assert!(tiles.within(nodes[0], 10).1);
        assert!(!tiles.within(nodes[0], 100).1);
        assert_eq!(Tiles::default().within(nodes[0], 0), (Vec::new(), false));
    }
}
