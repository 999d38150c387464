//! The functions of a trait's companion: the derivatives of a method, as heads, and as calls of what implements them.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Ident, Path};

use super::handle::tuple;
use super::types::{kept_by, owned_type};
use crate::front::{Shape, ShapeParam};
use crate::ir::{Half, Kind, Lanes, Num, Passing, Pushes};

/// A parameter of such a function, or a part of what it returns.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Part {
    /// A parameter of the method, or its value.
    Given(usize),
    Value,
    /// The cotangent of a parameter, in this group of tangents.
    Bar(usize, usize),
    /// The tangent of a parameter, in this group.
    Dot(usize, usize),
    /// The cotangent of the value, or its tangents.
    Seed(usize),
    /// The tangent of the value.
    Slope(usize),
    /// What is kept, or its tangents.
    Kept(usize),
    /// Nothing, where something has to stand.
    Unit,
}

/// One function.
struct Head {
    half: Half,
    order: usize,
    lanes: bool,
    takes: Vec<Part>,
    gives: Vec<Part>,
}

/// A method whose derivatives are written.
pub struct Companion<'a> {
    /// Its name.
    pub name: &'a Ident,
    /// What it takes and gives.
    pub shape: &'a Shape,
    /// How often tangents are pushed through it.
    pub pushes: Pushes,
    /// Where the runtime crate is found.
    pub runtime: &'a Path,
}

/// What does the work of one of these functions: where it is found, and which parameters it knows derivatives of.
pub struct Target<'a> {
    /// The path of the function that is called so.
    pub path: &'a dyn Fn(&str) -> TokenStream,
    /// Which parameters are active there.
    pub active: Vec<bool>,
    /// Which parameters are numbers there, and so is the value: their tangents are handed over as they are.
    pub numbers: Vec<bool>,
    pub number: bool,
}

impl<'a> Target<'a> {
    /// One that knows as much as the trait does.
    pub fn of(shape: &Shape, path: &'a dyn Fn(&str) -> TokenStream) -> Target<'a> {
        let of_each = |is: fn(&ShapeParam) -> bool| shape.params.iter().map(is).collect();
        let (active, numbers) =
            (of_each(|param| param.active), of_each(|param| param.kind.is_real()));
        Target { path, active, numbers, number: shape.output.is_real() }
    }
}

impl Companion<'_> {
    /// The types that a companion has for the method: of what is kept, and of the tangents of that.
    pub fn types(&self) -> Vec<Ident> {
        let kept = kept_by(self.name, false);
        let tangent = (self.pushes.halves > 0).then(|| kept_by(self.name, true));
        std::iter::once(kept).chain(tangent).collect()
    }

