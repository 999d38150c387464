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
}
