//! Derivatives as functions that may be differentiated themselves: `gradient_forward` and
//! `gradient_backward`, and those of `value_and_gradient`, `hvp` and `jvp`.
//!
//! Second derivatives are symmetric, so that the transpose of what a gradient does to a direction is a
//! product with the Hessian again: the reverse of `gradient` is `gradient_jvp` with the seed for a
//! direction, and that of `hvp` is `hvp_jvp`. The reverse of `jvp` is both passes with the cotangent of
//! the tangent for a seed.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Ident;

use super::gradient::Gathered;
use super::handle::{Context, tuple, undecided};
use super::names::{Names, local};
use super::second::{Direction, together};
use super::tangents::masked_name;
use super::types::owned_type;
use crate::ir::{Half, Kind, Param, Passing, Tangent};

/// A function to be written, with its `forward` and `backward`.
pub(super) struct Nested {
    /// What it is called.
    pub name: String,
    /// Its parameters.
    pub inputs: Vec<TokenStream>,
    /// The parameters of `backward` behind them.
    pub more: Vec<TokenStream>,
    /// The call that yields the value.
    pub value: TokenStream,
    /// What `forward` yields.
    pub output: TokenStream,
    /// What `backward` does.
    pub lines: TokenStream,
    pub given: Given,
    /// How often both have been differentiated.
    pub order: usize,
}

/// The cotangents that a function gives back: by value, or added to a shadow.
#[derive(Default)]
pub(super) struct Given {
    lines: TokenStream,
    returned: Vec<TokenStream>,
    types: Vec<TokenStream>,
}

