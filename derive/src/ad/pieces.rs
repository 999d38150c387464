//! Loops in pieces, on request: what a long loop keeps grows as the square root of its steps.
//!
//! `while c { s }` becomes `while more { while i < piece && c { s } … }` with pieces of 1, 2, 3, … steps. Reverse mode
//! keeps what an outermost loop carries, once a piece here, and runs a piece again before it is run backwards. So
//! `n` steps, of which nobody has to know the number, keep about `√(2n)` states, and as many once more for one
//! piece at a time; each step is run once more (Griewank and Walther, 2008, chapter 12: two levels of checkpoints).
//!
//! A sequence that steps change in a few places only, or that grows with them, is dearer to copy than what they overwrite
//! is to keep: loops with such a one stay as they are.

use std::collections::HashSet;

use super::Pair;
use crate::ir::{
    Block, Builder, Carry, Function, Kind, Literal, Op, Step, Stmt, Var, VarInfo, Vars, Versions,
};
use crate::prims;

/// A function whose loops run in pieces.
pub struct Pieces {
    /// The function.
    pub function: Function,
    /// What the loops over pieces carry.
    pub carried: HashSet<Var>,
}

/// The function with its outermost loops in pieces that keep something of each step; none where none does.
pub fn pieces(function: &Function, pair: &Pair, vars: &mut Vars) -> Option<Pieces> {
    let mut keeping = HashSet::new();
    keeping_loops(&pair.forward.body, &mut keeping);
    let versions = Versions::of(&function.body);
    let mut pass = Pass { keeping, versions, carried: HashSet::new(), vars };
    let body = pass.block(&function.body);
    let carried = pass.carried;
    let function = Function { body, ..function.clone() };
    (!carried.is_empty()).then_some(Pieces { function, carried })
}

/// The outermost loops that keep something of each step, by their first result.
fn keeping_loops(block: &Block, found: &mut HashSet<Var>) {
    for stmt in &block.stmts {
        match stmt.op.looped() {
            Some((carries, body)) if body.results.len() > carries.len() => {
                found.extend(stmt.outs.first());
            }
            Some(_) => {}
            None => stmt.op.blocks().into_iter().for_each(|inner| keeping_loops(inner, found)),
        }
    }
}

struct Pass<'a> {
    keeping: HashSet<Var>,
    versions: Versions,
    carried: HashSet<Var>,
    vars: &'a mut Vars,
}

/// How much of a sequence a step writes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Written {
    Nothing,
    /// Single elements, so many in each step.
    Few,
    /// Runs of elements, or as many as an inner loop has rounds.
    Many,
    /// It is longer or shorter afterwards.
    Resized,
}

/// What all loops over pieces have.
struct Outer<'a> {
    stmt: &'a Stmt,
    carries: &'a [Carry],
    /// The number of steps in a piece.
    piece: Var,
}

