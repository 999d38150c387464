//! Branches within branches that keep many values.
//!
//! A value that only one arm has is a stand-in in the other. As long as there are few of them each arm yields
//! them all, and so does each branch around. Where there are many, a variable holds the stand-in before the
//! outermost branch, and the arm that has the value assigns it, however deep it is in there.

use proc_macro2::TokenStream;
use quote::quote;

use super::function::{Emitter, Holds};
use crate::ir::{Block, Literal, Op, Stmt, Var};

/// How many values are yielded together at most.
const TOGETHER: usize = 12;

impl Emitter<'_> {
    /// Declares the variables of a branch that would yield too many values; which they are.
    pub(super) fn declare_blanks(
        &mut self,
        stmt: &Stmt,
        arms: [&Block; 2],
        homes: &mut [Option<usize>],
        lines: &mut TokenStream,
    ) -> Vec<usize> {
        let mut declared = Vec::new();
        let yielded: Vec<usize> = (0..homes.len()).filter(|i| homes[*i].is_none()).collect();
        if yielded.len() <= TOGETHER {
            return declared;
        }
        for i in yielded {
            let out = stmt.outs[i];
            let mut results = arms.iter().map(|arm| arm.results[i]);
            let Some(blank) = results.find(|result| self.is_stand_in(*result)) else { continue };
            let value = self.read(blank);
            let slot = self.new_slot(out, Holds::Value);
            // It is not there before the branch has ended.
            self.slot_of.remove(&out);
            self.slots[slot].blank = true;
            let (binding, annotation) = (self.binding(slot), self.annotation(out));
            lines.extend(quote!(let #binding #annotation = #value;));
            homes[i] = Some(slot);
            declared.push(slot);
        }
        declared
    }

    /// Whether a value is what an arm yields in the place of one that it does not have: the same for all of a
    /// kind.
    pub(super) fn is_stand_in(&self, var: Var) -> bool {
        match self.inlined(var) {
            Some(Op::Literal(Literal::Real(value))) => value.to_bits() == 0,
            Some(Op::Literal(Literal::Int(value))) => *value == 0,
            Some(Op::Literal(Literal::Bool(value))) => !value,
            Some(Op::Wrap(None)) => true,
            _ => false,
        }
    }
}
