//! Every array operation, in both float types: against differences, and single against double.
// Plain assignments and references are among what is tested.
#![allow(clippy::assign_op_pattern, clippy::op_ref)]

use chainrule::differentiate;
use chainrule_tests::{assert_all_close, differences};
use ndarray::{Array, Array1, Array2, Axis};

type Gradient<T> = (Array2<T>, Array1<T>, Array1<T>, T);

const SHAPE: (usize, usize) = (3, 4);

/// A matrix of three rows and four columns, a row, a column, and a number, from twenty numbers.
fn unpack(at: &[f64]) -> Gradient<f64> {
    let a = Array::from_shape_vec(SHAPE, at[..12].to_vec()).expect("twelve numbers");
    (a, at[12..16].to_vec().into(), at[16..19].to_vec().into(), at[19])
}

fn pack((a, b, c, k): Gradient<f64>) -> Vec<f64> {
    a.into_iter().chain(b).chain(c).chain([k]).collect()
}

fn single((a, b, c, k): Gradient<f64>) -> Gradient<f32> {
    (a.mapv(|v| v as f32), b.mapv(|v| v as f32), c.mapv(|v| v as f32), k as f32)
}

fn double((a, b, c, k): Gradient<f32>) -> Gradient<f64> {
    (a.mapv(f64::from), b.mapv(f64::from), c.mapv(f64::from), k.into())
}

/// Functions of a matrix, a row, a column and a number.
macro_rules! programs {
    ($(fn $name:ident($a:ident, $b:ident, $c:ident, $k:ident) $body:block)*) => {$(
        #[test]
        fn $name() {
            #[differentiate(lanes, jacobian)]
            fn wide($a: &Array2<f64>, $b: &Array1<f64>, $c: &Array1<f64>, $k: f64) -> f64 $body

            #[differentiate(lanes, jacobian)]
            fn narrow($a: &Array2<f32>, $b: &Array1<f32>, $c: &Array1<f32>, $k: f32) -> f32 $body

            let at: Vec<f64> = (0..20).map(|i| (i as f64 * 1.3).sin() * 0.6 + 1.1).collect();
            let value = |at: &[f64]| {
                let (a, b, c, k) = unpack(at);
                wide(&a, &b, &c, k)
            };
            let (a, b, c, k) = unpack(&at);
            let ours = pack(wide::gradient(&a, &b, &c, k));
            assert_all_close(&ours, &differences(value, &at));
            assert_all_close(&wide::jacobian_forward(&a, &b, &c, k).row(0).to_vec(), &ours);

            let (a, b, c, k) = single((a, b, c, k));
            let forward = narrow::jacobian_forward(&a, &b, &c, k).mapv(f64::from);
            let narrow = pack(double(narrow::gradient(&a, &b, &c, k)));
            for narrow in [narrow, forward.row(0).to_vec()] {
                for (narrow, wide) in narrow.iter().zip(&ours) {
                    assert!((narrow - wide).abs() <= 2e-5 * wide.abs().max(1.0), "{narrow} {wide}");
                }
            }
        }
    )*};
}

