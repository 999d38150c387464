//! `hessian`: products with all unit directions.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use syn::{Ident, Path, WherePredicate, parse_quote};

use super::gradient::{Gathered, zeros};
use super::handle::{Context, undecided};
use super::names::local;
use super::second::Direction;
use super::types::{owned_type, real};
use crate::ad::drivers::Form;
use crate::ir::{Kind, Num};

/// Longer tuples are no arrays to the standard library.
const LONGEST: usize = 12;

/// The numbers of a Hessian: those of the parameters, as far as they are known, else of the value.
fn number<'a>(kinds: &[&'a Kind], output: &'a Num) -> &'a Num {
    kinds.iter().find_map(|kind| kind.only_num()).unwrap_or(output)
}

/// The type of a Hessian with respect to such parameters, of a function that returns such a number.
pub(super) fn hessian_type(kinds: &[&Kind], output: &Num, runtime: &Path) -> Option<TokenStream> {
    let (count, num) = (kinds.len(), number(kinds, output));
    Some(match Form::new(kinds)? {
        Form::Numbers => quote!([[#num; #count]; #count]),
        Form::Array(length) => quote!([[#num; #length]; #length]),
        Form::Sequence | Form::Flattened => quote!(#runtime::ndarray::Array2<#num>),
    })
}

impl Context<'_> {
    /// `hessian`
    pub(super) fn hessian(&self, output: &Num) -> TokenStream {
        if let Some(driver) = &self.parts.drivers.hessian {
            return self.flat_hessian(driver);
        }
        let directions = self.directions(&mut self.own_names());
        let kinds: Vec<&Kind> = directions.iter().map(|direction| &direction.kind).collect();
        let num = number(&kinds, output);
        let (Some(form), Some(ty)) =
            (Form::new(&kinds), hessian_type(&kinds, output, self.runtime))
        else {
            return quote!();
        };
        let hvp = self.scheme().function("hvp");
        let (arguments, names) =
            (undecided(self.parts.item, self.scheme().generics()), self.handed());
        let product = |given: TokenStream| self.tried(quote!(Self::#hvp #arguments(#given)));
        let (zero, one) = (real(0.0, Some(num), false), real(1.0, Some(num), false));
        let [i, n, rows, unit] = ["i", "n", "rows", "direction"].map(local);
        let runtime = self.runtime;
        let body = match &form {
            Form::Numbers => {
                let count = kinds.len();
                let rows = (0..count).map(|i| {
                    let unit = (0..count).map(|j| if i == j { &one } else { &zero });
                    let row = product(quote!(#(#names,)* #(#unit),*));
                    match count {
                        1 => quote!([#row]),
                        2..=LONGEST => quote!(<[_; #count]>::from(#row)),
                        _ => {
                            let parts = (0..count).map(|j| local(&format!("part_{j}")));
                            let parts: Vec<Ident> = parts.collect();
                            quote!({ let (#(#parts),*) = #row; [#(#parts),*] })
                        }
                    }
                });
                self.answer(&quote!([#(#rows),*]))
            }
            Form::Array(length) if self.is_fallible() => {
                let row = product(quote!(#(#names,)* &#unit));
                let answer = self.answer(&quote!(#rows));
                quote! {
                    let mut #rows = [[#zero; #length]; #length];
                    for #i in 0..#length {
                        let mut #unit = [#zero; #length];
                        #unit[#i] = #one;
                        #rows[#i] = #row;
                    }
                    #answer
                }
            }
            Form::Array(length) => {
                let row = product(quote!(#(#names,)* &#unit));
                quote! {
                    ::core::array::from_fn(|#i| {
                        let mut #unit = [#zero; #length];
                        #unit[#i] = #one;
                        #row
                    })
                }
            }
            Form::Sequence => {
                let of = &directions[0].of;
                let row = product(quote!(#(#names,)* &#unit));
                let matrix = self.answer(&quote! {
                    #runtime::ndarray::Array2::from_shape_vec((#n, #n), #rows).expect("a square matrix")
                });
                quote! {
                    let #n = #of.len();
                    let mut #rows = #runtime::alloc::vec::Vec::with_capacity(#n * #n);
                    let mut #unit = #runtime::alloc::vec![#zero; #n];
                    for #i in 0..#n {
                        #unit[#i] = #one;
                        #rows.extend(#row);
                        #unit[#i] = #zero;
                    }
                    #matrix
                }
            }
            Form::Flattened => {
                let product = quote!(Self::#hvp #arguments);
                self.flattened(num, &directions, &product)
            }
        };
        let doc = match form {
            Form::Numbers | Form::Array(_) | Form::Sequence => {
                "The matrix of second derivatives, a row for each argument or element."
            }
            Form::Flattened => {
                "The matrix of second derivatives, a row for each number of the arguments: parameters in \
                 their order, fields as they are declared, elements with the last index first."
            }
        };
        let (generics, bounds) = self.generics_of_one_number(num, &kinds);
        let (vis, inputs) = (self.scheme().vis(), self.inputs());
        let hessian = self.scheme().function("hessian");
        let ty = self.returned_type(&ty);
        quote! {
            #[doc = #doc]
            #[inline]
            #vis fn #hessian #generics (#(#inputs),*) -> #ty #bounds { #body }
        }
    }

    /// A row for each number of the arguments, whatever these are.
    fn flattened(&self, num: &Num, directions: &[Direction], product: &TokenStream) -> TokenStream {
        let (runtime, handed) = (self.runtime, self.handed());
        let [counts, n, place, row] = ["counts", "n", "place", "row"].map(local);
        let zero: Vec<TokenStream> = directions
            .iter()
            .map(|Direction { of, kind, .. }| zeros(kind, &quote!(#of), runtime, None))
            .collect();
        let units = directions.iter().zip(&zero).enumerate().map(|(i, (direction, zero))| {
            let (name, i) = (&direction.name, Literal::usize_unsuffixed(i));
            quote! {
                let #name = #runtime::jacobian::unit_among::<#num, _>(
                    #zero,
                    #runtime::jacobian::within(
                        #place, #counts[..#i].iter().sum(), #counts[#i]
                    ),
                );
            }
        });
        let tangents = directions.iter().map(|direction| {
            let name = &direction.name;
            if direction.kind.is_real() { quote!(#name) } else { quote!(&#name) }
        });
        let Gathered { all, .. } = self.gathered("_bar", &mut self.own_names());
        let bound = match all.as_slice() {
            [single] => quote!(#single),
            several => quote!((#(#several),*)),
        };
        let (asked, product) =
            (self.asked(), self.settled(quote!(#product(#(#handed,)* #(#tangents),*))));
        let matrix = self.answer(&quote! {
            #runtime::jacobian::by_rows(#n, |#place| {
                #(#units)*
                let #bound = #product;
                let mut #row = #runtime::alloc::vec::Vec::with_capacity(#n);
                #(#runtime::Numbers::<#num>::append(&#all, &mut #row);)*
                #row
            })
        });
        quote! {
            #asked
            let #counts = [#(#runtime::Numbers::<#num>::count(&#zero)),*];
            let #n = #counts.iter().sum();
            #matrix
        }
    }

    /// The generic parameters and bounds, with the condition that parameters consist of such numbers where
    /// that is not known here. It is asked where the function is called: a bound on nothing but known types
    /// would be asked where it is written, unless it is for any lifetime.
    fn generics_of_one_number(&self, num: &Num, kinds: &[&Kind]) -> (TokenStream, TokenStream) {
        let mut generics = self.scheme().generics().clone();
        let unknown = kinds.iter().filter(|kind| kind.only_num() != Some(num));
        let bounds: Vec<WherePredicate> = unknown
            .map(|kind| {
                let ty = owned_type(&kind.cotangent(), self.runtime);
                let runtime = self.runtime;
                parse_quote!(for<'any> #ty: #runtime::Numbers<#num>)
            })
            .collect();
        if !bounds.is_empty() {
            generics.make_where_clause().predicates.extend(bounds);
        }
        let (impl_generics, _, where_clause) = generics.split_for_impl();
        (quote!(#impl_generics), quote!(#where_clause))
    }
}
