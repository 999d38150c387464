//! Prints how long the macro takes for shapes of code of 100 to 1,600 statements, and by how much the time a
//! statement grows on the way. An argument picks the shapes whose names contain it; `growth` stands for all.
//!
//! Procedural macros can only be called by rustc, which takes time of its own. So this is the root of another
//! crate of the same modules, the benchmark `growth` of `benches/`: expansions work on `proc_macro2` tokens and
//! need no rustc around them.

// Of the compiler's sources, parts are called that are not called here, and others are for tests.
#![allow(dead_code, unused_imports, missing_docs, unexpected_cfgs, unused_qualifications)]

use std::time::Instant;

mod ad;
mod aliases;
mod analysis;
mod blocks;
mod bodies;
mod bounds;
mod compile;
mod depth;
mod derive;
mod diagnostics;
mod emit;
mod exchange;
mod front;
mod given;
mod groups;
mod ir;
mod marks;
mod parameters;
mod prims;
mod publish;
mod references;
mod rules;
#[path = "tests/growth/shapes.rs"]
mod shapes;
mod simplify;
mod storages;
mod uses;

use front::{FnSignature, Options, Signatures};
use shapes::{SHAPES, Shape};

const SIZES: [usize; 5] = [100, 200, 400, 800, 1600];

/// Milliseconds for the expansion of a function of so many statements, its text included: the least of three.
fn expansion(shape: &'static Shape, statements: usize) -> f64 {
    let run = move || {
        let item = syn::parse_str(&(shape.source)(statements)).expect("a function");
        let mut known = Signatures::default();
        for (path, answer) in (shape.known)(statements) {
            let path = syn::parse_str(&path).expect("a path");
            match syn::parse_str(&answer) {
                Ok(item) => known.structure(&path, item),
                Err(_) => {
                    let signature: FnSignature = syn::parse_str(&answer).expect("a signature");
                    known.function(&path, signature);
                }
            }
        }
        let start = Instant::now();
        let text = compile::compile(&item, &Options::default(), &known, false).tokens.to_string();
        let time = start.elapsed();
        assert!(!text.contains("compile_error"), "{text}");
        1e3 * time.as_secs_f64()
    };
    let once = || {
        // As much room as rustc has, which grows its stack as it goes.
        let thread = std::thread::Builder::new().stack_size(512 << 20);
        thread.spawn(run).expect("a thread").join().expect("no panic")
    };
    (0..3).map(|_| once()).fold(f64::INFINITY, f64::min)
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let wanted = arguments.iter().find(|argument| !argument.starts_with('-'));
    let chosen = |shape: &&Shape| {
        wanted.is_none_or(|wanted| wanted == "growth" || shape.name.contains(wanted.as_str()))
    };
    let sizes: String = SIZES.iter().map(|size| format!("{size:>9}")).collect();
    println!("{:<38}{sizes}   ms; growth a statement", "");
    for shape in SHAPES.iter().filter(chosen) {
        print!("{:<38}", shape.name);
        let mut a_statement = Vec::new();
        for size in SIZES.into_iter().filter(|size| *size <= shape.most) {
            let time = expansion(shape, size);
            print!("{time:>9.1}");
            a_statement.push(time / size as f64);
        }
        let missing = SIZES.len() - a_statement.len();
        let growth = a_statement.last().copied().unwrap_or(f64::NAN) / a_statement[0];
        println!("{:missing$}   {growth:.2}", "", missing = 9 * missing);
    }
}
