//! Flattened derivatives: the Jacobian, or gradient and Hessian, of a function of fixed size as one function without loops.
//!
//! What the function computes becomes a graph of numbers (`evaluate`); derivatives are accumulated on it by elimination
//! (`accumulate`), written as a person would (`rewrites`), with what value and derivative have in common computed once, and
//! zeros that are zeros everywhere not at all. The graph is written as statements again (`write`), which `emit` prints
//! like any others.

mod accumulate;
mod branches;
mod evaluate;
mod graph;
mod integers;
mod leaves;
mod levels;
mod names;
mod partials;
mod regions;
mod rewrites;
mod tidy;
mod write;

#[cfg(test)]
pub use rewrites::{Policy, ROWS};

use evaluate::{Evaluated, Value, evaluate};
use graph::{Id, Scalar};
use write::{Wanted, array, write};

use super::drivers::Driver;
use crate::ir::{Function, Kind, Passing, Var, Vars};

/// The largest function that is flattened: so many nodes of its own.
const PRIMAL: usize = 1_000;
/// So many nodes with all derivatives, most of which are not needed in the end.
const ALL: usize = 40_000;
/// So many operations in what is written.
const WRITTEN: usize = 4_000;

/// A function as a graph, with the numbers that it is differentiated by.
struct Flat {
    of: Evaluated,
    inputs: Vec<Id>,
    scalar: Scalar,
}

impl Flat {
    fn new(function: &Function, active: &[Var], vars: &Vars) -> Option<Flat> {
        if function.params.iter().any(|param| param.passing == Passing::Mut) {
            return None;
        }
        let mut of = evaluate(function, vars, PRIMAL)?;
        of.graph.find_boundless(&of.output.nodes());
        let mut inputs = Vec::new();
        for (param, value) in function.params.iter().zip(&of.params) {
            if active.contains(&param.var) {
                numbers(vars.kind(param.var), value, &mut inputs)?;
            }
        }
        let scalar = of.graph.node(*inputs.first()?).scalar.clone();
        let outputs = of.output.nodes();
        let same = |id: &Id| of.graph.node(*id).scalar == scalar;
        (inputs.iter().all(same) && outputs.iter().all(same)).then_some(Flat { of, inputs, scalar })
    }

    fn number(&self) -> Kind {
        self.scalar.kind()
    }

    /// The function that returns these.
    fn driver(self, function: &Function, wanted: Vec<Wanted>, vars: &mut Vars) -> Option<Driver> {
        let Evaluated { mut graph, leaves, .. } = self.of;
        let wanted = tidy::tidy(&mut graph, wanted);
        let roots: Vec<Id> = wanted.iter().flat_map(|wanted| wanted.value.nodes()).collect();
        if graph.cost(&roots) > WRITTEN {
            return None;
        }
        let body = write(&graph, &leaves, &wanted, vars)?;
        let function = Function {
            name: function.name.clone(),
            params: function.params.clone(),
            outputs: body.results.len(),
            body,
            assumed: Vec::new(),
        };
        Some(Driver { function, dots: Vec::new() })
    }
}

/// The numbers of an argument that carry derivatives, in the order of a Jacobian's columns.
fn numbers(kind: &Kind, value: &Value, into: &mut Vec<Id>) -> Option<()> {
    match (kind, value) {
        (Kind::Real(_), Value::Node(id)) => into.push(*id),
        (Kind::Array(item, _), Value::Parts(parts)) if evaluated(kind, parts) => {
            parts.iter().try_for_each(|part| numbers(item, part, into))?;
        }
        (Kind::Tuple(items), Value::Parts(parts)) if items.len() == parts.len() => {
            items.iter().zip(parts).try_for_each(|(item, part)| numbers(item, part, into))?;
        }
        (Kind::Struct(info), Value::Parts(parts)) if info.fields.len() == parts.len() => {
            for ((_, kind, active), part) in info.fields.iter().zip(parts) {
                if *active {
                    numbers(kind, part, into)?;
                }
            }
        }
        (Kind::Int(_) | Kind::Bool, Value::Node(_)) => {}
        _ => return None,
    }
    Some(())
}

