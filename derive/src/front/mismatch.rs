//! What is said where two kinds do not go together: both by name, and the way out.

use proc_macro2::Span;
use quote::ToTokens;

use super::lower::Lower;
use crate::diagnostics::*;
use crate::emit::owned_type;
use crate::ir::{Kind, Num};

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
        self.diagnostics.at(at, entry, &detail)
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
