//! Every message of the catalogue is given to someone.

use std::collections::BTreeSet;

use super::pipeline::signatures;
use crate::compile::compile;
use crate::diagnostics::{Diagnostics, INTERNAL, catalogue};
use crate::front::Options;
use crate::ir::{parse, verify};

/// Reported where no function has been read yet: by the derive, by `signature!`, for items, and in
/// the exchange of signatures.
const ELSEWHERE: &[&str] = &[
    "BOUND_METHOD",
    "BOUND_OPTIONS",
    "BOUND_SKIPPED",
    "DERIVE",
    "FIELD",
    "STANDARD_NAME",
    "NESTED",
    "SIGNATURE",
    "ITEM",
    "NAMED_TWICE",
    "TRAIT_IMPL",
    "HIDDEN_OUTPUT",
    "BLOCK_OPTION",
    "PRIMITIVE",
    "HYGIENE",
    "IMPORT",
    "INTERNAL",
];

/// Callees that the sources below may use.
const KNOWN: &[(&str, &str)] = &[
    ("g", "fn g(x: f64, #[constant] k: f64) -> f64"),
    ("pushed", "#[pushes(1, 0)] fn pushed(x: f64) -> f64"),
    ("scaled", "fn scaled(x: f64, y: &mut f64) -> f64"),
    ("changes", "fn changes(x: f64, y: &mut f64) -> Option<f64>"),
    ("doubled", "fn doubled(x: &mut [f64]) -> f64"),
    ("first", "#[pushes(1, 0)] fn first(x: &[f64]) -> f64"),
    ("sized", "fn sized<const N: usize>(x: f64) -> f64"),
    ("Spring", "struct Spring { rest: f64, #[constant] unit: f64 }"),
    ("View", "struct View<'a> { x: &'a [f64] }"),
    ("at", "#[body = \"at\"] fn at(f: impl Fn(f64) -> f64, x: f64) -> f64 { f(x) }"),
    (
        "again",
        "#[body = \"again\"] fn again(f: impl Fn(f64) -> f64, x: f64) -> f64 { again(f, x) }",
    ),
    (
        "four",
        "#[body = \"four\"] fn four(f: impl Fn(f64) -> f64, x: f64) -> f64 { f(x) + f(x) + f(x) + f(x) }",
    ),
];

