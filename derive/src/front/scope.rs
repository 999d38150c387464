//! Which value each name stands for at this point of the program.

use std::collections::HashMap;

use crate::ir::{Kind, Step, Var};

/// A variable of the user's: its name, and the number of the scope that it is bound in.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// The name.
    pub name: String,
    /// The scope.
    pub level: usize,
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
    /// A tuple of them, taken apart.
    Tuple(Vec<Value>),
    /// A reference through which a variable is changed.
    Borrow(Borrow),
    /// `()`
    Unit,
    /// The result of something that was refused; its uses are not reported again.
    Poison,
}

impl Value {
    /// The values inside, in order.
    pub fn leaves(&self, found: &mut Vec<Var>) {
        match self {
            Value::Var(var) => found.push(*var),
            Value::Tuple(items) => items.iter().for_each(|item| item.leaves(found)),
            Value::Borrow(_) | Value::Unit | Value::Poison => {}
        }
    }

    /// References to a variable find it under another name.
    fn redirect(&mut self, cell: &Cell, hidden: &str, found: &mut bool) {
        match self {
            Value::Borrow(borrow) if borrow.cell == *cell => {
                borrow.cell.name = hidden.to_owned();
                *found = true;
            }
            Value::Tuple(items) => {
                items.iter_mut().for_each(|item| item.redirect(cell, hidden, found));
            }
            Value::Var(_) | Value::Borrow(_) | Value::Unit | Value::Poison => {}
        }
    }

    /// The same structure with other values inside.
    pub fn rebuild(&self, next: &mut impl FnMut(Var) -> Var) -> Value {
        match self {
            Value::Var(var) => Value::Var(next(*var)),
            Value::Tuple(items) => {
                Value::Tuple(items.iter().map(|item| item.rebuild(next)).collect())
            }
            Value::Borrow(borrow) => Value::Borrow(borrow.clone()),
            Value::Unit => Value::Unit,
            Value::Poison => Value::Poison,
        }
    }
}

/// Nested scopes.
#[derive(Default)]
pub struct Scopes {
    levels: Vec<HashMap<String, Value>>,
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

    /// How many scopes are open.
    pub fn depth(&self) -> usize {
        self.levels.len()
    }

    /// Binds a name in the innermost scope.
    pub fn bind(&mut self, name: String, value: Value) {
        self.hide(&name);
        if let Some(level) = self.levels.last_mut() {
            level.insert(name, value);
        }
    }

    /// Before a name is bound anew: references to the variable that it named keep finding it.
    fn hide(&mut self, name: &str) {
        let Some(level) = self.levels.len().checked_sub(1) else { return };
        let cell = Cell { name: name.to_owned(), level };
        let mut hidden = format!("{name}'");
        while self.levels[level].contains_key(&hidden) {
            hidden.push('\'');
        }
        let mut found = false;
        for value in self.levels.iter_mut().flat_map(HashMap::values_mut) {
            value.redirect(&cell, &hidden, &mut found);
        }
        if found && let Some(value) = self.levels[level].remove(name) {
            self.levels[level].insert(hidden, value);
        }
    }

    /// The variable that a name stands for.
    pub fn find(&self, name: &str) -> Option<Cell> {
        let level = self.levels.iter().rposition(|level| level.contains_key(name))?;
        Some(Cell { name: name.to_owned(), level })
    }

    /// The value of a variable.
    pub fn at(&self, cell: &Cell) -> Option<&Value> {
        self.levels.get(cell.level)?.get(&cell.name)
    }

    /// Gives a variable another value.
    pub fn put(&mut self, cell: &Cell, value: Value) {
        if let Some(slot) = self.levels.get_mut(cell.level).and_then(|l| l.get_mut(&cell.name)) {
            *slot = value;
        }
    }

    /// The value of a name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.levels.iter().rev().find_map(|level| level.get(name))
    }

    /// Gives an existing name another value, in the scope where it was bound.
    pub fn set(&mut self, name: &str, value: Value) -> bool {
        match self.levels.iter_mut().rev().find_map(|level| level.get_mut(name)) {
            Some(slot) => {
                *slot = value;
                true
            }
            None => false,
        }
    }
}
