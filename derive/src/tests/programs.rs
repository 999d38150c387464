//! The corpus: small functions, their arguments, and what rustc makes of them.

use super::pipeline::logistic;
use crate::ir::interpret::{Nd, Value};

/// A function as text, with arguments and the value that it must have there.
pub struct Program {
    /// Its name.
    pub name: &'static str,
    /// What the macro sees.
    pub source: &'static str,
    /// Arguments.
    pub args: Vec<Value>,
    /// Its value there.
    pub expected: Value,
}

/// A function that is compiled here and is text at the same time.
macro_rules! program {
    (fn $name:ident($($param:ident: $ty:ty),*) -> $out:ty $body:block with $($arg:expr),*) => {{
        fn $name($($param: $ty),*) -> $out $body
        Program {
            name: stringify!($name),
            source: stringify!(fn $name($($param: $ty),*) -> $out $body),
            args: vec![$(Value::from($arg)),*],
            expected: Value::from($name($($arg),*)),
        }
    }};
}

/// All programs.
pub fn all() -> Vec<Program> {
    [scalars(), branches(), loops(), containers(), arrays(), layers()]
        .into_iter()
        .flatten()
        .collect()
}

/// The program of a name.
pub fn source(name: &str) -> &'static str {
    all().into_iter().find(|program| program.name == name).expect("a program of the corpus").source
}

fn scalars() -> Vec<Program> {
    vec![
        program! { fn r(x: f64, y: f64, z: f64) -> f64 {
            let u = x * x;
            let v = u + y;
            let w = z * v;
            w * w
        } with 1.0, 2.0, 4.0 },
        program! { fn quotient(x: f64, y: f64) -> f64 { -x / (y - 2.0 * x) + 1.0 / y } with 0.3, 1.7 },
        program! { fn transcendental(x: f64, y: f64) -> f64 {
            (x * y).sin() * x.exp() + y.ln().tanh() - (x / y).atan2(x + y)
        } with 0.6, 1.9 },
        program! { fn powers(x: f64, y: f64, n: i32) -> f64 {
            x.powi(3) + x.powi(n) * y.powf(x) - y.sqrt() * 2f64.powf(y)
        } with 1.3, 0.8, -2 },
        program! { fn overwritten(x: f64) -> f64 {
            let mut s = x;
            s = s * s;
            let x = s + 1.0;
            s *= x;
            s - x
        } with 0.9 },
        program! { fn pair(x: f64, y: f64) -> (f64, f64) {
            let (a, b) = (x * y, x + y);
            (a * b, b.sin())
        } with 0.4, 1.1 },
    ]
}

fn branches() -> Vec<Program> {
    vec![
        program! { fn leaky(x: f64, slope: f64) -> f64 {
            if x > 0.0 { x * x } else { slope * x }
        } with -0.7, 0.1 },
        program! { fn nested(x: f64, y: f64) -> f64 {
            let mut s = x * y;
            if x > 0.0 {
                if y > 1.0 { s += x.exp(); } else { s *= y; }
                s = s * s;
            }
            s + x
        } with 0.8, 0.5 },
        program! { fn kept(x: f64, y: f64) -> f64 {
            let z = if x > y { (x * y).exp().sin() } else { (x - y).cos() };
            z * z * x
        } with 1.2, 0.7 },
        program! { fn guarded(x: f64) -> f64 { if x > 0.0 { x.sqrt() } else { 0.0 } } with 0.4 },
        program! { fn chosen(x: f64, n: usize) -> f64 {
            match n { 0 => x, 1 | 2 => x * x, _ => x.sin() }
        } with 1.4, 2 },
    ]
}

