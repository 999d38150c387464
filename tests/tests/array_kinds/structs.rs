//! Functions of elements that read fields of structs.

use chainrule::{Differentiable, differentiate};
use chainrule_tests::{assert_all_close, assert_close, differences};
use ndarray::{Array1, Array2, Zip, array};

#[derive(Differentiable, Clone)]
struct Spring {
    s: f64,
    w: Vec<f64>,
    inner: Inner,
    #[constant]
    rest: f64,
}

#[derive(Differentiable, Clone)]
struct Inner {
    d: f64,
    m: Array1<f64>,
}

fn unpack(at: &[f64]) -> Spring {
    let inner = Inner { d: at[3], m: at[4..6].to_vec().into() };
    Spring { s: at[0], w: at[1..3].to_vec(), inner, rest: 0.3 }
}

fn pack(spring: &SpringCotangent) -> Vec<f64> {
    let mut all = vec![spring.s];
    all.extend(&spring.w);
    all.push(spring.inner.d);
    all.extend(&spring.inner.m);
    all
}

const AT: [f64; 6] = [0.7, -1.2, 1.9, 0.4, 1.1, -0.6];

#[differentiate(hessian)]
fn a_field(x: &Array1<f64>, p: &Spring) -> f64 {
    x.mapv(|e| e * e * p.s + p.rest).sum()
}

#[differentiate(hessian)]
fn a_field_of_a_field(x: &Array1<f64>, p: &Spring) -> f64 {
    x.mapv(|e| (e * p.inner.d).sin() * p.s).sum()
}

#[differentiate(hessian)]
fn elements_of_fields(x: &Array1<f64>, p: &Spring) -> f64 {
    let y = x.mapv(|e| e * p.w[0] + p.w[1] * p.inner.m[1]);
    y[0] * y[1] + p.inner.m[0] * y[2]
}

#[differentiate(hessian)]
fn all_of_a_field(x: &Array1<f64>, p: &Spring) -> f64 {
    x.mapv(|e| e * p.inner.m.sum() + p.w.iter().fold(p.s, |y, c| y * e + c)).sum()
}

#[differentiate(hessian)]
fn a_local_struct(x: &Array1<f64>, p: &Spring) -> f64 {
    let q = Inner { d: p.s * p.inner.d, m: &p.inner.m * p.s };
    let mut y = x.clone();
    y.mapv_inplace(|e| e * q.d + q.m[0]);
    Zip::from(&mut y).and(x).for_each(|a, &b| *a *= b + q.d);
    y.sum()
}

type Program = (
    fn(&Array1<f64>, &Spring) -> f64,
    fn(&Array1<f64>, &Spring) -> (Array1<f64>, SpringCotangent),
    fn(&Array1<f64>, &Spring, &Array1<f64>, &SpringCotangent) -> (f64, f64),
);

#[test]
fn fields() {
    let programs: [Program; 5] = [
        (a_field, a_field::gradient, a_field::jvp),
        (a_field_of_a_field, a_field_of_a_field::gradient, a_field_of_a_field::jvp),
        (elements_of_fields, elements_of_fields::gradient, elements_of_fields::jvp),
        (all_of_a_field, all_of_a_field::gradient, all_of_a_field::jvp),
        (a_local_struct, a_local_struct::gradient, a_local_struct::jvp),
    ];
    let x = array![0.5, -1.5, 2.0];
    for (f, gradient, jvp) in programs {
        let (x_bar, p_bar) = gradient(&x, &unpack(&AT));
        assert_all_close(
            &x_bar.to_vec(),
            &differences(|x| f(&x.to_vec().into(), &unpack(&AT)), &x.to_vec()),
        );
        assert_all_close(&pack(&p_bar), &differences(|at| f(&x, &unpack(at)), &AT));
        let squares = |all: &[f64]| all.iter().map(|v| v * v).sum::<f64>();
        let (_, along) = jvp(&x, &unpack(&AT), &x_bar, &p_bar);
        assert_close(along, squares(&x_bar.to_vec()) + squares(&pack(&p_bar)));
    }
}

#[differentiate(hessian)]
fn nested_vectors(a: &Array1<f64>, g: &Vec<Vec<f64>>) -> f64 {
    a.mapv(|e| e * g[0][0] + g[1][1] * e * e).sum()
}

#[differentiate(hessian)]
fn nested_arrays(a: &Array2<f64>, g: &[[f64; 2]]) -> f64 {
    a.mapv(|e| (e * g[0][0]).exp() * g[1][1]).sum()
}

#[differentiate(hessian)]
fn matrices(a: &Array2<f64>, g: &[Array1<f64>], t: (f64, [f64; 2])) -> f64 {
    a.mapv(|e| e * g[0].sum() * t.0 + g[1][0] * t.1[1]).sum()
}

/// Σ (e · g₀₀ + g₁₁ · e²) at e = 1, 2, 3 has the derivatives 6 and 14 in g₀₀ and g₁₁.
#[test]
fn parameters() {
    let a = array![1.0, 2.0, 3.0];
    let g = vec![vec![0.5, 1.0], vec![2.0, -1.0]];
    let (a_bar, g_bar) = nested_vectors::gradient(&a, &g);
    assert_eq!(a_bar, array![-1.5, -3.5, -5.5]);
    assert_eq!(g_bar, vec![vec![6.0, 0.0], vec![0.0, 14.0]]);
    let (a_2, g_2) =
        nested_vectors::hvp(&a, &g, &array![1.0, 0.0, 0.0], &vec![vec![0.0, 0.0], vec![0.0, 1.0]]);
    assert_eq!(a_2, array![0.0, 4.0, 6.0]);
    assert_eq!(g_2, vec![vec![1.0, 0.0], vec![0.0, 2.0]]);

    let a = array![[1.0, 2.0], [0.5, -1.0]];
    let g = [[0.5, 7.0], [7.0, 2.0]];
    let (_, g_bar) = nested_arrays::gradient(&a, &g);
    let at = |g: &[f64]| nested_arrays(&a, &[[g[0], g[1]], [g[2], g[3]]]);
    assert_all_close(&g_bar.concat(), &differences(at, &g.concat()));

    let g = [array![0.5, 1.5], array![3.0]];
    let (a_bar, g_bar, t_bar) = matrices::gradient(&a, &g, (0.5, [9.0, 0.25]));
    assert_eq!(a_bar, Array2::from_elem((2, 2), 1.0));
    assert_eq!(g_bar, [array![1.25, 1.25], array![1.0]]);
    assert_eq!(t_bar, (5.0, [0.0, 12.0]));
}

/// Nothing of a function of elements is evaluated where there are none.
#[test]
fn nothing_of_nothing() {
    let (a_bar, g_bar) = nested_vectors::gradient(&array![], &vec![]);
    assert_eq!((a_bar, g_bar), (array![], vec![]));
    assert_eq!(nested_arrays::gradient(&Array2::zeros((0, 3)), &[]).0.dim(), (0, 3));
}
