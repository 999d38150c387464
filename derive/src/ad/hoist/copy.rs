//! The copy of a row: as much of it as there is, since the loop that reads it may have no round.

use std::collections::HashSet;

use proc_macro2::Span;

use super::{Array, Key, Pass, Read};
use crate::analysis::{Extent, Ranges};
use crate::ir::{Block, Builder, Kind, Literal, Op, Place, Step, Stmt, Var, VarInfo};
use crate::prims::{self, Prim};

/// A step of the way to a row of which it is not certain that it leads somewhere.
struct Check {
    /// Where on the way.
    at: usize,
    /// Whether the sequence is certainly long enough, and the first index not beyond the last.
    fits: bool,
    ordered: bool,
}

/// A row: its first element, and the one behind its last.
#[derive(Clone, Copy)]
struct Ends {
    lo: Var,
    hi: Var,
}

impl Pass<'_> {
    /// Copies a row before the loop.
    pub(super) fn copy(
        &mut self,
        read: &Read,
        array: &Array<'_>,
        key: &Key,
        before: &mut Vec<Stmt>,
    ) -> Option<Var> {
        let mut stmts = Vec::new();
        let mut again = Again {
            pass: self,
            inside: array.inside,
            ranges: array.ranges,
            stmts: &mut stmts,
            span: read.span,
        };
        let (lo, hi) = (again.value(read.round.lo, None)?, again.value(read.round.hi, None)?);
        let (last, prefix) = read.place.path.split_last()?;
        let Step::Index(last) = last else { return None };
        let index = read.round.index;
        let ends = Ends {
            lo: again.value(*last, Some((index, lo)))?,
            hi: again.value(*last, Some((index, hi)))?,
        };
        let mut path = Vec::new();
        for step in prefix {
            path.push(match step {
                Step::Index(at) => Step::Index(again.value(*at, None)?),
                Step::Field(_) | Step::Range(..) | Step::NdIndex(_) | Step::View(_) => step.clone(),
            });
        }
        let place = Place { root: array.init, path };
        let checks = self.checks(&place, array, key);
        let (mut row, mut copied) = self.plain(&place, ends, read.span)?;
        for check in checks.iter().rev() {
            (row, copied) = self.checked(&place, check, ends, (row, copied), read.span)?;
        }
        before.extend(stmts);
        before.extend(copied);
        Some(row)
    }

    fn checks(&self, place: &Place, array: &Array<'_>, key: &Key) -> Vec<Check> {
        let check = |(at, ends): (usize, &Option<(Extent, Extent)>)| {
            let (first, behind) = ends.as_ref()?;
            let length = self.length(place.root, &place.path[..at]);
            let fits = length.is_some_and(|length| array.ranges.is_at_most(behind, &length));
            let ordered = at < place.path.len() || array.ranges.is_at_most(first, behind);
            (!fits || !ordered).then_some(Check { at, fits, ordered })
        };
        key.iter().enumerate().filter_map(check).collect()
    }

    /// How many elements a sequence, or one in it, has.
    fn length(&self, root: Var, path: &[Step]) -> Option<Extent> {
        match path {
            [] => Some(self.extents.length(root, self.vars)),
            [Step::Index(_)] => {
                let (_, args) = self.definitions.get(&self.versions.first(root))?.prim()?;
                Some(self.extents.length(args[0], self.vars))
            }
            _ => None,
        }
    }

    fn plain(&mut self, place: &Place, ends: Ends, span: Span) -> Option<(Var, Vec<Stmt>)> {
        let root = self.vars.kind(place.root).clone();
        let kind = place.path.iter().try_fold(root, |kind, step| step.kind(&kind))?;
        let item = Box::new(kind.element()?.clone());
        let mut builder = Builder::derived(self.vars, span);
        let mut path = place.path.clone();
        path.push(Step::Range(Some(ends.lo), Some(ends.hi)));
        let part = Op::Project(Place { root: place.root, path });
        let part = builder.push(Kind::Slice(item.clone()), part);
        let row = builder.vars.fresh(row_info(Kind::Vec(item), span));
        builder.define(vec![row], Op::Prim(prims::COPY, vec![part]));
        Some((row, builder.stmts))
    }

    /// The row if the indices fit, else nothing.
    fn checked(
        &mut self,
        place: &Place,
        check: &Check,
        ends: Ends,
        (row, stmts): (Var, Vec<Stmt>),
        span: Span,
    ) -> Option<(Var, Vec<Stmt>)> {
        let root = self.vars.kind(place.root).clone();
        let way = &place.path[..check.at];
        let kind = way.iter().try_fold(root, |kind, step| step.kind(&kind))?;
        let mut builder = Builder::derived(self.vars, span);
        let whole = match way {
            [] => place.root,
            way => builder.push(kind, Op::Project(Place { root: place.root, path: way.to_vec() })),
        };
        let mut tests = Vec::new();
        if !check.ordered {
            tests.push(builder.prim(prims::LE, &[ends.lo, ends.hi]));
        }
        if !check.fits {
            let length = builder.prim(prims::LEN, &[whole]);
            tests.push(match place.path.get(check.at) {
                Some(Step::Index(index)) => builder.prim(prims::LT, &[*index, length]),
                _ => builder.prim(prims::LE, &[ends.hi, length]),
            });
        }
        let cond = tests.into_iter().reduce(|a, b| builder.prim(prims::AND, &[a, b]))?;
        let kind = builder.vars.kind(row).clone();
        let mut none = Builder::derived(builder.vars, span);
        let zero = none.real(0.0, kind.element()?);
        let count = none.push(Kind::usize(), Op::Literal(Literal::Int(0)));
        let empty = none.push(kind.clone(), Op::Prim(prims::FILLED, vec![zero, count]));
        let otherwise = Block { stmts: none.stmts, results: vec![empty] };
        let then = Block { stmts, results: vec![row] };
        let out = builder.vars.fresh(row_info(kind, span));
        builder.define(vec![out], Op::If { cond, then, otherwise });
        Some((out, builder.stmts))
    }
}

