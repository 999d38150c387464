//! What a function asks other items for.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use syn::visit::Visit;
use syn::{
    ExprPath, Ident, ItemFn, ItemStruct, ItemTrait, ItemType, Member, Path, Signature, Type,
};

use crate::aliases;
use crate::bounds;
use crate::exchange::OfMethod;
use crate::front::{
    FnSignature, Found, Options, Pairs, TypeScope, Walk, field_is_constant, function_types,
    is_constant_call, is_of_memory, is_of_num, is_standard, items, key, makes_error, maps_error,
    names_itself, sibling, struct_paths, traits,
};
use crate::given::Given;
use crate::ir::Num;

/// The paths of functions and structs that a function needs to know.
///
/// `found` are those that are known already to be needed.
pub fn references(item: &ItemFn, options: &Options, mut found: Vec<Path>) -> Vec<Path> {
    let signature = FnSignature::new(&item.sig);
    let known = type_scope(&item.sig);
    for param in &signature.params {
        let selected = match (&options.wrt, &param.name) {
            (Some(wrt), Some(name)) => wrt.contains(name),
            _ => true,
        };
        if selected && !param.constant {
            struct_paths(&param.ty, &known, &mut found);
        }
    }
    if let Some(output) = &signature.value() {
        struct_paths(output, &known, &mut found);
    }
    found.extend(traits(&item.sig.generics).into_iter().map(|(_, path)| path));
    found.extend(called_paths(item));
    found.extend(Body::new(item, &known).structs);
    let functions = function_types(&item.sig.generics);
    found.retain(|path| !functions.iter().any(|name| path.is_ident(name)));
    let mut unique: Vec<Path> = Vec::new();
    let found = found.into_iter().filter_map(|path| match &options.owner {
        Some(owner) if path.is_ident("Self") => Some(owner.ty.clone()),
        Some(_) => Some(path),
        None => (!names_itself(&path, &item.sig.ident)).then_some(path),
    });
    for path in found {
        if !unique.iter().any(|other| key(other) == key(&path)) {
            unique.push(path);
        }
    }
    unique
}

/// The names of the functions that a function calls.
pub fn called(item: &ItemFn) -> BTreeSet<Ident> {
    let paths = called_paths(item);
    paths.iter().filter_map(|path| Some(path.segments.last()?.ident.clone())).collect()
}

/// The structs, and other names of types, in what a function takes and returns.
pub fn exchanged(sig: &Signature) -> Vec<Path> {
    let mut found = Vec::new();
    taken_and_given(FnSignature::new(sig), &mut found);
    found
}

/// The last names of everything that a function calls, methods among them.
pub fn mentioned(item: &ItemFn) -> BTreeSet<Ident> {
    struct Names(BTreeSet<Ident>);
    impl<'ast> Visit<'ast> for Names {
        fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
            self.0.insert(call.method.clone());
            syn::visit::visit_expr_method_call(self, call);
        }

        fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
            // `Self(x, y)` is no call of anything.
            if let syn::Expr::Path(path) = &*call.func
                && !path.path.is_ident("Self")
            {
                self.0.extend(path.path.segments.last().map(|last| last.ident.clone()));
            }
            syn::visit::visit_expr_call(self, call);
        }
    }
    let mut names = Names(BTreeSet::new());
    names.visit_block(&item.block);
    names.0
}

/// The paths by which a function calls others, or hands them to methods that call them.
pub fn called_paths(item: &ItemFn) -> Vec<Path> {
    let (mut found, known, pairs) = (Vec::new(), type_scope(&item.sig), Pairs::of(item));
    let given = Given::of(item);
    let mut walk = Walk::new(|seen| {
        let (path, foreign) = match seen {
            Found::Called(_, arguments) if arguments.iter().all(|arg| given.is(arg)) => return,
            Found::Called(path, arguments) => (path, is_of_num(&path.path, arguments.len())),
            Found::Handed(path) => (path, is_of_num(&path.path, 1)),
            _ => return,
        };
        let mut path = path.clone();
        if let Some((of, _)) = pairs.called(&path.path) {
            path.path = of;
        }
        if !foreign && names_a_function(&path, &known) {
            found.push(path.path);
        }
    });
    walk.function(item);
    found
}

