//! The SVG image. Everything is an attribute: a style sheet would leak into a page that the image stands in.

use super::label::{columns, equation, headline, number, shorten, xml};
use super::layout::{Layout, Rect, Route, Sizes};
use super::palette::{COTANGENT, EDGE, Paint, TEXT, VALUE};
use super::{Graph, Node};
use std::fmt::Write;

const MARGIN: f64 = 12.0;
const FONT_SIZE: f64 = 14.0;
const SMALL_FONT_SIZE: f64 = 12.0;
/// The advance of a monospaced character as a share of the font's size; few fonts exceed it.
const ADVANCE: f64 = 0.605;
const PADDING: f64 = 14.0;
const LINE_HEIGHT: f64 = 21.0;
const NUMBER_GAP: f64 = 20.0;
const MIN_BOX_WIDTH: f64 = 52.0;
const LABEL_HEIGHT: f64 = 19.0;
const LEGEND_HEIGHT: f64 = 30.0;
const LEGEND_WIDTH: f64 = 168.0;
const MAX_EQUATION: usize = 40;
const MAX_PARTIAL: usize = 28;
const ARROW: f64 = 7.0;

pub(super) fn draw(graph: &Graph) -> String {
    let layout = Layout::new(graph, &sizes(graph));
    let has_numbers = graph.has_values() || graph.has_cotangents();
    let (least_width, legend_height) =
        if has_numbers { (LEGEND_WIDTH, LEGEND_HEIGHT) } else { (0.0, 0.0) };
    let width = layout.width.max(least_width) + 2.0 * MARGIN;
    let height = layout.height + legend_height + 2.0 * MARGIN;
    // A drawing narrower than its legend stands in the middle above it.
    let left = (width - layout.width) / 2.0;

    let mut out = String::new();
    let title = xml(&headline(graph));
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
         viewBox=\"0 0 {width:.1} {height:.1}\" role=\"img\" \
         font-family=\"ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace\" \
         font-size=\"{FONT_SIZE}\">\n<title>{title}</title>\n\
         <g transform=\"translate({left:.1} {MARGIN})\">\n"
    );
    draw_edges(graph, &layout, &mut out);
    for (node, place) in graph.nodes.iter().zip(&layout.boxes) {
        draw_node(node, place, &mut out);
    }
    out.push_str("</g>\n");
    if has_numbers {
        draw_legend(graph, width / 2.0, height - MARGIN, &mut out);
    }
    out.push_str("</svg>\n");
    out
}

fn sizes(graph: &Graph) -> Sizes {
    let has_numbers = graph.has_values() || graph.has_cotangents();
    let lines = if has_numbers { 2.0 } else { 1.0 };
    let partial_width =
        |partial| text_width(&shorten(partial, MAX_PARTIAL), SMALL_FONT_SIZE) + 10.0;
    Sizes {
        box_widths: graph.nodes.iter().map(box_width).collect(),
        box_height: lines * LINE_HEIGHT + 13.0,
        label_widths: graph.edges().map(|edge| edge.partial.map(partial_width)).collect(),
        label_height: LABEL_HEIGHT,
    }
}

fn text_width(text: &str, size: f64) -> f64 {
    columns(text) as f64 * ADVANCE * size
}

fn box_width(node: &Node) -> f64 {
    let equation = text_width(&shorten(&equation(node), MAX_EQUATION), FONT_SIZE);
    let number_width = |x: Option<f64>| x.map_or(0.0, |x| text_width(&number(x), SMALL_FONT_SIZE));
    let numbers = number_width(node.value) + NUMBER_GAP + number_width(node.cotangent);
    MIN_BOX_WIDTH.max(equation.max(numbers) + 2.0 * PADDING)
}

fn draw_edges(graph: &Graph, layout: &Layout, out: &mut String) {
    let _ = writeln!(out, "<g fill=\"none\" stroke=\"{EDGE}\" stroke-width=\"1.6\">");
    for (edge, route) in graph.edges().zip(&layout.routes) {
        let [from, to] = [edge.from, edge.to].map(|node| xml(&graph.nodes[node].name));
        let path = path(route);
        let _ = writeln!(out, "<path data-from=\"{from}\" data-to=\"{to}\" d=\"{path}\"/>");
    }
    let _ = writeln!(out, "</g>\n<g fill=\"{EDGE}\">");
    for Route { end: (x, y), .. } in &layout.routes {
        let (left, right, top) = (x - ARROW / 2.0 - 0.5, x + ARROW / 2.0 + 0.5, y - ARROW - 1.0);
        let _ = writeln!(out, "<path d=\"M{x:.1} {y:.1}L{left:.1} {top:.1}H{right:.1}Z\"/>");
    }
    out.push_str("</g>\n");
    for (edge, route) in graph.edges().zip(&layout.routes) {
        if let (Some(partial), Some(place)) = (edge.partial, route.label) {
            draw_label(partial, &place, out);
        }
    }
}

/// Straight through rows, S-shaped in between, and straight again into the arrow head.
fn path(route: &Route) -> String {
    let (mut x, mut y) = route.start;
    let mut path = format!("M{x:.1} {y:.1}");
    for stop in &route.stops {
        curve(&mut path, (x, y), (stop.x, stop.top));
        if stop.bottom > stop.top {
            let _ = write!(path, "V{:.1}", stop.bottom);
        }
        (x, y) = (stop.x, stop.bottom);
    }
    let (end, tip) = (route.end.0, route.end.1 - ARROW);
    curve(&mut path, (x, y), (end, tip));
    path
}

