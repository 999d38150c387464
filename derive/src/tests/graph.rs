//! The option `graph`: what is generated, and what is refused.

use expect_test::{Expect, expect};
use quote::ToTokens;

use crate::compile::compile;
use crate::diagnostics::GRAPH;
use crate::front::{FnSignature, Options, Signatures};

/// What `#[differentiate(graph, …)]` makes of a function that may call `g(a, b)`.
fn expansion(source: &str, options: &str) -> String {
    let item: syn::ItemFn = syn::parse_str(source).expect("the test's source parses");
    let options: Options = syn::parse_str(options).expect("the test's options parse");
    let mut known = Signatures::default();
    let g: syn::Signature = syn::parse_str("fn g(a: f64, b: f64) -> f64").expect("a signature");
    known.function(&syn::parse_quote!(g), FnSignature::new(&g));
    compile(&item, &options, &known, false).tokens.to_string()
}

/// Compares the body of one generated function.
fn check(source: &str, options: &str, function: &str, expected: &Expect) {
    let text = expansion(source, options);
    let file: syn::File = syn::parse_str(&text).expect("the expansion parses");
    let found = file.items.iter().find_map(|item| match item {
        syn::Item::Impl(block) => block.items.iter().find_map(|item| match item {
            syn::ImplItem::Fn(item) if item.sig.ident == function => Some(item.clone()),
            _ => None,
        }),
        _ => None,
    });
    let mut found = found.unwrap_or_else(|| panic!("no function `{function}` in {text}"));
    found.attrs.clear();
    let found = syn::parse2(found.into_token_stream()).expect("a function");
    let file =
        syn::File { shebang: None, frontmatter: None, attrs: Vec::new(), items: vec![found] };
    expected.assert_eq(&prettyplease::unparse(&file));
}

const R: &str = "pub fn r(x: f64, y: f64, z: f64) -> f64 {
    let u = x * x;
    let v = u + y;
    let w = z * v;
    w * w
}";

