//! A picture as every engine hands it over: boxes all of one size, ways of edges.
//!
//! As text: a line with the milliseconds of each run, a line `x y` (left top) for each node, a line `x y x y …` for each
//! edge. A lone `-` stands for what is missing.

use taskscope_core::layout::dag::Layout;

/// A point, in CSS px.
pub type Point = (f64, f64);

/// Where everything is.
#[derive(Clone, Debug, Default)]
pub struct Picture {
    /// Left top of each node, if it is in the picture.
    pub nodes: Vec<Option<Point>>,
    /// The way of each edge; empty if it is missing.
    pub ways: Vec<Vec<Point>>,
}

impl Picture {
    /// Our own picture.
    pub fn of(layout: &Layout) -> Self {
        let point = |x: f32, y: f32| (f64::from(x), f64::from(y));
        Self {
            nodes: layout.nodes.iter().map(|node| Some(point(node.x, node.y))).collect(),
            ways: layout.edges.iter().map(|way| way.points.iter().map(|p| point(p.x, p.y)).collect()).collect(),
        }
    }

    /// Reads the text of an engine. Returns the picture and the milliseconds of its runs.
    pub fn read(text: &str, nodes: usize) -> Option<(Self, Vec<f64>)> {
        let mut lines = text.lines();
        let times = numbers(lines.next()?);
        let mut picture = Self::default();
        for line in lines.by_ref().take(nodes) {
            picture.nodes.push(match numbers(line)[..] {
                [x, y] => Some((x, y)),
                _ => None,
            });
        }
        picture.ways = lines.map(|line| numbers(line).as_chunks().0.iter().map(|&[x, y]| (x, y)).collect()).collect();
        Some((picture, times))
    }
}

fn numbers(line: &str) -> Vec<f64> {
    line.split_ascii_whitespace().filter_map(|word| word.parse().ok()).filter(|x: &f64| x.is_finite()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_read_from_text() {
        let (picture, times) = Picture::read("1.5 2\n0 0\n-\n180 20 230 20\n-\n", 2).unwrap_or_default();
        assert_eq!(times, [1.5, 2.0]);
        assert_eq!(picture.nodes, [Some((0.0, 0.0)), None]);
        assert_eq!(picture.ways, [vec![(180.0, 20.0), (230.0, 20.0)], vec![]]);
    }
}
