//! The types of values.

use std::rc::Rc;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::Ident;

use super::num::{Lanes, Num, Rank};

/// The part of a type of which nothing is known.
const UNKNOWN: &str = "_";

/// A struct with `#[derive(Differentiable)]`, as its signature told.
#[derive(Debug)]
pub struct StructKind {
    /// The path by which the function names it, without arguments.
    pub path: syn::Path,
    /// Its lifetimes, as far as they are said.
    pub lifetimes: Vec<TokenStream>,
    /// What its other generic parameters stand for, as far as that is said.
    pub arguments: Vec<Argument>,
    /// Fields that carry derivatives and those that do not (`false`).
    pub fields: Vec<(syn::Member, Kind, bool)>,
}

/// What a generic parameter of a struct stands for.
#[derive(Clone, Debug)]
pub enum Argument {
    /// A numeric type.
    Num(Num),
    /// A type with derivatives.
    Type(Kind),
    /// Anything else, as written.
    Other(TokenStream),
}

impl StructKind {
    /// A type of which nothing is known but that it carries derivatives: what a type parameter stands for. It has one
    /// part, of a name that no field has.
    pub fn opaque(path: syn::Path) -> StructKind {
        let part = syn::Member::Named(Ident::new(UNKNOWN, proc_macro2::Span::call_site()));
        let (lifetimes, arguments) = (Vec::new(), Vec::new());
        StructKind { path, lifetimes, arguments, fields: vec![(part, Kind::Other(None), true)] }
    }

    /// The same struct where it is handed to what knows nothing of it, and asks for a derivative.
    pub fn as_opaque(&self) -> StructKind {
        let StructKind { path, lifetimes, arguments, fields } = self;
        let unknown = StructKind::opaque(path.clone()).fields;
        StructKind {
            path: path.clone(),
            lifetimes: lifetimes.clone(),
            arguments: arguments.clone(),
            fields: fields.iter().cloned().chain(unknown).collect(),
        }
    }

    /// The fields that it is put together of.
    pub fn said(&self) -> impl Iterator<Item = &(syn::Member, Kind, bool)> {
        let unknown =
            |name: &syn::Member| matches!(name, syn::Member::Named(name) if name == UNKNOWN);
        self.fields.iter().filter(move |(name, ..)| !unknown(name))
    }

    /// Whether it is such a type.
    pub fn is_opaque(&self) -> bool {
        matches!(&self.fields[..], [(syn::Member::Named(name), ..)] if name == UNKNOWN)
    }

    /// A field by its name: what it is, and whether it carries a derivative.
    pub fn field(&self, member: &syn::Member) -> Option<(&Kind, bool)> {
        let found = self.fields.iter().find(|(name, _, _)| name == member);
        found.map(|(_, kind, active)| (kind, *active))
    }

    /// Whether a field is marked as carrying no derivative.
    pub fn is_constant(&self, member: &syn::Member) -> bool {
        self.field(member).is_some_and(|(_, active)| !active)
    }

    /// A field of the cotangent, which has those that carry derivatives.
    pub fn cotangent(&self, member: &syn::Member) -> Option<Kind> {
        match self.field(member)? {
            (kind @ Kind::Other(_), true) => Some(kind.clone()),
            (kind, true) => Some(kind.cotangent()),
            (_, false) => None,
        }
    }

    fn map_num(&self, f: &mut dyn FnMut(&Num) -> Num) -> StructKind {
        let argument = |argument: &Argument, f: &mut dyn FnMut(&Num) -> Num| match argument {
            Argument::Num(num) => Argument::Num(f(num)),
            Argument::Type(kind) => Argument::Type(kind.map_num(f)),
            Argument::Other(_) => argument.clone(),
        };
        let fields = self.fields.iter();
        StructKind {
            path: self.path.clone(),
            lifetimes: self.lifetimes.clone(),
            arguments: self.arguments.iter().map(|a| argument(a, f)).collect(),
            fields: fields.map(|(name, kind, on)| (name.clone(), kind.map_num(f), *on)).collect(),
        }
    }
}

