//! Where functions may stand, how they are named, and what their parameters may be.
// Paths, indices and casts are what is tested.
#![allow(clippy::needless_range_loop, clippy::unnecessary_cast, unused_qualifications)]
#![allow(clippy::useless_vec, clippy::type_complexity)]

use chainrule::{Float, constant, differentiate};
use chainrule_tests::{assert_all_close, assert_close, difference, differences};

#[differentiate]
fn before(x: f64) -> f64 {
    after(x, 2.0).sin() + after(x * x, x)
}

#[differentiate]
fn after(x: f64, y: f64) -> f64 {
    x * y + y.sqrt()
}

mod shapes {
    pub mod inner {
        use chainrule::differentiate;

        #[differentiate]
        pub fn area(w: f64, h: &f64) -> f64 {
            w * h * super::doubled(*h)
        }

        #[differentiate]
        pub(crate) fn pair(x: f64, y: f64) -> (f64, f64) {
            (x * y, x.sin() + self::area(x, &y))
        }
    }

    #[chainrule::differentiate]
    fn doubled(x: f64) -> f64 {
        2.0 * x * crate::after(x, 3.0)
    }

    #[chainrule::differentiate(wrt(b))]
    pub fn restricted(a: f64, b: f64) -> f64 {
        a * b * b
    }

    pub use inner::area as renamed;
}

use shapes::inner::pair;
use shapes::{inner, renamed};

#[differentiate]
fn through_use(x: f64, y: f64) -> f64 {
    let (p, q) = pair(x, y);
    let z = inner::area(p, &q) + renamed(q, &x);
    z * crate::shapes::inner::pair(y, p).1
}

#[test]
fn functions_are_found_by_path() {
    assert_close(before::gradient(1.3), difference(before, 1.3));
    let (a, b) = through_use::gradient(0.7, 0.4);
    assert_close(a, difference(|x| through_use(x, 0.4), 0.7));
    assert_close(b, difference(|y| through_use(0.7, y), 0.4));
}

#[test]
fn functions_in_a_body() {
    #[differentiate]
    fn local(x: f64) -> f64 {
        helper(x) * x
    }
    #[differentiate]
    fn helper(x: f64) -> f64 {
        x.exp() + after(x, x)
    }
    assert_close(local::gradient(0.8), difference(local, 0.8));
}

#[differentiate]
fn calls_in_control_flow(x: f64, n: usize) -> f64 {
    let mut s = x;
    for i in 0..n {
        if i % 2 == 0 {
            s = after(s, x);
        } else {
            let (p, q) = pair(s * 0.1, after(0.5, x));
            s += p * q;
        }
    }
    if after(x, 1.0) > 0.0 { s * after(s, 4.0) } else { s }
}

#[test]
fn calls_inside_loops_and_branches() {
    for n in 0..5 {
        let expected = difference(|x| calls_in_control_flow(x, n), 0.9);
        assert_close(calls_in_control_flow::gradient(0.9, n), expected);
    }
}

#[differentiate(name = energy_handle)]
fn energy(x: f64) -> f64 {
    x * x * x
}

#[test]
fn a_handle_with_another_name() {
    assert_eq!(energy(2.0), 8.0);
    assert_eq!(energy_handle::gradient(2.0), 12.0);
}

#[differentiate]
fn uses_restricted(x: f64) -> f64 {
    shapes::restricted(3.0, x) * x
}

#[differentiate]
fn marked(#[constant] a: f64, b: f64, c: &[f64], #[constant] d: &[f64]) -> f64 {
    a * b * c[0] * d[0]
}

#[differentiate]
fn uses_marked(x: f64, k: f64) -> f64 {
    let c = [x, k];
    marked(chainrule::constant(x), x, &c, &[2.0, 3.0]) * k
}

#[test]
fn some_parameters_only() {
    assert_eq!(shapes::restricted::gradient(2.0, 3.0), 12.0);
    assert_eq!(uses_restricted::gradient(2.0), 36.0);
    assert_eq!(marked::gradient(2.0, 3.0, &[5.0], &[7.0]), (70.0, vec![42.0]));
    assert_eq!(uses_marked::gradient(2.0, 3.0), (48.0, 16.0));
}

#[differentiate]
fn generic<T: Float>(x: T, y: &[T]) -> T {
    let mut s = x;
    for v in y {
        s = s * *v + v.sin();
    }
    s.exp() + scaled(x, T::from_f64(0.25))
}

