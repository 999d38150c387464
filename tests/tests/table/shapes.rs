//! Arrays made of others and of numbers.

use ndarray::{Array1, Array2, Axis, Ix2, arr1, arr2, array, concatenate, stack};

use crate::programs::Row;

pub const ROWS: &[Row] = &[row! { "shapes of arrays"
    "`concatenate`" [a, b] {
        let c = concatenate(Axis(0), &[a.view(), (a * b).view()]).unwrap();
        (&c * &c).sum()
    }
    "`stack`" [a, b] { let c = stack(Axis(0), &[b.view(), a.row(1)]).unwrap(); c.dot(b).sum() }
    "`array!`" [a, b] { let c = array![[b[0], a[[0, 0]]], [b[1], b[2]]]; (&c * &c).sum() }
    "`arr1`" [a, b] { let c = arr1(&[b[0], a[[0, 0]], b[1]]); c.dot(b) }
    "`arr2`" [a, b] { let c = arr2(&[[b[0], a[[0, 0]]], [b[1], b[2]]]); (&c * &c).sum() }
    "`from_vec`" [a, b] { let c = Array1::from_vec(vec![b[0], a[[0, 1]], b[2]]); c.dot(b) }
    "`from_shape_vec`" [a, b] {
        let c = Array2::from_shape_vec((1, 3), vec![b[0], a[[0, 1]], b[2]]).unwrap();
        c.dot(b).sum()
    }
    "`from_iter`" [a, b] { let c = Array1::from_iter(b.iter().map(|e| e * a[[0, 1]])); c.dot(b) }
    "`from_shape_fn`" [a, b] { let c = Array2::from_shape_fn((2, 3), |(i, j)| a[[j, i]] * b[i]); c.dot(b).sum() }
    "`from_elem`" [a, b] { let c = Array2::from_elem((2, 3), a[[1, 0]]); c.dot(b).sum() }
    "`to_shape`" [a, b] { let c = a.to_shape(9).unwrap(); c[1] * c[5] * b.sum() }
    "`into_shape_with_order`" [a, b] {
        let c = a.clone().into_shape_with_order(9).unwrap();
        c[1] * c[5] * b.sum()
    }
    "`broadcast`" [a, b] { let c = b.broadcast((2, 3)).unwrap(); c.sum() * c[[1, 2]] * a.sum() }
    "`into_dyn`" [a, b] { let c = a.clone().into_dyn(); (&c * &c).sum() * b.sum() }
    "`into_dimensionality::<Ix2>()`" [a, b] {
        let c = a.clone().into_dyn().into_dimensionality::<Ix2>().unwrap();
        c.dot(b).sum()
    }
    "with `unwrap()` where they may fail" [a, b] { a.to_shape((9, 1)).unwrap().sum() * b.sum() }
}];
