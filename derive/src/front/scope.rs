//! Which value each name stands for at this point of the program.

use std::collections::HashMap;

use super::closures::Lazy;
use super::maybe::Maybe;
use crate::ir::{Kind, Step, Var};

/// A variable of the user's. A name is bound to one of them at a time; a closure or a reference
/// holds on to it when another takes its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    /// The name.
    pub name: String,
    /// Distinguishes variables of one name.
    id: usize,
}

/// A variable, or a part of one, that is changed through another name: `&mut a[i]`.
#[derive(Clone, Debug)]
pub struct Borrow {
    /// The variable.
    pub cell: Cell,
    /// The way to the part.
    pub path: Vec<Step>,
    /// What is there.
    pub kind: Kind,
}

impl PartialEq for Borrow {
    fn eq(&self, other: &Borrow) -> bool {
        self.cell == other.cell && self.path == other.path
    }
}

/// What an expression yields.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// One value of the program.
    Var(Var),
    /// A tuple of them, taken apart; or an array, where they are references that are changed.
    Tuple(Vec<Value>),
    /// A reference through which a variable is changed.
    Borrow(Borrow),
    /// What may be missing: a `Result` or an `Option`.
    Maybe(Box<Maybe>),
    /// `()`
    Unit,
    /// What exists only while compiling, and is written out where it is used: a closure.
    Lazy(Lazy),
    /// Nothing yet. The variable, which has no definition, says what it will be, if that is known.
    Absent(Var),
    /// The result of something that was refused; its uses are not reported again.
    Poison,
}

impl Value {
    /// The values inside, in order.
    pub fn leaves(&self, found: &mut Vec<Var>) {
        match self {
            Value::Var(var) => found.push(*var),
            Value::Tuple(items) => items.iter().for_each(|item| item.leaves(found)),
            Value::Maybe(maybe) => maybe.parts().iter().for_each(|part| part.leaves(found)),
            Value::Lazy(Lazy::Range(range)) => found.extend(range.bounds()),
            Value::Borrow(_) | Value::Unit | Value::Lazy(_) | Value::Absent(_) | Value::Poison => {}
        }
    }

    /// The places that it refers to, to be changed there.
    pub fn places(&self) -> Vec<&Borrow> {
        match self {
            Value::Borrow(place) => vec![place],
            Value::Tuple(items) => items.iter().flat_map(Value::places).collect(),
            Value::Maybe(maybe) => maybe.value.places(),
            Value::Var(_) | Value::Unit | Value::Lazy(_) | Value::Absent(_) | Value::Poison => {
                Vec::new()
            }
        }
    }

    /// The items of a tuple or an array, where some are references that stay apart.
    pub fn listed(&self) -> Option<&[Value]> {
        match self {
            Value::Tuple(items) if !self.places().is_empty() => Some(items),
            Value::Tuple(_)
            | Value::Var(_)
            | Value::Borrow(_)
            | Value::Unit
            | Value::Lazy(_)
            | Value::Absent(_)
            | Value::Maybe(_)
            | Value::Poison => None,
        }
    }

    /// The same structure with other values inside.
    pub fn rebuild(&self, next: &mut impl FnMut(Var) -> Var) -> Value {
        match self {
            Value::Var(var) => Value::Var(next(*var)),
            Value::Tuple(items) => {
                Value::Tuple(items.iter().map(|item| item.rebuild(next)).collect())
            }
            Value::Maybe(maybe) => Value::Maybe(Box::new(maybe.with(|part| part.rebuild(next)))),
            Value::Lazy(Lazy::Range(range)) => Value::Lazy(Lazy::Range(range.rebuild(next))),
            Value::Borrow(_) | Value::Unit | Value::Lazy(_) | Value::Absent(_) | Value::Poison => {
                self.clone()
            }
        }
    }
}

/// What a variable holds.
#[derive(Clone)]
struct Content {
    name: String,
    value: Value,
    /// Whether it is an item (`const`, `fn`), which functions inside the function see.
    item: bool,
    /// Whether its parts may be changed by its name: it owns what it holds, and says `mut`.
    mutable: bool,
}

/// The variables that names stand for at one point.
pub type Names = HashMap<String, Cell>;

/// Nested scopes, and the variables that were ever bound in them.
#[derive(Clone, Default)]
pub struct Scopes {
    levels: Vec<Names>,
    contents: Vec<Content>,
}

impl Scopes {
    /// Opens a scope.
    pub fn enter(&mut self) {
        self.levels.push(HashMap::new());
    }

