//! The reverse of a loop: a loop the other way round.

use std::collections::HashMap;

use super::keep::record;
use super::reverse::Reverse;
use crate::ir::{Block, Builder, Carry, Kind, Literal, Op, Place, Step, Stmt, Var, VarInfo};
use crate::prims;

/// The parts of a forward loop.
struct Loop<'a> {
    index: Var,
    lo: Var,
    hi: Var,
    reversed: bool,
    carries: &'a [Carry],
    body: &'a Block,
}

/// A carried value with a derivative.
struct Pulled {
    param: Var,
    next: Var,
    init: Var,
    /// The cotangent that the backward loop carries.
    bar: Carry,
}

impl Reverse<'_> {
    pub(super) fn looped(&mut self, stmt: &Stmt) -> Stmt {
        let Op::For { index, lo, hi, reversed, carries, body } = &stmt.op else {
            return stmt.clone();
        };
        let forward = Loop { index: *index, lo: *lo, hi: *hi, reversed: *reversed, carries, body };
        let pulled = self.pull_carries(stmt, &forward);
        let targets = self.targets(&forward);
        let outer_bars = std::mem::replace(
            &mut self.bars,
            targets.iter().map(|(root, carry)| (*root, carry.param)).collect(),
        );
        let outer_stmts = std::mem::take(&mut self.stmts);
        for carry in &pulled {
            self.accumulate(carry.next, carry.bar.param);
        }
        let inside = std::mem::replace(&mut self.inside, true);
        let swept = self.sweep(&body.stmts);
        self.inside = inside;
        let mut results: Vec<Var> = pulled.iter().map(|carry| self.finished(carry.param)).collect();
        results.extend(
            targets.iter().map(|(root, carry)| self.bars.get(root).copied().unwrap_or(carry.param)),
        );
        let stmts = std::mem::replace(&mut self.stmts, outer_stmts);
        self.bars = outer_bars;
        let level = if self.inside { self.level.nested() } else { self.level.outermost() };
        let mut swept = Block { stmts: swept, results: body.results.clone() };
        let mut backward = Block { stmts, results };
        let bars: Vec<Var> = pulled
            .iter()
            .map(|pulled| pulled.bar.param)
            .chain(targets.iter().map(|(_, carry)| carry.param))
            .collect();
        let again = self.computed_again(level, carries, &swept, &backward, &bars);
        backward.results.extend(again.iter().map(|(_, next)| *next));
        let params: Vec<Var> = carries
            .iter()
            .map(|carry| carry.param)
            .filter(|param| again.iter().all(|(carry, _)| carry.param != *param))
            .collect();
        let (kept, recomputed) = record(level, &mut swept, &params, &mut backward, self.vars);
        let stacks = self.stacks(&kept, &forward);
        let unstacked = self.unstack(&kept, &stacks, &forward);
        backward.stmts.splice(..0, unstacked.into_iter().chain(recomputed));
        self.backward_loop(stmt, &forward, pulled, targets, again, backward);
        augmented(stmt, &forward, swept, &kept, stacks)
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
        let free: Vec<Var> = forward
            .body
            .free()
            .into_iter()
            .filter(|var| !inside.contains(var) && self.activity.varied(*var))
            .collect();
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

    fn backward_loop(
        &mut self,
        stmt: &Stmt,
        forward: &Loop<'_>,
        pulled: Vec<Pulled>,
        targets: Vec<(Var, Carry)>,
        again: Vec<(Carry, Var)>,
        body: Block,
    ) {
        let mut carries = Vec::new();
        let mut outs = Vec::new();
        let bars = pulled.iter().map(|p| &p.bar).chain(targets.iter().map(|(_, c)| c));
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
        for ((carry, _), out) in again.iter().zip(&outs[pulled.len() + targets.len()..]) {
            let position = forward.carries.iter().position(|other| other.param == carry.param);
            self.again.extend(position.map(|i| (stmt.outs[i], *out)));
        }
        for (carry, out) in pulled.iter().zip(&outs) {
            self.accumulate(carry.init, *out);
        }
    }

    /// For each value that the loop keeps, a sequence with one element an iteration: an array
    /// where the number of iterations is a constant, else a vector.
    fn stacks(&mut self, kept: &[Var], forward: &Loop<'_>) -> Vec<Var> {
        let length = self.constant_trip_count(forward);
        kept.iter()
            .map(|var| {
                let VarInfo { kind, name, span, .. } = self.vars[*var].clone();
                let fits = matches!(kind, Kind::Real(_) | Kind::Int(_) | Kind::Bool);
                let kind = match &length {
                    Some(length) if fits => Kind::Array(Box::new(kind), length.clone()),
                    _ => Kind::Vec(Box::new(kind)),
                };
                let name = name.unwrap_or_else(|| "value".to_owned());
                let name = format!("{}_kept", name.trim_end_matches("_kept"));
                self.vars.fresh(VarInfo { kind, name: Some(name), named: true, span })
            })
            .collect()
    }

    fn constant_trip_count(&self, forward: &Loop<'_>) -> Option<std::rc::Rc<syn::Expr>> {
        if forward.reversed {
            return None;
        }
        let lo = self.literals.get(&forward.lo)?;
        match (lo, self.literals.get(&forward.hi)?) {
            (Constant::Int(0), Constant::Int(n)) => {
                let n = proc_macro2::Literal::usize_unsuffixed(usize::try_from(*n).ok()?);
                Some(std::rc::Rc::new(syn::parse_quote!(#n)))
            }
            (Constant::Int(0), Constant::Length(length)) => Some(length.clone()),
            _ => None,
        }
    }

    /// `x = x_kept[i]` at the head of the backward body.
    fn unstack(&mut self, kept: &[Var], stacks: &[Var], forward: &Loop<'_>) -> Vec<Stmt> {
        if kept.is_empty() {
            return Vec::new();
        }
        let zero = matches!(self.literals.get(&forward.lo), Some(Constant::Int(0)));
        let mut builder = Builder::derived(self.vars, self.span);
        let position = iteration(&mut builder, forward, zero);
        for (var, stack) in kept.iter().zip(stacks) {
            let place = Place { root: *stack, path: vec![Step::Index(position)] };
            builder.define(vec![*var], Op::Project(place));
        }
        builder.stmts
    }
}

/// The number of the iteration, from 0.
fn iteration(builder: &mut Builder<'_>, forward: &Loop<'_>, from_zero: bool) -> Var {
    let kind = builder.vars.kind(forward.index).clone();
    let position = if forward.reversed {
        let one = builder.push(kind, Op::Literal(Literal::Int(1)));
        let last = builder.prim(prims::SUB, &[forward.hi, one]);
        builder.prim(prims::SUB, &[last, forward.index])
    } else if from_zero {
        forward.index
    } else {
        builder.prim(prims::SUB, &[forward.index, forward.lo])
    };
    match builder.vars.kind(position) {
        Kind::Int(crate::ir::Num::Int(name)) if name == "usize" => position,
        _ => builder.push(Kind::usize(), Op::Prim(prims::CAST, vec![position])),
    }
}

/// The forward loop that also stacks what is kept.
fn augmented(
    stmt: &Stmt,
    forward: &Loop<'_>,
    mut swept: Block,
    kept: &[Var],
    stacks: Vec<Var>,
) -> Stmt {
    swept.results.extend(kept);
    let op = Op::For {
        index: forward.index,
        lo: forward.lo,
        hi: forward.hi,
        reversed: forward.reversed,
        carries: forward.carries.to_vec(),
        body: swept,
    };
    let outs = stmt.outs.iter().copied().chain(stacks).collect();
    Stmt { outs, op, ..stmt.clone() }
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

fn find(block: &Block, vars: &crate::ir::Vars, found: &mut HashMap<Var, Constant>) {
    for stmt in &block.stmts {
        let constant = match &stmt.op {
            Op::Literal(Literal::Int(n)) => Some(Constant::Int(*n)),
            Op::Literal(Literal::Token(_, syn::Lit::Int(n))) => {
                n.base10_parse().ok().map(Constant::Int)
            }
            Op::Literal(Literal::Path(_, path)) if vars.kind(stmt.outs[0]).is_index() => {
                Some(Constant::Length(std::rc::Rc::new((**path).clone())))
            }
            Op::Prim(prim, args) if *prim == prims::LEN => match vars.kind(args[0]) {
                Kind::Array(_, length) => Some(Constant::Length(length.clone())),
                _ => None,
            },
            _ => None,
        };
        if let Some(constant) = constant {
            found.insert(stmt.outs[0], constant);
        }
        stmt.op.blocks().into_iter().for_each(|inner| find(inner, vars, found));
    }
}
