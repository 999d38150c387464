//! Elements of slices, and slices in another order.

use crate::programs::Row;

pub const ROWS: &[Row] = &[row! { "slices"
    "`first()`" (x, y) { x.first().unwrap() * y * x[0] }
    "`last()`" (x, y) { if let Some(e) = x.last() { e * e * y } else { y } }
    "`get(i)`" (x, y) { let i = 2; x.get(i).copied().unwrap_or(1.0) * x.get(9).unwrap_or(&y) }
    "`split_first()`" (x, y) { let (e, others) = x.split_first().unwrap(); e * others[2] * y }
    "`split_last()`" (x, y) { match x.split_last() { Some((e, others)) => e * others[2] * y, None => y } }
    "`first_mut()`" (x, y) { let mut c = x.to_vec(); *c.first_mut().unwrap() *= y; c[0] * c[0] }
    "`last_mut()`" (x, y) { let mut c = x.to_vec(); *c.last_mut().unwrap() *= y; c[5] * c[5] }
    "`get_mut(i)`" (x, y) { let mut c = x.to_vec(); for i in 1..4 { *c.get_mut(i).unwrap() *= y + c[i - 1]; } c[3] }
    "`if let Some(e) = v.last_mut()`" (x, y) {
        let mut v = vec![y];
        for k in x {
            if let Some(e) = v.last_mut() { *e *= k; }
            v.push(k + y);
        }
        v[0] * v[3] * v[6]
    }
    "`reverse`" (x, y) { let mut c = x.to_vec(); c.reverse(); c[0] * c[1] * y }
    "`rotate_left`" (x, y) { let mut c = x.to_vec(); c.rotate_left(2); c[0] * c[5] * y }
    "`rotate_right`" (x, y) { let mut c = x.to_vec(); c.rotate_right(2); c[0] * c[5] * y }
    "`sort_by`" (x, y) {
        let mut c = x.to_vec();
        c.sort_by(|a, b| a.partial_cmp(b).unwrap());
        let s = c[0] * c[1] + c[4] * y;
        c.sort_by(f64::total_cmp);
        s * c[5]
    }
    "`sort_unstable_by`" (x, y) { let mut c = x.to_vec(); c.sort_unstable_by(|a, b| b.total_cmp(a)); c[0] * c[1] * y + c[5] }
    "`is_sorted`" (x, y) { if x[..2].is_sorted() { y } else { x[0] * y } }
    "`concat`" (x, y) { let c = [vec![y, x[0]], x.to_vec()].concat(); c[0] * c[1] * c[3] }
    "of arrays `map`" (x, y) { let c = [x[0], x[1], y].map(|e| e * e * y); c[0] * c[1] + c[2] }
    "`std::array::from_fn`" (x, y) { let c: [f64; 3] = std::array::from_fn(|i| x[i] * y); c[0] * c[1] + c[2] }
}];
