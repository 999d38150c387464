//! Integers and truth values beside sequences of numbers, in tuples: they have no cotangent.

use std::collections::HashMap;

use chainrule::{Differentiable, constant, differentiate};
use chainrule_tests::assert_all_close;

#[differentiate(jvp, hessian)]
fn counted(x: f64) -> (Vec<f64>, usize) {
    (vec![x * x; 2], 3)
}

#[differentiate(jvp, hessian)]
fn marked(x: f64) -> (Vec<f64>, [usize; 2], Vec<bool>, ((usize, bool), f64)) {
    (vec![x; 2], [1, 0], vec![true], ((2, false), x * 0.5))
}

#[differentiate(jvp, hessian)]
fn given_out(x: &[f64]) -> f64 {
    let (p, n) = counted(x[0]);
    let (q, at, marks, ((k, _), half)) = marked(x[1]);
    let factor = if marks[0] { q[at[0]] * half } else { 1.0 };
    p[0] * n as f64 * p[1] * factor * k as f64
}

/// Elimination with a permutation, which is given out beside the factors.
#[differentiate(jvp, hessian)]
fn decomposed(a: &[Vec<f64>]) -> (Vec<Vec<f64>>, Vec<usize>, f64) {
    let n = a.len();
    let mut m = a.to_vec();
    let mut order: Vec<usize> = (0..n).collect();
    let mut sign = 1.0;
    for k in 0..n {
        let mut best = k;
        for i in k + 1..n {
            if m[i][k].abs() > m[best][k].abs() {
                best = i;
            }
        }
        if best != k {
            m.swap(k, best);
            order.swap(k, best);
            sign = -sign;
        }
        for i in k + 1..n {
            m[i][k] /= m[k][k];
            for j in k + 1..n {
                m[i][j] -= m[i][k] * m[k][j];
            }
        }
    }
    (m, order, sign)
}

#[differentiate(jvp, hessian)]
fn determinant(x: &[f64]) -> f64 {
    let a = vec![vec![x[0], 2.0], vec![3.0, x[1]]];
    let (m, order, sign) = decomposed(&a);
    sign * m[0][0] * m[1][1] * (order[0] + 1) as f64
}

#[differentiate(jvp, hessian)]
fn local(x: &[f64]) -> f64 {
    let mut t = (x.to_vec(), 1usize);
    for i in 0..2 {
        t.0[i] *= t.0[t.1];
        t.1 -= t.1.min(1);
    }
    let (v, n) = t;
    v[n] * v[1]
}

#[differentiate(jvp, hessian)]
fn stack_of_work(x: &[f64]) -> f64 {
    let mut s = 0.0;
    let mut open: Vec<(f64, usize, Vec<f64>)> = vec![(x[0], 0, vec![x[1]])];
    while let Some((weight, depth, path)) = open.pop() {
        s += weight * path[0];
        if depth < 2 {
            open.push((weight * x[1], depth + 1, vec![weight]));
        }
    }
    s
}

#[differentiate(jvp, hessian)]
fn advance(state: &mut (Vec<f64>, usize, bool), k: f64) {
    state.0[state.1] *= k;
    state.1 += 1;
}

#[differentiate(jvp, hessian)]
fn behind_references(x: &[f64]) -> f64 {
    let mut state = (x.to_vec(), 0, false);
    advance(&mut state, x[0]);
    advance(&mut state, x[1]);
    state.0[0] * state.0[1]
}

#[differentiate(jvp, hessian)]
fn perhaps(x: &[f64]) -> Option<(usize, Vec<f64>)> {
    if x[0] < 0.0 {
        return None;
    }
    Some((0, vec![x[0] * x[1]]))
}

