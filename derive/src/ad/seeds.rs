//! The cotangent of the output that a caller hands over has the shape of the output.

use std::rc::Rc;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Ident, Path};

use super::reverse::Reverse;
use crate::ir::{Call, Effect, Function, Half, Kind, Op, RustCode, Stmt, Var, VarInfo, identifier};
use crate::prims;

/// A number of elements, or a shape, that a seed must have.
struct Wanted {
    /// How it is written, with the name of the value that it is asked of.
    tokens: TokenStream,
    capture: (Ident, Var),
}

impl Reverse<'_> {
    /// Asserts the lengths and shapes of the seed, or of its parts. Yields what the forward pass must be asked
    /// for that.
    pub(super) fn measure_seed(
        &mut self,
        function: &Function,
        output: Var,
        seed: Var,
        runtime: &Path,
    ) -> Vec<Stmt> {
        let made = function.body.stmts.iter().find(|stmt| stmt.outs == [output]);
        let Some(name) = self.vars[seed].name.clone() else { return Vec::new() };
        let ident = identifier(&name, self.vars[seed].span);
        let mut asked = Vec::new();
        let made = made.map(|stmt| &stmt.op);
        let called = |call: &Call| call.is(Half::Primal) || call.is(Half::Forward);
        if matches!(made, Some(Op::Call(call)) if called(call)) {
            // The callee's backward function is handed the seed, and answers.
        } else if let (Kind::Tuple(_), Some(Op::Aggregate(parts))) = (self.vars.kind(output), made)
        {
            for (i, part) in parts.clone().into_iter().enumerate() {
                let index = syn::Index::from(i);
                let place = quote!(#ident.#index);
                let name = format!("{name}.{i}");
                self.measure(part, &name, &place, (ident.clone(), seed), runtime, &mut asked);
            }
        } else {
            let place = quote!(#ident);
            self.measure(output, &name, &place, (ident, seed), runtime, &mut asked);
        }
        asked
    }

    fn measure(
        &mut self,
        output: Var,
        name: &str,
        place: &TokenStream,
        seed: (Ident, Var),
        runtime: &Path,
        asked: &mut Vec<Stmt>,
    ) {
        let (tokens, capture) = match self.vars.kind(output) {
            // Indices beside numbers have no seed.
            kind if !kind.is_differentiable() => return,
            Kind::Vec(_) => {
                let Wanted { tokens, capture } = self.wanted_length(output, asked);
                (quote!(#runtime::same_length(#name, #place.len(), #tokens)), capture)
            }
            Kind::Nd { .. } => {
                let Wanted { tokens, capture } = self.wanted_shape(output);
                (quote!(#runtime::same_dim(#name, #place.raw_dim(), #tokens)), capture)
            }
            _ => return,
        };
        let code = RustCode {
            tokens: Rc::new(tokens),
            captures: vec![seed, capture],
            effect: Effect::Acts,
        };
        self.build(|b| b.define(Vec::new(), Op::Rust(code)));
    }

    /// The number of elements of the output: of a parameter, a count, or else asked in the forward pass.
    fn wanted_length(&mut self, output: Var, asked: &mut Vec<Stmt>) -> Wanted {
        let first = self.made_like(output);
        if self.lasting.contains(&first) {
            let name = self.ident_of(first, "like");
            return Wanted { tokens: quote!(#name.len()), capture: (name, first) };
        }
        let filled = self.parts.get(&first).and_then(|made| made.applied(prims::FILLED));
        let count = match filled {
            Some(&[_, count]) => count,
            Some(_) | None => {
                let kind = Kind::usize();
                let name = self.vars[output].name.as_ref().map(|name| format!("{name}_len"));
                let named = name.is_some();
                let len = self.vars.fresh(VarInfo { kind, named, name, span: self.span });
                let op = Op::Prim(prims::LEN, vec![output]);
                asked.push(Stmt { outs: vec![len], op, span: self.span, derived: true });
                len
            }
        };
        let name = self.ident_of(count, "length");
        Wanted { tokens: quote!(#name), capture: (name, count) }
    }

    /// The sequence that this one is a copy of.
    fn made_like(&self, of: Var) -> Var {
        let first = self.shapes.first(of);
        let copied = self.parts.get(&first).and_then(|made| made.applied(prims::COPY));
        copied.map_or(first, |args| self.made_like(args[0]))
    }

    fn wanted_shape(&mut self, output: Var) -> Wanted {
        let like = self.shaped_alike(output);
        if self.lasting.contains(&like) {
            let name = self.ident_of(like, "like");
            return Wanted { tokens: quote!(#name.raw_dim()), capture: (name, like) };
        }
        let dim = self.dim(output);
        let name = self.ident_of(dim, "shape");
        Wanted { tokens: quote!(#name.clone()), capture: (name, dim) }
    }

    fn ident_of(&self, var: Var, otherwise: &str) -> Ident {
        let VarInfo { name, span, .. } = &self.vars[var];
        identifier(name.as_deref().unwrap_or(otherwise), *span)
    }
}
