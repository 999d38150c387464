//! Calls of derivatives: `g::gradient(x)`, `g::jvp(x, x_dot)`. In the language between they are what
//! forward and reverse mode write for a call of `g`, so that both modes go on them.

use std::collections::HashSet;

use super::spans::Spanned;
use proc_macro2::Span;
use syn::{ExprCall, ExprPath, ItemFn, Path, Type};

use super::call::{Argument, Given};
use super::halves::CalledHalf;
use super::instance::Instance;
use super::lower::Lower;
use super::scope::Value;
use super::signature::{FnSignature, SigParam, key};
use super::walk::{Found, Walk};
use crate::ad::drivers::{Active, At};
use crate::diagnostics::{ARGUMENTS, Accepted, FUNCTION_UNKNOWN, HALVES};
use crate::ir::{Builder, Halves, Kind, Var};

/// A function of a handle that may be called in a differentiated function.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Derived {
    /// `g::gradient`
    Gradient,
    /// `g::value_and_gradient`
    ValueAndGradient,
    /// `g::jvp`
    Jvp,
    /// `g::hvp`
    Hvp,
    /// `g::hessian`
    Hessian,
}

/// What is called of a handle.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum OfHandle {
    /// A derivative that is a function like any other.
    Derived(Derived),
    /// One of the two functions of reverse mode.
    Half(CalledHalf),
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
            let (Found::Called(path, _) | Found::Handed(path)) = seen else { return };
            let Some((of, last)) = within_handle(&path.path) else { return };
            match CalledHalf::named(&last) {
                Some(CalledHalf::Forward) => drop(forward.insert(key(&of))),
                Some(CalledHalf::Backward) => drop(backward.insert(key(&of))),
                None => {}
            }
        });
        walk.function(item);
        Pairs(forward.intersection(&backward).cloned().collect())
    }

    /// What a path calls, if it ends in the name of a function of a handle: the function whose handle it
    /// is, and which. The last name alone is a function of the user's.
    pub fn called(&self, path: &Path) -> Option<(Path, OfHandle)> {
        let (of, last) = within_handle(path)?;
        let half = CalledHalf::named(&last).filter(|_| self.0.contains(&key(&of)));
        let derived = Derived::named(&last).map(OfHandle::Derived);
        let called = half.map(OfHandle::Half).or(derived)?;
        Some((of, called))
    }
}

/// The path of a handle, and the name of the function in it that a path may call: that of `g::jvp` is
/// `g`. What is in upper case is a type, whose functions are others.
fn within_handle(path: &Path) -> Option<(Path, String)> {
    let mut of = path.clone();
    let last = of.segments.pop()?;
    of.segments.pop_punct();
    let function = of.segments.last_mut()?;
    let owner = function.ident.to_string();
    let module = matches!(owner.as_str(), "self" | "super" | "crate" | "Self");
    let named = owner.starts_with(|c: char| c.is_lowercase() || c == '_');
    // What is said of generic parameters goes on the function itself.
    if !last.arguments.is_none() {
        function.arguments = last.arguments;
    }
    (named && !module).then(|| (of, last.ident.to_string()))
}

impl Derived {
    fn named(name: &str) -> Option<Derived> {
        match name {
            "gradient" => Some(Derived::Gradient),
            "value_and_gradient" => Some(Derived::ValueAndGradient),
            "jvp" => Some(Derived::Jvp),
            "hvp" => Some(Derived::Hvp),
            "hessian" => Some(Derived::Hessian),
            _ => None,
        }
    }
}

