//! Loops over references that are listed, `for r in [&mut a, &mut b]`: written out, since each of them
//! leads to another place.

use proc_macro2::Span;

use super::binding::literal_length;
use super::lines::Whole;
use super::lower::Lower;
use super::scope::{Cell, Value};
use super::source::Source;
use crate::diagnostics::*;
use crate::ir::{Kind, Op};
use crate::prims;

impl Source {
    /// The variables that are changed through the items.
    pub(super) fn cells(&self) -> Vec<Cell> {
        let of = |value: &Value| value.places().iter().map(|place| place.cell.clone()).collect();
        match self {
            Source::Places { whole, .. } | Source::Array { whole: Whole::Written(whole), .. } => {
                vec![whole.cell.clone()]
            }
            Source::Listed(items) => {
                items.iter().flat_map(|item| -> Vec<Cell> { of(item) }).collect()
            }
            Source::Once(value) | Source::Repeat(value) => of(value),
            Source::Zip(a, b) | Source::Chained(a, b) => [a.cells(), b.cells()].concat(),
            Source::Parts(a, b) => [a.source.cells(), b.source.cells()].concat(),
            Source::Map(inner, _)
            | Source::Enumerate(inner)
            | Source::Reversed(inner)
            | Source::StepBy(inner, _)
            | Source::Skip(inner, _)
            | Source::Cycle(inner)
            | Source::Take(inner, _) => inner.cells(),
            Source::Range { .. }
            | Source::From { .. }
            | Source::Elements(_)
            | Source::Constant(..)
            | Source::Runs { .. }
            | Source::Array { whole: Whole::Read(_), .. } => Vec::new(),
        }
    }

    /// How many items there are at most, where one loop cannot do for all of them.
    fn written_out(&self) -> Option<usize> {
        match self {
            Source::Listed(items) => Some(items.len()),
            Source::Zip(a, b) => match (a.written_out(), b.written_out()) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            },
            Source::Chained(a, b) => match (a.written_out(), b.written_out()) {
                (None, None) => None,
                // Nobody knows how many.
                (a, b) => Some(a.zip(b).map_or(usize::MAX, |(a, b)| a.saturating_add(b))),
            },
            Source::Map(inner, _)
            | Source::Enumerate(inner)
            | Source::Reversed(inner)
            | Source::StepBy(inner, _)
            | Source::Skip(inner, _)
            | Source::Take(inner, _) => inner.written_out(),
            Source::Cycle(inner) => inner.written_out().map(|_| usize::MAX),
            Source::Parts(..) => None,
            Source::Range { .. }
            | Source::From { .. }
            | Source::Elements(_)
            | Source::Constant(..)
            | Source::Array { .. }
            | Source::Runs { .. }
            | Source::Places { .. }
            | Source::Once(_)
            | Source::Repeat(_) => None,
        }
    }
}

impl Lower<'_> {
    /// How many items there are, where that is known while compiling.
    fn known_count(&self, source: &Source) -> Option<usize> {
        match source {
            Source::Listed(items) => Some(items.len()),
            Source::Elements(var) => match self.vars.kind(*var) {
                Kind::Array(_, length) => literal_length(length),
                _ => None,
            },
            Source::Once(_) => Some(1),
            Source::Zip(a, b) => Some(self.known_count(a)?.min(self.known_count(b)?)),
            Source::Chained(a, b) => Some(self.known_count(a)? + self.known_count(b)?),
            Source::Map(inner, _) | Source::Enumerate(inner) | Source::Reversed(inner) => {
                self.known_count(inner)
            }
            Source::StepBy(..)
            | Source::Skip(..)
            | Source::Take(..)
            | Source::Range { .. }
            | Source::From { .. }
            | Source::Constant(..)
            | Source::Array { .. }
            | Source::Runs { .. }
            | Source::Places { .. }
            | Source::Cycle(_)
            | Source::Parts(..)
            | Source::Repeat(_) => None,
        }
    }

    /// A loop over references that are listed; none where the source is another one.
    pub(super) fn unrolled(
        &mut self,
        source: &Source,
        span: Span,
        body: &mut dyn FnMut(&mut Self, Value) -> Accepted<()>,
    ) -> Option<Accepted<()>> {
        let most = source.written_out()?;
        let listed = self.known_count(source);
        let most = listed.unwrap_or(most);
        if most == usize::MAX {
            return Some(Err(self.diagnostics.at(span, BORROW, "")));
        }
        Some((0..most).try_for_each(|position| {
            if listed.is_some() {
                let item = self.item_number(source, position, span)?;
                return body(self, item);
            }
            let count = self.finite(source, span)?;
            let at = self.int(position as i64, span);
            let cond = self.push(Kind::Bool, Op::Prim(prims::LT, vec![at, count]), span);
            self.only_if(cond, true, span, |lower| {
                let item = lower.item_number(source, position, span)?;
                body(lower, item)
            })
        }))
    }

    /// The item at a position that is known.
    fn item_number(&mut self, source: &Source, position: usize, span: Span) -> Accepted<Value> {
        match source {
            Source::Listed(items) => items.get(position).cloned().ok_or(Refused),
            Source::Zip(a, b) => Ok(Value::Tuple(vec![
                self.item_number(a, position, span)?,
                self.item_number(b, position, span)?,
            ])),
            Source::Enumerate(inner) => {
                let at = self.int(position as i64, span);
                Ok(Value::Tuple(vec![Value::Var(at), self.item_number(inner, position, span)?]))
            }
            Source::Map(inner, function) => {
                let item = self.item_number(inner, position, span)?;
                self.inline(function, vec![item], span)
            }
            Source::Reversed(inner) if self.known_count(inner).is_some() => {
                let count = self.known_count(inner).unwrap_or(0);
                self.item_number(inner, count - 1 - position, span)
            }
            Source::Chained(a, b) if self.known_count(source).is_some() => {
                let first = self.known_count(a).unwrap_or(0);
                match position < first {
                    true => self.item_number(a, position, span),
                    false => self.item_number(b, position - first, span),
                }
            }
            Source::Take(inner, _) => self.item_number(inner, position, span),
            Source::Skip(inner, by) | Source::StepBy(inner, by)
                if source.written_out().is_some() =>
            {
                let position = match (source, self.known(*by)) {
                    (Source::Skip(..), Some(by)) => position + by as usize,
                    (_, Some(by)) => position * by as usize,
                    (_, None) => return Err(self.diagnostics.at(span, BORROW, "")),
                };
                self.item_number(inner, position, span)
            }
            Source::Chained(..)
            | Source::Reversed(_)
            | Source::Skip(..)
            | Source::StepBy(..)
            | Source::Range { .. }
            | Source::From { .. }
            | Source::Elements(_)
            | Source::Constant(..)
            | Source::Array { .. }
            | Source::Runs { .. }
            | Source::Places { .. }
            | Source::Once(_)
            | Source::Cycle(_)
            | Source::Parts(..)
            | Source::Repeat(_) => {
                let at = self.int(position as i64, span);
                self.item(source, at, span)
            }
        }
    }
}
