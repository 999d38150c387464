//! What is written for both halves at once of functions that call themselves.

use expect_test::{Expect, expect};
use quote::ToTokens;

use super::expansion;

/// The function `accumulate` of an expansion.
fn check(source: &str, expected: Expect) {
    let file: syn::File = syn::parse_str(&expansion(source, &[])).expect("the expansion parses");
    let items = file.items.iter().filter_map(|item| match item {
        syn::Item::Impl(item) => Some(&item.items),
        _ => None,
    });
    let found = items.flatten().find_map(|item| match item {
        syn::ImplItem::Fn(item) if item.sig.ident == "accumulate" => Some(item.to_token_stream()),
        _ => None,
    });
    let function = syn::parse2(found.expect("`accumulate`")).expect("a function");
    let file = syn::File { shebang: None, attrs: Vec::new(), items: vec![function], ..file };
    expected.assert_eq(&prettyplease::unparse(&file));
}

#[test]
fn horner() {
    check(
        "fn horner(c: &[f64], x: f64, i: usize) -> f64 {
            if i + 1 == c.len() { c[i] } else { c[i] + x * horner(c, x, i + 1) }
        }",
        expect![[r#"
            #[doc(hidden)]
            ///The value and the cotangents, given that of the value.
            #[inline]
            pub fn accumulate(
                c: &[f64],
                x: f64,
                i: usize,
                horner_bar: f64,
                c_bar: &mut [f64],
            ) -> (f64, f64) {
                let j: usize = i + 1;
                let (horner, x_bar) = if j == c.len() {
                    c_bar[i] += horner_bar;
                    (c[i], 0.0)
                } else {
                    let (t, t_1) = horner::accumulate(c, x, j, x * horner_bar, c_bar);
                    let x_bar = t * horner_bar;
                    c_bar[i] += horner_bar;
                    (c[i] + x * t, x_bar + t_1)
                };
                (horner, x_bar)
            }
        "#]],
    );
}

#[test]
fn minors() {
    check(
        "fn minor(a: &[f64], n: usize, row: usize, columns: &mut [usize]) -> f64 {
            let mut sum = 0.0;
            if row == n {
                sum = 1.0;
            } else {
                let mut even = true;
                for k in row..n {
                    columns.swap(row, k);
                    let rest = minor(a, n, row + 1, columns);
                    columns.swap(row, k);
                    if even {
                        sum += a[row * n + k] * rest;
                    } else {
                        sum -= a[row * n + k] * rest;
                    }
                    even = !even;
                }
            }
            sum
        }",
        expect![[r#"
            #[doc(hidden)]
            ///The value and the cotangents, given that of the value.
            #[inline]
            pub fn accumulate(
                a: &[f64],
                n: usize,
                row: usize,
                columns: &mut [usize],
                sum_bar: f64,
                a_bar: &mut [f64],
            ) -> f64 {
                let mut sum = 0.0;
                if row == n {
                    sum = 1.0;
                } else {
                    let mut even = true;
                    for k in row..n {
                        let i: usize = columns[row];
                        columns[row] = columns[k];
                        columns[k] = i;
                        let rest_bar = if even {
                            a[row * n + k] * sum_bar
                        } else {
                            a[row * n + k] * -sum_bar
                        };
                        let rest = minor::accumulate(a, n, row + 1, columns, rest_bar, a_bar);
                        let i_1: usize = columns[row];
                        columns[row] = columns[k];
                        columns[k] = i_1;
                        if even {
                            sum += a[row * n + k] * rest;
                        } else {
                            sum -= a[row * n + k] * rest;
                        }
                        let even_1 = !even;
                        if even {
                            a_bar[row * n + k] += rest * sum_bar;
                        } else {
                            a_bar[row * n + k] += rest * -sum_bar;
                        }
                        even = even_1;
                    }
                }
                sum
            }
        "#]],
    );
}

/// Where nothing is gained, others find the function nevertheless.
#[test]
fn a_square() {
    check(
        "fn squared(x: f64, n: usize) -> f64 {
            if n == 0 {
                x
            } else {
                let d = squared(x, n - 1);
                d * d
            }
        }",
        expect![[r#"
            #[doc(hidden)]
            ///The value and the cotangents, given that of the value.
            #[inline]
            pub fn accumulate(x: f64, n: usize, squared_bar: f64) -> (f64, f64) {
                let (squared, x_bar) = if n == 0 {
                    (x, squared_bar)
                } else {
                    let i: usize = n - 1;
                    let (d, d_residuals) = squared::forward(x, i);
                    let d_bar = 2.0 * d * squared_bar;
                    let x_bar = squared::backward(x, i, &d_residuals, d_bar);
                    (d * d, x_bar)
                };
                (squared, x_bar)
            }
        "#]],
    );
}
