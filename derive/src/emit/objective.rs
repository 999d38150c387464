//! A handle as a type argument: `impl Objective<[f64]> for f`.

use proc_macro2::TokenStream;
use quote::quote;

use super::handle::{Context, undecided};
use super::types::owned_type;
use crate::ir::{Kind, Passing};

impl Context<'_> {
    /// The implementations of the traits, for a scalar function of one array, slice or vector.
    pub(super) fn objective(&self) -> TokenStream {
        let pair = self.parts.pair;
        let [param] = &pair.forward.params[..] else { return quote!() };
        let active = pair.returned.contains(&param.var) || !pair.shadows.is_empty();
        let kind = self.kind(param.var);
        let array = match kind {
            Kind::Slice(item) | Kind::Vec(item) | Kind::Array(item, _) => item.is_real(),
            Kind::Nd { view, .. } => !view,
            _ => false,
        };
        let free = self.parts.options.owner.is_none()
            && self.parts.item.sig.generics.lifetimes().next().is_none();
        if !(active && array && free) || self.scalar().is_none() || self.is_fallible() {
            return quote!();
        }
        let item = self.parts.item;
        let (runtime, marker, name) = (self.runtime, self.scheme().marker(), &item.sig.ident);
        let ty = owned_type(kind, runtime);
        let (params, bounds) = (&item.sig.generics.params, &item.sig.generics.where_clause);
        let arguments = undecided(item, &item.sig.generics);
        let x = match (param.passing, kind.is_copy()) {
            (Passing::Value, true) => quote!(*x),
            (Passing::Value, false) => quote!(x.clone()),
            (Passing::Ref | Passing::Mut, _) => quote!(x),
        };
        let output = self.output_type();
        let smooth = (!self.parts.pushed.halves.is_empty()).then(|| {
            quote! {
                #[automatically_derived]
                impl<#params> #runtime::SmoothObjective<#ty> for #marker #bounds {
                    #[inline]
                    fn gradient_and_hvp(x: &#ty, direction: &#ty) -> (
                        <#ty as #runtime::Differentiable>::Cotangent,
                        <#ty as #runtime::Differentiable>::Cotangent,
                    ) {
                        #marker::gradient_jvp #arguments (#x, direction)
                    }
                }
            }
        });
        quote! {
            #[automatically_derived]
            impl<#params> #runtime::Objective<#ty> for #marker #bounds {
                type Scalar = #output;

                #[inline]
                fn value(x: &#ty) -> #output {
                    #name #arguments (#x)
                }

                #[inline]
                fn value_and_gradient(x: &#ty)
                    -> (#output, <#ty as #runtime::Differentiable>::Cotangent)
                {
                    #marker::value_and_gradient #arguments (#x)
                }
            }
            #smooth
        }
    }
}
