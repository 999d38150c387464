//! Functions that take functions, and return from within their loops what may be missing.

use chainrule::differentiate;
use chainrule_tests::{assert_close, assert_within, difference};

#[differentiate]
fn newton(g: impl Fn(f64) -> f64, start: f64) -> Option<f64> {
    let mut x = start;
    for _ in 0..60 {
        let step = g(x);
        x -= step;
        if step.abs() < 1e-13 {
            return Some(x);
        }
    }
    None
}

#[differentiate]
fn pair(g: impl Fn(f64) -> f64, start: f64, most: usize) -> Result<(f64, f64), String> {
    let (mut x, mut k) = (start, 0);
    while k < most {
        for half in 0..2 {
            let step = g(x);
            x -= step;
            k += 1;
            if step.abs() < 1e-13 {
                return Ok((x, step + x * x));
            }
            if x.is_nan() || x.abs() > 1e3 {
                return Err(format!("lost after {k} steps, {half}"));
            }
        }
    }
    Err("no root".to_owned())
}

macro_rules! roots {
    ($mode:ident $(, $($option:tt)*)?) => {
        mod $mode {
            use super::*;

            #[differentiate($($($option)*)?)]
            pub fn root(p: f64) -> f64 {
                newton(|x| (x * x - p) / (2.0 * x), 1.0).unwrap_or(p * p)
            }

            #[differentiate($($($option)*)?)]
            pub fn scaled(p: f64) -> Option<f64> {
                let root = newton(|x| (x * x - p) / (2.0 * x), 1.0)?;
                Some(root * p)
            }

            #[differentiate($($($option)*)?)]
            pub fn both(p: f64) -> Result<f64, String> {
                let (a, b) = pair(|x| (x * x - p) / (2.0 * x), 1.0, 40)?;
                Ok(a * b)
            }

            #[test]
            fn first_derivatives() {
                for p in [0.5_f64, 2.0, 4.0] {
                    assert_close(root::gradient(p), 0.5 / p.sqrt());
                    assert_close(scaled::gradient(p).unwrap(), 1.5 * p.sqrt());
                    assert_close(both::gradient(p).unwrap(), 1.5 * p.sqrt());
                }
                assert_close(root::gradient(-2.0), difference(root, -2.0));
                assert_eq!(scaled::gradient(-1.0), None);
                assert_eq!(both::gradient(-1.0), both(-1.0).map(|_| 0.0));
            }
        }
    };
}

roots!(plain);
roots!(checkpointed, checkpoint);
roots!(in_pieces, checkpoint(loops));
roots!(second, hessian);

#[test]
fn second_derivatives_and_tangents() {
    for p in [0.5_f64, 2.0] {
        assert_within(second::root::hessian(p)[0][0], -0.25 * p.powf(-1.5), 1e-7);
        let (value, dot) = second::both::jvp(p, 2.0).unwrap();
        assert_eq!(Ok(value), second::both(p));
        assert_close(dot, 3.0 * p.sqrt());
    }
    assert!(second::both::jvp(-1.0, 1.0).is_err());
}

#[differentiate]
fn single(g: impl Fn(f32) -> f32, start: f32) -> Option<f32> {
    let mut x = start;
    loop {
        let step = g(x);
        if step.abs() < 1e-6 {
            return Some(x);
        }
        if x < 0.0 {
            return None;
        }
        x -= step;
    }
}

#[differentiate(jvp)]
fn single_root(p: f32) -> f32 {
    single(|x| (x * x - p) / (2.0 * x), 1.0).unwrap_or(p)
}

#[test]
fn single_precision() {
    assert!((single_root::gradient(4.0) - 0.25).abs() < 1e-5);
    assert!((single_root::jvp(4.0, 1.0).1 - 0.25).abs() < 1e-5);
    assert_eq!(single_root::gradient(-1.5), 1.0);
}
