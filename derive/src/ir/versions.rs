//! Which values are versions of one sequence or array: of one length and shape.

use std::collections::HashMap;

use super::{Block, Call, Op, Place, Stmt, Var, roots};

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
                Op::Call(call, _, places) => {
                    self.called(call, stmt, &places.iter().collect::<Vec<_>>())
                }
                Op::Backward { call, shadows, .. } => {
                    self.called(call, stmt, &shadows.iter().flatten().collect::<Vec<_>>());
                }
                Op::Tangent(tangent) => {
                    let places: Vec<&Place> = tangent.places().collect();
                    self.called(&tangent.call, stmt, &places);
                }
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
                _ => {}
            }
        }
    }

    /// What a callee changes stays as long as it is, unless it is handed over as a whole and may be
    /// replaced.
    fn called(&mut self, call: &Call, stmt: &Stmt, places: &[&Place]) {
        let changed = roots(places.iter().copied());
        let values = stmt.outs.len().saturating_sub(changed.len());
        let replaced = |root: Var| {
            let whole = places.iter().any(|place| place.root == root && place.path.is_empty());
            whole && call.replaces.contains(&true)
        };
        let next = stmt.outs[values..].iter().copied().zip(changed);
        self.0.extend(next.filter(|(_, root)| !replaced(*root)));
    }
}
