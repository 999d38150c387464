//! Parameters of functions, methods and closures.

use super::patterns::Particle;
use chainrule::differentiate;

#[differentiate(jvp)]
fn turn(t: &mut (f64, f64), k: f64) {
    let (a, b) = t;
    *a *= k;
    *b += *a * *a;
}

#[differentiate(jvp)]
fn grow(g: &mut [f64; 2], k: f64) -> f64 {
    let [a, b] = g;
    *a *= k;
    *b *= *a;
    *a + *b
}

#[differentiate(jvp)]
fn kick(p: &mut Particle, k: f64) {
    let Particle { x, v } = p;
    *v += k * *x;
    bump(x, *v);
}

#[differentiate(jvp)]
fn bump(r: &mut f64, k: f64) {
    *r += k * k;
}

#[differentiate(jvp)]
fn ends(v: &mut [f64], k: f64) -> f64 {
    for _ in 0..2 {
        if let [first, .., last] = v {
            *first += *last * k;
            bump(last, k);
        }
    }
    match v {
        [] => 0.0,
        [only] => {
            *only *= k;
            *only
        }
        [first, rest @ ..] => {
            for r in rest.iter_mut() {
                *r *= *first;
            }
            rest[0]
        }
    }
}

#[differentiate]
mod state {
    use chainrule::Differentiable;

    #[derive(Differentiable, Clone)]
    struct State {
        x: f64,
        v: (f64, f64),
        list: Vec<f64>,
    }

    impl State {
        #[differentiate(jvp)]
        fn step(&mut self, k: f64) -> f64 {
            let Self { x, v: (p, q), list } = self;
            *x += *p * k;
            *q *= *x;
            for e in list.iter_mut() {
                *e += *q;
            }
            *x
        }

        #[differentiate(jvp)]
        fn run(&mut self, k: f64) -> f64 {
            let mut s = 0.0;
            for _ in 0..2 {
                let State { x, v, .. } = self;
                *x *= k;
                v.0 += *x;
                s += v.0;
            }
            s
        }

        #[differentiate(jvp)]
        fn sum(mut self, k: f64) -> f64 {
            let s = self.step(k) * self.run(k);
            s + self.x * self.v.0 + self.v.1 * self.list[1]
        }
    }

    #[differentiate(jvp)]
    pub fn summed(x: f64, y: f64) -> f64 {
        let state = State { x, v: (y, 1.0), list: vec![x, y] };
        state.sum(y)
    }
}

programs! {
    fn a_tuple(x, y) {
        let mut t = (x, y);
        turn(&mut t, x);
        turn(&mut t, y);
        t.0 * t.1
    }
    fn an_array(x, y) {
        let mut g = [x, y];
        let s = grow(&mut g, x) * grow(&mut g, y);
        s * g[0] * g[1]
    }
    fn a_struct(x, y) {
        let mut p = Particle { x, v: y };
        kick(&mut p, x);
        p.x * p.v
    }
    fn a_slice(x, y) {
        let mut v = vec![x, y, 1.0];
        let s = ends(&mut v, x) + ends(&mut v[..2], y) + ends(&mut v[1..2], y);
        s * v[0] * v[1] + v[2]
    }
    fn handed_on(x, y) {
        let mut t = [(x, y), (y, 2.0)];
        for (a, b) in t.iter_mut() { bump(a, *b); bump(b, x); }
        for pair in &mut t { turn(pair, y); }
        t[0].0 * t[1].1 + t[0].1
    }
    fn a_closure(x, y) {
        let mut t = (x, y);
        let step = |(a, b): &mut (f64, f64), k: f64| { *a += *b * k; *b *= k; };
        step(&mut t, x);
        for _ in 0..2 { step(&mut t, y); }
        t.0 * t.1
    }
    fn a_closure_of_an_array(x, y) {
        let mut g = [x, y, 1.0];
        let step = |[a, .., b]: &mut [f64; 3]| { *a *= *b + x; *b += *a; };
        step(&mut g);
        step(&mut g);
        g[0] * g[2]
    }
    fn an_inner_function(x, y) {
        fn step((a, b): &mut (f64, f64), k: f64) { *a *= k; *b += *a; }
        fn part(t: &mut (f64, f64)) -> &mut f64 { &mut t.1 }
        let mut t = (x, y);
        step(&mut t, y);
        *part(&mut t) *= x;
        let r = part(&mut t);
        *r += 1.0;
        t.0 * t.1
    }
}

#[test]
fn a_method_takes_itself_apart() {
    use state::summed;
    crate::holds(summed, summed::value_and_gradient, summed::jvp);
}
