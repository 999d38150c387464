//! Functions that may fail, and values that may be missing.

use crate::programs::{Row, numbers};
use chainrule::differentiate;

#[differentiate]
fn root(x: f64) -> Result<f64, String> {
    if x < 0.0 {
        return Err(format!("{x} is negative"));
    }
    Ok(x.sqrt())
}

#[differentiate]
fn ratio(x: f64, y: f64) -> Option<f64> {
    if y == 0.0 { None } else { Some(x / y) }
}

/// Compares the derivative of a function that may fail, and asks for an error.
macro_rules! fallible {
    ($f:ident) => {{
        checked!(
            |at| $f(&at.0, at.1).expect("a value"),
            |at| $f::gradient(&at.0, at.1).expect("a gradient"),
            numbers()
        )?;
        let wrong = (vec![-1.0; 6], -1.0);
        match $f::gradient(&wrong.0, wrong.1).is_err() == $f(&wrong.0, wrong.1).is_err() {
            true => Ok(()),
            false => Err("another error".to_owned()),
        }
    }};
}

pub const ROWS: &[Row] = &[row! { "results"
    "functions that return `Result<f64, String>`" compared { fallible!(f) }
    with {
        #[differentiate]
        fn f(x: &[f64], y: f64) -> Result<f64, String> {
            if y < 0.0 { Err("negative".to_owned()) } else { Ok(x[0] * y) }
        }
    }
    "that return `Option<f64>`" compared {
        checked!(
            |at| f(&at.0, at.1).expect("a value"),
            |at| f::gradient(&at.0, at.1).expect("a gradient"),
            numbers()
        )?;
        f::gradient(&[1.0], -1.0).map_or(Ok(()), |_| Err("a value".to_owned()))
    }
    with {
        #[differentiate]
        fn f(x: &[f64], y: f64) -> Option<f64> { if y < 0.0 { None } else { Some(x[0] * y) } }
    }
    "`?` on calls of them" compared { fallible!(f) }
    with {
        #[differentiate]
        fn f(x: &[f64], y: f64) -> Result<f64, String> { Ok(root(x[0])? * root(y)?) }
    }
    "`?` on code without derivatives" compared { fallible!(f) }
    with {
        #[differentiate]
        fn f(x: &[f64], y: f64) -> Result<f64, std::num::ParseFloatError> {
            let k: f64 = "0.5".parse()?;
            Ok(x[0] * y * k)
        }
    }
    "`return Err(…)`" compared { fallible!(f) }
    with {
        #[differentiate]
        fn f(x: &[f64], y: f64) -> Result<f64, String> {
            for v in x { if *v < 0.0 { return Err(format!("{v}")); } }
            Ok(x[0] * y)
        }
    }
    "`return None`" compared {
        checked!(
            |at| f(&at.0, at.1).expect("a value"),
            |at| f::gradient(&at.0, at.1).expect("a gradient"),
            numbers()
        )
    }
    with {
        #[differentiate]
        fn f(x: &[f64], y: f64) -> Option<f64> {
            if y < 0.0 { return None; }
            x.first().map(|v| v * y)
        }
    }
    "`Err(…)?`" compared { fallible!(f) }
    with {
        #[differentiate]
        fn f(x: &[f64], y: f64) -> Result<f64, String> {
            if y < 0.0 { Err("negative")?; }
            Ok(x[0] * y)
        }
    }
    "`Ok(…)`" (x, y) {
        let r: Result<f64, String> = if y > 0.0 { Ok(x[0] * y) } else { Err("negative".to_owned()) };
        r.unwrap_or(y)
    }
    "`Some(…)` and `None` as values" (x, y) {
        let o = if y > 0.0 { Some(x[0] * y) } else { None };
        o.unwrap_or(y)
    }
    "as in `let mut best: Option<f64> = None`" (x, y) {
        let mut best: Option<f64> = None;
        for v in x { if best.is_none_or(|b| *v > b) { best = Some(*v); } }
        best.unwrap_or(0.0) * y
    }
    "`if let Ok(v)`" (x, y) { if let Ok(v) = root(y) { x[0] * v } else { y } }
    "`let Some(v) = … else`" (x, y) { let Some(v) = ratio(x[0], y) else { return y }; v * y * y }
    "`match` with `Ok(v)` and `Err(e)`" (x, y) {
        match root(x[0] - 1.0) { Ok(v) => v, Err(e) => x[0] * y * e.len() as f64 }
    }
    "`while let Ok(v)`" (x, y) {
        let (mut at, mut sum) = (x[0] + 2.0, y);
        while let Ok(v) = root(at) { sum += v * y; at -= 0.7; }
        sum
    }
    "`is_ok()`" (x, y) { if root(x[0]).is_ok() { x[0] * y } else { y } }
    "`is_some()`" (x, y) { if ratio(x[0], y).is_some() { x[0] * y } else { y } }
    "`unwrap()`" (x, y) { root(x[0]).unwrap() * y }
    "`expect(…)`" (x, y) { root(x[0]).expect("positive") * y }
    "`unwrap_or(…)`" (x, y) { root(x[0] - 1.0).unwrap_or(y) * x[0] }
    "`unwrap_or_else(…)`" (x, y) { root(x[0] - 1.0).unwrap_or_else(|_| x[0] * y) * y }
    "`unwrap_or_default()`" (x, y) { root(x[0] - 1.0).unwrap_or_default() + y }
    "`map(…)`" (x, y) { root(x[0]).map(|v| v * y).unwrap_or(y) }
    "`map_or(…)`" (x, y) { ratio(x[0], y).map_or(y, |v| v * v) }
    "`map_err(…)`" (x, y) {
        match root(x[0] - 1.0).map_err(|e| e.len()) { Ok(v) => v, Err(n) => x[0] * y + n as f64 }
    }
    "`and_then(…)`" (x, y) { root(x[0]).and_then(|v| root(v * y)).unwrap_or(y) }
    "`or_else(…)`" (x, y) { root(x[0] - 1.0).or_else(|_| root(x[0])).unwrap_or(y) }
    "`ok()`" (x, y) { root(x[0]).ok().map_or(y, |v| v * y) }
    "`ok_or(…)`" compared { fallible!(f) }
    with {
        #[differentiate]
        fn f(x: &[f64], y: f64) -> Result<f64, String> { Ok(ratio(x[0], y).ok_or("no ratio")? * root(y)?) }
    }
    "`ok_or_else(…)`" compared { fallible!(f) }
    with {
        #[differentiate]
        fn f(x: &[f64], y: f64) -> Result<f64, String> {
            ratio(x[0], root(y)?).ok_or_else(|| format!("by {y}"))
        }
    }
    "`filter(…)`" (x, y) { ratio(x[0], y).filter(|v| *v > 9.0).unwrap_or(x[0] * y) }
    "`then(…)`" (x, y) { (y > 0.0).then(|| x[0] * y).unwrap_or(y) }
    "`then_some(…)` of conditions" (x, y) { (y > 0.0).then_some(x[0] * y).unwrap_or(y) }
}];
