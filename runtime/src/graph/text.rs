//! The terminal drawing: a line a node, rails for the values that live.

use super::label::{columns, equation, headline, number, shorten};
use super::layout::layers::longest_path;
use super::{Graph, Role};

const WIDTH: usize = 80;
const MAX_RAILS: usize = 12;
const LAYER_COLUMN: usize = 7;
const GAP: &str = "  ";

pub(super) fn draw(graph: &Graph) -> String {
    if graph.nodes.is_empty() {
        return headline(graph) + "\n";
    }
    let layers = longest_path(graph);
    let mut order: Vec<usize> = (0..graph.nodes.len()).collect();
    order.sort_by_key(|&node| layers[node]);

    let rails = rails(graph, &order).unwrap_or_else(|| marks(graph, &order));
    let values = Column::new(graph, "value", |node| graph.nodes[node].value);
    let cotangents = Column::new(graph, "cotangent", |node| graph.nodes[node].cotangent);
    let rail_width = rails.iter().map(|rail| columns(rail)).max().unwrap_or(0) + GAP.len();
    let room =
        WIDTH.saturating_sub(LAYER_COLUMN + rail_width + values.width() + cotangents.width());
    let equations: Vec<_> = graph.nodes.iter().map(|node| shorten(&equation(node), room)).collect();
    let equation_width = equations.iter().map(|text| columns(text)).max().unwrap_or(0);

    let mut lines = vec![shorten(&headline(graph), WIDTH), String::new()];
    let header = pad("layer", LAYER_COLUMN + rail_width + equation_width);
    lines.push(header + &values.title() + &cotangents.title());
    let mut last_layer = None;
    for (&node, rail) in order.iter().zip(&rails) {
        let is_new = last_layer.replace(layers[node]) != Some(layers[node]);
        let layer = if is_new { layers[node].to_string() } else { String::new() };
        let line = pad(&layer, LAYER_COLUMN) + &pad(rail, rail_width);
        let line = line + &pad(&equations[node], equation_width);
        lines.push(line + &values.cell(node) + &cotangents.cell(node));
    }
    lines.extend(partials(graph));
    lines.iter().map(|line| line.trim_end().to_owned() + "\n").collect()
}

fn pad(text: &str, width: usize) -> String {
    text.to_owned() + &" ".repeat(width.saturating_sub(columns(text)))
}

/// A column of numbers, empty where no node has one.
struct Column {
    title: &'static str,
    cells: Vec<String>,
    width: usize,
}

impl Column {
    fn new(graph: &Graph, title: &'static str, of: impl Fn(usize) -> Option<f64>) -> Self {
        let show = |node| of(node).map_or_else(String::new, number);
        let cells: Vec<_> = (0..graph.nodes.len()).map(show).collect();
        let widest = cells.iter().map(String::len).max().unwrap_or(0);
        let width = if widest == 0 { 0 } else { widest.max(title.len()) };
        Self { title, cells, width }
    }

    fn width(&self) -> usize {
        if self.width == 0 { 0 } else { GAP.len() + self.width }
    }

    fn title(&self) -> String {
        if self.width == 0 { String::new() } else { format!("{GAP}{:>1$}", self.title, self.width) }
    }

    fn cell(&self, node: usize) -> String {
        format!("{:>1$}", self.cells[node], self.width())
    }
}

fn partials(graph: &Graph) -> Vec<String> {
    let mut lines = Vec::new();
    for edge in graph.edges() {
        if let Some(partial) = edge.partial {
            let [from, to] = [edge.from, edge.to].map(|node| &graph.nodes[node].name);
            lines.push(shorten(&format!("∂{to}/∂{from} = {partial}"), WIDTH));
        }
    }
    if !lines.is_empty() {
        lines.insert(0, String::new());
    }
    lines
}

fn mark(role: Role) -> char {
    match role {
        Role::Input => '○',
        Role::Step => '●',
        Role::Output => '◆',
    }
}

