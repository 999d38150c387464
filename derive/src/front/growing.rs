//! Vectors that become longer or shorter at their end: `push`, `pop` and their kin.

use super::spans::Spanned;
use proc_macro2::Span;
use syn::{Expr, ExprCall, ExprMethodCall, ExprWhile, Member, Pat, Stmt};

use super::bind::name_of;
use super::binding::Subject;
use super::closures::{Lazy, Shared};
use super::lower::Lower;
use super::maybe::Maybe;
use super::methods::{Site, resizes, unwraps, yields_element};
use super::missing::asks_for_all;
use super::scope::{Borrow, Value};
use crate::diagnostics::*;
use crate::ir::{Form, Kind, Mode, Op, Step, Var};
use crate::prims;

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
    /// The kind of what stands in a place.
    pub(super) fn kind_at(&self, expr: &Expr) -> Option<Kind> {
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
            Expr::Index(index) if !self.names_range(&index.index) => {
                self.kind_at(&index.expr)?.element().cloned()
            }
            Expr::MethodCall(call) if is_element_place(call) => match &*call.receiver {
                Expr::MethodCall(inner) => self.kind_at(&inner.receiver)?.element().cloned(),
                _ => None,
            },
            _ => None,
        }
    }

    /// `v.push(x)`
    pub(super) fn pushed(&mut self, place: &Borrow, site: &Site<'_>) -> Accepted<Value> {
        let (value, item) = (site.args[0], place.kind.element().cloned().unwrap_or(Kind::Unit));
        let known = !self.unifier.is_unknown(&item);
        let var = self.part(value, Some(&item).filter(|_| known))?;
        self.expect_of(var, &item, &value)?;
        self.update(place, var, Mode::Push, value.span())?;
        Ok(Value::Unit)
    }

    /// `v.extend(items)`, `v.extend_from_slice(&x)`: a sequence at once, an iterator item by item.
    pub(super) fn extended(&mut self, place: &Borrow, site: &Site<'_>) -> Accepted<Value> {
        let (items, span) = (site.args[0], site.call.span());
        let value = self.iterable(items, Some(&place.kind))?;
        if let Value::Lazy(Lazy::Iterator(_)) = &value {
            let values = [Value::Borrow(place.clone()), value];
            return self.written_out(values, site.call, |[v, items]| {
                syn::parse_quote_spanned!(span=> for item in #items { #v.push(item); })
            });
        }
        let value = self.single(value, items.span())?;
        if self.vars.kind(value).element().is_none() {
            return Err(self.diagnostics.report(items, ITERATOR));
        }
        self.expect_of(value, &place.kind, &items)?;
        self.update(place, value, Mode::Extend, span)?;
        Ok(Value::Unit)
    }

    /// `v.append(&mut w)`
    pub(super) fn appended(&mut self, place: &Borrow, site: &Site<'_>) -> Accepted<Value> {
        let (other, span) = (site.args[0], site.call.span());
        let other_place = self.place(other)?;
        let value = self.borrowed(&other_place, span)?;
        self.expect_of(value, &place.kind, &other)?;
        self.update(place, value, Mode::Extend, span)?;
        self.cleared(&other_place, span)?;
        Ok(Value::Unit)
    }

    /// `v.truncate(n)`
    pub(super) fn truncated(&mut self, place: &Borrow, site: &Site<'_>) -> Accepted<Value> {
        let (left, span) = (self.index_var(site.args[0])?, site.call.span());
        let length = self.length_of(place, span)?;
        let least = Op::Prim(prims::INT_MIN, vec![left, length]);
        let left = self.push(Kind::usize(), least, span);
        self.update(place, left, Mode::Truncate, span)?;
        Ok(Value::Unit)
    }

    /// `v.clear()`
    pub(super) fn emptied(&mut self, place: &Borrow, site: &Site<'_>) -> Accepted<Value> {
        self.cleared(place, site.call.span())?;
        Ok(Value::Unit)
    }

    /// Another vector begins.
    fn cleared(&mut self, place: &Borrow, span: Span) -> Accepted<()> {
        let Value::Var(none) = self.without_elements(Some(&place.kind), span) else {
            return Err(Refused);
        };
        self.update(place, none, Mode::Set, span)
    }

    /// `v.resize(n, x)`
    pub(super) fn resized(&mut self, place: &Borrow, site: &Site<'_>) -> Accepted<Value> {
        let ([count, value], span, usize) =
            ([0, 1].map(|k| site.args[k]), site.call.span(), Kind::usize());
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
        self.update(place, filled, Mode::Extend, span)?;
        Ok(Value::Unit)
    }

    pub(super) fn length_of(&mut self, place: &Borrow, span: Span) -> Accepted<Var> {
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
        let there = place.clone().then(Step::Index(last), item);
        let value = self.borrowed(&there, span)?;
        self.update(place, value, Mode::Pop, span)?;
        Ok(Value::Var(value))
    }

    /// `v.pop()`: nothing happens before it is known what becomes of it.
    pub(super) fn asked_for_last(&mut self, place: Borrow, site: &Site<'_>) -> Value {
        self.popped.push(site.span());
        Value::Lazy(Lazy::Popped(Shared::new(place)))
    }

    /// Somebody sees to it that the element is taken out.
    pub(super) fn seen_to(&mut self) {
        self.popped.pop();
    }

    /// `v.pop().unwrap()`
    pub(super) fn unwrapped_pop(&mut self, popped: &Value, site: &Site<'_>) -> Accepted<Value> {
        let Value::Lazy(Lazy::Popped(place)) = popped else { return Err(Refused) };
        self.seen_to();
        self.taken_out(place, site.span())
    }

    /// `v.pop().is_some()`, `v.pop().is_none()`
    pub(super) fn pops(&mut self, popped: &Value, site: &Site<'_>) -> Accepted<Value> {
        let (Value::Lazy(Lazy::Popped(place)), span) = (popped, site.span()) else {
            return Err(Refused);
        };
        self.seen_to();
        let some = self.has_elements(place, span)?;
        self.without_last(place, span)?;
        let none = site.call.method == "is_none";
        Ok(Value::Var(if none { self.not(some, span) } else { some }))
    }

    /// `v.pop()` as an `Option`: the element is taken out now.
    pub(super) fn popped_now(&mut self, place: &Borrow, span: Span) -> Accepted<Box<Maybe>> {
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
        Ok(Box::new(maybe))
    }

    /// What `pop` takes out is taken out now, where a value is that.
    pub(super) fn popped_value(&mut self, value: Value, span: Span) -> Accepted<Value> {
        match value {
            Value::Lazy(Lazy::Popped(place)) => self.popped_now(&place, span).map(Value::Maybe),
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
            false => self.popped_now(place, span).map(Value::Maybe),
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

/// Whether a method that nobody knows changes the length of a vector, if it is called on one.
pub(super) fn grows(method: &syn::Ident) -> bool {
    resizes(&method.to_string())
}

impl Lower<'_> {
    /// Reports a method that is not known of what is not known either.
    pub(super) fn unknown_in_words(&mut self, call: &ExprMethodCall) -> Refused {
        let (method, of) = (&call.method, name_of(&call.receiver));
        let what = format!("`{method}` of what is of no type that is known here");
        let constant = of.filter(|name| match self.scopes.get(name) {
            Some(Value::Var(var)) => self.is_constant(*var),
            _ => false,
        });
        if let Some(name) = constant {
            let write = format!(
                "bind it with its type before, as in `let {name}: Kernel = {name};`: what a constant consists of is not \
                 known here"
            );
            return self.diagnostics.on(method, METHOD_UNKNOWN, seen(&what).write(&write));
        }
        let write = "keep numbers with derivatives in a `Vec`, an array or a struct; bind others with their type, and \
                     wrap what yields them in `constant(…)`";
        self.diagnostics.on(method, METHOD_UNKNOWN, seen(&what).write(write))
    }
}

/// `v.first_mut().unwrap()` and its kin.
pub(super) fn is_element_place(call: &ExprMethodCall) -> bool {
    let Expr::MethodCall(inner) = &*call.receiver else { return false };
    unwraps(&call.method.to_string()) && yields_element(&inner.method.to_string())
}
