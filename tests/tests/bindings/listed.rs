//! Lists of mutable references to parts of variables.

use super::patterns::{Body, Particle};
use ndarray::array;

programs! {
    fn fields_of_structs(x, y) {
        let mut ps = vec![Particle { x, v: y }, Particle { x: y, v: 1.0 }];
        let mut b = Particle { x: y, v: x };
        for r in [&mut b.x, &mut b.v] { *r *= x; *r += y; }
        let (l, r) = ps.split_at_mut(1);
        for e in [&mut l[0].v, &mut r[0].x] { *e *= *e; }
        ps[0].v * ps[1].x + b.x * b.v
    }
    fn parts_of_a_tuple(x, y) {
        let mut t = ((x, 1.0), [y, x]);
        for r in [&mut t.0.0, &mut t.1[1], &mut t.0.1] { *r *= x * y; }
        let rs = [&mut t.1[0], &mut t.0.0];
        *rs[0] += *rs[1];
        t.0.0 * t.0.1 + t.1[0] * t.1[1]
    }
    fn elements_by_position(x, y) {
        let mut t = (x, 1.0, y);
        let rs = [&mut t.0, &mut t.1, &mut t.2];
        *rs[0] *= x;
        *rs[2] += *rs[0] * *rs[1];
        *rs[1] *= *rs[2];
        t.0 * t.1 * t.2
    }
    fn elements_of_a_vector_by_position(x, y) {
        let (mut p, mut q, mut v) = (x, 1.0, vec![x, y]);
        let mut rs = vec![&mut p, &mut v[1], &mut q];
        for i in 0..2 { let k = i as f64; *rs[0] *= x + k; *rs[1] *= k + 1.0; *rs[2] += *rs[1]; }
        p * q * v[1]
    }
    fn a_vector_in_a_loop(x, y) {
        let (mut p, mut q) = (x, 1.0);
        for r in vec![&mut p, &mut q] { *r *= x; }
        for (i, r) in vec![&mut q, &mut p].into_iter().enumerate() { *r += y * i as f64; }
        for r in vec![&mut p, &mut q].iter_mut().rev() { **r *= **r; }
        for r in [&mut q, &mut p].iter_mut() { **r += x; }
        for (r, k) in (&mut [&mut p, &mut q]).into_iter().zip([x, y]) { **r *= k; }
        p * q
    }
    fn a_vector_of_parts(x, y) {
        let (mut a, mut b) = ([x, y, 1.0], vec![y, x, 2.0]);
        for r in vec![&mut a[1..], &mut b[..2]] { for e in r { *e *= x; } }
        let mut rs = vec![&mut a[..], &mut b[1..]];
        rs[0][0] *= y;
        rs[1][1] += rs[0][0];
        for r in rs.iter_mut() { r[0] += 1.0; }
        a[0] * a[2] + b[0] * b[2] + b[1]
    }
    fn parts_behind_references(x, y) {
        let (mut p, mut t, mut g) = (Particle { x, v: y }, (x, (y, 1.0)), [[x, y], [y, 2.0]]);
        let pair = (&mut p, &mut t, 2.0);
        pair.0.x *= pair.2;
        (pair.1.1).0 += pair.0.x * x;
        *pair.1 = (pair.1.0 * y, (pair.1.1.0, x));
        let rs = [&mut g];
        rs[0][1][0] *= y;
        rs[0][0] = rs[0][1];
        for e in rs[0][1].iter_mut() { *e += x; }
        rs[0][1].swap(0, 1);
        p.x * t.1.0 + t.0 * t.1.1 + g[0][0] * g[1][1] + g[1][0]
    }
    fn items_of_values_without_a_name(x, y) {
        let mut s = y;
        for e in [x, y, 1.0].iter_mut() { *e *= s; s += *e; }
        for (i, e) in vec![x; 2].iter_mut().enumerate() { *e += i as f64 * y; s += *e * *e; }
        for (a, b) in &mut [(x, y), (y, 1.0)] { *a *= *b; s += *a; }
        for c in [x, y, 2.0].chunks_mut(2) { c[0] *= s; s += c[0]; }
        s
    }
    fn arrays_and_rows(x, y) {
        let (mut a, mut m) = ([x, y], [[y, x], [1.0, 2.0]]);
        for r in [&mut a, &mut m[1]] { r[0] *= x; r[1] += r[0]; r.swap(0, 1); }
        for [p, q] in [&mut a, &mut m[0]] { *p *= *q; *q += y; }
        a[0] * a[1] + m[0][0] * m[1][1] + m[0][1]
    }
    fn rows_of_vectors(x, y) {
        let mut m = vec![vec![x, y], vec![y, 1.0]];
        let (above, below) = m.split_at_mut(1);
        for row in [&mut above[0], &mut below[0]] { for e in row.iter_mut() { *e *= x; } row[0] += y; }
        for row in [&mut m[0][..]] { row[1] *= row[0]; }
        m[0][0] * m[1][0] + m[0][1] * m[1][1]
    }
    fn halves_of_a_slice(x, y) {
        let mut v = vec![x, y, 1.0, 2.0];
        let (a, b) = v.split_at_mut(2);
        for (k, half) in [a, b].into_iter().enumerate() { half[k] *= x; half[1 - k] += half[k] * y; }
        v[0] * v[1] + v[2] * v[3]
    }
    fn structs_and_their_parts(x, y) {
        let body = || Body { at: (x, y), particle: Particle { x: y, v: x }, trail: vec![x, y] };
        let (mut a, mut b) = (body(), body());
        for s in [&mut a, &mut b] { s.particle.x *= x; s.trail[0] += s.particle.x; }
        for Particle { x: at, v } in [&mut a.particle, &mut b.particle] { *at += *v; *v *= y; }
        for (p, q) in [&mut a.at, &mut b.at] { *p *= *q; }
        for list in [&mut a.trail, &mut b.trail] { list[1] *= list[0]; }
        a.at.0 * a.particle.x + b.trail[1] * b.particle.v
    }
    fn elements_of_arrays_of_ndarray(x, y) {
        let (mut a, mut m) = (array![x, y], array![[x, 1.0], [y, 2.0]]);
        for r in [&mut a[1], &mut m[[0, 1]]] { *r *= x; *r += *r * y; }
        for r in [&mut a] { *r *= y; r[0] += x; }
        a[0] * a[1] + m[[0, 1]] * m[[1, 0]]
    }
}
