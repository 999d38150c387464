//! What is asked of the table about a name, with or without knowing what it is called on.

use syn::ExprMethodCall;

use super::{ANY, By, Class, Method, table};
use crate::prims;

/// A row, and whether it is asked for in its form that ends in `_mut`.
#[derive(Clone, Copy)]
pub(super) struct Found {
    pub(super) method: &'static Method,
    pub(super) written: bool,
}

impl Found {
    /// Whether it needs to know where what it is called on stands.
    pub(super) fn needs_place(self) -> bool {
        match self.method.by {
            By::Place(_) => true,
            By::Whole(_) | By::View(_) => self.written,
            By::Value(_)
            | By::Var(_)
            | By::Chain(_)
            | By::End(_)
            | By::Maybe(_)
            | By::Prim(_)
            | By::Refused(..) => false,
        }
    }

    fn is_refused(self) -> bool {
        matches!(self.method.by, By::Refused(..))
    }

    /// Whether what it is called on is changed, or may be by what it yields.
    pub(super) fn changes(self) -> bool {
        self.written || self.method.effect.changes
    }
}

/// The rows of this name, of any class.
fn named(name: &str) -> impl Iterator<Item = Found> {
    let stem = name.strip_suffix("_mut");
    table().filter_map(move |method| {
        let written = method.writable && stem == Some(method.name);
        (method.name == name || written).then_some(Found { method, written })
    })
}

/// The method of this name and so many arguments that the first of these classes has.
pub(super) fn find(classes: &[Class], name: &str, arity: usize) -> Option<Found> {
    let fits = |method: &Method| method.arity == arity || method.arity == ANY;
    classes
        .iter()
        .find_map(|class| named(name).find(|found| found.method.of == *class && fits(found.method)))
}

/// The names that these classes have.
pub(super) fn names(classes: &[Class]) -> impl Iterator<Item = &'static str> {
    table().filter(|method| classes.contains(&method.of)).map(|method| method.name)
}

/// Whether a row says what is to be done, and of what has a derivative.
fn is_taken(found: &Found) -> bool {
    found.method.of != Class::Unknown && found.method.of != Class::Option && !found.is_refused()
}

/// Whether a method of this name changes what it is called on, if it is of the right class.
pub(in super::super) fn may_change(name: &str) -> bool {
    named(name).filter(is_taken).any(Found::changes)
}

/// Whether a method of this name does so in all classes that have it.
pub(in super::super) fn changes(name: &str) -> bool {
    may_change(name) && named(name).filter(is_taken).all(Found::changes)
}

/// Whether floats have a method of this name, or a function.
pub fn is_of_floats(name: &str) -> bool {
    let class = |found: &Found| found.method.of == Class::Float;
    prims::method(name).is_some() || named(name).any(|found| class(&found))
}

/// Whether a method of this name calls its last argument with what has a derivative.
pub fn calls_argument(name: &str) -> bool {
    named(name).any(|found| found.method.effect.calls)
}

/// Whether the result of a method of this name is what it is called on.
pub(in super::super) fn passes_on(name: &str) -> bool {
    named(name).any(|found| found.method.effect.unwraps || found.method.effect.passes_on)
}

/// Whether a method of this name takes out what may be missing, or what stands in for it.
pub(in super::super) fn unwraps(name: &str) -> bool {
    named(name).any(|found| found.method.effect.unwraps)
}

/// Whether this is `….map_err(…)` or another method that is given an error or makes one.
pub fn maps_error(call: &ExprMethodCall) -> bool {
    named(&call.method.to_string()).any(|found| found.method.effect.of_error)
}

/// Whether a method of this name yields items.
pub(in super::super) fn iterates(name: &str) -> bool {
    named(name).any(|found| found.method.effect.iterates)
}

/// Whether a method of this name yields an element to be written, if there is one.
pub(in super::super) fn yields_element(name: &str) -> bool {
    named(name).any(|found| found.written && found.method.effect.yields_element)
}

/// Whether a method of this name makes a vector longer or shorter.
pub(in super::super) fn resizes(name: &str) -> bool {
    let of_vector = |found: Found| found.method.of == Class::Vector;
    named(name).any(|found| of_vector(found) && (found.changes() || found.is_refused()))
}

/// Whether a method of this name asks something of a variable of an unknown type that changes, without
/// changing it.
pub(in super::super) fn observes(name: &str) -> bool {
    let asks = |class| matches!(class, Class::Unknown | Class::Option);
    named(name).any(|found| asks(found.method.of) && !found.changes())
}

/// Whether a method of this name, of an unknown type, changes what is behind a shared reference.
pub(in super::super) fn changes_inside(name: &str) -> bool {
    named(name).any(|found| found.method.of == Class::Unknown && found.changes())
}

/// Whether a method of this name changes an `Option`.
pub(in super::super) fn changes_option(name: &str) -> bool {
    named(name).any(|found| found.method.of == Class::Option && found.changes())
}
