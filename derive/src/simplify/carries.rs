//! Loops that carry a value they never change, and branches that yield what they were given.

use std::collections::HashMap;

use crate::ir::{Block, Function, Op, Var, Vars};

/// A carried value that is the same in every iteration is the value before the loop; what both arms of a
/// branch yield is that value.
pub fn invariant_carries(function: &mut Function, vars: &mut Vars) {
    let mut replaced = HashMap::new();
    block(&mut function.body, &mut replaced, vars);
}

fn resolve(var: Var, replaced: &HashMap<Var, Var>) -> Var {
    let mut var = var;
    while let Some(next) = replaced.get(&var) {
        var = *next;
    }
    var
}

fn block(block_: &mut Block, replaced: &mut HashMap<Var, Var>, vars: &mut Vars) {
    for mut stmt in std::mem::take(&mut block_.stmts) {
        stmt.read_others(&mut |var| resolve(var, replaced), vars, &mut block_.stmts);
        if let Op::For { carries, body, .. } | Op::While { carries, body, .. } = &mut stmt.op {
            let fixed: Vec<bool> =
                carries.iter().zip(&body.results).map(|(c, next)| c.param == *next).collect();
            for ((carry, out), fixed) in carries.iter().zip(&stmt.outs).zip(&fixed) {
                if *fixed {
                    replaced.insert(carry.param, carry.init);
                    replaced.insert(*out, carry.init);
                }
            }
            let keep = |i: usize| !fixed.get(i).copied().unwrap_or(false);
            retain(carries, keep);
            retain(&mut stmt.outs, keep);
            retain(&mut body.results, keep);
        }
        for inner in stmt.op.blocks_mut() {
            block(inner, replaced, vars);
        }
        if let Op::If { then, otherwise, .. } = &mut stmt.op {
            let same: Vec<bool> =
                then.results.iter().zip(&otherwise.results).map(|(yes, no)| yes == no).collect();
            let fixed = stmt.outs.iter().zip(&then.results).zip(&same).filter(|(_, same)| **same);
            replaced.extend(fixed.map(|((out, value), _)| (*out, *value)));
            let keep = |i: usize| !same[i];
            retain(&mut then.results, keep);
            retain(&mut otherwise.results, keep);
            retain(&mut stmt.outs, keep);
        }
        block_.stmts.push(stmt);
    }
    for result in &mut block_.results {
        *result = resolve(*result, replaced);
    }
}

/// Keeps the items at the positions for which `keep` holds.
pub fn retain<T>(items: &mut Vec<T>, keep: impl Fn(usize) -> bool) {
    let mut position = 0;
    items.retain(|_| {
        position += 1;
        keep(position - 1)
    });
}