impl ToTokens for StructKind {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let path = &self.path;
        let arguments = self.arguments.iter().map(|argument| match argument {
            Argument::Num(num) => num.to_token_stream(),
            Argument::Type(Kind::Struct(info)) => info.to_token_stream(),
            Argument::Type(_) => quote!(_),
            Argument::Other(tokens) => tokens.clone(),
        });
        let all: Vec<TokenStream> = self.lifetimes.iter().cloned().chain(arguments).collect();
        match all.as_slice() {
            [] => path.to_tokens(tokens),
            all => quote!(#path<#(#all),*>).to_tokens(tokens),
        }
    }
}

/// The type of a value.
#[derive(Clone, Debug)]
pub enum Kind {
    /// A differentiable scalar.
    Real(Num),
    /// An integer.
    Int(Num),
    /// A truth value.
    Bool,
    /// `()`
    Unit,
    /// A tuple.
    Tuple(Vec<Kind>),
    /// `[T; N]`, with the length as written.
    Array(Box<Kind>, Rc<syn::Expr>),
    /// `[T]`
    Slice(Box<Kind>),
    /// `Vec<T>`
    Vec(Box<Kind>),
    /// An `ndarray` array of this rank, owned or (`view`) borrowed.
    Nd { num: Num, rank: Rank, view: bool },
    /// A struct with derivatives.
    Struct(Rc<StructKind>),
    /// The cotangent of such a struct.
    Cotangent(Rc<StructKind>),
    /// Several tangents of such a struct.
    Tangents(Rc<StructKind>, Rc<Lanes>),
    /// The shape of an array.
    Dim { num: Num, rank: Rank },
    /// Any other Rust type; it carries no derivative. Unknown where `None`.
    Other(Option<Rc<syn::Type>>),
    /// What a callee keeps for its backward function.
    Residuals {
        /// The callee's path.
        of: Rc<TokenStream>,
        /// The trait that names the type.
        trait_path: Rc<TokenStream>,
        /// What its generic parameters stand for.
        arguments: Vec<Kind>,
        /// Where the trait has types for each of its methods, the name of the method.
        method: Option<Rc<Ident>>,
        /// Whether these are the tangents of residuals.
        tangent: bool,
    },
    /// `Option<T>`: a residual of a branch.
    Option(Box<Kind>),
}

impl Kind {
    /// An index.
    pub fn usize() -> Kind {
        Kind::Int(Num::Int(Ident::new("usize", proc_macro2::Span::call_site())))
    }

    /// Whether values of this kind can carry a derivative at all.
    pub fn is_differentiable(&self) -> bool {
        match self {
            Kind::Real(_) | Kind::Nd { num: Num::F32 | Num::F64 | Num::Param(_), .. } => true,
            Kind::Nd { num, .. } => !matches!(num, Num::Int(_) | Num::Open),
            Kind::Tuple(items) => items.iter().any(Kind::is_differentiable),
            Kind::Array(item, _) | Kind::Slice(item) | Kind::Vec(item) => item.is_differentiable(),
            Kind::Struct(info) | Kind::Cotangent(info) | Kind::Tangents(info, _) => {
                info.fields.iter().any(|(_, _, active)| *active)
            }
            Kind::Int(_)
            | Kind::Bool
            | Kind::Unit
            | Kind::Dim { .. }
            | Kind::Other(_)
            | Kind::Residuals { .. }
            | Kind::Option(_) => false,
        }
    }

    /// Whether it is a number or a truth value.
    pub fn is_scalar(&self) -> bool {
        matches!(self, Kind::Real(_) | Kind::Int(_) | Kind::Bool)
    }

    /// Whether it is `usize`.
    pub fn is_index(&self) -> bool {
        matches!(self, Kind::Int(Num::Int(name)) if name == "usize")
    }

    /// Whether there are values of the user's structs in it.
    pub fn has_structs(&self) -> bool {
        match self {
            Kind::Struct(_) => true,
            Kind::Tuple(items) => items.iter().any(Kind::has_structs),
            kind => kind.element().is_some_and(Kind::has_structs),
        }
    }

