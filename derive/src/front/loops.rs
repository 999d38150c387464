//! `for`, `while` and `loop`.

use super::spans::Spanned;
use proc_macro2::Span;
use syn::visit::Visit;
use syn::{Block as RustBlock, Expr, ExprForLoop};

use super::arms::{conjunction, has_let};
use super::chains::Chain;
use super::exits::{Exit, exits, exits_early, label_name};
use super::fatal::Fatal;
use super::flow::Rest;
use super::frames::{Form, Frame, Target, handed, running, spelled};
use super::lower::Lower;
use super::scope::{Cell, Value};
use super::source::Source;
use crate::diagnostics::*;
use crate::ir::{Block, Carry, Kind, Op, Var};
use crate::prims;

/// The bounds that a loop runs between, and in which direction.
struct Bounds {
    lo: Var,
    hi: Var,
    reversed: bool,
    /// The source whose items the index counts; none where the index itself is the item.
    items: Option<Source>,
}

/// What decides about the next round.
enum Head<'e> {
    /// `loop`
    Always,
    /// `while`
    While(&'e Expr),
    /// `for`
    For(&'e ExprForLoop, Chain),
}

/// Where a `for` loop that may stop stands.
struct Position {
    /// The name of its index.
    name: String,
    /// Where it ends, if it does.
    end: Option<Var>,
}

/// A loop to be lowered.
struct Loop<'e> {
    whole: &'e Expr,
    head: Head<'e>,
    body: &'e RustBlock,
    frame: Frame,
    /// Whether a `break` of its own ends it.
    breaks: bool,
    /// Where exits in it lead that leave it for something further out.
    outward: Vec<Target>,
    /// The variables that it carries.
    cells: Vec<Cell>,
}

impl Loop<'_> {
    /// Whether something in it ends it.
    fn stops(&self) -> bool {
        self.breaks || !self.outward.is_empty()
    }

    /// The name of the index, where it is a variable.
    fn index(&self) -> String {
        format!("'i {}", self.frame.id)
    }
}

/// The parts of a loop that say who decides, what is repeated, and its label.
fn parts(whole: &Expr) -> Option<(Option<&syn::Label>, Option<&Expr>, &RustBlock)> {
    match whole {
        Expr::Loop(looped) => Some((looped.label.as_ref(), None, &looped.body)),
        Expr::While(looped) => Some((looped.label.as_ref(), Some(&looped.cond), &looped.body)),
        Expr::ForLoop(looped) => Some((looped.label.as_ref(), None, &looped.body)),
        _ => None,
    }
}

impl<'a> Lower<'a> {
    /// A loop, and what comes after it.
    pub(super) fn flow_loop(
        &mut self,
        whole: &Expr,
        expected: Option<&Kind>,
        rest: Rest<'_, 'a>,
    ) -> Accepted<()> {
        if let Some(whole) = self.taking_out(whole) {
            return self.flow_loop(&whole, expected, rest);
        }
        let Some((label, cond, body)) = parts(whole) else { return Err(Refused) };
        let label = label.map(|label| label_name(&label.name));
        let mut found = exits(|finder| finder.visit_block(body));
        cond.into_iter().for_each(|cond| found.extend(exits(|finder| finder.visit_expr(cond))));
        let mut breaks = found.remove(&Exit::Break(None));
        found.remove(&Exit::Continue(None));
        if label.is_some() {
            breaks |= found.remove(&Exit::Break(label.clone()));
            found.remove(&Exit::Continue(label.clone()));
        }
        let outward = self.targets(&found);
        let frame = self.new_frame(Form::Loop, label);
        let head = match whole {
            Expr::ForLoop(looped) => Head::For(looped, self.for_chain(looped)?),
            _ => cond.map_or(Head::Always, Head::While),
        };
        let cells = self.assigned(|walk| walk.visit_expr(whole));
        let mut looped = Loop { whole, head, body, frame, breaks, outward, cells };
        if matches!(looped.head, Head::For(..)) && !looped.stops() {
            self.counted(looped)?;
            return rest(self, Value::Unit);
        }
        if matches!(looped.head, Head::Always) && breaks && gives_value(whole) {
            looped.frame = self.handing(looped.frame, expected, |lower, _| {
                lower.flow_block(body, None, &mut |_, _| Ok(()))
            });
        }
        self.repeated(looped, rest)
    }

    /// A `for` loop that runs to its end.
    fn counted(&mut self, looped: Loop<'_>) -> Accepted<()> {
        let Loop { head: Head::For(source, chain), frame, cells, whole, .. } = looped else {
            return Err(Refused);
        };
        self.drive(&chain, &cells, whole.span(), &mut |lower, item| {
            lower.for_round(source, &frame, item)
        })
    }

