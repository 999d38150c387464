//! Second derivatives of scalar functions, made of `forward_jvp` and `backward_jvp`: forward over reverse
//! (Griewank and Walther, 2008, chapter 5).

use proc_macro2::TokenStream;
use quote::quote;
use syn::Ident;

use super::handle::{Context, tuple, undecided};
use super::names::{Names, local};
use super::types::{owned_type, real};
use crate::ir::{Half, Kind, Num, Param, Passing};

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

/// A list of names as one expression.
fn together(names: &[Ident]) -> TokenStream {
    tuple(names.iter().map(|name| quote!(#name)).collect())
}

impl Context<'_> {
    /// `gradient_jvp`, `hvp` and `hessian`, for scalar functions.
    pub(super) fn second(&self) -> TokenStream {
        let Some(num) = self.scalar() else { return quote!() };
        let (gradient, hvp, hessian) = (self.gradient_jvp(num), self.hvp(), self.hessian(num));
        quote!(#gradient #hvp #hessian)
    }

    /// Both passes for the seed 1 and a tangent of each active parameter.
    fn gradient_jvp(&self, num: &Num) -> TokenStream {
        let (generics, bounds) = self.generics();
        let (inputs, vis, handed) = (self.inputs(), self.scheme().vis(), self.handed());
        let arguments = undecided(self.parts.item, self.scheme().generics());
        let gradient = self.scheme().function("gradient_jvp");
        let [forward, backward] =
            ["forward_jvp", "backward_jvp"].map(|name| self.scheme().function(name));
        let (one, zero) = (real(1.0, Some(num), false), real(0.0, Some(num), false));
        let mut own = self.own_names();
        let directions = self.directions(&mut own);
        let declared = directions.iter().map(|direction| &direction.declared);
        let dots: Vec<&Ident> = directions.iter().map(|direction| &direction.name).collect();
        let lasting = self.lasting(&self.argument_names());
        let lengths = directions.iter().map(|Direction { name, of, kind, passing, .. }| {
            self.same_shape(name, of, kind, *passing)
        });
        let [kept, kept_dot] = ["residuals", "residuals_dot"].map(local);
        let [bars, dot_bars] = ["_bar", "_bar_dot"].map(|suffix| self.gathered(suffix, &mut own));
        let (opened, shadows) = (&bars.opened, &bars.shadows);
        let (dots_opened, dot_shadows) = (&dot_bars.opened, &dot_bars.shadows);
        let call = quote! {
            Self::#backward #arguments (
                #(#lasting,)* &#kept, #one, #(&mut #shadows,)*
                #(#dots,)* &#kept_dot, #zero, #(&mut #dot_shadows,)*
            )
        };
        let returned: Vec<&Ident> = bars.returned.iter().chain(&dot_bars.returned).collect();
        let pulled = match returned.is_empty() {
            true => quote!(#call;),
            false => quote!(let (#(#returned),*) = #call;),
        };
        let (ty, all, all_dots) = (tuple(bars.types), together(&bars.all), together(&dot_bars.all));
        let accumulate = self.scheme().function(&Half::Both.named(1));
        let [values, value_dots] = [&bars.returned, &dot_bars.returned];
        let [seed, seed_dot] = [&one, &zero].map(|it| self.parts.accumulates.then(|| quote!(#it,)));
        let accumulated = self.tried(quote! {
            Self::#accumulate #arguments (
                #(#handed,)* #seed #(&mut #shadows,)* #(#dots,)* #seed_dot #(&mut #dot_shadows,)*
            )
        });
        let pushed = self.tried(quote!(Self::#forward #arguments (#(#handed,)* #(#dots),*)));
        let answer = self.answer(&quote!((#all, #all_dots)));
        let returned = self.returned_type(&quote!((#ty, #ty)));
        let passes = match self.at_once(1) {
            true => quote! {
                #opened
                #dots_opened
                let (_, #(#values,)* _, #(#value_dots,)*) = #accumulated;
            },
            false => quote! {
                let (_, #kept, _, #kept_dot) = #pushed;
                #opened
                #dots_opened
                #pulled
            },
        };
        quote! {
            /// The gradient, and the product of the Hessian with a direction.
            #[inline]
            #vis fn #gradient #generics (#(#inputs,)* #(#declared),*) -> #returned #bounds {
                #(#lengths)*
                #passes
                #answer
            }
        }
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
        let ty = tuple(self.gathered("_bar", &mut own).types);
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
