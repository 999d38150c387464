//! Types that belong to a trait: `M::State`.

use chainrule::{Differentiable, differentiate};
use chainrule_tests::{assert_all_close, differences};

#[differentiate(hessian)]
trait Dynamics {
    type State;
    const STEPS: usize;

    fn start(&self) -> Self::State;
    fn step(&self, s: &Self::State, h: f64) -> Self::State;
    fn loss(&self, s: &Self::State) -> f64;
}

#[derive(Clone, Differentiable)]
struct Oscillator {
    k: f64,
}

#[derive(Clone, Differentiable)]
struct Motion {
    x: f64,
    v: f64,
}

#[differentiate(hessian)]
impl Dynamics for Oscillator {
    type State = Motion;
    const STEPS: usize = 5;

    fn start(&self) -> Motion {
        Motion { x: 1.0, v: self.k }
    }

    fn step(&self, s: &Motion, h: f64) -> Motion {
        Motion { x: s.x + h * s.v, v: s.v - h * self.k * s.x }
    }

    fn loss(&self, s: &Motion) -> f64 {
        s.x * s.x * s.v
    }
}

/// A number is handed over otherwise.
#[derive(Clone, Differentiable)]
struct Decay {
    k: f64,
}

#[differentiate(hessian)]
impl Dynamics for Decay {
    type State = f64;
    const STEPS: usize = 3;

    fn start(&self) -> f64 {
        self.k * self.k
    }

    fn step(&self, s: &f64, h: f64) -> f64 {
        s - h * s * s * self.k
    }

    fn loss(&self, s: &Self::State) -> f64 {
        s * s * s
    }
}

#[derive(Clone, Differentiable)]
struct Diffusion {
    rate: f64,
}

#[differentiate(hessian)]
impl Dynamics for Diffusion {
    type State = Vec<f64>;
    const STEPS: usize = 4;

    fn start(&self) -> Vec<f64> {
        vec![1.0, self.rate, 2.0]
    }

    fn step(&self, s: &Vec<f64>, h: f64) -> Vec<f64> {
        let mut next = s.clone();
        for i in 1..s.len() {
            next[i] += h * self.rate * (s[i - 1] - s[i]) * s[i];
        }
        next
    }

    fn loss(&self, s: &Vec<f64>) -> f64 {
        s.iter().map(|x| x * x).sum()
    }
}

#[differentiate(hessian)]
fn run<M: Dynamics>(m: &M, h: f64) -> f64
where
    M::State: Clone,
{
    let mut s = m.start();
    for i in 0..M::STEPS {
        s = m.step(&s, h * (i + 1) as f64);
    }
    m.loss(&s)
}

macro_rules! checked {
    ($name:ident, $of:ident, $cotangent:ident, $field:ident) => {
        #[test]
        fn $name() {
            let at = [0.8, 0.15];
            let made = |at: &[f64]| $of { $field: at[0] };
            let expected = differences(|at| run(&made(at), at[1]), &at);
            let (m, h) = run::gradient(&made(&at), at[1]);
            assert_all_close(&[m.$field, h], &expected);
            let one = $cotangent { $field: 1.0 };
            let (_, slope) = run::jvp(&made(&at), at[1], &one, 2.0);
            assert_all_close(&[slope], &[expected[0] + 2.0 * expected[1]]);
            let (row, h) = run::hvp(&made(&at), at[1], &one, 0.0);
            let slope = |at: &[f64]| run::gradient(&made(at), at[1]).0.$field;
            assert_all_close(&[row.$field, h], &differences(slope, &at));
        }
    };
}

checked!(a_struct, Oscillator, OscillatorCotangent, k);
checked!(a_number, Decay, DecayCotangent, k);
checked!(a_vector, Diffusion, DiffusionCotangent, rate);
