//! Parts of constants of the module, whose types only rustc knows: taken out in the user's words.
//! A constant has no derivative, and neither has what it consists of.

use std::rc::Rc;

use proc_macro2::{Ident, Span};
use quote::quote;
use syn::{Expr, Pat};

use super::binding::{Subject, rest};
use super::lower::Lower;
use super::scope::Value;
use super::source::Source;
use super::spans::Spanned;
use crate::diagnostics::*;
use crate::ir::{Effect, Kind, Op, RustCode, Var};

impl Lower<'_> {
    /// The elements of a constant, or of an element of one; `None` where a value is something else.
    pub(super) fn constant_elements(&self, var: Var) -> Option<Source> {
        self.constant_words(var).map(|words| Source::Constant(words, var))
    }

    /// How a constant, or a part of one, is written.
    fn constant_words(&self, var: Var) -> Option<RustCode> {
        let unknown = matches!(self.vars.kind(var), Kind::Other(None));
        self.of_constants.get(&var).filter(|_| unknown).cloned()
    }

    /// Notes that a value is a constant of unknown type, or a part of one, and how it is written.
    pub(super) fn note_constant(&mut self, var: Var, code: RustCode) {
        let integer = |(_, var): &(Ident, Var)| matches!(self.vars.kind(*var), Kind::Int(_));
        if !code.acts() && code.captures.iter().all(integer) {
            self.of_constants.insert(var, code);
        }
    }

    /// A part of a constant, in these words.
    fn constant_part(&mut self, of: Var, code: RustCode, span: Span) -> Var {
        let part = self.push(Kind::Other(None), Op::Rust(code.clone()), span);
        self.note_part(part, of);
        self.note_constant(part, code);
        part
    }

    pub(super) fn constant_length(&mut self, words: &RustCode, span: Span) -> Var {
        let tokens = &words.tokens;
        let code = RustCode { tokens: Rc::new(quote!(#tokens.len())), ..words.clone() };
        self.push(Kind::usize(), Op::Rust(code), span)
    }

    pub(super) fn constant_element(
        &mut self,
        words: &RustCode,
        of: Var,
        at: Var,
        span: Span,
    ) -> Var {
        let mut captures = words.captures.clone();
        let index = match captures.len() {
            0 => Ident::new("i", span),
            others => quote::format_ident!("i_{others}", span = span),
        };
        captures.push((index.clone(), at));
        let tokens = &words.tokens;
        let code =
            RustCode { tokens: Rc::new(quote!(#tokens[#index])), captures, effect: Effect::None };
        self.constant_part(of, code, span)
    }

    /// Whether a value is a constant of unknown type, or a part of one.
    pub(super) fn is_constant(&self, var: Var) -> bool {
        self.constant_words(var).is_some()
    }

    /// Binds what a pattern takes out of a constant tuple or array.
    pub(super) fn bind_constant(&mut self, pattern: &Pat, var: Var) -> Accepted<()> {
        let (Some(words), span) = (self.constant_words(var), pattern.span()) else {
            return Err(Refused);
        };
        let (parts, of_tuple) = match pattern {
            Pat::Tuple(tuple) => (&tuple.elems, true),
            Pat::Slice(slice) => (&slice.elems, false),
            _ => return Err(self.diagnostics.report(pattern, PATTERN)),
        };
        if parts.iter().any(|part| rest(part).is_some()) {
            return Err(self.diagnostics.report(pattern, PATTERN));
        }
        for (i, part) in parts.iter().enumerate() {
            let (tokens, i) = (&words.tokens, syn::Index::from(i));
            let tokens = if of_tuple { quote!(#tokens.#i) } else { quote!(#tokens[#i]) };
            let code = RustCode { tokens: Rc::new(tokens), ..words.clone() };
            let value = Value::Var(self.constant_part(var, code, span));
            self.bind_subject(part, &Subject::Value(value), None)?;
        }
        Ok(())
    }
}

/// `C`, `C[i]`, `C[i].0`
pub(super) fn is_part_of_constant(expr: &Expr) -> bool {
    match expr {
        Expr::Path(path) => path.path.segments.last().is_some_and(|last| {
            last.ident.to_string().starts_with(|c: char| c.is_uppercase() || c == '_')
        }),
        Expr::Index(index) => is_part_of_constant(&index.expr),
        Expr::Field(field) => is_part_of_constant(&field.base),
        _ => false,
    }
}