impl Given {
    /// The cotangent of a parameter; yields the declaration of its shadow.
    fn one(
        &mut self,
        how: Passing,
        name: &Ident,
        kind: &Kind,
        bar: &Ident,
        c: &Context<'_>,
    ) -> Option<TokenStream> {
        let runtime = c.runtime;
        if how == Passing::Value {
            self.returned.push(quote!(#bar));
            self.types.push(owned_type(&kind.cotangent(), runtime));
            return None;
        }
        let shadow = local(&format!("{name}_shadow"));
        let ty = owned_type(&kind.shadow(), runtime);
        self.lines.extend(match kind {
            Kind::Slice(_) | Kind::Vec(_) => quote! {
                for (total, term) in #shadow.iter_mut().zip(&#bar) {
                    #runtime::add(total, term);
                }
            },
            _ => quote!(#runtime::add(#shadow, &#bar);),
        });
        Some(quote!(#shadow: &mut #ty))
    }
}

/// Names for a list of directions that come as one seed, and how they are handed over.
struct Seed {
    pattern: TokenStream,
    handed: TokenStream,
}

impl Seed {
    fn new(directions: &[Direction]) -> Seed {
        let names: Vec<Ident> = directions.iter().map(|d| d.name.clone()).collect();
        let one = |direction: &Direction| {
            let name = &direction.name;
            match direction.kind {
                Kind::Real(_) => quote!(#name,),
                _ => quote!(&#name,),
            }
        };
        Seed { pattern: together(&names), handed: directions.iter().map(one).collect() }
    }
}

impl Context<'_> {
    /// The functions by which a differentiated function calls derivatives of this one.
    pub(super) fn nested(&self) -> TokenStream {
        let pushed = self.parts.pushed;
        let mut functions = quote!();
        if !pushed.primal.is_empty() && !pushed.halves.is_empty() {
            for order in 0..pushed.halves.len() {
                functions.extend(self.nested_jvp(order));
            }
        }
        for order in 1..pushed.primal.len() {
            functions.extend(self.jvp_jvp(order));
        }
        if self.scalar().is_none() {
            return functions;
        }
        for order in 0..pushed.halves.len() {
            functions.extend(self.nested_gradient(order, false));
            functions.extend(self.nested_gradient(order, true));
        }
        for order in 1..pushed.halves.len() {
            functions.extend(self.hvp_jvp(order));
        }
        if pushed.halves.len() > 1 {
            functions.extend(self.nested_hvp());
        }
        functions
    }

    pub(super) fn written_pair(&self, nested: &Nested) -> TokenStream {
        let Nested { name, inputs, more, value, output, lines, given, order } = nested;
        let (generics, bounds) = self.generics();
        let vis = self.scheme().vis();
        let half = |half: Half, plain: &str| match order {
            0 => self.scheme().function(&format!("{name}_{plain}")),
            _ => self.scheme().function(&format!("{name}_{}", Tangent::named(half, *order))),
        };
        let (forward, backward) =
            (half(Half::Forward, "forward"), half(Half::Backward, "backward"));
        let Given { lines: added, returned, types } = given;
        let (returned, types) = (tuple(returned.clone()), tuple(types.clone()));
        let doc = format!(" `{name}` as a function to be differentiated: nothing is kept.");
        let back_doc = format!(" The cotangents of the arguments of `{name}`.");
        quote! {
            #[doc = #doc]
            #[doc(hidden)]
            #[inline]
            #vis fn #forward #generics (#(#inputs),*) -> #output #bounds {
                #value
            }

            #[doc = #back_doc]
            #[doc(hidden)]
            #[inline]
            #vis fn #backward #generics (#(#more),*) -> #types #bounds {
                #lines
                #added
                #returned
            }
        }
    }

    /// The active parameters.
    fn active(&self) -> Vec<(Ident, Param)> {
        let pair = self.parts.pair;
        let active = |param: &Param| {
            pair.returned.contains(&param.var)
                || pair.shadows.iter().any(|(var, _)| *var == param.var)
        };
        let all = self.argument_names().into_iter().zip(pair.forward.params.iter().cloned());
        all.filter(|(_, param)| active(param)).collect()
    }

    /// `gradient`, or `value_and_gradient`, differentiated so often, with `forward` and `backward`.
    fn nested_gradient(&self, order: usize, both: bool) -> TokenStream {
        let count = 1 << order;
        let arguments = undecided(self.parts.item, self.scheme().generics());
        let mut own = self.own_names();
        let tangents = self.all_directions(order, &mut own);
        let declared: Vec<Vec<TokenStream>> = std::iter::once(self.inputs())
            .chain(tangents.iter().map(|list| list.iter().map(|d| d.declared.clone()).collect()))
            .collect();
        let all_names = self.argument_names();
        let dots: Vec<&Ident> = tangents.iter().flatten().map(|d| &d.name).collect();
        let handed = quote!(#(#all_names,)* #(#dots,)*);
        let bars: Vec<Gathered> = (0..count)
            .map(|mask| self.gathered(&masked_name("_bar", mask).to_string(), &mut own))
            .collect();
        let gradient = tuple(bars[0].types.clone());
        let output = self.output_type();
        let single = match both {
            true => quote!((#output, #gradient)),
            false => gradient.clone(),
        };
        let scalar = !both && matches!(&self.active()[..], [(_, p)] if self.kind(p.var).is_real());
        let values: Vec<Ident> = (0..count)
            .map(|mask| {
                own.fresh(&masked_name("yielded", mask).to_string(), proc_macro2::Span::call_site())
            })
            .collect();
        let name = if both { "value_and_gradient" } else { "gradient" };
        let called = match order {
            0 => self.scheme().function(name),
            _ => {
                let suffix = Tangent::named(Half::Primal, order);
                self.scheme().function(&format!("{name}_{suffix}"))
            }
        };
        let (first, rest) = (&values[0], &values[1..]);
        let pattern = together(&values);
        let value = quote! {
            let #pattern = Self::#called #arguments (#handed);
            (#first, () #(, #rest)*)
        };
        let singles = vec![&single; count - 1];
        let yielded = quote!((#single, () #(, #singles)*));
        let mut given = Given::default();
        let (mut more, mut lines, mut seeds) = (Vec::new(), quote!(), quote!());
        let mut factors = Vec::new();
        for mask in 0..count {
            more.extend(match mask {
                0 => self.lasting(&declared[0]),
                _ => declared[mask].clone(),
            });
            more.push(quote!(_: &()));
            let seed = masked_name("seed", mask);
            let by_value = mask == 0 || scalar;
            more.push(if by_value { quote!(#seed: #single) } else { quote!(#seed: &#single) });
            let directions = self.directions(mask | count, &mut own);
            let Seed { pattern, handed } = Seed::new(&directions);
            let value = if by_value { quote!(#seed) } else { quote!(#seed.clone()) };
            let factor = masked_name("value_bar", mask);
            lines.extend(match both {
                true => quote!(let (#factor, #pattern) = #value;),
                false => quote!(let #pattern = #value;),
            });
            factors.push(factor);
            seeds.extend(handed);
            for ((name, param), bar) in self.active().iter().zip(&bars[mask].all) {
                let name = masked_name(&name.to_string(), mask);
                more.extend(given.one(param.passing, &name, self.kind(param.var), bar, self));
            }
        }
        lines.extend(self.products(order, both, &handed, &seeds, &bars, &factors, &mut own));
        self.written_pair(&Nested {
            name: name.to_owned(),
            inputs: declared.concat(),
            more,
            value,
            output: yielded,
            lines,
            given,
            order,
        })
    }

    /// The cotangents of the arguments of a gradient: products with the Hessian, and their tangents;
    /// where the value has a cotangent, too, the gradient as often as that says.
    #[allow(clippy::too_many_arguments)]
    fn products(
        &self,
        order: usize,
        both: bool,
        handed: &TokenStream,
        seeds: &TokenStream,
        bars: &[Gathered],
        factors: &[Ident],
        own: &mut Names,
    ) -> TokenStream {
        let (count, runtime) = (bars.len(), self.runtime);
        let arguments = undecided(self.parts.item, self.scheme().generics());
        let suffix = Tangent::named(Half::Primal, order + 1);
        let function = self.scheme().function(&format!("gradient_{suffix}"));
        let found = bars.iter().map(|bars| {
            let names = bars.all.iter().map(|bar| quote!(mut #bar));
            tuple(names.collect())
        });
        if !both {
            let ignored = vec![quote!(_); count];
            return quote! {
                let (#(#ignored,)* #(#found),*) = Self::#function #arguments (#handed #seeds);
            };
        }
        let slopes: Vec<Gathered> = (0..count)
            .map(|mask| self.gathered(&masked_name("_slope", mask).to_string(), own))
            .collect();
        let known = slopes.iter().map(|slopes| together(&slopes.all));
        let mut lines = quote! {
            let (#(#known,)* #(#found),*) = Self::#function #arguments (#handed #seeds);
        };
        for (mask, bars) in bars.iter().enumerate() {
            for taken in (0..count).filter(|taken| taken & mask == *taken) {
                let factor = &factors[taken];
                for (bar, slope) in bars.all.iter().zip(&slopes[mask ^ taken].all) {
                    lines.extend(quote! {
                        #runtime::add_scaled(&mut #bar, #factor, #slope.clone());
                    });
                }
            }
        }
        lines
    }

    /// `hvp`, differentiated so often.
    fn hvp_jvp(&self, order: usize) -> TokenStream {
        let (generics, bounds) = self.generics();
        let (inputs, names, vis) = (self.inputs(), self.argument_names(), self.scheme().vis());
        let arguments = undecided(self.parts.item, self.scheme().generics());
        let mut own = self.own_names();
        let directions = self.all_directions(order + 1, &mut own);
        let declared: Vec<&TokenStream> =
            directions.iter().flatten().map(|direction| &direction.declared).collect();
        let dots: Vec<&Ident> = directions.iter().flatten().map(|d| &d.name).collect();
        let suffix = Tangent::named(Half::Primal, order);
        let hvp = self.scheme().function(&format!("hvp_{suffix}"));
        let above = Tangent::named(Half::Primal, order + 1);
        let gradient = self.scheme().function(&format!("gradient_{above}"));
        let ty = tuple(self.gathered("_bar", &mut own).types);
        let types = vec![&ty; 1 << order];
        let all: Vec<Ident> = (0..2 << order).map(|mask| masked_name("gradient", mask)).collect();
        let odd: Vec<&Ident> = all.iter().skip(1).step_by(2).collect();
        quote! {
            /// The product of the Hessian with a direction, and its tangents.
            #[inline]
            #vis fn #hvp #generics (#(#inputs,)* #(#declared),*) -> (#(#types),*) #bounds {
                let (#(#all),*) = Self::#gradient #arguments (#(#names,)* #(#dots),*);
                (#(#odd),*)
            }
        }
    }

    fn nested_hvp(&self) -> TokenStream {
        let arguments = undecided(self.parts.item, self.scheme().generics());
        let mut own = self.own_names();
        let directions = self.all_directions(2, &mut own);
        let [first, second, both] = [&directions[0], &directions[1], &directions[2]];
        let dots = first.iter().map(|d| &d.name);
        let names = self.argument_names();
        let handed = quote!(#(#names,)* #(#dots,)*);
        let (Seed { pattern, handed: seeds }, zeros) = (Seed::new(second), Seed::new(both));
        let (opened, zeros) = (self.zeros_of(both), zeros.handed);
        let [of_dot, of_argument] =
            ["_dot_bar", "_bar"].map(|suffix| self.gathered(suffix, &mut own));
        let ty = tuple(of_argument.types.clone());
        let (bars, dot_bars) = (together(&of_argument.all), together(&of_dot.all));
        let [hvp, gradient] = ["hvp", "gradient_jvp2"].map(|n| self.scheme().function(n));
        let seed = local("seed");
        let lines = quote! {
            let #pattern = #seed;
            #opened
            let (_, _, #dot_bars, #bars) =
                Self::#gradient #arguments (#handed #seeds #zeros);
        };
        let value = quote!((Self::#hvp #arguments (#handed), ()));
        self.with_directions("hvp", first, value, ty, lines, [&of_argument, &of_dot])
    }

    /// Zeros for directions.
    fn zeros_of(&self, directions: &[Direction]) -> TokenStream {
        let runtime = self.runtime;
        let one = |direction: &Direction| {
            let (name, of) = (&direction.name, &direction.of);
            quote!(let #name = #runtime::Differentiable::zeros(&#of);)
        };
        directions.iter().map(one).collect()
    }

    /// Both functions of one that takes directions: the cotangents are those of the arguments, and
    /// then those of the directions.
    fn with_directions(
        &self,
        name: &str,
        directions: &[Direction],
        value: TokenStream,
        output: TokenStream,
        lines: TokenStream,
        [of_argument, of_dot]: [&Gathered; 2],
    ) -> TokenStream {
        let declared: Vec<TokenStream> =
            directions.iter().map(|direction| direction.declared.clone()).collect();
        let inputs = [self.inputs(), declared.clone()].concat();
        let mut more = [self.lasting(&self.inputs()), declared].concat();
        let seed = local("seed");
        more.extend([quote!(_: &()), quote!(#seed: #output)]);
        let mut given = Given::default();
        more.extend(self.give(&mut given, 0, directions, [of_argument, of_dot]));
        let output = quote!((#output, ()));
        let name = name.to_owned();
        self.written_pair(&Nested { name, inputs, more, value, output, lines, given, order: 0 })
    }

    /// The cotangents of the arguments, and then those of the directions.
    pub(super) fn give(
        &self,
        given: &mut Given,
        mask: usize,
        directions: &[Direction],
        [of_argument, of_dot]: [&Gathered; 2],
    ) -> Vec<TokenStream> {
        let mut shadows = Vec::new();
        for ((name, param), bar) in self.active().iter().zip(&of_argument.all) {
            let name = masked_name(&name.to_string(), mask << 1);
            shadows.extend(given.one(param.passing, &name, self.kind(param.var), bar, self));
        }
        for (direction, bar) in directions.iter().zip(&of_dot.all) {
            let how = match direction.kind {
                Kind::Real(_) => Passing::Value,
                _ => Passing::Ref,
            };
            shadows.extend(given.one(how, &direction.name, &direction.kind, bar, self));
        }
        shadows
    }
}
