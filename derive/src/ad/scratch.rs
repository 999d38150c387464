//! Scratch sequences: carried by a loop, but overwritten in each iteration before anything of them is
//! read. An iteration that is repeated starts from a fresh one.

use std::collections::HashSet;

use super::looped::Loop;
use super::reverse::Reverse;
use crate::analysis::{Coverage, Level, reads_block};
use crate::ir::{Block, Carry, Op, Stmt, Var};
use crate::prims;

impl Reverse<'_> {
    /// Definitions of the carried sequences that are scratch, for the head of a repeated iteration.
    pub(super) fn scratch(&self, level: Level, stmt: &Stmt, forward: &Loop<'_>) -> Vec<Stmt> {
        if level != Level::Iteration {
            return Vec::new();
        }
        let mut inside = HashSet::from([forward.index]);
        inside.extend(stmt.op.bound());
        defined_in(forward.body, &mut inside);
        let definition = |(position, carry): (usize, &Carry)| {
            let made = self.made_anew(position, carry, stmt, forward.body, &inside)?;
            Some(Stmt { outs: vec![carry.param], op: made.clone(), derived: true, ..stmt.clone() })
        };
        forward.carries.iter().enumerate().filter_map(definition).collect()
    }

    /// How a carried sequence is made, where it is scratch.
    fn made_anew(
        &self,
        position: usize,
        carry: &Carry,
        stmt: &Stmt,
        body: &Block,
        inside: &HashSet<Var>,
    ) -> Option<&Op> {
        let made = self.parts.get(&carry.init)?;
        let filled = matches!(made, Op::Prim(prim, _) if *prim == prims::FILLED);
        let one_length = self.shapes.before(carry.param) == Some(carry.init);
        let asked = matches!(&stmt.op, Op::While { cond, .. }
            if reads_block(cond, &HashSet::from([carry.param])));
        if !filled || !one_length || asked {
            return None;
        }
        let target = self.extents.length(carry.init, self.vars);
        let coverage = Coverage { extents: &self.extents, vars: self.vars, target };
        coverage.scratch(body, position, carry.param, inside).then_some(made)
    }
}

/// Everything that a block and those inside it define.
fn defined_in(block: &Block, found: &mut HashSet<Var>) {
    for stmt in &block.stmts {
        found.extend(stmt.outs.iter().copied().chain(stmt.op.bound()));
        stmt.op.blocks().into_iter().for_each(|inner| defined_in(inner, found));
    }
}