#[allow(clippy::needless_range_loop, reason = "users write such loops")]
fn loops() -> Vec<Program> {
    vec![
        program! { fn power(x: f64, n: usize) -> f64 {
            let mut s = 1.0;
            for _ in 0..n { s *= x; }
            s
        } with 1.1, 5 },
        program! { fn iterated(x: f64, n: usize) -> f64 {
            let mut s = x;
            for _ in 0..n { s = (s * x).sin() + s; }
            s
        } with 0.7, 4 },
        program! { fn fibonacci(x: f64, y: f64) -> f64 {
            let mut a = x;
            let mut b = y;
            for _ in 0..4 { let c = a * b; a = b; b = c; }
            b
        } with 0.9, 1.2 },
        program! { fn horner(c: &[f64], x: f64) -> f64 {
            let mut s = 0.0;
            for a in c.iter().rev() {
                s = s * x + a;
            }
            s
        } with &[0.5, -1.0, 2.0, 0.25][..], 1.3 },
        program! { fn double_sum(c: &[f64], x: f64) -> f64 {
            let mut s = 0.0;
            for i in 0..c.len() {
                let mut p = x;
                for j in i..c.len() {
                    p *= c[j];
                    s += p.sin();
                }
            }
            s
        } with &[0.5, -1.0, 2.0][..], 1.3 },
        program! { fn clipped(c: &[f64]) -> f64 {
            let mut s: f64 = 0.0;
            for x in c {
                if *x > 0.0 {
                    s += x * x * s.cos();
                } else {
                    s -= x.exp();
                }
            }
            s
        } with &[0.5, -1.0, 2.0, 0.1][..] },
        program! { fn stride(c: &[f64]) -> f64 {
            let mut s = 1.0;
            for i in (1..c.len()).step_by(2) {
                s *= c[i] + c[i - 1];
            }
            s
        } with &[0.5, -1.0, 2.0, 0.1, 3.0][..] },
        program! { fn weighted(a: &[f64], b: &[f64]) -> f64 {
            let mut s = 0.0;
            for (i, (x, y)) in a.iter().zip(b).enumerate() {
                s += (i as f64) * x * y;
            }
            s
        } with &[0.5, -1.0, 2.0][..], &[1.5, 0.7, -0.2][..] },
    ]
}

#[allow(clippy::needless_range_loop, reason = "users write such loops")]
fn containers() -> Vec<Program> {
    vec![
        program! { fn rosenbrock(x: &[f64]) -> f64 {
            let mut s = 0.0;
            for i in 0..x.len() - 1 {
                let a = x[i + 1] - x[i] * x[i];
                let b = 1.0 - x[i];
                s += 100.0 * a * a + b * b;
            }
            s
        } with &[-1.2, 1.0, 0.8, 0.5][..] },
        program! { fn elements(p: [f64; 3]) -> f64 {
            let [a, b, _] = p;
            a * b + p[2] * a.exp()
        } with [0.3, 0.7, -0.4] },
        program! { fn swapped(x: f64, y: f64) -> [f64; 2] {
            let mut v = [x * y, y];
            let t = v[0];
            v[0] = v[1] * t;
            v[1] += t;
            v
        } with 0.6, 1.7 },
        program! { fn point(p: (f64, f64), k: f64) -> f64 {
            p.0 * p.1.sin() + k * p.0
        } with (0.6, 1.7), 0.2 },
        program! { fn pushed(x: &[f64]) -> f64 {
            let mut v: Vec<f64> = Vec::new();
            for i in 0..x.len() {
                v.push(x[i] * x[0]);
                v.extend_from_slice(&x[..i]);
            }
            v.truncate(7);
            let mut s = v[v.len() - 1];
            for i in 1..v.len() { s += v[i] * v[i - 1]; }
            s
        } with &[-1.2, 1.0, 0.8, 0.5][..] },
        program! { fn popped(x: &[f64]) -> f64 {
            let mut stack = vec![0.5];
            let mut s = 0.0;
            for i in 0..x.len() {
                stack.push(x[i] * stack[i / 2]);
                stack.push(x[i].sin());
                s += stack.pop().unwrap() * stack[0];
            }
            while let Some(e) = stack.pop() { s += e * e * s; }
            s
        } with &[-1.2, 1.0, 0.8, 0.5][..] },
        program! { fn prefix(x: [f64; 4]) -> f64 {
            let mut v = [0.0; 4];
            v[0] = x[0];
            for i in 1..4 { v[i] = v[i - 1] * x[i]; }
            v[3] + v[1]
        } with [0.6, 1.7, 0.3, -2.0] },
    ]
}

