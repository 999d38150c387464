//! What a call knows of a function with a handle.

use std::rc::Rc;

use proc_macro2::TokenStream;
use quote::quote;
use syn::Ident;
use syn::spanned::Spanned;

use super::{Answer, Kind, Passing};

/// Where `forward` and `backward` of a function are found.
#[derive(Clone, Debug)]
pub enum Halves {
    /// `g::forward`: the path of the handle.
    Handle(Rc<syn::Path>),
    /// `Model::energy_forward`: the path of the method that they are called after, and that of the type
    /// by which residuals are named.
    Method(Rc<syn::Path>, Rc<syn::Path>),
    /// `P::energy_forward` of a type parameter: the path of the method, and that of the trait that has these functions.
    Bound(Rc<syn::Path>, Rc<syn::Path>),
}

impl Halves {
    /// The type by which residuals are named, or the trait.
    pub fn marker(&self) -> syn::Path {
        match self {
            Halves::Handle(handle) => syn::Path::clone(handle),
            Halves::Method(_, marker) | Halves::Bound(_, marker) => syn::Path::clone(marker),
        }
    }
}

impl Callee {
    /// The path of `forward` or `backward`, with what the caller says of generic parameters: `f::forward::<3>`. Several
    /// tangents at once are one parameter more.
    pub fn half(&self, half: &str, lanes: bool) -> TokenStream {
        let told = self.told(lanes);
        match &self.halves {
            Halves::Handle(handle) => {
                let half = Ident::new(half, handle.span());
                quote!(#handle::#half #told)
            }
            Halves::Method(method, _) | Halves::Bound(method, _) => {
                let mut path = syn::Path::clone(method);
                if let Some(last) = path.segments.last_mut() {
                    last.ident = quote::format_ident!("{}_{half}", last.ident);
                }
                quote!(#path #told)
            }
        }
    }

    fn told(&self, lanes: bool) -> Option<TokenStream> {
        let syn::PathArguments::AngleBracketed(told) = &self.path.segments.last()?.arguments else {
            return None;
        };
        let told = told.args.iter().filter(|t| !matches!(t, syn::GenericArgument::Lifetime(_)));
        let told = told.map(|told| quote!(#told)).chain(lanes.then(|| quote!(_)));
        Some(quote!(::<#(#told),*>))
    }
}

/// How much of a sequence that is handed over as `&mut` a function overwrites before it reads any of
/// it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Overwritten {
    /// All of it.
    Whole,
    /// As many elements as the parameter in this position has; where the sequence has as many, all.
    Length(usize),
}

/// A function with a handle, as its signature told.
#[derive(Clone, Debug)]
pub struct Callee {
    /// The path of the function.
    pub path: Rc<syn::Path>,
    /// Where the two halves of its derivative are found.
    pub halves: Halves,
    /// How each argument is handed over, and whether it takes part in derivatives.
    pub passing: Vec<(Passing, bool)>,
    /// Whether that argument is handed over as a view of an array.
    pub views: Vec<bool>,
    /// Whether the shadow of that argument may be `chainrule::Inactive`.
    pub skippable: Vec<bool>,
    /// What it does to that argument before it reads it, where that is known.
    pub overwrites: Vec<Option<Overwritten>>,
    /// Whether that argument may be replaced as a whole, by a sequence of another length or an array
    /// of another shape.
    pub replaces: Vec<bool>,
    /// Whether the type of its numbers follows from what is handed over.
    pub follows: bool,
    /// The type of its residuals.
    pub residuals: Kind,
    /// Whether the function calls itself.
    pub recursive: bool,
    /// How often tangents can be pushed through it.
    pub pushes: Pushes,
    /// Whether it has `accumulate`, which takes a cotangent and yields the value too, differentiated as
    /// often as that of the caller.
    pub accumulates: bool,
    /// What it answers with.
    pub answer: Answer,
}

/// How often tangents can be pushed through a function with a handle.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Pushes {
    /// Through the function itself: 1 where it has `jvp`.
    pub primal: usize,
    /// Through `forward` and `backward`: 1 where it has `hvp`.
    pub halves: usize,
    /// Whether several tangents can be pushed through the function at once: whether it has
    /// `jvp_lanes`.
    pub lanes: bool,
}

impl Callee {
    /// What the function is called.
    pub fn name(&self) -> Option<String> {
        self.path.segments.last().map(|segment| segment.ident.to_string())
    }

    fn active(&self, wanted: impl Fn(Passing) -> bool) -> Vec<usize> {
        let all = self.passing.iter().enumerate();
        all.filter(|(_, (how, active))| *active && wanted(*how)).map(|(i, _)| i).collect()
    }

    /// The positions of the arguments whose cotangents are returned.
    pub fn returned(&self) -> Vec<usize> {
        self.active(|how| how == Passing::Value)
    }

    /// The positions of the arguments whose cotangents are added to a shadow.
    pub fn shadowed(&self) -> Vec<usize> {
        self.active(|how| how != Passing::Value)
    }
}
