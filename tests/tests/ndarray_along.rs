//! What goes along one axis of an array: lanes, parts that are selected, axes that are swapped.

use chainrule::differentiate;
use chainrule_tests::{assert_all_close, differences};
use ndarray::{Array1, Array2, Axis, Zip, array};

/// Compares value, gradient and Hessian-vector product of a function of a matrix with the function and differences.
macro_rules! programs {
    ($(fn $name:ident($a:ident) $body:block)*) => {$(
        #[test]
        fn $name() {
            #[differentiate(hessian)]
            fn program($a: &Array2<f64>) -> f64 $body
            #[differentiate(checkpoint, jvp)]
            fn again($a: &Array2<f64>) -> f64 $body

            let at = array![[0.9, 0.4, 1.3], [0.7, 1.1, 0.6], [0.2, 0.5, 0.8]];
            let matrix = |x: &[f64]| Array2::from_shape_vec((3, 3), x.to_vec()).unwrap();
            let flat = at.iter().copied().collect::<Vec<f64>>();
            let (value, a_bar) = program::value_and_gradient(&at);
            assert_eq!(value.to_bits(), program(&at).to_bits());
            let found = a_bar.iter().copied().collect::<Vec<f64>>();
            assert_all_close(&found, &differences(|x| program(&matrix(x)), &flat));
            let with_nothing_kept = again::gradient(&at);
            assert_all_close(&with_nothing_kept.iter().copied().collect::<Vec<f64>>(), &found);
            let direction = at.mapv(|e| (3.0 * e).cos());
            let (_, slope) = again::jvp(&at, &direction);
            assert_all_close(&[slope], &[(&a_bar * &direction).sum()]);
            let along = |t: f64| program::gradient(&(&at + &(&direction * t)));
            let product = program::hvp(&at, &direction);
            for (index, value) in product.indexed_iter() {
                assert_all_close(&[*value], &[chainrule_tests::difference(|t| along(t)[index], 0.0)]);
            }
        }
    )*};
}

programs! {
    fn lanes_mapped(a) { a.map_axis(Axis(1), |r| r.dot(&r) * r[0]).product() + a.map_axis(Axis(0), |c| c[1] * c[1])[2] }
    fn lanes_folded(a) { a.fold_axis(Axis(0), a[[0, 0]], |s, e| s * e + 1.0).product() }
    fn lanes(a) { a.lanes(Axis(0)).into_iter().map(|c| c.dot(&a.row(0))).product() }
    fn selected(a) { a.select(Axis(1), &[2, 0, 2]).dot(a).sum() * a.row(1).select(Axis(0), &[1]).sum() }
    fn selected_by_values(a) {
        let wanted: Vec<usize> = (0..3).filter(|i| a[[*i, 0]] > 0.5).collect();
        let part = a.select(Axis(0), &wanted);
        part.dot(&part.t()).sum()
    }
    fn selected_in_a_loop(a) {
        let mut s = 0.0;
        for i in 0..3 { s += a.select(Axis(0), &[i, 2]).product(); }
        s
    }
    fn windows(a) { a.column(0).windows(2).into_iter().map(|w| w[0] * w[1] * w.sum()).sum() }
    fn axes_swapped(a) { let mut b = a.clone(); b.swap_axes(0, 1); b.dot(a).product() }
    fn axes_swapped_in_a_loop(a) {
        let mut b = a.clone();
        for i in 0..3 {
            b.swap_axes(0, 1);
            b.row_mut(i).mapv_inplace(|e| e * e);
        }
        b[[0, 2]] * b[[2, 1]] + b[[1, 0]]
    }
    fn elements_swapped(a) {
        let (mut b, mut c): (Array2<f64>, Array1<f64>) = (a.clone(), a.row(0).to_owned());
        for i in 0..2 {
            b.swap([i, i + 1], [2, i]);
            c.swap(i, i + 1);
            c[i] *= a[[1, i]];
        }
        b[[0, 1]] * b[[2, 0]] * c[0] + c[1] * c[2]
    }
    fn ends(a) { a.first().unwrap() * a.last().unwrap() * a.row(1).last().copied().unwrap_or(1.0) }
    fn a_mean_that_there_may_be(a) {
        let mean = if let Some(m) = a.mean() { m * m } else { 0.0 };
        mean * a.column(1).mean().unwrap_or(0.0) + a.row(0).mean().map_or(0.0, |m| m.sin())
    }
    fn zipped_and_summed(a) { Zip::from(a).and(&a.t()).map_collect(|p, q| p * q * q).sum() }
}
