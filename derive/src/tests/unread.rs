//! Values that nothing reads, where their derivatives are infinite: every row of the table that is
//! marked so, by numbers.

use super::corpus::pulled_back;
use super::pipeline::{callees, lowered, reversed, simplified};
use super::tangents::pushed;
use crate::ir::Pushes;
use crate::ir::interpret::{Value, interpret};
use crate::prims::{Steep, table};

/// For each row a formula in `x`, and where its derivative is infinite or NaN.
const POLES: &[(&str, &str, f64)] = &[
    ("div", "y / x", 0.0),
    ("rem", "y % x", 0.0),
    ("asin", "x.asin()", 1.0),
    ("acos", "x.acos()", -1.0),
    ("atan2", "x.atan2(0.0)", 0.0),
    ("sinh", "x.sinh()", 800.0),
    ("cosh", "x.cosh()", 800.0),
    ("acosh", "x.acosh()", 1.0),
    ("atanh", "x.atanh()", 1.0),
    ("exp", "x.exp()", 800.0),
    ("exp2", "x.exp2()", 2000.0),
    ("exp_m1", "x.exp_m1()", 800.0),
    ("ln", "x.ln()", 0.0),
    ("ln_1p", "x.ln_1p()", -1.0),
    ("log2", "x.log2()", 0.0),
    ("log10", "x.log10()", 0.0),
    ("log", "x.log(3.0)", 0.0),
    ("sqrt", "x.sqrt()", 0.0),
    ("sqrt", "x.sqrt()", -1.0),
    ("cbrt", "x.cbrt()", 0.0),
    ("powi", "x.powi(-2)", 0.0),
    ("powf", "x.powf(0.5)", 0.0),
    ("powf", "x.powf(y)", -1.5),
    ("recip", "x.recip()", 0.0),
    ("rem_euclid", "y.rem_euclid(x)", 0.0),
];

/// What is read where the formula `{}` is not, and the derivative in `y` at 400.
const PLACES: &[(&str, f64)] = &[
    ("let r = {}; if y > 1.0 { y } else { r }", 1.0),
    ("let r = {}; let s = r * 2.0 + x; if y < 1.0 { s * r } else { y }", 1.0),
    ("let mut r = {}; if y > 1.0 { r = 3.0 * y; } r", 3.0),
    ("let parts = [{}, y]; parts[1] * 2.0", 2.0),
    ("let pair = ({}, y); pair.1", 1.0),
    ("let mut parts = [{}, y]; parts[0] = y; parts[0] + parts[1]", 2.0),
    ("let mut r = {}; for i in 0..3 { if y > 1.0 { r = y * (i as f64); } } r", 2.0),
    ("let mut s = 0.0; for i in 0..2 { let r = {}; s += if y > 1.0 { y } else { r }; } s", 2.0),
    (
        "let mut r = y; let mut n = 0; while n < 3 { let t = {}; if y < 1.0 { r = t; } n += 1; } r",
        1.0,
    ),
];

fn check(name: &str, source: &str, x: f64, expected: f64) {
    let primal = lowered(source);
    let args = [Value::Real(x), Value::Real(400.0)];
    let at = |x: f64| {
        let args = [Value::Real(x), Value::Real(400.0)];
        interpret(&primal.function, &primal.vars, &args, &[], &callees())[0].real()
    };
    let mut vars = primal.vars.clone();
    let mut pair = reversed(&primal.function, &mut vars);
    simplified(&mut pair, &mut vars);
    let bars = pulled_back(&pair, &vars, &args, &Value::Real(1.0));
    let same = [1e-6, -1e-6].iter().any(|side| at(x + side) == at(x));
    assert!(same, "{name}: `{source}` depends on x on both sides");
    assert_eq!(bars, [[0.0], [expected]], "{name}: cotangents of `{source}`");
    let pushes = Pushes { primal: 1, halves: 0, lanes: false };
    let levels = pushed(&primal.function, &pair, pushes, &mut vars);
    for (direction, expected) in [([1.0, 0.0], 0.0), ([0.0, 1.0], expected)] {
        let given = [args.to_vec(), direction.map(Value::Real).to_vec()].concat();
        let results = interpret(&levels.primal[0].function, &vars, &given, &[], &callees());
        assert_eq!(results[1].real(), expected, "{name}: tangent of `{source}` in {direction:?}");
    }
}

#[test]
fn no_row_contributes_where_nothing_reads_it() {
    for (name, formula, x) in POLES {
        for (place, slope) in PLACES {
            let body = place.replace("{}", &format!("({formula})"));
            check(name, &format!("fn f(x: f64, y: f64) -> f64 {{ {body} }}"), *x, *slope);
        }
    }
}

#[test]
fn the_other_one_of_two_contributes_nothing() {
    for (name, formula, x) in POLES {
        let source = format!("fn f(x: f64, y: f64) -> f64 {{ {formula} }}");
        let primal = lowered(&source);
        let args = [Value::Real(*x), Value::Real(400.0)];
        let value = interpret(&primal.function, &primal.vars, &args, &[], &callees())[0].real();
        let chosen = if value > 400.0 { "min" } else { "max" };
        for body in [format!("({formula}).{chosen}(y)"), format!("y.{chosen}({formula})")] {
            check(name, &format!("fn f(x: f64, y: f64) -> f64 {{ {body} }}"), *x, 1.0);
        }
    }
}

#[test]
fn every_steep_row_is_tried() {
    for row in table().filter(|row| row.steep != Steep::Never) {
        let tried = POLES.iter().any(|(name, ..)| *name == row.name);
        assert!(tried, "`{}` has infinite derivatives, and no program", row.name);
    }
}