#[differentiate(jvp, hessian)]
fn taken_out(x: &[f64]) -> f64 {
    match perhaps(x) {
        Some((n, v)) => v[n] * x[0],
        None => 0.0,
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Shape {
    Line,
    Square,
}

#[derive(Clone)]
struct Settings {
    count: usize,
    tolerance: f64,
    inner: (f64, [usize; 2]),
}

impl Settings {
    fn twice(&self) -> f64 {
        self.tolerance * 2.0
    }
}

#[derive(Clone, Differentiable)]
struct Peak {
    heights: Vec<f64>,
    #[constant]
    shape: Shape,
    #[constant]
    settings: Settings,
    #[constant]
    offset: Option<usize>,
    #[constant]
    names: Vec<String>,
    #[constant]
    table: HashMap<String, f64>,
}

#[differentiate(jvp, hessian)]
impl Peak {
    fn len(&self) -> usize {
        self.heights.len()
    }

    fn is_square(&self) -> bool {
        self.shape == Shape::Square
    }

    fn sum(&self) -> f64 {
        let mut s = 0.0;
        for i in 0..self.len() {
            s += self.heights[i] * self.heights[i];
        }
        if self.is_square() { s } else { 2.0 * s }
    }

    fn eval(&self, x: f64) -> f64 {
        let settings = &self.settings;
        let n = &self.settings.count;
        let bent = match self.shape {
            Shape::Line => x,
            Shape::Square => x * x,
        };
        self.heights[self.offset.unwrap_or(1)] * bent * self.settings.twice()
            + self.settings.inner.1[0] as f64 * settings.tolerance * x * *n as f64
            + self.names[0].len() as f64 * self.table["k"] * x * x * self.settings.inner.0
    }
}

#[differentiate(jvp, hessian)]
fn of_constant_fields(x: &[f64], #[constant] shape: &Peak) -> f64 {
    let peak = Peak { heights: x.to_vec(), ..shape.clone() };
    let mut product = peak.eval(x[0]) * peak.sum();
    for i in 0..peak.len() {
        product *= x[1] + i as f64;
    }
    if peak.is_square() { product } else { product * x[0] }
}

#[differentiate(jvp, hessian)]
fn chosen_numbers(x: &[f64]) -> f64 {
    let h: f64 = if x[0] > 0.0 { 1.0 } else { 2.0 };
    let m: f64 = match x.len() {
        4 => 2.0,
        _ => 3.0,
    };
    let k: f64;
    if x[1] > 5.0 {
        k = 1.0;
    } else if x[1] > -1.0 {
        k = 2.0;
    } else {
        k = 0.5;
    }
    h.exp() * m.sqrt() * k.ln() * x[0] * x[1] * x.iter().cloned().fold(0. / 0., f64::max)
}

#[derive(Clone, Copy, PartialEq, Differentiable)]
enum Phase {
    Low,
    High(usize),
}

#[differentiate(jvp, hessian)]
fn step(t: f64) -> (Phase, f64, String, char) {
    match t > 0.0 {
        true => (Phase::Low, t * t, "ab".to_owned(), 'c'),
        false => (Phase::High(3), t, String::new(), 'd'),
    }
}

#[differentiate(jvp, hessian, checkpoint)]
fn marks_beside_numbers(x: &[f64]) -> f64 {
    let mut s = x[1];
    for i in 0..3 {
        let (phase, t, name, letter) = step(x[0] - i as f64);
        if phase == Phase::Low {
            s += t * s;
        }
        let k = match phase {
            Phase::Low => 2,
            Phase::High(n) => n,
        };
        if letter != 'c' && name.is_empty() {
            s *= k as f64;
        }
        if name == "ab" {
            s *= x[0];
        }
    }
    s
}

#[derive(Clone)]
struct Options {
    count: usize,
    tolerance: f64,
}

#[differentiate(jvp, hessian)]
fn of_options(x: &[f64], #[constant] options: &Options) -> f64 {
    let Options { count, tolerance } = options;
    let own = constant(Options { count: 1, tolerance: 2.0 });
    x[0] * *tolerance * *count as f64 * x[1] * own.tolerance + own.count as f64
}

/// Fragments of the user's macros are one expression each.
macro_rules! scaled {
    ($name:ident, $sum:expr, $factor:expr, $x:ident) => {
        #[differentiate(jvp, hessian)]
        fn $name($x: &[f64]) -> f64 {
            let v = vec![$factor * 2.0; 2];
            $sum * 2.0 * $x[0] * $factor
                + v[0]
                    * match $x.len() {
                        2 => $factor * $x[1] * -$sum,
                        _ => 0.0,
                    }
        }
    };
}
scaled!(of_fragments, x[0] + 1.0, 1.0 + 2.0, x);

macro_rules! structure {
    ($(#[$doc:meta])* $name:ident, $n:expr, $factor:expr, $real:ty) => {
        $(#[$doc])*
        #[derive(Clone, Differentiable)]
        struct $name {
            v: [$real; $n * 2],
        }

        #[differentiate(jvp, hessian)]
        impl $name {
            $(#[$doc])*
            fn scaled(&self, k: $real) -> $real {
                self.v[3] * $factor * k
            }
        }
    };
}
structure!(
    /// Said of all.
    OfFragments, 1 + 1, 1.0 + 2.0, f64);

#[test]
fn fragments_of_macros_stay_whole() {
    let x = [0.7, 1.3];
    assert_all_close(&[of_fragments(&x)], &[1.7 * 2.0 * 0.7 * 3.0 - 6.0 * 3.0 * 1.3 * 1.7]);
    let f = OfFragments { v: [0.5; 4] };
    assert_all_close(&[f.scaled(2.0), f.scaled_gradient(2.0).0.v[3]], &[3.0, 6.0]);
}

#[test]
fn indices_beside_numbers() {
    check_at_two_numbers!(given_out() determinant() local() stack_of_work() behind_references() taken_out());
    check_at_two_numbers!(marks_beside_numbers());
    let options = Options { count: 2, tolerance: 0.5 };
    check_at_two_numbers!(of_options(&options));
}

#[test]
fn constant_fields_are_read_in_the_words_of_the_user() {
    for shape in [Shape::Line, Shape::Square] {
        let settings = Settings { count: 2, tolerance: 0.5, inner: (0.3, [1, 2]) };
        let table = HashMap::from([("k".to_owned(), 2.0)]);
        let names = vec!["ab".to_owned()];
        let peak = Peak { heights: vec![], shape, settings, offset: None, names, table };
        check_at_two_numbers!(of_constant_fields(&peak));
    }
}

#[test]
fn literals_that_a_branch_yields() {
    check_at_two_numbers!(chosen_numbers() of_fragments());
}