/// What a function needs to know once the item at `path` has answered: the structs in the fields
/// that it uses, and in what a callee returns.
pub fn further(item: &ItemFn, path: &Path, answer: &TokenStream) -> Vec<Path> {
    let mut found = Vec::new();
    if let Ok(answer) = syn::parse2::<FnSignature>(answer.clone()) {
        if let Some(body) = &answer.body {
            return references(&body.item, &Options::default(), Vec::new());
        }
        taken_and_given(answer, &mut found);
    } else if let Ok(OfMethod(mut answer)) = syn::parse2(answer.clone()) {
        taken_and_given(FnSignature::new(answer.signature()), &mut found);
    } else if let Ok(answer) = syn::parse2::<ItemTrait>(answer.clone()) {
        return bounds::asked_of_bound(path, &answer);
    } else if let Ok(answer) = syn::parse2::<ItemType>(answer.clone()) {
        found.extend(aliases::further(&answer));
    } else if let Ok(answer) = syn::parse2::<ItemStruct>(answer.clone()) {
        let nums = answer.generics.type_params().map(|param| param.ident.clone());
        let known = TypeScope { nums: params(nums), ..TypeScope::default() };
        let own = type_scope(&item.sig);
        let body = Body::new(item, &own);
        for (member, field) in answer.fields.members().zip(&answer.fields) {
            if !field_is_constant(field) && body.uses(&member) {
                struct_paths(&field.ty, &known, &mut found);
            }
        }
    }
    found.iter().map(|named| sibling(path, named)).collect()
}

/// The structs that a function takes and gives.
fn taken_and_given(signature: FnSignature, found: &mut Vec<Path>) {
    let value = signature.value();
    let known = signature.scope();
    let params = signature.params.iter().filter(|param| !param.constant).map(|param| &param.ty);
    params.chain(&value).for_each(|ty| struct_paths(ty, &known, found));
}

fn params(names: impl IntoIterator<Item = Ident>) -> std::collections::HashMap<String, Num> {
    names.into_iter().map(|name| (name.to_string(), Num::Param(name))).collect()
}

/// The types that a function's own generic parameters are.
pub fn type_scope(sig: &Signature) -> TypeScope<'static> {
    FnSignature::new(sig).scope()
}

/// The structs that a function's body takes apart or puts together, and the other names of types that it casts to.
struct Body<'a> {
    known: &'a TypeScope<'a>,
    /// Structs that are put together or taken apart.
    structs: Vec<Path>,
    /// Fields, by name or number.
    fields: BTreeSet<String>,
    /// Whether fields are taken over that are not mentioned: `..base`.
    rest: bool,
    /// The parameters that are marked so.
    constants: Vec<Ident>,
}

impl<'a> Body<'a> {
    fn new(item: &ItemFn, known: &'a TypeScope<'a>) -> Self {
        let (structs, fields) = (Vec::new(), BTreeSet::new());
        let params = FnSignature::new(&item.sig).params;
        let constants = params.into_iter().filter(|param| param.constant);
        let constants = constants.filter_map(|param| param.name).collect();
        let mut body = Body { known, structs, fields, rest: false, constants };
        body.visit_block(&item.block);
        body
    }

    fn is_constant(&self, expr: &syn::Expr) -> bool {
        match expr {
            syn::Expr::Reference(inner) => self.is_constant(&inner.expr),
            syn::Expr::Unary(inner) => self.is_constant(&inner.expr),
            syn::Expr::Path(path) => self.constants.iter().any(|name| path.path.is_ident(name)),
            _ => false,
        }
    }

    fn uses(&self, member: &Member) -> bool {
        self.rest || self.fields.contains(&name(member))
    }

