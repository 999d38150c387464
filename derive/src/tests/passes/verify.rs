//! Programs that break one rule of the verifier each.

use crate::ir::{check, parse};

/// The message to the statements of a function with these parameters.
fn message(params: &str, body: &str) -> String {
    let (function, vars) = parse(&format!("fn f({params}) {{\n{body}\n}}"));
    check(&function, &vars).err().unwrap_or_default()
}

fn refused(params: &str, body: &str, expected: &str) {
    assert_eq!(message(params, body), expected, "{body}");
}

fn sound(params: &str, body: &str) {
    assert_eq!(message(params, body), "", "{body}");
}

#[test]
fn a_value_is_defined_before_it_is_read() {
    refused("x%0: f64", "return a%1", "%1 is read undefined");
    let branch = "a%2: f64 = if c%1 {\nb%3: f64 = sin(x%0)\nyield b%3\n} else {\nyield b%3\n}";
    refused("x%0: f64, c%1: bool", &format!("{branch}\nreturn a%2"), "%3 is read undefined");
}

#[test]
fn a_value_is_defined_once_in_the_whole_function() {
    refused(
        "x%0: f64",
        "a%1: f64 = sin(x%0)\na%1: f64 = cos(x%0)\nreturn a%1",
        "%1 is defined twice",
    );
    refused("x%0: f64, x%0: f64", "return x%0", "%0 is defined twice");
    let arm = "b%3: f64 = sin(x%0)\nyield b%3";
    refused(
        "x%0: f64, c%1: bool",
        &format!("a%2: f64 = if c%1 {{\n{arm}\n}} else {{\n{arm}\n}}\nreturn a%2"),
        "%3 is defined twice",
    );
    let twice = "o%2: usize = 0
        a%3: f64 = for i%4: usize in o%2..n%1 with (s%5: f64 = x%0) {
            yield s%5
        }
        b%6: f64 = for i%4: usize in o%2..n%1 with (s%5: f64 = x%0) {
            yield s%5
        }
        return a%3, b%6";
    refused("x%0: f64, n%1: usize", twice, "%4 is defined twice\n%5 is defined twice");
    let maps = "a%1: Array1<f64> = map(x%0) |e%2: f64| {
            yield e%2
        }
        b%3: Array1<f64> = map(x%0) |e%2: f64| {
            yield e%2
        }
        return a%1, b%3";
    refused("x%0: &Array1<f64>", maps, "%2 is defined twice");
}

#[test]
fn an_operation_has_its_number_of_parts() {
    let parts = "%[1] have the wrong number of parts";
    refused("x%0: f64", "a%1: f64 = sin(x%0, x%0)\nreturn a%1", parts);
    refused("x%0: f64", "a%1: f64 = add(x%0)\nreturn a%1", parts);
    refused("x%0: f64", "a%1: f64 := unless_zero(x%0)\nreturn a%1", parts);
    sound("x%0: f64", "a%1: f64 := unless_zero(x%0, x%0, x%0)\nreturn a%1");
    sound("x%0: f64", "a%1: bool := differs(x%0)\nreturn a%1");
    sound("x%0: f64, n%1: usize", "a%2: Vec<f64> := filled(x%0, n%1)\nreturn a%2");
    refused(
        "x%0: f64, n%1: usize",
        "a%2: Vec<f64> := filled(x%0, n%1, n%1)\nreturn a%2",
        "%[2] have the wrong number of parts",
    );
    refused(
        "x%0: f64, c%2: bool",
        "a%1: f64 = if c%2 {\nyield x%0, x%0\n} else {\nyield x%0\n}\nreturn a%1",
        parts,
    );
    refused(
        "x%0: &Array1<f64>",
        "a%1: Array1<f64> = map(x%0, x%0) |e%2: f64| {\nyield e%2\n}\nreturn a%1",
        parts,
    );
    let backward = "a%3: f64, b%4: [f64] := backward g(x%0, &y%1; r%2; x%0; y%1)\nreturn a%3; b%4";
    let params = "x%0: f64, y%1: &mut [f64], r%2: residuals of g";
    sound(params, backward);
    let shadowless =
        backward.replace("x%0; y%1)", "x%0; )").replace(", b%4: [f64]", "").replace("b%4", "y%1");
    refused(params, &shadowless, "%[3] have the wrong number of parts");
    refused("x%0: &mut f64", "return ;", "it yields no last version of %0");
}

