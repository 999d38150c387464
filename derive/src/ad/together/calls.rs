//! Both halves of a callee as one call.

use std::collections::HashSet;

use super::between::Joint;
use super::branches::sums;
use crate::ir::{Block, Call, Half, Handed, Op, Passing, Role, Stmt, Var, Vars, Yield};

/// Makes one call of both halves of a callee, wherever the cotangent does not depend on the value;
/// yields how many there are.
pub fn accumulated(block: &mut Block, vars: &mut Vars) -> usize {
    let inner = block.stmts.iter_mut().flat_map(|stmt| stmt.op.blocks_mut());
    let inner: usize = inner.map(|block| accumulated(block, vars)).sum();
    let kept: Vec<Var> = block.stmts.iter().filter_map(kept).collect();
    inner + kept.into_iter().rev().filter(|kept| one(block, *kept, vars).is_some()).count()
}

/// What a callee keeps that has `accumulate`.
pub(super) fn kept(stmt: &Stmt) -> Option<Var> {
    let Op::Call(call) = &stmt.op else { return None };
    (call.is(Half::Forward) && call.callee.accumulates).then(|| stmt.outs[1])
}

fn one(block: &mut Block, kept: Var, vars: &mut Vars) -> Option<()> {
    let first = block.stmts.iter().position(|stmt| self::kept(stmt) == Some(kept))?;
    let mut readers =
        block.stmts.iter().enumerate().filter(|(_, stmt)| stmt.op.free().contains(&kept));
    let (second, back) = readers.next()?;
    if readers.next().is_some() || block.results.contains(&kept) {
        return None;
    }
    let (forth, back) = (block.stmts[first].clone(), back.clone());
    let guarded = !back.op.blocks().is_empty();
    let stmt = match guarded {
        true => where_read(&forth, &back, vars)?,
        false => at_once(&forth, &back, vars)?,
    };
    let added = &|roots: &HashSet<Var>| match guarded {
        true => sums(&back, roots),
        false => shadows(&back, roots),
    };
    let mut needed: HashSet<Var> = back.op.free().into_iter().collect();
    needed.remove(&kept);
    Joint { first, second, needed, yielded: &forth.outs, added }.close(block, stmt, vars)?;
    Some(())
}

/// Which of these cotangents a callee adds to, each with its next version.
fn shadows(back: &Stmt, roots: &HashSet<Var>) -> Vec<(Var, Var)> {
    let Op::Call(call) = &back.op else { return Vec::new() };
    let read: Vec<Var> = call.all_values().collect();
    let changes = back.changes().into_iter();
    changes.filter(|(root, _)| roots.contains(root) && !read.contains(root)).collect()
}

/// The call of `accumulate`.
fn at_once(forth: &Stmt, back: &Stmt, vars: &Vars) -> Option<Stmt> {
    let (Op::Call(on), Op::Call(call)) = (&forth.op, &back.op) else { return None };
    let seed = call.seed().filter(|seed| call.is(Half::Backward) && vars.kind(*seed).is_real());
    let changed = |(how, active): &(Passing, bool)| *active && *how == Passing::Mut;
    let whole = call.shadows().all(|given| given.handed.place().is_some());
    if !whole || call.callee.passing.iter().any(changed) {
        return None;
    }
    let mut both = Call { of: Half::Both, ..on.clone() };
    both.give(Handed::Value(seed?), Role::Seed, 0);
    both.args.extend(call.shadows().cloned());
    let bars = call.yields().into_iter().zip(&back.outs);
    let yielded: Vec<(Yield, &Var)> =
        on.yields().into_iter().zip(&forth.outs).chain(bars).collect();
    let value = |what: Yield| yielded.iter().find(|(of, _)| *of == what).map(|(_, out)| **out);
    let mut outs: Vec<Var> = both.yields().into_iter().filter_map(value).collect();
    outs.extend(forth.changes().into_iter().chain(back.changes()).map(|(_, next)| next));
    Some(Stmt { outs, op: Op::Call(both), ..forth.clone() })
}

/// The same where nothing is pulled back if nobody has read the value: the function alone is called then.
fn where_read(forth: &Stmt, back: &Stmt, vars: &mut Vars) -> Option<Stmt> {
    let (Op::If { cond, then, otherwise }, Op::Call(call)) = (&back.op, &forth.op) else {
        return None;
    };
    let [inner] = then.stmts.as_slice() else { return None };
    if call.places().next().is_some() || call.yields().len() > 2 || inner.outs != then.results {
        return None;
    }
    let mut stmt = at_once(forth, inner, vars)?;
    let [read, unread] = [(); 2].map(|()| vars.fresh(vars[forth.outs[0]].clone()));
    stmt.outs[0] = read;
    let then = Block { results: stmt.outs.clone(), stmts: vec![stmt] };
    let op = Op::Call(Call { of: Half::Primal, ..call.clone() });
    let alone = Stmt { outs: vec![unread], op, ..forth.clone() };
    let otherwise = Block {
        stmts: std::iter::once(alone).chain(otherwise.stmts.iter().cloned()).collect(),
        results: std::iter::once(unread).chain(otherwise.results.iter().copied()).collect(),
    };
    let outs = forth.outs[..1].iter().chain(&back.outs).copied().collect();
    let op = Op::If { cond: *cond, then, otherwise };
    Some(Stmt { outs, op, ..forth.clone() })
}
