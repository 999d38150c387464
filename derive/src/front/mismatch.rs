//! What is said where two kinds do not go together: both by name, and the way out.

use proc_macro2::Span;
use quote::ToTokens;
use syn::{Expr, ExprCall, Member};

use super::binding::literal_length;
use super::closures::Lazy;
use super::lower::Lower;
use super::scope::Value;
use crate::diagnostics::*;
use crate::emit::owned_type;
use crate::ir::{Form, Kind, Num};

impl Lower<'_> {
    /// Reports an operation of two kinds that do not go together.
    pub(super) fn mismatch(&mut self, at: impl ToTokens, a: &Kind, b: &Kind) -> Refused {
        let detail = format!("{} and {}", self.kind_in_words(a), self.kind_in_words(b));
        let refused = self.diagnostics.on(at, entry(a, b), &detail);
        match matches!((a, b), (Kind::Real(_), Kind::Real(_))) {
            true => self.diagnostics.rust_too(),
            false => refused,
        }
    }

    /// Reports one kind where another is wanted.
    pub(super) fn unexpected(&mut self, at: Span, found: &Kind, wanted: &Kind) -> Refused {
        let detail = format!(
            "{} is wanted, and this is {}",
            self.kind_in_words(wanted),
            self.kind_in_words(found)
        );
        let entry = match entry(found, wanted) {
            entry if entry == KIND_MISMATCH && never_converts(found, wanted) => WANTED,
            entry => entry,
        };
        let what = match found {
            Kind::Unit => seen(&detail).write("let it end with a value, without `;` behind it"),
            _ => seen(&detail),
        };
        self.diagnostics.at(at, entry, what)
    }

    /// A value in words.
    pub(super) fn value_in_words(&self, value: &Value) -> String {
        match value {
            Value::Maybe(maybe) => match maybe.form {
                Form::Result => "a `Result`".to_owned(),
                Form::Option => "an `Option`".to_owned(),
            },
            Value::Lazy(Lazy::Closure(_)) => "a closure".to_owned(),
            Value::Lazy(Lazy::Iterator(_)) => "an iterator".to_owned(),
            Value::Lazy(Lazy::Optional(_) | Lazy::Popped(_)) => "an `Option`".to_owned(),
            Value::Lazy(Lazy::Ordering(_)) => "an `Ordering`".to_owned(),
            Value::Lazy(Lazy::Zip(_)) => "a `Zip`".to_owned(),
            Value::Lazy(Lazy::Range(_)) => "a range".to_owned(),
            Value::Absent(_) | Value::Poison => "no value".to_owned(),
            Value::Var(_) | Value::Borrow(_) | Value::Tuple(_) | Value::Unit => {
                self.kind_in_words(&self.value_kind(value))
            }
        }
    }

    /// Reports a value of some form where one of a kind is wanted, which Rust does not take either.
    pub(super) fn not_a_value(
        &mut self,
        at: Span,
        value: &Value,
        wanted: &Kind,
        write: &str,
    ) -> Refused {
        let what = format!(
            "{} is wanted, and this is {}",
            self.kind_in_words(wanted),
            self.value_in_words(value)
        );
        self.diagnostics.at(at, WANTED, seen(&what).write(write));
        self.diagnostics.rust_too()
    }

    /// Reports a field that a value of this kind does not have.
    pub(super) fn no_field(&mut self, kind: &Kind, member: &Member) -> Refused {
        let name = member.to_token_stream();
        let what = format!("{} has no `{name}`", self.kind_in_words(kind));
        let names: Vec<String> = match kind {
            Kind::Struct(info) => info
                .fields
                .iter()
                .map(|(name, ..)| format!("`{}`", name.to_token_stream()))
                .collect(),
            Kind::Tuple(items) => (0..items.len()).map(|i| format!("`{i}`")).collect(),
            _ => Vec::new(),
        };
        let write = match names.as_slice() {
            [] => "it has no fields".to_owned(),
            names => format!("it has {}", names.join(", ")),
        };
        self.diagnostics.on(member, NO_FIELD, seen(&what).write(&write))
    }

    /// Reports an index into what is no sequence and no array.
    pub(super) fn not_indexed(&mut self, kind: &Kind, index: &Expr) -> Refused {
        let what = self.kind_in_words(kind);
        match kind {
            Kind::Struct(_) => {
                let write = "an `impl Index` is not followed: index the field, as in `p.values[i]`, or call a method";
                let what = seen(&what).write(write);
                match self.diagnostics.has_said(NOT_INDEXED, what) {
                    true => Refused,
                    false => self.diagnostics.on(index, NOT_INDEXED, what),
                }
            }
            Kind::Real(_) | Kind::Int(_) | Kind::Bool | Kind::Tuple(_) => {
                self.diagnostics.on(index, NOT_INDEXED, &what);
                self.diagnostics.rust_too()
            }
            _ => self.diagnostics.on(index, KIND_UNKNOWN, &what),
        }
    }

    /// Reports a call of what takes so many arguments.
    pub(super) fn other_number(&mut self, call: &ExprCall, takes: usize) -> Refused {
        let what = format!("it takes {takes} and is given {}", call.args.len());
        self.diagnostics.on(call, ARGUMENTS, &what)
    }

    /// Reports an operator of bits between floats: most often a power is meant.
    pub(super) fn bits_of_floats(&mut self, at: impl ToTokens, of: &Kind) -> Refused {
        let what = format!("{} has no bits", self.kind_in_words(of));
        let write = "take a power with `x.powi(2)` or `x.powf(y)`";
        self.diagnostics.on(at, KIND_MISMATCH, seen(&what).write(write));
        self.diagnostics.rust_too()
    }

    /// A kind in words.
    pub(super) fn kind_in_words(&self, kind: &Kind) -> String {
        match kind {
            Kind::Int(Num::Infer(_)) => "an integer".to_owned(),
            Kind::Real(num) => format!("`{}`", self.unifier.resolve(num).to_token_stream()),
            Kind::Other(None) => "a value of unknown type".to_owned(),
            Kind::Unit => "nothing".to_owned(),
            Kind::Residuals { .. } => "what a function keeps".to_owned(),
            kind => {
                let kind = kind.map_num(&mut |num| self.unifier.resolve(num));
                let array = syn::parse_quote!(chainrule);
                let text = owned_type(&kind, &array).to_string().replace(' ', "");
                format!(
                    "`{}`",
                    text.replace("chainrule::ndarray::", "")
                        .replace("chainrule::alloc::vec::", "")
                        .replace(';', "; ")
                        .replace(',', ", ")
                        .replace(", )", ")")
                )
            }
        }
    }
}

