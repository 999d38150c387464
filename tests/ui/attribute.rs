use chainrule::differentiate;

// A macro sees this assignment, the compiler does not.
#[differentiate]
fn conditional(x: f64) -> f64 {
    #[allow(unused_mut)]
    let mut a = x;
    #[cfg(any())]
    {
        a = 0.0;
    }
    a * x
}

#[differentiate]
fn marked(x: f64, #[constant(true)] k: f64) -> f64 {
    x * k
}

#[differentiate]
fn marked_wrongly(x: f64, #[constnat] k: f64) -> f64 {
    x * k
}

fn main() {
    conditional::gradient(1.0);
}
