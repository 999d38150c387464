//! Calls of functions with handles.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::code::Code;
use super::function::{Emitter, Holds};
use super::lend::{Argument, Lent};
use crate::ir::{Call, Handed, Kind, Op, Passing, Place, Stmt, Tangent, Var};

impl Emitter<'_> {
    /// `g(args)`
    pub(super) fn plain_call(&mut self, call: &Call, args: &[Var]) -> Code {
        let args = passed(call, args, &[]);
        let args: Vec<TokenStream> = args.iter().map(|arg| self.handed_over(arg)).collect();
        let path = &call.path;
        // What is wrong with the value is marked at the call.
        Code::atom(quote_spanned!(path.span()=> #path(#(#args),*)))
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
        let (values, next) = stmt.outs.split_at(1);
        let lent = self.lent(call, &passed(call, args, places), next, lines);
        let path = &call.path;
        self.lent_call(values, quote!(#path), lent, lines);
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
        let Lent { args, after } =
            self.lent(call, &passed(call, args, places), &stmt.outs[2..], lines);
        let path = call.half("forward", false);
        let [output, residuals] = [0, 1].map(|i| self.bound(stmt.outs[i]));
        lines.extend(quote!(let (#output, #residuals) = #path(#(#args),*); #after));
    }

    /// `let cotangents = g::backward(args, &residuals, seed, shadows);`
    pub(super) fn backward(&mut self, stmt: &Stmt, lines: &mut TokenStream) {
        let Op::Backward { call, args, residuals, seed, shadows } = &stmt.op else { return };
        let mut given: Vec<Argument> = passed(call, args, &[]);
        let plain = |handed| Argument { handed, view: false };
        given.push(plain(Handed::Ref(*residuals)));
        given.extend(seed.map(|seed| plain(Handed::Value(seed))));
        given.extend(
            shadows.iter().map(|shadow| plain(shadow.clone().map_or(Handed::Nothing, Handed::Mut))),
        );
        let returned = call.passing.iter().filter(|p| **p == (Passing::Value, true)).count();
        let (values, next) = stmt.outs.split_at(returned);
        let lent = self.lent(call, &given, next, lines);
        self.lent_call(values, call.half("backward", false), lent, lines);
    }

    /// `let (out, out_dot) = g::jvp(args, tangents);`
    pub(super) fn tangent(&mut self, stmt: &Stmt, tangent: &Tangent, lines: &mut TokenStream) {
        let first = stmt.outs.len() - stmt.changes().len();
        let (values, next) = stmt.outs.split_at(first);
        let given = tangent.args.iter().zip(tangent.views());
        let given: Vec<Argument> =
            given.map(|((handed, _), view)| Argument { handed: handed.clone(), view }).collect();
        let lent = self.lent(&tangent.call, &given, next, lines);
        self.lent_call(values, tangent.call.half(&tangent.name(), tangent.lanes), lent, lines);
    }

    /// A call with arguments that are parts of variables, and its results.
    fn lent_call(
        &mut self,
        values: &[Var],
        path: TokenStream,
        lent: Lent,
        lines: &mut TokenStream,
    ) {
        let bindings: Vec<TokenStream> = values.iter().map(|out| self.bound(*out)).collect();
        let Lent { args, after } = lent;
        lines.extend(self.bound_call(values, &bindings, quote!(#path(#(#args),*))));
        lines.extend(after);
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

/// The arguments of a call in order. A backward function has none of the places.
fn passed(call: &Call, args: &[Var], places: &[Place]) -> Vec<Argument> {
    let (mut args, mut places) = (args.iter(), places.iter());
    let passing = call.passing.iter().zip(&call.views);
    let one = |((passing, _), view): (&(Passing, bool), &bool)| {
        let handed = match passing {
            Passing::Value => Handed::Value(*args.next()?),
            Passing::Ref => Handed::Ref(*args.next()?),
            Passing::Mut => Handed::Mut(places.next()?.clone()),
        };
        Some(Argument { handed, view: *view && *passing == Passing::Value })
    };
    passing.filter_map(one).collect()
}
