//! A formula of three variables.

use chainrule::Graph;

/// (z (x² + y))²
pub fn r(x: f64, y: f64, z: f64) -> f64 {
    let u = x * x;
    let v = u + y;
    let w = z * v;
    w * w
}

pub use crate::handwritten::r;

/// The graph of [`r`](fn@r), with the value of each node and the derivative of the result in it.
pub fn graph(x: f64, y: f64, z: f64) -> Graph {
    r::graph(x, y, z)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_partial_derivatives_by_hand() {
        // ∂r/∂x = 4 z² x (x² + y), ∂r/∂y = 2 z² (x² + y), ∂r/∂z = 2 z (x² + y)².
        assert_eq!(r(1.0, 2.0, 4.0), 144.0);
        assert_eq!(r::gradient(1.0, 2.0, 4.0), (192.0, 96.0, 72.0));
        assert_eq!(r::gradient(-2.0, 0.5, 3.0), (-324.0, 81.0, 121.5));
    }

    #[test]
    fn the_graph_shows_the_values() {
        let text = graph(1.0, 2.0, 4.0).to_text();
        for value in ["144", "192", "96", "72"] {
            assert!(text.contains(value), "{text}");
        }
    }
}
