//! Calls of functions with handles.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::code::Code;
use super::function::{Emitter, Holds};
use super::lend::{Argument, Lent};
use crate::ir::{Answer, Call, Half, Handed, Kind, Op, Passing, Place, Stmt, Tangent, Var};

impl Emitter<'_> {
    /// `g(args)`
    pub(super) fn plain_call(&mut self, out: Var, call: &Call, args: &[Var]) -> Code {
        let args = passed(call, args, &[]);
        let args: Vec<TokenStream> = args.iter().map(|arg| self.handed_over(arg)).collect();
        let path = &call.path;
        // What is wrong with the value is marked at the call.
        let written = quote_spanned!(path.span()=> #path(#(#args),*));
        Code::atom(self.taken_out(&[out], written, &call.answer))
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
        let (values, next) = stmt.outs.split_at(1 + call.answer.more());
        let lent = self.lent(call, &passed(call, args, places), next, lines);
        let path = &call.path;
        self.lent_call(values, quote!(#path), &call.answer, lent, lines);
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
        let (values, next) = stmt.outs.split_at(2 + call.answer.more());
        let Lent { args, after } = self.lent(call, &passed(call, args, places), next, lines);
        let path = call.half("forward", false);
        let bindings: Vec<TokenStream> = values.iter().map(|out| self.bound(*out)).collect();
        let written = self.taken_out(values, quote!(#path(#(#args),*)), &call.answer);
        lines.extend(quote!(let (#(#bindings),*) = #written; #after));
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
        self.back_call(values, call, call.half("backward", false), &given, lent, lines);
    }

    /// `let (out, out_dot) = g::jvp(args, tangents);`
    pub(super) fn tangent(&mut self, stmt: &Stmt, tangent: &Tangent, lines: &mut TokenStream) {
        let first = stmt.outs.len() - stmt.changes().len();
        let (values, next) = stmt.outs.split_at(first);
        let given = tangent.args.iter().zip(tangent.views());
        let given: Vec<Argument> =
            given.map(|((handed, _), view)| Argument { handed: handed.clone(), view }).collect();
        let lent = self.lent(&tangent.call, &given, next, lines);
        let (call, path) = (&tangent.call, tangent.call.half(&tangent.name(), tangent.lanes));
        match tangent.of {
            Half::Primal | Half::Forward | Half::Both => {
                self.lent_call(values, path, &call.answer, lent, lines);
            }
            Half::Backward => self.back_call(values, call, path, &given, lent, lines),
        }
    }

    /// A call with arguments that are parts of variables, and its results.
    fn lent_call(
        &mut self,
        values: &[Var],
        path: TokenStream,
        answer: &Answer,
        lent: Lent,
        lines: &mut TokenStream,
    ) {
        let bindings: Vec<TokenStream> = values.iter().map(|out| self.bound(*out)).collect();
        let Lent { args, after } = lent;
        let written = self.taken_out(values, quote!(#path(#(#args),*)), answer);
        lines.extend(self.bound_call(values, &bindings, written));
        lines.extend(after);
    }

    /// The backward pass of a callee, which there is only where it has not failed.
    fn back_call(
        &mut self,
        values: &[Var],
        call: &Call,
        path: TokenStream,
        given: &[Argument],
        lent: Lent,
        lines: &mut TokenStream,
    ) {
        if !matches!(call.answer, Answer::Caught(_)) {
            return self.lent_call(values, path, &Answer::Value, lent, lines);
        }
        let Lent { args, after } = lent;
        let given: Vec<Handed> = given.iter().map(|argument| argument.handed.clone()).collect();
        let written = self.pulled_if_there(&path, &given, &call.passing, &args, values.len());
        let bindings: Vec<TokenStream> = values.iter().map(|out| self.bound(*out)).collect();
        lines.extend(self.bound_call(values, &bindings, written));
        lines.extend(after);
    }

    /// A call without what its answer is wrapped in.
    fn taken_out(&self, outs: &[Var], call: TokenStream, answer: &Answer) -> TokenStream {
        let runtime = self.runtime;
        match answer {
            Answer::Value => call,
            Answer::Caught(form) => self.caught(outs, *form, &call),
            Answer::Tried(mapped) => quote!(#call #mapped?),
            Answer::Unwrapped(taken) => quote!(#call #taken),
            Answer::Settled => quote!(#runtime::present(#call)),
        }
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