/// What each mistake looks like: the options, and the function.
const MISTAKES: &[(&str, &str, &str)] = &[
    ("PARAMETER_PATTERN", "", "fn f(pair!(a): f64) -> f64 { 1.0 }"),
    ("METHOD", "", "fn f(self, x: f64) -> f64 { x }"),
    ("FUNCTION_QUALIFIER", "", "async fn f(x: f64) -> f64 { x }"),
    ("GENERICS", "", "fn f<T>(x: T) -> T { x }"),
    ("OBJECT", "", "fn f(p: &dyn Potential, x: f64) -> f64 { x }"),
    ("TYPE", "", "fn f(x: &dyn Fn(f64) -> f64) -> f64 { 1.0 }"),
    (
        "BORROW",
        "",
        "fn f(x: [f64; 2]) -> f64 { let mut a = x; let mut r = &mut a[0]; r = &mut a[1]; *r }",
    ),
    ("CIRCLE", "", "fn f(x: f64) -> f64 { again(|x| x * x, x) }"),
    ("FUNCTION_ARGUMENT", "", "fn f(x: f64, #[constant] g: fn(f64) -> f64) -> f64 { at(g, x) }"),
    (
        "GROWTH",
        "",
        "fn f(x: f64) -> f64 { four(|x| four(|x| four(|x| four(|x| four(|x| four(|x| x, x), x), x), x), x), x) }",
    ),
    ("NO_OUTPUT", "", "fn f(x: f64) { }"),
    ("BORROWED_OUTPUT", "", "fn f(x: &[f64]) -> &[f64] { x }"),
    ("BORROWING", "", "fn f(x: &[f64]) -> f64 { let v = View { x }; v.x[0] }"),
    ("NO_ACTIVE_PARAMETER", "", "fn f(n: usize) -> f64 { 1.0 }"),
    ("OPTION", "fast", "fn f(x: f64) -> f64 { x }"),
    ("NO_JVP", "jvp", "fn f(x: f64) -> f64 { g(x, 1.0) }"),
    ("NO_HVP", "hessian", "fn f(x: f64) -> f64 { pushed(x) }"),
    ("JACOBIAN", "jacobian", "fn f(x: &[(f64, usize)]) -> f64 { x[0].0 }"),
    ("LANES", "lanes", "fn f(x: f64, y: f64) -> f64 { g(x, y) }"),
    (
        "HALVES",
        "",
        "fn f(x: f64) -> f64 {
            let mut y = [x]; let (v, kept) = doubled::forward(&mut y); doubled::backward(&kept, v, &mut y); x
        }",
    ),
    (
        "RESIDUALS",
        "",
        "fn f(x: f64) -> f64 { let (v, kept) = pushed::forward(x); pushed::backward(2.0 * x, &kept, v) }",
    ),
    ("RULE", "derivative = slopes", "fn f(x: f64) -> [f64; 2] { [x, x] }"),
    ("RULE_SECOND", "derivative = g, hessian", "fn f(x: f64) -> f64 { x }"),
    // As the exchange writes it.
    ("RULE_PARTIALS", "derivative = first, hessian", "fn f(x: &[f64]) -> f64 { first(x); f(x) }"),
    ("THIRD_DERIVATIVE", "order = 3", "fn f(x: &Array1<f64>) -> f64 { x.product() }"),
    ("WRT", "wrt(y)", "fn f(x: f64) -> f64 { x }"),
    (
        "GRAPH",
        "graph",
        "fn f(x: f64, n: usize) -> f64 { let mut s = x; for _ in 0..n { s *= x; } s }",
    ),
    ("CONSTRUCT", "", "fn f(x: f64) -> f64 { async { x }; x }"),
    ("MACRO", "", "fn f(x: f64) -> f64 { include!(\"x\"); x }"),
    ("ATTRIBUTE", "", "fn f(x: f64) -> f64 { #[cfg(test)] let x = 2.0 * x; x }"),
    (
        "EFFECT",
        "",
        "fn f(x: f64) -> f64 { let mut s = String::new(); s.push('a'); x * s.len() as f64 }",
    ),
    ("GROWS", "", "fn f(x: f64) -> f64 { let mut v = vec![x]; v.splice(..0, [x]); v[0] * v[1] }"),
    ("CAUGHT", "", "fn f(x: f64) -> f64 { let mut y = x; let z = changes(x, &mut y).unwrap_or(x); y * z }"),
    ("TRY", "", "fn f(x: f64, #[constant] o: Option<f64>) -> f64 { x * o? }"),
    ("METHOD_UNKNOWN", "", "fn f(x: f64) -> f64 { x.gamma() }"),
    ("FUNCTION_UNKNOWN", "", "fn f(x: f64, t: (f64,)) -> f64 { (t.0)(x) }"),
    ("GENERIC_ARGUMENT", "", "fn f(x: f64) -> f64 { sized(x) }"),
    ("ARGUMENTS", "", "fn f(x: f64) -> f64 { g(x) }"),
    ("CONSTANT_ARGUMENT", "", "fn f(x: f64) -> f64 { g(x, x) }"),
    ("BORROWED_OUTPUT", "", "fn f(x: &[f64]) -> &[f64] { x }"),
    ("BORROWING", "", "fn f(w: &[f64]) -> f64 { let v = View { x: w }; v.x[0] }"),
    ("CONSTANT_FIELD", "", "fn f(s: &Spring, x: f64) -> f64 { Spring { rest: x, unit: x }.unit }"),
    (
        "CONSTANT_FIELD",
        "",
        "fn f(s: &Spring, x: f64) -> f64 { let mut s = s.clone(); scaled(x, &mut s.unit) }",
    ),
    ("LIFETIME", "", "fn f(v: &View<'_>) -> f64 { v.x[0] }"),
    ("KIND_UNKNOWN", "", "fn f(x: f64) -> f64 { let a = []; x }"),
    ("NO_FIELD", "", "fn f(x: f64) -> f64 { Spring { rest: x }.rest }"),
    ("NOT_INDEXED", "", "fn f(s: &Spring) -> f64 { s[0] }"),
    ("WANTED", "", "fn f(x: f64) -> f64 { if x { 1.0 } else { x } }"),
    ("NOT_MUT", "", "fn f(x: f64) -> f64 { let y = x; for _ in 0..3 { y += x; } y }"),
    ("KIND_MISMATCH", "", "fn f(x: f64, y: f32) -> f64 { x + y }"),
    ("RANK_ZERO", "", "fn f(a: &Array1<f64>) -> f64 { a.index_axis(Axis(0), 1).sum() }"),
    ("SLICE", "", "fn f(a: &Array1<f64>, x: f64) -> f64 { a.slice(s![x..]).sum() }"),
    (
        "SHAPE",
        "",
        "fn f(a: &Array1<f64>, x: f64) -> f64 { a.into_shape_with_order(Shape(x)).unwrap().sum() }",
    ),
    ("AXIS", "", "fn f(a: &Array2<f64>, k: usize) -> f64 { a.index_axis(k, 1).sum() }"),
    (
        "ELEMENTWISE",
        "",
        "fn f(a: &Array1<f64>) -> f64 {
            let mut s = 0.0;
            let b = a.mapv(|x| { s += x; x });
            s + b.sum()
        }",
    ),
    ("ZIP", "", "fn f(a: &Array1<f64>) -> f64 { Zip::indexed(a).map_collect(|i, x| x).sum() }"),
    ("NAME_UNKNOWN", "", "fn f(x: f64) -> f64 { x * y }"),
    ("ASSIGNMENT", "", "fn f(x: f64) -> f64 { g(x, 1.0) = 2.0; x }"),
    ("PATTERN", "", "fn f(x: f64) -> f64 { let (a, b) = x; a }"),
    ("CLOSURE", "", "fn f(x: f64) -> f64 { let g = |y: f64| y; g(x) + solve(g) }"),
    (
        "RECURSION",
        "",
        "fn f(x: f64) -> f64 { fn g(a: f64) -> f64 { if a > 9.0 { a } else { g(a * 2.0) } } g(x) }",
    ),
    ("ITERATOR", "", "fn f(x: f64) -> f64 { for a in x { } x }"),
    (
        "COLLECT",
        "",
        "fn f(x: &[f64]) -> f64 { let y = x.iter().copied().collect::<VecDeque<f64>>(); y[0] }",
    ),
    ("OPTIONAL", "", "fn f(x: &[f64]) -> f64 { g(x.iter().last(), 1.0) }"),
    ("COMPARISON", "", "fn f(x: &[f64]) -> f64 { *x.iter().max_by(|a, b| a > b).unwrap() }"),
    ("EARLY_RETURN", "", "fn f(x: f64) -> f64 { let a = [return x; 2]; a[0] }"),
    (
        "STOPPED",
        "",
        "fn f(x: &[f64]) -> f64 {
            for a in x.iter().filter(|a| **a > 0.0).enumerate() { if a.0 > 1 { break; } }
            x[0]
        }",
    ),
    (
        "STAND_IN",
        "",
        "fn f(x: f64, m: &[f64]) -> f64 { let r = loop { if x > 0.0 { break m; } }; r[0] }",
    ),
    ("MATCH", "", "fn f(p: (f64, f64)) -> f64 { match p { (a, 1.0) | (1.0, a) => a, _ => 0.0 } }"),
    ("INTEGER_OPERAND", "", "fn f(x: f64, n: usize) -> f64 { x * n }"),
    ("STRUCT_OPERAND", "", "fn f(a: Spring, x: f64) -> f64 { let c = x * a; c.rest }"),
    ("SCAN", "", "fn f(x: &[f64]) -> f64 { x.iter().scan(0.0, step).sum() }"),
    ("ITERATOR_UNTYPED", "", "fn f(x: f64) -> f64 { let mut s = x; for w in C.windows(2) { s += w[0]; } s }"),
    ("CONSTRUCTOR", "", "fn f(x: f64) -> f64 { let v = Shape::Ring(x); x }"),
    ("OPTION_FORM", "order", "fn f(x: f64) -> f64 { x }"),
    ("OPTION_TWICE", "jvp, jvp", "fn f(x: f64) -> f64 { x }"),
    ("ORDER", "order = 0", "fn f(x: f64) -> f64 { x }"),
    ("BRANCHES", "", "fn f(x: f64) -> f64 { if x > 0.0 { (x, x) } else { x } }"),
];

