//! Branches and loops.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::code::{Binding, Code};
use super::function::{Emitter, Holds};
use super::layout::block_number;
use crate::ir::{Block, Carry, Kind, Op, Stmt, Var};

impl Emitter<'_> {
    /// `if cond { a } else { b }` as an expression.
    pub(super) fn choice(&mut self, out: Var, cond: Var, then: &Block, otherwise: &Block) -> Code {
        let cond = self.read(cond);
        let yes = self.choice_arm(out, then, 0);
        let no = self.choice_arm(out, otherwise, 1);
        let chained = no.clone().into_iter().next().is_some_and(|token| token.to_string() == "if");
        let no = if chained { no } else { quote!({ #no }) };
        Code::new(quote!(if #cond { #yes } else #no), Binding::Loose)
    }

    fn choice_arm(&mut self, out: Var, block: &Block, arm: usize) -> TokenStream {
        let number = block_number(&[out], &self.here, arm);
        let names = self.names.mark();
        let lines = self.block_lines(block, number);
        let result = self.owned(block.results[0]);
        self.names.release(names);
        quote!(#lines #result)
    }

    /// A branch as a statement. A result that only continues a variable is assigned to it inside;
    /// the others are yielded.
    pub(super) fn branch(
        &mut self,
        stmt: &Stmt,
        cond: Var,
        then: &Block,
        otherwise: &Block,
        lines: &mut TokenStream,
    ) {
        let cond = self.read(cond);
        let homes: Vec<Option<usize>> = (0..stmt.outs.len())
            .map(|i| self.continued(then.results[i], otherwise.results[i]))
            .collect();
        let homes = distinct(homes);
        let yes = self.arm(stmt, then, &homes, 0);
        let no = self.arm(stmt, otherwise, &homes, 1);
        let mut yielded = Vec::new();
        for (out, home) in stmt.outs.iter().zip(&homes) {
            match home {
                Some(slot) => {
                    self.slot_of.insert(*out, *slot);
                }
                None => {
                    let slot = self.new_slot(*out, Holds::Value);
                    yielded.push(self.binding(slot));
                }
            }
        }
        let inverse = no.clone();
        let no = match no.is_empty() {
            true => quote!(),
            false => quote!(else { #no }),
        };
        if yes.is_empty() && yielded.is_empty() && !inverse.is_empty() {
            let cond = cond.at(Binding::Unary);
            lines.extend(quote!(if !#cond { #inverse }));
            return;
        }
        lines.extend(match yielded.as_slice() {
            [] => quote!(if #cond { #yes } #no),
            [single] => quote!(let #single = if #cond { #yes } #no;),
            several => quote!(let (#(#several),*) = if #cond { #yes } #no;),
        });
    }

    /// The variable that a result of a branch continues: one from before the branch that nobody
    /// reads afterwards.
    fn continued(&mut self, yes: Var, no: Var) -> Option<usize> {
        [yes, no].into_iter().find_map(|result| {
            let mut var = result;
            while !self.slot_of.contains_key(&var) {
                var = self.layout.origin(var)?;
            }
            let slot = *self.slot_of.get(&var)?;
            self.can_take(var).then_some(slot)
        })
    }

    fn arm(
        &mut self,
        stmt: &Stmt,
        block: &Block,
        homes: &[Option<usize>],
        arm: usize,
    ) -> TokenStream {
        let number = block_number(&stmt.outs, &self.here, arm);
        let names = self.names.mark();
        let ends: Vec<(Var, usize)> = block
            .results
            .iter()
            .zip(homes)
            .filter_map(|(result, home)| home.map(|slot| (*result, slot)))
            .collect();
        let mut lines =
            self.statements(block, number, &mut |emitter, out, _| emitter.destination(out, &ends));
        self.here.push((number, block.stmts.len()));
        let mut values = Vec::new();
        for (result, home) in block.results.iter().zip(homes) {
            if home.is_none() {
                values.push(self.yielded(*result, &ends, &mut lines));
            }
        }
        lines.extend(self.close(&ends));
        self.here.pop();
        self.names.release(names);
        match values.as_slice() {
            [] => lines,
            [single] => quote!(#lines #single),
            several => quote!(#lines (#(#several),*)),
        }
    }

    /// A value that an arm yields: set aside first, where an assignment at the arm's end changes a
    /// variable that it reads.
    fn yielded(
        &mut self,
        result: Var,
        ends: &[(Var, usize)],
        lines: &mut TokenStream,
    ) -> TokenStream {
        let overwritten: Vec<usize> = ends
            .iter()
            .filter(|(end, slot)| self.slot_of.get(end) != Some(slot))
            .map(|(_, slot)| *slot)
            .collect();
        let value = self.owned(result);
        if !self.mentions(result, &overwritten) {
            return value;
        }
        let name = self.names.fresh("yielded", self.vars[result].span);
        lines.extend(quote!(let #name = #value;));
        quote!(#name)
    }

    /// Where a value that ends up in a variable may be written at once: if nobody reads what the
    /// variable held.
    fn destination(&mut self, out: Var, ends: &[(Var, usize)]) -> Option<usize> {
        let mut matching = ends.iter().filter(|(result, _)| *result == out);
        let (_, slot) = *matching.next()?;
        if matching.next().is_some() {
            return None;
        }
        let held = self.slot_of.iter().filter(|(_, holder)| **holder == slot);
        let free = held
            .map(|(var, _)| *var)
            .all(|var| var == out || self.layout.dead_after(var, &self.here));
        free.then_some(slot)
    }

    /// `variable = value` for each result that is not there yet, in an order in which none reads
    /// what another has overwritten; together where there is none.
    pub(super) fn close(&mut self, ends: &[(Var, usize)]) -> TokenStream {
        let mut pending: Vec<(Var, usize)> = ends
            .iter()
            .filter(|(result, slot)| self.slot_of.get(result) != Some(slot))
            .copied()
            .collect();
        let mut lines = TokenStream::new();
        while let Some(next) = (0..pending.len()).find(|i| {
            let (_, slot) = pending[*i];
            pending
                .iter()
                .enumerate()
                .all(|(j, (other, _))| j == *i || !self.mentions(*other, &[slot]))
        }) {
            let (result, slot) = pending.remove(next);
            lines.extend(self.close_one(result, slot));
        }
        let values: Vec<TokenStream> =
            pending.iter().map(|(result, _)| self.owned(*result)).collect();
        let targets: Vec<TokenStream> =
            pending.iter().map(|(_, slot)| self.target(*slot, &[])).collect();
        if !targets.is_empty() {
            lines.extend(quote!((#(#targets),*) = (#(#values),*);));
        }
        lines
    }

    fn close_one(&mut self, result: Var, slot: usize) -> TokenStream {
        match self.inlined(result) {
            Some(op @ Op::Prim(..)) => self.assignment(slot, result, &op),
            _ => {
                let value = self.owned(result);
                let target = self.target(slot, &[]);
                quote!(#target = #value;)
            }
        }
    }

    /// Whether an expression reads one of these variables.
    pub(super) fn mentions(&self, var: Var, slots: &[usize]) -> bool {
        if let Some(slot) = self.slot_of.get(&var) {
            return slots.contains(slot);
        }
        match self.layout.inline.get(&var) {
            Some(op) => op.free().into_iter().any(|operand| self.mentions(operand, slots)),
            None => false,
        }
    }

    /// A loop.
    pub(super) fn looped(&mut self, stmt: &Stmt, lines: &mut TokenStream) {
        let Op::For { index, lo, hi, reversed, carries, body } = &stmt.op else { return };
        let range = self.range(*lo, *hi, *reversed);
        let read_inside = body.free();
        let mut slots: Vec<usize> = Vec::new();
        for carry in carries {
            let reuse = !read_inside.contains(&carry.init);
            let slot = self.carry_slot(carry, reuse, &slots, lines);
            slots.push(slot);
        }
        let stacks = self.open_stacks(stmt, *lo, *hi, lines);
        let used = self.layout.count.get(index).copied().unwrap_or(0) > 0
            || stacks.iter().any(|stack| stack.indexed);
        let names = self.names.mark();
        let index_name = match used {
            true => {
                let slot = self.new_slot(*index, Holds::Value);
                self.slots[slot].fixed = true;
                self.slots[slot].ident.to_token_stream()
            }
            false => quote!(_),
        };
        let inner = self.loop_body(stmt, body, carries, &slots, &stacks, *index);
        self.names.release(names);
        for (out, slot) in stmt.outs.iter().zip(&slots) {
            self.slot_of.insert(*out, *slot);
        }
        lines.extend(quote!(for #index_name in #range { #inner }));
    }

    fn range(&mut self, lo: Var, hi: Var, reversed: bool) -> TokenStream {
        let (lo, hi) = (self.read(lo).at(Binding::Or), self.read(hi).at(Binding::Or));
        if reversed { quote!((#lo..#hi).rev()) } else { quote!(#lo..#hi) }
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
                let value = self.owned(carry.init);
                let slot = self.next_slot(carry.param, carry.init);
                let binding = self.binding(slot);
                let literal = self.inlined(carry.init).is_some_and(|op| self.is_number(&op));
                let annotation = self.annotation(carry.param, literal);
                lines.extend(quote!(let #binding #annotation = #value;));
                slot
            }
        };
        self.slot_of.insert(carry.param, slot);
        slot
    }

    fn loop_body(
        &mut self,
        stmt: &Stmt,
        body: &Block,
        carries: &[Carry],
        slots: &[usize],
        stacks: &[Stack],
        index: Var,
    ) -> TokenStream {
        let number = block_number(&stmt.outs, &self.here, 0);
        let (nexts, kept) = body.results.split_at(carries.len());
        let params: Vec<Var> = carries.iter().map(|carry| carry.param).collect();
        let mut lines = TokenStream::new();
        let early: Vec<bool> =
            kept.iter().map(|var| params.contains(var) && self.kept_early(*var)).collect();
        for ((var, stack), _) in kept.iter().zip(stacks).zip(&early).filter(|(_, early)| **early) {
            let value = self.copied(*var);
            lines.extend(self.push(value, stack, index));
        }
        let ends: Vec<(Var, usize)> = nexts.iter().copied().zip(slots.iter().copied()).collect();
        self.release(kept, &early, nexts);
        lines.extend(
            self.statements(body, number, &mut |emitter, out, _| emitter.destination(out, &ends)),
        );
        self.here.push((number, body.stmts.len()));
        for ((var, stack), _) in kept.iter().zip(stacks).zip(&early).filter(|(_, early)| !**early) {
            let value = self.owned(*var);
            lines.extend(self.push(value, stack, index));
        }
        lines.extend(self.close(&ends));
        self.here.pop();
        lines
    }

    /// Whether a carried value is pushed at the head of the body: then it may be overwritten.
    fn kept_early(&self, param: Var) -> bool {
        self.is_copy(param) || self.layout.is_overwritten(param)
    }

    /// What has been pushed at the head of the body need not live to its end.
    fn release(&mut self, kept: &[Var], early: &[bool], nexts: &[Var]) {
        for (var, _) in
            kept.iter().zip(early).filter(|(var, early)| **early && !nexts.contains(var))
        {
            self.layout.forget_end(*var);
        }
    }

    fn push(&mut self, value: TokenStream, stack: &Stack, index: Var) -> TokenStream {
        let name = self.slots[stack.slot].ident.clone();
        self.assign(stack.slot);
        if stack.indexed {
            let index = self.read(index);
            quote!(#name[#index] = #value;)
        } else {
            quote!(#name.push(#value);)
        }
    }

    /// `let mut x_kept = Vec::with_capacity(n);` for each value that the loop keeps.
    fn open_stacks(
        &mut self,
        stmt: &Stmt,
        lo: Var,
        hi: Var,
        lines: &mut TokenStream,
    ) -> Vec<Stack> {
        let Op::For { carries, .. } = &stmt.op else { return Vec::new() };
        stmt.outs[carries.len()..]
            .iter()
            .map(|out| {
                let slot = self.new_slot(*out, Holds::Value);
                let binding = self.binding(slot);
                match self.vars.kind(*out).clone() {
                    Kind::Array(item, length) => {
                        let zero = match *item {
                            Kind::Int(_) => quote!(0),
                            Kind::Bool => quote!(false),
                            kind => self.zero_of(&kind).unwrap_or_default(),
                        };
                        lines.extend(quote!(let #binding = [#zero; #length];));
                        Stack { slot, indexed: true }
                    }
                    _ => {
                        let capacity = self.capacity(lo, hi);
                        lines.extend(quote!(let #binding = Vec::with_capacity(#capacity);));
                        Stack { slot, indexed: false }
                    }
                }
            })
            .collect()
    }

    fn capacity(&mut self, lo: Var, hi: Var) -> TokenStream {
        let hi_var = hi;
        let zero = matches!(self.inlined(lo), Some(Op::Literal(literal)) if literal.is_zero());
        let usize = self.vars.kind(hi).is_index();
        let (lo, hi) = (self.read(lo), self.read(hi));
        match (zero, usize) {
            (true, true) => quote!(#hi),
            (true, false) => {
                let hi = hi.at(Binding::Cast);
                quote!(#hi as usize)
            }
            (false, true) => {
                let hi = self.receiver(hi_var);
                quote!(#hi.saturating_sub(#lo))
            }
            (false, false) => quote!(0),
        }
    }
}

/// Where the values that a loop keeps go.
struct Stack {
    slot: usize,
    /// Whether it is an array of fixed length, written by index.
    indexed: bool,
}

/// Each variable continues at most one result.
fn distinct(homes: Vec<Option<usize>>) -> Vec<Option<usize>> {
    let mut seen = Vec::new();
    homes
        .into_iter()
        .map(|home| {
            home.filter(|slot| {
                let first = !seen.contains(slot);
                seen.push(*slot);
                first
            })
        })
        .collect()
}
