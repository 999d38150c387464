//! Rows that a loop reads and does not change while it changes others of the same array: the pivot row
//! of an elimination.
//!
//! What every iteration reads of them would be kept once an iteration, or the whole array with them.
//! So they are copied before the loop, and the loop reads the copy. So are rows of which a loop overwrites
//! what it has read and keeps (`own`): a copy of the whole is had for less than one element after the other.

mod copy;
mod own;

use std::collections::{HashMap, HashSet};

use proc_macro2::Span;
use syn::Member;

use super::keep::defined;
use crate::analysis::{Extent, Extents, Ranges, Write, writes};
use crate::ir::{Block, Builder, Carry, Function, Op, Place, Step, Stmt, Var, Vars, Versions};
use crate::prims;

/// A function with such rows copied.
pub(super) struct Hoisted {
    pub(super) function: Function,
    /// Whether all of them are rows that loops keep element by element.
    pub(super) own: bool,
    /// What is read of copies that are there for the values alone, with the copy and where it stands.
    pub(super) aside: Vec<(Var, Var, Place)>,
}

/// The function with such rows copied; none where there are none. `kept` is what loops keep else.
pub(super) fn hoisted(
    function: &Function,
    kept: &HashSet<Var>,
    vars: &mut Vars,
) -> Option<Hoisted> {
    let mut definitions = HashMap::new();
    indices(&function.body, vars, &mut definitions);
    let extents = Extents::of(&function.body, vars);
    let versions = Versions::of_one_length(&function.body);
    let (others, aside) = (false, Vec::new());
    let mut pass = Pass { extents, versions, definitions, kept, vars, others, aside };
    let body = pass.block(function.body.clone(), &Ranges::default());
    let Pass { others, aside, .. } = pass;
    (others || !aside.is_empty()).then(|| Hoisted {
        function: Function { body, ..function.clone() },
        own: !others,
        aside,
    })
}

/// How indices, sequences of known length and rows are made.
fn indices(block: &Block, vars: &Vars, found: &mut HashMap<Var, Op>) {
    for stmt in &block.stmts {
        if let [out] = stmt.outs[..] {
            let wanted = match &stmt.op {
                Op::Prim(prim, _) => *prim == prims::FILLED || vars.kind(out).is_index(),
                Op::Literal(_) => vars.kind(out).is_index(),
                Op::Project(_) => vars.kind(out).element().is_some(),
                Op::Rust(_)
                | Op::Map { .. }
                | Op::Aggregate(_)
                | Op::Update { .. }
                | Op::Zeros(_)
                | Op::Call(_)
                | Op::If { .. }
                | Op::For { .. }
                | Op::While { .. }
                | Op::Wrap(_)
                | Op::Unwrap(_) => false,
            };
            found.extend(wanted.then(|| (out, stmt.op.clone())));
        }
        stmt.op.blocks().into_iter().for_each(|inner| indices(inner, vars, found));
    }
}

struct Pass<'a> {
    extents: Extents,
    versions: Versions,
    definitions: HashMap<Var, Op>,
    kept: &'a HashSet<Var>,
    vars: &'a mut Vars,
    /// Whether there are rows that a loop leaves alone.
    others: bool,
    /// What is read of the others.
    aside: Vec<(Var, Var, Place)>,
}

/// An array that a loop changes.
struct Array<'a> {
    /// Before the loop.
    init: Var,
    /// At the start of an iteration.
    param: Var,
    /// What the loop defines.
    inside: &'a HashSet<Var>,
    ranges: &'a Ranges,
    writes: Vec<Write<'a>>,
}

/// A loop inside, the elements of a row in its order.
#[derive(Clone, Copy)]
struct Round {
    index: Var,
    lo: Var,
    hi: Var,
}

/// An element that is read in each iteration.
struct Read {
    place: Place,
    round: Round,
    /// The range of its index where no write may have come before.
    fresh: [Extent; 2],
    span: Span,
}

/// Rows that have been copied, of which arrays and fields.
#[derive(Default)]
struct Rows {
    before: Vec<Stmt>,
    copies: Vec<(Var, Vec<Member>, Key, Var)>,
}

