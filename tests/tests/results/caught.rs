//! Errors as values: what a call answers is taken apart, or made another answer.

use chainrule::differentiate;
use chainrule_tests::{assert_all_close, assert_close, difference, differences};

#[differentiate(hessian)]
fn root(x: f64) -> Result<f64, String> {
    if x < 0.0 {
        return Err(format!("{} is negative", x.signum()));
    }
    Ok(x * x.sqrt())
}

#[differentiate(hessian)]
fn ratio(x: f64, y: f64) -> Option<f64> {
    if y == 0.0 { None } else { Some(x / y) }
}

/// Functions of two numbers that never fail, each with its test.
macro_rules! programs {
    ($($(#[$options:meta])* fn $name:ident($x:ident, $y:ident) { $($body:tt)* })*) => {
        $(
            mod $name {
                use super::*;

                #[differentiate(hessian)]
                fn program($x: f64, $y: f64) -> f64 { $($body)* }

                mod again {
                    use super::*;

                    #[differentiate(hessian, checkpoint)]
                    pub fn program($x: f64, $y: f64) -> f64 { $($body)* }
                }

                #[test]
                fn holds() {
                    for (x, y) in [(1.5, 0.75), (-0.5, 2.0), (2.0, -1.25), (0.25, 4.0), (-1.0, -2.0)] {
                        let by_x = difference(|x| program(x, y), x);
                        let by_y = difference(|y| program(x, y), y);
                        let (value, gradient) = program::value_and_gradient(x, y);
                        assert_eq!(value, program(x, y));
                        assert_all_close(&<[f64; 2]>::from(gradient), &[by_x, by_y]);
                        let again = again::program::gradient(x, y);
                        assert_all_close(&<[f64; 2]>::from(again), &[by_x, by_y]);
                        let (_, dot) = program::jvp(x, y, 0.5, -2.0);
                        assert_close(dot, 0.5 * by_x - 2.0 * by_y);
                        let hessian = program::hessian(x, y);
                        let second = [
                            difference(|x| program::gradient(x, y).0, x),
                            difference(|x| program::gradient(x, y).1, x),
                        ];
                        assert_all_close(&hessian[0], &second);
                        assert_all_close(&again::program::hessian(x, y)[0], &second);
                    }
                }
            }
        )*
    };
}

programs! {
    fn matched(x, y) {
        match root(x) {
            Ok(v) => v * y,
            Err(_) => x * y.sin(),
        }
    }

    fn error_read(x, y) {
        match root(x) {
            Ok(v) => v * y,
            Err(e) => e.len() as f64 * y + x,
        }
    }

    fn if_let(x, y) {
        let mut sum = x;
        if let Ok(v) = root(y) {
            sum += v * x;
        }
        if let Some(v) = ratio(x, y) {
            sum *= v + 2.0;
        } else {
            sum -= 1.0;
        }
        sum
    }

    fn let_else(x, y) {
        let Ok(v) = root(x) else { return y * y };
        let Some(w) = ratio(v, y) else { return v };
        v * w
    }

    fn or_else(x, y) {
        let a = root(x).unwrap_or(y);
        let b = root(y).unwrap_or_else(|e| x * e.len() as f64);
        let c = ratio(x, y).unwrap_or_default();
        a * b + c
    }

    fn mapped(x, y) {
        let a = root(x).map(|v| v * y).unwrap_or(x);
        let b = ratio(x, y).map_or(y, |v| v.sin());
        let c = root(y).and_then(|v| root(v - x)).unwrap_or(1.0 + x * y);
        let d = root(y).ok().filter(|v| *v > 1.0).unwrap_or(x);
        a + b * c + d
    }

    fn unwrapped(x, y) {
        let a = root(x * x).unwrap();
        let b = ratio(x, 1.0 + y * y).expect("y² is not -1");
        let r = root(y * y);
        let c = r.unwrap();
        a * b + c
    }

    fn asked(x, y) {
        let r = root(x);
        let weight = if r.is_ok() { 2.0 } else { 3.0 };
        if ratio(x, y).is_none() {
            return x * weight;
        }
        match r {
            Ok(v) if v > 1.0 => v * weight * y,
            Ok(v) => v - y,
            Err(_) => y * weight,
        }
    }

    fn in_a_loop(x, y) {
        let mut sum = 0.0;
        for k in 0..4 {
            let at = x + k as f64 * y;
            sum += match root(at) {
                Ok(v) => v,
                Err(_) => at * at,
            };
            let Some(v) = ratio(at, y) else { continue };
            sum += v;
        }
        sum
    }

    fn best(x, y) {
        let items = [x, y, x * y, x - y, 0.5];
        let mut best: Option<f64> = None;
        for v in items {
            if best.is_none() || best.is_some_and(|b| v > b) {
                best = Some(v);
            }
        }
        best.unwrap_or(0.0) * x
    }

    fn best_pair(x, y) {
        let items = [x, y, x * y, x - y, 0.5];
        let mut best: Option<(f64, f64)> = None;
        for v in items {
            match best {
                Some((_, last)) if last >= v => {}
                Some((first, _)) => best = Some((first, v)),
                None => best = Some((v, v)),
            }
        }
        let Some((first, last)) = best else { panic!("there are items") };
        first * last
    }

    fn chosen(x, y) {
        let r: Result<f64, String> = if x > 0.0 { Ok(x * y) } else { Err("not positive".to_owned()) };
        let o = if y > 1.0 { Some(y * x) } else { None };
        let a = match r {
            Ok(v) => v,
            Err(e) => y * e.len() as f64,
        };
        a + o.unwrap_or(x) + o.map(|v| v * v).unwrap_or(y)
    }

    fn both(x, y) {
        let a = if x > 0.0 { root(x) } else { root(y).map_err(|e| e + "!") };
        let b = root(x).or_else(|_| root(y)).or(root(x * x));
        a.unwrap_or(y) * b.unwrap_or(x)
    }

    fn conditions(x, y) {
        let a = (x > 0.0).then(|| x.sqrt() * y);
        let b = (y > 0.0).then_some(x * y);
        a.unwrap_or(y) + b.unwrap_or(x)
    }

    fn closures(x, y) {
        let safe = |v: f64| if v > 0.0 { Some(v.ln()) } else { None };
        fn half(v: f64) -> Result<f64, String> {
            if v > 3.0 { Err("too large".to_owned()) } else { Ok(0.5 * v) }
        }
        safe(x).unwrap_or(y) + half(y).unwrap_or(x) + safe(y).map(|v| v * x).unwrap_or(0.0)
    }

    fn while_let(x, y) {
        let mut at = x;
        let mut sum = y;
        let mut count = 0;
        while let Ok(v) = root(at) {
            sum += v * y;
            at -= 0.9;
            count += 1;
            if count > 5 { break; }
        }
        sum + at
    }
}

#[differentiate(hessian)]
fn fallible(x: &[f64], y: f64) -> Result<f64, String> {
    let first = x.first().ok_or("nothing")?;
    let largest =
        x.iter().copied().reduce(f64::max).ok_or_else(|| format!("nothing of {}", x.len()))?;
    let a = root(*first).or_else(|_| root(-first))?;
    let r = root(y);
    let b = r.map_err(|e| format!("y: {e}"))?;
    let c = ratio(a, largest).map(|v| v * b).ok_or_else(|| format!("largest of {x:?}"))?;
    if c > 100.0 {
        Err(format!("{c} is too large"))?;
    }
    let mut last: Option<f64> = None;
    for v in x {
        last = Some(v * last.unwrap_or(y));
    }
    Ok(c + last.ok_or("nothing")?)
}

#[test]
fn answers() {
    let x = [-0.5, 2.0, 0.75];
    let f = |x: &[f64]| fallible(x, 1.5).unwrap();
    let expected = differences(f, &x);
    let (gradient, by_y) = fallible::gradient(&x, 1.5).unwrap();
    assert_all_close(&gradient, &expected);
    assert_close(by_y, difference(|y| fallible(&x, y).unwrap(), 1.5));
    for i in 0..3 {
        let mut direction = [0.0; 3];
        direction[i] = 1.0;
        assert_close(fallible::jvp(&x, 1.5, &direction, 0.0).unwrap().1, expected[i]);
        let second = differences(|x| fallible::gradient(x, 1.5).unwrap().0[i], &x);
        assert_all_close(&fallible::hvp(&x, 1.5, &direction, 0.0).unwrap().0, &second);
    }
    for (x, y) in [
        (vec![], 1.0),
        (vec![1.0], -1.0),
        (vec![0.0], 1.0),
        (vec![1e-9, 1e6], 1e9),
        (vec![-1.0, 0.0], 1.0),
    ] {
        let error = fallible(&x, y).map(|_| ());
        assert_eq!(fallible::gradient(&x, y).map(|_| ()), error);
        assert_eq!(fallible::jvp(&x, y, &vec![1.0; x.len()], 1.0).map(|_| ()), error);
        assert_eq!(fallible::hvp(&x, y, &vec![1.0; x.len()], 1.0).map(|_| ()), error);
    }
}

#[differentiate]
fn strict(x: f64) -> f64 {
    root(x).expect("a root") + root(x).unwrap()
}

#[test]
#[should_panic(expected = "a root: \"-1 is negative\"")]
fn panics_are_those_of_the_function() {
    strict::gradient(-1.0);
}

mod structs {
    use chainrule::{Differentiable, differentiate};
    use chainrule_tests::{assert_close, difference};

    #[derive(Clone, Differentiable)]
    struct State {
        x: f64,
        trail: Vec<f64>,
    }

    #[differentiate(hessian)]
    fn started(x: f64) -> Option<State> {
        if x < 0.0 { None } else { Some(State { x: x * x, trail: vec![x, 2.0 * x] }) }
    }

    #[differentiate(hessian)]
    fn caught(x: f64) -> f64 {
        let w = match started(x) {
            Some(state) => state.x * state.trail[1],
            None => x * x * x,
        };
        let u = started(x - 1.0).map(|s| s.x * s.trail[0]).unwrap_or(2.0 * x);
        w * x + u
    }

    #[test]
    fn are_there_or_not() {
        for x in [-0.7, 0.4, 1.7] {
            let slope = difference(caught, x);
            assert_close(caught::gradient(x), slope);
            assert_close(caught::jvp(x, 1.0).1, slope);
            assert_close(caught::hessian(x)[0][0], difference(caught::gradient, x));
        }
    }
}
