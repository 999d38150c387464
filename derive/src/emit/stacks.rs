//! Where loops put what they keep.

use proc_macro2::{TokenStream, TokenTree};
use quote::{format_ident, quote};

use super::code::{Binding, Code};
use super::function::{Emitter, Holds};
use crate::analysis::{Atom, Extent};
use crate::ir::{Block, Carry, Kind, Op, Var};

impl Emitter<'_> {
    /// How many numbers an iteration adds to each stack, where it keeps a sequence and that is known before.
    pub(super) fn run_lengths(
        &self,
        carries: &[Carry],
        body: &Block,
        slots: &[usize],
    ) -> Vec<Option<TokenStream>> {
        let length = |var: &Var| {
            self.vars.kind(*var).element()?;
            let Some(carried) = carries.iter().position(|carry| carry.param == *var) else {
                return self.length_before(*var, body);
            };
            let name = &self.slots[slots[carried]].ident;
            Some(quote!(#name.len()))
        };
        body.results[carries.len()..].iter().map(length).collect()
    }

    /// The length of a sequence that a block makes, from what there is before it.
    fn length_before(&self, var: Var, body: &Block) -> Option<TokenStream> {
        let made = body.stmts.iter().find(|stmt| stmt.outs.contains(&var))?;
        let length = match &made.op {
            Op::For { lo, hi, .. } => {
                let [lo, hi] = [lo, hi].map(|end| self.extents.value(*end));
                hi.plus(-1, &lo)?
            }
            _ => self.extents.length(var, self.vars),
        };
        let [more, less] = [1, -1].map(|sign| self.sum(&length, sign));
        match (more?, less?) {
            (None, _) => None,
            (Some(more), None) => Some(more.at(Binding::Product)),
            (Some(more), Some(less)) => {
                let (more, less) = (more.at(Binding::Atom), less.at(Binding::Loose));
                // Digits alone could be any integer.
                let digits =
                    more.clone().into_iter().all(|token| matches!(token, TokenTree::Literal(_)));
                Some(match digits {
                    true => quote!(usize::saturating_sub(#more, #less)),
                    false => quote!(#more.saturating_sub(#less)),
                })
            }
        }
    }

    /// The sum of the terms of one sign, if there are any; `None` where variables are missing.
    #[allow(clippy::option_option)]
    fn sum(&self, length: &Extent, sign: i64) -> Option<Option<Code>> {
        let (numbers, terms): (Vec<_>, Vec<_>) =
            length.terms().partition(|(atoms, _)| atoms.is_empty());
        let mut sum: Option<Code> = None;
        for (atoms, times) in terms.into_iter().chain(numbers) {
            let times = times.checked_mul(sign)?;
            if times < 0 {
                continue;
            }
            let times = proc_macro2::Literal::u64_unsuffixed(u64::try_from(times).ok()?);
            let plain = times.to_string() == "1" && !atoms.is_empty();
            let mut term = (!plain).then(|| Code::atom(quote!(#times)));
            for atom in atoms {
                let Atom::Value(var) = *atom else { return None };
                let slot = self.slot(var).filter(|slot| slot.holds == Holds::Value)?;
                let ident = &slot.ident;
                term = Some(match term.map(|term| term.at(Binding::Product)) {
                    Some(term) => Code::new(quote!(#term * #ident), Binding::Product),
                    None => Code::atom(quote!(#ident)),
                });
            }
            let term = term?;
            sum = Some(match sum {
                Some(sum) => {
                    let (sum, term) = (sum.at(Binding::Sum), term.at(Binding::Product));
                    Code::new(quote!(#sum + #term), Binding::Sum)
                }
                None => term,
            });
        }
        Some(sum)
    }

    /// `let mut x_kept = Vec::with_capacity(n);` for each value that the loop keeps. The bounds of
    /// the loop tell how many there will be, `runs` how many numbers each of them is.
    pub(super) fn open_stacks(
        &mut self,
        kept: &[Var],
        bounds: Option<(Var, Var)>,
        runs: &[Option<TokenStream>],
        lines: &mut TokenStream,
    ) -> Vec<Stack> {
        kept.iter()
            .enumerate()
            .map(|(k, out)| {
                let slot = self.new_slot(*out, Holds::Value);
                let binding = self.binding(slot);
                let numbers = self.vars.kind(*out).element().is_some_and(Kind::is_scalar);
                match self.vars.kind(*out).clone() {
                    Kind::Array(item, length) => {
                        let zero = match *item {
                            Kind::Int(_) => quote!(0),
                            Kind::Bool => quote!(false),
                            kind => self.zero_of(&kind).unwrap_or_default(),
                        };
                        lines.extend(quote!(let #binding = [#zero; #length];));
                        Stack { slot, indexed: true, numbers }
                    }
                    kind if self.is_buffer(slot, &kind) => {
                        let ident = &self.slots[slot].ident;
                        lines.extend(quote!(#ident.clear();));
                        Stack { slot, indexed: false, numbers }
                    }
                    _ => {
                        let run = runs.get(k).cloned().flatten().filter(|_| numbers);
                        let capacity = bounds.map(|(lo, hi)| self.capacity(lo, hi, run));
                        let runtime = self.runtime;
                        let vec = quote!(#runtime::alloc::vec::Vec);
                        lines.extend(match capacity {
                            Some(capacity) => {
                                quote!(let #binding = #vec::with_capacity(#capacity);)
                            }
                            None => quote!(let #binding = #vec::new();),
                        });
                        Stack { slot, indexed: false, numbers }
                    }
                }
            })
            .collect()
    }

    /// The number of iterations, times the length of a run.
    fn capacity(&mut self, lo: Var, hi: Var, run: Option<TokenStream>) -> TokenStream {
        let zero = matches!(self.inlined(lo), Some(Op::Literal(literal)) if literal.is_zero());
        let rounds = match (zero, self.vars.kind(hi).is_index()) {
            (true, true) => self.read(hi),
            (true, false) => {
                let hi = self.read(hi).at(Binding::Cast);
                Code::new(quote!(#hi as usize), Binding::Cast)
            }
            (false, true) => self.method_of(hi, &format_ident!("saturating_sub"), &[lo]),
            (false, false) => return quote!(0),
        };
        match run {
            Some(run) => {
                let rounds = rounds.at(Binding::Product);
                quote!(#rounds * #run)
            }
            None => quote!(#rounds),
        }
    }
}

/// Where the values that a loop keeps go.
pub(super) struct Stack {
    pub(super) slot: usize,
    /// Whether it is an array of fixed length, written by index.
    pub(super) indexed: bool,
    /// Whether its elements are numbers: sequences of them are appended.
    pub(super) numbers: bool,
}
