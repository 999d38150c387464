//! The language in which rows state their partial derivatives.

use std::ops::{Add, Div, Mul, Neg, Sub};

use super::Prim;

/// A formula over a primitive's arguments and result.
#[derive(Clone, Debug)]
pub enum E {
    /// An argument.
    Arg(usize),
    /// The result.
    Out,
    /// A number.
    Num(f64),
    /// A whole number.
    Int(i64),
    /// A primitive applied.
    Op(Prim, Vec<E>),
    /// `if c { a } else { b }`
    Select(Box<E>, Box<E>, Box<E>),
    /// Two forms of one formula: with branches, and one that never jumps, for where all arguments vary, so
    /// that nobody can tell which of them is chosen next.
    Even(Box<E>, Box<E>),
}

/// The first argument.
pub fn x() -> E {
    E::Arg(0)
}

/// The second argument.
pub fn y() -> E {
    E::Arg(1)
}

/// The third argument.
pub fn z() -> E {
    E::Arg(2)
}

/// The result.
pub fn out() -> E {
    E::Out
}

/// A number.
pub fn num(value: f64) -> E {
    E::Num(value)
}

/// `if condition { yes } else { no }`
pub fn select(condition: E, yes: E, no: E) -> E {
    E::Select(Box::new(condition), Box::new(yes), Box::new(no))
}

/// One formula with branches, and without.
pub fn even(branching: E, even: E) -> E {
    E::Even(Box::new(branching), Box::new(even))
}

impl E {
    /// A primitive of one argument.
    pub fn call(self, prim: Prim) -> E {
        E::Op(prim, vec![self])
    }

    /// A primitive of two arguments.
    pub fn call2(self, prim: Prim, other: E) -> E {
        E::Op(prim, vec![self, other])
    }

    /// The formula, but 0 where `factor`, one of its factors, is 0.
    pub fn unless_zero(self, factor: E) -> E {
        self.call2(super::UNLESS_ZERO, factor)
    }

    /// The formula where a condition holds, and else 0.
    pub fn given(self, condition: E) -> E {
        self.call2(super::GIVEN, condition)
    }

    /// `self > other`
    pub fn gt(self, other: E) -> E {
        self.call2(super::GT, other)
    }

    /// `self < other`
    pub fn lt(self, other: E) -> E {
        self.call2(super::LT, other)
    }

    /// `self == other`
    pub fn is(self, other: E) -> E {
        self.call2(super::EQ, other)
    }
}

impl Add for E {
    type Output = E;
    fn add(self, other: E) -> E {
        self.call2(super::ADD, other)
    }
}

impl Sub for E {
    type Output = E;
    fn sub(self, other: E) -> E {
        self.call2(super::SUB, other)
    }
}

impl Mul for E {
    type Output = E;
    fn mul(self, other: E) -> E {
        self.call2(super::MUL, other)
    }
}

impl Div for E {
    type Output = E;
    fn div(self, other: E) -> E {
        self.call2(super::DIV, other)
    }
}

impl Neg for E {
    type Output = E;
    fn neg(self) -> E {
        self.call(super::NEG)
    }
}
