//! The graph as statements again: what one arm of a branch alone needs stands in that arm, everything else in the order in
//! which the results ask for it.

use std::collections::HashMap;
use std::rc::Rc;

use proc_macro2::Span;

use super::evaluate::{At, Leaf, Value};
use super::graph::{Graph, Id, Term};
use crate::ir::{Block, Builder, Kind, Literal, Op, Place, Step, Stmt, Var, VarInfo, Vars};

/// An array type.
pub fn array(item: Kind, n: usize) -> Kind {
    let n = proc_macro2::Literal::usize_unsuffixed(n);
    Kind::Array(Box::new(item), Rc::new(syn::parse_quote!(#n)))
}

/// A result: a value and its type.
pub struct Wanted {
    /// The value.
    pub value: Value,
    /// Its type.
    pub kind: Kind,
}

/// Statements that compute such results.
pub fn write(graph: &Graph, leaves: &[Leaf], wanted: &[Wanted], vars: &mut Vars) -> Block {
    let roots: Vec<Id> = wanted.iter().flat_map(|wanted| wanted.value.nodes()).collect();
    let mut regions = Regions::new(graph, &roots);
    let lists = regions.ordered(graph, &roots);
    let mut writer =
        Writer { graph, leaves, regions: &regions, lists: &lists, vars, placed: HashMap::new() };
    let mut stmts = writer.region(0);
    let results = wanted.iter().map(|wanted| writer.whole(wanted, &mut stmts)).collect();
    Block { stmts, results }
}

/// Where each node is computed: everywhere, or in an arm of a branch.
struct Regions {
    parent: Vec<usize>,
    depth: Vec<usize>,
    of: HashMap<Id, usize>,
    arms: HashMap<Id, [usize; 2]>,
}

impl Regions {
    fn new(graph: &Graph, roots: &[Id]) -> Regions {
        let (parent, depth) = (vec![0], vec![0]);
        let mut regions = Regions { parent, depth, of: HashMap::new(), arms: HashMap::new() };
        roots.iter().for_each(|root| regions.needed(*root, 0));
        for id in graph.reached(roots).into_iter().rev() {
            let here = regions.of[&id];
            if let Term::Select(cond, yes, no) = graph.node(id).term {
                let arms = [regions.below(here), regions.below(here)];
                regions.needed(cond, here);
                regions.needed(yes, arms[0]);
                regions.needed(no, arms[1]);
                regions.arms.insert(id, arms);
            } else {
                graph.operands(id).into_iter().for_each(|operand| regions.needed(operand, here));
            }
        }
        regions
    }

    fn below(&mut self, region: usize) -> usize {
        self.parent.push(region);
        self.depth.push(self.depth[region] + 1);
        self.parent.len() - 1
    }

    /// A node is needed there, too.
    fn needed(&mut self, id: Id, there: usize) {
        let common = self.of.get(&id).map_or(there, |here| self.common(*here, there));
        self.of.insert(id, common);
    }

    fn common(&self, mut a: usize, mut b: usize) -> usize {
        while a != b {
            if self.depth[a] >= self.depth[b] { a = self.parent[a] } else { b = self.parent[b] }
        }
        a
    }

    /// The nodes of each region, operands first, in the order in which they are asked for.
    fn ordered(&mut self, graph: &Graph, roots: &[Id]) -> Vec<Vec<Id>> {
        let mut lists = vec![Vec::new(); self.parent.len()];
        let mut seen = vec![false; graph.len()];
        for root in roots {
            let mut open = vec![(*root, false)];
            while let Some((id, ready)) = open.pop() {
                if ready {
                    lists[self.of[&id]].push(id);
                } else if !std::mem::replace(&mut seen[id.0 as usize], true) {
                    open.push((id, true));
                    open.extend(graph.operands(id).into_iter().rev().map(|id| (id, false)));
                }
            }
        }
        lists
    }
}

struct Writer<'a> {
    graph: &'a Graph,
    leaves: &'a [Leaf],
    regions: &'a Regions,
    lists: &'a [Vec<Id>],
    vars: &'a mut Vars,
    placed: HashMap<Id, Var>,
}

impl Writer<'_> {
    fn region(&mut self, region: usize) -> Vec<Stmt> {
        let mut stmts = Vec::new();
        for id in &self.lists[region] {
            self.node(*id, &mut stmts);
        }
        stmts
    }

    /// Whether a node has no line of its own.
    fn is_inline(&self, id: Id) -> bool {
        let node = self.graph.node(id);
        let named = node.name.is_some();
        match &node.term {
            Term::Leaf(i) => !named || self.leaves[*i].path.is_empty(),
            Term::Given(_) | Term::Number(_) | Term::Int(_) | Term::Bool(_) => true,
            Term::Prim(..) | Term::Select(..) => false,
        }
    }

    fn node(&mut self, id: Id, stmts: &mut Vec<Stmt>) {
        if self.is_inline(id) {
            return;
        }
        let op = match &self.graph.node(id).term {
            Term::Prim(prim, args) => {
                let args = args.iter().map(|arg| self.operand(*arg, stmts)).collect();
                Op::Prim(*prim, args)
            }
            Term::Select(cond, yes, no) => {
                let cond = self.operand(*cond, stmts);
                let [then, otherwise] = self.regions.arms[&id];
                Op::If { cond, then: self.arm(then, *yes), otherwise: self.arm(otherwise, *no) }
            }
            Term::Leaf(_) | Term::Given(_) | Term::Number(_) | Term::Int(_) | Term::Bool(_) => {
                self.atom(id, stmts)
            }
        };
        let var = self.define(id, op, true, stmts);
        self.placed.insert(id, var);
    }

    fn arm(&mut self, region: usize, result: Id) -> Block {
        let mut stmts = self.region(region);
        let results = vec![self.operand(result, &mut stmts)];
        Block { stmts, results }
    }

    fn define(&mut self, id: Id, op: Op, own: bool, stmts: &mut Vec<Stmt>) -> Var {
        let node = self.graph.node(id);
        let name = node.name.clone().filter(|_| own);
        let (span, named) = (node.span, name.is_some());
        let name = name.or_else(|| self.graph.hint(id));
        let out = self.vars.fresh(VarInfo { kind: node.scalar.kind(), name, named, span });
        stmts.push(Stmt { outs: vec![out], op, span, derived: node.derived });
        out
    }

    fn operand(&mut self, id: Id, stmts: &mut Vec<Stmt>) -> Var {
        if let Some(placed) = self.placed.get(&id) {
            return *placed;
        }
        if let Term::Leaf(i) = self.graph.node(id).term
            && self.leaves[i].path.is_empty()
        {
            return self.leaves[i].param;
        }
        let op = self.atom(id, stmts);
        self.define(id, op, false, stmts)
    }

    /// What is written down, or read of an argument.
    fn atom(&mut self, id: Id, stmts: &mut Vec<Stmt>) -> Op {
        let node = self.graph.node(id);
        match &node.term {
            Term::Leaf(i) => {
                let Leaf { param, path } = &self.leaves[*i];
                let path = path.iter().map(|at| self.step(at, node.span, stmts)).collect();
                Op::Project(Place { root: *param, path })
            }
            Term::Given(text) => self.graph.given[text].clone(),
            Term::Number(bits) => Op::Literal(Literal::Real(f64::from_bits(*bits))),
            Term::Int(value) => Op::Literal(Literal::Int(*value)),
            Term::Bool(value) => Op::Literal(Literal::Bool(*value)),
            Term::Prim(..) | Term::Select(..) => unreachable!("it was placed before"),
        }
    }

    fn step(&mut self, at: &At, span: Span, stmts: &mut Vec<Stmt>) -> Step {
        match at {
            At::Field(member) => Step::Field(member.clone()),
            At::Element(i) => {
                let mut b = Builder { vars: self.vars, stmts: std::mem::take(stmts), span, derived: true };
                let index = b.index(*i as i64);
                *stmts = b.stmts;
                Step::Index(index)
            }
        }
    }

    /// A result, put together of its numbers.
    fn whole(&mut self, wanted: &Wanted, stmts: &mut Vec<Stmt>) -> Var {
        match &wanted.value {
            Value::Node(id) => self.operand(*id, stmts),
            Value::Parts(parts) => {
                let kinds = parts_of(&wanted.kind, parts.len());
                let parts = parts.iter().zip(kinds).map(|(part, kind)| {
                    let wanted = Wanted { value: part.clone(), kind };
                    self.whole(&wanted, stmts)
                });
                let parts = parts.collect();
                let (kind, span) = (wanted.kind.clone(), self.graph.span);
                let out = self.vars.fresh(VarInfo { kind, name: None, named: false, span });
                let op = Op::Aggregate(parts);
                stmts.push(Stmt { outs: vec![out], op, span, derived: true });
                out
            }
        }
    }
}

/// The kinds of the parts of a tuple or an array.
fn parts_of(kind: &Kind, n: usize) -> Vec<Kind> {
    match kind {
        Kind::Tuple(items) => items.clone(),
        kind => kind.element().map_or_else(Vec::new, |item| vec![item.clone(); n]),
    }
}
