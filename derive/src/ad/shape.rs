//! Zeros in the shape of a value, without the value where something at hand has that shape.

use super::reverse::Reverse;
use crate::ir::{Kind, Literal, Op, Rank, Step, Var};
use crate::prims::{self, Shape};

impl Reverse<'_> {
    /// The cotangent 0 of a value.
    pub(super) fn zeros(&mut self, like: Var) -> Var {
        let kind = self.vars.kind(like).zeros();
        match &kind {
            Kind::Vec(item) if item.is_real() => {
                let zero = self.build(|b| b.real(0.0, item));
                let length = self.length(like);
                self.build(|b| b.push(kind.clone(), Op::Prim(prims::FILLED, vec![zero, length])))
            }
            Kind::Nd { .. } => {
                let dim = self.dim(like);
                self.build(|b| b.push(kind, Op::Zeros(dim)))
            }
            Kind::Array(..) | Kind::Tuple(_) if kind.is_fixed() => self.zeros_of(&kind),
            _ => self.build(|b| b.zeros(like)),
        }
    }

    /// The cotangent 0 of numbers in tuples and arrays of fixed length: their kind says all of
    /// their shape.
    pub(super) fn zeros_of(&mut self, kind: &Kind) -> Var {
        match kind {
            Kind::Array(item, _) => {
                let zero = self.zeros_of(item);
                self.build(|b| b.push(kind.clone(), Op::Prim(prims::FILLED, vec![zero])))
            }
            Kind::Tuple(items) => {
                let zeros = items.iter().map(|item| self.zeros_of(item)).collect();
                self.build(|b| b.push(kind.clone(), Op::Aggregate(zeros)))
            }
            number => self.build(|b| b.real(0.0, number)),
        }
    }

    /// The shape of an array.
    pub(super) fn dim(&mut self, of: Var) -> Var {
        let of = self.shaped_alike(of);
        let made = self.parts.get(&of);
        if let Some((prim, args)) = made.and_then(Op::prim)
            && prim.shape == Shape::Second
        {
            return args[1];
        }
        if let Some(Op::Zeros(dim)) = made
            && matches!(self.vars.kind(*dim), Kind::Dim { .. })
        {
            return *dim;
        }
        self.build(|b| b.prim(prims::DIM, &[of]))
    }

    /// Whether two arrays are known to have one shape.
    pub(super) fn same_shape(&self, a: Var, b: Var) -> bool {
        a == b || (self.is_array(a) && self.shaped_alike(a) == self.shaped_alike(b))
    }

    fn is_array(&self, var: Var) -> bool {
        matches!(self.vars.kind(var), Kind::Nd { .. })
    }

    /// The earliest array that has the shape of this one.
    pub(super) fn shaped_alike(&self, of: Var) -> Var {
        let of = self.shapes.first(of);
        if let Some(shadow) = self.shadow_of.get(&of) {
            return *shadow;
        }
        let rank = self.vars.kind(of).rank();
        match self.parts.get(&of).and_then(|made| self.source_of_shape(made)) {
            Some(like) if self.vars.kind(like).rank() == rank => self.shaped_alike(like),
            Some(_) | None => of,
        }
    }

    /// The operand that has the shape of what is made of it, unless it is broadcast.
    fn source_of_shape(&self, made: &Op) -> Option<Var> {
        if let Op::Map { args, .. } = made {
            return Some(args[0]);
        }
        let (prim, args) = made.prim()?;
        if prim == prims::COPY {
            return Some(args[0]);
        }
        if prim.shape != Shape::Elementwise {
            return None;
        }
        let is_array = |arg: &&Var| self.vars.kind(**arg).rank() != Some(Rank::SCALAR);
        let mut arrays = args.iter().filter(is_array);
        let first = *arrays.next()?;
        arrays.all(|other| *other == first).then_some(first)
    }

    /// The number of elements of a sequence, from the earliest version of it.
    pub(super) fn length(&mut self, of: Var) -> Var {
        let of = self.shapes.first(of);
        if let Some(shadow) = self.shadow_of.get(&of).copied() {
            return self.build(|b| b.prim(prims::LEN, &[shadow]));
        }
        let made = self.parts.get(&of);
        if let Some(&[source]) = made.and_then(|made| made.applied(prims::COPY)) {
            return self.length(source);
        }
        if let Some(&[_, count]) = made.and_then(|made| made.applied(prims::FILLED)) {
            return count;
        }
        if let Some([Step::Range(lo, Some(hi))]) = made.and_then(Op::part).map(|at| &at.path[..]) {
            let (lo, hi) = (*lo, *hi);
            return self.span_of(lo, hi);
        }
        self.build(|b| b.prim(prims::LEN, &[of]))
    }

    /// The same where something that lasts decides it: a parameter, or a count.
    pub(super) fn lasting_length(&mut self, of: Var) -> Option<Var> {
        let first = self.shapes.first(of);
        if let Some(shadow) = self.shadow_of.get(&first).copied() {
            let length = self.build(|b| b.prim(prims::LEN, &[shadow]));
            let name = self.vars[first].name.clone();
            self.vars[length].name = name.map(|name| format!("{name}_len"));
            return Some(length);
        }
        match self.parts.get(&first) {
            Some(made) => match made.applied(prims::COPY) {
                Some(&[source]) => self.lasting_length(source),
                Some(_) | None => made.applied(prims::FILLED)?.get(1).copied(),
            },
            None if self.lasting.contains(&first) => {
                Some(self.build(|b| b.prim(prims::LEN, &[first])))
            }
            None => None,
        }
    }

    fn span_of(&mut self, lo: Option<Var>, hi: Var) -> Var {
        match lo {
            None => hi,
            Some(lo) if matches!(self.parts.get(&lo), Some(Op::Literal(Literal::Int(0)))) => hi,
            Some(lo) => self.build(|b| b.prim(prims::SUB, &[hi, lo])),
        }
    }
}
