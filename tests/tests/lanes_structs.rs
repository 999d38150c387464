//! Several tangents of structs at once, against one at a time and against differences.
// Programs are written as one finds them.
#![allow(clippy::needless_range_loop)]

use chainrule::check::{Component, Components, Path};
use chainrule::{Differentiable, Float, Laned, Lanes, differentiate};
use chainrule_tests::{assert_all_close, assert_within, differences};
use ndarray::{Array1, Array2, Axis, arr1};

#[derive(Differentiable, Clone, Debug)]
struct Spring {
    stiffness: f64,
    rest: f64,
    #[constant]
    power: i32,
}

#[derive(Differentiable, Clone, Debug)]
struct State {
    x: [f64; 2],
    v: Vec<f64>,
}

#[derive(Differentiable, Clone, Debug)]
struct World {
    springs: Vec<Spring>,
    first: (f64, State),
}

fn spring(at: &[f64]) -> Spring {
    Spring { stiffness: at[0], rest: at[1], power: 2 }
}

fn state(at: &[f64]) -> State {
    State { x: [at[0], at[1]], v: at[2..4].to_vec() }
}

fn world(at: &[f64]) -> World {
    World { springs: vec![spring(&at[..2]), spring(&at[2..4])], first: (at[4], state(&at[5..9])) }
}

type WorldDot = <World as Differentiable>::Cotangent;
type WorldLanes<const N: usize> = <World as Laned<N>>::Tangents;

/// The places of a world's numbers, in the order of `world`.
macro_rules! numbers_of {
    ($w:ident) => {{
        let [a, b] = &mut $w.springs[..] else { panic!("two springs") };
        let (k, s) = &mut $w.first;
        let [p, q] = &mut s.x;
        let [v, w] = &mut s.v[..] else { panic!("two speeds") };
        [&mut a.stiffness, &mut a.rest, &mut b.stiffness, &mut b.rest, k, p, q, v, w]
    }};
}

fn dot_of(at: &[f64]) -> WorldDot {
    let mut dot = world(at).zeros();
    numbers_of!(dot).into_iter().zip(at).for_each(|(x, value)| *x = *value);
    dot
}

fn lanes_of<const N: usize>(rows: [&[f64]; N]) -> WorldLanes<N> {
    let mut lanes = world(rows[0]).zero_tangents();
    for (i, place) in numbers_of!(lanes).into_iter().enumerate() {
        *place = Lanes(rows.map(|row| row[i]));
    }
    lanes
}

fn point(count: usize) -> Vec<f64> {
    (0..count).map(|i| 0.6 + 0.35 * (1.7 * i as f64).sin()).collect()
}

#[differentiate(lanes)]
fn energy(spring: &Spring, x: f64) -> f64 {
    0.5 * spring.stiffness * (x - spring.rest).powi(spring.power)
}

/// A step of leapfrog, returned as a new struct.
#[differentiate(lanes)]
fn step(s: &State, spring: &Spring, h: f64) -> State {
    let mut v = s.v.clone();
    for i in 0..2 {
        v[i] -= h * spring.stiffness * (s.x[i] - spring.rest);
    }
    State { x: [s.x[0] + h * v[0], s.x[1] + h * v[1]], v }
}

#[differentiate(lanes)]
fn whole(w: &World, h: f64, n: usize) -> f64 {
    let mut s = w.first.1.clone();
    let mut copy = w.springs[0].clone();
    for i in 0..n {
        if i % 2 == 0 {
            s = step(&s, &w.springs[i % 3 / 2], h);
        } else {
            s.x[0] += copy.rest * s.v[1];
            copy.stiffness *= w.first.0;
            copy = Spring { rest: copy.rest * h, power: 3, ..copy };
        }
    }
    let Spring { stiffness, .. } = copy;
    let fixed = State { x: [0.25, 0.5], v: vec![1.0, 2.0] };
    let t = step(&fixed, &copy, 0.5);
    energy(&w.springs[1], s.x[1]) + stiffness * s.x[0] * s.v[0] + t.x[0] * t.v[1]
}

#[test]
fn fields_calls_and_literals() {
    let at = point(9);
    let other: Vec<f64> = point(12)[3..].iter().map(|x| 1.0 - x).collect();
    for n in [0, 1, 2, 5] {
        let w = world(&at);
        let lanes = lanes_of([&at, &other]);
        let (value, slopes) = whole::jvp_lanes(&w, 0.1, n, &lanes, Lanes([0.3, -0.2]));
        assert_eq!(value.to_bits(), whole(&w, 0.1, n).to_bits());
        for (lane, (row, h_dot)) in [(&at, 0.3), (&other, -0.2)].into_iter().enumerate() {
            let (_, slope) = whole::jvp(&w, 0.1, n, &dot_of(row), h_dot);
            assert_within(slopes[lane], slope, 1e-13);
        }
        let rows: Vec<Vec<f64>> =
            (0..9).map(|i| (0..9).map(|j| f64::from(i == j)).collect()).collect();
        let units = lanes_of::<9>(std::array::from_fn(|i| &rows[i][..]));
        let (_, slopes) = whole::jvp_lanes(&w, 0.1, n, &units, Lanes::ZERO);
        assert_all_close(&slopes.0, &differences(|at| whole(&world(at), 0.1, n), &at));
    }
}

