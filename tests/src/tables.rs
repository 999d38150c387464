//! The stored tables in `data/`.

use std::path::Path;

use ndarray::{Array1, Array2};
use serde_json::Value;

/// A table, by the name of its file.
///
/// # Panics
///
/// Where there is no such file, or it is not JSON.
pub fn read(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(name);
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A list of numbers.
///
/// # Panics
///
/// Where it is something else.
pub fn numbers(value: &Value) -> Vec<f64> {
    list(value).iter().map(|number| number.as_f64().expect("a number")).collect()
}

/// A list of indices.
///
/// # Panics
///
/// Where it is something else.
pub fn indices(value: &Value) -> Vec<usize> {
    numbers(value).into_iter().map(|number| number as usize).collect()
}

/// A matrix, as a list of rows.
///
/// # Panics
///
/// Where it is something else.
pub fn matrix(value: &Value) -> Array2<f64> {
    let rows: Vec<Vec<f64>> = list(value).iter().map(numbers).collect();
    let columns = rows.first().map_or(0, Vec::len);
    Array2::from_shape_vec((rows.len(), columns), rows.concat()).expect("rows of one length")
}

/// A list of matrices.
///
/// # Panics
///
/// Where it is something else.
pub fn matrices(value: &Value) -> Vec<Array2<f64>> {
    list(value).iter().map(matrix).collect()
}

/// A list of vectors.
///
/// # Panics
///
/// Where it is something else.
pub fn vectors(value: &Value) -> Vec<Array1<f64>> {
    list(value).iter().map(|vector| numbers(vector).into()).collect()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}