/// The indices of a row's first element and of what is behind its last one, step by step.
type Key = Vec<Option<(Extent, Extent)>>;

impl Pass<'_> {
    fn block(&mut self, block: Block, ranges: &Ranges) -> Block {
        let mut stmts = Vec::new();
        for mut stmt in block.stmts {
            stmts.extend(self.hoist(&mut stmt, ranges));
            stmts.extend(self.hoist_own(&mut stmt, ranges));
            let ranges = ranges.inside(&stmt.op, &self.extents);
            for inner in stmt.op.blocks_mut() {
                *inner = self.block(std::mem::take(inner), &ranges);
            }
            stmts.push(stmt);
        }
        Block { stmts, results: block.results }
    }

    /// Lets a loop read copies; yields their definitions.
    fn hoist(&mut self, stmt: &mut Stmt, ranges: &Ranges) -> Vec<Stmt> {
        let span = stmt.span;
        let Op::For { index, lo, hi, carries, body, .. } = &mut stmt.op else { return Vec::new() };
        let mut inside = HashSet::from([*index]);
        inside.extend(carries.iter().map(|carry| carry.param));
        defined(body, &mut inside);
        let within = ranges.within(*index, self.extents.value(*lo), self.extents.value(*hi));
        let before = body.clone();
        let mut rows = Rows::default();
        for carry in carries.iter() {
            let Some(first) = self.rewritten(carry) else { continue };
            let is_version = |var: Var| self.versions.first(var) == first;
            let writes = writes(&before, &within, &self.extents, &is_version);
            if writes.is_empty() {
                continue;
            }
            let array =
                Array { init: carry.init, param: carry.param, inside: &inside, ranges, writes };
            self.reads(body, &array, None, span, &mut rows);
        }
        rows.before
    }

    /// The first version of an array that a loop changes in place.
    fn rewritten(&self, carry: &Carry) -> Option<Var> {
        let sequence = self.vars.kind(carry.param).element().is_some();
        let in_place = self.versions.before(carry.param) == Some(carry.init);
        (sequence && in_place).then(|| self.versions.first(carry.init))
    }

    /// `round` is the loop inside around these statements. What is under a condition on numbers may never be
    /// executed, so that to copy for it could cost more than it saves.
    fn reads(
        &mut self,
        block: &mut Block,
        array: &Array<'_>,
        round: Option<Round>,
        span: Span,
        rows: &mut Rows,
    ) {
        let unequal: Vec<(Var, bool)> = block.stmts.iter().filter_map(unequal).collect();
        for mut stmt in std::mem::take(&mut block.stmts) {
            match &mut stmt.op {
                Op::Project(place) => {
                    let read = round.map(|round| {
                        let fresh = [round.lo, round.hi].map(|end| self.extents.value(end));
                        Read { place: self.whole(place), round, fresh, span }
                    });
                    if let Some(read) = read
                        && let Some(copy) = self.row(&read, array, rows)
                    {
                        let (before, there) = self.in_copy(copy, &read, stmt.span);
                        block.stmts.extend(before);
                        *place = there;
                        self.others = true;
                    }
                }
                Op::For { index, lo, hi, body, .. } => {
                    let round = Round { index: *index, lo: *lo, hi: *hi };
                    self.reads(body, array, Some(round), span, rows);
                }
                Op::If { cond, then, otherwise } => {
                    for (arm, holds) in [(then, true), (otherwise, false)] {
                        if unequal.contains(&(*cond, holds)) {
                            self.reads(arm, array, round, span, rows);
                        }
                    }
                }
                Op::Map { .. }
                | Op::While { .. }
                | Op::Literal(_)
                | Op::Rust(_)
                | Op::Prim(..)
                | Op::Aggregate(_)
                | Op::Update { .. }
                | Op::Zeros(_)
                | Op::Call(_)
                | Op::Wrap(_)
                | Op::Unwrap(_) => {}
            }
            block.stmts.push(stmt);
        }
    }

    /// Where an element stands in the copy, after statements that compute the index.
    fn in_copy(&mut self, copy: Var, read: &Read, span: Span) -> (Vec<Stmt>, Place) {
        let mut builder = Builder::derived(self.vars, span);
        let Round { index, lo, .. } = read.round;
        let index = match self.extents.value(lo).is_zero() {
            true => index,
            false => builder.prim(prims::SUB, &[index, lo]),
        };
        (builder.stmts, Place { root: copy, path: vec![Step::Index(index)] })
    }

    /// A place in a row, as one in the whole.
    fn whole(&self, place: &Place) -> Place {
        let Some(Op::Project(row)) = self.definitions.get(&place.root) else {
            return place.clone();
        };
        let Place { root, path } = self.whole(row);
        Place { root, path: [path, place.path.clone()].concat() }
    }

    /// Whether a value is the array before the loop, or what an iteration has made of it: an older version, or a
    /// copy that goes its own way, may hold something else.
    fn is_of(&self, var: Var, array: &Array<'_>) -> bool {
        let mut version = Some(var);
        while let Some(var) = version.filter(|var| array.inside.contains(var)) {
            if var == array.param {
                return true;
            }
            version = self.versions.before(var);
        }
        var == array.init
    }

    /// The copy that an element may be read from.
    fn row(&mut self, read: &Read, array: &Array<'_>, rows: &mut Rows) -> Option<Var> {
        let whole = self.is_of(read.place.root, array);
        let root = self.vars.kind(read.place.root).clone();
        let item = read.place.path.iter().try_fold(root, |kind, step| step.kind(&kind))?;
        if !whole || !item.is_real() {
            return None;
        }
        let key = self.key(read, array.inside)?;
        let index = read.round.index;
        let as_read = self.vars.fresh(self.vars[index].clone());
        let misses = |write: &Write<'_>| {
            let fresh = (&read.fresh[0], &read.fresh[1]);
            write.misses(&read.place.path, (index, as_read), fresh, &self.extents)
        };
        if !array.writes.iter().all(misses) {
            return None;
        }
        let fields: Vec<Member> = read.place.path.iter().filter_map(field).cloned().collect();
        let known = rows
            .copies
            .iter()
            .find(|(of, within, known, _)| *of == array.init && *within == fields && *known == key);
        if let Some((.., copy)) = known {
            return Some(*copy);
        }
        let copy = self.copy(read, array, &key, &mut rows.before)?;
        rows.copies.push((array.init, fields, key, copy));
        Some(copy)
    }

    /// Which row an element belongs to, if the loop's own values have nothing to do with it.
    fn key(&self, read: &Read, inside: &HashSet<Var>) -> Option<Key> {
        let constant = |extent: &Extent| extent.is_constant(inside);
        let (last, prefix) = read.place.path.split_last()?;
        let Step::Index(last) = last else { return None };
        let (factor, rest) = self.extents.value(*last).split(read.round.index)?;
        let ends = [read.round.lo, read.round.hi].map(|end| self.extents.value(end));
        if factor != Extent::number(1) || !constant(&rest) || !ends.iter().all(constant) {
            return None;
        }
        let mut key: Key = Vec::new();
        for step in prefix {
            key.push(match step {
                Step::Field(_) => None,
                Step::Index(index) => {
                    let at = self.extents.value(*index);
                    let next = at.next()?;
                    Some(constant(&at).then_some((at, next))?)
                }
                Step::Range(..) | Step::NdIndex(_) | Step::View(_) => return None,
            });
        }
        let [lo, hi] = ends.map(|end| rest.plus(1, &end));
        key.push(Some((lo?, hi?)));
        Some(key)
    }
}

/// A condition that says that two numbers are not equal, and the arm where it does.
fn unequal(stmt: &Stmt) -> Option<(Var, bool)> {
    let (prim, _) = stmt.op.prim()?;
    let holds = [(prims::NE, true), (prims::EQ, false)].into_iter().find(|(one, _)| *one == prim);
    holds.map(|(_, holds)| (stmt.outs[0], holds))
}

/// The field that a step leads to, if it is one.
fn field(step: &Step) -> Option<&Member> {
    match step {
        Step::Field(member) => Some(member),
        Step::Index(_) | Step::Range(..) | Step::NdIndex(_) | Step::View(_) => None,
    }
}
