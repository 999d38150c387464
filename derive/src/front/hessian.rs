//! Calls of Hessians: `g::hessian(x)` is written out as the products with unit directions that it is made
//! of, so that its derivatives are theirs.

use super::spans::Spanned;
use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote_spanned};
use syn::{Expr, ExprCall, Ident, Path};

use super::lower::Lower;
use super::scope::Value;
use super::signature::FnSignature;
use crate::diagnostics::{ARGUMENTS, Accepted, FUNCTION_UNKNOWN};
use crate::ir::{Halves, Kind, Num};

impl Lower<'_> {
    /// `g::hessian(x)`
    pub(super) fn hessian_call(
        &mut self,
        call: &ExprCall,
        of: &Path,
        signature: &FnSignature,
        halves: Halves,
    ) -> Accepted<Value> {
        if call.args.len() != signature.params.len() {
            return Err(self.diagnostics.report(call, ARGUMENTS));
        }
        let applied = self.applied(call, of, signature, halves)?;
        let kinds: Vec<Kind> = applied.active.iter().map(|(_, kind, _)| kind.clone()).collect();
        let at = call.span();
        let args: Vec<Ident> =
            (0..applied.args.len()).map(|i| format_ident!("argument{i}", span = at)).collect();
        let active = args.iter().zip(&applied.target.passing).filter(|(_, (_, active))| *active);
        let first = active.map(|(arg, _)| arg).next();
        let product = quote_spanned!(at=> #of::hvp);
        let runtime = self.runtime.clone();
        let num = kinds.first().and_then(Kind::innermost_num).map(|num| self.unifier.resolve(num));
        let [zero, one] = numbers(num.as_ref(), at);
        let written = match (kinds.as_slice(), first) {
            (kinds, Some(_)) if kinds.iter().all(Kind::is_real) => {
                of_numbers(&product, &args, [&zero, &one], kinds.len(), at)
            }
            ([Kind::Array(item, n)], Some(_)) if item.is_real() => quote_spanned! {at=> {
                let mut rows = [[#zero; #n]; #n];
                for i in 0..#n {
                    let mut direction = [#zero; #n];
                    direction[i] = #one;
                    rows[i] = #product(#(#args,)* &direction);
                }
                rows
            }},
            ([Kind::Slice(item) | Kind::Vec(item)], Some(x)) if item.is_real() => {
                quote_spanned! {at=> {
                    let n = #x.len();
                    let mut rows = #runtime::ndarray::Array2::zeros((n, n));
                    for i in 0..n {
                        let mut direction = vec![#zero; n];
                        direction[i] = #one;
                        let row = #product(#(#args,)* &direction);
                        for j in 0..n {
                            rows[[i, j]] = row[j];
                        }
                    }
                    rows
                }}
            }
            // The handle has no such function.
            _ => return Err(self.diagnostics.report(&call.func, FUNCTION_UNKNOWN)),
        };
        self.scopes.enter();
        for (name, var) in args.iter().zip(&applied.args) {
            self.scopes.bind(name.to_string(), Value::Var(*var));
        }
        let written: Accepted<Expr> = syn::parse2(written).map_err(|e| self.diagnostics.push(e));
        let value = written.and_then(|written| self.expr(&written, None));
        self.scopes.leave();
        value
    }
}

/// `[[h0, h1], [h2, h3]]`, a product for each row.
fn of_numbers(
    product: &TokenStream,
    args: &[Ident],
    [zero, one]: [&TokenStream; 2],
    count: usize,
    at: Span,
) -> TokenStream {
    let name = |i: usize, j: usize| format_ident!("h{}", i * count + j, span = at);
    let mut lines = TokenStream::new();
    let mut rows = Vec::new();
    for i in 0..count {
        let row: Vec<Ident> = (0..count).map(|j| name(i, j)).collect();
        let unit = (0..count).map(|j| if i == j { one } else { zero });
        let pattern = match row.as_slice() {
            [single] => quote_spanned!(at=> #single),
            several => quote_spanned!(at=> (#(#several),*)),
        };
        lines.extend(quote_spanned!(at=> let #pattern = #product(#(#args,)* #(#unit),*);));
        rows.push(quote_spanned!(at=> [#(#row),*]));
    }
    quote_spanned!(at=> { #lines [#(#rows),*] })
}

/// 0 and 1 of a type.
fn numbers(num: Option<&Num>, at: Span) -> [TokenStream; 2] {
    match num {
        Some(Num::Param(name)) => {
            [quote_spanned!(at=> #name::nearest(0.0)), quote_spanned!(at=> #name::nearest(1.0))]
        }
        Some(Num::F32) => [quote_spanned!(at=> 0.0_f32), quote_spanned!(at=> 1.0_f32)],
        Some(Num::F64 | Num::Int(_) | Num::Open | Num::Infer(_) | Num::Lanes(_)) | None => {
            [quote_spanned!(at=> 0.0_f64), quote_spanned!(at=> 1.0_f64)]
        }
    }
}
