//! What a constant consists of is not known, so that a method of it is none that is known.

use chainrule::{Differentiable, differentiate};

#[derive(Clone, Copy, Differentiable)]
enum Act {
    Relu,
    Tanh,
}

const ACTS: [Act; 2] = [Act::Relu, Act::Tanh];

#[differentiate]
impl Act {
    fn apply(self, x: f64) -> f64 {
        match self {
            Act::Relu => x.max(0.0),
            Act::Tanh => x.tanh(),
        }
    }
}

#[differentiate]
fn network(x: f64) -> f64 {
    let mut y = x;
    for act in ACTS {
        y = act.apply(y);
    }
    y
}

#[differentiate]
fn with_its_type(x: f64) -> f64 {
    let mut y = x;
    for act in ACTS {
        let act: Act = act;
        y = act.apply(y);
    }
    y
}

fn main() {
    with_its_type::gradient(1.0);
}
