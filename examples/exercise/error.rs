//! What can go wrong.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

/// Why the example stops.
#[derive(Debug, Error)]
pub enum Error {
    /// A drawing cannot be stored.
    #[error("{}: cannot be written: {reason}", path.display())]
    Unwritable {
        /// The file or folder.
        path: PathBuf,
        /// The system's reason.
        reason: io::Error,
    },
    /// A number is not PyTorch's.
    #[error("{what} deviates from PyTorch's by {found:e}, more than {allowed:e}")]
    Deviation {
        /// The number.
        what: &'static str,
        /// By how much.
        found: f64,
        /// The most that is allowed.
        allowed: f64,
    },
}

impl Error {
    /// An error unless a deviation is at most as large as allowed.
    ///
    /// # Errors
    /// If it is larger, or not a number.
    pub fn unless_within(what: &'static str, found: f64, allowed: f64) -> Result<(), Error> {
        if found <= allowed { Ok(()) } else { Err(Error::Deviation { what, found, allowed }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deviation_that_is_not_a_number_is_an_error() {
        assert!(Error::unless_within("x", 1e-12, 1e-12).is_ok());
        assert!(Error::unless_within("x", f64::NAN, 1e-12).is_err());
        let error = Error::unless_within("the loss", 1e-3, 1e-12).expect_err("too large");
        assert_eq!(error.to_string(), "the loss deviates from PyTorch's by 1e-3, more than 1e-12");
    }
}
