//! The messages of GradBench.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::timing::Timing;

/// What every message has; the answer carries the same.
#[derive(Debug, Deserialize)]
pub struct Envelope {
    /// Chosen by the eval.
    pub id: Value,
}

/// What the eval asks.
#[derive(Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Request {
    /// A session begins.
    Start,
    /// Is there such a module?
    Define {
        /// Its name.
        module: String,
    },
    /// A function is to be evaluated.
    Evaluate {
        /// Where the function is.
        module: String,
        /// Its name.
        function: String,
        /// Its arguments, and how often it is to be repeated.
        input: Value,
    },
    /// What the eval found out about an answer.
    Analysis,
    /// A kind from a later version of the protocol.
    #[serde(other)]
    Unknown,
}

/// An answer; one line.
#[derive(Debug, Serialize)]
pub struct Answer {
    /// That of the request, or null where it cannot be read.
    pub id: Value,
    /// What is answered.
    #[serde(flatten)]
    pub response: Response,
}

/// What is answered to each kind of request.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Response {
    /// To `start`.
    Tool {
        /// Who is answering.
        tool: &'static str,
    },
    /// To `define`, where the module is there.
    Defined {
        /// True.
        success: bool,
    },
    /// To `evaluate`.
    Evaluated {
        /// True.
        success: bool,
        /// The value of the function.
        output: Value,
        /// How long each run took.
        timings: Vec<Timing>,
    },
    /// To what cannot be done.
    Failed {
        /// False.
        success: bool,
        /// What was wrong.
        error: String,
    },
    /// To `analysis` and to kinds that are not known.
    Noted {},
}
