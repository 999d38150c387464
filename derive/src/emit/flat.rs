//! Flattened derivatives: functions without loops that return arrays, and those that return a part of what they do.

use proc_macro2::TokenStream;
use quote::quote;

use super::drivers::Presented;
use super::handle::{Context, undecided};
use super::types::owned_type;
use crate::ad::drivers::{Driver, Form};
use crate::ir::Kind;

/// What is returned of the parts that a function returns.
struct Part {
    /// What it is, for its documentation.
    doc: &'static str,
    name: &'static str,
    of: &'static str,
    /// The position among the parts, and the type, of each that is returned.
    parts: Vec<(usize, TokenStream)>,
    /// Whether the last of them becomes an `Array2`.
    matrix: bool,
}

impl Context<'_> {
    /// The types of what a function without loops returns.
    fn flat_types(&self, driver: &Driver) -> Vec<TokenStream> {
        let results = driver.function.body.results.iter();
        results.map(|var| owned_type(self.kind(*var), self.runtime)).collect()
    }

    /// `value_and_jacobian`, and `jacobian` as a matrix.
    pub(super) fn flat_jacobian(&self, driver: &Driver) -> TokenStream {
        let types = self.flat_types(driver);
        let whole = self.driver(
            driver,
            &Presented {
                doc: " The value, and the Jacobian: a row for each number of the output, a column for each of the \
                      arguments. What they have in common is computed once.",
                name: "value_and_jacobian",
                ty: quote!((#(#types),*)),
            },
        );
        let part = self.flat_part(&Part {
            doc: " The Jacobian: a row for each number of the output, a column for each of the arguments.",
            name: "jacobian",
            of: "value_and_jacobian",
            parts: vec![(1, types[1].clone())],
            matrix: true,
        });
        let part = if cfg!(feature = "ndarray") { part } else { quote!() };
        quote!(#whole #part)
    }

    /// The value with gradient and Hessian, and what is a part of that.
    pub(super) fn flat_hessian(&self, driver: &Driver) -> TokenStream {
        let types = self.flat_types(driver);
        let active = self.directions(&mut self.own_names());
        let kinds: Vec<&Kind> = active.iter().map(|direction| &direction.kind).collect();
        let matrix = match Form::new(&kinds) {
            Some(Form::Numbers | Form::Array(_)) => false,
            Some(Form::Sequence | Form::Flattened) => true,
            None => return quote!(),
        };
        let [value, .., hessian] = types.as_slice() else { return quote!() };
        let (name, doc) = match types.len() {
            2 => ("value_and_hessian", " The value and the matrix of second derivatives."),
            _ => (
                "value_gradient_and_hessian",
                " The value, the gradient and the matrix of second derivatives. What they have in common is computed \
                 once.",
            ),
        };
        let last = types.len() - 1;
        let ty = match &types[1..last] {
            [] => quote!((#value, #hessian)),
            _ => {
                let gradient = self.gradient_type();
                quote!((#value, #gradient, #hessian))
            }
        };
        let whole = self.driver(driver, &Presented { doc, name, ty });
        let pair = (types.len() == 3).then(|| {
            self.flat_part(&Part {
                doc: " The gradient and the matrix of second derivatives.",
                name: "gradient_and_hessian",
                of: name,
                parts: vec![(1, self.gradient_type()), (2, hessian.clone())],
                matrix: false,
            })
        });
        let alone = self.flat_part(&Part {
            doc: " The matrix of second derivatives, a row for each number of the arguments.",
            name: "hessian",
            of: name,
            parts: vec![(last, hessian.clone())],
            matrix,
        });
        quote!(#whole #pair #alone)
    }

    fn flat_part(&self, part: &Part) -> TokenStream {
        let runtime = self.runtime;
        let Part { doc, name, of, parts, matrix } = part;
        let (generics, bounds) = self.generics();
        let (inputs, names, vis) = (self.inputs(), self.argument_names(), self.scheme().vis());
        let arguments = undecided(self.parts.item, self.scheme().generics());
        let [name, of] = [name, of].map(|name| self.scheme().function(name));
        let whole = super::names::local("whole");
        let at = parts.iter().map(|(at, _)| proc_macro2::Literal::usize_unsuffixed(*at));
        let values: Vec<TokenStream> = at.map(|at| quote!(#whole.#at)).collect();
        let types = parts.iter().map(|(_, ty)| ty);
        let (value, ty) = match (values.as_slice(), *matrix) {
            ([rows], true) => {
                let num = self.flat_number();
                (quote!(#runtime::ndarray::arr2(&#rows)), quote!(#runtime::ndarray::Array2<#num>))
            }
            ([single], false) => (quote!(#single), quote!(#(#types)*)),
            (several, _) => (quote!((#(#several),*)), quote!((#(#types),*))),
        };
        quote! {
            #[doc = #doc]
            #[inline]
            #vis fn #name #generics (#(#inputs),*) -> #ty #bounds {
                let #whole = Self::#of #arguments (#(#names),*);
                #value
            }
        }
    }

    /// The type of the numbers.
    fn flat_number(&self) -> TokenStream {
        let seed = self.parts.pair.seed.and_then(|seed| self.kind(seed).only_num());
        quote!(#seed)
    }
}
