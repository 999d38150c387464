//! The graph as statements again: what one arm of a branch alone needs stands in that arm, everything else in the order in
//! which the results ask for it.

use std::collections::HashMap;
use std::rc::Rc;

use proc_macro2::Span;

use super::evaluate::Value;
use super::graph::{Graph, Id, Term};
use super::leaves::{At, Leaf};
use super::regions::{Branch, Item, Regions};
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
pub fn write(graph: &Graph, leaves: &[Leaf], wanted: &[Wanted], vars: &mut Vars) -> Option<Block> {
    let roots: Vec<Id> = wanted.iter().flat_map(|wanted| wanted.value.nodes()).collect();
    // Branches that would need each other are taken apart.
    let ordered = |shared| Regions::new(graph, &roots, shared)?.ordered(graph, &roots);
    let lists = ordered(true).or_else(|| ordered(false))?;
    let mut writer = Writer { graph, leaves, lists: &lists, vars, placed: HashMap::new() };
    let mut stmts = writer.region(0);
    let results = wanted.iter().map(|wanted| writer.whole(wanted, &mut stmts)).collect();
    Some(Block { stmts, results })
}

struct Writer<'a> {
    graph: &'a Graph,
    leaves: &'a [Leaf],
    lists: &'a [Vec<Item>],
    vars: &'a mut Vars,
    /// What has been written in the region and those around it.
    placed: HashMap<Id, Var>,
}

impl Writer<'_> {
    fn region(&mut self, region: usize) -> Vec<Stmt> {
        let mut stmts = Vec::new();
        for item in &self.lists[region] {
            match item {
                Item::Node(id) => self.node(*id, &mut stmts),
                Item::Branch(branch) => self.branch(branch, &mut stmts),
            }
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
            Term::Prim(..) | Term::Select(..) | Term::Code(_) => false,
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
            Term::Code(i) => self.graph.code[*i].clone(),
            Term::Select(..) => return,
            Term::Leaf(_) | Term::Given(_) | Term::Number(_) | Term::Int(_) | Term::Bool(_) => {
                self.atom(id, stmts)
            }
        };
        let var = self.define(id, op, true, stmts);
        self.placed.insert(id, var);
    }

    fn branch(&mut self, branch: &Branch, stmts: &mut Vec<Stmt>) {
        let cond = self.operand(branch.cond, stmts);
        let results = branch.choices.iter().filter_map(|id| match self.graph.node(*id).term {
            Term::Select(_, yes, no) => Some((yes, no)),
            _ => None,
        });
        let (yes, no): (Vec<Id>, Vec<Id>) = results.unzip();
        let (then, otherwise) = (self.arm(branch.arms[0], &yes), self.arm(branch.arms[1], &no));
        let outs: Vec<Var> = branch.choices.iter().map(|id| self.fresh(*id, true)).collect();
        self.placed.extend(branch.choices.iter().copied().zip(outs.iter().copied()));
        let derived = branch.choices.iter().all(|id| self.graph.node(*id).derived);
        let span = self.graph.node(branch.choices[0]).span;
        stmts.push(Stmt { outs, op: Op::If { cond, then, otherwise }, span, derived });
    }

    fn arm(&mut self, region: usize, results: &[Id]) -> Block {
        let outside = self.placed.clone();
        let mut stmts = self.region(region);
        let results = results.iter().map(|id| self.operand(*id, &mut stmts)).collect();
        self.placed = outside;
        Block { stmts, results }
    }

    fn fresh(&mut self, id: Id, own: bool) -> Var {
        let node = self.graph.node(id);
        let name = node.name.clone().filter(|_| own);
        let (span, named) = (node.span, name.is_some());
        let name = name.or_else(|| self.graph.hint(id));
        self.vars.fresh(VarInfo { kind: node.scalar.kind(), name, named, span })
    }

    fn define(&mut self, id: Id, op: Op, own: bool, stmts: &mut Vec<Stmt>) -> Var {
        let out = self.fresh(id, own);
        let node = self.graph.node(id);
        stmts.push(Stmt { outs: vec![out], op, span: node.span, derived: node.derived });
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
            Term::Prim(..) | Term::Select(..) | Term::Code(_) => {
                unreachable!("it was placed before")
            }
        }
    }

    fn step(&mut self, at: &At, span: Span, stmts: &mut Vec<Stmt>) -> Step {
        match at {
            At::Field(member) => Step::Field(member.clone()),
            At::Element(i) => {
                let mut b =
                    Builder { vars: self.vars, stmts: std::mem::take(stmts), span, derived: true };
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
