//! Branches.

use std::collections::{HashMap, HashSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::code::{Binding, Code};
use super::function::{Emitter, Holds};
use super::layout::block_number;
use crate::ir::{Block, Kind, Op, Stmt, Var};

/// What an arm of a branch does.
struct Arm {
    /// Where it is a branch and nothing else: its condition and its first arm, and those of the branches that
    /// are its second arm in turn, innermost first.
    chain: Vec<(Code, TokenStream)>,
    /// What it does otherwise.
    lines: TokenStream,
    /// Whether that is the expression of a branch.
    choice: bool,
}

/// The results of a block that end up in variables.
pub(super) struct Ends {
    pub(super) all: Vec<(Var, usize)>,
    /// The variable of each that ends up in one only.
    only: HashMap<Var, Option<usize>>,
}

impl Ends {
    pub(super) fn new(all: Vec<(Var, usize)>) -> Ends {
        let mut only = HashMap::new();
        for (result, slot) in &all {
            only.entry(*result).and_modify(|only| *only = None).or_insert(Some(*slot));
        }
        Ends { all, only }
    }
}

impl Arm {
    fn is_empty(&self) -> bool {
        self.chain.is_empty() && self.lines.is_empty()
    }

    /// `if cond { … }` before it as the other arm.
    fn behind(mut self, cond: Code, yes: Arm) -> Arm {
        self.chain.push((cond, yes.tokens()));
        self
    }

    /// `if cond { … } else if cond { … } else { … }`
    fn tokens(self) -> TokenStream {
        let Arm { chain, lines, choice } = self;
        if chain.is_empty() {
            return lines;
        }
        let branches = chain.iter().rev().map(|(cond, yes)| quote!(if #cond { #yes }));
        match (lines.is_empty(), choice) {
            (true, _) => quote!(#(#branches)else*),
            (false, true) => quote!(#(#branches else)* #lines),
            (false, false) => quote!(#(#branches else)* { #lines }),
        }
    }
}

/// Whether code starts with a branch.
fn is_branch(code: &TokenStream) -> bool {
    code.clone().into_iter().next().is_some_and(|token| token.to_string() == "if")
}

impl Emitter<'_> {
    /// `if cond { a } else { b }` as an expression.
    pub(super) fn choice(&mut self, out: Var, cond: Var, then: &Block, otherwise: &Block) -> Code {
        if let Some(code) = self.short_circuit(out, cond, then, otherwise) {
            return code;
        }
        let cond = self.read(cond);
        let yes = self.choice_arm(out, then, 0);
        let no = self.choice_arm(out, otherwise, 1);
        Code::new(no.behind(cond, yes).tokens(), Binding::Loose)
    }

    /// `a && b` or `a || b`, where one arm yields the condition itself.
    fn short_circuit(
        &mut self,
        out: Var,
        cond: Var,
        then: &Block,
        otherwise: &Block,
    ) -> Option<Code> {
        let decided = |block: &Block| block.stmts.is_empty() && block.results == [cond];
        let (symbol, evaluated, arm) = match (decided(then), decided(otherwise)) {
            (false, true) => ("&&", then, 0),
            (true, false) => ("||", otherwise, 1),
            _ => return None,
        };
        let inline = |stmt: &Stmt| stmt.outs.iter().all(|out| self.inlined(*out).is_some());
        if !matches!(self.vars.kind(out), Kind::Bool) || !evaluated.stmts.iter().all(inline) {
            return None;
        }
        let number = block_number(&[out], &self.here, arm);
        self.here.push((number, evaluated.stmts.len()));
        let code = self.infix(symbol, cond, evaluated.results[0]);
        self.here.pop();
        Some(code)
    }

    fn choice_arm(&mut self, out: Var, block: &Block, arm: usize) -> Arm {
        let number = block_number(&[out], &self.here, arm);
        let names = self.names.mark();
        let lines = self.block_lines(block, number);
        let result = block.results[0];
        if lines.is_empty()
            && self.vars.kind(result).is_copy()
            && let Some(Op::If { cond, then, otherwise }) = self.inlined(result)
            && self.short_circuit(result, *cond, then, otherwise).is_none()
        {
            self.names.release(names);
            let cond = self.read(*cond);
            let yes = self.choice_arm(result, then, 0);
            return self.choice_arm(result, otherwise, 1).behind(cond, yes);
        }
        let value = self.owned(result);
        self.names.release(names);
        let choice = lines.is_empty() && is_branch(&value);
        Arm { chain: Vec::new(), lines: quote!(#lines #value), choice }
    }

    /// A branch as a statement. A result that only continues a variable is assigned to it inside;
    /// the others are yielded. `home` says where a result belongs of which the branch around has a stand-in.
    pub(super) fn branch(
        &mut self,
        stmt: &Stmt,
        cond: Var,
        then: &Block,
        otherwise: &Block,
        home: &mut dyn FnMut(&mut Self, Var, &Stmt) -> Option<usize>,
        lines: &mut TokenStream,
    ) {
        let cond = self.read(cond);
        let mut homes = self.homes(stmt, then, otherwise);
        for (out, found) in stmt.outs.iter().zip(&mut homes).filter(|(_, found)| found.is_none()) {
            *found = home(self, *out, stmt).filter(|slot| self.slots[*slot].blank);
        }
        let declared = self.declare_blanks(stmt, [then, otherwise], &mut homes, lines);
        let yes = self.arm(stmt, then, &homes, 0);
        let no = self.arm(stmt, otherwise, &homes, 1);
        declared.into_iter().for_each(|slot| self.slots[slot].blank = false);
        let (mut yielded, mut annotation) = (Vec::new(), quote!());
        for (out, home) in stmt.outs.iter().zip(&homes) {
            match home {
                Some(slot) => {
                    self.slot_of.insert(*out, *slot);
                }
                None => {
                    let slot = self.new_slot(*out, Holds::Value);
                    self.slots[slot].typed = !matches!(self.vars.kind(*out), Kind::Int(_));
                    yielded.push(self.binding(slot));
                    annotation = self.annotation(*out);
                }
            }
        }
        if yes.is_empty() && yielded.is_empty() && !no.is_empty() {
            let (cond, inverse) = (cond.at(Binding::Unary), no.tokens());
            lines.extend(quote!(if !#cond { #inverse }));
            return;
        }
        let chosen = no.behind(cond, yes).tokens();
        lines.extend(match yielded.as_slice() {
            [] => chosen,
            [single] => quote!(let #single #annotation = #chosen;),
            several => quote!(let (#(#several),*) = #chosen;),
        });
    }

    /// The variable that each result of a branch continues.
    fn homes(&mut self, stmt: &Stmt, then: &Block, otherwise: &Block) -> Vec<Option<usize>> {
        let homes = (0..stmt.outs.len())
            .map(|i| self.continued(then.results[i], otherwise.results[i]))
            .collect();
        distinct(homes)
    }

    /// An arm that is nothing but a branch, all of which it yields: `else if`.
    fn chained(&mut self, block: &Block, number: usize) -> Option<Arm> {
        let (stmt, before) = block.stmts.split_last()?;
        let Op::If { cond, then, otherwise } = &stmt.op else { return None };
        let inlined = |stmt: &Stmt| stmt.outs.iter().all(|out| self.inlined(*out).is_some());
        if stmt.outs != block.results || inlined(stmt) || !before.iter().all(inlined) {
            return None;
        }
        self.here.push((number, before.len()));
        let homes = self.homes(stmt, then, otherwise);
        let code = homes.iter().all(Option::is_none).then(|| {
            let cond = self.read(*cond);
            let yes = self.arm(stmt, then, &homes, 0);
            let no = self.arm(stmt, otherwise, &homes, 1);
            no.behind(cond, yes)
        });
        self.here.pop();
        code
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

    fn arm(&mut self, stmt: &Stmt, block: &Block, homes: &[Option<usize>], arm: usize) -> Arm {
        let number = block_number(&stmt.outs, &self.here, arm);
        let names = self.names.mark();
        if homes.iter().all(Option::is_none)
            && let Some(arm) = self.chained(block, number)
        {
            self.names.release(names);
            return arm;
        }
        let homed = block.results.iter().zip(homes);
        let ends =
            Ends::new(homed.filter_map(|(result, home)| Some((*result, (*home)?))).collect());
        let mut lines =
            self.statements(block, number, &mut |emitter, out, _| emitter.destination(out, &ends));
        self.here.push((number, block.stmts.len()));
        let mut values = Vec::new();
        for (result, home) in block.results.iter().zip(homes) {
            if home.is_none() {
                values.push(self.yielded(*result, &ends.all, &mut lines));
            }
        }
        lines.extend(self.close(&ends.all));
        self.here.pop();
        self.names.release(names);
        let choice = lines.is_empty() && values.len() == 1 && is_branch(&values[0]);
        let lines = match values.as_slice() {
            [] => lines,
            [single] => quote!(#lines #single),
            several => quote!(#lines (#(#several),*)),
        };
        Arm { chain: Vec::new(), lines, choice }
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
    pub(super) fn destination(&mut self, out: Var, ends: &Ends) -> Option<usize> {
        let slot = ends.only.get(&out).copied().flatten()?;
        if self.slots[slot].blank {
            return Some(slot);
        }
        let free = self
            .slot_of
            .in_slot(slot)
            .all(|var| var == out || self.layout.dead_after(var, &self.here));
        free.then_some(slot)
    }

    /// `variable = value` for each result that is not there yet, in an order in which none reads
    /// what another has overwritten; together where there is none.
    pub(super) fn close(&mut self, ends: &[(Var, usize)]) -> TokenStream {
        let mut pending: Vec<(Var, usize)> = ends
            .iter()
            .filter(|(result, slot)| self.slot_of.get(result) != Some(slot))
            .filter(|(result, slot)| !self.slots[*slot].blank || !self.is_stand_in(*result))
            .copied()
            .collect();
        let mut lines = TokenStream::new();
        while let Some(next) = self.closed_next(&pending) {
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

    /// A result whose variable no other one reads; what moves a part of something comes after those that may
    /// read that.
    fn closed_next(&self, pending: &[(Var, usize)]) -> Option<usize> {
        let free = |i: &usize| {
            let (_, slot) = pending[*i];
            let mut others = pending.iter().enumerate().filter(|(j, _)| j != i);
            others.all(|(_, (other, _))| !self.mentions(*other, &[slot]))
        };
        let moves = |i: &usize| !self.vars.kind(pending[*i].0).is_copy();
        (0..pending.len()).filter(free).min_by_key(moves)
    }

    fn close_one(&mut self, result: Var, slot: usize) -> TokenStream {
        match self.inlined(result) {
            Some(op @ Op::Prim(..)) => self.assignment(slot, result, op),
            _ if self.slots[slot].slice => {
                let value = self.reference(result);
                self.assign(slot);
                let target = &self.slots[slot].ident;
                quote!(#target.clone_from_slice(#value);)
            }
            _ => {
                let value = self.owned(result);
                let target = self.target(slot, &[]);
                quote!(#target = #value;)
            }
        }
    }

    /// Whether an expression reads one of these variables.
    pub(super) fn mentions(&self, var: Var, slots: &[usize]) -> bool {
        if slots.is_empty() {
            return false;
        }
        if let Some(slot) = self.slot_of.get(&var) {
            let of = self.borrowed.get(&var).map(|place| place.root);
            return slots.contains(slot) || of.is_some_and(|root| self.mentions(root, slots));
        }
        match self.layout.inline.get(&var) {
            Some(op) => op.free().into_iter().any(|operand| self.mentions(operand, slots)),
            None => false,
        }
    }
}

/// Each variable continues at most one result.
fn distinct(homes: Vec<Option<usize>>) -> Vec<Option<usize>> {
    let mut seen = HashSet::new();
    homes.into_iter().map(|home| home.filter(|slot| seen.insert(*slot))).collect()
}
