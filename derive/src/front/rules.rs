//! The option `derivative = path`: what is known of the function at that path.

use std::rc::Rc;

use syn::Path;

use super::options::Options;
use super::owner::last;
use super::signature::{FnSignature, Signatures};

/// The signature of a function, or of a method of the same block.
pub fn known(path: &Path, options: &Options, signatures: &Signatures) -> Option<Rc<FnSignature>> {
    let owner = path.segments.iter().rev().nth(1).map(|owner| owner.ident.to_string());
    let owner = owner.map(|owner| match (owner.as_str(), &options.owner) {
        ("Self", Some(own)) => own.name(),
        _ => owner,
    });
    let method = owner.and_then(|owner| signatures.find_method(&owner, &last(path)));
    let method = method.map(|method| method.signature.clone());
    method.or_else(|| signatures.call(path).cloned())
}