#[test]
fn a_node_for_each_name() {
    check(
        R,
        "graph",
        "graph",
        &expect![[r#"
            pub fn graph() -> ::chainrule::Graph {
                let graph = ::chainrule::Graph::new("r").input("x").input("y").input("z");
                let graph = graph.node("u", "x * x", &["x"]).partial("u", "x", "2.0 * x");
                let graph = graph
                    .node("v", "u + y", &["u", "y"])
                    .partial("v", "u", "1.0")
                    .partial("v", "y", "1.0");
                let graph = graph
                    .node("w", "z * v", &["z", "v"])
                    .partial("w", "z", "v")
                    .partial("w", "v", "z");
                let graph = graph.node("r", "w * w", &["w"]).partial("r", "w", "2.0 * w");
                graph.output("r")
            }
        "#]],
    );
}

#[test]
fn both_passes_at_a_point() {
    check(
        R,
        "graph",
        "graph_at",
        &expect![[r#"
        pub fn graph_at(x: f64, y: f64, z: f64) -> ::chainrule::Graph {
            let u = x * x;
            let v = u + y;
            let w = z * v;
            let r = w * w;
            let r_bar = 1.0;
            let w_bar = 2.0 * w;
            let z_bar = v * w_bar;
            let v_bar = z * w_bar;
            let x_bar = 2.0 * x * v_bar;
            Self::graph()
                .with_values(
                    &[("x", x), ("y", y), ("z", z), ("u", u), ("v", v), ("w", w), ("r", r)],
                )
                .with_cotangents(
                    &[
                        ("x", x_bar),
                        ("y", v_bar),
                        ("z", z_bar),
                        ("u", v_bar),
                        ("v", v_bar),
                        ("w", w_bar),
                        ("r", r_bar),
                    ],
                )
        }
    "#]],
    );
}

#[test]
fn shadowed_names_are_numbered_and_temporaries_nested() {
    let source = "fn f(x: f64, x_1: f64) -> f64 {
        let x = (x - (x_1 - 1.0)).sin() * -x_1;
        let mut s = 2.0 * x.powi(3);
        s /= (s + x) / x_1;
        s
    }";
    check(
        source,
        "graph",
        "graph",
        &expect![[r#"
            pub fn graph() -> ::chainrule::Graph {
                let graph = ::chainrule::Graph::new("f").input("x").input("x_1");
                let graph = graph
                    .node("x_2", "(x - (x_1 - 1.0)).sin() * -x_1", &["x", "x_1"])
                    .partial("x_2", "x", "(x - (x_1 - 1.0)).cos() * -x_1");
                let graph = graph
                    .node("s", "2.0 * x_2.powi(3)", &["x_2"])
                    .partial("s", "x_2", "3.0 * x_2.powi(2) * 2.0");
                let graph = graph
                    .node("s_1", "s / ((s + x_2) / x_1)", &["s", "x_2", "x_1"])
                    .partial("s_1", "x_2", "-(s_1 / ((s + x_2) / x_1)) / x_1");
                graph.output("s_1")
            }
        "#]],
    );
}

#[test]
fn calls_and_integers_and_references() {
    let source = "fn f(x: &f64, n: i32, k: f32) -> f64 {
        assert!(n > 0);
        let h = g(*x, n as f64);
        g(h * 2.0, k as f64) + std::f64::consts::PI
    }";
    check(
        source,
        "graph, wrt(x)",
        "graph",
        &expect![[r#"
            pub fn graph() -> ::chainrule::Graph {
                let graph = ::chainrule::Graph::new("f").input("x").input("n").input("k");
                let graph = graph.node("h", "g(x, n as f64)", &["x", "n"]);
                let graph = graph
                    .node("f", "g(h * 2.0, k as f64) + std::f64::consts::PI", &["h", "k"]);
                graph.output("f")
            }
        "#]],
    );
    check(
        source,
        "graph, wrt(x)",
        "graph_at",
        &expect![[r#"
            pub fn graph_at(x: &f64, n: i32, k: f32) -> ::chainrule::Graph {
                assert!(n > 0);
                let t = n as f64;
                let (h, h_residuals) = g::forward(*x, t);
                let t_1 = h * 2.0;
                let t_2 = k as f64;
                let (t_3, g_residuals) = g::forward(t_1, t_2);
                let f = t_3 + std::f64::consts::PI;
                let f_bar = 1.0;
                let (t_4, _) = g::backward(t_1, t_2, &g_residuals, f_bar);
                let h_bar = 2.0 * t_4;
                let (t_5, _) = g::backward(*x, t, &h_residuals, h_bar);
                let x_bar = if h_bar != 0.0 { t_5 } else { 0.0 };
                Self::graph()
                    .with_values(
                        &[("x", *x), ("n", n as f64), ("k", f64::from(k)), ("h", h), ("f", f)],
                    )
                    .with_cotangents(&[("x", x_bar), ("h", h_bar), ("f", f_bar)])
            }
        "#]],
    );
}

#[test]
fn generic_numbers() {
    let source = "fn f<T: Float>(x: T) -> T { let y = x * T::from_f64(3.0); y.exp() }";
    check(
        source,
        "graph, crate = crate",
        "graph_at",
        &expect![[r#"
            pub fn graph_at<T: Float + crate::Scalar>(x: T) -> crate::Graph {
                let y = x * T::nearest(3.0);
                let f = y.exp();
                let f_bar = T::nearest(1.0);
                let x_bar = T::nearest(3.0) * f;
                Self::graph()
                    .with_values(&[("x", T::widen(x)), ("y", T::widen(y)), ("f", T::widen(f))])
                    .with_cotangents(
                        &[("x", T::widen(x_bar)), ("y", T::widen(f)), ("f", T::widen(f_bar))],
                    )
            }
        "#]],
    );
}

#[test]
fn no_graph_without_the_option() {
    assert!(!expansion(R, "").contains("graph"));
}

#[track_caller]
fn refused(source: &str, details: &[&str]) {
    let text = expansion(source, "graph");
    assert_eq!(text.matches(GRAPH.message).count(), details.len(), "{text}");
    for detail in details {
        assert!(text.contains(&format!("{}: {detail}", GRAPH.message)), "{text}");
    }
}

#[test]
fn what_is_not_straight_line_is_refused() {
    refused(
        "fn f(x: f64) -> f64 { let mut s = x; for _ in 0..3 { s *= x; } s }",
        &["this is a loop"],
    );
    refused(
        "fn f(x: f64, y: f64) -> f64 {
            let u = if x > y { x } else { y };
            if u > 0.0 { u } else { x }
        }",
        &["this is a branch", "this is a branch"],
    );
}

#[test]
fn what_is_not_scalar_is_refused() {
    refused(
        "fn f(x: [f64; 2]) -> f64 { x[0] * x[1] }",
        &[
            "this parameter is no number",
            "this is an array, a tuple or a struct",
            "this is an array, a tuple or a struct",
        ],
    );
    refused("fn f(x: f64) -> (f64, f64) { (x, x) }", &["this is an array, a tuple or a struct"]);
    refused("fn f(x: f64, b: bool) -> f64 { x }", &["this parameter is no number"]);
}
