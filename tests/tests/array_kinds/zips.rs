//! `Zip` of several arrays.

use ndarray::{Array1, Zip};

programs! {
    fn three_arrays(a, b, k) {
        let (c, d) = (b * 2.0, b - k);
        Zip::from(b).and(&c).and(&d).map_collect(|&p, &q, &r| p * q * r).sum()
    }

    fn four_matrices(a, b, k) {
        let (c, d, e) = (a * 2.0, a - k, a * a);
        let y = Zip::from(a).and(&c).and(&d).and(&e).map_collect(|&p, &q, &r, &s| p * q + r * s);
        y[[0, 1]] * y[[1, 2]] + y.sum()
    }

    fn five_arrays(a, b, k) {
        let (c, d, e, f) = (b * 2.0, b - k, b * b, b / k);
        let y = Zip::from(b)
            .and(&c)
            .and(&d)
            .and(&e)
            .and(&f)
            .map_collect(|&p, &q, &r, &s, &t| (p * q - r * s) * t.sin());
        (&y * &y).sum()
    }

    fn parts_of_matrices(a, b, k) {
        let y = Zip::from(a.row(0))
            .and(&a.row(1))
            .and(b)
            .and(&(b * k))
            .map_collect(|&p, &q, &r, &s| p * q + r * s * k);
        y.sum() * y[1]
    }

    fn three_into_one(a, b, k) {
        let (c, d) = (b * 2.0, b - k);
        let mut y = Array1::zeros(3);
        Zip::from(&mut y).and(b).and(&c).and(&d).for_each(|y, &p, &q, &r| *y = p * q * r);
        y[0] * y[2]
    }

    fn five_into_one(a, b, k) {
        let (c, d, e, f) = (a * 2.0, a - k, a * a, a / k);
        let mut y = a * k;
        Zip::from(&mut y)
            .and(a)
            .and(&c)
            .and(&d)
            .and(&e)
            .and(&f)
            .for_each(|y, &p, &q, &r, &s, &t| *y += p * q * r + s * t * k);
        y.sum()
    }

    fn five_change_one(a, b, k) {
        let (c, d, e, f) = (b * 2.0, b - k, b * b, b / k);
        let mut y = b * k;
        Zip::from(&mut y)
            .and(b)
            .and(&c)
            .and(&d)
            .and(&e)
            .and(&f)
            .for_each(|y, &p, &q, &r, &s, &t| *y *= p * q * r + s * t * k + *y);
        y.sum()
    }

    fn three_into_a_part(a, b, k) {
        let (c, d) = (b * 2.0, b - k);
        let mut y = a * 2.0;
        Zip::from(y.row_mut(1)).and(b).and(&c).and(&d).for_each(|y, &p, &q, &r| *y *= p * q * r);
        Zip::from(&mut y.row_mut(0)).and(b).and(&c).and(&d).for_each(|y, &p, &q, &r| *y += p * q * r);
        (&y * &y).sum()
    }

    fn unknown_ranks(a, b, k) {
        let c = a.to_owned().into_dyn();
        let (d, e, f) = (&c * 2.0, &c - k, &c * &c);
        let y = Zip::from(&c).and(&d).and(&e).and(&f).map_collect(|&p, &q, &r, &s| p * q + r * s);
        y.sum()
    }

    fn in_a_loop(a, b, k) {
        let mut y = b.to_owned();
        for i in 0..2 {
            let c = &y * k;
            let d = a.row(i).to_owned();
            y = Zip::from(&y).and(&c).and(&d).map_collect(|&p, &q, &r| (p * q - r).cos());
        }
        y.sum()
    }

    fn in_a_branch(a, b, k) {
        let c = b * k;
        let y = if k > 0.1 {
            Zip::from(b).and(&c).and(&a.row(0)).map_collect(|&p, &q, &r| p * q * r)
        } else {
            b.clone()
        };
        y[0] * y[1]
    }

    fn with_vectors_and_matrices(a, b, k) {
        let (c, w) = (b * 2.0, [k, b[0]]);
        let y = Zip::from(b)
            .and(&c)
            .and(&a.row(0))
            .map_collect(|&p, &q, &r| p * q * w[1] + r * a[[1, 1]] * w[0]);
        y.sum() * y[2]
    }
}
