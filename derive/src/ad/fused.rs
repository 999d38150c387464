//! Both passes of reverse mode in one function, so that every value and its cotangent are at hand.

use std::collections::HashSet;

use super::Pair;
use crate::ir::{Block, Builder, Function, Literal, Op, Stmt, Var, Vars};

impl Pair {
    /// The forward and then the backward pass for the seed 1, as a function of the primal's
    /// parameters. It yields `values`, and then the cotangent of each of `differentiated`.
    ///
    /// For functions of scalars: the shadow of a parameter starts as the number 0.
    pub fn fused(&self, values: &[Var], differentiated: &[Var], vars: &mut Vars) -> Function {
        let Function { name, params, .. } = self.forward.clone();
        let mut stmts = self.forward.body.stmts.clone();
        stmts.extend(self.given());
        let defined: HashSet<Var> = stmts.iter().flat_map(|stmt| stmt.outs.clone()).collect();
        // What the backward pass computes again is there already.
        let again = |stmt: &&Stmt| stmt.outs.iter().any(|out| defined.contains(out));
        stmts.extend(self.backward.body.stmts.iter().filter(|stmt| !again(stmt)).cloned());
        let mut zeros = Builder::derived(vars, name.span());
        let cotangent = |var: &Var| match self.cotangents.get(var) {
            Some(bar) => *bar,
            None => zeros.zeros(*var),
        };
        let cotangents: Vec<Var> = differentiated.iter().map(cotangent).collect();
        stmts.extend(zeros.stmts);
        let results = [values, &cotangents].concat();
        let outputs = results.len();
        Function { name, params, body: Block { stmts, results }, outputs, assumed: Vec::new() }
    }

    /// What the backward pass is handed: the seed, and shadows.
    fn given(&self) -> Vec<Stmt> {
        let span = self.forward.name.span();
        let constant = |(var, value)| {
            let op = Op::Literal(Literal::Real(value));
            Stmt { outs: vec![var], op, span, derived: true }
        };
        let shadows = self.shadows.iter().map(|(_, shadow)| (*shadow, 0.0));
        self.seed.map(|seed| (seed, 1.0)).into_iter().chain(shadows).map(constant).collect()
    }
}
