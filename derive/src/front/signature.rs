//! What other items have told about themselves.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{
    FnArg, GenericParam, Ident, ItemFn, ItemStruct, LitInt, Pat, Path, ReturnType, Signature,
    Token, Type, TypeParam,
};

use super::bound::Traits;
use super::fallible::Fallible;
use super::floats::is_opaque;
use super::functional::{is_function, of_input};
use super::options::Options;
use super::overwritten::parameters;
use super::owner::{Owner, last};
use super::types::TypeScope;
use crate::ir::{Kind, Num, Overwritten, Pushes, StructKind};

/// A function's signature, with the marks on its parameters.
#[derive(Clone, Debug)]
pub struct FnSignature {
    /// Its generic parameters `T: Float`, in order.
    pub nums: Vec<Ident>,
    /// Its type parameters of which nothing is known but traits of the user's.
    pub opaque: Vec<Ident>,
    /// Its constant parameters, in order.
    pub consts: Vec<Ident>,
    /// All its type and constant parameters, in order.
    pub generics: Vec<Ident>,
    /// Its parameters.
    pub params: Vec<SigParam>,
    /// What it returns.
    pub output: Option<Type>,
    /// The names of the functions that it calls.
    pub calls: Vec<Ident>,
    /// How often tangents can be pushed through it.
    pub pushes: Pushes,
    /// Whether it has `accumulate` (`#[accumulates]`).
    pub accumulates: bool,
    /// Whether it is refused where it stands (`#[refused]`): that is said there.
    pub refused: bool,
    /// What is written out at a call, where it takes functions.
    pub body: Option<Rc<Body>>,
}

/// A function that is written out where it is called.
#[derive(Debug)]
pub struct Body {
    /// The function, as it is seen from there.
    pub item: Rc<ItemFn>,
    /// Which function this is, by whatever path it is called.
    pub id: String,
}

/// One parameter.
#[derive(Clone, Debug)]
pub struct SigParam {
    /// Its name, where it has a plain one.
    pub name: Option<Ident>,
    /// Its type.
    pub ty: Type,
    /// Whether it is marked `#[constant]`.
    pub constant: bool,
    /// Whether its shadow may be left out (`#[skippable]`).
    pub skippable: bool,
    /// How much of it is overwritten before it is read (`#[overwritten]`, `#[overwritten(len = x)]`).
    pub overwritten: Option<Overwritten>,
}

impl SigParam {
    /// Whether it is a part of an array to be written, by value.
    pub fn is_view_to_write(&self) -> bool {
        let Type::Path(path) = &self.ty else { return false };
        path.path
            .segments
            .last()
            .is_some_and(|last| last.ident.to_string().starts_with("ArrayViewMut"))
    }
}

impl FnSignature {
    /// Reads a signature; receivers are left to the caller to refuse.
    pub fn new(sig: &Signature) -> FnSignature {
        let types: Vec<&TypeParam> = sig.generics.type_params().collect();
        let is_opaque = |param: &&TypeParam| is_opaque(&sig.generics, param);
        let is_other = |param: &&TypeParam| {
            has_bound(param, "Dimension") || is_function(param, &sig.generics) || is_opaque(param)
        };
        FnSignature {
            opaque: types.iter().filter(|p| is_opaque(p)).map(|p| p.ident.clone()).collect(),
            nums: types.iter().filter(|p| !is_other(p)).map(|p| p.ident.clone()).collect(),
            consts: sig.generics.const_params().map(|p| p.ident.clone()).collect(),
            generics: sig
                .generics
                .params
                .iter()
                .filter_map(|param| match param {
                    GenericParam::Type(param) => Some(param.ident.clone()),
                    GenericParam::Const(param) => Some(param.ident.clone()),
                    GenericParam::Lifetime(_) => None,
                })
                .collect(),
            params: parameters(sig),
            output: match &sig.output {
                ReturnType::Default => None,
                ReturnType::Type(_, ty) => Some((**ty).clone()),
            },
            calls: Vec::new(),
            pushes: Pushes::default(),
            accumulates: false,
            refused: false,
            body: None,
        }
    }

