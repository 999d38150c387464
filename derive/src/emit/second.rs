//! Second and higher derivatives of scalar functions, made of `forward_jvp` and `backward_jvp`: forward
//! over reverse (Griewank and Walther, 2008, chapter 5).
//!
//! What carries `n` tangents is listed `2ⁿ` times: as it is, with its first tangent, with its second,
//! with the second tangent of the first, and so on. Bit `i` of a place in that list says whether
//! tangent `i` has been taken.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Ident;

use super::gradient::Gathered;
use super::handle::{Context, tuple, undecided};
use super::names::{Names, local};
use super::tangents::{accumulate, masked_name};
use super::types::{owned_type, real};
use crate::ir::{Half, Kind, Num, Param, Passing, Tangent};

/// An argument's tangent, as these functions take it.
pub(super) struct Direction {
    /// Its name.
    pub name: Ident,
    /// `x_dot: f64`, `w_dot: &[f64]`
    pub declared: TokenStream,
    /// The argument.
    pub of: Ident,
    /// What it is.
    pub kind: Kind,
    /// How that is handed over.
    pub passing: Passing,
}

/// Both passes with tangents.
pub(super) struct Passes {
    /// The lines.
    pub lines: TokenStream,
    /// What the value and its tangents are called.
    pub values: Vec<Ident>,
    /// What the cotangents and their tangents are called.
    pub bars: Vec<Gathered>,
}

