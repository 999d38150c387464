//! Literals and constants.

use std::rc::Rc;

use super::spans::Spanned;
use quote::ToTokens;
use syn::{Expr, ExprPath, Ident, Lit};

use super::lower::Lower;
use super::operators::tokens_of;
use super::types::INTEGERS;
use crate::diagnostics::*;
use crate::ir::{Effect, Kind, Literal, Num, Op, RustCode, Var};

impl Lower<'_> {
    /// A literal.
    pub(super) fn literal(&mut self, lit: &Lit, expected: Option<&Kind>) -> Accepted<Var> {
        let kind = match lit {
            Lit::Float(float) => Kind::Real(self.suffix(float.suffix(), expected, false)),
            Lit::Int(int) if matches!(int.suffix(), "f32" | "f64") => {
                Kind::Real(self.suffix(int.suffix(), expected, false))
            }
            Lit::Int(int) => Kind::Int(self.suffix(int.suffix(), expected, true)),
            Lit::Bool(_) => Kind::Bool,
            Lit::Char(_) => Kind::Other(Some(Rc::new(syn::parse_quote!(char)))),
            Lit::Str(_) => Kind::Other(Some(Rc::new(syn::parse_quote!(&str)))),
            _ => Kind::Other(None),
        };
        let literal = Literal::Token(tokens_of(lit), lit.clone());
        Ok(self.push(kind, Op::Literal(literal), lit.span()))
    }

    fn suffix(&mut self, suffix: &str, expected: Option<&Kind>, integer: bool) -> Num {
        match suffix {
            "f32" => Num::F32,
            "f64" => Num::F64,
            "" => match expected {
                Some(Kind::Real(num)) if !integer => num.clone(),
                Some(Kind::Int(num)) if integer => num.clone(),
                _ => self.unifier.fresh(integer),
            },
            other => Num::Int(Ident::new(other, proc_macro2::Span::call_site())),
        }
    }

    /// A path that is not a local variable: a constant.
    pub(super) fn constant_path(
        &mut self,
        path: &ExprPath,
        expected: Option<&Kind>,
    ) -> Accepted<Var> {
        let segments: Vec<String> =
            path.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let name = segments.last().map_or("", String::as_str);
        // A constant, or a variant of an enum.
        if !name.starts_with(|c: char| c.is_uppercase() || c == '_') {
            return Err(self.diagnostics.report(path, NAME_UNKNOWN));
        }
        let owner = segments.iter().rev().skip(1).find(|segment| *segment != "consts");
        let kind = match owner.map(String::as_str) {
            _ if segments.len() == 1 && self.constants.contains(name) => Kind::usize(),
            Some("f64") => Kind::Real(Num::F64),
            Some("f32") => Kind::Real(Num::F32),
            Some(owner) if name != "BITS" && INTEGERS.contains(&owner) => {
                Kind::Int(Num::Int(Ident::new(owner, path.span())))
            }
            Some(owner) if self.types.nums.contains_key(owner) => {
                Kind::Real(self.types.nums[owner].clone())
            }
            _ => {
                let choice = self.choice(&path.path);
                choice.or_else(|| expected.cloned()).unwrap_or(Kind::Other(None))
            }
        };
        self.unifier.open(&kind);
        let expr = Expr::Path(path.clone());
        let tokens = Rc::new(path.to_token_stream());
        let words = RustCode { tokens, captures: Vec::new(), effect: Effect::None };
        let literal = Literal::Path(path.to_token_stream().to_string(), Box::new(expr));
        let var = self.push(kind, Op::Literal(literal), path.span());
        self.note_variant(var, &path.path);
        self.note_constant(var, words);
        Ok(var)
    }
}
