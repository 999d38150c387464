//! The operators: of scalars, and element by element of arrays.

use super::expression::{num, out, x, y};
use super::{Cost, Derivative, E, Emit, Given, More, Prim, Row, Shape, Steep};

const fn infix(name: &'static str, symbol: &'static str, derivative: Derivative) -> Row {
    Row {
        name,
        arity: 2,
        more: More::None,
        shape: Shape::Elementwise,
        derivative,
        emit: Emit::Infix(symbol),
        cost: Cost::Cheap,
        steep: Steep::Never,
        domain: &[(-3.0, 3.0), (0.5, 4.0)],
        note: "",
    }
}

const fn comparison(name: &'static str, symbol: &'static str) -> Row {
    Row {
        shape: Shape::Bool,
        cost: Cost::Cheap,
        note: "piecewise constant",
        ..infix(name, symbol, Derivative::Inactive)
    }
}

macro_rules! rows {
    ($table:ident: $($(#[$doc:meta])* $name:ident = $row:expr;)*) => {
        $(
            $(#[$doc])*
            pub const $name: Prim = {
                static ROW: Row = $row;
                Prim(&ROW)
            };
        )*
        /// The rows of this file.
        #[cfg_attr(not(test), allow(dead_code))]
        pub const $table: &[Prim] = &[$($name),*];
    };
}
pub(super) use rows;

rows! { OPERATORS:
    /// `a + b`
    ADD = infix("add", "+", Derivative::Partials(|| vec![num(1.0), num(1.0)]));
    /// `a - b`
    SUB = infix("sub", "-", Derivative::Partials(|| vec![num(1.0), num(-1.0)]));
    /// `a * b`
    MUL = infix("mul", "*", Derivative::Partials(|| vec![y(), x()]));
    /// `a / b`
    DIV = Row {
        steep: Steep::Pole,
        ..infix("div", "/", Derivative::Partials(|| vec![num(1.0) / y(), -(out() / y())]))
    };
    /// `a % b`
    REM = Row {
        shape: Shape::First,
        steep: Steep::Pole,
        note: "the quotient is piecewise constant",
        ..infix("rem", "%", Derivative::Partials(|| {
            vec![num(1.0), -(x() / y()).call(super::TRUNC)]
        }))
    };
    /// `-a`
    NEG = Row {
        arity: 1,
        emit: Emit::Prefix("-"),
        domain: &[(-3.0, 3.0)],
        ..infix("neg", "-", Derivative::Partials(|| vec![num(-1.0)]))
    };
    /// `a as f64`
    CAST = Row {
        arity: 1,
        shape: Shape::Given(Given::Number),
        emit: Emit::Cast,
        domain: &[(-3.0, 3.0)],
        note: "0 through an integer",
        ..infix("cast", "as", Derivative::Linear(super::Linear::Cast))
    };
    /// `constant(x)`: the value without its derivative.
    CONSTANT = Row {
        arity: 1,
        shape: Shape::First,
        emit: Emit::Identity,
        cost: Cost::Free,
        domain: &[(-3.0, 3.0)],
        note: "the derivative stops here",
        ..infix("constant", "", Derivative::Zero)
    };
    /// `unless_zero(a, b, …)`: `a`, but 0 where `b` and all that follow are 0, whatever `a` is.
    UNLESS_ZERO = Row {
        more: More::Any,
        shape: Shape::First,
        emit: Emit::UnlessZero,
        note: "for terms of derivatives",
        ..infix("unless_zero", "", Derivative::Partials(|| vec![num(1.0), num(0.0)]))
    };
    /// `given(a, c)`: `a` where `c` holds, else 0; no branch, since nobody can tell what comes.
    GIVEN = Row {
        shape: Shape::First,
        emit: Emit::Given,
        note: "for terms of derivatives",
        ..infix("given", "", Derivative::Linear(super::Linear::Given))
    };
    /// `differs(a, b, …)`: whether any of them is not 0.
    DIFFERS = Row {
        arity: 1,
        more: More::Any,
        emit: Emit::Differs,
        domain: &[(-3.0, 3.0)],
        note: "of cotangents",
        ..comparison("differs", "!=")
    };
    /// `a > b`
    GT = comparison("gt", ">");
    /// `a < b`
    LT = comparison("lt", "<");
    /// `a >= b`
    GE = comparison("ge", ">=");
    /// `a <= b`
    LE = comparison("le", "<=");
    /// `a == b`
    EQ = comparison("eq", "==");
    /// `a != b`
    NE = comparison("ne", "!=");
    /// `a && b`
    AND = comparison("and", "&&");
    /// `a || b`
    OR = comparison("or", "||");
    /// `!a`
    NOT = Row {
        arity: 1,
        shape: Shape::First,
        emit: Emit::Prefix("!"),
        ..comparison("not", "!")
    };
}

/// The reciprocal of a formula.
pub(super) fn over(e: E) -> E {
    num(1.0) / e
}
