//! Writes the random programs of `chainrule-random`, and cuts down those that fail.

mod expressions;
mod reduce;
mod scope;
mod statements;
mod tree;
mod twin;
mod wider;

use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;

pub use reduce::{candidates, reduce};
pub use tree::{Bound, Node, Piece, Program, Sort};
pub use twin::twin;

/// The program of this seed and index.
pub fn program(seed: u64, index: u64) -> Program {
    let random = Xoshiro256PlusPlus::seed_from_u64(seed.wrapping_mul(1_000_003) + index);
    statements::Writer::new(random).program()
}

/// What stands between the programs of a file.
pub const SEPARATOR: &str = "\n// ----\n";
