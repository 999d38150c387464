use crate::samples::{exercise, hostile, random};
use chainrule::Graph;

#[test]
fn the_exercise() {
    let drawing = "\
r(x, y, z) → r

layer                    value  cotangent
0      ○      x              1        192
       │ ○    y              2         96
       │ │ ○  z              4         72
1      ● │ │  u = x * x      1         96
2      ●─╯ │  v = u + y      3         96
3      ●───╯  w = z * v     12         24
4      ◆      r = w * w    144          1
";
    assert_eq!(exercise().to_text(), drawing);
    assert_eq!(exercise().to_string(), drawing);
}

#[test]
fn partials_follow_the_drawing() {
    let graph =
        Graph::new("f").input("x").node("u", "x.sin()", &["x"]).partial("u", "x", "x.cos()");
    let drawing = "\
f(x)

layer
0      ○  x
1      ●  u = x.sin()

∂u/∂x = x.cos()
";
    assert_eq!(graph.to_text(), drawing);
}

#[test]
fn lines_pass_beneath_rails_that_they_do_not_join() {
    let graph = Graph::new("f")
        .input("a")
        .input("b")
        .input("c")
        .node("d", "a * c", &["a", "c"])
        .node("e", "a * b * c * d", &["a", "b", "c", "d"])
        .output("e");
    let drawing = "\
f(a, b, c) → e

layer
0      ○        a
       │ ○      b
       │ │ ○    c
1      ├─│─┼─●  d = a * c
2      ◆─┴─┴─╯  e = a * b * c * d
";
    assert_eq!(graph.to_text(), drawing);
}

#[test]
fn an_empty_graph_is_a_headline() {
    assert_eq!(Graph::new("f").to_text(), "f()\n");
}

#[test]
fn lines_fit_80_columns() {
    let long = "x * ".repeat(50);
    let extreme = [("x", -1.234567e-300), ("y", -f64::MAX)];
    let graph = Graph::new(long.clone())
        .input("x")
        .node("y", &long, &["x"])
        .partial("y", "x", &long)
        .with_values(&extreme)
        .with_cotangents(&extreme);
    let mut graphs = vec![graph, hostile()];
    graphs.extend((1..30).map(|seed| random(seed, seed as usize, 40)));
    for graph in graphs {
        for line in graph.to_text().lines() {
            assert!(line.chars().count() <= 80, "{line}");
            assert_eq!(line, line.trim_end());
        }
    }
}

#[test]
fn too_many_rails_are_left_out() {
    let sum_of = |count: usize| {
        let names: Vec<_> = (0..count).map(|index| format!("x{index}")).collect();
        let names: Vec<_> = names.iter().map(String::as_str).collect();
        let graph = names.iter().fold(Graph::new("f"), |graph, name| graph.input(name));
        graph.node("sum", &names.join(" + "), &names).to_text()
    };
    let rails = ['│', '─', '┴', '╯'];
    assert!(sum_of(12).contains(rails));
    assert!(!sum_of(13).contains(rails));
}

/// Reads the rails of a drawing back: the edges as pairs of names.
fn read_edges(drawing: &str) -> Vec<(String, String)> {
    let mut owners: Vec<Option<String>> = vec![None; 40];
    let mut edges = Vec::new();
    for line in drawing.lines().skip(3) {
        let cells: Vec<char> = line.chars().skip(7).collect();
        let is_mark = |c: &char| "○●◆".contains(*c);
        let own = cells.iter().position(is_mark).expect("a mark");
        let rest: String = cells[own + 1..].iter().collect();
        let name =
            rest.split(|c| "─│├┤┼╰╯┴ ".contains(c)).find(|word| !word.is_empty()).expect("a name");
        // As far as an unbroken line goes from the mark; a rail that it passes beneath doesn't end it.
        let right = (own + 1..cells.len()).step_by(2).take_while(|&i| cells[i] == '─').last();
        let left = (0..own).rev().step_by(2).take_while(|&i| cells[i] == '─').last();
        let (first, last) = (left.map_or(own, |i| i - 1), right.map_or(own, |i| i + 1));
        for column in (first..=last).step_by(2) {
            if column == own || "├┤┼╰╯┴".contains(cells[column]) {
                edges.extend(owners[column].clone().map(|owner| (owner, name.to_owned())));
            }
        }
        for (column, owner) in owners.iter_mut().enumerate() {
            match cells.get(column) {
                _ if column == own => *owner = Some(name.to_owned()),
                Some('│' | '├' | '┤' | '┼') => {}
                _ => *owner = None,
            }
        }
    }
    edges.sort();
    edges
}

#[test]
fn the_rails_say_what_the_edges_are() {
    for seed in 1..200 {
        let graph = random(seed, 1 + seed as usize % 4, 1 + seed as usize % 20);
        let mut edges = Vec::new();
        for node in graph.nodes() {
            let from = |operand: usize| graph.nodes()[operand].name().to_owned();
            edges.extend(node.operands().map(|operand| (from(operand), node.name().to_owned())));
        }
        edges.sort();
        let drawing = graph.to_text();
        assert_eq!(read_edges(&drawing), edges, "{drawing}");
    }
}
