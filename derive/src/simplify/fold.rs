//! Applies the rewrites, first to last statement, so that each sees its operands simplified.

use std::collections::{HashMap, HashSet};

use super::rules::{Facts, Rewrite, rewrite};
use crate::ir::{Block, Function, Kind, Literal, Num, Op, Stmt, Var, VarInfo, Vars};
use crate::prims;

/// Simplifies derivative terms.
pub fn fold(function: &mut Function, vars: &mut Vars) {
    let facts = Facts { definitions: HashMap::new() };
    let mut fold = Fold { facts, replaced: HashMap::new(), derived: HashSet::new(), vars };
    fold.block(&mut function.body);
}

struct Fold<'a> {
    facts: Facts,
    replaced: HashMap<Var, Var>,
    /// The values that are terms of derivatives.
    derived: HashSet<Var>,
    vars: &'a mut Vars,
}

fn resolve(var: Var, replaced: &HashMap<Var, Var>) -> Var {
    let mut var = var;
    while let Some(next) = replaced.get(&var) {
        var = *next;
    }
    var
}

impl Fold<'_> {
    fn block(&mut self, block: &mut Block) {
        let stmts = std::mem::take(&mut block.stmts);
        for stmt in stmts {
            self.stmt(stmt, &mut block.stmts);
        }
        for result in &mut block.results {
            *result = resolve(*result, &self.replaced);
        }
    }

    fn stmt(&mut self, mut stmt: Stmt, out: &mut Vec<Stmt>) {
        let replaced = &self.replaced;
        stmt.read_others(&mut |var| resolve(var, replaced), self.vars, out);
        for inner in stmt.op.blocks_mut() {
            self.block(inner);
        }
        if stmt.derived && self.branch(&mut stmt, out) {
            return;
        }
        while stmt.derived
            && let Op::Prim(prim, args) = &stmt.op
            && let Some(next) = rewrite(*prim, args, &self.facts)
        {
            match next {
                Rewrite::Value(value) => {
                    self.replace(stmt.outs[0], value);
                    return;
                }
                Rewrite::Op(op) => stmt.op = *op,
                Rewrite::Scaled(factor, value) => {
                    let factor = self.number(factor, value, &stmt, out);
                    stmt.op = Op::Prim(prims::MUL, vec![factor, value]);
                }
                Rewrite::Zero(zero) => match (zero, self.shaped(&stmt)) {
                    (Some(zero), None) => {
                        self.replace(stmt.outs[0], zero);
                        return;
                    }
                    (None, None) => stmt.op = Op::Literal(Literal::Real(0.0)),
                    (_, Some(array)) => stmt.op = self.zeros(array, &stmt, out),
                },
            }
        }
        if stmt.derived {
            self.derived.extend(&stmt.outs);
        }
        if let [single] = stmt.outs[..]
            && stmt.op.blocks().is_empty()
        {
            self.facts.definitions.insert(single, stmt.op.clone());
        }
        out.push(stmt);
    }

    fn replace(&mut self, old: Var, new: Var) {
        let VarInfo { name, named, .. } = self.vars[old].clone();
        // A value of the primal is not called after a cotangent that happens to be equal.
        if self.vars[new].name.is_none() && name.is_some() && self.derived.contains(&new) {
            self.vars[new].name = name;
            self.vars[new].named = named;
        }
        self.replaced.insert(old, new);
    }

    fn number(&mut self, value: f64, like: Var, stmt: &Stmt, out: &mut Vec<Stmt>) -> Var {
        let (kind, literal) = match self.vars.kind(like) {
            Kind::Int(num) => (Kind::Int(num.clone()), Literal::Int(value as i64)),
            kind => {
                let num = match kind.num() {
                    // Tangents are multiplied by numbers.
                    Some(Num::Lanes(lanes)) => lanes.of.clone(),
                    Some(num) => num.clone(),
                    None => Num::F64,
                };
                (Kind::Real(num), Literal::Real(value))
            }
        };
        self.derive(kind, Op::Literal(literal), stmt, out)
    }

    /// The operand that has the shape of what is computed, where that is an array.
    fn shaped(&self, stmt: &Stmt) -> Option<Var> {
        let is_array = |var: &Var| matches!(self.vars.kind(*var), Kind::Nd { .. });
        let Op::Prim(_, args) = &stmt.op else { return None };
        args.iter().copied().find(is_array).filter(|_| is_array(&stmt.outs[0]))
    }

    /// An array of this shape that is 0 everywhere.
    fn zeros(&mut self, shape: Var, stmt: &Stmt, out: &mut Vec<Stmt>) -> Op {
        let num = self.vars.kind(stmt.outs[0]).num().cloned().unwrap_or(Num::F64);
        let dim = prims::DIM.kind(&[self.vars.kind(shape)]);
        let zero = self.derive(Kind::Real(num), Op::Literal(Literal::Real(0.0)), stmt, out);
        let dim = self.derive(dim, Op::Prim(prims::DIM, vec![shape]), stmt, out);
        Op::Prim(prims::FULL, vec![zero, dim])
    }

    /// A value that a derivative term needs before.
    fn derive(&mut self, kind: Kind, op: Op, stmt: &Stmt, out: &mut Vec<Stmt>) -> Var {
        let var = self.vars.fresh(VarInfo { kind, name: None, named: false, span: stmt.span });
        self.facts.definitions.insert(var, op.clone());
        out.push(Stmt { outs: vec![var], op, ..stmt.clone() });
        var
    }

    /// A branch whose condition is known, or whose arms are both 0.
    fn branch(&mut self, stmt: &mut Stmt, out: &mut Vec<Stmt>) -> bool {
        let Op::If { cond, then, otherwise } = &mut stmt.op else { return false };
        let known = self.facts.definitions.get(cond).and_then(Op::literal);
        let Some(Literal::Bool(holds)) = known else { return false };
        let taken = if *holds { then } else { otherwise };
        out.append(&mut taken.stmts);
        let results = taken.results.clone();
        for (old, new) in stmt.outs.clone().into_iter().zip(results) {
            self.replace(old, new);
        }
        true
    }
}
