//! Methods that take what stands behind `&mut self` apart.

use super::patterns::Particle;
use chainrule::differentiate;

#[differentiate]
mod parts {
    use chainrule::Differentiable;

    #[derive(Differentiable, Clone)]
    pub struct Two(pub f64, pub [f64; 2]);

    #[derive(Differentiable, Clone)]
    pub struct Both {
        pub first: Two,
        pub rest: Vec<Two>,
        pub scale: f64,
    }

    impl Two {
        #[differentiate(jvp)]
        fn step(&mut self, k: f64) {
            let Self(a, [b, c]) = self;
            *a += *b * k;
            *c *= *a;
            *b -= *c;
        }

        #[differentiate(jvp)]
        fn matched(&mut self, k: f64) -> f64 {
            match self {
                Self(a, ..) if *a > 2.0 => {
                    *a *= k;
                    *a
                }
                Self(_, b) => {
                    b[1] += k * b[0];
                    b[1]
                }
            }
        }
    }

    impl Both {
        #[differentiate(jvp)]
        fn again(&mut self, k: f64) {
            for _ in 0..2 {
                let Self { first, scale, .. } = &mut *self;
                first.0 *= *scale;
                *scale += k * first.1[0];
            }
            let Two(a, _) = &mut self.first;
            *a *= *a;
        }

        #[differentiate(jvp)]
        fn each(&mut self, k: f64) {
            let Both { first: Two(p, q), rest, scale } = self;
            for (i, Two(a, [b, _])) in rest.iter_mut().enumerate() {
                *a *= *p + i as f64;
                *b += *a * k;
                q[i % 2] += *b;
            }
            *scale *= q[0];
            #[allow(irrefutable_let_patterns)]
            if let Self { first: Two(a, _), .. } = self {
                *a += k;
            }
        }

        #[differentiate(jvp)]
        fn calls(&mut self, k: f64) -> f64 {
            self.again(k);
            let Self { first, rest, .. } = self;
            first.step(k);
            for two in rest.iter_mut() {
                two.step(first.0);
            }
            let s = first.matched(k) + rest[1].matched(k);
            self.each(s);
            s
        }
    }

    #[differentiate(jvp)]
    pub fn program(x: f64, y: f64) -> f64 {
        let first = Two { 0: x, 1: [y, 0.5] };
        let other = Two { 0: y, 1: [x, x * y] };
        let mut both = Both { rest: vec![other.clone(), first.clone()], first, scale: y };
        let s = both.calls(x * 0.5);
        let Both { first: Two(a, [b, c]), rest, scale } = &mut both;
        *a *= *b + *c;
        *scale += rest[0].0 * rest[1].1[0];
        s + both.first.0 + both.scale * both.rest[0].1[0]
    }
}

#[test]
fn selves_taken_apart() {
    use parts::program;
    crate::holds(program, program::value_and_gradient, program::jvp);
}

#[differentiate(jvp)]
fn nested(t: &mut ((f64, f64), [f64; 2]), k: f64) {
    let ((a, b), [c, d]) = t;
    *a *= *c * k;
    *d += *a;
    *b -= *d * *c;
}

#[differentiate(jvp)]
fn within(t: &mut (f64, (f64, Vec<f64>)), k: f64) -> f64 {
    let (_, (a, rest)) = t;
    *a += k;
    for r in rest.iter_mut() {
        *r *= *a;
    }
    let (first, ..) = t;
    *first *= k;
    match t {
        (a, (b, _)) => {
            *b *= *a;
            *a + *b
        }
    }
}

#[differentiate(jvp)]
fn each(ts: &mut [(f64, f64)], k: f64) {
    for (a, b) in ts.iter_mut() {
        *a += *b * k;
    }
    for i in 0..ts.len() {
        let (a, b) = &mut ts[i];
        *b *= *a;
    }
    for (_, b) in ts {
        *b += k;
    }
}

#[differentiate(jvp)]
fn rows(g: &mut [[f64; 2]; 2], k: f64) -> f64 {
    let [[a, _], second] = g;
    *a *= second[0] * k;
    second[1] += *a;
    let [_, [.., d]] = g;
    *d *= k;
    *d
}

#[differentiate(jvp)]
fn longer(g: &mut [f64; 4], k: f64) {
    let [a, middle @ .., d] = g;
    *a *= *d;
    for m in middle.iter_mut() {
        *m += *a * k;
    }
    #[allow(irrefutable_let_patterns)]
    if let [.., last] = g {
        *last *= k;
    }
    for _ in 0..2 {
        let [a, b, ..] = g;
        *b += *a * *a;
    }
}

programs! {
    fn nested_tuples(x, y) {
        let mut t = ((x, y), [y, 1.0]);
        nested(&mut t, x);
        nested(&mut t, y);
        t.0.0 * t.1[1] + t.0.1
    }
    fn tuples_with_vectors(x, y) {
        let mut t = (x, (y, vec![x, y]));
        let s = within(&mut t, y) + within(&mut t, x);
        s * t.1.1[0] + t.1.0 * t.0 + t.1.1[1]
    }
    fn sequences_of_tuples(x, y) {
        let mut ts = vec![(x, y), (y, 1.0), (2.0, x)];
        each(&mut ts, x);
        each(&mut ts[1..], y);
        ts[0].1 * ts[1].0 + ts[2].1
    }
    fn arrays_of_arrays(x, y) {
        let mut g = [[x, y], [y, 1.0]];
        let s = rows(&mut g, x) * rows(&mut g, y);
        s + g[0][0] * g[1][1]
    }
    fn arrays_with_rests(x, y) {
        let mut g = [x, y, 1.0, x * y];
        longer(&mut g, y);
        longer(&mut g, 0.5);
        g[0] * g[3] + g[1] * g[2]
    }
    fn closures_of_structs(x, y) {
        let mut ps = [Particle { x, v: y }; 2];
        let mut s = 0.0;
        let mut step = |Particle { x: at, v }: &mut Particle, k: f64| { *at += *v * k; *v *= *at; s += *v; };
        step(&mut ps[0], x);
        for p in ps.iter_mut() { step(p, y); }
        s * ps[0].x + ps[1].v
    }
    fn closures_of_nested_tuples(x, y) {
        let mut t = (x, (y, [x, 1.0]));
        let step = |(a, (b, [c, _])): &mut (f64, (f64, [f64; 2])), k: f64| -> f64 { *a *= *b; *c += *a * k; *c };
        let s = step(&mut t, y) * step(&mut t, x);
        s * t.0 + t.1.1[0]
    }
    fn closures_of_two_references(x, y) {
        let (mut t, mut u) = ((x, y), (y, 2.0));
        let step = |(a, b): &mut (f64, f64), (c, _): &mut (f64, f64)| { *a *= *c; *c += *b; *b *= *a; };
        step(&mut t, &mut u);
        step(&mut u, &mut t);
        t.0 * t.1 + u.0 * u.1
    }
}
