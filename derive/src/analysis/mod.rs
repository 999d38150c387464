//! What is known of a function before it is differentiated.

mod activity;
mod apart;
mod coverage;
mod extent;
mod halves;
mod heavy;
mod record;
mod rewritten;
mod settled;
mod steep;
mod touched;
mod unread;

pub use activity::{Activity, activity};
pub use apart::{Ranges, Write, are_apart, writes};
pub use coverage::{Coverage, overwrites, reads_block};
pub use extent::{Atom, Extent, Extents};
pub use halves::check_halves;
pub use record::{Forward, Level, materialise};
pub use rewritten::Rewritten;
pub use settled::Settled;
pub use steep::{Steepness, is_function, levelling, passes};
pub use touched::touched_in_part;
pub use unread::{Doubt, Unread};
