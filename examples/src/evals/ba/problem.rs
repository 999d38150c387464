//! Many cameras, many points, and which camera sees which: the residuals, and their Jacobian.
//!
//! A residual depends on one camera, one point and one weight, so that the Jacobian consists of
//! small blocks. Each is pulled back through one forward pass, with one seed a row.

use super::{CAMERA, POINT, reprojection_error, weight_error};

/// What is known and what is to be found.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// The cameras.
    pub cameras: Vec<[f64; CAMERA]>,
    /// The points.
    pub points: Vec<[f64; POINT]>,
    /// The weight of each observation.
    pub weights: Vec<f64>,
    /// Where each observation found the point in the picture.
    pub features: Vec<[f64; 2]>,
    /// The numbers of the camera and of the point of each observation.
    pub observations: Vec<(usize, usize)>,
}

/// The residuals of each observation.
#[derive(Clone, Debug, PartialEq)]
pub struct Errors {
    /// Of the projections.
    pub reprojection: Vec<[f64; 2]>,
    /// Of the weights.
    pub weight: Vec<f64>,
}

/// A sparse matrix, compressed by row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SparseMatrix {
    /// Where each row starts among the values, and where the last ends.
    pub rows: Vec<usize>,
    /// The column of each value.
    pub columns: Vec<usize>,
    /// The values, row by row.
    pub values: Vec<f64>,
}

impl SparseMatrix {
    fn end_row(&mut self) {
        self.rows.push(self.values.len());
    }
}

impl Problem {
    /// All residuals.
    ///
    /// # Panics
    ///
    /// If an observation names a camera or a point that is not there.
    pub fn errors(&self) -> Errors {
        let reprojection = self.observations.iter().zip(&self.weights).zip(&self.features).map(
            |((&(camera, point), &weight), &feature)| {
                reprojection_error(&self.cameras[camera], &self.points[point], weight, feature)
            },
        );
        Errors {
            reprojection: reprojection.collect(),
            weight: self.weights.iter().map(|&weight| weight_error(weight)).collect(),
        }
    }

    /// The derivatives of all residuals (two rows an observation, and then a row a weight) in all
    /// cameras, points and weights (columns, in this order).
    ///
    /// # Panics
    ///
    /// If an observation names a camera or a point that is not there.
    pub fn jacobian(&self) -> SparseMatrix {
        let count = self.observations.len();
        let size = count * (2 * (CAMERA + POINT + 1) + 1);
        let mut matrix = SparseMatrix {
            rows: Vec::with_capacity(3 * count + 1),
            columns: Vec::with_capacity(size),
            values: Vec::with_capacity(size),
        };
        matrix.end_row();
        for observation in 0..count {
            self.reprojection_rows(observation, &mut matrix);
        }
        for (observation, &weight) in self.weights.iter().enumerate() {
            matrix.columns.push(self.weight_column(observation));
            matrix.values.push(weight_error::gradient(weight));
            matrix.end_row();
        }
        matrix
    }

    fn reprojection_rows(&self, observation: usize, matrix: &mut SparseMatrix) {
        let (camera, point) = self.observations[observation];
        let (weight, feature) = (self.weights[observation], self.features[observation]);
        let (first, point_first) = (camera * CAMERA, self.cameras.len() * CAMERA + point * POINT);
        let (camera, point) = (&self.cameras[camera], &self.points[point]);
        let (_, residuals) = reprojection_error::forward(camera, point, weight, feature);
        for seed in [[1.0, 0.0], [0.0, 1.0]] {
            let (mut camera_bar, mut point_bar) = ([0.0; CAMERA], [0.0; POINT]);
            let weight_bar = reprojection_error::backward(
                camera,
                point,
                weight,
                feature,
                &residuals,
                seed,
                &mut camera_bar,
                &mut point_bar,
            );
            matrix.columns.extend(first..first + CAMERA);
            matrix.columns.extend(point_first..point_first + POINT);
            matrix.columns.push(self.weight_column(observation));
            matrix.values.extend(camera_bar);
            matrix.values.extend(point_bar);
            matrix.values.push(weight_bar);
            matrix.end_row();
        }
    }

    fn weight_column(&self, observation: usize) -> usize {
        self.cameras.len() * CAMERA + self.points.len() * POINT + observation
    }
}
