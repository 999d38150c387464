//! What loops and chains of iterators count through.

use super::spans::Spanned;
use proc_macro2::Span;
use quote::quote_spanned;
use syn::{Expr, RangeLimits};

use super::chains::Chain;
use super::closures::{Closure, Shared};
use super::lines::{Item, Whole};
use super::lower::Lower;
use super::scope::{Borrow, Value};
use crate::diagnostics::*;
use crate::ir::{Cut, Kind, Literal, Num, Op, Place, Rank, RustCode, Step, Var, View};
use crate::prims;

/// What is counted through: items that can be asked for in any order.
#[derive(Clone)]
pub(super) enum Source {
    /// `lo..hi`
    Range { lo: Var, hi: Var, from_zero: bool },
    /// `lo..`
    From { lo: Var, from_zero: bool },
    /// The elements of an array, slice, vector, or of a rank-1 array.
    Elements(Var),
    /// The elements of a constant whose type only rustc knows.
    Constant(RustCode, Var),
    /// What an `ndarray` array consists of.
    Array { whole: Whole, item: Item },
    /// Runs of elements of a slice.
    Runs { root: Var, run: Run },
    /// Parts of a variable, to be changed: elements, or runs of so many of them.
    Places { whole: Borrow, run: Option<Run> },
    /// References to places, one by one: loops over them are written out.
    Listed(Vec<Value>),
    /// One value, once.
    Once(Value),
    /// One value, again and again.
    Repeat(Value),
    /// What a closure makes of the items.
    Map(Box<Source>, Shared<Closure>),
    /// Two at a time.
    Zip(Box<Source>, Box<Source>),
    /// One after the other.
    Chained(Box<Source>, Box<Source>),
    /// With the position.
    Enumerate(Box<Source>),
    /// From the far end.
    Reversed(Box<Source>),
    /// Every k-th.
    StepBy(Box<Source>, Var),
    /// Without the first ones.
    Skip(Box<Source>, Var),
    /// The first ones.
    Take(Box<Source>, Var),
    /// All of them, again and again.
    Cycle(Box<Source>),
    /// What comes out of one iterator, and then of another one: none of it can be asked for by its position.
    Parts(Box<Chain>, Box<Chain>),
}

/// Runs of elements that belong together.
#[derive(Clone, Copy)]
pub(super) struct Run {
    /// How many elements.
    pub(super) length: Var,
    /// How they follow each other.
    pub(super) form: Form,
}

/// How runs of elements follow each other.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// One behind the other; the last may be shorter.
    Chunks,
    /// One behind the other; a shorter last run is left out.
    Exact,
    /// From each element on.
    Windows,
}

