//! Derivatives of functions of fixed size as one function without loops: what is written, and how many operations it takes.

use std::collections::HashSet;

use expect_test::{Expect, expect};

use super::pipeline;
use crate::ad::flat::{self, Policy, ROWS};
use crate::diagnostics::Diagnostics;
use crate::front::{Lowered, Options, lower};
use crate::ir::{Block, Op, verify};

/// The names of the functions in an expansion, each with its text.
fn function(source: &str, name: &str) -> String {
    let item = syn::parse_str(source).expect("the test's source parses");
    let options: Options = syn::parse_str("hessian, jacobian").expect("options");
    let signatures = pipeline::signatures(&[]);
    let tokens = crate::compile::compile(&item, &options, &signatures, false).tokens;
    let file = prettyplease::unparse(&syn::parse2(tokens).expect("the expansion parses"));
    let lines = file.lines().skip_while(|line| !line.contains(&format!("pub fn {name}(")));
    let text = lines.take_while(|line| *line != "    }").chain(["    }"]);
    let text: Vec<&str> = text.map(|line| line.strip_prefix("    ").unwrap_or(line)).collect();
    text.join("\n") + "\n"
}

fn check(source: &str, name: &str, expected: Expect) {
    expected.assert_eq(&function(source, name));
}

#[test]
fn the_exercise() {
    let source = "pub fn r(x: f64, y: f64, z: f64) -> f64 {
        let u = x * x;
        let v = u + y;
        let w = z * v;
        w * w
    }";
    check(
        source,
        "value_gradient_and_hessian",
        expect![[r#"
                pub fn value_gradient_and_hessian(
                    x: f64,
                    y: f64,
                    z: f64,
                ) -> (f64, (f64, f64, f64), [[f64; 3]; 3]) {
                    let u = x * x;
                    let v = u + y;
                    let w = z * v;
                    let r = w * w;
                    let z_w = z * w;
                    let x_z = x * z;
                    let t = 4.0 * (z * x_z);
                    let t_1 = 4.0 * (x * w + v * x_z);
                    let t_2 = 4.0 * w;
                    (
                        r,
                        (4.0 * (x * z_w), 2.0 * z_w, 2.0 * (v * w)),
                        [
                            [4.0 * z_w + 8.0 * (x_z * x_z), t, t_1],
                            [t, 2.0 * (z * z), t_2],
                            [t_1, t_2, 2.0 * (v * v)],
                        ],
                    )
                }
        "#]],
    );
}

#[test]
fn an_overflow_that_levels_off() {
    let source = "pub fn s(x: f64) -> f64 { 1.0 / (1.0 + (-x).exp()) }";
    check(
        source,
        "value_and_jacobian",
        expect![[r#"
                pub fn value_and_jacobian(x: f64) -> (f64, [[f64; 1]; 1]) {
                    let t = (-x).exp();
                    let t_1 = 1.0 + t;
                    let s = 1.0 / t_1;
                    let t_2 = s / t_1;
                    (s, [[if t_2 != 0.0 { t * t_2 } else { 0.0 }]])
                }
        "#]],
    );
}

#[test]
fn branches_stay_branches() {
    let source = "pub fn f(x: f64, y: f64) -> [f64; 2] {
        let n = x * x + y * y;
        let s = if n > 1e-12 { n.sqrt().sin() / n.sqrt() } else { 1.0 - n / 6.0 };
        let t = if n > 1e-12 { x * s } else { y };
        [s * x, t]
    }";
    check(
        source,
        "value_and_jacobian",
        expect![[r#"
                pub fn value_and_jacobian(x: f64, y: f64) -> ([f64; 2], [[f64; 2]; 2]) {
                    let n = x * x + y * y;
                    let (t, t_1, t_2, t_3, s) = if n > 1e-12 {
                        let sqrt_n = n.sqrt();
                        let t = 1.0 / sqrt_n;
                        let t_1 = sqrt_n.sin() / sqrt_n;
                        let t_2 = x * (t * (sqrt_n.cos() * t - t_1 * t));
                        (y * t_2, t_1 + x * t_2, 0.5 * t_2, x * t_1, t_1)
                    } else {
                        (1.0, 0.0, -(0.16666666666666666 * x), y, 1.0 - n / 6.0)
                    };
                    let f_0 = s * x;
                    ([f_0, t_3], [[s + 2.0 * (x * t_2), 2.0 * (y * t_2)], [t_1, t]])
                }
        "#]],
    );
}

fn operations(block: &Block) -> usize {
    let of = |op: &Op| usize::from(matches!(op, Op::Prim(..)));
    let own = |op: &Op| of(op) + op.blocks().into_iter().map(operations).sum::<usize>();
    block.stmts.iter().map(|stmt| own(&stmt.op)).sum()
}

/// The operations of the function and of its value and Jacobian in one.
fn counted(source: &str) -> (usize, usize) {
    let item = syn::parse_str(source).expect("the test's source parses");
    let (options, signatures) = (Options::default(), pipeline::signatures(&[]));
    let lowered = lower(&item, &options, &signatures, &mut Diagnostics::default());
    let Ok(Lowered { function, active, mut vars, .. }) = lowered else { panic!("not lowered") };
    let driver = flat::jacobian(&function, &active, &mut vars).expect("a function of fixed size");
    verify(&driver.function, &vars, "flat").unwrap_or_else(|_| panic!("not well-formed"));
    (operations(&function.body), operations(&driver.function.body))
}

/// q, t, p ↦ R(q)ᵀ (p − t), with the 3×10 Jacobian: SymForce takes 75 + 85 operations, wrenfold 137.
#[test]
fn a_point_in_a_pose() {
    let (_, flat) = counted(
        "fn inverse_compose(q: [f64; 4], t: [f64; 3], p: [f64; 3]) -> [f64; 3] {
            let [x, y, z, w] = q;
            let d = [p[0] - t[0], p[1] - t[1], p[2] - t[2]];
            let r = [
                [1.0 - 2.0 * (y * y + z * z), 2.0 * (x * y - z * w), 2.0 * (x * z + y * w)],
                [2.0 * (x * y + z * w), 1.0 - 2.0 * (x * x + z * z), 2.0 * (y * z - x * w)],
                [2.0 * (x * z - y * w), 2.0 * (y * z + x * w), 1.0 - 2.0 * (x * x + y * y)],
            ];
            [
                r[0][0] * d[0] + r[1][0] * d[1] + r[2][0] * d[2],
                r[0][1] * d[0] + r[1][1] * d[1] + r[2][1] * d[2],
                r[0][2] * d[0] + r[1][2] * d[1] + r[2][2] * d[2],
            ]
        }",
    );
    assert!(flat <= 137, "{flat} operations");
}

/// Chains of reactions: a Jacobian of products needs no more than a product an entry.
#[test]
fn reactions() {
    let (function, flat) = counted(
        "fn rates(y: [f64; 6]) -> [f64; 6] {
            let mut d = [0.0; 6];
            let k = [0.35, 26.6, 12300.0, 0.00086, 0.00082, 15000.0];
            let mut r = [0.0; 6];
            for i in 0..6 { r[i] = k[i] * y[i] * y[(i + 1) % 6]; }
            for i in 0..6 { d[i] = r[(i + 5) % 6] - r[i]; }
            d
        }",
    );
    assert!(flat <= function + 24 + 20, "{flat} operations for {function}");
}

#[test]
fn rewrites_have_names_of_their_own() {
    let names: HashSet<&str> = ROWS.iter().map(|row| row.name).collect();
    assert_eq!(names.len(), ROWS.len());
}

/// What rewrites may change beside the operations: all others are exact.
#[test]
fn what_rewrites_may_change() {
    let inexact = ROWS.iter().filter(|row| row.policy != Policy::Exact);
    let listed: Vec<String> =
        inexact.map(|row| format!("{:?}: {}\n", row.policy, row.name)).collect();
    expect![[r#"
        Structural: 0 * x = 0
        Reordered: c * (d * x) = (c * d) * x
        Reordered: x * (c * y) = c * (x * y)
        Structural: (if c { p } else { q }) * x
        Reordered: c * x + d * x = (c + d) * x
        Reordered: c * x - d * x = (c - d) * x
        Structural: 0 / x = 0
        Reordered: x / c = x * (1 / c)
        Reordered: x / y = x * (1 / y)
    "#]]
    .assert_eq(&listed.concat());
}

#[test]
fn what_may_not_be_flattened_is_not() {
    let not = |source: &str| {
        let text = function(source, "value_and_jacobian");
        assert_eq!(text, "}\n", "{source}");
    };
    not("fn f(x: &[f64]) -> [f64; 2] { [x[0], x[1]] }");
    not("fn f(x: [f64; 2], n: usize) -> f64 { let mut s = 0.0; for _ in 0..n { s += x[0]; } s }");
    not("fn f(x: [f64; 2], n: usize) -> f64 { x[n] }");
    not("fn f(x: f64) -> f64 { let mut s = x; while s > 1.0 { s = s.sqrt(); } s }");
    not("fn f(x: f64) -> f64 { let mut s = x; for _ in 0..100_000 { s = s.sin(); } s }");
}

/// The position and orientation of an arm with six joints: loops over matrices within a loop.
#[test]
fn an_arm_of_six_joints() {
    let (_, flat) = counted(
        "fn arm(q: &[f64; 6]) -> [f64; 12] {
            let (mut r, mut p) = ([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]], [0.0; 3]);
            let a = [0.0, -0.425, -0.392, 0.0, 0.0, 0.0];
            let d = [0.089, 0.0, 0.0, 0.109, 0.095, 0.082];
            let (cosines, sines) = ([0.0, 1.0, 1.0, 0.0, 0.0, 1.0], [1.0, 0.0, 0.0, 1.0, -1.0, 0.0]);
            for i in 0..6 {
                let (s, c) = (q[i].sin(), q[i].cos());
                let m = [
                    [c, -s * cosines[i], s * sines[i]],
                    [s, c * cosines[i], -c * sines[i]],
                    [0.0, sines[i], cosines[i]],
                ];
                let o = [a[i] * c, a[i] * s, d[i]];
                let mut n = [[0.0; 3]; 3];
                for j in 0..3 {
                    for k in 0..3 {
                        for l in 0..3 { n[j][k] += r[j][l] * m[l][k]; }
                        p[j] += r[j][k] * o[k];
                    }
                }
                r = n;
            }
            [p[0], p[1], p[2], r[0][0], r[0][1], r[0][2], r[1][0], r[1][1], r[1][2], r[2][0], r[2][1], r[2][2]]
        }",
    );
    assert!(flat <= 1_100, "{flat} operations");
}
