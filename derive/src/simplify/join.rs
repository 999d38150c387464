//! Branches on one condition that follow each other are one branch.

use std::collections::HashMap;

use crate::ir::{Block, Function, Op, Stmt, Var, Vars};

/// Joins the branches of a derivative that stand on the same condition.
pub fn join(function: &mut Function, vars: &mut Vars) {
    block(&mut function.body, vars);
}

fn block(block_: &mut Block, vars: &Vars) {
    let stmts = std::mem::take(&mut block_.stmts);
    for mut stmt in stmts {
        stmt.op.blocks_mut().into_iter().for_each(|inner| block(inner, vars));
        let place = partner(&block_.stmts, &stmt, vars);
        match place {
            Some(i) => merge(&mut block_.stmts[i], stmt),
            None => block_.stmts.push(stmt),
        }
    }
}

/// The branch that a statement may become a part of: nothing that it reads is defined in between.
fn partner(before: &[Stmt], stmt: &Stmt, vars: &Vars) -> Option<usize> {
    let condition = condition(stmt)?;
    let found = before.iter().rposition(|other| self::condition(other) == Some(condition))?;
    if !is_plain(stmt, vars) {
        return None;
    }
    let read = stmt.op.free();
    let between = before[found + 1..].iter().flat_map(|other| &other.outs);
    between.into_iter().all(|out| !read.contains(out)).then_some(found)
}

fn condition(stmt: &Stmt) -> Option<Var> {
    let Op::If { cond, .. } = &stmt.op else { return None };
    stmt.derived.then_some(*cond)
}

/// Whether it only computes numbers, so that it may stand earlier.
fn is_plain(stmt: &Stmt, vars: &Vars) -> bool {
    let numbers = stmt.outs.iter().all(|out| vars.kind(*out).is_scalar());
    let inside = |block: &&Block| block.stmts.iter().all(|stmt| is_plain(stmt, vars));
    numbers && stmt.op.is_arithmetic() && stmt.op.blocks().iter().all(inside)
}

fn merge(first: &mut Stmt, second: Stmt) {
    let Op::If { then: yes, otherwise: no, .. } = second.op else { return };
    let Op::If { then, otherwise, .. } = &mut first.op else { return };
    for (arm, mut next) in [(then, yes), (otherwise, no)] {
        let known: HashMap<Var, Var> =
            first.outs.iter().copied().zip(arm.results.iter().copied()).collect();
        next.substitute(&mut |var| known.get(&var).copied().unwrap_or(var));
        arm.stmts.append(&mut next.stmts);
        arm.results.append(&mut next.results);
    }
    first.outs.extend(second.outs);
}
