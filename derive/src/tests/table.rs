//! Every row of the table of primitives, by numbers.

use std::collections::HashSet;

use super::corpus::pulled_back;
use super::differences::{close, inner, slope, weights};
use super::pipeline::{callees, reversed};
use super::tangents::{Point, pushed, second};
use crate::ir::interpret::{Nd, Value, interpret, scalar};
use crate::ir::{Builder, Function, Kind, Num, Op, Passing, Pushes, Rank, Vars, parse};
use crate::prims::{self, Derivative, E, Given, Linear, Prim, Shape, table};

/// A formula at a point; a condition is 1 or 0.
fn evaluate(e: &E, args: &[f64], out: f64) -> f64 {
    match e {
        E::Arg(i) => args[*i],
        E::Out => out,
        E::Num(value) => *value,
        E::Int(value) => *value as f64,
        E::Op(prim, parts) => {
            let parts: Vec<f64> = parts.iter().map(|part| evaluate(part, args, out)).collect();
            scalar(*prim, &parts).unwrap_or_else(|| condition(*prim, &parts))
        }
        E::Select(cond, yes, no) => {
            let taken = if evaluate(cond, args, out) == 1.0 { yes } else { no };
            evaluate(taken, args, out)
        }
        E::Even(branching, even) => {
            let (a, b) = (evaluate(branching, args, out), evaluate(even, args, out));
            assert_eq!(a, b, "the forms of a formula at {args:?}");
            a
        }
    }
}

fn condition(prim: Prim, parts: &[f64]) -> f64 {
    let holds = match (prim.name, parts) {
        ("gt", [a, b]) => a > b,
        ("lt", [a, b]) => a < b,
        ("eq", [a, b]) => a == b,
        ("ne", [a, b]) => a != b,
        ("and", [a, b]) => *a == 1.0 && *b == 1.0,
        _ => panic!("`{}` in a formula", prim.name),
    };
    f64::from(u8::from(holds))
}

/// The partial derivatives at a point, as the row states them.
fn partials(prim: Prim, args: &[f64]) -> Vec<f64> {
    let Derivative::Partials(partials) = prim.derivative else {
        panic!("`{}` has no partial derivatives", prim.name)
    };
    let out = scalar(prim, args).expect("a primitive of real numbers");
    partials().iter().map(|partial| evaluate(partial, args, out)).collect()
}

/// Points of the row's domain.
fn samples(prim: Prim) -> Vec<Vec<f64>> {
    let inside = |(lo, hi): &(f64, f64)| [0.137, 0.391, 0.618, 0.873].map(|t| lo + t * (hi - lo));
    prim.domain.iter().fold(vec![Vec::new()], |points, range| {
        let longer = |point: Vec<f64>| inside(range).map(|x| [point.as_slice(), &[x]].concat());
        points.into_iter().flat_map(longer).collect()
    })
}

fn with_partials() -> impl Iterator<Item = Prim> {
    table().filter(|prim| matches!(prim.derivative, Derivative::Partials(_)))
}

/// Whether the argument is a whole number.
fn is_exponent(prim: Prim, position: usize) -> bool {
    prim == prims::POWI && position == 1
}

#[test]
fn names_are_unique() {
    let mut seen = HashSet::new();
    table().for_each(|prim| assert!(seen.insert(prim.name), "two rows `{}`", prim.name));
}

#[test]
fn partials_are_differences() {
    for prim in with_partials() {
        let points = samples(prim);
        assert_eq!(points[0].len(), prim.arity, "domain of `{}`", prim.name);
        for point in points {
            let stated = partials(prim, &point);
            assert_eq!(stated.len(), prim.arity, "partials of `{}`", prim.name);
            for i in (0..prim.arity).filter(|i| !is_exponent(prim, *i)) {
                let found = slope(|h| {
                    let mut moved = point.clone();
                    moved[i] += h;
                    scalar(prim, &moved).expect("a real number")
                });
                close(&format!("{}({point:?}), {i}", prim.name), &[stated[i]], &[found]);
            }
        }
    }
}

#[test]
fn steps_are_flat() {
    for prim in table().filter(|prim| matches!(prim.derivative, Derivative::Zero)) {
        if prim == prims::CONSTANT {
            continue;
        }
        for point in samples(prim) {
            let found = slope(|h| {
                let mut moved = point.clone();
                moved[0] += h;
                scalar(prim, &moved).expect("a real number")
            });
            assert_eq!(found, 0.0, "{}({point:?})", prim.name);
        }
    }
}

