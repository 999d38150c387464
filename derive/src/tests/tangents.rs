//! Forward mode: every program of the corpus against differences, and forward over reverse against
//! differences of the gradient.

use super::corpus::pulled_back;
use super::differences::{close, inner, slope, weights};
use super::pipeline::{activity, callees, lowered, reversed, shadow, simplified, verified};
use super::programs::{Program, all};
use crate::ad::{Levels, Pair, Pushed, levels};
use crate::diagnostics::Diagnostics;
use crate::front::Lowered;
use crate::ir::interpret::{Value, interpret};
use crate::ir::{Function, Pushes, Var, Vars};
use crate::simplify;

/// All levels of forward mode, simplified as the compiler does.
pub fn pushed(function: &Function, pair: &Pair, pushes: Pushes, vars: &mut Vars) -> Levels {
    let (active, _) = activity(function, vars);
    let mut diagnostics = Diagnostics::default();
    let mut levels = levels(function, pair, None, &active, pushes, vars, &mut diagnostics);
    assert!(diagnostics.is_empty(), "{:?}", diagnostics.messages());
    let halves = levels.halves.iter_mut().flat_map(|(forward, backward)| [forward, backward]);
    for pushed in levels.primal.iter_mut().chain(halves) {
        verified(&pushed.function, vars, "forward");
        simplify::simplify(&mut pushed.function, vars).expect("a sound function");
    }
    levels
}

/// A direction for each argument that has one, and the arguments moved along all of them.
pub struct Directions(Vec<Option<Value>>);

impl Directions {
    pub fn new(function: &Function, args: &[Value], pushed: &Pushed) -> Directions {
        let one = |(i, (param, arg)): (usize, (&crate::ir::Param, &Value))| {
            let active = pushed.params.iter().any(|(var, _)| *var == param.var);
            let count = arg.reals().len();
            let numbers = weights(count + i).into_iter().skip(i).map(|w| 1.4 - w);
            active.then(|| arg.with_reals(&mut numbers.collect::<Vec<_>>().into_iter()))
        };
        Directions(function.params.iter().zip(args).enumerate().map(one).collect())
    }

    pub fn given(&self) -> impl Iterator<Item = Value> + '_ {
        self.0.iter().flatten().cloned()
    }

    pub fn moved(&self, args: &[Value], h: f64) -> Vec<Value> {
        let one = |(arg, dot): (&Value, &Option<Value>)| match dot {
            None => arg.clone(),
            Some(dot) => {
                let numbers = arg.reals().into_iter().zip(dot.reals()).map(|(x, d)| x + h * d);
                arg.with_reals(&mut numbers.collect::<Vec<_>>().into_iter())
            }
        };
        args.iter().zip(&self.0).map(one).collect()
    }
}

/// The tangent of `⟨seed, f⟩` along the directions, by differences.
fn along(primal: &Lowered, program: &Program, directions: &Directions, seed: &[f64]) -> f64 {
    slope(|h| {
        let args = directions.moved(&program.args, h);
        let out = interpret(&primal.function, &primal.vars, &args, &[], &callees()).remove(0);
        inner(&out.reals(), seed)
    })
}

fn check(program: &Program) {
    let primal = lowered(program.source);
    let mut vars = primal.vars.clone();
    let mut pair = reversed(&primal.function, &mut vars);
    simplified(&mut pair, &mut vars);
    let pushes = Pushes { primal: 1, halves: 1, lanes: false };
    let levels = pushed(&primal.function, &pair, pushes, &mut vars);
    let jvp = &levels.primal[0];
    let directions = Directions::new(&primal.function, &program.args, jvp);
    let mut args = program.args.clone();
    args.extend(directions.given());
    let results = interpret(&jvp.function, &vars, &args, &[], &callees());
    let value = interpret(&primal.function, &primal.vars, &program.args, &[], &callees()).remove(0);
    assert_eq!(results[0], value, "{}: the value", program.name);
    let seed = weights(program.expected.reals().len());
    let got = inner(&results[1].reals(), &seed);
    close(program.name, &[got], &[along(&primal, program, &directions, &seed)]);
    let bars = pulled_back(
        &pair,
        &vars,
        &program.args,
        &program.expected.with_reals(&mut seed.clone().into_iter()),
    );
    let moved: Vec<f64> = directions.given().flat_map(|dot| dot.reals()).collect();
    close(&format!("{}: transposed", program.name), &[got], &[inner(&bars.concat(), &moved)]);
    let at = Point { name: program.name, args: &program.args, output: &program.expected };
    second(&at, &primal.function, &pair, &levels, &vars);
}

/// Where a function is tried, and what it yields there.
pub struct Point<'a> {
    pub name: &'a str,
    pub args: &'a [Value],
    pub output: &'a Value,
}

/// The tangents of the cotangents, against differences of the cotangents.
pub fn second(at: &Point<'_>, primal: &Function, pair: &Pair, levels: &Levels, vars: &Vars) {
    let (forward, backward) = &levels.halves[0];
    let directions = Directions::new(primal, at.args, &levels.primal[0]);
    let seed = at.output.with_reals(&mut weights(at.output.reals().len()).into_iter());
    let mut args = at.args.to_vec();
    args.extend(directions.given());
    let kept = interpret(&forward.function, vars, &args, &[], &callees());
    let kept = &kept[forward.function.primal_results()..];
    let position = |var: Var| primal.params.iter().position(|param| param.var == var);
    let shadows: Vec<Value> = pair
        .shadows
        .iter()
        .filter_map(|(param, shadow_var)| {
            Some(shadow(&at.args[position(*param)?], vars.kind(*shadow_var)))
        })
        .collect();
    let mut given = at.args.to_vec();
    given.push(seed.clone());
    given.extend(shadows.iter().cloned());
    given.extend(directions.given());
    given.push(seed.with_reals(&mut std::iter::repeat(0.0)));
    given.extend(shadows.iter().cloned());
    let results = interpret(&backward.function, vars, &given, kept, &callees());
    let owners = pair.returned.iter().chain(pair.shadows.iter().map(|(param, _)| param));
    let owners: Vec<Var> = owners.copied().collect();
    let (returned, shadowed) = (pair.returned.len(), pair.shadows.len());
    let (values, finals) = results.split_at(2 * returned);
    let dots = values[returned..].iter().chain(&finals[shadowed..]);
    for (var, dot) in owners.iter().zip(dots) {
        let rank = position(*var).expect("a parameter");
        let order = owners.iter().filter(|other| position(**other) < position(*var)).count();
        let weights = weights(dot.reals().len());
        let along = |h: f64| {
            let args = directions.moved(at.args, h);
            inner(&pulled_back(pair, vars, &args, &seed)[order], &weights)
        };
        let expected = slope(along);
        // A gradient that jumps has no tangent.
        if (10.0 * slope(|h| along(0.1 * h)) - expected).abs() > 1e-3 * (1.0 + expected.abs()) {
            continue;
        }
        let what = format!("{}: tangent of cotangent {rank}", at.name);
        close(&what, &[inner(&dot.reals(), &weights)], &[expected]);
    }
}

#[test]
fn tangents_of_every_program() {
    let failed: Vec<String> = all()
        .iter()
        .filter_map(|program| {
            let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| check(program)));
            outcome.is_err().then(|| program.name.to_owned())
        })
        .collect();
    assert!(failed.is_empty(), "{failed:?}");
}
