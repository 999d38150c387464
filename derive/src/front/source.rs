//! What a `for` loop runs over.

use syn::spanned::Spanned;
use syn::{Expr, RangeLimits};

use super::bind::name_of;
use super::lower::Lower;
use super::scope::{Borrow, Value};
use crate::diagnostics::*;
use crate::ir::{Kind, Op, Place, Step, Var};
use crate::prims;

/// An iterator, taken apart.
pub(super) enum Source {
    /// `lo..hi`
    Range { lo: Var, hi: Var, from_zero: bool },
    /// The elements of an array, slice, vector, or of a rank-1 array; the rows of a rank-2 array.
    Elements(Var),
    /// Parts of a variable, to be changed: elements, or runs of so many of them.
    Places { whole: Borrow, run: Option<Run> },
    /// Two at a time.
    Zip(Box<Source>, Box<Source>),
    /// With the position.
    Enumerate(Box<Source>),
    /// From the far end.
    Reversed(Box<Source>),
    /// Every k-th.
    StepBy(Box<Source>, Var),
}

/// Runs of elements that are changed together.
#[derive(Clone, Copy)]
pub(super) struct Run {
    length: Var,
    /// Whether a shorter last run is left out.
    exact: bool,
}

impl Lower<'_> {
    /// Takes an iterator expression apart.
    pub(super) fn source(&mut self, expr: &Expr) -> Accepted<Source> {
        match expr {
            Expr::Paren(inner) => self.source(&inner.expr),
            Expr::Group(inner) => self.source(&inner.expr),
            Expr::Reference(inner) if inner.mutability.is_none() => self.source(&inner.expr),
            Expr::Reference(inner) => self.places(&inner.expr, None),
            Expr::Path(_) if name_of(expr).is_some_and(|name| self.is_reference(&name)) => {
                self.places(expr, None)
            }
            Expr::Range(range) => self.range(range),
            Expr::MethodCall(call) => self.adaptor(call, expr),
            _ => self.elements(expr),
        }
    }

    fn range(&mut self, range: &syn::ExprRange) -> Accepted<Source> {
        let (Some(start), Some(end)) = (&range.start, &range.end) else {
            return Err(self.diagnostics.report(range, ITERATOR));
        };
        let lo = self.var(start, None)?;
        let expected = self.vars.kind(lo).clone();
        let mut hi = self.var(end, Some(&expected))?;
        let kind = self.vars.kind(hi).clone();
        self.expect_kind(lo, &kind, start.span())?;
        if !matches!(kind, Kind::Int(_)) {
            return Err(self.diagnostics.report(range, ITERATOR));
        }
        if matches!(range.limits, RangeLimits::Closed(_)) {
            let one = self.int(1, end.span());
            self.vars[one].kind = kind.clone();
            hi = self.push(kind, Op::Prim(prims::ADD, vec![hi, one]), end.span());
        }
        Ok(Source::Range { lo, hi, from_zero: Self::is_zero(start) })
    }

    fn adaptor(&mut self, call: &syn::ExprMethodCall, whole: &Expr) -> Accepted<Source> {
        let args: Vec<&Expr> = call.args.iter().collect();
        match (call.method.to_string().as_str(), args.as_slice()) {
            ("iter" | "rows" | "outer_iter", []) => self.elements(&call.receiver),
            ("iter_mut", []) => self.places(&call.receiver, None),
            ("chunks_mut" | "chunks_exact_mut", [length]) => {
                let length = self.index_var(length)?;
                let run = Run { length, exact: call.method == "chunks_exact_mut" };
                self.places(&call.receiver, Some(run))
            }
            ("into_iter" | "copied" | "cloned", []) => self.source(&call.receiver),
            ("enumerate", []) => Ok(Source::Enumerate(Box::new(self.source(&call.receiver)?))),
            ("rev", []) => Ok(Source::Reversed(Box::new(self.source(&call.receiver)?))),
            ("zip", [other]) => {
                let first = self.source(&call.receiver)?;
                Ok(Source::Zip(Box::new(first), Box::new(self.source(other)?)))
            }
            ("step_by", [stride]) => {
                let inner = self.source(&call.receiver)?;
                Ok(Source::StepBy(Box::new(inner), self.index_var(stride)?))
            }
            _ => Err(self.diagnostics.report(whole, ITERATOR)),
        }
    }

    fn places(&mut self, expr: &Expr, run: Option<Run>) -> Accepted<Source> {
        let whole = self.place(expr)?;
        match (&whole.kind, run) {
            (Kind::Slice(_) | Kind::Vec(_) | Kind::Array(..), _)
            | (Kind::Nd { rank: 1, .. }, None) => Ok(Source::Places { whole, run }),
            _ => Err(self.diagnostics.report(expr, ITERATOR)),
        }
    }

    fn elements(&mut self, expr: &Expr) -> Accepted<Source> {
        let var = self.var(expr, None)?;
        match self.vars.kind(var) {
            Kind::Slice(_) | Kind::Vec(_) | Kind::Array(..) | Kind::Nd { rank: 1 | 2, .. } => {
                Ok(Source::Elements(var))
            }
            _ => Err(self.diagnostics.report(expr, ITERATOR)),
        }
    }

    /// How many items a source yields.
    pub(super) fn count(&mut self, source: &Source, span: proc_macro2::Span) -> Var {
        let usize = Kind::usize();
        match source {
            Source::Places { whole, run } => {
                let Ok(var) = self.borrowed(whole, span) else { return self.int(0, span) };
                let len = self.push(usize.clone(), Op::Prim(prims::LEN, vec![var]), span);
                match run {
                    None => len,
                    Some(run) => {
                        let prim = if run.exact { prims::DIV } else { prims::STEPS };
                        self.push(usize, Op::Prim(prim, vec![len, run.length]), span)
                    }
                }
            }
            Source::Range { hi, from_zero: true, .. } => self.as_index(*hi, span),
            Source::Range { lo, hi, .. } => {
                let (lo, hi) = (self.as_index(*lo, span), self.as_index(*hi, span));
                self.push(usize, Op::Prim(prims::SATURATING_SUB, vec![hi, lo]), span)
            }
            Source::Elements(var) => {
                let rows = matches!(self.vars.kind(*var), Kind::Nd { rank: 2, .. });
                let prim = if rows { prims::NROWS } else { prims::LEN };
                self.push(usize, Op::Prim(prim, vec![*var]), span)
            }
            Source::Zip(a, b) => {
                let (a, b) = (self.count(a, span), self.count(b, span));
                self.push(usize, Op::Prim(prims::INT_MIN, vec![a, b]), span)
            }
            Source::Enumerate(inner) | Source::Reversed(inner) => self.count(inner, span),
            Source::StepBy(inner, stride) => {
                let count = self.count(inner, span);
                self.push(usize, Op::Prim(prims::STEPS, vec![count, *stride]), span)
            }
        }
    }

    fn as_index(&mut self, var: Var, span: proc_macro2::Span) -> Var {
        match self.vars.kind(var) {
            Kind::Int(num) if *num != index_num() && !matches!(num, crate::ir::Num::Infer(_)) => {
                self.push(Kind::usize(), Op::Prim(prims::CAST, vec![var]), span)
            }
            kind => {
                let kind = kind.clone();
                self.unifier.equate_kinds(&kind, &Kind::usize());
                var
            }
        }
    }

    /// The item at a position.
    pub(super) fn item(&mut self, source: &Source, at: Var, span: proc_macro2::Span) -> Value {
        match source {
            Source::Range { lo, from_zero: true, .. } if self.is_index(*lo) => Value::Var(at),
            Source::Range { lo, .. } => {
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
                let (lo, hi) = self.run(whole, *run, at, span);
                let step = Step::Range(Some(lo), Some(hi));
                Value::Borrow(whole.clone().then(step, Kind::Slice(Box::new(item))))
            }
            Source::Elements(root) => {
                let (step, kind) = match self.vars.kind(*root).clone() {
                    Kind::Nd { num, rank: 2, .. } => {
                        (Step::Row(at), Kind::Nd { num, rank: 1, view: true })
                    }
                    Kind::Nd { num, .. } => (Step::Index(at), Kind::Real(num)),
                    kind => (Step::Index(at), kind.element().cloned().unwrap_or(Kind::Unit)),
                };
                let place = Place { root: *root, path: vec![step] };
                Value::Var(self.push(kind, Op::Project(place), span))
            }
            Source::Zip(a, b) => Value::Tuple(vec![self.item(a, at, span), self.item(b, at, span)]),
            Source::Enumerate(inner) => {
                Value::Tuple(vec![Value::Var(at), self.item(inner, at, span)])
            }
            Source::Reversed(inner) => {
                let usize = Kind::usize();
                let count = self.count(inner, span);
                let one = self.int(1, span);
                let last = self.push(usize.clone(), Op::Prim(prims::SUB, vec![count, one]), span);
                let at = self.push(usize, Op::Prim(prims::SUB, vec![last, at]), span);
                self.item(inner, at, span)
            }
            Source::StepBy(inner, stride) => {
                let op = Op::Prim(prims::MUL, vec![at, *stride]);
                let at = self.push(Kind::usize(), op, span);
                self.item(inner, at, span)
            }
        }
    }

    /// Where a run of elements starts and ends.
    fn run(&mut self, whole: &Borrow, run: Run, at: Var, span: proc_macro2::Span) -> (Var, Var) {
        let usize = Kind::usize();
        let lo = self.push(usize.clone(), Op::Prim(prims::MUL, vec![at, run.length]), span);
        let hi = self.push(usize.clone(), Op::Prim(prims::ADD, vec![lo, run.length]), span);
        if run.exact {
            return (lo, hi);
        }
        let Ok(var) = self.borrowed(whole, span) else { return (lo, hi) };
        let len = self.push(usize.clone(), Op::Prim(prims::LEN, vec![var]), span);
        (lo, self.push(usize, Op::Prim(prims::INT_MIN, vec![hi, len]), span))
    }

    fn is_index(&mut self, var: Var) -> bool {
        let kind = self.vars.kind(var).clone();
        kind.num().is_some_and(|num| self.unifier.resolve(num) == index_num())
    }
}

/// The numeric type of indices.
pub(super) fn index_num() -> crate::ir::Num {
    crate::ir::Num::Int(syn::Ident::new("usize", proc_macro2::Span::call_site()))
}
