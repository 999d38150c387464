//! Random programs against finite differences. Made by programs/generate.py with seed 16;
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
    let mut r1 = [y, 0.3, y];
    'l2: for i0 in 0..3 {
        let mut b = (y - (((y + y).tanh() - (y * x).max(0.3)) - (x * 1.1).sin())).tanh();
        let v4 = (x + r1[i0 % 3]).sin();
    }
    r1[1] = (x - y).sin();
    if (if 1.5 > 2.0 { r1[1] } else { p[0] }) > 0.3 {
        return (y * ((p[0]) / (2.0 + (x - -0.7).cos()))).max(x);
    }
    r1[2] += (x - 0.5).sin();
    let mut m5 = (y - (if (x * y) > 0.5 { -(x) } else { x })).tanh();
    r1[1] + y + r1[2] + q[1] + p[0]
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
    if (y + x).tanh() > 0.3 {
        let mut k1 = 0;
        'l1: while k1 < 3 && y > 0.3 {
            k1 += 1;
            let mut a = (y - (y + ((q[k1 % 3] * q[k1 % 3]) + (y + x).tanh())).tanh()).tanh();
            if k1 % 2 == 1 {
                return (y * (if (y * a).max(a) > 1.5 { x } else { p[2] })).max(-0.7);
            }
            if k1 % 2 == 0 {
                continue;
            } else {
                if k1 % 2 == 1 {
                    break 'l1;
                }
            }
            let v3 = (x + -((x * x).sin())).sin();
        }
    }
    let v4 = (x + q[0]).sin();
    if -(q[1]) > -0.7 {
        let mut k5 = 0;
        'l5: while k5 < 3 {
            k5 += 1;
            let mut k6 = 0;
            'l6: while k6 < 3 && (y * y).max(v4) > 2.0 {
                k6 += 1;
                let v7 = (x + 0.3).sin();
                let a = (x + (x * (x * ((x) / (2.0 + (x - v7).cos()))).sin()).sin()).sin();
            }
            'l9: for (i2, e2) in q.iter().enumerate() {
                let e2 = *e2;
                if ((y) / (2.0 + (x - q[(k5 + 1) % 3]).cos())) > 1.1 {
                    continue 'l9;
                }
                let c = if (y * v4).max(e2) > 0.5 {
                    1.5
                } else {
                    break 'l5;
                };
                let mut r11 = [(c * y), 0.3, (x - 0.5)];
                let v12 =
                    (x + (y * (if (x * e2).sin() > 0.5 { r11[1] } else { (q[1] - v4) }))).sin();
            }
        }
        if (x * v4).sin() > 0.3 {
            if (y + p[1]).tanh() > 1.1 {
                if (y * y).max(y) > 0.5 {
                    if (p[2] * 0.5) > 1.5 {
                        return (y * (v4 + y)).max(-(y));
                    }
                    return (y * (y - v4)).max(((-0.7) / (2.0 + (x - p[2]).cos())));
                } else {
                    if (y + p[2]).tanh() > 0.5 {
                        return v4;
                    }
                    if -(y) > 2.0 {
                        return ((x * p[0]) / (2.0 + (x - (x * x).sin()).cos()));
                    }
                }
            }
        }
    } else {
        if q[0] > 2.0 {
            let mut k13 = 0;
            'l13: while k13 < 1 {
                k13 += 1;
                let mut a = (y - (((y * (x - p[2])).max(q[1])) / (2.0 + (x - y).cos()))).tanh();
            }
            if (y * v4).max(y) > 2.0 {}
            let mut k15 = 0;
            'l15: while k15 < 1 && v4 > 1.5 {
                k15 += 1;
                let mut r16 = [(v4 * q[k15 % 3]), -0.7, y];
            }
        } else {
            let v17 = (x + (y * (y * (y + p[2]).tanh()).max(x)).max(y)).sin();
        }
        let mut r18 = [0.0; 3];
    }
    if (y + 2.0).tanh() > 2.0 {
        if x > 0.3 {
            if x > 0.5 {}
            if p[1] > 0.5 {
                let mut m19 = (y - y).tanh();
            }
            if y > 1.5 {
                if ((v4) / (2.0 + (x - p[2]).cos())) > 0.3 {
                    return ((q[0] - 0.5) + (y - q[2]));
                } else {
                }
                if (x * y).sin() > -0.7 {
                    if x > 2.0 {
                        return ((v4) / (2.0 + (x - -0.7).cos()));
                    }
                    return y;
                }
                let v20 = (x
                    + ((if (y + p[0]).tanh() > 2.0 { (x + v4) } else { y })
                        + (v4 + ((y) / (2.0 + (x - q[0]).cos())))))
                .sin();
            }
        }
        let mut k21 = 0;
        'l21: while k21 < 1 && (v4 - x) > 2.0 {
            k21 += 1;
            let mut k22 = 0;
            let c = 'l22: loop {
                k22 += 1;
                if k22 > 2 {
                    break ((y + p[0]).tanh() * v4);
                }
                if k21 % 2 == 0 {
                    return ((if k21 % 2 == 1 { x } else { x }) * (x * x).sin());
                }
                let v23 = if k22 % 2 == 1 {
                    q[k21 % 3]
                } else {
                    break ((q[0] * y) - (q[(k22 + 1) % 3] - y));
                };
            };
            if k21 % 2 == 1 {
                let v25 = if (y * 2.0).max(q[2]) > 1.5 {
                    ((p[2] * y) / (2.0 + (x - (c * y)).cos()))
                } else {
                    continue;
                };
            }
        }
    }
    'l26: for (i0, e0) in q.iter().enumerate() {
        let e0 = *e0;
        'l27: for i1 in 0..n {
            if i1 % 2 == 1 {
                if i1 % 2 == 1 {
                    return (((0.5) / (2.0 + (x - q[i0 % 3]).cos()))
                        / (2.0 + (x - (x * y).sin()).cos()));
                }
                let v28 = (x + y).sin();
                if i0 % 2 == 0 {
                    break 'l26;
                }
            }
            if e0 > 2.0 {
                if i1 % 2 == 0 {
                    break 'l26;
                }
            } else {
                if i0 % 2 == 0 {
                    return (y * (x * p[i1 % 3]).sin()).max((y + v4));
                }
            }
        }
        'l29: for i1 in 1..n {
            let mut m30 = (y - (x * (y + p[i0 % 3]).tanh())).tanh();
            let v31 = if (v4 + v4) > 1.1 {
                (y + m30)
            } else {
                break;
            };
            'l32: for i2 in 0..3 {
                if (y * p[i1 % 3]) > 1.1 {
                    break 'l29;
                }
            }
            let v33 = if (p[(i1 + 1) % 3] * p[0]) > 0.5 {
                1.5
            } else {
                return (x * v4);
            };
        }
        if (y + q[(i0 + 1) % 3]).tanh() > 1.5 {
            'l34: for (i2, e2) in q.iter().enumerate() {
                let e2 = *e2;
                if i0 % 2 == 0 {
                    break;
                } else {
                    if -0.7 > 1.1 {
                        continue 'l26;
                    } else {
                        let mut m35 = (y - (y + (p[1] - (v4 + q[(i0 + 1) % 3]))).tanh()).tanh();
                    }
                }
            }
            let mut m36 = (y - (y + (-(x) * (x * 0.5).sin())).tanh()).tanh();
        }
    }
    p[0] + x + p[2] + y + q[2]
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
    let mut k1 = 0;
    'l1: while k1 < 2 && y > 0.5 {
        k1 += 1;
        let mut m2 = (y - -(x + -(y))).tanh();
        let mut m3 = (y - ((y + p[2]).tanh() * m2)).tanh();
        if 0.3 > 2.0 {
            'l4: for i2 in (0..5).step_by(2) {
                let mut m5 = (y - (q[k1 % 3] * q[1])).tanh();
            }
        } else {
            m3 *= (x * y).sin();
            let v6 = (x + m3).sin();
        }
    }
    let a = (x + ((y * (0.3 * 1.5)).max(-0.7) - 0.5)).sin();
    if x > 0.3 {
        if x > 1.1 {
            let mut k8 = 0;
            'l8: while k8 < 4 && (x * x).sin() > 0.3 {
                k8 += 1;
            }
            let mut k9 = 0;
            'l9: while k9 < 4 {
                k9 += 1;
                let b = if k9 % 2 == 0 {
                    a
                } else {
                    break 'l9;
                };
            }
        } else {
            let u13 = 'b11: {
                let v12 = (x
                    + ((-(y) * -(x)) / (2.0 + (x - (y * a).max((y + p[2]).tanh())).cos())))
                .sin();
                (y + x).tanh()
            };
            if ((p[1]) / (2.0 + (x - y).cos())) > 1.1 {
                let v14 = (x + x).sin();
                let mut m15 = (y
                    - ((y) / (2.0 + (x - ((v14) / (2.0 + (x - (x * y).sin()).cos()))).cos())))
                .tanh();
                let mut r16 = [(x * x), 2.0, m15];
            } else {
            }
        }
        let mut k17 = 0;
        'l17: while k17 < 4 {
            k17 += 1;
            'l18: for i2 in 1..n {
                let c = (x + ((x) / (2.0 + (x - ((x * y).sin() * (x * y).sin())).cos()))).sin();
            }
            let v20 = if (y * a).max(q[k17 % 3]) > 1.5 {
                y
            } else {
                return a;
            };
        }
    } else {
        let mut k21 = 0;
        let w23 = 'l21: loop {
            k21 += 1;
            if k21 > 1 {
                break ((y * 0.3) / (2.0 + (x - (y * a).max(2.0)).cos()));
            }
            let b = (x + a).sin();
        };
        if w23 > 2.0 {
            return ((y - a) - q[0]);
        }
    }
    let mut k24 = 0;
    'l24: while k24 < 1 && (1.5 - y) > 1.1 {
        k24 += 1;
        'l25: for i1 in (0..3).rev() {
            if a > 1.1 {
                let v26 = (x
                    + ((if (if ((x) / (2.0 + (x - q[i1 % 3]).cos())) > 0.3 { a } else { x }) > 0.5 {
                        p[0]
                    } else {
                        (x * q[0]).sin()
                    }) * (x * (if k24 % 2 == 1 { 0.3 } else { x })).sin()))
                .sin();
            }
            if (p[i1 % 3] - p[2]) > 0.5 {
                let v27 = if k24 % 2 == 1 {
                    (if k24 % 2 == 0 { (p[(i1 + 1) % 3] + y) } else { (y * q[k24 % 3]).max(q[0]) })
                } else {
                    break 'l24;
                };
            } else {
                let mut m28 = (y - ((x * x).sin() - (a * (x + q[1])))).tanh();
                m28 += (if (x * p[k24 % 3]) > 0.3 { (0.5 + 0.5) } else { m28 });
            }
            'l29: for (i2, e2) in q.iter().enumerate() {
                let e2 = *e2;
                let v30 = (x + (1.5 - (y + ((x) / (2.0 + (x - y).cos()))).tanh())).sin();
                let a = if i2 % 2 == 1 {
                    p[1]
                } else {
                    break 'l25;
                };
                let mut r32 = [0.0; 3];
            }
        }
    }
    let mut k33 = 0;
    let w45 = 'l33: loop {
        k33 += 1;
        if k33 > 2 {
            break ((if (q[2] + y) > 0.3 { p[1] } else { 2.0 }) * q[1]);
        }
        'l34: for i1 in 0..n {
            'l35: for i2 in (0..3).rev() {
                let v36 = (x
                    + (if ((1.5) / (2.0 + (x - y).cos())) > 0.5 {
                        ((x * y).sin() * (x * a).sin())
                    } else {
                        (if ((p[k33 % 3]) / (2.0 + (x - x).cos())) > 2.0 { a } else { (x * y) })
                    }))
                .sin();
                if i1 % 2 == 1 {
                    if q[i2 % 3] > 1.1 {
                        if i1 % 2 == 0 {
                            continue 'l34;
                        } else {
                            let v37 = if (p[i2 % 3] - a) > 0.3 {
                                v36
                            } else {
                                break 'l35;
                            };
                        }
                        break 'l34;
                    }
                    break 'l35;
                }
            }
        }
        let u42 = 'b38: {
            let mut k39 = 0;
            'l39: while k39 < 2 && k33 % 2 == 0 {
                k39 += 1;
            }
            let mut b = (y - (q[(k33 + 1) % 3] * p[k33 % 3])).tanh();
            let mut r41 = [y, 1.5, -(p[1])];
            ((y + y).tanh() + (a * x))
        };
        let a = (x + x).sin();
        if -(a) > -0.7 {
            break 'l33 y;
        } else {
            let v44 = if k33 % 2 == 0 {
                q[0]
            } else {
                break (y * (x * 0.3).sin()).max(a);
            };
        }
    };
    let v46 = (x + x).sin();
    let mut r47 = [0.0; 3];
    p[0] + r47[0] + x + r47[1] + y
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
