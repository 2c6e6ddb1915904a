//! Small graphs as SVG, to be looked at: `cargo insta review`, or open the `.svg` files under `snapshots/`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fmt::Write;
use taskscope_core::layout::dag::{Graph, Grouped, Layout, Options, Routing, Size, layout, layout_grouped};

const BOX: Size = Size { w: 90.0, h: 28.0 };

/// A graph from lines such as `a > b c` (edges from a to b and to c). Names are given in order of appearance.
fn graph(text: &str) -> (Graph, Vec<String>) {
    let mut names: Vec<String> = Vec::new();
    let mut edges = Vec::new();
    let mut index = |name: &str| match names.iter().position(|n| n == name) {
        Some(i) => i as u32,
        None => {
            names.push(name.into());
            names.len() as u32 - 1
        }
    };
    for line in text.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let (tail, heads) = line.split_once('>').unwrap_or((line, ""));
        let tail = index(tail.trim());
        edges.extend(heads.split_whitespace().map(|h| (tail, index(h))));
    }
    (Graph { sizes: vec![BOX; names.len()], edges, ..Graph::default() }, names)
}

/// The picture, coordinates rounded to a tenth of a px. Edges against the flow are red.
fn svg(picture: &Layout, names: &[String]) -> String {
    let (w, h) = (picture.bounds.w + 20.0, picture.bounds.h + 20.0);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-10 -10 {w:.0} {h:.0}\" width=\"{w:.0}\" height=\"{h:.0}\" font-size=\"11\" font-family=\"sans-serif\">\n<rect x=\"-10\" y=\"-10\" width=\"100%\" height=\"100%\" fill=\"white\"/>\n"
    );
    for route in picture.edges.iter() {
        let points: Vec<String> = route.points.iter().map(|p| format!("{:.1},{:.1}", p.x, p.y)).collect();
        let colour = if route.reversed { "crimson" } else { "steelblue" };
        writeln!(out, "<polyline fill=\"none\" stroke=\"{colour}\" points=\"{}\"/>", points.join(" ")).unwrap();
    }
    for (r, name) in picture.nodes.iter().zip(names) {
        writeln!(out, "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"4\" fill=\"white\" stroke=\"black\"/><text x=\"{:.1}\" y=\"{:.1}\">{name}</text>", r.x, r.y, r.w, r.h, r.x + 6.0, r.y + r.h / 2.0 + 4.0).unwrap();
    }
    out + "</svg>\n"
}

fn check(name: &str, text: &str, options: &Options) {
    let (graph, names) = graph(text);
    insta::assert_binary_snapshot!(&format!("{name}.svg"), svg(&layout(&graph, options), &names).into_bytes());
}

/// Serial steps, a stage of parallel lanes, a step that skips the stage.
const INSTALL: &str = "
    prepare > check-1 check-2 check-3 audit
    check-1 > install-1
    check-2 > install-2
    check-3 > install-3
    install-1 > start
    install-2 > start
    install-3 > start
    start > verify
    audit > verify
    verify > finish";

/// Branches that meet two by two, given in an order that would cross.
const NESTED: &str = "
    a > b c d e
    b > f
    c > g
    d > f
    e > g
    f > h
    g > h
    a > h";

/// Lanes with ties between them.
const TIES: &str = "
    begin > a1 b1 c1 d1
    a1 > a2
    a2 > a3
    a3 > a4
    b1 > b2
    b2 > b3
    b3 > b4
    c1 > c2
    c2 > c3
    c3 > c4
    d1 > d2
    d2 > d3
    d3 > d4
    a1 > d2
    d2 > a3
    b1 > c3
    c2 > b4
    a4 > end
    b4 > end
    c4 > end
    d4 > end";

/// A cycle, a loop, a double edge, an edge both ways, a part of its own and a node alone.
const DIRTY: &str = "
    a > b b
    b > c c
    c > a d
    d > d e
    e > d
    x > y
    alone";