    /// The functions without bodies.
    pub fn declared(&self) -> TokenStream {
        let heads = self.heads();
        let one = |head: &Head| {
            let (doc, written) = (self.doc(head), self.head(head, &self.every()));
            quote!(#[doc = #doc] #written;)
        };
        heads.iter().map(one).collect()
    }

    /// The functions of a method of which something has been reported: the right types and no bodies.
    pub fn stubs(&self) -> TokenStream {
        let (types, heads) = (self.types(), self.heads());
        let functions = heads.iter().map(|head| {
            let written = self.head(head, &vec![false; head.takes.len()]);
            quote!(#written { unreachable!() })
        });
        quote!(#(type #types = ();)* #(#functions)*)
    }

    /// The functions as calls of others.
    pub fn implemented(&self, target: &Target<'_>) -> TokenStream {
        let heads = self.heads();
        heads.iter().map(|head| self.delegated(head, target)).collect()
    }

    fn every(&self) -> Vec<bool> {
        vec![true; self.shape.params.len()]
    }

    /// A call of the function that does the work, which may know less of some parameters.
    fn delegated(&self, head: &Head, target: &Target<'_>) -> TokenStream {
        let there = |part: &Part| match part {
            Part::Bar(i, _) | Part::Dot(i, _) => target.active[*i],
            _ => true,
        };
        let taken = head.takes.iter().filter(|part| there(part)).map(|part| {
            let name = self.named(*part);
            match part {
                Part::Dot(i, _) if target.numbers[*i] && self.is_lent(&self.shape.params[*i]) => {
                    quote!(*#name)
                }
                Part::Seed(1..) if target.number && !self.shape.output.is_real() => quote!(*#name),
                _ => quote!(#name),
            }
        });
        let path = (target.path)(&function_name(head));
        let call = quote!(#path(#(#taken),*));
        let given: Vec<&Part> = head.gives.iter().filter(|part| there(part)).collect();
        let read: Vec<bool> = head.takes.iter().map(there).collect();
        let body = match given.len() == head.gives.len() {
            true => call,
            false => {
                let names: Vec<Ident> = given.iter().map(|part| self.named(**part)).collect();
                let bound = tuple(names.iter().map(|name| quote!(#name)).collect());
                let all = head.gives.iter().map(|part| match there(part) {
                    true => {
                        let name = self.named(*part);
                        quote!(#name)
                    }
                    false => self.zero(*part),
                });
                let all = tuple(all.collect());
                quote!(let #bound = #call; #all)
            }
        };
        let written = self.head(head, &read);
        quote!(#[inline] #written { #body })
    }

    /// Whether the tangent of a parameter is handed over by reference.
    fn is_lent(&self, param: &ShapeParam) -> bool {
        param.passing != Passing::Mut && !param.kind.is_real()
    }

    /// The cotangent of what has no derivative there.
    fn zero(&self, part: Part) -> TokenStream {
        let (Part::Bar(i, _) | Part::Dot(i, _)) = part else { return quote!(()) };
        let (name, runtime) = (&self.shape.params[i].name, self.runtime);
        quote!(#runtime::Differentiable::zeros(&#name))
    }

    /// All functions of a method.
    fn heads(&self) -> Vec<Head> {
        let mut heads = Vec::new();
        for order in 0..=self.pushes.halves {
            heads.push(self.forward(order));
            heads.push(self.backward(order));
        }
        for order in 1..=self.pushes.primal {
            heads.push(self.pushed(order, false));
        }
        if self.pushes.lanes {
            heads.push(self.pushed(1, true));
        }
        heads
    }

    fn given(&self) -> Vec<Part> {
        (0..self.shape.params.len()).map(Part::Given).collect()
    }

    fn active(&self) -> impl Iterator<Item = usize> + '_ {
        let params = self.shape.params.iter().enumerate();
        params.filter(|(_, param)| param.active).map(|(i, _)| i)
    }

    fn has_slope(&self) -> bool {
        self.shape.output.is_differentiable()
    }

    fn value(&self) -> Option<Part> {
        (!self.shape.output.is_unit()).then_some(Part::Value)
    }

    fn pushed(&self, order: usize, lanes: bool) -> Head {
        let groups = 1..1 << order;
        let dots = groups.clone().flat_map(|group| self.active().map(move |i| Part::Dot(i, group)));
        let takes = self.given().into_iter().chain(dots).collect();
        let slopes = groups.filter(|_| self.has_slope()).map(Part::Slope);
        let gives = self.value().into_iter().chain(slopes).collect();
        Head { half: Half::Primal, order, lanes, takes, gives }
    }

    fn forward(&self, order: usize) -> Head {
        let groups = 1..1 << order;
        let dots = groups.clone().flat_map(|group| self.active().map(move |i| Part::Dot(i, group)));
        let takes = self.given().into_iter().chain(dots).collect();
        let first = self.value().unwrap_or(Part::Unit);
        let mut gives = vec![first, Part::Kept(0)];
        for group in groups {
            gives.extend(self.has_slope().then_some(Part::Slope(group)));
            gives.push(Part::Kept(group));
        }
        Head { half: Half::Forward, order, lanes: false, takes, gives }
    }

    fn backward(&self, order: usize) -> Head {
        let how = |i: usize| self.shape.params[i].passing;
        let lasting = self.given().into_iter().filter(|part| match part {
            Part::Given(i) => how(*i) != Passing::Mut,
            _ => true,
        });
        let mut takes: Vec<Part> = lasting.collect();
        for group in 0..1 << order {
            if group > 0 {
                let lasting = self.active().filter(|i| how(*i) != Passing::Mut);
                takes.extend(lasting.map(|i| Part::Dot(i, group)));
            }
            takes.push(Part::Kept(group));
            takes.extend(self.has_slope().then_some(Part::Seed(group)));
            let shadows = self.active().filter(|i| how(*i) != Passing::Value);
            takes.extend(shadows.map(|i| Part::Bar(i, group)));
        }
        let returned = |group| {
            let by_value = self.active().filter(move |i| how(*i) == Passing::Value);
            by_value.map(move |i| Part::Bar(i, group))
        };
        let gives = (0..1 << order).flat_map(returned).collect();
        Head { half: Half::Backward, order, lanes: false, takes, gives }
    }

    fn doc(&self, head: &Head) -> String {
        let name = self.name;
        match (head.half, head.order) {
            (Half::Primal, _) => {
                format!(" `{name}`, and its tangent for tangents of the arguments.")
            }
            (Half::Forward, 0) => format!(" `{name}`, and what `{name}_backward` needs."),
            (Half::Backward, 0) => format!(" The cotangents of the arguments of `{name}`."),
            (half, _) => {
                format!(" `{name}_{}`, with the tangents of what it yields.", half.named(0))
            }
        }
    }

    /// `fn energy_forward(&self, r: f64) -> (f64, Self::energy_Residuals)`; parameters that are not read have no name.
    fn head(&self, head: &Head, read: &[bool]) -> TokenStream {
        let name = format_ident!("{}_{}", self.name, function_name(head));
        let lanes = head.lanes.then(|| self.lanes());
        let params = head.takes.iter().enumerate().map(|(position, part)| {
            let name = self.named(*part);
            if let Part::Given(i) = part
                && let Some(receiver) = &self.shape.params[*i].receiver
            {
                return receiver.clone();
            }
            let ty = self.parameter(*part, lanes.as_ref());
            match read.get(position) {
                Some(false) => quote!(_: #ty),
                Some(true) | None => quote!(#name: #ty),
            }
        });
        let gives: Vec<TokenStream> =
            head.gives.iter().map(|part| self.result(*part, lanes.as_ref())).collect();
        let fallible = self.shape.fallible.as_ref().filter(|_| head.half != Half::Backward);
        let output = match (gives.is_empty(), fallible) {
            (true, None) => quote!(),
            (_, Some(fallible)) => {
                let whole = fallible.around(&tuple(gives));
                quote!(-> #whole)
            }
            (false, None) => {
                let whole = tuple(gives);
                quote!(-> #whole)
            }
        };
        let (generics, bounds) = self.of_lanes(lanes.as_ref());
        quote!(fn #name #generics (#(#params),*) #output #bounds)
    }

    fn lanes(&self) -> Lanes {
        let (count, runtime) = (format_ident!("LANES"), self.runtime);
        Lanes { of: Num::F64, count, path: syn::parse_quote!(#runtime::Lanes) }
    }

    fn of_lanes(&self, lanes: Option<&Lanes>) -> (TokenStream, TokenStream) {
        let Some(Lanes { count, .. }) = lanes else { return (quote!(), quote!()) };
        let runtime = self.runtime;
        let opaque = self.shape.opaque();
        let bounds = opaque.iter().map(|ty| quote!(#ty: #runtime::Laned<#count>));
        let bounds = (!opaque.is_empty()).then(|| quote!(where #(#bounds),*));
        (quote!(<const #count: usize>), quote!(#bounds))
    }

    fn named(&self, part: Part) -> Ident {
        let bits = |group: usize| -> String {
            let set = (0..usize::BITS).filter(|bit| group >> bit & 1 == 1);
            set.map(|bit| if bit == 0 { "_dot".into() } else { format!("_dot{}", bit + 1) })
                .collect()
        };
        let param = |i: usize| &self.shape.params[i].name;
        match part {
            Part::Given(i) => param(i).clone(),
            Part::Bar(i, group) => format_ident!("{}_bar{}", param(i), bits(group)),
            Part::Dot(i, group) => format_ident!("{}{}", param(i), bits(group)),
            Part::Seed(group) => format_ident!("{}_bar{}", self.name, bits(group)),
            Part::Slope(group) => format_ident!("{}{}", self.name, bits(group)),
            Part::Kept(group) => format_ident!("residuals{}", bits(group)),
            Part::Value => self.name.clone(),
            Part::Unit => format_ident!("unit"),
        }
    }

    fn owned(&self, kind: &Kind, lanes: Option<&Lanes>) -> TokenStream {
        let several = lanes.and_then(|lanes| kind.several(lanes, true));
        owned_type(several.as_ref().unwrap_or(kind), self.runtime)
    }

    /// The type of a parameter.
    fn parameter(&self, part: Part, lanes: Option<&Lanes>) -> TokenStream {
        let param = |i: usize| &self.shape.params[i];
        match part {
            Part::Given(i) => param(i).ty.clone(),
            Part::Bar(i, _) => {
                let shadow = param(i).kind.shadow_of(param(i).passing);
                let ty = self.owned(&shadow, None);
                quote!(&mut #ty)
            }
            Part::Dot(i, _) => {
                let (how, kind) = (param(i).passing, &param(i).kind);
                let ty = self.owned(&kind.shadow_of(how), lanes);
                match (how, kind) {
                    (Passing::Mut, _) => quote!(&mut #ty),
                    (_, Kind::Real(_)) => ty,
                    (_, _) => quote!(&#ty),
                }
            }
            Part::Seed(group) => {
                let kind = self.shape.output.cotangent();
                let ty = self.owned(&kind, None);
                match (group, &kind) {
                    (0, _) | (_, Kind::Real(_)) => ty,
                    (_, _) => quote!(&#ty),
                }
            }
            Part::Kept(group) => {
                let ty = self.kept(group);
                quote!(&#ty)
            }
            Part::Value | Part::Slope(_) | Part::Unit => quote!(()),
        }
    }

    fn kept(&self, group: usize) -> TokenStream {
        let name = kept_by(self.name, group > 0);
        quote!(Self::#name)
    }

    /// The type of a part of what is returned.
    fn result(&self, part: Part, lanes: Option<&Lanes>) -> TokenStream {
        match part {
            Part::Value => self.shape.value.clone(),
            Part::Slope(_) => self.owned(&self.shape.output.cotangent(), lanes),
            Part::Kept(group) => self.kept(group),
            Part::Bar(i, _) => self.owned(&self.shape.params[i].kind.cotangent(), None),
            Part::Given(_) | Part::Dot(..) | Part::Seed(_) | Part::Unit => quote!(()),
        }
    }
}

/// `forward`, `jvp`, `jvp_lanes`
fn function_name(head: &Head) -> String {
    let name = head.half.named(head.order);
    if head.lanes { format!("{name}_lanes") } else { name }
}
