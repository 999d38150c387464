//! As in a crate that has chainrule through another one only.

use chainrule_renamed::line;
use chainrule_renamed::reexported::autodiff::differentiate;

/// The runtime is found through the other crate.
#[differentiate(crate = chainrule_renamed::reexported::autodiff)]
pub fn twice(x: f64) -> f64 {
    2.0 * line(x)
}
