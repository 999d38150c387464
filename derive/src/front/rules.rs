//! The option `derivative = path`: what is known of the function at that path.

use std::rc::Rc;

use syn::Path;

use super::options::Options;
use super::owner::{last, owner_of};
use super::signature::{FnSignature, Signatures};

/// The signature of a function, or of a method of the same block.
pub fn known(path: &Path, options: &Options, signatures: &Signatures) -> Option<Rc<FnSignature>> {
    let owner = owner_of(path, options.owner.as_ref());
    let method = owner.and_then(|owner| signatures.find_method(&owner, &last(path)));
    let method = method.map(|method| method.signature.clone());
    method.or_else(|| signatures.call(path).cloned())
}
