//! What callees write.

use chainrule::differentiate;

#[differentiate(jvp)]
fn put(v: &mut [f64], x: f64) {
    v[0] = x.ln();
    v[1] = 2.0 * x;
}

#[test]
fn a_written_element_that_is_overwritten() {
    #[differentiate(jvp)]
    fn f(x: f64, y: f64) -> f64 {
        let mut v = [x, y];
        put(&mut v, x);
        v[0] = y;
        v[0] * y + v[1]
    }
    assert_eq!(f::gradient(0.0, 4.0), (2.0, 8.0));
}

#[test]
fn a_written_element_that_is_left_out() {
    #[differentiate(jvp)]
    fn f(x: f64, y: f64) -> f64 {
        let mut v = [y; 2];
        put(&mut v, x);
        v[1] * y
    }
    assert_eq!(f::gradient(0.0, 4.0), (8.0, 0.0));
}
