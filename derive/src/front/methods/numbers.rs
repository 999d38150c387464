//! Methods of numbers, of truth values and of ranges.

use proc_macro2::Span;
use syn::{Expr, ExprCall, ExprPath, Ident};

use super::super::conversions::widened;
use super::super::lower::Lower;
use super::super::scope::Value;
use super::super::spans::Spanned;
use super::{By, Class, Method, Site};
use crate::diagnostics::*;
use crate::ir::{Kind, Literal, Num, Op, Var};
use crate::prims::{self, Prim};

const fn float(
    name: &'static str,
    arity: usize,
    lower: fn(&mut Lower<'_>, Var, &Site<'_>) -> Accepted<Value>,
) -> Method {
    Method::new(Class::Float, name, arity, By::Var(lower)).unlisted(OF_NUM)
}

const fn integer(
    name: &'static str,
    arity: usize,
    lower: fn(&mut Lower<'_>, Var, &Site<'_>) -> Accepted<Value>,
) -> Method {
    Method::new(Class::Integer, name, arity, By::Var(lower)).unlisted(NO_DERIVATIVE)
}

const fn order(of: Class, name: &'static str) -> Method {
    let compared =
        By::Var(|lower, left, site| lower.compared(left, site.args[0], &site.call.method));
    Method::new(of, name, 1, compared).unlisted(NO_DERIVATIVE)
}

const fn of_range(
    name: &'static str,
    arity: usize,
    lower: fn(&mut Lower<'_>, Value, &Site<'_>) -> Accepted<Value>,
) -> Method {
    Method::new(Class::Range, name, arity, By::Value(lower))
}

const fn of_order(name: &'static str, arity: usize) -> Method {
    let next = By::Value(|lower, order, site| lower.of_order(&order, site));
    Method::new(Class::Ordering, name, arity, next).unlisted(NO_DERIVATIVE)
}

const fn order_is(name: &'static str) -> Method {
    let test = By::Value(|lower, order, site| lower.order_is(&order, site));
    Method::new(Class::Ordering, name, 0, test).unlisted(NO_DERIVATIVE)
}

const OF_NUM: &str = "methods of floats are a list of their own, and this is one of `num-traits`";
const NO_DERIVATIVE: &str = "nothing that has a derivative comes of it";