    /// That of a function that is written out.
    pub fn with_body(item: ItemFn, id: String) -> FnSignature {
        let signature = FnSignature::new(&item.sig);
        FnSignature { body: Some(Rc::new(Body { item: Rc::new(item), id })), ..signature }
    }

    /// Whether it returns a mutable reference: as a method it is refused where it stands.
    pub fn lends(&self) -> bool {
        let by_reference = |ty: &Type| matches!(ty, Type::Reference(it) if it.mutability.is_some());
        self.output.as_ref().is_some_and(by_reference)
    }

    /// Whether this parameter of a function that is written out is a function.
    pub fn takes_function(&self, position: usize) -> bool {
        let Some(body) = &self.body else { return false };
        let input = body.item.sig.inputs.iter().nth(position);
        input.is_some_and(|input| of_input(input, &body.item.sig.generics).is_some())
    }

    /// The types that its generic parameters are.
    pub fn scope(&self) -> TypeScope<'static> {
        let nums = self.nums.iter().map(|name| (name.to_string(), Num::Param(name.clone())));
        let opaque = |name: &Ident| Kind::Struct(Rc::new(StructKind::opaque(name.clone().into())));
        let params = self.opaque.iter().map(|name| (name.to_string(), opaque(name)));
        let (nums, params) = (nums.collect(), params.collect());
        TypeScope { nums, params, ..TypeScope::default() }
    }

    /// What it returns, where that is a `Result` or an `Option` of what has a derivative.
    pub fn fallible(&self) -> Option<Fallible> {
        Fallible::of(self.output.as_ref()?, &self.scope())
    }

    /// What it yields where it does not fail.
    pub fn value(&self) -> Option<Type> {
        self.fallible().map(|fallible| fallible.value).or_else(|| self.output.clone())
    }

    /// Reads the marks on a published signature.
    pub fn marked(mut self, attrs: &[syn::Attribute]) -> syn::Result<FnSignature> {
        for attr in attrs {
            if attr.path().is_ident("calls") {
                let names =
                    attr.parse_args_with(Punctuated::<Ident, Token![,]>::parse_terminated)?;
                self.calls.extend(names);
            } else if attr.path().is_ident("accumulates") {
                self.accumulates = true;
            } else if attr.path().is_ident("refused") {
                self.refused = true;
            }
        }
        self.pushes = pushes_of(attrs)?;
        Ok(self)
    }
}

/// Reads `#[pushes(1, 1)] #[lanes]`.
pub fn pushes_of(attrs: &[syn::Attribute]) -> syn::Result<Pushes> {
    let mut pushes = Pushes::default();
    for attr in attrs {
        if attr.path().is_ident("pushes") {
            let counts = attr.parse_args_with(Punctuated::<LitInt, Token![,]>::parse_terminated)?;
            let counts: Vec<usize> =
                counts.iter().map(LitInt::base10_parse).collect::<syn::Result<_>>()?;
            if let [primal, halves] = counts[..] {
                pushes = Pushes { primal, halves, ..pushes };
            }
        }
        pushes.lanes |= attr.path().is_ident("lanes");
    }
    Ok(pushes)
}

