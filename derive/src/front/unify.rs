//! Which numeric type each literal and local has.

use super::items::Items;
use crate::ir::{Argument, Kind, Num};

/// Equations between numeric types, solved by union-find.
pub struct Unifier {
    slots: Vec<Slot>,
    pub(super) items: Items,
}

enum Slot {
    Free {
        integer: bool,
        /// Whether it comes from code that only rustc knows the type of.
        open: bool,
    },
    Bound(Num),
}

impl Unifier {
    /// One that knows what vectors hold that are made without elements.
    pub fn knowing(items: Items) -> Unifier {
        Unifier { slots: Vec::new(), items }
    }

    /// A numeric type to be found: an integer, or a real number.
    pub fn fresh(&mut self, integer: bool) -> Num {
        self.slots.push(Slot::Free { integer, open: false });
        Num::Infer(self.slots.len() as u32 - 1)
    }

    /// Notes that an integer comes from code whose type is not known here, such as a constant elsewhere.
    pub fn open(&mut self, kind: &Kind) {
        let Kind::Int(num) = kind else { return };
        if let Num::Infer(slot) = self.shallow(num)
            && let Slot::Free { open, .. } = &mut self.slots[slot as usize]
        {
            *open = true;
        }
    }

    fn shallow(&self, num: &Num) -> Num {
        let mut num = num.clone();
        while let Num::Infer(slot) = num {
            match &self.slots[slot as usize] {
                Slot::Bound(next) => num = next.clone(),
                Slot::Free { .. } => return num,
            }
        }
        num
    }

    /// Makes two numeric types equal; false where they cannot be.
    pub fn equate(&mut self, a: &Num, b: &Num) -> bool {
        match (self.shallow(a), self.shallow(b)) {
            (a, b) if a == b => true,
            (Num::Infer(slot), other) | (other, Num::Infer(slot)) => {
                let was =
                    std::mem::replace(&mut self.slots[slot as usize], Slot::Bound(other.clone()));
                if matches!(was, Slot::Free { open: true, .. }) {
                    self.open(&Kind::Int(other));
                }
                true
            }
            _ => false,
        }
    }

    /// Makes the numeric types inside two kinds equal where both have them.
    pub fn equate_kinds(&mut self, a: &Kind, b: &Kind) -> bool {
        match (a, b) {
            _ if self.learn(a, b) => true,
            (Kind::Tuple(a), Kind::Tuple(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| self.equate_kinds(a, b))
            }
            (Kind::Struct(a), Kind::Struct(b)) => {
                a.arguments.iter().zip(&b.arguments).all(|pair| match pair {
                    (Argument::Num(a), Argument::Num(b)) => self.equate(a, b),
                    _ => true,
                })
            }
            _ => match (a.element(), b.element()) {
                (Some(a), Some(b)) => self.equate_kinds(a, b),
                _ => match (a.num(), b.num()) {
                    (Some(a), Some(b)) => self.equate(a, b),
                    _ => true,
                },
            },
        }
    }

    /// The numeric type, if it has been found already.
    pub fn known(&self, num: &Num) -> Option<Num> {
        Some(self.shallow(num)).filter(|num| !matches!(num, Num::Infer(_)))
    }

    /// The numeric type found; as in Rust, `f64` and `i32` where nothing decides.
    pub fn resolve(&self, num: &Num) -> Num {
        match self.shallow(num) {
            Num::Infer(slot) => match self.slots[slot as usize] {
                Slot::Free { integer: true, open: true } => Num::Open,
                Slot::Free { integer: true, open: false } => {
                    Num::Int(syn::Ident::new("i32", proc_macro2::Span::call_site()))
                }
                Slot::Free { integer: false, .. } | Slot::Bound(_) => Num::F64,
            },
            known => known,
        }
    }
}
