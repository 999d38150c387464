//! Derivative terms as a person would write them.
//!
//! Every pass maps a function to an equal one. Statements of the primal are never rewritten, so
//! that its value does not change by a bit; derivative terms may use `0·x = 0` for structural zeros.

mod arms;
mod carries;
mod common;
mod dead;
mod fold;
mod join;
mod lengths;
mod rows;
mod rules;
mod sink;
mod stores;
mod sums;
mod terms;
mod windows;

pub use dead::live_reads;

use std::collections::HashSet;

use crate::ir::{Defect, Function, Var, Vars, verify};

/// A named pass.
pub struct Pass {
    /// Its name, for tests and for reports of defects.
    pub name: &'static str,
    /// What it does.
    pub run: fn(&mut Function, &mut Vars),
}

/// The passes, in order.
pub const PASSES: &[Pass] = &[
    Pass { name: "fold", run: fold::fold },
    Pass { name: "carries", run: carries::invariant_carries },
    Pass { name: "common", run: common::common_subexpressions },
    Pass { name: "fold again", run: fold::fold },
    Pass { name: "sink", run: sink::sink },
    Pass { name: "join", run: join::join },
    Pass { name: "sums", run: sums::sums },
    Pass { name: "arms", run: arms::arms },
    Pass { name: "carries again", run: carries::invariant_carries },
    Pass { name: "dead", run: dead::dead_code },
];

/// The passes that come last, when nothing is differentiated any more.
pub const LAST: &[Pass] = &[
    Pass { name: "rows", run: rows::rows },
    Pass { name: "terms", run: terms::terms },
    Pass { name: "stores", run: stores::stores },
    Pass { name: "dead at last", run: dead::dead_code },
];

/// What is done to functions that nothing is made of any more: sums along rows are calls, and each iteration adds once to a number.
pub fn finish(function: &mut Function, vars: &mut Vars) -> Result<(), Defect> {
    run(LAST, function, vars)
}

/// The passes that do not change the primal's values by a bit, in order.
const CLEANING: &[Pass] = &[
    Pass { name: "windows", run: windows::windows },
    Pass { name: "primal carries", run: carries::invariant_carries },
    Pass { name: "lengths", run: lengths::lengths },
    Pass { name: "primal common", run: common::shared_expressions },
    Pass { name: "primal dead", run: dead::dead_code },
];

fn run(passes: &[Pass], function: &mut Function, vars: &mut Vars) -> Result<(), Defect> {
    for pass in passes {
        (pass.run)(function, vars);
        verify(function, vars, pass.name)?;
    }
    Ok(())
}

/// Runs all passes.
pub fn simplify(function: &mut Function, vars: &mut Vars) -> Result<(), Defect> {
    run(PASSES, function, vars)
}

/// The primal without superfluous carried values, and with equal reads shared. Its values do not
/// change by a bit.
pub fn clean(function: &mut Function, vars: &mut Vars) -> Result<(), Defect> {
    run(CLEANING, function, vars)
}

/// Removes what nobody reads.
pub fn dead_code(function: &mut Function, vars: &mut Vars) -> Result<(), Defect> {
    dead::dead_code(function, vars);
    verify(function, vars, "dead")
}

/// Residuals that the simplified backward function no longer reads are not kept.
pub fn prune_residuals(pair: &mut crate::ad::Pair, vars: &mut Vars) -> Result<(), Defect> {
    let read: HashSet<Var> = pair.backward.body.free().into_iter().collect();
    pair.kept.retain(|var| read.contains(var));
    pair.backward.assumed = pair.kept.clone();
    let primal = pair.forward.primal_results();
    pair.forward.body.results.truncate(primal);
    pair.forward.body.results.extend(&pair.kept);
    verify(&pair.backward, vars, "residuals")?;
    dead_code(&mut pair.forward, vars)
}
