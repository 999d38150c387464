//! The DOT language of Graphviz. Labels are HTML-like, for their two colours.

use super::label::{equation, number, xml};
use super::palette::{COTANGENT, EDGE, Paint, VALUE};
use super::{Edge, Graph, Node};

pub(super) fn draw(graph: &Graph) -> String {
    let mut out = format!("digraph {} {{\n", quote(&graph.name));
    out.push_str("    node [shape=box, style=\"rounded,filled\", fontname=monospace];\n");
    out.push_str(&format!("    edge [color=\"{EDGE}\", fontname=monospace, fontsize=11];\n"));
    for node in &graph.nodes {
        out.push_str(&declare(node));
    }
    for edge in graph.edges() {
        out.push_str(&connect(graph, edge));
    }
    out.push_str("}\n");
    out
}

fn declare(node: &Node) -> String {
    let Paint { fill, stroke } = Paint::of(node.role());
    format!(
        "    {} [label=<{}>, fillcolor=\"{fill}\", color=\"{stroke}\"];\n",
        quote(&node.name),
        label(node)
    )
}

fn label(node: &Node) -> String {
    let numbers: Vec<_> = [(node.value, VALUE), (node.cotangent, COTANGENT)]
        .into_iter()
        .filter_map(|(x, color)| Some(format!("<font color=\"{color}\">{}</font>", number(x?))))
        .collect();
    let line = if numbers.is_empty() { "" } else { "<br/>" };
    format!("{}{line}{}", xml(&equation(node)), numbers.join("   "))
}

fn connect(graph: &Graph, edge: Edge<'_>) -> String {
    let [from, to] = [edge.from, edge.to].map(|node| quote(&graph.nodes[node].name));
    match edge.partial {
        None => format!("    {from} -> {to};\n"),
        Some(partial) => format!("    {from} -> {to} [label=<{}>];\n", xml(partial)),
    }
}

/// A quoted identifier. DOT itself only reads `\"`; a doubled backslash keeps a last one from doing so.
fn quote(name: &str) -> String {
    format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
}
