//! The smooth methods of `f64`, and the powers.

use std::f64::consts::{LN_2, LN_10, PI};

use super::expression::{even, num, out, select, x, y, z};
use super::operators::{over, rows};
use super::{Cost, Derivative, E, Emit, Given, More, Prim, Row, Shape, Steep};

const fn method(
    name: &'static str,
    domain: &'static [(f64, f64)],
    partials: fn() -> Vec<E>,
) -> Row {
    Row {
        name,
        arity: domain.len(),
        more: More::None,
        shape: Shape::First,
        derivative: Derivative::Partials(partials),
        emit: Emit::Method,
        cost: Cost::Costly,
        steep: Steep::Never,
        domain,
        note: "",
    }
}

const fn cheap(row: Row) -> Row {
    Row { cost: Cost::Cheap, ..row }
}

const fn pole(row: Row) -> Row {
    Row { steep: Steep::Pole, ..row }
}

const fn overflowing(row: Row) -> Row {
    Row { steep: Steep::Overflow, ..row }
}

const fn noted(note: &'static str, row: Row) -> Row {
    Row { note, ..row }
}

const WIDE: &[(f64, f64)] = &[(-3.0, 3.0)];
const POSITIVE: &[(f64, f64)] = &[(0.1, 5.0)];
const INSIDE: &[(f64, f64)] = &[(-0.9, 0.9)];

