//! Arrays with storage of any kind: `&ArrayBase<S, D>`.

use chainrule::{Differentiable, check_gradient, differentiate};
use chainrule_tests::{assert_all_close, differences};
use ndarray::{Array1, Array2, ArrayBase, ArrayView1, Data, DataMut, Ix1, Ix2, array, s};

#[differentiate(hessian)]
fn squares<S: Data<Elem = f64>>(x: &ArrayBase<S, Ix1>) -> f64 {
    x.iter().map(|e| e * e * e).sum()
}

#[differentiate(hessian)]
fn formula<S1, S2>(x: &ArrayBase<S1, Ix1>, w: &ArrayBase<S2, Ix1>, k: f64) -> f64
where
    S1: Data<Elem = f64>,
    S2: Data<Elem = f64>,
{
    let a = x * w;
    let b = w - x;
    let c = 2.0 * x + x * k;
    (a + &b * &c).mapv(|e| e.sin()).sum() + x[0] * k
}

#[differentiate(hessian)]
fn layer<S: Data<Elem = f64>>(x: &ArrayBase<S, Ix2>, w: &Array1<f64>) -> Array1<f64> {
    let mut h = x.dot(w);
    for (i, row) in x.outer_iter().enumerate() {
        h[i] += row.dot(&row) * x[[i, 0]];
    }
    h.mapv(f64::tanh) + &x.column(0)
}

#[differentiate]
fn scaled<S: DataMut<Elem = f64>>(x: &mut ArrayBase<S, Ix1>, w: &Array1<f64>, k: f64) {
    *x *= k;
    *x += w;
    for e in x.iter_mut() {
        *e *= *e;
    }
}

#[differentiate(hessian)]
fn of_floats<A, S>(x: &ArrayBase<S, Ix1>) -> A
where
    A: num_traits::Float + 'static,
    S: Data<Elem = A>,
{
    x.iter().fold(A::zero(), |s: S::Elem, &e| s * e + e * e)
}

/// Rows, columns and arrays are handed over.
#[differentiate(hessian)]
fn of_parts(m: &Array2<f64>, v: &Array1<f64>, k: f64) -> f64 {
    let rows = formula(&m.row(0), v, k) + formula(v, &m.column(1), k);
    rows + squares(&m.row(1)) * squares(v) + of_floats(&v.view())
}

#[differentiate]
fn of_changed(m: &Array2<f64>, v: &Array1<f64>, k: f64) -> f64 {
    let mut own = v.clone();
    scaled(&mut own, v, k);
    own.sum() * m.sum()
}

#[derive(Differentiable)]
struct Filter {
    gain: f64,
}

#[differentiate]
impl Filter {
    fn power<S: Data<Elem = f64>>(&self, x: &ArrayBase<S, Ix1>) -> f64 {
        self.gain * x.dot(x)
    }

    fn behind(&self, x: &Array1<f64>) -> f64 {
        self.power(&x.slice(s![1..])) * self.gain
    }
}

fn point() -> (Array2<f64>, Array1<f64>, f64) {
    (array![[0.3, -0.4], [0.5, 0.9]], array![0.7, 0.2], 1.1)
}

#[test]
fn gradients() {
    let at = point();
    let f = |(m, v, k): &(Array2<f64>, Array1<f64>, f64)| of_parts(m, v, *k);
    check_gradient(f, |(m, v, k)| of_parts::gradient(m, v, *k), &at).unwrap();
    let f = |(m, v, k): &(Array2<f64>, Array1<f64>, f64)| of_changed(m, v, *k);
    check_gradient(f, |(m, v, k)| of_changed::gradient(m, v, *k), &at).unwrap();
    let filter = Filter { gain: 0.6 };
    let x = array![0.2, 0.4, 0.8];
    check_gradient(|x| filter.behind(x), |x| filter.behind_gradient(x).1, &x).unwrap();
}

#[test]
fn second_derivatives_of_views() {
    let at = [0.3, -0.4, 0.5, 0.9, 0.7, 1.1];
    let parts = |at: &[f64]| (ArrayView1::from(&at[..2]).to_owned(), at[2..4].to_vec(), at[4]);
    let gradient = |at: &[f64]| {
        let (x, w, k) = parts(at);
        let (x_bar, w_bar, k_bar) = formula::gradient(&x.view(), &ArrayView1::from(&w), k);
        [x_bar.to_vec(), w_bar.to_vec(), vec![k_bar]].concat()
    };
    let value = |at: &[f64]| {
        let (x, w, k) = parts(at);
        formula(&x, &ArrayView1::from(&w), k)
    };
    assert_all_close(&gradient(&at[..5]), &differences(value, &at[..5]));
    let (x, w, k) = parts(&at);
    let hessian = formula::hessian(&x, &Array1::from_vec(w), k);
    for (i, row) in hessian.rows().into_iter().enumerate() {
        let expected = differences(|at| gradient(at)[i], &at[..5]);
        assert_all_close(&row.to_vec(), &expected);
    }
}

#[test]
fn through_a_layer_that_gives_out_an_array() {
    let (m, v, _) = point();
    let seed = array![0.4, -1.2];
    let (_, kept) = layer::forward(&m, &v);
    let (mut m_bar, mut v_bar) = (Array2::zeros((2, 2)), Array1::zeros(2));
    layer::backward(&m.view(), &v, &kept, seed.clone(), &mut m_bar, &mut v_bar);
    let f = |at: &[f64]| {
        let m = Array2::from_shape_vec((2, 2), at[..4].to_vec()).unwrap();
        layer(&m, &Array1::from_vec(at[4..].to_vec())).dot(&seed)
    };
    let at: Vec<f64> = m.iter().chain(&v).copied().collect();
    let ours: Vec<f64> = m_bar.iter().chain(&v_bar).copied().collect();
    assert_all_close(&ours, &differences(f, &at));
}

#[test]
fn single_precision() {
    let x = array![0.3_f32, 0.5];
    let x_bar = of_floats::gradient(&x.view());
    // (x₀² · x₁ + x₁²)' = (2 x₀ x₁, x₀² + 2 x₁)
    assert!((x_bar[0] - 0.3).abs() < 1e-6 && (x_bar[1] - 1.09).abs() < 1e-6, "{x_bar}");
}
