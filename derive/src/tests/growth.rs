//! The size of what is generated, and the work of making it, grow with the source and no faster.

mod shapes;

use super::expansion;
use crate::ir::visits;
use shapes::{SHAPES, Shape};

/// Visits of operations and bytes for the expansion of a function of so many statements, each over these.
fn measured(shape: &Shape, statements: usize) -> (usize, usize) {
    let statements = statements.min(shape.most);
    let (source, known) = ((shape.source)(statements), (shape.known)(statements));
    let expand = move || {
        let known: Vec<(&str, &str)> =
            known.iter().map(|(path, answer)| (path.as_str(), answer.as_str())).collect();
        visits::during(|| expansion(&source, &known))
    };
    // The compiler's own thread has more room than those of tests.
    let thread = std::thread::Builder::new().stack_size(64 << 20);
    let (text, visits) = thread.spawn(expand).expect("a thread").join().expect("no panic");
    assert!(!text.contains("compile_error"), "{text}");
    (visits / statements, text.len() / statements)
}

#[test]
fn work_and_text_grow_with_the_source() {
    for shape in SHAPES.iter().filter(|shape| !shape.nests) {
        let name = shape.name;
        let (visits, bytes) = measured(shape, 100);
        let (more_visits, more_bytes) = measured(shape, 800);
        assert!(2 * more_visits <= 3 * visits, "{name}: {visits} visits, then {more_visits}");
        assert!(2 * more_bytes <= 3 * bytes, "{name}: {bytes} bytes, then {more_bytes}");
    }
}

#[test]
fn what_nests_grows_with_its_depth_at_most() {
    for shape in SHAPES.iter().filter(|shape| shape.nests) {
        let name = shape.name;
        let (visits, bytes) = measured(shape, 50);
        let (more_visits, more_bytes) = measured(shape, 200);
        assert!(more_visits <= 4 * visits, "{name}: {visits} visits, then {more_visits}");
        assert!(more_bytes <= 4 * bytes, "{name}: {bytes} bytes, then {more_bytes}");
    }
}

/// The compiler that is timed is this one.
#[test]
fn the_timed_compiler_has_all_modules() {
    fn modules(source: &str) -> Vec<&str> {
        source.lines().filter(|line| line.starts_with("mod ")).collect()
    }
    let own = modules(include_str!("../lib.rs")).into_iter().filter(|line| *line != "mod tests;");
    let timed = modules(include_str!("../timed.rs")).into_iter();
    let timed: Vec<&str> = timed.filter(|line| *line != "mod shapes;").collect();
    assert_eq!(own.collect::<Vec<_>>(), timed);
}
