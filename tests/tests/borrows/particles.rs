//! Calls that change several fields, or one and read another, of elements that stand in vectors.

use chainrule::{Differentiable, differentiate};

use super::compare::{self, point};

#[derive(Differentiable, Clone)]
pub struct Body {
    x: f64,
    v: f64,
    track: Vec<f64>,
}

#[derive(Differentiable, Clone)]
pub struct World {
    bodies: Vec<Body>,
}

#[differentiate(jvp, hessian)]
fn step(x: &mut f64, v: &mut f64, k: f64) {
    *v -= k * x.sin();
    *x += *v * 0.5;
}

#[differentiate(jvp, hessian)]
fn relax(v: &mut f64, s: f64) {
    *v = (*v * s + 1.0).sin();
}

#[differentiate(jvp, hessian)]
fn shift(track: &mut [f64], x: &f64) {
    for i in 0..track.len() {
        track[i] = track[i] * *x + track[i].sin();
    }
}

/// Ends in numbers that depend on everything.
#[differentiate(jvp, hessian)]
fn total(bodies: &[Body]) -> f64 {
    let mut sum = 0.0;
    for i in 0..bodies.len() {
        sum +=
            bodies[i].x * bodies[i].v + bodies[i].track[0] * bodies[i].track[1].cos() * bodies[i].x;
    }
    sum
}

fn body(at: &[f64]) -> Body {
    Body { x: at[0], v: at[1], track: at[2..4].to_vec() }
}

fn bodies(at: &[f64]) -> Vec<Body> {
    at.chunks(4).map(body).collect()
}

type BodyBar = <Body as Differentiable>::Cotangent;

fn bodies_bar(at: &[f64]) -> Vec<BodyBar> {
    at.chunks(4).map(|at| BodyBar { x: at[0], v: at[1], track: at[2..4].to_vec() }).collect()
}

fn flat(bars: &[BodyBar]) -> Vec<f64> {
    bars.iter().flat_map(|bar| [vec![bar.x, bar.v], bar.track.clone()].concat()).collect()
}

#[differentiate(jvp, hessian)]
fn by_index(start: &[Body], k: f64) -> f64 {
    let mut w = World { bodies: start.to_vec() };
    for _ in 0..2 {
        for i in 0..w.bodies.len() {
            let p = &mut w.bodies[i];
            step(&mut p.x, &mut p.v, k);
        }
    }
    total(&w.bodies)
}

#[differentiate(jvp, hessian)]
fn by_item(start: &[Body], k: f64) -> f64 {
    let mut all = start.to_vec();
    for p in all.iter_mut() {
        step(&mut p.x, &mut p.v, k);
        relax(&mut p.v, p.x);
        shift(&mut p.track, &p.x);
    }
    total(&all)
}

#[differentiate(jvp, hessian)]
fn nested(start: &[Body], k: f64) -> f64 {
    let first = World { bodies: start.to_vec() };
    let mut worlds = vec![first.clone(), first];
    for i in 0..2 {
        for j in 0..start.len() {
            let p = &mut worlds[i].bodies[j];
            step(&mut p.x, &mut p.v, k);
            relax(&mut p.v, p.x * k);
            shift(&mut worlds[1 - i].bodies[j].track, &k);
        }
        let x = worlds[1].bodies[i].x;
        relax(&mut worlds[0].bodies[0].v, x);
    }
    total(&worlds[0].bodies) * total(&worlds[1].bodies)
}

#[differentiate(jvp, hessian)]
fn pairs(start: &[Body], k: f64) -> f64 {
    let mut ps = vec![(start[0].x, start[0].v), (start[1].x, start[1].v)];
    let mut rows = [[start[0].x; 2]; 2];
    for i in 0..2 {
        let p = &mut ps[i];
        step(&mut p.0, &mut p.1, k);
        let k_own = ps[i].0 * k;
        relax(&mut ps[i].1, k_own);
        let r = &mut rows[i];
        let second = r[1];
        relax(&mut r[0], second * k);
    }
    ps[0].0 * ps[1].1 + ps[0].1 * ps[1].0 + rows[0][0] * rows[1][1] + rows[1][0]
}

macro_rules! of_bodies {
    ($f:ident) => {{
        let at = point(9);
        let value = |at: &[f64]| $f(&bodies(&at[..8]), at[8]);
        let joined = |(bars, k_bar): (Vec<BodyBar>, f64)| [flat(&bars), vec![k_bar]].concat();
        let gradient = |at: &[f64]| joined($f::gradient(&bodies(&at[..8]), at[8]));
        compare::gradient(&at, value, gradient);
        compare::tangent(&at, value, gradient, |at, dot| {
            $f::jvp(&bodies(&at[..8]), at[8], &bodies_bar(&dot[..8]), dot[8])
        });
        compare::curvature(&at, gradient, |at, dot| {
            joined($f::hvp(&bodies(&at[..8]), at[8], &bodies_bar(&dot[..8]), dot[8]))
        });
    }};
}

#[test]
fn fields_changed_together() {
    of_bodies!(by_index);
    of_bodies!(by_item);
    of_bodies!(nested);
    of_bodies!(pairs);
}

#[differentiate(checkpoint)]
fn items_again(start: &[Body], k: f64) -> f64 {
    let mut all = start.to_vec();
    for p in all.iter_mut() {
        relax(&mut p.v, p.x * k);
    }
    total(&all)
}

#[differentiate(checkpoint)]
fn indices_again(start: &[Body], k: f64) -> f64 {
    let mut w = World { bodies: start.to_vec() };
    for i in 0..w.bodies.len() {
        let p = &mut w.bodies[i];
        step(&mut p.x, &mut p.v, k);
        relax(&mut p.v, p.x);
    }
    total(&w.bodies)
}

#[differentiate(checkpoint)]
fn rows_again(start: &[Body], k: f64) -> f64 {
    let mut rows = vec![vec![start[0].x, start[1].v, k]; 2];
    for r in rows.iter_mut() {
        let second = r[1];
        relax(&mut r[0], second);
        let factor = r[2] * r[0];
        relax(&mut r[1], factor);
    }
    rows[0][0] * rows[1][1]
}

macro_rules! computed_again {
    ($f:ident) => {{
        let value = |at: &[f64]| $f(&bodies(&at[..8]), at[8]);
        compare::gradient(&point(9), value, |at| {
            let (bars, k_bar) = $f::gradient(&bodies(&at[..8]), at[8]);
            [flat(&bars), vec![k_bar]].concat()
        });
    }};
}

#[test]
fn fields_changed_again() {
    computed_again!(items_again);
    computed_again!(indices_again);
    computed_again!(rows_again);
}

#[differentiate(jvp, hessian)]
fn drift(w: &mut World, k: f64) {
    for i in 0..w.bodies.len() {
        let p = &mut w.bodies[i];
        step(&mut p.x, &mut p.v, k);
    }
}

#[differentiate(jvp, hessian)]
fn drifted(start: &[Body], k: f64) -> f64 {
    let mut w = World { bodies: start.to_vec() };
    drift(&mut w, k);
    drift(&mut w, k * 0.5);
    total(&w.bodies)
}

#[test]
fn a_world_that_is_handed_over() {
    of_bodies!(drifted);
}
