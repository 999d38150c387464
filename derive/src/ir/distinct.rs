//! Variables that a call changes are different ones: where their values become one and the same, each but the
//! first is a copy of it.

use super::{Handed, Op, Place, Stmt, Var, VarInfo, Vars, map_operands, roots};
use crate::prims;

impl Stmt {
    /// Replaces every value that the statement itself reads. What is to stand before it then is appended to
    /// `before`.
    pub fn read_others(
        &mut self,
        f: &mut impl FnMut(Var) -> Var,
        vars: &mut Vars,
        before: &mut Vec<Stmt>,
    ) {
        let old = roots(self.op.written());
        let now: Vec<Var> = old.iter().map(|root| f(*root)).collect();
        for (i, (root, new)) in old.into_iter().zip(&now).enumerate() {
            if now[..i].contains(new) {
                let copy = self.copied(*new, vars, before);
                self.change_roots(root, copy);
            }
        }
        map_operands(&mut self.op, f);
    }

    fn copied(&self, var: Var, vars: &mut Vars, before: &mut Vec<Stmt>) -> Var {
        let kind = prims::COPY.kind(&[vars.kind(var)]);
        let copy = vars.fresh(VarInfo { kind, name: None, named: false, span: self.span });
        let op = Op::Prim(prims::COPY, vec![var]);
        before.push(Stmt { outs: vec![copy], op, span: self.span, derived: self.derived });
        copy
    }

    fn change_roots(&mut self, from: Var, to: Var) {
        let Op::Call(call) = &mut self.op else { return };
        for given in &mut call.args {
            if let Handed::Mut(Place { root, .. }) = &mut given.handed
                && *root == from
            {
                *root = to;
            }
        }
    }
}
