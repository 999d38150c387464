//! Operations, statements and blocks.

use std::rc::Rc;

use proc_macro2::{Span, TokenStream};
use syn::{Ident, Member};

use super::{Call, Effect, Kind, Var, View};
use crate::prims::Prim;

/// A sequence of statements and the values it yields.
#[derive(Clone, Debug, Default)]
pub struct Block {
    /// The statements, in order.
    pub stmts: Vec<Stmt>,
    /// What the block yields.
    pub results: Vec<Var>,
}

/// `outs = op`.
#[derive(Clone, Debug)]
pub struct Stmt {
    /// The values it defines.
    pub outs: Vec<Var>,
    /// What it does.
    pub op: Op,
    /// The source it comes from.
    pub span: Span,
    /// Whether the simplifier may rewrite it: true for derivative terms, never for the primal.
    pub derived: bool,
}

/// A constant.
#[derive(Clone, PartialEq, Debug)]
pub enum Literal {
    /// A number that a derivative rule brought; 0 is a structural zero.
    Real(f64),
    /// A number, as the user wrote it.
    Token(String, syn::Lit),
    /// An index.
    Int(i64),
    /// A truth value.
    Bool(bool),
    /// `f64::INFINITY`, `f64::consts::PI`, a `const` of the user's.
    Path(String, Box<syn::Expr>),
    /// Some value of the kind, which nobody reads: on this path there is none.
    StandIn,
}

impl Literal {
    /// Whether it is the index 0.
    pub fn is_zero(&self) -> bool {
        match self {
            Literal::Int(value) => *value == 0,
            Literal::Token(_, syn::Lit::Int(lit)) => lit.base10_digits() == "0",
            Literal::Token(..)
            | Literal::Real(_)
            | Literal::Bool(_)
            | Literal::Path(..)
            | Literal::StandIn => false,
        }
    }
}

/// An expression without derivatives, in the user's words.
#[derive(Clone, Debug)]
pub struct RustCode {
    /// The expression.
    pub tokens: Rc<TokenStream>,
    /// The names in it that are values of this function.
    pub captures: Vec<(Ident, Var)>,
    /// What it does beside yielding a value.
    pub effect: Effect,
}

/// One step into a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// `.field`
    Field(Member),
    /// `[i]`
    Index(Var),
    /// `[lo..hi]`, from the start or to the end where a bound is missing
    Range(Option<Var>, Option<Var>),
    /// `[[i, j]]`
    NdIndex(Vec<Var>),
    /// A part of an array that is an array.
    View(View),
}

/// A part of a value.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// The whole.
    pub root: Var,
    /// The way to the part; empty for the whole.
    pub path: Vec<Step>,
}

impl Step {
    /// What one step into a value of that kind arrives at.
    pub fn kind(&self, of: &Kind) -> Option<Kind> {
        match (self, of) {
            (Step::Field(member), Kind::Struct(info)) => Some(info.field(member)?.0.clone()),
            (Step::Field(member), Kind::Cotangent(info)) => info.cotangent(member),
            (Step::Field(member), Kind::Tangents(info, lanes)) => {
                info.cotangent(member)?.several(lanes, true)
            }
            (Step::Field(Member::Unnamed(index)), Kind::Tuple(items)) => {
                items.get(index.index as usize).cloned()
            }
            (Step::Index(_) | Step::NdIndex(_), Kind::Nd { num, .. }) => {
                Some(Kind::Real(num.clone()))
            }
            (Step::Index(_), kind) => kind.element().cloned(),
            (Step::Range(..), kind) => Some(Kind::Slice(Box::new(kind.element()?.clone()))),
            (Step::View(view), kind) => view.kind(kind),
            (Step::Field(_) | Step::NdIndex(_), _) => None,
        }
    }
}

impl Place {
    /// Whether the elements that stand there are written, and not the array itself.
    pub fn is_view(&self) -> bool {
        matches!(self.path.last(), Some(Step::View(_)))
    }

    /// The kind of what stands there, if there is such a place.
    pub fn kind(&self, vars: &super::Vars) -> Option<Kind> {
        let root = vars.kind(self.root).clone();
        self.path.iter().try_fold(root, |kind, step| step.kind(&kind))
    }

