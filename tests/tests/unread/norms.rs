//! Norms at the origin that a branch does not read, functions that are flat far out, and factors that are 0.

use chainrule::{Differentiable, differentiate};
use ndarray::{Array1, array};

#[derive(Differentiable, Clone, Copy)]
struct Point {
    x: f64,
    y: f64,
}

/// Functions of two numbers and a third, at a point with the gradient by hand: in both modes, and in second order
/// along each axis.
macro_rules! at_points {
    ($($name:ident($x:ident, $y:ident, $z:ident) at $at:expr, is $gradient:expr, $second:expr; { $($body:tt)* })*) => {$(
        #[test]
        fn $name() {
            #[differentiate(hessian)]
            fn f($x: f64, $y: f64, $z: f64) -> f64 { $($body)* }
            #[differentiate(checkpoint)]
            fn again($x: f64, $y: f64, $z: f64) -> f64 { $($body)* }
            let ([x, y, z], [a, b, c]): ([f64; 3], [f64; 3]) = ($at, $gradient);
            assert_eq!(f::gradient(x, y, z), (a, b, c));
            assert_eq!(again::gradient(x, y, z), (a, b, c));
            let slopes = [
                f::jvp(x, y, z, 1.0, 0.0, 0.0).1, f::jvp(x, y, z, 0.0, 1.0, 0.0).1, f::jvp(x, y, z, 0.0, 0.0, 1.0).1,
            ];
            assert_eq!(slopes, [a, b, c]);
            let second: [[f64; 3]; 3] = $second;
            assert_eq!(f::hessian(x, y, z), second);
        }
    )*};
}

const FLAT: [[f64; 3]; 3] = [[0.0; 3]; 3];
const SQUARE: [[f64; 3]; 3] = [[0.0; 3], [0.0; 3], [0.0, 0.0, 2.0]];

at_points! {
    a_norm(x, y, z) at [0.0, 0.0, 3.0], is [0.0, 0.0, 6.0], SQUARE; {
        let n = (x * x + y * y).sqrt();
        if z > 1.0 { z * z } else { z / n }
    }
    a_norm_of_an_array(x, y, z) at [0.0, 0.0, 3.0], is [0.0, 0.0, 6.0], SQUARE; {
        let v = [x, y];
        let n = v.iter().map(|e| e * e).sum::<f64>().sqrt();
        if n > 1.0 { return x / n; }
        z * z
    }
    a_norm_by_a_loop(x, y, z) at [0.0, 0.0, 3.0], is [0.0, 0.0, 6.0], SQUARE; {
        let mut s = 0.0;
        for e in [x, y] { s += e * e; }
        let n = s.sqrt();
        match n > 1.0 { true => n.ln(), false => z * z }
    }
    a_norm_of_a_struct(x, y, z) at [0.0, 0.0, 3.0], is [0.0, 0.0, 6.0], SQUARE; {
        let p = Point { x, y };
        let n = (p.x * p.x + p.y * p.y).sqrt();
        let unit = Point { x: p.x / n, y: p.y / n };
        if z > 1.0 { z * z } else { unit.x + unit.y }
    }
    a_norm_of_an_ndarray(x, y, z) at [0.0, 0.0, 3.0], is [0.0, 0.0, 6.0], SQUARE; {
        let v = array![x, y];
        let n = v.dot(&v).sqrt();
        if z > 1.0 { z * z } else { (&v / n).sum() }
    }
    a_norm_in_each_round(x, y, z) at [0.0, 0.0, 3.0], is [0.0, 0.0, 6.0], SQUARE; {
        let mut s = 0.0;
        for i in 0..3 {
            let n = (x * x + y * y * i as f64).sqrt();
            if z < 1.0 { s += n; } else if i == 1 { s += z * z; }
        }
        s
    }
    a_norm_by_a_closure(x, y, z) at [0.0, 0.0, 3.0], is [0.0, 0.0, 6.0], SQUARE; {
        let norm = |a: f64, b: f64| (a * a + b * b).sqrt();
        let n = norm(x, y);
        let angle = (y / n).acos();
        if z > 1.0 { z * z } else { angle }
    }
    a_root_overtaken(x, y, z) at [0.0, 0.0, 3.0], is [0.0, 0.0, 6.0], SQUARE; {
        let mut b = x.sqrt() + y.cbrt();
        if z > b { b = z * z; }
        b
    }
    a_root_overtaken_in_a_list(x, y, z) at [0.0, 0.0, 3.0], is [0.0, 0.0, 6.0], SQUARE; {
        let mut b = vec![x.sqrt(), y.ln()];
        for e in b.iter_mut() { if z > *e { *e = z * z; } }
        0.5 * b[0] + 0.5 * b[1]
    }
    a_root_overtaken_in_a_struct(x, y, z) at [0.0, 0.0, 3.0], is [0.0, 0.0, 6.0], SQUARE; {
        let mut p = Point { x: x.sqrt(), y: 1.0 / y };
        if z > p.x { p = Point { x: z, y: z }; }
        p.x * p.y
    }
    maxima(x, y, z) at [0.0, 0.0, 3.0], is [0.0, 0.0, 6.0], SQUARE; {
        x.sqrt().max(y.ln()).max(z) * f64::max(z, x.cbrt())
    }
    minima(x, y, z) at [0.0, 0.0, 3.0], is [0.0, 0.0, 6.0], SQUARE; {
        let r = (1.0 / x).min(z);
        r * (-y.ln()).min(z)
    }
    logistic(x, y, z) at [-800.0, 1.0, 3.0], is [0.0, 0.0, 6.0], SQUARE; {
        1.0 / (1.0 + (-x).exp()) + 1.0 / (1.0 + (-x * y).exp()) + z * z
    }
    logistic_over_a_list(x, y, z) at [-800.0, 1.0, 3.0], is [0.0, 0.0, 6.0], SQUARE; {
        let mut s = z * z;
        for e in [x, x * y] { s += y / ((-e).exp() + 1.0); }
        s
    }
    logistic_of_an_array(x, y, z) at [-800.0, 1.0, 3.0], is [0.0, 0.0, 6.0], SQUARE; {
        let v = array![x, x * y];
        v.mapv(|e| 1.0 / (1.0 + (-e).exp())).sum() + z * z
    }
    logistic_by_a_closure(x, y, z) at [-800.0, 1.0, 3.0], is [0.0, 0.0, 6.0], SQUARE; {
        let s = |t: f64| 1.0 / (1.0 + (-t).exp());
        s(x) * y + s(y * x) + z * z
    }
    a_factor_of_zero(x, y, z) at [3.0, 2.0, 0.0], is [0.0, 0.0, 1.0], FLAT; {
        z + (0.0 * x.ln() + y * 0.0)
    }
}

