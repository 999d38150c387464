//! `jacobian`: columns by forward mode, or rows by reverse mode.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Ident;

use super::gradient::Gathered;
use super::handle::{Context, undecided, undecided_with};
use super::names::local;
use super::second::Direction;
use crate::ir::{Kind, Num, Passing};

impl Context<'_> {
    /// `jacobian`, `jacobian_forward` and `jacobian_reverse`.
    pub(super) fn jacobian(&self) -> TokenStream {
        let pair = self.parts.pair;
        let Some(num) = pair.seed.and_then(|seed| self.kind(seed).only_num()) else {
            return quote!();
        };
        if !self.parts.options.jacobian || self.parts.pushed.primal.is_empty() {
            return quote!();
        }
        let flat = self.parts.drivers.jacobian.as_ref().map(|driver| self.flat_jacobian(driver));
        let active = self.directions(&mut self.own_names());
        let by_passes = active.iter().all(|direction| direction.kind.only_num() == Some(num));
        if !cfg!(feature = "ndarray") || !by_passes {
            return quote!(#flat);
        }
        let chosen = flat.unwrap_or_else(|| self.chosen(num));
        let (columns, rows) = (self.columns(num), self.rows(num));
        quote!(#chosen #columns #rows)
    }

    fn called(&self, name: &str) -> TokenStream {
        let name = self.scheme().function(name);
        let arguments = undecided(self.parts.item, self.scheme().generics());
        quote!(Self::#name #arguments)
    }

    /// How many numbers each of the arguments has, and all of them together.
    fn counts(&self, num: &Num) -> TokenStream {
        let runtime = self.runtime;
        let [n, counts] = ["n", "counts"].map(local);
        let directions = self.directions(&mut self.own_names());
        let of = directions.iter().map(|direction| &direction.of);
        quote! {
            let #counts = [#(#runtime::jacobian::Numbers::<#num>::count(
                &#runtime::Differentiable::zeros(&#of)
            )),*];
            let #n = #counts.iter().sum::<usize>();
        }
    }

    /// How many numbers the output has.
    fn height(&self, num: &Num) -> TokenStream {
        let (runtime, output) = (self.runtime, local("output"));
        quote! {
            #runtime::jacobian::Numbers::<#num>::count(&#runtime::Differentiable::zeros(&#output))
        }
    }

    fn chosen(&self, num: &Num) -> TokenStream {
        let (generics, bounds) = self.generics();
        let (inputs, vis, runtime) = (self.inputs(), self.scheme().vis(), self.runtime);
        let [n, m, output, kept] = ["n", "m", "output", "kept"].map(local);
        let (names, handed) = (self.argument_names(), self.handed());
        let (counts, height) = (self.counts(num), self.height(num));
        let jacobian = self.scheme().function("jacobian");
        let [by_columns, by_rows, forward] =
            ["jacobian_forward", "jacobian_rows", "forward"].map(|name| self.called(name));
        let ty = self.returned_type(&quote!(#runtime::ndarray::Array2<#num>));
        let passed = self.tried(quote!(#forward(#(#handed),*)));
        let rows = self.answer(&quote!(#by_rows(#(#names,)* &#output, &#kept)));
        let passes = match self.parts.pushed.lanes {
            Some(_) => quote!(#n.div_ceil(#runtime::jacobian::COLUMNS_A_ROW)),
            None => quote!(#n),
        };
        quote! {
            /// The Jacobian: a row for each number of the output, a column for each of the arguments;
            /// by forward mode, or where the rows are few by reverse mode.
            #vis fn #jacobian #generics (#(#inputs),*) -> #ty #bounds {
                #counts
                let (#output, #kept) = #passed;
                let #m = #height;
                match #m < #passes {
                    true => #rows,
                    false => #by_columns(#(#names),*),
                }
            }
        }
    }

    fn columns(&self, num: &Num) -> TokenStream {
        let (generics, bounds) = self.generics();
        let (inputs, vis, runtime) = (self.inputs(), self.scheme().vis(), self.runtime);
        let by_columns = self.scheme().function("jacobian_forward");
        let ty = self.returned_type(&quote!(#runtime::ndarray::Array2<#num>));
        let Some(wide) = &self.parts.pushed.lanes else {
            let columns = self.pushed(num, None);
            return quote! {
                /// The Jacobian by forward mode: one pass for each number of the arguments.
                #vis fn #by_columns #generics (#(#inputs),*)
                    -> #ty #bounds
                {
                    #columns
                }
            };
        };
        let (names, n, counts) = (self.argument_names(), local("n"), self.counts(num));
        let (columns, own) = (self.pushed(num, Some(&wide.count)), self.with_lanes(&wide.count));
        let (own_generics, own_bounds) = own.generics();
        let several = self.scheme().function("jacobian_lanes");
        let few = self.arguments_with(quote!({ #runtime::jacobian::FEW }));
        let many = self.arguments_with(quote!({ #runtime::LANES }));
        quote! {
            /// The Jacobian by forward mode: one pass for each `chainrule::LANES` numbers of the
            /// arguments, or a smaller one for all of them where they are few.
            #vis fn #by_columns #generics (#(#inputs),*)
                -> #ty #bounds
            {
                #counts
                match #n <= #runtime::jacobian::FEW {
                    true => Self::#several #few (#(#names),*),
                    false => Self::#several #many (#(#names),*),
                }
            }

            /// The Jacobian by forward mode, so many columns a pass.
            fn #several #own_generics (#(#inputs),*)
                -> #ty #own_bounds
            {
                #columns
            }
        }
    }

    /// The columns, one by one or so many at once.
    fn pushed(&self, num: &Num, lanes: Option<&Ident>) -> TokenStream {
        let runtime = self.runtime;
        let [n, counts_, place, column, dot] = ["n", "counts", "place", "column", "dot"].map(local);
        let directions = self.directions(&mut self.own_names());
        let tangents = directions.iter().map(|direction| {
            let name = &direction.name;
            match direction.kind {
                Kind::Real(_) => quote!(#name),
                _ => quote!(&#name),
            }
        });
        let (handed, counts) = (self.handed(), self.counts(num));
        let before = (0..directions.len()).map(|i| quote!(#counts_[..#i].iter().sum()));
        let (by, number, jvp) = match lanes {
            Some(count) => (
                quote!(by_lanes::<#num, #count>),
                quote!(#runtime::Lanes<#num, #count>),
                self.called_with_lanes(),
            ),
            None => (quote!(by_columns), quote!(#num), self.called("jvp")),
        };
        let units = directions.iter().zip(before).enumerate().map(|(i, (direction, before))| {
            let Direction { name, of, passing, .. } = direction;
            match (lanes, passing) {
                (None, _) => quote! {
                    let #name = #runtime::jacobian::unit::<#num, _>(
                        &#of, #runtime::jacobian::within(#place, #before, #counts_[#i])
                    );
                },
                (Some(_), Passing::Value) => {
                    quote!(let #name = #runtime::jacobian::units(&#of, #place, #before);)
                }
                (Some(_), Passing::Ref | Passing::Mut) => {
                    quote!(let #name = #runtime::jacobian::units(#of, #place, #before);)
                }
            }
        });
        let (asked, pushed) =
            (self.asked(), self.settled(quote!(#jvp(#(#handed,)* #(#tangents),*))));
        let matrix = self.answer(&quote! {
            #runtime::jacobian::#by(#n, |#place| {
                #(#units)*
                let (_, #dot) = #pushed;
                let mut #column = #runtime::alloc::vec::Vec::new();
                #runtime::jacobian::Numbers::<#number>::append(&#dot, &mut #column);
                #column
            })
        });
        quote! {
            #asked
            #counts
            #matrix
        }
    }

    /// `::<T, 8>`: the function's own generic parameters, and so many columns.
    fn arguments_with(&self, count: TokenStream) -> TokenStream {
        let params = self.scheme().generics().params.iter();
        let names = params.filter_map(|param| match param {
            syn::GenericParam::Type(param) => Some(&param.ident),
            syn::GenericParam::Const(param) => Some(&param.ident),
            syn::GenericParam::Lifetime(_) => None,
        });
        quote!(::<#(#names,)* #count>)
    }

    /// `Self::jvp_lanes`, the number of tangents as the arguments say.
    fn called_with_lanes(&self) -> TokenStream {
        let name = self.scheme().function("jvp_lanes");
        let arguments = undecided_with(self.parts.item, self.scheme().generics(), Some(quote!(_)));
        quote!(Self::#name #arguments)
    }

    fn rows(&self, num: &Num) -> TokenStream {
        let (generics, bounds) = self.generics();
        let (inputs, vis, runtime) = (self.inputs(), self.scheme().vis(), self.runtime);
        let [by_rows, of_kept] =
            ["jacobian_reverse", "jacobian_rows"].map(|name| self.scheme().function(name));
        let [m, output, kept, place, row, seed] =
            ["m", "output", "kept", "place", "row", "output_bar"].map(local);
        let (names, handed) = (self.argument_names(), self.handed());
        let [called, forward, backward] =
            ["jacobian_rows", "forward", "backward"].map(|name| self.called(name));
        let Gathered { opened, shadows, returned, all, .. } =
            self.gathered("_bar", &mut self.own_names());
        // Each row needs the arguments again.
        let lasting = self.lasting(&handed);
        let bound = match returned.as_slice() {
            [] => quote!(),
            [single] => quote!(let #single =),
            several => quote!(let (#(#several),*) =),
        };
        let (ty, residuals) = (self.output_type(), self.residuals().ty);
        let height = self.height(num);
        let matrix = self.returned_type(&quote!(#runtime::ndarray::Array2<#num>));
        let passed = self.tried(quote!(#forward(#(#handed),*)));
        let rows = self.answer(&quote!(#called(#(#names,)* &#output, &#kept)));
        quote! {
            /// The Jacobian by reverse mode: one forward pass, and a backward pass for each number of
            /// the output.
            #vis fn #by_rows #generics (#(#inputs),*)
                -> #matrix #bounds
            {
                let (#output, #kept) = #passed;
                #rows
            }

            /// The rows of the Jacobian, of what `forward` returned.
            fn #of_kept #generics (#(#inputs,)* #output: &#ty, #kept: &#residuals)
                -> #runtime::ndarray::Array2<#num> #bounds
            {
                let #m = #height;
                #runtime::jacobian::by_rows(#m, |#place| {
                    let #seed = #runtime::jacobian::unit::<#num, _>(#output, ::core::option::Option::Some(#place));
                    #opened
                    #bound #backward(#(#lasting,)* #kept, #seed #(, &mut #shadows)*);
                    let mut #row = #runtime::alloc::vec::Vec::new();
                    #(#runtime::jacobian::Numbers::<#num>::append(&#all, &mut #row);)*
                    #row
                })
            }
        }
    }
}