/// Whether these are the elements of an array, and not what stands for one whose length is not known.
fn evaluated(kind: &Kind, parts: &[Value]) -> bool {
    matches!(kind, Kind::Array(_, n) if leaves::length(n) == Some(parts.len()))
}

/// The value and the Jacobian, `[[f64; N]; M]`: a row for each number of the output, a column for each of the arguments.
pub fn jacobian(function: &Function, active: &[Var], vars: &mut Vars) -> Option<Driver> {
    let mut flat = Flat::new(function, active, vars)?;
    let outputs = flat.of.output.nodes();
    let rows = accumulate::jacobian(&mut flat.of.graph, &flat.inputs, &outputs, ALL)?;
    let kind = vars.kind(*function.body.results.first()?).clone();
    let value = Wanted { value: flat.of.output.clone(), kind };
    let matrix = matrix(&rows, flat.number());
    flat.driver(function, vec![value, matrix], vars)
}

/// The value, the gradient as one array, and the Hessian, `[[f64; N]; N]`, of a function that returns one number.
pub fn hessian(function: &Function, active: &[Var], vars: &mut Vars) -> Option<Driver> {
    let mut flat = Flat::new(function, active, vars)?;
    let Value::Node(output) = flat.of.output else { return None };
    let graph = &mut flat.of.graph;
    if graph.reached(&[output]).into_iter().any(|id| partials::needs_directions(graph, id)) {
        return None;
    }
    let gradient = accumulate::jacobian(graph, &flat.inputs, &[output], ALL)?.remove(0);
    let mut rows = accumulate::jacobian(graph, &flat.inputs, &gradient, ALL)?;
    // The matrix is symmetric: only what is below its diagonal is computed.
    for i in 1..rows.len() {
        let (above, below) = rows.split_at_mut(i);
        above.iter_mut().zip(&below[0]).for_each(|(row, entry)| row[i] = *entry);
    }
    let kind = flat.number();
    let value = Wanted { value: Value::Node(output), kind };
    let bars = gradient_of(&gradient, active, vars);
    let matrix = matrix(&rows, flat.number());
    flat.driver(function, [value].into_iter().chain(bars).chain([matrix]).collect(), vars)
}

/// A gradient as `gradient` returns it, where it consists of arrays and tuples.
fn gradient_of(bars: &[Id], active: &[Var], vars: &Vars) -> Option<Wanted> {
    let kinds: Vec<Kind> = active.iter().map(|var| vars.kind(*var).clone()).collect();
    let mut bars = bars.iter().copied();
    let values =
        kinds.iter().map(|kind| shaped(kind, &mut bars)).collect::<Option<Vec<Value>>>()?;
    match <[Value; 1]>::try_from(values) {
        Ok([value]) => Some(Wanted { value, kind: kinds.into_iter().next()? }),
        Err(several) => Some(Wanted { value: Value::Parts(several), kind: Kind::Tuple(kinds) }),
    }
}

fn shaped(kind: &Kind, ids: &mut impl Iterator<Item = Id>) -> Option<Value> {
    if !kind.is_fixed() {
        return None;
    }
    let parts = match kind {
        Kind::Array(item, n) => {
            (0..leaves::length(n)?).map(|_| shaped(item, ids)).collect::<Option<_>>()?
        }
        Kind::Tuple(items) => items.iter().map(|item| shaped(item, ids)).collect::<Option<_>>()?,
        _ => return ids.next().map(Value::Node),
    };
    Some(Value::Parts(parts))
}

fn listed(ids: &[Id]) -> Value {
    Value::Parts(ids.iter().map(|id| Value::Node(*id)).collect())
}

fn matrix(rows: &[Vec<Id>], number: Kind) -> Wanted {
    let columns = rows.first().map_or(0, Vec::len);
    let kind = array(array(number, columns), rows.len());
    Wanted { kind, value: Value::Parts(rows.iter().map(|row| listed(row)).collect()) }
}
