//! Calls of functions that take functions: their bodies are written out.

use std::rc::Rc;

use proc_macro2::Span;
use syn::{Expr, ExprCall, ExprPath, FnArg, ItemFn, Pat, Path};

use super::capitals::with_told_bindings;
use super::closures::{Closure, Lazy, Shared};
use super::derivatives::Pairs;
use super::everywhere::mutable_names;
use super::functional::{Shape, of_input};
use super::instance::Instance;
use super::lengths::with_written_lengths;
use super::lower::Lower;
use super::scope::{Names, Value};
use super::signature::{Body, FnSignature, SigParam};
use super::spans::Spanned;
use super::substituted::substituted;
use super::surroundings::Surroundings;
use super::types::TypeScope;
use super::walk::handed;
use crate::bodies::leads_back;
use crate::diagnostics::*;
use crate::ir::{Halves, Kind, Op, Var};
use crate::prims;

/// How deep bodies are written out within each other.
const DEEPEST: usize = 16;
/// How many bodies are written out in one function, those of closures among them.
const MOST: usize = 1000;

impl<'a> Lower<'a> {
    /// The value of a function's body, for these arguments.
    pub(super) fn write_out(
        &mut self,
        call: &ExprCall,
        path: &ExprPath,
        signature: &FnSignature,
    ) -> Accepted<Value> {
        let Some(body) = &signature.body else { return Err(Refused) };
        let at = call.span();
        if call.args.len() != signature.params.len() {
            return Err(self.other_number(call, signature.params.len()));
        }
        if self.depth == 0 {
            self.outermost = Some(call.clone());
        }
        self.check_circle(body, call, &path.path)?;
        self.check_growth()?;
        let mut instance =
            Instance::new(&Halves::Handle(Rc::new(path.path.clone())), signature, self);
        instance.told(&path.path, false, signature, self);
        let shapes: Vec<Option<Shape>> = {
            let sig = &body.item.sig;
            sig.inputs.iter().map(|input| of_input(input, &sig.generics)).collect()
        };
        let mut args = Vec::new();
        for ((arg, param), shape) in call.args.iter().zip(&signature.params).zip(&shapes) {
            args.push(match shape {
                Some(shape) => self.function_given(arg, shape),
                None => self.value_given(arg, param, &mut instance),
            });
        }
        let args = args.into_iter().collect::<Accepted<Vec<Value>>>()?;
        if signature.consts.iter().any(|name| !instance.lengths.contains_key(&name.to_string())) {
            return Err(self.diagnostics.report(path, GENERIC_ARGUMENT));
        }
        let types = TypeScope { beside: None, ..instance.scope() };
        let args = self.typed(args, signature, &shapes, &types, at)?;
        let nums = types
            .nums
            .iter()
            .filter_map(|(name, num)| Some((name.clone(), self.unifier.known(num)?)));
        let item = substituted(&body.item, &nums.collect(), &types.lengths);
        let (item, computed) = with_written_lengths(&item);
        if let Some(name) = computed.first() {
            return Err(self.diagnostics.report(name, PATTERN));
        }
        let item = Rc::new(with_told_bindings(&item));
        self.depth += 1;
        let value = self.body_of(&item, body, types, args, at);
        self.depth -= 1;
        value
    }

    /// Refuses a function that is being written out already: once, and not where it has been refused itself.
    fn check_circle(&mut self, body: &Body, call: &ExprCall, path: &Path) -> Accepted<()> {
        if !self.opened.contains(&body.id) {
            return Ok(());
        }
        let own = self.opened.last() == Some(&body.id) && leads_back(path, &body.item.sig.ident);
        if !own && !self.diagnostics.has_said(CIRCLE, "") {
            self.diagnostics.report(call, CIRCLE);
        }
        Err(Refused)
    }

    /// Counts one more body within others, and refuses too many: once, where the function is called.
    pub(super) fn check_growth(&mut self) -> Accepted<()> {
        self.written += 1;
        match &self.outermost {
            Some(call) if self.depth >= DEEPEST || self.written > MOST => {
                if !self.diagnostics.has_said(GROWTH, "") {
                    self.diagnostics.report(call, GROWTH);
                }
                Err(Refused)
            }
            Some(_) | None => Ok(()),
        }
    }

    /// A function that is handed over: a closure, a function by its path, or a parameter that is one.
    fn function_given(&mut self, arg: &Expr, shape: &Shape) -> Accepted<Value> {
        let given = handed(arg);
        let function = match given {
            Expr::Path(path) if self.is_unknown_here(path) => {
                Closure::of_path(path, shape.inputs.len(), Names::new(), self.standing())
            }
            _ => match self.expr(given, None)? {
                Value::Lazy(Lazy::Closure(closure)) => {
                    return Ok(Value::Lazy(Lazy::Closure(closure)));
                }
                _ => return Err(self.diagnostics.report(arg, FUNCTION_ARGUMENT)),
            },
        };
        Ok(Value::Lazy(Lazy::Closure(Shared::new(function))))
    }

