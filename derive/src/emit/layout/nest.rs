//! Which operations are written where their value is read.

use std::collections::HashSet;

use super::Survey;
use super::point::{Inner, Point};
use crate::ir::{Block, Effect, Kind, Op, Step, Var, View, operands};
use crate::prims;

/// How deep expressions are nested into each other. A value that would stand deeper gets a line of its own: rustc
/// goes into an expression by recursion, and its lints with more of the stack a level than it has for the rest.
const DEEPEST: usize = 48;

impl<'a> Survey<'a> {
    /// Values that nobody named and that are read once are written where they are read. Last to
    /// first: where a value is read in the end depends on what its readers are nested into.
    pub(super) fn choose_inline(&mut self, block: &'a Block, number: usize, outer: &Point) {
        for (i, stmt) in block.stmts.iter().enumerate().rev() {
            let here = outer.behind(number, i);
            for (arm, inner) in stmt.op.blocks().into_iter().enumerate() {
                self.choose_inline(inner, here.block_number(&stmt.outs, arm), &here);
            }
            if let [out] = stmt.outs[..]
                && self.may_inline(out, &stmt.op)
                && !self.is_viewed_by_a_line(out, &stmt.op)
                && let Some(depth) = self.depth(out, &stmt.op)
                && !self.overwritten(out, &stmt.op, &here)
            {
                self.depths.insert(out, depth);
                self.layout.inline.insert(out, &stmt.op);
            }
        }
    }

    /// Whether it is an array of its own of which a line of its own is a view: in the expression of that line it would be gone
    /// behind it.
    fn is_viewed_by_a_line(&self, out: Var, op: &Op) -> bool {
        let made = matches!(op, Op::Prim(..) | Op::Map { .. });
        let array = made && matches!(self.vars.kind(out), Kind::Nd { .. });
        let mut views = self.borrowers.get(&out).into_iter().flatten();
        array
            && !self.aliases.contains_key(&out)
            && views.any(|view| !self.layout.inline.contains_key(view))
    }

    /// How deep a value would stand in the expression of the line that reads it, unless that is
    /// too deep.
    fn depth(&self, out: Var, op: &Op) -> Option<usize> {
        let readers = self.readers.get(&out).into_iter().flatten();
        let around = readers.filter_map(|(_, by)| self.depths.get(by.as_ref()?)).max();
        let depth = 1 + around.copied().unwrap_or(0);
        (depth <= DEEPEST || matches!(op, Op::Literal(_))).then_some(depth)
    }

    /// Whether what is read here is overwritten before the expression stands that would
    /// contain it.
    fn overwritten(&self, out: Var, op: &Op, here: &Point) -> bool {
        let mut wholes: Vec<Var> = Vec::new();
        operands(op, &mut |var| self.wholes(var, &mut wholes));
        let taken: Vec<&Point> = wholes
            .iter()
            .filter_map(|whole| self.layout.taken.get(whole))
            .flatten()
            .filter(|at| self.layout.follows_point(at, here))
            .collect();
        if taken.is_empty() {
            return false;
        }
        let mut reads = Vec::new();
        self.resolve(out, &mut reads, &mut HashSet::new());
        let early = |at: &Point| at.place().is_some_and(|at| self.early.contains(&at));
        let late = |read: &Point, at: &Point| {
            let borrowed = read == at && (early(at) || self.is_asked_of_what_is_borrowed(out, op));
            borrowed || self.layout.follows_point(read, at) || read.is_inside(at)
        };
        taken.iter().any(|at| reads.iter().any(|read| late(read, at)))
    }

    /// Whether it is an index that a part of something tells: in an index of a write to the whole, that part would
    /// be borrowed twice. So would a fixed array or a vector, which is a slice, borrowed, before its index is asked for.
    fn is_asked_of_what_is_borrowed(&self, out: Var, op: &Op) -> bool {
        let mut borrowed = false;
        operands(op, &mut |var| {
            let array = matches!(self.vars.kind(var), Kind::Array(..) | Kind::Vec(_));
            borrowed |= array || self.aliases.contains_key(&var);
        });
        borrowed && self.vars.kind(out).is_index()
    }

