//! The handle: the functions that stand beside the user's.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{FnArg, Ident, ItemFn, Path};

use super::function::Emitter;
use super::names::{Names, local};
use super::residuals::{Around, Residuals, holds_residuals, names_a_struct};
use super::scheme::Scheme;
use super::types::owned_type;
use crate::ad::drivers::Drivers;
use crate::ad::{Levels, Pair};
use crate::front::{FnSignature, Options};
use crate::ir::{Kind, Param, Passing, Var, Vars};

/// Everything that a handle is made from.
pub struct Handle<'a> {
    /// The user's function.
    pub item: &'a ItemFn,
    /// The attribute's options.
    pub options: &'a Options,
    /// The functions of reverse mode.
    pub pair: &'a Pair,
    /// All values.
    pub vars: &'a Vars,
    /// Whether the function calls itself.
    pub recursive: bool,
    /// Whether others may call `accumulate` with a cotangent of the value.
    pub accumulates: bool,
    /// The functions of forward mode.
    pub pushed: &'a Levels,
    /// The functions that are made of these.
    pub drivers: &'a Drivers,
    /// Further associated functions.
    pub extra: TokenStream,
}

/// The items of a handle.
pub fn handle(parts: &Handle<'_>) -> TokenStream {
    let runtime = parts.options.runtime();
    let names = reserved(parts.item);
    let context = Context { parts, runtime: &runtime, names, lanes: None };
    let forward = context.forward();
    let backward = context.backward();
    let gradient = context.gradient();
    let (tangents, items) = context.tangents();
    let extra = &parts.extra;
    let together = context.together();
    let body = quote!(#forward #backward #together #gradient #tangents #extra);
    let residuals = context.residuals();
    let frame = frame(parts.item, parts.options, &body, &residuals.ty);
    let definition = &residuals.definition;
    let objective = context.objective();
    quote!(#frame #definition #items #objective)
}

/// The functions, and what their callers need to know.
pub(super) fn frame(
    item: &ItemFn,
    options: &Options,
    body: &TokenStream,
    residuals: &TokenStream,
) -> TokenStream {
    let runtime = options.runtime();
    let scheme = Scheme::new(item, options);
    let (frame, marker) = (scheme.frame(body), scheme.marker());
    let (params, arguments, bounds) = frame_arguments(item);
    quote! {
        #frame

        #[automatically_derived]
        impl<#params> #runtime::Differentiated<#arguments> for #marker #bounds {
            type Residuals = #residuals;
        }
    }
}

/// The type by which the residuals of a method are named. It is defined before anything is written of the method.
pub fn marker(item: &ItemFn, options: &Options) -> Option<TokenStream> {
    Scheme::new(item, options).beside()
}

/// What an `impl` of a trait of handles needs: the generic parameters, the trait's argument, and the
/// bounds.
pub(super) fn frame_arguments(item: &ItemFn) -> (TokenStream, TokenStream, TokenStream) {
    let generics = &item.sig.generics;
    let (_, _, where_clause) = generics.split_for_impl();
    let params = &generics.params;
    (quote!(#params), trait_arguments(item), quote!(#where_clause))
}

/// `::<T, N>` where the parameters' types do not decide all of them.
pub(super) fn undecided(item: &ItemFn, generics: &syn::Generics) -> TokenStream {
    undecided_with(item, generics, None)
}

/// The same with one more behind.
pub(super) fn undecided_with(
    item: &ItemFn,
    generics: &syn::Generics,
    more: Option<TokenStream>,
) -> TokenStream {
    let names: Vec<&Ident> = generics
        .params
        .iter()
        .filter_map(|param| match param {
            syn::GenericParam::Type(param) => Some(&param.ident),
            syn::GenericParam::Const(param) => Some(&param.ident),
            syn::GenericParam::Lifetime(_) => None,
        })
        .collect();
    let mut mentioned = Names::default();
    mentioned.reserve(&item.sig.inputs.to_token_stream());
    let more = more.map(|more| quote!(, #more));
    match names.iter().all(|name| mentioned.has(name)) {
        true => quote!(),
        false => quote!(::<#(#names),* #more>),
    }
}

/// `()`, `T`, or `(T, [(); N])`: the generic parameters of a function as one type.
pub fn trait_arguments(item: &ItemFn) -> TokenStream {
    let arguments: Vec<TokenStream> = item
        .sig
        .generics
        .params
        .iter()
        .filter_map(|param| match param {
            syn::GenericParam::Type(param) => Some(param.ident.to_token_stream()),
            syn::GenericParam::Const(param) => {
                let name = &param.ident;
                Some(quote!([(); #name]))
            }
            _ => None,
        })
        .collect();
    match arguments.as_slice() {
        [] => quote!(()),
        [single] => single.clone(),
        several => quote!((#(#several),*)),
    }
}

/// Names that generated variables must not take: every one that the body mentions and that is not
/// a variable of the function.
fn reserved(item: &ItemFn) -> Names {
    let mut names = Names::default();
    names.reserve(&quote!(Self self));
    let _ = item;
    names
}

/// What `forward` and `backward` call what is kept.
pub(super) fn residuals_name() -> Ident {
    local("residuals")
}

/// The state of writing a handle.
pub(super) struct Context<'a> {
    pub(super) parts: &'a Handle<'a>,
    pub(super) runtime: &'a Path,
    pub(super) names: Names,
    /// Where tangents are several: the name of the constant that says how many.
    pub(super) lanes: Option<&'a Ident>,
}

impl Context<'_> {
    pub(super) fn emit<T>(
        &self,
        function: &crate::ir::Function,
        run: impl Fn(&mut Emitter<'_>) -> T,
    ) -> T {
        Emitter::emit(function, self.parts.vars, self.runtime, &self.names, run)
    }

    /// The primal's parameters as written, without marks.
    pub(super) fn inputs(&self) -> Vec<TokenStream> {
        let typed = self.parts.item.sig.inputs.iter().filter_map(|arg| match arg {
            FnArg::Typed(arg) => Some(arg),
            FnArg::Receiver(_) => None,
        });
        let one = |arg: &syn::PatType| {
            let (name, ty) = (parameter_name(&arg.pat), &arg.ty);
            self.scheme().receiver(&name, ty).unwrap_or_else(|| quote!(#name: #ty))
        };
        typed.map(one).collect()
    }

    /// Those that the backward pass has too: all that are not overwritten.
    pub(super) fn lasting<T: Clone>(&self, all: &[T]) -> Vec<T> {
        let params = &self.parts.pair.forward.params;
        let lasting = params.iter().map(|param| param.passing != Passing::Mut);
        all.iter().zip(lasting).filter(|(_, lasts)| *lasts).map(|(one, _)| one.clone()).collect()
    }

    /// The parameters' names, as the user's own tokens: they keep their hygiene.
    pub(super) fn argument_names(&self) -> Vec<Ident> {
        let inputs = self.parts.item.sig.inputs.iter();
        inputs
            .filter_map(|arg| match arg {
                FnArg::Typed(arg) => match &*arg.pat {
                    syn::Pat::Ident(pat) => Some(pat.ident.clone()),
                    _ => None,
                },
                FnArg::Receiver(_) => None,
            })
            .collect()
    }

    pub(super) fn output_type(&self) -> TokenStream {
        match FnSignature::new(&self.parts.item.sig).value() {
            Some(ty) => quote!(#ty),
            None => quote!(()),
        }
    }

    pub(super) fn kind(&self, var: Var) -> &Kind {
        self.parts.vars.kind(var)
    }

    pub(super) fn residuals(&self) -> Residuals {
        let kept = self.parts.pair.kept.iter().map(|var| self.kind(*var).clone());
        self.residuals_of(&kept.collect::<Vec<_>>(), "residuals")
    }

    /// The type of what is kept, or of its tangents.
    pub(super) fn residuals_of(&self, kinds: &[Kind], word: &str) -> Residuals {
        let Handle { item, options, recursive, .. } = *self.parts;
        let types = kinds.iter().map(|kind| owned_type(kind, self.runtime));
        let types = tuple(types.collect());
        let named = kinds.iter().any(names_a_struct);
        let nested = kinds.iter().any(holds_residuals);
        if recursive || named {
            let (around, types) = match kinds {
                _ if !recursive || !nested => (Around::Nothing, types),
                [Kind::Option(inner)] => (Around::OptionOfBox, owned_type(inner, self.runtime)),
                _ => (Around::Box, types),
            };
            let marker = Scheme::new(item, options).marker_name();
            let name = quote::format_ident!("{marker}_{word}", span = marker.span());
            Residuals::nominal(name, &item.sig.generics, &types, around, self.runtime)
        } else {
            Residuals::plain(types)
        }
    }

    pub(super) fn scheme(&self) -> Scheme<'_> {
        Scheme::new(self.parts.item, self.parts.options)
    }

    pub(super) fn generics(&self) -> (TokenStream, TokenStream) {
        let mut generics = self.scheme().generics().clone();
        if let Some(count) = self.lanes {
            generics.params.push(syn::parse_quote!(const #count: usize));
            let runtime = self.runtime;
            let bounds = self.parts.vars.opaque().into_iter().map(|ty| -> syn::WherePredicate {
                syn::parse_quote!(#ty: #runtime::Laned<#count>)
            });
            let bounds: Vec<_> = bounds.collect();
            if !bounds.is_empty() {
                generics.make_where_clause().predicates.extend(bounds);
            }
        }
        let (impl_generics, _, where_clause) = generics.split_for_impl();
        (quote!(#impl_generics), quote!(#where_clause))
    }

    fn forward(&self) -> TokenStream {
        let (generics, bounds) = self.generics();
        let (inputs, output) = (self.inputs(), self.output_type());
        let residuals = self.residuals();
        let function = &self.parts.pair.forward;
        let body = self.emit(function, |emitter| {
            let views = self.as_views(function, &[], emitter);
            let lines = emitter.body(&function.body);
            emitter.here.push((super::layout::ROOT, function.body.stmts.len()));
            let (primal, kept) = function.body.results.split_at(function.primal_results());
            let (outputs, finals) = primal.split_at(function.outputs);
            let kept = kept.iter().map(|var| {
                let value = emitter.owned_before(*var, primal);
                emitter.kept(*var, value)
            });
            let kept = kept.collect();
            let kept = residuals.made_of(&tuple(kept));
            let output = match outputs {
                [output] => emitter.owned_before(*output, finals),
                _ => quote!(()),
            };
            let overwritten = function.params.iter().filter(|p| p.passing == Passing::Mut);
            let overwritten = overwritten.map(|param| param.var).zip(finals.iter().copied());
            let written = emitter.write_back(&overwritten.collect::<Vec<_>>());
            match written.is_empty() {
                true => {
                    let answer = self.answer(&quote!((#output, #kept)));
                    quote!(#views #lines #answer)
                }
                false => {
                    let results = local("results");
                    let answer = self.answer(&quote!(#results));
                    quote!(#views #lines let #results = (#output, #kept); #written #answer)
                }
            }
        });
        let residuals = &residuals.ty;
        let returned = self.returned_type(&quote!((#output, #residuals)));
        let (vis, forward) = (self.scheme().vis(), self.scheme().function("forward"));
        quote! {
            /// The value, and what `backward` needs of the way to it.
            #[inline]
            #vis fn #forward #generics (#(#inputs),*) -> #returned #bounds { #body }
        }
    }

    fn backward(&self) -> TokenStream {
        let (generics, bounds) = self.generics();
        let inputs = self.lasting(&self.inputs());
        let residuals = self.residuals();
        let pair = self.parts.pair;
        let function = &pair.backward;
        let (seed, shadows, body) = self.emit(function, |emitter| {
            let seed = pair.seed.map(|var| emitter.slots[emitter.slot_of[&var]].ident.clone());
            let shadows: Vec<Ident> = pair
                .shadows
                .iter()
                .map(|(_, shadow)| emitter.slots[emitter.slot_of[shadow]].ident.clone())
                .collect();
            emitter.restored = true;
            let opened = emitter.open_residuals(&pair.kept, &residuals, &residuals_name());
            let views = self.as_views(function, &[], emitter);
            let lines = emitter.body(&function.body);
            let closed = emitter.close_backward(function, pair);
            (seed, shadows, quote!(#opened #views #lines #closed))
        });
        let residuals = &residuals.ty;
        let lengths = self.shadow_lengths(&shadows);
        let seed = pair.seed.zip(seed).map(|(var, name)| {
            let ty = owned_type(self.kind(var), self.runtime);
            quote!(, #name: #ty)
        });
        let shadow_types =
            pair.shadows.iter().map(|(_, s)| owned_type(self.kind(*s), self.runtime));
        let returned = pair
            .returned
            .iter()
            .map(|var| owned_type(&self.kind(*var).cotangent(), self.runtime))
            .collect();
        let returned = match pair.returned.is_empty() {
            true => quote!(),
            false => {
                let ty = tuple(returned);
                quote!(-> #ty)
            }
        };
        let (vis, backward) = (self.scheme().vis(), self.scheme().function("backward"));
        let name = residuals_name();
        quote! {
            /// The cotangents of the arguments, given that of the value.
            #[inline]
            #vis fn #backward #generics (
                #(#inputs,)*
                #name: &#residuals
                #seed
                #(, #shadows: &mut #shadow_types)*
            ) #returned #bounds { #lengths #body }
        }
    }

    /// Asserts that shadows have the shape of what they belong to, where that is at hand.
    fn shadow_lengths(&self, shadows: &[Ident]) -> TokenStream {
        let pair = self.parts.pair;
        let params = self.argument_names().into_iter().zip(&pair.forward.params);
        let params: Vec<(Ident, &Param)> = params.collect();
        let checks = pair.shadows.iter().zip(shadows).filter_map(|((var, _), shadow)| {
            let (name, param) = params.iter().find(|(_, param)| param.var == *var)?;
            (param.passing != Passing::Mut)
                .then(|| self.same_shape(shadow, name, self.kind(*var), param.passing))
        });
        checks.collect()
    }
}

fn parameter_name(pat: &syn::Pat) -> TokenStream {
    match pat {
        syn::Pat::Ident(pat) => {
            let name = &pat.ident;
            quote!(#name)
        }
        other => quote!(#other),
    }
}

/// A bare item, or a tuple.
pub(super) fn tuple(items: Vec<TokenStream>) -> TokenStream {
    match items.as_slice() {
        [single] => single.clone(),
        several => quote!((#(#several),*)),
    }
}

impl Emitter<'_> {
    /// A value to be handed over while others are still to come.
    pub(super) fn owned_before(&mut self, var: Var, later: &[Var]) -> TokenStream {
        let moved =
            |e: &Self, other: &Var| *other == var || e.slot_of.get(other) == e.slot_of.get(&var);
        if !self.is_copy(var)
            && self.slot_of.contains_key(&var)
            && later.iter().any(|other| moved(self, other))
        {
            return self.copied(var);
        }
        self.owned(var)
    }

    /// The final values of what was handed over as `&mut`, where they are not there yet: pairs of
    /// the first version and the last.
    pub(super) fn write_back(&mut self, versions: &[(Var, Var)]) -> TokenStream {
        let slices = |e: &Self, first: Var| matches!(e.vars.kind(first), Kind::Slice(_));
        let mut ends = Vec::new();
        let mut lines = TokenStream::new();
        for (first, last) in versions {
            let home = self.slot_of[first];
            if !slices(self, *first) {
                ends.push((*last, home));
            } else if self.slot_of.get(last) != Some(&home) {
                lines.extend(self.set_sequence(home, &[], *last));
            }
        }
        lines.extend(self.close(&ends));
        lines
    }

    /// The results of a backward function: shadows are written back, cotangents returned under
    /// their names.
    fn close_backward(&mut self, function: &crate::ir::Function, pair: &Pair) -> TokenStream {
        self.here.push((super::layout::ROOT, function.body.stmts.len()));
        let (values, finals) = function.body.results.split_at(function.outputs);
        let mut lines = TokenStream::new();
        let shadows = pair.shadows.iter().map(|(_, shadow)| *shadow).zip(finals.iter().copied());
        lines.extend(self.write_back(&shadows.collect::<Vec<_>>()));
        let mut results = Vec::new();
        for (param, value) in pair.returned.iter().zip(values) {
            let info = &self.vars[*param];
            let name = info.name.as_deref().unwrap_or("x").trim_start_matches("r#");
            let wanted = format!("{name}_bar");
            let held = self.slot(*value).is_some_and(|slot| slot.ident == wanted);
            let owned = self.owned(*value);
            if held {
                results.push(owned);
            } else {
                let name = self.names.fresh(&wanted, info.span);
                lines.extend(quote!(let #name = #owned;));
                results.push(quote!(#name));
            }
        }
        let result = tuple(results);
        if pair.returned.is_empty() { lines } else { quote!(#lines #result) }
    }
}
