//! Random programs against finite differences. Made by programs/generate.py with seed 5;
//! run that for more.
#![allow(clippy::all, unused, missing_docs)]

use chainrule::differentiate;

type Arguments = (f64, f64, [f64; 3], [f64; 3], usize);

const POINTS: [Arguments; 3] = [
    (0.37, 1.21, [0.3, -0.8, 1.4], [0.9, 0.2, -0.6], 3),
    (-1.37, 0.61, [1.3, 0.38, -1.1], [-0.4, 1.2, 0.7], 2),
    (0.9, -0.4, [0.2, 1.8, 0.6], [0.5, -1.2, 0.1], 0),
];

/// The slope at 0, and how far two step sizes disagree about it.
fn slope(f: &dyn Fn(f64) -> f64) -> (f64, f64) {
    let d = |h: f64| (f(-2.0 * h) - 8.0 * f(-h) + 8.0 * f(h) - f(2.0 * h)) / (12.0 * h);
    let (a, b) = (d(1e-4), d(2.5e-5));
    (b, (a - b).abs())
}

/// Compares the eight components of a gradient; yields how many could be compared.
fn compare(name: &str, at: Arguments, ours: [f64; 8], f: &dyn Fn(Arguments) -> f64) -> usize {
    let mut compared = 0;
    for (i, g) in ours.into_iter().enumerate() {
        let along = |t: f64| {
            let (mut x, mut y, mut p, mut q, n) = at;
            *[&mut x, &mut y].into_iter().chain(&mut p).chain(&mut q).nth(i).unwrap() += t;
            f((x, y, p, q, n))
        };
        let (d, spread) = slope(&along);
        if spread < 1e-6 * (1.0 + d.abs()) {
            compared += 1;
            assert!(
                (g - d).abs() < 1e-5 * (1.0 + d.abs()),
                "{name}, component {i}: {g} against {d}"
            );
        }
    }
    compared
}

#[differentiate]
fn program_0(x: f64, y: f64, p: [f64; 3], q: &[f64], n: usize) -> f64 {
    if -(p[1]) > 0.5 {
        let mut k1 = 0;
        'l1: while k1 < 4 && (if (y + x).tanh() > 0.3 { p[0] } else { y }) > -0.7 {
            k1 += 1;
            if k1 % 2 == 1 {
                let mut m2 = (y - (x + (y + (y * x)).tanh())).tanh();
                let v3 = if ((y) / (2.0 + (x - q[2]).cos())) > 0.3 {
                    (if k1 % 2 == 0 { (p[1] * y) } else { (x - m2) })
                } else {
                    break;
                };
            }
        }
        let mut m4 = (y - y).tanh();
        m4 += ((if (x + m4) > 1.1 { y } else { p[1] }) / (2.0 + (x - (m4 * x)).cos()));
    } else {
        if (x * x).sin() > 2.0 {
            if (if (y - p[0]) > 0.5 { q[0] } else { q[1] }) > 1.1 {
                return y;
            } else {
                let a = if ((2.0) / (2.0 + (x - y).cos())) > 0.5 {
                    q[1]
                } else {
                    return (if (y + -0.7) > -0.7 { -(1.5) } else { (x + 1.5) });
                };
                let a = if q[1] > 1.1 {
                    x
                } else {
                    return (x * (x * a).sin()).sin();
                };
            }
        }
        let u8 = 'b7: {
            if ((q[1]) / (2.0 + (x - y).cos())) > 1.5 {
                break 'b7 (x * (2.0 * p[0])).sin();
            }
            ((-0.7 * x) - (x * p[2]))
        };
        if (q[1] + 1.1) > -0.7 {
            if (y - u8) > 2.0 {
            } else {
                let mut b = (y - u8).tanh();
            }
            if y > 0.5 {
                let v10 = (x
                    + (x * (if (u8 - x) > 0.5 {
                        ((u8) / (2.0 + (x - u8).cos()))
                    } else {
                        (x * y).sin()
                    }))
                    .sin())
                .sin();
            }
        } else {
            match n {
                0 => {}
                1 | 2 if (if (y + y).tanh() > 1.5 { x } else { 2.0 }) > 1.1 => {
                    if (q[1] - x) > 1.5 {
                        return p[0];
                    }
                }
                k @ 1..=2 => {
                    if (y * x).max(u8) > -0.7 {
                        return x;
                    } else {
                        let mut m11 =
                            (y - (q[0] + (((x) / (2.0 + (x - x).cos())) * (q[k % 3] * y)))).tanh();
                    }
                    if (y * q[0]) > -0.7 {
                        return (x * (y + q[1]).tanh()).sin();
                    }
                }
                _ => {}
            }
            let a = (x + (u8 - ((y + 2.0).tanh() * y))).sin();
        }
    }
    let mut k13 = 0;
    'l13: while k13 < 3 {
        k13 += 1;
        'l14: for (i1, e1) in q.iter().enumerate() {
            let e1 = *e1;
            let mut k15 = 0;
            'l15: loop {
                k15 += 1;
                if k15 > 2 {
                    break;
                }
                if x > 0.3 {
                    continue;
                }
                let v16 = if (q[(i1 + 1) % 3] + y) > 0.3 {
                    -(e1)
                } else {
                    continue 'l14;
                };
            }
            let u18 = 'b17: { -((y * y).max(x)) };
        }
    }
    if (y * y) > 0.5 {
        let v19 = (x + y).sin();
    }
    if (y + p[0]) > 1.5 {
        'l20: for i1 in 0..3 {
            let v21 = if (x * x) > 1.5 {
                (y + (x * q[1])).tanh()
            } else {
                continue 'l20;
            };
            if (y + v21).tanh() > 2.0 {
                let v22 = (x + (-0.7 * ((y * q[i1 % 3]).max(x) + v21))).sin();
                if (x - y) > 1.1 {
                    break;
                }
            } else {
                let v23 = if v21 > 1.5 {
                    (((y * x).max(x))
                        / (2.0 + (x - (if i1 % 2 == 0 { q[2] } else { p[i1 % 3] })).cos()))
                } else {
                    continue 'l20;
                };
                if q[2] > 0.5 {
                    break;
                } else {
                    let v24 = (x + 0.3).sin();
                    let c = if i1 % 2 == 0 {
                        v21
                    } else {
                        continue;
                    };
                }
            }
            let v26 = (x + -(p[i1 % 3])).sin();
        }
    }
    let v27 = (x
        + ((-(x) + (y * x).max(p[1]))
            - ((q[2]) / (2.0 + (x - (if q[0] > 0.3 { q[0] } else { 1.5 })).cos()))))
    .sin();
    'l28: for i0 in 1..n {
        let mut m29 = (y - y).tanh();
        let mut r30 = [0.0; 3];
        r30[2] = (x - ((1.5 + (y * y)) * 2.0)).sin();
        let mut k31 = 0;
        'l31: while k31 < 3 {
            k31 += 1;
            let mut k32 = 0;
            'l32: while k32 < 3 && m29 > -0.7 {
                k32 += 1;
                let mut m33 = (y
                    - (if (if i0 % 2 == 0 { v27 } else { p[1] }) > 0.3 {
                        (y + (if (if i0 % 2 == 0 { y } else { y }) > 1.5 {
                            y
                        } else {
                            p[(k31 + 1) % 3]
                        }))
                        .tanh()
                    } else {
                        (if i0 % 2 == 0 { (p[1] * y) } else { (p[k32 % 3] - m29) })
                    }))
                .tanh();
                let mut c = (y - (x * x).sin()).tanh();
                c = -((y * x).max(c));
            }
            'l35: for i2 in (1..4).rev() {
                if (x * r30[(k31 + 1) % 3]).sin() > 2.0 {
                    let v36 = (x
                        + (((y * m29).max((y * m29)))
                            / (2.0
                                + (x - (y * (y + 0.5).tanh()).max((x * q[i0 % 3]).sin())).cos())))
                    .sin();
                    break;
                }
            }
            let mut k37 = 0;
            'l37: while k37 < 2 && r30[1] > 0.5 {
                k37 += 1;
                m29 *= (if (y * q[k37 % 3]) > 1.1 {
                    (p[(k37 + 1) % 3] + r30[1])
                } else {
                    (m29 + m29)
                });
                m29 *= x;
                let v38 = if k37 % 2 == 0 {
                    -(-(y))
                } else {
                    continue 'l31;
                };
            }
            if k31 % 2 == 1 {
                break 'l28;
            } else {
                let v39 = if i0 % 2 == 1 {
                    2.0
                } else {
                    break 'l28;
                };
                if (v27 * y) > -0.7 {
                    let mut m40 = (y - p[k31 % 3]).tanh();
                    break 'l28;
                }
            }
        }
    }
    y + p[2] + x + v27 + q[2]
}

#[test]
fn program_0_against_differences() {
    let mut compared = 0;
    for at in POINTS {
        let (x, y, p, q, n) = at;
        let (value, g) = program_0::value_and_gradient(x, y, p, &q, n);
        assert_eq!(value.to_bits(), program_0(x, y, p, &q, n).to_bits());
        let ours = [g.0, g.1, g.2[0], g.2[1], g.2[2], g.3[0], g.3[1], g.3[2]];
        compared += compare("program_0", at, ours, &|(x, y, p, q, n)| program_0(x, y, p, &q, n));
    }
    assert!(compared > 12, "only {compared} components could be compared");
}

