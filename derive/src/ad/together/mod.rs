//! Both passes of reverse mode in one.
//!
//! A backward loop that only adds to cotangents and starts from what is known before the forward loop
//! ends, as that of a sum over many samples, becomes a part of it (`loops`): an iteration is pulled back
//! as soon as it was run. Nothing is kept then, and no iteration is run twice. A backward branch becomes
//! a part of the forward one (`branches`), and of a callee both halves become one call (`calls`), where
//! the cotangent does not depend on the value. What stands between two statements that become one goes
//! before or behind them (`between`).

mod between;
mod branches;
mod calls;
mod loops;

use std::collections::HashSet;

pub use calls::accumulated;

use super::Pair;
use crate::ir::{Block, Function, Literal, Op, Param, Passing, Stmt, Var, Vars};
use crate::prims;

impl Pair {
    /// The value and the cotangents, with the shadows as further parameters, and whether loops have
    /// become simpler by it. The seed is the parameter before them where it is asked for, else it is 1.
    /// Calls are not looked at yet.
    pub fn together(&self, seeded: bool, vars: &mut Vars) -> Option<(Function, bool)> {
        let Function { name, params, body, outputs, .. } = &self.forward;
        let seed = self.seed.filter(|seed| vars.kind(*seed).is_real())?;
        let changed = |param: &Param| {
            param.passing == Passing::Mut && self.shadows.iter().any(|(var, _)| *var == param.var)
        };
        if params.iter().any(changed) {
            return None;
        }
        let mut stmts = body.stmts.clone();
        let forward: HashSet<Var> = defined(&stmts).collect();
        let one = Op::Literal(Literal::Real(1.0));
        let one = Stmt { outs: vec![seed], op: one, span: name.span(), derived: true };
        stmts.extend((!seeded).then_some(one));
        // What the backward pass computes again is there already.
        let backward = self.backward.body.stmts.iter();
        stmts.extend(backward.filter(|stmt| is_new(stmt, &forward)).cloned());
        let (values, finals) = body.results[..self.forward.primal_results()].split_at(*outputs);
        let (bars, shadows) = self.backward.body.results.split_at(self.returned.len());
        let results = [values, bars, finals, shadows].concat();
        let mut whole = Block { stmts, results };
        let mut zeros = HashSet::new();
        note_zeros(&whole, &mut zeros);
        let mut contents = Contents::default();
        contents.note(&whole);
        let mut fusion = Fusion { local: &self.local, zeros, contents, vars, merged: false };
        fusion.block(&mut whole, false);
        let merged = fusion.merged;
        distinct(&mut whole, vars);
        let value = |var: &Var| Param { var: *var, passing: Passing::Value };
        let shadows = self.shadows.iter();
        let shadows = shadows.map(|(_, var)| Param { var: *var, passing: Passing::Mut });
        let seed = seeded.then(|| value(&seed));
        let function = Function {
            name: name.clone(),
            params: params.iter().cloned().chain(seed).chain(shadows).collect(),
            body: whole,
            outputs: outputs + self.returned.len(),
            assumed: Vec::new(),
        };
        Some((function, merged))
    }
}

/// The state of merging.
struct Fusion<'a> {
    /// The cotangents that backward loops carry and that are 0 between iterations, if they are so at
    /// first.
    local: &'a HashSet<Var>,
    /// The values that consist of zeros.
    zeros: HashSet<Var>,
    contents: Contents,
    vars: &'a mut Vars,
    /// Whether there are loops that run once now.
    merged: bool,
}

