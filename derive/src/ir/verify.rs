//! The verifier: invariants that every pass keeps.

use std::collections::HashSet;

use super::{Block, Function, Op, Stmt, Var, Vars};
use crate::diagnostics::{Diagnostics, INTERNAL, Refused};

/// A pass has broken an invariant.
#[derive(Debug)]
pub struct Defect {
    /// Which pass, what is wrong, and the function as it has left it.
    pub text: String,
}

impl Defect {
    /// Tells the user that the mistake is not theirs.
    pub fn report(&self, at: &syn::Ident, diagnostics: &mut Diagnostics) -> Refused {
        diagnostics.at(at.span(), INTERNAL, &self.text)
    }
}

/// Checks a function after the named pass, in debug builds and tests.
///
/// # Errors
///
/// Where a value is read before it is defined, defined twice in one block, or where a block yields
/// another number of values than its statement defines: a defect of the pass.
pub fn verify(function: &Function, vars: &Vars, pass: &str) -> Result<(), Defect> {
    if !cfg!(debug_assertions) {
        return Ok(());
    }
    check(function).map_err(|problem| {
        let (name, text) = (&function.name, super::print(function, vars));
        Defect { text: format!("pass `{pass}` broke `{name}`: {problem}\n{text}") }
    })
}

/// The first broken invariant.
pub fn check(function: &Function) -> Result<(), String> {
    let mut defined: HashSet<Var> = function.params.iter().map(|param| param.var).collect();
    defined.extend(&function.assumed);
    block(&function.body, &mut defined)
}

/// Checks a block; afterwards nothing that it defined is known any more.
fn block(body: &Block, defined: &mut HashSet<Var>) -> Result<(), String> {
    let mut own = Vec::new();
    for stmt in &body.stmts {
        statement(stmt, defined)?;
        for out in &stmt.outs {
            if !defined.insert(*out) {
                return Err(format!("%{} is defined twice", out.0));
            }
            own.push(*out);
        }
    }
    body.results.iter().try_for_each(|result| known(*result, defined))?;
    own.iter().for_each(|var| {
        defined.remove(var);
    });
    Ok(())
}

fn known(var: Var, defined: &HashSet<Var>) -> Result<(), String> {
    if defined.contains(&var) { Ok(()) } else { Err(format!("%{} is read undefined", var.0)) }
}

fn statement(stmt: &Stmt, defined: &mut HashSet<Var>) -> Result<(), String> {
    let mut result = Ok(());
    super::operands(&stmt.op, &mut |var| {
        if result.is_ok() {
            result = known(var, defined);
        }
    });
    result?;
    let counts = match &stmt.op {
        Op::If { then, otherwise, .. } => {
            then.results.len() == stmt.outs.len() && otherwise.results.len() == stmt.outs.len()
        }
        Op::For { carries, body, .. } => {
            body.results.len() == stmt.outs.len() && carries.len() <= stmt.outs.len()
        }
        Op::While { carries, cond, body } => {
            body.results.len() == stmt.outs.len()
                && carries.len() <= stmt.outs.len()
                && cond.results.len() == 1
        }
        Op::Map { args, params, body } => args.len() == params.len() && body.results.len() == 1,
        Op::Rust(code) => code.effect || stmt.outs.len() == 1,
        Op::Call(_, _, places) => stmt.outs.len() == 1 + super::roots(places).len(),
        Op::Forward(_, _, places) => stmt.outs.len() == 2 + super::roots(places).len(),
        Op::Backward { .. } | Op::Tangent(_) => true,
        _ => stmt.outs.len() == 1,
    };
    if !counts {
        return Err(format!("%{:?} has the wrong number of results", stmt.outs));
    }
    let blocks = stmt.op.blocks();
    if blocks.is_empty() {
        return Ok(());
    }
    let bound: Vec<Var> = stmt.op.bound().into_iter().filter(|var| defined.insert(*var)).collect();
    blocks.into_iter().try_for_each(|body| block(body, defined))?;
    bound.iter().for_each(|var| {
        defined.remove(var);
    });
    Ok(())
}
