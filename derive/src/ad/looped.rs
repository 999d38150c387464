//! The reverse of a loop: a loop the other way round.

use std::collections::HashMap;

use super::finished::Finished;
use super::keep::record;
use super::reverse::Reverse;
use super::undo::Restored;
use crate::ir::{Block, Builder, Carry, Kind, Literal, Op, Stmt, Var, VarInfo};
use crate::prims;

/// The parts of a forward loop, with an index that the backward loop runs through.
pub(super) struct Loop<'a> {
    pub index: Var,
    pub lo: Var,
    pub hi: Var,
    pub reversed: bool,
    pub carries: &'a [Carry],
    pub body: &'a Block,
    /// Where the rounds are counted: in a further carried value, whose final value is `hi`.
    rounds: Option<Var>,
}

/// A carried value with a derivative.
struct Pulled {
    param: Var,
    next: Var,
    init: Var,
    /// The cotangent that the backward loop carries.
    bar: Carry,
}

/// What a backward loop carries.
struct Carried {
    pulled: Vec<Pulled>,
    /// The cotangents of values from outside.
    targets: Vec<(Var, Carry)>,
    arrays: Vec<Restored>,
    /// What is computed again, with the next value of each.
    again: Vec<(Carry, Var)>,
}

impl Reverse<'_> {
    /// Yields the loop that also keeps, and what it needs before it.
    pub(super) fn looped(&mut self, stmt: &Stmt) -> Vec<Stmt> {
        let Some(forward) = self.forward_loop(stmt) else { return vec![stmt.clone()] };
        let (carries, body) = (forward.carries, forward.body);
        let carries_derivative = stmt.outs.iter().any(|out| self.bars.contains_key(out));
        let (pulled, targets) = match carries_derivative {
            true => (self.pull_carries(stmt, &forward), self.targets(&forward)),
            false => (Vec::new(), Vec::new()),
        };
        let outer_now = self.now();
        let arrays = self.open_arrays(stmt, &forward);
        let outer_bars = std::mem::replace(
            &mut self.bars,
            targets.iter().map(|(root, carry)| (*root, carry.param)).collect(),
        );
        let outer_stmts = std::mem::take(&mut self.stmts);
        for carry in &pulled {
            self.accumulate(carry.next, carry.bar.param);
        }
        // Within a piece, a loop is an outermost one: it keeps no more of a step than what it carries.
        let in_pieces = carries.iter().any(|carry| self.undo.plan.pieces.contains(&carry.param));
        let nested = self.nested;
        self.nested |= !in_pieces;
        let inside = std::mem::replace(&mut self.inside, true);
        let swept = self.sweep(&body.stmts);
        (self.inside, self.nested) = (inside, nested);
        let mut results: Vec<Var> = pulled.iter().map(|carry| self.finished(carry.param)).collect();
        results.extend(
            targets.iter().map(|(root, carry)| self.bars.get(root).copied().unwrap_or(carry.param)),
        );
        let passing = self.versions_in(body);
        results.extend(self.close_arrays(&arrays));
        self.leave(outer_now.as_ref());
        let stmts = std::mem::replace(&mut self.stmts, outer_stmts);
        self.bars = outer_bars;
        let level = if self.nested { self.level.nested() } else { self.level.outermost() };
        let mut swept = Block { stmts: swept, results: body.results.clone() };
        let mut backward = Block { stmts, results };
        let bars: Vec<Var> = pulled
            .iter()
            .map(|pulled| pulled.bar.param)
            .chain(targets.iter().map(|(_, carry)| carry.param))
            .collect();
        let scratch = self.scratch(level, stmt, &forward);
        let is_scratch = |pulled: &&Pulled| scratch.iter().any(|made| made.outs == [pulled.param]);
        self.local.extend(pulled.iter().filter(is_scratch).map(|pulled| pulled.bar.param));
        swept.stmts.splice(..0, scratch.iter().cloned());
        let again = match arrays.is_empty() {
            true => self.computed_again(level, carries, &swept, &backward, &bars),
            false => Vec::new(),
        };
        let again: Vec<(Carry, Var)> =
            again.into_iter().filter(|(carry, _)| carry.param != forward.index).collect();
        backward.results.extend(again.iter().map(|(_, next)| *next));
        let params: Vec<Var> = carries
            .iter()
            .map(|carry| carry.param)
            .filter(|param| again.iter().all(|(carry, _)| carry.param != *param))
            .filter(|param| *param != forward.index)
            .filter(|param| scratch.iter().all(|stmt| stmt.outs != [*param]))
            .collect();
        let (kept, recomputed) = record(
            level,
            &mut swept,
            &params,
            &mut backward,
            &passing,
            &mut Finished::default(),
            self.vars,
        );
        backward.stmts.splice(..0, recomputed);
        self.want(&kept, &swept, &backward, &forward);
        swept.stmts.retain(|stmt| scratch.iter().all(|made| made.outs != stmt.outs));
        let kept = self.packed(kept, &mut swept, &mut backward);
        let stacks = self.stacks(&kept, &forward, &swept);
        self.unstack(&kept, &stacks, &forward, &mut backward);
        let stacks = stacks.into_iter().map(|stack| stack.var).collect();
        let carried = Carried { pulled, targets, arrays, again };
        self.backward_loop(stmt, &forward, &carried, backward);
        self.augmented(stmt, &forward, swept, &kept, stacks)
    }

    fn forward_loop<'a>(&mut self, stmt: &'a Stmt) -> Option<Loop<'a>> {
        let (carries, body) = stmt.op.looped()?;
        if let Op::For { index, lo, hi, reversed, .. } = stmt.op {
            return Some(Loop { index, lo, hi, reversed, carries, body, rounds: None });
        }
        Some(self.while_loop(stmt, carries, body))
    }

    /// A `while` has an index, too, where it counts its rounds itself: a carried value that each of
    /// them increases by 1. Else they are counted.
    fn while_loop<'a>(&mut self, stmt: &Stmt, carries: &'a [Carry], body: &'a Block) -> Loop<'a> {
        let counts = (0..carries.len()).find(|i| self.increases(carries[*i].param, *i, body));
        if let Some(i) = counts {
            let (Carry { init, param: index }, hi) = (carries[i].clone(), stmt.outs[i]);
            let lo = self.plain(init);
            return Loop { index, lo, hi, reversed: false, carries, body, rounds: None };
        }
        let lo = self.build(|b| b.push(Kind::usize(), Op::Literal(Literal::Int(0))));
        self.literals.insert(lo, Constant::Int(0));
        let [rounds, hi] = [(); 2].map(|()| self.index("steps", true));
        let index = self.index("i", false);
        Loop { index, lo, hi, reversed: false, carries, body, rounds: Some(rounds) }
    }

    /// A number that is known is written where it is read.
    fn plain(&mut self, var: Var) -> Var {
        let Some(Constant::Int(number)) = self.literals.get(&var).cloned() else { return var };
        let kind = self.vars.kind(var).clone();
        let plain = self.build(|b| b.push(kind, Op::Literal(Literal::Int(number))));
        self.literals.insert(plain, Constant::Int(number));
        plain
    }

    fn increases(&self, param: Var, position: usize, body: &Block) -> bool {
        let next = body.results[position];
        let definition = body.stmts.iter().find(|stmt| stmt.outs == [next]);
        let is_one = |var: &Var| matches!(self.literals.get(var), Some(Constant::Int(1)));
        matches!(self.vars.kind(param), Kind::Int(_))
            && matches!(definition, Some(Stmt { op: Op::Prim(prim, args), .. })
                if *prim == prims::ADD && args[0] == param && is_one(&args[1]))
    }

    fn index(&mut self, name: &str, named: bool) -> Var {
        let (kind, name, span) = (Kind::usize(), Some(name.to_owned()), self.span);
        self.vars.fresh(VarInfo { kind, name, named, span })
    }

    /// The carried values with a derivative, and the cotangents of their final values.
    fn pull_carries(&mut self, stmt: &Stmt, forward: &Loop<'_>) -> Vec<Pulled> {
        let mut pulled = Vec::new();
        for ((carry, next), out) in
            forward.carries.iter().zip(&forward.body.results).zip(&stmt.outs)
        {
            if !self.activity.varied(carry.param) {
                continue;
            }
            let init = match self.bars.remove(out) {
                Some(bar) => bar,
                None => self.zeros(*out),
            };
            let kind = self.vars.kind(init).clone();
            let param = self.named_like(carry.param, kind);
            let bar = Carry { init, param };
            pulled.push(Pulled { param: carry.param, next: *next, init: carry.init, bar });
        }
        pulled
    }

    /// The values from outside that the body reads: their cotangents are added to in each
    /// iteration.
    fn targets(&mut self, forward: &Loop<'_>) -> Vec<(Var, Carry)> {
        let inside: Vec<Var> = forward.carries.iter().map(|carry| carry.param).collect();
        let mut free = self.activity.varied_of(self.free.block(forward.body));
        free.retain(|var| !inside.contains(var));
        let homes: Vec<Var> =
            self.homes(&free).into_iter().filter(|home| !inside.contains(home)).collect();
        homes
            .into_iter()
            .map(|root| {
                let init = match self.bars.get(&root) {
                    Some(bar) => *bar,
                    None => self.zero_bar(root),
                };
                let kind = self.vars.kind(init).clone();
                (root, Carry { init, param: self.named_like(root, kind) })
            })
            .collect()
    }

    fn backward_loop(&mut self, stmt: &Stmt, forward: &Loop<'_>, carried: &Carried, body: Block) {
        let Carried { pulled, targets, arrays, again } = carried;
        let mut carries = Vec::new();
        let mut outs = Vec::new();
        let bars = pulled.iter().map(|p| &p.bar).chain(targets.iter().map(|(_, c)| c));
        let bars = bars.chain(arrays.iter().map(|array| &array.carry));
        for carry in bars.chain(again.iter().map(|(carry, _)| carry)) {
            let info = self.vars[carry.param].clone();
            outs.push(self.vars.fresh(info));
            carries.push(carry.clone());
        }
        let op = Op::For {
            index: forward.index,
            lo: forward.lo,
            hi: forward.hi,
            // What is computed again is so in the order of the primal.
            reversed: if again.is_empty() { !forward.reversed } else { forward.reversed },
            carries,
            body,
        };
        self.build(|b| b.define(outs.clone(), op));
        for ((root, _), out) in targets.iter().zip(&outs[pulled.len()..]) {
            self.bars.insert(*root, *out);
        }
        let first = pulled.len() + targets.len();
        self.reopen_arrays(arrays, &outs[first..]);
        for ((carry, _), out) in again.iter().zip(&outs[first + arrays.len()..]) {
            let position = forward.carries.iter().position(|other| other.param == carry.param);
            self.again.extend(position.map(|i| (stmt.outs[i], *out)));
        }
        for (carry, out) in pulled.iter().zip(&outs) {
            self.accumulate(carry.init, *out);
        }
    }
}

