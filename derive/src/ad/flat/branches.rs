//! Branches: one value or another.

use std::collections::HashMap;

use super::graph::{Graph, Id, Term};

impl Graph {
    /// `if cond { yes } else { no }` in a term of derivatives.
    pub fn select(&mut self, cond: Id, yes: Id, no: Id) -> Id {
        self.chosen(cond, yes, no, true)
    }

    /// The same, of the function itself or of derivatives.
    pub fn chosen(&mut self, cond: Id, yes: Id, no: Id, derived: bool) -> Id {
        if let Some(holds) = self.truth(cond) {
            return if holds { yes } else { no };
        }
        let yes = self.assumed(yes, (cond, true), &mut HashMap::new());
        let no = self.assumed(no, (cond, false), &mut HashMap::new());
        if yes == no {
            return yes;
        }
        if derived && let Some(outer) = self.outer(cond, yes, no) {
            return self.turned(outer, cond, yes, no);
        }
        let scalar = self.node(yes).scalar.clone();
        let id = self.intern(Term::Select(cond, yes, no), scalar, derived);
        if self.boundless.contains(&yes) || self.boundless.contains(&no) {
            self.boundless.insert(id);
        }
        id
    }

    /// The condition of a choice in an arm that comes before this one: the earlier condition is the outer one everywhere,
    /// so that terms on it meet.
    fn outer(&self, cond: Id, yes: Id, no: Id) -> Option<Id> {
        let inner = [yes, no].into_iter().filter_map(|arm| match self.node(arm).term {
            Term::Select(inner, ..) => Some(inner),
            Term::Leaf(_)
            | Term::Given(_)
            | Term::Code(_)
            | Term::Number(_)
            | Term::Int(_)
            | Term::Bool(_)
            | Term::Prim(..) => None,
        });
        // Only what the function itself asks decides what may be computed.
        let asked = |id: &Id| (self.node(*id).derived, *id);
        inner.filter(|inner| !self.node(*inner).derived && asked(inner) < asked(&cond)).min()
    }

    /// The same choice with another condition outside.
    fn turned(&mut self, outer: Id, cond: Id, yes: Id, no: Id) -> Id {
        let [yes, no] = [true, false].map(|holds| {
            let [cond, yes, no] =
                [cond, yes, no].map(|id| self.assumed(id, (outer, holds), &mut HashMap::new()));
            self.select(cond, yes, no)
        });
        self.select(outer, yes, no)
    }

    /// A node where it is known whether a condition holds.
    fn assumed(&mut self, id: Id, known: (Id, bool), seen: &mut HashMap<Id, Id>) -> Id {
        if !self.node(id).under.contains(&known.0) {
            return id;
        }
        if let Some(done) = seen.get(&id) {
            return *done;
        }
        let node = self.node(id).clone();
        let within = node.within.iter().filter(|arm| **arm != known).copied().collect();
        let outside = std::mem::replace(&mut self.within, within);
        let new = match node.term {
            Term::Select(cond, yes, no) if cond == known.0 => {
                self.assumed(if known.1 { yes } else { no }, known, seen)
            }
            Term::Select(cond, yes, no) => {
                let [cond, yes, no] = [cond, yes, no].map(|id| self.assumed(id, known, seen));
                self.chosen(cond, yes, no, node.derived)
            }
            Term::Prim(prim, args) => {
                let args: Vec<Id> =
                    args.into_iter().map(|id| self.assumed(id, known, seen)).collect();
                match node.derived {
                    true => self.derived_as(prim, &args, &node.scalar),
                    false => self.primal(prim, args, node.scalar),
                }
            }
            Term::Leaf(_)
            | Term::Given(_)
            | Term::Code(_)
            | Term::Number(_)
            | Term::Int(_)
            | Term::Bool(_) => id,
        };
        self.within = outside;
        seen.insert(id, new);
        new
    }
}
