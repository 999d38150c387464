//! Which type parameters are floats, by their bounds, and what generated code asks of them beside these.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{
    GenericArgument, Generics, Ident, ItemFn, Path, PathArguments, ReturnType, Signature, Token,
    Type, TypeParam, TypeParamBound, WherePredicate, parse_quote,
};

use super::opaque::{is_companion, with_companions};
use super::options::Options;
use super::traits::{Says, says};

/// What the bounds of a type parameter say.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is a float.
    Float,
    /// It is one if the user's own traits are over floats, which Rust can tell.
    Own,
    /// Nothing is known of it but traits of the user's, and that it carries derivatives.
    Opaque,
    /// It is none of these.
    Other,
}

/// The traits that a type parameter is bounded by, wherever they stand.
pub(super) fn bounds<'a>(
    generics: &'a Generics,
    param: &'a TypeParam,
) -> impl Iterator<Item = &'a Path> + Clone {
    let clauses = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    let behind = clauses.filter_map(|predicate| match predicate {
        WherePredicate::Type(ty) if is_param(&ty.bounded_ty, &param.ident) => Some(&ty.bounds),
        _ => None,
    });
    std::iter::once(&param.bounds).chain(behind).flatten().filter_map(|bound| match bound {
        TypeParamBound::Trait(bound) => Some(&bound.path),
        _ => None,
    })
}

pub(super) fn is_param(ty: &Type, name: &Ident) -> bool {
    matches!(ty, Type::Path(path) if path.qself.is_none() && path.path.is_ident(name))
}

pub(super) fn verdict(sig: &Signature, param: &TypeParam) -> Verdict {
    let said = bounds(&sig.generics, param).map(says);
    let any = |one: Says| said.clone().any(|said| said == one);
    let into = sig.generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    let made = into.clone().any(|predicate| is_made_of_a_float(predicate, &param.ident));
    if any(Says::Other) {
        Verdict::Other
    } else if is_opaque(&sig.generics, param) {
        Verdict::Opaque
    } else if any(Says::Float) {
        Verdict::Float
    } else if any(Says::Unknown) {
        match any(Says::Number) || made || stands_as_number(sig, &param.ident) {
            true => Verdict::Own,
            false => Verdict::Other,
        }
    } else if any(Says::Number) || made {
        Verdict::Float
    } else {
        Verdict::Other
    }
}

/// Whether a type parameter is said to carry derivatives, and no number: `P: Potential + Differentiable`.
pub(super) fn is_opaque(generics: &Generics, param: &TypeParam) -> bool {
    let mut all = bounds(generics, param);
    let number = |path| matches!(says(path), Says::Float | Says::Number | Says::Other);
    all.clone().any(carries) && !all.any(number)
}

/// `Differentiable`, or the companion of a trait.
pub(super) fn carries(path: &Path) -> bool {
    path.segments.last().is_some_and(|last| last.ident == "Differentiable") || is_companion(path)
}

/// `f64: Into<T>`
fn is_made_of_a_float(predicate: &WherePredicate, name: &Ident) -> bool {
    let WherePredicate::Type(predicate) = predicate else { return false };
    let Type::Path(from) = &predicate.bounded_ty else { return false };
    let into = |bound: &TypeParamBound| {
        match bound {
        TypeParamBound::Trait(bound) => bound.path.segments.last().is_some_and(|last| {
            let PathArguments::AngleBracketed(given) = &last.arguments else { return false };
            let own =
                |arg: &GenericArgument| matches!(arg, GenericArgument::Type(ty) if is_param(ty, name));
            last.ident == "Into" && given.args.iter().any(own)
        }),
        _ => false,
    }
    };
    (from.path.is_ident("f64") || from.path.is_ident("f32")) && predicate.bounds.iter().any(into)
}

