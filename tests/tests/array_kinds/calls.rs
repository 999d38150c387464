//! Arrays through calls, closures, structs and sequences.

use chainrule::{Differentiable, differentiate};
use ndarray::{Array1, Array2, ArrayView1, Zip, array, s};

/// The helpers in both types of numbers, each with every derivative.
macro_rules! helpers {
    ($module:ident $t:ident) => {
        mod $module {
            use super::*;

            #[differentiate(hessian, lanes)]
            pub fn scaled(x: &Array1<$t>, k: $t) -> Array1<$t> {
                let y = x * k;
                y.mapv(|e| e.sin())
            }

            #[differentiate(hessian, lanes)]
            pub fn shifted(x: ArrayView1<'_, $t>, w: &[$t]) -> Array1<$t> {
                x.mapv(|e| e * w[0] + w[1])
            }

            #[differentiate(hessian, lanes)]
            pub fn weighted(a: &Array2<$t>, x: Array1<$t>) -> $t {
                let y = a.dot(&x);
                y[0] * y[1] + (&y * &y).sum()
            }

            #[differentiate(hessian, lanes)]
            pub fn advance(x: &mut Array1<$t>, by: &Array1<$t>, k: $t) {
                *x += &(by * k);
                x[0] *= k;
            }

            #[differentiate(hessian, lanes)]
            pub fn polynomial(e: $t, w: &Array1<$t>) -> $t {
                let mut y = 0.0;
                for i in 0..w.len() {
                    y = y * e + w[i];
                }
                y
            }
        }
    };
}

helpers!(wide_helpers f64);
helpers!(narrow_helpers f32);

/// Programs that call these.
macro_rules! callers {
    ($(fn $name:ident($a:ident, $b:ident, $k:ident) $body:block)*) => {$(
        #[test]
        fn $name() {
            use crate::modes::*;
            use chainrule_tests::{assert_all_close, assert_close, differences};

            use wide::program;

            mod wide {
                #[allow(unused)]
                use super::{*, wide_helpers::*};

                #[allow(unused)]
                #[differentiate(hessian, lanes, jacobian)]
                pub(super) fn program($a: &Array2<f64>, $b: &Array1<f64>, $k: f64) -> f64 $body

                #[allow(unused)]
                #[differentiate(checkpoint)]
                pub(super) fn again($a: &Array2<f64>, $b: &Array1<f64>, $k: f64) -> f64 $body
            }

            mod narrow {
                #[allow(unused)]
                use super::{*, narrow_helpers::*};

                #[allow(unused)]
                #[differentiate(lanes, jacobian)]
                pub(super) fn program($a: &Array2<f32>, $b: &Array1<f32>, $k: f32) -> f32 $body
            }

            let at = point();
            let value = |at: &[f64]| {
                let (a, b, k) = unpack(at);
                program(&a, &b, k)
            };
            let gradient = |at: &[f64]| {
                let (a, b, k) = unpack(at);
                pack(program::gradient(&a, &b, k))
            };
            let ours = gradient(&at);
            assert_all_close(&ours, &differences(value, &at));
            let ((a, b, k), (da, db, dk)) = (unpack(&at), unpack(&direction()));
            assert_all_close(&pack(wide::again::gradient(&a, &b, k)), &ours);
            let (_, along) = program::jvp(&a, &b, k, &da, &db, dk);
            assert_close(along, ours.iter().zip(direction()).map(|(g, d)| g * d).sum());
            assert_second(&pack(program::hvp(&a, &b, k, &da, &db, dk)), gradient);
            assert_all_close(&program::jacobian_forward(&a, &b, k).row(0).to_vec(), &ours);
            let (a, b, k) = single((a, b, k));
            assert_single(&pack(double(narrow::program::gradient(&a, &b, k))), &ours);
            let forward = narrow::program::jacobian_forward(&a, &b, k).mapv(f64::from);
            assert_single(&forward.row(0).to_vec(), &ours);
        }
    )*};
}

