//! The option `derivative = path`: what stands in the place of a body that is not looked into, and the
//! handle of such a function.

use std::rc::Rc;

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Ident, ItemFn, Path};

use crate::ad;
use crate::compile::{lanes, simplified_levels, verified, verified_drivers};
use crate::diagnostics::{Accepted, Diagnostics, GRAPH, RULE, RULE_SECOND};
use crate::emit::{self, Handle};
use crate::front::{self, Lowered, Options, Signatures};
use crate::ir::{self, Answer, Call, Callee, Halves, Op, Pushes};
use crate::simplify;

/// How often tangents must go through the function that yields the partial derivatives: not at all for
/// first derivatives, so that any function will do.
pub fn needed(options: &Options) -> usize {
    let pushes = options.pushes();
    let needed = pushes.halves.max(pushes.primal.saturating_sub(1));
    if options.derivative.is_some() { needed } else { 0 }
}

/// A function as others see it, and as it is compiled. With this option neither looks into the body: it
/// is a call of the original, before which, where derivatives go through them, the partial derivatives
/// are called, so that they are asked for their signature.
pub fn outside(item: &ItemFn, options: &Options, method: bool) -> (ItemFn, ItemFn) {
    let Some(path) = &options.derivative else { return (item.clone(), item.clone()) };
    let (call, names) = (called(item, method), arguments(item));
    let with = |block: TokenStream| ItemFn { block: syn::parse_quote!(#block), ..item.clone() };
    let plain = with(quote!({}));
    let partials = (needed(options) > 0).then(|| quote_spanned!(path.span()=> #path(#(#names),*);));
    let compiled = with(quote!({ #partials #call }));
    (plain, compiled)
}

/// `f(x, y)`, `Self::f(self, x)`
fn called(item: &ItemFn, method: bool) -> TokenStream {
    let (name, names) = (&item.sig.ident, arguments(item));
    match method {
        true => quote!(Self::#name(#(#names),*)),
        false => quote!(#name(#(#names),*)),
    }
}

fn arguments(item: &ItemFn) -> Vec<Ident> {
    let names = item.sig.inputs.iter().filter_map(|arg| match arg {
        syn::FnArg::Typed(arg) => match &*arg.pat {
            syn::Pat::Ident(pat) => Some(pat.ident.clone()),
            _ => None,
        },
        syn::FnArg::Receiver(receiver) => Some(receiver.self_token.into()),
    });
    names.collect()
}

/// Second derivatives are asked for, and tangents do not go through the partial derivatives.
pub fn check_partials(
    item: &ItemFn,
    options: &Options,
    signatures: &Signatures,
    diagnostics: &mut Diagnostics,
) -> Accepted<()> {
    let (Some(path), needed) = (&options.derivative, needed(options)) else { return Ok(()) };
    // What is its own derivative has the tangents that are asked for.
    let itself = options.owner.is_none() && front::names_itself(path, &item.sig.ident);
    let known = front::known(path, options, signatures);
    let enough = known.is_some_and(|known| known.pushes.primal >= needed);
    match needed == 0 || itself || enough {
        true => Ok(()),
        false => Err(diagnostics.report(path, RULE_SECOND)),
    }
}

/// The handle of a function whose partial derivatives the user has written.
pub fn ruled(
    item: &ItemFn,
    options: &Options,
    path: &Path,
    mut lowered: Lowered,
    diagnostics: &mut Diagnostics,
) -> Accepted<TokenStream> {
    if options.graph {
        return Err(diagnostics.report(path, GRAPH));
    }
    let partials = match needed(options) {
        0 => alike(&lowered, path, diagnostics)?,
        _ => taken(&mut lowered, path, diagnostics)?,
    };
    let Lowered { function, active, vars, .. } = &mut lowered;
    let rule = ad::Rule { function, active, partials };
    let (mut pair, first) = rule.functions(options.pushes().primal > 0, vars, diagnostics)?;
    let pushes = options.pushes();
    let mut levels = ad::levels(function, &pair, active, pushes, first, vars, diagnostics);
    levels.lanes = lanes(item, options, &levels, vars, diagnostics)?;
    verified(&pair, vars, "rule")
        .and_then(|()| simplify::simplify(&mut pair.backward, vars))
        .and_then(|()| simplified_levels(&mut levels, vars))
        .map_err(|defect| defect.report(&item.sig.ident, diagnostics))?;
    let (extra, recursive, accumulates) = (quote!(), false, false);
    let own = emit::own(item, options, &pair, accumulates, vars);
    let drivers = ad::drivers::drivers(&pair, &levels, &own, vars);
    verified_drivers(&drivers, vars)
        .map_err(|defect| defect.report(&item.sig.ident, diagnostics))?;
    Ok(emit::handle(&Handle {
        item,
        options,
        pair: &pair,
        vars,
        pushed: &levels,
        drivers: &drivers,
        recursive,
        accumulates,
        extra,
    }))
}

/// The call of a function that nothing is known of: its parameters are those of the original, which is
/// all that is called in the body.
fn alike(lowered: &Lowered, path: &Path, diagnostics: &mut Diagnostics) -> Accepted<ad::Partials> {
    let called = lowered.function.body.stmts.iter().find_map(|stmt| match &stmt.op {
        Op::Call(call) => Some(call),
        _ => None,
    });
    let Some(original) = called else { return Err(diagnostics.report(path, RULE)) };
    let shared = Rc::new(path.clone());
    let (halves, pushes) = (Halves::Handle(shared.clone()), Pushes::default());
    let answer = Answer::Value;
    let callee = Callee { path: shared, halves, pushes, answer, ..original.callee.clone() };
    let call = Op::Call(Call { callee, ..original.clone() });
    Ok(ad::Partials { call, yields: None, path: path.clone() })
}

/// The call of the partial derivatives, taken out of the body: it is the first one there.
fn taken(
    lowered: &mut Lowered,
    path: &Path,
    diagnostics: &mut Diagnostics,
) -> Accepted<ad::Partials> {
    let Lowered { function, active, vars, .. } = lowered;
    let refused = |diagnostics: &mut Diagnostics| diagnostics.report(path, RULE_SECOND);
    let first = function.body.stmts.iter().position(|stmt| matches!(stmt.op, Op::Call(_)));
    let Some(first) = first else { return Err(refused(diagnostics)) };
    let stmt = function.body.stmts.remove(first);
    let Op::Call(call) = &stmt.op else { return Err(refused(diagnostics)) };
    // A derivative must not vanish because the partial derivatives ignore a parameter.
    let ignored = |(param, (_, known)): (&ir::Param, &(ir::Passing, bool))| {
        active.contains(&param.var) && !known
    };
    if function.params.iter().zip(&call.callee.passing).any(ignored) {
        return Err(refused(diagnostics));
    }
    let yields = stmt.outs.first().map(|out| vars.kind(*out).clone());
    Ok(ad::Partials { call: stmt.op, yields, path: path.clone() })
}
