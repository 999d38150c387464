//! Parameters that are functions: `f: impl Fn(f64) -> f64`, `F: FnMut(f64)`, `&dyn Fn(f64) -> f64`, `fn(f64) -> f64`.

use syn::{
    FnArg, Generics, Ident, ItemFn, PathArguments, ReturnType, Type, TypeParam, TypeParamBound,
    WherePredicate,
};

/// What a function that is handed over takes and returns.
pub struct Shape {
    /// The types of its arguments.
    pub inputs: Vec<Type>,
    /// The type of its value.
    pub output: Option<Type>,
}

/// What a parameter of this type takes and returns, where it is a function; references looked through.
fn shape(ty: &Type, generics: &Generics) -> Option<Shape> {
    match ty {
        Type::Paren(inner) => shape(&inner.elem, generics),
        Type::Group(inner) => shape(&inner.elem, generics),
        Type::Reference(inner) => shape(&inner.elem, generics),
        Type::ImplTrait(bounded) => bounded.bounds.iter().find_map(of_bound),
        Type::TraitObject(bounded) => bounded.bounds.iter().find_map(of_bound),
        Type::FnPtr(pointer) => Some(Shape {
            inputs: pointer.inputs.iter().map(|input| input.ty.clone()).collect(),
            output: returned(&pointer.output),
        }),
        Type::Path(path) => {
            let name = path.path.get_ident()?;
            let param = generics.type_params().find(|param| param.ident == *name)?;
            of_param(param, generics)
        }
        _ => None,
    }
}

/// What a type parameter takes and returns, where its bounds say that it is a function.
fn of_param(param: &TypeParam, generics: &Generics) -> Option<Shape> {
    let behind = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    let behind = behind.filter_map(|predicate| match predicate {
        WherePredicate::Type(ty) => match &ty.bounded_ty {
            Type::Path(path) if path.path.is_ident(&param.ident) => Some(&ty.bounds),
            _ => None,
        },
        _ => None,
    });
    param.bounds.iter().chain(behind.flatten()).find_map(of_bound)
}

/// Whether a type parameter stands for a function.
pub fn is_function(param: &TypeParam, generics: &Generics) -> bool {
    of_param(param, generics).is_some()
}

fn of_bound(bound: &TypeParamBound) -> Option<Shape> {
    let TypeParamBound::Trait(bound) = bound else { return None };
    let last = bound.path.segments.last()?;
    let PathArguments::Parenthesized(arguments) = &last.arguments else { return None };
    let called = ["Fn", "FnMut", "FnOnce"].iter().any(|name| last.ident == name);
    called.then(|| Shape {
        inputs: arguments.inputs.iter().map(|input| input.ty.clone()).collect(),
        output: returned(&arguments.output),
    })
}

fn returned(output: &ReturnType) -> Option<Type> {
    match output {
        ReturnType::Default => None,
        ReturnType::Type(_, ty) => Some((**ty).clone()),
    }
}

/// What a parameter takes and returns, where it is a function.
pub fn of_input(input: &FnArg, generics: &Generics) -> Option<Shape> {
    match input {
        FnArg::Typed(input) => shape(&input.ty, generics),
        FnArg::Receiver(_) => None,
    }
}

/// The type parameters that stand for functions.
pub fn function_types(generics: &Generics) -> Vec<Ident> {
    let functions = generics.type_params().filter(|param| is_function(param, generics));
    functions.map(|param| param.ident.clone()).collect()
}

/// Whether a function is known only where it is called, since it takes others that are not `#[constant]`.
pub fn takes_functions(item: &ItemFn) -> bool {
    let constant = |input: &FnArg| match input {
        FnArg::Typed(input) => input.attrs.iter().any(|attr| attr.path().is_ident("constant")),
        FnArg::Receiver(_) => false,
    };
    let generics = &item.sig.generics;
    item.sig.inputs.iter().any(|input| !constant(input) && of_input(input, generics).is_some())
}
