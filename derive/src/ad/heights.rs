//! How many numbers an iteration keeps, told by indices that the backward pass has, too.

use std::collections::HashSet;

use super::looped::{Constant, Loop};
use super::reverse::Reverse;
use crate::analysis::{Atom, Extent};
use crate::ir::{Kind, Literal, Op, Stmt, Var};
use crate::prims::{self, Prim};

/// A product of numbers, each taken as 0 where it is less, as it is for a loop without rounds.
#[derive(Clone, PartialEq)]
pub(super) struct Height(Vec<Extent>);

impl Height {
    /// Whether it is the same wherever none of these values is defined anew.
    pub(super) fn is_constant(&self, inside: &HashSet<Var>) -> bool {
        self.0.iter().all(|factor| factor.is_constant(inside))
    }
}

/// Where a height is asked for: at the head of an iteration of the backward loop.
pub(super) struct Head<'a> {
    pub(super) index: Var,
    /// What an iteration of the forward loop defines.
    pub(super) inside: &'a HashSet<Var>,
    /// What of it is at hand.
    pub(super) kept: &'a [Var],
}

impl Reverse<'_> {
    /// The number of elements of what an iteration keeps.
    pub(super) fn height(&self, of: Var) -> Option<Height> {
        match self.heights.get(&of) {
            Some(known) => known.clone(),
            None => Some(Height(vec![self.extents.length(of, self.vars)])),
        }
    }

    /// That of a loop's stack, where each iteration adds so much, or one number.
    pub(super) fn piled(&self, forward: &Loop<'_>, run: Option<Height>) -> Option<Height> {
        let [lo, hi] = [forward.lo, forward.hi].map(|end| self.extents.value(end));
        let mut factors = vec![hi.plus(-1, &lo)?];
        factors.extend(run.into_iter().flat_map(|run| run.0));
        Some(Height(factors))
    }

    /// The statements that compute a height where it is asked for; `None` where it is not known there.
    pub(super) fn written(&mut self, height: &Height, head: &Head<'_>) -> Option<(Var, Vec<Stmt>)> {
        let outer = std::mem::take(&mut self.stmts);
        let product = self.product(&height.0, head);
        let stmts = std::mem::replace(&mut self.stmts, outer);
        Some((product?, stmts))
    }

    fn product(&mut self, factors: &[Extent], head: &Head<'_>) -> Option<Var> {
        let mut product = None;
        for factor in factors {
            let [more, less] = [self.sum(factor, 1, head)?, self.sum(factor, -1, head)?];
            let factor = match less {
                Some(less) => {
                    let more = more.unwrap_or_else(|| self.number(0));
                    self.build(|b| b.prim(prims::SATURATING_SUB, &[more, less]))
                }
                None => more.unwrap_or_else(|| self.number(0)),
            };
            product = Some(self.joined(prims::MUL, product, factor));
        }
        product
    }

    fn joined(&mut self, prim: Prim, first: Option<Var>, second: Var) -> Var {
        match first {
            Some(first) => self.build(|b| b.prim(prim, &[first, second])),
            None => second,
        }
    }

    fn number(&mut self, number: i64) -> Var {
        self.build(|b| b.push(Kind::usize(), Op::Literal(Literal::Int(number))))
    }

    /// The sum of the terms of one sign, if there are any.
    #[allow(clippy::option_option)]
    fn sum(&mut self, of: &Extent, sign: i64, head: &Head<'_>) -> Option<Option<Var>> {
        let mut sum = None;
        // A number comes last, as in `n + 1`.
        let (numbers, terms): (Vec<_>, Vec<_>) =
            of.terms().partition(|(atoms, _)| atoms.is_empty());
        for (product, times) in terms.into_iter().chain(numbers) {
            let times = times.checked_mul(sign)?;
            if times < 0 {
                continue;
            }
            let mut term = None;
            if times > 1 || product.is_empty() {
                term = Some(self.number(times));
            }
            for atom in product {
                let factor = match *atom {
                    Atom::Value(var) => self.index_again(var, head)?,
                    Atom::Length(first) if head.inside.contains(&first) => return None,
                    Atom::Length(first) => self.length(first),
                };
                term = Some(self.joined(prims::MUL, term, factor));
            }
            let term = term?;
            sum = Some(self.joined(prims::ADD, sum, term));
        }
        Some(sum)
    }

    /// An index of the iteration.
    fn index_again(&mut self, var: Var, head: &Head<'_>) -> Option<Var> {
        if !self.vars.kind(var).is_index() {
            return None;
        }
        if let Some(Constant::Int(number)) = self.literals.get(&var) {
            let number = *number;
            return Some(self.number(number));
        }
        if var == head.index || !head.inside.contains(&var) || head.kept.contains(&var) {
            return Some(var);
        }
        let Op::Prim(prim, args) = self.parts.get(&var)?.clone() else { return None };
        if !is_arithmetic(prim) {
            return None;
        }
        let args: Option<Vec<Var>> =
            args.into_iter().map(|arg| self.index_again(arg, head)).collect();
        let args = args?;
        Some(self.build(|b| b.prim(prim, &args)))
    }
}

/// Whether it is had for less than a number from memory, and the forward pass has seen it succeed.
fn is_arithmetic(prim: Prim) -> bool {
    [prims::ADD, prims::SUB, prims::MUL, prims::DIV, prims::SATURATING_SUB].contains(&prim)
}
