//! The passes, one by one, as tests call them.

use crate::ad::{self, Pair};
use crate::analysis::{self, Activity, Level};
use crate::diagnostics::Diagnostics;
use crate::front::{FnSignature, Lowered, Options, Signatures, lower};
use crate::ir::interpret::{Callee, Callees, Nd, Value};
use crate::ir::{Function, Kind, Var, Vars, check};
use crate::simplify;

/// The functions that the tests call.
const LAYERS: &[(&str, &str)] = &[
    (
        "linear",
        "#[pushes(1, 1)] fn linear<T: Float>(
            #[skippable] x: &ArrayRef<T, Ix2>,
            #[skippable] w: &ArrayRef<T, Ix2>,
            #[skippable] b: &ArrayRef<T, Ix1>,
        ) -> Array2<T>",
    ),
    (
        "sigmoid",
        "#[pushes(1, 1)]
        fn sigmoid<T: Float, D: Dimension>(#[skippable] x: &ArrayRef<T, D>) -> Array<T, D>",
    ),
    ("scaled", "#[pushes(1, 1)] fn scaled(x: f64, #[constant] k: f64) -> f64"),
];

/// The signatures of [`LAYERS`].
pub fn layers() -> Signatures {
    signatures(LAYERS)
}

/// Signatures by path.
pub fn signatures(known: &[(&str, &str)]) -> Signatures {
    let mut signatures = Signatures::default();
    for (path, signature) in known {
        let path = syn::parse_str(path).expect("a path");
        match syn::parse_str(signature) {
            Ok(item) => signatures.structure(&path, item),
            Err(_) => {
                let signature: FnSignature = syn::parse_str(signature).expect("a signature");
                signatures.function(&path, signature);
            }
        }
    }
    signatures
}

/// What the layers compute.
pub fn callees() -> Callees {
    let linear = Callee {
        primal: |args| {
            Value::Nd(args[0].nd().dot(&args[1].nd().transposed()).zip(args[2].nd(), add))
        },
        pullback: |args, seed| {
            let [x, w, seed] = [args[0].nd(), args[1].nd(), seed.nd()];
            [seed.dot(w), seed.transposed().dot(x), seed.sum_axis(0)].map(Value::Nd).to_vec()
        },
    };
    let sigmoid = Callee {
        primal: |args| Value::Nd(args[0].nd().map(logistic)),
        pullback: |args, seed| {
            let slope = args[0].nd().map(|x| logistic(x) * (1.0 - logistic(x)));
            vec![Value::Nd(slope.zip(seed.nd(), |a, b| a * b))]
        },
    };
    let scaled = Callee {
        primal: |args| Value::Real(args[0].real() * args[1].real()),
        pullback: |args, seed| vec![Value::Real(args[1].real() * seed.real())],
    };
    let squares = Callee {
        primal: |args| {
            Value::Real(args[0].reals().iter().map(|x| x * x).sum::<f64>() * args[1].real())
        },
        pullback: |args, seed| {
            let (x, k, seed) = (args[0].reals(), args[1].real(), seed.real());
            let squared: f64 = x.iter().map(|x| x * x).sum();
            let mut bars = x.into_iter().map(|x| 2.0 * x * k * seed);
            vec![args[0].with_reals(&mut bars), Value::Real(squared * seed)]
        },
    };
    Callees::from([
        ("linear", linear),
        ("sigmoid", sigmoid),
        ("scaled", scaled),
        ("squares", squares),
    ])
}

fn add(a: f64, b: f64) -> f64 {
    a + b
}

/// 1 / (1 + e⁻ˣ)
pub fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// Fails where a pass has broken an invariant.
pub fn verified(function: &Function, vars: &Vars, pass: &str) {
    if let Err(problem) = check(function, vars) {
        panic!("after `{pass}`: {problem}\n{}", crate::ir::print(function, vars));
    }
}

/// A function of Rust in the intermediate language.
pub fn lowered(source: &str) -> Lowered {
    let item = syn::parse_str(source).unwrap_or_else(|error| panic!("{error} in {source}"));
    let mut diagnostics = Diagnostics::default();
    let mut lowered = lower(&item, &Options::default(), &layers(), &mut diagnostics)
        .unwrap_or_else(|_| panic!("{:#?} in {source}", diagnostics.messages()));
    verified(&lowered.function, &lowered.vars, "lower");
    ad::elements(&mut lowered.function, &lowered.active, &mut lowered.vars);
    verified(&lowered.function, &lowered.vars, "elements");
    simplify::dead_code(&mut lowered.function, &mut lowered.vars).expect("a sound function");
    lowered
}

/// The activity of a function; every differentiable parameter is active.
pub fn activity(function: &Function, vars: &Vars) -> (Vec<Var>, Activity) {
    let params = function.params.iter().map(|param| param.var);
    let active: Vec<Var> = params.filter(|var| vars.kind(*var).is_differentiable()).collect();
    let mut diagnostics = Diagnostics::default();
    let activity = analysis::activity(function, &active, vars, &mut diagnostics);
    assert!(diagnostics.is_empty(), "{:?}", diagnostics.messages());
    (active, activity)
}

/// Reverse mode.
pub fn reversed(function: &Function, vars: &mut Vars) -> Pair {
    let (active, varied) = activity(function, vars);
    let pair = match ad::latest(function, &varied, vars) {
        None => ad::reverse(
            function,
            &active,
            &varied,
            Level::Function,
            &Default::default(),
            None,
            vars,
        ),
        Some((function, latest)) => {
            verified(&function, vars, "latest");
            let (active, varied) = activity(&function, vars);
            let mut pair = ad::reverse(
                &function,
                &active,
                &varied,
                Level::Function,
                &Default::default(),
                None,
                vars,
            );
            latest.restore(&mut pair, vars);
            pair
        }
    };
    verified(&pair.forward, vars, "reverse, forward");
    verified(&pair.backward, vars, "reverse, backward");
    pair
}

/// What the compiler does after reverse mode.
pub fn simplified(pair: &mut Pair, vars: &mut Vars) {
    for pass in simplify::PASSES {
        (pass.run)(&mut pair.backward, vars);
        verified(&pair.backward, vars, pass.name);
    }
    simplify::prune_residuals(pair, vars).expect("a sound function");
    verified(&pair.backward, vars, "prune, backward");
}

/// Zeros for a shadow of this kind, in the shape of an argument.
pub fn shadow(argument: &Value, kind: &Kind) -> Value {
    match (argument, kind) {
        (Value::Nd(array), _) => Value::Nd(Nd::full(&array.shape, 0.0)),
        (value, _) => value.zeros(),
    }
}
