//! Chains of iterators.

use crate::programs::Row;

pub const ROWS: &[Row] = &[row! { "iterators"
    "`iter()`" (x, y) { let mut s = y; for e in x.iter() { s = s * e + y; } s }
    "`iter_mut()`" (x, y) { let mut c = x.to_vec(); c.iter_mut().for_each(|e| *e *= y); c[0] * c[1] }
    "`windows`" (x, y) { x.windows(2).map(|w| (w[1] - w[0]) * w[0]).sum::<f64>() * y }
    "`chunks`" (x, y) { x.chunks(4).map(|c| c[0] * c[c.len() - 1]).sum::<f64>() * y }
    "`chunks_exact`" (x, y) { x.chunks_exact(4).map(|c| c[0] * c[3]).sum::<f64>() * y }
    "`rchunks`" (x, y) { x.rchunks(4).map(|c| c[0] * c[c.len() - 1]).fold(y, |s, e| s * e + y) }
    "`rchunks_exact`" (x, y) { x.rchunks_exact(4).map(|c| c[0] * c[3]).sum::<f64>() * y }
    "`repeat_n`" (x, y) { std::iter::repeat_n(x[0] * y, 3).product() }
    "`repeat_with`" (x, y) { let mut s = y; std::iter::repeat_with(|| { s *= x[0]; s }).take(3).sum() }
    "`std::iter::from_fn`" (x, y) { let mut k = 0; std::iter::from_fn(|| { k += 1; if k < 4 { Some(x[k] * y) } else { None } }).product() }
    "`successors`" (x, y) { std::iter::successors(Some(y), |v| if *v > 0.1 { Some(v * 0.7 * x[1]) } else { None }).sum() }
    "`cycle`" (x, y) { x[..2].iter().cycle().take(5).fold(y, |s, e| s * e + y) }
    "`max_by_key`" (x, y) { x.iter().enumerate().max_by_key(|(i, _)| (*i as i64 - 2).abs()).unwrap().1 * y }
    "`min_by_key`" (x, y) { x[(0..x.len()).min_by_key(|i| (*i as i64 - 3).abs()).unwrap()] * y }
    "`try_fold`" (x, y) { x.iter().try_fold(y, |s, e| if *e > 5.0 { None } else { Some(s * e + y) }).unwrap() }
    "into a `Result` or an `Option` of one" (x, y) {
        let v = x.iter().map(|e| if *e > 0.0 { Ok(e * y) } else { Err("negative") }).collect::<Result<Vec<f64>, &str>>();
        let w: Option<Vec<f64>> = x.iter().map(|e| if *e > 0.0 { Some(e * e) } else { None }).collect();
        v.unwrap()[0] * w.unwrap()[1]
    }
    "in variables (`let mut it = x.iter();`) with `it.next()`" (x, y) {
        let mut it = x.iter();
        let first = it.next().unwrap();
        it.fold(y, |s, e| s * e + first)
    }
    "`while let Some(e) = it.next()`" (x, y) { let mut it = x.iter(); let mut s = y; while let Some(e) = it.next() { s = s * e + y; } s }
    "`it.by_ref()`" (x, y) { let mut it = x.iter(); let s: f64 = it.by_ref().take(2).map(|e| e * y).sum(); s * it.next().unwrap() }
    "`peekable` with `peek`" (x, y) {
        let mut it = x.iter().peekable();
        let mut s = y;
        while let Some(e) = it.next() {
            if let Some(next) = it.peek() { s += e * **next; } else { s *= e; }
        }
        s
    }
    "`once`" (x, y) { std::iter::once(x[0] * y).chain(x.iter().copied()).map(|e| e * e).sum() }
    "`repeat`" (x, y) { std::iter::repeat(x[0] * y).take(3).product() }
    "`std::iter::zip(a, b)`" (x, y) { let (a, b) = (x, &x[1..]); std::iter::zip(a, b).map(|(p, q)| p * q * y).sum() }
    "`map`" (x, y) { x.iter().map(|e| e.sin() * y).sum() }
    "`filter`" (x, y) { x.iter().filter(|e| **e > 0.65).map(|e| e * y).product() }
    "`flat_map`" (x, y) { (0..3).flat_map(|i| (0..i).map(move |j| x[i] * x[j] * y)).sum() }
    "`flatten`" (x, y) { let a = [[x[0], y], [x[1], x[2]]]; a.iter().flatten().product() }
    "`zip`" (x, y) { x.iter().zip(&x[1..]).map(|(p, q)| p * q * y).sum() }
    "`chain`" (x, y) { x[..2].iter().chain(&x[4..]).map(|e| e * y).product() }
    "`enumerate`" (x, y) { x.iter().enumerate().map(|(i, e)| e * e * i as f64).sum::<f64>() * y }
    "`rev`" (x, y) { x.iter().rev().fold(y, |s, e| s * e + y) }
    "`step_by`" (x, y) { x.iter().step_by(2).map(|e| e * y).product() }
    "`skip`" (x, y) { x.iter().skip(2).map(|e| e * y).product() }
    "`take`" (x, y) { x.iter().take(2).map(|e| e * y).product() }
    "`take_while`" (x, y) { x.iter().take_while(|e| **e < 1.2).map(|e| e * y).product() }
    "`skip_while`" (x, y) { x.iter().skip_while(|e| **e < 1.2).map(|e| e * y).product() }
    "`filter_map`" (x, y) { x.iter().filter_map(|e| if *e > 0.65 { Some(e * y) } else { None }).product() }
    "`map_while`" (x, y) { x.iter().map_while(|e| (*e < 1.2).then(|| e * y)).product() }
    "`scan` that may end early" (x, y) {
        let all: f64 = x.iter().scan(y, |s, e| { *s *= e; Some(*s + y) }).sum();
        x.iter().scan(y, |s, e| { *s *= e; if *s < 0.3 { None } else { Some(*s * y) } }).sum::<f64>() * all
    }
    "`inspect`" (x, y) { x.iter().inspect(|e| assert!(e.is_finite())).map(|e| e * y).product() }
    "`sum`" (x, y) { x.iter().map(|e| e * e).sum::<f64>() * y }
    "`product`" (x, y) { x.iter().product::<f64>() * y }
    "`fold`" (x, y) { x.iter().fold(y, |s, e| s * e + 1.0) }
    "`reduce`" (x, y) { x.iter().copied().reduce(|p, q| p * q + y).unwrap() }
    "`for_each`" (x, y) { let mut s = y; x.iter().for_each(|e| s *= e + 0.5); s }
    "`count`" (x, y) { x[0] * y * x.iter().filter(|e| **e > 0.65).count() as f64 }
    "`any`" (x, y) { if x.iter().any(|e| *e > 1.2) { x[0] * y } else { y } }
    "`all`" (x, y) { if x.iter().all(|e| *e > 0.1) { x[0] * y } else { y } }
    "`max_by`" (x, y) { x.iter().max_by(|p, q| p.total_cmp(q)).unwrap() * y }
    "`min_by`" (x, y) { x.iter().min_by(|p, q| p.partial_cmp(q).unwrap()).unwrap() * y }
    "`find`" (x, y) { x.iter().find(|e| **e < 0.8).unwrap() * y }
    "`find_map`" (x, y) { x.iter().find_map(|e| if *e < 0.8 { Some(e * y) } else { None }).unwrap() * y }
    "`unzip`" (x, y) { let (a, b): (Vec<f64>, Vec<f64>) = x.iter().map(|e| (e * y, e * e)).unzip(); a[0] * b[1] + a[3] }
    "`partition`" (x, y) { let (a, b): (Vec<f64>, Vec<f64>) = x.iter().partition(|e| **e > 0.8); a[0] * b[0] * y }
    "`position`" (x, y) { x[x.iter().position(|e| *e < 0.8).unwrap()] * y }
    "`next`" (x, y) { x.iter().filter(|e| **e < 0.8).next().unwrap() * y }
    "`nth`" (x, y) { x.iter().map(|e| e * y).nth(2).unwrap() }
    "an item that may be missing with `unwrap()`" (x, y) { x.iter().copied().reduce(|p, q| p * q).unwrap() * y }
    "`expect(…)`" (x, y) { x.iter().map(|e| e * y).last().expect("an element") }
    "`unwrap_or(…)`" (x, y) { x.iter().find(|e| **e > 9.0).unwrap_or(&y) * y * x[0] }
    "`is_some()`" (x, y) { if x.iter().find(|e| **e > 1.0).is_some() { x[0] * y } else { y } }
    "`is_none()`" (x, y) { if x.iter().position(|e| *e > 1.2).is_none() { y } else { x[0] * y } }
    "as `Some(…)` and `None` in patterns" (x, y) {
        let m = if let Some(m) = x.iter().copied().reduce(f64::max) { m * y } else { y };
        match x.iter().find(|e| **e > 9.0) { Some(e) => e * m, None => m * m }
    }
    "`last`" (x, y) { x.iter().map(|e| e * y).last().unwrap() }
    "into an `Array1`" (x, y) { let c: ndarray::Array1<f64> = x.iter().map(|e| e * y).collect(); c[0] * c.sum() }
    "`collect` into a `Vec`" (x, y) { let c: Vec<f64> = x.iter().map(|e| e * y).collect(); c[0] * c[1] }
}];