/// `#[pushes(1, 1)] #[lanes]`, as a published signature says it.
pub fn pushes_mark(pushes: Pushes) -> Option<TokenStream> {
    let Pushes { primal, halves, lanes } = pushes;
    let [primal, halves] = [primal, halves].map(proc_macro2::Literal::usize_unsuffixed);
    let lanes = lanes.then(|| quote!(#[lanes]));
    (pushes != Pushes::default()).then(|| quote!(#[pushes(#primal, #halves)] #lanes))
}

/// `#[calls(g, h)] fn f(x: f64) -> f64`: an answer of the exchange. With a body, it is that of a function which is
/// written out: `#[body = "id"] fn f(g: impl Fn(f64) -> f64) -> f64 { g(1.0) }`.
impl Parse for FnSignature {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attrs = input.call(syn::Attribute::parse_outer)?;
        let sig: Signature = input.parse()?;
        if let Some(id) = attrs.iter().find_map(identity) {
            let item = ItemFn {
                attrs: Vec::new(),
                vis: syn::Visibility::Inherited,
                modifiers: Default::default(),
                sig,
                block: Box::new(input.parse()?),
            };
            return Ok(FnSignature::with_body(item, id));
        }
        FnSignature::new(&sig).marked(&attrs)
    }
}

/// `#[body = "id"]`
fn identity(attr: &syn::Attribute) -> Option<String> {
    match &attr.meta {
        syn::Meta::NameValue(syn::MetaNameValue {
            path,
            value: syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(id), .. }),
            ..
        }) if path.is_ident("body") => Some(id.value()),
        _ => None,
    }
}

/// A function's signature as others see it: parameters outside `wrt` are marked `#[constant]`.
pub fn published(item: &ItemFn, options: &Options) -> Signature {
    let mut sig = item.sig.clone();
    for arg in &mut sig.inputs {
        let FnArg::Typed(arg) = arg else { continue };
        let Pat::Ident(name) = &*arg.pat else { continue };
        let overwritten = matches!(&*arg.ty, Type::Reference(r) if r.mutability.is_some());
        let excluded = options.wrt.as_ref().is_some_and(|wrt| !wrt.contains(&name.ident));
        if excluded && !overwritten {
            arg.attrs.push(syn::parse_quote!(#[constant]));
        }
    }
    sig
}

/// Whether a path in a function's body names that function: `f` or `self::f`.
pub fn names_itself(path: &Path, name: &Ident) -> bool {
    match path.segments.iter().map(|segment| &segment.ident).collect::<Vec<_>>()[..] {
        [only] => only == name,
        [module, last] => module == "self" && last == name,
        _ => false,
    }
}

/// Whether a type parameter has a bound with this last name, at the parameter.
fn has_bound(param: &TypeParam, name: &str) -> bool {
    param.bounds.iter().any(|bound| is_trait(bound, name))
}

/// Whether a bound has this last name.
pub(super) fn is_trait(bound: &syn::TypeParamBound, name: &str) -> bool {
    match bound {
        syn::TypeParamBound::Trait(bound) => {
            bound.path.segments.last().is_some_and(|segment| segment.ident == name)
        }
        _ => false,
    }
}

impl SigParam {
    /// Reads a parameter; what depends on other parameters is left open.
    pub(super) fn new(arg: &FnArg) -> Option<SigParam> {
        if let FnArg::Receiver(receiver) = arg {
            let syn::ReceiverKind::Typed(_, ty) = &receiver.kind else { return None };
            return Some(SigParam {
                name: Some(receiver.self_token.into()),
                ty: (**ty).clone(),
                constant: receiver.attrs.iter().any(|attr| attr.path().is_ident("constant")),
                skippable: false,
                overwritten: None,
            });
        }
        let FnArg::Typed(arg) = arg else { return None };
        let marked = |name: &str| arg.attrs.iter().any(|attr| attr.path().is_ident(name));
        Some(SigParam {
            name: match &*arg.pat {
                Pat::Ident(pat) => Some(pat.ident.clone()),
                _ => None,
            },
            ty: (*arg.ty).clone(),
            constant: marked("constant"),
            skippable: marked("skippable"),
            overwritten: None,
        })
    }
}

/// The signatures that were exchanged, by path.
#[derive(Default)]
pub struct Signatures {
    functions: HashMap<String, Rc<FnSignature>>,
    /// Of the same `impl` block or `mod`, and those that have answered.
    methods: Vec<Rc<Method>>,
    /// Who calls whom in the same `impl` block or `mod`, by name.
    calls: HashMap<String, Vec<String>>,
    structs: HashMap<String, Rc<ItemStruct>>,
    pub(super) traits: Traits,
    /// Enums, which carry no derivative.
    choices: HashSet<String>,
}

/// A path as a key.
pub fn key(path: &Path) -> String {
    path.segments.iter().map(|segment| format!("::{}", segment.ident)).collect()
}

/// A method whose signature is known.
pub struct Method {
    /// The block that it stands in.
    pub owner: Owner,
    /// Its name.
    pub name: Ident,
    /// What the generated functions are called after.
    pub stem: Ident,
    /// Its signature, as that of a function.
    pub signature: Rc<FnSignature>,
    /// The path of the type by which its residuals are named.
    pub marker: Rc<Path>,
    /// Whether it stands in the same `impl` block or `mod`.
    pub beside: bool,
    /// Where it is one of a type parameter's trait, the trait that has its derivatives.
    pub derivatives: Option<Rc<Path>>,
}

impl Method {
    /// Whether a path names the type that it is of. What stands beside may be named in several ways.
    fn is_of(&self, ty: &Path) -> bool {
        match self.beside {
            true => last(&self.owner.ty) == last(ty),
            false => key(&self.owner.ty) == key(ty),
        }
    }
}

impl Signatures {
    /// Adds a method.
    pub fn method(&mut self, method: Method) {
        self.methods.push(Rc::new(method));
    }

    /// The method of this name of the type at a path.
    pub fn find_method(&self, ty: &Path, name: &str) -> Option<&Rc<Method>> {
        self.methods.iter().find(|method| method.name == name && method.is_of(ty))
    }

    /// All of them: a trait may be implemented for several operands.
    pub fn methods(&self, ty: &Path, name: &str) -> Vec<Rc<Method>> {
        let of = |method: &&Rc<Method>| method.name == name && method.is_of(ty);
        self.methods.iter().filter(of).cloned().collect()
    }

    /// Whether there is a method of this name that changes what it is called on.
    pub fn changes_receiver(&self, name: &Ident) -> bool {
        let changes = |signature: &FnSignature| match signature.params.first().map(|p| &p.ty) {
            Some(Type::Reference(first)) => first.mutability.is_some(),
            Some(_) | None => false,
        };
        let answered = format!("_{name}");
        let mut with_bodies = self.functions.iter().filter(|(_, other)| other.body.is_some());
        self.methods.iter().any(|method| method.name == *name && changes(&method.signature))
            || with_bodies.any(|(key, other)| key.ends_with(&answered) && changes(other))
    }

    /// Notes what a function of the same block calls.
    pub fn calls(&mut self, name: &Ident, called: &[Ident]) {
        let called = called.iter().map(Ident::to_string);
        self.calls.entry(name.to_string()).or_default().extend(called);
    }

    /// Whether a function of the same block calls itself, through others.
    pub fn circular(&self, name: &Ident) -> bool {
        let name = name.to_string();
        let (mut pending, mut seen) = (vec![&name], Vec::new());
        while let Some(next) = pending.pop() {
            for called in self.calls.get(next).into_iter().flatten() {
                if *called == name {
                    return true;
                }
                if !seen.contains(&called) {
                    seen.push(called);
                    pending.push(called);
                }
            }
        }
        false
    }

    /// Adds a function.
    pub fn function(&mut self, path: &Path, signature: FnSignature) {
        self.functions.insert(key(path), Rc::new(signature));
    }

    /// Adds a struct.
    pub fn structure(&mut self, path: &Path, item: ItemStruct) {
        self.structs.insert(key(path), Rc::new(item));
    }

    /// Adds an enum.
    pub fn choice(&mut self, path: &Path) {
        self.choices.insert(key(path));
    }

    /// Whether a path names an enum that has answered.
    pub fn is_choice(&self, path: &Path) -> bool {
        self.choices.contains(&key(path))
    }

    /// The signature of the function that a path names.
    pub fn call(&self, path: &Path) -> Option<&Rc<FnSignature>> {
        self.functions.get(&key(path))
    }

    /// The definition of the struct that a path names.
    pub fn definition(&self, path: &Path) -> Option<&Rc<ItemStruct>> {
        self.structs.get(&key(path))
    }
}

/// Whether a struct's field is marked `#[constant]`.
pub fn field_is_constant(field: &syn::Field) -> bool {
    field.attrs.iter().any(|attr| attr.path().is_ident("constant"))
}
