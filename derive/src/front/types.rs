//! From Rust types to kinds.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use syn::{Expr, Ident, Path, PathSegment, Type};

use super::signature::Signatures;
use super::standard::{Standard, is_array_name, standard, stem, type_argument};
use super::structs::sibling;
use crate::ir::{Kind, Num, Passing, Rank, StructKind};

/// The names that a type may mention beside the known ones.
#[derive(Clone, Default)]
pub struct TypeScope<'a> {
    /// Numeric type parameters, and what they stand for.
    pub nums: HashMap<String, Num>,
    /// Other type parameters, and what they stand for.
    pub params: HashMap<String, Kind>,
    /// Rank parameters `D: Dimension`, and what they stand for.
    pub ranks: HashMap<String, Rank>,
    /// Constant parameters, and what they stand for.
    pub lengths: HashMap<String, Rc<Expr>>,
    /// The structs whose fields are known.
    pub signatures: Option<&'a Signatures>,
    /// Where a type stands that another item has told of: the path of that item.
    pub beside: Option<Path>,
    /// The structs that it stands in, outermost first.
    pub within: Vec<String>,
}

pub(super) const INTEGERS: &[&str] =
    &["i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128", "usize"];
/// Whether a field of this type certainly carries no derivative, or has parts that carry none.
pub fn carries_none(ty: &Type) -> bool {
    match ty {
        Type::Paren(inner) => carries_none(&inner.elem),
        Type::Group(inner) => carries_none(&inner.elem),
        Type::Reference(inner) => carries_none(&inner.elem),
        Type::Array(inner) => carries_none(&inner.elem),
        Type::Slice(inner) => carries_none(&inner.elem),
        Type::Tuple(tuple) => tuple.elems.iter().any(carries_none),
        Type::Ptr(_) | Type::FnPtr(_) | Type::TraitObject(_) => true,
        Type::Path(path) => {
            let Some(last) = path.path.segments.last() else { return false };
            match standard(last) {
                Some(Standard::Vector) => type_argument(last, 0).is_some_and(carries_none),
                // A `Box` does carry what is in it, but no function with a derivative looks into it.
                Some(Standard::Pointer) => last.ident != "Box",
                Some(Standard::Container | Standard::Opaque) => true,
                Some(Standard::Array) | None => {
                    let known = TypeScope::default().kind(ty);
                    known.is_some_and(|kind| !kind.is_differentiable())
                }
            }
        }
        _ => false,
    }
}

/// Whether a type has bare names in it that only the user's crate can explain, none of them one of these
/// parameters, outside of what may contain itself.
pub fn is_of_the_user(ty: &Type, params: &HashSet<String>) -> bool {
    match ty {
        Type::Array(array) => is_of_the_user(&array.elem, params),
        Type::Tuple(tuple) => tuple.elems.iter().any(|elem| is_of_the_user(elem, params)),
        Type::Path(path) => {
            let Some(last) = path.path.segments.last() else { return false };
            let first = &path.path.segments[0].ident;
            path.qself.is_none()
                && last.arguments.is_none()
                && standard(last).is_none()
                && first != "Self"
                && !params.contains(&first.to_string())
                && TypeScope::default().kind(ty).is_none()
        }
        _ => false,
    }
}