/// The drawing without rails.
fn marks(graph: &Graph, order: &[usize]) -> Vec<String> {
    order.iter().map(|&node| mark(graph.nodes[node].role()).to_string()).collect()
}

/// What stands in a column of the rails when a line is drawn.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rail {
    Free,
    /// A value that is never used ended here in the line above: a mark just below would seem to use it.
    Ended,
    Value(usize),
}

/// The rails of each line, or `None` where too many run side by side.
fn rails(graph: &Graph, order: &[usize]) -> Option<Vec<String>> {
    let last_use = last_uses(graph, order);
    let mut rails: Vec<Rail> = Vec::new();
    let mut lines = Vec::with_capacity(order.len());
    for (line, &node) in order.iter().enumerate() {
        let is_operand = |operand| graph.nodes[node].operands().any(|other| other == operand);
        let ports: Vec<Port> = rails
            .iter()
            .map(|&rail| match rail {
                Rail::Free | Rail::Ended => Port::Free,
                Rail::Value(value) if !is_operand(value) => Port::Passing,
                Rail::Value(value) if last_use[value] == Some(line) => Port::LastUse,
                Rail::Value(_) => Port::Use,
            })
            .collect();
        let own = own_column(&rails, &ports);
        if own >= MAX_RAILS {
            return None;
        }
        lines.push(draw_line(&ports, own, mark(graph.nodes[node].role())));
        advance(&mut rails, &ports, own, last_use[node].map(|_| node));
    }
    Some(lines)
}

/// The line that uses each node last.
fn last_uses(graph: &Graph, order: &[usize]) -> Vec<Option<usize>> {
    let mut last_use = vec![None; graph.nodes.len()];
    for (line, &node) in order.iter().enumerate() {
        for operand in graph.nodes[node].operands() {
            last_use[operand] = Some(line);
        }
    }
    last_use
}

/// How a column takes part in a line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Port {
    Free,
    Passing,
    Use,
    LastUse,
}

/// A node continues the first rail that ends in it, or takes the first free column.
fn own_column(rails: &[Rail], ports: &[Port]) -> usize {
    let ending = ports.iter().position(|&port| port == Port::LastUse);
    let free = || rails.iter().position(|&rail| rail == Rail::Free);
    ending.or_else(free).unwrap_or(rails.len())
}

fn draw_line(ports: &[Port], own: usize, mark: char) -> String {
    let used = |column: &usize| matches!(ports[*column], Port::Use | Port::LastUse);
    let first = (0..ports.len()).find(used).map_or(own, |column| column.min(own));
    let last = (0..ports.len()).rev().find(used).map_or(own, |column| column.max(own));
    let mut line = String::new();
    for column in 0..ports.len().max(own + 1) {
        let within = first < column && column <= last;
        if column > 0 {
            line.push(if within { '─' } else { ' ' });
        }
        line.push(match ports.get(column).unwrap_or(&Port::Free) {
            _ if column == own => mark,
            Port::Free if within => '─',
            Port::Free => ' ',
            Port::Passing => '│',
            Port::Use if column == first => '├',
            Port::Use if column == last => '┤',
            Port::Use => '┼',
            Port::LastUse if column == first => '╰',
            Port::LastUse if column == last => '╯',
            Port::LastUse => '┴',
        });
    }
    line
}

/// The columns as the next line finds them.
fn advance(rails: &mut Vec<Rail>, ports: &[Port], own: usize, value: Option<usize>) {
    for (rail, port) in rails.iter_mut().zip(ports) {
        match port {
            Port::Free | Port::LastUse => *rail = Rail::Free,
            Port::Passing | Port::Use => {}
        }
    }
    let next = value.map_or(Rail::Ended, Rail::Value);
    match rails.get_mut(own) {
        Some(rail) => *rail = next,
        None => rails.push(next),
    }
}
