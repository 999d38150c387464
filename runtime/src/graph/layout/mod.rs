//! A layered layout: Sugiyama, Tagawa and Toda, *Methods for Visual Understanding of Hierarchical
//! System Structures*, IEEE Transactions on Systems, Man, and Cybernetics 11(2), 1981.
//!
//! [`layers`] gives each node its layer, [`mesh`] breaks edges into pieces between neighbouring rows,
//! [`order`] permutes the rows so that few pieces cross, [`place`] finds the coordinates, [`straighten`]
//! makes long edges straight.

pub(super) mod layers;
mod mesh;
mod order;
mod place;
mod straighten;

use super::Graph;
use mesh::{Content, Mesh};
use place::{Ports, Row};

/// The space that a drawing must leave.
pub(super) struct Sizes {
    /// The width of each node's box.
    pub box_widths: Vec<f64>,
    /// The height of every box.
    pub box_height: f64,
    /// The width of a label, for each edge that has one.
    pub label_widths: Vec<Option<f64>>,
    /// The height of every label.
    pub label_height: f64,
}

/// Where everything goes. The drawing begins at `(0, 0)`, and `y` runs down.
pub(super) struct Layout {
    /// The box of each node.
    pub boxes: Vec<Rect>,
    /// The course of each edge, in the order of `Graph::edges`.
    pub routes: Vec<Route>,
    pub width: f64,
    pub height: f64,
}

/// A rectangle by its centre.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rect {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

/// An edge: it leaves a box, runs straight down at each stop, curves in between, and enters a box.
pub(super) struct Route {
    pub start: (f64, f64),
    pub stops: Vec<Stop>,
    pub end: (f64, f64),
    pub label: Option<Rect>,
}

/// A straight vertical piece of an edge, through the height of a row.
pub(super) struct Stop {
    pub x: f64,
    pub top: f64,
    pub bottom: f64,
}

impl Layout {
    /// Lays out the graph. `label_widths` has an entry for each edge in the order of `Graph::edges`.
    pub fn new(graph: &Graph, sizes: &Sizes) -> Self {
        let mut mesh = Mesh::new(graph, &layers::longest_path(graph), sizes);
        order::reduce_crossings(&mut mesh);
        let mut ports = Ports::new(&mesh);
        let mut xs = place::columns(&mesh, &ports);
        straighten::straighten(&mesh, &ports, &mut xs);
        place::shift_to_origin(&mesh, &mut xs);
        ports.snap(&mesh, &xs);
        let rows = place::rows(&mesh, &xs, sizes);
        let rect = |vertex: usize, height| {
            let (x, y) = (xs[vertex], rows[mesh.vertices[vertex].row].middle());
            Rect { x, y, width: mesh.vertices[vertex].width, height }
        };
        let boxes: Vec<_> =
            (0..graph.nodes.len()).map(|node| rect(node, sizes.box_height)).collect();
        let route = |chain: &Vec<usize>| {
            let (from, to, inner) = (chain[0], chain[chain.len() - 1], &chain[1..chain.len() - 1]);
            let stop = |&vertex: &usize| {
                let Row { top, bottom } = rows[mesh.vertices[vertex].row];
                Stop { x: xs[vertex], top, bottom }
            };
            let is_label = |vertex: &&usize| mesh.vertices[**vertex].content == Content::Label;
            let entry = xs[to] + ports.offset(to, chain[chain.len() - 2]);
            let next = inner.first().map_or(entry, |&vertex| xs[vertex]);
            let exit = if (next - xs[from]).abs() <= place::MAX_SNAP { next } else { xs[from] };
            Route {
                start: (exit, boxes[from].y + sizes.box_height / 2.0),
                stops: inner.iter().map(stop).collect(),
                end: (entry, boxes[to].y - sizes.box_height / 2.0),
                label: inner.iter().find(is_label).map(|&label| rect(label, sizes.label_height)),
            }
        };
        let routes = mesh.chains.iter().map(route).collect();
        let right = |vertex: usize| xs[vertex] + mesh.vertices[vertex].width / 2.0;
        Self {
            routes,
            boxes,
            width: (0..xs.len()).map(right).fold(0.0, f64::max),
            height: rows.last().map_or(0.0, |row| row.bottom),
        }
    }
}

#[cfg(test)]
mod tests;
