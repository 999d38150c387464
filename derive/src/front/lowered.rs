//! What comes of lowering a function, once all of it is known.

use syn::ItemFn;

use super::halves::stray;
use super::lower::Lower;
use super::unify::Unifier;
use crate::diagnostics::*;
use crate::ir::{Block, Function, Op, Param, Passing, Var, Vars};

/// A function in the intermediate language.
pub struct Lowered {
    /// Its values.
    pub vars: Vars,
    /// Its body.
    pub function: Function,
    /// The parameters that carry derivatives.
    pub active: Vec<Var>,
    /// Whether it calls itself.
    pub recursive: bool,
}

impl Lower<'_> {
    /// The function, once all of it is lowered.
    pub(super) fn finish(
        mut self,
        item: &ItemFn,
        params: Vec<Param>,
        active: Vec<Var>,
        results: Vec<Var>,
    ) -> Accepted<Lowered> {
        let body = Block { stmts: std::mem::take(&mut self.stmts), results: Vec::new() };
        self.check_caught(&body);
        if !self.diagnostics.is_empty() {
            return Err(Refused);
        }
        let Lower { mut vars, unifier, recursive, diagnostics, .. } = self;
        for info in vars.all_mut() {
            info.kind = info.kind.map_num(&mut |num| unifier.resolve(num));
        }
        let outputs = results.len() - params.iter().filter(|p| p.passing == Passing::Mut).count();
        let mut body = Block { results, ..body };
        resolve_calls(&mut body, &unifier);
        let mut strays = Vec::new();
        stray(&body, &vars, &mut strays);
        if !strays.is_empty() {
            for span in strays {
                diagnostics.at(span, RESIDUALS, "");
            }
            return Err(Refused);
        }
        let name = item.sig.ident.clone();
        let function = Function { name, params, body, outputs, assumed: Vec::new() };
        Ok(Lowered { vars, function, active, recursive })
    }
}

/// The generic arguments of calls, once they are known.
fn resolve_calls(block: &mut Block, unifier: &Unifier) {
    for stmt in &mut block.stmts {
        if let Op::Call(call) = &mut stmt.op {
            let residuals = &mut call.callee.residuals;
            *residuals = residuals.map_num(&mut |num| unifier.resolve(num));
        }
        stmt.op.blocks_mut().into_iter().for_each(|inner| resolve_calls(inner, unifier));
    }
}
