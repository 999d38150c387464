//! Both halves of a callee as one call.

use std::collections::HashSet;

use super::between::Joint;
use crate::ad::forward::undifferentiated;
use crate::ir::{Block, Half, Handed, Op, Passing, Place, Stmt, Tangent, Var, Vars};

/// Makes one call of both halves of a callee, wherever the cotangent does not depend on the value;
/// yields how many there are.
pub fn accumulated(block: &mut Block, vars: &mut Vars) -> usize {
    let inner = block.stmts.iter_mut().flat_map(|stmt| stmt.op.blocks_mut());
    let inner: usize = inner.map(|block| accumulated(block, vars)).sum();
    let kept: Vec<Var> = block.stmts.iter().filter_map(kept).collect();
    inner + kept.into_iter().rev().filter(|kept| one(block, *kept, vars).is_some()).count()
}

/// What a callee keeps that has `accumulate`.
fn kept(stmt: &Stmt) -> Option<Var> {
    if let Op::Forward(call, ..) = &stmt.op
        && call.accumulates
    {
        Some(stmt.outs[1])
    } else {
        None
    }
}

fn one(block: &mut Block, kept: Var, vars: &mut Vars) -> Option<()> {
    let first = block.stmts.iter().position(|stmt| self::kept(stmt) == Some(kept))?;
    let mut readers =
        block.stmts.iter().enumerate().filter(|(_, stmt)| stmt.op.free().contains(&kept));
    let (second, back) = readers.next()?;
    if readers.next().is_some() || block.results.contains(&kept) {
        return None;
    }
    let forth = block.stmts[first].clone();
    let (stmt, shadows) = whole(&forth, back, vars)?;
    let Op::Backward { seed, args, .. } = &back.op else { return None };
    let mut needed: HashSet<Var> = seed.iter().copied().collect();
    for place in &shadows {
        needed.insert(place.root);
        let path = Place { root: place.root, path: place.path.clone() };
        needed.extend(Op::Project(path).free());
    }
    let read = [seed.as_slice(), args].concat();
    let added = back.changes().into_iter().filter(|(root, _)| !read.contains(root)).collect();
    Joint { first, second, needed, yielded: &forth.outs, added }.close(block, stmt, vars)?;
    Some(())
}

/// The call of `accumulate`, and its shadows.
fn whole(forth: &Stmt, back: &Stmt, vars: &Vars) -> Option<(Stmt, Vec<Place>)> {
    let Op::Backward { call, seed: Some(seed), shadows, .. } = &back.op else { return None };
    let changed = |(how, active): &(Passing, bool)| *active && *how == Passing::Mut;
    if !vars.kind(*seed).is_real() || call.passing.iter().any(changed) {
        return None;
    }
    let shadows: Vec<Place> = shadows.iter().cloned().collect::<Option<_>>()?;
    let mut tangent = undifferentiated(&forth.op)?;
    tangent.args.push((Handed::Value(*seed), true));
    tangent.args.extend(shadows.iter().map(|place| (Handed::Mut(place.clone()), true)));
    let op = Op::Tangent(Tangent { of: Half::Both, ..tangent });
    let returned = back.outs.len() - back.changes().len();
    let (bars, added) = back.outs.split_at(returned);
    let outs = [&forth.outs[..1], bars, &forth.outs[2..], added].concat();
    Some((Stmt { outs, op, ..forth.clone() }, shadows))
}
