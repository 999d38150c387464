//! Hand tracking: how far a posed hand is from points that were measured on one (Taylor et al., 2014).
//!
//! The pose `theta` has 26 numbers: a rotation, a translation, and the bends of the fingers. Each vertex
//! of the hand's surface follows the bones near it. A measured point belongs to a vertex, or to a place
//! `us` in a triangle.

use chainrule::{Lanes, differentiate};

/// How many columns of the Jacobian one pass makes: half of those that there are.
const COLUMNS: usize = 14;

/// 4×4
pub type Transform = [[f64; 4]; 4];

/// The hand at rest, and what was measured.
#[derive(Clone, Debug)]
pub struct Data {
    /// The bone that each bone hangs on, which comes before it.
    pub parents: Vec<Option<usize>>,
    /// Where each bone lies, seen from its parent.
    pub base_relatives: Vec<Transform>,
    /// The inverse of where it lies.
    pub inverse_base_absolutes: Vec<Transform>,
    /// The vertices.
    pub base_positions: Vec<[f64; 4]>,
    /// How much each vertex follows each bone.
    pub weights: Vec<Vec<f64>>,
    /// The triangles, by their corners.
    pub triangles: Vec<[usize; 3]>,
    /// Whether it is the other hand.
    pub is_mirrored: bool,
    /// The vertex, or triangle, that each point belongs to.
    pub correspondences: Vec<usize>,
    /// The points.
    pub points: Vec<[f64; 3]>,
}

/// R_z R_y R_x for the angles x, z, y.
#[differentiate(lanes)]
fn rotation(angles: [f64; 3]) -> [[f64; 4]; 4] {
    let [x, z, y] = angles;
    let (sx, cx) = x.sin_cos();
    let (sy, cy) = y.sin_cos();
    let (sz, cz) = z.sin_cos();
    [
        [cz * cy, cz * sy * sx - sz * cx, cz * sy * cx + sz * sx, 0.0],
        [sz * cy, sz * sy * sx + cz * cx, sz * sy * cx - cz * sx, 0.0],
        [-sy, cy * sx, cy * cx, 0.0],
        [0.0, 0.0, 0.0, 1.0],
    ]
}

