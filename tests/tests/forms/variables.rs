//! Iterators in variables.

programs! {
    fn peekable_while_let(x, y) {
        let mut it = x.iter().peekable(); let mut s = y; while let Some(e) = it.next() { if let Some(n) = it.peek() { s += e * **n; } else { s *= e; } } s
    }

    fn peekable_peek_is_some(x, y) {
        let mut it = x.iter().peekable(); let mut s = y; while let Some(e) = it.next() { s = s * e + y; if it.peek().is_some() { s += 1.0; } } s
    }

    fn next_in_variable(x, y) {
        let mut it = x.iter(); let a = it.next().unwrap(); let b = it.next().unwrap(); a * b * y
    }

    fn next_then_rest(x, y) {
        let mut it = x.iter(); let a = it.next().unwrap(); it.fold(*a * y, |s, e| s * e + y)
    }

    fn next_then_for(x, y) {
        let mut it = x.iter(); let mut s = *it.next().unwrap() * y; for e in it { s = s * e + y; } s
    }

    fn while_let_it_next(x, y) {
        let mut it = x.iter(); let mut s = y; while let Some(e) = it.next() { s = s * e + y; } s
    }

    fn if_let_next(x, y) {
        let mut it = x.iter(); let mut s = y; if let Some(a) = it.next() { s *= a; } for e in it { s = s * e + y; } s
    }

    fn by_ref(x, y) {
        let mut it = x.iter(); let s: f64 = it.by_ref().take(2).map(|e| e * y).sum(); s * it.map(|e| e * e).sum::<f64>()
    }

    fn take_then_by_ref_find(x, y) {
        let mut it = x.iter(); let a = it.find(|e| **e > 1.0).unwrap(); let b = it.next().unwrap(); a * b * y + it.len() as f64
    }

    fn by_ref_take_while(x, y) {
        let mut it = x.iter(); let s: f64 = it.by_ref().take_while(|e| **e < 1.2).map(|e| e * y).sum(); s * it.next().unwrap()
    }

    fn filtered_next(x, y) {
        let mut it = x.iter().filter(|e| **e > 0.65); let a = it.next().unwrap(); let b = it.next().unwrap(); a * b * y
    }

    fn loop_next_match(x, y) {
        let mut it = x.iter(); let mut s = y; loop { match it.next() { Some(e) => s = s * e + y, None => break } } s
    }

    fn peek_cond(x, y) {
        let mut it = x.iter().peekable(); let mut s = y; while it.peek().is_some() { let a = it.next().unwrap(); s = s * a + y; } s
    }

    fn range_next(x, y) {
        let mut r = 0..4; let mut s = y; while let Some(i) = r.next() { s = s * x[i] + y; } s
    }

    fn next_in_branch(x, y) {
        let mut it = x.iter(); let a = if y > 0.5 { it.next().unwrap() * y } else { y }; a * it.map(|e| e * e).sum::<f64>()
    }
}
