//! Bundle adjustment: how far observed features are from where a camera model projects the points.
//!
//! A camera is eleven numbers: a rotation (axis times angle), the centre, the focal length, the
//! principal point and two coefficients of radial distortion.

mod problem;

use chainrule::differentiate;

pub use problem::{Errors, Problem, SparseMatrix};

/// How many numbers describe a camera.
pub const CAMERA: usize = 11;
/// How many coordinates a point has.
pub const POINT: usize = 3;

const CENTRE: usize = 3;
const FOCAL_LENGTH: usize = 6;
const PRINCIPAL_POINT: usize = 7;
const DISTORTION: usize = 9;

/// w (projection − feature)
#[differentiate]
pub fn reprojection_error(
    camera: &[f64; CAMERA],
    point: &[f64; POINT],
    weight: f64,
    #[constant] feature: [f64; 2],
) -> [f64; 2] {
    let [u, v] = project(camera, point);
    [weight * (u - feature[0]), weight * (v - feature[1])]
}

/// 1 − w²
#[differentiate]
pub fn weight_error(weight: f64) -> f64 {
    1.0 - weight * weight
}

/// Where a camera sees a point.
#[differentiate]
fn project(camera: &[f64; CAMERA], point: &[f64; POINT]) -> [f64; 2] {
    let mut from_centre = [0.0; 3];
    for i in 0..3 {
        from_centre[i] = point[i] - camera[CENTRE + i];
    }
    let [x, y, z] = rotate(&camera[..CENTRE], &from_centre);
    let (x, y) = (x / z, y / z);
    let r2 = x * x + y * y;
    let scale = 1.0 + camera[DISTORTION] * r2 + camera[DISTORTION + 1] * r2 * r2;
    [
        camera[FOCAL_LENGTH] * (x * scale) + camera[PRINCIPAL_POINT],
        camera[FOCAL_LENGTH] * (y * scale) + camera[PRINCIPAL_POINT + 1],
    ]
}

/// Rodrigues' formula: `x` rotated about an axis by an angle, given as their product.
#[differentiate]
fn rotate(rotation: &[f64], x: &[f64; 3]) -> [f64; 3] {
    let squared = rotation[0] * rotation[0] + rotation[1] * rotation[1] + rotation[2] * rotation[2];
    if squared == 0.0 {
        let turned = cross(rotation, x);
        [x[0] + turned[0], x[1] + turned[1], x[2] + turned[2]]
    } else {
        let angle = squared.sqrt();
        let (sin, cos) = angle.sin_cos();
        let axis = [rotation[0] / angle, rotation[1] / angle, rotation[2] / angle];
        let turned = cross(&axis, x);
        let along = (axis[0] * x[0] + axis[1] * x[1] + axis[2] * x[2]) * (1.0 - cos);
        let mut rotated = [0.0; 3];
        for i in 0..3 {
            rotated[i] = x[i] * cos + turned[i] * sin + axis[i] * along;
        }
        rotated
    }
}

/// a × b
#[differentiate]
fn cross(a: &[f64], b: &[f64; 3]) -> [f64; 3] {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}
