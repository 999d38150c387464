//! What a statement changes: the one place that knows.

use super::{Op, Place, Stmt, Var, roots};

impl Op {
    /// The places that the operation itself writes to, in order.
    pub fn written(&self) -> Vec<&Place> {
        match self {
            Op::Update { place, .. } => vec![place],
            Op::Call(call) => call.places().collect(),
            Op::Literal(_)
            | Op::Rust(_)
            | Op::Prim(..)
            | Op::Map { .. }
            | Op::Aggregate(_)
            | Op::Project(_)
            | Op::Zeros(_)
            | Op::If { .. }
            | Op::For { .. }
            | Op::While { .. }
            | Op::Wrap(_)
            | Op::Unwrap(_) => Vec::new(),
        }
    }

    /// Whether the operation does something beside yielding values, as `assert!` does; in its blocks
    /// or itself.
    pub fn acts(&self) -> bool {
        match self {
            Op::Rust(code) => code.acts(),
            Op::Map { .. } | Op::If { .. } | Op::For { .. } | Op::While { .. } => {
                self.blocks().iter().any(|block| block.stmts.iter().any(|stmt| stmt.op.acts()))
            }
            Op::Literal(_)
            | Op::Prim(..)
            | Op::Aggregate(_)
            | Op::Project(_)
            | Op::Update { .. }
            | Op::Zeros(_)
            | Op::Wrap(_)
            | Op::Unwrap(_) => false,
            Op::Call(call) => call.may_fail() && call.callee.answer.acts(),
        }
    }
}

impl Stmt {
    /// The variables that the statement itself changes, each with its next version: these are the
    /// last values that the statement defines.
    pub fn changes(&self) -> Vec<(Var, Var)> {
        let changed = roots(self.op.written());
        let first = self.outs.len().saturating_sub(changed.len());
        changed.into_iter().zip(self.outs[first..].iter().copied()).collect()
    }
}
