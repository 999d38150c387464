//! What is known of a function before it is differentiated.

mod activity;
mod record;

pub use activity::{Activity, activity};
pub use record::{Level, materialise};