#[differentiate(hessian)]
fn zero_times(x: f64, y: f64) -> f64 {
    (x.sin() * 0.0 + y).ln()
}

#[differentiate(hessian)]
fn zero_times_a_product(x: f64, y: f64) -> f64 {
    (y + 0.0 * (x * x)).sqrt()
}

#[differentiate(hessian)]
fn zero_times_in_a_loop(x: f64, y: f64) -> f64 {
    let mut s = 0.0;
    for _ in 0..2 {
        s += (0.0 * x + y).ln();
    }
    s
}

#[differentiate(hessian)]
fn zero_times_in_a_struct(x: f64, y: f64) -> f64 {
    let p = Point { x: 0.0 * x, y };
    (p.x + p.y).cbrt()
}

#[differentiate(hessian, lanes)]
fn zero_times_an_array(a: &Array1<f64>, y: f64) -> f64 {
    ((0.0 * a).sum() + y).ln()
}

#[differentiate(hessian, lanes)]
fn zero_in_many_places(a: &Array1<f64>, y: f64) -> f64 {
    let b = a * 0.0 + y;
    let c = 0.0 * a.mapv(|e| e.ln());
    let d = &b + &c;
    b[0].sqrt() + d[1].ln()
}

#[test]
fn a_zero_that_is_written_keeps_infinity_out() {
    for gradient in [
        zero_times::gradient(3.0, 0.0),
        zero_times_a_product::gradient(3.0, 0.0),
        zero_times_in_a_loop::gradient(3.0, 0.0),
        zero_times_in_a_struct::gradient(3.0, 0.0),
    ] {
        assert_eq!(gradient, (0.0, f64::INFINITY));
    }
    assert_eq!(zero_times::jvp(3.0, 0.0, 1.0, 0.0).1, 0.0);
    assert_eq!(zero_times_a_product::jvp(3.0, 0.0, 1.0, 0.0).1, 0.0);
    assert_eq!(zero_times_in_a_loop::jvp(3.0, 0.0, 1.0, 0.0).1, 0.0);
    assert_eq!(zero_times_in_a_struct::jvp(3.0, 0.0, 1.0, 0.0).1, 0.0);
    let (a_bar, y_bar) = zero_times_an_array::gradient(&array![1.0, 2.0], 0.0);
    assert_eq!((a_bar, y_bar), (array![0.0, 0.0], f64::INFINITY));
    let along = (array![1.0, 0.0], 0.0);
    assert_eq!(zero_times_an_array::jvp(&array![1.0, 2.0], 0.0, &along.0, along.1).1, 0.0);
    let second = zero_times_an_array::hvp(&array![1.0, 2.0], 3.0, &along.0, 1.0);
    assert_eq!(second, (array![0.0, 0.0], -1.0 / 9.0));
    let (a_bar, y_bar) = zero_in_many_places::gradient(&array![1.0, 2.0], 0.0);
    assert_eq!((a_bar, y_bar), (array![0.0, 0.0], f64::INFINITY));
    assert_eq!(zero_in_many_places::jvp(&array![1.0, 2.0], 0.0, &along.0, along.1).1, 0.0);
}

#[differentiate(hessian)]
fn single(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

#[test]
fn single_precision() {
    assert_eq!((single::gradient(-100.0), single::jvp(-100.0, 1.0).1), (0.0, 0.0));
    assert_eq!(single::hessian(-100.0), [[0.0]]);
}
