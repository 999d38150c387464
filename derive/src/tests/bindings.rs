//! Each form of binding by each form of place by each use: a program that goes through a reference
//! computes what the same program computes that names the place, with the same derivative; or it is
//! refused, and listed here. `tests/tests/bindings` compiles and runs programs of the same forms.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::corpus::pulled_back;
use super::differences::close;
use super::pipeline::{callees, lowered, reversed, signatures, simplified};
use crate::diagnostics::{BORROW, BRANCHES, Diagnostics, Entry, FUNCTION_UNKNOWN};
use crate::front::{Options, lower};
use crate::ir::interpret::{Nd, Value, interpret};

/// A place: how the program begins, how it names the place, and what it yields.
struct Place {
    name: &'static str,
    setup: &'static str,
    place: &'static str,
    result: &'static str,
    /// Whether the interpreter knows everything in it.
    interpreted: bool,
}

const fn place(
    name: &'static str,
    setup: &'static str,
    place: &'static str,
    result: &'static str,
) -> Place {
    Place { name, setup, place, result, interpreted: true }
}

/// A form of binding: its name, the statements that bind and use, and those that name the place.
type Form = (&'static str, &'static str, &'static str);

/// A use: its name, through the reference, and directly.
type Use = (&'static str, &'static str, &'static str);

/// Places of a number.
const NUMBERS: &[Place] = &[
    place("local", "let mut a = x;", "a", "a * y"),
    place("field of a tuple", "let mut t = (x, y);", "t.1", "t.0 * t.1"),
    place("nested field", "let mut t = ((x, y), 2.0);", "(t.0).1", "(t.0).0 * (t.0).1 + t.1"),
    place("element of an array", "let mut a = [x, y, 1.0];", "a[1]", "a[0] * a[1]"),
    place("element of a vector", "let mut v = vec![x, y];", "v[0]", "v[0] * v[1]"),
    place(
        "element of a vector in a vector",
        "let mut m = vec![vec![x, y], vec![y, x]];",
        "m[1][0]",
        "m[0][0] * m[1][0]",
    ),
    place("reference", "let mut p0 = x * 0.5; let p = &mut p0;", "*p", "*p * x"),
    place(
        "element behind a reference",
        "let mut q0 = [x, y, 0.5]; let q = &mut q0[..];",
        "q[1]",
        "q[0] * q[1]",
    ),
    place(
        "element of a part",
        "let mut q0 = [x, y, 0.5]; let q = &mut q0[..]; let w = &mut q[1..];",
        "w[0]",
        "q[0] * q[1]",
    ),
    Place {
        interpreted: false,
        ..place("field of a struct", "let mut s = Pair { a: x, b: y };", "s.b", "s.a * s.b")
    },
    Place {
        interpreted: false,
        ..place("field of an element", "let mut s = [Pair { a: x, b: y }];", "s[0].a", "s[0].a")
    },
    Place {
        interpreted: false,
        ..place(
            "field behind a reference",
            "let mut s0 = Pair { a: x, b: y }; let this = &mut s0;",
            "this.b",
            "this.a * this.b",
        )
    },
    place("element of a matrix", "let mut n = k.clone();", "n[[1, 0]]", "n[[1, 0]] * n[[0, 0]]"),
    place(
        "element of a row",
        "let mut n = k.clone(); let mut w = n.row_mut(1);",
        "w[0]",
        "n[[1, 0]] * n[[0, 0]]",
    ),
];

/// Ways to bind `r` to a number.
const FORMS: &[Form] = &[
    ("let", "let r = &mut PLACE; USE", "USE"),
    ("let with a type", "let r: &mut f64 = &mut PLACE; USE", "USE"),
    ("ref mut", "let ref mut r = PLACE; USE", "USE"),
    ("again", "let q1 = &mut PLACE; let r = &mut *q1; USE", "USE"),
    ("moved", "let q1 = &mut PLACE; let r = q1; USE", "USE"),
    ("tuple", "let (r, _) = (&mut PLACE, x); USE", "USE"),
    ("tuple kept", "let pair = (&mut PLACE, x); let r = pair.0; USE", "USE"),
    ("array", "let [r] = [&mut PLACE]; USE", "USE"),
    ("array kept", "let list = vec![&mut PLACE]; for r in list { USE }", "USE"),
    (
        "array by reference",
        "let mut list = [&mut PLACE]; for r in list.iter_mut() { let r = &mut **r; USE }",
        "USE",
    ),
    ("listed", "for r in [&mut PLACE] { USE }", "USE"),
    ("listed by reference", "for r in [&mut PLACE].iter_mut() { let r = &mut **r; USE }", "USE"),
    ("listed and counted", "for (_, r) in [&mut PLACE].into_iter().enumerate() { USE }", "USE"),
    ("once", "std::iter::once(&mut PLACE).for_each(|r| { USE });", "USE"),
    ("closure", "let c = |r: &mut f64| { USE }; c(&mut PLACE);", "USE"),
    ("closure that captures", "let mut c = || { let r = &mut PLACE; USE }; c();", "USE"),
    ("closure that yields", "let mut c = || &mut PLACE; let r = c(); USE", "USE"),
    (
        "function",
        "fn g(r: &mut f64, x: f64, y: f64) -> f64 { let mut z0 = 0.0; USE z0 } z0 += g(&mut PLACE, x, y);",
        "USE",
    ),
    ("block", "let r = { let r = &mut PLACE; r }; USE", "USE"),
    ("match", "match &mut PLACE { r => { USE } }", "USE"),
    ("match with ref mut", "match PLACE { ref mut r => { USE } }", "USE"),
    ("match of a tuple", "match (1, &mut PLACE) { (0, _) => {} (_, r) => { USE } }", "USE"),
    ("if let", "if let (r, 1) = (&mut PLACE, 1) { USE }", "USE"),
    ("let else", "let (r, 1) = (&mut PLACE, 1) else { return 0.0 }; USE", "USE"),
    ("loop", "for _ in 0..2 { let r = &mut PLACE; USE }", "USE USE"),
    ("while", "let mut i = 0; while i < 2 { i += 1; let r = &mut PLACE; USE }", "USE USE"),
    ("loop around", "let r = &mut PLACE; for _ in 0..2 { USE }", "USE USE"),
    (
        "branch",
        "if x > 0.0 { let r = &mut PLACE; USE } else { let r = &mut PLACE; *r = 0.0; }",
        "USE",
    ),
    ("branch around", "let r = &mut PLACE; if x > 0.0 { USE } else { *r = x; }", "USE"),
    (
        "chosen by a branch",
        "let mut z = 0.0; let r = if x > 0.0 { &mut PLACE } else { &mut z }; USE",
        "USE",
    ),
    ("chosen by an index", "let list = [&mut PLACE]; let i = 0; let r = list[i]; USE", "USE"),
    ("redirected", "let mut z = x; let mut r = &mut z; r = &mut PLACE; USE", "USE"),
    (
        "collected",
        "let list: Vec<_> = std::iter::once(&mut PLACE).collect(); for r in list { USE }",
        "USE",
    ),
];

/// What is done with `*r`.
const USES: &[Use] = &[
    ("read", "z0 += *r * x;", "z0 += PLACE * x;"),
    ("assigned", "*r = *r * *r + y;", "PLACE = PLACE * PLACE + y;"),
    ("compound", "*r *= y; *r -= x;", "PLACE *= y; PLACE -= x;"),
    ("handed on", "bump(r, y); bump(&mut *r, x);", "PLACE += y * y; PLACE += x * x;"),
];

/// What has no answer yet, whatever the place.
const REFUSED: &[&str] = &["chosen by a branch", "chosen by an index", "redirected", "collected"];

/// Places of two numbers.
const PAIRS: &[Place] = &[
    place("tuple", "let mut t = (x, y);", "t", "t.0 * t.1"),
    place("nested tuple", "let mut t = (1.0, (x, y));", "t.1", "(t.1).0 * (t.1).1"),
    place("element", "let mut v = [(x, y), (y, x)];", "v[1]", "v[0].0 * v[1].0 + v[1].1"),
    place(
        "element of a vector",
        "let mut v = vec![(x, y); 2];",
        "v[1]",
        "v[0].0 * v[1].0 + v[1].1",
    ),
    place("reference", "let mut t = (y, x); let pair = &mut t;", "*pair", "pair.0 * pair.1"),
    place(
        "element behind a reference",
        "let mut t = [(x, 0.5), (y, x)]; let pairs = &mut t[..];",
        "pairs[0]",
        "pairs[0].0 * pairs[0].1",
    ),
    place(
        "element of a part",
        "let mut t = [(x, 0.5), (y, x)]; let pairs = &mut t[..]; let w = &mut pairs[1..];",
        "w[0]",
        "pairs[1].0 * pairs[1].1",
    ),
];

/// Ways to bind `a` and `b` to its parts.
const TAKEN_APART: &[Form] = &[
    ("let", "let (a, b) = &mut PLACE; USE", "USE"),
    ("through a reference", "let r = &mut PLACE; let (a, b) = r; USE", "USE"),
    ("ref mut", "let (ref mut a, ref mut b) = PLACE; USE", "USE"),
    ("ref mut behind &mut", "let &mut (ref mut a, ref mut b) = &mut PLACE; USE", "USE"),
    (
        "one by one",
        "let (a, _) = &mut PLACE; *a *= x; let (.., b) = &mut PLACE; *b += 1.0; let (a, b) = &mut PLACE; USE",
        "(PLACE).0 *= x; (PLACE).1 += 1.0; USE",
    ),
    ("nested", "let ((a, b), _) = (&mut PLACE, 1); USE", "USE"),
    ("if let that always fits", "if let (a, b) = &mut PLACE { USE }", "USE"),
    ("let else", "let ((a, b), 1) = (&mut PLACE, 1) else { return 0.0 }; USE", "USE"),
    ("match", "match &mut PLACE { (a, b) if *a > 9.0 => { *b = *a; } (a, b) => { USE } }", "USE"),
    ("match with ref mut", "match PLACE { (ref mut a, ref mut b) => { USE } }", "USE"),
    ("listed", "for (a, b) in [&mut PLACE] { USE }", "USE"),
    ("part of a sequence", "for (a, b) in std::slice::from_mut(&mut PLACE) { USE }", "USE"),
    ("closure", "let c = |(a, b): &mut (f64, f64)| { USE }; c(&mut PLACE);", "USE"),
    ("closure of each", "[&mut PLACE].into_iter().for_each(|(a, b)| { USE });", "USE"),
    (
        "function",
        "fn g((a, b): &mut (f64, f64), x: f64, y: f64) -> f64 { let mut z0 = 0.0; USE z0 } z0 += g(&mut PLACE, x, y);",
        "USE",
    ),
    ("loop", "for _ in 0..2 { let (a, b) = &mut PLACE; USE }", "USE USE"),
    ("branch", "if y > 0.0 { let (a, b) = &mut PLACE; USE }", "USE"),
    (
        "copies",
        "let (mut a0, mut b0) = PLACE; let (a, b) = (&mut a0, &mut b0); USE PLACE = (a0, b0);",
        "USE",
    ),
    (
        "copies behind &mut",
        "let &mut (mut a0, b0) = &mut PLACE; a0 *= b0; (PLACE).0 = a0; let (a, b) = &mut PLACE; USE",
        "(PLACE).0 = (PLACE).0 * (PLACE).1; USE",
    ),
];

const PAIR_USES: &[Use] = &[
    ("read", "z0 += *a * *b * x;", "z0 += (PLACE).0 * (PLACE).1 * x;"),
    (
        "assigned",
        "*a = *b * x; *b = *a * *a;",
        "(PLACE).0 = (PLACE).1 * x; (PLACE).1 = (PLACE).0 * (PLACE).0;",
    ),
    ("compound", "*a *= *b; *b -= *a * y;", "(PLACE).0 *= (PLACE).1; (PLACE).1 -= (PLACE).0 * y;"),
    (
        "handed on",
        "bump(a, *b); bump(&mut *b, x);",
        "(PLACE).0 += (PLACE).1 * (PLACE).1; (PLACE).1 += x * x;",
    ),
];

const PAIR_REFUSED: &[&str] = &["part of a sequence"];

/// Forms with conditions in Rust's words, which the interpreter does not know.
const COMPILED: &[&str] = &["if let", "let else", "match of a tuple"];

/// Why a program may be refused.
const REASONS: [&Entry; 3] = [BORROW, BRANCHES, FUNCTION_UNKNOWN];

/// A program around some statements.
fn program(place: &Place, statements: &str) -> String {
    let (setup, result) = (place.setup, place.result);
    format!(
        "fn f(x: f64, y: f64, k: &Array2<f64>) -> f64 {{
            fn bump(r: &mut f64, k: f64) {{ *r += k * k; }}
            {setup} let mut z0 = 0.0; {statements} {result} + z0 }}"
    )
    .replace("PLACE", place.place)
}