#[differentiate]
fn scaled<T: Float>(x: T, k: T) -> T {
    x * k * T::PI
}

#[test]
fn one_function_for_both_floats() {
    let (x, y) = (0.3, [0.2, 0.5]);
    let (x_bar, y_bar) = generic::gradient(x, &y);
    assert_close(x_bar, difference(|x| generic(x, &y), x));
    assert_all_close(&y_bar, &differences(|y| generic(x, y), &y));
    let (single, singles) = generic::gradient(x as f32, &[0.2_f32, 0.5]);
    assert!((f64::from(single) - x_bar).abs() < 1e-5);
    assert!((f64::from(singles[1]) - y_bar[1]).abs() < 1e-5);
}

#[differentiate]
fn norm<const N: usize>(x: [f64; N]) -> f64 {
    let mut s = 0.0;
    for i in 0..N {
        s += x[i] * x[i];
    }
    s.sqrt()
}

#[differentiate]
fn borrowed<'a>(x: &'a [f64], y: &'a f64) -> f64 {
    x[0] * y + x[1] * x[1]
}

#[test]
fn lengths_and_lifetimes_as_parameters() {
    assert_all_close(&norm::gradient([3.0, 4.0]), &[0.6, 0.8]);
    assert_all_close(&norm::gradient([0.0, 0.0, 2.0]), &[0.0, 0.0, 1.0]);
    assert_eq!(borrowed::gradient(&[2.0, 3.0], &5.0), (vec![5.0, 6.0], 2.0));
}

#[differentiate]
fn single(x: f32, y: f32) -> f32 {
    let mut s = x * 0.5;
    if s > 1.0 {
        s *= y;
    }
    s as f32 + y.exp() * 2.0
}

#[differentiate]
fn mixed(x: f32, y: f64) -> f64 {
    let wide = f64::from(x) * 0.5 + x as f64;
    wide * y + (y as f32 * x) as f64
}

#[test]
fn both_floats_in_one_function() {
    assert_eq!(single::gradient(4.0, 0.0), (0.0, 4.0));
    assert_eq!(mixed::gradient(2.0, 3.0), (7.5, 5.0));
}

/// No handle: only ever called on what is constant.
fn sign(t: f64) -> f64 {
    if t > 0.0 {
        1.0
    } else if t < 0.0 {
        -1.0
    } else {
        0.0
    }
}

#[differentiate]
fn signed(x: f64, y: f64) -> f64 {
    let s: f64 = constant(sign(y));
    s * x * y + x * constant(sign(x - y))
}

#[test]
fn any_function_of_a_constant() {
    assert_eq!(signed::gradient(3.0, -2.0), (3.0, -3.0));
    assert_eq!(signed::gradient(-3.0, 2.0), (1.0, -3.0));
}

#[differentiate]
fn squared(x: f64) -> f64 {
    x * x
}

#[differentiate]
fn doubled(x: &mut f64) -> f64 {
    *x *= 2.0;
    *x
}

#[differentiate]
fn listed(x: f64, y: f64) -> f64 {
    let v = vec![squared(x), y * squared(x + y)];
    let filled = vec![squared(y); 3];
    v[0] * v[1] + filled[2]
}

#[differentiate]
fn listed_in_an_array(x: f64, y: f64) -> f64 {
    let a = ndarray::array![squared(x), y];
    let m = ndarray::array![[squared(y), x], [y, 1.0]];
    a.sum() * m[[0, 0]]
}

/// What is changed within a list is changed after it, too, in loops and branches.
#[differentiate]
fn changed_in_a_list(x: f64, y: f64) -> f64 {
    let mut s = x;
    for _ in 0..2 {
        let v = vec![doubled(&mut s), y];
        s += v[0] * v[1];
    }
    if y > 0.0 {
        let _v = vec![doubled(&mut s); 2];
    }
    s
}

#[test]
fn functions_called_in_lists() {
    let functions: [(fn(f64, f64) -> f64, (f64, f64)); 3] = [
        (listed, listed::gradient(0.7, 0.4)),
        (listed_in_an_array, listed_in_an_array::gradient(0.7, 0.4)),
        (changed_in_a_list, changed_in_a_list::gradient(0.7, 0.4)),
    ];
    for (f, (x_bar, y_bar)) in functions {
        assert_close(x_bar, difference(|x| f(x, 0.4), 0.7));
        assert_close(y_bar, difference(|y| f(0.7, y), 0.4));
    }
    assert_eq!(changed_in_a_list::gradient(0.5, 1.0).0, 32.0);
}
