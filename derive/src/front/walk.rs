//! What code mentions, calls and assigns to, with the names that it binds itself left out.

use std::collections::HashSet;

use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{Expr, ExprPath, Item, Macro, Pat, Stmt};

use super::bind::name_of;
use super::binding::borrows;
use super::call::is_constant_call;
use super::conversions::unwraps_cast;
use super::fallible::makes_error;
use super::methods::{calls_argument, maps_error};
use super::operators::compound_prim;
use super::pointers::dereferences;
use super::sequences::items;

/// Something of interest, about names that the code does not bind itself.
pub enum Found<'a> {
    /// A variable is assigned to, or into.
    Assigned(String),
    /// A variable is handed over, or a part of one: it may be a reference. Whether it is all of it.
    Passed(String, bool),
    /// A method is called on a variable, or on a part of one.
    Invoked(String, &'a syn::Ident),
    /// A path is read.
    Mentioned(&'a ExprPath),
    /// A path is called, with these arguments.
    Called(&'a ExprPath, &'a Punctuated<Expr, syn::Token![,]>),
    /// A path is handed to a method that calls its argument.
    Handed(&'a ExprPath),
    /// A path is handed to the function at another path, in this position.
    Argument { of: Callee<'a>, position: usize, path: &'a ExprPath },
}

/// What a path is handed to.
#[derive(Clone, Copy)]
pub enum Callee<'a> {
    /// The function at a path.
    Function(&'a ExprPath),
    /// A method of this name.
    Method(&'a syn::Ident),
}

/// A walk through code in the order of scopes.
pub struct Walk<F> {
    locals: Vec<HashSet<String>>,
    /// Whether we are in a call of `constant`: what is called there needs no handle.
    constant: bool,
    found: F,
}

impl<F: FnMut(Found<'_>)> Walk<F> {
    /// A walk that tells what it finds.
    pub fn new(found: F) -> Self {
        Walk { locals: vec![HashSet::new()], constant: false, found }
    }

    fn is_local(&self, name: &str) -> bool {
        self.locals.iter().any(|level| level.contains(name))
    }

    fn is_free(&self, path: &ExprPath) -> bool {
        path.path.get_ident().is_none_or(|name| !self.is_local(&name.to_string()))
    }

    fn bind(&mut self, pattern: &Pat) {
        let mut names = Vec::new();
        bound_names(pattern, &mut names);
        if let Some(level) = self.locals.last_mut() {
            level.extend(names);
        }
    }

    fn scoped(&mut self, run: impl FnOnce(&mut Self)) {
        self.locals.push(HashSet::new());
        run(self);
        self.locals.pop();
    }

    fn target(&mut self, target: &Expr) {
        if let Some(name) = name_of(target) {
            if !self.is_local(&name) {
                (self.found)(Found::Assigned(name));
            }
            return;
        }
        match target {
            Expr::Tuple(tuple) => tuple.elems.iter().for_each(|item| self.target(item)),
            Expr::Index(index) => self.target(&index.expr),
            Expr::Field(field) => self.target(&field.base),
            Expr::Paren(inner) => self.target(&inner.expr),
            Expr::Group(inner) => self.target(&inner.expr),
            Expr::Reference(inner) => self.target(&inner.expr),
            Expr::Unary(unary) => self.target(&unary.expr),
            _ => {}
        }
    }

    fn passed(&mut self, value: &Expr) {
        if dereferences(value) {
            return;
        }
        if let Some(name) = root(value).filter(|name| !self.is_local(name)) {
            (self.found)(Found::Passed(name, name_of(value).is_some()));
        }
    }

    /// A pattern is held against a value, and may ask for the place.
    fn matched(&mut self, value: &Expr, borrows: bool) {
        match borrows {
            true => self.target(value),
            false => self.passed(value),
        }
    }

    fn all_passed<'e>(&mut self, values: impl IntoIterator<Item = &'e Expr>) {
        values.into_iter().for_each(|value| self.passed(value));
    }

    /// The paths that are handed over in a call.
    fn arguments<'e>(&mut self, of: Callee<'_>, args: impl IntoIterator<Item = &'e Expr>) {
        for (position, arg) in args.into_iter().enumerate() {
            if let Expr::Path(path) = handed(arg)
                && self.is_free(path)
            {
                (self.found)(Found::Argument { of, position, path });
            }
        }
    }

    /// A function: it sees no variables of one around it, but its items.
    pub fn function(&mut self, item: &syn::ItemFn) {
        self.scoped(|walk| {
            for input in &item.sig.inputs {
                if let syn::FnArg::Typed(input) = input {
                    walk.bind(&input.pat);
                }
            }
            walk.visit_block(&item.block);
        });
    }
}

/// What is handed over, references and casts to types of functions looked through.
pub(super) fn handed(arg: &Expr) -> &Expr {
    match arg {
        Expr::Paren(inner) => handed(&inner.expr),
        Expr::Group(inner) => handed(&inner.expr),
        Expr::Reference(inner) => handed(&inner.expr),
        Expr::Cast(cast) if !matches!(*cast.ty, syn::Type::Path(_)) => handed(&cast.expr),
        arg => arg,
    }
}

/// The variable that an expression is a part of.
fn root(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Index(index) => root(&index.expr),
        Expr::Field(field) => root(&field.base),
        Expr::Paren(inner) => root(&inner.expr),
        Expr::Group(inner) => root(&inner.expr),
        other => name_of(other),
    }
}

