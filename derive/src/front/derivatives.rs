//! Calls of derivatives: `g::gradient(x)`, `g::jvp(x, x_dot)`. They are functions like any other, whose
//! own derivatives stand in the handle of `g` under longer names.

use std::rc::Rc;

use syn::spanned::Spanned;
use syn::{ExprCall, ExprPath, Path};

use super::call::{Argument, Given, Instance};
use super::lower::Lower;
use super::scope::Value;
use super::signature::{FnSignature, SigParam};
use crate::diagnostics::{ARGUMENTS, Accepted, KIND_UNKNOWN};
use crate::ir::{Call, Halves, Kind, Passing, Pushes, Var};

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
}

impl Derived {
    /// What a path calls, if it ends in the name of such a function: the function whose derivative
    /// it is, and which. The last name alone is a function of the user's.
    pub fn of(path: &Path) -> Option<(Path, Derived)> {
        let mut of = path.clone();
        let last = of.segments.pop()?;
        of.segments.pop_punct();
        let derived = match last.ident.to_string().as_str() {
            "gradient" => Derived::Gradient,
            "value_and_gradient" => Derived::ValueAndGradient,
            "jvp" => Derived::Jvp,
            "hvp" => Derived::Hvp,
            _ => return None,
        };
        let owner = of.segments.last()?.ident.to_string();
        let module = matches!(owner.as_str(), "self" | "super" | "crate" | "Self");
        let named = owner.starts_with(|c: char| c.is_lowercase() || c == '_');
        (named && !module && last.arguments.is_none()).then_some((of, derived))
    }

    /// Whether tangents are handed over behind the arguments.
    fn takes_tangents(self) -> bool {
        match self {
            Derived::Gradient | Derived::ValueAndGradient => false,
            Derived::Jvp | Derived::Hvp => true,
        }
    }

    /// How often it can be differentiated in its turn, and whether in reverse mode.
    fn pushes(self, of: Pushes) -> (Pushes, bool) {
        let less = |n: usize, by: usize| n.saturating_sub(by);
        match self {
            Derived::Gradient | Derived::ValueAndGradient => (
                Pushes { primal: of.halves, halves: less(of.halves, 1), lanes: false },
                of.halves > 0,
            ),
            Derived::Jvp => {
                let [primal, halves] = [less(of.primal, 1), less(of.halves, 1)];
                let pushes = Pushes { primal, halves, lanes: false };
                (pushes, of.halves > 0)
            }
            Derived::Hvp => {
                let pushes = Pushes { primal: less(of.halves, 1), halves: 0, lanes: false };
                (pushes, of.halves > 1)
            }
        }
    }
}

impl Lower<'_> {
    /// `g::gradient(x)` and its kin.
    pub(super) fn derived_call(
        &mut self,
        call: &ExprCall,
        path: &ExprPath,
        signature: &FnSignature,
        halves: &Halves,
        derived: Derived,
    ) -> Accepted<Value> {
        let count = signature.params.len();
        if call.args.len() < count {
            return Err(self.diagnostics.report(call, ARGUMENTS));
        }
        let args = call.args.iter();
        let (mut given, instance) = self.given(args.take(count), path, signature, halves)?;
        let kinds = self.active_kinds(signature, &given, &instance);
        let tangents: Vec<&syn::Expr> = call.args.iter().skip(count).collect();
        if tangents.len() != if derived.takes_tangents() { kinds.len() } else { 0 } {
            return Err(self.diagnostics.report(call, ARGUMENTS));
        }
        for (arg, kind) in tangents.into_iter().zip(&kinds) {
            let kind = kind.tangent().unwrap_or(Kind::Unit);
            let kind = match kind {
                Kind::Vec(item) => Kind::Slice(item),
                Kind::Nd { num, rank, .. } => Kind::Nd { num, rank, view: false },
                kind => kind,
            };
            let var = self.var(arg, Some(&kind).filter(|kind| kind.is_scalar()))?;
            let own = self.vars.kind(var).clone();
            self.expect_argument(&Argument::Value(var), &own, &kind, arg.span())?;
            let how = if kind.is_real() { Passing::Value } else { Passing::Ref };
            given.args.push(var);
            given.passing.push((how, true));
        }
        let output = match &signature.output {
            Some(ty) => instance.scope().kind(ty),
            None => Some(Kind::Unit),
        };
        let Some(output) = output else {
            return Err(self.diagnostics.report(call, KIND_UNKNOWN));
        };
        let cotangents: Vec<Kind> = kinds.iter().map(Kind::cotangent).collect();
        let gradient = match &cotangents[..] {
            [single] => single.clone(),
            several => Kind::Tuple(several.to_vec()),
        };
        let output = match derived {
            Derived::Gradient | Derived::Hvp => gradient,
            Derived::ValueAndGradient => Kind::Tuple(vec![output, gradient]),
            Derived::Jvp => match output.cotangent() {
                Kind::Unit => output,
                dot => Kind::Tuple(vec![output, dot]),
            },
        };
        let Given { args, places, passing, mut views } = given;
        views.resize(passing.len(), false);
        let (pushes, reverses) = derived.pushes(signature.pushes);
        let path = Rc::new(path.path.clone());
        let target = Call {
            halves: Halves::Method(path.clone(), self.name.clone()),
            path,
            views,
            skippable: vec![false; passing.len()],
            overwrites: vec![None; passing.len()],
            passing,
            residuals: Kind::Unit,
            recursive: false,
            pushes,
            reverses,
        };
        self.call_in_place(target, args, places, output, call.span())
    }

    /// What the active parameters are.
    fn active_kinds(
        &self,
        signature: &FnSignature,
        given: &Given,
        instance: &Instance<'_>,
    ) -> Vec<Kind> {
        let mut args = given.args.iter();
        let mut one = |(param, (how, active)): (&SigParam, &(Passing, bool))| {
            let arg: Option<&Var> = if *how == Passing::Mut { None } else { args.next() };
            let declared = instance.scope().parameter(&param.ty).map(|(_, kind)| kind);
            let kind = declared.or_else(|| arg.map(|arg| self.vars.kind(*arg).clone()));
            kind.filter(|_| *active)
        };
        signature.params.iter().zip(&given.passing).filter_map(&mut one).collect()
    }
}
