//! Arrays put together, taken apart and brought into other shapes.

use super::spans::Spanned;
use proc_macro2::Span;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Expr, ExprCall, ExprMacro, ExprMethodCall, Token};

use super::chains::Chain;
use super::closures::Lazy;
use super::lines::{Item, Whole};
use super::lower::Lower;
use super::scope::Value;
use super::source::Source;
use crate::diagnostics::*;
use crate::ir::{Kind, Num, Op, Rank, Var};
use crate::prims::{self, Prim};

/// Methods that are not taken, and what is.
const INSTEAD: &[(&str, &str)] = &[
    ("shape", "write `a.shape()[k]`, `a.dim()` or `a.len_of(Axis(k))`"),
    ("into_shape", "write `into_shape_with_order(…).unwrap()`"),
    ("std", "write it out with `mean` and `mapv`"),
    ("var", "write it out with `mean` and `mapv`"),
    ("std_axis", "write it out with `mean_axis` and `mapv`"),
    ("var_axis", "write it out with `mean_axis` and `mapv`"),
    ("map_axis", "write a loop over `axis_iter`"),
    ("fold_axis", "write a loop over `axis_iter`"),
    ("select", "write a loop that reads `a.row(i)`"),
    ("swap_axes", "write `permuted_axes`"),
    ("lanes", "write `rows`, `columns` or `axis_iter`"),
    ("axis_chunks_iter", "write a loop over `slice_axis`"),
    ("exact_chunks", "write a loop over `slice`"),
    ("windows", "write a loop over `slice`"),
    ("swap", "read both elements and assign them"),
    ("push", "write `concatenate![Axis(0), a, b]`"),
    ("append", "write `concatenate![Axis(0), a, b]`"),
    ("remove_axis", "write `index_axis(Axis(k), 0)`"),
    ("product_axis", "write a loop over `axis_iter`"),
    ("cumprod", "write a loop"),
    ("accumulate_axis_inplace", "write a loop"),
    ("get", "write `a[[i, j]]`"),
    ("first", "write `a[0]`"),
    ("last", "write `a[a.len() - 1]`"),
    ("split_at", "write `slice_axis` twice"),
    ("multi_slice_mut", "write `slice_mut` twice"),
];

