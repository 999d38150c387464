//! Forms of what is handed over and of what is done with it.

use chainrule::{Differentiable, Float, differentiate};
use chainrule_tests::{assert_all_close, assert_close, differences};
use ndarray::{Array1, Array2, Axis};

#[derive(Clone, Copy, Differentiable)]
struct Pair {
    p: f64,
    q: f64,
}

/// What is called in other words.
#[differentiate]
fn in_words(f: &impl Fn(f64) -> f64, x: f64) -> f64 {
    let g = &f;
    (f)(x) + (*f)(2.0 * x) * g(x)
}

#[differentiate]
fn through_iterators<F: Fn(f64) -> f64>(f: F, xs: &[f64]) -> f64 {
    let all: Vec<f64> = xs.iter().map(|x| f(*x)).collect();
    all.iter().zip(xs).filter(|(y, _)| **y > 0.0).map(|(y, x)| y * x).sum()
}

#[differentiate]
fn handed_to_map(f: impl Fn(f64) -> f64, xs: Vec<f64>) -> f64 {
    xs.into_iter().map(f).sum()
}

#[differentiate]
fn without_arguments(mut next: impl FnMut() -> f64, n: usize) -> f64 {
    let mut sum = 0.0;
    while sum < n as f64 {
        sum += next();
    }
    sum
}

#[differentiate]
fn of_structs(f: impl Fn(&Pair, f64) -> Pair, start: Pair) -> (f64, Pair) {
    let end = f(&f(&start, 0.5), 2.0);
    (end.p * end.q, end)
}

#[differentiate]
fn of_tuples(f: impl Fn((f64, f64)) -> (f64, f64), x: f64) -> f64 {
    let (a, b) = f((x, 1.0));
    let c = f((a, b));
    c.0 * c.1
}

#[differentiate]
fn of_arrays(f: impl Fn(&Array1<f64>) -> Array1<f64>, x: &Array1<f64>, m: &Array2<f64>) -> f64 {
    let y = f(&m.dot(x));
    let sums = m.sum_axis(Axis(0));
    (&y * &f(&y)).sum() + sums.sum()
}

/// What is constant here does not take part, whatever is handed over.
#[differentiate]
fn with_constant(f: impl Fn(f64) -> f64, x: f64, #[constant] scale: f64) -> f64 {
    scale * f(scale * x)
}

#[differentiate]
fn eps<T: Float>(f: impl Fn(T) -> T, x: T) -> T {
    let small = T::EPSILON + T::from_f64(1e-12);
    f(x) + small * f(x * T::from_f64(2.0))
}

#[differentiate]
fn early(f: impl Fn(usize, f64) -> f64, xs: &[f64; 3]) -> f64 {
    let mut product = 1.0;
    for (i, x) in xs.iter().enumerate() {
        let y = f(i, *x);
        if y < 0.0 {
            return product * y;
        }
        for j in 0..2 {
            if y > 1.0 && j == 1 {
                return product + y;
            }
            product *= y + j as f64;
        }
    }
    product
}

#[differentiate(hessian)]
fn norm(x: &[f64]) -> f64 {
    x.iter().map(|x| x * x).sum()
}

#[differentiate(hessian)]
fn turned(y: &[f64], slope: &mut [f64]) {
    slope[0] = -y[1] * y[0];
    slope[1] = y[0];
}

#[differentiate]
fn of_slices(f: impl Fn(&[f64]) -> f64, g: impl Fn(&[f64], &mut [f64]), x: &[f64]) -> f64 {
    let mut next = vec![0.0; 2];
    g(x, &mut next);
    f(&next) * f(&x[..1])
}

macro_rules! program {
    ($($name:ident($x:ident, $k:ident) $body:block)*) => {$(
        #[test]
        fn $name() {
            #[differentiate(hessian)]
            fn plain($x: f64, $k: f64) -> f64 $body
            #[differentiate(hessian, checkpoint)]
            fn again($x: f64, $k: f64) -> f64 $body
            #[differentiate(jacobian)]
            fn wide($x: f64, $k: f64) -> f64 $body

            let joined = |(a, b): (f64, f64)| [a, b];
            for at in [[0.4, 0.9], [0.8, -0.6], [1.3, 1.1]] {
                let gradient = |at: &[f64]| joined(plain::gradient(at[0], at[1]));
                let expected = differences(|at| plain(at[0], at[1]), &at);
                assert_all_close(&gradient(&at), &expected);
                assert_all_close(&joined(again::gradient(at[0], at[1])), &expected);
                let (value, dot) = plain::jvp(at[0], at[1], 0.3, -1.1);
                assert_eq!(value.to_bits(), plain(at[0], at[1]).to_bits());
                assert_close(dot, 0.3 * expected[0] - 1.1 * expected[1]);
                let jacobian = wide::jacobian_forward(at[0], at[1]);
                assert_all_close(jacobian.as_slice().unwrap_or_default(), &expected);
                for hessian in [plain::hessian(at[0], at[1]), again::hessian(at[0], at[1])] {
                    for i in 0..2 {
                        assert_all_close(&hessian[i], &differences(|at| gradient(at)[i], &at));
                    }
                }
            }
        }
    )*};
}

