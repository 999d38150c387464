//! Writes random programs, or those of a file, each in a module of its own with its twin over dual
//! numbers.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

use chainrule_random_generator::{SEPARATOR, program, twin};

/// How many programs are written unless `CHAINRULE_PROGRAMS` says otherwise.
const PROGRAMS: u64 = 200;

fn main() {
    for name in ["CHAINRULE_PROGRAMS", "CHAINRULE_SEED", "CHAINRULE_SOURCES", "CHAINRULE_PLAIN"] {
        println!("cargo::rerun-if-env-changed={name}");
    }
    println!("cargo::rerun-if-changed=src/helpers.rs");
    let out =
        PathBuf::from(env::var_os("OUT_DIR").expect("cargo names a folder for generated code"));
    let write = |name: &str, text: &str| {
        let path = out.join(name);
        fs::write(&path, text).expect("the folder can be written");
        path
    };
    let helpers = fs::read_to_string("src/helpers.rs").expect("there are helpers");
    write("duals.rs", &twin(&helpers));
    // Without the attribute, to see whether the programs are Rust.
    let plain = env::var_os("CHAINRULE_PLAIN").is_some();
    let attribute = if plain { "" } else { "#[chainrule::differentiate(hessian)]" };
    let (mut modules, mut list) = (String::new(), String::new());
    for (i, (about, source)) in sources().into_iter().enumerate() {
        let ours = format!("use crate::helpers::*;\n\n{attribute}\npub(crate) {source}\n");
        let theirs = format!("use crate::duals::*;\n\npub(crate) {}\n", twin(&source));
        for (name, text) in [(format!("p{i}"), ours), (format!("dual{i}"), theirs)] {
            let path = write(&format!("{name}.rs"), &text);
            let _ = writeln!(modules, "#[path = {path:?}]\nmod {name};");
        }
        if !plain {
            let _ = writeln!(
                list,
                "Program {{ name: {about:?}, source: {source:?}, value: p{i}::p{i}, \
                 gradient: p{i}::p{i}::value_and_gradient, jvp: p{i}::p{i}::jvp, \
                 gradient_jvp: p{i}::p{i}::gradient_jvp, dual: dual{i}::p{i} }},"
            );
        }
    }
    let _ = writeln!(modules, "/// All programs.\npub const PROGRAMS: &[Program] = &[\n{list}];");
    write("programs.rs", &modules);
}

/// The programs with their names: of the file that is named, or written at random.
fn sources() -> Vec<(String, String)> {
    let path = env::var("CHAINRULE_SOURCES").unwrap_or_default();
    if path.is_empty() {
        let (count, seed) = (number("CHAINRULE_PROGRAMS", PROGRAMS), number("CHAINRULE_SEED", 1));
        let one = |i| (format!("p{i} of seed {seed}"), program(seed, i).source(&format!("p{i}")));
        return (0..count).map(one).collect();
    }
    println!("cargo::rerun-if-changed={path}");
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let named = |(i, source): (usize, &str)| (format!("p{i}"), source.trim().to_owned());
    text.split(SEPARATOR).enumerate().map(named).collect()
}

fn number(name: &str, otherwise: u64) -> u64 {
    match env::var(name) {
        Ok(text) => text.parse().unwrap_or_else(|_| panic!("{name} is no number: {text}")),
        Err(_) => otherwise,
    }
}
