//! Calls that push tangents through a callee, by differences of what the test knows of it.

use super::{Callee, Machine, Value};
use crate::ir::{Half, Handed, Mode, Passing, Stmt, Tangent, Var};

/// The arguments of one function in order, each with its tangent where it has one.
type Given = Vec<(Handed, Option<Handed>)>;

impl Machine<'_> {
    /// `g::jvp`, `g::forward_jvp` or `g::backward_jvp`, once differentiated.
    pub(super) fn tangent(&self, stmt: &Stmt, tangent: &Tangent) -> Vec<Value> {
        if (tangent.of, tangent.order) == (Half::Both, 0) {
            return self.accumulated(tangent);
        }
        assert_eq!(tangent.order, 1, "callees are differentiated once");
        let callee = self.callee(&tangent.call);
        let mut given = paired(tangent);
        let rest = given.split_off(tangent.call.passing.len());
        let (args, dots): (Vec<Value>, Vec<Value>) =
            given.iter().map(|pair| self.with_tangent(pair)).unzip();
        match tangent.of {
            Half::Primal => along(|h| vec![(callee.primal)(&moved(&args, &dots, h))]).concat(),
            Half::Forward => {
                let [mut value, mut dot] =
                    along(|h| vec![(callee.primal)(&moved(&args, &dots, h))]);
                value.push(Value::Tuple(args));
                dot.push(Value::Tuple(dots));
                let all = [value, dot].concat();
                assert_eq!(all.len(), stmt.outs.len(), "results of a forward function");
                all
            }
            Half::Backward => self.pulled_back(tangent, callee, &rest),
            Half::Both => panic!("`accumulate` is not differentiated"),
        }
    }

    /// The value, the cotangents that are returned, and what the others are added to.
    fn accumulated(&self, tangent: &Tangent) -> Vec<Value> {
        let callee = self.callee(&tangent.call);
        let given: Vec<Value> =
            tangent.args.iter().map(|(handed, _)| self.handed(handed)).collect();
        let (args, [seed, ..]) = given.split_at(tangent.call.passing.len()) else {
            panic!("a seed")
        };
        let bars = (callee.pullback)(args, seed);
        let mut results = vec![(callee.primal)(args)];
        let mut places = tangent.places();
        let mut roots: Vec<(Var, Value)> = super::super::roots(tangent.places())
            .into_iter()
            .map(|root| (root, self.get(root).clone()))
            .collect();
        let active = tangent.call.passing.iter().filter(|(_, active)| *active);
        for ((passing, _), bar) in active.zip(bars) {
            match passing {
                Passing::Value => results.push(bar),
                Passing::Ref => {
                    let place = places.next().expect("a shadow");
                    for (_, whole) in roots.iter_mut().filter(|(root, _)| *root == place.root) {
                        self.write(whole, &place.path, &bar, Mode::Add);
                    }
                }
                Passing::Mut => panic!("`&mut` arguments are not interpreted"),
            }
        }
        results.extend(roots.into_iter().map(|(_, value)| value));
        results
    }

    /// The value of an argument and its tangent, zero where it has none.
    fn with_tangent(&self, (handed, dot): &(Handed, Option<Handed>)) -> (Value, Value) {
        let value = self.handed(handed);
        let dot = dot.as_ref().map_or_else(|| value.zeros(), |dot| self.handed(dot));
        (value, dot)
    }

    fn handed(&self, handed: &Handed) -> Value {
        match handed {
            Handed::Value(var) | Handed::Ref(var) => self.get(*var).clone(),
            Handed::Mut(place) => self.read(place),
            Handed::Nothing => Value::Unit,
        }
    }

    /// The cotangents and their tangents: those that are returned, and then what they are added to.
    fn pulled_back(&self, tangent: &Tangent, callee: &Callee, rest: &Given) -> Vec<Value> {
        let [residuals, seed, shadows @ ..] = rest.as_slice() else { panic!("a seed") };
        let (Value::Tuple(args), Value::Tuple(dots)) = self.with_tangent(residuals) else {
            panic!("residuals are the arguments")
        };
        let (seed, seed_dot) = self.with_tangent(seed);
        let pull = |h: f64| {
            let seed = moved(std::slice::from_ref(&seed), std::slice::from_ref(&seed_dot), h);
            (callee.pullback)(&moved(&args, &dots, h), &seed[0])
        };
        let [bars, bar_dots] = along(pull);
        let passing = tangent.call.passing.iter().filter(|(_, active)| *active);
        let mut shadows = shadows.iter();
        let (mut returned, mut returned_dots) = (Vec::new(), Vec::new());
        let mut roots: Vec<(Var, Value)> = super::super::roots(tangent.places())
            .into_iter()
            .map(|root| (root, self.get(root).clone()))
            .collect();
        for ((passing, _), (bar, bar_dot)) in passing.zip(bars.into_iter().zip(bar_dots)) {
            if *passing == Passing::Value {
                returned.push(bar);
                returned_dots.push(bar_dot);
                continue;
            }
            let Some((shadow, dot)) = shadows.next() else { panic!("a shadow") };
            let targets = [(Some(shadow), bar), (dot.as_ref(), bar_dot)];
            for (target, term) in targets {
                let Some(Handed::Mut(place)) = target else { continue };
                for (_, whole) in roots.iter_mut().filter(|(root, _)| *root == place.root) {
                    self.write(whole, &place.path, &term, Mode::Add);
                }
            }
        }
        let roots = roots.into_iter().map(|(_, value)| value).collect();
        [returned, returned_dots, roots].concat()
    }
}

/// The tangents stand behind all arguments, for those that have one.
fn paired(tangent: &Tangent) -> Given {
    let active = tangent.args.iter().filter(|(_, active)| *active).count() / 2;
    let (all, dots) = tangent.args.split_at(tangent.args.len() - active);
    let mut dots = dots.iter().map(|(handed, _)| handed.clone());
    let pair = |(handed, active): &(Handed, bool)| {
        (handed.clone(), if *active { dots.next() } else { None })
    };
    all.iter().map(pair).collect()
}

/// Values moved along their tangents.
fn moved(values: &[Value], dots: &[Value], h: f64) -> Vec<Value> {
    let one = |(value, dot): (&Value, &Value)| {
        let dots = dot.reals();
        let dots = dots.into_iter().chain(std::iter::repeat(0.0));
        let numbers: Vec<f64> =
            value.reals().into_iter().zip(dots).map(|(x, dot)| x + h * dot).collect();
        value.with_reals(&mut numbers.into_iter())
    };
    values.iter().zip(dots).map(one).collect()
}

/// Values at 0, and how they change: extrapolated central differences.
fn along(f: impl Fn(f64) -> Vec<Value>) -> [Vec<Value>; 2] {
    let numbers = |h: f64| -> Vec<Vec<f64>> { f(h).iter().map(Value::reals).collect() };
    let h = 1e-3;
    let [near, close, back, far] = [0.5 * h, h, -0.5 * h, -h].map(numbers);
    let values = f(0.0);
    let dot = |i: usize| {
        let slope = |j: usize| {
            let (inner, outer) = (near[i][j] - back[i][j], close[i][j] - far[i][j]);
            (4.0 * inner / h - outer / (2.0 * h)) / 3.0
        };
        let slopes: Vec<f64> = (0..near[i].len()).map(slope).collect();
        values[i].with_reals(&mut slopes.into_iter())
    };
    let dots = (0..values.len()).map(dot).collect();
    [values, dots]
}