    /// One round of a `for` loop.
    fn for_round(&mut self, looped: &ExprForLoop, frame: &Frame, item: Value) -> Accepted<()> {
        let (depth, frames) = (self.scopes.depth(), self.frames.len());
        self.scopes.enter();
        self.open_round(frame, looped.span());
        self.frames.push(frame.clone());
        let base = std::mem::replace(&mut self.base, self.scopes.count());
        let bound = self.bind_pattern(&looped.pat, item);
        let ran = self.flow_block(&looped.body, None, &mut |_, _| Ok(()));
        self.base = base;
        self.frames.truncate(frames);
        self.scopes.truncate(depth);
        bound.and(ran)
    }

    /// A loop over a source, whose body may assign to these variables.
    pub(super) fn each(
        &mut self,
        source: &Source,
        cells: &[Cell],
        span: Span,
        body: &mut dyn FnMut(&mut Self, Value) -> Accepted<()>,
    ) -> Accepted<()> {
        if let Source::Chained(first, second) = source
            && !source.cells().is_empty()
        {
            self.each(first, cells, span, body)?;
            return self.each(second, cells, span, body);
        }
        if let Some(unrolled) = self.unrolled(source, span, body) {
            return unrolled;
        }
        let bounds = self.bounds(source, span)?;
        let index_kind = self.vars.kind(bounds.lo).clone();
        let index = self.new_var(index_kind, None, span);
        if bounds.items.is_some() {
            self.vars[index].name = Some("i".to_owned());
        }
        let (carries, block) = self.rounds(cells, span, |lower| {
            let item = match &bounds.items {
                Some(source) => lower.item(source, index, span)?,
                None => Value::Var(index),
            };
            body(lower, item)
        })?;
        let Bounds { lo, hi, reversed, .. } = bounds;
        let op = Op::For { index, lo, hi, reversed, carries, body: block };
        self.close_loop(op, cells, span)
    }

    /// A loop whose rounds nobody knows before, and what comes after it.
    fn repeated(&mut self, mut looped: Loop<'_>, rest: Rest<'_, 'a>) -> Accepted<()> {
        let (id, span) = (looped.frame.id, looped.whole.span());
        if let Head::For(source, chain) = &looped.head
            && chain.nests()
        {
            return Err(self.diagnostics.report(&source.expr, STOPPED));
        }
        self.scopes.enter();
        let in_body = match looped.head {
            Head::While(cond) => self.decides_inside(cond),
            Head::Always | Head::For(..) => false,
        };
        let flagged = looped.stops() || in_body;
        if flagged {
            let yes = self.truth(true, span);
            looped.cells.push(self.scopes.bind(running(id), Value::Var(yes)));
        }
        if looped.frame.kind.is_some() || looped.frame.wrapping.is_some() {
            let nothing = self.nothing_handed(&looped.frame, span);
            looped.cells.push(self.scopes.bind(handed(id), nothing));
        }
        let mut position = None;
        if let Head::For(_, chain) = &looped.head {
            let (start, end) = self.ends(chain.source(), span);
            looped.cells.push(self.scopes.bind(looped.index(), Value::Var(start)));
            looped.cells.extend(chain.assigned().iter().cloned());
            position = Some(Position { name: looped.index(), end });
        }
        self.frames.push(looped.frame.clone());
        for target in &looped.outward {
            looped.cells.extend(self.told(*target));
        }
        self.frames.pop();
        looped.cells.sort();
        looped.cells.dedup();
        let mut cond = Err(Refused);
        let cells = looped.cells.clone();
        let (carries, body) = self.rounds(&cells, span, |lower| {
            let (stmts, holds) =
                lower.capture(|lower| lower.goes_on(&looped, &position, flagged, in_body));
            cond = holds.map(|holds| Block { stmts, results: vec![holds] });
            lower.round(&looped, &position, in_body)
        })?;
        let op = Op::While { carries, cond: cond?, body };
        self.close_loop(op, &looped.cells, span)?;
        let value = match self.scopes.get(&handed(id)).cloned() {
            None | Some(Value::Absent(_)) => Value::Unit,
            Some(value) => value,
        };
        self.scopes.leave();
        if matches!(looped.head, Head::Always) && !looped.breaks {
            return Ok(());
        }
        match self.reached(&looped.outward, span)? {
            None => rest(self, value),
            Some(cond) => self.fork(cond, |lower| rest(lower, value), |_| Ok(()), span),
        }
    }

    /// Whether the condition of a `while` does more than yield a truth value.
    fn decides_inside(&self, cond: &Expr) -> bool {
        let changes = self.assigned(|walk| walk.visit_expr(cond));
        has_let(cond) || exits_early(cond) || !changes.is_empty()
    }

