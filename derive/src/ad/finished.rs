//! What is known of backward statements that are complete, so that a branch around them need not look
//! into them again.

use std::collections::{HashMap, HashSet};

use super::keep::asks_shape;
use crate::ir::{Block, Op, Stmt, Var, operands};

/// Statements of the backward pass with blocks inside, by the first value that each defines.
#[derive(Default)]
pub(super) struct Finished {
    known: HashMap<Var, Known>,
    /// Values of arms by the names that they have outside of them, where that is yet to be written.
    renamed: HashMap<Var, Var>,
}

/// What a statement reads and does not define, in order of first use.
#[derive(Clone, Default)]
struct Known {
    free: Vec<Var>,
    /// Whether something inside asks for the shape of an array.
    asks: bool,
}

impl Finished {
    /// Reads of these values in what has been looked at so far, and nowhere else, are reads of others.
    pub(super) fn rename(&mut self, names: impl IntoIterator<Item = (Var, Var)>) {
        self.renamed.extend(names);
    }

    /// Forgets what statements read, since they have changed.
    pub(super) fn forget(&mut self) {
        self.known.clear();
    }

    /// Writes the new names.
    pub(super) fn write_names(&mut self, stmts: &mut Vec<Stmt>) {
        if self.renamed.is_empty() {
            return;
        }
        let mut block = Block { stmts: std::mem::take(stmts), results: Vec::new() };
        block.substitute(&mut |var| self.name(var));
        *stmts = block.stmts;
        *self = Finished::default();
    }

    /// What a block reads and does not define, in order of first use; whether something in it asks for
    /// the shape of an array.
    pub(super) fn read(&mut self, block: &Block) -> (Vec<Var>, bool) {
        let Known { free, asks } = self.block(block);
        (free, asks)
    }

    fn block(&mut self, block: &Block) -> Known {
        let mut seen: HashSet<Var> =
            block.stmts.iter().flat_map(|stmt| &stmt.outs).copied().collect();
        let mut all = Known::default();
        for stmt in &block.stmts {
            let known = self.stmt(stmt);
            all.asks |= known.asks;
            all.free.extend(known.free.into_iter().filter(|var| seen.insert(*var)));
        }
        let results = block.results.iter().map(|var| self.name(*var));
        all.free.extend(results.filter(|var| seen.insert(*var)));
        all
    }

    fn stmt(&mut self, stmt: &Stmt) -> Known {
        let blocks = stmt.op.blocks();
        if blocks.is_empty() {
            return Known { free: self.operands(&stmt.op), asks: asks_shape(stmt) };
        }
        let key = stmt.outs.first().copied();
        if let Some(known) = key.and_then(|key| self.known.get(&key)) {
            let free = known.free.iter().map(|var| self.name(*var)).collect();
            return Known { free, asks: known.asks };
        }
        let mut seen: HashSet<Var> = stmt.op.bound().into_iter().collect();
        let mut all = Known { free: self.operands(&stmt.op), asks: false };
        for block in blocks {
            let known = self.block(block);
            all.asks |= known.asks;
            all.free.extend(known.free);
        }
        all.free.retain(|var| seen.insert(*var));
        if let Some(key) = key {
            self.known.insert(key, all.clone());
        }
        all
    }

    fn operands(&self, op: &Op) -> Vec<Var> {
        let mut read = Vec::new();
        operands(op, &mut |var| read.push(self.name(var)));
        read
    }

    fn name(&self, var: Var) -> Var {
        let mut var = var;
        while let Some(outer) = self.renamed.get(&var) {
            var = *outer;
        }
        var
    }
}
