//! The table of primitives: what the differentiator knows, one row each.
//!
//! Both modes, the front end, the emitter, the documentation and the tests read these rows; adding
//! a primitive is adding one.

mod arrays;
mod elementary;
mod expression;
mod given;
mod integers;
mod operators;
mod rounding;

pub use arrays::*;
pub use elementary::*;
pub use expression::E;
pub use given::Given;
pub use integers::*;
pub use operators::*;
pub use rounding::*;

use crate::ir::{Kind, Num, Rank};

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Prim(pub &'static Row);

impl PartialEq for Prim {
    fn eq(&self, other: &Prim) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl Eq for Prim {}

impl std::hash::Hash for Prim {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.name.hash(state);
    }
}

impl std::ops::Deref for Prim {
    type Target = Row;

    fn deref(&self) -> &Row {
        self.0
    }
}

/// One primitive.
#[derive(Debug)]
pub struct Row {
    /// Its name, which is that of the Rust method where there is one.
    pub name: &'static str,
    /// How many arguments it takes, at the least.
    pub arity: usize,
    /// How many more it may take.
    pub more: More,
    /// The kind of its result.
    pub shape: Shape,
    /// Its derivative.
    pub derivative: Derivative,
    /// How it is spelled in Rust.
    pub emit: Emit,
    /// What evaluating it once more costs.
    pub cost: Cost,
    /// Where its partial derivatives leave the finite numbers.
    pub steep: Steep,
    /// Where the tests sample each argument.
    #[allow(dead_code)]
    pub domain: &'static [(f64, f64)],
    /// What a reader should know: conventions at points without a derivative.
    #[allow(dead_code)]
    pub note: &'static str,
}

/// How many arguments a primitive takes beyond its arity.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum More {
    /// None.
    None,
    /// One that may be left out.
    One,
    /// Any number.
    Any,
}

/// The kind of a result, from those of the arguments.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shape {
    /// The widest of the arguments, by broadcasting.
    Elementwise,
    /// The first argument's.
    First,
    /// A truth value.
    Bool,
    /// An index.
    Usize,
    /// Said where it is used (a cast).
    Given(Given),
    /// `a.dot(b)`
    Dot,
    /// An array of the same rank that is a view.
    View,
    /// An owned array of the first argument's rank.
    Owned,
    /// A scalar of the first argument's elements.
    Element,
    /// One rank less.
    Reduced,
    /// An array of the shape that the second argument states.
    Second,
    /// The same as a view of the first.
    SecondView,
    /// One rank more.
    Raised,
    /// The shape of an array.
    Dim,
    /// A matrix.
    Matrix,
}

/// How a primitive is differentiated.
#[derive(Clone, Copy, Debug)]
pub enum Derivative {
    /// One partial derivative an argument.
    Partials(fn() -> Vec<E>),
    /// Piecewise constant: 0 wherever it exists, and 0 at the steps.
    Zero,
    /// Linear in its arguments, with the transpose as given in the reverse pass.
    Linear(Linear),
    /// Not of real numbers.
    Inactive,
}

/// The linear array operations, whose transposes are written out in `ad`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Linear {
    /// Products of vectors and matrices (bilinear).
    Dot,
    /// The outer product (bilinear).
    Outer,
    /// Transposition.
    Transpose,
    /// The sum of all elements.
    Sum,
    /// The mean of all elements.
    Mean,
    /// The sum along an axis.
    SumAxis,
    /// The mean along an axis.
    MeanAxis,
    /// A copy.
    Copy,
    /// One value in every element of a sequence.
    Fill,
    /// A cast between real types.
    Cast,
    /// An array filled with one value.
    Full,
    /// An array repeated along a new axis.
    Repeat,
    /// An array summed along the axes of a broadcast.
    Unbroadcast,
    /// The elements in another shape.
    Reshape,
    /// An array repeated to a shape.
    Broadcast,
    /// Arrays one behind the other.
    Concatenate,
    /// Arrays along a new axis.
    Stack,
    /// The product of all elements (linear in each).
    Product,
    /// For each element the product of all others.
    Others,
    /// The tangent of those products.
    OthersDot,
    /// An array made of a sequence.
    FromSequence,
    /// A sequence made of an array.
    ToSequence,
    /// Another rank at compile time, the same at run time.
    SetRank,
    /// A number, or 0.
    Given,
}

