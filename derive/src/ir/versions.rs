//! Which values are versions of one sequence or array, and which of these are of one length and shape.

use std::collections::HashMap;

use super::{Block, Callee, Op, Stmt, Var};

/// The version before each version of a compound that is changed in place, round loops and through
/// branches.
pub struct Versions {
    before: HashMap<Var, Var>,
    /// Whether a vector that has become longer or shorter is the same one.
    resized: bool,
}

impl Versions {
    /// Those of a block and of the blocks inside it.
    pub fn of(block: &Block) -> Versions {
        Versions::surveyed(block, true)
    }

    /// Those of one length and shape: with `push` and its kin another sequence begins.
    pub fn of_one_length(block: &Block) -> Versions {
        Versions::surveyed(block, false)
    }

    fn surveyed(block: &Block, resized: bool) -> Versions {
        let mut versions = Versions { before: HashMap::new(), resized };
        versions.survey(block);
        versions
    }

    /// The version before a value.
    pub fn before(&self, var: Var) -> Option<Var> {
        self.before.get(&var).copied()
    }

    /// The first version of a value.
    pub fn first(&self, var: Var) -> Var {
        let mut var = var;
        while let Some(earlier) = self.before(var) {
            var = earlier;
        }
        var
    }

    fn survey(&mut self, block: &Block) {
        for stmt in &block.stmts {
            stmt.op.blocks().into_iter().for_each(|inner| self.survey(inner));
            match &stmt.op {
                Op::Update { place, mode, .. } => {
                    if self.resized || !mode.resizes() {
                        self.before.insert(stmt.outs[0], place.root);
                    }
                }
                Op::Call(call) => self.called(&call.callee, stmt),
                Op::If { then, otherwise, .. } => {
                    for (out, (a, b)) in
                        stmt.outs.iter().zip(then.results.iter().zip(&otherwise.results))
                    {
                        let first = self.first(*a);
                        if first == self.first(*b) {
                            self.before.insert(*out, first);
                        }
                    }
                }
                Op::For { carries, body, .. } | Op::While { carries, body, .. } => {
                    for ((carry, next), out) in carries.iter().zip(&body.results).zip(&stmt.outs) {
                        if self.first(*next) == carry.param {
                            self.before.insert(carry.param, carry.init);
                            self.before.insert(*out, carry.init);
                        }
                    }
                }
                Op::Literal(_)
                | Op::Rust(_)
                | Op::Prim(..)
                | Op::Map { .. }
                | Op::Aggregate(_)
                | Op::Project(_)
                | Op::Zeros(_)
                | Op::Wrap(_)
                | Op::Unwrap(_) => {}
            }
        }
    }

    /// What a callee changes stays as long as it is, unless it is handed over as a whole and may be
    /// replaced.
    fn called(&mut self, callee: &Callee, stmt: &Stmt) {
        let places = stmt.op.written();
        let replaced = |root: Var| {
            let whole = places.iter().any(|place| place.root == root && place.path.is_empty());
            whole && callee.replaces.contains(&true)
        };
        let lasting = stmt.changes().into_iter().filter(|(root, _)| !replaced(*root));
        self.before.extend(lasting.map(|(root, next)| (next, root)));
    }
}
