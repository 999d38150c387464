//! Arrays whose last version is seen in a part of the function only: behind an early return, in an arm, as a
//! copy in an iteration. What is read elsewhere must be what stands there.

use chainrule::{Differentiable, differentiate};

#[derive(Clone, Differentiable)]
struct Body {
    x: f64,
    v: f64,
}

#[differentiate(hessian)]
fn moved(body: &mut Body, k: f64) {
    body.x = (body.x * k).sin() + body.v * body.v;
    body.v *= body.x;
}

#[derive(Clone, Differentiable)]
struct Swarm {
    bodies: Vec<Body>,
    k: f64,
}

against_differences! {
    overwritten_behind_a_return(x, n) {
        let mut y = x.to_vec();
        let mut t = x[0] * 0.5;
        if n > 9 {
            return t;
        }
        for i in 0..n {
            if n < 9 {
                t += (y[i] * 0.4).sin();
                y[i] = 0.5;
            }
        }
        t * y[0]
    }
    filled_behind_a_return(x, n) {
        let mut d = vec![0.7; n + 1];
        if x[0] > 5.0 {
            return d[0] * x[0];
        }
        for i in 0..n {
            d[i + 1] = d[i] * d[i] + x[i];
        }
        d.iter().map(|v| v * v).sum()
    }
    changed_before_and_behind_returns(x, n) {
        let mut d = x[..n].to_vec();
        for i in 1..n {
            d[i] = (d[i - 1] * d[i]).sin();
        }
        if x[0] > 5.0 {
            return d[n - 1] * d[0];
        }
        for i in 1..n {
            d[i] = d[i] * d[i - 1] + 0.3 * d[i] * d[i];
        }
        if d[0] > 5.0 {
            return d[n - 1] * x[0];
        }
        for i in (0..n - 1).rev() {
            d[i] *= d[i + 1];
        }
        d.iter().map(|v| v * v).sum()
    }
    a_return_in_the_middle_of_a_loop(x, n) {
        let mut d = x[..n].to_vec();
        for i in 1..n {
            if x[i] > 5.0 {
                return d[i] * d[i];
            }
            d[i] = d[i - 1] * d[i] * x[i];
        }
        d.iter().map(|v| v * v).sum()
    }
    a_copy_in_an_arm(x, n) {
        let mut d = x[..n].to_vec();
        for i in 1..n {
            d[i] = (d[i - 1] * d[i]).sin();
        }
        let mut s = 0.0;
        if n > 1 {
            let mut e = d.clone();
            for i in 1..n {
                e[i] = e[i] * e[i - 1] * e[i];
            }
            s = e[n - 1] * e[0];
        }
        s + d.iter().map(|v| v * v).sum::<f64>()
    }
    a_copy_in_an_iteration(x, n) {
        let mut d = x[..n].to_vec();
        for i in 1..n {
            d[i] = (d[i - 1] * d[i]).sin();
        }
        let mut s = 0.0;
        for t in 0..n {
            let mut e = d.clone();
            for i in 1..n {
                e[i] = e[i] * e[i - 1] + x[t * n + i];
            }
            s += e[n - 1] * e[0] * d[n - 1];
        }
        s
    }
    copies_that_go_their_own_ways(x, n) {
        let mut d = x[..n].to_vec();
        let mut s = 0.0;
        for t in 0..n {
            let mut e = d.clone();
            for i in 1..n {
                e[i] *= d[i - 1] * e[i - 1];
            }
            for i in 1..n {
                d[i] = (d[i] + e[i - 1]).sin() * x[t];
            }
            s += e[n - 1] * d[n - 1];
        }
        s
    }
    bodies_behind_a_return(x, n) {
        let mut t = x[0] * 0.5;
        if t > 5.0 {
            return t;
        }
        let bodies = vec![Body { x: 0.5, v: x[0] }, Body { x: x[n - 1], v: 0.4 }];
        let mut w = Swarm { bodies, k: x[0] };
        let Swarm { bodies, k } = &mut w;
        bodies[0].x *= *k;
        *k += bodies[1].v;
        for body in w.bodies.iter_mut() {
            moved(body, x[n - 1]);
        }
        for body in &w.bodies {
            t += (body.x * body.v).sin() * 0.5;
        }
        t * w.k
    }
    bodies_in_rounds(x, n) {
        let mut bodies = [Body { x: 0.5, v: x[0] }, Body { x: x[n - 1], v: 0.4 }];
        for i in 0..n {
            let first = bodies[0].x;
            for body in bodies.iter_mut() {
                moved(body, x[i] * first);
            }
        }
        bodies[0].x + bodies[1].v
    }
    rows_that_are_replaced(x, n) {
        let mut d = [x[..n].to_vec(), x[..n].to_vec()];
        for i in 0..n {
            let s: f64 = d[0].iter().sum();
            d[0] = d[1].iter().map(|v| v * x[i]).collect();
            d[1][i] = s.sin();
        }
        d[0].iter().zip(&d[1]).map(|(a, b)| a * b).sum()
    }
    // What is written in an arm stands in the array only if the arm was taken.
    written_in_an_arm(x, n) {
        let t = x[0] * 0.5;
        let mut d = x.to_vec();
        for i in 1..n {
            d[i] *= d[i - 1] * t;
        }
        if x[0] > 0.45 {
            d[0] = t;
        } else {
            d[n - 1] *= x[n / 2].tanh();
        }
        d.iter().map(|v| v * v).sum::<f64>() + t * x[n - 1] * t
    }
    written_in_some_rounds(x, n) {
        let mut d = x[..n].to_vec();
        for i in 1..n {
            d[i] = d[i] * d[i - 1];
        }
        let mut t = x[0].sin();
        for i in 0..n {
            let u = t * x[i];
            if i % 2 == 1 {
                d[i] = u;
            }
            t += u * u * d[n - 1 - i];
        }
        d.iter().map(|v| v * v).sum::<f64>() * t
    }
    written_in_no_round(x, n) {
        let t = x[0] * x[n - 1];
        let mut d = x[..n].to_vec();
        for i in 1..n {
            d[i] = d[i] * d[i - 1];
        }
        for i in n..n + n / 9 {
            d[i - n] = t;
        }
        d.iter().map(|v| v * v).sum::<f64>() * t
    }
    written_by_strides_in_an_arm(x, n) {
        let mut d = x[..n].to_vec();
        let t = x[n / 2].cos();
        if n > 2 {
            for e in d.iter_mut().step_by(2) {
                *e = *e * t;
            }
        } else {
            d[0] = t * d[0];
        }
        d.iter().map(|v| v * v).sum::<f64>() * t
    }
}

/// What an arm has written is not read back outside of it, where all is computed again.
#[test]
fn a_number_written_in_an_arm_only() {
    #[differentiate(checkpoint)]
    fn f(x: &[f64]) -> f64 {
        let t = x[0] * 0.5;
        let mut w =
            Swarm { bodies: vec![Body { x: x[1], v: 1.3 }, Body { x: t, v: x[0] }], k: x[2] };
        for body in w.bodies.iter_mut() {
            moved(body, 0.8);
        }
        if x[0] > 0.45 {
            w.bodies[0].v = t;
        } else {
            w.bodies[1].x *= x[2].tanh();
        }
        let mut s = 0.4;
        for body in &w.bodies {
            s += (body.x * body.v).sin() * 0.5;
        }
        s + t * x[1] + w.k
    }
    for first in [0.3, 0.6] {
        let at = [first, 0.8, -0.4];
        for (i, ours) in f::gradient(&at).into_iter().enumerate() {
            let moved = |h: f64| {
                let mut at = at;
                at[i] += h;
                f(&at)
            };
            let slope = (moved(1e-5) - moved(-1e-5)) / 2e-5;
            assert!((ours - slope).abs() < 1e-8, "{first}: {i}: {ours} for {slope}");
        }
    }
}
