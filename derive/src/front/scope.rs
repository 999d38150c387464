//! Which value each name stands for at this point of the program.

use std::collections::HashMap;

use crate::ir::Var;

/// What an expression yields.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// One value of the program.
    Var(Var),
    /// A tuple of them, taken apart.
    Tuple(Vec<Value>),
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
            Value::Unit | Value::Poison => {}
        }
    }

    /// The same structure with other values inside.
    pub fn rebuild(&self, next: &mut impl FnMut(Var) -> Var) -> Value {
        match self {
            Value::Var(var) => Value::Var(next(*var)),
            Value::Tuple(items) => {
                Value::Tuple(items.iter().map(|item| item.rebuild(next)).collect())
            }
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
        if let Some(level) = self.levels.last_mut() {
            level.insert(name, value);
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
