//! Closures and functions inside the function: written out where they are called.

use std::cell::RefCell;
use std::rc::Rc;

use super::spans::Spanned;
use proc_macro2::Span;
use syn::visit::Visit;
use syn::{Block, Expr, ExprCall, ExprClosure, FnArg, Ident, Item, ItemFn, Pat, ReturnType, Stmt};

use super::call::Argument;
use super::chains::Chain;
use super::exits::exits_early;
use super::extrema::Optional;
use super::intervals::Interval;
use super::lower::{Lower, is_constant};
use super::orders::Comparison;
use super::returns::without_return;
use super::scope::{Borrow, Cell, Names, Value};
use super::surroundings::Standing;
use super::types::TypeScope;
use super::zips::Producer;
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
    /// A range, `lo..hi`.
    Range(Shared<Interval>),
    /// The order of two numbers.
    Ordering(Shared<Comparison>),
    /// Arrays of one shape, element by element.
    Zip(Shared<Vec<Producer>>),
    /// What `pop` takes out of a vector, if there is something: nothing happens before it is asked for.
    Popped(Shared<Borrow>),
}

impl Lazy {
    /// The variables that using the value may change.
    pub fn assigned(&self) -> &[Cell] {
        match self {
            Lazy::Closure(closure) => &closure.assigned,
            Lazy::Iterator(chain) => chain.assigned(),
            Lazy::Optional(_)
            | Lazy::Range(_)
            | Lazy::Ordering(_)
            | Lazy::Zip(_)
            | Lazy::Popped(_) => &[],
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
    /// Whether its value is taken without a derivative.
    constant: bool,
    /// What is required of its arguments where it is handed over.
    taken: Vec<Option<Kind>>,
    /// Where it stands.
    standing: Standing,
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

    /// The same closure where its value may be missing, whatever would be there: nothing else tells that of a value
    /// without derivative.
    pub(super) fn yielding_option(&self) -> Closure {
        let kind = Kind::Option(Box::new(Kind::Other(None)));
        match self.named && self.output == ReturnType::Default && !exits_early(&self.body) {
            true => self.yielding(kind),
            false => self.clone(),
        }
    }

    /// The same closure where it is handed over as one of this type, perhaps for its values alone.
    pub(super) fn typed(
        &self,
        taken: Vec<Option<Kind>>,
        output: Option<Kind>,
        constant: bool,
    ) -> Closure {
        let required = output.or_else(|| self.required.clone());
        Closure { required, taken, constant: constant || self.constant, ..self.clone() }
    }

    /// Where it stands.
    pub(super) fn standing(&self) -> Standing {
        self.standing
    }

    /// What it says of the types of its parameters, and of its value.
    pub(super) fn annotations(&self, types: &TypeScope<'_>) -> (Vec<Option<Kind>>, Option<Kind>) {
        let input = |input: &Pat| match input {
            Pat::Type(typed) => types.kind(&typed.ty),
            _ => None,
        };
        let output = match &self.output {
            ReturnType::Type(_, ty) => types.kind(ty),
            ReturnType::Default => None,
        };
        (self.inputs.iter().map(input).collect(), output)
    }

    /// The names of its parameters, as far as they are the user's.
    pub(super) fn names(&self) -> Vec<Option<&Ident>> {
        self.inputs.iter().map(|input| plain_name(input).filter(|_| self.named)).collect()
    }

    /// A function as a closure: `f64::max` as `|a, b| f64::max(a, b)`.
    pub(super) fn of_path(
        path: &syn::ExprPath,
        arity: usize,
        captured: Names,
        standing: Standing,
    ) -> Closure {
        let letters = ('a'..='z').take(arity).map(String::from);
        let names: Vec<Ident> = letters.map(|name| Ident::new(&name, path.span())).collect();
        let inputs = names.iter().map(|name| -> Pat { syn::parse_quote!(#name) }).collect();
        let body = syn::parse_quote!(#path(#(#names),*));
        let whole = Closure::of_body(inputs, ReturnType::Default, body, standing);
        Closure { captured, named: false, ..whole }
    }

    /// A body that can name nothing but its parameters.
    pub(super) fn of_body(
        inputs: Vec<Pat>,
        output: ReturnType,
        body: Expr,
        standing: Standing,
    ) -> Closure {
        let body = without_return(body, &output);
        Closure {
            inputs,
            output,
            required: None,
            body,
            captured: Names::new(),
            assigned: Vec::new(),
            named: true,
            kinds: RefCell::new(None),
            constant: false,
            taken: Vec::new(),
            standing,
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
        let body = without_return((*closure.body).clone(), &closure.output);
        self.check_exits(&body)?;
        let moved = closure.capture.is_some();
        if moved {
            self.scopes.enter_copy();
        }
        let inputs = closure.inputs.iter().cloned().collect();
        let closure = Closure {
            captured: self.scopes.names(),
            assigned: self.assigned(|walk| walk.visit_expr_closure(closure)),
            ..Closure::of_body(inputs, closure.output.clone(), body, self.standing())
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
        let standing = self.standing();
        for item in items.iter() {
            let block = (*item.block).clone();
            let body = Expr::Block(syn::ExprBlock { attrs: Vec::new(), label: None, block });
            let pattern = |input: &FnArg| match input {
                FnArg::Typed(typed) => Some(Pat::Type(typed.clone())),
                FnArg::Receiver(_) => None,
            };
            let inputs = item.sig.inputs.iter().filter_map(pattern).collect();
            let closure = Closure {
                captured: outer.clone(),
                item: Some((item.clone(), items.clone())),
                ..Closure::of_body(inputs, item.sig.output.clone(), body, standing)
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
        let outer = self.go(closure.standing);
        let (written, _) = closure.annotations(&self.types);
        self.stand(outer);
        for (i, arg) in call.args.iter().enumerate() {
            let of = |kinds: &[Option<Kind>]| kinds.get(i).cloned().flatten();
            let expected = of(&written).or_else(|| of(&closure.taken));
            args.push(self.expr(arg, expected.as_ref()));
        }
        let args = args.into_iter().collect::<Accepted<Vec<_>>>()?;
        if args.len() != closure.inputs.len() {
            return Err(self.other_number(call, closure.inputs.len()));
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
        if self.depth > 0 {
            self.check_growth()?;
        }
        let outer = self.go(closure.standing);
        let value = self.inline_there(closure, args, at);
        self.stand(outer);
        value
    }

    fn inline_there(
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
        for param in item.sig.generics.type_params() {
            let num = self.unifier.fresh(false);
            self.types.nums.insert(param.ident.to_string(), num);
        }
        self.inlining.push(item.clone());
        let outer = self.scopes.replace(closure.captured.clone());
        self.bind_functions(items, &closure.captured);
        let names = self.scopes.names();
        self.scopes.restore(outer);
        self.inline_body(closure, names, args, at)
    }

    fn check_item(&mut self, item: &Rc<ItemFn>, at: Span) -> Accepted<()> {
        if self.inlining.iter().any(|running| Rc::ptr_eq(running, item)) {
            let name = format!("`{}`", item.sig.ident);
            if !self.diagnostics.has_said(RECURSION, &name) {
                self.diagnostics.at(at, RECURSION, &name);
            }
            return Err(Refused);
        }
        super::lower::qualifiers(item, self.diagnostics)?;
        match item.sig.generics.const_params().next() {
            Some(param) => Err(self.diagnostics.report(param, GENERICS)),
            None => Ok(()),
        }
    }

    pub(super) fn inline_body(
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
        for (i, (input, arg)) in closure.inputs.iter().zip(args).enumerate() {
            let written = match input {
                Pat::Type(typed) => self.types.kind(&typed.ty),
                _ => None,
            };
            if let Some(kind) = written.as_ref().or(closure.taken.get(i).and_then(Option::as_ref)) {
                self.expect_value(&arg, kind, at)?;
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
        Ok(match value {
            Value::Var(var) if closure.constant => self.without_derivative(var, at),
            value => value,
        })
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
    pub(super) fn expect_value(&mut self, value: &Value, kind: &Kind, at: Span) -> Accepted<()> {
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
            (Value::Unit, Kind::Unit) | (Value::Lazy(_) | Value::Maybe(_), _) => Ok(()),
            (Value::Absent(_) | Value::Poison, _) => Err(Refused),
            (Value::Unit | Value::Tuple(_), _) => Err(self.diagnostics.at(at, KIND_MISMATCH, "")),
        }
    }

    /// A value that exists only while compiling is used as one of the program's.
    pub(super) fn escaped(&mut self, lazy: &Lazy, at: Span) -> Refused {
        let entry = match lazy {
            Lazy::Closure(_) => CLOSURE,
            Lazy::Iterator(_) | Lazy::Range(_) => ITERATOR,
            Lazy::Optional(_) | Lazy::Popped(_) => OPTIONAL,
            Lazy::Ordering(_) => COMPARISON,
            Lazy::Zip(_) => ZIP,
        };
        self.diagnostics.at(at, entry, "")
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
