//! What generic code writes in place of literals and of `as`: `T::from(2.0).unwrap()`, `x.to_f64().unwrap()`,
//! `0.5.into()`.

use quote::ToTokens;
use syn::{Expr, ExprCall, ExprMethodCall, ExprPath, Ident, Type};

use super::chains::unwrapped;
use super::lower::Lower;
use super::methods::unwraps;
use super::num_functions::is_of_num;
use super::numeric::last_name;
use super::scope::Value;
use super::spans::Spanned;
use super::standard::type_argument;
use crate::diagnostics::*;
use crate::ir::{Kind, Literal, Num, Op, Var};
use crate::prims;

/// Functions that make a float of a number.
pub(super) const CONVERSIONS: &[&str] = &[
    "from",
    "nearest",
    "from_f64",
    "from_f32",
    "from_usize",
    "from_isize",
    "from_u8",
    "from_u16",
    "from_u32",
    "from_u64",
    "from_i8",
    "from_i16",
    "from_i32",
    "from_i64",
];

impl Lower<'_> {
    /// A number as a float: a literal is a literal.
    pub(super) fn converted(
        &mut self,
        from: &Expr,
        real: Kind,
        whole: &impl Spanned,
    ) -> Accepted<Value> {
        if let Some(number) = literal_number(from) {
            let op = Op::Literal(Literal::Real(number));
            return Ok(Value::Var(self.push(real, op, whole.span())));
        }
        let var = self.var(from, None)?;
        if !matches!(
            self.vars.kind(var),
            Kind::Real(_) | Kind::Int(_) | Kind::Bool | Kind::Other(_)
        ) {
            return Err(self.diagnostics.report(from, KIND_MISMATCH));
        }
        Ok(self.cast_number(var, real, whole))
    }

    pub(super) fn cast_number(&mut self, var: Var, target: Kind, whole: &impl Spanned) -> Value {
        Value::Var(self.push(target, Op::Prim(prims::CAST, vec![var]), whole.span()))
    }

    /// `cast::<f64, T>(x)`, without its `Option`.
    pub(super) fn cast_to(
        &mut self,
        path: &ExprPath,
        from: &Expr,
        call: &ExprCall,
        expected: Option<&Kind>,
    ) -> Accepted<Value> {
        let told = path.path.segments.last().and_then(|segment| type_argument(segment, 1));
        let told = told.filter(|ty| !matches!(ty, Type::Infer(_)));
        let target = match told {
            Some(ty) => self.types.kind(ty),
            None => expected.cloned(),
        };
        let target = target.unwrap_or_else(|| Kind::Real(self.unifier.fresh(false)));
        match target.is_real() {
            true => self.converted(from, target, call),
            false => Err(self.diagnostics.report(&call.func, FUNCTION_UNKNOWN)),
        }
    }

    /// A conversion that may fail, and is unwrapped: `T::from(2.0).unwrap()`, `x.to_f64().unwrap()`,
    /// `x.to_usize().unwrap()`. To a float it never does fail.
    pub(super) fn unwrapped_conversion(
        &mut self,
        call: &ExprMethodCall,
        expected: Option<&Kind>,
    ) -> Option<Accepted<Value>> {
        if !unwraps(&call.method.to_string()) {
            return None;
        }
        match unwrapped(&call.receiver) {
            Expr::Call(inner) => self.unwrapped_call(call, inner, expected),
            Expr::MethodCall(inner) if inner.args.is_empty() => self.unwrapped_method(call, inner),
            _ => None,
        }
    }

    fn unwrapped_call(
        &mut self,
        whole: &ExprMethodCall,
        call: &ExprCall,
        expected: Option<&Kind>,
    ) -> Option<Accepted<Value>> {
        let Expr::Path(path) = &*call.func else { return None };
        let [from] = Vec::from_iter(&call.args)[..] else { return None };
        let name = path.path.segments.last()?.ident.to_string();
        if name == "cast" && (is_of_num(&path.path, 1) || path.path.segments.len() == 1) {
            return Some(self.cast_to(path, from, call, expected));
        }
        let known = CONVERSIONS.contains(&name.as_str()) || widened(&name).is_some();
        if !known {
            return None;
        }
        if let Some(real) = self.own_conversion(path) {
            return Some(self.in_own_words(&Expr::MethodCall(whole.clone()), &real, path));
        }
        self.float_path(path, call, expected)
    }

    /// The type that `T::from_f64(x)` makes, where that may be a function of the user's own trait: then it is kept in
    /// the user's words, and refused where `x` may carry a derivative. That `T::from(x)` is the one of `NumCast`
    /// follows from the bound.
    pub(super) fn own_conversion(&self, path: &ExprPath) -> Option<Kind> {
        let mut names = path.path.segments.iter().rev().map(|segment| &segment.ident);
        let (name, owner) = (names.next()?, names.next()?);
        let own = path.qself.is_none() && self.own_methods.contains(owner);
        (own && name != "from" && CONVERSIONS.iter().any(|known| name == known))
            .then(|| Kind::Real(Num::Param(owner.clone())))
    }

    pub(super) fn in_own_words(
        &mut self,
        expr: &Expr,
        real: &Kind,
        path: &ExprPath,
    ) -> Accepted<Value> {
        let before = self.diagnostics.count();
        self.rust_code(expr, Some(real)).map_err(|refused| {
            if self.diagnostics.count() == before {
                return refused;
            }
            self.diagnostics.forget(before);
            let owner = path.path.segments.first().map(|owner| owner.ident.to_string());
            let owner = owner.unwrap_or_default();
            let write = format!(
                "write `{owner}::from(x).unwrap()`, which is that of `NumCast`; this may be one of your own trait's"
            );
            let name = last_name(path);
            let what = format!("`{owner}::{name}`");
            self.diagnostics.on(path, METHOD_UNKNOWN, seen(&what).write(&write))
        })
    }

    fn unwrapped_method(
        &mut self,
        whole: &ExprMethodCall,
        call: &ExprMethodCall,
    ) -> Option<Accepted<Value>> {
        let name = call.method.to_string();
        let float = widened(&name);
        let integer = name.strip_prefix("to_").and_then(integer);
        if float.is_none() && integer.is_none() {
            return None;
        }
        let (stmts, receiver) = self.capture(|lower| lower.var(&call.receiver, None));
        let receiver = match receiver {
            Ok(receiver) => receiver,
            Err(refused) => return Some(Err(refused)),
        };
        match (self.vars.kind(receiver), float) {
            (Kind::Real(_) | Kind::Int(_), Some(target)) => {
                self.stmts.extend(stmts);
                Some(Ok(self.cast_number(receiver, target, call)))
            }
            // An integer carries no derivative; where the number does not fit, it panics.
            (Kind::Real(Num::Param(_)), None) => {
                Some(self.integer_of(&Expr::MethodCall(whole.clone()), integer))
            }
            _ => None,
        }
    }

    /// A value without derivative, whatever it is made of.
    pub(super) fn integer_of(&mut self, expr: &Expr, kind: Option<Kind>) -> Accepted<Value> {
        self.check_changes(expr)?;
        let code = self.code(expr.to_token_stream())?;
        let var = self.push(kind.unwrap_or(Kind::Other(None)), Op::Rust(code), expr.span());
        Ok(Value::Var(var))
    }

    /// Whether a method is none of `num_traits::Float`, of a number that may have it from a trait of the user's own.
    /// One that is in both is ambiguous in the user's function already.
    pub(super) fn may_be_own(&self, kind: &Kind, name: &str) -> bool {
        let others = [
            "rem_euclid",
            "div_euclid",
            "round_ties_even",
            "pow",
            "into",
            "as_",
            "widen",
            "unwrap",
            "expect",
        ];
        match kind {
            Kind::Real(Num::Param(of)) => self.own_methods.contains(of) && others.contains(&name),
            _ => false,
        }
    }
}

