//! Calls, branches and loops, as rustc goes through them.

use super::types::{Anchor, Type, can_be_said, has_floats};
use super::{Walk, numbers};
use crate::ir::{Block, Call, Carry, Var, roots};

impl<'a> Walk<'a> {
    /// What is handed over and comes back is of the types that the callee says, where it says one.
    pub(super) fn call(&mut self, call: &'a Call, outs: &[Var]) {
        let mut given: Vec<Type> = Vec::new();
        for var in call.all_values() {
            let ty = self.read(var);
            given.extend(has_floats(self.vars.kind(var)).then_some(ty));
        }
        given.extend(call.places().map(|place| self.place(place)).collect::<Vec<_>>());
        match (call.callee.follows, given.first()) {
            (true, Some(first)) => {
                given.iter().for_each(|other| self.types.join(first, other));
                for out in outs.iter().filter(|out| has_floats(self.vars.kind(**out))) {
                    self.of.insert(*out, first.clone());
                }
            }
            (_, None) => {}
            (false, Some(_)) => given.iter().for_each(|ty| self.types.tell(ty)),
        }
        let changed = roots(call.places());
        let yields = outs.len().saturating_sub(changed.len());
        for (root, next) in changed.into_iter().zip(&outs[yields..]) {
            let ty = self.of.get(&root).cloned().unwrap_or(Type::Known);
            self.of.insert(*next, ty);
        }
    }

    /// Both arms of a branch yield values of one type.
    pub(super) fn branch(
        &mut self,
        cond: Var,
        arms: [&'a Block; 2],
        outs: &[Var],
        yielded: &[Var],
    ) {
        self.read(cond);
        outs.iter().for_each(|out| drop(self.of.remove(out)));
        let own = outs.len() == 1
            && !yielded.contains(&outs[0])
            && arms.iter().all(|arm| !self.continues(arm.results[0]));
        for arm in arms {
            self.block(arm, &arm.results);
            for (out, result) in outs.iter().zip(&arm.results) {
                let ty = self.read(*result);
                let first = self.of.entry(*out).or_insert_with(|| ty.clone()).clone();
                self.types.join(&first, &ty);
            }
        }
        if let ([out], true) = (outs, own) {
            let ty = self.of[out].clone();
            self.types.anchor(&ty, Anchor::Line(*out));
        }
    }

    /// Whether a value may be left in a variable that is there before the branch that yields it.
    fn continues(&self, result: Var) -> bool {
        let mut versions =
            std::iter::successors(Some(result), |var| self.origins.get(var).copied());
        versions.any(|var| self.of.contains_key(&var) && !self.inline.contains_key(&var))
    }

    /// Values that a loop carries start in a variable of their own, or go on in that of their initial value.
    pub(super) fn carried(&mut self, carries: &[Carry]) {
        for carry in carries {
            let ty = self.read(carry.init);
            if let Some(op) = self.inline.get(&carry.init).copied() {
                match numbers::is_numbers(self.inline, op) {
                    _ if !can_be_said(self.vars.kind(carry.param)) => {}
                    true => self.types.anchor(&ty, Anchor::Line(carry.param)),
                    false => self.types.anchor(&ty, Anchor::Other(carry.param)),
                }
            }
            self.of.insert(carry.param, ty);
        }
    }

    /// One round of a loop: it yields the next value of each carry, and what is stacked.
    pub(super) fn round(&mut self, body: &'a Block, carries: &[Carry], outs: &[Var]) {
        self.block(body, &body.results);
        let params = carries.iter().map(|carry| Some(carry.param)).chain(std::iter::repeat(None));
        for ((result, out), param) in body.results.iter().zip(outs).zip(params) {
            let ty = self.read(*result);
            if let Some(param) = param {
                let carried = self.of[&param].clone();
                self.types.join(&carried, &ty);
            }
            self.of.insert(*out, ty);
        }
    }
}