/// Numbered fields, parameters, lifetimes and arrays.
#[derive(Differentiable, Clone)]
struct Numbered<T: Float>(#[constant] usize, T, Array1<T>);

#[derive(Differentiable, Clone)]
struct Kernel<'a, T: Float, const N: usize> {
    weights: [T; N],
    inputs: &'a [T],
    scale: Numbered<T>,
}

#[differentiate(lanes)]
fn response<'a, T: Float, const N: usize>(k: &Kernel<'a, T, N>, x: T) -> T {
    let mut sum = k.scale.1 * x;
    for i in 0..N {
        sum += k.weights[i] * k.inputs[i].sin();
    }
    let Numbered(count, a, values) = &k.scale;
    let m = Numbered(*count, *a * sum, values * sum);
    m.2.dot(values) * m.1 * T::from_f64(m.0 as f64)
}

#[test]
fn generic_structs_in_both_precisions() {
    let at = point(8);
    fn kernel(at: &[f64]) -> Kernel<'_, f64, 2> {
        let scale = Numbered(3, at[4], arr1(&at[5..7]));
        Kernel { weights: [at[0], at[1]], inputs: &at[2..4], scale }
    }
    let mut dot = kernel(&at).zero_tangents();
    for i in 0..2 {
        dot.weights[i] = Lanes::unit(i);
        dot.inputs[i] = Lanes::unit(2 + i);
        dot.scale.2[i] = Lanes::unit(5 + i);
    }
    dot.scale.1 = Lanes::unit(4);
    let (_, slopes) = response::jvp_lanes(&kernel(&at), at[7], &dot, Lanes::<f64, 8>::unit(7));
    assert_all_close(&slopes.0, &differences(|at| response(&kernel(at), at[7]), &at));

    let inputs = [at[2] as f32, at[3] as f32];
    let scale = Numbered(3, at[4] as f32, arr1(&[at[5] as f32, at[6] as f32]));
    let narrow = Kernel { weights: [at[0] as f32, at[1] as f32], inputs: &inputs, scale };
    let mut dot = narrow.zero_tangents();
    dot.weights[1] = Lanes::unit(0);
    dot.scale.2[0] = Lanes::unit(1);
    let (_, single) = response::jvp_lanes(&narrow, at[7] as f32, &dot, Lanes::<f32, 2>::ZERO);
    assert_within(f64::from(single[0]), slopes[1], 1e-5);
    assert_within(f64::from(single[1]), slopes[5], 1e-5);
}

#[derive(Differentiable, Clone)]
struct Layer {
    w: Array2<f64>,
    b: Array1<f64>,
}

#[differentiate(lanes)]
fn apply(layer: &Layer, x: &Array2<f64>) -> Array2<f64> {
    (layer.w.dot(x) + layer.b.view().insert_axis(Axis(1))).mapv(f64::tanh)
}

#[differentiate]
impl Layer {
    #[differentiate(lanes)]
    fn size(&self, k: f64) -> f64 {
        (&self.w * &self.b).sum() * k
    }
}

/// Structs on the way, where arguments and result are numbers: the Jacobian takes several columns.
#[differentiate(lanes, jacobian)]
fn network(w: &Array2<f64>, x: &Array2<f64>) -> Array2<f64> {
    let mut layers = [
        Layer { w: w.clone(), b: x.column(0).to_owned() },
        Layer { w: w * 0.5, b: Array1::zeros(2) },
    ];
    layers[1].b[0] += w[[0, 1]];
    layers[0].w *= 2.0;
    let mut y = x.clone();
    for i in 0..2 {
        y = apply(&layers[i], &y);
    }
    y
}

#[test]
fn structs_of_arrays() {
    let at = point(10);
    let matrix = |at: &[f64], n| Array2::from_shape_vec((2, n), at.to_vec()).unwrap();
    let split = |at: &[f64]| (matrix(&at[..4], 2), matrix(&at[4..], 3));
    let (w, x) = split(&at);
    let (forward, reverse) = (network::jacobian_forward(&w, &x), network::jacobian_reverse(&w, &x));
    assert_eq!(forward.dim(), (6, 10));
    for (i, (row, other)) in forward.rows().into_iter().zip(reverse.rows()).enumerate() {
        row.iter().zip(other).for_each(|(x, y)| assert_within(*x, *y, 1e-12));
        let value = |at: &[f64]| {
            let (w, x) = split(at);
            network(&w, &x).iter().copied().nth(i).unwrap()
        };
        assert_all_close(&row.to_vec(), &differences(value, &at));
    }
}

