//! Arrays by elements, by axes, by parts, and beside sequences.

programs! {
    fn a_slice_or_an_array(a, b, k) {
        let v = [b[0] * k, b[1], b[2], k];
        let w = v.chunks(2).nth(1).unwrap_or(&[2.0]);
        w[0] * k + w[1]
    }
}