/// Of floats there are those of `prims`, too.
pub(super) const ROWS: &[Method] = &[
    float("clone", 0, |_, x, _| Ok(Value::Var(x))).keeping_type(),
    float("to_owned", 0, |_, x, _| Ok(Value::Var(x))).keeping_type(),
    float("sin_cos", 0, |lower, x, site| Ok(lower.sine_and_cosine(x, site.call.span()))),
    float("pow", 1, |lower, x, site| lower.raised(x, site.args[0], site.call)).keeping_type(),
    float("is_zero", 0, |lower, x, site| lower.is_number(x, 0.0, site)),
    float("is_one", 0, |lower, x, site| lower.is_number(x, 1.0, site)),
    // What may fail is a number already: it never does.
    float("unwrap", 0, |_, x, _| Ok(Value::Var(x))).unwrapping(),
    float("expect", 1, |_, x, _| Ok(Value::Var(x))).unwrapping(),
    float("into", 0, |lower, x, site| lower.cast_as_wanted(x, site)),
    float("as_", 0, |lower, x, site| lower.cast_as_wanted(x, site)),
    float("to_f64", 0, |lower, x, site| lower.cast_by_name(x, site)),
    float("to_f32", 0, |lower, x, site| lower.cast_by_name(x, site)),
    float("widen", 0, |lower, x, site| lower.cast_by_name(x, site)),
    order(Class::Float, "partial_cmp"),
    order(Class::Float, "total_cmp"),
    order(Class::Float, "cmp"),
    integer("clone", 0, |_, n, _| Ok(Value::Var(n))),
    integer("min", 1, |lower, n, site| lower.of_integers(prims::INT_MIN, n, site)),
    integer("max", 1, |lower, n, site| lower.of_integers(prims::INT_MAX, n, site)),
    integer("saturating_sub", 1, |lower, n, site| {
        lower.of_integers(prims::SATURATING_SUB, n, site)
    }),
    integer("pow", 1, |lower, n, site| lower.of_same_type(n, site)),
    integer("abs", 0, |lower, n, site| lower.of_same_type(n, site)),
    integer("rem_euclid", 1, |lower, n, site| lower.of_same_type(n, site)),
    integer("wrapping_add", 1, |lower, n, site| lower.of_same_type(n, site)),
    integer("wrapping_mul", 1, |lower, n, site| lower.of_same_type(n, site)),
    integer("wrapping_sub", 1, |lower, n, site| lower.of_same_type(n, site)),
    integer("wrapping_neg", 0, |lower, n, site| lower.of_same_type(n, site)),
    integer("wrapping_pow", 1, |lower, n, site| lower.of_same_type(n, site)),
    integer("wrapping_shl", 1, |lower, n, site| lower.of_same_type(n, site)),
    integer("wrapping_shr", 1, |lower, n, site| lower.of_same_type(n, site)),
    integer("saturating_add", 1, |lower, n, site| lower.of_same_type(n, site)),
    integer("saturating_mul", 1, |lower, n, site| lower.of_same_type(n, site)),
    integer("swap_bytes", 0, |lower, n, site| lower.of_same_type(n, site)),
    integer("reverse_bits", 0, |lower, n, site| lower.of_same_type(n, site)),
    integer("signum", 0, |lower, n, site| lower.of_same_type(n, site)),
    integer("count_ones", 0, |lower, _, site| lower.of_bits(site)),
    integer("count_zeros", 0, |lower, _, site| lower.of_bits(site)),
    integer("leading_zeros", 0, |lower, _, site| lower.of_bits(site)),
    integer("trailing_zeros", 0, |lower, _, site| lower.of_bits(site)),
    integer("isqrt", 0, |lower, n, site| lower.of_same_type(n, site)),
    integer("rotate_left", 1, |lower, n, site| lower.of_same_type(n, site)),
    integer("rotate_right", 1, |lower, n, site| lower.of_same_type(n, site)),
    integer("into", 0, |lower, n, site| lower.cast_as_wanted(n, site)),
    integer("as_", 0, |lower, n, site| lower.cast_as_wanted(n, site)),
    order(Class::Integer, "partial_cmp"),
    order(Class::Integer, "total_cmp"),
    order(Class::Integer, "cmp"),
    order(Class::Truth, "partial_cmp"),
    order(Class::Truth, "cmp"),
    Method::new(Class::Truth, "then", 1, By::Var(|lower, cond, site| lower.when(cond, site))),
    Method::new(Class::Truth, "then_some", 1, By::Var(|lower, cond, site| lower.when(cond, site))),
    of_order("unwrap", 0).unwrapping(),
    of_order("expect", 1).unwrapping(),
    of_order("unwrap_or", 1).unwrapping(),
    of_order("reverse", 0),
    order_is("is_gt"),
    order_is("is_lt"),
    order_is("is_ge"),
    order_is("is_le"),
    order_is("is_eq"),
    order_is("is_ne"),
    of_range("contains", 1, |lower, range, site| lower.is_in_range(range, site)),
    of_range("is_empty", 0, |lower, range, site| lower.is_empty_range(range, site)),
    of_range("start", 0, |lower, range, site| lower.bound_by(range, site)),
    of_range("end", 0, |lower, range, site| lower.bound_by(range, site)),
    of_range("clone", 0, |_, range, _| Ok(range)),
];