/// How a primitive is spelled in generated code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Emit {
    /// `a.name(b, c)`
    Method,
    /// `a + b`
    Infix(&'static str),
    /// `-a`
    Prefix(&'static str),
    /// `a as f64`
    Cast,
    /// The argument itself.
    Identity,
    /// `if b != 0.0 { a } else { 0.0 }`
    UnlessZero,
    /// `a != 0.0 || b != 0.0`
    Differs,
    /// `given(condition, a)`
    Given,
    /// An array operation with a spelling of its own, by what it does.
    Array(ArrayOp),
}

/// Whether a partial derivative can be infinite, or NaN, at finite arguments. A cotangent that is 0
/// because nothing read the result is not multiplied by such a one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Steep {
    /// Nowhere.
    Never,
    /// At a pole, or outside the domain: `sqrt` at 0.
    Pole,
    /// Where the result is too large: `exp`.
    Overflow,
}

/// What evaluating a primitive costs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Cost {
    /// Nothing to speak of: index arithmetic, views.
    Free,
    /// A few cycles.
    Cheap,
    /// Worth keeping: transcendental functions, whole arrays.
    Costly,
}

impl Prim {
    /// Whether the result borrows from the first argument.
    pub fn borrows(self) -> bool {
        matches!(self.shape, Shape::View | Shape::SecondView)
    }

    /// Whether it takes so many arguments.
    pub fn takes(self, arguments: usize) -> bool {
        match self.more {
            More::None => arguments == self.arity,
            More::One => arguments == self.arity || arguments == self.arity + 1,
            More::Any => arguments >= self.arity,
        }
    }

    /// The kind of the result for arguments of these kinds.
    pub fn kind(self, args: &[&Kind]) -> Kind {
        // A product of a number and of several tangents is several tangents.
        let several = |kind: &&&Kind| matches!(kind.num(), Some(Num::Lanes(_)));
        let widest = *args.iter().find(several).unwrap_or(&args[0]);
        let num = || widest.innermost_num().cloned().unwrap_or(Num::F64);
        let nd = |rank, view| match rank {
            Rank::SCALAR => Kind::Real(num()),
            _ => Kind::Nd { num: num(), rank, view },
        };
        let rank = |i: usize| args.get(i).and_then(|kind| kind.rank()).unwrap_or(Rank::SCALAR);
        match self.shape {
            Shape::Elementwise => match (0..args.len()).map(rank).max().unwrap_or(Rank::SCALAR) {
                Rank::SCALAR => widest.clone(),
                rank => nd(rank, false),
            },
            Shape::First | Shape::Given(_) => args[0].clone(),
            Shape::Bool => Kind::Bool,
            Shape::Usize => Kind::usize(),
            Shape::Dot => match rank(1) {
                Rank::Fixed(axes) => nd(rank(0).more(axes).less(2), false),
                Rank::Dynamic => nd(Rank::Dynamic, false),
            },
            Shape::View => nd(rank(0), true),
            Shape::Owned => match args[0] {
                Kind::Slice(item) | Kind::Vec(item) => Kind::Vec(item.clone()),
                Kind::Nd { .. } => nd(rank(0), false),
                owned => owned.clone(),
            },
            Shape::Element => Kind::Real(num()),
            Shape::Reduced => nd(rank(0).less(1), false),
            Shape::Dim => Kind::Dim { num: num(), rank: rank(0) },
            Shape::Second | Shape::SecondView => match args[1] {
                Kind::Dim { rank, .. } | Kind::Nd { rank, .. } => {
                    Kind::Nd { num: num(), rank: *rank, view: self.shape == Shape::SecondView }
                }
                _ => Kind::Real(num()),
            },
            Shape::Raised => nd(rank(0).more(1), false),
            Shape::Matrix => nd(Rank::MATRIX, false),
        }
    }
}

/// Every row there is.
#[cfg(test)]
pub fn table() -> impl Iterator<Item = Prim> {
    [OPERATORS, ELEMENTARY, ROUNDING, INTEGERS, ARRAYS].into_iter().flatten().copied()
}

/// The primitive behind a method of `f64`, if it is one.
pub fn method(name: &str) -> Option<Prim> {
    methods().find(|prim| prim.name == name)
}

/// Those of `f64` that are methods of floats.
pub fn methods() -> impl Iterator<Item = Prim> {
    [ELEMENTARY, ROUNDING].into_iter().flatten().copied()
}
