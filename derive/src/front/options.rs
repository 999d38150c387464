//! The attribute's options.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Ident, LitInt, Path, Token, parenthesized};

use super::owner::Owner;
use crate::diagnostics::{OPTION, OPTION_FORM, OPTION_TWICE, ORDER, error};
use crate::ir::Pushes;

/// What stands in the parentheses of `#[differentiate(…)]`.
#[derive(Clone, Default)]
pub struct Options {
    /// The active parameters, where restricted.
    pub wrt: Option<Vec<Ident>>,
    /// The name of the handle, where it is not that of the function.
    pub name: Option<Ident>,
    /// Where the runtime crate is found.
    pub krate: Option<Path>,
    /// Whether nothing is kept: the backward pass computes the function again.
    pub checkpoint: bool,
    /// Whether long loops run in pieces, of which each is run again by the backward pass.
    pub pieces: bool,
    /// The function that yields the partial derivatives, where the user has written it.
    pub derivative: Option<Path>,
    /// Whether `jvp` is generated.
    pub jvp: bool,
    /// Whether `jacobian` is generated.
    pub jacobian: bool,
    /// Whether `jvp_lanes` is generated.
    pub lanes: bool,
    /// Whether second derivatives are generated.
    pub hessian: bool,
    /// The highest order of derivatives, where it is given.
    pub order: Option<usize>,
    /// Whether `graph()` is generated.
    pub graph: bool,
    /// Whether the function is left as it is.
    pub skip: bool,
    /// The module in which the handle's type stands by itself, where its name has been given before in this crate.
    pub apart: Option<Ident>,
    /// Where the function is a method, the block that it stands in.
    pub owner: Option<Owner>,
}

impl Parse for Options {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let (mut options, mut given) = (Options::default(), Vec::new());
        while !input.is_empty() {
            let key = options.one(input)?;
            if given.contains(&key) {
                return Err(error(key, OPTION_TWICE, ""));
            }
            given.push(key);
            if !input.is_empty() && input.parse::<Token![,]>().is_err() {
                let rest = input.cursor().token_stream();
                let last = given.last().map(ToString::to_string).unwrap_or_default();
                let detail = format!("`{last}` ends here, and a comma comes before the next");
                return Err(error(first(rest), OPTION_FORM, &detail));
            }
        }
        Ok(options)
    }
}

/// What tells later steps of an exchange where the handle's type stands.
const APART: &str = "__apart";

/// Options, and where the handle's type stands.
pub fn with_apart(options: &TokenStream, module: &Ident) -> TokenStream {
    let key = Ident::new(APART, module.span());
    let comma = (!options.is_empty()).then(<Token![,]>::default);
    quote!(#key = #module #comma #options)
}

/// How an option with a value is written.
fn spelling(key: &Ident) -> &'static str {
    match key.to_string().as_str() {
        "wrt" => "wrt(x, w)",
        "order" => "order = 2",
        "name" => "name = f_derivatives",
        "derivative" => "derivative = path",
        "checkpoint" => "checkpoint(loops)",
        _ => "crate = path",
    }
}

/// `= value`
fn value<T>(
    input: ParseStream<'_>,
    parse: fn(ParseStream<'_>) -> syn::Result<T>,
) -> syn::Result<T> {
    input.parse::<Token![=]>()?;
    parse(input)
}

/// `(x, w)`
fn names(input: ParseStream<'_>) -> syn::Result<Vec<Ident>> {
    let names;
    parenthesized!(names in input);
    let names = Punctuated::<Ident, Token![,]>::parse_terminated(&names)?;
    Ok(names.into_iter().collect())
}

/// The first token, which marks the rest.
fn first(tokens: TokenStream) -> TokenStream {
    tokens.into_iter().take(1).collect()
}

impl Options {
    /// Reads one option; yields its name.
    fn one(&mut self, input: ParseStream<'_>) -> syn::Result<Ident> {
        let Ok(key) = Ident::parse_any(input) else {
            return Err(error(first(input.cursor().token_stream()), OPTION_FORM, ""));
        };
        let form = |_: syn::Error| error(&key, OPTION_FORM, &format!("as `{}`", spelling(&key)));
        match key.to_string().as_str() {
            "crate" => self.krate = Some(value(input, Path::parse_mod_style).map_err(form)?),
            "wrt" => self.wrt = Some(names(input).map_err(form)?),
            "name" => self.name = Some(value(input, Ident::parse).map_err(form)?),
            "derivative" => self.derivative = Some(value(input, Path::parse).map_err(form)?),
            "jvp" => self.jvp = true,
            "jacobian" => self.jacobian = true,
            "lanes" => self.lanes = true,
            "hessian" => self.hessian = true,
            "order" => {
                let order = value(input, LitInt::parse).map_err(form)?;
                match order.base10_parse() {
                    Ok(0) | Err(_) => return Err(error(order, ORDER, "")),
                    Ok(n) => self.order = Some(n),
                }
            }
            "graph" => self.graph = true,
            "checkpoint" if input.peek(syn::token::Paren) => match &names(input).map_err(form)?[..]
            {
                [loops] if loops == "loops" => self.pieces = true,
                _ => {
                    return Err(error(&key, OPTION_FORM, "as `checkpoint` or `checkpoint(loops)`"));
                }
            },
            "checkpoint" => self.checkpoint = true,
            "skip" => self.skip = true,
            // Written by the first step of an exchange alone.
            APART => self.apart = Some(value(input, Ident::parse)?),
            _ => return Err(error(&key, OPTION, &format!("`{key}`"))),
        }
        Ok(key)
    }

    /// How often tangents can be pushed through the function.
    pub fn pushes(&self) -> Pushes {
        let order = self.order.unwrap_or(if self.hessian { 2 } else { 1 });
        let primal = match self.order {
            Some(order) => order,
            None => usize::from(self.jvp || self.lanes || self.jacobian || self.hessian),
        };
        Pushes { primal, halves: order.saturating_sub(1), lanes: self.lanes && primal > 0 }
    }

    /// The path of the runtime crate.
    pub fn runtime(&self) -> Path {
        self.krate.clone().unwrap_or_else(|| syn::parse_quote!(::chainrule))
    }
}
