//! Operations, statements and blocks.

use std::rc::Rc;

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::spanned::Spanned;
use syn::{Ident, Member};

use super::{Answer, Effect, Kind, Var, View};
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

/// Where `forward` and `backward` of a function are found.
#[derive(Clone, Debug)]
pub enum Halves {
    /// `g::forward`: the path of the handle.
    Handle(Rc<syn::Path>),
    /// `Model::energy_forward`: the path of the method that they are called after, and that of the type
    /// by which residuals are named.
    Method(Rc<syn::Path>, Rc<syn::Path>),
}

impl Halves {
    /// The type by which residuals are named.
    pub fn marker(&self) -> syn::Path {
        match self {
            Halves::Handle(handle) => syn::Path::clone(handle),
            Halves::Method(_, marker) => syn::Path::clone(marker),
        }
    }
}

impl Call {
    /// The path of `forward` or `backward`, with what the caller says of generic parameters: `f::forward::<3>`. Several
    /// tangents at once are one parameter more.
    pub fn half(&self, half: &str, lanes: bool) -> TokenStream {
        let told = self.told(lanes);
        match &self.halves {
            Halves::Handle(handle) => {
                let half = Ident::new(half, handle.span());
                quote!(#handle::#half #told)
            }
            Halves::Method(method, _) => {
                let mut path = syn::Path::clone(method);
                if let Some(last) = path.segments.last_mut() {
                    last.ident = quote::format_ident!("{}_{half}", last.ident);
                }
                quote!(#path #told)
            }
        }
    }

    fn told(&self, lanes: bool) -> Option<TokenStream> {
        let syn::PathArguments::AngleBracketed(told) = &self.path.segments.last()?.arguments else {
            return None;
        };
        let told = told.args.iter().filter(|t| !matches!(t, syn::GenericArgument::Lifetime(_)));
        let told = told.map(|told| quote!(#told)).chain(lanes.then(|| quote!(_)));
        Some(quote!(::<#(#told),*>))
    }
}

/// How much of a sequence that is handed over as `&mut` a function overwrites before it reads any of
/// it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Overwritten {
    /// All of it.
    Whole,
    /// As many elements as the parameter in this position has; where the sequence has as many, all.
    Length(usize),
}

/// A function with a handle, as its signature told.
#[derive(Clone, Debug)]
pub struct Call {
    /// The path of the function.
    pub path: Rc<syn::Path>,
    /// Where the two halves of its derivative are found.
    pub halves: Halves,
    /// How each argument is handed over, and whether it takes part in derivatives.
    pub passing: Vec<(super::Passing, bool)>,
    /// Whether that argument is handed over as a view of an array.
    pub views: Vec<bool>,
    /// Whether the shadow of that argument may be `chainrule::Inactive`.
    pub skippable: Vec<bool>,
    /// What it does to that argument before it reads it, where that is known.
    pub overwrites: Vec<Option<Overwritten>>,
    /// Whether that argument may be replaced as a whole, by a sequence of another length or an array
    /// of another shape.
    pub replaces: Vec<bool>,
    /// The type of its residuals.
    pub residuals: Kind,
    /// Whether the function calls itself.
    pub recursive: bool,
    /// How often tangents can be pushed through it.
    pub pushes: Pushes,
    /// Whether it has `accumulate`, which takes a cotangent and yields the value too, differentiated as
    /// often as that of the caller.
    pub accumulates: bool,
    /// What it answers with.
    pub answer: Answer,
}

/// How often tangents can be pushed through a function with a handle.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Pushes {
    /// Through the function itself: 1 where it has `jvp`.
    pub primal: usize,
    /// Through `forward` and `backward`: 1 where it has `hvp`.
    pub halves: usize,
    /// Whether several tangents can be pushed through the function at once: whether it has
    /// `jvp_lanes`.
    pub lanes: bool,
}

/// Which of a callee's functions is called, or differentiated.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Half {
    /// The function itself.
    Primal,
    /// Its `forward`.
    Forward,
    /// Its `backward`.
    Backward,
    /// Both at once: its `accumulate`.
    Both,
}

/// How a value is handed to a generated function.
#[derive(Clone, Debug)]
pub enum Handed {
    /// `x`
    Value(Var),
    /// `&x`
    Ref(Var),
    /// `&mut x`
    Mut(Place),
    /// `chainrule::Inactive`, where a shadow may be left out.
    Nothing,
}

impl Handed {
    /// The value that is handed over, if it is one.
    pub fn value(&self) -> Option<Var> {
        match self {
            Handed::Value(var) | Handed::Ref(var) => Some(*var),
            Handed::Mut(_) | Handed::Nothing => None,
        }
    }

    /// The place that is written to, if it is one.
    pub fn place(&self) -> Option<&Place> {
        match self {
            Handed::Mut(place) => Some(place),
            Handed::Value(_) | Handed::Ref(_) | Handed::Nothing => None,
        }
    }
}

/// A call of `jvp`, `forward_jvp`, `backward_jvp` and so on, and of `accumulate`, which has no tangents.
#[derive(Clone, Debug)]
pub struct Tangent {
    /// The callee.
    pub call: Call,
    /// The function that is differentiated.
    pub of: Half,
    /// How often.
    pub order: usize,
    /// The arguments, the tangents last; whether each has a tangent itself, if this is
    /// differentiated once more.
    pub args: Vec<(Handed, bool)>,
    /// Whether each tangent is several.
    pub lanes: bool,
}

impl Tangent {
    /// The name of the function.
    pub fn name(&self) -> String {
        let name = Tangent::named(self.of, self.order);
        if self.lanes { format!("{name}_lanes") } else { name }
    }

    /// The name of a function that is differentiated so often.
    pub fn named(of: Half, order: usize) -> String {
        let base = match of {
            Half::Primal => "",
            Half::Forward => "forward_",
            Half::Backward => "backward_",
            Half::Both => "accumulate_",
        };
        match order {
            0 => base.trim_end_matches('_').to_owned(),
            1 => format!("{base}jvp"),
            order => format!("{base}jvp{order}"),
        }
    }

    /// Whether each argument is handed over as a view of an array.
    pub fn views(&self) -> Vec<bool> {
        let all = self.call.passing.iter().zip(&self.call.views);
        let lasting = |how: super::Passing| self.of != Half::Backward || how != super::Passing::Mut;
        let first = all.filter(|((how, _), _)| lasting(*how)).map(|(_, view)| *view);
        first.chain(std::iter::repeat(false)).take(self.args.len()).collect()
    }

    /// The places that are written to.
    pub fn places(&self) -> impl Iterator<Item = &Place> {
        self.args.iter().filter_map(|(handed, _)| handed.place())
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
    /// `g(args)`: the output, and then the next version of each root of the places, which are the
    /// arguments handed over as `&mut`.
    Call(Call, Vec<Var>, Vec<Place>),
    /// `g::forward(args)`: the output, the residuals, and the next versions as in a call.
    Forward(Call, Vec<Var>, Vec<Place>),
    /// `g::backward(args, &residuals, seed, shadows)`. Yields the cotangents of the arguments
    /// handed over by value, and then the next version of each shadow's root. An output without a
    /// derivative has no seed.
    Backward {
        call: Call,
        args: Vec<Var>,
        residuals: Var,
        seed: Option<Var>,
        shadows: Vec<Option<Place>>,
    },
    /// A function that pushes tangents forward through one of a callee's functions, or
    /// `g::accumulate(args, seed, shadows)`: both halves in one. Yields the results of that function,
    /// the tangents of those that have one, and then the next version of each root of the places.
    Tangent(Tangent),
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
