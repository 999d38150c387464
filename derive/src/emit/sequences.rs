//! Arrays made of sequences, and sequences made of arrays.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Expr;

use super::code::Code;
use super::function::Emitter;
use crate::ir::{Kind, Var};

impl Emitter<'_> {
    /// `concatenate(Axis(k), &[a.view(), b.view()])`
    pub(super) fn joined(&mut self, function: &str, args: &[Var]) -> Code {
        let (nd, function) = (self.ndarray(), quote::format_ident!("{function}"));
        let [parts @ .., axis] = args else { return Code::atom(quote!(())) };
        let parts: Vec<TokenStream> = parts.iter().map(|part| self.receiver(*part)).collect();
        let axis = self.axis(*axis);
        let message = "arrays that go together";
        Code::atom(quote!(#nd::#function(#axis, &[#(#parts.view()),*]).expect(#message)))
    }

    /// `Array1::from_vec(v)`, `arr1(&x)`, `arr2(&x)`
    pub(super) fn sequence_to_array(&mut self, sequence: Var) -> Code {
        let nd = self.ndarray();
        Code::atom(match self.vars.kind(sequence).clone() {
            Kind::Vec(_) | Kind::Slice(_) => {
                let elements = self.owned(sequence);
                quote!(#nd::Array1::from_vec(#elements))
            }
            Kind::Array(item, _) if item.element().is_some() => {
                let elements = self.reference(sequence);
                quote!(#nd::arr2(#elements))
            }
            _ => {
                let elements = self.reference(sequence);
                quote!(#nd::arr1(#elements))
            }
        })
    }

    /// `a.to_vec()`, `from_fn(|i| a[i])`
    pub(super) fn array_to_sequence(&mut self, out: Var, array: Var) -> Code {
        let a = self.receiver(array);
        Code::atom(match self.vars.kind(out) {
            Kind::Array(item, rows) => match &**item {
                Kind::Array(_, columns) => {
                    let row = from_fn(columns, &quote!(j), &quote!(#a[[i, j]]));
                    from_fn(rows, &quote!(i), &row)
                }
                _ => from_fn(rows, &quote!(i), &quote!(#a[i])),
            },
            _ => quote!(#a.to_vec()),
        })
    }
}

fn from_fn(length: &Expr, index: &TokenStream, item: &TokenStream) -> TokenStream {
    let length = match length {
        Expr::Lit(_) | Expr::Path(_) => quote!(#length),
        other => quote!({ #other }),
    };
    quote!(::core::array::from_fn::<_, #length, _>(|#index| #item))
}
