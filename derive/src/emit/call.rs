//! Calls of functions with handles.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::code::Code;
use super::function::{Emitter, Holds};
use crate::ir::{Call, Handed, Kind, Op, Passing, Place, Stmt, Tangent, Var, roots};

/// The variables that became the next versions of what a call overwrites.
#[derive(Default)]
struct Taken(Vec<(Var, usize)>);

impl Emitter<'_> {
    /// The arguments that are not overwritten, in order, with gaps for those that are.
    fn arguments(&mut self, call: &Call, args: &[Var]) -> Vec<Option<TokenStream>> {
        let mut args = args.iter();
        let passing = call.passing.iter().zip(&call.views);
        passing
            .map(|((passing, _), view)| match passing {
                Passing::Value if *view => args.next().map(|arg| self.as_view(*arg)),
                Passing::Value => args.next().map(|arg| self.owned(*arg)),
                Passing::Ref => args.next().map(|arg| self.reference(*arg)),
                Passing::Mut => None,
            })
            .collect()
    }

    /// A view of an array, for a callee that takes it by value.
    fn as_view(&mut self, arg: Var) -> TokenStream {
        let array = self.receiver(arg);
        quote!(#array.view())
    }

    /// `g(args)`
    pub(super) fn plain_call(&mut self, call: &Call, args: &[Var]) -> Code {
        let args = self.arguments(call, args);
        let path = &call.path;
        // What is wrong with the value is marked at the call.
        Code::atom(quote_spanned!(path.span()=> #path(#(#args),*)))
    }

    /// `&mut place`, where the next version of the root is one of `next`.
    fn overwritten(
        &mut self,
        place: &Place,
        next: &mut std::slice::Iter<'_, Var>,
        taken: &mut Taken,
        lines: &mut TokenStream,
    ) -> TokenStream {
        let known = taken.0.iter().find(|(root, _)| *root == place.root).map(|(_, slot)| *slot);
        let slot = match (known, next.as_slice().first()) {
            (Some(slot), _) => slot,
            (None, Some(out)) => {
                next.next();
                let slot = self.take(place.root, *out, lines);
                taken.0.push((place.root, slot));
                slot
            }
            (None, None) => return quote!(),
        };
        self.target_reference(slot, &place.path)
    }

    /// The same for a callee that may be handed `Inactive` instead: to a parameter of any type a
    /// reference would be moved, and is lent where it is needed again.
    fn shadow(
        &mut self,
        call: &Call,
        place: &Place,
        next: &mut std::slice::Iter<'_, Var>,
        taken: &mut Taken,
        lines: &mut TokenStream,
    ) -> TokenStream {
        let last = self.here.len() == 1
            && next.as_slice().first().is_some_and(|next| self.layout.is_only_returned(*next));
        let target = self.overwritten(place, next, taken, lines);
        let known = taken.0.iter().find(|(root, _)| *root == place.root);
        let whole = place.path.is_empty();
        let reference = known.is_some_and(|(_, slot)| self.slots[*slot].holds == Holds::Mut);
        match whole && reference && !last && call.skippable.contains(&true) {
            true => quote!(&mut *#target),
            false => target,
        }
    }

    /// All arguments, with the places that the callee writes to.
    fn all_arguments(
        &mut self,
        call: &Call,
        args: &[Var],
        places: &[Place],
        next: &[Var],
        lines: &mut TokenStream,
    ) -> Vec<TokenStream> {
        let args = self.arguments(call, args);
        let (mut places, mut next, mut taken) = (places.iter(), next.iter(), Taken::default());
        args.into_iter()
            .map(|arg| match (arg, places.as_slice().first()) {
                (Some(arg), _) => arg,
                (None, Some(place)) => {
                    places.next();
                    self.overwritten(place, &mut next, &mut taken, lines)
                }
                (None, None) => quote!(),
            })
            .collect()
    }

    /// `let out = g(args, &mut place);`
    pub(super) fn call_in_place(
        &mut self,
        stmt: &Stmt,
        call: &Call,
        args: &[Var],
        places: &[Place],
        lines: &mut TokenStream,
    ) {
        let args = self.all_arguments(call, args, places, &stmt.outs[1..], lines);
        let (path, out) = (&call.path, stmt.outs[0]);
        let bindings = [self.bound(out)];
        lines.extend(self.bound_call(&[out], &bindings, quote!(#path(#(#args),*))));
    }

    /// `let (out, residuals) = g::forward(args);`
    pub(super) fn forward(
        &mut self,
        stmt: &Stmt,
        call: &Call,
        args: &[Var],
        places: &[Place],
        lines: &mut TokenStream,
    ) {
        let args = self.all_arguments(call, args, places, &stmt.outs[2..], lines);
        let path = call.half("forward");
        let [output, residuals] = [0, 1].map(|i| self.bound(stmt.outs[i]));
        lines.extend(quote!(let (#output, #residuals) = #path(#(#args),*);));
    }

    /// `let cotangents = g::backward(args, &residuals, seed, shadows);`
    pub(super) fn backward(&mut self, stmt: &Stmt, lines: &mut TokenStream) {
        let Op::Backward { call, args, residuals, seed, shadows } = &stmt.op else { return };
        let runtime = self.runtime;
        let mut parts: Vec<TokenStream> =
            self.arguments(call, args).into_iter().flatten().collect();
        parts.push(self.reference(*residuals));
        parts.extend(seed.map(|seed| self.owned(seed)));
        let returned = call.passing.iter().filter(|p| **p == (Passing::Value, true)).count();
        let (values, roots) = stmt.outs.split_at(returned);
        let (mut next, mut taken) = (roots.iter(), Taken::default());
        for shadow in shadows {
            parts.push(match shadow {
                None => quote!(#runtime::Inactive),
                Some(place) => self.shadow(call, place, &mut next, &mut taken, lines),
            });
        }
        let bindings: Vec<TokenStream> = values.iter().map(|out| self.bound(*out)).collect();
        let path = call.half("backward");
        lines.extend(self.bound_call(values, &bindings, quote!(#path(#(#parts),*))));
    }

    /// `let (a, b) = call;`
    fn bound_call(&self, outs: &[Var], names: &[TokenStream], call: TokenStream) -> TokenStream {
        if !outs.iter().any(|out| self.is_bound(*out)) {
            return quote!(#call;);
        }
        match names {
            [single] => quote!(let #single = #call;),
            several => quote!(let (#(#several),*) = #call;),
        }
    }

    /// `let (out, out_dot) = g::jvp(args, tangents);`
    pub(super) fn tangent(&mut self, stmt: &Stmt, tangent: &Tangent, lines: &mut TokenStream) {
        let runtime = self.runtime;
        let first = stmt.outs.len() - roots(tangent.places()).len();
        let (values, nexts) = stmt.outs.split_at(first);
        let (mut next, mut taken) = (nexts.iter(), Taken::default());
        let mut parts = Vec::new();
        // A number that is computed of what is handed over as `&mut` is computed before.
        for root in roots(tangent.places()) {
            for (handed, _) in &tangent.args {
                if let Handed::Value(var) = handed {
                    self.set_aside(*var, root, lines);
                }
            }
        }
        for ((handed, _), view) in tangent.args.iter().zip(tangent.views()) {
            parts.push(match handed {
                Handed::Value(var) if view => self.as_view(*var),
                Handed::Value(var) => self.owned(*var),
                Handed::Ref(var) => self.reference(*var),
                Handed::Mut(place) => {
                    self.shadow(&tangent.call, place, &mut next, &mut taken, lines)
                }
                Handed::Nothing => quote!(#runtime::Inactive),
            });
        }
        let bindings: Vec<TokenStream> = values.iter().map(|out| self.bound(*out)).collect();
        let path = tangent.call.half(&tangent.name());
        lines.extend(self.bound_call(values, &bindings, quote!(#path(#(#parts),*))));
    }

    /// Whether what a call yields gets a name.
    fn is_bound(&self, out: Var) -> bool {
        let read = self.layout.count.get(&out).is_some_and(|count| *count > 0);
        read && !matches!(self.vars.kind(out), Kind::Unit)
    }

    /// The pattern for what a call yields.
    fn bound(&mut self, out: Var) -> TokenStream {
        if !self.is_bound(out) {
            return quote!(_);
        }
        let slot = self.new_slot(out, Holds::Value);
        self.binding(slot)
    }
}