impl Lower<'_> {
    fn sine_and_cosine(&mut self, receiver: Var, span: Span) -> Value {
        let kind = self.vars.kind(receiver).clone();
        let both = [prims::SIN, prims::COS]
            .map(|prim| Value::Var(self.push(kind.clone(), Op::Prim(prim, vec![receiver]), span)));
        Value::Tuple(both.to_vec())
    }

    /// `x.is_zero()`, `x.is_one()`
    fn is_number(&mut self, x: Var, number: f64, site: &Site<'_>) -> Accepted<Value> {
        let (kind, span) = (self.vars.kind(x).clone(), site.call.span());
        let number = self.push(kind, Op::Literal(Literal::Real(number)), span);
        Ok(Value::Var(self.push(Kind::Bool, Op::Prim(prims::EQ, vec![x, number]), span)))
    }

    /// `0.5.into()`, `n.as_()`
    fn cast_as_wanted(&mut self, number: Var, site: &Site<'_>) -> Accepted<Value> {
        let real = self.vars.kind(number).is_real();
        match site.expected {
            Some(target @ Kind::Real(_)) => Ok(self.cast_number(number, target.clone(), site.call)),
            None if real => {
                let target = Kind::Real(self.unifier.fresh(false));
                Ok(self.cast_number(number, target, site.call))
            }
            _ if real => {
                let kind = self.vars.kind(number).clone();
                Err(self.method_unknown(&site.call.method, &kind))
            }
            expected => self.rust_code(&Expr::MethodCall(site.call.clone()), expected),
        }
    }

    /// `x.to_f64()`
    fn cast_by_name(&mut self, number: Var, site: &Site<'_>) -> Accepted<Value> {
        match widened(&site.call.method.to_string()) {
            Some(target) => Ok(self.cast_number(number, target, site.call)),
            None => Err(self.diagnostics.report(&site.call.method, INTERNAL)),
        }
    }

    /// A method of `f64`, or its path form.
    pub(in super::super) fn float_function(
        &mut self,
        name: &str,
        receiver: Var,
        args: &[&Expr],
        whole: &impl Spanned,
        at: &Ident,
    ) -> Accepted<Value> {
        let span = whole.span();
        if name == "sin_cos" && args.is_empty() {
            return Ok(self.sine_and_cosine(receiver, span));
        }
        let own = self.may_be_own(self.vars.kind(receiver), name);
        let Some(prim) = prims::method(name).filter(|prim| !prim.is_given() && !own) else {
            let kind = self.vars.kind(receiver).clone();
            return Err(self.method_unknown(at, &kind));
        };
        let args = self.float_arguments(prim, receiver, args, whole)?;
        let kind = prim.kind(&[self.vars.kind(receiver)]);
        Ok(Value::Var(self.push(kind, Op::Prim(prim, args), span)))
    }

    /// The arguments of a method of `f64`, receiver first.
    pub(in super::super) fn float_arguments(
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
        let exponent = Kind::Int(Num::Int(Ident::new("i32", Span::call_site())));
        let kind = if prim == prims::POWI { exponent } else { real };
        let mut vars = vec![receiver];
        for arg in args {
            let var = self.var(arg, Some(&kind))?;
            self.expect_of(var, &kind, &arg)?;
            vars.push(var);
        }
        Ok(vars)
    }

    /// `a.min(b)` of integers and its kin.
    fn of_integers(&mut self, prim: Prim, first: Var, site: &Site<'_>) -> Accepted<Value> {
        self.of_two_integers(prim, first, site.args[0], site.call.span())
    }

    /// What yields an integer of the same type, in the user's words.
    fn of_same_type(&mut self, receiver: Var, site: &Site<'_>) -> Accepted<Value> {
        let kind = self.vars.kind(receiver).clone();
        self.rust_code(&Expr::MethodCall(site.call.clone()), Some(&kind))
    }

    /// What yields how many bits there are, in the user's words.
    fn of_bits(&mut self, site: &Site<'_>) -> Accepted<Value> {
        let kind = Kind::Int(Num::Int(Ident::new("u32", site.call.method.span())));
        self.rust_code(&Expr::MethodCall(site.call.clone()), Some(&kind))
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
    pub(in super::super) fn integer_path(
        &mut self,
        path: &ExprPath,
        call: &ExprCall,
    ) -> Option<Accepted<Value>> {
        let mut names = path.path.segments.iter().rev().map(|segment| segment.ident.to_string());
        let (name, owner) = (names.next()?, names.next()?);
        let (prim, [first, second]) = (named(&name)?, Vec::from_iter(&call.args).try_into().ok()?);
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
fn named(name: &str) -> Option<Prim> {
    match name {
        "min" => Some(prims::INT_MIN),
        "max" => Some(prims::INT_MAX),
        "saturating_sub" => Some(prims::SATURATING_SUB),
        _ => None,
    }
}
