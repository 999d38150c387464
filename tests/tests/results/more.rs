//! What may fail, together with the rest of the language.

use chainrule::{Differentiable, differentiate};
use chainrule_tests::{assert_all_close, assert_close, difference, differences};
use ndarray::{Array1, Array2, array};

#[differentiate]
type Answer<T> = Result<T, Mistake>;

#[derive(Debug, PartialEq)]
pub enum Mistake {
    Shape(usize, usize),
    Singular,
}

impl From<std::num::ParseFloatError> for Mistake {
    fn from(_: std::num::ParseFloatError) -> Mistake {
        Mistake::Singular
    }
}

#[differentiate(hessian)]
fn linear(w: &Array2<f64>, x: &Array1<f64>) -> Answer<Array1<f64>> {
    if w.ncols() != x.len() {
        return Err(Mistake::Shape(w.ncols(), x.len()));
    }
    Ok(w.dot(x))
}

#[differentiate(hessian)]
fn loss(w: &Array2<f64>, x: &Array1<f64>, by: &str) -> Answer<f64> {
    let scale: f64 = by.parse()?;
    let y = linear(w, x)?;
    let again = linear(w, &y).or_else(|_| linear(w, x))?;
    Ok(scale * (&again * &again).sum())
}

#[test]
fn arrays() {
    let w = array![[0.5, -1.0], [2.0, 0.25]];
    let x = array![0.75, 1.5];
    let (w_bar, x_bar) = loss::gradient(&w, &x, "2").unwrap();
    let of_w =
        |w: &[f64]| loss(&Array2::from_shape_vec((2, 2), w.to_vec()).unwrap(), &x, "2").unwrap();
    assert_all_close(w_bar.as_slice().unwrap(), &differences(of_w, w.as_slice().unwrap()));
    let of_x = |x: &[f64]| loss(&w, &Array1::from(x.to_vec()), "2").unwrap();
    assert_all_close(x_bar.as_slice().unwrap(), &differences(of_x, x.as_slice().unwrap()));
    let hessian = loss::hessian(&w, &x, "2").unwrap();
    let second = |x: &[f64]| loss::gradient(&w, &Array1::from(x.to_vec()), "2").unwrap().1[0];
    assert_all_close(
        &[hessian[[4, 4]], hessian[[4, 5]]],
        &differences(second, x.as_slice().unwrap()),
    );
    assert_eq!(loss::gradient(&w, &array![1.0], "2").unwrap_err(), Mistake::Shape(2, 1));
    assert_eq!(loss::hessian(&w, &x, "two").unwrap_err(), Mistake::Singular);
}

#[differentiate(jacobian)]
fn polar(x: &[f64; 2]) -> Option<[f64; 2]> {
    let r = x[0].hypot(x[1]);
    if r == 0.0 {
        return None;
    }
    Some([r, x[1].atan2(x[0])])
}

#[test]
fn jacobians() {
    let at = [1.5, -2.0];
    let matrix = polar::jacobian(&at).unwrap();
    for i in 0..2 {
        assert_all_close(
            matrix.row(i).as_slice().unwrap(),
            &differences(|x| polar(&[x[0], x[1]]).unwrap()[i], &at),
        );
    }
    assert_eq!(polar::jacobian_forward(&at), Some(matrix.clone()));
    let reverse = polar::jacobian_reverse(&at).unwrap();
    assert_all_close(reverse.as_slice().unwrap(), matrix.as_slice().unwrap());
    assert_eq!(polar::jacobian(&[0.0, 0.0]), None);
    assert_eq!(polar::jacobian_forward(&[0.0, 0.0]), None);
    assert_eq!(polar::jacobian_reverse(&[0.0, 0.0]), None);
}

#[derive(Clone, Differentiable)]
struct State {
    x: f64,
    v: f64,
}

#[differentiate(hessian)]
fn stepped(state: &State, dt: f64) -> Result<State, String> {
    let x = state.x + dt * state.v;
    if x.abs() > 10.0 {
        return Err(format!("left the box at {x}"));
    }
    Ok(State { x, v: state.v - dt * x })
}

#[differentiate(hessian)]
fn simulated(x: f64, v: f64, steps: usize) -> Result<f64, String> {
    let mut state = State { x, v };
    for i in 0..steps {
        state = stepped(&state, 0.125).map_err(|e| format!("{e}, in a step"))?;
        if i > 100 {
            return Ok(0.0);
        }
    }
    Ok(state.x * state.x + state.v)
}

