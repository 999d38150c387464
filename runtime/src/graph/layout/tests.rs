use super::mesh::{Content, Mesh};
use super::*;
use crate::graph::Graph;

/// A graph whose steps use one to three earlier nodes, mostly recent ones; a third of the edges have partials if
/// `labelled`.
fn random_graph(seed: u64, nodes: usize, labelled: bool) -> Graph {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut draw = move |bound: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % bound as u64) as usize
    };
    let mut graph = Graph::new("f").input("n0").input("n1");
    for index in 2..nodes {
        let recent = index.min(5);
        let mut operands = Vec::new();
        for _ in 0..1 + draw(3) {
            let back = if draw(4) == 0 { draw(index) } else { draw(recent) };
            operands.push(format!("n{}", index - 1 - back));
        }
        let operands: Vec<_> = operands.iter().map(String::as_str).collect();
        let name = format!("n{index}");
        graph = graph.node(&name, &"x".repeat(1 + draw(12)), &operands);
        if labelled && draw(3) == 0 {
            graph = graph.partial(&name, operands[0], "2 * x");
        }
    }
    graph
}

fn sizes(graph: &Graph) -> Sizes {
    let width = |formula: Option<&str>| 50.0 + 8.0 * formula.map_or(0, str::len) as f64;
    Sizes {
        box_widths: graph.nodes().iter().map(|node| width(node.formula())).collect(),
        box_height: 50.0,
        label_widths: graph.edges().map(|edge| edge.partial.map(|_| 60.0)).collect(),
        label_height: 18.0,
    }
}

fn samples() -> impl Iterator<Item = Graph> {
    (1..40).map(|seed| random_graph(seed, 3 + seed as usize, seed % 2 == 0))
}

fn mesh_of(graph: &Graph) -> Mesh {
    Mesh::new(graph, &layers::longest_path(graph), &sizes(graph))
}

/// Every pair of links, by definition.
fn count_crossings_slowly(mesh: &Mesh) -> usize {
    let positions = mesh.positions();
    let mut count = 0;
    for row in &mesh.rows {
        let links: Vec<_> =
            row.iter().flat_map(|&u| mesh.vertices[u].below.iter().map(move |&v| (u, v))).collect();
        for &(a, b) in &links {
            for &(c, d) in &links {
                let crosses = positions[a] < positions[c] && positions[b] > positions[d];
                count += usize::from(crosses);
            }
        }
    }
    count
}

#[test]
fn every_edge_goes_to_a_later_layer_and_some_edge_to_the_next() {
    for graph in samples() {
        let layers = layers::longest_path(&graph);
        for edge in graph.edges() {
            assert!(layers[edge.from] < layers[edge.to]);
        }
        for (node, &layer) in graph.nodes().iter().zip(&layers) {
            let is_tight = node.operands().any(|operand| layers[operand] + 1 == layer);
            assert_eq!(is_tight, layer > 0, "{}", node.name());
        }
    }
}

#[test]
fn links_join_neighbouring_rows_and_chains_join_the_ends() {
    for graph in samples() {
        let mesh = mesh_of(&graph);
        for (edge, chain) in graph.edges().zip(&mesh.chains) {
            assert_eq!((chain.first(), chain.last()), (Some(&edge.from), Some(&edge.to)));
            for link in chain.windows(2) {
                assert_eq!(mesh.vertices[link[0]].row + 1, mesh.vertices[link[1]].row);
                assert!(mesh.vertices[link[0]].below.contains(&link[1]));
            }
            let label = |v: &&usize| mesh.vertices[**v].content == Content::Label;
            assert_eq!(chain.iter().filter(label).count(), usize::from(edge.partial.is_some()));
        }
    }
}

#[test]
fn crossings_are_counted_right_and_never_grow() {
    for graph in samples() {
        let mut mesh = mesh_of(&graph);
        let before = order::crossings(&mesh);
        assert_eq!(before, count_crossings_slowly(&mesh));
        let mut vertices: Vec<_> = mesh.rows.clone();
        order::reduce_crossings(&mut mesh);
        assert_eq!(order::crossings(&mesh), count_crossings_slowly(&mesh));
        assert!(order::crossings(&mesh) <= before);
        let mut reordered = mesh.rows.clone();
        vertices.iter_mut().chain(&mut reordered).for_each(|row| row.sort_unstable());
        assert_eq!(vertices, reordered);
    }
}

#[test]
fn a_twisted_ladder_is_untwisted() {
    let graph = Graph::new("f")
        .input("a")
        .input("b")
        .input("c")
        .node("d", "c", &["c"])
        .node("e", "b", &["b"])
        .node("f", "a", &["a"]);
    let mut mesh = mesh_of(&graph);
    assert_eq!(order::crossings(&mesh), 3);
    order::reduce_crossings(&mut mesh);
    assert_eq!(order::crossings(&mesh), 0);
}

#[test]
fn nothing_overlaps_and_everything_is_inside() {
    for graph in samples() {
        let layout = Layout::new(&graph, &sizes(&graph));
        let labels = layout.routes.iter().filter_map(|route| route.label);
        let rects: Vec<Rect> = layout.boxes.iter().copied().chain(labels).collect();
        for (index, a) in rects.iter().enumerate() {
            assert!(a.x - a.width / 2.0 > -1e-6 && a.x + a.width / 2.0 < layout.width + 1e-6);
            assert!(a.y - a.height / 2.0 > -1e-6 && a.y + a.height / 2.0 < layout.height + 1e-6);
            for b in &rects[..index] {
                let apart_x = (a.x - b.x).abs() - (a.width + b.width) / 2.0;
                let apart_y = (a.y - b.y).abs() - (a.height + b.height) / 2.0;
                assert!(apart_x > 10.0 || apart_y > 10.0, "{a:?} and {b:?}");
            }
        }
    }
}

#[test]
fn edges_run_down_and_keep_clear_of_boxes() {
    for graph in samples() {
        let layout = Layout::new(&graph, &sizes(&graph));
        for route in &layout.routes {
            let mut y = route.start.1;
            for stop in &route.stops {
                assert!(y < stop.top && stop.top <= stop.bottom);
                y = stop.bottom;
                for place in &layout.boxes {
                    let beside = (stop.x - place.x).abs() > place.width / 2.0 + 5.0;
                    let (top, bottom) =
                        (place.y - place.height / 2.0, place.y + place.height / 2.0);
                    assert!(beside || stop.bottom <= top || bottom <= stop.top);
                }
            }
            assert!(y < route.end.1);
        }
    }
}

#[test]
fn a_chain_is_drawn_straight() {
    let graph = Graph::new("f")
        .input("a")
        .node("b", "a", &["a"])
        .node("c", "bbbbbbbbbb", &["b"])
        .node("d", "c", &["c"]);
    let layout = Layout::new(&graph, &sizes(&graph));
    for place in &layout.boxes {
        assert!((place.x - layout.width / 2.0).abs() < 1e-6);
    }
}

#[test]
fn a_node_without_edges_stays_near() {
    let graph = Graph::new("f").input("a").input("b").input("c").node("d", "a", &["a"]);
    let layout = Layout::new(&graph, &sizes(&graph));
    assert!(layout.width < 300.0, "{}", layout.width);
}
