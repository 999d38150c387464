//! A backward branch as a part of the forward branch on the same condition.

use std::collections::{HashMap, HashSet};

use super::between::Joint;
use super::{Fusion, defined, is_new};
use crate::ad::order::Sums;
use crate::ir::{Block, Op, Stmt, Var};

impl Fusion<'_> {
    /// Merges the branch that defines this value with those of the backward pass on its condition;
    /// yields where it stands, if there are any.
    pub(super) fn branch(&mut self, whole: &mut Block, of: Var) -> Option<usize> {
        let mut merged = None;
        let mut tried: HashSet<Var> = HashSet::new();
        loop {
            let first = whole.stmts.iter().position(|stmt| stmt.outs.contains(&of))?;
            let condition = condition(&whole.stmts[first])?;
            let fits = |stmt: &Stmt| {
                stmt.derived
                    && self::condition(stmt) == Some(condition)
                    && stmt.outs.first().is_some_and(|out| !tried.contains(out))
            };
            let behind = whole.stmts.iter().enumerate().skip(first + 1);
            let Some((second, back)) = behind.into_iter().find(|(_, stmt)| fits(stmt)) else {
                return merged;
            };
            tried.extend(back.outs.first());
            if let Some(at) = self.one_branch(whole, first, second) {
                merged = Some(at);
            }
        }
    }

    fn one_branch(&mut self, whole: &mut Block, first: usize, second: usize) -> Option<usize> {
        let (forth, back) = (whole.stmts[first].clone(), whole.stmts[second].clone());
        // What the arms read of the forward branch, they find in its arms.
        let mut needed: HashSet<Var> = back.op.free().into_iter().collect();
        needed.retain(|var| !forth.outs.contains(var));
        let added = &|roots: &HashSet<Var>| sums(&back, roots);
        let stmt = merged(&forth, back.clone())?;
        Joint { first, second, needed, yielded: &forth.outs, added }.close(whole, stmt, self.vars)
    }
}

fn condition(stmt: &Stmt) -> Option<Var> {
    if let Op::If { cond, .. } = &stmt.op { Some(*cond) } else { None }
}

/// Each arm of the forward branch, followed by that of the backward branch.
fn merged(forth: &Stmt, back: Stmt) -> Option<Stmt> {
    let (
        Op::If { cond, then, otherwise },
        Op::If { then: back_then, otherwise: back_otherwise, .. },
    ) = (forth.op.clone(), back.op)
    else {
        return None;
    };
    let arm = |forward: Block, backward: Block| {
        let known: HashSet<Var> = defined(&forward.stmts).collect();
        let yielded: HashMap<Var, Var> =
            forth.outs.iter().copied().zip(forward.results.iter().copied()).collect();
        let mut backward = backward;
        backward.stmts.retain(|stmt| is_new(stmt, &known));
        backward.substitute(&mut |var| yielded.get(&var).copied().unwrap_or(var));
        Block {
            stmts: [forward.stmts, backward.stmts].concat(),
            results: [forward.results, backward.results].concat(),
        }
    };
    let op = Op::If { cond, then: arm(then, back_then), otherwise: arm(otherwise, back_otherwise) };
    let outs = [forth.outs.clone(), back.outs].concat();
    Some(Stmt { outs, op, span: forth.span, derived: forth.derived })
}

/// Which of these cotangents both arms of a branch only add to: before the branch, and after it.
pub(super) fn sums(stmt: &Stmt, roots: &HashSet<Var>) -> Vec<(Var, Var)> {
    let free: Vec<Var> = stmt.op.free().into_iter().filter(|var| roots.contains(var)).collect();
    let root = |out: &Var| {
        let adds = |root: &&Var| Sums::adds(std::slice::from_ref(stmt), **root, *out);
        free.iter().find(adds).map(|root| (*root, *out))
    };
    stmt.outs.iter().filter_map(root).collect()
}
