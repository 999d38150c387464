//! What may be missing leaves labelled blocks and loops, from within loops, too.

use chainrule::differentiate;
use chainrule_tests::{assert_all_close, differences};

macro_rules! programs {
    ($mode:ident $(, $($option:tt)*)?) => {
        mod $mode {
            use super::*;

            #[differentiate($($($option)*)?)]
            pub fn block(x: &[f64]) -> f64 {
                let y = 'out: {
                    for e in x {
                        if *e > 2.0 {
                            break 'out None;
                        }
                    }
                    Some(x[0] * x[1])
                };
                y.unwrap_or(x[2] * x[2])
            }

            #[differentiate($($($option)*)?)]
            pub fn found(x: &[f64]) -> f64 {
                let y = 'out: {
                    for (i, e) in x.iter().enumerate() {
                        if *e > 2.0 {
                            break 'out Some((*e * x[0], i));
                        }
                    }
                    None
                };
                match y {
                    Some((v, i)) => v * i as f64,
                    None => x[1] * x[2],
                }
            }

            #[differentiate($($($option)*)?)]
            pub fn broken(x: &[f64]) -> f64 {
                let mut i = 0;
                let y = loop {
                    if i == x.len() {
                        break None;
                    }
                    if x[i] > 2.0 {
                        break Some(x[i] * x[0]);
                    }
                    i += 1;
                };
                y.unwrap_or(x[2])
            }

            #[differentiate($($($option)*)?)]
            pub fn failed(x: &[f64]) -> f64 {
                let mut i = 0;
                let y: Result<f64, usize> = loop {
                    if i == x.len() {
                        break Err(i);
                    }
                    if x[i] > 2.0 {
                        break Ok(x[i] * x[0]);
                    }
                    i += 1;
                };
                match y {
                    Ok(v) => v,
                    Err(i) => x[1] * i as f64,
                }
            }

            #[differentiate($($($option)*)?)]
            pub fn closures(x: &[f64]) -> f64 {
                let declared = |v: f64| -> Option<f64> {
                    for e in x {
                        if *e > v {
                            return Some(e * v);
                        }
                    }
                    None
                };
                let inferred = |v: f64| {
                    for e in x {
                        if *e > 2.0 * v {
                            return Ok(e * v);
                        }
                    }
                    Err("none")
                };
                declared(x[0]).unwrap_or(x[2]) + inferred(x[1]).unwrap_or(x[0] * x[0])
            }

            #[differentiate($($($option)*)?)]
            pub fn handed_on(x: &[f64]) -> Option<f64> {
                let y = 'out: {
                    for e in x {
                        if *e > 2.0 {
                            break 'out None;
                        }
                    }
                    Some(x[0] * x[1])
                };
                y
            }

            #[test]
            fn agree_with_differences() {
                for at in [[1.5, 1.2, 0.5], [1.5, 1.2, 3.0], [2.5, 0.3, 1.0]] {
                    macro_rules! checked {
                        ($f:ident) => {
                            assert_all_close(&$f::gradient(&at), &differences(|x| $f(x), &at))
                        };
                    }
                    checked!(block);
                    checked!(found);
                    checked!(broken);
                    checked!(failed);
                    checked!(closures);
                    let there = handed_on::gradient(&at);
                    assert_eq!(there.is_some(), handed_on(&at).is_some());
                    if let Some(gradient) = there {
                        assert_all_close(&gradient, &differences(|x| handed_on(x).unwrap(), &at));
                    }
                }
            }
        }
    };
}

programs!(plain);
programs!(checkpointed, checkpoint);
programs!(in_pieces, checkpoint(loops));
programs!(forward, jvp);
programs!(second, hessian);

#[test]
fn second_derivatives() {
    let at = [1.5, 1.2, 3.0];
    for (i, row) in second::found::hessian(&at).outer_iter().enumerate() {
        let slopes = differences(|x| second::found::gradient(x)[i], &at);
        assert_all_close(&row.to_vec(), &slopes);
    }
    let (_, dot) = forward::broken::jvp(&at, &[1.0, 0.0, 2.0]);
    assert_eq!(dot, 1.5 * 2.0 + 3.0);
}
