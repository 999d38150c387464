//! Constants, and fields of structs without derivatives, whose type is not known where they are iterated.

use chainrule::differentiate;

const WEIGHTS: [f64; 3] = [1.0, 2.0, 3.0];

struct Table {
    rows: Vec<f64>,
}

#[differentiate]
fn in_a_loop(x: f64) -> f64 {
    let mut sum = 0.0;
    for w in WEIGHTS {
        sum += w * x;
    }
    sum
}

#[differentiate]
fn by_reference(x: f64) -> f64 {
    let mut sum = 0.0;
    for w in &WEIGHTS {
        sum += w * x;
    }
    sum
}

#[differentiate]
fn in_a_chain(x: f64) -> f64 {
    WEIGHTS.iter().map(|w| w * x).sum()
}

#[differentiate]
fn of_a_field(x: f64, #[constant] table: &Table) -> f64 {
    table.rows.iter().map(|w| w * x).sum()
}

fn main() {
    in_a_loop::gradient(1.0);
}