/// The variable that a method is called on, or on a part of which, by whatever reference.
fn called_on(receiver: &Expr) -> Option<String> {
    match receiver {
        Expr::Index(index) => called_on(&index.expr),
        Expr::Field(field) => called_on(&field.base),
        Expr::Reference(inner) => called_on(&inner.expr),
        Expr::Unary(inner) => called_on(&inner.expr),
        Expr::Paren(inner) => called_on(&inner.expr),
        Expr::Group(inner) => called_on(&inner.expr),
        other => name_of(other),
    }
}

/// The names that a pattern binds.
pub fn bound_names(pattern: &Pat, names: &mut Vec<String>) {
    struct Names<'a>(&'a mut Vec<String>);
    impl<'ast> Visit<'ast> for Names<'_> {
        fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
            self.0.push(pattern.ident.to_string());
            visit::visit_pat_ident(self, pattern);
        }
    }
    Names(names).visit_pat(pattern);
}

impl<'ast, F: FnMut(Found<'_>)> Visit<'ast> for Walk<F> {
    fn visit_block(&mut self, block: &'ast syn::Block) {
        self.scoped(|walk| {
            for stmt in &block.stmts {
                if let (Stmt::Item(Item::Fn(item)), Some(level)) = (stmt, walk.locals.last_mut()) {
                    level.insert(item.sig.ident.to_string());
                }
            }
            visit::visit_block(walk, block);
        });
    }

    fn visit_item(&mut self, item: &'ast Item) {
        if let Item::Fn(item) = item {
            self.function(item);
        }
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        if let Some(init) = &local.init {
            self.matched(&init.expr, borrows(&local.pat));
            self.visit_local_init(init);
        }
        self.bind(&local.pat);
    }

    fn visit_expr_closure(&mut self, closure: &'ast syn::ExprClosure) {
        self.scoped(|walk| {
            closure.inputs.iter().for_each(|input| walk.bind(input));
            walk.passed(&closure.body);
            walk.visit_expr(&closure.body);
        });
    }

    fn visit_expr_for_loop(&mut self, looped: &'ast syn::ExprForLoop) {
        self.passed(&looped.expr);
        self.visit_expr(&looped.expr);
        self.scoped(|walk| {
            walk.bind(&looped.pat);
            walk.visit_block(&looped.body);
        });
    }

    fn visit_expr_if(&mut self, branch: &'ast syn::ExprIf) {
        self.scoped(|walk| {
            walk.visit_expr(&branch.cond);
            walk.visit_block(&branch.then_branch);
        });
        if let Some((_, otherwise)) = &branch.else_branch {
            self.visit_expr(otherwise);
        }
    }

    fn visit_expr_while(&mut self, looped: &'ast syn::ExprWhile) {
        self.scoped(|walk| visit::visit_expr_while(walk, looped));
    }

    fn visit_expr_let(&mut self, bound: &'ast syn::ExprLet) {
        self.matched(&bound.expr, borrows(&bound.pat));
        self.visit_expr(&bound.expr);
        self.bind(&bound.pat);
    }

    fn visit_expr_match(&mut self, choice: &'ast syn::ExprMatch) {
        self.matched(&choice.expr, choice.arms.iter().any(|arm| borrows(&arm.pat)));
        visit::visit_expr_match(self, choice);
    }

    fn visit_expr_tuple(&mut self, tuple: &'ast syn::ExprTuple) {
        self.all_passed(&tuple.elems);
        visit::visit_expr_tuple(self, tuple);
    }

    fn visit_expr_array(&mut self, array: &'ast syn::ExprArray) {
        self.all_passed(&array.elems);
        visit::visit_expr_array(self, array);
    }

    fn visit_expr_struct(&mut self, literal: &'ast syn::ExprStruct) {
        self.all_passed(literal.fields.iter().map(|field| &field.expr));
        visit::visit_expr_struct(self, literal);
    }

    fn visit_expr_break(&mut self, exit: &'ast syn::ExprBreak) {
        self.all_passed(exit.expr.as_deref());
        visit::visit_expr_break(self, exit);
    }

    fn visit_stmt(&mut self, stmt: &'ast Stmt) {
        if let Stmt::Expr(value, None) = stmt {
            self.passed(value);
        }
        visit::visit_stmt(self, stmt);
    }

    /// The elements of `vec![…]` and its kin.
    fn visit_macro(&mut self, mac: &'ast Macro) {
        for element in &items(mac) {
            self.passed(element);
            Visit::visit_expr(self, element);
        }
    }

    fn visit_arm(&mut self, arm: &'ast syn::Arm) {
        self.scoped(|walk| {
            walk.bind(&arm.pat);
            walk.visit_pat(&arm.pat);
            walk.visit_expr(&arm.body);
        });
    }

    fn visit_expr_assign(&mut self, assign: &'ast syn::ExprAssign) {
        self.target(&assign.left);
        visit::visit_expr_assign(self, assign);
    }

    fn visit_expr_binary(&mut self, binary: &'ast syn::ExprBinary) {
        if compound_prim(&binary.op).is_some() {
            self.target(&binary.left);
        }
        visit::visit_expr_binary(self, binary);
    }

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        match &*call.func {
            Expr::Path(path) if self.is_free(path) && !self.constant => {
                (self.found)(Found::Called(path, &call.args));
                self.arguments(Callee::Function(path), &call.args);
            }
            Expr::Path(_) => {}
            other => self.visit_expr(other),
        }
        let outer = self.constant;
        self.constant |= is_constant_call(call) || makes_error(call);
        for arg in &call.args {
            self.passed(arg);
            self.visit_expr(arg);
        }
        self.constant = outer;
    }

    fn visit_expr_reference(&mut self, reference: &'ast syn::ExprReference) {
        if reference.mutability.is_some() {
            self.target(&reference.expr);
        }
        visit::visit_expr_reference(self, reference);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        if let Some(name) = called_on(&call.receiver).filter(|name| !self.is_local(name)) {
            (self.found)(Found::Invoked(name, &call.method));
        }
        if maps_error(call) {
            self.visit_expr(&call.receiver);
            let outer = std::mem::replace(&mut self.constant, true);
            call.args.iter().for_each(|arg| self.visit_expr(arg));
            self.constant = outer;
            return;
        }
        call.args.iter().for_each(|arg| self.passed(arg));
        self.arguments(Callee::Method(&call.method), &call.args);
        let calls = calls_argument(&call.method.to_string());
        // The function comes last: `fold(init, f)`.
        for arg in call.args.last().into_iter().filter(|_| calls) {
            if let Expr::Path(path) = arg
                && self.is_free(path)
            {
                (self.found)(Found::Handed(path));
            }
        }
        if let Some(cast) = unwraps_cast(call) {
            cast.args.iter().chain(&call.args).for_each(|arg| self.visit_expr(arg));
            return;
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_expr_path(&mut self, path: &'ast ExprPath) {
        if self.is_free(path) {
            (self.found)(Found::Mentioned(path));
        }
    }
}
