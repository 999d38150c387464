//! Shadows, tangents and directions of another length or shape than what they belong to: a panic that names
//! them, with both.

use std::panic::{AssertUnwindSafe, catch_unwind};

use chainrule::{Differentiable, Lanes, differentiate};
use ndarray::{Array1, Array2, ArrayD, ArrayView2, IxDyn, array};

/// Asserts that something panics and says all of this.
#[track_caller]
fn says<T>(run: impl FnOnce() -> T, words: &[&str]) {
    let Err(payload) = catch_unwind(AssertUnwindSafe(run)) else {
        panic!("no panic that says {words:?}");
    };
    let text = payload.downcast_ref::<String>().cloned().unwrap_or_default();
    for word in words {
        assert!(text.contains(word), "{text:?} says nothing of {word:?}");
    }
}

#[differentiate(hessian, lanes)]
fn energy(x: &[f64], w: &Vec<f64>, k: f64) -> f64 {
    let mut sum = 0.0;
    for i in 1..x.len() {
        sum += w[i] * k * (x[i] - x[i - 1]).powi(2);
    }
    sum
}

#[test]
fn slices_and_vectors() {
    let (x, w) = ([0.0, 1.0, 3.0], vec![1.0, 1.0, 2.0]);
    let (_, residuals) = energy::forward(&x, &w, 2.0);
    for length in [0, 2, 4, 300] {
        let (mut wrong, mut right) = (vec![0.0; length], [0.0; 3]);
        let found = format!("length {length}");
        let words = |name| [name, found.as_str(), "length 3"];
        let backward = |x_bar: &mut [f64], w_bar: &mut [f64]| {
            energy::backward(&x, &w, 2.0, &residuals, 1.0, x_bar, w_bar)
        };
        says(|| backward(&mut wrong, &mut right), &words("`x_bar`"));
        says(|| backward(&mut right, &mut wrong), &words("`w_bar`"));
        says(|| energy::jvp(&x, &w, 2.0, &wrong, &right, 0.0), &words("`x_dot`"));
        says(|| energy::jvp(&x, &w, 2.0, &right, &wrong, 0.0), &words("`w_dot`"));
        says(|| energy::hvp(&x, &w, 2.0, &wrong, &right, 0.0), &words("`x_dot`"));
        says(|| energy::gradient_jvp(&x, &w, 2.0, &right, &wrong, 0.0), &words("`w_dot`"));
        let (wrong, right) = (vec![Lanes([0.0; 2]); length], [Lanes([0.0; 2]); 3]);
        let k_dot = Lanes([0.0; 2]);
        says(|| energy::jvp_lanes(&x, &w, 2.0, &right, &wrong, k_dot), &words("`w_dot`"));
    }
}

#[differentiate(hessian)]
fn quadratic(a: &Array2<f64>, x: &Array1<f64>) -> f64 {
    x.dot(&a.dot(x))
}

#[differentiate(jvp)]
fn dynamic(x: &ArrayD<f64>, y: ArrayView2<'_, f64>) -> f64 {
    x.sum() * y.sum()
}

#[test]
fn arrays() {
    let (a, x) = (array![[1.0, 2.0], [3.0, 4.0]], array![5.0, 6.0]);
    let (_, residuals) = quadratic::forward(&a, &x);
    let (mut a_bar, mut x_bar) = (Array2::zeros((2, 2)), Array1::zeros(2));
    for shape in [(2, 3), (1, 2), (0, 0)] {
        let mut wrong = Array2::zeros(shape);
        let found = format!("shape [{}, {}]", shape.0, shape.1);
        let words = |name| [name, found.as_str(), "shape [2, 2]"];
        says(
            || quadratic::backward(&a, &x, &residuals, 1.0, &mut wrong, &mut x_bar),
            &words("`a_bar`"),
        );
        says(|| quadratic::hvp(&a, &x, &wrong, &x_bar), &words("`a_dot`"));
        says(|| quadratic::jvp(&a, &x, &wrong, &x_bar), &words("`a_dot`"));
    }
    let mut wrong = Array1::zeros(3);
    says(
        || quadratic::backward(&a, &x, &residuals, 1.0, &mut a_bar, &mut wrong),
        &["`x_bar`", "[3]", "[2]"],
    );

    let (x, y) = (ArrayD::zeros(IxDyn(&[2, 1])), Array2::zeros((1, 1)));
    let wrong = ArrayD::zeros(IxDyn(&[2]));
    says(|| dynamic::jvp(&x, y.view(), &wrong, &y), &["`x_dot`", "[2]", "[2, 1]"]);
    says(
        || dynamic::jvp(&x, y.view(), &x, &Array2::zeros((3, 1))),
        &["`y_dot`", "[3, 1]", "[1, 1]"],
    );
}

#[differentiate(hessian)]
fn nested(x: &[Vec<f64>], y: [Vec<f64>; 2], z: (Vec<f64>, f64)) -> f64 {
    let mut sum = z.1;
    for row in x {
        for v in row {
            sum += v * y[0][0] * y[1][0] * z.0[0];
        }
    }
    sum
}

