//! `Zip`: arrays of one shape, element by element.

use super::spans::Spanned;
use syn::{Expr, ExprCall};

use super::closures::{Lazy, Shared};
use super::inplace::Element;
use super::lower::Lower;
use super::methods::{Site, may_change};
use super::scope::{Borrow, Value};
use crate::diagnostics::*;
use crate::ir::{Kind, Var};

/// An array whose elements a function is given.
#[derive(Clone)]
pub struct Producer {
    array: Var,
    /// Where they are written.
    place: Option<Borrow>,
}

impl Lower<'_> {
    /// `Zip::from(&a)`; `None` for anything else.
    pub(super) fn zip_from(&mut self, call: &ExprCall) -> Option<Accepted<Value>> {
        if is_zip(call, "indexed") {
            return Some(Err(self.diagnostics.report(&call.func, ZIP)));
        }
        let first = is_zip(call, "from").then(|| self.producer(&call.args[0]))?;
        Some(first.map(|first| Value::Lazy(Lazy::Zip(Shared::new(vec![first])))))
    }

    /// `zip.and(&b)`
    pub(super) fn zip_and(&mut self, zip: &Value, site: &Site<'_>) -> Accepted<Value> {
        let Value::Lazy(Lazy::Zip(others)) = zip else { return Err(Refused) };
        let producers = [others.as_slice(), &[self.producer(site.args[0])?]].concat();
        Ok(Value::Lazy(Lazy::Zip(Shared::new(producers))))
    }

    /// `zip.map_collect(f)`
    pub(super) fn zip_collected(&mut self, zip: &Value, site: &Site<'_>) -> Accepted<Value> {
        let Value::Lazy(Lazy::Zip(producers)) = zip else { return Err(Refused) };
        if producers.iter().any(|producer| producer.place.is_some()) {
            return Err(self.diagnostics.report(&site.call.method, ZIP));
        }
        let body = self.of_elements(site.args[0], &elements(producers))?;
        let args = producers.iter().map(|producer| producer.array).collect();
        self.mapped(args, body, site.span()).map(Value::Var)
    }

    /// `zip.for_each(f)`, which changes one array.
    pub(super) fn zip_for_each(&mut self, zip: &Value, site: &Site<'_>) -> Accepted<Value> {
        let Value::Lazy(Lazy::Zip(producers)) = zip else { return Err(Refused) };
        let places = producers.iter().enumerate();
        let places = places.filter_map(|(at, one)| one.place.as_ref().map(|place| (at, place)));
        let [(position, place)] = Vec::from_iter(places)[..] else {
            return Err(self.diagnostics.report(&site.call.method, ZIP));
        };
        let body = self.of_elements(site.args[0], &elements(producers))?;
        let arrays = producers.iter().map(|producer| producer.array).collect();
        self.write_elements(place, position, arrays, body, true, site.span())?;
        Ok(Value::Unit)
    }

    /// An array that is read, or as `&mut` written.
    fn producer(&mut self, array: &Expr) -> Accepted<Producer> {
        let mutable = match array {
            Expr::Reference(reference) => reference.mutability.is_some(),
            Expr::MethodCall(call) => may_change(&call.method.to_string()),
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

fn elements(producers: &[Producer]) -> Vec<Element> {
    let one =
        |producer: &Producer| Element { array: producer.array, written: producer.place.is_some() };
    producers.iter().map(one).collect()
}
