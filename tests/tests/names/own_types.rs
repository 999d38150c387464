//! Structs of the user's that are called like types of the standard library and of `ndarray`.

use chainrule_tests::{assert_all_close, assert_close, difference};

/// As they are written: nothing of the standard library under these names is left.
mod plain {
    use chainrule::{Differentiable, differentiate};

    #[derive(Clone, Copy, Differentiable)]
    pub struct Option {
        pub x: f64,
        pub y: f64,
    }

    #[derive(Clone, Copy, Differentiable)]
    pub struct Vec {
        pub x: f64,
        pub y: f64,
    }

    #[derive(Clone, Copy, Differentiable)]
    pub struct Result(pub f64, pub f64);

    #[derive(Clone, Copy, Differentiable)]
    pub struct Box<const N: usize> {
        pub low: [f64; N],
        pub high: [f64; N],
    }

    #[derive(Clone, Differentiable)]
    pub struct Array {
        pub cells: [Option; 2],
    }

    #[derive(Clone, Copy)]
    pub struct Range(pub usize);

    #[derive(Clone, Copy, Differentiable)]
    pub struct HashMap {
        pub at: Vec,
    }

    #[differentiate(jvp)]
    pub fn option(o: &Option, x: &[f64]) -> f64 {
        let mut s = o.x;
        for v in x {
            s = s * v + o.y;
            if s > 3.0 {
                break;
            }
        }
        s
    }

    #[differentiate(hessian)]
    pub fn vec(x: f64) -> f64 {
        let mut a = Vec { x, y: 2.0 * x };
        a.y *= a.x;
        let Vec { x: p, y: q } = a;
        shifted(&a, p) * q
    }

    #[differentiate(hessian)]
    pub fn shifted(a: &Vec, by: f64) -> f64 {
        a.x * a.y + by
    }

    #[differentiate(jvp)]
    pub fn both(x: f64) -> Result {
        let r = Result(x * x, x.sin());
        Result { 0: r.0 * r.1, ..r }
    }

    #[differentiate(jvp)]
    pub fn sum(x: f64) -> f64 {
        let r = both(x);
        r.0 + r.1
    }

    #[differentiate(jvp)]
    pub fn volume(b: &Box<2>) -> f64 {
        let mut v = 1.0;
        for i in 0..2 {
            v *= b.high[i] - b.low[i];
        }
        v
    }

    #[differentiate(jvp)]
    pub fn cells(a: &Array, m: HashMap, #[constant] r: Range) -> f64 {
        let mut s = m.at.x;
        for o in &a.cells {
            s *= o.x + o.y * m.at.y;
        }
        s * r.0 as f64
    }

    #[differentiate(jvp)]
    pub fn many(w: &[Option], v: &std::vec::Vec<Vec>) -> f64 {
        let mut s = 0.0;
        for (o, v) in w.iter().zip(v) {
            s += o.x * v.y - o.y * v.x;
        }
        s
    }
}

#[test]
fn a_name_without_arguments_is_that_of_a_struct() {
    use plain::{Array, Box, HashMap, Option, Range, Vec};
    let x = [0.5, 0.7];
    let (d, x_bar) = plain::option::gradient(&Option { x: 1.2, y: 0.3 }, &x);
    // (1.2 a + 0.3) b + 0.3
    assert_all_close(&[d.x, d.y], &[0.35, 1.7]);
    assert_all_close(&x_bar, &[1.2 * 0.7, 1.2 * 0.5 + 0.3]);
    assert_close(plain::vec::gradient(0.6), difference(plain::vec, 0.6));
    assert_close(plain::vec::hessian(0.6)[0][0], difference(plain::vec::gradient, 0.6));
    assert_close(plain::sum::gradient(0.6), difference(plain::sum, 0.6));
    let d = plain::volume::gradient(&Box { low: [0.0, 1.0], high: [2.0, 4.0] });
    assert_all_close(&d.low, &[-3.0, -2.0]);
    assert_all_close(&d.high, &[3.0, 2.0]);
    let cells = [Option { x: 1.0, y: 2.0 }, Option { x: 3.0, y: 4.0 }];
    let map = HashMap { at: Vec { x: 0.5, y: 2.0 } };
    // 3 x (1 + 2 y) (3 + 4 y)
    let (a, m) = plain::cells::gradient(&Array { cells }, map, Range(3));
    assert_all_close(&[m.at.x, m.at.y], &[165.0, 1.5 * (2.0 * 11.0 + 4.0 * 5.0)]);
    assert_all_close(&[a.cells[0].x, a.cells[1].y], &[16.5, 15.0]);
    let (w, v) = plain::many::gradient(&cells, &vec![Vec { x: 5.0, y: 6.0 }; 2]);
    assert_all_close(&[w[1].x, w[1].y, v[0].x, v[0].y], &[6.0, -5.0, -2.0, 1.0]);
}
