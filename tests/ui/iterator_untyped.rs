//! Constants, and fields of structs without derivatives, whose type is not known where they are iterated.

use chainrule::differentiate;

const WEIGHTS: [f64; 3] = [1.0, 2.0, 3.0];

struct Table {
    rows: Vec<f64>,
}

#[differentiate]
fn in_windows(x: f64) -> f64 {
    WEIGHTS.windows(2).map(|w| w[0] * x).sum()
}

#[differentiate]
fn of_a_field(x: f64, #[constant] table: &Table) -> f64 {
    table.rows.iter().map(|w| w * x).sum()
}

fn main() {
    in_windows::gradient(1.0);
}