impl Pass<'_> {
    fn block(&mut self, block: &Block) -> Block {
        let mut stmts = Vec::new();
        for stmt in &block.stmts {
            let named = stmt.outs.first().is_some_and(|out| self.keeping.contains(out));
            match &stmt.op {
                Op::For { .. } | Op::While { .. } if named && !self.is_sparse(stmt) => {
                    stmts.extend(self.looped(stmt));
                }
                Op::If { cond, then, otherwise } => {
                    let [then, otherwise] = [then, otherwise].map(|arm| self.block(arm));
                    let op = Op::If { cond: *cond, then, otherwise };
                    stmts.push(Stmt { op, ..stmt.clone() });
                }
                Op::For { .. }
                | Op::While { .. }
                | Op::Literal(_)
                | Op::Rust(_)
                | Op::Prim(..)
                | Op::Map { .. }
                | Op::Aggregate(_)
                | Op::Project(_)
                | Op::Update { .. }
                | Op::Zeros(_)
                | Op::Call(_)
                | Op::Wrap(_)
                | Op::Unwrap(_) => stmts.push(stmt.clone()),
            }
        }
        Block { stmts, results: block.results.clone() }
    }

    /// Whether a loop carries a sequence of which each step writes a few elements, or which becomes longer or shorter.
    fn is_sparse(&self, stmt: &Stmt) -> bool {
        let Some((carries, body)) = stmt.op.looped() else { return false };
        let long = |var: Var| {
            let kind = self.vars.kind(var);
            matches!(kind, Kind::Vec(_) | Kind::Slice(_) | Kind::Nd { .. })
        };
        let mut carried = carries.iter().map(|carry| carry.param).filter(|param| long(*param));
        carried.any(|param| match self.written(body, self.versions.first(param)) {
            Written::Few | Written::Resized => true,
            Written::Nothing | Written::Many => false,
        })
    }

    /// How much of a sequence a block writes.
    fn written(&self, block: &Block, first: Var) -> Written {
        let one = |stmt: &Stmt| {
            let own = stmt.op.written().into_iter();
            let own = own.filter(|place| self.versions.first(place.root) == first);
            let here = own.map(|place| match (&stmt.op, &place.path[..]) {
                (Op::Update { mode, .. }, _) if mode.resizes() => Written::Resized,
                (Op::Call(call), []) if call.callee.replaces.contains(&true) => Written::Resized,
                (Op::Call(_), _) | (_, [] | [Step::Range(..) | Step::View(_), ..]) => Written::Many,
                (_, [Step::Field(_) | Step::Index(_) | Step::NdIndex(_), ..]) => Written::Few,
            });
            let inner = stmt.op.blocks().into_iter().map(|inner| self.written(inner, first)).max();
            let inner = match (stmt.op.looped(), inner) {
                (Some(_), Some(Written::Few)) => Some(Written::Many),
                (_, inner) => inner,
            };
            here.chain(inner).max().unwrap_or(Written::Nothing)
        };
        block.stmts.iter().map(one).max().unwrap_or(Written::Nothing)
    }

    fn looped(&mut self, stmt: &Stmt) -> Vec<Stmt> {
        let Some((carries, body)) = stmt.op.looped() else { return vec![stmt.clone()] };
        let piece = self.named("piece", Kind::usize(), stmt);
        let outer = Outer { stmt, carries, piece };
        if let Op::While { cond, .. } = &stmt.op {
            self.of_while(&outer, cond, body)
        } else if let Op::For { index, lo, hi, reversed, .. } = stmt.op {
            self.of_for(&outer, index, [lo, hi], reversed, body)
        } else {
            vec![stmt.clone()]
        }
    }

    fn named(&mut self, name: &str, kind: Kind, stmt: &Stmt) -> Var {
        let (name, span) = (Some(name.to_owned()), stmt.span);
        self.vars.fresh(VarInfo { kind, name, named: false, span })
    }

    fn like(&mut self, var: Var) -> Var {
        self.vars.fresh(self.vars[var].clone())
    }

    /// What the loop over pieces carries, and what a piece starts from.
    fn carries(&mut self, outer: &Outer<'_>) -> (Vec<Carry>, Vec<Carry>) {
        let one = |carry: &Carry| {
            let param = self.like(carry.param);
            let inner = Carry { init: param, param: carry.param };
            (Carry { init: carry.init, param }, inner)
        };
        outer.carries.iter().map(one).unzip()
    }

    fn of_while(&mut self, outer: &Outer<'_>, cond: &Block, body: &Block) -> Vec<Stmt> {
        let Outer { stmt, piece, .. } = *outer;
        let (mut carries, mut inner) = self.carries(outer);
        let [more, i] = [("more", Kind::Bool), ("i", Kind::usize())]
            .map(|(name, kind)| self.named(name, kind, stmt));
        let mut ends: Vec<Var> = outer.carries.iter().map(|carry| self.like(carry.param)).collect();
        let mut b = Builder { vars: self.vars, stmts: Vec::new(), span: stmt.span, derived: false };
        let first = b.push(Kind::Bool, Op::Literal(Literal::Bool(true)));
        let shortest = int(&mut b, 1);
        let before = std::mem::take(&mut b.stmts);
        carries.push(Carry { init: first, param: more });
        carries.push(Carry { init: shortest, param: piece });
        // A piece.
        let zero = int(&mut b, 0);
        let start = std::mem::take(&mut b.stmts);
        inner.push(Carry { init: zero, param: i });
        let cond = within(&mut b, i, piece, cond);
        let one = int(&mut b, 1);
        let next = b.prim(prims::ADD, &[i, one]);
        let mut step = body.clone();
        step.stmts.append(&mut b.stmts);
        step.results.push(next);
        let count = b.fresh(Kind::usize());
        b.vars[count].name = Some("i".to_owned());
        ends.push(count);
        b.stmts = start;
        b.define(ends.clone(), Op::While { carries: inner, cond, body: step });
        // Whether it was a whole one.
        ends.pop();
        ends.push(b.prim(prims::EQ, &[count, piece]));
        ends.push(longer(&mut b, piece));
        let body = Block { stmts: std::mem::take(&mut b.stmts), results: ends };
        let cond = Block { stmts: Vec::new(), results: vec![more] };
        let mut outs = stmt.outs.clone();
        outs.extend([b.fresh(Kind::Bool), pieces_ended(&mut b)]);
        self.closed(outer, before, outs, Op::While { carries, cond, body })
    }

    /// `while start < end { for i in start..start + piece.min(end - start) { … } … }`, and from the far end the same.
    fn of_for(
        &mut self,
        outer: &Outer<'_>,
        index: Var,
        [lo, hi]: [Var; 2],
        reversed: bool,
        body: &Block,
    ) -> Vec<Stmt> {
        let Outer { stmt, piece, .. } = *outer;
        let (mut carries, inner) = self.carries(outer);
        let kind = self.vars.kind(index).clone();
        let at = self.named(if reversed { "end" } else { "start" }, kind.clone(), stmt);
        let mut ends: Vec<Var> = outer.carries.iter().map(|carry| self.like(carry.param)).collect();
        let mut b = Builder { vars: self.vars, stmts: Vec::new(), span: stmt.span, derived: false };
        let shortest = int(&mut b, 1);
        let before = std::mem::take(&mut b.stmts);
        carries.push(Carry { init: if reversed { hi } else { lo }, param: at });
        carries.push(Carry { init: shortest, param: piece });
        let [from, to] = if reversed { [lo, at] } else { [at, hi] };
        let some = b.prim(prims::LT, &[from, to]);
        let cond = Block { stmts: std::mem::take(&mut b.stmts), results: vec![some] };
        let left = b.prim(prims::SUB, &[to, from]);
        let left = cast(&mut b, left, &Kind::usize());
        let steps = b.push(Kind::usize(), Op::Prim(prims::INT_MIN, vec![piece, left]));
        let steps = cast(&mut b, steps, &kind);
        let prim = if reversed { prims::SUB } else { prims::ADD };
        let next = b.prim(prim, &[at, steps]);
        b.vars[next].name = Some(if reversed { "start" } else { "end" }.to_owned());
        b.vars[next].named = true;
        let [lo, hi] = if reversed { [next, at] } else { [at, next] };
        let body = body.clone();
        b.define(ends.clone(), Op::For { index, lo, hi, reversed, carries: inner, body });
        ends.push(next);
        ends.push(longer(&mut b, piece));
        let body = Block { stmts: std::mem::take(&mut b.stmts), results: ends };
        let mut outs = stmt.outs.clone();
        outs.extend([b.fresh(kind), pieces_ended(&mut b)]);
        self.closed(outer, before, outs, Op::While { carries, cond, body })
    }

    fn closed(
        &mut self,
        outer: &Outer<'_>,
        mut before: Vec<Stmt>,
        outs: Vec<Var>,
        op: Op,
    ) -> Vec<Stmt> {
        let params = op.looped().into_iter().flat_map(|(carries, _)| carries);
        self.carried.extend(params.map(|carry| carry.param));
        before.push(Stmt { outs, op, ..outer.stmt.clone() });
        before
    }
}

