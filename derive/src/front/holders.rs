//! What holds the versions of a value: a variable, or a part of a tuple, each of which is a value of its own.

use proc_macro2::Span;
use syn::Member;

use super::lower::Lower;
use super::scope::{Borrow, Cell, Value};
use crate::diagnostics::*;
use crate::ir::{Mode, Op, Place, Step, Var};

/// A variable, or a part of the tuple in it.
#[derive(Clone, PartialEq)]
pub(super) struct Holder {
    cell: Cell,
    /// The way to the part.
    fields: Vec<usize>,
}

/// What a place is part of.
struct Held {
    holder: Holder,
    root: Var,
    /// The way from there.
    path: Vec<Step>,
}

impl Lower<'_> {
    /// Changes a part of a variable.
    pub(super) fn update(
        &mut self,
        place: &Borrow,
        value: Var,
        mode: Mode,
        span: Span,
    ) -> Accepted<()> {
        let Held { holder, root, path } = self.holding(place, span)?;
        if mode == Mode::Set && path.is_empty() {
            self.put(&holder, value);
            return Ok(());
        }
        let kind = self.vars.kind(root).clone();
        let next = self.push(kind, Op::Update { place: Place { root, path }, value, mode }, span);
        self.take_version(&holder, next);
        Ok(())
    }

    /// Makes a value the current version of a variable, or of its part.
    pub(super) fn take_version(&mut self, holder: &Holder, next: Var) {
        self.vars[next].name = Some(holder.cell.name.clone());
        self.vars[next].named = true;
        self.put(holder, next);
    }

    fn put(&mut self, holder: &Holder, next: Var) {
        if self.vars[next].name.is_none() {
            self.vars[next].name = Some(holder.cell.name.clone());
            self.vars[next].named = true;
        }
        let mut value = self.scopes.at(&holder.cell).cloned().unwrap_or(Value::Poison);
        let mut part = &mut value;
        for field in &holder.fields {
            let Value::Tuple(items) = part else { return };
            let Some(item) = items.get_mut(*field) else { return };
            part = item;
        }
        *part = Value::Var(next);
        self.scopes.put(&holder.cell, value);
    }

    /// The current version of a variable, in one piece.
    pub(super) fn whole(&mut self, cell: &Cell, span: Span) -> Accepted<Var> {
        match self.scopes.at(cell).cloned() {
            Some(Value::Var(var)) => Ok(var),
            Some(value @ Value::Tuple(_)) => {
                let var = self.single(value, span)?;
                self.scopes.put(cell, Value::Var(var));
                Ok(var)
            }
            Some(Value::Absent(_) | Value::Poison) => Err(Refused),
            Some(Value::Lazy(lazy)) => Err(self.escaped(&lazy, span)),
            Some(Value::Maybe(_)) => Err(self.diagnostics.at(span, OPTIONAL, "")),
            Some(Value::Borrow(_) | Value::Unit) | None => {
                Err(self.diagnostics.at(span, ASSIGNMENT, ""))
            }
        }
    }

    /// What holds the value that a place is part of, and where it is in that. Several parts of a tuple at once are one
    /// piece from then on.
    fn holding(&mut self, place: &Borrow, span: Span) -> Accepted<Held> {
        let (fields, value) = self.through_tuples(place);
        if let Some(Value::Var(root)) = value {
            let path = place.path[fields.len()..].to_vec();
            return Ok(Held { holder: Holder { cell: place.cell.clone(), fields }, root, path });
        }
        let root = self.whole(&place.cell, span)?;
        let holder = Holder { cell: place.cell.clone(), fields: Vec::new() };
        Ok(Held { holder, root, path: place.path.clone() })
    }

    /// The way of a place through tuples that are in parts, and what stands there.
    fn through_tuples(&self, place: &Borrow) -> (Vec<usize>, Option<Value>) {
        let (mut value, mut fields) = (self.scopes.at(&place.cell), Vec::new());
        while let (Some(Value::Tuple(items)), Some(Step::Field(Member::Unnamed(index)))) =
            (value, place.path.get(fields.len()))
        {
            fields.push(index.index as usize);
            value = items.get(index.index as usize);
        }
        (fields, value.cloned())
    }

    /// Whether what stands in a place is a value of its own, and no part of one.
    pub(super) fn stands_alone(&self, place: &Borrow) -> bool {
        let (fields, value) = self.through_tuples(place);
        fields.len() == place.path.len() && matches!(value, Some(Value::Var(_)))
    }

    /// What stands in a place now. Nothing remains of how it is read: that may be within a condition.
    pub(super) fn borrowed(&mut self, borrow: &Borrow, span: Span) -> Accepted<Var> {
        let (fields, value) = self.through_tuples(borrow);
        let path = borrow.path[fields.len()..].to_vec();
        let (root, path) = match value {
            Some(value @ Value::Tuple(_)) => (self.single(value, span)?, path),
            Some(Value::Var(root)) => (root, path),
            _ => (self.whole(&borrow.cell, span)?, borrow.path.clone()),
        };
        if path.is_empty() {
            return Ok(root);
        }
        let op = Op::Project(Place { root, path });
        Ok(self.push(borrow.kind.clone(), op, span))
    }

    /// The places that a call writes to, and what holds that of which they are parts.
    pub(super) fn written(
        &mut self,
        places: Vec<Borrow>,
        span: Span,
    ) -> Accepted<(Vec<Holder>, Vec<Place>)> {
        let (mut holders, mut targets): (Vec<Holder>, Vec<Place>) = (Vec::new(), Vec::new());
        for place in places {
            let Held { holder, mut root, path } = self.holding(&place, span)?;
            if !holders.contains(&holder) {
                // Two variables may hold one value.
                if targets.iter().any(|target| target.root == root) {
                    root = self.another(&holder, root, span);
                }
                holders.push(holder);
            }
            targets.push(Place { root, path });
        }
        Ok((holders, targets))
    }

    /// A value of a variable's own, which another variable holds too.
    fn another(&mut self, holder: &Holder, value: Var, span: Span) -> Var {
        let op = Op::Project(Place { root: value, path: Vec::new() });
        let own = self.push(self.vars.kind(value).clone(), op, span);
        self.take_version(holder, own);
        own
    }
}
