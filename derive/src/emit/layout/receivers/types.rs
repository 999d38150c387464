//! What rustc knows of the types of floats, as it goes through a function.

use crate::ir::{Kind, Num, Step, Var};

/// The type of a value, or of the elements of a list.
#[derive(Clone, Debug)]
pub(super) enum Type {
    /// Rustc knows it, or no float is part of it.
    Known,
    /// That of a float, which may not have been told yet.
    Float(usize),
    /// A tuple.
    Tuple(Vec<Type>),
}

/// Something in the text that a type can be written at.
#[derive(Clone, Copy, Debug)]
pub(super) enum Anchor {
    /// A literal, which gets a suffix.
    Literal(Var),
    /// The line of a variable that starts with numbers.
    Line(Var),
    /// The line of another variable.
    Other(Var),
}

/// The types of floats: those that rustc has found to be one are one here (Hindley, 1969).
#[derive(Default)]
pub(super) struct Types(Vec<Float>);

#[derive(Clone, Default)]
struct Float {
    /// Another one that it is the same as.
    same: Option<usize>,
    told: bool,
    /// The first place of each sort to write it at, with a number that grows along the text.
    literal: Option<(usize, Anchor)>,
    line: Option<(usize, Anchor)>,
    other: Option<(usize, Anchor)>,
}

impl Types {
    /// The type of a value of a kind, of which nothing is told.
    pub(super) fn open(&mut self, kind: &Kind) -> Type {
        match kind {
            Kind::Real(num) | Kind::Nd { num, .. } if is_float(num) => {
                self.0.push(Float::default());
                Type::Float(self.0.len() - 1)
            }
            Kind::Tuple(items) => {
                let items: Vec<Type> = items.iter().map(|item| self.open(item)).collect();
                match items.iter().all(|item| matches!(item, Type::Known)) {
                    true => Type::Known,
                    false => Type::Tuple(items),
                }
            }
            Kind::Array(item, _) | Kind::Slice(item) | Kind::Vec(item) | Kind::Option(item) => {
                self.open(item)
            }
            Kind::Real(_)
            | Kind::Int(_)
            | Kind::Bool
            | Kind::Unit
            | Kind::Nd { .. }
            | Kind::Struct(_)
            | Kind::Cotangent(_)
            | Kind::Tangents(..)
            | Kind::Dim { .. }
            | Kind::Other(_)
            | Kind::Residuals { .. } => Type::Known,
        }
    }

    /// The type of a part. What a struct has is known.
    pub(super) fn part(&self, of: &Type, kind: &Kind, path: &[Step]) -> Type {
        let (mut ty, mut kind) = (of.clone(), Some(kind.clone()));
        for step in path {
            if let (Step::Field(member), Type::Tuple(items)) = (step, &ty) {
                let syn::Member::Unnamed(index) = member else { return Type::Known };
                ty = items.get(index.index as usize).cloned().unwrap_or(Type::Known);
            } else if matches!(step, Step::Field(_)) && !matches!(kind, Some(Kind::Tuple(_))) {
                return Type::Known;
            }
            kind = kind.and_then(|kind| step.kind(&kind));
        }
        ty
    }

    /// Notes that two types are one.
    pub(super) fn join(&mut self, a: &Type, b: &Type) {
        match (a, b) {
            (Type::Float(a), Type::Float(b)) => self.join_floats(*a, *b),
            (Type::Tuple(a), Type::Tuple(b)) => {
                a.iter().zip(b).for_each(|(a, b)| self.join(a, b));
            }
            (Type::Known, other) | (other, Type::Known) => self.tell(other),
            (Type::Float(_), Type::Tuple(_)) | (Type::Tuple(_), Type::Float(_)) => {}
        }
    }

    fn join_floats(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        if a == b {
            return;
        }
        let Float { told, literal, line, other, .. } = std::mem::take(&mut self.0[b]);
        self.0[b].same = Some(a);
        let into = &mut self.0[a];
        into.told |= told;
        for (into, from) in
            [(&mut into.literal, literal), (&mut into.line, line), (&mut into.other, other)]
        {
            *into = [*into, from].into_iter().flatten().min_by_key(|(order, _)| *order);
        }
    }

    fn root(&self, float: usize) -> usize {
        let mut root = float;
        while let Some(same) = self.0[root].same {
            root = same;
        }
        root
    }

    /// Notes that a type has been told.
    pub(super) fn tell(&mut self, ty: &Type) {
        match ty {
            Type::Known => {}
            Type::Float(float) => {
                let root = self.root(*float);
                self.0[root].told = true;
            }
            Type::Tuple(items) => items.iter().for_each(|item| self.tell(item)),
        }
    }

    /// Notes a place that the type can be written at.
    pub(super) fn anchor(&mut self, ty: &Type, anchor: Anchor) {
        let order = self.0.len();
        match ty {
            Type::Known => {}
            Type::Float(float) => {
                let root = self.root(*float);
                let Float { literal, line, other, .. } = &mut self.0[root];
                let first = match anchor {
                    Anchor::Literal(_) => literal,
                    Anchor::Line(_) => line,
                    Anchor::Other(_) => other,
                };
                first.get_or_insert((order, anchor));
            }
            Type::Tuple(items) => items.iter().for_each(|item| self.anchor(item, anchor)),
        }
    }

    /// Where types have to be written that are wanted now, and are told from now on: `None` where there is no place.
    pub(super) fn wanted(&mut self, ty: &Type) -> Vec<Option<Anchor>> {
        match ty {
            Type::Known => Vec::new(),
            Type::Float(float) => {
                let root = self.root(*float);
                let Float { told, literal, line, other, .. } = &mut self.0[root];
                if std::mem::replace(told, true) {
                    return Vec::new();
                }
                vec![line.or(*literal).or(*other).map(|(_, anchor)| anchor)]
            }
            Type::Tuple(items) => items.iter().flat_map(|item| self.wanted(item)).collect(),
        }
    }
}

/// Whether a value has floats whose type a literal may leave open.
pub(super) fn has_floats(kind: &Kind) -> bool {
    match kind {
        Kind::Tuple(items) => items.iter().any(has_floats),
        Kind::Option(item) => has_floats(item),
        kind => kind.innermost_num().is_some_and(is_float),
    }
}

fn is_float(num: &Num) -> bool {
    match num {
        Num::F32 | Num::F64 | Num::Param(_) => true,
        Num::Int(_) | Num::Open | Num::Infer(_) | Num::Lanes(_) => false,
    }
}

/// Whether the type of a variable of a kind can be written on its line.
pub(super) fn can_be_said(kind: &Kind) -> bool {
    match kind {
        Kind::Tuple(items) => items.iter().all(can_be_said),
        Kind::Array(item, _) | Kind::Vec(item) | Kind::Option(item) => can_be_said(item),
        Kind::Real(_) | Kind::Bool | Kind::Unit | Kind::Struct(_) => true,
        Kind::Int(num) => matches!(num, Num::Int(_)),
        Kind::Nd { view, .. } => !view,
        Kind::Slice(_)
        | Kind::Cotangent(_)
        | Kind::Tangents(..)
        | Kind::Dim { .. }
        | Kind::Other(_)
        | Kind::Residuals { .. } => false,
    }
}
