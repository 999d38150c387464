//! How patterns bind: by copy, by shared reference, or by mutable reference to a place.
//!
//! This is the one place that decides it, for `let`, loops, parameters, closures and `match` alike,
//! as Rust's default binding modes do: a pattern that takes apart what stands behind `&mut` binds
//! references to its parts, one behind a `&mut` pattern binds copies, and `ref mut` asks for a
//! reference. A value behind `&` is as good as a copy, since nobody changes it meanwhile.

mod slices;

pub(super) use self::slices::literal_length;

use super::spans::Spanned;
use proc_macro2::Span;
use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::visit::Visit;
use syn::{Expr, Member, Pat, PatIdent, Token};

use super::lower::Lower;
use super::payload::{Payload, is_binding};
use super::scope::{Borrow, Value};
use crate::diagnostics::*;
use crate::ir::{Kind, Op, Place, Step};

/// What a pattern is held against.
#[derive(Clone)]
pub(super) enum Subject {
    /// A value that is moved, or read behind `&`. Where it is a mutable reference, a pattern that
    /// takes it apart makes it [`Subject::Lent`].
    Value(Value),
    /// What stands behind `&mut`: a name binds a mutable reference.
    Lent(Borrow),
    /// A place itself: a name binds a copy, unless it says `ref mut`.
    Place(Borrow),
}

/// The patterns in a list, and what `..` between them binds.
struct Spread<'p> {
    before: Vec<&'p Pat>,
    /// `..`, or `rest @ ..`.
    rest: Option<Option<&'p PatIdent>>,
    after: Vec<&'p Pat>,
}

impl<'p> Spread<'p> {
    fn of(patterns: &'p Punctuated<Pat, Token![,]>) -> Self {
        let mut spread = Spread { before: Vec::new(), rest: None, after: Vec::new() };
        for pattern in patterns {
            match (rest(pattern), &spread.rest) {
                (Some(rest), None) => spread.rest = Some(rest),
                (_, Some(_)) => spread.after.push(pattern),
                (None, None) => spread.before.push(pattern),
            }
        }
        spread
    }

    /// How many patterns stand beside `..`.
    fn count(&self) -> usize {
        self.before.len() + self.after.len()
    }

    fn fits(&self, count: usize) -> bool {
        match self.rest {
            Some(_) => self.count() <= count,
            None => self.count() == count,
        }
    }

    /// The patterns with the positions of their parts among so many.
    fn positions(&self, count: usize) -> impl Iterator<Item = (usize, &'p Pat)> {
        let behind = count - self.after.len();
        let after = self.after.iter().enumerate().map(move |(i, pattern)| (behind + i, *pattern));
        self.before.iter().copied().enumerate().chain(after)
    }
}

/// What `..` binds, where a pattern is one.
pub(super) fn rest(pattern: &Pat) -> Option<Option<&PatIdent>> {
    match pattern {
        Pat::Rest(_) => Some(None),
        Pat::Ident(name) => match &name.subpat {
            Some((_, inner)) if matches!(**inner, Pat::Rest(_)) => Some(Some(name)),
            _ => None,
        },
        _ => None,
    }
}

/// Whether `..` in a slice pattern leaves open how many elements there are, and how many it names.
pub(super) fn elements(patterns: &Punctuated<Pat, Token![,]>) -> (bool, usize) {
    let spread = Spread::of(patterns);
    (spread.rest.is_some(), spread.count())
}

/// Whether a pattern asks for a mutable reference: `ref mut`.
pub(super) fn borrows(pattern: &Pat) -> bool {
    struct Borrows(bool);
    impl<'ast> Visit<'ast> for Borrows {
        fn visit_pat_ident(&mut self, name: &'ast PatIdent) {
            self.0 |= name.by_ref.is_some() && name.mutability.is_some();
            syn::visit::visit_pat_ident(self, name);
        }
    }
    let mut found = Borrows(false);
    found.visit_pat(pattern);
    found.0
}

/// Whether an expression names a place, rather than making a value.
fn names_place(expr: &Expr) -> bool {
    match expr {
        Expr::Paren(inner) => names_place(&inner.expr),
        Expr::Group(inner) => names_place(&inner.expr),
        Expr::Field(field) => names_place(&field.base),
        Expr::Index(index) => names_place(&index.expr),
        Expr::Unary(unary) => matches!(unary.op, syn::UnOp::Deref(_)),
        Expr::Path(_) => true,
        _ => false,
    }
}

