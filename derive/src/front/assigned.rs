//! Which variables a piece of code may change.

use std::collections::BTreeSet;

use super::lower::Lower;
use super::methods::{changes, may_change};
use super::scope::{Cell, Value};
use super::walk::{Found, Walk};
use crate::ir::Kind;

/// A walk that notes what is changed.
pub(super) type Assigned<'a> = Walk<&'a mut dyn FnMut(Found<'_>)>;

impl Lower<'_> {
    /// The variables in scope that code assigns to, or into, directly or through references and
    /// closures.
    pub(super) fn assigned(&self, visit: impl FnOnce(&mut Assigned<'_>)) -> Vec<Cell> {
        let mut cells = BTreeSet::new();
        let mut note = |found: Found<'_>| match found {
            Found::Assigned(name) => self.note_changed(&name, &mut cells),
            Found::Passed(name, whole) if self.hands_over(&name, whole) => {
                self.note_changed(&name, &mut cells);
            }
            Found::Mentioned(path) | Found::Called(path, _) | Found::Handed(path) => {
                let name = path.path.get_ident().map(ToString::to_string);
                if let Some(Value::Lazy(lazy)) = name.and_then(|name| self.scopes.get(&name)) {
                    cells.extend(lazy.assigned().iter().cloned());
                }
            }
            Found::Invoked(name, method)
                if self.changes_what_it_is_called_on(&name, &method.to_string())
                    || self.signatures.changes_receiver(method) =>
            {
                self.note_changed(&name, &mut cells);
            }
            Found::Passed(..) | Found::Invoked(..) | Found::Argument { .. } => {}
        };
        visit(&mut Walk::new(&mut note));
        cells.into_iter().collect()
    }

    /// Whether a method changes a variable, or a part of it. Integers, and what only the user's code knows, have
    /// other methods of some names.
    fn changes_what_it_is_called_on(&self, variable: &str, method: &str) -> bool {
        match self.is_no_place(variable) {
            true => changes(method),
            false => may_change(method),
        }
    }

    /// A variable is changed, or what it refers to.
    fn note_changed(&self, name: &str, cells: &mut BTreeSet<Cell>) {
        let Some(cell) = self.scopes.find(name) else { return };
        let places = self.scopes.at(cell).map(Value::places).unwrap_or_default();
        match places.is_empty() {
            true => drop(cells.insert(cell.clone())),
            false => cells.extend(places.into_iter().map(|place| place.cell.clone())),
        }
    }

    /// Whether a variable, or a part of one, is a reference that may be handed over. What a
    /// reference leads to is read, where it is a part that is named.
    fn hands_over(&self, name: &str, whole: bool) -> bool {
        match self.scopes.get(name) {
            Some(value @ Value::Tuple(_)) => !value.places().is_empty(),
            Some(Value::Borrow(_)) => whole,
            _ => false,
        }
    }

    /// Whether a name is that of an integer, of something that only the user's code changes, or of no value at
    /// all.
    fn is_no_place(&self, name: &str) -> bool {
        match self.scopes.get(name) {
            Some(Value::Var(var)) => matches!(self.vars.kind(*var), Kind::Other(_) | Kind::Int(_)),
            Some(value) => matches!(value, Value::Lazy(_)),
            None => false,
        }
    }

    /// Whether a name is that of a reference through which something can be changed.
    pub(super) fn is_reference(&self, name: &str) -> bool {
        self.scopes.get(name).is_some_and(|value| !value.places().is_empty())
    }
}
