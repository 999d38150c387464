//! Programs that are generic in the type of numbers.

use chainrule::{Float, differentiate};
use chainrule_tests::{assert_all_close, differences};
use ndarray::{Array1, array};
