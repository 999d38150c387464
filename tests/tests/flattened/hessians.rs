//! `hessian` for every kind of parameter: against closed forms and differences of the function's values
//! and gradients, row by row in the order of parameters, fields and elements.

use chainrule::{Differentiable, Float, Numbers, differentiate};
use chainrule_tests::{assert_within, difference};
use ndarray::{Array1, Array2, Array3, ArrayD, ArrayView1, ArrayView2, IxDyn, array};

/// The rows of differences of a gradient: `gradient` yields its numbers for the numbers of the arguments.
#[track_caller]
fn check(ours: &Array2<f64>, gradient: impl Fn(&[f64]) -> Vec<f64>, at: &[f64]) {
    assert_eq!(ours.dim(), (at.len(), at.len()));
    for j in 0..at.len() {
        for i in 0..at.len() {
            let moved = |v| {
                let mut at = at.to_vec();
                at[j] = v;
                gradient(&at)[i]
            };
            assert_within(ours[[i, j]], difference(moved, at[j]), 1e-6);
            assert_within(ours[[i, j]], ours[[j, i]], 1e-12);
        }
    }
}

/// The numbers of a cotangent.
fn list(cotangent: &impl Numbers<f64>) -> Vec<f64> {
    let mut list = Vec::new();
    cotangent.append(&mut list);
    list
}

#[test]
fn arrays_of_every_rank() {
    #[differentiate(hessian)]
    fn one(x: &Array1<f64>) -> f64 {
        (x * x).sum() * x[0].sin()
    }
    let at = [0.3, -0.7, 1.2];
    let gradient = |at: &[f64]| one::gradient(&Array1::from(at.to_vec())).to_vec();
    check(&one::hessian(&Array1::from(at.to_vec())), gradient, &at);

    #[differentiate(hessian)]
    fn two(x: &Array2<f64>) -> f64 {
        x[[0, 0]] * x[[1, 1]] - x[[0, 1]] * x[[1, 0]]
    }
    let expected = array![
        [0.0, 0.0, 0.0, 1.0],
        [0.0, 0.0, -1.0, 0.0],
        [0.0, -1.0, 0.0, 0.0],
        [1.0, 0.0, 0.0, 0.0]
    ];
    assert_eq!(two::hessian(&array![[1.0, 2.0], [3.0, 4.0]]), expected);

    #[differentiate(hessian)]
    fn three(x: &Array3<f64>) -> f64 {
        x.mapv(|x| x.powi(3)).sum()
    }
    let cube = Array3::from_shape_fn((1, 2, 2), |(_, j, k)| (2 * j + k) as f64);
    assert_eq!(three::hessian(&cube), Array2::from_diag(&array![0.0, 6.0, 12.0, 18.0]));

    #[differentiate(hessian)]
    fn dynamic(x: &ArrayD<f64>) -> f64 {
        x.mapv(|x| x.exp()).sum().ln()
    }
    let x = ArrayD::from_shape_vec(IxDyn(&[2, 1]), vec![0.0, 3.0_f64.ln()]).unwrap();
    // diag(p) - p pᵀ for the probabilities ¼ and ¾.
    for (ours, theirs) in dynamic::hessian(&x).iter().zip([0.1875, -0.1875, -0.1875, 0.1875]) {
        assert_within(*ours, theirs, 1e-12);
    }
}

#[test]
fn views_and_arrays_by_value() {
    #[differentiate(hessian)]
    fn quadratic(a: ArrayView2<'_, f64>, x: ArrayView1<'_, f64>) -> f64 {
        x.dot(&a.dot(&x))
    }
    let at = [1.0, 2.0, -1.0, 0.5, 0.3, 0.8];
    let split = |at: &[f64]| {
        let a = Array2::from_shape_vec((2, 2), at[..4].to_vec()).unwrap();
        (a, Array1::from(at[4..].to_vec()))
    };
    let gradient = |at: &[f64]| {
        let (a, x) = split(at);
        list(&quadratic::gradient(a.view(), x.view()))
    };
    let (a, x) = split(&at);
    check(&quadratic::hessian(a.view(), x.view()), gradient, &at);

    #[differentiate(hessian)]
    fn owned(x: Array1<f64>, v: Vec<f64>) -> f64 {
        x[0] * x[1] * v[0]
    }
    let expected = array![[0.0, 5.0, 3.0], [5.0, 0.0, 2.0], [3.0, 2.0, 0.0]];
    assert_eq!(owned::hessian(array![2.0, 3.0], vec![5.0]), expected);
}