/// Whether a call is one of `cast` whose result is unwrapped: `cast(x).unwrap()`.
pub fn unwraps_cast(call: &ExprMethodCall) -> Option<&ExprCall> {
    let Expr::Call(inner) = unwrapped(&call.receiver) else { return None };
    let Expr::Path(path) = &*inner.func else { return None };
    (unwraps(&call.method.to_string()) && path.path.is_ident("cast")).then_some(inner)
}

/// The type that `to_f64` yields.
pub(super) fn widened(name: &str) -> Option<Kind> {
    match name {
        "to_f64" | "widen" => Some(Kind::Real(Num::F64)),
        "to_f32" => Some(Kind::Real(Num::F32)),
        _ => None,
    }
}

fn integer(name: &str) -> Option<Kind> {
    let known = ["usize", "isize", "u8", "u16", "u32", "u64", "i8", "i16", "i32", "i64"];
    let span = proc_macro2::Span::call_site();
    known.contains(&name).then(|| Kind::Int(Num::Int(Ident::new(name, span))))
}

/// A number that is written down, without a suffix of another type of float.
fn literal_number(expr: &Expr) -> Option<f64> {
    match expr {
        Expr::Lit(lit) => match &lit.lit {
            syn::Lit::Float(number) if number.suffix() != "f32" => number.base10_parse().ok(),
            syn::Lit::Int(number) => number.base10_parse::<i64>().ok().map(|number| number as f64),
            _ => None,
        },
        Expr::Unary(minus) if matches!(minus.op, syn::UnOp::Neg(_)) => {
            literal_number(&minus.expr).map(|number| -number)
        }
        Expr::Paren(inner) => literal_number(&inner.expr),
        Expr::Group(inner) => literal_number(&inner.expr),
        _ => None,
    }
}
