//! Second derivatives, made of `forward_jvp` and `backward_jvp`: forward over reverse (Griewank and
//! Walther, 2008, chapter 5).

use proc_macro2::TokenStream;
use quote::quote;
use syn::Ident;

use super::gradient::Gathered;
use super::handle::{Context, tuple, undecided};
use super::names::Names;
use super::types::{owned_type, real};
use crate::ir::{Kind, Num, Param};

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
}

impl Context<'_> {
    /// `value_and_gradient_jvp`, `gradient_jvp`, `hvp` and `hessian`, for scalar functions.
    pub(super) fn second(&self) -> TokenStream {
        let Some(num) = self.scalar() else { return quote!() };
        let (generics, bounds) = self.generics();
        let (inputs, output) = (self.inputs(), self.output_type());
        let (vis, names) = (self.scheme().vis(), self.argument_names());
        let arguments = undecided(self.parts.item, self.scheme().generics());
        let [value_and_gradient_jvp, gradient_jvp, hvp] =
            ["value_and_gradient_jvp", "gradient_jvp", "hvp"].map(|n| self.scheme().function(n));
        let mut own = self.own_names();
        let directions = self.directions(&mut own);
        let declared: Vec<&TokenStream> = directions.iter().map(|d| &d.declared).collect();
        let dots: Vec<&Ident> = directions.iter().map(|d| &d.name).collect();
        let (one, zero) = (real(1.0, Some(num), false), real(0.0, Some(num), false));
        let (lines, bars, bar_dots) = self.both(&directions, &mut own, &one, &zero);
        let ty = tuple(bars.types.clone());
        let [all, all_dots] = [&bars.all, &bar_dots.all]
            .map(|all| tuple(all.iter().map(|bar| quote!(#bar)).collect()));
        let hessian = self.hessian(num, &directions);
        quote! {
            /// The value and its gradient, and the tangents of both.
            #[inline]
            #vis fn #value_and_gradient_jvp #generics (#(#inputs,)* #(#declared),*)
                -> ((#output, #ty), (#output, #ty)) #bounds
            {
                #lines
                ((value, #all), (value_dot, #all_dots))
            }

            /// The gradient, and its tangent: the product of the Hessian with the direction.
            #[inline]
            #vis fn #gradient_jvp #generics (#(#inputs,)* #(#declared),*) -> (#ty, #ty) #bounds {
                let ((_, gradient), (_, gradient_dot)) =
                    Self::#value_and_gradient_jvp #arguments (#(#names,)* #(#dots),*);
                (gradient, gradient_dot)
            }

            /// The product of the Hessian with a direction.
            #[inline]
            #vis fn #hvp #generics (#(#inputs,)* #(#declared),*) -> #ty #bounds {
                Self::#gradient_jvp #arguments (#(#names,)* #(#dots),*).1
            }

            #hessian
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
                Direction { name, declared, of, kind }
            })
            .collect()
    }

    /// Both passes with tangents, for a seed and its tangent: the lines, the cotangents, and their
    /// tangents.
    pub(super) fn both(
        &self,
        directions: &[Direction],
        own: &mut Names,
        seed: &TokenStream,
        seed_dot: &TokenStream,
    ) -> (TokenStream, Gathered, Gathered) {
        let arguments = undecided(self.parts.item, self.scheme().generics());
        let [forward_jvp, backward_jvp] =
            ["forward_jvp", "backward_jvp"].map(|name| self.scheme().function(name));
        let handed = self.handed();
        let lasting = self.lasting(&self.argument_names());
        let dots: Vec<&Ident> = directions.iter().map(|d| &d.name).collect();
        let bars = self.gathered("_bar", own);
        let bar_dots = self.gathered("_bar_dot", own);
        let opened = [&bars.opened, &bar_dots.opened];
        let (shadows, shadow_dots) = (&bars.shadows, &bar_dots.shadows);
        let call = quote! {
            Self::#backward_jvp #arguments (
                #(#lasting,)* &residuals, #seed, #(&mut #shadows,)*
                #(#dots,)* &residuals_dot, #seed_dot, #(&mut #shadow_dots),*
            )
        };
        let returned = [bars.returned.as_slice(), bar_dots.returned.as_slice()].concat();
        let last = match returned.as_slice() {
            [] => quote!(#call;),
            several => quote!(let (#(#several),*) = #call;),
        };
        let lines = quote! {
            let (value, residuals, value_dot, residuals_dot) =
                Self::#forward_jvp #arguments (#(#handed,)* #(#dots),*);
            #(#opened)*
            #last
        };
        (lines, bars, bar_dots)
    }

    /// `hessian`, where the arguments are numbers, or one array or slice of them.
    fn hessian(&self, num: &Num, directions: &[Direction]) -> TokenStream {
        let names = self.handed();
        let hvp = self.scheme().function("hvp");
        let arguments = undecided(self.parts.item, self.scheme().generics());
        let (zero, one) = (real(0.0, Some(num), false), real(1.0, Some(num), false));
        let count = directions.len();
        let runtime = self.runtime;
        let kinds: Vec<&Kind> = directions.iter().map(|direction| &direction.kind).collect();
        let (ty, body) = match kinds.as_slice() {
            kinds if kinds.iter().all(|kind| kind.is_real()) => {
                let rows = (0..count).map(|i| {
                    let unit = (0..count).map(|j| if i == j { &one } else { &zero });
                    let row = quote!(Self::#hvp #arguments (#(#names,)* #(#unit),*));
                    if count == 1 { quote!([#row]) } else { quote!(<[_; #count]>::from(#row)) }
                });
                (quote!([[#num; #count]; #count]), quote!([#(#rows),*]))
            }
            [Kind::Array(item, length)] if item.is_real() => {
                let body = quote! {
                    ::core::array::from_fn(|i| {
                        let mut direction = [#zero; #length];
                        direction[i] = #one;
                        Self::#hvp #arguments (#(#names,)* &direction)
                    })
                };
                (quote!([[#num; #length]; #length]), body)
            }
            [Kind::Slice(item) | Kind::Vec(item)]
                if item.is_real() && cfg!(feature = "ndarray") =>
            {
                let of = &directions[0].of;
                let body = quote! {
                    let n = #of.len();
                    let mut rows = Vec::with_capacity(n * n);
                    let mut direction = vec![#zero; n];
                    for i in 0..n {
                        direction[i] = #one;
                        rows.extend(Self::#hvp #arguments (#(#names,)* &direction));
                        direction[i] = #zero;
                    }
                    #runtime::ndarray::Array2::from_shape_vec((n, n), rows)
                        .expect("a square matrix")
                };
                (quote!(#runtime::ndarray::Array2<#num>), body)
            }
            _ => return quote!(),
        };
        let (generics, bounds) = self.generics();
        let (vis, inputs) = (self.scheme().vis(), self.inputs());
        let hessian = self.scheme().function("hessian");
        quote! {
            /// The matrix of second derivatives, a row for each argument or element.
            #[inline]
            #vis fn #hessian #generics (#(#inputs),*) -> #ty #bounds { #body }
        }
    }
}
