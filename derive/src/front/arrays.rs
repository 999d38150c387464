//! Methods of `ndarray` arrays, and their constructors.

use super::spans::Spanned;
use proc_macro2::Span;
use quote::ToTokens;
use syn::{Expr, ExprIndex, Lit};

use super::inplace::{Element, Elementwise};
use super::lower::Lower;
use super::methods::Site;
use super::scope::Value;
use crate::diagnostics::*;
use crate::ir::{Block, Kind, Literal, Op, Rank, Var};
use crate::prims::{self, Prim};

impl Lower<'_> {
    fn array_prim(&mut self, prim: Prim, args: Vec<Var>, at: &impl Spanned) -> Var {
        let kinds: Vec<&Kind> = args.iter().map(|arg| self.vars.kind(*arg)).collect();
        let kind = prim.kind(&kinds);
        self.push(kind, Op::Prim(prim, args), at.span())
    }

    /// `a.dot(&b)`
    pub(super) fn dot(&mut self, left: Var, site: &Site<'_>) -> Accepted<Value> {
        let right = self.var(site.args[0], None)?;
        let (a, b) = (self.vars.kind(left).clone(), self.vars.kind(right).clone());
        let plain = |kind: &Kind| matches!(kind.rank(), Some(Rank::VECTOR | Rank::MATRIX));
        if !plain(&a) || !plain(&b) || !self.unifier.equate_kinds(&a, &b) {
            return Err(self.diagnostics.report(site.call, KIND_MISMATCH));
        }
        Ok(Value::Var(self.array_prim(prims::DOT, vec![left, right], site.call)))
    }

    /// `a.t()`
    pub(super) fn transpose(&mut self, array: Var, site: &Site<'_>) -> Accepted<Value> {
        Ok(Value::Var(match self.vars.kind(array).rank() {
            Some(Rank::VECTOR) => array,
            _ => self.array_prim(prims::TRANSPOSE, vec![array], site.call),
        }))
    }

    /// A primitive of an array and an axis.
    pub(super) fn along(&mut self, prim: Prim, array: Var, site: &Site<'_>) -> Accepted<Value> {
        let axis = self.axis(site.args[0])?;
        Ok(Value::Var(self.array_prim(prim, vec![array, axis], site.call)))
    }

    /// The same where the axis is no longer there.
    pub(super) fn reduced_along(
        &mut self,
        prim: Prim,
        array: Var,
        site: &Site<'_>,
    ) -> Accepted<Value> {
        match self.vars.kind(array).rank() {
            Some(Rank::VECTOR) => Err(self.diagnostics.report(site.call, RANK_ZERO)),
            _ => self.along(prim, array, site),
        }
    }

    /// `a.mean()`
    pub(super) fn mean(&mut self, array: Var, site: &Site<'_>) -> Value {
        let kind = prims::MEAN.kind(&[self.vars.kind(array)]);
        let op = Op::Prim(prims::MEAN, vec![array]);
        self.made_perhaps(op, kind, Some(array), &site.name("mean"))
    }

    /// `a.mean_axis(Axis(k))`
    pub(super) fn mean_along(&mut self, array: Var, site: &Site<'_>) -> Accepted<Value> {
        if self.vars.kind(array).rank() == Some(Rank::VECTOR) {
            return Err(self.diagnostics.report(site.call, RANK_ZERO));
        }
        let axis = self.axis(site.args[0])?;
        let kind = prims::MEAN_AXIS.kind(&[self.vars.kind(array), self.vars.kind(axis)]);
        let op = Op::Prim(prims::MEAN_AXIS, vec![array, axis]);
        Ok(self.made_perhaps(op, kind, None, &site.name("mean")))
    }

    /// `a.shape()[k]`
    pub(super) fn shape_component(&mut self, index: &ExprIndex) -> Option<Accepted<Var>> {
        let Expr::MethodCall(call) = &*index.expr else { return None };
        if call.method != "shape" || !call.args.is_empty() {
            return None;
        }
        Some(self.var(&call.receiver, None).and_then(|array| {
            let axis = self.index_var(&index.index)?;
            Ok(self.array_prim(prims::LEN_OF, vec![array, axis], index))
        }))
    }

    /// A method of floats applied to every element.
    pub(super) fn of_each_element(&mut self, array: Var, site: &Site<'_>) -> Accepted<Value> {
        let (call, args) = (site.call, site.args.as_slice());
        let prim = prims::method(&call.method.to_string());
        let Some(prim) = prim.filter(|prim| prim.arity == args.len() + 1) else {
            return Err(self.unknown_of_array(array, site));
        };
        let vars = self.float_arguments(prim, array, args, call)?;
        let mapped = self.map_body(array, call, |lower, element| {
            let mut vars = vars.clone();
            vars[0] = element;
            let kind = prim.kind(&[lower.vars.kind(element)]);
            Ok(lower.push(kind, Op::Prim(prim, vars), call.span()))
        });
        mapped.map(Value::Var)
    }

    /// `a.mapv(f)`
    pub(super) fn map_array(&mut self, array: Var, site: &Site<'_>) -> Accepted<Value> {
        let function = site.args[0];
        let body = self.of_elements(function, &[Element { array, written: false }])?;
        self.mapped(vec![array], body, function.span()).map(Value::Var)
    }

    /// An array of what a function makes of the elements of others.
    pub(super) fn mapped(
        &mut self,
        args: Vec<Var>,
        function: Elementwise,
        span: Span,
    ) -> Accepted<Var> {
        let Elementwise { params, mut block, value, .. } = function;
        let result = self.single(value, span)?;
        let rank = self.vars.kind(args[0]).rank().unwrap_or(Rank::SCALAR);
        let (Kind::Real(num) | Kind::Int(num)) = self.vars.kind(result).clone() else {
            return Err(self.diagnostics.at(span, KIND_MISMATCH, ""));
        };
        block.results = vec![result];
        let op = Op::Map { args, params, body: block };
        Ok(self.push(Kind::Nd { num, rank, view: false }, op, span))
    }

    fn map_body(
        &mut self,
        array: Var,
        at: &impl Spanned,
        body: impl FnOnce(&mut Self, Var) -> Accepted<Var>,
    ) -> Accepted<Var> {
        let span = at.span();
        let Kind::Nd { num, rank, .. } = self.vars.kind(array).clone() else {
            return Err(self.diagnostics.report(at, KIND_MISMATCH));
        };
        let element = self.new_var(Kind::Real(num), None, span);
        let (stmts, result) = self.capture(|lower| body(lower, element));
        let result = result?;
        let Kind::Real(num) = self.vars.kind(result).clone() else {
            return Err(self.diagnostics.report(at, KIND_MISMATCH));
        };
        let body = Block { stmts, results: vec![result] };
        let op = Op::Map { args: vec![array], params: vec![element], body };
        Ok(self.push(Kind::Nd { num, rank, view: false }, op, span))
    }

    /// `Array2::zeros((n, m))` and its kin: inactive, of a known kind.
    pub(super) fn array_constructor(
        &mut self,
        call: &syn::ExprCall,
        expected: Option<&Kind>,
    ) -> Option<Accepted<Value>> {
        let Expr::Path(path) = &*call.func else { return None };
        let segments: Vec<String> =
            path.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let (owner, name) = match segments.as_slice() {
            [.., owner, name] => (owner.as_str(), name),
            [name] => ("", name),
            [] => return None,
        };
        if let Some(array) = self.array_of_values(call, owner, name, expected) {
            return Some(array.map(Value::Var));
        }
        let filled = matches!(name.as_str(), "zeros" | "ones" | "eye" | "linspace" | "default");
        let rank = owner.strip_prefix("Array").and_then(|digit| match digit {
            "D" => Some(Rank::Dynamic),
            digit => digit.parse().ok().map(Rank::Fixed),
        });
        let kind = match (rank, expected) {
            (Some(rank), _) => Kind::Nd { num: self.unifier.fresh(false), rank, view: false },
            (None, Some(kind @ Kind::Nd { .. })) if owner == "Array" => kind.clone(),
            _ => return None,
        };
        if !filled {
            return Some(Err(self.diagnostics.report(call, FUNCTION_UNKNOWN)));
        }
        let code = self.code(call.to_token_stream());
        Some(code.map(|code| Value::Var(self.push(kind, Op::Rust(code), call.span()))))
    }

    /// An index literal.
    pub(super) fn int(&mut self, value: i64, span: Span) -> Var {
        self.push(Kind::usize(), Op::Literal(Literal::Int(value)), span)
    }

    /// Whether a literal expression is the number 0.
    pub(super) fn is_zero(expr: &Expr) -> bool {
        matches!(expr, Expr::Lit(lit) if matches!(&lit.lit, Lit::Int(n) if n.base10_digits() == "0"))
    }
}
