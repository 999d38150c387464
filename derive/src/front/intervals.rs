//! Ranges as values: under a name, in a field, as a parameter. What is asked of one are its bounds.

use proc_macro2::Span;
use quote::quote_spanned;
use syn::{Expr, ExprRange, Ident, Member, RangeLimits};

use super::chains::unwrapped;
use super::closures::{Lazy, Shared};
use super::lower::Lower;
use super::methods::Site;
use super::scope::Value;
use super::source::Source;
use super::types::type_inside;
use crate::diagnostics::*;
use crate::ir::{Kind, Op, Step, Var};
use crate::prims;

/// A range: its bounds, and whether the upper one belongs to it.
#[derive(Clone, Debug)]
pub struct Interval {
    pub(super) lo: Option<Var>,
    pub(super) hi: Option<Var>,
    pub(super) closed: bool,
    /// Whether it begins with `0`, as it is written.
    pub(super) from_zero: bool,
    /// What is written for its end.
    pub(super) end: Option<Expr>,
}

impl Interval {
    /// The bounds that there are.
    pub(super) fn bounds(&self) -> impl Iterator<Item = Var> {
        self.lo.into_iter().chain(self.hi)
    }

    /// Whether one of the two may stand for the other.
    pub(super) fn is_like(&self, other: &Interval) -> bool {
        let form = |range: &Interval| (range.lo.is_some(), range.hi.is_some(), range.closed);
        form(self) == form(other)
    }

    /// One with other bounds.
    pub(super) fn rebuild(&self, next: &mut impl FnMut(Var) -> Var) -> Shared<Interval> {
        let (lo, hi) = (self.lo.map(&mut *next), self.hi.map(next));
        Shared::new(Interval { lo, hi, closed: self.closed, from_zero: false, end: None })
    }
}

