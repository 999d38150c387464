//! Branches whose arms may exit, and conditions that bind names.

use super::spans::Spanned;
use proc_macro2::Span;
use syn::{Block, Expr, ExprIf};

use super::exits::{block_falls, falls};
use super::fatal::Fatal;
use super::flow::Rest;
use super::frames::{Form, Frame, arrived};
use super::lower::Lower;
use super::scope::Value;
use crate::diagnostics::*;
use crate::ir::{Kind, Op, Var};

/// One arm of a branch, given what comes after it.
pub(super) type Arm<'r, 'a> = &'r mut dyn FnMut(&mut Lower<'a>, Rest<'_, 'a>) -> Accepted<()>;

impl<'a> Lower<'a> {
    pub(super) fn flow_if(
        &mut self,
        branch: &ExprIf,
        expected: Option<&Kind>,
        rest: Rest<'_, 'a>,
    ) -> Accepted<()> {
        let otherwise = branch.else_branch.as_ref().map(|(_, expr)| &**expr);
        let ends = usize::from(block_falls(&branch.then_branch))
            + usize::from(otherwise.is_none_or(falls));
        let chain = conjuncts(&branch.cond);
        if ends > 1 || chain.len() > 1 {
            let whole = Expr::If(branch.clone());
            let (outward, may_end) = self.outward(&whole);
            let frame = self.joined(expected);
            let run = |lower: &mut Self, land: Rest<'_, 'a>| {
                lower.flow_arms(&chain, &branch.then_branch, otherwise, expected, land)
            };
            return self.join(frame, &outward, may_end, run, branch.span(), rest);
        }
        self.flow_arms(&chain, &branch.then_branch, otherwise, expected, rest)
    }

    /// A frame that no exit names: where arms come together.
    pub(super) fn joined(&mut self, expected: Option<&Kind>) -> Frame {
        let frame = self.new_frame(Form::Block, None);
        Frame { kind: expected.cloned(), ..frame }
    }

    fn flow_arms(
        &mut self,
        chain: &[&Expr],
        then: &Block,
        otherwise: Option<&Expr>,
        expected: Option<&Kind>,
        rest: Rest<'_, 'a>,
    ) -> Accepted<()> {
        let [cond] = chain else { return self.flow_chain(chain, then, otherwise, expected, rest) };
        let span = cond.span();
        self.flow_condition(
            cond,
            Fatal::of(then, otherwise),
            rest,
            &mut |lower, rest| lower.flow_block(then, expected, rest),
            &mut |lower, rest| match otherwise {
                Some(expr) => lower.flow(expr, expected, rest),
                None => rest(lower, Value::Unit),
            },
            span,
        )
    }

    /// `if a && let Some(b) = c && …`: each condition within the arm where the ones before it hold.
    fn flow_chain(
        &mut self,
        chain: &[&Expr],
        then: &Block,
        otherwise: Option<&Expr>,
        expected: Option<&Kind>,
        rest: Rest<'_, 'a>,
    ) -> Accepted<()> {
        let span = then.span();
        let id = self.new_frame(Form::Block, None).id;
        self.scopes.enter();
        let flag = self.truth(false, span);
        self.scopes.bind(arrived(id), Value::Var(flag));
        let depth = self.scopes.depth();
        let base = std::mem::replace(&mut self.base, self.scopes.count());
        let ran = self.flow_links(chain, rest, &mut |lower, rest| {
            let yes = lower.truth(true, span);
            lower.scopes.set(&arrived(id), Value::Var(yes));
            lower.flow_block(then, expected, rest)
        });
        self.scopes.truncate(depth);
        self.base = base;
        let flag = self.scopes.get(&arrived(id)).cloned();
        self.scopes.leave();
        ran?;
        let Some(Value::Var(taken)) = flag else { return Err(Refused) };
        self.fork(
            taken,
            |_| Ok(()),
            |lower| match otherwise {
                Some(expr) => lower.flow(expr, expected, rest),
                None => rest(lower, Value::Unit),
            },
            span,
        )
    }

