//! Method calls: the receiver first, then the row of the table that its class has under this name.

use syn::{Expr, ExprMethodCall, Ident};

use super::super::bind::name_of;
use super::super::chains::unwrapped;
use super::super::closures::{Lazy, Shared};
use super::super::growing::{grows, is_element_place};
use super::super::intervals::is_range;
use super::super::lines::Whole;
use super::super::lower::Lower;
use super::super::rust::counts;
use super::super::scope::{Borrow, Value};
use super::super::spans::Spanned;
use super::queries::{Found, find};
use super::{By, Class, Site, may_change, passes_on};
use crate::diagnostics::*;
use crate::ir::{Kind, Op, Rank, Step};
use crate::prims;

impl Lower<'_> {
    /// `receiver.method(args)`
    pub(in super::super) fn method_call(
        &mut self,
        call: &ExprMethodCall,
        expected: Option<&Kind>,
    ) -> Accepted<Value> {
        // Apart, and what follows too: a thousand calls in a row stand on the stack at once here.
        if let Some(value) = self.method_as_written(call, expected) {
            return value;
        }
        let wanted = self.wanted.take();
        let (handed, own) = match passes_on(&call.method.to_string()) {
            true => (wanted, None),
            false => (None, wanted),
        };
        self.wanted = handed;
        let receiver = self.receiver(call, expected)?;
        self.method_on(call, receiver, expected, own)
    }

    /// What a method is called on. A literal in a formula is of the type of its value.
    fn receiver(&mut self, call: &ExprMethodCall, expected: Option<&Kind>) -> Accepted<Value> {
        if let Expr::Range(_) = unwrapped(&call.receiver) {
            let chain = self.chain(&call.receiver)?;
            return Ok(Value::Lazy(Lazy::Iterator(Shared::new(chain))));
        }
        let name = call.method.to_string();
        let same = prims::method(&name).is_some()
            || find(&[Class::Float], &name, call.args.len())
                .is_some_and(|found| found.method.effect.keeps_type);
        let scalar = expected.filter(|kind| kind.is_real() && same);
        self.expr(&call.receiver, scalar)
    }

    /// A method that is known by how it is written, before anything is known of what it is called on.
    fn method_as_written(
        &mut self,
        call: &ExprMethodCall,
        expected: Option<&Kind>,
    ) -> Option<Accepted<Value>> {
        self.unwrapped_conversion(call, expected)
            .or_else(|| self.of_range(call, expected))
            .or_else(|| self.of_place(call))
    }

    /// A method of a range that is none of an iterator's.
    fn of_range(
        &mut self,
        call: &ExprMethodCall,
        expected: Option<&Kind>,
    ) -> Option<Accepted<Value>> {
        let Expr::Range(_) = unwrapped(&call.receiver) else { return None };
        find(&[Class::Range], &call.method.to_string(), call.args.len())?;
        Some(match self.contained(call) {
            Some(inside) => inside,
            None => self.rust_code(&Expr::MethodCall(call.clone()), expected),
        })
    }

    /// A method that changes what it is called on, where that is a place; `None` where it is another one's.
    fn of_place(&mut self, call: &ExprMethodCall) -> Option<Accepted<Value>> {
        let (name, arity) = (call.method.to_string(), call.args.len());
        if !may_change(&name) {
            return None;
        }
        let known = self.classes_at(&call.receiver);
        let fits = match &known {
            Some(classes) => find(classes, &name, arity).is_some_and(Found::needs_place),
            None => self.may_be_place(&call.receiver),
        };
        if !fits {
            return None;
        }
        let place = match self.place(&call.receiver) {
            Ok(place) => place,
            Err(refused) => return Some(Err(refused)),
        };
        let classes = classes_of(&place.kind);
        let found = find(classes, &name, arity)?;
        Some(self.lowered_at(found, place, &Site::of(call, None, None)))
    }

    /// The classes of what an expression names, as far as that can be told without lowering it.
    fn classes_at(&self, expr: &Expr) -> Option<Vec<Class>> {
        if let Expr::Path(_) | Expr::Unary(_) = unwrapped(expr)
            && let Some(name) = name_of(expr)
        {
            let value = self.scopes.get(&name);
            return Some(value.map(|value| self.classes(value)).unwrap_or_default());
        }
        if let Expr::MethodCall(call) = unwrapped(expr)
            && let Some(inner) = self.classes_at(&call.receiver)
            && let Some(found) = find(&inner, &call.method.to_string(), call.args.len())
            && found.written
            && let By::View(_) = found.method.by
        {
            return Some(vec![Class::Array]);
        }
        self.kind_at(expr).map(|kind| classes_of(&kind).to_vec())
    }

    /// Whether an expression is a part of what only the user's code knows.
    pub(in super::super) fn is_of_unknown(&self, expr: &Expr) -> bool {
        match unwrapped(expr) {
            Expr::MethodCall(call) => self.is_of_unknown(&call.receiver),
            expr => self.classes_at(expr).is_some_and(|classes| classes == [Class::Unknown]),
        }
    }

    /// Whether an expression may name a place, though it is not known which.
    fn may_be_place(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Paren(inner) => self.may_be_place(&inner.expr),
            Expr::MethodCall(call) => {
                may_change(&call.method.to_string()) || is_element_place(call)
            }
            expr => !self.is_made(expr),
        }
    }

    /// A method of a value.
    pub(in super::super) fn method_on(
        &mut self,
        call: &ExprMethodCall,
        receiver: Value,
        expected: Option<&Kind>,
        wanted: Option<Ident>,
    ) -> Accepted<Value> {
        let classes = self.classes(&receiver);
        let site = Site::of(call, expected, wanted);
        if let Some(value) = self.own_method(&classes, &receiver, &site) {
            return value;
        }
        match find(&classes, &call.method.to_string(), call.args.len()) {
            Some(found) => self.lowered(found, receiver, &site),
            None => self.not_in_table(&classes, receiver, &site),
        }
    }

    /// A method of a type of the user's, or of a trait of the user's over floats.
    fn own_method(
        &mut self,
        classes: &[Class],
        receiver: &Value,
        site: &Site<'_>,
    ) -> Option<Accepted<Value>> {
        let kind = self.value_kind(receiver);
        match classes.first()? {
            Class::Struct | Class::Unknown => self.method_with_handle(site.call, &kind),
            Class::Float if self.may_be_own(&kind, &site.call.method.to_string()) => {
                Some(Err(self.method_unknown(&site.call.method, &kind)))
            }
            _ => None,
        }
    }

    /// What a row says, of a value.
    fn lowered(&mut self, found: Found, receiver: Value, site: &Site<'_>) -> Accepted<Value> {
        let at = site.call.receiver.span();
        match found.method.by {
            By::Value(lower) => lower(self, receiver, site),
            By::Var(lower) => {
                let receiver = self.single(receiver, at)?;
                lower(self, receiver, site)
            }
            By::Chain(lower) => {
                let chain = self.chain_of(receiver, at)?;
                let chain = lower(self, chain, site)?;
                Ok(Value::Lazy(Lazy::Iterator(Shared::new(chain))))
            }
            By::End(lower) if found.method.effect.advances && is_variable(&site.call.receiver) => {
                let Value::Lazy(Lazy::Iterator(chain)) = &receiver else {
                    let instead = "a variable would go on from where this ends";
                    return Err(self.diagnostics.on(&site.call.method, ITERATOR, instead));
                };
                self.advanced(chain, lower, site)
            }
            By::End(lower) => {
                let chain = self.chain_of(receiver, at)?;
                lower(self, chain, site)
            }
            By::Maybe(lower) => {
                let maybe = match receiver {
                    Value::Maybe(maybe) => maybe,
                    Value::Lazy(lazy) => self.maybe_of(&lazy, site.span())?,
                    _ => return Err(Refused),
                };
                let some = self.there(&maybe, site.span())?;
                lower(self, maybe, some, site)
            }
            By::Prim(prim) => {
                let receiver = self.single(receiver, at)?;
                let kind = prim.kind(&[self.vars.kind(receiver)]);
                Ok(Value::Var(self.push(kind, Op::Prim(prim, vec![receiver]), site.call.span())))
            }
            By::Refused(entry, instead) => Err(self.refused_by(entry, instead, site)),
            // What has no name and is changed is a variable of its own.
            By::Place(_) => {
                let place = self.temporary_place(receiver, site)?;
                self.lowered_at(found, place, site)
            }
            By::Whole(_) | By::View(_) if found.written => {
                let place = self.temporary_place(receiver, site)?;
                self.lowered_at(found, place, site)
            }
            By::Whole(lower) => {
                let receiver = self.single(receiver, at)?;
                lower(self, Whole::Read(receiver), site)
            }
            By::View(_) => {
                let receiver = self.single(receiver, at)?;
                self.view(found.method.by, Whole::Read(receiver), site)
            }
        }
    }

    fn temporary_place(&mut self, value: Value, site: &Site<'_>) -> Accepted<Borrow> {
        match value {
            Value::Borrow(place) => Ok(place),
            value if self.is_made(&site.call.receiver) => Ok(self.unnamed(value)),
            _ => Err(self.diagnostics.report(&site.call.receiver, ASSIGNMENT)),
        }
    }

    /// What a row says, of a place.
    fn lowered_at(&mut self, found: Found, place: Borrow, site: &Site<'_>) -> Accepted<Value> {
        match found.method.by {
            By::Place(lower) => lower(self, place, site),
            By::Whole(lower) => lower(self, Whole::Written(place), site),
            By::View(_) => self.view(found.method.by, Whole::Written(place), site),
            By::Refused(entry, instead) => Err(self.refused_by(entry, instead, site)),
            By::Value(lower) => lower(self, Value::Borrow(place), site),
            By::Var(_) | By::Chain(_) | By::End(_) | By::Maybe(_) | By::Prim(_) => {
                Err(self.diagnostics.report(&site.call.method, INTERNAL))
            }
        }
    }

    /// What a row says that is not taken, and what is to be written instead.
    fn refused_by(&mut self, entry: &'static Entry, instead: &str, site: &Site<'_>) -> Refused {
        let what = format!("`{}`", site.call.method);
        let what = if instead.is_empty() { seen(&what) } else { seen(&what).write(instead) };
        self.diagnostics.at(site.span(), entry, what)
    }

    /// A part of an array.
    fn view(&mut self, by: By, whole: Whole, site: &Site<'_>) -> Accepted<Value> {
        let kind = self.kind_of(&whole);
        let (By::View(lower), Kind::Nd { rank, .. }) = (by, &kind) else { return Err(Refused) };
        let view = lower(self, *rank, site)?;
        if view.rank(*rank) == Rank::SCALAR {
            return Err(self.diagnostics.report(site.call, RANK_ZERO));
        }
        let part = view.kind(&kind).unwrap_or(Kind::Unit);
        Ok(self.step_into(&whole, Step::View(view), part, site.call.span()))
    }

    /// A method that no row is about.
    fn not_in_table(
        &mut self,
        classes: &[Class],
        receiver: Value,
        site: &Site<'_>,
    ) -> Accepted<Value> {
        let (call, method) = (site.call, &site.call.method);
        let words = Expr::MethodCall(call.clone());
        match classes.first() {
            Some(Class::Float) => {
                let receiver = self.single(receiver, call.receiver.span())?;
                self.float_function(&method.to_string(), receiver, &site.args, call, method)
            }
            Some(Class::Integer | Class::Truth) => self.rust_code(&words, site.expected),
            Some(Class::Array) => {
                let receiver = self.single(receiver, call.receiver.span())?;
                self.of_each_element(receiver, site)
            }
            Some(Class::Iterator | Class::Range) => {
                Err(self.unknown_of(method, classes, ITERATOR, &format!("`{method}`")))
            }
            Some(Class::Zip) => Err(self.diagnostics.report(method, ZIP)),
            Some(Class::Option | Class::Item | Class::Popped) => {
                self.of_option_in_words(receiver, site)
            }
            Some(Class::Struct) => match self.value_kind(&receiver) {
                Kind::Struct(_) if counts(call) => self.integer_of(&words, Some(Kind::usize())),
                Kind::Struct(info) if info.is_opaque() => {
                    Err(self.diagnostics.report(method, BOUND_METHOD))
                }
                Kind::Struct(info) => Err(self.ask_method(&info.path, method)),
                _ => Err(self.diagnostics.report(method, INTERNAL)),
            },
            Some(Class::Unknown | Class::Constant) => self.method_of_unknown(receiver, site),
            Some(Class::List | Class::Slice | Class::Vector) if grows(method) => {
                Err(self.diagnostics.on(method, GROWS, &format!("`{method}`")))
            }
            Some(Class::Ordering) => Err(self.diagnostics.on(
                method,
                METHOD_UNKNOWN,
                &format!("`{method}` of an `Ordering`"),
            )),
            Some(Class::List | Class::Slice | Class::Vector | Class::Tuple) => {
                let kind = self.value_kind(&receiver);
                Err(self.method_unknown(method, &kind))
            }
            None => match receiver {
                Value::Lazy(lazy) => Err(self.escaped(&lazy, call.receiver.span())),
                value => {
                    let value = self.single(value, call.receiver.span())?;
                    let kind = self.vars.kind(value).clone();
                    Err(match kind {
                        Kind::Dim { .. } | Kind::Residuals { .. } | Kind::Option(_) => {
                            self.diagnostics.report(method, INTERNAL)
                        }
                        kind => self.method_unknown(method, &kind),
                    })
                }
            },
        }
    }

    /// A method of a type without derivatives, or of one that only Rust knows.
    pub(super) fn method_of_unknown(
        &mut self,
        receiver: Value,
        site: &Site<'_>,
    ) -> Accepted<Value> {
        let receiver = self.single(receiver, site.call.receiver.span())?;
        self.method_of_other(site.call, receiver, site.expected)
    }

    /// The classes that a value belongs to, the narrowest first.
    fn classes(&self, value: &Value) -> Vec<Class> {
        match value {
            Value::Var(var) => match self.vars.kind(*var) {
                Kind::Other(_) if self.is_constant(*var) => vec![Class::Constant, Class::Unknown],
                kind => classes_of(kind).to_vec(),
            },
            Value::Borrow(place) => classes_of(&place.kind).to_vec(),
            Value::Tuple(_) => vec![Class::Tuple],
            Value::Maybe(_) => vec![Class::Option],
            Value::Lazy(Lazy::Iterator(_)) => vec![Class::Iterator],
            Value::Lazy(Lazy::Optional(_)) => vec![Class::Item, Class::Option],
            Value::Lazy(Lazy::Popped(_)) => vec![Class::Popped, Class::Option],
            Value::Lazy(Lazy::Range(_)) => vec![Class::Range, Class::Iterator],
            Value::Lazy(Lazy::Ordering(_)) => vec![Class::Ordering],
            Value::Lazy(Lazy::Zip(_)) => vec![Class::Zip],
            Value::Absent(var) => classes_of(self.vars.kind(*var)).to_vec(),
            Value::Lazy(Lazy::Closure(_)) | Value::Unit | Value::Poison => Vec::new(),
        }
    }
}

