//! Gradients whose loops run once.

use expect_test::expect;

use super::expansions::check;

#[test]
fn sum_over_samples() {
    check(
        "pub fn loss(w: &[f64], #[constant] x: &[f64], #[constant] y: &[f64]) -> f64 {
            let mut loss = 0.0;
            for i in 0..x.len() {
                let error = w[0] + w[1] * x[i] - y[i];
                loss += error * error;
            }
            loss
        }",
        &[],
        expect![[r#"
            ///Derivatives of [`loss`](fn@loss): `forward` keeps what `backward` needs.
            #[allow(non_camel_case_types, unreachable_pub)]
            pub enum loss {}
            #[automatically_derived]
            #[allow(
                clippy::all,
                unused,
                private_interfaces,
                non_snake_case,
                non_shorthand_field_patterns
            )]
            impl loss {
                /// The value, and what `backward` needs of the way to it.
                #[inline]
                pub fn forward(w: &[f64], x: &[f64], y: &[f64]) -> (f64, ()) {
                    let mut loss = 0.0;
                    for i in 0..x.len() {
                        let error = w[0] + w[1] * x[i] - y[i];
                        loss += error * error;
                    }
                    (loss, ())
                }
                /// The cotangents of the arguments, given that of the value.
                #[inline]
                pub fn backward(
                    w: &[f64],
                    x: &[f64],
                    y: &[f64],
                    residuals: &(),
                    loss_bar: f64,
                    w_bar: &mut [f64],
                ) {
                    ::chainrule::same_length("w_bar", w_bar.len(), w.len());
                    let mut w_bar_sum = 0.0;
                    let mut w_bar_sum_1 = 0.0;
                    for i in (0..x.len()).rev() {
                        let error = w[0] + w[1] * x[i] - y[i];
                        let error_bar = 2.0 * error * loss_bar;
                        w_bar_sum += x[i] * error_bar;
                        w_bar_sum_1 += error_bar;
                    }
                    if 0 < x.len() {
                        w_bar[1] += w_bar_sum;
                        w_bar[0] += w_bar_sum_1;
                    }
                }
                #[doc(hidden)]
                ///The value; its gradient is added to the shadows, each iteration's as it is run.
                #[inline]
                pub fn accumulate(w: &[f64], x: &[f64], y: &[f64], w_bar: &mut [f64]) -> f64 {
                    let mut loss = 0.0;
                    let mut w_bar_sum = 0.0;
                    let mut w_bar_sum_1 = 0.0;
                    for i in 0..x.len() {
                        let error = w[0] + w[1] * x[i] - y[i];
                        loss += error * error;
                        let error_bar = 2.0 * error;
                        w_bar_sum += x[i] * error_bar;
                        w_bar_sum_1 += error_bar;
                    }
                    if 0 < x.len() {
                        w_bar[1] += w_bar_sum;
                        w_bar[0] += w_bar_sum_1;
                    }
                    loss
                }
                /// The value and its gradient in one pass.
                #[inline]
                pub fn value_and_gradient(
                    w: &[f64],
                    x: &[f64],
                    y: &[f64],
                ) -> (f64, ::chainrule::alloc::vec::Vec<f64>) {
                    let mut w_bar = ::chainrule::alloc::vec![0.0; w.len()];
                    let value = Self::accumulate(w, x, y, &mut w_bar);
                    (value, w_bar)
                }
                /// The gradient with respect to every active argument.
                #[inline]
                pub fn gradient(
                    w: &[f64],
                    x: &[f64],
                    y: &[f64],
                ) -> ::chainrule::alloc::vec::Vec<f64> {
                    Self::value_and_gradient(w, x, y).1
                }
            }
            #[automatically_derived]
            impl ::chainrule::Differentiated<()> for loss {
                type Residuals = ();
            }
        "#]],
    );
}
