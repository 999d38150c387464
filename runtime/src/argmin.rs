//! Handles as problems of the optimisers in [`argmin`](https://argmin-rs.org).

use core::fmt;
use core::marker::PhantomData;

use argmin::core::{CostFunction, Error, Gradient, Hessian};

use crate::{Float, Objective, SmoothObjective};

/// A scalar function of a slice as a problem to be minimised: its cost, its gradient, and with the
/// option `hessian` its Hessian. The parameters are a `Vec<T>`, the Hessian is a `Vec<Vec<T>>`.
///
/// ```
/// use chainrule::argmin::Problem;
/// use chainrule::differentiate;
/// use argmin::core::{CostFunction, Gradient, Hessian};
///
/// #[differentiate(hessian)]
/// fn valley(x: &[f64]) -> f64 {
///     x[0] * x[0] + 10.0 * x[1] * x[1]
/// }
///
/// let problem = Problem::<valley>::new();
/// let at = vec![1.0, 2.0];
/// assert_eq!(problem.cost(&at).unwrap(), 41.0);
/// assert_eq!(problem.gradient(&at).unwrap(), [2.0, 40.0]);
/// assert_eq!(problem.hessian(&at).unwrap(), [[2.0, 0.0], [0.0, 20.0]]);
/// ```
pub struct Problem<F, T = f64>(PhantomData<(fn() -> F, T)>);

impl<F, T> Problem<F, T> {
    /// The problem of minimising `F`.
    pub const fn new() -> Self {
        Problem(PhantomData)
    }
}

impl<F, T> Default for Problem<F, T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<F, T> Clone for Problem<F, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<F, T> Copy for Problem<F, T> {}

impl<F, T> fmt::Debug for Problem<F, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Problem::<{}>", core::any::type_name::<F>())
    }
}

impl<F: Objective<[T], Scalar = T>, T: Float> CostFunction for Problem<F, T> {
    type Param = Vec<T>;
    type Output = T;

    fn cost(&self, x: &Vec<T>) -> Result<T, Error> {
        Ok(F::value(x))
    }
}

impl<F: Objective<[T]>, T: Float> Gradient for Problem<F, T> {
    type Param = Vec<T>;
    type Gradient = Vec<T>;

    fn gradient(&self, x: &Vec<T>) -> Result<Vec<T>, Error> {
        Ok(F::gradient(x))
    }
}

impl<F: SmoothObjective<[T]>, T: Float> Hessian for Problem<F, T> {
    type Param = Vec<T>;
    type Hessian = Vec<Vec<T>>;

    fn hessian(&self, x: &Vec<T>) -> Result<Vec<Vec<T>>, Error> {
        let mut direction = vec![T::ZERO; x.len()];
        let row = |i: usize| {
            direction[i] = T::ONE;
            let row = F::hvp(x, &direction);
            direction[i] = T::ZERO;
            row
        };
        Ok((0..x.len()).map(row).collect())
    }
}
