//! Lowering: from a checked signature and a body to the intermediate language.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use super::closures::Lazy;
use super::spans::Spanned;
use proc_macro2::Span;
use syn::{Ident, ItemFn, Stmt};

use super::accumulates::accumulates;
use super::capitals::with_told_bindings;
use super::derivatives::Pairs;
use super::everywhere::{everywhere, mutable_names};
use super::exits::exits_block;
use super::fallible::{Fallible, unwrapped};
use super::floats;
use super::frames::Frame;
use super::functional::{is_function, takes_functions};
use super::items::Items;
use super::lengths::with_written_lengths;
use super::lowered::Lowered;
use super::options::Options;
use super::owner::Owner;
use super::scope::{Cell, Scopes, Value};
use super::signature::{FnSignature, SigParam, Signatures, is_trait, published};
use super::surroundings::Surroundings;
use super::types::TypeScope;
use super::unify::Unifier;
use crate::diagnostics::*;
use crate::ir::{self, Kind, Op, Passing, Var, VarInfo, Vars};

/// The state of lowering one function.
pub struct Lower<'a> {
    pub(super) vars: Vars,
    pub(super) scopes: Scopes,
    pub(super) stmts: Vec<ir::Stmt>,
    pub(super) unifier: Unifier,
    pub(super) signatures: &'a Signatures,
    pub(super) types: TypeScope<'a>,
    pub(super) constants: Rc<HashSet<String>>,
    pub(super) runtime: syn::Path,
    /// The function's own name.
    pub(super) name: Ident,
    /// The names that are declared as `mut` somewhere in the function.
    pub(super) mutable: Rc<HashSet<String>>,
    /// What the parameters refer to that are handed over as `&mut`.
    pub(super) references: Vec<Cell>,
    /// Its own signature, as others see it.
    pub(super) own: Rc<FnSignature>,
    /// The name of its own handle.
    pub(super) handle: Ident,
    /// How it wraps its value, if it may fail.
    pub(super) fallible: Option<Fallible>,
    /// Whether it calls itself.
    pub(super) recursive: bool,
    /// What the user calls the value of the next expression.
    pub(super) wanted: Option<Ident>,
    /// Whether it is a method.
    pub(super) method: bool,
    /// The block that the code stands in, where it is that of a method.
    pub(super) owner: Option<&'a Owner>,
    /// The type parameters that may have methods from a trait of the user's own.
    pub(super) own_methods: Vec<Ident>,
    /// The handles of which it calls both halves.
    pub(super) paired: Rc<Pairs>,
    /// The inner functions that are being written out.
    pub(super) inlining: Vec<Rc<ItemFn>>,
    /// The functions that take functions, of those.
    pub(super) opened: Vec<String>,
    /// How many of them are being written out within each other.
    pub(super) depth: usize,
    /// How many have been written out, and closures in them.
    pub(super) written: usize,
    /// The last call of one of them that stands in the function itself.
    pub(super) outermost: Option<syn::ExprCall>,
    /// Where closures stand.
    pub(super) surroundings: Vec<Surroundings<'a>>,
    /// What an exit may leave, innermost last.
    pub(super) frames: Vec<Frame>,
    /// How many numbers have been given to frames.
    pub(super) numbered: usize,
    /// Constants of the module whose types are not known, and parts of them: how they are written.
    pub(super) of_constants: HashMap<Var, ir::RustCode>,
    /// References to what is kept in the user's words.
    pub(super) lent: HashSet<Var>,
    /// What may tell the types of variables that are not known.
    pub(super) origins: BTreeMap<Cell, Vec<syn::Path>>,
    /// The same of values.
    pub(super) told_by: HashMap<Var, Vec<syn::Path>>,
    /// The variables of which that has been said.
    pub(super) reported: BTreeSet<Cell>,
    /// Where `pop` was called and nothing has become of it yet.
    pub(super) popped: Vec<Span>,
    /// How many of the variables outlive the branches that are being lowered.
    pub(super) base: usize,
    pub(super) diagnostics: &'a mut Diagnostics,
}

