//! Parts of values, read and written.

use proc_macro2::TokenStream;
use quote::quote;

use super::code::{Binding, Code};
use super::function::{Emitter, Holds};
use super::gradient::zeros;
use super::types::real;
use super::views::ends_in_view;
use crate::ir::{Kind, Op, Place, Step, Var};

impl Emitter<'_> {
    /// A way into a place.
    pub(super) fn path(
        &mut self,
        mut tokens: TokenStream,
        path: &[Step],
        mutable: bool,
    ) -> TokenStream {
        for step in path {
            tokens = match step {
                Step::Field(member) => quote!(#tokens.#member),
                Step::Index(var) => {
                    let index = self.read(*var);
                    quote!(#tokens[#index])
                }
                Step::Range(lo, hi) => {
                    let lo = lo.map(|var| self.read(var).at(Binding::Or));
                    let hi = hi.map(|var| self.read(var).at(Binding::Or));
                    quote!(#tokens[#lo..#hi])
                }
                Step::NdIndex(vars) => {
                    let indices: Vec<Code> = vars.iter().map(|var| self.read(*var)).collect();
                    quote!(#tokens[[#(#indices),*]])
                }
                Step::View(view) => self.view(tokens, view, mutable),
            };
        }
        tokens
    }

    /// A part that is read.
    pub(super) fn project(&mut self, place: &Place) -> Code {
        let root = self.receiver(place.root);
        Code::atom(self.path(root, &place.path, false))
    }

    /// A part that is assigned to: `x_bar[i]`, `*x_bar`.
    pub(super) fn target(&mut self, slot: usize, path: &[Step]) -> TokenStream {
        self.assign(slot);
        let ident = self.slots[slot].ident.clone();
        if path.is_empty() {
            return match self.slots[slot].holds {
                Holds::Value => quote!(#ident),
                Holds::Ref | Holds::Mut => quote!(*#ident),
            };
        }
        self.path(quote!(#ident), path, true)
    }

    /// A part that methods are called on: no reference followed.
    pub(super) fn element(&mut self, slot: usize, path: &[Step]) -> TokenStream {
        let ident = self.slots[slot].ident.clone();
        self.path(quote!(#ident), path, true)
    }

    /// `&mut part`, for a callee that adds to it.
    pub(super) fn target_reference(&mut self, slot: usize, path: &[Step]) -> TokenStream {
        let ident = self.slots[slot].ident.clone();
        if path.is_empty() && self.slots[slot].holds == Holds::Mut {
            return quote!(#ident);
        }
        let target = self.target(slot, path);
        quote!(&mut #target)
    }

    /// The variable that becomes the next version of `root`: its own where nobody reads the old
    /// version any more, else a copy, which `lines` then defines.
    pub(super) fn take(&mut self, root: Var, next: Var, lines: &mut TokenStream) -> usize {
        if self.can_take(root)
            && let Some(slot) = self.slot_of.get(&root).copied()
        {
            self.slot_of.insert(next, slot);
            return slot;
        }
        let copied = self.slot_of.contains_key(&root) && !self.is_last_read(root);
        let value = self.owned(root);
        let slot = self.next_slot(next, root);
        let binding = self.binding(slot);
        let kind = self.vars.kind(next).clone();
        lines.extend(match copied && self.is_buffer(slot, &kind) {
            true => self.refill_from(slot, root),
            false => quote!(let #binding = #value;),
        });
        slot
    }

    /// Zeros in the shape of a value.
    pub(super) fn zeros(&mut self, out: Var, like: Var) -> Code {
        match self.vars.kind(like).clone() {
            Kind::Dim { .. } => {
                let dim = self.owned(like);
                let array = self.constructor(out);
                Code::atom(quote!(#array::zeros(#dim)))
            }
            // A struct without a derivative here, handed to a callee that has one for it.
            kind @ Kind::Other(_) => self.zeros_of_length(like, &kind),
            _ => {
                let kind = self.vars.kind(out).clone();
                match self.zero_of(&kind) {
                    Some(zero) => Code::atom(zero),
                    None => self.zeros_of_length(like, &kind),
                }
            }
        }
    }

    fn zeros_of_length(&mut self, like: Var, kind: &Kind) -> Code {
        if let Kind::Slice(item) | Kind::Vec(item) = kind
            && let Some(zero) = self.zero_of(item)
        {
            let (runtime, like) = (self.runtime, self.receiver(like));
            return Code::atom(quote!(#runtime::alloc::vec![#zero; #like.len()]));
        }
        let runtime = self.runtime;
        let of = self.vars.kind(like);
        if of.has_inactive_parts() {
            let (of, lanes) = (of.clone(), kind.lanes().map(|lanes| lanes.count.clone()));
            let place = self.receiver(like);
            return Code::atom(zeros(&of, &place, runtime, lanes.as_ref()));
        }
        let like = self.reference(like);
        Code::atom(match kind.lanes() {
            Some(lanes) => {
                let count = &lanes.count;
                quote!(#runtime::Laned::<#count>::zero_tangents(#like))
            }
            None => quote!(#runtime::Differentiable::zeros(#like)),
        })
    }

    /// The zero of a kind whose shape is fixed.
    pub(super) fn zero_of(&self, kind: &Kind) -> Option<TokenStream> {
        match kind {
            Kind::Real(num) => Some(real(0.0, Some(num), false)),
            Kind::Array(item, length) => {
                let item = self.zero_of(item)?;
                Some(quote!([#item; #length]))
            }
            Kind::Tuple(items) => {
                let items =
                    items.iter().map(|item| self.zero_of(item)).collect::<Option<Vec<_>>>()?;
                Some(quote!((#(#items,)*)))
            }
            Kind::Int(_) | Kind::Bool | Kind::Unit | Kind::Other(_) => Some(quote!(())),
            Kind::Slice(_)
            | Kind::Vec(_)
            | Kind::Nd { .. }
            | Kind::Struct(_)
            | Kind::Cotangent(_)
            | Kind::Tangents(..)
            | Kind::Dim { .. }
            | Kind::Residuals { .. }
            | Kind::Option(_) => None,
        }
    }

    /// Whether reading a part borrows it.
    pub(super) fn borrows(&self, out: Var, op: &Op) -> bool {
        match op {
            Op::Project(place) => {
                let kind = self.vars.kind(out);
                !kind.is_copy() && !ends_in_view(&place.path) && !self.layout.is_apart(out)
            }
            Op::Unwrap(_) => !self.vars.kind(out).is_copy(),
            _ => false,
        }
    }
}
