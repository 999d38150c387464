//! Items of loops and adaptors that are taken apart where they are bound.

use super::patterns::{Body, Pair, Particle};

programs! {
    fn structs_counted(x, y) {
        let mut ps = [Particle { x, v: y }, Particle { x: y, v: 1.0 }];
        for (i, Particle { x: at, v }) in ps.iter_mut().enumerate() { *v += *at * i as f64; *at *= x; }
        for (i, Particle { v, .. }) in (&mut ps).into_iter().enumerate() { *v *= y + i as f64; }
        ps[0].x * ps[1].v + ps[0].v
    }
    fn arrays_counted(x, y) {
        let mut g = vec![[x, y], [y, 1.0], [2.0, x]];
        for (i, [a, b]) in g.iter_mut().enumerate() { *a += *b * i as f64; *b *= *a; }
        for (i, [.., b]) in g.iter_mut().enumerate().skip(1).step_by(1) { *b += x * i as f64; }
        g[0][1] * g[1][0] + g[2][1]
    }
    fn counted_from_the_end(x, y) {
        let mut t = vec![(x, (y, 1.0)), (y, (x, 2.0))];
        for (i, (a, (b, c))) in t.iter_mut().enumerate().rev() { *a *= *b; *b += *c * i as f64; *c *= x; }
        t[0].0 * t[1].1.0 + t[1].1.1 * t[0].1.1
    }
    fn both_sides_of_a_zip(x, y) {
        let (mut t, mut u) = ([(x, y), (y, 1.0)], vec![(y, 2.0), (x, x)]);
        for ((a, b), (c, d)) in t.iter_mut().zip(u.iter_mut()) { *a += *c * *d; *d *= *a; *b -= *c; *c = *b; }
        t[0].0 * t[1].1 + u[0].1 * u[1].0
    }
    fn structs_zipped(x, y) {
        let mut ps = vec![Particle { x, v: y }; 2];
        let ks = [x, y * y];
        for (Particle { x: at, v }, k) in ps.iter_mut().zip(ks.iter()) { *v += k * *at; *at += *v; }
        for (k, Particle { x: at, .. }) in ks.into_iter().zip(&mut ps) { *at *= k; }
        ps[0].x * ps[1].x + ps[1].v
    }
    fn zipped_and_counted(x, y) {
        let mut t = [(x, y), (y, 1.0)];
        for (i, ((a, b), k)) in t.iter_mut().zip([y, x]).enumerate() { *a *= k + i as f64; *b += *a; }
        for ((i, (a, b)), k) in t.iter_mut().enumerate().zip(&[x, 3.0]) { *b *= *k; *a += *b * i as f64; }
        t[0].0 * t[1].1 + t[1].0
    }
    fn structs_in_a_closure(x, y) {
        let mut ps = vec![Particle { x, v: y }; 2];
        ps.iter_mut().for_each(|Particle { x: at, v }| { *at += *v * 0.5; *v *= *at * x; });
        ps.iter_mut().rev().for_each(|Particle { v, .. }| *v += y);
        ps[0].x * ps[1].v
    }
    fn counted_in_a_closure(x, y) {
        let mut t = [(x, y), (y, 1.0)];
        t.iter_mut().enumerate().for_each(|(i, (a, b))| { *a *= *b + i as f64; *b *= x; });
        t[0].0 * t[1].1 + t[1].0
    }
    fn zipped_in_a_closure(x, y) {
        let (mut t, ks) = (vec![(x, y), (y, 1.0)], [y, x]);
        t.iter_mut().zip(&ks).for_each(|((a, b), k)| { *a += *k; *b *= *a * *k; });
        t[0].1 * t[1].1 + t[0].0
    }
    fn arrays_in_a_closure(x, y) {
        let mut g = [[x, y, 1.0], [y, 2.0, x]];
        g.iter_mut().for_each(|[a, _, c]| { *a *= *c; *c += *a; });
        g[0][2] * g[1][0]
    }
    fn structs_in_structs(x, y) {
        let body = || Body { at: (x, y), particle: Particle { x: y, v: x }, trail: vec![x, y] };
        let mut bs = [body(), body()];
        for Body { at: (p, _), particle: Particle { v, .. }, trail } in &mut bs { *p *= *v; *v += *p; trail[0] *= *p; }
        bs[0].at.0 * bs[1].trail[0] + bs[1].particle.v
    }
    fn numbered_structs(x, y) {
        let pair = |a, b| Pair { 0: a, 1: b };
        let mut ps = vec![pair(x, y), pair(y, x)];
        for Pair(a, b) in &mut ps { *a *= *b; *b += *a; }
        for Pair(a, ..) in ps.iter_mut().skip(1) { *a *= *a; }
        ps[0].1 * ps[1].0
    }
    fn structs_of_a_part(x, y) {
        let mut ps = [Particle { x, v: y }; 3];
        for Particle { x: at, v } in &mut ps[1..] { *at += *v * y; *v = *at; }
        for Particle { v, .. } in ps[..2].iter_mut() { *v *= x; }
        ps[0].v * ps[1].v + ps[2].x
    }
    fn references_of_references(x, y) {
        let mut t = [(x, y), (y, 1.0)];
        for &mut (ref mut a, b) in t.iter_mut() { *a *= b; }
        for (a, b) in t.iter_mut().map(|r| (&mut r.0, r.1)) { *a += b * x; }
        for (a, b) in t.iter_mut().map(|(a, b)| (b, a)) { *a += *b; *b *= *a; }
        t[0].0 * t[1].1 + t[1].0
    }
    fn windows_or_else(x, y) {
        let mut v = vec![x, y, 1.0, 2.0, x * y];
        for c in v.chunks_mut(3) {
            let [a, rest @ ..] = c else { continue };
            for r in rest.iter_mut() { *r *= *a; *a += 0.5; }
        }
        for c in v.chunks_exact_mut(2).rev() {
            let [a, b] = c else { break };
            *a += *b * x;
        }
        v[0] * v[2] + v[1] * v[4]
    }
    fn rows_or_else(x, y) {
        let mut m = vec![vec![x, y], vec![y], vec![1.0, x]];
        let mut s = y;
        for row in m.iter_mut() {
            let [a, .., b] = &mut row[..] else { continue };
            *b += *a * s;
            s += *b;
        }
        for row in &mut m {
            let [a] = row.as_mut_slice() else { continue };
            *a *= s;
        }
        m[0][1] * m[1][0] + m[2][1]
    }
    fn chunks_that_fit(x, y) {
        let mut v = [x, y, 1.0, 2.0, x * y];
        for c in v.chunks_mut(2) {
            if let [a, b] = c { *a *= *b; *b += *a; } else { c[0] *= x; }
        }
        v.chunks_exact_mut(2).for_each(|c| match c { [a, b] => *a += *b, _ => {} });
        v[0] * v[3] + v[4]
    }
    fn a_pair_of_a_part_or_else(x, y) {
        let mut v = vec![x, y, 1.0, 2.0];
        for i in 0..3 {
            let [a, b] = &mut v[i..i + 2] else { return 0.0 };
            *b += *a * y;
            *a *= *b;
        }
        v[0] * v[2] + v[3]
    }
}
