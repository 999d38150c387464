//! Operations on whole arrays, and additions into them.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};

use super::code::Code;
use super::function::{Emitter, Holds};
use super::inplace::Target;
use super::layout::block_number;
use super::types::array_path;
use super::views::ends_in_view;
use crate::ir::{Block, Kind, Num, Op, Rank, Step, Var};
use crate::prims::{self, ArrayOp};

/// So many arrays `Zip` takes.
pub(super) const PRODUCERS: usize = 6;

impl Emitter<'_> {
    /// An array operation with a spelling of its own.
    pub(super) fn array_op(&mut self, out: Var, op: ArrayOp, args: &[Var]) -> Code {
        let runtime = self.runtime;
        let first = args[0];
        match op {
            ArrayOp::Dot if self.is_several(out) => self.dot_of_several(first, args[1]),
            ArrayOp::Dot => {
                let (a, b) = (self.receiver(first), self.reference(args[1]));
                Code::atom(quote!(#a.dot(#b)))
            }
            ArrayOp::SumOfProducts => {
                let (a, b) = (self.reference(first), self.reference(args[1]));
                Code::atom(quote!(#runtime::sum_of_products(#a, #b)))
            }
            ArrayOp::Multiple => Code::atom(self.copied(first)),
            ArrayOp::Outer => {
                let (a, b) = (self.reference(first), self.reference(args[1]));
                let of = self.products_of(out);
                Code::atom(quote!(#of::outer(#a, #b)))
            }
            ArrayOp::Transpose => self.method(first, "t"),
            ArrayOp::Dim => self.method(first, "raw_dim"),
            ArrayOp::Sum if self.vars.kind(first).element().is_some() => {
                let (a, num) = (self.receiver(first), self.vars.kind(out).num().cloned());
                Code::atom(quote!(#a.iter().sum::<#num>()))
            }
            ArrayOp::Sum => self.method(first, "sum"),
            ArrayOp::Copy if matches!(self.vars.kind(out), Kind::Vec(_)) => {
                self.method(first, "to_vec")
            }
            ArrayOp::Copy if matches!(self.vars.kind(first), Kind::Nd { .. } | Kind::Array(..)) => {
                self.method(first, "to_owned")
            }
            ArrayOp::Copy if self.is_copy(first) => self.read(first),
            ArrayOp::Copy => Code::atom(self.copied(first)),
            ArrayOp::Fill => {
                // A cotangent is no copy, also where the struct is one.
                if let Kind::Array(item, length) = self.vars.kind(out)
                    && !matches!(**item, Kind::Struct(_))
                    && !item.is_copy()
                {
                    let length = length.clone();
                    let value = match self.inlined(first) {
                        Some(op) => self.operation(first, op).to_token_stream(),
                        None => self.copied(first),
                    };
                    return Code::atom(
                        quote!(::core::array::from_fn::<_, { #length }, _>(|_| #value)),
                    );
                }
                let value = self.owned(first);
                match (self.vars.kind(out).clone(), args.get(1)) {
                    (Kind::Array(_, length), _) => Code::atom(quote!([#value; #length])),
                    (_, count) => {
                        let count = count.map(|count| self.read(*count));
                        Code::atom(quote!(#runtime::alloc::vec![#value; #count]))
                    }
                }
            }
            ArrayOp::Mean if self.is_several(out) => {
                let a = self.reference(first);
                Code::atom(quote!(#runtime::array::lanes::mean(#a)))
            }
            ArrayOp::Mean => {
                let a = self.receiver(first);
                Code::atom(quote!(#a.mean().expect("the mean of an empty array")))
            }
            ArrayOp::SumAxis => {
                let (a, axis) = (self.receiver(first), self.axis(args[1]));
                Code::atom(quote!(#a.sum_axis(#axis)))
            }
            ArrayOp::MeanAxis if self.is_several(out) => {
                let (a, axis) = (self.reference(first), self.axis(args[1]));
                Code::atom(quote!(#runtime::array::lanes::mean_axis(#a, #axis)))
            }
            ArrayOp::MeanAxis => {
                let (a, axis) = (self.receiver(first), self.axis(args[1]));
                Code::atom(quote!(#a.mean_axis(#axis).expect("the mean along an empty axis")))
            }
            ArrayOp::LenOf => {
                let (a, axis) = (self.receiver(first), self.axis(args[1]));
                Code::atom(quote!(#a.len_of(#axis)))
            }
            ArrayOp::Full => {
                let (value, dim) = (self.read(first), self.owned(args[1]));
                let array = self.constructor(out);
                Code::atom(quote!(#array::from_elem(#dim, #value)))
            }
            ArrayOp::Repeat => {
                let (term, dim, axis) =
                    (self.reference(first), self.owned(args[1]), self.axis(args[2]));
                Code::atom(quote!(#runtime::array::repeat(#term, #dim, #axis)))
            }
            ArrayOp::Unbroadcast => {
                let (term, dim) = (self.owned(first), self.owned(args[1]));
                Code::atom(quote!(#runtime::array::unbroadcast(#term, #dim)))
            }
            ArrayOp::Reshape => {
                let (a, dim) = (self.reference(first), self.owned(args[1]));
                Code::atom(quote!(#runtime::array::reshaped(#a, #dim)))
            }
            ArrayOp::Broadcast => {
                let (a, dim) = (self.receiver(first), self.owned(args[1]));
                let message = "a shape that the array is repeated to";
                Code::atom(quote!(#a.broadcast(#dim).expect(#message)))
            }
            ArrayOp::Concatenate => self.joined("concatenate", args),
            ArrayOp::Stack => self.joined("stack", args),
            ArrayOp::Product => self.method(first, "product"),
            ArrayOp::Others => {
                let a = self.reference(first);
                Code::atom(quote!(#runtime::array::products_of_others(#a)))
            }
            ArrayOp::OthersDot => {
                let (a, dot) = (self.reference(first), self.reference(args[1]));
                let of = self.products_of(out);
                Code::atom(quote!(#of::products_of_others_dot(#a, #dot)))
            }
            ArrayOp::FromSequence => self.sequence_to_array(first),
            ArrayOp::ToSequence => self.array_to_sequence(out, first),
            ArrayOp::SetRank => {
                let a = self.owned_code(first).at(super::code::Binding::Atom);
                let kind = self.vars.kind(out).clone();
                Code::atom(match kind.rank() {
                    Some(rank @ Rank::Fixed(_)) => {
                        let dimension = rank.dimension();
                        quote! {
                            #a.into_dimensionality::<#runtime::ndarray::#dimension>()
                                .expect("an array of that rank")
                        }
                    }
                    Some(Rank::Dynamic) | None => quote!(#a.into_dyn()),
                })
            }
            ArrayOp::Steps => self.method_of(first, &format_ident!("div_ceil"), &args[1..2]),
            ArrayOp::Method(name) => self.method_of(first, &format_ident!("{name}"), &args[1..2]),
        }
    }

    fn method(&mut self, receiver: Var, name: &str) -> Code {
        let receiver = self.receiver(receiver);
        let name = format_ident!("{name}");
        Code::atom(quote!(#receiver.#name()))
    }

    /// A scalar function of each element: `mapv`, or `Zip` for several arrays.
    pub(super) fn map(&mut self, out: Var, args: &[Var], params: &[Var], body: &Block) -> Code {
        let runtime = self.runtime;
        if let ([array], [param]) = (args, params) {
            let array = self.receiver(*array);
            let (names, body) = self.closure(out, &[*param], body);
            let name = &names[0];
            return Code::atom(quote!(#array.mapv(|#name| #body)));
        }
        // The array that is collected is one more.
        if args.len() >= PRODUCERS {
            return self.map_by_indices(out, args, params, body);
        }
        let arrays: Vec<TokenStream> = args.iter().map(|arg| self.reference(*arg)).collect();
        let (names, body) = self.closure(out, params, body);
        let (first, rest) = (&arrays[0], &arrays[1..]);
        Code::atom(quote! {
            #runtime::ndarray::Zip::from(#first)#(.and(#rest))*
                .map_collect(|#(&#names),*| #body)
        })
    }

    /// The same for more arrays than `Zip` takes.
    fn map_by_indices(&mut self, out: Var, args: &[Var], params: &[Var], body: &Block) -> Code {
        let span = self.vars[out].span;
        let (outer, mut lines) = (self.names.mark(), quote!());
        let mut arrays = Vec::new();
        for arg in args {
            let name = match self.slot(*arg) {
                Some(slot) => slot.ident.clone(),
                None => {
                    let array = self.reference(*arg);
                    let name = self.names.fresh("t", span);
                    lines.extend(quote!(let #name = #array;));
                    name
                }
            };
            arrays.push(name);
        }
        let index = self.names.fresh("i", span);
        let (names, body) = self.closure(out, params, body);
        self.names.release(outer);
        let (first, array) = (&arrays[0], self.constructor(out));
        let at = match self.vars.kind(out).rank() {
            Some(Rank::Dynamic) => quote!(&#index),
            Some(Rank::Fixed(_)) | None => quote!(#index),
        };
        let code = quote! {
            #array::from_shape_fn(#first.raw_dim(), |#index| {
                let (#(#names),*) = (#(#arrays[#at]),*);
                #body
            })
        };
        Code::atom(if lines.is_empty() { code } else { quote!({ #lines #code }) })
    }

    /// `Array1::<f64>`, to make a value.
    pub(super) fn constructor(&self, out: Var) -> TokenStream {
        let kind = self.vars.kind(out);
        let rank = kind.rank().unwrap_or(Rank::VECTOR);
        array_path(kind.num().unwrap_or(&Num::F64), rank, self.runtime)
    }

    /// The parameters and the body of a function of elements. `out` is what it is applied for.
    pub(super) fn closure(
        &mut self,
        out: Var,
        params: &[Var],
        body: &Block,
    ) -> (Vec<syn::Ident>, TokenStream) {
        let outer = self.names.mark();
        let names: Vec<syn::Ident> = params
            .iter()
            .map(|param| {
                let slot = self.new_slot(*param, Holds::Value);
                self.slots[slot].fixed = true;
                self.slots[slot].ident.clone()
            })
            .collect();
        let (lines, result) = self.elementwise(out, params[0], body);
        self.names.release(outer);
        let body = if lines.is_empty() { quote!(#result) } else { quote!({ #lines #result }) };
        (names, body)
    }

    /// The lines and the value of a function of elements. It is written where its value is read, but
    /// stands where it is defined.
    pub(super) fn elementwise(
        &mut self,
        out: Var,
        param: Var,
        body: &Block,
    ) -> (TokenStream, Code) {
        let here = std::mem::replace(&mut self.here, self.layout.bound_at(param));
        let number = block_number(&[out], &self.here, 0);
        let lines = self.block_lines(body, number);
        self.here.push((number, body.stmts.len()));
        let result = self.read(body.results[0]);
        self.here = here;
        (lines, result)
    }

    /// `target += value` for arrays: products are accumulated in place, without a temporary.
    pub(super) fn add_array(
        &mut self,
        slot: usize,
        path: &[Step],
        value: Var,
        derived: bool,
    ) -> TokenStream {
        let runtime = self.runtime;
        let rank = |e: &Self, var: Var| e.vars.kind(var).rank().unwrap_or(Rank::SCALAR);
        match self.inlined(value) {
            Some(Op::Prim(prim, args))
                if *prim == prims::DOT && rank(self, value) != Rank::SCALAR =>
            {
                let function = match (rank(self, args[0]), rank(self, args[1])) {
                    (Rank::MATRIX, Rank::MATRIX) => quote!(add_matmul),
                    (Rank::MATRIX, _) => quote!(add_matvec),
                    _ => quote!(add_vecmat),
                };
                let (a, b) = (self.reference(args[0]), self.reference(args[1]));
                let out = self.target_reference(slot, path);
                let of = self.products_of(value);
                quote!(#of::#function(#a, #b, #out);)
            }
            Some(Op::Prim(prim, args)) if *prim == prims::OUTER => {
                let (a, b) = (self.reference(args[0]), self.reference(args[1]));
                let out = self.target_reference(slot, path);
                let of = self.products_of(value);
                quote!(#of::add_outer(#a, #b, #out);)
            }
            Some(Op::Prim(prim, args)) if *prim == prims::UNBROADCAST => {
                let term = self.reference(args[0]);
                let out = self.target_reference(slot, path);
                quote!(#runtime::array::accumulate(#out, #term);)
            }
            // What is added at once need not be copied before.
            Some(Op::Prim(prim, args))
                if *prim == prims::COPY
                    && matches!(self.inlined(args[0]), Some(Op::Project(_))) =>
            {
                self.add_array(slot, path, args[0], derived)
            }
            Some(Op::Prim(prim, args)) if *prim == prims::FULL => {
                self.add_scalar(slot, path, args[0])
            }
            Some(Op::Prim(prim, args)) if *prim == prims::REPEAT && !ends_in_view(path) => {
                let (term, axis) = (self.receiver(args[0]), self.axis(args[2]));
                let out = self.target(slot, path);
                quote!(#out += &#term.view().insert_axis(#axis);)
            }
            Some(Op::Map { args, params, body }) if args.len() < PRODUCERS => {
                let target = Target { value, slot, path, fits: derived };
                let there = vec![false; args.len()];
                self.map_into(&target, args, &there, params, body, &quote!(+=))
            }
            Some(Op::Prim(prim, args)) if self.scaled(*prim, args).is_some() => {
                let (array, factor) = self.scaled(*prim, args).unwrap_or((args[0], args[1]));
                if self.is_several(value) {
                    return self.add_scaled_several(slot, path, array, factor);
                }
                let (array, factor) = (self.reference(array), self.read(factor));
                self.assign(slot);
                let out = self.element(slot, path);
                quote!(#out.scaled_add(#factor, #array);)
            }
            Some(Op::Prim(prim, args)) if *prim == prims::NEG => self.subtract(slot, path, args[0]),
            _ if rank(self, value) == Rank::SCALAR => self.add_scalar(slot, path, value),
            _ if ends_in_view(path) => {
                let value = self.reference(value);
                let out = self.target_reference(slot, path);
                quote!(#runtime::array::accumulate(#out, #value);)
            }
            _ => {
                let value = self.reference(value);
                let out = self.target(slot, path);
                quote!(#out += #value;)
            }
        }
    }

    /// `target -= value`
    fn subtract(&mut self, slot: usize, path: &[Step], value: Var) -> TokenStream {
        let scalar = !self.is_array(value);
        let value = if scalar {
            ToTokens::to_token_stream(&self.read(value))
        } else {
            self.reference(value)
        };
        if !ends_in_view(path) {
            let target = self.target(slot, path);
            return quote!(#target -= #value;);
        }
        self.assign(slot);
        let target = self.element(slot, path);
        match scalar {
            true => quote!(#target.map_inplace(|total| *total -= #value);),
            false => quote!(#target.zip_mut_with(#value, |total, &term| *total -= term);),
        }
    }

    /// `target += scalar`, in every element.
    fn add_scalar(&mut self, slot: usize, path: &[Step], value: Var) -> TokenStream {
        let value = self.read(value);
        if ends_in_view(path) {
            let target = self.target(slot, path);
            return quote!(#target.map_inplace(|total| *total += #value););
        }
        let target = self.target(slot, path);
        quote!(#target += #value;)
    }

    /// Whether a value is an array.
    pub(super) fn is_array(&self, var: Var) -> bool {
        matches!(self.vars.kind(var), Kind::Nd { .. })
    }
}
