//! Calls of functions with handles.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;

use super::code::Code;
use super::function::{Emitter, Holds};
use super::layout::ROOT;
use super::lend::Lent;
use crate::ir::{Answer, Call, Half, Kind, Op, Stmt, Var};

impl Emitter<'_> {
    /// `g(args)`
    pub(super) fn plain_call(&mut self, out: Var, call: &Call) -> Code {
        let args: Vec<TokenStream> = call
            .args
            .iter()
            .map(|given| self.handed_over(&given.handed, call.is_view(given)))
            .collect();
        let path = &call.callee.path;
        // What is wrong with the value is marked at the call.
        let written = quote_spanned!(path.span()=> #path(#(#args),*));
        Code::atom(self.taken_out(&[out], written, call))
    }

    /// `let out = g(args, &mut place);`, `let (out, residuals) = g::forward(args);` and so on.
    pub(super) fn call(&mut self, stmt: &Stmt, call: &Call, lines: &mut TokenStream) {
        let first = stmt.outs.len() - stmt.changes().len();
        let (values, next) = stmt.outs.split_at(first);
        let lent = self.lent(call, next, lines);
        let path = callee_path(call);
        match call.may_fail() {
            true => self.lent_call(values, path, call, lent, lines),
            false => self.back_call(values, call, path, lent, lines),
        }
    }

    /// A call that stands last in a function's body, as an expression.
    pub(super) fn tail_call(
        &mut self,
        stmt: &Stmt,
        at: usize,
        lines: &mut TokenStream,
    ) -> TokenStream {
        let Op::Call(call) = &stmt.op else { return TokenStream::new() };
        self.here.push((ROOT, at));
        let Lent { args, after } = self.lent(call, &[], lines);
        self.here.pop();
        let path = callee_path(call);
        quote!(#path(#(#args),*) #after)
    }

    /// A call with arguments that are parts of variables, and its results.
    fn lent_call(
        &mut self,
        values: &[Var],
        path: TokenStream,
        call: &Call,
        lent: Lent,
        lines: &mut TokenStream,
    ) {
        let bindings: Vec<TokenStream> = values.iter().map(|out| self.bound(*out)).collect();
        let Lent { args, after } = lent;
        let written = self.taken_out(values, quote!(#path(#(#args),*)), call);
        lines.extend(self.bound_call(values, &bindings, written));
        lines.extend(after);
    }

    /// The backward pass of a callee, which there is only where it has not failed.
    fn back_call(
        &mut self,
        values: &[Var],
        call: &Call,
        path: TokenStream,
        lent: Lent,
        lines: &mut TokenStream,
    ) {
        if call.callee.answer.caught().is_none() {
            return self.lent_call(values, path, call, lent, lines);
        }
        let Lent { args, after } = lent;
        let written = self.pulled_if_there(&path, call, &args, values.len());
        let bindings: Vec<TokenStream> = values.iter().map(|out| self.bound(*out)).collect();
        lines.extend(self.bound_call(values, &bindings, written));
        lines.extend(after);
    }

    /// A call without what its answer is wrapped in.
    fn taken_out(&self, outs: &[Var], written: TokenStream, call: &Call) -> TokenStream {
        let runtime = self.runtime;
        match &call.callee.answer {
            _ if !call.may_fail() => written,
            Answer::Value => written,
            Answer::Caught(form) => self.caught(outs, call, *form, &written),
            Answer::Tried(mapped) => quote!(#written #mapped?),
            Answer::Unwrapped(taken) => quote!(#written #taken),
            Answer::Settled => quote!(#runtime::present(#written)),
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

/// The path of what is called.
fn callee_path(call: &Call) -> TokenStream {
    match call.is(Half::Primal) {
        true => call.callee.path.to_token_stream(),
        false => call.callee.half(&call.name(), call.lanes),
    }
}