#[test]
fn methods() {
    let layer = Layer { w: Array2::from_elem((2, 2), 0.5), b: arr1(&[2.0, 3.0]) };
    let mut dot = layer.zero_tangents();
    dot.w[[0, 1]] = Lanes([1.0, 0.0, 0.0]);
    dot.b[0] = Lanes([0.0, 1.0, 0.0]);
    let (value, slopes) = Layer::size_jvp_lanes(&layer, 2.0, &dot, Lanes([0.0, 0.0, 1.0]));
    assert_eq!((value, slopes), (10.0, Lanes([6.0, 2.0, 5.0])));
}

/// A cotangent that has no lanes: structs of it are what they were.
#[derive(Clone, Debug, PartialEq)]
struct Turn(f64);

impl Differentiable for Turn {
    type Cotangent = Turn;

    fn zeros(&self) -> Turn {
        Turn(0.0)
    }

    fn add(total: &mut Turn, term: &Turn) {
        total.0 += term.0;
    }

    fn scale(total: &mut Turn, factor: f64) {
        total.0 *= factor;
    }
}

impl Components for Turn {
    fn visit(&mut self, path: Path<'_>, visitor: &mut dyn FnMut(Path<'_>, &mut dyn Component)) {
        self.0.visit(path, visitor);
    }
}

#[derive(Differentiable, Clone)]
struct Arm {
    length: f64,
    turn: Turn,
}

#[derive(Differentiable, Clone)]
struct Tree {
    value: f64,
    children: Vec<Tree>,
}

#[derive(Differentiable, Clone)]
struct Generic<M: Differentiable>
where
    M::Cotangent: Clone + std::fmt::Debug + PartialEq,
{
    value: f64,
    more: Box<M>,
}

#[differentiate(jvp)]
fn total(tree: &Tree, other: &Generic<f64>, arm: &Arm) -> f64 {
    tree.value * other.value * arm.length
}

#[test]
fn structs_whose_fields_have_no_lanes() {
    let arm = Arm { length: 1.0, turn: Turn(0.5) };
    let leaf = Tree { value: 2.0, children: Vec::new() };
    let tree = Tree { value: 3.0, children: vec![leaf] };
    let other = Generic { value: 2.0, more: Box::new(1.0) };
    let (mut dot, other_dot) = (tree.zeros(), other.zeros());
    dot.value = 1.0;
    assert_eq!(total::jvp(&tree, &other, &arm, &dot, &other_dot, &arm.zeros()), (6.0, 2.0));
    assert_eq!((arm.turn.0, *other.more, tree.children.len()), (0.5, 1.0, 1));
}

/// A struct of a function's own, and one less visible than the function.
#[test]
fn structs_in_functions() {
    #[derive(Differentiable, Clone)]
    struct Pair {
        a: f64,
        b: f64,
    }
    #[differentiate(lanes)]
    fn product(p: &Pair) -> f64 {
        p.a * p.b
    }
    let mut dot = Pair { a: 2.0, b: 5.0 }.zero_tangents();
    (dot.a, dot.b) = (Lanes([1.0, 0.0]), Lanes([0.0, 1.0]));
    assert_eq!(product::jvp_lanes(&Pair { a: 2.0, b: 5.0 }, &dot), (10.0, Lanes([5.0, 2.0])));
}

#[derive(Differentiable, Clone)]
struct Machine {
    size: f64,
    part: Spring,
}

#[differentiate(lanes)]
fn machine(x: f64, y: f64) -> Machine {
    Machine { size: x * y, part: Spring { stiffness: x, rest: y, power: 2 } }
}

/// The field that it does not mention is of a type that it knows nothing of.
#[differentiate(jacobian)]
fn by_columns(x: [f64; 2]) -> f64 {
    machine(x[0], x[1]).size * x[0]
}

#[differentiate(lanes)]
fn by_lanes(x: [f64; 2]) -> f64 {
    machine(x[0], x[1]).size * x[0]
}

#[test]
fn fields_that_are_not_mentioned() {
    assert_all_close(&by_columns::jacobian_forward([0.5, 2.0]).row(0).to_vec(), &[2.0, 0.25]);
    let (_, slopes) = by_lanes::jvp_lanes([0.5, 2.0], &[Lanes::unit(0), Lanes::unit(1)]);
    assert_eq!(slopes, Lanes([2.0, 0.25]));
    assert_eq!(machine(1.0, 2.0).part.rest, 2.0);
}
