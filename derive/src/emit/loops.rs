//! Loops.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::code::Binding;
use super::control::Ends;
use super::function::{Emitter, Holds};
use super::layout::{Path, block_number};
use super::stacks::Stack;
use crate::ir::{Block, Carry, Kind, Op, Stmt, Var};
use crate::prims;

impl Emitter<'_> {
    /// A loop.
    pub(super) fn looped(&mut self, stmt: &Stmt, lines: &mut TokenStream) {
        let Op::For { index, lo, hi, reversed, carries, body } = &stmt.op else { return };
        let range = self.range(*lo, *hi, *reversed);
        let slots = self.carry_slots(carries, &[body], lines);
        let kept = &stmt.outs[carries.len()..];
        let runs = self.run_lengths(carries, body, &slots);
        let stacks = self.open_stacks(kept, Some((*lo, *hi)), &runs, lines);
        let used = self.layout.count.get(index).copied().unwrap_or(0) > 0
            || stacks.iter().any(|stack| stack.indexed);
        let names = self.names.mark();
        let index_name = match used {
            true => {
                let slot = self.new_slot(*index, Holds::Value);
                self.slots[slot].fixed = true;
                self.slots[slot].typed = self.tells_type(*lo) || self.tells_type(*hi);
                self.slots[slot].ident.to_token_stream()
            }
            false => quote!(_),
        };
        let number = block_number(&stmt.outs, &self.here, 0);
        self.buffers.enter();
        let inner = self.loop_body(number, body, carries, &slots, &stacks, Some(*index));
        lines.extend(self.buffers.leave());
        self.names.release(names);
        for (out, slot) in stmt.outs.iter().zip(&slots) {
            self.slot_of.insert(*out, *slot);
        }
        lines.extend(quote!(for #index_name in #range { #inner }));
    }

    /// `while cond { … }`, or where the condition takes lines, `loop { …; if !cond { break; } … }`.
    pub(super) fn repeated(&mut self, stmt: &Stmt, lines: &mut TokenStream) {
        let Op::While { carries, cond, body } = &stmt.op else { return };
        let slots = self.carry_slots(carries, &[cond, body], lines);
        let stacks = self.open_stacks(&stmt.outs[carries.len()..], None, &[], lines);
        let names = self.names.mark();
        let number = block_number(&stmt.outs, &self.here, 0);
        self.buffers.enter();
        let checks = self.block_lines(cond, number);
        self.here.push((number, cond.stmts.len()));
        let holds = self.read(cond.results[0]);
        self.here.pop();
        let number = block_number(&stmt.outs, &self.here, 1);
        let inner = self.loop_body(number, body, carries, &slots, &stacks, None);
        lines.extend(self.buffers.leave());
        self.names.release(names);
        for (out, slot) in stmt.outs.iter().zip(&slots) {
            self.slot_of.insert(*out, *slot);
        }
        if checks.is_empty() {
            lines.extend(quote!(while #holds { #inner }));
            return;
        }
        let holds = holds.at(Binding::Unary);
        lines.extend(quote! {
            loop {
                #checks
                if !#holds {
                    break;
                }
                #inner
            }
        });
    }

    fn range(&mut self, lo: Var, hi: Var, reversed: bool) -> TokenStream {
        let (lo, hi) = (self.read(lo).at(Binding::Or), self.read(hi).at(Binding::Or));
        if reversed { quote!((#lo..#hi).rev()) } else { quote!(#lo..#hi) }
    }

    fn carry_slots(
        &mut self,
        carries: &[Carry],
        blocks: &[&Block],
        lines: &mut TokenStream,
    ) -> Vec<usize> {
        let read_inside: Vec<Var> = blocks.iter().flat_map(|block| block.free()).collect();
        let mut slots = Vec::new();
        for carry in carries {
            let reuse = !read_inside.contains(&carry.init);
            let slot = self.carry_slot(carry, reuse, &slots, lines);
            slots.push(slot);
        }
        slots
    }

    /// The variable of a carried value: that of its initial value, where nobody reads it later or
    /// in the loop (`reuse`), and no other carried value has taken it.
    fn carry_slot(
        &mut self,
        carry: &Carry,
        reuse: bool,
        taken: &[usize],
        lines: &mut TokenStream,
    ) -> usize {
        let slot = match self.slot_of.get(&carry.init).copied() {
            Some(slot) if reuse && self.can_take(carry.init) && !taken.contains(&slot) => slot,
            _ => {
                let copied =
                    self.slot_of.contains_key(&carry.init) && !self.is_last_read(carry.init);
                let value = self.owned(carry.init);
                let slot = self.next_slot(carry.param, carry.init);
                self.slots[slot].typed = self.tells_type(carry.init);
                let binding = self.binding(slot);
                let annotation = self.annotation(carry.param);
                let kind = self.vars.kind(carry.param).clone();
                lines.extend(match copied && self.is_buffer(slot, &kind) {
                    true => self.refill_from(slot, carry.init),
                    false => quote!(let #binding #annotation = #value;),
                });
                slot
            }
        };
        self.slot_of.insert(carry.param, slot);
        slot
    }

    fn loop_body(
        &mut self,
        number: usize,
        body: &Block,
        carries: &[Carry],
        slots: &[usize],
        stacks: &[Stack],
        index: Option<Var>,
    ) -> TokenStream {
        let (nexts, kept) = body.results.split_at(carries.len());
        let params: Vec<Var> = carries.iter().map(|carry| carry.param).collect();
        let mut lines = TokenStream::new();
        let early: Vec<bool> =
            kept.iter().map(|var| params.contains(var) && self.kept_early(*var)).collect();
        for ((var, stack), _) in kept.iter().zip(stacks).zip(&early).filter(|(_, early)| **early) {
            lines.extend(match self.appended(*var, stack) {
                Some(line) => line,
                None => {
                    let value = self.copied(*var);
                    let value = self.kept(*var, value);
                    self.push(value, stack, index)
                }
            });
        }
        let ends = Ends::new(nexts.iter().copied().zip(slots.iter().copied()).collect());
        let mut end = self.here.clone();
        end.push((number, body.stmts.len()));
        self.release(kept, &early, nexts, &end);
        let copies: Vec<(Var, usize)> = kept
            .iter()
            .zip(stacks)
            .filter(|(var, stack)| stack.numbers && self.is_copy_for_stack(**var, body))
            .map(|(var, stack)| (*var, stack.slot))
            .collect();
        self.buffers.kept.extend(copies.iter().copied());
        lines.extend(
            self.statements(body, number, &mut |emitter, out, _| emitter.destination(out, &ends)),
        );
        self.here.push((number, body.stmts.len()));
        for ((var, stack), _) in kept.iter().zip(stacks).zip(&early).filter(|(_, early)| !**early) {
            if self.buffers.kept.contains_key(var) {
                continue;
            }
            lines.extend(match self.appended(*var, stack) {
                Some(line) => line,
                None => {
                    let value = self.owned(*var);
                    let value = self.kept(*var, value);
                    self.push(value, stack, index)
                }
            });
        }
        lines.extend(self.close(&ends.all));
        self.here.pop();
        lines
    }

    /// Whether a carried value is pushed at the head of the body: then it may be overwritten.
    fn kept_early(&self, param: Var) -> bool {
        self.is_copy(param) || self.layout.is_overwritten(param)
    }

    /// What has been pushed at the head of the body need not live to its end.
    fn release(&mut self, kept: &[Var], early: &[bool], nexts: &[Var], end: &Path) {
        for (var, _) in
            kept.iter().zip(early).filter(|(var, early)| **early && !nexts.contains(var))
        {
            self.layout.forget_end(*var, end);
        }
    }

    /// Whether a value is a copy made for nothing but to be kept.
    fn is_copy_for_stack(&self, var: Var, body: &Block) -> bool {
        let once = self.layout.count.get(&var) == Some(&1);
        let copied = |stmt: &Stmt| {
            let copy = matches!(&stmt.op, Op::Prim(prim, _) if *prim == prims::COPY);
            copy && stmt.outs == [var]
        };
        once && self.vars.kind(var).element().is_some_and(Kind::is_scalar)
            && body.stmts.iter().any(copied)
    }

    /// `x_kept.extend_from_slice(&x);`, where that is how a sequence is kept.
    fn appended(&mut self, var: Var, stack: &Stack) -> Option<TokenStream> {
        if !stack.numbers || self.vars.kind(var).is_scalar() {
            return None;
        }
        let value = self.reference(var);
        let name = self.slots[stack.slot].ident.clone();
        self.assign(stack.slot);
        Some(quote!(#name.extend_from_slice(#value);))
    }

    fn push(&mut self, value: TokenStream, stack: &Stack, index: Option<Var>) -> TokenStream {
        let name = self.slots[stack.slot].ident.clone();
        self.assign(stack.slot);
        match index.filter(|_| stack.indexed) {
            Some(index) => {
                let plain = self.vars.kind(index).is_index();
                let index = self.read(index);
                match plain {
                    true => quote!(#name[#index] = #value;),
                    false => {
                        let index = index.at(Binding::Cast);
                        quote!(#name[#index as usize] = #value;)
                    }
                }
            }
            None => quote!(#name.push(#value);),
        }
    }
}