/// Whether a type parameter stands in a signature as numbers do: handed over by value, within something else, or
/// given out. What is lent alone, `model: &M`, need not be a number.
fn stands_as_number(sig: &Signature, name: &Ident) -> bool {
    let inputs = sig.inputs.iter().filter_map(|arg| match arg {
        syn::FnArg::Typed(arg) => Some(&*arg.ty),
        syn::FnArg::Receiver(_) => None,
    });
    let lent = |ty: &Type| match ty {
        Type::Reference(lent) => lent.mutability.is_none() && is_param(&lent.elem, name),
        _ => false,
    };
    let output = match &sig.output {
        ReturnType::Type(_, ty) => Some(&**ty),
        ReturnType::Default => None,
    };
    inputs.filter(|ty| !lent(ty)).chain(output).any(|ty| mentions(ty, name))
}

fn mentions(ty: &Type, name: &Ident) -> bool {
    struct Finds<'a>(&'a Ident, bool);
    impl<'ast> Visit<'ast> for Finds<'_> {
        fn visit_type(&mut self, ty: &'ast Type) {
            self.1 |= is_param(ty, self.0);
            visit::visit_type(self, ty);
        }
    }
    let mut finds = Finds(name, false);
    finds.visit_type(ty);
    finds.1
}

/// The type parameters that are no floats.
pub(super) fn others(sig: &Signature) -> Vec<&TypeParam> {
    sig.generics.type_params().filter(|param| verdict(sig, param) == Verdict::Other).collect()
}

/// The type parameters that may have methods from a trait of the user's own, beside those of floats.
pub(super) fn with_own_methods(sig: &Signature, runtime: &Path) -> Vec<Ident> {
    let generics = &sig.generics;
    let own = generics.type_params().filter(|param| {
        let mut unknown = bounds(generics, param).map(says);
        let mut ours = bounds(generics, param).filter(|path| is_ours(path, runtime));
        unknown.any(|says| says == Says::Unknown)
            && !ours.any(|path| path.segments.last().is_some_and(|last| last.ident == "Float"))
    });
    own.map(|param| param.ident.clone()).collect()
}

/// The type parameters whose bounds need not have all methods of floats.
pub(super) fn by_path(sig: &Signature) -> Vec<Ident> {
    let has_methods = |path: &Path| {
        let core = path.segments.last().is_some_and(|last| last.ident == "FloatCore");
        core || says(path) == Says::Float
    };
    let lacking =
        sig.generics.type_params().filter(|param| !bounds(&sig.generics, param).any(has_methods));
    lacking.map(|param| param.ident.clone()).collect()
}

/// A function as generated code has it.
pub struct Bounded {
    /// With what generated code asks of floats beside the user's own bounds.
    pub item: ItemFn,
    /// The same of the block that it stands in.
    pub options: Options,
    /// Asserts that traits of the user's own are such of floats.
    pub asserted: TokenStream,
}

/// Adds to the user's bounds what generated code asks of floats: `T: Float + ::chainrule::Scalar`.
pub fn bounded(item: &ItemFn, options: &Options) -> Bounded {
    let runtime = options.runtime();
    let sig = &item.sig;
    let is_float =
        |param: &&TypeParam| matches!(verdict(sig, param), Verdict::Float | Verdict::Own);
    let floats = sig.generics.type_params().filter(is_float);
    let floats: Vec<Ident> = floats.map(|param| param.ident.clone()).collect();
    let own = sig.generics.type_params().filter(|param| verdict(sig, param) == Verdict::Own);
    let own: Vec<Ident> = own.map(|param| param.ident.clone()).collect();
    let asserted = asserted(item, &own, &runtime);
    let (mut item, mut options) = (item.clone(), options.clone());
    let bound = |generics: &mut Generics| {
        add(generics, &floats, &runtime);
        with_companions(generics);
    };
    bound(&mut item.sig.generics);
    if let Some(owner) = &mut options.owner {
        bound(&mut owner.generics);
        bound(&mut owner.method);
    }
    Bounded { item, options, asserted }
}