program! {
    called_in_other_words(x, k) { in_words(&|v| v * v * k, x) }
    in_iterators(x, k) { through_iterators(|v| v * k + x, &[x, k, x * k]) + handed_to_map(|v| v.sin() * k, vec![x, k]) }
    nothing_is_given(x, k) {
        let mut last = x;
        let sum = without_arguments(|| { last += 0.3 + k * k; last }, 3);
        sum * last
    }
    structs(x, k) {
        let step = |s: &Pair, h: f64| Pair { p: s.p + h * s.q * k, q: s.q - h * s.p };
        let (energy, end) = of_structs(step, Pair { p: x, q: 1.0 });
        energy + end.p * k
    }
    tuples(x, k) { of_tuples(|(a, b)| (a * b + k, a - k * b), x) }
    in_other_types(x, k) { eps(|v| v * v * k, x) + f64::from(2_u8) * x }
    left_early(x, k) {
        early(|i, v| v * k + 0.1 * i as f64, &[x, x * x, 0.5]) + early(|_, v| v * v * v, &[k, x, 1.2])
    }
    slices(x, k) { of_slices(norm, turned, &[x, k]) + of_slices(|v| v[0] * k, |y, s| { s[0] = y[0] * k; s[1] = x; }, &[x, k]) }
    closures_with_returns(x, k) {
        let clipped = |v: f64| {
            if v < 0.0 {
                return v * v * k;
            }
            for i in 0..3 {
                if v > i as f64 * x {
                    return v * k + i as f64;
                }
            }
            v
        };
        let each: f64 = [x, k, x * k].iter().map(|v| { if *v > 0.5 { return *v * x; } v.sin() }).sum();
        clipped(x) * clipped(k) + each
    }
    repeatedly(x, k) {
        let mut y = x;
        for i in 0..3 {
            y = in_words(&|v| v * k - i as f64 * 0.1, y).sin();
            let mut j = 0;
            while y > 0.3 && j < 2 {
                y *= early(|_, v| v * v, &[y, x, k]).cos();
                j += 1;
            }
        }
        y
    }
}

#[differentiate]
fn arrays(x: &Array1<f64>, m: &Array2<f64>, k: f64) -> f64 {
    of_arrays(|v| v.mapv(|e| e * e * k) + x, x, m)
}

#[test]
fn arrays_are_handed_over() {
    let at = [0.4, 0.7, 0.3, -0.2, 0.9, 1.1, 0.8];
    let split = |at: &[f64]| {
        let m = Array2::from_shape_fn((2, 2), |(i, j)| at[2 + 2 * i + j]);
        (Array1::from_vec(at[..2].to_vec()), m, at[6])
    };
    let value = |at: &[f64]| {
        let (x, m, k) = split(at);
        arrays(&x, &m, k)
    };
    let (x, m, k) = split(&at);
    let (x_bar, m_bar, k_bar) = arrays::gradient(&x, &m, k);
    let ours: Vec<f64> = x_bar.iter().chain(&m_bar).copied().chain([k_bar]).collect();
    assert_all_close(&ours, &differences(value, &at));
}

#[differentiate]
fn constants(x: f64, k: f64) -> f64 {
    with_constant(|v| v * v, x, k)
}

#[test]
fn what_is_constant_has_no_derivative() {
    // k (k x)² without the derivative in k.
    assert_eq!(constants::gradient(1.5, 2.0), (2.0 * 8.0 * 1.5, 0.0));
}

/// Sums of sums: a function that calls itself in what it hands over.
#[differentiate]
fn nested(x: f64, n: usize) -> f64 {
    if n == 0 {
        return x * x;
    }
    through_iterators(|v| nested(v * 0.5 + 0.1, n - 1), &[x, 1.0, 2.0 * x])
}

#[test]
fn a_function_that_calls_itself_there() {
    for n in 0..4 {
        assert_all_close(&[nested::gradient(0.8, n)], &differences(|at| nested(at[0], n), &[0.8]));
    }
}

#[differentiate]
fn single(x: f32) -> f32 {
    eps(|v| v * v * 3.0, x) + early(|_, v| v * 2.0, &[0.1, 0.2, 0.3]) as f32
}

#[test]
fn other_floats_beside() {
    assert!((single::gradient(0.5) - 3.0).abs() < 1e-4);
}

/// One of the functions counts for its values alone.
#[differentiate]
fn weighted(f: impl Fn(f64) -> f64, #[constant] weight: impl Fn(f64) -> f64, x: f64) -> f64 {
    f(x) * weight(x)
}

#[differentiate]
fn half_constant(x: f64, k: f64) -> f64 {
    weighted(|v| v * v * k, |v| v * k, x)
}

#[test]
fn a_function_that_is_constant() {
    // x² k · (x k), where the second factor does not count.
    assert_eq!(half_constant::gradient(1.5, 2.0), (6.0 * 3.0, 2.25 * 3.0));
}
