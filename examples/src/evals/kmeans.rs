//! k-means clustering: the sum of the squared distances to the nearest centroid.

use chainrule::differentiate;

/// Σᵢ minⱼ |pᵢ − cⱼ|², for points and centroids of `d` coordinates each, one after the other.
#[differentiate(hessian)]
pub fn cost(#[constant] points: &[f64], centroids: &[f64], d: usize) -> f64 {
    let mut cost = 0.0;
    for point in points.chunks_exact(d) {
        let mut nearest = f64::INFINITY;
        for centroid in centroids.chunks_exact(d) {
            let distance = squared_distance(point, centroid);
            if distance < nearest {
                nearest = distance;
            }
        }
        cost += nearest;
    }
    cost
}

/// A step of Newton's method: the gradient of [`cost()`] divided by the diagonal of its Hessian. There is
/// nothing beside the diagonal, so that its product with a vector of ones is the diagonal.
pub fn direction(points: &[f64], centroids: &[f64], d: usize) -> Vec<f64> {
    let ones = vec![1.0; centroids.len()];
    let (gradient, diagonal) = cost::gradient_jvp(points, centroids, d, &ones);
    gradient.iter().zip(&diagonal).map(|(slope, curvature)| slope / curvature).collect()
}

/// |a − b|²
#[differentiate(hessian)]
fn squared_distance(#[constant] a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum()
}
