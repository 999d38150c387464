//! `jvp` as a function that may be differentiated itself.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Ident;

use super::handle::{Context, undecided};
use super::nested::{Given, Nested};
use super::second::together;
use super::tangents::masked_name;
use super::types::owned_type;
use crate::ir::{Half, Passing, Tangent};

impl Context<'_> {
    /// `jvp`, differentiated so often: values and tangents in pairs.
    pub(super) fn jvp_jvp(&self, order: usize) -> TokenStream {
        let Some(dot) = self.output_dot() else { return quote!() };
        let (generics, bounds) = self.generics();
        let (inputs, names, vis) = (self.inputs(), self.argument_names(), self.scheme().vis());
        let arguments = undecided(self.parts.item, self.scheme().generics());
        let directions = self.all_directions(order + 1, &mut self.own_names());
        let declared: Vec<&TokenStream> =
            directions.iter().flatten().map(|d| &d.declared).collect();
        let dots: Vec<&Ident> = directions.iter().flatten().map(|d| &d.name).collect();
        let [function, above] = [
            format!("jvp_{}", Tangent::named(Half::Primal, order)),
            Tangent::named(Half::Primal, order + 1),
        ]
        .map(|name| self.scheme().function(&name));
        let output = self.output_type();
        let pairs = vec![quote!((#output, #dot)); 1 << order];
        let all: Vec<Ident> = (0..2 << order).map(|mask| masked_name("value", mask)).collect();
        let [even, odd] = [0, 1].map(|first| all.iter().skip(first).step_by(2));
        quote! {
            /// The value and its tangent, and the tangents of both.
            #[inline]
            #vis fn #function #generics (#(#inputs,)* #(#declared),*) -> (#(#pairs),*) #bounds {
                let (#(#all),*) = Self::#above #arguments (#(#names,)* #(#dots),*);
                (#((#even, #odd)),*)
            }
        }
    }

    /// What the tangent of the output is, for functions that overwrite nothing.
    fn output_dot(&self) -> Option<TokenStream> {
        let pair = self.parts.pair;
        let overwritten = pair.forward.params.iter().any(|param| param.passing == Passing::Mut);
        let seed = pair.seed.filter(|_| !overwritten)?;
        Some(owned_type(self.kind(seed), self.runtime))
    }

    /// `jvp` differentiated so often, with `forward` and `backward`. Where bit 0 says that the tangent
    /// of `jvp` itself is taken, the cotangents of both change places.
    pub(super) fn nested_jvp(&self, order: usize) -> TokenStream {
        let Some(dot) = self.output_dot() else { return quote!() };
        let count = 1 << order;
        let arguments = undecided(self.parts.item, self.scheme().generics());
        let mut own = self.own_names();
        let directions = self.all_directions(order + 1, &mut own);
        let names = self.argument_names();
        let dots: Vec<Vec<Ident>> =
            directions.iter().map(|list| list.iter().map(|d| d.name.clone()).collect()).collect();
        let all = dots.iter().flatten();
        let jvp = match order {
            0 => "jvp".to_owned(),
            _ => format!("jvp_{}", Tangent::named(Half::Primal, order)),
        };
        let jvp = self.scheme().function(&jvp);
        let values: Vec<Ident> = (0..count).map(|mask| masked_name("yielded", mask)).collect();
        let (pattern, first, rest) = (together(&values), &values[0], &values[1..]);
        let value = quote! {
            let #pattern = Self::#jvp #arguments (#(#names,)* #(#all),*);
            (#first, () #(, #rest)*)
        };
        let real = self.parts.pair.seed.is_some_and(|seed| self.kind(seed).is_real());
        let (mut opened, mut seeds) = (quote!(), Vec::new());
        for mask in 0..count {
            let (seed, bar, dot_bar) =
                (masked_name("seed", mask), masked_name("bar", mask), masked_name("dot_bar", mask));
            opened.extend(match mask {
                0 => quote!(let (#bar, #dot_bar) = #seed;),
                _ => quote!(let (#bar, #dot_bar) = #seed.clone();),
            });
            seeds.push(if mask == 0 || real { quote!(#dot_bar) } else { quote!(&#dot_bar) });
            seeds.push(if real { quote!(#bar) } else { quote!(&#bar) });
        }
        let passes = self.seeded(&seeds, &dots, &mut own);
        let lines = &passes.lines;
        let output = self.output_type();
        let single = quote!((#output, #dot));
        let mut given = Given::default();
        let (mut inputs, mut more) = (Vec::new(), Vec::new());
        for mask in 0..count {
            let declared = |place: usize| -> Vec<TokenStream> {
                directions[place - 1].iter().map(|d| d.declared.clone()).collect()
            };
            let of_argument = match mask {
                0 => self.inputs(),
                _ => declared(2 * mask),
            };
            let both = [of_argument, declared(2 * mask + 1)].concat();
            inputs.extend(both.clone());
            more.extend(both);
            let seed = masked_name("seed", mask);
            more.push(quote!(_: &()));
            more.push(if mask == 0 { quote!(#seed: #single) } else { quote!(#seed: &#single) });
            let bars = [&passes.bars[2 * mask + 1], &passes.bars[2 * mask]];
            more.extend(self.give(&mut given, mask, &directions[2 * mask], bars));
        }
        let singles = vec![&single; count - 1];
        self.written_pair(&Nested {
            name: "jvp".to_owned(),
            inputs,
            more,
            value,
            output: quote!((#single, () #(, #singles)*)),
            lines: quote!(#opened #lines),
            given,
            order,
        })
    }
}
