//! Structs with `#[derive(Differentiable)]`: nested, in sequences, changed in place, put together, taken
//! apart and returned.
// Programs are written as one finds them.
#![allow(clippy::needless_range_loop, clippy::assign_op_pattern, clippy::let_and_return)]

use chainrule::{Differentiable, differentiate};
use chainrule_tests::{assert_all_close, assert_close, difference, differences};

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct State {
    x: [f64; 2],
    v: [f64; 2],
}

#[derive(Differentiable, Clone, Debug)]
struct Spring {
    stiffness: f64,
    rest: f64,
    #[constant]
    power: i32,
    #[constant]
    unit: f64,
}

#[derive(Differentiable, Clone, Debug)]
struct World {
    spring: Spring,
    state: State,
    masses: Vec<f64>,
    pair: (f64, State),
    both: [Spring; 2],
    many: Vec<Spring>,
}

fn spring(at: &[f64]) -> Spring {
    Spring { stiffness: at[0], rest: at[1], power: 2, unit: 1.5 }
}

fn state(at: &[f64]) -> State {
    State { x: [at[0], at[1]], v: [at[2], at[3]] }
}

fn world(at: &[f64]) -> World {
    World {
        spring: spring(&at[..2]),
        state: state(&at[2..6]),
        masses: at[6..8].to_vec(),
        pair: (at[8], state(&at[9..13])),
        both: [spring(&at[13..15]), spring(&at[15..17])],
        many: vec![spring(&at[17..19]), spring(&at[19..21]), spring(&at[21..23])],
    }
}

fn of_spring(bar: &<Spring as Differentiable>::Cotangent) -> Vec<f64> {
    vec![bar.stiffness, bar.rest]
}

fn of_state(bar: &<State as Differentiable>::Cotangent) -> Vec<f64> {
    [bar.x, bar.v].concat()
}

fn of_world(bar: &<World as Differentiable>::Cotangent) -> Vec<f64> {
    let mut all = of_spring(&bar.spring);
    all.extend(of_state(&bar.state));
    all.extend(&bar.masses);
    all.push(bar.pair.0);
    all.extend(of_state(&bar.pair.1));
    all.extend(bar.both.iter().chain(&bar.many).flat_map(of_spring));
    all
}

fn numbers(count: usize) -> Vec<f64> {
    (0..count).map(|i| 0.6 + 0.35 * (1.7 * i as f64).sin()).collect()
}

#[differentiate]
fn energy(spring: &Spring, x: f64) -> f64 {
    0.5 * spring.stiffness * (x - spring.rest).powi(spring.power) * spring.unit
}

#[differentiate]
fn nested(w: &World) -> f64 {
    let inner = &w.pair.1;
    let mut sum = w.spring.stiffness * w.state.x[1] + inner.v[0] * w.pair.0;
    for (i, s) in w.many.iter().enumerate() {
        sum += energy(s, w.state.x[i % 2]) * w.masses[i % 2];
    }
    for i in 0..2 {
        let s = &w.both[i];
        sum += s.rest * s.stiffness.sin() + energy(&w.both[1 - i], inner.x[i]);
    }
    sum + energy(&w.spring, w.both[0].rest) + w.many[2].unit
}

#[test]
fn fields_of_fields() {
    let at = numbers(23);
    let (value, bar) = nested::value_and_gradient(&world(&at));
    assert_close(value, nested(&world(&at)));
    assert_all_close(&of_world(&bar), &differences(|at| nested(&world(at)), &at));
}

/// The spring's energy, with the whole handed over by value.
#[differentiate]
fn by_value(s: Spring, p: State) -> f64 {
    let State { x: [a, b], v } = p;
    let Spring { stiffness, rest: r, .. } = s;
    stiffness * a + r * b * v[0] + v[1]
}

#[test]
fn structs_by_value_and_patterns() {
    let at = numbers(6);
    let (s_bar, p_bar) = by_value::gradient(spring(&at[..2]), state(&at[2..]));
    let ours = [of_spring(&s_bar), of_state(&p_bar)].concat();
    assert_all_close(&ours, &differences(|at| by_value(spring(&at[..2]), state(&at[2..])), &at));
}

/// A step of leapfrog, returned as a new struct.
#[differentiate]
fn step(s: &State, spring: &Spring, h: f64) -> State {
    let mut v = s.v;
    for i in 0..2 {
        v[i] -= h * spring.stiffness * (s.x[i] - spring.rest);
    }
    State { x: [s.x[0] + h * v[0], s.x[1] + h * v[1]], v }
}

#[differentiate]
fn trajectory(start: &State, spring: &Spring, h: f64, n: usize) -> f64 {
    let mut s = start.clone();
    for _ in 0..n {
        s = step(&s, spring, h);
    }
    s.x[0] * s.v[1] + s.x[1].sin()
}