    /// Whether it is a closure of which nothing is known but how it is called, `impl Fn(f64) -> f64`: a reference to
    /// it is such a closure too.
    pub fn is_closure(&self) -> bool {
        let Kind::Other(Some(ty)) = self else { return false };
        let syn::Type::ImplTrait(ty) = &**ty else { return false };
        ty.bounds.iter().all(|bound| match bound {
            syn::TypeParamBound::Trait(bound) => {
                bound.path.segments.last().is_some_and(|last| {
                    ["Fn", "Copy", "Clone"].iter().any(|name| last.ident == name)
                })
            }
            _ => false,
        })
    }

    /// Whether it is a differentiable scalar.
    pub fn is_real(&self) -> bool {
        matches!(self, Kind::Real(_))
    }

    /// The rank: 0 for a scalar, that of an `ndarray` array.
    pub fn rank(&self) -> Option<Rank> {
        match self {
            Kind::Real(_) => Some(Rank::SCALAR),
            Kind::Nd { rank, .. } => Some(*rank),
            _ => None,
        }
    }

    /// Whether Rust copies values of this kind rather than moving them.
    pub fn is_copy(&self) -> bool {
        match self {
            Kind::Real(_) | Kind::Int(_) | Kind::Bool | Kind::Unit => true,
            Kind::Dim { rank, .. } => *rank != Rank::Dynamic,
            Kind::Nd { .. } | Kind::Slice(_) | Kind::Vec(_) => false,
            Kind::Struct(_) | Kind::Cotangent(_) | Kind::Tangents(..) => false,
            Kind::Tuple(items) => items.iter().all(Kind::is_copy),
            Kind::Array(item, _) | Kind::Option(item) => item.is_copy(),
            Kind::Other(_) | Kind::Residuals { .. } => false,
        }
    }

    /// Whether some value of this kind can be written down without having one.
    pub fn has_stand_in(&self) -> bool {
        match self {
            Kind::Real(_) | Kind::Int(_) | Kind::Bool | Kind::Unit => true,
            Kind::Vec(_) | Kind::Option(_) => true,
            Kind::Struct(info) => !info.is_opaque(),
            Kind::Nd { view, .. } => !view,
            Kind::Tuple(items) => items.iter().all(Kind::has_stand_in),
            Kind::Array(item, _) => item.has_stand_in(),
            Kind::Slice(_)
            | Kind::Cotangent(_)
            | Kind::Tangents(..)
            | Kind::Dim { .. }
            | Kind::Other(_)
            | Kind::Residuals { .. } => false,
        }
    }

    /// The numeric type of its elements.
    pub fn num(&self) -> Option<&Num> {
        match self {
            Kind::Real(num) | Kind::Int(num) => Some(num),
            Kind::Nd { num, .. } | Kind::Dim { num, .. } => Some(num),
            _ => None,
        }
    }

    /// The type of its numbers, where it consists of numbers of one type and nothing else.
    pub fn only_num(&self) -> Option<&Num> {
        match self {
            Kind::Real(num) => Some(num),
            Kind::Nd { num, .. } if self.is_differentiable() => Some(num),
            Kind::Array(item, _) | Kind::Slice(item) | Kind::Vec(item) => item.only_num(),
            Kind::Tuple(items) => {
                let nums: Option<Vec<&Num>> = items.iter().map(Kind::only_num).collect();
                let nums = nums?;
                let first = *nums.first()?;
                nums.iter().all(|num| *num == first).then_some(first)
            }
            Kind::Int(_)
            | Kind::Nd { .. }
            | Kind::Bool
            | Kind::Unit
            | Kind::Struct(_)
            | Kind::Cotangent(_)
            | Kind::Tangents(..)
            | Kind::Dim { .. }
            | Kind::Other(_)
            | Kind::Residuals { .. }
            | Kind::Option(_) => None,
        }
    }