impl TypeScope<'_> {
    /// Whether a name is that of a float type.
    pub fn is_float(&self, name: &str) -> bool {
        matches!(name, "f32" | "f64") || self.nums.contains_key(name)
    }

    /// The kind of a type, and how a parameter of that type is handed over; `None` for types that
    /// are not taken.
    pub fn parameter(&self, ty: &Type) -> Option<(Passing, Kind)> {
        match ty {
            Type::Reference(reference) => {
                let passing =
                    if reference.mutability.is_some() { Passing::Mut } else { Passing::Ref };
                Some((passing, self.kind(&reference.elem)?))
            }
            Type::Paren(inner) => self.parameter(&inner.elem),
            Type::Group(inner) => self.parameter(&inner.elem),
            _ => Some((Passing::Value, self.kind(ty)?)),
        }
    }

    /// The kind of a type, references looked through.
    pub fn kind(&self, ty: &Type) -> Option<Kind> {
        match ty {
            Type::Paren(inner) => self.kind(&inner.elem),
            Type::Group(inner) => self.kind(&inner.elem),
            Type::Reference(inner) => self.kind(&inner.elem),
            Type::Tuple(tuple) if tuple.elems.is_empty() => Some(Kind::Unit),
            Type::Tuple(tuple) => {
                Some(Kind::Tuple(tuple.elems.iter().map(|t| self.held(t)).collect::<Option<_>>()?))
            }
            Type::Array(array) => {
                let known = length_name(ty).and_then(|name| self.lengths.get(&name.to_string()));
                let length = known.cloned().unwrap_or_else(|| Rc::new(array.len.clone()));
                Some(Kind::Array(Box::new(self.held(&array.elem)?), length))
            }
            Type::Slice(slice) => Some(Kind::Slice(Box::new(self.held(&slice.elem)?))),
            Type::Path(path) if path.qself.is_none() => self.path_kind(&path.path),
            _ => None,
        }
    }

    /// The kind of a type inside another: a mutable reference there is no value.
    pub(super) fn held(&self, ty: &Type) -> Option<Kind> {
        match ty {
            Type::Paren(inner) => self.held(&inner.elem),
            Type::Group(inner) => self.held(&inner.elem),
            Type::Reference(inner) if inner.mutability.is_some() => None,
            _ => self.kind(ty),
        }
    }

    fn path_kind(&self, path: &Path) -> Option<Kind> {
        let segment = path.segments.last()?;
        let name = segment.ident.to_string();
        if path.segments.len() == 1
            && let Some(num) = self.nums.get(&name)
        {
            return Some(Kind::Real(num.clone()));
        }
        if let Some(known) = self.params.get(&path.segments[0].ident.to_string()) {
            return of_parameter(known, path);
        }
        match name.as_str() {
            "f64" => Some(Kind::Real(Num::F64)),
            "f32" => Some(Kind::Real(Num::F32)),
            "bool" => Some(Kind::Bool),
            name if INTEGERS.contains(&name) => Some(Kind::Int(Num::Int(segment.ident.clone()))),
            _ => match standard(segment) {
                Some(Standard::Vector) => {
                    Some(Kind::Vec(Box::new(match type_argument(segment, 0)? {
                        Type::Infer(_) => Kind::Other(None),
                        item => self.held(item)?,
                    })))
                }
                Some(Standard::Opaque) => Some(Kind::Other(Some(Rc::new(path_type(path))))),
                Some(Standard::Array) => self.array(segment),
                Some(Standard::Pointer | Standard::Container) => None,
                None if self.is_choice(path) => Some(Kind::Other(Some(Rc::new(path_type(path))))),
                None => Some(Kind::Struct(self.structure(path)?)),
            },
        }
    }

    fn is_choice(&self, path: &Path) -> bool {
        let whole = self.beside.as_ref().map_or_else(|| path.clone(), |item| sibling(item, path));
        self.signatures.is_some_and(|signatures| signatures.is_choice(&whole))
    }

    fn array(&self, segment: &PathSegment) -> Option<Kind> {
        let name = segment.ident.to_string();
        let view = name.contains("View");
        let position = (0..2).find(|i| type_argument(segment, *i).is_some())?;
        let num = match self.kind(type_argument(segment, position)?)? {
            Kind::Real(num) | Kind::Int(num) => num,
            _ => return None,
        };
        let rank = match name.chars().last().and_then(|digit| digit.to_digit(10)) {
            Some(rank) => Rank::Fixed(rank as usize),
            None if stem(&name).ends_with('D') => Rank::Dynamic,
            None => self.rank(type_argument(segment, position + 1)?)?,
        };
        Some(Kind::Nd { num, rank, view })
    }

    /// The rank that a type of shapes says: `Ix2`, `IxDyn`.
    pub fn rank(&self, ty: &Type) -> Option<Rank> {
        let Type::Path(path) = ty else { return None };
        let name = path.path.segments.last()?.ident.to_string();
        if let Some(rank) = self.ranks.get(&name) {
            return Some(*rank);
        }
        match name.strip_prefix("Ix")? {
            "Dyn" => Some(Rank::Dynamic),
            digit => digit.parse().ok().map(Rank::Fixed),
        }
    }
}

