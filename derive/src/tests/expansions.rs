//! What a user reads in `cargo expand`.

use expect_test::{Expect, expect};
use quote::quote;

use super::expansion;

const LINEAR: (&str, &str) = (
    "linear",
    "fn linear<T: Float>(
        #[skippable] x: &ArrayRef<T, Ix2>,
        #[skippable] w: &ArrayRef<T, Ix2>,
        #[skippable] b: &ArrayRef<T, Ix1>,
    ) -> Array2<T>",
);
const SIGMOID: (&str, &str) = (
    "sigmoid",
    "fn sigmoid<T: Float, D: Dimension>(#[skippable] x: &ArrayRef<T, D>) -> Array<T, D>",
);

pub(super) fn check(source: &str, signatures: &[(&str, &str)], expected: Expect) {
    let file = syn::parse_str(&expansion(source, signatures)).expect("the expansion parses");
    expected.assert_eq(&prettyplease::unparse(&file));
}

#[test]
fn straight_line() {
    check(
        "pub fn r(x: f64, y: f64, z: f64) -> f64 {
            let u = x * x;
            let v = u + y;
            let w = z * v;
            w * w
        }",
        &[],
        expect![[r#"
            ///Derivatives of [`r`](fn@r): `forward` keeps what `backward` needs.
            #[allow(non_camel_case_types, unreachable_pub)]
            pub enum r {}
            #[automatically_derived]
            #[allow(
                clippy::all,
                unused,
                private_interfaces,
                non_snake_case,
                non_shorthand_field_patterns
            )]
            impl r {
                /// The value, and what `backward` needs of the way to it.
                #[inline]
                pub fn forward(x: f64, y: f64, z: f64) -> (f64, (f64, f64)) {
                    let u = x * x;
                    let v = u + y;
                    let w = z * v;
                    let r = w * w;
                    (r, (v, w))
                }
                /// The cotangents of the arguments, given that of the value.
                #[inline]
                pub fn backward(
                    x: f64,
                    y: f64,
                    z: f64,
                    residuals: &(f64, f64),
                    r_bar: f64,
                ) -> (f64, f64, f64) {
                    let &(v, w) = residuals;
                    let w_bar = 2.0 * w * r_bar;
                    let z_bar = v * w_bar;
                    let v_bar = z * w_bar;
                    let x_bar = 2.0 * x * v_bar;
                    let y_bar = v_bar;
                    (x_bar, y_bar, z_bar)
                }
                /// The value and its gradient in one pass.
                #[inline]
                pub fn value_and_gradient(x: f64, y: f64, z: f64) -> (f64, (f64, f64, f64)) {
                    let (value, residuals) = Self::forward(x, y, z);
                    (value, Self::backward(x, y, z, &residuals, 1.0))
                }
                /// The gradient with respect to every active argument.
                #[inline]
                pub fn gradient(x: f64, y: f64, z: f64) -> (f64, f64, f64) {
                    Self::value_and_gradient(x, y, z).1
                }
            }
            #[automatically_derived]
            impl ::chainrule::Differentiated<()> for r {
                type Residuals = (f64, f64);
            }
        "#]],
    );
}

