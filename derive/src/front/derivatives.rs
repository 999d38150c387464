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
use crate::diagnostics::{ARGUMENTS, Accepted, FUNCTION_UNKNOWN, HALVES};
use crate::ir::{
    Builder, Call, Callee, Half, Halves, Handed, Kind, Literal, Op, Passing, Place, Role, Var,
    VarInfo,
};

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

/// What is called of a handle.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum OfHandle {
    /// A derivative that is a function like any other.
    Derived(Derived),
    /// The Hessian, which is written out.
    Hessian,
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
        let hessian = (last == "hessian").then_some(OfHandle::Hessian);
        let derived = Derived::named(&last).map(OfHandle::Derived);
        let called = half.map(OfHandle::Half).or(hessian).or(derived)?;
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
            _ => None,
        }
    }
}

/// The function whose derivative is called, with its arguments.
pub(super) struct Applied {
    pub target: Callee,
    pub args: Vec<Var>,
    /// What it returns.
    pub output: Kind,
    /// The arguments that take part in derivatives: how they are handed over, what the parameter is,
    /// and the value.
    pub active: Vec<(Passing, Kind, Var)>,
    pub span: Span,
}

impl Applied {
    /// A name after that of the function.
    fn named(&self, suffix: &str) -> Option<String> {
        Some(format!("{}{suffix}", self.target.path.segments.last()?.ident))
    }

