//! The attribute on `impl` blocks and on modules: methods with derivatives.
// Programs are written as one finds them.
#![allow(clippy::needless_range_loop, clippy::assign_op_pattern, clippy::let_and_return)]

use chainrule::{Differentiable, Float, differentiate};
use chainrule_tests::{assert_all_close, assert_close, difference, differences};

#[derive(Differentiable, Clone, Debug)]
struct Spring {
    stiffness: f64,
    rest: f64,
}

#[differentiate]
impl Spring {
    const HALF: f64 = 0.5;

    /// Takes no derivative, and gives none: left as it is.
    fn label(&self) -> String {
        format!("{} {}", self.stiffness, self.rest)
    }

    #[differentiate(skip)]
    fn opaque(&self) -> f64 {
        self.label().len() as f64
    }

    fn new(stiffness: f64, rest: f64) -> Self {
        Self { stiffness, rest: rest * rest }
    }

    fn energy(&self, x: f64) -> f64 {
        let d = self.stretch(x);
        Self::HALF * self.stiffness * Self::square(d)
    }

    fn stretch(&self, x: f64) -> f64 {
        x - self.rest
    }

    fn square(x: f64) -> f64 {
        x * x
    }

    fn both(&self, other: &Spring, x: f64) -> (f64, f64) {
        (self.energy(x) * other.energy(x), Spring::square(other.stretch(x)))
    }

    fn product(&self, other: &Self, x: f64) -> f64 {
        let (a, b) = self.both(other, x);
        a * b.sin()
    }

    #[differentiate(wrt(x))]
    fn in_x(&self, x: f64, y: f64) -> f64 {
        let k: f64 = self.stiffness;
        k * x * x * y
    }

    fn frozen(#[constant] &self, x: f64) -> f64 {
        let k: f64 = self.stiffness;
        k * x
    }

    /// A method that is active in `self`, called from one that is not.
    fn half_frozen(#[constant] &self, x: f64) -> f64 {
        self.energy(x) * x
    }

    /// Changes in arms, in a loop, and of elements; an early exit; a closure.
    fn changed(&self, x: f64) -> f64 {
        if x < 0.3 {
            return self.rest * x;
        }
        let mut own = self.clone();
        let mut pair = [self.clone(), own.clone()];
        if x > 0.5 {
            own.harden(x);
            pair[1].harden(own.rest);
        } else {
            pair[0].harden(x);
        }
        let mut k = 0;
        while k < 2 {
            pair[k].harden(own.rest * 0.5);
            k += 1;
        }
        let f = |t: f64| own.energy(t) * t;
        f(x) * pair[0].energy(x) + pair[1].energy(own.rest)
    }

    fn into_energy(self, x: f64) -> f64 {
        self.energy(x) * self.rest
    }

    fn harden(&mut self, by: f64) {
        self.stiffness *= by;
        self.rest += by * self.stiffness;
    }

    fn hardened(&self, by: f64, n: usize) -> f64 {
        let mut own = self.clone();
        for _ in 0..n {
            own.harden(by);
        }
        own.energy(by)
    }

    /// A recursion of methods, through another one.
    fn down(&self, x: f64, n: u32) -> f64 {
        if n == 0 { self.energy(x) } else { self.up(x.sin(), n - 1) * x }
    }

    fn up(&self, x: f64, n: u32) -> f64 {
        if n == 0 { x * self.rest } else { self.down(x * x, n - 1) }
    }

    fn built(a: f64, b: f64) -> f64 {
        let s = Self::new(a, b);
        s.energy(a)
    }
}

fn spring(at: &[f64]) -> Spring {
    Spring { stiffness: at[0], rest: at[1] }
}

#[test]
fn methods_by_reference() {
    let at = [1.3, 0.4, 0.9];
    let (s_bar, x_bar) = spring(&at).energy_gradient(at[2]);
    let ours = [s_bar.stiffness, s_bar.rest, x_bar];
    assert_all_close(&ours, &differences(|at| spring(at).energy(at[2]), &at));
    let (value, _) = Spring::energy_value_and_gradient(&spring(&at), at[2]);
    assert_eq!(value, spring(&at).energy(at[2]));
    assert_eq!(Spring::square_gradient(3.0), 6.0);
    assert_eq!(spring(&at).opaque(), 7.0);
}

#[test]
fn the_two_halves() {
    let s = spring(&[1.3, 0.4]);
    let (value, residuals) = s.energy_forward(0.9);
    assert_eq!(value, s.energy(0.9));
    let mut s_bar = s.zeros();
    let x_bar = s.energy_backward(0.9, &residuals, 2.0, &mut s_bar);
    let (expected, in_x) = s.energy_gradient(0.9);
    assert_all_close(
        &[s_bar.stiffness, s_bar.rest, x_bar],
        &[2.0 * expected.stiffness, 2.0 * expected.rest, 2.0 * in_x],
    );
}

#[test]
fn methods_of_two_values() {
    let at = [1.3, 0.4, 0.8, 0.7, 1.9];
    let (s_bar, o_bar, x_bar) = spring(&at).product_gradient(&spring(&at[2..]), at[4]);
    let ours = [s_bar.stiffness, s_bar.rest, o_bar.stiffness, o_bar.rest, x_bar];
    let value = |at: &[f64]| spring(at).product(&spring(&at[2..]), at[4]);
    assert_all_close(&ours, &differences(value, &at));
}

#[test]
fn options_and_marks_of_methods() {
    let s = spring(&[1.3, 0.4]);
    assert_close(s.in_x_gradient(0.9, 2.0), 2.0 * 1.3 * 0.9 * 2.0);
    assert_close(s.frozen_gradient(0.9), 1.3);
    assert_close(s.half_frozen_gradient(0.9), difference(|x| s.half_frozen(x), 0.9));
}

