//! Branches and loops: the same ones, with tangents beside the values.

use super::Forward;
use crate::ir::{Block, Carry, Op, Stmt, Var};

impl Forward<'_> {
    pub(super) fn branch(&mut self, stmt: &Stmt, cond: Var, then: &Block, otherwise: &Block) {
        let varied = self.varied_at(&stmt.outs);
        let mut arm = |block: &Block| {
            self.block(block, |forward| {
                let mut results = block.results.clone();
                for i in &varied {
                    results.push(forward.tangent_as(block.results[*i], stmt.outs[*i]));
                }
                results
            })
        };
        let (then, otherwise) = (arm(then), arm(otherwise));
        let mut outs = stmt.outs.clone();
        for i in varied {
            outs.push(self.next_of(stmt.outs[i]));
        }
        let op = Op::If { cond, then, otherwise };
        self.stmts.push(Stmt { outs, op, span: stmt.span, derived: stmt.derived });
    }

    pub(super) fn looped(&mut self, stmt: &Stmt) {
        let (Op::For { carries, body, .. } | Op::While { carries, body, .. }) = &stmt.op else {
            return;
        };
        let varied = self.varied_at(&stmt.outs);
        let (moving, stacked): (Vec<usize>, Vec<usize>) =
            varied.iter().partition(|i| **i < carries.len());
        let tangents: Vec<Carry> = moving
            .iter()
            .map(|i| {
                let init = self.tangent(carries[*i].init);
                Carry { init, param: self.next_of(carries[*i].param) }
            })
            .collect();
        let (nexts, kept) = body.results.split_at(carries.len());
        let inner = self.block(body, |forward| {
            let mut results = nexts.to_vec();
            results.extend(moving.iter().map(|i| forward.tangent(nexts[*i])));
            results.extend(kept);
            results.extend(stacked.iter().map(|i| forward.tangent(body.results[*i])));
            results
        });
        let (ends, stacks) = stmt.outs.split_at(carries.len());
        let mut outs = ends.to_vec();
        outs.extend(moving.iter().map(|i| self.next_of(stmt.outs[*i])));
        outs.extend(stacks);
        outs.extend(stacked.iter().map(|i| self.next_of(stmt.outs[*i])));
        let mut op = stmt.op.clone();
        if let Op::For { carries, body, .. } | Op::While { carries, body, .. } = &mut op {
            carries.extend(tangents);
            *body = inner;
        }
        self.stmts.push(Stmt { outs, op, span: stmt.span, derived: stmt.derived });
    }

    fn varied_at(&self, outs: &[Var]) -> Vec<usize> {
        (0..outs.len()).filter(|i| self.activity.varied(outs[*i])).collect()
    }

    /// A new value for the tangent of one.
    fn next_of(&mut self, var: Var) -> Var {
        let kind = self.vars.kind(var).tangent().unwrap_or(crate::ir::Kind::Unit);
        let dot = self.named_like(var, kind);
        self.dots.insert(var, dot);
        dot
    }

    /// The tangent of what an arm yields for a value of the branch: the value alone has one.
    fn tangent_as(&mut self, result: Var, out: Var) -> Var {
        match (self.dots.get(&result), self.vars.kind(out).tangent()) {
            (None, Some(kind @ crate::ir::Kind::Option(_))) => {
                use super::Formulas;
                self.build(|b| b.push(kind, Op::Wrap(None)))
            }
            _ => self.tangent(result),
        }
    }
}
