//! Functions that give out integers beside numbers, and structures with constant fields.

use chainrule::{Differentiable, differentiate};

/// Numbers, and how many.
#[differentiate(hessian)]
pub(crate) fn counted(a: f64, n: usize) -> (Vec<f64>, usize) {
    (vec![a * a, a.sin()], n % 2 + 1)
}

/// Numbers beside indices and truth values.
#[differentiate(hessian)]
pub(crate) fn marked(a: f64) -> (Vec<f64>, [usize; 2], Vec<bool>, ((usize, bool), f64)) {
    (vec![a, a * a], [1, 0], vec![a > 0.4_f64], ((2, false), a * 0.5_f64))
}

/// Changes what is pointed at.
#[differentiate(hessian)]
pub(crate) fn advanced(state: &mut (Vec<f64>, usize, bool), k: f64) {
    let i = state.1 % 3;
    state.0[i] *= k;
    state.1 += 1;
    state.2 = !state.2;
}

/// Sorts by insertion, and tells the order.
#[differentiate(hessian)]
pub(crate) fn ordered(a: &[f64]) -> (Vec<f64>, Vec<usize>) {
    let mut v = a.to_vec();
    let mut order: Vec<usize> = (0..a.len()).collect();
    for i in 1..v.len() {
        let mut j = i;
        while j > 0 && v[j] < v[j - 1] {
            v.swap(j, j - 1);
            order.swap(j, j - 1);
            j -= 1;
        }
    }
    (v, order)
}

/// Perhaps numbers, and one of their indices.
#[differentiate(hessian)]
pub(crate) fn perhaps(a: &[f64]) -> Option<(usize, Vec<f64>)> {
    if a[0] < 0.1_f64 {
        return None;
    }
    Some((1, vec![a[0] * a[1], a[1].sin()]))
}

/// How something is bent.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Bend {
    Line,
    Square,
    Power(i32),
}

/// Numbers beside what is constant.
#[derive(Clone, Differentiable)]
pub(crate) struct Peak {
    pub(crate) heights: Vec<f64>,
    #[constant]
    pub(crate) bend: Bend,
    pub(crate) width: f64,
    #[constant]
    pub(crate) gain: Option<f64>,
    #[constant]
    pub(crate) at: (usize, bool),
}

#[differentiate(hessian)]
impl Peak {
    pub(crate) fn new(n: usize, #[constant] bend: Bend) -> Peak {
        Peak { heights: vec![0.5_f64; n], bend, width: 0.9_f64, gain: None, at: (0, false) }
    }

    pub(crate) fn starting(a: f64, #[constant] bend: Bend) -> Peak {
        Peak { heights: vec![a, a * a], bend, width: a.cos(), gain: Some(0.7_f64), at: (1, true) }
    }

    pub(crate) fn is_line(&self) -> bool {
        self.bend == Bend::Line
    }

    pub(crate) fn eval(&self, a: f64) -> f64 {
        let bent = match self.bend {
            Bend::Line => a,
            Bend::Square => a * a,
            Bend::Power(k) => a.powi(k),
        };
        let k = if self.at.1 { self.width } else { 0.7_f64 };
        self.heights[self.at.0] * bent * self.gain.unwrap_or(0.5_f64) * k
    }

    pub(crate) fn raised(&mut self, by: f64) {
        self.heights[self.at.0] += by;
        self.width *= by.cos();
    }
}

/// Reads one.
#[differentiate(hessian)]
pub(crate) fn peaked(p: &Peak, a: f64) -> f64 {
    let mut sum = match p.gain {
        Some(k) if k > 1.0_f64 => k * p.width,
        Some(k) => k * a,
        None => 0.4_f64,
    };
    for h in &p.heights {
        sum += if p.is_line() { h * a } else { (h * p.width).sin() };
    }
    sum
}

/// Takes what is constant by itself.
#[differentiate(hessian)]
pub(crate) fn bent_as(#[constant] bend: Bend, a: f64, #[constant] gain: Option<f64>) -> f64 {
    let k = gain.unwrap_or(0.6_f64);
    match bend {
        Bend::Line => a * k,
        Bend::Square => a * a,
        Bend::Power(e) => (a * k).powi(e),
    }
}
