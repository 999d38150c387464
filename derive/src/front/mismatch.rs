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
        self.diagnostics.on(at, entry(a, b), &detail);
        if matches!((a, b), (Kind::Real(_), Kind::Real(_))) {
            self.diagnostics.rust_too();
        }
        Refused
    }

    /// Reports one kind where another is wanted.
    pub(super) fn unexpected(&mut self, at: Span, found: &Kind, wanted: &Kind) -> Refused {
        let detail = format!(
            "{} is wanted, and this is {}",
            self.kind_in_words(wanted),
            self.kind_in_words(found)
        );
        self.diagnostics.at(at, entry(found, wanted), &detail);
        if number(found) && number(wanted) {
            self.diagnostics.rust_too();
        }
        Refused
    }

    /// A kind in words.
    fn kind_in_words(&self, kind: &Kind) -> String {
        match kind {
            Kind::Int(Num::Infer(_)) => "an integer".to_owned(),
            Kind::Real(num) => format!("`{}`", self.unifier.resolve(num).to_token_stream()),
            Kind::Other(None) => "a value of unknown type".to_owned(),
            Kind::Residuals { .. } => "what a function keeps".to_owned(),
            kind => {
                let kind = kind.map_num(&mut |num| self.unifier.resolve(num));
                let array = syn::parse_quote!(chainrule);
                let text = owned_type(&kind, &array).to_string().replace(' ', "");
                format!(
                    "`{}`",
                    text.replace("chainrule::ndarray::", "").replace(',', ", ").replace(", )", ")")
                )
            }
        }
    }
}

/// Floats, and arrays of them, which Rust never takes for one another.
fn number(kind: &Kind) -> bool {
    matches!(kind, Kind::Real(_) | Kind::Nd { .. }) && kind.is_differentiable()
}

fn entry(a: &Kind, b: &Kind) -> &'static Entry {
    match (a, b) {
        (Kind::Int(_), other) | (other, Kind::Int(_)) if number(other) => INTEGER_OPERAND,
        (Kind::Struct(_), _) | (_, Kind::Struct(_)) => STRUCT_OPERAND,
        _ => KIND_MISMATCH,
    }
}
