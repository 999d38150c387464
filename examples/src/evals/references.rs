//! The suite's inputs with the outputs of other tools, for tests and measurements.

use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

/// One evaluation.
#[derive(Clone, Debug, Deserialize)]
pub struct Case {
    /// Its size.
    pub workload: String,
    /// The function.
    pub function: String,
    /// Its arguments, as the suite sends them.
    pub input: Value,
    /// What other tools answer.
    pub output: Value,
}

/// The evaluations of an eval.
///
/// # Panics
///
/// If there is no such file in `data/evals`, or it is damaged.
pub fn cases(eval: &str) -> Vec<Case> {
    #[derive(Deserialize)]
    struct File {
        cases: Vec<Case>,
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("data/evals/{eval}.json"));
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let file: File =
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    file.cases
}