#[test]
fn a_primitive_yields_its_kind() {
    refused(
        "x%0: f64",
        "a%1: f32 = sin(x%0)\nreturn a%1",
        "sin: %1 is declared `f32` but is `f64`",
    );
    refused(
        "x%0: f64",
        "a%1: f64 = gt(x%0, x%0)\nreturn a%1",
        "gt: %1 is declared `f64` but is `bool`",
    );
    refused(
        "x%0: &Array2<f64>, y%1: &Array1<f64>",
        "a%2: Array1<f64> = mul(x%0, y%1)\nreturn a%2",
        "mul: %2 is declared `Array1<f64>` but is `Array2<f64>`",
    );
    refused(
        "x%0: f64",
        "a%1: f64 := filled(x%0)\nreturn a%1",
        "filled: %1 is no result of it but `f64`",
    );
    refused(
        "x%0: &Array2<f64>",
        "a%1: Array1<f64> = set_rank(x%0)\nreturn a%1",
        "set_rank: %1 is no result of it but `Array1<f64>`",
    );
    refused(
        "x%0: &[f64]",
        "a%1: Array1<f32> = from_sequence(x%0)\nreturn a%1",
        "from_sequence: %1 is no result of it but `Array1<f32>`",
    );
    sound("x%0: &Array2<f64>", "a%1: ArrayD<f64> = set_rank(x%0)\nreturn a%1");
    sound(
        "x%0: &[f64], y%1: f64",
        "a%2: Array1<f64> = from_sequence(x%0)\nb%3: f32 = cast(y%1)\nreturn a%2, b%3",
    );
    sound("x%0: &[f64]", "a%1: Vec<f64> := to_owned(x%0)\nb%2: f64 := sum(a%1)\nreturn b%2");
}

#[test]
fn conditions_are_truth_values_and_bounds_integers() {
    refused(
        "x%0: f64",
        "a%1: f64 = if x%0 {\nyield x%0\n} else {\nyield x%0\n}\nreturn a%1",
        "%0 is declared `f64` but is `bool`",
    );
    refused(
        "x%0: f64",
        "a%1: f64 = while with (s%2: f64 = x%0) {\nyield s%2\n} do {\nyield s%2\n}\nreturn a%1",
        "%2 is declared `f64` but is `bool`",
    );
    refused(
        "x%0: f64, n%1: usize",
        "a%2: f64 = for i%3: usize in n%1..x%0 with (s%4: f64 = x%0) {\nyield s%4\n}\nreturn a%2",
        "%0 is no integer but `f64`",
    );
    refused(
        "x%0: &[f64], y%1: f64",
        "a%2: f64 = x%0[y%1]\nreturn a%2",
        "%1 is no integer but `f64`",
    );
}

#[test]
fn what_arms_yield_is_what_the_branch_defines() {
    refused(
        "x%0: f64, n%1: usize, c%2: bool",
        "a%3: f64 = if c%2 {\nyield x%0\n} else {\nyield n%1\n}\nreturn a%3",
        "%3 is declared `f64` but is `usize`",
    );
}

