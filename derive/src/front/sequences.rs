//! Slices, arrays and vectors as a whole: their making, their parts, and the methods that change
//! them.

use super::spans::Spanned;
use proc_macro2::Span;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Expr, Macro, Token};

use super::chains::Chain;
use super::lines::Whole;
use super::lower::Lower;
use super::methods::Site;
use super::scope::{Borrow, Value};
use super::source::Source;
use crate::diagnostics::*;
use crate::ir::{Kind, Mode, Op, Place, Step, Var};
use crate::prims;

/// What stands in `vec![…]`.
enum Elements {
    /// `value; count`
    Repeated(Box<(Expr, Expr)>),
    /// `a, b, c`
    Listed(Vec<Expr>),
}

/// What stands in `[a, b, c]`.
pub(super) enum Listed {
    /// Values of one kind.
    Values(Vec<Var>),
    /// References to places, or tuples with such: an array of them is known element by element.
    References(Vec<Value>),
}

impl Parse for Elements {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.is_empty() {
            return Ok(Elements::Listed(Vec::new()));
        }
        let first: Expr = input.parse()?;
        if input.parse::<Option<Token![;]>>()?.is_some() {
            return Ok(Elements::Repeated(Box::new((first, input.parse()?))));
        }
        input.parse::<Option<Token![,]>>()?;
        let rest = Punctuated::<Expr, Token![,]>::parse_terminated(input)?;
        Ok(Elements::Listed(std::iter::once(first).chain(rest).collect()))
    }
}

/// The expressions in a macro that lists values, `vec![a, b]` or `array![a, b]`.
pub fn items(mac: &Macro) -> Vec<Expr> {
    let name = mac.path.segments.last().map(|last| last.ident.to_string());
    match name.as_deref() {
        Some("vec" | "array" | "concatenate" | "stack") => match mac.parse_body() {
            Ok(Elements::Repeated(parts)) => vec![parts.0, parts.1],
            Ok(Elements::Listed(items)) => items,
            Err(_) => Vec::new(),
        },
        _ => Vec::new(),
    }
}

