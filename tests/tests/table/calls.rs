//! Closures, calls and operators.

use chainrule::{constant, differentiate};
use ndarray::Array1;

use crate::programs::Row;

const K: f64 = 0.7;
const STEP: f64 = 0.2;

pub const ROWS: &[Row] = &[
    row! { "closures"
        "local ones" (x, y) { let f = |a: f64| a * y; f(x[0]) + f(x[1] * y) }
        "also such as change what they capture" (x, y) {
            let mut s = y;
            let mut add = |a: f64| s += a * a;
            add(x[0]);
            add(x[1]);
            s * s
        }
        "functions inside the function" (x, y) {
            fn square(a: f64) -> f64 { a * a }
            square(x[0]) * square(y)
        }
        "with `?`" (x, y) {
            let product = |i: usize| Some(x.get(i)? * x.get(i + 1)?);
            product(0).unwrap_or(1.0) * product(5).unwrap_or(y)
        }
        "with `return`" (x, y) {
            let f = |a: f64| {
                if a > 0.5 {
                    return a * y;
                }
                a * a
            };
            f(x[0]) + f(x[1])
        }
    },
    row! { "functions that take functions"
        "`f: impl Fn(f64) -> f64`" (x, y) { middle(|a| a * a * y, x[0], x[1]) }
        with {
            #[differentiate]
            fn middle(f: impl Fn(f64) -> f64, a: f64, b: f64) -> f64 { f(0.5 * (a + b)) }
        }
        "`F: FnMut(f64)`" (x, y) {
            let mut sum = 0.0;
            each(|a| sum += a * y, x);
            sum * sum
        }
        with {
            #[differentiate]
            fn each<F: FnMut(f64)>(mut f: F, xs: &[f64]) {
                for x in xs {
                    f(*x * *x);
                }
            }
        }
        "behind `where`" (x, y) { twice(|a| a.sin() * y, x[0]) }
        with {
            #[differentiate]
            fn twice<F>(f: F, a: f64) -> f64 where F: Fn(f64) -> f64 { f(f(a)) }
        }
        "`&dyn Fn(f64) -> f64`" (x, y) { sum(&|a| a.sin() * y, x) }
        with {
            #[differentiate]
            fn sum(f: &dyn Fn(f64) -> f64, xs: &[f64]) -> f64 { xs.iter().map(|x| f(*x)).sum() }
        }
        "`fn(f64) -> f64`" (x, y) { y * at(f64::sin, x[0]) }
        with {
            #[differentiate]
            fn at(f: fn(f64) -> f64, a: f64) -> f64 { f(a * a) }
        }
        "several of them" (x, y) { both(|a| a * y, |a| a.sin(), x[0]) }
        with {
            #[differentiate]
            fn both(f: impl Fn(f64) -> f64, g: impl Fn(f64) -> f64, a: f64) -> f64 { f(g(a)) - g(f(a)) }
        }
        "of slices and arrays (`impl Fn(&[f64], &mut [f64])`)" (x, y) {
            let mut z = x.to_vec();
            step(|z, slope| for i in 0..z.len() { slope[i] = -y * z[i] * z[0]; }, &mut z);
            z[0] * z[1]
        }
        with {
            #[differentiate]
            fn step(f: impl Fn(&[f64], &mut [f64]), z: &mut [f64]) {
                let mut slope = vec![0.0; z.len()];
                f(z, &mut slope);
                for i in 0..z.len() {
                    z[i] += 0.1 * slope[i];
                }
            }
        }
        "given closures" (x, y) { let f = |a: f64| a * y; apply(f, x[0]) + apply(|a| f(a) + a, x[2]) }
        with {
            #[differentiate]
            fn apply(f: impl Fn(f64) -> f64, a: f64) -> f64 { f(a) * a }
        }
        "other differentiated functions by their paths (`area(bump, …)`)" (x, y) { area(bump, y) * x[0] }
        with {
            #[differentiate]
            fn bump(a: f64) -> f64 { (-a * a).exp() }
            #[differentiate]
            fn area(f: impl Fn(f64) -> f64, end: f64) -> f64 { (1..5).map(|i| f(end / i as f64)).sum() }
        }
        "parameters that are handed on (`inner(&f, …)`)" (x, y) { outer(|a| a * a * y, x[0]) }
        with {
            mod handing {
                use chainrule::differentiate;

                #[differentiate]
                pub fn inner(f: impl Fn(f64) -> f64, a: f64) -> f64 { f(a) * a }
                #[differentiate]
                pub fn outer(f: impl Fn(f64) -> f64, a: f64) -> f64 { inner(&f, a) + f(a) }
            }
            use handing::outer;
        }
        "methods in the same `impl` block or `mod`" compared {
            use integrators::{Rule, whole};
            checked!(
                |p: &(Rule, f64)| p.0.work(p.1),
                |p| Rule::work_gradient(&p.0, p.1),
                (Rule { stretch: 0.3 }, 1.7)
            )?;
            checked!(
                |p: &(Rule, f64)| whole(&p.0, p.1),
                |p| whole::gradient(&p.0, p.1),
                (Rule { stretch: 1.3 }, 0.7)
            )
        }
        with {
            #[differentiate]
            mod integrators {
                use chainrule::Differentiable;

                #[derive(Differentiable, Clone)]
                pub struct Rule { pub stretch: f64 }

                impl Rule {
                    pub fn each(&self, f: impl Fn(f64) -> f64, a: f64) -> f64 {
                        (0..3).map(|i| f(self.stretch * i as f64 + a)).sum()
                    }
                    pub fn work(&self, x: f64) -> f64 { self.each(|v| x * v.sin(), x) }
                }

                pub fn whole(rule: &Rule, x: f64) -> f64 { rule.each(|v| v * v * x, 1.0) }
            }
        }
    },
    row! { "calls"
        "of other differentiated functions" (x, y) { other(x[0], y) * other(y, y) }
        with {
            #[differentiate]
            fn other(a: f64, b: f64) -> f64 { a.sin() * b }
        }
        "of their derivatives" (x, y) {
            let (value, kept) = curved::forward(x[0], y);
            let (slope, _) = curved::backward(x[0], y, &kept, value);
            let bend = curved::hessian(x[1], y);
            curved::gradient(x[1], slope).1 * curved::jvp(x[0], y, bend[0][1], x[2]).1
        }
        with {
            #[differentiate(order = 3)]
            fn curved(a: f64, b: f64) -> f64 { a * a * b.sin() }
        }
        "of the function itself (recursion)" (x, y) { power(x[0], x.len()) * y }
        with {
            #[differentiate]
            fn power(a: f64, n: usize) -> f64 { if n == 0 { 1.0 } else { a * power(a, n - 1) } }
        }
        "also from other places" (x, y) { Rod { length: x[0] }.bent(y) * x[1] }
        with {
            #[derive(chainrule::Differentiable, Clone)]
            struct Rod { length: f64 }
            #[differentiate(hessian)]
            impl Rod {
                fn bent(&self, by: f64) -> f64 { self.length * self.length * by.cos() }
            }
        }
        "of two that call each other" (x, y) { even(x[0], x.len()) * y }
        with {
            #[differentiate]
            fn even(a: f64, n: usize) -> f64 { if n == 0 { a } else { a * odd(a, n - 1) } }
            #[differentiate]
            fn odd(a: f64, n: usize) -> f64 { if n == 0 { a } else { a.sin() * even(a, n - 1) } }
        }
        "of methods" compared {
            use oscillator::{Oscillator, work};
            checked!(
                |p: &(Oscillator, f64)| p.0.energy(p.1),
                |p| Oscillator::energy_gradient(&p.0, p.1),
                (Oscillator { stiffness: 0.3 }, 1.7)
            )?;
            checked!(
                |p: &(Oscillator, f64)| work(&p.0, p.1),
                |p| work::gradient(&p.0, p.1),
                (Oscillator { stiffness: 1.3 }, 0.7)
            )
        }
        with {
            #[differentiate]
            mod oscillator {
                use chainrule::Differentiable;

                #[derive(Differentiable, Clone)]
                pub struct Oscillator { pub stiffness: f64 }

                impl Oscillator {
                    pub fn force(&self, x: f64) -> f64 { -self.stiffness * x }
                    pub fn energy(&self, x: f64) -> f64 { -0.5 * self.force(x) * x }
                }

                pub fn work(o: &Oscillator, x: f64) -> f64 { o.force(x) * x }
            }
        }
        "with `&mut place` as an argument" (x, y) {
            let mut place = [y, x[0]];
            twice(&mut place);
            twice(&mut place[1..]);
            place[0] * place[1]
        }
        with {
            #[differentiate]
            fn twice(a: &mut [f64]) { for e in a { *e *= 2.0 * *e; } }
        }
        "of methods of types without derivatives" compared {
            checked!(|x: &f64| f(*x, "abc"), |x| f::gradient(*x, "abc"), 0.7)
        }
        with {
            #[differentiate]
            fn f(x: f64, #[constant] name: &str) -> f64 { x * x * name.len() as f64 }
        }
        "as `constant(f(x))` of any function" (v, y) {
            let x = v.len();
            y * y * constant(f(x))
        }
        with { fn f(n: usize) -> f64 { n as f64 + 0.5 } }
        "handed over by their path (`map(g)`, `mapv(g)`, `reduce(f64::max)`)" (x, y) {
            let c = Array1::from_vec(x.to_vec());
            let m = x.iter().copied().map(g).reduce(f64::max).unwrap();
            c.mapv(g).sum() * m * y
        }
        with {
            #[differentiate]
            fn g(x: f64) -> f64 { x * x }
        }
        "`usize::min(a, b)`" (x, y) { let (a, b) = (9, x.len()); x[usize::min(a, b) - 1] * y }
        "`std::cmp::max(a, b)` of integers" (x, y) { let (a, b) = (2, x.len() - 3); x[std::cmp::max(a, b)] * y }
    },
    row! { "operators"
        "`+` `-` `*` `/` `%` and unary `-` on scalars" (x, y) {
            -(x[0] + y) * x[1] / (x[2] - y) + x[3] % y
        }
        "the same on arrays with broadcasting" [a, b] {
            let c: Array1<f64> = -(b * 2.0 + 1.0) / b - 0.5 * b;
            let d = a * &c + b - a / b;
            d.sum() * d[[0, 1]]
        }
        "comparisons" (x, y) { if x[0] >= y && y != x[1] { x[0] * y } else { y } }
        "on constants of the module (`-K * x`)" (v, y) {
            let (x, slope) = (v[0], -K / STEP);
            if x > -K { -K * x * slope * y } else { K / STEP * x }
        }
        "`as`" (x, y) { x[0] * y * (x.len() as f64) }
        "on structs whose `impl Add for State` has the attribute" (x, y) { (State(x[0]) + State(y * x[1])).0 * y }
        with {
            #[derive(chainrule::Differentiable, Clone)]
            struct State(f64);
            use std::ops::Add;
            #[differentiate]
            impl Add for State {
                type Output = State;
                fn add(self, other: State) -> State { State(self.0 * self.0 + other.0) }
            }
        }
    },
];
