//! The proper layered graph: every link joins two neighbouring rows.
//!
//! A long edge gets a vertex on each row that it passes: a bend, or a label on the last of them. The edges of one value
//! share their bends, so that they run together as far as they can. Labels have rows of their own,
//! the odd ones, when there are any.

use super::Sizes;
use crate::graph::{Edge, Graph};
use std::collections::HashMap;

/// What a vertex stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    Node,
    Bend,
    Label,
}

#[derive(Debug)]
pub struct Vertex {
    pub content: Content,
    pub row: usize,
    pub width: f64,
    /// The vertices of the row above that links come from.
    pub above: Vec<usize>,
    /// The vertices of the row below that links go to.
    pub below: Vec<usize>,
}

/// The first vertices are the graph's nodes, in their order.
#[derive(Debug)]
pub struct Mesh {
    pub vertices: Vec<Vertex>,
    /// The vertices of each row from left to right.
    pub rows: Vec<Vec<usize>>,
    /// The vertices that each edge passes, with both ends.
    pub chains: Vec<Vec<usize>>,
}

impl Mesh {
    pub fn new(graph: &Graph, layers: &[usize], sizes: &Sizes) -> Self {
        let has_labels = sizes.label_widths.iter().any(Option::is_some);
        let rows_per_layer = if has_labels { 2 } else { 1 };
        let row_count = layers.iter().max().map_or(0, |deepest| deepest * rows_per_layer + 1);
        let mut mesh =
            Self { vertices: Vec::new(), rows: vec![Vec::new(); row_count], chains: Vec::new() };
        for (layer, &width) in layers.iter().zip(&sizes.box_widths) {
            mesh.add(Content::Node, layer * rows_per_layer, width);
        }
        let mut bends = HashMap::new();
        for (edge, &label) in graph.edges().zip(&sizes.label_widths) {
            mesh.add_edge(edge, label, &mut bends);
        }
        mesh
    }

    fn add(&mut self, content: Content, row: usize, width: f64) -> usize {
        let vertex = self.vertices.len();
        self.vertices.push(Vertex { content, row, width, above: Vec::new(), below: Vec::new() });
        self.rows[row].push(vertex);
        vertex
    }

    /// `bends` holds the bends so far, by value and row.
    fn add_edge(
        &mut self,
        edge: Edge<'_>,
        label: Option<f64>,
        bends: &mut HashMap<(usize, usize), usize>,
    ) {
        let last_row = self.vertices[edge.to].row;
        let mut chain = vec![edge.from];
        for row in self.vertices[edge.from].row + 1..last_row {
            chain.push(match label {
                Some(width) if row + 1 == last_row => self.add(Content::Label, row, width),
                _ => *bends
                    .entry((edge.from, row))
                    .or_insert_with(|| self.add(Content::Bend, row, 0.0)),
            });
        }
        chain.push(edge.to);
        for link in chain.windows(2) {
            self.link(link[0], link[1]);
        }
        self.chains.push(chain);
    }

    fn link(&mut self, upper: usize, lower: usize) {
        if !self.vertices[upper].below.contains(&lower) {
            self.vertices[upper].below.push(lower);
            self.vertices[lower].above.push(upper);
        }
    }

    /// The place of each vertex in its row.
    pub fn positions(&self) -> Vec<usize> {
        let mut positions = vec![0; self.vertices.len()];
        for row in &self.rows {
            for (position, &vertex) in row.iter().enumerate() {
                positions[vertex] = position;
            }
        }
        positions
    }
}
