//! What an iteration adds to one number, added up before.
//!
//! A backward loop adds to a cotangent once for each use of its value: `s_bar += a; …; s_bar += b`. Each addition waits
//! for the one before, and the next iteration for all of them. Added up first, `s_bar += a + b`, an iteration waits for one. This comes
//! last, since the order of the additions changes, and so may the last bit of the derivative.

use crate::ir::{Block, Carry, Function, Op, Stmt, Var, Vars};
use crate::prims;

/// Adds up what is added to carried numbers.
pub fn terms(function: &mut Function, vars: &mut Vars) {
    block(&mut function.body, vars);
}

fn block(block_: &mut Block, vars: &mut Vars) {
    for stmt in &mut block_.stmts {
        stmt.op.blocks_mut().into_iter().for_each(|inner| block(inner, vars));
        let (Op::For { carries, body, .. } | Op::While { carries, body, .. }) = &mut stmt.op else {
            continue;
        };
        for (carry, result) in carries.iter().zip(body.results.clone()) {
            if vars.kind(result).is_real()
                && let Some(added) = additions(body, carry, result)
            {
                rewrite(body, carry.param, &added, vars);
            }
        }
    }
}

/// A term of a sum: where it is added, to what, and whether it is taken off.
struct Added {
    at: usize,
    before: Var,
    term: Var,
    negative: bool,
}

/// The additions that lead from a carried number to its next value, if there are several, each the only reader of
/// the one before.
fn additions(body: &Block, carry: &Carry, result: Var) -> Option<Vec<Added>> {
    let (mut all, mut current, mut end) = (Vec::new(), result, body.stmts.len());
    while current != carry.param {
        let at = body.stmts[..end].iter().rposition(|stmt| stmt.outs == [current])?;
        let (prim, [before, term]) = body.stmts[at].op.prim()? else { return None };
        if !body.stmts[at].derived || (prim != prims::ADD && prim != prims::SUB) {
            return None;
        }
        all.push(Added { at, before: *before, term: *term, negative: prim == prims::SUB });
        (current, end) = (*before, at);
    }
    all.reverse();
    let several = all.len() > 1;
    (several && all.iter().all(|added| readers(body, added.before) == 1)).then_some(all)
}

fn readers(body: &Block, var: Var) -> usize {
    let read = |stmt: &&Stmt| stmt.op.free().contains(&var);
    body.stmts.iter().filter(read).count() + usize::from(body.results.contains(&var))
}

/// One addition in place of these.
fn rewrite(body: &mut Block, carried: Var, added: &[Added], vars: &mut Vars) {
    let last = &body.stmts[added[added.len() - 1].at];
    let (outs, span) = (last.outs.clone(), last.span);
    let mut sum = Vec::new();
    let mut define = |out: Vec<Var>, prim, args: [Var; 2]| {
        sum.push(Stmt { outs: out, op: Op::Prim(prim, args.to_vec()), span, derived: true });
    };
    // What is added comes before what is taken off, if there is any.
    let first = added.iter().position(|added| !added.negative);
    let start = first.unwrap_or(0);
    let others = added.iter().enumerate().filter(|(i, _)| *i != start);
    let total = others.fold(added[start].term, |total, (_, next)| {
        let info = vars[next.term].clone();
        let out = vars.fresh(crate::ir::VarInfo { name: None, named: false, ..info });
        let negative = next.negative && first.is_some();
        let prim = if negative { prims::SUB } else { prims::ADD };
        define(vec![out], prim, [total, next.term]);
        out
    });
    let prim = if first.is_some() { prims::ADD } else { prims::SUB };
    define(outs, prim, [carried, total]);
    let stmts = std::mem::take(&mut body.stmts).into_iter().enumerate();
    for (at, stmt) in stmts {
        match added.iter().position(|added| added.at == at) {
            None => body.stmts.push(stmt),
            Some(i) if i + 1 == added.len() => body.stmts.append(&mut sum),
            Some(_) => {}
        }
    }
}
