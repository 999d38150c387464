//! What is known of a function before it is differentiated.

mod activity;
mod coverage;
mod extent;
mod halves;
mod record;
mod steep;
mod unread;

pub use activity::{Activity, activity};
pub use coverage::{Coverage, overwrites, reads_block};
pub use extent::Extents;
pub use halves::check_halves;
pub use record::{Level, materialise};
pub use steep::{Steepness, is_function};
pub use unread::{Doubt, Unread};