#[test]
fn what_loops_carry_stays_of_its_kind() {
    let body = |param: &str, init: &str, next: &str, out: &str| {
        format!(
            "o%3: usize = 0
            a%4: {out} = for i%5: usize in o%3..n%1 with (s%6: {param} = {init}) {{
                yield {next}
            }}
            return a%4"
        )
    };
    let params = "x%0: f64, n%1: usize, y%2: f32";
    sound(params, &body("f64", "x%0", "s%6", "f64"));
    let wrong = "%6 is declared `f64` but is `f32`";
    refused(params, &body("f64", "y%2", "s%6", "f64"), wrong);
    refused(params, &body("f64", "x%0", "y%2", "f64"), wrong);
    refused(params, &body("f64", "x%0", "s%6", "f32"), "%4 is declared `f32` but is `f64`");
    refused(
        "x%0: f64, n%1: usize",
        "o%2: usize = 0
        a%3: Vec<f32> = for i%4: usize in o%2..n%1 with () {
            yield x%0
        }
        return a%3",
        "%3 is no such stack but `Vec<f32>`",
    );
}

#[test]
fn places_and_what_is_written_there_agree() {
    refused(
        "x%0: &[f64], i%1: usize",
        "a%2: f32 = x%0[i%1]\nreturn a%2",
        "%2 is declared `f32` but is `f64`",
    );
    refused(
        "x%0: f64, i%1: usize",
        "a%2: f64 = x%0[i%1]\nreturn a%2",
        "there is no such place in %0",
    );
    refused("t%0: (f64, f64)", "a%1: f64 = t%0.2\nreturn a%1", "there is no such place in %0");
    refused(
        "x%0: &mut [f64], i%1: usize, y%2: f32",
        "a%3: [f64] = x%0 with x%0[i%1] = y%2\nreturn ; a%3",
        "%2 is `f32` and is written to a `f64`",
    );
    refused(
        "x%0: &[f64], i%1: usize, y%2: f64",
        "a%3: [f32] = x%0 with x%0[i%1] = y%2\nreturn a%3",
        "%3 is declared `[f32]` but is `[f64]`",
    );
    refused(
        "x%0: &mut [f64]",
        "a%1: f64 = 1.0\nreturn ; a%1",
        "%0 is declared `[f64]` but is `f64`",
    );
    refused(
        "x%0: [f64; 2], y%1: &[f64], c%2: bool",
        "a%3: [f64; 2] = if c%2 {\nyield x%0\n} else {\nyield y%1\n}\nreturn a%3",
        "%3 is declared `[f64; 2]` but is `[f64]`",
    );
    sound("x%0: [f64; 2], y%1: &[f64]", "a%2: [f64; 2] := x%0 with x%0 += y%1\nreturn a%2");
    // A number is written to all elements of a view, not to the array.
    let array = "x%0: &mut Array1<f64>, y%1: f64";
    sound(array, "a%2: Array1<f64> = x%0 with x%0.all() = y%1\nreturn ; a%2");
    sound(
        "x%0: &Vec<f64>, y%1: &[f64], c%2: bool",
        "a%3: [f64] = if c%2 {\nyield x%0\n} else {\nyield y%1\n}\nreturn a%3",
    );
}

#[test]
fn maps_aggregates_and_residuals_have_their_kinds() {
    refused(
        "x%0: &Array1<f64>",
        "a%1: Array2<f64> = map(x%0) |e%2: f64| {\nyield e%2\n}\nreturn a%1",
        "%1 is no such array but `Array2<f64>`",
    );
    refused(
        "x%0: &Array1<f64>",
        "a%1: Array1<f64> = map(x%0) |e%2: f32| {\nyield e%2\n}\nreturn a%1",
        "%2 is no element but `f32`",
    );
    refused(
        "x%0: f64, n%1: usize",
        "a%2: (f64, f64) = aggregate(x%0, n%1)\nreturn a%2",
        "%2 is no aggregate of these but `(f64, f64)`",
    );
    refused(
        "x%0: f64",
        "a%1: Option<f32> := some(x%0)\nreturn a%1",
        "%1 is declared `Option<f32>` but is `Option<f64>`",
    );
    refused("x%0: f64", "a%1: f64 := none\nreturn a%1", "%1 is no option but `f64`");
    refused(
        "x%0: f64",
        "a%1: f64, r%2: f64 := forward g(x%0)\nreturn a%1, r%2",
        "%2 is declared `f64` but is `residuals of g`",
    );
}
