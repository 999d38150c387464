//! A backward loop as a part of its forward loop.

use std::collections::{HashMap, HashSet};

use super::between::Joint;
use super::{Fusion, defined, index, is_new};
use crate::ad::order::{Sums, in_any_order};
use crate::ir::{Block, Carry, Op, Stmt, Uses, Var};

/// One loop made of two.
struct Merged {
    stmt: Stmt,
    /// What the backward loop reads beside what the forward one has.
    needed: HashSet<Var>,
    /// The cotangents that it only adds to: before the loop, and after it.
    added: Vec<(Var, Var)>,
    /// What the backward loop computed along with the forward one, as that calls it.
    again: HashMap<Var, Var>,
}

impl Fusion<'_> {
    /// Makes one loop of the two with this index, where that is possible; yields where it stands.
    pub(super) fn looped(&mut self, whole: &mut Block, of: Var) -> Option<usize> {
        let mut places = (0..whole.stmts.len()).filter(|i| index(&whole.stmts[*i]) == Some(of));
        let (first, second) = (places.next()?, places.next()?);
        // Where loops have been merged already, a backward loop may stand before its forward loop.
        let in_order = whole.stmts[second].derived;
        let (forth, back) = if in_order { (first, second) } else { (second, first) };
        let (forth, back) = (whole.stmts[forth].clone(), whole.stmts[back].clone());
        let Merged { stmt, needed, added, again } = self.merged(&forth, back)?;
        let yielded = whole.stmts[first].outs.clone();
        let needed = match in_order {
            true => needed,
            false => forth.op.free().into_iter().collect(),
        };
        let added = &|roots: &HashSet<Var>| {
            let wanted = |(root, _): &&(Var, Var)| in_order && roots.contains(root);
            added.iter().filter(wanted).copied().collect()
        };
        let joint = Joint { first, second, needed, yielded: &yielded, added };
        let at = joint.close(whole, stmt, self.vars)?;
        whole.substitute(&mut |var| again.get(&var).copied().unwrap_or(var));
        Some(at)
    }

    /// The forward loop, each iteration followed by that of the backward loop. The cotangents that are
    /// `local` are 0 between iterations, in whichever order these come.
    fn merged(&mut self, forth: &Stmt, back: Stmt) -> Option<Merged> {
        let (
            Op::For { index, lo, hi, reversed, mut carries, mut body },
            Op::For { lo: back_lo, hi: back_hi, carries: pulled, body: pulled_body, .. },
        ) = (forth.op.clone(), back.op.clone())
        else {
            return None;
        };
        let mut inside: HashSet<Var> = defined(&body.stmts).chain([index]).collect();
        inside.extend(carries.iter().map(|carry| carry.param));
        let mut stmts = pulled_body.stmts;
        stmts.retain(|stmt| is_new(stmt, &inside));
        let position = |i: usize| carries.iter().position(|other| other.param == pulled[i].param);
        let (again, own): (Vec<usize>, Vec<usize>) =
            (0..pulled.len()).partition(|i| position(*i).is_some());
        let again =
            again.into_iter().filter_map(|i| Some((back.outs[i], forth.outs[position(i)?])));
        let again = again.collect();
        let bars: Vec<Var> = own.iter().map(|i| pulled[*i].param).collect();
        let lasting: Vec<usize> =
            own.iter().copied().filter(|i| !self.is_local(&pulled[*i])).collect();
        let (sums, ends): (Vec<Var>, Vec<Var>) =
            lasting.iter().map(|i| (pulled[*i].param, pulled_body.results[*i])).unzip();
        let sweep = Block { stmts, results: ends };
        // What stays as it is may be read, and so may what is carried twice.
        let mut uses = Uses::default();
        uses.op(&back.op);
        let adds = |i: &&usize| {
            uses.count.get(&pulled[**i].init) == Some(&1)
                && Sums::adds(&sweep.stmts, pulled[**i].param, pulled_body.results[**i])
        };
        let added = lasting.iter().filter(adds).map(|i| (pulled[*i].init, back.outs[*i])).collect();
        if (lo, hi) != (back_lo, back_hi) || !in_any_order(&sweep, &sums) {
            return None;
        }
        let results = own.iter().map(|i| pulled_body.results[*i]).collect();
        let pulled_body = Block { stmts: sweep.stmts, results };
        let mut needed: HashSet<Var> = own.iter().map(|i| pulled[*i].init).collect();
        needed.extend(read(&pulled_body));
        needed.retain(|var| !inside.contains(var) && !bars.contains(var));
        let count = carries.len();
        carries.extend(own.iter().map(|i| pulled[*i].clone()));
        let mut outs = forth.outs.clone();
        outs.splice(count..count, own.iter().map(|i| back.outs[*i]));
        body.results.splice(count..count, pulled_body.results);
        body.stmts.extend(pulled_body.stmts);
        let op = Op::For { index, lo, hi, reversed, carries, body };
        let stmt = Stmt { outs, op, span: forth.span, derived: forth.derived };
        Some(Merged { stmt, needed, added, again })
    }

    fn is_local(&self, carry: &Carry) -> bool {
        self.local.contains(&carry.param) && self.zeros.contains(&carry.init)
    }
}

fn read(block: &Block) -> Vec<Var> {
    let mut uses = Uses::default();
    uses.block(block);
    uses.order
}
