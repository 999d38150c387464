//! `jacobian`: columns by forward mode, or rows by reverse mode.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Ident;

use super::gradient::Gathered;
use super::handle::{Context, undecided};
use super::names::local;
use crate::ir::{Kind, Passing};

impl Context<'_> {
    /// `jacobian`, `jacobian_forward` and `jacobian_reverse`.
    pub(super) fn jacobian(&self) -> TokenStream {
        let pair = self.parts.pair;
        let overwritten = pair.forward.params.iter().any(|param| param.passing == Passing::Mut);
        let Some(num) = pair.seed.and_then(|seed| number(self.kind(seed))) else { return quote!() };
        let wanted = self.parts.options.jacobian && !overwritten && cfg!(feature = "ndarray");
        if !wanted || self.parts.pushed.primal.is_empty() {
            return quote!();
        }
        let (generics, bounds) = self.generics();
        let (inputs, vis, runtime) = (self.inputs(), self.scheme().vis(), self.runtime);
        let names = self.argument_names();
        let arguments = undecided(self.parts.item, self.scheme().generics());
        let [jacobian, by_columns, by_rows, jvp, forward, backward] =
            ["jacobian", "jacobian_forward", "jacobian_reverse", "jvp", "forward", "backward"]
                .map(|name| self.scheme().function(name));
        let mut own = self.own_names();
        let [n, m, counts_, output, kept, place, column, row, seed, dot] =
            ["n", "m", "counts", "output", "kept", "place", "column", "row", "output_bar", "dot"]
                .map(local);
        let directions = self.directions(1, &mut own);
        let of: Vec<&Ident> = directions.iter().map(|direction| &direction.of).collect();
        let dots: Vec<&Ident> = directions.iter().map(|direction| &direction.name).collect();
        let tangents = directions.iter().map(|direction| {
            let name = &direction.name;
            match direction.kind {
                Kind::Real(_) => quote!(#name),
                _ => quote!(&#name),
            }
        });
        let handed = self.handed();
        let counts = quote! {
            let #counts_ = [#(#runtime::jacobian::Numbers::<#num>::count(
                &#runtime::Differentiable::zeros(&#of)
            )),*];
            let #n = #counts_.iter().sum::<usize>();
        };
        let places = (0..of.len()).map(
            |i| quote!(#runtime::jacobian::within(#place, #counts_[..#i].iter().sum(), #counts_[#i])),
        );
        let Gathered { opened, shadows, returned, all, .. } = self.gathered("_bar", &mut own);
        let lasting = self.lasting(&names);
        let bound = match returned.as_slice() {
            [] => quote!(),
            [single] => quote!(let #single =),
            several => quote!(let (#(#several),*) =),
        };
        quote! {
            /// The Jacobian: a row for each number of the output, a column for each of the arguments;
            /// by forward mode, or where there are fewer rows than columns by reverse mode.
            #vis fn #jacobian #generics (#(#inputs),*) -> #runtime::ndarray::Array2<#num> #bounds {
                #counts
                let (#output, _) = Self::#forward #arguments (#(#handed),*);
                let #m = #runtime::jacobian::Numbers::<#num>::count(
                    &#runtime::Differentiable::zeros(&#output)
                );
                match #m < #n {
                    true => Self::#by_rows #arguments (#(#names),*),
                    false => Self::#by_columns #arguments (#(#names),*),
                }
            }

            /// The Jacobian by forward mode: one pass for each number of the arguments.
            #vis fn #by_columns #generics (#(#inputs),*)
                -> #runtime::ndarray::Array2<#num> #bounds
            {
                #counts
                #runtime::jacobian::by_columns(#n, |#place| {
                    #(let #dots = #runtime::jacobian::unit::<#num, _>(&#of, #places);)*
                    let (_, #dot) = Self::#jvp #arguments (#(#handed,)* #(#tangents),*);
                    let mut #column = Vec::new();
                    #runtime::jacobian::Numbers::<#num>::append(&#dot, &mut #column);
                    #column
                })
            }

            /// The Jacobian by reverse mode: one forward pass, and a backward pass for each number of
            /// the output.
            #vis fn #by_rows #generics (#(#inputs),*)
                -> #runtime::ndarray::Array2<#num> #bounds
            {
                let (#output, #kept) = Self::#forward #arguments (#(#handed),*);
                let #m = #runtime::jacobian::Numbers::<#num>::count(
                    &#runtime::Differentiable::zeros(&#output)
                );
                #runtime::jacobian::by_rows(#m, |#place| {
                    let #seed = #runtime::jacobian::unit::<#num, _>(&#output, Some(#place));
                    #opened
                    #bound Self::#backward #arguments (
                        #(#lasting,)* &#kept, #seed #(, &mut #shadows)*
                    );
                    let mut #row = Vec::new();
                    #(#runtime::jacobian::Numbers::<#num>::append(&#all, &mut #row);)*
                    #row
                })
            }
        }
    }
}

/// The number type of a value that consists of numbers.
fn number(kind: &Kind) -> Option<&crate::ir::Num> {
    match kind {
        Kind::Real(num) | Kind::Nd { num, .. } => Some(num),
        Kind::Array(item, _) | Kind::Slice(item) | Kind::Vec(item) => number(item),
        Kind::Tuple(items) => {
            let nums: Option<Vec<_>> = items.iter().map(number).collect();
            nums?.first().copied()
        }
        _ => None,
    }
}