/// The rotation about an axis by its length.
#[differentiate(lanes)]
fn rotation_about(axis: [f64; 3]) -> [[f64; 3]; 3] {
    let angle = (axis[0] * axis[0] + axis[1] * axis[1] + axis[2] * axis[2]).sqrt();
    if angle < 1e-4 {
        return [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
    }
    let (x, y, z) = (axis[0] / angle, axis[1] / angle, axis[2] / angle);
    let (s, c) = angle.sin_cos();
    [
        [x * x + (1.0 - x * x) * c, x * y * (1.0 - c) - z * s, x * z * (1.0 - c) + y * s],
        [x * y * (1.0 - c) + z * s, y * y + (1.0 - y * y) * c, y * z * (1.0 - c) - x * s],
        [x * z * (1.0 - c) - y * s, y * z * (1.0 - c) + x * s, z * z + (1.0 - z * z) * c],
    ]
}

/// A B
#[differentiate(lanes)]
fn product(a: &[[f64; 4]; 4], b: &[[f64; 4]; 4]) -> [[f64; 4]; 4] {
    let mut ab = [[0.0; 4]; 4];
    for i in 0..4 {
        for j in 0..4 {
            for k in 0..4 {
                ab[i][j] += a[i][k] * b[k][j];
            }
        }
    }
    ab
}

/// The bend of each bone: three angles.
#[differentiate(lanes)]
fn bends(theta: &[f64]) -> [[f64; 3]; 22] {
    let mut bends = [[0.0; 3]; 22];
    for finger in 0..5 {
        let first = 6 + 4 * finger;
        bends[2 + 4 * finger] = [theta[first], theta[first + 1], 0.0];
        bends[3 + 4 * finger] = [theta[first + 2], 0.0, 0.0];
        bends[4 + 4 * finger] = [theta[first + 3], 0.0, 0.0];
    }
    bends
}

/// Where the vertices are.
#[differentiate(lanes)]
fn positions(
    theta: &[f64],
    #[constant] parents: &[Option<usize>],
    #[constant] base_relatives: &[[[f64; 4]; 4]],
    #[constant] inverse_base_absolutes: &[[[f64; 4]; 4]],
    #[constant] base_positions: &[[f64; 4]],
    #[constant] weights: &[Vec<f64>],
    is_mirrored: bool,
) -> Vec<[f64; 3]> {
    let bends = bends(theta);
    let mut absolutes = vec![[[0.0; 4]; 4]; parents.len()];
    for bone in 0..parents.len() {
        let relative = product(&base_relatives[bone], &rotation(bends[bone]));
        absolutes[bone] = match parents[bone] {
            Some(parent) => product(&absolutes[parent], &relative),
            None => relative,
        };
    }
    let turn = rotation_about([theta[0], theta[1], theta[2]]);
    let mut positions = vec![[0.0; 3]; base_positions.len()];
    for bone in 0..parents.len() {
        let transform = product(&absolutes[bone], &inverse_base_absolutes[bone]);
        for vertex in 0..base_positions.len() {
            let weight = weights[vertex][bone];
            if weight != 0.0 {
                for i in 0..3 {
                    for j in 0..4 {
                        positions[vertex][i] +=
                            weight * transform[i][j] * base_positions[vertex][j];
                    }
                }
            }
        }
    }
    for position in positions.iter_mut() {
        if is_mirrored {
            position[0] = -position[0];
        }
        let [x, y, z] = *position;
        for i in 0..3 {
            position[i] = turn[i][0] * x + turn[i][1] * y + turn[i][2] * z + theta[3 + i];
        }
    }
    positions
}

/// What is left between the points and the hand, three numbers a point. Without `us` a point belongs to
/// a vertex.
#[differentiate(lanes)]
#[allow(clippy::too_many_arguments)]
pub fn errors(
    us: &[[f64; 2]],
    theta: &[f64],
    #[constant] parents: &[Option<usize>],
    #[constant] base_relatives: &[[[f64; 4]; 4]],
    #[constant] inverse_base_absolutes: &[[[f64; 4]; 4]],
    #[constant] base_positions: &[[f64; 4]],
    #[constant] weights: &[Vec<f64>],
    #[constant] triangles: &[[usize; 3]],
    is_mirrored: bool,
    #[constant] correspondences: &[usize],
    #[constant] points: &[[f64; 3]],
) -> Vec<f64> {
    let surface = positions(
        theta,
        parents,
        base_relatives,
        inverse_base_absolutes,
        base_positions,
        weights,
        is_mirrored,
    );
    let mut errors = vec![0.0; 3 * points.len()];
    for n in 0..points.len() {
        for i in 0..3 {
            let place = if us.is_empty() {
                surface[correspondences[n]][i]
            } else {
                let [a, b, c] = triangles[correspondences[n]];
                let [u, v] = us[n];
                u * surface[a][i] + v * surface[b][i] + (1.0 - u - v) * surface[c][i]
            };
            errors[3 * n + i] = points[n][i] - place;
        }
    }
    errors
}

impl Data {
    /// What is left between the points and the hand.
    pub fn errors(&self, theta: &[f64], us: &[[f64; 2]]) -> Vec<f64> {
        errors(
            us,
            theta,
            &self.parents,
            &self.base_relatives,
            &self.inverse_base_absolutes,
            &self.base_positions,
            &self.weights,
            &self.triangles,
            self.is_mirrored,
            &self.correspondences,
            &self.points,
        )
    }

    /// The Jacobian, column by column: two for `us`, where there are any, and one for each number of the
    /// pose. Each error depends on its own place only, so that the columns of all first coordinates
    /// fit in one, and those of all second ones.
    pub fn columns(&self, theta: &[f64], us: &[[f64; 2]]) -> Vec<Vec<f64>> {
        let of_places = if us.is_empty() { 0 } else { 2 };
        let count = of_places + theta.len();
        let mut columns = Vec::with_capacity(count);
        for first in (0..count).step_by(COLUMNS) {
            let unit = |column: usize| Lanes::unit(column.wrapping_sub(first));
            let us_dot = vec![[unit(0), unit(1)]; us.len()];
            let theta_dot: Vec<Lanes<f64, COLUMNS>> = (of_places..count).map(unit).collect();
            let errors_dot = self.tangents(theta, us, &us_dot, &theta_dot);
            for lane in 0..COLUMNS.min(count - first) {
                columns.push(errors_dot.iter().map(|error_dot| error_dot[lane]).collect());
            }
        }
        columns
    }

    fn tangents(
        &self,
        theta: &[f64],
        us: &[[f64; 2]],
        us_dot: &[[Lanes<f64, COLUMNS>; 2]],
        theta_dot: &[Lanes<f64, COLUMNS>],
    ) -> Vec<Lanes<f64, COLUMNS>> {
        let (_, errors_dot) = errors::jvp_lanes(
            us,
            theta,
            &self.parents,
            &self.base_relatives,
            &self.inverse_base_absolutes,
            &self.base_positions,
            &self.weights,
            &self.triangles,
            self.is_mirrored,
            &self.correspondences,
            &self.points,
            us_dot,
            theta_dot,
        );
        errors_dot
    }
}
