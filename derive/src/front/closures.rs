//! Closures and functions inside the function: written out where they are called.

use std::cell::RefCell;
use std::rc::Rc;

use super::spans::Spanned;
use proc_macro2::Span;
use syn::visit::{self, Visit};
use syn::{Block, Expr, ExprCall, ExprClosure, FnArg, Ident, Item, ItemFn, Pat, ReturnType, Stmt};

use super::call::Argument;
use super::chains::Chain;
use super::extrema::Optional;
use super::lower::{Lower, is_constant};
use super::orders::Comparison;
use super::scope::{Cell, Names, Value};
use crate::diagnostics::*;
use crate::ir::Kind;

/// A value that exists only while compiling.
#[derive(Clone, Debug, PartialEq)]
pub enum Lazy {
    /// A closure, or a function defined inside the function.
    Closure(Shared<Closure>),
    /// An iterator.
    Iterator(Shared<Chain>),
    /// An item of an iterator, which may be missing.
    Optional(Shared<Optional>),
    /// The order of two numbers.
    Ordering(Shared<Comparison>),
}

impl Lazy {
    /// The variables that using the value may change.
    pub fn assigned(&self) -> &[Cell] {
        match self {
            Lazy::Closure(closure) => &closure.assigned,
            Lazy::Iterator(chain) => chain.assigned(),
            Lazy::Optional(_) | Lazy::Ordering(_) => &[],
        }
    }
}

/// Something of which there is one, whoever holds it.
pub struct Shared<T>(Rc<T>);

impl<T> Shared<T> {
    /// The one.
    pub fn new(value: T) -> Self {
        Shared(Rc::new(value))
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Shared(self.0.clone())
    }
}

impl<T> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> std::fmt::Debug for Shared<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("…")
    }
}

impl<T> std::ops::Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// What can be written out at a call.
#[derive(Clone)]
pub struct Closure {
    inputs: Vec<Pat>,
    output: ReturnType,
    /// What its user requires of its value, where nothing is declared.
    required: Option<Kind>,
    body: Expr,
    /// What its body can name.
    captured: Names,
    /// The captured variables that it changes.
    assigned: Vec<Cell>,
    /// Whether the names of its parameters are the user's.
    named: bool,
    /// The kinds of arguments and result in the first call, which the others share.
    kinds: RefCell<Option<Vec<Kind>>>,
    /// Where it is a function: the item, and those of its block.
    item: Option<(Rc<ItemFn>, Items)>,
}

/// The functions of one block, which see each other.
type Items = Rc<Vec<Rc<ItemFn>>>;

impl Closure {
    /// The captured variables that it changes.
    pub(super) fn assigned(&self) -> &[Cell] {
        &self.assigned
    }

    /// Whether it does nothing but name parts of its argument.
    pub(super) fn projects(&self) -> bool {
        fn projects(body: &Expr) -> bool {
            match body {
                Expr::Path(_) => true,
                Expr::Paren(inner) => projects(&inner.expr),
                Expr::Reference(inner) => projects(&inner.expr),
                Expr::Unary(inner) => projects(&inner.expr),
                Expr::Field(field) => projects(&field.base),
                Expr::Tuple(tuple) => tuple.elems.iter().all(projects),
                _ => false,
            }
        }
        projects(&self.body)
    }

    /// The same closure where its value is to be of this kind.
    pub(super) fn yielding(&self, kind: Kind) -> Closure {
        Closure { required: Some(kind), ..self.clone() }
    }

    /// The names of its parameters, as far as they are the user's.
    pub(super) fn names(&self) -> Vec<Option<&Ident>> {
        self.inputs.iter().map(|input| plain_name(input).filter(|_| self.named)).collect()
    }

