//! Traits as bounds.

use chainrule::{Differentiable, differentiate};

use crate::programs::Row;

pub const ROWS: &[Row] = &[row! { "traits"
    "methods of what `P: Potential` bounds" (x, y) { twice(&Spring { k: y }, x[0]) * x[1] }
    with {
        #[differentiate]
        trait Potential { fn energy(&self, r: f64) -> f64; }
        #[derive(Differentiable)]
        struct Spring { k: f64 }
        #[differentiate]
        impl Potential for Spring { fn energy(&self, r: f64) -> f64 { self.k * r * r } }
        #[differentiate]
        fn twice<P: Potential>(p: &P, r: f64) -> f64 { p.energy(p.energy(r)) }
    }
    "behind `where P: Potential + Clone`" (x, y) { twice(&Spring { k: y }, x[0]) * x[1] }
    with {
        #[differentiate]
        trait Potential { fn energy(&self, r: f64) -> f64; }
        #[derive(Clone, Differentiable)]
        struct Spring { k: f64 }
        #[differentiate]
        impl Potential for Spring { fn energy(&self, r: f64) -> f64 { self.k * r * r } }
        #[differentiate]
        fn twice<P>(p: &P, r: f64) -> f64 where P: Potential + Clone {
            let q = p.clone();
            q.energy(p.energy(r))
        }
    }
    "of `&impl Potential`" (x, y) { squared(&Spring { k: y }, x[0]) * x[1] }
    with {
        #[differentiate]
        trait Potential { fn energy(&self, r: f64) -> f64; }
        #[derive(Differentiable)]
        struct Spring { k: f64 }
        #[differentiate]
        impl Potential for Spring { fn energy(&self, r: f64) -> f64 { self.k * r * r } }
        #[differentiate]
        fn squared(p: &impl Potential, r: f64) -> f64 { p.energy(r) * p.energy(r) }
    }
    "with bodies in the trait" (x, y) { both(&Spring { k: y }, x[0]) * x[1] }
    with {
        #[differentiate]
        trait Potential {
            fn energy(&self, r: f64) -> f64;
            fn twice(&self, r: f64) -> f64 { 2.0 * self.energy(r) }
        }
        #[derive(Differentiable)]
        struct Spring { k: f64 }
        #[differentiate]
        impl Potential for Spring { fn energy(&self, r: f64) -> f64 { self.k * r * r } }
        #[differentiate]
        fn both<P: Potential>(p: &P, r: f64) -> f64 { p.energy(r) * p.twice(r) }
    }
    "of traits above (`trait Charged: Potential`)" (x, y) { both(&Spring { k: y }, x[0]) * x[1] }
    with {
        #[differentiate]
        trait Potential { fn energy(&self, r: f64) -> f64; }
        #[differentiate]
        trait Charged: Potential { fn charge(&self) -> f64; }
        #[derive(Differentiable)]
        struct Spring { k: f64 }
        #[differentiate]
        impl Potential for Spring { fn energy(&self, r: f64) -> f64 { self.k * r * r } }
        #[differentiate]
        impl Charged for Spring { fn charge(&self) -> f64 { self.k.sin() } }
        #[differentiate]
        fn both<P: Charged>(p: &P, r: f64) -> f64 { p.energy(r) * p.charge() }
    }
    "that take `&mut self` or return `Self`" (x, y) { steps(&Motion { x: y, v: x[0] }, x[1]) }
    with {
        #[differentiate]
        trait State: Clone {
            fn slope(&self) -> Self;
            fn advance(&mut self, h: f64, d: &Self);
            fn size(&self) -> f64;
        }
        #[derive(Clone, Differentiable)]
        struct Motion { x: f64, v: f64 }
        #[differentiate]
        impl State for Motion {
            fn slope(&self) -> Self { Motion { x: self.v, v: -self.x * self.x } }
            fn advance(&mut self, h: f64, d: &Self) { self.x += h * d.x; self.v += h * d.v; }
            fn size(&self) -> f64 { self.x * self.v }
        }
        #[differentiate]
        fn steps<S: State>(start: &S, h: f64) -> f64 {
            let mut s = start.clone();
            for _ in 0..3 {
                let d = s.slope();
                s.advance(h, &d);
            }
            s.size()
        }
    }
    "constants (`P::CUTOFF`)" (x, y) { near(&Spring { k: y }, x[0]) + near(&Spring { k: y }, 9.0 * x[1]) }
    with {
        #[differentiate]
        trait Potential {
            const CUTOFF: f64;
            fn energy(&self, r: f64) -> f64;
        }
        #[derive(Differentiable)]
        struct Spring { k: f64 }
        #[differentiate]
        impl Potential for Spring {
            const CUTOFF: f64 = 2.5;
            fn energy(&self, r: f64) -> f64 { self.k * r * r }
        }
        #[differentiate]
        fn near<P: Potential>(p: &P, r: f64) -> f64 {
            if r > P::CUTOFF { 0.0 } else { p.energy(r) * (P::CUTOFF - r) }
        }
    }
    "types (`Self::State`)" (x, y) { run(&Decay { k: y }, x[0]) * x[1] }
    with {
        #[differentiate]
        trait Model {
            type State;
            fn start(&self) -> Self::State;
            fn step(&self, s: &Self::State, h: f64) -> Self::State;
            fn loss(&self, s: &Self::State) -> f64;
        }
        #[derive(Differentiable)]
        struct Decay { k: f64 }
        #[differentiate]
        impl Model for Decay {
            type State = [f64; 2];
            fn start(&self) -> [f64; 2] { [self.k, 1.0] }
            fn step(&self, s: &[f64; 2], h: f64) -> [f64; 2] { [s[0] - h * self.k * s[1], s[1] + h * s[0]] }
            fn loss(&self, s: &[f64; 2]) -> f64 { s[0] * s[1] }
        }
        #[differentiate]
        fn run<M: Model>(m: &M, h: f64) -> f64 where M::State: Clone {
            let mut s = m.start();
            for _ in 0..3 {
                s = m.step(&s, h);
            }
            m.loss(&s)
        }
    }
    "of traits over numbers (`K: Kernel<f64>`)" (x, y) { gram(&Rbf { l: y }, x) }
    with {
        #[differentiate]
        trait Kernel<T: chainrule::Float> { fn of(&self, a: T, b: T) -> T; }
        #[derive(Differentiable)]
        struct Rbf { l: f64 }
        #[differentiate]
        impl Kernel<f64> for Rbf { fn of(&self, a: f64, b: f64) -> f64 { ((a - b) / self.l).cos() } }
        #[differentiate]
        fn gram<K: Kernel<f64>>(k: &K, x: &[f64]) -> f64 { x.iter().map(|b| k.of(x[0], *b)).sum() }
    }
}];
