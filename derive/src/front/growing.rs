//! Vectors that become longer or shorter at their end: `push`, `pop` and their kin.

use super::spans::Spanned;
use proc_macro2::Span;
use syn::{Expr, ExprCall, ExprMethodCall, ExprWhile, Member, Pat, Stmt};

use super::bind::name_of;
use super::binding::Subject;
use super::closures::{Lazy, Shared};
use super::elements::is_element_mut;
use super::lower::Lower;
use super::maybe::Maybe;
use super::missing::asks_for_all;
use super::scope::{Borrow, Value};
use crate::diagnostics::*;
use crate::ir::{Form, Kind, Mode, Op, Place, Step, Var};
use crate::prims;

/// The methods that make a vector longer or shorter.
pub(super) const GROWING: &[&str] =
    &["push", "pop", "extend", "extend_from_slice", "append", "truncate", "clear", "resize"];

/// Those that do so elsewhere than at its end.
const ELSEWHERE: &[&str] = &[
    "insert",
    "remove",
    "swap_remove",
    "drain",
    "retain",
    "retain_mut",
    "split_off",
    "splice",
    "dedup",
    "extend_from_within",
    "resize_with",
];

/// What is wrong with a method that is not known.
pub(super) fn unknown_method(method: &syn::Ident) -> &'static Entry {
    match ELSEWHERE.iter().chain(GROWING).any(|name| method == name) {
        true => GROWS,
        false => METHOD_UNKNOWN,
    }
}

/// Whether a function makes a vector without elements: `Vec::new`, `Vec::with_capacity`.
fn makes_none(call: &ExprCall) -> Option<&syn::PathSegment> {
    let Expr::Path(path) = &*call.func else { return None };
    let mut names = path.path.segments.iter().rev();
    let (name, owner) = (names.next()?, names.next()?);
    let known = match call.args.len() {
        0 => name.ident == "new" || name.ident == "default",
        1 => name.ident == "with_capacity",
        _ => false,
    };
    (known && owner.ident == "Vec").then_some(owner)
}

/// `Vec::new`
impl Lower<'_> {
    /// `Vec::new()`, `Vec::with_capacity(n)`
    pub(super) fn new_vector(
        &mut self,
        call: &ExprCall,
        expected: Option<&Kind>,
    ) -> Option<Accepted<Value>> {
        let owner = makes_none(call)?;
        if let Some(room) = call.args.first()
            && let Err(refused) = self.index_var(room)
        {
            return Some(Err(refused));
        }
        let told = match &owner.arguments {
            syn::PathArguments::AngleBracketed(told) => match told.args.first() {
                Some(syn::GenericArgument::Type(syn::Type::Infer(_))) | None => None,
                Some(syn::GenericArgument::Type(ty)) => match self.types.held(ty) {
                    Some(item) => Some(Kind::Vec(Box::new(item))),
                    None => {
                        let refused = super::standard::refused(ty);
                        return Some(Err(self.diagnostics.on(ty, TYPE, &refused)));
                    }
                },
                Some(_) => None,
            },
            syn::PathArguments::None | syn::PathArguments::Parenthesized(_) => None,
        };
        Some(Ok(self.without_elements(told.as_ref().or(expected), call.span())))
    }

    /// A vector without elements. Of which kind these would be may be told by what is put into it.
    pub(super) fn without_elements(&mut self, expected: Option<&Kind>, span: Span) -> Value {
        let known = expected.and_then(Kind::element);
        let item = match known.filter(|item| !matches!(item, Kind::Other(None))) {
            Some(item) => item.clone(),
            None => self.unifier.unknown_item(span),
        };
        Value::Var(self.push(Kind::Vec(Box::new(item)), Op::Aggregate(Vec::new()), span))
    }
}

