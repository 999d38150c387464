//! The derive, however generic parameters and their bounds are written.

use chainrule::{Differentiable, Float, check_gradient, differentiate};
use chainrule_tests::{assert_all_close, assert_close, difference};

/// A bound behind.
#[derive(Differentiable, Clone)]
#[rustfmt::skip]
struct Behind<T> where T: Float { x: T }

/// No bound at all.
#[derive(Differentiable, Clone)]
struct Open<T> {
    a: T,
    b: Vec<T>,
}

/// Several, some of them not for numbers.
#[derive(Differentiable, Clone)]
#[rustfmt::skip]
struct Several<'a, T: Float, L: Copy, U = f64, const N: usize = 2> where L: PartialEq, U: Copy + Float {
    a: [T; N],
    b: (U, T),
    inner: Behind<T>,
    borrowed: &'a [T],
    #[constant]
    label: L,
}

/// Numbered, with other bounds.
#[derive(Differentiable, Clone, Copy)]
struct Numbered<T: Copy, K>(T, #[constant] K, [T; 2])
where
    K: Copy;

/// On several lines.
#[derive(Differentiable, Clone)]
struct Lines<T, U>
where
    T: Float,
    U: Clone,
{
    x: T,
    y: Option2<U>,
}

/// A bound that is no float's.
#[derive(Differentiable, Clone)]
struct Option2<D>
where
    D: Clone,
{
    value: D,
}

/// Whose parameter has any derivative.
#[derive(Differentiable)]
struct Pair<A>
where
    A: Differentiable,
    A::Cotangent: Clone + std::fmt::Debug + PartialEq,
{
    #[allow(dead_code)]
    both: [A; 2],
}

#[differentiate(jvp)]
fn behind<T: Float>(b: &Behind<T>, x: T) -> T {
    b.x * b.x * x
}

#[differentiate]
fn open<T: Float>(p: &Open<T>) -> T {
    let mut sum = p.a;
    for i in 0..p.b.len() {
        sum += p.a * p.b[i] * p.b[i];
    }
    sum
}

#[differentiate]
fn several<'a>(s: &Several<'a, f64, u8, f32, 3>, x: f64) -> f64 {
    s.a[2] * x + s.b.0 as f64 * s.b.1 + behind(&s.inner, x) * s.borrowed[0]
}

#[differentiate]
fn numbered(n: &Numbered<f64, usize>, x: f64) -> f64 {
    n.0 * x + n.2[1] * 3.0
}

#[differentiate]
fn lines(l: &Lines<f64, f64>) -> f64 {
    l.x * l.x * l.y.value
}

#[test]
fn parameters_without_bounds() {
    let p = Open { a: 0.7, b: vec![0.3, -1.2] };
    let p_bar = open::gradient(&p);
    assert_close(p_bar.a, 1.0 + 0.09 + 1.44);
    assert_all_close(&p_bar.b, &[2.0 * 0.7 * 0.3, 2.0 * 0.7 * -1.2]);
    let same = check_gradient(|p| open(p), |p| open::gradient(p), &p);
    assert!(same.is_ok());
}

#[test]
fn bounds_anywhere() {
    let (b_bar, x_bar) = behind::gradient(&Behind { x: 0.5 }, 3.0);
    assert_all_close(&[b_bar.x, x_bar], &[3.0, 0.25]);
    let s = Several {
        a: [0.1, 0.2, 0.3],
        b: (0.5_f32, 2.0),
        inner: Behind { x: 0.4 },
        borrowed: &[0.6],
        label: 1_u8,
    };
    let (s_bar, x_bar) = several::gradient(&s, 0.9);
    assert_close(x_bar, difference(|x| several(&s, x), 0.9));
    assert_all_close(&s_bar.a, &[0.0, 0.0, 0.9]);
    assert_all_close(&[f64::from(s_bar.b.0), s_bar.b.1], &[2.0, 0.5]);
    assert_all_close(&[s_bar.inner.x, s_bar.borrowed[0]], &[0.8 * 0.9 * 0.6, 0.16 * 0.9]);
    assert_eq!(s.label, 1);
    let (n_bar, x_bar) = numbered::gradient(&Numbered(0.5, 3, [1.0, 2.0]), 0.7);
    assert_all_close(&[n_bar.0, n_bar.2[0], n_bar.2[1], x_bar], &[0.7, 0.0, 3.0, 0.5]);
    let l_bar = lines::gradient(&Lines { x: 0.5, y: Option2 { value: 3.0 } });
    assert_all_close(&[l_bar.x, l_bar.y.value], &[3.0, 0.25]);
    assert_eq!(Pair { both: [1.0, 2.0] }.zeros().both, [0.0; 2]);
}

/// Bounds behind on one line, without a comma, in front of what stands in parentheses or in braces.
#[derive(Differentiable, Clone, Copy)]
#[rustfmt::skip]
struct Wrapped<T>(T, [T; 2]) where T: Float;

#[derive(Differentiable, Clone)]
#[rustfmt::skip]
struct Two<T, U> where T: Float, U: Float + Copy { x: T, y: Vec<U> }

#[derive(Differentiable, Clone)]
#[rustfmt::skip]
struct Sized<T, const N: usize> where T: Float { x: [T; N] }

#[differentiate]
fn bounds_on_one_line(w: &Wrapped<f64>, t: &Two<f64, f32>, s: &Sized<f64, 2>) -> f64 {
    w.0 * w.1[1] + t.x * t.y[0] as f64 + s.x[0] * s.x[1]
}

#[test]
fn bounds_behind_without_a_comma() {
    let t = Two { x: 0.5, y: vec![3.0_f32] };
    let (w, t, s) =
        bounds_on_one_line::gradient(&Wrapped(2.0, [1.0, 7.0]), &t, &Sized { x: [4.0, 5.0] });
    assert_eq!((w.0, w.1, t.x, t.y, s.x), (7.0, [0.0, 2.0], 3.0, vec![0.5], [5.0, 4.0]));
}