impl Lower<'_> {
    /// Binds a pattern to a value.
    pub(super) fn bind_pattern(&mut self, pattern: &Pat, value: Value) -> Accepted<()> {
        self.bind_subject(pattern, &Subject::Value(value), None)
    }

    /// Binds a pattern. `payload` takes out what an enum carries.
    pub(super) fn bind_subject(
        &mut self,
        pattern: &Pat,
        subject: &Subject,
        payload: Option<&Payload<'_>>,
    ) -> Accepted<()> {
        let bound = self.bind_part(pattern, subject, payload);
        if bound.is_err() {
            self.poison(pattern);
        }
        bound
    }

    /// What patterns are held against, where an expression has this value: the place that it names,
    /// if one of them asks for that.
    pub(super) fn subject(
        &mut self,
        borrows: bool,
        expr: &Expr,
        value: Value,
    ) -> Accepted<Subject> {
        if !borrows || !names_place(expr) {
            return Ok(Subject::Value(value));
        }
        if !self.assigned(|walk| walk.visit_expr(expr)).is_empty() {
            return Err(self.diagnostics.report(expr, BORROW));
        }
        self.place(expr).map(Subject::Place)
    }

    fn bind_part(
        &mut self,
        pattern: &Pat,
        subject: &Subject,
        payload: Option<&Payload<'_>>,
    ) -> Accepted<()> {
        match pattern {
            Pat::Wild(_) | Pat::Rest(_) => self.left_out(subject, pattern.span()),
            Pat::Paren(inner) => self.bind_part(&inner.pat, subject, payload),
            Pat::Type(typed) => self.bind_part(&typed.pat, subject, payload),
            Pat::Reference(inner) => {
                self.bind_part(&inner.pat, &subject.clone().dereferenced(), payload)
            }
            Pat::Ident(name) if payload.is_none() || is_binding(name) => {
                self.bind_ident(name, subject)?;
                match &name.subpat {
                    Some((_, inner)) => self.bind_part(inner, subject, payload),
                    None => Ok(()),
                }
            }
            Pat::Tuple(tuple) if self.is_tuple(subject) => {
                self.bind_tuple(pattern, &tuple.elems, subject, payload)
            }
            Pat::Slice(slice) if self.is_sequence(subject) => {
                self.bind_slice(pattern, &slice.elems, subject, payload)
            }
            Pat::Struct(fields) if self.is_struct(subject) => {
                fields.fields.iter().try_for_each(|field| {
                    self.bind_field(&field.member, &field.pat, subject, payload, pattern.span())
                })
            }
            Pat::TupleStruct(fields) if self.is_struct(subject) => {
                let (spread, count) = (Spread::of(&fields.elems), self.part_count(subject));
                if !spread.fits(count) {
                    return Err(self.diagnostics.report(pattern, PATTERN));
                }
                spread.positions(count).try_for_each(|(i, part)| {
                    self.bind_field(&i.into(), part, subject, payload, pattern.span())
                })
            }
            _ => match (payload, subject) {
                (None, Subject::Value(Value::Var(var))) if self.is_constant(*var) => {
                    self.bind_constant(pattern, *var)
                }
                (_, Subject::Value(Value::Absent(_) | Value::Poison)) => Err(Refused),
                (Some(payload), _) => self.bind_payload(pattern, subject, payload),
                // What follows from an error that is reported.
                (None, _)
                    if matches!(self.subject_kind(subject), Kind::Other(None))
                        && !self.diagnostics.is_empty() =>
                {
                    Err(Refused)
                }
                (None, _) => {
                    self.diagnostics.report(pattern, PATTERN);
                    Err(match (self.subject_kind(subject), pattern) {
                        (_, Pat::Or(_)) => Refused,
                        (Kind::Real(_) | Kind::Int(_) | Kind::Nd { .. }, _) => {
                            self.diagnostics.rust_too()
                        }
                        _ => Refused,
                    })
                }
            },
        }
    }

    fn bind_ident(&mut self, name: &PatIdent, subject: &Subject) -> Accepted<()> {
        let span = name.ident.span();
        let (by_ref, mutable) = (name.by_ref.is_some(), name.mutability.is_some());
        let value = match subject {
            Subject::Value(value) if by_ref && mutable => self.placed(name, value)?,
            Subject::Value(value) => value.clone(),
            Subject::Lent(place) if !(by_ref || mutable) => Value::Borrow(place.clone()),
            Subject::Lent(place) | Subject::Place(place) if by_ref && mutable => {
                Value::Borrow(place.clone())
            }
            Subject::Lent(place) | Subject::Place(place) => Value::Var(self.borrowed(place, span)?),
        };
        self.bind_name(name, value);
        Ok(())
    }

    /// A reference to a value that has no other name.
    fn placed(&mut self, name: &PatIdent, value: &Value) -> Accepted<Value> {
        if !matches!(value, Value::Var(_)) {
            return Err(self.diagnostics.report(name, BORROW));
        }
        let kind = self.value_kind(value);
        let cell = self.scopes.fresh(name.ident.to_string(), value.clone());
        Ok(Value::Borrow(Borrow { cell, path: Vec::new(), kind }))
    }

    fn bind_tuple(
        &mut self,
        pattern: &Pat,
        patterns: &Punctuated<Pat, Token![,]>,
        subject: &Subject,
        payload: Option<&Payload<'_>>,
    ) -> Accepted<()> {
        let (spread, count) = (Spread::of(patterns), self.part_count(subject));
        if !spread.fits(count) {
            let counts = format!("{} parts of a value that has {count}", patterns.len());
            self.diagnostics.on(pattern, PATTERN, &counts);
            return Err(self.diagnostics.rust_too());
        }
        let parts = (0..count)
            .map(|i| self.member(subject, &i.into(), pattern.span()))
            .collect::<Accepted<Vec<_>>>()?;
        spread.positions(count).try_for_each(|(i, part)| match &parts[i] {
            Some(subject) => self.bind_subject(part, subject, payload),
            None => Err(self.diagnostics.report(pattern, PATTERN)),
        })
    }

    fn bind_field(
        &mut self,
        member: &Member,
        pattern: &Pat,
        subject: &Subject,
        payload: Option<&Payload<'_>>,
        span: Span,
    ) -> Accepted<()> {
        if matches!(pattern, Pat::Wild(_)) {
            return Ok(());
        }
        match self.member(subject, member, span)? {
            Some(part) => self.bind_subject(pattern, &part, payload),
            None => {
                self.poison(pattern);
                Err(self.diagnostics.report(member, TYPE))
            }
        }
    }

    /// A field of a struct, or a component of a tuple; none where its type is not known.
    fn member(
        &mut self,
        subject: &Subject,
        member: &Member,
        span: Span,
    ) -> Accepted<Option<Subject>> {
        if let (Subject::Value(Value::Tuple(items)), Member::Unnamed(index)) = (subject, member) {
            return Ok(items.get(index.index as usize).cloned().map(Subject::Value));
        }
        let Some(kind) = Step::Field(member.clone()).kind(&self.subject_kind(subject)) else {
            return Err(self.diagnostics.report(member.to_token_stream(), KIND_UNKNOWN));
        };
        if matches!(kind, Kind::Other(None)) {
            return Ok(None);
        }
        self.part_of(subject, Step::Field(member.clone()), kind, span).map(Some)
    }

    fn part_of(
        &mut self,
        subject: &Subject,
        step: Step,
        kind: Kind,
        span: Span,
    ) -> Accepted<Subject> {
        Ok(match subject {
            Subject::Value(Value::Borrow(place)) | Subject::Lent(place) => {
                Subject::Lent(place.clone().then(step, kind))
            }
            Subject::Place(place) => Subject::Place(place.clone().then(step, kind)),
            Subject::Value(value) => {
                let root = self.single(value.clone(), span)?;
                let op = Op::Project(Place { root, path: vec![step] });
                Subject::Value(Value::Var(self.push(kind, op, span)))
            }
        })
    }

    pub(super) fn subject_kind(&self, subject: &Subject) -> Kind {
        match subject {
            Subject::Value(value) => self.value_kind(value),
            Subject::Lent(place) | Subject::Place(place) => place.kind.clone(),
        }
    }

    fn is_tuple(&self, subject: &Subject) -> bool {
        matches!(self.subject_kind(subject), Kind::Tuple(_))
    }

    fn is_struct(&self, subject: &Subject) -> bool {
        matches!(self.subject_kind(subject), Kind::Struct(_))
    }

    /// Whether it has elements; a list of references does, too.
    fn is_sequence(&self, subject: &Subject) -> bool {
        match subject {
            Subject::Value(value @ Value::Tuple(_)) => !value.places().is_empty(),
            subject => self.subject_kind(subject).element().is_some(),
        }
    }

    fn part_count(&self, subject: &Subject) -> usize {
        match self.subject_kind(subject) {
            Kind::Tuple(items) => items.len(),
            Kind::Struct(info) => info.fields.len(),
            _ => 0,
        }
    }
}

impl Subject {
    /// What stands behind a reference.
    fn dereferenced(self) -> Subject {
        match self {
            Subject::Value(Value::Borrow(place)) | Subject::Lent(place) => Subject::Place(place),
            other => other,
        }
    }
}
