//! Sequences of mutable references.

programs! {
    fn a_loop(x, y) {
        let (mut p, mut q) = (x, 1.0);
        for r in [&mut p, &mut q] { *r *= x * y; }
        p * q
    }
    fn a_loop_with_branches(x, y) {
        let (mut p, mut q) = (x, y);
        let mut n = 0;
        for r in [&mut p, &mut q] {
            if *r > 1.0 { *r *= *r; n += 1; continue; }
            *r += x;
        }
        p * q + n as f64
    }
    fn elements_of_arrays(x, y) {
        let (mut a, mut b) = ([x, y, 1.0], vec![y, x]);
        for r in [&mut a[..], &mut b[1..]] {
            for e in r.iter_mut() { *e *= x; }
            r[0] += y;
        }
        a[0] * a[1] + b[0] * b[1]
    }
    fn a_variable(x, y) {
        let (mut p, mut q) = (x, y);
        let rs = [&mut p, &mut q];
        *rs[0] *= x;
        *rs[1] += *rs[0];
        p * q
    }
    fn a_vector(x, y) {
        let (mut p, mut q) = (x, y);
        let mut rs = vec![&mut p, &mut q];
        for r in rs.iter_mut() { **r *= y; }
        for r in &mut rs { **r += x; }
        *rs[0] *= *rs[1];
        p * q
    }
    fn by_position(x, y) {
        let (mut p, mut q, mut r) = (x, y, 1.0);
        for (i, e) in [&mut p, &mut q, &mut r].into_iter().enumerate() { *e *= x + i as f64; }
        p * q + r
    }
    fn with_factors(x, y) {
        let (mut p, mut q) = (x, y);
        let ks = [y, x];
        for (r, k) in [&mut p, &mut q].into_iter().zip(&ks) { *r *= *k; *r += 1.0; }
        for (k, r) in ks.iter().zip([&mut p, &mut q]) { *r += k * k; }
        p * q
    }
    fn pairs(x, y) {
        let (mut p, mut q) = (x, y);
        for (r, k) in [(&mut p, 2.0), (&mut q, x)] { *r *= k; }
        p * q
    }
    fn from_the_end(x, y) {
        let (mut p, mut q) = (x, y);
        let mut s = 1.0;
        for r in [&mut p, &mut q].into_iter().rev() { *r *= s; s += *r; }
        p * q * s
    }
    fn a_pattern(x, y) {
        let (mut p, mut q) = (x, y);
        let [a, b] = [&mut p, &mut q];
        *a *= *b;
        *b += *a;
        p * q
    }
    fn in_a_closure(x, y) {
        let (mut p, mut q) = (x, y);
        [&mut p, &mut q].into_iter().for_each(|r| *r *= *r * y);
        p * q
    }
    fn in_a_loop(x, y) {
        let (mut p, mut q) = (x, y);
        for i in 0..3 {
            for r in [&mut p, &mut q] { *r += 0.1 * *r * i as f64; }
            let mut rs = vec![&mut q, &mut p];
            *rs[0] += x;
        }
        p * q
    }
    fn one_once(x, y) {
        let mut p = x;
        for r in std::iter::once(&mut p) { *r *= y; }
        p * p
    }
    fn two_vectors_in_a_row(x, y) {
        let (mut a, mut b) = (vec![x, y], [y, x, 2.0]);
        for e in a.iter_mut().chain(b.iter_mut()) { *e *= *e; }
        a[0] * a[1] + b[0] * b[2]
    }
}
