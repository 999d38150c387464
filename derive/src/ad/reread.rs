//! Values of the primal, read again where the arrays that are put back stand right.

use std::collections::HashMap;

use super::reverse::Reverse;
use super::undo::Now;
use crate::ir::{Block, Op, Var, map_operands};
use crate::prims::{self, Cost};

/// A value of the primal at one point of the backward pass.
enum Known {
    /// It has nothing to do with arrays that are put back.
    Apart,
    /// It can be had from what they hold.
    Here(Var),
    /// They held it at another time.
    Elsewhere,
}

impl Reverse<'_> {
    /// Lets the backward statements from a point on read what they need from the arrays as they stand
    /// there: `now` tells which versions these are.
    pub(super) fn read_here(&mut self, from: usize, now: Now) {
        let later = std::mem::replace(&mut self.undo.now, now);
        let added = Block { stmts: self.stmts.split_off(from), results: Vec::new() };
        let mut known = HashMap::new();
        for var in added.free() {
            self.known(var, &mut known);
        }
        let mut added = added;
        added.substitute(&mut |var| match known.get(&var) {
            Some(Known::Here(here)) => *here,
            Some(Known::Apart | Known::Elsewhere) | None => var,
        });
        self.stmts.append(&mut added.stmts);
        self.undo.now = later;
    }

    fn known<'k>(&mut self, var: Var, known: &'k mut HashMap<Var, Known>) -> &'k Known {
        if !known.contains_key(&var) {
            let found = self.find(var, known);
            known.insert(var, found);
        }
        &known[&var]
    }

    fn find(&mut self, var: Var, known: &mut HashMap<Var, Known>) -> Known {
        if let Some(value) = self.undo.now.values.get(&var) {
            return Known::Here(*value);
        }
        if let Some(place) = self.settled.get(&var).cloned() {
            return self.again(var, Op::Project(place));
        }
        if let Some((_, state)) = self.state(var) {
            return match state.version == var {
                true => Known::Here(state.var),
                false => Known::Elsewhere,
            };
        }
        let Some(op) = self.parts.get(&var).cloned() else { return Known::Apart };
        let source = match (op.part(), op.prim()) {
            (Some(place), _) => vec![place.root],
            (None, Some((prim, args))) if is_length(prim) => {
                let Some((_, state)) = self.state(args[0]) else { return Known::Apart };
                if self.shapes.first(state.version) != self.shapes.first(args[0]) {
                    return Known::Elsewhere;
                }
                // The axis, where one is asked for, is a number.
                let args = [&[state.var], &args[1..]].concat();
                return self.again(var, Op::Prim(prim, args));
            }
            (None, Some((prim, args))) if self.is_cheap(prim, var) => args.to_vec(),
            (None, Some(_) | None) => return Known::Apart,
        };
        let mut here = false;
        for source in source {
            match self.known(source, known) {
                Known::Apart => {}
                Known::Here(_) => here = true,
                Known::Elsewhere => return Known::Elsewhere,
            }
        }
        if !here {
            return Known::Apart;
        }
        let mut op = op;
        map_operands(&mut op, &mut |operand| match self.known(operand, known) {
            Known::Here(here) => *here,
            Known::Apart | Known::Elsewhere => operand,
        });
        self.again(var, op)
    }

    fn again(&mut self, var: Var, op: Op) -> Known {
        let info = self.vars[var].clone();
        let again = self.vars.fresh(info);
        self.build(|b| b.define(vec![again], op));
        Known::Here(again)
    }

    fn is_cheap(&self, prim: prims::Prim, out: Var) -> bool {
        prim.cost == Cost::Free || (prim.cost == Cost::Cheap && self.vars.kind(out).is_scalar())
    }
}

fn is_length(prim: prims::Prim) -> bool {
    [prims::LEN, prims::DIM, prims::LEN_OF, prims::NROWS, prims::NCOLS].contains(&prim)
}
