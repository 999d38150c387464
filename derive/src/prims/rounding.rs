//! Methods with steps and kinks.

use super::expression::{num, x, y};
use super::operators::rows;
use super::{Cost, Derivative, Emit, More, Prim, Row, Shape, Steep};

const fn step(name: &'static str) -> Row {
    Row {
        name,
        arity: 1,
        more: More::None,
        shape: Shape::First,
        derivative: Derivative::Zero,
        emit: Emit::Method,
        cost: Cost::Cheap,
        steep: Steep::Never,
        domain: &[(0.1, 0.4)],
        note: "0, also at the steps",
    }
}

const fn predicate(name: &'static str) -> Row {
    Row {
        shape: Shape::Bool,
        derivative: Derivative::Inactive,
        note: "no derivative",
        ..step(name)
    }
}

rows! { ROUNDING:
    /// Down.
    FLOOR = step("floor");
    /// Up.
    CEIL = step("ceil");
    /// To the nearest.
    ROUND = step("round");
    /// To the nearest, ties to even.
    ROUND_TIES_EVEN = step("round_ties_even");
    /// Towards 0.
    TRUNC = step("trunc");
    /// ±1
    SIGNUM = step("signum");
    /// x − trunc x
    FRACT = Row {
        derivative: Derivative::Partials(|| vec![num(1.0)]),
        note: "1, also at the steps",
        ..step("fract")
    };
    /// The remainder that is never negative.
    REM_EUCLID = Row {
        arity: 2,
        steep: Steep::Pole,
        domain: &[(0.1, 0.4), (0.5, 0.9)],
        derivative: Derivative::Partials(|| vec![num(1.0), -x().call2(DIV_EUCLID, y())]),
        note: "the quotient is piecewise constant",
        ..step("rem_euclid")
    };
    /// The quotient that belongs to `rem_euclid`.
    DIV_EUCLID = Row { arity: 2, domain: &[(0.1, 0.4), (0.5, 0.9)], ..step("div_euclid") };
    /// Whether it is NaN.
    IS_NAN = predicate("is_nan");
    /// Whether it is neither infinite nor NaN.
    IS_FINITE = predicate("is_finite");
    /// Whether it is infinite.
    IS_INFINITE = predicate("is_infinite");
    /// Whether the sign bit is clear.
    IS_SIGN_POSITIVE = predicate("is_sign_positive");
    /// Whether the sign bit is set.
    IS_SIGN_NEGATIVE = predicate("is_sign_negative");
}