/// What a type parameter stands for, or a type that belongs to it: `P::State`.
fn of_parameter(known: &Kind, path: &Path) -> Option<Kind> {
    let mut rest = path.segments.iter().skip(1).cloned().peekable();
    match known {
        known if rest.peek().is_none() => Some(known.clone()),
        Kind::Struct(info) if info.is_opaque() => {
            let mut whole = info.path.clone();
            whole.segments.extend(rest);
            Some(Kind::Struct(Rc::new(StructKind::opaque(whole))))
        }
        _ => None,
    }
}

/// The first type argument of a type: `f64` in `Option<f64>`.
pub(super) fn type_inside(ty: &Type) -> Option<&Type> {
    match ty {
        Type::Path(path) => type_argument(path.path.segments.last()?, 0),
        _ => None,
    }
}

/// The rank parameter of an array type, where it is one: `D` in `ArrayRef<T, D>`.
pub fn rank_parameter(ty: &Type) -> Option<&Ident> {
    let Type::Reference(reference) = ty else { return None };
    let Type::Path(path) = &*reference.elem else { return None };
    let segment = path.path.segments.last()?;
    if !is_array_name(&segment.ident.to_string()) {
        return None;
    }
    match type_argument(segment, 1)? {
        Type::Path(path) => path.path.get_ident(),
        _ => None,
    }
}

/// Whether a parameter's type is a reference to an array, wherever that stores its elements: `&ArrayRef<T, D>`.
pub fn is_array_ref(ty: &Type) -> bool {
    let Type::Reference(lent) = ty else { return false };
    let Type::Path(path) = &*lent.elem else { return false };
    path.path
        .segments
        .last()
        .is_some_and(|last| stem(&last.ident.to_string()).starts_with("ArrayRef"))
}

fn path_type(path: &Path) -> Type {
    syn::parse_quote!(#path)
}

/// The paths of types that may be structs with derivatives: everything that is not known.
pub fn struct_paths(ty: &Type, known: &TypeScope<'_>, found: &mut Vec<Path>) {
    match ty {
        Type::Paren(inner) => struct_paths(&inner.elem, known, found),
        Type::Group(inner) => struct_paths(&inner.elem, known, found),
        Type::Reference(inner) => struct_paths(&inner.elem, known, found),
        Type::Array(inner) => struct_paths(&inner.elem, known, found),
        Type::Slice(inner) => struct_paths(&inner.elem, known, found),
        Type::Tuple(tuple) => tuple.elems.iter().for_each(|t| struct_paths(t, known, found)),
        Type::Path(path) if path.qself.is_none() => {
            let Some(segment) = path.path.segments.last() else { return };
            match standard(segment) {
                Some(Standard::Vector) => {
                    if let Some(item) = type_argument(segment, 0) {
                        struct_paths(item, known, found);
                    }
                }
                Some(
                    Standard::Opaque | Standard::Array | Standard::Pointer | Standard::Container,
                ) => {}
                None if of_the_standard_library(ty) => {}
                None if known.kind(ty).is_none() => found.push(path.path.clone()),
                None => {}
            }
        }
        _ => {}
    }
}

/// Whether a type's path begins with a crate of the standard library: none of these answers, and what is not known of
/// them carries no derivative.
pub fn of_the_standard_library(ty: &Type) -> bool {
    match ty {
        Type::Reference(reference) => of_the_standard_library(&reference.elem),
        Type::Path(path) => {
            let segments = &path.path.segments;
            let first = segments.first().map(|segment| segment.ident.to_string());
            segments.len() > 1 && matches!(first.as_deref(), Some("std" | "core" | "alloc"))
        }
        _ => false,
    }
}

/// The name that stands for an array type's length, references looked through.
pub fn length_name(ty: &Type) -> Option<&Ident> {
    match ty {
        Type::Reference(reference) => length_name(&reference.elem),
        Type::Array(array) => match &array.len {
            Expr::Path(path) => path.path.get_ident(),
            _ => None,
        },
        _ => None,
    }
}

/// The length of an array kind.
pub fn length(kind: &Kind) -> Option<&Rc<Expr>> {
    match kind {
        Kind::Array(_, length) => Some(length),
        _ => None,
    }
}
