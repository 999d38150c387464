//! Patterns of slices and arrays.

use proc_macro2::Span;
use syn::punctuated::Punctuated;
use syn::{Expr, Pat, Token};

use super::{Spread, Subject};
use crate::diagnostics::*;
use crate::front::lower::Lower;
use crate::front::payload::Payload;
use crate::front::scope::Value;
use crate::front::spans::Spanned;
use crate::ir::{Kind, Op, Place, Step, Var};
use crate::prims;

impl Lower<'_> {
    pub(super) fn bind_slice(
        &mut self,
        pattern: &Pat,
        patterns: &Punctuated<Pat, Token![,]>,
        subject: &Subject,
        payload: Option<&Payload<'_>>,
    ) -> Accepted<()> {
        let (spread, span) = (Spread::of(patterns), pattern.span());
        let known = self.known_length(subject);
        if known.is_some_and(|count| !spread.fits(count)) {
            return Err(self.diagnostics.report(pattern, PATTERN));
        }
        for (i, part) in spread.before.iter().enumerate() {
            let element = self.element(subject, known, (i, false), span)?;
            self.bind_subject(part, &element, payload)?;
        }
        if let Some(Some(name)) = spread.rest {
            let rest =
                self.between(subject, known, (spread.before.len(), spread.after.len()), span)?;
            self.bind_ident(name, &rest)?;
        }
        for (i, part) in spread.after.iter().enumerate() {
            let element = self.element(subject, known, (spread.after.len() - i, true), span)?;
            self.bind_subject(part, &element, payload)?;
        }
        Ok(())
    }

    /// An element, counted from the start or from the end.
    fn element(
        &mut self,
        subject: &Subject,
        known: Option<usize>,
        (position, from_end): (usize, bool),
        span: Span,
    ) -> Accepted<Subject> {
        if let (Subject::Value(Value::Tuple(items)), Some(count)) = (subject, known) {
            let position = if from_end { count - position } else { position };
            return Ok(Subject::Value(items[position].clone()));
        }
        let index = match from_end {
            true => self.before_end(subject, known, position, span)?,
            false => self.int(position as i64, span),
        };
        let kind = self.subject_kind(subject).element().cloned().unwrap_or(Kind::Unit);
        self.part_of(subject, Step::Index(index), kind, span)
    }

    /// The position so many before the end.
    fn before_end(
        &mut self,
        subject: &Subject,
        known: Option<usize>,
        behind: usize,
        span: Span,
    ) -> Accepted<Var> {
        if let Some(count) = known {
            return Ok(self.int((count - behind) as i64, span));
        }
        let count = self.subject_length(subject, span)?;
        let behind = self.int(behind as i64, span);
        Ok(self.push(Kind::usize(), Op::Prim(prims::SUB, vec![count, behind]), span))
    }

    /// `rest @ ..`: what stands behind so many elements and before so many.
    fn between(
        &mut self,
        subject: &Subject,
        known: Option<usize>,
        (before, after): (usize, usize),
        span: Span,
    ) -> Accepted<Subject> {
        let kind = self.subject_kind(subject);
        match (subject, known) {
            (Subject::Value(Value::Tuple(items)), Some(count)) => {
                let items = items[before..count - after].to_vec();
                Ok(Subject::Value(Value::Tuple(items)))
            }
            (Subject::Value(Value::Var(root)), Some(count)) if matches!(kind, Kind::Array(..)) => {
                let item = kind.element().cloned().unwrap_or(Kind::Unit);
                Ok(Subject::Value(self.shorter_array(*root, &item, before..count - after, span)))
            }
            _ => {
                let item = kind.element().cloned().unwrap_or(Kind::Unit);
                let lo = (before > 0).then(|| self.int(before as i64, span));
                let hi = match after {
                    0 => None,
                    after => Some(self.before_end(subject, known, after, span)?),
                };
                self.part_of(subject, Step::Range(lo, hi), Kind::Slice(Box::new(item)), span)
            }
        }
    }

    /// Some of an array's elements, as an array.
    fn shorter_array(
        &mut self,
        root: Var,
        item: &Kind,
        positions: std::ops::Range<usize>,
        span: Span,
    ) -> Value {
        let length = proc_macro2::Literal::usize_unsuffixed(positions.len());
        let items = positions
            .map(|i| {
                let index = self.int(i as i64, span);
                let op = Op::Project(Place { root, path: vec![Step::Index(index)] });
                self.push(item.clone(), op, span)
            })
            .collect();
        let kind =
            Kind::Array(Box::new(item.clone()), std::rc::Rc::new(syn::parse_quote!(#length)));
        Value::Var(self.push(kind, Op::Aggregate(items), span))
    }

    /// How many elements there are.
    pub(in crate::front) fn subject_length(
        &mut self,
        subject: &Subject,
        span: Span,
    ) -> Accepted<Var> {
        let root = match subject {
            Subject::Value(value) => self.single(value.clone(), span)?,
            Subject::Lent(place) | Subject::Place(place) => self.borrowed(place, span)?,
        };
        Ok(self.push(Kind::usize(), Op::Prim(prims::LEN, vec![root]), span))
    }

    /// The same, where the type says it.
    pub(super) fn known_length(&self, subject: &Subject) -> Option<usize> {
        if let Subject::Value(Value::Tuple(items)) = subject {
            return Some(items.len());
        }
        match self.subject_kind(subject) {
            Kind::Array(_, length) => literal_length(&length),
            _ => None,
        }
    }
}

/// The number that the length of an array type is, where it is written there.
pub(in crate::front) fn literal_length(length: &Expr) -> Option<usize> {
    match length {
        Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(number), .. }) => number.base10_parse().ok(),
        _ => None,
    }
}
