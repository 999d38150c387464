//! Arrays, and parts of them, that are given other elements.

use proc_macro2::TokenStream;
use quote::quote;

use super::arrays::PRODUCERS;
use super::function::{Emitter, Holds};
use super::names::local;
use super::views::ends_in_view;
use crate::ir::{Block, Op, Place, Rank, Step, Var, View};
use crate::prims::{Emit, Prim, Shape};

/// The elements of a place, and the arrays whose elements go along with them.
pub(super) struct Target<'a> {
    /// The array that is written into the place.
    pub(super) value: Var,
    pub(super) slot: usize,
    pub(super) path: &'a [Step],
    /// Whether the arrays are known to have the shape of the place.
    pub(super) fits: bool,
}

impl Emitter<'_> {
    /// `a.assign(&value)`, `a.fill(value)`, and where the value is made of what stands there,
    /// `a *= &b`, `a.mapv_inplace(f)`.
    pub(super) fn set_array(
        &mut self,
        out: Var,
        place: &Place,
        value: Var,
        derived: bool,
        lines: &mut TokenStream,
    ) {
        let op = self.inlined(value).filter(|op| !self.is_entangled(op, place));
        if let Some(Op::Prim(prim, args)) = &op
            && prim.shape == Shape::Elementwise
            && let Emit::Infix(symbol) = prim.emit
            && self.is_there(args[0], place)
        {
            self.set_aside(args[1], place.root, lines);
            let several = self.is_several(value);
            let slot = self.take(place.root, out, lines);
            self.set_whole_aside(args[1], slot, lines);
            lines.extend(self.compound_array(slot, &place.path, symbol, args[1], several));
            return;
        }
        if let Some(Op::Map { args, params, body }) = &op
            && args.iter().filter(|arg| !self.is_there(**arg, place)).count() < PRODUCERS
        {
            let rest = args.iter().filter(|arg| !self.is_there(**arg, place));
            rest.copied().collect::<Vec<_>>().iter().for_each(|arg| {
                self.set_aside(*arg, place.root, lines);
            });
            let there: Vec<bool> = args.iter().map(|arg| self.is_there(*arg, place)).collect();
            let slot = self.take(place.root, out, lines);
            let target = Target { value, slot, path: &place.path, fits: derived };
            lines.extend(self.map_into(&target, args, &there, params, body, &quote!(=)));
            return;
        }
        self.set_aside(value, place.root, lines);
        let slot = self.take(place.root, out, lines);
        let line = if self.vars.kind(value).rank() == Some(Rank::SCALAR) {
            let value = self.read(value);
            self.assign(slot);
            let target = self.element(slot, &place.path);
            quote!(#target.fill(#value);)
        } else {
            let value = self.reference(value);
            self.assign(slot);
            let target = self.element(slot, &place.path);
            quote!(#target.assign(#value);)
        };
        lines.extend(line);
    }

    /// Whether a value is what stands in a place.
    fn is_there(&self, var: Var, place: &Place) -> bool {
        let whole = |path: &[Step]| -> Vec<Step> {
            path.iter().filter(|step| **step != Step::View(View::All)).cloned().collect()
        };
        let path = whole(&place.path);
        let from = match self.inlined(var) {
            Some(Op::Project(from)) => Some(from),
            Some(_) => None,
            None => self.borrowed.get(&var),
        };
        match from {
            Some(from) => from.root == place.root && whole(&from.path) == path,
            None => var == place.root && path.is_empty(),
        }
    }

    /// Whether a function of elements reads the array otherwise than by its elements.
    fn is_entangled(&self, op: &Op, place: &Place) -> bool {
        let Op::Map { params, body, .. } = op else { return false };
        let Some(slot) = self.slot_of.get(&place.root) else { return false };
        body.free().iter().any(|var| !params.contains(var) && self.mentions(*var, &[*slot]))
    }

    /// `a *= &b`, for a part of an array as well, and where `a` is `several` tangents.
    fn compound_array(
        &mut self,
        slot: usize,
        path: &[Step],
        symbol: &str,
        value: Var,
        several: bool,
    ) -> TokenStream {
        let operator: TokenStream = format!("{symbol}=").parse().unwrap_or_default();
        let scalar = self.vars.kind(value).rank() == Some(Rank::SCALAR);
        if let [before @ .., Step::View(View::All)] = path
            && !ends_in_view(before)
            && self.is_several(value) == several
        {
            let value = if scalar {
                self.read(value).at(super::code::Binding::Or)
            } else {
                self.reference(value)
            };
            let target = self.target(slot, before);
            return quote!(#target #operator #value;);
        }
        self.assign(slot);
        if scalar {
            let value = self.read(value);
            let target = self.element(slot, path);
            let x = local("x");
            return quote!(#target.map_inplace(|#x| *#x #operator #value););
        }
        let value = self.reference(value);
        let target = self.element(slot, path);
        quote!(#target.zip_mut_with(#value, |x, &y| *x #operator y);)
    }

    /// `place = map(args; …)` or `+=`, element by element. `there` says which arguments are what
    /// stands in the place.
    pub(super) fn map_into(
        &mut self,
        target: &Target<'_>,
        args: &[Var],
        there: &[bool],
        params: &[Var],
        body: &Block,
        operator: &TokenStream,
    ) -> TokenStream {
        let nd = self.ndarray();
        let Target { value, slot, path, fits } = *target;
        self.assign(slot);
        if let ([true], [param]) = (there, params) {
            let (names, body) = self.closure(value, &[*param], body);
            let (name, target) = (&names[0], self.element(slot, path));
            return quote!(#target.mapv_inplace(|#name| #body););
        }
        let others = args.iter().zip(there).filter(|(_, there)| !**there);
        let others: Vec<TokenStream> = others.map(|(arg, _)| self.reference(*arg)).collect();
        let outer = self.names.mark();
        let mut own = None;
        let mut patterns = Vec::new();
        for (param, there) in params.iter().zip(there) {
            let holds = if *there { Holds::Mut } else { Holds::Value };
            let slot = self.new_slot(*param, holds);
            self.slots[slot].fixed = true;
            let name = self.slots[slot].ident.clone();
            match there {
                true => own = Some(name),
                false => patterns.push(quote!(&#name)),
            }
        }
        let (inner, result) = self.elementwise(value, params[0], body);
        let own = own.unwrap_or_else(|| self.names.fresh("total", self.vars[params[0]].span));
        self.names.release(outer);
        let and = if fits { quote!(and) } else { quote!(and_broadcast) };
        // A reference that is handed over as it is would be gone.
        let target = match path {
            [before @ .., Step::View(View::All)] => self.target(slot, before),
            path => self.target(slot, path),
        };
        let assignment = quote!(*#own #operator #result);
        let body = if inner.is_empty() { assignment } else { quote!({ #inner #assignment; }) };
        quote! {
            #nd::Zip::from(&mut #target)#(.#and(#others))*.for_each(|#own, #(#patterns),*| #body);
        }
    }

    /// The array and the number, where a product is of one of each.
    pub(super) fn scaled(&self, prim: Prim, args: &[Var]) -> Option<(Var, Var)> {
        let rank = |var: Var| self.vars.kind(var).rank();
        let product = prim == crate::prims::MUL;
        match (args.first().copied()?, args.get(1).copied()?) {
            (a, b) if rank(a) == rank(b) => None,
            (a, b) if product && rank(a) == Some(Rank::SCALAR) => Some((b, a)),
            (a, b) if product && rank(b) == Some(Rank::SCALAR) => Some((a, b)),
            _ => None,
        }
    }
}