#[differentiate]
fn program_1(x: f64, y: f64, p: [f64; 3], q: &[f64], n: usize) -> f64 {
    match n {
        0 => {
            if (q[0] - y) > 2.0 {
                let mut b = (y - (((y + p[1]) * p[0]) - -((x * x).sin()))).tanh();
                let mut k2 = 0;
                'l2: while k2 < 2 {
                    k2 += 1;
                }
            } else {
                let mut k3 = 0;
                'l3: while k3 < 4 && y > 0.3 {
                    k3 += 1;
                    let v4 = (x + ((y * q[k3 % 3]).max(x) * (-(x) - y))).sin();
                }
                let v5 = (x + ((-(2.0) - (y * x).max(q[2])) + (y + y).tanh())).sin();
            }
        }
        1 | 2 if p[2] > 1.5 => {
            if x > 1.5 {
                let v6 = if -(1.5) > 0.3 {
                    x
                } else {
                    return ((x - q[1]) - (y + q[0]).tanh());
                };
                if (y * q[1]).max(0.3) > 0.3 {
                    if 0.3 > -0.7 {
                        return (y + (y + v6).tanh()).tanh();
                    } else {
                        if p[0] > -0.7 {
                            return ((y * x).max(v6) + 0.3);
                        }
                        if (x * q[1]).sin() > -0.7 {
                            return (y + -(0.3)).tanh();
                        }
                    }
                    let v7 = if q[0] > 2.0 {
                        q[0]
                    } else {
                        return v6;
                    };
                }
                match n {
                    0 => {
                        let mut r8 = [(q[0] - x), 0.3, (q[1] * y)];
                    }
                    1 | 2 if y > -0.7 => {
                        let b = (x + (y + (y + (x * y).sin()).tanh()).tanh()).sin();
                    }
                    k @ 1..=2 => {
                        let v10 = if k % 2 == 0 {
                            (x * (if (p[(k + 1) % 3] + x) > 1.1 { y } else { x })).sin()
                        } else {
                            return (y * (1.1 + p[2])).max(((v6) / (2.0 + (x - 0.5).cos())));
                        };
                    }
                    _ => {
                        let v11 = if y > -0.7 {
                            (y + -(x)).tanh()
                        } else {
                            return (0.5 * (p[1] * v6));
                        };
                    }
                }
            } else {
                let v12 = (x + (x * ((p[0] * x) + (p[1] - y)))).sin();
                'l13: for i2 in (0..3).rev() {
                    if (v12 * v12) > 1.1 {
                        return ((x + y) * x);
                    }
                    let v14 = if i2 % 2 == 1 {
                        ((y * p[i2 % 3]).max(2.0) + y)
                    } else {
                        break 'l13;
                    };
                }
                match n {
                    0 => {
                        if (y * p[2]) > 0.5 {
                            return (x * (if (-0.7 + v12) > 0.3 { v12 } else { q[2] })).sin();
                        }
                    }
                    1 | 2 if p[0] > 1.5 => {
                        let mut r15 =
                            [(if v12 > 1.5 { q[1] } else { v12 }), -0.7, (y * q[0]).max(y)];
                    }
                    k @ 1..=2 => {
                        if k % 2 == 0 {
                            return 0.3;
                        }
                    }
                    _ => {
                        let v16 =
                            (x + (x * ((x * y) * ((v12) / (2.0 + (x - y).cos())))).sin()).sin();
                    }
                }
            }
        }
        k @ 1..=2 => {
            let v17 = (x + -0.7).sin();
        }
        _ => {
            let mut m18 = (y - x).tanh();
            let mut m19 = (y - p[2]).tanh();
        }
    }
    if (y + y).tanh() > 0.3 {
        'l20: for i1 in 0..3 {
            if i1 % 2 == 0 {
                if (p[2] + y) > 1.5 {
                    break;
                }
                if i1 % 2 == 0 {
                    let mut m21 = (y - y).tanh();
                    continue;
                }
            }
            if x > 1.5 {}
            if (y - p[i1 % 3]) > 0.3 {
                let v22 = (x + y).sin();
            } else {
                let v23 = if (0.5 * y) > 0.3 {
                    x
                } else {
                    break;
                };
            }
            let u25 = 'b24: {
                if (p[0] * 0.5) > -0.7 {
                    break 'l20;
                }
                0.5
            };
        }
        let mut k26 = 0;
        'l26: while k26 < 1 && -(0.5) > -0.7 {
            k26 += 1;
            if (y + x).tanh() > 2.0 {
                let v27 = if (y - y) > 1.1 {
                    x
                } else {
                    break;
                };
                let mut r28 = [-0.7, 0.3, (x - v27)];
                let mut a = (y - (x * ((1.1 + y) * q[k26 % 3])).sin()).tanh();
            } else {
                if (q[k26 % 3] + y) > 1.5 {
                    let c = if (q[(k26 + 1) % 3] * 0.5) > 0.5 {
                        ((x * 2.0).sin() * (x - x))
                    } else {
                        return (y + (y * x)).tanh();
                    };
                    continue;
                }
            }
            if k26 % 2 == 1 {
                if (y + y).tanh() > -0.7 {
                    if k26 % 2 == 1 {
                        break 'l26;
                    }
                    continue 'l26;
                } else {
                    if (1.5 * y) > 2.0 {
                        continue;
                    }
                    let v31 = if k26 % 2 == 0 {
                        (if k26 % 2 == 0 { (x * y).sin() } else { (y + x).tanh() })
                    } else {
                        break 'l26;
                    };
                }
            }
        }
    } else {
        if (y + x).tanh() > 0.3 {
            'l32: for i2 in 0..n {
                let c = if i2 % 2 == 0 {
                    y
                } else {
                    continue;
                };
                if i2 % 2 == 0 {
                    break 'l32;
                } else {
                }
                let a = (x
                    + ((if i2 % 2 == 0 { -0.7 } else { (c * 2.0) })
                        / (2.0 + (x - -((y + y).tanh())).cos())))
                .sin();
            }
            if ((p[0]) / (2.0 + (x - q[2]).cos())) > 1.5 {
                let v35 = if y > 2.0 {
                    (p[0] * -0.7)
                } else {
                    return x;
                };
            } else {
                let c = (x + 2.0).sin();
            }
        } else {
            if x > -0.7 {
                let mut m37 = (y - (y + x).tanh()).tanh();
            } else {
            }
        }
        let mut k38 = 0;
        'l38: while k38 < 2 && ((x) / (2.0 + (x - x).cos())) > 1.5 {
            k38 += 1;
            if (y + y).tanh() > 1.1 {
                break 'l38;
            } else {
                let c = (x
                    + (y + (((p[(k38 + 1) % 3]) / (2.0 + (x - y).cos())) / (2.0 + (x - x).cos())))
                        .tanh())
                .sin();
                if (y + 2.0).tanh() > 1.5 {
                    break 'l38;
                }
            }
            let mut m40 = (y - y).tanh();
            if (x * y).sin() > 2.0 {
                if k38 % 2 == 0 {
                    continue;
                }
            }
        }
        if x > -0.7 {
            let a = 'b41: {
                let mut m42 = (y - -((if y > -0.7 { 1.5 } else { q[2] }) * (y + x).tanh())).tanh();
                (y - 1.5)
            };
        }
    }
    if (y * 1.5).max(p[0]) > -0.7 {
        let mut m44 = (y - p[1]).tanh();
        let v45 = (x + (((y + y).tanh() * y) - ((x * x) * (y + x).tanh()))).sin();
    } else {
        'l46: for i1 in 0..3 {
            if i1 % 2 == 0 {
                if i1 % 2 == 0 {
                    continue 'l46;
                }
                if i1 % 2 == 1 {
                    continue;
                }
            } else {
                if (if -(y) > 1.1 { p[i1 % 3] } else { y }) > 0.3 {
                    break 'l46;
                } else {
                    if (if y > -0.7 { q[i1 % 3] } else { 1.1 }) > 0.3 {
                        continue;
                    } else {
                        let a = if ((p[2]) / (2.0 + (x - y).cos())) > 0.5 {
                            x
                        } else {
                            break;
                        };
                        if (y * 0.5).max(x) > 0.5 {
                            continue;
                        } else {
                            if 2.0 > 0.3 {
                                continue;
                            } else {
                                if (a - 2.0) > -0.7 {
                                    if a > 1.5 {
                                        continue;
                                    }
                                    break 'l46;
                                }
                            }
                        }
                    }
                }
            }
        }
        'l48: for (i1, e1) in q.iter().enumerate() {
            let e1 = *e1;
            let v49 = (x
                + (((if (y + e1).tanh() > -0.7 { x } else { e1 }) * (q[(i1 + 1) % 3] * x))
                    / (2.0 + (x - (x * q[(i1 + 1) % 3])).cos())))
            .sin();
            let a = if q[1] > 1.1 {
                ((p[i1 % 3] * p[(i1 + 1) % 3]) * -(v49))
            } else {
                continue 'l48;
            };
            let mut k51 = 0;
            'l51: while k51 < 4 && x > -0.7 {
                k51 += 1;
                let c = if i1 % 2 == 0 {
                    (if k51 % 2 == 0 {
                        (y + 2.0).tanh()
                    } else {
                        (if (q[(i1 + 1) % 3] * e1) > 2.0 { v49 } else { p[(k51 + 1) % 3] })
                    })
                } else {
                    continue 'l51;
                };
                if k51 % 2 == 0 {
                    continue 'l48;
                }
            }
        }
    }
    let v53 = (x + (y * (y * x)).max(x)).sin();
    q[0] + q[2] + q[1] + p[2] + p[1]
}

#[test]
fn program_1_against_differences() {
    let mut compared = 0;
    for at in POINTS {
        let (x, y, p, q, n) = at;
        let (value, g) = program_1::value_and_gradient(x, y, p, &q, n);
        assert_eq!(value.to_bits(), program_1(x, y, p, &q, n).to_bits());
        let ours = [g.0, g.1, g.2[0], g.2[1], g.2[2], g.3[0], g.3[1], g.3[2]];
        compared += compare("program_1", at, ours, &|(x, y, p, q, n)| program_1(x, y, p, &q, n));
    }
    assert!(compared > 12, "only {compared} components could be compared");
}

