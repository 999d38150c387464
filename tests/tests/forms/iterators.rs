//! Iterators after one another, side by side, from the far end, made by functions.

programs! {
    fn chain_behind_filter(x, y) {
        x.iter().filter(|e| **e > 0.65).chain(&x[..2]).map(|e| e * y).product()
    }

    fn chain_behind_filter_map(x, y) {
        x.iter().map(|e| e*y).filter(|e| *e > 0.65).chain(std::iter::once(y)).map(|e| e * e).sum()
    }

    fn chain_arg_filtered(x, y) {
        x[..2].iter().chain(x.iter().filter(|e| **e > 0.65)).map(|e| e * y).product()
    }

    fn zip_arg_filtered(x, y) {
        x.iter().zip(x.iter().filter(|e| **e > 0.65)).map(|(a, b)| a * b * y).sum()
    }

    fn rev_behind_flat_map(x, y) {
        (0..3).flat_map(|i| (0..=i).map(move |j| x[i] * x[j])).rev().fold(y, |s, e| s * e + y)
    }

    fn flatten_rev(x, y) {
        let a = [[x[0], y], [x[1], x[2]]]; a.iter().flatten().rev().fold(y, |s, e| s * e + y)
    }

    fn cycle_take(x, y) {
        x[..2].iter().cycle().take(5).fold(y, |s, e| s * e + y)
    }

    fn zip_cycle(x, y) {
        x.iter().zip([1.0, y].iter().cycle()).map(|(a, b)| a * b).sum()
    }

    fn cycle_skip_take(x, y) {
        x.iter().cycle().skip(2).take(6).zip(x).map(|(a, b)| a * b * y).sum()
    }

    fn rchunks(x, y) {
        x.rchunks(4).map(|c| c[0] * c[c.len() - 1]).fold(y, |s, e| s * e + y)
    }

    fn rchunks_exact(x, y) {
        x.rchunks_exact(4).map(|c| c[0] * c[c.len() - 1]).fold(y, |s, e| s * e + y)
    }

    fn chunks_rev(x, y) {
        x.chunks(4).rev().map(|c| c[0] * c[c.len() - 1]).fold(y, |s, e| s * e + y)
    }

    fn repeat_n_of_numbers(x, y) {
        std::iter::repeat_n(x[0] * y, 3).product()
    }

    fn repeat_with(x, y) {
        std::iter::repeat_with(|| x[0] * y).take(3).product()
    }

    fn successors_of_numbers(x, y) {
        std::iter::successors(Some(x[0] * y), |v| if *v > 0.1 { Some(v * 0.7 * x[1]) } else { None }).sum()
    }

    fn successors_take(x, y) {
        std::iter::successors(Some(y), |v| Some(v * x[1])).take(5).map(|v| v.sin()).sum()
    }

    fn successors_int(x, y) {
        std::iter::successors(Some(1usize), |v| (*v < 4).then(|| v * 2)).map(|i| x[i] * y).sum()
    }

    fn from_fn_of_numbers(x, y) {
        let mut k = 0; std::iter::from_fn(|| { k += 1; if k < 4 { Some(x[k] * y) } else { None } }).product()
    }

    fn min_by_key_abs(x, y) {
        let i = (0..x.len()).min_by_key(|i| (*i as i64 - 3).abs()).unwrap(); x[i] * y
    }

    fn is_sorted(x, y) {
        if x.is_sorted() { y } else { x[0] * y }
    }

    fn sum_of_once_chain(x, y) {
        std::iter::once(y).chain(x.iter().map(|e| e * y)).sum::<f64>() * y
    }

    fn zip_three(x, y) {
        x.iter().zip(&x[1..]).zip(&x[2..]).map(|((a, b), c)| a * b * c * y).sum()
    }

    fn rev_enumerate(x, y) {
        x.iter().rev().enumerate().map(|(i, e)| e * y * i as f64).sum()
    }

    fn enumerate_rev(x, y) {
        x.iter().enumerate().rev().fold(y, |s, (i, e)| s * e + i as f64)
    }

    fn sort_by_total_cmp_rev(x, y) {
        let mut v = x.to_vec(); v.sort_by(|a, b| b.total_cmp(a)); v[0] * v[2] * y
    }

    fn for_in_chain(x, y) {
        let mut s = y; for e in x.iter().filter(|e| **e > 0.65).chain(&[y, 1.0]) { s = s * e + 1.0; } s
    }

    fn cmp_is_sorted_by(x, y) {
        if x.windows(2).all(|w| w[0] <= w[1]) { y } else { x[0] * y }
    }

    fn cycle_skip(x, y) {
        x.iter().cycle().skip(4).step_by(2).take(4).fold(y, |s, e| s * e + y)
    }

    fn zip_rev(x, y) {
        let mut s = y; for (a, b) in x.iter().zip(x.iter().rev()) { s += a * b * b; } s
    }

    fn parts_enumerate(x, y) {
        x.iter().filter(|e| **e > 0.65).chain(x.iter().skip(3)).enumerate().map(|(i, e)| e * y * i as f64).sum()
    }

    fn parts_in_for_with_break(x, y) {
        let mut s = y; for e in x.iter().chain(x.iter().rev()) { if s > 3.0 { break; } s = s * e + y; } s
    }

    fn parts_take_while(x, y) {
        x.iter().filter(|e| **e > 0.5).chain(&x[..3]).take_while(|e| **e < 1.25).map(|e| e * y).sum()
    }
}
