//! Where `exp` and its kin may overflow while what is computed of them levels off: 1 / (1 + e⁻ˣ).

use super::graph::{Graph, Id, Scalar, Term};
use crate::analysis::{levelling, passes};
use crate::prims::{self, Prim, Steep};

impl Graph {
    /// Finds what may be infinite so, among all that the function computes.
    pub fn find_boundless(&mut self, output: &[Id]) {
        let reached = self.reached(output);
        let mut levelled = std::collections::HashSet::new();
        for id in reached.iter().rev() {
            let Term::Prim(prim, args) = &self.node(*id).term else { continue };
            levelled.extend(levelling(*prim).map(|i| args[i]));
            if passes(*prim) && levelled.contains(id) {
                levelled.extend(args.iter().copied());
            }
        }
        for id in reached {
            let Term::Prim(prim, args) = self.node(id).term.clone() else { continue };
            let overflows = prim.steep == Steep::Overflow && levelled.contains(&id);
            if overflows || self.takes_over(prim, &args) {
                self.boundless.insert(id);
            } else if self.vanishes(prim, &args) {
                self.vanishing.insert(id);
            }
        }
    }

    /// Whether it is as small as what is boundless is large.
    fn vanishes(&self, prim: Prim, args: &[Id]) -> bool {
        match prim {
            _ if prim == prims::DIV => self.boundless.contains(&args[1]),
            _ if prim == prims::MUL || prim == prims::NEG => {
                args.iter().any(|arg| self.vanishing.contains(arg))
            }
            _ if prim == prims::ADD || prim == prims::SUB => {
                args.iter().all(|arg| self.vanishing.contains(arg))
            }
            _ => false,
        }
    }

    fn takes_over(&self, prim: Prim, args: &[Id]) -> bool {
        passes(prim) && args.iter().any(|arg| self.boundless.contains(arg))
    }

    /// A new term; as a product with what may be infinite, 0 where the other factor is 0.
    pub fn guarded(&mut self, id: Id, prim: Prim, args: &[Id], scalar: Scalar) -> Id {
        // The derivative of one that overflows is another: `sinh` of `cosh`.
        if prim.steep == Steep::Overflow && !self.boundless.is_empty() {
            self.boundless.insert(id);
        }
        if !self.takes_over(prim, args) {
            if self.vanishes(prim, args) {
                self.vanishing.insert(id);
            }
            return id;
        }
        let finite: Vec<Id> =
            args.iter().copied().filter(|arg| !self.boundless.contains(arg)).collect();
        match finite[..] {
            [factor] if prim == prims::MUL && self.value(factor).is_none() => {
                let guard = Term::Prim(prims::UNLESS_ZERO, vec![id, factor]);
                let guarded = self.intern(guard, scalar, true);
                if !self.vanishing.contains(&factor) {
                    self.boundless.insert(guarded);
                }
                guarded
            }
            _ => {
                self.boundless.insert(id);
                id
            }
        }
    }
}
