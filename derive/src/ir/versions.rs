//! Which values are versions of one sequence or array: of one length and shape.

use std::collections::HashMap;

use super::{Block, Call, Op, Stmt, Var};

/// The version before each version of a compound that is changed in place, round loops and through
/// branches.
#[derive(Default)]
pub struct Versions(HashMap<Var, Var>);

impl Versions {
    /// Those of a block and of the blocks inside it.
    pub fn of(block: &Block) -> Versions {
        let mut versions = Versions::default();
        versions.survey(block);
        versions
    }

    /// The version before a value.
    pub fn before(&self, var: Var) -> Option<Var> {
        self.0.get(&var).copied()
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
                Op::Update { place, .. } => {
                    self.0.insert(stmt.outs[0], place.root);
                }
                Op::Call(call, ..) | Op::Forward(call, ..) | Op::Backward { call, .. } => {
                    self.called(call, stmt);
                }
                Op::Tangent(tangent) => self.called(&tangent.call, stmt),
                Op::If { then, otherwise, .. } => {
                    for (out, (a, b)) in
                        stmt.outs.iter().zip(then.results.iter().zip(&otherwise.results))
                    {
                        let first = self.first(*a);
                        if first == self.first(*b) {
                            self.0.insert(*out, first);
                        }
                    }
                }
                Op::For { carries, body, .. } | Op::While { carries, body, .. } => {
                    for ((carry, next), out) in carries.iter().zip(&body.results).zip(&stmt.outs) {
                        if self.first(*next) == carry.param {
                            self.0.insert(carry.param, carry.init);
                            self.0.insert(*out, carry.init);
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
    fn called(&mut self, call: &Call, stmt: &Stmt) {
        let places = stmt.op.written();
        let replaced = |root: Var| {
            let whole = places.iter().any(|place| place.root == root && place.path.is_empty());
            whole && call.replaces.contains(&true)
        };
        let lasting = stmt.changes().into_iter().filter(|(root, _)| !replaced(*root));
        self.0.extend(lasting.map(|(root, next)| (next, root)));
    }
}
