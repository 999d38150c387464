//! Patterns of errors, names that generated code has too, and values that loops carry.

use chainrule::differentiate;
use chainrule_tests::{assert_close, difference};

#[derive(Debug)]
enum Bad {
    Small(f64),
    Large { by: f64 },
}

#[differentiate(hessian)]
fn limited(x: f64) -> Result<f64, Bad> {
    match x {
        x if x < 0.0 => Err(Bad::Small(x)),
        x if x > 2.0 => Err(Bad::Large { by: x - 2.0 }),
        x => Ok(x * x * x),
    }
}

#[differentiate(hessian)]
fn caught(x: f64, y: f64) -> f64 {
    match limited(x) {
        Ok(v) => v * y,
        Err(Bad::Small(by)) if by < -1.0 => by * y,
        Err(Bad::Small(_)) => y * y,
        Err(Bad::Large { by }) => by + y,
    }
}

#[differentiate(hessian)]
fn shadows(error: f64, value: f64) -> f64 {
    let residuals = limited(error);
    let value = match residuals {
        Ok(v) => v + value,
        Err(_) => error * value,
    };
    let matched = limited(value).unwrap_or(error);
    value * matched
}

#[differentiate(hessian)]
fn loops(x: f64) -> Option<f64> {
    let mut last: Option<f64> = None;
    let mut sum = 0.0;
    'outer: for i in 0..5 {
        for j in 0..3 {
            let v = limited(x * (i + j) as f64 / 4.0).ok();
            let Some(a) = v else { break 'outer };
            if let Some(b) = last {
                sum += a * b
            } else {
                sum += a
            }
            last = v;
        }
    }
    last.map(|v| v * sum)
}

#[test]
fn works() {
    for (x, y) in [(1.5, 0.5), (-0.5, 2.0), (3.0, 1.0), (-2.0, 1.5)] {
        assert_close(
            caught::gradient(x, y).0,
            0.0 + if x > 0.0 && x < 2.0 { 3.0 * x * x * y } else { 0.0 },
        );
        assert_close(caught::gradient(x, y).1, difference(|y| caught(x, y), y));
    }
    assert_close(shadows::gradient(0.7, 0.4).0, difference(|x| shadows(x, 0.4), 0.7));
    for x in [0.3, 0.9] {
        assert_close(loops::gradient(x).unwrap(), difference(|x| loops(x).unwrap(), x));
        assert_close(loops::hvp(x, 1.0).unwrap(), difference(|x| loops::gradient(x).unwrap(), x));
    }
    assert_close(shadows::gradient(2.7, 0.4).0, difference(|x| shadows(x, 0.4), 2.7));
}
