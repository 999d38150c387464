//! Where Rust copies, a copy is changed.

use super::patterns::Particle;

programs! {
    fn a_tuple(x, y) {
        let t = (x, y);
        let mut a = t;
        a.0 += 1.0;
        a.1 *= a.0;
        t.0 * a.1 + t.1
    }
    fn a_pattern(x, y) {
        let t = (x, y);
        let (mut a, b) = t;
        a *= b;
        a * t.0
    }
    fn items(x, y) {
        let t = [(x, y), (y, 1.0)];
        let mut s = 0.0;
        for (mut p, v) in t { p *= v; s += p; }
        s * t[0].0
    }
    fn items_behind_a_reference_pattern(x, y) {
        let mut t = [(x, y), (y, 1.0)];
        let mut s = 0.0;
        for &mut (mut p, v) in t.iter_mut() { p *= v; s += p; }
        for &mut (p, ref mut v) in t.iter_mut() { *v += p; }
        for &(mut p, v) in t.iter() { p += v; s += p * x; }
        s * t[0].0 + t[1].1
    }
    fn a_let_behind_a_reference_pattern(x, y) {
        let mut t = (x, y);
        let &mut (mut a, b) = &mut t;
        a *= b;
        t.1 += a;
        t.0 * t.1
    }
    fn a_reading(x, y) {
        let mut t = (x, y);
        let r = &t.0;
        let s = *r * y;
        t.0 = s * s;
        t.0 + s
    }
    fn behind_a_reference(x, y) {
        let mut t = (x, y);
        let r = &mut t;
        let (mut a, _) = *r;
        a *= 2.0;
        r.1 *= a;
        let b = r.0;
        r.0 += 1.0;
        t.0 * t.1 + b
    }
    fn fields(x, y) {
        let mut p = Particle { x, v: y };
        let Particle { x: mut a, v } = p;
        a *= v;
        p.x += a;
        p.x * p.v
    }
    fn a_rest(x, y) {
        let v = [x, y, x * y];
        let [mut a, rest @ ..] = v;
        a *= rest[1];
        let (first, .., last) = (a, y, x);
        first * last + v[0]
    }
    fn a_closure_that_captures(x, y) {
        let mut t = (x, y);
        let mut step = |k: f64| { t.0 += k; t.1 *= t.0; };
        step(x);
        step(y);
        t.0 * t.1
    }
    fn a_closure_that_moves(x, y) {
        let mut t = (x, y);
        let mut step = move |k: f64| { t.0 += k; t.0 };
        let s = step(y) * step(x);
        t.1 += 1.0;
        s * t.0 * t.1
    }
    fn a_closure_that_moves_a_reference(x, y) {
        let mut t = (x, y);
        let r = &mut t;
        let mut step = move |k: f64| { r.0 += k; r.1 *= r.0; };
        step(y);
        step(x);
        t.0 * t.1
    }
}
