//! Kinematics, poses and their errors.

use chainrule::{Differentiable, differentiate};
use ndarray::{Array1, Array2, array};

use crate::{of_numbers, of_slices};

/// An arm of joints in a plane: where its hand is.
#[differentiate(jacobian)]
fn planar_arm(q: &[f64], #[constant] lengths: &[f64]) -> [f64; 2] {
    let mut angle = 0.0;
    let mut hand = [0.0, 0.0];
    for (qi, l) in q.iter().zip(lengths) {
        angle += qi;
        hand[0] += l * angle.cos();
        hand[1] += l * angle.sin();
    }
    hand
}

#[differentiate]
fn reach(q: &[f64]) -> f64 {
    let hand = planar_arm(q, &[1.0, 0.8, 0.5]);
    let target = [1.2, 0.9];
    hand.iter().zip(target).map(|(h, t)| (h - t).powi(2)).sum::<f64>()
        + 1e-3 * q.iter().map(|v| v * v).sum::<f64>()
}

type Transform = [[f64; 4]; 4];

/// One joint by its four parameters (Denavit and Hartenberg, 1955).
#[differentiate]
fn joint(theta: f64, d: f64, a: f64, alpha: f64) -> [[f64; 4]; 4] {
    let (st, ct) = theta.sin_cos();
    let (sa, ca) = alpha.sin_cos();
    [
        [ct, -st * ca, st * sa, a * ct],
        [st, ct * ca, -ct * sa, a * st],
        [0.0, sa, ca, d],
        [0.0, 0.0, 0.0, 1.0],
    ]
}

#[differentiate]
fn compose(a: &[[f64; 4]; 4], b: &[[f64; 4]; 4]) -> [[f64; 4]; 4] {
    let mut c = [[0.0; 4]; 4];
    for i in 0..4 {
        for j in 0..4 {
            for k in 0..4 {
                c[i][j] += a[i][k] * b[k][j];
            }
        }
    }
    c
}

#[differentiate]
fn tool_height(q: &[f64; 3]) -> f64 {
    const DH: [(f64, f64, f64); 3] =
        [(0.4, 0.025, std::f64::consts::FRAC_PI_2), (0.0, 0.455, 0.0), (0.0, 0.035, 1.2)];
    let mut pose = joint(q[0], DH[0].0, DH[0].1, DH[0].2);
    for i in 1..3 {
        let (d, a, alpha) = DH[i];
        pose = compose(&pose, &joint(q[i], d, a, alpha));
    }
    pose[2][3] + 0.3 * pose[0][3] * pose[1][3]
}

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct Quaternion {
    w: f64,
    x: f64,
    y: f64,
    z: f64,
}

#[differentiate]
impl Quaternion {
    fn from_axis_angle(axis: [f64; 3], angle: f64) -> Quaternion {
        let n = (axis[0] * axis[0] + axis[1] * axis[1] + axis[2] * axis[2]).sqrt();
        let (s, c) = (0.5 * angle).sin_cos();
        Quaternion { w: c, x: s * axis[0] / n, y: s * axis[1] / n, z: s * axis[2] / n }
    }

    fn product(&self, o: &Quaternion) -> Quaternion {
        Quaternion {
            w: self.w * o.w - self.x * o.x - self.y * o.y - self.z * o.z,
            x: self.w * o.x + self.x * o.w + self.y * o.z - self.z * o.y,
            y: self.w * o.y - self.x * o.z + self.y * o.w + self.z * o.x,
            z: self.w * o.z + self.x * o.y - self.y * o.x + self.z * o.w,
        }
    }

    fn conjugate(self) -> Self {
        Self { w: self.w, x: -self.x, y: -self.y, z: -self.z }
    }

    fn rotate(&self, v: [f64; 3]) -> [f64; 3] {
        let p = Quaternion { w: 0.0, x: v[0], y: v[1], z: v[2] };
        let r = self.product(&p).product(&self.conjugate());
        [r.x, r.y, r.z]
    }
}

#[differentiate]
fn rotated(angle: f64, x: f64, y: f64, z: f64) -> f64 {
    let q = Quaternion::from_axis_angle([1.0, x, 0.5], angle);
    let r = q.rotate([x, y, z]);
    r[0] + 2.0 * r[1] - r[2] * r[0]
}

