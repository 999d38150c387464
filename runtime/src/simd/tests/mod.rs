//! Every path of this machine against references that are not ours.

mod paths;
mod single;
mod table;

use super::dispatch::Path;

/// The largest distance seen, and where.
struct Worst {
    ulps: f64,
    at: f64,
}

impl Worst {
    fn none() -> Worst {
        Worst { ulps: 0.0, at: f64::NAN }
    }

    fn see(&mut self, ulps: f64, at: f64) {
        assert!(!ulps.is_nan(), "at {at}");
        if ulps > self.ulps {
            *self = Worst { ulps, at };
        }
    }
}
