//! Expressions.

use std::rc::Rc;

use super::closures::Lazy;
use super::spans::Spanned;
use syn::visit::Visit;
use syn::{BinOp, Expr, ExprCast, Member, UnOp};

use super::bind::name_of;
use super::binding::literal_length;
use super::fallible::Wrapped;
use super::lower::Lower;
use super::operands::short_circuit;
use super::operators::{compound_prim, infix_prim};
use super::scope::Value;
use super::sequences::Listed;
use super::standard::refused;
use crate::diagnostics::*;
use crate::ir::{Kind, Op, Place, Rank, Step, Var};
use crate::parameters::names;
use crate::prims::{self, Shape};

impl Lower<'_> {
    /// The value of an expression. `expected` is what the context requires, where it says.
    pub(super) fn expr(&mut self, expr: &Expr, expected: Option<&Kind>) -> Accepted<Value> {
        let reported = self.diagnostics.count();
        let value = self.value(expr, expected);
        self.diagnostics.widen(reported, expr);
        value
    }

    /// Methods and operators apart: a thousand of them in a row stand on the stack at once here.
    fn value(&mut self, expr: &Expr, expected: Option<&Kind>) -> Accepted<Value> {
        match expr {
            Expr::MethodCall(call) => self.method_call(call, expected),
            Expr::Binary(binary) if compound_prim(&binary.op).is_none() => {
                self.wanted = None;
                self.binary(expr, binary, expected)
            }
            _ => self.other(expr, expected),
        }
    }

    fn other(&mut self, expr: &Expr, expected: Option<&Kind>) -> Accepted<Value> {
        let wanted = self.wanted.take();
        match expr {
            Expr::Paren(inner) => {
                self.wanted = wanted;
                self.expr(&inner.expr, expected)
            }
            Expr::Group(inner) => self.expr(&inner.expr, expected),
            Expr::Reference(inner) if inner.mutability.is_none() => {
                self.expr(&inner.expr, expected)
            }
            Expr::Reference(_) => Ok(Value::Borrow(self.place(expr)?)),
            Expr::Lit(lit) => self.literal(&lit.lit, expected).map(Value::Var),
            Expr::Path(_) | Expr::Call(_) if Wrapped::of(expr).is_some() => {
                match self.wrapped(expr, expected) {
                    Some(value) => value,
                    None => self.plain(expr, expected),
                }
            }
            Expr::Path(path) => self.path(path, expected),
            Expr::Unary(unary) => self.unary(expr, &unary.op, &unary.expr, expected),
            Expr::Binary(binary) => match compound_prim(&binary.op) {
                Some(prim) => self.compound(&binary.left, prim, &binary.right),
                None => self.binary(expr, binary, expected),
            },
            Expr::Assign(assign) => self.assign(&assign.left, &assign.right),
            Expr::Cast(cast) => self.cast(expr, cast),
            Expr::Tuple(tuple) if tuple.elems.is_empty() => Ok(Value::Unit),
            Expr::Tuple(tuple) => {
                let kinds = match expected {
                    Some(Kind::Tuple(kinds)) => kinds.as_slice(),
                    _ => &[],
                };
                let items: Vec<Accepted<Value>> = tuple
                    .elems
                    .iter()
                    .enumerate()
                    .map(|(i, item)| {
                        let value = self.expr(item, kinds.get(i))?;
                        self.popped_value(value, item.span())
                    })
                    .collect();
                Ok(Value::Tuple(items.into_iter().collect::<Accepted<_>>()?))
            }
            Expr::Array(array) => self.array_literal(array, expected),
            Expr::Repeat(repeat) => self.array_repeat(repeat, expected),
            Expr::Field(field) => self.field(expr, &field.base, &field.member, expected),
            Expr::Index(index) => self.index(expr, index, expected),
            Expr::Block(block) => match &block.label {
                None => self.block_value(&block.block, expected),
                Some(label) => self.through(|lower, rest| {
                    lower.flow_labelled(&label.name, &block.block, expected, rest)
                }),
            },
            Expr::If(branch) => self.branch(branch, expected),
            Expr::Match(choice) => {
                self.through(|lower, rest| lower.flow_match(choice, expected, rest))
            }
            Expr::Loop(_) | Expr::While(_) | Expr::ForLoop(_) => {
                self.through(|lower, rest| lower.flow_loop(expr, expected, rest))
            }
            Expr::Call(call) => self.call(call, expected),
            Expr::Closure(closure) => self.closure(closure),
            Expr::Struct(literal) => self.struct_literal(literal, expected),
            Expr::Macro(mac) if mac.mac.path.is_ident("vec") => self.vector(mac, expected),
            Expr::Macro(mac) => match self.array_macro(mac) {
                Some(array) => array,
                None => self.effect_or_code(expr, mac, expected),
            },
            Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) => {
                Err(self.diagnostics.report(expr, EARLY_RETURN))
            }
            Expr::Try(tried) => self.tried(tried, expected),
            Expr::Range(range) => self.interval(range, expr, expected),
            // Nothing stands between two semicolons.
            Expr::Verbatim(tokens) if tokens.is_empty() => Ok(Value::Unit),
            _ => self.rust_code(expr, expected),
        }
    }

    /// A path or a call that is not looked into.
    fn plain(&mut self, expr: &Expr, expected: Option<&Kind>) -> Accepted<Value> {
        match expr {
            Expr::Path(path) => self.path(path, expected),
            Expr::Call(call) => self.call(call, expected),
            expr => self.rust_code(expr, expected),
        }
    }

    /// One value of an expression.
    pub(super) fn var(&mut self, expr: &Expr, expected: Option<&Kind>) -> Accepted<Var> {
        let reported = self.diagnostics.count();
        let value = self.expr(expr, expected)?;
        let single = self.single(value, expr.span());
        self.diagnostics.widen(reported, expr);
        single
    }

    /// One value of an expression that is put into another one.
    pub(super) fn part(&mut self, expr: &Expr, expected: Option<&Kind>) -> Accepted<Var> {
        let reported = self.diagnostics.count();
        let value = self.expr(expr, expected)?;
        let held = self.held(value, expr.span());
        self.diagnostics.widen(reported, expr);
        held
    }

    fn path(&mut self, path: &syn::ExprPath, expected: Option<&Kind>) -> Accepted<Value> {
        if let Some(name) = path.path.get_ident()
            && let Some(value) = self.scopes.get(&name.to_string())
        {
            return match value {
                Value::Poison => Err(Refused),
                value => Ok(value.clone()),
            };
        }
        self.constant_path(path, expected).map(Value::Var)
    }

    fn unary(
        &mut self,
        whole: &Expr,
        op: &UnOp,
        inner: &Expr,
        expected: Option<&Kind>,
    ) -> Accepted<Value> {
        match op {
            UnOp::Deref(_) => match self.expr(inner, expected)? {
                Value::Borrow(borrow) => Ok(Value::Var(self.borrowed(&borrow, whole.span())?)),
                // In the user's words it is a reference as it stands there.
                Value::Var(var) if name_of(inner).is_none() && self.is_in_words(var) => {
                    self.stmts.pop();
                    self.rust_code(whole, expected)
                }
                Value::Var(var) if self.lent.contains(&var) => self.rust_code(whole, expected),
                value => Ok(value),
            },
            UnOp::Neg(_) => {
                let var = self.var(inner, expected)?;
                match self.vars.kind(var) {
                    Kind::Other(None) => self.rust_code(whole, expected),
                    Kind::Struct(_) => match self.operator_of_struct(prims::NEG, &[var], whole) {
                        Some(value) => value,
                        None => Err(self.diagnostics.report(whole, STRUCT_OPERAND)),
                    },
                    _ => self.unary_prim(prims::NEG, var, whole).map(Value::Var),
                }
            }
            UnOp::Not(_) => {
                let var = self.var(inner, expected.or(Some(&Kind::Bool)))?;
                self.unary_prim(prims::NOT, var, whole).map(Value::Var)
            }
            _ => Err(self.diagnostics.report(whole, CONSTRUCT)),
        }
    }

    /// Whether a value is what code in the user's words has just yielded.
    pub(super) fn is_in_words(&self, var: Var) -> bool {
        self.stmts.last().is_some_and(|last| {
            last.outs == [var] && matches!(&last.op, Op::Rust(code) if !code.acts())
        })
    }

    fn unary_prim(&mut self, prim: prims::Prim, var: Var, at: &Expr) -> Accepted<Var> {
        let kind = self.vars.kind(var).clone();
        if kind.is_scalar() || matches!(kind, Kind::Nd { .. }) {
            let kind = prim.kind(&[&kind]);
            return Ok(self.push(kind, Op::Prim(prim, vec![var]), at.span()));
        }
        Err(self.diagnostics.report(at, KIND_UNKNOWN))
    }

    fn binary(
        &mut self,
        whole: &Expr,
        binary: &syn::ExprBinary,
        expected: Option<&Kind>,
    ) -> Accepted<Value> {
        let Some(prim) = infix_prim(&binary.op) else {
            return Err(self.diagnostics.report(binary.op, CONSTRUCT));
        };
        if let Some(branch) = short_circuit(whole)
            && !self.assigned(|walk| walk.visit_expr(&binary.right)).is_empty()
        {
            return self.expr(&branch, Some(&Kind::Bool));
        }
        if matches!(binary.op, BinOp::And(_) | BinOp::Or(_)) {
            return self.short_circuit(prim, whole, &binary.left, &binary.right);
        }
        let scalar = expected.filter(|kind| kind.is_scalar() && !matches!(kind, Kind::Bool));
        let left = self.var(&binary.left, scalar);
        let right = self.var(&binary.right, scalar);
        let (left, right) = (left?, right?);
        let untyped = |var| matches!(self.vars.kind(var), Kind::Other(None));
        if untyped(left) && untyped(right) && prim.shape != Shape::Bool {
            return self.rust_code(whole, expected);
        }
        if let Some(value) = self.operator_of_struct(prim, &[left, right], whole) {
            return value;
        }
        self.binary_vars(prim, left, right, whole).map(Value::Var)
    }

    fn cast(&mut self, whole: &Expr, cast: &ExprCast) -> Accepted<Value> {
        let Some(kind) = self.types.kind(&cast.ty) else {
            let before = self.diagnostics.count();
            // `&g as &dyn Fn(f64) -> f64`
            let words =
                (!matches!(*cast.ty, syn::Type::Path(_))).then(|| self.rust_code(whole, None));
            if let Some(Ok(value)) = words {
                return Ok(value);
            }
            self.diagnostics.forget(before);
            return Err(self.diagnostics.on(&cast.ty, TYPE, &refused(&cast.ty)));
        };
        let var = self.var(&cast.expr, None)?;
        Ok(Value::Var(self.push(kind, Op::Prim(prims::CAST, vec![var]), cast.span())))
    }

    fn field(
        &mut self,
        whole: &Expr,
        base: &Expr,
        member: &Member,
        expected: Option<&Kind>,
    ) -> Accepted<Value> {
        let value = match self.expr(base, None)? {
            // The other parts of a tuple may be values of their own: nobody puts them together.
            Value::Borrow(borrow) if matches!(borrow.kind, Kind::Tuple(_)) => {
                let kind = self.field_kind(&borrow.kind, member)?;
                let part = borrow.then(Step::Field(member.clone()), kind);
                return Ok(Value::Var(self.borrowed(&part, whole.span())?));
            }
            Value::Borrow(borrow) => Value::Var(self.borrowed(&borrow, whole.span())?),
            value => value,
        };
        if let Value::Lazy(Lazy::Range(interval)) = &value
            && let Some(bound) = self.bound_of(interval, member)
        {
            return Ok(bound);
        }
        match (&value, member) {
            (Value::Tuple(items), Member::Unnamed(index)) => {
                match items.get(index.index as usize) {
                    Some(item) => Ok(item.clone()),
                    None => Err(self.diagnostics.report(member, KIND_MISMATCH)),
                }
            }
            (Value::Var(var), _) => {
                let kind = self.vars.kind(*var).clone();
                if matches!(kind, Kind::Other(_)) {
                    return self.part_in_words(whole, *var, expected);
                }
                let field = self.field_kind(&kind, member)?;
                let place = Place { root: *var, path: vec![Step::Field(member.clone())] };
                Ok(Value::Var(self.push(field, Op::Project(place), whole.span())))
            }
            _ => Err(self.diagnostics.report(member, KIND_MISMATCH)),
        }
    }

    /// The kind of a field.
    pub(super) fn field_kind(&mut self, kind: &Kind, member: &Member) -> Accepted<Kind> {
        let found = match (kind, member) {
            (Kind::Tuple(kinds), Member::Unnamed(index)) => {
                kinds.get(index.index as usize).cloned()
            }
            (Kind::Struct(info), _) => info.field(member).map(|(kind, _)| kind.clone()),
            (Kind::Cotangent(info), _) => info.cotangent(member),
            _ => None,
        };
        match found {
            Some(Kind::Other(None)) => match (self.declared(kind, member), kind) {
                // Nothing goes through it, whatever it is.
                (Some(ty), Kind::Struct(info)) if info.is_constant(member) => {
                    Ok(Kind::Other(Some(Rc::new(ty))))
                }
                (ty, _) => {
                    let what = ty.as_ref().map(refused).unwrap_or_default();
                    let what = seen(&what);
                    let recursive = matches!((&ty, kind), (Some(ty), Kind::Struct(info)) if names_type(ty, &info.path));
                    let what = if recursive { what.write(RECURSIVE) } else { what };
                    Err(self.diagnostics.on(member, TYPE, what))
                }
            },
            Some(kind) => Ok(kind),
            None => {
                let refused = self.no_field(kind, member);
                Err(match kind {
                    Kind::Tuple(_) | Kind::Struct(_) => self.diagnostics.rust_too(),
                    Kind::Real(_) | Kind::Int(_) | Kind::Bool => self.diagnostics.rust_too(),
                    Kind::Array(..) | Kind::Slice(_) | Kind::Vec(_) => self.diagnostics.rust_too(),
                    _ => refused,
                })
            }
        }
    }

    /// The type of a struct's field, as it is written there.
    fn declared(&self, kind: &Kind, member: &Member) -> Option<syn::Type> {
        let Kind::Struct(info) = kind else { return None };
        let item = self.signatures.definition(&info.path)?;
        let mut fields = item.fields.members().zip(&item.fields);
        fields.find(|(name, _)| name == member).map(|(_, field)| field.ty.clone())
    }

    fn index(
        &mut self,
        whole: &Expr,
        index: &syn::ExprIndex,
        expected: Option<&Kind>,
    ) -> Accepted<Value> {
        if let Some(extent) = self.shape_component(index) {
            return extent.map(Value::Var);
        }
        let root = match self.expr(&index.expr, None)? {
            value @ Value::Tuple(_) if !value.places().is_empty() => {
                return self.listed_reference(value, index);
            }
            value => self.single(value, index.expr.span())?,
        };
        let kind = self.vars.kind(root).clone();
        if matches!(kind, Kind::Other(_)) {
            return self.part_in_words(whole, root, expected);
        }
        let (step, kind) = self.index_step(&kind, &index.index)?;
        let place = Place { root, path: vec![step] };
        Ok(Value::Var(self.push(kind, Op::Project(place), whole.span())))
    }

    /// One of the references in an array: it must be plain which.
    fn listed_reference(&mut self, listed: Value, index: &syn::ExprIndex) -> Accepted<Value> {
        if let (Value::Tuple(items), Some(position)) = (listed, literal_length(&index.index))
            && let Some(item) = items.get(position)
        {
            return Ok(item.clone());
        }
        Err(self.diagnostics.report(index, BORROW))
    }

    /// The step that an index makes, and the kind it arrives at.
    pub(super) fn index_step(&mut self, kind: &Kind, index: &Expr) -> Accepted<(Step, Kind)> {
        if let Some(element) = kind.element() {
            let element = element.clone();
            return match index {
                Expr::Range(range) => Ok((self.range_step(range)?, Kind::Slice(Box::new(element)))),
                _ if self.names_range(index) => {
                    let (value, span) = (self.expr(index, None)?, index.span());
                    let Some(interval) = self.as_interval(&value, span) else {
                        return Err(Refused);
                    };
                    let step = self.step_of_range(&interval, span)?;
                    Ok((step, Kind::Slice(Box::new(element))))
                }
                _ => Ok((Step::Index(self.index_var(index)?), element)),
            };
        }
        let Kind::Nd { num, rank, .. } = kind else {
            return Err(self.not_indexed(kind, index));
        };
        let element = match num {
            crate::ir::Num::Int(_) => Kind::Int(num.clone()),
            _ => Kind::Real(num.clone()),
        };
        let items: Vec<&Expr> = match index {
            Expr::Array(array) => array.elems.iter().collect(),
            Expr::Tuple(tuple) => tuple.elems.iter().collect(),
            single => vec![single],
        };
        match rank {
            Rank::Fixed(rank) if items.len() == *rank => {}
            Rank::Dynamic if matches!(index, Expr::Array(_)) => {}
            Rank::Fixed(rank) => {
                let axes = format!("an array of rank {rank} is indexed by {}", items.len());
                self.diagnostics.on(index, KIND_MISMATCH, &axes);
                return Err(self.diagnostics.rust_perhaps());
            }
            Rank::Dynamic => return Err(self.diagnostics.report(index, KIND_MISMATCH)),
        }
        let vars =
            items.into_iter().map(|item| self.index_var(item)).collect::<Accepted<Vec<_>>>()?;
        match vars.as_slice() {
            [single] if *rank != Rank::Dynamic => Ok((Step::Index(*single), element)),
            _ => Ok((Step::NdIndex(vars), element)),
        }
    }

    /// `lo..hi` in brackets.
    fn range_step(&mut self, range: &syn::ExprRange) -> Accepted<Step> {
        let lo = range.start.as_ref().map(|lo| self.index_var(lo)).transpose()?;
        let hi = range.end.as_ref().map(|hi| self.index_var(hi)).transpose()?;
        let hi = match (hi, range.limits) {
            (Some(last), syn::RangeLimits::Closed(_)) => {
                let span = range.span();
                let one = self.int(1, span);
                Some(self.push(Kind::usize(), Op::Prim(prims::ADD, vec![last, one]), span))
            }
            (hi, _) => hi,
        };
        Ok(Step::Range(lo, hi))
    }

    /// An index: never a range.
    pub(super) fn index_var(&mut self, index: &Expr) -> Accepted<Var> {
        if matches!(index, Expr::Range(_)) {
            return Err(self.diagnostics.report(index, CONSTRUCT));
        }
        let usize = Kind::usize();
        let var = self.var(index, Some(&usize))?;
        self.expect_of(var, &usize, &index)?;
        Ok(var)
    }

    fn array_literal(
        &mut self,
        array: &syn::ExprArray,
        expected: Option<&Kind>,
    ) -> Accepted<Value> {
        let items: Vec<Expr> = array.elems.iter().cloned().collect();
        let items = match self.listed(&items, expected.and_then(Kind::element), array)? {
            Listed::Values(items) => items,
            Listed::References(items) => return Ok(Value::Tuple(items)),
        };
        let kind = self.vars.kind(items[0]).clone();
        if items.iter().any(|item| !same_length(self.vars.kind(*item), &kind)) {
            let lengths = "a list of slices of different lengths; write `vec![vec![…], vec![…]]`";
            return Err(self.diagnostics.on(array, CONSTRUCT, lengths));
        }
        let count = proc_macro2::Literal::usize_unsuffixed(items.len());
        let length: Expr = syn::parse_quote!(#count);
        let kind = Kind::Array(Box::new(kind), Rc::new(length));
        Ok(Value::Var(self.push(kind, Op::Aggregate(items), array.span())))
    }
}

/// Whether two arrays in one list are of one type, as far as literals tell.
/// What to write for a struct that contains itself.
const RECURSIVE: &str =
    "it contains itself: keep the nodes in one `Vec`, with indices in place of the nodes within";

/// Whether a type mentions the struct of this path.
fn names_type(ty: &syn::Type, path: &syn::Path) -> bool {
    let last = path.segments.last().map(|last| last.ident.to_string());
    names(quote::quote!(#ty)).iter().any(|name| Some(name) == last.as_ref())
}

fn same_length(a: &Kind, b: &Kind) -> bool {
    let length = |kind: &Kind| match kind {
        Kind::Array(_, length) => match &**length {
            Expr::Lit(literal) => Some(literal.lit.clone()),
            _ => None,
        },
        _ => None,
    };
    length(a).is_none() || length(b).is_none() || length(a) == length(b)
}