    /// Whether some of its numbers are another value's, but for those in structs.
    pub fn borrows(&self) -> bool {
        match self {
            Kind::Slice(_) | Kind::Nd { view: true, .. } => true,
            Kind::Tuple(items) => items.iter().any(Kind::borrows),
            Kind::Array(item, _) | Kind::Vec(item) | Kind::Option(item) => item.borrows(),
            Kind::Nd { view: false, .. }
            | Kind::Real(_)
            | Kind::Int(_)
            | Kind::Bool
            | Kind::Unit
            | Kind::Struct(_)
            | Kind::Cotangent(_)
            | Kind::Tangents(..)
            | Kind::Dim { .. }
            | Kind::Other(_)
            | Kind::Residuals { .. } => false,
        }
    }

    /// The structs that values of this kind consist of.
    pub fn structs(&self) -> Vec<&Rc<StructKind>> {
        match self {
            Kind::Struct(info) => vec![info],
            Kind::Tuple(items) => items.iter().flat_map(Kind::structs).collect(),
            Kind::Array(item, _) | Kind::Slice(item) | Kind::Vec(item) | Kind::Option(item) => {
                item.structs()
            }
            Kind::Real(_)
            | Kind::Int(_)
            | Kind::Bool
            | Kind::Unit
            | Kind::Nd { .. }
            | Kind::Cotangent(_)
            | Kind::Tangents(..)
            | Kind::Dim { .. }
            | Kind::Other(_)
            | Kind::Residuals { .. } => Vec::new(),
        }
    }

    /// How many tangents each of its numbers is, where it is not one.
    pub fn lanes(&self) -> Option<&Lanes> {
        match self {
            Kind::Real(Num::Lanes(lanes)) => Some(lanes),
            Kind::Nd { num: Num::Lanes(lanes), .. } => Some(lanes),
            Kind::Tangents(_, lanes) => Some(lanes),
            Kind::Tuple(items) => items.iter().find_map(Kind::lanes),
            Kind::Array(item, _) | Kind::Slice(item) | Kind::Vec(item) | Kind::Option(item) => {
                item.lanes()
            }
            Kind::Real(_)
            | Kind::Int(_)
            | Kind::Nd { .. }
            | Kind::Bool
            | Kind::Unit
            | Kind::Struct(_)
            | Kind::Cotangent(_)
            | Kind::Dim { .. }
            | Kind::Other(_)
            | Kind::Residuals { .. } => None,
        }
    }

    /// The numeric type of the elements of the elements.
    pub fn innermost_num(&self) -> Option<&Num> {
        self.element().map_or(self.num(), Kind::innermost_num)
    }

    /// The element of an array, slice or vector.
    pub fn element(&self) -> Option<&Kind> {
        match self {
            Kind::Array(item, _) | Kind::Slice(item) | Kind::Vec(item) => Some(item),
            _ => None,
        }
    }

    /// What a cotangent of a value of this kind is.
    pub fn cotangent(&self) -> Kind {
        match self {
            Kind::Real(_) | Kind::Cotangent(_) | Kind::Tangents(..) => self.clone(),
            Kind::Nd { num, rank, .. } => Kind::Nd { num: num.clone(), rank: *rank, view: false },
            // Indices and marks beside numbers have nothing, however many there are.
            Kind::Tuple(_) | Kind::Array(..) | Kind::Slice(_) | Kind::Vec(_)
                if !self.is_differentiable() =>
            {
                Kind::Unit
            }
            Kind::Tuple(items) => Kind::Tuple(items.iter().map(Kind::cotangent).collect()),
            Kind::Array(item, n) => Kind::Array(Box::new(item.cotangent()), n.clone()),
            Kind::Slice(item) | Kind::Vec(item) => Kind::Vec(Box::new(item.cotangent())),
            Kind::Struct(info) => Kind::Cotangent(info.clone()),
            Kind::Int(_)
            | Kind::Bool
            | Kind::Unit
            | Kind::Dim { .. }
            | Kind::Other(_)
            | Kind::Residuals { .. }
            | Kind::Option(_) => Kind::Unit,
        }
    }

