//! Derivatives written by hand, to compare with.

/// The gradient of [`rosenbrock`](crate::programs::rosenbrock()).
pub fn rosenbrock_gradient(x: &[f64]) -> Vec<f64> {
    let mut gradient = vec![0.0; x.len()];
    let mut carried = 0.0;
    for i in 0..x.len() - 1 {
        let (a, b) = (1.0 - x[i], x[i + 1] - x[i] * x[i]);
        gradient[i] = carried - 2.0 * a - 400.0 * b * x[i];
        carried = 200.0 * b;
    }
    gradient[x.len() - 1] = carried;
    gradient
}

/// The product of its Hessian, which has three diagonals, with `v`.
pub fn rosenbrock_hvp(x: &[f64], v: &[f64]) -> Vec<f64> {
    let mut product = vec![0.0; x.len()];
    let mut carried = 0.0;
    for i in 0..x.len() - 1 {
        let b = x[i + 1] - x[i] * x[i];
        let b_dot = v[i + 1] - 2.0 * x[i] * v[i];
        product[i] = carried + 2.0 * v[i] - 400.0 * (b_dot * x[i] + b * v[i]);
        carried = 200.0 * b_dot;
    }
    product[x.len() - 1] = carried;
    product
}

/// The Newton step of k-means.
pub fn kmeans_direction(points: &[f64], centroids: &[f64], d: usize) -> Vec<f64> {
    let mut direction = vec![0.0; centroids.len()];
    let mut sizes = vec![0.0; centroids.len() / d];
    for point in points.chunks_exact(d) {
        let (mut nearest, mut least) = (0, f64::INFINITY);
        for (j, centroid) in centroids.chunks_exact(d).enumerate() {
            let distance = point.iter().zip(centroid).map(|(p, c)| (p - c) * (p - c)).sum();
            if distance < least {
                (nearest, least) = (j, distance);
            }
        }
        sizes[nearest] += 1.0;
        let slopes = &mut direction[nearest * d..(nearest + 1) * d];
        for ((slope, c), p) in slopes.iter_mut().zip(&centroids[nearest * d..]).zip(point) {
            *slope += 2.0 * (c - p);
        }
    }
    for (slopes, size) in direction.chunks_exact_mut(d).zip(sizes) {
        slopes.iter_mut().for_each(|slope| *slope /= 2.0 * size);
    }
    direction
}

/// The gradient of linear least squares.
pub fn llsq_gradient(x: &[f64], n: usize) -> Vec<f64> {
    let mut gradient = vec![0.0; x.len()];
    for i in 0..n {
        let t = -1.0 + 2.0 * i as f64 / (n - 1) as f64;
        let (mut polynomial, mut power) = (0.0, 1.0);
        for coefficient in x {
            polynomial += coefficient * power;
            power *= t;
        }
        let sign = if t == 0.0 { 0.0 } else { t.signum() };
        let mut term = polynomial - sign;
        for slope in &mut gradient {
            *slope += term;
            term *= t;
        }
    }
    gradient
}

/// The gradient of the logarithm of a sum of exponentials.
pub fn lse_gradient(x: &[f64]) -> Vec<f64> {
    let largest = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut gradient: Vec<f64> = x.iter().map(|x| (x - largest).exp()).collect();
    let sum: f64 = gradient.iter().sum();
    gradient.iter_mut().for_each(|term| *term /= sum);
    gradient
}