/// Methods.
impl Lower<'_> {
    /// The vector that an expression names, if it does.
    fn is_vector(&self, expr: &Expr) -> bool {
        matches!(self.kind_at(expr), Some(Kind::Vec(_)))
    }

    /// The kind of what stands in a place.
    fn kind_at(&self, expr: &Expr) -> Option<Kind> {
        if let Some(name) = name_of(expr) {
            return self.scopes.get(&name).map(|value| self.value_kind(value));
        }
        match expr {
            Expr::Paren(inner) => self.kind_at(&inner.expr),
            Expr::Group(inner) => self.kind_at(&inner.expr),
            Expr::Reference(inner) => self.kind_at(&inner.expr),
            Expr::Unary(inner) => self.kind_at(&inner.expr),
            Expr::Field(field) => match (self.kind_at(&field.base)?, &field.member) {
                (Kind::Tuple(kinds), Member::Unnamed(at)) => kinds.get(at.index as usize).cloned(),
                (Kind::Struct(info), member) => info.field(member).map(|(kind, _)| kind.clone()),
                _ => None,
            },
            Expr::Index(index) if !matches!(*index.index, Expr::Range(_)) => {
                self.kind_at(&index.expr)?.element().cloned()
            }
            Expr::MethodCall(call) if is_element_mut(call) => match &*call.receiver {
                Expr::MethodCall(inner) => self.kind_at(&inner.receiver)?.element().cloned(),
                _ => None,
            },
            _ => None,
        }
    }

    /// A method that makes a vector longer or shorter; `None` where it is another one's.
    pub(super) fn growing_method(&mut self, call: &ExprMethodCall) -> Option<Accepted<Value>> {
        if let Some(popped) = popped(call) {
            return self.is_vector(&popped.receiver).then(|| {
                let place = self.place(&popped.receiver)?;
                self.taken_out(&place, popped.method.span())
            });
        }
        let name = call.method.to_string();
        if ELSEWHERE.contains(&name.as_str()) && self.is_vector(&call.receiver) {
            return Some(Err(self.refused_elsewhere(call)));
        }
        if !GROWING.contains(&name.as_str()) || !self.is_vector(&call.receiver) {
            return None;
        }
        let args: Vec<&Expr> = call.args.iter().collect();
        let place = match self.place(&call.receiver) {
            Ok(place) => place,
            Err(refused) => return Some(Err(refused)),
        };
        let changed = match (name.as_str(), args.as_slice()) {
            ("push", [value]) => self.pushed(&place, value),
            ("pop", []) => return Some(Ok(self.asked_for_last(place, call))),
            ("extend" | "extend_from_slice", [items]) => self.extended(&place, items, call),
            ("append", [other]) => self.appended(&place, other, call),
            ("truncate", [left]) => self.truncated(&place, left, call),
            ("clear", []) => self.cleared(&place, call.span()),
            ("resize", [count, value]) => self.resized(&place, count, value, call),
            _ => Err(self.diagnostics.report(&call.method, ARGUMENTS)),
        };
        Some(changed.map(|()| Value::Unit))
    }

    /// What is put in tells the kind of the elements all the same.
    fn refused_elsewhere(&mut self, call: &ExprMethodCall) -> Refused {
        let item = self.kind_at(&call.receiver).and_then(|kind| kind.element().cloned());
        if let (Some(item), "insert", Some(value)) =
            (item, call.method.to_string().as_str(), call.args.last())
            && let (_, Ok(value)) = self.capture(|lower| lower.var(value, None))
        {
            let kind = self.vars.kind(value).clone();
            self.unifier.learn(&item, &kind);
        }
        self.diagnostics.report(&call.method, GROWS)
    }

    fn pushed(&mut self, place: &Borrow, value: &Expr) -> Accepted<()> {
        let item = place.kind.element().cloned().unwrap_or(Kind::Unit);
        let known = !self.unifier.is_unknown(&item);
        let var = self.part(value, Some(&item).filter(|_| known))?;
        self.expect_of(var, &item, &value)?;
        self.update(place, var, Mode::Push, value.span())
    }

    /// `v.extend(items)`: a sequence at once, an iterator item by item.
    fn extended(&mut self, place: &Borrow, items: &Expr, call: &ExprMethodCall) -> Accepted<()> {
        let span = call.span();
        if call.method == "extend" && self.is_chain(items) {
            let items = items.clone();
            let pushing = |[v]: [syn::Ident; 1]| -> Expr {
                syn::parse_quote_spanned!(span=> for item in #items { #v.push(item); })
            };
            return self.written_out([Value::Borrow(place.clone())], call, pushing).map(|_| ());
        }
        let value = self.var(items, Some(&place.kind))?;
        if self.vars.kind(value).element().is_none() {
            return Err(self.diagnostics.report(items, ITERATOR));
        }
        self.expect_of(value, &place.kind, &items)?;
        self.update(place, value, Mode::Extend, span)
    }

    /// `v.append(&mut w)`
    fn appended(&mut self, place: &Borrow, other: &Expr, call: &ExprMethodCall) -> Accepted<()> {
        let span = call.span();
        let other_place = self.place(other)?;
        let value = self.borrowed(&other_place, span)?;
        self.expect_of(value, &place.kind, &other)?;
        self.update(place, value, Mode::Extend, span)?;
        self.cleared(&other_place, span)
    }

    fn truncated(&mut self, place: &Borrow, left: &Expr, call: &ExprMethodCall) -> Accepted<()> {
        let left = self.index_var(left)?;
        let length = self.length_of(place, call.span())?;
        let least = Op::Prim(prims::INT_MIN, vec![left, length]);
        let left = self.push(Kind::usize(), least, call.span());
        self.update(place, left, Mode::Truncate, call.span())
    }

    /// `v.clear()`: another vector begins.
    fn cleared(&mut self, place: &Borrow, span: Span) -> Accepted<()> {
        let Value::Var(none) = self.without_elements(Some(&place.kind), span) else {
            return Err(Refused);
        };
        if place.path.is_empty() {
            self.whole(&place.cell, span)?;
            self.take_version(&place.cell, none);
            return Ok(());
        }
        self.update(place, none, Mode::Set, span)
    }

    fn resized(
        &mut self,
        place: &Borrow,
        count: &Expr,
        value: &Expr,
        call: &ExprMethodCall,
    ) -> Accepted<()> {
        let (span, usize) = (call.span(), Kind::usize());
        let item = place.kind.element().cloned().unwrap_or(Kind::Unit);
        let count = self.index_var(count)?;
        let known = !self.unifier.is_unknown(&item);
        let var = self.part(value, Some(&item).filter(|_| known))?;
        self.expect_of(var, &item, &value)?;
        let length = self.length_of(place, span)?;
        let left = self.push(usize.clone(), Op::Prim(prims::INT_MIN, vec![count, length]), span);
        self.update(place, left, Mode::Truncate, span)?;
        let more = self.push(usize, Op::Prim(prims::SATURATING_SUB, vec![count, length]), span);
        let filled = self.push(place.kind.clone(), Op::Prim(prims::FILLED, vec![var, more]), span);
        self.update(place, filled, Mode::Extend, span)
    }

    fn length_of(&mut self, place: &Borrow, span: Span) -> Accepted<Var> {
        let whole = self.borrowed(place, span)?;
        Ok(self.push(Kind::usize(), Op::Prim(prims::LEN, vec![whole]), span))
    }
}