impl Lower<'_> {
    /// A method of an array, which may yield lengths or a number.
    pub(super) fn array_call(&mut self, call: &ExprMethodCall, receiver: Var) -> Accepted<Value> {
        let span = call.span();
        let Kind::Nd { rank, .. } = self.vars.kind(receiver).clone() else {
            return Err(self.diagnostics.report(&call.method, INTERNAL));
        };
        let args: Vec<&Expr> = call.args.iter().collect();
        match (call.method.to_string().as_str(), args.as_slice()) {
            ("dim", []) => self.extents(receiver, rank, call),
            ("raw_dim", []) => Ok(self.made(prims::DIM, vec![receiver], span)),
            ("ndim", []) => match rank {
                Rank::Fixed(rank) => Ok(Value::Var(self.int(rank as i64, span))),
                Rank::Dynamic => Err(self.diagnostics.report(&call.method, METHOD_UNKNOWN)),
            },
            ("is_empty", []) => {
                let len = self.push(Kind::usize(), Op::Prim(prims::LEN, vec![receiver]), span);
                let zero = self.int(0, span);
                Ok(Value::Var(self.push(Kind::Bool, Op::Prim(prims::EQ, vec![len, zero]), span)))
            }
            ("product", []) => Ok(self.made(prims::PRODUCT, vec![receiver], span)),
            ("fold", [init, function]) => {
                let Rank::Fixed(rank) = rank else {
                    return Err(self.diagnostics.report(&call.method, METHOD_UNKNOWN));
                };
                let init = self.expr(init, None)?;
                let source =
                    Source::Array { whole: Whole::Read(receiver), item: Item::Element(rank) };
                let name = "acc".to_owned();
                self.fold(&Chain::new(source), init, function, name, call.method.span())
            }
            ("to_vec", []) if rank == Rank::VECTOR => {
                let item = self.element_kind(receiver);
                let kind = Kind::Vec(Box::new(item));
                Ok(Value::Var(self.push(kind, Op::Prim(prims::TO_SEQUENCE, vec![receiver]), span)))
            }
            ("into_dyn", []) => Ok(Value::Var(self.ranked(receiver, Rank::Dynamic, span))),
            ("sum_axis", [_]) if rank == Rank::VECTOR => {
                Err(self.diagnostics.report(call, RANK_ZERO))
            }
            (name, _) => match INSTEAD.iter().find(|(other, _)| *other == name) {
                Some((_, instead)) => {
                    Err(self.diagnostics.at(call.method.span(), METHOD_UNKNOWN, instead))
                }
                None => self.array_method(call, receiver).map(Value::Var),
            },
        }
    }

    fn made(&mut self, prim: Prim, args: Vec<Var>, span: Span) -> Value {
        let kinds: Vec<&Kind> = args.iter().map(|arg| self.vars.kind(*arg)).collect();
        let kind = prim.kind(&kinds);
        Value::Var(self.push(kind, Op::Prim(prim, args), span))
    }

    fn element_kind(&self, array: Var) -> Kind {
        match self.vars.kind(array) {
            Kind::Nd { num: num @ Num::Int(_), .. } => Kind::Int(num.clone()),
            kind => Kind::Real(kind.num().cloned().unwrap_or(Num::F64)),
        }
    }

    fn ranked(&mut self, array: Var, rank: Rank, span: Span) -> Var {
        let num = self.vars.kind(array).num().cloned().unwrap_or(Num::F64);
        let kind = Kind::Nd { num, rank, view: false };
        self.push(kind, Op::Prim(prims::SET_RANK, vec![array]), span)
    }

    /// `a.dim()`
    fn extents(&mut self, array: Var, rank: Rank, call: &ExprMethodCall) -> Accepted<Value> {
        let span = call.span();
        let Rank::Fixed(rank) = rank else {
            return Err(self.diagnostics.report(&call.method, METHOD_UNKNOWN));
        };
        let mut extents = Vec::new();
        for axis in 0..rank {
            let op = match (rank, axis) {
                (1, _) => Op::Prim(prims::LEN, vec![array]),
                (2, 0) => Op::Prim(prims::NROWS, vec![array]),
                (2, _) => Op::Prim(prims::NCOLS, vec![array]),
                _ => {
                    let axis = self.int(axis as i64, span);
                    Op::Prim(prims::LEN_OF, vec![array, axis])
                }
            };
            extents.push(Value::Var(self.push(Kind::usize(), op, span)));
        }
        Ok(if rank == 1 { extents.remove(0) } else { Value::Tuple(extents) })
    }

    /// Something that may fail, and is unwrapped: `a.mean().unwrap()`, `concatenate(…).unwrap()`.
    /// The option is never looked at.
    pub(super) fn unwrapped(&mut self, call: &ExprMethodCall) -> Option<Accepted<Var>> {
        if call.method != "unwrap" && call.method != "expect" {
            return None;
        }
        match &*call.receiver {
            Expr::MethodCall(inner) => match inner.method.to_string().as_str() {
                "mean" | "mean_axis" => Some(self.mean(inner)),
                "into_shape_with_order" | "to_shape" | "broadcast" if inner.args.len() == 1 => {
                    Some(self.reshaped(inner))
                }
                "into_dimensionality" => Some(self.with_rank(inner)),
                _ => None,
            },
            Expr::Call(inner) => {
                let Expr::Path(path) = &*inner.func else { return None };
                let name = path.path.segments.last()?.ident.to_string();
                let args: Vec<&Expr> = inner.args.iter().collect();
                match (name.as_str(), args.as_slice()) {
                    ("concatenate" | "stack", [axis, Expr::Reference(parts)]) => {
                        let Expr::Array(parts) = &*parts.expr else { return None };
                        let parts: Vec<&Expr> = parts.elems.iter().collect();
                        Some(self.put_together(&name, axis, &parts, inner.span()))
                    }
                    ("from_shape_vec", [dim, elements]) => {
                        Some(self.shaped_vector(dim, elements, inner))
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// `a.mean().unwrap_or(0.0)`: no array without elements has a mean.
    pub(super) fn mean_or(&mut self, call: &ExprMethodCall) -> Option<Accepted<Value>> {
        let Expr::MethodCall(inner) = &*call.receiver else { return None };
        if call.method != "unwrap_or" || inner.method != "mean" || call.args.len() != 1 {
            return None;
        }
        let span = call.span();
        Some(self.var(&inner.receiver, None).and_then(|array| {
            let default = self.expr(&call.args[0], Some(&self.element_kind(array)))?;
            self.written_out([Value::Var(array), default], call, |[a, default]| {
                syn::parse_quote_spanned!(span=>
                    if #a.is_empty() { #default } else { #a.mean().unwrap() })
            })
        }))
    }

    /// `a.into_shape_with_order((n, m))`, `a.broadcast((n, m))`
    fn reshaped(&mut self, call: &ExprMethodCall) -> Accepted<Var> {
        let array = self.var(&call.receiver, None)?;
        let Kind::Nd { num, .. } = self.vars.kind(array).clone() else {
            return Err(self.diagnostics.report(&call.method, METHOD_UNKNOWN));
        };
        let dim = self.dim(&call.args[0], &num)?;
        let prim = if call.method == "broadcast" { prims::BROADCAST } else { prims::RESHAPE };
        let kinds = [self.vars.kind(array), self.vars.kind(dim)];
        let kind = prim.kind(&kinds);
        Ok(self.push(kind, Op::Prim(prim, vec![array, dim]), call.span()))
    }

    /// `a.into_dimensionality::<Ix2>()`
    fn with_rank(&mut self, call: &ExprMethodCall) -> Accepted<Var> {
        let array = self.var(&call.receiver, None)?;
        let said = call.turbofish.as_ref().and_then(|turbofish| turbofish.args.first());
        let rank = match said {
            Some(syn::GenericArgument::Type(ty)) => self.types.rank(ty),
            _ => None,
        };
        match (self.vars.kind(array), rank) {
            (Kind::Nd { .. }, Some(rank)) => Ok(self.ranked(array, rank, call.span())),
            (Kind::Nd { .. }, None) => Err(self.diagnostics.report(call, SHAPE)),
            _ => Err(self.diagnostics.report(&call.method, METHOD_UNKNOWN)),
        }
    }

    /// A shape: a length, a tuple or an array of lengths, or that of another array.
    pub(super) fn dim(&mut self, expr: &Expr, num: &Num) -> Accepted<Var> {
        let (items, rank): (Vec<&Expr>, Option<Rank>) = match expr {
            Expr::Tuple(tuple) => (tuple.elems.iter().collect(), None),
            Expr::Array(array) => (array.elems.iter().collect(), None),
            Expr::Call(call) => match dimension(call) {
                Some((items, rank)) => (items, Some(rank)),
                None => return Err(self.diagnostics.report(expr, SHAPE)),
            },
            other => {
                let value = self.expr(other, Some(&Kind::usize()))?;
                return self.dim_of(value, expr, num);
            }
        };
        // Such as `((n, m), Order::F)`.
        if items.iter().any(|item| matches!(item, Expr::Tuple(_) | Expr::Array(_))) {
            return Err(self.diagnostics.report(expr, SHAPE));
        }
        let extents: Vec<Accepted<Var>> =
            items.into_iter().map(|item| self.index_var(item)).collect();
        let extents = extents.into_iter().collect::<Accepted<Vec<_>>>()?;
        Ok(self.shape_of(extents, rank, num, expr.span()))
    }

    fn dim_of(&mut self, value: Value, at: &Expr, num: &Num) -> Accepted<Var> {
        let mut extents = Vec::new();
        value.leaves(&mut extents);
        if let ([dim], Value::Var(_)) = (extents.as_slice(), &value)
            && matches!(self.vars.kind(*dim), Kind::Dim { .. })
        {
            return Ok(*dim);
        }
        for extent in &extents {
            self.expect_of(*extent, &Kind::usize(), &at)?;
        }
        match extents.is_empty() {
            true => Err(self.diagnostics.report(at, SHAPE)),
            false => Ok(self.shape_of(extents, None, num, at.span())),
        }
    }

    fn shape_of(&mut self, extents: Vec<Var>, rank: Option<Rank>, num: &Num, span: Span) -> Var {
        let rank = rank.unwrap_or(Rank::Fixed(extents.len()));
        self.push(Kind::Dim { num: num.clone(), rank }, Op::Aggregate(extents), span)
    }

    /// `concatenate(Axis(k), &[a, b])`, `stack(…)`
    fn put_together(
        &mut self,
        name: &str,
        axis: &Expr,
        parts: &[&Expr],
        span: Span,
    ) -> Accepted<Var> {
        let axis = self.axis(axis)?;
        let vars: Vec<Accepted<Var>> = parts.iter().map(|part| self.var(part, None)).collect();
        let mut args = vars.into_iter().collect::<Accepted<Vec<_>>>()?;
        let Some(first) = args.first().map(|first| self.vars.kind(*first).clone()) else {
            return Err(self.diagnostics.at(span, KIND_UNKNOWN, ""));
        };
        for (var, part) in args.iter().zip(parts) {
            let kind = self.vars.kind(*var).clone();
            let array = matches!(kind, Kind::Nd { .. }) && kind.rank() == first.rank();
            if !array || !self.unifier.equate_kinds(&first, &kind) {
                return Err(self.diagnostics.report(part, KIND_MISMATCH));
            }
        }
        let prim = if name == "stack" { prims::STACK } else { prims::CONCATENATE };
        args.push(axis);
        let kind = prim.kind(&[&first]);
        Ok(self.push(kind, Op::Prim(prim, args), span))
    }

    /// `array![…]`, `concatenate![Axis(0), a, b]`, `stack![…]`; `None` for other macros.
    pub(super) fn array_macro(&mut self, mac: &ExprMacro) -> Option<Accepted<Value>> {
        let name = mac.mac.path.segments.last()?.ident.to_string();
        if !["array", "concatenate", "stack"].contains(&name.as_str()) {
            return None;
        }
        let list = Punctuated::<Expr, Token![,]>::parse_terminated;
        let items = match list.parse2(mac.mac.tokens.clone()) {
            Ok(items) => items,
            Err(error) => return Some(Err(self.diagnostics.push(error))),
        };
        let items: Vec<&Expr> = items.iter().collect();
        Some(match (name.as_str(), items.as_slice()) {
            ("array", items) => self.literal_array(items, mac.span()).map(Value::Var),
            (name, [axis, parts @ ..]) => {
                self.put_together(name, axis, parts, mac.span()).map(Value::Var)
            }
            (_, []) => Err(self.diagnostics.report(mac, KIND_UNKNOWN)),
        })
    }

    /// `array![a, b]`, `array![[a, b], [c, d]]`
    fn literal_array(&mut self, items: &[&Expr], span: Span) -> Accepted<Var> {
        let items: Punctuated<&Expr, Token![,]> = items.iter().copied().collect();
        let whole: Expr = syn::parse_quote_spanned!(span=> [#items]);
        let value = self.var(&whole, None)?;
        self.array_from(value, span)
    }

    /// An array of the elements of an array, slice or vector, or of nested arrays.
    pub(super) fn array_from(&mut self, value: Var, span: Span) -> Accepted<Var> {
        let (mut rank, mut item) = (0, self.vars.kind(value).clone());
        let sequence = matches!(item, Kind::Vec(_) | Kind::Slice(_));
        while let Some(inner) = item.element().cloned() {
            (rank, item) = (rank + 1, inner);
        }
        let (Kind::Real(num) | Kind::Int(num)) = item else {
            return Err(self.diagnostics.at(span, KIND_MISMATCH, ""));
        };
        if rank == 0 || rank > 2 || (sequence && rank != 1) {
            return Err(self.diagnostics.at(span, SHAPE, ""));
        }
        let kind = Kind::Nd { num, rank: Rank::Fixed(rank), view: false };
        Ok(self.push(kind, Op::Prim(prims::FROM_SEQUENCE, vec![value]), span))
    }

    /// `Array::from_shape_vec((n, m), v)`
    fn shaped_vector(&mut self, dim: &Expr, elements: &Expr, call: &ExprCall) -> Accepted<Var> {
        let value = self.var(elements, None)?;
        let flat = self.array_from(value, call.span())?;
        let num = self.vars.kind(flat).num().cloned().unwrap_or(Num::F64);
        let dim = self.dim(dim, &num)?;
        let kinds = [self.vars.kind(flat), self.vars.kind(dim)];
        let kind = prims::RESHAPE.kind(&kinds);
        Ok(self.push(kind, Op::Prim(prims::RESHAPE, vec![flat, dim]), call.span()))
    }

    /// `Array1::from_iter(items)`
    fn array_of_items(&mut self, items: &Expr, call: &ExprCall) -> Accepted<Var> {
        let (chain, span) = (self.chain(items)?, call.span());
        let items = self.gathered(&chain, None, span, "items".to_owned())?;
        let items = self.single(items, span)?;
        self.array_from(items, span)
    }

    /// `Array2::from_shape_fn((n, m), |(i, j)| …)`; `None` for others.
    pub(super) fn array_from_function(&mut self, call: &ExprCall) -> Option<Accepted<Value>> {
        let Expr::Path(path) = &*call.func else { return None };
        let mut names = path.path.segments.iter().rev().map(|segment| segment.ident.to_string());
        let rank = match (names.next()?.as_str(), names.next()?.strip_prefix("Array")?) {
            ("from_shape_fn", rank) => rank.parse::<usize>().ok().filter(|rank| *rank > 0)?,
            _ => return None,
        };
        let [dims, function] = [call.args.first()?, call.args.get(1)?];
        let mut zeros = path.clone();
        if let Some(last) = zeros.path.segments.last_mut() {
            last.ident = syn::Ident::new("zeros", last.ident.span());
        }
        let made = self.expr(dims, None).and_then(|dims| {
            let function = Value::Lazy(Lazy::Closure(self.function(function, 1)?));
            self.written_out([dims, function], call, |[dims, function]| {
                filled_by_index(&zeros, &dims, &function, rank, call.span())
            })
        });
        Some(made)
    }

    /// `Array1::from_vec(v)`, `arr1(&x)`, `Array2::from_elem((n, m), x)`; `None` for others.
    pub(super) fn array_of_values(
        &mut self,
        call: &ExprCall,
        owner: &str,
        name: &str,
        expected: Option<&Kind>,
    ) -> Option<Accepted<Var>> {
        let args: Vec<&Expr> = call.args.iter().collect();
        let of_array = owner.starts_with("Array") || owner.is_empty();
        Some(match (name, args.as_slice()) {
            ("from_iter", [items]) if of_array && !owner.is_empty() => {
                self.array_of_items(items, call)
            }
            ("from_vec" | "from", [elements]) if of_array && !owner.is_empty() => {
                let vector = Kind::Vec(Box::new(Kind::Other(None)));
                self.var(elements, Some(&vector)).and_then(|value| match self.vars.kind(value) {
                    Kind::Nd { .. } => Ok(value),
                    _ => self.array_from(value, call.span()),
                })
            }
            ("arr1" | "arr2", [elements]) if owner.is_empty() || owner == "ndarray" => {
                self.var(elements, None).and_then(|value| self.array_from(value, call.span()))
            }
            ("from_elem", [dim, value]) if of_array && !owner.is_empty() => {
                let scalar = match expected {
                    Some(Kind::Nd { num, .. }) => Some(Kind::Real(num.clone())),
                    _ => None,
                };
                self.var(value, scalar.as_ref()).and_then(|value| {
                    let Kind::Real(num) = self.vars.kind(value).clone() else {
                        return Err(self.diagnostics.report(call, KIND_MISMATCH));
                    };
                    let dim = self.dim(dim, &num)?;
                    let kind = prims::FULL.kind(&[self.vars.kind(value), self.vars.kind(dim)]);
                    Ok(self.push(kind, Op::Prim(prims::FULL, vec![value, dim]), call.span()))
                })
            }
            _ => return None,
        })
    }
}

/// The lengths in `Ix2(n, m)` and `IxDyn(&[n, m])`.
fn dimension(call: &ExprCall) -> Option<(Vec<&Expr>, Rank)> {
    let Expr::Path(path) = &*call.func else { return None };
    let name = path.path.segments.last()?.ident.to_string();
    if name == "IxDyn" {
        let Expr::Reference(inner) = call.args.first()? else { return None };
        let Expr::Array(items) = &*inner.expr else { return None };
        return Some((items.elems.iter().collect(), Rank::Dynamic));
    }
    let rank = name.strip_prefix("Ix")?.parse().ok()?;
    Some((call.args.iter().collect(), Rank::Fixed(rank)))
}

/// An array whose elements a function makes of their indices.
fn filled_by_index(
    zeros: &syn::ExprPath,
    dims: &syn::Ident,
    function: &syn::Ident,
    rank: usize,
    span: Span,
) -> Expr {
    let numbered = |stem: &str| -> Vec<syn::Ident> {
        (0..rank).map(|axis| quote::format_ident!("{stem}_{axis}", span = span)).collect()
    };
    let (counts, at) = (numbered("n"), numbered("i"));
    let (all_counts, all_at): (Expr, Expr) = match rank {
        1 => (syn::parse_quote!(#(#counts)*), syn::parse_quote!(#(#at)*)),
        _ => (syn::parse_quote!((#(#counts),*)), syn::parse_quote!((#(#at),*))),
    };
    let element: Expr = syn::parse_quote_spanned!(span=> {
        made[[#(#at),*]] = #function(#all_at);
    });
    let loops = at.iter().zip(&counts).rev().fold(
        element,
        |body, (at, count)| syn::parse_quote_spanned!(span=> for #at in 0..#count { #body }),
    );
    let pattern: syn::Pat = match rank {
        1 => syn::parse_quote!(#(#counts)*),
        _ => syn::parse_quote!((#(#counts),*)),
    };
    syn::parse_quote_spanned!(span=> {
        let #pattern = #dims;
        let mut made = #zeros(#all_counts);
        #loops
        made
    })
}
