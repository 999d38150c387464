//! The size of what is generated, and the work of making it, grow with the source and no faster.

use super::expansion;
use crate::ir::visits;

/// A function of `x`, `y` and `n` with a body.
fn function(body: &str) -> String {
    format!("fn f(x: f64, y: f64, n: usize, v: &[f64]) -> f64 {{ {body} }}")
}

/// Something many times, each with its number.
fn repeated(count: usize, one: impl Fn(usize) -> String) -> String {
    (0..count).map(one).collect()
}

/// A shape of code of so many statements.
type Shape = (&'static str, fn(usize) -> String);

/// Statements behind each other.
const FLAT: &[Shape] = &[
    ("a chain in which every step reads the one before three times", |n| {
        let steps = repeated(n, |_| "let a = a.sin() * x + a * y; ".into());
        function(&format!("let a = x; {steps} a"))
    }),
    ("statements that stand side by side", |n| {
        let lets = repeated(n, |i| format!("let a{i} = x * {i}.5 + y; b += a{i}; "));
        function(&format!("let mut b = x; {lets} b"))
    }),
    ("a long sum", |n| function(&format!("{} y", repeated(n, |i| format!("x * {i}.0 + "))))),
    ("a long product of calls", |n| function(&format!("x{}", repeated(n, |_| ".sin()".into())))),
    ("branches", |n| {
        let steps = repeated(n / 3, |i| {
            format!("if x > {i}.5 {{ a = a * y + {i}.0; }} else {{ a = a * x; }} ")
        });
        function(&format!("let mut a = x; {steps} a"))
    }),
    ("loops side by side", |n| {
        let loops = repeated(n / 3, |_| "for i in 0..v.len() { a = a * x + v[i]; } ".into());
        function(&format!("let mut a = x; {loops} a"))
    }),
    ("writes to elements", |n| {
        let writes = repeated(n, |i| format!("w[{i}] = w[{i}] * x + y; "));
        function(&format!("let mut w = v.to_vec(); {writes} w[0]"))
    }),
];

/// Statements within each other: each level is looked at once for each around it.
const NESTED: &[Shape] = &[
    ("early returns", |n| {
        let steps =
            repeated(n / 2, |i| format!("if a > {i}.5 {{ return a * y; }} a = a * x + y; "));
        function(&format!("let mut a = x; {steps} a"))
    }),
    ("a wide match whose arms return", |n| {
        let arms = repeated(n, |i| format!("{i} => return x * {i}.0 + y, "));
        function(&format!("let a = match n {{ {arms} _ => x }}; a * y"))
    }),
    ("a wide match", |n| {
        let arms = repeated(n, |i| format!("{i} => x * {i}.0 + y, "));
        function(&format!("match n {{ {arms} _ => x }}"))
    }),
    ("deep loops with an end", |n| {
        let depth = n / 25;
        let open = repeated(depth, |i| {
            format!("for i{i} in 0..n {{ if a > {i}.0 {{ break; }} a = a * x + y; ")
        });
        function(&format!("let mut a = x; {open} {} a", "} ".repeat(depth)))
    }),
];

/// Visits of operations and bytes for the expansion of a function, each over its statements.
fn measured(source: &str, statements: usize) -> (usize, usize) {
    let source = source.to_owned();
    // The compiler's own thread has more room than those of tests.
    let thread = std::thread::Builder::new().stack_size(64 << 20);
    let expand = move || visits::during(|| expansion(&source, &[]));
    let (text, visits) = thread.spawn(expand).expect("a thread").join().expect("no panic");
    assert!(!text.contains("compile_error"), "{text}");
    (visits / statements, text.len() / statements)
}

#[test]
fn work_and_text_grow_with_the_source() {
    for (name, shape) in FLAT {
        let (visits, bytes) = measured(&shape(100), 100);
        let (more_visits, more_bytes) = measured(&shape(400), 400);
        assert!(2 * more_visits <= 3 * visits, "{name}: {visits} visits, then {more_visits}");
        assert!(2 * more_bytes <= 3 * bytes, "{name}: {bytes} bytes, then {more_bytes}");
    }
}

#[test]
fn what_nests_grows_with_its_depth_at_most() {
    for (name, shape) in NESTED {
        let (visits, bytes) = measured(&shape(50), 50);
        let (more_visits, more_bytes) = measured(&shape(200), 200);
        assert!(more_visits <= 5 * visits, "{name}: {visits} visits, then {more_visits}");
        assert!(more_bytes <= 4 * bytes, "{name}: {bytes} bytes, then {more_bytes}");
    }
}
