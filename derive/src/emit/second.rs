//! Second derivatives of scalar functions, made of `forward_jvp` and `backward_jvp`: forward over reverse
//! (Griewank and Walther, 2008, chapter 5).

use proc_macro2::TokenStream;
use quote::quote;
use syn::Ident;

use super::drivers::Presented;
use super::handle::{Context, undecided};
use super::names::Names;
use super::types::owned_type;
use crate::ir::{Kind, Param, Passing};

/// An argument's tangent, as these functions take it.
pub(super) struct Direction {
    /// Its name.
    pub name: Ident,
    /// `x_dot: f64`, `w_dot: &[f64]`
    pub declared: TokenStream,
    /// The argument.
    pub of: Ident,
    /// What it is.
    pub kind: Kind,
    /// How that is handed over.
    pub passing: Passing,
}

impl Context<'_> {
    /// `gradient_jvp`, `hvp` and `hessian`, for scalar functions.
    pub(super) fn second(&self) -> TokenStream {
        let Some(num) = self.scalar() else { return quote!() };
        let (gradient, hvp, hessian) = (self.gradient_jvp(), self.hvp(), self.hessian(num));
        quote!(#gradient #hvp #hessian)
    }

    /// Both passes for the seed 1 and a tangent of each active parameter.
    fn gradient_jvp(&self) -> TokenStream {
        let Some(driver) = &self.parts.drivers.gradient_jvp else { return quote!() };
        let ty = self.gradient_type();
        self.driver(
            driver,
            &Presented {
                doc: " The gradient, and the product of the Hessian with a direction.",
                name: "gradient_jvp",
                ty: quote!((#ty, #ty)),
            },
        )
    }

    /// `hvp`
    fn hvp(&self) -> TokenStream {
        let (generics, bounds) = self.generics();
        let (inputs, names, vis) = (self.inputs(), self.argument_names(), self.scheme().vis());
        let arguments = undecided(self.parts.item, self.scheme().generics());
        let [gradient_jvp, hvp] = ["gradient_jvp", "hvp"].map(|n| self.scheme().function(n));
        let mut own = self.own_names();
        let directions = self.directions(&mut own);
        let declared: Vec<&TokenStream> = directions.iter().map(|d| &d.declared).collect();
        let dots: Vec<&Ident> = directions.iter().map(|d| &d.name).collect();
        let ty = self.gradient_type();
        let returned = self.returned_type(&ty);
        let second =
            self.second_of(quote!(Self::#gradient_jvp #arguments (#(#names,)* #(#dots),*)));
        quote! {
            /// The product of the Hessian with a direction.
            #[inline]
            #vis fn #hvp #generics (#(#inputs,)* #(#declared),*) -> #returned #bounds {
                #second
            }
        }
    }

    /// The tangents of the active parameters.
    pub(super) fn directions(&self, own: &mut Names) -> Vec<Direction> {
        let pair = self.parts.pair;
        let active = |param: &Param| {
            pair.returned.contains(&param.var)
                || pair.shadows.iter().any(|(var, _)| *var == param.var)
        };
        let names = self.argument_names();
        let active = names.iter().zip(&pair.forward.params).filter(|(_, param)| active(param));
        active
            .map(|(name, param)| {
                let kind = self.kind(param.var).clone();
                let of = name.clone();
                let name = own.fresh(&format!("{name}_dot"), name.span());
                let ty = owned_type(&kind.shadow(), self.runtime);
                let declared = match kind {
                    Kind::Real(_) => quote!(#name: #ty),
                    _ => quote!(#name: &#ty),
                };
                Direction { name, declared, of, kind, passing: param.passing }
            })
            .collect()
    }
}
