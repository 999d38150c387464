//! Prints what gradients cost beside their functions at a size and at four times that size, where loops
//! read and write one array: the ratio of times at both, how it grows, and how many bytes the gradient
//! holds at once and how often it allocates at the larger one. An argument picks the programs whose
//! names contain it; `bounded` stands for all. Without `--bench`, as under `cargo test`, each runs once.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use chainrule_benches::timing::{Task, medians, once};

#[path = "../../tests/tests/bounded/programs/mod.rs"]
mod programs;

use programs::{PROGRAMS, Program};

/// The system's allocator, which counts.
struct Counting;

static HELD: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);
static COUNT: AtomicUsize = AtomicUsize::new(0);

// SAFETY: every call is handed on to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        COUNT.fetch_add(1, Relaxed);
        let held = HELD.fetch_add(layout.size(), Relaxed) + layout.size();
        PEAK.fetch_max(held, Relaxed);
        // SAFETY: the caller's promise is the one that `System` needs.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        COUNT.fetch_add(1, Relaxed);
        let held = HELD.fetch_add(layout.size(), Relaxed) + layout.size();
        PEAK.fetch_max(held, Relaxed);
        // SAFETY: the caller's promise is the one that `System` needs.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        COUNT.fetch_add(1, Relaxed);
        let held = HELD.fetch_add(size, Relaxed) + size;
        HELD.fetch_sub(layout.size(), Relaxed);
        PEAK.fetch_max(held - layout.size(), Relaxed);
        // SAFETY: the caller's promise is the one that `System` needs.
        unsafe { System.realloc(pointer, layout, size) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        HELD.fetch_sub(layout.size(), Relaxed);
        // SAFETY: the caller's promise is the one that `System` needs.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Numbers between 0.1 and 0.9, none like another.
fn numbers(count: usize) -> Vec<f64> {
    let number =
        |i: usize| 0.1 + 0.8 * (437.585 * ((i as f64 + 1.0) * 12.9898).sin()).rem_euclid(1.0);
    (0..count).map(number).collect()
}

/// A gradient and its function.
fn tasks<'a>(program: &'a Program, x: &'a [f64], n: usize) -> Vec<Task<'a>> {
    vec![
        Task::new("function", move || (program.value)(x, n)),
        Task::new("gradient", move || (program.gradient)(x, n)),
    ]
}

/// The bytes that a gradient holds at most, and its allocations.
fn memory(program: &Program, x: &[f64], n: usize) -> (usize, usize) {
    let (held, count) = (HELD.load(Relaxed), COUNT.load(Relaxed));
    PEAK.store(held, Relaxed);
    drop((program.gradient)(x, n));
    (PEAK.load(Relaxed) - held, COUNT.load(Relaxed) - count)
}

/// Lets the system's allocator keep what is given back to it: it does so up to twice the largest block that it
/// was ever given back, and else asks for new pages in each call, which costs more than the call.
fn keep_memory() {
    drop(std::hint::black_box(Vec::<u8>::with_capacity(16 << 20)));
}

fn main() {
    keep_memory();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let timed = arguments.iter().any(|argument| argument == "--bench");
    let wanted = arguments.iter().find(|argument| !argument.starts_with('-'));
    let chosen = |program: &&Program| {
        wanted.is_none_or(|wanted| wanted == "bounded" || program.name.contains(wanted.as_str()))
    };
    if timed {
        println!(
            "{:<22}{:>5}{:>8}{:>8}{:>8}{:>12}{:>12}{:>13}",
            "", "n", "at n", "at 4n", "growth", "4n, µs", "peak, kB", "allocations"
        );
    }
    for program in PROGRAMS.iter().filter(chosen) {
        let times: Vec<Vec<f64>> = [program.size, 4 * program.size]
            .into_iter()
            .map(|n| {
                let x = numbers((program.count)(n));
                let mut tasks = tasks(program, &x, n);
                if !timed {
                    once(&mut tasks);
                    return Vec::new();
                }
                medians(&mut tasks)
            })
            .collect();
        if timed {
            let n = 4 * program.size;
            let (peak, count) = memory(program, &numbers((program.count)(n)), n);
            let [small, large] = [0, 1].map(|i| times[i][1] / times[i][0]);
            println!(
                "{:<22}{:>5}{small:>8.2}{large:>8.2}{:>8.2}{:>12.1}{:>12.1}{count:>13}",
                program.name,
                program.size,
                large / small,
                times[1][0] / 1e3,
                peak as f64 / 1e3,
            );
        }
    }
}
