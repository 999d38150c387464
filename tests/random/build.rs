//! Writes random programs, or those of a file, each in a module of its own with its twin over dual
//! numbers.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

use chainrule_random_generator::{Options, SEPARATOR, features, generic, program, twin};

/// How many programs are written unless `CHAINRULE_PROGRAMS` says otherwise.
const PROGRAMS: u64 = 200;

fn main() {
    for name in ["PROGRAMS", "SEED", "FEATURES", "SOURCES", "PLAIN"] {
        println!("cargo::rerun-if-env-changed=CHAINRULE_{name}");
    }
    let out =
        PathBuf::from(env::var_os("OUT_DIR").expect("cargo names a folder for generated code"));
    let write = |name: &str, text: &str| {
        let path = out.join(name);
        fs::write(&path, text).expect("the folder can be written");
        path
    };
    let helpers = ["helpers", "structures", "beside", "several", "missing", "bounds", "stores"]
        .map(|name| {
            let path = format!("src/{name}.rs");
            println!("cargo::rerun-if-changed={path}");
            fs::read_to_string(&path).expect("there are helpers")
        });
    write("duals.rs", &helpers.each_ref().map(|helpers| twin(helpers)).join("\n"));
    write("singles.rs", &helpers.each_ref().map(|helpers| single(helpers)).join("\n"));
    // Without the attribute, to see whether the programs are Rust.
    let plain = env::var_os("CHAINRULE_PLAIN").is_some();
    let (mut modules, mut list) = (String::new(), String::new());
    for (i, (about, source)) in sources().into_iter().enumerate() {
        let options = Options::of(source.lines().next().unwrap_or_default());
        let (_, source) = source.split_once('\n').expect("a line with the options");
        let (helpers, body) = match (options.single, options.generic) {
            (true, _) => ("singles", single(source)),
            (_, true) => ("generics", generic(source)),
            (false, false) => ("names", source.to_owned()),
        };
        let attribute = if plain { String::new() } else { attribute(options) };
        let ours = format!("use crate::{helpers}::*;\n\n{attribute}\npub(crate) {body}\n");
        let theirs = format!("use crate::duals::*;\n\npub(crate) {}\n", twin(source));
        for (name, text) in [(format!("p{i}"), ours), (format!("p{i}dual"), theirs)] {
            let path = write(&format!("{name}.rs"), &text);
            let _ = writeln!(modules, "#[path = {path:?}]\nmod {name};");
        }
        if !plain {
            let _ = writeln!(
                list,
                "Program {{ name: {about:?}, source: {source:?}, dual: p{i}dual::p{i}, {} }},",
                functions(options, &format!("p{i}::p{i}")),
            );
        }
    }
    let _ = writeln!(modules, "/// All programs.\npub const PROGRAMS: &[Program] = &[\n{list}];");
    write("programs.rs", &modules);
}

/// The attribute of a program with these options.
fn attribute(options: Options) -> String {
    let order = if options.hessian { "hessian" } else { "jvp" };
    let checkpoint = if options.checkpoint { ", checkpoint" } else { "" };
    format!("#[chainrule::differentiate({order}{checkpoint})]")
}

/// What a program at this path offers.
fn functions(options: Options, path: &str) -> String {
    let (product, slack) = match (options.hessian, options.single) {
        (false, _) => ("None".to_owned(), if options.single { "1e7" } else { "1.0" }),
        (true, false) => (format!("Some({path}::gradient_jvp)"), "1.0"),
        (true, true) => {
            let call = format!("{path}::gradient_jvp(&single(x), n, &single(along))");
            let text =
                format!("Some(|x, n, along| {{ let (a, b) = {call}; (double(&a), double(&b)) }})");
            (text, "1e7")
        }
    };
    let rest = match options.single {
        false => format!("value: {path}, gradient: {path}::value_and_gradient, jvp: {path}::jvp"),
        true => format!(
            "value: |x, n| f64::from({path}(&single(x), n)), \
             gradient: |x, n| {{ \
                let (v, g) = {path}::value_and_gradient(&single(x), n); (f64::from(v), double(&g)) }}, \
             jvp: |x, n, along| {{ \
                let (v, d) = {path}::jvp(&single(x), n, &single(along)); (f64::from(v), f64::from(d)) }}"
        ),
    };
    format!("gradient_jvp: {product}, slack: {slack}, {rest}")
}

/// A source in single precision, without what it imports.
fn single(source: &str) -> String {
    let kept = |line: &&str| !["use ", "//!"].iter().any(|start| line.starts_with(start));
    source.lines().filter(kept).collect::<Vec<_>>().join("\n").replace("f64", "f32")
}

/// The programs with their names: of the file that is named, or written at random.
fn sources() -> Vec<(String, String)> {
    let path = env::var("CHAINRULE_SOURCES").unwrap_or_default();
    if path.is_empty() {
        let (count, seed) = (number("CHAINRULE_PROGRAMS", PROGRAMS), number("CHAINRULE_SEED", 1));
        let on = features(&env::var("CHAINRULE_FEATURES").unwrap_or_default());
        let one =
            |i| (format!("p{i} of seed {seed}"), program(seed, i, &on).text(&format!("p{i}")));
        return (0..count).map(one).collect();
    }
    println!("cargo::rerun-if-changed={path}");
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let named = |(i, source): (usize, &str)| (format!("p{i}"), source.trim().to_owned());
    let all = text.split(SEPARATOR).filter(|source| !source.trim().is_empty());
    all.enumerate().map(named).collect()
}

fn number(name: &str, otherwise: u64) -> u64 {
    match env::var(name) {
        Ok(text) => text.parse().unwrap_or_else(|_| panic!("{name} is no number: {text}")),
        Err(_) => otherwise,
    }
}