programs! {
    fn elementwise(a, b, c, k) {
        let d = a * a - a / (a + a);
        let e = &d * a;
        let f = e - &d;
        let g = (b + b) * b / (b - k) + (-b);
        f.sum() * g.sum() + (c * c).sum()
    }

    fn a_matrix_with_a_row(a, b, c, k) {
        let d = a + b;
        let e = &d * b - b;
        let f = e / b;
        (f * &d).sum() * k + c.sum()
    }

    fn a_row_with_a_matrix(a, b, c, k) {
        let d = b + a;
        let e = b * &d;
        let f = b - &e;
        let g = b / a;
        (f * g).sum() * k + c.sum()
    }

    fn scalars_on_the_right(a, b, c, k) {
        let s = c.sum() * k;
        let d = (a + s) * k - 0.5;
        let e = d / (k * k) * 2.0;
        (e * a).sum() + (b * k).sum()
    }

    fn scalars_on_the_left(a, b, c, k) {
        let d = 2.0 * a + 1.0;
        let e = k * d;
        let f = c[0] * e;
        let g = 1.0 - b;
        let h = 1.0 / (k + 0.0 * c.sum()) * g;
        f.sum() * h.sum()
    }

    fn products_of_vectors(a, b, c, k) {
        b.dot(b) * k + c.dot(&a.column(1)) * a.row(2).dot(b)
    }

    fn a_matrix_times_a_vector(a, b, c, k) {
        let d = a.dot(b);
        let e = a.t().dot(c);
        d.dot(c) * k + (&e * &e * b).sum()
    }

    fn a_vector_times_a_matrix(a, b, c, k) {
        let d = c.dot(a);
        let e = b.dot(&a.t());
        (&d * &d).sum() * k + (e * c).sum() + d.dot(b)
    }

    fn products_of_matrices(a, b, c, k) {
        let p = a.dot(&a.t());
        let q = a.t().dot(a);
        let r = p.dot(a).dot(&q);
        let s = q.t().dot(&r.t()) * 0.01;
        r.sum() * k * 0.01 + s.dot(c).dot(b)
    }

    fn mapv_with_closures(a, b, c, k) {
        let s = b.sum();
        let d = a.mapv(|v| (v * k).sin() + s * v * v);
        let e = c.mapv(|v| {
            let w = v * v;
            let v = w + k;
            if v > 1.5 { v.ln() } else { w * s }
        });
        d.sum() + e.sum()
    }

    fn methods_of_elements(a, b, c, k) {
        let d = a.mapv(|v| v.max(1.0).powi(3) + v.powf(k) + v.abs());
        let e = b.mapv(|v| 1.0 / (1.0 + (-v).exp()));
        (d * e).sum() + c.mapv(|v| v.hypot(k)).sum()
    }

    fn sums(a, b, c, k) {
        let d = a.sum_axis(Axis(0));
        let e = a.sum_axis(Axis(1));
        (&d * &d * b).sum() + (&e * c * k).sum() * a.sum()
    }

    fn means(a, b, c, k) {
        let d = a.mean_axis(Axis(0)).unwrap() * b;
        let e = a.mean_axis(Axis(1)).expect("columns") * c;
        let f = (&d * &d).mean().unwrap() * k;
        f * e.mean().unwrap() + a.mean().expect("elements")
    }

    fn rows_and_columns(a, b, c, k) {
        let mut s = k;
        for i in 0..a.nrows() {
            let row = a.row(i);
            s += (&row * b).sum() * c[i];
        }
        for j in 0..a.ncols() {
            s *= a.column(j).dot(c) * 0.1 + b[j];
        }
        s
    }

    fn elements_in_loops(a, b, c, k) {
        let mut s = 0.0;
        for i in 0..a.nrows() {
            let mut t = c[i];
            for j in 0..b.len() {
                t = t * k + a[[i, j]] * b[j];
                s += t * a[(i, j)];
            }
            s *= t;
        }
        s * 1e-3
    }

    fn counts(a, b, c, k) {
        let n = a.len() as f64 as usize;
        let m = a.shape()[1] * a.len_of(Axis(0));
        let mut s = k;
        for _ in 0..(n + m) / a.ncols() {
            s *= 0.9;
        }
        s * a.sum() + b.sum() * c.sum()
    }

    fn copies(a, b, c, k) {
        let d = a.clone();
        let e = b.to_owned();
        let f = d.clone() * &e;
        let g = c.clone();
        (f * a).sum() * g.sum() * k + d.view().sum() + e.dot(b)
    }

    fn whole_arrays_are_assigned(a, b, c, k) {
        let mut h = a.clone();
        let before = h.sum();
        h = &h * k;
        h += a;
        h += b;
        h -= 1.0;
        h *= &(a * 0.5);
        h /= k + 1.0;
        for i in 0..3 {
            h = (&h + c[i]) * a;
            if h.sum() > 10.0 {
                h = h * 0.5;
            }
        }
        h.sum() * before
    }

    fn elements_are_assigned(a, b, c, k) {
        let mut h = Array1::zeros(4);
        for j in 0..4 {
            h[j] = b[j] * k;
            h[j] += a[[0, j]] * c[1];
            h[j] *= h[j];
        }
        let mut m = a.clone();
        m[[1, 2]] = h[3] * c[0];
        m[[1, 2]] += m[[0, 0]] * m[[1, 2]];
        (m.dot(&h) * c).sum()
    }

    fn a_scan_over_rows(a, b, c, k) {
        let mut h = b.clone();
        for row in a.rows() {
            h = (&h * k + &row).mapv(|v| v.tanh());
        }
        h.dot(b) * c.sum()
    }

    fn both_branches_yield_arrays(a, b, c, k) {
        let h = if k > 1.0 { a * b } else { a + b };
        let g = if k > 5.0 { c * 2.0 } else { c * c };
        h.dot(b).dot(&g)
    }
}