/// `pop`
impl Lower<'_> {
    /// The last element, which is taken out.
    pub(super) fn taken_out(&mut self, place: &Borrow, span: Span) -> Accepted<Value> {
        let item = place.kind.element().cloned().unwrap_or(Kind::Unit);
        let length = self.length_of(place, span)?;
        let one = self.int(1, span);
        let last = self.push(Kind::usize(), Op::Prim(prims::SUB, vec![length, one]), span);
        let there = place.clone().then(Step::Index(last), item.clone());
        let root = self.whole(&place.cell, span)?;
        let part = Op::Project(Place { root, path: there.path });
        let value = self.push(item, part, span);
        self.update(place, value, Mode::Pop, span)?;
        Ok(Value::Var(value))
    }

    /// `v.pop()`: nothing happens before it is known what becomes of it.
    fn asked_for_last(&mut self, place: Borrow, call: &ExprMethodCall) -> Value {
        self.popped.push(call.method.span());
        Value::Lazy(Lazy::Popped(Shared::new(place)))
    }

    /// Somebody sees to it that the element is taken out.
    pub(super) fn seen_to(&mut self) {
        self.popped.pop();
    }

    /// What becomes of `v.pop()`, by a method that is called on it.
    pub(super) fn popped_method(
        &mut self,
        call: &ExprMethodCall,
        place: &Borrow,
    ) -> Accepted<Value> {
        let span = call.method.span();
        let asks = call.method == "is_some" || call.method == "is_none";
        if !asks || !call.args.is_empty() {
            return match self.popped_now(place, span)? {
                Value::Maybe(maybe) => self.maybe_method(call, maybe),
                _ => Err(Refused),
            };
        }
        self.seen_to();
        let some = self.has_elements(place, span)?;
        self.without_last(place, span)?;
        Ok(Value::Var(if call.method == "is_none" { self.not(some, span) } else { some }))
    }

    /// `v.pop()` as an `Option`: the element is taken out now.
    pub(super) fn popped_now(&mut self, place: &Borrow, span: Span) -> Accepted<Value> {
        self.seen_to();
        let some = self.has_elements(place, span)?;
        let item = place.kind.element().cloned().unwrap_or(Kind::Unit);
        let value = self.either(
            some,
            |lower| lower.taken_out(place, span),
            |lower| Ok(Value::Var(lower.stand_in(item, span))),
            span,
        )?;
        let maybe = Maybe::of(Form::Option, Value::Var(some), Value::Unit, value);
        Ok(Value::Maybe(Box::new(maybe)))
    }

    /// What `pop` takes out is taken out now, where a value is that.
    pub(super) fn popped_value(&mut self, value: Value, span: Span) -> Accepted<Value> {
        match value {
            Value::Lazy(Lazy::Popped(place)) => self.popped_now(&place, span),
            value => Ok(value),
        }
    }

    /// `v.pop()` where patterns are tried on it: if they do not all agree on what becomes of it, it is taken out
    /// before.
    pub(super) fn popped_for(
        &mut self,
        value: Value,
        patterns: &[&Pat],
        span: Span,
    ) -> Accepted<Value> {
        let Value::Lazy(Lazy::Popped(place)) = &value else { return Ok(value) };
        match place.kind.element().is_some_and(|item| asks_for_all(patterns, item)) {
            true => Ok(value),
            false => self.popped_now(place, span),
        }
    }

    /// Whether there is something to be taken out.
    pub(super) fn has_elements(&mut self, place: &Borrow, span: Span) -> Accepted<Var> {
        let length = self.length_of(place, span)?;
        let zero = self.int(0, span);
        Ok(self.push(Kind::Bool, Op::Prim(prims::GT, vec![length, zero]), span))
    }

    /// `let _ = v.pop();`
    pub(super) fn left_out(&mut self, subject: &Subject, span: Span) -> Accepted<()> {
        match subject {
            Subject::Value(Value::Lazy(Lazy::Popped(place))) => {
                self.seen_to();
                self.without_last(place, span)
            }
            Subject::Value(_) | Subject::Lent(_) | Subject::Place(_) => Ok(()),
        }
    }

    /// `v.pop();`, also where there is nothing to be taken out.
    pub(super) fn without_last(&mut self, place: &Borrow, span: Span) -> Accepted<()> {
        let (length, one) = (self.length_of(place, span)?, self.int(1, span));
        let less = Op::Prim(prims::SATURATING_SUB, vec![length, one]);
        let left = self.push(Kind::usize(), less, span);
        self.update(place, left, Mode::Truncate, span)
    }

    /// `while let Some(x) = v.pop() { … }` as `while v.len() > 0 { let x = v.pop().unwrap(); … }`
    pub(super) fn taking_out(&self, whole: &Expr) -> Option<Expr> {
        let Expr::While(looped) = whole else { return None };
        let Expr::Let(bound) = &*looped.cond else { return None };
        let Expr::MethodCall(call) = &*bound.expr else { return None };
        let inner = some_of(&bound.pat)?;
        let Some(Kind::Vec(item)) = self.kind_at(&call.receiver) else { return None };
        let pops = call.method == "pop" && call.args.is_empty();
        (pops && asks_for_all(&[&bound.pat], &item)).then(|| {
            let (span, vector) = (call.method.span(), &call.receiver);
            let mut body = looped.body.clone();
            let taken: Stmt = match inner {
                Pat::Wild(_) => syn::parse_quote_spanned!(span=> let _ = #vector.pop().unwrap();),
                inner => syn::parse_quote_spanned!(span=> let #inner = #vector.pop().unwrap();),
            };
            body.stmts.insert(0, taken);
            let cond = syn::parse_quote_spanned!(span=> #vector.len() > 0);
            Expr::While(ExprWhile { cond: Box::new(cond), body, ..looped.clone() })
        })
    }
}

/// The pattern in `Some(…)`.
fn some_of(pattern: &Pat) -> Option<&Pat> {
    match pattern {
        Pat::TupleStruct(some) if some.path.is_ident("Some") => some.elems.first(),
        Pat::Paren(inner) => some_of(&inner.pat),
        _ => None,
    }
}

/// The call of `pop` in `v.pop().unwrap()`.
fn popped(call: &ExprMethodCall) -> Option<&ExprMethodCall> {
    let Expr::MethodCall(inner) = &*call.receiver else { return None };
    let unwraps = match call.method.to_string().as_str() {
        "unwrap" => call.args.is_empty(),
        "expect" => call.args.len() == 1,
        _ => false,
    };
    (unwraps && inner.method == "pop" && inner.args.is_empty()).then_some(inner)
}
