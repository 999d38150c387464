//! The free functions of `num-traits`: `cast(x)`, `zero()`, `num_traits::pow(x, 3)`.

use quote::format_ident;
use syn::{Expr, ExprCall, ExprPath, Path, PathArguments};

use super::lower::Lower;
use super::numeric::last_name;
use super::scope::Value;
use super::spans::Spanned;
use super::standard::type_argument;
use crate::diagnostics::*;
use crate::ir::{Kind, Literal, Num, Op, Var};
use crate::prims;

/// Whether a path is that of a function of `num-traits`, which is no differentiated one; `arguments` is how many are
/// handed over. What may have been imported by its name alone is told by how it is called.
pub fn is_of_num(path: &Path, arguments: usize) -> bool {
    let Some(last) = path.segments.last() else { return false };
    let first = path.segments.first().map(|first| first.ident.to_string());
    let told = match &last.arguments {
        PathArguments::AngleBracketed(told) => told.args.len(),
        _ => 0,
    };
    let absolute = path.segments.len() > 1;
    match last.ident.to_string().as_str() {
        _ if absolute => matches!(first.as_deref(), Some("num_traits" | "num")),
        "cast" => told == 2,
        "zero" | "one" => arguments == 0,
        _ => false,
    }
}

impl Lower<'_> {
    /// A call of such a function.
    pub(super) fn num_function(
        &mut self,
        path: &ExprPath,
        call: &ExprCall,
        expected: Option<&Kind>,
    ) -> Option<Accepted<Value>> {
        if path.qself.is_some() || !is_of_num(&path.path, call.args.len()) {
            return None;
        }
        let name = path.path.segments.last()?.ident.to_string();
        match (name.as_str(), &Vec::from_iter(&call.args)[..]) {
            ("cast", [from]) => Some(self.cast_to(path, from, call, expected)),
            ("zero" | "one", []) => {
                let told = path.path.segments.last().and_then(|last| type_argument(last, 0));
                let told = told.and_then(|ty| self.types.kind(ty));
                let kind = told.or_else(|| expected.cloned());
                let kind = kind.unwrap_or_else(|| Kind::Real(self.unifier.fresh(false)));
                if !kind.is_real() {
                    return None;
                }
                let number = if name == "one" { 1.0 } else { 0.0 };
                let op = Op::Literal(Literal::Real(number));
                Some(Ok(Value::Var(self.push(kind, op, call.span()))))
            }
            ("pow", [base, exponent]) => Some(self.power(base, exponent, call, expected)),
            ("abs" | "signum" | "clamp", [first, rest @ ..]) => {
                let real = expected.filter(|kind| kind.is_real());
                let of = self.var(first, real);
                Some(of.and_then(|of| self.float_function(&name, of, rest, call, last_name(path))))
            }
            _ => None,
        }
    }

    fn power(
        &mut self,
        base: &Expr,
        exponent: &Expr,
        call: &ExprCall,
        expected: Option<&Kind>,
    ) -> Accepted<Value> {
        let base = self.var(base, expected.filter(|kind| kind.is_real()))?;
        if !self.vars.kind(base).is_real() {
            return Err(self.diagnostics.report(&call.func, FUNCTION_UNKNOWN));
        }
        self.raised(base, exponent, call)
    }

    /// `x.pow(n)` of the trait `Pow`: `powi` or `powf`, by what the exponent is.
    pub(super) fn raised(
        &mut self,
        base: Var,
        exponent: &Expr,
        whole: &impl Spanned,
    ) -> Accepted<Value> {
        let i32 = Kind::Int(Num::Int(format_ident!("i32")));
        let mut n = self.var(exponent, Some(&i32))?;
        let (kind, given) = (self.vars.kind(base).clone(), self.vars.kind(n).clone());
        let prim = match &given {
            Kind::Int(Num::Infer(_)) => {
                self.expect_of(n, &i32, &exponent)?;
                prims::POWI
            }
            Kind::Int(num) => {
                if i32.num() != Some(num) {
                    n = self.push(i32, Op::Prim(prims::CAST, vec![n]), exponent.span());
                }
                prims::POWI
            }
            Kind::Real(_) => {
                self.expect_of(n, &kind, &exponent)?;
                prims::POWF
            }
            _ => return Err(self.diagnostics.report(exponent, KIND_MISMATCH)),
        };
        Ok(Value::Var(self.push(kind, Op::Prim(prim, vec![base, n]), whole.span())))
    }
}