#[differentiate]
fn program_2(x: f64, y: f64, p: [f64; 3], q: &[f64], n: usize) -> f64 {
    match n {
        0 => {
            let u6 = 'b1: {
                let mut m2 = (y - ((x * (y - y)) - ((y + x).tanh() - (y * x)))).tanh();
                'l3: for i2 in 1..n {
                    if x > 2.0 {
                        continue 'l3;
                    }
                    let v4 = (x + p[1]).sin();
                    m2 = ((y - v4) / (2.0 + (x - ((0.3) / (2.0 + (x - v4).cos()))).cos()));
                }
                let c = if 0.5 > 1.5 {
                    m2
                } else {
                    return (x * (0.5 + m2)).sin();
                };
                p[2]
            };
            if y > 1.1 {
                return (y * q[2]).max(y);
            }
        }
        1 | 2 if (x * x).sin() > 2.0 => {
            let b = if (x * x).sin() > 1.1 {
                (if x > 0.3 { (if -(q[2]) > 0.5 { q[2] } else { y }) } else { (x * y) })
            } else {
                return x;
            };
        }
        k @ 1..=2 => {
            if p[k % 3] > 0.3 {
                if (x * 0.5) > 1.5 {
                    if k % 2 == 1 {
                        return x;
                    }
                }
                let v8 = if y > -0.7 {
                    (x * (x * x).sin())
                } else {
                    return (y * (x * p[0]).sin()).max((x + p[0]));
                };
                let v9 = (x + (y * x).max((y + x).tanh())).sin();
            } else {
                if (p[k % 3] + y) > 0.3 {
                    if (y + x).tanh() > -0.7 {
                        if k % 2 == 1 {
                            return -((y + y).tanh());
                        }
                        return y;
                    }
                }
                if -0.7 > 1.1 {
                } else {
                    let b = (x + x).sin();
                    if k % 2 == 1 {
                        let v11 =
                            (x + ((2.0) / (2.0 + (x - (y + -(p[k % 3])).tanh()).cos()))).sin();
                        return -((x) / (2.0 + (x - p[0]).cos()));
                    }
                    if q[1] > 1.1 {
                        let b = (x
                            + ((y * (x * p[k % 3]).sin()).max(((b) / (2.0 + (x - y).cos())))
                                * ((x + y) - (if (x - q[1]) > 0.3 { q[k % 3] } else { x }))))
                        .sin();
                        return b;
                    }
                }
            }
            if (y + y) > 0.3 {
                let mut r13 = [0.0; 3];
            } else {
                if (y + x).tanh() > -0.7 {
                    if y > 0.3 {
                        return y;
                    }
                } else {
                    let v14 = if q[2] > -0.7 {
                        (x * (y * y).max(y)).sin()
                    } else {
                        return (((y + p[k % 3]).tanh()) / (2.0 + (x - x).cos()));
                    };
                }
                let mut k15 = 0;
                let w18 = 'l15: loop {
                    k15 += 1;
                    if k15 > 2 {
                        break x;
                    }
                    if q[2] > 0.3 {
                        let mut m16 = (y - (-(x) * (q[k15 % 3] * (y + y).tanh()))).tanh();
                        continue;
                    } else {
                        let b = if (q[k % 3] + p[1]) > 1.1 {
                            x
                        } else {
                            return ((y + p[k % 3]).tanh() - ((x) / (2.0 + (x - y).cos())));
                        };
                    }
                    if k15 % 2 == 1 {
                        if (x * q[(k15 + 1) % 3]) > 1.1 {
                            return (y * (y * y).max(1.1)).max(-(x));
                        } else {
                        }
                        continue 'l15;
                    }
                };
                let mut m19 = (y - (y - 2.0)).tanh();
            }
        }
        _ => {
            if x > 0.3 {
                if (if (x * x).sin() > 1.5 { x } else { p[2] }) > 1.1 {
                    let mut m20 = (y - x).tanh();
                    let v21 = (x + y).sin();
                }
            } else {
                if y > 0.3 {
                    return (x * ((x) / (2.0 + (x - x).cos()))).sin();
                }
                let mut r22 = [0.0; 3];
                let mut k23 = 0;
                'l23: loop {
                    k23 += 1;
                    if k23 > 1 {
                        break;
                    }
                    let v24 = if k23 % 2 == 1 {
                        (y * (y * y).max(q[k23 % 3])).max(r22[0])
                    } else {
                        continue 'l23;
                    };
                    let mut m25 = (y - (1.5 * (v24 - p[k23 % 3]))).tanh();
                    if k23 % 2 == 1 {
                        let v26 = if (r22[k23 % 3] * q[k23 % 3]) > 0.3 {
                            ((if k23 % 2 == 1 { x } else { r22[1] })
                                / (2.0 + (x - (v24 + x)).cos()))
                        } else {
                            continue;
                        };
                        return -(-0.7);
                    }
                }
            }
        }
    }
    if q[2] > 0.3 {
        if p[2] > 1.5 {
            if q[1] > 0.5 {}
        } else {
            if q[2] > -0.7 {
                let v27 = (x + (y * (x * (y * x).max(0.3)).sin())).sin();
            } else {
                if q[0] > -0.7 {
                    return q[0];
                }
                let mut m28 = (y - x).tanh();
            }
        }
        if x > 1.1 {
            let mut r29 = [(q[2] - y), -0.7, (y + x)];
            r29[0] = (x - -(x)).sin();
        } else {
            let mut k30 = 0;
            'l30: while k30 < 3 {
                k30 += 1;
                if 0.3 > 1.5 {
                    return p[2];
                } else {
                    let v31 = if (y * y).max(p[2]) > 0.3 {
                        (0.5 - ((y) / (2.0 + (x - y).cos())))
                    } else {
                        continue;
                    };
                }
            }
            if (-0.7 - x) > 0.3 {
                let v32 = if (y - x) > 0.5 {
                    y
                } else {
                    return (y + (y + x).tanh());
                };
            }
            if q[0] > 1.1 {
                let v33 = (x + (y + -((y * y).max(p[2]))).tanh()).sin();
                return p[0];
            }
        }
    } else {
        let u37 = 'b34: {
            let mut k35 = 0;
            'l35: while k35 < 3 {
                k35 += 1;
                if k35 % 2 == 1 {
                    break 'b34 -(y + y);
                } else {
                    if k35 % 2 == 0 {
                        break 'b34 q[2];
                    }
                }
                if (if (x * -0.7) > 1.5 { y } else { 1.1 }) > 1.1 {
                    continue 'l35;
                }
            }
            'l36: for i2 in (0..3).rev() {}
            if -(x) > 1.5 {
                break 'b34 (y + q[2]).tanh();
            }
            -(x)
        };
    }
    'l38: for i0 in 0..n {
        if (if i0 % 2 == 0 { q[1] } else { y }) > -0.7 {
            let mut m39 = (y - y).tanh();
            let mut r40 = [0.0; 3];
            if ((y) / (2.0 + (x - m39).cos())) > 1.5 {
                if i0 % 2 == 0 {
                    break;
                } else {
                    if ((m39) / (2.0 + (x - x).cos())) > 2.0 {
                        return ((m39 + x) - y);
                    }
                    let mut m41 = (y - -(p[0])).tanh();
                }
            } else {
                let b = (x + r40[2]).sin();
                if i0 % 2 == 0 {
                    continue 'l38;
                }
            }
        }
    }
    let v43 = (x + x).sin();
    q[1] + v43 + x + p[1] + p[0]
}

#[test]
fn program_2_against_differences() {
    let mut compared = 0;
    for at in POINTS {
        let (x, y, p, q, n) = at;
        let (value, g) = program_2::value_and_gradient(x, y, p, &q, n);
        assert_eq!(value.to_bits(), program_2(x, y, p, &q, n).to_bits());
        let ours = [g.0, g.1, g.2[0], g.2[1], g.2[2], g.3[0], g.3[1], g.3[2]];
        compared += compare("program_2", at, ours, &|(x, y, p, q, n)| program_2(x, y, p, &q, n));
    }
    assert!(compared > 12, "only {compared} components could be compared");
}

#[differentiate]
fn program_3(x: f64, y: f64, p: [f64; 3], q: &[f64], n: usize) -> f64 {
    let u12 = 'b1: {
        'l2: for i1 in (1..4).rev() {
            if p[i1 % 3] > 1.5 {
                if (x * p[(i1 + 1) % 3]).sin() > 0.3 {
                    return ((y + x) - -(q[i1 % 3]));
                } else {
                    let v3 = if (y - x) > 0.3 {
                        (((-0.7) / (2.0 + (x - x).cos())) + x)
                    } else {
                        return ((x * 1.5) + -(x));
                    };
                }
                if x > 1.5 {
                    if i1 % 2 == 1 {
                        break 'b1 (y * (x + y)).max((x * x).sin());
                    }
                    continue 'l2;
                }
            }
            let mut k4 = 0;
            'l4: while k4 < 1 {
                k4 += 1;
                let mut b = (y - y).tanh();
                if x > 0.5 {
                    return (((x * b).sin())
                        / (2.0 + (x - ((q[(i1 + 1) % 3]) / (2.0 + (x - b).cos()))).cos()));
                } else {
                    if 2.0 > 1.5 {
                        if i1 % 2 == 0 {
                            continue 'l4;
                        }
                        return (x * (q[k4 % 3] + y)).sin();
                    }
                    b -= q[1];
                }
            }
        }
        'l6: for (i1, e1) in q.iter().enumerate() {
            let e1 = *e1;
            if (y + q[i1 % 3]).tanh() > 0.3 {
                let v7 = (x + y).sin();
                break 'l6;
            }
            let mut a = (y - (y * -0.7).max((e1 - (q[1] + 0.5)))).tanh();
            let mut k9 = 0;
            let w10 = 'l9: loop {
                k9 += 1;
                if k9 > 1 {
                    break -((x * e1).sin());
                }
                if p[k9 % 3] > -0.7 {
                    continue 'l6;
                }
                a += (((x * q[1]).sin()) / (2.0 + (x - y).cos()));
            };
        }
        if x > 2.0 {
            break 'b1 (x * x).sin();
        } else {
            let c = (x + y).sin();
        }
        ((x) / (2.0 + (x - (y * p[0]).max(y)).cos()))
    };
    if (x * 0.5) > 1.1 {
        if p[2] > 0.5 {
            'l13: for i2 in 1..n {
                let v14 = if i2 % 2 == 1 {
                    (y * (p[0] * y))
                } else {
                    break;
                };
                if i2 % 2 == 0 {
                    break;
                } else {
                    let v15 = (x
                        + (y + (((q[(i2 + 1) % 3]) / (2.0 + (x - x).cos())) + -(y))).tanh())
                    .sin();
                }
            }
        }
        'l16: for i1 in (0..5).step_by(2) {
            let mut r17 = [0.0; 3];
            match i1 % 4 {
                0 => {
                    r17[(i1 + 1) % 3] = (x - ((u12 * -(u12)) - ((u12 - r17[i1 % 3]) * y))).sin();
                }
                1 | 2 if (if i1 % 2 == 0 { x } else { p[0] }) > 2.0 => {
                    let v18 = (x + (if i1 % 2 == 0 { x } else { u12 })).sin();
                    r17[(i1 + 1) % 3] -=
                        (x - (x * ((if i1 % 2 == 0 { u12 } else { q[i1 % 3] }) * 2.0)).sin()).sin();
                }
                k @ 1..=2 => {
                    r17[1] *= (x - p[0]).sin();
                }
                _ => {
                    if i1 % 2 == 0 {
                        r17[1] *= (x
                            - ((((u12) / (2.0 + (x - 0.5).cos())) * (y + p[(i1 + 1) % 3]).tanh())
                                * p[2]))
                            .sin();
                        continue 'l16;
                    }
                    r17[0] = (x
                        - (y + (((2.0) / (2.0 + (x - x).cos()))
                            / (2.0 + (x - r17[i1 % 3]).cos())))
                        .tanh())
                    .sin();
                }
            }
            let mut r19 = [0.0; 3];
            let v20 = (x + ((x * -(x)).sin() - r19[2])).sin();
        }
    }
    'l21: for i0 in 0..3 {
        let mut k22 = 0;
        'l22: loop {
            k22 += 1;
            if k22 > 1 {
                break;
            }
            if (if k22 % 2 == 0 { q[i0 % 3] } else { p[2] }) > 1.1 {
                if (x * y).sin() > -0.7 {
                    return (y + (if y > 1.5 { u12 } else { x })).tanh();
                }
            }
            'l23: for (i2, e2) in q.iter().enumerate() {
                let e2 = *e2;
                let v24 = if (x * 2.0) > 0.3 {
                    ((u12 * p[(k22 + 1) % 3]) + (p[(k22 + 1) % 3] - e2))
                } else {
                    break 'l22;
                };
            }
            if (q[i0 % 3] + y) > 1.1 {}
        }
        if i0 % 2 == 1 {
            if (u12 * y) > 0.3 {
                let b = if i0 % 2 == 1 {
                    ((y + q[i0 % 3]) - (if u12 > 1.1 { q[2] } else { y }))
                } else {
                    return (x * -(y)).sin();
                };
                if (p[2] + p[1]) > 2.0 {
                    let v26 = if (1.5 - y) > 1.5 {
                        ((p[i0 % 3] - x) * u12)
                    } else {
                        break;
                    };
                    continue 'l21;
                }
            }
            let mut r27 = [0.0; 3];
            'l28: for i2 in 0..n {}
        } else {
            if (y + x).tanh() > -0.7 {
                if i0 % 2 == 0 {
                    break;
                } else {
                    if x > 1.1 {
                        break;
                    } else {
                        if i0 % 2 == 0 {
                            return 0.5;
                        } else {
                            if i0 % 2 == 0 {
                                break;
                            } else {
                                if (q[i0 % 3] * 2.0) > 1.1 {
                                    break 'l21;
                                } else {
                                    let v29 = if i0 % 2 == 1 {
                                        (x * ((1.1) / (2.0 + (x - y).cos()))).sin()
                                    } else {
                                        break 'l21;
                                    };
                                }
                            }
                        }
                        if i0 % 2 == 0 {
                            continue 'l21;
                        }
                    }
                }
                let v30 = (x + (y + (y * u12)).tanh()).sin();
            }
        }
        'l31: for i1 in (1..4).rev() {
            if i1 % 2 == 0 {
                return ((x * q[(i1 + 1) % 3]).sin() - u12);
            } else {
                if (u12 + y) > 0.5 {
                    continue 'l31;
                }
            }
        }
        let c = if i0 % 2 == 1 {
            p[2]
        } else {
            break;
        };
    }
    let mut m33 = (y - -((p[2] * q[1]) + ((p[0]) / (2.0 + (x - x).cos())))).tanh();
    m33 -= m33;
    match n {
        0 => {
            if ((u12) / (2.0 + (x - m33).cos())) > 0.5 {
                if 1.5 > 1.5 {
                    m33 *= m33;
                } else {
                }
                'l34: for i2 in 0..3 {}
                let mut k35 = 0;
                'l35: while k35 < 2 && 1.5 > 1.5 {
                    k35 += 1;
                    m33 -= ((y + u12).tanh() * 0.3);
                    if k35 % 2 == 0 {
                        break 'l35;
                    }
                    if (y + y).tanh() > 2.0 {
                        continue;
                    }
                }
            } else {
                'l36: for i2 in (1..4).rev() {
                    m33 -= (x * x).sin();
                    let v37 = if i2 % 2 == 1 {
                        (y * -(2.0))
                    } else {
                        break;
                    };
                    let v38 = (x + 1.5).sin();
                }
            }
            if (u12 * p[1]) > 0.3 {
                let v39 = if (if 0.5 > 0.3 { u12 } else { x }) > 0.5 {
                    ((if (y * 2.0).max(y) > 1.1 { y } else { u12 }) - -(x))
                } else {
                    return ((y) / (2.0 + (x - (x * y).sin()).cos()));
                };
                let mut r40 = [0.0; 3];
                m33 -= ((y + m33).tanh() * (p[2] - q[0]));
            }
        }
        1 | 2 if (x - u12) > 1.1 => {
            let mut m41 = (y
                - (if (x * q[0]).sin() > 1.1 {
                    ((x * x).sin() - (x * y).sin())
                } else {
                    (if (0.5 * u12) > 0.3 { (x * p[2]).sin() } else { (y + x).tanh() })
                }))
            .tanh();
            'l42: for i1 in 0..n {
                if (q[2] * x) > -0.7 {
                    break 'l42;
                }
                if ((0.3) / (2.0 + (x - q[2]).cos())) > 0.3 {
                    if i1 % 2 == 1 {
                        break 'l42;
                    }
                    let v43 = if i1 % 2 == 1 {
                        p[i1 % 3]
                    } else {
                        break;
                    };
                } else {
                }
            }
        }
        k @ 1..=2 => {
            'l44: for i1 in 0..3 {
                let v45 = if i1 % 2 == 1 {
                    (y + -(y)).tanh()
                } else {
                    break;
                };
            }
        }
        _ => {
            let mut k46 = 0;
            'l46: loop {
                k46 += 1;
                if k46 > 3 {
                    break;
                }
                m33 -= (q[k46 % 3] - (y * -0.7).max(y));
                let v47 = (x + m33).sin();
                if k46 % 2 == 1 {
                    if k46 % 2 == 1 {
                        continue 'l46;
                    } else {
                        let b = (x + m33).sin();
                        m33 -= b;
                    }
                }
            }
            let mut m49 = (y - -((y + (y * m33).max(p[0])).tanh())).tanh();
        }
    }
    let a = (x + m33).sin();
    x + m33 + a + y + q[2]
}

