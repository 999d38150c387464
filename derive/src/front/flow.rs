//! Code that may exit before its end: each statement is lowered together with what comes after it.
//!
//! `rest` lowers what comes after; it is called where control arrives there, so within the one arm
//! of a branch that does. Where several arms do, it is called after the branch, on a flag.

use super::spans::Spanned;
use syn::{Block, Expr, ExprIf, Stmt};

use super::exits::{Exit, diverges, exits, exits_early, label_name};
use super::fallible::fails;
use super::fatal::is_fatal;
use super::frames::{Form, Frame, Target, arrived, handed};
use super::lower::Lower;
use super::scope::Value;
use crate::diagnostics::*;
use crate::ir::Kind;
use proc_macro2::Span;
use syn::visit::Visit;

/// Lowers what comes after, given the value that arrives.
pub(super) type Rest<'r, 'a> = &'r mut dyn FnMut(&mut Lower<'a>, Value) -> Accepted<()>;

impl<'a> Lower<'a> {
    /// An expression, and what comes after it.
    pub(super) fn flow(
        &mut self,
        expr: &Expr,
        expected: Option<&Kind>,
        rest: Rest<'_, 'a>,
    ) -> Accepted<()> {
        if !exits_early(expr) {
            return match self.expr(expr, expected) {
                Ok(value) => rest(self, value),
                Err(refused) => rest(self, Value::Poison).and(Err(refused)),
            };
        }
        let reported = self.diagnostics.count();
        let flowed = self.flow_exit(expr, expected, rest);
        self.diagnostics.widen(reported, expr);
        flowed
    }

    /// An expression that may exit, and what comes after it.
    fn flow_exit(
        &mut self,
        expr: &Expr,
        expected: Option<&Kind>,
        rest: Rest<'_, 'a>,
    ) -> Accepted<()> {
        let span = expr.span();
        match expr {
            Expr::Paren(inner) => self.flow(&inner.expr, expected, rest),
            Expr::Group(inner) => self.flow(&inner.expr, expected, rest),
            Expr::Return(exit) if fails(exit) => self.fail(exit),
            Expr::Return(exit) => self.leave(&Exit::Return, exit.expr.as_deref(), span),
            Expr::Break(exit) => {
                let label = exit.label.as_ref().map(label_name);
                self.leave(&Exit::Break(label), exit.expr.as_deref(), span)
            }
            Expr::Continue(exit) => {
                let label = exit.label.as_ref().map(label_name);
                self.leave(&Exit::Continue(label), None, span)
            }
            Expr::Macro(mac) if diverges(&mac.mac) => self.effect(&mac.mac).map(|_| ()),
            Expr::Block(block) => match &block.label {
                None => self.flow_block(&block.block, expected, rest),
                Some(label) => self.flow_labelled(&label.name, &block.block, expected, rest),
            },
            Expr::If(branch) => self.flow_if(branch, expected, rest),
            Expr::Match(choice) => self.flow_match(choice, expected, rest),
            Expr::Loop(_) | Expr::While(_) | Expr::ForLoop(_) => {
                self.flow_loop(expr, expected, rest)
            }
            _ => self.flow_operands(expr.clone(), 0, expected, rest),
        }
    }

    /// The value of a flow that nothing leaves.
    pub(super) fn through(
        &mut self,
        run: impl FnOnce(&mut Self, Rest<'_, 'a>) -> Accepted<()>,
    ) -> Accepted<Value> {
        let mut arrived = Value::Unit;
        run(self, &mut |_, value| {
            arrived = value;
            Ok(())
        })?;
        match arrived {
            Value::Poison => Err(Refused),
            value => Ok(value),
        }
    }

    /// The body of a function that may exit before its end: the value that it returns.
    pub(super) fn flow_body(&mut self, block: &Block, kind: &Kind) -> Accepted<Value> {
        let span = block.span();
        self.scopes.enter();
        self.open_function(kind, span);
        self.base = self.scopes.count();
        let depth = self.scopes.depth();
        let ran = self.flow_block(block, Some(kind), &mut |lower, value| {
            lower.exit(Target::Return, value, span)
        });
        self.scopes.truncate(depth);
        let value = self.scopes.get(&handed(0)).cloned();
        self.frames.clear();
        self.scopes.leave();
        self.base = 0;
        ran?;
        match value {
            Some(Value::Absent(_)) | None => Ok(Value::Unit),
            Some(value) => Ok(value),
        }
    }

    /// A branch on a condition that binds names.
    pub(super) fn conditional(
        &mut self,
        branch: &ExprIf,
        expected: Option<&Kind>,
    ) -> Accepted<Value> {
        self.through(|lower, rest| lower.flow_if(branch, expected, rest))
    }

