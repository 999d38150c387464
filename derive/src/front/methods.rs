//! Method calls, by the kind of the receiver.

use super::conversions::is_unwrapping;
use super::spans::Spanned;
use proc_macro2::Span;
use quote::ToTokens;
use syn::{Expr, ExprCall, ExprMethodCall, ExprPath, Type};

use super::closures::Lazy;
use super::elements::is_element_mut;
use super::lower::Lower;
use super::scope::Value;
use crate::diagnostics::*;
use crate::ir::{Kind, Num, Op, Var};
use crate::prims::{self, Prim};

impl Lower<'_> {
    /// `receiver.method(args)`
    pub(super) fn method_call(
        &mut self,
        call: &ExprMethodCall,
        expected: Option<&Kind>,
    ) -> Accepted<Value> {
        // Apart, and what follows too: a thousand calls in a row stand on the stack at once here.
        if let Some(value) = self.method_as_written(call, expected) {
            return value;
        }
        // What is converted or unwrapped is of another type than what comes of it.
        let same = !(call.method == "into" || call.method == "as_" || is_unwrapping(call));
        let scalar = expected.filter(|kind| kind.is_real() && same);
        let receiver = self.expr(&call.receiver, scalar)?;
        self.method_on(call, receiver, expected)
    }

    /// A method that is known by how it is written, before anything is known of what it is called on.
    fn method_as_written(
        &mut self,
        call: &ExprMethodCall,
        expected: Option<&Kind>,
    ) -> Option<Accepted<Value>> {
        if let Some(array) = self.unwrapped(call) {
            return Some(array.map(Value::Var));
        }
        if is_element_mut(call) {
            return Some(self.place(&Expr::MethodCall(call.clone())).map(Value::Borrow));
        }
        self.unwrapped_conversion(call, expected)
            .or_else(|| self.mean_or(call))
            .or_else(|| self.contained(call))
            .or_else(|| self.zip(call))
            .or_else(|| self.changing_method(call))
    }

    /// A method of a value.
    fn method_on(
        &mut self,
        call: &ExprMethodCall,
        receiver: Value,
        expected: Option<&Kind>,
    ) -> Accepted<Value> {
        let receiver = match receiver {
            Value::Tuple(items) if call.method == "clone" => return Ok(Value::Tuple(items)),
            Value::Tuple(items) if call.method == "len" && call.args.is_empty() => {
                return Ok(Value::Var(self.int(items.len() as i64, call.span())));
            }
            Value::Lazy(Lazy::Optional(optional)) => return self.optional_method(call, &optional),
            Value::Maybe(maybe) => return self.maybe_method(call, maybe),
            Value::Lazy(Lazy::Popped(place)) => return self.popped_method(call, &place),
            Value::Lazy(Lazy::Ordering(order)) => return self.order_method(call, &order),
            value => self.single(value, call.receiver.span())?,
        };
        let kind = self.vars.kind(receiver).clone();
        if kind.is_scalar()
            && let Some(order) = self.comparison(call, receiver)
        {
            return order;
        }
        if matches!(kind, Kind::Bool)
            && let Some(value) = self.when(call, receiver)
        {
            return value;
        }
        if let Some(value) = self.method_with_handle(call, &kind) {
            return value;
        }
        if let Some(value) = self.method_of_numbers(call, receiver, expected) {
            return value;
        }
        match kind {
            Kind::Real(_) => self.real_method(call, receiver),
            Kind::Int(_) | Kind::Bool => self.integer_method(call, receiver, expected),
            Kind::Nd { .. } => self.array_call(call, receiver),
            Kind::Slice(_) | Kind::Vec(_) | Kind::Array(..) => self.slice_method(call, receiver),
            Kind::Other(Some(ty)) => self.method_of_other(call, &ty, expected),
            Kind::Other(None) => self.rust_code(&Expr::MethodCall(call.clone()), expected),
            Kind::Struct(_) if call.method == "clone" && call.args.is_empty() => {
                Ok(Value::Var(receiver))
            }
            Kind::Struct(info) => Err(self.ask_method(&info.path, &call.method)),
            Kind::Cotangent(_) | Kind::Tangents(..) | Kind::Tuple(_) | Kind::Unit => {
                Err(self.diagnostics.report(&call.method, METHOD_UNKNOWN))
            }
            Kind::Dim { .. } | Kind::Residuals { .. } | Kind::Option(_) => {
                Err(self.diagnostics.report(&call.method, INTERNAL))
            }
        }
    }

    /// A method of a type without derivatives, which may take others.
    fn method_of_other(
        &mut self,
        call: &ExprMethodCall,
        ty: &Type,
        expected: Option<&Kind>,
    ) -> Accepted<Value> {
        let before = self.diagnostics.count();
        let value = self.rust_code(&Expr::MethodCall(call.clone()), expected);
        match ty {
            Type::Path(path) if value.is_err() && self.signatures.is_choice(&path.path) => {
                self.diagnostics.forget(before);
                Err(self.ask_method(&path.path, &call.method))
            }
            _ => value,
        }
    }

    fn real_method(&mut self, call: &ExprMethodCall, receiver: Var) -> Accepted<Value> {
        let name = call.method.to_string();
        if matches!(name.as_str(), "clone" | "to_owned") && call.args.is_empty() {
            return Ok(Value::Var(receiver));
        }
        let args: Vec<&Expr> = call.args.iter().collect();
        self.float_function(&name, receiver, &args, call, &call.method)
    }

    /// A method of `f64`, or its path form.
    pub(super) fn float_function(
        &mut self,
        name: &str,
        receiver: Var,
        args: &[&Expr],
        whole: &impl Spanned,
        at: &impl ToTokens,
    ) -> Accepted<Value> {
        let span = whole.span();
        if name == "sin_cos" && args.is_empty() {
            let kind = self.vars.kind(receiver).clone();
            let sine = self.push(kind.clone(), Op::Prim(prims::SIN, vec![receiver]), span);
            let cosine = self.push(kind, Op::Prim(prims::COS, vec![receiver]), span);
            return Ok(Value::Tuple(vec![Value::Var(sine), Value::Var(cosine)]));
        }
        let own = self.may_be_own(self.vars.kind(receiver), name);
        let Some(prim) = prims::method(name).filter(|prim| !prim.is_given() && !own) else {
            return Err(self.diagnostics.report(at, METHOD_UNKNOWN));
        };
        let args = self.float_arguments(prim, receiver, args, whole)?;
        let kind = prim.kind(&[self.vars.kind(receiver)]);
        Ok(Value::Var(self.push(kind, Op::Prim(prim, args), span)))
    }

    /// The arguments of a method of `f64`, receiver first.
    pub(super) fn float_arguments(
        &mut self,
        prim: Prim,
        receiver: Var,
        args: &[&Expr],
        whole: &impl Spanned,
    ) -> Accepted<Vec<Var>> {
        if args.len() + 1 != prim.arity {
            return Err(self.diagnostics.report(whole, ARGUMENTS));
        }
        let real = match self.vars.kind(receiver) {
            Kind::Nd { num, .. } => Kind::Real(num.clone()),
            kind => kind.clone(),
        };
        let exponent = Kind::Int(Num::Int(syn::Ident::new("i32", Span::call_site())));
        let kind = if prim == prims::POWI { exponent } else { real };
        let mut vars = vec![receiver];
        for arg in args {
            let var = self.var(arg, Some(&kind))?;
            self.expect_of(var, &kind, &arg)?;
            vars.push(var);
        }
        Ok(vars)
    }

    fn integer_method(
        &mut self,
        call: &ExprMethodCall,
        receiver: Var,
        expected: Option<&Kind>,
    ) -> Accepted<Value> {
        let kind = self.vars.kind(receiver).clone();
        let name = call.method.to_string();
        match (of_integers(&name), call.args.first()) {
            _ if name == "clone" => Ok(Value::Var(receiver)),
            (Some(prim), Some(arg)) => self.of_two_integers(prim, receiver, arg, call.span()),
            _ => {
                let same = ["pow", "abs", "rem_euclid", "wrapping_add", "wrapping_mul", "isqrt"];
                let kind = if same.contains(&name.as_str()) { Some(&kind) } else { expected };
                self.rust_code(&Expr::MethodCall(call.clone()), kind)
            }
        }
    }

    fn of_two_integers(
        &mut self,
        prim: Prim,
        first: Var,
        second: &Expr,
        span: Span,
    ) -> Accepted<Value> {
        let kind = self.vars.kind(first).clone();
        let other = self.var(second, Some(&kind))?;
        self.expect_of(other, &kind, &second)?;
        Ok(Value::Var(self.push(kind, Op::Prim(prim, vec![first, other]), span)))
    }

    /// `usize::min(a, b)`, `std::cmp::max(a, b)`; `None` for other functions, and where they are not
    /// integers.
    pub(super) fn integer_path(
        &mut self,
        path: &ExprPath,
        call: &ExprCall,
    ) -> Option<Accepted<Value>> {
        let mut names = path.path.segments.iter().rev().map(|segment| segment.ident.to_string());
        let (name, owner) = (names.next()?, names.next()?);
        let (prim, [first, second]) =
            (of_integers(&name)?, Vec::from_iter(&call.args).try_into().ok()?);
        let kind = match owner.as_str() {
            "cmp" => None,
            owner => match self.types.kind(&syn::parse_str(owner).ok()?)? {
                kind @ Kind::Int(_) => Some(kind),
                _ => return None,
            },
        };
        let (stmts, first) = self.capture(|lower| lower.var(first, kind.as_ref()));
        match first {
            Ok(first) if matches!(self.vars.kind(first), Kind::Int(_)) => {
                self.stmts.extend(stmts);
                Some(self.of_two_integers(prim, first, second, call.span()))
            }
            Ok(_) => None,
            Err(refused) => Some(Err(refused)),
        }
    }
}

/// A function of two integers.
fn of_integers(name: &str) -> Option<Prim> {
    match name {
        "min" => Some(prims::INT_MIN),
        "max" => Some(prims::INT_MAX),
        "saturating_sub" => Some(prims::SATURATING_SUB),
        _ => None,
    }
}
