//! What a loop carries: the variables that its body assigns.

use proc_macro2::Span;

use super::frames::spelled;
use super::lower::Lower;
use super::scope::{Cell, Value};
use crate::diagnostics::*;
use crate::ir::{Carry, Kind, Op};

impl Lower<'_> {
    /// The values of variables.
    pub(super) fn values_of(&self, cells: &[Cell]) -> Vec<Value> {
        cells.iter().map(|cell| self.scopes.at(cell).cloned().unwrap_or(Value::Poison)).collect()
    }

    /// Every assigned variable becomes a value carried by the loop. What has no value yet starts as
    /// a stand-in.
    pub(super) fn open_carries(
        &mut self,
        cells: &[Cell],
        before: &[Value],
        span: Span,
    ) -> Accepted<Vec<Carry>> {
        let mut carries = Vec::new();
        for (cell, value) in cells.iter().zip(before) {
            let value = match value {
                Value::Absent(var) => {
                    let kind = self.vars.kind(*var).clone();
                    if matches!(kind, Kind::Other(None)) {
                        let what = format!("`{}`", spelled(&cell.name));
                        return Err(self.diagnostics.at(self.vars[*var].span, KIND_UNKNOWN, &what));
                    }
                    Value::Var(self.stand_in(kind, span))
                }
                // What it may hold is not known: what has no derivative.
                Value::Maybe(maybe) if matches!(maybe.value, Value::Absent(_)) => {
                    match self.in_words(maybe, span) {
                        Some(var) => Value::Var(var),
                        None => {
                            let name = format!("`{}`", spelled(&cell.name));
                            return Err(self.diagnostics.at(span, KIND_UNKNOWN, &name));
                        }
                    }
                }
                value => value.clone(),
            };
            let inside = value.rebuild(&mut |init| {
                let kind = self.vars.kind(init).clone();
                let param = self.new_var(kind, Some(spelled(&cell.name).to_owned()), span);
                self.vars[param].named = true;
                carries.push(Carry { init, param });
                param
            });
            self.scopes.put(cell, inside);
        }
        Ok(carries)
    }

    /// Appends a loop; its variables get their final values.
    pub(super) fn close_loop(&mut self, op: Op, cells: &[Cell], span: Span) -> Accepted<()> {
        let (Op::For { carries, .. } | Op::While { carries, .. }) = &op else {
            return Err(Refused);
        };
        let mut outs = Vec::new();
        for carry in carries {
            let info = self.vars[carry.param].clone();
            outs.push(self.new_var(info.kind, info.name, span));
            self.vars[outs[outs.len() - 1]].named = true;
        }
        let mut next = outs.iter().copied();
        for (cell, value) in cells.iter().zip(self.values_of(cells)) {
            let last = value.rebuild(&mut |var| next.next().unwrap_or(var));
            self.scopes.put(cell, last);
        }
        self.define(outs, op, span);
        Ok(())
    }
}
