//! Dead code: what nobody reads is not computed.

use std::collections::HashSet;

use super::carries::retain;
use crate::ir::{Block, Function, Op, Stmt, Var, Vars};

/// Removes dead statements, carried values and branch results.
pub fn dead_code(function: &mut Function, vars: &mut Vars) {
    let _ = vars;
    let mut live: HashSet<Var> = HashSet::new();
    sweep(&mut function.body, &mut live);
}

/// Removes what is dead in a block all of whose results are live; adds what it reads to `live`.
fn sweep(block: &mut Block, live: &mut HashSet<Var>) {
    live.extend(&block.results);
    let stmts = std::mem::take(&mut block.stmts);
    let mut kept = Vec::with_capacity(stmts.len());
    for mut stmt in stmts.into_iter().rev() {
        if prune(&mut stmt, live) {
            kept.push(stmt);
        }
    }
    kept.reverse();
    block.stmts = kept;
}

/// Whether a statement stays, without the parts that are dead.
fn prune(stmt: &mut Stmt, live: &mut HashSet<Var>) -> bool {
    let effect = matches!(&stmt.op, Op::Rust(code) if code.effect) || has_effect(&stmt.op);
    let used: Vec<bool> = stmt.outs.iter().map(|out| live.contains(out)).collect();
    if !effect && !used.contains(&true) {
        return false;
    }
    match &mut stmt.op {
        Op::If { then, otherwise, .. } => {
            retain(&mut stmt.outs, |i| used[i]);
            for arm in [then, otherwise] {
                retain(&mut arm.results, |i| used[i]);
                sweep(arm, live);
            }
        }
        Op::For { .. } | Op::While { .. } => prune_loop(stmt, used, live),
        Op::Map { body, .. } => sweep(body, live),
        _ => {}
    }
    live.extend(stmt.op.free());
    true
}

/// A carried value is live if its final value is read, or if a live value depends on it.
fn prune_loop(stmt: &mut Stmt, mut used: Vec<bool>, live: &mut HashSet<Var>) {
    let mut decides = HashSet::new();
    if let Op::While { cond, .. } = &mut stmt.op {
        sweep(cond, &mut decides);
        live.extend(cond.free());
    }
    let (Op::For { carries, body, .. } | Op::While { carries, body, .. }) = &mut stmt.op else {
        return;
    };
    for (carry, used) in carries.iter().zip(&mut used) {
        *used |= decides.contains(&carry.param);
    }
    loop {
        let mut trial = body.clone();
        retain(&mut trial.results, |i| used[i]);
        let mut inside = HashSet::new();
        sweep(&mut trial, &mut inside);
        let mut grown = false;
        for (i, carry) in carries.iter().enumerate() {
            if !used[i] && inside.contains(&carry.param) {
                used[i] = true;
                grown = true;
            }
        }
        if !grown {
            *body = trial;
            break;
        }
    }
    retain(carries, |i| used[i]);
    retain(&mut stmt.outs, |i| used[i]);
    live.extend(body.free());
}

fn has_effect(op: &Op) -> bool {
    op.blocks().iter().any(|block| {
        block
            .stmts
            .iter()
            .any(|stmt| matches!(&stmt.op, Op::Rust(code) if code.effect) || has_effect(&stmt.op))
    })
}
