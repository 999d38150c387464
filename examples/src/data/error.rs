//! What can be wrong with a data file.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

/// Why data could not be read: the file, the place in it, what was expected there and what found.
#[derive(Debug, Error)]
pub enum DataError {
    /// The file or folder cannot be opened or read.
    #[error("{}: cannot be read: {reason}", path.display())]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// The system's reason.
        reason: io::Error,
    },
    /// The file begins as a gzip file, but is damaged or cut short.
    #[error(
        "{}: expected a whole gzip file, but unpacking failed after {unpacked} bytes: {reason}",
        path.display()
    )]
    Damaged {
        /// The packed file.
        path: PathBuf,
        /// How many bytes came out before the fault.
        unpacked: usize,
        /// The unpacker's reason.
        reason: io::Error,
    },
    /// A folder lacks one of the four idx files.
    #[error("{}: expected a file {name} or {name}.gz in this folder, found neither", folder.display())]
    Missing {
        /// The folder that was searched.
        folder: PathBuf,
        /// The plain file's name.
        name: &'static str,
    },
    /// A binary file departs from its format.
    #[error("{}, byte {offset}: expected {expected}, found {found}", path.display())]
    Byte {
        /// The file.
        path: PathBuf,
        /// Where, counted from 0 in the unpacked file.
        offset: usize,
        /// What the format asks for.
        expected: String,
        /// What is there.
        found: String,
    },
    /// A text file departs from its format.
    #[error("{}, line {line}: expected {expected}, found {found}", path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// Where, counted from 1.
        line: u64,
        /// What the format asks for.
        expected: String,
        /// What is there.
        found: String,
    },
    /// There is nothing to hold back.
    #[error(
        "{}: expected enough samples to hold a fifth back (three of one class), found {found} in all",
        path.display()
    )]
    TooFew {
        /// The file.
        path: PathBuf,
        /// The number of samples in it.
        found: usize,
    },
}
