//! Calls of callees, by what the test knows of them: tangents by differences.

use super::{Machine, Value};
use crate::ir::{Call, Half, Handed, Mode, Passing, Role, Var, roots};

/// What is computed, and its tangent, which is empty where there is none.
type Both = [Vec<Value>; 2];

impl Machine<'_> {
    /// A function of a callee, at most once differentiated.
    pub(super) fn called(&self, call: &Call) -> Vec<Value> {
        assert!(call.order <= 1, "callees are differentiated once");
        let callee = self.callee(&call.callee);
        let [args, dots] = self.arguments(call);
        let primal = || self.pushed(call, |h| vec![(callee.primal)(&moved(&args, &dots, h))]);
        match call.of {
            Half::Primal => primal().concat(),
            Half::Forward => {
                let [mut value, mut dot] = primal();
                value.push(Value::Tuple(args.clone()));
                if call.order > 0 {
                    dot.push(Value::Tuple(dots.clone()));
                }
                [value, dot].concat()
            }
            Half::Backward => self.pulled_back(call, &args, &dots, Default::default()),
            Half::Both => self.pulled_back(call, &args, &dots, primal()),
        }
    }

    /// A function of how far all tangents are followed.
    fn pushed(&self, call: &Call, f: impl Fn(f64) -> Vec<Value>) -> Both {
        if call.order == 0 { [f(0.0), Vec::new()] } else { along(f) }
    }

    /// The arguments and their tangents; a backward function has kept them.
    fn arguments(&self, call: &Call) -> Both {
        if call.of == Half::Backward {
            let (kept, dots) = self.with_tangent(call, Role::Residuals);
            let (Value::Tuple(args), Value::Tuple(dots)) = (kept, dots) else {
                panic!("residuals are the arguments")
            };
            return [args, dots];
        }
        let positions = 0..call.callee.passing.len();
        let (args, dots) = positions.map(|i| self.with_tangent(call, Role::Argument(i))).unzip();
        [args, dots]
    }

    /// What is handed over in a role, and its tangent, zero where it has none.
    fn with_tangent(&self, call: &Call, role: Role) -> (Value, Value) {
        let at = |mask: usize| {
            let mut given = call.args.iter();
            given.find(|it| it.mask == mask && it.role == role).map(|it| self.handed(&it.handed))
        };
        let value = at(0).unwrap_or_else(|| panic!("nothing is handed over as {role:?}"));
        let dot = at(1).unwrap_or_else(|| value.zeros());
        (value, dot)
    }

    fn handed(&self, handed: &Handed) -> Value {
        match handed {
            Handed::Value(var) | Handed::Ref(var) => self.get(*var).clone(),
            Handed::Mut(_) => panic!("`&mut` arguments are not interpreted"),
            Handed::Nothing => Value::Unit,
        }
    }

    /// What is yielded before them, the cotangents that are returned, the same of tangents, and then what the other
    /// cotangents are added to.
    fn pulled_back(
        &self,
        call: &Call,
        args: &[Value],
        dots: &[Value],
        [mut returned, mut returned_dots]: Both,
    ) -> Vec<Value> {
        let pullback = self.callee(&call.callee).pullback;
        let (seed, seed_dot) = self.with_tangent(call, Role::Seed);
        let pull = |h: f64| {
            let seed = moved(std::slice::from_ref(&seed), std::slice::from_ref(&seed_dot), h);
            pullback(&moved(args, dots, h), &seed[0])
        };
        let mut roots: Vec<(Var, Value)> =
            roots(call.places()).into_iter().map(|var| (var, self.get(var).clone())).collect();
        let active = call.callee.passing.iter().enumerate().filter(|(_, (_, active))| *active);
        let active: Vec<(usize, Passing)> = active.map(|(i, (how, _))| (i, *how)).collect();
        for (mask, bars) in self.pushed(call, pull).into_iter().enumerate() {
            let returned = if mask == 0 { &mut returned } else { &mut returned_dots };
            for ((i, passing), bar) in active.iter().zip(bars) {
                if *passing == Passing::Value {
                    returned.push(bar);
                    continue;
                }
                let shadow = Role::Shadow(*i);
                let given = call.args.iter().find(|it| it.mask == mask && it.role == shadow);
                let Some(place) = given.and_then(|it| it.handed.place()) else { continue };
                for (_, whole) in roots.iter_mut().filter(|(root, _)| *root == place.root) {
                    self.write(whole, &place.path, &bar, Mode::Add);
                }
            }
        }
        let roots = roots.into_iter().map(|(_, value)| value).collect();
        [returned, returned_dots, roots].concat()
    }
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
