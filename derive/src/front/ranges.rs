//! `(a..=b).contains(&x)`: two comparisons.

use super::spans::Spanned;
use syn::{Expr, ExprMethodCall, ExprRange, RangeLimits};

use super::chains::unwrapped;
use super::lower::Lower;
use super::scope::Value;
use crate::diagnostics::*;
use crate::ir::{Kind, Op, Var};
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
        let above = lo.map(|lo| self.binary_vars(prims::LE, lo, item, &whole)).transpose()?;
        let prim = match range.limits {
            RangeLimits::HalfOpen(_) => prims::LT,
            RangeLimits::Closed(_) => prims::LE,
        };
        let below = hi.map(|hi| self.binary_vars(prim, item, hi, &whole)).transpose()?;
        Ok(Some(match (above, below) {
            (Some(above), Some(below)) => {
                let both = Op::Prim(prims::AND, vec![above, below]);
                self.push(Kind::Bool, both, call.span())
            }
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => self.truth(true, call.span()),
        }))
    }
}
