//! Mutable slices that are written in branches, in loops and after early returns: whole elements, whole
//! slices, and in nested loops.

use chainrule::{Differentiable, differentiate};

use super::compare::{curvature, gradient, point, tangent};

#[differentiate(hessian)]
fn grow(a: &mut [f64], b: &[f64], k: f64) {
    for i in 0..a.len() {
        a[i] += k * b[i % b.len()] * a[i];
    }
}

/// Functions of rows and a flag, each called with both.
macro_rules! of_rows {
    ($($name:ident($a:ident, $b:ident, $c:ident) $body:block)*) => {$(
        #[test]
        fn $name() {
            #[differentiate(hessian)]
            fn change($a: &mut [Vec<f64>], $b: &mut [Vec<f64>], $c: bool) $body
            #[differentiate(hessian)]
            fn f(x: &[f64]) -> f64 {
                let mut a = vec![vec![x[0], x[1]], vec![x[2], x[3]], vec![x[1] * x[2], x[0]], vec![x[3]; 2]];
                let mut b = vec![vec![x[3], x[0]], vec![x[1] * x[1], x[2]], vec![x[2], x[2]]];
                change(&mut a, &mut b, true);
                change(&mut b, &mut a[..3], false);
                let mut s = 0.0;
                for (i, row) in a.iter().chain(&b).enumerate() {
                    s += row[0] * row[1] * (i as f64 + 1.0) + row[1].sin();
                }
                s
            }
            let at = point(4);
            gradient(&at, f, f::gradient);
            tangent(&at, f, f::gradient, f::jvp);
            curvature(&at, f::gradient, f::hvp);
        }
    )*};
}

of_rows! {
    swapped_in_a_branch(a, _b, c) {
        if c {
            a.swap(3, 1);
        }
        a[0][1] *= 2.0;
    }
    swapped_in_a_loop(a, b, _c) {
        for k in 0..2 {
            a.swap(k, 1 + k);
            b[k][0] *= a[k][1];
        }
    }
    pivoted(a, b, c) {
        for k in 0..2 {
            let mut p = k;
            for i in k..a.len() {
                if a[i][k].abs() > a[p][k].abs() {
                    p = i;
                }
            }
            if p != k || c {
                a.swap(p, k);
                b.swap(p % 3, k);
            }
            for i in k + 1..a.len() {
                let f = a[i][k] / a[k][k];
                for j in k..2 {
                    a[i][j] -= f * a[k][j];
                }
            }
        }
    }
    by_hand(a, _b, c) {
        if c {
            let t = a[0].clone();
            a[0] = a[3].clone();
            a[3] = t;
        }
    }
    with_another(a, b, c) {
        if c {
            b[2] = a[1].clone();
            std::mem::swap(&mut a[0], &mut b[2]);
        }
    }
    taken_out(a, b, c) {
        if c {
            let t = std::mem::replace(&mut a[0], b[1].clone());
            b[1] = t;
        }
    }
    of_two_halves(a, _b, c) {
        if c {
            let (l, r) = a.split_at_mut(1);
            std::mem::swap(&mut l[0], &mut r[1]);
        }
    }
    by_calls(a, b, _c) {
        for _ in 0..2 {
            grow(&mut a[0], &b[1], 0.3);
            let (u, l) = a.split_at_mut(2);
            grow(&mut u[1], &l[0], 0.5);
        }
    }
    rows_reduced(a, b, c) {
        if c {
            for i in 1..3 {
                let m = a[i][0];
                for j in 0..2 {
                    a[i][j] -= m * a[0][j];
                }
                b[i][1] += m;
            }
        }
    }
}

#[derive(Clone, Differentiable)]
struct Node {
    u: f64,
    w: [f64; 2],
}

#[differentiate(hessian)]
fn nodes(a: &mut [Node], c: bool) {
    if c {
        a.swap(0, 2);
    }
    if !c {
        a[1] = Node { u: 0.5, ..a[0].clone() };
    }
    for i in 1..3 {
        a[i].u *= a[i - 1].w[0];
    }
}

