//! Writes the random programs of `chainrule-random`, and cuts down those that fail.

mod arrays;
mod axes;
mod beside;
mod captures;
mod chosen;
mod constants;
mod edges;
mod expressions;
mod features;
mod given;
mod handed;
mod items;
mod missing;
mod open;
mod patterns;
mod reduce;
mod references;
mod scope;
mod several;
mod shapes;
mod shorter;
mod statements;
mod stores;
mod structures;
mod tables;
mod taken;
mod template;
mod tree;
mod trial;
mod twin;
mod typed;
mod vectors;
mod wider;

use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;

pub use features::{FEATURES, Feature, features};
pub use reduce::{candidates, reduce};
pub use tree::{Bound, Node, Options, Piece, Program, Sort};
pub use trial::{Failure, NO_RUST, failures};
pub use twin::{generic, twin};

/// The program of this seed and index, which may have these features.
pub fn program(seed: u64, index: u64, features: &[&'static Feature]) -> Program {
    let random = Xoshiro256PlusPlus::seed_from_u64(seed.wrapping_mul(1_000_003) + index);
    statements::Writer::new(random, features).program()
}

/// What stands between the programs of a file.
pub const SEPARATOR: &str = "\n// ----\n";
