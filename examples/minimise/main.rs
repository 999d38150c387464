//! The valley of Rosenbrock in a hundred dimensions, minimised by two solvers of `argmin` that take the
//! handle of the function as a type: L-BFGS by gradients, Newton-CG by Hessians.
//!
//! ```text
//! cargo run --release --example minimise
//! ```

use std::sync::{Arc, Mutex};

use argmin::core::observers::{Observe, ObserverMode};
use argmin::core::{Error, Executor, IterState, KV, Solver, State};
use argmin::solver::linesearch::MoreThuenteLineSearch;
use argmin::solver::quasinewton::LBFGS;
use argmin::solver::trustregion::{Steihaug, TrustRegion};
use chainrule::argmin::Problem;
use chainrule::{SmoothObjective, differentiate};
use chainrule_examples::say;
use comfy_table::Table;

/// Σᵢ 100 (xᵢ₊₁ − xᵢ²)² + (1 − xᵢ)²
#[differentiate(hessian)]
fn rosenbrock(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() - 1 {
        let climb = x[i + 1] - x[i] * x[i];
        let rest = 1.0 - x[i];
        sum += 100.0 * climb * climb + rest * rest;
    }
    sum
}

/// The standard start: −1.2, 1, −1.2, 1, …
fn start(n: usize) -> Vec<f64> {
    (0..n).map(|i| if i % 2 == 0 { -1.2 } else { 1.0 }).collect()
}

/// What a solver found.
#[derive(Debug)]
struct Found {
    x: Vec<f64>,
    value: f64,
    /// The lowest value after each iteration.
    history: Vec<f64>,
}

/// Notes the lowest value after each iteration.
#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<Vec<f64>>>);

impl<S: State<Float = f64>> Observe<S> for Recorder {
    fn observe_iter(&mut self, state: &S, _: &KV) -> Result<(), Error> {
        self.0.lock().map_err(|error| Error::msg(error.to_string()))?.push(state.get_best_cost());
        Ok(())
    }
}

/// Lets a solver minimise `F`.
fn minimised<F, S, G, H>(solver: S, start: Vec<f64>, iterations: u64) -> Result<Found, Error>
where
    S: Solver<Problem<F>, IterState<Vec<f64>, G, (), H, (), f64>>,
    IterState<Vec<f64>, G, (), H, (), f64>: State<Float = f64, Param = Vec<f64>>,
    G: 'static,
    H: 'static,
{
    let recorder = Recorder::default();
    let result = Executor::new(Problem::<F>::new(), solver)
        .configure(|state| state.param(start).max_iters(iterations).target_cost(1e-20))
        .add_observer(recorder.clone(), ObserverMode::Always)
        .run()?;
    let x = result.state().get_best_param().cloned().unwrap_or_default();
    let history = recorder.0.lock().map_err(|error| Error::msg(error.to_string()))?.clone();
    Ok(Found { x, value: result.state().get_best_cost(), history })
}

/// L-BFGS (Nocedal, 1980) with the line search of Moré and Thuente.
fn quasi_newton<F>(start: Vec<f64>) -> Result<Found, Error>
where
    F: SmoothObjective<[f64], Scalar = f64>,
{
    let solver = LBFGS::new(MoreThuenteLineSearch::new(), 10).with_tolerance_grad(1e-9)?;
    minimised::<F, _, Vec<f64>, ()>(solver, start, 1000)
}

/// Newton's method, whose equations are solved by conjugate gradients as far as the quadratic model is
/// trusted (Steihaug, 1983).
fn newton<F>(start: Vec<f64>) -> Result<Found, Error>
where
    F: SmoothObjective<[f64], Scalar = f64>,
{
    // Steps that are much longer may end in the second minimum.
    let solver = TrustRegion::new(Steihaug::new()).with_radius(0.5)?.with_max_radius(0.5)?;
    minimised::<F, _, Vec<f64>, Vec<Vec<f64>>>(solver, start, 1000)
}

/// Some of the values on the way: at the start, at the end, and evenly in between.
fn milestones(history: &[f64]) -> Vec<(usize, f64)> {
    let step = (history.len() / 10).max(1);
    let last = history.len().saturating_sub(1);
    let chosen = |(i, _): &(usize, f64)| i % step == 0 || *i == last;
    history.iter().copied().enumerate().filter(chosen).collect()
}

fn main() -> Result<(), Error> {
    const N: usize = 100;
    say!("Rosenbrock's function of {N} variables, {} at the start\n", rosenbrock(&start(N)));
    let runs = [
        ("L-BFGS", quasi_newton::<rosenbrock>(start(N))?),
        ("Newton-CG", newton::<rosenbrock>(start(N))?),
    ];
    for (name, found) in runs {
        let mut table = Table::new();
        table.load_preset(comfy_table::presets::NOTHING).set_header(["iteration", name]);
        for (iteration, value) in milestones(&found.history) {
            table.add_row([iteration.to_string(), format!("{value:.3e}")]);
        }
        let off = found.x.iter().map(|x| (x - 1.0).abs()).fold(0.0, f64::max);
        say!("{table}\n\nvalue {:.2e}, at most {off:.1e} away from the minimum\n", found.value);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The minimum is at (1, …, 1), and there is a second one near (−1, 1, …, 1), with a value of
    /// almost 4 (Shang and Qiu, 2006).
    fn assert_minimum(found: &Found) {
        assert!(found.value < 1e-12, "{}", found.value);
        assert!(found.x.iter().all(|x| (x - 1.0).abs() < 1e-5), "{:?}", found.x);
        assert!(found.history.windows(2).all(|pair| pair[1] <= pair[0]));
    }

    #[test]
    fn quasi_newton_finds_the_minimum() {
        assert_minimum(&quasi_newton::<rosenbrock>(start(100)).unwrap());
    }

    #[test]
    fn newton_finds_the_minimum() {
        assert_minimum(&newton::<rosenbrock>(start(100)).unwrap());
    }

    #[test]
    fn the_hessian_of_two_variables() {
        let hessian = rosenbrock::hessian(&[1.2, 1.2]);
        assert_eq!(hessian, ndarray::array![[1250.0, -480.0], [-480.0, 200.0]]);
    }
}