#[test]
fn tuples_and_nested_sequences() {
    #[differentiate(hessian)]
    fn pair(p: (f64, f64)) -> f64 {
        p.0 * p.0 * p.1
    }
    assert_eq!(pair::hessian((2.0, 3.0)), array![[6.0, 4.0], [4.0, 0.0]]);

    #[differentiate(hessian)]
    fn mixed_pair(p: &(f64, [f64; 2]), n: usize) -> f64 {
        p.0.powi(3) * p.1[n]
    }
    let expected = array![[36.0, 0.0, 12.0], [0.0, 0.0, 0.0], [12.0, 0.0, 0.0]];
    assert_eq!(mixed_pair::hessian(&(2.0, [1.0, 3.0]), 1), expected);

    #[differentiate(hessian)]
    fn counted(p: (f64, usize, f64)) -> f64 {
        p.0 * p.2 * p.1 as f64
    }
    assert_eq!(counted::hessian((2.0, 3, 5.0)), array![[0.0, 3.0], [3.0, 0.0]]);

    #[differentiate(hessian)]
    fn among(ps: &[(f64, usize)], q: &(f64, bool)) -> f64 {
        let mut sum = 0.0;
        for p in ps {
            sum += p.0 * p.0 * p.1 as f64 * q.0;
        }
        sum
    }
    let (ps, q) = ([(1.0, 2), (2.0, 3)], (2.0, true));
    assert_eq!(among::gradient(&ps, &q), (vec![(8.0, ()), (24.0, ())], (14.0, ())));
    let expected = array![[8.0, 0.0, 4.0], [0.0, 12.0, 12.0], [4.0, 12.0, 0.0]];
    assert_eq!(among::hessian(&ps, &q), expected);

    #[differentiate(hessian)]
    fn nested(x: [[f64; 2]; 2]) -> f64 {
        x[0][0] * x[1][1] + x[0][1].powi(2)
    }
    let expected = array![
        [0.0, 0.0, 0.0, 1.0],
        [0.0, 2.0, 0.0, 0.0],
        [0.0, 0.0, 0.0, 0.0],
        [1.0, 0.0, 0.0, 0.0]
    ];
    assert_eq!(nested::hessian([[1.0, 2.0], [3.0, 4.0]]), expected);

    #[differentiate(hessian)]
    fn ragged(x: &[Vec<f64>]) -> f64 {
        let mut product = 1.0;
        for row in x {
            for v in row {
                product *= v;
            }
        }
        product
    }
    let at = [2.0, 3.0, 5.0];
    let rows = |at: &[f64]| vec![vec![at[0]], vec![], vec![at[1], at[2]]];
    let expected = array![[0.0, 5.0, 3.0], [5.0, 0.0, 2.0], [3.0, 2.0, 0.0]];
    assert_eq!(ragged::hessian(&rows(&at)), expected);
}

#[test]
fn several_parameters_of_mixed_kind() {
    #[differentiate(hessian)]
    fn slice_and_number(x: &[f64], k: f64) -> f64 {
        let mut sum = 0.0;
        for i in 1..x.len() {
            sum += k * (x[i] - x[i - 1]).powi(2);
        }
        sum
    }
    let at = [0.5, 1.5, -1.0, 2.0];
    let gradient = |at: &[f64]| list(&slice_and_number::gradient(&at[..3], at[3]));
    check(&slice_and_number::hessian(&at[..3], at[3]), gradient, &at);

    #[differentiate(hessian)]
    fn two_slices(x: &[f64], y: &[f64]) -> f64 {
        x.iter().zip(y).map(|(x, y)| x * y * y).sum()
    }
    let gradient = |at: &[f64]| list(&two_slices::gradient(&at[..2], &at[2..]));
    check(&two_slices::hessian(&at[..2], &at[2..]), gradient, &at);

    #[differentiate(hessian, wrt(b, c))]
    fn restricted(a: &[f64], b: f64, #[constant] k: f64, c: [f64; 2]) -> f64 {
        a[0] * b * b * c[0] * k + c[1].exp()
    }
    let expected = array![[30.0, 40.0, 0.0], [40.0, 0.0, 0.0], [0.0, 0.0, 1.0]];
    let ours = restricted::hessian(&[5.0], 2.0, 2.0, [1.5, 0.0]);
    assert_eq!(ours, expected);
}

#[derive(Clone, Differentiable)]
struct Layer {
    weights: Array2<f64>,
    biases: Vec<f64>,
}

#[derive(Clone, Differentiable)]
struct Model {
    scale: f64,
    layer: Layer,
    #[constant]
    name: String,
    corners: [(f64, f64); 2],
}

#[differentiate(hessian)]
fn energy(model: &Model, x: f64) -> f64 {
    let w = &model.layer.weights;
    let mut sum = model.scale * (w[[0, 0]] * x).sin() * w[[1, 0]];
    for b in &model.layer.biases {
        sum += b * b * x * model.scale;
    }
    sum + model.corners[1].0 * model.corners[0].1 * x
}

