use crate::samples::{bare_exercise, exercise};
use chainrule::Graph;
use std::panic::catch_unwind;

#[test]
fn the_exercise_is_what_was_built() {
    let graph = exercise();
    assert_eq!(graph.name(), "r");
    let names: Vec<_> = graph.nodes().iter().map(|node| node.name()).collect();
    assert_eq!(names, ["x", "y", "z", "u", "v", "w", "r"]);
    let formulas: Vec<_> = graph.nodes().iter().map(|node| node.formula()).collect();
    let steps = ["x * x", "u + y", "z * v", "w * w"].map(Some);
    assert_eq!(formulas, [&[None; 3][..], &steps[..]].concat());
    let operands: Vec<Vec<_>> =
        graph.nodes().iter().map(|node| node.operands().collect()).collect();
    assert_eq!(operands, [vec![], vec![], vec![], vec![0], vec![3, 1], vec![2, 4], vec![5]]);
    let values: Vec<_> = graph.nodes().iter().filter_map(|node| node.value()).collect();
    assert_eq!(values, [1.0, 2.0, 4.0, 1.0, 3.0, 12.0, 144.0]);
    let cotangents: Vec<_> = graph.nodes().iter().filter_map(|node| node.cotangent()).collect();
    assert_eq!(cotangents, [192.0, 96.0, 72.0, 96.0, 96.0, 24.0, 1.0]);
    let outputs: Vec<_> = graph.nodes().iter().map(|node| node.is_output()).collect();
    assert_eq!(outputs, [false, false, false, false, false, false, true]);
}

#[test]
fn a_repeated_operand_counts_once() {
    let graph = Graph::new("f").input("x").node("y", "x * x", &["x", "x"]);
    assert_eq!(graph.nodes()[1].operands().count(), 1);
}

#[test]
fn formulas_are_one_line() {
    let graph = Graph::new("f").input("x").node("y", "x\n    .sin()", &["x"]);
    assert_eq!(graph.nodes()[1].formula(), Some("x .sin()"));
}

/// The message of the panic that `build` ends in.
fn refusal(build: impl FnOnce(Graph) -> Graph + std::panic::UnwindSafe) -> String {
    let panic = catch_unwind(|| build(bare_exercise())).expect_err("no panic");
    *panic.downcast::<String>().expect("a message")
}

#[test]
fn wrong_names_are_refused() {
    let known = "its nodes are `x`, `y`, `z`, `u`, `v`, `w`, `r`";
    let cases = [
        (refusal(|g| g.input("x")), "duplicate node `x`"),
        (refusal(|g| g.node("v", "x", &["x"])), "duplicate node `v`"),
        (refusal(|g| g.node("s", "q + x", &["q", "x"])), "unknown operand of `s` `q`"),
        (refusal(|g| g.node("s", "s", &["s"])), "unknown operand of `s` `s`"),
        (refusal(|g| g.output("q")), "unknown output `q`"),
        (refusal(|g| g.output("r")), "duplicate output `r`"),
        (refusal(|g| g.partial("q", "x", "1")), "unknown node of a partial `q`"),
        (refusal(|g| g.partial("u", "q", "1")), "unknown operand of a partial `q`"),
        (
            refusal(|g| g.partial("u", "x", "2 * x").partial("u", "x", "2 * x")),
            "duplicate partial of `u` by `x`",
        ),
        (refusal(|g| g.with_values(&[("q", 1.0)])), "unknown value `q`"),
        (refusal(|g| g.with_values(&[("x", 1.0), ("x", 1.0)])), "duplicate value of `x`"),
        (refusal(|g| g.with_cotangents(&[("q", 1.0)])), "unknown cotangent `q`"),
        (refusal(|g| g.with_cotangents(&[("x", 1.0), ("x", 2.0)])), "duplicate cotangent of `x`"),
    ];
    for (message, complaint) in cases {
        assert_eq!(message, format!("graph `r`: {complaint}; {known}"));
    }
    assert_eq!(
        refusal(|g| g.partial("v", "x", "1")),
        "graph `r`: `x` is no operand of `v`, whose operands are `u`, `y`"
    );
}