/// Floats, and arrays of them.
fn number(kind: &Kind) -> bool {
    matches!(kind, Kind::Real(_) | Kind::Nd { .. }) && kind.is_differentiable()
}

/// Whether these two, which are not the same, are certainly two types of Rust's, of which it takes none for the
/// other.
fn never_converts(a: &Kind, b: &Kind) -> bool {
    let certain = |kind: &Kind| match kind {
        Kind::Int(num) => !matches!(num, Num::Open),
        kind => number(kind) || matches!(kind, Kind::Bool | Kind::Tuple(_) | Kind::Unit),
    };
    let parts = |kind: &Kind| if let Kind::Tuple(parts) = kind { Some(parts.len()) } else { None };
    let several = |kind: &Kind| matches!(kind, Kind::Array(..) | Kind::Slice(_) | Kind::Vec(_));
    match (a, b) {
        (Kind::Array(..), Kind::Vec(_)) | (Kind::Vec(_), Kind::Array(..)) => true,
        (a, b) if several(a) && certain(b) || certain(a) && several(b) => true,
        (Kind::Array(_, a), Kind::Array(_, b)) => {
            let lengths = (literal_length(a), literal_length(b));
            matches!(lengths, (Some(a), Some(b)) if a != b)
        }
        (Kind::Unit, wanted) => wanted.is_differentiable(),
        (Kind::Tuple(_), Kind::Tuple(_)) => parts(a) != parts(b),
        _ => certain(a) && certain(b),
    }
}

fn entry(a: &Kind, b: &Kind) -> &'static Entry {
    match (a, b) {
        (Kind::Int(_), other) | (other, Kind::Int(_)) if number(other) => INTEGER_OPERAND,
        (Kind::Struct(_), _) | (_, Kind::Struct(_)) => STRUCT_OPERAND,
        _ => KIND_MISMATCH,
    }
}
