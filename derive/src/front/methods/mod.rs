//! What the names of methods mean: one table, with a row for each method of each class of receivers.
//!
//! The front end lowers a receiver first and then looks for the name among the methods of what it has
//! got. What must be known of a call before, by walks through code that nobody has typed yet, is asked
//! of the same rows (`queries`). Methods of floats with a derivative of their own are rows of `prims`.

mod arrays;
mod dispatch;
mod iterators;
mod numbers;
mod options;
mod queries;
mod slices;
mod unknown;
mod values;

use proc_macro2::Span;
use syn::{Expr, ExprMethodCall, Ident};

use super::chains::Chain;
use super::lines::Whole;
use super::lower::Lower;
use super::maybe::Maybe;
use super::scope::{Borrow, Value};
use crate::diagnostics::*;
use crate::ir::{Kind, Rank, Var, View};
use crate::prims::Prim;

use dispatch::classes_of;

pub use queries::{calls_argument, is_of_floats, maps_error};
pub(super) use queries::{
    changes, changes_inside, changes_option, iterates, may_change, observes, passes_on, resizes,
    unwraps, yields_element,
};

/// What a method is called on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Class {
    /// `f64`, `T: Float`
    Float,
    /// An integer.
    Integer,
    /// `bool`
    Truth,
    /// `lo..hi`, where it stands there.
    Range,
    /// `[T; N]`
    List,
    /// A slice, an array or a vector.
    Slice,
    /// A vector.
    Vector,
    /// An array of `ndarray`.
    Array,
    /// `ndarray::Zip`
    Zip,
    /// An iterator.
    Iterator,
    /// An item of one, which may be missing.
    Item,
    /// What `pop` takes out of a vector.
    Popped,
    /// An `Option` or a `Result`.
    Option,
    /// The order of two numbers.
    Ordering,
    /// A tuple, or a listed array of references.
    Tuple,
    /// A struct with derivatives.
    Struct,
    /// A constant of the module whose type only rustc knows, or a part of one.
    Constant,
    /// What has no derivative, and a type that only rustc knows.
    Unknown,
}

/// A row of the table.
pub(super) struct Method {
    pub(super) of: Class,
    pub(super) name: &'static str,
    /// How many arguments it takes.
    pub(super) arity: usize,
    pub(super) effect: Effect,
    /// Whether there is the same with `_mut`, by which a part is written.
    pub(super) writable: bool,
    /// What lowers it.
    by: By,
    /// Why README.md does not list it.
    pub(super) unlisted: Option<&'static str>,
}

/// What a method does beside yielding a value.
#[derive(Clone, Copy)]
pub(super) struct Effect {
    /// It changes what it is called on, or yields a reference by which that is changed.
    pub(super) changes: bool,
    /// It calls its last argument with what has a derivative: a function that is handed over by its
    /// path is asked for.
    pub(super) calls: bool,
    /// It takes what it needs of an iterator, and leaves the rest.
    pub(super) advances: bool,
    /// Its result is what it is called on.
    pub(super) passes_on: bool,
    /// Its result is what may be missing, or what stands in for it.
    pub(super) unwraps: bool,
    /// It is given an error, or makes one: nothing in its arguments has a derivative.
    pub(super) of_error: bool,
    /// It yields the items of what it is called on, which is no iterator.
    pub(super) iterates: bool,
    /// It yields an element, if there is one.
    pub(super) yields_element: bool,
    /// Its result is of the type of the number that it is called on, which may be a literal.
    pub(super) keeps_type: bool,
}

/// A call of a method, and what is known where it stands.
pub(super) struct Site<'c> {
    pub(super) call: &'c ExprMethodCall,
    pub(super) args: Vec<&'c Expr>,
    /// What the context requires, where it says.
    pub(super) expected: Option<&'c Kind>,
    /// What the user calls the result.
    pub(super) wanted: Option<Ident>,
}

impl Site<'_> {
    /// Where its name stands.
    pub(super) fn span(&self) -> Span {
        self.call.method.span()
    }

    /// What the result is called.
    pub(super) fn name(&self, default: &str) -> String {
        self.wanted.as_ref().map_or(default.to_owned(), ToString::to_string)
    }
}

