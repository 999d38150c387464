//! The mark `#[overwritten]`: what a parameter handed over as `&mut` held on entry is not read.

use syn::parse::{Parse, ParseStream};
use syn::{FnArg, Ident, Signature, Token};

use super::signature::SigParam;
use crate::ir::Overwritten;

/// The parameters of a signature, with what their marks say.
pub(super) fn parameters(sig: &Signature) -> Vec<SigParam> {
    let mut params: Vec<SigParam> = sig.inputs.iter().filter_map(SigParam::new).collect();
    // Positions count what the call hands over; with a receiver that has no type they do not.
    if params.len() == sig.inputs.len() {
        let found: Vec<_> = sig.inputs.iter().map(|arg| overwritten(arg, &params)).collect();
        for (param, overwritten) in params.iter_mut().zip(found) {
            param.overwritten = overwritten;
        }
    }
    params
}

/// `#[overwritten]`, or `#[overwritten(len = x)]` with the name of another parameter. A mark that says
/// anything else promises nothing.
fn overwritten(arg: &FnArg, params: &[SigParam]) -> Option<Overwritten> {
    let FnArg::Typed(arg) = arg else { return None };
    let mark = arg.attrs.iter().find(|attr| attr.path().is_ident("overwritten"))?;
    if matches!(mark.meta, syn::Meta::Path(_)) {
        return Some(Overwritten::Whole);
    }
    let length: LengthOf = mark.parse_args().ok()?;
    let named = |param: &SigParam| param.name.as_ref() == Some(&length.0);
    params.iter().position(named).map(Overwritten::Length)
}

/// `len = x`
struct LengthOf(Ident);

impl Parse for LengthOf {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let word: Ident = input.parse()?;
        if word != "len" {
            return Err(syn::Error::new(word.span(), "expected `len`"));
        }
        input.parse::<Token![=]>()?;
        input.parse().map(LengthOf)
    }
}

/// Marks the parameters of a published signature that the function overwrites.
pub fn mark_overwritten(sig: &mut Signature, found: &[Option<Overwritten>]) {
    let names: Vec<Option<Ident>> = parameters(sig).into_iter().map(|param| param.name).collect();
    for (arg, overwritten) in sig.inputs.iter_mut().zip(found) {
        let FnArg::Typed(arg) = arg else { continue };
        match overwritten {
            None => {}
            Some(Overwritten::Whole) => arg.attrs.push(syn::parse_quote!(#[overwritten])),
            Some(Overwritten::Length(of)) => {
                if let Some(Some(name)) = names.get(*of) {
                    arg.attrs.push(syn::parse_quote!(#[overwritten(len = #name)]));
                }
            }
        }
    }
}
