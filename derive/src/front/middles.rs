//! Vectors that grow or shrink elsewhere than at their end: written out with what is known of their ends, and slices whose
//! order is asked for.

use syn::GenericArgument;

use super::binding::literal_length;
use super::closures::Lazy;
use super::lower::Lower;
use super::methods::Site;
use super::scope::{Borrow, Value};
use crate::diagnostics::*;
use crate::ir::Var;

/// As many elements are written out.
const MOST: usize = 16;

impl Lower<'_> {
    /// `v.insert(i, x)`
    pub(super) fn put_in(&mut self, place: Borrow, site: &Site<'_>) -> Accepted<Value> {
        let (at, span) = (self.index_var(site.args[0])?, site.span());
        let kind = place.kind.element().cloned();
        let item = self.expr(site.args[1], kind.as_ref())?;
        let values = [Value::Borrow(place), Value::Var(at), item];
        self.written_out(values, site.call, |[v, at, item]| {
            syn::parse_quote_spanned!(span=> {
                #v.push(#item);
                #v[#at..].rotate_right(1);
            })
        })
    }

    /// `v.remove(i)`
    pub(super) fn removed(&mut self, place: Borrow, site: &Site<'_>) -> Accepted<Value> {
        let (at, span) = (self.index_var(site.args[0])?, site.span());
        self.written_out([Value::Borrow(place), Value::Var(at)], site.call, |[v, at]| {
            syn::parse_quote_spanned!(span=> {
                #v[#at..].rotate_left(1);
                #v.pop().unwrap()
            })
        })
    }

    /// `v.swap_remove(i)`
    pub(super) fn swapped_out(&mut self, place: Borrow, site: &Site<'_>) -> Accepted<Value> {
        let (at, span) = (self.index_var(site.args[0])?, site.span());
        self.written_out([Value::Borrow(place), Value::Var(at)], site.call, |[v, at]| {
            syn::parse_quote_spanned!(span=> {
                let last = #v.len() - 1;
                #v.swap(#at, last);
                #v.pop().unwrap()
            })
        })
    }

    /// `v.retain(f)`
    pub(super) fn retained(&mut self, place: Borrow, site: &Site<'_>) -> Accepted<Value> {
        let (function, span) = (self.function(site.args[0], 1)?, site.span());
        let function = Value::Lazy(Lazy::Closure(function));
        self.written_out([Value::Borrow(place), function], site.call, |[v, f]| {
            syn::parse_quote_spanned!(span=> {
                let mut kept = 0;
                for i in 0..#v.len() {
                    if #f(&#v[i]) {
                        #v.swap(kept, i);
                        kept += 1;
                    }
                }
                #v.truncate(kept);
            })
        })
    }

    /// `is_sorted()`
    pub(super) fn whether_sorted(&mut self, slice: Var, site: &Site<'_>) -> Accepted<Value> {
        let span = site.span();
        self.written_out(
            [Value::Var(slice)],
            site.call,
            |[v]| syn::parse_quote_spanned!(span=> (1..#v.len()).all(|i| #v[i - 1] <= #v[i])),
        )
    }

    /// `array_windows::<3>()`
    pub(super) fn arrays_of_neighbours(&mut self, slice: Var, site: &Site<'_>) -> Accepted<Value> {
        let (span, told) = (site.span(), site.call.turbofish.as_ref());
        let told = told.and_then(|told| told.args.first()).and_then(|told| match told {
            GenericArgument::Const(length) => literal_length(length),
            _ => None,
        });
        let Some(length @ 1..=MOST) = told else {
            let instead = "write how many, `array_windows::<3>()`, or `windows(n)`";
            return Err(self.diagnostics.on(&site.call.method, ITERATOR, instead));
        };
        let [v, i] = [(); 2].map(|()| self.operand_name(span));
        self.scopes.bind(v.to_string(), Value::Var(slice));
        let (before, behind) = (length - 1, 0..length);
        self.expr(
            &syn::parse_quote_spanned!(span=> (0..#v.len().saturating_sub(#before)).map(|#i| {
                [#(#v[#i + #behind]),*]
            })),
            None,
        )
    }

    /// `rchunks(n)`: from the end on, the last may be shorter; `rchunks_exact(n)` leaves that out.
    pub(super) fn runs_from_the_end(&mut self, slice: Var, site: &Site<'_>) -> Accepted<Value> {
        let (length, span) = (self.index_var(site.args[0])?, site.span());
        let [v, n, i] = [(); 3].map(|()| self.operand_name(span));
        self.scopes.bind(v.to_string(), Value::Var(slice));
        self.scopes.bind(n.to_string(), Value::Var(length));
        let count: syn::Expr = match site.call.method == "rchunks" {
            true => syn::parse_quote_spanned!(span=> (#v.len() + #n - 1) / #n),
            false => syn::parse_quote_spanned!(span=> #v.len() / #n),
        };
        self.expr(
            &syn::parse_quote_spanned!(span=> (0..#count).map(|#i| {
                &#v[#v.len().saturating_sub((#i + 1) * #n)..#v.len() - #i * #n]
            })),
            None,
        )
    }
}