/// Generic parameters with what generated code asks of them.
pub fn bounded_generics(generics: &Generics, runtime: &Path) -> Generics {
    let (params, _, clause) = generics.split_for_impl();
    let sig: Signature = parse_quote!(fn of #params () #clause);
    let float = |param: &&TypeParam| matches!(verdict(&sig, param), Verdict::Float);
    let floats: Vec<Ident> =
        sig.generics.type_params().filter(float).map(|param| param.ident.clone()).collect();
    let mut generics = generics.clone();
    add(&mut generics, &floats, runtime);
    with_companions(&mut generics);
    generics
}

/// A bound says which trait it is where it is an absolute path.
fn is_ours(path: &Path, runtime: &Path) -> bool {
    let Some(last) = path.segments.last() else { return false };
    let ours = path.segments.iter().rev().skip(1).map(|segment| &segment.ident);
    (last.ident == "Float" || last.ident == "Scalar")
        && path.segments.len() == runtime.segments.len() + 1
        && ours.eq(runtime.segments.iter().rev().map(|segment| &segment.ident))
}

fn add(generics: &mut Generics, floats: &[Ident], runtime: &Path) {
    let lacking = generics.type_params().filter(|param| {
        floats.contains(&param.ident) && !bounds(generics, param).any(|path| is_ours(path, runtime))
    });
    let lacking: Vec<Ident> = lacking.map(|param| param.ident.clone()).collect();
    for name in &lacking {
        let scalar: TypeParamBound = parse_quote!(#runtime::Scalar);
        if let Some(bounds) = listed(generics, name) {
            if !bounds.empty_or_trailing() {
                bounds.push_punct(Default::default());
            }
            bounds.push_value(scalar);
        }
    }
}

/// Where the bounds of a type parameter stand: at it, or behind `where` if there are none.
pub(super) fn listed<'a>(
    generics: &'a mut Generics,
    name: &Ident,
) -> Option<&'a mut Punctuated<TypeParamBound, Token![+]>> {
    let Generics { params, where_clause, .. } = generics;
    let param = params.iter_mut().find_map(|param| match param {
        syn::GenericParam::Type(param) if param.ident == *name => Some(param),
        _ => None,
    })?;
    let behind = where_clause.iter_mut().flat_map(|clause| &mut clause.predicates);
    let mut behind = behind.filter_map(|predicate| match predicate {
        WherePredicate::Type(ty) if ty.lifetimes.is_none() && is_param(&ty.bounded_ty, name) => {
            Some(&mut ty.bounds)
        }
        _ => None,
    });
    match behind.next().filter(|_| param.bounds.is_empty()) {
        Some(bounds) => Some(bounds),
        None => {
            param.colon_token.get_or_insert_with(Default::default);
            Some(&mut param.bounds)
        }
    }
}

/// What fails where a trait of the user's own is not one of floats: then its methods may be anything.
fn asserted(item: &ItemFn, own: &[Ident], runtime: &Path) -> TokenStream {
    if own.is_empty() {
        return quote!();
    }
    let generics = &item.sig.generics;
    let (params, _, bounds) = generics.split_for_impl();
    let is = match mentions_any(item.block.to_token_stream(), OF_FLOATS_ALONE) {
        true => quote!(is_float),
        false => quote!(is_real),
    };
    let each = own.iter().map(|name| {
        let of = generics.type_params().find(|param| param.ident == *name);
        let at = of.map_or_else(|| name.span(), |param| param.bounds.span());
        quote_spanned!(at=> #runtime::#is::<#name>();)
    });
    quote! {
        const _: () = {
            #[allow(unused, clippy::all)]
            fn floats #params () #bounds { #(#each)* }
        };
    }
}

/// Methods that `num_traits::Float` has, and `Real` has not.
const OF_FLOATS_ALONE: &[&str] =
    &["copysign", "clamp", "is_nan", "is_infinite", "is_finite", "is_normal"];

fn mentions_any(tokens: TokenStream, names: &[&str]) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => names.iter().any(|name| ident == name),
        TokenTree::Group(group) => mentions_any(group.stream(), names),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}