/// A list of names as one expression.
pub(super) fn together(names: &[Ident]) -> TokenStream {
    tuple(names.iter().map(|name| quote!(#name)).collect())
}

impl Context<'_> {
    /// `value_and_gradient_jvp`, `gradient_jvp`, `hvp` and `hessian`, for scalar functions.
    pub(super) fn second(&self) -> TokenStream {
        let Some(num) = self.scalar() else { return quote!() };
        let orders = 1..=self.parts.pushed.halves.len();
        let levels = orders.map(|order| self.differentiated(num, order));
        let levels: TokenStream = levels.collect();
        let (hvp, hessian) = (self.hvp(), self.hessian(num));
        quote!(#levels #hvp #hessian)
    }

    /// `value_and_gradient` and `gradient`, differentiated so often.
    fn differentiated(&self, num: &Num, order: usize) -> TokenStream {
        let (generics, bounds) = self.generics();
        let (inputs, output, vis) = (self.inputs(), self.output_type(), self.scheme().vis());
        let arguments = undecided(self.parts.item, self.scheme().generics());
        let suffix = Tangent::named(Half::Primal, order);
        let [both, gradient] = ["value_and_gradient", "gradient"]
            .map(|name| self.scheme().function(&format!("{name}_{suffix}")));
        let mut own = self.own_names();
        let directions = self.all_directions(order, &mut own);
        let declared: Vec<&TokenStream> =
            directions.iter().flatten().map(|direction| &direction.declared).collect();
        let dots: Vec<&Ident> = directions.iter().flatten().map(|d| &d.name).collect();
        let dots_of = |list: &[Direction]| list.iter().map(|d| d.name.clone()).collect();
        let names: Vec<Vec<Ident>> = directions.iter().map(|list| dots_of(list)).collect();
        let passes = self.passes(num, &names, &mut own);
        let ty = tuple(passes.bars[0].types.clone());
        let yielded = passes.values.iter().zip(&passes.bars).map(|(value, bars)| {
            let all = together(&bars.all);
            quote!((#value, #all))
        });
        let lines = &passes.lines;
        let count = 1 << order;
        let pairs = vec![quote!((#output, #ty)); count];
        let types = vec![&ty; count];
        let parts: Vec<Ident> = (0..count).map(|mask| masked_name("gradient", mask)).collect();
        let all_names = self.argument_names();
        quote! {
            /// The value and its gradient, and the tangents of both.
            #[inline]
            #vis fn #both #generics (#(#inputs,)* #(#declared),*) -> (#(#pairs),*) #bounds {
                #lines
                (#(#yielded),*)
            }

            /// The gradient, and its tangents: products of higher derivatives with directions.
            #[inline]
            #vis fn #gradient #generics (#(#inputs,)* #(#declared),*) -> (#(#types),*) #bounds {
                let (#((_, #parts)),*) = Self::#both #arguments (#(#all_names,)* #(#dots),*);
                (#(#parts),*)
            }
        }
    }

    /// `hvp`
    fn hvp(&self) -> TokenStream {
        let (generics, bounds) = self.generics();
        let (inputs, names, vis) = (self.inputs(), self.argument_names(), self.scheme().vis());
        let arguments = undecided(self.parts.item, self.scheme().generics());
        let [gradient_jvp, hvp] = ["gradient_jvp", "hvp"].map(|n| self.scheme().function(n));
        let mut own = self.own_names();
        let directions = self.directions(1, &mut own);
        let declared: Vec<&TokenStream> = directions.iter().map(|d| &d.declared).collect();
        let dots: Vec<&Ident> = directions.iter().map(|d| &d.name).collect();
        let ty = tuple(self.gathered("_bar", &mut own).types);
        quote! {
            /// The product of the Hessian with a direction.
            #[inline]
            #vis fn #hvp #generics (#(#inputs,)* #(#declared),*) -> #ty #bounds {
                Self::#gradient_jvp #arguments (#(#names,)* #(#dots),*).1
            }
        }
    }

    /// The tangents of the active parameters, for each place of the list but the first.
    pub(super) fn all_directions(&self, order: usize, own: &mut Names) -> Vec<Vec<Direction>> {
        (1..1 << order).map(|mask| self.directions(mask, own)).collect()
    }

    /// The tangents of the active parameters at one place of the list.
    pub(super) fn directions(&self, mask: usize, own: &mut Names) -> Vec<Direction> {
        let pair = self.parts.pair;
        let active = |param: &Param| {
            pair.returned.contains(&param.var)
                || pair.shadows.iter().any(|(var, _)| *var == param.var)
        };
        let names = self.argument_names();
        let active = names.iter().zip(&pair.forward.params).filter(|(_, param)| active(param));
        active
            .map(|(name, param)| {
                let kind = self.kind(param.var).clone();
                let of = name.clone();
                let hint = masked_name(&name.to_string(), mask).to_string();
                let name = own.fresh(&hint, name.span());
                let ty = owned_type(&kind.shadow(), self.runtime);
                let declared = match kind {
                    Kind::Real(_) => quote!(#name: #ty),
                    _ => quote!(#name: &#ty),
                };
                Direction { name, declared, of, kind, passing: param.passing }
            })
            .collect()
    }

    /// Both passes for the seed 1, with these tangents of the active parameters.
    pub(super) fn passes(&self, num: &Num, dots: &[Vec<Ident>], own: &mut Names) -> Passes {
        let count = dots.len() + 1;
        let (one, zero) = (real(1.0, Some(num), false), real(0.0, Some(num), false));
        let seeds: Vec<TokenStream> =
            (0..count).map(|i| if i == 0 { one.clone() } else { zero.clone() }).collect();
        match self.parts.pushed.together.get(count.trailing_zeros() as usize) {
            Some(_) => self.at_once(dots, own),
            None => self.seeded(&seeds, dots, own),
        }
    }

    /// Both passes in one.
    fn at_once(&self, dots: &[Vec<Ident>], own: &mut Names) -> Passes {
        let count = dots.len() + 1;
        let order = count.trailing_zeros() as usize;
        let arguments = undecided(self.parts.item, self.scheme().generics());
        let accumulate = self.scheme().function(&accumulate(order));
        let values: Vec<Ident> = (0..count).map(|mask| masked_name("value", mask)).collect();
        let bar = |mask: usize| masked_name("_bar", mask).to_string();
        let bars: Vec<Gathered> = (0..count).map(|mask| self.gathered(&bar(mask), own)).collect();
        let handed = self.handed();
        let given = bars.iter().enumerate().map(|(mask, Gathered { shadows, .. })| {
            let args: Vec<TokenStream> = match mask {
                0 => handed.clone(),
                _ => dots[mask - 1].iter().map(|name| quote!(#name)).collect(),
            };
            quote!(#(#args,)* #(&mut #shadows,)*)
        });
        let call = quote!(Self::#accumulate #arguments (#(#given)*));
        let results = values.iter().zip(&bars).flat_map(|(value, bars)| {
            [value].into_iter().chain(&bars.returned).cloned().collect::<Vec<_>>()
        });
        let results = together(&results.collect::<Vec<_>>());
        let opened = bars.iter().map(|gathered| &gathered.opened);
        let lines = quote!(#(#opened)* let #results = #call;);
        Passes { lines, values, bars }
    }

    /// Both passes for a seed and its tangents.
    pub(super) fn seeded(
        &self,
        seeds: &[TokenStream],
        dots: &[Vec<Ident>],
        own: &mut Names,
    ) -> Passes {
        let count = dots.len() + 1;
        let order = count.trailing_zeros() as usize;
        let arguments = undecided(self.parts.item, self.scheme().generics());
        let [forward, backward] = [Half::Forward, Half::Backward]
            .map(|half| self.scheme().function(&Tangent::named(half, order)));
        let handed = self.handed();
        let lasting = self.lasting(&self.argument_names());
        let list =
            |name: &str| -> Vec<Ident> { (0..count).map(|mask| masked_name(name, mask)).collect() };
        let (values, residuals) = (list("value"), list("residuals"));
        let bars: Vec<Gathered> = (0..count)
            .map(|mask| self.gathered(&masked_name("_bar", mask).to_string(), own))
            .collect();
        let opened = bars.iter().map(|gathered| &gathered.opened);
        let given = (0..count).map(|mask| {
            let (residuals, seed) = (&residuals[mask], &seeds[mask]);
            let shadows = &bars[mask].shadows;
            let args: Vec<TokenStream> = match mask {
                0 => lasting.iter().map(|name| quote!(#name)).collect(),
                _ => dots[mask - 1].iter().map(|name| quote!(#name)).collect(),
            };
            quote!(#(#args,)* &#residuals, #seed, #(&mut #shadows,)*)
        });
        let call = quote!(Self::#backward #arguments (#(#given)*));
        let returned: Vec<&Ident> = bars.iter().flat_map(|gathered| &gathered.returned).collect();
        let last = match returned.is_empty() {
            true => quote!(#call;),
            false => quote!(let (#(#returned),*) = #call;),
        };
        let dots = dots.iter().flatten();
        let lines = quote! {
            let (#(#values, #residuals),*) = Self::#forward #arguments (#(#handed,)* #(#dots),*);
            #(#opened)*
            #last
        };
        Passes { lines, values, bars }
    }

    /// `hessian`, where the arguments are numbers, or one array or slice of them.
    fn hessian(&self, num: &Num) -> TokenStream {
        let directions = self.directions(1, &mut self.own_names());
        let names = self.handed();
        let hvp = self.scheme().function("hvp");
        let arguments = undecided(self.parts.item, self.scheme().generics());
        let (zero, one) = (real(0.0, Some(num), false), real(1.0, Some(num), false));
        let count = directions.len();
        let runtime = self.runtime;
        let [i, n, rows, unit] = ["i", "n", "rows", "direction"].map(local);
        let kinds: Vec<&Kind> = directions.iter().map(|direction| &direction.kind).collect();
        let (ty, body) = match kinds.as_slice() {
            kinds if kinds.iter().all(|kind| kind.is_real()) => {
                let rows = (0..count).map(|i| {
                    let unit = (0..count).map(|j| if i == j { &one } else { &zero });
                    let row = quote!(Self::#hvp #arguments (#(#names,)* #(#unit),*));
                    if count == 1 { quote!([#row]) } else { quote!(<[_; #count]>::from(#row)) }
                });
                (quote!([[#num; #count]; #count]), quote!([#(#rows),*]))
            }
            [Kind::Array(item, length)] if item.is_real() => {
                let body = quote! {
                    ::core::array::from_fn(|#i| {
                        let mut #unit = [#zero; #length];
                        #unit[#i] = #one;
                        Self::#hvp #arguments (#(#names,)* &#unit)
                    })
                };
                (quote!([[#num; #length]; #length]), body)
            }
            [Kind::Slice(item) | Kind::Vec(item)]
                if item.is_real() && cfg!(feature = "ndarray") =>
            {
                let of = &directions[0].of;
                let body = quote! {
                    let #n = #of.len();
                    let mut #rows = Vec::with_capacity(#n * #n);
                    let mut #unit = vec![#zero; #n];
                    for #i in 0..#n {
                        #unit[#i] = #one;
                        #rows.extend(Self::#hvp #arguments (#(#names,)* &#unit));
                        #unit[#i] = #zero;
                    }
                    #runtime::ndarray::Array2::from_shape_vec((#n, #n), #rows)
                        .expect("a square matrix")
                };
                (quote!(#runtime::ndarray::Array2<#num>), body)
            }
            _ => return quote!(),
        };
        let (generics, bounds) = self.generics();
        let (vis, inputs) = (self.scheme().vis(), self.inputs());
        let hessian = self.scheme().function("hessian");
        quote! {
            /// The matrix of second derivatives, a row for each argument or element.
            #[inline]
            #vis fn #hessian #generics (#(#inputs),*) -> #ty #bounds { #body }
        }
    }
}
