//! The helpers in single precision: the same source with another type.

use chainrule::{Differentiable, differentiate};

pub(crate) use ndarray::prelude::*;
pub(crate) use ndarray::{Zip, concatenate, s, stack};

include!(concat!(env!("OUT_DIR"), "/singles.rs"));
