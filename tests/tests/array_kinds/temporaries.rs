//! Arrays that no variable holds, in branches, matches, loops, blocks, closures and calls.

use ndarray::{Array1, Axis};

programs! {
    fn in_a_branch(a, b, k) {
        if k > 0.0 { (b - k).mapv(|e| e.powi(2)).sum() } else { k }
    }

    fn in_the_other_branch(a, b, k) {
        if k < 0.0 { k } else { (a * k).mapv(|e| e.sin()).sum() + (b * b).sum() }
    }

    fn in_nested_branches(a, b, k) {
        if k > 0.0 {
            if b[0] > 5.0 { k } else { (a + b).mapv(|e| e * e * k).sum_axis(Axis(0)).sum() }
        } else {
            b.sum()
        }
    }

    fn arrays_of_branches(a, b, k) {
        let c = if k > 0.0 { b * 2.0 } else { b - k };
        let d = if k < 0.0 { b.clone() } else { (b * k).mapv(|e| e.exp()) };
        (&c * &d).sum()
    }

    fn elements_of_arrays_of_branches(a, b, k) {
        let c = if k > 0.0 { b * 2.0 } else { Array1::zeros(3) };
        let d = if k < 0.0 { Array1::ones(3) } else { 2.0 * b };
        c[0] * d[1]
    }

    fn in_a_match(a, b, k) {
        let n = 2;
        match n {
            0 => k,
            1 => (b * k).sum(),
            _ => (b - k).mapv(|e| e * e).dot(&(b * 2.0)),
        }
    }

    fn arrays_of_a_match(a, b, k) {
        let c = match b.len() {
            0 => b.clone(),
            3 => a.dot(b).dot(a) * k,
            _ => -b,
        };
        (&c * &c).sum()
    }

    fn in_a_loop(a, b, k) {
        let mut s = 0.0;
        for i in 0..3 {
            s += (b * k).mapv(|e| e * e).sum() * (a + b).column(i).sum();
        }
        s
    }

    fn arrays_that_a_loop_carries(a, b, k) {
        let mut y = b.to_owned();
        for _ in 0..3 {
            y = (&y * k).mapv(|e| e.sin()) + b;
        }
        y[0] * y[1]
    }

    fn in_a_while(a, b, k) {
        let mut s = k;
        let mut i = 0;
        while i < 2 {
            s *= (b * s).sum() / (a * k).row(i).mapv(|e| e + 1.0).sum();
            i += 1;
        }
        s
    }

    fn in_a_branch_in_a_loop(a, b, k) {
        let mut s = 0.0;
        for i in 0..3 {
            if b[i] > 1.0 {
                s += (b - k).mapv(|e| e.powi(2)).sum();
            } else {
                s -= (a * k).column(i).mapv(|e| e * b[i]).sum();
            }
        }
        s
    }

    fn of_blocks(a, b, k) {
        let y = {
            let c = b * k;
            c.mapv(|e| e * e) - b
        };
        let z = {
            let c = a.dot(&y);
            (c * 2.0).sum()
        };
        z * y[1]
    }


    fn left_early(a, b, k) {
        let mut y = b * 2.0;
        for i in 0..5 {
            if y[0] > 4.0 {
                break;
            }
            y = &y * k + (b * b).mapv(|e| e * k);
            if i == 3 {
                return y.sum();
            }
        }
        (&y - b).mapv(|e| e * e).sum()
    }

    fn of_tuples(a, b, k) {
        let (c, d) = (b * k, (a * a).sum_axis(Axis(0)));
        let t = (c.clone(), &d - b);
        (t.0 * t.1).sum() + c[0] * d[1]
    }

    fn of_vectors(a, b, k) {
        let all = vec![b * k, b - k, (b * b).mapv(|e| e.cos())];
        let mut s = 0.0;
        for (i, y) in all.iter().enumerate() {
            s += y.sum() * y[i];
        }
        s
    }

    fn compared(a, b, k) {
        let y = if (b * k).sum() > (b - k).sum() { b * b } else { b * k };
        y.sum() * k
    }
}