#[test]
fn layer() {
    check(
        "fn layer(x: &Array2<f64>, w: &Array2<f64>, b: &Array1<f64>) -> Array2<f64> {
            let z = linear(x, w, b);
            sigmoid(&z)
        }",
        &[LINEAR, SIGMOID],
        expect![[r#"
            ///Derivatives of [`layer`](fn@layer): `forward` keeps what `backward` needs.
            #[doc(hidden)]
            #[allow(non_camel_case_types, unreachable_pub)]
            pub enum layer {}
            #[automatically_derived]
            #[allow(
                clippy::all,
                unused,
                private_interfaces,
                non_snake_case,
                non_shorthand_field_patterns
            )]
            impl layer {
                /// The value, and what `backward` needs of the way to it.
                #[inline]
                pub fn forward(
                    x: &Array2<f64>,
                    w: &Array2<f64>,
                    b: &Array1<f64>,
                ) -> (
                    Array2<f64>,
                    (
                        ::chainrule::ndarray::Array2<f64>,
                        <linear as ::chainrule::Differentiated<f64>>::Residuals,
                        <sigmoid as ::chainrule::Differentiated<
                            (f64, ::chainrule::ndarray::Ix2),
                        >>::Residuals,
                    ),
                ) {
                    let (z, z_residuals) = linear::forward(x, w, b);
                    let (layer, layer_residuals) = sigmoid::forward(&z);
                    (layer, (z, z_residuals, layer_residuals))
                }
                /// The cotangents of the arguments, given that of the value.
                #[inline]
                pub fn backward(
                    x: &Array2<f64>,
                    w: &Array2<f64>,
                    b: &Array1<f64>,
                    residuals: &(
                        ::chainrule::ndarray::Array2<f64>,
                        <linear as ::chainrule::Differentiated<f64>>::Residuals,
                        <sigmoid as ::chainrule::Differentiated<
                            (f64, ::chainrule::ndarray::Ix2),
                        >>::Residuals,
                    ),
                    layer_bar: ::chainrule::ndarray::Array2<f64>,
                    x_bar: &mut ::chainrule::ndarray::Array2<f64>,
                    w_bar: &mut ::chainrule::ndarray::Array2<f64>,
                    b_bar: &mut ::chainrule::ndarray::Array1<f64>,
                ) {
                    ::chainrule::same_shape("x_bar", x_bar.shape(), x.shape());
                    ::chainrule::same_shape("w_bar", w_bar.shape(), w.shape());
                    ::chainrule::same_shape("b_bar", b_bar.shape(), b.shape());
                    let &(ref z, ref z_residuals, ref layer_residuals) = residuals;
                    let mut z_bar = ::chainrule::ndarray::Array2::<f64>::zeros(z.raw_dim());
                    sigmoid::backward(z, layer_residuals, layer_bar, &mut z_bar);
                    linear::backward(x, w, b, z_residuals, z_bar, x_bar, w_bar, b_bar);
                }
                #[doc(hidden)]
                pub fn gradient(x: &Array2<f64>, w: &Array2<f64>, b: &Array1<f64>)
                where
                    for<'any> ::chainrule::ndarray::Array2<f64>: ::chainrule::OneNumber,
                {}
            }
            #[automatically_derived]
            impl ::chainrule::Differentiated<()> for layer {
                type Residuals = (
                    ::chainrule::ndarray::Array2<f64>,
                    <linear as ::chainrule::Differentiated<f64>>::Residuals,
                    <sigmoid as ::chainrule::Differentiated<
                        (f64, ::chainrule::ndarray::Ix2),
                    >>::Residuals,
                );
            }
        "#]],
    );
}

#[test]
fn scalar_loop() {
    check(
        "fn iterated(x: f64, n: usize) -> f64 {
            let mut s = x;
            for _ in 0..n {
                let t = s * x;
                s += t.sin();
            }
            s
        }",
        &[],
        expect![[r#"
            ///Derivatives of [`iterated`](fn@iterated): `forward` keeps what `backward` needs.
            #[doc(hidden)]
            #[allow(non_camel_case_types, unreachable_pub)]
            pub enum iterated {}
            #[automatically_derived]
            #[allow(
                clippy::all,
                unused,
                private_interfaces,
                non_snake_case,
                non_shorthand_field_patterns
            )]
            impl iterated {
                /// The value, and what `backward` needs of the way to it.
                #[inline]
                pub fn forward(x: f64, n: usize) -> (f64, ::chainrule::alloc::vec::Vec<f64>) {
                    let mut s = x;
                    let mut s_kept = ::chainrule::alloc::vec::Vec::with_capacity(n);
                    for _ in 0..n {
                        s_kept.push(s);
                        let t = s * x;
                        s += t.sin();
                    }
                    (s, s_kept)
                }
                /// The cotangents of the arguments, given that of the value.
                #[inline]
                pub fn backward(
                    x: f64,
                    n: usize,
                    residuals: &::chainrule::alloc::vec::Vec<f64>,
                    s_bar: f64,
                ) -> f64 {
                    let s_kept = residuals;
                    let mut x_bar = 0.0;
                    let mut s_bar = s_bar;
                    for i in (0..n).rev() {
                        let s = s_kept[i];
                        let t = s * x;
                        let t_bar = t.cos() * s_bar;
                        s_bar += x * t_bar;
                        x_bar += s * t_bar;
                    }
                    x_bar += s_bar;
                    x_bar
                }
                /// The value and its gradient in one pass.
                #[inline]
                pub fn value_and_gradient(x: f64, n: usize) -> (f64, f64) {
                    let (value, residuals) = Self::forward(x, n);
                    (value, Self::backward(x, n, &residuals, 1.0))
                }
                /// The gradient with respect to every active argument.
                #[inline]
                pub fn gradient(x: f64, n: usize) -> f64 {
                    Self::value_and_gradient(x, n).1
                }
            }
            #[automatically_derived]
            impl ::chainrule::Differentiated<()> for iterated {
                type Residuals = ::chainrule::alloc::vec::Vec<f64>;
            }
        "#]],
    );
}

