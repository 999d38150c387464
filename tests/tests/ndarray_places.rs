//! Arrays in other hands: behind `&mut`, in vectors, tuples and structs, of any float type; and what
//! is kept of them.

use chainrule::{Differentiable, Float, differentiate};
use chainrule_tests::assert_all_close;
use ndarray::{Array1, Array2, Array3, ArrayView2, Axis, Ix1, Ix2, array, s};

/// `h_{i+1} = w h_i`, each row of the output one of them.
#[differentiate]
fn rows_of_powers(w: &Array2<f64>, x: &Array1<f64>, out: &mut Array2<f64>) {
    let mut h = x.clone();
    for i in 0..3 {
        h = w.dot(&h);
        out.row_mut(i).assign(&h);
    }
    out.slice_mut(s![.., 0]).fill(1.0);
}

#[test]
fn an_array_behind_a_reference() {
    let (w, x) = (array![[0.5, 0.2], [-0.3, 0.8]], array![1.0, 2.0]);
    let mut out = Array2::zeros((4, 2));
    let ((), residuals) = rows_of_powers::forward(&w, &x, &mut out);
    let mut plain = Array2::zeros((4, 2));
    rows_of_powers(&w, &x, &mut plain);
    assert_eq!(out, plain);
    let seed = Array2::from_shape_fn((4, 2), |(i, j)| (i * 2 + j) as f64 * 0.1 + 0.3);
    let (mut w_bar, mut x_bar) = (Array2::zeros((2, 2)), Array1::zeros(2));
    let mut out_bar = seed.clone();
    rows_of_powers::backward(&w, &x, &residuals, &mut w_bar, &mut x_bar, &mut out_bar);
    let weighted = |at: &[f64]| {
        let w = Array2::from_shape_vec((2, 2), at[..4].to_vec()).expect("four");
        let mut out = Array2::zeros((4, 2));
        rows_of_powers(&w, &at[4..].to_vec().into(), &mut out);
        (&out * &seed).sum()
    };
    let at: Vec<f64> = w.iter().chain(&x).copied().collect();
    let ours: Vec<f64> = w_bar.iter().chain(&x_bar).copied().collect();
    assert_all_close(&ours, &chainrule_tests::differences(weighted, &at));
    // What was written is no longer what came in: only the last row's second element lives on.
    assert_eq!(out_bar.slice(s![..3, ..]), Array2::<f64>::zeros((3, 2)));
    assert_eq!(out_bar.row(3), array![0.0, seed[[3, 1]]]);
}

/// Each of several arrays is changed in its own way.
#[test]
fn arrays_in_a_list() {
    #[differentiate]
    fn f(ws: &[Array2<f64>], b: &Array1<f64>) -> f64 {
        let mut hs = [ws[0].clone(), ws[1].clone()];
        hs[0] += b;
        hs[1] *= b;
        hs[0].row_mut(1).assign(b);
        hs[1].mapv_inplace(|v| v * v);
        (&hs[0] * &hs[1]).sum()
    }
    let (ws, b) =
        ([array![[1.0, 2.0], [3.0, 4.0]], array![[0.5, 0.3], [0.2, 0.1]]], array![2.0, 3.0]);
    let (ws_bar, b_bar) = f::gradient(&ws, &b);
    let value = |at: &[f64]| {
        let matrix = |at: &[f64]| Array2::from_shape_vec((2, 2), at.to_vec()).expect("four");
        f(&[matrix(&at[..4]), matrix(&at[4..8])], &at[8..].to_vec().into())
    };
    let at: Vec<f64> = ws[0].iter().chain(&ws[1]).chain(&b).copied().collect();
    let ours: Vec<f64> = ws_bar.iter().flatten().chain(&b_bar).copied().collect();
    assert_all_close(&ours, &chainrule_tests::differences(value, &at));
}

#[derive(Differentiable, Clone)]
struct State {
    position: Array2<f64>,
    rate: f64,
}

