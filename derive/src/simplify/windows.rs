//! Slices that a loop shortens: `r = &r[1..]`. What is carried is where the slice begins and ends in what it was
//! before the loop, so that nothing of it is copied where it is kept, or has a cotangent.

use std::collections::HashMap;

use crate::ir::{
    Block, Builder, Carry, Function, Kind, Literal, Op, Place, Step, Stmt, Var, VarInfo, Vars,
};
use crate::prims;

/// Rewrites the loops of a function.
pub fn windows(function: &mut Function, vars: &mut Vars) {
    within(&mut function.body, vars);
}

/// Inner loops come first: what one leaves is a part of what it was given.
fn within(block: &mut Block, vars: &mut Vars) {
    for mut stmt in std::mem::take(&mut block.stmts) {
        stmt.op.blocks_mut().into_iter().for_each(|inner| within(inner, vars));
        let mut after = Vec::new();
        let carries = stmt.op.looped().map_or(0, |(carries, _)| carries.len());
        for at in (0..carries).rev() {
            if let Some(Replaced { before, looped, part }) = replaced(&stmt, at, vars) {
                block.stmts.extend(before);
                stmt = looped;
                after.push(part);
            }
        }
        block.stmts.push(stmt);
        block.stmts.extend(after);
    }
}

/// Where a part of a slice begins and ends, if not with the slice.
type Window = (Option<Var>, Option<Var>);

/// A loop that carries the ends of a slice, with what comes before and the slice that it leaves.
struct Replaced {
    before: Vec<Stmt>,
    looped: Stmt,
    part: Stmt,
}

/// The loop with the ends of the slice that it carries in this position, if it shortens that.
fn replaced(stmt: &Stmt, at: usize, vars: &mut Vars) -> Option<Replaced> {
    let (carries, body) = stmt.op.looped()?;
    let Carry { init, param } = carries[at].clone();
    if !matches!(vars.kind(param), Kind::Slice(_)) || body.results[at] == param {
        return None;
    }
    let mut moved = (false, false);
    loop {
        let (mut body, mut trial) = (body.clone(), vars.clone());
        let ends: Window = (
            moved.0.then(|| end(param, "start", &mut trial)),
            moved.1.then(|| end(param, "end", &mut trial)),
        );
        let mut known = HashMap::from([(param, ends)]);
        Windows { base: init, vars: &mut trial }.block(&mut body, &mut known);
        let next = *known.get(&body.results[at])?;
        let needed = (moved.0 || next.0.is_some(), moved.1 || next.1.is_some());
        if needed == moved {
            *vars = trial;
            return Some(rewritten(stmt, at, body, (ends, next), vars));
        }
        moved = needed;
    }
}

/// A new end of a slice.
fn end(of: Var, which: &str, vars: &mut Vars) -> Var {
    let VarInfo { name, named, span, .. } = vars[of].clone();
    let name = name.map(|name| format!("{name}_{which}"));
    vars.fresh(VarInfo { kind: Kind::usize(), name, named, span })
}

/// The part of a slice.
fn part(base: Var, (lo, hi): Window) -> Op {
    Op::Project(Place { root: base, path: vec![Step::Range(lo, hi)] })
}

fn rewritten(
    stmt: &Stmt,
    at: usize,
    mut body: Block,
    (ends, next): (Window, Window),
    vars: &mut Vars,
) -> Replaced {
    let mut looped = stmt.clone();
    let out = stmt.outs[at];
    let mut builder = Builder { derived: false, ..Builder::derived(vars, stmt.span) };
    let (mut more, mut results, mut left) = (Vec::new(), Vec::new(), (None, None));
    let mut base = out;
    if let Op::For { carries, .. } | Op::While { carries, .. } = &looped.op {
        base = carries[at].init;
    }
    if let (Some(param), Some(next)) = (ends.0, next.0) {
        let init = builder.index(0);
        more.push(Carry { init, param });
        results.push(next);
        left.0 = Some(builder.fresh_like(param));
    }
    if let (Some(param), Some(next)) = (ends.1, next.1) {
        let init = builder.prim(prims::LEN, &[base]);
        more.push(Carry { init, param });
        results.push(next);
        left.1 = Some(builder.fresh_like(param));
    }
    let before = std::mem::take(&mut builder.stmts);
    body.results.splice(at..=at, results);
    looped.outs.splice(at..=at, left.0.into_iter().chain(left.1));
    let line = |outs, op| Stmt { outs, op, span: stmt.span, derived: false };
    if let Op::For { carries, body: old, .. } | Op::While { carries, body: old, .. } =
        &mut looped.op
    {
        let param = carries[at].param;
        body.stmts.insert(0, line(vec![param], part(base, ends)));
        *old = body;
        carries.splice(at..=at, more);
        if let Op::While { cond, .. } = &mut looped.op {
            let again = builder.fresh_like(param);
            cond.substitute(&mut |var| if var == param { again } else { var });
            cond.stmts.insert(0, line(vec![again], part(base, ends)));
        }
    }
    Replaced { before, looped, part: line(vec![out], part(base, left)) }
}

