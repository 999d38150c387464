//! Sums over the axes that broadcasting repeated.

use ndarray::{Array, ArrayRef, Dimension};

use super::Element;

/// `out += term`, summed over the axes along which `out` was broadcast to `term`'s shape.
///
/// Broadcasting is NumPy's: shapes are aligned at their last axes, and an axis that is missing or
/// of length 1 is repeated. Where the operand `out` stands for took part in an elementwise
/// operation whose result has `term`'s shape, this adds its cotangent.
///
/// # Panics
///
/// Where `out` cannot be broadcast to the shape of `term`, naming both shapes.
///
/// ```
/// use ndarray::array;
///
/// let mut bias_bar = array![0.0, 1.0];
/// chainrule::array::accumulate(&mut bias_bar, &array![[1.0, 2.0], [3.0, 4.0]]);
/// assert_eq!(bias_bar, array![4.0, 7.0]);
/// ```
pub fn accumulate<T, D, E>(out: &mut ArrayRef<T, D>, term: &ArrayRef<T, E>)
where
    T: Element,
    D: Dimension,
    E: Dimension,
{
    if out.shape() == term.shape() {
        let term = term.broadcast(out.raw_dim()).expect("the shapes are equal");
        out.zip_mut_with(&term, |o, &t| *o += t);
        return;
    }
    let axes = aligned_axes(out.shape(), term.shape());
    let term = term.as_standard_layout();
    let term = term.as_slice().expect("the standard layout is a slice");
    if let Some(out) = out.as_slice_mut() {
        add_sums(out, term, &axes);
    } else {
        let mut sums = Array::zeros(out.raw_dim());
        add_sums(sums.as_slice_mut().expect("a new array is a slice"), term, &axes);
        out.zip_mut_with(&sums, |o, &s| *o += s);
    }
}

/// `term` itself where it has the given shape (no copy), else the sum of it over the axes along
/// which that shape was broadcast, as in [`accumulate`].
///
/// # Panics
///
/// Where the shape cannot be broadcast to that of `term`, naming both shapes.
pub fn unbroadcast<T, D, E>(term: Array<T, E>, shape: D) -> Array<T, D>
where
    T: Element,
    D: Dimension,
    E: Dimension,
{
    if term.shape() == shape.slice() {
        return term.into_dimensionality().expect("equal shapes have equal rank");
    }
    let mut sum = Array::zeros(shape);
    accumulate(&mut sum, &term);
    sum
}

/// The lengths of an axis before and after broadcasting.
#[derive(Clone, Copy)]
struct Axis {
    from: usize,
    to: usize,
}

/// One entry for each run of neighbouring axes that are repeated, or kept, alike; axes of length 1
/// are left out.
fn aligned_axes(from: &[usize], to: &[usize]) -> Vec<Axis> {
    let misfit = || -> ! { panic!("an array of shape {from:?} does not broadcast to {to:?}") };
    let missing = to.len().checked_sub(from.len()).unwrap_or_else(|| misfit());
    let from_lengths = std::iter::repeat_n(1, missing).chain(from.iter().copied());
    let mut axes: Vec<Axis> = Vec::with_capacity(to.len());
    for (from, &to) in from_lengths.zip(to) {
        if from != to && from != 1 {
            misfit();
        }
        match axes.last_mut() {
            _ if to == 1 => {}
            Some(last) if (last.from == last.to) == (from == to) => {
                last.from *= from;
                last.to *= to;
            }
            _ => axes.push(Axis { from, to }),
        }
    }
    axes
}

/// Adds `term` to `out`; both are in row-major order with the lengths of `axes`.
fn add_sums<T: Element>(out: &mut [T], term: &[T], axes: &[Axis]) {
    if term.is_empty() {
        return;
    }
    match *axes {
        [] => out[0] += term[0],
        [Axis { from, to }] if from == to => add_slice(out, term),
        [_] => out[0] += T::total(term),
        [Axis { from, to }, ref inner @ ..] => {
            let term_blocks = term.chunks_exact(term.len() / to);
            if from == to {
                let out_blocks = out.chunks_exact_mut(out.len() / from);
                for (out, term) in out_blocks.zip(term_blocks) {
                    add_sums(out, term, inner);
                }
            } else {
                for term in term_blocks {
                    add_sums(out, term, inner);
                }
            }
        }
    }
}

fn add_slice<T: Element>(out: &mut [T], term: &[T]) {
    for (o, &t) in out.iter_mut().zip(term) {
        *o += t;
    }
}

/// `term` repeated along a new axis: an array of the given shape. The transpose of `sum_axis`.
///
/// # Panics
///
/// Where `term` without the axis has another shape, naming both.
pub fn repeat<T, D, E>(term: &ArrayRef<T, D>, shape: E, axis: ndarray::Axis) -> Array<T, E>
where
    T: Clone,
    D: Dimension<Larger = E>,
    E: Dimension,
{
    let long = term.view().insert_axis(axis);
    match long.broadcast(shape.clone()) {
        Some(repeated) => repeated.to_owned(),
        None => panic!(
            "an array of shape {:?} cannot be repeated along axis {} to shape {:?}",
            term.shape(),
            axis.index(),
            shape.slice()
        ),
    }
}
