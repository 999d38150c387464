//! `jvp_lanes`: forward mode with several tangents at once.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Ident, ItemFn};

use super::code::{Binding, Code, binding, tighter};
use super::function::Emitter;
use super::handle::{Context, Handle};
use super::names::{Names, local};
use crate::front::Options;
use crate::ir::{Half, Num, Rank, Step, Var};

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
        let parts = Handle { vars: &wide.vars, extra: quote!(), ..*self.parts };
        let context = Context { parts: &parts, ..self.with_lanes(&wide.count) };
        context.written(Half::Primal, &[&wide.pushed])
    }

    /// The same, for functions that are generic in the number of tangents.
    pub(super) fn with_lanes<'b>(&'b self, count: &'b Ident) -> Context<'b> {
        Context {
            parts: self.parts,
            runtime: self.runtime,
            names: self.names.clone(),
            lanes: Some(count),
        }
    }
}

/// Operations on arrays of several tangents that `ndarray` has for arrays of numbers only.
impl Emitter<'_> {
    /// Whether a value is several tangents of a number, or an array of such.
    pub(super) fn is_several(&self, var: Var) -> bool {
        matches!(self.vars.kind(var).num(), Some(Num::Lanes(_)))
    }

    /// The module that products are in which yield a value.
    pub(super) fn products_of(&self, var: Var) -> TokenStream {
        let runtime = self.runtime;
        match self.is_several(var) {
            true => quote!(#runtime::array::lanes),
            false => quote!(#runtime::array),
        }
    }

    /// `x_dot * &y`: what holds the tangents comes first, and an array where there is one of both.
    pub(super) fn infix_of_several(&mut self, symbol: &str, a: Var, b: Var) -> Code {
        let strength = binding(symbol);
        let operator: TokenStream = symbol.parse().unwrap_or_default();
        if !self.is_several(a) {
            return self.infix_of_several(symbol, b, a);
        }
        if self.is_array(a) {
            let left = self.operand(a, strength);
            // By value, an array of numbers is no right operand of one of tangents.
            let right = match self.is_array(b) && !self.is_several(b) {
                true => self.reference(b),
                false => self.operand(b, tighter(strength)),
            };
            return Code::new(quote!(#left #operator #right), strength);
        }
        match symbol {
            "+" => self.infix_of_several(symbol, b, a),
            "-" => {
                let (right, left) = (self.operand(b, Binding::Unary), self.read(a).at(strength));
                Code::new(quote!(-#right + #left), Binding::Sum)
            }
            _ => {
                let (nd, left, right) = (self.ndarray(), self.read(a), self.reference(b));
                Code::new(quote!(#nd::arr0(#left) #operator #right), strength)
            }
        }
    }

    /// A product of vectors or matrices, one of which holds tangents.
    pub(super) fn dot_of_several(&mut self, a: Var, b: Var) -> Code {
        let runtime = self.runtime;
        let matrix = |e: &Self, var: Var| e.vars.kind(var).rank() == Some(Rank::MATRIX);
        let function = match (matrix(self, a), matrix(self, b)) {
            (true, true) => quote!(matmul),
            (true, false) => quote!(matvec),
            (false, true) => quote!(vecmat),
            (false, false) => quote!(dot),
        };
        let (a, b) = (self.reference(a), self.reference(b));
        Code::atom(quote!(#runtime::array::lanes::#function(#a, #b)))
    }

    /// `target += array * factor`, one of which holds tangents.
    pub(super) fn add_scaled_several(
        &mut self,
        slot: usize,
        path: &[Step],
        array: Var,
        factor: Var,
    ) -> TokenStream {
        let [number, total, term] = ["factor", "total", "term"].map(local);
        let product = match self.is_several(array) {
            true => quote!(#term * #number),
            false => quote!(#number * #term),
        };
        let (array, factor) = (self.reference(array), self.read(factor));
        self.assign(slot);
        let target = self.element(slot, path);
        // Evaluated once, and before the target is borrowed.
        quote! {
            let #number = #factor;
            #target.zip_mut_with(#array, |#total, &#term| *#total += #product);
        }
    }
}
