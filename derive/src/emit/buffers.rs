//! Vectors that a loop would allocate in each round: they are declared before it and keep their room.

use std::collections::{HashMap, HashSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::function::{Emitter, Holds};
use crate::ir::{Kind, Op, Var};
use crate::prims;

/// What is known of vectors.
#[derive(Default)]
pub struct Buffers {
    /// How many loops we are in.
    depth: usize,
    /// The declarations that belong before the outermost of them.
    declared: TokenStream,
    /// The variables that are handed over as a whole, so that they cannot be used again.
    pub moved: HashSet<usize>,
    /// Copies that are made for a stack only, with its variable: they are made there.
    pub kept: HashMap<Var, usize>,
    /// Those of the round before; none in the first.
    moved_before: Option<HashSet<usize>>,
}

impl Buffers {
    /// For a round that knows which variables the last one handed over.
    pub fn after(moved_before: Option<HashSet<usize>>) -> Buffers {
        Buffers { moved_before, ..Buffers::default() }
    }

    /// A loop's body begins.
    pub fn enter(&mut self) {
        self.depth += 1;
    }

    /// A loop's body ends: what goes before the loop, if it is an outermost one.
    pub fn leave(&mut self) -> TokenStream {
        self.depth -= 1;
        match self.depth {
            0 => std::mem::take(&mut self.declared),
            _ => quote!(),
        }
    }
}

impl Emitter<'_> {
    /// Whether a new variable is declared before the outermost loop instead of here; then it is.
    pub(super) fn is_buffer(&mut self, slot: usize, kind: &Kind) -> bool {
        let Some(moved) = &self.buffers.moved_before else { return false };
        let ident = self.slots[slot].ident.clone();
        let shadows = self.slots[..slot].iter().any(|other| other.fixed && other.ident == ident);
        if self.buffers.depth == 0
            || !matches!(kind, Kind::Vec(_) | Kind::Slice(_))
            || moved.contains(&slot)
            || shadows
        {
            return false;
        }
        self.names.hold(&ident);
        self.assigned.insert(slot);
        let runtime = self.runtime;
        let empty = quote!(#runtime::alloc::vec::Vec::new());
        self.buffers.declared.extend(quote!(let mut #ident = #empty;));
        true
    }

    /// `buffer.clone_from(&value);`, for a sequence that lives on.
    pub(super) fn refill_from(&mut self, slot: usize, value: Var) -> TokenStream {
        let ident = self.slots[slot].ident.clone();
        let copied = self.vars.kind(value).element().is_some_and(Kind::is_copy);
        let is_vector = matches!(self.vars.kind(value), Kind::Vec(_));
        let reference = self.reference(value);
        match (is_vector, copied) {
            (true, _) => quote!(#ident.clone_from(#reference);),
            (false, true) => quote!(#ident.clear(); #ident.extend_from_slice(#reference);),
            (false, false) => {
                let value = self.receiver(value);
                quote!(#ident.clear(); #ident.extend(#value.iter().cloned());)
            }
        }
    }

    /// A vector made by an operation, in the room of a former round; `None` where the operation
    /// allocates anyway.
    pub(super) fn refill(&mut self, out: Var, op: &Op, lines: &mut TokenStream) -> Option<()> {
        let Op::Prim(prim, args) = op else { return None };
        let known = *prim == prims::COPY || *prim == prims::FILLED;
        let kind = self.vars.kind(out).clone();
        if !known || self.buffers.depth == 0 || !matches!(kind, Kind::Vec(_)) {
            return None;
        }
        if let Some(stack) = self.buffers.kept.get(&out).copied() {
            let value = self.reference(args[0]);
            let name = self.slots[stack].ident.clone();
            self.assign(stack);
            lines.extend(quote!(#name.extend_from_slice(#value);));
            return Some(());
        }
        let value = (*prim == prims::FILLED).then(|| (self.owned(args[0]), self.read(args[1])));
        let slot = self.new_slot(out, Holds::Value);
        let binding = self.binding(slot);
        let buffer = self.is_buffer(slot, &kind);
        let ident = self.slots[slot].ident.clone();
        lines.extend(match (value, buffer) {
            (Some((value, count)), true) => {
                quote!(#ident.clear(); #ident.resize(#count, #value);)
            }
            (Some((value, count)), false) => {
                let runtime = self.runtime;
                quote!(let #binding = #runtime::alloc::vec![#value; #count];)
            }
            (None, true) => self.refill_from(slot, args[0]),
            (None, false) => {
                let value = self.receiver(args[0]);
                quote!(let #binding = #value.to_vec();)
            }
        });
        Some(())
    }
}
