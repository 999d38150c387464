//! Common subexpressions: what is computed twice is computed once.

use std::collections::HashMap;

use syn::Lit;

use crate::ir::{Block, Function, Literal, Op, Place, Step, Stmt, Var, Vars, View};
use crate::prims::Prim;

/// Shares equal pure operations of the derivative.
pub fn common_subexpressions(function: &mut Function, vars: &mut Vars) {
    Common { replaced: HashMap::new(), seen: HashMap::new(), primal: false, vars }
        .block(&mut function.body);
}

/// Shares equal expressions in the primal: `x[i] * x[i]` is a square. Values do not change, and what
/// the user named stays as it is.
pub fn shared_expressions(function: &mut Function, vars: &mut Vars) {
    Common { replaced: HashMap::new(), seen: HashMap::new(), primal: true, vars }
        .block(&mut function.body);
}

#[derive(Clone, PartialEq, Eq, Hash)]
enum Key {
    Prim(Prim, Vec<Var>),
    Project(Var, Vec<(u8, Vec<Var>, String)>),
    Index(String),
}

struct Common<'a> {
    replaced: HashMap<Var, Var>,
    /// What has been computed already, in this block or around it.
    seen: HashMap<Key, Var>,
    /// Whether statements of the primal are shared.
    primal: bool,
    vars: &'a mut Vars,
}

impl Common<'_> {
    fn resolve(&self, var: Var) -> Var {
        self.replaced.get(&var).copied().unwrap_or(var)
    }

    fn block(&mut self, block: &mut Block) {
        let mut own = Vec::new();
        let stmts = std::mem::take(&mut block.stmts);
        for mut stmt in stmts {
            let replaced = &self.replaced;
            let resolve = &mut |var| replaced.get(&var).copied().unwrap_or(var);
            stmt.read_others(resolve, self.vars, &mut block.stmts);
            for inner in stmt.op.blocks_mut() {
                self.block(inner);
            }
            let key = key(&stmt.op).filter(|_| !self.is_typed_number(&stmt));
            if let Some(key) = key {
                let known = self.seen.get(&key).copied();
                match (known, self.may_share(&stmt)) {
                    (Some(known), true) => {
                        self.replaced.insert(stmt.outs[0], known);
                        continue;
                    }
                    (None, shared) if shared || !self.is_variable(&stmt) => {
                        self.seen.insert(key.clone(), stmt.outs[0]);
                        own.push(key);
                    }
                    (Some(_), false) | (None, _) => {}
                }
            }
            block.stmts.push(stmt);
        }
        own.iter().for_each(|key| {
            self.seen.remove(key);
        });
        for result in &mut block.results {
            *result = self.resolve(*result);
        }
    }
}

impl Common<'_> {
    /// Whether a number is where a variable of the user's starts, and not that number elsewhere.
    fn is_variable(&self, stmt: &Stmt) -> bool {
        matches!(stmt.op, Op::Literal(_)) && self.vars[stmt.outs[0]].named
    }

    /// Whether it is a number of a type other than that of indices: its digits do not tell it from
    /// one of those.
    fn is_typed_number(&self, stmt: &Stmt) -> bool {
        matches!(stmt.op, Op::Literal(_)) && !self.vars.kind(stmt.outs[0]).is_index()
    }

    fn may_share(&self, stmt: &Stmt) -> bool {
        let out = stmt.outs[0];
        let shared = match &stmt.op {
            Op::Literal(_) => self.vars.kind(out).is_index(),
            // The next version of an array has storage of its own.
            Op::Prim(..) => self.vars.kind(out).is_scalar(),
            Op::Rust(_)
            | Op::Map { .. }
            | Op::Aggregate(_)
            | Op::Project(_)
            | Op::Update { .. }
            | Op::Zeros(_)
            | Op::Call(_)
            | Op::If { .. }
            | Op::For { .. }
            | Op::While { .. }
            | Op::Wrap(_)
            | Op::Unwrap(_) => true,
        };
        stmt.derived || (self.primal && shared && !self.vars[out].named)
    }
}

fn key(op: &Op) -> Option<Key> {
    match op {
        // The kind of a cast is not among its operands.
        Op::Prim(prim, args) if !prim.is_given() => Some(Key::Prim(*prim, args.clone())),
        Op::Literal(literal) => literal_key(literal),
        Op::Project(Place { root, path }) => {
            Some(Key::Project(*root, path.iter().map(step_key).collect()))
        }
        Op::Rust(_)
        | Op::Prim(..)
        | Op::Map { .. }
        | Op::Aggregate(_)
        | Op::Update { .. }
        | Op::Zeros(_)
        | Op::Call(_)
        | Op::If { .. }
        | Op::For { .. }
        | Op::While { .. }
        | Op::Wrap(_)
        | Op::Unwrap(_) => None,
    }
}

/// An index as it is written, since a suffix is its type.
fn literal_key(literal: &Literal) -> Option<Key> {
    match literal {
        Literal::Int(value) => Some(Key::Index(value.to_string())),
        Literal::Token(_, Lit::Int(lit)) => Some(Key::Index(lit.to_string())),
        Literal::Token(..)
        | Literal::Real(_)
        | Literal::Bool(_)
        | Literal::Path(..)
        | Literal::StandIn => None,
    }
}

/// A view but for its values.
fn shape_of(view: &View) -> String {
    let mut view = view.clone();
    view.each_var_mut(&mut |var| *var = Var(0));
    format!("{view:?}")
}

fn step_key(step: &Step) -> (u8, Vec<Var>, String) {
    match step {
        Step::Field(syn::Member::Named(name)) => (0, Vec::new(), name.to_string()),
        Step::Field(syn::Member::Unnamed(index)) => (0, Vec::new(), index.index.to_string()),
        Step::Index(var) => (1, vec![*var], String::new()),
        Step::NdIndex(vars) => (2, vars.clone(), String::new()),
        Step::View(view) => (3, view.vars(), shape_of(view)),
        Step::Range(lo, hi) => {
            let open = format!("{}{}", lo.is_none(), hi.is_none());
            (5, lo.iter().chain(hi).copied().collect(), open)
        }
    }
}
