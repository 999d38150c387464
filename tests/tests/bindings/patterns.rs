//! Patterns that take apart what stands behind `&mut`.

use chainrule::Differentiable;

#[derive(Differentiable, Clone, Copy)]
pub struct Particle {
    pub x: f64,
    pub v: f64,
}

#[derive(Differentiable, Clone, Copy)]
pub struct Pair(pub f64, pub f64);

#[derive(Differentiable, Clone)]
pub struct Body {
    pub at: (f64, f64),
    pub particle: Particle,
    pub trail: Vec<f64>,
}

programs! {
    fn a_loop_over_pairs(x, y) {
        let mut t = [(x, 1.0); 2];
        for (p, v) in t.iter_mut() { *v += *p * y; }
        t[0].1 * t[1].1
    }
    fn a_loop_over_a_reference(x, y) {
        let mut t = vec![(x, y); 3];
        for (p, v) in &mut t { *v *= *p; *p += *v; }
        t[0].0 * t[2].1
    }
    fn a_let_of_a_tuple(x, y) {
        let mut t = (x, y);
        let (a, b) = &mut t;
        *b += *a * *a;
        *a *= *b;
        t.0 + t.1
    }
    fn a_let_of_a_part(x, y) {
        let mut t = ((x, y), 2.0);
        let (a, _) = &mut t.0;
        *a *= x;
        let ((_, b), c) = &mut t;
        *b *= *c;
        *c += *b;
        t.0.0 * t.0.1 + t.1
    }
    fn a_struct(x, y) {
        let mut p = Particle { x, v: y };
        let Particle { x: at, v } = &mut p;
        *at += 0.5 * *v;
        *v *= *at;
        p.x * p.v
    }
    fn a_struct_with_rest(x, y) {
        let mut p = Particle { x, v: y };
        let Particle { v, .. } = &mut p;
        *v *= *v * x;
        p.x + p.v
    }
    fn a_struct_with_numbers(x, y) {
        let mut p = Pair { 0: x, 1: y };
        let Pair(a, b) = &mut p;
        *a *= *b;
        let Pair(.., b) = &mut p;
        *b += x * x;
        p.0 * p.1
    }
    fn a_struct_in_a_loop(x, y) {
        let mut ps = vec![Particle { x, v: y }; 3];
        for Particle { x, v } in &mut ps { *x += *v * 0.5; *v -= *x; }
        ps[0].x * ps[1].v + ps[2].v
    }
    fn nested_patterns(x, y) {
        let mut b = Body { at: (x, y), particle: Particle { x: y, v: x }, trail: vec![x, y] };
        let Body { at: (p, q), particle: Particle { x: r, .. }, trail } = &mut b;
        *p *= *q;
        *r += *p;
        trail[1] *= *r;
        b.at.0 + b.particle.x * b.trail[1]
    }
    fn an_array(x, y) {
        let mut g = [x, y, x * y];
        let [a, b, c] = &mut g;
        *a *= *b;
        *c += *a;
        g[0] * g[2]
    }
    fn an_array_with_rest(x, y) {
        let mut g = [x, y, x * y, 1.0];
        let [first, .., last] = &mut g;
        *last += *first * y;
        let [_, rest @ ..] = &mut g;
        rest[0] *= x;
        rest[2] *= rest[0];
        let [head @ .., _] = &mut g;
        for h in head.iter_mut() { *h *= 2.0; }
        g[0] + g[1] * g[3]
    }
    fn a_slice(x, y) {
        let mut v = vec![x, y, x * y, 2.0];
        if let [a, .., b] = &mut v[..] { *a *= *b; *b += *a * y; }
        if let [a, b] = &mut v[1..3] { *a += *b; *b *= x; }
        if let [_] = &mut v[..] { v[0] = 0.0; }
        v[0] * v[1] + v[2] * v[3]
    }
    fn a_slice_or_else(x, y) {
        let mut v = vec![x, y, x * y, 2.0];
        let mut s = 0.0;
        for pair in v.chunks_exact_mut(2) {
            let [a, b] = pair else { return s };
            *a *= *b;
            s += *a;
        }
        s * v[2]
    }
    fn a_match_on_a_slice(x, y) {
        let mut v = vec![x, y, 3.0];
        let mut s = 0.0;
        for n in 0..4 {
            s += match &mut v[..n] {
                [] => 1.0,
                [a] => { *a *= y; *a }
                [a, rest @ ..] => { rest[0] += *a; *a * x }
            };
        }
        s * v[1]
    }
    fn an_if_let_of_a_tuple(x, y) {
        let mut t = (x, y);
        #[allow(irrefutable_let_patterns)]
        if let (a, _) = &mut t { *a *= *a; }
        if x > 1.0 && let (_, b) = &mut t { *b *= x; }
        t.0 * t.1
    }
    fn a_match_on_a_tuple(x, y) {
        let mut t = (x, y);
        match &mut t { (a, b) if *b > 0.0 => *a *= *b, (a, b) => { *b += *a; } }
        t.0 * x + t.1
    }
    fn two_references_matched(x, y) {
        let (mut a, mut b) = (x, y);
        match (&mut a, &mut b) { (p, q) => { *p *= *q; *q += *p; } }
        a * b
    }
    fn references_in_a_tuple(x, y) {
        let (mut a, mut b) = (x, y);
        let (p, q) = (&mut a, &mut b);
        *p *= *q;
        *q += *p * x;
        a * b
    }
    fn a_tuple_of_references_kept(x, y) {
        let (mut a, mut b) = (x, y);
        let pair = (&mut a, &mut b);
        *pair.0 *= x;
        *pair.1 += *pair.0 * y;
        a * b
    }
    fn ref_mut(x, y) {
        let mut t = (x, y);
        let (ref mut a, b) = t;
        *a *= b;
        let ref mut c = t.1;
        *c += x;
        t.0 * t.1 + b
    }
    fn ref_mut_in_a_match(x, y) {
        let mut t = (x, y);
        for _ in 0..2 {
            match t { (ref mut a, ref b) => *a += *b * *b }
        }
        #[allow(irrefutable_let_patterns)]
        if let (_, ref mut b) = t { *b *= x; }
        t.0 * t.1
    }
    fn ref_mut_of_a_value(x, y) {
        let (ref mut a, b) = (x * y, x);
        *a *= b;
        *a += y;
        *a * b
    }
    fn in_loops_and_branches(x, y) {
        let mut t = (x, y);
        for i in 0..3 {
            let (a, b) = &mut t;
            if i % 2 == 0 { *a *= 1.25; } else { *b += *a; }
            while *b < 3.0 { *b += *a + 0.5; }
        }
        t.0 * t.1
    }
    fn a_reference_taken_apart_in_a_loop(x, y) {
        let mut t = (x, y);
        let r = &mut t;
        for _ in 0..2 {
            let (a, b) = &mut *r;
            *a += *b * *b;
            *b *= x;
        }
        r.0 * r.1
    }
    fn halves(x, y) {
        let mut v = [x, y, x * y, 1.0];
        let (a, b) = v.split_at_mut(2);
        let ([p, q], [r, s]) = (a, b) else { return 0.0 };
        *p *= *r;
        *s += *q * *p;
        v[0] * v[3]
    }
    fn swapped_parts(x, y) {
        let mut t = ([x, y], [y, 2.0]);
        let (a, b) = &mut t;
        a.swap(0, 1);
        b.fill(x * y);
        b[0] += a[0];
        t.0[0] * t.0[1] + t.1[1]
    }
}
