//! What a loop keeps: one element an iteration.

use std::collections::HashSet;

use super::heights::{Head, Height};
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
    run: Option<Run>,
}

/// The number of elements, and what computes it at the head of a backward iteration.
struct Run {
    length: Var,
    computed: Vec<Stmt>,
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
                let head = Head { index: forward.index, inside: &inside, kept };
                let flat = matches!(&kind, Kind::Vec(item) if item.is_scalar());
                let (run, height) = match flat {
                    true => self.run(*var, swept, &head),
                    false => (None, None),
                };
                let fits = matches!(kind, Kind::Real(_) | Kind::Int(_) | Kind::Bool);
                let scalar = kind.is_scalar();
                let kind = match &length {
                    _ if run.is_some() => kind,
                    Some(length) if fits => Kind::Array(Box::new(kind), length.clone()),
                    _ => Kind::Vec(Box::new(kind)),
                };
                let name = name.unwrap_or_else(|| "value".to_owned());
                let name = format!("{}_kept", name.trim_end_matches("_kept"));
                let var = self.vars.fresh(VarInfo { kind, name: Some(name), named: true, span });
                if scalar || run.is_some() {
                    self.heights.insert(var, self.piled(forward, height));
                }
                Stack { var, run }
            })
            .collect()
    }

    /// How many numbers of a vector each iteration keeps, where these are as many in each, and the height of
    /// the vector.
    fn run(&mut self, var: Var, swept: &Block, head: &Head<'_>) -> (Option<Run>, Option<Height>) {
        // A part is kept as a copy, which the sweep has added.
        let made = swept.stmts.iter().find(|stmt| stmt.outs == [var]);
        let copied = made.and_then(|stmt| stmt.op.applied(prims::COPY));
        let of = copied.map_or(var, |args| args[0]);
        let height = self.height(of);
        let known = self.lasting_length(of).filter(|length| !head.inside.contains(length));
        if let Some(length) = known {
            return (Some(Run { length, computed: Vec::new() }), height);
        }
        // An outermost loop keeps one vector an iteration: memory of large ones is new in each call.
        let even = height.as_ref().filter(|height| self.inside && height.is_constant(head.inside));
        let run = even.and_then(|height| self.written(height, head));
        (run.map(|(length, computed)| Run { length, computed }), height)
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
        let (numbers, runs): (Vec<_>, Vec<_>) =
            kept.iter().zip(stacks).partition(|(_, stack)| stack.run.is_none());
        for (var, stack) in numbers {
            let place = Place { root: stack.var, path: vec![Step::Index(position)] };
            builder.define(vec![*var], Op::Project(place));
        }
        for (var, stack) in runs {
            let Some(Run { length, computed }) = &stack.run else { continue };
            builder.stmts.extend(computed.iter().cloned());
            let lo = builder.prim(prims::MUL, &[position, *length]);
            let one = builder.push(Kind::usize(), Op::Literal(Literal::Int(1)));
            let next = builder.prim(prims::ADD, &[position, one]);
            let hi = builder.prim(prims::MUL, &[next, *length]);
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
