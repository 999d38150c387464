//! Kinds as text.

use std::rc::Rc;

use syn::ext::IdentExt;
use syn::parse::{ParseStream, Result};
use syn::{Expr, Ident, Path, Token, Type, bracketed, parenthesized, token};

use super::{list, peek_word, word};
use crate::ir::{Kind, Num, Rank};

/// A kind. A type that is not known is [`Kind::Other`]; a single capital is a type parameter.
pub(super) fn kind(input: ParseStream<'_>) -> Result<Kind> {
    if input.peek(Token![?]) {
        input.parse::<Token![?]>()?;
        return Ok(Kind::Other(None));
    }
    if input.peek(token::Paren) {
        let inner;
        parenthesized!(inner in input);
        let items = list(&inner, kind)?;
        return Ok(if items.is_empty() { Kind::Unit } else { Kind::Tuple(items) });
    }
    if input.peek(token::Bracket) {
        return sequence(input);
    }
    if peek_word(input, "residuals") {
        return residuals(input);
    }
    match known(&input.fork())? {
        Some(kind) => {
            known(input)?;
            Ok(kind)
        }
        None => Ok(Kind::Other(Some(Rc::new(input.parse::<Type>()?)))),
    }
}

/// `[f64]` or `[f64; 3]`.
fn sequence(input: ParseStream<'_>) -> Result<Kind> {
    let inner;
    bracketed!(inner in input);
    let item = Box::new(kind(&inner)?);
    if inner.parse::<Option<Token![;]>>()?.is_none() {
        return Ok(Kind::Slice(item));
    }
    Ok(Kind::Array(item, Rc::new(inner.parse::<Expr>()?)))
}

/// `residuals of path<kinds>`
fn residuals(input: ParseStream<'_>) -> Result<Kind> {
    word(input)?;
    word(input)?;
    let path = Path::parse_mod_style(input)?;
    let arguments = generic(input)?;
    Ok(kept_by(&path, arguments))
}

/// What a callee keeps.
pub(super) fn kept_by(path: &Path, arguments: Vec<Kind>) -> Kind {
    Kind::Residuals {
        of: Rc::new(quote::quote!(#path)),
        trait_path: Rc::new(quote::quote!(::chainrule::Differentiated)),
        arguments,
        method: None,
        tangent: false,
    }
}

/// `<f64, T>`, or nothing.
pub(super) fn generic(input: ParseStream<'_>) -> Result<Vec<Kind>> {
    if !input.peek(Token![<]) {
        return Ok(Vec::new());
    }
    input.parse::<Token![<]>()?;
    let arguments = list(input, kind)?;
    input.parse::<Token![>]>()?;
    Ok(arguments)
}

/// The kinds that are named by a word.
fn known(input: ParseStream<'_>) -> Result<Option<Kind>> {
    if !input.peek(Ident::peek_any) || input.peek2(Token![::]) {
        return Ok(None);
    }
    let name = word(input)?;
    let text = name.to_string();
    let arguments = if input.peek(Token![<]) { generic(input)? } else { Vec::new() };
    let number = || arguments.first().and_then(Kind::num).cloned().unwrap_or(Num::F64);
    let item = || arguments.first().cloned().map(Box::new);
    let ranked = |stem: &str| match text.strip_prefix(stem)? {
        "D" => Some(Rank::Dynamic),
        digit => digit.parse().ok().map(Rank::Fixed),
    };
    let parameter = text.len() == 1 && text.starts_with(|c: char| c.is_uppercase());
    Ok(match text.as_str() {
        "f32" => Some(Kind::Real(Num::F32)),
        "f64" => Some(Kind::Real(Num::F64)),
        "bool" => Some(Kind::Bool),
        "Vec" => item().map(Kind::Vec),
        "Option" => item().map(Kind::Option),
        _ if is_integer(&text) => Some(Kind::Int(Num::Int(name))),
        _ if parameter => Some(Kind::Real(Num::Param(name))),
        _ => {
            let array = |view| move |rank| Kind::Nd { num: number(), rank, view };
            ranked("Array")
                .map(array(false))
                .or_else(|| ranked("View").map(array(true)))
                .or_else(|| ranked("Dim").map(|rank| Kind::Dim { num: number(), rank }))
        }
    })
}

fn is_integer(text: &str) -> bool {
    let digits = text.trim_start_matches(['i', 'u']);
    text.starts_with(['i', 'u'])
        && text.len() == digits.len() + 1
        && matches!(digits, "8" | "16" | "32" | "64" | "128" | "size")
}