    fn leave(&mut self, exit: &Exit, value: Option<&Expr>, span: Span) -> Accepted<()> {
        let Some(target) = self.target(exit) else {
            let what = seen("no loop or block around it is left that way");
            let write = "write the label of one that it stands in, or leave it out";
            self.diagnostics.at(span, EARLY_RETURN, what.write(write));
            return Err(self.diagnostics.rust_too());
        };
        let position = match target {
            Target::Return => 0,
            Target::Break(position) | Target::Continue(position) => position,
        };
        match value {
            None => self.exit(target, Value::Unit, span),
            Some(value) => {
                let expected = self.frames[position].kind.clone();
                self.flow(value, expected.as_ref(), &mut |lower, value| {
                    lower.exit(target, value, span)
                })
            }
        }
    }

    /// A block in a scope of its own, and what comes after it, outside that scope.
    pub(super) fn flow_block(
        &mut self,
        block: &Block,
        expected: Option<&Kind>,
        rest: Rest<'_, 'a>,
    ) -> Accepted<()> {
        let depth = self.scopes.depth();
        self.scopes.enter();
        let hoisted = self.hoist(block);
        self.flow_stmts(&block.stmts, expected, &mut |lower, value| {
            lower.scopes.truncate(depth);
            rest(lower, value)
        })
        .and(hoisted)
    }

    fn flow_stmts(
        &mut self,
        stmts: &[Stmt],
        expected: Option<&Kind>,
        rest: Rest<'_, 'a>,
    ) -> Accepted<()> {
        let mut result = Ok(());
        for (position, stmt) in stmts.iter().enumerate() {
            let after = &stmts[position + 1..];
            let last = after.is_empty();
            if !exits(|finder| finder.visit_stmt(stmt)).is_empty() {
                let flowed = self.flow_stmt(stmt, last, expected, &mut |lower, value| match last {
                    true => rest(lower, value),
                    false => lower.flow_stmts(after, expected, rest),
                });
                return result.and(flowed);
            }
            match self.statement(stmt, last, expected) {
                Ok(value) if last => return result.and(rest(self, value)),
                Ok(_) => {}
                Err(refused) => result = Err(refused),
            }
        }
        let value = if result.is_ok() { Value::Unit } else { Value::Poison };
        rest(self, value).and(result)
    }

    fn flow_stmt(
        &mut self,
        stmt: &Stmt,
        last: bool,
        expected: Option<&Kind>,
        rest: Rest<'_, 'a>,
    ) -> Accepted<()> {
        match stmt {
            Stmt::Local(local) => self.flow_local(local, rest),
            Stmt::Expr(expr, None) if last => self.flow(expr, expected, rest),
            Stmt::Expr(expr, _) => self.flow(expr, None, &mut |lower, _| rest(lower, Value::Unit)),
            Stmt::Macro(mac) => self.effect(&mac.mac).map(|_| ()),
            Stmt::Item(item) => Err(self.diagnostics.report(item, CONSTRUCT)),
        }
    }

    fn flow_local(&mut self, local: &syn::Local, rest: Rest<'_, 'a>) -> Accepted<()> {
        let Some(init) = &local.init else {
            return Err(self.diagnostics.report(local, CONSTRUCT));
        };
        let expected = self.annotated(local).or_else(|| of_tried(local, &init.expr));
        let Some((_, diverge)) = &init.diverge else {
            return self.flow(&init.expr, expected.as_ref(), &mut |lower, value| {
                let bound = lower.bind_local(local, value);
                rest(lower, Value::Unit).and(bound)
            });
        };
        self.flow(&init.expr, expected.as_ref(), &mut |lower, value| {
            let matched = lower.matched(&local.pat, &init.expr, value)?;
            let (Some(cond), span) = (matched.cond, local.span()) else {
                lower.bind_matched(&local.pat, &matched)?;
                return rest(lower, Value::Unit);
            };
            if is_fatal(diverge) {
                let leave = |lower: &mut Self| lower.flow(diverge, None, &mut |_, _| Ok(()));
                lower.guard_unless(cond, leave, span)?;
                let bound = lower.bind_matched(&local.pat, &matched);
                return rest(lower, Value::Unit).and(bound);
            }
            let then = lower.arm(|lower| {
                let bound = lower.bind_matched(&local.pat, &matched);
                rest(lower, Value::Unit).and(bound).map(|()| Value::Unit)
            });
            let otherwise = lower
                .arm(|lower| lower.flow(diverge, None, &mut |_, _| Ok(())).map(|()| Value::Unit));
            lower.merge(cond, then?, otherwise?, span).map(|_| ())
        })
    }