/// Lowers a function, or reports everything that keeps it from being lowered.
pub fn lower<'a>(
    item: &ItemFn,
    options: &'a Options,
    signatures: &'a Signatures,
    diagnostics: &'a mut Diagnostics,
) -> Accepted<Lowered> {
    qualifiers(item, diagnostics)?;
    let fallible = FnSignature::new(&item.sig).fallible().is_some();
    everywhere(item, fallible, diagnostics)?;
    let (item, computed) = with_written_lengths(item);
    if let Some(name) = computed.first() {
        return Err(diagnostics.report(name, PATTERN));
    }
    let item = &with_told_bindings(&item);
    let item = &if fallible { unwrapped(item) } else { item.clone() };
    let (reported, mut items) = (diagnostics.count(), Items::default());
    loop {
        match once(item, options, signatures, items, diagnostics) {
            Round::Learnt(told) => items = Items::told(told),
            Round::Done(lowered) => return *lowered,
        }
        diagnostics.forget(reported);
    }
}

/// What comes of lowering a function with what is known so far of vectors without elements.
enum Round {
    /// More is known now.
    Learnt(BTreeMap<usize, Kind>),
    Done(Box<Accepted<Lowered>>),
}

fn once<'a>(
    item: &ItemFn,
    options: &'a Options,
    signatures: &'a Signatures,
    items: Items,
    diagnostics: &'a mut Diagnostics,
) -> Round {
    let signature = FnSignature::new(&item.sig);
    let fallible = signature.fallible();
    let mut lower = Lower {
        vars: Vars::over(floats::by_path(&item.sig)),
        own_methods: floats::with_own_methods(&item.sig, &options.runtime()),
        scopes: Scopes::default(),
        stmts: Vec::new(),
        unifier: Unifier::knowing(items),
        signatures,
        types: TypeScope { signatures: Some(signatures), ..signature.scope() },
        constants: Rc::new(item.sig.generics.const_params().map(|c| c.ident.to_string()).collect()),
        runtime: options.runtime(),
        name: item.sig.ident.clone(),
        mutable: Rc::new(mutable_names(item)),
        references: Vec::new(),
        own: Rc::new(FnSignature {
            pushes: options.pushes(),
            accumulates: accumulates(item, options, signatures),
            ..FnSignature::new(&published(item, options))
        }),
        handle: options.name.clone().unwrap_or_else(|| item.sig.ident.clone()),
        fallible,
        wanted: None,
        recursive: signatures.circular(&item.sig.ident),
        method: options.owner.is_some(),
        owner: options.owner.as_ref(),
        paired: Rc::new(Pairs::of(item)),
        inlining: Vec::new(),
        opened: Vec::new(),
        depth: 0,
        written: 0,
        outermost: None,
        surroundings: Vec::new(),
        frames: Vec::new(),
        numbered: 0,
        of_constants: HashMap::new(),
        lent: HashSet::new(),
        origins: BTreeMap::new(),
        told_by: HashMap::new(),
        reported: BTreeSet::new(),
        popped: Vec::new(),
        base: 0,
        diagnostics,
    };
    lower.scopes.enter();
    let (params, active) = lower.parameters(item, &signature, options);
    let written = params.iter().any(|param| {
        param.passing == Passing::Mut && lower.vars.kind(param.var).is_differentiable()
    });
    // What is refused by itself.
    let written = written || signature.params.iter().any(SigParam::is_view_to_write);
    let output = lower.output_kind(item, &signature, written);
    // Where the result is refused, what the body makes of it is no other mistake.
    let results = output.and_then(|output| lower.body(item, &output));
    if let Some(told) = lower.unifier.learnt() {
        return Round::Learnt(told);
    }
    if lower.diagnostics.is_empty() {
        for span in std::mem::take(&mut lower.popped) {
            lower.diagnostics.at(span, OPTIONAL, "");
        }
        for span in lower.unifier.items.untold() {
            let write = "write `let mut v: Vec<f64> = Vec::new();`";
            lower.diagnostics.at(span, KIND_UNKNOWN, seen("of its items").write(write));
            lower.diagnostics.rust_too();
        }
    }
    if active.is_empty() && lower.diagnostics.is_empty() {
        lower.diagnostics.report(&item.sig.ident, NO_ACTIVE_PARAMETER);
    }
    let lowered = results.and_then(|results| lower.finish(item, params, active, results));
    Round::Done(Box::new(lowered))
}

