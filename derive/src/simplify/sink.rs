//! Cotangents that only one arm of a branch brings.
//!
//! A branch gives the cotangent 0 to what the arm that was taken has not used. A callee that is handed
//! such a cotangent would add zeros, as for every candidate of a search but the one that was found: it
//! is called only where there is something to pull back.

use std::collections::{HashMap, HashSet};

use crate::ir::{Block, Function, Half, Literal, Op, Passing, Stmt, Var, Vars};

/// Moves the backward calls for such cotangents into a branch of their own.
pub fn sink(function: &mut Function, vars: &mut Vars) {
    let mut zeros = HashSet::new();
    note_zeros(&function.body, &mut zeros);
    block(&mut function.body, &zeros, vars);
}

fn note_zeros(block: &Block, zeros: &mut HashSet<Var>) {
    for stmt in &block.stmts {
        if let Op::Literal(Literal::Real(0.0)) = &stmt.op {
            zeros.extend(&stmt.outs);
        }
        stmt.op.blocks().into_iter().for_each(|inner| note_zeros(inner, zeros));
    }
}

fn block(block_: &mut Block, zeros: &HashSet<Var>, vars: &mut Vars) {
    // The condition on which a value may differ from 0, and whether it has to hold.
    let mut conditions: HashMap<Var, (Var, bool)> = HashMap::new();
    for stmt in &mut block_.stmts {
        stmt.op.blocks_mut().into_iter().for_each(|inner| block(inner, zeros, vars));
        if let Op::If { cond, then, otherwise } = &stmt.op {
            for (out, arms) in stmt.outs.iter().zip(then.results.iter().zip(&otherwise.results)) {
                match (zeros.contains(arms.0), zeros.contains(arms.1)) {
                    (true, false) => conditions.insert(*out, (*cond, false)),
                    (false, true) => conditions.insert(*out, (*cond, true)),
                    (true, true) | (false, false) => None,
                };
            }
        }
        if let Some((cond, holds)) = seed(stmt).and_then(|seed| conditions.get(&seed)) {
            guard(stmt, *cond, *holds, vars);
        }
    }
}

/// The number to be pulled back, where that adds to shadows and does nothing else.
fn seed(stmt: &Stmt) -> Option<Var> {
    let Op::Call(call) = &stmt.op else { return None };
    let adds = |(passing, active): &(Passing, bool)| !active || *passing == Passing::Ref;
    let known = stmt.outs.len() == stmt.changes().len();
    let alone = stmt.derived && known && call.callee.passing.iter().all(adds);
    call.seed().filter(|_| alone && call.is(Half::Backward))
}

/// Executes a statement that adds to shadows on a condition only.
fn guard(stmt: &mut Stmt, cond: Var, holds: bool, vars: &mut Vars) {
    let before = stmt.changes().into_iter().map(|(root, _)| root).collect();
    let inner: Vec<Var> = stmt.outs.iter().map(|out| vars.fresh(vars[*out].clone())).collect();
    let outs = std::mem::replace(&mut stmt.outs, inner.clone());
    let added = Block { stmts: vec![stmt.clone()], results: inner };
    let unchanged = Block { stmts: Vec::new(), results: before };
    let (then, otherwise) = if holds { (added, unchanged) } else { (unchanged, added) };
    stmt.outs = outs;
    stmt.op = Op::If { cond, then, otherwise };
}
