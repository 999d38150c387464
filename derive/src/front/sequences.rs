//! Slices, arrays and vectors as a whole: their making, their parts, and the methods that change
//! them.

use super::spans::Spanned;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Expr, ExprMethodCall, Macro, Token};

use super::bind::name_of;
use super::chains::Chain;
use super::elements::is_element_mut;
use super::growing::unknown_method;
use super::lower::Lower;
use super::scope::{Borrow, Value};
use super::source::Source;
use super::walk::{CHANGING_ARRAYS, TURNING};
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
        let Some(first) = vars.first() else {
            return Err(self.diagnostics.report(at, KIND_UNKNOWN));
        };
        let kind = self.vars.kind(*first).clone();
        for (var, expr) in vars.iter().zip(items) {
            self.expect_of(*var, &kind, &expr)?;
        }
        Ok(Listed::Values(vars))
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

    /// A method of slices, arrays and vectors.
    pub(super) fn slice_method(&mut self, call: &ExprMethodCall, receiver: Var) -> Accepted<Value> {
        let span = call.span();
        let args: Vec<&Expr> = call.args.iter().collect();
        let value = match (call.method.to_string().as_str(), args.as_slice()) {
            ("len", []) => self.push(Kind::usize(), Op::Prim(prims::LEN, vec![receiver]), span),
            ("is_empty", []) => {
                let len = self.push(Kind::usize(), Op::Prim(prims::LEN, vec![receiver]), span);
                let zero = self.int(0, span);
                self.push(Kind::Bool, Op::Prim(prims::EQ, vec![len, zero]), span)
            }
            ("clone" | "as_slice", []) => receiver,
            ("to_owned", []) if matches!(self.vars.kind(receiver), Kind::Array(..)) => receiver,
            ("to_vec" | "to_owned" | "into_vec", []) => {
                let item =
                    Box::new(self.vars.kind(receiver).element().cloned().unwrap_or(Kind::Unit));
                let of = match self.vars.kind(receiver) {
                    Kind::Array(..) => {
                        let whole = Place { root: receiver, path: vec![Step::Range(None, None)] };
                        self.push(Kind::Slice(item.clone()), Op::Project(whole), span)
                    }
                    _ => receiver,
                };
                self.push(Kind::Vec(item), Op::Prim(prims::COPY, vec![of]), span)
            }
            ("split_at", [at]) => {
                let at = self.index_var(at)?;
                let [head, tail] = self.halves(receiver, at);
                let parts = [head, tail].map(|(step, kind)| {
                    let place = Place { root: receiver, path: vec![step] };
                    Value::Var(self.push(kind, Op::Project(place), span))
                });
                return Ok(Value::Tuple(parts.to_vec()));
            }
            ("concat", []) => return self.concatenated(receiver, call),
            ("map", [function]) => return self.array_map(receiver, function, call),
            // Of what has no derivative it may be any `get`, by a range, too.
            ("get" | "contains", [_]) if !self.vars.kind(receiver).is_differentiable() => {
                let kind = (call.method == "contains").then_some(Kind::Bool);
                return self.rust_code(&Expr::MethodCall(call.clone()), kind.as_ref());
            }
            (name, _) => {
                return match self.element_or_none(name, receiver, call) {
                    Some(optional) => optional,
                    None => {
                        Err(self.diagnostics.report(&call.method, unknown_method(&call.method)))
                    }
                };
            }
        };
        Ok(Value::Var(value))
    }

    /// `[a, b, c].map(f)`
    fn array_map(&mut self, array: Var, function: &Expr, call: &ExprMethodCall) -> Accepted<Value> {
        let Kind::Array(_, length) = self.vars.kind(array).clone() else {
            return Err(self.diagnostics.report(&call.method, METHOD_UNKNOWN));
        };
        let function = self.function(function, 1)?;
        let chain = Chain::new(Source::Elements(array)).mapped(function);
        self.gathered(&chain, Some(&length), call.method.span(), "mapped".to_owned())
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
            return Some(Err(self.diagnostics.at(
                span,
                KIND_UNKNOWN,
                "write `let a: [f64; 3] = …;`",
            )));
        };
        Some(self.function(&call.args[0], 1).and_then(|function| {
            let (lo, hi) = (self.int(0, span), self.var(length, Some(&Kind::usize()))?);
            let source = Source::Range { lo, hi, from_zero: true };
            let chain = Chain::new(source).mapped(function).yielding(item);
            self.gathered(&chain, Some(length), span, "items".to_owned())
        }))
    }

    fn halves(&self, whole: Var, at: Var) -> [(Step, Kind); 2] {
        let item = self.vars.kind(whole).element().cloned().unwrap_or(Kind::Unit);
        [Step::Range(None, Some(at)), Step::Range(Some(at), None)]
            .map(|step| (step, Kind::Slice(Box::new(item.clone()))))
    }

    /// A method that changes a slice, array or vector; `None` where it is another one's.
    pub(super) fn changing_method(&mut self, call: &ExprMethodCall) -> Option<Accepted<Value>> {
        let name = call.method.to_string();
        let args: Vec<&Expr> = call.args.iter().collect();
        if let Some(resized) = self.growing_method(call) {
            return Some(resized);
        }
        let known = matches!(
            (name.as_str(), args.len()),
            ("swap", 2)
                | ("fill" | "copy_from_slice" | "clone_from_slice" | "split_at_mut", 1)
                | ("rotate_left" | "rotate_right", 1)
                | ("as_mut_slice" | "reverse", 0)
        );
        if let Some(part) = self.view_place(call) {
            return Some(part.map(Value::Borrow));
        }
        if !known && !CHANGING_ARRAYS.contains(&name.as_str()) {
            return None;
        }
        // Orders and integers have methods of these names.
        if TURNING.contains(&name.as_str()) && self.is_not_turned(&call.receiver) {
            return None;
        }
        let place = match self.place(&call.receiver) {
            Ok(place) => place,
            Err(refused) => return Some(Err(refused)),
        };
        if let Some(changed) = self.changed_array(call, &place) {
            return Some(changed);
        }
        place.kind.element().filter(|_| known)?;
        let result = match args.as_slice() {
            [] if name == "reverse" => self.reversed(place, call),
            [] => Ok(Value::Borrow(place)),
            [by] if name.starts_with("rotate") => self.rotated(place, by, call),
            [first, second] => self.swap(&place, first, second, call),
            [value] if name == "fill" => self.fill(place, value, call),
            [at] if name == "split_at_mut" => self.split(place, at),
            [source, ..] => self.copy_from(place, source, call),
        };
        Some(result)
    }

    /// Whether an expression is no slice that could be turned: `a.total_cmp(b)`, an integer, a name for such.
    fn is_not_turned(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Paren(inner) => self.is_not_turned(&inner.expr),
            Expr::MethodCall(call) => call.method != "as_mut_slice" && !is_element_mut(call),
            expr => self.is_made(expr) || name_of(expr).is_some_and(|name| self.is_no_place(&name)),
        }
    }

    fn swap(
        &mut self,
        place: &Borrow,
        first: &Expr,
        second: &Expr,
        call: &ExprMethodCall,
    ) -> Accepted<Value> {
        let span = call.span();
        let item = place.kind.element().cloned().unwrap_or(Kind::Unit);
        let (i, j) = (self.index_var(first)?, self.index_var(second)?);
        let [at_i, at_j] = [i, j].map(|k| place.clone().then(Step::Index(k), item.clone()));
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

    fn fill(&mut self, place: Borrow, value: &Expr, call: &ExprMethodCall) -> Accepted<Value> {
        let span = call.span();
        let item = place.kind.element().cloned().unwrap_or(Kind::Unit);
        let value = self.var(value, Some(&item))?;
        self.expect_kind(value, &item, span)?;
        let whole = self.borrowed(&place, span)?;
        let len = self.push(Kind::usize(), Op::Prim(prims::LEN, vec![whole]), span);
        let op = Op::Prim(prims::FILLED, vec![value, len]);
        let filled = self.push(Kind::Vec(Box::new(item)), op, span);
        self.update(&Self::as_slice(place), filled, Mode::Set, span)?;
        Ok(Value::Unit)
    }

    fn split(&mut self, place: Borrow, at: &Expr) -> Accepted<Value> {
        let at = self.index_var(at)?;
        let item = place.kind.element().cloned().unwrap_or(Kind::Unit);
        let kind = Kind::Slice(Box::new(item));
        let head = place.clone().then(Step::Range(None, Some(at)), kind.clone());
        let tail = place.then(Step::Range(Some(at), None), kind);
        Ok(Value::Tuple(vec![Value::Borrow(head), Value::Borrow(tail)]))
    }

    fn copy_from(
        &mut self,
        place: Borrow,
        source: &Expr,
        call: &ExprMethodCall,
    ) -> Accepted<Value> {
        let value = self.var(source, None)?;
        self.expect_of(value, &place.kind, &call)?;
        self.update(&Self::as_slice(place), value, Mode::Set, call.span())?;
        Ok(Value::Unit)
    }
}
