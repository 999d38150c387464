//! `for` loops.

use syn::ExprForLoop;
use syn::spanned::Spanned;
use syn::visit::Visit;

use super::lower::Lower;
use super::scope::Value;
use super::source::Source;
use crate::diagnostics::*;
use crate::ir::{Block, Carry, Op, Var};

/// The bounds that a loop runs between, and in which direction.
struct Bounds {
    lo: Var,
    hi: Var,
    reversed: bool,
    /// The source whose items the index counts; none where the index itself is the item.
    items: Option<Source>,
}

impl Lower<'_> {
    /// `for pattern in iterator { … }`
    pub(super) fn for_loop(&mut self, looped: &ExprForLoop) -> Accepted<Value> {
        if let Some(label) = &looped.label {
            return Err(self.diagnostics.report(label, CONSTRUCT));
        }
        let source = match self.source(&looped.expr) {
            Ok(source) => source,
            Err(refused) => {
                self.poison(&looped.pat);
                return Err(refused);
            }
        };
        let span = looped.expr.span();
        let bounds = self.bounds(source, span);
        let names = self.assigned(|visitor| visitor.visit_expr_for_loop(looped))?;
        let index_kind = self.vars.kind(bounds.lo).clone();
        let index = self.new_var(index_kind, None, span);
        if bounds.items.is_some() {
            self.vars[index].name = Some("i".to_owned());
        }
        let before: Vec<Value> =
            self.values_of(&names).into_iter().map(|value| self.exploded(value, span)).collect();
        let carries = self.open_carries(&names, &before, span);
        let (stmts, done) = self.capture(|lower| {
            lower.scopes.enter();
            let item = match &bounds.items {
                Some(source) => lower.item(source, index, span),
                None => Value::Var(index),
            };
            let done = lower
                .bind_pattern(&looped.pat, item)
                .and_then(|()| lower.block_value(&looped.body, None));
            lower.scopes.leave();
            let after = lower.values_of(&names).into_iter();
            let after: Vec<Value> = after.map(|value| lower.exploded(value, span)).collect();
            done.map(|_| after)
        });
        for (name, value) in names.iter().zip(&before) {
            self.scopes.set(name, value.clone());
        }
        let after = done?;
        let op = Op::For {
            index,
            lo: bounds.lo,
            hi: bounds.hi,
            reversed: bounds.reversed,
            carries,
            body: Block { stmts, results: Vec::new() },
        };
        self.close_loop(op, &names, &after, looped)
    }

    fn bounds(&mut self, source: Source, span: proc_macro2::Span) -> Bounds {
        match source {
            Source::Range { lo, hi, .. } => Bounds { lo, hi, reversed: false, items: None },
            Source::Reversed(inner) => {
                let inner = self.bounds(*inner, span);
                Bounds { reversed: !inner.reversed, ..inner }
            }
            items @ (Source::Elements(_)
            | Source::Places { .. }
            | Source::Zip(..)
            | Source::Enumerate(_)
            | Source::StepBy(..)) => {
                let lo = self.int(0, span);
                let hi = self.count(&items, span);
                Bounds { lo, hi, reversed: false, items: Some(items) }
            }
        }
    }

    /// Every assigned variable becomes a value carried by the loop.
    fn open_carries(
        &mut self,
        names: &[String],
        before: &[Value],
        span: proc_macro2::Span,
    ) -> Vec<Carry> {
        let mut carries = Vec::new();
        for (name, value) in names.iter().zip(before) {
            let inside = value.rebuild(&mut |init| {
                let kind = self.vars.kind(init).clone();
                let param = self.new_var(kind, Some(name.clone()), span);
                self.vars[param].named = true;
                carries.push(Carry { init, param });
                param
            });
            self.scopes.set(name, inside);
        }
        carries
    }

    fn close_loop(
        &mut self,
        mut op: Op,
        names: &[String],
        after: &[Value],
        looped: &ExprForLoop,
    ) -> Accepted<Value> {
        let Op::For { carries, body, .. } = &mut op else { return Ok(Value::Unit) };
        after.iter().for_each(|value| value.leaves(&mut body.results));
        if body.results.len() != carries.len() {
            return Err(self.diagnostics.report(looped, BRANCHES));
        }
        let mut outs = Vec::new();
        for (carry, next) in carries.iter().zip(&body.results) {
            let kind = self.vars.kind(carry.param).clone();
            self.expect_kind(*next, &kind, looped.span())?;
            let name = self.vars[carry.param].name.clone();
            let out = self.new_var(kind, name, looped.span());
            self.vars[out].named = true;
            outs.push(out);
        }
        let mut next = outs.iter().copied();
        for (name, value) in names.iter().zip(after) {
            let final_value = value.rebuild(&mut |var| next.next().unwrap_or(var));
            self.scopes.set(name, final_value);
        }
        self.define(outs, op, looped.span());
        Ok(Value::Unit)
    }
}