pub(super) fn qualifiers(item: &ItemFn, diagnostics: &mut Diagnostics) -> Accepted<()> {
    let sig = &item.sig;
    let mut result = Ok(());
    if let Some(token) = &sig.asyncness {
        result = Err(diagnostics.report(token, FUNCTION_QUALIFIER));
    }
    if !matches!(sig.safety, syn::Safety::Default) {
        result = Err(diagnostics.report(&sig.safety, FUNCTION_QUALIFIER));
    }
    if let Some(abi) = &sig.abi {
        result = Err(diagnostics.report(abi, FUNCTION_QUALIFIER));
    }
    if let Some(variadic) = &sig.variadic {
        result = Err(diagnostics.report(variadic, FUNCTION_QUALIFIER));
    }
    let function =
        |param: &syn::TypeParam| is_function(param, &sig.generics) && takes_functions(item);
    for param in floats::others(sig).into_iter().filter(|param| !function(param)) {
        let rank = param.bounds.iter().any(|bound| is_trait(bound, "Dimension"));
        result = Err(match rank {
            true => diagnostics.on(param, GENERICS, "a rank is written out: `Ix1`, `IxDyn`"),
            false => diagnostics.report(param, GENERICS),
        });
    }
    result
}

/// Whether a function is refused for what stands before its body.
pub fn is_refused(item: &ItemFn) -> bool {
    qualifiers(item, &mut Diagnostics::default()).is_err()
}

/// Reports what is refused wherever it stands in a function.
pub fn refused_everywhere(item: &ItemFn, diagnostics: &mut Diagnostics) -> Accepted<()> {
    // An error would leave the function that the body is written out in.
    qualifiers(item, diagnostics).and(everywhere(item, false, diagnostics))
}

