//! Random programs against finite differences. Made by programs/generate.py with seed 3;
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
    if 1.1 > 2.0 {
        let v1 = (x + q[2]).sin();
        for i1 in (1..4).rev() {
            if v1 > 1.1 {
                let v2 = (x + (y + 0.5).tanh()).sin();
                let mut r3 = [(x * x).sin(), 1.5, (y + x).tanh()];
                r3[i1 % 3] = (x - (y + (-(y) * (y - 0.3))).tanh()).sin();
            } else {
            }
            if v1 > 0.5 {
                let v4 = (x + (x - y)).sin();
                let a = (x + y).sin();
            } else {
                let v6 = (x + -(x)).sin();
            }
            if i1 % 2 == 0 {
                let a = (x + 1.5).sin();
            }
            if i1 % 2 == 1 {}
        }
        if ((y) / (2.0 + (x - y).cos())) > -0.7 {
            if q[1] > 1.5 {
            } else {
            }
        } else {
            let v8 = (x + -(((y) / (2.0 + (x - x).cos())) * y)).sin();
            if (y * y).max(x) > 1.1 {}
        }
    }
    let mut r9 = [0.0; 3];
    let mut r10 = [0.0; 3];
    for (i0, e0) in q.iter().enumerate() {
        let e0 = *e0;
        for i1 in 0..n {
            r9[i0 % 3] *= (x
                - (if (if (x * 0.3).sin() > 0.3 { x } else { x }) > 1.5 {
                    ((1.1 * y) + (if (y * y).max(e0) > -0.7 { 0.5 } else { x }))
                } else {
                    ((-0.7 * y) + x)
                }))
            .sin();
        }
        r10[2] -= (x - (y * (x * (q[i0 % 3] * y)).sin()).max(2.0)).sin();
        if i0 % 2 == 0 {
            if (x * x).sin() > 1.1 {
                r10[i0 % 3] *= (x - e0).sin();
                let mut b = (y - r9[i0 % 3]).tanh();
                b = ((x * r10[i0 % 3]).sin() * e0);
            }
        } else {
            let mut m12 = (y
                - (((q[0] * r9[i0 % 3]) * q[(i0 + 1) % 3])
                    / (2.0 + (x - ((e0 - y) * (x * e0).sin())).cos())))
            .tanh();
        }
    }
    r10[2] -= (x - x).sin();
    r10[0] + r9[0] + r10[1] + q[0] + r10[2]
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
    if x > 1.5 {
        if (y * x) > 0.3 {
            let mut r1 = [0.0; 3];
            if (x * y).sin() > 2.0 {
                r1[0] = (x - ((y + x).tanh() - -(y))).sin();
            } else {
                r1[2] = (x - y).sin();
                let mut r2 = [(y * 0.5), 1.5, x];
            }
            for i2 in 0..3 {
                let mut m3 = (y
                    - ((y + x).tanh()
                        + (((x) / (2.0 + (x - x).cos())) / (2.0 + (x - (y + x).tanh()).cos()))))
                .tanh();
                r1[1] -= (x - 0.3).sin();
            }
        }
    } else {
        if (y + y) > -0.7 {
            if y > -0.7 {
            } else {
            }
        }
        if p[2] > 0.3 {
            if ((q[2]) / (2.0 + (x - y).cos())) > 0.5 {
            } else {
                let mut m4 = (y - ((x) / (2.0 + (x - y).cos()))).tanh();
                let mut m5 = (y - (y + (if m4 > 2.0 { -(m4) } else { (y * p[2]) })).tanh()).tanh();
            }
        }
    }
    for (i0, e0) in q.iter().enumerate() {
        let e0 = *e0;
        let mut a = (y - (y + (x * e0).sin()).tanh()).tanh();
        let mut m7 = (y - (if i0 % 2 == 1 { (y + (e0 + e0)).tanh() } else { -(e0) })).tanh();
        if (y * a).max(q[1]) > 1.1 {
            if i0 % 2 == 0 {}
            let mut m8 = (y - ((y + (x * p[1]).sin()).tanh() - (y + e0).tanh())).tanh();
            a = (((m8) / (2.0 + (x - x).cos())) - (y * x).max(y));
        } else {
            if (a + x) > 0.3 {
                let mut r9 = [(y * m7), -0.7, (q[i0 % 3] + y)];
            } else {
                (a, m7) = (e0, a);
            }
        }
        for i1 in 0..n {
            for i2 in 0..3 {
                let v10 = (x
                    + ((if p[i2 % 3] > 1.5 { -(e0) } else { (0.3 * q[i0 % 3]) })
                        + (m7 * (y + x).tanh())))
                .sin();
            }
            for i2 in 1..n {
                m7 = (((m7) / (2.0 + (x - 0.5).cos())) - (x * y));
                m7 += a;
            }
            if (y + m7).tanh() > -0.7 {
                let mut r11 = [-(e0), 1.1, (a * q[i1 % 3])];
                r11[(i1 + 1) % 3] -= (x - r11[i1 % 3]).sin();
            } else {
                let mut m12 = (y - q[i1 % 3]).tanh();
            }
        }
    }
    if y > 1.5 {
        let mut c = (y - 1.5).tanh();
    } else {
        for i1 in (0..3).rev() {
            if i1 % 2 == 1 {
            } else {
            }
            let mut r14 = [(x * x).sin(), 1.1, (y * y)];
            for i2 in (0..5).step_by(2) {
                r14[2] = (x - (x * ((x * r14[(i2 + 1) % 3]) - q[2]))).sin();
                let mut a = (y
                    - (if i1 % 2 == 0 {
                        r14[(i2 + 1) % 3]
                    } else {
                        (0.3 - (y + p[i1 % 3]).tanh())
                    }))
                .tanh();
            }
            r14[i1 % 3] = (x - -(-((x) / (2.0 + (x - -0.7).cos())))).sin();
        }
    }
    for i0 in 0..n {
        if i0 % 2 == 0 {
            let mut m16 = (y
                - (y + (y * (y * y).max(q[i0 % 3])).max((if x > -0.7 { y } else { 0.3 }))).tanh())
            .tanh();
            let b = (x
                + (if ((m16) / (2.0 + (x - y).cos())) > 1.5 { m16 } else { (y + m16).tanh() }))
            .sin();
            let mut a =
                (y - (y + (if i0 % 2 == 1 { (1.1 * x) } else { (y * y).max(1.5) })).tanh()).tanh();
        } else {
            let mut m19 = (y
                - (if (x + x) > 1.1 {
                    q[1]
                } else {
                    (y * (x * y).sin()).max(((y) / (2.0 + (x - x).cos())))
                }))
            .tanh();
        }
    }
    let v20 = (x + q[1]).sin();
    if (1.1 * 1.5) > 1.1 {
        for i1 in (1..4).rev() {
            if (v20 + y) > 1.1 {
            } else {
            }
            for i2 in (1..4).rev() {
                let mut m21 = (y - v20).tanh();
            }
            let mut m22 = (y
                - (if i1 % 2 == 0 {
                    (if i1 % 2 == 0 { (y * y) } else { -(y) })
                } else {
                    -(y * 2.0)
                }))
            .tanh();
        }
    }
    p[1] + y + q[1] + p[0] + v20
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
    if p[2] > -0.7 {
        let v1 = (x + ((x * (p[2] + y)) / (2.0 + (x - y).cos()))).sin();
        if p[0] > 2.0 {
            if (p[1] * y) > -0.7 {
            } else {
                let v2 = (x + x).sin();
                let mut m3 = (y - -((p[0] - v1) + ((v2) / (2.0 + (x - q[0]).cos())))).tanh();
            }
            for i2 in 1..n {
                let v4 = (x + p[i2 % 3]).sin();
            }
        }
    } else {
        if x > -0.7 {
            let v5 = (x + (y * x).max(-0.7)).sin();
            let mut m6 = (y - (-(y) * x)).tanh();
        }
    }
    let mut a = (y - (x * ((y + y).tanh() * ((x) / (2.0 + (x - y).cos()))))).tanh();
    a *= (((a) / (2.0 + (x - p[1]).cos())) + ((a) / (2.0 + (x - a).cos())));
    a *= (y + (y * 1.1).max(a)).tanh();
    if y > 1.1 {
        if (x * q[0]) > 0.3 {
            for (i2, e2) in q.iter().enumerate() {
                let e2 = *e2;
                a += (x * (x * a).sin()).sin();
                let a = (x + p[(i2 + 1) % 3]).sin();
            }
            let mut b = (y - x).tanh();
            let mut m10 = (y - b).tanh();
        } else {
            let mut r11 = [(p[2] * x), 1.1, (y + a).tanh()];
            for i2 in (0..3).rev() {
                a *= (if i2 % 2 == 1 { (a - x) } else { (1.5 - y) });
                let v12 = (x + a).sin();
            }
        }
        if -(x) > 1.1 {
            if -(q[1]) > 0.3 {
                a -= (y + p[0]).tanh();
                let mut m13 = (y
                    - (y + (if (if a > -0.7 { a } else { y }) > 0.5 {
                        (if (y + y).tanh() > 0.3 { p[1] } else { a })
                    } else {
                        (a - y)
                    }))
                    .tanh())
                .tanh();
            } else {
                let mut m14 = (y - 0.3).tanh();
                let mut r15 = [0.0; 3];
            }
        } else {
            if y > 1.5 {}
            let mut m16 = (y - -(-(q[2]))).tanh();
            let mut a = (y - -(0.5)).tanh();
        }
        for i1 in 0..3 {
            a *= (x * (y + p[i1 % 3]).tanh()).sin();
            for i2 in (0..3).rev() {}
        }
    }
    let mut a = (y - (x * p[2]).sin()).tanh();
    x + p[0] + q[1] + p[1] + q[0]
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
    if p[0] > 0.5 {
        if y > 0.3 {
            let mut m1 = (y - (y + -0.7).tanh()).tanh();
            for i2 in (1..4).rev() {
                m1 = q[0];
                m1 += ((0.3) / (2.0 + (x - (y * q[2]).max(x)).cos()));
                m1 *= (y * ((y) / (2.0 + (x - m1).cos()))).max((p[1] * y));
            }
            let mut b = (y - x).tanh();
        } else {
            if (x * p[1]).sin() > 2.0 {
            } else {
                let mut m3 = (y - -(y * ((x) / (2.0 + (x - y).cos())))).tanh();
            }
            if -(x) > 2.0 {}
        }
        let v4 = (x + (if (p[0] * 2.0) > 0.3 { y } else { 0.5 })).sin();
        let mut m5 = (y - ((y * x).max((y + y).tanh()) * y)).tanh();
    }
    let mut m6 = (y - x).tanh();
    let mut c = (y - m6).tanh();
    m6 -= -((x * y).sin());
    p[2] + p[0] + q[2] + x + y
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
