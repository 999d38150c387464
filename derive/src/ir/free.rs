//! What blocks read from outside, for all blocks of a function in one walk.
//!
//! [`Block::free`] walks over all that a block contains. A pass that asks it of each block within others
//! takes as long as they are deep, and asks here instead.

use std::collections::{HashMap, HashSet};
use std::marker::PhantomData;

use super::{Block, Op, Stmt, Var, operands};

/// The values that each block inside a piece of code reads and does not define, in order of first use.
#[derive(Default)]
pub struct Free<'a> {
    /// By where the block stands in memory, where it stays as long as it is borrowed.
    of: HashMap<*const Block, Vec<Var>>,
    code: PhantomData<&'a Block>,
}

impl<'a> Free<'a> {
    /// Of all blocks inside a block.
    pub fn within(block: &'a Block) -> Free<'a> {
        let mut free = Free::default();
        free.survey(&block.stmts);
        free
    }

    /// What a block reads and does not define.
    pub fn block(&self, block: &Block) -> Vec<Var> {
        match self.of.get(&std::ptr::from_ref(block)) {
            Some(known) => known.clone(),
            None => self.union(&block.stmts, &block.results),
        }
    }

    /// What an operation and the blocks inside read and do not define.
    pub fn op(&self, op: &Op) -> Vec<Var> {
        let (mut order, bound) = (Vec::new(), op.bound());
        operands(op, &mut |var| order.push(var));
        for block in op.blocks() {
            order.extend(self.block(block));
        }
        let mut seen: HashSet<Var> = bound.into_iter().collect();
        order.retain(|var| seen.insert(*var));
        order
    }

    fn survey(&mut self, stmts: &[Stmt]) {
        for block in stmts.iter().flat_map(|stmt| stmt.op.blocks()) {
            self.survey(&block.stmts);
            let free = self.union(&block.stmts, &block.results);
            self.of.insert(std::ptr::from_ref(block), free);
        }
    }

    /// What statements read, and the results behind them, without what they define.
    fn union(&self, stmts: &[Stmt], results: &[Var]) -> Vec<Var> {
        let mut seen: HashSet<Var> = stmts.iter().flat_map(|stmt| &stmt.outs).copied().collect();
        let mut order: Vec<Var> = stmts.iter().flat_map(|stmt| self.op(&stmt.op)).collect();
        order.extend(results);
        order.retain(|var| seen.insert(*var));
        order
    }
}
