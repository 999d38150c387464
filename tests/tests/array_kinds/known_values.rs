//! Programs with derivatives derived by hand.

use chainrule::differentiate;
use ndarray::{Array1, Array2, Zip, array};

#[differentiate(hessian)]
fn a_table_of_maps(a: &Array1<f64>, w: &[f64]) -> f64 {
    let mut s = 0.0;
    for j in 0..5 {
        for i in 0..3 {
            s += w[j] * a.mapv(|e| e * w[i]).sum();
        }
    }
    s
}

/// Σⱼ wⱼ · Σᵢ wᵢ · Σ a over j < 5 and i < 3.
#[test]
fn tables_of_maps() {
    let (a, w) = (array![1.0, 2.0], [1.0, 2.0, 3.0, 4.0, 5.0]);
    assert_eq!(a_table_of_maps(&a, &w), 15.0 * 6.0 * 3.0);
    let (a_bar, w_bar) = a_table_of_maps::gradient(&a, &w);
    assert_eq!(a_bar, array![90.0, 90.0]);
    assert_eq!(w_bar, [63.0, 63.0, 63.0, 18.0, 18.0]);
    let along = a_table_of_maps::hvp(&a, &w, &array![1.0, 0.0], &[0.0; 5]);
    assert_eq!(along, (array![0.0, 0.0], vec![21.0, 21.0, 21.0, 6.0, 6.0]));
}

#[differentiate(hessian)]
fn three_in_a_zip(a: &Array1<f64>, b: &Array1<f64>, c: &Array1<f64>) -> f64 {
    Zip::from(a).and(b).and(c).map_collect(|x, y, z| x * y * z).sum()
}

#[test]
fn zips_of_three() {
    let (a, b, c) = (array![1.0, 2.0], array![3.0, 4.0], array![5.0, 6.0]);
    let expected = (array![15.0, 24.0], array![5.0, 12.0], array![3.0, 8.0]);
    assert_eq!(three_in_a_zip::gradient(&a, &b, &c), expected);
    let (ones, zeros) = (array![1.0, 1.0], array![0.0, 0.0]);
    assert_eq!(three_in_a_zip::jvp(&a, &b, &c, &ones, &zeros, &zeros), (63.0, 39.0));
    let second = three_in_a_zip::hvp(&a, &b, &c, &ones, &zeros, &zeros);
    assert_eq!(second, (zeros, array![5.0, 6.0], array![3.0, 4.0]));
}

#[differentiate(hessian)]
fn a_temporary_in_a_branch(a: &Array1<f64>, b: &Array1<f64>, x: f64) -> f64 {
    if x > 0.0 { (a - b).mapv(|e| e.powi(2)).sum() } else { x }
}

#[test]
fn branches() {
    let (a, b) = (array![1.0, 2.0], array![3.0, 5.0]);
    let expected = (array![-4.0, -6.0], array![4.0, 6.0], 0.0);
    assert_eq!(a_temporary_in_a_branch::gradient(&a, &b, 1.0), expected);
    let zeros = array![0.0, 0.0];
    let along = a_temporary_in_a_branch::hvp(&a, &b, 1.0, &array![1.0, 0.0], &zeros, 3.0);
    assert_eq!(along, (array![2.0, 0.0], array![-2.0, 0.0], 0.0));
    let expected = (zeros.clone(), zeros, 1.0);
    assert_eq!(a_temporary_in_a_branch::gradient(&a, &b, -1.0), expected);
}

#[differentiate(hessian)]
fn a_product_of_a_multiple(a: &Array1<f64>) -> f64 {
    let m = 2.0 * a;
    m[0] * m[1]
}

#[differentiate(hessian)]
fn a_sum_of_a_temporary(x: &Array2<f64>) -> f64 {
    (x * 2.0).iter().sum()
}

#[test]
fn multiples() {
    assert_eq!(a_product_of_a_multiple::gradient(&array![3.0, 5.0]), array![20.0, 12.0]);
    let hessian = a_product_of_a_multiple::hvp(&array![3.0, 5.0], &array![1.0, 0.0]);
    assert_eq!(hessian, array![0.0, 4.0]);
    assert_eq!(
        a_sum_of_a_temporary::gradient(&Array2::ones((2, 3))),
        Array2::from_elem((2, 3), 2.0)
    );
}

#[differentiate(hessian)]
fn of_nothing(a: &Array1<f64>, w: &[f64]) -> f64 {
    a.mapv(|e| e * w[7]).sum() + a.mapv(|e| e * w[0]).sum()
}

/// An element that is missing is not read where there is nothing to map.
#[test]
fn empty_arrays() {
    assert_eq!(of_nothing::gradient(&array![], &[1.0]), (array![], vec![0.0]));
    assert!(std::panic::catch_unwind(|| of_nothing::gradient(&array![1.0], &[1.0])).is_err());
}

#[differentiate]
fn of_two_shapes(a: &Array1<f64>, b: &Array1<f64>, w: &[f64]) -> f64 {
    Zip::from(a).and(b).map_collect(|x, y| x * y * w[0]).sum()
}

/// Where `Zip` panics in the function, its derivative does, too.
#[test]
fn different_shapes() {
    let of =
        |n: usize| move || of_two_shapes::gradient(&array![1.0, 2.0], &Array1::ones(n), &[3.0]);
    assert_eq!(of(2)(), (array![3.0, 3.0], array![3.0, 6.0], vec![3.0]));
    assert!(std::panic::catch_unwind(of(1)).is_err());
    assert!(std::panic::catch_unwind(of(3)).is_err());
}
