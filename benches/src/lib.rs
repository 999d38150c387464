//! What derivatives cost beside the functions that they are of: `cargo bench -p chainrule-benches`.

pub mod by_hand;
pub mod inputs;
pub mod programs;
pub mod timing;