#[test]
fn sum_over_neighbours() {
    check(
        "fn rosenbrock(x: &[f64]) -> f64 {
            let mut s = 0.0;
            for i in 0..x.len() - 1 {
                let a = x[i + 1] - x[i] * x[i];
                let b = 1.0 - x[i];
                s += 100.0 * a * a + b * b;
            }
            s
        }",
        &[],
        expect![[r#"
            ///Derivatives of [`rosenbrock`](fn@rosenbrock): `forward` keeps what `backward` needs.
            #[doc(hidden)]
            #[allow(non_camel_case_types, unreachable_pub)]
            pub enum rosenbrock {}
            #[automatically_derived]
            #[allow(
                clippy::all,
                unused,
                private_interfaces,
                non_snake_case,
                non_shorthand_field_patterns
            )]
            impl rosenbrock {
                /// The value, and what `backward` needs of the way to it.
                #[inline]
                pub fn forward(x: &[f64]) -> (f64, ()) {
                    let mut s = 0.0;
                    for i in 0..x.len() - 1 {
                        let a = x[i + 1] - x[i] * x[i];
                        let b = 1.0 - x[i];
                        s += 100.0 * a * a + b * b;
                    }
                    (s, ())
                }
                /// The cotangents of the arguments, given that of the value.
                #[inline]
                pub fn backward(x: &[f64], residuals: &(), s_bar: f64, x_bar: &mut [f64]) {
                    ::chainrule::same_length("x_bar", x_bar.len(), x.len());
                    for i in (0..x.len() - 1).rev() {
                        let j: usize = i + 1;
                        let a = x[j] - x[i] * x[i];
                        let b = 1.0 - x[i];
                        let b_bar = 2.0 * b * s_bar;
                        let mut a_bar = 100.0 * a * s_bar;
                        a_bar += 100.0 * (a * s_bar);
                        x_bar[i] += -b_bar + 2.0 * x[i] * -a_bar;
                        x_bar[j] += a_bar;
                    }
                }
                #[doc(hidden)]
                ///The value; its gradient is added to the shadows, each iteration's as it is run.
                #[inline]
                pub fn accumulate(x: &[f64], x_bar: &mut [f64]) -> f64 {
                    let mut s = 0.0;
                    for i in 0..x.len() - 1 {
                        let j: usize = i + 1;
                        let a = x[j] - x[i] * x[i];
                        let b = 1.0 - x[i];
                        let t = 100.0 * a;
                        s += t * a + b * b;
                        let b_bar = 2.0 * b;
                        let a_bar = 2.0 * t;
                        x_bar[i] += -b_bar + 2.0 * x[i] * -a_bar;
                        x_bar[j] += a_bar;
                    }
                    s
                }
                /// The value and its gradient in one pass.
                #[inline]
                pub fn value_and_gradient(x: &[f64]) -> (f64, ::chainrule::alloc::vec::Vec<f64>) {
                    let mut x_bar = ::chainrule::alloc::vec![0.0; x.len()];
                    let value = Self::accumulate(x, &mut x_bar);
                    (value, x_bar)
                }
                /// The gradient with respect to every active argument.
                #[inline]
                pub fn gradient(x: &[f64]) -> ::chainrule::alloc::vec::Vec<f64> {
                    Self::value_and_gradient(x).1
                }
            }
            #[automatically_derived]
            impl ::chainrule::Differentiated<()> for rosenbrock {
                type Residuals = ();
            }
            #[automatically_derived]
            impl ::chainrule::Objective<[f64]> for rosenbrock {
                type Scalar = f64;
                #[inline]
                fn value(x: &[f64]) -> f64 {
                    rosenbrock(x)
                }
                #[inline]
                fn value_and_gradient(
                    x: &[f64],
                ) -> (f64, <[f64] as ::chainrule::Differentiable>::Cotangent) {
                    rosenbrock::value_and_gradient(x)
                }
            }
        "#]],
    );
}