    /// A part that is read after the whole has changed is copied, which costs less than a copy of the
    /// whole.
    pub(super) fn choose_copies(&mut self, block: &Block, number: usize, outer: &Point) {
        for (i, stmt) in block.stmts.iter().enumerate() {
            let here = outer.behind(number, i);
            for (arm, inner) in stmt.op.blocks().into_iter().enumerate() {
                self.choose_copies(inner, here.block_number(&stmt.outs, arm), &here);
            }
            if let ([out], Op::Project(_)) = (&stmt.outs[..], &stmt.op)
                && self.aliases.contains_key(out)
                && !self.layout.inline.contains_key(out)
                && self.overwritten(*out, &stmt.op, &here)
            {
                self.layout.apart.insert(*out);
                if let Some(root) = self.aliases.remove(out) {
                    self.borrowers.entry(root).or_default().retain(|borrower| borrower != out);
                }
            }
        }
    }

    /// A compound value, and those that it is a part of.
    fn wholes(&self, var: Var, found: &mut Vec<Var>) {
        if self.vars.kind(var).is_scalar() {
            return;
        }
        found.push(var);
        if let Some(root) = self.aliases.get(&var) {
            self.wholes(*root, found);
        }
    }

    fn may_inline(&self, out: Var, op: &Op) -> bool {
        let info = &self.vars[out];
        let count = self.layout.count.get(&out).copied().unwrap_or(0);
        let free = match op {
            Op::Literal(_) => true,
            Op::Prim(prim, _) => {
                [prims::TRANSPOSE, prims::DIM, prims::LEN, prims::NROWS, prims::NCOLS]
                    .contains(prim)
            }
            Op::Project(place) => {
                !info.kind.is_scalar() || place.path.iter().all(|step| self.is_brief(step))
            }
            _ => false,
        };
        if info.named && !self.is_yielded(out, count) {
            return false;
        }
        if free && !info.named {
            return true;
        }
        let pure = match op {
            Op::Prim(..) | Op::Project(_) | Op::Aggregate(_) | Op::Map { .. } => true,
            Op::Zeros(_) | Op::Wrap(_) | Op::Unwrap(_) => true,
            Op::Rust(code) => !code.acts() && code.effect != Effect::Settled,
            Op::If { then, otherwise, .. } => {
                then.results.len() == 1 && small(then) && small(otherwise)
            }
            Op::Literal(_) => true,
            Op::Update { .. } | Op::Call(_) | Op::For { .. } | Op::While { .. } => false,
        };
        pure && count == 1 && self.read_nearby(out)
    }

    /// Whether a step is short to write, so that a part is rather read twice than named.
    fn is_brief(&self, step: &Step) -> bool {
        let brief = |var: &Var| self.vars[*var].name.is_some() || self.literals.contains(var);
        match step {
            Step::Field(_) => true,
            Step::Index(var) => brief(var),
            Step::View(View::Row(var) | View::Column(var)) => brief(var),
            Step::View(View::All | View::Diagonal) => true,
            Step::View(_) => false,
            Step::NdIndex(vars) => vars.iter().all(brief),
            Step::Range(..) => false,
        }
    }

    /// Whether a value is only what an arm of a branch yields: the name is that of the branch.
    fn is_yielded(&self, out: Var, count: usize) -> bool {
        count == 1 && self.yielded.contains(&out)
    }

    /// Whether the one read stands in the same block, or in an arm of a branch inside it.
    fn read_nearby(&self, out: Var) -> bool {
        let (Some(home), Some(readers)) = (self.layout.defined.get(&out), self.readers.get(&out))
        else {
            return false;
        };
        readers.iter().all(|(read, _)| {
            let inner = read.0.as_deref().into_iter().flat_map(Inner::outwards);
            let mut inner = inner.take_while(|inner| inner.depth > home.depth() + 1);
            read.depth() > home.depth()
                && inner.all(|inner| !self.layout.repeating.contains(&inner.block))
        })
    }
}

/// An arm without statements of its own once expressions are nested.
fn small(block: &Block) -> bool {
    block.stmts.len() <= 6
        && block.stmts.iter().all(|stmt| match &stmt.op {
            Op::Literal(_) | Op::Prim(..) | Op::Project(_) => true,
            Op::If { then, otherwise, .. } => small(then) && small(otherwise),
            _ => false,
        })
}
