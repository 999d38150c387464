//! Statements.

use proc_macro2::TokenStream;
use quote::quote;

use super::code::{Binding, Code};
use super::function::{Emitter, Holds};
use super::layout::ROOT;
use super::types::real;
use super::views::ends_in_view;
use crate::ir::{Block, Effect, Half, Kind, Literal, Mode, Num, Op, Place, Step, Stmt, Var};
use crate::prims::{self, Emit};

impl Emitter<'_> {
    /// The statements of a function's body, without its results.
    pub(super) fn body(&mut self, block: &Block) -> TokenStream {
        self.statements(block, ROOT, &mut |_, _, _| None)
    }

    /// The statements of a nested block.
    pub(super) fn block_lines(&mut self, block: &Block, number: usize) -> TokenStream {
        self.statements(block, number, &mut |_, _, _| None)
    }

    /// Statements; `home` may say that a value belongs in an existing variable. Afterwards the
    /// point is the end of the block.
    pub(super) fn statements(
        &mut self,
        block: &Block,
        number: usize,
        home: &mut dyn FnMut(&mut Self, Var, &Stmt) -> Option<usize>,
    ) -> TokenStream {
        let mut lines = TokenStream::new();
        let mut stmts = block.stmts.iter().enumerate().peekable();
        while let Some((i, stmt)) = stmts.next() {
            self.here.push((number, i));
            if let Some((_, next)) = stmts.peek()
                && self.popped_off(stmt, next, number, &mut lines).is_some()
            {
                stmts.next();
            } else {
                self.statement(stmt, home, &mut lines);
            }
            self.here.pop();
        }
        lines
    }

    fn statement(
        &mut self,
        stmt: &Stmt,
        home: &mut dyn FnMut(&mut Self, Var, &Stmt) -> Option<usize>,
        lines: &mut TokenStream,
    ) {
        match &stmt.op {
            Op::Update { place, value, mode } => {
                self.update(stmt, place, *value, *mode, lines);
            }
            Op::For { .. } => self.looped(stmt, lines),
            Op::While { .. } => self.repeated(stmt, lines),
            Op::If { cond, then, otherwise } => match stmt.outs[..] {
                [out] if self.layout.inline.contains_key(&out) => {}
                _ => self.branch(stmt, *cond, then, otherwise, home, lines),
            },
            Op::Call(call) if !call.is(Half::Primal) || stmt.outs.len() > 1 => {
                self.call(stmt, call, lines);
            }
            Op::Rust(code) if code.acts() && stmt.outs.is_empty() => {
                let code = self.operation(Var(0), &stmt.op);
                lines.extend(quote!(#code;));
            }
            _ => self.simple(stmt, home, lines),
        }
    }

    /// A statement with one value and no effect.
    fn simple(
        &mut self,
        stmt: &Stmt,
        home: &mut dyn FnMut(&mut Self, Var, &Stmt) -> Option<usize>,
        lines: &mut TokenStream,
    ) {
        let out = stmt.outs[0];
        if self.layout.inline.contains_key(&out) {
            return;
        }
        let base = self.accumulated(stmt);
        if let Some((base, rest, sign)) = base
            && self.can_take(base)
        {
            let slot = self.slot_of[&base];
            let value = self.read(rest);
            self.slot_of.insert(out, slot);
            let target = self.target(slot, &[]);
            lines.extend(if sign {
                quote!(#target += #value;)
            } else {
                quote!(#target -= #value;)
            });
            return;
        }
        if let Some(slot) = home(self, out, stmt) {
            let line = self.assignment(slot, out, &stmt.op);
            self.slot_of.insert(out, slot);
            lines.extend(line);
            return;
        }
        self.let_line(stmt, lines);
    }

    /// `out = base + rest`, where both are versions of one named scalar.
    fn accumulated(&self, stmt: &Stmt) -> Option<(Var, Var, bool)> {
        let Op::Prim(prim, args) = &stmt.op else { return None };
        let (out, base) = (stmt.outs[0], args[0]);
        let add = *prim == prims::ADD;
        let fits = (add || *prim == prims::SUB)
            && self.vars.kind(out).is_scalar()
            && self.vars[out].named
            && self.vars[out].name == self.vars[base].name
            && args[0] != args[1]
            && self.slot(base).is_some();
        fits.then(|| (base, args[1], add))
    }

    /// `slot = value`, or `slot *= factor` where that says the same.
    pub(super) fn assignment(&mut self, slot: usize, out: Var, op: &Op) -> TokenStream {
        if let Op::Prim(prim, args) = op
            && let Emit::Infix(symbol @ ("+" | "-" | "*" | "/")) = prim.emit
            && !self.is_array(args[0])
        {
            let commutes = *prim == prims::ADD || *prim == prims::MUL;
            let holds = |e: &Self, var| e.slot_of.get(&var) == Some(&slot);
            let other = match (holds(self, args[0]), holds(self, args[1])) {
                (true, _) => Some(args[1]),
                (false, true) if commutes => Some(args[0]),
                _ => None,
            };
            // An array of tangents is changed in place by tangents only.
            let lanes_by_number = self.is_array(out) && self.is_several(out);
            if let Some(other) = other.filter(|other| !lanes_by_number || self.is_several(*other)) {
                let value = self.read(other);
                let target = self.target(slot, &[]);
                let symbol: TokenStream = format!("{symbol}=").parse().unwrap_or_default();
                return quote!(#target #symbol #value;);
            }
        }
        let value = match op {
            // A part leaves its whole where nothing reads that again.
            Op::Project(place) if !self.is_last_read(place.root) => {
                let part = self.operation(out, op).at(Binding::Atom);
                self.copy_of(self.vars.kind(out), &part)
            }
            op => quote::ToTokens::to_token_stream(&self.operation(out, op)),
        };
        let target = self.target(slot, &[]);
        quote!(#target = #value;)
    }

    fn let_line(&mut self, stmt: &Stmt, lines: &mut TokenStream) {
        let out = stmt.outs[0];
        if self.refill(out, &stmt.op, lines).is_some() {
            return;
        }
        let anchored = self.anchor(out, &stmt.op, lines);
        let mut value = self.operation(out, &stmt.op);
        if self.layout.is_apart(out) {
            value = Code::atom(self.copy_of(self.vars.kind(out), &value.at(Binding::Atom)));
        }
        anchored.into_iter().for_each(|var| {
            self.slot_of.remove(&var);
        });
        let borrows = self.borrows(out, &stmt.op);
        let already = matches!(&stmt.op, Op::Unwrap(_));
        let slot = self.new_slot(out, if borrows { Holds::Ref } else { Holds::Value });
        if let (Op::Project(place), true) = (&stmt.op, borrows) {
            self.borrowed.insert(out, place.clone());
        }
        let binding = self.binding(slot);
        if self.vars[out].named && matches!(self.vars.kind(out), Kind::Int(_)) {
            self.slots[slot].typed = self.operation_tells_type(&stmt.op);
        }
        if let Kind::Int(num) = self.vars.kind(out)
            && !self.vars[out].named
        {
            let annotation = (*num != Num::Open).then(|| quote!(: #num));
            lines.extend(quote!(let #binding #annotation = #value;));
            return;
        }
        lines.extend(match (borrows, already) {
            (true, false) => quote!(let #binding = &#value;),
            _ => {
                let annotation = match (&stmt.op, stmt.derived) {
                    _ if self.layout.said.contains(&out) => self.annotation(out),
                    (Op::Rust(_) | Op::Call(_), true) => self.told(out),
                    // What is parsed or collected is of the type that is asked for.
                    (Op::Rust(code), _)
                        if self.vars.annotated.contains_key(&out)
                            || self.layout.suffixed.contains(&out)
                            || matches!(code.effect, Effect::Tried | Effect::Settled) =>
                    {
                        match self.vars.kind(out) {
                            Kind::Real(num) => quote!(: #num),
                            Kind::Int(num @ Num::Int(_)) => quote!(: #num),
                            Kind::Bool => quote!(: bool),
                            Kind::Struct(info) => {
                                let ty = &info.path;
                                quote!(: #ty)
                            }
                            Kind::Other(Some(ty)) => quote!(: #ty),
                            Kind::Other(None) => {
                                let said = self.vars.annotated.get(&out).into_iter().flatten();
                                quote!(#(: #said)*)
                            }
                            _ => self.told(out),
                        }
                    }
                    // A `const` inside the function has a type.
                    (Op::Literal(Literal::Path(_, expr)), _)
                        if !matches!(**expr, syn::Expr::Path(_)) =>
                    {
                        match self.vars.kind(out) {
                            Kind::Int(num @ Num::Int(_)) => quote!(: #num),
                            _ => self.annotation(out),
                        }
                    }
                    (Op::Aggregate(_), _) => self.annotation_of(out, &stmt.op),
                    _ => self.annotation(out),
                };
                quote!(let #binding #annotation = #value;)
            }
        });
    }

    fn update(
        &mut self,
        stmt: &Stmt,
        place: &Place,
        value: Var,
        mode: Mode,
        lines: &mut TokenStream,
    ) {
        let out = stmt.outs[0];
        if mode.resizes() {
            self.resize(out, place, value, mode, lines);
            return;
        }
        if mode == Mode::Set && ends_in_view(&place.path) {
            self.set_array(out, place, value, stmt.derived, lines);
            return;
        }
        // What is added to itself has its shape.
        let value = match self.inlined(value) {
            Some(Op::Prim(prim, args))
                if *prim == prims::UNBROADCAST
                    && self.slot_of.contains_key(&args[0])
                    && self.slot_of.get(&args[0]) == self.slot_of.get(&place.root) =>
            {
                args[0]
            }
            _ => value,
        };
        let doubled = mode == Mode::Add
            && place.path.is_empty()
            && self.is_array(out)
            && self.slot_of.contains_key(&value)
            && self.slot_of.get(&value) == self.slot_of.get(&place.root);
        if mode == Mode::Add && self.is_array_place(out, place, value) {
            self.set_aside(value, place.root, lines);
        }
        let slot = self.take(place.root, out, lines);
        if doubled {
            // `x += &x` would borrow `x` twice.
            if self.is_several(out) {
                self.assign(slot);
                let target = self.element(slot, &[]);
                lines.extend(quote!(#target.map_inplace(|total| *total += *total);));
                return;
            }
            let (target, two) =
                (self.target(slot, &[]), real(2.0, self.vars.kind(out).num(), false));
            lines.extend(quote!(#target *= #two;));
            return;
        }
        if mode == Mode::Add && self.is_array_place(out, place, value) {
            self.set_whole_aside(value, slot, lines);
            let line = self.add_array(slot, &place.path, value, stmt.derived);
            lines.extend(line);
            return;
        }
        let negated = match self.inlined(value) {
            Some(Op::Prim(prim, args)) if *prim == prims::NEG && mode == Mode::Add => Some(args[0]),
            _ => None,
        };
        // Several tangents are no number to Rust, which borrows the place before it evaluates the value.
        if mode == Mode::Add && self.is_several(value) {
            self.set_aside(negated.unwrap_or(value), place.root, lines);
        }
        let amount = match (mode, negated) {
            (Mode::Add, Some(positive)) => {
                let code = self.read(positive);
                quote!(#code)
            }
            (Mode::Add, None) => {
                let code = self.read(value);
                quote!(#code)
            }
            (Mode::Set | Mode::Push | Mode::Pop | Mode::Extend | Mode::Truncate, _) => {
                self.owned(value)
            }
        };
        let runtime = self.runtime;
        let sequence = matches!(place.path.last(), Some(Step::Range(..)));
        if mode == Mode::Set && sequence {
            self.set_apart(value, slot, lines);
            let line = self.set_sequence(slot, &place.path, value);
            lines.extend(line);
            return;
        }
        if let Some(line) = self.add_multiple(slot, &place.path, value) {
            lines.extend(line);
            return;
        }
        if mode == Mode::Add && !self.vars.kind(value).is_scalar() {
            let kind = self.vars.kind(value).clone();
            let loose = sequence || matches!(kind, Kind::Slice(_) | Kind::Vec(_));
            if let Some(item) = kind.element().filter(|_| loose) {
                let amount = self.items(value);
                self.assign(slot);
                let target = self.element(slot, &place.path);
                let line = match item {
                    Kind::Real(_) => quote!(*total += *term;),
                    Kind::Nd { .. } => quote!(*total += term;),
                    _ => quote!(#runtime::add(total, term);),
                };
                lines.extend(quote! {
                    for (total, term) in #target.iter_mut().zip(#amount) { #line }
                });
                return;
            }
            let amount = self.reference(value);
            let target = self.target_reference(slot, &place.path);
            lines.extend(quote!(#runtime::add(#target, #amount);));
            return;
        }
        let target = self.target(slot, &place.path);
        lines.extend(match (mode, negated) {
            (Mode::Add, Some(_)) => quote!(#target -= #amount;),
            (Mode::Add, None) => quote!(#target += #amount;),
            (Mode::Set | Mode::Push | Mode::Pop | Mode::Extend | Mode::Truncate, _) => {
                quote!(#target = #amount;)
            }
        });
    }

    /// `add_multiple(&mut row, factor, &other)`
    fn add_multiple(&mut self, slot: usize, path: &[Step], value: Var) -> Option<TokenStream> {
        let Some(Op::Prim(prim, args)) = self.inlined(value) else { return None };
        let kernel = match *prim {
            prim if prim == prims::MULTIPLE => quote!(add_multiple),
            prim if prim == prims::MULTIPLE_UNLESS_ZERO => quote!(add_multiple_unless_zero),
            _ => return None,
        };
        let (runtime, row, factor) = (self.runtime, self.reference(args[0]), self.read(args[1]));
        let target = self.target_reference(slot, path);
        Some(quote!(#runtime::#kernel(#target, #factor, #row);))
    }

    /// `part.copy_from_slice(&value)`, `part.fill(value)`
    pub(super) fn set_sequence(&mut self, slot: usize, path: &[Step], value: Var) -> TokenStream {
        let item = self.vars.kind(value).element().cloned();
        let filler = match self.inlined(value) {
            Some(Op::Prim(prim, args)) if *prim == prims::FILLED => Some(self.owned(args[0])),
            Some(Op::Zeros(_)) => item.as_ref().and_then(|item| self.zero_of(item)),
            _ => None,
        };
        let value = if filler.is_none() { self.reference(value) } else { quote!() };
        self.assign(slot);
        let target = match path {
            [before @ .., Step::Range(None, None)] => self.element(slot, before),
            path => self.element(slot, path),
        };
        match filler {
            Some(filler) => quote!(#target.fill(#filler);),
            None if item.is_some_and(|item| item.is_copy()) => {
                quote!(#target.copy_from_slice(#value);)
            }
            None => quote!(#target.clone_from_slice(#value);),
        }
    }

    /// Copies what a variable is overwritten with, where that is the variable itself or a part of it:
    /// `s[1..].copy_from_slice(&s[..2])` would borrow it twice.
    fn set_apart(&mut self, value: Var, slot: usize, lines: &mut TokenStream) {
        let value = match self.inlined(value) {
            Some(Op::Prim(prim, args)) if *prim == prims::FILLED => args[0],
            _ => value,
        };
        if !self.mentions(value, &[slot]) {
            return;
        }
        let code = match self.inlined(value) {
            Some(op) if self.vars.kind(value).is_scalar() => {
                let code = self.operation(value, op);
                quote!(#code)
            }
            _ => self.copied(value),
        };
        self.layout.inline.remove(&value);
        let slot = self.new_slot(value, Holds::Value);
        let binding = self.binding(slot);
        lines.extend(quote!(let #binding = #code;));
    }

    /// Computes a nested expression, or copies a part, before the variable that it reads is borrowed
    /// to be changed.
    pub(super) fn set_aside(&mut self, value: Var, root: Var, lines: &mut TokenStream) {
        let Some(slot) = self.slot_of.get(&root).copied() else { return };
        // The sum over repeated axes is taken as it is added.
        let value = match self.inlined(value) {
            Some(Op::Prim(prim, args)) if *prim == prims::UNBROADCAST => args[0],
            _ => value,
        };
        let part = self.inlined(value).is_some() || self.borrowed.contains_key(&value);
        if part && self.mentions(value, &[slot]) {
            self.put_down(value, lines);
        }
    }

    /// Copies a variable of which a part is changed by all of it: that would borrow it twice.
    pub(super) fn set_whole_aside(&mut self, value: Var, slot: usize, lines: &mut TokenStream) {
        let value = match self.inlined(value) {
            Some(Op::Prim(prim, args)) if *prim == prims::UNBROADCAST => args[0],
            _ => value,
        };
        if self.is_array(value) && self.slot_of.get(&value) == Some(&slot) {
            let whole = self.copied(value);
            let copy = self.new_slot(value, Holds::Value);
            let binding = self.binding(copy);
            lines.extend(quote!(let #binding = #whole;));
        }
    }

    /// Gives a value a variable of its own.
    pub(super) fn put_down(&mut self, value: Var, lines: &mut TokenStream) {
        let view = matches!(self.vars.kind(value), Kind::Nd { view: true, .. });
        let code = match self.inlined(value) {
            Some(op @ (Op::Prim(..) | Op::Map { .. })) if !view => {
                let code = self.operation(value, op);
                quote!(#code)
            }
            Some(_) => self.owned(value),
            None => self.copied(value),
        };
        self.layout.inline.remove(&value);
        self.borrowed.remove(&value);
        let slot = self.new_slot(value, Holds::Value);
        let binding = self.binding(slot);
        lines.extend(quote!(let #binding = #code;));
    }

    fn is_array_place(&self, out: Var, place: &Place, value: Var) -> bool {
        self.is_array(value)
            || ends_in_view(&place.path)
            || (place.path.is_empty() && self.is_array(out))
    }

    /// Whether a kind needs no clone when it is handed over twice.
    pub(super) fn is_copy(&self, var: Var) -> bool {
        let kind: &Kind = self.vars.kind(var);
        kind.is_copy()
    }
}