#[test]
fn structs_in_loops() {
    let f = |x: &[f64]| simulated(x[0], x[1], 12).unwrap();
    let at = [1.0, 0.5];
    let (by_x, by_v) = simulated::gradient(at[0], at[1], 12).unwrap();
    assert_all_close(&[by_x, by_v], &differences(f, &at));
    let hessian = simulated::hessian(at[0], at[1], 12).unwrap();
    let second = differences(|x| simulated::gradient(x[0], x[1], 12).unwrap().0, &at);
    assert_all_close(&hessian[0], &second);
    assert_eq!(simulated::gradient(9.9, 5.0, 3).unwrap_err(), simulated(9.9, 5.0, 3).unwrap_err());
}

#[differentiate(hessian)]
fn shifted(x: &mut [f64], by: f64) -> Result<(), String> {
    for v in x.iter_mut() {
        if *v < 0.0 {
            return Err("negative".to_owned());
        }
        *v = *v * by + by;
    }
    Ok(())
}

#[differentiate(hessian)]
fn of_shifted(x: &[f64], by: f64) -> Result<f64, String> {
    let mut own = x.to_vec();
    shifted(&mut own, by)?;
    shifted(&mut own, x[0])?;
    Ok(own.iter().map(|v| v * v).sum())
}

#[test]
fn changed_arguments() {
    let x = [0.5, 0.25];
    let (gradient, by) = of_shifted::gradient(&x, 1.5).unwrap();
    assert_all_close(&gradient, &differences(|x| of_shifted(x, 1.5).unwrap(), &x));
    assert_close(by, difference(|by| of_shifted(&x, by).unwrap(), 1.5));
    let second = differences(|x| of_shifted::gradient(x, 1.5).unwrap().0[0], &x);
    assert_all_close(&of_shifted::hvp(&x, 1.5, &[1.0, 0.0], 0.0).unwrap().0, &second);
    assert_eq!(of_shifted::gradient(&x, -1.5).unwrap_err(), "negative");
}

#[differentiate(hessian)]
mod inside {
    pub fn safe_log<T: chainrule::Float>(x: T) -> Option<T> {
        if x > T::from_f64(0.0) { Some(x.ln()) } else { None }
    }

    pub fn entropy<T: chainrule::Float>(p: &[T]) -> Option<T> {
        let mut sum = T::default();
        for v in p {
            sum += -*v * safe_log(*v)?;
        }
        Some(sum)
    }

    pub fn name(x: f64) -> Option<String> {
        (x > 0.0).then(|| x.to_string())
    }
}

#[test]
fn generic_functions() {
    let p = [0.2, 0.3, 0.5];
    assert_all_close(&inside::entropy::gradient(&p).unwrap(), &p.map(|p: f64| -p.ln() - 1.0));
    assert_eq!(inside::entropy::gradient(&[0.2_f32, 0.0]), None);
    assert_eq!(inside::entropy::gradient(&[0.5_f32]).unwrap()[0], -0.5_f32.ln() - 1.0);
    assert_close(inside::safe_log::hvp(2.0, 1.0).unwrap(), -0.25);
    assert_eq!(inside::name(-1.0), None);
}

#[differentiate(derivative = inverse_derivative)]
fn inverse(x: f64) -> Result<f64, Mistake> {
    let mut y = x;
    let mut steps = 0;
    while (y * y * y - x).abs() > 1e-12 {
        y -= (y * y * y - x) / (3.0 * y * y);
        steps += 1;
        if steps > 100 {
            return Err(Mistake::Singular);
        }
    }
    Ok(y)
}

fn inverse_derivative(x: f64) -> f64 {
    1.0 / (3.0 * x.cbrt().powi(2))
}

#[differentiate]
fn twice_inverse(x: f64) -> Result<f64, Mistake> {
    Ok(inverse(x)? * inverse(x + 1.0)?)
}

#[test]
fn rules() {
    assert_close(inverse::gradient(8.0).unwrap(), 1.0 / 12.0);
    assert_close(
        twice_inverse::gradient(2.0).unwrap(),
        difference(|x| twice_inverse(x).unwrap(), 2.0),
    );
    assert_eq!(
        twice_inverse::gradient(f64::INFINITY).is_err(),
        twice_inverse(f64::INFINITY).is_err()
    );
}

#[differentiate(lanes)]
fn in_lanes(x: &[f64]) -> Result<f64, String> {
    let first = x.first().ok_or("nothing")?;
    if *first < 0.0 {
        return Err("negative".to_owned());
    }
    Ok(first.sqrt() * x[1])
}

#[test]
fn several_directions() {
    use chainrule::Lanes;
    let dots = [Lanes([1.0, 0.0]), Lanes([0.0, 1.0])];
    let (value, dot) = in_lanes::jvp_lanes(&[4.0, 3.0], &dots).unwrap();
    assert_eq!((value, dot.0), (6.0, [0.75, 2.0]));
    assert!(in_lanes::jvp_lanes(&[-4.0, 3.0], &dots).is_err());
}