    /// A call of one of its functions, which is handed the arguments.
    fn called(&self, half: Half) -> Call {
        Call::new(self.target.clone(), half, &self.args, &[])
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
            Derived::Gradient | Derived::ValueAndGradient => 0,
            Derived::Jvp | Derived::Hvp => applied.active.len(),
        };
        if tangents.len() != wanted {
            return Err(self.diagnostics.report(call, ARGUMENTS));
        }
        if derived != Derived::Jvp && !applied.output.is_real() {
            return Err(self.diagnostics.report(&call.func, FUNCTION_UNKNOWN));
        }
        let kinds = applied.active.iter().map(|(_, kind, _)| kind.clone()).collect::<Vec<_>>();
        let dots = tangents.zip(&kinds).map(|(arg, kind)| self.direction(arg, kind));
        let dots = dots.collect::<Accepted<Vec<Var>>>()?;
        Ok(match derived {
            Derived::Gradient => self.gradient(&applied).1,
            Derived::ValueAndGradient => {
                let (value, gradient) = self.gradient(&applied);
                Value::Tuple(vec![Value::Var(value), gradient])
            }
            Derived::Jvp => self.jvp(&applied, &dots),
            Derived::Hvp => self.hvp(&applied, &dots),
        })
    }

    /// A call of a function of the handle of `of`, which takes the arguments of `of` and more.
    pub(super) fn applied(
        &mut self,
        call: &ExprCall,
        of: &Path,
        signature: &FnSignature,
        halves: Halves,
    ) -> Accepted<Applied> {
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
        let target = self.callee_of(of, signature, halves, &instance, passing);
        Ok(Applied { target, args, output, active, span: call.span() })
    }

    /// `let (value, kept) = g::forward(x);`
    pub(super) fn kept(&mut self, of: &Applied) -> (Var, Var) {
        let value = self.new_var(of.output.clone(), None, of.span);
        let kept = self.new_var(of.target.residuals.clone(), of.named("_residuals"), of.span);
        self.define(vec![value, kept], Op::Call(of.called(Half::Forward)), of.span);
        (value, kept)
    }

    /// Both passes for the seed 1: the value, and its gradient.
    fn gradient(&mut self, of: &Applied) -> (Var, Value) {
        let (value, residuals) = self.kept(of);
        let seed = Some(self.number(1.0, &of.output, of.span));
        let zeros = self.zero_shadows(of);
        let shadows: Vec<Option<Place>> = zeros.iter().map(|zeros| Some(whole(*zeros))).collect();
        let op = Op::Call(Call::backward(of.target.clone(), &of.args, residuals, seed, shadows));
        let bars = self.cotangents(of, 1, &zeros);
        self.define(bars.0, op, of.span);
        (value, together(&bars.1))
    }

    /// Both passes with a tangent: that of the gradient.
    fn hvp(&mut self, of: &Applied, dots: &[Var]) -> Value {
        let (_, kept) = self.pushed_forward(of, dots, Half::Forward);
        let [kept, kept_dot] = kept[..] else { return Value::Poison };
        let [seed, seed_dot] = [1.0, 0.0].map(|value| self.number(value, &of.output, of.span));
        let (zeros, zero_dots) = (self.zero_shadows(of), self.zero_shadows(of));
        for zeros in &zeros {
            self.vars[*zeros].name = Some("ignored".to_owned());
        }
        let shadows = zeros.iter().map(|zeros| Some(whole(*zeros))).collect();
        let mut back = Call::backward(of.target.clone(), &of.args, kept, Some(seed), shadows);
        back.order = 1;
        self.give_tangents(of, dots, &mut back);
        back.give(Handed::Ref(kept_dot), Role::Residuals, 1);
        back.give(Handed::Value(seed_dot), Role::Seed, 1);
        for (i, zeros) in of.target.shadowed().into_iter().zip(&zero_dots) {
            back.give(Handed::Mut(whole(*zeros)), Role::Shadow(i), 1);
        }
        let (outs, bars) = self.cotangents(of, 2, &[zeros, zero_dots].concat());
        self.define(outs, Op::Call(back), of.span);
        together(&bars[of.active.len()..])
    }

    /// The value, and its tangent.
    fn jvp(&mut self, of: &Applied, dots: &[Var]) -> Value {
        let (values, _) = self.pushed_forward(of, dots, Half::Primal);
        together(&values)
    }

    /// `g::jvp(x, x_dot)` or `g::forward_jvp(x, x_dot)`: the value with its tangent, and what is kept.
    fn pushed_forward(&mut self, of: &Applied, dots: &[Var], half: Half) -> (Vec<Var>, Vec<Var>) {
        let mut call = of.called(half);
        call.order = 1;
        self.give_tangents(of, dots, &mut call);
        let output = [Some(of.output.clone()), of.output.tangent()];
        let residuals = [Some(of.target.residuals.clone()), of.target.residuals.tangent()];
        let (mut outs, mut values, mut kept) = (Vec::new(), Vec::new(), Vec::new());
        for (value, residuals) in output.into_iter().zip(residuals) {
            values.extend(value.map(|kind| self.new_var(kind, None, of.span)));
            outs.extend(values.last());
            if half == Half::Forward {
                let name = of.named(if kept.is_empty() { "_residuals" } else { "_residuals_dot" });
                kept.extend(residuals.map(|kind| self.new_var(kind, name, of.span)));
                outs.extend(kept.last());
            }
        }
        self.define(outs, Op::Call(call), of.span);
        (values, kept)
    }

    /// What `g::backward` yields, with so many tangents: its results, which are what is returned and
    /// then the next versions of the shadows; and the same in the order of the parameters.
    fn cotangents(&mut self, of: &Applied, times: usize, shadows: &[Var]) -> (Vec<Var>, Vec<Var>) {
        let after: Vec<Var> = shadows
            .iter()
            .map(|shadow| {
                let VarInfo { kind, name, .. } = self.vars[*shadow].clone();
                self.new_var(kind, name, of.span)
            })
            .collect();
        let (mut returned, mut added, mut bars) = (Vec::new(), after.iter(), Vec::new());
        for (how, kind, _) in (0..times).flat_map(|_| &of.active) {
            if *how == Passing::Value {
                returned.push(self.new_var(kind.cotangent(), None, of.span));
                bars.extend(returned.last());
            } else {
                bars.extend(added.next());
            }
        }
        returned.extend(&after);
        (returned, bars)
    }

    /// Zeros for the cotangents of what is handed over by reference.
    fn zero_shadows(&mut self, of: &Applied) -> Vec<Var> {
        let lent = of.active.iter().filter(|(how, ..)| *how != Passing::Value);
        let lent: Vec<Var> = lent.map(|(.., arg)| *arg).collect();
        lent.into_iter().map(|arg| self.zeros(arg, of.span)).collect()
    }

    fn zeros(&mut self, like: Var, span: Span) -> Var {
        let mut builder = Builder { vars: &mut self.vars, stmts: Vec::new(), span, derived: false };
        let zeros = builder.zeros(like);
        self.stmts.append(&mut builder.stmts);
        zeros
    }

    fn number(&mut self, value: f64, like: &Kind, span: Span) -> Var {
        self.push(like.clone(), Op::Literal(Literal::Real(value)), span)
    }

    /// Hands over tangents of the arguments that have some.
    fn give_tangents(&self, of: &Applied, dots: &[Var], call: &mut Call) {
        let active = of.target.passing.iter().enumerate().filter(|(_, (_, active))| *active);
        for ((i, _), dot) in active.zip(dots) {
            let handed = match self.vars.kind(*dot) {
                Kind::Real(_) => Handed::Value(*dot),
                _ => Handed::Ref(*dot),
            };
            call.give(handed, Role::Argument(i), 1);
        }
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
    ) -> Vec<(Passing, Kind, Var)> {
        let args = given.args.iter().zip(&given.passing).zip(&signature.params);
        let one = |((arg, (how, active)), param): ((&Var, &(Passing, bool)), &SigParam)| {
            let declared = instance.scope().parameter(&param.ty).map(|(_, kind)| kind);
            let kind = declared.unwrap_or_else(|| self.vars.kind(*arg).clone());
            active.then_some((*how, kind, *arg))
        };
        args.filter_map(one).collect()
    }
}

fn whole(root: Var) -> Place {
    Place { root, path: Vec::new() }
}

/// One value as it is, several as a tuple.
pub(super) fn together(vars: &[Var]) -> Value {
    match vars {
        [single] => Value::Var(*single),
        several => Value::Tuple(several.iter().map(|var| Value::Var(*var)).collect()),
    }
}
