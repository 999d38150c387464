//! `for` loops.

use proc_macro2::Span;
use syn::ExprForLoop;
use syn::spanned::Spanned;
use syn::visit::Visit;

use super::lower::Lower;
use super::scope::{Cell, Value};
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
        let chain = match self.chain(&looped.expr) {
            Ok(chain) => chain,
            Err(refused) => {
                self.poison(&looped.pat);
                return Err(refused);
            }
        };
        let cells = self.assigned(|walk| walk.visit_expr_for_loop(looped));
        let done = self.drive(&chain, &cells, looped.span(), &mut |lower, item| {
            lower.scopes.enter();
            let done = lower
                .bind_pattern(&looped.pat, item)
                .and_then(|()| lower.block_value(&looped.body, None));
            lower.scopes.leave();
            done.map(|_| ())
        });
        done.map(|()| Value::Unit)
    }

    /// A loop over a source, whose body may assign to these variables.
    pub(super) fn each(
        &mut self,
        source: &Source,
        cells: &[Cell],
        span: Span,
        body: impl FnOnce(&mut Self, Value) -> Accepted<()>,
    ) -> Accepted<()> {
        let bounds = self.bounds(source, span)?;
        let index_kind = self.vars.kind(bounds.lo).clone();
        let index = self.new_var(index_kind, None, span);
        if bounds.items.is_some() {
            self.vars[index].name = Some("i".to_owned());
        }
        let before: Vec<Value> =
            self.values_of(cells).into_iter().map(|value| self.exploded(value, span)).collect();
        let carries = self.open_carries(cells, &before, span);
        let (stmts, done) = self.capture(|lower| {
            let item = match &bounds.items {
                Some(source) => lower.item(source, index, span),
                None => Ok(Value::Var(index)),
            };
            let done = item.and_then(|item| body(lower, item));
            let after = lower.values_of(cells).into_iter();
            let after: Vec<Value> = after.map(|value| lower.exploded(value, span)).collect();
            done.map(|()| after)
        });
        for (cell, value) in cells.iter().zip(&before) {
            self.scopes.put(cell, value.clone());
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
        self.close_loop(op, cells, &after, span)
    }

    fn bounds(&mut self, source: &Source, span: Span) -> Accepted<Bounds> {
        Ok(match source {
            Source::Range { lo, hi, .. } => {
                Bounds { lo: *lo, hi: *hi, reversed: false, items: None }
            }
            Source::Reversed(inner) => {
                let inner = self.bounds(inner, span)?;
                Bounds { reversed: !inner.reversed, ..inner }
            }
            Source::Skip(inner, skipped) => {
                let hi = self.finite(inner, span)?;
                Bounds { lo: *skipped, hi, reversed: false, items: Some((**inner).clone()) }
            }
            items => {
                let lo = self.int(0, span);
                let hi = self.finite(items, span)?;
                Bounds { lo, hi, reversed: false, items: Some(items.clone()) }
            }
        })
    }

    /// How many items a source yields that must end.
    pub(super) fn finite(&mut self, source: &Source, span: Span) -> Accepted<Var> {
        match self.count(source, span) {
            Some(count) => Ok(count),
            None => Err(self.diagnostics.at(span, ITERATOR, "it never ends")),
        }
    }

    /// Every assigned variable becomes a value carried by the loop.
    fn open_carries(&mut self, cells: &[Cell], before: &[Value], span: Span) -> Vec<Carry> {
        let mut carries = Vec::new();
        for (cell, value) in cells.iter().zip(before) {
            let inside = value.rebuild(&mut |init| {
                let kind = self.vars.kind(init).clone();
                let param = self.new_var(kind, Some(cell.name.clone()), span);
                self.vars[param].named = true;
                carries.push(Carry { init, param });
                param
            });
            self.scopes.put(cell, inside);
        }
        carries
    }

    fn close_loop(
        &mut self,
        mut op: Op,
        cells: &[Cell],
        after: &[Value],
        span: Span,
    ) -> Accepted<()> {
        let Op::For { carries, body, .. } = &mut op else { return Ok(()) };
        after.iter().for_each(|value| value.leaves(&mut body.results));
        if body.results.len() != carries.len() {
            return Err(self.diagnostics.at(span, BRANCHES, ""));
        }
        let mut outs = Vec::new();
        for (carry, next) in carries.iter().zip(&body.results) {
            let kind = self.vars.kind(carry.param).clone();
            self.expect_kind(*next, &kind, span)?;
            let name = self.vars[carry.param].name.clone();
            let out = self.new_var(kind, name, span);
            self.vars[out].named = true;
            outs.push(out);
        }
        let mut next = outs.iter().copied();
        for (cell, value) in cells.iter().zip(after) {
            let final_value = value.rebuild(&mut |var| next.next().unwrap_or(var));
            self.scopes.put(cell, final_value);
        }
        self.define(outs, op, span);
        Ok(())
    }
}
