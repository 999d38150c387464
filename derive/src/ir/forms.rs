//! What passes ask of an operation again and again: whether it is of one form, and what of.

use super::{Block, Carry, Literal, Op, Place, Var};
use crate::prims::Prim;

impl Op {
    /// The primitive and its operands, if it is one.
    pub fn prim(&self) -> Option<(Prim, &[Var])> {
        if let Op::Prim(prim, args) = self { Some((*prim, args)) } else { None }
    }

    /// The operands, if it is that primitive.
    pub fn applied(&self, prim: Prim) -> Option<&[Var]> {
        self.prim().filter(|(is, _)| *is == prim).map(|(_, args)| args)
    }

    /// The place that is read, if it reads one.
    pub fn part(&self) -> Option<&Place> {
        if let Op::Project(place) = self { Some(place) } else { None }
    }

    /// What is written as a literal, if it is one.
    pub fn literal(&self) -> Option<&Literal> {
        if let Op::Literal(literal) = self { Some(literal) } else { None }
    }

    /// Whether it is a literal, a primitive, a part or a branch: what is not, may change something or take long.
    pub fn is_arithmetic(&self) -> bool {
        match self {
            Op::Literal(_) | Op::Prim(..) | Op::Project(_) | Op::If { .. } => true,
            Op::Rust(_)
            | Op::Map { .. }
            | Op::Aggregate(_)
            | Op::Update { .. }
            | Op::Zeros(_)
            | Op::Call(_)
            | Op::For { .. }
            | Op::While { .. }
            | Op::Wrap(_)
            | Op::Unwrap(_) => false,
        }
    }

    /// What a loop carries, and its body.
    pub fn looped(&self) -> Option<(&[Carry], &Block)> {
        match self {
            Op::For { carries, body, .. } | Op::While { carries, body, .. } => {
                Some((carries, body))
            }
            Op::Literal(_)
            | Op::Rust(_)
            | Op::Prim(..)
            | Op::Map { .. }
            | Op::Aggregate(_)
            | Op::Project(_)
            | Op::Update { .. }
            | Op::Zeros(_)
            | Op::Call(_)
            | Op::If { .. }
            | Op::Wrap(_)
            | Op::Unwrap(_) => None,
        }
    }
}

impl Literal {
    /// The whole number that is written so.
    pub fn integer(&self) -> Option<i64> {
        match self {
            Literal::Int(number) => Some(*number),
            Literal::Token(_, syn::Lit::Int(number)) => number.base10_parse().ok(),
            Literal::Token(..)
            | Literal::Real(_)
            | Literal::Bool(_)
            | Literal::Path(..)
            | Literal::StandIn => None,
        }
    }

    /// The number that is written so.
    pub fn number(&self) -> Option<f64> {
        match self {
            Literal::Real(number) => Some(*number),
            Literal::Token(_, syn::Lit::Float(number)) => number.base10_parse().ok(),
            Literal::Token(_, syn::Lit::Int(number)) => number.base10_parse().ok(),
            Literal::Int(number) => Some(*number as f64),
            Literal::Path(_, expr) => named_number(expr),
            Literal::Token(..) | Literal::Bool(_) | Literal::StandIn => None,
        }
    }
}

/// `T::zero()`, `T::one()`
fn named_number(expr: &syn::Expr) -> Option<f64> {
    let syn::Expr::Call(call) = expr else { return None };
    let syn::Expr::Path(path) = &*call.func else { return None };
    let name = &path.path.segments.last()?.ident;
    let number = if name == "zero" { Some(0.0) } else { None };
    number.or((name == "one").then_some(1.0)).filter(|_| call.args.is_empty())
}
