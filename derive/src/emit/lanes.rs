//! `jvp_lanes`: forward mode with several tangents at once.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Ident, ItemFn};

use super::handle::{Context, Handle};
use super::names::Names;
use crate::front::Options;
use crate::ir::Half;

/// The name of the constant that says how many tangents there are: one that neither the function nor
/// the block around it mentions, since constants have no hygiene.
pub fn lanes_name(item: &ItemFn, options: &Options) -> Ident {
    let mut names = Names::default();
    names.reserve(&item.to_token_stream());
    if let Some(owner) = &options.owner {
        names.reserve(&owner.generics.params.to_token_stream());
    }
    names.fresh("LANES", item.sig.ident.span())
}

impl Context<'_> {
    /// `jvp_lanes`
    pub(super) fn lanes(&self) -> TokenStream {
        let Some(wide) = &self.parts.pushed.lanes else { return quote!() };
        let Handle { item, options, pair, recursive, pushed, .. } = *self.parts;
        let parts =
            Handle { item, options, pair, vars: &wide.vars, recursive, pushed, extra: quote!() };
        let (names, lanes) = (self.names.clone(), Some(&wide.count));
        let context = Context { parts: &parts, runtime: self.runtime, names, lanes };
        context.written(Half::Primal, &[&wide.pushed])
    }
}