impl Reverse<'_> {
    /// The forward loop that also stacks what is kept, and counts its rounds where the backward
    /// loop could not know them.
    fn augmented(
        &mut self,
        stmt: &Stmt,
        forward: &Loop<'_>,
        mut swept: Block,
        kept: &[Var],
        stacks: Vec<Var>,
    ) -> Vec<Stmt> {
        let (mut carries, mut outs) = (forward.carries.to_vec(), stmt.outs.clone());
        let mut before = Vec::new();
        if let Some(rounds) = forward.rounds {
            let mut builder = Builder::derived(self.vars, stmt.span);
            let init = builder.push(Kind::usize(), Op::Literal(Literal::Int(0)));
            before = std::mem::take(&mut builder.stmts);
            let one = builder.push(Kind::usize(), Op::Literal(Literal::Int(1)));
            let next = builder.prim(prims::ADD, &[rounds, one]);
            swept.stmts.append(&mut builder.stmts);
            self.vars[next] = self.vars[rounds].clone();
            carries.push(Carry { init, param: rounds });
            outs.push(forward.hi);
            swept.results.push(next);
        }
        swept.results.extend(kept);
        let Loop { index, lo, hi, reversed, .. } = *forward;
        let op = if let Op::While { cond, .. } = &stmt.op {
            Op::While { carries, cond: cond.clone(), body: swept }
        } else {
            Op::For { index, lo, hi, reversed, carries, body: swept }
        };
        outs.extend(stacks);
        before.push(Stmt { outs, op, span: stmt.span, derived: stmt.derived });
        before
    }
}

