//! Arrays put together, taken apart and brought into other shapes.

use super::spans::Spanned;
use proc_macro2::Span;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Expr, ExprCall, ExprMacro, Token};

use super::chains::Chain;
use super::closures::Lazy;
use super::lines::{Item, Whole};
use super::lower::Lower;
use super::methods::Site;
use super::scope::Value;
use super::source::Source;
use crate::diagnostics::*;
use crate::ir::{Kind, Num, Op, Rank, Var};
use crate::prims::{self, Prim};

impl Lower<'_> {
    /// `a.ndim()`
    pub(super) fn number_of_axes(&mut self, array: Var, site: &Site<'_>) -> Accepted<Value> {
        match self.vars.kind(array).rank() {
            Some(Rank::Fixed(rank)) => Ok(Value::Var(self.int(rank as i64, site.call.span()))),
            _ => Err(self.unknown_of_array(array, site)),
        }
    }

    /// `a.fold(init, f)`
    pub(super) fn fold_array(&mut self, array: Var, site: &Site<'_>) -> Accepted<Value> {
        let Some(Rank::Fixed(rank)) = self.vars.kind(array).rank() else {
            return Err(self.unknown_of_array(array, site));
        };
        let init = self.expr(site.args[0], None)?;
        let source = Source::Array { whole: Whole::Read(array), item: Item::Element(rank) };
        self.fold(&Chain::new(source), init, site.args[1], site.name("acc"), site.span())
    }

    /// `a.to_vec()`
    pub(super) fn as_vector(&mut self, array: Var, site: &Site<'_>) -> Accepted<Value> {
        if self.vars.kind(array).rank() != Some(Rank::VECTOR) {
            return Err(self.unknown_of_array(array, site));
        }
        let kind = Kind::Vec(Box::new(self.element_kind(array)));
        let op = Op::Prim(prims::TO_SEQUENCE, vec![array]);
        Ok(Value::Var(self.push(kind, op, site.call.span())))
    }

    fn element_kind(&self, array: Var) -> Kind {
        match self.vars.kind(array) {
            Kind::Nd { num: num @ Num::Int(_), .. } => Kind::Int(num.clone()),
            kind => Kind::Real(kind.num().cloned().unwrap_or(Num::F64)),
        }
    }

    pub(super) fn ranked(&mut self, array: Var, rank: Rank, span: Span) -> Var {
        let num = self.vars.kind(array).num().cloned().unwrap_or(Num::F64);
        let kind = Kind::Nd { num, rank, view: false };
        self.push(kind, Op::Prim(prims::SET_RANK, vec![array]), span)
    }

    /// `a.dim()`
    pub(super) fn extents(&mut self, array: Var, site: &Site<'_>) -> Accepted<Value> {
        let span = site.call.span();
        let Some(Rank::Fixed(rank)) = self.vars.kind(array).rank() else {
            return Err(self.unknown_of_array(array, site));
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

    /// `concatenate(Axis(k), &[a, b])`, `stack(…)`, `Array::from_shape_vec(…)`: what may fail.
    pub(super) fn array_perhaps(&mut self, call: &ExprCall) -> Option<Accepted<Value>> {
        let Expr::Path(path) = &*call.func else { return None };
        let name = path.path.segments.last()?.ident.to_string();
        let args: Vec<&Expr> = call.args.iter().collect();
        match (name.as_str(), args.as_slice()) {
            ("concatenate" | "stack", [axis, Expr::Reference(parts)]) => {
                let Expr::Array(parts) = &*parts.expr else { return None };
                let parts: Vec<&Expr> = parts.elems.iter().collect();
                let made = self.put_together(&name, axis, &parts, call.span());
                Some(made.map(|(op, kind)| self.made_perhaps(op, kind, None, &name)))
            }
            ("from_shape_vec", [dim, elements]) => {
                let made = self.shaped_vector(dim, elements, call);
                Some(made.map(|(op, kind)| self.made_perhaps(op, kind, None, "array")))
            }
            _ => None,
        }
    }

    /// `a.into_shape_with_order((n, m))`, `a.broadcast((n, m))`
    pub(super) fn reshaped(&mut self, prim: Prim, array: Var, site: &Site<'_>) -> Accepted<Value> {
        let num = self.vars.kind(array).num().cloned().unwrap_or(Num::F64);
        let dim = self.dim(site.args[0], &num)?;
        let kind = prim.kind(&[self.vars.kind(array), self.vars.kind(dim)]);
        Ok(self.made_perhaps(Op::Prim(prim, vec![array, dim]), kind, None, &site.name("array")))
    }

    /// `a.into_dimensionality::<Ix2>()`
    pub(super) fn with_rank(&mut self, array: Var, site: &Site<'_>) -> Accepted<Value> {
        let said = site.call.turbofish.as_ref().and_then(|turbofish| turbofish.args.first());
        let rank = match said {
            Some(syn::GenericArgument::Type(ty)) => self.types.rank(ty),
            _ => None,
        };
        let Some(rank) = rank else { return Err(self.diagnostics.report(site.call, SHAPE)) };
        let num = self.vars.kind(array).num().cloned().unwrap_or(Num::F64);
        let kind = Kind::Nd { num, rank, view: false };
        let op = Op::Prim(prims::SET_RANK, vec![array]);
        Ok(self.made_perhaps(op, kind, None, &site.name("array")))
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
    ) -> Accepted<(Op, Kind)> {
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
        Ok((Op::Prim(prim, args), kind))
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
                let made = self.put_together(name, axis, parts, mac.span());
                made.map(|(op, kind)| Value::Var(self.push(kind, op, mac.span())))
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
    fn shaped_vector(
        &mut self,
        dim: &Expr,
        elements: &Expr,
        call: &ExprCall,
    ) -> Accepted<(Op, Kind)> {
        let value = self.var(elements, None)?;
        let flat = self.array_from(value, call.span())?;
        let num = self.vars.kind(flat).num().cloned().unwrap_or(Num::F64);
        let dim = self.dim(dim, &num)?;
        let kinds = [self.vars.kind(flat), self.vars.kind(dim)];
        let kind = prims::RESHAPE.kind(&kinds);
        Ok((Op::Prim(prims::RESHAPE, vec![flat, dim]), kind))
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
