//! Places: what is assigned to, and what is changed through references.

use super::spans::Spanned;
use proc_macro2::Span;
use syn::{Expr, Member};

use super::bind::name_of;
use super::lower::Lower;
use super::pointers::dereferences;
use super::scope::{Borrow, Cell, Value};
use crate::diagnostics::*;
use crate::ir::{Kind, Mode, Op, Step, Var};
use crate::prims::{self, Prim};

impl Lower<'_> {
    /// `target = value`
    pub(super) fn assign(&mut self, target: &Expr, value: &Expr) -> Accepted<Value> {
        if let Expr::Tuple(targets) = target {
            let value = self.expr(value, None)?;
            let parts = self.tuple_parts(value, targets.elems.len(), target)?;
            for (target, part) in targets.elems.iter().zip(parts) {
                self.store(target, part)?;
            }
            return Ok(Value::Unit);
        }
        let expected = self.target_kind(target);
        let value = self.expr(value, expected.as_ref())?;
        // What is parsed may be of any type: that of the place is written where it gets a line of its own.
        if let Value::Var(var) = value
            && expected.is_some()
            && self.is_in_words(var)
        {
            self.vars.annotated.entry(var).or_default();
        }
        self.store(target, value)?;
        Ok(Value::Unit)
    }

    /// The kind of what is assigned to, where it can be told before the value is known.
    fn target_kind(&self, target: &Expr) -> Option<Kind> {
        match target {
            Expr::Field(field) => match (self.target_kind(&field.base)?, &field.member) {
                (Kind::Tuple(kinds), Member::Unnamed(at)) => kinds.get(at.index as usize).cloned(),
                (Kind::Struct(info), member) => info.field(member).map(|(kind, _)| kind.clone()),
                _ => None,
            },
            Expr::Index(index) => match self.target_kind(&index.expr)? {
                Kind::Vec(item) | Kind::Slice(item) | Kind::Array(item, _) => Some(*item),
                _ => None,
            }
            .filter(|_| !self.names_range(&index.index)),
            Expr::Paren(inner) => self.target_kind(&inner.expr),
            _ => self.variable_kind(target),
        }
    }

    fn variable_kind(&self, target: &Expr) -> Option<Kind> {
        self.held_kind(self.scopes.get(&name_of(target)?)?)
    }

    /// The kind of what a variable holds, if it is known.
    fn held_kind(&self, value: &Value) -> Option<Kind> {
        match value {
            Value::Var(var) => Some(self.vars.kind(*var).clone()),
            Value::Borrow(borrow) => Some(borrow.kind.clone()),
            Value::Absent(var) => match self.vars.kind(*var) {
                Kind::Other(None) => None,
                kind => Some(kind.clone()),
            },
            Value::Tuple(items) => Some(Kind::Tuple(
                items.iter().map(|item| self.held_kind(item)).collect::<Option<_>>()?,
            )),
            Value::Maybe(_) | Value::Unit | Value::Lazy(_) | Value::Poison => None,
        }
    }

    pub(super) fn store(&mut self, target: &Expr, value: Value) -> Accepted<()> {
        if matches!(target, Expr::Infer(_)) {
            return Ok(());
        }
        let value = self.item_held(value, target.span())?;
        let value = self.popped_value(value, target.span())?;
        if let Value::Lazy(lazy) = &value {
            return Err(self.escaped(lazy, target.span()));
        }
        if matches!(value, Value::Borrow(_)) && !matches!(target, Expr::Unary(_)) {
            return Err(self.diagnostics.report(target, BORROW));
        }
        let place = match self.variable(target) {
            Some(variable) => variable,
            None => self.place(target)?,
        };
        if place.path.is_empty() {
            let value = match value {
                Value::Borrow(borrow) => Value::Var(self.borrowed(&borrow, target.span())?),
                value => value,
            };
            return self.rebind(&place.cell, value, target.span());
        }
        let value = self.single(value, target.span())?;
        self.expect_of(value, &place.kind, &target)?;
        self.update(&place, value, Mode::Set, target.span())
    }

    /// Gives a variable its next value.
    fn rebind(&mut self, cell: &Cell, value: Value, span: Span) -> Accepted<()> {
        if let (Some(Value::Var(old) | Value::Absent(old)), Value::Var(new)) =
            (self.scopes.at(cell), &value)
            && !matches!(self.vars.kind(*old), Kind::Other(None))
        {
            let kind = self.vars.kind(*old).clone();
            self.expect_kind(*new, &kind, span)?;
        }
        if let Some(Value::Maybe(old)) = self.scopes.at(cell)
            && let (Some(kind), Value::Maybe(new)) = (self.held_kind(&old.value), &value)
            && let Value::Absent(nothing) = new.value
            && matches!(self.vars.kind(nothing), Kind::Other(None))
        {
            self.vars[nothing].kind = kind;
        }
        if let Ok(name) = syn::parse_str(&cell.name) {
            let mut name: syn::Ident = name;
            name.set_span(span);
            self.suggest_name(&value, &name);
        }
        self.scopes.put(cell, value);
        Ok(())
    }

    /// `target += value` and its kin.
    pub(super) fn compound(&mut self, target: &Expr, prim: Prim, value: &Expr) -> Accepted<Value> {
        let span = target.span();
        let expected = self.target_kind(target);
        let scalar = expected.as_ref().filter(|kind| kind.is_scalar());
        let value = self.expr(value, scalar)?;
        let value = self.single(value, span)?;
        let place = self.place(target)?;
        if matches!(place.kind, Kind::Nd { .. }) {
            self.compound_array(&place, prim, value, target)?;
            return Ok(Value::Unit);
        }
        let own = self.stands_alone(&place);
        if !own && let Some(amount) = self.addend(&place, prim, value, span)? {
            return self.update(&place, amount, Mode::Add, span).map(|()| Value::Unit);
        }
        if let Some(changed) = self.operator_on_struct(prim, target, &place.kind, value) {
            return changed;
        }
        let old = self.borrowed(&place, span)?;
        let next = self.binary_vars(prim, old, value, target)?;
        match place.path.is_empty() {
            true => self.rebind(&place.cell, Value::Var(next), span)?,
            false => self.update(&place, next, Mode::Set, span)?,
        }
        Ok(Value::Unit)
    }

    /// `array += value` and its kin: the shape stays as it is.
    fn compound_array(
        &mut self,
        place: &Borrow,
        prim: Prim,
        value: Var,
        target: &Expr,
    ) -> Accepted<()> {
        let span = target.span();
        let kind = self.vars.kind(value).clone();
        let fits = kind.is_real() || matches!(kind, Kind::Nd { .. });
        if !fits
            || kind.rank() > place.kind.rank()
            || !self.unifier.equate_kinds(&kind, &place.kind)
        {
            return Err(self.diagnostics.report(target, KIND_MISMATCH));
        }
        match prim {
            prim if prim == prims::ADD => self.write(place, value, Mode::Add, span),
            prim if prim == prims::SUB => {
                let kind = prims::NEG.kind(&[&kind]);
                let negated = self.push(kind, Op::Prim(prims::NEG, vec![value]), span);
                self.write(place, negated, Mode::Add, span)
            }
            prim => {
                let old = self.borrowed(place, span)?;
                let next = self.binary_vars(prim, old, value, target)?;
                self.write(place, next, Mode::Set, span)
            }
        }
    }

    /// What `part += value` adds to a number that is a part of a variable, or `part -= value` with
    /// its sign: the cotangent of the part is left as it is by both.
    fn addend(
        &mut self,
        place: &Borrow,
        prim: Prim,
        value: Var,
        span: Span,
    ) -> Accepted<Option<Var>> {
        if place.path.is_empty() || !place.kind.is_real() || !self.vars.kind(value).is_real() {
            return Ok(None);
        }
        if prim != prims::ADD && prim != prims::SUB {
            return Ok(None);
        }
        self.expect_kind(value, &place.kind, span)?;
        match prim == prims::SUB {
            true => {
                let negated = Op::Prim(prims::NEG, vec![value]);
                Ok(Some(self.push(place.kind.clone(), negated, span)))
            }
            false => Ok(Some(value)),
        }
    }

    /// The variable that an assignment gives another value, which need not say `mut`.
    fn variable(&self, target: &Expr) -> Option<Borrow> {
        let name = name_of(target).filter(|_| !dereferences(target))?;
        match self.scopes.get(&name)? {
            value @ (Value::Var(_) | Value::Tuple(_) | Value::Maybe(_) | Value::Absent(_)) => {
                let (cell, kind) = (self.scopes.find(&name)?.clone(), self.value_kind(value));
                Some(Borrow { cell, path: Vec::new(), kind })
            }
            Value::Borrow(_) | Value::Unit | Value::Lazy(_) | Value::Poison => None,
        }
    }

    /// Reports a name of this kind that is changed, and is not known to be a place.
    fn not_changed(&mut self, target: &Expr, kind: &Kind) -> Refused {
        let numbers = match kind {
            Kind::Real(_) | Kind::Int(_) | Kind::Bool => true,
            Kind::Vec(_) | Kind::Array(..) | Kind::Slice(_) | Kind::Tuple(_) => false,
            Kind::Struct(_) | Kind::Nd { .. } => false,
            Kind::Cotangent(_)
            | Kind::Tangents(..)
            | Kind::Unit
            | Kind::Dim { .. }
            | Kind::Residuals { .. }
            | Kind::Option(_)
            | Kind::Other(_) => {
                return self.diagnostics.report(target, BORROW);
            }
        };
        if dereferences(target) {
            return self.diagnostics.report(target, BORROW);
        }
        self.diagnostics.report(target, NOT_MUT);
        // A compound may be behind a reference that nothing here tells of.
        if numbers { self.diagnostics.rust_too() } else { self.diagnostics.rust_perhaps() }
    }

    /// The variable and the way into it that an expression names, to be changed there. What is known
    /// by its value only, and may be behind a reference, is no place: a change would go to a copy.
    pub(super) fn place(&mut self, target: &Expr) -> Accepted<Borrow> {
        if let Some(name) = name_of(target) {
            return match self.scopes.get(&name).cloned() {
                Some(Value::Borrow(borrow)) => Ok(borrow),
                Some(Value::Poison) => Err(Refused),
                Some(Value::Unit) => Err(self.diagnostics.report(target, ASSIGNMENT)),
                Some(Value::Maybe(_)) => Err(self.diagnostics.report(target, OPTIONAL)),
                Some(Value::Lazy(lazy)) => Err(self.escaped(&lazy, target.span())),
                None => Err(self.diagnostics.report(target, NAME_UNKNOWN)),
                Some(value @ (Value::Var(_) | Value::Tuple(_) | Value::Absent(_))) => {
                    let kind = self.value_kind(&value);
                    let Some(cell) = self.scopes.find(&name).cloned() else { return Err(Refused) };
                    if dereferences(target) || !self.scopes.is_mutable(&cell) {
                        return Err(self.not_changed(target, &kind));
                    }
                    Ok(Borrow { cell, path: Vec::new(), kind })
                }
            };
        }
        match target {
            Expr::Paren(inner) => self.place(&inner.expr),
            Expr::Group(inner) => self.place(&inner.expr),
            Expr::Reference(inner) if self.is_made(&inner.expr) => self.temporary(&inner.expr),
            Expr::Reference(inner) => self.place(&inner.expr),
            Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => {
                self.pointed_to(&unary.expr, target)
            }
            Expr::Index(_) | Expr::Field(_) if self.of_references(target) => {
                self.pointed_to(target, target)
            }
            Expr::Index(index) => {
                let place = self.typed_place(&index.expr)?;
                let (step, kind) = self.index_step(&place.kind, &index.index)?;
                Ok(place.then(step, kind))
            }
            Expr::Field(field) => {
                let place = self.typed_place(&field.base)?;
                let kind = self.field_kind(&place.kind, &field.member)?;
                Ok(place.then(Step::Field(field.member.clone()), kind))
            }
            Expr::MethodCall(_) if self.is_of_unknown(target) => {
                Err(self.diagnostics.report(target, ASSIGNMENT))
            }
            Expr::MethodCall(_) => {
                let value = self.expr(target, None)?;
                self.yielded(Some(value), target)
            }
            Expr::Call(call) if self.is_closure(&call.func) => {
                let value = self.expr(target, None)?;
                self.yielded(Some(value), target)
            }
            Expr::Block(_) => {
                let value = self.expr(target, None)?;
                self.yielded(Some(value), target)
            }
            _ => Err(self.diagnostics.report(target, ASSIGNMENT)),
        }
    }

    /// Whether an expression makes a value and names no place.
    pub(super) fn is_made(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Paren(inner) => self.is_made(&inner.expr),
            Expr::Group(inner) => self.is_made(&inner.expr),
            Expr::Unary(unary) => !matches!(unary.op, syn::UnOp::Deref(_)),
            Expr::Macro(made) => made.mac.path.is_ident("vec"),
            Expr::Call(call) => !self.is_closure(&call.func),
            Expr::Lit(_)
            | Expr::Binary(_)
            | Expr::Cast(_)
            | Expr::Tuple(_)
            | Expr::Array(_)
            | Expr::Repeat(_)
            | Expr::Struct(_) => true,
            _ => false,
        }
    }

    /// The variable without a name that `&mut` of a value makes.
    fn temporary(&mut self, made: &Expr) -> Accepted<Borrow> {
        let value = self.expr(made, None)?;
        Ok(self.unnamed(value))
    }

    /// A variable without a name.
    pub(super) fn unnamed(&mut self, value: Value) -> Borrow {
        let kind = self.value_kind(&value);
        let cell = self.scopes.fresh("t".to_owned(), value);
        Borrow { cell, path: Vec::new(), kind }
    }

    /// The place that a reference leads to, where an expression yields one.
    fn yielded(&mut self, value: Option<Value>, at: &Expr) -> Accepted<Borrow> {
        match value {
            Some(Value::Borrow(place)) => Ok(place),
            _ => Err(self.diagnostics.report(at, ASSIGNMENT)),
        }
    }

    fn is_closure(&self, function: &Expr) -> bool {
        let value = name_of(function).and_then(|name| self.scopes.get(&name));
        matches!(value, Some(Value::Lazy(_)))
    }

    pub(super) fn value_kind(&self, value: &Value) -> Kind {
        match value {
            Value::Var(var) => self.vars.kind(*var).clone(),
            Value::Tuple(items) => {
                Kind::Tuple(items.iter().map(|item| self.value_kind(item)).collect())
            }
            Value::Borrow(borrow) => borrow.kind.clone(),
            Value::Absent(var) => self.vars.kind(*var).clone(),
            Value::Maybe(_) | Value::Unit | Value::Lazy(_) | Value::Poison => Kind::Unit,
        }
    }
}

impl Borrow {
    /// One step further.
    pub(super) fn then(mut self, step: Step, kind: Kind) -> Borrow {
        self.path.push(step);
        Borrow { kind, ..self }
    }
}