fn arguments() -> Vec<Value> {
    let matrix = Nd { shape: vec![2, 2], data: vec![0.5, 0.25, -0.75, 1.125] };
    vec![Value::Real(1.5), Value::Real(0.75), Value::Nd(matrix)]
}

/// What a program computes, and its cotangents.
fn computed(source: &str) -> (f64, Vec<Vec<f64>>) {
    let primal = lowered(source);
    let args = arguments();
    let results = interpret(&primal.function, &primal.vars, &args, &[], &callees());
    let value = results[0].real();
    let mut vars = primal.vars.clone();
    let mut pair = reversed(&primal.function, &mut vars);
    simplified(&mut pair, &mut vars);
    (value, pulled_back(&pair, &vars, &args, &Value::Real(1.0)))
}

/// Whether a program is taken; a refused one must say why, once.
fn taken(source: &str) -> Result<bool, String> {
    let item = syn::parse_str(source).map_err(|error| format!("{error} in {source}"))?;
    let known = signatures(&[("Pair", "struct Pair { a: f64, b: f64 }")]);
    let mut diagnostics = Diagnostics::default();
    let done = lower(&item, &Options::default(), &known, &mut diagnostics);
    let messages = diagnostics.messages();
    match (done, messages.as_slice()) {
        (Ok(_), []) => Ok(true),
        (_, [message]) if REASONS.iter().any(|entry| message.contains(entry.message)) => Ok(false),
        _ => Err(format!("{messages:?}")),
    }
}

