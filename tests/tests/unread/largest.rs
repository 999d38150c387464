//! The largest of roots, however it is looked for: the root of 0 has no part in it.

use chainrule::{Differentiable, differentiate};
use ndarray::{Array1, Array2, array};

/// Functions of a slice, each at points with a 0, where their gradient is that of the largest root.
macro_rules! largest {
    ($($name:ident($x:ident) { $($body:tt)* })*) => {$(
        #[test]
        fn $name() {
            #[differentiate(hessian)]
            fn f($x: &[f64]) -> f64 { $($body)* }
            #[differentiate(checkpoint)]
            fn again($x: &[f64]) -> f64 { $($body)* }
            for (x, gradient) in [
                ([0.0, 4.0, 1.0], [0.0, 0.25, 0.0]),
                ([9.0, 0.0, 4.0], [1.0 / 6.0, 0.0, 0.0]),
                ([0.0, 0.0, 16.0], [0.0, 0.0, 0.125]),
            ] {
                assert_eq!(f::gradient(&x), gradient);
                assert_eq!(again::gradient(&x), gradient);
                for i in 0..3 {
                    let mut along = [0.0; 3];
                    along[i] = 1.0;
                    assert_eq!(f::jvp(&x, &along).1, gradient[i]);
                    let mut second = [0.0; 3];
                    // -1/4 x^(-3/2)
                    second[i] = if gradient[i] > 0.0 { -2.0 * gradient[i].powi(3) } else { 0.0 };
                    let ours = f::hvp(&x, &along);
                    for (ours, second) in ours.iter().zip(second) {
                        assert!((ours - second).abs() < 1e-15, "{ours} and {second}");
                    }
                }
            }
        }
    )*};
}

#[derive(Differentiable, Clone)]
struct Found {
    best: f64,
    #[constant]
    at: usize,
}

largest! {
    in_a_loop(x) {
        let mut best = -1.0;
        for i in 0..x.len() { let r = x[i].sqrt(); if r > best { best = r; } }
        best
    }
    over_items(x) {
        let mut best = -1.0;
        for v in x { let r = v.sqrt(); if r > best { best = r; } }
        best
    }
    in_a_while(x) {
        let (mut best, mut i) = (-1.0, 0);
        while i < x.len() {
            let r = x[i].sqrt();
            best = if r > best { r } else { best };
            i += 1;
        }
        best
    }
    by_max(x) {
        let mut best = -1.0_f64;
        for v in x.iter().rev() { best = best.max(v.sqrt()); }
        best
    }
    by_a_fold(x) {
        x.iter().map(|v| v.sqrt()).fold(-1.0, |a, b| a.max(b))
    }
    by_a_fold_with_a_branch(x) {
        x.iter().fold(-1.0, |best, v| { let r = v.sqrt(); if r > best { r } else { best } })
    }
    by_reduce(x) {
        x.iter().map(|v| v.sqrt()).reduce(|a, b| a.max(b)).unwrap()
    }
    by_max_by(x) {
        x.iter().map(|v| v.sqrt()).max_by(|a, b| a.total_cmp(b)).unwrap()
    }
    of_a_vector(x) {
        let roots: Vec<f64> = x.iter().map(|v| v.sqrt()).collect();
        let mut best = roots[0];
        for r in roots { if r > best { best = r; } }
        best
    }
    of_an_array(x) {
        let roots = [x[0].sqrt(), x[1].sqrt(), x[2].sqrt()];
        roots[0].max(roots[1]).max(roots[2])
    }
    in_a_struct(x) {
        let mut found = Found { best: -1.0, at: 9 };
        for (at, v) in x.iter().enumerate() {
            let best = v.sqrt();
            if best > found.best { found = Found { best, at }; }
        }
        found.best
    }
    in_a_field(x) {
        let mut found = Found { best: -1.0, at: 9 };
        for (at, v) in x.iter().enumerate() {
            let r = v.sqrt();
            if r > found.best { found.best = r; found.at = at; }
        }
        found.best
    }
    beside_its_position(x) {
        let (mut best, mut at) = (-1.0, 0);
        for i in 0..x.len() {
            let r = x[i].sqrt();
            if r > best { (best, at) = (r, i); }
        }
        0.5 * best + 0.5 * x[at].sqrt()
    }
    in_a_slot(x) {
        let mut best = vec![-1.0, 0.0];
        for v in x { let r = v.sqrt(); if r > best[0] { best[0] = r; } }
        best[0]
    }
    of_two_loops(x) {
        let mut best = -1.0;
        for i in 0..x.len() {
            let r = x[i].sqrt();
            for j in 0..2 { let q = r / (1.0 + j as f64); if q > best { best = q; } }
        }
        best
    }
}

#[differentiate(jvp)]
fn of_rows(a: &Array2<f64>) -> f64 {
    let mut best = 0.0;
    for row in a.rows() {
        let norm = row.dot(&row).sqrt();
        if norm > best {
            best = norm;
        }
    }
    best
}

#[differentiate(jvp)]
fn of_elements(a: &Array1<f64>) -> f64 {
    let roots = a.mapv(|v| v.sqrt());
    let mut best = roots[0];
    for r in roots.iter() {
        if *r > best {
            best = *r;
        }
    }
    best
}

#[differentiate(jvp)]
fn single(x: &[f32]) -> f32 {
    let mut best = -1.0;
    for v in x {
        let r = v.sqrt();
        if r > best {
            best = r;
        }
    }
    best
}

#[test]
fn arrays_and_single_precision() {
    let a = array![[0.0, 0.0], [3.0, 4.0]];
    let bar = of_rows::gradient(&a);
    assert_eq!((bar[[0, 0]], bar[[0, 1]]), (0.0, 0.0));
    chainrule_tests::assert_all_close(&bar.row(1).to_vec(), &[0.6, 0.8]);
    assert_eq!(of_rows::jvp(&a, &array![[1.0, 1.0], [0.0, 0.0]]).1, 0.0);
    assert_eq!(of_elements::gradient(&array![0.0, 4.0]), array![0.0, 0.25]);
    assert_eq!(of_elements::jvp(&array![0.0, 4.0], &array![1.0, 0.0]).1, 0.0);
    assert_eq!(single::gradient(&[0.0, 4.0]), [0.0, 0.25]);
    assert_eq!(single::jvp(&[0.0, 4.0], &[1.0, 0.0]).1, 0.0);
}
