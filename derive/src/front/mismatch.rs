//! What is said where two kinds do not go together: both by name, and the way out.

use quote::ToTokens;

use super::lower::Lower;
use crate::diagnostics::*;
use crate::emit::owned_type;
use crate::ir::{Kind, Num};

impl Lower<'_> {
    /// Reports an operation of two kinds that do not go together.
    pub(super) fn mismatch(&mut self, at: impl ToTokens, a: &Kind, b: &Kind) -> Refused {
        let detail = format!("{} and {}", self.kind_in_words(a), self.kind_in_words(b));
        self.diagnostics.on(at, entry(a, b), &detail)
    }

    /// The message and the text where one kind is wanted and there is another.
    pub(super) fn unexpected(&self, found: &Kind, wanted: &Kind) -> (&'static Entry, String) {
        let detail = format!(
            "{} is wanted, and this is {}",
            self.kind_in_words(wanted),
            self.kind_in_words(found)
        );
        (entry(found, wanted), detail)
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

fn entry(a: &Kind, b: &Kind) -> &'static Entry {
    let number =
        |kind: &Kind| matches!(kind, Kind::Real(_) | Kind::Nd { .. }) && kind.is_differentiable();
    match (a, b) {
        (Kind::Int(_), other) | (other, Kind::Int(_)) if number(other) => INTEGER_OPERAND,
        (Kind::Struct(_), _) | (_, Kind::Struct(_)) => STRUCT_OPERAND,
        _ => KIND_MISMATCH,
    }
}