    /// Closes the innermost scope.
    pub fn leave(&mut self) {
        self.levels.pop();
    }

    /// Closes all scopes but the outermost.
    pub fn truncate(&mut self, depth: usize) {
        self.levels.truncate(depth);
    }

    /// How many variables have been bound so far.
    pub fn count(&self) -> usize {
        self.contents.len()
    }

    /// Goes back to what was before; yields what is now.
    pub fn go_back(&mut self, before: Scopes) -> Scopes {
        let mut earlier = before;
        // Numbers are not given twice.
        earlier.contents.extend(self.contents[earlier.contents.len()..].iter().cloned());
        std::mem::replace(self, earlier)
    }

    /// What was before, with room for all variables bound since.
    pub fn as_of(&self, earlier: &Scopes) -> Scopes {
        let mut earlier = earlier.clone();
        earlier.contents.extend(self.contents[earlier.contents.len()..].iter().cloned());
        earlier
    }

    /// The first variables, as far as they have different values here and there.
    pub fn changed(&self, other: &Scopes, count: usize) -> Vec<Cell> {
        let mut cells: Vec<Cell> = (0..count)
            .filter(|id| self.contents[*id].value != other.contents[*id].value)
            .map(|id| Cell { name: self.contents[id].name.clone(), id })
            .collect();
        cells.sort();
        cells
    }

    /// Gives the variable of a name another value; false where there is none.
    pub fn set(&mut self, name: &str, value: Value) -> bool {
        match self.find(name).cloned() {
            Some(cell) => {
                self.put(&cell, value);
                true
            }
            None => false,
        }
    }

    /// How many scopes are open.
    pub fn depth(&self) -> usize {
        self.levels.len()
    }

    /// A variable that no name stands for yet.
    pub fn fresh(&mut self, name: String, value: Value) -> Cell {
        self.contents.push(Content { name: name.clone(), value, item: false, mutable: true });
        Cell { name, id: self.contents.len() - 1 }
    }

    /// Binds a name in the innermost scope.
    pub fn bind(&mut self, name: String, value: Value) -> Cell {
        let cell = self.fresh(name.clone(), value);
        self.contents[cell.id].mutable = false;
        if let Some(level) = self.levels.last_mut() {
            level.insert(name, cell.clone());
        }
        cell
    }

    /// Binds a name that says `mut`.
    pub fn bind_mutable(&mut self, name: String, value: Value) -> Cell {
        let cell = self.bind(name, value);
        self.contents[cell.id].mutable = true;
        cell
    }

    /// Whether parts of a variable may be changed by its name.
    pub fn is_mutable(&self, cell: &Cell) -> bool {
        self.contents.get(cell.id).is_some_and(|content| content.mutable)
    }

    /// Binds the name of an item.
    pub fn bind_item(&mut self, name: String, value: Value) {
        let cell = self.bind(name, value);
        self.contents[cell.id].item = true;
    }

    /// The variable that a name stands for.
    pub fn find(&self, name: &str) -> Option<&Cell> {
        self.levels.iter().rev().find_map(|level| level.get(name))
    }

    /// The value of a variable.
    pub fn at(&self, cell: &Cell) -> Option<&Value> {
        self.contents.get(cell.id).map(|content| &content.value)
    }

    /// Gives a variable another value.
    pub fn put(&mut self, cell: &Cell, value: Value) {
        if let Some(content) = self.contents.get_mut(cell.id) {
            content.value = value;
        }
    }

    /// The value of a name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.at(self.find(name)?)
    }

    /// All that can be named here.
    pub fn names(&self) -> Names {
        let mut names = HashMap::new();
        for level in &self.levels {
            names.extend(level.iter().map(|(name, cell)| (name.clone(), cell.clone())));
        }
        names
    }

    /// The items among them.
    pub fn items(&self) -> Names {
        let mut names = self.names();
        names.retain(|_, cell| self.contents[cell.id].item);
        names
    }

    /// Opens a scope in which every variable is a copy of its own.
    pub fn enter_copy(&mut self) {
        let names = self.names();
        self.enter();
        for (name, cell) in names {
            let original = self.contents[cell.id].clone();
            let copy = self.bind(name, original.value.clone());
            self.contents[copy.id] = original;
        }
    }

    /// Puts other names in place of those here, until these are restored.
    pub fn replace(&mut self, names: Names) -> Vec<Names> {
        std::mem::replace(&mut self.levels, vec![names])
    }

    /// Restores names.
    pub fn restore(&mut self, levels: Vec<Names>) {
        self.levels = levels;
    }
}
