//! Longest-path layering.

use crate::graph::Graph;

/// The number of edges on the longest path that leads to each node: 0 for inputs, and every edge goes to a later layer.
pub(in crate::graph) fn longest_path(graph: &Graph) -> Vec<usize> {
    let mut layers: Vec<usize> = Vec::with_capacity(graph.nodes.len());
    for node in &graph.nodes {
        let deepest = node.operands().map(|operand| layers[operand] + 1).max();
        layers.push(deepest.unwrap_or(0));
    }
    layers
}
