//! Arrays, and parts of them, that are changed in place.
// Loops over indices are among what is tested.
#![allow(
    clippy::needless_range_loop,
    clippy::assign_op_pattern,
    clippy::op_ref,
    clippy::reversed_empty_ranges
)]

use chainrule::differentiate;
use chainrule_tests::{array_programs, assert_all_close, assert_close, differences};
use ndarray::{Array1, Array2, Array3, Axis, Zip, s};

array_programs! {
    fn operators_with_arrays(a, b, q, k) {
        let mut h = a.clone();
        h += b;
        h -= &(a * k);
        h *= &a.mapv(|v| v + 1.0);
        h /= b;
        h *= &b.view();
        h.sum() * q.sum()
    }

    fn operators_with_numbers(a, b, q, k) {
        let mut h = b * k;
        h += k;
        h -= a[[1, 2]];
        h *= b[1];
        h /= k + 1.0;
        h *= h.sum();
        h.dot(b) * q.sum()
    }

    fn operators_on_parts(a, b, q, k) {
        let mut h = a * k;
        let mut row = h.row_mut(1);
        row += b;
        row *= b;
        row -= k;
        row /= &a.row(0);
        let mut corner = h.slice_mut(s![..2, 1..3]);
        corner *= k;
        corner += &a.slice(s![1.., ..2]);
        (&h * &h).sum() * q.sum()
    }

    fn parts_are_assigned(a, b, q, k) {
        let mut h = Array2::zeros((4, 4));
        h.row_mut(0).assign(b);
        h.column_mut(2).assign(&(b * k));
        h.slice_mut(s![1..4, ..]).assign(a);
        h.slice_mut(s![2, 1..3]).assign(&b.slice(s![..2]));
        h.slice_mut(s![.., 3]).fill(k * k);
        (&h * &h).sum() * q.sum()
    }

    fn a_whole_array_is_assigned(a, b, q, k) {
        let mut h = a * k;
        let before = h.sum();
        h.assign(b);
        let g = h.dot(b).sum();
        h.assign(&(a * a));
        let f = h.sum();
        h.fill(b[0]);
        before * g + f * h.sum() + q.sum()
    }

    fn scaled_additions(a, b, q, k) {
        let mut h = a.clone();
        h.scaled_add(k, a);
        h.scaled_add(b[0], b);
        h.row_mut(2).scaled_add(-k, &a.row(0));
        h.slice_mut(s![.., 1]).scaled_add(2.0, &q.slice(s![1, .., 2]));
        (&h * &h).sum()
    }

    fn functions_in_place(a, b, q, k) {
        let mut h = a.clone();
        h.mapv_inplace(|v| v.sin() * k);
        h.row_mut(1).mapv_inplace(|v| v * v);
        h.map_inplace(|x| *x = *x * 2.0 + k);
        h.slice_mut(s![.., ..2]).map_inplace(|x| {
            *x *= *x;
            *x += 1.0;
        });
        (&h * b).sum() * q.sum()
    }

    fn zips(a, b, q, k) {
        let mut h = a.clone();
        h.zip_mut_with(&(a * 2.0), |x, &y| *x = *x * y + k);
        let mut g = b.clone();
        g.zip_mut_with(b, |x, &y| *x += y * y);
        h.dot(&g).sum() * q.sum()
    }

    fn elements_and_parts_in_loops(a, b, q, k) {
        let mut h = Array2::zeros((3, 4));
        for i in 0..3 {
            h.row_mut(i).assign(&(&a.row(i) * b));
            for j in 0..4 {
                h[[i, j]] += k * b[j];
                h[[i, j]] *= a[[i, j]];
            }
            if i > 0 {
                let above = h.row(i - 1).to_owned();
                h.row_mut(i).scaled_add(0.3, &above);
            }
        }
        (&h * &h).sum() * q.sum()
    }

    fn an_array_overwritten_in_a_loop(a, b, q, k) {
        let mut h = b.clone();
        for i in 0..3 {
            let old = &h * &a.row(i);
            h.assign(&(old * k));
            h.mapv_inplace(|v| v.tanh());
            h += b;
        }
        h.dot(b) * q.sum()
    }

    fn no_round_at_all(a, b, q, k) {
        let mut h = b.clone();
        for i in 3..3 {
            h.fill(k);
            h.slice_mut(s![i..]).fill(0.0);
        }
        h.dot(b) * a.sum() * q.sum() * k
    }

    fn axes_are_written(a, b, q, k) {
        let mut h = q * k;
        h.index_axis_mut(Axis(0), 1).assign(a);
        h.index_axis_mut(Axis(1), 0).fill(k);
        h.slice_mut(s![0, .., 1..3]).assign(&a.slice(s![.., ..2]));
        h[[1, 2, 3]] = b[0];
        h[[0, 0, 0]] += b[1] * b[2];
        (&h * &h).sum()
    }

    fn diagonals_are_written(a, b, q, k) {
        let mut h = a.t().dot(a);
        h.diag_mut().assign(b);
        let mut d = h.diag_mut();
        d *= k;
        h.dot(b).dot(b) * q.sum()
    }

    fn in_a_branch(a, b, q, k) {
        let mut h = a.clone();
        if k > 0.0 {
            h.row_mut(0).assign(b);
        } else {
            h.fill(0.0);
        }
        if k < 0.0 {
            h *= k;
        }
        (&h * &h).sum() * q.sum()
    }

    fn many_at_once(a, b, q, k) {
        let mut h = a.clone();
        Zip::from(&mut h).and(a).for_each(|o, &x| *o = x * x + k);
        Zip::from(&mut h).and(a).and(&q.index_axis(Axis(0), 0)).for_each(|o, &x, &y| *o += x * y);
        Zip::from(h.row_mut(1)).and(b).for_each(|o, &x| *o = *o * x);
        let g = Zip::from(&h).and(a).map_collect(|&x, &y| x * y + k);
        (g * b).sum()
    }
}