#[test]
fn program_3_against_differences() {
    let mut compared = 0;
    for at in POINTS {
        let (x, y, p, q, n) = at;
        let (value, g) = program_3::value_and_gradient(x, y, p, &q, n);
        assert_eq!(value.to_bits(), program_3(x, y, p, &q, n).to_bits());
        let ours = [g.0, g.1, g.2[0], g.2[1], g.2[2], g.3[0], g.3[1], g.3[2]];
        compared += compare("program_3", at, ours, &|(x, y, p, q, n)| program_3(x, y, p, &q, n));
    }
    assert!(compared > 12, "only {compared} components could be compared");
}

#[differentiate]
fn program_4(x: f64, y: f64, p: [f64; 3], q: &[f64], n: usize) -> f64 {
    if 0.3 > -0.7 {
        let v1 = (x + (y * 1.5).max(p[1])).sin();
    } else {
        if (x + x) > 2.0 {
            let mut k2 = 0;
            let w5 = 'l2: loop {
                k2 += 1;
                if k2 > 1 {
                    break (y * y).max((y * -0.7).max(p[1]));
                }
                let mut r3 = [(q[2] + x), -0.7, (x * x).sin()];
                let v4 = (x + ((0.3) / (2.0 + (x - (-(x) * (y * x).max(x))).cos()))).sin();
            };
        } else {
            if x > -0.7 {
                return (x * (y * y)).sin();
            } else {
                let v6 = (x
                    + (if (y + x) > 1.1 {
                        y
                    } else {
                        (if (q[2] - x) > 1.1 {
                            (if (y * y).max(x) > 1.1 { x } else { q[1] })
                        } else {
                            (if y > 1.1 { -0.7 } else { p[2] })
                        })
                    }))
                .sin();
                let v7 = (x + q[1]).sin();
            }
        }
    }
    if (x * p[2]).sin() > 1.1 {
        let mut k8 = 0;
        'l8: while k8 < 1 {
            k8 += 1;
            if k8 % 2 == 0 {
                if (p[2] * y) > 0.5 {
                    let mut m9 = (y - x).tanh();
                    return q[k8 % 3];
                } else {
                    let v10 = (x
                        + ((y + -(x)).tanh() * (y + (if k8 % 2 == 1 { q[2] } else { y })).tanh()))
                    .sin();
                }
                let v11 = (x + p[(k8 + 1) % 3]).sin();
            }
            if k8 % 2 == 1 {
                let v12 = if 0.3 > -0.7 {
                    (y * (if (y * y).max(y) > 0.5 { x } else { x }))
                } else {
                    continue;
                };
            }
            if k8 % 2 == 0 {
                return (if k8 % 2 == 0 { (y + q[(k8 + 1) % 3]).tanh() } else { y });
            } else {
            }
            let v13 = (x + p[k8 % 3]).sin();
        }
    } else {
        'l14: for i1 in (1..4).rev() {
            if i1 % 2 == 0 {
                let mut m15 =
                    (y - (-((x * y).sin()) * (x * ((x) / (2.0 + (x - y).cos()))).sin())).tanh();
            } else {
            }
        }
    }
    let mut m16 = (y - (y * x).max((q[2] * (x + p[0])))).tanh();
    'l17: for i0 in 0..n {
        let mut k18 = 0;
        'l18: while k18 < 4 {
            k18 += 1;
            'l19: for i2 in (1..4).rev() {
                let v20 = if (if i2 % 2 == 1 { p[0] } else { m16 }) > 1.1 {
                    ((x * 0.5).sin() + x)
                } else {
                    continue;
                };
                m16 = ((y * q[(k18 + 1) % 3]).max(0.5) * (y + p[2]));
            }
            m16 += x;
            'l21: for i2 in (0..3).rev() {}
            let mut k22 = 0;
            'l22: while k22 < 2 && k18 % 2 == 0 {
                k22 += 1;
                let v23 = if k18 % 2 == 1 {
                    ((y * x).max(x) + (q[k18 % 3] + 2.0))
                } else {
                    break 'l22;
                };
            }
        }
        let mut k24 = 0;
        'l24: loop {
            k24 += 1;
            if k24 > 3 {
                break;
            }
            'l25: for i2 in 1..n {
                m16 *= (y + -(m16)).tanh();
            }
            let mut k26 = 0;
            'l26: while k26 < 3 && y > -0.7 {
                k26 += 1;
                if i0 % 2 == 0 {
                    m16 += (y + (1.1 * p[(k26 + 1) % 3])).tanh();
                    return (y * -(m16)).max((x + m16));
                }
            }
        }
        let v27 = if i0 % 2 == 0 {
            ((if (if (q[(i0 + 1) % 3] - y) > -0.7 { m16 } else { y }) > -0.7 { m16 } else { m16 })
                / (2.0 + (x - ((p[0]) / (2.0 + (x - p[i0 % 3]).cos()))).cos()))
        } else {
            return (y * (if (x * m16) > -0.7 { y } else { 2.0 })).max((x * x).sin());
        };
    }
    let mut m28 = (y - y).tanh();
    q[2] + p[1] + m28 + q[1] + y
}

#[test]
fn program_4_against_differences() {
    let mut compared = 0;
    for at in POINTS {
        let (x, y, p, q, n) = at;
        let (value, g) = program_4::value_and_gradient(x, y, p, &q, n);
        assert_eq!(value.to_bits(), program_4(x, y, p, &q, n).to_bits());
        let ours = [g.0, g.1, g.2[0], g.2[1], g.2[2], g.3[0], g.3[1], g.3[2]];
        compared += compare("program_4", at, ours, &|(x, y, p, q, n)| program_4(x, y, p, &q, n));
    }
    assert!(compared > 12, "only {compared} components could be compared");
}

