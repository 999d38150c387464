//! The partial derivatives on the edges, by reverse mode on one step at a time.

use super::formula::{Formulas, definitions};
use super::nodes::{Nodes, Step};
use crate::ad;
use crate::analysis::{Activity, Level, activity};
use crate::diagnostics::Diagnostics;
use crate::ir::{Block, Defect, Function, Param, Passing, Var, Vars};
use crate::simplify::simplify;

/// A partial is left out where its formula is longer.
const LONGEST: usize = 40;

/// The derivatives of a step by its operands, where they have short formulas.
pub fn partials(
    function: &Function,
    nodes: &Nodes,
    out: Var,
    step: &Step,
    whole: &Activity,
    vars: &mut Vars,
) -> Result<Vec<(Var, String)>, Defect> {
    let active: Vec<Var> =
        step.operands.iter().copied().filter(|operand| whole.varied(*operand)).collect();
    if active.is_empty() || !whole.varied(out) {
        return Ok(Vec::new());
    }
    let alone = alone(function, out, step);
    let activity = activity(&alone, &active, vars, &mut Diagnostics::default());
    let pair =
        ad::reverse(&alone, &active, &activity, Level::Function, &Default::default(), None, vars);
    let mut derivative = pair.fused(&[], &active, vars);
    simplify(&mut derivative, vars)?;
    let definitions = definitions(&derivative.body.stmts);
    let formulas = Formulas { names: &nodes.names, definitions, vars, limit: LONGEST };
    let results = derivative.body.results.iter();
    let texts = results.map(|result| formulas.value(*result).map(|formula| formula.text));
    Ok(active.iter().copied().zip(texts).filter_map(|(var, text)| Some((var, text?))).collect())
}

/// One step as a function of its operands.
fn alone(function: &Function, out: Var, step: &Step) -> Function {
    let stmts = step.stmts.iter().map(|i| function.body.stmts[*i].clone()).collect();
    let params =
        step.operands.iter().map(|var| Param { var: *var, passing: Passing::Value }).collect();
    Function {
        name: function.name.clone(),
        params,
        body: Block { stmts, results: vec![out] },
        outputs: 1,
        assumed: Vec::new(),
    }
}