/// Follows the parts of one slice.
struct Windows<'a> {
    base: Var,
    vars: &'a mut Vars,
}

impl Windows<'_> {
    fn block(&mut self, block: &mut Block, known: &mut HashMap<Var, Window>) {
        for mut stmt in std::mem::take(&mut block.stmts) {
            let after = match &mut stmt.op {
                Op::Project(_) => self.projected(&stmt, known),
                // Nobody reads it.
                Op::Literal(Literal::StandIn)
                    if matches!(self.vars.kind(stmt.outs[0]), Kind::Slice(_)) =>
                {
                    known.insert(stmt.outs[0], (None, None));
                    Vec::new()
                }
                Op::If { .. } => self.branch(&mut stmt, known),
                Op::Literal(_)
                | Op::Rust(_)
                | Op::Prim(..)
                | Op::Map { .. }
                | Op::Aggregate(_)
                | Op::Update { .. }
                | Op::Zeros(_)
                | Op::Call(_)
                | Op::For { .. }
                | Op::While { .. }
                | Op::Wrap(_)
                | Op::Unwrap(_) => Vec::new(),
            };
            block.stmts.push(stmt);
            block.stmts.extend(after);
        }
    }

    fn builder(&mut self, stmt: &Stmt) -> Builder<'_> {
        Builder { derived: false, ..Builder::derived(self.vars, stmt.span) }
    }

    /// Notes a part of a part.
    fn projected(&mut self, stmt: &Stmt, known: &mut HashMap<Var, Window>) -> Vec<Stmt> {
        let Some(place) = stmt.op.part() else { return Vec::new() };
        let Some(whole) = known.get(&place.root).copied() else { return Vec::new() };
        let (window, after) = match place.path[..] {
            [] => (whole, Vec::new()),
            [Step::Range(lo, hi)] => self.shortened(whole, (lo, hi), stmt),
            _ => return Vec::new(),
        };
        known.insert(stmt.outs[0], window);
        after
    }

    /// A part of a part, and what computes where it begins and ends.
    fn shortened(&mut self, whole: Window, (lo, hi): Window, stmt: &Stmt) -> (Window, Vec<Stmt>) {
        let mut builder = self.builder(stmt);
        let mut behind = |by: Var| match whole.0 {
            Some(start) => builder.add(start, by),
            None => by,
        };
        let start = lo.map_or(whole.0, |lo| Some(behind(lo)));
        let end = hi.map_or(whole.1, |hi| Some(behind(hi)));
        ((start, end), builder.stmts)
    }

    /// A branch of which both arms yield a part yields the ends of it.
    fn branch(&mut self, stmt: &mut Stmt, known: &mut HashMap<Var, Window>) -> Vec<Stmt> {
        let (at, mut after) = (stmt.clone(), Vec::new());
        let Op::If { then, otherwise, .. } = &mut stmt.op else { return after };
        let mut inside = [known.clone(), known.clone()];
        for (arm, known) in [&mut *then, &mut *otherwise].into_iter().zip(&mut inside) {
            self.block(arm, known);
        }
        for (position, out) in at.outs.iter().enumerate().rev() {
            let of = |arm: &Block, known: &HashMap<Var, Window>| {
                known.get(&arm.results[position]).copied()
            };
            let (Some(yes), Some(no)) = (of(then, &inside[0]), of(otherwise, &inside[1])) else {
                continue;
            };
            let moved = (yes.0.or(no.0).is_some(), yes.1.or(no.1).is_some());
            let mut window = (None, None);
            for (arm, ends) in [(&mut *then, yes), (&mut *otherwise, no)] {
                let base = self.base;
                let mut builder = self.builder(&at);
                let start = moved.0.then(|| ends.0.unwrap_or_else(|| builder.index(0)));
                let end =
                    moved.1.then(|| ends.1.unwrap_or_else(|| builder.prim(prims::LEN, &[base])));
                arm.stmts.append(&mut builder.stmts);
                arm.results.splice(position..=position, start.into_iter().chain(end));
            }
            window.0 = moved.0.then(|| end(*out, "start", self.vars));
            window.1 = moved.1.then(|| end(*out, "end", self.vars));
            stmt.outs.splice(position..=position, window.0.into_iter().chain(window.1));
            let op = part(self.base, window);
            after.push(Stmt { outs: vec![*out], op, span: at.span, derived: false });
            known.insert(*out, window);
        }
        after
    }
}
