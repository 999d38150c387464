//! Calls of both halves of a derivative: `let (y, kept) = g::forward(x);` and
//! `g::backward(x, &kept, y_bar)`. In the language between they are what reverse mode writes for a call.

use std::collections::HashSet;

use syn::spanned::Spanned;
use syn::{Expr, ExprCall, ItemFn, Path, Type};

use super::call::Given;
use super::derivatives::within_handle;
use super::lower::Lower;
use super::scope::{Borrow, Value};
use super::signature::{FnSignature, key};
use super::walk::{Found, Walk};
use crate::diagnostics::{ARGUMENTS, Accepted, HALVES, KIND_MISMATCH, RESIDUALS};
use crate::ir::{Block, Halves, Kind, Op, Passing, Var, Vars, roots};

/// One of the two functions of reverse mode.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum CalledHalf {
    /// `g::forward`
    Forward,
    /// `g::backward`
    Backward,
}

impl CalledHalf {
    fn of(path: &Path) -> Option<(Path, CalledHalf)> {
        let (of, last) = within_handle(path)?;
        let half = match last.as_str() {
            "forward" => CalledHalf::Forward,
            "backward" => CalledHalf::Backward,
            _ => return None,
        };
        Some((of, half))
    }
}

/// The handles of which a function calls both halves. Where it calls `layers::forward` alone, that is a
/// function of the user's in a module.
#[derive(Default)]
pub struct Pairs(HashSet<String>);

impl Pairs {
    /// Those of a function.
    pub fn of(item: &ItemFn) -> Pairs {
        let (mut forward, mut backward) = (HashSet::new(), HashSet::new());
        let mut walk = Walk::new(|seen| {
            let (Found::Called(path) | Found::Handed(path)) = seen else { return };
            if let Some((of, half)) = CalledHalf::of(&path.path) {
                match half {
                    CalledHalf::Forward => forward.insert(key(&of)),
                    CalledHalf::Backward => backward.insert(key(&of)),
                };
            }
        });
        walk.function(item);
        Pairs(forward.intersection(&backward).cloned().collect())
    }

    /// What a path calls, if it is one of these halves: the function that it is a half of, and which.
    pub fn half(&self, path: &Path) -> Option<(Path, CalledHalf)> {
        CalledHalf::of(path).filter(|(of, _)| self.0.contains(&key(of)))
    }
}

