//! Jacobians by elimination of what stands between arguments and results (Griewank and Walther, 2008, chapters 9 and 10).
//!
//! The edges of the graph are labelled with partial derivatives. A vertex is eliminated by joining each edge into it to
//! each edge out of it, with their product; what is left in the end are the entries of the Jacobian. From the results on it
//! is reverse mode, from the arguments on forward mode; the vertex with the fewest products first (Markowitz) is often less
//! than either. All three are tried, and the one with the fewest operations is taken.

use std::collections::{BTreeMap, BTreeSet};

use super::graph::{Graph, Id, Scalar};
use super::partials::partials;
use crate::prims;

/// The order in which vertices go.
#[derive(Clone, Copy)]
enum Order {
    /// From the last to the first.
    Reverse,
    /// From the first to the last.
    Forward,
    /// That with the fewest products first.
    Markowitz,
}

/// A row for each result, a column for each argument, in a graph of no more than `limit` nodes.
pub fn jacobian(
    graph: &mut Graph,
    inputs: &[Id],
    outputs: &[Id],
    limit: usize,
) -> Option<Vec<Vec<Id>>> {
    let linear = Linear::new(graph, inputs, outputs)?;
    let orders: &[Order] = match (inputs.len(), outputs.len()) {
        (_, 1) => &[Order::Reverse],
        (1, _) => &[Order::Forward],
        _ => &[Order::Markowitz, Order::Reverse, Order::Forward],
    };
    let mut best: Option<(usize, Graph, Vec<Vec<Id>>)> = None;
    for order in orders {
        let mut tried = graph.clone();
        let Some(rows) = linear.clone().eliminated(&mut tried, *order, limit) else { continue };
        let roots: Vec<Id> = rows.iter().flatten().chain(outputs).copied().collect();
        let cost = tried.cost(&roots);
        if best.as_ref().is_none_or(|(least, ..)| cost < *least) {
            best = Some((cost, tried, rows));
        }
    }
    let (_, best, rows) = best?;
    *graph = best;
    Some(rows)
}

/// The graph of partial derivatives.
#[derive(Clone)]
struct Linear {
    /// For each vertex those that it depends on, with the derivative.
    before: Vec<BTreeMap<usize, Id>>,
    /// For each vertex those that depend on it.
    after: Vec<BTreeSet<usize>>,
    /// How many vertices are arguments, which come first.
    inputs: usize,
    /// How many are results, which come last.
    outputs: usize,
    /// The type of the numbers.
    scalar: Scalar,
}

impl Linear {
    fn new(graph: &mut Graph, inputs: &[Id], outputs: &[Id]) -> Option<Linear> {
        let scalar = graph.node(*inputs.first()?).scalar.clone();
        let mut vertex: BTreeMap<Id, usize> =
            inputs.iter().enumerate().map(|(i, id)| (*id, i)).collect();
        let mut before = vec![BTreeMap::new(); inputs.len()];
        for id in graph.reached(outputs) {
            if vertex.contains_key(&id) {
                continue;
            }
            let operands = graph.operands(id);
            if !operands.iter().any(|operand| vertex.contains_key(operand)) {
                continue;
            }
            let edges = partials(graph, id)?.into_iter();
            let edges = edges.filter_map(|(of, partial)| Some((*vertex.get(&of)?, partial)));
            let edges: BTreeMap<usize, Id> = edges.collect();
            if !edges.is_empty() {
                vertex.insert(id, before.len());
                before.push(edges);
            }
        }
        let one = graph.number(1.0, &scalar);
        let sinks = outputs.iter().map(|id| vertex.get(id).map(|at| (*at, one)));
        before.extend(sinks.map(|edge| edge.into_iter().collect()));
        let mut after = vec![BTreeSet::new(); before.len()];
        for (to, edges) in before.iter().enumerate() {
            edges.keys().for_each(|from| {
                after[*from].insert(to);
            });
        }
        Some(Linear { before, after, inputs: inputs.len(), outputs: outputs.len(), scalar })
    }

    fn eliminated(mut self, graph: &mut Graph, order: Order, limit: usize) -> Option<Vec<Vec<Id>>> {
        let end = self.before.len() - self.outputs;
        let mut left: BTreeSet<usize> = (self.inputs..end).collect();
        while let Some(vertex) = self.next(&left, order) {
            left.remove(&vertex);
            self.eliminate(graph, vertex);
            if graph.len() > limit {
                return None;
            }
        }
        let zero = graph.number(0.0, &self.scalar);
        let entry = |edges: &BTreeMap<usize, Id>, i: usize| *edges.get(&i).unwrap_or(&zero);
        let row = |edges| (0..self.inputs).map(|i| entry(edges, i)).collect();
        Some(self.before[end..].iter().map(row).collect())
    }

    fn next(&self, left: &BTreeSet<usize>, order: Order) -> Option<usize> {
        match order {
            Order::Reverse => left.last().copied(),
            Order::Forward => left.first().copied(),
            Order::Markowitz => {
                let products = |at: &usize| self.before[*at].len() * self.after[*at].len();
                left.iter().rev().min_by_key(|at| products(at)).copied()
            }
        }
    }

    fn eliminate(&mut self, graph: &mut Graph, vertex: usize) {
        let into = std::mem::take(&mut self.before[vertex]);
        let out = std::mem::take(&mut self.after[vertex]);
        for to in out {
            let Some(onward) = self.before[to].remove(&vertex) else { continue };
            for (from, partial) in &into {
                let product = graph.derived(prims::MUL, &[onward, *partial]);
                let sum = match self.before[to].get(from) {
                    Some(other) => graph.derived(prims::ADD, &[*other, product]),
                    None => product,
                };
                self.before[to].insert(*from, sum);
                self.after[*from].insert(to);
            }
        }
        for from in into.keys() {
            self.after[*from].remove(&vertex);
        }
    }
}
