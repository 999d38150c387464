//! Constructs on arrays that meet: loops inside functions of elements, aliases, views across
//! statements, stencils.

use chainrule::differentiate;
use chainrule_tests::{assert_all_close, differences};
use ndarray::{Array1, Array2, ArrayView1, array, s};

#[track_caller]
fn check(ours: Array1<f64>, f: impl Fn(&Array1<f64>) -> f64, at: &Array1<f64>) {
    let at = at.as_slice().expect("a slice");
    assert_all_close(
        ours.as_slice().expect("a slice"),
        &differences(|at| f(&at.to_vec().into()), at),
    );
}

fn point() -> Array1<f64> {
    array![0.3, 0.7, 1.1, 0.4, 0.9]
}

#[differentiate]
fn square(x: f64) -> f64 {
    x * x
}

#[test]
fn functions_of_elements_call_and_loop() {
    #[differentiate]
    fn calls(a: &Array1<f64>) -> f64 {
        a.mapv(|v| square(v) + 1.0).product()
    }
    #[differentiate]
    fn loops(a: &Array1<f64>, n: usize) -> f64 {
        let powers = a.mapv(|v| {
            let mut s = v;
            for _ in 0..n {
                s = s * v + 1.0;
            }
            s
        });
        powers.sum()
    }
    #[differentiate]
    fn in_place(a: &Array1<f64>, n: usize) -> f64 {
        let mut h = a.clone();
        h.mapv_inplace(|v| {
            let mut s = 1.0;
            for i in 0..n {
                if i > 0 {
                    s *= v;
                }
                s += v;
            }
            s
        });
        h.dot(a)
    }
    let a = point();
    check(calls::gradient(&a), calls, &a);
    for n in 0..4 {
        check(loops::gradient(&a, n), |a| loops(a, n), &a);
        check(in_place::gradient(&a, n), |a| in_place(a, n), &a);
    }
}

#[test]
fn functions_by_reference_and_of_what_is_given_up() {
    #[differentiate]
    fn f(a: &Array1<f64>) -> f64 {
        let b = a.map(|x| x.sin() * *x);
        let c = (a * 2.0).mapv_into(|x| x * x);
        let d = a.map(|&x| square(x));
        (b * c).sum() + d.mapv(f64::exp).sum()
    }
    check(f::gradient(&point()), f, &point());
}

/// An array that is added to, and multiplied by, what it was.
#[test]
fn what_an_array_was() {
    #[differentiate]
    fn f(a: &Array1<f64>) -> f64 {
        let mut h = a.clone();
        h += &h.clone();
        h *= &h.clone();
        h -= &(&h * 0.5);
        let mut all = h.view_mut();
        all += 1.0;
        all[0] = 2.0;
        let mut rest = h.slice_mut(s![1..]);
        rest.mapv_inplace(|x| x * x);
        rest[0] *= 3.0;
        h.sum() * a.sum()
    }
    check(f::gradient(&point()), f, &point());
}

/// `u += k (u[i - 1] - 2 u[i] + u[i + 1])`
#[test]
fn a_stencil() {
    #[differentiate]
    fn heat(u: &Array1<f64>, steps: usize, k: f64) -> f64 {
        let n = u.len();
        let mut u = u.clone();
        for _ in 0..steps {
            let change = &u.slice(s![..n - 2]) - 2.0 * &u.slice(s![1..n - 1]) + u.slice(s![2..]);
            u.slice_mut(s![1..n - 1]).scaled_add(k, &change);
        }
        (&u * &u).sum()
    }
    for steps in 0..4 {
        let (ours, k_bar) = heat::gradient(&point(), steps, 0.2);
        check(ours, |u| heat(u, steps, 0.2), &point());
        assert_all_close(&[k_bar], &differences(|k| heat(&point(), steps, k[0]), &[0.2]));
    }
}

/// Rows are read, overwritten, and read again; what was read before is what counts.
#[test]
fn views_before_and_after() {
    #[differentiate]
    fn f(a: &Array2<f64>, n: usize) -> f64 {
        let mut h = a.clone();
        let mut s = 0.0;
        for i in 0..n {
            let row: ArrayView1<'_, f64> = h.slice(s![i, ..]);
            s += row.dot(&row);
            h.row_mut(i).fill(s);
            let column = h.column(0);
            s *= column.sum();
        }
        s
    }
    let a = array![[0.3, 0.7], [1.1, 0.4]];
    for n in 0..3 {
        let ours = f::gradient(&a, n);
        let value = |at: &[f64]| f(&Array2::from_shape_vec((2, 2), at.to_vec()).expect("four"), n);
        assert_all_close(
            ours.as_slice().expect("a slice"),
            &differences(value, a.as_slice().expect("a slice")),
        );
    }
}

/// Parameters by value, of which every element is overwritten: by closed form.
#[test]
fn parameters_by_value() {
    #[differentiate]
    fn f(mut a: Array2<f64>, b: Array1<f64>) -> Array2<f64> {
        a.row_mut(0).assign(&b);
        a *= &b;
        a.slice_mut(s![1.., ..]).fill(b[0]);
        a
    }
    let (a, b) = (array![[0.3, 0.7], [1.1, 0.4]], array![2.0, 3.0]);
    let (value, residuals) = f::forward(a.clone(), b.clone());
    assert_eq!(value, array![[4.0, 9.0], [2.0, 2.0]]);
    let (a_bar, b_bar) = f::backward(a, b, &residuals, Array2::ones((2, 2)));
    assert_eq!(a_bar, Array2::<f64>::zeros((2, 2)));
    assert_eq!(b_bar, array![6.0, 6.0]);
}
