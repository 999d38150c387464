//! Vectors that become longer or shorter.

use proc_macro2::TokenStream;
use quote::quote;

use super::function::{Emitter, Holds};
use crate::ir::{Kind, Mode, Op, Place, Step, Stmt, Var};
use crate::prims;

impl Emitter<'_> {
    /// `v.push(x);`, `v.pop();`, `v.extend_from_slice(&w);`, `v.truncate(n);`
    pub(super) fn resize(
        &mut self,
        out: Var,
        place: &Place,
        value: Var,
        mode: Mode,
        lines: &mut TokenStream,
    ) {
        let slot = self.take(place.root, out, lines);
        self.assign(slot);
        lines.extend(match mode {
            Mode::Push => {
                let value = self.owned(value);
                let vector = self.element(slot, &place.path);
                quote!(#vector.push(#value);)
            }
            Mode::Pop => {
                let vector = self.element(slot, &place.path);
                quote!(#vector.pop();)
            }
            Mode::Extend => self.extend(slot, &place.path, value),
            Mode::Truncate if self.is_none(value) => {
                let vector = self.element(slot, &place.path);
                quote!(#vector.clear();)
            }
            Mode::Truncate => {
                let left = self.read(value);
                let vector = self.element(slot, &place.path);
                quote!(#vector.truncate(#left);)
            }
            Mode::Set | Mode::Add => quote!(),
        });
    }

    fn is_none(&self, number: Var) -> bool {
        matches!(self.inlined(number), Some(Op::Literal(literal)) if literal.is_zero())
    }

    fn extend(&mut self, slot: usize, path: &[Step], value: Var) -> TokenStream {
        if let Some(Op::Prim(prim, args)) = self.inlined(value)
            && *prim == prims::FILLED
            && let [item, count] = args[..]
        {
            let (item, count) = (self.owned(item), self.read(count));
            let vector = self.element(slot, path);
            return quote!(#vector.extend(::core::iter::repeat_n(#item, #count)););
        }
        match self.vars.kind(value).element().is_some_and(Kind::is_copy) {
            true => {
                let value = self.reference(value);
                let vector = self.element(slot, path);
                quote!(#vector.extend_from_slice(#value);)
            }
            false => {
                let value = self.owned(value);
                let vector = self.element(slot, path);
                quote!(#vector.extend(#value);)
            }
        }
    }

    /// `let x = v.pop().unwrap();`, where one statement reads the last element and the next one takes it out.
    pub(super) fn popped_off(
        &mut self,
        read: &Stmt,
        taken: &Stmt,
        number: usize,
        lines: &mut TokenStream,
    ) -> Option<()> {
        let (Op::Project(part), Op::Update { place, value, mode: Mode::Pop }) =
            (&read.op, &taken.op)
        else {
            return None;
        };
        let [out] = read.outs[..] else { return None };
        let [before @ .., Step::Index(_)] = &part.path[..] else { return None };
        let same = part.root == place.root && before == place.path.as_slice() && *value == out;
        if !same || self.inlined(out).is_some() {
            return None;
        }
        let last = self.here.pop();
        self.here.push((number, last.map_or(0, |(_, i)| i + 1)));
        let slot = self.take(place.root, taken.outs[0], lines);
        self.assign(slot);
        let vector = self.element(slot, &place.path);
        let own = self.new_slot(out, Holds::Value);
        let binding = self.binding(own);
        lines.extend(quote!(let #binding = #vector.pop().unwrap();));
        Some(())
    }
}