#[test]
fn functions_that_return_structs() {
    let at = numbers(6);
    for n in [0, 1, 5] {
        let value = |at: &[f64]| trajectory(&state(&at[..4]), &spring(&at[4..]), 0.1, n);
        let (s_bar, p_bar, h_bar) =
            trajectory::gradient(&state(&at[..4]), &spring(&at[4..]), 0.1, n);
        let ours = [of_state(&s_bar), of_spring(&p_bar)].concat();
        assert_all_close(&ours, &differences(value, &at));
        let in_h = |h| trajectory(&state(&at[..4]), &spring(&at[4..]), h, n);
        assert_close(h_bar, difference(in_h, 0.1));
    }
}

/// The same, in place.
#[differentiate]
fn in_place(start: &State, springs: &[Spring; 2], h: f64, n: usize) -> f64 {
    let mut s = start.clone();
    for k in 0..n {
        let spring = &springs[k % 2];
        for i in 0..2 {
            s.v[i] -= h * spring.stiffness * (s.x[i] - spring.rest).powi(3);
            s.x[i] += h * s.v[i];
        }
        if s.x[0] > 0.7 {
            s.v = [s.v[1] * s.v[0], s.v[0]];
        }
    }
    s.x[0] * s.v[1] + s.x[1].sin()
}

#[test]
fn fields_changed_in_place() {
    let at = numbers(9);
    for n in [0, 1, 2, 7] {
        let value =
            |at: &[f64]| in_place(&state(at), &[spring(&at[4..6]), spring(&at[6..8])], at[8], n);
        let (s_bar, p_bar, h_bar) =
            in_place::gradient(&state(&at), &[spring(&at[4..6]), spring(&at[6..8])], at[8], n);
        let ours =
            [of_state(&s_bar), of_spring(&p_bar[0]), of_spring(&p_bar[1]), vec![h_bar]].concat();
        assert_all_close(&ours, &differences(value, &at));
    }
}

#[derive(Differentiable, Clone)]
struct Outer {
    inner: State,
    scale: f64,
    #[constant]
    label: String,
}

/// Nested fields are assigned as a whole and in part, a base fills the rest.
#[differentiate]
fn assembled(o: &Outer, t: f64) -> f64 {
    let mut next = Outer { scale: o.scale * t, ..o.clone() };
    next.inner.x = [t, o.inner.v[0]];
    next.inner.v[1] *= next.scale;
    let other = Outer { inner: State { x: next.inner.v, v: next.inner.x }, ..next.clone() };
    next.inner = other.inner.clone();
    next.inner.x[0] * other.scale + next.inner.x[1] * next.inner.v[0] * next.inner.v[1]
}

#[test]
fn literals_with_a_base() {
    let at = numbers(6);
    let outer = |at: &[f64]| Outer { inner: state(at), scale: at[4], label: "outer".into() };
    let (o_bar, t_bar) = assembled::gradient(&outer(&at), at[5]);
    let ours = [of_state(&o_bar.inner), vec![o_bar.scale, t_bar]].concat();
    assert_all_close(&ours, &differences(|at| assembled(&outer(at), at[5]), &at));
    assert_eq!(outer(&at).label, "outer");
}

#[derive(Differentiable, Clone)]
struct Particle {
    position: [f64; 2],
    charge: f64,
}

/// The potential of charges, every pair once.
#[differentiate]
fn potential(particles: &[Particle]) -> f64 {
    let mut sum = 0.0;
    for i in 0..particles.len() {
        for j in 0..i {
            let (p, q) = (&particles[i], &particles[j]);
            let dx = p.position[0] - q.position[0];
            let dy = p.position[1] - q.position[1];
            sum += p.charge * q.charge / (dx * dx + dy * dy + 0.1).sqrt();
        }
    }
    sum
}

/// One of them is moved first.
#[differentiate]
fn moved(particles: &[Particle], by: f64) -> f64 {
    let mut all = particles.to_vec();
    for i in 0..all.len() {
        all[i].position[i % 2] += by * all[i].charge;
        all[i].charge = all[i].charge * all[0].charge;
    }
    for p in all.iter_mut() {
        p.charge *= 2.0;
    }
    potential(&all)
}

#[test]
fn sequences_of_structs() {
    let at = numbers(10);
    let particles = |at: &[f64]| -> Vec<Particle> {
        at[1..].chunks(3).map(|c| Particle { position: [c[0], c[1]], charge: c[2] }).collect()
    };
    let flat = |bars: Vec<<Particle as Differentiable>::Cotangent>| -> Vec<f64> {
        bars.iter().flat_map(|bar| [bar.position[0], bar.position[1], bar.charge]).collect()
    };
    let ours = flat(potential::gradient(&particles(&at)));
    assert_all_close(&ours, &differences(|at| potential(&particles(at)), &at)[1..]);
    let (bars, by_bar) = moved::gradient(&particles(&at), at[0]);
    let ours = [vec![by_bar], flat(bars)].concat();
    assert_all_close(&ours, &differences(|at| moved(&particles(at), at[0]), &at));
}

/// One arm makes a struct, the other passes one on; both are sums in the end.
#[differentiate]
fn chosen(s: &State, t: f64) -> f64 {
    let next = if t > 0.5 { State { x: s.v, v: [t, t * t] } } else { s.clone() };
    let twice = [next.clone(), s.clone()];
    twice[0].x[0] * twice[1].v[1] + next.v[0] * next.v[1]
}

