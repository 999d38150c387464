//! k-means clustering: the sum of the squared distances to the nearest centroid.

use chainrule::differentiate;

/// Σᵢ minⱼ |pᵢ − cⱼ|², for points and centroids of `d` coordinates each, one after the other.
#[differentiate]
pub fn cost(#[constant] points: &[f64], centroids: &[f64], d: usize) -> f64 {
    let mut cost = 0.0;
    for i in 0..points.len() / d {
        let point = &points[i * d..(i + 1) * d];
        let mut nearest = f64::INFINITY;
        for j in 0..centroids.len() / d {
            let distance = squared_distance(point, &centroids[j * d..(j + 1) * d]);
            if distance < nearest {
                nearest = distance;
            }
        }
        cost += nearest;
    }
    cost
}

/// |a − b|²
#[differentiate]
fn squared_distance(#[constant] a: &[f64], b: &[f64]) -> f64 {
    let mut sum = 0.0;
    for (a, b) in a.iter().zip(b) {
        let difference = a - b;
        sum += difference * difference;
    }
    sum
}