callers! {
    fn one_call(a, b, k) {
        let y = scaled(b, k);
        y[0] * y[1]
    }

    fn temporaries_as_arguments(a, b, k) {
        let y = scaled(&(b * 2.0), k * k);
        let z = scaled(&a.row(1).to_owned(), y[0]);
        z[2] * y[1] + weighted(&(a * k), b * 2.0)
    }

    fn views_as_arguments(a, b, k) {
        let w = [k, k * k];
        let y = shifted(a.row(0), &w);
        let z = shifted((b * k).view(), &w);
        let t = shifted(b.slice(s![1..]), &[y[0], z[1]]);
        y.sum() * z[1] + t[0]
    }

    fn owned_arguments(a, b, k) {
        let y = b.mapv(|e| e * k);
        let s = weighted(a, y.clone());
        s * weighted(&(a * 2.0), y)
    }

    fn calls_in_branches(a, b, k) {
        let y = if k > 0.1 { scaled(b, k) } else { b.clone() };
        if y[0] > 10.0 { k } else { weighted(a, &y * 2.0) + scaled(&y, k).sum() }
    }

    fn calls_in_loops(a, b, k) {
        let mut y = b.to_owned();
        for i in 0..2 {
            y = scaled(&y, k) + a.row(i);
        }
        y[0] * y[2]
    }

    fn calls_that_change(a, b, k) {
        let mut y = b * 2.0;
        advance(&mut y, b, k);
        for i in 0..2 {
            advance(&mut y, &a.row(i).to_owned(), k);
        }
        y[0] * y[1]
    }

    fn calls_for_each_element(a, b, k) {
        let y = a.mapv(|e| polynomial(e, b));
        let z = b.mapv(|e| polynomial(e * k, &a.row(0).to_owned()));
        y[[0, 1]] * y[[1, 1]] + z.sum()
    }

    fn calls_in_closures(a, b, k) {
        let f = |y: &Array1<_>| scaled(y, k).sum();
        let g = |s| weighted(a, b * s);
        f(b) * g(k)
    }

    fn closures_that_change_an_array(a, b, k) {
        let mut y = b * k;
        let mut add = |i: usize, v| y[i] += v;
        add(0, k);
        add(2, b[1]);
        y[0] * y[2]
    }

    fn folds_of_arrays(a, b, k) {
        let y = a.rows().into_iter().fold(b * k, |y, row| y * k + &row);
        let z = (0..2).fold(b.clone(), |z, i| &z * &a.row(i));
        y[0] * z[1] + z[0]
    }

    fn collected_numbers(a, b, k) {
        let sums: Vec<_> = a.rows().into_iter().map(|row| row.sum() * k).collect();
        let y = Array1::from_vec(sums);
        y[0] * y[1] + b.iter().zip(y.iter()).map(|(p, q)| p * q).fold(0.0, |s, e| s + e)
    }

    fn vectors_of_arrays(a, b, k) {
        let mut all = vec![b * k, b - k];
        all[1] *= k;
        all[0][1] = k;
        let z = &all[0] + &all[1];
        z.sum() * all[1][0]
    }

    fn arrays_of_arrays(a, b, k) {
        let all = [b * k, a.row(0).to_owned(), b / k];
        let mut s = 0.0;
        for y in &all {
            s += y.dot(b) * y[1];
        }
        s * all[2][0]
    }

    fn tuples_of_arrays(a, b, k) {
        let pair = |y: &Array1<_>| (y * k, y.sum());
        let (y, s) = pair(b);
        let mut t = (a * s, y);
        t.1[0] *= s;
        t.0[[1, 1]] += t.1[0];
        t.0.sum() + t.1[2] * t.1[0]
    }

    fn shadowed(a, b, k) {
        let b = b * k;
        let b = &b - 1.0;
        let a = a.dot(&b);
        a[0] * b[1] + a[1]
    }
}

#[derive(Differentiable, Clone)]
struct Layer {
    w: Array2<f64>,
    b: Array1<f64>,
    scale: f64,
}

