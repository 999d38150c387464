//! Calls, and expressions in the user's words.

use std::rc::Rc;

use syn::parse::{ParseStream, Result};
use syn::{Path, Token, braced, parenthesized};

use super::kinds::{generic, kept_by};
use super::{list, peek_word, place, var, word};
use crate::ir::{Answer, Call, Callee, Effect, Half, Halves, Op, Passing, Place, RustCode, Var};

/// `&`, `&mut`, or nothing.
pub(super) fn passing(input: ParseStream<'_>) -> Result<Passing> {
    if input.parse::<Option<Token![&]>>()?.is_none() {
        return Ok(Passing::Value);
    }
    let unique = input.parse::<Option<Token![mut]>>()?.is_some();
    Ok(if unique { Passing::Mut } else { Passing::Ref })
}

/// One argument of a call.
struct Argument {
    what: Place,
    passing: Passing,
    active: bool,
    skippable: bool,
}

fn argument(input: ParseStream<'_>) -> Result<Argument> {
    let active = input.parse::<Option<Token![const]>>()?.is_none();
    let skippable = peek_word(input, "skip") && !input.peek2(Token![%]);
    if skippable {
        word(input)?;
    }
    Ok(Argument { passing: passing(input)?, what: place(input)?, active, skippable })
}

/// `call g(…)`, `forward g(…)` or `backward g(…; residuals; seed; shadows)`.
pub(super) fn call(input: ParseStream<'_>) -> Result<Op> {
    let what = word(input)?;
    let path = Path::parse_mod_style(input)?;
    let residuals = kept_by(&path, generic(input)?);
    let inner;
    parenthesized!(inner in input);
    let arguments = list(&inner, argument)?;
    let callee = Callee {
        halves: Halves::Handle(Rc::new(path.clone())),
        path: Rc::new(path),
        passing: arguments.iter().map(|arg| (arg.passing, arg.active)).collect(),
        views: vec![false; arguments.len()],
        skippable: arguments.iter().map(|arg| arg.skippable).collect(),
        overwrites: vec![None; arguments.len()],
        replaces: vec![false; arguments.len()],
        residuals,
        follows: false,
        recursive: false,
        pushes: crate::ir::Pushes { primal: 9, halves: 9, lanes: true },
        accumulates: true,
        answer: Answer::Value,
    };
    let args = arguments.iter().filter(|arg| arg.passing != Passing::Mut);
    let args: Vec<Var> = args.map(|arg| arg.what.root).collect();
    let places = arguments.into_iter().filter(|arg| arg.passing == Passing::Mut);
    let places: Vec<Place> = places.map(|arg| arg.what).collect();
    Ok(match what.to_string().as_str() {
        "call" => Op::Call(Call::new(callee, Half::Primal, &args, &places)),
        "forward" => Op::Call(Call::new(callee, Half::Forward, &args, &places)),
        _ => {
            inner.parse::<Token![;]>()?;
            let residuals = var(&inner)?;
            inner.parse::<Token![;]>()?;
            let seed = match inner.parse::<Option<Token![_]>>()? {
                Some(_) => None,
                None => Some(var(&inner)?),
            };
            inner.parse::<Token![;]>()?;
            let shadows = list(&inner, shadow)?;
            Op::Call(Call::backward(callee, &args, residuals, seed, shadows))
        }
    })
}

fn shadow(input: ParseStream<'_>) -> Result<Option<Place>> {
    if input.peek(Token![_]) {
        input.parse::<Token![_]>()?;
        return Ok(None);
    }
    place(input).map(Some)
}

/// `(captures) { tokens }`, the parentheses opened already.
pub(super) fn rust(
    captures: ParseStream<'_>,
    input: ParseStream<'_>,
    effect: Effect,
) -> Result<RustCode> {
    let captures = list(captures, |input| {
        let name = word(input)?;
        input.parse::<Token![=]>()?;
        Ok((name, var(input)?))
    })?;
    let inner;
    braced!(inner in input);
    Ok(RustCode { tokens: Rc::new(inner.parse()?), captures, effect })
}