impl Fusion<'_> {
    /// Merges the branches and loops of the forward pass in a block with those of the backward pass in
    /// the same block. Within loops that is done only for the sake of calls.
    fn block(&mut self, block: &mut Block, inside: bool) {
        let Contents { loops, calls } = &self.contents;
        let wanted = |first: &Var| calls.contains(first) || !inside && loops.contains(first);
        let primal = block.stmts.iter().filter(|stmt| !stmt.derived);
        let chosen: Vec<(Var, Option<Var>)> = primal
            .filter_map(|stmt| {
                Some((*stmt.outs.first().filter(|first| wanted(first))?, index(stmt)))
            })
            .collect();
        for (first, index) in chosen {
            let merged = match index {
                Some(index) => self.looped(block, index),
                None => self.branch(block, first),
            };
            let Some(at) = merged else { continue };
            self.merged |= index.is_some();
            for inner in block.stmts[at].op.blocks_mut() {
                self.block(inner, inside || index.is_some());
            }
        }
    }
}

/// What is in the statements of a function, by the first value that they define.
#[derive(Default)]
struct Contents {
    loops: HashSet<Var>,
    /// Calls of functions that have `accumulate`.
    calls: HashSet<Var>,
}

impl Contents {
    fn note(&mut self, block: &Block) {
        for stmt in &block.stmts {
            let Some(first) = stmt.outs.first() else { continue };
            let mut inner = stmt.op.blocks().into_iter().flat_map(|block| &block.stmts);
            let within = |found: &HashSet<Var>, inner: &mut dyn Iterator<Item = &Stmt>| {
                inner.filter_map(|stmt| stmt.outs.first()).any(|first| found.contains(first))
            };
            stmt.op.blocks().into_iter().for_each(|block| self.note(block));
            if index(stmt).is_some() || within(&self.loops, &mut inner.clone()) {
                self.loops.insert(*first);
            }
            let accumulates = calls::kept(stmt).is_some();
            if accumulates || within(&self.calls, &mut inner) {
                self.calls.insert(*first);
            }
        }
    }
}

/// A backward block defines values of the forward one again, by their names: they get new ones.
fn distinct(block: &mut Block, vars: &mut Vars) {
    let mut met = HashSet::new();
    for stmt in &mut block.stmts {
        let mut inside = Vec::new();
        defined_inside(stmt, &mut inside);
        let all: HashSet<Var> = inside.iter().copied().collect();
        match all.len() == inside.len() && all.is_disjoint(&met) {
            true => met.extend(all),
            false => stmt.inside_anew(vars),
        }
    }
}

fn defined_inside(stmt: &Stmt, found: &mut Vec<Var>) {
    found.extend(stmt.op.bound());
    for inner in stmt.op.blocks().into_iter().flat_map(|block| &block.stmts) {
        found.extend(&inner.outs);
        defined_inside(inner, found);
    }
}

fn index(stmt: &Stmt) -> Option<Var> {
    if let Op::For { index, .. } = &stmt.op { Some(*index) } else { None }
}

fn defined(stmts: &[Stmt]) -> impl Iterator<Item = Var> {
    stmts.iter().flat_map(|stmt| stmt.outs.iter().copied())
}

fn is_new(stmt: &Stmt, known: &HashSet<Var>) -> bool {
    !stmt.outs.iter().any(|out| known.contains(out))
}

fn note_zeros(block: &Block, zeros: &mut HashSet<Var>) {
    for stmt in &block.stmts {
        stmt.op.blocks().into_iter().for_each(|inner| note_zeros(inner, zeros));
        let is_zero = match &stmt.op {
            Op::Literal(literal) => matches!(literal, Literal::Real(0.0)),
            Op::Zeros(_) => true,
            Op::Prim(prim, args) => *prim == prims::FILLED && zeros.contains(&args[0]),
            Op::Rust(_)
            | Op::Map { .. }
            | Op::Aggregate(_)
            | Op::Project(_)
            | Op::Update { .. }
            | Op::Call(_)
            | Op::If { .. }
            | Op::For { .. }
            | Op::While { .. }
            | Op::Wrap(_)
            | Op::Unwrap(_) => false,
        };
        if is_zero {
            zeros.extend(&stmt.outs);
        }
    }
}
