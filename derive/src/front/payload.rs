//! What enums carry: taken out in the user's words, since nothing in there has a derivative.

use quote::quote;
use syn::visit::Visit;
use syn::visit_mut::VisitMut;
use syn::{Pat, PatIdent};

use super::binding::Subject;
use super::lower::Lower;
use super::matching::Scrutinee;
use super::scope::Value;
use crate::diagnostics::*;
use crate::ir::{Kind, Op};

/// The whole pattern, and what it is tried on.
pub(super) struct Payload<'p> {
    pub(super) whole: &'p Pat,
    pub(super) scrutinee: &'p Scrutinee,
}

impl Lower<'_> {
    /// Binds the names in a part of a pattern that only Rust takes apart.
    pub(super) fn bind_payload(
        &mut self,
        part: &Pat,
        subject: &Subject,
        payload: &Payload<'_>,
    ) -> Accepted<()> {
        let names = bindings(part);
        if names.is_empty() {
            return Ok(());
        }
        if self.carries(subject) {
            return Err(self.diagnostics.report(part, MATCH));
        }
        names.iter().for_each(|name| self.extract(name, part, subject, payload));
        Ok(())
    }

    /// Whether a part of a value may have a derivative.
    fn carries(&self, subject: &Subject) -> bool {
        let mut leaves = Vec::new();
        if let Subject::Value(value) = subject {
            value.leaves(&mut leaves);
        }
        let own = self.subject_kind(subject);
        own.is_differentiable() || leaves.iter().any(|var| self.vars.kind(*var).is_differentiable())
    }

    /// Takes a payload out of an enum: a copy, through which nothing is changed.
    fn extract(&mut self, name: &PatIdent, part: &Pat, subject: &Subject, payload: &Payload<'_>) {
        let ident = &name.ident;
        let kind = self.payload(part, subject).unwrap_or(Kind::Other(None));
        let mut pattern = payload.whole.clone();
        Strip { except: Some(ident.to_string()) }.visit_pat_mut(&mut pattern);
        let words = &payload.scrutinee.words;
        let tokens = quote!(match &#words {
            #pattern => #ident.clone(),
            #[allow(unreachable_patterns)]
            _ => unreachable!(),
        });
        let code = self.words_code(tokens, payload.scrutinee);
        let var = self.push(kind, Op::Rust(code), ident.span());
        let plain = PatIdent {
            mutability: name.mutability.filter(|_| name.by_ref.is_none()),
            ..name.clone()
        };
        self.bind_name(&plain, Value::Var(var));
    }

    /// The kind of what `Some(name)` binds.
    fn payload(&self, part: &Pat, subject: &Subject) -> Option<Kind> {
        let Pat::TupleStruct(part) = part else { return None };
        let Kind::Other(Some(ty)) = self.subject_kind(subject) else { return None };
        let syn::Type::Path(path) = &*ty else { return None };
        let syn::PathArguments::AngleBracketed(arguments) = &path.path.segments.last()?.arguments
        else {
            return None;
        };
        let position = match part.path.segments.last()?.ident.to_string().as_str() {
            "Some" | "Ok" => 0,
            "Err" => 1,
            _ => return None,
        };
        match arguments.args.iter().nth(position)? {
            syn::GenericArgument::Type(ty) => self.types.kind(ty),
            _ => None,
        }
    }
}

/// Whether an identifier in a pattern binds a name. A lone upper-case name is a constant or a
/// variant.
pub(super) fn is_binding(pattern: &PatIdent) -> bool {
    !pattern.ident.to_string().starts_with(char::is_uppercase) || pattern.subpat.is_some()
}

/// The names that a pattern binds.
fn bindings(pattern: &Pat) -> Vec<PatIdent> {
    let mut finder = Bindings { found: Vec::new() };
    finder.visit_pat(pattern);
    finder.found
}

struct Bindings {
    found: Vec<PatIdent>,
}

impl<'ast> Visit<'ast> for Bindings {
    fn visit_pat_ident(&mut self, pattern: &'ast PatIdent) {
        let known = self.found.iter().any(|name| name.ident == pattern.ident);
        if is_binding(pattern) && !known {
            self.found.push(pattern.clone());
        }
        syn::visit::visit_pat_ident(self, pattern);
    }
}

/// Removes bindings and references from a pattern.
pub(super) struct Strip {
    /// The one binding that stays.
    pub(super) except: Option<String>,
}

impl VisitMut for Strip {
    fn visit_pat_mut(&mut self, pattern: &mut Pat) {
        let simpler = match &mut *pattern {
            Pat::Ident(name) if is_binding(name) => {
                if self.except.as_ref().is_some_and(|kept| name.ident == kept) {
                    (name.by_ref, name.mutability) = (None, None);
                    None
                } else {
                    let wild: Pat = syn::parse_quote!(_);
                    Some(name.subpat.take().map_or(wild, |(_, inner)| *inner))
                }
            }
            Pat::Reference(inner) => Some((*inner.pat).clone()),
            _ => None,
        };
        match simpler {
            Some(inner) => {
                *pattern = inner;
                self.visit_pat_mut(pattern);
            }
            None => syn::visit_mut::visit_pat_mut(self, pattern),
        }
    }

    fn visit_field_pat_mut(&mut self, field: &mut syn::FieldPat) {
        // `Scale { k }` binds a field under its own name.
        if field.colon_token.is_none() {
            field.colon_token = Some(Default::default());
        }
        syn::visit_mut::visit_field_pat_mut(self, field);
    }
}
