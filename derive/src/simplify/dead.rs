//! Dead code: what nobody reads is not computed.
//!
//! What is read is found first, from the results backwards, each value once: a branch's value asks for
//! those of its arms, a carried value for the next one and the initial one. What was not found is
//! removed then. So the work grows with the size of the function, however deep its loops are.

use std::collections::{HashMap, HashSet};

use super::carries::retain;
use crate::ir::{Block, Carry, Function, Op, Stmt, Var, Vars, operands};

/// Removes dead statements, carried values and branch results.
pub fn dead_code(function: &mut Function, vars: &mut Vars) {
    let _ = vars;
    let mut live = Live::default();
    live.survey(&function.body, &[]);
    live.wanted.extend(&function.body.results);
    live.spread();
    sweep(&mut function.body, &live.found);
}

/// What is read, and what that asks for in turn.
#[derive(Default)]
struct Live {
    /// The values that each value is made of.
    needs: HashMap<Var, Vec<Var>>,
    /// Those that are yet to be looked at.
    wanted: Vec<Var>,
    /// Those that are read.
    found: HashSet<Var>,
}

impl Live {
    /// Notes what a block's values are made of. `controls` decide whether and how often it runs: each
    /// value in it asks for the first of them, which asks for the others.
    fn survey(&mut self, block: &Block, controls: &[Var]) -> bool {
        let mut effect = false;
        for stmt in &block.stmts {
            effect |= self.stmt(stmt, controls);
        }
        effect
    }

    /// Notes what a statement's values are made of; whether it does something beside.
    fn stmt(&mut self, stmt: &Stmt, controls: &[Var]) -> bool {
        let mut read = controls.to_vec();
        let effect = match &stmt.op {
            Op::If { cond, then, otherwise } => {
                let inner = [*cond];
                read.push(*cond);
                let arms = [then, otherwise].map(|arm| self.survey(arm, &inner));
                for (i, out) in stmt.outs.iter().enumerate() {
                    self.asks(*out, &[then.results[i], otherwise.results[i]]);
                }
                arms.contains(&true)
            }
            Op::For { lo, hi, carries, body, .. } => {
                read.extend([*lo, *hi]);
                let effect = self.survey(body, &[*lo, *hi]);
                self.carried(stmt, carries, body);
                effect
            }
            Op::While { carries, cond, body } => {
                read.push(cond.results[0]);
                let tested = self.survey(cond, &[]);
                let effect = self.survey(body, &cond.results);
                self.carried(stmt, carries, body);
                tested || effect
            }
            Op::Map { body, .. } => {
                operands(&stmt.op, &mut |var| read.push(var));
                self.survey(body, &[]);
                stmt.outs.iter().for_each(|out| self.asks(*out, &body.results));
                false
            }
            Op::Literal(_)
            | Op::Rust(_)
            | Op::Prim(..)
            | Op::Aggregate(_)
            | Op::Project(_)
            | Op::Update { .. }
            | Op::Zeros(_)
            | Op::Call(_)
            | Op::Wrap(_)
            | Op::Unwrap(_) => {
                operands(&stmt.op, &mut |var| read.push(var));
                stmt.op.acts()
            }
        };
        stmt.outs.iter().for_each(|out| self.asks(*out, &read));
        if effect {
            self.wanted.extend(read);
        }
        effect
    }

    /// What a loop yields is the last of what it carries.
    fn carried(&mut self, stmt: &Stmt, carries: &[Carry], body: &Block) {
        for (out, next) in stmt.outs.iter().zip(&body.results) {
            self.asks(*out, &[*next]);
        }
        for (i, carry) in carries.iter().enumerate() {
            self.asks(carry.param, &[carry.init, body.results[i]]);
            self.asks(stmt.outs[i], &[carry.init, carry.param]);
        }
    }

    fn asks(&mut self, var: Var, read: &[Var]) {
        self.needs.entry(var).or_default().extend(read);
    }

    /// Follows what is read to what that is made of.
    fn spread(&mut self) {
        while let Some(var) = self.wanted.pop() {
            if self.found.insert(var) {
                self.wanted.extend(self.needs.get(&var).into_iter().flatten());
            }
        }
    }
}

/// The values that a block reads for its results.
pub fn live_reads(block: &Block) -> HashSet<Var> {
    let mut live = Live::default();
    live.survey(block, &[]);
    live.wanted.extend(&block.results);
    live.spread();
    live.found
}

/// Removes what is dead; whether the block does something beside yielding values.
fn sweep(block: &mut Block, live: &HashSet<Var>) -> bool {
    let mut effect = false;
    block.stmts.retain_mut(|stmt| {
        let acts = prune(stmt, live);
        effect |= acts;
        acts || stmt.outs.iter().any(|out| live.contains(out))
    });
    effect
}

/// Removes the parts of a statement that are dead; whether it does something beside.
fn prune(stmt: &mut Stmt, live: &HashSet<Var>) -> bool {
    let used: Vec<bool> = stmt.outs.iter().map(|out| live.contains(out)).collect();
    match &mut stmt.op {
        Op::If { then, otherwise, .. } => {
            let [then, otherwise] = [then, otherwise].map(|arm| {
                retain(&mut arm.results, |i| used[i]);
                sweep(arm, live)
            });
            retain(&mut stmt.outs, |i| used[i]);
            then || otherwise
        }
        Op::For { carries, body, .. } => {
            let used = in_use(carries, used, live);
            retain(&mut body.results, |i| used[i]);
            retain(carries, |i| used[i]);
            retain(&mut stmt.outs, |i| used[i]);
            sweep(body, live)
        }
        Op::While { carries, cond, body } => {
            let used = in_use(carries, used, live);
            retain(&mut body.results, |i| used[i]);
            retain(carries, |i| used[i]);
            retain(&mut stmt.outs, |i| used[i]);
            let tested = sweep(cond, live);
            sweep(body, live) || tested
        }
        Op::Map { body, .. } => {
            sweep(body, live);
            false
        }
        Op::Literal(_)
        | Op::Rust(_)
        | Op::Prim(..)
        | Op::Aggregate(_)
        | Op::Project(_)
        | Op::Update { .. }
        | Op::Zeros(_)
        | Op::Call(_)
        | Op::Wrap(_)
        | Op::Unwrap(_) => stmt.op.acts(),
    }
}

/// A carried value stays where it is read inside the loop, or after it.
fn in_use(carries: &[Carry], mut used: Vec<bool>, live: &HashSet<Var>) -> Vec<bool> {
    for (carry, used) in carries.iter().zip(&mut used) {
        *used |= live.contains(&carry.param);
    }
    used
}