/// What is said about a function.
fn said(options: &str, source: &str) -> String {
    let options: Options = match syn::parse_str(options) {
        Ok(options) => options,
        Err(error) => return error.to_string(),
    };
    let item = syn::parse_str(source).unwrap_or_else(|error| panic!("{error} in {source}"));
    let tokens = compile(&item, &options, &signatures(KNOWN), false).tokens;
    let mut said = String::new();
    literals(tokens, &mut said);
    said
}

/// The strings in an expansion: among them what `compile_error!` is given.
fn literals(tokens: proc_macro2::TokenStream, found: &mut String) {
    for token in tokens {
        match token {
            proc_macro2::TokenTree::Group(group) => literals(group.stream(), found),
            proc_macro2::TokenTree::Literal(literal) => {
                if let syn::Lit::Str(text) = syn::Lit::new(literal) {
                    found.push_str(&text.value());
                }
            }
            proc_macro2::TokenTree::Ident(_) | proc_macro2::TokenTree::Punct(_) => {}
        }
    }
}

#[test]
fn each_mistake_has_its_message() {
    for (name, options, source) in MISTAKES {
        let (_, entry) = catalogue().find(|(known, _)| known == name).expect("an entry");
        let said = said(options, source);
        // The help may be one for this case.
        for part in [entry.message, "\nhelp: "] {
            assert!(said.contains(part), "{name}: {source} gives {said:?}");
        }
    }
}

#[test]
fn each_message_has_its_mistake() {
    let tried = MISTAKES.iter().map(|(name, ..)| *name).chain(ELSEWHERE.iter().copied());
    let known = catalogue().map(|(name, _)| name);
    assert_eq!(tried.collect::<BTreeSet<_>>(), known.collect::<BTreeSet<_>>());
}

#[test]
fn a_defect_names_the_pass_and_the_function() {
    let (mut function, vars) = parse("fn f(x%0: f64) {\na%1: f64 = sin(x%0)\nreturn a%1\n}");
    function.body.stmts.clear();
    let Err(defect) = verify(&function, &vars, "dead") else { panic!("a%1 is undefined") };
    let mut diagnostics = Diagnostics::default();
    let _ = defect.report(&function.name, &mut diagnostics);
    let expected = format!(
        "{}: pass `dead` broke `f`: %1 is read undefined\nfn f(x%0: f64) {{\n    return a%1\n}}\n",
        INTERNAL.message
    );
    assert!(diagnostics.messages()[0].starts_with(&expected), "{:?}", diagnostics.messages());
    // What was refused has no derivative that could be right.
    let _ = defect.report(&function.name, &mut diagnostics);
    assert_eq!(diagnostics.count(), 1);
}
