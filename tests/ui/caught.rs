use chainrule::{Differentiable, differentiate};

#[derive(Clone, Differentiable)]
struct State {
    x: f64,
}

#[differentiate]
fn step(x: &mut f64, by: f64) -> Result<f64, String> {
    if by < 0.0 {
        return Err("back".to_owned());
    }
    *x += by;
    Ok(*x * by)
}

#[differentiate]
fn started(x: f64) -> Option<State> {
    if x < 0.0 { None } else { Some(State { x }) }
}

#[differentiate]
fn caught(x: f64) -> f64 {
    let mut y = x;
    let z = step(&mut y, x).unwrap_or(1.0);
    y * z
}

/// Left by the error.
#[differentiate]
fn left(x: f64) -> Result<f64, String> {
    let mut y = x;
    let z = step(&mut y, x)?;
    let state = started(z).ok_or("negative")?;
    Ok(y * state.x)
}

fn main() {
    let _ = (caught(1.0), left::gradient(1.0));
}
