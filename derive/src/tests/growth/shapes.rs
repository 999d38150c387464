//! Shapes of code, each of any number of statements.

/// A shape of code.
pub struct Shape {
    /// What it is.
    pub name: &'static str,
    /// A function of about so many statements.
    pub source: fn(usize) -> String,
    /// Structs and functions that it mentions: their paths and what their macros answer.
    pub known: fn(usize) -> Vec<(String, String)>,
    /// More statements are refused, or nest deeper in what is generated than rustc takes.
    pub most: usize,
    /// Whether each level of it is listed in those around it.
    pub nests: bool,
}

/// A function of `x`, `y` and `n` with a body.
fn function(body: &str) -> String {
    format!("fn f(x: f64, y: f64, n: usize, v: &[f64]) -> f64 {{ {body} }}")
}

/// Something many times, each with its number.
fn repeated(count: usize, one: impl Fn(usize) -> String) -> String {
    (0..count).map(one).collect()
}

const fn plain(name: &'static str, source: fn(usize) -> String) -> Shape {
    Shape { name, source, known: |_| Vec::new(), most: usize::MAX, nests: false }
}

const fn chain(name: &'static str, most: usize, source: fn(usize) -> String) -> Shape {
    Shape { name, source, known: |_| Vec::new(), most, nests: false }
}

const fn nested(name: &'static str, source: fn(usize) -> String) -> Shape {
    Shape { name, source, known: |_| Vec::new(), most: usize::MAX, nests: true }
}

/// All of them.
pub const SHAPES: &[Shape] = &[
    plain("a chain of lets", |n| {
        let steps = repeated(n, |_| "let a = a.sin() * x + a * y; ".into());
        function(&format!("let a = x; {steps} a"))
    }),
    plain("lets side by side", |n| {
        let lets = repeated(n / 2, |i| format!("let a{i} = x * {i}.5 + y; b += a{i}; "));
        function(&format!("let mut b = x; {lets} b"))
    }),
    chain("a long sum", 1000, |n| {
        function(&format!("{} y", repeated(n / 2, |i| format!("x * {i}.0 + "))))
    }),
    chain("a chain of calls", 1000, |n| {
        function(&format!("x{}", repeated(n, |_| ".sin()".into())))
    }),
    plain("branches", |n| {
        let steps = repeated(n / 3, |i| {
            format!("if x > {i}.5 {{ a = a * y + {i}.0; }} else {{ a = a * x; }} ")
        });
        function(&format!("let mut a = x; {steps} a"))
    }),
    plain("loops side by side", |n| {
        let loops = repeated(n / 2, |_| "for i in 0..v.len() { a = a * x + v[i]; } ".into());
        function(&format!("let mut a = x; {loops} a"))
    }),
    plain("writes to elements", |n| {
        let writes = repeated(n, |i| format!("w[{i}] = w[{i}] * x + y; "));
        function(&format!("let mut w = v.to_vec(); {writes} w[0]"))
    }),
    Shape {
        name: "fields of a struct",
        source: |n| {
            let writes = repeated(n, |i| format!("s.a{} = s.a{} * x + y; ", i % 8, (i + 3) % 8));
            let body = format!(
                "let mut s = S {{ {} }}; {writes} s.a0",
                repeated(8, |i| format!("a{i}: x, "))
            );
            function(&body)
        },
        known: |_| {
            let fields = repeated(8, |i| format!("a{i}: f64, "));
            vec![("S".into(), format!("struct S {{ {fields} }}"))]
        },
        most: usize::MAX,
        nests: false,
    },
    Shape {
        name: "calls of other functions",
        source: |n| {
            let calls = repeated(n, |i| format!("a = g{i}(a, x); "));
            function(&format!("let mut a = y; {calls} a"))
        },
        known: |n| {
            let one = |i| (format!("g{i}"), format!("fn g{i}(a: f64, x: f64) -> f64"));
            (0..n).map(one).collect()
        },
        most: usize::MAX,
        nests: false,
    },
    plain("early returns", |n| {
        let steps =
            repeated(n / 3, |i| format!("if a > {i}.5 {{ return a * y; }} a = a * x + y; "));
        function(&format!("let mut a = x; {steps} a"))
    }),
    chain("let ... else", 400, |n| {
        let steps = repeated(n / 2, |i| {
            format!(
                "let Some(k{i}) = n.checked_sub({i}) else {{ return a * y; }}; a = a * x + k{i} as f64; "
            )
        });
        function(&format!("let mut a = x; {steps} a"))
    }),
    plain("a wide match", |n| {
        let arms = repeated(n, |i| format!("{i} => x * {i}.0 + y, "));
        function(&format!("match n {{ {arms} _ => x }}"))
    }),
    plain("a wide match whose arms return", |n| {
        let arms = repeated(n, |i| format!("{i} => return x * {i}.0 + y, "));
        function(&format!("let a = match n {{ {arms} _ => x }}; a * y"))
    }),
    nested("loops with an end, within each other", |n| {
        let depth = n / 25;
        let open = repeated(depth, |i| {
            format!("for i{i} in 0..n {{ if a > {i}.0 {{ break; }} a = a * x + y; ")
        });
        function(&format!("let mut a = x; {open} {} a", "} ".repeat(depth)))
    }),
];
