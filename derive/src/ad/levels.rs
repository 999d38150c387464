//! Forward mode applied to a function and to both functions of its reverse mode, as often as asked.

use super::{Pair, Pushed, Wide, forward};
use crate::analysis::{Steepness, activity};
use crate::diagnostics::Diagnostics;
use crate::ir::{Block, Function, Passing, Pushes, Var, Vars};

/// The functions of forward mode, the first derivatives first.
#[derive(Default)]
pub struct Levels {
    /// Of the function itself.
    pub primal: Vec<Pushed>,
    /// Of `forward` and `backward`.
    pub halves: Vec<(Pushed, Pushed)>,
    /// Both passes in one, where loops become simpler by it.
    pub together: Option<Together>,
    /// The residuals that have a tangent.
    pub kept: Vec<Var>,
    /// The function with several tangents at once, where it is asked for.
    pub lanes: Option<Wide>,
}

/// Differentiates in forward mode. `first` is the function with tangents, where it is not made of what
/// the function computes.
pub fn levels(
    primal: &Function,
    pair: &Pair,
    active: &[Var],
    pushes: Pushes,
    first: Option<Pushed>,
    vars: &mut Vars,
    diagnostics: &mut Diagnostics,
) -> Levels {
    let mut levels = Levels::default();
    let mut last = (primal.clone(), active.to_vec());
    if let Some(first) = first {
        last = (first.function.clone(), with_dots(active, &first));
        levels.primal.push(first);
    }
    for order in levels.primal.len() + 1..=pushes.primal {
        let next = push(&last.0, &last.1, &[], (order, None), vars, diagnostics);
        last = (next.function.clone(), with_dots(&last.1, &next));
        levels.primal.push(next);
    }
    // What lacks one kind of derivative lacks the other.
    if pushes.halves == 0 || !diagnostics.is_empty() {
        return levels;
    }
    let varied = activity(&pair.forward, active, vars, &mut Diagnostics::default());
    let has_tangent = |var: &Var| varied.varied(*var) && vars.kind(*var).tangent().is_some();
    levels.kept = pair.kept.iter().copied().filter(has_tangent).collect();
    let mut forth = (pair.forward.clone(), active.to_vec());
    let mut back = (pair.backward.clone(), differentiated(pair, active));
    let (mut kept, mut at_hand) = (levels.kept.clone(), levels.kept.clone());
    for order in 1..=pushes.halves {
        let next = push(&forth.0, &forth.1, &kept, (order, None), vars, diagnostics);
        let before = Some(&forth.0.body);
        let reversed = push(&back.0, &back.1, &at_hand, (order, before), vars, diagnostics);
        forth = (next.function.clone(), with_dots(&forth.1, &next));
        back = (reversed.function.clone(), with_dots(&back.1, &reversed));
        let all = &next.function.body.results;
        kept.extend(&all[all.len() - kept.len()..]);
        at_hand.extend(reversed.assumed.iter().map(|(_, dot)| *dot));
        levels.halves.push((next, reversed));
    }
    levels
}

/// Both passes in one.
pub struct Together {
    /// The function, with tangents where there are second derivatives.
    pub pushed: Pushed,
    /// Its values.
    pub vars: Vars,
}

impl Together {
    /// Differentiates both passes in one so often: once, or not at all. What is wrong is reported where
    /// the halves are differentiated.
    pub fn new(
        plain: Function,
        pair: &Pair,
        active: &[Var],
        times: usize,
        mut vars: Vars,
    ) -> Together {
        let shadows = pair.shadows.iter().map(|(_, shadow)| *shadow);
        let mut active: Vec<Var> = active.iter().copied().chain(pair.seed).chain(shadows).collect();
        active.retain(|var| plain.params.iter().any(|param| param.var == *var));
        let pushed = match times {
            0 => Pushed::plain(plain),
            _ => push(&plain, &active, &[], (1, None), &mut vars, &mut Diagnostics::default()),
        };
        Together { pushed, vars }
    }
}

/// The parameters of `backward` that have tangents.
fn differentiated(pair: &Pair, active: &[Var]) -> Vec<Var> {
    let lasting = pair.forward.params.iter().filter(|param| param.passing != Passing::Mut);
    let lasting = lasting.map(|param| param.var).filter(|var| active.contains(var));
    lasting.chain(pair.seed).chain(pair.shadows.iter().map(|(_, shadow)| *shadow)).collect()
}

/// `order` says how often it is differentiated with this time, and what computes the values that it
/// assumes.
fn push(
    function: &Function,
    active: &[Var],
    kept: &[Var],
    (order, before): (usize, Option<&Block>),
    vars: &mut Vars,
    diagnostics: &mut Diagnostics,
) -> Pushed {
    let all: Vec<Var> = active.iter().chain(kept).copied().collect();
    let known = function.assumed.clone();
    let given: Vec<Var> =
        all.iter().copied().filter(|var| known.contains(var) || active.contains(var)).collect();
    let varied = activity(function, &given, vars, &mut Diagnostics::default());
    let bodies: Vec<&Block> = before.into_iter().chain([&function.body]).collect();
    let steepness = Steepness::of(&bodies);
    forward(function, active, kept, (&varied, &steepness), order, vars, diagnostics)
}

fn with_dots(active: &[Var], pushed: &Pushed) -> Vec<Var> {
    let dots = pushed.params.iter().map(|(_, dot)| *dot);
    active.iter().copied().chain(dots).collect()
}