fn model(at: &[f64]) -> Model {
    Model {
        scale: at[0],
        layer: Layer { weights: array![[at[1]], [at[2]]], biases: at[3..5].to_vec() },
        name: "m".to_owned(),
        corners: [(at[5], at[6]), (at[7], at[8])],
    }
}

#[test]
fn structs_in_structs() {
    let at = [0.7, 0.4, -1.1, 0.2, 0.9, 1.0, 0.6, -0.3, 0.8, 1.3];
    let gradient = |at: &[f64]| list(&energy::gradient(&model(at), at[9]));
    assert_eq!(model(&at).name, "m");
    check(&energy::hessian(&model(&at), at[9]), gradient, &at);
}

#[derive(Clone, Copy, Differentiable)]
struct Point<T: Float>(T, #[constant] usize, T);

#[test]
fn generic_structs_by_value_and_in_vectors() {
    #[differentiate(hessian)]
    fn product<T: Float>(p: Point<T>) -> T {
        p.0 * p.0 * p.2 * T::from_f64(p.1 as f64)
    }
    assert_eq!(product::hessian(Point(2.0, 1, 3.0)), array![[6.0, 4.0], [4.0, 0.0]]);
    assert_eq!(product::hessian(Point(2.0_f32, 2, 3.0)), array![[12.0_f32, 8.0], [8.0, 0.0]]);

    #[differentiate(hessian)]
    fn among(ps: &[Point<f64>]) -> f64 {
        let mut sum = 0.0;
        for p in ps {
            sum += p.0 * p.2;
        }
        sum
    }
    let expected = array![
        [0.0, 1.0, 0.0, 0.0],
        [1.0, 0.0, 0.0, 0.0],
        [0.0, 0.0, 0.0, 1.0],
        [0.0, 0.0, 1.0, 0.0]
    ];
    assert_eq!(among::hessian(&[Point(2.0, 0, 3.0), Point(1.0, 0, 1.0)]), expected);
}

struct Borrowed<'a>(&'a [f64]);

impl Borrowed<'_> {
    fn first(&self) -> f64 {
        self.0[0]
    }
}

#[test]
fn numbers_of_single_precision_and_generic_ones() {
    #[differentiate(hessian)]
    fn single(x: &Array1<f32>, k: f32) -> f32 {
        k * x[0] * x[1]
    }
    let expected = array![[0.0_f32, 5.0, 3.0], [5.0, 0.0, 2.0], [3.0, 2.0, 0.0]];
    assert_eq!(single::hessian(&array![2.0, 3.0], 5.0), expected);

    #[differentiate(hessian)]
    fn generic<T: Float, const N: usize>(x: [T; N], v: &[T]) -> T {
        let mut sum = T::ZERO;
        for i in 0..N {
            sum += x[i] * x[i] * v[0];
        }
        sum
    }
    let expected = array![[10.0, 0.0, 2.0], [0.0, 10.0, 4.0], [2.0, 4.0, 0.0]];
    assert_eq!(generic::hessian([1.0, 2.0], &[5.0]), expected);

    #[differentiate(hessian)]
    fn with_constant(#[constant] b: &Borrowed<'_>, x: &[f64], y: f64) -> f64 {
        let k = b.first();
        k * x[0] * y
    }
    assert_eq!(
        with_constant::hessian(&Borrowed(&[3.0]), &[1.0], 1.0),
        array![[0.0, 3.0], [3.0, 0.0]]
    );
}

/// Methods, and functions of a module.
#[differentiate(hessian)]
mod inside {
    use chainrule::Differentiable;

    #[derive(Clone, Differentiable)]
    pub struct Spring {
        pub stiffness: f64,
        pub ends: Vec<f64>,
    }

    impl Spring {
        pub fn energy(&self, x: [f64; 1]) -> f64 {
            self.stiffness * (x[0] - self.ends[0]) * self.ends[1]
        }
    }

    pub fn twice(spring: &Spring, x: f64) -> f64 {
        spring.energy([x]) * 2.0
    }
}

#[test]
fn methods_and_modules() {
    let spring = inside::Spring { stiffness: 2.0, ends: vec![1.0, 5.0] };
    // In s, a, b, x of s (x - a) b.
    let expected = array![
        [0.0, -5.0, 3.0, 5.0],
        [-5.0, 0.0, -2.0, 0.0],
        [3.0, -2.0, 0.0, 2.0],
        [5.0, 0.0, 2.0, 0.0]
    ];
    assert_eq!(spring.energy_hessian([4.0]), expected);
    assert_eq!(inside::twice::hessian(&spring, 4.0), expected * 2.0);
}