#[test]
fn arrays_in_a_struct() {
    #[differentiate]
    fn f(state: &State) -> f64 {
        let mut next = state.clone();
        next.position *= state.rate;
        next.position.column_mut(0).assign(&state.position.row(0));
        next.position.slice_mut(s![1, ..]).scaled_add(2.0, &state.position.row(1));
        (&next.position * &state.position).sum()
    }
    let state = State { position: array![[1.0, 2.0], [3.0, 4.0]], rate: 0.7 };
    let bar = f::gradient(&state);
    let value = |at: &[f64]| {
        let position = Array2::from_shape_vec((2, 2), at[..4].to_vec()).expect("four");
        f(&State { position, rate: at[4] })
    };
    let at: Vec<f64> = state.position.iter().copied().chain([state.rate]).collect();
    let ours: Vec<f64> = bar.position.iter().copied().chain([bar.rate]).collect();
    assert_all_close(&ours, &chainrule_tests::differences(value, &at));
}

#[differentiate]
fn generic<T: Float>(a: &Array3<T>, b: &Array1<T>, k: T) -> T {
    let mut h = a.sum_axis(Axis(0));
    for matrix in a.outer_iter() {
        h += &matrix;
        h.row_mut(0).scaled_add(k, b);
    }
    h *= k;
    h.slice_mut(s![.., 1..]).mapv_inplace(|v| v * v);
    let c = h.dot(b);
    c.product() + (&c * k).sum()
}

#[test]
fn any_float_type() {
    let at: Vec<f64> = (0..16).map(|i| (f64::from(i) * 0.7).cos() * 0.5 + 0.8).collect();
    let unpack = |at: &[f64]| {
        let a = Array3::from_shape_vec((2, 2, 3), at[..12].to_vec()).expect("twelve");
        (a, Array1::from_vec(at[12..15].to_vec()), at[15])
    };
    let (a, b, k) = unpack(&at);
    let (a_bar, b_bar, k_bar) = generic::gradient(&a, &b, k);
    let ours: Vec<f64> = a_bar.iter().chain(&b_bar).copied().chain([k_bar]).collect();
    let value = |at: &[f64]| {
        let (a, b, k) = unpack(at);
        generic(&a, &b, k)
    };
    assert_all_close(&ours, &chainrule_tests::differences(value, &at));
    let (a_bar, b_bar, k_bar) =
        generic::gradient(&a.mapv(|v| v as f32), &b.mapv(|v| v as f32), k as f32);
    let single = a_bar.iter().chain(&b_bar).copied().chain([k_bar]);
    for (ours, single) in ours.iter().zip(single) {
        assert!((ours - f64::from(single)).abs() < 2e-5 * ours.abs().max(1.0), "{ours} {single}");
    }
}

/// Of arrays that only add up the shape is kept, and no element.
#[test]
fn what_is_kept() {
    #[differentiate]
    fn sums(a: &Array2<f64>, b: &Array1<f64>) -> f64 {
        let c = a + b;
        let d = c.sum_axis(Axis(0)) - b;
        d.sum() + c.mean().unwrap()
    }
    let (a, b) = (Array2::ones((2, 3)), Array1::ones(3));
    let (_, residuals) = sums::forward(&a, &b);
    let shapes: (Ix2, usize, Ix1, Ix1) = residuals;
    assert_eq!(shapes, (Ix2(2, 3), 6, Ix1(3), Ix1(3)));
    let (a_bar, b_bar) = sums::gradient(&a, &b);
    assert_all_close(a_bar.as_slice().expect("a slice"), &[7.0 / 6.0; 6]);
    assert_all_close(b_bar.as_slice().expect("a slice"), &[4.0 / 3.0; 3]);
}

#[test]
fn a_view_as_a_parameter() {
    #[differentiate]
    fn f(a: ArrayView2<'_, f64>, b: &Array1<f64>) -> Array1<f64> {
        let part = a.slice(s![.., 1..]);
        part.dot(b) * a.column(0)
    }
    let (a, b) = (array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], array![0.5, 2.0]);
    let (value, residuals) = f::forward(a.view(), &b);
    assert_eq!(value, array![7.0, 58.0]);
    let mut b_bar = Array1::zeros(2);
    let a_bar = f::backward(a.view(), &b, &residuals, array![1.0, 1.0], &mut b_bar);
    assert_eq!(a_bar, array![[7.0, 0.5, 2.0], [14.5, 2.0, 8.0]]);
    assert_eq!(b_bar, array![22.0, 27.0]);
}