    /// A struct that is named in the body, and not a variant of an enum or a function `f64::PI`.
    fn structure(&mut self, path: &Path) {
        let owner = path.segments.iter().rev().nth(1).map(|owner| owner.ident.to_string());
        let variant =
            owner.is_some_and(|owner| owner.starts_with(char::is_uppercase) || is_primitive(owner));
        let ty: Type = syn::parse_quote!(#path);
        if !variant {
            struct_paths(&ty, self.known, &mut self.structs);
        }
    }
}

fn name(member: &Member) -> String {
    match member {
        Member::Named(name) => name.to_string(),
        Member::Unnamed(index) => index.index.to_string(),
    }
}

impl<'ast> Visit<'ast> for Body<'_> {
    fn visit_expr_struct(&mut self, literal: &'ast syn::ExprStruct) {
        self.structure(&literal.path);
        self.rest |= literal.rest.is_some();
        syn::visit::visit_expr_struct(self, literal);
    }

    /// What is marked as carrying no derivative is taken apart in the user's words.
    fn visit_local(&mut self, local: &'ast syn::Local) {
        match &local.init {
            Some(init) if self.is_constant(&init.expr) => {}
            _ => syn::visit::visit_local(self, local),
        }
    }

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        if makes_error(call) || is_constant_call(call) {
            return;
        }
        if let syn::Expr::Path(path) = &*call.func
            && let Some(last) = path.path.segments.last()
            && last.ident.to_string().starts_with(char::is_uppercase)
            && !is_standard(&last.ident)
        {
            self.structure(&path.path);
        }
        syn::visit::visit_expr_call(self, call);
    }

    fn visit_pat_struct(&mut self, pattern: &'ast syn::PatStruct) {
        self.structure(&pattern.path);
        syn::visit::visit_pat_struct(self, pattern);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        match maps_error(call) {
            true => self.visit_expr(&call.receiver),
            false => syn::visit::visit_expr_method_call(self, call),
        }
    }

    fn visit_pat_tuple_struct(&mut self, pattern: &'ast syn::PatTupleStruct) {
        if pattern.path.segments.last().is_some_and(|last| last.ident == "Err") {
            return;
        }
        self.fields.extend((0..pattern.elems.len()).map(|i| i.to_string()));
        syn::visit::visit_pat_tuple_struct(self, pattern);
    }

    /// Only primitive types are cast to, and other names of them.
    fn visit_expr_cast(&mut self, cast: &'ast syn::ExprCast) {
        struct_paths(&cast.ty, self.known, &mut self.structs);
        syn::visit::visit_expr_cast(self, cast);
    }

    fn visit_member(&mut self, member: &'ast Member) {
        self.fields.insert(name(member));
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        items(mac).iter().for_each(|item| self.visit_expr(item));
    }

    fn visit_item(&mut self, _: &'ast syn::Item) {}
}

/// Whether a path may name a function with a handle: a free function in lower case, and not one of
/// a type.
pub fn names_a_function(path: &ExprPath, known: &TypeScope<'_>) -> bool {
    if path.qself.is_some() {
        return false;
    }
    let path = &path.path;
    let names: Vec<String> = path.segments.iter().map(|s| s.ident.to_string()).collect();
    let Some((last, owners)) = names.split_last() else { return false };
    let lower = last.starts_with(|c: char| c.is_lowercase() || c == '_');
    let of_type = owners.last().is_some_and(|owner| {
        known.is_float(owner) || owner.starts_with(char::is_uppercase) || is_primitive(owner)
    });
    let standard = matches!(names.first().map(String::as_str), Some("std" | "core"));
    // The same name elsewhere is a function of the user's: `self::stack`.
    let of_arrays = ARRAY_FUNCTIONS.contains(&last.as_str())
        && owners.last().is_none_or(|owner| owner == "ndarray");
    let of_memory = is_of_memory(path);
    lower && !of_type && !standard && !of_arrays && !of_memory && last != "constant"
}

/// The free functions of `ndarray` that are taken.
pub const ARRAY_FUNCTIONS: &[&str] = &["concatenate", "stack", "arr1", "arr2"];

/// Whether this is the name of a primitive type.
pub fn is_primitive(name: impl ToString) -> bool {
    PRIMITIVES.contains(&name.to_string().as_str())
}

const PRIMITIVES: &[&str] = &[
    "bool", "char", "f32", "f64", "i128", "i16", "i32", "i64", "i8", "isize", "str", "u128", "u16",
    "u32", "u64", "u8", "usize",
];