    /// The array that stands there, if it is one.
    pub fn array_kind(&self, vars: &super::Vars) -> Option<Kind> {
        self.kind(vars).filter(|kind| matches!(kind, Kind::Nd { .. }))
    }

    /// Whether what stands there may carry a derivative: no field on the way is marked `#[constant]`.
    pub fn carries(&self, vars: &super::Vars) -> bool {
        let mut kind = Some(vars.kind(self.root));
        for step in &self.path {
            kind = match (kind, step) {
                (Some(Kind::Struct(info)), Step::Field(member)) => match info.field(member) {
                    Some((_, false)) => return false,
                    Some((kind, true)) => Some(kind),
                    None => None,
                },
                (Some(Kind::Tuple(items)), Step::Field(Member::Unnamed(index))) => {
                    items.get(index.index as usize)
                }
                (Some(kind), Step::Index(_)) => kind.element(),
                (kind, Step::Range(..)) => kind,
                (_, Step::Field(_) | Step::NdIndex(_) | Step::View(_)) => None,
                (None, Step::Index(_)) => None,
            };
        }
        true
    }
}

/// How an update changes a place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// `place = value`
    Set,
    /// `place += value`, which is broadcast to an array.
    Add,
    /// `place.push(value)`
    Push,
    /// `place.pop()`, where the value is what is taken out.
    Pop,
    /// `place.extend(value)`: the elements of a sequence.
    Extend,
    /// `place.truncate(value)`: so many elements are left, of at least as many.
    Truncate,
}

impl Mode {
    /// Whether the vector that stands in the place is longer or shorter afterwards.
    pub fn resizes(self) -> bool {
        match self {
            Mode::Set | Mode::Add => false,
            Mode::Push | Mode::Pop | Mode::Extend | Mode::Truncate => true,
        }
    }
}

/// The roots of places, each once, in order of first mention.
pub fn roots<'a>(places: impl IntoIterator<Item = &'a Place>) -> Vec<Var> {
    let mut roots = Vec::new();
    for place in places {
        if !roots.contains(&place.root) {
            roots.push(place.root);
        }
    }
    roots
}

/// A value carried by a loop.
#[derive(Clone, Debug)]
pub struct Carry {
    /// Before the first iteration.
    pub init: Var,
    /// At the start of each iteration.
    pub param: Var,
}

/// What a statement does.
#[derive(Clone, Debug)]
pub enum Op {
    /// A constant.
    Literal(Literal),
    /// An inactive expression in the user's words.
    Rust(RustCode),
    /// A primitive of the table.
    Prim(Prim, Vec<Var>),
    /// A scalar function applied to each element of arrays of one shape (`mapv`). The block's
    /// parameters come first, one an array.
    Map { args: Vec<Var>, params: Vec<Var>, body: Block },
    /// A tuple, an array or a struct from its parts.
    Aggregate(Vec<Var>),
    /// A part of a value.
    Project(Place),
    /// The next version of `place.root`, with the part changed.
    Update { place: Place, value: Var, mode: Mode },
    /// Zeros in the shape of a value: a cotangent to be added to.
    Zeros(Var),
    /// A function with a handle, or one of those of its handle: what it yields (`Call::yields`), and then the next
    /// version of each root of the places that it writes to.
    Call(Call),
    /// A branch; both blocks yield the statement's `outs`.
    If { cond: Var, then: Block, otherwise: Block },
    /// `for index in lo..hi`, or from the far end where `reversed`. The body yields the next value
    /// of each carry, and then values to be stacked, one of each an iteration; so do the `outs`.
    For { index: Var, lo: Var, hi: Var, reversed: bool, carries: Vec<Carry>, body: Block },
    /// `while cond`: the condition yields a truth value, and may read what is carried. The body
    /// and the `outs` are as in `For`.
    While { carries: Vec<Carry>, cond: Block, body: Block },
    /// `Some(value)` or `None`: the residual of a branch.
    Wrap(Option<Var>),
    /// The value of a residual of the branch that was taken.
    Unwrap(Var),
}
