//! What a pair of forward and backward blocks keeps.

use std::collections::HashMap;

use crate::analysis::{Level, materialise};
use crate::ir::{Block, Kind, Op, Stmt, Var, VarInfo, Vars};
use crate::prims;

/// Decides what is kept and what is computed again. Yields the kept values, in program order, and
/// the statements to repeat at the head of the backward block. A part of a slice or of an array is
/// kept as a copy, which the forward block makes where the part is defined.
///
/// `missing` are the values that the forward block receives and the backward block lacks.
pub(super) fn record(
    level: Level,
    forward: &mut Block,
    missing: &[Var],
    backward: &mut Block,
    vars: &mut Vars,
) -> (Vec<Var>, Vec<Stmt>) {
    let found =
        materialise(level, &forward.stmts, missing, &backward.stmts, &backward.results, vars);
    let mut again = Block { stmts: found.recomputed, results: Vec::new() };
    again.stmts.iter_mut().for_each(|stmt| rename_inside(stmt, vars));
    let kept = found.kept.into_iter().map(|var| match copied(vars.kind(var)) {
        None => var,
        Some(kind) => {
            let copy = vars.fresh(VarInfo { kind, ..vars[var].clone() });
            copy_after_definition(forward, var, copy, vars);
            for block in [&mut again, &mut *backward] {
                block.substitute(&mut |read| if read == var { copy } else { read });
            }
            copy
        }
    });
    let kept = kept.collect();
    (kept, again.stmts)
}

/// A statement that is repeated defines other values inside its blocks than the original: both may
/// stand in one function.
fn rename_inside(stmt: &mut Stmt, vars: &mut Vars) {
    let mut renamed = HashMap::new();
    define_anew(stmt, &mut renamed, vars);
    let mut next = |var: Var| renamed.get(&var).copied().unwrap_or(var);
    stmt.op.blocks_mut().into_iter().for_each(|block| block.substitute(&mut next));
}

fn define_anew(stmt: &mut Stmt, renamed: &mut HashMap<Var, Var>, vars: &mut Vars) {
    let mut fresh = |var: &mut Var| {
        let info = vars[*var].clone();
        let new = vars.fresh(info);
        renamed.insert(*var, new);
        *var = new;
    };
    stmt.op.bound_mut().into_iter().for_each(&mut fresh);
    for inner in stmt.op.blocks_mut().into_iter().flat_map(|block| &mut block.stmts) {
        inner.outs.iter_mut().for_each(&mut fresh);
    }
    for inner in stmt.op.blocks_mut().into_iter().flat_map(|block| &mut block.stmts) {
        define_anew(inner, renamed, vars);
    }
}

/// What a borrowed part is kept as.
fn copied(kind: &Kind) -> Option<Kind> {
    match kind {
        Kind::Slice(item) => Some(Kind::Vec(item.clone())),
        Kind::Nd { num, rank, view: true } => {
            Some(Kind::Nd { num: num.clone(), rank: *rank, view: false })
        }
        _ => None,
    }
}

fn copy_after_definition(forward: &mut Block, var: Var, copy: Var, vars: &Vars) {
    let defined = forward.stmts.iter().position(|stmt| stmt.outs.contains(&var));
    let op = Op::Prim(prims::COPY, vec![var]);
    let stmt = Stmt { outs: vec![copy], op, span: vars[var].span, derived: true };
    forward.stmts.insert(defined.map_or(0, |i| i + 1), stmt);
}
