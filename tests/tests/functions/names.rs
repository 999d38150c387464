//! Generic parameters and types of one name, other names of types, imports by `*`.

use chainrule::{Float, differentiate};
use chainrule_tests::{assert_all_close, assert_within, differences};

const WEIGHT: f64 = 3.0;

#[differentiate]
type Real = f64;

#[differentiate(hessian)]
fn weighted(x: f64) -> f64 {
    WEIGHT * x
}

#[derive(Clone, Copy, chainrule::Differentiable)]
pub(crate) struct State {
    x: Real,
    v: Real,
}

/// Names a constant, a function, a struct and another name of a type.
#[differentiate]
pub(crate) fn pushed(f: impl Fn(State) -> Real, at: State, h: Real) -> State {
    let force: Real = f(at) * WEIGHT;
    let State { x, v } = at;
    match (h * WEIGHT) as usize {
        LIMIT => State { x, v: 0.0 },
        _ => State { x: x + h * v, v: v + h * weighted(force) },
    }
}

const LIMIT: usize = 7;

#[differentiate]
fn scaled<T: Float>(f: impl Fn(T) -> T, x: T) -> T {
    let twice = |v: T| v + v;
    twice(f(x)) * T::from_f64(0.5)
}

/// Its `T` is another one than that of `scaled`, and so is that of what it hands over.
#[differentiate(hessian)]
fn generic<T: Float>(x: T, k: T) -> T {
    let narrow = scaled(|v: f32| v * 2.0, 0.25);
    let f = |v: T| -> T { v * v * k };
    scaled(|v: T| scaled(f, v) + T::from_f64(f64::from(narrow)), x) + scaled::<T>(square::<T>, k)
}

#[differentiate(hessian)]
fn square<T: Float>(x: T) -> T {
    x * x
}

#[differentiate]
fn sum_of<const N: usize>(f: impl Fn(f64) -> f64, xs: [f64; N]) -> f64 {
    let mut ys = [0.0; N];
    for i in 0..N {
        ys[i] = f(xs[i]) / N as f64;
    }
    ys.iter().sum()
}

#[differentiate(hessian)]
fn longer<const N: usize>(xs: [f64; N], k: f64) -> f64 {
    let other = sum_of(|x| x * k, [k, 1.0, 2.0]);
    sum_of(|x| x.sin() * k, xs) + other * sum_of::<2>(square, [k, xs[0]])
}

mod inside {
    use super::*;

    #[expect(dead_code, reason = "nothing that is handed over may mean it")]
    const WEIGHT: f64 = -1.0;

    #[expect(dead_code, reason = "nothing that is handed over may mean it")]
    fn weighted(x: f64) -> f64 {
        -x
    }

    #[differentiate(hessian)]
    pub fn energy(x: f64, k: f64) -> f64 {
        let mut at = State { x, v: 1.0 };
        for _ in 0..3 {
            at = pushed(|s| -k * s.x * s.v, at, 0.1);
        }
        at.x * at.v
    }
}

#[test]
fn names_of_the_module_by_an_import_of_everything() {
    let at = [0.7, 1.2];
    let joined = |(x, k): (f64, f64)| [x, k];
    let gradient = |at: &[f64]| joined(inside::energy::gradient(at[0], at[1]));
    assert_all_close(&gradient(&at), &differences(|at| inside::energy(at[0], at[1]), &at));
    let hessian = inside::energy::hessian(at[0], at[1]);
    assert_all_close(&hessian[1], &differences(|at| gradient(at)[1], &at));
}

#[test]
fn generic_parameters_of_one_name() {
    let at = [0.7, 1.2];
    let (x, k) = generic::gradient(at[0], at[1]);
    assert_all_close(&[x, k], &differences(|at| generic(at[0], at[1]), &at));
    let (x, k) = generic::gradient(0.7_f32, 1.2);
    assert_within(f64::from(x), 2.0 * 0.7 * 1.2, 1e-6);
    assert_within(f64::from(k), 0.7 * 0.7 + 2.0 * 1.2, 1e-6);
}

#[test]
fn lengths_of_one_name() {
    let at = [0.7, 1.2, 0.4, 0.9];
    let split = |at: &[f64]| ([at[0], at[1], at[2]], at[3]);
    let (xs, k) = longer::gradient(split(&at).0, at[3]);
    let ours = [xs[0], xs[1], xs[2], k];
    assert_all_close(&ours, &differences(|at| longer(split(at).0, split(at).1), &at));
}

mod state {
    pub(super) const SHIFT: f64 = 0.25;
}

/// A module and a variable of one name.
#[differentiate]
fn shifted(f: impl Fn(f64) -> f64, state: f64) -> f64 {
    let weighted = weighted(state);
    f(state + state::SHIFT) * weighted
}

/// The same text in two modules.
macro_rules! rules {
    ($($name:ident $factor:literal)*) => {$(
        mod $name {
            pub(super) const FACTOR: f64 = $factor;

            #[chainrule::differentiate]
            pub(super) fn scaled(f: impl Fn(f64) -> f64, x: f64) -> f64 {
                FACTOR * f(FACTOR * x)
            }
        }
    )*};
}

rules! { two 2.0 three 3.0 }

mod outside {
    use chainrule::differentiate;

    #[differentiate]
    pub fn shifted(x: f64, k: f64) -> f64 {
        super::shifted(|v| v * k, x)
            + super::two::scaled(|v| v * v, x) * super::three::scaled(|v| v * k, x)
    }
}

#[test]
fn names_of_modules_and_texts_that_are_the_same() {
    let at = [0.7, 1.2];
    let (x, k) = outside::shifted::gradient(at[0], at[1]);
    assert_eq!(outside::shifted::forward(at[0], at[1]).0, outside::shifted(at[0], at[1]));
    assert_all_close(&[x, k], &differences(|at| outside::shifted(at[0], at[1]), &at));
}

#[differentiate(hessian)]
fn lifted(x: f64) -> f64 {
    x * x + WEIGHT
}

/// A function inside it sees the module's `lifted`, not the variable.
#[differentiate]
fn inner(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    fn around(x: f64) -> f64 {
        lifted(x) * WEIGHT
    }
    let lifted = f(x);
    let (value, kept) = lifted::forward(lifted);
    around(lifted) * lifted + value * lifted::backward(lifted, &kept, x)
}

mod further {
    use super::inner;
    use chainrule::differentiate;

    #[expect(dead_code, reason = "nothing that is handed over may mean it")]
    fn lifted(x: f64) -> f64 {
        -x
    }

    #[differentiate]
    pub fn around(x: f64, k: f64) -> f64 {
        inner(|v| v * v * k, x)
    }
}

#[test]
fn variables_and_functions_of_one_name() {
    let at = [0.7, 1.2];
    let (x, k) = further::around::gradient(at[0], at[1]);
    assert_all_close(&[x, k], &differences(|at| further::around(at[0], at[1]), &at));
}
