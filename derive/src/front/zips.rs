//! `Zip`: arrays of one shape, element by element.

use super::spans::Spanned;
use syn::{Expr, ExprCall, ExprMethodCall};

use super::inplace::Element;
use super::lower::Lower;
use super::scope::{Borrow, Value};
use crate::diagnostics::*;
use crate::ir::{Kind, Var};

/// An array whose elements a function is given.
struct Producer {
    array: Var,
    /// Where they are written.
    place: Option<Borrow>,
}

impl Lower<'_> {
    /// `Zip::from(&a).and(&b).map_collect(f)`, `….for_each(f)`; `None` for anything else.
    pub(super) fn zip(&mut self, call: &ExprMethodCall) -> Option<Accepted<Value>> {
        let mut arrays: Vec<&Expr> = Vec::new();
        let mut inner = &*call.receiver;
        let first = loop {
            match inner {
                Expr::MethodCall(next) if next.method == "and" && next.args.len() == 1 => {
                    arrays.insert(0, &next.args[0]);
                    inner = &next.receiver;
                }
                Expr::Call(start) if is_zip(start, "from") => break &start.args[0],
                Expr::Call(start) if is_zip(start, "indexed") => {
                    return Some(Err(self.diagnostics.report(&start.func, ZIP)));
                }
                Expr::MethodCall(next) if collects_zip(next) => return None,
                Expr::MethodCall(next) if starts_zip(&next.receiver) => {
                    return Some(Err(self.diagnostics.report(&next.method, ZIP)));
                }
                _ => return None,
            }
        };
        arrays.insert(0, first);
        Some(self.zipped(call, &arrays))
    }

    fn zipped(&mut self, call: &ExprMethodCall, arrays: &[&Expr]) -> Accepted<Value> {
        let producers: Vec<Accepted<Producer>> =
            arrays.iter().map(|array| self.producer(array)).collect();
        let producers = producers.into_iter().collect::<Accepted<Vec<_>>>()?;
        let written: Vec<usize> =
            (0..producers.len()).filter(|i| producers[*i].place.is_some()).collect();
        let (name, span) = (call.method.to_string(), call.method.span());
        let Some(function) = call.args.first() else {
            return Err(self.diagnostics.report(&call.method, ZIP));
        };
        let elements: Vec<Element> = producers
            .iter()
            .map(|producer| Element { array: producer.array, written: producer.place.is_some() })
            .collect();
        match (name.as_str(), written.as_slice()) {
            ("map_collect", []) => {
                let body = self.of_elements(function, &elements)?;
                let args = producers.iter().map(|producer| producer.array).collect();
                self.mapped(args, body, span).map(Value::Var)
            }
            ("for_each", [position]) => {
                let body = self.of_elements(function, &elements)?;
                let arrays = producers.iter().map(|producer| producer.array).collect();
                if let Some(place) = &producers[*position].place {
                    self.write_elements(place, *position, arrays, body, true, span)?;
                }
                Ok(Value::Unit)
            }
            _ => Err(self.diagnostics.report(&call.method, ZIP)),
        }
    }

    /// An array that is read, or as `&mut` written.
    fn producer(&mut self, array: &Expr) -> Accepted<Producer> {
        let mutable = match array {
            Expr::Reference(reference) => reference.mutability.is_some(),
            Expr::MethodCall(call) => {
                super::walk::VIEWS_MUT.contains(&call.method.to_string().as_str())
            }
            Expr::Path(_) => {
                super::bind::name_of(array).is_some_and(|name| self.is_reference(&name))
            }
            _ => false,
        };
        let producer = match mutable {
            true => {
                let place = self.place(array)?;
                Producer { array: self.borrowed(&place, array.span())?, place: Some(place) }
            }
            false => Producer { array: self.var(array, None)?, place: None },
        };
        match self.vars.kind(producer.array) {
            Kind::Nd { .. } => Ok(producer),
            _ => Err(self.diagnostics.report(array, ZIP)),
        }
    }
}

fn is_zip(call: &ExprCall, start: &str) -> bool {
    let Expr::Path(path) = &*call.func else { return false };
    let names: Vec<String> =
        path.path.segments.iter().rev().take(2).map(|name| name.ident.to_string()).collect();
    names == [start, "Zip"] && call.args.len() == 1
}

/// What follows is a method of the array.
fn collects_zip(call: &ExprMethodCall) -> bool {
    call.method == "map_collect" && starts_zip(&call.receiver)
}

fn starts_zip(expr: &Expr) -> bool {
    match expr {
        Expr::Call(call) => is_zip(call, "from") || is_zip(call, "indexed"),
        Expr::MethodCall(call) => !collects_zip(call) && starts_zip(&call.receiver),
        _ => false,
    }
}