/// What is known of an index at compile time.
#[derive(Clone)]
pub(super) enum Constant {
    /// A number.
    Int(i64),
    /// The length of an array, or a constant's name.
    Length(std::rc::Rc<syn::Expr>),
}

/// The constants among the definitions of a block and those inside it.
pub(super) fn constants(block: &Block, vars: &crate::ir::Vars) -> HashMap<Var, Constant> {
    let mut found = HashMap::new();
    find(block, vars, &mut found);
    found
}

fn constant(stmt: &Stmt, vars: &crate::ir::Vars) -> Option<Constant> {
    if let Some(args) = stmt.op.applied(prims::LEN) {
        let Kind::Array(_, length) = vars.kind(args[0]) else { return None };
        return Some(Constant::Length(length.clone()));
    }
    let literal = stmt.op.literal()?;
    if let Literal::Path(_, path) = literal
        && vars.kind(stmt.outs[0]).is_index()
    {
        return Some(Constant::Length(std::rc::Rc::new((**path).clone())));
    }
    literal.integer().map(Constant::Int)
}

fn find(block: &Block, vars: &crate::ir::Vars, found: &mut HashMap<Var, Constant>) {
    for stmt in &block.stmts {
        if let Some(constant) = constant(stmt, vars) {
            found.insert(stmt.outs[0], constant);
        }
        stmt.op.blocks().into_iter().for_each(|inner| find(inner, vars, found));
    }
}
