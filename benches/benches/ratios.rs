//! Prints what derivatives cost, as multiples of the function. An argument picks the programs whose
//! names contain it. Without `--bench`, as under `cargo test`, each runs once.

use chainrule_benches::programs::programs;
use chainrule_benches::timing::{medians, once};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let timed = arguments.iter().any(|argument| argument == "--bench");
    let wanted = arguments.iter().find(|argument| !argument.starts_with('-'));
    for program in programs() {
        if wanted.is_some_and(|wanted| !program.name.contains(wanted.as_str())) {
            continue;
        }
        let mut tasks = (program.tasks)();
        if !timed {
            once(&mut tasks);
            continue;
        }
        let times = medians(&mut tasks);
        println!("{}", program.name);
        for (task, time) in tasks.iter().zip(&times) {
            println!("  {:<24}{:>12.2} µs {:>8.2}", task.name, time / 1000.0, time / times[0]);
        }
    }
}
