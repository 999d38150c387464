//! Which variable holds which values, asked from both sides.

use std::collections::HashMap;
use std::ops::Deref;

use crate::ir::Var;

/// The variable that each value is in.
#[derive(Default)]
pub struct Holders {
    slots: HashMap<Var, usize>,
    /// The values that were put into each variable: some are elsewhere now.
    values: HashMap<usize, Vec<Var>>,
}

impl Deref for Holders {
    type Target = HashMap<Var, usize>;

    fn deref(&self) -> &HashMap<Var, usize> {
        &self.slots
    }
}

impl Holders {
    /// A value is in a variable, and in no other one.
    pub fn insert(&mut self, var: Var, slot: usize) {
        if self.slots.insert(var, slot) != Some(slot) {
            self.values.entry(slot).or_default().push(var);
        }
    }

    /// A value is in no variable.
    pub fn remove(&mut self, var: &Var) {
        self.slots.remove(var);
    }

    /// The values in a variable.
    pub fn in_slot(&self, slot: usize) -> impl Iterator<Item = Var> {
        let values = self.values.get(&slot).into_iter().flatten().copied();
        values.filter(move |var| self.slots.get(var) == Some(&slot))
    }
}
