//! Runs of a sequence whose ends ask for its length, borrowed to be changed: the length is asked for before.

use chainrule::differentiate;

use super::compare::{curvature, gradient, point, tangent};

#[differentiate(hessian)]
fn bumped(s: &mut f64, by: f64) -> f64 {
    *s = *s * 0.7 + by.cos();
    *s * by
}

#[differentiate(hessian)]
fn scaled(v: &mut [f64], by: f64) {
    for e in v.iter_mut() {
        *e *= by * *e;
    }
}

/// Bodies that change a fixed array and a vector alike, with and without snapshots.
macro_rules! runs {
    ($($name:ident($x:ident, $c:ident) { $($body:tt)* })*) => {$(
        #[test]
        fn $name() {
            runs!(@ $x, $c, checkpoint, ([$x[0], $x[1], $x[2], $x[3]]), $($body)*);
            runs!(@ $x, $c, jvp, ([$x[0], $x[1], $x[2], $x[3]]), $($body)*);
            runs!(@ $x, $c, checkpoint, ($x.to_vec()), $($body)*);
            runs!(@ $x, $c, jvp, ($x.to_vec()), $($body)*);
        }
    )*};
    (@ $x:ident, $c:ident, $option:ident, ($value:expr), $($body:tt)*) => {{
        #[differentiate(hessian, $option)]
        fn f($x: &[f64]) -> f64 {
            let mut $c = $value;
            $($body)*
            let mut sum = 0.0;
            for i in 0..$c.len() {
                sum += $c[i] * $c[i] * $x[i];
            }
            sum
        }
        let at = point(4);
        gradient(&at, f, f::gradient);
        tangent(&at, f, f::gradient, f::jvp);
        curvature(&at, f::gradient, f::hvp);
    }};
}

runs! {
    chunks_of_one(x, c) {
        for a in c.chunks_mut(1).map(|p| &mut p[0]) {
            let _ = bumped(a, x[2]);
        }
    }
    chunks_that_leave_a_rest(x, c) {
        for p in c.chunks_mut(3) {
            scaled(p, x[1]);
        }
    }
    chunks_behind_the_first(x, c) {
        for p in c[1..].chunks_mut(2) {
            scaled(p, x[1]);
            bumped(&mut p[0], x[0]);
        }
    }
    an_element_of_a_run(x, c) {
        for i in 0..3 {
            let end = (i + 2).min(c.len());
            bumped(&mut c[i..end][0], x[i]);
        }
    }
}