    fn flow_links(
        &mut self,
        chain: &[&Expr],
        rest: Rest<'_, 'a>,
        run: Arm<'_, 'a>,
    ) -> Accepted<()> {
        let Some((first, others)) = chain.split_first() else { return run(self, rest) };
        self.flow_condition(
            first,
            Fatal::Neither,
            rest,
            &mut |lower, rest| lower.flow_links(others, rest, run),
            &mut |_, _| Ok(()),
            first.span(),
        )
    }

    /// A branch on a condition, which may be `let pattern = value` and may exit itself.
    pub(super) fn flow_condition(
        &mut self,
        cond: &Expr,
        fatal: Fatal,
        rest: Rest<'_, 'a>,
        yes: Arm<'_, 'a>,
        no: Arm<'_, 'a>,
        span: Span,
    ) -> Accepted<()> {
        if let Expr::Let(bound) = cond {
            return self.flow(&bound.expr, None, &mut |lower, value| {
                let matched = lower.matched(&bound.pat, &bound.expr, value)?;
                let mut taken = |lower: &mut Self, rest: Rest<'_, 'a>| {
                    let depth = lower.scopes.depth();
                    lower.scopes.enter();
                    let bound = lower.bind_matched(&bound.pat, &matched);
                    yes(lower, &mut |lower, value| {
                        lower.scopes.truncate(depth);
                        rest(lower, value)
                    })
                    .and(bound)
                };
                match matched.cond {
                    None => taken(lower, rest),
                    Some(cond) => lower.fork_rest(cond, fatal, rest, &mut taken, no, span),
                }
            });
        }
        self.flow(cond, Some(&Kind::Bool), &mut |lower, value| {
            let cond = lower.single(value, span)?;
            lower.expect_kind(cond, &Kind::Bool, span)?;
            lower.fork_rest(cond, fatal, rest, yes, no, span)
        })
    }

    fn fork_rest(
        &mut self,
        cond: Var,
        fatal: Fatal,
        rest: Rest<'_, 'a>,
        yes: Arm<'_, 'a>,
        no: Arm<'_, 'a>,
        span: Span,
    ) -> Accepted<()> {
        match fatal {
            Fatal::Yes => {
                self.guard(cond, |lower| yes(lower, &mut |_, _| Ok(())), span)?;
                return no(self, rest);
            }
            Fatal::No => {
                self.guard_unless(cond, |lower| no(lower, &mut |_, _| Ok(())), span)?;
                return yes(self, rest);
            }
            Fatal::Neither => {}
        }
        let then = self.arm(|lower| yes(lower, rest).map(|()| Value::Unit));
        let otherwise = self.arm(|lower| no(lower, rest).map(|()| Value::Unit));
        self.merge(cond, then?, otherwise?, span).map(|_| ())
    }
}

/// The conditions of a chain with `let`; a condition without stays as it is.
fn conjuncts(cond: &Expr) -> Vec<&Expr> {
    match cond {
        Expr::Binary(binary) if matches!(binary.op, syn::BinOp::And(_)) && has_let(cond) => {
            let mut all = conjuncts(&binary.left);
            all.extend(conjuncts(&binary.right));
            all
        }
        Expr::Paren(inner) if has_let(cond) => conjuncts(&inner.expr),
        _ => vec![cond],
    }
}

/// Whether a condition binds names.
pub(super) fn has_let(cond: &Expr) -> bool {
    match cond {
        Expr::Let(_) => true,
        Expr::Binary(binary) => has_let(&binary.left) || has_let(&binary.right),
        Expr::Paren(inner) => has_let(&inner.expr),
        _ => false,
    }
}

/// A condition that holds where another does, and a further one, which is evaluated only then.
pub(super) fn conjunction(lower: &mut Lower<'_>, first: Var, block: crate::ir::Block) -> Var {
    let span = lower.vars[first].span;
    if block.stmts.iter().all(super::operators::total) {
        let second = block.results[0];
        lower.stmts.extend(block.stmts);
        return lower.push(Kind::Bool, Op::Prim(crate::prims::AND, vec![first, second]), span);
    }
    let otherwise = crate::ir::Block { stmts: Vec::new(), results: vec![first] };
    lower.push(Kind::Bool, Op::If { cond: first, then: block, otherwise }, span)
}