#[test]
fn nested_sequences() {
    let (x, y, z) = (vec![vec![1.0], vec![2.0, 3.0]], [vec![1.0], vec![1.0]], (vec![1.0], 1.0));
    let call = |x_dot: &[Vec<f64>], y_dot: &[Vec<f64>; 2], z_dot: &(Vec<f64>, f64)| {
        nested::jvp(&x, y.clone(), z.clone(), x_dot, y_dot, z_dot)
    };
    says(|| call(&x[..1], &y, &z), &["`x_dot`", "length 1", "length 2"]);
    says(|| call(&[vec![1.0], vec![0.0; 3]], &y, &z), &["`x_dot[1]`", "length 3", "length 2"]);
    says(|| call(&x, &[vec![1.0], vec![]], &z), &["`y_dot[1]`", "length 0", "length 1"]);
    says(|| call(&x, &y, &(vec![1.0, 2.0], 1.0)), &["`z_dot.0`", "length 2", "length 1"]);
    let (_, residuals) = nested::forward(&x, y.clone(), z.clone());
    let mut wrong = vec![vec![0.0; 2], vec![0.0; 2]];
    says(
        || nested::backward(&x, y.clone(), z.clone(), &residuals, 1.0, &mut wrong),
        &["`x_bar[0]`", "length 2", "length 1"],
    );
    says(
        || nested::hvp(&x, y.clone(), z.clone(), &wrong, &y, &z),
        &["`x_dot[0]`", "length 2", "length 1"],
    );
}

#[derive(Clone, Differentiable)]
struct Layer {
    weights: Array2<f64>,
    biases: Vec<f64>,
}

