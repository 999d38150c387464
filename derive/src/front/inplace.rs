//! Methods that change an array, or a part of one, in place.

use super::spans::Spanned;
use proc_macro2::Span;
use syn::{Expr, Ident};

use super::closures::{Closure, Shared};
use super::lower::Lower;
use super::methods::Site;
use super::scope::{Borrow, Cell, Value};
use crate::diagnostics::*;
use crate::ir::{Block, Kind, Mode, Num, Op, Step, Var, View};
use crate::prims;

/// A parameter of a function of elements: read, or written as well.
pub(super) struct Element {
    /// The array that it stands for an element of.
    pub(super) array: Var,
    /// Whether the function may change it.
    pub(super) written: bool,
}

/// A function of elements, written out.
pub(super) struct Elementwise {
    /// The elements.
    pub(super) params: Vec<Var>,
    /// The statements.
    pub(super) block: Block,
    /// The value, and what the written elements are afterwards.
    pub(super) value: Value,
    pub(super) written: Vec<Option<Var>>,
}

impl Lower<'_> {
    /// `a.fill(x)`
    pub(super) fn fill_array(&mut self, place: &Borrow, site: &Site<'_>) -> Accepted<Value> {
        let (real, span) = (elements(&place.kind), site.call.span());
        let value = self.var(site.args[0], Some(&real))?;
        self.expect_kind(value, &real, span)?;
        self.write(place, value, Mode::Set, span)?;
        Ok(Value::Unit)
    }

    /// `a.assign(&b)`
    pub(super) fn assign_array(&mut self, place: &Borrow, site: &Site<'_>) -> Accepted<Value> {
        let value = self.operand(site.args[0], &place.kind)?;
        self.write(place, value, Mode::Set, site.call.span())?;
        Ok(Value::Unit)
    }

    /// `a.scaled_add(factor, &b)`
    pub(super) fn scaled_add(&mut self, place: &Borrow, site: &Site<'_>) -> Accepted<Value> {
        let factor = self.var(site.args[0], Some(&elements(&place.kind)))?;
        let value = self.operand(site.args[1], &place.kind)?;
        let scaled = self.binary_vars(prims::MUL, value, factor, site.args[1])?;
        self.write(place, scaled, Mode::Add, site.call.span())?;
        Ok(Value::Unit)
    }

    /// An array that goes into a place of that kind.
    fn operand(&mut self, source: &Expr, kind: &Kind) -> Accepted<Var> {
        let value = self.var(source, None)?;
        let own = self.vars.kind(value).clone();
        let fits = matches!(own, Kind::Nd { .. }) && own.rank() <= kind.rank();
        if !fits || !self.unifier.equate_kinds(&own, kind) {
            return Err(self.diagnostics.report(source, KIND_MISMATCH));
        }
        Ok(value)
    }

    /// Writes into the elements of an array: its shape stays as it is.
    pub(super) fn write(
        &mut self,
        place: &Borrow,
        value: Var,
        mode: Mode,
        span: Span,
    ) -> Accepted<()> {
        let place = match (place.path.last(), mode) {
            (Some(Step::View(_)), _) | (_, Mode::Add) => place.clone(),
            _ => place.clone().then(Step::View(View::All), place.kind.clone()),
        };
        self.update(&place, value, mode, span)
    }

    /// `a.mapv_inplace(f)`, `a.map_inplace(f)`
    pub(super) fn map_in_place(
        &mut self,
        place: &Borrow,
        written: bool,
        site: &Site<'_>,
    ) -> Accepted<Value> {
        let span = site.call.span();
        let array = self.borrowed(place, span)?;
        let body = self.of_elements(site.args[0], &[Element { array, written }])?;
        self.write_elements(place, 0, vec![array], body, written, span)?;
        Ok(Value::Unit)
    }

    /// `a.zip_mut_with(&b, f)`
    pub(super) fn zip_in_place(&mut self, place: &Borrow, site: &Site<'_>) -> Accepted<Value> {
        let span = site.call.span();
        let array = self.borrowed(place, span)?;
        let other = self.operand(site.args[0], &place.kind)?;
        if self.vars.kind(other).rank() != place.kind.rank() {
            return Err(self.diagnostics.at(span, KIND_MISMATCH, ""));
        }
        let elements = [Element { array, written: true }, Element { array: other, written: false }];
        let body = self.of_elements(site.args[1], &elements)?;
        self.write_elements(place, 0, vec![array, other], body, true, span)?;
        Ok(Value::Unit)
    }

    /// `place = map(arrays; …)`, where the array number `position` is what stands in the place: what
    /// the function makes of its element, or its value.
    pub(super) fn write_elements(
        &mut self,
        place: &Borrow,
        position: usize,
        arrays: Vec<Var>,
        function: Elementwise,
        written: bool,
        span: Span,
    ) -> Accepted<()> {
        let Elementwise { params, block, value, written: changed } = function;
        let result = match (written, value) {
            (true, Value::Unit) => changed.get(position).copied().flatten(),
            (false, value) => {
                let mut leaves = Vec::new();
                value.leaves(&mut leaves);
                leaves.first().copied()
            }
            (true, _) => None,
        };
        let Some(result) = result.filter(|result| self.vars.kind(*result).is_real()) else {
            return Err(self.diagnostics.at(span, KIND_MISMATCH, ""));
        };
        if result == params[position] {
            return Ok(());
        }
        let (mut block, mut mode) = (Block { results: vec![result], ..block }, Mode::Set);
        if let Some(term) = added_to(&block, params[position]) {
            // `*x += …`: the cotangent of the place stays as it is.
            block.stmts.retain(|stmt| stmt.outs != [result]);
            (block.results, mode) = (vec![term], Mode::Add);
        }
        let free = block.free();
        let read = |i: &usize| free.contains(&params[*i]);
        let mut used: Vec<usize> = (0..params.len()).filter(read).collect();
        if used.is_empty() {
            used.push(position);
        }
        let args = used.iter().map(|i| arrays[*i]).collect();
        let params = used.iter().map(|i| params[*i]).collect();
        let kind = self.vars.kind(arrays[position]).cotangent();
        let value = self.push(kind, Op::Map { args, params, body: block }, span);
        self.write(place, value, mode, span)
    }

    /// A function of the elements of arrays, written out for one of each.
    pub(super) fn of_elements(
        &mut self,
        function: &Expr,
        elements: &[Element],
    ) -> Accepted<Elementwise> {
        let span = function.span();
        if let Expr::Path(path) = function
            && !self.is_float_path(path)
            && path.path.get_ident().and_then(|name| self.scopes.get(&name.to_string())).is_none()
            && self.signatures.call(&path.path).is_none()
        {
            return Err(self.diagnostics.report(function, FUNCTION_UNKNOWN));
        }
        let closure = self.function(function, elements.len())?;
        let mut params = Vec::new();
        let mut cells: Vec<Option<Cell>> = Vec::new();
        let mut args = Vec::new();
        for (element, name) in elements.iter().zip(closure.names()) {
            let kind = match self.vars.kind(element.array).num() {
                Some(num) if self.vars.kind(element.array).is_differentiable() => {
                    Kind::Real(num.clone())
                }
                Some(num) => Kind::Int(num.clone()),
                None => return Err(self.diagnostics.at(span, KIND_MISMATCH, "")),
            };
            let name = name.filter(|name| *name != "_");
            let param = self.new_var(kind.clone(), name.map(Ident::to_string), span);
            self.vars[param].named = name.is_some();
            params.push(param);
            if !element.written {
                cells.push(None);
                args.push(Value::Var(param));
                continue;
            }
            let name = name.map_or("x".to_owned(), Ident::to_string);
            let cell = self.scopes.fresh(name, Value::Var(param));
            cells.push(Some(cell.clone()));
            args.push(Value::Borrow(Borrow { cell, path: Vec::new(), kind }));
        }
        let (stmts, value) = self.capture(|lower| lower.pure(&closure, args, span));
        let value = value?;
        let written = cells.iter().map(|cell| match self.scopes.at(cell.as_ref()?) {
            Some(Value::Var(var)) => Some(*var),
            _ => None,
        });
        let written = written.collect();
        Ok(Elementwise { params, block: Block { stmts, results: Vec::new() }, value, written })
    }

    /// A closure that changes nothing around it.
    fn pure(&mut self, closure: &Shared<Closure>, args: Vec<Value>, span: Span) -> Accepted<Value> {
        if !closure.assigned().is_empty() {
            return Err(self.diagnostics.at(span, ELEMENTWISE, ""));
        }
        self.inline(closure, args, span)
    }
}

/// The kind of an array's elements.
fn elements(array: &Kind) -> Kind {
    Kind::Real(array.num().cloned().unwrap_or(Num::F64))
}

/// What a function adds to an element that it does not read otherwise.
fn added_to(block: &Block, element: Var) -> Option<Var> {
    let result = block.results[0];
    let last = block.stmts.iter().find(|stmt| stmt.outs == [result])?;
    let Op::Prim(prim, args) = &last.op else { return None };
    if *prim != prims::ADD || args[0] != element || args[1] == element {
        return None;
    }
    let mut others = block.clone();
    others.stmts.retain(|stmt| stmt.outs != [result]);
    others.results = vec![args[1]];
    (!others.free().contains(&element)).then_some(args[1])
}
