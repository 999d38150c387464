//! Vectors that grow and shrink elsewhere than at their end.

programs! {
    fn retain(x, y) {
        let mut v = x.to_vec(); v.retain(|e| *e > 0.65); v.iter().map(|e| e * y).product()
    }

    fn insert(x, y) {
        let mut v = x.to_vec(); v.insert(1, y); v[1] * v[2]
    }

    fn remove(x, y) {
        let mut v = x.to_vec(); let a = v.remove(1); v[1] * a * y
    }

    fn swap_remove(x, y) {
        let mut v = x.to_vec(); let a = v.swap_remove(1); v[1] * a * y
    }

    fn insert_in_loop(x, y) {
        let mut v: Vec<f64> = Vec::new(); for e in x { let at = v.iter().position(|w| w > e).unwrap_or(v.len()); v.insert(at, *e * y); } v[0] * v[3]
    }

    fn remove_in_loop(x, y) {
        let mut v = x.to_vec(); let mut s = y; while v.len() > 2 { let a = v.remove(1); s = s * a + v[0]; } s * v[1]
    }

    fn retain_loop(x, y) {
        let mut v = x.to_vec(); for k in 0..2 { v.retain(|e| *e > 0.45 + 0.2 * k as f64); v.push(y); } v.iter().product()
    }
}
