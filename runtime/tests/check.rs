//! The gradient checker, on gradients known to be right and known to be wrong.

#![cfg(feature = "ndarray")]

use chainrule::check::{Component, Components, Path};
use chainrule::{Differentiable, GradientCheck, check_gradient};
use ndarray::{Array1, Array2, array};

fn message<T>(result: Result<T, chainrule::GradientError>) -> String {
    result.err().expect("a wrong gradient passed").to_string()
}

#[test]
fn smooth_scalar_functions_pass_over_many_magnitudes() {
    for x in [1e-20, 1e-10, 1e-4, 0.3, 1.0, 7.0, 1e4, 1e10, 1e100] {
        check_gradient(|x: &f64| x.ln(), |x| 1.0 / x, &x).unwrap();
        check_gradient(|x: &f64| 1.0 / x, |x| -1.0 / (x * x), &x).unwrap();
        check_gradient(|x: &f64| x.sqrt(), |x| 0.5 / x.sqrt(), &x).unwrap();
    }
    for x in [-20.0, -1.0, 0.0, 1e-10, 0.5, 3.0, 30.0, 600.0] {
        check_gradient(|x: &f64| x.exp(), |x| x.exp(), &x).unwrap();
        check_gradient(|x: &f64| x.sin(), |x| x.cos(), &x).unwrap();
        check_gradient(|x: &f64| (300.0 * x).sin(), |x| 300.0 * (300.0 * x).cos(), &x).unwrap();
        check_gradient(|x: &f64| x.tanh(), |x| 1.0 / x.cosh().powi(2), &x).unwrap();
    }
}

#[test]
fn small_errors_are_found_over_many_magnitudes() {
    for x in [1e-10, 1e-4, 0.3, 1.0, 7.0, 1e4, 1e10] {
        assert!(check_gradient(|x: &f64| x.ln(), |x| (1.0 + 1e-5) / x, &x).is_err(), "at {x}");
        assert!(check_gradient(|x: &f64| x.ln(), |x| -1.0 / x, &x).is_err(), "at {x}");
        assert!(check_gradient(|x: &f64| x.ln(), |_| 0.0, &x).is_err(), "at {x}");
        assert!(check_gradient(|x: &f64| x * x, |x| x + x + 1e-5 * x, &x).is_err(), "at {x}");
    }
}

#[test]
fn a_step_over_a_kink_is_cut() {
    let relu = |x: &f64| x.max(0.0);
    for x in [1e-3, 0.01, 0.05] {
        check_gradient(relu, |_| 1.0, &x).unwrap();
        check_gradient(relu, |_| 0.0, &-x).unwrap();
        assert!(check_gradient(relu, |_| 0.5, &x).is_err());
    }
}

#[test]
fn derivatives_that_vanish_need_no_absolute_tolerance() {
    check_gradient(|x: &f64| x.cos() + 5.0, |x| -x.sin(), &0.0).unwrap();
    check_gradient(|x: &f64| 3.0 + 0.0 * x, |_| 0.0, &2.0).unwrap();
    let f = |&(x, y): &(f64, f64)| 1e3 * x + (y.cos() + 1e3) - 1e3;
    check_gradient(f, |&(_, y)| (1e3, -y.sin()), &(1.0, 0.0)).unwrap();
}

#[test]
fn the_worst_component_is_named_with_both_values() {
    let f = |&(x, y, z): &(f64, f64, f64)| x * y * z;
    let gradient = |&(x, y, z): &(f64, f64, f64)| (y * z * 1.01, x * z + 1.0, x * y);
    let text = message(check_gradient(f, gradient, &(2.0, 3.0, 5.0)));
    assert!(text.starts_with("the gradient is wrong at 1 (2 of 3 components differ)\n"), "{text}");
    assert!(text.contains("analytic: 11.0\n"), "{text}");
    assert!(text.contains("numeric:  10.0 ±") || text.contains("numeric:  9.99999"), "{text}");
    assert!(text.contains("difference 1.0e0 (relative 9.1e-2), allowed"), "{text}");
}

#[test]
fn components_of_nested_values_have_paths() {
    type Layer = (Array2<f64>, Array1<f64>);
    let at: Vec<Layer> = vec![
        (array![[1.0, 2.0], [3.0, 4.0]], array![5.0, 6.0]),
        (array![[0.5, 0.25]], array![2.0]),
    ];
    let f = |layers: &Vec<Layer>| -> f64 {
        layers.iter().map(|(w, b)| w.mapv(|w| w * w).sum() + b.mapv(|b| b * b * b).sum()).sum()
    };
    let right = |layers: &Vec<Layer>| -> Vec<Layer> {
        layers.iter().map(|(w, b)| (2.0 * w, b.mapv(|b| 3.0 * b * b))).collect()
    };
    check_gradient(f, right, &at).unwrap();
    let wrong_matrix = |layers: &Vec<Layer>| {
        let mut gradient = right(layers);
        gradient[1].0[[0, 1]] = 0.0;
        gradient
    };
    let text = message(check_gradient(f, wrong_matrix, &at));
    assert!(text.contains("wrong at [1].0[[0, 1]] (1 of 9 components differ)"), "{text}");
    let wrong_vector = |layers: &Vec<Layer>| {
        let mut gradient = right(layers);
        gradient[0].1[1] *= -1.0;
        gradient
    };
    let text = message(check_gradient(f, wrong_vector, &at));
    assert!(text.contains("wrong at [0].1[1] (1 of 9 components differ)"), "{text}");
}