/// What is added to an array, or taken from it, is a copy of a part of itself.
#[test]
fn an_array_and_copies_of_its_parts() {
    #[differentiate(hessian, checkpoint)]
    fn program(b: &Array1<f64>) -> f64 {
        let mut v = b.clone();
        v += &(v.slice(s![..;-1]).to_owned());
        v -= &(v.slice(s![1..2]).to_owned());
        v *= &(v.slice(s![..;-1]).to_owned());
        v.mapv(f64::sin).sum()
    }

    #[differentiate(hessian)]
    fn summed(b: &Array1<f64>) -> f64 {
        let mut v = b.clone();
        v += &(v.slice(s![..;-1]).to_owned());
        v.sum()
    }

    let at = [0.7, 0.4, 1.3];
    let array = |at: &[f64]| Array1::from(at.to_vec());
    let slopes = differences(|at| program(&array(at)), &at);
    assert_all_close(program::gradient(&array(&at)).as_slice().unwrap(), &slopes);
    assert_all_close(summed::gradient(&array(&at)).as_slice().unwrap(), &[2.0; 3]);
    for i in 0..3 {
        let mut b_dot = Array1::zeros(3);
        b_dot[i] = 1.0;
        assert_close(program::jvp(&array(&at), &b_dot).1, slopes[i]);
        let seconds = differences(|at| program::gradient(&array(at))[i], &at);
        assert_all_close(program::hvp(&array(&at), &b_dot).as_slice().unwrap(), &seconds);
    }
}

/// The same of matrices and what is transposed; what a part is given, and a loop.
#[test]
fn an_array_and_copies_of_its_parts_elsewhere() {
    #[differentiate(hessian, checkpoint)]
    fn matrices(b: &Array1<f64>) -> f64 {
        let mut m = Array2::from_shape_fn((2, 2), |(i, j)| b[i * 2 + j]);
        m += &m.t().to_owned();
        m -= &m.dot(&m);
        m *= &m.t().to_owned();
        m += &(m.t().dot(&m));
        m.sum()
    }

    #[differentiate(hessian)]
    fn parts(b: &Array1<f64>) -> f64 {
        let mut v = b.clone();
        let t = v.clone();
        v.slice_mut(s![..;-1]).assign(&t);
        v.slice_mut(s![1..3]).mapv_inplace(f64::sin);
        v += &(v.slice(s![..;-1]).to_owned() * 0.5);
        v.dot(&v)
    }

    #[differentiate(jvp, checkpoint(loops))]
    fn looped(b: &Array1<f64>) -> f64 {
        let mut v = b.clone();
        for _ in 0..3 {
            v += &(v.slice(s![..;-1]).to_owned() * 0.5);
            v *= &(v.slice(s![1..2]).to_owned());
        }
        v.sum()
    }

    let at = [0.7, 0.4, 0.9, 0.5];
    let array = |at: &[f64]| Array1::from(at.to_vec());
    let slopes = differences(|at| looped(&array(at)), &at);
    assert_all_close(looped::gradient(&array(&at)).as_slice().unwrap(), &slopes);
    let slopes = differences(|at| parts(&array(at)), &at);
    assert_all_close(parts::gradient(&array(&at)).as_slice().unwrap(), &slopes);
    let slopes = differences(|at| matrices(&array(at)), &at);
    assert_all_close(matrices::gradient(&array(&at)).as_slice().unwrap(), &slopes);
    for i in 0..4 {
        let mut b_dot = Array1::zeros(4);
        b_dot[i] = 1.0;
        assert_close(matrices::jvp(&array(&at), &b_dot).1, slopes[i]);
        let seconds = differences(|at| matrices::gradient(&array(at))[i], &at);
        assert_all_close(matrices::hvp(&array(&at), &b_dot).as_slice().unwrap(), &seconds);
        let seconds = differences(|at| parts::gradient(&array(at))[i], &at);
        assert_all_close(parts::hvp(&array(&at), &b_dot).as_slice().unwrap(), &seconds);
    }
}