impl Lower<'_> {
    /// `lo..hi` as a value; in the user's words, where these are no numbers.
    pub(super) fn interval(
        &mut self,
        range: &ExprRange,
        whole: &Expr,
        expected: Option<&Kind>,
    ) -> Accepted<Value> {
        let before = self.diagnostics.count();
        let (stmts, interval) = self.capture(|lower| lower.bounds_of(range));
        match interval {
            Ok(Some(interval)) => {
                self.stmts.extend(stmts);
                Ok(Value::Lazy(Lazy::Range(Shared::new(interval))))
            }
            Ok(None) | Err(_) => {
                self.diagnostics.forget(before);
                self.rust_code(whole, expected)
            }
        }
    }

    fn bounds_of(&mut self, range: &ExprRange) -> Accepted<Option<Interval>> {
        let lo = range.start.as_ref().map(|lo| self.var(lo, None)).transpose()?;
        let kind = lo.map(|lo| self.vars.kind(lo).clone());
        let hi = range.end.as_ref().map(|hi| self.var(hi, kind.as_ref())).transpose()?;
        let number = |var: &Var| matches!(self.vars.kind(*var), Kind::Int(_) | Kind::Real(_));
        if !lo.iter().chain(&hi).all(number) {
            return Ok(None);
        }
        if let (Some(lo), Some(hi)) = (lo, hi) {
            let kind = self.vars.kind(hi).clone();
            self.expect_of(lo, &kind, &range)?;
        }
        Ok(Some(Interval {
            lo,
            hi,
            closed: matches!(range.limits, RangeLimits::Closed(_)),
            from_zero: range.start.as_deref().is_some_and(Self::is_zero),
            end: range.end.as_deref().cloned(),
        }))
    }

    /// The range that a value is; none where it is something else.
    pub(super) fn as_interval(&mut self, value: &Value, span: Span) -> Option<Interval> {
        let var = match value {
            Value::Lazy(Lazy::Range(interval)) => return Some(Interval::clone(interval)),
            Value::Var(var) => *var,
            _ => return None,
        };
        let (closed, kind) = range_of(self.vars.kind(var), |ty| self.types.kind(ty))?;
        let name = Ident::new("range", span);
        let (start, end) = match closed {
            false => (quote_spanned!(span=> #name.start), quote_spanned!(span=> #name.end)),
            true => (quote_spanned!(span=> *#name.start()), quote_spanned!(span=> *#name.end())),
        };
        let [lo, hi] = [start, end]
            .map(|words| Some(self.inactive(words, vec![(name.clone(), var)], kind.clone())));
        Some(Interval { lo, hi, closed, from_zero: false, end: None })
    }

    /// Whether an expression names a range.
    pub(super) fn names_range(&self, expr: &Expr) -> bool {
        match unwrapped(expr) {
            Expr::Range(_) => true,
            Expr::MethodCall(call) => call.method == "clone" && self.names_range(&call.receiver),
            Expr::Reference(inner) => self.names_range(&inner.expr),
            Expr::Path(path) => {
                let name = path.path.get_ident().map(ToString::to_string);
                match name.and_then(|name| self.scopes.get(&name)) {
                    Some(Value::Lazy(Lazy::Range(_))) => true,
                    Some(Value::Var(var)) => is_range(self.vars.kind(*var)),
                    _ => false,
                }
            }
            expr => self.kind_at(expr).is_some_and(|kind| is_range(&kind)),
        }
    }

    /// What a range is counted through.
    pub(super) fn items_of_range(&mut self, interval: &Interval, span: Span) -> Accepted<Source> {
        let Interval { lo, hi, closed, from_zero, ref end } = *interval;
        match (lo, hi) {
            (Some(lo), Some(hi)) => {
                self.counted_between([lo, hi], closed, from_zero, end.as_ref(), span)
            }
            (Some(lo), None) => Ok(Source::From { lo, from_zero }),
            (None, _) => Err(self.diagnostics.at(span, ITERATOR, "")),
        }
    }

    /// A part of a sequence.
    pub(super) fn step_of_range(&mut self, interval: &Interval, span: Span) -> Accepted<Step> {
        let usize = Kind::usize();
        let Interval { lo, mut hi, closed, .. } = *interval;
        for bound in lo.iter().chain(&hi) {
            self.expect_kind(*bound, &usize, span)?;
        }
        if let (Some(last), true) = (hi, closed) {
            let one = self.int(1, span);
            hi = Some(self.push(usize, Op::Prim(prims::ADD, vec![last, one]), span));
        }
        Ok(Step::Range(lo, hi))
    }

    /// `start` and `end`, as fields.
    pub(super) fn bound_of(&self, interval: &Interval, member: &Member) -> Option<Value> {
        let Member::Named(name) = member else { return None };
        let bound = match name.to_string().as_str() {
            "start" => interval.lo,
            "end" => interval.hi,
            _ => None,
        };
        bound.map(Value::Var)
    }

    /// The same, as methods.
    pub(super) fn bound_by(&mut self, value: Value, site: &Site<'_>) -> Accepted<Value> {
        let member = Member::Named(site.call.method.clone());
        let interval = self.as_interval(&value, site.span());
        match interval.and_then(|interval| self.bound_of(&interval, &member)) {
            Some(bound) => Ok(bound),
            None => Err(self.diagnostics.report(&site.call.method, METHOD_UNKNOWN)),
        }
    }

    /// `is_empty()`
    pub(super) fn is_empty_range(&mut self, value: Value, site: &Site<'_>) -> Accepted<Value> {
        let span = site.span();
        let Some(Interval { lo: Some(lo), hi: Some(hi), closed, .. }) =
            self.as_interval(&value, span)
        else {
            return Err(self.diagnostics.report(&site.call.method, METHOD_UNKNOWN));
        };
        let prim = if closed { prims::LE } else { prims::LT };
        let some = self.push(Kind::Bool, Op::Prim(prim, vec![lo, hi]), span);
        Ok(Value::Var(self.push(Kind::Bool, Op::Prim(prims::NOT, vec![some]), span)))
    }

    /// `contains(&x)`
    pub(super) fn is_in_range(&mut self, value: Value, site: &Site<'_>) -> Accepted<Value> {
        let Some(interval) = self.as_interval(&value, site.span()) else {
            return Err(self.diagnostics.report(&site.call.method, METHOD_UNKNOWN));
        };
        let bound = interval.lo.or(interval.hi).map(|bound| self.vars.kind(bound).clone());
        let item = self.var(site.args[0], bound.as_ref())?;
        let whole = Expr::MethodCall(site.call.clone());
        self.is_between(&interval, item, &whole).map(Value::Var)
    }

    /// A range in the user's words.
    pub(super) fn range_in_words(&mut self, interval: &Interval, span: Span) -> Var {
        let name = |name: &str| Ident::new(name, span);
        let (start, end) = (name("start"), name("end"));
        let mut captures = Vec::new();
        captures.extend(interval.lo.map(|lo| (start.clone(), lo)));
        captures.extend(interval.hi.map(|hi| (end.clone(), hi)));
        let (start, end) = (interval.lo.map(|_| start), interval.hi.map(|_| end));
        let words = match interval.closed {
            true => quote_spanned!(span=> (#start..=#end)),
            false => quote_spanned!(span=> (#start..#end)),
        };
        self.inactive(words, captures, Kind::Other(None))
    }
}

/// Whether a kind is that of ranges.
pub(super) fn is_range(kind: &Kind) -> bool {
    range_of(kind, |_| Some(Kind::Unit)).is_some()
}

/// Whether a range of this kind has its end in it, and what it is of: numbers.
fn range_of(kind: &Kind, of: impl Fn(&syn::Type) -> Option<Kind>) -> Option<(bool, Kind)> {
    let Kind::Other(Some(ty)) = kind else { return None };
    let ty = match &**ty {
        syn::Type::Reference(lent) => &lent.elem,
        ty => ty,
    };
    let syn::Type::Path(path) = ty else { return None };
    let closed = match path.path.segments.last()?.ident.to_string().as_str() {
        "Range" => false,
        "RangeInclusive" => true,
        _ => return None,
    };
    let of = of(type_inside(ty)?)?;
    matches!(of, Kind::Int(_) | Kind::Real(_) | Kind::Unit).then_some((closed, of))
}
