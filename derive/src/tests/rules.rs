//! What is written for a function whose partial derivatives are the user's.

use expect_test::{Expect, expect};
use syn::visit_mut::VisitMut;

use super::pipeline::signatures;
use super::readme::WithoutAttributes;
use crate::compile::compile;
use crate::front::Options;
use crate::rules::outside;

/// The functions of this name in the handle.
fn check(options: &str, source: &str, known: &[(&str, &str)], names: &[&str], expected: Expect) {
    let options: Options = syn::parse_str(options).expect("options");
    let item = syn::parse_str(source).expect("a function");
    let (_, item) = outside(&item, &options, false);
    let tokens = compile(&item, &options, &signatures(known), false).tokens;
    let mut file: syn::File = syn::parse2(tokens).expect("the expansion parses");
    file.items.retain_mut(|item| match item {
        syn::Item::Impl(item) if item.trait_.is_none() => {
            item.attrs.clear();
            item.items.retain(|item| match item {
                syn::ImplItem::Fn(item) => names.iter().any(|name| item.sig.ident == name),
                _ => false,
            });
            true
        }
        _ => false,
    });
    WithoutAttributes.visit_file_mut(&mut file);
    expected.assert_eq(&prettyplease::unparse(&file));
}

#[test]
fn tangents_go_through_the_partial_derivatives() {
    check(
        "derivative = slopes, hessian",
        "fn root(a: f64, b: f64) -> f64 { todo!() }",
        &[("slopes", "#[pushes(1, 0)] fn slopes(a: f64, b: f64) -> (f64, f64)")],
        &["forward", "backward", "jvp", "forward_jvp", "backward_jvp"],
        expect![[r#"
            impl root {
                pub fn forward(a: f64, b: f64) -> (f64, ()) {
                    let value = root(a, b);
                    (value, ())
                }
                pub fn backward(a: f64, b: f64, residuals: &(), root_bar: f64) -> (f64, f64) {
                    let partials: (f64, f64) = slopes(a, b);
                    let a_bar = partials.0 * root_bar;
                    let b_bar = partials.1 * root_bar;
                    (a_bar, b_bar)
                }
                pub fn jvp(a: f64, b: f64, a_dot: f64, b_dot: f64) -> (f64, f64) {
                    let value = root(a, b);
                    let partials: (f64, f64) = slopes(a, b);
                    (value, partials.0 * a_dot + partials.1 * b_dot)
                }
                pub fn forward_jvp(a: f64, b: f64, a_dot: f64, b_dot: f64) -> (f64, (), f64, ()) {
                    let (value, value_dot) = root::jvp(a, b, a_dot, b_dot);
                    (value, (), value_dot, ())
                }
                pub fn backward_jvp(
                    a: f64,
                    b: f64,
                    residuals: &(),
                    root_bar: f64,
                    a_dot: f64,
                    b_dot: f64,
                    residuals_dot: &(),
                    root_bar_dot: f64,
                ) -> (f64, f64, f64, f64) {
                    let (partials, partials_dot) = slopes::jvp(a, b, a_dot, b_dot);
                    (
                        partials.0 * root_bar,
                        partials.1 * root_bar,
                        root_bar * partials_dot.0 + partials.0 * root_bar_dot,
                        root_bar * partials_dot.1 + partials.1 * root_bar_dot,
                    )
                }
            }
        "#]],
    );
}

#[test]
fn partial_derivatives_of_any_function() {
    check(
        "derivative = slopes, jvp",
        "fn norm(x: &[f64], a: f64) -> f64 { todo!() }",
        &[],
        &["forward", "backward", "jvp"],
        expect![[r#"
            impl norm {
                pub fn forward(x: &[f64], a: f64) -> (f64, ()) {
                    let value = norm(x, a);
                    (value, ())
                }
                pub fn backward(
                    x: &[f64],
                    a: f64,
                    residuals: &(),
                    norm_bar: f64,
                    x_bar: &mut [f64],
                ) -> f64 {
                    ::chainrule::same_length("x_bar", x_bar.len(), x.len());
                    let partials: (::chainrule::alloc::vec::Vec<f64>, f64) = slopes(x, a);
                    {
                        let partial = &partials.0;
                        ::core::assert_eq!(
                            partial.len(), x.len(),
                            "the partial derivatives with respect to `x`, and `x` itself"
                        )
                    };
                    for i in 0..partials.0.len() {
                        x_bar[i] += partials.0[i] * norm_bar;
                    }
                    let a_bar = partials.1 * norm_bar;
                    a_bar
                }
                pub fn jvp(x: &[f64], a: f64, x_dot: &[f64], a_dot: f64) -> (f64, f64) {
                    ::chainrule::same_length("x_dot", x_dot.len(), x.len());
                    let value = norm(x, a);
                    let partials: (::chainrule::alloc::vec::Vec<f64>, f64) = slopes(x, a);
                    {
                        let partial = &partials.0;
                        ::core::assert_eq!(
                            partial.len(), x.len(),
                            "the partial derivatives with respect to `x`, and `x` itself"
                        )
                    };
                    let mut t = 0.0;
                    for i in 0..partials.0.len() {
                        t += partials.0[i] * x_dot[i];
                    }
                    (value, t + partials.1 * a_dot)
                }
            }
        "#]],
    );
}
