//! Errors in the user's words, results of every kind, and calls within calls.

use chainrule::{constant, differentiate};
use chainrule_tests::{assert_all_close, assert_close, difference, differences};

fn validate(x: f64) -> Result<(), String> {
    if x > 9.0 { Err("large".to_owned()) } else { Ok(()) }
}

#[differentiate(hessian)]
fn validated(x: f64) -> Result<f64, String> {
    constant(validate(x))?;
    Ok(x * x)
}

#[differentiate]
fn checked(x: f64, n: usize) -> Result<f64, String> {
    let k = n.checked_sub(2).ok_or("too few")?;
    let m: usize = n.checked_sub(1).ok_or_else(|| format!("{n}"))?;
    Ok(x * k as f64 * m as f64)
}

#[derive(Debug)]
struct NoClone(String);
struct Parsed(f64);
impl std::str::FromStr for Parsed {
    type Err = NoClone;
    fn from_str(s: &str) -> Result<Parsed, NoClone> {
        s.parse().map(Parsed).map_err(|_| NoClone(s.to_owned()))
    }
}

#[differentiate]
fn parsed(x: f64, s: &str) -> Result<f64, NoClone> {
    let p: Parsed = s.parse()?;
    let q = match s.parse::<f64>() {
        Ok(q) => q,
        Err(e) => return Err(NoClone(e.to_string())),
    };
    Ok(x * p.0 * q)
}

#[differentiate(graph)]
fn drawn(x: f64, y: f64) -> Option<f64> {
    let z = x * y;
    Some(z.sin() + x)
}

#[differentiate(wrt(x))]
fn alone(x: f64, y: f64) -> Result<f64, String> {
    only(x, y)
}

#[differentiate]
fn only(x: f64, y: f64) -> Result<f64, String> {
    if y == 0.0 {
        return Err("zero".into());
    }
    Ok(x / y)
}

#[differentiate]
fn vectors(x: &[f64]) -> Option<Vec<f64>> {
    let first = x.first()?;
    let mut out = vec![0.0; x.len()];
    for (i, v) in x.iter().enumerate() {
        out[i] = v / first;
    }
    if out.len() > 5 { None } else { Some(out) }
}

#[differentiate]
fn pair(x: f64, y: f64) -> Result<(f64, f64), String> {
    if x < y {
        return Err("order".into());
    }
    let (a, b) = (x * y, x - y);
    Ok((a, b))
}

#[differentiate]
fn uses(x: &[f64]) -> Option<f64> {
    let v = vectors(x)?;
    let (a, b) = pair(v[0] + 1.0, v[1]).ok()?;
    let s: f64 = v.iter().sum();
    Some(a * b + s)
}

#[differentiate]
fn nested(x: f64) -> Result<f64, String> {
    let y = only(only(x, 2.0)? + 1.0, only(x + 1.0, 3.0)?)?;
    let z = if y > 0.0 { only(y, 2.0)? } else { only(-y, 3.0).unwrap_or(1.0) };
    let mut total = 0.0;
    for k in 1..4 {
        total += only(z, k as f64)?
            * match only(z, x) {
                Ok(v) => v,
                Err(e) => return Err(e + "!"),
            };
        if total > 1e6 {
            break;
        }
    }
    let w = loop {
        if total > 100.0 {
            break total;
        }
        if total.is_nan() {
            return Err("nan".into());
        }
        total = total * 2.0 + 1.0;
    };
    Ok(w)
}

#[derive(Debug, PartialEq)]
struct Line {
    line: usize,
    why: String,
}

fn described(x: f64) -> String {
    format!("{x}")
}

#[differentiate]
fn words(x: &[f64]) -> Result<f64, Line> {
    let mut s = 1.0;
    for (line, v) in x.iter().enumerate() {
        if *v < 0.0 {
            return Err(Line { line, why: described(*v) });
        }
        s *= only(*v, s).map_err(|why| Line { line, why })?;
    }
    let r = only(s, x[0]);
    match r {
        Err(why) => Err(Line { line: 0, why }),
        Ok(v) => Ok(v * s),
    }
}

#[differentiate]
fn taken(x: &[f64]) -> f64 {
    match words(x) {
        Ok(v) => v,
        Err(Line { line, .. }) => x[line] * line as f64,
    }
}

#[test]
fn words_of_errors() {
    let at = [0.5, 0.25, 2.0];
    let expected = differences(|x| words(x).unwrap(), &at);
    assert_all_close(&words::gradient(&at).unwrap(), &expected);
    assert_eq!(words::gradient(&[1.0, -2.0]), Err(Line { line: 1, why: "-2".to_owned() }));
    assert_eq!(taken::gradient(&[1.0, -2.0]), [0.0, 1.0]);
}

#[test]
fn works() {
    assert_eq!(validated::gradient(2.0), Ok(4.0));
    assert!(validated::gradient(10.0).is_err());
    assert_eq!(checked::gradient(2.0, 5), Ok(12.0));
    assert_eq!(checked::gradient(2.0, 1), Err("too few".to_owned()));
    assert_eq!(parsed::gradient(2.0, "3").unwrap(), 9.0);
    assert_eq!(parsed::gradient(2.0, "a").unwrap_err().0, "a");
    let _ = drawn::graph_at(1.0, 2.0);
    assert_eq!(alone::gradient(2.0, 4.0), Ok(0.25));
    let at = [2.0, 1.0, 0.5];
    let expected = differences(|x| uses(x).unwrap(), &at);
    assert_all_close(&uses::gradient(&at).unwrap(), &expected);
    assert_eq!(uses::gradient(&[]), None);
    assert_close(nested::gradient(0.7).unwrap(), difference(|x| nested(x).unwrap(), 0.7));
    assert_eq!(nested::gradient(0.0), nested(0.0));
}