#[differentiate]
fn program_5(x: f64, y: f64, p: [f64; 3], q: &[f64], n: usize) -> f64 {
    if (x * x).sin() > 1.5 {
        if y > 1.5 {
            if (y + x) > 2.0 {
                let v1 = if (y * x) > 1.5 {
                    ((if ((x) / (2.0 + (x - y).cos())) > 1.1 { p[0] } else { y }) + (x * y).sin())
                } else {
                    return ((y * q[0]).max(y) * (if (y * y).max(x) > 2.0 { p[0] } else { x }));
                };
            }
        } else {
            let mut b = (y
                - (((y + y).tanh()) / (2.0 + (x - ((y * p[2]).max(x) - (y * p[1]).max(y))).cos())))
            .tanh();
        }
        if (q[0] * x) > 0.5 {
            if -(1.1) > 0.3 {
                if (x * x).sin() > 0.5 {
                    return y;
                } else {
                    let b = if ((x) / (2.0 + (x - p[2]).cos())) > 1.5 {
                        y
                    } else {
                        return x;
                    };
                    if (y * q[0]).max(b) > 1.5 {
                        return x;
                    }
                }
            } else {
                let v4 = if y > 0.5 {
                    ((if (x - x) > 1.5 { y } else { p[0] })
                        / (2.0 + (x - ((1.5) / (2.0 + (x - x).cos()))).cos()))
                } else {
                    return (x * (y - y)).sin();
                };
            }
            let mut k5 = 0;
            'l5: while k5 < 3 && (if (x * q[2]) > 1.1 { x } else { x }) > 2.0 {
                k5 += 1;
                let mut m6 = (y - q[k5 % 3]).tanh();
                let v7 = if m6 > -0.7 {
                    (-(y) * -0.7)
                } else {
                    continue 'l5;
                };
            }
        }
        let mut b = (y
            - (if (p[2] - -0.7) > 1.1 {
                ((if (y * q[1]).max(x) > 1.1 { q[2] } else { y }) - (x + x))
            } else {
                (x * q[0]).sin()
            }))
        .tanh();
    }
    if (x * q[1]).sin() > 1.1 {
        let mut k9 = 0;
        'l9: while k9 < 3 && x > 0.5 {
            k9 += 1;
            let b = if k9 % 2 == 0 {
                (p[0] - (q[2] + y))
            } else {
                return ((y + x).tanh() * y);
            };
            'l11: for (i2, e2) in q.iter().enumerate() {
                let e2 = *e2;
            }
        }
        let b = 'b12: {
            'l13: for i2 in 0..n {
                if i2 % 2 == 1 {
                    break 'l13;
                } else {
                    if -(x) > 2.0 {
                        break 'b12 x;
                    } else {
                        let v14 = if x > 2.0 {
                            2.0
                        } else {
                            continue 'l13;
                        };
                    }
                }
                if (x * y) > 1.5 {
                    continue 'l13;
                }
            }
            if (x * 2.0) > 1.5 {
            } else {
                let mut m15 = (y - ((y + -(-0.7)).tanh() - y)).tanh();
            }
            let u17 = 'b16: { p[1] };
            (y + q[0]).tanh()
        };
    }
    if (y + y).tanh() > 0.3 {
        if (y * 2.0).max(y) > -0.7 {
            if (x * x) > 2.0 {
                return -((x * x).sin());
            }
            if 1.5 > 0.5 {
                if q[0] > -0.7 {
                    return (x + (p[0] * -0.7));
                } else {
                }
            } else {
            }
            let mut k19 = 0;
            'l19: while k19 < 2 && -(x) > 0.5 {
                k19 += 1;
                if (y * y).max(y) > 0.3 {
                    if (p[(k19 + 1) % 3] * y) > -0.7 {
                        break 'l19;
                    } else {
                        let mut m20 = (y - -((y * y).max(y) + (x * y))).tanh();
                    }
                    continue 'l19;
                }
                let mut r21 = [0.0; 3];
                r21[k19 % 3] -= (x - y).sin();
            }
        }
        let mut r22 = [(x * y), 1.1, 1.5];
    }
    'l23: for i0 in 1..n {
        if (y + p[(i0 + 1) % 3]).tanh() > 0.3 {
            if i0 % 2 == 1 {
                if (y + q[0]).tanh() > 2.0 {
                    break 'l23;
                }
            }
            match n {
                0 => {}
                1 | 2 if y > 0.5 => {}
                k @ 1..=2 => {}
                _ => {}
            }
            if i0 % 2 == 1 {
                if (y - p[i0 % 3]) > 0.3 {
                    break 'l23;
                }
                continue 'l23;
            } else {
                if i0 % 2 == 1 {
                    break 'l23;
                } else {
                }
            }
        } else {
            let mut k24 = 0;
            let w25 = 'l24: loop {
                k24 += 1;
                if k24 > 1 {
                    break 0.5;
                }
                if x > 1.5 {
                    continue 'l23;
                }
            };
            let v26 = (x
                + (y * (y
                    * (if (if x > 0.3 { q[(i0 + 1) % 3] } else { w25 }) > 0.3 {
                        q[2]
                    } else {
                        x
                    }))
                .max((x * q[i0 % 3]).sin()))
                .max((y * (q[(i0 + 1) % 3] * p[(i0 + 1) % 3])).max((0.3 * p[1]))))
            .sin();
            if i0 % 2 == 1 {
                let mut r27 = [0.0; 3];
                r27[i0 % 3] = (x
                    - ((x + (v26 + v26))
                        * (((y + x).tanh())
                            / (2.0 + (x - (if i0 % 2 == 1 { p[i0 % 3] } else { v26 })).cos()))))
                .sin();
            } else {
            }
        }
    }
    if p[0] > 1.1 {
        if p[1] > 1.5 {
            if (q[2] * x) > 1.5 {
                return x;
            }
            if (y + q[1]) > 0.5 {
                if (p[2] * p[0]) > -0.7 {
                    return (if p[0] > -0.7 { (p[1] * y) } else { (x * x) });
                }
                let c = if -0.7 > 0.5 {
                    (y * (q[1] * x)).max(((1.5) / (2.0 + (x - x).cos())))
                } else {
                    return y;
                };
            } else {
                let c = if q[1] > 0.3 {
                    ((x * -0.7).sin() * (y + y).tanh())
                } else {
                    return (x * y).sin();
                };
            }
        } else {
            if p[0] > 1.1 {
                let mut m30 = (y - (x * x).sin()).tanh();
            } else {
                let v31 = (x + q[0]).sin();
            }
            let b = 'b32: {
                let mut m33 = (y
                    - (((if (y * x).max(2.0) > 2.0 { y } else { q[2] }) * (y + p[1]).tanh())
                        * ((y * x).max(y) * (if (p[0] + x) > 1.1 { p[2] } else { q[1] }))))
                .tanh();
                ((if 1.5 > -0.7 { q[2] } else { p[1] }) + (x * x).sin())
            };
            let mut r35 = [0.0; 3];
        }
        'l36: for i1 in 1..n {
            let mut k37 = 0;
            'l37: while k37 < 3 {
                k37 += 1;
                let v38 = if 1.1 > 2.0 {
                    ((y * y)
                        + (if (x * p[(k37 + 1) % 3]).sin() > 2.0 { p[(i1 + 1) % 3] } else { x }))
                } else {
                    break 'l36;
                };
            }
            let v39 = (x + (if 0.3 > 1.5 { q[1] } else { (x * y).sin() })).sin();
        }
    }
    p[0] + p[2] + q[1] + x + p[1]
}

#[test]
fn program_5_against_differences() {
    let mut compared = 0;
    for at in POINTS {
        let (x, y, p, q, n) = at;
        let (value, g) = program_5::value_and_gradient(x, y, p, &q, n);
        assert_eq!(value.to_bits(), program_5(x, y, p, &q, n).to_bits());
        let ours = [g.0, g.1, g.2[0], g.2[1], g.2[2], g.3[0], g.3[1], g.3[2]];
        compared += compare("program_5", at, ours, &|(x, y, p, q, n)| program_5(x, y, p, &q, n));
    }
    assert!(compared > 12, "only {compared} components could be compared");
}

#[differentiate]
fn program_6(x: f64, y: f64, p: [f64; 3], q: &[f64], n: usize) -> f64 {
    if x > 0.3 {
        return x;
    }
    let v1 = (x + (y * ((p[0] - q[1]) * (y - 1.5)))).sin();
    if v1 > 1.1 {
        'l2: for (i1, e1) in q.iter().enumerate() {
            let e1 = *e1;
            'l3: for i2 in 0..3 {
                if i2 % 2 == 0 {
                    break 'l2;
                }
                let v4 = if e1 > 2.0 {
                    (y * (if i1 % 2 == 0 { x } else { p[1] }))
                } else {
                    return ((e1 - p[i2 % 3]) / (2.0 + (x - -(1.5)).cos()));
                };
                let mut r5 = [(x * y).sin(), 0.5, -(y)];
            }
            if p[1] > 2.0 {
                let mut m6 = (y - v1).tanh();
            } else {
                let c = (x + q[(i1 + 1) % 3]).sin();
            }
            if i1 % 2 == 0 {
                if i1 % 2 == 1 {
                    break 'l2;
                }
                break;
            }
        }
        let mut m8 = (y - y).tanh();
        if (v1 * x) > 1.5 {
            if q[2] > -0.7 {
                if (if m8 > 0.5 { m8 } else { x }) > -0.7 {
                    return (m8 + (if (y * -0.7).max(v1) > 2.0 { v1 } else { p[1] }));
                }
            } else {
                m8 *= (((y) / (2.0 + (x - m8).cos())) * (x * m8).sin());
                let v9 = (x + (((-0.7 * x) * -(-0.7)) * (q[1] + (y * v1).max(m8)))).sin();
            }
            if -(v1) > 2.0 {
                let c = (x + (q[2] - (if (y * x).max(m8) > 1.5 { v1 } else { p[2] }))).sin();
            } else {
                m8 += -(v1 * x);
            }
        } else {
            let mut m11 = (y - y).tanh();
        }
    } else {
        let b = if x > 1.1 {
            (v1 - y)
        } else {
            return ((x * 0.5).sin() * (y * p[1]));
        };
        match n {
            0 => {
                'l13: for i2 in (0..3).rev() {
                    if i2 % 2 == 0 {
                        let v14 = (x + (((x * b) - (x * v1).sin()) * q[i2 % 3])).sin();
                        continue 'l13;
                    }
                }
                let mut k15 = 0;
                'l15: while k15 < 2 && -(x) > 0.3 {
                    k15 += 1;
                    let v16 = if k15 % 2 == 1 {
                        v1
                    } else {
                        break;
                    };
                    let v17 = (x
                        + ((v16 - (if (y - v1) > 0.5 { -0.7 } else { b }))
                            * ((y * v1).max(q[(k15 + 1) % 3]) * (y * v1).max(v1))))
                    .sin();
                }
            }
            1 | 2 if (y + v1).tanh() > 2.0 => 'l18: for i2 in 1..n {},
            k @ 1..=2 => match k % 4 {
                0 => {
                    if b > 0.5 {
                        return p[k % 3];
                    } else {
                    }
                }
                1 | 2 if (if (y + y).tanh() > 1.1 { 2.0 } else { q[0] }) > 2.0 => {
                    let v19 = (x
                        + ((if (if ((0.5) / (2.0 + (x - 0.3).cos())) > 1.5 { y } else { v1 }) > -0.7
                        {
                            -(y)
                        } else {
                            q[k % 3]
                        }) + ((y + x).tanh() - y)))
                        .sin();
                }
                k @ 1..=2 => {}
                _ => {}
            },
            _ => {
                let mut k20 = 0;
                'l20: while k20 < 4 && (y + b).tanh() > 1.1 {
                    k20 += 1;
                }
            }
        }
        if y > 1.1 {
            if (y * x).max(1.1) > 1.5 {
                if (v1 * y) > 1.5 {
                    return y;
                }
            }
            let v21 = (x + v1).sin();
            if (y * 0.3).max(0.5) > 2.0 {
                return -(x);
            } else {
            }
        }
    }
    if (y + y).tanh() > 1.1 {
        let v22 = if (if v1 > 1.1 { 0.5 } else { y }) > 2.0 {
            q[0]
        } else {
            return 2.0;
        };
        let mut k23 = 0;
        let c = 'l23: loop {
            k23 += 1;
            if k23 > 1 {
                break (-(x) * -(x));
            }
            if k23 % 2 == 0 {
                let b = if v22 > 0.3 {
                    ((x * v22).sin() * (x * x))
                } else {
                    return x;
                };
                let v25 = (x + (y + p[2]).tanh()).sin();
            }
        };
    } else {
        let c = (x
            + (y - (if (if x > -0.7 { y } else { y }) > 0.3 {
                q[1]
            } else {
                (if (y * p[2]).max(y) > 1.5 { 0.3 } else { x })
            })))
        .sin();
        if (x * p[0]).sin() > 0.5 {
            let c = (x + (((c + q[1]) * (y + c).tanh()) / (2.0 + (x - (c - (p[1] * p[1]))).cos())))
                .sin();
        }
    }
    let c = (x + (y + ((y * x).max(v1) * (y * x).max(x))).tanh()).sin();
    'l30: for i0 in 0..n {
        if (y * x).max(c) > 1.1 {
            'l31: for i2 in 1..n {}
        } else {
            let v32 = (x + (v1 * (x - (if i0 % 2 == 0 { x } else { p[0] })))).sin();
            let mut k33 = 0;
            'l33: while k33 < 2 && i0 % 2 == 0 {
                k33 += 1;
                if (x * c).sin() > 2.0 {
                    let b = (x + v32).sin();
                    continue 'l30;
                } else {
                    let mut r35 = [0.0; 3];
                    r35[1] *= (x - ((x) / (2.0 + (x - y).cos()))).sin();
                }
                if k33 % 2 == 0 {
                    let a = (x + -((y * -0.7) - -(c))).sin();
                    continue 'l33;
                }
            }
        }
        let a = (x + 2.0).sin();
        'l38: for i1 in (0..5).step_by(2) {
            if i1 % 2 == 0 {
                continue 'l30;
            }
            if x > -0.7 {
                continue 'l30;
            } else {
                if i1 % 2 == 1 {
                    if (y * a).max(q[i1 % 3]) > 2.0 {
                        if -(1.5) > 1.1 {
                            continue 'l30;
                        }
                        break 'l30;
                    }
                    continue;
                }
            }
        }
        match n {
            0 => {
                if c > -0.7 {
                    if (a * x) > 1.5 {
                        if i0 % 2 == 1 {
                            break;
                        }
                        continue;
                    }
                } else {
                    let mut m39 = (y - p[0]).tanh();
                }
            }
            1 | 2 if (1.5 * 1.1) > 1.1 => {
                match n {
                    0 => {
                        if 1.1 > 1.1 {
                            let mut m40 = (y
                                - (((y + y).tanh() + (y + c).tanh()) - (y + (y + p[0])).tanh()))
                            .tanh();
                            continue;
                        } else {
                            let b = (x + (y + (y + y).tanh()).tanh()).sin();
                            if i0 % 2 == 0 {
                                return (x * (x + y)).sin();
                            }
                        }
                    }
                    1 | 2 if v1 > 0.3 => {
                        if (x * y).sin() > -0.7 {
                            continue 'l30;
                        } else {
                            if -(y) > 1.5 {
                                break 'l30;
                            }
                            let v42 = if i0 % 2 == 0 {
                                -(-(a))
                            } else {
                                break 'l30;
                            };
                        }
                    }
                    k @ 1..=2 => {}
                    _ => {
                        let mut b = (y - (y + q[i0 % 3]).tanh()).tanh();
                        if i0 % 2 == 1 {
                            break;
                        }
                    }
                }
                let c = (x + ((y + x).tanh() - (x * x).sin())).sin();
            }
            k @ 1..=2 => {
                if (c - c) > 1.1 {
                    let mut b = (y - v1).tanh();
                    if i0 % 2 == 1 {
                        return (x * c).sin();
                    }
                } else {
                }
            }
            _ => {
                let mut m46 = (y - -(0.3)).tanh();
                match n {
                    0 => {
                        if i0 % 2 == 1 {
                            continue 'l30;
                        }
                    }
                    1 | 2 if c > 0.5 => {
                        let v47 = (x + (x * (x + (y * c).max(x))).sin()).sin();
                        if i0 % 2 == 1 {
                            return (((x * x).sin())
                                / (2.0 + (x - (y * q[(i0 + 1) % 3]).max(a)).cos()));
                        }
                    }
                    k @ 1..=2 => {
                        let b = (x + m46).sin();
                        if 1.1 > 1.1 {
                            let b = if i0 % 2 == 1 {
                                0.5
                            } else {
                                return (y + -0.7).tanh();
                            };
                            break 'l30;
                        }
                    }
                    _ => {
                        let v50 = if (y * p[0]).max(m46) > 1.1 {
                            x
                        } else {
                            continue;
                        };
                    }
                }
            }
        }
    }
    let v51 = (x + (((1.1 * q[0]) / (2.0 + (x - (y - p[1])).cos())) - -((y * v1).max(p[0])))).sin();
    q[0] + q[1] + p[1] + p[0] + y
}