fn arrays() -> Vec<Program> {
    let (a, w) =
        (Nd::new(&[3], &[0.5, -0.3, 0.9]), Nd::new(&[2, 3], &[1.0, 0.2, -0.7, 0.4, 1.5, 0.1]));
    let centered = a.map(|x| x - a.sum() / 3.0);
    vec![
        Program {
            name: "energy",
            source: "fn energy(w: &Array2<f64>, a: &Array1<f64>) -> f64 {
                let h = w.dot(a);
                h.dot(&h)
            }",
            args: vec![Value::from(&w), Value::from(&a)],
            expected: Value::Real(w.dot(&a).dot(&w.dot(&a)).data[0]),
        },
        Program {
            name: "variance",
            source: "fn variance(a: &Array1<f64>) -> f64 {
                let d = a - a.mean().unwrap();
                (&d * &d).sum() / a.len() as f64
            }",
            args: vec![Value::from(&a)],
            expected: Value::Real(centered.dot(&centered).data[0] / 3.0),
        },
        Program {
            name: "broadcast",
            source: "fn broadcast(w: &Array2<f64>, a: &Array1<f64>, s: f64) -> Array1<f64> {
                let h = (w + a).mapv(|x| (x * s).tanh());
                h.sum_axis(Axis(0)) * a
            }",
            args: vec![Value::from(&w), Value::from(&a), Value::Real(1.3)],
            expected: Value::Nd(
                w.zip(&a, |x, y| ((x + y) * 1.3).tanh()).sum_axis(0).zip(&a, |x, y| x * y),
            ),
        },
        Program {
            name: "captured",
            source: "fn captured(w: &Array2<f64>, a: &Array1<f64>, s: f64) -> f64 {
                let p = (s, s * s);
                w.mapv(|x| x * a[1] + p.1 * a.sum()).sum()
            }",
            args: vec![Value::from(&w), Value::from(&a), Value::Real(1.3)],
            // Σ (x · a₁ + s² · Σ a) over six elements whose sum is 2.5.
            expected: Value::Real(2.5 * -0.3 + 6.0 * 1.69 * 1.1),
        },
        Program {
            name: "products",
            source: "fn products(w: &Array2<f64>) -> f64 {
                let mut s = 0.0;
                for row in w.rows() { s += row[0] * row[1]; }
                s * w[[1, 2]] + w.t().dot(w).sum()
            }",
            args: vec![Value::from(&w)],
            expected: Value::Real((1.0 * 0.2 + 0.4 * 1.5) * 0.1 + w.transposed().dot(&w).sum()),
        },
    ]
}

fn layers() -> Vec<Program> {
    let x = Nd::new(&[2, 3], &[0.5, -0.3, 0.9, 1.2, 0.1, -0.8]);
    let w = Nd::new(&[2, 3], &[1.0, 0.2, -0.7, 0.4, 1.5, 0.1]);
    let b = Nd::new(&[2], &[0.3, -0.1]);
    let hidden = x.dot(&w.transposed()).zip(&b, |x, y| x + y).map(logistic);
    vec![Program {
        name: "layer",
        source: "fn layer(x: &Array2<f64>, w: &Array2<f64>, b: &Array1<f64>) -> Array2<f64> {
            let z = linear(x, w, b);
            sigmoid(&z)
        }",
        args: vec![Value::Nd(x), Value::Nd(w), Value::Nd(b)],
        expected: Value::Nd(hidden),
    }]
}
