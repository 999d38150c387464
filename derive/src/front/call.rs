//! Calls of functions: floats' own, `constant`, and those with handles.

use std::rc::Rc;

use super::spans::Spanned;
use quote::quote;
use syn::{Expr, ExprCall, ExprPath};

use super::chains::maker;
use super::closures::{Lazy, Shared};
use super::derivatives::OfHandle;
use super::dispatch::{Own, method_halves};
use super::instance::Instance;
use super::lower::{Lower, same_shape};
use super::operators::by_path;
use super::scope::{Borrow, Value};
use super::signature::{FnSignature, names_itself};
use crate::diagnostics::*;
use crate::ir::{Answer, Call, Callee, Form, Half, Halves, Kind, Op, Passing, Step, Var, roots};
use crate::prims;

impl Lower<'_> {
    /// `f(args)`
    pub(super) fn call(&mut self, call: &ExprCall, expected: Option<&Kind>) -> Accepted<Value> {
        let Expr::Path(path) = &*call.func else {
            return match self.expr(&call.func, None)? {
                Value::Lazy(Lazy::Closure(closure)) => self.closure_call(call, &closure),
                _ => Err(self.diagnostics.report(&call.func, FUNCTION_UNKNOWN)),
            };
        };
        let local = path.path.get_ident().and_then(|name| self.scopes.get(&name.to_string()));
        match local.cloned() {
            Some(Value::Lazy(Lazy::Closure(closure))) => return self.closure_call(call, &closure),
            Some(Value::Poison) => return Err(Refused),
            _ => {}
        }
        if let Some(value) = self.float_path(path, call, expected) {
            return value;
        }
        if let Some(value) = self.num_function(path, call, expected) {
            return value;
        }
        if let Some(value) = self.integer_path(path, call) {
            return value;
        }
        if let Some(value) = self.memory_call(call) {
            return value;
        }
        if let Some(operator) = by_path(call) {
            return self.expr(&operator, expected);
        }
        if maker(call).is_some() {
            let chain = self.made_by(call)?;
            return Ok(Value::Lazy(Lazy::Iterator(Shared::new(chain))));
        }
        if let Some(zip) = self.zip_from(call) {
            return zip;
        }
        if let Some(array) = self.array_perhaps(call) {
            return array;
        }
        if let Some(vector) = self.new_vector(call, expected) {
            return vector;
        }
        if is_constant_call(call) {
            return self.constant(&call.args[0], expected, call.span());
        }
        if let Some(value) = self.tuple_struct(path, call, expected) {
            return value;
        }
        if let Some(value) = self.array_from_fn(call, expected) {
            return value;
        }
        if let Some(value) = self.array_from_function(call) {
            return value;
        }
        if let Some(value) = self.array_constructor(call, expected) {
            return value;
        }
        if let Some(method) = self.method_of(&path.path).cloned() {
            if let Some(value) = self.without_numbers(&method, &Expr::Call(call.clone())) {
                return value;
            }
            if method.signature.body.is_some() {
                return self.write_out(call, path, &method.signature);
            }
            let halves = method_halves(&path.path, &method);
            return self.handle_call(call, path, &method.signature, halves);
        }
        if let Some(signature) = self.method_with_body(&path.path) {
            return self.write_out(call, path, &signature);
        }
        if let Some((of, called)) = self.paired.called(&path.path)
            && let Some((signature, halves)) = self.callee(&of)
        {
            return match called {
                OfHandle::Derived(one) => self.derived_call(call, &of, &signature, halves, one),
                OfHandle::Half(half) => self.half_call(call, &of, &signature, halves, half),
            };
        }
        match self.callee(&path.path) {
            Some((signature, _)) if signature.body.is_some() => {
                self.write_out(call, path, &signature)
            }
            Some((signature, halves)) => self.handle_call(call, path, &signature, halves),
            None => self.call_of_given(call, expected),
        }
    }

    /// `constant(value)`: a call in there may be that of any function.
    fn constant(
        &mut self,
        value: &Expr,
        expected: Option<&Kind>,
        span: proc_macro2::Span,
    ) -> Accepted<Value> {
        if let Expr::Call(call) = value
            && let Expr::Path(path) = &*call.func
            && !self.is_float_path(path)
        {
            return self.words_of_constant(value, expected, span);
        }
        let before = self.diagnostics.count();
        let var = match self.var(value, expected) {
            Ok(var) => var,
            Err(refused) if self.diagnostics.count() == before => return Err(refused),
            // What the differentiator does not know is kept in the user's words: it has no derivative.
            Err(_) => {
                self.diagnostics.forget(before);
                return self.words_of_constant(value, expected, span);
            }
        };
        let kind = self.vars.kind(var).clone();
        Ok(Value::Var(self.push(kind, Op::Prim(prims::CONSTANT, vec![var]), span)))
    }

    fn words_of_constant(
        &mut self,
        value: &Expr,
        expected: Option<&Kind>,
        span: proc_macro2::Span,
    ) -> Accepted<Value> {
        self.check_changes(value)?;
        let code = self.code(quote!(#value))?;
        let kind = expected.cloned().unwrap_or(Kind::Other(None));
        self.unifier.open(&kind);
        Ok(Value::Var(self.push(kind, Op::Rust(code), span)))
    }

    /// The signature of a called function, and where its halves are found. The function's own is
    /// known without asking.
    pub(super) fn callee(&mut self, path: &syn::Path) -> Option<(Rc<FnSignature>, Halves)> {
        let own = !self.method;
        let last = path.segments.last();
        self.recursive |= own && last.is_some_and(|last| last.ident == self.name);
        if own && names_itself(path, &self.name) {
            let handle = Rc::new(self.handle.clone().into());
            return Some((self.own.clone(), Halves::Handle(handle)));
        }
        let signature = self.signatures.call(path)?;
        self.recursive |= signature.calls.contains(&self.name);
        // What `sq::<f64>` says goes on the function; the handle has no parameters.
        let mut handle = path.clone();
        if let Some(last) = handle.segments.last_mut() {
            last.arguments = syn::PathArguments::None;
        }
        Some((signature.clone(), Halves::Handle(Rc::new(handle))))
    }

    /// A call of a function with a handle.
    pub(super) fn handle_call(
        &mut self,
        call: &ExprCall,
        path: &ExprPath,
        signature: &FnSignature,
        halves: Halves,
    ) -> Accepted<Value> {
        if call.args.len() != signature.params.len() {
            return Err(self.other_number(call, signature.params.len()));
        }
        if signature.refused || matches!(halves, Halves::Method(..)) && signature.lends() {
            return Err(Refused);
        }
        let (given, instance) = self.given(call.args.iter(), path, signature, &halves)?;
        let output = self.output_of(call, signature, &instance)?;
        let Given { args, places, passing } = given;
        let mut target = self.callee_of(&path.path, signature, halves, &instance, passing);
        if let Some(fallible) = signature.fallible() {
            target.answer = Answer::Caught(fallible.form);
            target.residuals = Kind::Option(Box::new(target.residuals));
        }
        self.call_in_place(target, args, places, output, call.span())
    }

    /// What a callee returns.
    pub(super) fn output_of(
        &mut self,
        call: &ExprCall,
        signature: &FnSignature,
        instance: &Instance<'_>,
    ) -> Accepted<Kind> {
        let output = match &signature.value() {
            Some(ty) => instance.scope().kind(ty),
            None => Some(Kind::Unit),
        };
        output.ok_or_else(|| self.diagnostics.report(call, KIND_UNKNOWN))
    }

    /// A callee with a handle, as one call hands over its arguments.
    pub(super) fn callee_of(
        &self,
        path: &syn::Path,
        signature: &FnSignature,
        halves: Halves,
        instance: &Instance<'_>,
        passing: Vec<(Passing, bool)>,
    ) -> Callee {
        Callee {
            path: Rc::new(path.clone()),
            residuals: instance.residuals(signature, &halves, &self.runtime),
            halves,
            passing,
            views: signature.params.iter().map(|param| instance.is_view(param)).collect(),
            skippable: signature.params.iter().map(|param| param.skippable).collect(),
            overwrites: signature.params.iter().map(|param| param.overwritten).collect(),
            replaces: signature.params.iter().map(|param| instance.is_replaceable(param)).collect(),
            follows: !signature.nums.is_empty()
                && path.segments.last().is_some_and(|last| last.arguments.is_empty()),
            recursive: names_itself(path, &self.name) || signature.calls.contains(&self.name),
            pushes: signature.pushes,
            accumulates: signature.accumulates && signature.pushes.halves == self.own.pushes.halves,
            answer: Answer::Value,
        }
    }

    /// A call that yields a value and changes places.
    pub(super) fn call_in_place(
        &mut self,
        target: Callee,
        args: Vec<Var>,
        places: Vec<Borrow>,
        output: Kind,
        span: proc_macro2::Span,
    ) -> Accepted<Value> {
        let unit = matches!(output, Kind::Unit);
        let caught = target.answer.caught();
        let (holders, targets) = self.written(places, span)?;
        let kinds = roots(&targets).into_iter().map(|root| self.vars.kind(root).clone());
        let state = caught.map(Form::state);
        let kinds: Vec<Kind> = [output].into_iter().chain(state).chain(kinds).collect();
        let outs: Vec<Var> = kinds.into_iter().map(|kind| self.new_var(kind, None, span)).collect();
        let first = outs.len() - holders.len();
        for (holder, next) in holders.iter().zip(&outs[first..]) {
            self.take_version(holder, *next);
        }
        let value = if unit { Value::Unit } else { Value::Var(outs[0]) };
        let state = outs[1..first].first().copied();
        let call = Call::new(target, Half::Primal, &args, &targets);
        self.define(outs, Op::Call(call), span);
        Ok(match (caught, state) {
            (Some(form), Some(state)) => self.answer(value, state, form, span),
            _ => value,
        })
    }

    fn argument(
        &mut self,
        arg: &Expr,
        param: &super::SigParam,
        instance: &mut Instance<'_>,
    ) -> Accepted<(Argument, (Passing, bool))> {
        let declared = instance.scope().parameter(&param.ty);
        let expected = declared.as_ref().map(|(_, kind)| kind.clone());
        let overwritten = matches!(&param.ty, syn::Type::Reference(r) if r.mutability.is_some());
        let argument = if overwritten {
            Argument::Place(self.place(arg)?)
        } else {
            Argument::Value(self.var(arg, expected.as_ref().filter(|kind| kind.is_scalar()))?)
        };
        if let Argument::Value(var) = &argument
            && instance.is_opaque(&param.ty)
            && let Kind::Struct(info) = self.vars.kind(*var).clone()
            && !self.vars.kind(*var).is_differentiable()
        {
            self.vars[*var].kind = Kind::Struct(Rc::new(info.as_opaque()));
        }
        let own = match &argument {
            Argument::Place(place) => place.kind.clone(),
            Argument::Value(var) => self.vars.kind(*var).clone(),
        };
        instance.learn(param, expected.as_ref(), &own);
        let declared = instance.scope().parameter(&param.ty);
        let passing = match (&declared, &param.ty) {
            (Some((passing, _)), _) => *passing,
            (None, syn::Type::Reference(_)) if overwritten => Passing::Mut,
            (None, syn::Type::Reference(_)) => Passing::Ref,
            (None, _) => Passing::Value,
        };
        if let Some((_, kind)) = &declared {
            let reported = self.diagnostics.count();
            let fits = self.expect_argument(&argument, &own, kind, arg.span());
            self.diagnostics.widen(reported, arg);
            fits?;
        }
        let active = !param.constant && declared.is_none_or(|(_, kind)| kind.is_differentiable());
        Ok((argument, (passing, active)))
    }

    /// An argument agrees with a parameter up to the coercions of references.
    pub(super) fn expect_argument(
        &mut self,
        argument: &Argument,
        own: &Kind,
        kind: &Kind,
        at: proc_macro2::Span,
    ) -> Accepted<()> {
        let coerced = match (own, kind) {
            (Kind::Vec(item) | Kind::Array(item, _), Kind::Slice(expected)) => {
                Some(((**item).clone(), (**expected).clone()))
            }
            _ => None,
        };
        match coerced {
            Some((item, expected)) if self.unifier.equate_kinds(&item, &expected) => Ok(()),
            Some(_) => Err(self.diagnostics.at(at, KIND_MISMATCH, "")),
            None => match argument {
                Argument::Value(var) => self.expect_kind(*var, kind, at),
                Argument::Place(_) if self.unifier.learn(own, kind) => Ok(()),
                Argument::Place(_) if same_shape(own, kind) => {
                    match self.unifier.equate_kinds(own, kind) {
                        true => Ok(()),
                        false => Err(self.diagnostics.at(at, KIND_MISMATCH, "")),
                    }
                }
                Argument::Place(_) => Err(self.diagnostics.at(at, KIND_MISMATCH, "")),
            },
        }
    }
}

impl<'a> Lower<'a> {
    /// The arguments of a call, and what the callee's generic parameters stand for.
    pub(super) fn given<'e>(
        &mut self,
        args_given: impl Iterator<Item = &'e Expr>,
        path: &ExprPath,
        signature: &FnSignature,
        halves: &Halves,
    ) -> Accepted<(Given, Instance<'a>)> {
        let mut instance = Instance::new(halves, signature, self);
        instance.told(&path.path, matches!(halves, Halves::Method(..)), signature, self);
        for (name, own) in self.own_parameters(&path.path) {
            match own {
                Own::Num(num) => drop(instance.nums.insert(name, num)),
                Own::Length(length) => drop(instance.lengths.insert(name, length)),
            }
        }
        let (mut args, mut places, mut passing) = (Vec::new(), Vec::new(), Vec::new());
        let mut refused = None;
        for (arg, param) in args_given.zip(&signature.params) {
            match self.argument(arg, param, &mut instance) {
                Ok((Argument::Value(var), how)) => {
                    args.push(var);
                    passing.push(how);
                }
                Ok((Argument::Place(place), _)) if is_part(&place) => {
                    refused = Some(self.diagnostics.on(arg, KIND_MISMATCH, PART));
                }
                Ok((Argument::Place(place), how)) => {
                    places.push(place);
                    passing.push(how);
                }
                Err(report) => refused = Some(report),
            }
        }
        if let Some(refused) = refused {
            return Err(refused);
        }
        if signature.consts.iter().any(|name| !instance.lengths.contains_key(&name.to_string())) {
            return Err(self.diagnostics.report(path, GENERIC_ARGUMENT));
        }
        Ok((Given { args, places, passing }, instance))
    }
}

/// What is said where a callee may put another array in the place of a part of one.
const PART: &str =
    "a part of an array is handed over as a copy, which is assigned to it afterwards";

/// Whether a place is a part of an array that is an array.
fn is_part(place: &Borrow) -> bool {
    matches!(place.path.last(), Some(Step::View(_)))
}

/// What a call hands over.
pub(super) struct Given {
    pub args: Vec<Var>,
    pub places: Vec<Borrow>,
    /// How each is handed over, and whether it takes part in derivatives.
    pub passing: Vec<(Passing, bool)>,
}

/// What is handed over.
pub(super) enum Argument {
    /// A value, or a reference to it.
    Value(Var),
    /// A place that the callee writes to.
    Place(Borrow),
}

/// `constant(x)`, `chainrule::constant(x)`
pub fn is_constant_call(call: &ExprCall) -> bool {
    let Expr::Path(path) = &*call.func else { return false };
    let last = path.path.segments.last();
    last.is_some_and(|segment| segment.ident == "constant") && call.args.len() == 1
}