rows! { ELEMENTARY:
    /// sin x
    SIN = method("sin", WIDE, || vec![x().call(COS)]);
    /// cos x
    COS = method("cos", WIDE, || vec![-x().call(SIN)]);
    /// tan x
    TAN = method("tan", &[(-1.2, 1.2)], || vec![num(1.0) + out() * out()]);
    /// arcsin x
    ASIN = pole(method("asin", INSIDE, || vec![over(root_of_complement())]));
    /// arccos x
    ACOS = pole(method("acos", INSIDE, || vec![-over(root_of_complement())]));
    /// arctan x
    ATAN = method("atan", WIDE, || vec![over(num(1.0) + x() * x())]);
    /// The angle of the point (b, a).
    ATAN2 = pole(method("atan2", &[(0.2, 3.0), (-3.0, 3.0)], || {
        let radius = || x().call2(HYPOT, y());
        vec![y() / radius() / radius(), -(x() / radius() / radius())]
    }));
    /// sinh x
    SINH = overflowing(method("sinh", WIDE, || vec![x().call(COSH)]));
    /// cosh x
    COSH = overflowing(method("cosh", WIDE, || vec![x().call(SINH)]));
    /// tanh x
    TANH = method("tanh", WIDE, || vec![num(1.0) - out() * out()]);
    /// arsinh x
    ASINH = method("asinh", WIDE, || vec![over(x().call2(HYPOT, num(1.0)))]);
    /// arcosh x
    ACOSH = pole(method("acosh", &[(1.1, 5.0)], || {
        vec![over((x() - num(1.0)).call(SQRT) * (x() + num(1.0)).call(SQRT))]
    }));
    /// artanh x
    ATANH = pole(method("atanh", INSIDE, || vec![over((num(1.0) - x()) * (num(1.0) + x()))]));
    /// eˣ
    EXP = overflowing(method("exp", WIDE, || vec![out()]));
    /// 2ˣ
    EXP2 = overflowing(method("exp2", WIDE, || vec![num(LN_2) * out()]));
    /// eˣ − 1
    EXP_M1 = overflowing(method("exp_m1", WIDE, || vec![x().call(EXP)]));
    /// ln x
    LN = pole(noted("+∞ at 0", method("ln", POSITIVE, || vec![over(x())])));
    /// ln (1 + x)
    LN_1P = pole(method("ln_1p", INSIDE, || vec![over(num(1.0) + x())]));
    /// log₂ x
    LOG2 = pole(method("log2", POSITIVE, || vec![over(num(LN_2) * x())]));
    /// log₁₀ x
    LOG10 = pole(method("log10", POSITIVE, || vec![over(num(LN_10) * x())]));
    /// log to the base b
    LOG = pole(method("log", &[(0.1, 5.0), (1.5, 5.0)], || {
        vec![over(x() * y().call(LN)), -(out() / (y() * y().call(LN)))]
    }));
    /// √x
    SQRT = pole(noted("+∞ at 0", cheap(method("sqrt", POSITIVE, || vec![num(0.5) / out()]))));
    /// ∛x
    CBRT = pole(noted("+∞ at 0", method("cbrt", POSITIVE, || {
        vec![over(num(3.0) * (out() * out()))]
    })));
    /// xⁿ
    POWI = pole(noted("0 for the exponent 0, also at 0", cheap(method(
        "powi",
        &[(-2.0, 2.0), (3.0, 3.0)],
        || vec![
            select(
                y().is(E::Int(0)),
                num(0.0),
                y().call(CAST_REAL) * x().call2(POWI, y() - E::Int(1)),
            ),
            num(0.0),
        ],
    ))));
    /// xʸ
    POWF = pole(noted(
        "in x: 0 for the exponent 0, 1 for the exponent 1, also at 0; in y: 0 at x = 0, y > 0",
        method("powf", &[(0.1, 3.0), (-2.0, 3.0)], || vec![
            (y() * x().call2(POWF, y() - num(1.0))).unless_zero(y()),
            (out() * x().call(LN)).unless_zero(out()),
        ]),
    ));
    /// √(a² + b²)
    HYPOT = noted("0 at the origin", method("hypot", &[(-3.0, 3.0), (0.5, 3.0)], || {
        let partial = |side: E| select(out().is(num(0.0)), num(0.0), side / out());
        vec![partial(x()), partial(y())]
    }));
    /// 1 / x
    RECIP = pole(cheap(method("recip", POSITIVE, || vec![-(out() * out())])));
    /// a·b + c, rounded once
    MUL_ADD = cheap(method("mul_add", &[(-3.0, 3.0), (-3.0, 3.0), (-3.0, 3.0)], || {
        vec![y(), x(), num(1.0)]
    }));
    /// radians to degrees
    TO_DEGREES = cheap(method("to_degrees", WIDE, || vec![num(180.0 / PI)]));
    /// degrees to radians
    TO_RADIANS = cheap(method("to_radians", WIDE, || vec![num(PI / 180.0)]));
    /// |x|
    ABS = noted("0 at 0", cheap(method("abs", WIDE, || vec![sign(x())])));
    /// The larger of two.
    MAX = noted("½ to each at a tie; a NaN is passed over", cheap(method(
        "max",
        &[(-3.0, 3.0), (-3.0, 3.0)],
        || vec![larger(x(), y()), larger(y(), x())],
    )));
    /// The smaller of two.
    MIN = noted("½ to each at a tie; a NaN is passed over", cheap(method(
        "min",
        &[(-3.0, 3.0), (-3.0, 3.0)],
        || vec![smaller(x(), y()), smaller(y(), x())],
    )));
    /// x confined to an interval.
    CLAMP = noted("1 inside and at the bounds, 0 outside", cheap(method(
        "clamp",
        &[(-3.0, 3.0), (-1.5, -1.0), (1.0, 1.5)],
        || vec![
            select(x().lt(y()), num(0.0), select(x().gt(z()), num(0.0), num(1.0))),
            select(x().lt(y()), num(1.0), num(0.0)),
            select(x().gt(z()), num(1.0), num(0.0)),
        ],
    )));
    /// |a| with the sign of b
    COPYSIGN = noted("0 at a = 0", cheap(method("copysign", &[(0.5, 3.0), (-3.0, 3.0)], || {
        vec![sign(x()) * y().call(super::SIGNUM), num(0.0)]
    })));
    /// An integer as a real number of the other factor's type.
    CAST_REAL = Row {
        shape: Shape::Given(Given::Number),
        derivative: Derivative::Inactive,
        emit: Emit::Cast,
        cost: Cost::Cheap,
        ..method("cast_real", WIDE, || vec![num(0.0)])
    };
}

/// √(1 − x²), without cancellation near ±1.
fn root_of_complement() -> E {
    ((num(1.0) - x()) * (num(1.0) + x())).call(SQRT)
}

/// The sign, 0 at 0.
fn sign(e: E) -> E {
    select(e.clone().is(num(0.0)), num(0.0), e.call(super::SIGNUM))
}

/// The partial of `max(a, b)` in `a`.
fn larger(a: E, b: E) -> E {
    chosen(MAX, a.clone().gt(b.clone()), a, b)
}

/// The partial of `min(a, b)` in `a`.
fn smaller(a: E, b: E) -> E {
    chosen(MIN, a.clone().lt(b.clone()), a, b)
}

/// 1 where `a` is chosen, ½ at a tie, and 1 where `b` is NaN: where `a` is the result.
fn chosen(prim: Prim, condition: E, a: E, b: E) -> E {
    let other = select(b.clone().call2(super::NE, b.clone()), num(1.0), num(0.0));
    let branching = select(condition, num(1.0), select(a.clone().is(b), num(0.5), other));
    let kept = num(1.0).given(a.is(x().call2(prim, y())));
    even(branching, select(x().is(y()), num(0.5), kept))
}
