//! Mermaid flow charts. Nodes are numbered, since words such as `end` are no names there.

use super::label::{equation, number};
use super::palette::{Paint, TEXT};
use super::{Edge, Graph, Node, Role};

pub(super) fn draw(graph: &Graph) -> String {
    let mut out = String::from("flowchart TD\n");
    for (index, node) in graph.nodes.iter().enumerate() {
        out.push_str(&declare(index, node));
    }
    for edge in graph.edges() {
        out.push_str(&connect(edge));
    }
    for role in [Role::Input, Role::Step, Role::Output] {
        if graph.nodes.iter().any(|node| node.role() == role) {
            out.push_str(&class(role));
        }
    }
    out
}

fn declare(index: usize, node: &Node) -> String {
    let mut label = escape(&equation(node));
    for (word, x) in [("value", node.value), ("cotangent", node.cotangent)] {
        if let Some(x) = x {
            label.push_str(&format!("<br/>{word} {}", number(x)));
        }
    }
    format!("    n{index}(\"{label}\"):::{}\n", class_name(node.role()))
}

fn connect(Edge { from, to, partial }: Edge<'_>) -> String {
    match partial {
        None => format!("    n{from} --> n{to}\n"),
        Some(partial) => format!("    n{from} -- \"{}\" --> n{to}\n", escape(partial)),
    }
}

fn class(role: Role) -> String {
    let Paint { fill, stroke } = Paint::of(role);
    format!("    classDef {} fill:{fill},stroke:{stroke},color:{TEXT}\n", class_name(role))
}

fn class_name(role: Role) -> &'static str {
    match role {
        Role::Input => "input",
        Role::Step => "step",
        Role::Output => "output",
    }
}

/// Mermaid reads HTML tags and, after `#`, entities; a backtick at the start would mean Markdown.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("#amp;"),
            '<' => escaped.push_str("#lt;"),
            '>' => escaped.push_str("#gt;"),
            '"' => escaped.push_str("#quot;"),
            '#' => escaped.push_str("#35;"),
            '`' => escaped.push_str("#96;"),
            '\\' => escaped.push_str("#92;"),
            '\t' | '\n' | '\r' => escaped.push(' '),
            _ => escaped.push(c),
        }
    }
    escaped
}
