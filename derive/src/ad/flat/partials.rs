//! The partial derivatives of a node in its operands, as nodes.

use super::graph::{Graph, Id, Scalar, Term};
use crate::prims::{self, Derivative, E, Linear};

/// The operands of a node in which it has a derivative that does not vanish everywhere, each once, and that derivative;
/// `None` where it is not known here.
pub fn partials(graph: &mut Graph, id: Id) -> Option<Vec<(Id, Id)>> {
    let node = graph.node(id).clone();
    match node.term {
        Term::Select(cond, yes, no) => {
            let [one, zero] = [1.0, 0.0].map(|value| graph.number(value, &node.scalar));
            let (of_yes, of_no) = (graph.select(cond, one, zero), graph.select(cond, zero, one));
            Some(vec![(yes, of_yes), (no, of_no)])
        }
        Term::Prim(prim, args) => match prim.derivative {
            Derivative::Partials(rows) => Some(of_rows(graph, &rows(), &args, id)),
            Derivative::Linear(Linear::Cast | Linear::Copy) => {
                let same = graph.node(args[0]).scalar == node.scalar;
                let one = graph.number(1.0, &node.scalar);
                match graph.node(args[0]).scalar {
                    Scalar::Real(_) => same.then(|| vec![(args[0], one)]),
                    Scalar::Int(_) | Scalar::Bool => Some(Vec::new()),
                }
            }
            Derivative::Linear(_) => None,
            Derivative::Zero | Derivative::Inactive => Some(Vec::new()),
        },
        Term::Leaf(_)
        | Term::Given(_)
        | Term::Code(_)
        | Term::Number(_)
        | Term::Int(_)
        | Term::Bool(_) => Some(Vec::new()),
    }
}

/// Whether second derivatives of a node are right only as products with directions: `hypot` and `atan2` have derivatives at
/// numbers whose squares are out of range, and `powf` has conventions at 0 for the derivatives of its derivatives.
pub fn needs_directions(graph: &Graph, id: Id) -> bool {
    let Term::Prim(prim, _) = &graph.node(id).term else { return false };
    let Derivative::Partials(rows) = prim.derivative else { return false };
    [prims::HYPOT, prims::POWF].contains(prim) || rows().iter().any(mentions_hypot)
}

fn mentions_hypot(e: &E) -> bool {
    match e {
        E::Op(prim, parts) => *prim == prims::HYPOT || parts.iter().any(mentions_hypot),
        E::Select(cond, yes, no) => [cond, yes, no].into_iter().any(|e| mentions_hypot(e)),
        E::Even(branching, even) => mentions_hypot(branching) || mentions_hypot(even),
        E::Arg(_) | E::Out | E::Num(_) | E::Int(_) => false,
    }
}

fn of_rows(graph: &mut Graph, rows: &[E], args: &[Id], out: Id) -> Vec<(Id, Id)> {
    let mut partials: Vec<(Id, Id)> = Vec::new();
    for (arg, row) in args.iter().zip(rows) {
        if !matches!(graph.node(*arg).scalar, Scalar::Real(_)) {
            continue;
        }
        let partial = evaluate(graph, row, args, out);
        match partials.iter().position(|(of, _)| of == arg) {
            Some(at) => {
                let sum = graph.derived(prims::ADD, &[partials[at].1, partial]);
                partials[at].1 = sum;
            }
            None => partials.push((*arg, partial)),
        }
    }
    partials.retain(|(_, partial)| graph.value(*partial) != Some(0.0));
    partials
}

/// A formula of the table at a node.
fn evaluate(graph: &mut Graph, e: &E, args: &[Id], out: Id) -> Id {
    match e {
        E::Arg(i) => args[*i],
        E::Out => out,
        E::Num(value) => {
            let scalar = graph.node(out).scalar.clone();
            graph.number(*value, &scalar)
        }
        E::Int(value) => graph.int(*value, args[1]),
        E::Op(prim, parts) => {
            let parts: Vec<Id> =
                parts.iter().map(|part| evaluate(graph, part, args, out)).collect();
            let scalar = graph.node(out).scalar.clone();
            graph.derived_as(*prim, &parts, &scalar)
        }
        E::Even(branching, _) => evaluate(graph, branching, args, out),
        E::Select(cond, yes, no) => {
            let cond = evaluate(graph, cond, args, out);
            match graph.truth(cond) {
                Some(true) => evaluate(graph, yes, args, out),
                Some(false) => evaluate(graph, no, args, out),
                None => {
                    let yes = evaluate(graph, yes, args, out);
                    let no = evaluate(graph, no, args, out);
                    graph.select(cond, yes, no)
                }
            }
        }
    }
}
