//! Which functions promise `accumulate`: both halves in one, for a cotangent that is known before the
//! value.
//!
//! Signatures are published before the body is read, so that the promise is made by what can be seen of
//! the item alone: a function that calls itself, as such or within its block, has `accumulate` for
//! certain, whether or not anything is gained by it. Others have it only for themselves.

use syn::{ItemFn, Type};

use super::options::Options;
use super::signature::{FnSignature, SigParam, Signatures};
use super::types::TypeScope;
use crate::ir::{Kind, Num};
use crate::references::called;

/// Whether a function promises `accumulate`; of the signatures only those of its block are read.
pub fn accumulates(item: &ItemFn, options: &Options, signatures: &Signatures) -> bool {
    let name = &item.sig.ident;
    can_accumulate(item, options) && (called(item).contains(name) || signatures.circular(name))
}

/// Whether it could: it returns a number, and changes nothing that carries a derivative.
pub fn can_accumulate(item: &ItemFn, options: &Options) -> bool {
    let signature = FnSignature::new(&item.sig);
    let nums = signature.nums.iter().map(|t| (t.to_string(), Num::Param(t.clone()))).collect();
    let types = TypeScope { nums, ..TypeScope::default() };
    let number = |ty: &Type| matches!(types.kind(ty), Some(Kind::Real(_)));
    let plain = |param: &SigParam| {
        let changed = matches!(&param.ty, Type::Reference(r) if r.mutability.is_some());
        let kind = types.parameter(&param.ty);
        !changed || param.constant || kind.is_some_and(|(_, kind)| !kind.is_differentiable())
    };
    options.pushes().halves <= 1
        && !options.checkpoint
        && options.derivative.is_none()
        && signature.output.as_ref().is_some_and(number)
        && signature.params.iter().all(plain)
}