impl Lower<'_> {
    /// `g::gradient(x)` and its kin: what forward and reverse mode make of `g`.
    pub(super) fn derived_call(
        &mut self,
        call: &ExprCall,
        of: &Path,
        signature: &FnSignature,
        halves: Halves,
        derived: Derived,
    ) -> Accepted<Value> {
        let applied = self.applied(call, of, signature, halves)?;
        let tangents = call.args.iter().skip(signature.params.len());
        let wanted = match derived {
            Derived::Gradient | Derived::ValueAndGradient | Derived::Hessian => 0,
            Derived::Jvp | Derived::Hvp => applied.active.len(),
        };
        if tangents.len() != wanted {
            return Err(self.diagnostics.report(call, ARGUMENTS));
        }
        if derived != Derived::Jvp && !applied.output.is_real() {
            return Err(self.diagnostics.report(&call.func, FUNCTION_UNKNOWN));
        }
        let kinds: Vec<Kind> = applied.active.iter().map(|active| active.kind.clone()).collect();
        let dots = tangents.zip(&kinds).map(|(arg, kind)| self.direction(arg, kind));
        let dots = dots.collect::<Accepted<Vec<Var>>>()?;
        self.driven(call.span(), |b| match derived {
            Derived::Gradient => Some(together(&applied.value_and_gradient(b).1)),
            Derived::ValueAndGradient => {
                let (value, gradient) = applied.value_and_gradient(b);
                Some(Value::Tuple(vec![Value::Var(value), together(&gradient)]))
            }
            Derived::Jvp => Some(together(&applied.jvp(b, &dots))),
            Derived::Hvp => Some(together(&applied.hvp(b, &dots))),
            Derived::Hessian => applied.hessian(b).map(Value::Var),
        })
        // The handle has no such function.
        .ok_or_else(|| self.diagnostics.report(&call.func, FUNCTION_UNKNOWN))
    }

    /// Statements that are made of calls of a handle.
    pub(super) fn driven<T>(&mut self, span: Span, run: impl FnOnce(&mut Builder<'_>) -> T) -> T {
        let stmts = std::mem::take(&mut self.stmts);
        let mut builder = Builder { vars: &mut self.vars, stmts, span, derived: false };
        let result = run(&mut builder);
        self.stmts = builder.stmts;
        result
    }

    /// A call of a function of the handle of `of`, which takes the arguments of `of` and more.
    pub(super) fn applied(
        &mut self,
        call: &ExprCall,
        of: &Path,
        signature: &FnSignature,
        halves: Halves,
    ) -> Accepted<At> {
        let written =
            |ty: &Type| matches!(ty, Type::Reference(reference) if reference.mutability.is_some());
        if signature.params.iter().any(|param| written(&param.ty)) || signature.fallible().is_some()
        {
            return Err(self.diagnostics.report(call, HALVES));
        }
        if call.args.len() < signature.params.len() {
            return Err(self.diagnostics.report(call, ARGUMENTS));
        }
        let path = ExprPath { attrs: Vec::new(), qself: None, path: of.clone() };
        let args = call.args.iter().take(signature.params.len());
        let (given, instance) = self.given(args, &path, signature, &halves)?;
        let output = self.output_of(call, signature, &instance)?;
        let active = self.active(signature, &given, &instance);
        let Given { args, passing, .. } = given;
        let callee = self.callee_of(of, signature, halves, &instance, passing);
        Ok(At { callee, args, places: Vec::new(), active, output, alone: false })
    }

    /// The tangent of an argument of this kind.
    fn direction(&mut self, arg: &syn::Expr, kind: &Kind) -> Accepted<Var> {
        let kind = match kind.tangent().unwrap_or(Kind::Unit) {
            Kind::Vec(item) => Kind::Slice(item),
            Kind::Nd { num, rank, .. } => Kind::Nd { num, rank, view: false },
            kind => kind,
        };
        self.argument_of(arg, &kind)
    }

    /// An argument of this kind.
    pub(super) fn argument_of(&mut self, arg: &syn::Expr, kind: &Kind) -> Accepted<Var> {
        let var = self.var(arg, Some(kind).filter(|kind| kind.is_scalar()))?;
        let own = self.vars.kind(var).clone();
        self.expect_argument(&Argument::Value(var), &own, kind, arg.span())?;
        Ok(var)
    }

    /// The arguments that take part in derivatives.
    fn active(
        &self,
        signature: &FnSignature,
        given: &Given,
        instance: &Instance<'_>,
    ) -> Vec<Active> {
        let args = given.args.iter().zip(&given.passing).zip(&signature.params).enumerate();
        let active = args.filter(|(_, ((_, (_, active)), _))| *active);
        let one = |(position, ((var, (passing, _)), param)): (_, ((&Var, &(_, _)), &SigParam))| {
            let declared = instance.scope().parameter(&param.ty).map(|(_, kind)| kind);
            let kind = declared.unwrap_or_else(|| self.vars.kind(*var).clone());
            Active { position, passing: *passing, kind, var: *var }
        };
        active.map(one).collect()
    }
}

/// One value as it is, several as a tuple.
pub(super) fn together(vars: &[Var]) -> Value {
    match vars {
        [single] => Value::Var(*single),
        several => Value::Tuple(several.iter().map(|var| Value::Var(*var)).collect()),
    }
}