    /// What a tangent of a value of this kind is, if it has one: the same with what carries no
    /// derivative left out.
    pub fn tangent(&self) -> Option<Kind> {
        let boxed = |item: &Kind| item.tangent().map(Box::new);
        match self {
            Kind::Nd { .. } if !self.is_differentiable() => None,
            Kind::Real(_) | Kind::Cotangent(_) | Kind::Tangents(..) | Kind::Nd { .. } => {
                Some(self.clone())
            }
            Kind::Tuple(items) => {
                let tangents: Vec<Option<Kind>> = items.iter().map(Kind::tangent).collect();
                let any = tangents.iter().any(Option::is_some);
                let items = tangents.into_iter().map(|item| item.unwrap_or(Kind::Unit));
                any.then(|| Kind::Tuple(items.collect()))
            }
            Kind::Array(item, length) => Some(Kind::Array(boxed(item)?, length.clone())),
            Kind::Slice(item) => Some(Kind::Slice(boxed(item)?)),
            Kind::Vec(item) => Some(Kind::Vec(boxed(item)?)),
            Kind::Option(item) => Some(Kind::Option(boxed(item)?)),
            Kind::Struct(info) => self.is_differentiable().then(|| Kind::Cotangent(info.clone())),
            Kind::Residuals { of, trait_path, arguments, method, .. } => Some(Kind::Residuals {
                method: method.clone(),
                of: of.clone(),
                trait_path: trait_path.clone(),
                arguments: arguments.clone(),
                tangent: true,
            }),
            Kind::Int(_) | Kind::Bool | Kind::Unit | Kind::Dim { .. } | Kind::Other(_) => None,
        }
    }

    /// The kind of zeros in the shape of a value: of one whose type is not known, its cotangent.
    pub fn zeros(&self) -> Kind {
        match self {
            Kind::Other(_) => Kind::Other(None),
            kind => kind.cotangent(),
        }
    }

    /// What a shadow of a parameter of this kind refers to.
    pub fn shadow(&self) -> Kind {
        match self.cotangent() {
            Kind::Vec(item) => Kind::Slice(item),
            kind => kind,
        }
    }

    /// What the shadow, or the tangent, of a parameter that is handed over so refers to: a vector behind
    /// `&mut` may be replaced by a longer one.
    pub fn shadow_of(&self, passing: super::Passing) -> Kind {
        match (passing, self) {
            (super::Passing::Mut, Kind::Vec(_)) => self.cotangent(),
            (super::Passing::Mut | super::Passing::Ref | super::Passing::Value, _) => self.shadow(),
        }
    }

    /// The same kind with every numeric type replaced.
    pub fn map_num(&self, f: &mut dyn FnMut(&Num) -> Num) -> Kind {
        match self {
            Kind::Real(num) => Kind::Real(f(num)),
            Kind::Int(num) => Kind::Int(f(num)),
            Kind::Nd { num, rank, view } => Kind::Nd { num: f(num), rank: *rank, view: *view },
            Kind::Dim { num, rank } => Kind::Dim { num: f(num), rank: *rank },
            Kind::Tuple(items) => Kind::Tuple(items.iter().map(|k| k.map_num(f)).collect()),
            Kind::Array(item, n) => Kind::Array(Box::new(item.map_num(f)), n.clone()),
            Kind::Slice(item) => Kind::Slice(Box::new(item.map_num(f))),
            Kind::Vec(item) => Kind::Vec(Box::new(item.map_num(f))),
            Kind::Option(item) => Kind::Option(Box::new(item.map_num(f))),
            Kind::Struct(info) => Kind::Struct(Rc::new(info.map_num(f))),
            Kind::Cotangent(info) => Kind::Cotangent(Rc::new(info.map_num(f))),
            Kind::Tangents(info, lanes) => Kind::Tangents(Rc::new(info.map_num(f)), lanes.clone()),
            Kind::Bool | Kind::Unit | Kind::Other(_) => self.clone(),
            Kind::Residuals { of, trait_path, arguments, method, tangent } => Kind::Residuals {
                method: method.clone(),
                tangent: *tangent,
                of: of.clone(),
                trait_path: trait_path.clone(),
                arguments: arguments.iter().map(|kind| kind.map_num(f)).collect(),
            },
        }
    }
}
