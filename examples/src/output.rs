//! What programs print.

use std::fmt::Arguments;
use std::io::{ErrorKind, Write, stdout};
use std::process::exit;

/// A line on the standard output. Where nobody reads on, as behind `| head -1`, the program ends.
///
/// # Panics
/// When the line cannot be written for another reason.
pub fn line(text: Arguments<'_>) {
    match writeln!(stdout(), "{text}") {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::BrokenPipe => exit(0),
        Err(error) => panic!("the output cannot be written: {error}"),
    }
}

/// `println!`, which ends the program where nobody reads on.
#[macro_export]
macro_rules! say {
    ($($text:tt)*) => {
        $crate::output::line(::std::format_args!($($text)*))
    };
}