impl Lower<'_> {
    /// The output, where there is one, and the final values of what is handed over as `&mut`.
    fn body(&mut self, item: &ItemFn, kind: &Kind) -> Accepted<Vec<Var>> {
        let value = match exits_block(&item.block) {
            true => self.flow_body(&item.block, kind)?,
            false => self.block_value(&item.block, Some(kind))?,
        };
        let span = item.block.stmts.last().map_or(item.sig.ident.span(), Spanned::span);
        let mut results = Vec::new();
        if !matches!(kind, Kind::Unit) {
            results.push(self.output(item, value, kind, span)?);
        }
        for cell in self.references.clone() {
            results.push(self.whole(&cell, span)?);
        }
        Ok(results)
    }

    /// The value of a block, in a scope of its own.
    pub(super) fn block_value(
        &mut self,
        block: &syn::Block,
        expected: Option<&Kind>,
    ) -> Accepted<Value> {
        self.scopes.enter();
        let mut result = self.hoist(block).map(|()| Value::Unit);
        for (position, stmt) in block.stmts.iter().enumerate() {
            let last = position + 1 == block.stmts.len();
            let value = self.statement(stmt, last, expected);
            result = match (result, value) {
                (Err(refused), _) | (_, Err(refused)) => Err(refused),
                (Ok(_), value) => value,
            };
        }
        self.scopes.leave();
        result
    }

    pub(super) fn statement(
        &mut self,
        stmt: &Stmt,
        last: bool,
        expected: Option<&Kind>,
    ) -> Accepted<Value> {
        match stmt {
            Stmt::Local(local) => self.local(local).map(|()| Value::Unit),
            Stmt::Item(
                syn::Item::Const(_) | syn::Item::Fn(_) | syn::Item::Use(_) | syn::Item::Macro(_),
            ) => Ok(Value::Unit),
            Stmt::Item(syn::Item::Static(item)) if is_constant(item) => Ok(Value::Unit),
            Stmt::Item(item) => Err(self.diagnostics.report(item, CONSTRUCT)),
            Stmt::Expr(expr, None) if last => self.expr(expr, expected),
            Stmt::Expr(expr, _) => {
                let value = self.expr(expr, None)?;
                self.discard(&value, expr)?;
                Ok(Value::Unit)
            }
            Stmt::Macro(mac) => self.effect(&mac.mac),
        }
    }

    /// A new value without a definition.
    pub(super) fn new_var(&mut self, kind: Kind, name: Option<String>, span: Span) -> Var {
        self.vars.fresh(VarInfo { kind, name, named: false, span })
    }

    /// Appends a statement with one new value.
    pub(super) fn push(&mut self, kind: Kind, op: Op, span: Span) -> Var {
        let out = self.new_var(kind, None, span);
        self.define(vec![out], op, span);
        out
    }

    /// Appends a statement.
    pub(super) fn define(&mut self, outs: Vec<Var>, op: Op, span: Span) {
        self.note_operation(&outs, &op);
        self.stmts.push(ir::Stmt { outs, op, span, derived: false });
    }

    /// One value: a tuple is put together.
    pub(super) fn single(&mut self, value: Value, span: Span) -> Accepted<Var> {
        match value {
            Value::Var(var) => Ok(var),
            Value::Tuple(items) => {
                if items.iter().any(|item| matches!(item, Value::Borrow(_))) {
                    return Err(self.diagnostics.at(span, BORROW, ""));
                }
                let parts = items
                    .into_iter()
                    .map(|item| self.single(item, span))
                    .collect::<Accepted<Vec<_>>>()?;
                let kinds = parts.iter().map(|part| self.vars.kind(*part).clone()).collect();
                Ok(self.push(Kind::Tuple(kinds), Op::Aggregate(parts), span))
            }
            Value::Borrow(borrow) => self.borrowed(&borrow, span),
            Value::Unit => Err(self.diagnostics.at(span, KIND_MISMATCH, "there is no value here")),
            Value::Maybe(maybe) => match self.in_words(&maybe, span) {
                Some(var) => Ok(var),
                None => Err(self.diagnostics.at(span, OPTIONAL, "")),
            },
            Value::Lazy(Lazy::Range(interval)) => Ok(self.range_in_words(&interval, span)),
            Value::Lazy(lazy) => Err(self.escaped(&lazy, span)),
            Value::Absent(_) | Value::Poison => Err(Refused),
        }
    }

    /// One value that is put into another one, where a mutable reference would be lost.
    pub(super) fn held(&mut self, value: Value, span: Span) -> Accepted<Var> {
        match value {
            Value::Borrow(_) => Err(self.diagnostics.at(span, BORROW, "")),
            value => self.single(value, span),
        }
    }

    /// Makes a value's kind agree with what is required of it.
    pub(super) fn expect_kind(&mut self, var: Var, kind: &Kind, span: Span) -> Accepted<()> {
        if matches!(self.vars.kind(var), Kind::Other(None)) {
            self.vars[var].kind = kind.clone();
            return Ok(());
        }
        let own = self.vars.kind(var).clone();
        if self.unifier.learn(&own, kind) {
            return Ok(());
        }
        if same_shape(&own, kind) && self.unifier.equate_kinds(&own, kind) {
            return Ok(());
        }
        Err(self.unexpected(span, &own, kind))
    }

    /// The same for the value of an expression, all of which is marked.
    pub(super) fn expect_of(&mut self, var: Var, kind: &Kind, at: &impl Spanned) -> Accepted<()> {
        let reported = self.diagnostics.count();
        let fits = self.expect_kind(var, kind, at.span());
        self.diagnostics.widen(reported, at);
        fits
    }

    /// The runs of statements between two points, as a block.
    pub(super) fn capture<T>(
        &mut self,
        run: impl FnOnce(&mut Self) -> Accepted<T>,
    ) -> (Vec<ir::Stmt>, Accepted<T>) {
        let outer = std::mem::take(&mut self.stmts);
        let result = run(self);
        (std::mem::replace(&mut self.stmts, outer), result)
    }

    /// An identifier of the user's as a name for a value that has none yet.
    pub(super) fn suggest_name(&mut self, value: &Value, name: &Ident) {
        if let Value::Var(var) = value
            && !self.vars[*var].named
        {
            self.vars[*var].name = Some(name.to_string());
            self.vars[*var].named = true;
        }
    }
}

/// Whether two kinds differ in numeric types at most.
pub(super) fn same_shape(a: &Kind, b: &Kind) -> bool {
    match (a, b) {
        (Kind::Real(_), Kind::Real(_)) | (Kind::Int(_), Kind::Int(_)) => true,
        (Kind::Bool, Kind::Bool) | (Kind::Unit, Kind::Unit) => true,
        (Kind::Nd { rank: a, .. }, Kind::Nd { rank: b, .. }) => a == b,
        (Kind::Tuple(a), Kind::Tuple(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_shape(a, b))
        }
        (Kind::Struct(a), Kind::Struct(b)) => super::structs::same_struct(a, b),
        (Kind::Other(_), Kind::Other(_)) | (_, Kind::Other(None)) => true,
        // What is merged or carried is reported by `stray`.
        (Kind::Residuals { .. }, Kind::Residuals { .. }) => true,
        _ => match (a.element(), b.element()) {
            (Some(a), Some(b)) => same_shape(a, b),
            _ => false,
        },
    }
}

/// Whether a `static` never changes.
pub(super) fn is_constant(item: &syn::ItemStatic) -> bool {
    matches!(item.mutability, syn::StaticMutability::None)
}