#[test]
fn fixed_arrays_and_single_precision_pass() {
    let f = |x: &[[f64; 2]; 2]| x[0][0] * x[1][1] - x[0][1] * x[1][0];
    let gradient = |x: &[[f64; 2]; 2]| [[x[1][1], -x[1][0]], [-x[0][1], x[0][0]]];
    check_gradient(f, gradient, &[[1.0, 2.0], [3.0, 4.0]]).unwrap();

    let f = |x: &Vec<f32>| f64::from(x.iter().map(|x| x.exp()).sum::<f32>());
    let at = vec![0.1_f32, -1.0, 2.5];
    check_gradient(f, |x: &Vec<f32>| x.iter().map(|x| x.exp()).collect(), &at).unwrap();
    let wrong = |x: &Vec<f32>| x.iter().map(|x| x.exp() * 1.01).collect();
    assert!(check_gradient(f, wrong, &at).is_err());
}

/// What a derive for structs amounts to.
#[derive(Clone)]
struct Model {
    w: Array2<f64>,
    bias: f64,
}

impl Differentiable for Model {
    type Cotangent = Model;

    fn zeros(&self) -> Model {
        Model { w: self.w.zeros(), bias: 0.0 }
    }

    fn add(total: &mut Model, term: &Model) {
        total.w += &term.w;
        total.bias += term.bias;
    }

    fn scale(total: &mut Model, factor: f64) {
        total.w *= factor;
        total.bias *= factor;
    }
}

impl Components for Model {
    fn visit(&mut self, path: Path<'_>, visitor: &mut dyn FnMut(Path<'_>, &mut dyn Component)) {
        self.w.visit(path.field("w"), visitor);
        self.bias.visit(path.field("bias"), visitor);
    }
}

#[test]
fn fields_of_structs_go_by_name() {
    let f = |model: &Model| model.w.sum() * model.bias;
    let gradient = |model: &Model| Model {
        w: Array2::from_elem(model.w.dim(), model.bias),
        bias: model.w.sum(),
    };
    let model = Model { w: array![[1.0, 2.0]], bias: 3.0 };
    check_gradient(f, gradient, &model).unwrap();
    let wrong = |model: &Model| {
        let mut gradient = gradient(model);
        gradient.w[[0, 1]] += 1.0;
        gradient
    };
    let text = message(check_gradient(f, wrong, &model));
    assert!(text.contains("wrong at w[[0, 1]] (1 of 3"), "{text}");
    let text = message(check_gradient(
        |(model, x): &(Model, f64)| f(model) * x,
        |(model, x): &(Model, f64)| (wrong(model), f(model) * x),
        &(model, 1.0),
    ));
    assert!(text.contains("wrong at 0.w[[0, 1]] (1 of 4"), "{text}");
}

#[test]
fn a_gradient_of_another_shape_is_told_from_a_wrong_one() {
    let f = |x: &Vec<f64>| x.iter().sum();
    let short = message(check_gradient(f, |_| vec![1.0], &vec![1.0, 2.0]));
    assert!(short.ends_with("it has nothing for [1]"), "{short}");
    let long = message(check_gradient(f, |_| vec![1.0, 1.0, 1.0], &vec![1.0, 2.0]));
    assert!(long.ends_with("[2] is not in the argument"), "{long}");
    let f = |x: &Array2<f64>| x.sum();
    let transposed = message(check_gradient(f, |x| x.t().to_owned(), &array![[1.0, 2.0, 3.0]]));
    assert!(transposed.ends_with("it has [[1, 0]] in the place of [[0, 1]]"), "{transposed}");
}

#[test]
fn what_is_not_a_number_never_passes() {
    let nan = message(check_gradient(|x: &f64| x.sin(), |_| f64::NAN, &1.0));
    assert!(nan.contains("wrong at the argument") && nan.contains("analytic: NaN"), "{nan}");
    assert!(check_gradient(|x: &f64| x.sin(), |_| f64::INFINITY, &1.0).is_err());
    let edge = message(check_gradient(|x: &f64| x.sqrt(), |_| f64::INFINITY, &0.0));
    assert!(edge.contains("not finite on both sides"), "{edge}");
    let worst = message(check_gradient(
        |x: &[f64; 3]| x.iter().sum(),
        |_| [9.0, f64::NAN, 1.0],
        &[1.0, 2.0, 3.0],
    ));
    assert!(worst.contains("wrong at [1] (2 of 3"), "{worst}");
}

#[test]
fn a_jump_is_reported_as_not_settling() {
    let text = message(check_gradient(|x: &f64| f64::from(*x >= 1.0), |_| 0.0, &1.0));
    assert!(text.contains("do not settle"), "{text}");
}

#[test]
fn tolerances_and_the_step_can_be_set() {
    let f = |x: &f64| x.powi(3);
    let off = |factor: f64| move |x: &f64| factor * 3.0 * x * x;
    assert!(GradientCheck::new().run(f, off(1.001), &2.0).is_err());
    assert!(GradientCheck::new().tolerance(0.01).run(f, off(1.001), &2.0).is_ok());
    assert!(GradientCheck::new().absolute_tolerance(0.1).run(f, off(1.001), &2.0).is_ok());
    assert!(GradientCheck::new().tolerance(1e-10).run(f, off(1.0 + 1e-9), &2.0).is_err());
    assert!(GradientCheck::new().step(1e-3).run(f, off(1.0), &2.0).is_ok());
}

#[test]
fn unwrap_shows_the_message() {
    let error = check_gradient(|x: &f64| *x, |_| 2.0, &1.0).unwrap_err();
    assert_eq!(format!("{error:?}"), error.to_string());
}
