//! Additions of what only one arm of a branch brings.
//!
//! A branch gives the cotangent 0 to what the arm that was taken has not used, and behind it that 0 would be added
//! to elements. Where the branch changes arrays anyway, the arm that brings the cotangent adds it.

use std::collections::{HashMap, HashSet, VecDeque};

use crate::ir::{Block, Function, Literal, Mode, Op, Stmt, Var, Vars};

/// Moves such additions into the arms.
pub fn arms(function: &mut Function, vars: &mut Vars) {
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

/// Where a value comes from that is 0 unless an arm was taken.
#[derive(Clone, Copy)]
struct Brought {
    /// The statement.
    by: usize,
    /// Which of its values it is.
    at: usize,
    /// Whether it is the arm where the condition holds.
    holds: bool,
}

fn block(block_: &mut Block, zeros: &HashSet<Var>, vars: &mut Vars) {
    let mut brought: HashMap<Var, Brought> = HashMap::new();
    let mut stmts: Vec<Stmt> = Vec::new();
    let mut rest = VecDeque::from(std::mem::take(&mut block_.stmts));
    while let Some(mut stmt) = rest.pop_front() {
        stmt.op.blocks_mut().into_iter().for_each(|inner| block(inner, zeros, vars));
        if let Some(known) = addition(&stmt, &brought)
            && may_move(&stmt, &stmts, known)
            && !is_read(&stmt, &rest, &block_.results)
        {
            join(&mut stmts[known.by], stmt, known, vars);
            continue;
        }
        note(&stmt, stmts.len(), zeros, &mut brought);
        stmts.push(stmt);
    }
    block_.stmts = stmts;
}

/// The values of a branch that changes arrays, and brings numbers in one arm only.
fn note(stmt: &Stmt, by: usize, zeros: &HashSet<Var>, brought: &mut HashMap<Var, Brought>) {
    let Op::If { then, otherwise, .. } = &stmt.op else { return };
    let adds = |block: &Block| block.stmts.iter().any(|stmt| !stmt.op.written().is_empty());
    if !stmt.derived || !(adds(then) || adds(otherwise)) {
        return;
    }
    for (at, out) in stmt.outs.iter().enumerate() {
        let is_zero = [then, otherwise].map(|arm| zeros.contains(&arm.results[at]));
        if is_zero[0] != is_zero[1] {
            brought.insert(*out, Brought { by, at, holds: is_zero[1] });
        }
    }
}

fn addition(stmt: &Stmt, brought: &HashMap<Var, Brought>) -> Option<Brought> {
    let Op::Update { value, mode: Mode::Add, .. } = &stmt.op else { return None };
    brought.get(value).copied().filter(|_| stmt.derived)
}

/// Whether somebody reads later what the array was before.
fn is_read(stmt: &Stmt, rest: &VecDeque<Stmt>, results: &[Var]) -> bool {
    let Op::Update { place, .. } = &stmt.op else { return false };
    results.contains(&place.root) || rest.iter().any(|stmt| stmt.op.free().contains(&place.root))
}

/// Whether all that it needs is there before the branch, and nobody else reads the array between.
fn may_move(stmt: &Stmt, before: &[Stmt], known: Brought) -> bool {
    let Op::Update { place, value, .. } = &stmt.op else { return false };
    let (own, between) = (&before[known.by], &before[known.by + 1..]);
    let needed = stmt.op.free();
    let made = own.outs.iter().chain(between.iter().flat_map(|stmt| &stmt.outs));
    let made: HashSet<Var> = made.copied().collect();
    let is_own = |var: &Var| *var == *value || (*var == place.root && own.outs.contains(var));
    needed.iter().all(|var| is_own(var) || !made.contains(var))
        && between.iter().all(|stmt| !stmt.op.free().contains(&place.root))
}

/// Makes an addition a part of an arm.
fn join(branch: &mut Stmt, mut stmt: Stmt, known: Brought, vars: &mut Vars) {
    let Op::If { then, otherwise, .. } = &mut branch.op else { return };
    let (arm, other) = if known.holds { (then, otherwise) } else { (otherwise, then) };
    let Op::Update { place, value, .. } = &mut stmt.op else { return };
    let next = stmt.outs[0];
    let inner = vars.fresh(vars[next].clone());
    *value = arm.results[known.at];
    match branch.outs.iter().position(|out| *out == place.root) {
        Some(at) => {
            place.root = arm.results[at];
            arm.results[at] = inner;
            branch.outs[at] = next;
        }
        None => {
            arm.results.push(inner);
            other.results.push(place.root);
            branch.outs.push(next);
        }
    }
    stmt.outs = vec![inner];
    arm.stmts.push(stmt);
}
