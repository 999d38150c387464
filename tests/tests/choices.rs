//! Enums that hold no numbers: as `self`, as parameters and in fields, without a mark.

use chainrule::{Differentiable, differentiate};
use chainrule_tests::{assert_all_close, assert_close, difference, differences};

#[derive(Clone, Copy, PartialEq, Debug, Differentiable)]
enum Kernel {
    Rbf,
    Linear,
    Polynomial { degree: i32 },
}

#[differentiate(hessian)]
impl Kernel {
    fn eval(&self, x: &[f64], y: &[f64]) -> f64 {
        let dot: f64 = x.iter().zip(y).map(|(a, b)| a * b).sum();
        match self {
            Kernel::Rbf => {
                let d: f64 = x.iter().zip(y).map(|(a, b)| (a - b).powi(2)).sum();
                (-d).exp()
            }
            Kernel::Linear => dot,
            Self::Polynomial { degree } => (1.0 + dot).powi(*degree),
        }
    }
}

#[differentiate(hessian)]
fn gram(kernel: Kernel, x: &[f64], y: &[f64]) -> f64 {
    let mut s = kernel.eval(x, y) * kernel.eval(x, x);
    if kernel == Kernel::Linear {
        s *= x[0];
    }
    s
}

#[test]
fn as_self_and_as_parameters() {
    let (x, y) = ([0.3, 0.4], [0.5, -0.2]);
    for kernel in [Kernel::Rbf, Kernel::Linear, Kernel::Polynomial { degree: 3 }] {
        let (x_bar, y_bar) = gram::gradient(kernel, &x, &y);
        assert_all_close(&x_bar, &differences(|x| gram(kernel, x, &y), &x));
        assert_all_close(&y_bar, &differences(|y| gram(kernel, &x, y), &y));
        let second = differences(|x| gram::gradient(kernel, x, &y).0[0], &x);
        assert_all_close(&gram::hessian(kernel, &x, &y).row(0).to_vec()[..2], &second);
    }
}

#[derive(Clone, Debug, Differentiable)]
struct Process {
    kernel: Kernel,
    noise: f64,
    at: Vec<f64>,
}

#[differentiate(hessian, lanes)]
impl Process {
    fn mean(&self, noise: f64) -> f64 {
        match self.kernel {
            Kernel::Rbf | Kernel::Linear => self.at[0] * self.noise * noise,
            Kernel::Polynomial { degree } => self.at[1].powi(degree) * noise,
        }
    }
}

#[differentiate(hessian)]
fn several(noise: f64, at: &[f64]) -> f64 {
    let first = Process { kernel: Kernel::Rbf, noise, at: at.to_vec() };
    let second = Process { kernel: Kernel::Polynomial { degree: 2 }, ..first.clone() };
    let mut total = first.mean(noise) * second.mean(at[0]);
    for kernel in [Kernel::Rbf, Kernel::Polynomial { degree: 2 }] {
        total += kernel.eval(at, &second.at);
    }
    total
}

#[test]
fn in_fields_and_in_lists() {
    let at = [0.3, 0.4];
    let (noise_bar, at_bar) = several::gradient(0.7, &at);
    assert_close(noise_bar, difference(|noise| several(noise, &at), 0.7));
    assert_all_close(&at_bar, &differences(|at| several(0.7, at), &at));
    let bend = difference(|noise| several::gradient(noise, &at).0, 0.7);
    assert_close(several::hessian(0.7, &at)[[0, 0]], bend);
}

#[differentiate(jvp)]
mod of_one_kind {
    use super::*;

    #[derive(Clone, Copy, Differentiable)]
    pub enum Act {
        Relu,
        Tanh,
    }

    impl Act {
        pub fn apply(self, x: f64) -> f64 {
            match self {
                Act::Relu => x.max(0.0),
                Act::Tanh => x.tanh(),
            }
        }
    }
}

use of_one_kind::{Act, Act_apply};

const ACTS: [Act; 2] = [Act::Relu, Act::Tanh];

/// Whose type a variant tells.
#[differentiate(jvp)]
fn told_by_variants(x: &[f64]) -> f64 {
    let act = Act::Tanh;
    let chosen = if x[1] > 0.0 { Act::Relu } else { Act::Tanh };
    let mut last = Act::Tanh;
    let mut y = act.apply(x[0]) + chosen.apply(x[1]) * Act::Tanh.apply(x[2]);
    for act in [Act::Tanh, Act::Relu] {
        y = act.apply(y * x[0]);
        last = act;
    }
    let acts = [Act::Relu, Act::Tanh];
    for act in &acts {
        y += act.apply(x[2]);
    }
    let by_closure = |act: Act| act.apply(x[1] * x[2]);
    let both: f64 = x.iter().zip(&acts).map(|(v, act)| act.apply(*v)).sum();
    y * both + last.apply(x[0]) + acts[1].apply(y) + by_closure(Act::Tanh)
}

/// Whose type stands there.
#[differentiate(checkpoint)]
fn told_by_annotations(x: &[f64]) -> f64 {
    let acts: &[Act] = &ACTS;
    let copied: [Act; 2] = ACTS;
    let listed: Vec<Act> = vec![Act::Tanh, Act::Tanh];
    let mut y = x[0];
    for act in acts.iter().rev() {
        y = act.apply(y * x[1]);
    }
    for act in copied {
        y += act.apply(x[2] * y);
    }
    for act in ACTS {
        let act: Act = act;
        y *= act.apply(x[1]);
    }
    y + x.iter().zip(&listed).map(|(v, act)| act.apply(*v)).sum::<f64>()
}

#[test]
fn in_variables_lists_and_loops() {
    for at in [[0.4, 0.7, 0.9], [0.6, -0.3, 0.2]] {
        assert_all_close(&told_by_variants::gradient(&at), &differences(told_by_variants, &at));
        assert_all_close(
            &told_by_annotations::gradient(&at),
            &differences(told_by_annotations, &at),
        );
        let gradient = told_by_variants::gradient(&at);
        let (_, dot) = told_by_variants::jvp(&at, &[1.0, -2.0, 0.5]);
        assert_close(dot, gradient[0] - 2.0 * gradient[1] + 0.5 * gradient[2]);
    }
}
