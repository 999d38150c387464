//! Types by other names: in signatures, bodies, structs and what others return.

use chainrule::differentiate;
use chainrule_tests::{assert_all_close, assert_close, differences};
use ndarray::Array1;

#[differentiate]
type Real = f64;

mod units {
    use chainrule::{Differentiable, differentiate};

    #[differentiate]
    pub type Metres = super::Real;

    #[differentiate]
    pub type Path3 = [Metres; 3];

    #[derive(Clone, Differentiable)]
    pub struct Point {
        pub x: Metres,
        pub y: Metres,
    }

    #[differentiate]
    pub type Place = Point;

    #[differentiate(hessian)]
    pub fn length(path: &Path3) -> Metres {
        (path[0] * path[0] + path[1] * path[1] + path[2] * path[2]).sqrt()
    }
}

#[differentiate]
fn power(x: Real, n: usize) -> Real {
    let mut product: Real = 1.0;
    for _ in 0..n {
        product *= x;
    }
    product * n as Real / Real::from(2.0_f32) + Real::EPSILON * x
}

#[test]
fn a_number() {
    assert_close(power::gradient(3.0, 2), 6.0);
    let at = [1.3];
    assert_all_close(&[power::gradient(1.3, 4)], &differences(|x: &[f64]| power(x[0], 4), &at));
}

#[differentiate(hessian)]
fn through_others(path: &units::Path3, scale: Real) -> Real {
    units::length(path) * scale * scale
}

#[test]
fn aliases_of_another_module() {
    let (path_bar, scale_bar) = through_others::gradient(&[2.0, 3.0, 6.0], 2.0);
    assert_all_close(&path_bar, &[8.0 / 7.0, 12.0 / 7.0, 24.0 / 7.0]);
    assert_close(scale_bar, 28.0);
}

#[differentiate]
fn of_a_struct(p: &units::Place, k: Real) -> units::Metres {
    p.x * p.x * k + p.y
}

#[test]
fn structs_and_their_fields() {
    let p = units::Point { x: 3.0, y: 4.0 };
    let (p_bar, k_bar) = of_a_struct::gradient(&p, 2.0);
    assert_eq!((p_bar.x, p_bar.y, k_bar), (12.0, 1.0, 9.0));
}

#[differentiate]
type Pair<T, const N: usize = 2> = ([T; N], Vec<T>);

#[differentiate]
type Weights = Array1<Real>;

#[differentiate]
fn generic(p: Pair<Real>, w: &Weights) -> Real {
    let mut sum = (w * p.0[0]).sum();
    for v in &p.1 {
        sum += *v * p.0[1];
    }
    sum
}

#[test]
fn parameters_of_aliases() {
    let w = Array1::from(vec![1.0, 2.0]);
    let ((p0, p1), w_bar) = generic::gradient(([3.0, 4.0], vec![5.0, 6.0]), &w);
    assert_eq!((p0, p1, w_bar.to_vec()), ([3.0, 11.0], vec![4.0, 4.0], vec![3.0, 3.0]));
}

#[differentiate]
mod inside {
    use chainrule::Differentiable;

    pub type Scalar = f32;
    type Index = usize;
    pub type Row = Vec<Scalar>;

    #[derive(Clone, Differentiable)]
    pub struct Layer {
        pub w: Row,
        pub bias: Scalar,
    }

    impl Layer {
        pub fn apply(&self, x: &Row) -> Scalar {
            let mut sum = self.bias;
            for i in 0 as Index..x.len() {
                sum += self.w[i] * x[i];
            }
            sum.max(0 as Scalar)
        }
    }

    pub fn loss(layer: &Layer, x: &Row, target: Scalar) -> Scalar {
        let off = layer.apply(x) - target;
        off * off * (x.len() as Scalar)
    }
}

#[test]
fn aliases_of_a_module_need_no_attribute() {
    let layer = inside::Layer { w: vec![1.0, 2.0], bias: 0.5 };
    let (l_bar, x_bar, t_bar) = inside::loss::gradient(&layer, &vec![3.0, 1.0], 4.5);
    // 2 (5.5 - 4.5) * 2
    assert_eq!((l_bar.w, l_bar.bias), (vec![12.0, 4.0], 4.0));
    assert_eq!((x_bar, t_bar), (vec![4.0, 8.0], -4.0));
}