/// Why a cell is neither right nor refused as listed.
fn cell(place: &Place, form: &Form, used: &Use, refused: bool) -> Result<(), String> {
    let through = program(place, &form.1.replace("USE", used.1));
    if taken(&through)? == refused {
        return Err(format!("refused: {}", !refused));
    }
    if refused || !place.interpreted || COMPILED.contains(&form.0) {
        return Ok(());
    }
    let direct = program(place, &form.2.replace("USE", used.2));
    let ((value, bars), (expected, expected_bars)) = (computed(&through), computed(&direct));
    close("the value", &[value], &[expected]);
    bars.iter().zip(&expected_bars).for_each(|(bar, expected)| close("a cotangent", bar, expected));
    match bars.len() == expected_bars.len() {
        true => Ok(()),
        false => Err("another number of cotangents".to_owned()),
    }
}

fn table(places: &[Place], forms: &[Form], uses: &[Use], refused: &[&str]) {
    let mut failed = Vec::new();
    for (place, form, used) in places.iter().flat_map(|place| {
        forms.iter().flat_map(move |form| uses.iter().map(move |used| (place, form, used)))
    }) {
        let run = || cell(place, form, used, refused.contains(&form.0));
        let outcome = catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|panic| {
            let said = panic.downcast_ref::<String>().map(String::as_str);
            Err(said.unwrap_or("panicked").to_owned())
        });
        if let Err(why) = outcome {
            failed.push(format!("{} by {}, {}: {why}", form.0, place.name, used.0));
        }
    }
    assert!(failed.is_empty(), "{} cells:\n{}", failed.len(), failed.join("\n"));
}

#[test]
fn every_reference_to_a_number_leads_to_it() {
    table(NUMBERS, FORMS, USES, REFUSED);
}

#[test]
fn every_pattern_binds_the_parts_of_a_place() {
    table(PAIRS, TAKEN_APART, PAIR_USES, PAIR_REFUSED);
}