impl Lower<'_> {
    /// `lo..hi`, `lo..`
    pub(super) fn range(&mut self, range: &syn::ExprRange) -> Accepted<Source> {
        let Some(start) = &range.start else {
            return Err(self.diagnostics.report(range, ITERATOR));
        };
        let lo = self.var(start, None)?;
        let Some(end) = &range.end else {
            return Ok(Source::From { lo, from_zero: Self::is_zero(start) });
        };
        let expected = self.vars.kind(lo).clone();
        let hi = self.var(end, Some(&expected))?;
        // What an enum carries has no type here.
        for bound in [lo, hi] {
            if matches!(self.vars.kind(bound), Kind::Other(None)) {
                let kind = Kind::Int(self.unifier.fresh(true));
                self.unifier.open(&kind);
                self.vars[bound].kind = kind;
            }
        }
        let kind = self.vars.kind(hi).clone();
        self.expect_of(lo, &kind, &start)?;
        if !matches!(kind, Kind::Int(_)) {
            return Err(self.diagnostics.report(range, ITERATOR));
        }
        let closed = matches!(range.limits, RangeLimits::Closed(_));
        self.counted_between([lo, hi], closed, Self::is_zero(start), Some(end), end.span())
    }

    /// From one number to another, which may belong to it.
    pub(super) fn counted_between(
        &mut self,
        [lo, hi]: [Var; 2],
        closed: bool,
        from_zero: bool,
        end: Option<&Expr>,
        span: Span,
    ) -> Accepted<Source> {
        let kind = self.vars.kind(hi).clone();
        if !matches!(kind, Kind::Int(_)) {
            return Err(self.diagnostics.at(span, ITERATOR, ""));
        }
        if !closed {
            return Ok(Source::Range { lo, hi, from_zero });
        }
        if let Some(wide) = self.widened(&kind, end) {
            return wide.and_then(|wide| self.wide_range([lo, hi], &wide, &kind, span));
        }
        let one = self.int(1, span);
        self.vars[one].kind = kind.clone();
        let hi = self.push(kind, Op::Prim(prims::ADD, vec![hi, one]), span);
        Ok(Source::Range { lo, hi, from_zero })
    }

    /// Reports what has no items, or none that are known.
    pub(super) fn not_iterated(&mut self, kind: &Kind, at: Span) -> Refused {
        let untyped = matches!(kind, Kind::Other(_));
        self.diagnostics.at(at, if untyped { ITERATOR_UNTYPED } else { ITERATOR }, "")
    }

    /// The elements of a place, or runs of them, to be changed; none where it has no elements.
    pub(super) fn places_in(&mut self, whole: Borrow, run: Option<Run>) -> Option<Source> {
        match (&whole.kind, run) {
            (Kind::Slice(_) | Kind::Vec(_) | Kind::Array(..), _)
            | (Kind::Nd { rank: Rank::VECTOR, .. }, None) => Some(Source::Places { whole, run }),
            (Kind::Nd { rank: Rank::Fixed(rank), .. }, None) => {
                let item = Item::Element(*rank);
                Some(Source::Array { whole: Whole::Written(whole), item })
            }
            _ => None,
        }
    }

    /// The elements of a value; none where it has no elements.
    pub(super) fn elements(&mut self, var: Var) -> Option<Source> {
        match self.vars.kind(var) {
            Kind::Slice(_)
            | Kind::Vec(_)
            | Kind::Array(..)
            | Kind::Nd { rank: Rank::VECTOR, .. } => Some(Source::Elements(var)),
            Kind::Nd { rank: Rank::Fixed(rank), .. } => {
                Some(Source::Array { whole: Whole::Read(var), item: Item::Element(*rank) })
            }
            _ => None,
        }
    }

    /// How many items a source yields; `None` where it never ends.
    pub(super) fn count(&mut self, source: &Source, span: Span) -> Option<Var> {
        let usize = Kind::usize();
        Some(match source {
            Source::From { .. } | Source::Repeat(_) | Source::Parts(..) => return None,
            Source::Cycle(inner) => self.endless(inner, span)?,
            Source::Places { whole, run } => {
                let Ok(var) = self.borrowed(whole, span) else { return Some(self.int(0, span)) };
                self.run_count(var, *run, span)
            }
            Source::Runs { root, run } => self.run_count(*root, Some(*run), span),
            Source::Range { lo, hi, from_zero } => self.range_count(*lo, *hi, *from_zero, span),
            Source::Elements(var) => self.push(usize, Op::Prim(prims::LEN, vec![*var]), span),
            Source::Constant(words, _) => self.constant_length(words, span),
            Source::Array { whole, item } => self.array_count(whole, *item, span),
            Source::Once(_) => self.int(1, span),
            Source::Listed(items) => self.int(items.len() as i64, span),
            Source::Zip(a, b) => {
                let (a, b) = (self.count(a, span), self.count(b, span));
                return self.smaller(a, b, span);
            }
            Source::Chained(a, b) => {
                let (a, b) = (self.count(a, span)?, self.count(b, span)?);
                self.push(usize, Op::Prim(prims::ADD, vec![a, b]), span)
            }
            Source::Map(inner, _) | Source::Enumerate(inner) | Source::Reversed(inner) => {
                return self.count(inner, span);
            }
            Source::StepBy(inner, stride) => {
                let count = self.count(inner, span)?;
                self.push(usize, Op::Prim(prims::STEPS, vec![count, *stride]), span)
            }
            Source::Skip(inner, skipped) => {
                let count = self.count(inner, span)?;
                self.push(usize, Op::Prim(prims::SATURATING_SUB, vec![count, *skipped]), span)
            }
            Source::Take(inner, taken) => {
                let count = self.count(inner, span);
                return self.smaller(count, Some(*taken), span);
            }
        })
    }

    /// How many items there are again and again: as many as are asked for, if there are any.
    fn endless(&mut self, inner: &Source, span: Span) -> Option<Var> {
        let count = self.count(inner, span)?;
        if self.known(count).is_some_and(|count| count > 0) {
            return None;
        }
        let name = syn::Ident::new("count", span);
        let words = quote_spanned!(span=> if #name == 0 { 0 } else { usize::MAX });
        Some(self.inactive(words, vec![(name, count)], Kind::usize()))
    }

    /// The smaller of two counts.
    fn smaller(&mut self, a: Option<Var>, b: Option<Var>, span: Span) -> Option<Var> {
        match (a, b) {
            (Some(a), Some(b)) => {
                Some(self.push(Kind::usize(), Op::Prim(prims::INT_MIN, vec![a, b]), span))
            }
            (a, b) => a.or(b),
        }
    }

    /// The number that an index is, where it was written just before.
    pub(super) fn known(&self, index: Var) -> Option<i64> {
        self.stmts.iter().rev().find(|stmt| stmt.outs == [index]).and_then(|stmt| match &stmt.op {
            Op::Literal(Literal::Token(_, syn::Lit::Int(number))) => number.base10_parse().ok(),
            _ => None,
        })
    }

    fn run_count(&mut self, whole: Var, run: Option<Run>, span: Span) -> Var {
        let usize = Kind::usize();
        let len = self.push(usize.clone(), Op::Prim(prims::LEN, vec![whole]), span);
        let Some(Run { length, form }) = run else { return len };
        let op = match form {
            Form::Chunks => Op::Prim(prims::STEPS, vec![len, length]),
            Form::Exact => Op::Prim(prims::DIV, vec![len, length]),
            Form::Windows => match self.known(length) {
                Some(known @ 1..) => {
                    let behind = self.int(known - 1, span);
                    Op::Prim(prims::SATURATING_SUB, vec![len, behind])
                }
                _ => {
                    let one = self.int(1, span);
                    let op = Op::Prim(prims::ADD, vec![len, one]);
                    let after = self.push(usize.clone(), op, span);
                    Op::Prim(prims::SATURATING_SUB, vec![after, length])
                }
            },
        };
        self.push(usize, op, span)
    }

    /// How many integers a range has, of whatever type; none where it ends before it starts.
    fn range_count(&mut self, lo: Var, hi: Var, from_zero: bool, span: Span) -> Var {
        let (kind, usize) = (self.vars.kind(hi).clone(), Kind::usize());
        if self.unifier.equate_kinds(&kind, &usize) {
            return match from_zero {
                true => hi,
                false => self.push(usize, Op::Prim(prims::SATURATING_SUB, vec![hi, lo]), span),
            };
        }
        let signed = kind.num().is_some_and(|num| is_signed(&self.unifier.resolve(num)));
        let mut count = hi;
        if signed || !from_zero {
            count = self.push(kind.clone(), Op::Prim(prims::INT_MAX, vec![hi, lo]), span);
        }
        if !from_zero {
            count = self.push(kind, Op::Prim(prims::SUB, vec![count, lo]), span);
        }
        self.push(usize, Op::Prim(prims::CAST, vec![count]), span)
    }

    /// The item at a position.
    pub(super) fn item(&mut self, source: &Source, at: Var, span: Span) -> Accepted<Value> {
        let usize = Kind::usize();
        Ok(match source {
            Source::Range { lo, from_zero: true, .. } | Source::From { lo, from_zero: true }
                if self.is_index(*lo) =>
            {
                Value::Var(at)
            }
            Source::From { lo, from_zero: true } => {
                let kind = self.vars.kind(*lo).clone();
                Value::Var(self.push(kind, Op::Prim(prims::CAST, vec![at]), span))
            }
            Source::Range { lo, .. } | Source::From { lo, .. } => {
                let kind = self.vars.kind(*lo).clone();
                let at = if self.is_index(*lo) {
                    at
                } else {
                    self.push(kind.clone(), Op::Prim(prims::CAST, vec![at]), span)
                };
                Value::Var(self.push(kind, Op::Prim(prims::ADD, vec![*lo, at]), span))
            }
            Source::Places { whole, run: None } => {
                let kind = match &whole.kind {
                    Kind::Nd { num, .. } => Kind::Real(num.clone()),
                    kind => kind.element().cloned().unwrap_or(Kind::Unit),
                };
                Value::Borrow(whole.clone().then(Step::Index(at), kind))
            }
            Source::Places { whole, run: Some(run) } => {
                let item = whole.kind.element().cloned().unwrap_or(Kind::Unit);
                let var = self.borrowed(whole, span)?;
                let step = self.run_step(var, *run, at, span);
                Value::Borrow(whole.clone().then(step, Kind::Slice(Box::new(item))))
            }
            Source::Runs { root, run } if self.vars.kind(*root).rank().is_some() => {
                let Step::Range(lo, hi) = self.run_step(*root, *run, at, span) else {
                    return Err(Refused);
                };
                let view = View::Slice(vec![Cut::Range { lo, hi, stride: None }]);
                let kind = view.kind(self.vars.kind(*root)).unwrap_or(Kind::Unit);
                let path = vec![Step::View(view)];
                Value::Var(self.push(kind, Op::Project(Place { root: *root, path }), span))
            }
            Source::Runs { root, run } => {
                let item = self.vars.kind(*root).element().cloned().unwrap_or(Kind::Unit);
                let path = vec![self.run_step(*root, *run, at, span)];
                let op = Op::Project(Place { root: *root, path });
                Value::Var(self.push(Kind::Slice(Box::new(item)), op, span))
            }
            Source::Elements(root) => {
                let kind = match self.vars.kind(*root).clone() {
                    Kind::Nd { num, .. } => Kind::Real(num),
                    kind => kind.element().cloned().unwrap_or(Kind::Unit),
                };
                let place = Place { root: *root, path: vec![Step::Index(at)] };
                Value::Var(self.push(kind, Op::Project(place), span))
            }
            Source::Constant(words, of) => Value::Var(self.constant_element(words, *of, at, span)),
            Source::Array { whole, item } => self.array_item(whole, *item, at, span)?,
            Source::Once(value) | Source::Repeat(value) => value.clone(),
            // Which place is changed must be plain.
            Source::Listed(_) => return Err(self.diagnostics.at(span, BORROW, "")),
            Source::Map(inner, function) => {
                let item = self.item(inner, at, span)?;
                self.inline(function, vec![item], span)?
            }
            Source::Zip(a, b) => {
                Value::Tuple(vec![self.item(a, at, span)?, self.item(b, at, span)?])
            }
            Source::Chained(a, b) => self.item_of_either(a, b, at, span)?,
            Source::Enumerate(inner) => {
                Value::Tuple(vec![Value::Var(at), self.item(inner, at, span)?])
            }
            Source::Reversed(inner) => {
                let Some(count) = self.count(inner, span) else { return Err(Refused) };
                let one = self.int(1, span);
                let last = self.push(usize.clone(), Op::Prim(prims::SUB, vec![count, one]), span);
                let at = self.push(usize, Op::Prim(prims::SUB, vec![last, at]), span);
                self.item(inner, at, span)?
            }
            Source::StepBy(inner, stride) => {
                let at = self.push(usize, Op::Prim(prims::MUL, vec![at, *stride]), span);
                self.item(inner, at, span)?
            }
            Source::Skip(inner, skipped) => {
                let at = self.push(usize, Op::Prim(prims::ADD, vec![at, *skipped]), span);
                self.item(inner, at, span)?
            }
            Source::Take(inner, _) => self.item(inner, at, span)?,
            Source::Cycle(inner) => {
                let at = match self.count(inner, span) {
                    Some(count) => self.push(usize, Op::Prim(prims::REM, vec![at, count]), span),
                    None => at,
                };
                self.item(inner, at, span)?
            }
            // Nobody asks for one.
            Source::Parts(..) => return Err(Refused),
        })
    }

    /// An item of one source, or of the one behind it.
    fn item_of_either(
        &mut self,
        first: &Source,
        second: &Source,
        at: Var,
        span: Span,
    ) -> Accepted<Value> {
        let Some(count) = self.count(first, span) else { return Err(Refused) };
        let cond = self.push(Kind::Bool, Op::Prim(prims::LT, vec![at, count]), span);
        let then = self.arm(|lower| lower.item(first, at, span));
        let otherwise = self.arm(|lower| {
            let at = lower.push(Kind::usize(), Op::Prim(prims::SUB, vec![at, count]), span);
            lower.item(second, at, span)
        });
        self.merge(cond, then?, otherwise?, span)
    }

    /// Where a run of elements starts and ends.
    fn run_step(&mut self, whole: Var, run: Run, at: Var, span: Span) -> Step {
        let usize = Kind::usize();
        let lo = match run.form {
            Form::Windows => at,
            Form::Chunks | Form::Exact => {
                self.push(usize.clone(), Op::Prim(prims::MUL, vec![at, run.length]), span)
            }
        };
        let mut hi = self.push(usize.clone(), Op::Prim(prims::ADD, vec![lo, run.length]), span);
        if run.form == Form::Chunks {
            let len = self.push(usize.clone(), Op::Prim(prims::LEN, vec![whole]), span);
            hi = self.push(usize, Op::Prim(prims::INT_MIN, vec![hi, len]), span);
        }
        Step::Range(Some(lo), Some(hi))
    }

    fn is_index(&mut self, var: Var) -> bool {
        let kind = self.vars.kind(var).clone();
        kind.num().is_some_and(|num| self.unifier.resolve(num) == index_num())
    }
}

fn is_signed(num: &Num) -> bool {
    matches!(num, Num::Int(name) if name.to_string().starts_with('i'))
}

/// The numeric type of indices.
pub(super) fn index_num() -> Num {
    Num::Int(syn::Ident::new("usize", Span::call_site()))
}