fn branches(e: &E) -> bool {
    match e {
        E::Select(..) => true,
        E::Even(branching, even) => branches(branching) || branches(even),
        E::Op(_, parts) => parts.iter().any(branches),
        E::Arg(_) | E::Out | E::Num(_) | E::Int(_) => false,
    }
}

#[test]
fn conventions_are_noted() {
    for prim in table() {
        let conventional = match prim.derivative {
            Derivative::Partials(partials) => partials().iter().any(branches),
            Derivative::Zero => true,
            Derivative::Linear(_) | Derivative::Inactive => false,
        };
        assert!(!conventional || !prim.note.is_empty(), "`{}` needs a note", prim.name);
    }
}

#[test]
fn conventions_hold() {
    let (inf, nan) = (f64::INFINITY, f64::NAN);
    let expected: &[(Prim, &[f64], &[f64])] = &[
        (prims::ABS, &[0.0], &[0.0]),
        (prims::ABS, &[-0.0], &[0.0]),
        (prims::MAX, &[2.0, 2.0], &[0.5, 0.5]),
        (prims::MIN, &[2.0, 2.0], &[0.5, 0.5]),
        (prims::MAX, &[nan, 2.0], &[0.0, 1.0]),
        (prims::MAX, &[2.0, nan], &[1.0, 0.0]),
        (prims::MIN, &[nan, 2.0], &[0.0, 1.0]),
        (prims::CLAMP, &[-1.0, -1.0, 1.0], &[1.0, 0.0, 0.0]),
        (prims::CLAMP, &[1.0, -1.0, 1.0], &[1.0, 0.0, 0.0]),
        (prims::CLAMP, &[1.5, -1.0, 1.0], &[0.0, 0.0, 1.0]),
        (prims::SQRT, &[0.0], &[inf]),
        (prims::CBRT, &[0.0], &[inf]),
        (prims::LN, &[0.0], &[inf]),
        (prims::POWI, &[0.0, 0.0], &[0.0, 0.0]),
        (prims::POWI, &[0.0, 1.0], &[1.0, 0.0]),
        (prims::POWI, &[0.0, 2.0], &[0.0, 0.0]),
        (prims::POWI, &[2.0, -1.0], &[-0.25, 0.0]),
        (prims::POWF, &[0.0, 1.0], &[1.0, 0.0]),
        (prims::POWF, &[0.0, 2.5], &[0.0, 0.0]),
        (prims::POWF, &[-2.0, 2.0], &[-4.0, nan]),
        (prims::HYPOT, &[0.0, 0.0], &[0.0, 0.0]),
        (prims::TANH, &[400.0], &[0.0]),
        (prims::FRACT, &[2.0], &[1.0]),
        (prims::REM, &[-7.5, 2.0], &[1.0, 3.0]),
        (prims::COPYSIGN, &[0.0, -1.0], &[0.0, 0.0]),
    ];
    for (prim, point, expected) in expected {
        let stated = partials(*prim, point);
        let same = |(a, b): (&f64, &f64)| a == b || (a.is_nan() && b.is_nan());
        assert!(
            stated.iter().zip(*expected).all(same),
            "{}({point:?}): {stated:?}, expected {expected:?}",
            prim.name
        );
    }
    assert_eq!(partials(prims::POWF, &[0.0, 0.0])[0], 0.0);
}

/// A row applied to parameters of these kinds.
fn function(prim: Prim, kinds: &[&str]) -> (Function, Vars) {
    let params: Vec<String> =
        kinds.iter().enumerate().map(|(i, kind)| format!("a%{i}: {kind}")).collect();
    let (mut function, mut vars) = parse(&format!("fn row({}) {{\nreturn\n}}", params.join(", ")));
    let args: Vec<_> = function.params.iter().map(|param| param.var).collect();
    let mut builder = Builder::derived(&mut vars, proc_macro2::Span::call_site());
    let out = match prim.shape {
        Shape::Given(given) => {
            let kind = result(given, builder.vars.kind(args[0]));
            builder.push(kind, Op::Prim(prim, args))
        }
        _ => builder.prim(prim, &args),
    };
    function.body.stmts = builder.stmts;
    function.body.results = vec![out];
    function.outputs = 1;
    (function, vars)
}