impl Lower<'_> {
    /// `g::forward(x)` or `g::backward(x, &kept, y_bar, &mut x_bar)`
    pub(super) fn half_call(
        &mut self,
        call: &ExprCall,
        of: &Path,
        signature: &FnSignature,
        halves: Halves,
        half: CalledHalf,
    ) -> Accepted<Value> {
        let written =
            |ty: &Type| matches!(ty, Type::Reference(reference) if reference.mutability.is_some());
        if signature.params.iter().any(|param| written(&param.ty)) {
            return Err(self.diagnostics.report(call, HALVES));
        }
        match half {
            CalledHalf::Forward => self.forward_call(call, of, signature, halves),
            CalledHalf::Backward => self.backward_call(call, of, signature, halves),
        }
    }

    fn forward_call(
        &mut self,
        call: &ExprCall,
        of: &Path,
        signature: &FnSignature,
        halves: Halves,
    ) -> Accepted<Value> {
        if call.args.len() != signature.params.len() {
            return Err(self.diagnostics.report(call, ARGUMENTS));
        }
        let path = handle_path(of);
        let (given, instance) = self.given(call.args.iter(), &path, signature, &halves)?;
        let output = self.output_of(call, signature, &instance)?;
        let Given { args, passing, .. } = given;
        let target = self.callee_of(of, signature, halves, &instance, passing);
        let unit = matches!(output, Kind::Unit);
        let kinds = [output, target.residuals.clone()];
        let [value, kept] = kinds.map(|kind| self.new_var(kind, None, call.span()));
        self.define(vec![value, kept], Op::Forward(target, args, Vec::new()), call.span());
        let value = if unit { Value::Unit } else { Value::Var(value) };
        Ok(Value::Tuple(vec![value, Value::Var(kept)]))
    }

    fn backward_call(
        &mut self,
        call: &ExprCall,
        of: &Path,
        signature: &FnSignature,
        halves: Halves,
    ) -> Accepted<Value> {
        let count = signature.params.len();
        let path = handle_path(of);
        let args = call.args.iter().take(count);
        let (given, instance) = self.given(args, &path, signature, &halves)?;
        let output = self.output_of(call, signature, &instance)?;
        let active: Vec<Passing> =
            given.passing.iter().filter(|(_, active)| *active).map(|(how, _)| *how).collect();
        let kinds = self.active_kinds(signature, &given, &instance);
        let mut rest = call.args.iter().skip(count);
        let more = (active.iter().filter(|how| **how == Passing::Ref)).count();
        let seeded = output.is_differentiable();
        if call.args.len() != count + 1 + usize::from(seeded) + more {
            return Err(self.diagnostics.report(call, ARGUMENTS));
        }
        let residuals = self.residuals_of(rest.next(), call)?;
        let seed = match rest.next().filter(|_| seeded) {
            Some(arg) => Some(self.argument_of(arg, &output.cotangent())?),
            None => None,
        };
        let by_reference = active.iter().zip(&kinds).filter(|(how, _)| **how == Passing::Ref);
        let shadows = by_reference.zip(rest);
        let shadows = shadows.map(|((_, kind), arg)| self.shadow_of(arg, kind));
        let shadows = shadows.collect::<Accepted<Vec<Borrow>>>()?;
        let (cells, places) = self.written(shadows, call.span())?;
        let returned = active.iter().zip(&kinds).filter(|(how, _)| **how == Passing::Value);
        let mut outs: Vec<Kind> = returned.map(|(_, kind)| kind.cotangent()).collect();
        let values = outs.len();
        outs.extend(roots(&places).into_iter().map(|root| self.vars.kind(root).clone()));
        let outs: Vec<Var> =
            outs.into_iter().map(|kind| self.new_var(kind, None, call.span())).collect();
        for (cell, next) in cells.iter().zip(&outs[values..]) {
            self.take_version(cell, *next);
        }
        let yielded = match outs[..values] {
            [] => Value::Unit,
            [single] => Value::Var(single),
            ref several => Value::Tuple(several.iter().map(|out| Value::Var(*out)).collect()),
        };
        let Given { args, passing, .. } = given;
        let target = self.callee_of(of, signature, halves, &instance, passing);
        let shadows = places.into_iter().map(Some).collect();
        let op = Op::Backward { call: target, args, residuals, seed, shadows };
        self.define(outs, op, call.span());
        Ok(yielded)
    }

    /// What a call of `forward` has kept.
    fn residuals_of(&mut self, arg: Option<&Expr>, call: &ExprCall) -> Accepted<Var> {
        let Some(arg) = arg else { return Err(self.diagnostics.report(call, ARGUMENTS)) };
        let var = self.var(arg, None)?;
        match self.vars.kind(var) {
            Kind::Residuals { .. } => Ok(var),
            _ => Err(self.diagnostics.report(arg, RESIDUALS)),
        }
    }

    /// Where the cotangent of an argument of this kind is added.
    fn shadow_of(&mut self, arg: &Expr, kind: &Kind) -> Accepted<Borrow> {
        let place = self.place(arg)?;
        let wanted = kind.shadow();
        let fits = match (&place.kind, &wanted) {
            (Kind::Vec(item) | Kind::Array(item, _) | Kind::Slice(item), Kind::Slice(wanted)) => {
                self.unifier.equate_kinds(item, wanted)
            }
            (own, wanted) => {
                super::lower::same_shape(own, wanted) && self.unifier.equate_kinds(own, wanted)
            }
        };
        match fits {
            true => Ok(place),
            false => Err(self.diagnostics.report(arg, KIND_MISMATCH)),
        }
    }
}

fn handle_path(of: &Path) -> syn::ExprPath {
    syn::ExprPath { attrs: Vec::new(), qself: None, path: of.clone() }
}

/// Whether what a call of `forward` keeps is anything but what it was: part of a tuple, carried by a
/// loop, merged by a branch. Nobody knows then which call it belongs to.
pub(super) fn stray(block: &Block, vars: &Vars, found: &mut Vec<proc_macro2::Span>) {
    for stmt in &block.stmts {
        let carried = match &stmt.op {
            Op::For { carries, .. } | Op::While { carries, .. } => {
                carries.iter().any(|carry| holds(vars.kind(carry.param)))
            }
            _ => false,
        };
        let own = matches!(stmt.op, Op::Forward(..));
        if carried || (!own && stmt.outs.iter().any(|out| holds(vars.kind(*out)))) {
            found.push(stmt.span);
        }
        stmt.op.blocks().into_iter().for_each(|inner| stray(inner, vars, found));
    }
}

fn holds(kind: &Kind) -> bool {
    match kind {
        Kind::Residuals { .. } => true,
        Kind::Tuple(items) => items.iter().any(holds),
        Kind::Array(item, _) | Kind::Slice(item) | Kind::Vec(item) | Kind::Option(item) => {
            holds(item)
        }
        Kind::Real(_)
        | Kind::Int(_)
        | Kind::Bool
        | Kind::Unit
        | Kind::Nd { .. }
        | Kind::Struct(_)
        | Kind::Cotangent(_)
        | Kind::Dim { .. }
        | Kind::Other(_) => false,
    }
}
