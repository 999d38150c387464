//! The tool's side of the benchmark suite [GradBench](https://gradben.ch): answers the messages of
//! its evals, one line of JSON each, on standard output.
//!
//! ```text
//! cargo build --release --example gradbench
//! ```
//!
//! builds the tool, and in a copy of the suite's repository
//!
//! ```text
//! ./gradbench run --eval './gradbench repo eval gmm' \
//!     --tool …/target/release/examples/gradbench
//! ```
//!
//! runs an eval on it and judges the answers.
//!
//! The programs are those of `chainrule_examples::evals`. `protocol` holds the messages, `session`
//! answers them one by one, `modules` calls the programs, and `timing` repeats and times them.

mod modules;
mod protocol;
mod session;
#[cfg(test)]
mod tests;
mod timing;

use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    match session::serve(io::stdin().lock(), io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
