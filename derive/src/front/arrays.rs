//! Methods of `ndarray` arrays, and their constructors.

use super::spans::Spanned;
use proc_macro2::Span;
use quote::ToTokens;
use syn::{Expr, ExprIndex, ExprMethodCall, Lit};

use super::inplace::{Element, Elementwise};
use super::lower::Lower;
use super::scope::Value;
use crate::diagnostics::*;
use crate::ir::{Block, Kind, Literal, Op, Rank, Var};
use crate::prims::{self, Prim};

impl Lower<'_> {
    /// A method of an array.
    pub(super) fn array_method(&mut self, call: &ExprMethodCall, receiver: Var) -> Accepted<Var> {
        if let Some(part) = self.viewed(call, receiver) {
            return part;
        }
        let name = call.method.to_string();
        let args: Vec<&Expr> = call.args.iter().collect();
        match (name.as_str(), args.as_slice()) {
            ("dot", [other]) => self.dot(receiver, other, call),
            ("t" | "reversed_axes", []) => self.transpose(receiver, call),
            ("view", []) => Ok(receiver),
            ("clone" | "to_owned" | "into_owned", []) => {
                Ok(self.array_prim(prims::COPY, vec![receiver], call))
            }
            ("sum", []) => Ok(self.array_prim(prims::SUM, vec![receiver], call)),
            ("len", []) => Ok(self.array_prim(prims::LEN, vec![receiver], call)),
            ("nrows", []) => Ok(self.array_prim(prims::NROWS, vec![receiver], call)),
            ("ncols", []) => Ok(self.array_prim(prims::NCOLS, vec![receiver], call)),
            ("sum_axis", [axis]) => {
                let axis = self.axis(axis)?;
                Ok(self.array_prim(prims::SUM_AXIS, vec![receiver, axis], call))
            }
            ("len_of", [axis]) => {
                let axis = self.axis(axis)?;
                Ok(self.array_prim(prims::LEN_OF, vec![receiver, axis], call))
            }
            ("mapv" | "map" | "mapv_into", [function]) => self.map(receiver, function),
            _ => match prims::method(&name).filter(|prim| prim.arity == args.len() + 1) {
                Some(prim) => self.elementwise(prim, receiver, &args, call),
                None => Err(self.diagnostics.report(&call.method, METHOD_UNKNOWN)),
            },
        }
    }

    fn array_prim(&mut self, prim: Prim, args: Vec<Var>, at: &impl Spanned) -> Var {
        let kinds: Vec<&Kind> = args.iter().map(|arg| self.vars.kind(*arg)).collect();
        let kind = prim.kind(&kinds);
        self.push(kind, Op::Prim(prim, args), at.span())
    }

    fn dot(&mut self, left: Var, right: &Expr, call: &ExprMethodCall) -> Accepted<Var> {
        let right = self.var(right, None)?;
        let (a, b) = (self.vars.kind(left).clone(), self.vars.kind(right).clone());
        let plain = |kind: &Kind| matches!(kind.rank(), Some(Rank::VECTOR | Rank::MATRIX));
        if !plain(&a) || !plain(&b) || !self.unifier.equate_kinds(&a, &b) {
            return Err(self.diagnostics.report(call, KIND_MISMATCH));
        }
        Ok(self.array_prim(prims::DOT, vec![left, right], call))
    }

    fn transpose(&mut self, receiver: Var, call: &ExprMethodCall) -> Accepted<Var> {
        match self.vars.kind(receiver).rank() {
            Some(Rank::VECTOR) => Ok(receiver),
            _ => Ok(self.array_prim(prims::TRANSPOSE, vec![receiver], call)),
        }
    }

    /// `a.mean()`, `a.mean_axis(Axis(k))`
    pub(super) fn mean(&mut self, call: &ExprMethodCall) -> Accepted<Var> {
        let receiver = self.var(&call.receiver, None)?;
        if !matches!(self.vars.kind(receiver), Kind::Nd { .. }) {
            return Err(self.diagnostics.report(&call.method, METHOD_UNKNOWN));
        }
        match call.args.first() {
            None => Ok(self.array_prim(prims::MEAN, vec![receiver], call)),
            Some(_) if self.vars.kind(receiver).rank() == Some(Rank::VECTOR) => {
                Err(self.diagnostics.report(call, RANK_ZERO))
            }
            Some(axis) => {
                let axis = self.axis(axis)?;
                Ok(self.array_prim(prims::MEAN_AXIS, vec![receiver, axis], call))
            }
        }
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
    fn elementwise(
        &mut self,
        prim: Prim,
        array: Var,
        args: &[&Expr],
        call: &ExprMethodCall,
    ) -> Accepted<Var> {
        let vars = self.float_arguments(prim, array, args, call)?;
        self.map_body(array, call, |lower, element| {
            let mut vars = vars.clone();
            vars[0] = element;
            let kind = prim.kind(&[lower.vars.kind(element)]);
            Ok(lower.push(kind, Op::Prim(prim, vars), call.span()))
        })
    }

    /// `a.mapv(f)`
    fn map(&mut self, array: Var, function: &Expr) -> Accepted<Var> {
        let span = function.span();
        let body = self.of_elements(function, &[Element { array, written: false }])?;
        self.mapped(vec![array], body, span)
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
