//! The functions of forward mode: `jvp`, and those that `hvp` is made of.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Ident;

use super::function::Emitter;
use super::handle::{Context, Handle, frame_arguments, residuals_name, tuple};
use super::layout::ROOT;
use super::names::local;
use super::residuals::Residuals;
use super::types::owned_type;
use crate::ad::{Pushed, Together};
use crate::ir::{Half, Kind, Param, Passing, Var};

/// One parameter of such a function.
#[derive(Clone, Copy)]
enum Item {
    /// A parameter of the function in the language between.
    Param(Var),
    /// What is kept, or its tangents, by number.
    Residuals(usize),
}

/// A function to be written.
struct Level<'a> {
    of: Half,
    pushed: &'a Pushed,
    order: usize,
    name: String,
    doc: &'static str,
    items: Vec<Item>,
    /// What is kept, and its tangents: `2^order` groups.
    kept: Vec<Vec<Var>>,
    /// Whether callers are told of tangents of another shape.
    checked: bool,
}

impl Context<'_> {
    /// The functions of forward mode, and the items beside the handle that they need.
    pub(super) fn tangents(&self) -> (TokenStream, TokenStream) {
        let levels = self.parts.pushed;
        let mut functions = TokenStream::new();
        let primal: Vec<&Pushed> = levels.primal.iter().collect();
        functions.extend(self.written(Half::Primal, &primal));
        functions.extend(self.lanes());
        functions.extend(self.jacobian());
        if levels.halves.is_empty() {
            return (functions, quote!());
        }
        let forward: Vec<&Pushed> = levels.halves.iter().map(|(forward, _)| forward).collect();
        let backward: Vec<&Pushed> = levels.halves.iter().map(|(_, backward)| backward).collect();
        functions.extend(self.written(Half::Forward, &forward));
        functions.extend(self.written(Half::Backward, &backward));
        functions.extend(self.second());
        let tangents = self.tangents_of_residuals();
        let (ty, definition) = (&tangents.ty, &tangents.definition);
        let (marker, runtime) = (self.scheme().marker(), self.runtime);
        let (params, arguments, bounds) = frame_arguments(self.parts.item);
        let items = quote! {
            #[automatically_derived]
            impl<#params> #runtime::TwiceDifferentiated<#arguments> for #marker #bounds {
                type Tangent = #ty;
            }
            #definition
        };
        (functions, items)
    }

    /// The type of the tangents of what is kept.
    fn tangents_of_residuals(&self) -> Residuals {
        let kept = self.parts.pushed.kept.iter();
        let kinds: Vec<Kind> = kept.filter_map(|var| self.kind(*var).tangent()).collect();
        self.residuals_of(&kinds, "residuals_tangent")
    }

    pub(super) fn written(&self, of: Half, levels: &[&Pushed]) -> TokenStream {
        let pair = self.parts.pair;
        let mut items: Vec<Item> = match of {
            Half::Primal | Half::Forward => {
                pair.forward.params.iter().map(|param| Item::Param(param.var)).collect()
            }
            Half::Backward => {
                let lasting = pair.forward.params.iter().filter(|p| p.passing != Passing::Mut);
                let lasting = lasting.map(|param| Item::Param(param.var));
                let more = pair.seed.iter().chain(pair.shadows.iter().map(|(_, shadow)| shadow));
                let more = more.map(|var| Item::Param(*var));
                lasting.chain([Item::Residuals(0)]).chain(more).collect()
            }
            Half::Both => {
                let all = pair.forward.params.iter().map(|param| param.var).chain(pair.seed);
                let shadows = pair.shadows.iter().map(|(_, shadow)| *shadow);
                all.chain(shadows).map(Item::Param).collect()
            }
        };
        let mut functions = TokenStream::new();
        for (i, pushed) in levels.iter().enumerate() {
            let groups = items.iter().filter(|item| matches!(item, Item::Residuals(_))).count();
            let dots = items.iter().filter_map(|item| match item {
                Item::Param(var) => {
                    let dot = pushed.params.iter().find(|(param, _)| param == var);
                    dot.map(|(_, dot)| Item::Param(*dot))
                }
                Item::Residuals(group) => Some(Item::Residuals(group + groups)),
            });
            items.extend(dots.collect::<Vec<_>>());
            let kept = self.groups(of, pushed, i + 1);
            let mut name = of.named(i + 1);
            if self.lanes.is_some() {
                name.push_str("_lanes");
            }
            let doc = match of {
                Half::Primal if self.lanes.is_some() => {
                    "The value, and its tangents for several tangents of each of the arguments."
                }
                Half::Primal => "The value, and its tangent for tangents of the arguments.",
                Half::Forward => "`forward`, with the tangents of what it yields.",
                Half::Backward => "`backward`, with the tangents of what it yields.",
                Half::Both => "`accumulate`, with the tangents of what it yields.",
            };
            let items = items.clone();
            functions.extend(self.level(&Level {
                of,
                pushed,
                order: i + 1,
                name,
                doc,
                items,
                kept,
                checked: of == Half::Primal,
            }));
        }
        functions
    }

    /// `accumulate`, or the same with tangents.
    pub(super) fn together(&self) -> TokenStream {
        let Some(Together { pushed, vars, .. }) = &self.parts.pushed.together else {
            return quote!();
        };
        let (order, accumulates) = (self.parts.pushed.halves.len(), self.parts.accumulates);
        let parts = Handle { vars, extra: quote!(), ..*self.parts };
        let names = self.names.clone();
        let context = Context { parts: &parts, runtime: self.runtime, names, lanes: None };
        let doc = match (order, accumulates) {
            (0, true) => "The value and the cotangents, given that of the value.",
            (0, false) => {
                "The value; its gradient is added to the shadows, each iteration's as it is run."
            }
            (_, true) => "The value and the cotangents, with the tangents of both.",
            (_, false) => {
                "The value; its gradient is added to the shadows, with the tangents of both."
            }
        };
        let items = pushed.function.params.iter().map(|param| Item::Param(param.var)).collect();
        let (of, name, kept) = (Half::Both, Half::Both.named(order), Vec::new());
        let checked = false;
        let written = context.level(&Level { of, pushed, order, name, doc, items, kept, checked });
        // Whether it is there is a matter of speed.
        quote!(#[doc(hidden)] #written)
    }

    /// What is kept, and its tangents.
    fn groups(&self, of: Half, pushed: &Pushed, order: usize) -> Vec<Vec<Var>> {
        let all: &[Var] = match of {
            Half::Primal | Half::Both => return Vec::new(),
            Half::Forward => {
                let primal = pushed.function.primal_results();
                &pushed.function.body.results[primal..]
            }
            Half::Backward => &pushed.function.assumed,
        };
        let (first, dots) = all.split_at(self.parts.pair.kept.len());
        let size = self.parts.pushed.kept.len();
        let groups = (1..1 << order).map(|i| dots[(i - 1) * size..i * size].to_vec());
        std::iter::once(first.to_vec()).chain(groups).collect()
    }

    fn level(&self, level: &Level<'_>) -> TokenStream {
        let function = &level.pushed.function;
        let (residuals, tangents) = (self.residuals(), self.tangents_of_residuals());
        let of_group = |group: usize| if group == 0 { &residuals } else { &tangents };
        let (params, body) = self.emit(function, |emitter| {
            emitter.restored = level.of == Half::Backward;
            let params = self.parameters(level, emitter, &of_group);
            let mut opened = quote!();
            if level.of == Half::Backward {
                for (group, kept) in level.kept.iter().enumerate() {
                    let name = group_name(group);
                    opened.extend(emitter.open_residuals(kept, of_group(group), &name));
                }
            }
            let lengths = self.tangent_lengths(level, emitter);
            let views = self.as_views(function, &level.pushed.params, emitter);
            let lines = emitter.body(&function.body);
            let closed = self.results(level, emitter, &of_group);
            (params, quote!(#lengths #opened #views #lines #closed))
        });
        let returned = self.returned(level, &of_group);
        let doc = level.doc;
        let (generics, bounds) = self.generics();
        let (vis, name) = (self.scheme().vis(), self.scheme().function(&level.name));
        quote! {
            #[doc = #doc]
            #[inline]
            #vis fn #name #generics (#(#params),*) #returned #bounds { #body }
        }
    }

    /// Asserts that the tangents of the arguments have their shape, in `jvp`.
    fn tangent_lengths(&self, level: &Level<'_>, emitter: &Emitter<'_>) -> TokenStream {
        if !level.checked {
            return quote!();
        }
        let params = self.argument_names().into_iter().zip(&self.parts.pair.forward.params);
        let checks = params.flat_map(|(name, param)| {
            let dots = level.pushed.params.iter().filter(|(var, _)| *var == param.var);
            dots.map(move |(var, dot)| {
                let dot = &emitter.slots[emitter.slot_of[dot]].ident;
                self.same_shape(dot, &name, self.kind(*var), param.passing)
            })
        });
        checks.collect()
    }

    /// `x: f64, x_dot: f64, w_dot: &[f64]`
    fn parameters<'r>(
        &self,
        level: &Level<'_>,
        emitter: &Emitter<'_>,
        of_group: &impl Fn(usize) -> &'r Residuals,
    ) -> Vec<TokenStream> {
        let declared = self.parts.pair.forward.params.iter().map(|param| param.var);
        let declared: Vec<(Var, TokenStream)> = declared.zip(self.inputs()).collect();
        let one = |item: &Item| match item {
            Item::Residuals(group) => {
                let (name, ty) = (group_name(*group), &of_group(*group).ty);
                Some(quote!(#name: &#ty))
            }
            Item::Param(var) => {
                if let Some((_, tokens)) = declared.iter().find(|(param, _)| param == var) {
                    return Some(tokens.clone());
                }
                let function = &level.pushed.function;
                let Param { passing, .. } = function.params.iter().find(|p| p.var == *var)?;
                let name = &emitter.slots[emitter.slot_of[var]].ident;
                let of = level.pushed.params.iter().find(|(_, dot)| dot == var);
                let of = of.map_or(*var, |(of, _)| *of);
                let ty = self.tangent_type(of, *var, *passing);
                Some(match passing {
                    Passing::Value => quote!(#name: #ty),
                    Passing::Ref => quote!(#name: &#ty),
                    Passing::Mut => quote!(#name: &mut #ty),
                })
            }
        };
        level.items.iter().filter_map(one).collect()
    }

    /// What is yielded, where the body ends.
    fn results<'r>(
        &self,
        level: &Level<'_>,
        emitter: &mut Emitter<'_>,
        of_group: &impl Fn(usize) -> &'r Residuals,
    ) -> TokenStream {
        let function = &level.pushed.function;
        emitter.here.push((ROOT, function.body.stmts.len()));
        let all = &function.body.results[..function.primal_results()];
        let (outputs, finals) = all.split_at(function.outputs);
        let mut kept = Vec::new();
        if level.of == Half::Forward {
            for (group, vars) in level.kept.iter().enumerate() {
                let later: Vec<Var> =
                    all.iter().chain(level.kept[group + 1..].iter().flatten()).copied().collect();
                let vars = vars.iter().map(|var| {
                    let value = emitter.owned_before(*var, &later);
                    emitter.kept(*var, value)
                });
                let vars = vars.collect();
                kept.push(of_group(group).made_of(&tuple(vars)));
            }
        }
        let mut values = Vec::new();
        for (i, output) in outputs.iter().enumerate() {
            let later: Vec<Var> = outputs[i + 1..].iter().chain(finals).copied().collect();
            values.push(emitter.owned_before(*output, &later));
        }
        let overwritten = function.params.iter().filter(|p| p.passing == Passing::Mut);
        let overwritten = overwritten.map(|param| param.var).zip(finals.iter().copied());
        let written = emitter.write_back(&overwritten.collect::<Vec<_>>());
        let mut items = interleaved(level, values, kept);
        if let (Half::Backward, true) = (level.of, items.is_empty()) {
            return written;
        }
        if let (Half::Primal, []) = (level.of, items.as_slice()) {
            items.push(quote!(()));
        }
        let items = tuple(items);
        match written.is_empty() {
            true => self.made(level, &items),
            false => {
                let results = local("results");
                let answer = self.made(level, &quote!(#results));
                quote!(let #results = #items; #written #answer)
            }
        }
    }

    /// The type of what is returned; the backward pass does not fail.
    fn wrapped(&self, level: &Level<'_>, ty: &TokenStream) -> TokenStream {
        match level.of {
            Half::Primal | Half::Forward | Half::Both => self.returned_type(ty),
            Half::Backward => ty.clone(),
        }
    }

    /// What is returned.
    fn made(&self, level: &Level<'_>, value: &TokenStream) -> TokenStream {
        match level.of {
            Half::Primal | Half::Forward | Half::Both => self.answer(value),
            Half::Backward => value.clone(),
        }
    }

    fn returned<'r>(
        &self,
        level: &Level<'_>,
        of_group: &impl Fn(usize) -> &'r Residuals,
    ) -> TokenStream {
        let function = &level.pushed.function;
        let outputs = &function.body.results[..function.outputs];
        let values = outputs.iter().enumerate().map(|(i, var)| match (level.of, i) {
            (Half::Primal | Half::Forward | Half::Both, 0) => self.output_type(),
            _ => owned_type(&self.kind(*var).cotangent(), self.runtime),
        });
        let kept = match level.of {
            Half::Forward => (0..level.kept.len()).map(|g| of_group(g).ty.clone()).collect(),
            Half::Primal | Half::Backward | Half::Both => Vec::new(),
        };
        let types = interleaved(level, values.collect(), kept);
        if types.is_empty() && (level.of == Half::Backward || !self.is_fallible()) {
            return quote!();
        }
        let types = self.wrapped(level, &tuple(types));
        quote!(-> #types)
    }
}

/// What `forward` yields at first, and then the tangents of that, and so on.
fn interleaved(
    level: &Level<'_>,
    values: Vec<TokenStream>,
    kept: Vec<TokenStream>,
) -> Vec<TokenStream> {
    if level.of != Half::Forward {
        return values;
    }
    let unit = values.is_empty();
    let has_tangent = values.len() > 1;
    let (mut values, mut kept) = (values.into_iter(), kept.into_iter());
    let mut items = Vec::new();
    for i in 0..1 << level.order {
        match (i, unit) {
            (0, true) => items.push(quote!(())),
            (0, false) => items.extend(values.next()),
            _ if has_tangent => items.extend(values.next()),
            _ => {}
        }
        items.extend(kept.next());
    }
    items
}

/// `residuals`, `residuals_dot`, `residuals_dot2`, `residuals_dot_dot2` …: with the tangents taken that
/// the bits of the number say.
fn group_name(group: usize) -> Ident {
    let mut name = residuals_name().to_string();
    for bit in (0..usize::BITS as usize).filter(|bit| group >> bit & 1 == 1) {
        match bit {
            0 => name.push_str("_dot"),
            _ => name.push_str(&format!("_dot{}", bit + 1)),
        }
    }
    local(&name)
}