fn curve(path: &mut String, (x0, y0): (f64, f64), (x1, y1): (f64, f64)) {
    let _ = if (x0 - x1).abs() < 0.05 {
        write!(path, "V{y1:.1}")
    } else {
        let middle = (y0 + y1) / 2.0;
        write!(path, "C{x0:.1} {middle:.1} {x1:.1} {middle:.1} {x1:.1} {y1:.1}")
    };
}

fn draw_label(partial: &str, place: &Rect, out: &mut String) {
    let (x, y) = (place.x - place.width / 2.0, place.y - place.height / 2.0);
    let Rect { width, height, .. } = place;
    let baseline = place.y + SMALL_FONT_SIZE * 0.34;
    let text = xml(&shorten(partial, MAX_PARTIAL));
    let full = xml(partial);
    let _ = writeln!(
        out,
        "<g text-anchor=\"middle\" font-size=\"{SMALL_FONT_SIZE}\"><title>{full}</title>\
         <rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"9\" \
         fill=\"#f1f3f6\" stroke=\"#ccd3dd\"/>\
         <text x=\"{:.1}\" y=\"{baseline:.1}\" fill=\"#4a5568\">{text}</text></g>",
        place.x
    );
}

fn draw_node(node: &Node, place: &Rect, out: &mut String) {
    let Paint { fill, stroke } = Paint::of(node.role());
    let Rect { width, height, .. } = place;
    let (left, top) = (place.x - width / 2.0, place.y - height / 2.0);
    let full = xml(&equation(node));
    let name = xml(&node.name);
    let _ = writeln!(
        out,
        "<g data-node=\"{name}\"><title>{full}</title>\
         <rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"8\" \
         fill=\"{fill}\" stroke=\"{stroke}\" stroke-width=\"1.4\"/>"
    );
    let has_second_line = *height > LINE_HEIGHT * 2.0;
    let has_numbers = node.value.is_some() || node.cotangent.is_some();
    let shift = if has_second_line && has_numbers { LINE_HEIGHT / 2.0 } else { 0.0 };
    draw_equation(node, place.x, place.y - shift + FONT_SIZE * 0.34, out);
    let baseline = place.y + LINE_HEIGHT / 2.0 + SMALL_FONT_SIZE * 0.34;
    let (inner_left, inner_right) = (left + PADDING, left + width - PADDING);
    let places = match (node.value, node.cotangent) {
        (Some(_), Some(_)) => [(inner_left, "start"), (inner_right, "end")],
        _ => [(place.x, "middle"); 2],
    };
    for ((x, anchor), (of, color)) in
        places.into_iter().zip([(node.value, VALUE), (node.cotangent, COTANGENT)])
    {
        if let Some(of) = of {
            let of = number(of);
            let _ = writeln!(
                out,
                "<text x=\"{x:.1}\" y=\"{baseline:.1}\" text-anchor=\"{anchor}\" \
                 font-size=\"{SMALL_FONT_SIZE}\" fill=\"{color}\">{of}</text>"
            );
        }
    }
    out.push_str("</g>\n");
}

/// The name in bold, then the formula. These are two texts, since not every viewer can centre one of two fonts.
fn draw_equation(node: &Node, x: f64, baseline: f64, out: &mut String) {
    let text = shorten(&equation(node), MAX_EQUATION);
    let (name, formula) =
        match text.strip_prefix(&node.name).and_then(|rest| rest.strip_prefix(' ')) {
            Some(formula) => (&*node.name, formula),
            None => (&*text, ""),
        };
    let [whole, first] = [&*text, name].map(|text| text_width(text, FONT_SIZE));
    let name_end = x - whole / 2.0 + first;
    let _ = write!(
        out,
        "<text x=\"{name_end:.1}\" y=\"{baseline:.1}\" text-anchor=\"end\" font-weight=\"bold\" \
         fill=\"{TEXT}\">{}</text>",
        xml(name)
    );
    if !formula.is_empty() {
        let start = name_end + text_width(" ", FONT_SIZE);
        let formula = xml(formula);
        let _ = write!(
            out,
            "<text x=\"{start:.1}\" y=\"{baseline:.1}\" fill=\"{TEXT}\">{formula}</text>"
        );
    }
    out.push('\n');
}

fn draw_legend(graph: &Graph, middle: f64, bottom: f64, out: &mut String) {
    let entries: &[(&str, &str)] = match (graph.has_values(), graph.has_cotangents()) {
        (true, true) => &[("value", VALUE), ("cotangent", COTANGENT)],
        (true, false) => &[("value", VALUE)],
        (false, _) => &[("cotangent", COTANGENT)],
    };
    let entry_width = |word: &str| 14.0 + text_width(word, SMALL_FONT_SIZE);
    let total: f64 = entries.iter().map(|(word, _)| entry_width(word)).sum();
    let mut x = middle - (total + NUMBER_GAP * (entries.len() - 1) as f64) / 2.0;
    for (word, color) in entries {
        let (center, dot, text) = (x + 4.0, bottom - 5.0, x + 14.0);
        let baseline = bottom - 1.0;
        let _ = writeln!(
            out,
            "<circle cx=\"{center:.1}\" cy=\"{dot:.1}\" r=\"4\" fill=\"{color}\"/>\
             <text x=\"{text:.1}\" y=\"{baseline:.1}\" font-size=\"{SMALL_FONT_SIZE}\" fill=\"{EDGE}\">{word}</text>"
        );
        x += entry_width(word) + NUMBER_GAP;
    }
}
