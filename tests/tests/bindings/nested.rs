//! Nested sequences whose items are changed one by one.

use super::patterns::{Body, Particle};
use chainrule::differentiate;

#[differentiate(jvp)]
fn rows_of_a_slice(m: &mut [Vec<f64>], k: f64) {
    for v in m.iter_mut().flatten() {
        *v *= k;
    }
    for (i, v) in m[1..].iter_mut().flatten().enumerate() {
        *v += k * i as f64;
    }
}

#[differentiate(jvp)]
fn rows_of_an_array(m: &mut [[f64; 2]; 2], k: f64) -> f64 {
    m.iter_mut().flatten().for_each(|v| *v += k * *v * *v);
    m[0][0] * m[1][1]
}

#[differentiate(jvp)]
fn written_slice(v: &mut [f64], k: f64) {
    for (i, e) in v.iter_mut().enumerate() {
        *e *= k + i as f64;
    }
}

programs! {
    fn arrays_in_a_vector(x, y) {
        let mut m = vec![[x, y], [y, 1.0]];
        for v in m.iter_mut().flatten() { *v *= x; }
        for v in (&mut m).into_iter().flatten() { *v += y; }
        for v in m.iter_mut().rev().flatten() { *v *= *v; }
        m[0][0] * m[1][1] + m[0][1]
    }
    fn vectors_in_an_array(x, y) {
        let mut m = [vec![x; 2], vec![y, 1.0, 2.0]];
        for (i, v) in m.iter_mut().flatten().enumerate() { *v *= y + i as f64; }
        for (row, k) in m.iter_mut().zip([x, y]) { for v in row { *v += k; } }
        let mut s = x;
        m.iter_mut().flatten().for_each(|v| { *v *= s; s += *v; });
        m[0][0] * m[1][1] + m[1][0] * m[0][1]
    }
    fn three_levels(x, y) {
        let mut m = vec![vec![[x, y], [y, 1.0]], vec![[x * y, 2.0]]];
        for v in m.iter_mut().flatten().flatten() { *v *= x; }
        for r in m.iter_mut().flatten() { r[0] += r[1] * y; }
        m[0][0][0] * m[1][0][0] + m[0][1][0]
    }
    fn rows_by_a_closure(x, y) {
        let mut m = vec![vec![x, y], vec![y, 1.0]];
        for v in m.iter_mut().flat_map(|row| row.iter_mut()) { *v *= x; }
        m.iter_mut().flat_map(|row| &mut row[1..]).for_each(|v| *v += y);
        for v in m.iter_mut().flat_map(|row| row.iter_mut().skip(1)) { *v *= *v; }
        m[0][0] * m[1][1] + m[0][1] * m[1][0]
    }
    fn parameters(x, y) {
        let mut m = vec![vec![x, y], vec![y, 1.0]];
        rows_of_a_slice(&mut m, x);
        let mut g = [[m[0][0], y], [m[1][1], x]];
        rows_of_an_array(&mut g, y) * m[1][0] + g[0][1] * g[1][0]
    }
    fn fields(x, y) {
        let body = || Body { at: (x, y), particle: Particle { x: y, v: x }, trail: vec![x, y] };
        let mut bs = vec![body(), body()];
        for v in bs.iter_mut().flat_map(|b| b.trail.iter_mut()) { *v *= x; }
        for v in bs.iter_mut().flat_map(|b| &mut b.trail) { *v += y; }
        for v in bs.iter_mut().map(|b| &mut b.trail).flatten() { *v *= *v; }
        for r in bs.iter_mut().flat_map(|b| [&mut b.at.0, &mut b.particle.v]) { *r *= y; }
        bs[0].trail[0] * bs[1].trail[1] + bs[0].at.0 * bs[1].particle.v
    }
    fn parts_of_tuples(x, y) {
        let mut t = [(x, y), (y, 1.0)];
        for r in t.iter_mut().flat_map(|(a, b)| [a, b]) { *r *= x; *r += 1.0; }
        t.iter_mut().flat_map(|p| [&mut p.1, &mut p.0]).for_each(|r| *r *= *r * y);
        for (i, r) in t.iter_mut().flat_map(|p| [&mut p.0]).enumerate() { *r += x * i as f64; }
        t[0].0 * t[1].1 + t[1].0
    }
    fn fields_of_an_array_of_structs(x, y) {
        let mut ps = [Particle { x, v: y }, Particle { x: y, v: 1.0 }];
        for (i, r) in ps.iter_mut().flat_map(|p| [&mut p.x, &mut p.v]).enumerate() { *r *= x + i as f64; }
        ps.iter_mut().flat_map(|Particle { x, v }| [v, x]).for_each(|r| *r += y);
        for r in ps[1..].iter_mut().flat_map(|p| vec![&mut p.x, &mut p.v]) { *r *= *r; }
        ps[0].x * ps[1].v + ps[0].v * ps[1].x
    }
    fn chunks(x, y) {
        let mut v = vec![x, y, 1.0, 2.0, x * y];
        for e in v.chunks_exact_mut(2).flatten() { *e *= x; }
        for e in v.chunks_mut(2).skip(1).flatten() { *e += y; }
        for e in v[1..].chunks_mut(3).flatten() { *e *= *e; }
        for e in v.chunks_mut(3).flat_map(|c| &mut c[1..]) { *e *= y; }
        v[0] * v[3] + v[1] * v[4] + v[2]
    }
    fn slices_of_arrays(x, y) {
        let mut v = [x, y, 2.0];
        for e in v.as_mut_slice() { *e *= x; }
        for (i, e) in v.as_mut_slice().iter_mut().enumerate() { *e += y * i as f64; }
        v.as_mut_slice()[1] *= v[0];
        written_slice(v.as_mut_slice(), y);
        v[0] * v[1] + v[2]
    }
    fn slices_of_rows_and_fields(x, y) {
        let mut m = vec![vec![x, y], vec![y, 1.0]];
        let mut b = Body { at: (x, y), particle: Particle { x: y, v: x }, trail: vec![x, y] };
        for row in m.iter_mut() { for e in row.as_mut_slice() { *e *= x; } }
        for e in m[1].as_mut_slice().iter_mut().rev() { *e += y; }
        written_slice(b.trail.as_mut_slice(), y);
        for e in b.trail.as_mut_slice() { *e *= b.at.0; }
        let w = &mut m[0].as_mut_slice()[1..];
        w[0] *= x;
        m[0][1] * m[1][0] + b.trail[0] * b.trail[1]
    }
    fn slices_taken_apart(x, y) {
        let mut v = vec![x, y, 1.0];
        if let [a, .., c] = v.as_mut_slice() { *a *= y; *c += *a; }
        let [_, b, _] = v.as_mut_slice() else { return x };
        *b *= x;
        match v.as_mut_slice() { [a, rest @ ..] => rest[1] *= *a, [] => {} }
        v[0] * v[1] * v[2]
    }
    fn filtered_structs(x, y) {
        let mut ps = vec![Particle { x, v: y }, Particle { x: -1.0, v: x }];
        for p in ps.iter_mut().filter(|p| p.x > 0.0) { p.v *= x; p.x += p.v; }
        for Particle { x: at, v } in ps.iter_mut().filter(|p| p.x < 0.0) { *v += *at * y; *at *= *v; }
        ps.iter_mut().filter(|p| p.v > -9.0).for_each(|Particle { v, .. }| *v *= y);
        ps[0].x * ps[1].v + ps[1].x * ps[0].v
    }
    fn filtered_tuples(x, y) {
        let mut t = [(x, y), (1.0, x), (y, 2.0)];
        for (a, b) in t.iter_mut().filter(|(a, _)| *a > 0.8) { *a *= *b; *b += x; }
        for r in t.iter_mut().map(|(a, _)| a).filter(|a| **a < 0.9) { *r += y; }
        for (i, (a, b)) in t.iter_mut().enumerate().filter(|(i, _)| i % 2 == 0) { *b *= *a + i as f64; }
        t[0].0 * t[1].1 + t[2].0 * t[2].1 + t[0].1
    }
    fn filtered_rows(x, y) {
        let mut m = vec![vec![x, y], vec![y], vec![1.0, 2.0]];
        for row in m.iter_mut().filter(|row| row.len() > 1) { row[0] *= x; row[1] += row[0]; }
        for e in m.iter_mut().flatten().filter(|e| **e > 0.7) { *e *= y; }
        m[0][1] * m[2][0] + m[1][0]
    }
    fn mapped_to_parts(x, y) {
        let mut m = vec![vec![x, y], vec![y, 1.0]];
        for e in m.iter_mut().map(|row| &mut row[1]) { *e *= x; }
        for part in m.iter_mut().map(|row| &mut row[..]) { part[0] += part[1]; }
        let s: f64 = m.iter_mut().map(|row| { row[1] *= y; row[0] * row[1] }).sum();
        for (e, k) in m.iter_mut().map(|row| (&mut row[0], y)) { *e *= k; }
        s + m[0][0] * m[1][1] + m[1][0]
    }
    fn pairs_in_branches(x, y) {
        let mut t = [(x, y), (y, x)];
        let mut ps = [Particle { x, v: y }; 2];
        #[allow(irrefutable_let_patterns)]
        for i in 0..2 {
            if let (a, _) = &mut t[i] { *a *= x + i as f64; }
            if let Particle { v, .. } = &mut ps[1 - i] { *v *= y; *v += t[i].0; }
        }
        let mut nested = ((t[0].0, y), 1.0);
        if let ((a, _), 1.0) = &mut nested { *a *= *a; }
        if x > 0.0 && let ((_, b), c) = &mut nested && *b > -9.0 { *b *= x; *c += *b; }
        nested.0.0 * nested.0.1 + nested.1 + ps[0].v * ps[1].v + t[1].0
    }
}
