//! Constant parameters of types that nobody told the differentiator: runs of them have items, in any loop.

use chainrule::differentiate;

struct Observed {
    time: f64,
    value: f64,
    tag: String,
    at: usize,
}

impl Observed {
    fn weight(&self) -> f64 {
        0.5 * self.time + self.tag.len() as f64
    }
}

enum Step {
    Add,
    Times(usize),
    Sine,
}

fn observed() -> Vec<Observed> {
    let one = |i: usize| {
        let time = 0.4 + 0.3 * i as f64;
        Observed { time, value: (2.0 * time).cos(), tag: "ab".repeat(i), at: i % 2 }
    };
    (0..4).map(one).collect()
}

#[differentiate(hessian)]
fn residuals(x: &[f64], #[constant] all: &[Observed]) -> f64 {
    let mut sum = 0.0;
    for one in all {
        let r = one.value - x[0] * (x[1] * one.time).exp();
        sum += r * r * one.weight();
        if one.at == 1 {
            sum += x[one.at];
        }
    }
    sum
}

#[differentiate(hessian, checkpoint)]
fn consumers(x: &[f64], #[constant] all: &[Observed]) -> f64 {
    let late = all.iter().filter(|one| one.at > 0).map(|one| (x[0] * one.time).sin()).sum::<f64>();
    let mut sum = all.iter().map(|one| one.time * x[0] * x[0]).sum::<f64>();
    for (i, one) in all.iter().enumerate().rev() {
        sum += one.time * x[i % 2].exp();
    }
    for two in all.windows(2) {
        sum += x[1] * (two[1].time - two[0].time) * late;
    }
    sum
}

#[differentiate(hessian)]
fn elements(x: &[f64], #[constant] all: &[Observed]) -> f64 {
    let first = &all[0];
    let mut sum = first.time * x[0] * x[1];
    for i in 0..all.len() {
        sum += all[i].value * x[all[i].at].sin() + all[i].weight();
    }
    if let Some(last) = all.last() {
        sum += last.time * x[0].exp();
    }
    sum + late(x, &all[1..])
}

#[differentiate(hessian)]
fn late(x: &[f64], #[constant] all: &[Observed]) -> f64 {
    all.iter().fold(x[0], |sum, one| sum * x[1] + one.time)
}

#[differentiate(hessian)]
fn vectors(x: &[f64], #[constant] all: &Vec<Observed>, #[constant] some: &[Step; 3]) -> f64 {
    let mut value = x[0];
    for (step, one) in some.iter().zip(all) {
        value = match step {
            Step::Add => value + x[one.at],
            Step::Times(k) => value * x[*k],
            Step::Sine => value.sin(),
        };
    }
    for step in some {
        value *= if let Step::Times(k) = step { x[*k] } else { 1.5 };
    }
    value
}

#[test]
fn runs_of_what_is_not_known_have_items() {
    let (all, some) = (observed(), [Step::Add, Step::Times(1), Step::Sine]);
    check_at_two_numbers! {
        residuals(&all)
        consumers(&all)
        elements(&all)
        late(&all)
        vectors(&all, &some)
    }
}
