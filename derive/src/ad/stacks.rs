//! What a loop keeps: one element an iteration.

use std::collections::HashSet;

use super::looped::{Constant, Loop};
use super::reverse::Reverse;
use crate::ir::{Block, Builder, Half, Kind, Literal, Op, Place, Step, Stmt, Var, VarInfo};
use crate::prims;

/// Where the values that a loop keeps go.
pub(super) struct Stack {
    /// The sequence.
    pub var: Var,
    /// How many elements of it an iteration takes, where the kept value is a sequence itself: all
    /// lie in one buffer.
    run: Option<Var>,
}

impl Reverse<'_> {
    /// What a function keeps of loops in which it calls itself lies in one sequence, of tuples: such
    /// loops are short, and a sequence each would cost more than what is done in them.
    pub(super) fn packed(
        &mut self,
        kept: Vec<Var>,
        swept: &mut Block,
        backward: &mut Block,
    ) -> Vec<Var> {
        let recursive = swept.stmts.iter().any(|stmt| {
            matches!(&stmt.op, Op::Call(call) if call.callee.recursive && call.is(Half::Forward)
                && kept.contains(&stmt.outs[1]))
        });
        if !recursive || kept.len() == 1 {
            return kept;
        }
        let kind = Kind::Tuple(kept.iter().map(|var| self.vars.kind(*var).clone()).collect());
        let (name, span) = (Some("round".to_owned()), self.span);
        let round = self.vars.fresh(VarInfo { kind, name, named: true, span });
        let parts: Vec<Stmt> = (0..)
            .zip(&kept)
            .map(|(i, var)| {
                let path = vec![Step::Field(syn::Member::from(i))];
                let op = Op::Project(Place { root: round, path });
                Stmt { outs: vec![*var], op, span, derived: true }
            })
            .collect();
        backward.stmts.splice(..0, parts);
        let op = Op::Aggregate(kept);
        swept.stmts.push(Stmt { outs: vec![round], op, span, derived: true });
        vec![round]
    }

    /// For each value that the loop keeps, a sequence with one element an iteration: an array
    /// where the number of iterations is a constant, else a vector.
    pub(super) fn stacks(&mut self, kept: &[Var], forward: &Loop<'_>, swept: &Block) -> Vec<Stack> {
        let length = self.constant_trip_count(forward);
        let mut inside: HashSet<Var> = swept.stmts.iter().flat_map(|s| s.outs.clone()).collect();
        inside.extend(forward.carries.iter().map(|carry| carry.param));
        inside.insert(forward.index);
        kept.iter()
            .map(|var| {
                let VarInfo { kind, name, span, .. } = self.vars[*var].clone();
                let run = self.run_length(*var, swept, &inside);
                let fits = matches!(kind, Kind::Real(_) | Kind::Int(_) | Kind::Bool);
                let kind = match &length {
                    _ if run.is_some() => kind,
                    Some(length) if fits => Kind::Array(Box::new(kind), length.clone()),
                    _ => Kind::Vec(Box::new(kind)),
                };
                let name = name.unwrap_or_else(|| "value".to_owned());
                let name = format!("{}_kept", name.trim_end_matches("_kept"));
                let var = self.vars.fresh(VarInfo { kind, name: Some(name), named: true, span });
                Stack { var, run }
            })
            .collect()
    }

    /// The length of a vector of numbers, where it is the same in every iteration.
    fn run_length(&mut self, var: Var, swept: &Block, inside: &HashSet<Var>) -> Option<Var> {
        let Kind::Vec(item) = self.vars.kind(var) else { return None };
        if !item.is_scalar() {
            return None;
        }
        // A part is kept as a copy, which the sweep has added.
        let made = swept.stmts.iter().find(|stmt| stmt.outs == [var]);
        let copied = made.and_then(|stmt| stmt.op.applied(prims::COPY));
        let of = copied.map_or(var, |args| args[0]);
        self.lasting_length(of).filter(|length| !inside.contains(length))
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

    /// `x = x_kept[i]` at the head of the backward body, or `x = x_kept[i * n..(i + 1) * n]`.
    pub(super) fn unstack(
        &mut self,
        kept: &[Var],
        stacks: &[Stack],
        forward: &Loop<'_>,
        backward: &mut Block,
    ) {
        if kept.is_empty() {
            return;
        }
        let zero = matches!(self.literals.get(&forward.lo), Some(Constant::Int(0)));
        let mut builder = Builder::derived(self.vars, self.span);
        let position = iteration(&mut builder, forward, zero);
        for (var, stack) in kept.iter().zip(stacks) {
            let Some(length) = stack.run else {
                let place = Place { root: stack.var, path: vec![Step::Index(position)] };
                builder.define(vec![*var], Op::Project(place));
                continue;
            };
            let lo = builder.prim(prims::MUL, &[position, length]);
            let one = builder.push(Kind::usize(), Op::Literal(Literal::Int(1)));
            let next = builder.prim(prims::ADD, &[position, one]);
            let hi = builder.prim(prims::MUL, &[next, length]);
            let VarInfo { kind, name, named, span } = builder.vars[*var].clone();
            let item = kind.element().cloned().unwrap_or(Kind::Unit);
            let kind = Kind::Slice(Box::new(item));
            let part = builder.vars.fresh(VarInfo { kind, name, named, span });
            let path = vec![Step::Range(Some(lo), Some(hi))];
            builder.define(vec![part], Op::Project(Place { root: stack.var, path }));
            backward.substitute(&mut |read| if read == *var { part } else { read });
        }
        backward.stmts.splice(..0, builder.stmts);
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
