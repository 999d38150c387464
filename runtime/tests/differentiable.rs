//! Cotangents of everything that has one.

use std::fmt::Debug;

use chainrule::{Differentiable, Float, Inactive, Shadow};

/// `(zeros + term) * 3 + term`, which is four times the term.
#[track_caller]
fn check<P>(value: &P, term: P::Cotangent, four_times: P::Cotangent)
where
    P: Differentiable<Cotangent: PartialEq + Debug> + ?Sized,
{
    let mut total = value.zeros();
    P::add(&mut total, &term);
    assert_eq!(total, term);
    P::scale(&mut total, 3.0);
    P::add(&mut total, &term);
    assert_eq!(total, four_times);
}

#[test]
fn numbers_and_references() {
    check(&7.0, 0.5, 2.0);
    check(&7.0_f32, 0.5, 2.0);
    check(&&7.0, 0.5, 2.0);
    check(&&mut 7.0, 0.5, 2.0);
    check(&Box::new(7.0), 0.5, 2.0);
}

#[test]
fn sequences_and_tuples() {
    check(&[7.0, 8.0], [0.5, 1.0], [2.0, 4.0]);
    check(&[[7.0_f32; 2]; 1], [[0.5, 1.0]], [[2.0, 4.0]]);
    check(&[7.0, 8.0][..], vec![0.5, 1.0], vec![2.0, 4.0]);
    check(&vec![[7.0], [8.0]], vec![[0.5], [1.0]], vec![[2.0], [4.0]]);
    check(&(), (), ());
    check(&(7.0, [8.0_f32], vec![9.0]), (0.5, [1.0], vec![2.0]), (2.0, [4.0], vec![8.0]));
    let twelve = (1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0);
    assert_eq!(twelve.zeros().11, 0.0);
}

#[test]
#[should_panic(expected = "a cotangent of length 3 cannot be added to one of length 2")]
fn lengths_are_named() {
    <[f64]>::add(&mut vec![0.0; 2], &vec![0.0; 3]);
}

#[cfg(feature = "ndarray")]
mod arrays {
    use super::check;
    use chainrule::{Differentiable, Float, Shadow};
    use ndarray::{Array1, Array2, ArrayRef2, array, s};

    #[test]
    fn owned_arrays_and_views() {
        let value = array![[1.0, 2.0], [3.0, 4.0]];
        let term = array![[0.5, 1.0], [0.0, -1.0]];
        check(&value, term.clone(), &term * 4.0);
        check(&value.view(), term.clone(), &term * 4.0);
        check::<ArrayRef2<f64>>(&value, term.clone(), &term * 4.0);
        check(&value.t(), term.clone(), &term * 4.0);
        check(&value.slice(s![..1, ..]), array![[1.0, 2.0]], array![[4.0, 8.0]]);
        check(&value.into_dyn(), term.clone().into_dyn(), (&term * 4.0).into_dyn());
        check(&vec![array![1.0_f32]], vec![array![2.0]], vec![array![8.0]]);
    }

    #[test]
    #[should_panic(expected = "an array of shape [3] cannot be added to one of [2]")]
    fn shapes_are_named() {
        Array1::add(&mut Array1::<f64>::zeros(2), &Array1::zeros(3));
    }

    fn add_to<T: Float>(mut shadow: impl Shadow<ArrayRef2<T>>) {
        shadow.target().unwrap().fill(T::ONE);
    }

    #[test]
    fn arrays_views_and_references_are_shadows() {
        let mut array = Array2::<f64>::zeros((2, 2));
        add_to(&mut array);
        assert_eq!(array.sum(), 4.0);
        let mut array = Array2::<f64>::zeros((2, 2));
        add_to(&mut array.slice_mut(s![.., 1..]));
        assert_eq!(array, array![[0.0, 1.0], [0.0, 1.0]]);
        let reference: &mut ArrayRef2<f64> = &mut array;
        add_to(&mut *reference);
        add_to(reference);
        assert_eq!(array.sum(), 4.0);
    }

    #[test]
    fn float_is_bound_enough_for_arrays() {
        fn energy<T: Float>(a: &Array2<T>, x: &Array1<T>) -> T {
            let scaled: Array1<T> = a.dot(x) * T::from_f64(0.5) + x;
            (&scaled * &scaled).sum() + scaled.mapv(T::exp).sum() * T::ZERO
        }
        assert_eq!(energy(&array![[2.0_f32]], &array![3.0]), 36.0);
    }
}

#[test]
fn slices_are_shadows() {
    fn add_to(mut shadow: impl Shadow<[f64]>) -> bool {
        shadow.target().map(|target| target.fill(1.0)).is_some()
    }
    let mut vector = vec![0.0; 3];
    let mut fixed = [0.0; 3];
    assert!(add_to(&mut vector) && add_to(&mut fixed) && add_to(&mut vector[..1]));
    assert_eq!((vector.as_slice(), fixed), (&fixed[..], [1.0; 3]));
    assert!(!add_to(Inactive));
}

#[test]
fn generic_code_has_the_methods_and_constants_of_both_types() {
    fn mixture<T: Float>(x: T) -> T {
        T::exp(x.sin()).powf(T::from_f64(1.5)).max(T::ZERO) % T::PI + [x, x].iter().sum::<T>()
    }
    let expected = (0.5_f64.sin().exp().powf(1.5)).max(0.0) % std::f64::consts::PI + 1.0;
    assert_eq!(mixture(0.5_f64), expected);
    assert!((mixture(0.5_f32).to_f64() - expected).abs() < 1e-6);
    assert_eq!((f64::from_f64(0.1), f32::from_f64(0.1)), (0.1, 0.1_f32));
    assert_eq!(<f32 as Float>::EPSILON, f32::EPSILON);
}