#[test]
fn structs_from_branches() {
    for t in [0.2, 0.9] {
        let at = [0.3, 0.8, 1.1, 0.6, t];
        let (s_bar, t_bar) = chosen::gradient(&state(&at), t);
        let ours = [of_state(&s_bar), vec![t_bar]].concat();
        assert_all_close(&ours, &differences(|at| chosen(&state(at), at[4]), &at));
    }
}

/// A kick and a drift through `&mut`, in a loop and on a part of something larger.
#[differentiate]
fn kick(s: &mut State, strength: f64) {
    for i in 0..2 {
        s.v[i] -= strength * s.x[i] * s.x[i];
    }
    s.x = [s.x[0] + s.v[0], s.x[1] + s.v[1]];
}

#[differentiate]
fn kicked(o: &Outer, n: usize) -> (State, f64) {
    let mut next = o.clone();
    for _ in 0..n {
        kick(&mut next.inner, o.scale);
        next.scale += next.inner.x[0];
    }
    let both = (next.inner.clone(), next.scale);
    both
}

#[differentiate]
fn kicked_and_summed(o: &Outer, n: usize) -> f64 {
    let (s, scale) = kicked(o, n);
    let State { x, v } = &s;
    x[0] * v[1] + scale * v[0] + x[1]
}

#[test]
fn structs_through_unique_references() {
    let at = numbers(5).iter().map(|v| 0.4 * v).collect::<Vec<_>>();
    let outer = |at: &[f64]| Outer { inner: state(at), scale: at[4], label: "outer".into() };
    for n in [0, 1, 3] {
        let (o_bar, _) = (kicked_and_summed::gradient(&outer(&at), n), ());
        let ours = [of_state(&o_bar.inner), vec![o_bar.scale]].concat();
        assert_all_close(&ours, &differences(|at| kicked_and_summed(&outer(at), n), &at));
    }
}

#[derive(Differentiable, Clone)]
struct Layer {
    w: ndarray::Array2<f64>,
    b: ndarray::Array1<f64>,
}

#[derive(Differentiable, Clone)]
struct Network {
    first: Layer,
    rest: Vec<Layer>,
}

#[differentiate]
fn layer(l: &Layer, x: &ndarray::Array1<f64>) -> ndarray::Array1<f64> {
    (l.w.dot(x) + &l.b).mapv(|v| v.tanh())
}

#[differentiate]
fn network(n: &Network, x: &ndarray::Array1<f64>, shift: f64) -> f64 {
    let mut m = n.clone();
    m.first.b += &(x * shift);
    let mut h = layer(&m.first, x);
    for l in m.rest.iter() {
        h = layer(l, &h) + &n.first.b;
    }
    h.sum() + m.rest[0].w[[0, 1]]
}

#[test]
fn structs_of_arrays() {
    let at = numbers(21);
    let one = |at: &[f64]| Layer {
        w: ndarray::Array2::from_shape_vec((2, 2), at[..4].to_vec()).expect("four"),
        b: at[4..6].to_vec().into(),
    };
    let value = |at: &[f64]| {
        let n = Network { first: one(at), rest: vec![one(&at[6..]), one(&at[12..])] };
        network(&n, &at[18..20].to_vec().into(), at[20])
    };
    let n = Network { first: one(&at), rest: vec![one(&at[6..]), one(&at[12..])] };
    let (n_bar, x_bar, shift_bar) = network::gradient(&n, &at[18..20].to_vec().into(), at[20]);
    let mut ours = Vec::new();
    for bar in std::iter::once(n_bar.first).chain(n_bar.rest) {
        ours.extend(bar.w);
        ours.extend(bar.b);
    }
    ours.extend(x_bar);
    ours.push(shift_bar);
    assert_all_close(&ours, &differences(value, &at));
}

/// A list of structs in a recursion.
#[differentiate]
fn folded(springs: &[Spring], s: &State, x: f64) -> f64 {
    let n = springs.len();
    if n == 0 {
        x * s.v[0]
    } else {
        let next = State { x: [x, s.x[0]], v: [s.v[1], springs[n - 1].rest] };
        folded(&springs[..n - 1], &next, energy(&springs[0], x)) + s.x[1] * x
    }
}

#[test]
fn structs_in_a_recursion() {
    let at = numbers(11);
    let value = |at: &[f64]| {
        let springs: Vec<Spring> = at[5..].chunks(2).map(spring).collect();
        folded(&springs, &state(at), at[4])
    };
    let springs: Vec<Spring> = at[5..].chunks(2).map(spring).collect();
    let (springs_bar, s_bar, x_bar) = folded::gradient(&springs, &state(&at), at[4]);
    let mut ours = of_state(&s_bar);
    ours.push(x_bar);
    ours.extend(springs_bar.iter().flat_map(of_spring));
    assert_all_close(&ours, &differences(value, &at));
}
