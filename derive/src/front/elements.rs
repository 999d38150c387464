//! Elements of slices that may be missing, and slices in another order: written out with what else is
//! known of slices.

use super::spans::Spanned;
use syn::{Expr, Ident};

use super::lower::Lower;
use super::methods::Site;
use super::scope::{Borrow, Value};
use crate::diagnostics::*;
use crate::ir::{Kind, Var};

impl Lower<'_> {
    /// Code in terms of values that have no names of the user's.
    pub(super) fn written_out<const N: usize>(
        &mut self,
        values: [Value; N],
        at: &impl Spanned,
        code: impl FnOnce([Ident; N]) -> Expr,
    ) -> Accepted<Value> {
        let depth = self.scopes.depth();
        self.scopes.enter();
        let names = values.map(|value| {
            let name = self.operand_name(at.span());
            self.scopes.bind(name.to_string(), value);
            name
        });
        let value = self.expr(&code(names), None);
        self.scopes.truncate(depth);
        value
    }

    /// `v.reverse()`
    pub(super) fn turned_round(&mut self, place: Borrow, site: &Site<'_>) -> Accepted<Value> {
        let (call, span) = (site.call, site.call.span());
        self.written_out([Value::Borrow(place)], call, |[v]| {
            syn::parse_quote_spanned!(span=> for i in 0..#v.len() / 2 {
                #v.swap(i, #v.len() - 1 - i);
            })
        })
    }

    /// `v.rotate_left(k)`, `v.rotate_right(k)`
    pub(super) fn rotated(&mut self, place: Borrow, site: &Site<'_>) -> Accepted<Value> {
        let (call, by) = (site.call, self.index_var(site.args[0])?);
        let span = call.span();
        self.written_out([Value::Borrow(place), Value::Var(by)], call, |[v, k]| {
            match call.method == "rotate_left" {
                true => syn::parse_quote_spanned!(span=> {
                    let (old, rest) = (#v.to_vec(), #v.len() - #k);
                    #v[..rest].clone_from_slice(&old[#k..]);
                    #v[rest..].clone_from_slice(&old[..#k]);
                }),
                false => syn::parse_quote_spanned!(span=> {
                    let (old, rest) = (#v.to_vec(), #v.len() - #k);
                    #v[#k..].clone_from_slice(&old[..rest]);
                    #v[..#k].clone_from_slice(&old[rest..]);
                }),
            }
        })
    }

    /// `v.split_first()`, `v.split_last()`: an element and the others.
    pub(super) fn split_off(&mut self, slice: Var, site: &Site<'_>) -> Accepted<Value> {
        let (call, span) = (site.call, site.call.span());
        self.written_out([Value::Var(slice)], call, |[v]| match call.method == "split_first" {
            true => syn::parse_quote_spanned!(span=>
                #v.iter().map(|first| (first, &#v[1..])).next()),
            false => syn::parse_quote_spanned!(span=>
                #v.iter().map(|last| (last, &#v[..#v.len() - 1])).last()),
        })
    }

    /// `parts.concat()`
    pub(super) fn concatenated(&mut self, parts: Var, site: &Site<'_>) -> Accepted<Value> {
        let (call, span) = (site.call, site.call.span());
        let number = self.vars.kind(parts).element().and_then(Kind::element).cloned();
        if !number.is_some_and(|kind| kind.is_real()) {
            let kind = self.vars.kind(parts).clone();
            return Err(self.method_unknown(&call.method, &kind));
        }
        self.written_out([Value::Var(parts)], call, |[parts]| {
            syn::parse_quote_spanned!(span=> {
                let mut whole = vec![0.0; #parts.iter().map(|part| part.len()).sum::<usize>()];
                let mut at = 0;
                for part in #parts.iter() {
                    whole[at..at + part.len()].copy_from_slice(part);
                    at += part.len();
                }
                whole
            })
        })
    }
}