    /// A function as a closure: `f64::max` as `|a, b| f64::max(a, b)`.
    pub(super) fn of_path(path: &syn::ExprPath, arity: usize, captured: Names) -> Closure {
        let names: Vec<Ident> =
            ["a", "b"].iter().take(arity).map(|name| Ident::new(name, path.span())).collect();
        Closure {
            inputs: names.iter().map(|name| -> Pat { syn::parse_quote!(#name) }).collect(),
            output: ReturnType::Default,
            required: None,
            body: syn::parse_quote!(#path(#(#names),*)),
            captured,
            assigned: Vec::new(),
            named: false,
            kinds: RefCell::new(None),
            item: None,
        }
    }
}

impl Lower<'_> {
    /// `|a, b| …`
    pub(super) fn closure(&mut self, closure: &ExprClosure) -> Accepted<Value> {
        if let Some(token) = &closure.asyncness {
            return Err(self.diagnostics.report(token, CONSTRUCT));
        }
        let body = without_return((*closure.body).clone());
        self.check_exits(&body)?;
        let moved = closure.capture.is_some();
        if moved {
            self.scopes.enter_copy();
        }
        let closure = Closure {
            inputs: closure.inputs.iter().cloned().collect(),
            output: closure.output.clone(),
            required: None,
            body,
            captured: self.scopes.names(),
            assigned: self.assigned(|walk| walk.visit_expr_closure(closure)),
            named: true,
            kinds: RefCell::new(None),
            item: None,
        };
        if moved {
            self.scopes.leave();
        }
        Ok(Value::Lazy(Lazy::Closure(Shared::new(closure))))
    }

    /// The items of a block, which its statements see from the start.
    pub(super) fn hoist(&mut self, block: &Block) -> Accepted<()> {
        let mut result = Ok(());
        let mut functions = Vec::new();
        for stmt in &block.stmts {
            match stmt {
                Stmt::Item(Item::Const(item)) => {
                    result = result.and(self.constant_item(&item.ident, &item.ty, &item.expr));
                }
                Stmt::Item(Item::Static(item)) if is_constant(item) => {
                    result = result.and(self.constant_item(&item.ident, &item.ty, &item.expr));
                }
                Stmt::Item(Item::Fn(item)) => functions.push(Rc::new(item.clone())),
                Stmt::Item(_) | Stmt::Local(_) | Stmt::Expr(..) | Stmt::Macro(_) => {}
            }
        }
        if !functions.is_empty() {
            let outer = self.scopes.items();
            self.bind_functions(&Rc::new(functions), &outer);
        }
        result
    }

    fn bind_functions(&mut self, items: &Items, outer: &Names) {
        for item in items.iter() {
            let block = (*item.block).clone();
            let body = Expr::Block(syn::ExprBlock { attrs: Vec::new(), label: None, block });
            let body = without_return(body);
            let pattern = |input: &FnArg| match input {
                FnArg::Typed(typed) => Some(Pat::Type(typed.clone())),
                FnArg::Receiver(_) => None,
            };
            let closure = Closure {
                inputs: item.sig.inputs.iter().filter_map(pattern).collect(),
                output: item.sig.output.clone(),
                required: None,
                body,
                captured: outer.clone(),
                assigned: Vec::new(),
                named: true,
                kinds: RefCell::new(None),
                item: Some((item.clone(), items.clone())),
            };
            let value = Value::Lazy(Lazy::Closure(Shared::new(closure)));
            self.scopes.bind_item(item.sig.ident.to_string(), value);
        }
    }

    /// `f(a, b)`
    pub(super) fn closure_call(
        &mut self,
        call: &ExprCall,
        closure: &Shared<Closure>,
    ) -> Accepted<Value> {
        let mut args = Vec::new();
        for (i, arg) in call.args.iter().enumerate() {
            let expected = match closure.inputs.get(i) {
                Some(Pat::Type(typed)) => self.types.kind(&typed.ty),
                _ => None,
            };
            args.push(self.expr(arg, expected.as_ref()));
        }
        let args = args.into_iter().collect::<Accepted<Vec<_>>>()?;
        if args.len() != closure.inputs.len() {
            return Err(self.diagnostics.report(call, ARGUMENTS));
        }
        self.inline(closure, args, call.span())
    }

    /// The body of a closure or function, for these arguments.
    pub(super) fn inline(
        &mut self,
        closure: &Shared<Closure>,
        args: Vec<Value>,
        at: Span,
    ) -> Accepted<Value> {
        let Some((item, items)) = &closure.item else {
            return self.inline_body(closure, closure.captured.clone(), args, at);
        };
        self.check_item(item, at)?;
        self.check_exits(&closure.body)?;
        let nums = self.types.nums.clone();
        for param in item.sig.generics.type_params() {
            let num = self.unifier.fresh(false);
            self.types.nums.insert(param.ident.to_string(), num);
        }
        self.inlining.push(item.clone());
        let outer = self.scopes.replace(closure.captured.clone());
        self.bind_functions(items, &closure.captured);
        let names = self.scopes.names();
        self.scopes.restore(outer);
        let value = self.inline_body(closure, names, args, at);
        self.inlining.pop();
        self.types.nums = nums;
        value
    }

    fn check_item(&mut self, item: &Rc<ItemFn>, at: Span) -> Accepted<()> {
        if self.inlining.iter().any(|running| Rc::ptr_eq(running, item)) {
            return Err(self.diagnostics.at(at, RECURSION, ""));
        }
        super::lower::qualifiers(item, self.diagnostics)?;
        match item.sig.generics.const_params().next() {
            Some(param) => Err(self.diagnostics.report(param, GENERICS)),
            None => Ok(()),
        }
    }

    fn inline_body(
        &mut self,
        closure: &Shared<Closure>,
        names: Names,
        args: Vec<Value>,
        at: Span,
    ) -> Accepted<Value> {
        let outer = self.scopes.replace(names);
        self.scopes.enter();
        let value = self.parameters_and_body(closure, args, at);
        self.scopes.restore(outer);
        value
    }

    fn parameters_and_body(
        &mut self,
        closure: &Shared<Closure>,
        args: Vec<Value>,
        at: Span,
    ) -> Accepted<Value> {
        let mut kinds = Vec::new();
        for (input, arg) in closure.inputs.iter().zip(args) {
            if let Pat::Type(typed) = input
                && let Some(kind) = self.types.kind(&typed.ty)
            {
                self.expect_value(&arg, &kind, at)?;
            }
            self.kinds_of(&arg, &mut kinds);
            match (closure.named, input) {
                (false, Pat::Ident(name)) => {
                    self.scopes.bind(name.ident.to_string(), arg);
                }
                _ => self.bind_pattern(input, arg)?,
            }
        }
        let output = match &closure.output {
            ReturnType::Type(_, ty) => self.types.kind(ty),
            ReturnType::Default => closure.required.clone(),
        };
        let value = self.expr(&closure.body, output.as_ref())?;
        if let Some(kind) = &output {
            self.expect_value(&value, kind, at)?;
        }
        self.kinds_of(&value, &mut kinds);
        self.agree(closure, kinds);
        Ok(value)
    }

    /// A closure has one type: what one call says of a number's type holds in all.
    fn agree(&mut self, closure: &Shared<Closure>, kinds: Vec<Kind>) {
        if closure.item.is_some() {
            return;
        }
        let mut known = closure.kinds.borrow_mut();
        match &*known {
            Some(known) => known.iter().zip(&kinds).for_each(|(known, kind)| {
                self.unifier.equate_kinds(known, kind);
            }),
            None => *known = Some(kinds),
        }
    }

    fn kinds_of(&self, value: &Value, kinds: &mut Vec<Kind>) {
        let mut leaves = Vec::new();
        value.leaves(&mut leaves);
        kinds.extend(leaves.into_iter().map(|var| self.vars.kind(var).clone()));
    }

    /// Makes a value's kind agree with a declared one, up to the coercions of references.
    fn expect_value(&mut self, value: &Value, kind: &Kind, at: Span) -> Accepted<()> {
        match (value, kind) {
            (Value::Var(var), _) => {
                let own = self.vars.kind(*var).clone();
                self.expect_argument(&Argument::Value(*var), &own, kind, at)
            }
            (Value::Borrow(place), _) => {
                self.expect_argument(&Argument::Place(place.clone()), &place.kind, kind, at)
            }
            (Value::Tuple(items), Kind::Tuple(kinds)) if items.len() == kinds.len() => items
                .iter()
                .zip(kinds)
                .try_for_each(|(item, kind)| self.expect_value(item, kind, at)),
            (Value::Unit, Kind::Unit) | (Value::Lazy(_), _) => Ok(()),
            (Value::Absent(_) | Value::Poison, _) => Err(Refused),
            (Value::Unit | Value::Tuple(_), _) => Err(self.diagnostics.at(at, KIND_MISMATCH, "")),
        }
    }

    /// A value that exists only while compiling is used as one of the program's.
    pub(super) fn escaped(&mut self, lazy: &Lazy, at: Span) -> Refused {
        let entry = match lazy {
            Lazy::Closure(_) => CLOSURE,
            Lazy::Iterator(_) => ITERATOR,
            Lazy::Optional(_) => OPTIONAL,
            Lazy::Ordering(_) => COMPARISON,
        };
        self.diagnostics.at(at, entry, "")
    }

    /// A `return` inside would leave the function that the body is written out in.
    fn check_exits(&mut self, body: &Expr) -> Accepted<()> {
        let mut exits = Exits { found: Vec::new() };
        exits.visit_expr(body);
        match exits.found.first() {
            Some(exit) => Err(self.diagnostics.report(exit, EARLY_RETURN)),
            None => Ok(()),
        }
    }
}

/// The one name that a pattern binds, references looked through.
fn plain_name(pattern: &Pat) -> Option<&Ident> {
    match pattern {
        Pat::Ident(name) => Some(&name.ident),
        Pat::Reference(inner) => plain_name(&inner.pat),
        Pat::Paren(inner) => plain_name(&inner.pat),
        Pat::Type(inner) => plain_name(&inner.pat),
        _ => None,
    }
}

/// A body whose last statement is no `return`, but its value.
fn without_return(mut body: Expr) -> Expr {
    if let Expr::Block(block) = &mut body
        && let Some(last) = block.block.stmts.last_mut()
        && let Stmt::Expr(Expr::Return(ret), _) = last
        && let Some(value) = &ret.expr
    {
        *last = Stmt::Expr((**value).clone(), None);
    }
    body
}

/// What leaves a closure before its end.
struct Exits {
    found: Vec<Expr>,
}

impl<'ast> Visit<'ast> for Exits {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        match expr {
            Expr::Return(_) | Expr::Try(_) => self.found.push(expr.clone()),
            Expr::Closure(_) => {}
            _ => visit::visit_expr(self, expr),
        }
    }

    fn visit_item(&mut self, _: &'ast Item) {}
}
