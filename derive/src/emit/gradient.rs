//! `gradient` and `value_and_gradient`: both passes for the seed 1.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{Ident, Path, parse_quote};

use super::drivers::Presented;
use super::handle::{Context, tuple, undecided};
use super::names::{Names, local};
use super::types::{owned_type, real};
use crate::ir::{Kind, Num, Param, Passing};

/// What the cotangents of the parameters are gathered in.
pub(super) struct Gathered {
    /// Definitions of shadows.
    pub opened: TokenStream,
    /// The shadows, by name.
    pub shadows: Vec<Ident>,
    /// The cotangents that `backward` returns, by name.
    pub returned: Vec<Ident>,
    /// All of them, in the order of the parameters.
    pub all: Vec<Ident>,
    /// Their types.
    pub types: Vec<TokenStream>,
}

impl Context<'_> {
    /// The number type of what a scalar function without `&mut` parameters returns.
    pub(super) fn scalar(&self) -> Option<&Num> {
        let pair = self.parts.pair;
        let shadowed = |param: &Param| pair.shadows.iter().any(|(var, _)| *var == param.var);
        let mut params = pair.forward.params.iter();
        if params.any(|param| param.passing == Passing::Mut && shadowed(param)) {
            return None;
        }
        match self.kind(pair.seed?) {
            Kind::Real(num) => Some(num),
            _ => None,
        }
    }

    /// The arguments as they are handed to `forward`: those that are needed again are copied, and closures lent.
    pub(super) fn handed(&self) -> Vec<TokenStream> {
        let names = self.argument_names();
        let one = |(name, param): (&Ident, &Param)| match (param.passing, self.kind(param.var)) {
            (Passing::Ref | Passing::Mut, _) => quote!(#name),
            (Passing::Value, kind) if kind.is_copy() => quote!(#name),
            (Passing::Value, kind) if kind.is_closure() => quote!(&#name),
            (Passing::Value, kind) if kind.has_structs() || matches!(kind, Kind::Other(_)) => {
                let (runtime, span) = (self.runtime, name.span());
                quote_spanned!(span=> #runtime::handed(&#name))
            }
            (Passing::Value, _) => quote!(#name.clone()),
        };
        names.iter().zip(&self.parts.pair.forward.params).map(one).collect()
    }

    /// Names for the cotangents, `x_bar`, and shadows of zeros.
    pub(super) fn gathered(&self, suffix: &str, own: &mut Names) -> Gathered {
        let pair = self.parts.pair;
        let mut gathered = Gathered {
            opened: quote!(),
            shadows: Vec::new(),
            returned: Vec::new(),
            all: Vec::new(),
            types: Vec::new(),
        };
        for (name, param) in self.argument_names().iter().zip(&pair.forward.params) {
            let bar = format!("{name}{suffix}");
            if pair.returned.contains(&param.var) {
                let bar = own.fresh(&bar, name.span());
                gathered.returned.push(bar.clone());
                gathered.all.push(bar);
            } else if pair.shadows.iter().any(|(var, _)| *var == param.var) {
                let bar = own.fresh(&bar, name.span());
                let zero = shadow_zero(self.kind(param.var), name, self.runtime);
                gathered.opened.extend(quote!(let mut #bar = #zero;));
                gathered.shadows.push(bar.clone());
                gathered.all.push(bar);
            } else {
                continue;
            }
            let kind = self.kind(param.var).cotangent();
            gathered.types.push(owned_type(&kind, self.runtime));
        }
        gathered
    }

    /// Names that local variables of these functions must not take.
    pub(super) fn own_names(&self) -> Names {
        let mut own = Names::default();
        self.argument_names().iter().for_each(|name| own.reserve(&quote!(#name)));
        own
    }

    /// In place of the gradient of a function that returns more than one number stands one that says so where it
    /// is called: the bound does not hold, and is not asked before, since it is for any lifetime.
    fn no_gradient(&self) -> TokenStream {
        let Some(seed) = self.parts.pair.seed else { return quote!() };
        let mut generics = self.scheme().generics().clone();
        let (ty, runtime) = (owned_type(self.kind(seed), self.runtime), self.runtime);
        let bound = parse_quote!(for<'any> #ty: #runtime::OneNumber);
        generics.make_where_clause().predicates.push(bound);
        let (generics, _, bounds) = generics.split_for_impl();
        let (inputs, vis) = (self.inputs(), self.scheme().vis());
        let gradient = self.scheme().function("gradient");
        quote! {
            #[doc(hidden)]
            #vis fn #gradient #generics (#(#inputs),*) #bounds {}
        }
    }

    /// `gradient` and `value_and_gradient`, for scalar functions.
    pub(super) fn gradient(&self) -> TokenStream {
        let Some(driver) = &self.parts.drivers.gradient else { return self.no_gradient() };
        let (ty, output) = (self.gradient_type(), self.output_type());
        let both = self.driver(
            driver,
            &Presented {
                doc: " The value and its gradient in one pass.",
                name: "value_and_gradient",
                ty: quote!((#output, #ty)),
            },
        );
        let (generics, bounds) = self.generics();
        let (inputs, names, vis) = (self.inputs(), self.argument_names(), self.scheme().vis());
        let arguments = undecided(self.parts.item, self.scheme().generics());
        let [gradient, value_and_gradient] =
            ["gradient", "value_and_gradient"].map(|name| self.scheme().function(name));
        let second = self.second_of(quote!(Self::#value_and_gradient #arguments (#(#names),*)));
        let returned = self.returned_type(&ty);
        quote! {
            #both

            /// The gradient with respect to every active argument.
            #[inline]
            #vis fn #gradient #generics (#(#inputs),*) -> #returned #bounds {
                #second
            }
        }
    }

    /// The type of the gradient: one cotangent as it is, several as a tuple.
    pub(super) fn gradient_type(&self) -> TokenStream {
        tuple(self.gathered("_bar", &mut self.own_names()).types)
    }
}

/// The zero cotangent of an argument.
fn shadow_zero(kind: &Kind, name: &Ident, runtime: &Path) -> TokenStream {
    match kind {
        Kind::Real(num) => real(0.0, Some(num), false),
        Kind::Array(item, length) if item.is_real() => {
            let zero = real(0.0, item.num(), false);
            quote!([#zero; #length])
        }
        Kind::Slice(item) | Kind::Vec(item) if item.is_real() => {
            let zero = real(0.0, item.num(), false);
            quote!(#runtime::alloc::vec![#zero; #name.len()])
        }
        Kind::Nd { rank, .. } => {
            let array = rank.array();
            quote!(#runtime::ndarray::#array::zeros(#name.raw_dim()))
        }
        kind if kind.has_inactive_parts() => zeros(kind, &quote!(#name), runtime, None),
        _ => quote!(#runtime::Differentiable::zeros(#name)),
    }
}

/// The zero cotangent of a place, or as many zero tangents as `lanes` says; the parts of tuples that carry no derivative
/// have `()`.
pub(super) fn zeros(
    kind: &Kind,
    place: &TokenStream,
    runtime: &Path,
    lanes: Option<&Ident>,
) -> TokenStream {
    let item = local("item");
    let of_item = |kind: &Kind| zeros(kind, &quote!(#item), runtime, lanes);
    match (kind, lanes) {
        (kind, _) if kind.cotangent().is_unit() => quote!(()),
        (kind, None) if !kind.has_inactive_parts() => {
            quote!(#runtime::Differentiable::zeros(&#place))
        }
        (kind, Some(lanes)) if !kind.has_inactive_parts() => {
            quote!(#runtime::Laned::<#lanes>::zero_tangents(&#place))
        }
        (Kind::Tuple(items), _) => {
            let parts = items.iter().enumerate().map(|(i, item)| {
                let index = syn::Index::from(i);
                zeros(item, &quote!(#place.#index), runtime, lanes)
            });
            quote!((#(#parts,)*))
        }
        (Kind::Array(kind, _), _) => {
            let zero = of_item(kind);
            quote!(#place.each_ref().map(|#item| #zero))
        }
        (kind, _) => {
            let zero = kind.element().map(of_item);
            quote!(#place.iter().map(|#item| #zero).collect::<#runtime::alloc::vec::Vec<_>>())
        }
    }
}