#[test]
fn install() {
    check("layout_install", INSTALL, &Options::default());
}

#[test]
fn install_along_the_axes() {
    check("layout_install_axes", INSTALL, &Options { routing: Routing::Orthogonal, ..Options::default() });
}

#[test]
fn nested_branches() {
    check("layout_nested", NESTED, &Options::default());
}

#[test]
fn lanes_with_ties() {
    check("layout_ties", TIES, &Options::default());
}

#[test]
fn lanes_with_ties_along_the_axes() {
    check("layout_ties_axes", TIES, &Options { routing: Routing::Orthogonal, ..Options::default() });
}

#[test]
fn dirty_data() {
    check("layout_dirty", DIRTY, &Options::default());
}

#[test]
fn boxes_of_many_sizes() {
    let (mut graph, names) = graph(TIES);
    for (i, size) in graph.sizes.iter_mut().enumerate() {
        *size = Size { w: 40.0 + 25.0 * (i % 4) as f32, h: 20.0 + 12.0 * (i % 5) as f32 };
    }
    insta::assert_binary_snapshot!("layout_sizes.svg", svg(&layout(&graph, &Options::default()), &names).into_bytes());
}

#[test]
fn a_stacked_stage() {
    let mut text = String::from("prepare > hosts\nhosts > ");
    (1..=14).for_each(|i| write!(text, "host-{i} ").unwrap());
    (1..=14).for_each(|i| write!(text, "\nhost-{i} > join").unwrap());
    text += "\njoin > finish";
    let (mut graph, names) = graph(&text);
    graph.names = names.iter().map(|n| u32::from(n.starts_with("host-"))).collect();
    let picture = layout(&graph, &Options { stack: Some(5), ..Options::default() });
    insta::assert_binary_snapshot!("layout_stacked.svg", svg(&picture, &names).into_bytes());
}

/// Hosts whose steps are lanes, a probe beside them. The last host waits for the first.
fn hosts() -> (Graph, Vec<String>, Vec<u32>) {
    let steps = ["check", "copy", "unpack", "start"];
    let mut text = String::from("prepare > ");
    (1..=5).for_each(|host| write!(text, "check-{host} ").unwrap());
    for host in 1..=5 {
        for pair in steps.windows(2) {
            write!(text, "\n{}-{host} > {}-{host}", pair[0], pair[1]).unwrap();
        }
        write!(text, "\ncheck-{host} > probe-{host}\nprobe-{host} > start-{host} report\nstart-{host} > join").unwrap();
    }
    text +=
        "\nstart-1 > start-6 join-6\nprepare > join-6\nstart-6 > join-6\njoin-6 > join\njoin > report\nreport > finish";
    let (graph, names) = graph(&text);
    let host = |name: &String| name.split_once('-').map_or(u32::MAX, |(_, host)| host.parse::<u32>().unwrap() - 1);
    let groups = names.iter().map(host).collect();
    (graph, names, groups)
}

fn grouped_svg(picture: &Grouped, names: &[String]) -> String {
    let mut boxes = String::new();
    for r in picture.boxes.iter().flatten() {
        writeln!(boxes, "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"6\" fill=\"whitesmoke\" stroke=\"silver\"/>", r.x, r.y, r.w, r.h).unwrap();
    }
    svg(&picture.layout, names).replacen("<polyline", &(boxes + "<polyline"), 1)
}

#[test]
fn hosts_as_groups() {
    let (graph, names, groups) = hosts();
    let picture = layout_grouped(&graph, &groups, &Options::default());
    insta::assert_binary_snapshot!("layout_groups.svg", grouped_svg(&picture, &names).into_bytes());
}

#[test]
fn hosts_as_groups_along_the_axes() {
    let (graph, names, groups) = hosts();
    let options = Options { routing: Routing::Orthogonal, ..Options::default() };
    let picture = layout_grouped(&graph, &groups, &options);
    insta::assert_binary_snapshot!("layout_groups_axes.svg", grouped_svg(&picture, &names).into_bytes());
}