#[derive(Differentiable, Clone)]
struct Net {
    layers: Vec<Layer>,
    first: Layer,
}

#[differentiate(hessian)]
fn layer(x: &Array1<f64>, l: &Layer) -> Array1<f64> {
    (l.w.dot(x) + &l.b).mapv(|e| (e * l.scale).tanh())
}

#[differentiate(hessian)]
fn net(x: &Array1<f64>, n: &Net) -> f64 {
    let mut h = layer(x, &n.first);
    for l in &n.layers {
        h = layer(&h, l);
    }
    let y = Zip::from(&h).and(&n.first.b).and(x).map_collect(|p, q, r| p * q * r * n.first.scale);
    y[0] * y[1] + n.layers[0].w.row(0).sum() * n.layers[1].b[1]
}

#[differentiate(hessian)]
fn written_out(x: &Array1<f64>, n: &Net) -> f64 {
    let mut h = x.clone();
    for i in 0..n.layers.len() {
        let l = &n.layers[i];
        let mut z = l.w.dot(&h);
        z += &l.b;
        z.mapv_inplace(|e| (e * l.scale).tanh() + n.first.b[0]);
        h = z;
    }
    let made = Layer { w: &n.first.w * h[0], b: h.clone(), scale: h[1] };
    made.w.dot(&made.b).sum() * made.scale
}

fn unpack(at: &[f64]) -> (Array1<f64>, Net) {
    let layer = |at: &[f64]| Layer {
        w: array![[at[0], at[1]], [at[2], at[3]]],
        b: array![at[4], at[5]],
        scale: at[6],
    };
    let layers = vec![layer(&at[9..]), layer(&at[16..])];
    (array![at[0], at[1]], Net { layers, first: layer(&at[2..]) })
}

fn pack((x, n): (Array1<f64>, NetCotangent)) -> Vec<f64> {
    let all = std::iter::once(n.first).chain(n.layers);
    let numbers = all.flat_map(|l| l.w.into_iter().chain(l.b).chain([l.scale]).collect::<Vec<_>>());
    x.into_iter().chain(numbers).collect()
}

#[test]
fn networks() {
    let at: Vec<f64> = (0..23).map(|i| (i as f64 * 1.7).sin()).collect();
    let direction: Vec<f64> = (0..23).map(|i| (i as f64 * 0.7).cos()).collect();
    type Value = fn(&Array1<f64>, &Net) -> f64;
    type Gradient = fn(&Array1<f64>, &Net) -> (Array1<f64>, NetCotangent);
    type Second =
        fn(&Array1<f64>, &Net, &Array1<f64>, &NetCotangent) -> (Array1<f64>, NetCotangent);
    let programs: [(Value, Gradient, Second); 2] =
        [(net, net::gradient, net::hvp), (written_out, written_out::gradient, written_out::hvp)];
    let along = unpack(&direction);
    let cotangent = |l: Layer| LayerCotangent { w: l.w, b: l.b, scale: l.scale };
    let layers = along.1.layers.into_iter().map(cotangent).collect();
    let along = (along.0, NetCotangent { layers, first: cotangent(along.1.first) });
    for (value, gradient, second) in programs {
        let (x, n) = unpack(&at);
        let ours = pack(gradient(&x, &n));
        let f = |at: &[f64]| {
            let (x, n) = unpack(at);
            value(&x, &n)
        };
        chainrule_tests::assert_all_close(&ours, &chainrule_tests::differences(f, &at));
        let ours = pack(second(&x, &n, &along.0, &along.1));
        for (i, ours) in ours.iter().enumerate() {
            let component = |t: f64| {
                let at: Vec<f64> = at.iter().zip(&direction).map(|(x, d)| x + t * d).collect();
                let (x, n) = unpack(&at);
                pack(gradient(&x, &n))[i]
            };
            chainrule_tests::assert_close(*ours, chainrule_tests::difference(component, 0.0));
        }
    }
}
