//! Arrays of floats that are type parameters.

use chainrule::{Differentiable, differentiate};
use chainrule_tests::{assert_close, difference};
use ndarray::{
    Array, Array1, Array2, ArrayView1, Ix1, LinalgScalar, NdFloat, ScalarOperand, array,
};
use num_traits::{Float, FromPrimitive, NumAssign};

#[differentiate(hessian)]
fn energy<A: NdFloat>(x: &Array1<A>, w: &Array2<A>) -> A {
    let h = w.dot(x).mapv(A::tanh);
    (&h * &h).sum() + x.mapv(|e| e.exp()).sum() * A::from(0.5).unwrap()
}

#[differentiate(hessian)]
fn of_parts<A>(x: ArrayView1<'_, A>, y: A) -> A
where
    A: NdFloat + FromPrimitive,
{
    let mean = x.mean().unwrap();
    let mut s = A::zero();
    for (i, &e) in x.iter().enumerate() {
        s += (e - mean).powi(2) * A::from_usize(i + 1).unwrap();
    }
    let scaled: Array<A, Ix1> = x.mapv(|e| e * y);
    s + scaled.dot(&x)
}

#[differentiate(hessian)]
fn with_fewer_bounds<T>(x: &Array1<T>, y: &Array1<T>) -> T
where
    T: LinalgScalar + ScalarOperand + std::ops::Neg<Output = T>,
{
    let d = x - y;
    d.dot(&d) * -T::one()
}

#[differentiate(hessian)]
fn changed<T: Float + ScalarOperand + LinalgScalar + NumAssign>(x: &Array1<T>, k: T) -> T {
    let mut y = x * k;
    y += x;
    y.mapv_inplace(|e| e * e + T::one());
    y[0] = y[1] * k;
    let mut z = Array1::<T>::zeros(x.len());
    z.assign(&y);
    z.fold(T::zero(), |a, &b| a + b) + y.iter().fold(T::zero(), |a, b| a + *b)
}

#[derive(Differentiable, Clone)]
struct Dense<A: NdFloat> {
    weights: Array2<A>,
    biases: Array1<A>,
}

#[differentiate(hessian)]
impl<A> Dense<A>
where
    A: NdFloat,
{
    fn output(&self, x: &Array1<A>) -> A {
        let h = self.weights.dot(x) + &self.biases;
        h.mapv(|e| A::one() / (A::one() + (-e).exp())).sum()
    }
}

#[test]
fn arrays() {
    let (x, w) = (array![0.3, -0.8], array![[0.5, 1.0], [-0.3, 0.2], [0.9, -1.1]]);
    let (x_bar, w_bar) = energy::gradient(&x, &w);
    let at = |e: f64| energy(&array![e, -0.8], &w);
    assert_close(x_bar[0], difference(at, 0.3));
    let at = |e: f64| {
        let mut w = w.clone();
        w[[2, 1]] = e;
        energy(&x, &w)
    };
    assert_close(w_bar[[2, 1]], difference(at, -1.1));
    let (product, _) = energy::hvp(&x, &w, &array![1.0, 0.0], &Array2::zeros((3, 2)));
    let slope = |e: f64| energy::gradient(&array![e, -0.8], &w).0[1];
    assert_close(product[1], difference(slope, 0.3));
    let (x_single, _) = energy::gradient(&x.mapv(|e| e as f32), &w.mapv(|e| e as f32));
    assert!((x_single[0] as f64 - x_bar[0]).abs() < 1e-5);
}

#[test]
fn parts_and_places() {
    let x = array![0.3, -0.8, 1.2];
    let (x_bar, y_bar) = of_parts::gradient(x.view(), 0.7);
    assert_close(x_bar[1], difference(|e| of_parts(array![0.3, e, 1.2].view(), 0.7), -0.8));
    assert_close(y_bar, x.dot(&x));
    let (x_bar, y_bar) = with_fewer_bounds::gradient(&x, &array![0.1, 0.2, 0.3]);
    assert_close(x_bar[1], 2.0);
    assert_close(y_bar[1], -2.0);
    let (x_bar, k_bar) = changed::gradient(&x, 0.7);
    assert_close(x_bar[1], difference(|e| changed(&array![0.3, e, 1.2], 0.7), -0.8));
    assert_close(k_bar, difference(|k| changed(&x, k), 0.7));
    let (_, product) = changed::hvp(&x, 0.7, &array![0.0, 0.0, 0.0], 1.0);
    assert_close(product, difference(|k| changed::gradient(&x, k).1, 0.7));
}

#[test]
fn structs_of_arrays() {
    let model = Dense { weights: array![[0.5, 1.0], [-0.3, 0.2]], biases: array![0.1, -0.2] };
    let x = array![0.3, -0.8];
    let (model_bar, x_bar) = model.output_gradient(&x);
    assert_close(x_bar[0], difference(|e| model.output(&array![e, -0.8]), 0.3));
    let at = |e: f64| Dense { biases: array![0.1, e], ..model.clone() }.output(&x);
    assert_close(model_bar.biases[1], difference(at, -0.2));
    assert_close(model_bar.weights[[1, 0]], model_bar.biases[1] * 0.3);
}