#[differentiate(hessian)]
fn of_structs(x: &[f64]) -> f64 {
    let mut a = vec![
        Node { u: x[0], w: [x[1], x[2]] },
        Node { u: x[1], w: [x[2], x[3]] },
        Node { u: x[2], w: [x[3], x[0]] },
    ];
    nodes(&mut a, true);
    nodes(&mut a, false);
    a[0].u * a[1].w[0] + a[1].u * a[2].w[1] + a[2].u
}

/// Functions of two slices of numbers.
macro_rules! of_numbers {
    ($($name:ident($u:ident, $v:ident, $c:ident) $body:block)*) => {$(
        #[test]
        fn $name() {
            #[differentiate(hessian)]
            fn change($u: &mut [f64], $v: &mut [f64], $c: bool) $body
            #[differentiate(hessian)]
            fn f(x: &[f64]) -> f64 {
                let (mut u, mut v) = (x.to_vec(), vec![x[1] * x[2], x[3], x[0], x[0] * x[0]]);
                change(&mut u, &mut v, true);
                change(&mut v, &mut u, false);
                let mut s = 0.0;
                for i in 0..4 {
                    s += u[i] * v[i] * (i as f64 + 1.0) + u[i].sin();
                }
                s
            }
            let at = point(4);
            gradient(&at, f, f::gradient);
            tangent(&at, f, f::gradient, f::jvp);
            curvature(&at, f::gradient, f::hvp);
        }
    )*};
}

of_numbers! {
    copied_after_a_return(u, v, c) {
        if c {
            return;
        }
        u.copy_from_slice(v);
        v[0] *= u[1];
    }
    nested_loops_after_a_return(u, v, c) {
        if c {
            return;
        }
        for _ in 0..2 {
            for i in 1..u.len() {
                u[i] = u[i].powi(2) * u[i - 1];
            }
        }
        u[0] *= 2.0 * v[0];
    }
    rounds_around_a_loop(u, _v, c) {
        if !c {
            return;
        }
        let mut k = 0;
        while k < 3 {
            for i in 1..u.len() {
                u[i] *= u[i - 1];
            }
            k += 1;
        }
        u[0] *= 2.0;
    }
    collected_in_rounds(u, _v, c) {
        if c {
            return;
        }
        for _ in 0..2 {
            let squares: Vec<f64> = u.iter().map(|a| a * a * 0.3).collect();
            for i in 0..u.len() {
                u[i] += squares[u.len() - 1 - i];
            }
        }
        u[0] *= 2.0;
    }
    sorted(u, _v, c) {
        if c {
            return;
        }
        for _ in 0..3 {
            for i in 1..u.len() {
                if u[i] < u[i - 1] {
                    u.swap(i, i - 1);
                }
            }
        }
        u[0] *= 2.0;
    }
    left_from_rounds(u, _v, c) {
        let mut rounds = 0;
        loop {
            for i in 1..u.len() {
                u[i] *= u[i - 1];
            }
            rounds += 1;
            if rounds > 2 && c {
                return;
            }
            if rounds > 1 {
                break;
            }
        }
        for i in 0..u.len() {
            u[i] *= u[i];
        }
    }
    halves_in_rounds(u, v, c) {
        if c {
            return;
        }
        for _ in 0..2 {
            let (a, b) = u.split_at_mut(1);
            grow(a, b, 0.4);
            grow(b, &v[1..], 0.3);
            v[0] *= b[0];
        }
        v[1] *= u[0];
    }
}

#[test]
fn elements_that_are_structs() {
    let at = point(4);
    gradient(&at, of_structs, of_structs::gradient);
    tangent(&at, of_structs, of_structs::gradient, of_structs::jvp);
    curvature(&at, of_structs::gradient, of_structs::hvp);
}
