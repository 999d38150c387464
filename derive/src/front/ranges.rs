//! `(a..=b).contains(&x)`: two comparisons; and closed ranges that may end at the largest number of their type.

use super::spans::Spanned;
use proc_macro2::Span;
use syn::{Expr, ExprMethodCall, ExprRange, Ident, RangeLimits};

use super::chains::unwrapped;
use super::intervals::Interval;
use super::lower::Lower;
use super::scope::Value;
use super::source::Source;
use crate::diagnostics::*;
use crate::ir::{Kind, Num, Op, Var};
use crate::prims;

impl Lower<'_> {
    /// Whether a number lies in a range; `None` where it is no number, or no range that stands there.
    pub(super) fn contained(&mut self, call: &ExprMethodCall) -> Option<Accepted<Value>> {
        let Expr::Range(range) = unwrapped(&call.receiver) else { return None };
        if call.method != "contains" || call.args.len() != 1 {
            return None;
        }
        let item = &call.args[0];
        let (stmts, inside) = self.capture(|lower| lower.within(range, item, call));
        match inside.transpose()? {
            Ok(inside) => {
                self.stmts.extend(stmts);
                Some(Ok(Value::Var(inside)))
            }
            Err(refused) => Some(Err(refused)),
        }
    }

    /// The type in which a closed range is counted whose end may have no next number of its own type; `None` where that
    /// is far off.
    pub(super) fn widened(&mut self, kind: &Kind, end: Option<&Expr>) -> Option<Accepted<Kind>> {
        let Num::Int(name) = self.unifier.resolve(kind.num()?) else { return None };
        let largest = match end {
            Some(Expr::Path(path)) => {
                let last = path.path.segments.last();
                path.path.segments.len() > 1 && last.is_some_and(|last| last.ident == "MAX")
            }
            Some(_) | None => false,
        };
        let wide = match name.to_string().as_str() {
            "u8" | "i8" | "u16" | "i16" => "i32",
            "u32" | "i32" if largest => "i64",
            _ if largest => return Some(Err(self.diagnostics.report(end?, ITERATOR))),
            _ => return None,
        };
        let span = end.map_or_else(Span::call_site, Spanned::span);
        Some(Ok(Kind::Int(Num::Int(Ident::new(wide, span)))))
    }

    /// Such a range: its items are cast back.
    pub(super) fn wide_range(
        &mut self,
        bounds: [Var; 2],
        wide: &Kind,
        kind: &Kind,
        span: Span,
    ) -> Accepted<Source> {
        let cast = |lower: &mut Self, var| {
            lower.push(wide.clone(), Op::Prim(prims::CAST, vec![var]), span)
        };
        let [lo, hi] = bounds.map(|bound| cast(self, bound));
        let one = self.int(1, span);
        self.vars[one].kind = wide.clone();
        let hi = self.push(wide.clone(), Op::Prim(prims::ADD, vec![hi, one]), span);
        let num = kind.num().map(|num| self.unifier.resolve(num));
        let item = self.operand_name(span);
        let back =
            self.written_closure(&syn::parse_quote_spanned!(span=> |#item| #item as #num))?;
        Ok(Source::Map(Box::new(Source::Range { lo, hi, from_zero: false }), back))
    }

    fn within(
        &mut self,
        range: &ExprRange,
        item: &Expr,
        call: &ExprMethodCall,
    ) -> Accepted<Option<Var>> {
        let mut bound = |bound: &Option<Box<Expr>>| {
            bound.as_ref().map(|bound| self.var(bound, None)).transpose()
        };
        let (lo, hi) = (bound(&range.start)?, bound(&range.end)?);
        let item = self.var(item, None)?;
        if !self.vars.kind(item).is_scalar() {
            return Ok(None);
        }
        let whole = Expr::MethodCall(call.clone());
        let closed = matches!(range.limits, RangeLimits::Closed(_));
        let interval = Interval { lo, hi, closed, from_zero: false, end: None };
        self.is_between(&interval, item, &whole).map(Some)
    }

    /// Whether a number lies in a range: two comparisons.
    pub(super) fn is_between(
        &mut self,
        interval: &Interval,
        item: Var,
        whole: &Expr,
    ) -> Accepted<Var> {
        let Interval { lo, hi, closed, .. } = *interval;
        let above = lo.map(|lo| self.binary_vars(prims::LE, lo, item, whole)).transpose()?;
        let prim = if closed { prims::LE } else { prims::LT };
        let below = hi.map(|hi| self.binary_vars(prim, item, hi, whole)).transpose()?;
        Ok(match (above, below) {
            (Some(above), Some(below)) => {
                let both = Op::Prim(prims::AND, vec![above, below]);
                self.push(Kind::Bool, both, whole.span())
            }
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => self.truth(true, whole.span()),
        })
    }
}
