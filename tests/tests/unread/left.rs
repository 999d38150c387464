//! Vectors that a loop or a block hands over as it is left: before, there is none, and nothing tells of what type.

use chainrule::differentiate;
use chainrule_tests::{assert_all_close, slice_programs};

slice_programs! {
    4..7;
    fn by_break(x) {
        let mut k = 0;
        let v: Vec<f64> = loop {
            if k >= 3 {
                break x.to_vec();
            }
            k += 1;
        };
        v[0] * v[1]
    }
    fn changed_before(x) {
        let mut k = 0;
        let mut a = x.to_vec();
        let v = loop {
            if k >= 3 {
                break a;
            }
            a[k] *= a[k + 1];
            k += 1;
        };
        v[0] * v[1] + v[2]
    }
    fn of_vectors(x) {
        let mut k = 0;
        let v = loop {
            if x[k] < 0.5 {
                break vec![x.to_vec(); 2];
            }
            k += 1;
        };
        v[0][0] * v[1][1]
    }
    fn beside_a_number(x) {
        let mut k = 0;
        let (v, y) = loop {
            if x[k] < 0.5 {
                break (x.to_vec(), x[k]);
            }
            k += 1;
        };
        v[0] * y
    }
    fn out_of_a_block(x) {
        let v = 'found: {
            for i in 0..x.len() {
                if x[i] < 0.2 {
                    break 'found vec![x[i]; 2];
                }
            }
            x.to_vec()
        };
        v[0] * v[1]
    }
}

#[differentiate(jvp)]
fn first_below(x: &[f64], bound: f64) -> Vec<f64> {
    for i in 0..x.len() {
        if x[i] < bound {
            return vec![x[i] * bound; 2];
        }
    }
    vec![bound]
}

#[test]
fn returned() {
    let (value, dot) = first_below::jvp(&[1.0, -2.0], 0.5, &[3.0, 4.0], 2.0);
    assert_all_close(&value, &[-1.0, -1.0]);
    // 4 · 0.5 − 2 · 2
    assert_all_close(&dot, &[-2.0, -2.0]);
    let (value, dot) = first_below::jvp(&[1.0], 0.5, &[3.0], 2.0);
    assert_all_close(&[value[0], dot[0]], &[0.5, 2.0]);
}
