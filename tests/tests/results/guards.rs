//! Errors that leave a function early, and values behind them.

use chainrule::differentiate;
use chainrule_tests::{assert_all_close, assert_close, difference, differences};

#[derive(Debug, Clone, PartialEq)]
pub enum Mistake {
    Negative(f64),
    TooLarge { limit: f64 },
}

#[differentiate(hessian)]
fn root(x: f64) -> Result<f64, Mistake> {
    if x < 0.0 {
        return Err(Mistake::Negative(x));
    }
    let y = x.sqrt();
    if y > 10.0 {
        return Err(Mistake::TooLarge { limit: 10.0 });
    }
    Ok(y * y * y)
}

#[test]
fn guards() {
    assert_eq!(root::gradient(-1.0), Err(Mistake::Negative(-1.0)));
    assert_eq!(root::forward(-1.0).map(|both| both.0), root(-1.0));
    assert_eq!(root::value_and_gradient(200.0), Err(Mistake::TooLarge { limit: 10.0 }));
    assert_close(root::gradient(4.0).unwrap(), 3.0);
    assert_close(root::jvp(4.0, 2.0).unwrap().1, 6.0);
    assert_close(root::hvp(4.0, 1.0).unwrap(), 0.75 / 2.0);
    assert_close(root::hessian(4.0).unwrap()[0][0], 0.75 / 2.0);
    assert_eq!(root::hessian(-4.0), Err(Mistake::Negative(-4.0)));
    assert_eq!(root::jvp(-4.0, 1.0), Err(Mistake::Negative(-4.0)));
}

#[differentiate(hessian)]
fn mean_of_logs(x: &[f64]) -> Result<f64, String> {
    if x.is_empty() {
        return Err("nothing to take the mean of".to_owned());
    }
    let mut sum = 0.0;
    for (i, v) in x.iter().enumerate() {
        if *v <= 0.0 {
            return Err(format!("element {i} is {v}"));
        }
        sum += v.ln();
    }
    Ok(sum / x.len() as f64)
}

#[test]
fn guards_in_loops() {
    let x = [0.5, 2.0, 3.0];
    let gradient = mean_of_logs::gradient(&x).unwrap();
    assert_all_close(&gradient, &x.map(|v| 1.0 / (3.0 * v)));
    assert_all_close(&gradient, &differences(|x| mean_of_logs(x).unwrap(), &x));
    let hessian = mean_of_logs::hessian(&x).unwrap();
    for i in 0..3 {
        for j in 0..3 {
            let expected = if i == j { -1.0 / (3.0 * x[i] * x[i]) } else { 0.0 };
            assert_close(hessian[[i, j]], expected);
        }
    }
    let wrong = [0.5, -2.0, 3.0];
    assert_eq!(mean_of_logs::gradient(&wrong).unwrap_err(), mean_of_logs(&wrong).unwrap_err());
    assert_eq!(mean_of_logs::hessian(&wrong).unwrap_err(), "element 1 is -2");
    assert!(mean_of_logs::gradient(&[]).is_err());
}

#[differentiate(hessian)]
fn ratio(x: f64, y: f64) -> Option<f64> {
    if y == 0.0 {
        return None;
    }
    Some(x / y)
}

#[test]
fn options() {
    assert_eq!(ratio::gradient(3.0, 2.0), Some((0.5, -0.75)));
    assert_eq!(ratio::gradient(3.0, 0.0), None);
    assert_eq!(ratio::jvp(3.0, 2.0, 1.0, 1.0), Some((1.5, -0.25)));
    assert_eq!(ratio::jvp(3.0, 0.0, 1.0, 1.0), None);
}

#[differentiate(hessian)]
fn twice(x: f64) -> Result<f64, Mistake> {
    let a = root(x)?;
    let b = root(a + 1.0)?;
    Ok(a * b)
}

#[differentiate(hessian)]
fn tail(x: f64) -> Result<f64, Mistake> {
    root(x * x)
}

#[differentiate(hessian)]
fn mapped(x: f64) -> Result<f64, String> {
    let a = root(x).map_err(|mistake| format!("{mistake:?}"))?;
    Ok(a + ratio(a, x).ok_or("no ratio")?)
}

#[test]
fn calls() {
    for x in [0.7, 2.0] {
        assert_close(twice::gradient(x).unwrap(), difference(|x| twice(x).unwrap(), x));
        assert_close(twice::jvp(x, 1.0).unwrap().1, difference(|x| twice(x).unwrap(), x));
        let second = difference(|x| twice::gradient(x).unwrap(), x);
        assert_close(twice::hessian(x).unwrap()[0][0], second);
        assert_close(tail::gradient(x).unwrap(), 3.0 * x * x);
        assert_close(tail::hessian(x).unwrap()[0][0], 6.0 * x);
        // x^1.5 + x^0.5
        assert_close(mapped::gradient(x).unwrap(), 1.5 * x.sqrt() + 0.5 / x.sqrt());
        assert_close(mapped::hvp(x, 1.0).unwrap(), 0.75 / x.sqrt() - 0.25 / (x * x.sqrt()));
    }
    assert_eq!(twice::gradient(-1.0), Err(Mistake::Negative(-1.0)));
    assert_eq!(twice::hessian(90.0), Err(Mistake::TooLarge { limit: 10.0 }));
    assert_eq!(mapped::gradient(-1.0), Err("Negative(-1.0)".to_owned()));
    assert_eq!(mapped::gradient(0.0), Err("no ratio".to_owned()));
}

