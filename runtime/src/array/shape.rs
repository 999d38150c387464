//! The same elements in another shape.

use ndarray::{Array, ArrayRef, Dimension};

use crate::Float;

/// The elements, the last axis first, in another shape.
///
/// # Panics
///
/// Where the shape has another number of elements, naming both.
///
/// ```
/// use ndarray::{Ix2, array};
///
/// let a = array![1.0, 2.0, 3.0, 4.0];
/// assert_eq!(chainrule::array::reshaped(&a, Ix2(2, 2)), array![[1.0, 2.0], [3.0, 4.0]]);
/// ```
pub fn reshaped<T, D, E>(array: &ArrayRef<T, D>, shape: E) -> Array<T, E>
where
    T: Clone,
    D: Dimension,
    E: Dimension,
{
    let elements: Vec<T> = array.iter().cloned().collect();
    match Array::from_shape_vec(shape.clone(), elements) {
        Ok(reshaped) => reshaped,
        Err(_) => panic!(
            "an array of shape {:?} cannot be brought into shape {:?}",
            array.shape(),
            shape.slice()
        ),
    }
}

/// For each element the product of all others: the derivative of the product of all. Nothing is
/// divided, so that it is exact where elements are 0.
///
/// ```
/// use ndarray::array;
///
/// let others = chainrule::array::products_of_others(&array![2.0, 0.0, 5.0]);
/// assert_eq!(others, array![0.0, 10.0, 0.0]);
/// ```
pub fn products_of_others<T: Float, D: Dimension>(array: &ArrayRef<T, D>) -> Array<T, D> {
    let mut before = T::ONE;
    let mut others: Vec<T> = Vec::with_capacity(array.len());
    for &x in array {
        others.push(before);
        before *= x;
    }
    let elements: Vec<T> = array.iter().copied().collect();
    let mut after = T::ONE;
    for (other, x) in others.iter_mut().zip(elements).rev() {
        *other *= after;
        after *= x;
    }
    Array::from_shape_vec(array.raw_dim(), others).expect("as many elements as the array has")
}

/// The tangent of [`products_of_others`] at an array, for the tangent of that array: products of
/// dual numbers, from the front and from the back. The derivative is symmetric, so that this is its
/// transpose, too.
///
/// ```
/// use ndarray::array;
///
/// let (x, x_dot) = (array![2.0, 0.0, 5.0], array![0.0, 1.0, 0.0]);
/// let dot = chainrule::array::products_of_others_dot(&x, &x_dot);
/// assert_eq!(dot, array![5.0, 0.0, 2.0]);
/// ```
///
/// # Panics
///
/// Where the two differ in shape.
pub fn products_of_others_dot<T: Float, D: Dimension>(
    array: &ArrayRef<T, D>,
    dot: &ArrayRef<T, D>,
) -> Array<T, D> {
    assert_eq!(array.shape(), dot.shape(), "the shapes of an array and of its tangent");
    let elements: Vec<(T, T)> = array.iter().copied().zip(dot.iter().copied()).collect();
    let grown = |(p, p_dot): (T, T), (x, x_dot): (T, T)| (p * x, p_dot * x + p * x_dot);
    let mut before = (T::ONE, T::ZERO);
    let mut others = Vec::with_capacity(elements.len());
    for &element in &elements {
        others.push(before);
        before = grown(before, element);
    }
    let mut after = (T::ONE, T::ZERO);
    let mut dots: Vec<T> = Vec::with_capacity(elements.len());
    for (&other, &element) in others.iter().zip(&elements).rev() {
        dots.push(grown(other, after).1);
        after = grown(after, element);
    }
    dots.reverse();
    Array::from_shape_vec(array.raw_dim(), dots).expect("as many elements as the array has")
}