/// `i < piece && cond`: the condition is asked once more than the last step is run, as in the loop that it was.
fn within(b: &mut Builder<'_>, i: Var, piece: Var, cond: &Block) -> Block {
    let some = b.prim(prims::LT, &[i, piece]);
    if !cond.stmts.iter().any(|stmt| stmt.op.acts()) {
        b.stmts.extend(cond.stmts.iter().cloned());
        let holds = b.prim(prims::AND, &[some, cond.results[0]]);
        return Block { stmts: std::mem::take(&mut b.stmts), results: vec![holds] };
    }
    let before = std::mem::take(&mut b.stmts);
    let no = b.push(Kind::Bool, Op::Literal(Literal::Bool(false)));
    let otherwise = Block { stmts: std::mem::replace(&mut b.stmts, before), results: vec![no] };
    let op = Op::If { cond: some, then: cond.clone(), otherwise };
    let holds = b.push(Kind::Bool, op);
    Block { stmts: std::mem::take(&mut b.stmts), results: vec![holds] }
}

fn int(b: &mut Builder<'_>, value: i64) -> Var {
    b.push(Kind::usize(), Op::Literal(Literal::Int(value)))
}

fn cast(b: &mut Builder<'_>, var: Var, kind: &Kind) -> Var {
    match b.vars.kind(var).is_index() && kind.is_index() {
        true => var,
        false => b.push(kind.clone(), Op::Prim(prims::CAST, vec![var])),
    }
}

/// One more than there are pieces.
fn pieces_ended(b: &mut Builder<'_>) -> Var {
    let pieces = b.fresh(Kind::usize());
    b.vars[pieces].name = Some("pieces".to_owned());
    pieces
}

/// Each piece has one step more than the last one.
fn longer(b: &mut Builder<'_>, piece: Var) -> Var {
    let one = int(b, 1);
    b.prim(prims::ADD, &[piece, one])
}