/// A kind that the result may have.
fn result(given: Given, argument: &Kind) -> Kind {
    let num = argument.innermost_num().cloned().unwrap_or(Num::F64);
    let view = false;
    match given {
        Given::Number => argument.clone(),
        Given::Repeated => Kind::Vec(Box::new(argument.clone())),
        Given::Array => Kind::Nd { num, rank: Rank::VECTOR, view },
        Given::Sequence => Kind::Vec(Box::new(Kind::Real(num))),
        Given::Rank => Kind::Nd { num, rank: Rank::Dynamic, view },
    }
}

/// Kinds and values that a row may be applied to.
type Case = (Vec<&'static str>, Vec<Value>);

fn vector(n: usize) -> Value {
    Value::Nd(Nd::new(&[n], &weights(n)))
}

fn matrix(n: usize, m: usize) -> Value {
    Value::Nd(Nd::new(&[n, m], &weights(n * m)))
}

const A1: &str = "&Array1<f64>";
const A2: &str = "&Array2<f64>";

/// What the transposes of array operations are tried on.
fn array_cases(prim: Prim) -> Vec<Case> {
    let axes = || [0usize, 1].map(Value::from);
    let along = |axis: Value| (vec![A2, "usize"], vec![matrix(2, 3), axis]);
    let dim = |shape: &[usize]| Value::Dim(shape.to_vec());
    match prim.name {
        "dot" => vec![
            (vec![A1, A1], vec![vector(3), vector(3)]),
            (vec![A2, A1], vec![matrix(2, 3), vector(3)]),
            (vec![A1, A2], vec![vector(2), matrix(2, 3)]),
            (vec![A2, A2], vec![matrix(2, 3), matrix(3, 4)]),
        ],
        "outer" => vec![(vec![A1, A1], vec![vector(2), vector(3)])],
        "t" | "sum" | "mean" | "to_owned" => vec![(vec![A2], vec![matrix(2, 3)])],
        "filled" => vec![(vec!["f64", "usize"], vec![Value::Real(0.7), Value::from(3usize)])],
        "sum_axis" | "mean_axis" => axes().map(along).to_vec(),
        "full" => vec![(vec!["f64", "Dim2<f64>"], vec![Value::Real(0.7), dim(&[2, 3])])],
        "repeat" => axes()
            .into_iter()
            .zip([3, 2])
            .map(|(axis, n)| (vec![A1, "Dim2<f64>", "usize"], vec![vector(n), dim(&[2, 3]), axis]))
            .collect(),
        "unbroadcast" => vec![(vec![A2, "Dim1<f64>"], vec![matrix(2, 3), dim(&[3])])],
        "into_shape" => {
            vec![(vec![A2, "Dim2<f64>"], vec![matrix(2, 3), dim(&[3, 2])])]
        }
        "broadcast" => vec![(vec![A1, "Dim2<f64>"], vec![vector(3), dim(&[2, 3])])],
        "product" | "products_of_others" => vec![(vec![A2], vec![matrix(2, 3)])],
        "concatenate" => vec![
            (vec![A2, A2, "usize"], vec![matrix(2, 3), matrix(1, 3), 0usize.into()]),
            (vec![A2, A2, "usize"], vec![matrix(2, 3), matrix(2, 2), 1usize.into()]),
        ],
        "stack" => vec![
            (vec![A1, A1, "usize"], vec![vector(3), vector(3), 0usize.into()]),
            (vec![A2, A2, "usize"], vec![matrix(2, 3), matrix(2, 3), 2usize.into()]),
        ],
        "from_sequence" => vec![(vec!["&[f64]"], vec![[0.7, 0.3].into()])],
        "to_sequence" | "set_rank" => vec![(vec![A1], vec![vector(3)])],
        "cast" => vec![(vec!["f64"], vec![Value::Real(0.7)])],
        "given" => [true, false]
            .map(|holds| (vec!["f64", "bool"], vec![Value::Real(0.7), Value::Bool(holds)]))
            .to_vec(),
        name => panic!("say what the transpose of `{name}` is to be tried on"),
    }
}

fn scalar_cases(prim: Prim) -> Vec<Case> {
    let kind = |i| if is_exponent(prim, i) { "i32" } else { "f64" };
    let value = |(i, x): (usize, &f64)| match is_exponent(prim, i) {
        true => Value::Int(*x as i64),
        false => Value::Real(*x),
    };
    let point = |point: &Vec<f64>| point.iter().enumerate().map(value).collect();
    let kinds: Vec<_> = (0..prim.arity).map(kind).collect();
    let mut cases: Vec<Case> =
        samples(prim).iter().step_by(3).map(|sample| (kinds.clone(), point(sample))).collect();
    if prim.shape == Shape::Elementwise && prim.arity == 2 {
        cases.extend([
            (vec![A2, A1], vec![matrix(2, 3), vector(3)]),
            (vec![A1, A2], vec![vector(3), matrix(1, 3)]),
            (vec!["f64", A2], vec![Value::Real(1.3), matrix(2, 3)]),
            (vec![A1, "f64"], vec![vector(3), Value::Real(1.3)]),
        ]);
    }
    cases
}

/// Whether the tangent of the cotangents is known: not of what is a second derivative itself.
fn has_third(prim: Prim) -> bool {
    !matches!(prim.derivative, Derivative::Linear(Linear::Others))
}

/// `⟨ȳ, Jẋ⟩ = ⟨Jᵀȳ, ẋ⟩`, with the left side by differences.
fn transposed(prim: Prim, (kinds, args): Case) {
    let (function, mut vars) = function(prim, &kinds);
    let pair = reversed(&function, &mut vars);
    let f = |args: &[Value]| interpret(&function, &vars, args, &[], &callees()).remove(0);
    let out = f(&args);
    let seed = out.with_reals(&mut weights(out.reals().len()).into_iter());
    let bars = pulled_back(&pair, &vars, &args, &seed).concat();
    let directions: Vec<f64> = weights(bars.len()).iter().map(|w| 1.4 - w).collect();
    let along = slope(|h| {
        let mut steps = directions.iter();
        let moved: Vec<Value> = args
            .iter()
            .map(|arg| {
                let mut next = arg.reals().into_iter().zip(steps.by_ref()).map(|(x, d)| x + h * d);
                arg.with_reals(&mut next)
            })
            .collect();
        inner(&f(&moved).reals(), &seed.reals())
    });
    close(&format!("{}{kinds:?}", prim.name), &[inner(&bars, &directions)], &[along]);
    let halves = usize::from(has_third(prim));
    let levels = pushed(&function, &pair, Pushes { primal: 1, halves, lanes: false }, &mut vars);
    let what = format!("{}{kinds:?}", prim.name);
    if halves > 0 {
        second(&Point { name: &what, args: &args, output: &out }, &function, &pair, &levels, &vars);
    }
    let mut steps = directions.iter().copied();
    let dots = args.iter().filter(|arg| !arg.reals().is_empty());
    let dots: Vec<Value> = dots.map(|arg| arg.with_reals(&mut steps)).collect();
    let results =
        interpret(&levels.primal[0].function, &vars, &[args, dots].concat(), &[], &callees());
    let dot = inner(&results[1].reals(), &seed.reals());
    close(&format!("jvp of {}{kinds:?}", prim.name), &[dot], &[along]);
}

#[test]
fn the_reverse_pass_is_the_transpose() {
    for prim in table() {
        let cases = match prim.derivative {
            Derivative::Partials(_) => scalar_cases(prim),
            // It is the tangent of one, and has none itself.
            Derivative::Linear(Linear::OthersDot) => continue,
            Derivative::Linear(_) => array_cases(prim),
            Derivative::Zero | Derivative::Inactive => continue,
        };
        cases.into_iter().for_each(|case| transposed(prim, case));
    }
}

#[test]
fn kinds_of_results() {
    let f64s = |rank| Kind::Nd { num: Num::F64, rank: Rank::Fixed(rank), view: false };
    let rank = |prim: Prim, ranks: &[usize]| {
        let kinds: Vec<Kind> = ranks.iter().map(|rank| f64s(*rank)).collect();
        match prim.kind(&kinds.iter().collect::<Vec<_>>()).rank() {
            Some(Rank::Fixed(rank)) => Some(rank),
            Some(Rank::Dynamic) | None => None,
        }
    };
    assert_eq!(rank(prims::DOT, &[1, 1]), Some(0));
    assert_eq!(rank(prims::DOT, &[2, 1]), Some(1));
    assert_eq!(rank(prims::DOT, &[2, 2]), Some(2));
    assert_eq!(rank(prims::ADD, &[1, 2]), Some(2));
    assert_eq!(rank(prims::SUM_AXIS, &[1]), Some(0));
    assert_eq!(rank(prims::OUTER, &[1, 1]), Some(2));
}

#[test]
fn parameters_by_reference_have_shadows() {
    let (function, mut vars) = function(prims::SUM, &[A2]);
    let pair = reversed(&function, &mut vars);
    assert_eq!(pair.shadows.len(), 1);
    assert_eq!(pair.backward.params.last().map(|param| param.passing), Some(Passing::Mut));
}
