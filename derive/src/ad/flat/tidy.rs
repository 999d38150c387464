//! What depends on how often a term is read: `(1 / y) * x` is `x / y`, and `a * b + a * c` is `a * (b + c)`, where nothing
//! else reads what vanishes; what is divided by `y` more than once is multiplied by `1 / y`.

use std::collections::HashMap;

use super::evaluate::Value;
use super::graph::{Graph, Id, Term};
use super::write::Wanted;
use crate::prims::{self, Prim};

/// The same results with fewer operations.
pub fn tidy(graph: &mut Graph, wanted: Vec<Wanted>) -> Vec<Wanted> {
    let roots: Vec<Id> = wanted.iter().flat_map(|wanted| wanted.value.nodes()).collect();
    let reached = graph.reached(&roots);
    let mut readers: HashMap<Id, usize> = HashMap::new();
    let operands = reached.iter().flat_map(|id| graph.operands(*id));
    operands.chain(roots).for_each(|id| *readers.entry(id).or_default() += 1);
    let mut divided: HashMap<Id, usize> = HashMap::new();
    for id in reached.iter().filter(|id| graph.node(**id).derived) {
        if let Some([_, y]) = graph.applied(*id, prims::DIV) {
            *divided.entry(*y).or_default() += 1;
        }
    }
    let mut tidy = Tidy { graph, readers, divided, new: HashMap::new() };
    reached.into_iter().for_each(|id| tidy.node(id));
    let new = tidy.new;
    let wanted = wanted.into_iter();
    wanted.map(|Wanted { value, kind }| Wanted { value: renewed(&value, &new), kind }).collect()
}

fn renewed(value: &Value, new: &HashMap<Id, Id>) -> Value {
    match value {
        Value::Node(id) => Value::Node(new[id]),
        Value::Parts(parts) => Value::Parts(parts.iter().map(|part| renewed(part, new)).collect()),
    }
}

struct Tidy<'a> {
    graph: &'a mut Graph,
    readers: HashMap<Id, usize>,
    /// How many terms are divided by a node.
    divided: HashMap<Id, usize>,
    new: HashMap<Id, Id>,
}

impl Tidy<'_> {
    fn node(&mut self, id: Id) {
        let node = self.graph.node(id);
        let new = match node.term.clone() {
            _ if !node.derived => id,
            Term::Prim(prim, args) => self.prim(id, prim, &args),
            Term::Select(cond, yes, no) => {
                let [cond, yes, no] = [cond, yes, no].map(|id| self.new[&id]);
                self.graph.select(cond, yes, no)
            }
            Term::Leaf(_)
            | Term::Given(_)
            | Term::Code(_)
            | Term::Number(_)
            | Term::Int(_)
            | Term::Bool(_) => id,
        };
        self.new.insert(id, new);
    }

    fn prim(&mut self, id: Id, prim: Prim, args: &[Id]) -> Id {
        let scalar = self.graph.node(id).scalar.clone();
        let quotient = if prim == prims::MUL { self.quotient(args) } else { None };
        let factored =
            if prim == prims::ADD || prim == prims::SUB { self.factored(prim, args) } else { None };
        if let Some(simpler) = quotient.or(factored) {
            return simpler;
        }
        let divided = if prim == prims::DIV { self.divided.get(&args[1]) } else { None };
        let args: Vec<Id> = args.iter().map(|arg| self.new[arg]).collect();
        if divided.is_some_and(|terms| *terms > 1) && self.graph.value(args[0]) != Some(1.0) {
            let one = self.graph.number(1.0, &scalar);
            let inverse = self.graph.derived(prims::DIV, &[one, args[1]]);
            return self.graph.derived(prims::MUL, &[args[0], inverse]);
        }
        self.graph.derived_as(prim, &args, &scalar)
    }

    fn is_read_once(&self, id: Id) -> bool {
        self.graph.node(id).derived && self.readers.get(&id) == Some(&1)
    }

    /// `x / y` for `(1 / y) * x`, where nothing else reads `1 / y`.
    fn quotient(&mut self, args: &[Id]) -> Option<Id> {
        let inverse = |id: Id| -> Option<Id> {
            let [one, y] = self.graph.applied(id, prims::DIV)? else { return None };
            let alone = self.is_read_once(id) && self.divided.get(y) == Some(&1);
            (self.graph.value(*one) == Some(1.0) && alone).then_some(*y)
        };
        let (y, x) = match (inverse(args[0]), inverse(args[1])) {
            (Some(y), None) => (y, args[1]),
            (None, Some(y)) => (y, args[0]),
            (Some(_), Some(_)) | (None, None) => return None,
        };
        let [x, y] = [x, y].map(|id| self.new[&id]);
        let scalar = self.graph.node(x).scalar.clone();
        Some(self.graph.intern(Term::Prim(prims::DIV, vec![x, y]), scalar, true))
    }

    /// `a * (b + c)` for `a * b + a * c`, where nothing else reads these products.
    fn factored(&mut self, prim: Prim, args: &[Id]) -> Option<Id> {
        let product = |id: Id| -> Option<[Id; 2]> {
            let factors = self.graph.applied(id, prims::MUL).filter(|_| self.is_read_once(id))?;
            Some([factors[0], factors[1]])
        };
        let (left, right) = (product(args[0])?, product(args[1])?);
        let pairs = [(0, 0), (0, 1), (1, 0), (1, 1)];
        let (i, j) = pairs.into_iter().find(|(i, j)| left[*i] == right[*j])?;
        let [common, b, c] = [left[i], left[1 - i], right[1 - j]].map(|id| self.new[&id]);
        let sum = self.graph.derived(prim, &[b, c]);
        Some(self.graph.derived(prims::MUL, &[common, sum]))
    }
}
