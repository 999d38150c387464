//! Names the programs that fail, each with the first check that it fails.

use std::panic::catch_unwind;

use chainrule_random::PROGRAMS;
use chainrule_random::checks::{CHECKS, POINTS, run};

fn main() {
    std::panic::set_hook(Box::new(|_| {}));
    for (i, program) in PROGRAMS.iter().enumerate() {
        let terminates = POINTS.iter().all(|x| catch_unwind(|| (program.value)(x, 3)).is_ok());
        let fails = |(_, check): &&(&str, _)| {
            let check: chainrule_random::checks::Check = *check;
            !matches!(catch_unwind(|| run(check, program)), Ok(Ok(())))
        };
        match CHECKS.iter().find(fails) {
            Some((check, _)) if terminates => println!("{i}\t{check}"),
            _ => {}
        }
    }
}