#[test]
fn changes_in_control_flow() {
    for x in [0.2, 0.4, 0.9] {
        let at = [1.3, 0.4, x];
        let (s_bar, x_bar) = spring(&at).changed_gradient(x);
        let ours = [s_bar.stiffness, s_bar.rest, x_bar];
        assert_all_close(&ours, &differences(|at| spring(at).changed(at[2]), &at));
    }
}

#[test]
fn methods_by_value_and_in_place() {
    let at = [1.3, 0.4, 0.9];
    let (s_bar, x_bar) = spring(&at).into_energy_gradient(at[2]);
    let ours = [s_bar.stiffness, s_bar.rest, x_bar];
    assert_all_close(&ours, &differences(|at| spring(at).into_energy(at[2]), &at));
    for n in [0, 1, 3] {
        let (s_bar, by_bar) = spring(&at).hardened_gradient(at[2], n);
        let ours = [s_bar.stiffness, s_bar.rest, by_bar];
        assert_all_close(&ours, &differences(|at| spring(at).hardened(at[2], n), &at));
    }
    let (a_bar, b_bar) = Spring::built_gradient(at[0], at[1]);
    assert_all_close(&[a_bar, b_bar], &differences(|at| Spring::built(at[0], at[1]), &at[..2]));
}

#[test]
fn methods_that_call_each_other() {
    let at = [1.3, 0.4, 0.9];
    for n in 0..5 {
        let (s_bar, x_bar) = spring(&at).down_gradient(at[2], n);
        let ours = [s_bar.stiffness, s_bar.rest, x_bar];
        assert_all_close(&ours, &differences(|at| spring(at).down(at[2], n), &at));
    }
}

/// Coefficients of falling powers.
#[derive(Differentiable, Clone)]
pub struct Polynomial<T: Float, const N: usize> {
    /// The coefficients.
    pub coefficients: [T; N],
    shift: T,
}

#[differentiate]
impl<T: Float, const N: usize> Polynomial<T, N> {
    /// The value at a point.
    pub fn at(&self, x: T) -> T {
        let mut sum = T::ZERO;
        for i in 0..N {
            sum = sum * Self::shifted(x, self.shift) + self.coefficients[i];
        }
        sum
    }

    fn shifted(x: T, by: T) -> T {
        x - by
    }

    fn scaled<const M: usize>(&self, by: [T; M], x: T) -> T {
        let mut product = T::ONE;
        for k in 0..M {
            product = product * by[k] * self.at(x);
        }
        product
    }
}

#[test]
fn generic_blocks() {
    let make = |at: &[f64]| Polynomial { coefficients: [at[0], at[1], at[2]], shift: at[3] };
    let at = [1.3, 0.4, -0.8, 0.3, 0.9, 1.1, 0.7];
    let (p_bar, by_bar, x_bar) = make(&at).scaled_gradient([at[4], at[5]], at[6]);
    let mut ours = p_bar.coefficients.to_vec();
    ours.push(p_bar.shift);
    ours.extend(by_bar);
    ours.push(x_bar);
    let value = |at: &[f64]| make(at).scaled([at[4], at[5]], at[6]);
    assert_all_close(&ours, &differences(value, &at));
    let single = Polynomial { coefficients: [2.0_f32, 3.0], shift: 0.5 };
    let (p_bar, x_bar) = single.at_gradient(1.5);
    assert_eq!((p_bar.coefficients, p_bar.shift, x_bar), ([1.0, 1.0], -2.0, 2.0));
}

#[differentiate]
mod physics {
    use chainrule::Differentiable;

    pub const G: f64 = 9.81;

    #[derive(Differentiable, Clone)]
    pub struct Body {
        pub mass: f64,
        pub height: f64,
    }

    impl Body {
        pub fn potential(&self) -> f64 {
            weight(self.mass) * self.height
        }

        pub fn lifted(&self, by: f64) -> Body {
            Body { height: self.height + by, ..self.clone() }
        }
    }

    pub fn weight(mass: f64) -> f64 {
        G * mass
    }

    pub fn work(body: &Body, by: f64) -> f64 {
        let there = body.lifted(by * body.mass);
        there.potential() - body.potential()
    }

    #[differentiate(wrt(x))]
    pub fn first(x: f64, k: f64, n: u32) -> f64 {
        if n == 0 { x } else { second(x * k, n - 1) }
    }

    fn second(x: f64, n: u32) -> f64 {
        if n == 0 { x * x } else { third(x.sin(), n - 1) }
    }

    fn third(x: f64, n: u32) -> f64 {
        if n == 0 { 1.0 } else { first(x.cos(), 2.0, n - 1) * x }
    }

    pub fn name() -> &'static str {
        "physics"
    }
}

#[differentiate]
fn outside(body: &physics::Body, x: f64) -> f64 {
    physics::work(body, x) * physics::weight(x)
}

#[test]
fn modules() {
    let body = |at: &[f64]| physics::Body { mass: at[0], height: at[1] };
    let at = [1.3, 0.4, 0.9];
    let (body_bar, x_bar) = outside::gradient(&body(&at), at[2]);
    let ours = [body_bar.mass, body_bar.height, x_bar];
    assert_all_close(&ours, &differences(|at| outside(&body(at), at[2]), &at));
    for n in 0..7 {
        let expected = difference(|x| physics::first(x, 0.7, n), 0.9);
        assert_close(physics::first::gradient(0.9, 0.7, n), expected);
    }
    assert_eq!(physics::name(), "physics");
    let (body_bar,) = (body(&at).potential_gradient(),);
    assert_close(body_bar.height, 9.81 * 1.3);
}