#[derive(Clone, Differentiable)]
struct Net(Vec<Layer>, f64, #[constant] (), [f64; 2]);

#[differentiate(hessian)]
fn output(net: &Net, x: f64) -> f64 {
    let mut h = x;
    for layer in &net.0 {
        h = h * layer.weights[[0, 0]] + layer.biases[0];
    }
    h * net.1 * net.3[0]
}

#[test]
fn structs() {
    let layer = Layer { weights: array![[1.0]], biases: vec![2.0] };
    let net = Net(vec![layer.clone(), layer], 1.0, (), [1.0, 1.0]);
    let (_, residuals) = output::forward(&net, 1.0);
    let mut biases = net.zeros();
    biases.0[1].biases.push(0.0);
    let mut weights = net.zeros();
    weights.0[0].weights = array![[1.0, 2.0]];
    let mut few = net.zeros();
    few.0.pop();
    let cases = [
        (&mut biases, [".0[1].biases`", "length 2", "length 1"]),
        (&mut weights, [".0[0].weights`", "shape [1, 2]", "shape [1, 1]"]),
        (&mut few, [".0`", "length 1", "length 2"]),
    ];
    for (wrong, words) in cases {
        says(|| output::jvp(&net, 1.0, wrong, 0.0), &words);
        says(|| output::hvp(&net, 1.0, wrong, 0.0), &words);
        says(|| output::backward(&net, 1.0, &residuals, 1.0, wrong), &words);
    }
}

#[derive(Differentiable)]
struct Body {
    mass: f64,
    path: Vec<[f64; 2]>,
}

#[differentiate(jvp)]
impl Body {
    fn energy(&self, v: &[f64]) -> f64 {
        self.mass * v[0] * self.path[0][1]
    }
}

#[test]
fn methods_and_arguments_that_are_written() {
    let body = Body { mass: 2.0, path: vec![[1.0, 2.0]] };
    let (_, residuals) = body.energy_forward(&[1.0]);
    let mut wrong = body.zeros();
    wrong.path.push([0.0; 2]);
    says(
        || body.energy_backward(&[1.0], &residuals, 1.0, &mut wrong, &mut [0.0]),
        &["`self_bar.path`", "length 2", "length 1"],
    );
    says(
        || body.energy_jvp(&[1.0], &body.zeros(), &[0.0, 1.0]),
        &["`v_dot`", "length 2", "length 1"],
    );

    #[differentiate(jvp)]
    fn scale(x: &mut [f64], k: f64) {
        for v in x.iter_mut() {
            *v *= k;
        }
    }
    says(
        || scale::jvp(&mut [1.0, 2.0], 3.0, &mut [0.0; 3], 1.0),
        &["`x_dot`", "length 3", "length 2"],
    );
}

/// Seeds: the length of the output is that of a parameter, a count, or known to the forward pass alone.
#[test]
fn seeds_of_vectors() {
    #[differentiate]
    fn scaled(x: &[f64], k: f64) -> Vec<f64> {
        x.iter().map(|v| v * k).collect()
    }
    let (_, residuals) = scaled::forward(&[1.0, 2.0], 3.0);
    for length in [0, 1, 3] {
        let seed = vec![1.0; length];
        says(
            || scaled::backward(&[1.0, 2.0], 3.0, &residuals, seed, &mut [0.0; 2]),
            &["_bar`", &format!("length {length}"), "length 2"],
        );
    }
    let mut x_bar = [0.0; 2];
    let k_bar = scaled::backward(&[1.0, 2.0], 3.0, &residuals, vec![1.0, 10.0], &mut x_bar);
    assert_eq!((k_bar, x_bar), (21.0, [3.0, 30.0]));

    #[differentiate]
    fn powers(x: f64, n: usize) -> Vec<f64> {
        let mut y = vec![1.0; n + 1];
        for i in 0..n {
            y[i + 1] = y[i] * x;
        }
        y
    }
    let (_, residuals) = powers::forward(2.0, 2);
    says(
        || powers::backward(2.0, 2, &residuals, vec![1.0; 2]),
        &["`y_bar`", "length 2", "length 3"],
    );
    says(|| powers::backward(2.0, 2, &residuals, vec![1.0; 4]), &["`y_bar`", "length 4"]);
    assert_eq!(powers::backward(2.0, 2, &residuals, vec![1.0; 3]), 5.0);

    #[differentiate]
    fn differences(x: &[f64]) -> Vec<f64> {
        x.windows(2).map(|w| w[1] - w[0]).collect()
    }
    let (_, residuals) = differences::forward(&[1.0, 2.0, 4.0]);
    says(
        || differences::backward(&[1.0, 2.0, 4.0], &residuals, vec![1.0; 3], &mut [0.0; 3]),
        &["length 3", "length 2"],
    );
    let mut x_bar = [0.0; 3];
    differences::backward(&[1.0, 2.0, 4.0], &residuals, vec![1.0, 10.0], &mut x_bar);
    assert_eq!(x_bar, [-1.0, -9.0, 10.0]);

    #[differentiate]
    fn changed(mut x: Vec<f64>) -> Vec<f64> {
        x[0] *= x[1];
        x
    }
    let (_, residuals) = changed::forward(vec![2.0, 3.0]);
    says(
        || changed::backward(vec![2.0, 3.0], &residuals, vec![1.0; 3]),
        &["`x_bar`", "length 3", "length 2"],
    );
    assert_eq!(changed::backward(vec![2.0, 3.0], &residuals, vec![1.0, 1.0]), [3.0, 3.0]);

    #[differentiate]
    fn either(x: &[f64], first: bool) -> Vec<f64> {
        if first { vec![x[0] * x[0]] } else { x.to_vec() }
    }
    let (_, residuals) = either::forward(&[2.0, 3.0], true);
    says(
        || either::backward(&[2.0, 3.0], true, &residuals, vec![1.0; 2], &mut [0.0; 2]),
        &["length 2", "length 1"],
    );
    let mut x_bar = [0.0; 2];
    either::backward(&[2.0, 3.0], true, &residuals, vec![1.0], &mut x_bar);
    assert_eq!(x_bar, [4.0, 0.0]);
}

#[test]
fn seeds_of_arrays_and_tuples() {
    #[differentiate]
    fn product(a: &Array2<f64>, x: &Array1<f64>) -> Array1<f64> {
        a.dot(x)
    }
    let (a, x) = (array![[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], array![1.0, 1.0]);
    let (_, residuals) = product::forward(&a, &x);
    for length in [0, 2, 4] {
        let (mut a_bar, mut x_bar) = (Array2::zeros((3, 2)), Array1::zeros(2));
        says(
            || {
                let seed = Array1::zeros(length);
                product::backward(&a, &x, &residuals, seed, &mut a_bar, &mut x_bar)
            },
            &["`product_bar`", &format!("[{length}]"), "[3]"],
        );
    }

    #[differentiate]
    fn wave(x: &ArrayD<f64>, k: f64) -> ArrayD<f64> {
        (x * k).mapv(f64::sin)
    }
    let x = ArrayD::zeros(IxDyn(&[2, 1]));
    let (_, residuals) = wave::forward(&x, 2.0);
    let mut x_bar = x.clone();
    says(
        || wave::backward(&x, 2.0, &residuals, ArrayD::zeros(IxDyn(&[1, 2])), &mut x_bar),
        &["`wave_bar`", "[1, 2]", "[2, 1]"],
    );

    #[differentiate(hessian)]
    fn both(x: &[f64], a: &Array2<f64>) -> (Vec<f64>, Array2<f64>, f64) {
        (x.to_vec(), a * x[0], x[1])
    }
    let (x, a) = ([2.0, 3.0], array![[1.0]]);
    let (_, residuals) = both::forward(&x, &a);
    let (mut x_bar, mut a_bar) = ([0.0; 2], array![[0.0]]);
    says(
        || {
            let seed = (vec![1.0], array![[1.0]], 1.0);
            both::backward(&x, &a, &residuals, seed, &mut [0.0; 2], &mut a.clone())
        },
        &["_bar.0`", "length 1", "length 2"],
    );
    says(
        || {
            let seed = (vec![1.0; 2], array![[1.0, 2.0]], 1.0);
            both::backward(&x, &a, &residuals, seed, &mut [0.0; 2], &mut a.clone())
        },
        &["_bar.1`", "[1, 2]", "[1, 1]"],
    );
    both::backward(&x, &a, &residuals, (vec![1.0; 2], array![[1.0]], 1.0), &mut x_bar, &mut a_bar);
    assert_eq!((x_bar, a_bar), ([2.0, 2.0], array![[2.0]]));
}
