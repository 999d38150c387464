//! What a signature alone tells of a handle, for functions whose body was refused.

use syn::{GenericArgument, ItemFn, PathArguments, Type};

use super::functional::{of_input, takes_functions};
use super::given::is_exclusive;
use super::options::Options;
use super::signature::{FnSignature, SigParam, Signatures};
use super::standard::holds;
use super::structs::anonymous;
use super::types::{TypeScope, of_the_standard_library};
use crate::ir::{Kind, Passing};

/// The parameters that carry derivatives, and the output.
pub struct Outline {
    /// How each active parameter is handed over, and what it is.
    pub active: Vec<(Passing, Kind)>,
    /// What the function returns.
    pub output: Kind,
}

/// The outline of a function; none where the signature itself is at fault.
pub fn outline(item: &ItemFn, options: &Options, signatures: &Signatures) -> Option<Outline> {
    let signature = FnSignature::new(&item.sig);
    let types = TypeScope { signatures: Some(signatures), ..signature.scope() };
    let value = signature.value();
    let mut types_said = signature.params.iter().map(|param| &param.ty).chain(&value);
    if types_said.any(|ty| anonymous(ty, &types).is_some()) {
        return None;
    }
    let selected = |param: &&SigParam| {
        let overwritten = matches!(&param.ty, Type::Reference(r) if r.mutability.is_some());
        let named = match (&options.wrt, &param.name) {
            (Some(wrt), Some(name)) => wrt.contains(name),
            (Some(_), None) => false,
            (None, _) => true,
        };
        (named || overwritten) && !param.constant
    };
    let known = signature.params.iter().filter(selected).map(|param| types.parameter(&param.ty));
    let mut active = known.collect::<Option<Vec<(Passing, Kind)>>>()?;
    active.retain(|(_, kind)| kind.is_differentiable());
    let output = output_kind(value.as_ref(), &types)?;
    (!active.is_empty()).then_some(Outline { active, output })
}

fn output_kind(output: Option<&Type>, types: &TypeScope<'_>) -> Option<Kind> {
    match output {
        None => Some(Kind::Unit),
        Some(Type::Reference(reference)) => types.kind(&reference.elem),
        Some(ty) => types.kind(ty),
    }
}

/// Whether a signature may be that of a function with a derivative: it gives out something that
/// may carry one, and takes something.
pub fn differentiable(sig: &syn::Signature) -> bool {
    let signature = FnSignature::new(sig);
    let types = signature.scope();
    let may = |ty: &Type| may_carry(ty, &types);
    let written = |ty: &Type| matches!(ty, Type::Reference(r) if r.mutability.is_some() && may(ty));
    let taken = signature.params.iter().any(|param| !param.constant && may(&param.ty));
    let given = match signature.value() {
        Some(Type::Reference(_)) | None => false,
        Some(ty) => may(&ty),
    };
    taken && (given || signature.params.iter().any(|param| written(&param.ty)))
}

/// Whether a function is written out where it is called, and hands numbers to what it takes.
pub fn hands_numbers(item: &ItemFn) -> bool {
    let sig = &item.sig;
    let types = FnSignature::new(sig).scope();
    let certain = |ty: &Type| types.kind(ty).is_some_and(|kind| kind.is_differentiable());
    let mut shapes = sig.inputs.iter().filter_map(|input| of_input(input, &sig.generics));
    takes_functions(item) && shapes.any(|shape| shape.inputs.iter().any(certain))
}

/// Whether a function takes no numbers and gives some out: `zeros(n)`, `Self::zero()`.
pub fn gives_numbers(sig: &syn::Signature, head: Option<&syn::ItemImpl>) -> bool {
    let signature = FnSignature::new(sig);
    let types = TypeScope::default();
    let is_own = |ty: &Type| match head {
        Some(head) => *ty == syn::parse_quote!(Self) || *ty == *head.self_ty,
        None => false,
    };
    let given =
        |ty: &Type| is_own(ty) || types.kind(ty).is_some_and(|kind| kind.is_differentiable());
    let plain = sig.generics.type_params().next().is_none();
    plain
        && signature.params.iter().all(|param| param.constant || !may_carry(&param.ty, &types))
        && sig.receiver().is_none()
        && signature.value().as_ref().is_some_and(given)
}

/// Whether a method gives out what carries no derivative, and changes nothing: `fn len(&self) -> usize`.
pub fn gives_none(sig: &syn::Signature) -> bool {
    let signature = FnSignature::new(sig);
    let types = TypeScope::default();
    let plain = sig.generics.params.is_empty();
    let kind = signature.value().and_then(|ty| types.kind(&ty));
    let none = kind.is_some_and(|kind| !kind.is_differentiable() && !kind.is_unit());
    plain && none && !signature.params.iter().any(|param| is_exclusive(&param.ty))
}

/// Whether a type may carry a derivative: what is not known may be a struct.
fn may_carry(ty: &Type, types: &TypeScope<'_>) -> bool {
    match types.kind(ty) {
        Some(kind) => kind.is_differentiable(),
        None => holds(ty).is_none() && !of_the_standard_library(ty),
    }
}

/// What a function returns that takes and gives out numbers, but hides them: `Vec<Option<f64>>`.
pub fn hidden_output(sig: &syn::Signature) -> Option<Type> {
    let signature = FnSignature::new(sig);
    let types = signature.scope();
    let may = |ty: &Type| may_carry(ty, &types);
    let taken = signature.params.iter().any(|param| !param.constant && may(&param.ty));
    signature.value().filter(|ty| taken && hides(ty, &types))
}

/// Whether numbers are in a type where no derivative follows: `Option<f64>`, `&[Option<f64>]`.
pub fn hides(ty: &Type, types: &TypeScope<'_>) -> bool {
    let path = match ty {
        Type::Reference(reference) => return hides(&reference.elem, types),
        Type::Slice(slice) => return hides(&slice.elem, types),
        Type::Array(array) => return hides(&array.elem, types),
        Type::Tuple(tuple) => return tuple.elems.iter().any(|part| hides(part, types)),
        Type::Path(path) => path,
        _ => return false,
    };
    let Some(PathArguments::AngleBracketed(arguments)) =
        path.path.segments.last().map(|segment| &segment.arguments)
    else {
        return false;
    };
    let carries = |ty: &Type| types.kind(ty).is_some_and(|kind| kind.is_differentiable());
    let known = carries(ty);
    arguments.args.iter().any(|argument| match argument {
        GenericArgument::Type(ty) => (!known && carries(ty)) || hides(ty, types),
        _ => false,
    })
}

/// Whether a method of a trait takes and gives out what certainly carries derivatives.
pub fn takes_and_gives_numbers(sig: &syn::Signature) -> bool {
    let signature = FnSignature::new(sig);
    let types = TypeScope::default();
    let certain = |ty: &Type| types.kind(ty).is_some_and(|kind| kind.is_differentiable());
    let taken = signature.params.iter().any(|param| !param.constant && certain(&param.ty));
    taken && signature.value().as_ref().is_some_and(certain)
}
