//! Elements of slices that may be missing, and slices in another order: written out with what else is
//! known of slices.

use super::spans::Spanned;
use syn::{Expr, ExprMethodCall, Ident};

use super::lower::Lower;
use super::scope::{Borrow, Value};
use crate::diagnostics::*;
use crate::ir::{Kind, Op, Step, Var};
use crate::prims;

impl Lower<'_> {
    /// `v.first_mut().unwrap()`, `v.last_mut()…`, `v.get_mut(i)…`: the place of an element.
    pub(super) fn element_place(&mut self, call: &ExprMethodCall) -> Option<Accepted<Borrow>> {
        let Expr::MethodCall(inner) = &*call.receiver else { return None };
        if !is_element_mut(call) {
            return None;
        }
        match self.place(&inner.receiver) {
            Ok(whole) => {
                let item = whole.kind.element().cloned()?;
                Some(self.element_of(whole, item, inner))
            }
            Err(refused) => Some(Err(refused)),
        }
    }

    fn element_of(&mut self, whole: Borrow, kind: Kind, call: &ExprMethodCall) -> Accepted<Borrow> {
        let span = call.method.span();
        let index = match call.args.first() {
            Some(at) => self.index_var(at)?,
            None if call.method == "first_mut" => self.int(0, span),
            None => {
                let var = self.borrowed(&whole, span)?;
                let (count, one) = (Op::Prim(prims::LEN, vec![var]), self.int(1, span));
                let count = self.push(Kind::usize(), count, span);
                self.push(Kind::usize(), Op::Prim(prims::SUB, vec![count, one]), span)
            }
        };
        Ok(whole.then(Step::Index(index), kind))
    }

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
    pub(super) fn reversed(&mut self, place: Borrow, call: &ExprMethodCall) -> Accepted<Value> {
        let span = call.span();
        self.written_out([Value::Borrow(place)], call, |[v]| {
            syn::parse_quote_spanned!(span=> for i in 0..#v.len() / 2 {
                #v.swap(i, #v.len() - 1 - i);
            })
        })
    }

    /// `v.rotate_left(k)`, `v.rotate_right(k)`
    pub(super) fn rotated(
        &mut self,
        place: Borrow,
        by: &Expr,
        call: &ExprMethodCall,
    ) -> Accepted<Value> {
        let (span, by) = (call.span(), self.index_var(by)?);
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
    pub(super) fn split_off(&mut self, slice: Var, call: &ExprMethodCall) -> Accepted<Value> {
        let span = call.span();
        self.written_out([Value::Var(slice)], call, |[v]| match call.method == "split_first" {
            true => syn::parse_quote_spanned!(span=>
                #v.iter().map(|first| (first, &#v[1..])).next()),
            false => syn::parse_quote_spanned!(span=>
                #v.iter().map(|last| (last, &#v[..#v.len() - 1])).last()),
        })
    }

    /// `parts.concat()`
    pub(super) fn concatenated(&mut self, parts: Var, call: &ExprMethodCall) -> Accepted<Value> {
        let span = call.span();
        let number = self.vars.kind(parts).element().and_then(Kind::element).cloned();
        if !number.is_some_and(|kind| kind.is_real()) {
            return Err(self.diagnostics.report(&call.method, METHOD_UNKNOWN));
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

/// `first_mut().unwrap()` and its kin.
pub(super) fn is_element_mut(call: &ExprMethodCall) -> bool {
    let Expr::MethodCall(inner) = &*call.receiver else { return false };
    let known = matches!(
        (inner.method.to_string().as_str(), inner.args.len()),
        ("first_mut" | "last_mut", 0) | ("get_mut", 1)
    );
    known && (call.method == "unwrap" || call.method == "expect")
}
