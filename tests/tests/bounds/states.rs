//! Methods that return `Self`, take it, and change it; parameters that are handed over.

use chainrule::{Differentiable, differentiate};
use chainrule_tests::{assert_all_close, assert_close, differences};

#[differentiate(hessian)]
pub trait State: Clone {
    fn slope(&self) -> Self;
    fn moved(&self, by: f64, along: &Self) -> Self;
    fn advance(&mut self, by: f64, along: &Self);
    fn energy(self) -> f64;
}

#[derive(Clone, Differentiable)]
pub struct Pair {
    x: f64,
    v: f64,
}

#[differentiate(hessian)]
impl State for Pair {
    fn slope(&self) -> Self {
        Pair { x: self.v, v: -self.x.sin() }
    }

    fn moved(&self, by: f64, along: &Self) -> Self {
        Pair { x: self.x + by * along.x, v: self.v + by * along.v }
    }

    fn advance(&mut self, by: f64, along: &Self) {
        self.x += by * along.x;
        self.v += by * along.v;
    }

    fn energy(self) -> f64 {
        0.5 * self.v * self.v + 1.0 - self.x.cos()
    }
}

#[derive(Clone, Differentiable)]
pub struct Many {
    all: Vec<f64>,
}

#[differentiate(hessian)]
impl State for Many {
    fn slope(&self) -> Self {
        let mut all = vec![0.0; self.all.len()];
        for i in 1..all.len() {
            all[i] = self.all[i - 1] * self.all[i];
        }
        Many { all }
    }

    fn moved(&self, by: f64, along: &Self) -> Self {
        let mut all = self.all.clone();
        for i in 0..all.len() {
            all[i] += by * along.all[i];
        }
        Many { all }
    }

    fn advance(&mut self, by: f64, along: &Self) {
        for i in 0..self.all.len() {
            self.all[i] += by * along.all[i];
        }
    }

    fn energy(self) -> f64 {
        let mut sum = 0.0;
        for a in &self.all {
            sum += a * a * a;
        }
        sum
    }
}

/// The midpoint rule, with new values.
#[differentiate(hessian)]
pub fn midpoint<S: State>(start: &S, h: f64, n: usize) -> S {
    let mut s = start.clone();
    for _ in 0..n {
        let half = s.moved(0.5 * h, &s.slope());
        s = s.moved(h, &half.slope());
    }
    s
}

/// The same in place, of a value that is handed over.
#[differentiate(hessian)]
pub fn in_place<S: State>(start: S, h: f64, n: usize) -> f64 {
    let mut s = start;
    for i in 0..n {
        let mut half = s.clone();
        half.advance(0.5 * h, &s.slope());
        s.advance(h, &half.slope());
        if i == 5 {
            break;
        }
    }
    s.energy()
}

#[differentiate(hessian)]
pub fn changed<S: State>(s: &mut S, by: f64) {
    let d = s.slope();
    s.advance(by, &d);
}

#[differentiate(hessian)]
pub fn chosen<S: State>(a: &S, b: &S, h: f64) -> f64 {
    let s = if h > 0.1 { a.moved(h, b) } else { b.slope() };
    s.energy() * h
}

#[differentiate(hessian)]
fn of_pair(at: &[f64]) -> f64 {
    let pair = Pair { x: at[0], v: at[1] };
    let end = midpoint(&pair, at[2], 4);
    let mut other = end.clone();
    changed(&mut other, at[2]);
    end.clone().energy() * in_place(pair, at[2], 3)
        + chosen(&end, &other, at[2])
        + chosen(&end, &other, 0.1 * at[2])
}

#[differentiate(hessian)]
fn of_many(at: &[f64]) -> f64 {
    let many = Many { all: at.to_vec() };
    let mut end = midpoint(&many, at[0], 3);
    changed(&mut end, at[1]);
    end.energy() * in_place(many, at[1], 8)
}

macro_rules! checked {
    ($name:ident, $function:ident, $at:expr) => {
        #[test]
        fn $name() {
            let at = $at;
            let expected = differences($function, &at);
            assert_all_close(&$function::gradient(&at), &expected);
            for i in 0..at.len() {
                let mut unit = [0.0; 3];
                unit[i] = 1.0;
                assert_close($function::jvp(&at, &unit).1, expected[i]);
                let row = differences(|at| $function::gradient(at)[i], &at);
                assert_all_close(&$function::hvp(&at, &unit), &row);
            }
        }
    };
}

checked!(numbers_by_name, of_pair, [0.7, 0.4, 0.2]);
checked!(numbers_in_a_vector, of_many, [0.7, 0.4, 0.9]);

#[test]
fn handles_of_generic_functions() {
    let value = |at: &[f64]| in_place(Pair { x: at[0], v: at[1] }, at[2], 3);
    let at = [0.7, 0.4, 0.2];
    let (pair, h) = in_place::gradient(Pair { x: 0.7, v: 0.4 }, 0.2, 3);
    assert_all_close(&[pair.x, pair.v, h], &differences(value, &at));
    let (_, kept) = midpoint::forward(&Pair { x: 0.7, v: 0.4 }, 0.2, 2);
    let mut bar = PairCotangent { x: 0.0, v: 0.0 };
    let h = midpoint::backward(
        &Pair { x: 0.7, v: 0.4 },
        0.2,
        2,
        &kept,
        PairCotangent { x: 1.0, v: 2.0 },
        &mut bar,
    );
    let value = |at: &[f64]| {
        let end = midpoint(&Pair { x: at[0], v: at[1] }, at[2], 2);
        end.x + 2.0 * end.v
    };
    assert_all_close(&[bar.x, bar.v, h], &differences(value, &at));
}