/// What lowers a method, by what that needs of the receiver.
#[derive(Clone, Copy)]
pub(super) enum By {
    /// Its value, in whatever form.
    Value(fn(&mut Lower<'_>, Value, &Site<'_>) -> Accepted<Value>),
    /// Its value, in one piece.
    Var(fn(&mut Lower<'_>, Var, &Site<'_>) -> Accepted<Value>),
    /// The place where it stands, to be changed there.
    Place(fn(&mut Lower<'_>, Borrow, &Site<'_>) -> Accepted<Value>),
    /// Its value, or with `_mut` its place.
    Whole(fn(&mut Lower<'_>, Whole, &Site<'_>) -> Accepted<Value>),
    /// The rank of an array of which it is a part.
    View(fn(&mut Lower<'_>, Rank, &Site<'_>) -> Accepted<View>),
    /// An iterator, of which it makes another one.
    Chain(fn(&mut Lower<'_>, Chain, &Site<'_>) -> Accepted<Chain>),
    /// An iterator, which ends with it.
    End(fn(&mut Lower<'_>, Chain, &Site<'_>) -> Accepted<Value>),
    /// What may be missing, and whether it is there.
    Maybe(fn(&mut Lower<'_>, Box<Maybe>, Var, &Site<'_>) -> Accepted<Value>),
    /// An operation on it.
    Prim(Prim),
    /// It is refused, and this is to be written instead.
    Refused(&'static Entry, &'static str),
}

impl Method {
    const fn new(of: Class, name: &'static str, arity: usize, by: By) -> Method {
        let effect = Effect {
            changes: matches!(by, By::Place(_)),
            calls: false,
            advances: false,
            passes_on: false,
            unwraps: false,
            of_error: false,
            iterates: false,
            yields_element: false,
            keeps_type: false,
        };
        Method { of, name, arity, effect, writable: false, by, unlisted: None }
    }

    const fn refused(
        of: Class,
        name: &'static str,
        entry: &'static Entry,
        instead: &'static str,
    ) -> Method {
        Method::new(of, name, ANY, By::Refused(entry, instead))
    }

    const fn calling(mut self) -> Method {
        self.effect.calls = true;
        self
    }

    const fn changing(mut self) -> Method {
        self.effect.changes = true;
        self
    }

    const fn advancing(mut self) -> Method {
        self.effect.advances = true;
        self
    }

    const fn passing_on(mut self) -> Method {
        self.effect.passes_on = true;
        self
    }

    const fn unwrapping(mut self) -> Method {
        self.effect.unwraps = true;
        self
    }

    const fn iterating(mut self) -> Method {
        self.effect.iterates = true;
        self
    }

    const fn yielding_element(mut self) -> Method {
        self.effect.yields_element = true;
        self
    }

    const fn keeping_type(mut self) -> Method {
        self.effect.keeps_type = true;
        self
    }

    const fn of_error(mut self) -> Method {
        self.effect.of_error = true;
        self
    }

    /// With a form that ends in `_mut`.
    const fn writable(mut self) -> Method {
        self.writable = true;
        self
    }

    /// Not in README.md, for a reason.
    const fn unlisted(mut self, reason: &'static str) -> Method {
        self.unlisted = Some(reason);
        self
    }
}

/// Any number of arguments.
const ANY: usize = usize::MAX;

/// The rows.
fn table() -> impl Iterator<Item = &'static Method> {
    [numbers::ROWS, values::ROWS, slices::ROWS, arrays::ROWS, iterators::ROWS, options::ROWS]
        .into_iter()
        .flatten()
}

/// A row as the tests see it.
#[cfg(test)]
pub struct MethodRow {
    /// The class.
    pub class: String,
    /// The name.
    pub name: &'static str,
    /// How many arguments it takes.
    pub arity: usize,
    /// Whether there is the same with `_mut`.
    pub writable: bool,
    /// Why README.md does not list it.
    pub unlisted: Option<&'static str>,
    /// Whether no other class has it.
    pub alone: bool,
}

/// The rows that are taken, and such as stay in the user's words.
#[cfg(test)]
pub fn method_rows() -> Vec<MethodRow> {
    let taken = |row: &&Method| row.of != Class::Unknown && !matches!(row.by, By::Refused(..));
    let alone = |name| table().filter(|other| other.name == name).count() == 1;
    let shown = |row: &'static Method| MethodRow {
        class: format!("{:?}", row.of),
        name: row.name,
        arity: row.arity,
        writable: row.writable,
        unlisted: row.unlisted,
        alone: alone(row.name),
    };
    table().filter(taken).map(shown).collect()
}
