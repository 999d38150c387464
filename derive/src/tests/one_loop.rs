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

/// Which of two numbers is chosen nobody can tell: no branch decides on it.
#[test]
fn least_of_several() {
    check(
        "pub fn least(x: &[f64], y: &[f64]) -> f64 {
            let mut sum = 0.0;
            for i in 0..x.len() {
                sum += x[i].min(y[i]) * x[i];
            }
            sum
        }",
        &[],
        expect![[r#"
            ///Derivatives of [`least`](fn@least): `forward` keeps what `backward` needs.
            #[allow(non_camel_case_types, unreachable_pub)]
            pub enum least {}
            #[automatically_derived]
            #[allow(
                clippy::all,
                unused,
                private_interfaces,
                non_snake_case,
                non_shorthand_field_patterns
            )]
            impl least {
                /// The value, and what `backward` needs of the way to it.
                #[inline]
                pub fn forward(x: &[f64], y: &[f64]) -> (f64, ()) {
                    let mut sum = 0.0;
                    for i in 0..x.len() {
                        sum += x[i].min(y[i]) * x[i];
                    }
                    (sum, ())
                }
                /// The cotangents of the arguments, given that of the value.
                #[inline]
                pub fn backward(
                    x: &[f64],
                    y: &[f64],
                    residuals: &(),
                    sum_bar: f64,
                    x_bar: &mut [f64],
                    y_bar: &mut [f64],
                ) {
                    ::chainrule::same_length("x_bar", x_bar.len(), x.len());
                    ::chainrule::same_length("y_bar", y_bar.len(), y.len());
                    for i in (0..x.len()).rev() {
                        let t = x[i].min(y[i]);
                        let t_1 = x[i] * sum_bar;
                        let (t_2, t_3) = if x[i] == y[i] {
                            (0.5 * t_1, 0.5 * t_1)
                        } else {
                            (::chainrule::given(x[i] == t, t_1), ::chainrule::given(y[i] == t, t_1))
                        };
                        y_bar[i] += t_3;
                        x_bar[i] += t * sum_bar + t_2;
                    }
                }
                #[doc(hidden)]
                ///The value; its gradient is added to the shadows, each iteration's as it is run.
                #[inline]
                pub fn accumulate(
                    x: &[f64],
                    y: &[f64],
                    x_bar: &mut [f64],
                    y_bar: &mut [f64],
                ) -> f64 {
                    let mut sum = 0.0;
                    for i in 0..x.len() {
                        let t = x[i].min(y[i]);
                        sum += t * x[i];
                        let (t_1, t_2) = if x[i] == y[i] {
                            (0.5 * x[i], 0.5 * x[i])
                        } else {
                            (
                                ::chainrule::given(x[i] == t, x[i]),
                                ::chainrule::given(y[i] == t, x[i]),
                            )
                        };
                        y_bar[i] += t_2;
                        x_bar[i] += t + t_1;
                    }
                    sum
                }
                /// The value and its gradient in one pass.
                #[inline]
                pub fn value_and_gradient(
                    x: &[f64],
                    y: &[f64],
                ) -> (f64, (::chainrule::alloc::vec::Vec<f64>, ::chainrule::alloc::vec::Vec<f64>)) {
                    let mut x_bar = ::chainrule::alloc::vec![0.0; x.len()];
                    let mut y_bar = ::chainrule::alloc::vec![0.0; y.len()];
                    let value = Self::accumulate(x, y, &mut x_bar, &mut y_bar);
                    (value, (x_bar, y_bar))
                }
                /// The gradient with respect to every active argument.
                #[inline]
                pub fn gradient(
                    x: &[f64],
                    y: &[f64],
                ) -> (::chainrule::alloc::vec::Vec<f64>, ::chainrule::alloc::vec::Vec<f64>) {
                    Self::value_and_gradient(x, y).1
                }
            }
            #[automatically_derived]
            impl ::chainrule::Differentiated<()> for least {
                type Residuals = ();
            }
        "#]],
    );
}
