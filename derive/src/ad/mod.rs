//! Differentiation of the intermediate language.

mod accumulate;
mod arrays;
mod branch;
mod call;
mod elements;
mod finished;
mod formulas;
mod forward;
mod fused;
mod halves;
mod hoist;
mod keep;
mod lanes;
mod latest;
mod levels;
mod looped;
mod order;
mod partial;
mod plan;
mod replaced;
mod reread;
mod reverse;
mod rule;
mod scratch;
mod seeds;
mod shape;
mod stacks;
mod together;
mod undo;

pub use elements::elements;
pub use forward::{Pushed, forward};
pub use lanes::{Wide, widen};
pub use latest::latest;
pub use levels::{Levels, Together, levels};
pub use reverse::{Pair, reverse};
pub use rule::{Partials, Rule};