#[differentiate(hessian)]
fn scaled(x: f64, by: &str) -> Result<f64, Box<dyn std::error::Error>> {
    let k: f64 = by.trim().parse()?;
    if k > 100.0 {
        return Err("too much".into());
    }
    Ok(k * x * x)
}

#[test]
fn inactive() {
    assert_eq!(scaled::gradient(3.0, " 2.0 ").unwrap(), 12.0);
    assert_eq!(scaled::hessian(3.0, "2").unwrap(), [[4.0]]);
    let error = |answer: Result<f64, Box<dyn std::error::Error>>| answer.unwrap_err().to_string();
    assert_eq!(error(scaled::gradient(3.0, "two")), error(scaled(3.0, "two")));
    assert_eq!(error(scaled::gradient(3.0, "200")), "too much");
}

#[differentiate(hessian, checkpoint)]
fn again(x: &[f64], by: &str) -> Result<f64, String> {
    let k: f64 = by.parse().map_err(|_| format!("{by}?"))?;
    let mut state = 1.0;
    for v in x {
        if *v > 50.0 {
            return Err(format!("{v} is too large"));
        }
        state = root(state * v).map_err(|mistake| format!("{mistake:?}"))? + k * v;
    }
    match x.first() {
        Some(first) if *first > 40.0 => Err("the first".to_owned()),
        _ => Ok(state * state),
    }
}

#[test]
fn checkpoints() {
    let x = [0.5, 0.25, 0.75];
    let f = |x: &[f64]| again(x, "0.5").unwrap();
    let expected = differences(f, &x);
    assert_all_close(&again::gradient(&x, "0.5").unwrap(), &expected);
    for i in 0..3 {
        let mut direction = [0.0; 3];
        direction[i] = 1.0;
        assert_close(again::jvp(&x, "0.5", &direction).unwrap().1, expected[i]);
        let second = differences(|x| again::gradient(x, "0.5").unwrap()[i], &x);
        assert_all_close(&again::hvp(&x, "0.5", &direction).unwrap(), &second);
    }
    for (x, by) in [
        ([0.5, -0.5, 1.0], "1"),
        ([1.0, 2.0, 60.0], "1"),
        ([1.0; 3], "one"),
        ([45.0, 0.1, 0.1], "0"),
    ] {
        let error = again(&x, by).unwrap_err();
        assert_eq!(again::gradient(&x, by).unwrap_err(), error);
        assert_eq!(again::hvp(&x, by, &[1.0; 3]).unwrap_err(), error);
    }
}

/// The continued fraction of a number, as deep as is said.
#[differentiate(hessian)]
fn fraction(x: f64, depth: usize) -> Result<f64, &'static str> {
    if depth == 0 {
        return Ok(x);
    }
    let below = fraction(x, depth - 1)?;
    if below.abs() < 0.1 {
        return Err("a pole");
    }
    Ok(x + 1.0 / below)
}

#[test]
fn recursion() {
    let f = |x: f64| fraction(x, 4).unwrap();
    assert_close(fraction::gradient(1.5, 4).unwrap(), difference(f, 1.5));
    assert_close(fraction::jvp(1.5, 4, 1.0).unwrap().1, difference(f, 1.5));
    let second = difference(|x| fraction::gradient(x, 4).unwrap(), 1.5);
    assert_close(fraction::hessian(1.5, 4).unwrap()[0][0], second);
    assert_eq!(fraction::gradient(0.05, 4), Err("a pole"));
}

#[differentiate]
fn small(x: f32) -> Option<f32> {
    let y = if x > 2.0 { return None } else { x * x };
    if y < 3.0 { Some(y) } else { None }
}

#[test]
fn in_single_precision() {
    assert_eq!(small::gradient(1.5), Some(3.0));
    assert_eq!(small::gradient(1.9), None);
    assert_eq!(small::gradient(2.5), None);
}

#[derive(Clone, chainrule::Differentiable)]
struct Spring {
    stiffness: f64,
    rest: f64,
}

#[differentiate(hessian)]
impl Spring {
    fn energy(&self, x: f64) -> Result<f64, String> {
        let stretch = self.stretch(x)?;
        Ok(0.5 * self.stiffness * stretch * stretch)
    }

    fn stretch(&self, x: f64) -> Result<f64, String> {
        if x < 0.0 { Err("turned over".to_owned()) } else { Ok(x - self.rest) }
    }
}

#[test]
fn methods() {
    let spring = Spring { stiffness: 2.0, rest: 1.0 };
    let (of_spring, of_x) = spring.energy_gradient(4.0).unwrap();
    assert_eq!((of_spring.stiffness, of_spring.rest, of_x), (4.5, -6.0, 6.0));
    assert_eq!(spring.energy_gradient(-1.0).map(|_| ()), Err("turned over".to_owned()));
    assert_eq!(spring.energy_hessian(4.0).unwrap()[[2, 2]], 2.0);
}