#[test]
fn program_6_against_differences() {
    let mut compared = 0;
    for at in POINTS {
        let (x, y, p, q, n) = at;
        let (value, g) = program_6::value_and_gradient(x, y, p, &q, n);
        assert_eq!(value.to_bits(), program_6(x, y, p, &q, n).to_bits());
        let ours = [g.0, g.1, g.2[0], g.2[1], g.2[2], g.3[0], g.3[1], g.3[2]];
        compared += compare("program_6", at, ours, &|(x, y, p, q, n)| program_6(x, y, p, &q, n));
    }
    assert!(compared > 12, "only {compared} components could be compared");
}

#[differentiate]
fn program_7(x: f64, y: f64, p: [f64; 3], q: &[f64], n: usize) -> f64 {
    if (x - y) > -0.7 {
        if (p[1] * x) > 1.1 {
            let b = (x + -(((y * x).max(p[1])) / (2.0 + (x - (y * p[1])).cos()))).sin();
            if (x - x) > 0.5 {
                if (y + q[2]).tanh() > 1.5 {
                    if -(b) > -0.7 {
                        return (q[1] + -(x));
                    } else {
                        if (x * y).sin() > 1.5 {
                            return y;
                        }
                    }
                    return ((x - x) * (1.1 - 0.3));
                } else {
                    if b > 1.5 {
                        return b;
                    }
                }
                let v2 = (x + y).sin();
            } else {
            }
            if b > -0.7 {
                let v3 = if b > 2.0 {
                    (x * ((y) / (2.0 + (x - x).cos()))).sin()
                } else {
                    return b;
                };
                if (x * b).sin() > -0.7 {
                    return b;
                }
            }
        }
        let mut k4 = 0;
        let w6 = 'l4: loop {
            k4 += 1;
            if k4 > 3 {
                break ((if (y + x).tanh() > 0.3 { y } else { y }) * (p[2] - y));
            }
            let c = if k4 % 2 == 0 {
                ((y + p[1]).tanh() * (x * q[k4 % 3]).sin())
            } else {
                break 'l4 (y + (y + x).tanh()).tanh();
            };
        };
        if ((y) / (2.0 + (x - q[0]).cos())) > 2.0 {
            if (x * 0.3).sin() > 2.0 {
                if (x * w6) > 1.5 {
                    return y;
                }
            } else {
                let mut b = (y - (p[1] + p[2])).tanh();
            }
            let mut k8 = 0;
            'l8: while k8 < 2 && x > 0.3 {
                k8 += 1;
                if y > 0.3 {
                    continue;
                }
            }
        } else {
            if (y * w6).max(w6) > 1.1 {
                let v9 = if -(x) > 1.5 {
                    -((y * q[0]).max(q[1]))
                } else {
                    return ((y * w6).max(w6) * (if (y * x).max(y) > -0.7 { y } else { x }));
                };
                return y;
            }
            if (y * w6).max(y) > 1.1 {}
        }
    }
    'l10: for i0 in 0..n {
        let mut k11 = 0;
        let w19 = 'l11: loop {
            k11 += 1;
            if k11 > 3 {
                break (y + ((x) / (2.0 + (x - q[(i0 + 1) % 3]).cos()))).tanh();
            }
            'l12: for i2 in (0..5).step_by(2) {
                if k11 % 2 == 1 {
                    break;
                } else {
                    let v13 = (x + x).sin();
                    let mut m14 = (y
                        - (((x * y).sin() * -(y)) * (if k11 % 2 == 0 { q[0] } else { p[2] })))
                    .tanh();
                }
            }
            if k11 % 2 == 0 {
                if k11 % 2 == 0 {
                    if y > 0.5 {
                        break 'l11 p[i0 % 3];
                    }
                    break 'l10;
                } else {
                    if y > 0.3 {
                        break 'l10;
                    }
                }
                let v15 = if i0 % 2 == 0 {
                    (-(-0.7) + -(x))
                } else {
                    continue 'l10;
                };
            }
            if k11 % 2 == 1 {
                if (x - p[i0 % 3]) > -0.7 {
                    if i0 % 2 == 1 {
                        if (q[1] + p[k11 % 3]) > 0.3 {
                            let v16 = (x + ((x * (y - x)).sin() * (x * x).sin())).sin();
                            continue 'l10;
                        } else {
                            let v17 = if i0 % 2 == 1 {
                                y
                            } else {
                                break 'l11 ((-(1.5)) / (2.0 + (x - (y * 0.5).max(x)).cos()));
                            };
                            let v18 = (x
                                + (((if v17 > -0.7 { x } else { q[i0 % 3] })
                                    / (2.0 + (x - v17).cos()))
                                    + (if k11 % 2 == 1 { (x * p[1]).sin() } else { v17 })))
                            .sin();
                        }
                        return x;
                    }
                    break 'l10;
                }
            }
        };
        match i0 % 4 {
            0 => {
                if i0 % 2 == 1 {
                    let mut r20 = [0.0; 3];
                }
            }
            1 | 2 if i0 % 2 == 0 => {
                let mut k21 = 0;
                'l21: while k21 < 2 && i0 % 2 == 0 {
                    k21 += 1;
                    if k21 % 2 == 1 {
                        continue;
                    }
                }
                'l22: for i2 in (0..3).rev() {
                    let v23 = if y > 2.0 {
                        ((if i0 % 2 == 0 { w19 } else { q[0] }) * (x * w19).sin())
                    } else {
                        break 'l10;
                    };
                    let v24 = if (-0.7 + 1.1) > 0.5 {
                        (if (v23 - w19) > -0.7 {
                            ((x) / (2.0 + (x - p[i0 % 3]).cos()))
                        } else {
                            (y * q[(i0 + 1) % 3])
                        })
                    } else {
                        break 'l22;
                    };
                }
            }
            k @ 1..=2 => {
                let mut b = (y - (x * (p[i0 % 3] * y)).sin()).tanh();
            }
            _ => {
                let v26 = if (x * w19).sin() > 2.0 {
                    (((x) / (2.0 + (x - y).cos())) * -(p[i0 % 3]))
                } else {
                    return y;
                };
            }
        }
        if (0.5 - q[i0 % 3]) > 2.0 {
            continue 'l10;
        }
    }
    if (p[1] * y) > 2.0 {
        if (y + y).tanh() > 0.3 {
            return -(1.5);
        }
        'l27: for i1 in 0..3 {
            if ((q[(i1 + 1) % 3]) / (2.0 + (x - p[(i1 + 1) % 3]).cos())) > 1.5 {
                continue 'l27;
            }
            'l28: for i2 in (0..5).step_by(2) {
                let v29 = (x + ((y + p[1]).tanh() + p[i1 % 3])).sin();
                let v30 = (x
                    + (if q[(i1 + 1) % 3] > 2.0 {
                        (y + (v29 + y)).tanh()
                    } else {
                        (y * -0.7).max((-0.7 + x))
                    }))
                .sin();
                if x > -0.7 {
                    break 'l28;
                }
            }
            match n {
                0 => {}
                1 | 2 if i1 % 2 == 0 => {}
                k @ 1..=2 => {
                    let v31 = if (x * 1.1).sin() > 2.0 {
                        ((y + x).tanh() * ((y) / (2.0 + (x - 1.1).cos())))
                    } else {
                        continue;
                    };
                }
                _ => {
                    let mut m32 = (y
                        - ((y)
                            / (2.0 + (x - ((x - y) + ((p[1]) / (2.0 + (x - q[0]).cos())))).cos())))
                    .tanh();
                }
            }
            let mut k33 = 0;
            'l33: while k33 < 4 {
                k33 += 1;
                if i1 % 2 == 0 {
                    continue 'l33;
                }
            }
        }
    } else {
        let b = if (x * 0.5).sin() > 2.0 {
            (x + (y * x))
        } else {
            return (x * -(y)).sin();
        };
    }
    if (x + q[2]) > 2.0 {
        let v35 = (x
            + (if ((y) / (2.0 + (x - y).cos())) > -0.7 {
                x
            } else {
                (y * (2.0 * -0.7)).max((0.5 - y))
            }))
        .sin();
        return y;
    }
    if 0.3 > 0.3 {
        'l36: for (i1, e1) in q.iter().enumerate() {
            let e1 = *e1;
            if i1 % 2 == 1 {
                let v37 = if i1 % 2 == 0 {
                    (q[0] + (y * y))
                } else {
                    break 'l36;
                };
            } else {
                let mut m38 = (y - (x * (y + (x * q[i1 % 3]).sin()).tanh()).sin()).tanh();
                m38 = m38;
            }
            let u41 = 'b39: {
                let mut r40 = [(y + e1).tanh(), 1.5, (y + 2.0).tanh()];
                (y * e1).max(e1)
            };
            if i1 % 2 == 0 {
                return x;
            } else {
                if i1 % 2 == 0 {
                    return ((if i1 % 2 == 1 { e1 } else { u41 }) * (y + y).tanh());
                }
            }
        }
        if p[2] > 2.0 {
            if (if (q[0] * q[2]) > 1.5 { x } else { y }) > 1.1 {
                let v42 = if 2.0 > 2.0 {
                    -((x * x).sin())
                } else {
                    return -(q[2] - y);
                };
                return p[1];
            }
            if (y * y).max(2.0) > -0.7 {
                if (q[2] * y) > 2.0 {
                    return (y * (x * 0.5).sin()).max((x * p[0]));
                }
            } else {
                let v43 = if (if (0.5 * y) > 0.3 { x } else { p[0] }) > -0.7 {
                    (y + (x + x)).tanh()
                } else {
                    return q[0];
                };
                let v44 = if x > -0.7 {
                    (y * ((p[0]) / (2.0 + (x - v43).cos()))).max((q[1] * y))
                } else {
                    return ((p[0] + y) - (y * q[0]).max(v43));
                };
                if (y * x) > 1.1 {
                    return ((y + v44).tanh() * (y * v43).max(x));
                }
            }
            let v45 = if -(y) > -0.7 {
                x
            } else {
                return ((x * p[1]) * (q[0] * x));
            };
        }
        let mut r46 = [0.0; 3];
    }
    p[2] + x + q[0] + p[1] + q[1]
}