#[test]
fn branch() {
    check(
        "fn leaky(x: f64, slope: f64) -> f64 { if x > 0.0 { x.exp() } else { slope * x } }",
        &[],
        expect![[r#"
            ///Derivatives of [`leaky`](fn@leaky): `forward` keeps what `backward` needs.
            #[doc(hidden)]
            #[allow(non_camel_case_types, unreachable_pub)]
            pub enum leaky {}
            #[automatically_derived]
            #[allow(
                clippy::all,
                unused,
                private_interfaces,
                non_snake_case,
                non_shorthand_field_patterns
            )]
            impl leaky {
                /// The value, and what `backward` needs of the way to it.
                #[inline]
                pub fn forward(x: f64, slope: f64) -> (f64, f64) {
                    let (leaky, t) = if x > 0.0 {
                        let t = x.exp();
                        (t, t)
                    } else {
                        (slope * x, 0.0)
                    };
                    (leaky, t)
                }
                /// The cotangents of the arguments, given that of the value.
                #[inline]
                pub fn backward(x: f64, slope: f64, residuals: &f64, leaky_bar: f64) -> (f64, f64) {
                    let t = *residuals;
                    let (x_bar, slope_bar) = if x > 0.0 {
                        (t * leaky_bar, 0.0)
                    } else {
                        (slope * leaky_bar, x * leaky_bar)
                    };
                    (x_bar, slope_bar)
                }
                /// The value and its gradient in one pass.
                #[inline]
                pub fn value_and_gradient(x: f64, slope: f64) -> (f64, (f64, f64)) {
                    let (value, residuals) = Self::forward(x, slope);
                    (value, Self::backward(x, slope, &residuals, 1.0))
                }
                /// The gradient with respect to every active argument.
                #[inline]
                pub fn gradient(x: f64, slope: f64) -> (f64, f64) {
                    Self::value_and_gradient(x, slope).1
                }
            }
            #[automatically_derived]
            impl ::chainrule::Differentiated<()> for leaky {
                type Residuals = f64;
            }
        "#]],
    );
}

/// Several tangents: what holds them comes first in a product, and matrix products are functions of
/// their own.
#[test]
fn several_tangents_of_a_layer() {
    let source = "fn layer(w: &Array2<f64>, x: &Array1<f64>, k: f64) -> Array1<f64> {
        (w.dot(x) * k).mapv(f64::tanh)
    }";
    let item = syn::parse_str(source).expect("the test's source parses");
    let options = syn::parse_str("lanes").expect("an option");
    let text =
        crate::compile::compile(&item, &options, &super::pipeline::signatures(&[]), false).tokens;
    let file: syn::File = syn::parse2(text).expect("the expansion parses");
    let function = file.items.iter().find_map(|item| match item {
        syn::Item::Impl(block) => block.items.iter().find_map(|item| match item {
            syn::ImplItem::Fn(item) if item.sig.ident == "jvp_lanes" => Some(quote!(#item)),
            _ => None,
        }),
        _ => None,
    });
    let file = syn::parse2(function.expect("`jvp_lanes`")).expect("a function");
    expect![[r#"
        ///The value, and its tangents for several tangents of each of the arguments.
        #[inline]
        pub fn jvp_lanes<const LANES: usize>(
            w: &Array2<f64>,
            x: &Array1<f64>,
            k: f64,
            w_dot: &::chainrule::ndarray::Array2<::chainrule::Lanes<f64, LANES>>,
            x_dot: &::chainrule::ndarray::Array1<::chainrule::Lanes<f64, LANES>>,
            k_dot: ::chainrule::Lanes<f64, LANES>,
        ) -> (Array1<f64>, ::chainrule::ndarray::Array1<::chainrule::Lanes<f64, LANES>>) {
            ::chainrule::same_shape("w_dot", w_dot.shape(), w.shape());
            ::chainrule::same_shape("x_dot", x_dot.shape(), x.shape());
            let t = w.dot(x);
            let t_1 = &t * k;
            let layer = t_1.mapv(|t_2| t_2.tanh());
            let layer_dot = ::chainrule::ndarray::Zip::from(&t_1)
                .and(
                    &((::chainrule::array::lanes::matvec(w_dot, x)
                        + ::chainrule::array::lanes::matvec(w, x_dot)) * k
                        + ::chainrule::ndarray::arr0(k_dot) * &t),
                )
                .map_collect(|&t_2, &t_3| {
                    let t_4 = t_2.tanh();
                    (1.0 - t_4 * t_4) * t_3
                });
            (layer, layer_dot)
        }
    "#]]
    .assert_eq(&prettyplease::unparse(&file));
}
