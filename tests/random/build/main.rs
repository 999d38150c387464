//! Writes random programs.

mod expressions;
mod statements;

use std::fmt::Write;
use std::path::Path;

use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;

use statements::Writer;

/// How many programs are written unless `CHAINRULE_PROGRAMS` says otherwise.
const PROGRAMS: u64 = 200;

fn main() {
    println!("cargo::rerun-if-env-changed=CHAINRULE_PROGRAMS");
    println!("cargo::rerun-if-env-changed=CHAINRULE_SEED");
    println!("cargo::rerun-if-changed=build");
    let (count, seed) = (number("CHAINRULE_PROGRAMS", PROGRAMS), number("CHAINRULE_SEED", 1));
    let (mut text, mut list) = (String::new(), String::new());
    for i in 0..count {
        let random = Xoshiro256PlusPlus::seed_from_u64(seed.wrapping_mul(1_000_003) + i);
        let source = Writer::new(random).program(&format!("p{i}"));
        let _ = writeln!(text, "#[chainrule::differentiate(hessian)]\n{source}");
        let _ = writeln!(
            list,
            "Program {{ name: \"p{i} of seed {seed}\", source: {source:?}, value: p{i}, \
             gradient: p{i}::value_and_gradient, jvp: p{i}::jvp, gradient_jvp: p{i}::gradient_jvp }},"
        );
    }
    let _ = writeln!(text, "/// All programs.\npub const PROGRAMS: &[Program] = &[\n{list}];");
    let out = std::env::var_os("OUT_DIR").expect("cargo names a folder for generated code");
    std::fs::write(Path::new(&out).join("programs.rs"), text).expect("the folder can be written");
}

fn number(name: &str, otherwise: u64) -> u64 {
    match std::env::var(name) {
        Ok(text) => text.parse().unwrap_or_else(|_| panic!("{name} is no number: {text}")),
        Err(_) => otherwise,
    }
}