impl Lower<'_> {
    /// `vec![value; count]`, `vec![a, b, c]`
    pub(super) fn vector(
        &mut self,
        mac: &syn::ExprMacro,
        expected: Option<&Kind>,
    ) -> Accepted<Value> {
        let elements: Elements = match mac.mac.parse_body() {
            Ok(elements) => elements,
            Err(error) => return Err(self.diagnostics.push(error)),
        };
        let item = expected.and_then(Kind::element);
        if let Elements::Listed(items) = &elements
            && items.is_empty()
        {
            let vector = expected.filter(|kind| matches!(kind, Kind::Vec(_)));
            return Ok(self.without_elements(vector, mac.span()));
        }
        let (kind, op) = match elements {
            Elements::Repeated(parts) => {
                let (value, count) = *parts;
                let value = self.part(&value, item)?;
                let count = self.index_var(&count)?;
                (self.vars.kind(value).clone(), Op::Prim(prims::FILLED, vec![value, count]))
            }
            Elements::Listed(items) => {
                let vars = match self.listed(&items, item, mac)? {
                    Listed::Values(vars) => vars,
                    Listed::References(items) => return Ok(Value::Tuple(items)),
                };
                (self.vars.kind(vars[0]).clone(), Op::Aggregate(vars))
            }
        };
        Ok(Value::Var(self.push(Kind::Vec(Box::new(kind)), op, mac.span())))
    }

    /// `[value; N]`
    pub(super) fn array_repeat(
        &mut self,
        repeat: &syn::ExprRepeat,
        expected: Option<&Kind>,
    ) -> Accepted<Value> {
        let value = self.part(&repeat.expr, expected.and_then(Kind::element))?;
        let kind = self.vars.kind(value).clone();
        let kind = Kind::Array(Box::new(kind), std::rc::Rc::new((*repeat.len).clone()));
        let op = Op::Prim(prims::FILLED, vec![value]);
        Ok(Value::Var(self.push(kind, op, repeat.span())))
    }

    /// Elements of one kind, or references to places.
    pub(super) fn listed(
        &mut self,
        items: &[Expr],
        expected: Option<&Kind>,
        at: &impl quote::ToTokens,
    ) -> Accepted<Listed> {
        let values: Vec<Accepted<Value>> =
            items.iter().map(|item| self.listed_item(item, expected)).collect();
        let values = values.into_iter().collect::<Accepted<Vec<_>>>()?;
        let mut vars = Vec::new();
        for value in &values {
            let Value::Var(var) = value else { return Ok(Listed::References(values)) };
            vars.push(*var);
        }
        if vars.iter().any(|var| matches!(self.vars.kind(*var), Kind::Slice(_))) {
            vars.iter_mut()
                .zip(items)
                .for_each(|(var, item)| *var = self.as_slice_of(*var, item.span()));
        }
        let Some(first) = vars.first() else {
            return Err(self.diagnostics.report(at, KIND_UNKNOWN));
        };
        let kind = self.vars.kind(*first).clone();
        for (var, expr) in vars.iter().zip(items) {
            self.expect_of(*var, &kind, &expr)?;
        }
        Ok(Listed::Values(vars))
    }

    /// An array as a slice, as it stands beside other slices.
    fn as_slice_of(&mut self, var: Var, span: Span) -> Var {
        let Kind::Array(item, _) = self.vars.kind(var).clone() else { return var };
        let whole = Place { root: var, path: vec![Step::Range(None, None)] };
        self.push(Kind::Slice(item), Op::Project(whole), span)
    }

    /// One value, or what holds references.
    fn listed_item(&mut self, item: &Expr, expected: Option<&Kind>) -> Accepted<Value> {
        let reported = self.diagnostics.count();
        let value = self.expr(item, expected)?;
        let value = match value.places().is_empty() {
            true => self.single(value, item.span()).map(Value::Var),
            false => Ok(value),
        };
        self.diagnostics.widen(reported, item);
        value
    }

    /// Whether a sequence or an array has no elements.
    pub(super) fn is_empty(&mut self, whole: Var, site: &Site<'_>) -> Var {
        let span = site.call.span();
        let len = self.push(Kind::usize(), Op::Prim(prims::LEN, vec![whole]), span);
        let zero = self.int(0, span);
        self.push(Kind::Bool, Op::Prim(prims::EQ, vec![len, zero]), span)
    }

    /// `x.to_owned()`
    pub(super) fn owned(&mut self, slice: Var, site: &Site<'_>) -> Value {
        match self.vars.kind(slice) {
            Kind::Array(..) => Value::Var(slice),
            _ => self.copied(slice, site),
        }
    }

    /// `x.to_vec()`
    pub(super) fn copied(&mut self, slice: Var, site: &Site<'_>) -> Value {
        let span = site.call.span();
        let item = Box::new(self.vars.kind(slice).element().cloned().unwrap_or(Kind::Unit));
        let of = match self.vars.kind(slice) {
            Kind::Array(..) => {
                let whole = Place { root: slice, path: vec![Step::Range(None, None)] };
                self.push(Kind::Slice(item.clone()), Op::Project(whole), span)
            }
            _ => slice,
        };
        Value::Var(self.push(Kind::Vec(item), Op::Prim(prims::COPY, vec![of]), span))
    }

    /// `x.contains(&n)`, of what has no derivative.
    pub(super) fn contains(&mut self, slice: Var, site: &Site<'_>) -> Accepted<Value> {
        match self.vars.kind(slice).is_differentiable() {
            true => {
                let kind = self.vars.kind(slice).clone();
                Err(self.method_unknown(&site.call.method, &kind))
            }
            false => self.rust_code(&Expr::MethodCall(site.call.clone()), Some(&Kind::Bool)),
        }
    }

    /// `[a, b, c].map(f)`
    pub(super) fn array_map(&mut self, array: Var, site: &Site<'_>) -> Accepted<Value> {
        let Kind::Array(_, length) = self.vars.kind(array).clone() else { return Err(Refused) };
        let function = self.function(site.args[0], 1)?;
        let chain = Chain::new(Source::Elements(array)).mapped(function);
        self.gathered(&chain, Some(&length), site.span(), "mapped".to_owned())
    }

    /// `std::array::from_fn(f)`; `None` where it is another function.
    pub(super) fn array_from_fn(
        &mut self,
        call: &syn::ExprCall,
        expected: Option<&Kind>,
    ) -> Option<Accepted<Value>> {
        let Expr::Path(path) = &*call.func else { return None };
        let mut names = path.path.segments.iter().rev().map(|segment| &segment.ident);
        let named = names.next()? == "from_fn" && names.next()? == "array" && call.args.len() == 1;
        if !named {
            return None;
        }
        let span = call.span();
        let Some(Kind::Array(item, length)) = expected else {
            let what = seen("how long this array is");
            let what = what.write("write `let a: [f64; 3] = …;`");
            return Some(Err(self.diagnostics.at(span, KIND_UNKNOWN, what)));
        };
        Some(self.function(&call.args[0], 1).and_then(|function| {
            let (lo, hi) = (self.int(0, span), self.var(length, Some(&Kind::usize()))?);
            let source = Source::Range { lo, hi, from_zero: true };
            let chain = Chain::new(source).mapped(function).yielding(item);
            self.gathered(&chain, Some(length), span, "items".to_owned())
        }))
    }

    /// `v.swap(i, j)`; the indices of an array have as many parts as it has axes.
    pub(super) fn swap(&mut self, place: &Borrow, site: &Site<'_>) -> Accepted<Value> {
        let span = site.call.span();
        let [at_i, at_j] = [0, 1].map(|k| {
            let (step, item) = self.index_step(&place.kind, site.args[k])?;
            Ok(place.clone().then(step, item))
        });
        let (at_i, at_j) = (at_i?, at_j?);
        let (a, b) = (self.borrowed(&at_i, span)?, self.borrowed(&at_j, span)?);
        self.update(&at_i, b, Mode::Set, span)?;
        self.update(&at_j, a, Mode::Set, span)?;
        Ok(Value::Unit)
    }

    /// The same place as a slice.
    fn as_slice(place: Borrow) -> Borrow {
        let item = place.kind.element().cloned().unwrap_or(Kind::Unit);
        match place.path.last() {
            Some(Step::Range(..)) => place,
            _ => place.then(Step::Range(None, None), Kind::Slice(Box::new(item))),
        }
    }

    /// `v.fill(x)`
    pub(super) fn fill(&mut self, place: Borrow, site: &Site<'_>) -> Accepted<Value> {
        let span = site.call.span();
        let item = place.kind.element().cloned().unwrap_or(Kind::Unit);
        let value = self.var(site.args[0], Some(&item))?;
        self.expect_kind(value, &item, span)?;
        let whole = self.borrowed(&place, span)?;
        let len = self.push(Kind::usize(), Op::Prim(prims::LEN, vec![whole]), span);
        let op = Op::Prim(prims::FILLED, vec![value, len]);
        let filled = self.push(Kind::Vec(Box::new(item)), op, span);
        self.update(&Self::as_slice(place), filled, Mode::Set, span)?;
        Ok(Value::Unit)
    }

    /// `v.split_at(k)`
    pub(super) fn split(&mut self, whole: Whole, site: &Site<'_>) -> Accepted<Value> {
        let at = self.index_var(site.args[0])?;
        let item = self.kind_of(&whole).element().cloned().unwrap_or(Kind::Unit);
        let kind = Kind::Slice(Box::new(item));
        let parts = [Step::Range(None, Some(at)), Step::Range(Some(at), None)]
            .map(|step| self.step_into(&whole, step, kind.clone(), site.call.span()));
        Ok(Value::Tuple(parts.to_vec()))
    }

    /// `v.copy_from_slice(&x)`
    pub(super) fn copy_from(&mut self, place: Borrow, site: &Site<'_>) -> Accepted<Value> {
        let value = self.var(site.args[0], None)?;
        self.expect_of(value, &place.kind, &site.call)?;
        self.update(&Self::as_slice(place), value, Mode::Set, site.call.span())?;
        Ok(Value::Unit)
    }
}