    /// Whether there is another round.
    fn goes_on(
        &mut self,
        looped: &Loop<'_>,
        position: &Option<Position>,
        flagged: bool,
        in_body: bool,
    ) -> Accepted<Var> {
        let span = looped.whole.span();
        let (stmts, own) = self.capture(|lower| match &looped.head {
            Head::While(cond) if !in_body => {
                let holds = lower.var(cond, Some(&Kind::Bool))?;
                lower.expect_of(holds, &Kind::Bool, &cond)?;
                Ok(Some(holds))
            }
            Head::Always | Head::While(_) | Head::For(..) => match position {
                Some(Position { name, end: Some(end) }) => {
                    let op = Op::Prim(prims::LT, vec![lower.current(name)?, *end]);
                    Ok(Some(lower.push(Kind::Bool, op, span)))
                }
                _ => Ok(None),
            },
        });
        let own = own?;
        if !flagged {
            self.stmts.extend(stmts);
            return Ok(match own {
                Some(own) => own,
                None => self.truth(true, span),
            });
        }
        let flag = self.current(&running(looped.frame.id))?;
        Ok(match own {
            Some(own) => conjunction(self, flag, Block { stmts, results: vec![own] }),
            None => flag,
        })
    }

    /// One round.
    fn round(
        &mut self,
        looped: &Loop<'_>,
        position: &Option<Position>,
        in_body: bool,
    ) -> Accepted<()> {
        let (id, span) = (looped.frame.id, looped.whole.span());
        if let (Head::For(source, chain), Some(Position { name, .. })) = (&looped.head, position) {
            let index = self.current(name)?;
            let item = match chain.source() {
                Source::Range { .. } | Source::From { .. } => Value::Var(index),
                items => self.item(items, index, span)?,
            };
            let ran = self.staged(chain, item, &looped.cells, span, &mut |lower, item| {
                lower.for_round(source, &looped.frame, item)
            });
            self.advance(name, index, span);
            return ran;
        }
        let (depth, frames) = (self.scopes.depth(), self.frames.len());
        self.scopes.enter();
        self.open_round(&looped.frame, span);
        self.frames.push(looped.frame.clone());
        let base = std::mem::replace(&mut self.base, self.scopes.count());
        let ran = match &looped.head {
            Head::While(cond) if in_body => self.flow_condition(
                cond,
                Fatal::Neither,
                &mut |_, _| Ok(()),
                &mut |lower, rest| lower.flow_block(looped.body, None, rest),
                &mut |lower, _| {
                    let no = lower.truth(false, span);
                    lower.scopes.set(&running(id), Value::Var(no));
                    Ok(())
                },
                span,
            ),
            Head::Always | Head::While(_) | Head::For(..) => {
                self.flow_block(looped.body, None, &mut |_, _| Ok(()))
            }
        };
        self.base = base;
        self.frames.truncate(frames);
        self.scopes.truncate(depth);
        ran
    }

    /// Increases the index.
    fn advance(&mut self, name: &str, index: Var, span: Span) {
        let kind = self.vars.kind(index).clone();
        let one = self.int(1, span);
        self.vars[one].kind = kind.clone();
        let next = self.push(kind, Op::Prim(prims::ADD, vec![index, one]), span);
        self.vars[next].name = Some("i".to_owned());
        self.vars[next].named = true;
        self.scopes.set(name, Value::Var(next));
    }

    /// Where the index of a source starts, and where it ends.
    pub(super) fn ends(&mut self, source: &Source, span: Span) -> (Var, Option<Var>) {
        match source {
            Source::Range { lo, hi, .. } => (*lo, Some(*hi)),
            Source::From { lo, .. } => (*lo, None),
            items => (self.int(0, span), self.count(items, span)),
        }
    }

    /// The current value of a flag or an index.
    fn current(&mut self, name: &str) -> Accepted<Var> {
        match self.scopes.get(name) {
            Some(Value::Var(var)) => Ok(*var),
            _ => Err(Refused),
        }
    }

    fn for_chain(&mut self, looped: &ExprForLoop) -> Accepted<Chain> {
        match self.chain(&looped.expr) {
            Ok(chain) => Ok(chain),
            Err(refused) => {
                self.poison(&looped.pat);
                Err(refused)
            }
        }
    }

