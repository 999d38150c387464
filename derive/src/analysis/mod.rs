//! What is known of a function before it is differentiated.

mod activity;
mod coverage;
mod extent;
mod halves;
mod record;

pub use activity::{Activity, activity};
pub use coverage::{Coverage, overwrites, reads_block};
pub use extent::Extents;
pub use halves::check_halves;
pub use record::{Level, materialise};