#[test]
fn program_7_against_differences() {
    let mut compared = 0;
    for at in POINTS {
        let (x, y, p, q, n) = at;
        let (value, g) = program_7::value_and_gradient(x, y, p, &q, n);
        assert_eq!(value.to_bits(), program_7(x, y, p, &q, n).to_bits());
        let ours = [g.0, g.1, g.2[0], g.2[1], g.2[2], g.3[0], g.3[1], g.3[2]];
        compared += compare("program_7", at, ours, &|(x, y, p, q, n)| program_7(x, y, p, &q, n));
    }
    assert!(compared > 12, "only {compared} components could be compared");
}

#[differentiate]
fn program_8(x: f64, y: f64, p: [f64; 3], q: &[f64], n: usize) -> f64 {
    if x > -0.7 {
        if (y * x) > 1.1 {
            let mut k1 = 0;
            'l1: loop {
                k1 += 1;
                if k1 > 2 {
                    break;
                }
                if k1 % 2 == 0 {
                    return (((y) / (2.0 + (x - y).cos())) + x);
                } else {
                    let c = (x + 0.5).sin();
                    if (if k1 % 2 == 1 { c } else { c }) > 1.5 {
                        return ((x * c).sin() - c);
                    } else {
                    }
                }
            }
            let b = 'b3: {
                let b = if (if y > 0.3 { y } else { x }) > 1.5 {
                    (if (y - x) > 2.0 {
                        (if (if y > 1.1 { 0.3 } else { p[1] }) > 0.3 { q[1] } else { y })
                    } else {
                        (y - q[2])
                    })
                } else {
                    return ((2.0 + q[1]) / (2.0 + (x - (x * p[1]).sin()).cos()));
                };
                ((if y > 2.0 { x } else { p[1] }) * (0.3 * p[0]))
            };
        }
        if (y + y).tanh() > 0.5 {
            if y > 2.0 {
                let a = (x
                    + ((if (x * q[1]) > 0.5 {
                        (y - q[2])
                    } else {
                        ((1.5) / (2.0 + (x - y).cos()))
                    }) * ((1.5)
                        / (2.0
                            + (x - (if ((y) / (2.0 + (x - q[0]).cos())) > 1.5 {
                                y
                            } else {
                                y
                            }))
                            .cos()))))
                .sin();
            } else {
                let b = if y > 0.3 {
                    p[1]
                } else {
                    return (((p[0]) / (2.0 + (x - p[0]).cos())) - y);
                };
            }
        }
        let mut m8 = (y - p[1]).tanh();
    }
    let v9 = (x + (if (1.5 * x) > 0.3 { y } else { (x - p[1]) })).sin();
    let u16 = 'b10: {
        if v9 > 1.5 {
            let mut k11 = 0;
            'l11: while k11 < 1 && (y + v9).tanh() > 1.5 {
                k11 += 1;
            }
            if (if (if (x + x) > 0.5 { y } else { -0.7 }) > 0.3 { q[1] } else { p[1] }) > -0.7 {
                if (y + v9).tanh() > 1.5 {
                    return (x + ((q[2]) / (2.0 + (x - v9).cos())));
                } else {
                    let v12 = if (y * v9).max(y) > 0.3 {
                        (y * q[0])
                    } else {
                        break 'b10 ((y * p[0]).max(x) * 0.5);
                    };
                }
                return (if x > 0.3 { (x * y) } else { (y + x).tanh() });
            } else {
                let v13 = if (if -(q[1]) > 1.1 { p[0] } else { p[0] }) > 0.5 {
                    (y + ((y) / (2.0 + (x - y).cos()))).tanh()
                } else {
                    break 'b10 (if (-0.7 - y) > 1.5 {
                        (if (v9 + x) > 1.1 { x } else { y })
                    } else {
                        (y * 0.3)
                    });
                };
            }
            if (y * v9) > 0.3 {
                let v14 = if (if (x + x) > 0.3 { x } else { v9 }) > 0.5 {
                    v9
                } else {
                    return x;
                };
            }
        }
        let mut r15 = [0.0; 3];
        ((if p[2] > -0.7 { -0.7 } else { p[1] }) * (x * y).sin())
    };
    let mut m17 = (y - (((y + v9).tanh() - (u16 * x)) * (x * (x * 2.0).sin()).sin())).tanh();
    let v18 = (x + (y + ((y + q[0]).tanh() - (0.5 + m17))).tanh()).sin();
    y + q[2] + m17 + u16 + p[1]
}

#[test]
fn program_8_against_differences() {
    let mut compared = 0;
    for at in POINTS {
        let (x, y, p, q, n) = at;
        let (value, g) = program_8::value_and_gradient(x, y, p, &q, n);
        assert_eq!(value.to_bits(), program_8(x, y, p, &q, n).to_bits());
        let ours = [g.0, g.1, g.2[0], g.2[1], g.2[2], g.3[0], g.3[1], g.3[2]];
        compared += compare("program_8", at, ours, &|(x, y, p, q, n)| program_8(x, y, p, &q, n));
    }
    assert!(compared > 12, "only {compared} components could be compared");
}

#[differentiate]
fn program_9(x: f64, y: f64, p: [f64; 3], q: &[f64], n: usize) -> f64 {
    let v1 = (x + ((x * (y * q[2])) * (y * (x * y).sin()).max((q[0] * x)))).sin();
    if (if (x * q[2]).sin() > 0.5 { p[1] } else { v1 }) > 0.5 {
        let mut m2 = (y
            - (y * ((v1 * v1) + (y * v1).max(1.1))).max((if y > 0.5 { (v1 + 1.5) } else { -(y) })))
        .tanh();
        let mut k3 = 0;
        'l3: while k3 < 2 {
            k3 += 1;
            m2 = ((x * x).sin() + (1.5 * m2));
            if k3 % 2 == 0 {
            } else {
                m2 *= y;
                m2 -= q[k3 % 3];
            }
        }
        let b = 'b4: {
            m2 += x;
            ((v1 * y) - v1)
        };
    }
    if x > 2.0 {
        return ((v1 * v1) * -(p[1]));
    }
    if (y + y) > 2.0 {
        if -(v1) > 1.1 {
            if (p[0] - x) > -0.7 {
            } else {
                if (x * q[2]).sin() > -0.7 {
                    return ((p[0] * v1) + (y * y));
                }
                if (p[2] + 0.3) > 2.0 {
                    return x;
                }
            }
            if y > -0.7 {
                let v6 = if (p[1] - v1) > -0.7 {
                    (x * ((v1) / (2.0 + (x - q[2]).cos())))
                } else {
                    return (q[0] - (-0.7 + q[0]));
                };
                if (y * v6).max(p[2]) > 0.5 {
                    return (x * 1.5).sin();
                } else {
                    let mut m7 = (y - v1).tanh();
                }
                if (y + v6).tanh() > 1.1 {
                    return v6;
                } else {
                }
            } else {
            }
            if 1.5 > -0.7 {
                if y > 0.3 {
                    let mut r8 = [0.0; 3];
                    return (if (y * y).max(x) > 2.0 {
                        (if (v1 - x) > 1.5 { p[1] } else { v1 })
                    } else {
                        ((v1) / (2.0 + (x - p[1]).cos()))
                    });
                } else {
                    let v9 = if v1 > 2.0 {
                        ((y * v1).max(q[2]) + (y * p[1]).max(x))
                    } else {
                        return y;
                    };
                }
                if (v1 + y) > 1.5 {
                    let v10 = (x + (q[2] * (x * (y * q[0]).max(y)).sin())).sin();
                    return (-(y) * 2.0);
                }
            } else {
                let mut c = (y
                    - (((v1) / (2.0 + (x - v1).cos()))
                        * (y * (y + -0.7).tanh()).max(
                            (if ((q[0]) / (2.0 + (x - q[2]).cos())) > 0.5 { q[0] } else { v1 }),
                        )))
                .tanh();
            }
        } else {
            match n {
                0 => {}
                1 | 2 if y > 0.5 => {
                    if (y - v1) > 0.5 {
                        let mut m12 = (y
                            - ((p[2] * (q[1] * v1)) / (2.0 + (x - (x * (x - y)).sin()).cos())))
                        .tanh();
                        return ((v1 - v1) / (2.0 + (x - (y * x).max(v1)).cos()));
                    }
                }
                k @ 1..=2 => {
                    let v13 = if ((y) / (2.0 + (x - q[0]).cos())) > -0.7 {
                        (y * y).max((q[1] - q[k % 3]))
                    } else {
                        return (p[1] * v1);
                    };
                }
                _ => {}
            }
        }
    }
    q[1] + y + q[0] + v1 + q[2]
}

#[test]
fn program_9_against_differences() {
    let mut compared = 0;
    for at in POINTS {
        let (x, y, p, q, n) = at;
        let (value, g) = program_9::value_and_gradient(x, y, p, &q, n);
        assert_eq!(value.to_bits(), program_9(x, y, p, &q, n).to_bits());
        let ours = [g.0, g.1, g.2[0], g.2[1], g.2[2], g.3[0], g.3[1], g.3[2]];
        compared += compare("program_9", at, ours, &|(x, y, p, q, n)| program_9(x, y, p, &q, n));
    }
    assert!(compared > 12, "only {compared} components could be compared");
}