impl<'c> Site<'c> {
    /// A call.
    pub(in super::super) fn of(
        call: &'c ExprMethodCall,
        expected: Option<&'c Kind>,
        wanted: Option<Ident>,
    ) -> Site<'c> {
        Site { call, args: call.args.iter().collect(), expected, wanted }
    }
}

fn is_variable(expr: &Expr) -> bool {
    matches!(unwrapped(expr), Expr::Path(_))
}

/// The classes of what is of a kind, the narrowest first.
pub(super) fn classes_of(kind: &Kind) -> &'static [Class] {
    match kind {
        Kind::Real(_) => &[Class::Float],
        Kind::Int(_) => &[Class::Integer],
        Kind::Bool => &[Class::Truth],
        Kind::Nd { .. } => &[Class::Array],
        Kind::Vec(_) => &[Class::Vector, Class::Slice],
        Kind::Array(..) => &[Class::List, Class::Slice],
        Kind::Slice(_) => &[Class::Slice],
        Kind::Struct(_) => &[Class::Struct],
        kind if is_range(kind) => &[Class::Range, Class::Iterator, Class::Unknown],
        Kind::Other(_) => &[Class::Unknown],
        Kind::Tuple(_) => &[Class::Tuple],
        Kind::Cotangent(_)
        | Kind::Tangents(..)
        | Kind::Unit
        | Kind::Dim { .. }
        | Kind::Residuals { .. }
        | Kind::Option(_) => &[],
    }
}