    /// Lowers code in which paths may end elsewhere; what comes after is lowered behind it, for
    /// those that arrive. `outward` is where the others lead.
    pub(super) fn join(
        &mut self,
        frame: Frame,
        outward: &[Target],
        may_end: bool,
        run: impl FnOnce(&mut Self, Rest<'_, 'a>) -> Accepted<()>,
        span: Span,
        rest: Rest<'_, 'a>,
    ) -> Accepted<()> {
        let id = frame.id;
        let stops = self.stops_innermost(outward).filter(|_| !outward.is_empty());
        self.scopes.enter();
        let nothing = self.nothing_handed(&frame, span);
        self.scopes.bind(handed(id), nothing);
        if may_end || frame.label.is_some() {
            let flag = self.truth(false, span);
            self.scopes.bind(arrived(id), Value::Var(flag));
        }
        self.frames.push(frame);
        let depth = self.scopes.depth();
        let base = std::mem::replace(&mut self.base, self.scopes.count());
        let ran = run(self, &mut |lower, value| {
            let yes = lower.truth(true, span);
            lower.scopes.set(&arrived(id), Value::Var(yes));
            lower.scopes.set(&handed(id), value);
            Ok(())
        });
        self.scopes.truncate(depth);
        self.base = base;
        self.frames.pop();
        let value = self.scopes.get(&handed(id)).cloned().unwrap_or(Value::Poison);
        let value = if matches!(value, Value::Absent(_)) { Value::Unit } else { value };
        let name = stops.unwrap_or_else(|| arrived(id));
        let flag = self.scopes.get(&name).cloned();
        self.scopes.leave();
        ran?;
        match flag {
            Some(Value::Var(cond)) if may_end => {
                self.fork(cond, |lower| rest(lower, value), |_| Ok(()), span)
            }
            _ => rest(self, value),
        }
    }

    /// Where exits from a piece of code lead, and whether any path in it leaves it for something further
    /// out in the function.
    pub(super) fn outward(&self, expr: &Expr) -> (Vec<Target>, bool) {
        let exits = exits(|finder| finder.visit_expr(expr));
        (self.targets(&exits), !exits.iter().all(Exit::is_fatal))
    }

    pub(super) fn flow_labelled(
        &mut self,
        label: &syn::Lifetime,
        block: &Block,
        expected: Option<&Kind>,
        rest: Rest<'_, 'a>,
    ) -> Accepted<()> {
        let name = label_name(label);
        let mut exits = exits(|finder| finder.visit_block(block));
        let broken = exits.remove(&Exit::Break(Some(name.clone())));
        if !broken {
            return self.flow_block(block, expected, rest);
        }
        let outward = self.targets(&exits);
        let mut frame = self.new_frame(Form::Block, Some(name));
        frame = self.handing(frame, expected, |lower, position| {
            lower.flow_block(block, expected, &mut |lower, value| {
                if let Value::Maybe(maybe) = &value {
                    lower.note_handed(position, maybe);
                }
                Ok(())
            })
        });
        self.join(
            frame,
            &outward,
            !exits.iter().all(Exit::is_fatal),
            |lower, land| lower.flow_block(block, expected, land),
            label.span(),
            rest,
        )
    }

    /// A frame with what exits hand over to it: what the context expects, or else what a trial finds out, of which nothing
    /// remains. The trial is told where the frame stands.
    pub(super) fn handing(
        &mut self,
        frame: Frame,
        expected: Option<&Kind>,
        run: impl FnOnce(&mut Self, usize) -> Accepted<()>,
    ) -> Frame {
        if let Some(kind) = expected {
            return Frame { kind: Some(kind.clone()), ..frame };
        }
        let (scopes, reports) = (self.scopes.clone(), self.diagnostics.count());
        let popped = self.popped.len();
        let (frames, base) = (self.frames.len(), self.base);
        self.scopes.enter();
        let nothing = self.absent(None, Span::call_site());
        self.scopes.bind(handed(frame.id), nothing);
        for name in [arrived(frame.id), super::frames::running(frame.id)] {
            let flag = self.truth(false, Span::call_site());
            self.scopes.bind(name, Value::Var(flag));
        }
        self.frames.push(frame.clone());
        self.open_round(&frame, Span::call_site());
        self.base = self.scopes.count();
        let (_, _ignored) = self.capture(|lower| run(lower, frames));
        let found = self.frames.get(frames).cloned().unwrap_or(frame);
        self.frames.truncate(frames);
        self.diagnostics.forget(reports);
        self.popped.truncate(popped);
        self.scopes.go_back(scopes);
        self.base = base;
        found
    }
}

/// The type that `let p: T = value?` names, where nothing is known of it but that.
fn of_tried(local: &syn::Local, value: &Expr) -> Option<Kind> {
    match (&local.pat, value) {
        (syn::Pat::Type(typed), Expr::Try(_)) => {
            Some(Kind::Other(Some(std::rc::Rc::new((*typed.ty).clone()))))
        }
        _ => None,
    }
}
