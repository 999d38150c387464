//! What the examples share and what has nothing to do with derivatives: reading data, splitting
//! and scaling it, initial weights, optimisers, scores, plots.

pub mod data;
pub mod evals;
pub mod initialise;
pub mod metrics;
pub mod optimiser;
pub mod output;
pub mod plot;
pub mod scaling;
pub mod split;