/// Rodrigues' formula, with its series near zero, and a camera with distortion: a residual of bundle adjustment.
#[differentiate(jacobian)]
fn reprojection(camera: &[f64; 9], point: &[f64; 3]) -> [f64; 2] {
    let theta2 = camera[..3].iter().map(|r| r * r).sum::<f64>();
    let mut p = [0.0; 3];
    if theta2 > 1e-12 {
        let theta = theta2.sqrt();
        let k = [camera[0] / theta, camera[1] / theta, camera[2] / theta];
        let (s, c) = theta.sin_cos();
        let kxp = [
            k[1] * point[2] - k[2] * point[1],
            k[2] * point[0] - k[0] * point[2],
            k[0] * point[1] - k[1] * point[0],
        ];
        let kp = (k[0] * point[0] + k[1] * point[1] + k[2] * point[2]) * (1.0 - c);
        for i in 0..3 {
            p[i] = point[i] * c + kxp[i] * s + k[i] * kp;
        }
    } else {
        p[0] = point[0] + camera[1] * point[2] - camera[2] * point[1];
        p[1] = point[1] + camera[2] * point[0] - camera[0] * point[2];
        p[2] = point[2] + camera[0] * point[1] - camera[1] * point[0];
    }
    for (pi, t) in p.iter_mut().zip(&camera[3..6]) {
        *pi += t;
    }
    let (u, v) = (-p[0] / p[2], -p[1] / p[2]);
    let r2 = u * u + v * v;
    let distortion = camera[6] * (1.0 + r2 * (camera[7] + camera[8] * r2));
    [distortion * u, distortion * v]
}

#[differentiate]
fn squared_error(camera: &[f64; 9]) -> f64 {
    let points = [([0.1, 0.2, -3.0], [10.0, 20.0]), ([-0.4, 0.3, -2.5], [-60.0, 40.0])];
    let mut total = 0.0;
    for (point, seen) in points {
        let [u, v] = reprojection(camera, &point);
        total += (u - seen[0]).powi(2) + (v - seen[1]).powi(2);
    }
    total.ln()
}

/// A pose graph in a plane: odometry and a loop that closes.
#[differentiate]
fn pose_graph(poses: &[[f64; 3]], #[constant] edges: &[(usize, usize, [f64; 3])]) -> f64 {
    let mut cost = 0.0;
    for &(i, j, [dx, dy, dth]) in edges {
        let [xi, yi, ti] = poses[i];
        let [xj, yj, tj] = poses[j];
        let (s, c) = ti.sin_cos();
        let ex = c * (xj - xi) + s * (yj - yi) - dx;
        let ey = -s * (xj - xi) + c * (yj - yi) - dy;
        let et = (tj - ti - dth).sin();
        cost += ex * ex + ey * ey + 10.0 * et * et;
    }
    cost
}

/// A linear-quadratic step over matrices.
#[differentiate]
fn closed_loop_cost(gain: &Array2<f64>, x0: &Array1<f64>) -> f64 {
    let a = array![[1.0, 0.1], [0.0, 0.95]];
    let b = array![[0.0], [0.1]];
    let mut x = x0.clone();
    let mut cost = 0.0;
    for _ in 0..10 {
        let u = -gain.dot(&x);
        cost += x.dot(&x) + 0.1 * u.dot(&u);
        x = a.dot(&x) + b.dot(&u);
    }
    cost
}

of_slices! {
    arm: reach at [0.3, 0.5, -0.2];
}

of_numbers! {
    turned: rotated(a = 0.7, x = 0.3, y = -0.4, z = 1.1);
}

#[test]
fn tool() {
    let of = |x: &[f64]| [x[0], x[1], x[2]];
    crate::check(
        |x| tool_height(&of(x)),
        |x| tool_height::gradient(&of(x)).to_vec(),
        &[0.3, 0.7, -0.4],
    );
    let identity: Transform = joint(0.0, 0.0, 0.0, 0.0);
    assert_eq!(identity, compose(&identity, &identity));
}

#[test]
fn bundles() {
    for turn in [0.0, 0.2] {
        let at = [turn, 0.5 * turn, -turn, 0.1, -0.2, 0.3, 400.0, 0.01, -0.02];
        let of = |x: &[f64]| <[f64; 9]>::try_from(x).unwrap();
        if turn > 0.0 {
            crate::check(
                |x| squared_error(&of(x)),
                |x| squared_error::gradient(&of(x)).to_vec(),
                &at,
            );
        } else {
            assert!(squared_error::gradient(&at).iter().all(|g| g.is_finite()));
        }
    }
}

#[test]
fn graph() {
    let edges = [(0, 1, [1.0, 0.0, 0.1]), (1, 2, [1.0, 0.1, 0.1]), (2, 0, [-2.0, 0.3, -0.2])];
    let of = |x: &[f64]| -> Vec<[f64; 3]> { x.chunks(3).map(|c| [c[0], c[1], c[2]]).collect() };
    crate::check(
        |x| pose_graph(&of(x), &edges),
        |x| pose_graph::gradient(&of(x), &edges).concat(),
        &[0.0, 0.1, 0.0, 1.1, 0.2, 0.1, 2.0, 0.4, 0.3],
    );
}

#[test]
fn regulator() {
    let x0 = array![1.0, -0.5];
    let of = |x: &[f64]| Array2::from_shape_vec((1, 2), x.to_vec()).unwrap();
    crate::check(
        |x| closed_loop_cost(&of(x), &x0),
        |x| closed_loop_cost::gradient(&of(x), &x0).0.iter().copied().collect(),
        &[0.4, 0.7],
    );
}
