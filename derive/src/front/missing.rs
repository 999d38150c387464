//! Patterns of what may be missing: `Some(v)` and `None`, `Ok(v)` and `Err(e)`.

use proc_macro2::Span;
use quote::quote_spanned;
use syn::parse::Parser;
use syn::visit_mut::VisitMut;
use syn::{Ident, Pat};

use super::binding::Subject;
use super::closures::Shared;
use super::extrema::Asked;
use super::lower::Lower;
use super::matching::{Scrutinee, irrefutable};
use super::maybe::Maybe;
use super::payload::{Payload, Strip, is_binding};
use super::scope::{Borrow, Value};
use super::spans::Spanned;
use crate::diagnostics::*;
use crate::ir::{Kind, Var};

/// What such patterns are tried on.
#[derive(Clone)]
pub(super) enum Missing {
    /// An item of an iterator.
    Item(Box<Asked>),
    /// The last element of a vector, from where it is taken; whether there is one.
    Last(Shared<Borrow>, Var),
    /// A `Result` or an `Option`.
    Value(Box<Maybe>),
}

/// What a pattern asks for.
enum Part<'p> {
    /// `Some(pattern)`, `Ok(pattern)`
    Value(&'p Pat),
    /// `Err(pattern)`
    Error(&'p Pat),
    /// `None`
    Nothing,
    /// `_`, or a name.
    Whole,
    /// Anything else.
    Unknown,
}

impl<'p> Part<'p> {
    fn of(pattern: &'p Pat) -> Part<'p> {
        match pattern {
            Pat::Paren(inner) => Part::of(&inner.pat),
            Pat::Reference(inner) => Part::of(&inner.pat),
            Pat::TupleStruct(tuple) if tuple.elems.len() == 1 => {
                let name = tuple.path.segments.last().map(|last| last.ident.to_string());
                match name.as_deref() {
                    Some("Some" | "Ok") => Part::Value(&tuple.elems[0]),
                    Some("Err") => Part::Error(&tuple.elems[0]),
                    _ => Part::Unknown,
                }
            }
            Pat::Ident(name) if name.ident == "None" => Part::Nothing,
            Pat::Ident(name) if is_binding(name) && name.subpat.is_none() => Part::Whole,
            Pat::Path(path) if path.path.segments.last().is_some_and(|l| l.ident == "None") => {
                Part::Nothing
            }
            Pat::Wild(_) => Part::Whole,
            _ => Part::Unknown,
        }
    }
}

impl Lower<'_> {
    /// Whether a pattern without bindings fits what may be missing; none where it always does.
    pub(super) fn is_found(&mut self, pattern: &Pat, missing: &Missing) -> Accepted<Option<Var>> {
        let span = pattern.span();
        let (some, inside) = match missing {
            Missing::Item(asked) => (asked.some(), asked.element_of(&self.vars)),
            Missing::Last(place, some) => (*some, place.kind.element().cloned()),
            Missing::Value(maybe) => {
                (self.there(maybe, span)?, Some(self.value_kind(&maybe.value)))
            }
        };
        match (Part::of(pattern), missing) {
            (Part::Whole, _) => Ok(None),
            (Part::Value(inner), _) if irrefutable(inner, inside.as_ref()) => Ok(Some(some)),
            (Part::Nothing, _) => Ok(Some(self.not(some, span))),
            (Part::Error(inner), _) if irrefutable(inner, None) => Ok(Some(self.not(some, span))),
            (Part::Error(inner), Missing::Value(maybe)) => {
                let error = self.single(maybe.error.clone(), span)?;
                let (name, captures) = named_error(error, span);
                let words = quote_spanned!(span=> ::core::matches!(#name, Some(#inner)));
                Ok(Some(self.inactive(words, captures, Kind::Bool)))
            }
            _ => Err(self.diagnostics.report(pattern, MATCH)),
        }
    }

    /// Binds what a pattern takes out of what may be missing.
    pub(super) fn bind_found(
        &mut self,
        pattern: &Pat,
        missing: &Missing,
        subject: &Subject,
    ) -> Accepted<()> {
        let span = pattern.span();
        match (Part::of(pattern), missing) {
            (Part::Whole, Missing::Last(place, _)) => self.without_last(place, span),
            (Part::Value(inner), Missing::Last(place, _)) => {
                let item = self.taken_out(place, span)?;
                self.bind_subject(inner, &Subject::Value(item), None)
            }
            (Part::Value(Pat::Wild(_)) | Part::Error(Pat::Wild(_)) | Part::Nothing, _) => Ok(()),
            (Part::Value(inner), Missing::Item(asked)) => {
                let item = self.found(asked, span)?;
                self.bind_subject(inner, &Subject::Value(item), None)
            }
            (Part::Value(inner), Missing::Value(maybe)) => {
                let value = self.certain(maybe.value.clone(), span)?;
                self.bind_subject(inner, &Subject::Value(value), None)
            }
            (Part::Error(inner @ Pat::Ident(_)), Missing::Value(maybe)) => {
                let error = self.error_itself(maybe.error.clone(), span)?;
                self.bind_subject(inner, &Subject::Value(error), None)
            }
            (Part::Error(inner), Missing::Value(maybe)) => self.bind_error(inner, maybe, span),
            (Part::Whole, _) => self.bind_subject(pattern, subject, None),
            _ => Err(self.diagnostics.report(pattern, MATCH)),
        }
    }

    /// Takes an error apart, which is an enum or a struct of the user's.
    fn bind_error(&mut self, inner: &Pat, maybe: &Maybe, span: Span) -> Accepted<()> {
        let error = self.single(maybe.error.clone(), span)?;
        let (name, captures) = named_error(error, span);
        let subject = Subject::Value(Value::Var(error));
        let scrutinee = Scrutinee::of_words(subject.clone(), name, captures);
        let whole: Pat = match Pat::parse_single.parse2(quote_spanned!(span=> Some(#inner))) {
            Ok(Pat::TupleStruct(whole)) => Pat::TupleStruct(whole),
            _ => return Err(self.diagnostics.report(inner, MATCH)),
        };
        self.bind_payload(&whole, &subject, &Payload { whole: &whole, scrutinee: &scrutinee })
    }
}

fn named_error(error: Var, span: Span) -> (Ident, Vec<(Ident, Var)>) {
    let name = Ident::new("error", span);
    (name.clone(), vec![(name, error)])
}

/// Whether patterns are such that only that of `Some(…)` asks for the value, without a condition on it.
pub(super) fn asks_for_all(patterns: &[&Pat], inside: &Kind) -> bool {
    patterns.iter().all(|pattern| match Part::of(pattern) {
        Part::Value(inner) => {
            let mut inner = inner.clone();
            Strip { except: None }.visit_pat_mut(&mut inner);
            irrefutable(&inner, Some(inside))
        }
        // Alone it says nothing of the other case, in which something is taken out all the same.
        Part::Nothing => patterns.len() > 1,
        Part::Whole => matches!(pattern, Pat::Wild(_)),
        Part::Error(_) | Part::Unknown => false,
    })
}