fn row_info(kind: Kind, span: Span) -> VarInfo {
    VarInfo { kind, name: Some("row".to_owned()), named: true, span }
}

/// Indices of a loop's body, computed again before the loop.
struct Again<'a, 'p> {
    pass: &'a mut Pass<'p>,
    /// What the loop defines.
    inside: &'a HashSet<Var>,
    /// The loops around it.
    ranges: &'a Ranges,
    stmts: &'a mut Vec<Stmt>,
    span: Span,
}

impl Again<'_, '_> {
    /// A value, where an index has another value; `None` where it depends on the loop.
    fn value(&mut self, var: Var, other: Option<(Var, Var)>) -> Option<Var> {
        match other {
            Some((index, instead)) if index == var => return Some(instead),
            Some(_) | None => {}
        }
        if !self.inside.contains(&var) {
            return Some(var);
        }
        let definition = self.pass.definitions.get(&var)?.clone();
        let op = match definition.prim() {
            Some((prim, args)) if self.may_repeat(prim, args, other) => {
                let args: Option<Vec<Var>> =
                    args.iter().map(|arg| self.value(*arg, other)).collect();
                Op::Prim(prim, args?)
            }
            Some(_) => return None,
            None => Op::Literal(definition.literal()?.clone()),
        };
        let mut builder = Builder::derived(self.pass.vars, self.span);
        let again = builder.push(builder.vars.kind(var).clone(), op);
        self.stmts.append(&mut builder.stmts);
        Some(again)
    }

    /// Whether nothing can go wrong with it where the loop has no round.
    fn may_repeat(&self, prim: Prim, args: &[Var], other: Option<(Var, Var)>) -> bool {
        if prim != prims::SUB {
            return [prims::ADD, prims::MUL, prims::LEN, prims::CAST].contains(&prim);
        }
        let [a, b] = [args[0], args[1]].map(|arg| self.pass.extents.value(arg));
        let same = |extent: &Extent| other.is_none_or(|(index, _)| !extent.mentions(index));
        same(&a) && same(&b) && self.ranges.is_at_most(&b, &a)
    }
}
