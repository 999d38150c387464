//! The option `graph`: nodes, values and cotangents.

use chainrule::{Float, Graph, constant, differentiate};
use chainrule_tests::{assert_close, difference};

#[differentiate(graph)]
fn r(x: f64, y: f64, z: f64) -> f64 {
    let u = x * x;
    let v = u + y;
    let w = z * v;
    w * w
}

fn formulas(graph: &Graph) -> Vec<(&str, Option<&str>)> {
    graph.nodes().iter().map(|node| (node.name(), node.formula())).collect()
}

fn values(graph: &Graph) -> Vec<(&str, f64)> {
    graph.nodes().iter().filter_map(|node| Some((node.name(), node.value()?))).collect()
}

fn cotangents(graph: &Graph) -> Vec<(&str, f64)> {
    graph.nodes().iter().filter_map(|node| Some((node.name(), node.cotangent()?))).collect()
}

#[test]
fn the_graph_of_a_formula() {
    let graph = r::graph();
    let steps = [("u", "x * x"), ("v", "u + y"), ("w", "z * v"), ("r", "w * w")];
    let mut expected: Vec<(&str, Option<&str>)> = ["x", "y", "z"].map(|name| (name, None)).into();
    expected.extend(steps.map(|(name, formula)| (name, Some(formula))));
    assert_eq!(formulas(&graph), expected);
    assert_eq!(graph.name(), "r");
    let operands: Vec<Vec<usize>> =
        graph.nodes().iter().map(|node| node.operands().collect()).collect();
    assert_eq!(operands[3..], [vec![0], vec![3, 1], vec![2, 4], vec![5]]);
    assert!(graph.nodes()[6].is_output());
    let text = graph.to_text();
    for partial in ["∂u/∂x = 2.0 * x", "∂v/∂y = 1.0", "∂w/∂z = v", "∂r/∂w = 2.0 * w"]
    {
        assert!(text.contains(partial), "{text}");
    }
}

#[test]
fn values_and_cotangents_at_a_point() {
    // u = x², v = u + y, w = z v, r = w²: w̄ = 2w, v̄ = z w̄, z̄ = v w̄, ū = ȳ = v̄, x̄ = 2x ū.
    let graph = r::graph_at(1.0, 2.0, 4.0);
    assert_eq!(r(1.0, 2.0, 4.0), 144.0);
    let expected =
        [("x", 1.0), ("y", 2.0), ("z", 4.0), ("u", 1.0), ("v", 3.0), ("w", 12.0), ("r", 144.0)];
    assert_eq!(values(&graph), expected);
    let expected =
        [("x", 192.0), ("y", 96.0), ("z", 72.0), ("u", 96.0), ("v", 96.0), ("w", 24.0), ("r", 1.0)];
    assert_eq!(cotangents(&graph), expected);
}

#[differentiate]
fn area(a: f64, b: f64) -> f64 {
    a * b.sin()
}

#[differentiate(graph)]
fn composed(x: &f64, y: f64) -> f64 {
    let h = area(*x, y);
    let k = x.floor();
    area(h, *x + y) * 2.0 + k
}

#[test]
fn calls_are_nodes_and_references_inputs() {
    let (x, y) = (0.3, 2.0);
    let graph = composed::graph_at(&x, y);
    let expected = [
        ("x", None),
        ("y", None),
        ("h", Some("area(x, y)")),
        ("k", Some("x.floor()")),
        ("composed", Some("area(h, x + y) * 2.0 + k")),
    ];
    assert_eq!(formulas(&graph), expected);
    let found = cotangents(&graph);
    assert_close(found[0].1, difference(|x| composed(&x, y), x));
    assert_close(found[1].1, difference(|y| composed(&x, y), y));
    // h ↦ 2 h sin (x + y), at h.
    assert_close(found[2].1, 2.0 * (x + y).sin());
    assert_eq!(found[3..], [("composed", 1.0)], "floor carries no derivative");
}

#[differentiate(graph, wrt(x))]
fn shadowing(x: f64, n: i32, scale: f64) -> f64 {
    let x = x.powi(n) * scale;
    let mut s = x + constant(x);
    s *= x;
    s += 1.0;
    s
}

#[test]
fn values_of_one_name_are_numbered() {
    let graph = shadowing::graph_at(2.0, 3, 0.5);
    let expected = [
        ("x", None),
        ("n", None),
        ("scale", None),
        ("x_1", Some("x.powi(n) * scale")),
        ("s", Some("x_1 + constant(x_1)")),
        ("s_1", Some("s * x_1")),
        ("s_2", Some("s_1 + 1.0")),
    ];
    assert_eq!(formulas(&graph), expected);
    assert_eq!(shadowing(2.0, 3, 0.5), 33.0);
    let expected = [2.0, 3.0, 0.5, 4.0, 8.0, 32.0, 33.0];
    assert_eq!(values(&graph).into_iter().map(|(_, value)| value).collect::<Vec<_>>(), expected);
    // s = x + c, s_1 = s x: x̄_1 = s + x = 12; x̄ = 3 x² ½ · 12. Only x is differentiated.
    let expected = [("x", 72.0), ("x_1", 12.0), ("s", 4.0), ("s_1", 1.0), ("s_2", 1.0)];
    assert_eq!(cotangents(&graph), expected);
}

#[differentiate(graph)]
fn generic<T: Float>(x: T, k: f32) -> T {
    let y = x * T::from_f64(f64::from(k));
    y.exp()
}

#[test]
fn single_precision_and_generic_numbers() {
    let graph = generic::graph_at(0.0_f32, 3.0);
    assert_eq!(values(&graph), [("x", 0.0), ("k", 3.0), ("y", 0.0), ("generic", 1.0)]);
    assert_eq!(cotangents(&graph), [("x", 3.0), ("k", 0.0), ("y", 1.0), ("generic", 1.0)]);
    assert_eq!(generic::graph_at(0.0_f64, 3.0), graph);
    assert_eq!(generic(0.0_f64, 3.0), 1.0);
}

#[differentiate(graph)]
fn identity(x: f64) -> f64 {
    x
}

#[differentiate(graph)]
fn fixed(x: f64) -> f64 {
    let _unused = x * 3.0;
    2.0
}

#[test]
fn functions_without_steps_on_the_way() {
    let graph = identity::graph_at(0.3);
    assert_eq!((values(&graph), cotangents(&graph)), (vec![("x", 0.3)], vec![("x", 1.0)]));
    assert!(graph.nodes()[0].is_output());

    let graph = fixed::graph_at(0.3);
    assert_eq!(values(&graph), [("x", identity(0.3)), ("fixed", fixed(0.3))]);
    assert_eq!(cotangents(&graph), [("x", 0.0)]);
}