#[differentiate]
fn program_10(x: f64, y: f64, p: [f64; 3], q: &[f64], n: usize) -> f64 {
    let mut r1 = [0.0; 3];
    'l2: for i0 in (0..3).rev() {
        if i0 % 2 == 1 {
            continue;
        }
        let mut a =
            (y - (if i0 % 2 == 0 { x } else { ((x * x) * (y * y).max(p[(i0 + 1) % 3])) })).tanh();
    }
    let v4 = if (x * p[2]).sin() > 2.0 {
        r1[1]
    } else {
        return x;
    };
    r1[0] = (x - (if y > 0.5 { y } else { (v4 + (x + 0.5)) })).sin();
    'l5: for i0 in (1..4).rev() {
        r1[i0 % 3] += (x - ((y * (x * p[i0 % 3]).sin()).max(x) * (x + (y + y).tanh()))).sin();
        'l6: for i1 in 0..n {
            r1[1] = (x
                - ((y + (2.0 * 1.5)).tanh()
                    * (((x * q[2]).sin()) / (2.0 + (x - (r1[(i1 + 1) % 3] + p[2])).cos()))))
            .sin();
            if i0 % 2 == 1 {
                r1[2] -=
                    (x - (v4 * (if x > 1.5 { y } else { ((x) / (2.0 + (x - 2.0).cos())) }))).sin();
                r1[i0 % 3] = (x - y).sin();
            }
        }
        'l7: for (i1, e1) in q.iter().enumerate() {
            let e1 = *e1;
            'l8: for i2 in (0..5).step_by(2) {
                let v9 = if (v4 + q[0]) > 2.0 {
                    (x * (y + v4)).sin()
                } else {
                    continue 'l7;
                };
                r1[(i1 + 1) % 3] *= (x - v9).sin();
            }
            r1[0] *= (x
                - ((-(v4))
                    / (2.0 + (x - (((v4) / (2.0 + (x - v4).cos())) + (y + x).tanh())).cos())))
            .sin();
            let mut k10 = 0;
            'l10: while k10 < 4 && y > 1.5 {
                k10 += 1;
                let v11 = if i0 % 2 == 1 {
                    (v4 * x)
                } else {
                    return (r1[2] - y);
                };
                r1[(k10 + 1) % 3] += (x - p[1]).sin();
                let mut c = (y - (x * ((y * 1.1) + (-0.7 - -0.7))).sin()).tanh();
            }
        }
        let mut k13 = 0;
        'l13: loop {
            k13 += 1;
            if k13 > 2 {
                break;
            }
            if i0 % 2 == 1 {
                break 'l5;
            } else {
            }
            let v14 = (x
                + ((y * (p[1] * p[(i0 + 1) % 3])) - (-(1.5) + (y * q[k13 % 3]).max(r1[i0 % 3]))))
            .sin();
            match i0 % 4 {
                0 => {
                    if i0 % 2 == 1 {
                        let mut b = (y - -(0.5)).tanh();
                        break;
                    } else {
                        if x > 2.0 {
                            break;
                        }
                        r1[k13 % 3] = (x - y).sin();
                    }
                }
                1 | 2 if ((x) / (2.0 + (x - -0.7).cos())) > 0.3 => {
                    r1[0] += (x - ((v14 * 1.5) * ((r1[i0 % 3] - v14) - (x * v14).sin()))).sin();
                }
                k @ 1..=2 => {
                    if y > -0.7 {
                        continue;
                    }
                }
                _ => {
                    if ((y) / (2.0 + (x - 1.1).cos())) > 1.5 {
                        r1[k13 % 3] = (x - -0.7).sin();
                        break;
                    }
                }
            }
        }
    }
    y + r1[2] + p[0] + q[0] + q[2]
}

#[test]
fn program_10_against_differences() {
    let mut compared = 0;
    for at in POINTS {
        let (x, y, p, q, n) = at;
        let (value, g) = program_10::value_and_gradient(x, y, p, &q, n);
        assert_eq!(value.to_bits(), program_10(x, y, p, &q, n).to_bits());
        let ours = [g.0, g.1, g.2[0], g.2[1], g.2[2], g.3[0], g.3[1], g.3[2]];
        compared += compare("program_10", at, ours, &|(x, y, p, q, n)| program_10(x, y, p, &q, n));
    }
    assert!(compared > 12, "only {compared} components could be compared");
}

#[differentiate]
fn program_11(x: f64, y: f64, p: [f64; 3], q: &[f64], n: usize) -> f64 {
    'l1: for i0 in 0..3 {
        match n {
            0 => {
                let b = (x + ((-0.7 - (y * x).max(1.5)) + (x * (q[2] + 1.1)).sin())).sin();
            }
            1 | 2 if (x * 0.5).sin() > 1.5 => {
                if x > 1.5 {
                    let v3 = if -(x) > 0.3 {
                        x
                    } else {
                        continue;
                    };
                    if i0 % 2 == 1 {
                        break;
                    }
                    if (x * p[i0 % 3]) > 1.1 {
                        let v4 = (x
                            + (((y + (y + y).tanh()).tanh())
                                / (2.0 + (x - (if (y * y) > 0.3 { (y * y) } else { x })).cos())))
                        .sin();
                        continue;
                    }
                }
            }
            k @ 1..=2 => {
                if y > 1.5 {
                    if i0 % 2 == 0 {
                        continue 'l1;
                    }
                } else {
                    let v5 = if (y + 1.5) > -0.7 {
                        1.5
                    } else {
                        continue;
                    };
                }
                if i0 % 2 == 1 {
                } else {
                    let v6 = (x + -0.7).sin();
                    let v7 = (x + (y + p[i0 % 3])).sin();
                }
            }
            _ => {
                let v8 = (x + q[0]).sin();
            }
        }
        if y > 2.0 {
            let mut m9 = (y - (1.5 * y)).tanh();
            let mut a = (y - ((x * (0.5 * x)).sin() + q[i0 % 3])).tanh();
            if -(q[0]) > 2.0 {
                if (y * a) > 1.5 {
                    let b = if i0 % 2 == 0 {
                        ((m9) / (2.0 + (x - (y * x).max(a)).cos()))
                    } else {
                        break 'l1;
                    };
                    return ((a + y) * (y * y));
                }
                break;
            } else {
                a = (((y) / (2.0 + (x - m9).cos())) / (2.0 + (x - (x * y).sin()).cos()));
            }
        }
        if -(q[(i0 + 1) % 3]) > -0.7 {
            'l12: for i2 in (0..3).rev() {}
            'l13: for (i2, e2) in q.iter().enumerate() {
                let e2 = *e2;
                if i2 % 2 == 1 {
                    let b = (x + (y * p[(i0 + 1) % 3]).max(-(q[0]))).sin();
                    break;
                }
            }
        } else {
            if i0 % 2 == 0 {
                let c = if (y * x).max(p[i0 % 3]) > 0.3 {
                    ((q[2] * x) / (2.0 + (x - (y * q[2])).cos()))
                } else {
                    break 'l1;
                };
            } else {
                let c = if i0 % 2 == 1 {
                    (y + (y * q[2]).max(x)).tanh()
                } else {
                    break;
                };
            }
            let mut m17 = (y - p[1]).tanh();
            let mut k18 = 0;
            'l18: while k18 < 3 && (m17 - y) > 2.0 {
                k18 += 1;
                let v19 = if m17 > 0.5 {
                    ((m17 - x) - (y + q[0]).tanh())
                } else {
                    continue 'l18;
                };
                m17 -= x;
            }
        }
        let mut k20 = 0;
        'l20: loop {
            k20 += 1;
            if k20 > 2 {
                break;
            }
            'l21: for i2 in 0..n {}
            let mut k22 = 0;
            'l22: while k22 < 4 && y > -0.7 {
                k22 += 1;
            }
        }
    }
    let mut k23 = 0;
    'l23: while k23 < 1 {
        k23 += 1;
        if (-0.7 * y) > 0.3 {
            let mut k24 = 0;
            let c = 'l24: loop {
                k24 += 1;
                if k24 > 2 {
                    break (1.5 + (y + x));
                }
                let b = if (y * y).max(y) > 1.5 {
                    ((y - x) / (2.0 + (x - (y * y)).cos()))
                } else {
                    continue 'l23;
                };
            };
        } else {
            if k23 % 2 == 0 {
                let c = if (if (y * x) > 0.5 { 2.0 } else { 1.5 }) > 1.1 {
                    (y * y).max((q[(k23 + 1) % 3] * y))
                } else {
                    continue 'l23;
                };
                let mut m28 = (y
                    - ((if k23 % 2 == 1 { (q[(k23 + 1) % 3] * x) } else { x })
                        * (((x) / (2.0 + (x - p[k23 % 3]).cos())) + (q[k23 % 3] + x))))
                    .tanh();
            } else {
            }
            let mut m29 = (y - 1.5).tanh();
            match n {
                0 => {
                    m29 = (if (x - m29) > 2.0 { (q[2] + y) } else { (m29 - 0.3) });
                }
                1 | 2 if (x + m29) > 1.1 => {}
                k @ 1..=2 => {
                    let mut m30 = (y - y).tanh();
                    if k23 % 2 == 1 {
                        continue;
                    }
                }
                _ => {
                    let mut m31 = (y - m29).tanh();
                }
            }
        }
        if (p[k23 % 3] - p[k23 % 3]) > -0.7 {
            let mut r32 = [0.0; 3];
        } else {
            let mut m33 =
                (y - ((y * q[2]).max((p[k23 % 3] + 0.5)) * (y * (y + x).tanh()).max(y))).tanh();
            let mut m34 = (y - ((x * 0.3).sin() * -(m33))).tanh();
            let mut k35 = 0;
            'l35: while k35 < 3 && k23 % 2 == 1 {
                k35 += 1;
                let v36 = (x + m33).sin();
                if (v36 * m33) > 0.3 {
                    break 'l23;
                }
            }
        }
        let mut k37 = 0;
        'l37: while k37 < 4 {
            k37 += 1;
            if p[2] > -0.7 {
                let mut a = (y
                    - ((p[k23 % 3]) / (2.0 + (x - ((q[1] * y) * (x * q[k37 % 3]))).cos())))
                .tanh();
            } else {
                if k37 % 2 == 1 {
                    continue;
                } else {
                    let a = if p[1] > -0.7 {
                        (x * -(q[k23 % 3])).sin()
                    } else {
                        break 'l23;
                    };
                    if (x * p[1]).sin() > 1.1 {
                        break 'l23;
                    }
                }
            }
        }
        if x > 0.3 {
            if k23 % 2 == 0 {}
            let a = (x + ((-(x) - (p[2] * y)) * (if 1.5 > 1.5 { q[0] } else { x }))).sin();
        } else {
            let u43 = 'b41: {
                let v42 = (x
                    + (if (x * x) > -0.7 {
                        (if y > 0.5 { (y * 0.3).max(0.3) } else { (0.5 + y) })
                    } else {
                        ((-(-0.7)) / (2.0 + (x - q[(k23 + 1) % 3]).cos()))
                    }))
                .sin();
                if k23 % 2 == 0 {
                    break 'b41 ((x + x) * (y * y).max(-0.7));
                } else {
                }
                q[2]
            };
            let mut r44 = [(u43 + u43), 2.0, (2.0 + q[0])];
        }
    }
    let mut m45 = (y - y).tanh();
    let mut k46 = 0;
    'l46: while k46 < 1 && (y + y).tanh() > -0.7 {
        k46 += 1;
        m45 *= (-(1.5) - (q[k46 % 3] * x));
    }
    let v47 = (x + (((x * m45).sin() + (x * x).sin()) / (2.0 + (x - y).cos()))).sin();
    let mut k48 = 0;
    'l48: while k48 < 3 && (v47 - v47) > 1.1 {
        k48 += 1;
        let c = if k48 % 2 == 1 {
            (y * -(m45)).max(-0.7)
        } else {
            continue;
        };
    }
    p[0] + m45 + q[0] + y + q[1]
}

#[test]
fn program_11_against_differences() {
    let mut compared = 0;
    for at in POINTS {
        let (x, y, p, q, n) = at;
        let (value, g) = program_11::value_and_gradient(x, y, p, &q, n);
        assert_eq!(value.to_bits(), program_11(x, y, p, &q, n).to_bits());
        let ours = [g.0, g.1, g.2[0], g.2[1], g.2[2], g.3[0], g.3[1], g.3[2]];
        compared += compare("program_11", at, ours, &|(x, y, p, q, n)| program_11(x, y, p, &q, n));
    }
    assert!(compared > 12, "only {compared} components could be compared");
}
