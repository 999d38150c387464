//! Names the programs that fail, each with the first check that it fails and what that says.

use std::panic::catch_unwind;

use chainrule_random::PROGRAMS;
use chainrule_random::checks::{CHECKS, Check, POINTS, run};

fn main() {
    std::panic::set_hook(Box::new(|_| {}));
    for (i, program) in PROGRAMS.iter().enumerate() {
        let ends = POINTS.iter().all(|x| catch_unwind(|| (program.value)(x, 3)).is_ok());
        if !ends {
            println!("{i}\tends\tthe function itself panics");
            continue;
        }
        let fails = |&(name, check): &(&str, Check)| match catch_unwind(|| run(check, program)) {
            Ok(Ok(())) => None,
            Ok(Err(what)) => {
                Some((name.to_owned(), what.lines().next().unwrap_or_default().to_owned()))
            }
            Err(_) => Some((format!("{name} (panics)"), String::new())),
        };
        if let Some((name, what)) = CHECKS.iter().find_map(fails) {
            println!("{i}\t{name}\t{what}");
        }
    }
}