    /// Whether a path names something of the module, and not a variable.
    fn is_unknown_here(&self, path: &ExprPath) -> bool {
        let local = path.path.get_ident().map(ToString::to_string);
        local.and_then(|name| self.scopes.get(&name)).is_none()
    }

    /// Any other argument.
    fn value_given(
        &mut self,
        arg: &Expr,
        param: &SigParam,
        instance: &mut Instance<'a>,
    ) -> Accepted<Value> {
        let declared = instance.scope().parameter(&param.ty).map(|(_, kind)| kind);
        let changed = matches!(&param.ty, syn::Type::Reference(r) if r.mutability.is_some());
        let value = match changed {
            true => Value::Borrow(self.place(arg)?),
            false => self.expr(arg, declared.as_ref().filter(|kind| kind.is_scalar()))?,
        };
        let own = match &value {
            Value::Var(var) => self.vars.kind(*var).clone(),
            Value::Borrow(place) => place.kind.clone(),
            _ => return Ok(value),
        };
        instance.learn(param, declared.as_ref(), &own);
        match value {
            Value::Var(var) if param.constant => Ok(self.without_derivative(var, arg.span())),
            value => Ok(value),
        }
    }

    /// A value as a constant.
    pub(super) fn without_derivative(&mut self, var: Var, at: Span) -> Value {
        let kind = self.vars.kind(var).clone();
        Value::Var(match kind.is_differentiable() {
            true => self.push(kind, Op::Prim(prims::CONSTANT, vec![var]), at),
            false => var,
        })
    }

    /// The arguments, with what the signature says of their types.
    fn typed(
        &mut self,
        args: Vec<Value>,
        signature: &FnSignature,
        shapes: &[Option<Shape>],
        types: &TypeScope<'_>,
        at: Span,
    ) -> Accepted<Vec<Value>> {
        let mut typed = Vec::new();
        for ((arg, param), shape) in args.into_iter().zip(&signature.params).zip(shapes) {
            typed.push(match (arg, shape) {
                (Value::Lazy(Lazy::Closure(closure)), Some(shape)) => {
                    let inputs: Vec<_> = shape.inputs.iter().map(|ty| types.kind(ty)).collect();
                    let output = match &shape.output {
                        Some(ty) => types.kind(ty),
                        None => Some(Kind::Unit),
                    };
                    self.annotated_closure(&closure, &inputs, output.as_ref(), at)?;
                    Value::Lazy(Lazy::Closure(Shared::new(closure.typed(
                        inputs,
                        output,
                        param.constant,
                    ))))
                }
                (arg, _) => {
                    if let Some(kind) = types.kind(&param.ty) {
                        self.expect_value(&arg, &kind, at)?;
                    }
                    arg
                }
            });
        }
        Ok(typed)
    }

    /// A body where it is written out.
    fn body_of(
        &mut self,
        item: &Rc<ItemFn>,
        body: &Body,
        types: TypeScope<'a>,
        args: Vec<Value>,
        at: Span,
    ) -> Accepted<Value> {
        let block = (*item.block).clone();
        let whole = Expr::Block(syn::ExprBlock { attrs: Vec::new(), label: None, block });
        self.check_exits(&whole)?;
        let there = Surroundings {
            types,
            constants: Default::default(),
            mutable: Rc::new(mutable_names(item)),
            paired: Rc::new(Pairs::of(item)),
            owner: None,
            inlining: self.inlining.clone(),
            opened: self.opened.iter().cloned().chain([body.id.clone()]).collect(),
        };
        let outer = self.stand(there);
        let pattern = |input: &FnArg| match input {
            FnArg::Typed(typed) => Some(Pat::Type(typed.clone())),
            FnArg::Receiver(_) => None,
        };
        let inputs = item.sig.inputs.iter().filter_map(pattern).collect();
        let standing = self.standing();
        let closure = Closure::of_body(inputs, item.sig.output.clone(), whole, standing);
        let value = self.inline_body(&Shared::new(closure), Names::new(), args, at);
        self.stand(outer);
        value
    }

    /// Makes what a closure says of its own types agree with what is said where it is handed over.
    fn annotated_closure(
        &mut self,
        closure: &Closure,
        inputs: &[Option<Kind>],
        output: Option<&Kind>,
        at: Span,
    ) -> Accepted<()> {
        let outer = self.go(closure.standing());
        let (own, yields) = closure.annotations(&self.types);
        self.stand(outer);
        let pairs = own.into_iter().zip(inputs.iter().map(Option::as_ref));
        for (own, declared) in pairs.chain([(yields, output)]) {
            if let (Some(own), Some(declared)) = (own, declared)
                && !self.unifier.equate_kinds(&own, declared)
            {
                return Err(self.diagnostics.at(at, KIND_MISMATCH, ""));
            }
        }
        Ok(())
    }
}