    fn bounds(&mut self, source: &Source, span: Span) -> Accepted<Bounds> {
        Ok(match source {
            Source::Range { lo, hi, .. } => {
                Bounds { lo: *lo, hi: *hi, reversed: false, items: None }
            }
            Source::Reversed(inner) => {
                let inner = self.bounds(inner, span)?;
                Bounds { reversed: !inner.reversed, ..inner }
            }
            Source::Skip(inner, skipped) => {
                let hi = self.finite(inner, span)?;
                Bounds { lo: *skipped, hi, reversed: false, items: Some((**inner).clone()) }
            }
            items => {
                let lo = self.int(0, span);
                let hi = self.finite(items, span)?;
                Bounds { lo, hi, reversed: false, items: Some(items.clone()) }
            }
        })
    }

    /// How many items a source yields that must end.
    pub(super) fn finite(&mut self, source: &Source, span: Span) -> Accepted<Var> {
        match self.count(source, span) {
            Some(count) => Ok(count),
            None => Err(self.diagnostics.at(span, ITERATOR, "it never ends")),
        }
    }

    /// The parts of what a loop carries; a tuple that has no value yet starts as a stand-in.
    fn opened(&mut self, value: Value, span: Span) -> Value {
        if let Value::Maybe(maybe) = value {
            return Value::Maybe(Box::new(self.with_value(*maybe, span)));
        }
        let Value::Absent(var) = value else { return self.exploded(value, span) };
        match self.vars.kind(var).clone() {
            kind @ Kind::Tuple(_) if kind.has_stand_in() => self.stand_in_parts(kind, span),
            kind => match self.wrapping(&kind) {
                Some(wrapping) => {
                    let nothing = self.nothing(&wrapping, span);
                    self.opened(nothing, span)
                }
                None => value,
            },
        }
    }

    /// A stand-in for each part: of a whole, nothing would tell what a part is.
    fn stand_in_parts(&mut self, kind: Kind, span: Span) -> Value {
        match kind {
            Kind::Tuple(kinds) => {
                let parts = kinds.into_iter().map(|kind| self.stand_in_parts(kind, span));
                Value::Tuple(parts.collect())
            }
            kind => Value::Var(self.stand_in(kind, span)),
        }
    }

    /// The rounds of a loop: what it carries, and its body, which yields the next values.
    pub(super) fn rounds(
        &mut self,
        cells: &[Cell],
        span: Span,
        run: impl FnOnce(&mut Self) -> Accepted<()>,
    ) -> Accepted<(Vec<Carry>, Block)> {
        let before: Vec<Value> =
            self.values_of(cells).into_iter().map(|value| self.opened(value, span)).collect();
        let carries = self.open_carries(cells, &before, span)?;
        let (stmts, done) = self.capture(|lower| {
            let base = std::mem::replace(&mut lower.base, lower.scopes.count());
            let done = run(lower);
            lower.base = base;
            let after = lower.values_of(cells).into_iter().zip(&before);
            let after = after.map(|(value, like)| lower.next_like(value, like, span)).collect();
            done.map(|()| after)
        });
        for (cell, value) in cells.iter().zip(&before) {
            self.scopes.put(cell, value.clone());
        }
        let after: Vec<Value> = done?;
        if before.iter().zip(&after).any(|(before, after)| before.places() != after.places()) {
            return Err(self.diagnostics.at(span, BORROW, ""));
        }
        let mut results = Vec::new();
        after.iter().for_each(|value| value.leaves(&mut results));
        if results.len() != carries.len() {
            let untyped = |(before, after): (&Value, &Value)| match (before, after) {
                (Value::Maybe(before), Value::Maybe(_)) => matches!(before.value, Value::Absent(_)),
                _ => false,
            };
            let at = before.iter().zip(&after).position(untyped);
            return Err(match at {
                Some(at) => {
                    let name = format!("`{}`", spelled(&cells[at].name));
                    self.diagnostics.at(span, KIND_UNKNOWN, &name)
                }
                None => self.diagnostics.at(span, BRANCHES, ""),
            });
        }
        for (carry, next) in carries.iter().zip(&results) {
            if matches!(self.vars.kind(carry.param), Kind::Other(None)) {
                self.vars[carry.param].kind = self.vars.kind(*next).clone();
            }
            let kind = self.vars.kind(carry.param).clone();
            self.expect_kind(*next, &kind, span)?;
        }
        for (cell, value) in cells.iter().zip(after) {
            self.scopes.put(cell, value);
        }
        Ok((carries, Block { stmts, results }))
    }
}

/// Whether a `break` out of a loop hands over a value.
pub(super) fn gives_value(whole: &Expr) -> bool {
    struct Values(bool);
    impl<'ast> Visit<'ast> for Values {
        fn visit_expr_break(&mut self, exit: &'ast syn::ExprBreak) {
            self.0 |= exit.expr.is_some();
            syn::visit::visit_expr_break(self, exit);
        }
    }
    let mut values = Values(false);
    values.visit_expr(whole);
    values.0
}
